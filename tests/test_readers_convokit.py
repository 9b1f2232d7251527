"""ConvoKit: corpora of all versions, with what lies beside them."""

from __future__ import annotations

import json

import pytest

from discourse.article import Article, Block
from discourse.corpus import Corpus
from discourse.errors import InputError
from discourse.readers.convokit import ConvoKit
from discourse.reading import read, read_corpus
from discourse.writing import write
from tests.threads import thread_of

NEW = [
    {"id": "r", "conversation_id": "r", "text": "The ferry is back.", "speaker": "ann", "meta": {"score": 9},
     "reply-to": None, "timestamp": 1557741600, "vectors": []},
    {"id": "a", "conversation_id": "r", "text": "When?", "speaker": "bob", "meta": {"permalink": "/a"}, "reply-to": "r",
     "timestamp": "1557741660", "vectors": []},
    {"id": "b", "conversation_id": "r", "text": "[deleted]", "speaker": "[deleted]", "meta": {}, "reply-to": "a",
     "timestamp": None, "vectors": []},
]  # fmt: skip
CONVERSATIONS = {
    "r": {"meta": {"title": "A ferry"}, "vectors": []},
    "s": {"meta": {"title": "None yet"}, "vectors": []},
}


def old(utterance):
    names = {"conversation_id": "root", "speaker": "user", "reply-to": "reply_to"}
    return {names.get(name, name): value for name, value in utterance.items() if name != "vectors"}


def folder_of(tmp_path, utterances, conversations=None, name="utterances.jsonl"):
    lines = "".join(json.dumps(one) + "\n" for one in utterances)
    content = lines if name.endswith("l") else json.dumps(utterances)
    (tmp_path / name).write_text(content, encoding="utf-8")
    if conversations is not None:
        (tmp_path / "conversations.json").write_text(json.dumps(conversations), encoding="utf-8")
    (tmp_path / "index.json").write_text("{}", encoding="utf-8")
    (tmp_path / "speakers.json").write_text('{"ann": {"meta": {}}}', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("as_old", [False, True])
@pytest.mark.parametrize("name", ["utterances.jsonl", "utterances.json"])
def test_every_version_gives_the_same_tree(tmp_path, as_old, name):
    folder = folder_of(tmp_path, [old(one) if as_old else one for one in NEW], CONVERSATIONS, name)
    corpus = read_corpus(folder)
    assert corpus.reports[0].format == "convokit"
    thread = corpus[corpus.ids.index("r")]
    assert [(one.id, one.author, one.depth, one["deleted"]) for one in thread] == [
        ("r", "ann", 1, False), ("a", "bob", 2, False), ("b", None, 3, True),
    ]  # fmt: skip
    assert (thread[0]["score"], thread[1]["url"]) == (9.0, "/a")
    assert thread[1]["created"].isoformat() == "2019-05-13T10:01:00+00:00"
    assert thread.article.title == "A ferry"
    assert "conversations without an utterance: 1" in thread.report.notes


def test_a_folder_and_its_file_are_one_source(tmp_path):
    folder = folder_of(tmp_path, NEW)
    assert len(read(folder)) == len(read(folder / "utterances.jsonl")) == len(read_corpus([folder])[0]) == 3


def test_utterances_alone_and_conversations_without_a_root():
    lines = b"".join(json.dumps(one).encode() + b"\n" for one in NEW[1:])
    thread = read(lines)
    assert thread.id == "r"
    assert thread.report.counts() == {"missing parent": 1}


def test_conversations_without_a_name_are_called_after_their_first_utterance():
    utterances = [{**one, "conversation_id": None} for one in NEW]
    assert read(b"".join(json.dumps(one).encode() + b"\n" for one in utterances)).id == "r"


def test_broken_lines_are_named_and_strict_stops(tmp_path):
    folder = folder_of(tmp_path, NEW)
    with (folder / "utterances.jsonl").open("a") as file:
        file.write('{"id": "c", \n[1]\n{"speaker": "x"}\n')
    assert [where for where, _ in read(folder).report.dropped] == ["line 4", "line 5", "line 6"]
    with pytest.raises(InputError, match="line 4"):
        read(folder, strict=True)


def test_other_json_is_left_alone():
    for head in (b"{}", b'{"id": 1, "text": "x"}', b"[", b"\x00"):
        assert ConvoKit().sniff(head, "utterances.jsonl") == 0
    with pytest.raises(InputError, match="holds no utterances"):
        read(b"[]", format="convokit")


def test_what_goes_out_is_as_convokit_wants_it(tmp_path):
    article = Article((Block("title", "A ferry"), Block("paragraph", "It sails.")), author="Mara", date="2019-05-13")
    rows = [("Ann", -1, "Well."), (None, 0, "No."), ("Cy", -1, "Why?")]
    corpus = Corpus.of([thread_of(rows, article, id="x"), thread_of(rows, article, id="y")])
    write(corpus, tmp_path / "out", to="convokit")
    said = [json.loads(line) for line in (tmp_path / "out" / "utterances.jsonl").read_text().splitlines()]
    assert all(
        set(one) == {"id", "conversation_id", "text", "speaker", "meta", "reply-to", "timestamp", "vectors"}
        for one in said
    )
    ids = [one["id"] for one in said]
    assert len(set(ids)) == len(ids) == 8
    for conversation in ("x", "y"):
        inside = {one["id"]: one["reply-to"] for one in said if one["conversation_id"] == conversation}
        assert [key for key, above in inside.items() if above is None] == [conversation]
        assert all(above in inside for above in inside.values() if above is not None)
    speakers = json.loads((tmp_path / "out" / "speakers.json").read_text())
    assert {one["speaker"] for one in said} == set(speakers)
    index = json.loads((tmp_path / "out" / "index.json").read_text())
    assert {key for one in said for key in one["meta"]} == set(index["utterances-index"])
    conversations = json.loads((tmp_path / "out" / "conversations.json").read_text())
    assert conversations["x"]["meta"]["title"] == "A ferry"
    assert {key for one in conversations.values() for key in one["meta"]} <= set(index["conversations-index"])


def test_without_the_article_as_root(tmp_path):
    corpus = Corpus.of([thread_of([("Ann", -1, "Well."), ("Bo", 0, "No.")], id="x")])
    write(corpus, tmp_path / "out", to="convokit", root=False)
    assert len((tmp_path / "out" / "utterances.jsonl").read_text().splitlines()) == 2
    again = read_corpus(tmp_path / "out")
    assert again.equals(corpus)
    assert again.articles == corpus.articles
