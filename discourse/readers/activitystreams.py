"""ActivityStreams 1 and 2 as JSON, the outbox of an archive among them, and microformats2 as JSON.

An object names what it is `inReplyTo` and holds its `replies` in a collection; an activity holds the object that it
made. What answers nothing is the article of a thread, all else are comments. Formats:
https://www.w3.org/TR/activitystreams-vocabulary/, https://activitystrea.ms/specs/json/1.0/ and
https://microformats.org/wiki/microformats2-parsing. May import: the standard library, errors, gathering, json_text,
lineage, rows, readers.base.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse
from discourse.lineage import page_order, threads
from discourse.readers.base import Source, values_of
from discourse.rows import PLACE, Rows

_MADE = frozenset({"create", "post"})
_HELD = frozenset({"content", "contentMap", "inReplyTo", "replies", "comments", "published"})
_COLLECTIONS = frozenset({"collection", "orderedcollection", "collectionpage", "orderedcollectionpage"})
_OBJECTS = frozenset({"note", "article", "page", "question", "comment", "video", "image", "event", "tombstone"})
_BELOW = ("comments", "replies")
_PLAIN = ("text/plain", "text/markdown")

View = Mapping[str, Any]


@dataclass(frozen=True)
class ActivityStreams:
    """Reader of objects, activities and collections, one document of them or one a line.

    Examples
    --------
    >>> note = b'{"type": "Note", "id": "https://a.example/2", "inReplyTo": "https://a.example/1", "content": "Why?"}'
    >>> rows = next(ActivityStreams().read(Source("note.json", data=note)))
    >>> rows.columns["thread_id"], rows.columns["text"]
    (['https://a.example/1'], ['Why?'])
    """

    name: ClassVar[str] = "activitystreams"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl", ".as2", ".jsonld")

    def sniff(self, head: bytes, name: str) -> float:
        """High for what declares itself, and for objects of its kinds with the links of its kinds."""
        for value in glimpse(head):
            first = thing(value[0] if isinstance(value, list) and value else value)
            inside = things(first.get("items")) or things(first.get("orderedItems"))
            context = first.get("@context")
            named = context if isinstance(context, list) else [context]
            if any(isinstance(one, str) and "activitystreams" in one for one in named):
                return 0.95
            if any(_is_microformat(one) or _is_object(one) for one in (first, *inside[:1])):
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        seen = _Seen()
        for line, value in values_of(source, found.drop):
            _sort(value, seen, found, f"line {line}")
        if not (seen.items or seen.is_ours) and seen.n_foreign:
            raise BrokenInput("this holds no object and no activity", where=source.name, fix="pass another --format")
        _add_all(seen, found)
        yield found.rows(source.damage)


@dataclass(slots=True)
class _Item:
    """An object, what it was found in, and who is said to have made it where it does not say so itself."""

    view: View
    within: str | None
    actor: Any


@dataclass
class _Seen:
    """Objects by their first address, all their other addresses, and what there was besides."""

    items: dict[str, _Item] = field(default_factory=dict)
    known_as: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    is_page: bool = False
    is_ours: bool = False
    n_foreign: int = 0
    n_pages: int = 0
    n_missing: int = 0


def _kind(view: View) -> str:
    """What an object says it is, in lower case."""
    return (_text(view, "verb", "type", "objectType") or "").lower()


def _is_microformat(view: View) -> bool:
    """Whether an object is one of microformats2."""
    kinds = view.get("type")
    first = kinds[0] if isinstance(kinds, list) and kinds else None
    return isinstance(first, str) and first.startswith("h-") and isinstance(view.get("properties"), dict)


def _is_object(view: View) -> bool:
    """Whether an object has a kind and the links that only objects of ActivityStreams have."""
    if "objectType" in view or "verb" in view:
        return bool(_HELD & set(view)) or isinstance(view.get("object"), dict)
    is_known = _kind(view) in _OBJECTS | _COLLECTIONS | _MADE
    return is_known and bool(
        {"inReplyTo", "attributedTo", "orderedItems", "actor", "replies", "formerType"} & set(view)
    )


def _sort(value: Any, seen: _Seen, found: Gather, place: str) -> None:
    """Take objects out of whatever they stand in."""
    waiting: list[tuple[Any, str | None, Any]] = [(value, None, None)]
    while waiting:
        one, within, actor = waiting.pop()
        view = _from_microformat(one) if isinstance(one, dict) and _is_microformat(one) else thing(one)
        kind = _kind(view)
        if isinstance(one, list):
            waiting += [(inner, within, actor) for inner in reversed(one)]
        elif kind in _COLLECTIONS or (not _HELD & set(view) and {"items", "orderedItems"} & set(view)):
            seen.is_ours = True
            waiting += [(inner, within, actor) for inner in reversed(_listed(view, seen))]
        elif "object" in view and (kind in _MADE or within is None):
            seen.is_ours = True
            if kind == "delete":
                seen.deleted |= set(_addresses(view["object"]))
            elif kind in _MADE and isinstance(view["object"], dict | list):
                key = next(iter(_addresses(thing(view["object"]).get("id"))), None)
                waiting += [(view[side], key, None) for side in _BELOW if isinstance(view.get(side), dict | list)]
                waiting.append((view["object"], within, view.get("actor")))
            else:
                found.drop(next(iter(_addresses(view.get("id"))), place), f"a {kind}, no comment", broken=False)
        elif _HELD & set(view) or kind in _OBJECTS:
            key = _add_item(_Item(view, within, actor), seen, found)
            waiting += [(view[side], key, None) for side in _BELOW if isinstance(view.get(side), list)]
            waiting += [(view[side], key, None) for side in _BELOW if thing(view.get(side))]
        elif isinstance(one, str) and within is not None:
            seen.n_missing += 1
        else:
            seen.n_foreign += 1
            found.drop(place, "no object of ActivityStreams")


def _listed(view: View, seen: _Seen) -> list[Any]:
    """What a collection lists, its first page included; pages that are elsewhere and items that are not shown count."""
    listed: list[Any] = []
    pages: list[View] = [view]
    while pages:
        page = pages.pop()
        for items in (page.get("orderedItems"), page.get("items")):
            listed += items if isinstance(items, list) else [] if items is None else [items]
        after = [page[key] for key in ("next", "first") if page.get(key)]
        seen.n_pages += any(isinstance(one, str) for one in after)
        pages += [one for one in after if isinstance(one, dict)]
    total = view.get("totalItems")
    if isinstance(total, int) and total > len(listed):
        seen.n_missing += total - len(listed)
    return listed


def _add_item(item: _Item, seen: _Seen, found: Gather) -> str:
    """Keep an object under its first address; gives the address."""
    names = [*_addresses(item.view.get("id")), *_addresses(item.view.get("url"))]
    key = next((seen.known_as[name] for name in names if name in seen.known_as), None)
    seen.is_page = seen.is_page or item.within is not None
    if key is None:
        key = names[0] if names else f"{PLACE}{len(seen.items) + 1}"
        seen.items[key] = item
    else:
        found.drop(key, "it came before", broken=False)
    seen.known_as |= {name: key for name in names if name not in seen.known_as}
    return key


def _addresses(value: Any) -> list[str]:
    """The addresses by which something is named: texts, or what stands in objects as id, url or href."""
    named: list[str] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            view = _from_microformat(one) if _is_microformat(one) else one
            waiting += [view[key] for key in ("href", "url", "id") if key in view]
        elif (name := made_of("str", one)) and not isinstance(one, float):
            named.append(name)
    return named


def _from_microformat(item: View) -> View:
    """An object of microformats2 under the names of ActivityStreams."""
    properties = item["properties"]
    first = {name: values[0] for name, values in properties.items() if isinstance(values, list) and values}
    content = first.get("content")
    is_html = "html" in thing(content)
    shown = {
        "objectType": item["type"][0][2:],
        "id": first.get("uid"),
        "url": first.get("url"),
        "displayName": first.get("name"),
        "content": thing(content).get("html", thing(content).get("value", content)),
        "mediaType": None if is_html else "text/plain",
        "published": first.get("published"),
        "author": first.get("author"),
        "inReplyTo": properties.get("in-reply-to"),
        "replies": [
            one for held in (properties.get("comment"), item.get("children")) if isinstance(held, list) for one in held
        ]
        or None,
    }
    return {name: value for name, value in shown.items() if value is not None}


def _add_all(seen: _Seen, found: Gather) -> None:
    """Every object as the article of its thread or as a comment of it."""
    items = seen.items
    if not seen.is_page:
        # An outbox goes from the latest to the earliest.
        items = dict(sorted(items.items(), key=lambda pair: _text(pair[1].view, "published") or ""))
    above = {key: _parent(item, seen) for key, item in items.items()}
    thread = threads(above)
    for key in page_order(above):
        item, parent = items[key], above[key]
        said = _said(item, is_article=parent is None)
        if parent is None:
            found.article(key, title=_text(item.view, "displayName", "name"), **said)
            continue
        if thread[key] not in items and thread[key].startswith("http"):
            found.article(thread[key], url=thread[key])
        found.add(
            thread_id=thread[key],
            id=key,
            parent_id=None if parent == thread[key] else parent,
            **said,
            score=thing(item.view.get("likes")).get("totalItems"),
            deleted=_kind(item.view) == "tombstone" or bool(seen.deleted & {key, *_addresses(item.view.get("id"))}),
        )
    if lost := seen.deleted - set(seen.known_as):
        found.note(f"{len(lost)} deleted objects are not in the file")
    if seen.n_missing:
        found.note(f"{seen.n_missing} items are counted or named in collections and are not in the file")
    if seen.n_pages:
        found.note(f"{seen.n_pages} collections go on at addresses that are not in the file")


def _parent(item: _Item, seen: _Seen) -> str | None:
    """What it answers: the first that is there, else what it stands in, else the first that it names."""
    named = _addresses(item.view.get("inReplyTo"))
    there = [seen.known_as[name] for name in named if name in seen.known_as]
    return next(iter([*there, *([item.within] if item.within else []), *named]), None)


def _said(item: _Item, *, is_article: bool) -> dict[str, Any]:
    """Who said what, when and where."""
    view = item.view
    content = _text(view, "content") or next((one for one in thing(view.get("contentMap")).values() if one), None)
    if content is None and not is_article:
        content = _text(view, "displayName", "name")
    is_plain = view.get("mediaType") in _PLAIN
    warning = _text(view, "summary") if _text(view, "type") in ("Note", "Question") else None
    if warning and isinstance(content, str | None):
        content = f"{warning}\n\n{content or ''}" if is_plain else f"<p>{html.escape(warning)}</p>{content or ''}"
    url = next(iter(_addresses(view.get("url")) or _addresses(view.get("id"))), None)
    return {
        "text" if is_plain else "html": content,
        "author": _person(view.get("attributedTo") or view.get("author") or view.get("actor") or item.actor),
        "created": view.get("published"),
        "url": url,
    }


def _text(view: View, *names: str) -> str | None:
    """The first of these that is a text."""
    return next((said for name in names if isinstance(said := view.get(name), str) and said.strip()), None)


def _person(value: Any) -> str | None:
    """What someone is called: by name where there is one, else by address."""
    one = value[0] if isinstance(value, list) and value else value
    if not isinstance(one, dict):
        return one if isinstance(one, str) else None
    view = _from_microformat(one) if _is_microformat(one) else one
    return _text(view, "displayName", "name", "preferredUsername") or next(iter(_addresses(view)), None)
