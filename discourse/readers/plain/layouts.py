"""The layouts that comment sections come in, as a table; no layout has code of its own.

A layout says which lines open a comment and where its author and its date stand. Two families of code read them:
`lists` reads layouts in which a mark (a bullet, a number) opens every comment and indentation nests them; `flat` reads
those in which a line with a date, or one that ends in "says", recurs with every comment. To teach the reader another
layout, add a row. May import: the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Layout:
    """One way in which comments are set out.

    Parameters
    ----------
    name : str
        What reports call it.
    family : {"list", "flat"}
        Whether marks open the comments, or recurring lines.
    opens : {"telling", "name", "text"}
        In lists: what the marked line must show to open a comment: a date or "says" in it or below it; a name with text
        below it; nothing, it may begin with the text itself.
    gap : {"blank", "none", "either"}
        In lists of names: whether a blank line parts the name from the text.
    author : {"inline", "above", "below", "first", "none"}
        In flat layouts: where the author stands, seen from the recurring line; "first" is the first line of the comment
        when the recurring line is its last.
    place : {"head", "foot"}
        In flat layouts: whether the recurring line stands before the text or after it.

    Examples
    --------
    >>> [layout.name for layout in LAYOUTS if layout.place == "foot" and layout.author == "first"]
    ['flat, author first, date last']
    """

    name: str
    family: Literal["list", "flat"]
    opens: Literal["telling", "name", "text"] = "telling"
    gap: Literal["blank", "none", "either"] = "either"
    author: Literal["inline", "above", "below", "first", "none"] = "inline"
    place: Literal["head", "foot"] = "head"


LAYOUTS: tuple[Layout, ...] = (
    Layout("list, author with date or says", "list"),
    Layout("list, author line", "list", "name", "blank"),
    Layout("list, author line, no gap", "list", "name", "none"),
    Layout("list, text only", "list", "text", author="none"),
    Layout("flat, author and date above", "flat"),
    Layout("flat, author above date", "flat", author="above"),
    Layout("flat, date above author", "flat", author="below"),
    Layout("flat, author and date below", "flat", place="foot"),
    Layout("flat, author then date below", "flat", author="above", place="foot"),
    Layout("flat, date then author below", "flat", author="below", place="foot"),
    Layout("flat, author first, date last", "flat", author="first", place="foot"),
    Layout("flat, date above", "flat", author="none"),
    Layout("flat, date below", "flat", author="none", place="foot"),
)
"""Every layout that is tried; the order decides only between explanations that are equally good."""
