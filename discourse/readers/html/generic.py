"""Comments on a page that nobody has described: the records that repeat on it, with a name, a time and a text each.

May import: the standard library, dates, hypertext, and bodies, groups, hints, looker, markup, outline, posts,
referring, values and weigh here.
"""

from __future__ import annotations

from discourse.dates import is_relative
from discourse.hypertext.parts import Parts
from discourse.hypertext.prose import read_prose
from discourse.readers.html.bodies import bodies, furniture
from discourse.readers.html.groups import find_groups
from discourse.readers.html.hints import SCORE
from discourse.readers.html.looker import Looker
from discourse.readers.html.markup import Markup
from discourse.readers.html.outline import outline
from discourse.readers.html.posts import Holders, Post, dates_in_text, posts_of
from discourse.readers.html.referring import anchors, refer
from discourse.readers.html.values import stamp_of, votes_of
from discourse.readers.html.weigh import Group, name_beside_time, weigh

DEPTHS = ("@data-depth", "@data-level", "@data-indent", "@class", "@style")
KEPT = 0.9
"""Where members are added to a group, so much of what it held and of its authors must still be there."""


def find_records(page: Parts) -> tuple[list[Post], list[str]]:
    """The comments that repeat on a page.

    Parameters
    ----------
    page : Parts

    Returns
    -------
    posts : list of Post
        Empty when no group is believed.
    notes : list of str
        What was found, and why it was believed or not.

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> one = "<div class='remark'><b class=user>{}</b> <i>2 May 2020, 10:0{}</i><p>{}</p><a>Reply</a></div>"
    >>> said = one.format("Ann", 1, "The ferry is late again.") + one.format("Ben", 2, "It always was, was it not?")
    >>> posts, notes = find_records(parse(f"<div id=comments>{said}</div>"))
    >>> [(post.author, post.date, post.prose.text) for post in posts[:1]]
    [('Ann', '2 May 2020, 10:01', 'The ferry is late again.')]
    """
    look = Looker(outline(page))
    groups = find_groups(look)
    believed = [group for group in groups if not group.doubts()]
    if not believed:
        best = max(groups, key=lambda group: group.worth, default=None)
        why = f": {len(best.members)} elements {best.key} repeat, but {' and '.join(best.doubts())}" if best else ""
        return [], [f"nothing that repeats on the page was found to be comments{why}"]
    # Of groups that say the same the outermost one holds the replies; a single comment is the innermost.
    size = look.columns.n_text
    best = max(believed, key=lambda group: (round(group.worth, 2), (1 if group.n > 1 else -1) * size(group.members[0])))
    weigh(best, look)
    keys = [best.key]
    for other in sorted(believed, key=lambda group: -group.worth):
        both = _both(best, other, look)
        if both is not None:
            keys.append(other.key)
            best = both
    return _posts(page, look, best), [f"records found by what they share: {' and '.join(keys)}"]


def _both(best: Group, other: Group, look: Looker) -> Group | None:
    """Two groups as one, where the other holds more comments of the same section: replies that go by another name."""
    columns = look.columns
    if other.named < best.named or other.begins or best.begins or set(other.members) & set(best.members):
        return None
    first, last = best.members[0], max(columns.end[at] for at in best.members)
    inner = all(first < at < last for at in other.members)
    outer = any(columns.holds(at, best.members[0]) for at in other.members)
    holds_author = any(columns.holds(one, leaf) for one in other.members for leaf in best.author.values())
    if not inner or outer or holds_author or not other.author:
        return None
    both = Group(
        best.key, sorted({*best.members, *other.members}), max(best.named, other.named), best.ends | other.ends
    )
    weigh(both, look)
    kept = sum(at in both.author for at in best.members) >= KEPT * len(best.author)
    known = len(both.author) / both.n >= KEPT * len(best.author) / best.n
    return both if kept and known and both.prose >= KEPT * best.prose and both.worth > best.worth else None


def _posts(page: Parts, look: Looker, group: Group) -> list[Post]:
    """The members as posts, with their fields."""
    columns = look.columns
    holders = Holders(page, [[columns.nodes[at] for at in _roots(group, look, member)] for member in group.members])
    posts = posts_of(holders, Markup(group.key, (), (), depth=DEPTHS))
    for post, member in zip(posts, group.members, strict=True):
        if member in group.author:
            post.author = name_beside_time(look, group.author[member])
        if member in group.date:
            at = group.date[member]
            post.date = _date(look, at, member)
            post.url = post.url or columns.nodes[at].attributes.get("href") or _link_around(look, at, member)
        post.url = post.url or _address(look, group, member)
        post.score = _score(look, group, member)
    about = refer(posts, look, group)
    own = bodies(look, group, about)
    starts = set(holders.index)
    for post, member in zip(posts, group.members, strict=True):
        others = starts - {root.mem_id for root in post.roots}
        if member in own:
            prose = read_prose([columns.nodes[at] for at in own[member]], page, others | _ids(look, about))
        else:
            left_out = _ids(look, {*furniture(look, group, member), *about})
            prose = read_prose([root for root in post.roots if root.mem_id not in left_out], page, left_out | others)
        if not prose.text:
            fields = {known[member] for known in (group.author, group.date) if member in known}
            prose = read_prose(post.roots, page, _ids(look, fields | group.buttons | about) | others)
        post.prose = prose
    if not group.date:
        dates_in_text(posts)
    return posts


def _ids(look: Looker, places: set[int]) -> set[int]:
    """The `mem_id` of elements."""
    return {look.columns.nodes[at].mem_id for at in places}


def _roots(group: Group, look: Looker, member: int) -> list[int]:
    """The elements that a member is made of."""
    if not group.begins:
        return [member]
    columns = look.columns
    roots, place = [], member
    while place < group.ends[member]:
        roots.append(place)
        place = columns.end[place]
    return roots


def _date(look: Looker, at: int, member: int) -> str | None:
    """The time that an element holds: as machines read it, else as a person does, unless that is an age."""
    up = look.columns.up[at]
    if up > member and _covers(look, up) > _covers(look, at):
        # The day and the time of day stand apart.
        at = up
    attributes = look.columns.nodes[at].attributes
    words = look.words(at)
    span = look.span(words)
    shown = words[span[0] : span[1]] if span else words
    if stated := attributes.get("datetime"):
        return stamp_of(stated)
    if not span or is_relative(shown):
        return stamp_of(next(look.stated_times(at), shown))
    return stamp_of(shown)


def _covers(look: Looker, at: int) -> int:
    """Characters of the time that an element holds."""
    span = look.stamp(at)
    return span[1] - span[0] if span else 0


def _link_around(look: Looker, at: int, member: int) -> str | None:
    """The address of the link that an element stands in, inside its member."""
    for place in look.columns.around(at):
        if place == member:
            return None
        if look.columns.tag[place] == "a":
            return look.columns.nodes[place].attributes.get("href")
    return None


def _address(look: Looker, group: Group, member: int) -> str | None:
    """The address of the first link of a member that leads to itself."""
    columns = look.columns
    own = anchors(look, group, member)
    for place in group.own(member, columns):
        address = columns.nodes[place].attributes.get("href") if columns.tag[place] == "a" else None
        if address and address.rpartition("#")[2] in own and "#" in address:
            return address
    return None


def _score(look: Looker, group: Group, member: int) -> float | None:
    """The votes of a member: the one number in an element that is called votes."""
    columns = look.columns
    found = set()
    for place in group.own(member, columns):
        named = columns.nodes[place].attributes.get("class")
        if named and SCORE.search(named) and columns.n_text(place) <= 20:
            votes = votes_of(look.words(place))
            if votes is not None:
                found.add(votes)
    return found.pop() if len(found) == 1 else None
