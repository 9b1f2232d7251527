"""Labels: what the annotations of a thread add up to, whoever made them.

Which numbers there are depends on the topics and targets that the corpus has columns for, so `metrics_of` makes them.
Shares are shares of what was decided; how much was left open stands beside them. Hand codes and model labels are the
same columns. May import: numpy, pyarrow, columns, corpus, metrics.base.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from discourse.columns import IS_ABOUT, REPLY_STANCE, STANCE
from discourse.corpus import Corpus
from discourse.metrics.base import OWN, Counts, Metric, Values, count, known, ratio, sizes, total

Marks = Callable[[Corpus], NDArray[np.bool_]]

SEMEVAL = (
    "Labels: Mohammad, S., Kiritchenko, S., Sobhani, P., Zhu, X. & Cherry, C. (2016). SemEval-2016 task 6: detecting "
    "stance in tweets. SemEval 2016, 31-41. doi:10.18653/v1/S16-1003"
)
RUMOUREVAL = (
    "Labels: Derczynski, L., Bontcheva, K., Liakata, M., Procter, R., Wong Sak Hoi, G. & Zubiaga, A. (2017). "
    "SemEval-2017 task 8: RumourEval. SemEval 2017, 69-76. doi:10.18653/v1/S17-2006"
)


def metrics_of(corpus: Corpus) -> list[Metric]:
    """The numbers about the annotations that a corpus has, in the order of its columns.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    list of Metric
        Family "annotation".

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> corpus = from_parents([-1, 0, 0, -1]).assign({"stance_bridge": ["favor", None, "against", "favor"]})
    >>> for found in metrics_of(corpus):
    ...     print(found.name, found(corpus).round(3).tolist())
    stance_bridge_favor [0.667]
    stance_bridge_against [0.333]
    stance_bridge_none [0.0]
    stance_bridge_open [1.0]
    """
    made = []
    if "sentiment" in corpus.names:
        made.append(_sentiment())
    made += [_topic(name) for name in corpus.topic_names]
    for target in corpus.target_names:
        made += _labels(f"stance_{target}", STANCE, SEMEVAL, "comments", _every_comment)
    if "reply_stance" in corpus.names:
        made += _labels("reply_stance", REPLY_STANCE, RUMOUREVAL, "replies to comments", _replies)
    if "claim" in corpus.names:
        made.append(_claim())
    if "claim_stance" in corpus.names and "claim" in corpus.names:
        made += _labels("claim_stance", STANCE, SEMEVAL, "comments that speak to a claim", _on_a_claim)
    return made


def _sentiment() -> Metric:
    def mean(corpus: Corpus) -> Values:
        values = np.nan_to_num(np.asarray(corpus.values("sentiment"), dtype=np.float64))
        return ratio(total(corpus, values), judged(corpus))

    def judged(corpus: Corpus) -> Counts:
        return count(corpus, known(corpus, "sentiment"))

    formula = "mean of `sentiment` over the comments that have one"
    return _metric("sentiment_mean", mean, "scale of -1 to 1", formula, OWN, judged, requires=("sentiment",))


def _topic(name: str) -> Metric:
    column = f"topic_{name}"

    def share(corpus: Corpus) -> Values:
        # A comparison with NaN, which is how a missing value reads here, is false.
        about = np.asarray(corpus.values(column), dtype=np.float64) >= IS_ABOUT
        return ratio(count(corpus, about), judged(corpus))

    def judged(corpus: Corpus) -> Counts:
        return count(corpus, known(corpus, column))

    formula = f"comments with `{column}` of at least {IS_ABOUT:g} / comments that have it"
    return _metric(f"{column}_share", share, "share", formula, OWN, judged, requires=(column,))


def _claim() -> Metric:
    def share(corpus: Corpus) -> Values:
        return ratio(count(corpus, _on_a_claim(corpus)), sizes(corpus))

    return _metric("claim_share", share, "share", "comments that speak to a claim of the article / N", OWN, sizes)


def _labels(column: str, labels: tuple[str, ...], reference: str, what: str, eligible: Marks) -> list[Metric]:
    """The share of each label among the decided, and the number left open, of the comments that can have one."""

    def decided(corpus: Corpus) -> Counts:
        return count(corpus, eligible(corpus) & known(corpus, column))

    def eligible_ones(corpus: Corpus) -> Counts:
        return count(corpus, eligible(corpus))

    def left_open(corpus: Corpus) -> Values:
        return count(corpus, eligible(corpus) & ~known(corpus, column)).astype(np.float64)

    def share_of(label: str) -> Callable[[Corpus], Values]:
        return lambda corpus: ratio(count(corpus, eligible(corpus) & _is(corpus, column, label)), decided(corpus))

    shares = [
        _metric(
            f"{column}_{label}",
            share_of(label),
            "share",
            f"{what} with `{column}` {label} / {what} with any label; n counts the latter",
            reference,
            decided,
            undefined=f"none of the {what} has a label",
        )
        for label in labels
    ]
    return [*shares, _metric(f"{column}_open", left_open, what, f"{what} without a label", reference, eligible_ones)]


def _metric(
    name: str,
    function: Callable[[Corpus], Values],
    unit: str,
    formula: str,
    reference: str,
    rests_on: Callable[[Corpus], Counts],
    requires: tuple[str, ...] = (),
    undefined: str = "not defined for this thread",
) -> Metric:
    """A metric of the family "annotation"."""
    return Metric(name, function, requires, reference, unit, formula, 1, "annotation", undefined, rests_on)


def _is(corpus: Corpus, column: str, label: str) -> NDArray[np.bool_]:
    """Whether a comment has that label."""
    labels = corpus.column(column)
    words = labels.dictionary.to_pylist()
    code = words.index(label) if label in words else len(words)
    return np.asarray(labels.indices.fill_null(-1).to_numpy(zero_copy_only=False) == code, dtype=np.bool_)


def _every_comment(corpus: Corpus) -> NDArray[np.bool_]:
    return np.ones(corpus.n_comments, dtype=np.bool_)


def _replies(corpus: Corpus) -> NDArray[np.bool_]:
    # What answers a top-level comment that stands in the article's place has a label too.
    return np.asarray((corpus.parents >= 0) | known(corpus, "reply_stance"), dtype=np.bool_)


def _on_a_claim(corpus: Corpus) -> NDArray[np.bool_]:
    return known(corpus, "claim")
