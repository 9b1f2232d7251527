"""Disqus: the XML export of a forum, and what its programming interface answers about posts and threads.

Both are flat: posts name their thread and their parent. Deleted posts stay, spam and posts that wait for approval are
dropped and named, threads that nobody commented on are counted. Formats: https://help.disqus.com/en/articles/1717164,
https://disqus.com/api/docs/. May import: the standard library, errors, gathering, json_text, rows, xml_text,
readers.base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse
from discourse.readers.base import Source, values_of
from discourse.rows import Rows
from discourse.xml_text import Element, Elements, root

BATCH = 50_000
_SPACES = {r"https?://disqus\.com/?": "", r"https?://disqus\.com/disqus-internals/?": "dsq"}
_ID = "dsq:id"
_POST = frozenset({"thread", "message", "raw_message", "isSpam", "isApproved", "isDeleted", "forum"})
_THREAD = frozenset({"clean_title", "identifiers", "isClosed", "posts", "slug", "feed", "title"})

Item = dict[str, Any]


@dataclass(frozen=True)
class Disqus:
    """Reader of exports and answers of Disqus.

    Examples
    --------
    >>> said = b'''<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
    ... <post dsq:id="2"><message>Late.</message><author><name>Ann</name></author><thread dsq:id="1"/></post>
    ... </disqus>'''
    >>> next(Disqus().read(Source("export.xml", data=said))).columns["author"]
    ['Ann']
    """

    name: ClassVar[str] = "disqus"
    suffixes: ClassVar[tuple[str, ...]] = (".xml", ".json", ".jsonl")
    names_last: ClassVar[bool] = True

    def sniff(self, head: bytes, name: str) -> float:
        """High for the outermost element of an export, and for an answer about posts or threads."""
        if root(head).rpartition(":")[2] == "disqus":
            return 0.95
        if any(_is_empty(value) for value in glimpse(head)):
            return 0.85
        beliefs = [_belief(item) for value in glimpse(head) for item in _items(value)[:1]]
        return max(beliefs, default=0.0)

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches; every page of the forum with comments is a thread."""
        state = _State(source.name)
        if glimpse(source.head):
            yield from _read_answers(source, state)
        else:
            yield from _read_export(source, state)


@dataclass
class _State:
    """Threads that are known, and those that have comments."""

    where: str
    used: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    unused: Gather = field(init=False)

    def __post_init__(self) -> None:
        self.unused = Gather(self.where)

    def thread(self, found: Gather, key: str, is_deleted: Any, **stated: Any) -> None:
        """What is known of a thread."""
        if made_of("bool", is_deleted):
            self.deleted.add(key)
        (found if key in self.used else self.unused).article(key, **stated)

    def use(self, found: Gather, key: str) -> None:
        """A thread has a comment."""
        if key not in self.used:
            self.used.add(key)
            if article := self.unused.articles.pop(key, None):
                found.articles[key] = article

    def end(self, found: Gather) -> None:
        """Say what had no comments."""
        if number := len(self.unused.articles):
            found.note(f"threads without comments, left out: {number}")
        if number := len(self.deleted & self.used):
            found.note(f"threads with comments that are marked as deleted: {number}")
        if not self.used:
            found.article("")


def _read_export(source: Source, state: _State) -> Iterator[Rows]:
    """The XML export."""
    found = Gather(source.name, strict=source.strict, ordered=True)
    with source.open() as file:
        elements = Elements(file, ("thread", "post"), where=source.name, strict=source.strict, spaces=_SPACES)
        for element in elements:
            if elements.root != "disqus":
                break
            if element.name == "thread":
                _add_thread(element, found, state)
            else:
                _add_post(element, found, state)
            if len(found) >= BATCH:
                yield found.rows()
    if elements.root != "disqus":
        raise BrokenInput(
            "this is no export of Disqus, whose outermost element is <disqus>",
            where=source.name,
            given=elements.root or None,
            fix="check the file, or pass another --format",
        )
    state.end(found)
    yield found.rows([*source.damage, *elements.defects])


def _add_thread(thread: Element, found: Gather, state: _State) -> None:
    """A page of the forum as the article of its thread."""
    key = thread.attributes.get(_ID)
    if key is None or not thread.children:
        return
    state.thread(
        found,
        key,
        thread.said("isDeleted"),
        title=thread.said("title"),
        html=thread.said("message"),
        url=thread.said("link"),
        author=thread.said("author", "name") or thread.said("author", "username"),
        created=thread.said("createdAt"),
        site=thread.said("forum"),
    )


def _add_post(post: Element, found: Gather, state: _State) -> None:
    """A comment of the export."""
    key = post.attributes.get(_ID)
    thread, parent = post.first("thread"), post.first("parent")
    broken = post.broken or next((part.broken for part in post.children if part.broken), "")
    above = thread.attributes.get(_ID) if thread else None
    place = key or f"line {post.line}"
    if broken or above is None:
        found.drop(place, broken or "it names no thread")
        return
    _keep(
        found,
        state,
        place,
        thread_id=above,
        id=key,
        parent_id=parent.attributes.get(_ID) if parent else None,
        author=post.said("author", "name") or post.said("author", "username"),
        html=post.said("message") or "",
        created=post.said("createdAt"),
        deleted=post.said("isDeleted"),
        is_spam=post.said("isSpam"),
        is_approved=post.said("isApproved"),
        line=post.line,
    )


def _keep(found: Gather, state: _State, place: str, *, is_spam: Any, is_approved: Any, **stated: Any) -> None:
    """A comment, if it is none that the site hides."""
    if made_of("bool", is_spam):
        found.drop(place, "marked as spam", broken=False)
    elif made_of("bool", is_approved) is False and not made_of("bool", stated["deleted"]):
        found.drop(place, "not approved", broken=False)
    else:
        state.use(found, stated["thread_id"])
        found.add(**stated)


def _read_answers(source: Source, state: _State) -> Iterator[Rows]:
    """What the programming interface answered, once or often."""
    found = Gather(source.name, strict=source.strict)
    is_ours, more = False, False
    for line, value in values_of(source, found.drop):
        for answer in value if isinstance(value, list) else [value]:
            is_ours |= isinstance(thing(answer).get("response"), list | dict)
            more = thing(thing(answer).get("cursor")).get("hasNext") is True if "response" in thing(answer) else more
        for item in _items(value, partial(found.objects, place=f"line {line}")):
            belief = _belief(item)
            is_ours |= belief > 0
            if not belief:
                found.drop(f"line {line}", "neither a post nor a thread")
            elif _is_post(item):
                _add_item(item, found, state)
            else:
                _add_page(item, found, state)
        if len(found) >= BATCH:
            yield found.rows()
    if not is_ours:
        raise BrokenInput(
            "this holds no posts of Disqus",
            where=source.name,
            fix="pass what posts/list or threads/listPosts answered; or pass another --format",
        )
    if more:
        found.note("the last answer says that more comments follow, which are not here")
    state.end(found)
    yield found.rows(source.damage)


def _items(value: Any, objects: Callable[[Any], list[Item]] = things) -> list[Item]:
    """Posts and threads of an answer, of several, or of what was taken out of answers."""
    found: list[Item] = []
    for answer in objects(value if isinstance(value, list) else [value]):
        response = answer.get("response", answer)
        inside = dict(thing(response))
        if isinstance(inside.get("posts"), list):
            found += [*things([inside.get("thread")]), *objects(inside["posts"])]
        else:
            found += objects(response) or [one for one in (inside,) if one]
    return found


def _is_empty(value: Any) -> bool:
    """Whether this is an answer without posts."""
    return thing(value).get("response") == [] and {"code", "cursor"} <= set(value)


def _is_post(item: Item) -> bool:
    """Whether this is a post, and no thread."""
    return "id" in item and "thread" in item and ("message" in item or "raw_message" in item)


def _belief(item: Item) -> float:
    """How surely this is a post or a thread of Disqus."""
    if _is_post(item):
        return 0.95 if len(_POST & set(item)) >= 4 else 0.4
    return 0.9 if "id" in item and "forum" in item and len(_THREAD & set(item)) >= 3 else 0.0


def _add_page(thread: Mapping[str, Any], found: Gather, state: _State) -> None:
    """A thread as the article of its comments."""
    state.thread(
        found,
        str(thread["id"]),
        thread.get("isDeleted"),
        title=thread.get("clean_title") or thread.get("title"),
        html=thread.get("message"),
        url=thread.get("link"),
        author=thing(thread.get("author")).get("name"),
        created=thread.get("createdAt"),
        site=thread.get("forum"),
    )


def _add_item(post: Item, found: Gather, state: _State) -> None:
    """A comment of an answer."""
    page = thing(post["thread"])
    if "id" in page:
        _add_page(page, found, state)
    thread = made_of("str", page.get("id", post["thread"]))
    if thread is None:
        found.drop(str(post["id"]), "it names no thread")
        return
    author = thing(post.get("author"))
    ups, downs = made_of("float64", post.get("likes")), made_of("float64", post.get("dislikes"))
    _keep(
        found,
        state,
        str(post["id"]),
        thread_id=thread,
        id=post["id"],
        parent_id=post.get("parent"),
        author=author.get("name") or author.get("username"),
        html=post.get("message") or post.get("raw_message") or "",
        created=post.get("createdAt"),
        score=ups - (downs or 0.0) if ups is not None else post.get("points"),
        deleted=post.get("isDeleted"),
        url=post.get("url"),
        is_spam=post.get("isSpam"),
        is_approved=post.get("isApproved"),
    )
