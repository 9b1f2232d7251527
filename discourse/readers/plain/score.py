"""How well one explanation covers a page: the evidence for it, the doubts about it, and which of several is best.

A list of headings with indented paragraphs has the very shape of a comment section. So an explanation must bring
evidence beyond its shape: replies, a heading above it, marked lines that no article has, or at least its place at the
end of the page. Where it brings none, it is not believed. May import: the standard library, grammar, lines and words of
this package.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from discourse.readers.plain.grammar import Section, is_name
from discourse.readers.plain.lines import Line, enclosing, following
from discourse.readers.plain.words import BUTTON, ENDING, is_heading, says

FEWEST_NAMES = 0.6
FEWEST_PROSE = 0.5
FEWEST_STEADY = 0.6
PROSE_WORDS = 8
LONG_PARAGRAPH = 40
HEADING_ZONE = 15


class Page:
    """A page's lines with what is asked of them again and again, so that a section is weighed in its own length.

    Parameters
    ----------
    lines : list of Line
    """

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.after = following(lines)
        self.outer = enclosing(lines)
        plain = [bool(line.content) and not says(BUTTON, line.content) for line in lines]
        self._n_plain = [0, *accumulate(plain)]
        self._n_long = [0, *accumulate(line.content.count(" ") >= LONG_PARAGRAPH for line in lines)]
        self._end = [len(lines)] * (len(lines) + 1)
        for row in range(len(lines) - 1, -1, -1):
            self._end[row] = row if says(ENDING, lines[row].content) else self._end[row + 1]

    def below(self, last: int) -> tuple[int, int]:
        """How many unexplained lines, and how many long paragraphs, stand between a line and the comments' end."""
        first, end = last + 1, self._end[last + 1]
        return self._n_plain[end] - self._n_plain[first], self._n_long[end] - self._n_long[first]


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against reading a section as comments.

    Parameters
    ----------
    n : int
        Comments in it.
    n_replies : int
        How many of them reply to another.
    n_numbered : int
        How many of them are marked with a number.
    names : float
        Share of the authors that read like names.
    prose : float
        Share of the comments whose text is a sentence rather than a label.
    steady : float
        Share of the comments whose text stands as far right of its mark as in most of them.
    covered : float
        Share of the lines from the first comment to the end of the page, blank lines left out, that are explained.
    headed : bool
        Whether a heading ("12 Comments") stands right above it.
    closed : bool
        Whether the form for writing a comment stands right below it.
    enclosed : bool
        Whether they stand inside an entry of another list.
    followed : int
        Lines below it that are not explained.
    long_below : bool
        Whether one of them is a long paragraph, as of an article that goes on.
    """

    n: int
    n_replies: int
    n_numbered: int
    names: float
    prose: float
    steady: float
    covered: float
    headed: bool
    closed: bool
    enclosed: bool
    followed: int
    long_below: bool

    @property
    def score(self) -> float:
        """One number in [0, 1] for comparing explanations: what is covered counts twice, each of the signs half."""
        signs = (self.n_replies > 0) + (self.headed or self.closed)
        return (self.names + self.steady + 2 * self.covered + signs / 2) / 5


def weigh(section: Section, page: Page) -> Evidence:
    """Gather the evidence for one section."""
    lines = page.lines
    authors = [item.author for item in section.items if item.author is not None]
    texts = [[lines[row] for row in item.body] for item in section.items]
    margins = [(item, [lines[row].indent for row in item.body if row != item.row]) for item in section.items]
    offsets = Counter(min(columns) - lines[item.row].indent for item, columns in margins if columns)
    n_below, n_long = page.below(section.last)
    outermost = min((item.row for item in section.items), key=lambda row: lines[row].indent)
    outer = page.outer[outermost]
    explained = sum(len(item.head) + len(item.body) + len(item.buttons) for item in section.items)
    return Evidence(
        n=len(section.items),
        n_replies=sum(item.parent >= 0 for item in section.items),
        n_numbered=sum(lines[item.row].kind == "number" for item in section.items),
        names=sum(map(is_name, authors)) / max(len(authors), 1),
        prose=sum(map(_is_prose, texts)) / len(texts),
        steady=max(offsets.values(), default=0) / max(offsets.total(), 1),
        covered=explained / max(explained + len(section.unread) + n_below, 1),
        headed=bool(heading_rows(section, lines)),
        closed=_is_form(section, page),
        enclosed=outer >= 0 and bool(lines[outer].mark),
        followed=n_below,
        long_below=n_long > 0,
    )


def heading_rows(section: Section, lines: list[Line]) -> list[int]:
    """The lines right above the section that are its heading or its controls, ascending."""
    found: list[int] = []
    for row in range(section.first - 1, max(section.first - 1 - 2 * HEADING_ZONE, -1), -1):
        if not lines[row].content:
            continue
        if not is_heading(lines[row].content) or len(found) == HEADING_ZONE:
            break
        found.append(row)
    return found[::-1]


def ending_rows(section: Section, lines: list[Line]) -> list[int]:
    """The lines below the section that belong to its interface: its last words and its buttons, ascending."""
    return [
        row
        for row in range(section.last + 1, len(lines))
        if says(ENDING, lines[row].content) or says(BUTTON, lines[row].content)
    ]


def _is_form(section: Section, page: Page) -> bool:
    """Whether the next line below the section is one that ends comment sections."""
    below = page.after[section.last]
    return below < len(page.lines) and says(ENDING, page.lines[below].content)


def _is_prose(text: list[Line]) -> bool:
    """Whether the lines hold a sentence: enough words, or a mark that ends one."""
    n_words = sum(line.content.count(" ") + 1 for line in text)
    return n_words >= PROSE_WORDS or (bool(text) and text[-1].content.endswith((".", "!", "?", "…", ")", "”", '"')))


def doubts(section: Section, evidence: Evidence) -> tuple[str, ...]:
    """Why the section is not believed to hold comments; empty when it is.

    Parameters
    ----------
    section : Section
    evidence : Evidence

    Returns
    -------
    tuple of str
    """
    said = []
    if evidence.names < FEWEST_NAMES:
        said.append("the marked lines do not read like names")
    if evidence.steady < FEWEST_STEADY:
        said.append("the indentation below the marks is not steady")
    if evidence.enclosed and not evidence.headed:
        said.append("they stand inside another list")
    if section.layout.telling or evidence.headed or evidence.closed:
        return tuple(said)
    if evidence.long_below:
        said.append("a long paragraph follows")
    if evidence.n_replies:
        return tuple(said)
    if evidence.n_numbered:
        said.append("numbered entries without replies are more often an article's own")
    if evidence.n < 2:
        said.append("there is only one")
    if evidence.followed:
        said.append("they do not stand at the end of the page")
    if evidence.prose < FEWEST_PROSE:
        said.append("the text below them reads like labels")
    return tuple(said)
