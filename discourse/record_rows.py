"""Records of our own become rows again: values column by column, each of the kind that the contract states, or missing.

What every form of the record contract shares when it is read: JSON Lines, CSV, Parquet. A value of the wrong kind is
taken as missing and named with its line. May import: the standard library, pyarrow, account, article, columns,
errors, rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from discourse.account import Account
from discourse.article import Article
from discourse.columns import ANNOTATIONS, DERIVED, OF_ROWS, SOURCE, STATED, coerce, column, kind_of
from discourse.errors import BrokenInput, InvalidColumn, UnknownName
from discourse.rows import Defect, Rows

_KNOWN = frozenset(OF_ROWS)
COMPUTED = frozenset({"topics", "claim_text", "parent", *(derived.name for derived in DERIVED)} - {"position"})
"""Keys that say what other keys say too, and are left out."""
NEVER_MISSING = frozenset({"thread_id"} | {known.name for known in SOURCE if known.null == "never"})
"""Keys that always have a value."""
_TIME = pa.timestamp("us", "UTC")
MOST_NAMED = 20
"""Keys that a note names; of more, their number is said."""


class RecordRows(Account):
    """Records of one source while they are read.

    Parameters
    ----------
    where : str
        What errors call the source.
    strict : bool
        Whether a record that cannot be read is an error, instead of being left out and named.
    silent : sequence of (int, str, Article)
        Threads without comments: place among all threads, name, and what stands there.

    Examples
    --------
    >>> found = RecordRows("x.jsonl")
    >>> found.drop("line 2", "not JSON")
    >>> rows = found.rows({"id": [7], "text": ["No."], "created": ["soon"]}, [1])
    >>> rows.columns["id"].to_pylist(), rows.report.counts()
    (['7'], {'time that is not ISO 8601': 1})
    """

    def __init__(self, where: str, *, strict: bool = False, silent: Sequence[tuple[int, str, Article]] = ()) -> None:
        super().__init__(where, strict=strict)
        self._silent = {name: article for _, name, article in silent}
        self._silent_at = {place: name for place, name, _ in silent}
        self._unknown: dict[str, None] = {}
        self._threads: dict[str, None] = {}

    def leave_out(self, keys: Iterable[str]) -> None:
        """Keys that are not taken."""
        self._unknown |= dict.fromkeys(keys)

    def rows(self, columns: Mapping[str, Any], lines: Sequence[int], defects: Sequence[Defect] = ()) -> Rows:
        """A batch of records, and the account since the last one.

        Parameters
        ----------
        columns : mapping of str to sequence
            By key, as JSON gives them, or in Arrow; keys that the contract does not know are noted and left out.
        lines : sequence of int
            Where each record stands, for what is wrong in it.
        defects : sequence of Defect
            More of them, such as those of the source.
        """
        self.leave_out(name for name in columns if not is_known(name))
        made = {name: self._made(name, values, lines) for name, values in columns.items() if name in _KNOWN}
        riding = [name for name in columns if name not in _KNOWN and name not in COMPUTED and is_known(name)]
        made |= {name: self._made(name, columns[name], lines) for name in riding}
        made.setdefault("text", pa.array([], pa.large_string()))
        self._name_places(made, lines)
        new: list[str] = []
        if "thread_id" in made:
            names = made["thread_id"]
            met = pc.unique(names).to_pylist() if isinstance(names, pa.Array) else dict.fromkeys(names)
            new = [name for name in met if name and name not in self._threads]
        report = self.report(defects)
        report = report.with_(notes=(*self._left_out(), *report.notes))
        self._unknown = {}
        order = [name for thread in new for name in self._with_silent(thread)]
        articles = {name: self._silent.pop(name) for name in order if name in self._silent}
        return Rows(made, articles, report, threads=order)

    def rest(self, defects: Sequence[Defect] = ()) -> Rows:
        """Threads without comments that stand after all others, and defects of the source."""
        return Rows({"text": []}, self._silent, self.report(defects), threads=tuple(self._silent))

    def _with_silent(self, thread: str) -> Iterator[str]:
        """A thread that was met, after those without comments that stand before it."""
        while len(self._threads) in self._silent_at:
            before = self._silent_at.pop(len(self._threads))
            self._threads[before] = None
            yield before
        self._threads[thread] = None
        yield thread

    def _left_out(self) -> Iterator[str]:
        """What is to be said of keys that were left out."""
        keys = sorted(self._unknown)
        for key in keys[:MOST_NAMED]:
            yield f"key {key!r} is not part of the record contract and was left out"
        if len(keys) > MOST_NAMED:
            yield f"so were {len(keys) - MOST_NAMED} more keys"

    def _made(self, name: str, values: Any, lines: Sequence[int]) -> Any:
        """A column as rows hold it."""
        if isinstance(values, pa.Array | pa.ChunkedArray):
            values = _cast(name, values)
            if values is not None:
                return values
            what = f"the column {name!r} is of another kind"
            raise BrokenInput(what, where=self._where, fix="see `discourse schema`")
        if name in STATED:
            values = [str(value) if type(value) in {int, float} else value for value in values]
        if name == "created":
            return self._times(values, lines)
        array = array_of(name, values)
        if array is not None:
            return array
        kept = [value if is_fit(name, value) else None for value in values]
        for line, value, fit in zip(lines, values, kept, strict=True):
            if fit is None and value is not None:
                self.defect(f"{name} of the wrong kind", f"line {line}", "taken as missing")
        array = array_of(name, kept)
        # What holds lone surrogates is left as it is, and made clean where all rows come together.
        return kept if array is None else array

    def _times(self, values: Sequence[Any], lines: Sequence[int]) -> pa.Array:
        """Times of ISO 8601; what is none is missing, and named."""
        try:
            return pa.array(values, pa.large_string()).cast(_TIME)
        except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
            moments = [_moment(value) for value in values]
        for line, value, moment in zip(lines, values, moments, strict=True):
            if moment is None and value is not None:
                self.defect("time that is not ISO 8601", f"line {line}", "taken as missing")
        return pa.array(moments, _TIME)

    def _name_places(self, made: dict[str, Any], lines: Sequence[int]) -> None:
        """Where records state neither their place nor their line, their line in the source is it."""
        n = len(made["text"])
        place = made.get("position", pa.nulls(n, pa.int32()))
        line = made.get("line", pa.nulls(n, pa.int32()))
        without = pc.and_(pc.is_null(place), pc.is_null(line))
        if pc.any(without).as_py():
            made["line"] = pc.if_else(without, pa.array(lines, pa.int32()), line)


def is_known(key: str) -> bool:
    """Whether the record contract knows the key.

    Examples
    --------
    >>> is_known("topic_fares"), is_known("depth"), is_known("mood")
    (True, True, False)
    """
    if key in _KNOWN or key in COMPUTED:
        return True
    try:
        return column(key) in ANNOTATIONS
    except UnknownName:
        return False


def is_fit(key: str, value: Any) -> bool:
    """Whether a single value is of the kind of its key; None always is.

    Examples
    --------
    >>> is_fit("author", 7), is_fit("score", 7), is_fit("sentiment", 7), is_fit("deleted", None)
    (False, True, False, True)
    """
    if value is None:
        return True
    if kind_of(key) == "str":
        return isinstance(value, str)
    if key == "deleted":
        return value in (False, True)
    return array_of(key, [value]) is not None


def array_of(key: str, values: Sequence[Any]) -> pa.Array | None:
    """Values in Arrow, or None when one is of another kind or cannot be stored.

    Examples
    --------
    >>> array_of("score", [1, None]).to_pylist(), array_of("author", [1])
    ([1.0, None], None)
    """
    name = {"thread_id": "author", "id": "author", "parent_id": "author", "text": "author", "position": "line"}
    try:
        if key == "deleted":
            return pa.array(values, pa.bool_())
        return coerce(name.get(key, key), values, len(values))
    except (InvalidColumn, pa.ArrowInvalid, pa.ArrowTypeError):
        return None


def _cast(key: str, values: pa.Array | pa.ChunkedArray) -> pa.Array | None:
    """Arrow values as those of a key, or None when they are of another kind."""
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    kind = kind_of(key)
    if kind == "label":
        plain = whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole
        return array_of(key, plain.to_pylist())
    wanted = {"str": pa.large_string(), "bool": pa.bool_(), "datetime": _TIME}.get(kind)
    try:
        whole = whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole
        if kind == "datetime" and pa.types.is_timestamp(whole.type) and whole.type.tz is None:
            whole = pc.assume_timezone(whole, "UTC")
        if pa.types.is_floating(whole.type):
            whole = pc.if_else(pc.is_nan(whole), pa.scalar(None, whole.type), whole)
        return whole.cast(wanted or {"float64": pa.float64(), "int32": pa.int32()}[kind])
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        return None


def _moment(value: Any) -> datetime | None:
    """A time, or None when it is none."""
    try:
        moment = datetime.fromisoformat(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def in_batches(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Items in lists of so many; the last may be shorter.

    Examples
    --------
    >>> list(in_batches(iter("abc"), 2))
    [['a', 'b'], ['c']]
    """
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
