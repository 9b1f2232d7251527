"""The benchmark on real pages: what it counts, on a page of our own, and its floors where the pages are here."""

import json
from pathlib import Path

import pytest

from benchmarks.comment_pages import (
    agreement,
    alike,
    by_page,
    by_page_without_table,
    ours,
    pages,
    reachable,
    run,
    scores,
)
from tests.shared import shared

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["comment_pages"]
SAID = "They should have done this years ago."
PAGE = f"""<!DOCTYPE html><html lang=en><title>Toll ends</title><h1>Toll ends</h1><article><p>The council voted to end
the toll on the old bridge.</p></article><p>Cookies are used.</p><ol class=comment-list><li id=comment-5
class='comment depth-1'><cite class=fn>Ada Birch</cite><div class=comment-content><p>{SAID}</p></div><ol class=children>
<li id=comment-6 class='comment depth-2'><cite class=fn>Bo Dunn</cite><div class=comment-content><p>Yes, indeed.</p>
</div></li></ol></li></ol><script>var x = "Only a script says so.";</script>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "toll.html").write_text(PAGE, encoding="utf-8")
    gold = {
        "file": "toll.html",
        "with": ["The council  voted"],
        "without": ["Cookies are used."],
        "comments": [SAID, "Only a script says so."],
        "title": "Toll ends",
        "author": "",
    }
    (tmp_path / "gold.json").write_text(json.dumps({"https://gazette.example/toll": gold}), encoding="utf-8")
    return tmp_path


def test_what_is_counted(folder):
    found = run(folder)
    assert (found["n_pages"], found["n_reachable"], found["found_reachable"]) == (1, 1, 1.0)
    assert (found["article_leaks"], found["comments_in_article"], found["article_found"]) == (0.0, 0, 1.0)
    assert (found["wordpress_depth_right"], found["n_wordpress"]) == (1.0, 2)
    assert (found["title_agrees"], found["author_agrees"], found["without_in_article"]) == (1.0, None, 0.0)
    assert "trafilatura_found_reachable" in found


def test_reading_without_the_table_of_markups(folder):
    found = run(folder)
    assert found["generic_found_reachable"] == found["generic_texts_agree"] == found["generic_authors_agree"] == 1.0
    assert found["generic_parents_agree"] == 1.0
    assert agreement(PAGE.encode()) == {"n": 2, "texts": 2, "authors": 2, "parents": 2}
    assert agreement(b"<p>No comment.") is None


def test_pages_that_are_read_worse_without_the_table(folder):
    hidden = PAGE.replace("class=fn", "class=fn hidden").replace("<li", "<b").replace("</li", "</b")
    path = folder / "html" / "toll.html"
    assert list(by_page_without_table([path])) == []
    path.write_text(hidden.replace("<b", "<li", 1), encoding="utf-8")
    assert [one["page"] for one in by_page_without_table([path])] == ["toll.html"]


def test_a_wrong_reading_is_seen(folder):
    (page,) = pages(folder)
    found = ours(page, "plain")
    swapped = type(found)(found.article, found.comments)
    told = scores([page], reachable([page]), [swapped])
    assert (told["found_reachable"], told["article_leaks"], told["comments_in_article"]) == (0.0, 1.0, 1)


def test_faults_by_page(folder):
    assert list(by_page(folder)) == [{"page": "https://gazette.example/toll"}]


def test_names_that_are_one():
    assert alike("Ada Birch", "ada birch, Bo Dunn")
    assert not alike("Ada Birch", "")


def test_real_pages_hold_the_floors():
    found = run(shared("data/comment_pages"))
    assert found["found_reachable"] >= FLOORS["found_reachable"]
    assert found["article_leaks"] <= FLOORS["article_leaks"]
    assert found["comments_in_article"] <= FLOORS["comments_in_article"]
    assert found["wordpress_depth_right"] >= FLOORS["wordpress_depth_right"]
    for name in ("generic_found_reachable", "generic_authors_agree", "generic_parents_agree"):
        assert found[name] >= FLOORS[name]
