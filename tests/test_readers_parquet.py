"""Parquet: our own, frames, other tables, streams, and files that are damaged."""

from __future__ import annotations

import contextlib
import gzip
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from discourse.corpus import Corpus
from discourse.errors import InputError, OutputError
from discourse.readers.parquet import Parquet
from discourse.reading import read, read_corpus, read_parts
from discourse.writing import write
from tests.threads import thread_of

ROWS = [("Ann", -1, "Well done."), ("Bo", 0, "Oh no."), (None, -1, "Why?")]


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def written(corpus) -> bytes:
    out = io.BytesIO()
    write(corpus, out, to="parquet")
    return out.getvalue()


def test_the_columns_are_those_of_the_records():
    table = pq.read_table(io.BytesIO(written(thread_of(ROWS, sentiment=[0.5, None, -1.0]))))
    assert table.column_names[:5] == ["thread_id", "id", "parent_id", "author", "text"]
    assert table.column_names[-2:] == ["sentiment", "article"]
    assert table["depth"].to_pylist() == [1, 2, 1]
    assert table["article"].null_count == 2


def test_many_small_parts_make_few_groups_of_rows():
    parts = (Corpus.of([thread_of(ROWS, id=str(number))]) for number in range(300))
    content = written(parts)
    assert pq.ParquetFile(io.BytesIO(content)).num_row_groups == 1
    assert len(read_corpus(content)) == 300


def test_other_tables_are_guessed():
    table = pa.table(
        {
            "comment_id": [11, 12, None],
            "body": ["Well done.", "Oh no.", "Why not?"],
            "reply_to": [None, 11.0, 12.0],
            "user": pa.array(["ann", "bob", "ann"]).dictionary_encode(),
            "when": pa.array([1, 2, 3], pa.timestamp("ns")),
            "tags": [["a"], [], None],
        }
    )
    thread = read(parquet(table))
    assert [one.depth for one in thread] == [1, 2, 3]
    assert thread.report.format == "parquet"
    assert thread[0]["created"] is not None
    again = list(Parquet(columns={"text": "user"}).read(_source(parquet(table))))
    assert again[0].columns["text"].to_pylist() == ["ann", "bob", "ann"]


def _source(content: bytes):
    from discourse.readers.base import Source

    return Source("x.parquet", data=content)


def test_streams_and_compressed_files_are_put_on_the_disk():
    content = written(thread_of(ROWS))
    assert len(read(gzip.compress(content))) == 3
    assert len(read(io.BytesIO(content))) == 3


def test_in_parts_nothing_is_lost():
    silent = [thread_of([], id=f"silent {number}") for number in range(3)]
    threads = [
        thread for number in range(20) for thread in (thread_of(ROWS, id=str(number)), *silent[number : number + 1])
    ]
    parts = list(read_parts(written(Corpus.of(threads)), at_once=10))
    assert sorted(name for part in parts for name in part.ids) == sorted(thread.id for thread in threads)


@pytest.mark.parametrize("cut", [5, 100, 1000, -9, -1])
def test_what_is_cut_off_is_one_clear_error(cut):
    with pytest.raises(InputError, match=r"no sound Parquet file|unpacks"):
        read(written(thread_of(ROWS))[:cut], format="parquet")


def test_damage_anywhere_is_one_clear_error_or_none():
    content = written(thread_of(ROWS))
    rng = np.random.default_rng(7)
    for at in rng.integers(0, len(content), 150).tolist():
        broken = bytearray(content)
        broken[at] ^= 1 << int(rng.integers(8))
        with contextlib.suppress(InputError):
            read_corpus(bytes(broken), format="parquet")


def test_few_bytes_that_are_a_billion_rows_are_refused():
    n = 30_000_000
    table = pa.table({"id": pa.nulls(n, pa.string()), "text": pa.nulls(n, pa.string())})
    out = io.BytesIO()
    with pq.ParquetWriter(out, table.schema) as writer:
        for _ in range(3):
            writer.write_table(table, row_group_size=n)
    with pytest.raises(InputError, match="unpacks to more than 250 times"):
        read(out.getvalue())


def test_a_frame_is_a_source():
    frame = pd.DataFrame(
        {"id": [1, "b", 2.0], "parent_id": [None, 1, "b"], "text": ["Well.", "No.", "Why?"], "score": [1, None, np.nan]}
    )
    thread = read(frame)
    assert [(one.id, one.depth) for one in thread] == [("1", 1), ("b", 2), ("2", 3)]
    assert thread.report.source == "frame"
    assert len(read_corpus(frame)) == 1
    indexed = frame.set_index("id")
    assert [one.id for one in read(indexed)] == ["1", "b", "2"]


def test_a_frame_of_other_columns_is_guessed():
    frame = pd.DataFrame(
        {"body": ["Well done.", "Oh no."], "user": ["ann", None], "date": pd.to_datetime(["2019-05-13"] * 2)}
    )
    thread = read(frame)
    assert thread.strings("author") == ["ann", None]
    assert thread[0]["created"].isoformat() == "2019-05-13T00:00:00+00:00"
    with pytest.raises(InputError, match="no column of this table holds texts"):
        read(pd.DataFrame({"a": [1]}))


def test_records_are_a_source():
    records = [
        {"id": 1, "body": "Well done.", "score": np.float64("nan"), "date": pd.Timestamp("2019-05-13")},
        {"id": np.int64(2), "body": "Oh \ud800 no.", "reply_to": 1, "date": pd.NaT},
        {"id": 2**70, "body": "Why not?", "reply_to": 2},
    ]
    thread = read(records)
    assert [(one.id, one.depth) for one in thread] == [("1", 1), ("2", 2), (str(2**70), 3)]
    assert thread.texts[1] == "Oh \ufffd no."
    assert read_corpus(iter(records)).n_comments == 3
    assert len(read([{"id": "1", "text": "Well."}, {"id": "2", "parent_id": "1", "text": "No."}])) == 2


def test_what_can_not_be_read_is_said():
    with pytest.raises(InputError, match="nothing that can be read: int"):
        read(7)


def test_a_part_with_more_columns_is_refused():
    plain, more = thread_of(ROWS, id="a"), thread_of(ROWS, id="b", sentiment=[0.1, 0.2, 0.3])
    with pytest.raises(OutputError, match="'sentiment', which the first one lacks"):
        written(iter([Corpus.of([plain]), Corpus.of([more])]))
