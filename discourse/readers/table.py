"""Any table of comments: text with commas, semicolons, tabs or bars, and flat JSON, in a list or a line each.

Which column is which is guessed from names and values, said in the account, and can be said otherwise; see
`discourse.guessing`. The first line has to name the columns. Objects in lists within an object, or within an object in
it, are replies to it, where some in the list have a text, and an id or an author, as it has. May import: the standard
library, column_names, delimited, errors, guessing, json_text, record_rows, rows, tabular, text, readers.base.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from discourse.column_names import is_known, known_as
from discourse.delimited import Dialect, Row, dialect_of, read_rows
from discourse.errors import BrokenInput
from discourse.guessing import is_number, is_time
from discourse.json_text import decode, glimpse, nested
from discourse.readers.base import Source, values_of
from discourse.record_rows import in_batches
from discourse.rows import Rows
from discourse.tabular import Tabular
from discourse.text import count, shorten

BATCH = 100_000
LONGEST_NAME = 60
SHORT = 30
MOST_COLUMNS = 2_000
_NO_HEAD = "this table has no head: its first row is data"
_ADD_HEAD = "put a first line before it that names the columns, such as id, parent_id, author, text, created"

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    r"""Reader of tables with a head, whatever their columns are called.

    Parameters
    ----------
    columns : mapping, optional
        By our columns' names, those of the table; None for what it does not have.

    Examples
    --------
    >>> table = b"nr;who;said;answers\n11;Ann;Well done.;\n12;Bob;Late, though.;11\n"
    >>> reader = Table(columns={"id": "nr", "parent_id": "answers"})
    >>> rows = next(reader.read(Source("x.csv", data=table)))
    >>> rows.columns["parent_id"].to_pylist(), rows.columns["text"].to_pylist()
    ([None, '11'], ['Well done.', 'Late, though.'])
    """

    name: ClassVar[str] = "table"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".tab", ".json", ".jsonl")
    columns: Mapping[str, str | None] | None = None

    def sniff(self, head: bytes, name: str) -> float:
        """A guess: higher when names of columns are known, and one of them is that of a text."""
        if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
            found = [record for value in glimpse(head) for record in _records(value)[:5]]
            names = list(dict.fromkeys(key for record in found for key in _flat(record)))
            return _belief(names) * 0.85
        if b"\x00" in head or not _may_be_table(head):
            return 0.0
        told = dialect_of(head.decode("utf-8", errors="replace").removeprefix("\ufeff"))
        if told is None or len(told[1]) < 2:
            return 0.0
        dialect, rows = told
        belief = _belief(rows[0]) if _is_head(rows[0]) else 0.0
        is_even = len(rows) > 2 and all(len(row) == len(rows[0]) for row in rows)
        is_plain = len(rows[0]) > 2 or dialect.delimiter != ","
        is_named = name.lower().endswith((".csv", ".tsv", ".tab"))
        return belief or (
            0.45
            if is_even and is_plain and is_named
            else 0.41
            if is_even and _is_head(rows[0]) and is_plain and _are_cells(rows)
            else 0.0
        )

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches.

        Raises
        ------
        BrokenInput
            It is no table, has no head, or no column holds texts.
        """
        found = Tabular(source.name, strict=source.strict, columns=self.columns)
        head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if head[:1] in (b"{", b"["):
            yield from _json(source, found, is_lines=_is_lines(head))
        else:
            yield from _delimited(source, found)
        yield found.rest(source.damage)


def _delimited(source: Source, found: Tabular) -> Iterator[Rows]:
    """The comments of text in which cells are set apart."""
    told = dialect_of(source.head.decode("utf-8", errors="replace").removeprefix("\ufeff"))
    if told is None:
        told = (Dialect(), [])
    dialect = told[0]
    rows = read_rows(source.utf_8(), dialect)
    first = next(rows, Row(1, []))
    if not _is_head(first.cells):
        said = ", ".join(repr(shorten(cell, 30)) for cell in first.cells[:6])
        raise BrokenInput(f"{_NO_HEAD} ({said})", where=source.name, fix=_ADD_HEAD)
    head = _distinct(first.cells, found)
    found.note(f"a table of {len(head)} columns, set apart by {dialect.name}")
    n_batches = 0
    for batch in in_batches(rows, BATCH):
        n_batches += 1
        kept = [row for row in batch if len(row.cells) == len(head)]
        if len(kept) < len(batch):
            kept = list(_even(batch, len(head), found))
        columns = zip(*(row.cells for row in kept), strict=True) if kept else [()] * len(head)
        yield found.rows(dict(zip(head, columns, strict=True)), [row.line for row in kept])
    if not n_batches:
        yield found.rows(dict.fromkeys(head, ()), ())


def _even(batch: Sequence[Row], width: int, found: Tabular) -> Iterator[Row]:
    """The rows that are as wide as the head; what is missing at their end is filled, all others are named."""
    for row in batch:
        cells = row.cells
        while len(cells) > width and not cells[-1]:
            cells = cells[:-1]
        if row.reason or len(cells) > width or len(cells) * 2 < width:
            found.drop(f"line {row.line}", row.reason or f"{len(cells)} cells in a table of {width} columns")
            continue
        if len(cells) < width:
            found.wrong("rows that are shorter than the head", "the last ones", row.line, f"{len(cells)} cells")
            cells = cells + [""] * (width - len(cells))
        yield Row(row.line, cells)


def _distinct(names: Sequence[str], found: Tabular) -> list[str]:
    """Names of columns, of which no two are the same and none is empty."""
    distinct: dict[str, None] = {}
    for at, given in enumerate(names, start=1):
        name = given.strip() or f"column {at}"
        number = 1
        while name in distinct:
            number += 1
            name = f"{given.strip() or f'column {at}'} ({number})"
        if number > 1:
            found.note(f"two columns are called {given.strip()!r}: the later is {name!r} here")
        distinct[name] = None
    return list(distinct)


def _json(source: Source, found: Tabular, is_lines: bool) -> Iterator[Rows]:
    """The comments of flat JSON objects."""
    numbered = _line_records(source, found) if is_lines else _listed_records(source, found)
    n_batches = 0
    for batch in in_batches(numbered, BATCH):
        n_batches += 1
        flat = [_flat(record) for _, record in batch]
        names = found.guess.columns.values() if found.guess else dict.fromkeys(name for one in flat for name in one)
        columns = {name: [one.get(name) for one in flat] for name in list(names)[:MOST_COLUMNS]}
        yield found.rows(columns, [line for line, _ in batch])
    if not n_batches:
        raise BrokenInput("this holds no records", where=source.name, fix="pass a list of objects, or one a line")


def _line_records(source: Source, found: Tabular) -> Iterator[tuple[int, Record]]:
    """The object on each line."""
    for number, value in values_of(source, found.drop):
        if isinstance(value, dict):
            yield from ((number, record) for record in _unfolded(value, number, found))
        else:
            found.drop(f"line {number}", "not a JSON object")


def _listed_records(source: Source, found: Tabular) -> Iterator[tuple[int, Record]]:
    """The objects of a list, counted from 1."""
    for _, value in values_of(source, found.drop):
        name, listed = _listed(value)
        for number, record in enumerate(listed, start=1):
            if isinstance(record, dict):
                yield from ((number, one) for one in _unfolded(record, number, found))
            else:
                found.drop(f"record {number}", "not a JSON object")
        for other, part in value.items() if name is not None else ():
            n_others = sum(isinstance(one, dict) for one in part) if isinstance(part, list) and other != name else 0
            if n_others:
                found.note(f"read was the list {name!r}; left out: {count(n_others, 'object')} in the list {other!r}")


def _unfolded(record: Record, number: int, found: Tabular) -> Iterator[Record]:
    """An object, and those with a text of their own that stand in lists within it, as replies to it."""
    needed = [ours for ours in ("id", "author") if _named(record, ours) is not None][:1]
    wanted = ("text", *needed)
    is_comment = bool(needed) and _named(record, "text") is not None
    names = _reply_names(record, wanted) if is_comment else ()
    if not any(name in names for name, _ in _lists(record)):
        yield record
        return
    found.note("replies stand within the comments that they answer")
    ids: dict[int, Any] = {}
    for place, (one, above) in enumerate(nested([record], lambda one: _replies(one, names))):
        if not isinstance(one, dict):
            found.drop(f"record {number}, comment {place + 1}", "not a JSON object")
            continue
        key = _named(one, "id")
        ids[id(one)] = one[key] if key else f"{number}.{place}"
        stated = {} if key else {"id": ids[id(one)]}
        if _named(one, "parent_id") is None:
            stated["parent_id"] = ids[id(above)] if above is not None else None
        yield {**one, **stated}


def _reply_names(record: Record, wanted: Sequence[str]) -> set[str]:
    """What the lists are called, at any depth of an object, that hold an object with all that is wanted of a comment.

    Replies of people who are gone may have lost what others have; what stands below them has not.
    """
    names: set[str] = set()
    waiting = [record]
    while waiting:
        for name, listed in _lists(waiting.pop()):
            objects = [one for one in listed if isinstance(one, dict)]
            waiting += objects
            if any(_is_whole(one, wanted) for one in objects):
                names.add(name)
    return names


def _replies(record: Any, names: Collection[str]) -> list[Any]:
    """What stands in the lists of these names within an object."""
    return [one for name, listed in _lists(record) if name in names for one in listed]


def _lists(record: Any) -> Iterator[tuple[str, list[Any]]]:
    """The lists in an object, and in objects in it, with the names under which they stand in the outer one."""
    for name, value in record.items() if isinstance(record, dict) else ():
        for listed in value.values() if isinstance(value, dict) else (value,):
            if isinstance(listed, list):
                yield name, listed


def _is_whole(record: Record, wanted: Sequence[str]) -> bool:
    """Whether an object has all that is wanted of a comment."""
    return all(_named(record, ours) is not None for ours in wanted)


def _named(record: Record, ours: str) -> str | None:
    """What an object calls a column of ours; None when it has none of it."""
    named = (name for name, value in record.items() if not isinstance(value, dict | list) and ours in known_as(name))
    return next(named, None)


def _records(value: Any) -> list[Record]:
    """The objects of a list, or of the longest list of objects in an object; an object alone, or with a text."""
    return [one for one in _listed(value)[1] if isinstance(one, dict)]


def _listed(value: Any) -> tuple[str | None, list[Any]]:
    """The list that holds the records, and its name in the object that it stands in; an object alone as one."""
    if not isinstance(value, dict) or _named(value, "text") is not None:
        return None, value if isinstance(value, list) else [value]
    numbers = {
        name: sum(isinstance(one, dict) for one in part) for name, part in value.items() if isinstance(part, list)
    }
    longest = max(numbers, key=lambda name: numbers[name], default=None)
    return (longest, value[longest]) if longest is not None and numbers[longest] else (None, [value])


def _is_lines(head: bytes) -> bool:
    """Whether every line is an object of its own."""
    lines = [line for line in head.split(b"\n", 3)[:2] if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith(b"{") for line in lines):
        return False
    try:
        return isinstance(decode(lines[0]), dict)
    except BrokenInput:
        return True


def _flat(record: Record) -> dict[str, Any]:
    """An object with what stands in objects within it under names with dots; lists are left out."""
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            inside = ((f"{name}.{key}", one) for key, one in value.items() if not isinstance(one, dict | list))
            flat.update(inside)
        elif not isinstance(value, list):
            flat[name] = value
    return flat


def _belief(names: Sequence[str]) -> float:
    """How sure it is that a table of these columns holds comments."""
    known = {ours for name in names for ours in known_as(name)}
    if "text" not in known:
        return 0.0
    n_known = sum(is_known(name) for name in names)
    if n_known >= 3 and {"id", "parent_id", "author"} & known:
        return 0.7
    return 0.6 if n_known >= 2 else 0.5 if len(names) > 1 else 0.0


def _is_head(cells: Sequence[str]) -> bool:
    """Whether a row names columns and is no data."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or any(len(cell) > LONGEST_NAME or "\n" in cell for cell in filled):
        return False
    if any(is_known(cell) for cell in filled) and len(set(filled)) * 2 > len(filled):
        return True
    return not any(is_number(cell) or is_time(cell) or cell.endswith((".", "!", "?", ",")) for cell in filled)


def _are_cells(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows of a text look like those of a table and not like prose with commas in it."""
    first = [cell for cell in rows[0] if cell.strip()]
    return len(first) == len(set(first)) and all(len(cell) <= SHORT and cell == cell.strip() for cell in rows[0])


def _may_be_table(head: bytes) -> bool:
    """Whether the first line has anything that sets cells apart."""
    first = head.lstrip().partition(b"\n")[0]
    return not first.startswith(b"<") and any(sign in first for sign in (b",", b";", b"\t", b"|"))
