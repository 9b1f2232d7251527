"""Rows put together one comment at a time, each value made what its column holds, or missing and named.

What every reader of an export needs: platforms state times as numbers and as texts, ids as numbers beyond 64 bits,
scores as strings, texts as HTML. May import: the standard library, account, article, columns, errors, hypertext, rows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from discourse.account import Account
from discourse.article import Article, Block
from discourse.columns import kind_of
from discourse.hypertext.fragments import read_fragment
from discourse.rows import Defect, Rows

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 4_102_444_800.0
"""Seconds from 1970 to 2100; larger numbers count milliseconds, microseconds or nanoseconds."""
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?", re.IGNORECASE
)
_WHOLE = 2**31 - 1
_BLANKS = re.compile(r"\n[ \t]*\n\s*")
_KINDS = {
    "str": "no text",
    "float64": "no number",
    "int32": "no whole number",
    "bool": "neither true nor false",
    "datetime": "no time",
}


class Gather(Account):
    r"""Comments of one source while they are found.

    Parameters
    ----------
    where : str
        What errors call the source.
    strict : bool
        Whether a record that cannot be read is an error, instead of being left out and named.
    ordered : bool
        Whether the comments are added in the order of the page; otherwise their lines or times tell it.

    Examples
    --------
    >>> found = Gather("export.json")
    >>> found.add(id=7, author="Ann", html="<p>No &amp; no.</p>", created=1_500_000_000, score="3")
    >>> found.add(id=8, parent_id=7, text="Why?", created="soon")
    >>> found.drop("9", "no text")
    >>> rows = found.rows()
    >>> rows.columns["id"], rows.columns["text"], rows.columns["score"], rows.report.counts()
    (['7', '8'], ['No & no.', 'Why?'], [3.0, None], {'created is no time': 1})
    """

    def __init__(self, where: str, *, strict: bool = False, ordered: bool = False) -> None:
        super().__init__(where, strict=strict)
        self._ordered = ordered
        self._n_before = 0
        self.articles: dict[str, Article] = {}
        self._columns: dict[str, list[Any]] = {"text": []}

    def __len__(self) -> int:
        return len(self._columns["text"])

    def add(self, *, html: str | None = None, **stated: Any) -> None:
        """A comment, with what the source states of it.

        Parameters
        ----------
        html : str, optional
            Its text as HTML, in place of `text`; quotations in it become `quotes`.
        **stated
            By column: `thread_id`, `id`, `parent_id`, source columns, `position` or annotations. Numbers that are ids
            become strings; `created` may be a datetime, ISO 8601, or a count of seconds (or milliseconds and finer)
            since 1970. What is of the wrong kind is missing, and a defect. None is missing.
        """
        place = _string(stated.get("id"))
        if place is None:
            place = f"line {stated['line']}" if stated.get("line") else f"record {len(self) + 1}"
        if html is not None:
            prose = read_fragment(html) if isinstance(html, str) else None
            stated["text"] = prose.text if prose else html
            if prose and prose.quotes:
                stated["quotes"] = " ".join(f"{start}-{end}" for start, end in prose.quotes)
        made = {name: self._made(name, value, place) for name, value in stated.items() if value is not None}
        if stated.get("created") is not None and made["created"] is None and "created_text" not in made:
            made["created_text"] = _string(stated["created"])
        if made.get("text") is None:
            made["text"] = ""
        before = len(self)
        for name, value in made.items():
            values = self._columns.get(name)
            if values is None:
                values = self._columns[name] = [None] * before
            values.append(value)
        for values in self._columns.values():
            if len(values) == before:
                values.append(None)

    def article(
        self,
        thread_id: str = "",
        *,
        title: str | None = None,
        text: str | None = None,
        html: str | None = None,
        created: Any = None,
        **stated: Any,
    ) -> None:
        """What stands above the comments of a thread: a title, a text in paragraphs, and metadata.

        Parameters
        ----------
        thread_id : str
            As the comments state it; "" for a source of one thread.
        title, text, html : str, optional
            HTML goes before text.
        created : optional
            When it was published, in any form that `add` takes for times.
        **stated
            `author`, `url`, `site`, `language`.
        """
        kept: dict[str, Any] = {
            name: str(value) for name, value in stated.items() if isinstance(value, str | int) and value != ""
        }
        if created is not None:
            moment = time_of(created)
            kept["date"] = _iso(moment) if moment else _string(created)
        said = read_fragment(html).text if isinstance(html, str) and html else text if isinstance(text, str) else ""
        self.articles[thread_id] = Article(blocks_of(title, said), **kept)

    def objects(self, value: Any, place: str) -> list[dict[str, Any]]:
        """The JSON objects of a list, as `things` gives them; what else stands in it is dropped and named.

        Parameters
        ----------
        value : Any
        place : str
            Where the list stands.

        Examples
        --------
        >>> found = Gather("export.json")
        >>> found.objects([{"id": 1}, 7], "line 1"), found.dropped
        ([{'id': 1}], [('line 1', 'not a JSON object')])
        """
        for one in value if isinstance(value, list) else ():
            if not isinstance(one, dict):
                self.drop(place, "not a JSON object")
        return things(value)

    def rows(self, defects: Sequence[Defect] = ()) -> Rows:
        """What was gathered since the last call; the account goes with it.

        Parameters
        ----------
        defects : sequence of Defect
            More of them, such as those of the source.
        """
        if self._ordered:
            self._columns["position"] = list(range(self._n_before + 1, self._n_before + len(self) + 1))
            self._n_before += len(self)
        rows = Rows(self._columns, self.articles, self.report(defects))
        self.articles, self._columns = {}, {"text": []}
        return rows

    def _made(self, name: str, value: Any, place: str) -> Any:
        """A value as its column holds it; None, and a defect, when it is of another kind."""
        kind = kind_of(name)
        made = made_of(kind, value)
        if made is None and value != "":
            self.defect(f"{name} is {_KINDS.get(kind, 'no such label')}", place[:200], "taken as missing")
        return made


def made_of(kind: str, value: Any) -> Any:
    """A value as a column of that kind holds it, or None.

    Parameters
    ----------
    kind : str
        As in `discourse.columns.Column.kind`.
    value : Any

    Examples
    --------
    >>> made_of("str", 12345678901234567890), made_of("float64", "-3"), made_of("bool", 0), made_of("int32", "x")
    ('12345678901234567890', -3.0, False, None)
    """
    if kind in ("str", "label"):
        return _string(value)
    if kind == "float64":
        return _number(value)
    if kind == "int32":
        number = _number(value)
        return int(number) if number is not None and number.is_integer() and abs(number) <= _WHOLE else None
    if kind == "bool":
        return (
            _WORDS.get(value.strip().lower())
            if isinstance(value, str)
            else {0: False, 1: True}.get(value)
            if isinstance(value, int)
            else None
        )
    return time_of(value)


_WORDS = {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False, "t": True, "f": False}


def time_of(value: Any) -> datetime | None:
    """A time in UTC; None when it is none. A time without a zone is taken for UTC.

    Parameters
    ----------
    value : datetime, int, float or str
        A number, also as a string, counts seconds since 1970, or milliseconds, microseconds or nanoseconds when it is
        so large that it would lie after 2100 otherwise.

    Examples
    --------
    >>> time_of("2017-11-03T10:15:00+03:00").isoformat(), time_of(1509693300000).isoformat(), time_of("yesterday")
    ('2017-11-03T07:15:00+00:00', '2017-11-03T07:15:00+00:00', None)
    """
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, str):
        stated = value.strip()
        if match := _TIME.fullmatch(stated):
            return _stated_time(match)
        if not _NUMBER.fullmatch(stated):
            try:
                return _utc(datetime.fromisoformat(stated))
            except (ValueError, OverflowError):
                return None
        value = float(stated)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        seconds = float(value)
        for _ in range(3):
            if abs(seconds) <= _LATEST:
                break
            seconds /= 1_000
        return _EPOCH + timedelta(seconds=seconds) if abs(seconds) <= _LATEST else None
    except OverflowError:
        return None


def _stated_time(match: re.Match[str]) -> datetime | None:
    """A time of the usual form, whatever number of digits its seconds have."""
    day, clock, fraction, zone = match.groups()
    zone = "+00:00" if zone is None or zone[:1] not in "+-" else zone
    try:
        return _utc(
            datetime.fromisoformat(f"{day}T{clock}{(fraction or '')[:7].ljust(7, '0') if fraction else ''}{zone}")
        )
    except (ValueError, OverflowError):
        return None


def _utc(moment: datetime) -> datetime | None:
    """A moment in UTC; without a zone it is so already. None in the year 1, in which programs put what has no time."""
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        return None
    return moment if moment.year > 1 else None


def _iso(moment: datetime) -> str:
    """A time as an article states it."""
    return moment.isoformat().replace("+00:00", "Z")


def _string(value: Any) -> str | None:
    """A text; whole numbers as they are written."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _number(value: Any) -> float | None:
    """A finite number, also when it is written as a text."""
    if isinstance(value, str):
        value = value.strip()
        if not _NUMBER.fullmatch(value):
            return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def blocks_of(title: Any, text: Any = None) -> tuple[Block, ...]:
    r"""The title and the paragraphs of an article; what is no text is none.

    Examples
    --------
    >>> [(block.kind, block.text) for block in blocks_of("Late  again", "Why?\n\n• It rained.")]
    [('title', 'Late again'), ('paragraph', 'Why?'), ('item', 'It rained.')]
    """
    blocks = [Block("title", " ".join(title.split()))] if isinstance(title, str) and title.strip() else []
    parts = _BLANKS.split(text.strip()) if isinstance(text, str) else ()
    return (*blocks, *(_block(part) for part in parts if part.strip()))


def _block(part: str) -> Block:
    """A paragraph, or an item of a list."""
    return Block("item", part[2:].strip()) if part.startswith("• ") else Block("paragraph", part.strip())


def thing(value: Any) -> Mapping[str, Any]:
    """A JSON object; an empty one in place of anything else, so that what is asked of it is missing.

    Examples
    --------
    >>> thing({"id": 1}).get("id"), thing(None).get("id"), thing([1]).get("id")
    (1, None, None)
    """
    return value if isinstance(value, dict) else {}


def things(value: Any) -> list[dict[str, Any]]:
    """The JSON objects of a list; none of anything else.

    Examples
    --------
    >>> things([{"id": 1}, None, 3]), things("no")
    ([{'id': 1}], [])
    """
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
