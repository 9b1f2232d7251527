"""What hostile exports do is counted; a part of it is tried on every run: nothing foreign is raised, nothing lost."""

import pytest

from benchmarks import hostile_records
from benchmarks.hostile_records import run
from tests.forms import FORMS
from tests.mutations import mutations


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
