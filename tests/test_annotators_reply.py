"""Stance of a reply towards its parent: the cues one by one, what is left open, and two threads."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.annotators.reply import PLAIN, ReplyStance, reply_cues
from discourse.codebook import parse_codebook
from discourse.corpus import Corpus
from discourse.reading import read
from tests.limits import ends
from tests.shared import ROOT
from tests.threads import thread_of

STANCE = ReplyStance()
PARENT = "The ferry should sail every hour."

SUPPORT = [
    "Exactly. Twice an hour in summer.",
    "@nora Agreed!",
    "Well said",
    "+1",
    "Good point, and the fare is fine too.",
    "I completely agree with you, Nora.",
    "You're right, it used to.",
    "So true.",
    "> The ferry should sail every hour.\nAbsolutely.",
    "'The ferry should sail every hour.' Couldn't agree more.",
]
DENY = [
    "Nope, nobody rides it.",
    "Nonsense.",
    "That is simply not true.",
    "Sorry, but I disagree.",
    "You are completely wrong about the timetable.",
    "Are you kidding?",
    "Get real, the harbour is frozen half of the year.",
    "Your logic fails me, regardless of the timetable.",
]
QUERY = ["Source?", "Do you have any proof of that?", "Why every hour?", "@nora How do you know?"]
COMMENT = [
    "The harbour was dredged in spring.",
    "My uncle sailed on the old one.",
    "I did not agree to this and neither did she when we met at the pier",
]


@pytest.mark.parametrize(
    ("label", "text"),
    [(label, text) for label, texts in (("support", SUPPORT), ("deny", DENY), ("query", QUERY)) for text in texts],
)
def test_cues_are_read_with_their_evidence(label, text):
    given_label, score, evidence = STANCE.read(text, PARENT)
    assert given_label == label
    assert 0.5 <= score <= 1
    assert evidence
    assert evidence in text


@pytest.mark.parametrize("text", COMMENT)
def test_a_reply_without_cue_is_a_comment_with_a_modest_score(text):
    label, score, evidence = STANCE.read(text, PARENT)
    assert label == "comment"
    assert 0 < score <= PLAIN
    assert evidence is None


@pytest.mark.parametrize(
    "text", ["", "   ", "!!!", "😂😂", "123", "…", "https://example.org/x", '"The ferry should sail every hour."']
)
def test_a_reply_without_own_words_is_left_open(text):
    assert STANCE.read(text, PARENT) == (None, None, None)


def test_cues_of_two_kinds_are_left_open():
    assert STANCE.read("You're right. But that is wrong.", PARENT) == (None, None, None)


def test_yes_and_no_may_answer_the_parents_question():
    assert STANCE.read("No, it opens again in May.", "The pier is open.")[0] == "deny"
    assert STANCE.read("No, it opens again in May.", "Is the pier open?")[0] == "comment"
    assert STANCE.read("Yes, since noon.", "The pier is open.")[0] == "support"
    assert STANCE.read("Yes, since noon.", "Is the pier open?")[0] == "comment"


def test_what_the_reply_quotes_does_not_count():
    assert STANCE.read('"That is simply not true, you are wrong." My uncle wrote so.', PARENT)[0] == "comment"
    assert STANCE.read("> Nonsense.\nMy uncle wrote so.", PARENT)[0] == "comment"


def test_negated_agreement_is_none():
    assert STANCE.read("I don't agree with you.", PARENT)[0] == "deny"
    assert not [cue for cue in reply_cues("It is not that you're right.") if cue.label == "support"]


def test_replies_to_the_article_are_missing():
    corpus = Corpus.of(
        thread_of([("a", -1, "Exactly!"), ("b", 0, "Exactly!"), ("c", 1, ""), ("d", 1, "The tide turns.")])
    )
    done = corpus.assign(STANCE.annotate(corpus))
    assert done.strings("reply_stance") == [None, "support", None, "comment"]
    assert done.strings("reply_stance_evidence") == [None, "Exactly", None, None]
    assert done.values("reply_stance_score").tolist()[1:2] == [0.8]


def test_every_codebook_has_one():
    book = parse_codebook("")
    assert ReplyStance.from_codebook(book) == ReplyStance()


def test_threshold_and_margin_open_and_close():
    assert ReplyStance(threshold=0.9).read("Agreed!", PARENT)[0] == "comment"
    assert ReplyStance(margin=0.01).read("You're right. But that is wrong.", PARENT)[0] == "support"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"?!.,'\"“”>\n@:", "yes", "no", "you", "wrong", "I agree", "source", "RT", "http://a.b"]),
        max_size=40,
    ).map(" ".join),
    st.text(max_size=40),
)
def test_any_reply_gives_cues_inside_it(text, parent):
    for cue in reply_cues(text, parent):
        assert 0 <= cue.start < cue.end <= len(text)
        assert 0 < cue.weight < 1
    label, score, evidence = STANCE.read(text, parent)
    assert (label is None) == (score is None)
    assert evidence is None or evidence in text
    assert (label, score, evidence) == STANCE.read(text, parent)


@pytest.mark.parametrize(
    "text", ["you " * 250_000, "?" * 1_000_000, "Is " * 330_000, "A: " * 330_000, "'a " * 330_000, "😂" * 1_000_000]
)
def test_a_megabyte_is_read_to_its_end(text):
    with ends():
        STANCE.read(text, text)


def test_a_removed_reply_is_not_judged():
    rows = [("Ann", -1, "It sails."), ("Bob", 0, "No, that is false."), ("Cy", 0, "No, that is false.")]
    labels = STANCE.annotate(Corpus.of(thread_of(rows, deleted=[False, True, False])))["reply_stance"]
    assert labels == [None, None, "deny"]


def test_the_sample_thread_has_no_reply_reversed():
    thread = read(ROOT / "threads" / "al-qaim" / "page.txt")
    labels = STANCE.annotate(Corpus.of(thread))["reply_stance"]
    with (ROOT / "threads" / "al-qaim" / "gold.csv").open(encoding="utf-8", newline="") as file:
        gold = [row["reply_stance"] or None for row in csv.DictReader(file)]
    assert [label is None for label in labels] == [comment.parent is None for comment in thread]
    plain = [(label, coded) for label, coded in zip(labels, gold, strict=True) if label not in (None, "comment")]
    assert plain
    assert all(label == coded for label, coded in plain)
