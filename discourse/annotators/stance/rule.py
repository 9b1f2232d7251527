"""Rule, one construction, and short ways to write one. May import: grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from discourse.annotators.stance.grammar import expand

AGAINST: Literal[-1] = -1
FAVOR: Literal[1] = 1


@dataclass(frozen=True)
class Rule:
    """One construction.

    Parameters
    ----------
    name : str
        As the column `stance_<target>rule` shows it; patterns of one construction share it.
    sign : {-1, 1}
    weight : float
        Of a hit on the name itself.
    by_pronoun : float
        Weight of a hit on "they", "them", "their" where these stand for the target; 0: does not count.
    pattern : str
        In the notation of `grammar`, over a masked clause.
    is_subject : bool
        Whether the name must be the subject: none behind a preposition.
    is_wide : bool
        Whether the pattern may reach over the clauses of a sentence.
    is_granted : bool
        Whether the words take the judgement for granted: it then stands even in a question, a condition, below a
        negation.
    """

    name: str
    sign: Literal[-1, 1]
    weight: float
    by_pronoun: float
    pattern: str
    is_subject: bool = False
    is_wide: bool = False
    is_granted: bool = False

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(expand(self.pattern))


def says(name: str, sign: Literal[-1, 1], weight: float, by_pronoun: float, *pattern: str) -> Rule:
    """A rule about the name as subject."""
    return Rule(name, sign, weight, by_pronoun, "".join(pattern), is_subject=True)


def grants(name: str, sign: Literal[-1, 1], weight: float, by_pronoun: float, *pattern: str) -> Rule:
    """A rule about words that take the judgement for granted."""
    return Rule(name, sign, weight, by_pronoun, "".join(pattern), is_granted=True)


def finds(name: str, sign: Literal[-1, 1], weight: float, by_pronoun: float, *pattern: str) -> Rule:
    """A rule about words that stand anywhere in a clause and are asserted."""
    return Rule(name, sign, weight, by_pronoun, "".join(pattern))
