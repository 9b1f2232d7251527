"""What every reader shares: the source of bytes, decoding, and the protocol.

May import: the standard library, errors, rows, text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, runtime_checkable

from discourse.errors import BinaryInput, EmptyInput, InputError
from discourse.rows import Defect, Rows
from discourse.text import clean

HEAD = 65_536
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "gzip data",
    b"\x28\xb5\x2f\xfd": "Zstandard data",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "an SQLite database",
}
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True)
class Source:
    """Bytes with a name, read when asked for.

    Parameters
    ----------
    name : str
        What messages call it: the path as the user gave it, or "-" for standard input.
    path : Path or None
        Where the bytes lie, when they lie in a file.
    data : bytes or None
        The bytes, when they were handed over.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None

    @cached_property
    def content(self) -> bytes:
        """All bytes."""
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
        """The first 64 KiB, for sniffing."""
        return self.content[:HEAD]

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of all bytes, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def decoded(self) -> tuple[str, tuple[Defect, ...]]:
        """The text, cleaned, and the defects met on the way.

        A byte order mark decides; else strict UTF-8; else UTF-8 with lone surrogates; else UTF-8 with some broken
        characters, when most of what is not ASCII is sound; else Windows-1252. What cannot be decoded becomes U+FFFD.
        Binary and empty input are errors.
        """
        if not self.content.strip():
            raise EmptyInput("the input is empty", where=self.name, fix="save the page again, with its comments shown")
        _refuse_binary(self.content[:HEAD], self.name)
        defects: list[Defect] = []
        text, encoding = _decode(self.content)
        if encoding not in {"utf-8", "utf-8-sig"}:
            defects.append(Defect("encoding", self.name, f"read as {encoding}"))
        text, counts = clean(text)
        for kind, number in counts.items():
            defects += [Defect(kind, self.name, "replaced by U+FFFD")] * number
        return text, tuple(defects)


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


def _decode(content: bytes) -> tuple[str, str]:
    """Text and encoding of the bytes."""
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("utf-8", errors="surrogatepass"), "utf-8"
    except UnicodeDecodeError:
        pass
    text = content.decode("utf-8", errors="replace")
    n_broken = text.count("\N{REPLACEMENT CHARACTER}")
    if n_broken * 2 < sum(not char.isascii() for char in text):
        return text, f"UTF-8 with {n_broken} broken characters replaced by U+FFFD"
    return content.decode("cp1252", errors="replace"), "Windows-1252"


def _refuse_binary(head: bytes, name: str) -> None:
    """Raise BinaryInput when the bytes are no text."""
    fix = "pass the saved page, as HTML or as plain text"
    for magic, kind in _MAGIC.items():
        # Letters alone are no proof: a page may begin with "MZ", the name of a newspaper.
        if head.startswith(magic) and (not magic.isalnum() or b"\x00" in head):
            raise BinaryInput(f"this is {kind}, not a page of text", where=name, fix=fix)
    if head.startswith(tuple(_BOMS)):
        return
    odd = len(_CONTROL.findall(head)) + head.count(b"\x00")
    if odd > max(8, len(head) // 20):
        raise BinaryInput("this is binary data, not a page of text", where=name, fix=fix)
