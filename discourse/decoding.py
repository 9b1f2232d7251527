"""From bytes to text: which encoding a page is in, and what could not be decoded.

The order is that of browsers: byte order mark, what a server stated, the page's own declaration, strict UTF-8, and then
statistics. Unlike a browser, this does not believe a declaration that the bytes contradict. Source: WHATWG Encoding and
HTML standards (labels, prescan). May import: the standard library; charset-normalizer when the bytes tell nothing else.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

SAMPLE = 1_000_000
"""So many bytes at most are looked at by statistics."""
PRESCAN = 4096
"""So many bytes at the beginning may declare an encoding."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode20utf8 x-unicode20utf8 utf-16 utf-16le utf-16be ucs-2 unicode",
    "cp1252": "windows-1252 cp1252 x-cp1252 latin1 latin-1 l1 iso-8859-1 iso8859-1 iso_8859-1 iso88591 ascii us-ascii"
    " cp819 ibm819 ansi_x3.4-1968 x-user-defined",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "cp1251": "windows-1251 cp1251 x-cp1251",
    "cp1253": "windows-1253 cp1253 x-cp1253",
    "cp1254": "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 latin5 l5",
    "cp1255": "windows-1255 cp1255 x-cp1255",
    "cp1256": "windows-1256 cp1256 x-cp1256",
    "cp1257": "windows-1257 cp1257 x-cp1257",
    "cp1258": "windows-1258 cp1258 x-cp1258",
    "cp874": "windows-874 iso-8859-11 iso8859-11 tis-620 dos-874",
    "cp866": "ibm866 cp866 866 csibm866",
    "iso8859_2": "iso-8859-2 iso8859-2 iso_8859-2 latin2 l2",
    "iso8859_3": "iso-8859-3 iso8859-3 latin3",
    "iso8859_4": "iso-8859-4 iso8859-4 latin4",
    "iso8859_5": "iso-8859-5 iso8859-5 cyrillic",
    "iso8859_6": "iso-8859-6 iso8859-6 arabic",
    "iso8859_7": "iso-8859-7 iso8859-7 greek",
    "iso8859_8": "iso-8859-8 iso8859-8 iso-8859-8-i hebrew",
    "iso8859_10": "iso-8859-10 iso8859-10 latin6",
    "iso8859_13": "iso-8859-13 iso8859-13",
    "iso8859_14": "iso-8859-14 iso8859-14",
    "iso8859_15": "iso-8859-15 iso8859-15 latin9 latin-9 l9",
    "iso8859_16": "iso-8859-16",
    "koi8_r": "koi8-r koi8 koi",
    "koi8_u": "koi8-u koi8-ru",
    "mac_roman": "macintosh mac x-mac-roman",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gb18030": "gb18030 gbk gb2312 gb_2312-80 chinese x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
    "euc_jp": "euc-jp x-euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j ms932",
    "cp949": "euc-kr ks_c_5601-1987 korean windows-949 ksc5601",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_WIDE = frozenset({"gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"})
_LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "cp1258")
_GUESSES = [
    *_LATIN,
    "cp1251",
    "koi8_r",
    "koi8_u",
    "cp866",
    "iso8859_5",
    "cp1253",
    "iso8859_7",
    "cp1255",
    "cp1256",
    "cp874",
]
_GUESSES += ["cp932", "euc_jp", "iso2022_jp", "gb18030", "big5", "cp949"]
_NAMES = {"utf-8": "UTF-8", "big5hkscs": "Big5", "cp932": "Shift_JIS", "cp949": "EUC-KR"}
_MARKUP = re.compile(rb"\s*<(?:[!?]|[A-Za-z][A-Za-z0-9]*[\s/>])")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARED = re.compile(
    rb"""<meta\s[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_TAGS = re.compile(rb"<[^<>]*>")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_ODD_IN_WORDS = re.compile(r"[^\W\d_][¹²³´¼½¾¿¸¨ª¦¯±¬¤¥£§©®»«][^\W\d_]|[¹³¼¾]\w")
_MANY = 10


class Decoded(NamedTuple):
    """A text, and what there is to say about its decoding.

    Parameters
    ----------
    text : str
    said : tuple of str
        One entry for each repair, in words: an encoding other than UTF-8 that nothing declared, a declaration that was
        wrong, each character that could not be decoded.
    """

    text: str
    said: tuple[str, ...] = ()


def decode(content: bytes, stated: str = "") -> Decoded:
    r"""Decode a page, whatever it is in; never an error.

    Parameters
    ----------
    content : bytes
    stated : str
        The label of the encoding that a server stated with it. It goes before what the page declares, unless it is
        UTF-8 and the bytes are not.

    Returns
    -------
    Decoded
        What cannot be decoded is U+FFFD in the text. Lone surrogates stay, for whoever cleans the text.

    Examples
    --------
    >>> decode("Müller".encode()), decode("Müller".encode("cp1252")).said
    (Decoded(text='Müller', said=()), ('read as Windows-1252, which is likely and not declared',))
    >>> decode(b'<meta charset="iso-8859-2"><p>\xb3')
    Decoded(text='<meta charset="iso-8859-2"><p>ł', said=())
    >>> decode(b'<meta charset="latin1"><p>M\xc3\xbcller').said
    ('declared as latin1, read as UTF-8, which it is',)
    """
    for mark, codec in _MARKS.items():
        if content.startswith(mark):
            told = () if codec == "utf-8-sig" else (f"read as {codec}",)
            return _replacing(content, codec, told)
    if wide := utf_16(content):
        return _replacing(content, wide, (f"read as {wide}, which its zero bytes show",))
    strict = _strict(content)
    label = stated.strip().lower()
    if label not in _CODECS or (strict is None and _CODECS[label] == "utf-8"):
        label = declared(content) or (label if label in _CODECS else "")
    codec = _CODECS.get(label, "")
    if strict is not None and codec != "iso2022_jp":
        if codec in {"", "utf-8"} or strict.isascii():
            return Decoded(strict)
        if codec not in _WIDE or len(content) - len(strict) > 2 * _MANY:
            return Decoded(strict, (f"declared as {label}, read as UTF-8, which it is",))
    if codec not in {"", "utf-8"}:
        return _replacing(content, codec, ())
    return _undeclared(content, label)


def declared(content: bytes) -> str:
    """The label of the encoding that a page of markup declares, in lower case; "" when it declares none that is known.

    Examples
    --------
    >>> declared(b'<?xml version="1.0" encoding="KOI8-R"?><html>'), declared(b"charset=utf-8 is what I write")
    ('koi8-r', '')
    """
    head = content[:PRESCAN]
    if not _MARKUP.match(head):
        return ""
    for match in _DECLARED.finditer(_COMMENT.sub(b"", head)):
        label = (match[1] or match[2]).decode("ascii", errors="replace").lower()
        if label in _CODECS:
            return label
    return ""


def utf_16(content: bytes) -> str:
    r"""Name of the UTF-16 that bytes without a mark are in, told by where their zero bytes lie; "" for none.

    Examples
    --------
    >>> utf_16("Bridge opens".encode("utf-16-be")), utf_16(b"Bridge\x00opens")
    ('utf-16-be', '')
    """
    head = content[: PRESCAN * 4]
    pairs = len(head) // 2
    # Beside 0, for Latin, the high bytes of Greek, Cyrillic, Hebrew and Arabic, which are control characters elsewhere.
    if sum(head.count(high) for high in range(7)) * 5 < pairs * 2:
        return ""
    even, odd = (sum(half.count(high) for high in range(7)) for half in (head[::2], head[1::2]))
    if pairs < 4 or max(even, odd) * 5 < pairs * 2 or min(even, odd) * 20 > pairs:
        return ""
    codec = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: pairs * 2].decode(codec, errors="replace")
    n_odd = text.count(REPLACEMENT) + sum(text.count(chr(code)) for code in (*range(9), *range(14, 32)))
    return codec if n_odd * 20 <= len(text) else ""


def _strict(content: bytes) -> str | None:
    """The text, when the bytes are UTF-8, lone surrogates allowed."""
    for errors in ("strict", "surrogatepass"):
        try:
            return content.decode("utf-8", errors=errors)
        except UnicodeDecodeError:
            continue
    return None


def _replacing(content: bytes, codec: str, told: tuple[str, ...]) -> Decoded:
    """The text, with a word for each character that had to be replaced."""
    try:
        return Decoded(content.decode(codec), told)
    except UnicodeDecodeError:
        text = content.decode(codec, errors="replace")
    meant = content.count(REPLACEMENT.encode()) if codec == "utf-8" else 0
    return Decoded(text, told + (f"no {spoken(codec)}, replaced by U+FFFD",) * (text.count(REPLACEMENT) - meant))


def _undeclared(content: bytes, label: str) -> Decoded:
    """The text of bytes that are not sound UTF-8, whether or not they say that they are."""
    text = content.decode("utf-8", errors="replace")
    n_broken = text.count(REPLACEMENT)
    n_wide = len(text) - len(text.encode("ascii", errors="ignore"))
    if n_broken * 2 < n_wide:
        return _replacing(content, "utf-8", ())
    codec = likely(content)
    why = f"declared as {label}, read as {spoken(codec)}" if label else f"read as {spoken(codec)}"
    return _replacing(content, codec, (f"{why}, which is likely" + ("" if label else " and not declared"),))


def likely(content: bytes) -> str:
    """The codec that statistics of the first megabyte make likely; Windows-1252 where they do not tell.

    Notes
    -----
    Bytes beyond ASCII that make no whole words are taken for letters with accents. Statistics do not tell Western from
    Central European encodings apart in short texts: Windows-1252, by far the most frequent, is preferred among them,
    unless it would put signs such as ¹ into words.

    Examples
    --------
    >>> likely("Мост снова открыт, сообщает городская администрация.".encode("koi8-r"))
    'koi8_r'
    >>> likely("Die Straße über den Fluß".encode("cp1252"))
    'cp1252'
    """
    from charset_normalizer import from_bytes

    sample = _TAGS.sub(b" ", content[:SAMPLE])
    found = list(from_bytes(sample, cp_isolation=[*_LATIN] if _is_latin(sample) else _GUESSES))
    if not found:
        return "cp1252"
    best = found[0]
    same = {best.encoding, *best.could_be_from_charset}
    western = not _ODD_IN_WORDS.search(sample.decode("cp1252", errors="replace"))
    if "cp1252" in same and western:
        return "cp1252"
    if best.encoding not in _LATIN:
        return best.encoding
    latin = [one for one in found if one.encoding in _LATIN]
    near = [one for one in latin if one.chaos <= best.chaos + 0.1]
    if western and any("cp1252" in {one.encoding, *one.could_be_from_charset} for one in near):
        return "cp1252"
    others = [one for one in latin if one.encoding != "cp1252"]
    return min(others, key=lambda one: (one.chaos, -one.coherence)).encoding if others else "cp1252"


def _is_latin(sample: bytes) -> bool:
    """Whether bytes beyond ASCII stand alone or in pairs, as letters with accents do, and do not make whole words."""
    runs = [len(run) for run in _BEYOND_ASCII.findall(sample)]
    return sum(length for length in runs if length > 2) * 2 < sum(runs)


def spoken(codec: str) -> str:
    """What a message calls a codec.

    Examples
    --------
    >>> spoken("cp1252"), spoken("utf-8")
    ('Windows-1252', 'UTF-8')
    """
    if codec.startswith("cp125"):
        return f"Windows-{codec[2:]}"
    return _NAMES.get(codec, codecs.lookup(codec).name)
