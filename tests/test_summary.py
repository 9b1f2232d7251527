import sys
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from discourse import registry, summary
from discourse.corpus import Corpus
from discourse.errors import DiscourseError, UnknownName
from discourse.metrics.base import OWN, from_parents, metric
from discourse.reading import read
from discourse.summary import cite, describe, load_metric, metrics, metrics_for
from tests.measured import SAMPLE, corpora, corpus_of
from tests.shared import shared
from tests.threads import thread_of

COLUMNS = ["thread_id", "metric", "estimate", "n", "unit", "family", "skipped", "reference"]
ASKED = """
n_comments n_top_level max_depth max_breadth wiener structural_virality cascade_virality h_index mean_children
mean_children_non_leaf level_ratio reproduction_number expected_size root_bias sackin leaf_share reply_entropy
longest_alternating_chain n_authors gini gini_small_sample normalised_entropy top_author_share reentry_share focus
n_author_pairs reciprocity reciprocity_corrected reciprocity_weighted receiver_entropy median_response_time half_life
""".split()


def rows_of(told):
    return told.set_index("metric").to_dict("index")


def test_every_metric_is_there_and_tells_what_it_is():
    assert sorted(metrics()) == sorted(ASKED)
    for name, one in metrics().items():
        assert one.name == name
        assert all((one.unit, one.formula, one.reference, one.family, one.undefined))
        assert one.__doc__
        assert "Examples" in one.__doc__


def test_metrics_stand_in_the_order_of_their_families():
    families = [one.family for one in metrics().values()]
    assert list(dict.fromkeys(families)) == ["structure", "participation", "interaction", "time"]
    assert families == sorted(families, key=list(dict.fromkeys(families)).index)


def test_a_thread_has_a_row_a_metric():
    told = describe(corpus_of([SAMPLE])[0])
    assert told.columns.tolist() == COLUMNS
    assert told["metric"].tolist() == list(metrics())
    rows = rows_of(told)
    assert rows["wiener"]["estimate"] == 142
    assert round(rows["structural_virality"]["estimate"], 4) == 2.5818
    assert round(rows["normalised_entropy"]["estimate"], 3) == 0.985
    assert rows["reciprocity"]["estimate"] == 0
    assert rows["reciprocity"]["n"] == 7
    assert rows["n_author_pairs"]["estimate"] == 7


FOUNDING_PAGE = {
    "n_comments": 10,
    "n_authors": 9,
    "n_top_level": 3,
    "max_depth": 2,
    "max_breadth": 7,
    "level_ratio": 2.3333,
    "wiener": 142,
    "structural_virality": 2.5818,
    "h_index": 2,
    "mean_children": 0.9091,
    "mean_children_non_leaf": 2.5,
    "reproduction_number": 0.7,
    "gini": 0.0889,
    "gini_small_sample": 0.1,
    "normalised_entropy": 0.9849,
    "reciprocity": 0,
    "n_author_pairs": 7,
}


def test_the_founding_page_has_the_values_worked_out_by_hand():
    thread = read(shared("threads/al-qaim-2017.txt"))
    told = describe(thread, metrics=FOUNDING_PAGE)
    assert dict(zip(told["metric"], told["estimate"].round(4), strict=True)) == FOUNDING_PAGE
    parts = describe(thread, metrics=["structural_virality"], by="top_level")
    assert parts["estimate"].round(4).tolist() == [1.0, 1.6, 1.3333]


def test_what_is_missing_has_a_reason_and_what_is_there_has_none():
    told = describe(corpus_of([SAMPLE]))
    assert (told["estimate"].isna() == told["skipped"].notna()).all()
    assert rows_of(told)["median_response_time"]["skipped"] == "needs created: no comment has it"


def test_a_thread_without_comments_has_nothing_but_its_size():
    told = describe(thread_of([]))
    size, rest = told[told["metric"] == "n_comments"], told[told["metric"] != "n_comments"]
    assert size["estimate"].tolist() == [0]
    assert rest["estimate"].isna().all()
    assert set(rest["skipped"]) == {"no comments"}
    assert (told["n"] == 0).all()


def test_a_corpus_without_threads_has_no_rows():
    told = describe(from_parents([], offsets=[0]))
    assert told.columns.tolist() == COLUMNS
    assert told.empty


@given(corpora(max_threads=3))
def test_a_thread_alone_is_measured_as_in_its_corpus(listed):
    corpus = corpus_of(listed)
    parts = [Corpus.of(thread) for thread in corpus]
    for name, one in metrics().items():
        together, alone = one.measure(corpus), [one.measure(part) for part in parts]
        assert together.values.tobytes() == b"".join(found.values.tobytes() for found in alone), name
        assert together.n.tolist() == [found.n.item() for found in alone], name
        assert together.skipped.tolist() == [found.skipped.item() for found in alone], name


def test_the_frame_of_a_corpus_is_the_frames_of_its_threads_one_below_the_other():
    corpus = corpus_of([SAMPLE, [], [(-1, None)]])
    expected = pd.concat([describe(thread) for thread in corpus], ignore_index=True)
    pd.testing.assert_frame_equal(describe(corpus), expected)


def test_the_metrics_wanted_come_in_the_order_wanted():
    told = describe(corpus_of([SAMPLE, []]), metrics=["sackin", "gini"])
    assert told[["thread_id", "metric"]].values.tolist() == [
        ["1", "sackin"],
        ["1", "gini"],
        ["2", "sackin"],
        ["2", "gini"],
    ]


def test_sub_threads_are_told_like_threads():
    told = describe(corpus_of([SAMPLE]), metrics=["structural_virality"], by="top_level")
    assert told["thread_id"].tolist() == ["1/1", "1/3", "1/8"]
    assert told["estimate"].round(4).tolist() == [1.0, 1.6, 1.3333]


def test_annotations_are_summed_up_where_there_are_any():
    thread = thread_of([("Ada", -1, "a"), ("Ben", 0, "b")], stance_bridge=["favor", None], topic_tolls=[1.0, 0.0])
    rows = rows_of(describe(thread))
    assert rows["stance_bridge_favor"]["estimate"] == 1
    assert rows["stance_bridge_favor"]["n"] == 1
    assert rows["stance_bridge_open"]["estimate"] == 1
    assert rows["topic_tolls_share"]["estimate"] == 0.5
    assert rows["topic_tolls_share"]["family"] == "annotation"
    assert describe(thread, metrics=["stance_bridge_open"])["estimate"].tolist() == [1]


def test_the_nearest_metric_is_named():
    with pytest.raises(UnknownName, match=r"'giny' \(did you mean 'gini'\?\)"):
        load_metric("giny")
    with pytest.raises(UnknownName, match="did you mean 'wiener'"):
        describe(corpus_of([SAMPLE]), metrics=["weiner"])
    with pytest.raises(UnknownName, match="top_level"):
        describe(corpus_of([SAMPLE]), by="author")


def test_a_metric_can_be_cited():
    assert "doi:10.1287/mnsc.2015.2158" in cite("structural_virality")
    assert "2 W / (n (n - 1))" in cite("structural_virality")
    with pytest.raises(UnknownName):
        cite("virality")


@pytest.fixture
def plugin(monkeypatch):
    """A stranger's module of metrics behind an entry point, to be filled by the test."""
    module = ModuleType("strangers_metrics")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    known, load = registry.names, registry.load
    monkeypatch.setattr(summary, "names", lambda group: sorted([*known(group), "stranger"]))
    monkeypatch.setattr(summary, "load", lambda group, name: module if name == "stranger" else load(group, name))
    return module


def declared(name):
    @metric(name, reference=OWN, unit="comments", formula="2 N", family="stranger")
    def double(corpus):
        return 2.0 * np.diff(corpus.offsets)

    return double


def test_a_strangers_metrics_follow_ours(plugin):
    plugin.twice = declared("twice")
    plugin.h_index = load_metric("h_index")  # what a module merely uses is not another metric of the same name
    plugin.metrics_of = lambda corpus: [declared(f"twice_{name}") for name in corpus.topic_names]
    assert list(metrics())[-1] == "twice"
    corpus = Corpus.of(thread_of([("Ada", -1, "a")], topic_tolls=[1.0]))
    assert list(metrics_for(corpus))[-2:] == ["twice", "twice_tolls"]
    assert describe(corpus).iloc[-1][["metric", "estimate", "family"]].tolist() == ["twice_tolls", 2.0, "stranger"]


def test_two_metrics_of_one_name_are_refused(plugin):
    plugin.gini = declared("gini")
    with pytest.raises(DiscourseError, match=r"discourse.metrics.participation and strangers_metrics: .*'gini'"):
        metrics()
