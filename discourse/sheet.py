"""A sheet: the rows of all batches of a source as clean columns, before they are repaired.

Columns are Arrow arrays, worked on two at a time; what takes most of the memory, the texts, stays in the pieces it came
in until it is put in its order, once. May import: the standard library, numpy, pyarrow, columns, errors, quotes, rows,
text.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.columns import ANNOTATIONS, OF_ROWS, STATED, coerce, column, kind_of
from discourse.errors import InvalidColumn
from discourse.quotes import format_spans, moved_spans, parse_spans
from discourse.rows import Defect, Rows
from discourse.text import storable

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
AT_ONCE = 2
"""Columns that are worked on at once."""
_LONG = ("text", "url")
"""Columns that take most of the memory, and stay in the pieces they came in until they are put in order."""
_TEXTS = tuple(name for name in OF_ROWS if kind_of(name) == "str")


@dataclass
class Sheet:
    """Rows under repair, in page order: thread after thread, each in its own page order.

    The columns stay in the order in which the rows came until all is repaired; only numbers are moved before.
    """

    columns: dict[str, pa.Array]
    """As they came."""
    order: Ints
    """Row of the columns that each row of the sheet is."""
    thread: Ints
    """Number of the thread of each row of the sheet."""
    threads: list[str]
    elsewhere: Mask = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    dropped: list[tuple[str, str]] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.thread)

    def take(self, rows: NDArray[Any]) -> None:
        """Keep these rows, in this order."""
        self.order = self.order[rows]
        self.thread = self.thread[rows]

    def column(self, name: str) -> pa.Array:
        """A column in the order of the sheet."""
        return taken(self.columns[name], self.order)

    def cells(self, name: str, rows: NDArray[Any]) -> list[Any]:
        """The values of a column in some rows."""
        listed: list[Any] = taken(self.columns[name], self.order[rows]).to_pylist()
        return listed

    def blank(self, name: str, rows: NDArray[Any]) -> None:
        """Make a column missing in some rows."""
        keep = np.ones(len(self.columns[name]), dtype=bool)
        keep[self.order[rows]] = False
        values = self.columns[name]
        self.columns[name] = pc.if_else(pa.array(keep), values, pa.scalar(None, values.type))

    def rename(self, names: dict[int, str]) -> None:
        """Give new ids to some rows."""
        rows = self.order[np.fromiter(names, dtype=np.int64, count=len(names))]
        given = np.zeros(len(self.columns["id"]), dtype=bool)
        given[rows] = True
        ordered = pa.array(list(names.values()), pa.large_string()).take(pa.array(np.argsort(rows)))
        self.columns["id"] = pc.replace_with_mask(self.columns["id"], pa.array(given), ordered)

    def mend(self, kind: str, rows: NDArray[Any], repair: str) -> None:
        """Name a defect of these rows and what was done."""
        self.defects += [Defect(kind, str(name), repair) for name in self.cells("id", rows)]


def gather(batches: Sequence[Rows], thread_id: str) -> Sheet:
    """All batches as one sheet of clean Arrow columns, in the order they came.

    Parameters
    ----------
    batches : sequence of Rows
    thread_id : str
        Name of the thread of rows that name none.

    Raises
    ------
    InvalidColumn
        A column is unknown, of another length than the others, or holds what it may not.

    Examples
    --------
    >>> sheet = gather([Rows({"text": ["No."]}), Rows({"text": ["Why?"], "thread_id": ["x"]})], "t")
    >>> sheet.column("text").to_pylist(), sheet.threads, sheet.thread.tolist()
    (['No.', 'Why?'], ['t', 'x'], [0, 1])
    """
    for batch in batches:
        for name, values in batch.columns.items():
            if name not in OF_ROWS and column(name) not in ANNOTATIONS:
                raise InvalidColumn("no column that a source may state", given=name, allowed=OF_ROWS)
            if len(values) != len(batch):
                raise InvalidColumn(f"{len(values)} values for {len(batch)} comments", where=f"column {name}")
    riding = [
        name for name in dict.fromkeys(chain.from_iterable(batch.columns for batch in batches)) if name not in OF_ROWS
    ]
    names = (*OF_ROWS, *riding)
    lengths = [len(batch) for batch in batches]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(lambda name: _column(name, [one.columns.get(name) for one in batches], lengths), names))
    columns = {name: values for name, (values, _) in zip(names, made, strict=True)}
    defects = [defect for _, found in made for defect in found]
    if columns["quotes"].null_count < sum(lengths):
        given = _together("text", [batch.columns.get("text") for batch in batches], lengths)
        columns["quotes"] = _moved_quotes(columns["quotes"], given, columns["text"])
    if columns["text"].null_count:
        columns["text"] = columns["text"].fill_null("")
    columns["id"] = _blank_to_null(columns["id"])
    columns["parent_id"] = _blank_to_null(columns["parent_id"])
    if columns["missing_parent"].null_count < sum(lengths):
        # Records of a thread that was promoted know the parent that was missing; it may be there now.
        ghost = pc.equal(columns["missing_parent"], columns["parent_id"]).fill_null(False)
        columns["parent_id"] = pc.coalesce(columns["parent_id"], columns["missing_parent"])
        columns["missing_parent"] = pc.if_else(ghost, columns["missing_parent"], pa.scalar(None, pa.large_string()))
    threads = _blank_to_null(columns.pop("thread_id")).fill_null(thread_id).dictionary_encode()
    codes = np.asarray(threads.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    return Sheet(columns, np.arange(len(codes)), codes, threads.dictionary.to_pylist(), defects=defects)


def _column(name: str, parts: Sequence[Any], lengths: Sequence[int]) -> tuple[pa.Array, list[Defect]]:
    """A column of all batches as Arrow holds it, clean and checked, and what had to be made clean."""
    defects: list[Defect] = []
    together = _together(name, parts, lengths)
    if name in _TEXTS:
        return _texts(name, together, defects), defects
    return _checked(name, _fill(name, together)), defects


def _together(name: str, parts: Sequence[Any], lengths: Sequence[int]) -> Any:
    """A column of all batches; None where a batch does not have it. What is Arrow somewhere is so throughout."""
    filled = [(part, n) for part, n in zip(parts, lengths, strict=True) if n]
    if all(part is None for part, _ in filled):
        return pa.nulls(sum(lengths), _checked(name, []).type)
    if len(filled) == 1:
        return filled[0][0]
    kinds = {part.type for part, _ in filled if isinstance(part, pa.Array | pa.ChunkedArray)}
    if len(kinds) == 1:
        kind = kinds.pop()
        try:
            whole = [_in_arrow(name, part, n, kind) for part, n in filled]
        except (InvalidColumn, pa.ArrowInvalid):
            # Something that Arrow does not take: made clean, or refused, by what comes.
            return list(chain.from_iterable([None] * n if part is None else _plain(part) for part, n in filled))
        chunks = list(chain.from_iterable(one.chunks if isinstance(one, pa.ChunkedArray) else [one] for one in whole))
        if pa.types.is_dictionary(kind):
            return pa.table({"": pa.chunked_array(chunks, kind)}).unify_dictionaries().combine_chunks()[""]
        if name in _LONG and kind == pa.large_string():
            return pa.chunked_array(chunks, kind)
        return pa.concat_arrays(chunks, memory_pool=pa.system_memory_pool())
    return list(chain.from_iterable([None] * n if part is None else _plain(part) for part, n in filled))


def _in_arrow(name: str, part: Any, length: int, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    """A column of one batch, of the type that others have."""
    if part is None:
        return pa.nulls(length, kind)
    if isinstance(part, pa.Array | pa.ChunkedArray):
        return part
    made = _text_array(part) if name in _TEXTS else _checked(name, _fill(name, part))
    return made if made.type == kind else made.cast(kind)


def taken(values: pa.Array | pa.ChunkedArray, rows: Ints) -> pa.Array:
    """Values in another order; of what is missing throughout, nothing is moved."""
    if values.null_count == len(values):
        return pa.nulls(len(rows), values.type)
    if isinstance(values, pa.ChunkedArray):
        return _texts_taken(values, rows)
    return pc.take(values, pa.array(rows), memory_pool=pa.system_memory_pool())


def _texts_taken(texts: pa.ChunkedArray, rows: Ints) -> pa.Array:
    """Texts in another order, copied once: views of them are moved, and the texts fetched from where they stand."""
    try:
        views = pa.concat_arrays(texts.cast(pa.string_view()).chunks)
        _, places, *signs = views.buffers()
        moved = np.frombuffer(places, dtype="V16")[views.offset : views.offset + len(views)][rows]
        valid = None
        if texts.null_count:
            valid = pa.array(views.is_valid().to_numpy(zero_copy_only=False)[rows]).buffers()[1]
        taken = pa.Array.from_buffers(pa.string_view(), len(rows), [valid, pa.py_buffer(moved), *signs])
        return taken.cast(pa.large_string(), memory_pool=pa.system_memory_pool())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        # Earlier pyarrow does not know views of texts, and no view reaches beyond two gigabytes of one piece.
        return pc.take(texts.combine_chunks(), pa.array(rows), memory_pool=pa.system_memory_pool())


def _checked(name: str, values: Any) -> pa.Array:
    """A column as a source may state it; a place may be missing here, as a line may."""
    if name in STATED:
        return _text_array(values)
    try:
        return coerce("line" if name == "position" else name, values, len(values))
    except InvalidColumn as error:
        raise InvalidColumn(error.what, where=f"column {name}", given=error.given, allowed=error.allowed) from error


def _plain(values: Any) -> Sequence[Any]:
    """Arrow values as Python ones, others as they are."""
    listed: Sequence[Any] = values.to_pylist() if isinstance(values, pa.Array | pa.ChunkedArray) else values
    return listed


def _fill(name: str, values: Any) -> Any:
    """False where nothing says that a comment was deleted; 0 and 1 as false and true."""
    if name != "deleted":
        return values
    if isinstance(values, pa.Array | pa.ChunkedArray) and pa.types.is_boolean(values.type):
        return values.fill_null(False)
    said = [False if value is None or value != value else value for value in _plain(values)]
    for value in said:
        if value not in (False, True):
            raise InvalidColumn(
                "neither true nor false", where="column deleted", given=str(value), allowed=("true", "false")
            )
    return [bool(value) for value in said]


def _texts(name: str, values: Any, defects: list[Defect]) -> pa.Array:
    """Strings as an Arrow array, made clean when something in them cannot be stored."""
    is_long = name in _LONG and isinstance(values, pa.ChunkedArray) and values.type == pa.large_string()
    if is_long and not any(map(_holds_nul, values.chunks)):
        return values
    try:
        array = _text_array(values)
    except InvalidColumn:
        array = None
    if array is not None and not _holds_nul(array):
        return array
    cleaned = []
    for value in _plain(values):
        if isinstance(value, str):
            value, counts = storable(value)
            for kind, count in counts.items():
                defects += [Defect(kind, name, "replaced by U+FFFD")] * count
        cleaned.append(value)
    return _text_array(cleaned)


def _holds_nul(array: pa.Array) -> bool:
    """Whether a NUL stands in any text."""
    _, ends, signs = array.buffers()
    if signs is None:
        return False
    ends = np.frombuffer(ends, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    return bool((np.frombuffer(signs, dtype=np.uint8)[ends[0] : ends[-1]] == 0).any())


def _moved_quotes(quotes: pa.Array, given: Any, texts: pa.Array) -> pa.Array:
    """The spans of quotations where the texts have them now that they are clean."""
    stated = np.flatnonzero(quotes.is_valid().to_numpy(zero_copy_only=False)).tolist()
    raw, moved = _plain(given) if stated else (), {}
    for row in stated:
        spans = parse_spans(quotes[row].as_py())
        if spans and raw[row] is not None and len(raw[row]) != len(texts[row].as_py()):
            moved[row] = format_spans(moved_spans(spans, raw[row]))
    if not moved:
        return quotes
    listed = quotes.to_pylist()
    for row, cell in moved.items():
        listed[row] = cell
    return _text_array(listed)


def _text_array(values: Any) -> pa.Array:
    """Strings as an Arrow array; any may be missing."""
    return coerce("author", values, len(values))


def _blank_to_null(array: pa.Array) -> pa.Array:
    """Empty ids are no ids."""
    is_blank = pc.equal(array, "")
    return pc.if_else(is_blank, pa.scalar(None, array.type), array) if pc.any(is_blank).as_py() else array


def joined(first: pa.Array | pa.ChunkedArray, second: pa.Array) -> pa.Array | pa.ChunkedArray:
    """Two arrays of one type in one, labels included; one more piece of what is in pieces."""
    if isinstance(first, pa.ChunkedArray):
        return pa.chunked_array([*first.chunks, second])
    return pa.table({"": pa.chunked_array([first, second])}).unify_dictionaries().combine_chunks()[""].chunk(0)
