"""Threads to try metrics on, and how a metric is held against its slow, obvious twin.

A thread is a list of (parent row, author): parents stand before children, -1 answers the article, None is unknown.
"""

import math

import numpy as np
from hypothesis import strategies as st

from discourse.metrics.base import Metric, from_parents
from tests.forests import forests

SAMPLE = list(zip([-1, 0, -1, 2, 2, 2, 2, -1, 7, 7], ["a", "b", "c", "d", "e", "f", "x", "g", "h", "x"], strict=True))
"""Ten comments in three sub-threads by nine authors, one of whom wrote in two of them."""


@st.composite
def threads(draw, max_size=12, names=("Ada", "Ben", "Cem", None)):
    """One thread, few authors writing often."""
    parent = draw(forests(max_size)).tolist()
    authors = draw(st.lists(st.sampled_from(names), min_size=len(parent), max_size=len(parent)))
    return list(zip(parent, authors, strict=True))


def corpora(max_threads=4, max_size=12):
    """Several threads, some without comments."""
    return st.lists(threads(max_size), max_size=max_threads)


def corpus_of(listed):
    """The threads as a Corpus."""
    return from_parents(
        [parent for thread in listed for parent, _ in thread],
        authors=[author for thread in listed for _, author in thread],
        offsets=np.cumsum([0, *map(len, listed)]),
    )


def parents(thread):
    return [parent for parent, _ in thread]


def metrics_in(module):
    """Metrics that a module defines, by name."""
    return {value.name: value for value in vars(module).values() if isinstance(value, Metric)}


def same(found, expected):
    """Whether numbers are equal, missing (NaN, None) where the others are missing."""
    expected = [math.nan if value is None else float(value) for value in expected]
    return len(found) == len(expected) and np.allclose(found, expected, rtol=1e-12, atol=1e-12, equal_nan=True)


def up(thread, row):
    """Rows from a comment up to its top-level comment; none for the article, -1."""
    rows = []
    while row >= 0:
        rows.append(row)
        row = thread[row][0]
    return rows
