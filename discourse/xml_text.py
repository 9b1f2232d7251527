r"""XML element by element while it streams in, at any depth, safe against bombs, mended where exports are broken.

Entity declarations are refused, nothing outside the file is fetched, and elements are let go when they are consumed.
What is broken is named: characters that XML forbids become U+FFFD, entities of HTML are read as the characters they
stand for, and after markup that is none reading goes on where that is possible. An element is called by the usual
prefix of its namespace, whatever the file calls it. May import: the standard library, decoding, errors, rows,
xml_escape.
"""

from __future__ import annotations

import codecs
import html.entities
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, BinaryIO
from xml.parsers import expat

from discourse.decoding import REPLACEMENT, declared, decode, utf_16
from discourse.errors import BrokenInput
from discourse.rows import Defect
from discourse.xml_escape import FORBIDDEN

PIECE = 65_536
LONGEST_TAG = 4_000_000
"""Bytes that one tag or remark may have; expat reads it anew with each piece that arrives."""
DEEPEST = 40
"""Elements in a wanted one are told apart down to here; the text of what stands deeper counts to the one above it."""
MOST_BREAKS = 1_000
"""Broken places after which the rest is not read."""
_MOST_OUTER = 100
_MOST_NAMES = 10_000
_LONGEST_NAME = 300
_JUNK = 64
_FORBIDDEN = re.compile(f"[{FORBIDDEN}]")
_NUMBERED = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,9}));")
_OPEN_REFERENCE = re.compile(r"&[^;<>\s]{0,20}\Z")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF_8_MARK = b"\xef\xbb\xbf"


class Element:
    """An element with what stands in it.

    Attributes
    ----------
    name : str
        With the usual prefix of its namespace.
    attributes : mapping of str to str
        By name, with the usual prefix.
    line : int
        Where it begins in the file, from 1.
    children : list of Element
        Elements that stand directly in it.
    broken : str
        Why it was not read to its end; "" when it was.
    """

    __slots__ = ("attributes", "broken", "children", "line", "name", "pieces")

    def __init__(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        self.name, self.attributes, self.line = name, attributes, line
        self.children: list[Element] = []
        self.pieces: list[str] = []
        self.broken = ""

    @property
    def text(self) -> str:
        """What stands directly in it."""
        return "".join(self.pieces)

    def all(self, name: str) -> list[Element]:
        """The elements of a name that stand directly in it."""
        return [child for child in self.children if child.name == name]

    def first(self, *path: str) -> Element | None:
        """The first element of a name in it; of several names, each is looked for in the one before."""
        found: Element | None = self
        for name in path:
            found = next((child for child in found.children if child.name == name), None) if found else None
        return found

    def said(self, *path: str) -> str | None:
        """The text of that element without the white space around it; None when there is none, or it is broken."""
        found = self.first(*path)
        return None if found is None or found.broken else found.text.strip() or None


class Elements:
    r"""The wanted elements of an XML file, each when it ends; one that stands in another is a child of it.

    Parameters
    ----------
    file : binary file
        Read once, in pieces.
    wanted : iterable of str
        Names of elements.
    where : str
        What errors call the source.
    strict : bool
        Whether broken markup is an error, instead of being named and left out.
    spaces : mapping of str to str
        Usual prefixes, by patterns of the addresses of namespaces. A declaration counts for all that follows it.

    Attributes
    ----------
    root : str
        Name of the outermost element; "" until it was met.
    prefixes : mapping of str to str
        Of the namespaces that the file declares and `spaces` knows: the usual prefix, by the one that the file uses.
    defects : list of Defect
        What was wrong so far.

    Raises
    ------
    BrokenInput
        While they are asked for: an entity is declared, a tag does not end, or the markup is broken and the reading
        strict.

    Examples
    --------
    >>> import io
    >>> found = Elements(io.BytesIO(b"<list><one id='7'>A &eacute; <b>C</b></one><one id='8'>cut"), ["one"], where="x")
    >>> [(one.attributes["id"], one.text, one.broken) for one in found]
    [('7', 'A é ', ''), ('8', 'cut', 'the XML is cut off in it')]
    >>> [(defect.kind, defect.where) for defect in found.defects]
    [('entity of HTML', 'line 1'), ('broken XML', 'line 1')]
    """

    def __init__(
        self,
        file: BinaryIO,
        wanted: Iterable[str],
        *,
        where: str,
        strict: bool = False,
        spaces: Mapping[str, str] | None = None,
    ) -> None:
        self.root = ""
        self.prefixes: dict[str, str] = {}
        self.defects: list[Defect] = []
        self._file, self._where, self._strict = file, where, strict
        self._wanted = frozenset(wanted)
        self._spaces = [(re.compile(pattern), prefix) for pattern, prefix in (spaces or {}).items()]
        self._names: dict[str, str] = {}
        self._raw: list[str] = []
        """Names of all that is open, as the file writes them; the last ones are those of `_open`."""
        self._open: list[Element] = []
        self._ready: list[Element] = []
        self._parser: Any = None
        self._goal = re.compile(b"(?P<at><)")
        """Where to begin, or to go on after a broken place."""
        self._is_over = False
        self._n_breaks = 0
        self._line = 1
        """The line that what was not parsed yet begins on."""
        self._base = self._fed = self._heard = 0

    def __iter__(self) -> Iterator[Element]:
        rest = b""
        for piece in self._pieces():
            rest += piece
            while rest and not self._is_over:
                if self._parser is None:
                    rest = self._seek(rest)
                if self._parser is None:
                    break
                rest = self._parse(rest)
                yield from self._taken()
            if self._is_over:
                break
        self._finish()
        yield from self._taken()

    def _taken(self) -> list[Element]:
        """The wanted elements that have ended since the last call."""
        taken, self._ready = self._ready, []
        return taken

    def _pass(self, read: bytes) -> None:
        """Count the lines of what is done with."""
        self._line += read.count(b"\n")

    def _seek(self, rest: bytes) -> bytes:
        """Go on where the goal is found, and give back what stands from there; else what may be the half of it."""
        match = self._goal.search(rest)
        if match is None:
            half = rest.rfind(b"<", max(0, len(rest) - _LONGEST_NAME))
            at = half if half >= 0 else len(rest)
        else:
            at = match.end() if match.lastgroup == "after" else match.start()
            if match.lastgroup == "anew":
                self._ready.append(self._open.pop())
                self._raw.pop()
        if not self.root and rest[:at].strip():
            self._name("text before the XML", self._line, "left out")
        self._pass(rest[:at])
        if match is not None:
            self._begin()
        return rest[at:]

    def _begin(self) -> None:
        """A parser in the state that was reached."""
        parser = self._parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.UseForeignDTD(True)  # entities that nobody declares are then skipped, and are no error
        parser.EntityDeclHandler = self._refuse
        self._base = self._line - 1
        again = "".join(f"<{name}>" for name in self._raw).encode()
        parser.Parse(again, False)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.SkippedEntityHandler = self._skip
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._hear
        self._fed = self._heard = len(again)

    def _parse(self, rest: bytes) -> bytes:
        """Parse a piece; give back what stands after a broken place in it."""
        before, self._fed = self._fed, self._fed + len(rest)
        try:
            self._parser.Parse(rest, False)
        except expat.ExpatError as error:
            at = self._break(error.code, rest, max(self._parser.ErrorByteIndex - before, 0))
            self._pass(rest[:at])
            return rest[at:]
        if self._fed - self._heard > LONGEST_TAG:
            raise BrokenInput(
                f"a tag or remark of more than {LONGEST_TAG} bytes", where=self._place(self._line), fix="check the file"
            )
        self._pass(rest)
        return b""

    def _break(self, code: int, rest: bytes, at: int) -> int:
        """Name a broken place, leave the innermost that it breaks, and say from where on to look for the next goal."""
        line, said = self._base + self._parser.ErrorLineNumber, expat.ErrorString(code)
        self._parser = None
        if self.root and not self._raw:
            self._name("text after the XML", line, "left out")
            self._is_over = True
            return len(rest)
        if self._strict:
            raise BrokenInput(
                f"the XML is broken: {said}",
                where=self._place(line),
                fix="mend the file, or read it without --strict",
            )
        self._n_breaks += 1
        n_outer = len(self._raw) - len(self._open)
        self._is_over = self._n_breaks > MOST_BREAKS or n_outer > _MOST_OUTER
        self._name("broken XML", line, f"{said}; " + ("the rest was not read" if self._is_over else "left out there"))
        for element in self._open[1:] or self._open:
            element.broken = f"the XML is broken in it: {said}"
        names = [re.escape(name.encode()) for name in self._raw[n_outer : n_outer + 2]]
        if len(names) == 2:
            pattern = rb"(?P<after></%b\s*>)|(?P<at></%b\s*>)|(?P<anew><%b[\s/>])" % (names[1], names[0], names[0])
            at -= 2 * (rest[max(0, at - 2) : at] == b"</")
        elif names:
            pattern, at = b"(?P<at><)", at + 1
        else:
            wanted = "|".join(re.escape(name.rpartition(":")[2]) for name in sorted(self._wanted)).encode()
            pattern, at = rb"(?P<at><(?:[\w.-]{1,100}:)?(?:%b)[\s/>])" % wanted, at + 1
        self._goal = re.compile(pattern)
        del self._open[1:], self._raw[n_outer + len(self._open[:1]) :]
        return min(at, len(rest))

    def _finish(self) -> None:
        """Say what was open when the file ended."""
        if self._parser is not None and not self._is_over:
            try:
                self._parser.Parse(b"", True)
            except expat.ExpatError:
                if self._raw:
                    self._cut()
        self._is_over, self._parser = True, None
        if self._open:
            self._ready.append(self._open[0])
            self._open = []

    def _cut(self) -> None:
        """The file ends before its outermost element does."""
        if self._strict:
            raise BrokenInput("the XML is cut off here", where=self._place(self._line), fix="save or fetch it again")
        self._name("broken XML", self._line, "the XML is cut off here")
        for element in self._open:
            element.broken = element.broken or "the XML is cut off in it"

    def _refuse(self, *_: Any) -> None:
        """An entity is declared."""
        raise BrokenInput(
            "the XML declares entities, as no export does and bombs do",
            where=self._place(self._base + self._parser.CurrentLineNumber),
            fix="take the declarations out of the file if you trust it",
        )

    def _hear(self, *_: Any) -> None:
        """A remark or an instruction has ended."""
        self._heard = self._fed

    def _start(self, raw: str, stated: dict[str, str]) -> None:
        """An element begins."""
        self._heard = self._fed
        for key in stated:
            if key.startswith("xmlns"):
                self._declare(key[6:], stated[key])
        name = self._names.get(raw) or self._usual(raw)
        self.root = self.root or name
        if self._open and len(self._open) > DEEPEST:
            self._open.append(self._open[-1])
        elif self._open or name in self._wanted:
            if stated:
                stated = {self._usual(key) if ":" in key else key: value for key, value in stated.items()}
            element = Element(name, stated, self._base + self._parser.CurrentLineNumber)
            if self._open:
                self._open[-1].children.append(element)
            self._open.append(element)
        self._raw.append(raw)

    def _end(self, raw: str) -> None:
        """An element ends."""
        self._heard = self._fed
        self._raw.pop()
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._ready.append(element)

    def _say(self, text: str) -> None:
        """Text."""
        self._heard = self._fed
        if self._open:
            self._open[-1].pieces.append(text)

    def _skip(self, name: str, is_parameter: bool) -> None:
        """An entity that XML does not know."""
        if is_parameter:
            return
        text = html.entities.html5.get(f"{name};")
        read_as = "read as the character it stands for" if text else "kept as it is written"
        self._name("entity of HTML" if text else "unknown entity", self._base + self._parser.CurrentLineNumber, read_as)
        self._say(text or f"&{name};")

    def _declare(self, prefix: str, address: str) -> None:
        """A namespace is declared."""
        for pattern, usual in self._spaces:
            if pattern.fullmatch(address):
                self.prefixes[prefix] = usual
                self._names = {}

    def _usual(self, raw: str) -> str:
        """A name with the usual prefix."""
        prefix, _, local = raw.rpartition(":")
        usual = self.prefixes.get(prefix, prefix)
        name = f"{usual}:{local}" if usual else local
        if len(self._names) < _MOST_NAMES:
            self._names[raw] = name
        return name

    def _name(self, kind: str, line: int, repair: str, number: int = 1) -> None:
        """A defect, so many times."""
        self.defects += [Defect(kind, f"line {line}", repair)] * number

    def _place(self, line: int) -> str:
        """What errors call a line."""
        return f"{self._where}, line {line}"

    def _pieces(self) -> Iterator[bytes]:
        """The file in UTF-8, without characters that XML forbids; a reference is not cut in two."""
        kept = ""
        for text in self._texts():
            text = kept + text
            kept = match.group() if (match := _OPEN_REFERENCE.search(text, max(0, len(text) - 24))) else ""
            yield self._sound(text[: len(text) - len(kept)]).encode()
        yield self._sound(kept).encode()

    def _texts(self) -> Iterator[str]:
        """The file in pieces; it is read whole where it is in another encoding than UTF-8."""
        piece = self._file.read(PIECE)
        if not _is_utf_8(piece):
            text, said = decode(piece + self._file.read())
            self.defects += [Defect("encoding", self._where, repair) for repair in said]
            yield from (text[start : start + PIECE] for start in range(0, len(text), PIECE))
            return
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        piece = piece.removeprefix(_UTF_8_MARK)
        while piece:
            text = decoder.decode(piece)
            broken = 0 if text.isascii() else text.count(REPLACEMENT) - piece.count(REPLACEMENT.encode())
            if broken > 0:
                self._name("encoding", self._line, "no UTF-8, replaced by U+FFFD", broken)
            yield text
            piece = self._file.read(PIECE)
        yield decoder.decode(b"", True)

    def _sound(self, text: str) -> str:
        """A text without characters that XML forbids."""
        first = _FORBIDDEN.search(text)
        if first:
            line = self._line + text.count("\n", 0, first.start())
            text, number = _FORBIDDEN.subn(REPLACEMENT, text)
            self._name("forbidden character", line, "replaced by U+FFFD", number)
        if "&#" in text:
            before, text = text, _NUMBERED.sub(_allowed, text)
            if before != text:
                number = text.count(REPLACEMENT) - before.count(REPLACEMENT)
                self._name("forbidden character", self._line, "replaced by U+FFFD", number)
        return text


def _allowed(match: re.Match[str]) -> str:
    """A reference to a character by its number, if XML allows the character."""
    number = int(match[1], 16) if match[1] else int(match[2])
    return REPLACEMENT if number > 0x10FFFF or _FORBIDDEN.match(chr(number)) else match.group()


def _is_utf_8(head: bytes) -> bool:
    """Whether a file that begins so is in UTF-8, as far as it says and shows."""
    if head.startswith(_UTF_16_MARKS) or utf_16(head) or declared(head) not in {"", "utf-8", "utf8"}:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


class _Found(Exception):
    """The outermost element was met."""


@lru_cache(maxsize=4)
def root(head: bytes) -> str:
    """Name of the outermost element, as the file writes it; "" when this is no XML. Never an error.

    Parameters
    ----------
    head : bytes
        The beginning of a file.

    Examples
    --------
    >>> root(b'<?xml version="1.0"?><!-- a feed --><rss version="2.0"><chan'), root(b"Dear all,")
    ('rss', '')
    """
    at = head.find(b"<")
    if at < 0 or len(head[:at].strip()) > _JUNK:
        return ""
    names: list[str] = []

    def name(*stated: Any) -> None:
        names.append(str(stated[0]))

    def stop(*stated: Any) -> None:
        names[:0] = [str(stated[0])] if len(stated) == 2 else []
        raise _Found

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = name
    parser.StartElementHandler, parser.EntityDeclHandler = stop, stop
    text = _FORBIDDEN.sub(REPLACEMENT, head[at:].decode("utf-8", errors="replace"))
    try:
        parser.Parse(text.encode(), False)
    except (expat.ExpatError, _Found):
        pass
    else:
        return ""
    return names[0] if names else ""
