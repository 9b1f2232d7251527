"""Which column of a strange table is which of ours: by its name in several languages, and by what is in it.

A name alone decides nothing: what is said to be an id has to be different in every row, what is said to be the parent
has to be found among the ids, times have to be times. Every choice comes with its reason. May import: the standard
library, column_names, errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from discourse.column_names import KNOWN, PLACES, known_as, plain_name
from discourse.errors import BrokenInput, InvalidParameter, UnknownName

SAMPLE = 2_000
"""Values of a column that tell what kind it is."""
NOTHING = frozenset({"", "none", "null", "nan", "na", "n/a", "nil", "undefined", "nat", "<na>", r"\n"})
"""What tables write where they have no value, in small letters."""
_ROOT = frozenset({"0", "-1", "0.0"})
_PREFIX = re.compile(r"t\d_(?=[a-z0-9])")
_WHOLE_DECIMAL = re.compile(r"(-?\d+)\.0+")
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?")
_TIME_LIKE = re.compile(r"\d{4}-\d\d?-\d\d?(?:[T ]\d\d?:\d\d.*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:,? .*)?")
RUINED = re.compile(r"-?\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
"""A number that a spreadsheet wrote in short, and that was an id."""
_HINT = re.compile(r"parent|repl(?:y|ie)|respon|antwort|répon|repon|respuest|rispost|odpow|ответ|回复")
_EARLIEST, _LATEST = 100_000_000, 4.2e18
"""Numbers outside are no times since 1970, in whatever unit."""


@dataclass(frozen=True)
class Guess:
    """Which column is which.

    Parameters
    ----------
    columns : mapping of str to str
        By ours ("text", "id", ..., "down" for votes against, "article.title"), the name in the table.
    reasons : mapping of str to str
        Why, for what is more than a name.
    notes : tuple of str
        What was looked like one and is none.
    """

    columns: Mapping[str, str]
    reasons: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def said(self) -> str:
        """The guess in a sentence.

        Examples
        --------
        >>> Guess({"text": "body", "id": "id"}, {"text": "the longest texts"}).said()
        "text from 'body' (the longest texts), id from 'id'"
        """
        parts = []
        for ours, theirs in self.columns.items():
            named = "votes against" if ours == "down" else ours
            why = f" ({self.reasons[ours]})" if ours in self.reasons else ""
            parts.append(f"{named} from {theirs!r}{why}")
        return ", ".join(parts)


def is_nothing(value: Any) -> bool:
    """Whether a value says that there is none.

    Examples
    --------
    >>> is_nothing(None), is_nothing("NaN"), is_nothing(float("nan")), is_nothing(0)
    (True, True, True, False)
    """
    if isinstance(value, str):
        return len(value) <= 9 and value.strip().lower() in NOTHING
    return value is None or value != value


def id_of(value: Any) -> str | None:
    """An id as a string, as it is compared with others; None for no value.

    Examples
    --------
    >>> id_of(7), id_of(7.0), id_of("7.0"), id_of(" a "), id_of("")
    ('7', '7', '7', 'a', None)
    """
    if type(value) is str and value.isdecimal():
        return value
    if is_nothing(value) or isinstance(value, bool | list | dict):
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    text = str(value).strip()
    match = _WHOLE_DECIMAL.fullmatch(text) if text.endswith("0") and "." in text else None
    return match[1] if match else text


def guess(columns: Mapping[str, Sequence[Any]], given: Mapping[str, str | None] | None = None) -> Guess:
    """Which column of a table is which of ours.

    Parameters
    ----------
    columns : mapping of str to sequence
        By the names in the table, values of the first rows.
    given : mapping, optional
        What the user says: by ours, the name in the table, or None for what it does not have.

    Returns
    -------
    Guess

    Raises
    ------
    BrokenInput
        No column holds texts.
    UnknownName
        The user named a column that is not there, or one of ours that does not exist.
    InvalidParameter
        The user said that it has no texts.

    Examples
    --------
    >>> table = {"nr": ["11", "12"], "wer": ["ann", "bob"], "body": ["Well done.", "Late."], "reply_to": ["", "11"]}
    >>> found = guess(table)
    >>> found.columns["parent_id"], found.reasons["parent_id"]
    ('reply_to', '1 of 1 are ids of this table')
    """
    table = _Table(columns, dict(given or {}))
    for ours in (
        "text",
        "id",
        "thread_id",
        "parent_id",
        "author",
        "created",
        "score",
        "down",
        "url",
        "role",
        "deleted",
    ):
        if ours not in table.given:
            _CHOOSE.get(ours, _by_name)(table, ours)
    for ours in ("article.title", "article.url"):
        if ours not in table.given:
            _choose_constant(table, ours)
    order = {ours: place for place, ours in enumerate(KNOWN)}
    chosen = {ours: theirs for ours, theirs in table.chosen.items() if theirs is not None}
    return Guess(dict(sorted(chosen.items(), key=lambda pair: order[pair[0]])), table.reasons, tuple(table.notes))


class _Table:
    """A table while its columns are looked at."""

    def __init__(self, columns: Mapping[str, Sequence[Any]], given: dict[str, str | None]) -> None:
        self.columns = columns
        self.given = given
        self.reasons: dict[str, str] = {}
        self.notes: list[str] = []
        for ours, theirs in given.items():
            if ours not in KNOWN:
                raise UnknownName("no such column of ours", given=ours, allowed=KNOWN, fix="see `discourse schema`")
            if theirs is not None and theirs not in columns:
                raise UnknownName("the table has no such column", given=theirs, allowed=list(columns))
            if ours == "text" and theirs is None:
                raise InvalidParameter(
                    "comments have texts", where="--column", given="text=", fix="name the column that holds them"
                )
        self.chosen: dict[str, str | None] = dict(given)
        self.reasons |= {ours: "as asked for" for ours, theirs in given.items() if theirs is not None}
        self.ids: set[str] = set()

    def candidates(self, ours: str) -> list[str]:
        """Columns whose names say that they are this one and that are not taken, the most telling first."""
        places = PLACES[ours]
        taken = {theirs for key, theirs in self.chosen.items() if key != "article.url"}
        named = [(places[plain], name) for name in self.columns if (plain := plain_name(name)) in places]
        return [name for _, name in sorted(named, key=lambda pair: pair[0]) if name not in taken]

    def filled(self, name: str) -> list[Any]:
        """The first values of a column that are there."""
        return list(islice((value for value in self.columns[name] if not is_nothing(value)), SAMPLE))

    def choose(self, ours: str, name: str, reason: str = "") -> None:
        """Take a column for ours."""
        self.chosen[ours] = name
        if reason:
            self.reasons[ours] = reason


def _by_name(table: _Table, ours: str) -> None:
    """The first column of such a name whose values can be so."""
    fit = _FIT.get(ours, _is_string)
    for name in table.candidates(ours):
        values = table.filled(name)
        if values and _share(values, fit) >= 0.5:
            table.choose(ours, name)
            return
        if values:
            table.notes.append(f"{name!r} is not taken for {ours}: hardly a value of it is {_KIND[ours]}")


def _choose_text(table: _Table, ours: str) -> None:
    """The column of the comments' texts: by its name, otherwise the one of the longest texts."""
    for name in table.candidates(ours):
        values = table.filled(name)
        if values and _share(values, lambda value: isinstance(value, str) and not is_number(value)) >= 0.5:
            table.choose(ours, name)
            return
    lengths = {}
    for name in table.columns:
        values = [value for value in table.filled(name) if isinstance(value, str)]
        words = sum(value.count(" ") for value in values)
        if values and words >= len(values) and len(set(values)) * 3 >= len(values):
            lengths[name] = sum(map(len, values)) / len(values)
    is_empty = not any(map(table.filled, table.columns))
    if is_empty and (known := table.candidates(ours)):
        table.choose(ours, known[0])
        return
    if not lengths:
        raise BrokenInput(
            f"no column of this table holds texts; it has {', '.join(map(repr, islice(table.columns, 20)))}",
            fix="name the one that does: --column text=NAME, or columns={'text': NAME}",
        )
    table.choose(ours, max(lengths, key=lambda name: lengths[name]), "the longest texts")


def _choose_id(table: _Table, ours: str) -> None:
    """The column of such a name that is different for (nearly) every text; rows that are there twice count once."""
    text = table.chosen.get("text")
    texts = table.columns[text] if text is not None else None
    named = table.candidates(ours)
    taken = set(table.chosen.values())
    others = [
        name for name in table.columns if name not in taken and plain_name(name).endswith("_id") and not known_as(name)
    ]
    for name in named + others:
        keys = [id_of(value) for value in table.columns[name]]
        rows = {(key, text) for key, text in zip(keys, texts or keys, strict=True) if key is not None}
        n_keys = len({key for key, _ in rows})
        if rows and n_keys * 10 >= len(rows) * 9:
            table.choose(ours, name)
            return
        if rows and name in named and name not in table.candidates("thread_id"):
            table.notes.append(f"{name!r} is not taken for the id: {len(rows) - n_keys} values come again")


def _choose_thread(table: _Table, ours: str) -> None:
    """The column of such a name that does not tear replies from what they answer."""
    taken = table.chosen.get("id")
    for name in table.candidates(ours):
        values = table.filled(name)
        if values and name != taken:
            table.choose(ours, name)
            return


def _choose_parent(table: _Table, ours: str) -> None:
    """The column whose values are found among the ids; of several, the one that has most of them."""
    id_name = table.chosen.get("id")
    if id_name is None:
        return
    table.ids = {key for value in table.columns[id_name] if (key := id_of(value)) is not None}
    named = table.candidates(ours)
    best: tuple[float, int, str, str] | None = None
    for place, name in enumerate(named or _hidden_parents(table, id_name)):
        wanted = _parents(table, name)
        if not wanted:
            continue
        n_found = sum(value in table.ids for value in wanted)
        reason = f"{n_found} of {len(wanted)} are ids of this table"
        if not n_found and _are_authors(table, wanted):
            table.notes.append(f"{name!r} names authors, not comments, and is not taken for the parent")
        elif not n_found and not named:
            continue
        elif best is None or n_found / len(wanted) > best[0]:
            best = (n_found / len(wanted), place, name, reason)
    if best is not None:
        table.choose(ours, best[2], best[3])
        _check_thread(table, id_name, best[2])
    elif named and all(not table.filled(name) for name in named):
        table.choose(ours, named[0])


def _hidden_parents(table: _Table, id_name: str) -> list[str]:
    """Columns of no known name that may hold parents: their values look like ids that no count could be."""
    used = {name for name in table.chosen.values() if name is not None}
    some = list(islice(table.ids, 50))
    if not some or sum(map(len, some)) / len(some) < 5:
        return [name for name in table.columns if name not in used and _HINT.search(plain_name(name))]
    found = []
    for name in table.columns:
        values = [id_of(value) for value in table.filled(name)[:200]]
        if name not in used and name != id_name and not known_as(name) and len(values) > 1:
            same = sum(value in table.ids for value in values)
            if same * 10 >= len(values) * 9 and len(set(values)) > 1:
                found.append(name)
    return found


def _parents(table: _Table, name: str) -> list[str]:
    """The values of a column that name a parent, without what stands for none."""
    ids = table.ids
    thread = table.chosen.get("thread_id")
    threads = table.columns[thread] if thread else [None] * len(table.columns[name])
    wanted = []
    for value, home in zip(table.columns[name], threads, strict=True):
        key = parent_of(value, ids, home)
        if key is not None:
            wanted.append(key)
    return wanted


def parent_of(value: Any, ids: Iterable[str], home: Any = None) -> str | None:
    """The id of the parent that a cell names; None where it names none, or the thread itself.

    Parameters
    ----------
    value : Any
    ids : container of str
        Ids that comments are known to have.
    home : Any
        The name of the thread, as the table has it.

    Examples
    --------
    >>> parent_of("t1_a", {"a"}), parent_of("t3_x", {"a"}, "x"), parent_of(0, {"7"}), parent_of("9", {"7"})
    ('a', None, None, '9')
    """
    key = id_of(value)
    if key is None or key in ids:
        return key
    if key in _ROOT:
        return None
    bare = _PREFIX.sub("", key, count=1) if _PREFIX.match(key) else key
    if bare != key and (bare in ids or not key.startswith("t3_")):
        return bare
    own = id_of(home)
    if own is not None and bare == (_PREFIX.sub("", own, count=1) if _PREFIX.match(own) else own):
        return None
    return None if key.startswith("t3_") else key


def _are_authors(table: _Table, wanted: Sequence[str]) -> bool:
    """Whether values are the names of authors."""
    names = {id_of(value) for name in table.candidates("author") for value in table.columns[name]}
    return sum(value.removeprefix("@") in names for value in wanted) * 2 >= len(wanted)


def _check_thread(table: _Table, id_name: str, parent_name: str) -> None:
    """Leave a column of threads alone that puts most replies into another thread than what they answer."""
    thread = table.chosen.get("thread_id")
    keys = [id_of(value) for value in table.columns[id_name]]
    above = [parent_of(value, table.ids) for value in table.columns[parent_name]]
    links = [(key, up) for key, up in zip(keys, above, strict=True) if key and up in table.ids]
    if thread is None or "thread_id" in table.given or not _tears(table, thread, keys, links):
        return
    table.notes.append(f"{thread!r} is not taken for the thread: most replies would be torn from what they answer")
    table.chosen["thread_id"] = None
    for name in table.candidates("thread_id"):
        if name not in (thread, parent_name) and not _tears(table, name, keys, links):
            table.choose("thread_id", name)
            return


def _tears(table: _Table, name: str, keys: Sequence[str | None], links: Sequence[tuple[str, str | None]]) -> bool:
    """Whether a column puts most replies into another thread than what they answer."""
    home = dict(zip(keys, map(id_of, table.columns[name]), strict=True))
    return sum(home[key] != home[above] for key, above in links) * 2 > len(links)


def _choose_created(table: _Table, ours: str) -> None:
    """The column of such a name that has the most times; otherwise one that looks so throughout."""
    best: tuple[float, str] | None = None
    for name in table.candidates(ours):
        values = table.filled(name)[:300]
        share = _share(values, is_time) if values else 0.0
        if share >= 0.3 and (best is None or share > best[0] + 0.2):
            best = (share, name)
        elif values and share < 0.3:
            table.notes.append(f"{name!r} is not taken for the time: hardly a value of it is one")
    if best is None:
        used = set(table.chosen.values())
        for name in table.columns:
            values = table.filled(name)[:300]
            if name not in used and not known_as(name) and len(values) > 1 and _share(values, _looks_like_time) >= 0.9:
                table.choose(ours, name, "its values are times")
                return
        return
    table.choose(ours, best[1])


def _choose_down(table: _Table, ours: str) -> None:
    """Votes against, where votes for are the score."""
    if plain_name(table.chosen.get("score") or "") not in {"", "score", "net_score", "points", "karma", "vote_score"}:
        _by_name(table, ours)


def _choose_constant(table: _Table, ours: str) -> None:
    """A column that says the same of all comments of a thread."""
    thread = table.chosen.get("thread_id")
    for name in table.candidates(ours):
        homes = table.columns[thread] if thread else [None] * len(table.columns[name])
        said: dict[str | None, set[str]] = {}
        for home, value in islice(zip(homes, table.columns[name], strict=True), SAMPLE):
            if not is_nothing(value) and isinstance(value, str):
                said.setdefault(id_of(home), set()).add(value)
        if said and all(len(values) == 1 for values in said.values()):
            table.choose(ours, name)
            return


def is_time(value: Any) -> bool:
    """Whether a value looks like a time, in whatever form.

    Examples
    --------
    >>> [is_time(value) for value in ("2017-11-03", "3/4/2017 10:00", 1509693300, "May 3, 2017", 12, "soon")]
    [True, True, True, True, False, False]
    """
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return _EARLIEST <= abs(value) <= _LATEST
    if isinstance(value, date):
        return True
    if not isinstance(value, str) or len(value) > 60:
        return False
    text = value.strip()
    if _NUMBER.fullmatch(text):
        return len(re.sub(r"\D.*", "", text)) in range(9, 20)
    return _looks_like_time(text) or bool(_WORDY_TIME.search(text))


_WORDY_TIME = re.compile(
    r"\b\d{1,2}\.? ?[^\W\d_]{3,12}\.?,? ?\d{4}\b|\b[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:\d{4}|\d\d:)"
    r"|\b(?:ago|vor|il y a|hace|fa|geleden)\b.*\d|\d.*\b(?:ago|atrás|fa|geleden)\b|\d{4}[/年.]\d{1,2}[/月.]\d{1,2}"
)


def _looks_like_time(value: Any) -> bool:
    """Whether a text is a date, with or without a time of day, or an instant."""
    if isinstance(value, date):
        return True
    return isinstance(value, str) and len(value) <= 60 and _TIME_LIKE.fullmatch(value.strip()) is not None


def _is_string(value: Any) -> bool:
    """Whether a value is a text or a number that may stand for one."""
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether a value is a number, also as a text.

    Examples
    --------
    >>> is_number("-3"), is_number("1,204"), is_number("3rd")
    (True, True, False)
    """
    if isinstance(value, str):
        return _NUMBER.fullmatch(value.strip().replace(",", "")) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_boolean(value: Any) -> bool:
    """Whether a value is true or false, also as a text."""
    return isinstance(value, bool) or (str(value).strip().lower() in {"true", "false", "0", "1", "yes", "no", "t", "f"})


def _is_address(value: Any) -> bool:
    """Whether a value is an address, or the path of one."""
    return isinstance(value, str) and (value.startswith(("http://", "https://", "/", "www.")) or "/" in value)


def _share(values: Sequence[Any], fit: Callable[[Any], bool]) -> float:
    """How many of the values are so."""
    return sum(map(fit, values)) / len(values)


_CHOOSE: dict[str, Callable[[_Table, str], None]] = {
    "text": _choose_text,
    "id": _choose_id,
    "thread_id": _choose_thread,
    "parent_id": _choose_parent,
    "created": _choose_created,
    "down": _choose_down,
}
_FIT: dict[str, Callable[[Any], bool]] = {
    "score": is_number,
    "down": is_number,
    "deleted": _is_boolean,
    "url": _is_address,
}
_KIND = {
    "score": "a number",
    "down": "a number",
    "deleted": "true or false",
    "url": "an address",
    "author": "a name",
    "role": "a word",
}
