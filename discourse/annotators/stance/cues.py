"""Cue, what a reader of clauses finds, and the decision over the cues of one target.

Readers (today the constructions of `rules`) only find cues; deciding is one pure function of them. A further reader,
or a model that reweighs cues, is a further layer between the two. May import: the standard library.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

BALANCE = 0.34
"""Share by which one side must outweigh the other: (w - l) / (w + l), for a comment that has cues on both."""


@dataclass(frozen=True)
class Cue:
    """Words of a comment that take a stance towards a target.

    Parameters
    ----------
    target : str
        Name of the target in the codebook.
    sign : {-1, 1}
        Against or in favor.
    weight : float
        How surely these words alone carry that stance, in (0, 1].
    rule : str
        The construction that found them.
    start, end : int
        Where they stand in the comment, in characters, half open.
    """

    target: str
    sign: Literal[-1, 1]
    weight: float
    rule: str
    start: int
    end: int


@dataclass(frozen=True)
class Decision:
    """A stance, how sure, and the cue that carried most of it."""

    label: Literal["favor", "against"]
    score: float
    cue: Cue


def decide(cues: Iterable[Cue], threshold: float = 0.5) -> Decision | None:
    """The stance that the cues of one target show, or None when they are too weak or speak against each other.

    Parameters
    ----------
    cues : iterable of Cue
        Of one target in one comment, in any order. Of cues whose words overlap only the heaviest counts.
    threshold : float
        Scores below it abstain.

    Notes
    -----
    Cues of one side are pooled as independent reasons, ``1 - prod(1 - weight)``; the score is the pooled weight of the
    heavier side times one minus that of the lighter. Sides closer than `BALANCE` abstain.

    Examples
    --------
    >>> sure = Cue("club", -1, 0.7, "is-bad", 0, 20)
    >>> decide([sure]).label, decide([sure], threshold=0.8), decide([])
    ('against', None, None)
    >>> decide([sure, Cue("club", 1, 0.6, "cheer", 30, 50)]) is None
    True
    """
    heaviest_first = sorted(cues, key=lambda cue: (-cue.weight, cue.start, cue.end, cue.rule, cue.sign))
    counted: list[Cue] = []
    edges: list[int] = []  # starts and ends of the cues counted, in order: an even place lies outside of all of them
    for cue in heaviest_first:
        place = bisect_right(edges, cue.start)
        if place % 2 == 0 and (place == len(edges) or cue.end <= edges[place]):
            edges[place:place] = [cue.start, cue.end]
            counted.append(cue)
    if not counted:
        return None
    pooled = {sign: _pooled(cue.weight for cue in counted if cue.sign == sign) for sign in (-1, 1)}
    sign = max(pooled, key=lambda side: pooled[side])
    heavier, lighter = pooled[sign], pooled[-sign]
    score = round(heavier * (1 - lighter), 4)
    if (heavier - lighter) / (heavier + lighter) < BALANCE or score < threshold:
        return None
    cue = next(cue for cue in counted if cue.sign == sign)
    return Decision("favor" if sign > 0 else "against", score, cue)


def _pooled(weights: Iterable[float]) -> float:
    doubt = 1.0
    for weight in weights:
        doubt *= 1 - weight
    return 1 - doubt
