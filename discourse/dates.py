"""Time stamps of comments, in many languages: where one stands in a line, and what times those of a section mean.

The stamps of a comment section are read together, because only together do they tell whether 04/05 is in April or in
May. Nothing is guessed: what stays open is missing, counted and said. May import: the standard library, date_grammar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import pairwise

from discourse.date_grammar import LONGEST, Stamp, stamp

N_DAYS_FOR_ORDER = 4
"""So many different days must ascend or descend in one order only; fewer may do so by chance."""
_DAY_FIRST = frozenset("de fr es pt it nl pl sv da no nb nn fi ru uk tr cs sk ro el hr sl sr bg ca gl".split())
_ENGLISH_DAY_FIRST = frozenset("en-gb en-au en-nz en-ie en-za en-in".split())
_LATEST_SECOND = 4_102_444_800


@dataclass(frozen=True)
class DateReading:
    """The times of a section's stamps, and an account of what is missing.

    Parameters
    ----------
    moments : tuple of datetime or None
        One a stamp, aware, in UTC; None for what tells no moment.
    n_without_zone : int
        Times that name no zone of their own.
    n_relative : int
        Ages such as "3 years ago".
    n_ambiguous : int
        Dates that could be day first or month first.
    notes : tuple of str
        The account in sentences, for the report.
    """

    moments: tuple[datetime | None, ...]
    n_without_zone: int = 0
    n_relative: int = 0
    n_ambiguous: int = 0
    notes: tuple[str, ...] = ()


def find(text: str) -> tuple[int, int] | None:
    """Span of the most complete stamp of a line: date with time, date, age, time, in this order of worth.

    Parameters
    ----------
    text : str
        One line; longer than 300 characters it holds no stamp.

    Returns
    -------
    tuple of (int, int) or None
        Half open. Words that lead to it ("on", "am") stay outside, a weekday and a zone inside.

    Notes
    -----
    Time linear in the line. A year, a number or the name of a month alone is no stamp.

    Examples
    --------
    >>> lines = ["Ann on May 3rd, 2019 at 2:30 pm said:", "Bo7:50 PM", "vor 2 Stunden", "12 replies in May 2019"]
    >>> [line[slice(*find(line))] if find(line) else None for line in lines]
    ['May 3rd, 2019 at 2:30 pm', '7:50 PM', 'vor 2 Stunden', None]
    """
    found = stamp(text)
    return (found.start, found.end) if found else None


def is_relative(text: str) -> bool:
    """Whether the line's stamp is an age, which tells no moment unless one knows when the page was saved.

    Examples
    --------
    >>> is_relative("3 years ago"), is_relative("gestern um 12:30"), is_relative("3 May 2019")
    (True, True, False)
    """
    found = stamp(text)
    return found is not None and found.form == "age"


def read(
    texts: Sequence[str | None], *, language: str | None = None, zone: tzinfo | None = None, unix: bool = False
) -> DateReading:
    r"""Read all stamps of one comment section together.

    Parameters
    ----------
    texts : sequence of str or None
        A stamp each, possibly with words around it; of those longer than 300 characters none is read.
    language : str, optional
        Of the page, as in HTML ("de", "en-GB"). It decides the order of day and month only where the stamps do not.
    zone : tzinfo, optional
        Of times that name none; otherwise they are taken as UTC.
    unix : bool
        Whether texts of nothing but 9 to 10 or 13 digits are seconds or milliseconds since 1970.

    Returns
    -------
    DateReading

    Notes
    -----
    The order of numeric dates, for each separator: a number above 12 decides; else the one order in which the days (at
    least 4 different ones) only ascend or only descend; else the language, dots being day first always. English with
    slashes and without such signs stays open: both orders are in use. A date without a time stands at midnight UTC.
    Years of two digits are 1970 to 2069.

    Examples
    --------
    >>> reading = read(["04/05/2019 10:00", "13/05/2019 11:30", "yesterday", None])
    >>> [str(moment) for moment in reading.moments]
    ['2019-05-04 10:00:00+00:00', '2019-05-13 11:30:00+00:00', 'None', 'None']
    >>> print(*reading.notes, sep="\n")
    times without a zone are taken as UTC: 2
    ages such as '3 years ago' are no times: 1
    >>> read(["04/05/2019"]).n_ambiguous
    1
    """
    stamps = [stamp(text) if text and len(text) <= LONGEST else None for text in texts]
    orders = {sign: _order(stamps, sign, language) for sign in "./-"}
    moments: list[datetime | None] = []
    tally: dict[str, int] = {}
    for text, found in zip(texts, stamps, strict=True):
        moment, said = _moment(found, orders, zone)
        if unix and text and (since := _unix(text)):
            moment, said = since, ""
        moments.append(moment)
        if text and text.strip() and said:
            tally[said] = tally.get(said, 0) + 1
    return DateReading(
        tuple(moments),
        n_without_zone=tally.get(_NO_ZONE, 0),
        n_relative=tally.get(_AGE, 0),
        n_ambiguous=tally.get(_OPEN, 0),
        notes=tuple(f"{said.format(zone=zone or 'UTC')}: {tally[said]}" for said in _SAID if said in tally),
    )


_NO_ZONE = "times without a zone are taken as {zone}"
_NO_TIME = "dates without a time stand at midnight UTC"
_AGE = "ages such as '3 years ago' are no times"
_OPEN = "dates that could be day-first or month-first are missing"
_NO_DATE = "times without a date are missing"
_NO_YEAR = "dates without a year are missing"
_IMPOSSIBLE = "dates that no calendar has are missing"
_UNREAD = "texts in which no date was recognised are missing"
_SAID = (_NO_ZONE, _NO_TIME, _OPEN, _AGE, _NO_DATE, _NO_YEAR, _IMPOSSIBLE, _UNREAD)


def _moment(found: Stamp | None, orders: dict[str, str], zone: tzinfo | None) -> tuple[datetime | None, str]:
    """The moment of a stamp, and what there is to say about it."""
    if found is None:
        return None, _UNREAD
    if found.form in {"age", "clock"}:
        return None, _AGE if found.form == "age" else _NO_DATE
    if found.year is None:
        return None, _NO_YEAR
    order = "" if found.pair is None else _own_order(found.pair) or orders[found.sign]
    if found.pair is not None and not order:
        return None, _OPEN
    month, day = _month_and_day(found, order)
    hour, minute, second, micro = found.clock or (0, 0, 0, 0)
    own = timezone(timedelta(minutes=found.offset)) if found.offset is not None else None
    try:
        local = datetime(found.year, month, day, hour, minute, second, micro)
    except ValueError:
        return None, _IMPOSSIBLE
    if found.clock is None:
        return local.replace(tzinfo=UTC), _NO_TIME
    moment = local.replace(tzinfo=own or zone or UTC).astimezone(UTC)
    return moment, "" if own else _NO_ZONE


def _month_and_day(found: Stamp, order: str) -> tuple[int, int]:
    """Month and day of a stamp whose order is known; 0 is in no calendar."""
    if found.pair is None:
        return found.month or 0, found.day or 0
    first, second = found.pair
    return (second, first) if order == "day" else (first, second)


def _own_order(pair: tuple[int, int]) -> str:
    """What comes first in two numbers, "day" or "month", where they tell it or where it is the same; else ""."""
    first, second = pair
    if first > 12 or first == second:
        return "day"
    return "month" if second > 12 else ""


def _order(stamps: Sequence[Stamp | None], sign: str, language: str | None) -> str:
    """What comes first in the section's dates with this separator: "day", "month", or "" where it stays open."""
    dated = [found for found in stamps if found and found.pair and found.year and found.sign == sign]
    told = {_own_order(found.pair) for found in dated if found.pair and found.pair[0] != found.pair[1]} - {""}
    if told:
        return told.pop() if len(told) == 1 else ""
    steady = [order for order in ("day", "month") if _is_steady(dated, order)]
    if len(steady) == 1:
        return steady[0]
    tag = (language or "").lower().replace("_", "-")
    is_day_first = sign == "." or tag in _ENGLISH_DAY_FIRST or tag.split("-")[0] in _DAY_FIRST
    return "day" if is_day_first else ""


def _is_steady(dated: Sequence[Stamp], order: str) -> bool:
    """Whether the dates, of enough different days, only ascend or only descend in this order."""
    days = [(found.year or 0, *_month_and_day(found, order)) for found in dated]
    if len(set(days)) < N_DAYS_FOR_ORDER:
        return False
    return all(a <= b for a, b in pairwise(days)) or all(a >= b for a, b in pairwise(days))


def _unix(text: str) -> datetime | None:
    """The moment of a text of nothing but Unix seconds or milliseconds."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) in {9, 10, 13}):
        return None
    seconds = int(digits) / (1000 if len(digits) == 13 else 1)
    return datetime.fromtimestamp(seconds, UTC) if seconds < _LATEST_SECOND else None
