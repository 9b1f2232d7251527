"""Unicode and white space, words and sentences, with their places in the text.

Everything that points into a text does so by character spans `(start, end)`, half open, so that evidence can be shown
where it stands. May import: the standard library.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

Span = tuple[int, int]

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LONE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+(?:['’\-.&](?=[^\W_])[^\W_]+)*", re.UNICODE)
_BREAK = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*[^\sa-z])")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st gen col maj lt sgt capt sen rep gov pres inc ltd co corp no vs etc e.g i.e u.s u.k u.n"
    " a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec"
    " approx dept fig cf al".split()
)
_SLUG = re.compile(r"[^a-z0-9]+")


def clean(text: str) -> tuple[str, dict[str, int]]:
    r"""Make a text safe to store and count what had to be replaced.

    NUL and lone surrogates become U+FFFD; line ends become a line feed; a byte order mark at the start goes.

    Parameters
    ----------
    text : str

    Returns
    -------
    text : str
        The same length except for line ends and the mark.
    counts : dict of str to int
        How many of each kind were replaced: "NUL", "lone surrogate".

    Examples
    --------
    >>> clean("a\x00b\r\nc")
    ('a�b\nc', {'NUL': 1})
    """
    counts = {}
    if n_nul := text.count("\x00"):
        counts["NUL"] = n_nul
        text = text.replace("\x00", REPLACEMENT)
    text, n_lone = _LONE.subn(REPLACEMENT, text)
    if n_lone:
        counts["lone surrogate"] = n_lone
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), counts


def words(text: str) -> list[Span]:
    """Spans of the words: letters and digits, with inner apostrophes, hyphens, dots and ampersands.

    Examples
    --------
    >>> [("Al-Qa'im fell, U.S. said."[a:b]) for a, b in words("Al-Qa'im fell, U.S. said.")]
    ["Al-Qa'im", 'fell', 'U.S', 'said']
    """
    return [match.span() for match in _WORD.finditer(text)]


def sentences(text: str) -> list[Span]:
    """Spans of the sentences, white space at both ends left out.

    A sentence ends at . ! ? or … before white space, unless the dot belongs to an initial, a known abbreviation or a
    number; at a blank line; and at a line end, unless the next line goes on in small letters.

    Examples
    --------
    >>> said = "Gen. Smith left at 5 p.m. today. Why? Nobody knows"
    >>> [said[a:b] for a, b in sentences(said)]
    ['Gen. Smith left at 5 p.m. today.', 'Why?', 'Nobody knows']
    """
    spans, start = [], 0
    for match in _BREAK.finditer(text):
        if match.group().startswith(".") and _is_inner_dot(text, match.start(), match.end()):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for a, b in spans if (trimmed := _trim(text, a, b))[0] < trimmed[1]]


def _is_inner_dot(text: str, dot: int, end: int) -> bool:
    """Whether the dot at `dot` belongs to an abbreviation or an initial and the sentence goes on."""
    if end - dot > 1:
        return False
    at = dot
    while at > 0 and dot - at < 12 and (text[at - 1].isalnum() or text[at - 1] == "."):
        at -= 1
    word = text[at:dot].lower()
    following = text[end : end + 40].lstrip()
    if len(word) == 1 and word.isalpha() and text[at].isupper() and word != "i":
        return True
    if word not in _ABBREVIATIONS:
        return False
    return word not in {"etc", "a.m", "p.m", "no", "u.s", "u.k", "u.n"} or not following[:1].isupper()


def _trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def slug(text: str, longest: int = 60) -> str:
    """A name safe for files and ids: ASCII lower case letters, digits and hyphens; never empty.

    Examples
    --------
    >>> slug("Al-Qa’im: Who wins?")
    'al-qa-im-who-wins'
    >>> slug("///")
    'thread'
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", " ")).encode("ascii", "ignore").decode("ascii")
    return _SLUG.sub("-", plain.lower()).strip("-")[:longest].rstrip("-") or "thread"


def count(n: int, thing: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "reply"), count(3, "comment"), count(2, "reply")
    ('1 reply', '3 comments', '2 replies')
    """
    plural = thing[:-1] + "ies" if thing.endswith("y") else thing + "s"
    return f"{n:,} {thing if n == 1 else plural}"


def without_folders(name: str) -> str:
    r"""A file's name as results show it: an absolute path loses its folders, which belong to one machine.

    Examples
    --------
    >>> without_folders("threads/a/page.txt"), without_folders(r"C:\pages\page.txt")
    ('threads/a/page.txt', 'page.txt')
    """
    for kind in (PurePosixPath, PureWindowsPath):
        if kind(name).is_absolute():
            return kind(name).name
    return name


def shorten(text: str, width: int) -> str:
    """The text on one line, cut at a word to at most `width` characters, with an ellipsis where cut.

    Examples
    --------
    >>> shorten("The bridge opens again tomorrow", 18)
    'The bridge opens…'
    """
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut = line[: max(width - 1, 1)]
    space = cut.rfind(" ")
    return (cut[:space] if space > width // 2 else cut).rstrip(" ,;:.–-") + "…"


def printable(text: str) -> str:
    r"""The text without what could steer a terminal: control and bidirectional marks become U+FFFD.

    Examples
    --------
    >>> printable("a\x1b[31mb")
    'a�[31mb'
    """
    return _STEERING.sub(REPLACEMENT, text)


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠'")


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before one that could be; `revived` undoes it.

    Source: OWASP ASVS 5.0, 1.2.10.

    Examples
    --------
    >>> inert("=1+1"), inert("plain"), inert("'tis")
    ("'=1+1", 'plain', "''tis")
    """
    return "'" + cell if cell.startswith(_FORMULA) else cell


def cell(value: object, *, safe: bool = True) -> str:
    """A value as our CSV files hold it: missing empty, lists joined by semicolons, texts inert when `safe`.

    Examples
    --------
    >>> cell(None), cell(True), cell(["a", "b"]), cell(0.5), cell("=1"), cell("=1", safe=False)
    ('', 'true', 'a;b', '0.5', "'=1", '=1')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = ";".join(value)
    if isinstance(value, str):
        return inert(value) if safe else value
    return repr(value)


def revived(cell: str) -> str:
    """What `inert` was given.

    Examples
    --------
    >>> revived("'=1+1"), revived("plain"), revived("''tis")
    ('=1+1', 'plain', "'tis")
    """
    return cell[1:] if cell.startswith("'") else cell
