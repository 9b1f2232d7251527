"""Which comment each comment of a page answers: what it names, what it is set inside of, or how far it is set in.

May import: the standard library, and posts of this package.
"""

from __future__ import annotations

from collections.abc import Sequence

from discourse.readers.html.posts import Post


def link(posts: Sequence[Post]) -> tuple[list[int], list[str]]:
    """What each post answers: the post that it names, else the one it is set in, else by how far it is set in.

    Parameters
    ----------
    posts : sequence of Post
        In the order of the page.

    Returns
    -------
    parent : list of int
        Place of the parent; -1 for the article, -2 for a parent that is not on the page.
    how : list of str
        The ways that were used: "named", "nested", "set in".

    Examples
    --------
    >>> link([Post([], id="7"), Post([], parent=0), Post([], refers="7"), Post([], refers="9", paged=True)])
    ([-1, 0, 0, -2], ['named', 'nested'])
    """
    by_id = {post.id: place for place, post in reversed(list(enumerate(posts))) if post.id}
    nested = [post.parent for post in posts]
    set_in = _by_depth([post.depth for post in posts])
    if set_in is not None and not _agrees(posts, nested):
        nested, ways = set_in, "set in"
    else:
        ways = "nested"
    parent, how = [], set()
    for place, post in enumerate(posts):
        named = by_id.get(post.refers) if post.refers else None
        if named is not None and named != place:
            parent.append(named)
            how.add("named")
            continue
        parent.append(-2 if post.refers and post.paged and nested[place] < 0 else nested[place])
        if nested[place] >= 0:
            how.add(ways)
    return parent, sorted(how)


def _agrees(posts: Sequence[Post], nested: Sequence[int]) -> bool:
    """Whether the levels that comments state are those of their nesting."""
    level: list[int] = []
    for place, up in enumerate(nested):
        level.append(1 if up < 0 or up >= place else level[up] + 1)
    stated = [(post.depth, level[place]) for place, post in enumerate(posts) if post.depth is not None]
    return any(up >= 0 for up in nested) and all(depth == at for depth, at in stated)


def _by_depth(depths: Sequence[float | None]) -> list[int] | None:
    """Parents from how far each comment is set in: the nearest one above that is set in less; None without depths."""
    if not any(depth is not None for depth in depths) or len(set(depths)) < 2:
        return None
    least = min(depth for depth in depths if depth is not None)
    open_: list[tuple[float, int]] = []
    parent = []
    for place, depth in enumerate(depths):
        at = least if depth is None else depth
        while open_ and open_[-1][0] >= at:
            open_.pop()
        parent.append(open_[-1][1] if open_ else (-1 if at == least else -2))
        open_.append((at, place))
    return parent
