"""What a page cannot hold is not looked for: the answer is that of the parser, which is asked for less."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from discourse.hypertext.needs import needs
from discourse.hypertext.parts import Part, Parts, parse
from discourse.readers.html.absent import LOADERS
from discourse.readers.html.markup import MARKUPS
from discourse.readers.html.metadata import _AUTHOR_BODY, _DATE_BODY

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
NO_SELECTORS = {"name", "hints", "follows", "verbatim", "opening"}


def selectors() -> set[str]:
    """Every selector that the reader knows."""
    found = {*_AUTHOR_BODY, *_DATE_BODY, *(loader.selector for loader in LOADERS)}
    for markup in MARKUPS:
        for field in fields(markup):
            value = () if field.name in NO_SELECTORS else getattr(markup, field.name)
            found.update([value] if isinstance(value, str) else value)
    return {css for one in found if (css := one.partition(" -> ")[0].partition("@")[0])}


SELECTORS = sorted(selectors())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_answers_as_the_parser_does(path: Path) -> None:
    tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
    page = Parts([Part(tree)])
    for selector in SELECTORS:
        found, whole = page.css(selector), tree.css(selector)
        assert [node.mem_id for node in found] == [node.mem_id for node in whole], selector


@pytest.mark.parametrize(
    ("selector", "html"),
    [
        (".Fn", "<b class=fn>Ann"),
        (".fn", "<b class=FN>Ann"),
        (r".dark\:text", "<!doctype html><b class='dark:text'>Ann"),
        ("x-card .a:not(.b), i", "<x-card><b class='c a'>Ann"),
        ("x-card:has(> x-name)", "<x-card><x-name>Ann"),
        ("[DATA-id='1'].a", "<b data-id=1 class=a>Ann"),
        ("p:first-child > #own-id", "<div><p><b id=own-id>Ann"),
        ("b:nth-of-type(2n+1)", "<b>Ann"),
    ],
)
def test_what_is_there_is_found(selector: str, html: str) -> None:
    assert len(parse(html).css(selector)) == 1


def test_no_alternative_is_lost() -> None:
    asked = needs("a:not(.x, [rel='a,b']), b[title='(,'] , .c")
    assert [one.css for one in asked] == ["a:not(.x, [rel='a,b'])", "b[title='(,']", ".c"]


def test_what_is_nested_deep_is_asked_for_as_well() -> None:
    deep = "<ul><li class=reply><b data-name>Ann</b>" * 3_000
    page = parse(f"<p class=top>Ferry</p>{deep}")
    assert len(page.parts) > 1
    assert [len(page.css(selector)) for selector in (".top", ".reply", "[data-name]", "x-none")] == [1, 3_000, 3_000, 0]
    assert len(page.first.css(".reply")) < 3_000
