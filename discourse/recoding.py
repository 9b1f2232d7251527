r"""Bytes of any encoding as UTF-8 while they are read, so that a dump larger than memory can be in any.

UTF-8 goes through as it is. The first piece that is no UTF-8 decides what all after it is taken for, by statistics, as
`decoding` does for whole pages. What was done is said. May import: the standard library, decoding.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

from discourse.decoding import REPLACEMENT, likely, spoken, utf_16

PIECE = 2**20
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF_8_MARK = b"\xef\xbb\xbf"
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


class Recoded(io.RawIOBase):
    r"""A stream of UTF-8, without a byte order mark, of what is in whatever encoding.

    Parameters
    ----------
    file : binary file
        At its beginning.

    Attributes
    ----------
    said : list of str
        What was done besides, in words, as far as it has been read.

    Examples
    --------
    >>> text = Recoded(io.BytesIO("Müller\n".encode("utf-16")))
    >>> text.readall().decode()
    'Müller\n'
    >>> text = Recoded(io.BytesIO("Grüße aus Köln\n".encode("cp1252")))
    >>> text.readall().decode(), text.said
    ('Grüße aus Köln\n', ['read as Windows-1252, which is likely and not declared'])
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder: codecs.IncrementalDecoder | None = None
        self._codec = "utf-8"
        self._open = b""
        self._ready = memoryview(b"")
        self._is_first, self._is_wide, self._ended = True, False, False
        self._n_replaced = self._n_surrogates = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; 0 at the end."""
        while not len(self._ready) and not self._ended:
            piece = self._file.read(PIECE)
            self._ended = not piece
            self._ready = memoryview(self._utf_8(piece))
        got = self._ready[: len(buffer)]
        self._ready = self._ready[len(got) :]
        buffer[: len(got)] = got
        return len(got)

    def close(self) -> None:
        """Close the file too."""
        if not self.closed:
            self._file.close()
        super().close()

    @property
    def said(self) -> list[str]:
        """What was done besides, in words, as far as it has been read."""
        said = (
            []
            if self._codec in {"utf-8", "utf-16"}
            else [f"read as {spoken(self._codec)}, which is likely and not declared"]
        )
        if self._n_replaced:
            said.append(f"no {spoken(self._codec)}, replaced by U+FFFD: {self._n_replaced}")
        if self._n_surrogates:
            said.append(f"lone surrogates, replaced by U+FFFD: {self._n_surrogates}")
        return said

    def _utf_8(self, piece: bytes) -> bytes:
        """A piece as UTF-8; what is open at its end waits for the next."""
        if self._is_first:
            self._is_first = False
            codec = "utf-16" if piece.startswith(_UTF_16_MARKS) else utf_16(piece)
            if codec:
                self._turn_to(codec)
            piece = piece.removeprefix(_UTF_8_MARK)
        if self._decoder is not None:
            return self._decoded(piece)
        piece = self._open + piece
        try:
            text, n_used = codecs.utf_8_decode(piece, "strict", self._ended)
        except UnicodeDecodeError:
            return self._mended(piece)
        self._is_wide = self._is_wide or not text.isascii()
        self._open = piece[n_used:]
        return piece[:n_used]

    def _mended(self, piece: bytes) -> bytes:
        """A piece that is no UTF-8, up to its last line end."""
        cut = len(piece) if self._ended else piece.rfind(b"\n") + 1 or len(piece)
        piece, self._open = piece[:cut], piece[cut:]
        piece, n_surrogates = _SURROGATE.subn(REPLACEMENT.encode(), piece)
        self._n_surrogates += n_surrogates
        text = piece.decode("utf-8", errors="replace")
        n_broken = text.count(REPLACEMENT) - piece.count(REPLACEMENT.encode())
        n_wide = len(text) - len(text.encode("ascii", errors="ignore"))
        if not n_broken or self._is_wide or n_broken * 2 < n_wide:
            self._n_replaced += n_broken
            return text.encode()
        self._turn_to(likely(piece))
        piece, self._open = piece + self._open, b""
        return self._decoded(piece)

    def _turn_to(self, codec: str) -> None:
        """Take all that follows for something else than UTF-8."""
        self._codec = "utf-16" if codec.startswith("utf-16") else codec
        self._decoder = codecs.getincrementaldecoder(codec)(errors="replace")

    def _decoded(self, piece: bytes) -> bytes:
        """A piece of another encoding as UTF-8."""
        assert self._decoder is not None
        text = self._decoder.decode(piece, final=self._ended)
        self._n_replaced += text.count(REPLACEMENT)
        return text.encode("utf-8", errors="replace")
