"""A page explained: every line is article, author, text, interface or left over, by the layout that explains it best.

May import: the standard library, article, and the other modules of this package.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from discourse.article import Block
from discourse.readers.plain.blocks import read_blocks
from discourse.readers.plain.doubts import doubts
from discourse.readers.plain.flat import find_runs, read_flat
from discourse.readers.plain.forms import NUMBERED
from discourse.readers.plain.layouts import LAYOUTS, Layout
from discourse.readers.plain.lines import Line, joined, visible
from discourse.readers.plain.lists import read_lists, read_openings
from discourse.readers.plain.peel import peel
from discourse.readers.plain.score import Evidence, ending_rows, heading_rows, missing_numbers, weigh
from discourse.readers.plain.sections import Item, Page, Section
from discourse.readers.plain.words import REMOVED, says, stated

TEXT_ONLY, FLAT, FLAT_UNUSUAL, MARKED, NO_GAP, MISFIT, UNDATED = 0.8, 0.95, 0.9, 0.9, 0.85, 0.25, 0.75

_BY = re.compile(r"\b(?:by|von|de|por|par|da|door|av|przez)\s+")

LineKind = Literal["blank", "article", "author", "body", "interface", "leftover"]


@dataclass(frozen=True)
class Found:
    """A comment on a page.

    Parameters
    ----------
    line : int
        Where it opens, counted from 1.
    parent : int
        Place of the comment it replies to among those found, -1 for a reply to the article.
    author : str or None
        None where the page lost the name.
    text : str
        Paragraphs a blank line apart, line breaks inside them kept, common indentation taken out.
    date : str or None
        The date as the page writes it.
    role : str or None
        What the page calls the author ("Moderator").
    score : float or None
        Votes, where the page shows nothing else with them.
    is_lost : bool
        Whether it replies to a comment that the page has lost.
    is_removed : bool
        Whether the page says in place of the text that it was removed.
    """

    line: int
    parent: int
    author: str | None
    text: str
    date: str | None = None
    role: str | None = None
    score: float | None = None
    is_lost: bool = False
    is_removed: bool = False


@dataclass(frozen=True)
class Explanation:
    """What a page holds, line by line.

    Parameters
    ----------
    layout : Layout or None
        The layout of the comments; None when the page is all article.
    kinds : tuple of str
        For every line: "blank", "article", "author" (with the date by it), "body", "interface" or "leftover".
    comments : tuple of Found
        In the order of the page.
    blocks : tuple of Block
        The article.
    leftover : tuple of (int, str)
        Lines, counted from 1, that belong to nothing, with their text.
    stated_count : int or None
        The number of comments that the page itself states.
    missing_numbers : tuple of int
        Numbers missing in the page's own numbering.
    score : float
        How well the explanation covers the section, 0 to 1; 0 without comments.
    notes : tuple of str
        What a reader of the result should know.
    """

    layout: Layout | None
    kinds: tuple[LineKind, ...]
    comments: tuple[Found, ...]
    blocks: tuple[Block, ...]
    leftover: tuple[tuple[int, str], ...]
    stated_count: int | None
    missing_numbers: tuple[int, ...]
    score: float
    notes: tuple[str, ...]


def explain(text: str, layouts: Sequence[Layout] = LAYOUTS) -> Explanation:
    r"""Find the one explanation that covers the page best.

    Parameters
    ----------
    text : str
        The page; lines end with a line feed.
    layouts : sequence of Layout
        The layouts to try.

    Returns
    -------
    Explanation
        All article when no layout explains a part of the page well enough; the notes then say why not.

    Examples
    --------
    >>> page = "Bridge opens\n\n  • Ann\n\n    At last!\n\n    • Ben Lee\n\n      Not for bicycles."
    >>> [(found.line, found.parent, found.author, found.text) for found in explain(page).comments]
    [(3, -1, 'Ann', 'At last!'), (7, 0, 'Ben Lee', 'Not for bicycles.')]
    """
    page = Page(text)
    weighed = [(section, weigh(section, page)) for section in _proposed(page, layouts)]
    believed = [(section, evidence) for section, evidence in weighed if not doubts(section, evidence)]
    if not believed:
        return _all_article(page, weighed)
    section, evidence = max(believed, key=_worth)
    return _explained(page, section, evidence, [other for other, _ in believed])


def _proposed(page: Page, layouts: Sequence[Layout]) -> list[Section]:
    """Every section that a layout of the table reads on the page, heads and feet peeled."""
    openings, runs = read_openings(page), find_runs(page)
    sections: list[Section] = []
    for layout in layouts:
        if layout.family == "list":
            sections += read_lists(page, layout, openings)
        else:
            sections += [section for run in runs if (section := read_flat(page, layout, run)) is not None]
    for section in sections:
        peel(section, page)
    return sections


def _worth(pair: tuple[Section, Evidence]) -> tuple[float, bool]:
    """How much is explained and how well; a small prior for what is usual settles what is nearly equal."""
    section, evidence = pair
    n_dated = evidence.n * evidence.dated
    n_fitting = n_dated - MISFIT * (evidence.n - n_dated) if evidence.dated > 0.5 else UNDATED * evidence.n
    n_whole = n_fitting * (0.75 + 0.25 * evidence.named)
    return round(
        evidence.score**2 * n_whole * _prior(section, evidence) * (MARKED if section.is_marked else 1.0), 6
    ), section.layout.family == "list"


def _prior(section: Section, evidence: Evidence) -> float:
    """What is usual: marks rather than recurring lines, which do not nest; heads rather than feet, but "by" in feet."""
    layout = section.layout
    if layout.family == "list":
        if layout.opens == "text":
            return 1.0 if evidence.named > 0.5 and not any(item.n_opening for item in section.items) else TEXT_ONLY
        return NO_GAP if layout.gap == "none" else 1.0
    if section.is_by:
        return FLAT if layout.place == "foot" else FLAT_UNUSUAL
    if layout.author == "none":
        return TEXT_ONLY
    return FLAT if layout.place == "head" else FLAT_UNUSUAL


def _all_article(page: Page, weighed: list[tuple[Section, Evidence]]) -> Explanation:
    """The explanation of a page without comments."""
    lines = page.lines
    notes = ["no comments were found: no marked line has text indented below it, and no line with a date recurs"]
    if weighed:
        section, evidence = max(weighed, key=lambda pair: (pair[1].score, pair[1].n))
        reasons = " and ".join(doubts(section, evidence))
        what = f"from line {section.first + 1}, {evidence.n} entries have the shape of comments"
        notes = [f"no comments were found: {what}, but {reasons}"]
    kinds: tuple[LineKind, ...] = tuple("article" if line.content else "blank" for line in lines)
    blocks = read_blocks(lines, page.filled)
    return Explanation(None, kinds, (), blocks, (), _stated(page, []), (), 0.0, tuple(notes))


def _explained(page: Page, section: Section, evidence: Evidence, believed: list[Section]) -> Explanation:
    """The explanation of a page whose comments are those of the section."""
    lines = page.lines
    headings, endings = heading_rows(section, page), ending_rows(section, page)
    kinds: list[LineKind] = ["leftover" if line.content else "blank" for line in lines]
    is_heading = set(headings)
    above = [row for row in page.filled if row < section.first and row not in is_heading]
    _mark(kinds, above, "article")
    _mark(kinds, headings, "interface")
    _mark(kinds, endings, "interface")
    for item in section.items:
        _mark(kinds, item.head, "author")
        _mark(kinds, item.body, "body")
        _mark(kinds, item.buttons, "interface")
    _answer(section.items)
    comments = tuple(_found(lines, item) for item in section.items)
    leftover = tuple((row + 1, lines[row].content) for row, kind in enumerate(kinds) if kind == "leftover")
    return Explanation(
        section.layout,
        tuple(kinds),
        comments,
        read_blocks(lines, above),
        leftover,
        _stated(page, headings),
        missing_numbers(section, page),
        evidence.score,
        _notes(section, kinds, believed),
    )


def _mark(kinds: list[LineKind], rows: Sequence[int], kind: LineKind) -> None:
    """Say what the given lines are."""
    for row in rows:
        kinds[row] = kind


def _answer(items: list[Item]) -> None:
    """Find the parents that the page names: by number ("#2.1"), else the nearest comment above by whom it names."""
    latest: dict[str, int] = {}
    numbered: dict[str, int] = {}
    for place, item in enumerate(items):
        above, _, _ = item.index.rpartition(".")
        if item.parent < 0 and above:
            item.parent = numbered.get(above, -1)
            item.lost = item.parent < 0
        elif item.parent < 0 and item.reply_to:
            number = NUMBERED.search(item.reply_to)
            names = [item.reply_to.casefold(), _BY.split(item.reply_to.casefold())[-1]]
            named = next((latest[name] for name in names if name in latest), -1)
            item.parent = numbered.get(number["index"], named) if number else named
            item.lost = item.parent < 0
        if item.index:
            numbered[item.index] = place
        if item.author:
            latest[visible(item.author).casefold()] = place


def _found(lines: list[Line], item: Item) -> Found:
    """The comment that an item holds."""
    text = _text(lines, item)
    return Found(
        min((*item.head, *item.body), default=item.row) + 1 if not item.feet else item.row + 1,
        item.parent,
        None if item.author and says(REMOVED, item.author) else item.author,
        text,
        item.date or None,
        item.role or None,
        item.score,
        item.lost,
        says(REMOVED, text),
    )


def _text(lines: list[Line], item: Item) -> str:
    """A comment's text; one that begins on the marked line itself leaves the mark out."""
    body = item.body
    if not body or body[0] != item.row or not lines[item.row].mark:
        return joined(lines, body)
    more = joined(lines, body[1:])
    if not more:
        return lines[item.row].text
    return lines[item.row].text + ("\n" if body[1] == item.row + 1 else "\n\n") + more


def _stated(page: Page, headings: list[int]) -> int | None:
    """The count in the heading of the comments, else in the last line of the page that states one."""
    for rows in (headings, page.headings):
        counts = [count for row in rows if (count := stated(page.lines[row].content)) is not None]
        if counts:
            return counts[-1]
    return None


def _notes(section: Section, kinds: list[LineKind], believed: list[Section]) -> tuple[str, ...]:
    """What happened on the way that the columns do not show."""
    said = [f"layout of the comments: {section.layout.name}"]
    if n_interface := kinds.count("interface"):
        said.append(f"lines of the interface set apart (headings, buttons, forms): {n_interface}")
    if n_nameless := sum(item.author is None for item in section.items):
        said.append(f"comments whose author the page has lost: {n_nameless}")
    if section.layout.family == "flat" and all(item.parent < 0 and not item.lost for item in section.items):
        said.append("the page shows no nesting: every comment is read as a reply to the article")
    if resumed := _resumed(section):
        said.append(f"text goes on below a reply at line {resumed[0] + 1} and was given to the comment replied to")
    elsewhere = [other for other in believed if other.last < section.first or other.first > section.last]
    if elsewhere:
        other = elsewhere[0]
        said.append(f"lines {other.first + 1} to {other.last + 1} could be comments too and were not read as such")
    return tuple(said)


def _resumed(section: Section) -> list[int]:
    """Lines of text that go on below a reply to their comment."""
    if section.layout.family == "flat":
        return []
    items = section.items
    return [row for at, item in enumerate(items[:-1]) for row in item.body if row > items[at + 1].row]
