import math

import numpy as np
import pytest
from hypothesis import given

from discourse.errors import InvalidParent
from discourse.metrics.base import OWN, Metric, from_parents, metric, ratio, total
from discourse.metrics.structure import h_index
from tests.measured import corpora, corpus_of, same
from tests.threads import thread_of


def declared(**changes):
    """A metric that halves the number of comments, and cannot say anything of seven."""
    given = {"reference": OWN, "unit": "comments", "formula": "N / 2", "family": "test"} | changes

    @metric("half", **given)
    def half(corpus):
        n = np.diff(corpus.offsets)
        return np.where(n == 7, np.nan, n / 2)

    return half


def corpus_of_sizes(*sizes):
    return from_parents([-1] * sum(sizes), offsets=np.cumsum([0, *sizes]))


def test_a_metric_gives_one_value_a_thread_under_its_name():
    found = declared()(corpus_of_sizes(2, 3))
    assert (found.name, found.index.name, found.to_dict()) == ("half", "thread_id", {"1": 1.0, "2": 1.5})


def test_a_metric_takes_a_single_thread_too():
    assert declared()(thread_of([("Ada", -1, "Good."), (None, 0, "Why?")])).to_dict() == {"ferry": 1.0}


def test_every_missing_value_has_a_reason_and_rests_on_nothing():
    found = declared(at_least=2, undefined="seven is odd").measure(corpus_of_sizes(0, 1, 4, 7))
    assert same(found.values, [None, None, 2, None])
    assert found.skipped.tolist() == ["no comments", "needs 2 comments or more", None, "seven is odd"]
    assert found.n.tolist() == [0, 0, 4, 0]


def test_a_column_is_required_thread_by_thread():
    corpus = from_parents([-1, 0, -1, 0], authors=["Ada", None, None, None], offsets=[0, 2, 4])
    found = declared(requires=("author",)).measure(corpus)
    assert same(found.values, [1, None])
    assert found.skipped.tolist() == [None, "needs author: no comment has it"]


def test_the_first_missing_column_is_named():
    found = declared(requires=("created", "topic_bridge")).measure(corpus_of_sizes(1))
    assert found.skipped.tolist() == ["needs created: no comment has it"]
    found = declared(requires=("depth", "topic_bridge")).measure(corpus_of_sizes(1))
    assert found.skipped.tolist() == ["needs topic_bridge: no comment has it"]


def test_a_function_is_not_asked_when_nothing_can_be_said():
    def never(corpus):
        raise AssertionError("asked")

    untouched = Metric("never", never, ("created",), OWN, "", "", 1, "test")
    assert untouched.measure(corpus_of_sizes(3)).values.shape == (1,)
    assert untouched.measure(corpus_of_sizes()).values.shape == (0,)


def test_a_metric_reads_like_its_function():
    assert h_index.__doc__.startswith("Depth down to which")
    assert (h_index.__name__, h_index.__module__) == ("h_index", "discourse.metrics.structure")


@given(corpora())
def test_totals_are_sums_thread_by_thread(listed):
    weights = [number / 4 for number in range(sum(map(len, listed)))]
    rest = iter(weights)
    assert total(corpus_of(listed), weights).tolist() == [sum(next(rest) for _ in thread) for thread in listed]


def test_ratios_over_nothing_are_missing_without_a_warning():
    found = ratio([0, 3], [0, 2])
    assert math.isnan(found[0])
    assert found[1] == 1.5


def test_bare_trees_obey_the_law_of_trees():
    with pytest.raises(InvalidParent, match="row 1"):
        from_parents([-1, 2, -1])
    with pytest.raises(InvalidParent, match="row 2"):
        from_parents([-1, 0, -2], offsets=[0, 2, 3])
    with pytest.raises(InvalidParent, match="offsets rise from 0"):
        from_parents([-1, 0, -1], offsets=[0, 2])


def test_bare_trees_are_threads_like_others():
    corpus = from_parents([-1, 0, -1, 0], authors=["Ada", None, "Ada", "Ben"], offsets=[0, 2, 2, 4])
    assert corpus.parents.tolist() == [-1, 0, -1, 2]
    assert [len(thread) for thread in corpus] == [2, 0, 2]
    assert corpus[2][1].parent.author == "Ada"
    assert corpus.strings("id") == ["1", "2", "1", "2"]
    assert corpus.has("author")
    assert not corpus.has("created")
