"""One value a thread: what the shape of its reply tree says.

Rows of many threads stand in one parent vector (see `tree`); rows of thread t are `offsets[t]` up to `offsets[t + 1]`.
Most functions take both and return one value a thread, 0 for a thread without comments. The article is a node above the
top-level comments, and each formula says whether it counts. Who has the depths or subtree sizes of the rows at hand
passes them as `deep` or `size`, and they are not worked out again. May import: numpy, tree.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.tree import Floats, Mask, Offsets, Rows, depth, is_leaf, subtree_size, subtree_sum


def thread_of(offsets: Offsets) -> Rows:
    """Thread of every row, in O(n) time.

    Parameters
    ----------
    offsets : int64, shape (n_threads + 1,)

    Returns
    -------
    int32, shape (n,)

    Examples
    --------
    >>> thread_of(np.array([0, 2, 2, 3]))
    array([0, 0, 2], dtype=int32)
    """
    return np.repeat(np.arange(offsets.size - 1, dtype=np.int32), np.diff(offsets))


def max_depth(parent: Rows, offsets: Offsets, *, deep: Rows | None = None) -> Rows:
    """Depth of the deepest comment: the largest number of links between a comment and the article.

    Returns
    -------
    int32, shape (n_threads,)

    Notes
    -----
    The cost of `tree.depth`.

    Examples
    --------
    >>> max_depth(np.array([-1, 0, -1], dtype=np.int32), np.array([0, 2, 2, 3]))
    array([2, 0, 1], dtype=int32)
    """
    return _largest(depth(parent) if deep is None else deep, offsets)


def _largest(values: Rows, offsets: Offsets) -> Rows:
    """Largest value of each thread; 0 where there is none."""
    largest = np.zeros(offsets.size - 1, dtype=np.int32)
    filled = np.diff(offsets) > 0
    if filled.any():  # reduceat takes no empty list of starts
        largest[filled] = np.maximum.reduceat(values, offsets[:-1][filled])
    return largest


def levels(parent: Rows) -> Rows:
    """Number of comments at each depth of one forest: the first is the number of top-level comments.

    Returns
    -------
    int32, shape (largest depth,)

    Notes
    -----
    The cost of `tree.depth`.

    Examples
    --------
    >>> levels(np.array([-1, 0, 1, -1], dtype=np.int32))
    array([2, 1, 1], dtype=int32)
    """
    return np.bincount(depth(parent))[1:].astype(np.int32)


def level_counts(parent: Rows, offsets: Offsets, *, deep: Rows | None = None) -> tuple[Rows, Rows, Rows]:
    """Number of comments at each depth of each thread, as one long table.

    Returns
    -------
    thread, level, count : int32, shape (sum of the threads' largest depths,)
        Sorted by thread, then level; levels count from 1, the top-level comments, and no count is 0.

    Notes
    -----
    The cost of `tree.depth`; memory for the levels that exist, not for threads x deepest level.

    Examples
    --------
    >>> thread, level, count = level_counts(np.array([-1, 0, 0, -1], dtype=np.int32), np.array([0, 3, 4]))
    >>> list(zip(thread.tolist(), level.tolist(), count.tolist()))
    [(0, 1, 1), (0, 2, 2), (1, 1, 1)]
    """
    deep = depth(parent) if deep is None else deep
    deepest = _largest(deep, offsets)
    start = np.cumsum(deepest, dtype=np.int64) - deepest
    cell = start[thread_of(offsets)] + deep - 1
    thread = np.repeat(np.arange(deepest.size, dtype=np.int32), deepest)
    level = (np.arange(thread.size) - start[thread] + 1).astype(np.int32)
    return thread, level, np.bincount(cell, minlength=thread.size).astype(np.int32)


def max_breadth(parent: Rows, offsets: Offsets, *, deep: Rows | None = None) -> Rows:
    """Number of comments at the depth that holds most; the article does not count.

    Returns
    -------
    int32, shape (n_threads,)

    Notes
    -----
    max over levels l >= 1 of w_l (Vosoughi, Roy & Aral, Science 359, 2018). The cost of `level_counts`.

    Examples
    --------
    >>> max_breadth(np.array([-1, 0, 0, -1], dtype=np.int32), np.array([0, 3, 4]))
    array([2, 1], dtype=int32)
    """
    thread, _, count = level_counts(parent, offsets, deep=deep)
    breadth = np.zeros(offsets.size - 1, dtype=np.int32)
    np.maximum.at(breadth, thread, count)
    return breadth


def h_index(parent: Rows, offsets: Offsets, *, deep: Rows | None = None) -> Rows:
    """Depth down to which every level l holds at least l comments.

    Returns
    -------
    int32, shape (n_threads,)

    Notes
    -----
    The first level with fewer comments than its depth is level h + 1; a broader level further down does not count.
    Top-level comments are level 1 (Gómez, Kaltenbrunner & López, WWW 2008). The cost of `level_counts`.

    Examples
    --------
    >>> h_index(np.array([-1, 0, 0, -1, 3], dtype=np.int32), np.array([0, 3, 5]))
    array([2, 1], dtype=int32)
    """
    thread, level, count = level_counts(parent, offsets, deep=deep)
    h = np.bincount(thread, minlength=offsets.size - 1).astype(np.int32)
    narrow = count < level
    np.minimum.at(h, thread[narrow], level[narrow] - 1)
    return h


def wiener(parent: Rows, offsets: Offsets, *, size: Rows | None = None) -> Floats:
    """Sum of the distances between all pairs of nodes, the article among them.

    Returns
    -------
    float64, shape (n_threads,)
        Exact below 2**53, which no thread of fewer than 370,000 comments reaches.

    Notes
    -----
    W = sum over comments of s_i (n - s_i), with s_i the size of the subtree and n the comments and the article: each
    link lies on the way between what is below it and what is not. Structural virality is 2 W / (n (n - 1)) (Goel,
    Anderson, Hofman & Watts, Management Science 62(1), 2016). The cost of `tree.subtree_size`, never all pairs.

    Examples
    --------
    >>> wiener(np.array([-1, 0, -1, -1], dtype=np.int32), np.array([0, 2, 4]))
    array([4., 4.])
    """
    inside = (subtree_size(parent) if size is None else size).astype(np.float64)
    n_nodes = np.repeat(np.diff(offsets) + 1.0, np.diff(offsets))
    return total(inside * (n_nodes - inside), offsets)


def total(values: NDArray[Any], offsets: Offsets) -> Floats:
    """Sum of one number a row over each thread; 0 for a thread without rows.

    Parameters
    ----------
    values : bool or number, shape (n,)
    offsets : int64, shape (n_threads + 1,)

    Returns
    -------
    float64, shape (n_threads,)
        Whole numbers are exact below 2**53, and the sum of a thread does not depend on the other threads.

    Notes
    -----
    O(n).

    Examples
    --------
    >>> total(np.array([1, 10, 100]), np.array([0, 2, 2, 3]))
    array([ 11.,   0., 100.])
    """
    summed = np.zeros(offsets.size - 1)
    filled = np.diff(offsets) > 0
    if filled.any():  # reduceat takes no empty list of starts
        summed[filled] = np.add.reduceat(values, offsets[:-1][filled], dtype=np.float64)
    return summed


def cascade_virality(parent: Rows, offsets: Offsets, *, size: Rows | None = None) -> Floats:
    """Sum over all nodes with replies, the article among them, of the mean distance down to what is below them.

    Returns
    -------
    float64, shape (n_threads,)

    Notes
    -----
    sum over non-leaf u of mean over v below u of dist(u, v) (Zhang, Wang, Zhu & Wang, EPL 131, 28002, 2020). The
    distances below u add up to the sizes of all subtrees below u. The cost of `tree.subtree_sum`, twice.

    Examples
    --------
    The article's mean is 1.5 (1 and 2 links), that of its comment is 1:

    >>> cascade_virality(np.array([-1, 0], dtype=np.int32), np.array([0, 2]))
    array([2.5])
    """
    size = subtree_size(parent) if size is None else size
    below = subtree_sum(parent, size) - size
    mean = below / np.maximum(size - 1, 1)  # a leaf has nothing below it: 0 / 1
    return total(mean, offsets) + total(size, offsets) / np.maximum(np.diff(offsets), 1)


def sackin(parent: Rows, offsets: Offsets, *, deep: Rows | None = None) -> Floats:
    """Sum of the depths of all comments without replies.

    Returns
    -------
    float64, shape (n_threads,)
        Whole numbers.

    Notes
    -----
    sum over leaves of d_i, 1 for a reply to the article (Sackin, Systematic Zoology 21(2), 1972). The cost of
    `tree.depth`.

    Examples
    --------
    >>> sackin(np.array([-1, 0, -1], dtype=np.int32), np.array([0, 3]))
    array([3.])
    """
    return total(np.where(is_leaf(parent), depth(parent) if deep is None else deep, 0), offsets)


def longest_alternation(parent: Rows, offsets: Offsets, author: Rows) -> Rows:
    """Number of comments in the longest chain of replies in which two authors take turns.

    Parameters
    ----------
    parent : int32, shape (n,)
    offsets : int64, shape (n_threads + 1,)
    author : int32, shape (n,)
        One number an author; -1 for an unknown author, who never takes part.

    Returns
    -------
    int32, shape (n_threads,)
        0 when nobody replies to another known author, else 2 or more.

    Notes
    -----
    A chain goes down the tree: a, b, a, b, ... with a and b different (chains of direct replies between pairs mark
    contention: Laniado, Tasso, Volkovich & Kaltenbrunner, ICWSM 2011). Its length is the depth of its last comment once
    the tree is cut wherever a comment does not carry on a chain. The cost of `tree.depth`.

    Examples
    --------
    >>> author = np.array([7, 8, 7, 9], dtype=np.int32)
    >>> longest_alternation(np.array([-1, 0, 1, 2], dtype=np.int32), np.array([0, 4]), author)
    array([3], dtype=int32)
    """
    answers = _answers_another(parent, author)
    rows = np.flatnonzero(answers)
    above = parent[rows]
    carries_on = np.zeros(parent.size, dtype=np.bool_)
    carries_on[rows] = answers[above] & (author[parent[above]] == author[rows])
    run = depth(np.where(carries_on, parent, np.int32(-1))) + 1
    return _largest(np.where(answers, run, np.int32(0)), offsets)


def _answers_another(parent: Rows, author: Rows) -> Mask:
    """Whether a comment replies to a comment, both authors are known and they are two."""
    above = author[parent]  # -1 reads the last row: any value, masked below
    answers: Mask = (parent >= 0) & (author >= 0) & (above >= 0) & (author != above)
    return answers


def linear_extensions_log_count(parent: Rows) -> float:
    """Natural logarithm of the number of orders in which the comments can have been written.

    Notes
    -----
    ln(n! / prod s_i) with s_i the subtree sizes: the hook formula for forests (Knuth, The Art of Computer Programming,
    volume 3, 5.1.4, exercise 20). The cost of `subtree_size`.

    Examples
    --------
    Two top-level comments, one with a reply: three orders.

    >>> round(math.exp(linear_extensions_log_count(np.array([-1, 0, -1], dtype=np.int32))))
    3
    """
    return math.lgamma(parent.size + 1) - float(np.log(subtree_size(parent)).sum())
