"""WordPress: comments as its two programming interfaces answer them, and posts that came with them.

A site's own (`/wp-json/wp/v2/comments`) gives lists of flat comments, in which the post above, the parent and replies
may be embedded; WordPress.com (`/rest/v1.1/sites/.../replies` and `/comments`) gives answers that hold such a list.
Answers may stand one a line. Spam, trash, comments that wait for approval and what no person wrote (pingbacks) are
dropped, each with its reason. Formats: https://developer.wordpress.org/rest-api/reference/comments/,
https://developer.wordpress.com/docs/api/. May import: the standard library, errors, gathering, json_text, rows,
readers.base.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse
from discourse.readers.base import Source, values_of
from discourse.rows import Rows

BATCH = 50_000
HIDDEN = {
    "hold": "waits for approval",
    "unapproved": "waits for approval",
    "0": "waits for approval",
    "spam": "marked as spam",
    "trash": "in the trash",
}
"""States of comments that the site does not show."""
MACHINES = frozenset({"pingback", "trackback", "webmention", "order_note", "action_log"})
"""Types of comments that no person writes."""
_EMBEDDED = ("replies", "children", "in-reply-to")
"""Links under which comments are embedded in posts and comments."""
_PAGE = re.compile(r"comment-page-\d+/?\Z")

Item = Mapping[str, Any]


@dataclass(frozen=True)
class WordPress:
    """Reader of what the interfaces of WordPress answer.

    Examples
    --------
    >>> said = b'[{"id": 2, "post": 1, "parent": 0, "author_name": "Ann", "content": {"rendered": "<p>Late.</p>"}}]'
    >>> next(WordPress().read(Source("comments.json", data=said))).columns["author"]
    ['Ann']
    """

    name: ClassVar[str] = "wordpress"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl")

    def sniff(self, head: bytes, name: str) -> float:
        """High for comments in the form of either interface."""
        beliefs = [0.0]
        for value in glimpse(head):
            first = next(iter(_items(value)), {})
            if _is_comment(first):
                beliefs.append(0.95 if {"author_name", "short_URL", "raw_content", "i_like"} & set(first) else 0.9)
            elif _is_post(first) or _is_empty(value):
                beliefs.append(0.85)
        return max(beliefs)

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches; every post is a thread."""
        found = Gather(source.name, strict=source.strict)
        posts = _Posts(source.name)
        is_ours = False
        for line, value in values_of(source, found.drop):
            is_ours |= _is_empty(value) or value == []
            posts.state(thing(value).get("found"))
            for item in _items(value, partial(found.objects, place=f"line {line}")):
                posts.hold(item)
                if _is_comment(item):
                    _add(item, found, posts)
                elif _is_post(item):
                    posts.add(item, found)
                else:
                    found.drop(f"line {line}", "neither a comment nor a post")
                    continue
                is_ours = True
            if len(found) >= BATCH:
                yield found.rows()
        if not is_ours:
            raise BrokenInput(
                "this holds no comments of WordPress",
                where=source.name,
                fix="pass what /wp-json/wp/v2/comments or /replies answered; or pass another --format",
            )
        for item in posts.held():
            if _is_comment(item):
                _add(item, found, posts)
            else:
                found.drop(str(item["id"]), "embedded, and no comment")
        posts.end(found)
        yield found.rows(source.damage)


@dataclass
class _Posts:
    """Posts that are known, those with comments, and how many comments the answers state."""

    where: str
    used: set[str] = field(default_factory=set)
    full: set[str] = field(default_factory=set)
    stated: set[int] = field(default_factory=set)
    embedded: dict[str, Item] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    unused: Gather = field(init=False)

    def __post_init__(self) -> None:
        self.unused = Gather(self.where)

    def add(self, post: Item, found: Gather) -> None:
        """What is known of a post; what holds its text is not given up for what holds only its title."""
        key = made_of("str", post.get("id", post.get("ID")))
        content = _written(post.get("content"))
        if key is None or (key in self.full and not content):
            return
        if content:
            self.full.add(key)
        embedded = things(thing(post.get("_embedded")).get("author"))
        (found if key in self.used else self.unused).article(
            key,
            title=html.unescape(_written(post.get("title")) or ""),
            html=content,
            author=thing(embedded[0] if embedded else post.get("author")).get("name"),
            created=post.get("date_gmt") or post.get("date"),
            url=post.get("link") if "id" in post else post.get("URL"),
        )

    def hold(self, item: Item) -> None:
        """Take note of an item, and keep the comments that are embedded in it until it is known which are listed."""
        within = made_of("str", item.get("id"))
        if "post" in item and within is not None:
            self.listed.add(within)
        for key in _EMBEDDED:
            held = thing(item.get("_embedded")).get(key)
            for part in held if isinstance(held, list) else ():
                for one in things(part if isinstance(part, list) else [part]):
                    # What stands for a comment that may not be seen has no id.
                    if name := made_of("str", one.get("id")):
                        self.embedded.setdefault(name, {"post": item.get("post", within), **one})

    def held(self) -> list[Item]:
        """The embedded comments that are not listed themselves."""
        return [one for key, one in self.embedded.items() if key not in self.listed]

    def use(self, key: str, address: str | None, found: Gather) -> None:
        """A post has a comment, whose address begins with that of the post."""
        if key in self.used:
            return
        self.used.add(key)
        if article := self.unused.articles.pop(key, None):
            found.articles[key] = article
        elif address:
            found.article(key, url=address)

    def state(self, number: Any) -> None:
        """How many comments an answer says that there are."""
        if (stated := made_of("int32", number)) is not None:
            self.stated.add(stated)

    def end(self, found: Gather) -> None:
        """The number of comments, where all answers state the same, and of the posts without any."""
        if len(self.stated) == 1:
            found.stated_count = self.stated.pop()
        if number := len(self.unused.articles):
            found.note(f"posts without comments, left out: {number}")
        if not self.used:
            found.article("")


def _items(value: Any, objects: Callable[[Any], list[dict[str, Any]]] = things) -> list[Item]:
    """Comments and posts of an answer, or of several in a list."""
    found: list[Item] = []
    for one in objects(value if isinstance(value, list) else [value]):
        inside = [one[key] for key in ("comments", "posts") if isinstance(one.get(key), list)]
        found += [item for listed in inside for item in objects(listed)] if inside else [one] if one else []
    return found


def _is_empty(value: Any) -> bool:
    """Whether this is an answer of WordPress.com that holds nothing."""
    return "found" in thing(value) and thing(value).get("comments") == []


def _is_comment(item: Item) -> bool:
    """Whether this is a comment, in the form of either interface."""
    if "ID" in item:
        return {"post", "content", "parent"} <= set(item)
    if not {"id", "post", "parent", "content"} <= set(item):
        return False
    return "author_name" in item or "rendered" in thing(item["content"])


def _is_post(item: Item) -> bool:
    """Whether this is a post, in the form of either interface."""
    if "ID" in item:
        return {"title", "URL", "content"} <= set(item)
    return {"id", "title", "content"} <= set(item) and "rendered" in thing(item["content"])


def _written(content: Any) -> str | None:
    """A text as the site shows it, else as it was written."""
    if isinstance(content, str):
        return content
    return next((thing(content)[key] for key in ("rendered", "raw") if isinstance(thing(content).get(key), str)), None)


def _add(item: Item, found: Gather, posts: _Posts) -> None:
    """A comment, if the site shows it and a person wrote it."""
    is_hosted = "ID" in item
    key = item.get("ID") if is_hosted else item.get("id")
    post = item.get("post")
    thread = made_of("str", thing(post).get("ID", post))
    kind = str(item.get("type") or "comment")
    hidden = HIDDEN.get(str(item.get("status")).lower())
    if thread is None or hidden or kind in MACHINES:
        reason = hidden or ("it names no post" if thread is None else f"a {kind}, which no person wrote")
        found.drop(str(made_of("str", key)), reason, broken=thread is None)
        return
    embedded = thing(item.get("_embedded"))
    url = made_of("str", item.get("URL") if is_hosted else item.get("link"))
    address = _PAGE.sub("", url.partition("#")[0]) if url else None
    for above in things(embedded.get("up")) or ([{**post, "URL": address}] if isinstance(post, dict) else []):
        posts.add(above, found)
    posts.use(thread, address, found)
    author = thing(item.get("author")).get("name") if is_hosted else item.get("author_name")
    parent = item.get("parent")
    parent = thing(parent).get("ID") if isinstance(parent, dict) else parent
    found.add(
        thread_id=thread,
        id=key,
        parent_id=parent if parent not in (0, "0", False) else None,
        author=html.unescape(author) if isinstance(author, str) else author,
        html=_written(item.get("content")) or _written(item.get("raw_content")) or "",
        created=item.get("date_gmt") or item.get("date"),
        score=item.get("like_count"),
        url=url,
    )
