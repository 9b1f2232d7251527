"""Comments of a page by a known markup: which elements hold one each, whose parts are whose, what each answers.

May import: the standard library, selectolax, dates, hypertext, and markup, values of this package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode, SelectolaxError

from discourse.dates import find as find_date
from discourse.hypertext.parts import Parts
from discourse.hypertext.prose import Prose, is_quote, read_prose
from discourse.readers.html.markup import Markup, Selectors
from discourse.readers.html.values import id_of, key_of, name_of, stamp_of, votes_of

MOST_BESIDE = 40
"""Elements beside a comment, at most, that are looked at for what belongs to it, or for what a box answers."""
LONGEST_STAMP = 60
"""Longer lines are not taken for a time stamp alone."""
_DEPTH_IN_CLASS = re.compile(r"(?:^|[\s_-]|comment)(?:depth|level|lvl|indent)[ _-]?(\d{1,5})(?:$|\s)")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d+)?")
_RULED = re.compile(r"\n_{10,}\n")
_EXACT = re.compile(r"\s*(?:\d{4}-\d\d-\d\d(?:[T ][\d:.,]{4,20})? ?(?:Z|[+-]\d\d:?\d\d)?|\d{10}(?:\d{3})?)\s*\Z")
_MARGIN = re.compile(r"(?:margin|padding)-(?:left|inline-start)\s*:\s*(\d{1,6}(?:\.\d+)?)", re.IGNORECASE)
_OPENING_POST = re.compile(r"(?:^|\s)bypostauthor(?:$|\s)")


NOTHING = Prose("", ())


@dataclass
class Post:
    """A comment as a page shows it.

    Parameters
    ----------
    roots : list of LexborNode
        The elements that it is made of.
    prose : Prose
        What it says.
    author, date, url, id, role : str or None
        As the page has them.
    score : float or None
    parent : int
        Place of the post it is set inside of, or -1.
    refers : str or None
        Id of the post that it says it answers.
    depth : float or None
        How far it is set in, in any unit.
    removed : bool
    paged : bool
        Whether what it says it answers stands on another page when it is not on this one.
    """

    roots: list[LexborNode]
    prose: Prose = NOTHING
    author: str | None = None
    date: str | None = None
    url: str | None = None
    id: str | None = None
    role: str | None = None
    score: float | None = None
    parent: int = -1
    refers: str | None = None
    depth: float | None = None
    removed: bool = False
    paged: bool = False


FAR = 12
"""Ways from an element to its comment that are longer are remembered."""


@dataclass
class Holders:
    """Which comment every element belongs to.

    Parameters
    ----------
    page : Parts
    nodes : list of list of LexborNode
        The elements of each comment; the first begins it.
    index : dict of int to int
        Place of the comment by `mem_id` of its elements.
    """

    page: Parts
    nodes: list[list[LexborNode]]
    index: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = {node.mem_id: place for place, nodes in enumerate(self.nodes) for node in nodes}
        self._known = dict(self.index)
        self._parts = {id(part.tree): number for number, part in enumerate(self.page.parts)}

    def above(self, node: LexborNode) -> LexborNode | None:
        """The element that an element stands in, across the parts of the page."""
        outer = node.parent
        if outer is not None and outer.parent is None and self.page.places:
            return self.page.places.get(self._parts.get(id(node.parser), 0))
        return outer

    def owner(self, node: LexborNode | None) -> int:
        """The comment that an element belongs to; -1 for none."""
        known, place = self._known, -1
        in_parts = bool(self.page.places)
        climbed: list[int] = []
        while node is not None:
            here = node.mem_id
            found = known.get(here)
            if found is not None:
                place = found
                break
            climbed.append(here)
            node = self.above(node) if in_parts else node.parent
        if len(climbed) > FAR:
            # Whoever climbs this way again need not go so far: else deep pages cost the square of their depth.
            known.update(dict.fromkeys(climbed, place))
        return place


def select(page: Parts, selector: str) -> list[LexborNode]:
    """Elements that match, each once; none when the parser cannot read the selector."""
    try:
        found = page.css(selector)
    except SelectolaxError:
        return []
    return list({node.mem_id: node for node in found}.values()) if "," in selector else found


def find_holders(page: Parts, markup: Markup) -> Holders | None:
    """The elements that hold comments, by the first selector that finds any."""
    for selector in markup.comment:
        found = select(page, selector)
        if found:
            break
    else:
        return None
    if not markup.follows:
        return Holders(page, [[node] for node in found])
    starts = {node.mem_id for node in found}
    return Holders(page, [[node, *_beside(node, starts)] for node in found])


def _beside(node: LexborNode, starts: set[int]) -> Iterator[LexborNode]:
    """The elements after one that begins a comment, up to the next one."""
    beside = node.next
    for _ in range(MOST_BESIDE):
        if beside is None or beside.mem_id in starts:
            return
        if beside.is_element_node:
            yield beside
        beside = beside.next


def read_posts(page: Parts, markup: Markup) -> list[Post]:
    """All comments that a markup finds on a page, in the order of the page.

    Parameters
    ----------
    page : Parts
    markup : Markup

    Returns
    -------
    list of Post

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> page = parse("<li class=c><b>Ann</b><p>Good.</p><ul><li class=c><b>Ben</b> No.</ul></li>")
    >>> markup = Markup("example", (), comment=("li.c",), author=("b",))
    >>> [(post.author, post.parent, post.prose.text) for post in read_posts(page, markup)]
    [('Ann', -1, 'Good.'), ('Ben', 0, 'No.')]
    """
    holders = find_holders(page, markup)
    if holders is None:
        return []
    return posts_of(holders, markup)


def posts_of(holders: Holders, markup: Markup) -> list[Post]:
    """Posts of known holders, with the fields that the markup names."""
    posts = [Post(nodes) for nodes in holders.nodes]
    taken: set[int] = set()
    authors = _values(holders, markup.author, taken)
    dates = _values(holders, markup.date, taken, _is_stamp)
    urls = _values(holders, markup.url, set())
    ids = _values(holders, markup.id, set())
    roles = _values(holders, markup.role, taken)
    scores = _values(holders, markup.score, taken, _is_count)
    refers = _values(holders, markup.parent, taken)
    depths = _values(holders, markup.depth, set(), lambda words: _depth(words) is not None)
    against = _values(holders, markup.against, taken, _is_count)
    removed = _owners(holders, markup.removed)
    furniture = {node.mem_id for node in select(holders.page, markup.furniture)} if markup.furniture else set()
    bodies = _bodies(holders, markup)
    quoting = {node.mem_id for node in select(holders.page, markup.quote)} if markup.quote else set()
    quoting |= {root.mem_id for roots in bodies.values() if len(roots) > 1 for root in roots if is_quote(root)}
    parents = _parents(holders, markup)
    not_here = furniture | holders.index.keys()
    around = _around(holders, markup, taken) if len(bodies) < len(posts) else set()
    for place, post in enumerate(posts):
        post.author = name_of(authors.get(place, ""))
        post.date = _stamp(dates.get(place))
        post.url = urls.get(place)
        post.id = key_of(ids.get(place)) or id_of(post.url)
        post.role = _plain(roles.get(place)) or _role_by_class(post.roots[0])
        post.score = _score(scores.get(place), against.get(place))
        post.refers = key_of(refers.get(place))
        post.depth = _depth(depths.get(place))
        post.removed = place in removed
        post.parent = parents[place]
        post.paged = markup.opening
        roots, without = (bodies[place], not_here) if place in bodies else (post.roots, not_here | around)
        post.prose = read_prose(roots, holders.page, without, quoting=quoting, verbatim=markup.verbatim)
    if not dates and not bodies:
        dates_in_text(posts)
    if markup.opening:
        _leave_out_signatures(posts)
    return posts


def _leave_out_signatures(posts: Sequence[Post]) -> None:
    """Cut what forums set below a ruled line at the end of a post: the words that its author sets below every post."""
    for post in posts:
        ruled = _RULED.search(post.prose.text)
        if ruled:
            text = post.prose.text[: ruled.start()].rstrip()
            end = len(text)
            post.prose = Prose(text, tuple((a, min(b, end)) for a, b in post.prose.quotes if a < end))


def _around(holders: Holders, markup: Markup, taken: set[int]) -> set[int]:
    """Elements that are no words of a comment where no element holds its words alone: its fields, what is around."""
    return taken | {node.mem_id for node in select(holders.page, markup.outside)} if markup.outside else taken


def dates_in_text(posts: Sequence[Post]) -> None:
    """Where no element holds the times, and most comments begin with a line that is one: take these lines for them."""
    stamps = {}
    for place, post in enumerate(posts):
        line, _, rest = post.prose.text.partition("\n")
        span = find_date(line) if len(line) <= LONGEST_STAMP else None
        if span and rest and 4 * (span[1] - span[0]) >= 3 * len(line):
            stamps[place] = line
    if 3 * len(stamps) < 2 * len(posts):
        return
    for place, line in stamps.items():
        text, quotes = posts[place].prose
        own = text[len(line) :].lstrip()
        cut = len(text) - len(own)
        posts[place].date = stamp_of(line)
        posts[place].prose = Prose(own, tuple((start - cut, end - cut) for start, end in quotes if start >= cut))


def _values(
    holders: Holders, selectors: Selectors, taken: set[int], fits: Callable[[str], bool] = bool
) -> dict[int, str]:
    """By comment, what the first selector that finds something fit for it finds; the elements are noted as taken."""
    found: dict[int, str] = {}
    for selector in selectors:
        selector, _, words = selector.partition(" -> ")
        css, _, attribute = selector.partition("@")
        if not css:
            for place, nodes in enumerate(holders.nodes):
                if place not in found and (value := nodes[0].attributes.get(attribute)) and fits(value):
                    found[place] = value
            continue
        for node in select(holders.page, css):
            place = holders.owner(node)
            if place < 0 or place in found:
                continue
            value = words or _value(node, attribute)
            if value and value.strip() and (words or fits(value)):
                found[place] = value
                if not words:
                    taken.add(node.mem_id)
        if len(found) == len(holders.nodes):
            break
    return found


def _is_stamp(words: str) -> bool:
    """Whether a time stands in a line, be it an age or the seconds since 1970."""
    return _EXACT.match(words) is not None or _span(" ".join(words.split())) is not None


@lru_cache(maxsize=2_048)
def _span(line: str) -> tuple[int, int] | None:
    """Where a time stands in a line; asked twice for each comment."""
    return find_date(line)


def _stamp(words: str | None) -> str | None:
    """The time that stands in a line, without the words around it."""
    even = stamp_of(words)
    span = _span(even) if even and not _EXACT.match(even) else None
    if even is None or span is None:
        return even
    start, end = span
    return even[start : end + ("(" in even[start:end] and even[end : end + 1] == ")")]


def _is_count(words: str) -> bool:
    """Whether a count of votes stands in a text."""
    return votes_of(words) is not None


def _value(node: LexborNode, attribute: str) -> str | None:
    """The text of an element, its text alone without that of elements in it, or an attribute."""
    if attribute == "text()":
        return node.text(deep=False, separator=" ")
    return node.attributes.get(attribute) if attribute else node.text(separator=" ")


def _owners(holders: Holders, selector: str) -> set[int]:
    """Comments that an element belongs to."""
    return {holders.owner(node) for node in select(holders.page, selector)} if selector else set()


def _bodies(holders: Holders, markup: Markup) -> dict[int, list[LexborNode]]:
    """By comment, the elements that hold what it says; outermost ones only."""
    bodies: dict[int, list[LexborNode]] = {}
    for selector in markup.body:
        bodies_here: dict[int, list[LexborNode]] = {}
        for node in select(holders.page, selector):
            place = holders.owner(node)
            if place < 0 or place in bodies or node.mem_id == holders.nodes[place][0].mem_id:
                continue
            before = bodies_here.setdefault(place, [])
            if not before or not _is_inside(node, before[-1]):
                before.append(node)
        bodies |= bodies_here
        if len(bodies) == len(holders.nodes):
            break
    return bodies


def _is_inside(node: LexborNode, outer: LexborNode) -> bool:
    """Whether an element stands inside another."""
    above = node.parent
    while above is not None:
        if above.mem_id == outer.mem_id:
            return True
        above = above.parent
    return False


def _parents(holders: Holders, markup: Markup) -> list[int]:
    """By comment, the one that it stands in, or that stands right before the box of replies it is in."""
    boxes = {box.mem_id for box in select(holders.page, markup.below)} if markup.below else set()
    return [_parent(holders, boxes, nodes[0]) for nodes in holders.nodes]


def _parent(holders: Holders, boxes: set[int], node: LexborNode) -> int:
    """The comment that a comment stands in, or that stands right before the box of replies it is in."""
    above = holders.above(node)
    if not boxes:
        return holders.owner(above)
    while above is not None:
        place = holders.index.get(above.mem_id)
        before = above.prev if place is None and above.mem_id in boxes else None
        for _ in range(MOST_BESIDE):
            if before is None or place is not None:
                break
            place = holders.index.get(before.mem_id)
            before = before.prev
        if place is not None:
            return place
        above = holders.above(above)
    return -1


def _depth(value: str | None) -> float | None:
    """How far a comment is set in, from a class that says its level or from a number."""
    if not value:
        return None
    if found := _DEPTH_IN_CLASS.search(value) or (":" in value and _MARGIN.search(value)):
        return float(found[1])
    number = _NUMBER.search(value) if not value[0].isalpha() else None
    return float(number[0]) if number else None


def _score(votes: str | None, against: str | None) -> float | None:
    """Votes, less those against where a page counts them apart."""
    for_it = votes_of(votes) if votes else None
    not_for_it = votes_of(against) if against else None
    if not_for_it is None:
        return for_it
    return (for_it or 0.0) - abs(not_for_it)


def _role_by_class(node: LexborNode) -> str | None:
    """What the class of a comment's element says about its author."""
    named = node.attributes.get("class")
    return "bypostauthor" if named and "bypostauthor" in named and _OPENING_POST.search(named) else None


def _plain(words: str | None) -> str | None:
    """Words with white space made even; None when nothing is left."""
    return " ".join(words.split()) or None if words else None
