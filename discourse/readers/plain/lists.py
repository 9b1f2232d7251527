"""Comments that marks open: bullets and numbers, nested by indentation.

A comment is a reply to the nearest one above it that is marked further left; text belongs to the nearest one above it
that is marked further left than the text. May import: the standard library, and forms, layouts, lines, sections and
words of this package.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from discourse.readers.plain.forms import Form, is_author, is_linking, is_name
from discourse.readers.plain.layouts import Layout
from discourse.readers.plain.lines import Line, visible
from discourse.readers.plain.sections import WALLS, Item, Page, Section

LONGEST_HEAD = 150
MOST_WORDS = 10
MOST_HEAD_LINES = 5
BRIDGE = 3
FEWEST_ALIKE = 0.12
FEWEST_NAMED = 0.4


class Opening(NamedTuple):
    """A marked line as the opening of a comment: what it shows, how it shows it, and its last line of head."""

    kind: str
    signature: str
    last: int
    gap: str


def read_lists(page: Page, layout: Layout, openings: Mapping[int, Opening]) -> list[Section]:
    """Read the whole page by one layout.

    Returns
    -------
    list of Section
        In the order of the page; empty when nothing fits. Linear in the number of characters.
    """
    heads = {row: opening for row, opening in openings.items() if _fits(layout, opening) and not _is_bare(page, row)}
    if layout.opens != "text" and all(opening.kind == "linking" for opening in heads.values()):
        return []
    sections = [Section(layout, first, last) for first, last in _bridge(page, _stretches(page, heads))]
    rows = list(heads)
    for section in sections:
        _fill(section, page, heads, last_head=rows[bisect_right(rows, section.last) - 1])
        if section.items:
            _end(section, page)
            _forget_names(section)
    filled = [section for section in sections if section.items]
    return [one for one in filled if layout.opens == "text" or any(item.n_opening for item in one.items)]


def read_openings(page: Page) -> dict[int, Opening]:
    """Every marked line that could open a comment, and how; heads of a form that hardly any other has are texts."""
    found = {row: _opening(page, row) for row in page.filled if page.lines[row].mark}
    counts = Counter(opening.signature for opening in found.values() if opening.kind == "telling")
    enough = FEWEST_ALIKE * max(counts.values(), default=0)
    # A title of many words opens a comment where names in front of dates of the same style do.
    styles = {page.form(row).style for row, opening in found.items() if opening.kind == "telling"}
    for row, opening in found.items():
        form = page.form(row)
        if opening.kind == "text" and form.date and form.style in styles:
            found[row] = opening._replace(kind="telling", signature=_signature(form))
    return {
        row: opening._replace(kind="text")
        if opening.kind == "telling" and counts[opening.signature] < enough
        else opening
        for row, opening in found.items()
    }


def _opening(page: Page, row: int) -> Opening:
    """What a marked line shows."""
    line, below = page.lines[row], page.after[row]
    gap = "none" if below == row + 1 else "blank"
    deeper = _is_under(page, row, below)
    form = page.form(row)
    if (
        deeper
        and form.tells
        and (
            is_author(form.author)
            or (form.said and is_name(form.author.rstrip(".?!…")))
            or (form.is_date and form.at == "all")
        )
    ):
        return Opening("telling", _signature(form), row, gap)
    is_blank = not line.text or line.text.isdecimal()
    if (
        deeper
        and (is_blank or line.text.count(" ") < 2 * MOST_WORDS)
        and (last := _date_below(page, row, is_blank)) >= 0
    ):
        return Opening("telling", "below", last, gap)
    if is_linking(line.text):
        return Opening("linking", "", row, gap)
    if deeper and is_name(visible(line.text)) and page.kind(row) not in {"vote", "button", "ending"}:
        return Opening("name", "", row, gap)
    return Opening("text", "", row, gap)


def _signature(form: Form) -> str:
    """How a head puts author and date."""
    return f"{form.at} {form.said} {form.by}"


def _date_below(page: Page, row: int, is_blank: bool) -> int:
    """The line of head below a marked one that holds its date; -1 when none does."""
    author, at = visible(page.lines[row].text).casefold(), row
    for _ in range(MOST_HEAD_LINES):
        below = page.after[at]
        if not _is_under(page, row, below) or page.lines[below].mark or below - at > 2:
            return -1
        form, text = page.form(below), page.lines[below].text
        if form.date and (form.is_date or form.by or (is_blank and is_name(form.author))):
            return below
        same = visible(text).casefold() == author or visible(form.author).casefold() == author
        if not (same or page.kind(below) in {"role", "vote", "button", "reply to"} or (is_blank and is_name(text))):
            return -1
        at = below
    return -1


def _is_under(page: Page, row: int, below: int) -> bool:
    """Whether there is a line `below` and it stands further right than the mark of line `row`."""
    return below < len(page.lines) and page.lines[below].indent > page.lines[row].indent


def _fits(layout: Layout, opening: Opening) -> bool:
    """Whether the marked line opens a comment of this layout for certain."""
    if layout.opens == "text":
        return True
    if opening.kind in {"telling", "linking"}:
        return True
    return layout.opens == "name" and opening.kind == "name" and layout.gap in {"either", opening.gap}


def _is_bare(page: Page, row: int) -> bool:
    """Whether the line is a bullet and nothing else, with nothing under it: a sign that was typed."""
    line = page.lines[row]
    return not line.text and line.kind != "number" and not _is_under(page, row, page.after[row])


def _stretches(page: Page, heads: Mapping[int, Opening]) -> list[tuple[int, int]]:
    """First and last line of every unbroken run of comments: all in it stands right of their outermost marks."""
    stretches: list[tuple[int, int]] = []
    first, last, base, waiting, above = -1, -1, 0, False, 0
    for row in page.filled:
        line = page.lines[row]
        if row in heads:
            # The outermost mark may stand further left than those before it: their parents were lost with the page.
            base = line.indent if first < 0 else min(base, line.indent)
            first = _first_of_list(page, row, above) if first < 0 else first
            last, waiting, above = max(row, heads[row].last), False, row + 1
        elif first < 0:
            continue
        elif line.indent > base:
            last = last if waiting else row
        elif line.indent == base and line.mark and _is_lonely(page, row):
            # A comment without text or author, if a whole one follows; the next list of the page, if none does.
            waiting = True
        else:
            stretches.append((first, last))
            first, waiting = -1, False
    return [*stretches, (first, last)] if first >= 0 else stretches


def _first_of_list(page: Page, row: int, above: int) -> int:
    """Where the list begins that the line is in: entries before it may have lost their heads."""
    base, first = page.lines[row].indent, row
    if page.lines[row].kind != "number":
        return row
    for place in range(page.place[row] - 1, -1, -1):
        other = page.filled[place]
        line = page.lines[other]
        if other < above or line.indent < base or (line.indent == base and line.kind != "number"):
            break
        if line.indent == base:
            if not _is_lonely(page, other) or int(line.mark[:-1]) >= int(page.lines[first].mark[:-1]):
                break
            first = other
    return first


def _is_lonely(page: Page, row: int) -> bool:
    """Whether blank lines, or its own text, part the marked line from its neighbours, unlike in a plain list."""
    lines, below = page.lines, page.after[row]
    before_is_blank = row == 0 or not lines[row - 1].content or page.kind(row - 1) in {"button", "vote"}
    return before_is_blank and (below > row + 1 or below == len(lines) or lines[below].indent > lines[row].indent)


def _bridge(page: Page, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join runs that only a few short lines part, such as an advertisement; an article's paragraph is never bridged."""
    joined: list[tuple[int, int]] = []
    for first, last in stretches:
        if joined:
            between = [row for row in range(joined[-1][1] + 1, first) if page.lines[row].content][: BRIDGE + 1]
            short = all(not page.lines[row].mark and not _is_prose(page.lines[row]) for row in between)
            parted = any(page.kind(row) in WALLS for row in between)
            same = page.lines[joined[-1][0]].indent == page.lines[first].indent
            if len(between) <= BRIDGE and short and not parted and same:
                joined[-1] = (joined[-1][0], last)
                continue
        joined.append((first, last))
    return joined


def _is_prose(line: Line) -> bool:
    """Whether the line is a sentence rather than a label."""
    content = line.content
    return (
        content.endswith((".", "!", "?", "…", ":")) or len(content) > LONGEST_HEAD or content.count(" ") >= MOST_WORDS
    )


def _fill(section: Section, page: Page, heads: Mapping[int, Opening], last_head: int) -> None:
    """Walk down the section and hand every line to the comment it belongs to."""
    items, lines, header_ends = section.items, page.lines, -1
    base = min(lines[row].indent for row in range(section.first, section.last + 1) if row in heads)
    listed = {*heads, section.first}
    open_: list[int] = []
    for row in range(section.first, section.last + 1):
        line = lines[row]
        if not line.content:
            continue
        if row <= header_ends:
            items[-1].rows.append(row)
            continue
        while open_ and lines[items[open_[-1]].row].indent > line.indent:
            open_.pop()
        beside = bool(open_) and lines[items[open_[-1]].row].indent == line.indent
        bare = beside and row < last_head and bool(line.mark) and _is_lonely(page, row)
        earlier = open_[-1] if beside else -1
        if beside:
            open_.pop()
        parent = open_[-1] if open_ else -1
        opens = row in listed and (section.layout.opens != "text" or _opens_text(page, row, line, base))
        if opens or (bare and line.text):
            item = Item(row, parent, rows=[row])
            item.lost = (parent < 0 and line.indent > base) or (parent >= 0 and _restarts(lines, items, earlier, row))
            if row in heads:
                header_ends = heads[row].last
                item.n_opening = 1 if heads[row].kind in {"telling", "name"} else 0
            elif is_name(visible(line.text)):
                item.n_opening = 1
            items.append(item)
            open_.append(len(items) - 1)
        elif parent >= 0 or beside:
            items[parent if parent >= 0 else earlier].rows.append(row)
        else:
            section.unread.append(row)


def _opens_text(page: Page, row: int, line: Line, base: int) -> bool:
    """Whether a marked line without a head opens a comment: it stands apart, as the items of a plain list do not."""
    return (
        _is_lonely(page, row)
        or is_linking(line.text)
        or (line.indent == base and _is_under(page, row, page.after[row]))
    )


def _restarts(lines: list[Line], items: list[Item], earlier: int, row: int) -> bool:
    """Whether the numbers of a list begin anew below the same comment: one between them, the parent, was lost."""
    if earlier < 0 or lines[row].kind != "number" or lines[items[earlier].row].kind != "number":
        return False
    return int(lines[row].mark[:-1]) <= int(lines[items[earlier].row].mark[:-1])


def _end(section: Section, page: Page) -> None:
    """Cut the section where the form for writing a comment begins."""
    last = section.items[-1]
    for row in sorted(row for item in section.items for row in item.rows if row > last.row):
        if not page.lines[row].mark and page.kind(row) == "ending" and row not in last.rows[:2]:
            cut(section, row)
            return


def cut(section: Section, at: int) -> None:
    """End the section before the line `at`, which stands below the last comment's head."""
    for item in section.items:
        item.rows = [row for row in item.rows if row < at]
    section.last = max(row for item in section.items for row in item.rows)
    section.unread = [row for row in section.unread if row < section.last]


def _forget_names(section: Section) -> None:
    """Take names for texts where few comments have one: where authors are lost, a short first line is no name."""
    if section.layout.opens == "text" and sum(item.n_opening for item in section.items) < FEWEST_NAMED * len(
        section.items
    ):
        for item in section.items:
            item.n_opening = 0
