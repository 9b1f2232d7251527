"""Array algorithms on one parent vector: depth, sizes, paths, reading order.

A forest of n comments is an int32 array `parent` of shape (n,): the row of each comment's parent, -1 for a reply to
the article. Parents stand before children; `order` brings rows of any order there. The parent vector of many threads at
once is the same thing; `shape` holds what gives one value a thread, `messages` what passes evidence along replies.
Functions trust what they are given: `validate` first what comes from outside, for going up a cycle has no end.
May import: numpy, errors.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from discourse.errors import InvalidParent

Rows = NDArray[np.int32]
Offsets = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Number = TypeVar("Number", np.int32, np.int64, np.float64)


def validate(parent: Rows, offsets: Offsets | None = None) -> None:
    """Refuse a vector that breaks the law: parents in range, before their children and in the same thread.

    Parameters
    ----------
    parent : int32, shape (n,)
    offsets : int64, shape (n_threads + 1,), optional
        Rows of thread t are `offsets[t]` up to `offsets[t + 1]`; without it all rows are one thread.

    Raises
    ------
    InvalidParent
        Names the first row that is wrong and what is wrong with it.

    Notes
    -----
    O(n) time and memory.

    Examples
    --------
    >>> validate(np.array([-1, 0, 5], dtype=np.int32))
    Traceback (most recent call last):
    discourse.errors.InvalidParent: row 2: its parent must stand before it (-1 or a row from 0 to 1): '5'. ...
    """
    if parent.ndim != 1 or parent.dtype != np.int32:
        raise InvalidParent("a parent vector is one-dimensional int32", given=f"{parent.dtype} of shape {parent.shape}")
    row = np.arange(parent.size)
    first = np.zeros(parent.size, dtype=np.int64)
    if offsets is not None:
        _check_offsets(offsets, parent.size)
        first = np.repeat(offsets[:-1], np.diff(offsets))
    bad = (parent < -1) | (parent >= row) | ((parent >= 0) & (parent < first))
    if bad.any():
        worst = int(bad.argmax())
        low = int(first[worst])
        allowed = "-1" if low == worst else f"-1 or a row from {low} to {worst - 1}"
        law = "its parent must stand before it" + (" in its thread" if offsets is not None else "")
        fix = "pass the comments through assemble, which repairs and names such rows"
        raise InvalidParent(f"{law} ({allowed})", where=f"row {worst}", given=str(parent[worst]), fix=fix)


def _check_offsets(offsets: Offsets, n: int) -> None:
    """Refuse offsets that do not cut rows 0 to n into threads."""
    if offsets.ndim != 1 or not offsets.size or offsets[0] != 0 or offsets[-1] != n or np.any(np.diff(offsets) < 0):
        raise InvalidParent(f"offsets rise from 0 to the number of rows ({n})", where="offsets", given=str(offsets))


def path_sum(parent: Rows, values: NDArray[Number]) -> NDArray[Number]:
    """Sum of a value over each comment and all that it replies to, up to the top-level comment.

    Parameters
    ----------
    parent : int32, shape (n,)
    values : int32, int64 or float64, shape (n,)

    Returns
    -------
    the dtype of `values`, shape (n,)

    Notes
    -----
    Pointer jumping: O(n log d) time and O(n) memory for a deepest reply at depth d, no recursion. After round k each
    row holds the sum over its nearest 2**k ancestors (itself included) and points at the next one above them.

    Examples
    --------
    >>> path_sum(np.array([-1, 0, 1, -1], dtype=np.int32), np.array([1.0, 10.0, 100.0, 5.0]))
    array([  1.,  11., 111.,   5.])
    """
    total = values.copy()
    above = parent.copy()
    unfinished = np.flatnonzero(above >= 0)
    while unfinished.size:
        over = above[unfinished]
        total[unfinished] += total[over]
        above[unfinished] = above[over]
        unfinished = unfinished[above[unfinished] >= 0]
    return total


def depth(parent: Rows) -> Rows:
    """Depth of every comment: 1 for a reply to the article, one more for each reply below.

    Parameters
    ----------
    parent : int32, shape (n,)
        Row of the parent; -1 for a reply to the article. Parents stand before children.

    Returns
    -------
    int32, shape (n,)

    Notes
    -----
    O(n log d) time and O(n) memory for a deepest reply at depth d: see `path_sum`.

    Examples
    --------
    >>> depth(np.array([-1, 0, 1, -1], dtype=np.int32))
    array([1, 2, 3, 1], dtype=int32)
    """
    return path_sum(parent, np.ones(parent.size, dtype=np.int32))


def n_replies(parent: Rows) -> Rows:
    """Number of direct replies to every comment, in O(n) time.

    Returns
    -------
    int32, shape (n,)

    Examples
    --------
    >>> n_replies(np.array([-1, 0, 0, -1], dtype=np.int32))
    array([2, 0, 0, 0], dtype=int32)
    """
    return np.bincount(parent[parent >= 0], minlength=parent.size).astype(np.int32)


def is_leaf(parent: Rows) -> Mask:
    """Whether a comment has no replies, in O(n) time.

    Returns
    -------
    bool, shape (n,)

    Examples
    --------
    >>> is_leaf(np.array([-1, 0, 0, -1], dtype=np.int32))
    array([False,  True,  True,  True])
    """
    leaf: Mask = n_replies(parent) == 0
    return leaf


def subtree_sum(parent: Rows, values: NDArray[Number]) -> Floats:
    """Sum of a value over each comment and all below it.

    Parameters
    ----------
    parent : int32, shape (n,)
    values : int32, int64 or float64, shape (n,)

    Returns
    -------
    float64, shape (n,)
        Whole numbers are exact below 2**53.

    Notes
    -----
    Pointer jumping: O(n log d) time and O(n) memory. After round k each row holds the sum over what lies less than 2**k
    below it; then it takes the sums of the rows that lie exactly 2**k below.

    Examples
    --------
    >>> subtree_sum(np.array([-1, 0, 1, -1], dtype=np.int32), np.array([1, 10, 100, 5]))
    array([111., 110., 100.,   5.])
    """
    total = values.astype(np.float64)
    above = parent.astype(np.intp)  # what np.add.at is fastest with
    unfinished = np.flatnonzero(above >= 0)
    while unfinished.size:
        over = above[unfinished]
        np.add.at(total, over, total[unfinished])
        above[unfinished] = higher = above[over]
        unfinished = unfinished[higher >= 0]
    return total


def subtree_size(parent: Rows) -> Rows:
    """Number of comments in the subtree of every comment, itself included, at the cost of `subtree_sum`.

    Returns
    -------
    int32, shape (n,)

    Examples
    --------
    >>> subtree_size(np.array([-1, 0, 1, -1], dtype=np.int32))
    array([3, 2, 1, 1], dtype=int32)
    """
    return subtree_sum(parent, np.ones(parent.size)).astype(np.int32)


def root(parent: Rows) -> Rows:
    """Row of the top-level comment that every comment stands under; its own row for a top-level comment.

    Pointer jumping, O(n log d) time.

    Returns
    -------
    int32, shape (n,)

    Examples
    --------
    >>> root(np.array([-1, 0, 1, -1], dtype=np.int32))
    array([0, 0, 0, 3], dtype=int32)
    """
    top = np.where(parent < 0, np.arange(parent.size, dtype=np.int32), parent)
    higher = top[top]
    while not np.array_equal(higher, top):
        top, higher = higher, higher[higher]
    return top


def path(parent: Rows, row: int) -> Rows:
    """Rows from a comment up to its top-level comment, both included; nothing for the article (-1).

    O(depth) time.

    Returns
    -------
    int32, shape (depth of the row,)

    Examples
    --------
    >>> path(np.array([-1, 0, 1, -1], dtype=np.int32), 2)
    array([2, 1, 0], dtype=int32)
    """
    _check_row(parent, row)
    walked = []
    while row >= 0:
        walked.append(row)
        row = int(parent[row])
    return np.array(walked, dtype=np.int32)


def lowest_common_ancestor(parent: Rows, a: int, b: int) -> int:
    """Row of the lowest comment that both stand under or are; -1, the article, when they share no top-level comment.

    Parameters
    ----------
    parent : int32, shape (n,)
    a, b : int
        Rows of one thread; -1 is its article.

    Returns
    -------
    int

    Notes
    -----
    O(depth of a + depth of b).

    Examples
    --------
    >>> parent = np.array([-1, 0, 0, -1], dtype=np.int32)
    >>> lowest_common_ancestor(parent, 1, 2), lowest_common_ancestor(parent, 1, 3)
    (0, -1)
    """
    return _meet(parent, a, b)[0]


def distance(parent: Rows, a: int, b: int) -> int:
    """Number of reply links between two comments of a thread; a link to the article counts as one.

    Takes and costs what `lowest_common_ancestor` does.

    Returns
    -------
    int

    Examples
    --------
    >>> parent = np.array([-1, 0, 0, -1], dtype=np.int32)
    >>> distance(parent, 1, 2), distance(parent, 1, 3), distance(parent, 1, -1)
    (2, 3, 2)
    """
    return _meet(parent, a, b)[1]


def _meet(parent: Rows, a: int, b: int) -> tuple[int, int]:
    """Where the ways up from two rows meet, and the number of links walked."""
    _check_row(parent, a)
    _check_row(parent, b)
    walked = 0
    while a != b:
        # The later row cannot be above the other, because parents stand before children: it is safe to lift.
        a, b = (int(parent[a]), b) if a > b else (a, int(parent[b]))
        walked += 1
    return a, walked


def _check_row(parent: Rows, row: int) -> None:
    """Refuse a row that is neither a comment nor the article."""
    if not -1 <= row < parent.size:
        raise IndexError(f"row {row} is neither a comment (0 to {parent.size - 1}) nor the article (-1)")


def preorder(parent: Rows) -> Rows:
    """Rows in reading order: every comment is followed by all below it, replies to one comment in row order.

    Returns
    -------
    int32, shape (n,)
        A permutation of the rows.

    Notes
    -----
    The place of a comment is the place of its parent + 1 + the sizes of its earlier siblings' subtrees, so places are
    sums along paths. O(n log n) time, O(n) memory, no recursion.

    Examples
    --------
    >>> preorder(np.array([-1, -1, 0, 1, 0], dtype=np.int32))
    array([0, 2, 4, 1, 3], dtype=int32)
    """
    siblings = np.argsort(parent, kind="stable")
    size = subtree_size(parent)[siblings]
    ahead = np.cumsum(size, dtype=np.int64) - size
    is_first = np.diff(parent[siblings], prepend=-2) != 0
    step = np.empty(parent.size, dtype=np.int64)
    step[siblings] = ahead - np.maximum.accumulate(np.where(is_first, ahead, 0))
    place = path_sum(parent, step + (parent >= 0))
    order = np.empty(parent.size, dtype=np.int32)
    order[place] = np.arange(parent.size)
    return order
