"""WordPress: what its two interfaces answer becomes threads under their posts."""

from __future__ import annotations

import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.wordpress import WordPress
from discourse.reading import read, read_corpus
from tests.limits import ends


def own(key, parent=0, post=4, said="<p>At last.</p>\n", **more):
    """A comment as a site's own interface gives it."""
    return {
        "id": key,
        "post": post,
        "parent": parent,
        "author": 0,
        "author_name": more.pop("name", "Odo"),
        "author_url": "",
        "date": "2024-04-03T10:00:00",
        "date_gmt": "2024-04-03T08:00:00",
        "content": {"rendered": said},
        "link": f"https://harbour.example/ferry/comment-page-2/#comment-{key}",
        "status": "approved",
        "type": "comment",
        "meta": [],
        "_links": {"up": [{"embeddable": True, "post_type": "post", "href": "https://harbour.example/wp-json/x"}]},
        **more,
    }


def hosted(key, parent=False, post=4, said="<p>At last.</p>\n", **more):
    """A comment as WordPress.com gives it."""
    return {
        "ID": key,
        "post": {"ID": post, "title": "The ferry &amp; us", "type": "post", "link": "https://api.example/posts/4"},
        "author": {"ID": 7, "name": more.pop("name", "Odo"), "login": "odo"},
        "date": "2024-04-03T10:00:00+02:00",
        "URL": f"https://harbour.example/ferry/#comment-{key}",
        "short_URL": "https://w.example/x",
        "content": said,
        "raw_content": "At last.",
        "status": "approved",
        "parent": {"ID": parent, "type": "comment", "link": "x"} if parent else False,
        "type": "comment",
        "like_count": 3,
        "i_like": False,
        **more,
    }


def text_of(value) -> bytes:
    return json.dumps(value).encode()


def lines_of(*values) -> bytes:
    return b"".join(text_of(value) + b"\n" for value in values)


OWN = [own(12, 10, name="Pia", said="<blockquote>At last.</blockquote><p>No &amp; no.</p>"), own(10), own(11)]
HOSTED = [
    hosted(12, 10, name="Pia", said="<blockquote>At last.</blockquote><p>No &amp; no.</p>"),
    hosted(10),
    hosted(11),
]


@pytest.mark.parametrize(
    "content",
    [
        text_of(OWN),
        lines_of(*OWN),
        lines_of(OWN[:1], OWN[1:]),
        text_of({"found": 3, "site_ID": 1, "comments": HOSTED}),
        lines_of({"found": 3, "comments": HOSTED[:2]}, {"found": 3, "comments": HOSTED[2:]}),
        lines_of(*HOSTED),
    ],
    ids=["own", "own lines", "own pages", "hosted", "hosted pages", "hosted lines"],
)
def test_every_form_gives_the_same_thread(content):
    thread = read(content)
    assert thread.report.format == "wordpress"
    assert {(one.id, one.author, one.depth) for one in thread} == {("10", "Odo", 1), ("11", "Odo", 1), ("12", "Pia", 2)}
    answer = next(one for one in thread if one.id == "12")
    assert (answer.text, answer["quotes"]) == ("At last.\n\nNo & no.", "0-8")
    assert answer["created"].isoformat() == "2024-04-03T08:00:00+00:00"
    assert (thread.id, thread.article.url) == ("4", "https://harbour.example/ferry/")
    assert thread.report.counts() == {}


def test_what_wordpress_com_says_besides():
    thread = read(text_of({"found": 9, "comments": HOSTED}))
    assert thread.article.title == "The ferry & us"
    assert thread[0]["score"] == 3.0
    assert thread.report.stated_count == 9


def test_posts_that_are_embedded_or_stand_beside():
    embedded = own(10, _embedded={"up": [{"id": 4, "title": {"rendered": "Ferry"}, "link": "u", "content": {}}]})
    post = {
        "id": 4,
        "date_gmt": "2024-04-02T08:00:00",
        "link": "https://harbour.example/ferry/",
        "title": {"rendered": "The ferry &#8217;s back"},
        "content": {"rendered": "<p>First.</p><p>Second.</p>"},
        "type": "post",
        "_embedded": {"author": [{"name": "Iva Holm"}]},
    }
    assert read(text_of([embedded])).article.title == "Ferry"
    for content in (
        lines_of(post, embedded),
        lines_of(embedded, post),
        lines_of([post, {**post, "id": 5}], [embedded]),
    ):
        thread = read(content)
        article = thread.article
        assert (article.title, article.author, article.date) == (
            "The ferry ’s back",
            "Iva Holm",
            "2024-04-02T08:00:00Z",
        )
        assert [block.text for block in article.blocks[1:]] == ["First.", "Second."]
    assert thread.report.notes == ("posts without comments, left out: 1",)


def test_comments_of_many_posts():
    corpus = read_corpus(text_of([own(1), own(2, post=5), own(3, 2, post=5)]))
    assert [(thread.id, len(thread)) for thread in corpus] == [("4", 1), ("5", 2)]


def test_what_is_not_shown_and_what_no_person_wrote_is_named():
    states = [own(1, status="hold"), own(2, status="spam"), own(3, status="trash"), own(4, type="pingback"), own(5, 2)]
    content = text_of([*states, own(6, post=None)])
    report = read(content).report
    assert report.dropped == (
        ("1", "waits for approval"),
        ("2", "marked as spam"),
        ("3", "in the trash"),
        ("4", "a pingback, which no person wrote"),
        ("6", "it names no post"),
    )
    assert (report.found, report.kept, report.counts()) == (6, 1, {"missing parent": 1})
    list(WordPress().read(Source("x", data=text_of(states), strict=True)))
    with pytest.raises(BrokenInput, match="names no post"):
        list(WordPress().read(Source("x", data=content, strict=True)))


def test_texts_that_are_not_rendered_and_names_that_are_escaped():
    raw = own(1, content={"raw": "At <b>last</b>."}, name="O&#039;Hara")
    thread = read(text_of([raw]))
    assert (thread[0].text, thread[0].author) == ("At last.", "O'Hara")


def test_values_of_the_wrong_kind_are_missing_and_named():
    wrong = own(10**30, content=[], author_name=["x"], date_gmt="soon", like_count="many", parent="0")
    thread = read(text_of([wrong, own(11, 10**30)]))
    assert [(one.id, one.depth) for one in thread] == [(str(10**30), 1), ("11", 2)]
    wrong = {"author is no text", "created is no time", "score is no number"}
    assert wrong <= set(thread.report.counts())


def test_broken_lines_are_named():
    content = lines_of(own(1)) + b'{"id": 2, "post": 4, "par\n' + b"[]\n" + b'{"id": 3}\n'
    report = read(content).report
    assert [where for where, _ in report.dropped] == ["line 2", "line 4"]
    with pytest.raises(BrokenInput, match="line 2"):
        list(WordPress().read(Source("x", data=content, strict=True)))


def test_a_list_that_is_cut_off_says_where():
    with pytest.raises(BrokenInput, match="cut off"):
        read(text_of(OWN)[:-30])


def test_replies_twenty_thousand_deep():
    with ends(30):
        thread = read(text_of([own(key, key - 1) for key in range(20_000, 0, -1)]))
    assert max(one.depth for one in thread) == 20_000


@pytest.mark.parametrize("empty", [b"[]", b'{"found": 0, "comments": []}'])
def test_an_answer_without_comments_is_no_error(empty):
    assert len(read(empty, format="wordpress")) == 0
    assert (WordPress().sniff(empty, "x") > 0) == (empty != b"[]")


@pytest.mark.parametrize(
    "other",
    [
        b'[{"id": 1, "text": "x"}]',
        b'{"code": "rest_no_route", "message": "No route", "data": {"status": 404}}',
        b'[{"id": "1", "content": "<p>x</p>", "in_reply_to_id": null, "account": {}}]',
        b'{"comments": [{"id": 1, "pid": "", "locator": {}}]}',
        b"<rss/>",
        b"\x00",
    ],
)
def test_what_is_something_else_is_left_and_refused(other):
    assert WordPress().sniff(other, "x.json") == 0
    with pytest.raises(BrokenInput):
        list(WordPress().read(Source("x", data=other)))
