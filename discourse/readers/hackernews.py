"""Hacker News: items of the Firebase API, alone, in a list or a line each; items and search answers of Algolia.

Items of Firebase are flat and name their `parent`; those of Algolia hold their `children`; hits of its search are flat
comments of many stories. A story becomes the article of its thread. Formats:
https://github.com/HackerNews/API and https://hn.algolia.com/api. May import: the standard library, errors,
gathering, json_text, rows, readers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse, nested
from discourse.readers.base import Source, values_of
from discourse.rows import Rows

SITE = "Hacker News"
_ITEM = "https://news.ycombinator.com/item?id="
_STORIES = frozenset({"story", "job", "poll"})
_TYPES = _STORIES | {"comment", "pollopt"}

Item = Mapping[str, Any]


@dataclass(frozen=True)
class HackerNews:
    """Reader of what the two programming interfaces of Hacker News answer.

    Examples
    --------
    >>> item = b'{"id": 2, "type": "comment", "author": "ann", "text": "Late.", "story_id": 1, "children": []}'
    >>> next(HackerNews().read(Source("item.json", data=item))).columns["author"]
    ['ann']
    """

    name: ClassVar[str] = "hackernews"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl")
    names_last: ClassVar[bool] = True

    def sniff(self, head: bytes, name: str) -> float:
        """High for an item, a list of items, or an answer of the search."""
        for value in glimpse(head):
            first = thing(value[0] if isinstance(value, list) and value else value)
            if (
                made_of("str", first.get("type")) in _TYPES
                and "id" in first
                and ("children" in first or {"by", "kids", "time"} & set(first))
            ):
                return 0.95
            hits = things(first.get("hits"))
            if hits and "objectID" in hits[0] and {"comment_text", "points", "story_id"} & set(hits[0]):
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch; every story with an article is a thread."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        flat: dict[str, Item] = {}
        is_ours = False
        for line, value in values_of(source, found.drop):
            is_ours |= value == [] or isinstance(thing(value).get("hits"), list)
            for item in _items(value, found, f"line {line}"):
                if "objectID" in item:
                    # Hits name their children, and do not hold them.
                    _add_hit(item, found)
                elif "children" in item:
                    _add_nested(item, found)
                elif key := _key(item.get("id")):
                    if key in flat:
                        found.drop(key, "stands again further on", broken=False)
                    flat[key] = item
                else:
                    found.drop(f"line {line}", "an item without an id")
                    continue
                is_ours = True
        if not is_ours:
            raise BrokenInput("this holds no item of Hacker News", where=source.name, fix="pass another --format")
        _add_flat(flat, found)
        yield found.rows(source.damage)


def _items(value: Any, found: Gather, place: str) -> Iterator[Item]:
    """Items and hits, alone, in a list, or in an answer or a list of answers."""
    for one in found.objects(value if isinstance(value, list) else [value], place):
        yield from found.objects(one["hits"], place) if isinstance(one.get("hits"), list) else [one]


def _add_nested(root: Item, found: Gather) -> None:
    """An item of Algolia with all that stands in it."""
    is_story = made_of("str", root.get("type")) in _STORIES
    thread = _key(root.get("id")) if is_story else _key(root.get("story_id") or root.get("id"))
    if is_story:
        _add_story(thread, root, found)
    for item, parent in nested(
        [root], lambda item: found.objects(item.get("children"), f"below {_key(item.get('id'))}")
    ):
        if item is root and is_story:
            continue
        above = parent.get("id") if parent else root.get("parent_id")
        _add(
            found,
            item,
            thread,
            above,
            item.get("author"),
            item.get("text"),
            item.get("created_at_i") or item.get("created_at"),
        )


def _add_hit(item: Item, found: Gather) -> None:
    """A hit of Algolia's search: a story, or a comment that names its story."""
    ours = {"id": item.get("objectID"), **item}
    if item.get("comment_text") is None:
        _add_story(_key(ours["id"]), ours, found)
        return
    thread = _key(item.get("story_id"))
    if thread not in found.articles:
        found.article(thread, title=item.get("story_title"), url=item.get("story_url"), site=SITE)
    _add(
        found,
        ours,
        thread,
        item.get("parent_id"),
        item.get("author"),
        item.get("comment_text"),
        item.get("created_at_i") or item.get("created_at"),
    )


def _add_flat(items: Mapping[str, Item], found: Gather) -> None:
    """Items of Firebase, in the order that `kids` states; each in the thread of the outermost item above it."""
    listed = {key: item.get("kids") for key, item in items.items()}
    kids = {key: [_key(kid) for kid in named] if isinstance(named, list) else [] for key, named in listed.items()}
    if missing := len({kid for below in kids.values() for kid in below} - set(items)):
        found.note(f"{missing} comments are named as replies and are not in the file")
    below = {key: [items[kid] for kid in named if kid in items] for key, named in kids.items()}
    outer = [item for item in items.values() if _key(item.get("parent")) not in items]
    inner = {id(item) for listed in below.values() for item in listed}
    loose = [item for item in items.values() if id(item) not in inner and _key(item.get("parent")) in items]
    threads: dict[str, str] = {}
    for item, _ in nested([*outer, *loose, *items.values()], lambda item: below.pop(_key(item["id"]), None)):
        key, above = _key(item["id"]), _key(item.get("parent"))
        if key in threads:
            continue
        is_outer = above not in items and item.get("parent") is not None
        threads[key] = threads.get(above, above if is_outer else f"ring-{key}" if above in items else key)
        if made_of("str", item.get("type")) in _STORIES:
            _add_story(key, item, found)
        elif item.get("type") != "pollopt":
            _add(found, item, threads[key], item.get("parent"), item.get("by"), item.get("text"), item.get("time"))


def _add_story(thread: str, item: Item, found: Gather) -> None:
    """A story as the article of its thread."""
    found.article(
        thread,
        title=item.get("title"),
        html=item.get("text") or item.get("story_text"),
        author=item.get("author") or item.get("by"),
        created=item.get("created_at_i") or item.get("created_at") or item.get("time"),
        url=item.get("url") or f"{_ITEM}{thread}",
        site=SITE,
    )


def _add(found: Gather, item: Item, thread: str, above: Any, author: Any, text: Any, created: Any) -> None:
    """A comment."""
    is_deleted = bool(item.get("deleted") or item.get("dead")) or (text is None and author is None)
    found.add(
        thread_id=thread,
        id=item.get("id"),
        parent_id=None if _key(above) == thread else above,
        author=author,
        html=text or "",
        created=created,
        score=item.get("points") if item.get("points") is not None else item.get("score"),
        deleted=is_deleted,
        url=f"{_ITEM}{item.get('id')}",
    )


def _key(value: Any) -> str:
    """An id as text; "" where there is none."""
    return made_of("str", value) or ""
