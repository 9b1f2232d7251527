"""4CAT: tables that the Capture and Analysis Toolkit exports of Reddit, 4chan, Telegram, Twitter, TikTok and others.

They all have `id`, `thread_id`, `body`, `author` and `timestamp`, as CSV or as JSON. The first post of a thread, whose
id is the thread's, is the article. Which post is answered stands in `parent` (Reddit) or `reply_to` (Telegram), is the
thread itself (comments of TikTok), or stands in the text (">>123", imageboards); of Twitter it is not exported. Format:
https://github.com/digitalmethodsinitiative/4cat, `map_item` in datasources/. May import: the standard library, article,
delimited, errors, gathering, guessing, json_text, record_rows, records, rows, tabular, text, readers.base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from discourse.article import Article
from discourse.delimited import Dialect, Row, dialect_of, read_rows
from discourse.errors import BrokenInput
from discourse.gathering import blocks_of, time_of
from discourse.guessing import id_of, is_nothing
from discourse.json_text import glimpse
from discourse.readers.base import Source, values_of
from discourse.record_rows import in_batches
from discourse.records import iso
from discourse.rows import Rows
from discourse.tabular import Tabular
from discourse.text import count

BATCH = 100_000
OURS = frozenset({"id", "thread_id", "body", "author", "timestamp"})
"""Columns that all have."""
_POINTER = re.compile(r"(?<!>)>>(\d{3,20})(?!\d)")
_WANTED: dict[str, tuple[str, ...]] = {
    "text": ("body",),
    "id": ("id",),
    "thread_id": ("thread",),
    "parent_id": ("above",),
    "author": ("author",),
    "created": ("unix_timestamp", "timestamp"),
    "score": ("score", "likes", "like_count", "num_likes", "likes_count"),
    "url": ("comment_url", "post_url", "url", "link"),
}


@dataclass(frozen=True)
class FourCat:
    r"""Reader of the tables of 4CAT.

    Examples
    --------
    >>> table = b"thread_id,id,timestamp,body,author,parent\nx,a,2017-11-03 10:00:00,Well.,ann,t3_x\n"
    >>> rows = next(FourCat().read(Source("x.csv", data=table)))
    >>> rows.columns["id"].to_pylist(), rows.columns["parent_id"].to_pylist()
    (['a'], [None])
    """

    name: ClassVar[str] = "4cat"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".ndjson", ".json")

    def sniff(self, head: bytes, name: str) -> float:
        """High for a table with the columns that all have."""
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
            values = [value[0] if isinstance(value, list) and value else value for value in glimpse(head)]
            return 0.95 if values and isinstance(values[0], dict) and set(values[0]) >= OURS else 0.0
        first = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
        if not all(name.encode() in first for name in OURS):
            return 0.0
        told = dialect_of(first.decode("utf-8", errors="replace") + "\n")
        return 0.95 if told and set(told[1][0]) >= OURS else 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches.

        Raises
        ------
        BrokenInput
            A column that all have is missing.
        """
        found = Tabular(source.name, strict=source.strict)
        threads = _Threads()
        n_batches = 0
        for lines, columns in _batches(source, found):
            if missing := sorted(OURS - set(columns)):
                raise BrokenInput(
                    f"this is no table of 4CAT: the column {missing[0]!r} is missing",
                    where=source.name,
                    fix="pass --format table",
                )
            n_batches += 1
            yield threads.rows(found, columns, lines)
        if not n_batches:
            raise BrokenInput("this holds no items of 4CAT", where=source.name, fix="check the export")
        threads.say(found)
        yield found.rest(source.damage)


class _Threads:
    """What is known of the threads while they are read."""

    def __init__(self) -> None:
        self._n_roots = self._n_unstated = 0
        self._met: set[str] = set()

    def rows(self, found: Tabular, columns: Mapping[str, Sequence[Any]], lines: Sequence[int]) -> Rows:
        """A batch, its first posts taken out as articles."""
        table = {name: list(values) for name, values in columns.items()}
        keys = list(map(id_of, table["id"]))
        self._met.update(key for key in keys if key is not None)
        threads, table["above"] = self._links(table, keys)
        table["thread"] = threads
        roots = [key is not None and key == thread for key, thread in zip(keys, threads, strict=True)]
        named = {ours: next((name for name in names if name in table), None) for ours, names in _WANTED.items()}
        if found.guess is None:
            found.settle({ours: name for ours, name in named.items() if name is not None}, table)
        kept = [row for row, is_root in enumerate(roots) if not is_root]
        part = {name: [values[row] for row in kept] for name, values in table.items()}
        rows = found.rows(part, [lines[row] for row in kept])
        self._n_roots += len(roots) - len(kept)
        articles = {str(threads[row]): _article(table, row) for row, is_root in enumerate(roots) if is_root}
        return replace(rows, articles=articles)

    def say(self, found: Tabular) -> None:
        """Say what became of first posts, and what the table does not tell."""
        if self._n_roots:
            found.note(f"taken as the articles of their threads: {count(self._n_roots, 'first post')}")
        if self._n_unstated:
            found.note(
                f"replies to others that are not named in the table: {self._n_unstated}; --resolve-replies may help"
            )

    def _links(self, table: Mapping[str, Sequence[Any]], keys: Sequence[str | None]) -> tuple[list[Any], list[Any]]:
        """The thread and the parent of every row."""
        threads = list(map(id_of, table["thread_id"]))
        if "is_comment_on_comment" in table and "post_id" in table:
            # TikTok: what is called the thread is the comment that is answered.
            posts = list(map(id_of, table["post_id"]))
            return posts, [above if above != post else None for above, post in zip(threads, posts, strict=True)]
        stated = table.get("parent", table.get("reply_to"))
        if stated is not None:
            return threads, [self._above(*row) for row in zip(stated, threads, strict=True)]
        above: list[str | None] = []
        for text, said in zip(table["body"], table.get("is_reply", [""] * len(keys)), strict=True):
            points = (match[1] for match in _POINTER.finditer(text)) if isinstance(text, str) and ">>" in text else ()
            above.append(next((point for point in points if point in self._met), None))
            self._n_unstated += said == "yes"
        return threads, [None if up == home else up for up, home in zip(above, threads, strict=True)]

    def _above(self, stated: Any, thread: Any) -> Any:
        """The parent that a cell names; Telegram's ids begin with the chat, what they answer does not."""
        if is_nothing(stated):
            return None
        key = id_of(stated)
        if key in (thread, f"t3_{thread}"):
            return None
        long = f"{thread}-{key}"
        return long if key not in self._met and long in self._met else stated


def _article(table: Mapping[str, Sequence[Any]], row: int) -> Article:
    """The first post of a thread."""
    said = {name: table[name][row] for name in ("subject", "body", "author", "url") if name in table}
    said = {name: value for name, value in said.items() if isinstance(value, str) and value.strip()}
    moment = time_of(table.get("unix_timestamp", table["timestamp"])[row])
    return Article(
        blocks_of(said.get("subject"), said.get("body")),
        author=said.get("author"),
        date=iso(moment),
        url=said.get("url"),
    )


def _batches(source: Source, found: Tabular) -> Iterator[tuple[list[int], dict[str, Sequence[Any]]]]:
    """Lines and columns, batch by batch."""
    head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1] in (b"{", b"["):
        for batch in in_batches(_items(source, found, is_list=head[:1] == b"["), BATCH):
            keys = dict.fromkeys(key for _, item in batch for key in item)
            yield [line for line, _ in batch], {key: [item.get(key) for _, item in batch] for key in keys}
        return
    told = dialect_of(source.head.decode("utf-8", errors="replace").removeprefix("\ufeff"))
    rows = read_rows(source.utf_8(), told[0] if told else Dialect())
    names = next(rows, Row(1, [])).cells
    any_rows = False
    for part in in_batches(rows, BATCH):
        kept = [row for row in part if len(row.cells) == len(names)]
        for row in part if len(kept) < len(part) else ():
            if len(row.cells) != len(names):
                said = row.reason or f"{len(row.cells)} cells in a table of {len(names)} columns"
                found.drop(f"line {row.line}", said)
        any_rows = True
        columns = zip(*(row.cells for row in kept), strict=True) if kept else [()] * len(names)
        yield [row.line for row in kept], dict(zip(names, columns, strict=True))
    if not any_rows:
        yield [], dict.fromkeys(names, ())


def _items(source: Source, found: Tabular, is_list: bool) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a list, or one a line."""
    if is_list:
        for _, value in values_of(source, found.drop):
            for place, one in enumerate(value if isinstance(value, list) else [value], start=1):
                if isinstance(one, dict):
                    yield place, one
                else:
                    found.drop(f"record {place}", "not a JSON object")
        return
    for number, value in values_of(source, found.drop):
        if isinstance(value, dict):
            yield number, value
        else:
            found.drop(f"line {number}", "not a JSON object")
