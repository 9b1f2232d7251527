"""doccano: one JSON object a comment and line, for its import as JSONL.

https://doccano.github.io/doccano/tutorial/ and the examples that its import page shows. What stands beside text and
labels becomes the example's metadata and comes back with an export. May import: the standard library, msgspec, codes,
errors, records, writers.base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar, Literal, get_args

import msgspec

from discourse.codes import answers, evidence, questions
from discourse.errors import UnknownName
from discourse.records import to_records
from discourse.writers.base import Parts

Task = Literal["classification", "spans", "both"]
_STATED = ("thread_id", "parent_id", "author", "created", "url")


@dataclass(frozen=True)
class Doccano:
    r"""Writer for doccano.

    Parameters
    ----------
    task : {"classification", "spans", "both"}
        For a project of text classification, of sequence labelling, or of intent detection and slot filling, which
        takes both. Classes are all labels at hand, spans the words that stances rest on.

    Notes
    -----
    A label is question and answer, "stance_pmu: favor". The metadata are thread_id, comment_id, parent_id, author,
    created and url, as text, "" for missing. doccano refuses an empty text, so a comment without one has a blank.

    Examples
    --------
    >>> import io
    >>> from discourse.corpus import Corpus
    >>> from discourse.reading import read
    >>> out = io.BytesIO()
    >>> Doccano().write([Corpus.of(read("A\n\n  • Ann\n\n    Good.\n\n  • Bob\n\n    No.\n"))], out)
    >>> out.getvalue().decode().splitlines()[0][:56]
    '{"text":"Good.","label":[],"comment_id":"1","thread_id":'
    """

    name: ClassVar[str] = "doccano"
    suffix: ClassVar[str] = ".doccano.jsonl"
    task: Task = "classification"

    def __post_init__(self) -> None:
        if self.task not in get_args(Task):
            raise UnknownName("no such task", where="task", given=str(self.task), allowed=get_args(Task))

    def write(self, parts: Parts, place: BinaryIO) -> None:
        """Write all comments."""
        encode = msgspec.json.Encoder().encode
        for corpus in parts:
            asked = questions(corpus)
            for record in to_records(corpus):
                classes = [f"{one.question.name}: {label}" for one in answers(record, asked) for label in one.labels]
                spans = [(span.start, span.end, span.label) for span in evidence(record, asked)]
                row = {"text": record["text"] or " "} | self._labels(classes, spans) | {"comment_id": record["id"]}
                row |= {name: record[name] or "" for name in _STATED}
                place.write(encode(row) + b"\n")

    def _labels(self, classes: list[str], spans: list[tuple[int, int, str]]) -> dict[str, Any]:
        """The labels under the keys that the kind of project reads."""
        if self.task == "both":
            return {"cats": classes, "entities": spans}
        return {"label": classes if self.task == "classification" else spans}
