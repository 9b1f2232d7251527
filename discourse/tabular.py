"""Rows of a strange table become comments: guessed columns, values made what our columns hold, in one account.

The guess is made on the first batch and holds for all. What cannot be read in a column is counted and said once, with
the first lines, however many rows it is in. May import: the standard library, account, article, dates, errors,
gathering, guessing, hypertext, record_rows, rows, text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from datetime import time as clock
from typing import Any

from discourse.account import Account
from discourse.article import Article
from discourse.dates import read as read_dates
from discourse.errors import BrokenInput
from discourse.gathering import blocks_of, made_of, time_of
from discourse.guessing import RUINED, Guess, guess, id_of, is_nothing, is_time, parent_of
from discourse.hypertext.fragments import read_fragment
from discourse.record_rows import array_of
from discourse.rows import Defect, Rows
from discourse.text import is_removed, shorten

_MARKUP = re.compile(r"<(?:p|br|a|div|span|blockquote|i|b|em|strong|ul|li)\b[^<>]*>|&(?:amp|quot|lt|gt|nbsp|#\d{2,6});")
_TWITTER = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_TELLS_ORDER = re.compile(r"\b(?:1[3-9]|2\d|3[01])[./-]\d|\d[./-](?:1[3-9]|2\d|3[01])\b")
_OPEN = re.compile(r"(?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|1[0-2])[./-]\d{2,4}(?!\d)")
_SUBMISSION = "t3_"
LAST_PLACE = 2**31 - 1
FIRST_NAMED = 3
"""Lines that are named of those in which a column cannot be read."""
NAMED_COLUMNS = 15
CARRIED = 50
"""Dates whose order of day and month is plain, kept for later batches."""


class Tabular(Account):
    """Comments of one table while it is read.

    Parameters
    ----------
    where : str
        What errors call the source.
    strict : bool
        Whether a row that cannot be read is an error, instead of being left out and named.
    columns : mapping, optional
        What the user says: by our columns' names, those of the table; None for what it does not have.

    Examples
    --------
    >>> found = Tabular("x.csv")
    >>> rows = found.rows({"id": ["1", "2"], "body": ["Well.", "No."], "date": ["2017-11-03", "soon"]}, [2, 3])
    >>> rows.columns["text"].to_pylist(), found.rest().report.defects[0].repair
    (['Well.', 'No.'], "1 value taken as missing; the first: line 3 ('soon')")
    """

    def __init__(self, where: str, *, strict: bool = False, columns: Mapping[str, str | None] | None = None) -> None:
        super().__init__(where, strict=strict)
        self._given = columns
        self.guess: Guess | None = None
        self._ids: frozenset[str] = frozenset()
        self._has_roots = self._is_reversed = self._is_markup = False
        self._wrong: dict[tuple[str, str], tuple[int, list[str]]] = {}
        self._tally: dict[str, int] = {}
        self._telling: list[str] = []
        self._titled: set[str] = set()

    def wrong(self, kind: str, column: str, line: int, value: Any) -> None:
        """A value that cannot be read; all of one kind in one column are one defect."""
        number, first = self._wrong.get((kind, column), (0, []))
        if len(first) < FIRST_NAMED:
            first = [*first, f"line {line} ({shorten(str(value), 40)!r})"]
        self._wrong[kind, column] = (number + 1, first)

    def rows(self, columns: Mapping[str, Sequence[Any]], lines: Sequence[int]) -> Rows:
        """A batch of rows.

        Parameters
        ----------
        columns : mapping of str to sequence
            By the names in the table; texts, numbers or times, None for missing.
        lines : sequence of int
            Where each row stands.

        Raises
        ------
        BrokenInput
            No column holds texts.
        UnknownName
            The user named a column that is not there.
        """
        if self.guess is None:
            self._look(columns)
        assert self.guess is not None
        n = len(lines)
        named = {ours: columns.get(theirs, [None] * n) for ours, theirs in self.guess.columns.items()}
        made: dict[str, Sequence[Any]] = {"line": lines}
        text = [_string(value) or "" for value in named.get("text", [None] * n)]
        made["text"] = [self._prose(one) for one in text] if self._is_markup else text
        homes = [self._home(value) for value in named["thread_id"]] if "thread_id" in named else [None] * n
        for ours in ("id", "parent_id"):
            if ours in named:
                self._name_ruined(ours, named[ours], lines)
        if "thread_id" in named:
            made["thread_id"] = homes
        if "id" in named:
            made["id"] = list(map(id_of, named["id"]))
        if "parent_id" in named:
            above = zip(named["parent_id"], [None] * n if self._has_roots else homes, strict=True)
            made["parent_id"] = [parent_of(value, self._ids, home) for value, home in above]
        for ours in ("author", "url", "role"):
            if ours in named:
                made[ours] = [None if is_nothing(value) else _string(value) for value in named[ours]]
        if "author" in made:
            made["author"] = [None if name == "[deleted]" else name for name in made["author"]]
        if "created" in named:
            made["created"], made["created_text"] = self._times(named["created"], lines)
        if "score" in named:
            made["score"] = self._scores(named, lines)
        stated = named.get("deleted", [None] * n)
        made["deleted"] = [
            bool(made_of("bool", value)) or (said[:1] == "[" and is_removed(said))
            for value, said in zip(stated, made["text"], strict=True)
        ]
        if self._is_reversed:
            made["position"] = [LAST_PLACE - line for line in lines]
        articles = self._articles(named, homes)
        stored = {name: values if (array := array_of(name, values)) is None else array for name, values in made.items()}
        return Rows(stored, articles)

    def rest(self, defects: Sequence[Defect] = ()) -> Rows:
        """The account of all batches, with no more comments."""
        for (kind, column), (number, first) in self._wrong.items():
            many = "value" if number == 1 else "values"
            done = "kept as it is" if kind.startswith("numbers that") else "taken as missing"
            self.defect(kind, f"column {column!r}", f"{number} {many} {done}; the first: {', '.join(first)}")
        for said, number in self._tally.items():
            self.note(f"{said}: {number}")
        return Rows({"text": []}, report=self.report(defects))

    def _look(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Guess which column is which, and what holds for all rows."""
        try:
            self.guess = guess(columns, self._given)
        except BrokenInput as error:
            raise BrokenInput(error.what, where=self._where, fix=error.fix) from error
        self.note(f"columns were guessed: {self.guess.said()}; --column says it otherwise")
        for said in self.guess.notes:
            self.note(said)
        others = [name for name in columns if name not in self.guess.columns.values()]
        if others:
            more = f" and {len(others) - NAMED_COLUMNS} more" if len(others) > NAMED_COLUMNS else ""
            self.note(f"columns that were left out: {', '.join(map(repr, others[:NAMED_COLUMNS]))}{more}")
        self._settle(columns)

    def settle(self, named: Mapping[str, str], columns: Mapping[str, Sequence[Any]]) -> None:
        """Take columns that are known, instead of guessing them.

        Parameters
        ----------
        named : mapping of str to str
            By our columns' names, those of the table.
        columns : mapping of str to sequence
            The first batch.
        """
        self.guess = Guess(named, {})
        self._settle(columns)

    def _settle(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """See in the first batch what holds for all rows."""
        assert self.guess is not None
        named = self.guess.columns
        keys = [id_of(value) for value in columns[named["id"]]] if "id" in named else []
        self._ids = frozenset(key for key in keys if key is not None)
        if "thread_id" in named and keys:
            homes = map(self._home, columns[named["thread_id"]])
            self._has_roots = any(key is not None and key == home for key, home in zip(keys, homes, strict=True))
        if "parent_id" in named and keys:
            place = {key: row for row, key in enumerate(keys)}
            above = [place.get(parent_of(value, self._ids)) for value in columns[named["parent_id"]]]
            later = [up > row for row, up in enumerate(above) if up is not None]
            self._is_reversed = sum(later) * 2 > len(later)
            if self._is_reversed:
                self.note("most replies stand before what they answer: the rows were taken in reverse order")
        texts = [value for value in columns[named["text"]][:2_000] if isinstance(value, str)]
        self._is_markup = sum(bool(_MARKUP.search(value)) for value in texts) * 20 > len(texts)
        if self._is_markup:
            self.note("the texts hold HTML and were read as such")

    def _prose(self, text: str) -> str:
        """A text without its markup."""
        return read_fragment(text).text if "<" in text or "&" in text else text

    def _home(self, value: Any) -> str | None:
        """The name of a thread."""
        return (id_of(value) or "").removeprefix(_SUBMISSION) or None

    def _name_ruined(self, ours: str, values: Sequence[Any], lines: Sequence[int]) -> None:
        """Name ids that lost their last digits on the way."""
        assert self.guess is not None
        for line, value in zip(lines, values, strict=True):
            if isinstance(value, float) and abs(value) > 2**53:
                is_ruined = True
            else:
                is_ruined = isinstance(value, str) and "E" in value.upper() and bool(RUINED.fullmatch(value.strip()))
            if is_ruined:
                kind = f"numbers that lost their last digits, as spreadsheets do to long ids ({ours})"
                self.wrong(kind, self.guess.columns[ours], line, value)

    def _times(self, values: Sequence[Any], lines: Sequence[int]) -> tuple[list[datetime | None], list[str | None]]:
        """Times, and what is written where one is not of the usual forms."""
        assert self.guess is not None
        moments = [_moment(value) for value in values]
        others = [
            row
            for row, moment in enumerate(moments)
            if moment is None and isinstance(values[row], str) and not is_nothing(values[row])
        ]
        written: list[str | None] = [None] * len(values)
        if others:
            stated = [str(values[row]).strip() for row in others]
            # What tells the order of day and month in one batch tells it in all.
            reading = read_dates([*self._telling, *stated])
            told = reading.moments[len(self._telling) :]
            for row, text, moment in zip(others, stated, told, strict=True):
                moments[row], written[row] = moment, text
            for said in reading.notes:
                what, _, number = said.rpartition(": ")
                if what.startswith("times without a zone"):
                    self._tally[what] = self._tally.get(what, 0) + int(number)
            room = CARRIED - len(self._telling)
            self._telling += [text for text in stated if _TELLS_ORDER.search(text)][: max(room, 0)]
        column = self.guess.columns["created"]
        for row, moment in enumerate(moments):
            if moment is None and not is_nothing(values[row]):
                kind = "dates that could be day first or month first" if _is_open(values[row]) else "created is no time"
                self.wrong(kind, column, lines[row], values[row])
                written[row] = str(values[row])
        return moments, written

    def _scores(self, named: Mapping[str, Sequence[Any]], lines: Sequence[int]) -> list[float | None]:
        """Votes for, less votes against where both are there."""
        assert self.guess is not None
        scores = []
        for row, value in enumerate(named["score"]):
            score = _number(value)
            if score is None and not is_nothing(value):
                self.wrong("score is no number", self.guess.columns["score"], lines[row], value)
            against = _number(named["down"][row]) if "down" in named else None
            scores.append(score if score is None or against is None else score - abs(against))
        return scores

    def _articles(self, named: Mapping[str, Sequence[Any]], homes: Sequence[str | None]) -> dict[str, Article]:
        """What stands above the comments, as far as a column says it of all of a thread."""
        titles, urls = (named.get(f"article.{what}", ()) for what in ("title", "url"))
        articles: dict[str, Article] = {}
        if not titles and not urls:
            return articles
        for row, home in enumerate(homes):
            name = home or ""
            if name in self._titled:
                continue
            self._titled.add(name)
            title = _string(titles[row]) if titles else None
            url = _string(urls[row]) if urls else None
            articles[name] = Article(blocks_of(title), url=url or None)
        return articles


def _string(value: Any) -> str | None:
    """A value as a text."""
    if value is None or isinstance(value, str):
        return value
    return None if value != value else made_of("str", value) or str(value)


def _number(value: Any) -> float | None:
    """A value as a number; commas between thousands are left out."""
    if isinstance(value, str) and "," in value and _THOUSANDS.fullmatch(value.strip()):
        value = value.replace(",", "")
    number = made_of("float64", value)
    return float(number) if number is not None else None


def _moment(value: Any) -> datetime | None:
    """A time in one of the usual forms: ISO 8601, since 1970, as Twitter writes it; None of anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, clock(), UTC)
    if isinstance(value, str) and (match := _TWITTER.fullmatch(value.strip())):
        day, hour, zone, year = match.groups()
        try:
            return datetime.strptime(f"{day} {year} {hour} {zone}", "%b %d %Y %H:%M:%S %z").astimezone(UTC)
        except (ValueError, OverflowError):
            return None
    if isinstance(value, int | float) or (isinstance(value, str) and value.strip().replace(".", "", 1).isdigit()):
        return time_of(value) if is_time(value) else None
    return time_of(value)


def _is_open(value: Any) -> bool:
    """Whether a value is a date of two numbers and a year, whose order may be unknown."""
    return isinstance(value, str) and _OPEN.match(value.strip()) is not None
