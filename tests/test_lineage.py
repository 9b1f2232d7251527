"""Threads and page order from ids of parents: equal to walking up, whatever the ids are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from discourse.lineage import RING, outermost, page_order, threads
from tests.limits import ends

NAMES = st.sampled_from("abcdefgh")
ABOVE = st.dictionaries(NAMES, st.none() | NAMES | st.just("elsewhere"))


def walk_up(above: dict[str, str | None], post: str) -> list[str]:
    """The post and all above it that are there, until the way ends or comes round."""
    way = [post]
    while (parent := above[way[-1]]) in above and parent not in way:
        way.append(parent)
    return way


@given(ABOVE)
def test_the_outermost_is_where_walking_up_ends(above):
    for post, top in outermost(above).items():
        way = walk_up(above, post)
        parent = above[way[-1]]
        assert top == (min(way[way.index(parent) :]) if parent in above else way[-1])


@given(ABOVE, st.randoms())
def test_threads_do_not_depend_on_the_order_of_the_posts(above, random):
    shuffled = random.sample(sorted(above), len(above))
    assert threads({post: above[post] for post in shuffled}) == threads(above)


@given(ABOVE)
def test_the_page_order_holds_every_post_once_and_parents_first(above):
    order = page_order(above)
    assert sorted(order) == sorted(above)
    is_ring = {post: name.startswith(RING) for post, name in threads(above).items()}
    for post, parent in above.items():
        if parent in above and not is_ring[post]:
            assert order.index(parent) < order.index(post)


def test_a_long_chain_takes_no_time():
    above = {str(number): str(number + 1) for number in range(200_000)}
    with ends():
        assert set(threads(above).values()) == {"200000"}
        assert page_order(above)[0] == "199999"
