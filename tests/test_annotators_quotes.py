"""Quotations in comments: what is marked, what is not, and that nobody judges them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.annotators.quotes import Quotes
from discourse.annotators.reply import ReplyStance
from discourse.annotators.sentiment import Sentiment
from discourse.article import Article, Block
from discourse.assemble import assemble
from discourse.corpus import Corpus
from discourse.errors import InvalidParameter
from discourse.pipeline import Pipeline, annotate
from discourse.quotes import own_words, parse_spans
from discourse.rows import Rows
from tests.limits import ends
from tests.threads import thread_of

PARENT = "The council promised us a bridge in spring, and in autumn nobody can say where the money went."


def quoted(thread):
    """What is marked in each comment."""
    cells = Quotes().annotate(Corpus.of(thread))["quotes"]
    return [
        [text[start:end] for start, end in parse_spans(cell, len(text))]
        for text, cell in zip(thread.texts, cells, strict=True)
    ]


def reply(text, parent=PARENT, author="Ben"):
    """What is marked in one reply."""
    return quoted(thread_of([("Ann", -1, parent), (author, 0, text)]))[1]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("> Where is the money?\n> Gone.\n\nI know where.", ["> Where is the money?\n> Gone."]),
        (">>So it was\nsaid.", [">>So it was"]),
        (">>48151\nNo.", []),
        (">:( not again", []),
        (">50 people came", []),
        ("&gt; quoted\nmine", ["&gt; quoted"]),
    ],
)
def test_lines_that_begin_as_quotations_do(text, marked):
    assert reply(text, "Something else.") == marked


def test_a_passage_copied_from_the_parent_is_marked_whatever_its_case_and_spaces():
    copied = "THE COUNCIL promised us   a bridge in spring, and in autumn nobody can say"
    assert reply(f"{copied}? Ask the mayor.") == [copied + "?"]
    assert reply(f"“{copied}.” Ask the mayor.") == [f"“{copied}.”"]


def test_a_passage_copied_from_any_earlier_comment_is_marked():
    thread = thread_of([("Ann", -1, PARENT), ("Cy", -1, "Hm."), ("Ben", 1, f"Who said that? {PARENT} Not me.")])
    assert quoted(thread)[2] == [PARENT]


def test_short_words_in_quotation_marks_are_marked_when_they_are_the_parents():
    assert reply("You say 'nobody can say where' but I can.") == ["'nobody can say where'"]
    assert reply("You say 'nobody can know where' but I can.") == []
    assert reply("A “bridge in spring” is what I want.") == []


@pytest.mark.parametrize(
    "header", ["Ann wrote:", "Ann schrieb:", "Zitat von Ann:", "Originally posted by Ann", "On 3 May, ann wrote:"]
)
def test_a_header_belongs_to_the_quotation_that_it_introduces(header):
    assert reply(f"{header}\nnobody can say where the money went.\n\nI can.") == [
        f"{header}\nnobody can say where the money went."
    ]
    assert reply(f"{header}\n> any words at all\nI can.") == [f"{header}\n> any words at all"]


@pytest.mark.parametrize(
    "text", ["Ann wrote:\nthings that she never wrote at all.", "Zoe wrote: nobody can say where the"]
)
def test_a_header_before_other_words_is_no_quotation(text):
    assert reply(text) == []


def test_the_articles_words_are_marked_in_quotation_marks_or_as_a_paragraph():
    said = "On May 2 the ferry sailed again after forty days in the yard of the company."
    article = Article((Block("title", "The ferry is back", 1), Block("paragraph", said, 3)))
    rows = [
        ("Ann", -1, f"{said}\n\nAbout time."),
        ("Ben", -1, f'They say "{said[:60]}" and I laugh.'),
        ("Cy", -1, f"I heard that {said[:40]} and went there with my whole family to see it all myself."),
    ]
    first, second, third = quoted(thread_of(rows, article))
    assert (first, second, third) == ([said], [f'"{said[:60]}"'], [])


def test_a_comment_that_equals_an_earlier_one_quotes_nothing():
    assert reply(PARENT.upper()) == []


def test_what_people_repeat_of_themselves_is_their_own():
    assert reply(f"Again: {PARENT}", author="Ann") == []


def test_where_all_have_times_these_say_what_was_first():
    rows = [("Ben", -1, f"{PARENT} Says who?"), ("Ann", -1, PARENT)]
    times = ["2020-05-02T10:00+00:00", "2020-05-01T10:00+00:00"]
    import pandas as pd

    thread = thread_of(rows, created=list(pd.to_datetime(times)))
    assert quoted(thread) == [[PARENT], []]
    assert quoted(thread_of(rows)) == [[], [PARENT]]


def test_what_the_reader_knows_stays():
    columns = {"text": ["So it is said elsewhere. No.", "> Well\nno"], "quotes": ["0-24", "0-2"]}
    assert Quotes().annotate(assemble(Rows(columns)))["quotes"] == ["0-24", "0-6"]


def test_a_removed_comment_is_left_alone():
    rows = [("Ann", -1, PARENT), ("Ben", 0, f"> {PARENT}")]
    assert Quotes().annotate(Corpus.of(thread_of(rows, deleted=[False, True])))["quotes"] == [None, None]


WORDS = st.sampled_from(
    ["bridge", "money", "the", "is", "gone", "“so", "it”", "> ", "\n", "\n\n", "Ann wrote:", "'", '"', ">>12"]
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_marks_are_spans_and_take_nothing_away(texts):
    rows = [("Ann" if row % 2 else "Ben", row - 1, text) for row, text in enumerate(texts)]
    corpus = Corpus.of(thread_of(rows))
    cells = Quotes(n_words=3, n_characters=5, n_words_in_marks=2).annotate(corpus)["quotes"]
    assert corpus.texts == texts
    for text, cell in zip(texts, cells, strict=True):
        spans = parse_spans(cell, len(text))
        assert spans is not None
        own = own_words(text, cell)
        assert all(a in (b, " ") for a, b in zip(own, text, strict=True))


def test_quotations_are_judged_by_nobody():
    rows = [
        ("Ann", -1, "What a wonderful, lovely, great idea this new bridge is!"),
        ("Ben", 0, "> What a wonderful idea\nHm."),
    ]
    done = Pipeline((Sentiment(), ReplyStance(), Quotes())).run(Corpus.of(thread_of(rows)))
    assert done.steps[0].name == "quotes"
    assert done.strings("sentiment_label") == ["positive", "neutral"]
    assert done.values("sentiment")[1] == 0
    assert done[0][1].own_text == "Hm."


def test_evidence_points_into_the_whole_text():
    from discourse.codebook import parse_codebook

    book = parse_codebook('[targets.council]\naliases = ["council"]')
    text = "> Nobody knows.\n\nThe council betrayed us all."
    done = annotate(thread_of([("Ann", -1, "Nobody knows."), ("Ben", 0, text)]), book)
    at, words = done[1]["stance_council_at"], done[1]["stance_council_evidence"]
    assert at > 15
    assert text[at : at + len(words)] == words


def test_a_comment_of_nothing_but_a_quotation_is_not_judged():
    done = annotate(thread_of([("Ann", -1, "A lovely day."), ("Ben", 0, "> A lovely day.")]))
    assert done[1]["sentiment"] is None
    assert done[1]["reply_stance"] is None


def test_parameters_are_checked():
    with pytest.raises(InvalidParameter):
        Quotes(n_words=0)


@pytest.mark.parametrize(
    "text",
    ["> a\n" * 60_000, '"' * 200_000, "a' 'b" * 40_000, "Ann wrote:\n" * 20_000, " " * 200_000, "x wrote " * 20_000],
)
def test_hostile_texts_take_little_time(text):
    corpus = Corpus.of(thread_of([("Ann", -1, "Hello there, you all."), ("Ben", 0, text)]))
    with ends():
        Quotes().annotate(corpus)


def test_quotation_marks_around_a_copy_belong_to_it():
    assert reply("He says “The council promised us a bridge in spring, and in autumn nobody can say :-)” again.") == [
        "“The council promised us a bridge in spring, and in autumn nobody can say :-)”"
    ]


def test_a_quotation_of_the_article_still_says_which_claim_a_comment_speaks_to():
    said = "On 2 May 2020 the ferry carried ninety horses from the island to the market of Odda."
    article = Article((Block("title", "The ferry", 1), Block("paragraph", said, 3)))
    done = annotate(thread_of([("Ann", -1, f"{said}\n\nThat is wrong."), ("Ben", -1, "Nice weather.")], article))
    assert done[0]["quotes"] == f"0-{len(said)}"
    assert done[0]["claim"] is not None
    assert done[0]["claim_stance"] == "against"
    assert done[1]["claim"] is None
