"""Participation: who takes part, and how evenly.

An author is a name within one thread: the same name under two articles is two authors. Comments whose author the source
does not name are left out, so that A authors wrote the M comments that x_1 ... x_A add up to. May import: numpy,
corpus, metrics.base.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from discourse.corpus import Corpus
from discourse.metrics.base import OWN, Counts, Values, author_threads, authored, metric, n_known_authors, ratio

FIRST = 10
"""`focus` looks at this many comments at the beginning of a thread."""

GINI = "Gini, C. (1912). Variabilità e mutabilità. Cuppini, Bologna."
DELTAS = (
    "Deltas, G. (2003). The small-sample bias of the Gini coefficient: results and implications for empirical "
    "research. Review of Economics and Statistics 85(1), 226-234. doi:10.1162/rest.2003.85.1.226"
)
PIELOU = (
    "Pielou, E. C. (1966). The measurement of diversity in different types of biological collections. Journal of "
    "Theoretical Biology 13, 131-144. doi:10.1016/0022-5193(66)90013-0"
)
BACKSTROM = (
    "Backstrom, L., Kleinberg, J., Lee, L. & Danescu-Niculescu-Mizil, C. (2013). Characterizing and curating "
    "conversation threads: expansion, focus, volume, re-entry. WSDM 2013, 13-22. doi:10.1145/2433396.2433401"
)
TWO_AUTHORS = "needs two known authors or more"


def _written(corpus: Corpus) -> tuple[NDArray[np.int32], Counts]:
    """Thread of every known author, and the number of comments that they wrote there: few first, in each thread.

    In that order a sum over authors does not depend, to the last bit, on their names or on other threads.
    """
    codes = corpus.author_codes
    thread, wrote = author_threads(corpus), np.bincount(codes[codes >= 0]).astype(np.int64)
    rising = np.lexsort((wrote, thread))
    return thread[rising], wrote[rising]


@metric(
    "n_authors",
    reference=OWN,
    unit="authors",
    formula="A: distinct known authors",
    family="participation",
    requires=("author",),
    rests_on=authored,
)
def n_authors(corpus: Corpus) -> Values:
    """Number of distinct known authors.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> n_authors(from_parents([-1, 0, -1, 2], authors=["Ada", "Ben", "Ada", None])).item()
    2.0
    """
    return n_known_authors(corpus).astype(np.float64)


@metric(
    "gini",
    reference=GINI,
    unit="index, 0 to 1 - 1/A",
    formula="sum over k of (2k - A - 1) x_(k) / (A M), with x_(1) <= ... <= x_(A) the comments of each author",
    family="participation",
    requires=("author",),
    rests_on=authored,
)
def gini(corpus: Corpus) -> Values:
    """Inequality of the numbers of comments that authors wrote: 0 when all wrote equally many.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> round(gini(from_parents([-1, 0, -1], authors=["Ada", "Ben", "Ada"])).item(), 4)
    0.1667
    """
    return _gini(corpus)


@metric(
    "gini_small_sample",
    reference=DELTAS,
    unit="index, 0 to 1",
    formula="gini A / (A - 1)",
    family="participation",
    requires=("author",),
    at_least=2,
    undefined=TWO_AUTHORS,
    rests_on=authored,
)
def gini_small_sample(corpus: Corpus) -> Values:
    """Inequality between authors, scaled so that few authors can reach 1 as well.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> round(gini_small_sample(from_parents([-1, 0, -1], authors=["Ada", "Ben", "Ada"])).item(), 4)
    0.3333
    """
    authors = n_known_authors(corpus)
    return _gini(corpus) * ratio(authors, authors - 1)


def _gini(corpus: Corpus) -> Values:
    """Gini of every thread, NaN where no author is known."""
    thread, wrote = _written(corpus)
    authors = np.bincount(thread, minlength=len(corpus))
    before = np.cumsum(authors) - authors
    rank = np.arange(1, wrote.size + 1) - before[thread]
    weighted = np.bincount(thread, weights=(2 * rank - authors[thread] - 1) * wrote, minlength=len(corpus))
    return ratio(weighted, authors * authored(corpus))


@metric(
    "normalised_entropy",
    reference=PIELOU,
    unit="share",
    formula="H / ln A with H = -sum over authors of p ln p and p = x / M",
    family="participation",
    requires=("author",),
    at_least=2,
    undefined=TWO_AUTHORS,
    rests_on=authored,
)
def normalised_entropy(corpus: Corpus) -> Values:
    """Evenness of participation: entropy of the authors' shares over the most that A authors could have.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> round(normalised_entropy(from_parents([-1, 0, -1], authors=["Ada", "Ben", "Ada"])).item(), 4)
    0.9183
    """
    thread, wrote = _written(corpus)
    share = wrote / authored(corpus)[thread]
    entropy = np.bincount(thread, weights=-share * np.log(share), minlength=len(corpus))
    return ratio(entropy, np.log(np.maximum(n_known_authors(corpus), 1)))


@metric(
    "top_author_share",
    reference=OWN,
    unit="share",
    formula="x_(A) / M: comments of the author who wrote most",
    family="participation",
    requires=("author",),
    rests_on=authored,
)
def top_author_share(corpus: Corpus) -> Values:
    """Share of the comments that the author who wrote most wrote.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> round(top_author_share(from_parents([-1, 0, -1], authors=["Ada", "Ben", "Ada"])).item(), 4)
    0.6667
    """
    thread, wrote = _written(corpus)
    most = np.zeros(len(corpus), dtype=np.int64)
    np.maximum.at(most, thread, wrote)
    return ratio(most, authored(corpus))


@metric(
    "reentry_share",
    reference=BACKSTROM,
    unit="share",
    formula="authors with two comments or more / A",
    family="participation",
    requires=("author",),
    rests_on=authored,
)
def reentry_share(corpus: Corpus) -> Values:
    """Share of the authors who came back to comment again.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> reentry_share(from_parents([-1, 0, -1], authors=["Ada", "Ben", "Ada"])).item()
    0.5
    """
    thread, wrote = _written(corpus)
    return ratio(np.bincount(thread[wrote >= 2], minlength=len(corpus)), n_known_authors(corpus))


def _first(corpus: Corpus) -> Counts:
    """Comments that `focus` looks at in every thread."""
    return np.minimum(authored(corpus), FIRST)


@metric(
    "focus",
    reference=BACKSTROM,
    unit="share",
    formula=f"u_k / k: distinct authors among the first k comments of the page, k = min({FIRST}, M)",
    family="participation",
    requires=("author",),
    rests_on=_first,
)
def focus(corpus: Corpus) -> Values:
    """Distinct authors among the first comments over their number: near 1 an expanding thread, low a focused one.

    The first on the page, which are the first that were written only where the page lists comments in that order.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> focus(from_parents([-1, 0, 1, 2], authors=["Ada", "Ben", "Ada", "Ben"])).item()
    0.5
    """
    codes = corpus.author_codes
    rows = np.flatnonzero(codes >= 0)
    thread = corpus.thread_index[rows]
    m = authored(corpus)
    turn = np.arange(rows.size) - (np.cumsum(m) - m)[thread]
    _, entry = np.unique(codes[rows], return_index=True)
    early = entry[turn[entry] < FIRST]
    return ratio(np.bincount(thread[early], minlength=len(corpus)), _first(corpus))
