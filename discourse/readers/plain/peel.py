"""Head and foot taken off the text of every comment of a section: author, date, role, buttons, votes.

One comment proves nothing: a date at its end may be its own. What most comments of the section have in one place is
theirs by the layout; so everything here is decided for the whole section at once. May import: the standard library, and
forms, lines, sections and words of this package.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable

from discourse.readers.plain.forms import is_name, unmarked
from discourse.readers.plain.lines import visible
from discourse.readers.plain.sections import Item, Page, Section
from discourse.readers.plain.words import REPLY_TO, matched

MOST_HEAD_LINES = 6
MOST_FOOT_LINES = 8
MOST_ROUNDS = 4
FEWEST_DATED = 0.34
FEWEST_ALIKE = 0.4
FEWEST_SAME = 3
MOST_WORDS_ALIKE = 6
LONGEST_PAIR = 60
FEWEST_KEYED = 0.8

_BUTTONS = frozenset({"button", "reply to", "sign", "notice", "more"})
_DIGITS = re.compile(r"\d+")
_FURNITURE = frozenset({"button", "vote", "role", "reply to", "sign", "notice", "stat", "subject"})
_IF_COMMON = frozenset({"button", "stat", "subject"})


def peel(section: Section, page: Page) -> None:
    """Hand every line of every comment to its head, its text or its buttons; read author, date and role."""
    for item in section.items:
        _peel_opening(item, page)
    _peel_heads(section, page)
    _peel_feet(section, page)
    for item in section.items:
        item.head.sort()
        item.buttons.sort()


def _peel_opening(item: Item, page: Page) -> None:
    """Read the lines that the layout says are head."""
    opening, item.body = item.rows[: item.n_opening], item.rows[item.n_opening :]
    item.head = [*opening, *item.feet]
    for row in opening:
        line, form = page.lines[row], page.form(row)
        if form.date and not item.date:
            item.date = form.date
        item.role, item.index = item.role or form.role, item.index or form.number
        item.reply_to = item.reply_to or form.reply_to
        if item.author and page.kind(row) == "role":
            item.role = item.role or visible(line.text)
        if item.author is None and line.text and not line.text.isdecimal():
            name = form.author if form.author or form.date else visible(unmarked(line.text))
            item.author = name or None


def _peel_heads(section: Section, page: Page) -> None:
    """Take dates, roles, repeated names and buttons that stand between the opening line and the text."""
    first = Counter(_alike(page.lines[row].content) for item in section.items for row in item.body[:MOST_HEAD_LINES])
    common = {text for text, n in first.items() if n >= max(2, FEWEST_DATED * len(section.items))}
    taken = [_head_lines(item, page, section, common) for item in section.items]
    n_dated = sum(any(page.form(row).date for row in rows) for rows in taken)
    n_opened = sum(item.n_opening > 0 for item in section.items)
    dated = n_dated >= max(1, FEWEST_DATED * n_opened)
    for item, rows in zip(section.items, taken, strict=True):
        if not dated:
            dates = [place for place, row in enumerate(rows) if page.form(row).date and page.kind(row) == ""]
            rows = rows[: dates[0]] if dates else rows
        if all(page.kind(row) in _FURNITURE for row in item.body):
            rows = []
        _read_head(item, rows, page)
    if section.layout.family == "flat":
        _take_keys(section, page)


def _take_keys(section: Section, page: Page) -> None:
    """Take lines that say something about the author ("Posts: 12") from the beginnings, where nearly all have them."""
    for _ in range(MOST_ROUNDS):
        first = [_alike(page.lines[item.body[0]].content) if len(item.body) > 1 else "" for item in section.items]
        keys = Counter(text for text in first if text.endswith(": "))
        if not keys or keys.most_common(1)[0][1] < max(FEWEST_SAME, FEWEST_KEYED * len(first)):
            return
        for item, text in zip(section.items, first, strict=True):
            if text == keys.most_common(1)[0][0]:
                item.head.append(item.body.pop(0))


def _head_lines(item: Item, page: Page, section: Section, common: set[str]) -> list[int]:
    """The lines directly below the opening that read like more of the head; buttons only where they are common."""
    rows: list[int] = []
    if not item.n_opening and section.layout.opens == "text":
        return _stars(item, page)
    author, date = (item.author or "").casefold(), item.date
    subject = 1 if _has_subject(item, page) else 0
    for row in item.body[:MOST_HEAD_LINES] if item.n_opening or section.layout.family == "flat" else ():
        line, form = page.lines[row], page.form(row)
        if line.mark and page.kind(row) == "":
            break
        name = visible(form.author).casefold()
        if form.date and not date and (form.is_date or ((form.by or not author) and is_name(form.author))):
            date = form.date
        elif not (name and name == author) and page.kind(row) not in _FURNITURE:
            if author or not subject:
                break
        elif page.kind(row) in _IF_COMMON and _alike(line.content) not in common:
            break
        rows.append(row)
    while rows and page.kind(rows[-1]) == "vote" and page.lines[rows[-1]].content[0] not in "+-−0123456789(★☆⭐#":
        rows.pop()
    return rows


def _has_subject(item: Item, page: Page) -> bool:
    """Whether a line "written by Ann on May 3" follows the opening one, which then is a subject."""
    form = page.form(item.body[0]) if item.body else None
    return form is not None and form.by and bool(form.date) and is_name(form.author)


def _stars(item: Item, page: Page) -> list[int]:
    """A rating on the marked line itself, with the text below it."""
    first = item.body[0]
    if len(item.body) > 1 and page.lines[first].mark and _is_vote(page.lines[first].text):
        return [first]
    return []


def _is_vote(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2} stars?|[★☆⭐]{1,10}|\d{1,2} ?/ ?\d{1,2}", text, re.IGNORECASE))


def _read_head(item: Item, rows: list[int], page: Page) -> None:
    """Read what the lines of a head say and take them out of the text."""
    for row in rows:
        form, kind, content = page.form(row), page.kind(row), page.lines[row].content
        item.index, item.reply_to = item.index or form.number, item.reply_to or form.reply_to
        if form.date and not item.date:
            item.date = form.date
            if form.by and item.author and is_name(form.author):
                # The marked line was the subject of the comment.
                item.body = [*item.head, *item.body]
                item.head, item.author = [], form.author
            elif not item.author and is_name(form.author):
                item.author = form.author
            item.role = item.role or form.role
        elif kind == "role":
            item.role = item.role or content
        elif kind == "reply to" and (match := matched(REPLY_TO, content)):
            item.reply_to = visible(match["name"])
        elif kind == "vote":
            item.score = _number(content) if item.score is None else item.score
        if kind in {"button", "vote"}:
            item.buttons.append(row)
        else:
            item.head.append(row)
    gone = {*item.head, *item.buttons}
    item.body = [row for row in item.body if row not in gone]


def _number(content: str) -> float | None:
    """The votes that a line shows, where it shows nothing else."""
    text = content.replace("−", "-").replace("\u2013", "-").strip()
    return float(text) if re.fullmatch(r"[+-]?\d{1,6}", text) else None


def _peel_feet(section: Section, page: Page) -> None:
    """Take buttons, votes, dates and lines that recur off the ends of the texts."""
    _cut_last(section, page)
    for _ in range(MOST_ROUNDS):
        moved = [
            _take(section, page, lambda item, row: page.kind(row) in _BUTTONS, 2),
            _take(section, page, lambda item, row: _is_foot_date(page, item, row), FEWEST_DATED),
            _take(section, page, lambda item, row: bool(item.tail) and page.kind(row) in {"vote", "role"}, 1, keep=1),
            _take(section, page, lambda item, row: page.kind(row) == "vote", FEWEST_ALIKE, keep=1),
            _take_recurring(section, page),
        ]
        if not any(moved):
            break
    for item in section.items:
        _read_foot(item, page)


def _cut_last(section: Section, page: Page) -> None:
    """Where comments end with a button, the last one does: what stands below its button is no longer comment."""
    last = max(section.items, key=lambda item: item.row)
    shown = Counter(
        text
        for item in section.items
        if item is not last
        for text in {_alike(page.lines[row].text) for row in item.body[-MOST_FOOT_LINES:] if page.kind(row) == "button"}
    )
    common = {text for text, n in shown.items() if 2 * n >= len(section.items) - 1}
    at = next((at for at, row in enumerate(last.body) if at and _alike(page.lines[row].text) in common), -1)
    while 0 <= at < len(last.body) and page.kind(last.body[at]) in {*_BUTTONS, "vote"}:
        at += 1
    if 0 <= at < len(last.body):
        section.unread += last.body[at:]
        last.body = last.body[:at]
    section.last = max(row for item in section.items for row in (item.row, *item.head, *item.buttons, *item.body))


def _take(section: Section, page: Page, fits: Callable[[Item, int], bool], enough: float, keep: int = 0) -> bool:
    """Take lines that fit off the ends, where enough comments have one: a number of them, or a share below 1.

    A line that is all a comment says stays, unless the page repeats it below others and nothing must be kept.
    """
    ends = [max(_end_of(item, fits, page), min(keep, len(item.body))) for item in section.items]
    shown = sum(end < len(item.body) for item, end in zip(section.items, ends, strict=True))
    needed = enough if enough >= 1 else max(enough * len(section.items), 1)
    moved = False
    for item, end in zip(section.items, ends, strict=True):
        is_all = end == 0 and all(page.kind(row) == "sign" for row in item.body)
        is_enough = shown >= max(needed, 2) or (end > 0 and shown >= min(needed, len(section.items)))
        if end < len(item.body) and is_enough and not is_all:
            item.tail += item.body[end:]
            item.body = item.body[:end]
            moved = True
    return moved


def _end_of(item: Item, fits: Callable[[Item, int], bool], page: Page) -> int:
    """Where the lines that fit begin at the end of a comment's text."""
    end = len(item.body)
    while end and len(item.body) - end + len(item.tail) < MOST_FOOT_LINES:
        row = item.body[end - 1]
        if _is_listed(page, row) or not fits(item, row):
            break
        end -= 1
    return end


def _is_listed(page: Page, row: int) -> bool:
    """Whether the line is an entry of a list, and no button behind a bullet."""
    return bool(page.lines[row].mark) and page.kind(row) == "" and not page.form(row).is_date


def _is_foot_date(page: Page, item: Item, row: int) -> bool:
    """Whether the line is a date, with or without the author, that the head has not told."""
    form = page.form(row)
    if not form.date or item.date:
        return False
    return form.is_date or (is_name(form.author) and (form.by or not item.author or form.author == item.author))


def _take_recurring(section: Section, page: Page) -> bool:
    """Take short lines off the ends that most comments end with, numbers in them aside."""
    if len(section.items) < FEWEST_SAME:
        return False
    above = _alike(page.lines[page.above(section.first)].content) if page.above(section.first) >= 0 else ""
    last = [_alike(page.lines[item.body[-1]].content) if item.body else "" for item in section.items]
    by_text: dict[str, set[str]] = defaultdict(set)
    for place, (item, text) in enumerate(zip(section.items, last, strict=True)):
        if text:
            by_text[text].add(item.author or str(place))
    counts = Counter(text for text in last if text)
    common = {
        text
        for text, authors in by_text.items()
        if len(authors) >= (2 if text == above else FEWEST_SAME) and counts[text] >= FEWEST_ALIKE * len(last)
    }
    moved = False
    for item, text in zip(section.items, last, strict=True):
        if text in common and len(item.body) > 1:
            item.tail.append(item.body.pop())
            moved = True
    return moved


def _alike(content: str) -> str:
    """A short line without numbers, or its key ("Posts: 12"), to find those that recur; empty for a longer one."""
    key, colon, value = content.partition(": ")
    if colon and value and len(content) <= LONGEST_PAIR and key.count(" ") < 2:
        return key.casefold() + colon
    if len(content) > 60 or content.count(" ") >= MOST_WORDS_ALIKE:
        return ""
    return _DIGITS.sub("0", content).casefold()


def _read_foot(item: Item, page: Page) -> None:
    """Read what the lines of a foot say."""
    for row in sorted(item.tail):
        form, kind = page.form(row), page.kind(row)
        if form.date and not item.date and kind == "":
            item.date = form.date
            if not item.author and is_name(form.author):
                item.author = form.author
            item.role = item.role or form.role
            item.head.append(row)
            continue
        if kind == "vote" and item.score is None:
            item.score = _number(page.lines[row].content)
        item.buttons.append(row)
