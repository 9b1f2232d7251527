"""The codebook: which topics, which targets of stance, and which words are no feelings in this matter.

Written in TOML, checked as a whole, and hashed, so that a result names the codebook it rests on. May import: the
standard library, errors.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from discourse.errors import CodebookError, nearest

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character of UTF-16, which no UTF-8 has."""
_RESERVED = ("_score", "_evidence", "_at", "_rule")
_ALLOWED = {
    "codebook": ("name", "description", "language", "year"),
    "sentiment": ("neutral", "added"),
    "topics": ("label", "terms"),
    "targets": ("label", "aliases", "loaded"),
}


@dataclass(frozen=True)
class Topic:
    """Something that comments are about.

    Parameters
    ----------
    name : str
        Lower case letters, digits and underscores; names the column `topic_<name>`.
    terms : tuple of str
        Words and phrases that show it; `*` at the end of one stands for any ending ("train*").
    label : str
        How figures call it.
    """

    name: str
    terms: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Target:
    """Something that comments take a stance towards.

    Parameters
    ----------
    name : str
        Names the columns `stance_<name>` and its evidence.
    aliases : tuple of str
        All names it goes by. Names of up to four capitals match in capitals only: "US" is not "us".
    loaded : tuple of str
        Names that already take a stance against it ("the extremists").
    label : str
        How figures call it.
    """

    name: str
    aliases: tuple[str, ...]
    label: str
    loaded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """Topics, targets and words of one study.

    Parameters
    ----------
    topics, targets : tuple of Topic, tuple of Target
        In the order of the file, which figures keep.
    neutral : tuple of str
        Words whose valence is set to nothing.
    added : mapping of str to float
        Words with a valence of their own, on VADER's scale of -4 to 4.
    name, description, language : str
        For people.
    year : int or None
        The year of the article's dates, where the page does not state it.
    sha256 : str
        Of the text it was read from.

    Examples
    --------
    >>> Codebook(topics=(Topic("toll", ("toll*", "fee"), "The toll"),)).topics[0].label
    'The toll'
    """

    topics: tuple[Topic, ...] = ()
    targets: tuple[Target, ...] = ()
    neutral: tuple[str, ...] = ()
    added: Mapping[str, float] = field(default_factory=dict)
    name: str = ""
    description: str = ""
    language: str = "en"
    year: int | None = None
    sha256: str = ""

    @property
    def titles(self) -> dict[str, str]:
        """How figures call the topics and targets: labels by name."""
        return {topic.name: topic.label for topic in self.topics} | {one.name: one.label for one in self.targets}


def read_codebook(path: str | Path) -> Codebook:
    r"""Read and check a codebook file.

    Raises
    ------
    CodebookError
        With the line, what is allowed there, and the nearest name.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "bridge.toml")
    >>> _ = path.write_text('[topics.toll]\nterms = ["toll*"]')
    >>> read_codebook(path).topics[0].name
    'toll'
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CodebookError(
            f"the codebook cannot be read ({error.strerror})", where=str(path), fix="check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise CodebookError("the codebook is not UTF-8 text", where=str(path), fix="save it as UTF-8") from error
    return parse_codebook(text, where=str(path))


def parse_codebook(text: str, where: str = "codebook") -> Codebook:
    """Read and check a codebook given as TOML text.

    Parameters
    ----------
    text : str
        Tables `[codebook]`, `[sentiment]`, `[topics.<name>]`, `[targets.<name>]`.
    where : str
        What messages call it.

    Examples
    --------
    >>> book = parse_codebook('''
    ... [topics.bridge]
    ... terms = ["bridge", "toll*"]
    ... [targets.council]
    ... aliases = ["council", "city hall"]
    ... ''')
    >>> book.topics[0].terms, book.targets[0].label
    (('bridge', 'toll*'), 'Council')
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error).replace("at end of document", f"at the end, line {len(text.splitlines())}")
        raise CodebookError(
            f"not valid TOML: {said}", where=where, fix="see the sample codebook in threads/"
        ) from error
    except RecursionError as error:
        raise CodebookError("nested too deep to be a codebook", where=where, fix="remove the extra brackets") from error
    if _HALF.search(text):
        raise CodebookError("the codebook is not UTF-8 text", where=where, fix="save it as UTF-8")
    check = _Checker(text, where)
    check.keys(raw, tuple(_ALLOWED), "table")
    for table in _ALLOWED:
        if not isinstance(raw.get(table, {}), dict):
            raise CodebookError(f"`{table}` is to be a table", where=check.place(table), fix=f"write [{table}...]")
    head, feeling = raw.get("codebook", {}), raw.get("sentiment", {})
    check.keys(head, _ALLOWED["codebook"], "key")
    check.keys(feeling, _ALLOWED["sentiment"], "key")
    year = head.get("year")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool) or not 1 <= year <= 9999):
        raise CodebookError("`year` is to be a year such as 2017", where=check.place("year"))
    topics = tuple(
        Topic(name, check.strings(entry, "terms", name), check.label(entry, name))
        for name, entry in check.entries(raw, "topics")
    )
    targets = tuple(
        Target(
            name,
            check.strings(entry, "aliases", name),
            check.label(entry, name),
            check.strings(entry, "loaded", name, empty=True),
        )
        for name, entry in check.entries(raw, "targets")
    )
    _refuse_shared_names(targets, check)
    _refuse_two_labels(topics, targets, check)
    return Codebook(
        topics=topics,
        targets=targets,
        neutral=check.words(feeling, "neutral"),
        added=check.valences(feeling),
        name=check.string(head, "name"),
        description=check.string(head, "description"),
        language=check.string(head, "language") or "en",
        year=year,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


@dataclass(frozen=True)
class _Checker:
    """Checks parts of a codebook and says where they stand."""

    text: str
    where: str

    def place(self, key: str, table: str | None = None) -> str:
        """File and line where a key stands, looked for after the head of its table."""
        lines = self.text.splitlines()
        name = re.escape(key)
        stands = re.compile(
            rf"^\s*(?:\[+\s*(?:[\w\-\"']+\s*\.\s*)?[\"']?{name}[\"']?\s*(?:\]|\.)|[\"']?{name}[\"']?\s*[=.])"
        )
        start = 0
        if table:
            head = re.compile(rf"^\s*\[.*\b{re.escape(table)}\b")
            start = next((number for number, line in enumerate(lines) if head.match(line)), 0)
        for number in (*range(start, len(lines)), *range(start)):
            if stands.match(lines[number]):
                return f"{self.where}, line {number + 1}"
        return self.where

    def keys(self, entry: Mapping[str, Any], allowed: tuple[str, ...], what: str, table: str | None = None) -> None:
        """Raise at the first key that is not allowed."""
        for key in entry:
            if key not in allowed:
                near = nearest(key, allowed)
                raise CodebookError(
                    f"unknown {what}",
                    where=self.place(key, table),
                    given=key,
                    allowed=allowed,
                    fix=f"rename it to {near}" if near else "remove it",
                )

    def entries(self, raw: Mapping[str, Any], table: str) -> list[tuple[str, Mapping[str, Any]]]:
        """Name and content of the tables below `table`."""
        found: list[tuple[str, Mapping[str, Any]]] = []
        for name, entry in raw.get(table, {}).items():
            if not _NAME.match(name) or name.endswith(_RESERVED):
                raise CodebookError(
                    f"`{name}` cannot name a column",
                    where=self.place(name),
                    fix=f"use lower case letters, digits and _, not ending in {', '.join(_RESERVED)}",
                )
            if not isinstance(entry, dict):
                raise CodebookError(f"`{name}` is to be a table", where=self.place(name), fix=f"write [{table}.{name}]")
            self.keys(entry, _ALLOWED[table], "key", name)
            found.append((name, entry))
        return found

    def strings(self, entry: Mapping[str, Any], key: str, table: str, *, empty: bool = False) -> tuple[str, ...]:
        """A list of words, none blank, without doubles."""
        given = entry.get(key, [])
        if not isinstance(given, list) or not all(isinstance(word, str) and word.strip(" *") for word in given):
            raise CodebookError(
                f"`{key}` of {table} is to be a list of words",
                where=self.place(key, table),
                fix=f'write {key} = ["...", "..."]',
            )
        if not given and not empty:
            raise CodebookError(f"{table} has no {key}", where=self.place(table), fix=f'add {key} = ["..."]')
        return tuple(dict.fromkeys(" ".join(word.split()) for word in given))

    def words(self, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """A list of single words: the lexicon of sentiment holds no phrases."""
        found = self.strings(entry, key, "sentiment", empty=True)
        for phrase in found:
            if " " in phrase:
                raise CodebookError(
                    f"{phrase!r} is not a single word", where=self.place(key), fix="list each of its words"
                )
        return found

    def string(self, entry: Mapping[str, Any], key: str) -> str:
        """A text that may be left out."""
        given = entry.get(key, "")
        if not isinstance(given, str):
            raise CodebookError(f"`{key}` is to be a text", where=self.place(key), fix=f'write {key} = "..."')
        return given

    def label(self, entry: Mapping[str, Any], name: str) -> str:
        """The label given, or one made from the name."""
        return self.string(entry, "label") or name.replace("_", " ").capitalize()

    def valences(self, entry: Mapping[str, Any]) -> dict[str, float]:
        """Words with a valence from -4 to 4."""
        given = entry.get("added", {})
        if not isinstance(given, dict) or not all(
            isinstance(value, int | float) and not isinstance(value, bool) and -4 <= value <= 4
            for value in given.values()
        ):
            raise CodebookError(
                "`added` is to give words a valence from -4 to 4",
                where=self.place("added"),
                fix='write added = { "credible" = 1.5 }',
            )
        return {word.lower(): float(value) for word, value in given.items()}


def _refuse_two_labels(topics: tuple[Topic, ...], targets: tuple[Target, ...], check: _Checker) -> None:
    """Raise when a topic and a target of one name go by two labels: figures could not tell which to write."""
    labels = {topic.name: topic.label for topic in topics}
    for target in targets:
        if labels.get(target.name, target.label) != target.label:
            raise CodebookError(
                f"{target.name} is {labels[target.name]!r} as a topic and {target.label!r} as a target",
                where=check.place(target.name, "targets"),
                fix="give both one label, or two names",
            )


def _refuse_shared_names(targets: tuple[Target, ...], check: _Checker) -> None:
    """Raise when two targets go by the same name: no clause could be read."""
    owner: dict[str, str] = {}
    for target in targets:
        for alias in (*target.aliases, *target.loaded):
            first = owner.setdefault(alias.casefold(), target.name)
            if first != target.name:
                raise CodebookError(
                    f"{alias!r} names both {first} and {target.name}",
                    where=check.place(target.name),
                    fix="keep it in one of them",
                )
