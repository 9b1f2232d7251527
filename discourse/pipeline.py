"""From a corpus to an annotated one: run the annotators in order.

The pipeline checks before it runs that every column a step requires is assigned before it, and keeps what was run
with which parameters. May import: annotators.base, codebook, columns, corpus, errors, progress, registry, thread.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from discourse.annotators.base import Annotator
from discourse.codebook import Codebook, read_codebook
from discourse.columns import column
from discourse.corpus import ARTICLE_CLAIMS, Corpus
from discourse.errors import InvalidParameter, MissingColumn, UnknownName
from discourse.progress import bar
from discourse.registry import load
from discourse.thread import Step, Thread

ThreadOrCorpus = TypeVar("ThreadOrCorpus", Thread, Corpus)

DEFAULT_ANNOTATORS = ("quotes", "marks", "sentiment", "topics", "stance", "reply_stance", "claims", "claim_links")


def annotate(
    thread: ThreadOrCorpus,
    codebook: Codebook | str | Path | None = None,
    *,
    annotators: Sequence[str | Annotator] = DEFAULT_ANNOTATORS,
    year: int | None = None,
    progress: bool = False,
) -> ThreadOrCorpus:
    r"""Add the annotations that a codebook asks for.

    Parameters
    ----------
    thread : Thread or Corpus
    codebook : Codebook or path, optional
        Topics, targets and words. Without one there are sentiment, reply stance and claims only.
    annotators : sequence of str or Annotator
        Names, or annotators with parameters of your own; they run in an order that gives each what it requires.
    year : int, optional
        The year of the article's dates, where the page does not state it; goes before the codebook's.
    progress : bool
        Show a bar on standard error.

    Returns
    -------
    Thread or Corpus
        What was given, with more columns; nothing is changed.

    Raises
    ------
    CodebookError, UnknownName, MissingColumn

    Examples
    --------
    >>> from discourse.codebook import parse_codebook
    >>> from discourse.reading import read
    >>> thread = read("A\n\n  • Ann\n\n    The ferry is late.\n\n  • Bob\n\n    Nice weather.\n")
    >>> book = parse_codebook('[topics.ferry]\nterms = ["ferry"]')
    >>> annotate(thread, book, annotators=["topics"])[0].topics
    ['ferry']
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook) if codebook else Codebook()
    built = [_build(one, book, year) if isinstance(one, str) else one for one in annotators]
    if annotators is not DEFAULT_ANNOTATORS and None in built:
        idle = annotators[built.index(None)]
        raise InvalidParameter(
            f"{idle} has nothing to do", where="annotators", fix="pass a codebook that gives it topics or targets"
        )
    corpus = Corpus.of(thread) if isinstance(thread, Thread) else thread
    done = Pipeline(tuple(one for one in built if one is not None)).run(corpus, progress=progress)
    return done[0] if isinstance(thread, Thread) else done


@dataclass(frozen=True)
class Pipeline:
    r"""Annotators that run one after another.

    Parameters
    ----------
    annotators : tuple of Annotator
        In any order; `ordered` puts each after those that assign what it requires.

    Examples
    --------
    >>> from discourse.annotators.sentiment import Sentiment
    >>> from discourse.reading import read_corpus
    >>> corpus = read_corpus("A\n\n  • Ann\n\n    Wonderful!\n\n  • Bob\n\n    Oh.\n")
    >>> Pipeline((Sentiment(),)).run(corpus)[0][0]["sentiment_label"]
    'positive'
    """

    annotators: tuple[Annotator, ...]

    def ordered(self, present: Iterable[str] = ()) -> tuple[Annotator, ...]:
        """The annotators in an order that works, otherwise in the order given.

        Parameters
        ----------
        present : iterable of str
            Columns that are there before.

        Raises
        ------
        MissingColumn
            When nothing assigns what one requires.
        """
        there = {*present, *map(_family, present)}
        waiting, order = list(self.annotators), []
        while waiting:
            able = [one for one in waiting if there.issuperset(one.requires)]
            # What completes a column that is there already goes before what reads it.
            done = (one for one in able if not any(_completes(other, one) for other in waiting))
            ready = next(done, able[0] if able else None)
            if ready is None:
                missing = sorted(set(waiting[0].requires) - there)
                raise MissingColumn(
                    f"{waiting[0].name} requires {', '.join(missing)}, which nothing here assigns",
                    where="pipeline",
                    fix="add the annotator that assigns it; see `discourse plugins`",
                )
            waiting.remove(ready)
            order.append(ready)
            there |= set(ready.assigns)
        return tuple(order)

    def run(self, corpus: Corpus, *, progress: bool = False) -> Corpus:
        """The corpus with the columns of all annotators, and a step of provenance for each."""
        present = [*corpus.names, *([ARTICLE_CLAIMS] if any(article.claims for article in corpus.articles) else [])]
        for one in bar(self.ordered(present), progress, "annotating"):
            made = one.annotate(corpus)
            corpus = corpus.assign(made, Step(one.name, parameters(one), tuple(made)))
        return corpus


def _completes(other: Annotator, one: Annotator) -> bool:
    """Whether another annotator assigns something that this one reads."""
    return other is not one and not set(other.assigns).isdisjoint(one.requires)


def parameters(annotator: Annotator) -> dict[str, Any]:
    """The parameters of an annotator as plain values; a codebook is named by its hash."""
    stated: dict[str, Any] = {}
    fields: Any = annotator
    stated_names = [field.name for field in dataclasses.fields(fields)] if dataclasses.is_dataclass(fields) else []
    for name in stated_names:
        value = getattr(annotator, name)
        if isinstance(value, Codebook):
            value = {"name": value.name, "sha256": value.sha256}
        elif isinstance(value, Mapping):
            value = dict(value)
        elif not isinstance(value, str | int | float | bool | None):
            value = list(value) if isinstance(value, tuple | list | frozenset | set) else repr(value)
        stated[name] = value
    return stated


def _family(name: str) -> str:
    """The family of a column, `topic_<x>` for "topic_pmu"; the name itself where it has none."""
    try:
        return column(name).name
    except UnknownName:
        return name


def _build(name: str, codebook: Codebook, year: int | None) -> Annotator | None:
    """The annotator of that name as the codebook asks for it, and with the year where it has use for one."""
    built: Any = load("annotators", name).from_codebook(codebook)
    if year is not None and dataclasses.is_dataclass(built) and hasattr(built, "year"):
        built = replace(cast("Any", built), year=year)
    return cast("Annotator | None", built)
