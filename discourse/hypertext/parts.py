"""A page as one or several parsed parts, so that no depth of nesting is lost or takes long.

The parser repairs markup as browsers do, in a time that grows with the square of the nesting. A page that nests deep is
therefore cut before it is parsed (`cut`), and each piece becomes a part of its own. May import: the standard library,
selectolax, rows, and cut, needs of this package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from discourse.hypertext.cut import DEEPEST, PART, cut
from discourse.hypertext.needs import Needs, needs
from discourse.rows import Defect

SHALLOW = 1_500
"""More elements than this must be open at once, by a count that is never too low, before a page is looked at."""
SMALL = 6_000
"""Pages with fewer tags are parsed as they are: even one inside the other they take little time."""
_CHUNKS = 16
_FORMATTING = "(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u|a)(?=[\\s/>])"
_OPENS_FORMATTING = re.compile(f"<{_FORMATTING}", re.IGNORECASE)
_CLOSES_FORMATTING = re.compile(f"</{_FORMATTING}", re.IGNORECASE)
_FORMATTING_TAG = re.compile(f"</?{_FORMATTING}[^>]*+>?+", re.IGNORECASE)
FEW = 100
"""So many elements at most are kept for whoever asks for the same again."""
MOST_FORMATTING = 1_000
"""Unclosed elements such as <b> are opened again in every paragraph; pages with more of them lose these tags."""


@dataclass(frozen=True)
class Part:
    """A parsed piece of a page.

    Parameters
    ----------
    tree : LexborHTMLParser
        Keeps the nodes alive.
    outer : int
        The part that it was cut from, -1 for the first.
    """

    tree: LexborHTMLParser
    outer: int = -1


@dataclass
class Parts:
    """All parts of a page, the first with the head and the article, each of the others after the one it was cut from.

    Parameters
    ----------
    parts : list of Part
    places : dict of int to LexborNode
        By part, the element that stands in its place; none for the first.
    defects : list of Defect
    source : str
        In small letters, of a page in several parts: to look there for a word takes less time than in all its parts.
    """

    parts: list[Part]
    places: dict[int, LexborNode] = field(default_factory=dict)
    defects: list[Defect] = field(default_factory=list)
    source: str = ""
    _few: dict[str, list[LexborNode]] = field(default_factory=dict, init=False, repr=False)
    _known: dict[str, bool] = field(default_factory=dict, init=False, repr=False)

    def css(self, selector: str) -> list[LexborNode]:
        """All elements that match, part after part, each in the order of the page."""
        if selector in self._few:
            return self._few[selector]
        asked = needs(selector)
        able = [one.css for one in asked if self._meets(one)]
        found = self._all(selector if len(able) == len(asked) else ", ".join(able)) if able else []
        if len(found) <= FEW:
            self._few[selector] = found
        return found

    def _meets(self, asked: Needs) -> bool:
        """Whether the page has what a selector needs."""
        return (
            self._small.issuperset(asked.classes)
            and (not asked.attributes or all(map(self._has, asked.attributes)))
            and (not asked.tags or all(map(self._has_tag, asked.tags)))
        )

    def _all(self, selector: str) -> list[LexborNode]:
        """All elements that match, whether or not any can."""
        if len(self.parts) == 1:
            return self.parts[0].tree.css(selector)
        return [node for part in self.parts for node in part.tree.css(selector)]

    def _has(self, attribute: str) -> bool:
        """Whether an element may have an attribute."""
        if attribute not in self._known:
            if self.source:
                self._known[attribute] = attribute in self.source
            else:
                found = (part.tree.css_first(f"[{attribute}]") for part in self.parts)
                self._known[attribute] = any(one is not None for one in found)
        return self._known[attribute]

    def _has_tag(self, tag: str) -> bool:
        """Whether there may be elements with a tag; one that HTML does not know is known at once not to be there."""
        if self.source:
            written = f"<{tag}"
            if written not in self._known:
                self._known[written] = written in self.source
            return self._known[written]
        return "-" not in tag or any(part.tree.tags(tag) for part in self.parts)

    @property
    def first(self) -> Parts:
        """The first part alone, which holds all but what is nested deep."""
        return self if len(self.parts) == 1 else self._first

    @cached_property
    def _first(self) -> Parts:
        """The first of several parts: a page that held itself would stay in memory until the next collection."""
        return Parts(self.parts[:1])

    @cached_property
    def by_class(self) -> dict[str, list[LexborNode]]:
        """Elements in the order of the page by what their attribute `class` says, word for word."""
        found: dict[str, list[LexborNode]] = {}
        for node in self._all("[class]"):
            if named := node.attrs["class"]:
                found.setdefault(named, []).append(node)
        return found

    @cached_property
    def classes(self) -> frozenset[str]:
        """All classes of the page."""
        return frozenset(" ".join(self.by_class).split())

    @cached_property
    def _small(self) -> frozenset[str]:
        """All classes of the page in small letters."""
        return frozenset(" ".join(self.by_class).lower().split())

    def part_of(self, node: LexborNode) -> LexborNode | None:
        """Body of the part that stands in the place of an element, None for an ordinary element."""
        if not self.places:
            return None
        number = node.attributes.get(PART)
        return self.parts[int(number)].tree.body if number and number.isdigit() and int(number) in self.places else None


def parse(text: str) -> Parts:
    r"""Parse a page.

    Parameters
    ----------
    text : str
        HTML.

    Returns
    -------
    Parts

    Examples
    --------
    >>> page = parse("<ul><li>Ann<ul><li>Ben</ul></ul>")
    >>> len(page.parts), [node.text(deep=False) for node in page.css("li")]
    (1, ['Ann', 'Ben'])
    """
    if PART in text:
        text = text.replace(PART, f"{PART}-")
    if not _may_be_deep(text):
        return Parts([Part(LexborHTMLParser(text))])
    defects = []
    if len(_OPENS_FORMATTING.findall(text)) - len(_CLOSES_FORMATTING.findall(text)) > MOST_FORMATTING:
        text = _FORMATTING_TAG.sub("", text)
        defects.append(Defect("unclosed formatting", "page", "its tags were left out, its text kept"))
    pieces, n_flat = cut(text)
    if n_flat:
        repair = f"{n_flat} tags beyond {DEEPEST} levels were left out, their text kept"
        defects.append(Defect("nesting too deep", "page", repair))
    page = Parts([], defects=defects, source=text.lower() if len(pieces) > 1 else "")
    for piece in pieces:
        tree = LexborHTMLParser("".join(piece.source))
        page.parts.append(Part(tree, piece.outer))
        for place in tree.css(f"[{PART}]") if len(pieces) > 1 else ():
            number = place.attributes.get(PART) or ""
            if number.isdigit() and 0 < int(number) < len(pieces):
                page.places[int(number)] = place
    return page


def _may_be_deep(text: str) -> bool:
    """Whether more than SHALLOW elements could be open at once; never False when they are."""
    if text.count("<") < SMALL:
        return False
    n_open, step = 0, len(text) // _CHUNKS + 1
    for start in range(0, len(text), step):
        end = start + step
        n_tags = text.count("<", start, end)
        n_closing = text.count("</", start, end)
        if n_open + n_tags - n_closing > SHALLOW:
            return True
        n_open += n_tags - 2 * n_closing
        n_open -= sum(text.count(void, start, end) for void in ("<!--", "<br", "<img", "<meta", "<link", "<input"))
        n_open = max(n_open, 0)
    return False
