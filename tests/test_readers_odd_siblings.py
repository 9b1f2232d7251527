"""Comments in every place of an export, with odd siblings: each is kept, or dropped by name."""

import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.activitystreams import ActivityStreams
from discourse.readers.base import Source
from discourse.readers.bluesky import Bluesky
from discourse.readers.disqus import Disqus
from discourse.readers.gigya import Gigya
from discourse.readers.hackernews import HackerNews
from discourse.readers.imageboard import Imageboard
from discourse.readers.isso import Isso
from discourse.readers.kialo import Kialo
from discourse.readers.lemmy import Lemmy
from discourse.readers.mastodon import Mastodon
from discourse.readers.reddit import Reddit
from discourse.readers.stackexchange import StackExchange
from discourse.readers.table import Table
from discourse.readers.telegram import Telegram
from discourse.readers.wordpress import WordPress
from discourse.readers.youtube import YouTube


def lines(*values):
    return "\n".join(map(json.dumps, values))


def item(key):
    return {"id": key, "type": "comment", "by": "mara", "parent": 1, "text": f"w{key}"}


def hit(key):
    return {"objectID": str(key), "comment_text": f"w{key}", "author": "mara", "story_id": 1, "children": [99]}


STORY = {"objectID": "1", "title": "Quay", "points": 3, "author": "odd", "children": [2]}
CHILDREN = [None, 7, {"id": 3, "text": "w3", "author": "odd", "children": []}]


def disqus(key):
    return {"id": str(key), "thread": "1", "message": f"w{key}", "isSpam": False, "isApproved": True, "forum": "quay"}


PAGE = {"id": "1", "forum": "quay", "title": "Quay", "slug": "quay", "clean_title": "Quay"}


def word(key, **more):
    return {"id": key, "post": 1, "parent": 0, "author_name": "Mara", "content": {"rendered": f"w{key}"}, **more}


def embedded(key):
    return {name: value for name, value in word(key).items() if name != "post"}


POST = {"id": 1, "title": {"rendered": "Quay"}, "content": {"rendered": "Long."}}
GONE = {"code": "rest_comment_invalid_id", "message": "Invalid comment ID."}


def hosted(key):
    return {"ID": key, "post": {"ID": 1}, "parent": False, "content": f"w{key}"}


def isso(key, **more):
    return {"id": key, "parent": None, "text": f"w{key}", "mode": 1, "likes": 0, "dislikes": 0, **more}


def gigya(key):
    return {"ID": str(key), "streamId": "7", "commentText": f"w{key}", "sender": {"name": "Mara"}}


def taken(key, **more):
    return {"author": "mara", "text": f"w{key}", "post_time": "today", "reactions": 1, **more}


def post(key, thread=1, **more):
    return {"no": key, "resto": thread, "com": f"w{key}", "time": 3, **more}


def status(key, parent="1", **more):
    return {"id": str(key), "in_reply_to_id": parent, "content": f"w{key}", "account": {"acct": "mara"}, **more}


def skeet(key, parent=1):
    above = {"uri": f"at://did:x/app.bsky.feed.post/{parent}"}
    record = {"text": f"w{key}", "reply": {"parent": above, "root": above}} if key > 1 else {"text": "Quay"}
    return {"post": {"uri": f"at://did:x/app.bsky.feed.post/{key}", "cid": "c", "record": record}}


def flat(key, depth):
    return {"uri": skeet(key)["post"]["uri"], "depth": depth, "value": skeet(key)}


def lemming(key, **more):
    return {"comment": {"id": key, "path": f"0.{key}", "content": f"w{key}", "post_id": 3}, **more}


LEMMY_POST = {"id": 3, "name": "Quay", "community_id": 1, "ap_id": "u"}


def note(key, **more):
    return {"type": "Note", "id": f"https://a.example/{key}", "content": f"w{key}", "inReplyTo": TOP, **more}


TOP = "https://a.example/1"


def article(**more):
    return {**note(1, **more), "inReplyTo": None}


def cite(key):
    return {"type": ["h-cite"], "properties": {"content": [f"w{key}"], "url": [f"https://a.example/{key}"]}}


ENTRY = {"url": [TOP], "content": ["Quay"], "comment": [cite(2)]}


def video(key):
    comments = [{"id": str(one), "text": f"w{one}", "like_count": 1, "parent": "root"} for one in (key + 1, key + 2)]
    return {"id": f"v{key}", "title": "Quay", "extractor": "youtube", "comments": [comments[0], None, comments[1]]}


def tube(key):
    return {"kind": "youtube#comment", "id": f"y{key}", "snippet": {"textDisplay": f"w{key}", "videoId": "v"}}


TUBE_THREAD = {"snippet": {"videoId": "v", "topLevelComment": tube(1)}, "replies": {"comments": [tube(2), None]}}


def chat(*keys):
    messages = [{"id": key, "type": "message", "from": "Mara", "text": f"w{key}"} if key else None for key in keys]
    return {"name": "Quay", "type": "private_group", "id": 7, "messages": messages}


def reddit(key, **more):
    return {"id": f"c{key}", "body": f"w{key}", "link_id": "t3_x", "parent_id": "t3_x", "subreddit": "quay", **more}


SUBMISSION = {"id": "x", "title": "Quay", "selftext": "", "subreddit": "quay"}
LISTING = {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": reddit(1)}, {"kind": "t9"}, None]}}


def overflow(key, post=7):
    return {"comment_id": key, "post_id": post, "body": f"w{key}", "creation_date": 1}


ANSWER = {"answer_id": 8, "body": "w3", "comments": [overflow(2, 8), "x"]}
QUESTION = {"question_id": 7, "title": "Quay", "body": "?", "comments": [overflow(1), None], "answers": [ANSWER, None]}


def row(key, **more):
    return {"id": key, "text": f"w{key}", "author": "mara", **more}


BARE = {"id": 2, "author": None, "replies": [row(3)]}
CLAIMS = "Discussion Title: Quay\n\n1. Pay.\n1.1. Con: w1\n1.1. Con: w2\n1.2. Pro: w3"


FORMS = {
    "hits that name children": (HackerNews, {"hits": [hit(2), STORY, hit(3)]}, "w2 w3", 0),
    "a list of answers": (HackerNews, [{"hits": [hit(2)]}, {"hits": [hit(3)]}], "w2 w3", 0),
    "items one a line": (HackerNews, lines(item(2), item(3), None, 5), "w2 w3", 2),
    "items in a list": (HackerNews, [item(2), None, "x", item(3)], "w2 w3", 2),
    "an item twice": (HackerNews, [item(2), item(2)], "w2", 1),
    "children": (HackerNews, {"id": 2, "type": "comment", "text": "w2", "children": CHILDREN}, "w2 w3", 2),
    "disqus posts": (Disqus, {"code": 0, "response": [disqus(1), None, "x", disqus(2)]}, "w1 w2", 2),
    "disqus page": (Disqus, {"response": {"posts": [disqus(1), None, disqus(2)], "thread": PAGE}}, "w1 w2", 1),
    "disqus lines": (Disqus, lines(disqus(1), disqus(2), None, 3, [[disqus(4)]]), "w1 w2", 3),
    "wordpress list": (WordPress, [word(2), None, "x", word(3)], "w2 w3", 2),
    "wordpress lines": (WordPress, lines(word(2), word(3), None, 3), "w2 w3", 2),
    "wordpress answers": (WordPress, [{"comments": [hosted(2)]}, {"comments": [hosted(3), None]}], "w2 w3", 1),
    "wordpress embedded in a post": (
        WordPress,
        [{**POST, "_embedded": {"replies": [[embedded(2), embedded(3), GONE]]}}],
        "w2 w3",
        0,
    ),
    "wordpress embedded in a comment": (
        WordPress,
        [word(2, _embedded={"children": [[embedded(3), embedded(4)]], "in-reply-to": [embedded(9)]}), word(4)],
        "w2 w3 w4 w9",
        0,
    ),
    "isso answers": (Isso, [{"replies": [isso(1, replies=[isso(2), None])]}, {"replies": [isso(3)]}], "w1 w2 w3", 1),
    "gigya answers": (Gigya, [{"comments": [gigya(1)]}, {"comments": [gigya(2), None]}], "w1 w2", 1),
    "gigya keyed": (Gigya, {"7": [gigya(1)], "8": {"comments": [gigya(2)]}, "n": 2}, "w1 w2", 0),
    "gigya taken": (
        Gigya,
        {"a": taken(1), "b": {"text": "w2"}, "c": taken(3, replies=[taken(4), None])},
        "w1 w3 w4",
        2,
    ),
    "gigya no list": (Gigya, {"a": {"comments": {"x": gigya(1)}}, "b": {"comments": [gigya(2)]}}, "w2", 1),
    "gigya lines": (Gigya, lines({"comments": [gigya(1)]}, {"comments": []}, None, {"error": 1}), "w1", 2),
    "board catalogue": (Imageboard, [{"threads": [post(1, 0, last_replies=[post(2), None]), None]}], "w2", 2),
    "board lines": (Imageboard, lines({"posts": [post(2)]}, {"posts": [post(3)]}, None, {"error": "x"}), "w2 w3", 2),
    "mastodon context": (Mastodon, {"ancestors": [], "descendants": [None, status(2), 3, status(3)]}, "w2 w3", 2),
    "mastodon status in its context": (
        Mastodon,
        {"status": status(4, "2"), "ancestors": [status(2)], "descendants": [status(5, "4")]},
        "w4 w5",
        0,
    ),
    "mastodon context in its status": (
        Mastodon,
        {**status(1, None), "context": {"ancestors": [], "descendants": [status(2)]}},
        "w2",
        0,
    ),
    "bluesky tree": (
        Bluesky,
        {"thread": {**skeet(1), "replies": [skeet(2), None, "x", {"post": {}, "replies": [skeet(3)]}]}},
        "w2 w3",
        3,
    ),
    "bluesky above": (Bluesky, {"thread": {**skeet(2), "parent": {**skeet(1), "replies": [skeet(3)]}}}, "w2 w3", 0),
    "bluesky flat": (Bluesky, {"thread": [flat(1, 0), flat(2, 1), None, {"depth": 1, "value": {}}]}, "w2", 2),
    "lemmy beside the post": (Lemmy, {"post": LEMMY_POST, "comments": [lemming(1), None, lemming(2)]}, "w1 w2", 1),
    "lemmy in the post": (Lemmy, {**LEMMY_POST, "comments": [lemming(1)]}, "w1", 0),
    "lemmy in a comment": (Lemmy, {"comments": [lemming(1, replies=[lemming(2)])]}, "w1 w2", 0),
    "lemmy inbox": (Lemmy, {"replies": [lemming(1), lemming(2)]}, "w1 w2", 0),
    "streams pages": (
        ActivityStreams,
        article(replies={"items": [note(2)], "first": {"items": [note(3), None]}, "next": {"orderedItems": [note(4)]}}),
        "w2 w3 w4",
        1,
    ),
    "streams both lists": (
        ActivityStreams,
        {"type": "Collection", "items": [note(2)], "orderedItems": [note(3)]},
        "w2 w3",
        0,
    ),
    "streams below an activity": (
        ActivityStreams,
        {"verb": "post", "object": {"id": "1", "content": "Quay"}, "replies": {"items": [note(2)]}},
        "w2",
        0,
    ),
    "microformats": (
        ActivityStreams,
        {"items": [{"type": ["h-entry"], "properties": ENTRY, "children": [cite(3)]}]},
        "w2 w3",
        0,
    ),
    "youtube thread": (YouTube, {"items": [TUBE_THREAD, None, tube(3)]}, "w1 w2 w3", 2),
    "youtube video": (YouTube, video(0), "w1 w2", 1),
    "youtube list of videos": (
        YouTube,
        {"id": "l", "title": "All", "extractor": "youtube:tab", "entries": [video(0), video(4)]},
        "w1 w2 w5 w6",
        2,
    ),
    "youtube two lists": (YouTube, {"comments": [tube(1)], "items": [tube(2)]}, "w1 w2", 0),
    "telegram chat": (Telegram, chat(1, None, 2), "w1 w2", 1),
    "telegram account": (Telegram, {"chats": {"list": [chat(1), 5]}, "left_chats": {"list": [chat(2)]}}, "w1 w2", 1),
    "telegram bare list": (Telegram, {"chats": [chat(1), chat(2)]}, "w1 w2", 0),
    "telegram lines": (Telegram, lines(chat(1), chat(2), None, {"a": 1}), "w1 w2", 2),
    "reddit replies": (Reddit, [reddit(1, replies=[reddit(2, replies=""), None])], "w1 w2", 1),
    "reddit comments": (Reddit, {**SUBMISSION, "comments": [reddit(1), reddit(2)]}, "w1 w2", 0),
    "reddit lines": (Reddit, lines(reddit(1, replies=[reddit(2)]), reddit(3, replies="")), "w1 w2 w3", 0),
    "reddit listing": (Reddit, LISTING, "w1", 2),
    "stack exchange": (StackExchange, {"items": [QUESTION, None]}, "w1 w2 w3", 4),
    "table, bare replies": (Table, [row(1, replies=[BARE, row(4), "x"]), row(5)], " w1 w3 w4 w5", 1),
    "table, replies of the gone alone": (
        Table,
        [row(1, replies=[{"id": 2, "replies": [BARE | {"id": 4}]}])],
        "  w1 w3",
        0,
    ),
    "table, replies in an object": (Table, {"data": [row(1, answers={"data": [row(2)]}), row(3)]}, "w1 w2 w3", 0),
    "table, list with others": (Table, {"data": [row(1), None, row(2)]}, "w1 w2", 1),
    "claims of one number": (Kialo, CLAIMS, "w1 w2 w3", 0),
}


def batches(reader, content):
    data = content if isinstance(content, str) else json.dumps(content)
    return list(reader.read(Source("x", data=data.encode())))


@pytest.mark.parametrize("form", FORMS)
def test_every_comment_is_kept_or_dropped_by_name(form):
    reader, content, kept, n_dropped = FORMS[form]
    read = batches(reader(), content)
    texts = [str(text) for rows in read for text in rows.columns["text"]]
    assert sorted(texts) == kept.split(" ")
    assert len([reason for rows in read for _, reason in rows.report.dropped if reason]) == n_dropped


def test_lists_that_are_not_read_are_noted():
    read = batches(Table(), {"top": [row(1), row(2)], "more": [row(3)], "n": 3})
    assert "read was the list 'top'; left out: 1 object in the list 'more'" in [
        note for rows in read for note in rows.report.notes
    ]


def test_the_numbers_of_several_streams_are_added_and_those_of_pages_are_not():
    streams = {"a": {"comments": [gigya(1)], "commentCount": 1}, "b": {"comments": [gigya(2)], "commentCount": 2}}
    pages = lines({"comments": [gigya(1)], "commentCount": 2}, {"comments": [gigya(2)], "commentCount": 2})
    assert [batches(Gigya(), content)[0].report.stated_count for content in (streams, pages)] == [3, 2]


@pytest.mark.parametrize("content", [{"a": 1}, [1, 2], [[item(2)]]])
def test_what_is_nothing_of_hacker_news_is_an_error(content):
    with pytest.raises(BrokenInput, match="no item of Hacker News"):
        batches(HackerNews(), content)
