"""How well one explanation covers a page: the evidence for and against it, and one number to compare it by.

May import: the standard library, and dates, forms, lines, sections and words of this package.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from discourse.dates import is_relative
from discourse.readers.plain.forms import is_author, is_linking, is_person
from discourse.readers.plain.lines import Line
from discourse.readers.plain.sections import BETWEEN, Item, Page, Section
from discourse.readers.plain.words import TEASER, says, stated

_CLOCK = re.compile(r"\d[:.h]\d\d(?!\d)|\d ?[ap]\.?m\b", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"""(?<!\.)\.[)"'”’»\]]?\s*$|[!?。！？)\]"'”’»]\W*$|[:;][-']?[)(DPp3]\s*$|[\U0001f300-\U0001faff☺❤]"""
)
_LINKS = frozenset("on in to at zu bei auf sur dans à su en a op na do till om på no в на к".split())
_WITHIN = re.compile(r"""[.!?][)"'”’»]*\s+\S""")
FEWEST_PROSE = 0.5
PROSE_WORDS = 8
HEADING_ZONE = 15
FEWEST_COUNTED = 0.1
MOST = 0.6
"""A share from which on most comments have something."""
ENOUGH = 2.0
"""Points of evidence that a section must bring."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against reading a section as comments.

    Parameters
    ----------
    n : int
        Comments in it.
    n_replies : int
        How many of them reply to another, or to one that is lost.
    n_numbered : int
        How many of them are marked with a number.
    names : float
        Share of the authors that read like names.
    named : float
        Share of the comments that have an author.
    dated : float
        Share of the comments that have a date.
    clocked : bool
        Whether most dates come with a time of the day, or are ages.
    filled : float
        Share of the comments that have a text.
    prose : float
        Share of the comments whose text is a sentence rather than a label.
    sentences : float
        Share of the comments whose text ends as a sentence does, or holds more than one.
    steady : float
        Share of the comments whose text stands as far right of its mark as in most of them.
    buttoned : float
        Share of the comments with a button.
    said : float
        Share of the comments whose head says "says" or "by".
    counted, headed, closed : bool
        Whether a heading with a number, any heading, stands right above it; the form for writing right below it.
    gaps : bool
        Whether numbers are missing in its numbering, which no list of an article has.
    enclosed : bool
        Whether they stand inside an entry of another list.
    followed : int
        Lines below it that are not explained.
    long_below : bool
        Whether one of them is a long paragraph, as of an article that goes on.
    loose : int
        At how many of its ends the layout does not hold.
    stray : float
        Lines in the texts, one for each comment or fewer, that read like heads of other comments.
    persons : float
        Share of the authors that can hardly be headings.
    titled : float
        Share of the authors of several words that no name would hold.
    linked : float
        Share of the authors that end in one and the same preposition ("Ann on"): the title of a page follows.
    n_authors : int
        How many different authors there are.
    listed : float
        Share of the comments with a text that is nothing but entries of a list.
    teased : float
        Share of the comments in which a line leads on to the whole text ("Continue reading").
    length : float
        How many lines a comment has in the middle.
    alike : float
        Share of the heads that have the most frequent form.
    """

    n: int
    n_replies: int
    n_numbered: int
    names: float
    named: float
    dated: float
    filled: float
    prose: float
    sentences: float
    clocked: bool
    steady: float
    buttoned: float
    said: float
    counted: bool
    headed: bool
    closed: bool
    gaps: bool
    enclosed: bool
    followed: int
    long_below: bool
    loose: int
    alike: float
    stray: float
    persons: float
    titled: float
    linked: float
    n_authors: int
    listed: float
    teased: float
    length: float

    @property
    def points(self) -> float:
        """Evidence beyond the shape, added up."""
        several = self.n > 1
        return (
            1.6 * self.counted
            + 1.0 * self.headed
            + 0.7 * self.closed
            + (1.6 if several and (self.clocked or self.n > 2) else 0.9)
            * min(self.dated / MOST, 1.0)
            * (0.4 + 0.6 * min(self.named / MOST, 1.0))
            + (2.0 if several else 1.2) * min(self.said / MOST, 1.0)
            + (1.2 if several else 0.6) * min(self.buttoned / MOST, 1.0)
            + 0.8 * (self.n_replies > 0)
            + 1.0 * self.gaps
            + 0.4 * (self.prose > FEWEST_PROSE)
            - 1.0 * self.long_below
        )

    @property
    def tells(self) -> bool:
        """Whether most heads show by themselves that they are heads, so that indentation need not."""
        return min(self.dated, self.named) >= MOST or self.said >= MOST

    @property
    def score(self) -> float:
        """One number in [0, 1] for comparing explanations."""
        shape = (self.names + (1.0 if self.tells else self.steady) + self.filled) / 3
        whole = max(self.n - 0.9 * self.loose, 0) / self.n
        return shape * whole * self.alike * max(1 - self.stray, 0.1) * min(self.points / (2 * ENOUGH), 1.0)


def weigh(section: Section, page: Page) -> Evidence:
    """Gather the evidence for one section."""
    lines, items = page.lines, section.items
    n = len(items)
    own = [item for item in items if not (item.body and is_linking(lines[item.body[0]].text))] or items
    authors = [item.author for item in items if item.author]
    offsets = Counter(_offset(item, lines) for item in items if item.body)
    n_below, n_long = page.below(section.last)
    above = heading_rows(section, page)
    return Evidence(
        n=n,
        n_replies=sum(item.parent >= 0 or item.lost for item in items),
        n_numbered=sum(lines[item.row].kind == "number" for item in items),
        names=sum(map(is_author, authors)) / len(authors) if authors else 1.0,
        named=sum(bool(item.author) for item in own) / len(own),
        dated=sum(bool(item.date) for item in own) / len(own),
        clocked=sum(_has_clock(item.date) for item in own) > len(own) / 2,
        filled=sum(bool(item.body) for item in items) / n,
        prose=sum(_is_prose([lines[row] for row in item.body]) for item in items) / n,
        sentences=sum(_is_spoken([lines[row] for row in item.body]) for item in items) / n,
        steady=max(offsets.values(), default=0) / max(offsets.total(), 1),
        buttoned=sum(any(page.kind(row) == "button" for row in item.buttons) for item in items) / n,
        said=sum(any(page.form(row).said or page.form(row).by for row in item.head) for item in items) / n,
        counted=any(page.is_counted(row) and n >= FEWEST_COUNTED * page.counted(row) for row in above),
        headed=any(page.kind(row) == "heading" and stated(page.lines[row].content) != 0 for row in above),
        closed=any(page.kind(row) in {"ending", "more"} for row in [page.after[section.last]] if row < len(lines)),
        gaps=bool(missing_numbers(section, page)),
        enclosed=_is_enclosed(section, page),
        followed=n_below,
        long_below=n_long > 0,
        loose=section.loose,
        alike=_alike(section, page),
        stray=_n_stray(section, page) / n,
        persons=sum(map(is_person, authors)) / len(authors) if authors else 0.0,
        titled=sum(name.count(" ") > 1 and not is_person(name) for name in authors) / (len(authors) or 1),
        linked=_linked(authors),
        n_authors=len(set(authors)),
        listed=sum(_is_list(item, lines) for item in items) / n,
        teased=sum(any(says(TEASER, lines[row].text) for row in item.rows) for item in items) / n,
        length=median(len(item.body) for item in items),
    )


def _linked(authors: list[str]) -> float:
    """Share of the authors that end in the most frequent small last word."""
    last = Counter(name.rpartition(" ")[2] for name in authors if " " in name)
    return max((n for word, n in last.items() if word in _LINKS), default=0) / (len(authors) or 1)


def _is_list(item: Item, lines: list[Line]) -> bool:
    """Whether the text below the head is several entries of a list and nothing else."""
    below = [row for row in item.body if row != item.row]
    return len(below) > 1 and all(lines[row].mark for row in below)


def _offset(item: Item, lines: list[Line]) -> int:
    """How far right of its mark the text of a comment stands."""
    if item.feet:
        return min(lines[row].indent for row in item.body)
    below = [lines[row].indent for row in item.body if row != item.row]
    return min(below) - lines[item.row].indent if below else 2


def _alike(section: Section, page: Page) -> float:
    """Share of the comments whose head has the most frequent form: the same words around the same shape of date."""
    forms: Counter[tuple[object, ...]] = Counter()
    for item in section.items:
        telling = [form for row in item.head if (form := page.form(row)).tells]
        forms[(telling[0].said, telling[0].by, telling[0].at, telling[0].shape) if telling else ()] += 1
    if section.layout.family == "list":
        return 1.0
    return forms.most_common(1)[0][1] / len(section.items)


def _n_stray(section: Section, page: Page) -> int:
    """How many lines in the texts read like the head of a comment: a name with "says", or a name with a time."""
    return sum(_is_head(page, row) for item in section.items for row in item.body if row != item.row)


def _is_head(page: Page, row: int) -> bool:
    form = page.form(row)
    return is_author(form.author) and (form.said or (bool(form.date) and ":" in form.date and not form.by))


def _has_clock(date: str) -> bool:
    """Whether a date comes with a time of the day, or is an age."""
    return bool(_CLOCK.search(date)) or (bool(date) and is_relative(date))


def _is_enclosed(section: Section, page: Page) -> bool:
    """Whether the comments stand inside an entry of another list."""
    outermost = min((item.row for item in section.items), key=lambda row: page.lines[row].indent)
    outer = page.outer[outermost]
    return outer >= 0 and bool(page.lines[outer].mark)


def heading_rows(section: Section, page: Page) -> list[int]:
    """The lines right above the section that are its heading or its controls, ascending."""
    found: list[int] = []
    at, strange = page.place[section.first] - 1, 0
    for place in range(at, max(at - HEADING_ZONE, -1), -1):
        row = page.filled[place]
        if page.kind(row) in BETWEEN or page.kind(row) in {"button", "vote", "sign"}:
            found.append(row)
            strange = 0
        elif len(page.lines[row].content) <= 60 and strange < 2:
            strange += 1
        else:
            break
    if not any(page.kind(row) == "heading" for row in found):
        return []
    top = min(row for row in found if page.kind(row) in BETWEEN)
    return list(page.filled[page.place[top] : at + 1])


def ending_rows(section: Section, page: Page) -> list[int]:
    """The lines below the section that belong to its interface: its last words and its buttons, ascending."""
    return [
        row
        for row in range(section.last + 1, len(page.lines))
        if page.lines[row].content and page.kind(row) in {"heading", "control", "ending", "more", "furniture", "button"}
    ]


def missing_numbers(section: Section, page: Page) -> tuple[int, ...]:
    """Numbers that are missing in the page's own numbering of its top-level comments, where it counts upwards."""
    lines = page.lines
    base = min(lines[item.row].indent for item in section.items)
    numbers = [
        int(lines[item.row].mark[:-1])
        for item in section.items
        if lines[item.row].indent == base and lines[item.row].kind == "number"
    ]
    if len(numbers) < 2 or any(later <= earlier for earlier, later in itertools.pairwise(numbers)):
        return ()
    there = set(numbers)
    first = 1 if numbers[0] <= 1 + len(numbers) else numbers[0]
    if numbers[-1] - first > 10 * len(numbers) + 10:
        return ()
    return tuple(number for number in range(first, numbers[-1]) if number not in there)


def _is_prose(text: list[Line]) -> bool:
    """Whether the lines hold a sentence: enough words, or a mark that ends one."""
    n_words = sum(line.content.count(" ") + 1 for line in text)
    return n_words >= PROSE_WORDS or (bool(text) and text[-1].content.endswith((".", "!", "?", "…", ")", "”", '"')))


def _is_spoken(text: list[Line]) -> bool:
    """Whether the lines hold a sentence that has an end, or a face; a title has neither."""
    return bool(text) and (
        bool(_SENTENCE_END.search(text[-1].content)) or any(_WITHIN.search(line.content) for line in text)
    )
