"""Isso: what its interface answers, and its database."""

from __future__ import annotations

import json
import sqlite3

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.isso import Isso
from discourse.reading import read, read_corpus


def reply(own: int, above: int | None = None, **stated: object) -> dict:
    return {
        "id": own,
        "parent": above,
        "text": f"<p>Says {own}.</p>",
        "author": "mara",
        "website": None,
        "mode": 1,
        "created": 1_600_000_000.5 + own,
        "modified": None,
        "likes": 3,
        "dislikes": 1,
        "hash": "f00",
        **stated,
    }


ANSWER = {
    "id": None,
    "total_replies": 3,
    "hidden_replies": 1,
    "replies": [
        reply(1, total_replies=3, hidden_replies=2, replies=[reply(3, 1, author=None)]),
        reply(2, mode=4, text="", author=None, total_replies=0, hidden_replies=0, replies=[]),
    ],
    "config": {},
}


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


def database(tmp_path, **changes: str) -> bytes:
    """A database such as the system makes, with two pages."""
    path = tmp_path / "comments.db"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR UNIQUE, title VARCHAR)")
        made.execute(
            "CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT,"
            " modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR,"
            " website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL)"
        )
        made.executemany("INSERT INTO threads VALUES (?, ?, ?)", [(1, "/ferry/", "The ferry"), (2, "/bridge/", None)])
        made.executemany(
            "INSERT INTO comments VALUES (?, ?, ?, ?, NULL, ?, '127.0.0.0', ?, ?, NULL, NULL, ?, ?, x'00')",
            [
                (1, 1, None, 1.6e9, 1, "It *is* <here>\n\nat last", "mara", 2, 5),
                (1, 2, 1, 1.6e9 + 5, 2, "Wait.", None, 0, 0),
                (1, 3, 1, 1.6e9 + 9, 4, "", None, 0, 0),
                (2, 4, None, 1.6e9 + 20, 1, "No.", "odd", 0, 0),
                (9, 5, None, 1.6e9 + 30, 1, "Where?", "odd", 0, 0),
            ],
        )
    made.close()
    return path.read_bytes()


def test_an_answer_gives_the_tree_of_the_page():
    thread = read(text_of(ANSWER))
    assert thread.report.format == "isso"
    assert [(one.id, one.author, one.depth, one.text, one["deleted"]) for one in thread] == [
        ("1", "mara", 1, "Says 1.", False),
        ("3", None, 2, "Says 3.", False),
        ("2", None, 1, "", True),
    ]
    assert thread[0]["score"] == 2.0
    assert thread[0]["created"].isoformat() == "2020-09-13T12:26:41.500000+00:00"
    assert "not in the file: 3 replies that the limit of the answer left out" in thread.report.notes


def test_flat_comments_of_many_pages_name_them():
    corpus = read_corpus(text_of([reply(5, uri="/b/"), reply(4, uri="/a/"), reply(6, 5, uri="/b/", mode=2)]))
    assert [(thread.id, len(thread)) for thread in corpus] == [("/b/", 2), ("/a/", 1)]
    assert "kept, though pages do not show them before they are approved: 1 comment" in corpus.reports[0].notes


def test_replies_nested_deep_are_read():
    depth = 20_000
    opened = b"".join(b'{"id":%d,"text":"x","mode":1,"dislikes":0,"parent":null,"replies":[' % n for n in range(depth))
    thread = read(b'{"id":null,"total_replies":1,"hidden_replies":0,"replies":[' + opened + b"]}" * depth + b"]}")
    assert thread[-1].depth == depth


def test_what_is_no_reply_is_dropped_and_named_or_refused():
    broken = text_of({**ANSWER, "replies": [reply(1), 7, {"id": 2}]})
    assert [reason for _, reason in read(broken).report.dropped] == ["a reply without a text"] * 2
    with pytest.raises(BrokenInput, match="without a text"):
        read(broken, strict=True)
    with pytest.raises(BrokenInput, match="cut off"):
        read(text_of(ANSWER)[:-30])
    with pytest.raises(BrokenInput, match="no replies of Isso"):
        read(b'{"items": []}', format="isso")


def test_a_database_gives_a_thread_a_page(tmp_path):
    corpus = read_corpus(database(tmp_path))
    assert corpus.ids == ("/ferry/", "/bridge/", "thread 9")
    assert {report.format for report in corpus.reports} == {"isso"}
    thread = corpus[0]
    assert thread.article.title == "The ferry"
    assert [(one.id, one.depth, one["deleted"]) for one in thread] == [("1", 1, False), ("2", 2, False), ("3", 2, True)]
    assert (thread[0].text, thread[0]["score"]) == ("It *is* <here>\n\nat last", -3.0)
    assert "kept, though pages do not show them before they are approved: 1 comment" in thread.report.notes


def test_a_database_is_read_from_its_file_and_left_as_it_is(tmp_path):
    content = database(tmp_path)
    assert read_corpus(tmp_path / "comments.db").n_comments == 5
    assert (tmp_path / "comments.db").read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["comments.db"]


def test_other_databases_and_broken_ones_are_one_clear_error(tmp_path):
    content = database(tmp_path)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE VIEW comments AS SELECT 1")
        other.execute("CREATE TABLE threads (id)")
    other.close()
    with pytest.raises(BrokenInput, match="no table"):
        read(tmp_path / "other.db", format="isso")
    with pytest.raises(BrokenInput, match="cannot be read"):
        list(Isso().read(Source("x.db", data=content[:3_000])))
    for cut in range(0, len(content), 997):
        broken = content[:cut] + bytes(200) + content[cut + 200 :]
        try:
            list(Isso().read(Source("x.db", data=broken)))
        except BrokenInput:
            continue
