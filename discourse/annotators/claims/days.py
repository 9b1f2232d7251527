"""Days whose year may be unknown, and how they are written and counted on.

May import: the standard library.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
FURTHEST_AHEAD = 60
"""A date without a year lies at most this many days after the article, as announced events do; else in the year
before."""


@dataclass(frozen=True)
class Day:
    """A day of the calendar.

    Parameters
    ----------
    month, day : int
    year : int or None
        None when nothing says which year.

    Examples
    --------
    >>> str(Day(11, 3, 2017)), str(Day(11, 3)), str(Day(2, 28).plus(1))
    ('2017-11-03', '--11-03', '--03-01')
    """

    month: int
    day: int
    year: int | None = None

    def __str__(self) -> str:
        """ISO 8601, with a hyphen in the place of an unknown year."""
        year = "-" if self.year is None else f"{self.year:04d}"
        return f"{year}-{self.month:02d}-{self.day:02d}"

    def plus(self, days: int) -> Day:
        """The day so many days later; of an unknown year, that year is taken for a common one."""
        leap = self.year is None and (self.month, self.day) == (2, 29)
        try:
            moved = date(self.year or (2000 if leap else 2001), self.month, self.day) + timedelta(days)
        except OverflowError:
            return self
        return Day(moved.month, moved.day, None if self.year is None else moved.year)


def day_of(known: date) -> Day:
    """A day of the standard library's kind."""
    return Day(known.month, known.day, known.year)


def month_length(month: int, year: int | None) -> int:
    """Days of a month; of February 28 where the year is unknown."""
    return calendar.monthrange(year or 2001, month)[1]


def read_day(text: str | None) -> tuple[date | None, int | None]:
    """The day and the year that an ISO 8601 date states, each None where it does not.

    Examples
    --------
    >>> read_day("2017-11-05T10:00:00Z"), read_day("2017-11"), read_day("soon")
    ((datetime.date(2017, 11, 5), 2017), (None, 2017), (None, None))
    """
    match = _ISO.match((text or "").strip())
    if not match or not 1 <= int(match[1]) <= 9999:
        return None, None
    try:
        return (date(int(match[1]), int(match[2]), int(match[3])) if match[3] else None), int(match[1])
    except ValueError:
        return None, int(match[1])


def with_year(month: int, day: int, year: int | None, near: date | None, fallback: int | None) -> Day | None:
    """The day meant by a month and day, or None when the calendar has no such day.

    Parameters
    ----------
    month, day : int
    year : int or None
        As stated in the text.
    near : datetime.date or None
        The day of the article, or a day that the text has stated with its year: of a missing year, the latest is taken
        that puts the day no more than 60 days after it.
    fallback : int or None
        The year where neither says one.

    Examples
    --------
    >>> str(with_year(12, 30, None, date(2018, 1, 4), None)), str(with_year(1, 20, None, date(2017, 12, 28), None))
    ('2017-12-30', '2018-01-20')
    """
    if year is None and near is not None:
        horizon = near + timedelta(FURTHEST_AHEAD) if near < date(9999, 1, 1) else near
        candidates = (horizon.year - back for back in range(9))
        year = next((one for one in candidates if _exists(month, day, one) and date(one, month, day) <= horizon), None)
    if year is None:
        year = fallback
    return Day(month, day, year) if _exists(month, day, year) else None


def _exists(month: int, day: int, year: int | None) -> bool:
    """Whether the calendar has that day; of an unknown year, whether any year has it."""
    if year is not None and not 1 <= year <= 9999:
        return False
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2000, month)[1]
