"""Label Studio: a folder with tasks to import, and the labelling configuration that belongs to them.

https://labelstud.io/guide/predictions and /guide/tasks. `tasks.json` is a list of tasks, `config.xml` what to paste
under Settings, Labeling Interface, Code. The labels at hand are the tasks' predictions, which coders see and correct.
Places in texts are counted in characters, as Label Studio does since 1.5. May import: the standard library, msgspec,
codes, corpus, errors, records, text, version, xml_escape, writers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from discourse.codes import Question, answers, evidence, has_evidence, questions
from discourse.corpus import Corpus
from discourse.errors import OutputError
from discourse.records import to_records
from discourse.text import clean
from discourse.version import __version__
from discourse.writers.base import Parts
from discourse.xml_escape import attribute

TASKS, CONFIG = "tasks.json", "config.xml"
MODEL = f"discourse {__version__}"
_STATED = ("created", "url", "role")


@dataclass(frozen=True)
class LabelStudio:
    """Writer of a folder for Label Studio.

    Notes
    -----
    A task's `data` holds text, author, parent_text, parent_author, title, thread_id, id and parent_id, further what the
    source states of created, url and role, all as text, missing as "" where the configuration shows it. A deleted
    comment without text is a task too. What coders export has the same `data`, so that codes find their comment by
    thread_id and id. The score of a prediction is the lowest of its labels, by which Label Studio can sort tasks.

    Examples
    --------
    >>> LabelStudio().suffix
    ''
    """

    name: ClassVar[str] = "label-studio"
    suffix: ClassVar[str] = ""

    def write(self, parts: Parts, place: Path) -> None:
        """Write tasks.json and config.xml."""
        waiting = iter(parts)
        first = next(waiting, None)
        (place / CONFIG).write_text(labeling_config(first), encoding="utf-8", newline="\n")
        asked = questions(first)
        encode = msgspec.json.Encoder().encode
        with (place / TASKS).open("wb") as file:
            before = b"[\n"
            for task in chain.from_iterable(_tasks(one, asked) for one in chain([first] if first else [], waiting)):
                file.write(before + encode(task))
                before = b",\n"
            file.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def labeling_config(corpus: Corpus | None = None) -> str:
    """The labelling configuration for a corpus: what coders see of a comment, and what they are asked.

    Parameters
    ----------
    corpus : Corpus, optional
        Its topics and targets are asked for; sentiment and the stance of replies always are.

    Returns
    -------
    str
        XML; names of its controls are names of columns.

    Examples
    --------
    >>> labeling_config().splitlines()[6]
    '  <Choices name="sentiment_label" toName="text" choice="single">'
    """
    lines = [
        "<View>",
        '  <Header value="$title"/>',
        '  <Text name="parent_text" value="$parent_text" valueType="text"/>',
        '  <Header value="$author"/>',
        '  <Text name="text" value="$text" valueType="text"/>',
    ]
    asked = questions(corpus)
    if corpus is not None and has_evidence(corpus):
        names = [f"{one.name}: {label}" for one in asked if one.name.startswith("stance_") for label in one.labels]
        lines += ['  <Labels name="evidence" toName="text">']
        lines += [*(f'    <Label value="{attribute(name)}"/>' for name in names), "  </Labels>"]
    for one in asked:
        choice = "multiple" if one.is_multiple else "single"
        lines += [f'  <Header value="{attribute(one.asked)}"/>']
        lines += [f'  <Choices name="{attribute(one.name)}" toName="text" choice="{choice}">']
        lines += [*(f'    <Choice value="{attribute(label)}"/>' for label in one.labels), "  </Choices>"]
    return "\n".join([*lines, "</View>", ""])


def _tasks(corpus: Corpus, asked: Sequence[Question]) -> Iterator[dict[str, Any]]:
    """A task for each comment."""
    if new := [one.name for one in questions(corpus) if one not in asked]:
        raise OutputError("a later part has labels that the first one lacks", where=new[0], fix="annotate all alike")
    titles = [clean(article.title)[0] for article in corpus.articles]
    above, threads = corpus.parents.tolist(), corpus.thread_index.tolist()
    texts, authors = corpus.texts, corpus.strings("author")
    for row, record in enumerate(to_records(corpus)):
        parent = above[row]
        data = {
            "text": record["text"],
            "author": record["author"] or "",
            "parent_text": texts[parent] if parent >= 0 else "",
            "parent_author": (authors[parent] if parent >= 0 else None) or "",
            "title": titles[threads[row]],
            "thread_id": record["thread_id"],
            "id": record["id"],
            "parent_id": record["parent_id"] or "",
        }
        data |= {name: record[name] for name in _STATED if record[name] is not None}
        task: dict[str, Any] = {"data": data}
        if prediction := _prediction(record, asked):
            task["predictions"] = [prediction]
        yield task


def _prediction(record: dict[str, Any], asked: Sequence[Question]) -> dict[str, Any] | None:
    """The labels of a comment as one prediction; None where it has none."""
    results: list[dict[str, Any]] = []
    for answer in answers(record, asked):
        result = {"from_name": answer.question.name, "type": "choices", "value": {"choices": answer.labels}}
        results.append(result if answer.score is None else result | {"score": answer.score})
    for span in evidence(record, asked):
        words = record["text"][span.start : span.end]
        value = {"start": span.start, "end": span.end, "text": words, "labels": [span.label]}
        results.append({"from_name": "evidence", "type": "labels", "value": value})
    if not results:
        return None
    named = [{"id": f"r{number}", "to_name": "text"} | result for number, result in enumerate(results, start=1)]
    scores = [result["score"] for result in results if "score" in result]
    return {"model_version": MODEL, "result": named} | ({"score": min(scores)} if scores else {})
