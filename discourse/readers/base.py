"""What every reader shares: the source of bytes, decoding, and the protocol.

May import: the standard library, decoding, errors, json_text, mojibake, recoding, rows, text, unpacking.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast, runtime_checkable

from discourse.decoding import decode, utf_16
from discourse.errors import BinaryInput, BrokenInput, EmptyInput, InputError
from discourse.json_text import decode as decode_json
from discourse.json_text import documents, glimpse
from discourse.mojibake import repaired
from discourse.recoding import Recoded
from discourse.rows import Defect, Rows
from discourse.text import clean
from discourse.unpacking import MAX_RATIO, Unpacked, packing

HEAD = 65_536
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "an SQLite database",
}
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_RECORDS = re.compile(rb'\s*(?:\{\s*"|\[\s*\{)')
NOTHING_THERE, SAVE_AGAIN = "the input is empty", "save the page again, with its comments shown"
_CONTROL = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))


@dataclass(frozen=True, eq=False)
class Source:
    r"""Bytes with a name, read when asked for, and unpacked where they are compressed (gzip, bzip2, xz, Zstandard).

    Parameters
    ----------
    name : str
        What messages call it: the path as the user gave it, or "-" for standard input.
    path : Path or None
        Where the bytes lie, when they lie in a file.
    data : bytes or None
        The bytes, when they were handed over.
    stream : binary file or None
        Where the bytes come from, when they come once.
    max_ratio : int
        How many times its size compressed data may unpack to.
    strict : bool
        Whether a record that cannot be read is an error, instead of being left out and named.
    address : str or None
        Where a page was fetched from, when what it lies in says so.
    charset : str or None
        The encoding that was stated with it, as a server does.
    inherited : tuple of Defect
        What was wrong with what it lies in.
    among_others : bool
        Whether it is one of many pages, and wanted only if it has comments.

    Examples
    --------
    >>> source = Source("-", stream=io.BytesIO(b"one\ntwo\n"))
    >>> source.head, list(source.lines())
    (b'one\ntwo\n', [(1, b'one'), (2, b'two')])
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    stream: BinaryIO | None = None
    max_ratio: int = MAX_RATIO
    strict: bool = False
    address: str | None = None
    charset: str | None = None
    inherited: tuple[Defect, ...] = ()
    among_others: bool = False
    _opened: list[Unpacked] = field(default_factory=list, init=False, repr=False)
    _recoded: list[Recoded] = field(default_factory=list, init=False, repr=False)

    def open(self) -> BinaryIO:
        """The bytes from the beginning, unpacked where they are compressed; what came in a stream only once.

        Raises
        ------
        InputError
            The file cannot be read, or the stream has been read already.
        """
        packed = self.open_packed()
        kind = packing(packed.peek(10)[:10] if isinstance(packed, io.BufferedReader) else (self.data or b"")[:10])
        if kind is None:
            return packed
        unpacked = Unpacked(packed, kind, self.name, self.max_ratio)
        self._opened.append(unpacked)
        return cast("BinaryIO", io.BufferedReader(unpacked, 2**20))

    def open_packed(self) -> BinaryIO:
        """The bytes from the beginning as they lie there; what came in a stream only once.

        Raises
        ------
        InputError
            As `open`.
        """
        if self.stream is not None:
            return cast("BinaryIO", io.BufferedReader(self._tape.play(self.name), 2**20))
        return io.BytesIO(self.data) if self.data is not None else self._open_file()

    def without_bytes(self) -> Source:
        """The same source without what was read of it; its SHA-256 is known where it was, or could not be any more."""
        if self.stream is not None:
            return self
        rest = replace(self, data=None if self.data is None else b"")
        if self.data is not None or "sha256" in self.__dict__:
            rest.__dict__["sha256"] = self.sha256
        return rest

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Number and bytes of every line that is not blank, read as they are asked for; as UTF-8, without a mark.

        Lines end at line feeds; a carriage return before one is left out.
        """
        with self.utf_8() as file:
            for number, line in enumerate(file, start=1):
                line = line.rstrip(b"\r\n")
                if line and not line.isspace():
                    yield number, line

    def utf_8(self) -> BinaryIO:
        """The bytes from the beginning as UTF-8, whatever they are in; what had to be done for it is in `damage`."""
        recoded = Recoded(self.open())
        self._recoded.append(recoded)
        return cast("BinaryIO", io.BufferedReader(recoded, 2**20))

    @property
    def damage(self) -> tuple[Defect, ...]:
        """What was wrong with what it lies in, the packing and the encoding, as far as the bytes have been read."""
        found = dict.fromkeys(one.damage for one in self._opened if one.damage)
        said = dict.fromkeys(said for one in self._recoded for said in one.said)
        return (
            *self.inherited,
            *(Defect("damaged compression", self.name, f"{one}; what came before was read") for one in found),
            *(Defect("encoding", self.name, one) for one in said),
        )

    @cached_property
    def content(self) -> bytes:
        """All bytes, unpacked where they are compressed."""
        with self.open() as file:
            return file.read()

    @cached_property
    def recoded(self) -> bytes:
        """All bytes as UTF-8, whatever they are in; what had to be done for it is in `damage`."""
        with self.utf_8() as file:
            return file.read()

    @cached_property
    def raw_head(self) -> bytes:
        """The first 64 KiB, unpacked where they are compressed."""
        if "content" in self.__dict__:
            return self.content[:HEAD]
        if self.stream is not None:
            first = self._tape.first
            kind = packing(first[:10])
            file: BinaryIO = io.BytesIO(first)
            if kind:
                return io.BufferedReader(Unpacked(file, kind, self.name, self.max_ratio)).read(HEAD)
        else:
            file = self.open()
        with file:
            return file.read(HEAD)

    @property
    def head(self) -> bytes:
        """The first 64 KiB, for sniffing; of UTF-16 as UTF-8."""
        head = self.raw_head
        codec = "utf-16" if head.startswith(_UTF_16_MARKS) else utf_16(head)
        return head.decode(codec, errors="replace").encode("utf-8", errors="replace") if codec else head

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of all bytes as they lie there, hexadecimal; of a stream, of what has been read of it.

        Of a page that is the only one in its file, of the file.
        """
        if self.stream is not None:
            return self._tape.sha256.hexdigest()
        if self.path is None:
            return hashlib.sha256(self.data or b"").hexdigest()
        with self._open_file() as file:
            return hashlib.file_digest(cast("io.BufferedReader", file), "sha256").hexdigest()

    @cached_property
    def decoded(self) -> tuple[str, tuple[Defect, ...]]:
        """The text, cleaned, and the defects met on the way.

        In the order of browsers: a byte order mark decides, then what was stated with the page, then what a page of
        markup declares, then UTF-8, then statistics; a declaration that the bytes contradict is not believed, and that
        is a defect. What cannot be decoded becomes U+FFFD and is counted. Mojibake ("Ã¼" for "ü") is put right where
        it can be nothing else, and counted; records stay as they are. Binary and empty input are errors.
        """
        refuse_binary(self.content[:HEAD], self.name)
        text, said = decode(self.content, self.charset or "")
        defects = [*self.damage, *(Defect("encoding", self.name, repair) for repair in said)]
        text, counts = clean(text)
        if not text or text.isspace():
            raise EmptyInput(NOTHING_THERE, where=self.name, fix=SAVE_AGAIN)
        for kind, number in counts.items():
            defects += [Defect(kind, self.name, "replaced by U+FFFD")] * number
        if not _RECORDS.match(self.content[:HEAD]):
            text, n_repaired = repaired(text)
            defects += [Defect("mojibake", self.name, "UTF-8 that was read as Windows-1252, put right")] * n_repaired
        return text, tuple(defects)

    @cached_property
    def _tape(self) -> _Tape:
        """The stream with its beginning kept."""
        assert self.stream is not None
        return _Tape(self.stream)

    def _open_file(self) -> BinaryIO:
        """The file, at its beginning."""
        assert self.path is not None
        try:
            return self.path.open("rb")
        except OSError as error:
            raise InputError(
                f"cannot be read ({error.strerror})", where=self.name, fix="check the path and its permissions"
            ) from error


class _Tape(io.RawIOBase):
    """A stream that can be read once, after a look at its beginning; what is read is counted into a hash."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._played = False
        self.sha256 = hashlib.sha256()

    @cached_property
    def first(self) -> bytes:
        """So much of the beginning that 64 KiB can be unpacked from it."""
        pieces: list[bytes] = []
        missing = 4 * HEAD
        while missing > 0 and (piece := self._stream.read(missing)):
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def play(self, name: str) -> _Tape:
        """Begin to hand out what is on it."""
        if self._played:
            raise InputError("this stream has been read already", where=name, fix="open it again")
        self._played, self._rest = True, memoryview(self.first)
        return self

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; 0 at the end."""
        piece = self._rest[: len(buffer)]
        self._rest = self._rest[len(piece) :]
        got = piece if len(piece) else memoryview(self._stream.read(len(buffer)))
        self.sha256.update(got)
        buffer[: len(got)] = got
        return len(got)


def values_of(source: Source, drop: Callable[[str, str], None]) -> Iterator[tuple[int, Any]]:
    r"""The values of a source in JSON, one document or one value a line, with the line that each begins on.

    Parameters
    ----------
    source : Source
        Where values stand one a line, each is read when it is asked for.
    drop : callable
        Is told of a line that cannot be read, and why; such as `Gather.drop`.

    Raises
    ------
    BrokenInput
        It is one document, and it is broken.

    Examples
    --------
    >>> dropped = []
    >>> source = Source("x.jsonl", data=b'{"id": 1}\n{"id": 2}\n{"id"\n')
    >>> list(values_of(source, lambda place, why: dropped.append((place, why)))), dropped
    ([(1, {'id': 1}), (2, {'id': 2})], [('line 3', 'the JSON is cut off here')])
    """
    values = documents(source.recoded, source.name) if len(glimpse(source.head)) < 2 else _values_in_lines(source)
    for line, value in values:
        if isinstance(value, BrokenInput):
            drop(f"line {line}", value.what)
        else:
            yield line, value


def _values_in_lines(source: Source) -> Iterator[tuple[int, Any]]:
    """The value of each line, or the error."""
    for line, content in source.lines():
        try:
            yield line, decode_json(content, where=source.name, first_line=line)
        except BrokenInput as error:
            yield line, error


def sha256_of(sources: Sequence[Source]) -> str:
    """SHA-256 of the source; of several, of their SHA-256 one after the other; hexadecimal."""
    if len(sources) == 1:
        return sources[0].sha256
    whole = hashlib.sha256()
    for source in sources:
        whole.update(bytes.fromhex(source.sha256))
    return whole.hexdigest()


@runtime_checkable
class Reader(Protocol):
    """A format that comments come in; entry points: discourse.readers.

    Attributes
    ----------
    name : str
        How `--format` calls it.
    suffixes : tuple of str
        File endings it is likely to be found under; they never decide alone.
    binary : bool, optional
        Whether it reads other bytes than text; only then it is asked about such.
    names_last : bool, optional
        Whether the names of its threads are those of a whole platform, so that what several files hold of one is one
        thread, as the comments of a dump and its submissions.
    main_files : tuple of str, optional
        Names of a file that makes its folder one source, which is read from this file on.
    """

    @property
    def name(self) -> str:
        """How `--format` calls it."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File endings it is likely to be found under."""

    def sniff(self, head: bytes, name: str) -> float:
        """How likely the source is of this format, 0 to 1, from its first 64 KiB and its name.

        0.95 for what only this format has, 0.9 for a shape that hardly another has, below 0.5 for a guess.
        """

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches, so that a dump larger than memory can stream."""


def refuse_binary(head: bytes, name: str) -> None:
    """Raise BinaryInput when bytes are no text.

    Examples
    --------
    >>> refuse_binary(b"%PDF-1.7", "a.pdf")
    Traceback (most recent call last):
    discourse.errors.BinaryInput: a.pdf: this is a PDF, not a page of text. To fix: pass the saved page, as HTML ...
    """
    if kind := _binary_kind(head):
        fix = "pass the saved page, as HTML or as plain text"
        raise BinaryInput(f"this is {kind}, not a page of text", where=name, fix=fix)


def is_binary(head: bytes) -> bool:
    r"""Whether bytes are no text.

    Examples
    --------
    >>> is_binary(b"PAR1\x15\x04\x15\x18" + bytes(20)), is_binary(b"Dear all,")
    (True, False)
    """
    return _binary_kind(head) is not None


def _binary_kind(head: bytes) -> str | None:
    """What bytes are that are no text."""
    for magic, kind in _MAGIC.items():
        # Letters alone are no proof: a page may begin with "MZ", the name of a newspaper.
        if head.startswith(magic) and (not magic.isalnum() or b"\x00" in head):
            return kind
    if head.startswith(_UTF_16_MARKS) or utf_16(head):
        return None
    odd = len(head) - len(head.translate(None, _CONTROL))
    return "binary data" if odd > max(8, len(head) // 20) else None
