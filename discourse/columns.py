"""Every column of a comment table, once: name, type, null rule, unit, meaning, and who assigns it.

Source columns come from readers, derived ones from the parent vector, annotations from annotators or from people who
code by hand. `coerce` is the only way into a table: it checks length, type and values. May import: numpy, pyarrow,
errors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from discourse.errors import InvalidColumn, UnknownName

Kind = Literal["str", "int32", "float64", "bool", "datetime", "label"]

STANCE = ("favor", "against", "none")
REPLY_STANCE = ("support", "deny", "query", "comment")
SENTIMENT = ("negative", "neutral", "positive")
INHERITED = "parent: "
"""What evidence begins with that stands in a comment further up."""
IS_ABOUT = 0.5
"""A comment is about a topic when `topic_<name>` is at least this."""


@dataclass(frozen=True)
class Column:
    """One column.

    Parameters
    ----------
    name : str
        Its name; `<x>` stands for the name of a topic or target.
    kind : {"str", "int32", "float64", "bool", "datetime", "label"}
        The type of its values; labels are categoricals.
    null : str
        What a missing value means, or "never".
    meaning : str
        What a value says, with its unit and range.
    assigned_by : str
        "reader", "tree", or the name of the annotator. "reader, quotes": what the reader says, completed by the
        annotator `quotes`.
    labels : tuple of str
        The labels allowed, for kind "label".
    low, high : float or None
        The range allowed, for numbers.
    """

    name: str
    kind: Kind
    null: str
    meaning: str
    assigned_by: str
    labels: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


def _score(name: str, by: str) -> Column:
    return Column(f"{name}_score", "float64", "abstained", "confidence in the label, 0 to 1", by, low=0, high=1)


SOURCE = (
    Column("id", "str", "never", "id of the comment, unique in its thread", "reader"),
    Column("parent", "int32", "never", "row of the parent in the thread, -1 for a reply to the article", "reader"),
    Column("author", "str", "the source names no author", "who wrote it, as the source writes the name", "reader"),
    Column("text", "str", "never", "what it says, paragraphs set apart by a blank line", "reader"),
    Column("created", "datetime", "the source states no time", "when it was posted, UTC", "reader"),
    Column("score", "float64", "the source states no votes", "votes, in the source's own count", "reader"),
    Column("deleted", "bool", "never", "whether the source shows it as removed", "reader"),
    Column("line", "int32", "the source has no lines", "line or record where it began in the source, from 1", "reader"),
    Column("created_text", "str", "the source states no time", "when it was posted, as the source writes it", "reader"),
    Column("url", "str", "the source gives none", "address of the comment itself, its permalink", "reader"),
    Column("role", "str", "the source says nothing", "what the source calls the author, as written", "reader"),
    Column(
        "quotes",
        "str",
        "nothing in it is known to be a quotation",
        'spans of the text that quote others, in characters: "0-45 102-130"',
        "reader, quotes",
    ),
    Column(
        "parent_score",
        "float64",
        "the source states the parent, or it answers the article",
        "confidence in a parent found by what the text says, 0 to 1",
        "reader",
        low=0,
        high=1,
    ),
    Column("parent_evidence", "str", "as for parent_score", "the words that such a parent rests on", "reader"),
    Column(
        "missing_parent",
        "str",
        "its parent is there, or it answers the article",
        "id of the parent that the source states and that is not in the thread",
        "reader",
    ),
)
DERIVED = (
    Column("depth", "int32", "never", "1 for a reply to the article, one more for each reply below", "tree"),
    Column("position", "int32", "never", "place in page order in the thread, from 1", "tree"),
    Column("n_replies", "int32", "never", "comments that answer it directly", "tree"),
    Column("subtree_size", "int32", "never", "comments in its sub-thread, itself included", "tree"),
)
ANNOTATIONS = (
    Column("is_bot", "bool", "nobody looked", "whether a program seems to have written it", "marks"),
    Column("is_bot_evidence", "str", "no sign of it", "the name, role or words that show it", "marks"),
    Column(
        "duplicate_of", "str", "says something new", "id of the first comment of the thread with the same text", "marks"
    ),
    Column("sentiment", "float64", "no text to judge", "compound sentiment, -1 to 1", "sentiment", low=-1, high=1),
    Column("sentiment_label", "label", "no text to judge", "side of the sentiment", "sentiment", SENTIMENT),
    Column("sentiment_evidence", "str", "nothing carried it", "the words that carried most of it", "sentiment"),
    Column(
        "topic_<x>", "float64", "no text to judge", "how surely it is about the topic, 0 to 1", "topics", low=0, high=1
    ),
    Column("topic_<x>_evidence", "str", "no term", "the term found, or `parent: term` when inherited", "topics"),
    Column("stance_<x>", "label", "cannot tell", "stance towards the target (SemEval-2016 task 6)", "stance", STANCE),
    _score("stance_<x>", "stance"),
    Column("stance_<x>_evidence", "str", "no stance", "the words of the comment that it rests on", "stance"),
    Column("stance_<x>_at", "int32", "no stance", "where the evidence begins in the text, in characters", "stance"),
    Column("stance_<x>_rule", "str", "no stance", "the construction that decided", "stance"),
    Column(
        "reply_stance",
        "label",
        "cannot tell, or answers the article",
        "stance of a reply",
        "reply_stance",
        REPLY_STANCE,
    ),
    _score("reply_stance", "reply_stance"),
    Column("reply_stance_evidence", "str", "no cue", "the words that it rests on", "reply_stance"),
    Column("claim", "str", "speaks to no claim", "id of the article's claim that it speaks to", "claim_links"),
    _score("claim", "claim_links"),
    Column("claim_evidence", "str", "speaks to no claim", "the words that it shares with the claim", "claim_links"),
    Column("claim_stance", "label", "cannot tell", "stance towards that claim", "claim_links", STANCE),
    _score("claim_stance", "claim_links"),
    Column("claim_stance_evidence", "str", "no stance", "the words that it rests on", "claim_links"),
)
_EXACT = {column.name: column for column in (*SOURCE, *DERIVED, *ANNOTATIONS) if "<x>" not in column.name}
_FAMILIES = [
    (re.compile(re.escape(column.name).replace("<x>", r"([a-z][a-z0-9_]*?)") + r"\Z"), column)
    for column in sorted(ANNOTATIONS, key=lambda column: -len(column.name))
    if "<x>" in column.name
]
STATED = ("thread_id", "id", "parent_id")
"""How rows and records name threads and comments."""
OF_ROWS = (*STATED, *(known.name for known in SOURCE if known.name not in {"id", "parent"}), "position")
"""Columns that a source may state of its comments, besides annotations."""
_OF_RECORDS = frozenset({*STATED, "claim_text", "topics"})
_ARROW = {
    "str": pa.large_string(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "datetime": pa.timestamp("us", "UTC"),
    "label": pa.dictionary(pa.int8(), pa.string()),
}


def column(name: str) -> Column:
    """What is known of the column of that name.

    Raises
    ------
    UnknownName
        No column, and no family such as `topic_<name>`, has that name.

    Examples
    --------
    >>> column("stance_pmu_score").meaning
    'confidence in the label, 0 to 1'
    """
    if name in _EXACT:
        return _EXACT[name]
    for pattern, family in _FAMILIES:
        if pattern.fullmatch(name):
            return family
    raise UnknownName("no such column", given=name, allowed=sorted(_EXACT), fix="see `discourse schema`")


def kind_of(key: str) -> str:
    """The kind of values of a column of rows or a key of records, as in `Column.kind`.

    Examples
    --------
    >>> kind_of("parent_id"), kind_of("position"), kind_of("created")
    ('str', 'int32', 'datetime')
    """
    return "str" if key in _OF_RECORDS else column(key).kind


def coerce(name: str, values: Any, length: int) -> pa.Array:
    """The values as the Arrow array that a table holds, checked.

    Parameters
    ----------
    name : str
        A column that `column` knows.
    values : array or sequence, shape (length,)
        None, NaN and NaT are missing.
    length : int
        Rows of the table.

    Returns
    -------
    pyarrow.Array, shape (length,)

    Raises
    ------
    InvalidColumn
        Wrong length, type, label or range, or missing where nothing may be missing.
    """
    known = column(name)
    array = _array(known, values)
    if len(array) != length:
        raise InvalidColumn(f"{len(array)} values for {length} comments", where=f"column {name}")
    if known.null == "never" and array.null_count:
        raise InvalidColumn(f"{array.null_count} values are missing and none may be", where=f"column {name}")
    if known.kind == "label":
        _check_labels(name, known, array)
    if known.low is not None and known.high is not None and length > array.null_count:
        numbers = np.asarray(array.drop_null())
        if numbers.min() < known.low or numbers.max() > known.high:
            raise InvalidColumn(f"values outside [{known.low:g}, {known.high:g}]", where=f"column {name}")
    return array


def _array(known: Column, values: Any) -> pa.Array:
    """Values as an Arrow array of the column's type."""
    kind = _ARROW[known.kind]
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if isinstance(values, pa.Array) and values.type == kind:
        return values
    if isinstance(values, np.ndarray) and values.dtype.kind not in "OUSMm":
        return _numeric(known, values, kind)
    try:
        return pa.array(values, type=kind, from_pandas=True)
    except (
        pa.ArrowInvalid,
        pa.ArrowTypeError,
        pa.ArrowNotImplementedError,
        UnicodeEncodeError,
        OverflowError,
    ) as error:
        raise InvalidColumn(f"not {known.kind}: {error}", where=f"column {known.name}") from error


def _numeric(known: Column, values: np.ndarray, kind: pa.DataType) -> pa.Array:
    """A numpy array of numbers as an Arrow array, NaN as missing, without a copy where none is needed."""
    try:
        if values.dtype.kind == "f":
            return pa.array(values, type=kind, mask=np.isnan(values))
        return pa.array(values, type=kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        raise InvalidColumn(f"not {known.kind}: {error}", where=f"column {known.name}") from error


def _check_labels(name: str, known: Column, array: pa.Array) -> None:
    """Raise when a label is not of the column's set."""
    for label in array.dictionary.to_pylist():
        if label not in known.labels:
            raise InvalidColumn("no such label", where=f"column {name}", given=str(label), allowed=known.labels)


def names_of(family: str, present: Sequence[str]) -> list[str]:
    """Topics or targets that have a column of the family, in the order of the table.

    Examples
    --------
    >>> names_of("stance_<x>", ["text", "stance_pmu", "stance_pmu_score", "stance_isis"])
    ['pmu', 'isis']
    """
    found = []
    for name in present:
        try:
            known = column(name)
        except UnknownName:
            continue
        if known.name == family:
            prefix, suffix = family.split("<x>")
            found.append(name[len(prefix) : len(name) - len(suffix)])
    return found
