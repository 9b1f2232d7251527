"""Quotations in comments: what the reader knows of them, completed by what the text and its thread show.

May import: the standard library, annotators.base, codebook, copies, corpus, errors, quotes, text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any, ClassVar

from discourse.annotators.base import written_order
from discourse.codebook import Codebook
from discourse.copies import copied, plain_words, runs
from discourse.corpus import Corpus
from discourse.errors import InvalidParameter
from discourse.quotes import format_spans, headers, in_quotation_marks, merged, parse_spans, quoted_lines
from discourse.text import Span

_OPENING, _CLOSING, _STOPS = "\"'“„«»‘", "\"'”“»«’", ".,;:!?…"
_BREAK, _INK = re.compile("\n"), re.compile(r"\S")
_MOST_MARKED = 200
"""Quotation marks and headers of one comment that are looked at."""
_BLOCK = 4_000
"""Characters after a header in which the words of the one it names are looked for."""
_WHOLE = 0.8
"""Share of a paragraph, or of what stands in quotation marks, that has to be the article's."""


@dataclass(frozen=True)
class Quotes:
    r"""Passages of a comment that quote others, so that nobody takes them for the commenter's own words.

    Parameters
    ----------
    n_words, n_characters : int
        So many words and characters in a row that stand in an earlier comment, or in the article, are a quotation.
    n_words_in_marks : int
        So many words in quotation marks are one when they stand in a row in the comment that is answered; so many
        after "Ann wrote:" when they are Ann's.

    Notes
    -----
    Quoted are lines that begin with ">"; passages that stand in an earlier comment by another author; what stands in
    quotation marks and comes from the parent; "Ann wrote:" and its like with the words of Ann that follow; and
    passages of the article in quotation marks or as a paragraph of their own. A comment is earlier by the times, where
    each comment of the thread has one, else by the order of the page. A comment that equals an earlier one is a
    duplicate and no quotation. What people repeat of themselves, and quotations from elsewhere, are not marked.
    Words are compared without regard to case, punctuation and white space. Linear in the words of the thread.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> texts = ["The ferry is dear and late.", "> The ferry is dear\nNot to me.", "You say 'dear and late', hm."]
    >>> corpus = assemble(Rows({"id": ["1", "2", "3"], "parent_id": [None, "1", "1"], "text": texts}))
    >>> Quotes(n_words_in_marks=3).annotate(corpus)["quotes"]
    [None, '0-19', '8-23']
    """

    n_words: int = 8
    n_characters: int = 40
    n_words_in_marks: int = 4

    name: ClassVar[str] = "quotes"
    requires: ClassVar[tuple[str, ...]] = ()
    assigns: ClassVar[tuple[str, ...]] = ("quotes",)

    def __post_init__(self) -> None:
        for name in ("n_words", "n_characters", "n_words_in_marks"):
            if getattr(self, name) < 1:
                raise InvalidParameter("this is at least 1", where=name, given=str(getattr(self, name)))

    @classmethod
    def from_codebook(cls, codebook: Codebook) -> Quotes:
        """The annotator; it asks nothing of the codebook."""
        return cls()

    def annotate(self, corpus: Corpus) -> Mapping[str, Any]:
        """Column `quotes`, with all that the source states of it and more."""
        stated: list[str | None] = corpus.strings("quotes") if "quotes" in corpus.names else [None] * corpus.n_comments
        cells: list[str | None] = []
        for number, article in enumerate(corpus.articles):
            rows = slice(int(corpus.offsets[number]), int(corpus.offsets[number + 1]))
            thread = corpus[number]
            gone = thread.values("deleted").tolist()
            said = _Said(
                texts=["" if is_gone else text for text, is_gone in zip(thread.texts, gone, strict=True)],
                authors=thread.strings("author"),
                parents=thread.parents.tolist(),
                order=written_order(thread),
            )
            spans = self._spans(said, article.text)
            cells += [
                cell if is_gone else format_spans([*(parse_spans(cell, len(text)) or []), *found])
                for cell, text, is_gone, found in zip(stated[rows], thread.texts, gone, spans, strict=True)
            ]
        return {"quotes": cells}

    def _spans(self, said: _Said, article: str) -> list[list[Span]]:
        """The quotations of every comment of a thread."""
        spans = [quoted_lines(text) for text in said.texts]
        in_order = [said.texts[row] for row in said.order]
        for one in copied(in_order, self.n_words, self.n_characters, [said.authors[row] for row in said.order]):
            row = said.order[one.text]
            around = _around(said.marked[row], one.start, one.end)
            is_whole = around and one.end - one.start >= _WHOLE * (around[1] - around[0])
            spans[row].append(around if around and is_whole else _widened(said.texts[row], one.start, one.end))
        self._add_of_article(said, article, spans)
        self._add_marked(said, spans)
        self._add_introduced(said, spans)
        return spans

    def _add_of_article(self, said: _Said, article: str, spans: list[list[Span]]) -> None:
        """Add passages of the article that stand in quotation marks or are a paragraph of their own."""
        found = copied([article, *said.texts], self.n_words, self.n_characters, n_sources=1) if article else []
        for number, passages in groupby(found, key=attrgetter("text")):
            text = said.texts[number - 1]
            breaks = [-1, *(match.start() for match in _BREAK.finditer(text)), len(text)]
            for _, start, end, _ in passages:
                length = breaks[bisect_left(breaks, end)] - breaks[bisect_left(breaks, start) - 1] - 1
                around = _around(said.marked[number - 1], start, end)
                if end - start >= _WHOLE * length:
                    spans[number - 1].append(_widened(text, start, end))
                elif around:
                    is_whole = end - start >= _WHOLE * (around[1] - around[0])
                    spans[number - 1].append(around if is_whole else (start, end))

    def _add_marked(self, said: _Said, spans: list[list[Span]]) -> None:
        """Add what stands in quotation marks and in the parent."""
        known: dict[int, set[tuple[str, ...]]] = {}
        for row, (text, above) in enumerate(zip(said.texts, said.parents, strict=True)):
            for start, end in said.marked[row] if above >= 0 else ():
                inside, _ = plain_words(text[start:end])
                if len(inside) < self.n_words_in_marks:
                    continue
                if above not in known:
                    known[above] = runs(plain_words(said.texts[above])[0], self.n_words_in_marks)
                if runs(inside, self.n_words_in_marks) <= known[above]:
                    spans[row].append((start, end))

    def _add_introduced(self, said: _Said, spans: list[list[Span]]) -> None:
        """Add headers such as "Ann wrote:" with the quotation that they introduce."""
        rank = {row: at for at, row in enumerate(said.order)}
        by_name: dict[str, list[int]] = {}
        for row, author in enumerate(said.authors):
            if author:
                by_name.setdefault(_plain_name(author), []).append(row)
        known: dict[str, dict[tuple[str, ...], int]] = {}
        for row, text in enumerate(said.texts):
            introduced = headers(text)[:_MOST_MARKED]
            if not introduced:
                continue
            found = merged(spans[row])
            lines = {start for start, _ in quoted_lines(text)}
            for header in introduced:
                ink = _INK.search(text, header.end)
                if ink is None:
                    continue
                begins = ink.start()
                name = _plain_name(header.name)
                block = next((span for span in found if span[0] <= begins < span[1]), None)
                if block and (name in by_name or block[0] in lines):
                    spans[row].append((header.start, block[1]))
                elif name in by_name:
                    if name not in known:
                        known[name] = _first_said(
                            said, sorted(by_name[name], key=rank.__getitem__), rank, self.n_words_in_marks
                        )
                    end = _verbatim(text[begins : begins + _BLOCK], known[name], rank[row], self.n_words_in_marks)
                    if end:
                        spans[row].append((header.start, _widened(text, begins, begins + end)[1]))


@dataclass(frozen=True)
class _Said:
    """The comments of a thread, and the order in which they were written."""

    texts: Sequence[str]
    authors: Sequence[str | None]
    parents: Sequence[int]
    order: Sequence[int]

    @cached_property
    def marked(self) -> list[list[Span]]:
        """What stands in quotation marks in each."""
        return [in_quotation_marks(text)[:_MOST_MARKED] for text in self.texts]


def _around(marked: Sequence[Span], start: int, end: int) -> Span | None:
    """The quotation marks around a passage."""
    return next(((first, last) for first, last in marked if first <= start and end <= last), None)


def _widened(text: str, start: int, end: int) -> Span:
    """A passage with the punctuation that ends it and the quotation marks around it."""
    while end < len(text) and text[end] in _STOPS:
        end += 1
    if start > 0 and text[start - 1] in _OPENING and end < len(text) and text[end] in _CLOSING:
        return start - 1, end + 1
    return start, end


def _plain_name(name: str) -> str:
    """A name as names are compared."""
    return " ".join(name.casefold().split()).strip(" @:,.")


def _first_said(said: _Said, rows: Sequence[int], rank: Mapping[int, int], n_words: int) -> dict[tuple[str, ...], int]:
    """Runs of words of somebody, each with the place in the order of the first comment that has it."""
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        for run in runs(plain_words(said.texts[row])[0], n_words):
            first.setdefault(run, rank[row])
    return first


def _verbatim(block: str, known: Mapping[tuple[str, ...], int], before: int, n_words: int) -> int:
    """Where the words end with which a text begins and that were said before; 0 when there are none."""
    said, places = plain_words(block)
    at = 0
    while at + n_words <= len(said) and known.get(tuple(said[at : at + n_words]), before) < before:
        at += 1
    return places[at + n_words - 2][1] if at else 0
