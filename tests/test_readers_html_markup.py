"""Pages of every known system, as short as its template allows, with what is on them.

`tests/pages/<page>.html` is the page, `<page>.json` its comments, asserted whole: what is not named there is missing.
All pages tell one story, so that a glance at the texts shows what leaked.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from discourse.dates import read as read_dates
from discourse.hypertext.parts import parse
from discourse.readers.html.choose import choose
from discourse.readers.html.links import link
from discourse.readers.html.markup import MARKUPS, Markup, candidates
from discourse.readers.html.posts import read_posts

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
TEXT_FIELDS = {"name", "hints", "follows", "verbatim", "opening"}
SAID = (
    "From May on the ferry runs every hour. The council voted for it on Monday.",
    "Every hour is too often for so small an island.",
    "Not in summer it is not.\nI waited twice last July.",
    "Then let it be hourly in summer only.",
    "Who pays for it?",
)
"""What people say on these pages, besides quotations and removed comments."""
ADDRESSED = re.compile(r"|>>\d+|@.*|(?:> )?Every hour is too often|Pingback: Harbour News")
"""And whom they address, or quote in a way that the page does not mark."""


def read_page(html: str) -> dict[str, Any]:
    """The system that a page is read by, and its comments, each without the fields that are missing."""
    page = parse(html)
    reading = choose(page)
    posts = reading.posts
    parent, _ = link(posts)
    language = re.search(r'<html[^>]* lang="([^"]+)"', html)
    moments = read_dates([post.date for post in posts], language=language[1] if language else None).moments
    comments = []
    for place, post in enumerate(posts):
        moment = moments[place]
        comment = {
            "id": post.id,
            "parent": (posts[parent[place]].id or parent[place]) if parent[place] >= 0 else None,
            "author": post.author,
            "created": f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None,
            "created_text": post.date,
            "score": post.score,
            "url": post.url,
            "role": post.role,
            "deleted": post.removed or None,
            "quotes": [post.prose.text[start:end] for start, end in post.prose.quotes] or None,
            "text": post.prose.text,
        }
        comments.append({name: value for name, value in comment.items() if value is not None})
    return {"system": reading.name, "comments": comments}


def selectors_of(markup: Markup) -> list[tuple[str, str]]:
    """All selectors of a row, each with its field."""
    found = []
    for field in fields(markup):
        if field.name not in TEXT_FIELDS:
            value = getattr(markup, field.name)
            found += [(field.name, one) for one in ((value,) if isinstance(value, str) else value) if one]
    return found


def posts_of(html: str, **row: Any) -> list[Any]:
    return read_posts(parse(html), Markup("example", (), **row))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_read_whole(name: str) -> None:
    expected = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    assert read_page((PAGES / f"{name}.html").read_text("utf-8")) == expected


def test_every_system_has_a_page_and_nobody_has_two_names() -> None:
    shown = {json.loads(path.read_text("utf-8"))["system"] for path in PAGES.glob("*.json")}
    names = [markup.name for markup in MARKUPS]
    assert shown == set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_what_people_say_is_read(name: str) -> None:
    for comment in json.loads((PAGES / f"{name}.json").read_text("utf-8"))["comments"]:
        left = " ".join(comment["text"].split())
        for words in (*comment.get("quotes", ()), *SAID):
            left = left.replace(" ".join(words.split()), "", 1)
        assert comment.get("deleted") or ADDRESSED.fullmatch(left.strip())


@pytest.mark.parametrize("markup", MARKUPS, ids=lambda markup: markup.name)
def test_selectors_can_be_read(markup: Markup) -> None:
    tree = LexborHTMLParser("<p>")
    for field, selector in selectors_of(markup):
        css, _, words = selector.partition(" -> ")
        css, _, attribute = css.partition("@")
        assert css or attribute, (field, selector)
        assert not attribute or re.fullmatch(r"[\w:-]+|text\(\)", attribute), (field, selector)
        assert not (attribute and words), (field, selector)
        if css:
            tree.css(css)


def test_rows_are_tried_by_the_classes_of_the_page() -> None:
    always = {markup.name for markup in MARKUPS if not markup.hints}
    tried = [
        {markup.name for markup in candidates(parse(html).classes)}
        for html in ("<p class='dsq-comment-body'>", "<LI CLASS=d-comment>")
    ]
    assert tried == [{"Disqus plugin", *always}, {"Guardian", *always}]


def test_words_stand_for_a_selector_that_matches() -> None:
    html = "<p class='c op'>One</p><p class=c>Two</p>"
    assert [post.role for post in posts_of(html, comment=("p.c",), role=(".op -> asker",))] == ["asker", None]


def test_the_text_of_an_element_alone() -> None:
    html = "<div class=c><i>by <b>Ann</b></i><u>Posted by: Ben | <b>3 May</b></u><p>One</p></div>"
    (post,) = posts_of(html, comment=(".c",), author=("u@text()",), body=("p",))
    assert post.author == "Ben"


def test_a_time_is_taken_from_what_holds_one_and_without_the_words_around_it() -> None:
    html = "<div class=c><a>Ann</a> <a>on 3 May 2020 at 10:11 said</a><p>One</p></div>"
    (post,) = posts_of(html, comment=(".c",), date=("a:first-of-type", "a + a"), body=("p",))
    assert post.date == "3 May 2020 at 10:11"


def test_times_that_are_the_first_line_of_all_comments() -> None:
    html = "<div class=c>3 May 2020<p>One <q>two</q></p></div><div class=c>4 May 2020<p>On 5 May 2020 too</p></div>"
    posts = posts_of(html, comment=(".c",))
    assert [(post.date, post.prose.text) for post in posts] == [
        ("3 May 2020", "One two"),
        ("4 May 2020", "On 5 May 2020 too"),
    ]


def test_votes_against_are_taken_off() -> None:
    html = "<p class=c><b>15</b><i>−3</i></p><p class=c><b>4</b></p><p class=c><i>2</i></p><p class=c>One</p>"
    posts = posts_of(html, comment=(".c",), score=("b",), against=("i",))
    assert [post.score for post in posts] == [12.0, 4.0, -2.0, None]


def test_what_two_selectors_find_is_found_once() -> None:
    assert len(posts_of("<p class='c d'>One</p>", comment=(".c, .d",))) == 1


def test_replies_in_a_box_beside_the_comment_and_its_box_in_a_box() -> None:
    inner = "<p class=c>Two</p><div class=in><p class=c>Three</p></div><p class=c>Four</p>"
    html = f"<p class=c>One</p><div class=in>{inner}</div>"
    posts = posts_of(html, comment=(".c",), below=".in")
    assert [post.parent for post in posts] == [-1, 0, 1, 0]


@pytest.mark.parametrize(
    "levels",
    [
        ("class='c depth-1'", "class='c depth-2'", "class='c depth-1'"),
        ("class=c style='margin-left: 0'", "class=c style='margin-left:25px'", "class=c style='margin-left:0px'"),
        ("class='c commentlevel-0'", "class='c commentlevel-1'", "class='c commentlevel-0'"),
        ("class=c data-level=0", "class=c data-level=1", "class=c data-level=0"),
    ],
)
def test_levels_say_what_is_answered(levels: tuple[str, ...]) -> None:
    html = "".join(f"<div {level}>Words</div>" for level in levels)
    posts = posts_of(html, comment=(".c",), depth=("@data-level", "@style", "@class"))
    assert link(posts) == ([-1, 0, -1], ["set in"])


def test_a_quotation_of_a_post_on_another_page_of_the_thread() -> None:
    first = "<p class=c id=p11>One</p><p class=c id=p12><a href='#p3'>Ann</a> Two</p>"
    html = f"{first}<p class=c id=p13><a href='#p11'>Ben</a> Three</p>"
    row = {"comment": (".c",), "parent": ("a@href",)}
    assert link(posts_of(html, **row, opening=True))[0] == [-1, -2, 0]
    assert link(posts_of(html, **row))[0] == [-1, -1, 0]


def test_signatures_below_a_ruled_line_are_no_words_of_a_post() -> None:
    html = "<div class=c>One<br>____________<br>Ferries for all</div>"
    assert [post.prose.text for post in posts_of(html, comment=(".c",), opening=True)] == ["One"]
    assert "Ferries" in posts_of(html, comment=(".c",))[0].prose.text


def test_line_feeds_that_the_page_shows() -> None:
    html = "<div class=c>One <a>two</a> three\n<b>four</b>\n\nfive</div>"
    assert posts_of(html, comment=(".c",), verbatim=True)[0].prose.text == "One two three\nfour\n\nfive"
