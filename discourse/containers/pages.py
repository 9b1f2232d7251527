"""The pages of a container as sources, one at a time, and the account of all that is none.

In WARC, plain or packed, WACZ and ARC, each answer with status 200 that is HTML or JSON is a page. What lies in a
container is read from it and never written to the disk. A page that a browser saved as one file is the only one of its
container. May import: the standard library, errors, readers.base, rows, text, unpacking, and the modules of this
package; fastwarc when needed.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from discourse.containers.http import Answer, read_answer, read_body, read_type
from discourse.containers.records import LARGEST, Record, records
from discourse.containers.runs import PIECE, STEP, Members, Run, plain_runs
from discourse.containers.saved import is_mhtml, is_webarchive, read_mhtml, read_webarchive, with_frames
from discourse.errors import BrokenInput, InputError, MissingExtra
from discourse.readers.base import Source
from discourse.rows import Defect, ReadReport
from discourse.text import count, without_folders
from discourse.unpacking import FREE, Unpacked, packing

_ZIP = b"PK\x03\x04"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""What a WARC begins with that is packed with Zstandard and a dictionary of its own."""
_BEGINS = re.compile(rb"\s{0,20}(?:WARC/[0-9.]{1,8}[ \t]*\r?\n|filedesc://[^\n]{1,4000} \d{12,14} )")
_IN_WACZ = re.compile(rb".{26}(?:archive/|indexes/|pages/|logs/|datapackage)", re.DOTALL)
_ARCHIVE = re.compile(r"(?:.*/)?archive/[^/]+\.w?arc(?:\.gz)?", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")
_JSON = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?json")
_PAGES = ("response", "resource")
_QUIET = ("warcinfo",)
_OF_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


class Container:
    r"""A source that holds pages.

    Parameters
    ----------
    source : Source
    kind : str
        "WARC" or "WACZ".

    Attributes
    ----------
    n_without : int
        Pages without comments, as whoever reads them counts them.
    left_out : dict of str to int
        Records that hold no page, by what they hold.
    dropped : list of (str, str)
        Comments of pages that keep none, with the reason.
    defects : list of Defect
        What was wrong with records that could not be read.

    Examples
    --------
    >>> answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>At last."
    >>> head = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://ferry.example/\r\n"
    >>> crawl = head + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(answer), answer)
    >>> [(page.name, page.content) for page in open_container(Source("crawl.warc", data=crawl))]
    [('crawl.warc: https://ferry.example/', b'<p>At last.')]
    """

    def __init__(self, source: Source, kind: str) -> None:
        self.source, self.kind = source, kind
        self.n_without = 0
        self.left_out: dict[str, int] = {}
        self.dropped: list[tuple[str, str]] = []
        self.defects: list[Defect] = []

    def __iter__(self) -> Iterator[Source]:
        """The pages, in the order of the file; only the one asked for last is held."""
        for name, runs in self._archives() if self.kind == "WACZ" else [("", self._runs())]:
            for record in records(runs):
                if page := self._page(record, name):
                    yield page

    def leave_out(self, what: str) -> None:
        """Count a record or page that is not read."""
        self.left_out[what] = self.left_out.get(what, 0) + 1

    def blame(self, place: str, what: str) -> None:
        """Name what is wrong with a record that cannot be read.

        Raises
        ------
        BrokenInput
            When the reading is strict.
        """
        if self.source.strict:
            raise BrokenInput(
                f"{place}: {what}", where=self.source.name, fix="mend the file, or read it without --strict"
            )
        self.defects.append(Defect("damaged record", place, what))

    def report(self, n_with: int) -> ReadReport:
        """The account of all that gave no comments.

        Parameters
        ----------
        n_with : int
            Pages that did.
        """
        notes = [f"{count(n_with + self.n_without, 'page')}: {n_with:,} with comments, {self.n_without:,} without"]
        if self.left_out:
            often = sorted(self.left_out.items(), key=lambda item: (-item[1], item[0]))
            notes.append("records that are not read: " + ", ".join(f"{number:,} {what}" for what, number in often))
        return ReadReport(dropped=tuple(self.dropped), defects=tuple(self.defects), notes=tuple(notes))

    def _page(self, record: Record, name: str) -> Source | None:
        """The page of a record, or None when it holds none."""
        address = record.fields.get("warc-target-uri", "").strip("<> ")
        place = f"{name}, {record.place}" if name else record.place
        if record.kind not in _PAGES:
            if record.damage:
                self.blame(place, record.damage)
            if record.kind and record.kind not in _QUIET:
                self.leave_out(record.kind if record.kind.isalpha() else "of unknown kind")
            return None
        if record.block is None:
            self.leave_out(f"larger than {LARGEST // 2**20} MiB")
            if record.damage:
                self.blame(place, record.damage)
            return None
        answer = _answer(record)
        wrong = record.damage
        if answer.status not in (None, 200):
            self.leave_out(f"with status {answer.status}")
        elif answer.type not in _HTML and not _JSON.fullmatch(answer.type):
            self.leave_out("of other types than HTML and JSON")
        else:
            body, damage = read_body(answer, self.source.max_ratio)
            truncated = record.fields.get("warc-truncated")
            stopped = f"the crawler stopped early ({truncated})" if truncated else None
            wrong = "; ".join(filter(None, [wrong, stopped, damage]))
            if body.strip():
                return self._source(body, address, answer.charset, place, wrong)
            self.leave_out("empty")
        if wrong:
            self.blame(f"{place} ({address})", wrong)
        return None

    def _source(self, body: bytes, address: str, charset: str, place: str, wrong: str) -> Source:
        """A page as a source."""
        if wrong and self.source.strict:
            self.blame(f"{place} ({address})", wrong)
        defect = Defect("damaged record", f"{place} ({address})", f"{wrong}; what there is was read")
        return Source(
            f"{without_folders(self.source.name)}: {address}",
            data=body,
            max_ratio=self.source.max_ratio,
            strict=self.source.strict,
            address=_web_address(address),
            charset=charset or None,
            inherited=(defect,) if wrong else (),
            among_others=True,
        )

    def _runs(self) -> Iterator[Run]:
        """The runs of a WARC that is a file of its own."""
        with self.source.open_packed() as file:
            head = file.peek(10)[:10] if isinstance(file, io.BufferedReader) else (self.source.data or b"")[:10]
            if not head.startswith(_DICTIONARY):
                yield from self._runs_of(file, packing(head))
                return
            with _seekable(file, self.source) as again:
                yield Run(self._pieces_of_zstd(again), packed=True)

    def _pieces_of_zstd(self, file: BinaryIO) -> Iterator[bytes]:
        """What Zstandard data holds that begins with its dictionary."""
        try:
            from fastwarc.stream_io import ZstdReader
        except ImportError as error:
            raise MissingExtra(
                "a WARC packed with Zstandard and a dictionary needs the extra warc",
                fix="pip install 'discourse-threads[warc]'",
            ) from error
        reader = ZstdReader(file)
        n_out = 0
        while True:
            try:
                piece = reader.read(STEP)
            except OSError:
                self.blame("the end", f"its Zstandard data is damaged or cut off after {n_out:,} unpacked bytes")
                return
            n_out += len(piece)
            if not piece:
                return
            if n_out > FREE and n_out > self.source.max_ratio * file.tell():
                raise InputError(
                    f"this Zstandard data unpacks to more than {self.source.max_ratio} times its size",
                    where=self.source.name,
                    fix="if you trust it, raise the cap: --max-ratio, or max_ratio in read",
                )
            yield piece

    def _runs_of(self, file: BinaryIO, kind: str | None) -> Iterator[Run]:
        """The runs of a file that is packed in one of the usual ways, or not."""
        if kind == "gzip":
            yield from Members(file, self.source.name, self.source.max_ratio).runs()
        elif kind is None:
            yield from plain_runs(file)
        else:
            unpacked = Unpacked(file, kind, self.source.name, self.source.max_ratio)
            yield Run(iter(lambda: unpacked.read(PIECE), b""), packed=True)
            if unpacked.damage:
                self.blame("the end", unpacked.damage)

    def _archives(self) -> Iterator[tuple[str, Iterator[Run]]]:
        """The WARCs of a WACZ with their names."""
        with (
            self.source.open_packed() as packed,
            _seekable(packed, self.source) as file,
            _zip(file, self.source.name) as archive,
        ):
            for info in archive.infolist():
                if _ARCHIVE.fullmatch(info.filename):
                    yield info.filename, self._runs_in(archive, info)

    def _runs_in(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[Run]:
        """The runs of a WARC in a WACZ."""
        if info.flag_bits & 1:
            self.blame(info.filename, "it is encrypted")
            return
        try:
            member = archive.open(info)
        except _OF_ZIP as error:
            self.blame(info.filename, f"it cannot be unpacked ({error})")
            return
        with member:
            capped = _Capped(cast("BinaryIO", member), info.compress_size, self.source.max_ratio)
            file = io.BufferedReader(capped, PIECE)
            yield from self._runs_of(cast("BinaryIO", file), packing(file.peek(10)[:10]))
            if capped.damage:
                self.blame(info.filename, capped.damage)


class _Capped(io.RawIOBase):
    """What a ZIP holds, as far as it can be unpacked and is no bomb; what stopped it is kept."""

    def __init__(self, member: BinaryIO, n_packed: int, max_ratio: int) -> None:
        self._member, self._most, self._max_ratio = member, max(FREE, max_ratio * n_packed), max_ratio
        self._n = 0
        self.damage: str | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; 0 at the end, at damage and at the cap."""
        try:
            piece = b"" if self.damage else self._member.read(len(buffer))
        except _OF_ZIP as error:
            self.damage = f"what follows cannot be unpacked ({error})"
            return 0
        self._n += len(piece)
        if self._n > self._most:
            self.damage = f"it unpacks to more than {self._max_ratio} times its size"
            return 0
        buffer[: len(piece)] = piece
        return len(piece)


def open_container(source: Source) -> Container | None:
    """The container that a source is, or None.

    Parameters
    ----------
    source : Source
        Its content decides, not its name.

    Examples
    --------
    >>> open_container(Source("page.html", data=b"<p>WARC/1.0")) is None
    True
    """
    head = source.raw_head
    if _BEGINS.match(head) or head.startswith(_DICTIONARY):
        return Container(source, "WARC")
    return Container(source, "WACZ") if head.startswith(_ZIP) and _is_wacz(source, head) else None


def saved_page(source: Source) -> Source:
    """The page of a source that is one saved as one file; any other source as it is.

    Raises
    ------
    BrokenInput
        The file is damaged, or holds no HTML.

    Examples
    --------
    >>> saved_page(Source("page.html", data=b"<p>")).name
    'page.html'
    """
    head = source.raw_head
    if is_webarchive(head):
        page = read_webarchive(source.content, source.name)
    elif is_mhtml(head):
        page = read_mhtml(source.content, source.name)
    else:
        return source
    page = with_frames(page)
    said = (*source.damage, *(Defect(kind, source.name, one) for kind, one in page.said))
    broken = [defect.repair for defect in said if defect.kind != "encoding"]
    if source.strict and broken:
        raise BrokenInput(broken[0], where=source.name, fix="save the page again, or read it without --strict")
    return Source(
        source.name,
        path=source.path,
        data=page.content,
        strict=source.strict,
        address=_web_address(page.address or ""),
        charset=page.charset or None,
        inherited=said,
    )


def is_container(source: Source) -> bool:
    r"""Whether pages lie in a source.

    Examples
    --------
    >>> is_container(Source("crawl", data=b"WARC/1.0\r\n"))
    True
    """
    return open_container(source) is not None or is_mhtml(source.raw_head) or is_webarchive(source.raw_head)


def _is_wacz(source: Source, head: bytes) -> bool:
    """Whether a ZIP is a WACZ: by its list of files, or by its first when it comes in a stream or has no list."""
    if source.stream is not None:
        return _IN_WACZ.match(head, len(_ZIP)) is not None
    with source.open_packed() as file:
        try:
            with zipfile.ZipFile(file) as archive:
                return any(_ARCHIVE.fullmatch(name) for name in archive.namelist())
        except _OF_ZIP:
            return _IN_WACZ.match(head, len(_ZIP)) is not None


@contextmanager
def _seekable(file: BinaryIO, source: Source) -> Iterator[BinaryIO]:
    """The file of a source; a copy of it where one cannot go back in it."""
    if source.stream is None:
        yield file
        return
    with tempfile.SpooledTemporaryFile(max_size=FREE) as copy:
        shutil.copyfileobj(file, copy, PIECE)
        copy.seek(0)
        yield cast("BinaryIO", copy)


def _zip(file: BinaryIO, where: str) -> zipfile.ZipFile:
    """A ZIP to read from."""
    try:
        return zipfile.ZipFile(file)
    except _OF_ZIP as error:
        raise BrokenInput(
            "this WACZ is damaged or cut off: the list of its files is missing", where=where, fix="fetch it again"
        ) from error


def _web_address(stated: str) -> str | None:
    """An address of the web without the place in the page, or None for what is none."""
    try:
        parts = urlsplit(stated)
    except ValueError:
        return None
    return stated.partition("#")[0] if parts.scheme in ("http", "https") and parts.netloc else None


def _answer(record: Record) -> Answer:
    """What the server sent, whether the record keeps its head or not."""
    block = record.block or b""
    answer = read_answer(block) if record.kind == "response" else Answer(None, "", "", {}, block)
    if answer.status is None:
        type_, charset = read_type(record.fields.get("content-type", ""))
        answer = answer._replace(type="" if type_ == "application/http" else type_, charset=charset)
    if not answer.type:
        stated = record.fields.get("warc-identified-payload-type", "")
        looks = "text/html" if answer.body[:64].lstrip()[:1] == b"<" else ""
        answer = answer._replace(type=read_type(stated)[0] or looks)
    return answer
