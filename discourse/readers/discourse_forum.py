"""Discourse, the forum: topics with their posts, lists of posts, posts alone.

Posts say which number of their topic they answer; the first post is the article. A topic names all its posts in its
`stream` and holds some of them. Format: https://docs.discourse.org (GET /t/{id}.json, /t/{id}/posts.json, /posts.json).
May import: the standard library, errors, gathering, json_text, rows, text, readers.base.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse
from discourse.readers.base import Source, values_of
from discourse.rows import Rows, Stub
from discourse.text import count

_LIKE = 2
"""Number of the action that is a like."""
_SMALL_ACTION = 3
"""Type of the posts that say what was done to a topic."""
_ROLES = ("admin", "moderator", "staff")

Post = Mapping[str, Any]


@dataclass(frozen=True)
class DiscourseForum:
    """Reader of what the interface of a Discourse forum answers, once or a line each.

    Examples
    --------
    >>> posts = b'[{"post_number": 1, "cooked": "<p>Why?</p>"}, {"id": 8, "post_number": 2, "cooked": "<p>So.</p>"}]'
    >>> rows = next(DiscourseForum().read(Source("t.json", data=b'{"post_stream": {"posts": %s}}' % posts)))
    >>> rows.articles[""].text, rows.columns["text"]
    ('Why?', ['So.'])
    """

    name: ClassVar[str] = "discourse"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl")

    def sniff(self, head: bytes, name: str) -> float:
        """High for a topic with its posts, and for posts with a number and a `cooked` text."""
        for value in glimpse(head):
            if isinstance(thing(thing(value).get("post_stream")).get("posts"), list):
                return 0.95
            listed = thing(value).get("latest_posts", value)
            first = next(iter(things(listed)), thing(value))
            if "post_number" in first and {"cooked", "topic_id", "username"} & set(first):
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all posts in one batch; every topic is a thread, and what of it is not its first post a comment."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        topics: dict[str, _Topic] = {}
        is_ours = False
        for line, value in values_of(source, found.drop):
            held = value if isinstance(value, list) else [value]
            for place, one in enumerate(held, start=1):
                is_ours |= _take(one, topics, found, f"line {line}, item {place}" if held is value else f"line {line}")
        if not is_ours:
            raise BrokenInput(
                "this holds no posts of a Discourse forum",
                where=source.name,
                fix='pass /t/<id>.json, which holds "post_stream", or /posts.json; or pass another --format',
            )
        n_hidden = 0
        stubs: list[Stub] = []
        for key, topic in topics.items():
            n_hidden += _add_topic(found, key, topic)
            held_ids = {_id(post) for post in topic.posts}
            if missing := tuple(one for one in topic.named if one not in held_ids):
                stubs.append(Stub(len(missing), missing))
        if n_hidden:
            found.note(f"hidden since they were flagged, and taken as deleted: {count(n_hidden, 'post')}")
        yield replace(found.rows(source.damage), stubs=tuple(stubs))


@dataclass
class _Topic:
    """What was found of one topic."""

    about: Mapping[str, Any] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    named: dict[str, None] = field(default_factory=dict)


def _take(value: Any, topics: dict[str, _Topic], found: Gather, place: str) -> bool:
    """Put the posts of one answer, or one post, with its topic; whether it was of this format."""
    about = thing(value)
    stream = thing(about.get("post_stream"))
    listed = stream.get("posts", about.get("latest_posts"))
    posts = listed if isinstance(listed, list) else [value]
    is_ours = isinstance(listed, list)
    own = _text(about.get("id")) if stream else ""
    if is_ours and stream and (own or not posts):
        topic = topics.setdefault(own, _Topic())
        topic.about = topic.about or about
    for number, post in enumerate(posts, start=1):
        if "post_number" not in thing(post):
            found.drop(f"{place}, post {number}" if is_ours else place, "no post with a number")
            continue
        is_ours = True
        topic = topics.setdefault(own or _text(post.get("topic_id")), _Topic())
        topic.posts.append(post)
        if stream:
            topic.about = topic.about or about
    if own in topics and isinstance(stream.get("stream"), list):
        # The first that a stream names is the first post, which is the article.
        topics[own].named.update(dict.fromkeys(map(_text, stream["stream"][1:])))
    return is_ours


def _add_topic(found: Gather, key: str, topic: _Topic) -> int:
    """A topic: its first post as the article, the others in the order of their numbers; how many are hidden."""
    posts = sorted(topic.posts, key=_number)
    ids: dict[str, str] = {}
    for post in posts:
        ids.setdefault(_text(post.get("post_number")), _id(post))
    first = posts[0] if posts and _number(posts[0]) == 1 else {}
    titles = [topic.about.get("title"), *(post.get("topic_title") for post in posts)]
    title = next((one for one in titles if isinstance(one, str)), None)
    if first or title:
        found.article(
            key,
            title=title,
            html=first.get("cooked"),
            author=first.get("username"),
            created=first.get("created_at") or topic.about.get("created_at"),
        )
    n_hidden = 0
    for post in posts:
        if _number(post) == 1:
            continue
        if post.get("post_type") == _SMALL_ACTION:
            done = _text(post.get("action_code")) or "something"
            found.drop(_id(post), f"says what was done to the topic ({done}) and is no post", broken=False)
            continue
        is_hidden = post.get("hidden") is True
        n_hidden += is_hidden
        above = _text(post.get("reply_to_post_number"))
        found.add(
            thread_id=key,
            id=_id(post),
            parent_id=None if above in ("", "1") else ids.get(above, f"#{above}"),
            author=post.get("username") or post.get("name") or None,
            role=next((role for role in _ROLES if post.get(role) is True), None),
            html=post.get("cooked") or post.get("raw") or "",
            created=post.get("created_at"),
            score=_likes(post),
            deleted=is_hidden or post.get("deleted_at") is not None or post.get("user_deleted") is True,
        )
    return n_hidden


def _likes(post: Post) -> Any:
    """How many like a post; None where it does not say."""
    stated = post.get("actions_summary")
    if not isinstance(stated, list):
        return post.get("like_count")
    return next((action.get("count", 0) for action in things(stated) if action.get("id") == _LIKE), 0)


def _number(post: Post) -> float:
    """The number of a post in its topic; those without one come last."""
    number = made_of("float64", post.get("post_number"))
    return math.inf if number is None else float(number)


def _id(post: Post) -> str:
    """The id of a post; its number where it has none."""
    return _text(post.get("id")) or f"#{_text(post.get('post_number'))}"


def _text(value: Any) -> str:
    """An id or number as text; "" where there is none."""
    return made_of("str", value) or ""
