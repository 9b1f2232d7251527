"""The layouts that comment sections come in, and the parser that reads a page by one of them.

A layout is data: which marks open a comment, how the author stands on the marked line, what may stand between that
line and the text, and whether a blank line does. A comment is a reply to the nearest one above it that is marked
further left; text belongs to the nearest one above it that is marked further left than the text. To teach the reader
another layout of this family, add a row to LAYOUTS. May import: the standard library, lines and words of this package.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from discourse.readers.plain.lines import Line, visible
from discourse.readers.plain.words import BUTTON, DATE, ENDING, VOTE, is_heading, matched, says

LONGEST_HEAD = 120
MOST_WORDS = 10
BRIDGE = 3
MOST_VOTES = 2

_AUTHOR = re.compile(r"(?P<author>\S.*)")
_TIME = re.compile(r"\d:\d\d|\b(?:19|20)\d\d\b|\d[./-]\d{1,2}[./-]\d")
_AUTHOR_SAYS = re.compile(
    r"(?P<author>\S.*?)(?: +(?:on|am|at) +(?=.*\d)[^“”]{4,60}?)?"
    r" +(?:says|said|wrote|sagte?|schreibt|schrieb|meint|dijo|dice|disse|diz|dit|a écrit|ha scritto|skrev|napisał)"
    r"(?: +(?:on|am|at) +.*\d.*)? *(?:[:,…]|\.\.\.)?",
    re.IGNORECASE,
)

_WRITTEN_BY = re.compile(
    r"(?:geschrieben|written|posted|submitted|escrito|publicado|écrit|posté) (?:by|von|por|par) (?P<author>\S.*?)"
    r"(?:,? +(?:on|am|at|el|em|le) +.*\d.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Layout:
    """One way in which comments are set out.

    Parameters
    ----------
    name : str
        What reports call it.
    marks : frozenset of str
        Classes of marks that open a comment: "bullet", "number".
    author : re.Pattern
        Matches all that follows the mark; its group `author` is the author.
    below : re.Pattern or None
        Matches the next line below the marked one: a date; or, where it has a group `author`, the author. The marked
        line then is the subject that the author gave to the comment, and becomes the first paragraph of its text.
    gap : {"blank", "none", "either"}
        What stands between the last of these lines and the text: a blank line, nothing, or one or the other.
    telling : bool
        Whether the form of the marked line alone shows that it opens a comment ("Ann says:"). Where it does not, a list
        of headings with indented paragraphs looks the same and more evidence is asked for.

    Examples
    --------
    >>> [layout.name for layout in LAYOUTS if not layout.telling]
    ['list, author line', 'list, author line, no gap']
    """

    name: str
    marks: frozenset[str]
    author: re.Pattern[str] = _AUTHOR
    below: re.Pattern[str] | None = None
    gap: Literal["blank", "none", "either"] = "blank"
    telling: bool = False

    @property
    def has_subject(self) -> bool:
        """Whether the marked line is a subject and the author stands below it."""
        return self.below is not None and "author" in self.below.groupindex

    @property
    def is_dated(self) -> bool:
        """Whether a date stands below the author."""
        return self.below is not None and not self.has_subject


_LIST = frozenset({"bullet", "number"})
LAYOUTS: tuple[Layout, ...] = (
    Layout("list, author line", _LIST),
    Layout("list, author says", _LIST, author=_AUTHOR_SAYS, gap="either", telling=True),
    Layout("list, author says, date line", _LIST, author=_AUTHOR_SAYS, below=DATE, gap="either", telling=True),
    Layout("list, author line, date line", _LIST, below=DATE, gap="either", telling=True),
    Layout("list, subject, author below", _LIST, below=_WRITTEN_BY, gap="either", telling=True),
    Layout("list, author line, no gap", _LIST, gap="none"),
)
"""Every layout that is tried; the order decides only between explanations that are equally good."""


class Head(NamedTuple):
    """The lines that open a comment: its author and the last of them (the date line, if there is one)."""

    author: str
    last: int


@dataclass
class Item:
    """A comment while a page is read: where it opens, what it replies to (a place in the list or -1), its lines."""

    row: int
    parent: int
    author: str | None
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    buttons: list[int] = field(default_factory=list)


@dataclass
class Section:
    """One stretch of a page read by one layout.

    `first` and `last` are its first and last line, `unread` the lines between them that fit nowhere.
    """

    layout: Layout
    first: int
    last: int
    items: list[Item] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)

    @property
    def resumed(self) -> list[int]:
        """Lines of text that go on below a reply to their comment."""
        return [row for item, later in pairwise(self.items) for row in item.body if row > later.row]


def find_heads(lines: list[Line], after: list[int], layout: Layout) -> dict[int, Head]:
    """Every marked line that could open a comment of this layout: text stands below it, further right.

    Parameters
    ----------
    lines : list of Line
    after : list of int
        Next line that is not blank, from `following`.
    layout : Layout

    Returns
    -------
    dict of int to Head
        By line, ascending.
    """
    heads: dict[int, Head] = {}
    for row, line in enumerate(lines):
        if not line.text or len(line.text) > LONGEST_HEAD or not _is_under(lines, row, after[row]):
            continue
        if line.kind not in layout.marks:
            continue
        match = layout.author.fullmatch(line.text)
        if match is None or len(line.text.split()) > MOST_WORDS:
            continue
        last, below = row, after[row]
        if layout.below:
            if (under := matched(layout.below, lines[below].content)) is None:
                continue
            match = under if layout.has_subject else match
            last, below = below, after[below]
        if not _is_under(lines, row, below) or not _fits(layout, below - last):
            continue
        if author := visible(match["author"]):
            heads[row] = Head(author, last)
    return heads


def _is_under(lines: list[Line], row: int, below: int) -> bool:
    """Whether there is a line `below` and it stands further right than the mark of line `row`."""
    return below < len(lines) and lines[below].indent > lines[row].indent


def _fits(layout: Layout, distance: int) -> bool:
    """Whether the text begins as far below the head as the layout says."""
    return layout.gap == "either" or (distance == 1) == (layout.gap == "none")


def read_sections(lines: list[Line], after: list[int], layout: Layout) -> list[Section]:
    """Read the whole page by one layout.

    Returns
    -------
    list of Section
        In the order of the page; empty when nothing fits. Linear in the number of characters.
    """
    heads = find_heads(lines, after, layout)
    sections = [Section(layout, first, last) for first, last in _bridge(lines, _stretches(lines, after, heads, layout))]
    rows = list(heads)
    for section in sections:
        _fill(section, lines, after, heads, last_head=rows[bisect_right(rows, section.last) - 1])
        _end(section, lines)
        _set_buttons_apart(section, lines)
    return sections


def _stretches(lines: list[Line], after: list[int], heads: Mapping[int, Head], layout: Layout) -> list[tuple[int, int]]:
    """First and last line of every unbroken run of comments: all in it stands right of their outermost marks."""
    stretches: list[tuple[int, int]] = []
    first, last, base, waiting = -1, -1, 0, False
    for row, line in enumerate(lines):
        if not line.content:
            continue
        if row in heads:
            # The outermost mark may stand further left than those before it: their parents were lost with the page.
            base = line.indent if first < 0 else min(base, line.indent)
            first, last, waiting = (row if first < 0 else first), heads[row].last, False
        elif first < 0:
            continue
        elif line.indent > base:
            last = last if waiting else row
        elif line.indent == base and line.kind in layout.marks and _is_lonely(lines, after, row):
            # A comment without text or author, if a whole one follows; the next list of the page, if none does.
            waiting = True
        else:
            stretches.append((first, last))
            first, waiting = -1, False
    return [*stretches, (first, last)] if first >= 0 else stretches


def _is_lonely(lines: list[Line], after: list[int], row: int) -> bool:
    """Whether blank lines, or its own text, part the marked line from its neighbours, unlike in a plain list."""
    before_is_blank = row == 0 or not lines[row - 1].content
    below = after[row]
    return before_is_blank and (below > row + 1 or below == len(lines) or lines[below].indent > lines[row].indent)


def _bridge(lines: list[Line], stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join runs that only a few short lines part, such as an advertisement; an article's paragraph is never bridged."""
    joined: list[tuple[int, int]] = []
    for first, last in stretches:
        if joined:
            between = [line for line in lines[joined[-1][1] + 1 : first] if line.content]
            short = all(not line.mark and not _is_prose(line.content) for line in between)
            parted = any(is_heading(line.content) or says(ENDING, line.content) for line in between)
            if len(between) <= BRIDGE and short and not parted and lines[joined[-1][0]].indent == lines[first].indent:
                joined[-1] = (joined[-1][0], last)
                continue
        joined.append((first, last))
    return joined


def _is_prose(content: str) -> bool:
    """Whether the line is a sentence rather than a label."""
    return (
        content.endswith((".", "!", "?", "…", ":")) or len(content) > LONGEST_HEAD or content.count(" ") >= MOST_WORDS
    )


def _fill(section: Section, lines: list[Line], after: list[int], heads: Mapping[int, Head], last_head: int) -> None:
    """Walk down the section and hand every line to the comment it belongs to."""
    items, header_ends = section.items, -1
    open_: list[int] = []
    for row in range(section.first, section.last + 1):
        line = lines[row]
        if not line.content:
            continue
        if row <= header_ends:
            items[-1].head.append(row)
            continue
        while open_ and lines[items[open_[-1]].row].indent > line.indent:
            open_.pop()
        beside = bool(open_) and lines[items[open_[-1]].row].indent == line.indent
        bare = beside and row < last_head and line.kind in section.layout.marks and _is_lonely(lines, after, row)
        if beside:
            open_.pop()
        parent = open_[-1] if open_ else -1
        if row in heads:
            header_ends = heads[row].last
            subject = section.layout.has_subject
            items.append(Item(row, parent, heads[row].author, [] if subject else [row], [row] if subject else []))
        elif bare and line.text:
            items.append(_bare(row, parent, line))
        else:
            (items[parent].body if parent >= 0 else section.unread).append(row)
            continue
        open_.append(len(items) - 1)


def _bare(row: int, parent: int, line: Line) -> Item:
    """A comment that lost its text, when a name stands there, or its author, when its text does."""
    if is_name(line.text):
        return Item(row, parent, visible(line.text), head=[row])
    return Item(row, parent, None, body=[row])


def _end(section: Section, lines: list[Line]) -> None:
    """Cut the section where the form for writing a comment begins."""
    last = section.items[-1]
    below = sorted(row for item in section.items for row in item.body if row > last.row and row not in last.body[:1])
    for row in below:
        if not lines[row].mark and says(ENDING, lines[row].content):
            _cut(section, row)
            return


def _cut(section: Section, at: int) -> None:
    """End the section before the line `at`, which stands below the last comment's head."""
    for item in section.items:
        item.body = [row for row in item.body if row < at]
    section.last = max(row for item in section.items for row in (item.row, *item.head, *item.body))


def _set_buttons_apart(section: Section, lines: list[Line]) -> None:
    """Take buttons, and votes above them, out of the text they stand below.

    A word that is a comment's whole text stays, unless the page repeats it below others: then it is a button.
    """
    ends = [_buttons_from(item, lines) for item in section.items]
    n_shown = sum(end < len(item.body) for item, end in zip(section.items, ends, strict=True))
    for item, end in zip(section.items, ends, strict=True):
        if end < len(item.body) and (end > 0 or n_shown > 1):
            item.buttons, item.body = item.body[end:], item.body[:end]
    if n_shown > 1 and not section.items[-1].buttons:
        _cut_after_button(section, lines)


def _buttons_from(item: Item, lines: list[Line]) -> int:
    """Where in the comment's lines the buttons at its end begin; the number of lines when there are none."""
    end = len(item.body)
    while end and not lines[item.body[end - 1]].mark and says(BUTTON, lines[item.body[end - 1]].content):
        end -= 1
    if end < len(item.body):
        for _ in range(MOST_VOTES):
            end -= end > 1 and says(VOTE, lines[item.body[end - 1]].content)
    return end


def _cut_after_button(section: Section, lines: list[Line]) -> None:
    """Where every comment ends with a button, the last one does: what stands below its button is no longer comment."""
    last = section.items[-1]
    at = next((place for place, row in enumerate(last.body) if place and says(BUTTON, lines[row].content)), None)
    if at is None:
        return
    button = last.body[at]
    _cut(section, button)
    last.buttons, section.last = [button], button


def is_name(text: str) -> bool:
    """Whether the text reads like a name and not like a sentence, a question or an entry of a list.

    Examples
    --------
    >>> is_name("Diane B."), is_name("goat_spotter 88"), is_name("Two valleys;"), is_name("How does it work?")
    (True, True, False, False)
    """
    n_words = text.count(" ") + 1
    if len(text) > 60 or n_words > 6 or text.endswith((";", ",", ":", "?")) or _TIME.search(text):
        return False
    return n_words <= 3 or not text.endswith((".", "!", "…"))
