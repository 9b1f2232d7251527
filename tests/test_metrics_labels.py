import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.columns import STANCE
from discourse.metrics.base import from_parents
from discourse.metrics.labels import metrics_of
from tests.measured import corpora, corpus_of, same


def found_in(corpus):
    return {found.name: found.measure(corpus) for found in metrics_of(corpus)}


def split(listed, values):
    """A value a comment, thread by thread."""
    values = iter(values)
    return [[next(values) for _ in thread] for thread in listed]


@given(corpora(), st.data())
def test_stances_are_shares_of_the_decided(listed, data):
    n = sum(map(len, listed))
    given_labels = data.draw(st.lists(st.sampled_from([*STANCE, None]), min_size=n, max_size=n))
    found = found_in(corpus_of(listed).assign({"stance_bridge": given_labels}))
    assert list(found) == ["stance_bridge_favor", "stance_bridge_against", "stance_bridge_none", "stance_bridge_open"]
    labels = split(listed, given_labels)
    decided = [[label for label in thread if label] for thread in labels]
    for label in STANCE:
        measured = found[f"stance_bridge_{label}"]
        assert same(measured.values, [thread.count(label) / len(thread) if thread else None for thread in decided])
        assert measured.n.tolist() == [len(thread) if thread else 0 for thread in decided]
    assert same(found["stance_bridge_open"].values, [thread.count(None) if thread else None for thread in labels])


def test_the_stance_of_a_reply_is_about_replies_to_comments_only():
    corpus = from_parents([-1, 0, 0, -1, 3]).assign({"reply_stance": [None, "deny", None, None, "query"]})
    found = found_in(corpus)
    assert found["reply_stance_deny"].values.tolist() == [0.5]
    assert found["reply_stance_deny"].n.tolist() == [2]
    assert found["reply_stance_open"].values.tolist() == [1]
    assert found["reply_stance_open"].n.tolist() == [3]


def test_topics_count_the_comments_that_are_about_them():
    found = found_in(
        from_parents([-1, 0, 0, -1]).assign({"topic_tolls": [0.5, 0.49, None, 1.0], "topic_ferry": [0.0] * 4})
    )
    assert list(found) == ["topic_tolls_share", "topic_ferry_share"]
    assert found["topic_tolls_share"].values.tolist() == [pytest.approx(2 / 3)]
    assert found["topic_tolls_share"].n.tolist() == [3]
    assert found["topic_ferry_share"].values.tolist() == [0]


def test_the_mean_sentiment_leaves_out_what_has_none():
    found = found_in(from_parents([-1, 0, 0]).assign({"sentiment": [0.5, None, -0.1]}))["sentiment_mean"]
    assert found.values.tolist() == [pytest.approx(0.2)]
    assert found.n.tolist() == [2]


def test_claims_are_counted_and_the_stances_towards_them():
    corpus = from_parents([-1, 0, 0, -1]).assign(
        {"claim": ["k1", None, "k2", "k1"], "claim_stance": ["against", None, None, "against"]}
    )
    found = found_in(corpus)
    assert found["claim_share"].values.tolist() == [0.75]
    assert found["claim_stance_against"].values.tolist() == [1]
    assert found["claim_stance_open"].values.tolist() == [1]
    assert found["claim_stance_open"].n.tolist() == [3]


def test_what_was_left_open_is_told_and_not_counted_as_none():
    found = found_in(from_parents([-1, 0]).assign({"stance_bridge": [None, None]}))
    assert same(found["stance_bridge_none"].values, [None])
    assert found["stance_bridge_none"].skipped.tolist() == ["none of the comments has a label"]
    assert found["stance_bridge_open"].values.tolist() == [2]


def test_a_corpus_without_annotations_has_no_such_metrics():
    assert metrics_of(from_parents([-1, 0])) == []
