"""The labels that comments have, one list a question, as tools for coding by hand take them.

A question is a column of labels (`stance_<target>`, `sentiment_label`, `reply_stance`) or `topics`, of which a comment
may have several. May import: the standard library, columns, corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discourse.columns import IS_ABOUT, REPLY_STANCE, SENTIMENT, STANCE
from discourse.corpus import Corpus


@dataclass(frozen=True)
class Question:
    """What a coder is asked of each comment.

    Parameters
    ----------
    name : str
        The column that the answer stands in, or "topics".
    asked : str
        In words.
    labels : tuple of str
        The answers there are.
    is_multiple : bool
        Whether several may be given.
    """

    name: str
    asked: str
    labels: tuple[str, ...]
    is_multiple: bool = False


@dataclass(frozen=True)
class Answer:
    """What an annotator, or a person, answered for one comment.

    Parameters
    ----------
    question : Question
    labels : tuple of str
    score : float or None
        Confidence from 0 to 1 where the annotator states one; of several labels the lowest.
    """

    question: Question
    labels: tuple[str, ...]
    score: float | None


@dataclass(frozen=True)
class Span:
    """Words of a comment that a label rests on.

    Parameters
    ----------
    start, end : int
        In characters, half open.
    label : str
        Question and answer, "stance_pmu: favor".
    """

    start: int
    end: int
    label: str


def questions(corpus: Corpus | None = None) -> list[Question]:
    """The questions that a corpus can answer, and the two that need no codebook.

    Parameters
    ----------
    corpus : Corpus, optional
        Annotated for topics and stances, where these are to be asked.

    Examples
    --------
    >>> [question.name for question in questions()]
    ['sentiment_label', 'reply_stance']
    """
    targets = corpus.target_names if corpus is not None else []
    topics = corpus.topic_names if corpus is not None else []
    asked = [Question(f"stance_{name}", f"Stance towards {name}", STANCE) for name in targets]
    if topics:
        asked.append(Question("topics", "Topics", tuple(topics), is_multiple=True))
    asked.append(Question("sentiment_label", "Sentiment", SENTIMENT))
    asked.append(Question("reply_stance", "Stance towards what it answers", REPLY_STANCE))
    return asked


def answers(record: Mapping[str, Any], asked: Sequence[Question]) -> Iterator[Answer]:
    """What a record answers to the questions; nothing where it leaves one open.

    Parameters
    ----------
    record : mapping
        As `discourse.records.to_records` gives it.
    asked : sequence of Question

    Examples
    --------
    >>> record = {"reply_stance": "deny", "reply_stance_score": 0.8, "sentiment_label": None}
    >>> [(answer.question.name, answer.labels, answer.score) for answer in answers(record, questions())]
    [('reply_stance', ('deny',), 0.8)]
    """
    for question in asked:
        if question.is_multiple:
            scores = {label: record.get(f"topic_{label}") or 0.0 for label in question.labels}
            given = tuple(label for label, score in scores.items() if score >= IS_ABOUT)
            score = min((scores[label] for label in given), default=None)
        else:
            label = record.get(question.name)
            given = (label,) if label is not None else ()
            score = record.get(f"{question.name}_score")
        if given:
            yield Answer(question, given, score)


def evidence(record: Mapping[str, Any], asked: Sequence[Question]) -> Iterator[Span]:
    """The words of a comment that its labels rest on, where their place in the text is known.

    Examples
    --------
    >>> question = Question("stance_toll", "", ("favor", "against"))
    >>> found = {"stance_toll": "against", "stance_toll_evidence": "too dear", "stance_toll_at": 6}
    >>> list(evidence({"text": "It is too dear."} | found, [question]))
    [Span(start=6, end=14, label='stance_toll: against')]
    """
    for question in asked:
        label, words, at = (record.get(question.name + part) for part in ("", "_evidence", "_at"))
        if label is not None and words and at is not None and at >= 0 and record["text"].startswith(words, at):
            yield Span(at, at + len(words), f"{question.name}: {label}")


def has_evidence(corpus: Corpus) -> bool:
    """Whether any label of a corpus says on which words, at which place, it rests.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> has_evidence(from_parents([-1]))
    False
    """
    return any(corpus.has(f"stance_{name}_at") for name in corpus.target_names)
