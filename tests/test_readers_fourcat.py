"""4CAT: first posts become articles, and every platform's way of naming the parent is followed."""

from __future__ import annotations

import csv
import io
import json

import pytest

from discourse.errors import InputError
from discourse.readers.fourcat import FourCat
from discourse.reading import read, read_corpus

COMMON = {"author": "", "subject": "", "timestamp": "2019-05-13 12:00:00", "unix_timestamp": "1557741600"}


def items(*rows: dict) -> list[dict]:
    return [COMMON | {name: str(value) for name, value in row.items()} for row in rows]


def as_csv(rows: list[dict]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_lines(rows: list[dict]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def as_list(rows: list[dict]) -> bytes:
    return json.dumps(rows).encode()


REDDIT = items(
    {
        "id": "x",
        "thread_id": "x",
        "subject": "The ferry is back",
        "body": "At last.\n\nWell.",
        "author": "ann",
        "parent": "",
    },
    {"id": "a", "thread_id": "x", "body": "Dear, though.", "author": "bob", "parent": "t3_x", "score": 7},
    {"id": "b", "thread_id": "x", "body": "[deleted]", "author": "[deleted]", "parent": "t1_a", "score": -2},
)
BOARD = items(
    {"id": 5000, "thread_id": 5000, "subject": "Ferry", "body": "Back."},
    {"id": 5001, "thread_id": 5000, "body": ">>5000\nWhen?"},
    {"id": 5002, "thread_id": 5000, "body": ">>5001\nMonday.\n>>5003"},
    {"id": 5003, "thread_id": 5000, "body": "Why."},
)
TELEGRAM = items(
    {"id": "ferry-7", "thread_id": "ferry", "chat": "ferry", "body": "It sails.", "author": "ann", "reply_to": ""},
    {"id": "ferry-8", "thread_id": "ferry", "chat": "ferry", "body": "When?", "author": "bob", "reply_to": "7"},
)
TIKTOK = items(
    {
        "id": "70001",
        "thread_id": "900",
        "body": "Nice",
        "author": "ann",
        "post_id": "900",
        "is_comment_on_comment": "no",
        "likes": 3,
    },
    {
        "id": "70002",
        "thread_id": "70001",
        "body": "Is it",
        "author": "bo",
        "post_id": "900",
        "is_comment_on_comment": "yes",
    },
)
TWITTER = items(
    {"id": "1", "thread_id": "1", "body": "The ferry is back", "author": "ann", "is_reply": "no", "like_count": 1},
    {"id": "2", "thread_id": "1", "body": "@ann When?", "author": "bob", "is_reply": "yes", "like_count": 2},
)


@pytest.mark.parametrize("form", [as_csv, as_lines, as_list])
def test_reddit(form):
    thread = read(form(REDDIT))
    assert thread.report.format == "4cat"
    assert [(one.id, one.author, one.depth, one["score"]) for one in thread] == [("a", "bob", 1, 7), ("b", None, 2, -2)]
    assert (thread.article.title, thread.article.text) == ("The ferry is back", "At last.\n\nWell.")
    assert thread.article.date == "2019-05-13T10:00:00Z"
    assert thread[1]["deleted"]
    assert thread[0]["created"].isoformat() == "2019-05-13T10:00:00+00:00"
    assert thread.report.counts() == {}
    assert "taken as the articles of their threads: 1 first post" in thread.report.notes


def test_imageboards_point_in_the_text():
    thread = read(as_csv(BOARD))
    assert [(one.id, one.depth) for one in thread] == [("5001", 1), ("5002", 2), ("5003", 1)]


def test_telegram_answers_by_the_number_in_the_chat():
    thread = read(as_csv(TELEGRAM))
    assert [(one.id, one.depth) for one in thread] == [("ferry-7", 1), ("ferry-8", 2)]


def test_comments_of_tiktok_stand_in_the_thread_of_the_video():
    corpus = read_corpus(as_csv(TIKTOK))
    assert corpus.ids == ("900",)
    assert corpus.parents.tolist() == [-1, 0]


def test_twitter_does_not_say_what_is_answered_and_that_is_said():
    thread = read(as_csv(TWITTER))
    assert [one.depth for one in thread] == [1]
    assert "replies to others that are not named in the table: 1; --resolve-replies may help" in thread.report.notes


def test_broken_rows_are_named_and_strict_stops():
    content = as_csv(REDDIT) + b"y,z\n"
    assert read(content).report.dropped == (("line 7", "2 cells in a table of 9 columns"),)
    with pytest.raises(InputError, match="line 7"):
        read(content, strict=True)
    lines = as_lines(REDDIT) + b'{"id": \n'
    assert [where for where, _ in read(lines).report.dropped] == ["line 4"]


def test_what_is_something_else_is_left_alone():
    for head in (b"id,thread_id,body\n1,2,x\n", b'[{"id": 1, "body": "x"}]', b"", b"\x00", b"{"):
        assert FourCat().sniff(head, "x.csv") == 0
    with pytest.raises(InputError, match="the column 'author' is missing"):
        read(b"id,thread_id,body\n1,2,x\n", format="4cat")


def test_an_export_of_nothing_is_no_error():
    assert read_corpus(as_csv(REDDIT).splitlines()[0] + b"\n").n_comments == 0


def test_what_is_no_object_in_a_list_is_named():
    corpus = read_corpus(as_list([*REDDIT, 7, None]))
    assert [why for _, why in corpus.reports[0].dropped] == ["not a JSON object"] * 2
    assert corpus.reports[0].found == corpus.reports[0].kept + 2
