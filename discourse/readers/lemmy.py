"""Lemmy: lists of comments, and posts, as its programming interface answers them (versions 3 and 4, or bare tables).

The `path` of a comment names all that stands above it, so that a comment finds its parent wherever it is listed. The
post is the article of its thread. Format: https://join-lemmy.org/api/ and
https://github.com/LemmyNet/lemmy-js-client. May import: the standard library, errors, gathering, json_text, lineage,
rows, readers.base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse
from discourse.lineage import page_order
from discourse.readers.base import Source, values_of
from discourse.rows import Rows

SITE = "Lemmy"
_LISTS = ("post_view", "comment_view", "comments", "items", "posts", "replies", "mentions")
_PATH = re.compile(r"0(?:\.\d+)+")
_HOST = re.compile(r"https?://([^/?#]+)")

View = Mapping[str, Any]


@dataclass(frozen=True)
class Lemmy:
    """Reader of comments and posts, one document of them or one a line.

    Examples
    --------
    >>> comment = b'{"id": 15, "path": "0.12.15", "post_id": 3, "content": "Why?", "creator_id": 7, "deleted": false}'
    >>> rows = next(Lemmy().read(Source("comments.json", data=b"[%s]" % comment)))
    >>> rows.columns["thread_id"], rows.columns["parent_id"]
    (['3'], ['12'])
    """

    name: ClassVar[str] = "lemmy"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl")

    def sniff(self, head: bytes, name: str) -> float:
        """High for a comment, a post, or a list of them."""
        for value in glimpse(head):
            first = thing(value[0] if isinstance(value, list) and value else value)
            inside = [first, thing(first.get("post_view")), thing(first.get("comment_view"))]
            inside += [listed[0] for key in _LISTS if (listed := things(first.get(key)))]
            if any(_is_comment(thing(one.get("comment", one))) or _is_post(thing(one.get("post"))) for one in inside):
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        seen = _Seen()
        for line, value in values_of(source, found.drop):
            _sort(value, seen, found, f"line {line}")
        if not (seen.comments or seen.posts or seen.is_empty) and seen.n_foreign:
            raise BrokenInput("this holds no comment and no post", where=source.name, fix="pass another --format")
        _add_all(seen, found)
        yield found.rows(source.damage)


@dataclass
class _Seen:
    """Views of comments and of posts by id, and what there was besides."""

    comments: dict[str, View] = field(default_factory=dict)
    posts: dict[str, View] = field(default_factory=dict)
    is_empty: bool = False
    n_foreign: int = 0


def _is_comment(value: View) -> bool:
    """Whether an object is a comment itself."""
    path = value.get("path")
    return isinstance(path, str) and "content" in value and _PATH.fullmatch(path) is not None


def _is_post(value: View) -> bool:
    """Whether an object is a post itself."""
    return {"id", "name", "community_id", "ap_id"} <= set(value)


def _sort(value: Any, seen: _Seen, found: Gather, place: str) -> None:
    """Take comments and posts out of whatever they stand in."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        view = thing(one)
        comment, post = thing(view.get("comment", view)), thing(view.get("post", view))
        inside = [view[key] for key in _LISTS if isinstance(view.get(key), dict | list)]
        # Comments may also stand beside the post, and replies in the comment, that they answer.
        waiting += reversed(inside)
        if isinstance(one, list):
            waiting += reversed(one)
        elif _is_comment(comment):
            key = made_of("str", comment.get("id")) or str(comment["path"]).rpartition(".")[2]
            if key in seen.comments:
                found.drop(key, "it came before", broken=False)
            else:
                seen.comments[key] = view if "comment" in view else {"comment": view}
            if _is_post(thing(view.get("post"))):
                seen.posts.setdefault(made_of("str", view["post"]["id"]) or "", {"post": view["post"]})
        elif _is_post(post):
            seen.posts[made_of("str", post["id"]) or ""] = view if "post" in view else {"post": view}
        elif inside:
            seen.is_empty = True
        else:
            seen.n_foreign += 1
            found.drop(place, "no comment and no post")


def _add_all(seen: _Seen, found: Gather) -> None:
    """Every post as an article, and every comment in the order of the page."""
    for key, view in seen.posts.items():
        _add_post(found, key, view)
    above = {key: _parent(view) for key, view in seen.comments.items()}
    n_below = dict.fromkeys(above, 0)
    order = page_order(above)
    for key in order:
        _add(found, key, seen.comments[key], above[key], seen.posts)
    for key in reversed(order):
        parent = above[key]
        if parent in n_below:
            n_below[parent] += n_below[key] + 1
    outer = [key for key, parent in above.items() if parent not in above]
    missing = sum(max(_count(_counts(seen.comments[key]).get("child_count")) - n_below[key], 0) for key in outer)
    if missing:
        found.note(f"{missing} replies are counted below comments and are not in the file")


def _parent(view: View) -> str | None:
    """Id of the comment above, None for one that answers the post."""
    steps = str(view["comment"]["path"]).split(".")
    return steps[-2] if len(steps) > 2 else None


def _counts(view: View, kind: str = "comment") -> View:
    """Where the votes and replies of a comment or post are counted: beside it in version 3, in it in version 4."""
    return {**thing(view.get(kind)), **thing(view.get("counts"))}


def _count(value: Any) -> int:
    """A number of comments; 0 when it is none."""
    return value if isinstance(value, int) and value > 0 else 0


def _add_post(found: Gather, key: str, view: View) -> None:
    """A post as the article of its thread."""
    post = thing(view.get("post"))
    found.article(
        key,
        title=post.get("name"),
        text=post.get("body"),
        author=_name(view, post),
        created=post.get("published_at") or post.get("published"),
        url=post.get("url") or post.get("ap_id"),
        site=SITE,
    )
    stated = _counts(view, "post").get("comments")
    if isinstance(stated, int):
        found.stated_count = (found.stated_count or 0) + stated


def _add(found: Gather, key: str, view: View, parent: str | None, posts: Mapping[str, View]) -> None:
    """A comment; its text is Markdown and stays so."""
    comment = view["comment"]
    thread = made_of("str", comment.get("post_id"))
    found.add(
        thread_id=thread,
        id=key,
        parent_id=parent,
        author=_name(view, comment),
        text=comment.get("content"),
        created=comment.get("published_at") or comment.get("published"),
        score=_counts(view).get("score"),
        deleted=comment.get("deleted") is True or comment.get("removed") is True,
        url=comment.get("ap_id"),
        role=_role(view, thing(thing(posts.get(thread or "")).get("post"))),
    )


def _name(view: View, written: View) -> Any:
    """Who wrote it, with the server where that is another; the number of the account where no name is given."""
    creator = thing(view.get("creator"))
    name = creator.get("name")
    address = creator.get("actor_id") or creator.get("ap_id")
    host = _HOST.match(address) if isinstance(address, str) else None
    if name and host and creator.get("local") is False:
        return f"{name}@{host[1]}"
    return name or written.get("creator_id")


def _role(view: View, post: View) -> str | None:
    """What the page calls the author."""
    comment = view["comment"]
    if view.get("creator_is_admin") is True:
        return "admin"
    if view.get("creator_is_moderator") is True or comment.get("distinguished") is True:
        return "moderator"
    creator = made_of("str", comment.get("creator_id"))
    return "op" if creator is not None and creator == made_of("str", post.get("creator_id")) else None
