from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse import order as bring
from discourse import tree
from discourse.errors import InvalidParent
from tests.forests import below, corpora, cuts, forests, rows, shuffled, star, tangled, walk_up

EMPTY = rows([])


def sibling_groups(parent):
    """Replies to each comment and to the article, in row order."""
    return {up: [row for row in range(parent.size) if parent[row] == up] for up in range(-1, parent.size)}


@given(corpora())
def test_what_is_lawful_is_accepted(corpus):
    parent, offsets = corpus
    tree.validate(parent)
    tree.validate(parent, offsets)


@given(tangled(), st.data())
def test_the_first_unlawful_row_is_named(parent, data):
    cut = data.draw(st.integers(0, parent.size))
    offsets = cuts([cut, parent.size - cut])
    unlawful = [row for row in range(parent.size) if not -1 <= parent[row] < row or (0 <= parent[row] < cut <= row)]
    if not unlawful:
        tree.validate(parent, offsets)
        return
    with pytest.raises(InvalidParent) as error:
        tree.validate(parent, offsets)
    assert error.value.where == f"row {unlawful[0]}"
    assert error.value.given == str(parent[unlawful[0]])


@pytest.mark.parametrize(
    ("parent", "message"),
    [
        (rows([-1, -2]), "row 1: its parent must stand before it (-1 or a row from 0 to 0): '-2'"),
        (rows([0]), "row 0: its parent must stand before it (-1): '0'"),
        (rows([-1, 1]), "row 1: its parent must stand before it (-1 or a row from 0 to 0): '1'"),
        (np.array([-1.0, 0.0]), "a parent vector is one-dimensional int32: 'float64 of shape (2,)'"),
        (rows([[-1, 0]]), "a parent vector is one-dimensional int32: 'int32 of shape (1, 2)'"),
    ],
)
def test_the_message_says_what_is_allowed(parent, message):
    with pytest.raises(InvalidParent) as error:
        tree.validate(parent)
    assert str(error.value).startswith(message)


def test_a_parent_in_another_thread_is_unlawful():
    with pytest.raises(
        InvalidParent, match=r"row 3: its parent must stand before it in its thread \(-1 or a row from 2"
    ):
        tree.validate(rows([-1, 0, -1, 1]), cuts([2, 2]))


@pytest.mark.parametrize("offsets", [[], [0], [0, 1], [1, 2], [0, 3, 2], [[0, 2]]])
def test_offsets_must_cut_all_rows_into_threads(offsets):
    with pytest.raises(InvalidParent, match=r"offsets rise from 0 to the number of rows \(2\)"):
        tree.validate(rows([-1, -1]), np.array(offsets, dtype=np.int64))


@given(forests())
def test_depth_equals_walking_up(parent):
    assert tree.depth(parent).tolist() == [len(walk_up(parent, row)) for row in range(parent.size)]


@given(forests(), st.data())
def test_path_sum_adds_along_the_way_up(parent, data):
    values = np.array(
        data.draw(st.lists(st.integers(-9, 9), min_size=parent.size, max_size=parent.size)), dtype=np.int64
    )
    assert tree.path_sum(parent, values).tolist() == [sum(values[walk_up(parent, row)]) for row in range(parent.size)]


@given(forests())
def test_n_replies_counts_children_and_leaves_have_none(parent):
    counts = [parent.tolist().count(row) for row in range(parent.size)]
    assert tree.n_replies(parent).tolist() == counts
    assert tree.is_leaf(parent).tolist() == [count == 0 for count in counts]


@given(forests())
def test_subtree_size_counts_all_that_is_below(parent):
    assert tree.subtree_size(parent).tolist() == [1 + len(below(parent, row)) for row in range(parent.size)]


@given(forests(), st.data())
def test_subtree_sum_adds_all_that_is_below(parent, data):
    # Sixteenths add up without rounding, in any order.
    sixteenths = data.draw(st.lists(st.integers(-99, 99), min_size=parent.size, max_size=parent.size))
    values = np.array(sixteenths) / 16
    expected = [values[row] + sum(values[below(parent, row)]) for row in range(parent.size)]
    assert tree.subtree_sum(parent, values).tolist() == expected


@given(forests())
def test_root_is_the_end_of_the_way_up(parent):
    assert tree.root(parent).tolist() == [walk_up(parent, row)[-1] for row in range(parent.size)]


@given(forests(min_size=1), st.data())
def test_path_equals_walking_up(parent, data):
    row = data.draw(st.integers(-1, parent.size - 1))
    assert tree.path(parent, row).tolist() == walk_up(parent, row)


@given(forests(min_size=1), st.data())
def test_two_comments_meet_at_the_first_common_ancestor(parent, data):
    a, b = data.draw(st.tuples(*[st.integers(-1, parent.size - 1)] * 2))
    up_a, up_b = [*walk_up(parent, a), -1], [*walk_up(parent, b), -1]
    meeting = next(row for row in up_a if row in up_b)
    assert tree.lowest_common_ancestor(parent, a, b) == meeting
    assert tree.distance(parent, a, b) == up_a.index(meeting) + up_b.index(meeting)


@pytest.mark.parametrize("row", [-2, 3])
def test_a_row_that_is_no_comment_is_refused(row):
    parent = rows([-1, 0, 1])
    for call in (lambda: tree.path(parent, row), lambda: tree.distance(parent, 0, row)):
        with pytest.raises(IndexError, match=rf"row {row} is neither a comment \(0 to 2\) nor the article"):
            call()


@given(forests())
def test_preorder_reads_each_comment_before_all_below_it(parent):
    replies = sibling_groups(parent)
    read, to_read = [], replies[-1][::-1]
    while to_read:
        row = to_read.pop()
        read.append(row)
        to_read += replies[row][::-1]
    assert tree.preorder(parent).tolist() == read


@given(tangled())
def test_on_a_cycle_the_way_up_comes_back(parent):
    def comes_back(row):
        up = parent[row]
        for _ in range(parent.size):
            if up in (row, -1):
                break
            up = parent[up]
        return up == row

    assert bring.cycles(parent).tolist() == [comes_back(row) for row in range(parent.size)]


@given(shuffled(), st.data())
def test_parents_first_takes_the_first_whose_parent_has_been_taken(parent, data):
    rank = np.array(data.draw(st.permutations(range(parent.size))), dtype=np.int64)
    taken, left = [], sorted(range(parent.size), key=rank.tolist().__getitem__)
    while left:
        row = next(row for row in left if parent[row] < 0 or parent[row] in taken)
        taken.append(row)
        left.remove(row)
    assert bring.parents_first(parent, rank).tolist() == taken


@given(shuffled(max_size=6))
def test_no_lawful_order_is_closer_to_the_page(parent):
    def lawful(order):
        return all(parent[row] < 0 or parent[row] in order[:place] for place, row in enumerate(order))

    closest = min(order for order in permutations(range(parent.size)) if lawful(order))
    assert tuple(bring.parents_first(parent, np.arange(parent.size)).tolist()) == closest


@given(forests())
def test_a_page_in_lawful_order_is_left_alone(parent):
    order = bring.parents_first(parent, np.arange(parent.size))
    assert order.tolist() == list(range(parent.size))


@given(shuffled(), st.data())
def test_parents_first_does_not_depend_on_the_order_of_the_rows(parent, data):
    rank = np.arange(parent.size)
    place = rows(data.draw(st.permutations(range(parent.size))))
    other = bring.parents_first(bring.relabel(parent, place), rank[place])
    assert place[other].tolist() == bring.parents_first(parent, rank).tolist()


def test_a_comment_before_its_parent_comes_directly_after_it():
    # The page reads: reply, reply to the reply, second reply, their parent, a stranger.
    parent, page = rows([3, 0, 3, -1, -1]), np.arange(5)
    assert bring.parents_first(parent, page).tolist() == [3, 0, 1, 2, 4]


@given(tangled())
def test_parents_first_orders_all_or_names_a_row_without_an_end(parent):
    endless = [row for row in range(parent.size) if not _ends(parent, row)]
    if endless:
        with pytest.raises(InvalidParent, match=f"^row {endless[0]}: it is on a cycle or below one"):
            bring.parents_first(parent, np.arange(parent.size))
    else:
        order = bring.parents_first(parent, np.arange(parent.size))
        tree.validate(bring.relabel(parent, order))


def _ends(parent, row):
    for _ in range(parent.size + 1):
        if row == -1:
            return True
        row = parent[row]
    return False


@given(shuffled(), st.data())
def test_relabel_keeps_who_replies_to_whom(parent, data):
    order = rows(data.draw(st.permutations(range(parent.size))))
    links = {(order[row], -1 if up < 0 else order[up]) for row, up in enumerate(bring.relabel(parent, order))}
    assert links == set(enumerate(parent.tolist()))


def test_an_empty_thread():
    tree.validate(EMPTY, cuts([0, 0]))
    for function in (tree.depth, tree.n_replies, tree.subtree_size, tree.root, tree.preorder):
        assert function(EMPTY).dtype == np.int32
        assert function(EMPTY).shape == (0,)
    assert tree.is_leaf(EMPTY).tolist() == bring.cycles(EMPTY).tolist() == []
    assert tree.subtree_sum(EMPTY, np.empty(0)).tolist() == []
    assert bring.parents_first(EMPTY, np.empty(0)).tolist() == bring.relabel(EMPTY, EMPTY).tolist() == []
    assert tree.path(EMPTY, -1).tolist() == []
    assert tree.distance(EMPTY, -1, -1) == 0


def test_a_star():
    parent = star(1_000)
    assert tree.depth(parent).tolist() == [1] + [2] * 999
    assert tree.n_replies(parent).tolist() == [999] + [0] * 999
    assert tree.subtree_size(parent).tolist() == [1_000] + [1] * 999
    assert tree.is_leaf(parent).sum() == 999
    assert tree.preorder(parent).tolist() == list(range(1_000))
    assert tree.distance(parent, 5, 999) == 2


class TestAChainOfAMillion:
    def test_depth(self, chain_of_a_million):
        assert tree.depth(chain_of_a_million)[-1] == 1_000_000

    def test_subtree_size(self, chain_of_a_million):
        assert np.array_equal(tree.subtree_size(chain_of_a_million), np.arange(1_000_000, 0, -1))

    def test_root_and_leaf(self, chain_of_a_million):
        assert not tree.root(chain_of_a_million).any()
        assert np.flatnonzero(tree.is_leaf(chain_of_a_million)).tolist() == [999_999]

    def test_paths(self, chain_of_a_million):
        assert tree.path(chain_of_a_million, 999_999).size == 1_000_000
        assert tree.distance(chain_of_a_million, 999_999, -1) == 1_000_000
        assert tree.lowest_common_ancestor(chain_of_a_million, 999_999, 7) == 7

    def test_preorder(self, chain_of_a_million):
        assert np.array_equal(tree.preorder(chain_of_a_million), np.arange(1_000_000))

    def test_upside_down(self, chain_of_a_million):
        """Each comment stands on the page before the one it replies to."""
        backwards = np.arange(999_999, -1, -1, dtype=np.int32)
        parent = bring.relabel(chain_of_a_million, backwards)
        assert parent[:3].tolist() == [1, 2, 3]
        assert np.array_equal(bring.parents_first(parent, np.arange(1_000_000)), backwards)

    def test_bent_into_a_ring(self, chain_of_a_million):
        ring = np.where(chain_of_a_million < 0, np.int32(999_999), chain_of_a_million)
        assert bring.cycles(ring).all()
        assert not bring.cycles(chain_of_a_million).any()
        with pytest.raises(InvalidParent, match=r"^row 0: it is on a cycle"):
            bring.parents_first(ring, np.arange(1_000_000))
