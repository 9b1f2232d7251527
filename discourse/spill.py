"""Comments that are more than memory holds, laid down on disk by thread and taken up again a part at a time.

Rows come in batches in any order; what is taken up is the same rows, each thread whole in one part, in the order they
came. The files are Arrow streams in a temporary folder that goes away in the end. May import: the standard library,
msgspec, numpy, pyarrow, article, columns, errors, rows, text.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from discourse.article import Article, storable_article
from discourse.columns import OF_ROWS, kind_of
from discourse.errors import OutputError
from discourse.rows import Defect, ReadReport, Rows, Stub, total
from discourse.text import storable

PARTS = 128
"""Parts that the threads of a source are divided into; one has to fit in memory."""
AT_ONCE = 100_000
"""Rows that are divided and laid down at once."""
_ARROW = {
    "str": pa.large_string(),
    "label": pa.large_string(),
    "int32": pa.int32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "datetime": pa.timestamp("us", "UTC"),
}


class Spill:
    """Rows on disk, divided into parts by their thread.

    Parameters
    ----------
    n_parts : int
        How many parts.

    Examples
    --------
    >>> with Spill(2) as spill:
    ...     spill.add(Rows({"thread_id": ["x", "z", "x"], "text": ["Well.", "No.", "Yes."]}))
    ...     parts = [part.columns["text"].to_pylist() for part in spill.parts()]
    >>> sorted(parts)
    [['No.'], ['Well.', 'Yes.']]
    """

    def __init__(self, n_parts: int = PARTS) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="discourse-")
        self._n_parts = n_parts
        self._written: list[pa.RecordBatchStreamWriter | None] = [None] * n_parts
        self._files: list[list[Path]] = [[] for _ in range(n_parts)]
        self._schema: pa.Schema | None = None
        self._waiting: list[pa.Table] = []
        self._reports: list[ReadReport] = []
        self._stubs: list[Stub] = []
        self._threads: dict[str, None] = {}

    def __enter__(self) -> Spill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What is open is let go of as it is: to end it would write again, and fail again where the disk is full.
        self._written.clear()
        self._folder.cleanup()

    def add(self, batch: Rows) -> None:
        """Lay down a batch; its account and its stubs are kept, and given with the first part.

        Raises
        ------
        OutputError
            The disk is full, or the temporary folder cannot be written.
        """
        defects: list[Defect] = []
        table = _table(batch, defects)
        self._reports += [batch.report, ReadReport(defects=tuple(defects))]
        self._stubs += batch.stubs
        self._threads |= dict.fromkeys(storable(name)[0] for name in batch.threads)
        with self._explained():
            if self._waiting and table.schema != self._waiting[0].schema:
                self._lay_down()
            self._waiting.append(table)
            if sum(map(len, self._waiting)) >= AT_ONCE:
                self._lay_down()
            for name, article in batch.articles.items():
                with self._articles(self._home(name)).open("ab") as file:
                    file.write(msgspec.json.encode([storable(name)[0], storable_article(article)]) + b"\n")

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what the system says into an error that helps."""
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"the temporary folder cannot be written ({error.strerror or error})",
                where=self._folder.name,
                fix="make room there, or name another folder in the environment variable TMPDIR",
            ) from error

    def _lay_down(self) -> None:
        """Divide what waits, and write it."""
        if not self._waiting:
            return
        table = pa.concat_tables(self._waiting)
        self._waiting = []
        if table.schema != self._schema:
            self._close()
            self._schema = table.schema
        names = table["thread_id"].fill_null("").combine_chunks().dictionary_encode()
        homes = np.array([self._home(name) for name in names.dictionary.to_pylist()], dtype=np.int64)
        home = homes[names.indices.to_numpy()] if len(table) else homes
        order = np.argsort(home, kind="stable")
        table = table.take(pa.array(order))
        ends = np.searchsorted(home[order], np.arange(self._n_parts + 1)).tolist()
        for part, (start, end) in enumerate(pairwise(ends)):
            if end > start:
                self._writer(part).write_table(table.slice(start, end - start))

    def parts(self) -> Iterator[Rows]:
        """The parts that hold anything, each of whole threads."""
        with self._explained():
            self._lay_down()
            self._close()
        report, stubs = total(self._reports), tuple(self._stubs)
        threads: list[list[str]] = [[] for _ in range(self._n_parts)]
        for name in self._threads:
            threads[self._home(name)].append(name)
        for part, files in enumerate(self._files):
            tables = [_read(path) for path in files]
            articles = dict(self._read_articles(part))
            if not tables and not articles and not threads[part]:
                continue
            table = (
                pa.concat_tables(tables, promote_options="default").combine_chunks() if tables else _table(_NONE, [])
            )
            columns = {name: values.combine_chunks() for name, values in zip(table.column_names, table, strict=True)}
            stated = {name: _as_stated(name, values) for name, values in columns.items()}
            yield Rows(stated, articles, report, threads=threads[part], stubs=stubs)
            report, stubs = ReadReport(), ()

    def _home(self, thread: str) -> int:
        """The part that a thread is in."""
        mixed = hashlib.blake2b(storable(thread)[0].encode(), digest_size=4).digest()
        return int.from_bytes(mixed) % self._n_parts

    def _writer(self, part: int) -> pa.RecordBatchStreamWriter:
        """The open file of a part."""
        writer = self._written[part]
        if writer is None:
            path = Path(self._folder.name, f"{part}-{len(self._files[part])}.arrows")
            self._files[part].append(path)
            writer = self._written[part] = pa.ipc.new_stream(str(path), self._schema)
        return writer

    def _articles(self, part: int) -> Path:
        """The file of the articles of a part."""
        return Path(self._folder.name, f"{part}.jsonl")

    def _read_articles(self, part: int) -> Iterator[tuple[str, Article]]:
        """The articles of a part with the names of their threads."""
        if self._articles(part).exists():
            with self._articles(part).open("rb") as file:
                for line in file:
                    yield msgspec.json.decode(line, type=tuple[str, Article])

    def _close(self) -> None:
        """Close all files that are open for writing."""
        for part, writer in enumerate(self._written):
            if writer is not None:
                writer.close()
                self._written[part] = None


_NONE = Rows({"text": []})


def _read(path: Path) -> pa.Table:
    """All that is in a file."""
    with pa.OSFile(str(path)) as file:
        return pa.ipc.open_stream(file).read_all()


def _table(batch: Rows, defects: list[Defect]) -> pa.Table:
    """A batch with all columns that a source may state, and the annotations that this one does."""
    names = [*OF_ROWS, *(name for name in batch.columns if name not in OF_ROWS)]
    return pa.table({name: _arrow(name, batch.columns.get(name), len(batch), defects) for name in names})


def _arrow(name: str, values: Any, length: int, defects: list[Defect]) -> pa.Array:
    """A column in Arrow; what cannot be stored there is replaced and named, as assembling does."""
    kind = _ARROW[kind_of(name)]
    if values is None:
        return pa.nulls(length, kind)
    if isinstance(values, pa.Array | pa.ChunkedArray):
        whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
        return whole.cast(kind)
    try:
        return pa.array(values, kind, from_pandas=True)
    except (UnicodeEncodeError, pa.ArrowInvalid, pa.ArrowTypeError):
        stored = []
        for value in values:
            said, counts = storable(value) if isinstance(value, str) else (value, {})
            stored.append(said)
            for found, number in counts.items():
                defects += [Defect(found, name, "replaced by U+FFFD")] * number
        return pa.array(stored, kind, from_pandas=True)


def _as_stated(name: str, values: pa.Array) -> Any:
    """A column as a reader would hand it over."""
    return values.to_pylist() if kind_of(name) == "label" else values
