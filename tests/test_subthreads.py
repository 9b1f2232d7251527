from datetime import UTC, datetime

import numpy as np
from hypothesis import given

from discourse.corpus import Corpus
from discourse.metrics.base import from_parents
from discourse.metrics.structure import structural_virality, wiener
from discourse.subthreads import by_top_level
from tests.measured import SAMPLE, corpora, corpus_of, up
from tests.threads import thread_of


def replies_below(thread, top):
    """Rows below a top-level comment, in page order, and the places of their parents among them."""
    rows = [row for row in range(len(thread)) if up(thread, row)[-1] == top and row != top]
    return [rows.index(thread[row][0]) if thread[row][0] != top else -1 for row in rows], [
        thread[row][1] for row in rows
    ]


@given(corpora())
def test_every_top_level_comment_is_over_what_stands_below_it(listed):
    expected = [
        (f"{number}/{top + 1}", *replies_below(thread, top))
        for number, thread in enumerate(listed, start=1)
        for top, (parent, _) in enumerate(thread)
        if parent < 0
    ]
    parts = by_top_level(corpus_of(listed))
    assert [(part.id, part.parents.tolist(), part.strings("author")) for part in parts] == expected
    assert [part.article.author for part in parts] == [
        author for thread in listed for parent, author in thread if parent < 0
    ]


def test_the_structural_virality_of_each_part_of_the_sample():
    parts = by_top_level(corpus_of([SAMPLE]))
    assert structural_virality(parts).round(4).to_dict() == {"1/1": 1.0, "1/3": 1.6, "1/8": 1.3333}
    assert wiener(parts).tolist() == [1, 16, 4]


def test_a_comment_becomes_an_article_with_all_that_is_known_of_it():
    noon = datetime(2024, 5, 2, 12, tzinfo=UTC)
    thread = thread_of(
        [("Ada", -1, "It runs."), ("Ben", 0, "Late."), (None, -1, "Hm.")], created=[noon, noon, None], line=[7, 9, None]
    )
    first, last = (part.article for part in by_top_level(Corpus.of(thread)))
    assert (first.text, first.author, first.date, first.blocks[0].line) == (
        "It runs.",
        "Ada",
        "2024-05-02T12:00:00+00:00",
        7,
    )
    assert (last.text, last.author, last.date, last.blocks[0].line) == ("Hm.", None, None, 0)


def test_columns_and_the_account_of_the_reading_go_along():
    corpus = Corpus.of(thread_of([("Ada", -1, "a"), ("Ben", 0, "b"), ("Cem", 0, "c")], sentiment=[0.1, 0.2, 0.3]))
    parts = by_top_level(corpus)
    assert parts.values("sentiment").tolist() == [0.2, 0.3]
    assert parts.reports == corpus.reports
    assert parts.steps[-1].name == "by_top_level"


def test_no_comments_and_no_threads_have_no_parts():
    assert len(by_top_level(from_parents([], offsets=[0, 0]))) == len(by_top_level(from_parents([], offsets=[0]))) == 0


def test_a_chain_of_a_million_replies(chain_of_a_million):
    parts = by_top_level(from_parents(chain_of_a_million))
    assert len(parts) == 1
    assert np.array_equal(parts.parents, np.arange(-1, 999_998))
