"""Isso: what its interface answers for a page, and its database.

An answer holds the replies to a page, and in each its own `replies`; it does not say which page it is of. The database
(SQLite) holds the comments of all pages as Markdown. Format: https://isso-comments.de/docs/reference/server-api/ and
`isso/db/comments.py` of https://github.com/isso-comments/isso. May import: the standard library, errors, gathering,
json_text, rows, text, readers.base.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse, nested
from discourse.readers.base import Source, values_of
from discourse.rows import Rows
from discourse.text import count

_MAGIC = b"SQLite format 3\x00"
_MARKS = (b"threads", b"remote_addr", b"voters", b"dislikes")
_COMMENT = frozenset({"text", "mode", "dislikes"})
_PENDING, _DELETED = 2, 4
_HIDDEN = "hidden_replies"

Comment = Mapping[str, Any]


@dataclass(frozen=True)
class Isso:
    """Reader of answers and databases of Isso.

    Examples
    --------
    >>> said = b'{"id": null, "hidden_replies": 0, "replies": [{"id": 1, "text": "<p>Late.</p>", "mode": 1}]}'
    >>> next(Isso().read(Source("isso.json", data=said))).columns["text"]
    ['Late.']
    """

    name: ClassVar[str] = "isso"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".db", ".sqlite")
    binary: ClassVar[bool] = True

    def sniff(self, head: bytes, name: str) -> float:
        """High for replies with a mode and dislikes, and for a database with such a table."""
        if head.startswith(_MAGIC):
            return 0.95 if all(mark in head for mark in _MARKS) else 0.0
        for value in glimpse(head):
            inside = thing(value).get("replies")
            if isinstance(inside, list) and {_HIDDEN, "total_replies"} <= set(value) and "text" not in value:
                return 0.95
            first = next(iter(things(inside or value)), thing(value))
            if set(first) >= _COMMENT and "parent" in first:
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch."""
        if source.raw_head.startswith(_MAGIC):
            found = Gather(source.name, strict=source.strict)
            _read_database(source, found)
        else:
            found = Gather(source.name, strict=source.strict, ordered=True)
            _read_answers(source, found)
        yield found.rows(source.damage)


def _read_answers(source: Source, found: Gather) -> None:
    """What the interface answered, once or a line each."""
    is_ours, hidden, pending = False, 0, 0
    for line, value in values_of(source, found.drop):
        outer: list[Any] = []
        for one in value if isinstance(value, list) else [value]:
            is_answer = isinstance(thing(one).get("replies"), list) and "text" not in one
            outer += one["replies"] if is_answer else [one]
            is_ours |= is_answer
            hidden += _count(one.get(_HIDDEN)) if is_answer else 0
        for comment, parent in nested(outer, lambda comment: thing(comment).get("replies")):
            if not isinstance(comment, dict) or "text" not in comment:
                found.drop(f"line {line}", "a reply without a text")
                continue
            is_ours = True
            hidden += _count(comment.get(_HIDDEN))
            pending += comment.get("mode") == _PENDING
            stated = comment.get("parent")
            above = thing(parent).get("id") if stated is None else stated
            _add(found, comment, comment.get("uri"), above, html=comment.get("text"))
    if not is_ours:
        raise BrokenInput(
            "this holds no replies of Isso",
            where=source.name,
            fix='pass what GET /?uri=... answered, which holds "replies", or comments.db; or pass another --format',
        )
    if hidden:
        found.note(f"not in the file: {count(hidden, 'reply')} that the limit of the answer left out")
    _note_pending(found, pending)


def _read_database(source: Source, found: Gather) -> None:
    """The tables `threads` and `comments`, from a copy in memory."""
    content = source.content
    # What a journal beside the file holds is not here: read the file as one that has none.
    content = content[:18] + b"\x01\x01" + content[20:]
    with closing(sqlite3.connect(":memory:")) as database:
        database.text_factory = lambda data: data.decode("utf-8", errors="replace")
        try:
            database.deserialize(content)
            database.execute("PRAGMA trusted_schema = OFF")
            tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('comments', 'threads')"
            if len(database.execute(tables).fetchall()) < 2:
                raise BrokenInput(
                    "this database holds no table of threads and comments",
                    where=source.name,
                    fix="pass the comments.db of Isso",
                )
            threads = {row.get("id"): row for row in _table(database, "threads")}
            for row in threads.values():
                found.article(str(row.get("uri")), title=row.get("title"), url=row.get("uri"))
            pending = 0
            for row in _table(database, "comments"):
                page = threads.get(row.get("tid"), {}).get("uri", f"thread {row.get('tid')}")
                pending += row.get("mode") == _PENDING
                _add(found, row, page, row.get("parent"), text=row.get("text"))
        except (sqlite3.Error, OverflowError) as error:
            raise BrokenInput(
                f"the database cannot be read ({error})", where=source.name, fix="copy it again while Isso is stopped"
            ) from error
    _note_pending(found, pending)


def _table(database: sqlite3.Connection, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a table, by the names of its columns, in the order of their numbers."""
    rows = database.execute(f"SELECT * FROM {name} ORDER BY id")
    names = [column[0] for column in rows.description]
    for row in rows:
        yield dict(zip(names, row, strict=True))


def _add(found: Gather, comment: Comment, page: Any, above: Any, **said: Any) -> None:
    """A comment."""
    votes = [made_of("float64", comment.get(side)) for side in ("likes", "dislikes")]
    found.add(
        thread_id=page,
        id=comment.get("id"),
        parent_id=above,
        author=comment.get("author") or None,
        created=comment.get("created"),
        score=votes[0] - votes[1] if None not in votes else None,
        deleted=comment.get("mode") == _DELETED,
        **said,
    )


def _count(stated: Any) -> int:
    """A number of replies; 0 where none is stated."""
    return max(made_of("int32", stated) or 0, 0)


def _note_pending(found: Gather, pending: int) -> None:
    """Say how many comments pages do not show."""
    if pending:
        found.note(f"kept, though pages do not show them before they are approved: {count(pending, 'comment')}")
