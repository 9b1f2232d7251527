"""Parquet: what `discourse read --to parquet` writes, frames of the same columns, and any other table.

Columns of the record contract are taken as they are; of other tables it is guessed which column is which, as
`discourse.guessing` says. Format: https://parquet.apache.org/docs/file-format/. May import: the standard library,
msgspec, pyarrow, article, errors, json_text, record_rows, rows, tabular, unpacking, readers.base.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from discourse.article import Article
from discourse.errors import BrokenInput, InputError
from discourse.readers.base import Source
from discourse.record_rows import RecordRows, is_known
from discourse.rows import Rows
from discourse.tabular import Tabular
from discourse.unpacking import FREE

KEY = b"discourse"
ARTICLE = "article"
BATCH = 50_000
_MARK = b"PAR1"


class _Said(msgspec.Struct):
    """What the metadata of a file of ours say."""

    version: str = ""
    threads: list[tuple[int, str, Article]] = []
    sources: list[dict[str, Any]] = []


@dataclass(frozen=True)
class Parquet:
    """Reader of Parquet, in batches; what comes in a stream is put on the disk first.

    Parameters
    ----------
    columns : mapping, optional
        By our columns' names, those of a table that is not ours; None for what it does not have.
    """

    name: ClassVar[str] = "parquet"
    suffixes: ClassVar[tuple[str, ...]] = (".parquet", ".pq")
    binary: ClassVar[bool] = True
    columns: Mapping[str, str | None] | None = None

    def sniff(self, head: bytes, name: str) -> float:
        """High for what begins as Parquet does."""
        return 0.95 if head.startswith(_MARK) else 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches.

        Raises
        ------
        BrokenInput
            It is no Parquet, or is damaged or cut off.
        """
        with source.open() as opened, opened if opened.seekable() else _on_disk(opened) as file:
            try:
                table = pq.ParquetFile(file)
                _refuse_bomb(table, file, source)
                said = (table.metadata.metadata or {}).get(KEY)
                is_ours = self.columns is None and (said is not None or _is_contract(table.schema_arrow.names))
                batches = _batches(table, file, source)
                if is_ours and not table.metadata.num_rows:
                    # Annotations of no comments are columns too.
                    batches = iter([pa.RecordBatch.from_pylist([], schema=table.schema_arrow)])
                yield from _ours(batches, said, source) if is_ours else self._other(batches, source)
            except (pa.ArrowException, OSError, ValueError) as error:
                raise BrokenInput(
                    f"this is no sound Parquet file ({str(error).splitlines()[0][:200] if str(error) else 'damaged'})",
                    where=source.name,
                    fix="write or fetch it again",
                ) from error

    def _other(self, batches: Iterator[pa.RecordBatch], source: Source) -> Iterator[Rows]:
        """The comments of a table of whatever columns."""
        found = Tabular(source.name, strict=source.strict, columns=self.columns)
        n_read = 0
        for batch in batches:
            columns = {name: _plain(values) for name, values in zip(batch.schema.names, batch.columns, strict=True)}
            yield found.rows(columns, range(n_read + 1, n_read + batch.num_rows + 1))
            n_read += batch.num_rows
        yield found.rest(source.damage)


def _ours(batches: Iterator[pa.RecordBatch], said: bytes | None, source: Source) -> Iterator[Rows]:
    """The comments of a table whose columns are those of the record contract."""
    try:
        told = msgspec.json.decode(said, type=_Said) if said is not None else _Said()
    except msgspec.DecodeError as error:
        raise BrokenInput("its metadata are not as we write them", where=source.name, fix="write it again") from error
    found = RecordRows(source.name, strict=source.strict, silent=told.threads)
    for origin in _origins(told):
        found.note(origin)
    n_read = 0
    for batch in batches:
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        above = columns.pop(ARTICLE, None)
        rows = found.rows(columns, range(n_read + 1, n_read + batch.num_rows + 1))
        n_read += batch.num_rows
        rows.articles.update(_articles(rows, above, source))  # type: ignore[attr-defined]
        yield rows
    yield found.rest(source.damage)


def _articles(rows: Rows, above: pa.Array | None, source: Source) -> Iterator[tuple[str, Article]]:
    """What stands above the comments, with the names of the threads."""
    if above is None:
        return
    stated = above.drop_null().to_pylist()
    names = pa.array(rows.columns["thread_id"]).filter(above.is_valid()).to_pylist()
    for name, article in zip(names, stated, strict=True):
        try:
            yield name, msgspec.json.decode(article, type=Article)
        except msgspec.DecodeError as error:
            raise BrokenInput(f"the article of {name!r} is not as we write it", where=source.name) from error


def _origins(told: _Said) -> Iterator[str]:
    """Where the comments of a file came from."""
    if told.sources:
        first = told.sources[0]
        more = f" and {len(told.sources) - 1} more" if len(told.sources) > 1 else ""
        yield f"written by discourse {told.version} from {first.get('source')} ({first.get('format')}){more}"


def _is_contract(names: list[str]) -> bool:
    """Whether all columns are those that records or frames have."""
    return {"id", "text"} <= set(names) and all(name == ARTICLE or is_known(name) for name in names)


def _batches(table: pq.ParquetFile, file: BinaryIO, source: Source) -> Iterator[pa.RecordBatch]:
    """All rows, as long as they are not so much more than the file that it was made to fill the memory."""
    n_bytes, limit = 0, max(FREE * 4, source.max_ratio * _size(file))
    for batch in table.iter_batches(batch_size=BATCH):
        n_bytes += batch.nbytes
        if n_bytes > limit:
            raise _too_much(source)
        yield batch


def _refuse_bomb(table: pq.ParquetFile, file: BinaryIO, source: Source) -> None:
    """Refuse a small file that says that it holds far more rows than it has bytes."""
    if table.metadata.num_rows > max(FREE, _size(file) * source.max_ratio):
        raise _too_much(source)


def _too_much(source: Source) -> InputError:
    """The error of a file that unpacks to too much."""
    return InputError(
        f"this Parquet file unpacks to more than {source.max_ratio} times its size",
        where=source.name,
        fix="if you trust it, raise the cap: --max-ratio, or max_ratio in read",
    )


def _size(file: BinaryIO) -> int:
    """Bytes of a file."""
    at = file.tell()
    size = file.seek(0, 2)
    file.seek(at)
    return size


def _on_disk(stream: BinaryIO) -> BinaryIO:
    """A stream as a temporary file, which goes away when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    shutil.copyfileobj(stream, file, 2**20)
    file.seek(0)
    return file


def _plain(values: pa.Array) -> list[Any]:
    """Arrow values as Python ones."""
    listed: list[Any] = values.to_pylist()
    return listed
