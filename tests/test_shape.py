import math
from itertools import pairwise, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse import shape, tree
from tests.forests import below, corpora, cuts, forests, rows, split, star, walk_up

FROM_DEPTH = (shape.max_depth, shape.max_breadth, shape.level_counts, shape.h_index, shape.sackin)
FROM_SIZE = (shape.wiener, shape.cascade_virality)


def depths(parent):
    return [len(walk_up(parent, row)) for row in range(parent.size)]


def graph(parent):
    """The reply tree with its article, -1."""
    links = nx.Graph(enumerate(parent.tolist()))
    links.add_node(-1)
    return links


@given(corpora())
def test_thread_of_names_the_thread_of_each_row(corpus):
    parent, offsets = corpus
    assert shape.thread_of(offsets).tolist() == [
        thread for thread, (start, end) in enumerate(pairwise(offsets)) for _ in range(start, end)
    ]
    assert shape.thread_of(offsets).size == parent.size


@given(forests())
def test_levels_count_comments_by_depth(parent):
    deep = depths(parent)
    assert shape.levels(parent).tolist() == [deep.count(level) for level in range(1, max(deep, default=0) + 1)]


@given(corpora())
def test_level_counts_are_the_levels_of_each_thread(corpus):
    expected = [
        (thread, level, count)
        for thread, parent in enumerate(split(*corpus))
        for level, count in enumerate(shape.levels(parent).tolist(), start=1)
    ]
    assert [tuple(map(int, row)) for row in zip(*shape.level_counts(*corpus), strict=True)] == expected


@given(corpora())
def test_depth_and_breadth_are_the_extents_of_the_levels(corpus):
    levels = [shape.levels(parent).tolist() for parent in split(*corpus)]
    assert shape.max_depth(*corpus).tolist() == [len(level) for level in levels]
    assert shape.max_breadth(*corpus).tolist() == [max(level, default=0) for level in levels]


@given(corpora(max_size=30))
def test_h_index_stops_at_the_first_level_too_narrow(corpus):
    def h_index(levels):
        h = 0
        while h < len(levels) and levels[h] >= h + 1:
            h += 1
        return h

    assert shape.h_index(*corpus).tolist() == [h_index(shape.levels(parent)) for parent in split(*corpus)]


def test_h_index_ignores_a_broad_level_below_a_narrow_one():
    parent = rows([-1, 0, 1, 1, 1, 1])
    assert shape.levels(parent).tolist() == [1, 1, 4]
    assert shape.h_index(parent, cuts([6])).tolist() == [1]


@given(corpora())
def test_wiener_equals_all_pairs(corpus):
    expected = [nx.wiener_index(graph(parent)) for parent in split(*corpus)]
    assert shape.wiener(*corpus).tolist() == expected


@given(corpora())
def test_cascade_virality_adds_the_mean_distances_down(corpus):
    def virality(parent):
        way = dict(nx.all_pairs_shortest_path_length(graph(parent)))
        reached = {row: below(parent, row) for row in range(-1, parent.size)}
        return sum(math.fsum(way[row][v] for v in under) / len(under) for row, under in reached.items() if under)

    assert shape.cascade_virality(*corpus) == pytest.approx([virality(parent) for parent in split(*corpus)])


@given(corpora())
def test_sackin_adds_the_depths_of_the_leaves(corpus):
    expected = [sum(deep for row, deep in enumerate(depths(parent)) if row not in parent) for parent in split(*corpus)]
    assert shape.sackin(*corpus).tolist() == expected


@given(corpora())
def test_depths_and_sizes_that_are_handed_over_are_not_computed_again(corpus):
    parent, offsets = corpus
    deep, size = tree.depth(parent), tree.subtree_size(parent)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("depth", "subtree_size"):
            patch.setattr(shape, name, lambda parent: pytest.fail("computed again"))
        handed_over = [
            *(function(parent, offsets, deep=deep) for function in FROM_DEPTH),
            *(function(parent, offsets, size=size) for function in FROM_SIZE),
        ]
    for function, found in zip(FROM_DEPTH + FROM_SIZE, handed_over, strict=True):
        np.testing.assert_array_equal(found, function(parent, offsets))


@given(corpora(), st.data())
def test_longest_alternation_is_the_longest_way_down_on_which_two_take_turns(corpus, data):
    parent, offsets = corpus
    author = rows(data.draw(st.lists(st.integers(-1, 2), min_size=parent.size, max_size=parent.size)))

    def takes_turns(chain):
        names = [int(author[row]) for row in chain]
        return -1 not in names and len(set(names)) == 2 and all(one != next_one for one, next_one in pairwise(names))

    def longest(start, end):
        ways = (walk_up(parent, row)[:length] for row in range(start, end) for length in range(2, parent.size + 1))
        return max((len(way) for way in ways if takes_turns(way)), default=0)

    assert shape.longest_alternation(parent, offsets, author).tolist() == [
        longest(start, end) for start, end in pairwise(offsets)
    ]


@given(forests(max_size=6))
def test_linear_extensions_are_the_orders_in_which_parents_come_first(parent):
    def lawful(order):
        return all(parent[row] < 0 or parent[row] in order[:place] for place, row in enumerate(order))

    number = sum(lawful(order) for order in permutations(range(parent.size)))
    assert math.exp(shape.linear_extensions_log_count(parent)) == pytest.approx(number)


def test_ten_comments_with_known_values():
    """Three top-level comments with one, four and two replies."""
    parent = rows([-1, 0, -1, 2, 2, 2, 2, -1, 7, 7])
    page, threads = cuts([10]), cuts([2, 5, 3])
    assert shape.levels(parent).tolist() == [3, 7]
    assert shape.wiener(parent, page).tolist() == [142.0]
    assert shape.h_index(parent, page).tolist() == [2]
    assert shape.max_breadth(parent, page).tolist() == [7]
    assert shape.max_depth(parent, page).tolist() == [2]
    assert shape.sackin(parent, page).tolist() == [14.0]
    assert shape.cascade_virality(parent, page) == pytest.approx([1.7 + 3])
    assert shape.max_breadth(parent, threads).tolist() == [1, 4, 2]
    assert shape.wiener(parent, threads).tolist() == [4.0, 25.0, 9.0]


def test_a_star_and_a_chain_have_known_wiener_indices():
    chain = np.arange(-1, 98, dtype=np.int32)
    assert shape.wiener(chain, cuts([99])).tolist() == [(100**3 - 100) / 6]
    under_one = star(99)
    assert shape.wiener(under_one, cuts([99])).tolist() == [nx.wiener_index(graph(under_one))]


def test_threads_without_comments_have_zero_everywhere():
    empty, offsets = rows([]), cuts([0, 0])
    for function in (
        shape.max_depth,
        shape.max_breadth,
        shape.h_index,
        shape.wiener,
        shape.cascade_virality,
        shape.sackin,
    ):
        assert function(empty, offsets).tolist() == [0, 0]
    assert shape.longest_alternation(empty, offsets, empty).tolist() == [0, 0]
    assert [column.size for column in shape.level_counts(empty, offsets)] == [0, 0, 0]
    assert shape.levels(empty).size == shape.thread_of(offsets).size == 0
    assert shape.linear_extensions_log_count(empty) == 0.0


def test_no_threads_at_all():
    empty, offsets = rows([]), cuts([])
    for function in (
        shape.max_depth,
        shape.max_breadth,
        shape.h_index,
        shape.wiener,
        shape.cascade_virality,
        shape.sackin,
    ):
        assert function(empty, offsets).shape == (0,)


class TestAChainOfAMillion:
    offsets = cuts([1_000_000])

    def test_levels(self, chain_of_a_million):
        assert shape.max_depth(chain_of_a_million, self.offsets).tolist() == [1_000_000]
        assert shape.max_breadth(chain_of_a_million, self.offsets).tolist() == [1]
        assert shape.h_index(chain_of_a_million, self.offsets).tolist() == [1]
        assert shape.sackin(chain_of_a_million, self.offsets).tolist() == [1_000_000.0]

    def test_distances(self, chain_of_a_million):
        n = 1_000_001
        assert shape.wiener(chain_of_a_million, self.offsets) == pytest.approx([(n**3 - n) / 6], rel=1e-12)
        # A node with m below it stands (m + 1) / 2 above them on average.
        expected = (1_000_000 * 1_000_001 / 2 + 1_000_000) / 2
        assert shape.cascade_virality(chain_of_a_million, self.offsets) == pytest.approx([expected], rel=1e-12)

    def test_two_authors_who_never_stop(self, chain_of_a_million):
        author = np.arange(1_000_000, dtype=np.int32) % 2
        assert shape.longest_alternation(chain_of_a_million, self.offsets, author).tolist() == [1_000_000]

    def test_only_one_order_is_possible(self, chain_of_a_million):
        # ln(10**6 factorial) is about 1.3e7, so the two that cancel leave a rounding error.
        assert shape.linear_extensions_log_count(chain_of_a_million) == pytest.approx(0, abs=1e-6)
