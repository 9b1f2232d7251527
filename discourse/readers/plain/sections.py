"""A page with what is asked of its lines again and again, and a stretch of it read as comments.

May import: the standard library, and forms, layouts, lines and words of this package.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import accumulate

from discourse.readers.plain.forms import LONGEST_HEAD, LONGEST_NAME, NOTHING, Form, find_date, read_form, unmarked
from discourse.readers.plain.layouts import Layout
from discourse.readers.plain.lines import Line, enclosing, following, read_lines
from discourse.readers.plain.words import (
    CONTROL,
    ENDING,
    FURNITURE,
    MORE,
    NOTICE,
    REPLY_TO,
    ROLE,
    STAT,
    SUBJECT,
    VOTE,
    is_button,
    is_heading,
    is_sign,
    matched,
    says,
    stated,
)

LONG_PARAGRAPH = 40
FEWEST_SAID = 3
WALLS = frozenset({"heading", "ending", "furniture"})
BETWEEN = frozenset({"heading", "control", "ending"})


class Page:
    """A page's lines and, worked out once, what each could be.

    Parameters
    ----------
    text : str
        Line ends are line feeds.
    """

    def __init__(self, text: str) -> None:
        self.lines: list[Line] = [_undated(line) for line in read_lines(text)]
        _mend_first(self.lines)
        self.after = following(self.lines)
        self.outer = enclosing(self.lines)
        self.filled = [row for row, line in enumerate(self.lines) if line.content]
        self.place = {row: place for place, row in enumerate(self.filled)}
        self._forms: dict[str, Form] = {}
        self._said = _recurring_verbs(self.lines, self.filled)
        self._kinds: dict[str, str] = {}
        for text in _recurring_headings(self.lines, self.filled):
            self._kinds[text] = "sign"
        self.headings = [row for row in self.filled if self.kind(row) == "heading"]
        self.endings = [row for row in self.filled if self.kind(row) == "ending"]
        self.walls = [row for row in self.filled if self.kind(row) in WALLS]
        ends = {*self.walls, *(row for row in self.filled if self.kind(row) == "more")}
        plain = [bool(line.content) and self.kind(row) == "" for row, line in enumerate(self.lines)]
        self._n_plain = [0, *accumulate(plain)]
        self._n_long = [0, *accumulate(line.content.count(" ") >= LONG_PARAGRAPH for line in self.lines)]
        self._end = [len(self.lines)] * (len(self.lines) + 1)
        for row in range(len(self.lines) - 1, -1, -1):
            self._end[row] = row if row in ends else self._end[row + 1]

    def form(self, row: int) -> Form:
        """The line as a head or foot of a comment."""
        line = self.lines[row]
        found = self._forms.get(line.text)
        if found is None:
            found = read_form(line)
            if self._said and not found.tells and len(line.text) <= LONGEST_NAME and line.text.endswith(":"):
                author, _, verb = line.text.rpartition(" ")
                found = Form(author, said=True) if verb in self._said else found
            self._forms[line.text] = found
        return found

    def kind(self, row: int) -> str:
        """What the interface calls a line: "button", "vote", "role", "reply to", "heading", "ending" and so on."""
        line = self.lines[row]
        found = self._kinds.get(line.text)
        if found is None:
            found = self._kinds[line.text] = _kind(unmarked(line.text))
        return found or ("sign" if is_sign(line.content) else "")

    def is_counted(self, row: int) -> bool:
        """Whether the line states a number of comments, and not none."""
        return self.counted(row) > 0

    def counted(self, row: int) -> int:
        """The number of comments that the line states; 0 when it states none."""
        return (stated(self.lines[row].content) or 0) if self.kind(row) == "heading" else 0

    def end_of_comments(self, row: int) -> int:
        """The first line from here on that ends a stretch of comments; the number of lines when there is none."""
        return self._end[min(row, len(self.lines))]

    def below(self, last: int) -> tuple[int, int]:
        """How many unexplained lines, and how many long paragraphs, stand between a line and the comments' end."""
        first, end = last + 1, self._end[last + 1]
        return self._n_plain[end] - self._n_plain[first], self._n_long[end] - self._n_long[first]

    def above(self, row: int) -> int:
        """The nearest line above that is not blank; -1 when there is none."""
        at = self.place[row]
        return self.filled[at - 1] if at else -1


def _mend_first(lines: list[Line]) -> None:
    """Give the first line, if it is an entry of a list, the indentation of the next: whoever saved the page cut it."""
    first = next((row for row, line in enumerate(lines) if line.content), -1)
    if first < 0 or lines[first].kind != "number" or lines[first].indent:
        return
    following = next((line for line in lines[first + 1 :] if line.kind == "number"), None)
    if following is not None and int(following.mark[:-1]) == int(lines[first].mark[:-1]) + 1:
        lines[first] = lines[first]._replace(indent=following.indent)


def _recurring_headings(lines: list[Line], filled: list[int]) -> list[str]:
    """Texts that announce comments again and again ("Replies" below each of them), and so announce nothing."""
    texts = Counter(lines[row].text for row in filled if len(lines[row].text) <= LONGEST_NAME)
    often = [text for text, n in texts.items() if n >= FEWEST_SAID]
    return [text for text in often if stated(text) is None and is_heading(text)]


def _recurring_verbs(lines: list[Line], filled: list[int]) -> frozenset[str]:
    """Last words, with a colon, of short lines that begin differently: "says" in a language that no table knows."""
    starts: dict[str, set[str]] = defaultdict(set)
    for row in filled:
        text = lines[row].text
        if text.endswith(":") and len(text) <= LONGEST_NAME and " " in text:
            start, _, verb = text.rpartition(" ")
            if len(verb) > 2 and verb[:-1].isalpha() and start.count(" ") < FEWEST_SAID:
                starts[verb].add(start)
    return frozenset(verb for verb, found in starts.items() if len(found) >= FEWEST_SAID)


def _undated(line: Line) -> Line:
    """The line; a number that begins a date ("19. June 2019") marks nothing."""
    if line.kind != "number" or len(line.content) > LONGEST_HEAD or len(line.mark) > 3:
        return line
    span = find_date(line.content)
    if span is None or span[0] > 0 or not any(map(str.isdigit, line.content[len(line.mark) : span[1]])):
        return line
    return Line(line.indent, "", line.content, line.content)


def _kind(content: str) -> str:
    """What an interface would call the line."""
    if not content or len(content) > 160:
        return ""
    if says(VOTE, content):
        return "vote"
    if says(ROLE, content):
        return "role"
    if says(NOTICE, content):
        return "notice"
    if says(STAT, content):
        return "stat"
    if says(SUBJECT, content):
        return "subject"
    if is_heading(content):
        return "heading"
    if says(CONTROL, content):
        return "control"
    if says(MORE, content):
        return "more"
    if says(ENDING, content):
        return "ending"
    if says(FURNITURE, content):
        return "furniture"
    if is_button(content):
        return "button"
    return "reply to" if matched(REPLY_TO, content) else ""


@dataclass
class Item:
    """A comment while a page is read: its lines, and what has been read of them.

    `parent` is a place in the list, -1 for none; `lost` says that it answers a comment which is not on the page. `rows`
    are all its lines that are not blank; peeling hands them to `head`, `body` and `buttons`.
    """

    row: int
    parent: int = -1
    lost: bool = False
    author: str | None = None
    date: str = ""
    role: str = ""
    reply_to: str = ""
    index: str = ""
    score: float | None = None
    n_opening: int = 0
    rows: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    buttons: list[int] = field(default_factory=list)
    feet: list[int] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)


@dataclass
class Section:
    """One stretch of a page read by one layout.

    `first` and `last` are its first and last line, `unread` the lines between them that fit nowhere, `loose` counts the
    ends of the stretch at which the layout does not hold.
    """

    layout: Layout
    first: int
    last: int
    items: list[Item] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    loose: int = 0
    is_by: bool = False
    is_marked: bool = False


def form_or_nothing(page: Page, row: int) -> Form:
    """The form of a line, nothing past the end of the page."""
    return page.form(row) if 0 <= row < len(page.lines) else NOTHING
