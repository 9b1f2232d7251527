"""What the parts of a comment say once they are found: names, votes, ids, addresses, links to parents.

Functions from strings to strings and numbers, so that they are tried on strings. May import: the standard library.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

LONGEST_NAME = 100

_BEFORE_NAME = re.compile(
    r"(?i:(?:posted|written|submitted|said|left|comment(?:ed)?|reply|response|created|added|post) +(?:by|from)|by"
    r"|(?:geschrieben|verfasst|kommentar|antwort|beitrag) +von"
    r"|(?:comentario|commentaire|écrit|escrito|publicado) +(?:de|par|por)"
    r"|(?:author|user(?:name)?|name|autor(?:in)?|from|von|nick(?:name)?) ?:) *(?=\S)"
    r"|(?:von|par|por) +(?=[A-ZÄÖÜ])|[@#»–—•|·:-]+ +"
)
_NOBODY = re.compile(r"\[(?:deleted|removed|gelöscht|supprimé|eliminado)\]", re.IGNORECASE)
_UNVERIFIED = re.compile(
    r" \((?:not verified|nicht überprüft|non vérifié|no verificado|niet gecontroleerd)\)\Z", re.IGNORECASE
)
_AFTER_NAME = re.compile(
    r"[ ,]*(?:\b(?:says?|said|wrote|writes|commented|replied|sagte?|schreibt|schrieb|meint(?:e)?|dijo|dice|disse|diz"
    r"|dit|a (?:dit|écrit)|ha scritto|scrive|skrev|sier|napisał\(?a?\)?|zegt|schreef)\b\.*)?"
    r"(?: *\|(?=.*\d).*| *(?<!\w)(?:on|at|am|um|le|el|il|op)\b *(?=\d|$|\w+\.?,? \d).*)?[ :,…|·–—-]*\Z",
    re.IGNORECASE,
)
_LAST_WORDS = frozenset(
    "say says said wrote writes commented replied sagt sagte schreibt schrieb meint meinte dijo dice disse diz dit"
    " écrit scritto scrive skrev sier napisał napisała zegt schreef on at am um le el il op".split()
)
"""Letters and spaces alone have something after a name only when they end with one of these."""
_COUNT = re.compile(
    r"(?<![\w.,])([+\-−–]?)\s?(\d{1,3}(?:[.,]\d{3})+|\d{1,9}(?:[.,]\d{1,2})?)\s?([kKmM](?![a-zA-Z])|Tsd)?"
)
_ID = re.compile(
    r"(?:^|[#/?&_a-z-])(?:comments?|kommentar|comm|comentario|message|msg|post|reply|answer|c|p|t1(?=_)|r|entry|elComment|bb_message|node|id)"
    r"[_=:-]?((?:\d|[0-9a-f]{6,}(?![a-z])|(?<=t1_)[a-z0-9])[\da-z]*(?:[_-]\d+)?)$",
    re.IGNORECASE,
)
_PID = re.compile(r"[?&;]pid=(\d{1,20})(?!.*#)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_REDDIT = re.compile(r"(?:^|[-_])t1_([a-z0-9]+)\Z")
_SURE_IDS = (("-", _UUID), ("pid=", _PID), ("t1_", _REDDIT))
"""What an id cannot be without, and the id."""
_TAIL = re.compile(r"(?:^|[#/])([\w-]{1,80})/?\Z|=([\w.-]{1,80})\Z")
_NUMBERED = re.compile(
    r"(?:[a-z]+[_-]+)*(?:(?:issue|discussion)?comments?|cmt|comm|msg|message|post|reply|answer|entry|node|pid|cid|id|p|c|t|q|a|r)?(\d+(?:_\d+)?)"
    r"|[a-z]+ ?[:=] ?(\d+)",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?:[a-z0-9]+[_-]+)*?(?:comments?|message|msg|post|reply|answer|card|id|c|p)[_-]+(?:card[_-]+)?(?=[\w-])",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"GMT([+-]\d\d)(\d\d)\b.*")
_SECONDS = re.compile(r"1[0-9]{9}(?:[0-9]{3})?(?:\.[0-9]+)?")
_WHOLE = re.compile(r"https?://[\w.-]+/[\w./%~-]*(?:\?[\w./%~=&-]+)?(?:#[\w./%~=&-]+)?", re.ASCII)
_LAST_NUMBER = re.compile(r"(\d{1,20})(?!.*\d)")


def name_of(words: str) -> str | None:
    """A name without the words around it: "by", "says:", signs that set it apart; None when nothing is left.

    Examples
    --------
    >>> name_of("Posted by:  Ann Lee"), name_of("Ben sagt:"), name_of("cem99 says"), name_of(" — ")
    ('Ann Lee', 'Ben', 'cem99', None)
    """
    name = " ".join(words.split())
    if len(name) > 3 * LONGEST_NAME or _NOBODY.fullmatch(name):
        return None
    if (found := _BEFORE_NAME.match(name)) and found.end() < len(name):
        name = name[found.end() :]
    is_bare = name.replace(" ", "").isalpha() and name.rpartition(" ")[2].casefold() not in _LAST_WORDS
    if not is_bare and (found := _AFTER_NAME.search(name)) and found.start() > 0:
        name = name[: found.start()]
    name = _UNVERIFIED.sub("", name).strip(" \u200b\u200e\u200f,;:|·•»–—")
    return name if name and len(name) <= LONGEST_NAME else None


def votes_of(words: str) -> float | None:
    """The number in a count of votes; None when there is none, or more than one.

    Examples
    --------
    >>> votes_of("+12"), votes_of("1.2k points"), votes_of("−3"), votes_of("1,204 likes"), votes_of("2 of 3")
    (12.0, 1200.0, -3.0, 1204.0, None)
    """
    found = _COUNT.findall(words[:80])
    if len(found) != 1:
        return None
    sign, digits, unit = found[0]
    if unit:
        number = float(digits.replace(",", ".")) * (1_000_000 if unit in "mM" else 1_000)
    else:
        number = float(re.sub(r"[.,]", "", digits))
    return -number if sign in {"-", "−", "–"} and number else number


def id_of(words: str | None) -> str | None:
    """The id of a comment in an attribute or the end of an address.

    Examples
    --------
    >>> id_of("li-comment-303351"), id_of("t1_c95ravk"), id_of("https://a.example/x#comment-12"), id_of("sidebar")
    ('303351', 'c95ravk', '12', None)
    """
    if not words:
        return None
    words = words.strip()
    if words.isdigit():
        return words
    if len(words) > 300:
        return None
    if words.startswith("t1_"):
        return words[3:]
    if found := _PID.search(words):
        return found[1]
    found = _ID.search(words)
    if found:
        return found[1]
    fragment = words.rpartition("#")[2]
    if (last := _LAST_NUMBER.search(fragment)) and fragment[: last.start()].rstrip("-_=: ").isalpha():
        return last[1]
    return None


def key_of(words: str | None) -> str | None:
    """The id of a comment in an attribute or an address that is known to hold one: its last part, without its kind.

    Examples
    --------
    >>> key_of("li-comment-12"), key_of("#p12"), key_of("/s/x/title#c_q2lwke"), key_of("t1_c95"), key_of("post: 12")
    ('12', '12', 'q2lwke', 'c95', '12')
    """
    words = words.strip() if words else ""
    if not words:
        return None
    for sign, known in _SURE_IDS:
        if sign in words and (found := known.search(words)):
            return found[found.re.groups]
    tail = _TAIL.search(words)
    last = tail[1] or tail[2] if tail else words
    if (found := _NUMBERED.fullmatch(last)) or tail is None:
        return (found[1] or found[2]) if found else None
    kind = _KIND.match(last)
    return last[kind.end() :] if kind else last


def stamp_of(words: str | None) -> str | None:
    r"""A time with white space made even; seconds since 1970, and the offset that scripts write, as people write them.

    Examples
    --------
    >>> stamp_of(" 3 May 2020,\n 10:11 "), stamp_of("1588500660"), stamp_of("May 03 2020 10:11:00 GMT+0200 (CEST)")
    ('3 May 2020, 10:11', '2020-05-03T10:11:00Z', 'May 03 2020 10:11:00 +02:00')
    """
    even = " ".join(words.split()) if words else ""
    even = _OFFSET.sub(r"\1:\2", even)
    if _SECONDS.fullmatch(even):
        return f"{datetime.fromtimestamp(int(even[:10]), UTC):%Y-%m-%dT%H:%M:%SZ}"
    return even or None


def resolve(address: str | None, base: str | None) -> str | None:
    """An address as a whole one, where the page's own is known; None for what is no web address.

    Examples
    --------
    >>> resolve("#c1", "https://a.example/x"), resolve("/y", None), resolve("javascript:void(0)", None)
    ('https://a.example/x#c1', '/y', None)
    """
    if not address or not address.strip():
        return None
    address = address.strip()
    if _WHOLE.fullmatch(address):
        return address
    try:
        whole = urljoin(base, address) if base else address
        scheme = urlsplit(whole).scheme.lower()
    except ValueError:
        return None
    return whole if scheme in {"http", "https", ""} else None
