"""Topics of every comment: the codebook's terms in its text, or the topics of the comment that it answers.

A reply often goes on about its parent's subject without naming it ("opens again after some hours"). So topics pass
down the tree, losing weight at every level, to replies that name no topic of their own. May import: the standard
library, numpy, base, codebook, columns, corpus, errors, messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from discourse.annotators.base import judged_texts, matcher
from discourse.codebook import Codebook, Topic
from discourse.columns import INHERITED
from discourse.corpus import Corpus
from discourse.errors import InvalidParameter
from discourse.messages import smooth


@dataclass(frozen=True)
class Topics:
    """What comments are about, several topics or none for each.

    Parameters
    ----------
    codebook : Codebook
        Its topics and their terms.
    inherit : float
        Weight, from 0 to below 1, that the topics of a comment keep on their way to a reply that names none itself:
        at the 0.6 set here the reply is about them too (0.6 is at least `IS_ABOUT`), the reply to that reply (0.36)
        no more. 0 switches the reply tree off.

    Notes
    -----
    The score is 1 where a term of the topic stands in the comment. A comment without a term of any topic takes
    `inherit` times the scores of its parent, whatever these come from. A comment that names a topic inherits nothing:
    on coded news threads, passing topics on to such replies, short ones only or all, lowered precision more than
    it raised recall, and so did weights that reach the second level.
    """

    name: ClassVar[str] = "topics"
    requires: ClassVar[tuple[str, ...]] = ("quotes",)
    assigns: ClassVar[tuple[str, ...]] = ("topic_<x>", "topic_<x>_evidence")

    codebook: Codebook
    inherit: float = 0.6

    def __post_init__(self) -> None:
        if not 0 <= self.inherit < 1:
            raise InvalidParameter(
                "topics lose weight from level to level",
                where="inherit",
                given=str(self.inherit),
                fix="choose a weight from 0 (no inheritance) to below 1",
            )

    @classmethod
    def from_codebook(cls, codebook: Codebook) -> Topics | None:
        """Topics of the codebook, or None when it has none."""
        return cls(codebook) if codebook.topics else None

    def annotate(self, corpus: Corpus) -> Mapping[str, Any]:
        """Columns `topic_<x>` and `topic_<x>_evidence`; missing where there is no text to judge."""
        texts = judged_texts(corpus)
        judged = np.array([bool(text) for text in texts], dtype=bool)
        found = {topic.name: terms_found(topic, texts, judged) for topic in self.codebook.topics}
        named = {
            name: np.array([term is not None for term in terms], dtype=np.float64) for name, terms in found.items()
        }
        is_silent = ~np.any(list(named.values()), axis=0) if named else np.ones(len(texts), dtype=bool)
        columns: dict[str, Any] = {}
        for name, own in named.items():
            # Below a top-level comment only: that one answers the article and has nobody to inherit from.
            score = smooth(corpus.parents, own, self.inherit, is_silent) if self.inherit else own
            columns[f"topic_{name}"] = np.where(judged, score, np.nan)
            columns[f"topic_{name}_evidence"] = _evidence(found[name], score, judged, corpus.parents)
        return columns


def terms_found(topic: Topic, texts: list[str], judged: NDArray[np.bool_]) -> list[str | None]:
    """The first term of the topic in each text, as it stands there, None where there is none.

    Each topic is looked for by itself, because a term of one may stand inside a term of another.
    """
    find = matcher([(topic.name, topic.terms)]).find
    terms: list[str | None] = []
    for text, may in zip(texts, judged.tolist(), strict=True):
        hits = find(text) if may else []
        terms.append(text[hits[0].start : hits[0].end] if hits else None)
    return terms


def _evidence(
    own: list[str | None], score: NDArray[np.float64], judged: NDArray[np.bool_], parents: NDArray[np.int32]
) -> list[str | None]:
    """The comment's own words, or those of the comment it has the topic from."""
    carried: list[str | None] = []
    for row, (words, above) in enumerate(zip(own, parents.tolist(), strict=True)):
        inherits = words is None and above >= 0 and score[row] > 0
        carried.append(carried[above] if inherits else words)
    return [
        words if words is None or mine is not None else INHERITED + words if may else None
        for words, mine, may in zip(carried, own, judged.tolist(), strict=True)
    ]
