"""Which thread a post belongs to, from the ids of parents alone, and the order in which a page shows posts.

Exports of social networks are flat: each post names the one that it answers, and the thread is what hangs together.
`above` maps the id of every post that is there to the id of the one it answers, or None. May import: the standard
library, json_text.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from discourse.json_text import nested

RING = "ring-"
"""What the name of a thread begins with whose posts answer each other in a ring."""


def outermost(above: Mapping[str, str | None]) -> dict[str, str]:
    """The outermost post that is there above each post: itself, where it answers none or one that is not there.

    Posts of a ring have the least of their ids as the outermost.

    Examples
    --------
    >>> outermost({"a": None, "b": "a", "c": "b", "d": "x", "e": "f", "f": "e"})
    {'a': 'a', 'b': 'a', 'c': 'a', 'd': 'd', 'e': 'e', 'f': 'e'}
    """
    top: dict[str, str] = {}
    for first in above:
        way: dict[str, None] = {}
        post = first
        while post not in top and post not in way:
            way[post] = None
            parent = above[post]
            if parent is None or parent not in above:
                top[post] = post
            else:
                post = parent
        if post not in top:
            listed = list(way)
            top[post] = min(listed[listed.index(post) :])
        top |= dict.fromkeys(way, top[post])
    return top


def threads(above: Mapping[str, str | None], stated: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The thread of each post: the id of the post that began it.

    Parameters
    ----------
    above : mapping of str to str or None
    stated : mapping of str to str
        The thread of posts whose parent is not there, where the source tells it; otherwise it is that parent.

    Examples
    --------
    >>> threads({"a": None, "b": "a", "c": "x", "d": "c", "e": "y"}, {"e": "z"})
    {'a': 'a', 'b': 'a', 'c': 'x', 'd': 'x', 'e': 'z'}
    """
    names: dict[str, str] = {}
    for post, top in outermost(above).items():
        parent = above[top]
        names[post] = top if parent is None else f"{RING}{top}" if parent in above else stated.get(top, parent)
    return names


def page_order(above: Mapping[str, str | None]) -> list[str]:
    """All posts, each after the one it answers and before that one's next reply; otherwise in the order given.

    Posts of a ring, and below one, come last.

    Examples
    --------
    >>> page_order({"b": "a", "c": "b", "a": None, "d": "b", "e": "a", "f": "x"})
    ['a', 'b', 'c', 'd', 'e', 'f']
    """
    below: dict[str, list[str]] = {}
    for post, parent in above.items():
        if parent is not None:
            below.setdefault(parent, []).append(post)
    outer = [post for post, parent in above.items() if parent is None or parent not in above]
    order = [post for post, _ in nested(outer, below.get)]
    placed = set(order)
    return order + [post for post in above if post not in placed]
