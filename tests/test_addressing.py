"""Whom comments answer by their words, and how that is stated."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.addresses import RULES, FlatThread, addresses, plain_name
from discourse.addressing import resolve
from discourse.assemble import assemble
from discourse.errors import InvalidParameter
from discourse.reading import read
from discourse.rows import Rows
from tests.limits import ends
from tests.shared import shared

AUTHORS = ["Ann Ray", "Ben", "Ann Ray", "Cy"]
TEXTS = ["The bridge is dear and the ferry is late.", "Not to me at all.", "Then walk.", ""]


def found(text, author="Di", ids=("11", "12", "13", "14", "15")):
    """Rule and answered row of what a fifth comment says."""
    thread = FlatThread(ids, [*AUTHORS, author], [*TEXTS, text])
    return [(one.rule, one.parent) for one in addresses(thread) if one.row == 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Ben so what?", [("mention", 1)]),
        ("@ ann  ray: no", [("mention", 2)]),
        ("@AnnRay no", [("mention", 2)]),
        ("Ben, you are right.", [("vocative", 1)]),
        ("Hi Ann Ray,\nwelcome.", [("vocative", 2)]),
        ("Ben: right.", [("vocative", 1)]),
        ("Ann, I know.", [("part of a name", 2)]),
        ("@Ann I know.", [("part of a name", 2)]),
        ("Ben is right.", []),
        ("ben, is it you?", []),
        ("@Zoe hello", []),
        ("Reply to Ben: no", [("header", 1)]),
        ("@12 no", []),
        ("@12: no", [("post number", 1)]),
        (">>13\nno", [("post number", 2)]),
        ("#2: no", [("place", 1)]),
        ("#1 reason to go is the view.", []),
        ("Ben wrote:\nNot to me at all.\n\nOh.", [("named quotation", 1)]),
        ("Ben wrote:\nsomething else again.\n\nOh.", [("header", 1)]),
        ("> The bridge is dear\nNo.", [("quotation", 0)]),
        ("“The bridge is dear and the ferry is late”? No.", [("quotation", 0)]),
        ("“the ferry is late”", []),
        ("So the bridge is dear and the ferry is late, is it", [("copy", 0)]),
    ],
)
def test_every_rule(text, expected):
    assert found(text) == expected


def test_nobody_answers_themselves_or_what_is_to_come():
    assert found("@Ben hello", author="Ben") == []
    assert addresses(FlatThread("12", ["Ann", "Ben"], ["@Ben hello", "Hm."])) == []


def test_what_the_article_says_is_quoted_from_nobody():
    article = "They write that the bridge is dear and the ferry is late."
    thread = FlatThread("12", ["Ann", "Ben"], [TEXTS[0], f"> {TEXTS[0]}\nNo."], article)
    assert addresses(thread) == []


def test_who_quotes_is_not_the_one_quoted():
    texts = [TEXTS[0], f"> {TEXTS[0]}\nNo.", f"> {TEXTS[0]}\nYes."]
    thread = FlatThread("123", ["Ann", "Ben", "Cy"], texts)
    assert [(one.row, one.parent) for one in addresses(thread)] == [(1, 0), (2, 0)]


def test_only_comments_without_a_stated_parent_are_touched():
    columns = {"id": ["a", "b", "c"], "parent_id": [None, "a", None], "author": ["Ann", "Ben", "Cy"]}
    rows = Rows({**columns, "text": ["So.", "@Ann no", "@Ben yes"]})
    corpus = assemble(resolve([rows]))
    assert corpus.parents.tolist() == [-1, 0, 1]
    assert corpus.column("parent_score").to_pylist() == [None, None, RULES["mention"].score]
    assert corpus.strings("parent_evidence") == [None, None, "@Ben"]
    (note,) = corpus.reports[0].notes
    assert note.startswith("1 of 2 comments without a stated parent were tied to the comment that their words point to")
    assert "(mention 1; confidence at least 0.7)" in note


def test_a_thread_may_run_over_batches_and_stands_apart_from_others():
    one = Rows({"thread_id": ["t", "u"], "author": ["Ann", "Ben"], "text": ["So.", "No."], "line": [1, 2]})
    two = Rows({"thread_id": ["t", "t"], "author": ["Cy", "Di"], "text": ["@Ann hm", "@Ben hm"], "line": [3, 4]})
    corpus = assemble(resolve([one, two]))
    assert corpus.ids == ("t", "u")
    assert corpus[0].parents.tolist() == [-1, 0, -1]


def test_comments_without_ids_keep_the_names_that_their_place_gives_them():
    rows = Rows({"author": ["Ann", "Ben", "Cy"], "text": ["So.", "@Ann no", "Hm."], "line": [1, 2, 3]})
    assert assemble(resolve([rows])).strings("id") == assemble(rows).strings("id") == ["row1", "row2", "row3"]


def test_times_go_before_the_order_of_the_page():
    from datetime import UTC, datetime

    created = [datetime(2020, 5, day, tzinfo=UTC) for day in (2, 1)]
    rows = Rows({"id": ["b", "a"], "author": ["Ben", "Ann"], "text": ["@Ann no", "So."], "created": created})
    assert assemble(resolve([rows])).strings("parent_evidence") == [None, "@Ann"]


def test_the_minimum_leaves_out_what_is_less_sure():
    rows = Rows({"id": ["a", "b"], "author": ["Ann Ray", "Ben"], "text": ["So.", "@Ann no"]})
    assert resolve([rows])[0].columns["parent_id"] == [None, None]
    assert resolve([rows], minimum=0.4)[0].columns["parent_id"] == [None, "a"]
    with pytest.raises(InvalidParameter):
        resolve([rows], minimum=2)


PAGE = '{"id": "1", "author": "Ann", "text": "So."}\n{"id": "2", "author": "Ben", "text": "@Ann no"}\n'


def test_reading_resolves_only_when_asked_to():
    assert read(PAGE, format="jsonl").parents.tolist() == [-1, -1]
    thread = read(PAGE, format="jsonl", resolve_replies=True)
    assert thread.parents.tolist() == [-1, 0]
    assert any("rests on guesses" in line for line in thread.report.lines())
    assert read(PAGE, format="jsonl", resolve_replies=0.99).parents.tolist() == [-1, -1]


NAMES = st.sampled_from(["Ann", "Ben", "Ann Ray", None, "", "@", "12"])
SAID = st.lists(st.sampled_from(["@Ann", "Ben,", ">>1", "#2:", "> so it is said", "Ann wrote:", "\n", "so it is said"]))


@given(st.lists(st.tuples(NAMES, SAID.map(" ".join)), max_size=8))
def test_what_is_answered_was_written_before(comments):
    thread = (
        FlatThread([str(row) for row in range(len(comments))], *map(list, zip(*comments, strict=True)))
        if comments
        else None
    )
    for one in addresses(thread) if thread else ():
        assert 0 <= one.parent < one.row
        assert 0 <= one.start < one.end <= len(thread.texts[one.row])


@given(st.text())
def test_any_name_can_be_compared(name):
    assert plain_name(plain_name(name)) == plain_name(name)


@pytest.mark.parametrize("text", ["@a " * 50_000, "> so it is said\n" * 10_000, '"' * 200_000, "Ann wrote:\n" * 20_000])
def test_hostile_texts_take_little_time(text):
    thread = FlatThread("123", ["Ann", "Ben", "Cy"], ["so it is said", text, text])
    with ends():
        addresses(thread)


def test_the_benchmark_states_what_the_rules_state():
    from benchmarks.addressing import run

    rules = run(shared("data"))["all sources"]["rules"]
    for name, rule in RULES.items():
        if rule.basis.split()[0].isdigit():
            assert rule.basis == f"{rules[name]['right']} of {rules[name]['found']} right"
            assert rule.score == pytest.approx(rules[name]["right"] / rules[name]["found"], abs=0.03)


def test_the_benchmark_runs_without_data(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.addressing", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert "holds none of" in done.stdout
