"""Passages that one text has from another: runs of the same words, found in time linear in the words.

Words are compared without regard to case, typographic apostrophes, punctuation and white space; addresses of the web
have no words. May import: the standard library, numpy, text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.text import Span, words

Ints = NDArray[np.int64]
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def plain_words(text: str) -> tuple[list[str], list[Span]]:
    """The words of a text as they are compared, with their places.

    Examples
    --------
    >>> plain_words("It’s DEAR: https://example.org/x")
    (["it's", 'dear'], [(0, 4), (5, 9)])
    """
    plain = _ADDRESS.sub(lambda match: " " * len(match.group()), text) if "://" in text or "www." in text else text
    spans = words(plain)
    return [text[start:end].casefold().replace("’", "'") for start, end in spans], spans


@dataclass(frozen=True)
class WordTable:
    """The words of many texts one after another.

    Parameters
    ----------
    codes : int64, shape (n_words,)
        A number for every distinct word.
    start, end : int64, shape (n_words,)
        Where it stands in its text.
    offsets : int64, shape (n_texts + 1,)
        Words of text i are `offsets[i]:offsets[i + 1]`.
    """

    codes: Ints
    start: Ints
    end: Ints
    offsets: Ints

    @property
    def text_of(self) -> Ints:
        """Number of the text of every word."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))


def word_table(texts: Iterable[str]) -> WordTable:
    """The words of some texts.

    Examples
    --------
    >>> table = word_table(["So dear!", "Dear, so dear."])
    >>> table.codes.tolist(), table.offsets.tolist()
    ([0, 1, 1, 0, 1], [0, 2, 5])
    """
    numbers: dict[str, int] = {}
    codes: list[int] = []
    places: list[Span] = []
    offsets = [0]
    for text in texts:
        said, spans = plain_words(text)
        codes += [numbers.setdefault(word, len(numbers)) for word in said]
        places += spans
        offsets.append(len(codes))
    where = np.array(places, dtype=np.int64).reshape(-1, 2)
    return WordTable(
        np.array(codes, dtype=np.int64), where[:, 0].copy(), where[:, 1].copy(), np.array(offsets, dtype=np.int64)
    )


def first_windows(table: WordTable, n_words: int) -> tuple[Ints, Ints]:
    """For every run of so many words where it stood first.

    Parameters
    ----------
    table : WordTable
    n_words : int
        At least 1.

    Returns
    -------
    at : int64, shape (n_windows,)
        Word where each run begins; runs do not reach over the end of a text.
    first : int64, shape (n_windows,)
        Word where the same run begins for the first time, possibly the same.

    Notes
    -----
    Runs are compared by a 64-bit polynomial hash and then word by word: a hash that two runs share by chance makes
    each of them its own first.

    Examples
    --------
    >>> at, first = first_windows(word_table(["so dear it is", "it is so dear"]), 2)
    >>> dict(zip(at.tolist(), first.tolist()))
    {0: 0, 1: 1, 2: 2, 4: 2, 5: 5, 6: 0}
    """
    n = len(table.codes)
    if n < n_words:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    mixed = (table.codes.astype(np.uint64) + np.uint64(1)) * _PRIME
    mixed ^= mixed >> np.uint64(29)
    n_windows = n - n_words + 1
    hashed = np.zeros(n_windows, dtype=np.uint64)
    for step in range(n_words):
        hashed = hashed * np.uint64(0xBF58476D1CE4E5B9) + mixed[step : step + n_windows]
    text_of = table.text_of
    at = np.flatnonzero(text_of[:n_windows] == text_of[n_words - 1 :])
    _, index, inverse = np.unique(hashed[at], return_index=True, return_inverse=True)
    first = at[index][inverse]
    same = np.ones(len(at), dtype=bool)
    for step in range(n_words):
        same &= table.codes[at + step] == table.codes[first + step]
    return at, np.where(same, first, at)


class Copied(NamedTuple):
    """A passage that a text has from an earlier one.

    Parameters
    ----------
    text : int
        Number of the text.
    start, end : int
        The passage, in characters.
    source : int
        Number of the text that has it first.
    """

    text: int
    start: int
    end: int
    source: int


def copied(
    texts: Sequence[str],
    n_words: int = 8,
    n_characters: int = 40,
    owners: Sequence[object] | None = None,
    n_sources: int | None = None,
) -> list[Copied]:
    """Passages of at least so many words and characters that stand in an earlier text.

    Parameters
    ----------
    texts : sequence of str
        In the order in which they were written.
    n_words, n_characters : int
        Shorter passages do not count.
    owners : sequence, optional
        Who wrote each; what somebody has from a text of their own does not count. None is nobody known.
    n_sources : int, optional
        Only what stands in one of the first so many texts counts.

    Returns
    -------
    list of Copied
        In the order of the texts and of the places in each. A text that equals one of its sources, word by word, has
        none.

    Examples
    --------
    >>> texts = ["It is a dear old bridge.", "Dear old bridge? Hm.", "dear OLD   bridge"]
    >>> copied(texts, 3, 10)
    [Copied(text=1, start=0, end=15, source=0), Copied(text=2, start=0, end=17, source=0)]
    """
    table = word_table(texts)
    at, first = first_windows(table, n_words)
    text_of = table.text_of
    n_sources = len(texts) if n_sources is None else n_sources
    is_copy = (text_of[first] < text_of[at]) & (text_of[first] < n_sources)
    is_copy &= ~_equal_to_earlier(table, n_sources)[text_of[at]]
    if owners is not None:
        numbers: dict[object, int] = {}
        codes = np.array(
            [-1 - row if owner is None else numbers.setdefault(owner, len(numbers)) for row, owner in enumerate(owners)]
        )
        is_copy &= codes[text_of[at]] != codes[text_of[first]]
    at, first = at[is_copy], first[is_copy]
    if not len(at):
        return []
    # A passage goes on as long as the next window begins inside it, in the same text.
    begins = np.flatnonzero(np.concatenate([[True], (np.diff(at) >= n_words) | (text_of[at[1:]] != text_of[at[:-1]])]))
    ends = np.concatenate([begins[1:], [len(at)]]) - 1
    found = []
    for begin, last in zip(begins.tolist(), ends.tolist(), strict=True):
        start, end = int(table.start[at[begin]]), int(table.end[at[last] + n_words - 1])
        if end - start >= n_characters:
            found.append(Copied(int(text_of[at[begin]]), start, end, int(text_of[first[begin]])))
    return found


def _equal_to_earlier(table: WordTable, n_sources: int) -> NDArray[np.bool_]:
    """Whether a text has the same words as one before it, among the first so many."""
    seen: set[bytes] = set()
    equal = np.zeros(len(table.offsets) - 1, dtype=bool)
    for row in range(len(equal)):
        key = table.codes[table.offsets[row] : table.offsets[row + 1]].tobytes()
        equal[row] = bool(key) and key in seen
        if row < n_sources:
            seen.add(key)
    return equal


def runs(said: Sequence[str], n_words: int) -> set[tuple[str, ...]]:
    """All runs of so many words.

    Examples
    --------
    >>> sorted(runs(["so", "dear", "it"], 2))
    [('dear', 'it'), ('so', 'dear')]
    """
    return {tuple(said[at : at + n_words]) for at in range(len(said) - n_words + 1)}
