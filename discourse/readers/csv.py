"""Our own records, as CSV: what `discourse read --to csv` writes, also after a spreadsheet has saved it again.

The apostrophes that keep spreadsheets from taking texts for formulas are taken off again, as far as the file shows that
they were put on. May import: the standard library, pyarrow, columns, delimited, errors, record_rows, rows, text,
readers.base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from discourse.columns import kind_of
from discourse.delimited import Dialect, Row, dialect_of, read_rows
from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.record_rows import COMPUTED, NEVER_MISSING, RecordRows, in_batches, is_known
from discourse.rows import Rows
from discourse.text import NOT_INERT

BATCH = 50_000
OURS = frozenset({"thread_id", "id", "parent_id", "text", "deleted", "missing_parent", "depth", "position"})
"""Columns that are in all tables that we write."""
_SURE = {"true": True, "false": False, "wahr": True, "falsch": False, "vrai": True, "faux": False}


@dataclass(frozen=True)
class Csv:
    """Reader of a table with the columns of the record contract.

    Rows of another width than the head are dropped and named; columns that the contract does not know are noted and
    left out.
    """

    name: ClassVar[str] = "csv"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv")

    def sniff(self, head: bytes, name: str) -> float:
        """High when the first line names the columns that are in all our tables."""
        first = head.partition(b"\n")[0]
        if b"missing_parent" not in first:
            return 0.0
        found = dialect_of(first.decode("utf-8", errors="replace").removeprefix("\ufeff").strip() + "\n")
        return 0.95 if found and found[1] and set(found[1][0]) >= OURS else 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches."""
        found = RecordRows(source.name, strict=source.strict)
        told = dialect_of(source.head.decode("utf-8", errors="replace").removeprefix("\ufeff"))
        rows = read_rows(source.utf_8(), told[0] if told else Dialect())
        head = next(rows, Row(1, [])).cells
        if "text" not in head:
            raise BrokenInput(
                "the first line does not name a column `text`",
                where=source.name,
                fix="see `discourse schema` for the columns, or pass --format table",
            )
        cells = _Cells(head, found)
        waiting: tuple[dict[str, Any], Sequence[int]] = ({}, ())
        for batch in in_batches(rows, BATCH):
            columns, lines = cells.columns(batch)
            if waiting[1]:
                yield found.rows(*waiting)
            waiting = (columns, lines)
        cells.say()
        yield found.rows(*waiting, source.damage)


class _Cells:
    """Cells to the values that they stand for."""

    def __init__(self, head: Sequence[str], found: RecordRows) -> None:
        self._head, self._found = head, found
        self._places = {
            name: at for at, name in reversed(list(enumerate(head))) if is_known(name) and name not in COMPUTED
        }
        self._texts = {name for name in self._places if kind_of(name) in ("str", "label")}
        self._is_safe: bool | None = None
        self._n_revived = 0
        found.leave_out(name for name in head if not is_known(name))

    def columns(self, batch: Sequence[Row]) -> tuple[dict[str, Any], Sequence[int]]:
        """The values by column, and the lines that the rows begin on."""
        width = len(self._head)
        kept = [row for row in batch if len(row.cells) == width]
        if len(kept) < len(batch):
            for row in batch:
                if len(row.cells) != width:
                    said = row.reason or f"{len(row.cells)} cells in a table of {width} columns"
                    self._found.drop(f"line {row.line}", said)
        every = list(zip(*(row.cells for row in kept), strict=True)) or [()] * width
        lines = [row.line for row in kept]
        texts = {name: pa.array(every[self._places[name]], pa.large_string()) for name in self._texts}
        if self._is_safe is None and kept:
            self._is_safe = not any(pc.any(pc.match_substring_regex(one, NOT_INERT)).as_py() for one in texts.values())
        columns: dict[str, Any] = {name: self._text(name, cells) for name, cells in texts.items()}
        others = {name: at for name, at in self._places.items() if name not in texts}
        return columns | {name: self._values(name, every[at], lines) for name, at in others.items()}, lines

    def say(self) -> None:
        """Say what was taken off."""
        if self._n_revived:
            self._found.note(f"apostrophes that keep spreadsheets from formulas were taken off {self._n_revived} cells")

    def _text(self, name: str, cells: pa.Array) -> pa.Array:
        """A column of texts; an empty cell is missing where one may be."""
        values = cells if name in NEVER_MISSING else pc.if_else(pc.equal(cells, ""), pa.scalar(None, cells.type), cells)
        if not self._is_safe:
            return values
        marked = pc.starts_with(cells, "'")
        n_marked = pc.sum(marked).as_py() or 0
        self._n_revived += n_marked
        return pc.if_else(marked, pc.utf8_slice_codeunits(values, 1), values) if n_marked else values

    def _values(self, name: str, cells: Sequence[str], lines: Sequence[int]) -> Sequence[Any]:
        """A column of cells as values."""
        kind = kind_of(name)
        if kind == "datetime":
            return [cell or None for cell in cells]
        make: Callable[[str], Any] = _MAKE[kind]
        try:
            return [make(cell) if cell else None for cell in cells]
        except ValueError:
            return [self._one(name, make, cell, line) for cell, line in zip(cells, lines, strict=True)]

    def _one(self, name: str, make: Callable[[str], Any], cell: str, line: int) -> Any:
        """The value of a cell; one that is of the wrong kind is missing, and named."""
        try:
            return make(cell) if cell else None
        except ValueError:
            self._found.defect(f"{name} of the wrong kind", f"line {line}", "taken as missing")
            return None


def _boolean(cell: str) -> bool:
    """True or false, as a spreadsheet may have written it in its language."""
    try:
        return _SURE[cell.lower()]
    except KeyError:
        raise ValueError(cell) from None


_MAKE: dict[str, Callable[[str], Any]] = {"float64": float, "int32": int, "bool": _boolean}
