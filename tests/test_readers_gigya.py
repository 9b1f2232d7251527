"""Gigya: streams of newspapers, nested or flat, alone or under the ids of their articles."""

from __future__ import annotations

import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.gigya import Gigya
from discourse.reading import read, read_corpus
from tests.shared import shared


def comment(own: str, above: str | None = None, **stated: object) -> dict:
    made = {
        "posVotes": 5,
        "negVotes": 2,
        "TotalVotes": 3,
        "streamId": "s1",
        "threadID": "t",
        "commentText": f"Says {own} &amp; <b>more</b>.",
        "ID": own,
        "isModerator": False,
        "status": "published",
        "timestamp": 1_455_033_598_562,
        "sender": {"name": "Mara", "loginProvider": "Site"},
    }
    return made | ({"parentID": above} if above else {}) | stated


GONE = {"status": "deleted", "commentText": "This comment was deleted", "sender": {"name": "[removed]"}}
A, B, C, D = comment("a"), comment("b", "a", isModerator=True), comment("c", "b", **GONE), comment("d")
NESTED = [{**A, "replies": [{**B, "replies": [C]}], "descendantsCount": 2}, {**D, "replies": []}]
INFO = {"streamID": "s1", "title": "The ferry is back", "url": "https://paper.example/ferry"}
FORMS = {
    "answer": {"statusCode": 200, "comments": NESTED, "commentCount": 4, "streamInfo": INFO},
    "under the article": {"s1": {"data_type": "comment", "comments": NESTED}},
    "list": NESTED,
    "flat answer": {"comments": [A, B, C, D]},
}


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("value", FORMS.values(), ids=FORMS)
def test_all_forms_give_the_stream(value):
    thread = read(text_of(value))
    assert (thread.report.format, thread.id) == ("gigya", "s1")
    assert [(one.id, one.author, one.depth, one["deleted"], one["role"]) for one in thread] == [
        ("a", "Mara", 1, False, None),
        ("b", "Mara", 2, False, "moderator"),
        ("c", None, 3, True, None),
        ("d", "Mara", 1, False, None),
    ]
    assert (thread[0].text, thread[0]["score"]) == ("Says a & more.", 3.0)
    assert thread[0]["created"].isoformat() == "2016-02-09T15:59:58.562000+00:00"
    assert thread.report.counts() == {}
    assert thread.report.notes == ()


def test_what_is_said_of_the_stream_is_the_article():
    article = read(text_of(FORMS["answer"])).article
    assert (article.title, article.url) == ("The ferry is back", "https://paper.example/ferry")


def test_votes_are_ups_less_downs_where_no_total_is_stated():
    bare = {key: value for key, value in A.items() if key != "TotalVotes"}
    assert read(text_of({"comments": [bare]}))[0]["score"] == 3.0


def test_articles_and_streams_of_a_collection_go_together():
    article = {
        "data_type": "article",
        "title": "The ferry is back",
        "article_url": "https://paper.example/ferry",
        "article_text": ["<p>It came.</p>", "<p>At last.</p>"],
        "author": "Pia",
    }
    assert read(text_of({"s1": article})).article.text.endswith("It came.\n\nAt last.")
    both = text_of({"s1": article}) + b"\n" + text_of({"s1": {"data_type": "comment", "comments": NESTED}})
    thread = read(both)
    assert (thread.article.author, len(thread)) == ("Pia", 4)


def test_replies_that_are_counted_and_not_there_and_further_pages_are_noted():
    short = [{**A, "replies": [B], "descendantsCount": 6}, comment("e", status="pending")]
    report = read(text_of({"comments": short, "commentCount": 9, "hasMore": True})).report
    assert report.stated_count == 9
    assert report.notes == (
        "kept, though pages do not show them: 1 comment of the status pending",
        "not in the file: 5 replies that the comments above them count",
        "the stream has more comments, which are not in the file",
    )


def test_several_streams_are_several_threads():
    corpus = read_corpus(text_of([A, comment("x", streamId="s2"), comment("y", "x", streamId="s2")]))
    assert {thread.id: len(thread) for thread in corpus} == {"s1": 1, "s2": 2}


def test_replies_nested_deep_are_read():
    depth = 20_000
    opened = b"".join(b'{"ID":"%d","commentText":"x","sender":{},"replies":[' % n for n in range(depth))
    thread = read(b'{"comments":[' + opened + b"]}" * depth + b"]}")
    assert thread.report.format == "gigya"
    assert thread[-1].depth == depth


def test_a_stream_is_known_where_its_first_comment_has_long_replies():
    first = {"replies": [comment(str(n), "a", commentText="word " * 200) for n in range(100)], **A}
    assert Gigya().sniff(text_of({"s1": {"comments": [first]}})[:65_536], "x.json") == 0.95


def test_what_is_no_comment_is_dropped_and_named_or_refused():
    broken = text_of({"comments": [A, {"ID": "b"}, 7]})
    assert read(broken).report.dropped == (("line 1", "a comment without commentText"),) * 2
    with pytest.raises(BrokenInput, match="without commentText"):
        read(broken, strict=True)
    with pytest.raises(BrokenInput, match="cut off"):
        read(text_of(FORMS["answer"])[:-9])
    with pytest.raises(BrokenInput, match="no comments of Gigya"):
        read(b'{"items": []}', format="gigya")
    assert len(next(Gigya().read(Source("x", data=b'{"comments": [], "commentCount": 0}')))) == 0


def test_comments_taken_from_a_page_keep_their_times_as_written():
    reply = {"author": "Odd", "text": "No.", "post_time": "3 hours ago", "reactions": {}}
    taken = {"author": "Mara", "text": "Late & dear <sic>.", "post_time": "Feb 9, 2016", "reactions": {}}
    thread = read(text_of({"71": {**taken, "replies": [reply, reply]}, "72": {**taken, "replies": []}}))
    assert thread.report.format == "gigya"
    assert [(one.id, one.author, one.depth, one["created_text"]) for one in thread] == [
        ("71", "Mara", 1, "Feb 9, 2016"),
        ("71.1", "Odd", 2, "3 hours ago"),
        ("71.2", "Odd", 2, "3 hours ago"),
        ("72", "Mara", 1, "Feb 9, 2016"),
    ]
    assert thread[0].text == "Late & dear <sic>."


def test_odd_values_are_missing_and_named():
    odd = comment("a", timestamp="soon", sender=["x"], TotalVotes="many", streamId={"a": 1}, status=[1], parentID=2**80)
    report = read(text_of({"comments": [odd]})).report
    assert report.counts() == {"created is no time": 1, "missing parent": 1, "score is no number": 1}


def test_real_comments_taken_from_a_page():
    thread = read(shared("data/globeandmail/CommentReactionsRawData/article_34799476_comments.json"))
    assert (thread.report.format, len(thread), sum(one.depth == 1 for one in thread)) == ("gigya", 113, 43)


@pytest.mark.parametrize(("name", "n", "n_top", "n_deleted"), [("28494689", 426, 162, 14), ("28659297", 112, 40, 2)])
def test_real_streams(name, n, n_top, n_deleted):
    thread = read(shared(f"data/globeandmail/CommentsRawData/article_{name}_comments.json"))
    assert (thread.report.format, thread.id, len(thread)) == ("gigya", name, n)
    assert sum(one.depth == 1 for one in thread) == n_top
    assert sum(one["deleted"] for one in thread) == n_deleted
    assert thread.report.counts() == {}
