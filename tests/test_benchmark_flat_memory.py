"""The benchmark of memory runs, and stops where a comment is missing."""

import pytest

from benchmarks import flat_memory
from benchmarks.flat_memory import run
from benchmarks.reddit_dump import lines


def test_the_benchmark_runs_and_its_figures_are_complete():
    found = run(1_000, 2, seed=3)
    assert (found["comments"], found["times"]) == (1_000, 2)
    assert found["large_megabytes"] > found["small_megabytes"] > 0
    assert found["large_most_memory"] > 10
    assert found["memory_ratio"] == round(found["large_most_memory"] / found["small_most_memory"], 2)


def test_a_comment_that_is_missing_stops_the_run(monkeypatch, tmp_path):
    monkeypatch.setattr(flat_memory, "lines", lambda n, seed: [b"".join(lines(n - 1, seed))])
    with pytest.raises(SystemExit, match=r"99 comments and .* came out of 100"):
        flat_memory.convert(tmp_path, 100, seed=3)
