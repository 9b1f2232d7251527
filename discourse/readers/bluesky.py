"""Bluesky: threads nested and flat, lists of posts, records of a repository, and events of the Jetstream.

A post names its parent and the root of its thread, so that each finds its place in whatever answer it stands. Its id is
its whole at:// address, for the last part of it is not unique. Posts that are blocked or not found stay as deleted
ones; a quoted post is no parent. Formats: https://docs.bsky.app/docs/api/app-bsky-feed-get-post-thread, the lexicons at
https://github.com/bluesky-social/atproto, and https://github.com/bluesky-social/jetstream. May import: the standard
library, errors, gathering, json_text, lineage, rows, readers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse, nested
from discourse.lineage import page_order, threads
from discourse.readers.base import Source, values_of
from discourse.rows import Rows

SITE = "Bluesky"
POST = "app.bsky.feed.post"
_LISTS = ("posts", "feed", "records")

View = Mapping[str, Any]


@dataclass(frozen=True)
class Bluesky:
    """Reader of what the programming interface of Bluesky answers and of what its Jetstream sends.

    Examples
    --------
    >>> post = b'{"uri": "at://did:x/app.bsky.feed.post/1", "record": {"text": "Late"}, "indexedAt": null}'
    >>> Bluesky().sniff(b'{"posts": [%s]}' % post, "posts.json")
    0.95
    """

    name: ClassVar[str] = "bluesky"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl")
    names_last: ClassVar[bool] = True

    def sniff(self, head: bytes, name: str) -> float:
        """High for a thread, a list of posts, a post or an event."""
        for value in glimpse(head):
            first = thing(value[0] if isinstance(value, list) and value else value)
            inside = first.get("thread")
            listed = [inside, *(first.get(key) for key in _LISTS)]
            if any(_is_ours(one) for one in (first, thing(inside), *(things(one)[0] for one in listed if things(one)))):
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch; lines are read one at a time."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        seen = _Seen()
        for line, value in values_of(source, found.drop):
            _sort(value, seen, found, f"line {line}")
        if not (seen.posts or seen.is_empty or seen.n_others) and seen.n_foreign:
            raise BrokenInput("this holds no post and no thread", where=source.name, fix="pass another --format")
        _add_all(seen, found)
        yield found.rows(source.damage)


@dataclass(slots=True)
class _Post:
    """What is kept of a post until all have been seen."""

    above: str | None = None
    root: str | None = None
    author: Any = None
    text: Any = None
    created: Any = None
    likes: Any = None
    n_replies: int = 0
    is_stub: bool = False
    is_deleted: bool = False


@dataclass
class _Seen:
    """Posts by address, and what there was besides."""

    posts: dict[str, _Post] = field(default_factory=dict)
    is_page: bool = False
    is_empty: bool = False
    n_others: int = 0
    n_foreign: int = 0
    n_lost_deletions: int = 0


def _text(value: Any) -> str:
    """A text; an empty one in place of anything else."""
    return value if isinstance(value, str) else ""


def _address(value: Any) -> str | None:
    """An at:// address."""
    return value if isinstance(value, str) and value.startswith("at://") else None


def _is_ours(value: View) -> bool:
    """Whether an object is a post, an item of a thread, or an event."""
    kind = _text(value.get("$type"))
    return (
        kind.startswith(("app.bsky.feed.defs#", "app.bsky.unspecced."))
        or (_address(value.get("uri")) is not None and bool({"record", "value", "cid", "notFound"} & set(value)))
        or _address(thing(value.get("post")).get("uri")) is not None
        or _text(thing(value.get("commit")).get("collection")).startswith("app.bsky.")
        or (_text(value.get("did")).startswith("did:") and "time_us" in value)
    )


def _sort(value: Any, seen: _Seen, found: Gather, place: str) -> None:
    """Take posts out of whatever they stand in."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        view = thing(one)
        lists = [view[key] for key in _LISTS if isinstance(view.get(key), list)]
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(view.get("thread"), dict):
            _add_tree(view["thread"], seen, found, place)
        elif isinstance(view.get("thread"), list):
            _add_flat(view["thread"], seen, found, place)
        elif lists:
            seen.is_empty = True
            waiting += reversed([item for listed in lists for item in listed])
        elif "did" in view and ("commit" in view or "time_us" in view):
            _add_event(view, seen)
        elif {"replies", "parent"} & set(view) and _is_ours(view):
            _add_tree(view, seen, found, place)
        elif _address(thing(view.get("post")).get("uri")):
            _add_view(view["post"], seen)
            for near in ("parent", "root"):
                _add_view(thing(thing(view.get("reply")).get(near)), seen)
        elif not _add_view(view, seen):
            seen.n_foreign += 1
            found.drop(place, "no post")


def _add_tree(view: View, seen: _Seen, found: Gather, place: str) -> None:
    """A post with the replies that stand in it, and those above it that it stands in."""
    seen.is_page = seen.is_empty = True
    chain = [view]
    while isinstance(above := chain[-1].get("parent"), dict):
        chain.append(above)
    outer = None
    addresses: dict[int, str | None] = {}
    for one in reversed(chain):
        outer = addresses[id(one)] = _add_item(one, outer, seen, found, place)
    for top in chain:
        for item, within in nested([top], lambda one: found.objects(one.get("replies"), place)):
            if within is not None:
                addresses[id(item)] = _add_item(item, addresses[id(within)], seen, found, place)


def _add_flat(items: list[Any], seen: _Seen, found: Gather, place: str) -> None:
    """The flat items of a thread, with their depths: those above the post that was asked for have negative ones."""
    seen.is_page = seen.is_empty = True
    way: list[tuple[float, str]] = []
    for item in found.objects(items, place):
        view = {**thing(item.get("value")), "uri": item.get("uri")}
        depth = made_of("float64", item.get("depth")) or 0.0
        while way and way[-1][0] >= depth:
            way.pop()
        address = _add_item(view, way[-1][1] if way else None, seen, found, place)
        if address is not None:
            way.append((depth, address))


def _add_item(view: View, within: str | None, seen: _Seen, found: Gather, place: str) -> str | None:
    """A post in its place of a thread, or what stands for one that is not shown; gives its address."""
    post = view.get("post")
    address = _address(thing(post).get("uri")) or _address(view.get("uri"))
    if address is None:
        found.drop(place, "an item of a thread without an address")
        return None
    if isinstance(post, dict) and _add_view(post, seen):
        if address in seen.posts:
            seen.posts[address].above = seen.posts[address].above or within
    else:
        _add_stub(address, view, within, seen)
    return address


def _add_stub(address: str, view: View, within: str | None, seen: _Seen) -> None:
    """What stands for a post that is not shown, unless the post itself is known."""
    author = thing(view.get("author")).get("did")
    seen.posts.setdefault(address, _Post(within, author=author, is_stub=True, is_deleted=True))


def _add_view(view: View, seen: _Seen) -> bool:
    """A post as a view or a record shows it; whether it is one."""
    address = _address(view.get("uri"))
    record = view.get("record", view.get("value"))
    if address is not None and ("notFound" in view or "blocked" in view):
        _add_stub(address, view, None, seen)
        return True
    if address is None or not isinstance(record, dict):
        return False
    if record.get("$type", POST) != POST:
        seen.n_others += 1
        return True
    known = seen.posts.get(address)
    if known is None or known.is_stub:
        author = thing(view.get("author"))
        handle = author.get("handle")
        if _text(handle) in ("", "handle.invalid"):
            handle = author.get("did") or address.split("/")[2]
        seen.posts[address] = _post(record, handle, view.get("indexedAt"))
        seen.posts[address].above = seen.posts[address].above or (known.above if known else None)
        seen.posts[address].likes = view.get("likeCount")
        seen.posts[address].n_replies = _count(view.get("replyCount"))
    return True


def _add_event(event: View, seen: _Seen) -> None:
    """An event: a post that was made or deleted; likes, reposts and accounts are only counted."""
    commit = thing(event.get("commit"))
    seen.is_empty = True
    if commit.get("collection") != POST:
        seen.n_others += 1
        return
    address = f"at://{_text(event.get('did'))}/{POST}/{_text(commit.get('rkey'))}"
    if commit.get("operation") == "delete":
        if address in seen.posts:
            seen.posts[address].is_deleted = True
        else:
            seen.n_lost_deletions += 1
    else:
        seen.posts[address] = _post(thing(commit.get("record")), event.get("did"), event.get("time_us"))


def _post(record: View, author: Any, seen_at: Any) -> _Post:
    """What a record says."""
    reply = thing(record.get("reply"))
    above = _address(thing(reply.get("parent")).get("uri"))
    root = _address(thing(reply.get("root")).get("uri"))
    created = record.get("createdAt")
    if made_of("datetime", created) is None:
        created = seen_at if made_of("datetime", seen_at) is not None else created
    return _Post(above, root, author, record.get("text"), created)


def _count(value: Any) -> int:
    """A number of replies; 0 when it is none."""
    return value if isinstance(value, int) and value > 0 else 0


def _add_all(seen: _Seen, found: Gather) -> None:
    """Every post as the article of its thread or as a comment of it."""
    posts = seen.posts
    if not seen.is_page:
        posts = dict(sorted(posts.items(), key=lambda item: _text(item[1].created)))
    for post in posts.values():
        # What stands above a post that is not shown is known by the root alone.
        stub = posts.get(post.above or "")
        if stub is not None and stub.is_stub and stub.above is None and post.root not in (None, post.above):
            stub.above = post.root
    above = {address: post.above for address, post in posts.items()}
    stated = {address: post.root for address, post in posts.items() if post.root is not None}
    thread = threads(above, stated)
    n_shown = dict.fromkeys(posts, 0)
    n_stubs = 0
    for address in page_order(above):
        post, name = posts[address], thread[address]
        n_stubs += post.is_stub
        if post.above in n_shown:
            n_shown[post.above] += 1
        if post.above is None:
            found.article(
                address, text=post.text, author=post.author, created=post.created, url=_link(address, post), site=SITE
            )
        else:
            found.add(
                thread_id=name,
                id=address,
                parent_id=None if post.above == name else post.above,
                author=post.author,
                text=post.text,
                created=post.created,
                score=post.likes,
                deleted=post.is_deleted,
                url=_link(address, post),
            )
    missing = sum(max(post.n_replies - n_shown[address], 0) for address, post in posts.items())
    for number, what in (
        (n_stubs, "posts are blocked or not found"),
        (missing, "replies are counted at the posts and are not in the file"),
        (seen.n_others, "records and events are no posts and were left out"),
        (seen.n_lost_deletions, "deleted posts are not in the file"),
    ):
        if number:
            found.note(f"{number} {what}")


def _link(address: str, post: _Post) -> str | None:
    """Where a person reads a post."""
    parts = address.split("/")
    return f"https://bsky.app/profile/{_text(post.author) or parts[2]}/post/{parts[-1]}" if len(parts) == 5 else None
