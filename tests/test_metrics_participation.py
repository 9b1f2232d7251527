import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.metrics import participation
from tests.measured import SAMPLE, corpora, corpus_of, metrics_in, same

METRICS = metrics_in(participation)


def counts(thread):
    """Comments of each known author, fewest first."""
    authors = [author for _, author in thread if author is not None]
    return sorted(authors.count(author) for author in set(authors))


def gini(thread):
    """Half the mean difference between two authors, relative to their mean."""
    x = counts(thread)
    return sum(abs(a - b) for a in x for b in x) / (2 * len(x) * sum(x))


def gini_small_sample(thread):
    n = len(counts(thread))
    return gini(thread) * n / (n - 1) if n > 1 else None


def normalised_entropy(thread):
    x = counts(thread)
    if len(x) < 2:
        return None
    return -sum(c / sum(x) * math.log(c / sum(x)) for c in x) / math.log(len(x))


def focus(thread):
    first = [author for _, author in thread if author is not None][:10]
    return len(set(first)) / len(first)


TWINS = {
    "n_authors": lambda thread: len(counts(thread)),
    "gini": gini,
    "gini_small_sample": gini_small_sample,
    "normalised_entropy": normalised_entropy,
    "top_author_share": lambda thread: counts(thread)[-1] / sum(counts(thread)),
    "reentry_share": lambda thread: sum(c > 1 for c in counts(thread)) / len(counts(thread)),
    "focus": focus,
}


def test_every_metric_has_a_twin():
    assert set(TWINS) == set(METRICS)


@given(corpora(max_size=25))
def test_a_metric_equals_its_twin(listed):
    corpus = corpus_of(listed)
    for name, twin in TWINS.items():
        expected = [twin(thread) if counts(thread) else None for thread in listed]
        assert same(METRICS[name].measure(corpus).values, expected), name


CHECKED = {
    "n_authors": 9,
    "gini": 0.0889,
    "gini_small_sample": 0.1,
    "normalised_entropy": 0.9849,
    "top_author_share": 0.2,
    "reentry_share": 0.1111,
    "focus": 0.9,
}


@pytest.mark.parametrize(("name", "value"), CHECKED.items())
def test_the_value_worked_out_by_hand(name, value):
    assert round(METRICS[name](corpus_of([SAMPLE])).item(), 4) == value


def assert_measured_alike(one, other):
    for name, metric in METRICS.items():
        here, there = metric.measure(one), metric.measure(other)
        assert same(here.values, there.values), name
        assert here.n.tolist() == there.n.tolist(), name


@given(corpora(), st.permutations(["Ada", "Ben", "Cem"]))
def test_other_names_for_the_same_authors_change_nothing(listed, names):
    other = dict(zip(["Ada", "Ben", "Cem"], names, strict=True)) | {None: None}
    renamed = [[(parent, other[author]) for parent, author in thread] for thread in listed]
    assert_measured_alike(corpus_of(listed), corpus_of(renamed))


@given(corpora())
def test_comments_of_unknown_authors_are_left_out(listed):
    """As if they were not there: participation does not look at the tree."""
    known = [[(-1, author) for _, author in thread if author is not None] for thread in listed]
    assert_measured_alike(corpus_of(listed), corpus_of(known))


def test_n_counts_the_comments_looked_at():
    thread = [(-1, name) for name in "abcdefghijkl"] + [(-1, None)]
    assert METRICS["gini"].measure(corpus_of([thread])).n.tolist() == [12]
    focused = METRICS["focus"].measure(corpus_of([thread]))
    assert (focused.n.tolist(), focused.values.tolist()) == ([10], [1])


def test_the_reasons():
    corpus = corpus_of([[(-1, "a"), (0, "a")], [(-1, None), (0, None)], [(-1, "a")], []])
    assert METRICS["normalised_entropy"].measure(corpus).skipped.tolist() == [
        "needs two known authors or more",
        "needs author: no comment has it",
        "needs 2 comments or more",
        "no comments",
    ]
