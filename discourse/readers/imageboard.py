"""Imageboards: threads, indexes and catalogues of 4chan, vichan and LynxChan, and of FoolFuuka archives.

The first post of a thread is the article. Posts are flat and point at others in their text (">>123"): the first such
pointer at an earlier post of the thread is the parent. Formats: https://github.com/4chan/4chan-API,
https://github.com/vichan-devel/vichan-API, `doc/Json.txt` of https://gitgud.io/LynxChan/LynxChan, and
https://4plebs.tech/foolfuuka. May import: the standard library, errors, gathering, hypertext, json_text, rows,
text, readers.base.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.hypertext.fragments import read_fragment
from discourse.json_text import glimpse
from discourse.readers.base import Source, values_of
from discourse.rows import Rows
from discourse.text import count

_POINTER = re.compile(r"(?<!>)>>(\d{1,20})(?:[_,](\d{1,5}))?(?!\d)")
_LINK = re.compile(r"""href=["']([^"'#<>]{0,200})#[pq]?(\d{1,20})["']""")
_DIGITS = re.compile(r"\d{1,20}")
_NUMBERS = ("no", "postId", "num", "threadId")
_NOBODY = "Anonymous"
_NO_ROLES = frozenset({"", "N", "none"})

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Imageboard:
    r"""Reader of what the interfaces of imageboards and their archives answer, once or a line each.

    Examples
    --------
    >>> posts = b'[{"no": 5, "resto": 0, "com": "Why?"}, {"no": 7, "resto": 5, "com": "&gt;&gt;5<br>So."}]'
    >>> rows = next(Imageboard().read(Source("5.json", data=b'{"posts": %s}' % posts)))
    >>> rows.articles["5"].text, rows.columns["id"], rows.columns["text"]
    ('Why?', ['7'], ['>>5\nSo.'])
    """

    name: ClassVar[str] = "4chan"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl", ".ndjson")

    def sniff(self, head: bytes, name: str) -> float:
        """High for posts with the marks of one of these systems."""
        for value in glimpse(head):
            for _, post in islice(_posts(value), 2):
                keys = set(thing(post))
                if (
                    ("no" in keys and ({"resto", "now"} & keys or {"com", "time", "name"} <= keys))
                    or ({"num", "thread_num"} <= keys and {"comment", "timestamp", "doc_id"} & keys)
                    or ({"postId", "threadId"} & keys and {"message", "markdown"} & keys)
                ):
                    return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all posts in one batch."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        threads: dict[str, _Thread] = {}
        for line, value in values_of(source, found.drop):
            for holder, raw in _posts(value, partial(found.objects, place=f"line {line}")):
                post = _Post.of(thing(raw), holder)
                if post is None:
                    found.drop(f"line {line}", "a post without a number")
                    continue
                thread = threads.setdefault(post.thread, _Thread())
                thread.posts.append(post)
                thread.count(holder, thing(raw))
        if not threads:
            raise BrokenInput(
                "this holds no posts of an imageboard",
                where=source.name,
                fix='pass a thread, which holds "posts", an index, a catalogue or an archive; or another --format',
            )
        account = _Account()
        for key, thread in threads.items():
            _add_thread(found, key, thread, account)
        if len(threads) == 1:
            found.stated_count = next(iter(threads.values())).stated
        elif account.n_missing:
            found.note(f"not in the file: {count(account.n_missing, 'reply')} that their threads count")
        if account.n_further:
            found.note(
                f"posts that point at several answer the first; left out: {count(account.n_further, 'further pointer')}"
            )
        if account.n_elsewhere:
            found.note(
                f"left out: {count(account.n_elsewhere, 'pointer')} at no earlier post of the thread in the file"
            )
        if account.n_wordless:
            found.note(f"without words, as of a picture alone: {count(account.n_wordless, 'post')}")
        yield found.rows(source.damage)


@dataclass
class _Account:
    """What there is to say about all threads."""

    n_missing: int = 0
    n_further: int = 0
    n_elsewhere: int = 0
    n_wordless: int = 0


@dataclass
class _Thread:
    """The posts of a thread, and how many replies it counts itself."""

    posts: list[_Post] = field(default_factory=list)
    stated: int | None = None
    omitted: int = 0

    def count(self, holder: Raw, raw: Raw) -> None:
        """Take the numbers that a post, or what holds it, states."""
        for key in ("replies", "postCount"):
            if (stated := made_of("int32", raw.get(key))) is not None:
                self.stated = max(self.stated or 0, stated)
        for key in ("omitted_posts", "omittedPosts", "ommitedPosts", "omitted"):
            for one in (holder, raw):
                self.omitted = max(self.omitted, made_of("int32", one.get(key)) or 0)


@dataclass(frozen=True)
class _Post:
    """A post, whatever system it is of."""

    number: str
    thread: str
    raw: Raw

    @classmethod
    def of(cls, raw: Raw, holder: Raw) -> _Post | None:
        """A post; None of what has no number."""
        number = next((text for key in _NUMBERS if (text := _text(raw.get(key)))), "")
        if not number:
            return None
        if (part := _text(raw.get("subnum"))) not in ("", "0"):
            number = f"{number}_{part}"
        stated = (raw.get("resto"), raw.get("thread_num"), raw.get("threadId"), holder.get("threadId"))
        thread = next((text for one in stated if (text := _text(one)) not in ("", "0")), number)
        return cls(number, thread, raw)

    @property
    def place(self) -> tuple[int, str, int]:
        """What posts of a thread are sorted by: their numbers, however many digits these have."""
        number, _, part = self.number.partition("_")
        return len(number), number, int(part) if part.isdecimal() and len(part) < 9 else 0

    @property
    def title(self) -> str | None:
        """The subject."""
        return _unescaped(self.raw.get("sub") or self.raw.get("subject") or self.raw.get("title"))

    @property
    def text(self) -> str:
        """What it says; lines that begin with ">" are left to whoever tells quotations from other things."""
        for key in ("com", "markdown"):
            if isinstance(said := self.raw.get(key), str):
                return read_fragment(said).text
        return next((said for key in ("comment", "message") if isinstance(said := self.raw.get(key), str)), "")

    @property
    def linked(self) -> set[str]:
        """Posts of its own thread that it links to, whether they are in the file or not."""
        links = _LINK.findall(said) if isinstance(said := self.raw.get("com", self.raw.get("markdown")), str) else []
        return {number for path, number in links if not path or self.thread in _DIGITS.findall(path)}

    @property
    def author(self) -> str | None:
        """Name, tripcode and the id that the thread gives its poster; None of who has none of them."""
        name = _unescaped(self.raw.get("name")) or _NOBODY
        trip, own = _text(self.raw.get("trip")), _text(self.raw.get("id") or self.raw.get("poster_hash"))
        if name == _NOBODY and not trip and not own:
            return None
        return " ".join(part for part in (name, trip, f"(ID: {own})" if own else "") if part)

    @property
    def role(self) -> str | None:
        """What the board calls the author."""
        stated = _text(self.raw.get("capcode") or self.raw.get("signedRole"))
        return None if stated in _NO_ROLES else stated

    @property
    def created(self) -> Any:
        """When it was posted."""
        return next((self.raw[key] for key in ("time", "timestamp", "creation") if key in self.raw), None)


def _posts(value: Any, objects: Callable[[Any], list[dict[str, Any]]] = things) -> Iterator[tuple[Raw, Any]]:
    """All posts of a document, each with what holds it."""
    for holder in _holders(value, objects):
        if _is_numbered(holder):
            yield {}, holder
        if isinstance(holder.get("op"), dict):
            yield holder, holder["op"]
        inside = holder.get("posts", holder.get("last_replies"))
        listed: Sequence[Any] = list(inside.values()) if isinstance(inside, dict) else inside
        for post in listed if isinstance(listed, list) else ():
            yield holder, post


def _holders(value: Any, objects: Callable[[Any], list[dict[str, Any]]]) -> Iterator[Raw]:
    """Threads, and posts alone, of a thread, page, catalogue or archive; what is none of them as a post of none."""
    for item in objects(value if isinstance(value, list) else [value]):
        if isinstance(item.get("threads"), list):
            yield from objects(item["threads"])
        elif "posts" in item or "op" in item or _is_numbered(item):
            yield item
        else:
            inside = [one for one in item.values() if isinstance(one, dict) and ("posts" in one or "op" in one)]
            yield from inside or [{"posts": [item]}]


def _is_numbered(value: Raw) -> bool:
    """Whether this is a post."""
    return any(key in value for key in _NUMBERS)


def _add_thread(found: Gather, key: str, thread: _Thread, account: _Account) -> None:
    """A thread: its first post as the article, the others in the order of their numbers."""
    earlier: set[str] = set()
    n_replies = 0
    for post in sorted(thread.posts, key=lambda post: post.place):
        text = post.text
        if post.number == key:
            found.article(key, title=post.title, text=text, author=post.author, created=post.created)
            continue
        n_replies += 1
        account.n_wordless += not text
        found.add(
            thread_id=key,
            id=post.number,
            parent_id=_parent(post, text, earlier, account),
            author=post.author,
            role=post.role,
            text=text,
            created=post.created,
            deleted=made_of("bool", post.raw.get("deleted")) is True,
        )
        earlier.add(post.number)
    missing = thread.omitted if thread.stated is None else thread.stated - n_replies
    account.n_missing += max(missing, 0)


def _parent(post: _Post, text: str, earlier: set[str], account: _Account) -> str | None:
    """The earlier post of its thread that a post points at first; None for the first post of all.

    Where none of them is in the file, one that it links to in the same thread: it was deleted or left out.
    """
    pointed: dict[str, None] = {}
    elsewhere: dict[str, None] = {}
    for match in _POINTER.finditer(text):
        number, part = match.groups()
        known = [one for one in (f"{number}_{part}", number) if one == post.thread or one in earlier]
        (pointed if known else elsewhere)[known[0] if known else number] = None
    linked = post.linked if elsewhere else set[str]()
    lost = [number for number in elsewhere if number in linked]
    account.n_further += max(len(pointed) - 1, 0)
    account.n_elsewhere += len(elsewhere) - len(lost)
    first = next(iter(pointed), None) or next(iter(lost), None)
    return None if first == post.thread else first


def _text(value: Any) -> str:
    """An id or number as text; "" where there is none."""
    return made_of("str", value) or ""


def _unescaped(value: Any) -> str | None:
    """A name or subject, in which characters are escaped as in HTML."""
    return html.unescape(value) if isinstance(value, str) else None
