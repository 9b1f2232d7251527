"""What every reader shares: the source of bytes, decoding, and the protocol.

May import: the standard library, decoding, errors, mojibake, rows, text, unpacking.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, runtime_checkable

from discourse.decoding import decode, utf_16
from discourse.errors import BinaryInput, EmptyInput, InputError
from discourse.mojibake import repaired
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
_CONTROL = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))


@dataclass(frozen=True)
class Source:
    """Bytes with a name, read when asked for, and unpacked where they are compressed (gzip, bzip2, xz, Zstandard).

    Parameters
    ----------
    name : str
        What messages call it: the path as the user gave it, or "-" for standard input.
    path : Path or None
        Where the bytes lie, when they lie in a file.
    data : bytes or None
        The bytes, when they were handed over.
    max_ratio : int
        How many times its size compressed data may unpack to.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    max_ratio: int = MAX_RATIO

    @cached_property
    def content(self) -> bytes:
        """All bytes, unpacked where they are compressed."""
        return self._unpacked[0]

    @cached_property
    def _unpacked(self) -> tuple[bytes, tuple[Defect, ...]]:
        """All bytes unpacked, and what was wrong with the packing."""
        kind = packing(self.packed[:10])
        if kind is None:
            return self.packed, ()
        stream = Unpacked(io.BytesIO(self.packed), kind, self.name, self.max_ratio)
        content = stream.read()
        damage = (Defect("damaged compression", self.name, f"{stream.damage}; what came before was read"),)
        return content, damage if stream.damage else ()

    @cached_property
    def packed(self) -> bytes:
        """All bytes as they lie there."""
        if self.data is not None:
            return self.data
        assert self.path is not None
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise InputError(
                f"cannot be read ({error.strerror})", where=self.name, fix="check the path and its permissions"
            ) from error

    @property
    def head(self) -> bytes:
        """The first 64 KiB, for sniffing; of UTF-16 as UTF-8."""
        head = self.content[:HEAD]
        codec = "utf-16" if head.startswith(_UTF_16_MARKS) else utf_16(head)
        return head.decode(codec, errors="replace").encode("utf-8", errors="replace") if codec else head

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of all bytes as they lie there, hexadecimal."""
        return hashlib.sha256(self.packed).hexdigest()

    @cached_property
    def decoded(self) -> tuple[str, tuple[Defect, ...]]:
        """The text, cleaned, and the defects met on the way.

        In the order of browsers: a byte order mark decides, then what a page of markup declares, then UTF-8, then
        statistics; a declaration that the bytes contradict is not believed, and that is a defect. What cannot be
        decoded becomes U+FFFD and is counted. Mojibake ("Ã¼" for "ü") is put right where it can be nothing else, and
        counted; records stay as they are. Binary and empty input are errors.
        """
        _refuse_binary(self.content[:HEAD], self.name)
        text, said = decode(self.content)
        defects = [*self._unpacked[1], *(Defect("encoding", self.name, repair) for repair in said)]
        text, counts = clean(text)
        if not text or text.isspace():
            raise EmptyInput("the input is empty", where=self.name, fix="save the page again, with its comments shown")
        for kind, number in counts.items():
            defects += [Defect(kind, self.name, "replaced by U+FFFD")] * number
        if not _RECORDS.match(self.content[:HEAD]):
            text, n_repaired = repaired(text)
            defects += [Defect("mojibake", self.name, "UTF-8 that was read as Windows-1252, put right")] * n_repaired
        return text, tuple(defects)


def sha256_of(sources: Sequence[Source]) -> str:
    """SHA-256 of the bytes of all sources, one after the other, hexadecimal."""
    if len(sources) == 1:
        return sources[0].sha256
    whole = hashlib.sha256()
    for source in sources:
        whole.update(source.packed)
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
    """

    @property
    def name(self) -> str:
        """How `--format` calls it."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File endings it is likely to be found under."""

    def sniff(self, head: bytes, name: str) -> float:
        """How likely the source is of this format, 0 to 1, from its first 64 KiB and its name."""

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches, so that a dump larger than memory can stream."""


def _refuse_binary(head: bytes, name: str) -> None:
    """Raise BinaryInput when the bytes are no text."""
    fix = "pass the saved page, as HTML or as plain text"
    for magic, kind in _MAGIC.items():
        # Letters alone are no proof: a page may begin with "MZ", the name of a newspaper.
        if head.startswith(magic) and (not magic.isalnum() or b"\x00" in head):
            raise BinaryInput(f"this is {kind}, not a page of text", where=name, fix=fix)
    if head.startswith(_UTF_16_MARKS) or utf_16(head):
        return
    odd = len(head) - len(head.translate(None, _CONTROL))
    if odd > max(8, len(head) // 20):
        raise BinaryInput("this is binary data, not a page of text", where=name, fix=fix)
