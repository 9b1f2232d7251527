"""Dumps of comments and submissions, a JSON object a line, of any size: Pushshift, Arctic Shift, and their kin.

A block of whole lines is read at once into columns (pyarrow), two blocks at a time; a block that holds anything out of
the ordinary, such as a broken line, a number where others have a text, or bytes that are no UTF-8, is read again line
by line by `add_comment`, which is what the columns are made like. Memory holds a few blocks. Lines that hold neither a
comment nor a submission are dropped and named. Early dumps have numbers as texts, and comments without ids; some of
Pushshift's have numbers as ids. May import: the standard library, numpy, pyarrow, errors, gathering, json_text, rows,
readers.base, and records of this package.
"""

from __future__ import annotations

import hashlib
import io
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, cycle
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj
from numpy.typing import NDArray

from discourse.errors import BrokenInput
from discourse.gathering import Gather
from discourse.json_text import decode
from discourse.readers.base import Source
from discourse.readers.reddit.records import (
    COMMENT,
    DIGITS,
    ENTITY,
    NOBODY,
    NOTICE,
    NOTICES,
    SITE,
    SUBMISSION,
    add_comment,
    add_submission,
    below_of,
    is_comment,
    is_submission,
    unescaped_again,
)
from discourse.rows import Rows

BLOCK = 2**22
"""Bytes read at once: few enough for the processor's cache, and enough for the work to outweigh the calls."""
_AT_ONCE = 2
"""Blocks that are worked on while the next is read."""
_PIECE = 2**18
"""Bytes searched at once: what comes of them stays in the cache, and needs no memory of the system each time."""
_LOOKED_AT = 20
"""Lines whose values tell the kinds of the fields of a block."""
_IDS = ("id", "link_id", "parent_id")
_TEXTS = ("author", "body", "permalink", "distinguished")
_NUMBERS = ("created_utc", "score")
_SIGNS = ("is_submitter", "score_hidden")
_LATEST = 4_102_444_800
"""Seconds from 1970 to 2100; larger numbers are no seconds, and are read one by one."""
_AND = ord("&")
_POOL = pa.system_memory_pool()
"""For what stays: it gives the rest of its pages back."""
_STRING = pa.large_string()
_TIME = pa.timestamp("us", "UTC")
_NONE = pa.scalar(None, _STRING)


def is_dump(head: bytes) -> bool:
    r"""Whether a source has an object of its own on each line, that is a comment or a submission, or was to be one.

    Examples
    --------
    >>> is_dump(b'{"id": "a", "body": "No.", "link_id": "t3_x"}\n'), is_dump(b'{"kind": "Listing"}\n{"kind": "t1"}\n')
    (True, False)
    """
    lines = [line for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:_LOOKED_AT] if line.strip()]
    records = [record for line in lines if isinstance(record := _decoded(line), dict)]
    flat = [record for record in records if is_comment(record) or is_submission(record)]
    return bool(flat) and not any(map(below_of, flat))


def _decoded(line: bytes) -> Any:
    """The value on a line; None when there is none."""
    try:
        return decode(line)
    except BrokenInput:
        return None


def read_dump(source: Source, size: int = BLOCK, *, in_columns: bool = True) -> Iterator[Rows]:
    """Yield the comments in the order of the lines, and the submissions as articles.

    Parameters
    ----------
    source : Source
    size : int
        Bytes of a block.
    in_columns : bool
        Whether blocks are read into columns where that can be; what comes out is the same.

    Raises
    ------
    BrokenInput
        No line holds a comment or a submission; or some line does not, and the reading is strict.
    """
    n_found, dropped = 0, list[tuple[str, str]]()
    for rows in _batches(source, size, in_columns):
        n_found += len(rows) + len(rows.articles)
        dropped += rows.report.dropped[: 1 - len(dropped)]
        yield rows
    if dropped and not n_found:
        raise BrokenInput(
            f"no line holds a comment or a submission: {dropped[0][0]} is {dropped[0][1]}",
            where=source.name,
            fix="check the file, or pass another --format",
        )
    yield Gather(source.name).rows(source.damage)


@dataclass(frozen=True)
class _Columns:
    """The comments of a block as columns, its number of lines, and those lines, from 0, that hold something else."""

    columns: dict[str, pa.Array]
    n_lines: int
    others: list[tuple[int, bytes]]


def _batches(source: Source, size: int, in_columns: bool) -> Iterator[Rows]:
    """Batches of all blocks; two are worked on while the next is read."""
    waiting: deque[tuple[memoryview, Future[_Columns | None]]] = deque()
    first = 1
    with ThreadPoolExecutor(_AT_ONCE + 1) as pool:
        if source.stream is None and not _is_plain(source):
            # Asked for in the end; to work it out takes another processor a while.
            pool.submit(lambda: source.sha256)
        for block in chain(_blocks(source, size), [None] * _AT_ONCE):
            if block is not None:
                waiting.append((block, pool.submit(_in_columns if in_columns else _never, block)))
            if len(waiting) > _AT_ONCE or (block is None and waiting):
                done, columns = waiting.popleft()
                n_lines, batches = _rows(source, done, first, columns.result())
                yield from batches
                first += n_lines


def _never(_: memoryview) -> None:
    """No columns."""


def _is_plain(source: Source) -> bool:
    """Whether what is read is the file as it lies there."""
    if source.stream is not None or source.data is not None:
        return False
    with source.open() as file:
        return isinstance(getattr(file, "raw", None), io.FileIO) and source.head == source.raw_head


def _blocks(source: Source, size: int) -> Iterator[memoryview]:
    """The source cut at ends of lines, without a byte order mark; a block is there until three more were asked for."""
    if source.head != source.raw_head:
        # UTF-16 is decoded first.
        for _, line in source.lines():
            yield memoryview(line + b"\n")
        return
    slots = cycle([bytearray(size) for _ in range(_AT_ONCE + 2)])
    slot, rest = next(slots), b""
    whole = hashlib.sha256() if _is_plain(source) else None
    with source.open() as file:
        is_first = True
        while True:
            if len(rest) >= len(slot) // 2:
                slot = bytearray(max(2 * len(rest), size))
            filled = len(rest)
            slot[:filled] = rest
            view = memoryview(slot)
            while filled < len(slot) and (n_read := cast("io.BufferedReader", file).readinto(view[filled:])):
                filled += n_read
            if whole:
                whole.update(view[len(rest) : filled])
            cut = filled if filled < len(slot) else slot.rfind(b"\n") + 1
            rest = bytes(view[cut:filled])
            begin = 3 if is_first and slot.startswith(b"\xef\xbb\xbf") else 0
            is_first = False
            if cut > begin:
                yield view[begin:cut]
                slot = next(slots)
            if filled < len(slot):
                break
    if whole:
        # All of the file has been read, and need not be read again for this.
        source.__dict__["sha256"] = whole.hexdigest()


def _rows(source: Source, block: memoryview, first: int, columns: _Columns | None) -> tuple[int, list[Rows]]:
    """The number of lines of a block, of which the first has this number, and its batches."""
    batches = []
    if columns is None:
        lines = list(enumerate(bytes(block).removesuffix(b"\n").split(b"\n")))
        n_lines = len(lines)
    else:
        lines, n_lines = columns.others, columns.n_lines
        if len(columns.columns["text"]):
            numbers = pa.array(np.arange(first, first + n_lines, dtype=np.int32))
            if lines:
                numbers = numbers.take(pa.array(np.delete(np.arange(n_lines), [row for row, _ in lines])))
            batches.append(Rows(columns.columns | {"line": numbers}))
    if lines:
        found = Gather(source.name, strict=source.strict)
        for row, line in lines:
            if line and not line.isspace():
                _add(found, line, first + row)
        batches.append(found.rows())
    return n_lines, batches


def _add(found: Gather, line: bytes, number: int) -> None:
    """What a line holds."""
    try:
        record = decode(line, first_line=number)
    except BrokenInput as error:
        found.drop(f"line {number}", error.what)
        return
    if not isinstance(record, dict) or not (is_comment(record) or is_submission(record)):
        found.drop(f"line {number}", "no comment and no submission")
        return
    if not _is_utf_8(line):
        found.defect("encoding", f"line {number}", "what is no UTF-8 became U+FFFD")
    if is_comment(record):
        add_comment(found, record, line=number)
    else:
        add_submission(found, record)


def _is_utf_8(line: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _in_columns(block: memoryview) -> _Columns | None:
    """The comments of a block as columns; None when something in it is out of the ordinary."""
    starts = _line_starts(block)
    if starts is None:
        return None
    try:
        table = pj.read_json(
            pa.BufferReader(pa.py_buffer(block)),
            pj.ReadOptions(use_threads=False, block_size=len(block) + 1),
            pj.ParseOptions(explicit_schema=_schema(block), unexpected_field_behavior="ignore"),
            memory_pool=_POOL,
        )
        if len(table) != len(starts):
            return None
        stated = {name: table[name].combine_chunks() for name in table.column_names}
        stated["body"].validate(full=True)
        stated["author"].validate(full=True)
        times, scores = _times(stated["created_utc"]), _scores(stated)
        ids = {name: _ids(stated[name]) for name in _IDS}
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    if times is None or scores is None:
        return None
    columns = _made(stated, ids) | {"created": times, "score": scores}
    ordinary = stated["body"].is_valid()
    if stated["link_id"].null_count:
        ordinary = pc.and_(ordinary, pc.or_(stated["link_id"].is_valid(), stated["parent_id"].is_valid()))
    keep = np.asarray(ordinary.to_numpy(zero_copy_only=False))
    if keep.all():
        return _Columns(columns, len(starts), [])
    others = [(row, _line(block, starts, row)) for row in np.flatnonzero(~keep).tolist()]
    return _Columns({name: values.filter(ordinary) for name, values in columns.items()}, len(starts), others)


def _line_starts(block: memoryview) -> NDArray[np.int64] | None:
    """Where the lines of a block begin; None unless each is an object in braces, for all that its ends show."""
    signs = np.frombuffer(block, dtype=np.uint8)
    ends = _places(signs, 10)
    if not len(ends) or ends[-1] != len(signs) - 1:
        ends = np.append(ends, len(signs))
    starts = np.concatenate([[0], ends[:-1] + 1])
    last = np.where(signs[ends - 1] == 13, ends - 2, ends - 1)
    if (last < starts).any() or (signs[starts] != 123).any() or (signs[last] != 125).any():
        return None
    return starts


def _places(signs: NDArray[np.uint8], sign: int) -> NDArray[np.int64]:
    """Where a byte stands."""
    begins = range(0, len(signs), _PIECE)
    found = [np.flatnonzero(signs[begin : begin + _PIECE] == sign) + begin for begin in begins]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _line(block: memoryview, starts: NDArray[np.int64], row: int) -> bytes:
    """The bytes of a line."""
    end = starts[row + 1] if row + 1 < len(starts) else len(block)
    return bytes(block[starts[row] : end]).rstrip(b"\r\n")


def _schema(block: memoryview) -> pa.Schema:
    """The fields that are read, of the kinds that they have on the first lines."""
    kinds: dict[str, set[type]] = {name: set() for name in (*_IDS, *_NUMBERS)}
    for line in bytes(block[: 2**16]).split(b"\n", _LOOKED_AT)[:_LOOKED_AT]:
        record = _decoded(line)
        for name, seen in kinds.items():
            value = record.get(name) if isinstance(record, dict) else None
            if value is not None:
                seen.add(type(value))
    return pa.schema(
        [pa.field(name, pa.int64() if kinds[name] == {int} else _STRING) for name in _IDS]
        + [pa.field(name, _STRING) for name in _TEXTS]
        + [pa.field(name, _STRING if kinds[name] == {str} else pa.float64()) for name in _NUMBERS]
        + [pa.field(name, pa.bool_()) for name in _SIGNS]
    )


def _times(stated: pa.Array) -> pa.Array | None:
    """Seconds since 1970 as times; None when some are no seconds."""
    numbers = stated.cast(pa.float64())
    seconds = np.asarray(numbers.fill_null(0.0).to_numpy(zero_copy_only=False))
    if not (np.abs(seconds) <= _LATEST).all():
        return None
    whole = seconds.astype(np.int64)
    moments = whole * 1_000_000
    if (whole != seconds).any():
        moments += np.rint((seconds - whole) * 1e6).astype(np.int64)
    times = pa.array(moments).cast(_TIME)
    return pc.if_else(numbers.is_valid(), times, pa.scalar(None, _TIME)) if numbers.null_count else times


def _scores(stated: dict[str, pa.Array]) -> pa.Array | None:
    """Votes; missing where they are hidden."""
    scores = stated["score"].cast(pa.float64())
    if not pc.all(pc.is_finite(scores)).as_py() and len(scores) > scores.null_count:
        return None
    hidden = stated["score_hidden"]
    if hidden.null_count == len(hidden):
        return scores
    return pc.if_else(hidden.fill_null(False), pa.scalar(None, pa.float64()), scores)


def _ids(stated: pa.Array) -> pa.Array:
    """Ids as texts."""
    return _in_base_36(stated) if pa.types.is_integer(stated.type) else stated


def _in_base_36(stated: pa.Array) -> pa.Array:
    """Numbers as Reddit writes ids, as `in_base_36` does one."""
    left = np.asarray(stated.fill_null(0).to_numpy(zero_copy_only=False))
    if (left < 0).any():
        raise pa.ArrowInvalid("an id below zero")
    places: list[NDArray[np.int64]] = []
    while left.any() or not places:
        left, digit = np.divmod(left, 36)
        places.append(digit)
    digits = np.stack(places[::-1], axis=1)
    shown = np.logical_or.accumulate(digits > 0, axis=1)
    shown[:, -1] = True
    signs = np.frombuffer(DIGITS.encode(), dtype=np.uint8)[digits[shown]]
    offsets = np.concatenate([[0], np.cumsum(shown.sum(axis=1))]).astype(np.int64)
    made = pa.LargeStringArray.from_buffers(len(stated), pa.py_buffer(offsets), pa.py_buffer(signs))
    return pc.if_else(stated.is_valid(), made, _NONE)


def _made(stated: dict[str, pa.Array], ids: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """The columns of comments, as `add_comment` makes them of one."""
    key, above = _plain_ids(ids["id"]), _plain_ids(ids["parent_id"])
    to_article = _begins(ids["parent_id"], SUBMISSION)
    home = _plain_ids(ids["link_id"])
    if home.null_count:
        home = pc.coalesce(home, pc.if_else(to_article, above, _NONE))
    is_bare = pc.invert(_begins(ids["parent_id"], COMMENT))
    to_article = pc.or_kleene(to_article, pc.and_(is_bare, pc.equal(above, home)))
    author, body = stated["author"], stated["body"]
    is_nobody = pc.or_(pc.equal(author, ""), pc.or_(pc.equal(author, NOBODY[0]), pc.equal(author, NOBODY[1])))
    return {
        "thread_id": home,
        "id": key,
        "parent_id": pc.if_else(to_article.fill_null(False), _NONE, above, memory_pool=_POOL),
        "author": pc.if_else(is_nobody, _NONE, author, memory_pool=_POOL),
        "text": _unescaped(body),
        "deleted": _gone(body),
        "url": _addresses(stated["permalink"], home, key),
        "role": _roles(stated["distinguished"], stated["is_submitter"]),
    }


def _plain_ids(ids: pa.Array) -> pa.Array:
    """Ids without what says of which kind they are, as `plain_id` gives one."""
    named = pc.or_(_begins(ids, COMMENT), _begins(ids, SUBMISSION)).fill_null(False)
    if not pc.any(named).as_py():
        return ids
    rest = pc.utf8_slice_codeunits(ids, len(COMMENT), memory_pool=_POOL)
    return rest if pc.all(named).as_py() else pc.if_else(named, rest, ids)


def _begins(texts: pa.Array, with_: str) -> pa.Array:
    """Whether each text begins so."""
    return pc.starts_with(texts, with_)


def _gone(bodies: pa.Array) -> pa.Array:
    """Whether each text is a notice, as `is_gone` tells of one."""
    gone = np.zeros(len(bodies), dtype=bool)
    rows = np.flatnonzero(_begins(bodies, "[").fill_null(False).to_numpy(zero_copy_only=False))
    if rows.size:
        said = bodies.take(pa.array(rows))
        gone[rows] = pc.or_(pc.is_in(said, pa.array(NOTICES, _STRING)), _begins(said, NOTICE))
    return pa.array(gone)


def _addresses(places: pa.Array, home: pa.Array, key: pa.Array) -> pa.Array:
    """The permalinks, as `address_of` gives one."""
    short = _begins(places, "/")
    whole = _joined(SITE, places)
    if places.null_count == 0 and pc.all(short).as_py():
        return whole
    known = pc.if_else(pc.equal(places, ""), _NONE, pc.if_else(short, whole, places))
    made = _joined(f"{SITE}/comments/", home, "/_/", key, "/")
    return pc.coalesce(known, pc.if_else(pc.or_(pc.equal(home, ""), pc.equal(key, "")), _NONE, made))


def _joined(*parts: pa.Array | str, between: str = "", null_handling: str = "emit_null") -> pa.Array:
    """Texts one after the other, row by row."""
    given = [pa.scalar(part, _STRING) if isinstance(part, str) else part for part in (*parts, between)]
    return pc.binary_join_element_wise(*given, null_handling=null_handling, memory_pool=_POOL)


def _roles(said: pa.Array, is_submitter: pa.Array) -> pa.Array:
    """What Reddit calls the authors, as `role_of` tells of one."""
    roles = pc.if_else(pc.equal(said, ""), _NONE, said)
    if not pc.any(is_submitter).as_py():
        return roles
    both = _joined(roles, "submitter", between=", ", null_handling="skip")
    return pc.if_else(is_submitter.fill_null(False), both, roles)


def _unescaped(texts: pa.Array) -> pa.Array:
    """The texts with their entities as signs, as `unescaped` gives one."""
    ends, signs = _bytes(texts)
    at = _places(signs, _AND)
    if not at.size:
        return texts
    rows = _rows_of(at, ends)
    escaped = _without_escapes(texts.take(pa.array(rows)))
    ends, signs = _bytes(escaped)
    left = _rows_of(_places(signs, _AND), ends)
    said = escaped.take(pa.array(left))
    is_entity = pc.match_substring_regex(said, ENTITY)
    if pc.any(is_entity).as_py():
        again = left[is_entity.to_numpy(zero_copy_only=False)]
        said = [unescaped_again(one) for one in said.filter(is_entity).to_pylist()]
        escaped = _replaced(escaped, again, pa.array(said, _STRING))
    return _replaced(texts, rows, escaped)


def _rows_of(at: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows that these bytes stand in, each once."""
    rows = np.searchsorted(ends, at, side="right") - 1
    return rows[np.append(True, rows[1:] != rows[:-1])] if rows.size else rows


def _bytes(texts: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Where the texts end in their bytes, from the begin of the first on, and these bytes."""
    _, ends, signs = texts.buffers()
    places = np.frombuffer(ends, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    whole = np.zeros(0, dtype=np.uint8) if signs is None else np.frombuffer(signs, dtype=np.uint8)
    return places - places[0], whole[places[0] : places[-1]]


def _without_escapes(texts: pa.Array) -> pa.Array:
    """Texts, none of them missing, with the signs that &lt; &gt; and &amp; stand for."""
    ends, signs = _bytes(texts)
    signs = np.append(signs, np.zeros(4, dtype=np.uint8))
    at = _places(signs, _AND)
    left = ends[np.searchsorted(ends, at, side="right")] - at
    keep = np.ones(len(signs), dtype=bool)
    lost = np.zeros(len(at), dtype=np.int64)
    for sign, entity in ((b"<", b"&lt;"), (b">", b"&gt;"), (b"&", b"&amp;")):
        is_this = left >= len(entity)
        for place, byte in enumerate(entity):
            is_this &= signs[np.minimum(at + place, len(signs) - 1)] == byte
        here = at[is_this]
        signs[here] = sign[0]
        for place in range(1, len(entity)):
            keep[here + place] = False
        lost[is_this] = len(entity) - 1
    moved = ends - np.concatenate([[0], np.cumsum(lost)])[np.searchsorted(at, ends)]
    kept = signs[keep]
    return pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(moved), pa.py_buffer(kept))


def _replaced(texts: pa.Array, rows: NDArray[np.int64], others: pa.Array) -> pa.Array:
    """The texts with others in some rows."""
    here = np.zeros(len(texts), dtype=bool)
    here[rows] = True
    return pc.replace_with_mask(texts, pa.array(here), others, memory_pool=_POOL)
