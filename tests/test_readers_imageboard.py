"""Imageboards: what 4chan, vichan, LynxChan and FoolFuuka answer becomes threads, with parents by pointers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.imageboard import Imageboard
from discourse.reading import read, read_corpus
from tests.shared import shared


def point(*numbers: object) -> str:
    return "".join(f'<a href="#p{one}" class="quotelink">&gt;&gt;{one}</a><br>' for one in numbers)


def post(number: int, com: str, thread: int = 500, **stated: object) -> dict:
    return {
        "no": number,
        "now": "x",
        "name": "Anonymous",
        "com": com,
        "time": 1.6e9 + number,
        "resto": thread,
        **stated,
    }


OP = post(500, "Is the <wbr>ferry late?", 0, sub="Ferry &amp; co", replies=4, name="Mara", trip="!x1")
REPLIES = [
    post(501, "Yes."),
    post(502, point(501) + '<span class="quote">&gt;Yes.</span><br>No.', id="Ab1", capcode="mod"),
    post(503, point(500, 501) + "Both."),
    post(504, '<a href="/b/thread/77#p99" class="quotelink">&gt;&gt;99</a><br>&gt;&gt;&gt;/b/501 Look.'),
]
FOUND = [("501", None, 1), ("502", "Anonymous (ID: Ab1)", 2), ("503", None, 1), ("504", None, 1)]


def lynx(one: dict) -> dict:
    """A post as LynxChan has it."""
    own = {"threadId": 500} if one["no"] == 500 else {"postId": one["no"]}
    return own | {
        "markdown": one["com"],
        "message": "raw",
        "name": one["name"],
        "id": one.get("id"),
        "signedRole": one.get("capcode"),
        "subject": one.get("sub"),
        "creation": "2020-09-13T12:26:41.000Z",
    }


def fuuka(one: dict) -> dict:
    """A post as FoolFuuka has it, its text without markup."""
    text = {501: "Yes.", 502: ">>501\n>Yes.\nNo.", 503: ">>500\n>>501\nBoth.", 504: ">>99\n>>>/b/501 Look."}
    return {
        "doc_id": "9",
        "num": str(one["no"]),
        "subnum": "0",
        "thread_num": "500",
        "op": str(int(one["no"] == 500)),
        "timestamp": int(one["time"]),
        "capcode": {"mod": "M"}.get(one.get("capcode"), "N"),
        "name": one["name"],
        "trip": one.get("trip"),
        "poster_hash": one.get("id"),
        "title": one.get("sub"),
        "comment": text.get(one["no"], "Is the ferry late?"),
        "deleted": "0",
    }


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


ALL = [OP, *REPLIES]
FORMS = {
    "thread": text_of({"posts": ALL}),
    "index": text_of({"threads": [{"posts": ALL}]}),
    "catalogue": text_of([{"page": 1, "threads": [{**OP, "last_replies": REPLIES}]}]),
    "threads a line": text_of({"posts": ALL[:3]}) + b"\n" + text_of({"posts": ALL[3:]}),
    "posts": text_of(ALL),
    "lynxchan thread": text_of({**lynx(OP), "posts": [lynx(one) for one in REPLIES]}),
    "lynxchan index": text_of({"pageCount": 1, "threads": [{**lynx(OP), "posts": [lynx(one) for one in REPLIES]}]}),
    "foolfuuka thread": text_of({"500": {"op": fuuka(OP), "posts": {str(one["no"]): fuuka(one) for one in REPLIES}}}),
    "foolfuuka index": text_of({"500": {"omitted": 0, "op": fuuka(OP), "posts": [fuuka(one) for one in REPLIES]}}),
    "foolfuuka search": text_of({"0": {"posts": [fuuka(one) for one in ALL[::-1]]}, "meta": {"total_found": 5}}),
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_all_forms_give_the_thread(content):
    thread = read(content)
    assert (thread.report.format, thread.id) == ("4chan", "500")
    assert [(one.id, one.author, one.depth) for one in thread] == FOUND
    assert thread[1].text == ">>501\n>Yes.\nNo."
    assert thread[1]["role"] in ("mod", "M")
    assert thread[1]["quotes"] is None
    assert thread[0]["created"].year == 2020
    assert thread.article.text.endswith("Is the ferry late?")
    assert thread.report.counts() == {}
    assert "posts that point at several answer the first; left out: 1 further pointer" in thread.report.notes
    assert "left out: 1 pointer at no earlier post of the thread in the file" in thread.report.notes


def test_the_first_post_is_the_article():
    article = read(FORMS["thread"]).article
    assert (article.title, article.author, article.date) == ("Ferry & co", "Mara !x1", "2020-09-13T12:35:00Z")


def test_posts_that_are_not_in_the_file_are_counted():
    short = read(text_of({"posts": ALL[:3]}))
    assert "the page itself states 4 comments; 2 were found" in short.report.lines()
    other = post(600, "Other", 0, replies=9)
    pages = [{"page": 1, "threads": [{**OP, "last_replies": REPLIES[2:]}, {**other, "omitted_posts": 9}]}]
    corpus = read_corpus(text_of(pages))
    assert "not in the file: 11 replies that their threads count" in corpus.reports[0].notes


def test_a_link_to_a_post_of_the_thread_that_is_not_there_is_a_missing_parent():
    inside = '<a href="/b/res/500.html#502">&gt;&gt;502</a> Gone?'
    thread = read(text_of({"posts": [OP, post(505, inside), post(506, point(503) + point(505))]}))
    assert [(one.id, one["missing_parent"], one.depth) for one in thread] == [("505", "502", 1), ("506", None, 2)]


def test_posts_come_in_the_order_of_their_numbers_however_many_digits_these_have():
    posts = [post(n, "x", 9) for n in (10**25, 1000, 99)] + [post(9, "op", 0)]
    assert [one.id for one in read(text_of({"posts": posts}))] == ["99", "1000", str(10**25)]


def test_replies_of_ghosts_and_deleted_posts_of_an_archive():
    ghost = fuuka(post(501, "")) | {"subnum": "1", "comment": ">>501 Gone.", "deleted": "1"}
    content = {"500": {"op": fuuka(OP), "posts": {"501": fuuka(REPLIES[0]), "501_1": ghost}}}
    assert [(one.id, one.depth, one["deleted"]) for one in read(text_of(content))] == [
        ("501", 1, False),
        ("501_1", 2, True),
    ]


def test_a_picture_without_words_is_a_comment():
    thread = read(text_of({"posts": [OP, {"no": 501, "resto": 500, "filename": "boat", "ext": ".png"}]}))
    assert (thread[0].text, thread[0].author) == ("", None)
    assert "without words, as of a picture alone: 1 post" in thread.report.notes


def test_the_same_post_in_two_captures_is_dropped_and_named():
    content = text_of({"posts": ALL}) + b"\n" + text_of({"posts": ALL})
    report = read(content).report
    assert (report.found, len(report.dropped)) == (8, 4)


def test_a_chain_of_replies_is_read_at_any_length():
    chain = [OP, *(post(500 + n, f"&gt;&gt;{499 + n}") for n in range(1, 20_001))]
    assert read(text_of({"posts": chain}))[-1].depth == 20_000


def test_what_is_no_post_is_dropped_and_named_or_refused():
    broken = text_of({"posts": [OP, {"com": "?"}, None]}) + b'\n{"posts": [\n'
    assert [where for where, _ in read(broken).report.dropped] == ["line 1", "line 1", "line 2"]
    with pytest.raises(BrokenInput, match="without a number"):
        read(broken, strict=True)
    with pytest.raises(BrokenInput, match="cut off"):
        read(FORMS["thread"][:-9])
    with pytest.raises(BrokenInput, match="no posts of an imageboard"):
        read(b"[1, 2]", format="4chan")


@given(st.text(alphabet=">/b0129_, \n", max_size=40), st.sets(st.integers(1, 9), max_size=5))
def test_the_parent_is_an_earlier_post_of_the_thread_or_none(com, numbers):
    posts = [{"no": 1000, "resto": 0, "com": "op"}] + [post(2000 + n, com, 1000) for n in sorted(numbers)]
    rows = next(Imageboard().read(Source("x", data=text_of({"posts": posts}))))
    assert len(rows) == len(posts) - 1
    seen: set[str] = set()
    for own, above in zip(rows.columns.get("id", []), rows.columns.get("parent_id", []), strict=False):
        assert above is None or above in seen
        seen.add(own)


def test_the_examples_of_the_documentation():
    page = shared("data/platforms/4chan_api/pages/Indexes.md").read_text(encoding="utf-8")
    corpus = read_corpus(page.split("```json")[1].split("```")[0].encode())
    assert (len(corpus), corpus.n_comments) == (2, 7)
    assert {report.format for report in corpus.reports} == {"4chan"}
