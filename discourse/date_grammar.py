"""The grammar of time stamps: from one line to its most complete stamp, with the numbers as they stand there.

A line becomes a string of kinds, one character a token: "3. Mai 2019 um 14:30" is a digit, a dot, a space, a month, ...
Small patterns over kinds then find the stamp, in time linear in the line, whatever the language. What the numbers mean
(day or month first, which zone) is decided in `dates`, over a whole section. May import: the standard library,
date_words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from discourse.date_words import ALSO_WORDS, NOW, ZONES, folded, months, roles

LONGEST = 300
"""Longer lines hold no stamp of an interface."""
_MONTHS, _ROLES = months(), roles()
_NOW = frozenset(folded(phrase) for phrase in NOW.split("|"))
_ROLE_SETS = sorted(set(_ROLES.values()), key=sorted)
_KIND_OF = {word: chr(0x3400 + _ROLE_SETS.index(said)) for word, said in _ROLES.items()}
_IN_CAPITALS = frozenset(word for word, said in _ROLES.items() if said <= {"zone", "iso"})
_SIGNS = (
    dict.fromkeys("-–—−‐‑", "-") | dict.fromkeys("|·•⋅", "|") | dict.fromkeys("([{", "(") | dict.fromkeys("'’", "'")
    | {"：": ":"} | {sign: sign for sign in ".,:/+@)"}
)  # fmt: skip
_CJK = {"年": "Y", "月": "M", "日": "D"}
_TOKEN = re.compile(
    r"(?P<n>\d+)(?:(?:st|nd|rd|th|er|ST|ND|RD|TH|ER|º|ª|°)(?![^\W\d_]))?"
    r"|(?P<p>[AaPp](?:[Mm](?![^\W\d_])|M(?=[A-Z][a-z])|\.\s?[Mm](?!\w)\.?))"
    r"|(?P<w>[Ii]l y a(?!\w)|[年月日]|[^\W\d_]+(?:[\u0300-\u036f'’-][^\W\d_]+)*)|(?P<s>\s+)|(?P<c>.)",
    re.DOTALL,
)
_GLUE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-ÖØ-ÞА-ЯŁŚŞÇ])|[-'’]")


class Stamp(NamedTuple):
    """One stamp as it stands in a line.

    Parameters
    ----------
    form : {"full", "date", "part", "age", "clock", "short"}
        Date and time, date, date without a year but with a time, age, time alone, date without a year.
    start, end : int
        Its span in the line.
    year, month, day : int or None
        Where named or written year first.
    pair : tuple of (int, int) or None
        Two numbers of which one is the day and one the month.
    sign : str
        What stands between those two.
    clock : tuple of (int, int, int, int) or None
        Hour of 24, minute, second, microsecond.
    offset : int or None
        Minutes east of Greenwich.
    """

    form: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    pair: tuple[int, int] | None = None
    sign: str = ""
    clock: tuple[int, int, int, int] | None = None
    offset: int | None = None


class _Tokens(NamedTuple):
    """A line's kinds, and where each token stands."""

    kinds: str
    spans: list[tuple[int, int]]


def _class(role: str) -> str:
    """The characters of all kinds that can play a role, for use inside brackets."""
    return "".join(chr(0x3400 + at) for at, said in enumerate(_ROLE_SETS) if role in said)


def _date(month: str, of: str, mark: str) -> tuple[str, str]:
    """Patterns of dates, with and without a year; groups: y year, m month, d day, a and b two numbers, s their sign."""
    inner, end = rf"(?:{of} ?){{0,2}}", r"(?![0124]|[.:/-][0124])"
    after = rf"(?: ?{mark}\.?)?{end}"
    dated = (
        rf"(?P<d1>[12])\.? ?,? ?[-/]?{inner}(?P<m1>{month})\.?,? ?[-/]? ?{inner}(?:'?(?P<y1>[42])){after}",
        rf"(?P<m2>{month})\.?,?[- /]?{inner}(?P<d2>[12])(?:\.?,?[- /]? ?{inner}(?P<y2>4)|,? ?['-](?P<z2>2)){after}",
        rf"(?P<y3>4)[.,]? ?-?(?P<m3>{month})\.?[- ]?(?P<d3>[12]){end}",
        r"(?P<y4>4)(?P<t>[./-]) ?(?P<m4>[12])(?P=t) ?(?P<d4>[12])(?![0124]|[./-][0124])",
        r"(?P<y5>4) ?Y ?(?P<m5>[12]) ?M ?(?P<d5>[12]) ?D",
        rf"(?P<a>[12])(?: ?(?P<s>[./-]) ?)(?P<b>[12])(?: ?(?P=s) ?(?P<y6>4)|,? (?P<y7>4)|(?P=s)(?P<y8>2)){after}",
    )
    short = rf"(?P<d1>[12])\.? ?{inner}(?P<m1>{month})\.?|(?P<m2>{month})\.? ?{inner}(?P<d2>[12])(?![0124/:]|\.[0124])"
    return "|".join(dated), short


def _clock(hour: str, unit: str) -> tuple[str, str, str]:
    """Patterns of times: plain ones, those only beside a date, and 21.10, only after "um" and the like."""
    ends = rf"(?: ?{hour}\.?){{0,2}}"
    plain = (
        rf"(?P<H1>[12]):(?P<M1>2)(?::(?P<S1>2)(?:[.,](?P<F1>[0124]))?)?(?![0124])(?: ?(?P<p1>p))?{ends}"
        rf"|(?P<H2>[12]) ?{hour} ?(?P<M2>2)(?![0124:.])(?: ?{unit})?|(?P<H3>[12])\.(?P<M3>2) ?(?P<p3>p)"
    )
    dated = rf"(?P<H4>[12])\.(?P<M4>2) ?{hour}{ends}|(?P<H5>[12]) ?(?:(?P<p5>p)|{hour})"
    return plain, dated, rf"(?P<H6>[12])\.(?P<M6>2)(?![0124]|[.:][0124]){ends}"


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Forms of stamps, the most complete first, each with its pattern over kinds."""
    month, weekday, at, of, hour, zone, iso, unit, one, ago, before, day, mark = (
        f"[{_class(role)}]"
        for role in (
            "month",
            "weekday",
            "at",
            "of",
            "hour",
            "zone",
            "iso",
            "unit",
            "one",
            "ago",
            "before",
            "day",
            "mark",
        )
    )
    start = r"(?<![0124])(?<![0124][./:-])"
    lead = rf"(?:{weekday}\.?,? ?(?:{of} ?)?)?"
    dated, short = _date(month, of, mark)
    plain, beside, dotted = _clock(hour, unit)
    zoned = (
        rf"(?: ?\(?(?P<zone>{zone})(?P<plus> ?[+-][12](?::2)?(?![0124]))?"
        r"|(?P<offset> ?[+-](?:2:2|[04])|[+-]2)(?![0124]|[.:/-][0124]))?"
    )
    between = f"[] ,.@|/()p{_class('at')}{_class('of')}{_class('weekday')}-]{{0,9}}"
    timed = rf"(?:{iso}|{between})(?:{plain}|{beside}){zoned}|(?:{between}{at}\.? ?|[ ,-]{{1,3}}(?=[12]\.2 *$)){dotted}"
    bare, any_time = (re.sub(r"\?P<\w+>", "?:", part) for part in (plain, f"{plain}|{beside}"))
    number, more = rf"(?:[0124]+\+?|{one})", rf"(?:,? (?:[^ ] )?[12] ?{unit}){{0,3}}"
    return [
        ("full", re.compile(rf"{start}{lead}(?:{dated})(?:{timed})")),
        ("full", re.compile(rf"{start}(?:{plain}|{beside}){zoned}{between}(?:{dated})")),
        (
            "full",
            re.compile(
                rf"{weekday}\.?,? (?P<m2>{month}) (?P<d2>[12]) (?P<H1>[12]):(?P<M1>2):(?P<S1>2)"
                rf"(?: (?:(?P<zone>{zone})|[^ ]))? (?P<y2>4)(?![0124])"
            ),
        ),
        ("date", re.compile(rf"{start}{lead}(?:{dated})")),
        ("part", re.compile(rf"{start}{lead}(?:{short}|(?P<a>[12])(?P<s>[./-])(?P<b>[12])\.?(?=[ ,]))(?:{timed})")),
        (
            "age",
            re.compile(
                rf"{before} (?:[^ ]\.? )?{number} ?{unit}{more}(?: {ago})?|{number} ?{unit}{more}\.? {ago}"
                rf"|^ ?[12] ?{unit} ?$"
                rf"|{day}{between}(?:{any_time})|(?:{bare}){between}{day}|^ ?{day}\.? ?$"
            ),
        ),
        ("clock", re.compile(rf"{start}(?:{plain}){zoned}")),
        ("short", re.compile(rf"{start}{lead}(?:{short})(?! ?[0124])")),
    ]


_FORMS = _patterns()
_EXACT = re.compile(
    r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])"
    r"(?:Z|([+-](?:0[0-9]|1[0-4])):([0-5][0-9]))"
)
_NUMBERS = re.compile("[0124]")
_AGES = re.compile(f"[{_class('ago')}{_class('before')}{_class('day')}]")


def stamp(line: str) -> Stamp | None:
    """The most complete stamp of a line, the longest of several such, and then the first.

    Examples
    --------
    >>> stamp("Ann, 3. Mai 2019 um 14:30 Uhr")[1:6], stamp("Ann, 3. Mai 2019 um 14:30 Uhr").clock
    ((5, 29, 2019, 5, 3), (14, 30, 0, 0))
    >>> stamp("04/05/2019").pair, stamp("in 2019, maybe in May")
    ((4, 5), None)
    """
    if len(line) > LONGEST:
        return None
    if exact := _EXACT.fullmatch(line):
        return _exact_stamp(exact)
    if len(line) < 40 and folded(line.strip().rstrip(".")) in _NOW:
        return Stamp("age", len(line) - len(line.lstrip()), len(line.rstrip()))
    tokens = _tokens(line)
    if not _NUMBERS.search(tokens.kinds) and not _AGES.search(tokens.kinds):
        return None
    best: Stamp | None = None
    for form, pattern in _FORMS:
        if best and best.form != form:
            break
        for match in pattern.finditer(tokens.kinds):
            found = _read(form, match, line, tokens.spans)
            if found and (best is None or found.end - found.start > best.end - best.start):
                best = found
    return best


def _exact_stamp(match: re.Match[str]) -> Stamp:
    """The stamp of a time as machines write it; what the grammar finds as well, in a twentieth of the time."""
    year, month, day, hour, minute, second, offset_hours, offset_minutes = map(int, match.groups("0"))
    offset = offset_hours * 60 + (-offset_minutes if match[7] and match[7][0] == "-" else offset_minutes)
    clock = (hour, minute, second, 0)
    return Stamp("full", 0, match.end(), year, month, day, clock=clock, offset=offset)


def _tokens(line: str) -> _Tokens:
    """Kinds and spans of a line's tokens."""
    kinds, spans = [], []
    for match in _TOKEN.finditer(line):
        start, end = match.span()
        if match.lastgroup == "s":
            kind = " "
        elif match.lastgroup == "n":
            kind = _kind_of_number(match["n"])
        elif match.lastgroup == "w":
            kind = _kind_of_word(match["w"])
            if kind == "?" and (glue := [found.end() for found in _GLUE.finditer(match["w"])]):
                kinds.append("?")
                spans.append((start, start + glue[-1]))
                start += glue[-1]
                kind = _kind_of_word(line[start:end])
        else:
            kind = "p" if match.lastgroup == "p" else _SIGNS.get(match.group(), "!")
        kinds.append(kind)
        spans.append((start, end))
    return _Tokens("".join(kinds), spans)


def _kind_of_number(digits: str) -> str:
    """Kind of a number: one digit, two, a year of four, or any other."""
    if len(digits) <= 2:
        return str(len(digits))
    return "4" if len(digits) == 4 and 1900 <= int(digits) < 2100 else "0"


def _kind_of_word(word: str) -> str:
    """Kind of a word: the roles that it can play, "?" for none."""
    if word in _CJK:
        return _CJK[word]
    key = folded(word)
    return "?" if key in _IN_CAPITALS and not word.isupper() else _KIND_OF.get(key, "?")


def _read(form: str, match: re.Match[str], line: str, spans: list[tuple[int, int]]) -> Stamp | None:
    """The stamp of a match with its numbers; None when they can be no stamp's."""
    start, end = spans[match.start()][0], spans[match.end() - 1][1]
    span = start + len(line[start:end]) - len(line[start:end].lstrip()), start + len(line[start:end].rstrip())
    if form == "age":
        return Stamp(form, *span)
    said = {
        name: line[spans[match.start(name)][0] : spans[match.end(name) - 1][1]]
        for name, text in match.groupdict().items()
        if text
    }
    clock = _clock_of(said)
    if (clock is None and form != "date" and form != "short") or (clock and (clock[0] > 24 or clock[1] > 59)):
        return None
    found = Stamp(form, *span, clock=clock, offset=_offset_of(said))
    if form == "clock":
        return found
    if "a" in said:
        a, b = _number(said["a"]), _number(said["b"])
        fits = 1 <= min(a, b) <= 12 and max(a, b) <= 31
        return found._replace(year=_year_of(said), pair=(a, b), sign=said["s"].strip()) if fits else None
    name = _first(said, "m1", "m2", "m3", "m4", "m5")
    month = _number(name) if name[0].isdigit() else _MONTHS[folded(name)]
    day = _number(_first(said, "d1", "d2", "d3", "d4", "d5"))
    is_word = form == "short" and name.islower() and folded(name) in ALSO_WORDS
    if is_word or not 1 <= day <= 31 or not 1 <= month <= 31:
        return None
    return found._replace(year=_year_of(said), month=month, day=day)


def _number(digits: str) -> int:
    """A number without what makes it an ordinal ("3rd")."""
    return int(re.sub(r"\D", "", digits))


def _first(said: dict[str, str], *names: str) -> str:
    """The first of several groups that matched."""
    return next((said[name] for name in names if name in said), "")


def _year_of(said: dict[str, str]) -> int | None:
    """The year in four digits; of two-digit ones those below 70 are of this century."""
    digits = _first(said, "y1", "y2", "z2", "y3", "y4", "y5", "y6", "y7", "y8")
    if not digits:
        return None
    year = _number(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def _clock_of(said: dict[str, str]) -> tuple[int, int, int, int] | None:
    """Hour of 24, minute, second, microsecond; a meridiem beside an hour above 12 says nothing ("14:30 am 3. Mai")."""
    hours = _first(said, "H1", "H2", "H3", "H4", "H5", "H6")
    if not hours:
        return None
    hour, meridiem = _number(hours), _first(said, "p1", "p3", "p5")[:1].lower()
    if meridiem and hour <= 12:
        hour = hour % 12 + (12 if meridiem == "p" else 0)
    minute = _number(_first(said, "M1", "M2", "M3", "M4", "M6") or "0")
    return hour, minute, _number(said.get("S1", "0")), _number(said.get("F1", "0")[:6].ljust(6, "0"))


def _offset_of(said: dict[str, str]) -> int | None:
    """Minutes east of Greenwich, from a zone's name, a number, or both ("UTC+2"); None for what is no zone."""
    sign = said.get("plus") or said.get("offset") or ""
    digits = re.sub(r"\D", "", sign)
    if digits:
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if hours > 14 or minutes > 59:
            return None
        offset = (hours * 60 + minutes) * (1 if "+" in sign else -1)
    else:
        offset = 0
    if "zone" in said:
        return offset + ZONES[folded(said["zone"])]
    return offset if digits else None
