"""Rows in any order, brought to where parents stand before their children: what the door needs.

A parent vector as in `tree`, but a comment may stand before its parent, and there may be cycles. May import: numpy,
errors, tree.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from discourse.errors import InvalidParent
from discourse.tree import Mask, Number, Rows


def cycles(parent: Rows) -> Mask:
    """Whether a comment is, through its parents, a reply to itself. Rows may stand in any order.

    Parameters
    ----------
    parent : int32, shape (n,)
        Any rows from -1 to n - 1. Comments that only hang below a cycle are not on it.

    Returns
    -------
    bool, shape (n,)

    Notes
    -----
    Whoever goes up n steps or more and is not at the article stands on a cycle, and every row of a cycle is reached so.
    Pointer jumping: O(n log n) when there are cycles, O(n log d) when there are none.

    Examples
    --------
    >>> cycles(np.array([1, 0, 0, 3, -1], dtype=np.int32))
    array([ True,  True, False,  True, False])
    """
    above = parent.copy()
    climbing = np.flatnonzero(above >= 0)
    for _ in range(parent.size.bit_length()):
        above[climbing] = above[above[climbing]]
        climbing = climbing[above[climbing] >= 0]
    on_cycle = np.zeros(parent.size, dtype=np.bool_)
    on_cycle[above[climbing]] = True
    return on_cycle


def parents_first(parent: Rows, rank: NDArray[Number]) -> Rows:
    """Order the comments so that parents stand before children and page order changes as little as that allows.

    The rule: again and again take the first comment on the page whose parent has been taken. So a comment that stands
    after its parent keeps its turn, and one that stands before it comes directly after it, along with whatever else
    waited for that parent, in page order. No parents-first order is lexicographically smaller in rank.

    Parameters
    ----------
    parent : int32, shape (n,)
        Rows in any order.
    rank : int32, int64 or float64, shape (n,)
        Page order. The result does not depend on the order of the rows when no two ranks are equal.

    Returns
    -------
    int32, shape (n,)
        A permutation of the rows.

    Raises
    ------
    InvalidParent
        When a cycle leaves rows without an order; see `cycles`.

    Notes
    -----
    One sort, and only if some comment stands before its parent one pass with a heap of those who waited:
    O(n log n) time, O(n) memory.

    Examples
    --------
    Row 1 stands on the page before its parent, row 2:

    >>> parents_first(np.array([-1, 2, -1, 0], dtype=np.int32), np.array([0, 1, 2, 3]))
    array([0, 2, 1, 3], dtype=int32)
    """
    page = np.argsort(rank, kind="stable").astype(np.int32)
    above = relabel(parent, page)
    if np.all(above < np.arange(above.size)):
        return page
    taken = _take_turns(above.tolist())
    if len(taken) < parent.size:
        stuck = int(np.setdiff1d(np.arange(parent.size), page[taken])[0])
        raise InvalidParent("it is on a cycle or below one", where=f"row {stuck}", fix="cut the cycles first")
    return page[taken]


def _take_turns(above: list[int]) -> list[int]:
    """Take again and again the first whose parent has been taken; what is on or below a cycle is never taken."""
    taken: list[int] = []
    is_taken = [False] * len(above) + [True]  # -1, the article, indexes the last
    last_waiting = [-1] * len(above)  # for a parent; from there `next_waiting` leads to the others
    next_waiting = [-1] * len(above)
    for row, up in enumerate(above):
        if not is_taken[up]:
            last_waiting[up], next_waiting[row] = row, last_waiting[up]
            continue
        # Whoever waited for this row stands before the rest of the page.
        ready = [row]
        while ready:
            first = heappop(ready)
            taken.append(first)
            is_taken[first] = True
            released = last_waiting[first]
            while released >= 0:
                heappush(ready, released)
                released = next_waiting[released]
    return taken


def relabel(parent: Rows, order: Rows) -> Rows:
    """Parent vector after the rows have been put in another order, in O(n) time.

    Parameters
    ----------
    parent : int32, shape (n,)
        Rows in any order.
    order : int32, shape (n,)
        A permutation: the row that comes first, the row that comes second, ...

    Returns
    -------
    int32, shape (n,)

    Examples
    --------
    >>> relabel(np.array([-1, 2, -1], dtype=np.int32), np.array([0, 2, 1], dtype=np.int32))
    array([-1, -1,  1], dtype=int32)
    """
    place = np.empty(parent.size, dtype=np.int32)
    place[order] = np.arange(parent.size, dtype=np.int32)
    moved = parent[order]
    return np.where(moved < 0, np.int32(-1), place[moved])
