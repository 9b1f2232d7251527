from dataclasses import replace

import pytest

from benchmarks.html_pages import SECTIONS, deep, in_wordpress, page
from benchmarks.html_speed import check, in_rows, run


def test_the_benchmark_runs_and_reads_what_was_written():
    found = run(2, 1, seed=3, beside=False, deepest=(300,))
    assert found["found_equals_written"]
    assert found["levels_300_found_equals_written"]
    assert found["trafilatura_pages_per_second"] is found["ratio"] is None
    assert found["why_no_trafilatura"]
    rates = [found[name] for name in found if name.endswith("pages_per_second") and found[name] is not None]
    assert len(rates) == 5
    assert min(rates) > 0


@pytest.mark.parametrize("draw", SECTIONS)
def test_pages_are_the_same_each_time_and_hold_what_was_written(draw):
    one, again = page(5, draw), page(5, draw)
    assert one == again
    assert 35 <= len(one.comments) <= 60
    assert all(comment.author.encode() in one.data for comment in one.comments)
    assert max(comment.parent for comment in one.comments) >= 0


@pytest.mark.parametrize("wrong", [{"author": "Zoe Zell"}, {"parent": 30}, {"text": "Something else."}])
def test_a_wrong_comment_stops_the_run(wrong):
    right = page(7)
    check([right], [in_rows])
    first, *others = right.comments
    with pytest.raises(SystemExit, match="comment 0"):
        check([replace(right, comments=(replace(first, **wrong), *others))], [in_rows])
    with pytest.raises(SystemExit, match="were written"):
        check([replace(right, comments=right.comments[:-1])], [in_rows])


def test_a_deep_page_is_one_chain():
    assert in_rows(deep(4)) == [(f"Ada {n}", n - 2, f"Reply number {n}.") for n in range(1, 5)]
    assert page(0, in_wordpress).data.count(b'<li id="comment-') == len(page(0).comments)
