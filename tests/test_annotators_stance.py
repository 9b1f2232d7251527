"""Stance towards targets: each construction on invented subjects, and where it must keep silent."""

import csv
import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.annotators.stance import Cue, Stance, decide
from discourse.annotators.stance.clauses import OWN, fold, quotations, read_sentences
from discourse.annotators.stance.rules import RULES
from discourse.codebook import parse_codebook, read_codebook
from discourse.columns import coerce
from discourse.corpus import Corpus
from discourse.reading import read
from tests.limits import ends
from tests.shared import ROOT, shared
from tests.threads import thread_of

BOOK = parse_codebook("""
[targets.club]
aliases = ["Rovers", "Mossford Rovers"]
[targets.council]
aliases = ["council", "city council", "Mayor Hallow"]
loaded = ["clipboard brigade"]
[targets.brightwater]
aliases = ["Brightwater"]
[targets.us]
aliases = ["US", "United States"]
""")
STANCE = Stance(BOOK)
PARTS = ("", "_score", "_evidence", "_at", "_rule")


def annotated(*texts, stance=STANCE, parents=None):
    """The columns for comments that all answer the article, or the parents given."""
    rows = [("ann", -1 if parents is None else parents[row], text) for row, text in enumerate(texts)]
    return stance.annotate(Corpus.of(thread_of(rows)))


def label(text, target):
    return annotated(text)[f"stance_{target}"][0]


# rule, text, target, label
SAID = [
    ("is-bad", "The council is simply corrupt.", "council", "against"),
    ("is-bad", "Brightwater has become completely out of touch.", "brightwater", "against"),
    ("is-a-bad-one", "Brightwater was a total disgrace.", "brightwater", "against"),
    ("is-made-of-bad-ones", "The council is run by crooks.", "council", "against"),
    ("is-the-worst", "Brightwater is by far the worst company in town.", "brightwater", "against"),
    ("is-not-fit", "The council isn't fit to run a bake sale.", "council", "against"),
    ("is-good", "The Rovers have been absolutely superb this year.", "club", "favor"),
    ("is-good", "The Rovers are a great team.", "club", "favor"),
    ("is-a-good-one", "Mossford Rovers are our heroes.", "club", "favor"),
    ("is-the-best", "The Rovers are simply the best.", "club", "favor"),
    ("their-deed-is-bad", "Brightwater's latest policy is idiotic.", "brightwater", "against"),
    ("their-deed-is-good", "The council's plan is excellent.", "council", "favor"),
    (
        "theirs-is-better",
        "Their passing has changed. The Rovers returned. Their passing looks so much better.",
        "club",
        "favor",
    ),
    ("does-harm", "The council betrayed every family in the valley.", "council", "against"),
    ("does-harm", "Brightwater has been polluting the river for years.", "brightwater", "against"),
    ("does-harm", "Brightwater tried to bully the fishermen.", "brightwater", "against"),
    ("harmed-by", "The tenants were swindled by Brightwater.", "brightwater", "against"),
    ("improves", "The Rovers have greatly improved.", "club", "favor"),
    ("good-job", "The council did an excellent job on the park.", "council", "favor"),
    ("bad-job", "The council has done a lousy job on the park.", "council", "against"),
    ("fine-under", "Things have been better under Mayor Hallow.", "council", "favor"),
    ("never-cares", "Brightwater doesn't care about the river.", "brightwater", "against"),
    ("only-cares", "Brightwater only cares about profit.", "brightwater", "against"),
    ("not-to-be-trusted", "The council cannot be trusted.", "council", "against"),
    ("has-no-virtue", "The council has no credibility left.", "council", "against"),
    ("has-lost-the-writer", "The council has lost my vote.", "council", "against"),
    ("has-the-writer", "Mayor Hallow has my full support.", "council", "favor"),
    ("does-not-get-it", "Brightwater just doesn't get it.", "brightwater", "against"),
    ("was-good-once", "Brightwater used to be a respected firm.", "brightwater", "against"),
    ("is-disgusting", "Brightwater makes me sick.", "brightwater", "against"),
    ("deserves-good", "The Rovers deserve all our respect.", "club", "favor"),
    ("deserves-bad", "Brightwater deserves nothing but contempt.", "brightwater", "against"),
    ("grudges-a-good", "The council never wanted a decent library.", "council", "against"),
    ("grudges-a-good", "A free press is the last thing the council wants.", "council", "against"),
    ("i-dislike", "I really despise Brightwater.", "brightwater", "against"),
    ("i-dislike", "We are sick and tired of the council.", "council", "against"),
    ("i-do-not-like", "I do not trust Brightwater.", "brightwater", "against"),
    ("i-have-no-respect", "I have lost all respect for the council.", "council", "against"),
    ("i-like", "I have always admired the Rovers.", "club", "favor"),
    ("i-have-respect", "I have a lot of respect for the council.", "council", "favor"),
    ("i-vote", "I will gladly vote for Mayor Hallow.", "council", "favor"),
    ("i-gave-up", "We finally gave up on Brightwater.", "brightwater", "against"),
    ("i-will-not-pay", "I'm not paying for the council.", "council", "against"),
    ("i-disagree", "I strongly disagree with Mayor Hallow.", "council", "against"),
    ("i-agree", "I fully agree with Mayor Hallow.", "council", "favor"),
    ("cheer", "Hats off to the Rovers!", "club", "favor"),
    ("cheer", "Go Rovers!", "club", "favor"),
    ("leave-alone", "Leave the Rovers alone.", "club", "favor"),
    ("for-office", "Mayor Hallow for president!", "council", "favor"),
    ("curse", "Shame on Brightwater!", "brightwater", "against"),
    ("remove", "Boycott Brightwater!", "brightwater", "against"),
    ("remove", "This town must get rid of Brightwater.", "brightwater", "against"),
    ("to-be-removed", "The council should be ashamed of itself.", "council", "against"),
    ("not-needed", "This town doesn't need another Brightwater.", "brightwater", "against"),
    ("needs-a-lesson", "The council needs a serious wake-up call.", "council", "against"),
    ("the-real-problem-is", "The real scandal and the biggest problem here is the council.", "council", "against"),
    ("anyone-but", "Anyone but Mayor Hallow.", "council", "against"),
    ("praised-for-defeating", "Bless every fisherman who helped to stop Brightwater.", "brightwater", "against"),
]
GRANTED = [
    ("named-bad-one", "We are ruled by that crook Mayor Hallow.", "council"),
    ("bad-ones-like", "We need fewer swindlers like Brightwater here.", "brightwater"),
    ("bad-ones-at", "Ask the clowns at Brightwater.", "brightwater"),
    ("bad-name", "This is the work of the greedy, ruthless Brightwater.", "brightwater"),
    ("bad-thing-of-theirs", "Nobody forgets Brightwater's lies.", "brightwater"),
    ("bad-ones-of-theirs", "One of Brightwater's many liars rang me.", "brightwater"),
    ("bad-deed-of-theirs", "We all pay for the council's stupid decisions.", "council"),
    ("bad-deed-by", "We all pay for the idiotic policies of the council.", "council"),
    ("bad-thing-by", "This town was ruined by the greed of Brightwater.", "brightwater"),
    ("bad-company", "The letter is full of Brightwater propaganda.", "brightwater"),
    ("their-followers", "Brightwater and its cronies own the harbour.", "brightwater"),
    ("what-a-bad-one", "What a disgrace the council has become!", "council"),
]
WEAK = [
    ("good-thing-of-theirs", "The Rovers' courage carried the day.", "club"),
    ("the-likes-of", "I see the likes of Brightwater everywhere.", "brightwater"),
    ("tells-the-truth", "Mayor Hallow nailed it.", "council"),
]
OTHERS = [
    ("good-name", "The crowd carried our brave Rovers home.", "club"),
    ("apposed-bad-one", "Brightwater, a notorious swindler, sold the pier.", "brightwater"),
]


def rules_of(text, target):
    return {cue.rule for cue in STANCE.read(text) if cue.target == target}


@pytest.mark.parametrize(("rule", "text", "target", "expected"), SAID)
def test_construction_is_read(rule, text, target, expected):
    columns = annotated(text)
    assert columns[f"stance_{target}"] == [expected]
    assert rule in rules_of(text, target)


@pytest.mark.parametrize(("rule", "text", "target"), GRANTED)
def test_what_is_taken_for_granted_is_read(rule, text, target):
    assert label(text, target) == "against"
    assert rule in rules_of(text, target)


@pytest.mark.parametrize(("rule", "text", "target"), WEAK)
def test_weak_cues_count_and_do_not_decide_alone(rule, text, target):
    assert rule in rules_of(text, target)
    assert label(text, target) is None


def test_two_weak_cues_decide_together():
    assert label("Mayor Hallow nailed it. Mayor Hallow's integrity is known.", "council") == "favor"


@pytest.mark.parametrize(("rule", "text", "target"), OTHERS)
def test_attributes(rule, text, target):
    assert rule in rules_of(text, target)


def test_every_rule_has_an_example():
    shown = {row[0] for row in (*SAID, *GRANTED, *WEAK, *OTHERS)}
    assert shown == {rule.name for rule in RULES}


def inside(text):
    """The last sentence, ready to stand inside another one."""
    last = text.rstrip(".!").split(". ")[-1]
    return (
        last
        if last.startswith(("I ", "I'm", "Mayor", "Mossford", "Brightwater", "Rovers"))
        else last[0].lower() + last[1:]
    )


CHANGES = {
    "question": lambda text: text.rstrip(".!") + "?",
    "condition": lambda text: f"If {inside(text)}, we shall see.",
    "report": lambda text: f"My neighbour claims that {inside(text)}.",
    "report behind": lambda text: f"{text.rstrip('.!')}, they say.",
    "denial": lambda text: f"It is not true that {inside(text)}.",
    "doubt": lambda text: f"I don't think {inside(text)}.",
    "quotation": lambda text: f"“{text}”",
    "single quotes": lambda text: f"You wrote '{text}' yesterday.",
    "quoted line": lambda text: f"> {text}",
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("rule", "text", "target", "expected"), SAID)
def test_what_is_not_asserted_is_no_stance(change, rule, text, target, expected):
    assert label(CHANGES[change](text), target) is None


@pytest.mark.parametrize("change", ["report", "report behind", "quotation", "single quotes", "quoted line"])
@pytest.mark.parametrize(("rule", "text", "target"), GRANTED)
def test_what_others_take_for_granted_is_no_stance(change, rule, text, target):
    assert label(CHANGES[change](text), target) is None


@pytest.mark.parametrize(
    "text",
    [
        "The Rovers play Brightwater's eleven on Sunday and the council opens the new stand.",
        "The council is not corrupt.",
        "The council was never a disgrace.",
        "Critics of the council are liars.",
        "The man from Brightwater is an idiot.",
        "Fans hate the council.",
        "They oppose Brightwater.",
        "The Rovers were robbed of a penalty.",
        "The Rovers were betrayed by their keeper.",
        "Brightwater killed the deal and attacked the offer.",
        "Brightwater would be a disaster.",
        "The council's critics lied to us.",
        "My worst day was when the council met.",
        "The anti-Brightwater liars are back.",
        "I used to think the Rovers were superb.",
        "The so-called clowns at Brightwater answered me.",
        "The council failed to pass the budget.",
        "I love the Rovers but they never win.",
        "The Rovers are great at losing.",
        "The Rovers are superb lol",
        "I like Rovers fans who sing.",
        "The 'heroic' Rovers came last.",
    ],
)
def test_a_mention_or_a_tone_is_no_stance(text):
    columns = annotated(text)
    assert {name: column for name, column in columns.items() if column != [None]} == {}


def test_us_is_not_the_united_states():
    assert label("They betrayed us and lied to us. They make us sick.", "us") is None
    assert label("THEY ALL LIE TO US", "us") is None
    assert label("The US betrayed us.", "us") == "against"


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("The United Rovers are a disgrace.", "club", None),
        ("The Mossford Rovers are a disgrace.", "club", "against"),
        ("Oldtown Rovers are a disgrace.", "club", None),
        ("Corrupt Brightwater and nobody else.", "brightwater", "against"),
    ],
)
def test_a_longer_name_is_another_name(text, target, expected):
    assert label(text, target) == expected


def test_targets_of_one_comment_are_told_apart():
    text = "The council betrayed the whole town, but I still love the Rovers."
    columns = annotated(text)
    assert (columns["stance_council"], columns["stance_club"]) == (["against"], ["favor"])
    assert columns["stance_council_evidence"] == ["council betrayed the whole town"]
    assert columns["stance_club_evidence"] == ["I still love the Rovers"]
    assert columns["stance_brightwater"] == [None]


def test_evidence_stands_where_it_is_said_to():
    text = "Well…\n\nİstanbul aside, the “city council”’s friends… The council  is\nutterly corrupt!!"
    columns = annotated(text)
    evidence, at = columns["stance_council_evidence"][0], columns["stance_council_at"][0]
    assert evidence is None or text[at : at + len(evidence)] == evidence
    text = "The “toll”. Yes, Brightwater’s a joke — and İ know it."
    columns = annotated(text)
    evidence, at = columns["stance_brightwater_evidence"][0], columns["stance_brightwater_at"][0]
    assert text[at : at + len(evidence)] == evidence == "Brightwater’s a joke"


def test_conflicting_cues_are_left_open():
    assert label("The council is corrupt. The council did an excellent job.", "council") is None


def test_loaded_name_takes_a_stance_itself():
    assert label("The clipboard brigade came by again.", "council") == "against"
    assert label("They call them the clipboard brigade.", "council") is None
    assert label("Are they the clipboard brigade?", "council") is None


def test_they_stand_for_the_only_target_named_before():
    assert label("We watched the Rovers. They have greatly improved.", "club") == "favor"
    two = annotated("We watched the Rovers and the council. They have greatly improved.")
    assert two["stance_club"] == two["stance_council"] == [None]
    without = Stance(BOOK, pronouns=False)
    assert annotated("We watched the Rovers. They have greatly improved.", stance=without)["stance_club"] == [None]


def test_a_sentence_repeated_from_the_parent_is_not_the_writers_own():
    said = "The council is corrupt and everybody knows it."
    columns = annotated(said, f"{said} Where is the proof.", parents=[-1, 0])
    assert columns["stance_council"] == ["against", None]


def test_threshold_leaves_more_open():
    strict = Stance(BOOK, threshold=0.9)
    assert annotated("The council is corrupt.", stance=strict)["stance_council"] == [None]
    assert annotated("The council is corrupt. The council lied to us.", stance=strict)["stance_council"] == ["against"]


def test_columns_fit_the_table():
    corpus = Corpus.of(thread_of([("a", -1, "The council is corrupt."), ("b", 0, "Go Rovers!"), ("c", -1, "")]))
    columns = STANCE.annotate(corpus)
    assert set(columns) == {f"stance_{target.name}{part}" for target in BOOK.targets for part in PARTS}
    done = corpus.assign(columns)
    assert done.strings("stance_council") == ["against", None, None]
    assert done.strings("stance_club") == [None, "favor", None]
    assert all(len(coerce(name, column, 3)) == 3 for name, column in columns.items())


def test_a_removed_comment_is_not_judged():
    thread = thread_of([("Ann", -1, "The council betrayed us all.")] * 2, deleted=[True, False])
    assert list(STANCE.annotate(Corpus.of(thread))["stance_council"]) == [None, "against"]


@pytest.mark.parametrize("noun", ["earthquake", "dictator", "argument"])
def test_only_what_is_good_for_all_is_grudged(noun):
    assert STANCE.read(f"The council never wanted a strong {noun}.") == []
    assert STANCE.read("The council never wanted a strong union.")


def test_needs_targets():
    assert Stance.from_codebook(parse_codebook("")) is None
    assert Stance.from_codebook(BOOK) == STANCE


HOSTILE = {
    "one word": "US " * 330_000,
    "no stop": "the council is a very very corrupt and " * 26_000,
    "sentences": "The council betrayed us all. " * 35_000,
    "dots": "." * 1_000_000,
    "quotes": "“US " * 250_000,
    "apostrophes": " 'US" * 250_000,
    "emoji": "😂" * 1_000_000,
    "letters": "a" * 1_000_000,
    "commas": "US, " * 250_000,
    "they": "The Rovers left. " + "they " * 190_000,
    "adverbs": ("the council is " + "slyly " * 60) * 2_600,
    "praise": ("bless fight " * 20 + "Brightwater ") * 4_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_is_read_to_its_end(name):
    with ends():
        decide(cue for cue in STANCE.read(HOSTILE[name]) if cue.target == "council")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *"“”'\"?!.,;:()<>&\n😂İ" + OWN,
                "the council",
                "Rovers",
                "US",
                "is",
                "corrupt",
                "not",
                "they",
                "if",
                "love",
                "I",
                "said",
            ]
        ),
        max_size=40,
    ).map(" ".join)
)
def test_any_text_gives_cues_inside_it(text):
    cues = STANCE.read(text)
    assert cues == STANCE.read(text)
    for cue in cues:
        assert 0 <= cue.start < cue.end <= len(text)
        assert 0 < cue.weight <= 1
        assert cue.sign in (-1, 1)


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from([-1, 1]), st.floats(0.05, 0.95)), max_size=12
    )
)
def test_decision_equals_the_slow_one(rows):
    cues = [Cue("x", sign, weight, "r", start, start + size) for start, size, sign, weight in rows]
    counted = []
    for cue in sorted(cues, key=lambda cue: (-cue.weight, cue.start, cue.end, cue.rule, cue.sign)):
        if not any(max(cue.start, other.start) < min(cue.end, other.end) for other in counted):
            counted.append(cue)
    doubt = {-1: 1.0, 1: 1.0}
    for cue in counted:
        doubt[cue.sign] *= 1 - cue.weight
    against, favor = 1 - doubt[-1], 1 - doubt[1]
    decision = decide(cues, threshold=0.5)
    assert decision == decide(cues[::-1], threshold=0.5)
    if decision is None:
        clear = abs(favor - against) > 0.34 * (favor + against) + 1e-9
        assert not clear or max(favor * (1 - against), against * (1 - favor)) < 0.5001
    else:
        assert decision.label == ("favor" if favor > against else "against")
        assert decision.score == pytest.approx(max(favor, against) * (1 - min(favor, against)), abs=1e-4)
        assert decision.cue in counted


def test_decision_and_cue_are_values():
    cue = Cue("club", -1, 0.7, "is-bad", 0, 4)
    assert decide([cue]) == decide([dataclasses.replace(cue)])
    with pytest.raises(dataclasses.FrozenInstanceError):
        cue.weight = 1.0


def test_a_crowded_piece_is_a_list_and_not_read():
    assert not STANCE.read("Rovers, " * 40 + "the council is corrupt")
    assert STANCE.read("Rovers, " * 10 + "the council is corrupt")


def test_quotations_and_plural_owners():
    said = "The voters' mayor said 'no more tolls' and “never” again"
    assert [said[a:b] for a, b in quotations(said)] == ["'no more tolls'", "“never”"]


def test_sentences_without_a_name_are_not_read():
    assert list(read_sentences("The ferry is late. It is a disgrace.", [])) == []


SAMPLE = ROOT / "threads" / "al-qaim"
FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))


def page_columns(path):
    thread = read(path)
    rows = [(comment.author, comment.parent.row if comment.parent else -1, comment.text) for comment in thread]
    assert len(rows) == 10
    book = read_codebook(SAMPLE / "codebook.toml")
    columns = Stance(book).annotate(Corpus.of(thread))
    decided = {
        (row + 1, target.name): columns[f"stance_{target.name}"][row]
        for row in range(10)
        for target in book.targets
        if columns[f"stance_{target.name}"][row]
    }
    return rows, columns, decided


def test_no_stance_on_the_sample_thread_contradicts_the_hand_codes():
    rows, columns, decided = page_columns(SAMPLE / "page.txt")
    with (SAMPLE / "gold.csv").open(encoding="utf-8", newline="") as file:
        coded = list(csv.DictReader(file))
    assert [row["author"] for row in coded] == [author for author, _, _ in rows]
    names = [name for name in coded[0] if name.startswith("stance_")]
    gold = {(int(row["id"]), name.removeprefix("stance_")): row[name] for row in coded for name in names if row[name]}
    assert len(gold) == 10
    assert decided.items() <= gold.items()
    assert len(decided) >= FLOORS["sample"]["stance_right"]
    for row, target in decided:
        evidence, at = columns[f"stance_{target}_evidence"][row - 1], columns[f"stance_{target}_at"][row - 1]
        assert rows[row - 1][2][at : at + len(evidence)] == evidence


# What one reader of the real page coded as clear: comment by position, target, stance.
CLEAR = {
    (1, "isis"): "against",
    (2, "isis"): "against",
    (2, "us_involvement"): "against",
    (3, "iraqi_army"): "favor",
    (5, "us_involvement"): "against",
    (5, "pmu"): "favor",
    (6, "iraqi_army"): "favor",
    (6, "pmu"): "favor",
    (6, "us_involvement"): "against",
    (6, "isis"): "against",
}


def test_no_stance_on_the_real_page_is_reversed():
    _, _, decided = page_columns(shared("threads/al-qaim-2017.txt"))
    assert decided.items() <= CLEAR.items()
    assert len(decided) >= FLOORS["founding_page"]["stance_right"]
