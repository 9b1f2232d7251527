"""Our own records, as JSON Lines: what `discourse read --to jsonl` writes.

It holds all of the comments and nothing else: articles, their claims, and threads without comments are not in it (write
Parquet or ConvoKit to keep them). May import: msgspec, columns, errors, json_text, record_rows, rows, readers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any, ClassVar

import msgspec

from discourse.columns import STATED, kind_of
from discourse.errors import BrokenInput
from discourse.json_text import decode, glimpse
from discourse.readers.base import Source
from discourse.record_rows import COMPUTED, RecordRows, in_batches, is_known
from discourse.rows import Rows

BATCH = 50_000
LOOKED_AT = 50
"""Records from which the keys are taken at the start."""
MOST_KEYS = 1_000
"""Different keys that are taken; no annotations have so many."""
OURS = frozenset({"thread_id", "id", "parent_id", "text", "deleted", "missing_parent", "depth", "position"})
"""Keys that are in all records that we write."""
_TYPES = {"str": str, "label": str, "float64": float, "int32": int, "bool": bool, "datetime": str}


@dataclass(frozen=True)
class Jsonl:
    """Reader of one JSON object a line, with the keys of the record contract.

    Lines that are no such object are dropped and named; keys that the contract does not know are noted and left out.
    """

    name: ClassVar[str] = "jsonl"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")

    def sniff(self, head: bytes, name: str) -> float:
        """High when the first lines are JSON objects with a text and keys of the record contract alone."""
        stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not stripped.startswith(b"{"):
            return 0.0
        values = [value for value in glimpse(head) if isinstance(value, dict)]
        keys = {key for value in values for key in value}
        if keys >= OURS:
            return 0.95
        if "text" in keys and all(map(is_known, keys)):
            return 0.9
        if "text" in keys:
            return 0.3 if len(values) == 1 or "id" in keys else 0.2
        return 0.25 if name.lower().endswith(self.suffixes) else 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches."""
        found = RecordRows(source.name, strict=source.strict)
        decoding = _Decoding(found)
        waiting: tuple[dict[str, Any], Sequence[int]] | None = None
        for batch in in_batches(source.lines(), BATCH):
            decoded = decoding.columns(batch)
            if waiting is not None and len(decoded[1]):
                yield found.rows(*waiting)
            waiting = decoded if waiting is None or len(decoded[1]) else waiting
        if waiting is None or not len(waiting[1]):
            first = f": {found.dropped[0][0]} is {found.dropped[0][1]}" if found.dropped else ""
            raise BrokenInput(
                f"no line holds a comment{first}", where=source.name, fix="see `discourse schema` for the form"
            )
        yield found.rows(*waiting, source.damage)


class _Decoding:
    """Lines to columns: all lines of a batch at once where they are as the contract has them, else one by one."""

    def __init__(self, found: RecordRows) -> None:
        self._found = found
        self._keys: dict[str, None] = {}
        self._decoder: Any = None

    def columns(self, batch: Sequence[tuple[int, bytes]]) -> tuple[dict[str, Any], Sequence[int]]:
        """The values by key, and the numbers of the lines."""
        first: list[dict[str, Any] | str] = []
        if self._decoder is None:
            first = [_record(line) for _, line in batch[:LOOKED_AT]]
            self._learn([record for record in first if isinstance(record, dict)])
        try:
            records = self._decoder.decode_lines(b"\n".join([line for _, line in batch]))
        except (msgspec.DecodeError, RecursionError, ValueError):
            records = []
        if len(records) != len(batch):
            return self._one_by_one(batch, first)
        wanted = [(at, key) for at, key in enumerate(self._keys) if _is_wanted(key)]
        return {key: list(map(attrgetter(f"f{at}"), records)) for at, key in wanted}, [number for number, _ in batch]

    def _one_by_one(
        self, batch: Sequence[tuple[int, bytes]], first: Sequence[dict[str, Any] | str]
    ) -> tuple[dict[str, Any], Sequence[int]]:
        """The same, with a reason for every line that is no record; the first lines are read already."""
        records, numbers = [], []
        read = chain(first, (_record(line) for _, line in batch[len(first) :]))
        for (number, _), record in zip(batch, read, strict=True):
            if isinstance(record, str):
                self._found.drop(f"line {number}", record)
                continue
            records.append(record)
            numbers.append(number)
        self._learn(records)
        return {key: [record.get(key) for record in records] for key in self._keys if _is_wanted(key)}, numbers

    def _learn(self, records: Sequence[dict[str, Any]]) -> None:
        """Take the keys of records for those of the following ones."""
        met = dict.fromkeys(key for record in records for key in record)
        new = [key for key in met if key not in self._keys]
        taken = new[: MOST_KEYS - len(self._keys)]
        self._found.leave_out([key for key in taken if not is_known(key)] + new[len(taken) :])
        if self._decoder is not None and not taken:
            return
        self._keys |= dict.fromkeys(taken)
        fields = [
            (f"f{at}", str) if key == "text" else (f"f{at}", _type(key), None) for at, key in enumerate(self._keys)
        ]
        names = {f"f{at}": key for at, key in enumerate(self._keys)}
        kind = msgspec.defstruct("Record", fields, rename=names, forbid_unknown_fields=True, kw_only=True, gc=False)
        self._decoder = msgspec.json.Decoder(kind)


def _is_wanted(key: str) -> bool:
    """Whether a key says something that is kept."""
    return is_known(key) and key not in COMPUTED


def _type(key: str) -> Any:
    """What msgspec is to expect of a key; anything of those that are left out."""
    if key in STATED:
        return str | int | float | None
    if key in COMPUTED or not is_known(key):
        return msgspec.Raw
    return _TYPES[kind_of(key)] | None


def _record(line: bytes) -> dict[str, Any] | str:
    """The object on a line, or why there is none."""
    try:
        record = decode(line)
    except BrokenInput as error:
        return f"not JSON: {error.what}"
    if not isinstance(record, dict):
        return "not a JSON object"
    if record.get("text") is None and record.get("deleted") is True:
        record["text"] = ""
    return record if isinstance(record.get("text"), str) else "no text"
