"""How like the sentences of comments are to those of an article, and which of them they quote.

May import: the standard library, numpy, text; of this folder terms; scikit-learn only when texts are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.annotators.claims.terms import Term
from discourse.text import Span, words

QUOTED_WORDS = 6
"""So many words in a row are a quotation."""
MARGIN = 0.05
"""Likeness by which one of two passages has to be closer."""


class Sentence(NamedTuple):
    """A sentence of a comment.

    Parameters
    ----------
    row : int
        The comment.
    start, end : int
        Its place there.
    """

    row: int
    start: int
    end: int


class Quotation(NamedTuple):
    """What a sentence quotes.

    Parameters
    ----------
    passage : int
        Number of the sentence of the article.
    evidence : (int, int)
        The words in the comment.
    """

    passage: int
    evidence: Span


def likeness(
    said: Sequence[str],
    terms: Sequence[Sequence[Term]],
    passages: Sequence[str],
    passage_terms: Sequence[Sequence[Term]],
    more: Mapping[int, tuple[Sequence[int], float]],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """How like each sentence is to the passage it is most like, and which that is: the first of two that tie.

    Parameters
    ----------
    said, terms
        The sentences of the comments, and the terms of each.
    passages, passage_terms
        The sentences of the article, and the terms of each.
    more : mapping of int to (sequence of int, float)
        Passages for a sentence, in order, and what is added to their likeness. Of those that differ by less than
        0.05 from the best the first is the closest.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    stems, passage_stems = ([[term.stem for term in found] for found in each] for each in (terms, passage_terms))
    by_word = TfidfVectorizer(analyzer=_as_given, sublinear_tf=True)
    by_letter = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    best, closest = np.zeros(len(said)), np.full(len(said), len(passages), dtype=np.int64)
    if not any(stems) or not any(passage_stems):
        return best, closest
    word_weights, letter_weights = (
        by_word.fit_transform([*passage_stems, *stems]),
        by_letter.fit_transform([*passages, *said]),
    )
    n = len(passages)
    for at in range(0, len(said), 1_000):
        part = slice(n + at, min(n + at + 1_000, n + len(said)))
        both = (word_weights[part] @ word_weights[:n].T + letter_weights[part] @ letter_weights[:n].T).toarray() / 2
        closest[at : at + 1_000] = both.argmax(axis=1)
        for row in range(len(both)):
            if at + row in more:
                passages_alike, weight = more[at + row]
                both[row, list(passages_alike)] += weight
                top = int(both[row].argmax())
                closest[at + row] = (
                    next(one for one in passages_alike if both[row, one] > both[row, top] - MARGIN)
                    if top in passages_alike
                    else top
                )
        best[at : at + 1_000] = both[np.arange(len(both)), closest[at : at + 1_000]]
    return best, closest


def _as_given(stems: list[str]) -> list[str]:
    """The stems of a sentence, which need no more analysis."""
    return stems


def quotations(texts: Sequence[str], spans: Sequence[Sentence], passages: Sequence[str]) -> dict[int, Quotation]:
    """What a sentence quotes, by the number of the sentence: so many words in a row that stand in one passage alone."""
    owner: dict[tuple[str, ...], int] = {}
    for number, passage in enumerate(passages):
        for run, _ in _runs(passage, (0, len(passage))):
            owner[run] = -1 if owner.get(run, number) != number else number
    found = {}
    for at, one in enumerate(spans):
        hits: dict[int, list[Span]] = {}
        for run, span in _runs(texts[one.row], (one.start, one.end)) if owner else ():
            if owner.get(run, -1) >= 0:
                hits.setdefault(owner[run], []).append(span)
        if hits:
            number = min(hits, key=lambda number: (-len(hits[number]), number))
            found[at] = Quotation(number, (hits[number][0][0], hits[number][-1][1]))
    return found


def _runs(text: str, span: Span) -> list[tuple[tuple[str, ...], Span]]:
    """All runs of six words of a span, in lower case, with their places in the text."""
    start, end = span
    said = [(start + a, start + b) for a, b in words(text[start:end])]
    plain = [text[a:b].lower().replace("’", "'") for a, b in said]
    return [
        (tuple(plain[at : at + QUOTED_WORDS]), (said[at][0], said[at + QUOTED_WORDS - 1][1]))
        for at in range(len(said) - QUOTED_WORDS + 1)
    ]
