"""Time: how fast a thread grows.

Every number here needs `created`, and is missing with the reason where the source states no times. Single comments
without a time are left out. May import: numpy, pyarrow, corpus, metrics.base.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus import Corpus
from discourse.metrics.base import OWN, Counts, Values, count, known, metric

MICROSECONDS = 1e6


def _written_at(corpus: Corpus) -> NDArray[np.int64]:
    """Microseconds since 1970 of every comment, 0 where its time is not known."""
    at = corpus.column("created").cast(pa.int64()).fill_null(0)
    return np.asarray(at.to_numpy(zero_copy_only=False), dtype=np.int64)


def _timed_replies(corpus: Corpus) -> NDArray[np.bool_]:
    """Whether a comment replies to a comment, both with a time, and not before it was written; bool, shape (n,)."""
    at, above, timed = _written_at(corpus), corpus.parents, known(corpus, "created")
    both: NDArray[np.bool_] = (above >= 0) & timed & timed[above] & (at >= at[above])
    return both


def _n_timed_replies(corpus: Corpus) -> Counts:
    """Replies of every thread whose response time is known."""
    return count(corpus, _timed_replies(corpus))


def _n_timed(corpus: Corpus) -> Counts:
    """Comments of every thread whose time is known."""
    return count(corpus, known(corpus, "created"))


def _sorted_within(corpus: Corpus, rows: NDArray[np.intp], values: Counts) -> tuple[Counts, Counts, Counts]:
    """Values of the rows in rising order within each thread, where each thread begins, and how many it has."""
    thread = corpus.thread_index[rows]
    n = np.bincount(thread, minlength=len(corpus)).astype(np.int64)
    return values[np.lexsort((values, thread))], np.cumsum(n) - n, n


@metric(
    "median_response_time",
    reference=OWN,
    unit="seconds",
    formula="median over replies to comments of t_i - t_parent; replies dated before their parent are left out",
    family="time",
    requires=("created",),
    undefined="no reply to a comment has a time that is not before its parent's",
    rests_on=_n_timed_replies,
)
def median_response_time(corpus: Corpus) -> Values:
    """Median time from a comment to a reply to it. Of what was answered: comments still open do not count.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> from discourse.metrics.base import from_parents
    >>> at = [datetime(2024, 5, 2, 12, minute, tzinfo=timezone.utc) for minute in (0, 1, 5)]
    >>> median_response_time(from_parents([-1, 0, 0]).assign({"created": at})).item()
    180.0
    """
    rows = np.flatnonzero(_timed_replies(corpus))
    at = _written_at(corpus)
    rising, start, n = _sorted_within(corpus, rows, at[rows] - at[corpus.parents[rows]])
    median = np.full(len(corpus), np.nan)
    some = n > 0
    low, high = start + (n - 1) // 2, start + n // 2
    median[some] = (rising[low[some]] + rising[high[some]]) / 2 / MICROSECONDS
    return median


@metric(
    "half_life",
    reference=OWN,
    unit="seconds",
    formula="t_(ceil(m / 2)) - t_(1) over the m comments with a time, in rising order",
    family="time",
    requires=("created",),
    at_least=2,
    undefined="needs two comments with a time or more",
    rests_on=_n_timed,
)
def half_life(corpus: Corpus) -> Values:
    """Time from the first comment until half of the comments were there.

    Examples
    --------
    >>> from datetime import datetime, timezone
    >>> from discourse.metrics.base import from_parents
    >>> at = [datetime(2024, 5, 2, 12, minute, tzinfo=timezone.utc) for minute in (0, 1, 5)]
    >>> half_life(from_parents([-1, 0, 0]).assign({"created": at})).item()
    60.0
    """
    rows = np.flatnonzero(known(corpus, "created"))
    rising, start, n = _sorted_within(corpus, rows, _written_at(corpus)[rows])
    half = np.full(len(corpus), np.nan)
    some = n >= 2
    half[some] = (rising[(start + (n + 1) // 2 - 1)[some]] - rising[start[some]]) / MICROSECONDS
    return half
