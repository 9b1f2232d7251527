"""Remark42: backups, trees and lists of comments become the same threads."""

from __future__ import annotations

import gzip
import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers import remark42
from discourse.readers.base import Source
from discourse.readers.remark42 import Remark42
from discourse.reading import read, read_corpus
from tests.shared import shared

PAGE = "https://harbour.example/ferry"


def comment(own: str, above: str = "", minute: int = 0, **stated: object) -> dict:
    return {
        "id": own,
        "pid": above,
        "text": f"<p>Says <em>{own}</em>.</p>\n",
        "orig": f"Says *{own}*.",
        "user": {"name": "mara", "id": "anonymous_1", "picture": "", "admin": False},
        "locator": {"site": "harbour", "url": PAGE},
        "score": 1,
        "votes": {},
        "time": f"2021-05-04T10:{minute:02d}:00.123456789+02:00",
        "title": "The ferry is back",
        **stated,
    }


GONE = {"name": "deleted", "id": "deleted", "picture": "", "admin": False}
COMMENTS = [
    comment("a"),
    comment("b", minute=1, text="", orig="", delete=True, user=GONE),
    comment("c", "a", 2, user={"name": "odd", "id": "o", "admin": True}, score=-3),
    comment("d", "b", 3),
]
TREE = {
    "comments": [
        {"comment": COMMENTS[0], "replies": [{"comment": COMMENTS[2]}]},
        {"comment": COMMENTS[1], "replies": [{"comment": COMMENTS[3]}]},
    ],
    "info": {"url": PAGE, "count": 3},
}
ABOUT = {"version": 1, "users": [], "posts": None}


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


def backup_of(comments: list[dict]) -> bytes:
    return b"".join(text_of(one) + b"\n" for one in [ABOUT, *comments])


@pytest.mark.parametrize(
    "content",
    [
        backup_of(COMMENTS),
        gzip.compress(backup_of(COMMENTS)),
        text_of(TREE),
        text_of({"comments": COMMENTS, "info": {"count": 3}}),
        text_of(COMMENTS),
    ],
    ids=["backup", "packed backup", "tree", "answer", "list"],
)
def test_all_forms_give_the_tree_of_the_page(content):
    thread = read(content)
    assert thread.report.format == "remark42"
    assert (thread.id, thread.article.title, thread.article.url) == (PAGE, "The ferry is back", PAGE)
    rows = [(one.id, one.author, one.parent and one.parent.id, one["deleted"], one["role"]) for one in thread]
    assert sorted(rows) == [
        ("a", "mara", None, False, None),
        ("b", None, None, True, None),
        ("c", "odd", "a", False, "admin"),
        ("d", "mara", "b", False, None),
    ]
    assert {one.id: one["score"] for one in thread} == {"a": 1.0, "b": 1.0, "c": -3.0, "d": 1.0}
    assert thread[0].text == "Says a."
    assert thread[0]["created"].isoformat() == "2021-05-04T08:00:00.123456+00:00"
    assert thread[0]["url"] == f"{PAGE}#remark42__comment-a"
    assert thread.report.counts() == {}


def test_a_tree_keeps_the_order_of_the_page():
    turned = {"comments": TREE["comments"][::-1]}
    assert [one.id for one in read(text_of(turned))] == ["b", "d", "a", "c"]


def test_the_count_that_the_page_states_is_compared_without_the_deleted():
    assert read(text_of(TREE)).report.stated_count is None
    more = {**TREE, "info": {"url": PAGE, "count": 5}}
    assert "the page itself states 5 comments; 4 were found" in read(text_of(more)).report.lines()


def test_replies_nested_deep_are_read():
    depth = 20_000
    opened = b"".join(b'{"comment":{"id":"%d","pid":"","locator":{}},"replies":[' % n for n in range(depth))
    thread = read(b'{"comments":[' + opened + b"]}" * depth + b"]}")
    assert thread[-1].depth == depth


def test_a_backup_comes_in_batches(monkeypatch):
    monkeypatch.setattr(remark42, "BATCH", 2)
    content = backup_of([*COMMENTS, comment("z", locator={"url": "other"})])
    batches = list(Remark42().read(Source("backup", data=content)))
    assert [len(batch) for batch in batches] == [2, 2, 1]
    corpus = read_corpus(content)
    assert (corpus.ids, corpus.n_comments) == ((PAGE, "other"), 5)
    assert [article.title for article in corpus.articles] == ["The ferry is back"] * 2


def test_broken_lines_are_named_or_refused():
    content = backup_of(COMMENTS[:1]) + b'{"id": "b", "pid"\n' + text_of({"id": 7}) + b"\n" + text_of(COMMENTS[2])
    assert [where for where, _ in read(content).report.dropped] == ["line 3", "line 4"]
    with pytest.raises(BrokenInput, match="line 3"):
        read(content, strict=True)


def test_ids_beyond_64_bits_stay_as_they_are():
    thread = read(text_of([comment(10**30), comment(10**30 + 1, 10**30)]))
    assert [one.id for one in thread] == [str(10**30), str(10**30 + 1)]
    assert thread[1].depth == 2


def test_what_is_not_of_this_format_says_so():
    assert [len(batch) for batch in Remark42().read(Source("x", data=text_of({"comments": []})))] == [0]
    with pytest.raises(BrokenInput, match="no comments of Remark42"):
        read(b'{"items": []}', format="remark42")


@pytest.mark.parametrize(
    ("name", "n_comments", "deepest"), [("tree", 12, 3), ("tree_del", 9, 4), ("tree_bench", 58, 4)]
)
def test_real_trees(name, n_comments, deepest):
    thread = read(shared(f"data/platforms/remark42/backend/app/store/service/testdata/{name}.json"))
    assert thread.report.format == "remark42"
    assert len(thread) == n_comments
    assert max(one.depth for one in thread) == deepest
