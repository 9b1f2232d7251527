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
along. May import: numpy, pyarrow, article, columns, corpus, errors, order, quotes, rows, sheet, text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.article import Article, storable_article
from discourse.columns import OF_ROWS, SOURCE, coerce
from discourse.corpus import Corpus
from discourse.errors import UnknownName
from discourse.order import cycles, parents_first, relabel
from discourse.quotes import parse_spans
from discourse.rows import Defect, ReadReport, Rows, total
from discourse.sheet import AT_ONCE, Ints, Sheet, gather, joined
from discourse.text import count, storable

Orphans = Literal["promote", "ghost", "drop"]


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
    sheet = gather(batches, thread_id)
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


def _check_quotes(sheet: Sheet) -> None:
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


def _order_by_page(sheet: Sheet, stated: Sequence[str]) -> None:
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


def _page(sheet: Sheet) -> Ints:
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


def _name_comments(sheet: Sheet) -> None:
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


def _numbers(sheet: Sheet) -> _Numbers:
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


def _settle_duplicates(sheet: Sheet, numbers: _Numbers) -> bool:
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


def _link(sheet: Sheet, numbers: _Numbers) -> NDArray[np.int32]:
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


def _settle_orphans(sheet: Sheet, parent: NDArray[np.int32], orphans: Orphans) -> NDArray[np.int32]:
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


def _drop_below(sheet: Sheet, parent: NDArray[np.int32], lost: NDArray[np.bool_]) -> NDArray[np.int32]:
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


def _add_ghosts(sheet: Sheet, parent: NDArray[np.int32], lost: NDArray[np.bool_]) -> NDArray[np.int32]:
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
        sheet.columns[name] = joined(array, ghosts)
    parent = np.concatenate([parent, np.full(n_ghosts, -1, dtype=np.int32)])
    parent[rows] = n + inverse
    sheet.order = np.concatenate([sheet.order, n_came + np.arange(n_ghosts)])
    sheet.thread = np.concatenate([sheet.thread, sheet.thread[rows[first]]])
    place = np.concatenate([np.arange(n, dtype=np.float64), rows[first] - 0.5])
    order = np.argsort(place, kind="stable")
    sheet.take(order)
    sheet.notes.append(f"{n_ghosts} empty comments stand for missing ones; they are not counted as found")
    return relabel(parent, order.astype(np.int32))


def _cut_cycles(sheet: Sheet, parent: NDArray[np.int32]) -> NDArray[np.int32]:
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


def _order_parents_first(sheet: Sheet, parent: NDArray[np.int32]) -> NDArray[np.int32]:
    """Move comments that stand before their parent to directly after it (rule 7)."""
    rows = np.arange(len(parent))
    early = np.flatnonzero(parent > rows)
    if not early.size:
        return parent
    sheet.mend("parent after child", early, "moved to directly after its parent")
    order = parents_first(parent, rows)
    sheet.take(order)
    return relabel(parent, order)


def _account(batches: Sequence[Rows], sheet: Sheet, n_rows: int) -> ReadReport:
    """The readers' report, completed with what happened here."""
    read = total(batch.report for batch in batches)
    return read.with_(
        found=n_rows + len(read.dropped),
        dropped=(*read.dropped, *sheet.dropped),
        defects=(*read.defects, *sheet.defects),
        notes=(*read.notes, *sheet.notes, *_stubs(batches)),
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
    sheet: Sheet, parent: NDArray[np.int32], articles: dict[str, Article], stated: Sequence[str], report: ReadReport
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
    names = [known.name for known in SOURCE] + [name for name in sheet.columns if name not in OF_ROWS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
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
