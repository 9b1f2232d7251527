"""Compressed bytes unpacked as they are read: gzip, bzip2, xz, Zstandard; recognised by content, with a cap on bombs.

What unpacks to more than `max_ratio` times its size is refused once it is larger than 64 MiB. What is damaged or cut
off is read as far as it goes, and the damage is named. May import: the standard library, errors; zstandard when needed.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from typing import BinaryIO, cast

from discourse.errors import BrokenInput, InputError, MissingExtra

MAX_RATIO = 250
"""Text packs 3 to 20 times; what unpacks to so many times its size was made to fill a disk."""
FREE = 64 * 2**20
"""Bytes that anything may unpack to."""
_WINDOW = 2**31
"""Dumps of Reddit are packed with a window of 2 GiB."""
_FRAME, _SKIPPED = 0xFD2FB528, 0x184D2A50
"""What frames of Zstandard begin with; those that hold no data may differ in the last four bits."""
_KINDS = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "Zstandard"}


def packing(head: bytes) -> str | None:
    r"""The name of the compression that the first bytes show, or None.

    Examples
    --------
    >>> packing(gzip.compress(b"x")), packing(b"x")
    ('gzip', None)
    """
    return next((name for magic, name in _KINDS.items() if head.startswith(magic)), None)


class Unpacked(io.RawIOBase):
    r"""A stream of what a compressed stream holds.

    Parameters
    ----------
    packed : binary file
        At the beginning of the compressed bytes.
    kind : str
        As `packing` names it.
    where : str
        What errors call the source.
    max_ratio : int
        How many times its packed size it may have.

    Attributes
    ----------
    damage : str or None
        What was wrong with the packed bytes, once their readable part has been read.

    Examples
    --------
    >>> Unpacked(io.BytesIO(gzip.compress(b"a line")), "gzip", "x.gz").read()
    b'a line'
    """

    def __init__(self, packed: BinaryIO, kind: str, where: str, max_ratio: int = MAX_RATIO) -> None:
        self._file = packed
        self._packed = _Counted(packed)
        self._plain = _opened(self._packed, kind)
        self._kind, self._where, self._max_ratio = kind, where, max_ratio
        self._n_out = 0
        self.damage: str | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with unpacked bytes; 0 at the end."""
        if self.damage:
            return 0
        try:
            # What one step unpacks: a longer read that meets damage would lose what came before it.
            piece = self._plain.read1(len(buffer))
        except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
            self._end_early(error)
            return 0
        except Exception as error:  # of zstandard, which alone defines it
            if type(error).__name__ != "ZstdError":
                raise
            self._end_early(error)
            return 0
        if not piece and buffer and self._kind == "Zstandard" and not self._packed.frames.is_whole:
            # zstandard takes a frame that is cut off for one that has ended.
            self._end_early(EOFError())
            return 0
        self._n_out += len(piece)
        if self._n_out > FREE and self._n_out > self._max_ratio * self._packed.n:
            raise InputError(
                f"this {self._kind} data unpacks to more than {self._max_ratio} times its size",
                where=self._where,
                fix="if you trust it, raise the cap: --max-ratio, or max_ratio in read",
            )
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the packed file too."""
        if not self.closed:
            self._file.close()
        super().close()

    def _end_early(self, error: Exception) -> None:
        """Take damage as the end, unless nothing at all could be read."""
        said = f"the {self._kind} data is damaged or cut off after {self._n_out} unpacked bytes"
        if not self._n_out:
            raise BrokenInput(said, where=self._where, fix="fetch the file again") from error
        self.damage = said


class _Frames:
    r"""Where the frames of Zstandard end, told from the sizes that stand in them; format: RFC 8878.

    Attributes
    ----------
    is_whole : bool
        Whether the bytes so far end where a frame does, or are none of Zstandard.

    Examples
    --------
    >>> frames = _Frames()
    >>> frames.take(b"\x28\xb5\x2f\xfd\x20\x02\x11\x00\x00a")
    >>> frames.is_whole
    False
    >>> frames.take(b"b")
    >>> frames.is_whole
    True
    """

    def __init__(self) -> None:
        self._awaited, self._n_wanted, self._n_passed_over = "frame", 4, 0
        self._begun = b""
        self._has_sum = False

    @property
    def is_whole(self) -> bool:
        """Whether a frame might begin here."""
        return self._awaited == "nothing" or (self._awaited == "frame" and not self._begun and not self._n_passed_over)

    def take(self, piece: bytes) -> None:
        """Go on through these bytes."""
        at = 0
        while at < len(piece) and self._awaited != "nothing":
            if self._n_passed_over:
                step = min(self._n_passed_over, len(piece) - at)
                self._n_passed_over -= step
                at += step
                continue
            step = self._n_wanted - len(self._begun)
            self._begun += piece[at : at + step]
            at += step
            if len(self._begun) == self._n_wanted:
                said, self._begun = int.from_bytes(self._begun, "little"), b""
                self._awaited, self._n_wanted, self._n_passed_over = self._after(said)

    def _after(self, said: int) -> tuple[str, int, int]:
        """What comes after what was awaited, how many bytes it has, and how many stand before it."""
        if self._awaited == "frame":
            known = {_FRAME: ("head", 1, 0)} | ({said: ("size", 4, 0)} if said & ~15 == _SKIPPED else {})
            return known.get(said, ("nothing", 0, 0))
        if self._awaited == "size":
            return "frame", 4, said
        if self._awaited == "head":
            is_single = said >> 5 & 1
            self._has_sum = bool(said & 4)
            return "block", 3, 1 - is_single + (0, 1, 2, 4)[said & 3] + (is_single, 2, 4, 8)[said >> 6]
        n_bytes = 1 if said >> 1 & 3 == 1 else said >> 3
        return ("frame", 4, n_bytes + 4 * self._has_sum) if said & 1 else ("block", 3, n_bytes)


class _Counted(io.RawIOBase):
    """A binary file that counts what is read from it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.n = 0
        self.frames = _Frames()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._file.read(len(buffer))
        self.n += len(piece)
        self.frames.take(piece)
        buffer[: len(piece)] = piece
        return len(piece)


def _opened(packed: io.RawIOBase, kind: str) -> io.BufferedIOBase:
    """The unpacking stream of a kind of compression."""
    file = cast("BinaryIO", io.BufferedReader(packed, 2**17))
    if kind == "gzip":
        return gzip.GzipFile(fileobj=file, mode="rb")
    if kind == "bzip2":
        return bz2.open(file, "rb")
    if kind == "xz":
        return lzma.open(file, "rb")
    try:
        import zstandard
    except ImportError as error:
        raise MissingExtra(
            "reading Zstandard needs the extra zstd", fix="pip install 'discourse-threads[zstd]'"
        ) from error
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    return cast("io.BufferedIOBase", unpacker.stream_reader(file, read_across_frames=True))
