import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.metrics import interaction
from discourse.metrics.base import from_parents
from tests.measured import SAMPLE, corpora, corpus_of, metrics_in, same, up

METRICS = metrics_in(interaction)


def weights(thread):
    """How often each author answered each other one."""
    return Counter(
        (author, thread[parent][1])
        for parent, author in thread
        if parent >= 0 and None not in (author, thread[parent][1]) and author != thread[parent][1]
    )


def reciprocity(thread):
    edges = weights(thread)
    return sum((v, u) in edges for u, v in edges) / len(edges) if edges else None


def reciprocity_corrected(thread):
    authors = {author for _, author in thread} - {None}
    if len(thread) < 2 or not weights(thread):
        return None
    density = len(weights(thread)) / (len(authors) * (len(authors) - 1))
    return (reciprocity(thread) - density) / (1 - density) if density < 1 else None


def reciprocity_weighted(thread):
    w = weights(thread)
    return sum(min(w[u, v], w[v, u]) for u, v in list(w)) / sum(w.values()) if w else None


def receiver_entropy(thread):
    received = Counter()
    for (_, target), times in weights(thread).items():
        received[target] += times
    q = [times / sum(received.values()) for times in received.values()]
    return -sum(share * math.log(share) for share in q) if q else None


def longest_alternating_chain(thread):
    """Every stretch of every way up, tried one by one."""
    longest = 0
    for row in range(len(thread)):
        names = [thread[above][1] for above in up(thread, row)]
        for length in range(2, len(names) + 1):
            a, b = names[:2]
            if None not in (a, b) and a != b and names[:length] == [(a, b)[i % 2] for i in range(length)]:
                longest = max(longest, length)
    return longest


TWINS = {
    "n_author_pairs": lambda thread: len(weights(thread)),
    "reciprocity": reciprocity,
    "reciprocity_corrected": reciprocity_corrected,
    "reciprocity_weighted": reciprocity_weighted,
    "receiver_entropy": receiver_entropy,
    "longest_alternating_chain": longest_alternating_chain,
}


def test_every_metric_has_a_twin():
    assert set(TWINS) == set(METRICS)


@given(corpora(max_size=20))
def test_a_metric_equals_its_twin(listed):
    corpus = corpus_of(listed)
    for name, twin in TWINS.items():
        expected = [twin(thread) if any(author for _, author in thread) else None for thread in listed]
        assert same(METRICS[name].measure(corpus).values, expected), name


CHECKED = {
    "n_author_pairs": 7,
    "reciprocity": 0,
    "reciprocity_corrected": -7 / 65,
    "reciprocity_weighted": 0,
    "receiver_entropy": -(1 / 7 * math.log(1 / 7) + 4 / 7 * math.log(4 / 7) + 2 / 7 * math.log(2 / 7)),
    "longest_alternating_chain": 2,
}


@pytest.mark.parametrize(("name", "value"), CHECKED.items())
def test_the_value_worked_out_by_hand(name, value):
    assert METRICS[name](corpus_of([SAMPLE])).item() == pytest.approx(value, rel=1e-12)


@given(corpora(), st.permutations(["Ada", "Ben", "Cem"]))
def test_other_names_for_the_same_authors_change_nothing(listed, names):
    other = dict(zip(["Ada", "Ben", "Cem"], names, strict=True)) | {None: None}
    renamed = corpus_of([[(parent, other[author]) for parent, author in thread] for thread in listed])
    corpus = corpus_of(listed)
    for name, metric in METRICS.items():
        assert same(metric.measure(renamed).values, metric.measure(corpus).values), name


def test_the_same_name_under_two_articles_is_two_authors():
    """Ben answers Ada under one article, Ada answers Ben under another: nobody is answered back."""
    corpus = corpus_of([[(-1, "Ada"), (0, "Ben")], [(-1, "Ben"), (0, "Ada")]])
    assert METRICS["reciprocity"].measure(corpus).values.tolist() == [0, 0]


def test_replies_to_oneself_and_to_nobody_known_are_no_edges():
    corpus = from_parents([-1, 0, 1, 2], authors=["Ada", "Ada", None, "Ben"])
    found = METRICS["n_author_pairs"].measure(corpus)
    assert (found.values.tolist(), found.n.tolist()) == ([0], [0])
    assert METRICS["reciprocity"].measure(corpus).skipped.tolist() == ["no known author answers another"]


def test_everyone_answering_everyone_leaves_no_chance_to_correct_for():
    found = METRICS["reciprocity_corrected"].measure(from_parents([-1, 0, 1], authors=["Ada", "Ben", "Ada"]))
    assert found.skipped.tolist() == ["no known author answers another, or everyone answers everyone"]
