"""Whatever the bytes, a page gives a thread or a DiscourseError, soon, and an account that adds up.

Every hostile input is read as a page, and as a body, a name and a date inside pages of our own, plain and HTML. Where
it stands in a page of our own, no comment may be lost and none may be made.
"""

from __future__ import annotations

import functools
import os
import unicodedata

import pytest

from discourse.errors import DiscourseError
from discourse.reading import read
from discourse.registry import load, names
from discourse.thread import Thread
from tests.hostile import COLLECTIONS, DAYS, NAMES, OURS, SAID, html_page, plain_page
from tests.limits import ends
from tests.shared import shared

LONGEST_SECONDS = 30
"""A guard against hanging; that each takes 2 seconds at most is measured by benchmarks/hostile_pages.py."""
STRIDE = int(os.environ.get("DISCOURSE_HOSTILE_STRIDE", "20"))
"""Every which input of the collections is read; 1 reads them all."""
A_PAGE = 25


@functools.cache
def formats() -> tuple[str, ...]:
    """The readers of pages that are there."""
    return tuple(name for name in ("plain", "html") if name in names("readers") and load("readers", name))


def read_in_time(page: str, format: str | None) -> Thread | None:
    """The thread of a page, its account checked; None where the page was refused."""
    with ends(LONGEST_SECONDS):
        try:
            thread = read(page.encode("utf-8", errors="surrogatepass"), format=format)
        except DiscourseError as error:
            assert str(error)  # noqa: PT017
            thread = None
    if thread is not None:
        report = thread.report
        assert report.found == report.kept + len(report.dropped)
        assert report.kept == len(thread)
    return thread


def letters(text: str) -> str:
    """What no normalising of white space and no markup may take away."""
    return "".join(char for char in unicodedata.normalize("NFC", text) if char.isalnum())


def carried(field: str, inputs: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Names, texts and dates of comments of which every second carries a hostile input."""
    n = 2 * len(inputs) + 1
    rows = [[source[row % len(source)] for row in range(n)] for source in (NAMES, SAID, DAYS)]
    rows[("author", "text", "date").index(field)][1::2] = inputs
    return rows[0], rows[1], rows[2]


def breaches(format: str, field: str, inputs: list[str]) -> list[str]:
    """Inputs that cost or make a comment, or lose their letters, inside a page of our own."""
    page = {"plain": plain_page, "html": html_page}[format]
    rows = carried(field, inputs)
    thread = read_in_time(page(*rows), format)
    if thread is not None and len(thread) == len(rows[1]):
        texts = list(thread.texts)
        lost = [said for said, text in zip(rows[1], texts, strict=True) if letters(said) not in letters(text)]
        return [f"{said[:80]!r} lost letters" for said in lost]
    if thread is not None and (format, field) == ("plain", "date"):
        # In a text a comment whose date is none has no beginning: it may go with the one above it, but never get lost.
        page = letters(" ".join([*thread.texts, thread.article.text, *(text for _, text in thread.report.leftover)]))
        return [f"{said[:80]!r} was lost" for said in rows[1] if letters(said) not in page]
    if len(inputs) > 1:
        half = len(inputs) // 2
        return [f"{len(inputs)} inputs from {inputs[0][:60]!r} to {inputs[-1][:60]!r}, the half at {half}"]
    found = len(thread) if thread is not None else None
    return [f"{inputs[0][:80]!r}: {found} comments found of {len(rows[1])}"]


def sought(format: str, field: str, inputs: list[str]) -> list[str]:
    """The breaches, each told of one input: pages of many first, those that fail one by one."""
    told = []
    for start in range(0, len(inputs), A_PAGE):
        some = inputs[start : start + A_PAGE]
        if breaches(format, field, some):
            told += [one for text in some for one in breaches(format, field, [text])]
    return told


def is_text(text: str) -> bool:
    """Whether a comment of this text is one: something stands in it that is neither space nor control."""
    return bool(letters(text))


def of_one_line(text: str) -> str:
    """The input as a name or a date could be."""
    return " ".join(text.split())[:60]


@pytest.mark.parametrize("format", [None, "plain", "html"])
@pytest.mark.parametrize("name", OURS)
def test_ours_as_a_page(name, format):
    if format in {None, *formats()}:
        for page in (OURS[name], OURS[name] * 2 + "\n\n  • Ada Quill\n\n    Yes.\n"):
            read_in_time(page, format)


@pytest.mark.parametrize(
    "nested", ["<div>", "<ul><li>", "<blockquote>", "<b>", "<span class=comment>", "<table><tr><td>", "["]
)
def test_deep_nesting_as_a_page(nested):
    for one in formats():
        read_in_time(nested * 100_000 + "deep", one)


@pytest.mark.parametrize("name", OURS)
def test_ours_raw_in_html(name):
    if "html" in formats():
        for field in ("text", "author", "date"):
            read_in_time(html_page(*carried(field, [OURS[name]]), escaped=False), "html")


@pytest.mark.parametrize("format", ["plain", "html"])
@pytest.mark.parametrize("name", OURS)
def test_ours_as_a_body(name, format):
    if format in formats() and is_text(OURS[name]):
        assert breaches(format, "text", [OURS[name]]) == []


@pytest.mark.parametrize("format", ["plain", "html"])
@pytest.mark.parametrize("field", ["author", "date"])
@pytest.mark.parametrize("name", OURS)
def test_ours_as_a_name_or_a_date(name, field, format):
    if format in formats() and is_text(OURS[name]):
        assert breaches(format, field, [of_one_line(OURS[name])]) == []


def collected(name: str) -> list[str]:
    """Every so many inputs of a collection."""
    folder = shared("data/adversarial")
    return list(dict.fromkeys(COLLECTIONS[name](folder)))[::STRIDE]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_collection_as_pages(collection):
    for text in collected(collection):
        for one in (None, *formats()):
            read_in_time(text, one)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_collection_raw_in_html(collection):
    for text in collected(collection) if "html" in formats() else ():
        read_in_time(html_page(*carried("text", [text]), escaped=False), "html")


@pytest.mark.parametrize("format", ["plain", "html"])
@pytest.mark.parametrize("field", ["text", "author", "date"])
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_collection_in_a_page_of_ours(collection, field, format):
    inputs = [text if field == "text" else of_one_line(text) for text in collected(collection) if is_text(text)]
    if format in formats():
        assert sought(format, field, inputs) == []
