"""Threads and corpora: views share memory, assigning and selecting keep what must hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus import Corpus
from discourse.errors import InvalidColumn, MissingColumn, UnknownName
from discourse.frames import from_frame, to_frame
from discourse.thread import Step
from discourse.tree import validate
from tests.forests import forests
from tests.threads import thread_of

FERRY = [("Ann", -1, "Good."), ("Bob", 0, "At last."), ("Ann", -1, "Too dear."), (None, 2, "Why?"), ("Cy", 3, "Oil.")]


def threads():
    names = st.sampled_from(["Ann", "Bob", "Cy", None])
    return forests(max_size=12).flatmap(
        lambda parent: st.lists(names, min_size=len(parent), max_size=len(parent)).map(
            lambda authors: thread_of(
                [
                    (author, int(above), f"text {row}")
                    for row, (author, above) in enumerate(zip(authors, parent, strict=True))
                ]
            )
        )
    )


def test_comments_know_their_parent_and_replies():
    thread = thread_of(FERRY)
    assert thread[4].parent.text == "Why?"
    assert [reply.author for reply in thread[2].replies] == [None]
    assert [comment.text for comment in thread.top_level] == ["Good.", "Too dear."]
    assert (thread[4].depth, thread[4]["position"], thread[2]["n_replies"], thread[2]["subtree_size"]) == (3, 5, 1, 3)
    assert thread[-1].author == "Cy"
    assert thread.n_authors == 3
    with pytest.raises(IndexError):
        thread[5]


def test_a_corpus_gives_back_its_threads_without_a_copy():
    corpus = Corpus.of([thread_of(FERRY, id="one"), thread_of(FERRY[:2], id="two")])
    assert len(corpus) == 2
    assert corpus[1].to_frame().equals(thread_of(FERRY[:2], id="two").to_frame())
    whole, part = corpus.column("text"), corpus[1].column("text")
    assert part.buffers()[2].address == whole.buffers()[2].address
    assert corpus.parents.tolist() == [-1, 0, -1, 2, 3, -1, 5]


def test_assign_leaves_the_original_alone_and_shares_memory():
    thread = thread_of(FERRY)
    more = thread.assign({"sentiment": np.zeros(5)})
    assert not thread.has("sentiment")
    assert more.has("sentiment")
    assert more.column("text").buffers()[2].address == thread.column("text").buffers()[2].address


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ({"sentiment": [0.0]}, InvalidColumn),
        ({"sentiment": [2.0] * 5}, InvalidColumn),
        ({"stance_toll": ["for"] * 5}, InvalidColumn),
        ({"mood": [0.0] * 5}, UnknownName),
        ({"text": [None] * 5}, InvalidColumn),
        ({"topic_toll": ["high"] * 5}, InvalidColumn),
    ],
)
def test_columns_are_checked_at_the_door(columns, error):
    with pytest.raises(error):
        thread_of(FERRY).assign(columns)


def test_a_missing_column_is_named_with_the_nearest():
    with pytest.raises(MissingColumn, match="did you mean 'author'"):
        thread_of(FERRY).column("autor")


@given(threads(), st.data())
def test_select_keeps_the_laws_and_hangs_comments_on_the_nearest_kept_ancestor(thread, data):
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=len(thread), max_size=len(thread))), dtype=bool)
    corpus = Corpus.of([thread, thread])
    chosen = corpus.select(np.concatenate([keep, keep]))
    validate(chosen.parents, chosen.offsets)
    assert chosen[0].to_frame().equals(chosen[1].to_frame())
    for comment in chosen[0]:
        above = next(one for one in thread if one.id == comment.id).parent
        while above is not None and not keep[above.row]:
            above = above.parent
        assert (comment.parent and comment.parent.id) == (above and above.id)
    assert [comment.id for comment in chosen[0]] == [thread[int(row)].id for row in np.flatnonzero(keep)]


def test_a_corpus_and_a_selection_keep_their_provenance():
    one = Step("one", {})
    thread = thread_of(FERRY)
    annotated = Corpus.of(thread).assign({"sentiment": np.zeros(5)}, one)[0]
    assert Corpus.of([thread, annotated]).steps == Corpus.of([annotated, thread]).steps == (one,)
    chosen = Corpus.of(annotated).select(np.array([True, False, True, False, False]))
    assert chosen.steps == (one, Step("select", {"kept": 2, "of": 5}))


def test_select_of_a_chain_of_a_million_is_quick(chain_of_a_million):
    import pyarrow as pa

    n = chain_of_a_million.size
    thread = thread_of([])
    table = pa.table(
        {
            "id": pa.array(np.arange(n)).cast(pa.large_string()),
            "parent": chain_of_a_million,
            "author": pa.nulls(n, pa.large_string()),
            "text": pa.array([""] * n, pa.large_string()),
        }
    )
    corpus = Corpus(table, np.array([0, n]), ("long",), (thread.article,), (thread.report,))
    keep = np.zeros(n, dtype=bool)
    keep[[0, n - 1]] = True
    assert corpus.select(keep).parents.tolist() == [-1, 0]


@given(threads())
def test_a_frame_read_back_is_the_same(thread):
    corpus = Corpus.of([thread.assign({"stance_toll": ["favor"] * len(thread), "claim": [None] * len(thread)})])
    frame = to_frame(corpus)
    again = from_frame(frame)
    if len(thread):
        assert to_frame(again).equals(frame)
    else:
        assert again.n_comments == 0


def test_an_empty_corpus_works():
    corpus = Corpus.of([])
    assert (len(corpus), corpus.n_comments, list(corpus)) == (0, 0, [])
    assert corpus.select(np.zeros(0, dtype=bool)).n_comments == 0


def test_topics_of_a_comment():
    thread = thread_of(FERRY, topic_price=[0.0, 0.4, 1.0, 0.6, None], topic_oil=[0.0] * 5)
    assert [comment.topics for comment in thread] == [[], [], ["price"], ["price"], []]
    with pytest.raises(UnknownName, match="no topics yet"):
        _ = thread_of(FERRY)[0].topics


def test_reprs_are_short_and_escaped():
    thread = thread_of([("<b>", -1, "<script>alert(1)</script>" * 50)] * 30)
    assert "<script>" not in thread._repr_html_()
    assert len(repr(thread)) < 200
    assert len(repr(thread[0])) < 120


def test_frames_refuse_what_they_do_not_know():
    frame = thread_of(FERRY).to_frame()
    with pytest.raises(UnknownName, match="mood"):
        from_frame(frame.assign(mood=1))
    with pytest.raises(InvalidColumn, match="no column `text`"):
        from_frame(frame.drop(columns="text"))
    numbered = from_frame(frame.assign(id=range(5), parent_id=[None, 0, None, 2, 3]))
    assert numbered.parents.tolist() == [-1, 0, -1, 2, 3]
