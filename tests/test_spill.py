"""Rows that go over the disk come back as they were, thread by thread."""

import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.article import Article, Block, Claim
from discourse.assemble import assemble
from discourse.errors import OutputError
from discourse.reading import read_parts
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


@pytest.mark.parametrize("name", ["a\ud800", "a\x00"])
def test_what_cannot_be_stored_stays_with_its_thread(name):
    title = Article((Block("title", "Late \ud83d"),))
    with Spill(64) as spill:
        spill.add(Rows({"thread_id": [name, "b"], "text": ["x", "y"]}, {name: title}))
        corpora = [assemble(part) for part in spill.parts()]
    found = {thread.id: (thread.article.title, len(thread)) for corpus in corpora for thread in corpus}
    assert found == {"a�": ("Late �", 1), "b": ("", 1)}


def test_threads_that_are_only_named_are_there_and_in_the_order_stated():
    with Spill(1) as spill:
        spill.add(Rows({"thread_id": ["x", "y"], "text": ["No.", "Why?"]}, threads=("silent", "y", "x")))
        (part,) = spill.parts()
    assert assemble(part).ids == ("silent", "y", "x")
    with Spill(64) as spill:
        spill.add(Rows({"thread_id": ["x"], "text": ["No."]}, threads=("silent", "x")))
        assert sorted(name for part in spill.parts() for name in assemble(part).ids) == ["silent", "x"]


@contextmanager
def files_of_at_most(n_bytes):
    """A disk on which no file can grow beyond so many bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_one_clear_error_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    names = [str(n) for n in range(2_000)]
    with pytest.raises(OutputError, match=r"cannot be written.*TMPDIR"), files_of_at_most(1_000), Spill(4) as spill:
        spill.add(Rows({"thread_id": names, "text": names}))
        list(spill.parts())
    assert not list(tmp_path.iterdir())


def test_the_folder_goes_away_when_nobody_asks_for_the_rest(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    lines = "".join(f'{{"thread_id": "t{n}", "id": "{n}", "text": "No."}}\n' for n in range(50))
    parts = read_parts(lines, at_once=10)
    next(parts)
    assert list(tmp_path.iterdir())
    parts.close()
    assert not list(tmp_path.iterdir())
