"""The text of an article on its page, without a library: the element with most of the paragraphs, and its blocks.

May import: the standard library, selectolax, article, hypertext.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

from discourse.article import Block
from discourse.hypertext.parts import Parts
from discourse.hypertext.prose import Prose, is_hidden, read_prose

HINTS = (
    ("itemprop", frozenset({"articleBody"})),
    ("property", frozenset({"articleBody", "schema:articleBody"})),
    (
        "class",
        frozenset(
            "entry-content post-content article-content article-body article__body articlebody article_body post-body"
            " story-body entry single-content td-post-content content-body node-content field-name-body article-text"
            " article__content story-content article__text articletext post__content entry__content post-text".split()
        ),
    ),
    ("role", frozenset({"article"})),
    ("tag", frozenset({"article"})),
    ("tag", frozenset({"main"})),
    ("role", frozenset({"main"})),
    ("id", frozenset({"main", "content", "article", "main-content"})),
    ("class", frozenset({"content", "post", "article", "main"})),
)
"""What an article's element is called, by attribute, the surest first."""
ENOUGH = 0.55
"""An element is the article's when it holds so much of the text in paragraphs."""
LITTLE = 600
"""With fewer characters in paragraphs the text of other elements counts as well."""
SHORTEST = 25
"""Shorter paragraphs do not count."""
HELD = 0.4
"""What holds so much of the article is no furniture, whatever it is called."""
WIDER = 1.3
LEVELS = 3
BESIDE = 20
"""Leads are sought this many levels and places before the element of the article, in what holds little more than it."""

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:shar(?:e|ing|edaddy)|social|related|recommend(?:ed|ations)?|author-?(?:box|bio|info|card)|about-?(?:the-)?author"
    r"|bio(?:graphy)?|by-?line|newsletter|subscribe|subscription|cookies?|consent|tags?(?:list|cloud)?|breadcrumbs?|captions?"
    r"|(?:wp-)?caption(?:-text)?|credits?|copyright|advert(?:s|isement|ising)?|ad|ads|anzeige|\w*teasers?|(?:\w+-)?fact-?box|infobox|promo(?:tion)?|pag(?:er|ination)"
    r"|post-?(?:meta|nav|navigation|tags|footer|info|date|author|ratings?)|entry-?(?:meta|footer|tags|utility|date)|meta-?(?:data|info)"
    r"|navigation|nav|menu|sidebar|jp-relatedposts|toc|table-of-contents|most-?(?:read|popular)|popular|donat(?:e|ion)|login|paywall"
    r"|widget|toolbar|print|read-?more|weiterlesen|mehr-zum-thema|footer|rating|likes?|gallery|slideshow|modal|popup|overlay|skip-link"
    r"|sponsor(?:ed)?|affiliate|disclaimer|imprint|bookmarks?|follow(?:-us)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|intro(?:duction)?|deck|standfirst|excerpt|summary|subtitle|sub-?head(?:line)?|abstract|vorspann"
    r"|anrisstext|chapo|bajada|copete|entradilla|sommario|occhiello)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE = "aside, footer, figcaption, caption, address, h1, time"
_LISTED = "• "


@dataclass
class Mass:
    """How much text in paragraphs every element holds.

    Parameters
    ----------
    nodes : dict of int to LexborNode
        Elements that hold paragraphs, by `mem_id`.
    held : dict of int to int
        Characters.
    depth : dict of int to int
        Levels below the top; -1 for what is left out.
    above : dict of int to int
        The element around each, 0 for none.
    """

    nodes: dict[int, LexborNode] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=dict)
    depth: dict[int, int] = field(default_factory=dict)
    above: dict[int, int] = field(default_factory=dict)

    def add(self, node: LexborNode | None, size: int, without: Collection[int]) -> None:
        """Count a text in the element that it stands in, unless that is left out."""
        chain: list[LexborNode] = []
        first = node
        while node is not None and node.mem_id not in self.depth:
            chain.append(node)
            node = node.parent
        outer = 0 if node is None else node.mem_id
        level = self.depth[outer] if outer else 0
        for inner in reversed(chain):
            number = inner.mem_id
            # Texts in furniture count for nothing; neither does anything below it.
            level = -1 if level < 0 or number in without or inner.tag in {"aside", "nav", "footer"} else level + 1
            self.nodes[number], self.depth[number], self.above[number], self.held[number] = inner, level, outer, 0
            outer = number
        if first is not None and self.depth[first.mem_id] >= 0:
            self.held[first.mem_id] += size

    def settle(self) -> None:
        """Let every element hold what those inside it hold."""
        for number in sorted(self.depth, key=self.depth.__getitem__, reverse=True):
            outer = self.above[number]
            if outer and self.depth[number] >= 0:
                self.held[outer] += self.held[number]


def weigh(page: Parts, without: Collection[int]) -> Mass:
    """The text that stands in paragraphs, or before line breaks, by element."""
    mass = Mass()
    n_all = 0
    for node in page.css("p"):
        size = len(node.text())
        if size >= SHORTEST:
            mass.add(node.parent, size, without)
            n_all += size
    seen: set[int] = set()
    for node in page.css("br") if n_all >= LITTLE else page.css("div, td, section, article, span, li, pre, br"):
        holder = node.parent if node.tag == "br" else node
        if holder is None or holder.tag == "p" or holder.mem_id in seen:
            continue
        seen.add(holder.mem_id)
        size = len(holder.text(deep=False).strip())
        if size >= SHORTEST:
            mass.add(holder, size, without)
    mass.settle()
    return mass


def find_container(page: Parts, mass: Mass) -> LexborNode | None:
    """The element that holds the article: one that is named so, else the innermost one with most of the text."""
    best = max((number for number, depth in mass.depth.items() if depth >= 0), key=mass.held.__getitem__, default=0)
    n_all = mass.held.get(best, 0)
    if not n_all:
        return None
    chain = [number for number, held in mass.held.items() if held >= ENOUGH * n_all and mass.depth[number] >= 0]
    chain.sort(key=mass.depth.__getitem__)
    names = [(mass.nodes[number], mass.nodes[number].attributes) for number in chain]
    for kind, hints in HINTS:
        for node, attributes in names:
            stated = node.tag if kind == "tag" else attributes.get(kind)
            if stated and not hints.isdisjoint(stated.split()):
                return node
    return mass.nodes[chain[-1]]


@lru_cache(maxsize=4096)
def is_furniture(names: str) -> bool:
    """Whether the classes and the id of an element are those of what stands around an article.

    Examples
    --------
    >>> is_furniture("share-bar"), is_furniture("jp-relatedposts"), is_furniture("text lead"), is_furniture("shared")
    (True, True, False, False)
    """
    return _FURNITURE.search(names) is not None


def main_blocks(page: Parts, without: Collection[int]) -> list[Block]:
    """The blocks of an article in the order of the page.

    Parameters
    ----------
    page : Parts
    without : collection of int
        `mem_id` of what does not belong to it.

    Returns
    -------
    list of Block
        Empty when the page has no running text.

    Notes
    -----
    Time linear in the page: one look at each paragraph and its ancestors, one walk through the element that is chosen.

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> source = "<nav><p>Home and other places</p></nav><div><h2>Toll</h2><p>The bridge is free for all.</p></div>"
    >>> [(block.kind, block.text) for block in main_blocks(parse(source), ())]
    [('heading', 'Toll'), ('paragraph', 'The bridge is free for all.')]
    """
    mass = weigh(page, without)
    container = find_container(page, mass)
    if container is None:
        return []
    most = HELD * mass.held[container.mem_id]
    for form in container.css("form"):
        # Some systems put the whole page into one form.
        container = form if mass.held.get(form.mem_id, 0) > most else container

    def skip(node: LexborNode) -> bool:
        """Whether an element with attributes is furniture."""
        return mass.held.get(node.mem_id, 0) <= most and (is_hidden(node) or is_furniture(names_of(node)))

    roots = [*_leads(container, mass, without), container]
    aside = [node for root in roots for node in root.css(_ASIDE) if mass.held.get(node.mem_id, 0) <= most]
    prose = read_prose(roots, page, {node.mem_id for node in aside}.union(without), skip=skip)
    headings = {" ".join(node.text().split()) for root in roots for node in root.css("h2, h3, h4, h5, h6")}
    return blocks_of(prose, headings)


def names_of(node: LexborNode) -> str:
    """The classes and the id of an element."""
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:300]


def _leads(container: LexborNode, mass: Mass, without: Collection[int]) -> list[LexborNode]:
    """Elements before the container that lead to it: the first paragraph, when it stands by itself."""
    leads: list[LexborNode] = []
    node, most = container, WIDER * mass.held[container.mem_id]
    for _ in range(LEVELS):
        beside = node.prev
        for _ in range(BESIDE):
            if beside is None:
                break
            if beside.is_element_node and beside.mem_id not in without and _is_lead(beside, mass):
                leads.append(beside)
            beside = beside.prev
        above = node.parent
        if above is None or node.tag == "article" or mass.held.get(above.mem_id, 0) > most:
            break
        node = above
    return leads[::-1]


def _is_lead(node: LexborNode, mass: Mass) -> bool:
    """Whether an element is a paragraph, holds some, or calls itself a lead, and is no furniture."""
    if node.tag in {"aside", "nav", "footer", "form"} or is_hidden(node) or is_furniture(names_of(node)):
        return False
    if node.tag == "p" or _LEAD.search(names_of(node)):
        return len(node.text()) >= SHORTEST
    return mass.held.get(node.mem_id, 0) > 0


def blocks_of(prose: Prose, headings: Collection[str] = ()) -> list[Block]:
    r"""A text as blocks.

    Parameters
    ----------
    prose : Prose
        Paragraphs a blank line apart.
    headings : collection of str
        Paragraphs that are headings.

    Returns
    -------
    list of Block

    Examples
    --------
    >>> [block.kind for block in blocks_of(Prose("Fares\n\nThey rise.\n\n• one\n• two", ()), {"Fares"})]
    ['heading', 'paragraph', 'item', 'item']
    """
    blocks: list[Block] = []
    spans = iter(prose.quotes)
    quote = next(spans, (-1, -1))
    at = 0
    for piece in prose.text.split("\n\n"):
        while 0 <= quote[1] <= at:
            quote = next(spans, (-1, -1))
        is_quoted = quote[0] <= at < quote[1]
        at += len(piece) + 2
        for part in _parts(piece):
            if part.startswith(_LISTED):
                blocks.append(Block("item", part[len(_LISTED) :].strip()))
            elif part in headings:
                blocks.append(Block("heading", part))
            else:
                blocks.append(Block("quote" if is_quoted else "paragraph", part))
    while blocks and blocks[-1].kind == "heading":
        blocks.pop()
    return blocks


def _parts(piece: str) -> Iterator[str]:
    """A paragraph, its list items by themselves."""
    lines: list[str] = []
    for line in piece.split("\n"):
        if line.startswith(_LISTED) and lines:
            yield "\n".join(lines).strip()
            lines = []
        if line.strip():
            lines.append(line.strip())
    if any(line.strip(_LISTED) for line in lines):
        yield "\n".join(lines).strip()
