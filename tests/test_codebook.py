"""Codebooks: read whole, or refused with the line, what is allowed and the nearest name."""

import pytest

from discourse.codebook import parse_codebook, read_codebook
from discourse.errors import CodebookError

GOOD = """
[codebook]
name = "ferry"
year = 2019

[sentiment]
neutral = ["Storm"]
added = { "seaworthy" = 2 }

[topics.price]
terms = ["fare*", "price"]

[targets.council]
label = "The council"
aliases = ["council", "city  hall"]
loaded = ["the crooks"]
"""


def test_a_codebook_is_read_whole():
    book = parse_codebook(GOOD)
    assert (book.name, book.year, book.neutral, dict(book.added)) == ("ferry", 2019, ("Storm",), {"seaworthy": 2.0})
    assert book.topics[0].terms == ("fare*", "price")
    assert book.topics[0].label == "Price"
    assert book.targets[0].aliases == ("council", "city hall")
    assert book.targets[0].loaded == ("the crooks",)


def test_the_hash_is_of_the_text():
    assert parse_codebook(GOOD).sha256 == parse_codebook(GOOD).sha256 != parse_codebook(GOOD + "\n# x").sha256


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[topcs.price]\nterms = ['a']", 1, "did you mean 'topics'"),
        ("[topics.price]\nterm = ['a']", 2, "did you mean 'terms'"),
        ("[topics.price]\nlabel = 'P'\nterms = []", 1, "has no terms"),
        ("[topics.price]\nlabel = 'P'", 1, "has no terms"),
        ("[topics.price]\nterms = ['a', 3]", 2, "list of words"),
        ("[topics.price]\nterms = 'a'", 2, "list of words"),
        ("[topics.price]\nterms = [' * ']", 2, "list of words"),
        ("[topics.Price]\nterms = ['a']", 1, "cannot name a column"),
        ("[topics.fare_score]\nterms = ['a']", 1, "cannot name a column"),
        ("[codebook]\nyear = 'x'", 2, "is to be a year"),
        ("[codebook]\nname = 3", 2, "is to be a text"),
        ("[sentiment]\nadded = { a = 9 }", 2, "valence"),
        ("[targets.a]\naliases = ['X']\n[targets.b]\naliases = ['x']", 3, "names both"),
        ("topics = 3", 1, "is to be a table"),
        ("[sentiment]\nneutral = ['car bomb']", 2, "not a single word"),
        ("[topics.a]\nlabel = 'A'\nterms = ['x']\n[targets.a]\nlabel = 'B'\naliases = ['x']", 4, "one label"),
        ("[topics]\nprice = 3", 2, "is to be a table"),
        (
            "[topics.a]\nlabel = 'a'\nterms = ['x']\n[topics.b]\nlabel = 'b'\nterms = ['x']\nlabels = 'b'",
            7,
            "did you mean 'label'",
        ),
    ],
)
def test_what_is_broken_is_said_with_its_line(text, line, said):
    with pytest.raises(CodebookError) as caught:
        parse_codebook(text, where="book.toml")
    assert f"book.toml, line {line}" in str(caught.value)
    assert said in str(caught.value)
    assert caught.value.exit_status == 2


def test_broken_toml_names_its_line():
    with pytest.raises(CodebookError, match=r"line 2"):
        parse_codebook("[topics.a]\nterms = [")


def test_brackets_without_end_are_refused():
    with pytest.raises(CodebookError, match="nested too deep"):
        parse_codebook("x = " + "[" * 20_000)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(CodebookError, match="cannot be read"):
        read_codebook(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"# \xff")
    with pytest.raises(CodebookError, match="not UTF-8"):
        read_codebook(tmp_path / "latin.toml")


def test_the_sample_codebook_is_good():
    book = read_codebook("threads/al-qaim/codebook.toml")
    assert [topic.name for topic in book.topics] == ["army_rebuilding", "pmu_role", "us_involvement", "site_outages"]
    assert [target.name for target in book.targets] == ["iraqi_army", "pmu", "us_involvement", "isis"]


def test_half_a_character_is_refused():
    with pytest.raises(CodebookError, match="not UTF-8"):
        parse_codebook('[topics.price]\nterms = ["\ud800"]')
