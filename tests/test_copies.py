"""Passages that one text has from another, against a slow and obvious twin."""

import random

from hypothesis import given
from hypothesis import strategies as st

from discourse.copies import copied, first_windows, plain_words, word_table
from tests.limits import ends

TEXTS = st.lists(st.lists(st.sampled_from("abc"), max_size=12).map(" ".join), max_size=5)


@given(TEXTS, st.integers(1, 4))
def test_windows_are_found_where_they_stood_first(texts, n_words):
    table = word_table(texts)
    flat = [(row, word) for row, text in enumerate(texts) for word in text.split()]
    runs = {
        at: tuple(word for _, word in flat[at : at + n_words])
        for at in range(len(flat) - n_words + 1)
        if flat[at][0] == flat[at + n_words - 1][0]
    }
    first = {}
    for at, run in runs.items():
        first.setdefault(run, at)
    at, earliest = first_windows(table, n_words)
    assert dict(zip(at.tolist(), earliest.tolist(), strict=True)) == {at: first[run] for at, run in runs.items()}


@given(TEXTS)
def test_what_is_copied_stands_in_an_earlier_text(texts):
    for one in copied(texts, 2, 1):
        said, _ = plain_words(texts[one.text][one.start : one.end])
        windows = {tuple(said[at : at + 2]) for at in range(len(said) - 1)}
        earlier = [plain_words(text)[0] for text in texts[: one.text]]
        assert windows <= {tuple(words[at : at + 2]) for words in earlier for at in range(len(words) - 1)}
        assert one.source < one.text


def test_equal_texts_own_texts_and_addresses_do_not_count():
    text = "the old bridge is open again https://a.example/one-two-three-four"
    assert copied([text, text], 3, 5) == []
    assert copied([text, text + " now"], 3, 5, owners=["a", "a"]) == []
    assert len(copied([text, text + " now"], 3, 5, owners=[None, None])) == 1
    assert copied(["see https://a.example/one-two-three-four", "no https://a.example/one-two-three-four"], 3, 5) == []


def test_twenty_thousand_comments_take_seconds():
    chance = random.Random(1)
    words = [f"word{number}" for number in range(5_000)]
    texts = [" ".join(chance.choices(words, k=50)) for _ in range(20_000)]
    texts[1::3] = [f"{text} and {texts[0]}" for text in texts[1::3]]
    with ends():
        assert len(copied(texts)) == len(texts[1::3])
