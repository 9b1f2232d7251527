"""Comments of programs, and comments said before: marked, none removed."""

import pytest

from discourse.annotators.marks import Marks, sign
from discourse.corpus import Corpus
from discourse.pipeline import annotate
from tests.threads import thread_of


@pytest.mark.parametrize("name", ["AutoModerator", "gif_bot", "FerryBot", "tide-bot", "newsbot3", "bot", "RemindMeBot"])
def test_names_of_programs(name):
    assert sign(name, None, "Hello.") == name


@pytest.mark.parametrize("name", ["Ann Talbot", "Chabot", "robot", "abbot", "Elbot", None, "bottle"])
def test_names_of_people(name):
    assert sign(name, None, "Hello.") is None


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("I am a bot, and I cannot help it.", "I am a bot"),
        ("Nice.\n\n^(I'm a bot)", "I'm a bot"),
        ("This action was performed automatically.", "This action was performed automatically"),
        ("Ich bin ein Bot und antworte gern.", "Ich bin ein Bot"),
        ("Pingback: A page on ferries", "Pingback:"),
        ("[…] the ferry is back […]", "[…]"),
        ("You say I am a bot.", None),
        ("I'm a bot? Prove it.", None),
        ("I am not a bot.", None),
        ("Hello […] and so on […] I say.", None),
    ],
)
def test_what_programs_say(text, evidence):
    assert sign("Ann", None, text) == evidence


def test_the_role_that_the_source_states():
    assert sign("Ferry News", "bot", "Hello.") == "bot"
    assert sign("A page", "pingback", "Hello.") == "pingback"
    assert sign("Ann", "moderator", "Hello.") is None


def test_who_quotes_a_program_is_none():
    thread = annotate(thread_of([("Ann", -1, "Look:"), ("Ben", 0, "> I am a bot\nHow odd.")]))
    assert thread.column("is_bot").to_pylist() == [False, False]


def duplicates(rows, **columns):
    return Marks().annotate(Corpus.of(thread_of(rows, **columns)))["duplicate_of"]


def test_long_texts_are_duplicates_whoever_wrote_them():
    long = "Keep the old bridge open for all of us!"
    assert duplicates([("Ann", -1, long), ("Ben", -1, "Why?"), ("Cy", 1, long.upper()), (None, -1, long)]) == [
        None, None, "1", "1"
    ]  # fmt: skip


def test_short_ones_only_when_posted_twice_in_answer_to_the_same():
    rows = [
        ("Ann", -1, "Thanks!"),
        ("Ann", -1, "Thanks"),
        ("Ann", 0, "Thanks!"),
        ("Ben", -1, "Thanks!"),
        (None, -1, "Thanks!"),
    ]
    assert duplicates(rows) == [None, "1", None, None, None]
    assert duplicates([(None, -1, "Yes."), (None, -1, "Yes.")]) == [None, None]


def test_texts_without_words_are_compared_by_their_characters():
    assert duplicates([("Ann", -1, "👍" * 20), ("Ben", -1, "👎" * 20), ("Cy", -1, "👍" * 20)]) == [None, None, "1"]


def test_what_was_removed_is_no_duplicate():
    rows = [("Ann", -1, "This was removed by somebody."), ("Ben", -1, "This was removed by somebody.")]
    assert duplicates(rows, deleted=[True, True]) == [None, None]


def test_marked_comments_can_be_left_out():
    corpus = annotate(Corpus.of(thread_of([("FerryBot", -1, "On time."), ("Ann", 0, "Good."), ("Ben", -1, "No.")])))
    people = corpus.select(~corpus.values("is_bot"))
    assert people.texts == ["Good.", "No."]
    assert people.parents.tolist() == [-1, -1]
