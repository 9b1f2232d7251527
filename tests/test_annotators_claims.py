"""Claims of the article with their dates, sources, numbers and places; which comments speak to them, and how."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.annotators.base import Annotator
from discourse.annotators.claims import ClaimLinks, Claims, claims_of, link
from discourse.annotators.claims.cues import attitude, contradiction, told_with
from discourse.annotators.claims.dates import Clock, main_date, read_dates
from discourse.annotators.claims.days import Day, read_day, with_year
from discourse.annotators.claims.events import CLASSES, KIN, are_kin, event_class, forms
from discourse.annotators.claims.frames import DOES, UNDERGOES, frames, years
from discourse.annotators.claims.names import explained, names_of
from discourse.annotators.claims.numbers import numbers_in
from discourse.annotators.claims.places import places_in
from discourse.annotators.claims.sources import source_of
from discourse.annotators.claims.terms import stem, terms_in
from discourse.annotators.claims.worth import POINTS, START, traits, worth
from discourse.article import Article, Block, Claim
from discourse.codebook import Codebook, parse_codebook, read_codebook
from discourse.corpus import Corpus
from discourse.errors import DiscourseError
from discourse.reading import read
from tests.limits import ends
from tests.shared import ROOT, shared
from tests.threads import thread_of

SAMPLE = ROOT / "threads" / "al-qaim"
NEWS = Clock(article=date(2017, 11, 5), last=Day(10, 26, 2017), last_words="October 26")
BARE = Clock(last=Day(12, 31), last_words="December 31")


def article_of(*paragraphs, **metadata):
    """An article; a paragraph that begins with an asterisk is a list item."""
    blocks = [Block("item", text[2:]) if text.startswith("* ") else Block("paragraph", text) for text in paragraphs]
    return Article((Block("title", "The ferry is lost"), *blocks), **metadata)


# Days


@pytest.mark.parametrize(
    ("words", "first", "last", "basis"),
    [
        ("On November 3, they sailed", "2017-11-03", None, "On November 3"),
        ("Back on October 26, they sailed", "2017-10-26", None, "Back on October 26"),
        ("They sailed Oct. 5", "2017-10-05", None, "Oct. 5"),
        ("On Sept. 11, 2001, they", "2001-09-11", None, "On Sept. 11, 2001"),
        ("on 3 November 2016", "2016-11-03", None, "on 3 November 2016"),
        ("the 3rd of November", "2017-11-03", None, "the 3rd of November"),
        ("on 2017-10-04 they", "2017-10-04", None, "on 2017-10-04"),
        ("On Friday, November 3", "2017-11-03", None, "On Friday, November 3"),
        ("from October 26 to November 3", "2017-10-26", "2017-11-03", "from October 26 to November 3"),
        ("on November 3-5, 2016", "2016-11-03", "2016-11-05", "on November 3-5, 2016"),
        ("in May 2016", "2016-05-01", "2016-05-31", "in May 2016"),
        ("in November", "2017-11-01", "2017-11-30", "in November"),
        ("In 2014 they", "2014-01-01", "2014-12-31", "In 2014"),
        ("On the same day, they", "2017-10-26", None, "On the same day (October 26)"),
        ("that evening they", "2017-10-26", None, "that evening (October 26)"),
        ("The next day they", "2017-10-27", None, "The next day (October 26)"),
        ("Two days later they", "2017-10-28", None, "Two days later (October 26)"),
        ("a week later", "2017-11-02", None, "a week later (October 26)"),
        ("the previous day", "2017-10-25", None, "the previous day (October 26)"),
        ("three days earlier", "2017-10-23", None, "three days earlier (October 26)"),
        ("Within 24 hours they", "2017-10-26", "2017-10-27", "Within 24 hours (October 26)"),
        ("within 30 hours they", "2017-10-26", "2017-10-28", "within 30 hours (October 26)"),
        ("over the next two days", "2017-10-26", "2017-10-28", "over the next two days (October 26)"),
        ("yesterday they", "2017-11-04", None, "yesterday (article of 2017-11-05)"),
        ("today they", "2017-11-05", None, "today (article of 2017-11-05)"),
        ("ten days ago", "2017-10-26", None, "ten days ago (article of 2017-11-05)"),
        ("on Friday they", "2017-11-03", None, "on Friday (article of 2017-11-05)"),
        ("on Sunday they", "2017-11-05", None, "on Sunday (article of 2017-11-05)"),
        ("last Sunday they", "2017-10-29", None, "last Sunday (article of 2017-11-05)"),
        ("next Sunday they", "2017-11-12", None, "next Sunday (article of 2017-11-05)"),
    ],
)
def test_words_that_say_when(words, first, last, basis):
    [when], _ = read_dates(words, NEWS)
    assert (str(when.first), when.last and str(when.last), when.basis) == (first, last, basis)


@pytest.mark.parametrize("words", ["yesterday", "on Friday", "three weeks ago", "On February 30", "today"])
def test_words_that_nothing_resolves_are_seen_and_left_open(words):
    [when], _ = read_dates(words, BARE)
    assert when.first is None
    assert main_date([when]) is None


@pytest.mark.parametrize(
    "words", ["you may 3 times", "I march 5 miles", "the day after the vote", "version 3.11.2", "may be in time"]
)
def test_words_that_say_no_day(words):
    assert read_dates(words, NEWS)[0] == []


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("On November 3", "--11-03", None),
        ("the next day", "--01-01", None),
        ("within 48 hours", "--12-31", "--01-02"),
        ("in February", "--02-01", "--02-28"),
    ],
)
def test_a_day_without_a_year_stays_without_one(words, first, last):
    [when], _ = read_dates(words, BARE)
    assert (str(when.first), when.last and str(when.last)) == (first, last)


@pytest.mark.parametrize("words", ["since November 3", "until 2 May 2016", "after May 2", "by 2014", "before June"])
def test_a_limit_dates_nothing(words):
    found, _ = read_dates(words, NEWS)
    assert [when.is_bound for when in found] == [True]
    assert main_date(found) is None


def test_a_day_counts_more_than_a_year_and_the_first_of_two_days():
    found, clock = read_dates("The plan made in 2014 began on May 2 and ended on May 9.", Clock(year=2016))
    assert main_date(found).basis == "on May 2"
    assert (str(clock.last), clock.last_words) == ("2016-05-09", "May 9")


@pytest.mark.parametrize(
    ("month", "day", "article", "expected"),
    [
        (12, 30, date(2018, 1, 4), "2017-12-30"),
        (1, 2, date(2017, 12, 28), "2018-01-02"),
        (3, 3, date(2017, 11, 5), "2017-03-03"),
        (11, 5, date(2017, 11, 5), "2017-11-05"),
        (2, 29, date(2018, 5, 1), "2016-02-29"),
    ],
)
def test_the_year_nearest_to_the_article(month, day, article, expected):
    assert str(with_year(month, day, None, article, 1900)) == expected


@given(st.dates(min_value=date(1, 3, 1)), st.dates(min_value=date(10, 1, 1), max_value=date(9990, 1, 1)))
def test_an_inferred_day_is_the_last_one_up_to_sixty_days_ahead(day, article):
    found = with_year(day.month, day.day, None, article, None)
    ahead = (date(found.year, found.month, found.day) - article).days
    assert ahead <= 60
    if (day.month, day.day) != (2, 29):
        assert ahead > 60 - 367


@given(st.dates(), st.integers(-400, 400))
def test_counting_days_equals_the_calendar(day, days):
    try:
        expected = date.fromordinal(day.toordinal() + days)
    except ValueError:
        return
    assert str(Day(day.month, day.day, day.year).plus(days)) == expected.isoformat()


def test_the_day_of_an_article():
    assert read_day("2017-11-05T10:00:00Z") == (date(2017, 11, 5), 2017)
    assert read_day("2017-13-40") == (None, 2017)
    assert read_day("2017") == (None, 2017)
    assert read_day("November") == read_day(None) == (None, None)


# Sources, numbers, places


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Ninety boats sank, according to the harbour office.", "the harbour office"),
        ("According to Mr. Ray, nobody was hurt.", "Mr. Ray"),
        ("The harbour office said on May 2 that the ferry is lost.", "The harbour office"),
        ("Back on May 2, the Odda Line officially announced a new ferry.", "the Odda Line"),
        ("Officials said it sank.", "Officials"),
        ("Ann Ray told reporters that it sank.", "Ann Ray"),
        ("The mayor, Ann Ray, said the ferry sank.", "Ann Ray"),
        ('"It sank," said Ann Ray, who saw it.', "Ann Ray"),
        ("“It sank,” the mayor told the paper.", "the mayor"),
        ("'It sank,' she said.", "she"),
        ("In a report the agency states that it sank.", "the agency"),
        ("Ray's office has also confirmed the loss.", "Ray's office"),
        ("The council was told that it sank.", None),
        ("The plan announced in May was dropped.", None),
        ("The plan was announced by the mayor.", None),
        ("The reported loss was 5 million.", None),
        ("It is said that it sank.", None),
        ("No one said anything.", None),
        ("The ferry sank.", None),
        ("What was said is lost.", None),
    ],
)
def test_who_is_cited(sentence, source):
    found = source_of(sentence)
    assert (found.name if found else None) == source


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("They saved 47 Odda men and 8 hand-built wooden boats (HWBs).", ("47 Odda men", "8 hand-built wooden boats")),
        ("They cleared 43 km of the road and 301km2 south of Odda, 10km away.", ("43 km", "301km2", "10km")),
        ("Dozens of houses and two hundred people were moved.", ("Dozens of houses", "two hundred people")),
        ("It cost $3 million, 12% more than 10,000 crowns.", ("$3 million", "12%", "10,000 crowns")),
        ("It rose by 3.5 per cent.", ("3.5 per cent",)),
        ("The 3rd ferry of 1998 sank in 2014.", ()),
        ("No one came.", ()),
    ],
)  # fmt: skip
def test_numbers_with_their_unit(sentence, numbers):
    assert numbers_in(sentence) == numbers


def test_numbers_in_dates_are_no_quantities():
    sentence = "On May 2, 90 boats sank within 24 hours."
    found, _ = read_dates(sentence, NEWS)
    assert numbers_in(sentence, [(when.start, when.end) for when in found]) == ("90 boats",)


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The ferry sank near Odda in Norway.", ("Odda", "Norway")),
        ("It crossed to al-Hamra town, 15 km east of Ra’s al-Kir.", ("al-Hamra", "Ra’s al-Kir")),
        ("The Aar River and the Old and New bridges flooded.", ("Aar River", "Old", "New bridges")),
        ("They took Belmonte, a town in the Upper Valley.", ("Belmonte", "Upper Valley")),
        ("Norheim border crossing is closed.", ("Norheim border crossing",)),
        ("In Nordic countries in November on Friday it snows.", ()),
        ("In May the NPD said at IKEA that it sank.", ()),
        ("The town lies on the north bank of the Euphemia.", ("Euphemia",)),
        ("Like Odda, it sank. Nobody spoke of Ann Ray.", ()),
    ],
)
def test_places(sentence, places):
    assert places_in(sentence) == places


def test_a_known_name_is_no_place():
    assert places_in("A ferry of the Line sank in Odda Line.", lambda name: name == "Odda Line") == ()


# Check-worthiness and claims


def test_worth_is_the_sum_of_the_points():
    assert worth(()) == START
    assert worth(("name", "past verb")) == pytest.approx(START + POINTS["name"] + POINTS["past verb"])
    assert (worth(("question", "no verb")), worth(tuple(POINTS))) == (
        0,
        pytest.approx(max(0, START + sum(POINTS.values())), abs=0.01),
    )


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The ferry sank near Odda.", True),
        ("The crossing was stopped twice because of bad weather.", True),
        ("The quay lies on the north bank of the Aar.", True),
        ("The ferry will likely be raised near Odda in a few days.", False),
        ("Its return to Odda is probably a matter of days.", False),
        ("Why did the ferry sink near Odda?", False),
        ("I think the ferry was a disgrace.", False),
        ("A disaster for Odda.", False),
    ],
)
def test_what_is_worth_checking(sentence, wanted):
    assert bool(claims_of(article_of(sentence))) == wanted


def test_claims_stand_in_the_article_and_are_numbered_in_its_order():
    article = article_of("The ferry sank near Odda. What now? Nobody was hurt in Odda.", "The mayor resigned in Odda.")
    found = claims_of(article)
    assert [claim.id for claim in found] == ["k1", "k2", "k3"]
    assert all(article.text[claim.start : claim.end] == claim.text for claim in found)


PIECES = [
    "The ferry sank near Odda.",
    "Why?",
    "On May 2, 90 boats left:",
    "* Odda;",
    "* Norheim.",
    "The ferry is lost",
    "said",
    "In 2014, ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from([None, "2017-11-05", "2017", "soon"]))
def test_claims_are_slices_in_order_that_do_not_overlap(paragraphs, day):
    article = article_of(*paragraphs, date=day)
    found = claims_of(article)
    assert all(article.text[claim.start : claim.end] == claim.text for claim in found)
    assert all(0 <= claim.score <= 1 for claim in found)
    ends = [0, *(claim.end for claim in found)]
    assert all(end <= claim.start for end, claim in zip(ends, found, strict=False))


@given(st.text(max_size=300))
def test_any_article_has_claims_or_none(text):
    article = Article((Block("paragraph", text.strip()),))
    assert all(article.text[claim.start : claim.end] == claim.text for claim in claims_of(article, 2017, 0.0))


def test_list_items_belong_to_the_sentence_that_ends_with_a_colon():
    article = article_of(
        "It was long. On May 2 the flood reached these places:",
        "* Odda town;",
        "* Norheim hills.",
        "The rest was dry in Odda.",
    )
    listed = next(claim for claim in claims_of(article, 1931) if "reached" in claim.text)
    assert listed.text.startswith("On May 2 the flood")
    assert listed.text.endswith("Norheim hills.")
    assert listed.places == ("Odda", "Norheim hills")
    assert listed.date == "1931-05-02"


def test_items_below_a_sentence_that_is_no_claim_are_read_for_themselves():
    article = article_of("Will they ever learn this:", "* The ferry sank near Odda.", "* Never mind.")
    assert [claim.text for claim in claims_of(article)] == ["The ferry sank near Odda."]


def test_a_repeated_title_and_a_heading_are_no_claims():
    title = "The ferry sank near Odda – at last"
    blocks = (
        Block("title", title),
        Block("paragraph", "The ferry sank near Odda - at last"),
        Block("heading", "It sank in Odda."),
    )
    assert claims_of(Article(blocks)) == ()


def test_a_date_holds_for_the_rest_of_its_paragraph():
    article = article_of(
        "On May 2 the ferry sank near Odda. However, the crew swam to Norheim. Later the crew slept in Odda."
        " The quay lies in Odda. On Friday the crew left Odda. The cook stayed in Odda.",
        "The mayor resigned in Odda.",
    )
    assert [(claim.date, claim.date_basis) for claim in claims_of(article, 1931)] == [
        ("1931-05-02", "On May 2"),
        ("1931-05-02", "On May 2 (carried)"),
        (None, None),  # "later" is another time
        (None, None),  # what lies there does so on any day
        (None, None),  # nothing says which Friday
        (None, None),  # and nothing is carried over it
        (None, None),  # another paragraph
    ]


def test_the_same_day_is_the_last_one_named_also_across_paragraphs():
    article = article_of(
        "On May 2 the ferry sank near Odda.", "On the same day the mayor resigned in Odda. The cook left Odda."
    )
    assert [(claim.date, claim.date_basis) for claim in claims_of(article, 1931)][1:] == [
        ("1931-05-02", "On the same day (May 2)"),
        ("1931-05-02", "On the same day (carried)"),
    ]


def test_a_year_is_not_carried():
    found = claims_of(article_of("In 1931 the ferry sank near Odda. The cook left Odda."))
    assert [(claim.date, claim.date_end) for claim in found] == [("1931-01-01", "1931-12-31"), (None, None)]


def test_what_is_reported_has_its_own_day():
    [claim] = claims_of(article_of("The mayor said on May 4 that the ferry sank on May 2 near Odda."), 1931)
    assert (claim.date, claim.source) == ("1931-05-02", "The mayor")


@pytest.mark.parametrize(
    ("day", "year", "expected"),
    [
        ("2018-01-04", 1931, "2017-12-30"),
        ("2018-01-04T10:00:00+00:00", None, "2017-12-30"),
        (None, 1931, "1931-12-30"),
        ("2018", None, "2018-12-30"),
        (None, None, "--12-30"),
    ],
)
def test_the_year_comes_from_the_article_then_from_the_parameter(day, year, expected):
    assert claims_of(article_of("On December 30 the ferry sank near Odda.", date=day), year)[0].date == expected


def test_a_stated_year_is_that_of_the_dates_after_it():
    found = claims_of(
        article_of("On December 30, 1931, the ferry sank near Odda.", "On January 2 it was raised in Odda."), 1900
    )
    assert [claim.date for claim in found] == ["1931-12-30", "1932-01-02"]


def test_places_of_one_claim_are_known_in_the_others():
    found = claims_of(
        article_of("The ferry sank near Ra’s Odda.", "On May 2 Ras Odda and Zell were flooded by the Aar River.")
    )
    assert [claim.places for claim in found] == [("Ra’s Odda",), ("Aar River", "Ras Odda")]


def test_targets_of_the_codebook_are_no_places():
    book = parse_codebook('[codebook]\nyear = 1931\n[targets.line]\naliases = ["Odda Line"]')
    corpus = Corpus.of(thread_of([], article=article_of("On May 2 shares fell in Odda Line and in Norheim.")))
    [[claim]] = Claims.from_codebook(book).annotate(corpus)["article.claims"]
    assert (claim.places, claim.date) == (("Norheim",), "1931-05-02")
    assert Claims(book, year=1940).annotate(corpus)["article.claims"][0][0].date == "1940-05-02"


def test_every_thread_has_its_own_claims():
    threads = [
        thread_of([], article=article_of("The ferry sank near Odda.")),
        thread_of([], article=article_of("Why?"), id="two"),
    ]
    assert [len(found) for found in Claims().annotate(Corpus.of(threads))["article.claims"]] == [1, 0]


def test_thresholds_and_weights_have_limits():
    for made in (lambda: Claims(threshold=1.5), lambda: ClaimLinks(threshold=-1), lambda: ClaimLinks(inherit=2)):
        with pytest.raises(DiscourseError, match=r"\[0, 1\]"):
            made()


def test_both_are_annotators_whatever_the_codebook_holds():
    assert isinstance(Claims.from_codebook(Codebook()), Annotator)
    assert isinstance(ClaimLinks.from_codebook(Codebook()), Annotator)


@pytest.mark.parametrize(
    "unit", ["a\n\n", "x is false. ", "According to ", "On May 2 ", "47 a", "said, ", "in A, ", "!", "al-Qa "]
)
def test_a_long_article_is_read_to_its_end(unit):
    with ends():
        claims_of(Article((Block("paragraph", unit * (100_000 // len(unit))),)))


# Links


def linked(article, rows, **parameters):
    """The corpus of (parent, text) with claims and links."""
    article = replace(article, claims=claims_of(article))
    corpus = Corpus.of(thread_of([("ann", parent, text) for parent, text in rows], article=article))
    return corpus.assign(ClaimLinks(**parameters).annotate(corpus))


STORY = article_of(
    "On May 2 the ferry sank with ninety horses aboard near the market of Odda.",
    "The harbour office closed the northern lighthouse for repairs in 1931.",
    "The captain was sober, according to the Norheim police.",
    "The council ordered a stone bridge from the Belmonte quarry.",
)


def test_a_comment_that_shares_two_things_with_a_claim_speaks_to_it():
    said = "Who puts ninety horses on a boat to the market?"
    corpus = linked(STORY, [(-1, said), (-1, "Nice weather today."), (-1, "")])
    assert corpus.strings("claim") == ["k1", None, None]
    evidence = corpus.strings("claim_evidence")[0]
    assert evidence in said
    assert "horses" in evidence
    assert corpus.values("claim_score")[0] >= 0.22
    assert np.isnan(corpus.values("claim_score")[1:]).all()


def test_a_quotation_is_a_link_whatever_stands_around_it():
    said = (
        "“closed the northern lighthouse for repairs in 1931” they write, while "
        + "the cook and the crew sing on " * 20
    )
    corpus = linked(STORY, [(-1, said)])
    assert corpus.strings("claim") == ["k2"]
    assert corpus.strings("claim_evidence") == ["closed the northern lighthouse for repairs in 1931"]
    assert corpus.values("claim_score")[0] >= 0.95


def test_one_word_or_one_name_is_no_link():
    assert (
        linked(STORY, [(-1, "Horses!"), (-1, "I love horses."), (-1, "The Norheim choir sings.")]).strings("claim")
        == [None] * 3
    )


def test_the_nearest_sentence_has_to_be_a_claim():
    article = article_of(
        "Would anyone put ninety horses on a ferry to the market?", "On May 2 ninety oxen died near Odda."
    )
    assert [claim.text for claim in claims_of(article)] == ["On May 2 ninety oxen died near Odda."]
    corpus = linked(article, [(-1, "Ninety horses on the way to the market, my foot")])
    assert corpus.strings("claim") == [None]


def test_words_of_the_title_and_of_many_claims_do_not_count():
    article = article_of(
        *(
            f"The ferry of the Odda Line carried {cargo} in 1931."
            for cargo in ("wool", "salt", "cheese", "timber", "apples")
        )
    )
    assert linked(article, [(-1, "The Odda Line and its ferry, dear me.")]).strings("claim") == [None]


@pytest.mark.parametrize(
    ("said", "stance", "evidence"),
    [
        ("Ninety horses on the way to the market? That is not true.", "against", "That is not true"),
        ("The ninety horses for the market: fake news!", "against", "fake news"),
        ("Wrong, there were no horses for the Odda market.", "against", "Wrong"),
        ("It was going to the mill with ninety horses, not to the market.", "against", ", not to the market"),
        ("The ninety horses for the market. Exactly.", "favor", "Exactly"),
        ("Ninety horses going to market... I agree.", "favor", "I agree"),
        ("Ninety horses going to market. Any source?", "none", "Any source?"),
        ("Ninety horses going to market, poor things.", None, None),
        ("Ninety horses going to market, really?", None, None),
        ("Exactly. Ninety horses going to the market.", None, None),
    ],
)
def test_the_stance_towards_the_claim_rests_on_words(said, stance, evidence):
    corpus = linked(STORY, [(-1, said)])
    assert corpus.strings("claim") == ["k1"]
    assert (corpus.strings("claim_stance")[0], corpus.strings("claim_stance_evidence")[0]) == (stance, evidence)
    assert (corpus.values("claim_stance_score")[0] > 0.5) == (stance is not None)


def test_a_short_reply_with_an_attitude_is_about_its_parents_claim():
    rows = [
        (-1, "The ninety horses for the market: fake news!"),
        (0, "Exactly."),
        (0, "That is not true."),
        (0, "What a day."),
        (0, "Exactly, and I could tell you a very long story about the cook and the crew here."),
        (1, "Exactly."),
    ]
    corpus = linked(STORY, rows)
    assert corpus.strings("claim") == ["k1", "k1", "k1", None, None, None]
    assert corpus.strings("claim_stance") == ["against", "against", "favor", None, None, None]
    assert corpus.strings("claim_evidence")[1].startswith("parent: ")
    assert corpus.values("claim_score")[1] == pytest.approx(0.6 * corpus.values("claim_score")[0], abs=1e-3)
    assert linked(STORY, rows, inherit=0).strings("claim") == ["k1"] + [None] * 5


def test_assent_to_a_comment_without_a_stance_is_none_towards_the_claim():
    corpus = linked(STORY, [(-1, "The ninety horses for the market, poor things."), (0, "Exactly.")])
    assert corpus.strings("claim") == ["k1", "k1"]
    assert corpus.strings("claim_stance") == [None, None]


def test_links_do_not_depend_on_the_order_of_the_comments():
    texts = [
        "Ninety horses for the market.",
        "Nice weather.",
        "The northern lighthouse needed repairs.",
        "A stone bridge, from Belmonte quarry!",
    ]
    article = replace(STORY, claims=claims_of(STORY))
    forward, backward = link(texts, article), link(texts[::-1], article)
    assert {row: (found.claim, found.score) for row, found in forward.items()} == {
        len(texts) - 1 - row: (found.claim, found.score) for row, found in backward.items()
    }
    assert sorted(forward) == [0, 2, 3]


def test_no_claims_or_no_comments_give_empty_columns():
    assert linked(article_of("Why?"), [(-1, "The ferry.")]).strings("claim") == [None]
    assert linked(STORY, []).strings("claim") == []
    assert linked(STORY, [(-1, "...")]).strings("claim") == [None]


@given(st.lists(st.text(alphabet="aeh nosr.!?\"“”'é", max_size=60), max_size=5))
def test_evidence_of_links_is_a_span_of_the_comment(texts):
    article = replace(STORY, claims=claims_of(STORY))
    for row, found in link([f"ninety horses market {text}" for text in texts], article).items():
        assert f"ninety horses market {texts[row]}"[slice(*found.evidence)].strip()


def test_stems_bring_forms_of_a_word_together():
    assert stem("liberated") == stem("liberation") == stem("liberating")
    assert stem("cities") == stem("city")
    assert stem("Ra’s") == stem("Ra's")
    assert [term.stem for term in terms_in("It is and was not the same as before")] == []


def test_a_negated_cue_says_nothing():
    for said in ("It is not wrong", "I don't think this is false", "This isn't fake news"):
        assert attitude(said, (0, len(said))) is None


def test_a_contradiction_needs_a_shared_word_after_not():
    said = "It was the cook, not the captain."
    assert contradiction(said, (0, len(said)), [(11, 15)], claim_is_negated=False) is None
    assert contradiction(said, (0, len(said)), [(25, 32)], claim_is_negated=False).stance == "against"
    assert contradiction(said, (0, len(said)), [(25, 32)], claim_is_negated=True) is None


# The same event in other words

PIRATES = parse_codebook(
    """
    [targets.pirates]
    aliases = ["pirates", "Red Hand", "RH"]
    loaded = ["sea wolves"]
    [targets.line]
    aliases = ["Odda Line"]
    """
)
RAID = article_of(
    "On May 2, 1931, the crew of the Odda Line routed the pirates off the cape.",
    "The pirates lost their last harbour in Norheim.",
    "The mayor opened a school in Belmonte.",
)


@pytest.mark.parametrize(
    ("said", "claim", "stance"),
    [
        ("Everyone who helped to crush the sea wolves has my respect.", "k1", None),
        ("The Red Hand was beaten!", "k1", None),
        ("So the RH have been defeated.", "k1", None),
        ("What a victory over the Red Hand, folks.", "k1", None),
        ("Hats off to all who helped to crush the sea wolves.", "k1", "favor"),
        ("The RH has not been defeated.", "k1", "against"),
        ("The Red Hand crushed my cousins.", None, None),  # the other way round
        ("We should crush the sea wolves.", None, None),  # a wish
        ("The Red Hand was beaten in 1877.", None, None),  # another time
        ("My cousin was beaten near the sea wolves.", None, None),  # another takes part
        ("The Red Hand's cook was beaten.", None, None),
        ("We crushed them, not like the Red Hand.", None, None),
        ("The sea wolves sing.", None, None),
    ],
)
def test_what_befalls_a_target_is_known_by_any_of_its_names(said, claim, stance):
    corpus = linked(RAID, [(-1, said)], codebook=PIRATES)
    assert (corpus.strings("claim"), corpus.strings("claim_stance")) == ([claim], [stance])
    assert linked(RAID, [(-1, said)]).strings("claim") == [None]


def test_the_first_of_claims_that_tell_of_it_equally():
    article = article_of(
        "The pirates were beaten on the north side of the cape.", "The pirates were beaten on the south side of Odda."
    )
    assert linked(article, [(-1, "They beat the Red Hand.")], codebook=PIRATES).strings("claim") == ["k1"]
    near = "They beat the Red Hand on the south side of Odda."
    assert linked(article, [(-1, near)], codebook=PIRATES).strings("claim") == ["k2"]


def test_those_whom_harm_befell_are_blessed_without_a_stance():
    book = parse_codebook('[targets.crew]\naliases = ["crew", "sailors"]')
    article = article_of("On May 2 the crew died off the cape.")
    corpus = linked(article, [(-1, "God bless the sailors who died.")], codebook=book)
    assert (corpus.strings("claim"), corpus.strings("claim_stance")) == (["k1"], [None])


def test_a_short_name_is_known_where_the_article_explains_it():
    article = article_of("In 1931 the pirates routed the Norheim Coast Guard (NCG).", "It rained in Odda.")
    assert linked(article, [(-1, "The ncg or NCG was beaten")]).strings("claim") == ["k1"]
    terms = names_of(article, Codebook()).terms("the Norheim coast guard and NCG")
    assert [term.stem for term in terms] == ["=ncg", "=ncg"]
    assert explained("The Coast Guard (FBI) and the Guard of Odda (GO)") == {"GO": "Guard of Odda"}


def test_an_explained_name_of_a_target_is_the_target():
    book = parse_codebook('[targets.guard]\naliases = ["Norheim Coast Guard"]')
    article = article_of("The Norheim Coast Guard (NCG) sailed.")
    assert [term.stem for term in names_of(article, book).terms("NCG!")] == ["=guard"]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("They beat X", UNDERGOES),
        ("X beat them", DOES),
        ("X was beaten", UNDERGOES),
        ("a defeat of X", UNDERGOES),
        ("a victory over X", UNDERGOES),
        ("a victory of X", DOES),
        ("beaten by X", DOES),
        ("X collapsed", UNDERGOES),
        ("X, they beat", None),
        ("They beat Ray in X", None),
    ],
)
def test_the_part_of_a_name_in_what_happens(said, part):
    start = said.index("X")
    [term] = [term for term in terms_in(said + " ") if term.start == start] or [terms_in("A XX")[0]._replace(stem="x")]
    term = term._replace(stem="x", start=start, end=start + 1)
    assert [frame.part for frame in frames(said, (0, len(said)), [term])] == ([part] if part else [])


def test_every_word_of_the_table_is_in_one_class():
    listed = [word for words in CLASSES.values() for word in words.split()]
    twice = {word for word in listed if listed.count(word) > 1}
    assert twice == set()
    assert all(event_class(word.upper()) == name for name, words in CLASSES.items() for word in words.split())
    assert {name for pair in KIN for name in pair} <= set(CLASSES)
    assert set(forms().values()) == set(CLASSES)
    assert not are_kin("price", "killing")


def test_years_are_no_quantities():
    assert years("In 1931, 2,500 of 2500 crowns, $1900 and 1900% by 2004") == {"1931", "2004"}


def test_a_question_welcomes_nothing():
    said = "Finally routed the pirates?"
    assert told_with(said, (0, len(said)), (8, 26), 8, claim_is_negated=False) is None


@pytest.mark.parametrize("unit", ["pirates routed ", "not routed pirates, ", "finally pirates "])
def test_a_text_that_repeats_itself_tells_each_thing_once(unit):
    text = unit * (10_000 // len(unit))
    found = frames(text, (0, len(text)), names_of(RAID, PIRATES).terms(text))
    assert len(found) == len({(one.event, one.name, one.part) for one in found}) <= 2
    article = Article((Block("paragraph", text),), claims=(Claim("k1", text, 0, len(text)),))
    assert set(link([text], article, codebook=PIRATES)) == {0}


# The pages on al-Qa'im


@pytest.fixture(scope="module", params=["page.txt", "threads/al-qaim-2017.txt"])
def al_qaim(request):
    path = SAMPLE / request.param if (SAMPLE / request.param).exists() else shared(request.param)
    corpus = Corpus.of(read(path))
    return corpus.assign(Claims(read_codebook(SAMPLE / "codebook.toml")).annotate(corpus))


def test_the_dated_events_of_the_operation_are_claims(al_qaim):
    claims = al_qaim.articles[0].claims
    begins = (
        "On November 3",
        "Within 24 hours",
        "Back on October 26",
        "On the same day",
        "On October 27",
        "On October 27 (carried)",
        "On October 31",
    )
    found = {words: next(claim for claim in claims if (claim.date_basis or "").startswith(words)) for words in begins}
    assert [claim.date for claim in found.values()] == [
        "2017-11-03",
        "2017-11-03",
        "2017-10-26",
        "2017-10-26",
        "2017-10-27",
        "2017-10-27",
        "2017-10-31",
    ]
    within, road, halt = found["Within 24 hours"], found["On October 27"], found["On October 27 (carried)"]
    freed = [claim for claim in claims if claim.date_basis == "On November 3"]
    assert [claim.date for claim in freed] == ["2017-11-03"] * 2
    assert within.date_end == "2017-11-04"
    assert {"43 km", "301km2"} <= set(road.numbers)
    assert "storm" in halt.text


def test_the_sources_and_numbers_of_the_operation(al_qaim):
    claims = al_qaim.articles[0].claims
    assert {"the PMU media wing", "PMU intelligence"} <= {(claim.source or "").removeprefix("The ") for claim in claims}
    assert any("47 ISIS fighters" in claim.numbers for claim in claims)
    assert al_qaim.articles[0].title not in {claim.text for claim in claims}
    assert not any("likely" in claim.text or "probably" in claim.text for claim in claims)


def test_no_item_of_the_list_of_places_is_lost(al_qaim):
    article = al_qaim.articles[0]
    items = [block.text for block in article.blocks if block.kind == "item"]
    listed = next(claim for claim in article.claims if items[0] in claim.text)
    assert len(items) == 5
    assert all(item in listed.text for item in items)
    assert any("Euphrates" in place for place in listed.places)


def test_without_its_codebook_no_comment_there_speaks_to_one_claim(al_qaim):
    assert ClaimLinks().annotate(al_qaim)["claim"] == [None] * 10


def test_with_its_codebook_the_praise_of_the_defeat_speaks_to_the_first_claim(al_qaim):
    found = ClaimLinks(read_codebook(SAMPLE / "codebook.toml")).annotate(al_qaim)
    assert found["claim"] == [None, "k1"] + [None] * 8
    assert found["claim_stance"][1] == "favor"
    assert found["claim_evidence"][1] in al_qaim.texts[1]


def test_a_claim_made_elsewhere_can_be_linked():
    said = "Ninety horses went to the market of Odda."
    article = Article((Block("paragraph", said),), claims=(Claim("k7", said, 0, len(said)),))
    corpus = Corpus.of(thread_of([("ann", -1, "Ninety horses in Odda, at the market.")], article=article))
    assert ClaimLinks().annotate(corpus)["claim"] == ["k7"]


def test_traits_name_what_counts():
    assert traits("Please read this.") == ("order", "no verb", "fragment")
    assert "first person" in traits("We were told of it.")


def test_links_that_came_with_records_stay_where_no_article_is_at_hand():
    thread = thread_of([("Ann", -1, "It sails.")], article=Article(), claim=["k1"], claim_stance=["favor"])
    assert ClaimLinks().annotate(Corpus.of(thread)) == {}
    assert ClaimLinks().annotate(Corpus.of(thread_of([("Ann", -1, "It sails.")], article=Article())))["claim"] == [None]
