"""Bytes in runs: a plain file is one, each member of a gzip file is one, so that damage stays in its own.

A run is taken from the front; what was looked at and not taken is still there. Nothing is held but what was looked at.
May import: the standard library, errors, unpacking.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from discourse.errors import InputError
from discourse.unpacking import FREE

PIECE = 2**20
STEP = 2**12
"""Bytes asked of FastWARC at once: where it meets damage, it gives nothing of what was asked for."""
MEMBER = 8 * PIECE
"""Bytes that any member may unpack to."""
_CHUNK = 2**15
_MAGIC = b"\x1f\x8b\x08"


class Run:
    r"""Bytes that belong together, and that come in pieces.

    Parameters
    ----------
    pieces : iterator of bytes
        None of them empty.
    start : int
        Where they begin in their file.
    packed : bool
        Whether the file holds them packed, so that places in them are none in it.

    Attributes
    ----------
    held : bytearray
        What was looked at and not taken.
    damage : str or None
        What was wrong with the bytes, once their readable part has come.

    Examples
    --------
    >>> run = Run(iter([b"WARC", b"/1.1\r\n"]))
    >>> run.fill(5), run.take(5), run.place, run.fill(9)
    (10, b'WARC/', 'byte 5', 5)
    """

    def __init__(self, pieces: Iterator[bytes], start: int = 0, *, packed: bool = False) -> None:
        self._pieces = pieces
        self._start, self._at, self._packed = start, 0, packed
        self.held = bytearray()
        self.damage: str | None = None

    @property
    def place(self) -> str:
        """Where the next byte lies, in words."""
        if not self._packed:
            return f"byte {self._start + self._at:,}"
        return f"byte {self._start:,}" + (f", unpacked byte {self._at:,} from there" if self._at else "")

    def fill(self, n: int) -> int:
        """Look at so many bytes, or at all that are left; how many those are."""
        while len(self.held) < n and (piece := next(self._pieces, b"")):
            self.held += piece
        return len(self.held)

    def take(self, n: int) -> bytes:
        """Take so many of the bytes that were looked at."""
        with memoryview(self.held) as view:
            taken = bytes(view[:n])
        self.drop(n)
        return taken

    def drop(self, n: int) -> None:
        """Let go of so many of the bytes that were looked at."""
        self._at += min(n, len(self.held))
        del self.held[:n]


def plain_runs(file: BinaryIO) -> Iterator[Run]:
    """A file as the one run that it is."""
    yield Run(iter(lambda: file.read(PIECE), b""))


class Members:
    r"""The members of a gzip file, each a run; one that is damaged ends early, and the next that can be found follows.

    Parameters
    ----------
    file : binary file
        At its beginning.
    where : str
        What errors call it.
    max_ratio : int
        How many times its packed size a member may have, and all of them together.

    Examples
    --------
    >>> import gzip, io
    >>> file = gzip.compress(b"one") + b"#damage#" + gzip.compress(b"two")
    >>> [(run.fill(9), run.take(9), run.damage) for run in Members(io.BytesIO(file), "x.gz", 250).runs()]
    [(3, b'one', None), (0, b'', 'no gzip data'), (3, b'two', None)]
    """

    def __init__(self, file: BinaryIO, where: str, max_ratio: int) -> None:
        self._file, self._where, self._max_ratio = file, where, max_ratio
        self._rest = b""
        self._at = self._n_out = 0

    def runs(self) -> Iterator[Run]:
        """The runs; each has to be read to its end before the next is asked for."""
        while self._fill():
            if self._rest.startswith(_MAGIC):
                run = Run(iter(()), self._at, packed=True)
                run._pieces = self._unpack(run)
                yield run
                for _ in run._pieces:
                    pass
            elif self._rest.lstrip(b"\x00"):
                run = Run(iter(()), self._at, packed=True)
                run.damage = "no gzip data"
                self._seek()
                yield run
            else:
                self._go(len(self._rest))

    def _fill(self) -> int:
        """Have the next bytes of the file at hand, at least as many as the mark of a member."""
        while len(self._rest) < len(_MAGIC) and (chunk := self._file.read(_CHUNK)):
            self._rest += chunk
        return len(self._rest)

    def _go(self, n: int) -> None:
        """Go so many bytes on."""
        self._rest = self._rest[n:]
        self._at += n

    def _seek(self, first: int = 1) -> None:
        """Go to the next mark of a member that stands at least so many bytes on, or to the end."""
        self._go(first)
        while self._fill() >= len(_MAGIC):
            found = self._rest.find(_MAGIC)
            if found >= 0:
                self._go(found)
                return
            self._go(len(self._rest) - len(_MAGIC) + 1)
        self._go(len(self._rest))

    def _unpack(self, run: Run) -> Iterator[bytes]:
        """The bytes of the member that begins here."""
        unpacker = zlib.decompressobj(31)
        start, n_out = self._at, 0
        while not unpacker.eof:
            n_packed = self._fill_any()
            try:
                piece = unpacker.decompress(self._rest, PIECE)
            except zlib.error:
                run.damage = "its gzip data is damaged"
                self._seek(self._at == start)
                return
            left = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            self._go(n_packed - len(left))
            n_out += len(piece)
            if n_out > MEMBER and n_out > self._max_ratio * (self._at - start):
                run.damage = f"it unpacks to more than {self._max_ratio} times its size"
                self._seek(0)
                return
            if piece:
                yield piece
            elif not n_packed:
                run.damage = "its gzip data is cut off"
                return
        self._count(n_out)

    def _fill_any(self) -> int:
        """Have at least one byte of the file at hand, if there is one; how many there are."""
        if not self._rest:
            self._rest = self._file.read(_CHUNK)
        return len(self._rest)

    def _count(self, n: int) -> None:
        """Count what came out of sound members, and refuse a file of nothing but bombs."""
        self._n_out += n
        if self._n_out > FREE and self._n_out > self._max_ratio * self._at:
            raise InputError(
                f"this gzip data unpacks to more than {self._max_ratio} times its size",
                where=self._where,
                fix="if you trust it, raise the cap: --max-ratio, or max_ratio in read",
            )
