r"""Pages that a browser saved as one file: MHTML (Chrome, Edge, Opera) and web archives of Safari.

The first part of HTML is the page. Frames that hold comments, as Disqus puts them, are put in their place in it.
Formats: RFC 2557, and a property list with the keys of WebKit. May import: the standard library, decoding, errors,
containers.http, containers.records.
"""

from __future__ import annotations

import binascii
import html
import plistlib
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from discourse.containers.http import read_type
from discourse.containers.records import read_fields
from discourse.decoding import decode
from discourse.errors import BrokenInput

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_BOUNDARY = re.compile(r"boundary\s*=\s*(?:\"([^\"]{1,200})\"|([^\s;]{1,200}))", re.IGNORECASE)
_FRAME = re.compile(r"<iframe\b([^<>]{0,5000})>(?:\s{0,50}</iframe>)?", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s{0,5}=\s{0,5}["']?([^"'\s]+)""", re.IGNORECASE)
_HEAD = re.compile(r"</head\s*>", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")
_DEEPEST = 8
"""Levels that parts may lie in parts."""
_MOST_FRAMES = 100
_KIND = "saved page"


@dataclass(frozen=True)
class Saved:
    """A page that was saved as one file.

    Parameters
    ----------
    content : bytes
        Its HTML.
    address : str or None
        Where it was.
    charset : str
        The encoding that the file states for it; "" for none.
    said : tuple of (str, str)
        What was wrong with the file: the kind of defect, and words.
    frames : mapping of str to Saved
        Pages in it, by how it calls them.
    """

    content: bytes
    address: str | None = None
    charset: str = ""
    said: tuple[tuple[str, str], ...] = ()
    frames: Mapping[str, Saved] = field(default_factory=dict)


def is_mhtml(head: bytes) -> bool:
    r"""Whether a file begins as MHTML does.

    Examples
    --------
    >>> is_mhtml(b'From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n boundary="x"\n\n')
    True
    """
    end = _HEAD_END.search(head)
    fields = read_fields(head[: end.start()]) if end else {}
    return "mime-version" in fields and fields.get("content-type", "").lower().startswith("multipart/related")


def read_mhtml(content: bytes, where: str) -> Saved:
    r"""The page of an MHTML file.

    Parameters
    ----------
    content : bytes
    where : str
        What errors call the file.

    Raises
    ------
    BrokenInput
        It holds no HTML.

    Examples
    --------
    >>> head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html\n'
    >>> read_mhtml(head + b"Content-Transfer-Encoding: quoted-printable\n\n<p>caf=C3=A9\n--x--\n", "a.mhtml").content
    b'<p>caf\xc3\xa9'
    """
    end = _HEAD_END.search(content)
    head = read_fields(content[: end.start()]) if end else {}
    parts = [(part, name) for part, name in _parts(head, content[end.end() :] if end else b"")]
    if not parts:
        raise BrokenInput("no part of this saved page is HTML", where=where, fix="save the page again")
    (page, _), *others = parts
    address = head.get("snapshot-content-location") or page.address
    closed = re.search(rb"--[ \t]*(?:\r?\n)*\Z", content[-1000:])
    said = page.said if closed else (*page.said, (_KIND, "the saved page is cut off; what came before was read"))
    frames = {key: part for part, name in reversed(others) for key in (name, part.address) if key}
    return Saved(page.content, address, page.charset, said, frames)


def _parts(head: Mapping[str, str], body: bytes) -> Iterator[tuple[Saved, str]]:
    """The parts that are HTML, in their order, each with what other parts call it."""
    waiting = deque([(head, body, 0)])
    while waiting:
        fields, content, depth = waiting.popleft()
        stated = fields.get("content-type", "")
        type_, charset = read_type(stated)
        boundary = _BOUNDARY.search(stated) if type_.startswith("multipart/") else None
        if boundary and depth < _DEEPEST:
            mark = re.escape((boundary[1] or boundary[2]).encode())
            pieces = re.split(rb"(?:\A|\r?\n)--" + mark + rb"(?:--)?[ \t]*(?=\r?\n|\Z)", content)[1:]
            waiting.extendleft(reversed([(*_part(piece), depth + 1) for piece in pieces]))
        elif type_ in _HTML:
            text, said = _decoded(content, fields.get("content-transfer-encoding", ""))
            address = fields.get("content-location", "").replace(" ", "") or None
            name = fields.get("content-id", "").strip("<> ")
            yield Saved(text, address, charset, said), f"cid:{name}" if name else ""


def _part(piece: bytes) -> tuple[dict[str, str], bytes]:
    """The head and the body of a part."""
    piece = piece.removeprefix(b"\r").removeprefix(b"\n")
    end = _HEAD_END.search(piece)
    return (read_fields(piece[: end.start()]), piece[end.end() :]) if end else ({}, b"")


def _decoded(content: bytes, encoding: str) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """The bytes that a part writes in letters, and what was wrong with them."""
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(content), ()
    if encoding != "base64":
        return content, ()
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    whole = len(letters) - (len(letters) % 4 == 1)
    said = () if whole == len(letters) else ((_KIND, "the base64 of the page is cut off"),)
    return binascii.a2b_base64(letters[:whole] + b"=" * (-whole % 4)), said


def is_webarchive(head: bytes) -> bool:
    """Whether a file begins as a web archive of Safari does."""
    return head.startswith(b"bplist00") and b"WebMainResource" in head


def read_webarchive(content: bytes, where: str) -> Saved:
    """The page of a web archive of Safari.

    Parameters
    ----------
    content : bytes
    where : str
        What errors call the file.

    Raises
    ------
    BrokenInput
        It is damaged, or holds no HTML.

    Examples
    --------
    >>> page = {"WebResourceData": b"<p>", "WebResourceMIMEType": "text/html", "WebResourceURL": "https://a.example/"}
    >>> read_webarchive(plistlib.dumps({"WebMainResource": page}, fmt=plistlib.FMT_BINARY), "a.webarchive").address
    'https://a.example/'
    """
    try:
        archive = plistlib.loads(content, fmt=plistlib.FMT_BINARY)
    except (plistlib.InvalidFileException, ValueError, TypeError, KeyError, RecursionError) as error:
        raise BrokenInput(
            "this web archive is damaged or cut off", where=where, fix="save the page again, as HTML"
        ) from error
    page = _resource(archive)
    if page is None:
        raise BrokenInput("the page of this web archive is no HTML", where=where, fix="save the page again, as HTML")
    frames: dict[str, Saved] = {}
    waiting = deque([archive])
    while waiting:
        listed = waiting.popleft().get("WebSubframeArchives")
        inside = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        for one in inside:
            frame = _resource(one)
            if frame and frame.address and frame.address not in frames:
                frames[frame.address] = frame
                waiting.append(one)
    return Saved(page.content, page.address, page.charset, (), frames)


def _resource(archive: Any) -> Saved | None:
    """The HTML that an archive has as its page."""
    main = archive.get("WebMainResource") if isinstance(archive, dict) else None
    stated = main if isinstance(main, dict) else {}
    content, address = stated.get("WebResourceData"), stated.get("WebResourceURL")
    charset = stated.get("WebResourceTextEncodingName")
    if not isinstance(content, bytes) or stated.get("WebResourceMIMEType") not in _HTML:
        return None
    return Saved(content, address if isinstance(address, str) else None, charset if isinstance(charset, str) else "")


def with_frames(page: Saved) -> Saved:
    """The page with the frames in it that hold comments, each where it stands.

    Examples
    --------
    >>> frame = Saved(b"<head></head><p class=comment>Late.")
    >>> with_frames(Saved(b'<h1>A</h1><iframe src="cid:1"></iframe>', frames={"cid:1": frame})).content
    b'<h1>A</h1><div><p class=comment>Late.</div>'
    """
    wanted = {name: one for name, one in page.frames.items() if b"comment" in one.content.lower()}
    if not wanted:
        return page
    text, wrong = decode(page.content, page.charset)
    said = [*page.said, *(("encoding", one) for one in wrong)]
    placed: set[int] = set()
    # A frame may hold frames; each goes in once, so that none can hold itself.
    at = 0
    pieces: list[str] = []
    while found := _FRAME.search(text, at):
        stated = _SOURCE.search(found[1])
        frame = _named(wanted, html.unescape(stated[1]), page.address) if stated else None
        pieces.append(text[at : found.start()])
        at = found.end()
        if frame is None or id(frame) in placed or len(placed) == _MOST_FRAMES:
            pieces.append(found[0])
            continue
        placed.add(id(frame))
        inner, wrong = decode(frame.content, frame.charset)
        said += [("encoding", one) for one in wrong]
        head = _HEAD.search(inner)
        text = f"<div>{inner[head.end() if head else 0 :]}</div>" + text[at:]
        at = 0
    pieces.append(text[at:])
    return Saved("".join(pieces).encode("utf-8", errors="surrogatepass"), page.address, "utf-8", tuple(said))


def _named(frames: Mapping[str, Saved], name: str, address: str | None) -> Saved | None:
    """The frame of that name, or of that address as the page has it."""
    if name in frames:
        return frames[name]
    try:
        return frames.get(urljoin(address or "", name))
    except ValueError:
        return None
