"""The constructions: what English says of a name that takes a side.

None is keyed to a subject: the words come from `lexicon`, the names from the codebook. A hit counts only where the
writer asserts it. May import: assertion, attitudes, clauses, cues, deeds, judgements, rule.

The weights are set by hand after reading decisions on news comments. They order the rules and say which may decide
alone (those at or above the threshold) and which need company; they are not probabilities of being right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from discourse.annotators.stance.assertion import is_asserted, is_meant
from discourse.annotators.stance.attitudes import CALLED_FOR, HELD_BY_THE_WRITER
from discourse.annotators.stance.clauses import OWN, THEIR, THEY, Sentence, cut
from discourse.annotators.stance.cues import Cue
from discourse.annotators.stance.deeds import DONE_BY_IT
from discourse.annotators.stance.judgements import SAID_OF_IT, SAID_OF_THEIRS
from discourse.annotators.stance.rule import AGAINST, Rule

LOADED = 0.6
"""Weight of a name that itself takes a stance."""

RULES = SAID_OF_IT + SAID_OF_THEIRS + DONE_BY_IT + HELD_BY_THE_WRITER + CALLED_FOR

_MARKS = re.compile(f"[{OWN}{THEY}{THEIR}]")
_AFTER_PREPOSITION = re.compile(
    r"\b(?:of|for|from|with|against|about|by|to|than|like|in|at|on|under|behind|between|into|over|via"
    r"|versus|vs\.?|towards?|including)\s+"
    r"(?:(?:the|our|your|his|their|this|that|these|those|mr\.?|president|some|all|any|both)\s+)*\Z"
)


def constructions(sentence: Sentence) -> Iterator[Cue]:
    """The cues of a sentence for every target that it names or means.

    Parameters
    ----------
    sentence : Sentence

    Yields
    ------
    Cue
        With places in the comment.
    """
    for target in sentence.targets:
        masked = sentence.masked(target)
        yield from _loaded_names(sentence, masked, target)
        for start, end in cut(masked):
            if _MARKS.search(masked, start, end):
                clause = masked[start:end]
                for rule in RULES:
                    if not rule.is_wide:
                        yield from _hits(rule, sentence, target, masked, clause, start)
        for rule in RULES:
            if rule.is_wide:
                yield from _hits(rule, sentence, target, masked, masked, 0)


def _hits(rule: Rule, sentence: Sentence, target: str, masked: str, clause: str, at: int) -> Iterator[Cue]:
    """Cues of one rule in a clause that begins at `at` of the masked sentence."""
    for match in rule.regex.finditer(clause):
        name, first, last = match.start("name"), at + match.start(), at + match.end()
        weight = rule.weight if clause[name] == OWN else rule.by_pronoun
        if not weight or (rule.is_subject and _AFTER_PREPOSITION.search(clause, max(name - 40, 0), name)):
            continue
        if not is_asserted(sentence, masked, at, first, last, is_granted=rule.is_granted):
            continue
        if rule.sign == AGAINST or is_meant(sentence, masked, first, last):
            first, last = _trimmed(masked, first, last)
            yield Cue(target, rule.sign, weight, rule.name, sentence.start + first, sentence.start + last)


def _loaded_names(sentence: Sentence, masked: str, target: str) -> Iterator[Cue]:
    """Cues of the names that take a stance themselves."""
    for each in sentence.mentions:
        if each.loaded and each.target == target:
            start, end = each.start - sentence.start, each.end - sentence.start
            clause = max((a for a, _ in cut(masked) if a <= start), default=0)
            if is_asserted(sentence, masked, clause, start, end, is_name=True):
                yield Cue(target, AGAINST, LOADED, "loaded-name", each.start, each.end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space and marks of division at its ends."""
    while start < end and not (text[start].isalnum() or text[start] in OWN + THEY + THEIR):
        start += 1
    while end > start and text[end - 1] in " ,.;:!?":
        end -= 1
    return start, end
