"""Corpus: many threads in one column table, with offsets.

Thread i holds the rows `offsets[i]:offsets[i + 1]`; its `parent` values count from its own first row, `parents` from
the first row of the corpus. Immutable. May import: numpy, pyarrow, article, errors, rows, thread, tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.article import Article, Claim
from discourse.errors import InvalidColumn
from discourse.rows import ReadReport
from discourse.thread import Columnar, Step, Thread

if TYPE_CHECKING:
    import pandas as pd

ARTICLE_CLAIMS = "article.claims"


@dataclass(frozen=True, eq=False)
class Corpus(Columnar):
    """Many threads in one table.

    Parameters
    ----------
    table : pyarrow.Table
        Comments of all threads, thread after thread.
    offsets : int64, shape (n_threads + 1,)
        Where each thread begins.
    ids : tuple of str
        Names of the threads.
    articles : tuple of Article
    reports : tuple of ReadReport
        The account of the source each thread came from; threads of one source share it.
    steps : tuple of Step
        What was done to them; of a corpus put together from several, what was done to any.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> names, above = ["x", "x", "y"], [None, "1", None]
    >>> rows = Rows({"thread_id": names, "id": ["1", "2", "1"], "parent_id": above, "text": ["A", "B", "C"]})
    >>> corpus = assemble(rows)
    >>> corpus, corpus.parents.tolist(), len(corpus[1])
    (<Corpus: 2 threads, 3 comments>, [-1, 0, -1], 1)
    """

    table: pa.Table
    offsets: NDArray[np.int64]
    ids: tuple[str, ...]
    articles: tuple[Article, ...]
    reports: tuple[ReadReport, ...]
    steps: tuple[Step, ...] = ()

    @cached_property
    def thread_index(self) -> NDArray[np.int32]:
        """Thread of every comment; int32, shape (n,)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.offsets))

    @cached_property
    def parents(self) -> NDArray[np.int32]:
        """Parent row of every comment, counted in the corpus, -1 for a reply to the article; int32, shape (n,)."""
        inside = np.asarray(self.column("parent").to_numpy(zero_copy_only=False), dtype=np.int32)
        start = self.offsets[:-1].astype(np.int32)[self.thread_index]
        return np.where(inside < 0, np.int32(-1), inside + start).astype(np.int32)

    @cached_property
    def _position(self) -> NDArray[np.int32]:
        start = self.offsets[:-1].astype(np.int32)[self.thread_index]
        return (np.arange(self.n_comments, dtype=np.int32) - start + 1).astype(np.int32)

    @cached_property
    def author_codes(self) -> NDArray[np.int32]:
        """Number of every comment's author, the same name in two threads being two authors; -1 for unknown."""
        names = self.column("author").dictionary_encode()
        codes = np.asarray(names.indices.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)
        keys = np.where(codes < 0, -1, self.thread_index.astype(np.int64) * (len(names.dictionary) + 1) + codes)
        _, numbered = np.unique(keys, return_inverse=True)
        return (numbered - int(bool((keys < 0).any()))).astype(np.int32)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, index: int) -> Thread:
        if not -len(self) <= index < len(self):
            raise IndexError(f"thread {index} of a corpus of {len(self)}")
        at = int(index) % len(self)
        start, end = int(self.offsets[at]), int(self.offsets[at + 1])
        return Thread(
            self.ids[at], self.articles[at], self.table.slice(start, end - start), self.reports[at], self.steps
        )

    def __iter__(self) -> Iterator[Thread]:
        return (self[index] for index in range(len(self)))

    def __repr__(self) -> str:
        return f"<Corpus: {len(self)} threads, {self.n_comments} comments>"

    @classmethod
    def of(cls, threads: Thread | Iterable[Thread]) -> Corpus:
        """A corpus of the threads given; of one thread without a copy.

        Parameters
        ----------
        threads : Thread or iterable of Thread
        """
        return cls.concat(
            [
                cls(one.table, np.array([0, len(one)]), (one.id,), (one.article,), (one.report,), one.steps)
                for one in ([threads] if isinstance(threads, Thread) else threads)
            ]
        )

    @classmethod
    def concat(cls, corpora: Sequence[Corpus]) -> Corpus:
        """The threads of several corpora in one; of a single one, that one.

        Parameters
        ----------
        corpora : sequence of Corpus
            No two threads of one name.

        Examples
        --------
        >>> from discourse.assemble import assemble
        >>> from discourse.rows import Rows
        >>> Corpus.concat([assemble(Rows({"text": ["No."]}), thread_id=name) for name in ("x", "y")]).ids
        ('x', 'y')
        """
        if len(corpora) == 1:
            return corpora[0]
        if not corpora:
            return cls(empty_table(), np.zeros(1, dtype=np.int64), (), (), ())
        table = pa.concat_tables([one.table for one in corpora], promote_options="default").combine_chunks()
        starts = np.cumsum([0, *(one.n_comments for one in corpora)])
        offsets = [one.offsets[1:] + start for one, start in zip(corpora, starts[:-1], strict=True)]
        return cls(
            table=table.unify_dictionaries().combine_chunks(),
            offsets=np.concatenate([[0], *offsets]).astype(np.int64),
            ids=tuple(chain.from_iterable(one.ids for one in corpora)),
            articles=tuple(chain.from_iterable(one.articles for one in corpora)),
            reports=tuple(chain.from_iterable(one.reports for one in corpora)),
            steps=tuple(_union(one.steps for one in corpora)),
        )

    def assign(self, columns: Mapping[str, Any], step: Step | None = None) -> Corpus:
        """A new corpus with more columns; nothing else is copied.

        Parameters
        ----------
        columns : mapping of str to array of shape (n,)
            The key "article.claims" stands for the articles' claims: one tuple of Claim a thread.
        step : Step, optional
            What made them, for the provenance.
        """
        ours = dict(columns)
        articles = self.articles
        if ARTICLE_CLAIMS in ours:
            articles = self._with_claims(ours.pop(ARTICLE_CLAIMS))
        steps = (*self.steps, step) if step else self.steps
        return Corpus(self._assigned(ours), self.offsets, self.ids, articles, self.reports, steps)

    def _with_claims(self, claims: Sequence[tuple[Claim, ...]]) -> tuple[Article, ...]:
        if len(claims) != len(self):
            raise InvalidColumn(f"{len(claims)} values for {len(self)} threads", where=ARTICLE_CLAIMS)
        return tuple(
            replace(article, claims=tuple(found)) for article, found in zip(self.articles, claims, strict=True)
        )

    def equals(self, other: Corpus) -> bool:
        """Whether two corpora hold the same threads and comments, column for column; how they were read may differ.

        Parameters
        ----------
        other : Corpus

        Examples
        --------
        >>> from discourse.assemble import assemble
        >>> from discourse.rows import Rows
        >>> one, other = (assemble(Rows({"id": ["a"], "text": [said]})) for said in ("Good.", "No."))
        >>> one.equals(one), one.equals(other)
        (True, False)
        """
        names = sorted(self.table.column_names)
        return (
            self.ids == other.ids
            and np.array_equal(self.offsets, other.offsets)
            and names == sorted(other.table.column_names)
            and all(self.table[name].to_pylist() == other.table[name].to_pylist() for name in names)
        )

    def select(self, keep: NDArray[np.bool_]) -> Corpus:
        """A new corpus of the comments marked, every thread kept even when it becomes empty.

        A comment whose parent goes hangs on its nearest kept ancestor, or on the article when there is none.

        Parameters
        ----------
        keep : bool, shape (n,)
        """
        keep = np.asarray(keep, dtype=bool)
        if keep.shape != (self.n_comments,):
            raise InvalidColumn(f"{keep.size} marks for {self.n_comments} comments", where="select")
        hop = np.where(keep, np.arange(keep.size), self.parents)
        while True:
            further = np.where(hop >= 0, hop[hop], -1)
            if np.array_equal(further, hop):
                break
            hop = further
        above = self.parents
        kept_parent = np.where(above >= 0, hop[above], -1)[keep] if keep.size else above
        new_row = np.cumsum(keep) - 1
        offsets = np.concatenate([[0], np.cumsum(keep)])[self.offsets].astype(np.int64)
        rows_start = offsets[:-1][self.thread_index[keep]]
        inside = np.where(kept_parent >= 0, new_row[kept_parent] - rows_start, -1).astype(np.int32)
        table = self.table.filter(pa.array(keep)).combine_chunks()
        table = table.set_column(table.schema.get_field_index("parent"), "parent", pa.array(inside, pa.int32()))
        step = Step("select", {"kept": int(keep.sum()), "of": int(keep.size)})
        return Corpus(table, offsets, self.ids, self.articles, self.reports, (*self.steps, step))

    def to_frame(self) -> pd.DataFrame:
        """The corpus as one documented pandas frame: see `discourse.frames.to_frame`."""
        return self._frame(np.array(self.ids, dtype=object)[self.thread_index] if len(self) else [])


def _union(steps: Iterable[tuple[Step, ...]]) -> list[Step]:
    """Every step once, in the order met."""
    met: list[Step] = []
    for step in chain.from_iterable(steps):
        if step not in met:
            met.append(step)
    return met


def empty_table() -> pa.Table:
    """A table of no comments, with the source columns."""
    from discourse.columns import SOURCE, coerce

    return pa.table({column.name: coerce(column.name, [], 0) for column in SOURCE})
