"""One small conversation in every format that is read, as its platform writes it.

Ada says "The toll is too dear." and Ben answers her with "Who pays for the bridge, then?"; Cem says "Walk." on a level
with Ada. Every form holds these three, by these names where the format has names, in this order, and nothing else.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

AUTHORS = ("Ada", "Ben", "Cem")
TEXTS = ("The toll is too dear.", "Who pays for the bridge, then?", "Walk.")
PARENTS = (None, 0, None)
NO_NAMES = frozenset({"kialo"})


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _lines(*values: Any) -> bytes:
    return b"\n".join(map(_json, values)) + b"\n"


def _csv(head: str, *rows: tuple[Any, ...], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(head.split(","))
    writer.writerows(rows)
    return text.getvalue().encode()


def _reddit_comment(row: int, **more: Any) -> dict[str, Any]:
    name = ("ka1", "ka2", "ka3")[row]
    return {
        "id": name,
        "name": f"t1_{name}",
        "author": AUTHORS[row],
        "body": TEXTS[row],
        "parent_id": "t1_ka1" if row == 1 else "t3_post1",
        "link_id": "t3_post1",
        "subreddit": "bridges",
        "created_utc": 1_500_000_000 + row,
        "score": 3 - row,
        "permalink": f"/r/bridges/comments/post1/the_toll/{name}/",
        **more,
    }


def _reddit() -> dict[str, bytes]:
    post = {
        "id": "post1",
        "name": "t3_post1",
        "title": "The toll",
        "selftext": "",
        "author": "Dot",
        "subreddit": "bridges",
        "created_utc": 1_499_999_000.0,
        "num_comments": 3,
        "url": "https://a.example/toll",
        "permalink": "/r/bridges/comments/post1/the_toll/",
    }

    def listing(*children: Any) -> dict[str, Any]:
        return {"kind": "Listing", "data": {"after": None, "dist": None, "children": list(children)}}

    def one(row: int, replies: Any = "") -> dict[str, Any]:
        return {"kind": "t1", "data": _reddit_comment(row, replies=replies, depth=int(row == 1))}

    page = [listing({"kind": "t3", "data": post}), listing(one(0, listing(one(1))), one(2))]
    return {
        "reddit page": _json(page),
        "reddit dump": _lines(*map(_reddit_comment, range(3))),
        "reddit dump with posts": _lines(post, *map(_reddit_comment, range(3))),
    }


def _hackernews() -> dict[str, bytes]:
    def nested(row: int, *children: Any) -> dict[str, Any]:
        return {
            "id": 101 + row,
            "type": "comment",
            "author": AUTHORS[row],
            "text": f"<p>{TEXTS[row]}",
            "created_at_i": 1_500_000_000 + row,
            "story_id": 100,
            "parent_id": 101 if row == 1 else 100,
            "points": None,
            "children": list(children),
        }

    story = {"id": 100, "type": "story", "title": "The toll", "author": "Dot", "points": 5}
    flat = [
        {"id": 101 + row, "type": "comment", "by": AUTHORS[row], "text": TEXTS[row], "time": 1_500_000_000 + row}
        | {"parent": 101 if row == 1 else 100}
        | ({"kids": [102]} if row == 0 else {})
        for row in range(3)
    ]
    firebase = {"id": 100, "type": "story", "by": "Dot", "title": "The toll", "time": 1_499_999_999, "kids": [101, 103]}
    return {
        "hackernews algolia": _json({**story, "children": [nested(0, nested(1)), nested(2)]}),
        "hackernews firebase": _lines(firebase, *flat),
    }


def _disqus() -> dict[str, bytes]:
    posts = "".join(
        f"""<post dsq:id="{21 + row}"><id/><message><![CDATA[<p>{TEXTS[row]}</p>]]></message>
        <createdAt>2017-07-14T02:40:0{row}Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
        <author><name>{AUTHORS[row]}</name><isAnonymous>false</isAnonymous><username>u{row}</username></author>
        <thread dsq:id="11"/>{'<parent dsq:id="21"/>' if row == 1 else ""}</post>"""
        for row in range(3)
    )
    xml = f"""<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>bridges</forum><title>General</title><isDefault>true</isDefault></category>
<thread dsq:id="11"><id>/toll</id><forum>bridges</forum><category dsq:id="1"/><link>https://a.example/toll</link>
<title>The toll</title><message/><createdAt>2017-07-14T01:00:00Z</createdAt><author><name>Dot</name></author>
<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>{posts}</disqus>"""
    response = [
        {
            "id": str(21 + row),
            "parent": 21 if row == 1 else None,
            "thread": "11",
            "forum": "bridges",
            "message": f"<p>{TEXTS[row]}</p>",
            "raw_message": TEXTS[row],
            "author": {"name": AUTHORS[row], "isAnonymous": False, "username": f"u{row}"},
            "createdAt": f"2017-07-14T02:40:0{row}",
            "likes": 1,
            "dislikes": 0,
            "points": 1,
            "isDeleted": False,
            "isSpam": False,
            "isApproved": True,
        }
        for row in range(3)
    ]
    answer = {"cursor": {"hasNext": False, "next": "1:0:0"}, "code": 0, "response": response}
    return {"disqus xml": xml.encode(), "disqus api": _json(answer)}


def _wordpress() -> dict[str, bytes]:
    comments = "".join(
        f"""<wp:comment><wp:comment_id>{21 + row}</wp:comment_id>
        <wp:comment_author><![CDATA[{AUTHORS[row]}]]></wp:comment_author><wp:comment_author_url></wp:comment_author_url>
        <wp:comment_date>2017-07-14 02:40:0{row}</wp:comment_date>
        <wp:comment_date_gmt>2017-07-14 02:40:0{row}</wp:comment_date_gmt>
        <wp:comment_content><![CDATA[{TEXTS[row]}]]></wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type>
        <wp:comment_parent>{21 if row == 1 else 0}</wp:comment_parent></wp:comment>"""
        for row in range(3)
    )
    wxr = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Bridges</title><wp:wxr_version>1.2</wp:wxr_version>
<item><title>The toll</title><link>https://a.example/toll</link><dc:creator>Dot</dc:creator>
<content:encoded><![CDATA[<p>It rises in May.</p>]]></content:encoded><wp:post_id>11</wp:post_id>
<wp:post_date_gmt>2017-07-14 01:00:00</wp:post_date_gmt><wp:post_type>post</wp:post_type>{comments}</item>
</channel></rss>"""
    rest = [
        {
            "id": 21 + row,
            "post": 11,
            "parent": 21 if row == 1 else 0,
            "author": 0,
            "author_name": AUTHORS[row],
            "author_url": "",
            "date": f"2017-07-14T02:40:0{row}",
            "date_gmt": f"2017-07-14T02:40:0{row}",
            "content": {"rendered": f"<p>{TEXTS[row]}</p>\n"},
            "link": f"https://a.example/toll/#comment-{21 + row}",
            "status": "approved",
            "type": "comment",
        }
        for row in range(3)
    ]
    return {"wxr": wxr.encode(), "wordpress rest": _json(rest)}


def _widgets() -> dict[str, bytes]:
    commento = {
        "version": 1,
        "comments": [
            {
                "commentHex": f"c{row}",
                "domain": "a.example",
                "url": "/toll",
                "path": "/toll",
                "commenterHex": f"p{row}",
                "markdown": TEXTS[row],
                "html": f"<p>{TEXTS[row]}</p>",
                "parentHex": "c0" if row == 1 else "root",
                "score": 0,
                "state": "approved",
                "creationDate": f"2017-07-14T02:40:0{row}Z",
                "deleted": False,
            }
            for row in range(3)
        ],
        "commenters": [
            {"commenterHex": f"p{row}", "email": "", "name": AUTHORS[row], "link": "", "photo": "", "provider": ""}
            for row in range(3)
        ],
    }
    remark = [
        {
            "id": f"c{row}",
            "pid": "c0" if row == 1 else "",
            "text": f"<p>{TEXTS[row]}</p>\n",
            "orig": TEXTS[row],
            "user": {"name": AUTHORS[row], "id": f"github_{row}", "picture": "", "admin": False},
            "locator": {"site": "remark", "url": "https://a.example/toll"},
            "score": 0,
            "votes": {},
            "time": f"2017-07-14T02:40:0{row}Z",
            "title": "The toll",
        }
        for row in range(3)
    ]
    tree = {
        "comments": [{"comment": remark[0], "replies": [{"comment": remark[1]}]}, {"comment": remark[2]}],
        "info": {"url": "https://a.example/toll", "count": 3, "first_time": "2017-07-14T02:40:00Z"},
    }

    def isso(row: int, *replies: Any) -> dict[str, Any]:
        return {
            "id": 1 + row,
            "parent": 1 if row == 1 else None,
            "text": f"<p>{TEXTS[row]}</p>",
            "author": AUTHORS[row],
            "website": None,
            "mode": 1,
            "hash": "abcdef",
            "created": 1_500_000_000.5 + row,
            "modified": None,
            "likes": 0,
            "dislikes": 0,
        } | ({"replies": list(replies), "total_replies": len(replies), "hidden_replies": 0} if row != 1 else {})

    isso_answer = {"id": None, "total_replies": 2, "hidden_replies": 0, "replies": [isso(0, isso(1)), isso(2)]}

    def gigya(row: int, *replies: Any) -> dict[str, Any]:
        return {
            "ID": f"c{row}",
            "threadID": "c0" if row == 1 else f"c{row}",
            "parentID": "c0" if row == 1 else "",
            "streamID": "toll",
            "categoryID": "bridges",
            "commentText": TEXTS[row],
            "sender": {"name": AUTHORS[row], "UID": f"u{row}", "isSelf": False},
            "status": "published",
            "TotalVotes": 1,
            "posVotes": 1,
            "negVotes": 0,
            "timestamp": 1_500_000_000_000 + row,
            "replies": list(replies),
        }

    gigya_answer = {
        "comments": [gigya(0, gigya(1)), gigya(2)],
        "commentCount": 3,
        "threadCount": 2,
        "hasMore": False,
        "streamID": "toll",
        "statusCode": 200,
        "errorCode": 0,
        "callId": "x",
    }
    return {
        "commento": _json(commento),
        "remark42 tree": _json(tree),
        "remark42 backup": _lines({"version": 1, "users": [], "posts": []}, *remark),
        "isso": _json(isso_answer),
        "gigya": _json(gigya_answer),
    }


def _forums() -> dict[str, bytes]:
    posts = [
        {
            "id": 500 + number,
            "post_number": number,
            "topic_id": 9,
            "topic_slug": "the-toll",
            "name": name,
            "username": name,
            "created_at": f"2017-07-14T02:40:0{number}.000Z",
            "cooked": f"<p>{text}</p>",
            "post_type": 1,
            "reply_to_post_number": 2 if number == 3 else None,
            "reads": 3,
            "score": 1.2,
            "actions_summary": [],
        }
        for number, (name, text) in enumerate(
            zip(("Dot", *AUTHORS), ("It rises in May.", *TEXTS), strict=True), start=1
        )
    ]
    topic = {
        "post_stream": {"posts": posts, "stream": [501, 502, 503, 504]},
        "id": 9,
        "title": "The toll",
        "fancy_title": "The toll",
        "posts_count": 4,
        "created_at": "2017-07-14T02:40:01.000Z",
        "slug": "the-toll",
        "category_id": 1,
    }
    question = {
        "question_id": 70,
        "title": "What of the toll?",
        "body": "<p>It rises in May.</p>",
        "owner": {"display_name": "Dot", "user_id": 1},
        "creation_date": 1_499_999_999,
        "score": 2,
        "link": "https://a.example/questions/70",
        "tags": ["toll"],
        "is_answered": True,
        "answers": [
            {
                "answer_id": 71 + (row > 0),
                "question_id": 70,
                "body": f"<p>{TEXTS[row]}</p>",
                "owner": {"display_name": AUTHORS[row], "user_id": 2 + row},
                "creation_date": 1_500_000_000 + row,
                "score": 1,
                "is_accepted": False,
            }
            | (
                {
                    "comments": [
                        {
                            "comment_id": 90,
                            "post_id": 71,
                            "body": TEXTS[1],
                            "owner": {"display_name": "Ben", "user_id": 3},
                            "creation_date": 1_500_000_001,
                            "score": 0,
                            "edited": False,
                        }
                    ]
                }
                if row == 0
                else {}
            )
            for row in (0, 2)
        ],
    }
    board = {
        "posts": [
            {"no": 300, "resto": 0, "now": "x", "time": 1_499_999_999, "name": "Dot", "sub": "The toll", "com": "May."},
            {"no": 301, "resto": 300, "now": "x", "time": 1_500_000_000, "name": "Ada", "com": TEXTS[0]},
            {
                "no": 302,
                "resto": 300,
                "now": "x",
                "time": 1_500_000_001,
                "name": "Ben",
                "com": f'<a href="#p301" class="quotelink">&gt;&gt;301</a><br>{TEXTS[1]}',
            },
            {"no": 303, "resto": 300, "now": "x", "time": 1_500_000_002, "name": "Cem", "com": TEXTS[2]},
        ]
    }
    return {
        "discourse topic": _json(topic),
        "stackexchange": _json({"items": [question], "has_more": False, "quota_max": 300, "quota_remaining": 299}),
        "4chan": _json(board),
    }


def _networks() -> dict[str, bytes]:
    def status(row: int | None) -> dict[str, Any]:
        return {
            "id": "1000" if row is None else str(1001 + row),
            "created_at": f"2017-07-14T02:40:0{0 if row is None else 1 + row}.000Z",
            "in_reply_to_id": None if row is None else "1001" if row == 1 else "1000",
            "in_reply_to_account_id": None if row is None else "1",
            "content": f"<p>{'The toll rises.' if row is None else TEXTS[row]}</p>",
            "spoiler_text": "",
            "visibility": "public",
            "language": "en",
            "uri": f"https://a.example/s/{row}",
            "url": f"https://a.example/@x/{row}",
            "replies_count": 0,
            "reblogs_count": 0,
            "favourites_count": 1,
            "account": {"id": "1", "username": "x", "acct": "Dot" if row is None else AUTHORS[row], "display_name": ""},
            "reblog": None,
            "media_attachments": [],
            "mentions": [],
            "tags": [],
            "emojis": [],
        }

    context = {"ancestors": [], "descendants": [status(row) for row in range(3)]}

    def at(name: str) -> str:
        return f"at://did:plc:{name.lower()}/app.bsky.feed.post/3k{name.lower()}"

    def post(name: str, text: str, above: str | None) -> dict[str, Any]:
        record: dict[str, Any] = {"$type": "app.bsky.feed.post", "createdAt": "2024-07-14T02:40:00.000Z", "text": text}
        if above:
            record["reply"] = {"root": {"uri": at("dot"), "cid": "b0"}, "parent": {"uri": at(above), "cid": "b1"}}
        return {
            "uri": at(name),
            "cid": f"bafy{name}",
            "author": {"did": f"did:plc:{name.lower()}", "handle": name, "displayName": ""},
            "record": record,
            "replyCount": 0,
            "repostCount": 0,
            "likeCount": 1,
            "quoteCount": 0,
            "indexedAt": "2024-07-14T02:40:00.000Z",
        }

    def view(item: dict[str, Any], *replies: Any) -> dict[str, Any]:
        return {"$type": "app.bsky.feed.defs#threadViewPost", "post": item, "replies": list(replies)}

    ada, ben, cem = (post(AUTHORS[row], TEXTS[row], "Ada" if row == 1 else "dot") for row in range(3))
    thread = {"thread": view(post("dot", "The toll rises.", None), view(ada, view(ben)), view(cem))}
    lemmy = {
        "comments": [
            {
                "comment": {
                    "id": 21 + row,
                    "creator_id": 2 + row,
                    "post_id": 11,
                    "content": TEXTS[row],
                    "removed": False,
                    "published": f"2023-07-14T02:40:0{row}Z",
                    "deleted": False,
                    "ap_id": f"https://a.example/comment/{21 + row}",
                    "local": True,
                    "path": "0.21.22" if row == 1 else f"0.{21 + row}",
                    "distinguished": False,
                    "language_id": 0,
                },
                "creator": {"id": 2 + row, "name": AUTHORS[row], "actor_id": f"https://a.example/u/{AUTHORS[row]}"}
                | {"local": True},
                "post": {"id": 11, "name": "The toll", "ap_id": "https://a.example/post/11"},
                "community": {"id": 1, "name": "bridges"},
                "counts": {"comment_id": 21 + row, "score": 1, "upvotes": 1, "downvotes": 0, "child_count": 0},
            }
            for row in range(3)
        ]
    }

    def note(row: int) -> dict[str, Any]:
        return {
            "type": "Note",
            "id": f"https://a.example/n/{row}",
            "attributedTo": {"type": "Person", "id": f"https://a.example/u/{row}", "name": AUTHORS[row]},
            "content": f"<p>{TEXTS[row]}</p>",
            "published": f"2023-07-14T02:40:0{row}Z",
            "inReplyTo": "https://a.example/n/0" if row == 1 else "https://a.example/toll",
        }

    article = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "type": "Article",
        "id": "https://a.example/toll",
        "name": "The toll",
        "content": "<p>It rises in May.</p>",
        "replies": {"type": "Collection", "totalItems": 3, "items": [note(0), note(1), note(2)]},
    }

    def snippet(row: int) -> dict[str, Any]:
        return {
            "kind": "youtube#comment",
            "etag": "x",
            "id": "Ug1.r1" if row == 1 else f"Ug{1 + row}",
            "snippet": {
                "videoId": "vid00000001",
                "textDisplay": TEXTS[row],
                "textOriginal": TEXTS[row],
                "authorDisplayName": AUTHORS[row],
                "likeCount": 0,
                "publishedAt": f"2023-07-14T02:40:0{row}Z",
                "updatedAt": f"2023-07-14T02:40:0{row}Z",
            }
            | ({"parentId": "Ug1"} if row == 1 else {}),
        }

    def video_thread(row: int, *replies: Any) -> dict[str, Any]:
        return {
            "kind": "youtube#commentThread",
            "etag": "x",
            "id": f"Ug{1 + row}",
            "snippet": {"videoId": "vid00000001", "topLevelComment": snippet(row), "totalReplyCount": len(replies)},
        } | ({"replies": {"comments": list(replies)}} if replies else {})

    youtube = {
        "kind": "youtube#commentThreadListResponse",
        "etag": "x",
        "pageInfo": {"totalResults": 2, "resultsPerPage": 20},
        "items": [video_thread(0, snippet(1)), video_thread(2)],
    }
    telegram = {
        "name": "Bridges",
        "type": "public_supergroup",
        "id": 77,
        "messages": [
            {
                "id": 1 + row,
                "type": "message",
                "date": f"2023-07-14T02:40:0{row}",
                "date_unixtime": str(1_689_302_400 + row),
                "from": AUTHORS[row],
                "from_id": f"user{row}",
                "text": TEXTS[row],
                "text_entities": [{"type": "plain", "text": TEXTS[row]}],
            }
            | ({"reply_to_message_id": 1} if row == 1 else {})
            for row in range(3)
        ],
    }
    return {
        "mastodon context": _json(context),
        "mastodon status and context": _json([status(None), context]),
        "bluesky thread": _json(thread),
        "lemmy": _json(lemmy),
        "activitystreams": _json(article),
        "youtube": _json(youtube),
        "telegram": _json(telegram),
    }


def _tables() -> dict[str, bytes]:
    rows = [
        (f"c{row}", "c0" if row == 1 else "", AUTHORS[row], TEXTS[row], f"2023-07-14T02:40:0{row}Z") for row in range(3)
    ]
    records = [
        {"thread_id": "toll", "id": name, "parent_id": above or None, "author": author, "text": text, "created": when}
        for name, above, author, text, when in rows
    ]
    utterances = _lines(
        *(
            {
                "id": name,
                "conversation_id": "c0" if row < 2 else "c2",
                "text": text,
                "speaker": author,
                "meta": {},
                "reply-to": above or None,
                "timestamp": 1_689_302_400 + row,
                "vectors": [],
            }
            for row, (name, above, author, text, _) in enumerate(rows)
        )
    )
    table = [
        {"comment_id": name, "reply_to": above or None, "user": author, "message": text, "date": when}
        for name, above, author, text, when in rows
    ]
    return {
        "jsonl": _lines(*records),
        "convokit utterances": utterances,
        "csv": _csv("comment_id,reply_to,user,message,date", *rows),
        "tsv": _csv("comment_id,reply_to,user,message,date", *rows, delimiter="\t"),
        "table of records": _json(table),
        "kialo": (
            "Discussion Title: Should the bridge have a toll?\n\n"
            f"1. The bridge should have a toll.\n1.1. Con: {TEXTS[0]}\n1.1.1. Con: {TEXTS[1]}\n1.2. Pro: {TEXTS[2]}\n"
        ).encode(),
    }


FORMS: dict[str, bytes] = {
    **_reddit(),
    **_hackernews(),
    **_disqus(),
    **_wordpress(),
    **_widgets(),
    **_forums(),
    **_networks(),
    **_tables(),
}
"""Form by name; the first word is the reader's name, but for tables."""
