"""A page as lines: how far each is indented, what it is marked with, and what it says.

Everything else here reads these columns and never the raw text. Indentation is counted in columns: a tab goes to the
next multiple of eight, a zero-width character takes none, any other white space takes one. May import: the standard
library.
"""

from __future__ import annotations

import re
from typing import NamedTuple

BULLETS = "•*-+‣◦–—·▪▫●○■□⁃∙"
ZERO_WIDTH = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
TAB = 8

_WHITE = "".join(character for character in map(chr, range(0x3001)) if character.isspace()) + ZERO_WIDTH
_NO_WIDTH = dict.fromkeys(map(ord, ZERO_WIDTH))
_NUMBER = re.compile(r"(\d{1,5}[.)])(?:\s+|$)")
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")


class Line(NamedTuple):
    """One line of a page.

    Parameters
    ----------
    indent : int
        Columns before the first visible character.
    mark : str
        The bullet or number that the line begins with ("•", "12."), or an empty string.
    text : str
        What follows the mark, white space at both ends stripped.
    content : str
        The whole line, white space at both ends stripped; empty for a blank line.
    """

    indent: int
    mark: str
    text: str
    content: str

    @property
    def kind(self) -> str:
        """Class of the mark: "bullet", "number", or "" for an unmarked line."""
        if not self.mark:
            return ""
        return "number" if self.mark[0].isdigit() else "bullet"


BLANK = Line(0, "", "", "")


def read_lines(text: str) -> list[Line]:
    r"""Split a page into lines; line k of the source is the item k - 1.

    Parameters
    ----------
    text : str
        Line ends are line feeds.

    Returns
    -------
    list of Line

    Examples
    --------
    >>> [(line.indent, line.mark, line.text) for line in read_lines("Dear all,\n\t• Ann\n  2. ok")]
    [(0, '', 'Dear all,'), (8, '•', 'Ann'), (2, '2.', 'ok')]
    """
    return [_line(raw) for raw in text.split("\n")]


def _line(raw: str) -> Line:
    """The parts of one line."""
    content = raw.strip(_WHITE)
    if not content:
        return BLANK
    before = raw[: len(raw) - len(raw.lstrip(_WHITE))]
    if before and not before.isascii():
        before = before.translate(_NO_WIDTH)
    indent = len(before.expandtabs(TAB)) if "\t" in before else len(before)
    first = content[0]
    if first in BULLETS and (len(content) == 1 or content[1] in _WHITE):
        return Line(indent, first, content[1:].lstrip(_WHITE), content)
    if first.isdigit() and (number := _NUMBER.match(content)):
        return Line(indent, number.group(1), content[number.end() :], content)
    return Line(indent, "", content, content)


def following(lines: list[Line]) -> list[int]:
    r"""For every line, which line after it is the next that is not blank; `len(lines)` when there is none.

    Examples
    --------
    >>> following(read_lines("a\n\nb"))
    [2, 2, 3]
    """
    after, nearest = [0] * len(lines), len(lines)
    for row in range(len(lines) - 1, -1, -1):
        after[row] = nearest
        if lines[row].content:
            nearest = row
    return after


def enclosing(lines: list[Line]) -> list[int]:
    r"""For every line, the nearest line above it that stands further left; -1 when there is none.

    Examples
    --------
    >>> enclosing(read_lines("a\n\n  b\n  c\nd"))
    [-1, -1, 0, 0, -1]
    """
    outer, open_ = [-1] * len(lines), list[int]()
    for row, line in enumerate(lines):
        if not line.content:
            continue
        while open_ and lines[open_[-1]].indent >= line.indent:
            open_.pop()
        outer[row] = open_[-1] if open_ else -1
        open_.append(row)
    return outer


def visible(text: str) -> str:
    r"""A name as it is seen: invisible characters out, each run of white space one space.

    Examples
    --------
    >>> visible("\ufeffAnn\u00a0 Lee")
    'Ann Lee'
    """
    return " ".join(_INVISIBLE.sub("", text).split())


def joined(lines: list[Line], rows: list[int]) -> str:
    r"""The text of the given lines: common indentation out, deeper indentation kept, paragraphs a blank line apart.

    Parameters
    ----------
    lines : list of Line
        The page.
    rows : list of int
        The lines that hold the text, ascending, none of them blank; any gap between two is a new paragraph.

    Examples
    --------
    >>> joined(read_lines("  one\n    two\n\n\n  three"), [0, 1, 4])
    'one\n  two\n\nthree'
    """
    if not rows:
        return ""
    margin = min(lines[row].indent for row in rows)
    parts, last = [], rows[0]
    for row in rows:
        parts.append("" if row == rows[0] else "\n" if row == last + 1 else "\n\n")
        parts.append(" " * (lines[row].indent - margin) + lines[row].content)
        last = row
    return "".join(parts)
