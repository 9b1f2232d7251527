"""Sub-threads: every top-level comment as what its replies answer, as the article is for the whole thread.

May import: numpy, pyarrow, article, corpus, thread, tree.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from discourse.article import Article, Block
from discourse.corpus import Corpus
from discourse.thread import Step
from discourse.tree import root


def by_top_level(corpus: Corpus) -> Corpus:
    """One thread for every top-level comment, which takes the place of the article over the comments below it.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Corpus
        Threads named "thread/comment" in the order of the top-level comments, empty where nobody answered. The
        top-level comment is the thread's article, with its text, author and time, and no longer a comment; so every
        metric has the meaning that it has for a whole thread. Claims stay with the article that made them.

    Notes
    -----
    The cost of `tree.root` and one sort.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> by_top_level(from_parents([-1, 0, -1, 2, 3])).offsets
    array([0, 1, 3])
    """
    parents = corpus.parents
    is_top = parents < 0
    below = np.flatnonzero(~is_top)
    number = np.cumsum(is_top) - 1
    under = number[root(parents)[below]]
    order = below[np.argsort(under, kind="stable")]
    n = np.bincount(under, minlength=int(is_top.sum()))
    offsets = np.concatenate([[0], np.cumsum(n)]).astype(np.int64)
    place = np.zeros(parents.size, dtype=np.int64)
    place[order] = np.arange(order.size) - np.repeat(offsets[:-1], n)
    above = parents[order]
    inside = np.where(is_top[above], -1, place[above]).astype(np.int32)
    table = corpus.table.take(pa.array(order)).combine_chunks()
    table = table.set_column(table.schema.get_field_index("parent"), "parent", pa.array(inside, pa.int32()))
    tops = np.flatnonzero(is_top)
    threads = corpus.thread_index[tops].tolist()
    return Corpus(
        table=table,
        offsets=offsets,
        ids=tuple(
            f"{corpus.ids[thread]}/{name}"
            for thread, name in zip(threads, corpus.column("id").take(pa.array(tops)).to_pylist(), strict=True)
        ),
        articles=_as_articles(corpus.table.select(["text", "author", "created", "line"]).take(pa.array(tops))),
        reports=tuple(corpus.reports[thread] for thread in threads),
        steps=(*corpus.steps, Step("by_top_level", {})),
    )


def _as_articles(comments: pa.Table) -> tuple[Article, ...]:
    """Comments as what others answer."""
    return tuple(
        Article(
            blocks=(Block("paragraph", row["text"], row["line"] or 0),),
            author=row["author"],
            date=row["created"].isoformat() if row["created"] else None,
        )
        for row in comments.to_pylist()
    )
