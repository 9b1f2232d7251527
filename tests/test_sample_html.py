"""The sample page in HTML: the tree that stands on it, field by field, and what the annotators mark in it."""

from __future__ import annotations

import csv

import pytest

from discourse import annotate, read
from discourse.readers.base import Source
from discourse.readers.html import Html
from tests.shared import ROOT

SAMPLE = ROOT / "threads" / "orchard-row"
ADDRESS = "https://riverside.example/2025/11/orchard-row/"
PINGBACK = "Three school streets to watch | Walking Notes"
TREE = [  # id, id of the parent, author, depth
    ("201", None, "Tam Quill", 1),
    ("204", "201", "Bertram Oakes", 2),
    ("206", "204", "Tam Quill", 3),
    ("205", "201", "roadrunner77", 2),
    ("207", "205", "Isolde Farrow", 3),
    ("209", None, "J. Marchetti", 1),
    ("210", "209", "Isolde Farrow", 2),
    ("212", "210", "nettlebed", 3),
    ("214", None, "Cass Wimbourne", 1),
    ("215", None, "J. Marchetti", 1),
    ("221", None, PINGBACK, 1),
]
TIMES = [
    "2025-11-18T08:12",
    "2025-11-18T09:30",
    "2025-11-18T09:41",
    "2025-11-18T09:33",
    "2025-11-18T10:02",
    "2025-11-18T12:20",
    "2025-11-18T12:48",
    "2025-11-18T18:05",
    "2025-11-19T07:55",
    "2025-11-19T08:01",
]


@pytest.fixture(scope="module")
def thread():
    return read(SAMPLE / "page.html")


def test_the_tree(thread):
    found = [(one.id, one.parent.id if one.parent else None, one.author, one.depth) for one in thread]
    assert found == TREE
    assert [thread.values("depth").tolist().count(level) for level in (1, 2, 3)] == [5, 3, 3]
    assert thread.id == "orchard-row"


def test_the_fields_of_the_comments(thread):
    stated = [moment.strftime("%Y-%m-%dT%H:%M") for one in thread if (moment := one["created"])]
    assert stated == TIMES
    assert thread.strings("url") == [f"{ADDRESS}#comment-{id_}" for id_, *_ in TREE[:-1]] + [None]
    roles = {one.id: one["role"] for one in thread if one["role"]}
    assert roles == {"207": "bypostauthor", "210": "bypostauthor", "221": "pingback"}
    assert [one.id for one in thread if one["deleted"]] == ["205"]
    assert thread[1].text == (
        "every morning a car stands on the pavement by the gate\n\n"
        "Not every morning. I have lived at number 12 for thirty years, and it is only bad in the wet.\n"
        "The closure punishes the whole street for three bad drivers."
    )
    assert thread[1].own_text.startswith("Not every morning.")
    assert {one.id: one["quotes"] for one in thread if one["quotes"]} == {"204": "0-54"}


def test_the_article_is_read_without_anything_around_it():
    (rows,) = Html(article="plain").read(Source("page.html", data=(SAMPLE / "page.html").read_bytes()))
    article = rows.articles[""]
    assert [(block.kind, block.text[:24]) for block in article.blocks] == [
        ("title", "Orchard Row closes to ca"),
        ("paragraph", "From 7 January 2026 no c"),
        ("paragraph", "Some 312 children go to "),
        ("item", "one at the bakery;"),
        ("item", "one at the school gate, "),
        ("paragraph", "The trial ends at Easter"),
    ]
    assert (article.author, article.date[:10], article.url) == ("Isolde Farrow", "2025-11-17", ADDRESS)
    assert (article.site, article.language) == ("Riverside Gazette", "en-GB")


def test_the_account(thread):
    report = thread.report
    assert (report.format, report.found, report.kept, report.stated_count) == ("html", 11, 11, 11)
    assert (report.dropped, report.leftover, report.defects) == ((), (), ())
    assert report.notes[:2] == ("markup of the comments: WordPress", "replies by the page: nested")


def test_a_comment_set_on_the_first_level_is_tied_to_the_one_it_names():
    resolved = read(SAMPLE / "page.html", resolve_replies=True)
    guessed = {one.id: (one.parent.id, one["parent_evidence"]) for one in resolved if one["parent_score"] is not None}
    assert guessed == {"214": ("204", "@Bertram Oakes")}


def test_what_is_marked(thread):
    marked = annotate(thread, annotators=["quotes", "marks"])
    assert {one.id: one["is_bot_evidence"] for one in marked if one["is_bot"]} == {"221": "pingback"}
    assert {one.id: one["duplicate_of"] for one in marked if one["duplicate_of"]} == {"215": "209"}


def test_the_hand_codes_are_those_of_the_page(thread):
    with (SAMPLE / "gold.csv").open(encoding="utf-8", newline="") as file:
        coded = [(row["id"], row["author"], int(row["depth"])) for row in csv.DictReader(file)]
    assert coded == [(one.id, one.author, one.depth) for one in thread]
