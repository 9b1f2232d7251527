"""The claims of an article: the sentences that assert something checkable, with date, source, numbers and places.

May import: the standard library, base, article, codebook, corpus, errors, text; of this folder dates, days, numbers,
places, sources and worth.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, NamedTuple

from discourse.annotators.base import Matcher, matcher
from discourse.annotators.claims.dates import Clock, When, main_date, read_dates
from discourse.annotators.claims.days import read_day
from discourse.annotators.claims.numbers import numbers_in
from discourse.annotators.claims.places import places_in
from discourse.annotators.claims.sources import source_of
from discourse.annotators.claims.worth import traits, worth
from discourse.article import Article, Claim
from discourse.codebook import Codebook
from discourse.corpus import ARTICLE_CLAIMS, Corpus
from discourse.errors import InvalidParameter
from discourse.text import Span, sentences, words

CARRIED = " (carried)"
"""What the basis of a date ends with that an earlier sentence of the paragraph states."""

_SHIFTS = re.compile(
    r"\A(?:later|earlier|previously|before\s+that|after\s+that|afterwards|since\s+then|until\s+then|formerly|eventually)\b",
    re.I,
)
_ANCHOR = re.compile(r" \([^()]*\)\Z")
_LONGEST = 2_000
"""Characters of a sentence that are looked at for dates, sources, numbers and places."""


class _Passage(NamedTuple):
    """A sentence of an article, with the list items that complete it."""

    start: int
    end: int
    paragraph: int
    items: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Claims:
    """Find the claims of the articles.

    Parameters
    ----------
    codebook : Codebook, optional
        Gives the year; the names of its targets are no places.
    year : int, optional
        Year of dates that state none where the day of the article is unknown; goes before the codebook's.
    threshold : float
        Sentences with at least this check-worthiness are claims, see `worth`.

    Notes
    -----
    A date without a year takes that of the article's day (the latest that puts it no more than 60 days after), else
    the year given, else none ("--11-03"). It holds for the sentence; that of a day also for later sentences of its
    paragraph in the past tense that say nothing about time and do not begin with "later" or its like. List items
    below a sentence that ends with a colon are part of its claim.
    """

    name: ClassVar[str] = "claims"
    requires: ClassVar[tuple[str, ...]] = ()
    assigns: ClassVar[tuple[str, ...]] = (ARTICLE_CLAIMS,)

    codebook: Codebook = field(default_factory=Codebook)
    year: int | None = None
    threshold: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.threshold <= 1:
            raise InvalidParameter("check-worthiness lies in [0, 1]", where="threshold", given=str(self.threshold))

    @classmethod
    def from_codebook(cls, codebook: Codebook) -> Claims:
        """Claims with the codebook's year."""
        return cls(codebook)

    def annotate(self, corpus: Corpus) -> Mapping[str, Any]:
        """The claims of every article, one tuple a thread."""
        known = matcher((target.name, target.aliases) for target in self.codebook.targets)
        year = self.codebook.year if self.year is None else self.year
        return {ARTICLE_CLAIMS: [claims_of(article, year, self.threshold, known) for article in corpus.articles]}


def claims_of(
    article: Article, year: int | None = None, threshold: float = 0.5, known: Matcher | None = None
) -> tuple[Claim, ...]:
    """The claims of one article.

    Parameters
    ----------
    article : Article
    year : int, optional
        Year of dates that state none where the article has no day.
    threshold : float
        Check-worthiness from which a sentence is a claim.
    known : Matcher, optional
        Finds names that are no places.

    Returns
    -------
    tuple of Claim
        In the article's order; `article.text[claim.start : claim.end] == claim.text`.

    Examples
    --------
    >>> from discourse.article import Block
    >>> said = "On May 2 the ferry sank near Odda. What now? Nobody was hurt, the police said."
    >>> article = Article((Block("paragraph", said),))
    >>> [(claim.id, claim.date, claim.source, claim.places) for claim in claims_of(article, 1931)]
    [('k1', '1931-05-02', None, ('Odda',)), ('k2', '1931-05-02', 'the police', ())]
    """
    day, own_year = read_day(article.date)
    clock = Clock(article=day, year=own_year if own_year is not None else year)
    found: list[Claim] = []
    carried: When | None = None
    paragraph = -1
    waiting = deque(_passages(article))
    while waiting:
        passage = waiting.popleft()
        if passage.paragraph != paragraph:
            paragraph, carried = passage.paragraph, None
        text = article.text[passage.start : passage.end]
        times, after = read_dates(text[:_LONGEST], clock)
        claim = _claim(text, passage, times, known)
        if claim.score < threshold and passage.items:
            waiting.extendleft(_Passage(start, end, paragraph) for start, end in reversed(passage.items))
            continue
        clock, when = after, _event(text, times)
        if times:
            carried = when if when and not when.is_vague else None
        if claim.score < threshold:
            continue
        if when:
            claim = _dated(claim, when, when.basis)
        elif carried and not times and "past verb" in traits(text) and not _SHIFTS.match(text):
            claim = _dated(claim, carried, _ANCHOR.sub("", carried.basis) + CARRIED)
        found.append(replace(claim, id=f"k{len(found) + 1}"))
    return tuple(_with_known_places(found))


def _with_known_places(found: list[Claim]) -> list[Claim]:
    """The claims, each with all names in it that another shows to be places: "Odda fell", after "in Odda"."""
    names = dict.fromkeys(name for claim in found for name in claim.places)
    gazetteer = matcher([("place", tuple(names))])
    settled = []
    for claim in found:
        head = claim.text[:_LONGEST]
        named = [head[hit.start : hit.end] for hit in gazetteer.find(head)] if names else []
        places = list(claim.places)
        for name in named:
            if any(letter.isupper() for letter in name) and not any(
                set(_folded(name)) <= set(_folded(other)) for other in places
            ):
                places.append(name)
        settled.append(replace(claim, places=tuple(places)))
    return settled


def _claim(text: str, passage: _Passage, times: list[When], known: Matcher | None) -> Claim:
    """A passage with all that it says, its id and date left open."""
    head = text[:_LONGEST]
    asserted = text[: passage.items[0][0] - passage.start][:_LONGEST] if passage.items else head
    source = source_of(asserted)
    numbers = numbers_in(head, [(when.start, when.end) for when in times])
    n_numbers = len(numbers) + len(passage.items)
    return Claim(
        id="",
        text=text,
        start=passage.start,
        end=passage.end,
        source=source.name if source else None,
        numbers=numbers,
        places=places_in(head, lambda name: _is_known(known, name)),
        score=worth(traits(asserted, n_numbers=n_numbers, is_dated=bool(times), is_sourced=source is not None)),
    )


def _event(text: str, times: list[When]) -> When | None:
    """What dates a sentence: what it reports, where that has a date of its own, before the day it was said."""
    source = source_of(text[:_LONGEST])
    reported = text.find(" that ", source.end) if source and len(times) > 1 else -1
    return (main_date([when for when in times if when.start > reported]) if reported >= 0 else None) or main_date(times)


def _is_known(known: Matcher | None, name: str) -> bool:
    """Whether the whole name is one of the codebook's."""
    return known is not None and any((hit.start, hit.end) == (0, len(name)) for hit in known.find(name))


def _dated(claim: Claim, when: When, basis: str) -> Claim:
    """The claim with its date."""
    last = str(when.last) if when.last and when.last != when.first else None
    return replace(claim, date=str(when.first), date_end=last, date_basis=basis)


def _passages(article: Article) -> Iterator[_Passage]:
    """Sentences of the article in its order, but for headings and repeated titles; list items go with their lead-in."""
    titles = {_folded(block.text) for block in article.blocks if block.kind == "title"}
    blocks = [(start, block) for start, _, block in article.spans]
    at = 0
    while at < len(blocks):
        start, block = blocks[at]
        at += 1
        if block.kind == "heading" or _folded(block.text) in titles:
            continue
        inside = [(start + a, start + b) for a, b in sentences(block.text)]
        items: list[Span] = []
        if block.kind != "item" and block.text.rstrip().endswith(":"):
            while at < len(blocks) and blocks[at][1].kind == "item":
                items.append((blocks[at][0], blocks[at][0] + len(blocks[at][1].text)))
                at += 1
        for number, (a, b) in enumerate(inside):
            is_lead_in = items and number == len(inside) - 1
            yield _Passage(a, items[-1][1] if is_lead_in else b, start, tuple(items) if is_lead_in else ())


def _folded(text: str) -> tuple[str, ...]:
    """The words of a text, which stay the same when dashes and white space change."""
    return tuple(text[a:b].casefold() for a, b in words(text))
