"""pandas frames out and in: the one documented table at the edge of the house.

May import: numpy, pandas, pyarrow, assemble, columns, corpus, errors, records, rows, thread.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa

from discourse.assemble import Orphans, assemble
from discourse.columns import ANNOTATIONS, DERIVED, SOURCE, column
from discourse.corpus import Corpus
from discourse.errors import InvalidColumn, UnknownName
from discourse.rows import ReadReport, Rows
from discourse.thread import Thread

_IGNORED = {"topics", "claim_text", "parent", *(known.name for known in DERIVED)} - {"position"}


def to_frame(thread: Thread | Corpus) -> pd.DataFrame:
    """A thread or corpus as one frame, a row a comment.

    Parameters
    ----------
    thread : Thread or Corpus

    Returns
    -------
    pandas.DataFrame
        Columns: thread_id, id, parent_id, author, text, created, score, deleted, line, created_text, url, role,
        quotes, parent_score, parent_evidence, missing_parent, depth, position, n_replies, subtree_size, then the
        annotations. Missing is what pandas calls missing, times are UTC, labels are categoricals. The index counts
        from 0.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": [1, 2], "parent_id": [None, 1], "text": ["Well done.", "Agreed."]})
    >>> to_frame(from_frame(frame))[["id", "depth", "n_replies"]].values.tolist()
    [['1', 1, 1], ['2', 2, 0]]
    """
    return thread.to_frame()


def from_frame(frame: pd.DataFrame, *, orphans: Orphans = "promote") -> Corpus:
    """A corpus of the comments in a frame, checked and repaired as at every door.

    Parameters
    ----------
    frame : pandas.DataFrame
        Needs `text`; takes thread_id, id, parent_id, the other source columns and annotations under their columns'
        names. `position` states the page order; other derived columns are computed anew. Ids may be
        numbers; they become strings.
    orphans : {"promote", "ghost", "drop"}
        What becomes of a reply whose parent is not there.

    Returns
    -------
    Corpus

    Raises
    ------
    InvalidColumn
        `text` is missing, or a column is of the wrong kind.
    UnknownName
        A column is none that discourse knows.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": [1, 2], "parent_id": [None, 1], "text": ["Well done.", "Agreed."]})
    >>> from_frame(frame)[0][1].parent.text
    'Well done.'
    """
    if "text" not in frame.columns:
        raise InvalidColumn(
            "the frame has no column `text`",
            where="from_frame",
            allowed=[str(name) for name in frame.columns],
            fix="rename the one that holds the comments",
        )
    columns: dict[str, Any] = {}
    for name in (str(name) for name in frame.columns):
        if name in _IGNORED:
            continue
        columns[name] = _plain(frame[name], name)
    report = ReadReport(source="frame", format="frame", why="handed over as a frame", found=len(frame))
    return assemble(Rows(columns, report=report), orphans=orphans)


def _plain(series: pd.Series[Any], name: str) -> Any:
    """The values of a frame's column as a reader would hand them over."""
    if name in {"thread_id", "id", "parent_id"}:
        return [_id(value) for value in series]
    known = column(name)
    if known not in (*SOURCE, *ANNOTATIONS) and name != "position":
        raise UnknownName("no column that a frame may bring", given=name, allowed=[one.name for one in SOURCE])
    if known.kind == "datetime":
        return pa.array(pd.to_datetime(series, utc=True), type=pa.timestamp("us", "UTC"), from_pandas=True)
    return [None if value is None or value is pd.NA or value != value else value for value in series]


def _id(value: Any) -> str | None:
    """An id as a string: 7.0, which pandas makes of 7 beside a missing value, is "7"."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
