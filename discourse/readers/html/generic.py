"""Comments on a page that nobody has described: the records that repeat on it, with a name, a time and a text each.

May import: the standard library, dates, and groups, hints, markup, outline, parts, posts, prose and values here.
"""

from __future__ import annotations

from collections.abc import Iterator

from discourse.dates import find as find_date
from discourse.readers.html.groups import find_groups
from discourse.readers.html.hints import FURNITURE, SCORE
from discourse.readers.html.looker import Looker
from discourse.readers.html.markup import Markup
from discourse.readers.html.outline import outline
from discourse.readers.html.parts import Parts
from discourse.readers.html.posts import Holders, Post, posts_of
from discourse.readers.html.prose import read_prose
from discourse.readers.html.values import name_of, votes_of
from discourse.readers.html.weigh import COMMON, Group, weigh

LONGEST_LABEL = 60
REFERENCES = ("[data-parent-id]@data-parent-id", "@data-parent-id", "@data-parent", "@data-parentid", "@data-reply-to")
DEPTHS = ("@data-depth", "@data-level", "@data-indent", "@class", "@style")


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
    >>> from discourse.readers.html.parts import parse
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
    keys = [best.key]
    for other in sorted(believed, key=lambda group: -group.worth):
        if _adds_to(other, best, look):
            keys.append(other.key)
            best = Group(best.key, sorted({*best.members, *other.members}), max(best.named, other.named))
            weigh(best, look)
    weigh(best, look)
    return _posts(page, look, best), [f"records found by what they share: {' and '.join(keys)}"]


def _adds_to(other: Group, best: Group, look: Looker) -> bool:
    """Whether a group holds more comments of the same section: replies that go by another name."""
    columns = look.columns
    if other.named < best.named or not other.author or set(other.members) & set(best.members):
        return False
    if len(other.author) < COMMON * other.n or set(other.author.values()) & set(best.author.values()):
        return False
    first, last = best.members[0], columns.end[max(best.members, key=lambda at: columns.end[at])]
    inner = all(first < at < last for at in other.members)
    outer = any(columns.holds(at, best.members[0]) for at in other.members)
    inside_text = sum(any(columns.holds(one, leaf) for one in other.members) for leaf in best.author.values())
    return inner and not outer and not inside_text


def _posts(page: Parts, look: Looker, group: Group) -> list[Post]:
    """The members as posts, with their fields."""
    columns = look.columns
    holders = Holders(page, [[columns.nodes[at]] for at in group.members])
    posts = posts_of(holders, Markup(group.key, (), (), parent=REFERENCES, depth=DEPTHS))
    starts = set(group.members)
    members = set(holders.index)
    for post, member in zip(posts, group.members, strict=True):
        left_out = {columns.nodes[leaf].mem_id for leaf in _around_body(group, look, member, starts)}
        post.prose = read_prose(post.roots, page, left_out | (members - {post.roots[0].mem_id}))
        if member in group.author:
            post.author = name_of(look.words(group.author[member]))
        if member in group.date:
            leaf = columns.nodes[group.date[member]]
            words = look.words(group.date[member])
            span = find_date(words)
            post.date = leaf.attributes.get("datetime") or (words[span[0] : span[1]] if span else words) or None
            post.url = post.url or leaf.attributes.get("href") or _link_around(look, group.date[member], member)
        post.score = _score(look, member, starts)
    return posts


def _link_around(look: Looker, at: int, member: int) -> str | None:
    """The address of the link that an element stands in, inside its member."""
    for place in look.columns.around(at):
        if place == member:
            return None
        if look.columns.tag[place] == "a":
            return look.columns.nodes[place].attributes.get("href")
    return None


def _around_body(group: Group, look: Looker, member: int, starts: set[int]) -> Iterator[int]:
    """Elements in a member that are no part of what it says: its fields, what every member repeats, furniture."""
    columns = look.columns
    for known in (group.author, group.date):
        if member in known:
            yield known[member]
    place, end = member + 1, columns.end[member]
    while place < end:
        if place in starts:
            place = columns.end[place]
            continue
        if columns.n_text(place) <= LONGEST_LABEL:
            named = columns.nodes[place].attributes.get("class")
            is_time = look.speaks(place) and look.is_time(place) and columns.tag[place] != "p"
            if place in group.constant or is_time or (named and FURNITURE.search(named)):
                yield place
        place += 1


def _score(look: Looker, member: int, starts: set[int]) -> float | None:
    """The votes of a member: the one number in an element that is called votes."""
    columns = look.columns
    found = set()
    place, end = member + 1, columns.end[member]
    while place < end:
        if place in starts:
            place = columns.end[place]
            continue
        named = columns.nodes[place].attributes.get("class")
        if named and SCORE.search(named) and columns.n_text(place) <= 20:
            votes = votes_of(look.words(place))
            if votes is not None:
                found.add(votes)
        place += 1
    return found.pop() if len(found) == 1 else None
