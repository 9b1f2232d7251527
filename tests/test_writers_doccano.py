"""doccano: a line for each comment, by the rules of its import."""

import json

import pytest
from hypothesis import given

from discourse.errors import UnknownName
from discourse.metrics.base import from_parents
from discourse.writers.doccano import Doccano
from tests.measured import corpora, corpus_of
from tests.outgoing import ferry, written


def rows(writer, parts):
    """The objects of all lines, with what the import demands of each."""
    content = written(writer, parts).decode()
    listed = [json.loads(line) for line in content.split("\n")[:-1]]
    for row in listed:
        assert isinstance(row["text"], str)
        assert row["text"]
        metadata = {key: value for key, value in row.items() if key not in {"text", "label", "cats", "entities"}}
        assert all(isinstance(value, str) for value in metadata.values())
        assert "id" not in row
    return listed


def test_classes_are_the_labels_at_hand():
    listed = rows(Doccano(), ferry())
    assert [row["label"] for row in listed] == [
        ["stance_toll: against", "topics: fares", "topics: pier", "sentiment_label: negative"],
        ["sentiment_label: neutral", "reply_stance: deny"],
        [],
        ["stance_toll: favor", "topics: fares", "sentiment_label: positive", "reply_stance: query"],
        [],
    ]
    assert listed[1] == {
        "text": "Not to me.",
        "label": ["sentiment_label: neutral", "reply_stance: deny"],
        "comment_id": "b",
        "thread_id": "ferry",
        "parent_id": "a",
        "author": "Bo",
        "created": "2024-05-02T12:01:30Z",
        "url": "",
    }
    assert listed[2]["text"] == " "


def test_spans_are_the_words_that_stances_rest_on():
    listed = rows(Doccano(task="spans"), ferry())
    assert [row["label"] for row in listed] == [
        [[12, 20, "stance_toll: against"]],
        [],
        [],
        [[2, 6, "stance_toll: favor"]],
        [],
    ]
    assert listed[0]["text"][12:20] == "too dear"


def test_both_stand_under_the_keys_of_intent_detection():
    row = rows(Doccano(task="both"), ferry())[3]
    assert row["cats"][0] == "stance_toll: favor"
    assert row["entities"] == [[2, 6, "stance_toll: favor"]]
    assert "label" not in row


@given(corpora())
def test_every_comment_has_a_line(listed):
    corpus = corpus_of(listed)
    expected = [(thread.id, comment.id) for thread in corpus for comment in thread]
    assert [(row["thread_id"], row["comment_id"]) for row in rows(Doccano(), corpus)] == expected


def test_no_parts_and_no_comments():
    assert written(Doccano(), []) == b""
    assert written(Doccano(), from_parents([], offsets=[0, 0])) == b""


def test_another_task_is_an_error():
    with pytest.raises(UnknownName, match="no such task"):
        Doccano(task="relations")
