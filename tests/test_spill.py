"""Rows that go over the disk come back as they were, thread by thread."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.article import Article, Block, Claim
from discourse.errors import OutputError
from discourse.rows import Defect, ReadReport, Rows
from discourse.spill import Spill


def listed(values):
    return values.to_pylist() if isinstance(values, pa.Array) else list(values)


def by_thread(batches):
    """Every thread's rows in the order they come, as the twin sees them: plain lists of dictionaries."""
    found = {}
    for batch in batches:
        columns = {name: listed(values) for name, values in batch.columns.items()}
        for row in range(len(batch)):
            record = {name: values[row] for name, values in columns.items() if values[row] is not None}
            found.setdefault(record.get("thread_id") or "", []).append(record)
    return found


COMMENT = st.fixed_dictionaries(
    {"text": st.text(st.characters(exclude_categories=["Cs"]), max_size=5)},
    optional={
        "thread_id": st.sampled_from(["", "a", "b", "c/d", "ü", "e" * 50]),
        "id": st.text("0123456789", min_size=1, max_size=3),
        "score": st.floats(-5, 5),
        "created": st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
        "deleted": st.booleans(),
        "line": st.integers(1, 9),
        "claim_stance": st.sampled_from(["favor", "against"]),
    },
)


def rows_of(comments):
    names = dict.fromkeys(["text", *(name for comment in comments for name in comment)])
    return Rows({name: [comment.get(name) for comment in comments] for name in names})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(COMMENT, max_size=6), max_size=4), st.integers(1, 5))
def test_what_is_laid_down_is_taken_up(batches, n_parts):
    with Spill(n_parts) as spill:
        for batch in batches:
            spill.add(rows_of(batch))
        parts = list(spill.parts())
    homes = [set(by_thread([part])) for part in parts]
    assert by_thread(parts) == by_thread(map(rows_of, batches))
    assert all(one.isdisjoint(other) for place, one in enumerate(homes) for other in homes[:place])


def test_articles_go_with_their_threads():
    article = Article((Block("title", "Ferry"),), url="https://a.example", claims=(Claim("k1", "It sails.", 0, 9),))
    with Spill(4) as spill:
        spill.add(Rows({"thread_id": ["x"], "text": ["No."]}, {"x": article, "silent": Article()}))
        parts = list(spill.parts())
    assert {name: one for part in parts for name, one in part.articles.items()} == {"x": article, "silent": Article()}
    assert all("x" in part.articles for part in parts if len(part))


def test_the_account_stands_once_with_the_first_part():
    reports = [ReadReport(dropped=((f"line {n}", "no text"),), defects=(Defect("NUL", "text", "out"),)) for n in (1, 2)]
    with Spill(8) as spill:
        for number, report in enumerate(reports):
            names = [f"{number}-{n}" for n in range(20)]
            spill.add(Rows({"thread_id": names, "text": names}, report=report))
        accounts = [part.report for part in spill.parts()]
    assert len(accounts) > 1
    assert accounts[0].dropped == (("line 1", "no text"), ("line 2", "no text"))
    assert len(accounts[0].defects) == 2
    assert not any(one.dropped or one.defects for one in accounts[1:])


def test_lone_surrogates_are_replaced_and_named():
    with Spill(1) as spill:
        spill.add(Rows({"text": ["a\ud800b", "fine"]}))
        (part,) = spill.parts()
    assert listed(part.columns["text"]) == ["a�b", "fine"]
    assert [defect.kind for defect in part.report.defects] == ["lone surrogate"]


def test_a_full_disk_is_one_clear_error(monkeypatch):
    def refuse(*given):
        raise OSError(28, "No space left on device")

    with Spill(1) as spill:
        monkeypatch.setattr(spill, "_writer", refuse)
        with pytest.raises(OutputError, match=r"No space left on device.*TMPDIR"):
            spill.add(Rows({"text": ["a"]}))
            list(spill.parts())
