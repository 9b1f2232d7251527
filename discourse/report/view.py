"""What the report shows of a thread: its columns as lists, read once, with the titles that the codebook gives.

Nothing is computed here; a column that nobody has assigned is a list of None. May import: article, codebook, columns,
errors, text, thread, tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from discourse.article import Claim
from discourse.codebook import Codebook
from discourse.columns import ANNOTATIONS, INHERITED, IS_ABOUT, REPLY_STANCE, SENTIMENT, STANCE, column
from discourse.errors import UnknownName
from discourse.text import without_folders
from discourse.thread import Thread
from discourse.tree import preorder

MOST_SHOWN = 10_000
"""More comments than this do not stand on the page; all are in the tables."""
GLYPHS = {
    "favor": "▲",
    "against": "▼",
    "none": "○",
    "support": "▲",
    "deny": "▼",
    "query": "◆",
    "comment": "○",
}
"""A shape for every label besides its colour."""


@dataclass(frozen=True)
class Labels:
    """A column of labels with what stands beside it, one entry a comment.

    Parameters
    ----------
    name, title : str
    allowed : tuple of str
        The labels there are.
    labels, evidence, rules : list of str or None
    scores : list of float or None
    at : list of int or None
        Where the evidence begins in the text.
    is_assigned : bool
        Whether anybody has assigned the column at all.
    """

    name: str
    title: str
    allowed: tuple[str, ...]
    labels: list[str | None]
    scores: list[float | None]
    evidence: list[str | None]
    at: list[int | None]
    rules: list[str | None]
    is_assigned: bool

    def counts(self, rows: Iterable[int] | None = None) -> dict[str | None, int]:
        """Comments of each label, in the order of the labels; those left open under None, last."""
        found: dict[str | None, int] = dict.fromkeys((*self.allowed, None), 0)
        for label in self.labels if rows is None else (self.labels[row] for row in rows):
            found[label] += 1
        return found

    def span(self, row: int, text: str) -> tuple[int, int] | None:
        """Where the evidence of a comment stands in its text; None when its exact words do not."""
        words, at = self.evidence[row], self.at[row]
        if not words:
            return None
        if at is None or text[at : at + len(words)] != words:
            at = text.find(words)
        return (at, at + len(words)) if at >= 0 else None


@dataclass(frozen=True)
class TopicColumn:
    """How surely each comment is about one topic, and the words that show it."""

    name: str
    title: str
    scores: list[float | None]
    evidence: list[str | None]

    def rows(self) -> list[int]:
        """The comments that are about it."""
        return [row for row, score in enumerate(self.scores) if score is not None and score >= IS_ABOUT]

    def is_inherited(self, row: int) -> bool:
        """Whether a comment is about it only because of what it answers."""
        return (self.evidence[row] or "").startswith(INHERITED)


@dataclass(frozen=True)
class View:
    """A thread as the report shows it."""

    thread: Thread
    codebook: Codebook | None
    _cells: dict[str, list[Any]] = field(default_factory=dict, repr=False)

    @cached_property
    def texts(self) -> list[str]:
        """What the comments say."""
        return self.thread.texts

    @cached_property
    def authors(self) -> list[str | None]:
        """Who wrote them."""
        return self.thread.strings("author")

    @cached_property
    def parents(self) -> list[int]:
        """Row of the parent of each, -1 for a reply to the article."""
        listed: list[int] = self.thread.parents.tolist()
        return listed

    @cached_property
    def depths(self) -> list[int]:
        """1 for a reply to the article, one more for each reply below."""
        listed: list[int] = self.thread.values("depth").tolist()
        return listed

    @cached_property
    def order(self) -> list[int]:
        """Rows so that every comment is followed by its replies."""
        listed: list[int] = preorder(self.thread.parents).tolist()
        return listed

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Row of every comment by its id."""
        return {name: row for row, name in enumerate(self.cells("id"))}

    @cached_property
    def shown(self) -> frozenset[int]:
        """Rows that stand on the page: the first in that order."""
        return frozenset(self.order[:MOST_SHOWN])

    @property
    def is_page_order(self) -> bool:
        """Whether that is the order of the source."""
        return self.order == list(range(len(self.thread)))

    @cached_property
    def topics(self) -> list[TopicColumn]:
        """Topics, in the order of the codebook, then of the table."""
        titles = {topic.name: topic.label for topic in self.codebook.topics} if self.codebook else {}
        return [
            TopicColumn(name, title, self.cells(f"topic_{name}"), self.cells(f"topic_{name}_evidence"))
            for name, title in _ordered(self.thread.topic_names, titles)
        ]

    @cached_property
    def targets(self) -> list[Labels]:
        """Stance towards each target, in the order of the codebook, then of the table."""
        titles = {target.name: target.label for target in self.codebook.targets} if self.codebook else {}
        listed = _ordered(self.thread.target_names, titles)
        return [self._labels(f"stance_{name}", STANCE, name, title) for name, title in listed]

    @cached_property
    def reply(self) -> Labels:
        """Stance of each reply towards what it answers."""
        return self._labels("reply_stance", REPLY_STANCE, title="what it answers")

    @cached_property
    def claim_stance(self) -> Labels:
        """Stance of each comment towards the claim it speaks to."""
        return self._labels("claim_stance", STANCE, title="the claim it speaks to")

    @cached_property
    def sentiment(self) -> Labels:
        """Side of the sentiment of each comment; the score is the compound."""
        read = self._labels("sentiment_label", SENTIMENT)
        return Labels(
            "sentiment",
            "sentiment",
            SENTIMENT,
            read.labels,
            self.cells("sentiment"),
            self.cells("sentiment_evidence"),
            read.at,
            read.rules,
            self.thread.has("sentiment"),
        )

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What the article asserts."""
        return self.thread.article.claims

    @cached_property
    def claim_of(self) -> list[int | None]:
        """Index of the claim that each comment speaks to; None also for a claim that the article does not have."""
        index = {claim.id: number for number, claim in enumerate(self.claims)}
        return [None if name is None else index.get(name) for name in self.cells("claim")]

    @cached_property
    def tied(self) -> list[list[int]]:
        """For every claim the comments that speak to it, in page order."""
        rows: list[list[int]] = [[] for _ in self.claims]
        for row, number in enumerate(self.claim_of):
            if number is not None:
                rows[number].append(row)
        return rows

    @cached_property
    def assigned(self) -> list[str]:
        """Families of the annotation columns that are there."""
        families = [column(name).name for name in self.thread.names if _is_known(name)]
        known = [one.name for one in ANNOTATIONS]
        return [name for name in known if name in families]

    @property
    def source(self) -> str:
        """Name of the source, without the folders of a machine."""
        return without_folders(self.thread.report.source)

    def cells(self, name: str) -> list[Any]:
        """A column as a list, all None where nobody has assigned it."""
        if name not in self._cells:
            is_there = name in self.thread.names
            self._cells[name] = self.thread.column(name).to_pylist() if is_there else [None] * len(self.thread)
        return self._cells[name]

    def _labels(
        self, name: str, allowed: tuple[str, ...], short: str | None = None, title: str | None = None
    ) -> Labels:
        """A column of labels with all that its family has."""
        beside = [self.cells(f"{name}_{what}") for what in ("score", "evidence", "at", "rule")]
        scores, evidence, at, rules = beside
        is_assigned = name in self.thread.names
        return Labels(short or name, title or name, allowed, self.cells(name), scores, evidence, at, rules, is_assigned)


def _ordered(present: Sequence[str], titles: dict[str, str]) -> list[tuple[str, str]]:
    """Names with their titles: those of the codebook first, in its order."""
    first = [name for name in titles if name in present]
    return [
        (name, titles.get(name) or name.replace("_", " ")) for name in (*first, *(n for n in present if n not in first))
    ]


def _is_known(name: str) -> bool:
    """Whether a column is one that `discourse.columns` lists."""
    try:
        column(name)
    except UnknownName:
        return False
    return True
