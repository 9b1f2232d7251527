"""Label Studio: tasks, predictions and the configuration hold together, by the rules of its import."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given

from discourse.corpus import Corpus
from discourse.errors import OutputError
from discourse.metrics.base import from_parents
from discourse.writers.label_studio import LabelStudio, labeling_config
from discourse.writing import write
from tests.measured import corpora, corpus_of
from tests.outgoing import ferry, files


def exported(parts):
    """The tasks, and the configuration as a tree."""
    made = files(LabelStudio(), parts)
    assert set(made) == {"tasks.json", "config.xml"}
    return json.loads(made["tasks.json"]), ElementTree.fromstring(made["config.xml"])


def check_rules(tasks, config):
    """What the import checks, and that every label is one that coders can choose."""
    shown = {one.get("value").removeprefix("$") for one in config.iter() if (one.get("value") or "").startswith("$")}
    names = [one.get("name") for one in config.iter() if one.get("name")]
    assert len(set(names)) == len(names)
    controls = {one.get("name"): one for one in config.iter() if one.get("toName")}
    assert all(one.get("toName") in names for one in controls.values())
    assert all(one.get("valueType") == "text" for one in config.iter("Text"))
    for task in tasks:
        assert all(isinstance(task["data"][key], str) for key in shown)
        for prediction in task.get("predictions", []):
            assert prediction["model_version"].startswith("discourse ")
            ids = [result["id"] for result in prediction["result"]]
            assert len(set(ids)) == len(ids)
            for result in prediction["result"]:
                control = controls[result["from_name"]]
                assert result["type"] == control.tag.lower()
                assert result["to_name"] == control.get("toName")
                chosen = result["value"][result["type"]]
                assert set(chosen) <= {one.get("value") for one in control}
                assert len(chosen) == 1 or control.get("choice") == "multiple"
                if result["type"] == "labels":
                    value = result["value"]
                    assert task["data"]["text"][value["start"] : value["end"]] == value["text"] != ""


def test_a_task_has_all_that_a_coder_and_a_later_reading_need():
    tasks, config = exported([ferry()])
    check_rules(tasks, config)
    assert len(tasks) == 5
    assert tasks[1]["data"] == {
        "text": "Not to me.",
        "author": "Bo",
        "parent_text": "The toll is too dear.",
        "parent_author": "Ada",
        "title": "The ferry & the toll",
        "thread_id": "ferry",
        "id": "b",
        "parent_id": "a",
        "created": "2024-05-02T12:01:30Z",
    }
    assert tasks[3]["data"]["author"] == tasks[0]["data"]["parent_text"] == tasks[0]["data"]["parent_id"] == ""


def test_labels_become_predictions_with_scores():
    tasks, _ = exported([ferry()])
    (prediction,) = tasks[0]["predictions"]
    assert prediction["score"] == 0.6
    assert [
        (result["from_name"], result["type"], result["value"], result.get("score")) for result in prediction["result"]
    ] == [
        ("stance_toll", "choices", {"choices": ["against"]}, 0.9),
        ("topics", "choices", {"choices": ["fares", "pier"]}, 0.6),
        ("sentiment_label", "choices", {"choices": ["negative"]}, None),
        ("evidence", "labels", {"start": 12, "end": 20, "text": "too dear", "labels": ["stance_toll: against"]}, None),
    ]
    assert "predictions" not in tasks[2]
    assert "predictions" not in tasks[4]


def test_without_labels_coders_are_asked_what_needs_no_codebook():
    tasks, config = exported([from_parents([-1, 0])])
    check_rules(tasks, config)
    assert [one.get("name") for one in config.iter("Choices")] == ["sentiment_label", "reply_stance"]
    assert config.find("Labels") is None
    assert labeling_config() == labeling_config(from_parents([-1, 0]))


@given(corpora())
def test_every_comment_is_a_task(listed):
    corpus = corpus_of(listed)
    tasks, config = exported(map(Corpus.of, corpus))
    check_rules(tasks, config)
    expected = [(thread.id, comment.id) for thread in corpus for comment in thread]
    assert [(task["data"]["thread_id"], task["data"]["id"]) for task in tasks] == expected


def test_no_parts_and_no_comments():
    for parts in ([], [Corpus.of([])], [from_parents([], offsets=[0, 0])]):
        tasks, config = exported(parts)
        assert tasks == []
        check_rules(tasks, config)


def test_the_folder_appears_whole_and_is_replaced(tmp_path):
    for _ in range(2):
        write(ferry(), tmp_path / "tasks", to="label-studio")
    names = sorted(path.name for path in (tmp_path / "tasks").iterdir())
    assert names == ["config.xml", "manifest.json", "tasks.json"]


def test_labels_that_only_a_later_part_has_are_not_lost_silently():
    with pytest.raises(OutputError, match="stance_toll"):
        exported([from_parents([-1]), ferry()])
