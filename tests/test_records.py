"""The record contract: flat, stated by a schema, and the same through every writer and reader."""

import csv
import io
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.columns import ANNOTATIONS
from discourse.corpus import Corpus
from discourse.reading import read, read_corpus
from discourse.records import schema, to_records
from discourse.text import inert, revived
from discourse.writers.csv import Csv
from discourse.writers.jsonl import Jsonl
from tests.forests import forests
from tests.threads import thread_of

ROWS = [("Ann", -1, "Good."), (None, 0, "=1+1"), ("Cy", -1, "Why?\n\nSay.")]
ALL = thread_of(
    ROWS,
    sentiment=[0.5, None, -1.0],
    topic_price=[1.0, 0.2, None],
    topic_price_evidence=["fare", None, None],
    stance_toll=["favor", None, "against"],
    stance_toll_score=[0.9, None, 0.8],
    stance_toll_evidence=["Good", None, "Why"],
    stance_toll_at=[0, None, 0],
    stance_toll_rule=["praise", None, "question"],
    reply_stance=[None, "deny", None],
    claim=["k1", None, None],
    claim_stance=["none", None, None],
)


def written(writer, corpus):
    stream = io.BytesIO()
    writer.write([Corpus.of(corpus)], stream)
    return stream.getvalue()


def test_the_schema_is_one_and_holds_for_every_record():
    stated = schema()
    jsonschema.Draft202012Validator.check_schema(stated)
    for record in to_records(ALL):
        jsonschema.validate(record, stated)


@pytest.mark.parametrize(
    "change", [{"mood": 1}, {"depth": "1"}, {"stance_toll": "for"}, {"sentiment": 3}, {"topics": "price"}]
)
def test_the_schema_refuses_what_is_not_in_the_contract(change):
    record = next(to_records(ALL)) | change
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, schema())


def test_every_annotation_column_is_in_the_schema():
    import re

    stated = schema()
    for column in ANNOTATIONS:
        name = column.name.replace("<x>", "toll")
        fits = [pattern for pattern in stated["patternProperties"] if re.search(pattern, name)]
        assert (name in stated["properties"]) + len(fits) == 1, name


def test_the_leading_keys_and_their_order():
    first, second, _ = to_records(ALL)
    assert list(first)[:18] == [
        "thread_id", "id", "parent_id", "author", "text", "created", "score", "deleted", "line", "created_text", "url",
        "role", "quotes", "parent_score", "parent_evidence", "missing_parent", "depth", "position",
    ]  # fmt: skip
    assert (first["topics"], second["topics"]) == (["price"], [])
    assert (first["parent_id"], second["parent_id"], second["author"]) == (None, "1", None)
    assert not any(isinstance(value, dict) for value in first.values())


def test_a_record_names_its_claim_in_words():
    from dataclasses import replace

    from discourse.article import Claim

    said = replace(ALL, article=replace(ALL.article, claims=(Claim("k1", "The ferry sailed.", 0, 17),)))
    assert [record["claim_text"] for record in to_records(said)] == ["The ferry sailed.", None, None]
    assert "claim_text" not in next(to_records(thread_of(ROWS)))


def test_jsonl_written_and_read_is_the_same():
    again = read(written(Jsonl(), ALL))
    assert again.to_frame().drop(columns="thread_id").equals(ALL.to_frame().drop(columns="thread_id"))


@given(forests(max_size=8), st.data())
def test_any_thread_goes_through_jsonl_unchanged(parent, data):
    texts = data.draw(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1),
            min_size=len(parent),
            max_size=len(parent),
        )
    )
    thread = thread_of([("Ann", int(above), text) for above, text in zip(parent, texts, strict=True)])
    if not len(thread):
        return
    again = read(written(Jsonl(), thread), format="jsonl")
    assert again.texts == thread.texts
    assert again.parents.tolist() == thread.parents.tolist()


def test_all_source_columns_go_through_jsonl_and_csv():
    whole = {
        "created_text": ["today, 9:40", None],
        "url": ["https://example.org/a#c1", None],
        "role": ["moderator", None],
        "quotes": [None, "0-4"],
        "parent_score": [None, 0.9],
        "parent_evidence": [None, "@Ann"],
        "missing_parent": [None, None],
    }
    thread = thread_of([("Ann", -1, "Good."), ("Ben", 0, "Good? No.")], **whole)
    assert (
        read(written(Jsonl(), thread))
        .to_frame()
        .drop(columns="thread_id")
        .equals(thread.to_frame().drop(columns="thread_id"))
    )
    first, second = csv.DictReader(io.StringIO(written(Csv(), thread).decode(), newline=""))
    assert (first["url"], second["quotes"], second["parent_evidence"]) == ("https://example.org/a#c1", "0-4", "'@Ann")


def test_two_threads_stay_two():
    corpus = Corpus.of([thread_of(ROWS, id="one"), thread_of(ROWS[:1], id="two")])
    again = read_corpus(written(Jsonl(), corpus))
    assert again.ids == ("one", "two")
    assert again.to_frame().equals(corpus.to_frame())


def test_broken_lines_are_dropped_and_named():
    lines = b"""{"id": "1", "text": "ok", "mood": 3}
not json
[1]
{"id": "2"}
{"id": "3", "text": "x", "created": "soon"}
"""
    report = read(lines, format="jsonl").report
    assert (report.found, report.kept) == (5, 2)
    assert [where for where, _ in report.dropped] == ["line 2", "line 3", "line 4"]
    assert report.counts() == {"time that is not ISO 8601": 1}
    assert any("mood" in note for note in report.notes)


def test_csv_has_the_same_keys_and_no_formulas():
    rows = list(csv.DictReader(io.StringIO(written(Csv(), ALL).decode(), newline="")))
    assert rows[1]["text"] == "'=1+1"
    assert rows[0]["topics"] == "price"
    assert rows[1]["sentiment"] == ""
    assert list(rows[0]) == list(next(to_records(ALL)))
    assert b"'=1+1" not in written(Csv(safe=False), ALL)


@given(st.text())
def test_inert_cells_come_back(text):
    assert revived(inert(text)) == text
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_records_are_json():
    for line in written(Jsonl(), ALL).splitlines():
        json.loads(line)
