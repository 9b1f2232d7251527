"""Any text as XML holds it, read back by a standard parser."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from discourse.xml_escape import attribute, content, token

ANY = st.text(st.characters(codec=None, exclude_categories=()))
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@given(ANY)
def test_a_parser_reads_what_was_meant(text):
    document = f'<a b="{attribute(text)}">{content(text)}</a>'
    element = ElementTree.fromstring(document.encode())
    expected = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
    assert element.get("b") == expected
    assert (element.text or "") == expected


@given(ANY)
def test_a_token_is_read_back(text):
    again = re.sub("_x([0-9A-F]+)_", lambda match: chr(int(match[1], 16)), token(text))
    assert again == text


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_a_token_of_ascii_has_only_characters_of_names(text):
    assert re.fullmatch(r"[-.\w]*", token(text), re.ASCII)


def test_a_token_keeps_letters_of_all_scripts_and_never_a_colon_or_a_blank():
    assert token("Жанна-é") == "Жанна-é"
    assert not re.search(r"[:\s/²]", token("a:b c/d²\u2028\ufffe\x85"))
