"""Where the source of a page that nests deep is cut, so that each piece nests little.

A list of replies inside a reply, and whatever else repeats in itself, becomes a piece of its own; an empty element with
the attribute PART stands in its place. Where nothing repeats, tags beyond that depth are left out and their text stays.
May import: the standard library.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

DEEPEST = 400
"""A page is cut when it nests deeper, in elements."""
PART = "data-discourse-part"
REPEATS = 3
"""So many elements of a kind must be open, one in the other, before one more begins a piece."""

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>]).*?(?:</(?P=raw)(?=[\s/>])[^>]*(?:>|\Z)|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-z][^\s/>]*+)"
    r"(?P<attributes>[^>\"']*+(?:(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))[^>\"']*+)*+)(?:>|\Z)"
    r"(?P<whole>(?<!/>)[^<]*+</(?P=name)>)?",
    re.IGNORECASE | re.DOTALL,
)
"""A comment, an element whose content is no markup, or a tag; with all of an element that holds nothing but text."""
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?\s*([a-z_-]+)", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSES_ITSELF = frozenset("p li dt dd option tr td th".split())
_NESTS = frozenset("ol ul li dl details article section".split())


@dataclass
class Piece:
    """A piece of a page.

    Parameters
    ----------
    outer : int
        The piece that it was cut from, -1 for the first.
    base : int
        How many elements were open where it began.
    source : list of str
    """

    outer: int
    base: int
    source: list[str] = field(default_factory=list)


@dataclass
class _Cutter:
    """What is open while a page is gone through: its elements, and the pieces that it is cut into.

    `open` holds name and kind (name with first class) of each element, `n_open` how many there are of each name and of
    each kind that is more than a name, `base` how many were open where the piece `here` began; `at` is where the source
    begins that stands in no piece yet.
    """

    text: str
    at: int = 0
    n_flat: int = 0
    base: int = 0
    here: int = 0
    open: list[tuple[str, str]] = field(default_factory=list)
    n_open: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pieces: list[Piece] = field(default_factory=lambda: [Piece(-1, 0)])

    def take(self, end: int, then: int) -> None:
        """Put the source up to `end` into the piece, and go on at `then`."""
        self.pieces[self.here].source.append(self.text[self.at : end])
        self.at = then

    def go_to(self, piece: int) -> None:
        """Go on in a piece."""
        self.here, self.base = piece, self.pieces[piece].base

    def pop(self) -> str:
        """Close the innermost element."""
        name, kind = self.open.pop()
        self.n_open[name] -= 1
        if kind is not name:
            self.n_open[kind] -= 1
        return name

    def deepen(self, name: str, kind: str, start: int, end: int) -> None:
        """Before an element that is too deep begin a piece, or leave its tag out."""
        if self.n_open[kind] >= REPEATS and (kind is not name or name in _NESTS):
            number = len(self.pieces)
            self.take(start, start)
            self.pieces[self.here].source.append(f'<i {PART}="{number}"></i>')
            self.pieces.append(Piece(self.here, len(self.open) + 1))
            self.go_to(number)
        elif len(self.open) - self.base >= 2 * DEEPEST:
            self.take(start, end)
            self.n_flat += 1

    def close(self, name: str, start: int, end: int) -> None:
        """Close an element with all that is open inside, and the pieces that end with it."""
        self.take(start, start)
        is_it = False
        while not is_it:
            is_it = self.pop() == name
            if self.here and len(self.open) < self.base:
                if is_it:
                    self.pieces[self.here].source.append(f"</{name}>")
                    self.at = end
                self.go_to(self.pieces[self.here].outer)
            elif is_it and len(self.open) - self.base >= 2 * DEEPEST:
                self.at = end


def cut(text: str) -> tuple[list[Piece], int]:
    """A page in pieces, and how many tags had to be left out.

    Parameters
    ----------
    text : str

    Returns
    -------
    pieces : list of Piece
        Each after the one that it was cut from.
    n_flat : int

    Notes
    -----
    Time linear in the source.

    Examples
    --------
    >>> pieces, n_flat = cut("<ul><li>Ferry" * 500)
    >>> [piece.outer for piece in pieces], n_flat
    ([-1, 0, 1], 0)
    """
    cutter = _Cutter(text)
    open_, n_open = cutter.open, cutter.n_open
    for match in _TAG.finditer(text):
        close, name, attributes, whole = match.groups()[1:]
        if name is None:
            continue
        name = name.lower()
        depth = len(open_) - cutter.base
        if close:
            if depth > 0 and open_[-1][0] == name and depth <= 2 * DEEPEST:
                cutter.pop()
            elif n_open[name]:
                cutter.close(name, *match.span())
            continue
        if name in _VOID or attributes.endswith("/"):
            continue
        if name in _CLOSES_ITSELF and depth > 0 and open_[-1][0] == name:
            cutter.pop()
            depth -= 1
        if whole:
            continue
        found = _CLASS.search(attributes) if attributes else None
        kind = f"{name}.{found[1].lower()}" if found else name
        if depth >= DEEPEST:
            cutter.deepen(name, kind, *match.span())
        open_.append((name, kind))
        n_open[name] += 1
        if found:
            n_open[kind] += 1
    cutter.take(len(text), len(text))
    return cutter.pieces, cutter.n_flat
