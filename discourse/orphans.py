"""The same thread under another policy for replies whose parent is not there.

Which replies those are the column `missing_parent` keeps, so that nothing has to be read again. A thread that was read
under "drop" has lost them. May import: numpy, pyarrow, assemble, corpus, rows, thread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from discourse.assemble import Orphans, assemble
from discourse.corpus import Corpus
from discourse.rows import ReadReport, Rows
from discourse.thread import Thread

ThreadOrCorpus = TypeVar("ThreadOrCorpus", Thread, Corpus)


def has_orphans(thread: Thread | Corpus) -> bool:
    """Whether it holds a reply whose parent is not there.

    Examples
    --------
    >>> has_orphans(assemble(Rows({"id": ["a"], "parent_id": ["x"], "text": ["No."]})))
    True
    """
    return "missing_parent" in thread.names and thread.has("missing_parent")


def under(thread: ThreadOrCorpus, orphans: Orphans) -> ThreadOrCorpus:
    """The thread or corpus as it is when such replies are promoted, answer a ghost, or are dropped.

    Parameters
    ----------
    thread : Thread or Corpus
        Read under "promote" or "ghost".
    orphans : {"promote", "ghost", "drop"}

    Returns
    -------
    Thread or Corpus
        With all columns; a ghost has no annotations.

    Examples
    --------
    >>> columns = {"id": ["a", "b", "c"], "parent_id": [None, "x", "b"], "text": ["So.", "No.", "Why?"]}
    >>> corpus = assemble(Rows(columns))
    >>> [under(corpus, policy).parents.tolist() for policy in ("promote", "ghost", "drop")]
    [[-1, -1, 1], [-1, -1, 1, 2], [-1]]
    """
    corpus = Corpus.of(thread) if isinstance(thread, Thread) else thread
    again = assemble(_rows(corpus), orphans=orphans)
    place = {name: at for at, name in enumerate(again.ids)}
    threads = [replace(again[place[one.id]], report=one.report, steps=corpus.steps) for one in corpus]
    return threads[0] if isinstance(thread, Thread) else Corpus.of(threads)


def _rows(corpus: Corpus) -> Rows:
    """The comments as their source stated them: with the parents that are not there, and without ghosts."""
    missing = corpus.column("missing_parent").is_valid().to_numpy(zero_copy_only=False)
    above = corpus.parents
    is_ghost = np.zeros(corpus.n_comments, dtype=bool)
    is_ghost[above[missing & (above >= 0)]] = True
    kept = pa.array(np.flatnonzero(~is_ghost))
    ids = corpus.column("id")
    stated = ids.take(pa.array(above, mask=(above < 0) | missing))
    columns: dict[str, Any] = {name: corpus.column(name).take(kept) for name in corpus.names if name != "parent"}
    columns["parent_id"] = stated.take(kept)
    columns["thread_id"] = pa.array(corpus.ids, pa.large_string()).take(pa.array(corpus.thread_index)).take(kept)
    columns["position"] = pa.array(np.arange(len(kept)), pa.int32())
    articles = dict(zip(corpus.ids, corpus.articles, strict=True))
    return Rows(columns, articles=articles, report=ReadReport(found=len(kept)))
