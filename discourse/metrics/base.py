"""What every metric shares: the decorator that declares it, sums by thread, and the reason where nothing can be said.

A metric takes a Corpus and returns one value a thread; what it cannot say is NaN, not a guess, and a Metric knows why.
Comments whose author the source does not name are left out of every number about authors. May import: numpy, pyarrow,
article, columns, corpus, rows, shape, thread, tree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import isfunction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

import discourse.shape as shape
from discourse.article import Article
from discourse.columns import DERIVED, SOURCE, coerce
from discourse.corpus import Corpus
from discourse.rows import ReadReport
from discourse.thread import Thread
from discourse.tree import validate

if TYPE_CHECKING:
    import pandas as pd

Values = NDArray[np.float64]
Counts = NDArray[np.int64]

DERIVED_NAMES = frozenset(column.name for column in DERIVED)
NO_COMMENTS = "no comments"
OWN = "Defined by its formula; a count or share that needs no source."
"""What stands as the reference of a metric that nobody needs to be cited for."""
ZHANG_CSCW = (
    "Zhang, J., Danescu-Niculescu-Mizil, C., Sauper, C. & Taylor, S. J. (2018). Characterizing online public "
    "discussions through patterns of participant interactions. Proceedings of the ACM on Human-Computer Interaction "
    "2(CSCW), 198. doi:10.1145/3274467"
)
_TAKEN_OVER = ("__module__", "__name__", "__qualname__", "__doc__")


def sizes(corpus: Corpus) -> Counts:
    """Number of comments of every thread.

    Returns
    -------
    int64, shape (n_threads,)

    Examples
    --------
    >>> sizes(from_parents([-1, 0, -1], offsets=[0, 2, 2, 3]))
    array([2, 0, 1])
    """
    return np.diff(corpus.offsets)


def total(corpus: Corpus, values: ArrayLike) -> Values:
    """Sum of one number a comment over every thread; 0 for a thread without comments.

    Parameters
    ----------
    corpus : Corpus
    values : bool or number, shape (n,)

    Returns
    -------
    float64, shape (n_threads,)

    Examples
    --------
    >>> total(from_parents([-1, 0, -1], offsets=[0, 2, 2, 3]), [1, 10, 100])
    array([ 11.,   0., 100.])
    """
    return shape.total(np.asarray(values), corpus.offsets)


def count(corpus: Corpus, marked: NDArray[np.bool_]) -> Counts:
    """Number of comments marked in every thread.

    Parameters
    ----------
    corpus : Corpus
    marked : bool, shape (n,)

    Returns
    -------
    int64, shape (n_threads,)

    Examples
    --------
    >>> corpus = from_parents([-1, 0, -1], offsets=[0, 2, 2, 3])
    >>> count(corpus, corpus.parents < 0)
    array([1, 0, 1])
    """
    return shape.total(marked, corpus.offsets).astype(np.int64)


def ratio(above: ArrayLike, below: ArrayLike) -> Values:
    """One number over another; NaN where the lower one is 0.

    Examples
    --------
    >>> ratio([1, 1], [2, 0])
    array([0.5, nan])
    """
    upper, lower = np.broadcast_arrays(np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64))
    quotient: Values = np.divide(upper, lower, out=np.full(lower.shape, np.nan), where=lower != 0)
    return quotient


def authored(corpus: Corpus) -> Counts:
    """Number of comments of every thread whose author is known.

    Returns
    -------
    int64, shape (n_threads,)

    Examples
    --------
    >>> authored(from_parents([-1, 0, -1], authors=["Ada", None, "Ada"]))
    array([2])
    """
    return count(corpus, corpus.author_codes >= 0)


def known(corpus: Corpus, name: str) -> NDArray[np.bool_]:
    """Whether each comment has a value in a stored column.

    Returns
    -------
    bool, shape (n,)

    Examples
    --------
    >>> known(from_parents([-1, 0], authors=["Ada", None]), "author")
    array([ True, False])
    """
    return np.asarray(corpus.column(name).is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)


def author_threads(corpus: Corpus) -> NDArray[np.int32]:
    """Thread of every known author; an author is a name within one thread.

    Returns
    -------
    int32, shape (n_authors,)
        In the order of `corpus.author_codes`.

    Examples
    --------
    >>> author_threads(from_parents([-1, 0, -1], authors=["Ada", None, "Ada"], offsets=[0, 2, 3]))
    array([0, 1], dtype=int32)
    """
    codes = corpus.author_codes
    named = codes >= 0
    thread = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int32)
    thread[codes[named]] = corpus.thread_index[named]
    return thread


def n_known_authors(corpus: Corpus) -> Counts:
    """Number of known authors of every thread.

    Returns
    -------
    int64, shape (n_threads,)

    Examples
    --------
    >>> n_known_authors(from_parents([-1, 0, -1], authors=["Ada", None, "Ada"], offsets=[0, 2, 3]))
    array([1, 1])
    """
    return np.bincount(author_threads(corpus), minlength=len(corpus)).astype(np.int64)


def from_parents(
    parent: ArrayLike, authors: Sequence[str | None] | None = None, offsets: ArrayLike | None = None
) -> Corpus:
    """A corpus of bare trees without text: for examples, and for threads that were simulated rather than read.

    Parameters
    ----------
    parent : int32, shape (n,)
        Row of each comment's parent, counted in its thread; -1 for a reply to the article. Parents before children.
    authors : sequence of str or None, shape (n,), optional
        Who wrote them; None is unknown, and so are all when not given.
    offsets : int64, shape (n_threads + 1,), optional
        Where each thread begins; one thread when not given.

    Returns
    -------
    Corpus
        Its threads are named "1", "2", ... and so are the comments of each.

    Raises
    ------
    InvalidParent

    Examples
    --------
    >>> from_parents([-1, 0, -1], authors=["Ada", "Ben", "Ada"])
    <Corpus: 1 threads, 3 comments>
    """
    above = np.asarray(parent, dtype=np.int32)
    n = above.size
    starts = np.asarray([0, n] if offsets is None else offsets, dtype=np.int64)
    validate(np.full(n, -1, dtype=np.int32), starts)
    first = np.repeat(starts[:-1], np.diff(starts))
    validate(np.where(above < 0, above, above + first).astype(np.int32), starts)
    given: dict[str, Any] = {
        "id": pa.array(np.arange(1, n + 1) - first).cast(pa.large_string()),
        "parent": above,
        "author": pa.nulls(n, pa.large_string()) if authors is None else authors,
        "text": pa.repeat(pa.scalar("", pa.large_string()), n),
        "deleted": np.zeros(n, dtype=np.bool_),
    }
    table = pa.table(
        {
            column.name: coerce(column.name, given[column.name], n)
            if column.name in given
            else pa.nulls(n, coerce(column.name, [], 0).type)
            for column in SOURCE
        }
    )
    n_threads = starts.size - 1
    names = tuple(str(number + 1) for number in range(n_threads))
    return Corpus(table, starts, names, (Article(),) * n_threads, (ReadReport(),) * n_threads)


@dataclass(frozen=True)
class Measured:
    """What a metric found in a corpus, one entry a thread.

    Parameters
    ----------
    values : float64, shape (n_threads,)
        NaN where nothing can be said.
    n : int64, shape (n_threads,)
        Comments that the value rests on; 0 where there is none.
    skipped : object, shape (n_threads,)
        Why there is no value; None where there is one.
    """

    values: Values
    n: Counts
    skipped: NDArray[np.object_]


@dataclass(frozen=True)
class Metric:
    """A number about a thread.

    Parameters
    ----------
    name : str
    function : callable
        Corpus -> float64 array of shape (n_threads,), NaN where it is not defined.
    requires : tuple of str
        Columns it needs; where no comment of a thread has one, the value is missing and the reason says so.
    reference : str
        Where it is defined, for a list of references.
    unit : str
        What one unit of the value is ("comments", "links", "share", ...).
    formula : str
        In symbols or words, saying whether the article counts.
    at_least : int
        The fewest comments it is defined for.
    family : str
        "structure", "participation", "interaction", "time", "annotation", or a plug-in's own.
    undefined : str
        Why a thread that is large enough and has the columns can still have no value.
    rests_on : callable
        Corpus -> int64 array of shape (n_threads,): the comments that the value rests on; all when not given.

    Notes
    -----
    It carries the docstring of its function, whose examples are run.
    """

    name: str
    function: Callable[[Corpus], Values]
    requires: tuple[str, ...]
    reference: str
    unit: str
    formula: str
    at_least: int
    family: str
    undefined: str = "not defined for this thread"
    rests_on: Callable[[Corpus], Counts] = sizes

    def __post_init__(self) -> None:
        if isfunction(self.function):
            vars(self).update({name: getattr(self.function, name) for name in _TAKEN_OVER}, __wrapped__=self.function)

    def __call__(self, corpus: Corpus | Thread) -> pd.Series[Any]:
        """One value a thread, indexed by the thread's id; missing where nothing can be said.

        Parameters
        ----------
        corpus : Corpus or Thread
        """
        import pandas as pd

        many = as_corpus(corpus)
        return pd.Series(self.measure(many).values, index=pd.Index(many.ids, name="thread_id"), name=self.name)

    def measure(self, corpus: Corpus) -> Measured:
        """Values, the number of comments each rests on, and the reason where there is none.

        Parameters
        ----------
        corpus : Corpus
        """
        n_comments = sizes(corpus)
        skipped = np.full(len(corpus), None, dtype=object)
        # The first reason that holds is the one to tell, so the weakest is written first and overwritten.
        skipped[n_comments < self.at_least] = f"needs {self.at_least} comments or more"
        for name in reversed(self.requires):
            skipped[~_stated(corpus, name)] = f"needs {name}: no comment has it"
        if self.at_least:
            skipped[n_comments == 0] = NO_COMMENTS
        able = np.array([reason is None for reason in skipped], dtype=np.bool_)
        if not able.any():
            return Measured(np.full(len(corpus), np.nan), np.zeros(len(corpus), dtype=np.int64), skipped)
        values = np.where(able, np.asarray(self.function(corpus), dtype=np.float64), np.nan)
        skipped[able & np.isnan(values)] = self.undefined
        return Measured(values, np.where(np.isnan(values), 0, self.rests_on(corpus)), skipped)


def _stated(corpus: Corpus, name: str) -> NDArray[np.bool_]:
    """Whether any comment of each thread has a value in the column."""
    if name in DERIVED_NAMES:
        return sizes(corpus) > 0
    if name not in corpus.names:
        return np.zeros(len(corpus), dtype=np.bool_)
    return count(corpus, known(corpus, name)) > 0


def as_corpus(given: Corpus | Thread) -> Corpus:
    """A corpus as it is, or the corpus of one thread.

    Parameters
    ----------
    given : Corpus or Thread

    Examples
    --------
    >>> as_corpus(from_parents([-1, 0])[0])
    <Corpus: 1 threads, 2 comments>
    """
    return Corpus.of(given) if isinstance(given, Thread) else given


def metric(
    name: str,
    *,
    reference: str,
    unit: str,
    formula: str,
    family: str,
    requires: tuple[str, ...] = (),
    at_least: int = 1,
    undefined: str = "not defined for this thread",
    rests_on: Callable[[Corpus], Counts] = sizes,
) -> Callable[[Callable[[Corpus], Values]], Metric]:
    """Declare the function below as a metric; see Metric for the parameters.

    Examples
    --------
    >>> @metric("n_replies", reference=OWN, unit="comments", formula="N - w_1", family="structure")
    ... def n_replies(corpus):
    ...     return total(corpus, corpus.parents >= 0)
    >>> n_replies(from_parents([-1, 0, 0])).tolist()
    [2.0]
    """

    def declare(function: Callable[[Corpus], Values]) -> Metric:
        return Metric(name, function, requires, reference, unit, formula, at_least, family, undefined, rests_on)

    return declare
