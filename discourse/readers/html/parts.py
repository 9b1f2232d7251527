"""A page as one or several parsed parts, so that no depth of nesting is lost or takes long.

The parser repairs markup as browsers do, in a time that grows with the square of the nesting. A page that nests deeper
than DEEPEST elements is therefore cut, before it is parsed, where its nesting repeats (a list of replies inside a
reply): what is inside becomes a part of its own, and an empty element with the attribute PART stands in its place.
Where nothing repeats, tags beyond that depth are left out and their text stays. May import: the standard library,
selectolax, rows, and needs of this package.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from discourse.readers.html.needs import Needs, needs
from discourse.rows import Defect

DEEPEST = 400
"""A page is cut when it nests deeper, in elements."""
SHALLOW = 1_500
"""More elements than this must be open at once, by a count that is never too low, before a page is looked at."""
SMALL = 6_000
"""Pages with fewer tags are parsed as they are: even one inside the other they take little time."""
PART = "data-discourse-part"
REPEATS = 3
_CHUNKS = 16

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>]).*?(?:</(?P=raw)(?=[\s/>])[^>]*(?:>|\Z)|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-z][^\s/>]*+)(?P<attributes>[^>\"']*+(?:(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))[^>\"']*+)*+)(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?\s*([a-z_-]+)", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSES_ITSELF = frozenset("p li dt dd option tr td th".split())
_NESTS = frozenset("ol ul li dl details article section".split())
_FORMATTING = re.compile(
    r"</?(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u|a)(?=[\s/>])[^>]*+>?+", re.IGNORECASE
)
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
    """

    parts: list[Part]
    places: dict[int, LexborNode] = field(default_factory=dict)
    defects: list[Defect] = field(default_factory=list)
    _attributes: dict[str, bool] = field(default_factory=dict, init=False, repr=False)

    def css(self, selector: str) -> list[LexborNode]:
        """All elements that match, part after part, each in the order of the page."""
        asked = needs(selector)
        able = [one.css for one in asked if self._meets(one)]
        if not able:
            return []
        return self._all(selector if len(able) == len(asked) else ", ".join(able))

    def _meets(self, asked: Needs) -> bool:
        """Whether the page has what a selector needs."""
        _, classes, attributes, tags = asked
        return (
            self._small.issuperset(classes)
            and (not attributes or all(map(self._has, attributes)))
            and (not tags or all(any(part.tree.tags(tag) for part in self.parts) for tag in tags))
        )

    def _all(self, selector: str) -> list[LexborNode]:
        """All elements that match, whether or not any can."""
        if len(self.parts) == 1:
            return self.parts[0].tree.css(selector)
        return [node for part in self.parts for node in part.tree.css(selector)]

    def _has(self, attribute: str) -> bool:
        """Whether any element has an attribute."""
        if attribute not in self._attributes:
            found = (part.tree.css_first(f"[{attribute}]") for part in self.parts)
            self._attributes[attribute] = any(one is not None for one in found)
        return self._attributes[attribute]

    @cached_property
    def first(self) -> Parts:
        """The first part alone, which holds all but what is nested deep."""
        return self if len(self.parts) == 1 else Parts(self.parts[:1])

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
    opened = sum(-1 if tag[1] == "/" else 1 for tag in _FORMATTING.findall(text))
    if opened > MOST_FORMATTING:
        text = _FORMATTING.sub("", text)
        defects.append(Defect("unclosed formatting", "page", "its tags were left out, its text kept"))
    pieces, n_flat = _cut(text)
    if n_flat:
        repair = f"{n_flat} tags beyond {DEEPEST} levels were left out, their text kept"
        defects.append(Defect("nesting too deep", "page", repair))
    parts = Parts([Part(LexborHTMLParser("".join(piece)), outer) for piece, outer in pieces], defects=defects)
    if len(pieces) > 1:
        for part in parts.parts:
            for place in part.tree.css(f"[{PART}]"):
                number = place.attributes.get(PART) or ""
                if number.isdigit() and 0 < int(number) < len(pieces):
                    parts.places[int(number)] = place
    return parts


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


def _cut(text: str) -> tuple[list[tuple[list[str], int]], int]:
    """The page in pieces, each with the piece it was cut from, and how many tags had to be left out."""
    pieces: list[tuple[list[str], int]] = [([], -1)]
    here, at, n_flat = 0, 0, 0
    names: list[str] = []
    signatures: list[str] = []
    base = [0]  # how many elements were open where each piece began
    open_pieces = [0]
    n_named: Counter[str] = Counter()
    n_signed: Counter[str] = Counter()
    for match in _TAG.finditer(text):
        if match["name"] is None:
            continue
        name = match["name"].lower()
        out = pieces[here][0]
        if match["close"]:
            if not n_named[name]:
                continue
            # What is open inside ends with it.
            out.append(text[at : match.start()])
            at = match.start()
            while True:
                closed = names.pop()
                n_named[closed] -= 1
                n_signed[signatures.pop()] -= 1
                is_it = closed == name
                if len(open_pieces) > 1 and len(names) < base[-1]:
                    if is_it:
                        pieces[here][0].append(f"</{name}>")
                        at = match.end()
                    open_pieces.pop()
                    base.pop()
                    here = open_pieces[-1]
                elif is_it and len(names) - base[-1] >= 2 * DEEPEST:
                    at = match.end()
                if is_it:
                    break
            continue
        if name in _VOID or match["attributes"].endswith("/"):
            continue
        if name in _CLOSES_ITSELF and names and names[-1] == name and len(names) > base[-1]:
            names.pop()
            n_named[name] -= 1
            n_signed[signatures.pop()] -= 1
        found = _CLASS.search(match["attributes"])
        signature = f"{name}.{found[1].lower()}" if found else name
        depth = len(names) - base[-1]
        nests = found is not None or name in _NESTS
        if depth >= DEEPEST and nests and n_signed[signature] >= REPEATS:
            number = len(pieces)
            out.append(text[at : match.start()])
            out.append(f'<i {PART}="{number}"></i>')
            pieces.append(([], here))
            open_pieces.append(number)
            here, at = number, match.start()
            base.append(len(names) + 1)
        elif depth >= 2 * DEEPEST:
            out.append(text[at : match.start()])
            at = match.end()
            n_flat += 1
        names.append(name)
        signatures.append(signature)
        n_named[name] += 1
        n_signed[signature] += 1
    pieces[here][0].append(text[at:])
    return pieces, n_flat
