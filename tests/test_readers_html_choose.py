"""Which reading of a page is taken, which post opens a thread, and pages cut into parts that read like whole ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.hypertext.parts import parse
from discourse.readers.html.choose import choose
from tests.limits import ends

TALE = "<p>The old mill turns again since Friday, and the baker has flour of its own for the first time in years.</p>"
KNOWN = (
    "<li class='comment depth-1' id=comment-{n}><cite class=fn>{author}</cite>"
    "<div class=comment-content>{text}</div></li>"
)
UNKNOWN = (
    "<div class=remark id=r{n}><b class=who>{author}</b> <i class=when>{n} May 2020, 10:0{n}</i><p>{text}</p>"
    "<a href='#r{n}'>Reply</a></div>"
)
SAID = [
    ("Ida", "Good news, I shall walk there on Sunday."),
    ("Tom", "It is louder than I thought it would be."),
    ("Una", "My grandmother still baked with that flour."),
]


def section(form, said=SAID):
    return "".join(form.format(n=n, author=author, text=text) for n, (author, text) in enumerate(said, start=1))


def page(body, head="", attributes=""):
    return f"<!DOCTYPE html><html><head><title>The mill</title>{head}</head><body {attributes}>{body}</body></html>"


def linked(said=SAID):
    """The same comments as linked data."""
    listed = ",".join(
        f'{{"@type": "Comment", "author": {{"name": "{author}"}}, "text": "{text}"}}' for author, text in said
    )
    return f'<script type="application/ld+json">{{"@type": "Article", "comment": [{listed}]}}</script>'


def authors(source):
    return [post.author for post in choose(parse(source)).said]


def test_markup_that_is_known_is_read_by_its_row():
    reading = choose(parse(page(f"<h1>The mill</h1>{TALE}<ol class=commentlist>{section(KNOWN)}</ol>")))
    assert (reading.name, authors(page(section(KNOWN)))) == ("WordPress", ["Ida", "Tom", "Una"])
    assert reading.notes == ["markup of the comments: WordPress"]


def test_what_repeats_is_read_where_nothing_is_known():
    reading = choose(parse(page(f"<h1>The mill</h1>{TALE}<div id=comments>{section(UNKNOWN)}</div>")))
    assert reading.name == "repeated records"
    assert [post.author for post in reading.said] == ["Ida", "Tom", "Una"]


def test_linked_data_is_read_where_the_page_shows_no_comments():
    reading = choose(parse(page(f"<h1>The mill</h1>{TALE}", head=linked())))
    assert reading.name == "linked data"
    assert [post.author for post in reading.said] == ["Ida", "Tom", "Una"]


def test_of_two_readings_the_one_that_explains_more_is_taken():
    shown = page(f"{TALE}<ol>{section(KNOWN, SAID[:1])}</ol>", head=linked())
    assert choose(parse(shown)).name == "linked data"
    both = page(f"{TALE}<ol>{section(KNOWN)}</ol>", head=linked(SAID[:1]))
    assert choose(parse(both)).name == "WordPress"


def test_a_page_without_comments_says_why():
    reading = choose(parse(page(f"<h1>The mill</h1>{TALE * 3}")))
    assert reading.said == []
    assert reading.notes


@pytest.mark.parametrize("how", ["canonical", "class"])
def test_the_first_record_of_a_forum_is_the_article(how):
    head = "<link rel=canonical href='https://a.example/forum/mill'>" if how == "canonical" else ""
    thread = dc.read(page(section(UNKNOWN), head, "class=forum" if how == "class" else "").encode())
    assert thread.article.text == SAID[0][1]
    assert thread.article.author == "Ida"
    assert [comment.author for comment in thread] == ["Tom", "Una"]
    assert "the first post is the article" in thread.report.notes


@pytest.mark.parametrize(
    "head",
    [
        "<link rel=canonical href='https://a.example/forum/mill?page=2'>",
        "<link rel=canonical href='https://a.example/forum/mill/page-3'>",
        "<link rel=canonical href='https://a.example/viewtopic?start=20'>",
        "<link rel=canonical href='https://a.example/forum/mill'><link rel=prev href='/forum/mill'>",
    ],
)
def test_a_later_page_of_a_forum_has_no_article(head):
    thread = dc.read(page(section(UNKNOWN), head).encode())
    assert [comment.author for comment in thread] == ["Ida", "Tom", "Una"]
    assert any("later page of a thread" in note for note in thread.report.notes)


def test_an_address_of_no_forum_leaves_the_first_comment_a_comment():
    head = "<link rel=canonical href='https://a.example/news/mill'>"
    thread = dc.read(page(f"<h1>The mill</h1>{TALE}<div id=comments>{section(UNKNOWN)}</div>", head).encode())
    assert [comment.author for comment in thread] == ["Ida", "Tom", "Una"]


def nested(parents):
    """Replies inside what they answer, as WordPress nests them."""
    children = children_of(parents)
    pieces, waiting = [], [("open", row) for row in children.get(-1, [])[::-1]]
    while waiting:
        what, row = waiting.pop()
        if what == "close":
            pieces.append("</ul></li>")
            continue
        pieces.append(
            f"<li class=comment id=comment-{row}><div><cite class=fn>P{row}</cite>"
            f"<div class=comment-content><p>Words of {row}.</p></div></div><ul class=children>"
        )
        waiting += [("close", row), *(("open", reply) for reply in children.get(row, [])[::-1])]
    return f"<ol class=commentlist>{''.join(pieces)}</ol>"


def children_of(parents):
    children: dict[int, list[int]] = {}
    for row, parent in enumerate(parents):
        children.setdefault(parent, []).append(row)
    return children


@settings(max_examples=6)
@given(st.integers(450, 1200), st.integers(0, 10**6))
def test_deep_pages_are_read_like_shallow_ones(depth, seed):
    # A chain with branches: reply n answers n - 1, or one further up.
    parents = [-1, *(row if (seed >> (row % 20)) & 1 or row % 3 else row - 1 for row in range(depth - 1))]
    posts = choose(parse(nested(parents))).posts
    assert [post.author for post in posts] == [f"P{row}" for row in order(parents)]
    places = {row: at for at, row in enumerate(order(parents))}
    assert [post.parent for post in posts] == [places.get(parents[row], -1) for row in order(parents)]


def order(parents):
    """Rows as the page shows them: every comment before its replies."""
    children = children_of(parents)
    shown, waiting = [], children.get(-1, [])[::-1]
    while waiting:
        row = waiting.pop()
        shown.append(row)
        waiting += children.get(row, [])[::-1]
    return shown


def test_ten_thousand_replies_in_a_row_are_read_whole():
    with ends():
        thread = dc.read(f"<html><body>{nested(range(-1, 9_999))}</body></html>".encode())
    assert len(thread) == 10_000
    assert [comment.depth for comment in thread] == list(range(1, 10_001))


def test_a_page_of_few_levels_is_one_part():
    source = nested([-1, 0, 1, 0])
    assert len(parse(source).parts) == 1


def test_our_own_attribute_in_a_page_is_only_an_attribute():
    source = page(f"<i data-discourse-part=1></i>{TALE}<ol>{section(KNOWN)}</ol>")
    assert authors(source) == ["Ida", "Tom", "Una"]
