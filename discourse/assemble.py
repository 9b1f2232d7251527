"""The one door: rows of any source become valid threads, every defect named and repaired by a stated rule.

After it, ids are unique in their thread, parents exist, stand before their children and in the same thread, and the
page order is kept wherever that allows. The rules, in the order they are applied:

1. Page order is the rows' `position` where they state one, then their `line`, then their time; where they have none
   of these, the order of the rows themselves.
2. A comment without an id gets one from its place: "row7".
3. Of two comments with one id the later, by page order, is dropped when author and text are the same, and gets a new id
   ("x~2") when they differ; replies to that id answer the first.
4. A reply to itself becomes a reply to the article.
5. A reply to a comment that is not in its thread follows `orphans`: "promote" makes it a reply to the article,
   "ghost" puts an empty, deleted comment in the place of the missing one, "drop" drops it and all below it. The id of
   the missing one stays in `missing_parent`, where a later reading finds it again.
6. A cycle is cut at its first comment by page order, which becomes a reply to the article.
7. A comment that stands before its parent moves to directly after it.

The result depends on page order alone, not on the order in which the rows are handed over, wherever rows have
positions, lines or times. `found == kept + dropped` holds for the report. Annotations that a source states ride
along. May import: numpy, pyarrow, article, columns, corpus, errors, order, quotes, rows, text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.article import Article, storable_article
from discourse.columns import ANNOTATIONS, SOURCE, coerce, column
from discourse.corpus import Corpus
from discourse.errors import InvalidColumn, UnknownName
from discourse.order import cycles, parents_first, relabel
from discourse.quotes import format_spans, moved_spans, parse_spans
from discourse.rows import Defect, ReadReport, Rows
from discourse.text import count, storable

Orphans = Literal["promote", "ghost", "drop"]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
_AT_ONCE = 2
"""Columns that are worked on at once."""
_STATED = ("thread_id", "id", "parent_id")
_COLUMNS = (*_STATED, *(known.name for known in SOURCE if known.name not in {"id", "parent"}), "position")
_LONG = ("text", "url")
"""Columns that take most of the memory, and stay in the pieces they came in until they are put in order."""
_TEXTS = (*_STATED, *(known.name for known in SOURCE if known.kind == "str" and known.name != "id"))


@dataclass
class _Sheet:
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
        return _taken(self.columns[name], self.order)

    def cells(self, name: str, rows: NDArray[Any]) -> list[Any]:
        """The values of a column in some rows."""
        listed: list[Any] = _taken(self.columns[name], self.order[rows]).to_pylist()
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


def assemble(rows: Rows | Iterable[Rows], *, orphans: Orphans = "promote", thread_id: str = "thread") -> Corpus:
    """Make valid threads of the rows of one source.

    Parameters
    ----------
    rows : Rows or iterable of Rows
        Batches are one source; a thread may run over several.
    orphans : {"promote", "ghost", "drop"}
        What becomes of a reply whose parent is not there.
    thread_id : str
        Name of the thread when the rows name none.

    Returns
    -------
    Corpus
        Threads in the order that the rows state; otherwise in that of their first comment, and threads that have an
        article and no comments last.

    Raises
    ------
    InvalidColumn
        A column is unknown, of another length than the others, or holds what it may not.

    Examples
    --------
    >>> corpus = assemble(Rows({"id": ["a", "b"], "parent_id": ["b", "x"], "text": ["No.", "Yes."], "line": [1, 2]}))
    >>> corpus[0].to_frame()["id"].tolist(), corpus.reports[0].counts()
    (['b', 'a'], {'missing parent': 1, 'parent after child': 1})
    """
    if orphans not in get_args(Orphans):
        raise UnknownName("no such orphan policy", given=str(orphans), allowed=get_args(Orphans))
    batches = [rows] if isinstance(rows, Rows) else list(rows)
    articles = {
        storable(key)[0] or thread_id: storable_article(article)
        for batch in batches
        for key, article in batch.articles.items()
    }
    stated = tuple(dict.fromkeys(storable(name)[0] or thread_id for batch in batches for name in batch.threads))
    sheet = _gather(batches, thread_id)
    n_rows = len(sheet)
    _order_by_page(sheet, stated)
    _name_comments(sheet)
    _check_quotes(sheet)
    numbers = _numbers(sheet)
    if _settle_duplicates(sheet, numbers):
        numbers = _numbers(sheet)
    parent = _link(sheet, numbers)
    parent = _settle_orphans(sheet, parent, orphans)
    parent = _cut_cycles(sheet, parent)
    parent = _order_parents_first(sheet, parent)
    return _corpus(sheet, parent, articles, stated, _account(batches, sheet, n_rows))


def _gather(batches: Sequence[Rows], thread_id: str) -> _Sheet:
    """All batches as one sheet of clean Arrow columns, in the order they came."""
    for batch in batches:
        for name, values in batch.columns.items():
            if name not in _COLUMNS and column(name) not in ANNOTATIONS:
                raise InvalidColumn("no column that a source may state", given=name, allowed=_COLUMNS)
            if len(values) != len(batch):
                raise InvalidColumn(f"{len(values)} values for {len(batch)} comments", where=f"column {name}")
    riding = [
        name for name in dict.fromkeys(chain.from_iterable(batch.columns for batch in batches)) if name not in _COLUMNS
    ]
    names = (*_COLUMNS, *riding)
    lengths = [len(batch) for batch in batches]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
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
    return _Sheet(columns, np.arange(len(codes)), codes, threads.dictionary.to_pylist(), defects=defects)


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


def _taken(values: pa.Array | pa.ChunkedArray, rows: Ints) -> pa.Array:
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
    if name in _STATED:
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


def _check_quotes(sheet: _Sheet) -> None:
    """Take spans of quotations as missing that do not fit their text, and name them."""
    cells = sheet.columns["quotes"]
    if cells.null_count == len(cells):
        return
    stated = np.flatnonzero(cells.is_valid().to_numpy(zero_copy_only=False)[sheet.order])
    said = zip(stated.tolist(), sheet.cells("quotes", stated), sheet.cells("text", stated), strict=True)
    wrong = np.array([row for row, cell, text in said if not parse_spans(cell, len(text))], dtype=np.int64)
    if wrong.size:
        sheet.mend("quotations that do not fit the text", wrong, "taken as missing")
        sheet.blank("quotes", wrong)


def _text_array(values: Any) -> pa.Array:
    """Strings as an Arrow array; any may be missing."""
    return coerce("author", values, len(values))


def _blank_to_null(array: pa.Array) -> pa.Array:
    """Empty ids are no ids."""
    is_blank = pc.equal(array, "")
    return pc.if_else(is_blank, pa.scalar(None, array.type), array) if pc.any(is_blank).as_py() else array


def _order_by_page(sheet: _Sheet, stated: Sequence[str]) -> None:
    """Put the rows in page order (rule 1), threads in the order stated and then by their first comment."""
    page = _page(sheet)
    codes = sheet.thread[page]
    first = np.empty(len(sheet.threads), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    places = {name: place for place, name in enumerate(stated)}
    place = np.array([places.get(name, len(places)) for name in sheet.threads], dtype=np.int64)
    turns = np.lexsort([first, place])
    turn = np.empty(len(turns), dtype=np.int64)
    turn[turns] = np.arange(len(turns))
    sheet.threads = [sheet.threads[code] for code in turns.tolist()]
    sheet.thread = turn[sheet.thread]
    sheet.take(page[_grouped(sheet.thread[page])])


def _page(sheet: _Sheet) -> Ints:
    """The rows in page order, without regard to their threads."""
    columns = sheet.columns
    for name in ("position", "line"):
        if columns[name].null_count == 0 and _ascends(columns[name]):
            return sheet.order
        if columns[name].null_count < len(columns[name]):
            break
    position, line = (_floats(columns[name]) for name in ("position", "line"))
    created = _floats(columns["created"].cast(pa.int64()))
    keys = [created, line, position, sheet.thread.astype(np.float64)]
    page = np.lexsort(keys)
    # In a thread that states no place at all, the order of its rows is all there is.
    states = np.isin(sheet.thread, sheet.thread[~np.all(np.isnan(keys[:3]), axis=0)])
    if states.any() and _has_ties(keys, page):
        ties = [np.where(states, _ranks(columns[name]), 0.0) for name in ("parent_id", "author", "text", "id")]
        keys = [*ties, *keys]
    names = _ranks(pa.array(sheet.threads, pa.large_string()))[sheet.thread] if sheet.threads else keys[-1]
    return np.lexsort([np.where(np.isnan(keys[-2]) & np.isnan(keys[-3]) & np.isnan(keys[-4]), 0.0, names), *keys[:-1]])


def _ascends(array: pa.Array) -> bool:
    """Whether each number is larger than the one before."""
    numbers = np.asarray(array)
    return bool((numbers[1:] > numbers[:-1]).all())


def _grouped(codes: Ints) -> Ints:
    """The rows that put equal codes together, in the order of the codes and otherwise as they stand."""
    n = len(codes)
    return np.sort(codes * n + np.arange(n)) % n if n else codes


def _floats(array: pa.Array) -> NDArray[np.float64]:
    """Numbers with NaN for missing."""
    # Times of the years before 1684 and after 2255 are rounded to some microseconds.
    return np.asarray(array.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)


def _has_ties(keys: list[NDArray[np.float64]], page: NDArray[np.int64]) -> bool:
    """Whether two rows of one thread have the same place on the page."""
    same = np.ones(max(len(page) - 1, 0), dtype=bool)
    for key in keys:
        ordered = np.nan_to_num(key[page], nan=-1.0)
        same &= ordered[1:] == ordered[:-1]
    return bool(same.any())


def _ranks(array: pa.Array) -> NDArray[np.float64]:
    """Rank of every string, shorter ones first, so that "9" comes before "10"; the missing last."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    table = pa.table({"length": pc.utf8_length(array), "text": array})
    ordered = pc.sort_indices(table, sort_keys=[("length", "ascending"), ("text", "ascending")])
    codes = _codes(array)[np.asarray(ordered)]
    ranks = np.empty(len(array), dtype=np.float64)
    ranks[np.asarray(ordered)] = np.cumsum(np.concatenate([[0], codes[1:] != codes[:-1]])) if len(codes) else codes
    return ranks


def _name_comments(sheet: _Sheet) -> None:
    """Give ids to those without (rule 2)."""
    if not sheet.columns["id"].null_count:
        return
    without = np.flatnonzero(sheet.columns["id"].is_null().to_numpy(zero_copy_only=False)[sheet.order])
    taken = set(sheet.columns["id"].to_pylist())
    first = np.searchsorted(sheet.thread, np.arange(len(sheet.threads)))
    names = {}
    for row in without.tolist():
        name = f"row{row - first[sheet.thread[row]] + 1}"
        while name in taken:
            name += "_"
        names[row] = name
    sheet.rename(names)
    sheet.notes.append(f"{without.size} comments came without an id and were named by their place")


@dataclass(frozen=True)
class _Numbers:
    """Ids as numbers, for the rows of the columns as they came."""

    own: Ints
    """From 0 without gaps, the same for the same id."""
    wanted: Ints
    """Of the parent's id: the number that it has as an id; NOBODY when no comment has it, -1 when none is stated."""
    distinct: bool
    """Whether no two comments have one id, in whatever threads."""


NOBODY = -2


def _numbers(sheet: _Sheet) -> _Numbers:
    """Numbers for ids: by sorting them where they are short, as base-36 ones are; else by a table."""
    own, wanted = sheet.columns["id"], sheet.columns["parent_id"]
    stated = wanted.is_valid().to_numpy(zero_copy_only=False)
    short, sought = _packed(own), _packed(wanted)
    if short is None or sought is None:
        codes = _codes(pa.concat_arrays([own, wanted])).astype(np.uint64)
        short, sought = codes[: len(own)], codes[len(own) :]
    order = np.argsort(short, kind="stable")
    ascending = short[order]
    is_new = np.concatenate([[True], ascending[1:] != ascending[:-1]]) if len(own) else np.zeros(0, dtype=bool)
    numbers = np.empty(len(own), dtype=np.int64)
    numbers[order] = np.cumsum(is_new) - 1
    known = ascending[is_new]
    at = np.searchsorted(known, sought)
    found = np.zeros(len(own), dtype=bool)
    inside = at < len(known)
    found[inside] = known[at[inside]] == sought[inside]
    return _Numbers(numbers, np.where(stated, np.where(found, at, NOBODY), -1), bool(is_new.all()))


def _packed(array: pa.Array) -> NDArray[np.uint64] | None:
    """Texts of up to eight bytes as the numbers that these bytes make, in the same order; None when one is longer.

    Ids that a platform gives out in turn then lie next to each other, and nothing has to be sorted or sought afar.
    """
    _, ends, signs = array.buffers()
    ends = np.frombuffer(ends, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    lengths = np.diff(ends)
    if not len(array) or lengths.max() > 8:
        return None if len(array) else np.zeros(0, dtype=np.uint64)
    data = np.zeros(ends[-1] - ends[0] + 8, dtype=np.uint8)
    if signs is not None:
        data[:-8] = np.frombuffer(signs, dtype=np.uint8)[ends[0] : ends[-1]]
    eight = np.lib.stride_tricks.as_strided(data.view(np.uint8), shape=(len(data) - 7, 8), strides=(1, 1))
    whole: NDArray[np.uint64] = eight[ends[:-1] - ends[0]].view("<u8")[:, 0]
    masks = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)
    packed: NDArray[np.uint64] = (whole & masks[lengths]).byteswap()
    return packed


def _settle_duplicates(sheet: _Sheet, numbers: _Numbers) -> bool:
    """Drop or rename comments whose id is taken (rule 3); whether there were any."""
    if numbers.distinct:
        return False
    codes = numbers.own[sheet.order] + sheet.thread * (len(sheet) + 1)
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    again = np.flatnonzero(first[inverse] != np.arange(len(sheet)))
    if not again.size:
        return False
    ids = sheet.column("id").to_pylist()
    originals = first[inverse[again]]
    same = np.ones(len(again), dtype=bool)
    for name in ("author", "text"):
        pairs = zip(sheet.cells(name, again), sheet.cells(name, originals), strict=True)
        same &= np.fromiter((one == other for one, other in pairs), dtype=bool, count=len(again))
    taken = set(zip(sheet.thread.tolist(), ids, strict=True))
    latest: dict[tuple[int, str], int] = {}
    gone = np.zeros(len(sheet), dtype=bool)
    gone[again[same]] = True
    names: dict[int, str] = {}
    for row in again[~same].tolist():
        home = int(sheet.thread[row])
        number = latest.get((home, ids[row]), 1) + 1
        while (home, f"{ids[row]}~{number}") in taken:
            number += 1
        latest[home, ids[row]] = number
        names[row] = f"{ids[row]}~{number}"
        sheet.defects.append(Defect("duplicate id", ids[row], f"renamed {names[row]}"))
        taken.add((home, names[row]))
    sheet.dropped += [(ids[row], "the same comment again: id, author and text are equal") for row in again[same]]
    if names:
        sheet.rename(names)
    sheet.take(np.flatnonzero(~gone))
    return True


def _codes(array: pa.Array) -> Ints:
    """A number for every distinct string, -1 for missing."""
    encoded = array.dictionary_encode().indices.fill_null(-1)
    return np.asarray(encoded.to_numpy(zero_copy_only=False), dtype=np.int64)


MISSING = -2


def _link(sheet: _Sheet, numbers: _Numbers) -> NDArray[np.int32]:
    """Row of every parent: -1 for the article, MISSING when it is not in the thread; self-replies settled (rule 4)."""
    n, rows = len(sheet), np.arange(len(sheet))
    own, wanted = numbers.own[sheet.order], numbers.wanted[sheet.order]
    if numbers.distinct:
        holder = np.full(len(numbers.own) + 2, -1, dtype=np.int64)
        holder[own] = rows
        above = holder[wanted]
        there = above >= 0
        there[there] = sheet.thread[above[there]] == sheet.thread[there]
    else:
        stride = len(numbers.own) + 1
        keys, sought = sheet.thread * stride + own, sheet.thread * stride + wanted
        order = np.argsort(keys, kind="stable")
        above = order[np.minimum(np.searchsorted(keys[order], sought), n - 1)] if n else rows
        there = (wanted >= 0) & (keys[above] == sought)
    parent = np.where(wanted == -1, -1, np.where(there, above, MISSING)).astype(np.int32)
    own_reply = parent == rows
    sheet.mend("self-reply", np.flatnonzero(own_reply), "made a reply to the article")
    parent[own_reply] = -1
    sheet.elsewhere = (parent == MISSING) & (wanted >= 0)
    return parent


def _settle_orphans(sheet: _Sheet, parent: NDArray[np.int32], orphans: Orphans) -> NDArray[np.int32]:
    """Apply the policy to replies whose parent is not in the thread (rule 5)."""
    elsewhere = sheet.elsewhere
    lost = parent == MISSING
    if not lost.any():
        return parent
    is_lost = np.zeros(len(sheet.columns["id"]), dtype=bool)
    is_lost[sheet.order[lost]] = True
    ids, known = sheet.columns["parent_id"], sheet.columns["missing_parent"]
    sheet.columns["missing_parent"] = pc.if_else(pa.array(is_lost), ids, known)
    done = {
        "promote": "made a reply to the article",
        "ghost": "answers an empty comment put in its parent's place",
        "drop": "dropped with all below it",
    }[orphans]
    sheet.mend("missing parent", np.flatnonzero(lost & ~elsewhere), done)
    sheet.mend("parent in another thread", np.flatnonzero(lost & elsewhere), done)
    if orphans == "promote":
        return np.where(lost, np.int32(-1), parent)
    return _drop_below(sheet, parent, lost) if orphans == "drop" else _add_ghosts(sheet, parent, lost)


def _drop_below(sheet: _Sheet, parent: NDArray[np.int32], lost: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Drop the lost comments and all that hang on them."""
    gone, hop = lost.copy(), np.where(lost, np.int32(-1), parent)
    for _ in range(len(parent).bit_length() + 1):
        climbing = hop >= 0
        gone[climbing] |= gone[hop[climbing]]
        hop[climbing] = hop[hop[climbing]]
    reasons = ("it hangs on a comment that was dropped", "its parent is not in the thread")
    named = zip(sheet.cells("id", np.flatnonzero(gone)), lost[gone].tolist(), strict=True)
    sheet.dropped += [(str(name), reasons[is_lost]) for name, is_lost in named]
    new_row = np.cumsum(~gone) - 1
    kept = parent[~gone]
    sheet.take(np.flatnonzero(~gone))
    return np.where(kept >= 0, new_row[kept], kept).astype(np.int32)


def _add_ghosts(sheet: _Sheet, parent: NDArray[np.int32], lost: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Put one deleted, empty comment in the place of every missing one, directly before its first reply."""
    rows = np.flatnonzero(lost)
    wanted = sheet.columns["parent_id"].take(pa.array(sheet.order[rows]))
    keys = _codes(wanted) + sheet.thread[rows] * (len(rows) + 1)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    n, n_ghosts, n_came = len(sheet), len(first), len(sheet.columns["id"])
    blank: dict[str, Any] = {"id": wanted.take(pa.array(first)), "text": [""] * n_ghosts, "deleted": [True] * n_ghosts}
    for name, array in sheet.columns.items():
        made = blank.get(name, [None] * n_ghosts)
        ghosts = made if isinstance(made, pa.Array) else pa.array(made, type=array.type)
        sheet.columns[name] = _joined(array, ghosts)
    parent = np.concatenate([parent, np.full(n_ghosts, -1, dtype=np.int32)])
    parent[rows] = n + inverse
    sheet.order = np.concatenate([sheet.order, n_came + np.arange(n_ghosts)])
    sheet.thread = np.concatenate([sheet.thread, sheet.thread[rows[first]]])
    place = np.concatenate([np.arange(n, dtype=np.float64), rows[first] - 0.5])
    order = np.argsort(place, kind="stable")
    sheet.take(order)
    sheet.notes.append(f"{n_ghosts} empty comments stand for missing ones; they are not counted as found")
    return relabel(parent, order.astype(np.int32))


def _joined(first: pa.Array | pa.ChunkedArray, second: pa.Array) -> pa.Array | pa.ChunkedArray:
    """Two arrays of one type in one, labels included; one more piece of what is in pieces."""
    if isinstance(first, pa.ChunkedArray):
        return pa.chunked_array([*first.chunks, second])
    return pa.table({"": pa.chunked_array([first, second])}).unify_dictionaries().combine_chunks()[""].chunk(0)


def _cut_cycles(sheet: _Sheet, parent: NDArray[np.int32]) -> NDArray[np.int32]:
    """Make the first comment of every cycle a reply to the article (rule 6)."""
    on_cycle = cycles(parent)
    if not on_cycle.any():
        return parent
    rows = np.flatnonzero(on_cycle)
    earliest, hop = np.arange(len(parent)), parent.copy()
    for _ in range(len(rows).bit_length() + 1):
        earliest[rows] = np.minimum(earliest[rows], earliest[hop[rows]])
        hop[rows] = hop[hop[rows]]
    first = rows[earliest[rows] == rows]
    sheet.mend("cycle", first, "cut here: made a reply to the article")
    parent = parent.copy()
    parent[first] = -1
    return parent


def _order_parents_first(sheet: _Sheet, parent: NDArray[np.int32]) -> NDArray[np.int32]:
    """Move comments that stand before their parent to directly after it (rule 7)."""
    rows = np.arange(len(parent))
    early = np.flatnonzero(parent > rows)
    if not early.size:
        return parent
    sheet.mend("parent after child", early, "moved to directly after its parent")
    order = parents_first(parent, rows)
    sheet.take(order)
    return relabel(parent, order)


def _account(batches: Sequence[Rows], sheet: _Sheet, n_rows: int) -> ReadReport:
    """The readers' report, completed with what happened here."""
    reports = [batch.report for batch in batches] or [ReadReport()]
    stated = [report.stated_count for report in reports if report.stated_count is not None]
    dropped = tuple(chain.from_iterable(report.dropped for report in reports))
    return reports[0].with_(
        found=n_rows + len(dropped),
        dropped=(*dropped, *sheet.dropped),
        leftover=tuple(chain.from_iterable(report.leftover for report in reports)),
        defects=(*chain.from_iterable(report.defects for report in reports), *sheet.defects),
        notes=(*dict.fromkeys(chain.from_iterable(report.notes for report in reports)), *sheet.notes, *_stubs(batches)),
        stated_count=sum(stated) if stated else None,
        missing_numbers=tuple(chain.from_iterable(report.missing_numbers for report in reports)),
    )


def _stubs(batches: Sequence[Rows]) -> list[str]:
    """What to say of comments that the source names and does not hold."""
    stubs = [stub for batch in batches for stub in batch.stubs]
    counted = [stub.n for stub in stubs if stub.n]
    notes = [f"not fetched: {count(sum(counted), 'comment')} behind {count(len(counted), 'stub')}"] if counted else []
    if more := len(stubs) - len(counted):
        notes.append(f"not fetched: the replies behind {count(more, 'stub')} that state no number")
    return notes


def _corpus(
    sheet: _Sheet, parent: NDArray[np.int32], articles: dict[str, Article], stated: Sequence[str], report: ReadReport
) -> Corpus:
    """The corpus of a sheet in order; parents counted from the first row of their thread."""
    threads = list(dict.fromkeys([*sheet.threads, *articles, *stated]))
    if stated:
        places = {name: place for place, name in enumerate(stated)}
        threads.sort(key=lambda name: places.get(name, len(places)))
        numbers = {name: number for number, name in enumerate(threads)}
        thread = np.array([numbers[name] for name in sheet.threads], dtype=np.int64)[sheet.thread]
    else:
        thread = sheet.thread
    offsets = np.searchsorted(thread, np.arange(len(threads) + 1)).astype(np.int64)
    start = offsets[:-1][thread] if len(sheet) else np.zeros(0, dtype=np.int64)
    above = pa.array(np.where(parent < 0, -1, parent - start).astype(np.int32))
    names = [known.name for known in SOURCE] + [name for name in sheet.columns if name not in _COLUMNS]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        made = list(
            pool.map(lambda name: coerce(name, above if name == "parent" else sheet.column(name), len(sheet)), names)
        )
    table = pa.table(dict(zip(names, made, strict=True)))
    bare = Article()
    return Corpus(
        table=table,
        offsets=offsets,
        ids=tuple(threads),
        articles=tuple(articles.get(name, bare) for name in threads),
        reports=(report,) * len(threads),
    )
