"""Elements of a page that share something, and those that are called comments or stand where comments are.

Elements are grouped by a word of their class, the stem of their id, the name of a data attribute, the box they stand
in, or what they are made of. Where what they hold is no prose but what follows them is, they begin a comment each.
May import: the standard library, and headings, hints, looker, outline, weigh of this package.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from discourse.readers.html.headings import heads_section
from discourse.readers.html.hints import COMMENT, NOT_COMMENT, SECTION, STATE, SURE, kind, stem
from discourse.readers.html.looker import Looker
from discourse.readers.html.outline import Outline
from discourse.readers.html.weigh import Group, weigh

MOST_GROUPS = 60
SAMPLE = 40
"""Members that are looked at to judge a group."""
LONGEST_HEAD = 150
"""What begins a comment and does not hold it has fewer characters."""
MOST_BESIDE_HEADING = 60
"""Characters beside a heading that do not keep it from standing above what follows."""
_BOXES = frozenset("li div article tr dd section table ul ol dl".split())
_TOO_COMMON = frozenset("html body head main blockquote p span a b strong em i time h1 h2 h3".split())
_HEADS = frozenset("dt h3 h4 h5 h6 p div header".split())
_RANKS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_RECENT = re.compile(r"\b(?:recent|latest|newest|neueste|letzte|derni[eè]res?|recientes?|ultim[ie])\b", re.IGNORECASE)


def find_groups(look: Looker) -> list[Group]:
    """Groups of elements that could be comments, weighed; those with most named and most text only.

    Parameters
    ----------
    look : Looker

    Returns
    -------
    list of Group
    """
    columns = look.columns
    members: dict[str, list[int]] = defaultdict(list)
    around = _named_around(columns)
    for at, node in enumerate(columns.nodes):
        if columns.unseen[at] or columns.n_text(at) == 0:
            continue
        for key in dict.fromkeys(_keys(columns.tag[at], node.attributes)):
            members[key].append(at)
        if around[at]:
            for key in _keys_by_place(columns, at):
                members[key].append(at)
    groups: list[Group] = []
    for key, places in members.items():
        group = _named(key, places, around, columns)
        if group is not None:
            groups += [group, *_heads(group, columns)]
    groups.sort(key=lambda group: (-group.named, -sum(group.n_text(at, columns) for at in group.members)))
    return [group for group in groups[:MOST_GROUPS] if weigh(group, look, SAMPLE)]


def _named(key: str, places: list[int], around: Sequence[bool], columns: Outline) -> Group | None:
    """A group with how it is called; None when it is called something else, or is one element of no name."""
    own = key.partition(" in ")[0]
    if NOT_COMMENT.search(own):
        return None
    inside = [at for at in places if around[at]]
    named = int(2 * len(inside) >= len(places) or bool(COMMENT.search(own)))
    if named and not COMMENT.search(own):
        # Others that share but the class of a box or a width are no comments.
        places = inside
    if SURE.search(own) and not SECTION.search(own.partition(".")[2]):
        named = 2
    return Group(key, places, named, {at: columns.end[at] for at in places}) if named or len(places) > 1 else None


def _heads(group: Group, columns: Outline) -> Iterator[Group]:
    """The same elements with what follows each of them, where that is most of the text."""
    places = group.members
    if len(places) < 2 or columns.tag[places[0]] not in _HEADS:
        return
    if median(map(columns.n_text, places)) > LONGEST_HEAD:
        return
    following = {at: after for at, after in pairwise(places) if columns.up[after] == columns.up[at]}
    ends = {at: following.get(at, -1) for at in places}
    kinds = {_kind(columns, place) for at, end in following.items() for place in _beside(columns, at, end)}
    for at in places:
        if ends[at] < 0:
            # The last one ends where something stands that followed none of the others.
            ends[at] = columns.end[at]
            for place in _beside(columns, at, columns.end[columns.up[at]]):
                if _kind(columns, place) not in kinds:
                    break
                ends[at] = columns.end[place]
    held = [at for at in places if ends[at] > columns.end[at]]
    said = sum(columns.text[ends[at]] - columns.text[columns.end[at]] for at in places)
    if (
        10 * len(held) >= 8 * len(places)
        and 3 * said > sum(map(columns.n_text, places))
        and len(following) * 2 >= len(places)
    ):
        yield Group(f"{group.key} and what follows it", places, group.named, ends, True)


def _beside(columns: Outline, at: int, end: int) -> Iterator[int]:
    """The elements beside an element, after it and up to a place."""
    place = columns.end[at]
    while place < end:
        yield place
        place = columns.end[place]


def _kind(columns: Outline, at: int) -> str:
    """An element in a word, so that those that are made alike are one."""
    return f"{columns.tag[at]}.{kind((columns.nodes[at].attributes.get('class') or '').split(' ')[0])}"


def _keys(tag: str, attributes: dict[str, str | None]) -> Iterable[str]:
    """What an element may share with others of its kind."""
    if tag in _TOO_COMMON:
        return
    for token in dict.fromkeys((attributes.get("class") or "").split()[:12]):
        short = kind(token)
        if len(short) > 1 and not STATE.match(short):
            yield f"{tag}.{short}"
    if (id_ := attributes.get("id")) and any(character.isdigit() for character in id_[:100]) and stem(id_):
        yield f"{tag}#{stem(id_)}"
    for name in attributes:
        if name.startswith("data-") and COMMENT.search(name) and "count" not in name:
            yield f"{tag}[{name}]"
    if "-" in tag and COMMENT.search(tag):
        yield tag


def _keys_by_place(columns: Outline, at: int) -> Iterator[str]:
    """What an element shares with others where comments are: the box it stands in, what it is made of, its tag."""
    tag, up = columns.tag[at], columns.up[at]
    if up < 0:
        return
    if tag in _BOXES:
        yield f"{tag} in {_shown(columns, up)}"
        if columns.nodes[at].attributes.keys() & {"class", "id"}:
            return
        inner = columns.tag[at + 1 : min(at + 4, columns.end[at])]
        if len(inner) > 1:
            yield f"{tag} of {'+'.join(inner[:2])}"
    elif tag in _HEADS:
        yield f"{tag} in {_shown(columns, up)}"


def _shown(columns: Outline, at: int) -> str:
    """An element in a word."""
    attributes = columns.nodes[at].attributes
    named = attributes.get("id") or (attributes.get("class") or "").split(" ")[0]
    return f"{columns.tag[at]}.{stem(named)}" if named else columns.tag[at]


def _named_around(columns: Outline) -> list[bool]:
    """For every element, whether one around it is called comments, or a heading above it says so."""
    inside = [False] * len(columns.nodes)
    calls = [False] * len(columns.nodes)
    for at, node in enumerate(columns.nodes):
        attributes = node.attributes
        if attributes and columns.tag[at] not in {"html", "body", "a", "article"}:
            words = f"{(attributes.get('id') or '')[:100]} {attributes.get('class') or ''}".split()[:12]
            calls[at] = any(SURE.search(word) is not None and not NOT_COMMENT.search(word) for word in words)
        if columns.tag[at] in _RANKS and not columns.unseen[at] and heads_section(node):
            for place in () if _RECENT.search(node.text() or "") else _below(columns, at):
                inside[place] = calls[place] = True
    for at, up in enumerate(columns.up):
        inside[at] = inside[at] or (up >= 0 and (inside[up] or calls[up]))
    return inside


def _below(columns: Outline, heading: int) -> Iterator[int]:
    """The elements that stand after a heading, or after the box that holds little but it, up to the next heading."""
    start, rank = heading, _RANKS[columns.tag[heading]]
    while columns.up[start] > 0 and columns.n_text(columns.up[start]) <= columns.n_text(heading) + MOST_BESIDE_HEADING:
        start = columns.up[start]
    for place in _beside(columns, start, columns.end[columns.up[start]] if columns.up[start] >= 0 else 0):
        if _RANKS.get(columns.tag[place], 9) <= rank:
            return
        yield place
