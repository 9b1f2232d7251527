"""The same thread under each policy for replies without their parent."""

import io

import pytest

from discourse.assemble import assemble
from discourse.corpus import Corpus
from discourse.orphans import has_orphans, under
from discourse.pipeline import annotate
from discourse.reading import read
from discourse.rows import Rows
from discourse.summary import describe_orphans, marked
from discourse.writers.jsonl import Jsonl

COLUMNS = {
    "id": ["1", "2", "3", "4", "5"],
    "parent_id": [None, "x", "2", "x", "1"],
    "author": ["Ann", "Ben", "Cy", "Di", "Ben"],
    "text": ["Late again.", "No!", "Why?", "Nonsense.", "Great."],
}
POLICIES = ("promote", "ghost", "drop")


def shape(corpus):
    return corpus.strings("id"), corpus.parents.tolist()


@pytest.mark.parametrize("first", ["promote", "ghost"])
@pytest.mark.parametrize("then", POLICIES)
def test_as_if_read_under_the_other_policy(first, then):
    read_first = assemble(Rows(COLUMNS), orphans=first)
    assert shape(under(read_first, then)) == shape(assemble(Rows(COLUMNS), orphans=then))


def test_annotations_ride_along_and_the_account_stays():
    thread = annotate(assemble(Rows(COLUMNS))[0])
    dropped = under(thread, "drop")
    assert dropped.strings("sentiment_label") == [thread[0]["sentiment_label"], thread[4]["sentiment_label"]]
    assert dropped.report == thread.report
    ghost = under(thread, "ghost")
    assert ghost.column("sentiment").null_count > 0
    assert [step.name for step in ghost.steps] == [step.name for step in thread.steps]


@pytest.mark.parametrize("policy", POLICIES[:2])
def test_records_know_which_parents_were_missing(policy):
    corpus = assemble(Rows(COLUMNS), orphans=policy)
    stream = io.BytesIO()
    Jsonl().write([corpus], stream)
    again = read(stream.getvalue(), format="jsonl")
    assert again.strings("missing_parent") == corpus.strings("missing_parent")
    assert again.parents.tolist() == corpus.parents.tolist()
    for other in POLICIES:
        assert shape(Corpus.of(under(again, other))) == shape(under(corpus, other))


def test_a_parent_that_is_there_at_last_is_found():
    columns = {"id": ["2", "x"], "text": ["No!", "Well."], "missing_parent": ["x", None]}
    corpus = assemble(Rows(columns))
    assert corpus.parents.tolist() == [-1, 0]
    assert not has_orphans(corpus)


def test_every_metric_under_every_policy():
    told = describe_orphans(assemble(Rows(COLUMNS)), ["n_comments", "max_depth"]).set_index("metric")
    assert told.loc["n_comments", list(POLICIES)].tolist() == [5, 6, 2]
    assert told.loc["max_depth", list(POLICIES)].tolist() == [2, 3, 2]


def test_how_many_are_marked():
    assert marked(assemble(Rows(COLUMNS))) == {"whose parent is not there": 2}
