import math

import numpy as np
import pytest

from benchmarks.structure import METRICS, first_threads, forest, measured, race, run
from discourse.metrics.base import from_parents
from discourse.tree import validate


def test_the_benchmark_runs_and_its_numbers_hang_together():
    found = run(3_000, seed=1)
    assert found["comments"] == 3_000
    assert found["metrics"] == len(METRICS) >= 17
    assert found["ratio"] > 0
    assert found["ratio_own_wiener"] > 0


def test_the_generated_corpus_is_the_same_each_time_and_obeys_the_law_of_trees():
    parent, offsets = forest(5_000, seed=3)
    again = forest(5_000, seed=3)
    assert np.array_equal(parent, again[0])
    assert np.array_equal(offsets, again[1])
    corpus = from_parents(parent, offsets=offsets)
    validate(corpus.parents, offsets)
    assert corpus.n_comments == 5_000
    assert len(corpus) > 10


@pytest.mark.parametrize("own_wiener", [False, True])
def test_networkx_agrees_and_a_wrong_number_stops_the_run(own_wiener):
    parent, offsets = forest(600, seed=5)
    ours = measured(from_parents(parent, offsets=offsets))
    threads = first_threads(parent, offsets, 400, math.inf)
    assert race(ours, threads, own_wiener=own_wiener) > 0
    wrong = ours | {"sackin": ours["sackin"] + 1}
    with pytest.raises(SystemExit, match="sackin"):
        race(wrong, threads, own_wiener=own_wiener)
