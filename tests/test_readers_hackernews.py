"""Hacker News: what its two interfaces answer becomes the same thread."""

from __future__ import annotations

import json

import pytest

from discourse.readers.base import Source
from discourse.readers.hackernews import HackerNews
from discourse.reading import read, read_corpus
from discourse.sources import choose_reader
from tests.shared import shared

NESTED = {
    "id": 1,
    "type": "story",
    "author": "mara",
    "title": "The ferry is back",
    "url": "https://ferry.example/news",
    "points": 40,
    "created_at_i": 1_500_000_000,
    "children": [
        {
            "id": 2,
            "type": "comment",
            "author": "odd",
            "text": "<p>At last.<p><i>Late</i>, but &quot;here&quot;.",
            "created_at": "2017-07-14T03:40:00.000Z",
            "children": [
                {
                    "id": 4,
                    "type": "comment",
                    "author": "pia",
                    "text": "It is.",
                    "created_at_i": 1_500_000_100,
                    "children": [],
                }
            ],
        },
        {"id": 3, "type": "comment", "author": None, "text": None, "created_at_i": 1_499_999_000, "children": []},
    ],
}
FLAT = [
    {"id": 4, "type": "comment", "by": "pia", "text": "It is.", "parent": 2, "time": 1_500_000_100},
    {"id": 3, "type": "comment", "deleted": True, "parent": 1, "time": 1_499_999_000},
    {"id": 2, "type": "comment", "by": "odd", "text": "At last.", "parent": 1, "kids": [4], "time": 1_500_003_600},
    {"id": 1, "type": "story", "by": "mara", "title": "The ferry is back", "kids": [2, 3, 9], "time": 1_500_000_000},
]


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


def lines_of(values: list[dict]) -> bytes:
    return b"".join(text_of(value) + b"\n" for value in values)


@pytest.mark.parametrize("content", [text_of(NESTED), text_of(FLAT), lines_of(FLAT)], ids=["nested", "flat", "lines"])
def test_both_forms_give_the_tree_of_the_page(content):
    thread = read(content)
    assert thread.report.format == "hackernews"
    assert [(one.id, one.author, one.depth, one["deleted"]) for one in thread] == [
        ("2", "odd", 1, False),
        ("4", "pia", 2, False),
        ("3", None, 1, True),
    ]
    assert thread.article.title == "The ferry is back"
    assert thread.article.author == "mara"
    assert thread.report.counts() == {}


def test_markup_becomes_text_and_times_are_utc():
    thread = read(text_of(NESTED))
    assert thread[0].text == 'At last.\n\nLate, but "here".'
    assert thread[0]["created"].isoformat() == "2017-07-14T03:40:00+00:00"
    assert thread.article.date == "2017-07-14T02:40:00Z"


def test_replies_that_are_named_and_not_there_are_counted():
    assert "1 comments are named as replies and are not in the file" in read(text_of(FLAT)).report.notes


def test_a_comment_without_its_story_names_the_thread_by_it():
    thread = read(lines_of(FLAT[:3]))
    assert thread.id == "1"
    assert [one.depth for one in thread] == [1, 1, 2]


def test_hits_of_the_search_go_to_their_stories():
    hits = [
        {"objectID": "12", "story_id": 10, "story_title": "A", "parent_id": 10, "author": "x", "comment_text": "Yes."},
        {"objectID": "22", "story_id": 20, "story_title": "B", "parent_id": 21, "author": "y", "comment_text": "No."},
    ]
    corpus = read_corpus(text_of({"hits": hits, "nbHits": 2}))
    assert corpus.ids == ("10", "20")
    assert [article.title for article in corpus.articles] == ["A", "B"]
    assert corpus.reports[0].counts() == {"missing parent": 1}


def test_two_items_that_answer_each_other_are_both_kept():
    ring = [
        {"id": 5, "type": "comment", "by": "a", "text": "One", "parent": 6, "time": 1, "kids": [6]},
        {"id": 6, "type": "comment", "by": "b", "text": "Two", "parent": 5, "time": 2, "kids": [5]},
    ]
    corpus = read_corpus(text_of(ring))
    assert corpus.n_comments == 2
    assert corpus.reports[0].counts() == {"cycle": 1}


def test_broken_lines_are_named():
    thread = read(lines_of(FLAT) + b'{"id": 7, "type": "comm\n')
    assert [where for where, _ in thread.report.dropped] == ["line 5"]


@pytest.mark.parametrize(
    "other",
    [
        b'{"kind": "Listing", "data": {}}',
        b'{"type": ["h-entry"], "id": 1}',
        b'[{"id": 1, "text": "x"}]',
        b'{"hits": []}',
    ],
)
def test_other_json_is_left_to_others(other):
    assert HackerNews().sniff(other, "x.json") == 0


def test_a_real_answer():
    path = shared("data/platforms/a2web/tests/fixtures/hn_item.json")
    reader, _ = choose_reader(Source(str(path), path=path), None)
    assert reader.name == "hackernews"
    thread = read(path)
    assert [one.depth for one in thread] == [1, 2, 1]
