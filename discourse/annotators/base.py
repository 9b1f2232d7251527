"""What every annotator shares: the protocol, the texts to judge, and finding the codebook's names in a text.

May import: the standard library, numpy, codebook, corpus, quotes, thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

import numpy as np

from discourse.codebook import Codebook
from discourse.corpus import Corpus
from discourse.quotes import own_words
from discourse.thread import Thread

_APOSTROPHES = "['’ʼ‘`]"
_HYPHENS = "[-‐‑–—]"
_SHORT_CAPITALS = re.compile(r"(?:[A-Z]\.?){1,4}\Z")


@runtime_checkable
class Annotator(Protocol):
    """Something that adds columns; entry points: discourse.annotators.

    A frozen dataclass whose fields are its parameters, all with defaults except `codebook`.

    Attributes
    ----------
    name : str
    requires : tuple of str
        Columns that must be there before, as names or families ("topic_<x>").
    assigns : tuple of str
        Columns or families that it makes; "article.claims" stands for the claims of the articles.
    """

    @property
    def name(self) -> str:
        """How the pipeline calls it."""

    @property
    def requires(self) -> tuple[str, ...]:
        """Columns or families that must be there before."""

    @property
    def assigns(self) -> tuple[str, ...]:
        """Columns or families that it makes."""

    @classmethod
    def from_codebook(cls, codebook: Codebook) -> Annotator | None:
        """The annotator that the codebook asks for, or None when it gives it nothing to do."""

    def annotate(self, corpus: Corpus) -> Mapping[str, Any]:
        """New columns for all rows at once; changes nothing."""


@dataclass(frozen=True)
class Hit:
    """A name of the codebook found in a text.

    Parameters
    ----------
    start, end : int
        Its span in the text, in characters.
    name : str
        What it names: a topic or target.
    term : str
        The term or alias of the codebook that matched.
    """

    start: int
    end: int
    name: str
    term: str


@dataclass(frozen=True)
class Matcher:
    """Finds the terms of a codebook in texts, the longest first, none inside another.

    Parameters
    ----------
    terms : tuple of (str, str)
        Pairs of name and term. A term of up to four capitals ("US", "IS", "U.N.") matches in capitals only; all others
        in any case. Words of a term may be set apart by any white space or a hyphen; apostrophes and hyphens match
        their typographic kin; a possessive or plural ending may follow ("the army's", "armies" must be listed); `*` at
        the end matches any ending.

    Notes
    -----
    One regular expression a case rule, with word limits at both ends; linear in the text for ordinary terms.

    Examples
    --------
    >>> matcher = Matcher((("us", "US"), ("army", "Iraqi army")))
    >>> [(hit.name, hit.start, hit.end) for hit in matcher.find("Tell us: did the US help the Iraqi Army's men?")]
    [('us', 17, 19), ('army', 29, 39)]
    """

    terms: tuple[tuple[str, str], ...]

    @cached_property
    def _table(self) -> dict[str, tuple[str, str]]:
        return {f"t{number}": pair for number, pair in enumerate(self.terms)}

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        groups: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
        for key, (_, term) in self._table.items():
            groups[is_case_sensitive(term)].append((key, term))
        compiled = []
        for exact, members in groups.items():
            if members:
                members.sort(key=lambda pair: -len(pair[1]))
                body = "|".join(f"(?P<{key}>{_term_pattern(term)})" for key, term in members)
                compiled.append(re.compile(rf"(?<![^\W_])(?:{body})", 0 if exact else re.IGNORECASE))
        return tuple(compiled)

    def find(self, text: str) -> list[Hit]:
        """All hits in the order of the text; of two that overlap the longer stays, then the first."""
        found = []
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                assert match.lastgroup is not None
                name, term = self._table[match.lastgroup]
                found.append(Hit(match.start(), match.end(), name, term))
        found.sort(key=lambda hit: (hit.start, -hit.end))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
            elif hit.end - hit.start > kept[-1].end - kept[-1].start:
                kept[-1] = hit
        return kept


def judged_texts(corpus: Corpus, *, with_quotes: bool = False) -> list[str]:
    """What there is to judge of each comment: its own words, each where it stands in the text.

    Parameters
    ----------
    corpus : Corpus
    with_quotes : bool
        Leave what it quotes in its place as well.

    Returns
    -------
    list of str
        Of the length of the text; "" for a comment that has no words of its own or was removed.
    """
    cells: list[str | None] = corpus.strings("quotes") if corpus.has("quotes") else [None] * corpus.n_comments
    judged = []
    for text, cell, is_gone in zip(corpus.texts, cells, corpus.values("deleted").tolist(), strict=True):
        own = "" if is_gone else own_words(text, cell)
        judged.append((text if with_quotes else own) if own.strip() else "")
    return judged


def written_order(thread: Thread) -> list[int]:
    """Rows in the order in which they were written: by time where each comment has one, else as they stand.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> from datetime import datetime
    >>> times = ["2020-05-02T10:00Z", "2020-05-01T10:00Z"]
    >>> columns = {"text": ["Late.", "Early."], "created": [datetime.fromisoformat(time) for time in times]}
    >>> written_order(assemble(Rows({**columns, "line": [1, 2]}))[0])
    [1, 0]
    """
    created = thread.values("created")
    if np.isnat(created).any():
        return list(range(len(thread)))
    listed: list[int] = np.argsort(created, kind="stable").tolist()
    return listed


def is_case_sensitive(term: str) -> bool:
    """Whether a term is a short name in capitals, which in small letters is another word.

    Examples
    --------
    >>> is_case_sensitive("US"), is_case_sensitive("U.N."), is_case_sensitive("Daesh"), is_case_sensitive("a")
    (True, True, False, False)
    """
    return bool(_SHORT_CAPITALS.match(term))


def _term_pattern(term: str) -> str:
    """Regular expression of one term, with its right word limit."""
    stem, any_ending = (term[:-1], True) if term.endswith("*") else (term, False)
    parts = []
    for char in stem:
        if char.isspace():
            parts.append(rf"(?:\s+|{_HYPHENS})")
        elif char in "'’ʼ‘`":
            parts.append(_APOSTROPHES + "?")
        elif char in "-‐‑–—":
            parts.append(rf"(?:{_HYPHENS}|\s)?")
        else:
            parts.append(re.escape(char))
    body = "".join(parts)
    if any_ending:
        return body + r"[^\W_]*"
    plural = "s?" if stem[-1:].isalpha() and not is_case_sensitive(stem) and not stem.lower().endswith("s") else ""
    return body + plural + r"(?![^\W_])"


def matcher(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> Matcher:
    """A Matcher of names with their terms.

    Parameters
    ----------
    pairs : iterable of (name, terms)

    Examples
    --------
    >>> matcher([("pmu", ("PMU", "Hashd"))]).find("the hashd fought")[0].name
    'pmu'
    """
    return Matcher(tuple((name, term) for name, terms in pairs for term in terms))
