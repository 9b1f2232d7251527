"""Topics: the codebook's terms, what replies inherit, evidence, and the two pages on al-Qa'im."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.annotators.base import Annotator
from discourse.annotators.topic import Topics
from discourse.codebook import Codebook, parse_codebook, read_codebook
from discourse.columns import IS_ABOUT
from discourse.corpus import Corpus
from discourse.errors import DiscourseError
from discourse.reading import read
from tests.forests import forests
from tests.shared import ROOT, shared
from tests.threads import thread_of

BOOK = parse_codebook("""
[topics.ferry]
terms = ["ferry", "sail*", "night ferry"]
[topics.tolls]
terms = ["toll", "night ferry toll"]
[topics.us]
terms = ["US"]
""")
SAMPLE = ROOT / "threads" / "al-qaim"


def topics(rows, book=BOOK, inherit=0.6, **columns):
    """The annotated corpus of the rows (parent, text)."""
    corpus = Corpus.of(thread_of([("ann", parent, text) for parent, text in rows], **columns))
    return corpus.assign(Topics(book, inherit).annotate(corpus))


def about(corpus):
    """Names of the topics of each comment."""
    return [comment.topics for comment in corpus[0]]


def test_a_comment_is_about_what_it_names_several_or_nothing():
    corpus = topics([(-1, "The ferry needs no toll."), (-1, "Nice weather."), (-1, "tell us, do the US sail?")])
    assert about(corpus) == [["ferry", "tolls"], [], ["ferry", "us"]]
    assert corpus.strings("topic_ferry_evidence") == ["ferry", None, "sail"]


def test_a_term_inside_another_topics_term_counts_for_both():
    assert about(topics([(-1, "A night ferry toll!")])) == [["ferry", "tolls"]]


def test_a_reply_that_names_no_topic_is_about_its_parents():
    corpus = topics([(-1, "The ferry is late."), (0, "Wait an hour, it comes.")])
    assert about(corpus) == [["ferry"], ["ferry"]]
    assert corpus.values("topic_ferry").tolist() == [1.0, 0.6]
    assert corpus.strings("topic_ferry_evidence") == ["ferry", "parent: ferry"]


def test_a_reply_that_names_a_topic_inherits_nothing():
    corpus = topics([(-1, "The ferry is late."), (0, "The toll is too high.")])
    assert about(corpus) == [["ferry"], ["tolls"]]
    assert corpus.strings("topic_ferry_evidence") == ["ferry", None]


def test_inheritance_fades_with_every_level_and_never_reaches_another_tree():
    corpus = topics([(-1, "The ferry is late."), (0, "Wait."), (1, "Thanks."), (-1, "Hello.")])
    np.testing.assert_allclose(corpus.values("topic_ferry"), [1, 0.6, 0.36, 0])
    assert about(corpus) == [["ferry"], ["ferry"], [], []]


def test_inherit_nothing_switches_the_tree_off():
    corpus = topics([(-1, "The ferry is late."), (0, "Wait.")], inherit=0)
    assert about(corpus) == [["ferry"], []]
    assert corpus.strings("topic_ferry_evidence") == ["ferry", None]


def test_a_removed_comment_has_no_topic_but_its_replies_inherit_through_it():
    rows = [(-1, "The ferry is late."), (0, "the toll"), (1, "Wait."), (-1, " ")]
    corpus = topics(rows, deleted=[False, True, False, False], inherit=0.9)
    values = corpus.values("topic_ferry")
    assert np.isnan(values[[1, 3]]).all()
    assert values[2] == pytest.approx(0.81)
    assert corpus.strings("topic_ferry_evidence") == ["ferry", None, "parent: ferry", None]
    assert corpus.strings("topic_tolls_evidence") == [None] * 4


@given(forests(), st.randoms(use_true_random=False), st.sampled_from([0.0, 0.3, 0.6, 0.9]))
def test_scores_equal_walking_up_to_the_nearest_comment_that_names_a_topic(parent, random, inherit):
    texts = [random.choice(["The ferry!", "A toll.", "Hm."]) for _ in range(parent.size)]
    corpus = topics(list(zip(parent.tolist(), texts, strict=True)), inherit=inherit)
    for row in range(parent.size):
        steps, at = 0, row
        while at >= 0 and texts[at] == "Hm.":
            at, steps = int(parent[at]), steps + 1
        expected = inherit**steps if at >= 0 and texts[at] == "The ferry!" else 0.0
        assert corpus.values("topic_ferry")[row] == pytest.approx(expected)


@given(forests(), st.randoms(use_true_random=False))
def test_evidence_stands_in_the_comment_or_above_it(parent, random):
    texts = [random.choice(["The ferry!", "We sail.", "A toll.", "Hm."]) for _ in range(parent.size)]
    corpus = topics(list(zip(parent.tolist(), texts, strict=True)), inherit=0.9)
    for row, evidence in enumerate(corpus.strings("topic_ferry_evidence")):
        above = []
        at = int(parent[row])
        while at >= 0:
            above.append(texts[at])
            at = int(parent[at])
        if evidence is None:
            assert corpus.values("topic_ferry")[row] == 0
        elif evidence.startswith("parent: "):
            assert any(evidence.removeprefix("parent: ") in text for text in above)
        else:
            assert evidence in texts[row]


def test_threads_of_one_corpus_do_not_mix():
    one, two = thread_of([("a", -1, "The ferry.")]), thread_of([("b", -1, "Hm."), ("c", 0, "Hm.")], id="two")
    corpus = Corpus.of([one, two])
    assert Topics(BOOK).annotate(corpus)["topic_ferry"].tolist() == [1, 0, 0]


def test_a_chain_of_replies_is_no_matter_how_deep():
    n = 20_000
    corpus = topics([(-1, "The ferry.")] + [(row, "Hm.") for row in range(n)])
    assert corpus.values("topic_ferry")[-1] == pytest.approx(0, abs=1e-300)


def test_the_codebook_decides_whether_there_is_anything_to_do():
    assert Topics.from_codebook(Codebook()) is None
    made = Topics.from_codebook(BOOK)
    assert made == Topics(BOOK)
    assert isinstance(made, Annotator)


@pytest.mark.parametrize("weight", [-0.1, 1.0, 2.0])
def test_a_weight_that_does_not_fade_is_refused(weight):
    with pytest.raises(DiscourseError, match="inherit"):
        Topics(BOOK, weight)


def test_no_comments_give_empty_columns():
    assert len(topics([]).values("topic_ferry")) == 0


ARMY, PMU, US, SITE = "army_rebuilding", "pmu_role", "us_involvement", "site_outages"
EXPECTED = [[], [US], [ARMY], [ARMY, US], [ARMY, PMU, US], [ARMY, PMU, US], [ARMY], [SITE], [SITE], [SITE]]


@pytest.mark.parametrize("page", ["page.txt", "threads/al-qaim-2017.txt"])
def test_every_comment_on_al_qaim_has_the_topics_that_a_reader_gives_it(page):
    path = SAMPLE / page if (SAMPLE / page).exists() else shared(page)
    corpus = Corpus.of(read(path))
    corpus = corpus.assign(Topics(read_codebook(SAMPLE / "codebook.toml")).annotate(corpus))
    assert about(corpus) == EXPECTED


def test_without_the_tree_the_reply_on_waiting_has_no_topic():
    corpus = Corpus.of(read(SAMPLE / "page.txt"))
    scores = Topics(read_codebook(SAMPLE / "codebook.toml"), inherit=0).annotate(corpus)
    assert scores["topic_site_outages"][8] == 0
    assert (scores["topic_site_outages"][[7, 9]] >= IS_ABOUT).all()
