"""What the members of a group say: the box that holds the words of each, or all that is no field of it.

May import: the standard library, and hints, looker, outline, weigh of this package.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from discourse.readers.html.hints import BODY, FURNITURE, NOT_AUTHOR
from discourse.readers.html.looker import Looker
from discourse.readers.html.outline import Outline
from discourse.readers.html.weigh import COMMON, Group

LONGEST_LABEL = 60
COVERED = 0.6
"""So much of the words of a member stands in the box that is believed to hold them."""
_HOLDING = frozenset("div td dd section article span blockquote".split())
_NUMBER = re.compile(r"[(\[+\-−–#№]{0,2} ?\d[\d.,]{0,9} ?[kKM]?[)\].]?")


def bodies(look: Looker, group: Group, about: Collection[int]) -> dict[int, list[int]]:
    """By member, the element that holds its words: the same in most members, without a name, a time or a button in it.

    Parameters
    ----------
    look : Looker
    group : Group
        Weighed, with all its members.
    about : collection of int
        Elements that say what a comment answers.

    Returns
    -------
    dict of int to list of int
        Empty when there is no such element; members whose words stand elsewhere are left out.
    """
    columns = look.columns
    sizes: dict[str, dict[int, int]] = defaultdict(dict)
    places: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    total: dict[int, int] = {}
    outer = _around(columns, group.members)
    for member in group.members:
        own = list(group.own(member, columns))
        fields = {*_fields(look, group, member), *about}
        holding = outer | _around(columns, fields, member)
        for field in fields:
            holding.update(range(field, columns.end[field]))
        total[member] = sum(columns.n_text(at) for at in _outermost(look, [at for at in own if at not in holding]))
        for at in own:
            tag = columns.tag[at]
            if at in holding or (tag not in _HOLDING and tag != "p" and "-" not in tag):
                continue
            path = group.path(at, member, look)
            if tag == "p" and not BODY.search(path.rpartition("/")[2]):
                continue
            places[path][member].append(at)
            sizes[path][member] = sizes[path].get(member, 0) + columns.n_text(at)
    best = max(sizes, key=lambda path: (_worth(path, sizes[path]), -path.count("/")), default="")
    found = {member: ats[0] for member, ats in places[best].items() if len(ats) == 1}
    left = {member: total[member] - sizes[best][member] for member in found}
    covered = sum(left[member] <= (1 - COVERED) * total[member] for member in found)
    if covered < COMMON * len(group.members) and not BODY.search(best.rpartition("/")[2]):
        return {}
    # What is said may be shorter than the labels around it.
    known = [one for one in found if left[one] <= max((1 - COVERED) * total[one], LONGEST_LABEL)]
    return {one: [found[one]] for one in known} if len(known) >= COMMON * len(group.members) else {}


def _worth(path: str, sizes: dict[int, int]) -> float:
    """How likely the words at a path are what is said: there are many, and the path is called so."""
    last = path.rpartition("/")[2]
    likely = 1.0 + bool(BODY.search(last)) - 0.6 * bool(FURNITURE.search(last) or NOT_AUTHOR.search(last))
    return sum(min(size, 2_000) for size in sizes.values()) * likely


def _fields(look: Looker, group: Group, member: int) -> Iterator[int]:
    """The elements of a member's name and time, and those of its buttons."""
    for known in (group.author, group.date):
        if member in known:
            yield known[member]
    yield from group.buttons & set(group.own(member, look.columns))


def _around(columns: Outline, places: Collection[int], top: int = -1) -> set[int]:
    """All elements around some, up to a given one."""
    found: set[int] = set()
    for at in places:
        up = columns.up[at]
        while up > top and up not in found:
            found.add(up)
            up = columns.up[up]
    return found


def _outermost(look: Looker, places: list[int]) -> Iterator[int]:
    """Of some elements, in order, those that stand in none of the others."""
    last = -1
    for at in places:
        if at >= last:
            yield at
            last = look.columns.end[at]


def furniture(look: Looker, group: Group, member: int) -> Iterator[int]:
    """Elements in a member that are no part of what it says: its fields, what every member repeats, counts, buttons."""
    columns = look.columns
    for known in (group.author, group.date):
        if member in known:
            yield known[member]
    for place in group.own(member, columns):
        if columns.n_text(place) > LONGEST_LABEL:
            continue
        named = columns.nodes[place].attributes.get("class")
        is_time = look.speaks(place) and look.is_time(place) and columns.tag[place] != "p"
        is_label = named and FURNITURE.search(named) and not BODY.search(named)
        is_number = columns.tag[place] not in {"p", "div"} and _NUMBER.fullmatch(look.words(place))
        if place in group.constant or is_time or is_label or is_number:
            yield place
