"""Bytes of any encoding become UTF-8 as they are read, wherever they are cut."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse import recoding
from discourse.readers.base import Source
from discourse.recoding import Recoded

TEXT = "Die Fähre ist zurück, und die Straße über den Fluß ist offen.\n" * 50


def recoded(content: bytes) -> tuple[str, list[str]]:
    stream = Recoded(io.BytesIO(content))
    return stream.readall().decode("utf-8"), stream.said


@pytest.mark.parametrize("size", [3, 4, 5, 7, 1000])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_characters_may_be_cut_anywhere(monkeypatch, size, codec):
    # The first piece has to hold the mark.
    monkeypatch.setattr(recoding, "PIECE", size)
    assert recoded(TEXT.encode(codec)) == (TEXT, [])


def test_what_is_not_utf_8_is_told_by_statistics():
    assert recoded(TEXT.encode("cp1252")) == (TEXT, ["read as Windows-1252, which is likely and not declared"])


def test_broken_utf_8_is_replaced_and_counted():
    content = TEXT.encode() + b"broken \xff here\n" + TEXT.encode()
    text, said = recoded(content)
    assert text == TEXT + "broken \ufffd here\n" + TEXT
    assert said == ["no UTF-8, replaced by U+FFFD: 1"]


def test_lone_surrogates_are_replaced_and_counted():
    text, said = recoded("a\ud800b\n".encode("utf-8", errors="surrogatepass"))
    assert (text, said) == ("a\ufffdb\n", ["lone surrogates, replaced by U+FFFD: 1"])


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf_8_goes_through_as_it_is(text):
    content = text.encode()
    if not content.startswith(b"\xef\xbb\xbf") and not recoding.utf_16(content):
        assert recoded(content) == (text, [])


@given(st.binary(max_size=300))
def test_any_bytes_become_utf_8(content):
    recoded(content)


def test_lines_of_a_source_are_utf_8_and_the_account_says_what_was_done():
    source = Source("x", data=TEXT.encode("cp1252"))
    lines = [line for _, line in source.lines()]
    assert b"".join(line + b"\n" for line in lines).decode() == TEXT
    assert [defect.kind for defect in source.damage] == ["encoding"]
