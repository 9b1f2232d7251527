from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from discourse import messages
from discourse.errors import InvalidColumn, InvalidParameter, UnknownName
from tests.forests import forests, rows, star

SHARES = st.floats(0, 1)
LOGS = st.floats(-5, 5)


def matrices(elements, *shape):
    return arrays(np.float64, shape, elements=elements)


def brute_force(parent, unary, edge, join):
    """Weigh every labelling of the forest; each label of each comment gets what the labellings that use it get."""
    n, k = unary.shape
    weights = {}
    for labels in product(range(k), repeat=n):
        total = sum(unary[row, label] for row, label in enumerate(labels))
        total += sum(edge[labels[up], labels[row]] for row, up in enumerate(parent) if up >= 0)
        weights[labels] = np.exp(total)
    found = np.array(
        [[join([w for labels, w in weights.items() if labels[row] == label]) for label in range(k)] for row in range(n)]
    ).reshape(n, k)
    return found / found.sum(axis=1, keepdims=True)


@given(forests(), SHARES, st.data())
def test_smooth_passes_evidence_down_one_reply_at_a_time(parent, weight, data):
    values = data.draw(matrices(SHARES, parent.size, 2))
    open_ = data.draw(arrays(np.bool_, parent.size))
    expected = values.copy()
    for row, up in enumerate(parent):
        if up >= 0 and open_[row]:
            expected[row] = np.maximum(expected[row], weight * expected[up])
    np.testing.assert_allclose(messages.smooth(parent, values, weight, open_), expected, rtol=1e-12, atol=1e-300)


@given(forests(), st.data())
def test_smooth_without_weight_changes_nothing(parent, data):
    values = data.draw(matrices(SHARES, parent.size, 3))
    assert np.array_equal(messages.smooth(parent, values, 0.0), values)


@given(forests(), st.data())
def test_smooth_lets_all_inherit_unless_told_otherwise(parent, data):
    values = data.draw(matrices(SHARES, parent.size, 2))
    everyone = np.ones(parent.size, dtype=np.bool_)
    assert np.array_equal(messages.smooth(parent, values, 0.7), messages.smooth(parent, values, 0.7, everyone))
    assert np.array_equal(messages.smooth(parent, values, 0.7, ~everyone), values)


@pytest.mark.parametrize("weight", [-0.1, 1.5, float("nan")])
def test_smooth_refuses_a_weight_outside_0_to_1(weight):
    with pytest.raises(InvalidParameter, match="weight: a weight lies in"):
        messages.smooth(rows([-1, 0]), np.zeros((2, 1)), weight)


@pytest.mark.parametrize(("mode", "join"), [("sum", sum), ("max", max)])
@given(forests(max_size=6), st.integers(1, 3), st.data())
def test_propagate_equals_weighing_every_labelling(mode, join, parent, k, data):
    unary, edge = data.draw(matrices(LOGS, parent.size, k)), data.draw(matrices(LOGS, k, k))
    found = messages.propagate(parent, unary, edge, mode)
    np.testing.assert_allclose(found, brute_force(parent, unary, edge, join), rtol=1e-9)


def pass_row_by_row(parent, unary, edge):
    """Up the tree in reverse row order, then down: the textbook's two passes."""
    up, told = unary.copy(), np.zeros_like(unary)
    for row in reversed(range(parent.size)):
        if parent[row] >= 0:
            told[row] = np.logaddexp.reduce(edge + up[row], axis=1)
            up[parent[row]] += told[row]
    belief = up.copy()
    for row, above in enumerate(parent):
        if above >= 0:
            belief[row] += np.logaddexp.reduce((belief[above] - told[row])[:, None] + edge, axis=0)
    shares = np.exp(belief - belief.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


@given(forests(max_size=80), st.data())
def test_propagate_equals_two_passes_row_by_row(parent, data):
    unary, edge = data.draw(matrices(LOGS, parent.size, 2)), data.draw(matrices(LOGS, 2, 2))
    np.testing.assert_allclose(messages.propagate(parent, unary, edge), pass_row_by_row(parent, unary, edge), rtol=1e-9)


@pytest.mark.parametrize("parent", [star(2_000), np.arange(-1, 1_999, dtype=np.int32)], ids=["star", "chain"])
def test_propagate_on_two_thousand_comments(parent):
    random = np.random.default_rng(3)
    unary, edge = random.normal(size=(2_000, 4)), random.normal(size=(4, 4))
    np.testing.assert_allclose(messages.propagate(parent, unary, edge), pass_row_by_row(parent, unary, edge), rtol=1e-9)


@pytest.mark.parametrize("mode", ["sum", "max"])
def test_evidence_counts_by_its_ratios_alone(mode):
    parent, random = star(100_000), np.random.default_rng(4)
    unary, edge = random.normal(size=(100_000, 3)), random.normal(size=(3, 3))
    scaled = messages.propagate(parent, unary - 8_192.0, edge, mode)
    np.testing.assert_allclose(scaled, messages.propagate(parent, unary, edge, mode), rtol=1e-8)


@pytest.mark.parametrize("mode", ["sum", "max"])
def test_links_that_say_nothing_change_nothing(mode):
    unary = np.log([[0.7, 0.3], [0.4, 0.6], [0.5, 0.5]])
    found = messages.propagate(rows([-1, 0, 1]), unary, np.zeros((2, 2)), mode)
    assert found == pytest.approx(np.exp(unary))


def test_propagate_is_not_upset_by_evidence_of_any_size():
    unary = np.array([[-3_000.0, 0.0], [0.0, -9_000.0], [0.0, 0.0]])
    edge = np.array([[0.0, -800.0], [-800.0, 0.0]])
    assert messages.propagate(rows([-1, 0, 1]), unary, edge).tolist() == [[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]


def test_propagate_names_what_it_cannot_take():
    parent, unary = rows([-1]), np.zeros((1, 2))
    with pytest.raises(UnknownName, match="no such mode"):
        messages.propagate(parent, unary, np.zeros((2, 2)), "mean")
    with pytest.raises(InvalidColumn, match="evidence must be finite"):
        messages.propagate(parent, np.array([[0.0, -np.inf]]), np.zeros((2, 2)))


def test_an_empty_thread():
    assert messages.smooth(rows([]), np.empty((0, 3)), 0.5).shape == (0, 3)
    assert messages.propagate(rows([]), np.empty((0, 3)), np.zeros((3, 3))).shape == (0, 3)


def test_smooth_along_a_chain_of_a_million(chain_of_a_million):
    values = np.zeros((1_000_000, 1))
    values[0] = 1.0
    assert messages.smooth(chain_of_a_million, values, 1.0)[-1, 0] == 1.0
    halved = messages.smooth(chain_of_a_million, values, 0.5)
    assert halved[[1, 10, 999_999], 0].tolist() == [0.5, 0.5**10, 0.0]


def test_propagate_along_a_chain_of_a_million(chain_of_a_million):
    """Only the first comment says something, and every reply keeps 0.999 of what its parent is.

    Evidence may be off by any factor, and a million factors must not wash out the rest.
    """
    unary = np.full((1_000_000, 2), -1_000.0)
    unary[0] += np.log([0.9, 0.1])
    kept = 0.9995
    found = messages.propagate(chain_of_a_million, unary, np.log([[kept, 1 - kept], [1 - kept, kept]]))
    steps = np.array([0, 1, 1_000, 999_999])
    assert found[steps, 0] == pytest.approx(0.5 + 0.4 * (2 * kept - 1) ** steps, rel=1e-9)
