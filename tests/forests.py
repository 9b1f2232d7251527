"""Reply trees for tests: random ones to try a law on, and the slow, obvious walks that say what is right."""

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st


def rows(numbers):
    """An int32 column that nobody may write to, so that a function that changes its argument fails."""
    column = np.array(numbers, dtype=np.int32)
    column.setflags(write=False)
    return column


def cuts(sizes):
    """Offsets of threads of these sizes."""
    offsets = np.cumsum([0, *sizes], dtype=np.int64)
    offsets.setflags(write=False)
    return offsets


def star(n):
    """One top-level comment and replies to it."""
    return rows(([-1] + [0] * n)[:n])


def _anywhere(codes):
    return rows([code % (row + 1) - 1 for row, code in enumerate(codes)])


def _deep(codes):
    return rows([max(row - 1 - code % 3, -1) for row, code in enumerate(codes)])


def forests(max_size=30, min_size=0):
    """Parent vectors, parents before children: broad ones and deep ones, and the empty one if `min_size` is 0."""
    codes = st.lists(st.integers(0, 1_000), min_size=min_size, max_size=max_size)
    return st.one_of(codes.map(_anywhere), codes.map(_deep))


def corpora(max_threads=5, max_size=12):
    """Parent vector and offsets of several threads, some of them empty."""
    return st.lists(forests(max_size), max_size=max_threads).map(_join)


def _join(threads):
    offsets = cuts([thread.size for thread in threads])
    shifted = [np.where(thread < 0, -1, thread + start) for thread, start in zip(threads, offsets, strict=False)]
    return rows(np.concatenate([*shifted, []])), offsets


def tangled(max_size=20):
    """Any parent vector at all: cycles, replies to oneself, parents behind their children."""
    return st.integers(0, max_size).flatmap(
        lambda n: st.lists(st.integers(-1, max(n - 1, -1)), min_size=n, max_size=n).map(rows)
    )


@st.composite
def shuffled(draw, max_size=20):
    """A forest whose rows stand in any order: parents anywhere, no cycle."""
    parent = draw(forests(max_size))
    place = draw(st.permutations(range(parent.size)))
    moved = [-1] * parent.size
    for row, up in enumerate(parent):
        moved[place[row]] = -1 if up < 0 else place[up]
    return rows(moved)


def split(parent, offsets):
    """Every thread of a corpus as a parent vector of its own."""
    for start, end in pairwise(offsets):
        yield rows([up - start if up >= 0 else -1 for up in parent[start:end]])


def walk_up(parent, row):
    """Rows from a comment up to its top-level comment."""
    walked = []
    while row >= 0:
        walked.append(int(row))
        row = parent[row]
    return walked


def below(parent, row):
    """All rows below a comment; all rows for the article, -1."""
    return [other for other in range(parent.size) if row == -1 or row in walk_up(parent, other)[1:]]
