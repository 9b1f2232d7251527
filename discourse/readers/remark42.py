"""Remark42: its backup, and the comments of a page as its interface answers them, as a tree or a list.

A backup is a line about users and posts, then a comment a line; comments name their parent (`pid`) and their page
(`locator`). Format: `backend/app/store/comment.go`, `backend/app/migrator/native.go` of
https://github.com/umputun/remark42. May import: the standard library, errors, gathering, json_text, rows,
readers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse, nested
from discourse.readers.base import Source, values_of
from discourse.rows import Rows

BATCH = 50_000
_ABOUT = frozenset({"version", "users", "posts"})
_GONE = "deleted"

Comment = Mapping[str, Any]


@dataclass(frozen=True)
class Remark42:
    """Reader of backups and answers of Remark42.

    Examples
    --------
    >>> said = b'{"id": "a", "pid": "", "text": "<p>Late.</p>", "user": {"name": "ann"}, "locator": {"url": "u"}}'
    >>> next(Remark42().read(Source("backup.json", data=said))).columns["author"]
    ['ann']
    """

    name: ClassVar[str] = "remark42"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl")

    def sniff(self, head: bytes, name: str) -> float:
        """High for comments with a `locator`, and for the first line of a backup."""
        belief = 0.0
        for value in glimpse(head):
            inside = thing(value).get("comments")
            first = thing(next(iter(things(inside or value)), value))
            if _is_comment(thing(first.get("comment", first))):
                return 0.95
            if _is_about(value):
                belief = 0.9
        return belief

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments of a backup in batches; every page is a thread."""
        found = Gather(source.name, strict=source.strict)
        state = _State()
        for line, value in values_of(source, found.drop):
            if _is_about(value):
                state.is_ours = True
            else:
                _add_value(found, state, line, value)
            if len(found) >= BATCH:
                yield found.rows()
        if not state.is_ours:
            raise BrokenInput(
                "this holds no comments of Remark42",
                where=source.name,
                fix="pass a backup, or what /api/v1/find answered; or pass another --format",
            )
        yield found.rows(source.damage)


@dataclass
class _State:
    """What is known across batches."""

    is_ours: bool = False
    pages: set[str] = field(default_factory=set)
    place: int = 0


def _is_comment(value: Mapping[str, Any]) -> bool:
    """Whether this is a comment of this system."""
    return {"id", "locator"} <= set(value) and ("pid" in value or "user" in value)


def _is_about(value: Any) -> bool:
    """Whether this is the first line of a backup."""
    return isinstance(value, dict) and "version" in value and len(value) > 1 and set(value) <= _ABOUT


def _add_value(found: Gather, state: _State, line: int, value: Any) -> None:
    """A comment, or an answer that holds many."""
    inside = thing(value).get("comments")
    is_answer = isinstance(inside, list)
    is_one = not is_answer and not isinstance(value, list)
    outer: list[Any] = [value] if is_one else inside if isinstance(inside, list) else value
    state.is_ours |= is_answer
    n_shown = n_gone = 0
    for item, parent in nested(outer, lambda node: thing(node).get("replies")):
        comment = thing(thing(item).get("comment", item))
        if not _is_comment(comment):
            found.drop(f"line {line}", "no comment with an id and a locator")
            continue
        state.is_ours = True
        state.place += 1
        above = comment.get("pid") or thing(thing(parent).get("comment")).get("id")
        _add(found, state, comment, above, line if is_one else None, state.place if "comment" in item else None)
        n_gone += comment.get("delete") is True
        n_shown += comment.get("delete") is not True
    stated = made_of("int32", thing(thing(value).get("info")).get("count"))
    # The system counts without the deleted ones.
    if is_answer and stated is not None and (stated != n_shown or not n_gone):
        found.stated_count = (found.stated_count or 0) + stated


def _add(found: Gather, state: _State, comment: Comment, above: Any, line: int | None, place: int | None) -> None:
    """A comment, and the page it stands on."""
    where, who = thing(comment.get("locator")), thing(comment.get("user"))
    page = where.get("url") if isinstance(where.get("url"), str) else ""
    if page and page not in state.pages:
        state.pages.add(page)
        found.article(page, title=comment.get("title"), url=page, site=where.get("site"))
    is_deleted = comment.get("delete") is True
    found.add(
        thread_id=page,
        id=comment.get("id"),
        parent_id=above,
        author=None if is_deleted and who.get("id") == _GONE else who.get("name") or None,
        role="admin" if who.get("admin") is True else None,
        html=comment.get("text") or comment.get("orig") or "",
        created=comment.get("time"),
        score=comment.get("score"),
        deleted=is_deleted,
        url=f"{page}#remark42__comment-{comment.get('id')}" if page else None,
        line=line,
        position=place,
    )
