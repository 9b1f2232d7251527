"""Interaction: who answers whom.

In the directed graph of a thread the nodes are its A known authors; w_uv is the number of times that u replied to v,
and u -> v is an edge when w_uv > 0. Nobody is joined to themselves: replies to oneself, and to or by an author whom the
source does not name, are left out. May import: numpy, shape, corpus, metrics.base.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from discourse.corpus import Corpus
from discourse.metrics.base import OWN, ZHANG_CSCW, Counts, Values, authored, count, metric, n_known_authors, ratio
from discourse.shape import longest_alternation

GARLASCHELLI = (
    "Garlaschelli, D. & Loffredo, M. I. (2004). Patterns of link reciprocity in directed networks. Physical Review "
    "Letters 93(26), 268701. doi:10.1103/PhysRevLett.93.268701"
)
SQUARTINI = (
    "Squartini, T., Picciolo, F., Ruzzenenti, F. & Garlaschelli, D. (2013). Reciprocity of weighted networks. "
    "Scientific Reports 3, 2729. doi:10.1038/srep02729"
)
LANIADO = (
    "Laniado, D., Tasso, R., Volkovich, Y. & Kaltenbrunner, A. (2011). When the Wikipedians talk: network and tree "
    "structure of Wikipedia discussion pages. ICWSM 2011, 177-184."
)
NOBODY = "no known author answers another"


@dataclass(frozen=True)
class Pairs:
    """The edges of the author graphs of all threads.

    Parameters
    ----------
    thread : int32, shape (n_edges,)
    weight, back : int64, shape (n_edges,)
        Replies of the source to the target, and of the target to the source.
    """

    thread: NDArray[np.int32]
    weight: Counts
    back: Counts


def _answers(corpus: Corpus) -> NDArray[np.bool_]:
    """Whether a comment replies to a comment by another author, both known; bool, shape (n,)."""
    author, above = corpus.author_codes, corpus.parents
    answered = author[above]  # -1 reads the last row: any value, masked below
    mask: NDArray[np.bool_] = (above >= 0) & (author >= 0) & (answered >= 0) & (author != answered)
    return mask


def _n_answers(corpus: Corpus) -> Counts:
    """Replies of every thread that join two authors."""
    return count(corpus, _answers(corpus))


def _pairs(corpus: Corpus) -> Pairs:
    """Edges of the author graphs, with the weight of the edge the other way."""
    rows = np.flatnonzero(_answers(corpus))
    author = corpus.author_codes.astype(np.int64)
    source, target = author[rows], author[corpus.parents[rows]]
    span = int(author.max(initial=0)) + 1
    edges, first, weight = np.unique(source * span + target, return_index=True, return_counts=True)
    other_way = target[first] * span + source[first]
    at = np.minimum(np.searchsorted(edges, other_way), max(edges.size - 1, 0))
    back = np.where(edges[at] == other_way, weight[at], 0)
    return Pairs(corpus.thread_index[rows[first]], weight.astype(np.int64), back.astype(np.int64))


@metric(
    "n_author_pairs",
    reference=OWN,
    unit="edges",
    formula="|E|: ordered pairs of authors of whom the first answered the second",
    family="interaction",
    requires=("author",),
    rests_on=_n_answers,
)
def n_author_pairs(corpus: Corpus) -> Values:
    """Number of ordered pairs of authors of whom the first answered the second at least once.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> n_author_pairs(from_parents([-1, 0, 1, 0], authors=["Ada", "Ben", "Ada", "Cem"])).item()
    3.0
    """
    return np.bincount(_pairs(corpus).thread, minlength=len(corpus)).astype(np.float64)


@metric(
    "reciprocity",
    reference=GARLASCHELLI,
    unit="share",
    formula="r = |{(u, v) in E : (v, u) in E}| / |E|",
    family="interaction",
    requires=("author",),
    undefined=NOBODY,
    rests_on=_n_answers,
)
def reciprocity(corpus: Corpus) -> Values:
    """Share of the edges that also run the other way.

    Examples
    --------
    Ada and Ben answer each other, Cem answers Ada:

    >>> from discourse.metrics.base import from_parents
    >>> round(reciprocity(from_parents([-1, 0, 1, 0], authors=["Ada", "Ben", "Ada", "Cem"])).item(), 4)
    0.6667
    """
    return _reciprocity(corpus, _pairs(corpus))


def _reciprocity(corpus: Corpus, pairs: Pairs) -> Values:
    """Share of the edges of every thread that also run the other way."""
    edges = np.bincount(pairs.thread, minlength=len(corpus))
    return ratio(np.bincount(pairs.thread[pairs.back > 0], minlength=len(corpus)), edges)


@metric(
    "reciprocity_corrected",
    reference=GARLASCHELLI,
    unit="index, -1 to 1",
    formula="(r - a) / (1 - a) with a = |E| / (A (A - 1)), A all known authors of the thread",
    family="interaction",
    requires=("author",),
    at_least=2,
    undefined="no known author answers another, or everyone answers everyone",
    rests_on=_n_answers,
)
def reciprocity_corrected(corpus: Corpus) -> Values:
    """Reciprocity beyond what as many edges thrown at random would have: 0 by chance, below 0 when avoided.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> round(reciprocity_corrected(from_parents([-1, 0, 1, 0], authors=["Ada", "Ben", "Ada", "Cem"])).item(), 4)
    0.3333
    """
    pairs = _pairs(corpus)
    authors = n_known_authors(corpus)
    density = ratio(np.bincount(pairs.thread, minlength=len(corpus)), authors * (authors - 1))
    return ratio(_reciprocity(corpus, pairs) - density, 1 - density)


@metric(
    "reciprocity_weighted",
    reference=SQUARTINI,
    unit="share",
    formula="sum over ordered pairs of min(w_uv, w_vu) / sum over ordered pairs of w_uv",
    family="interaction",
    requires=("author",),
    undefined=NOBODY,
    rests_on=_n_answers,
)
def reciprocity_weighted(corpus: Corpus) -> Values:
    """Share of the replies between authors that are returned.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> reciprocity_weighted(from_parents([-1, 0, 1, 2, 0], authors=["Ada", "Ben", "Ada", "Ben", "Cem"])).item()
    0.5
    """
    pairs = _pairs(corpus)
    returned = np.bincount(pairs.thread, weights=np.minimum(pairs.weight, pairs.back), minlength=len(corpus))
    return ratio(returned, _n_answers(corpus))


@metric(
    "receiver_entropy",
    reference=ZHANG_CSCW,
    unit="nats",
    formula="-sum over authors v of q_v ln q_v with q_v = replies that v received from others / all such replies",
    family="interaction",
    requires=("author",),
    undefined=NOBODY,
    rests_on=_n_answers,
)
def receiver_entropy(corpus: Corpus) -> Values:
    """How widely replies are spread over the authors who receive them: 0 when one author receives all.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> round(receiver_entropy(from_parents([-1, 0, 1], authors=["Ada", "Ben", "Cem"])).item(), 4)
    0.6931
    """
    rows = np.flatnonzero(_answers(corpus))
    _, first, received = np.unique(corpus.author_codes[corpus.parents[rows]], return_index=True, return_counts=True)
    thread = corpus.thread_index[rows[first]]
    rising = np.lexsort((received, thread))  # so that names do not change the sum, not even in the last bit
    thread, received = thread[rising], received[rising]
    answers = _n_answers(corpus)
    share = received / answers[thread]
    entropy = np.bincount(thread, weights=-share * np.log(share), minlength=len(corpus))
    return np.where(answers > 0, np.maximum(entropy, 0.0), np.nan)


@metric(
    "longest_alternating_chain",
    reference=LANIADO,
    unit="comments",
    formula="comments in the longest chain of replies a, b, a, b, ... of two known authors; 0 when there is none",
    family="interaction",
    requires=("author",),
    rests_on=authored,
)
def longest_alternating_chain(corpus: Corpus) -> Values:
    """Comments in the longest chain of direct replies in which two authors take turns, a mark of contention.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> longest_alternating_chain(from_parents([-1, 0, 1, 2], authors=["Ada", "Ben", "Ada", "Cem"])).item()
    3.0
    """
    return longest_alternation(corpus.parents, corpus.offsets, corpus.author_codes).astype(np.float64)
