"""Discourse forums: topics, lists of posts and posts alone become the same threads."""

from __future__ import annotations

import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.discourse_forum import DiscourseForum
from discourse.reading import read, read_corpus
from tests.shared import shared


def post(number: int, above: int | None = None, **stated: object) -> dict:
    return {
        "id": 100 + number,
        "name": "Mara Vik",
        "username": "mara",
        "created_at": f"2021-05-04T10:{number:02d}:00.000Z",
        "cooked": f"<p>Says {number}.</p>",
        "post_number": number,
        "post_type": 1,
        "reply_to_post_number": above,
        "score": 55.5,
        "topic_id": 7,
        "actions_summary": [{"id": 3, "count": 9}, {"id": 2, "count": number}],
        "hidden": False,
        "deleted_at": None,
        "user_deleted": False,
        **stated,
    }


QUOTING = (
    '<aside class="quote" data-post="2"><div class="title">odd:</div><blockquote><p>Late.</p></blockquote></aside>'
    "<p>No.</p>"
)
POSTS = [
    post(1, username="pia"),
    post(2, username="odd", moderator=True),
    post(3, 2, cooked=QUOTING),
    post(4, 1, deleted_at="2021-05-05T00:00:00Z"),
    post(5, post_type=3, cooked="", action_code="closed.enabled"),
    post(6, 3, hidden=True, actions_summary=[]),
]
TOPIC = {
    "post_stream": {"posts": POSTS, "stream": [101, 102, 103, 104, 105, 106, 107, 108]},
    "id": 7,
    "title": "The ferry is back",
    "posts_count": 8,
    "created_at": "2021-05-04T10:01:00.000Z",
}
LATEST = {"latest_posts": [{**one, "topic_title": "The ferry is back"} for one in POSTS[::-1]]}


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


def lines_of(values: list[dict]) -> bytes:
    return b"".join(text_of(value) + b"\n" for value in values)


FORMS = {
    "topic": text_of(TOPIC),
    "latest posts": text_of(LATEST),
    "posts": text_of(LATEST["latest_posts"]),
    "a post a line": lines_of(LATEST["latest_posts"]),
    "two parts of a topic": lines_of(
        [{**TOPIC, "post_stream": {"posts": POSTS[:3]}}, {"post_stream": {"posts": POSTS[3:]}, "id": 7}]
    ),
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_all_forms_give_the_topic(content):
    thread = read(content)
    assert (thread.report.format, thread.id) == ("discourse", "7")
    assert (thread.article.title, thread.article.author, thread.article.date) == (
        "The ferry is back",
        "pia",
        "2021-05-04T10:01:00Z",
    )
    assert thread.article.text.endswith("Says 1.")
    assert [(one.id, one.author, one.depth, one["deleted"], one["role"], one["score"]) for one in thread] == [
        ("102", "odd", 1, False, "moderator", 2.0),
        ("103", "mara", 2, False, None, 3.0),
        ("104", "mara", 1, True, None, 4.0),
        ("106", "mara", 3, True, None, 0.0),
    ]
    assert thread.report.dropped == (("105", "says what was done to the topic (closed.enabled) and is no post"),)
    assert thread.report.found == 5
    assert "hidden since they were flagged, and taken as deleted: 1 post" in thread.report.notes


def test_posts_that_the_stream_names_and_the_file_lacks_are_counted():
    assert "not fetched: 2 comments behind 1 stub" in read(text_of(TOPIC)).report.notes
    parts = [text_of({**TOPIC, "post_stream": {**TOPIC["post_stream"], "posts": part}}) for part in (POSTS, [post(7)])]
    whole = read(parts)
    assert [one.id for one in whole] == ["102", "103", "104", "106", "107"]
    assert "not fetched: 1 comment behind 1 stub" in whole.report.notes


def test_an_aside_that_quotes_is_a_quotation():
    quoting = read(text_of(TOPIC))[1]
    start, end = map(int, quoting["quotes"].split("-"))
    assert "Late." in quoting.text[start:end]
    assert quoting.text[end:].strip() == "No."


def test_a_reply_to_a_post_that_is_not_in_the_file_has_a_missing_parent():
    thread = read(text_of({**TOPIC, "post_stream": {"posts": [POSTS[0], post(9, 8)]}}))
    assert thread.report.counts() == {"missing parent": 1}
    assert thread[0]["missing_parent"] == "#8"


def test_numbers_count_in_their_own_topic():
    corpus = read_corpus(lines_of([post(2), post(3, 2), post(2, id=900, topic_id=8), post(3, 2, id=901, topic_id=8)]))
    assert [[(one.id, one.depth) for one in thread] for thread in corpus] == [
        [("102", 1), ("103", 2)],
        [("900", 1), ("901", 2)],
    ]


def test_a_chain_of_replies_is_read_at_any_length():
    chain = [post(1), *(post(n, n - 1, created_at=1.6e9 + n) for n in range(2, 20_002))]
    assert read(text_of({**TOPIC, "post_stream": {"posts": chain}}))[-1].depth == 20_000


def test_posts_without_ids_are_called_by_their_numbers():
    bare = [{"post_number": n, "cooked": "x", "username": "a", "reply_to_post_number": n - 1} for n in (1, 2, 3)]
    thread = read(text_of({"title": "T", "post_stream": {"posts": bare}}))
    assert [(one.id, one.depth) for one in thread] == [("#2", 1), ("#3", 2)]


def test_ids_beyond_64_bits_and_odd_values_are_kept_or_named():
    big = 2**70
    thread = read(
        text_of([post(2, id=big), post(3, 2, id=big + 1, post_number="x", created_at="soon", actions_summary=3)])
    )
    assert [(one.id, one.depth) for one in thread] == [(str(big), 1), (str(big + 1), 2)]
    assert thread.report.counts() == {"created is no time": 1}


def test_what_is_no_post_is_dropped_and_named_or_refused():
    broken = lines_of([TOPIC]) + b'{"id": 8, "post_st\n' + lines_of([{"id": 1}])
    dropped = read(broken).report.dropped
    assert [where for where, _ in dropped] == ["line 2", "line 3", "105"]
    with pytest.raises(BrokenInput, match="line 2"):
        read(broken, strict=True)
    assert len(read(text_of(TOPIC), strict=True)) == 4


def test_what_is_cut_off_or_another_format_says_so():
    with pytest.raises(BrokenInput, match="cut off"):
        read(text_of(TOPIC)[:-9])
    with pytest.raises(BrokenInput, match="no posts of a Discourse forum"):
        read(b'{"items": []}', format="discourse")
    rows = next(DiscourseForum().read(Source("x", data=b'{"post_stream": {"posts": []}, "id": 3, "title": "T"}')))
    assert (len(rows), rows.articles["3"].title) == (0, "T")


@pytest.mark.parametrize(
    ("path", "n_comments"),
    [("discourse/spec/fixtures/topic.json", 3), ("a2web/tests/fixtures/discourse_topic.json", 2)],
    ids=["old", "new"],
)
def test_real_topics(path, n_comments):
    thread = read(shared(f"data/platforms/{path}"))
    assert (thread.report.format, len(thread)) == ("discourse", n_comments)
    assert thread.report.counts() == {}


def test_real_lists_of_posts():
    corpus = read_corpus(shared("data/platforms/discourse/spec/fixtures/posts_latest.json"))
    assert sorted(len(thread) for thread in corpus) == [0, 0, 1]
