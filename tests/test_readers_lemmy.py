"""Lemmy: comments of either version of its interface, with or without their post, become the tree of their paths."""

from __future__ import annotations

import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.lemmy import Lemmy
from discourse.reading import read, read_corpus
from discourse.sources import choose_reader, open_source
from tests.limits import ends
from tests.shared import shared

POST = {
    "id": 3,
    "name": "The bridge is shut",
    "body": "Until spring.\n\nSays who?",
    "creator_id": 70,
    "community_id": 9,
    "published": "2024-02-01T09:00:00.5Z",
    "ap_id": "https://river.example/post/3",
}
MARA = {"id": 70, "name": "mara", "actor_id": "https://river.example/u/mara", "local": True}
ODD = {"id": 71, "name": "odd", "actor_id": "https://hill.example/u/odd", "local": False}


def comment(path, said="Yes.", creator=71, **more):
    key = int(path.rpartition(".")[2])
    return {
        "id": key,
        "creator_id": creator,
        "post_id": 3,
        "content": said,
        "removed": False,
        "deleted": False,
        "published": f"2024-02-01T10:{key % 60:02d}:00Z",
        "ap_id": f"https://river.example/comment/{key}",
        "path": path,
        "distinguished": False,
        "language_id": 0,
        **more,
    }


def viewed(inner, creator=ODD, score=1, children=0, **more):
    counts = {"comment_id": inner["id"], "score": score, "upvotes": score, "downvotes": 0, "child_count": children}
    return {"comment": inner, "creator": creator, "post": POST, "community": {"id": 9}, "counts": counts, **more}


def newer(inner, score=1, children=0):
    published = {"published_at": inner["published"], "score": score, "child_count": children}
    moved = {key: value for key, value in inner.items() if key != "published"}
    return {
        "comment": moved | published,
        "creator": {"id": 71, "name": "odd", "ap_id": ODD["actor_id"], "local": False},
    }


INNER = [
    comment("0.12.15", "Why?"),
    comment("0.14"),
    comment("0.12", "> Until spring.\n\nAgain?"),
    comment("0.12.15.16"),
]
VIEWS = [viewed(INNER[0]), viewed(INNER[1]), viewed(INNER[2], children=2), viewed(INNER[3])]
ANSWER = {
    "post_view": {"post": POST, "creator": MARA, "counts": {"comments": 4}},
    "community_view": {},
    "moderators": [],
}
TREE = [("14", 1), ("12", 1), ("15", 2), ("16", 3)]


DEEP = "deep"
"""Stands for lists in lists, which json does not write."""


def text_of(value):
    return json.dumps(value).replace(f'"{DEEP}"', "[" * 2_000 + "]" * 2_000).encode()


def lines_of(*values):
    return b"".join(text_of(value) + b"\n" for value in values)


def tree(thread):
    return [(one.id, one.depth) for one in thread]


FORMS = {
    "version 3": text_of({"comments": VIEWS}),
    "version 4": text_of({"items": [newer(one) for one in INNER], "next_page": None}),
    "list": text_of(VIEWS),
    "bare": text_of(INNER),
    "lines": lines_of(*VIEWS),
    "with its post": text_of([ANSWER, {"comments": VIEWS}]),
    "pages": lines_of({"comments": VIEWS[:2]}, ANSWER, {"comments": VIEWS[2:]}),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_tree_of_the_paths(form):
    thread = read(FORMS[form])
    assert thread.report.format == "lemmy"
    assert thread.id == "3"
    assert tree(thread) == TREE
    assert thread.report.counts() == {}


def test_the_post_is_the_article():
    thread = read(text_of([{"comments": VIEWS}, ANSWER]))
    assert thread.article.title == "The bridge is shut"
    assert thread.article.text == "Until spring.\n\nSays who?"
    assert (thread.article.author, thread.article.date) == ("mara", "2024-02-01T09:00:00.500000Z")
    assert thread.article.url == "https://river.example/post/3"
    assert thread.report.stated_count == 4


def test_the_post_that_comments_carry_is_the_article_where_none_is_given():
    assert read(text_of({"comments": VIEWS})).article.title == "The bridge is shut"


@pytest.mark.parametrize("made", [viewed, newer])
def test_each_part_of_a_comment_comes_to_its_column(made):
    one = read(text_of({"comments": [made(INNER[2], score=-4)]}))[0]
    assert one.text == "> Until spring.\n\nAgain?"
    assert one.author == "odd@hill.example"
    assert one["score"] == -4
    assert one["url"] == "https://river.example/comment/12"
    assert one["created"].isoformat() == "2024-02-01T10:12:00+00:00"


def test_authors_without_names_are_told_apart_by_their_numbers():
    assert [one.author for one in read(text_of([*INNER[:1], comment("0.30", creator=5)]))] == ["71", "5"]


def test_what_was_deleted_or_removed_stays_in_the_tree():
    gone = [comment("0.12", "", deleted=True), comment("0.12.15", "", removed=True), comment("0.12.15.16")]
    thread = read(text_of(gone))
    assert [one.depth for one in thread] == [1, 2, 3]
    assert thread.column("deleted").to_pylist() == [True, True, False]


def test_roles_are_what_the_page_shows():
    spoke = [
        viewed(comment("0.20", creator=70), MARA),
        viewed(comment("0.21", distinguished=True)),
        viewed(comment("0.22"), creator_is_moderator=True),
        viewed(comment("0.23"), creator_is_admin=True),
        viewed(comment("0.24")),
    ]
    roles = [one["role"] for one in read(text_of({"comments": spoke}))]
    assert roles == ["op", "moderator", "moderator", "admin", None]


def test_replies_that_are_counted_and_not_there_are_noted():
    few = {"comments": [viewed(INNER[2], children=7), viewed(INNER[0], children=5)]}
    assert "6 replies are counted below comments and are not in the file" in read(text_of(few)).report.notes


def test_a_parent_that_is_not_there_is_missing():
    assert read(text_of({"comments": [viewed(INNER[3])]})).report.counts() == {"missing parent": 1}


def test_a_comment_that_comes_twice_is_read_once():
    thread = read(text_of({"comments": [*VIEWS, VIEWS[0]]}), strict=True)
    assert tree(thread) == TREE
    assert thread.report.dropped == (("15", "it came before"),)


def test_ids_beyond_64_bits_keep_their_digits():
    long = 2**70
    thread = read(text_of([comment(f"0.{long}", post_id=long), comment(f"0.{long}.{long + 1}", post_id=long)]))
    assert thread.id == str(long)
    assert tree(thread) == [(str(long), 1), (str(long + 1), 2)]


def test_paths_that_contradict_each_other_lose_no_comment():
    thread = read(text_of([comment("0.6.5"), comment("0.5.6"), comment("0.7.7")]))
    assert len(thread) == 3
    assert thread.report.counts() == {"cycle": 1, "self-reply": 1}


def test_a_long_chain_of_replies():
    chain = [comment(f"0.{number - 1}.{number}" if number else "0.0") for number in range(20_000)]
    with ends():
        thread = read(text_of({"comments": chain}))
    assert thread[len(thread) - 1].depth == 20_000


def test_broken_lines_are_named_or_stop_the_reading():
    content = lines_of(VIEWS[1]) + b'{"comment": {"id"\n' + lines_of({"error": "not_found"})
    assert [where for where, _ in read(content).report.dropped] == ["line 2", "line 3"]
    with pytest.raises(BrokenInput, match="line 2"):
        read(content, strict=True)


def test_what_is_cut_off_says_so():
    with pytest.raises(BrokenInput, match="cut off"):
        read(text_of({"comments": VIEWS})[:-9])


def test_what_is_no_answer_of_lemmy_says_what_was_expected():
    with pytest.raises(BrokenInput, match="no comment and no post"):
        read(b'{"error": "couldnt_find_post"}', format="lemmy")


def test_a_post_without_comments_is_a_thread_without_them():
    thread = read(text_of([ANSWER, {"comments": []}]))
    assert len(thread) == 0
    assert thread.article.title == "The bridge is shut"


@pytest.mark.parametrize("odd", [None, 7, True, "x", [], {}, [{}], 2**80, DEEP])
def test_values_of_the_wrong_kind_end_in_missing_ones(odd):
    inner = [comment("0.40") | {key: odd} for key in INNER[0]]
    outer = [viewed(comment(f"0.{number}")) | {key: odd} for number, key in enumerate(VIEWS[0], start=50)]
    post = {"post_view": {"post": POST | dict.fromkeys(POST, odd), "creator": odd, "counts": odd}}
    assert read_corpus(lines_of(VIEWS[0], *inner, *outer, post), format="lemmy").n_comments >= 3


@pytest.mark.parametrize("other", [b'{"comments": [{"id": 1, "path": "/a"}]}', b'{"items": []}', b"[]", b'{"post": 1}'])
def test_other_json_is_left_to_others(other):
    assert Lemmy().sniff(other, "x.json") == 0


def test_a_real_table_of_comments():
    path = shared("data/platforms/lemmy/comments.json")
    assert choose_reader(open_source(path), None)[0].name == "lemmy"
    corpus = read_corpus(path)
    assert len(corpus) == 2
    assert [tree(thread) for thread in corpus][1] == [("104129", 1), ("104134", 2), ("171604", 3), ("171543", 3)]
    assert corpus.reports[0].counts() == {}
