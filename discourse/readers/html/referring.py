"""Which comment each member of a group says it answers: in an attribute, by a link, or by the name of its author.

May import: the standard library, and hints, looker, posts, values, weigh of this package.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from discourse.readers.html.hints import REFERS
from discourse.readers.html.looker import Looker
from discourse.readers.html.posts import Post
from discourse.readers.html.values import key_of
from discourse.readers.html.weigh import Group

LONGEST = 100
"""Longer words name no comment."""
MOST_BEFORE = 12
"""So many elements with words are looked at in a comment."""
LEVELS = 3
"""A box of replies has so many boxes in it, at most, around a reply."""
_REPLIES = re.compile(r"repl(?:y|ies)|child|indent|thread|respon[sd]|answer|antwort|nested|sub|twig", re.IGNORECASE)
_NAMES_PARENT = re.compile(r"parent|reply-?to|in-?reply|repliedto|answers?-?to", re.IGNORECASE)
_NOBODY = frozenset({"", "0", "-1", "null", "none", "undefined", "false", "root"})
_POINTS = re.compile(r"(?:parent|up|context|[\[(]?[#№@]? ?\d{1,7}[\])]?|>>\d{1,12}|↑|⤴|↩)", re.IGNORECASE)


def refer(posts: Sequence[Post], look: Looker, group: Group) -> set[int]:
    """Let posts know what they answer, as far as they say it themselves.

    Parameters
    ----------
    posts : sequence of Post
        Those of the group's members; changed in place.
    look : Looker
    group : Group

    Returns
    -------
    set of int
        Elements that say what is answered, and so are no words of the comment.
    """
    _by_box(posts, look, group)
    _by_attribute(posts, look, group)
    fragments: dict[str, int] = {}
    for place, member in enumerate(group.members):
        for value in anchors(look, group, member):
            fragments.setdefault(value, place)
    said: set[int] = set()
    before: dict[str, int] = {}
    for place, member in enumerate(group.members):
        target, at = _by_link(look, group, member, place, fragments, posts)
        if target < 0:
            target, at = _by_name(look, group, member, before)
        if at >= 0:
            said.add(at)
        if target >= 0:
            posts[place].parent, posts[place].refers = target, None
        if author := posts[place].author:
            before[author.casefold()] = place
    return said


def _by_box(posts: Sequence[Post], look: Looker, group: Group) -> None:
    """Parents of the comments in boxes that stand beside comments, each box right after one: boxes of replies."""
    columns = look.columns
    places = {member: place for place, member in enumerate(group.members)}
    last: dict[int, int] = {}
    answered: dict[int, int] = {}
    inside: dict[int, int] = {}
    for member, place in places.items():
        box = columns.up[member]
        for _ in range(LEVELS):
            if box < 0 or box in places or columns.up[box] in last:
                break
            box = columns.up[box]
        if box >= 0 and box not in places and columns.up[box] in last:
            inside[place] = answered.setdefault(box, last[columns.up[box]])
        last[columns.up[member]] = place
    # Boxes that follow each other hold more of the same.
    called = [_REPLIES.search(columns.nodes[box].attributes.get("class") or "") is not None for box in answered]
    if len(set(answered.values())) == len(answered) and (len(answered) > 1 or all(called)):
        for place, parent in inside.items():
            if posts[place].parent < 0:
                posts[place].parent = parent


def _by_attribute(posts: Sequence[Post], look: Looker, group: Group) -> None:
    """Parents by attributes that are called so, and ids by the attribute whose values they name."""
    attributes = [_attributes(look, group, member) for member in group.members]
    for post, given in zip(posts, attributes, strict=True):
        for name, value in given:
            if _NAMES_PARENT.search(name) and value.strip().casefold() not in _NOBODY:
                post.refers = key_of(value) or value.strip()
    named = Counter(post.refers for post in posts if post.refers)
    if not named:
        return
    best = ""
    most = sum(n for value, n in named.items() if value in {post.id for post in posts})
    for name in dict.fromkeys(name for given in attributes for name, _ in given):
        if _NAMES_PARENT.search(name):
            continue
        values = {key_of(value) or value.strip() for given in attributes for one, value in given if one == name}
        n_found = sum(n for value, n in named.items() if value in values)
        if n_found > most:
            best, most = name, n_found
    for post, given in zip(posts, attributes, strict=True):
        if best and (own := dict(given).get(best)):
            post.id = key_of(own) or own.strip()


def _attributes(look: Looker, group: Group, member: int) -> list[tuple[str, str]]:
    """Attributes of a member and of the first elements in it, the inner ones first."""
    columns = look.columns
    places = range(min(member + 3, group.ends[member]) - 1, member - 1, -1)
    found = [(name, value) for at in places for name, value in columns.nodes[at].attributes.items() if value]
    return [(name, value) for name, value in found if len(value) <= LONGEST and name not in {"class", "style", "href"}]


def anchors(look: Looker, group: Group, member: int) -> list[str]:
    """What a link to a member, or to something in it, names."""
    columns = look.columns
    given = [columns.nodes[at].attributes for at in dict.fromkeys((member, *group.own(member, columns)))]
    return [value for attributes in given for name in ("id", "name") if (value := attributes.get(name))]


def _by_link(
    look: Looker, group: Group, member: int, place: int, fragments: dict[str, int], posts: Sequence[Post]
) -> tuple[int, int]:
    """The earlier post that a link in a member leads to, and the element that says so; -1 for none."""
    columns = look.columns
    for at in group.own(member, columns):
        if columns.tag[at] != "a":
            continue
        fragment = (columns.nodes[at].attributes.get("href") or "").rpartition("#")[2]
        target = fragments.get(fragment, -1)
        if not 0 <= target < place:
            continue
        words = look.words(at)
        around = columns.up[at]
        if REFERS.match(words) or _POINTS.fullmatch(words):
            is_alone = around >= 0 and columns.n_text(around) == columns.n_text(at) and columns.tag[around] != "p"
            return target, around if is_alone and around > member else at
        if around > member and REFERS.match(look.words(around)) and len(look.words(around)) <= LONGEST:
            return target, around
        author = posts[target].author
        if author and words.lstrip("@").casefold() == author.casefold():
            return target, -1
    return -1, -1


def _by_name(look: Looker, group: Group, member: int, before: dict[str, int]) -> tuple[int, int]:
    """The last post by the author whom a member says it answers, and the element that says so; -1 for none."""
    for leaf in group.leaves(member, look)[:MOST_BEFORE]:
        words = look.words(leaf)
        found = REFERS.search(words) if len(words) <= LONGEST else None
        if found is None:
            continue
        name = words[found.end() :].strip(" @:").casefold()
        name = max((one for one in before if name.startswith(one)), key=len, default="")
        is_all = found.start() == 0 and len(words) - found.end() <= len(name) + 3
        if name or is_all:
            return before.get(name, -1), leaf if is_all else -1
    return -1, -1
