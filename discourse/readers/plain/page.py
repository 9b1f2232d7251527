"""A page explained: every line is article, author, text, interface or left over, by the layout that explains it best.

May import: the standard library, article, and the other modules of this package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from discourse.article import Block
from discourse.readers.plain.blocks import read_blocks
from discourse.readers.plain.grammar import LAYOUTS, Layout, Section, read_sections
from discourse.readers.plain.lines import Line, joined, read_lines
from discourse.readers.plain.score import Evidence, Page, doubts, ending_rows, heading_rows, weigh
from discourse.readers.plain.words import stated

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
    """

    line: int
    parent: int
    author: str | None
    text: str


@dataclass(frozen=True)
class Explanation:
    """What a page holds, line by line.

    Parameters
    ----------
    layout : Layout or None
        The layout of the comments; None when the page is all article.
    kinds : tuple of str
        For every line: "blank", "article", "author" (with the date below it), "body", "interface" or "leftover".
    comments : tuple of Found
        In the order of the page.
    blocks : tuple of Block
        The article.
    leftover : tuple of (int, str)
        Lines, counted from 1, that belong to nothing, with their text.
    stated_count : int or None
        The number of comments that the page itself states.
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
    lines = read_lines(text)
    page = Page(lines)
    read = [section for layout in layouts for section in read_sections(lines, page.after, layout)]
    weighed = [(section, weigh(section, page)) for section in read]
    believed = [(section, evidence) for section, evidence in weighed if not doubts(section, evidence)]
    if not believed:
        return _all_article(lines, weighed)
    section, evidence = max(believed, key=_worth)
    return _explained(lines, section, evidence, [other for other, _ in believed])


def _worth(pair: tuple[Section, Evidence]) -> tuple[float, bool, int]:
    """How much is explained and how well, then how much is known of the lines that open a comment."""
    section, evidence = pair
    n_opening = sum(len(item.head) for item in section.items)
    return round(evidence.score * evidence.n, 6), section.layout.telling, n_opening


def _all_article(lines: list[Line], weighed: list[tuple[Section, Evidence]]) -> Explanation:
    """The explanation of a page without comments."""
    rows = [row for row, line in enumerate(lines) if line.content]
    notes = ["no comments were found: no marked line has text indented below it"]
    if weighed:
        section, evidence = max(weighed, key=lambda pair: (pair[1].n, pair[1].score))
        reasons = " and ".join(doubts(section, evidence))
        what = f"from line {section.first + 1}, {evidence.n} marked lines have text indented below them"
        notes = [f"no comments were found: {what}, but {reasons}"]
    kinds: tuple[LineKind, ...] = tuple("article" if line.content else "blank" for line in lines)
    return Explanation(None, kinds, (), read_blocks(lines, rows), (), _stated(lines, []), 0.0, tuple(notes))


def _explained(lines: list[Line], section: Section, evidence: Evidence, believed: list[Section]) -> Explanation:
    """The explanation of a page whose comments are those of the section."""
    headings, endings = heading_rows(section, lines), ending_rows(section, lines)
    kinds: list[LineKind] = ["leftover" if line.content else "blank" for line in lines]
    above = [row for row in range(section.first) if lines[row].content and row not in set(headings)]
    _mark(kinds, above, "article")
    _mark(kinds, headings, "interface")
    _mark(kinds, endings, "interface")
    for item in section.items:
        _mark(kinds, item.head, "author")
        _mark(kinds, item.body, "body")
        _mark(kinds, item.buttons, "interface")
    comments = tuple(
        Found(item.row + 1, item.parent, item.author, _text(lines, item.row, item.body)) for item in section.items
    )
    leftover = tuple((row + 1, lines[row].content) for row, kind in enumerate(kinds) if kind == "leftover")
    return Explanation(
        section.layout,
        tuple(kinds),
        comments,
        read_blocks(lines, above),
        leftover,
        _stated(lines, headings),
        evidence.score,
        _notes(section, kinds, believed),
    )


def _mark(kinds: list[LineKind], rows: Sequence[int], kind: LineKind) -> None:
    """Say what the given lines are."""
    for row in rows:
        kinds[row] = kind


def _text(lines: list[Line], head: int, body: list[int]) -> str:
    """A comment's text; one that begins on the marked line itself leaves the mark out."""
    if not body or body[0] != head:
        return joined(lines, body)
    more = joined(lines, body[1:])
    if not more:
        return lines[head].text
    return lines[head].text + ("\n" if body[1] == head + 1 else "\n\n") + more


def _stated(lines: list[Line], headings: list[int]) -> int | None:
    """The count in the heading of the comments, else in the last line of the page that states one."""
    for rows in (headings, range(len(lines))):
        counts = [count for row in rows if (count := stated(lines[row].content)) is not None]
        if counts:
            return counts[-1]
    return None


def _notes(section: Section, kinds: list[LineKind], believed: list[Section]) -> tuple[str, ...]:
    """What happened on the way that the columns do not show."""
    said = [f"layout of the comments: {section.layout.name}"]
    if n_interface := kinds.count("interface"):
        said.append(f"lines of the interface set apart (headings, buttons, forms): {n_interface}")
    if n_dates := section.layout.is_dated and sum(len(item.head) > 1 for item in section.items):
        said.append(f"date lines below authors that are not read as times: {n_dates}")
    if n_nameless := sum(item.author is None for item in section.items):
        said.append(f"comments whose author the page has lost: {n_nameless}")
    if resumed := section.resumed:
        said.append(f"text goes on below a reply at line {resumed[0] + 1} and was given to the comment replied to")
    elsewhere = [other for other in believed if other.last < section.first or other.first > section.last]
    if elsewhere:
        other = elsewhere[0]
        said.append(f"lines {other.first + 1} to {other.last + 1} could be comments too and were not read as such")
    return tuple(said)
