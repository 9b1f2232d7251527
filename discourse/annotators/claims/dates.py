"""When something happened, from words such as "On November 3", "on the same day", "within 24 hours" and "yesterday".

A sentence is read with a `Clock`: what is known of the article's day, and the day mentioned last. English only.
May import: the standard library, days.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from discourse.annotators.claims.days import Day, day_of, month_length, with_year

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: max(at, 1) for at, word in enumerate(_SMALL)} | {"an": 1, "couple of": 2}

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"
_LEAD = (
    r"(?:(?P<bound>(?i:since|until|till|before|after|by|prior\s+to|ahead\s+of))\s+(?:the\s+)?"
    r"|(?:(?i:back|only|late|early|later|earlier)\s+)?(?i:on|in|during|from|between)\s+(?:the\s+)?)?"
)
_NUMBER = r"(?P<n>\d{1,3}|a\s+couple\s+of|an?|" + "|".join(_SMALL[1:]) + ")"
_ENDS = r"(?=\s*(?:[,.;:!?)]|$))"
_PART = r"(?:day|morning|afternoon|evening|night)"


@dataclass(frozen=True)
class Clock:
    """What the reader of a sentence knows about time.

    Parameters
    ----------
    article : datetime.date or None
        The day of the article.
    year : int or None
        The year of dates that state none, where the article's day is unknown.
    last : Day or None
        The day mentioned last, and the words that mentioned it.
    last_words : str
    stated : datetime.date or None
        The last day that the text stated with its year.
    """

    article: date | None = None
    year: int | None = None
    last: Day | None = None
    last_words: str = ""
    stated: date | None = None

    def day(self, month: int, day: int, year: int | None) -> Day | None:
        """The day meant by a month and day."""
        return with_year(month, day, year, self.article or self.stated, self.year)


@dataclass(frozen=True)
class When:
    """Words of a sentence that say when.

    Parameters
    ----------
    start, end : int
        Their span in the sentence.
    first, last : Day or None
        The day; the last one of a span of days. Both None when nothing tells which day is meant.
    basis : str
        The words, with what they count from in brackets.
    is_bound : bool
        Whether they give a limit ("since May 2"), not the time.
    """

    start: int
    end: int
    first: Day | None
    last: Day | None
    basis: str
    is_bound: bool = False

    @property
    def is_vague(self) -> bool:
        """Whether it spans more than a week, as a month or year does."""
        return self.first is not None and self.last is not None and str(self.first.plus(7)) < str(self.last)


_Found = tuple[Day | None, Day | None, str]
_Rule = Callable[[re.Match[str], Clock], _Found]


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _int(text: str | None) -> int | None:
    """The leading number of "3rd"."""
    match = re.match(r"\d+", text or "")
    return int(match[0]) if match else None


def _number(match: re.Match[str]) -> int:
    said = " ".join(match["n"].lower().split()).removeprefix("a couple") or "couple of"
    said = "couple of" if said.strip() == "of" else said
    return int(said) if said.isdigit() else _NUMBERS[said]


def _calendar(match: re.Match[str], clock: Clock) -> _Found:
    """A month and day, perhaps up to another one."""
    parts = match.groupdict()
    year = _int(parts.get("year")) or _int(parts.get("year2"))
    first = clock.day(_month(parts["month"]), _int(parts["day"]) or 0, year)
    if not parts.get("day2"):
        return first, None, ""
    last = clock.day(
        _month(parts.get("month2") or parts["month"]), _int(parts["day2"]) or 0, _int(parts.get("year2")) or year
    )
    return first, last, ""


def _iso(match: re.Match[str], clock: Clock) -> _Found:
    return clock.day(int(match["m"]), int(match["d"]), int(match["y"])), None, ""


def _whole_month(match: re.Match[str], clock: Clock) -> _Found:
    first = clock.day(_month(match["month"]), 1, _int(match["year"]))
    return first, first and replace(first, day=month_length(first.month, first.year)), ""


def _whole_year(match: re.Match[str], _: Clock) -> _Found:
    year = int(match["year"])
    return Day(1, 1, year), Day(12, 31, year), ""


def _from_last(days: Callable[[re.Match[str]], int]) -> _Rule:
    """So many days from the day mentioned last."""

    def rule(match: re.Match[str], clock: Clock) -> _Found:
        return (clock.last.plus(days(match)), None, clock.last_words) if clock.last else (None, None, "")

    return rule


def _from_article(days: Callable[[re.Match[str]], int]) -> _Rule:
    """So many days from the day of the article."""

    def rule(match: re.Match[str], clock: Clock) -> _Found:
        if clock.article is None:
            return None, None, ""
        return day_of(clock.article).plus(days(match)), None, f"article of {clock.article.isoformat()}"

    return rule


def _count(match: re.Match[str]) -> int:
    """A number of days or weeks, in days; hours count as the days they reach into."""
    unit = match["unit"].lower()
    return (
        -(-_number(match) // 24) if unit.startswith("hour") else _number(match) * (7 if unit.startswith("week") else 1)
    )


def _span(match: re.Match[str], clock: Clock) -> _Found:
    """From the day mentioned last on for so long."""
    return (clock.last, clock.last.plus(_count(match)), clock.last_words) if clock.last else (None, None, "")


def _weekday(match: re.Match[str], clock: Clock) -> _Found:
    """The last such day up to the article's own; "last" is before it and "next" after it."""
    if clock.article is None:
        return None, None, ""
    ahead = (_WEEKDAYS.index(match["weekday"].lower()) - clock.article.weekday()) % 7
    which = (match["which"] or "").lower()
    days = (
        ahead or 7 if which in ("next", "coming") else ahead if which == "this" else ahead - 7 if ahead or which else 0
    )
    return day_of(clock.article).plus(days), None, f"article of {clock.article.isoformat()}"


def _deictic_days(match: re.Match[str]) -> int:
    said = match[0].lower()
    return -1 if said.startswith(("yesterday", "last")) else 1 if said.startswith("tomorrow") else 0


def _rule(pattern: str, rule: _Rule, *, any_case: bool = True) -> tuple[re.Pattern[str], _Rule]:
    return re.compile(rf"(?<![\w'’-])(?:{pattern})(?!\w)", re.IGNORECASE if any_case else 0), rule


_TO = r"\s*(?:[-–—]|(?:to|until|till|through)\s)\s*"
_RULES = (
    _rule(
        rf"{_LEAD}(?:{_WEEKDAY},?\s+)?(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:,\s*(?P<year>{_YEAR}))?"
        rf"(?:{_TO}(?:(?P<month2>{_MONTH})\s+)?(?P<day2>{_DAY}))?(?:,?\s+(?P<year2>{_YEAR}))?",
        _calendar,
        any_case=False,
    ),
    _rule(
        rf"{_LEAD}(?P<month>{_MONTH})\s+(?P<day>{_DAY})\s+and\s+(?:(?P<month2>{_MONTH})\s+)(?P<day2>{_DAY})",
        _calendar,
        any_case=False,
    ),
    _rule(
        rf"{_LEAD}(?:{_WEEKDAY},?\s+)?(?:the\s+)?(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?",
        _calendar,
        any_case=False,
    ),
    _rule(_LEAD + r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)", _iso),
    _rule(
        rf"(?:(?P<bound>(?i:since|until|before|after|by))|(?:(?i:back)\s+)?(?i:in|during|last))\s+(?P<month>{_MONTH})(?:\s+(?:of\s+)?(?P<year>{_YEAR}))?(?!\s+\d)",
        _whole_month,
        any_case=False,
    ),
    _rule(
        rf"(?:(?P<bound>since|until|before|after|by)|(?:back\s+)?(?:in|during))\s+(?P<year>{_YEAR})(?!\s+[a-z]+s\b)",
        _whole_year,
    ),
    _rule(
        rf"(?:(?:later|earlier|also)\s+)?(?:on\s+)?(?:the|that)\s+(?:very\s+)?same\s+{_PART}|(?:(?:later|earlier)\s+)?(?:on\s+)?that\s+(?:very\s+)?{_PART}",
        _from_last(lambda _: 0),
    ),
    _rule(
        rf"(?:on\s+)?the\s+(?:very\s+)?(?:next|following)\s+{_PART}|the\s+{_PART}\s+after{_ENDS}",
        _from_last(lambda _: 1),
    ),
    _rule(rf"(?:on\s+)?the\s+(?:previous|preceding)\s+{_PART}|the\s+{_PART}\s+before{_ENDS}", _from_last(lambda _: -1)),
    _rule(
        rf"{_NUMBER}\s+(?P<unit>days?|weeks?)\s+(?:later|afterwards?|after\s+that|on{_ENDS}|after{_ENDS})",
        _from_last(_count),
    ),
    _rule(
        rf"{_NUMBER}\s+(?P<unit>days?|weeks?)\s+(?:earlier|previously|before\s+that|before{_ENDS})",
        _from_last(lambda match: -_count(match)),
    ),
    _rule(rf"{_NUMBER}\s+(?P<unit>days?|weeks?)\s+ago", _from_article(lambda match: -_count(match))),
    _rule(
        r"(?:within|in\s+(?:under|just|only|less\s+than|the\s+(?:next|following|first))|(?:over|during)\s+the\s+(?:next|following|first))"
        rf"\s+(?:(?:the\s+)?(?:next|following|first|just|only|about|less\s+than)\s+)?{_NUMBER}\s+(?P<unit>hours?|days?|weeks?)",
        _span,
    ),
    _rule(
        r"today|tonight|this\s+(?:morning|afternoon|evening)|yesterday|last\s+night|tomorrow",
        _from_article(_deictic_days),
    ),
    _rule(
        rf"(?:on\s+|late\s+|early\s+)?(?:(?P<which>last|next|this|coming)\s+)?(?P<weekday>{_WEEKDAY})",
        _weekday,
        any_case=False,
    ),
)


def read_dates(sentence: str, clock: Clock) -> tuple[list[When], Clock]:
    """All that a sentence says about when, and the clock as it stands after it.

    Parameters
    ----------
    sentence : str
    clock : Clock

    Examples
    --------
    >>> found, clock = read_dates("On May 2 it sailed; two days later it sank.", Clock(year=1931))
    >>> [(when.basis, str(when.first)) for when in found]
    [('On May 2', '1931-05-02'), ('two days later (May 2)', '1931-05-04')]
    """
    matches = [(match, rule) for pattern, rule in _RULES for match in pattern.finditer(sentence)]
    matches.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    found: list[When] = []
    for match, rule in matches:
        if found and match.start() < found[-1].end:
            continue
        first, last, anchor = rule(match, clock)
        words = " ".join(match[0].split())
        basis = f"{words} ({anchor})" if anchor else words
        when = When(match.start(), match.end(), first, last, basis, bool(match.groupdict().get("bound")))
        found.append(when)
        clock = _moved(clock, when, match)
    return found, clock


def _moved(clock: Clock, when: When, match: re.Match[str]) -> Clock:
    """The clock after words that say when: a day becomes the one mentioned last, a month or "within a week" not."""
    if when.first is None or when.is_vague or ("unit" in match.groupdict() and when.last):
        return clock
    day = when.last or when.first
    clock = replace(clock, last=day, last_words=_without_lead(" ".join(match[0].split())))
    said_year = any(match.groupdict().get(key) for key in ("year", "year2", "y"))
    return replace(clock, stated=date(day.year, day.month, day.day)) if said_year and day.year else clock


def _without_lead(words: str) -> str:
    """The words without the preposition before them."""
    return re.sub(
        r"\A(?:(?:back|only|late|early|later|earlier|since|until|till|before|after|by|on|in|during|from|between)\s+)+",
        "",
        words,
        flags=re.I,
    )


def main_date(found: list[When]) -> When | None:
    """The words that date a sentence: the first that give a day, then the first that give a month or year.

    A limit ("since May 2") dates nothing; where words stand first that nobody can resolve, the sentence has no date.
    """
    times = [when for when in found if not when.is_bound]
    if not times or times[0].first is None:
        return None
    return next((when for when in times if when.first is not None and not when.is_vague), times[0])
