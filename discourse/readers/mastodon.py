"""Mastodon and what answers as it does (Pleroma, Akkoma, GoToSocial): the context of a status, and lists of statuses.

A context holds `ancestors` and `descendants`, mostly without the status that it was asked for; a timeline holds
statuses of many threads. The outermost status is the article of its thread, the others are comments. Format:
https://docs.joinmastodon.org/entities/Context/ and https://docs.joinmastodon.org/entities/Status/. The archive of an
account is ActivityStreams. May import: the standard library, errors, gathering, json_text, lineage, rows,
readers.base.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse
from discourse.lineage import outermost, page_order, threads
from discourse.readers.base import Source, values_of
from discourse.rows import Rows

SITE = "Mastodon"
_WRAPPERS = ("status", "context", "statuses")
_SIDES = ("ancestors", "descendants")

Status = Mapping[str, Any]


@dataclass(frozen=True)
class Mastodon:
    """Reader of statuses and contexts, one document of them or one a line.

    Examples
    --------
    >>> reply = b'{"id": "2", "in_reply_to_id": "1", "content": "<p>Why?</p>", "account": {"acct": "ann"}}'
    >>> rows = next(Mastodon().read(Source("context.json", data=b'{"ancestors": [], "descendants": [%s]}' % reply)))
    >>> rows.columns["thread_id"], rows.columns["text"]
    (['1'], ['Why?'])
    """

    name: ClassVar[str] = "mastodon"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl")

    def sniff(self, head: bytes, name: str) -> float:
        """High for a context, a status, or a list of them."""
        for value in glimpse(head):
            first = thing(value[0] if isinstance(value, list) and value else value)
            inner = [first, thing(first.get("status")), thing(first.get("context")), *things(first.get("statuses"))[:1]]
            if any(_is_status(one) or _is_context(one) for one in inner):
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        seen = _Seen()
        for line, value in values_of(source, found.drop):
            _sort(value, seen, found, f"line {line}")
        if not (seen.statuses or seen.contexts or seen.n_reblogs) and seen.n_foreign:
            raise BrokenInput("this holds no status and no context", where=source.name, fix="pass another --format")
        _add_all(seen, found)
        yield found.rows(source.damage)


@dataclass
class _Seen:
    """Statuses by id, the ids of each context, and what there was besides."""

    statuses: dict[str, Status] = field(default_factory=dict)
    contexts: list[tuple[list[str], list[str]]] = field(default_factory=list)
    n_reblogs: int = 0
    n_foreign: int = 0


def _is_status(value: Status) -> bool:
    """Whether an object is a status."""
    return "acct" in thing(value.get("account")) and bool({"in_reply_to_id", "content", "reblog"} & set(value))


def _is_context(value: Status) -> bool:
    """Whether an object is the context of a status."""
    above, below = value.get("ancestors"), value.get("descendants")
    if isinstance(above, list) and isinstance(below, list):
        return all(_is_status(one) for one in (*things(above)[:1], *things(below)[:1]))
    return any(_is_status(one) for one in (*things(above)[:1], *things(below)[:1]))


def _sort(value: Any, seen: _Seen, found: Gather, place: str) -> None:
    """Take statuses and contexts out of whatever they stand in."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        inside = [thing(one)[key] for key in _WRAPPERS if isinstance(thing(one).get(key), dict | list)]
        if isinstance(one, list):
            waiting += reversed(one)
        elif _is_context(thing(one)):
            above, below = (one[side] if isinstance(one.get(side), list) else [] for side in _SIDES)
            seen.contexts.append((_ids(things(above)), _ids(things(below))))
            alone = {key: value for key, value in one.items() if key not in _SIDES}
            # The status itself may stand beside or around its context.
            waiting += reversed([*above, *([alone] if _is_status(alone) else inside), *below])
        elif _is_status(thing(one)):
            key = made_of("str", one.get("id"))
            if isinstance(one.get("reblog"), dict):
                seen.n_reblogs += 1
                found.drop(key or place, "a reblog", broken=False)
            elif key is None:
                found.drop(place, "a status without an id")
            elif key in seen.statuses:
                found.drop(key, "it came before", broken=False)
            else:
                seen.statuses[key] = one
            waiting += reversed(inside)
        elif inside:
            waiting += reversed(inside)
        else:
            seen.n_foreign += 1
            found.drop(place, "no status and no context")


def _ids(statuses: list[dict[str, Any]]) -> list[str]:
    """Ids of the statuses that have one."""
    return [key for status in statuses if (key := made_of("str", status.get("id"))) is not None]


def _add_all(seen: _Seen, found: Gather) -> None:
    """Every status as the article of its thread or as a comment of it."""
    statuses = seen.statuses
    if not seen.contexts:
        # A timeline goes from the latest to the earliest.
        statuses = dict(sorted(statuses.items(), key=lambda item: made_of("str", item[1].get("created_at")) or ""))
    above = {key: made_of("str", status.get("in_reply_to_id")) for key, status in statuses.items()}
    stated = _join_contexts(seen.contexts, above)
    thread = threads(above, stated)
    for key in page_order(above):
        if above[key] is None:
            found.article(key, **_said(statuses[key]), created=statuses[key].get("created_at"), site=SITE)
        else:
            parent = None if above[key] == thread[key] else above[key]
            _add(found, statuses[key], key, thread[key], parent)


def _join_contexts(contexts: list[tuple[list[str], list[str]]], above: dict[str, str | None]) -> dict[str, str]:
    """The thread of statuses whose parent is not there, as the contexts tell it; outermost ancestors answer nothing."""
    for ancestors, _ in contexts:
        if ancestors and ancestors[0] in above and above[ancestors[0]] not in above:
            above[ancestors[0]] = None
    top = outermost(above)
    stated: dict[str, str] = {}
    for ancestors, descendants in contexts:
        # What the first of them hangs from is the status that the context was asked for, whether it is there or not.
        first = next((key for key in (*ancestors, *descendants) if key in top), None)
        if first is not None:
            root = above[top[first]] or top[first]
            lost = [key for key in descendants if above.get(key) is not None and above[key] not in above]
            stated |= {key: stated.get(key, root) for key in lost}
    return stated


def _said(status: Status) -> dict[str, Any]:
    """Who said what, and where: the warning before a text is its first paragraph."""
    content = status.get("content")
    warning = status.get("spoiler_text")
    if isinstance(warning, str) and warning.strip() and isinstance(content, str | None):
        content = f"<p>{html.escape(warning)}</p>{content or ''}"
    url = status.get("url") or status.get("uri")
    return {"author": thing(status.get("account")).get("acct"), "html": content, "url": url}


def _add(found: Gather, status: Status, key: str, thread: str, parent: str | None) -> None:
    """A comment; one that holds only pictures or a poll has no text."""
    found.add(
        thread_id=thread,
        id=key,
        parent_id=parent,
        **_said(status),
        created=status.get("created_at"),
        score=status.get("favourites_count"),
    )
