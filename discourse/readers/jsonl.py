"""Our own records, as JSON Lines: what `discourse read --to jsonl` writes.

May import: msgspec, columns, errors, rows, readers.base.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import msgspec

from discourse.columns import ANNOTATIONS, DERIVED, SOURCE, coerce, column
from discourse.errors import BrokenInput, InvalidColumn, UnknownName
from discourse.readers.base import Source
from discourse.rows import Defect, ReadReport, Rows

BATCH = 50_000
SNIFFED = 20
"""Lines looked at for a text when the first has none."""
_KNOWN = {"thread_id", "parent_id", "position", *(known.name for known in SOURCE)} - {"parent"}
_COMPUTED = {"topics", "claim_text", *(derived.name for derived in DERIVED)} - {"position"}


@dataclass(frozen=True)
class Jsonl:
    """Reader of one JSON object a line, with the keys of the record contract.

    Lines that are no such object are dropped and named; keys that the contract does not know are noted and left out.
    """

    name: ClassVar[str] = "jsonl"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")

    def sniff(self, head: bytes, name: str) -> float:
        """High when the first line is a JSON object with a text."""
        first, ended, rest = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
        if not first.startswith(b"{"):
            return 0.0
        try:
            record = json.loads(first.decode("utf-8", errors="replace"))
        except (ValueError, RecursionError):
            # A first line longer than the head, or a broken one: then the keys of the contract in it have to do.
            cut = not ended and b'"text"' in first and b'"id"' in first
            return 0.6 if cut else 0.3 if name.lower().endswith(self.suffixes) else 0.0
        others = [line for line in rest.split(b"\n")[:SNIFFED] if line.startswith(b"{") and b'"text"' in line]
        return 0.9 if isinstance(record, dict) and ("text" in record or others) else 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches."""
        text, defects = source.decoded
        batch: list[dict[str, Any]] = []
        lines: list[int] = []
        dropped: list[tuple[str, str]] = []
        wrong: list[Defect] = []
        unknown: set[str] = set()
        n_kept = 0
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip():
                continue
            record = _record(line)
            if isinstance(record, str):
                dropped.append((f"line {number}", record))
                continue
            unknown |= {key for key in record if not _is_known(key)}
            wrong += _set_time(record, number)
            if "position" not in record and record.get("line") is None:
                record["line"] = number
            batch.append(record)
            lines.append(number)
            if len(batch) == BATCH:
                yield _rows(batch, lines, ReadReport())
                n_kept, batch, lines = n_kept + len(batch), [], []
        if not n_kept and not batch:
            first = f": {dropped[0][0]} is {dropped[0][1]}" if dropped else ""
            raise BrokenInput(
                f"no line holds a comment{first}", where=source.name, fix="see `discourse schema` for the form"
            )
        notes = tuple(f"key {key!r} is not part of the record contract and was left out" for key in sorted(unknown))
        yield _rows(batch, lines, ReadReport(dropped=tuple(dropped), defects=(*defects, *wrong), notes=notes))


def _record(line: str) -> dict[str, Any] | str:
    """The object on a line, or why there is none."""
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        # The standard reader takes lone surrogates, which are replaced and counted later on.
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            return f"not JSON: {error}"
    if not isinstance(record, dict):
        return "not a JSON object"
    if record.get("text") is None and record.get("deleted") is True:
        record["text"] = ""
    if not isinstance(record.get("text"), str):
        return "no text"
    return record


def _set_time(record: dict[str, Any], number: int) -> list[Defect]:
    """Make the time of a record one; a time that is none is missing, and named."""
    if record.get("created") is None:
        return []
    try:
        moment = datetime.fromisoformat(record["created"])
    except (TypeError, ValueError):
        record["created"] = None
        return [Defect("time that is not ISO 8601", f"line {number}", "taken as missing")]
    record["created"] = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return []


def _is_known(key: str) -> bool:
    """Whether the record contract knows the key."""
    if key in _KNOWN or key in _COMPUTED:
        return True
    try:
        return column(key) in ANNOTATIONS
    except UnknownName:
        return False


def _rows(batch: list[dict[str, Any]], lines: Sequence[int], report: ReadReport) -> Rows:
    """Records as rows; ids become strings."""
    keys = dict.fromkeys(key for record in batch for key in record if _is_known(key) and key not in _COMPUTED)
    columns: dict[str, list[Any]] = {key: [record.get(key) for record in batch] for key in keys}
    for key in ("thread_id", "id", "parent_id"):
        if key in columns:
            columns[key] = [str(value) if type(value) in {int, float} else value for value in columns[key]]
    columns.setdefault("text", [])
    mended = [defect for key in columns for defect in _blank_wrong(key, columns[key], lines)]
    return Rows(columns, report=report.with_(defects=(*report.defects, *mended)))


def _blank_wrong(key: str, values: list[Any], lines: Sequence[int]) -> list[Defect]:
    """Make missing what is of the wrong kind for its column, and name it."""
    kind = {"thread_id": "author", "parent_id": "author", "id": "author", "position": "line"}.get(key, key)
    if key == "deleted":
        wrong = [row for row, value in enumerate(values) if value not in (None, False, True)]
    elif _fits(kind, values):
        return []
    else:
        wrong = [row for row, value in enumerate(values) if not _fits(kind, [value])]
    for row in wrong:
        values[row] = None
    return [Defect(f"{key} of the wrong kind", f"line {lines[row]}", "taken as missing") for row in wrong]


def _fits(kind: str, values: list[Any]) -> bool:
    """Whether a column takes the values."""
    if column(kind).kind == "str":
        return all(value is None or isinstance(value, str) for value in values)
    try:
        coerce(kind, values, len(values))
    except InvalidColumn:
        return False
    return True
