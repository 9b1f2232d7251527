import json

import pytest

from benchmarks import ndjson_speed
from benchmarks.ndjson_speed import run, write
from benchmarks.reddit_dump import base36, lines
from discourse.assemble import assemble
from discourse.readers.base import Source
from discourse.readers.reddit.dump import read_dump

pytest.importorskip("zstandard", reason="the extra zstd is not installed")


def test_the_benchmark_runs_and_its_figures_are_complete():
    found = run(300, seed=3)
    assert found["comments"] == 300
    assert found["repaired"] == 0
    for name in ("json", "json_kept", "corpus", "parts", "corpus_of_zstandard"):
        for what in ("seconds", "processor_seconds", "megabytes_of_memory"):
            assert found[f"{name}_{what}"] > 0
    assert found["times_json"] > 0
    assert found["times_json_kept"] > 0
    assert found["times_convokit"] is None
    assert found["why_no_convokit"]


@pytest.mark.parametrize("what", ["comments", "threads", "top", "repaired"])
def test_a_wrong_number_stops_the_run(what, monkeypatch):
    def miscounted(*given):
        plain, packed, told = write(*given)
        return plain, packed, {**told, what: told[what] + 1}

    monkeypatch.setattr(ndjson_speed, "write", miscounted)
    with pytest.raises(SystemExit, match=f"'{what}'"):
        run(50)


def test_the_dump_is_the_same_each_time_and_each_parent_comes_before():
    dump = b"".join(lines(2_000, seed=1))
    assert dump == b"".join(lines(2_000, seed=1))
    records = [json.loads(line) for line in dump.splitlines()]
    assert len(records) == 2_000
    assert {len(record) for record in records} == {19}
    assert [record["created_utc"] for record in records] == sorted(record["created_utc"] for record in records)
    met = {}
    for record in records:
        above = record["parent_id"]
        assert above == record["link_id"] or met[above[3:]] == record["link_id"]
        met[record["id"]] = record["link_id"]
    assert 0.3 < sum(record["parent_id"].startswith("t3_") for record in records) / 2_000 < 0.6
    words = [len(record["body"].split()) for record in records]
    assert 45 < sum(words) / 2_000 < 75
    assert sum(not record["body"].isascii() for record in records) > 1_000


def test_read_in_columns_and_line_by_line_the_dump_is_the_same():
    dump = b"".join(lines(3_000, seed=2))
    fast, slow = (
        assemble(read_dump(Source("RC.ndjson", data=dump), 100_000, in_columns=choice)) for choice in (True, False)
    )
    assert fast.equals(slow)
    assert fast.n_comments == 3_000
    assert fast.reports[0] == slow.reports[0]


def test_base_36():
    assert [base36(one) for one in (35, 36, 27_000_000_000)] == ["z", "10", "cej3pc0"]
