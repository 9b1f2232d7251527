"""One article and its comments: Thread, and Comment, a view of one row.

Comments are columns of an Arrow table; a Thread is a slice of it that shares memory. Both are immutable. May import:
numpy, pyarrow, article, columns, errors, quotes, rows, text, tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.article import Article
from discourse.columns import DERIVED, IS_ABOUT, SOURCE, coerce, column, names_of
from discourse.errors import MissingColumn, UnknownName
from discourse.quotes import own_text
from discourse.rows import ReadReport
from discourse.tree import depth, n_replies, subtree_size

if TYPE_CHECKING:
    import pandas as pd

DERIVED_NAMES = tuple(column.name for column in DERIVED)


@dataclass(frozen=True)
class Step:
    """One step that made a result what it is.

    Parameters
    ----------
    name : str
        The annotator or operation.
    parameters : mapping
        Its parameters, as plain values.
    assigns : tuple of str
        The columns it made.
    """

    name: str
    parameters: Mapping[str, Any]
    assigns: tuple[str, ...] = ()


class Columnar:
    """Access to the columns of a comment table, stored and derived alike."""

    table: pa.Table

    @property
    def parents(self) -> NDArray[np.int32]:
        """Parent row of every comment in this table, -1 for a reply to the article; int32, shape (n,)."""
        raise NotImplementedError

    @property
    def n_comments(self) -> int:
        """Number of comments."""
        return int(self.table.num_rows)

    @property
    def names(self) -> list[str]:
        """Names of the stored columns, source columns first."""
        return list(self.table.column_names)

    def has(self, name: str) -> bool:
        """Whether the column is there and not wholly missing."""
        if name in DERIVED_NAMES:
            return True
        return name in self.table.column_names and self.table[name].null_count < max(self.n_comments, 1)

    def column(self, name: str) -> pa.Array:
        """A stored column as an Arrow array of shape (n,).

        Raises
        ------
        MissingColumn
            When no reader or annotator assigned it.
        """
        if name not in self.table.column_names:
            raise MissingColumn(
                "no such column here",
                given=name,
                allowed=self.names,
                fix="annotate first; `discourse plugins` says what assigns it",
            )
        chunks = self.table[name]
        return chunks.chunk(0) if chunks.num_chunks == 1 else chunks.combine_chunks()

    def values(self, name: str) -> NDArray[Any]:
        """A column as a numpy array: missing numbers are NaN, labels and texts are objects with None."""
        if name in DERIVED_NAMES:
            derived: NDArray[Any] = getattr(self, "_" + name)
            return derived
        array = self.column(name)
        if pa.types.is_dictionary(array.type) or pa.types.is_large_string(array.type):
            return np.array(array.to_pylist(), dtype=object)
        return np.asarray(array.to_numpy(zero_copy_only=False))

    def strings(self, name: str) -> list[str | None]:
        """A text or label column as Python strings, None for missing."""
        listed: list[str | None] = self.column(name).to_pylist()
        return listed

    @cached_property
    def texts(self) -> list[str]:
        """The comments' texts."""
        listed: list[str] = self.column("text").to_pylist()
        return listed

    @cached_property
    def _depth(self) -> NDArray[np.int32]:
        return depth(self.parents)

    @cached_property
    def _n_replies(self) -> NDArray[np.int32]:
        return n_replies(self.parents)

    @cached_property
    def _subtree_size(self) -> NDArray[np.int32]:
        return subtree_size(self.parents)

    @cached_property
    def topic_names(self) -> list[str]:
        """Topics that a column `topic_<name>` holds."""
        return names_of("topic_<x>", self.names)

    @cached_property
    def target_names(self) -> list[str]:
        """Targets that a column `stance_<name>` holds."""
        return names_of("stance_<x>", self.names)

    def _frame(self, thread_ids: Sequence[str] | NDArray[Any]) -> pd.DataFrame:
        """The table as pandas holds it; see `discourse.frames.to_frame` for its columns."""
        import pandas as pd

        ids, parents = self.values("id"), self.parents
        columns: dict[str, Any] = {
            "thread_id": thread_ids,
            "id": ids,
            "parent_id": np.where(parents < 0, None, ids[parents.clip(min=0)]) if len(ids) else ids,
        }
        stored = [name for name in self.names if name not in {"id", "parent"}]
        source = [known.name for known in SOURCE if known.name in stored]
        for name in (*source, *DERIVED_NAMES, *(name for name in stored if name not in source)):
            columns[name] = self._series(name)
        return pd.DataFrame(columns)

    def _series(self, name: str) -> Any:
        """One column as pandas holds it."""
        import pandas as pd

        known = column(name)
        if known.kind == "label":
            return pd.Categorical(self.strings(name), categories=list(known.labels))
        if known.kind == "datetime":
            return pd.Series(self.column(name).to_pandas())
        if known.kind == "int32" and known.null != "never":
            return pd.array(self.column(name).to_pylist(), dtype="Int32")
        return self.values(name)

    def _assigned(self, columns: Mapping[str, Any]) -> pa.Table:
        """The table with new or replaced columns, memory of the others shared."""
        table = self.table
        for name, values in columns.items():
            array = coerce(name, values, self.n_comments)
            at = table.schema.get_field_index(name)
            table = table.append_column(name, array) if at < 0 else table.set_column(at, name, array)
        return table


@dataclass(frozen=True, eq=False)
class Thread(Columnar):
    """One article and its comments.

    Parameters
    ----------
    id : str
        Name of the thread.
    article : Article
        What stands above the comments.
    table : pyarrow.Table
        The comments in page order, parents before children; the column `parent` holds rows of this table.
    report : ReadReport
        The account of the reading.
    steps : tuple of Step
        What was done since.

    Notes
    -----
    Made by `discourse.read` or `discourse.assemble.assemble`, which guarantee the order. `len(thread)` is the number of
    comments, `thread[i]` a Comment, and a thread iterates over its comments.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> columns = {"author": ["Ada", "Ben"], "text": ["At last.", "Too late."]}
    >>> thread = assemble(Rows({"id": ["a", "b"], "parent_id": [None, "a"], **columns}))[0]
    >>> len(thread), thread.n_authors, thread.values("depth").tolist()
    (2, 2, [1, 2])
    """

    id: str
    article: Article
    table: pa.Table
    report: ReadReport = field(default_factory=ReadReport)
    steps: tuple[Step, ...] = ()

    @cached_property
    def parents(self) -> NDArray[np.int32]:
        """Parent row of every comment, -1 for a reply to the article; int32, shape (n,)."""
        return np.asarray(self.column("parent").to_numpy(zero_copy_only=False), dtype=np.int32)

    @cached_property
    def _position(self) -> NDArray[np.int32]:
        return np.arange(1, self.n_comments + 1, dtype=np.int32)

    def __len__(self) -> int:
        return self.n_comments

    def __getitem__(self, row: int) -> Comment:
        if not -len(self) <= row < len(self):
            raise IndexError(f"comment {row} of a thread of {len(self)}")
        return Comment(self, int(row) % len(self))

    def __iter__(self) -> Iterator[Comment]:
        return (Comment(self, row) for row in range(len(self)))

    def __repr__(self) -> str:
        title = self.article.title or self.id
        return f"<Thread {self.id!r}: {len(self)} comments by {self.n_authors} authors on {title!r}>"

    @property
    def n_authors(self) -> int:
        """Number of distinct authors named."""
        return len({name for name in self.strings("author") if name is not None})

    @property
    def top_level(self) -> list[Comment]:
        """The replies to the article, in page order."""
        return [Comment(self, int(row)) for row in np.flatnonzero(self.parents < 0)]

    @cached_property
    def replies(self) -> list[list[int]]:
        """Rows of the direct replies to every comment, in page order."""
        children: list[list[int]] = [[] for _ in range(len(self))]
        for row, above in enumerate(self.parents.tolist()):
            if above >= 0:
                children[above].append(row)
        return children

    def assign(self, columns: Mapping[str, Any]) -> Thread:
        """A new thread with more columns; nothing else is copied.

        Parameters
        ----------
        columns : mapping of str to array of shape (n,)
            Names that `discourse.columns` knows; hand codes and model labels enter alike.
        """
        return Thread(self.id, self.article, self._assigned(columns), self.report, self.steps)

    def to_frame(self) -> pd.DataFrame:
        """The thread as one documented pandas frame: see `discourse.frames.to_frame`."""
        return self._frame([self.id] * len(self))

    def _repr_html_(self) -> str:
        """A short, escaped table for notebooks."""
        from html import escape

        from discourse.text import shorten

        left = 'style="text-align: left"'
        rows = [
            f"<tr><td>{comment.row + 1}</td>"
            f"<td {left}>{'&nbsp;' * 4 * min(comment.depth - 1, 12)}{escape(comment.author or '?')}</td>"
            f"<td {left}>{escape(shorten(comment.text, 90))}</td></tr>"
            for comment in islice(self, 20)
        ]
        more = f"<p>… and {len(self) - 20} more</p>" if len(self) > 20 else ""
        title = escape(self.article.title or self.id)
        head = f"<thead><tr><th>#</th><th {left}>author</th><th {left}>text</th></tr></thead>"
        return (
            f"<p><strong>{title}</strong>: {len(self)} comments, {self.n_authors} authors</p>"
            f"<table>{head}<tbody>{''.join(rows)}</tbody></table>{more}"
        )


@dataclass(frozen=True)
class Comment:
    """A view of one row of a thread.

    Parameters
    ----------
    thread : Thread
    row : int
        Row in the thread, from 0.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> thread = assemble(Rows({"id": ["a", "b"], "parent_id": [None, "a"], "text": ["At last.", "Too late."]}))[0]
    >>> thread[1].depth, thread[1].parent.text, thread[0].replies[0]["text"]
    (2, 'At last.', 'Too late.')
    """

    thread: Thread
    row: int

    def __getitem__(self, name: str) -> Any:
        """Value of any column for this comment, None when missing."""
        if name in DERIVED_NAMES:
            return int(self.thread.values(name)[self.row])
        return self.thread.column(name)[self.row].as_py()

    @property
    def id(self) -> str:
        """Id, unique in the thread."""
        return str(self["id"])

    @property
    def author(self) -> str | None:
        """Who wrote it, None when the source does not say."""
        name: str | None = self["author"]
        return name

    @property
    def text(self) -> str:
        """What it says."""
        return str(self["text"])

    @property
    def own_text(self) -> str:
        """What it says without what it quotes, as far as `quotes` is known."""
        return own_text(self.text, self["quotes"] if self.thread.has("quotes") else None)

    @property
    def depth(self) -> int:
        """1 for a reply to the article, one more for each reply below."""
        return int(self["depth"])

    @property
    def parent(self) -> Comment | None:
        """The comment it answers, None when it answers the article."""
        above = int(self.thread.parents[self.row])
        return None if above < 0 else Comment(self.thread, above)

    @property
    def replies(self) -> list[Comment]:
        """The comments that answer it, in page order."""
        return [Comment(self.thread, row) for row in self.thread.replies[self.row]]

    @property
    def topics(self) -> list[str]:
        """Names of the topics it is about."""
        names = self.thread.topic_names
        if not names:
            raise UnknownName("this thread has no topics yet", fix="annotate it with a codebook that has topics")
        return [name for name in names if (self[f"topic_{name}"] or 0.0) >= IS_ABOUT]

    def __repr__(self) -> str:
        from discourse.text import shorten

        return f"<Comment {self.row + 1} by {self.author or '?'}: {shorten(self.text, 50)!r}>"
