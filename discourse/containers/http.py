r"""HTTP answers as crawlers keep them: status, type, encoding, and the body unpacked.

A body that is no longer chunked or packed while its head still says so is taken as it is: browsers that record, and
some crawlers, keep the old head. Brotli and Zstandard need the extra `warc`. Formats: RFC 9110 and RFC 9112.
May import: the standard library, errors, readers.base, unpacking, containers.records, containers.runs; fastwarc when
needed.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from discourse.containers.records import LARGEST, LONGEST_HEAD, read_fields
from discourse.containers.runs import PIECE, STEP, Members
from discourse.errors import BrokenInput, InputError, MissingExtra
from discourse.readers.base import is_binary
from discourse.unpacking import MAX_RATIO

_STATUS = re.compile(rb"\s*HTTP/[0-9.]{1,4}[ \t]+(\d{3})[^\n]{0,2000}\n")
_HEAD_END = re.compile(rb"\n\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,4000})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_MARKS = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_KNOWN = {*_MARKS, "deflate", "br"}


class Answer(NamedTuple):
    """What a server sent.

    Parameters
    ----------
    status : int or None
        None where the head is none.
    type : str
        Such as "text/html"; "" where nothing states it.
    charset : str
        "" where nothing states it.
    fields : dict
        The head, by name in lower case.
    body : bytes
        Packed as it came.
    """

    status: int | None
    type: str
    charset: str
    fields: dict[str, str]
    body: bytes


def read_answer(block: bytes) -> Answer:
    r"""The parts of an HTTP answer.

    Examples
    --------
    >>> read_answer(b"HTTP/1.1 200 OK\r\nContent-Type: text/HTML; charset=utf-8\r\n\r\n<p>")[:3]
    (200, 'text/html', 'utf-8')
    """
    line = _STATUS.match(block)
    if line is None:
        return Answer(None, "", "", {}, block)
    end = _HEAD_END.search(block, line.end() - 1, LONGEST_HEAD)
    fields = read_fields(block[line.end() : end.start()]) if end else {}
    type_, charset = read_type(fields.get("content-type", ""))
    return Answer(int(line[1]), type_, charset, fields, block[end.end() :] if end else b"")


def read_type(stated: str) -> tuple[str, str]:
    """A media type and the encoding that is stated with it.

    Examples
    --------
    >>> read_type('Text/html; charset="UTF-8"'), read_type("application/json")
    (('text/html', 'UTF-8'), ('application/json', ''))
    """
    charset = _CHARSET.search(stated)
    return stated.partition(";")[0].strip().lower(), charset[1] if charset else ""


def read_body(answer: Answer, max_ratio: int = MAX_RATIO) -> tuple[bytes, str | None]:
    r"""The body of an answer, unpacked, and what was wrong with it.

    Parameters
    ----------
    answer : Answer
    max_ratio : int
        How many times its packed size it may have.

    Returns
    -------
    body : bytes
        Empty where it cannot be unpacked at all.
    damage : str or None

    Raises
    ------
    MissingExtra
        It is packed with Brotli or Zstandard, and the extra is not installed.

    Examples
    --------
    >>> head = {"transfer-encoding": "chunked", "content-encoding": "deflate"}
    >>> packed = zlib.compress(b"<p>At last.")
    >>> read_body(Answer(200, "", "", head, b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)))
    (b'<p>At last.', None)
    """
    body, damage = answer.body, None
    coding = [one.strip().lower() for one in answer.fields.get("transfer-encoding", "").split(",")]
    if "chunked" in coding:
        body, damage = _without_chunks(body)
    packings = [*answer.fields.get("content-encoding", "").split(","), *(one for one in coding if one != "chunked")]
    for packing in reversed([one.strip().lower() for one in packings]):
        if packing in {"", "identity", "none"} or not body or _is_unpacked(body, packing):
            continue
        if packing not in _KNOWN:
            return b"", f"it is packed as {packing[:20]!r}, which is not known"
        body, wrong = _unpacked(body, packing, max_ratio)
        damage = wrong or damage
    return body, damage


def _without_chunks(body: bytes) -> tuple[bytes, str | None]:
    """The body of a chunked answer; as it is, where it holds no chunks."""
    pieces: list[bytes] = []
    at = 0
    while head := _CHUNK.match(body, at):
        size = int(head[1], 16)
        if not size:
            return b"".join(pieces), None
        pieces.append(body[head.end() : head.end() + size])
        at = head.end() + size
        at += len(b"\r\n") if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)
    if not pieces:
        return body, None
    return b"".join(pieces), "its chunks are cut off or broken"


def _is_unpacked(body: bytes, packing: str) -> bool:
    """Whether a body is text already, whatever its head says."""
    if packing in _MARKS:
        return not body.startswith(_MARKS[packing])
    return body.lstrip()[:1] in (b"<", b"{", b"[") and not is_binary(body[:4096])


def _unpacked(body: bytes, packing: str, max_ratio: int) -> tuple[bytes, str | None]:
    """A body unpacked as far as it goes, and what was wrong with it."""
    pieces: list[bytes] = []
    n_out = 0
    try:
        for piece in _pieces(body, packing, max_ratio):
            pieces.append(piece)
            n_out += len(piece)
            if n_out > LARGEST:
                return b"", f"it unpacks to more than {LARGEST // 2**20} MiB"
    except BrokenInput as error:
        return b"".join(pieces), error.what
    except InputError as error:
        return b"", error.what
    except (zlib.error, OSError, EOFError):
        return b"".join(pieces), f"its {packing} data is damaged or cut off"
    return b"".join(pieces), None


def _pieces(body: bytes, packing: str, max_ratio: int) -> Iterator[bytes]:
    """The pieces that a packed body holds."""
    if packing in {"br", "zstd"}:
        return _by_fastwarc(body, packing)
    return _inflated(body) if packing == "deflate" else _ungzipped(body, max_ratio)


def _ungzipped(body: bytes, max_ratio: int) -> Iterator[bytes]:
    """The pieces that gzip data holds."""
    for run in Members(io.BytesIO(body), "gzip data of a page", max_ratio).runs():
        while n_held := run.fill(1):
            yield run.take(n_held)
        if run.damage:
            raise zlib.error(run.damage)


def _inflated(body: bytes) -> Iterator[bytes]:
    """The pieces that deflate data holds, with or without its frame, as browsers take it."""
    is_framed = body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0
    unpacker = zlib.decompressobj(15 if is_framed else -15)
    while not unpacker.eof:
        piece = unpacker.decompress(body, PIECE)
        if not piece and not body:
            raise EOFError
        body = unpacker.unconsumed_tail
        yield piece


def _by_fastwarc(body: bytes, packing: str) -> Iterator[bytes]:
    """The pieces that Brotli or Zstandard data holds."""
    try:
        from fastwarc.stream_io import BrotliReader, ZstdReader
    except ImportError as error:
        raise MissingExtra(
            "pages packed with Brotli or Zstandard need the extra warc", fix="pip install 'discourse-threads[warc]'"
        ) from error
    file = io.BytesIO(body)
    reader = BrotliReader(file) if packing == "br" else ZstdReader(file)
    while piece := reader.read(STEP):
        yield piece
