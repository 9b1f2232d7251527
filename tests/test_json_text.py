"""JSON of any depth: read as the standard module does; what that cannot read, read all the same or refused in words."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import BrokenInput
from discourse.json_text import _walk, decode, documents, glimpse
from tests.limits import ends
from tests.shared import shared

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 1]))
def test_what_the_standard_module_writes_is_read_back(value, indent):
    text = json.dumps(value, indent=indent)
    assert decode(text) == value
    assert _walk(text) == value


@given(st.text('[]{}",:01eE+-.trufalsn \\ud8', max_size=30))
def test_the_walk_reads_and_refuses_what_the_standard_module_does(text):
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(BrokenInput):
            _walk(text)
    else:
        assert _walk(text) == expected


def test_depth_is_no_limit():
    with ends():
        value = decode(b'{"r":[' * 100_000 + b"]}" * 100_000)
    depth = 0
    while value:
        value, depth = value["r"][0] if value["r"] else None, depth + 1
    assert depth == 100_000


@pytest.mark.parametrize("digits", [19, 25, 5_000])
def test_numbers_of_many_digits_keep_them(digits):
    text = "1" + "7" * (digits - 1)
    assert str(decode(f'{{"id": {text}}}')["id"]) == text


def test_lone_surrogates_are_read():
    assert decode(rb'"\ud83d"') == "\ud83d"


def test_control_characters_are_read_where_that_is_asked_for():
    with pytest.raises(BrokenInput):
        decode('"two\nlines"')
    assert decode('"two\nlines"', strict=False) == "two\nlines"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1', "line 1, column 8: the JSON is cut off here"),
        ('[1,\n "two', "line 2, column 6: the JSON is cut off here"),
        ("[1,\n two]", "line 2, column 2: this is no JSON: 'two]'"),
        ("[1] 2", "line 1, column 5: this is no JSON: '2'"),
        ("", "line 1, column 1: the JSON is cut off here"),
        ("{1: 2}", "line 1, column 2: this is no JSON"),
        ("[1 2]", "line 1, column 4"),
        ("[NaN]", "line 1, column 2"),
    ],
)
def test_errors_say_where(text, said):
    with pytest.raises(BrokenInput) as caught:
        decode(text, where="page.json")
    assert str(caught.value).startswith("page.json, ")
    assert said in str(caught.value)


def test_lines_are_counted_from_the_first_of_the_file():
    with pytest.raises(BrokenInput, match="dump, line 12, column 2"):
        decode(b"\n[}", where="dump", first_line=11)


ONE = b'{"id": 1}'


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (ONE, [1]),
        (b"\xef\xbb\xbf\n \n" + ONE + b"\n\n", [3]),
        (ONE + b"\n" + ONE, [1, 2]),
        (ONE + b"\r\n\r\n " + ONE + b"\r\n", [1, 3]),
        (ONE + b'\n{"id\n' + ONE, [1, 3]),
        (b'{"id\n' + ONE, [2]),
        (b'{"id": 1, "te\n' + ONE + b"\n}\n" + ONE + b"\n\n", [2, 4]),
        (b"[\n" + ONE + b",\n" + ONE + b"\n]", [1]),
        (b'{"a": [\n' + ONE + b"\n]}", [1]),
        (b"{\n" + b'"id": 1\n}', [1]),
        (b"[1]\n[2]", [1, 2]),
    ],
)
def test_documents_are_told_from_lines(content, lines):
    found = list(documents(content, "x"))
    assert [line for line, value in found if not isinstance(value, BrokenInput)] == lines
    if len(found) > len(lines):
        assert all("line" in value.where for _, value in found if isinstance(value, BrokenInput))


@given(st.lists(VALUES.filter(lambda value: isinstance(value, dict | list)), min_size=2))
def test_a_value_a_line_is_read_back(values):
    content = "\n".join(map(json.dumps, values)).encode()
    assert [value for _, value in documents(content, "x")] == values


def test_the_json_test_suite():
    folder = shared("data/adversarial")
    files = sorted(folder.rglob("test_parsing/*.json"))
    assert len(files) > 200
    for file in files:
        content = file.read_bytes()
        accepted = True
        with ends():
            try:
                decode(content)
            except BrokenInput:
                accepted = False
        if file.name.startswith("y_"):
            assert accepted, file.name
        if file.name.startswith("n_") and "utf8" not in file.name.lower():
            assert not accepted, file.name


@pytest.mark.parametrize("ending", ["", ', "\\q"]', ', "\\ud800"]', ", [[]]]", ", 01]"])
@pytest.mark.parametrize("item", ["7", '"a"', "[1]", '{"a": 1}', "null"])
def test_long_lists_take_time_in_proportion(item, ending):
    text = "[" + ", ".join([item] * 100_000) + ending
    with ends(10), contextlib.suppress(BrokenInput):
        assert len(decode(text)) == 100_001
    with ends(10):
        glimpse(text.encode()[:65_536])


def test_a_text_that_is_cut_off_is_one():
    assert glimpse(b'{"id": 1, "text": "A ferry')[0] == {"id": 1, "text": ""}
    assert glimpse(b'{"id": 1, "deleted": tru')[0] == {"id": 1}
    assert glimpse(b'{"a": {"id": 1}, "b": [{"text": "x')[0] == {"a": {"id": 1}, "b": [{"text": ""}]}
