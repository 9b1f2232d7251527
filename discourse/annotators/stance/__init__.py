"""Stance towards each target of the codebook, read from the clauses that name it.

`clauses` cuts a comment into sentences that name a target and masks the names; readers find cues in a sentence
(`rules`: the tables `judgements`, `deeds` and `attitudes` in the notation of `grammar` over the words of `lexicon`,
behind the filter of `assertion`); `cues` decides over the cues of one target. A stronger reader, or a calibrated model,
is a further layer: it finds or reweighs cues, and the decision stays where it is. May import: its own parts,
annotators.base, codebook, corpus, text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from discourse.annotators.base import Matcher, judged_texts, matcher
from discourse.annotators.stance.clauses import Sentence, read_sentences
from discourse.annotators.stance.cues import Cue, Decision, decide
from discourse.annotators.stance.rules import constructions
from discourse.codebook import Codebook
from discourse.corpus import Corpus
from discourse.text import sentences

__all__ = ["Cue", "Decision", "Reader", "Stance", "decide"]

Reader = Callable[[Sentence], Iterable[Cue]]
"""Finds cues in one sentence, for every target that it names."""

READERS: tuple[Reader, ...] = (constructions,)

_SHORTEST_ECHO = 20
"""Characters below which a sentence that stands above too is no repetition."""


@dataclass(frozen=True)
class Stance:
    """Stance of each comment towards each target: favor, against, or missing where it cannot be told.

    Parameters
    ----------
    codebook : Codebook
        Gives the targets with their aliases and loaded names.
    threshold : float
        Scores below it abstain.
    pronouns : bool
        Whether "they", "them" and "their" stand for the only target named just before.

    Notes
    -----
    A few constructions decide, each with the words it rests on; all else is left open, as a mention is not a stance.
    What is asked, supposed, quoted, reported of others or denied does not count, nor do sentences repeated from the
    comment or the article that a comment answers. Cues on both sides abstain. One clear cue suffices against a
    target, while most cues in favor weigh less, since praise is often mockery. Stance by narrative, by irony without
    a mark, and by implication stays out of reach. English only. Linear in the text; of a comment that names targets
    in more than `clauses.MOST` sentences the first ones decide. The label "none" is never given: a target that is not
    named is missing.

    Examples
    --------
    >>> from discourse.codebook import parse_codebook
    >>> book = parse_codebook('''
    ... [targets.club]
    ... aliases = ["Rovers"]
    ... [targets.council]
    ... aliases = ["council"]
    ... ''')
    >>> for cue in Stance(book).read("The council betrayed us all, but I still love the Rovers."):
    ...     print(cue.target, cue.sign, cue.rule)
    council -1 does-harm
    club 1 i-like
    """

    codebook: Codebook
    threshold: float = 0.5
    pronouns: bool = True

    name: ClassVar[str] = "stance"
    requires: ClassVar[tuple[str, ...]] = ("quotes",)
    assigns: ClassVar[tuple[str, ...]] = (
        "stance_<x>",
        "stance_<x>_score",
        "stance_<x>_evidence",
        "stance_<x>_at",
        "stance_<x>_rule",
    )

    @classmethod
    def from_codebook(cls, codebook: Codebook) -> Stance | None:
        """The annotator, or None when the codebook names no target."""
        return cls(codebook) if codebook.targets else None

    def annotate(self, corpus: Corpus) -> Mapping[str, Any]:
        """Five columns for every target: label, score, evidence, its place, and the rule."""
        texts, parents, thread = corpus.texts, corpus.parents, corpus.thread_index
        columns: dict[str, list[Any]] = {
            f"stance_{target.name}{part}": [None] * len(texts)
            for target in self.codebook.targets
            for part in ("", "_score", "_evidence", "_at", "_rule")
        }
        for row, text in enumerate(judged_texts(corpus)):
            cues = self.read(text) if text else []
            if not cues:
                continue
            above = texts[parents[row]] if parents[row] >= 0 else corpus.articles[thread[row]].text
            for target, decision in self._decisions(_own_words(text, cues, above)).items():
                at = decision.cue.start
                evidence = texts[row][at : decision.cue.end]
                values = (decision.label, decision.score, evidence, at, decision.cue.rule)
                for part, value in zip(("", "_score", "_evidence", "_at", "_rule"), values, strict=True):
                    columns[f"stance_{target}{part}"][row] = value
        return columns

    def read(self, text: str) -> list[Cue]:
        """All cues of a comment, in the order of the text."""
        hits = self._matcher.find(text)
        if not hits:
            return []
        cues = (
            cue
            for sentence in read_sentences(text, hits, self._loaded, pronouns=self.pronouns)
            for reader in READERS
            for cue in reader(sentence)
        )
        return sorted(set(cues), key=lambda cue: (cue.start, cue.end, cue.target, cue.sign, cue.rule))

    def _decisions(self, cues: list[Cue]) -> dict[str, Decision]:
        decisions = {}
        for target in dict.fromkeys(cue.target for cue in cues):
            decision = decide([cue for cue in cues if cue.target == target], self.threshold)
            if decision:
                decisions[target] = decision
        return decisions

    @cached_property
    def _matcher(self) -> Matcher:
        return matcher((target.name, (*target.aliases, *target.loaded)) for target in self.codebook.targets)

    @cached_property
    def _loaded(self) -> frozenset[str]:
        return frozenset(name for target in self.codebook.targets for name in target.loaded)


def _own_words(text: str, cues: list[Cue], above: str) -> list[Cue]:
    """The cues that do not stand in a sentence repeated from the text above."""
    if not above:
        return cues
    source = " ".join(above.split()).casefold()
    spans = sentences(text)
    kept = []
    for cue in cues:
        start, end = next(((a, b) for a, b in spans if a <= cue.start < b), (cue.start, cue.end))
        said = " ".join(text[start:end].strip("\"'“”‘’> ").split()).casefold()
        if len(said) < _SHORTEST_ECHO or said not in source:
            kept.append(cue)
    return kept
