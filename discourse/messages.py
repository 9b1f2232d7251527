"""Message passing on one parent vector: evidence that replies inherit, and exact belief propagation.

The convention is that of `tree`: parents stand before children, -1 is a reply to the article.
May import: numpy, errors, tree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.errors import InvalidColumn, InvalidParameter, UnknownName
from discourse.tree import Floats, Mask, Rows, n_replies


def smooth(parent: Rows, values: Floats, weight: float, open_: Mask | None = None) -> Floats:
    """Let replies inherit evidence from what they reply to, weaker with every step.

    Parameters
    ----------
    parent : int32, shape (n,)
    values : float64, shape (n, k)
        Evidence in [0, 1] for each of k things.
    weight : float
        What a reply inherits of its parent's evidence, in [0, 1]; 0 switches inheritance off.
    open_ : bool, shape (n,), optional
        Rows that may inherit; all when not given. A row that may not still passes on what it has.

    Returns
    -------
    float64, shape (n, k)
        out[row] = max(values[row], weight * out[parent[row]]), and out[row] = values[row] where nothing is inherited.

    Notes
    -----
    Equal to the largest of weight**j * values[j steps up]. Pointer jumping: O(n k log d) time, O(n k) memory.

    Examples
    --------
    >>> smooth(np.array([-1, 0, 1], dtype=np.int32), np.array([[1.0, 0.0], [0.0, 0.2], [0.0, 0.8]]), 0.5)
    array([[1.  , 0.  ],
           [0.5 , 0.2 ],
           [0.25, 0.8 ]])
    """
    if not 0 <= weight <= 1:
        raise InvalidParameter("a weight lies in [0, 1]", where="weight", given=str(weight))
    evidence = values.astype(np.float64)
    above = parent.copy() if open_ is None else np.where(open_, parent, np.int32(-1))
    unfinished = np.flatnonzero(above >= 0)
    while unfinished.size and weight > 0:
        over = above[unfinished]
        evidence[unfinished] = np.maximum(evidence[unfinished], weight * evidence[over])
        above[unfinished] = above[over]
        unfinished = unfinished[above[unfinished] >= 0]
        weight *= weight
    return evidence


class _Removal(NamedTuple):
    """Comments taken out of the forest at once, none of them beside another.

    `below` is the only reply that each of them still had, and `edge_below` the link to it; None when they had none.
    """

    rows: NDArray[np.intp]
    below: NDArray[np.intp] | None = None
    edge_below: Floats | None = None


def propagate(parent: Rows, unary_log: Floats, edge_log: Floats, mode: Literal["sum", "max"] = "sum") -> Floats:
    """Infer the labels of all comments together, from the evidence of each and how well parent and reply go together.

    Parameters
    ----------
    parent : int32, shape (n,)
    unary_log : float64, shape (n, k)
        Logarithm of each comment's evidence for each of k labels; finite.
    edge_log : float64, shape (k, k)
        Logarithm of how well a reply's label (column) goes with its parent's label (row); finite.
    mode : {"sum", "max"}
        "sum": the probability of each label. "max": the best that a labelling of the forest can be when the comment has
        this label, so that the largest of a row belongs to the best labelling.

    Returns
    -------
    float64, shape (n, k)
        Rows sum to 1.

    Raises
    ------
    InvalidColumn
        When a logarithm is not finite: clip the probabilities first.

    Notes
    -----
    Exact (Pearl 1988), for P(labels) ~ exp(sum of unary + sum over replies of edge[parent's label, reply's label]).
    The forest is taken apart in O(log n) expected rounds of whole-array steps and put together again (tree contraction,
    Miller & Reif 1985), so a long chain costs no more rounds than a broad tree: O(n k**3) time, O(n k**2) memory.

    Examples
    --------
    The reply says nothing; that replies tend to agree makes it probably what its parent is:

    >>> unary = np.log([[0.8, 0.2], [0.5, 0.5]])
    >>> edge = np.log([[0.9, 0.1], [0.1, 0.9]])
    >>> propagate(np.array([-1, 0], dtype=np.int32), unary, edge).round(2)
    array([[0.8 , 0.2 ],
           [0.74, 0.26]])
    """
    if mode not in _JOIN:
        raise UnknownName("no such mode", where="mode", given=mode, allowed=_JOIN)
    if not (np.isfinite(unary_log).all() and np.isfinite(edge_log).all()):
        raise InvalidColumn("evidence must be finite", fix="clip probabilities away from 0 before taking logarithms")
    join = _JOIN[mode]
    # Labels come first from here on and comments last, so that each step runs along whole columns.
    up = unary_log.T.astype(np.float64, order="C")
    above = parent.copy()
    edge = np.repeat(edge_log[:, :, np.newaxis].astype(np.float64), parent.size, axis=2)
    removals = _contract(above, up, edge, join)
    belief = _expand(removals, above, up, edge, join)
    shares: Floats = np.exp(belief - belief.max(axis=0))
    shares /= shares.sum(axis=0)
    return np.ascontiguousarray(shares.T)


def _log_sum(values: Floats, axis: int) -> Floats:
    """Logarithm of the sum of exponentials."""
    top = values.max(axis=axis)
    total: Floats = np.log(np.exp(values - np.expand_dims(top, axis)).sum(axis=axis)) + top
    return total


def _largest(values: Floats, axis: int) -> Floats:
    """Largest value."""
    largest: Floats = values.max(axis=axis)
    return largest


Join = Callable[[Floats, int], Floats]
_JOIN: dict[str, Join] = {"sum": _log_sum, "max": _largest}


def _contract(above: Rows, up: Floats, edge: Floats, join: Join) -> list[_Removal]:
    """Take the forest apart down to its top-level comments, changing all three arrays in place.

    Each round takes out all leaves, whose evidence goes up to their parents, and of comments with one reply as many as
    are not neighbours, whose evidence goes into a new link from their parent to that reply.
    """
    n_left = n_replies(above)
    # Local peaks of a random ranking are never neighbours and are about a third of any chain.
    peak = np.random.default_rng(0).permutation(above.size)
    is_out = above < 0  # top-level comments stay to the end
    alive = np.flatnonzero(~is_out)
    removals = []
    while alive.size:
        is_leaf = n_left[alive] == 0
        leaves, alive = alive[is_leaf], alive[~is_leaf]
        for evidence, message in zip(up, _message(edge, up, leaves, join), strict=True):
            np.add.at(evidence, above[leaves], message)
        np.subtract.at(n_left, above[leaves], 1)
        removals.append(_Removal(leaves))

        middle = above[alive]
        inner = (n_left[middle] == 1) & (above[middle] >= 0)
        below, middle = alive[inner], middle[inner]
        chosen = (peak[middle] > peak[below]) & (peak[middle] > peak[above[middle]])
        below, middle = below[chosen], middle[chosen].astype(np.intp)
        edge_below = edge.take(below, axis=2)
        removals.append(_Removal(middle, below, edge_below))
        edge[:, :, below] = _through(edge.take(middle, axis=2) + up.take(middle, axis=1), edge_below, join)
        above[below] = above[middle]
        is_out[middle] = True
        alive = alive[~is_out[alive]]
    return removals


def _expand(removals: list[_Removal], above: Rows, up: Floats, edge: Floats, join: Join) -> Floats:
    """Put the comments back, last out first in; each then sees its final parent and, if it had one, its final reply."""
    belief = up.copy()
    for rows, below, edge_below in reversed(removals):
        if below is not None and edge_below is not None:
            up[:, rows] += join(edge_below + up.take(below, axis=1), 1)
        others = belief.take(above[rows], axis=1) - _message(edge, up, rows, join)
        belief[:, rows] = up.take(rows, axis=1) + join(others[:, np.newaxis] + edge.take(rows, axis=2), 0)
    return belief


def _message(edge: Floats, up: Floats, rows: NDArray[np.intp], join: Join) -> Floats:
    """What replies tell their parents, shifted so that the largest is 0."""
    message = join(edge.take(rows, axis=2) + up.take(rows, axis=1), 1)
    message -= message.max(axis=0)
    return message


def _through(edge: Floats, edge_below: Floats, join: Join) -> Floats:
    """Link from a parent past its reply to that reply's reply, shifted so that the largest is 0."""
    # One label of the parent at a time, to hold no array of k**3 for each comment.
    through = np.stack([join(first[:, np.newaxis] + edge_below, 0) for first in edge])
    through -= through.max(axis=(0, 1))
    return through
