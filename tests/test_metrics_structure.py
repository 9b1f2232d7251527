import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.metrics import structure
from discourse.metrics.base import from_parents
from discourse.order import parents_first, relabel
from tests.measured import SAMPLE, corpora, corpus_of, metrics_in, parents, same, threads, up

METRICS = metrics_in(structure)


def depths(thread):
    return [len(up(thread, row)) for row in range(len(thread))]


def children(thread):
    """Number of direct replies to every node, the article last."""
    return [parents(thread).count(node) for node in [*range(len(thread)), -1]]


def distances(thread):
    """Distance between every two nodes, the article among them."""
    nodes = [set(up(thread, row)) for row in range(-1, len(thread))]
    return [len(a ^ b) for a, b in combinations(nodes, 2)]


def cascade_virality(thread):
    means = []
    for node in range(-1, len(thread)):
        below = [row for row in range(len(thread)) if row != node and (node == -1 or node in up(thread, row))]
        if below:
            means.append(sum(len(up(thread, row)) - len(up(thread, node)) for row in below) / len(below))
    return sum(means)


def h_index(thread):
    h = 0
    while depths(thread).count(h + 1) >= h + 1:
        h += 1
    return h


def share_of_top_level(thread):
    return parents(thread).count(-1) / len(thread)


def reply_entropy(thread):
    return -sum(c / len(thread) * math.log(c / len(thread)) for c in children(thread) if c)


def leaf_depths(thread):
    return [depth for depth, c in zip(depths(thread), children(thread), strict=False) if c == 0]


TWINS = {
    "n_top_level": lambda thread: parents(thread).count(-1),
    "max_depth": lambda thread: max(depths(thread)),
    "max_breadth": lambda thread: max(map(depths(thread).count, depths(thread))),
    "level_ratio": lambda thread: depths(thread).count(2) / depths(thread).count(1),
    "wiener": lambda thread: sum(distances(thread)),
    "structural_virality": lambda thread: np.mean(distances(thread)),
    "cascade_virality": cascade_virality,
    "h_index": h_index,
    "mean_children": lambda thread: np.mean(children(thread)),
    "mean_children_non_leaf": lambda thread: np.mean([c for c in children(thread) if c]),
    "reproduction_number": lambda thread: 1 - share_of_top_level(thread),
    "expected_size": lambda thread: 1 / (1 - (1 - share_of_top_level(thread))),
    "root_bias": share_of_top_level,
    "sackin": lambda thread: sum(leaf_depths(thread)),
    "leaf_share": lambda thread: len(leaf_depths(thread)) / len(thread),
    "reply_entropy": reply_entropy,
}


def test_every_metric_has_a_twin():
    assert {"n_comments", *TWINS} == set(METRICS)


@given(corpora())
def test_a_metric_equals_its_twin(listed):
    corpus = corpus_of(listed)
    for name, twin in TWINS.items():
        expected = [twin(thread) if thread else None for thread in listed]
        assert same(METRICS[name].measure(corpus).values, expected), name


@given(corpora())
def test_the_size_of_a_thread_without_comments_is_nought(listed):
    assert METRICS["n_comments"].measure(corpus_of(listed)).values.tolist() == [len(thread) for thread in listed]


CHECKED = {
    "n_comments": 10,
    "n_top_level": 3,
    "max_depth": 2,
    "max_breadth": 7,
    "level_ratio": 7 / 3,
    "wiener": 142,
    "structural_virality": 142 / 55,
    "h_index": 2,
    "mean_children": 10 / 11,
    "mean_children_non_leaf": 2.5,
    "reproduction_number": 0.7,
    "expected_size": 10 / 3,
    "root_bias": 0.3,
    "sackin": 14,
    "leaf_share": 0.7,
    "cascade_virality": 4.7,
}


@pytest.mark.parametrize(("name", "value"), CHECKED.items())
def test_the_value_worked_out_by_hand(name, value):
    assert METRICS[name](corpus_of([SAMPLE])).item() == pytest.approx(value, rel=1e-12)


def test_structural_virality_to_four_places():
    assert round(structure.structural_virality(corpus_of([SAMPLE])).item(), 4) == 2.5818


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_structural_virality_of_a_star_and_of_a_path(n):
    star, path = from_parents([-1] * n), from_parents(range(-1, n - 1))
    assert structure.structural_virality(star).item() == pytest.approx(2 * n / (n + 1))
    assert structure.structural_virality(path).item() == pytest.approx((n + 2) / 3)


@given(corpora(), st.data())
def test_who_wrote_changes_nothing(listed, data):
    others = st.sampled_from(["Dia", None, "Eli"])
    renamed = corpus_of([[(parent, data.draw(others)) for parent, _ in thread] for thread in listed])
    corpus = corpus_of(listed)
    for name, metric in METRICS.items():
        assert metric.measure(corpus).values.tobytes() == metric.measure(renamed).values.tobytes(), name


@given(threads(), st.data())
def test_the_order_of_the_page_changes_nothing(thread, data):
    """Any other order of the rows in which parents stand before children."""
    parent = np.array(parents(thread), dtype=np.int32)
    rank = np.array(data.draw(st.permutations(range(len(thread)))), dtype=np.int64)
    moved = from_parents(relabel(parent, parents_first(parent, rank)))
    corpus = from_parents(parent)
    for name, metric in METRICS.items():
        assert same(metric.measure(moved).values, metric.measure(corpus).values), name


def test_a_chain_of_a_million_replies(chain_of_a_million):
    corpus = from_parents(chain_of_a_million)
    n = 1_000_000
    found = {name: metric.measure(corpus).values.item() for name, metric in METRICS.items()}
    assert found["max_depth"] == found["sackin"] == n
    assert found["h_index"] == found["max_breadth"] == 1
    assert found["structural_virality"] == pytest.approx((n + 2) / 3)
    assert found["cascade_virality"] == pytest.approx(sum((m + 1) / 2 for m in range(1, n + 1)))
    assert found["reproduction_number"] == 1 - 1 / n
    assert found["reply_entropy"] == pytest.approx(math.log(n))
