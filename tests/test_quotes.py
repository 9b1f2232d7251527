"""Spans of quotations: as a cell states them, and what a text is without them."""

from hypothesis import given
from hypothesis import strategies as st

from discourse.quotes import format_spans, merged, moved_spans, own_text, own_words, parse_spans
from discourse.text import clean

TEXTS = st.text(st.sampled_from("ab \r\n\0\ufeff>."), max_size=30)


@st.composite
def quoted(draw, texts=TEXTS):
    """A text and spans in it, in order and apart."""
    text = draw(texts)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return text, merged(zip(ends[::2], ends[1::2], strict=False))


@given(quoted())
def test_spans_written_and_read_are_the_same(given_text):
    text, spans = given_text
    assert parse_spans(format_spans(spans), len(text)) == spans


@given(quoted())
def test_own_words_and_quoted_ones_are_the_text(given_text):
    text, spans = given_text
    own = own_words(text, format_spans(spans))
    assert len(own) == len(text)
    inside = {at for start, end in spans for at in range(start, end)}
    for at, char in enumerate(text):
        assert own[at] == (char if at not in inside or char == "\n" else " ")


@given(quoted())
def test_spans_move_as_the_text_before_them_does(given_text):
    text, spans = given_text
    cleaned, _ = clean(text)
    for (start, end), moved in zip(spans, moved_spans(spans, text), strict=True):
        assert moved == (len(clean(text[:start])[0]), len(clean(text[:end])[0]))
        assert moved[1] <= len(cleaned)


def test_own_text_reads_well():
    text = 'First.\n\n> It is dear, and late.\n\n\nYou say "so what", I say no.'
    spans = [(text.index(part), text.index(part) + len(part)) for part in ("> It is dear, and late.", '"so what"')]
    assert own_text(text, format_spans(spans)) == "First.\n\nYou say , I say no."
    assert own_text("  as it is  ", None) == "  as it is  "


def test_what_is_no_cell_of_spans_quotes_nothing():
    for cell in ("", "x", "9-3", "0-3 2-5", "1-1"):
        assert parse_spans(cell) is None
        assert own_words("as it is", cell) == "as it is"
