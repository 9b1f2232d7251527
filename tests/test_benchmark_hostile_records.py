"""What hostile exports do is counted; a part of it is tried on every run: nothing foreign is raised, nothing lost."""

from dataclasses import replace
from itertools import count
from random import Random

import pytest

from benchmarks import hostile_records
from benchmarks.hostile_records import run
from discourse.reading import read_corpus
from discourse.rows import ReadReport
from tests.forms import FORMS
from tests.mutations import cut, mutations, with_odd_values


@pytest.mark.parametrize("form", FORMS)
def test_a_broken_form_is_read_or_refused(form):
    broken = ((f"{form} {number}", content) for number, content in enumerate(mutations(FORMS[form], 24, seed=7)))
    found = run(broken, all_readers=False, all_writers=False)
    assert (found["foreign"], found["unaccounted"]) == ([], 0)
    assert found["readings"] >= 12


def test_every_reading_and_writing_is_counted():
    found = run(iter([("one", FORMS["jsonl"]), ("none", b"")]), all_writers=False)
    assert found["readings"] > 20
    assert found["refused"] > 10
    assert found["writings"] >= 1


def test_foreign_exceptions_are_named(monkeypatch):
    def fail(*given, **named):
        raise ValueError("odd")

    monkeypatch.setattr(hostile_records, "read_corpus", fail)
    found = run(iter([("one", b"x")]), all_readers=False)
    assert (found["foreign_exceptions"], found["foreign"]) == (1, ["ValueError: odd on one as None"])


def test_comments_that_are_lost_or_take_long_are_counted(monkeypatch):
    def lose(*given, **named):
        return replace(read_corpus(*given, **named), reports=(ReadReport(found=9),))

    monkeypatch.setattr(hostile_records, "read_corpus", lose)
    monkeypatch.setattr(hostile_records, "perf_counter", count(0, 3).__next__)
    found = run(iter([("one", FORMS["jsonl"])]), all_readers=False, all_writers=False)
    assert (found["unaccounted"], found["over_two_seconds"]) == (1, found["readings"] + found["writings"])
    assert (found["slowest_seconds"], found["slowest"]) == (3, "one as None")


def test_mutations_break_something_the_same_each_time():
    content = FORMS["jsonl"]
    for made in (list(cut(content, 40, Random(1))), list(with_odd_values(content, 40, Random(1)))):
        assert len(made) == 40
        assert len(set(made)) > 20
    assert list(mutations(content, 40, seed=2)) == list(mutations(content, 40, seed=2))
