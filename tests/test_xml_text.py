"""XML that streams: what the standard module reads is read alike; bombs are refused, broken places named and passed."""

from __future__ import annotations

import io
import time
import tracemalloc
from contextlib import nullcontext
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import BrokenInput, DiscourseError
from discourse.xml_text import DEEPEST, LONGEST_TAG, MOST_BREAKS, PIECE, Element, Elements, root
from tests.limits import ends
from tests.shared import shared

NAMES = st.sampled_from(["post", "who", "says", "b"])
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)


@st.composite
def trees(draw):
    """A tree of elements with text and attributes, made without recursion."""
    top = ElementTree.Element("list")
    inside = [top]
    for _ in range(draw(st.integers(0, 12))):
        above = draw(st.sampled_from(inside))
        below = ElementTree.SubElement(above, draw(NAMES), {"n": draw(TEXTS)})
        below.text, below.tail = draw(TEXTS), draw(TEXTS)
        inside.append(below)
    return top


def elements(content: bytes, wanted=("post",), **how) -> tuple[list[Element], Elements]:
    reading = Elements(io.BytesIO(content), wanted, where="list.xml", **how)
    return list(reading), reading


def told(element: Element) -> tuple:
    return element.name, dict(element.attributes), element.text, [told(child) for child in element.children]


def as_standard(element: ElementTree.Element) -> tuple:
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    return element.tag, element.attrib, text, [as_standard(child) for child in element]


def outermost_posts(element: ElementTree.Element) -> list[ElementTree.Element]:
    found = []
    for child in element:
        found += [child] if child.tag == "post" else outermost_posts(child)
    return found


@given(trees(), st.sampled_from(["utf-8", "utf-16", "iso-8859-2", "koi8-r"]))
def test_what_the_standard_module_writes_is_read_alike(tree, encoding):
    content = ElementTree.tostring(tree, encoding=encoding, xml_declaration=True)
    found, reading = elements(content)
    assert [told(one) for one in found] == [as_standard(one) for one in outermost_posts(tree)]
    assert {defect.kind for defect in reading.defects} <= {"encoding"}
    assert reading.root == "list"


@given(st.binary(max_size=300) | st.text("<>/&;#x1 post=\"'![]CDAT-?", max_size=120).map(str.encode))
def test_no_bytes_are_another_error_than_ours(content):
    for strict in (False, True):
        try:
            elements(b"<list>" + content, strict=strict)
            elements(content, strict=strict)
        except DiscourseError:
            pass
    assert isinstance(root(content), str)


@given(st.integers(0, 400))
def test_a_file_that_is_cut_off_is_read_so_far(cut):
    content = b"".join(b"<post n='%d'><says>No. %d</says></post>" % (n, n) for n in range(10))
    found, reading = elements((b"<list>" + content)[: 6 + cut])
    whole = content[:cut].count(b"</post>")
    assert [one.said("says") for one in found if not one.broken] == [f"No. {n}" for n in range(whole)]
    assert len(found) - whole in (0, 1)
    assert [defect.kind for defect in reading.defects] == ["broken XML"]
    with pytest.raises(BrokenInput, match="cut off"):
        elements((b"<list>" + content)[: 6 + cut], strict=True)


def test_where_a_text_is_broken_only_that_text_is_lost():
    posts = [
        b"<post><who>Ann</who><says>A & B</says></post>",
        b"<post><who>Ben</who><says>One <b>two</says></post>\n",
        b"<post><who>Cy</who><says>Three</says></post>",
        b"<post><who at=home>Di</who><says>Four</says></post>",
        b"<post><who>Ed</who><says>Five</says>",
        b"<post><who>Fi</who><says>Six</says></post>",
    ]
    found, reading = elements(b"<list>\n" + b"".join(posts[:4]) + b"</list>")
    assert [(one.said("who"), one.said("says"), bool(one.broken)) for one in found] == [
        ("Ann", None, False),
        ("Ben", None, False),
        ("Cy", "Three", False),
        (None, "Four", True),
    ]
    assert {defect.kind for defect in reading.defects} == {"broken XML"}
    assert {defect.where for defect in reading.defects} == {"line 2", "line 3"}
    for n in range(len(posts)):
        if n != 2 and n != 5:
            with pytest.raises(BrokenInput, match="line 2"):
                elements(b"<list>\n" + b"".join(posts[n:]) + b"</list>", strict=True)


def test_after_many_broken_places_the_rest_is_not_read_and_that_is_said():
    content = b"<list>" + b"<post =/>" * 200_000
    with ends():
        found, reading = elements(content)
    assert not found
    assert len(reading.defects) == MOST_BREAKS + 1
    assert "the rest was not read" in reading.defects[-1].repair


def test_characters_that_are_forbidden_are_replaced_and_named():
    found, reading = elements("<list>\n<post>a\x00b\x0bc&#x1f;d&#2;e&#233;\ufffff</post></list>".encode())
    assert found[0].text == "a\ufffdb\ufffdc\ufffdd\ufffdeé\ufffdf"
    assert [defect.kind for defect in reading.defects] == ["forbidden character"] * 5


def test_a_reference_is_not_cut_where_pieces_meet():
    for before in range(PIECE - 30, PIECE):
        content = b"<post>" + b"x" * (before - 6) + b"&#8;&#233;&amp;&eacute;</post>"
        found, reading = elements(content)
        assert found[0].text.lstrip("x") == "\ufffdé&é"
        assert [defect.kind for defect in reading.defects] == ["forbidden character", "entity of HTML"]


def test_bytes_that_are_no_utf_8_are_replaced_and_counted():
    found, reading = elements(b"<list>" + b"<post>\xc3\xa9</post>" * 20 + b"<post>\xff</post></list>")
    assert [one.text for one in found[-2:]] == ["é", "\ufffd"]
    assert [defect.kind for defect in reading.defects] == ["encoding"]


def test_text_around_the_xml_is_left_out_and_named():
    found, reading = elements(b"`\n\n<?xml version='1.0'?><list><post>a</post></list> `")
    assert [one.line for one in found] == [3]
    assert [(one.kind, one.where) for one in reading.defects] == [
        ("text before the XML", "line 1"),
        ("text after the XML", "line 3"),
    ]
    assert not elements(b"\n <?xml version='1.0'?><list/>")[1].defects


def test_names_have_the_usual_prefixes():
    content = b"""<list xmlns="urn:talk" xmlns:t="urn:talk:more:2" xmlns:z="urn:zoo">
    <post t:id="1" z:id="2"><t:who>Ann</t:who><z:who>Ben</z:who><free:who>Cy</free:who></post></list>"""
    found, reading = elements(content, spaces={"urn:talk:more:[0-9]+": "more", "urn:talk": ""})
    assert told(found[0])[1] == {"more:id": "1", "z:id": "2"}
    assert [found[0].said(name) for name in ("more:who", "z:who", "free:who")] == ["Ann", "Ben", "Cy"]
    assert reading.prefixes == {"": "", "t": "more"}


@pytest.mark.parametrize(
    "declared",
    [
        b'<!ENTITY a "x">',
        b'<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
        b'<!ENTITY a SYSTEM "file:///etc/hostname">',
        b'<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;',
        b'<!ELEMENT list ANY>\n<!ENTITY a "x">',
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_entities_are_refused(declared, strict):
    content = b"<?xml version='1.0'?>\n<!DOCTYPE list [" + declared + b"]>\n<list><post>&a;</post></list>"
    with (
        ends(2),
        pytest.raises(BrokenInput, match=f"line {2 + declared.count(bytes([10]))}: the XML declares entities"),
    ):
        elements(content, strict=strict)


@pytest.mark.parametrize("doctype", [b"<!DOCTYPE list>", b'<!DOCTYPE list SYSTEM "x.dtd" [<!ELEMENT list ANY>]>'])
def test_a_document_type_without_entities_is_no_matter(doctype):
    found, reading = elements(doctype + b"<list><post>a &b; &nbsp;c</post></list>")
    assert found[0].text == "a &b; \xa0c"
    assert [defect.kind for defect in reading.defects] == ["unknown entity", "entity of HTML"]


def test_a_hundred_thousand_levels():
    deep = b"<a>" * 100_000 + b"text" + b"</a>" * 100_000
    with ends(10):
        found, reading = elements(b"<list>" + deep + b"<post>" + deep + b"</post></list>")
        assert not reading.defects
        levels, element = 0, found[0]
        while element.children:
            levels, element = levels + 1, element.children[0]
        assert (levels, element.text) == (DEEPEST, "text")
        found, reading = elements(b"<post>" * 100_000 + b"text")
        assert [one.broken for one in found] == ["the XML is cut off in it"]
        assert root(b"<a>" * 10_000) == "a"


def test_a_tag_that_does_not_end_is_refused():
    with ends(10), pytest.raises(BrokenInput, match="a tag or remark of more than"):
        elements(b"<list><post n='" + b"x" * (3 * LONGEST_TAG))


def test_memory_stays_flat():
    class Long(io.RawIOBase):
        """Posts without end, as far as it matters."""

        n_pieces = 0

        def read(self, size=-1):
            self.n_pieces += 1
            start = b"<list>" if self.n_pieces == 1 else b""
            return b"" if self.n_pieces > 25 else start + b"<post><says>At last.</says></post>" * (PIECE // 34)

    tracemalloc.start()
    n = sum(1 for _ in Elements(Long(), ["post"], where="x"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert n > 40_000
    assert peak < 6_000_000


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\n<!-- a -->\n<t:feed xmlns:t="x"><a', "t:feed"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", "rss"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"<!doctype html><html>", ""),
        (b"\x00\x01<rss>", "rss"),
        (b"<rss", ""),
        (b"2 < 3", ""),
        (b'{"a": "' + b"x" * 100 + b'<rss>"}', ""),
        (b"", ""),
    ],
)
def test_the_outermost_element_is_named(head, name):
    assert root(head) == name


def test_sniffing_is_quick():
    heads = [b"<" * 65_536, b"<!--" * 16_000, b"<a b='" + b"x" * 65_000, b"<!DOCTYPE a [" + b"<!ELEMENT a ANY>" * 4_000]
    started = time.perf_counter()
    for head in heads:
        root(head)
    assert time.perf_counter() - started < 0.5


def test_bombs_of_others():
    folder = shared("data/adversarial/defusedxml-bombs/xmltestdata")
    refused = {"cyclic.xml", "external.xml", "external_file.xml", "quadratic.xml", "xmlbomb.xml", "xmlbomb2.xml"}
    for path in sorted(folder.glob("*.x*")):
        expected = pytest.raises(BrokenInput, match="declares entities") if path.name in refused else nullcontext()
        with ends(2), path.open("rb") as file, expected:
            list(Elements(file, ["bomb", "element"], where=path.name))
