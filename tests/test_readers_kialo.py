"""Kialo: numbered claims become a tree, with their side towards what they answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.kialo import Kialo
from discourse.reading import read
from discourse.sources import choose_reader
from tests.limits import ends

ONE = """Discussion Title: Should the ferry be free?

1. The ferry should be free.
1.1. Pro: More people would \\(perhaps\\) come by [boat](https://boat.example/a_(b)).
1.1.1. Con: They come anyway.
Even in winter.
1.1.2. Pro: -> See 1.2.
1.2. Con: Somebody pays.
1.2.1. Con: The state does.
"""
UNDER = """Discussion Title: Should the ferry be free?

1. Thesis:
The ferry should be free.

    1.1. Pro:
    More people would (perhaps) come by boat. [1]

        1.1.1. Con:
        They come anyway.
        Even in winter. [2]

        1.1.2. Pro:
        -> See 1.2.

    1.2. Con:
    Somebody pays.

        1.2.1. Con:
        The state does.

Sources:
[1] https://boat.example/a
[2] A book
"""


@pytest.mark.parametrize("text", [ONE, UNDER, ONE.replace("\n", "\r\n"), "\ufeff" + ONE])
def test_both_forms_give_the_tree(text):
    thread = read(text.encode())
    assert thread.report.format == "kialo"
    assert [(one.id, one.parent and one.parent.id, one["reply_stance"], one.text) for one in thread] == [
        ("1.1", None, "support", "More people would (perhaps) come by boat."),
        ("1.1.1", "1.1", "deny", "They come anyway.\nEven in winter."),
        ("1.1.2", "1.1", "support", "Somebody pays."),
        ("1.2", None, "deny", "Somebody pays."),
        ("1.2.1", "1.2", "deny", "The state does."),
    ]
    assert [block.text for block in thread.article.blocks] == ["Should the ferry be free?", "The ferry should be free."]
    assert thread.article.site == "Kialo"
    notes = ("1 claims stand in a second place; they have the text of the claim that they refer to",)
    sources = ("2 sources are listed at the end, and are left out",)
    assert thread.report.notes == (notes + sources if text is UNDER else notes)
    assert thread.report.counts() == {}


def test_several_theses_are_comments_below_the_title():
    thread = read(b"Discussion Title: Which boat?\n\n1. Red.\n1.1. Pro: It shines.\n2. Blue.\n3. None.\n3.1. Con: Wet.")
    assert [(one.id, one.depth, one["reply_stance"]) for one in thread] == [
        ("1", 1, None),
        ("1.1", 2, "support"),
        ("2", 1, None),
        ("3", 1, None),
        ("3.1", 2, "deny"),
    ]
    assert [block.text for block in thread.article.blocks] == ["Which boat?"]


def test_a_list_in_a_claim_is_no_thesis():
    text = "Discussion Title: A\n\n1. Ferries.\n1.1. Pro: Two reasons:\n1. speed\n2. wind\n\nBoth.\n1.2. Con: No."
    thread = read(text.encode())
    assert [(one.id, one.text) for one in thread] == [
        ("1.1", "Two reasons:\n1. speed\n2. wind\n\nBoth."),
        ("1.2", "No."),
    ]


def test_the_thesis_is_the_text_of_the_article_also_where_it_is_its_title():
    article = read(b"Discussion Title: Free it.\n\n1. Free it.\n1.1. Con: No.").article
    assert (article.title, article.text) == ("Free it.", "Free it.")


def test_claims_without_their_thesis_or_their_parent():
    assert [one.depth for one in read(b"Discussion Title: A\n\n1.1. Pro: Yes.\n1.2. Con: No.")] == [1, 1]
    thread = read(b"Discussion Title: A\n\n1. B\n1.4.2. Pro: Yes.")
    assert thread[0]["missing_parent"] == "1.4"


def test_references_to_references_and_to_nothing():
    text = "Discussion Title: A\n\n1. B\n1.1. Pro: -> See 1.2.\n1.2. Con: -> See 1.3.1.\n1.3. Con: C\n1.3.1. Pro: D\n"
    thread = read(text.encode())
    assert [one.text for one in thread] == ["D", "D", "C", "D"]
    lost = read(b"Discussion Title: A\n\n1. B\n1.1. Pro: -> See 1.2.\n1.2. Con: -> See 1.1.\n1.3. Con: -> See 1.9.")
    assert [one.text.startswith("-> See") for one in lost] == [True] * 3
    assert lost.report.counts()["reference to a claim that is not there"] == 2


def test_a_long_chain_of_references_and_a_deep_debate():
    chain = "".join(f"1.{n}. Pro: -> See 1.{n + 1}.\n" for n in range(1, 50_000)) + "1.50000. Con: End"
    with ends(20):
        thread = read(f"Discussion Title: A\n\n1. B\n{chain}".encode())
        assert {one.text for one in thread} == {"End"}
    deep = "".join("1." * n + " Pro: x\n" for n in range(2, 1_500))
    assert max(one.depth for one in read(f"Discussion Title: A\n\n1. B\n{deep}".encode())) == 1_498


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=30))
def test_numbers_are_the_tree(drawn):
    numbers, counts, lines = ["1"], {}, ["Discussion Title: A", "", "1. B"]
    for at, is_pro in drawn:
        above = numbers[at % len(numbers)]
        counts[above] = counts.get(above, 0) + 1
        numbers.append(f"{above}.{counts[above]}")
        lines.append(f"{numbers[-1]}. {'Pro' if is_pro else 'Con'}: Claim {numbers[-1]}")
    thread = read("\n".join(lines).encode())
    assert {(one.id, one.depth) for one in thread} == {(number, number.count(".")) for number in numbers[1:]}
    sides = dict(zip(numbers[1:], (is_pro for _, is_pro in drawn), strict=True))
    assert all(one["reply_stance"] == ("support" if sides[one.id] else "deny") for one in thread)


def test_a_debate_without_claims_is_no_error():
    assert len(read(b"Discussion Title: Nothing yet\n\n", format="kialo")) == 0


def test_it_is_told_from_other_texts():
    listed = "Discussion Title: A\n\n1. B\n1.1. Pro: C\n  \u2022 D\n"
    assert choose_reader(Source("debate.txt", data=listed.encode()), None)[0].name == "kialo"
    for other in (
        b"The ferry\n\n1. Ann\n1.1. Pro: is it",
        b'{"Discussion Title": 1}',
        b"<p>Discussion Title: A",
        b"\xff\x00",
    ):
        assert Kialo().sniff(other, "x.txt") == 0
        if b"Pro" not in other:
            with pytest.raises(BrokenInput, match="no export of Kialo"):
                list(Kialo().read(Source("x.txt", data=b"Dear all,\nnothing here.")))
