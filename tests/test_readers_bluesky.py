"""Bluesky: nested and flat threads, lists of posts and events of the Jetstream become the same thread."""

from __future__ import annotations

import json
import re

import pytest

from discourse.errors import BrokenInput
from discourse.readers.bluesky import Bluesky
from discourse.reading import read, read_corpus
from tests.limits import ends
from tests.shared import shared

POST = "app.bsky.feed.post"


def address(key, who="mara"):
    return f"at://did:plc:{who}/{POST}/{key}"


def record(said, to=None, root="r", at=0):
    reply = {"reply": {"parent": {"uri": to, "cid": "c"}, "root": {"uri": address(root), "cid": "c"}}} if to else {}
    return {"$type": POST, "text": said, "createdAt": f"2024-11-02T08:{at:02d}:00.000Z", **reply}


def view(key, said, to=None, who="mara", at=0, likes=0, replies=0):
    return {
        "uri": address(key, who),
        "cid": "c",
        "author": {"did": f"did:plc:{who}", "handle": f"{who}.example", "displayName": who.title()},
        "record": record(said, to, at=at),
        "replyCount": replies,
        "likeCount": likes,
        "indexedAt": "2024-11-02T09:00:00.000Z",
    }


R = view("r", "The tram is back.", replies=3)
A = view("a", "At last.", address("r"), "odd", 1, likes=4, replies=1)
B = view("b", "Until when?", address("a", "odd"), "pia", 2)
C = view("c", "No.", address("r"), "odd", 3)
GONE = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": address("g", "x"), "notFound": True}
BLOCKED = {
    "$type": "app.bsky.feed.defs#blockedPost",
    "uri": address("h", "y"),
    "blocked": True,
    "author": {"did": "did:plc:y"},
}
TREE = [("a", "odd.example", 1), ("b", "pia.example", 2), ("c", "odd.example", 1)]


def within(post, *replies, **more):
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": post, "replies": list(replies), **more}


def flat(depth, post):
    return {
        "uri": post["uri"],
        "depth": depth,
        "value": {"$type": "app.bsky.unspecced.defs#threadItemPost", "post": post},
    }


def event(key, made=None, who="mara", operation="create", collection=POST):
    commit = {"rev": "3l", "operation": operation, "collection": collection, "rkey": key}
    return {
        "did": f"did:plc:{who}",
        "time_us": 1_730_534_400_000_000,
        "kind": "commit",
        "commit": commit | ({"record": made, "cid": "c"} if made else {}),
    }


DEEP = "deep"
"""Stands for lists in lists, which json does not write."""


def text_of(value):
    return json.dumps(value).replace(f'"{DEEP}"', "[" * 2_000 + "]" * 2_000).encode()


def lines_of(*values):
    return b"".join(text_of(value) + b"\n" for value in values)


def tree(thread):
    return [(one.id.rpartition("/")[2], one.author, one.depth) for one in thread]


NESTED = {"thread": within(R, within(A, within(B)), within(C))}


FORMS = {
    "nested": text_of(NESTED),
    "bare": text_of(NESTED["thread"]),
    "from the middle": text_of({"thread": within(A, within(B), parent=within(R, within(C)))}),
    "flat": text_of({"thread": [flat(0, R), flat(1, A), flat(2, B), flat(1, C)], "hasOtherReplies": False}),
    "flat from the middle": text_of({"thread": [flat(-1, R), flat(0, A), flat(1, B), flat(0, C)]}),
    "posts": text_of({"posts": [C, B, A, R]}),
    "feed": text_of({"feed": [{"post": B, "reply": {"root": R, "parent": A}}, {"post": C}], "cursor": "x"}),
    "list": text_of([C, B, A, R]),
    "lines": lines_of(C, B, A, R),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_tree_that_the_posts_state(form):
    thread = read(FORMS[form])
    assert thread.report.format == "bluesky"
    assert thread.id == address("r")
    assert tree(thread) == TREE
    assert thread.article.text == "The tram is back."
    assert thread.article.author == "mara.example"
    assert thread.report.counts() == {}


def test_events_of_the_jetstream_are_threads_by_their_roots():
    made = [("r", R, "mara"), ("a", A, "odd"), ("b", B, "pia"), ("c", C, "odd")]
    events = [event(key, post["record"], who) for key, post, who in made]
    like = event("l", {"$type": "app.bsky.feed.like"}, collection="app.bsky.feed.like")
    account = {"did": "did:plc:odd", "time_us": 1, "kind": "account", "account": {"active": True}}
    gone = [event("b", who="pia", operation="delete"), event("z", who="pia", operation="delete")]
    thread = read(lines_of(*events, like, account, *gone))
    assert thread.report.format == "bluesky"
    assert tree(thread) == [("a", "did:plc:odd", 1), ("b", "did:plc:pia", 2), ("c", "did:plc:odd", 1)]
    assert thread.column("deleted").to_pylist() == [False, True, False]
    assert set(thread.report.notes) == {
        "2 records and events are no posts and were left out",
        "1 deleted posts are not in the file",
    }


def test_records_of_a_repository_are_posts():
    records = [
        {"uri": address(key), "cid": "c", "value": record(key, to)} for key, to in [("a", address("r")), ("q", None)]
    ]
    corpus = read_corpus(text_of({"records": records, "cursor": "q"}))
    assert corpus.ids == (address("r"), address("q"))
    assert [one.author for one in corpus[0]] == ["did:plc:mara"]


def test_each_part_of_a_post_comes_to_its_column():
    one = read(text_of(NESTED))[0]
    assert one.id == address("a", "odd")
    assert one["score"] == 4
    assert one["url"] == "https://bsky.app/profile/odd.example/post/a"
    assert one["created"].isoformat() == "2024-11-02T08:01:00+00:00"


def test_posts_of_two_authors_may_end_alike():
    thread = read(text_of({"thread": within(R, within(A), within(view("a", "Me too.", address("r"), "pia")))}))
    assert [one.id for one in thread] == [address("a", "odd"), address("a", "pia")]
    assert thread.report.counts() == {}


def test_what_is_not_shown_stays_as_deleted():
    thread = read(text_of({"thread": within(R, GONE, within(A, BLOCKED))}))
    assert [(one.id, one.author, one.text, one.depth, one["deleted"]) for one in thread] == [
        (GONE["uri"], None, "", 1, True),
        (A["uri"], "odd.example", "At last.", 1, False),
        (BLOCKED["uri"], "did:plc:y", "", 2, True),
    ]
    assert "2 posts are blocked or not found" in thread.report.notes


def test_flat_items_that_are_not_shown_stand_by_their_depths():
    hidden = {"$type": "app.bsky.unspecced.defs#threadItemBlocked", "author": {"did": "did:plc:y"}}
    lost = {"$type": "app.bsky.unspecced.defs#threadItemNotFound"}
    items = [
        flat(0, R),
        flat(1, A),
        {"uri": BLOCKED["uri"], "depth": 2, "value": hidden},
        {"uri": GONE["uri"], "depth": 1, "value": lost},
    ]
    thread = read(text_of({"thread": items}))
    assert [(one.id.rpartition("/")[2], one.depth, one["deleted"]) for one in thread] == [
        ("a", 1, False),
        ("h", 2, True),
        ("g", 1, True),
    ]


def test_above_a_post_that_is_not_found_stands_the_root_that_the_replies_state():
    reply = view("d", "Why?", GONE["uri"], "pia")
    thread = read(text_of({"thread": within(reply, parent=GONE)}))
    assert thread.id == address("r")
    assert [(one.id.rpartition("/")[2], one.depth) for one in thread] == [("g", 1), ("d", 2)]


def test_a_root_that_is_not_found_is_the_thread_without_an_article():
    root = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": address("r"), "notFound": True}
    thread = read(text_of({"thread": within(A, within(B), parent=root)}))
    assert thread.id == address("r")
    assert [one.depth for one in thread] == [1, 2]
    assert thread.article.text == ""
    assert read(text_of({"thread": root})).report.notes == ("1 posts are blocked or not found",)


def test_a_quoted_post_is_no_parent():
    quoting = view("q", "See there.")
    quoting["record"]["embed"] = {"$type": "app.bsky.embed.record", "record": {"uri": address("a", "odd"), "cid": "c"}}
    corpus = read_corpus(text_of({"posts": [R, A, quoting]}))
    assert corpus.ids == (address("r"), address("q"))


def test_replies_that_are_counted_and_not_there_are_noted():
    assert "1 replies are counted at the posts and are not in the file" in read(text_of(NESTED)).report.notes


def test_records_of_another_kind_are_no_posts():
    gate = {"uri": "at://did:plc:mara/app.bsky.feed.threadgate/r", "record": {"$type": "app.bsky.feed.threadgate"}}
    thread = read(text_of([R, A, gate]))
    assert len(thread) == 1
    assert "1 records and events are no posts and were left out" in thread.report.notes
    other = A | {"record": {"$type": "example.other", "text": "?"}}
    thread = read(text_of({"thread": within(R, within(other, within(B)), within(C))}))
    assert [(one.text, one.depth) for one in thread] == [("No.", 1), ("Until when?", 1)]
    assert thread.report.counts() == {"missing parent": 1}


def test_a_handle_that_does_not_resolve_is_not_a_name():
    post = A | {"author": {"did": "did:plc:odd", "handle": "handle.invalid"}}
    assert read(text_of({"thread": within(R, within(post))}))[0].author == "did:plc:odd"


def test_replies_nested_without_end():
    n = 20_000
    head = '{"$type": "app.bsky.feed.defs#threadViewPost", "replies": ['
    posts = [view("r", "Down.") if number == 0 else view(f"k{number}", "x", who="odd") for number in range(n)]
    content = "".join(head for _ in posts) + "".join(f'], "post": {json.dumps(post)}}}' for post in reversed(posts))
    with ends():
        thread = read(f'{{"thread": {content}}}'.encode())
    assert thread[len(thread) - 1].depth == n - 1


def test_posts_that_answer_each_other_are_both_kept():
    ring = [view("a", "One", address("b")), view("b", "Two", address("a"))]
    corpus = read_corpus(text_of({"posts": ring}))
    assert corpus.n_comments == 2
    assert corpus.reports[0].counts() == {"cycle": 1}


def test_broken_lines_are_named_or_stop_the_reading():
    content = lines_of(R, A) + b'{"uri": "at://di\n' + lines_of(3)
    assert [where for where, _ in read(content).report.dropped] == ["line 3", "line 4"]
    with pytest.raises(BrokenInput, match="line 3"):
        read(content, strict=True)


def test_what_is_cut_off_says_so():
    with pytest.raises(BrokenInput, match="cut off"):
        read(text_of(NESTED)[:-9])


def test_what_is_no_answer_of_bluesky_says_what_was_expected():
    with pytest.raises(BrokenInput, match="no post and no thread"):
        read(b'{"error": "NotFound", "message": "Post not found"}', format="bluesky")


def test_an_answer_without_posts_is_no_error():
    assert read_corpus(b'{"posts": []}', format="bluesky").n_comments == 0


@pytest.mark.parametrize("odd", [None, 7, True, "x", [], {}, [{}], 2**80, DEEP])
@pytest.mark.parametrize("key", ["uri", "author", "record", "replyCount", "likeCount", "indexedAt", "replies", "post"])
def test_values_of_the_wrong_kind_end_in_missing_ones(key, odd):
    thread = within(R, within(A | {key: odd}), within(C) | {key: odd}, odd) | {"parent": odd}
    assert read_corpus(text_of({"thread": thread}), format="bluesky").n_comments <= 2
    posts = [A | {"record": A["record"] | dict.fromkeys(("text", "createdAt", "reply"), odd)}, B | {key: odd}]
    assert read_corpus(lines_of(C, *posts, event(odd) | {key: odd}), format="bluesky").n_comments <= 4


@pytest.mark.parametrize(
    "other", [b'{"thread": {"id": 1}}', b'{"posts": [{"id": 1}]}', b'{"thread": []}', b"[1]", b"["]
)
def test_other_json_is_left_to_others(other):
    assert Bluesky().sniff(other, "x.json") == 0


@pytest.mark.parametrize(("name", "n_comments"), [("thread", 22), ("thread-v2", 16), ("blocks", 4), ("block-lists", 3)])
def test_the_answers_that_its_own_tests_expect(name, n_comments):
    page = shared(f"data/platforms/bluesky/packages/bsky/tests/views/__snapshots__/{name}.test.ts.snap")
    found = 0
    for snapshot in re.findall(r"^exports\[.*?\] = `\n(.*?)\n`;$", page.read_text(encoding="utf-8"), re.M | re.S):
        content = re.sub(r",(\s*[}\]])", r"\1", snapshot)
        content = re.sub(r'"record\((\d+)\)"', rf'"at://did:plc:x/{POST}/\1"', content)
        if Bluesky().sniff(content.encode(), name):
            corpus = read_corpus(content.encode())
            assert corpus.reports[0].dropped == ()
            assert corpus.reports[0].counts() == {}
            found += corpus.n_comments
    assert found == n_comments
