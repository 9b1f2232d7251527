"""Sentiment: exactly the package's judgement on ordinary texts, the codebook's words, evidence, hostile lengths."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from discourse.annotators.base import Annotator
from discourse.annotators.sentiment import MOST_WORDS, Sentiment, judge, label, pieces
from discourse.codebook import parse_codebook
from discourse.corpus import Corpus
from discourse.errors import CodebookError
from tests.limits import ends
from tests.threads import thread_of

VADER = SentimentIntensityAnalyzer()
OURS = Sentiment().analyzer()
WORDS = (
    "ferry bridge good GOOD bad awful love hate not never no least but kind of sort very extremely barely without doubt"
    " don't isn't the to die for kiss of death bus stop yeah right :) :( :D lol 😀 😭 ❤ ! !!! ? ??? . , at so this"
).split()


def annotated(*texts, annotator=None, **columns):
    """The columns for comments of these texts."""
    thread = thread_of([("ann", -1, text) for text in texts], **columns)
    return Corpus.of(thread).assign((annotator or Sentiment()).annotate(Corpus.of(thread)))


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_ordinary_texts_get_exactly_the_score_of_the_package(text):
    assert judge(OURS, text).compound == VADER.polarity_scores(text)["compound"]


@given(st.text(max_size=200))
def test_any_short_text_gets_exactly_the_score_of_the_package(text):
    assert judge(OURS, text).compound == VADER.polarity_scores(text)["compound"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join))
def test_evidence_is_a_span_of_the_text_and_there_when_there_is_a_side(text):
    judged = judge(OURS, text)
    assert (judged.evidence is None) or text[slice(*judged.evidence)].strip()
    if judged.compound == 0:
        assert judged.evidence is None


def test_evidence_is_missing_only_where_nothing_carried_the_score():
    assert judge(OURS, "The ferry leaves at nine.").evidence is None


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("The ferry is slow, and the crew is wonderful.", "wonderful"),
        ("A terrible, horrible day at the quay", "terrible, horrible"),
        ("The new ferry is not good at all", "not good"),
        ("I don't really like it", "don't really like"),
        ("Late again 😭 as ever", "😭"),
        ("Grey (lovely!) and wet", "lovely"),
    ],
)
def test_evidence_is_the_strongest_word_of_its_side_with_its_neighbours_and_its_negation(text, evidence):
    assert text[slice(*judge(OURS, text).evidence)] == evidence


def test_neutral_words_lose_their_valence_in_any_case():
    text = "They KILLED the lights and attacked the snow."
    plain, told = judge(OURS, text).compound, judge(Sentiment(neutral=("killed", "Attacked")).analyzer(), text).compound
    assert plain < -0.5
    assert told == 0


def test_added_words_get_a_valence():
    assert judge(Sentiment(added={"Seaworthy": 2.0}).analyzer(), "A seaworthy boat").compound > 0.4


def test_two_analyzers_share_no_lexicon():
    changed = Sentiment(neutral=("good",), added={"ferry": -3.0}).analyzer()
    assert "good" not in changed.lexicon
    assert judge(Sentiment().analyzer(), "good ferry").compound == VADER.polarity_scores("good ferry")["compound"]


def test_the_codebook_gives_the_words():
    book = parse_codebook('[sentiment]\nneutral = ["crash"]\nadded = { "seaworthy" = 2.0 }')
    made = Sentiment.from_codebook(book)
    assert (made.neutral, made.added) == (("crash",), {"seaworthy": 2.0})
    assert isinstance(made, Annotator)


@pytest.mark.parametrize("wrong", [{"neutral": ("ice cold",)}, {"added": {"very seaworthy": 1.0}}])
def test_a_phrase_cannot_have_a_valence(wrong):
    with pytest.raises(CodebookError, match="one by one"):
        Sentiment(**wrong)


def test_labels_have_sides_from_a_twentieth_on():
    assert [label(score) for score in (-1, -0.05, -0.0499, 0, 0.0499, 0.05, 1)] == [
        "negative", "negative", "neutral", "neutral", "neutral", "positive", "positive",
    ]  # fmt: skip


def test_columns_are_missing_where_there_is_no_text():
    corpus = annotated("Lovely.", "  \n", "Lovely.", deleted=[False, False, True])
    assert corpus.strings("sentiment_label") == ["positive", None, None]
    assert corpus.strings("sentiment_evidence") == ["Lovely", None, None]
    assert [value == value for value in corpus.values("sentiment")] == [True, False, False]


def test_no_comments_give_empty_columns():
    assert len(annotated().values("sentiment")) == 0


def test_a_long_text_has_the_mean_of_its_pieces():
    sentences = ["What a wonderful day.", "What an awful day.", "The quay is long."] * (MOST_WORDS // 8)
    text = " ".join(sentences[: 3 * 50])
    short = [VADER.polarity_scores(sentence)["compound"] for sentence in sentences[:3]]
    long = text + " word" * (MOST_WORDS + 1 - len(text.split()))
    spans = pieces(long)
    expected = round(sum(VADER.polarity_scores(long[a:b])["compound"] for a, b in spans) / len(spans), 4)
    judged = judge(OURS, long)
    assert len(long.split()) == MOST_WORDS + 1
    assert judged.compound == expected
    assert long[slice(*judged.evidence)] in ("wonderful", "awful")
    assert [long[a:b] for a, b in spans[:3]] == sentences[:3]
    assert min(short) < expected < max(short)


@given(st.text(alphabet='ab .!?\n😀)"é', max_size=400))
def test_pieces_hold_every_word_once_and_in_order(text):
    spans = pieces(text, {"😀"})
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize(
    "unit", ["😂", "😂 ", "good ", "t c good ", "x", "a. ", "!", "good!!", "a a a :) ", "é ", "'", ") ", "n't ", "\n"]
)
def test_a_megabyte_of_anything_is_judged(unit):
    text = unit * (1_000_000 // len(unit.encode()))
    with ends():
        score = judge(OURS, text).compound
    assert -1 <= score <= 1


def test_up_to_the_limit_the_package_judges_the_whole_text():
    text = ("a fine ferry, but a dull quay " * 400).rsplit(" ", 1)[0]
    text = " ".join(text.split()[:MOST_WORDS])
    assert judge(OURS, text).compound == VADER.polarity_scores(text)["compound"]
