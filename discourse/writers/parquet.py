"""Parquet: the comments as columns, with articles, claims and threads without comments, in flat memory.

The columns are those of the record contract (without `topics` and `claim_text`, which others say), and `article`: what
stands above the comments, as JSON, with the first comment of each thread. The metadata of the file, under the key
"discourse", hold threads without comments, the sources and the steps. May import: the standard library, msgspec, numpy,
pyarrow, article, columns, corpus, errors, records, rows, version, writers.base.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, BinaryIO, ClassVar

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from discourse.article import Article
from discourse.corpus import Corpus
from discourse.errors import OutputError
from discourse.records import LEADING, parent_id
from discourse.rows import ReadReport
from discourse.version import __version__
from discourse.writers.base import Parts

KEY = "discourse"
ARTICLE = "article"
ROWS = 100_000
"""Comments in a group of rows, at most."""
MOST_SOURCES = 10_000
"""Sources that the metadata name; a footer has to fit in memory."""


@dataclass(frozen=True)
class Parquet:
    """Writer of Parquet.

    Parameters
    ----------
    compression : {"zstd", "snappy", "gzip", "none"}
        How columns are packed.
    """

    name: ClassVar[str] = "parquet"
    suffix: ClassVar[str] = ".parquet"
    compression: str = "zstd"

    def write(self, parts: Parts, place: BinaryIO) -> None:
        """Write all comments, part after part.

        Raises
        ------
        OutputError
            A later part has a column that the first one lacks.
        """
        with ExitStack() as opened:
            self._write(parts, place, opened)

    def _write(self, parts: Parts, place: BinaryIO, opened: ExitStack) -> None:
        """Write all comments; what is opened is closed also where a part cannot be had."""
        writer: Any = None
        waiting: list[pa.Table] = []
        silent: list[tuple[int, str, Article]] = []
        sources: dict[tuple[str, str], dict[str, Any]] = {}
        steps: dict[bytes, None] = {}
        n_threads = 0
        for part in parts:
            table = _table(part)
            if writer is None:
                writer = opened.enter_context(pq.ParquetWriter(place, table.schema, compression=self.compression))
            waiting.append(_like(table, writer.schema))
            if sum(map(len, waiting)) >= ROWS:
                writer.write_table(_joined(waiting), row_group_size=ROWS)
                waiting = []
            sizes = np.diff(part.offsets)
            silent += [(n_threads + at, part.ids[at], part.articles[at]) for at in np.flatnonzero(sizes == 0).tolist()]
            n_threads += len(part)
            for report in {id(report): report for report in part.reports}.values():
                if len(sources) < MOST_SOURCES:
                    _add_source(sources, report)
            steps |= {msgspec.json.encode([step.name, step.parameters], enc_hook=str): None for step in part.steps}
        if writer is None:
            schema = _table(Corpus.of([])).schema
            writer = opened.enter_context(pq.ParquetWriter(place, schema, compression=self.compression))
        if waiting:
            writer.write_table(_joined(waiting), row_group_size=ROWS)
        said = {
            "version": __version__,
            "threads": silent,
            "sources": list(sources.values()),
            "steps": list(map(msgspec.Raw, steps)),
        }
        writer.add_key_value_metadata({KEY: msgspec.json.encode(said).decode()})


def _joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Tables of one schema in one."""
    return tables[0] if len(tables) == 1 else pa.concat_tables(tables).unify_dictionaries()


def _table(corpus: Corpus) -> pa.Table:
    """The comments of a part as the file holds them."""
    made = {
        "thread_id": pa.array(corpus.ids, pa.large_string()).take(pa.array(corpus.thread_index)),
        "parent_id": parent_id(corpus),
        "depth": pa.array(corpus.values("depth"), pa.int32()),
        "position": pa.array(corpus.values("position"), pa.int32()),
    }
    names = [*LEADING, *(name for name in corpus.names if name not in {*LEADING, "parent"})]
    return pa.table(
        {name: made[name] if name in made else corpus.table[name] for name in names} | {ARTICLE: _articles(corpus)}
    )


def _articles(corpus: Corpus) -> pa.Array:
    """What stands above the comments, with the first of each thread."""
    cells: list[str | None] = [None] * corpus.n_comments
    for (start, end), article in zip(pairwise(corpus.offsets.tolist()), corpus.articles, strict=True):
        if start < end and article != Article():
            cells[start] = msgspec.json.encode(article).decode()
    return pa.array(cells, pa.large_string())


def _like(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """A table with the columns of the first part; those that it lacks are missing throughout."""
    if more := [name for name in table.column_names if name not in schema.names]:
        raise OutputError(
            f"a later part has the column {more[0]!r}, which the first one lacks",
            where="parquet",
            fix="write JSON Lines, or annotate all parts alike",
        )
    names = set(table.column_names)
    columns: Iterable[Any] = (
        table[field.name] if field.name in names else pa.nulls(len(table), field.type) for field in schema
    )
    return pa.table(list(columns), schema=schema)


def _add_source(sources: dict[tuple[str, str], dict[str, Any]], report: ReadReport) -> None:
    """Add where comments came from; what was counted in several parts of one source is summed."""
    told = {"source": report.source, "format": report.format, "why": report.why, "sha256": report.sha256}
    counted = {"found": 0, "dropped": 0, "defects": {}, "notes": []}
    one = sources.setdefault((report.source, report.sha256), told | counted)
    one["found"] += report.found
    one["dropped"] += len(report.dropped)
    for kind, number in report.counts().items():
        one["defects"][kind] = one["defects"].get(kind, 0) + number
    one["notes"] = list(dict.fromkeys([*one["notes"], *report.notes]))
