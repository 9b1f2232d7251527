"""The article of a page: its text without anything of the comments, what the page states of it, and walls."""

import json
import sys

import pytest

from discourse.hypertext.parts import parse
from discourse.hypertext.prose import Prose
from discourse.readers.base import Source
from discourse.readers.html import Html
from discourse.readers.html.absent import LOADERS, absent, stated_count
from discourse.readers.html.article import read_article
from discourse.readers.html.choose import Reading, choose
from discourse.readers.html.metadata import iso, read_metadata
from discourse.readers.html.posts import Post
from tests.limits import ends

TOLL = "The council voted on Monday to end the toll on the old bridge, nine to two, after a long evening."
BOATS = "Fishing boats may still moor below the piers, the harbour master said, as long as the arches stay free."
ANSWER = "They should have done this years ago, says everybody I know in the village."


def written(body, head="", language="en"):
    return f"<!DOCTYPE html><html lang={language}><head>{head}</head><body>{body}</body></html>"


def read(source, mode="plain"):
    page = parse(source)
    return read_article(page, choose(page), source, mode=mode)[0]


def metadata(head="", body=""):
    return read_metadata(parse(written(body, head)))


def linked(value):
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_the_blocks_of_an_article_in_the_order_of_the_page():
    article = read(
        written(
            f"<h1>Toll ends</h1><div class=entry-content><p>{TOLL}</p><h2>What comes now</h2><ul><li>Paint</li>"
            f"<li>Lamps</li></ul><blockquote><p>{BOATS}</p></blockquote><p>One<br>two</p></div>"
        )
    )
    assert [(block.kind, block.text, block.line) for block in article.blocks] == [
        ("title", "Toll ends", 0),
        ("paragraph", TOLL, 0),
        ("heading", "What comes now", 0),
        ("item", "Paint", 0),
        ("item", "Lamps", 0),
        ("quote", BOATS, 0),
        ("paragraph", "One\ntwo", 0),
    ]


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><p>{}</p></nav>",
        "<aside><p>{}</p></aside>",
        "<footer><p>{}</p></footer>",
        "<div class=share-bar>{}</div>",
        "<div class='related-posts related'><p>{}</p></div>",
        "<div class=author-box><p>{}</p></div>",
        "<form><p>{}</p></form>",
        "<figure><img src=x><figcaption>{}</figcaption></figure>",
        "<div class=cookie-notice>{}</div>",
        "<div class=newsletter>{}</div>",
        "<div style='display:none'>{}</div>",
        "<p class=wp-caption-text>{}</p>",
        "<script>{}</script>",
    ],
)
def test_what_stands_around_an_article_is_not_in_it(furniture):
    body = f"<main><h1>Toll ends</h1><article><p>{TOLL}</p>{furniture.format('Read all the other news')}<p>{BOATS}</p>"
    assert read(written(body)).text == f"{TOLL}\n\n{BOATS}"


@pytest.mark.parametrize(
    "body",
    [
        f"<div id=main><p>{TOLL}</p><p>{BOATS}</p></div>",
        f"<table><tr><td>Menu</td><td>{TOLL}<br><br>{BOATS}</td></tr></table>",
        f"<form id=aspnet><div class=wide><p>{TOLL}</p><p>{BOATS}</p></div></form>",
        f"<main><form><p>{TOLL}</p><p>{BOATS}</p></form></main>",
        f"<article><header><h1>Toll</h1><p>{TOLL}</p></header><div itemprop=articleBody><p>{BOATS * 4}</p></div>",
        f"<div class=has-sidebar><div>{TOLL}</div><div>{BOATS}</div></div>",
        f"<div class='page comments-open'><div class=post><p>{TOLL}</p><p>{BOATS}</p></div></div>",
        f"<div class=comments><h1>Toll</h1><p>{TOLL}</p><p>{BOATS}</p></div>",
    ],
)
def test_the_article_is_found_wherever_it_stands(body):
    text = read(written(body)).text
    assert TOLL in text
    assert BOATS in text


KNOWN = f"""<ol class=comment-list><li id=comment-5 class='comment depth-1'><cite class=fn>Ada Birch</cite>
<div class=comment-content><p>{ANSWER}</p></div></li></ol>"""


@pytest.mark.parametrize(
    "section",
    [
        KNOWN,
        f"<div id=comments><p>{ANSWER}</p></div>",
        f"<section class='post-comments comments-area'><div><p>{ANSWER}</p></div></section>",
        f"<div class=kommentarliste><p>{ANSWER}</p></div>",
        f"<div class='lista-comentarios comentarios'><p>{ANSWER}</p></div>",
        f"<div id=disqus_thread><noscript>x</noscript><p>{ANSWER}</p></div>",
        f"<div id=respond><h3>Leave a reply</h3><p>{ANSWER}</p></div>",
        f"<h3>3 Comments</h3><div class=x><p>{ANSWER}</p></div>",
        f"<div><h2>Kommentare (2)</h2></div><div class=y><p>{ANSWER}</p></div>",
        f"<h4>One Response to “Toll ends”</h4><p>{ANSWER}</p>",
    ],
)
@pytest.mark.parametrize("mode", ["plain", "auto"])
@pytest.mark.parametrize("inside", [True, False])
def test_no_comment_lands_in_the_article(section, mode, inside):
    end, after = ("", section) if not inside else (section, "")
    source = written(f"<h1>Toll ends</h1><article><div><p>{TOLL}</p><p>{BOATS}</p></div>{end}</article>{after}")
    article = read(source, mode)
    assert ANSWER[:30] not in article.text
    assert TOLL in article.text


def test_comments_with_more_text_than_the_article_stay_out_of_it():
    many = "".join(f"<div class=entry-content><p>{ANSWER} {place}</p></div>" for place in range(80))
    source = written(
        f"<h1>Toll ends</h1><div class=post><p>{TOLL}</p></div><div id=comments><h1>80 replies</h1>{many}</div>"
    )
    assert read_article(parse(source), Reading(), source, mode="plain")[0].text == TOLL


def test_comments_of_linked_data_have_no_elements_and_are_left_out_by_what_they_say():
    source = written(f"<h1>Toll</h1><div><p>{TOLL}</p><p>{ANSWER}</p></div>")
    reading = Reading("linked data", [Post([], Prose(ANSWER, ()))])
    assert read_article(parse(source), reading, source, mode="plain")[0].text == TOLL


def test_the_first_post_of_a_forum_is_the_article():
    source = written("<p>Board index</p>", "<title>Lamps on the bridge</title>")
    first = Post([], Prose(f"{TOLL}\n\n• one\n• two", ()), author="Ada Birch", date="2 May 2019, 10:30")
    reading = Reading("forum", [first], opens=True)
    article, notes = read_article(parse(source), reading, source)
    assert [block.kind for block in article.blocks] == ["title", "paragraph", "item", "item"]
    assert (article.title, article.author, article.date) == ("Lamps on the bridge", "Ada Birch", "2019-05-02T10:30:00")
    assert notes == ["text of the article: the first post"]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<meta property=og:title content='Toll ends'><title>x</title>", "", "Toll ends"),
        ("<meta property=og:title content='Bridge: toll ends at last'>", "<h1>The toll ends</h1>", "The toll ends"),
        (linked({"@type": "NewsArticle", "headline": "Toll &amp; trouble"}), "", "Toll & trouble"),
        ("<title>Toll ends | Harbour Gazette</title>", "", "Toll ends"),
        (
            "<title>Toll ends - Harbour Gazette</title><meta property=og:site_name content='Harbour Gazette'>",
            "",
            "Toll ends",
        ),
        (
            "<title>Harbour Gazette » Toll ends</title><meta property=og:site_name content='Harbour Gazette'>",
            "",
            "Toll ends",
        ),
        ("<title>Toll ends</title>", "<h1>Harbour Gazette</h1>", "Toll ends"),
        ("", "<h1>Toll <em>ends</em></h1>", "Toll ends"),
        ("", "<p>nothing</p>", None),
    ],
)
def test_titles(head, body, title):
    assert metadata(head, body).title == title


PERSON = {"@id": "#ada", "@type": "Person", "name": "Ada Birch"}


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        (linked({"@type": "Article", "author": {"name": "Ada Birch"}}), "", "Ada Birch"),
        (linked([{"@type": "BlogPosting", "author": [{"name": "Ada"}, "Bo"]}]), "", "Ada, Bo"),
        (linked({"@graph": [{"@type": "Article", "author": {"@id": "#ada"}}, PERSON]}), "", "Ada Birch"),
        ("<meta name=author content='Ada Birch'>", "", "Ada Birch"),
        ("<meta name=article:author content='https://social.example/ada'>", "<a rel=author>Ada Birch</a>", "Ada Birch"),
        ("", "<span itemprop=author><b itemprop=name>Ada Birch</b></span>", "Ada Birch"),
        ("", "<p class=byline>By Ada Birch</p>", "Ada Birch"),
        ("", "<p class=byline>Von Ada Birch, 3. Mai 2019</p>", "Ada Birch"),
        ("", "<div id=comments><p class=author>Bo Dunn</p></div>", None),
        ("<meta name=author content='ada@gazette.example'>", "", None),
    ],
)
def test_authors(head, body, author):
    source = written(body, head)
    page = parse(source)
    assert read_article(page, Reading(), source, mode="plain")[0].author == author


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        (linked({"@type": "Article", "datePublished": "2018-03-08T10:15:00+01:00"}), "", "2018-03-08T10:15:00+01:00"),
        ("<meta property=article:published_time content='2018-03-08T10:15:00Z'>", "", "2018-03-08T10:15:00Z"),
        ("", "<time itemprop=datePublished datetime=2018-03-08>x</time>", "2018-03-08"),
        ("", "<article><time datetime='2018-03-08 09:00'>x</time></article>", "2018-03-08T09:00"),
        ("", "<span class=entry-date>March 8, 2018</span>", "2018-03-08"),
        ("", "<div class=article-meta>8. März 2018</div>", "2018-03-08"),
        ("<link rel=canonical href=https://gazette.example/2018/03/08/toll/>", "", "2018-03-08"),
        ("<link rel=canonical href=https://gazette.example/2018/99/99/toll/>", "", None),
        ("<meta name=date content=soon>", "", None),
    ],
)
def test_dates(head, body, date):
    assert metadata(head, body).date == date


def test_address_site_and_language():
    found = metadata("<link rel=canonical href='https://www.gazette.example/toll'><meta property=og:url content=x>")
    assert (found.url, found.site, found.language) == ("https://www.gazette.example/toll", "gazette.example", "en")
    named = metadata(linked({"@type": "Article", "publisher": {"name": "Harbour Gazette"}, "url": "javascript:x"}))
    assert (named.url, named.site) == (None, "Harbour Gazette")
    assert read_metadata(parse("<html><meta property=og:locale content=de_AT>")).language == "de-AT"


@pytest.mark.parametrize(
    "source",
    [
        "{",
        "[" * 100_000,
        '{"a":' * 100_000,
        '"Article"',
        "null",
        '{"@type": 7, "headline": {"name": ["x", 3]}}',
        '{"@type": ["Article", null], "headline": [], "author": [null, {"name": {}}], "datePublished": {"@id": 3}}',
        '{"@type": "Article", "author": {"@id": ["x"]}, "url": ["https://[", 3], "headline": "\\ud800"}',
        '{"@graph": [' + '{"@type": "Article"},' * 30_000 + "{}]}",
    ],
)
def test_hostile_linked_data_is_no_error(source):
    with ends(20):
        found = metadata(f"<title>Toll ends</title><script type='application/ld+json'>{source}</script>")
    assert found.title


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<",
        "<p>" * 30_000,
        "<div class=comments>" * 3_000 + TOLL,
        f"<h2>3 comments</h2><p>{ANSWER}</p>" * 10_000,
        "<div><h3>Comments</h3></div>" * 20_000,
        f"<div class=author><time>{TOLL}</time></div>" * 20_000,
        "<title>" + "- " * 200_000,
        f"<td>{TOLL}<br>" * 20_000,
        "<a href=#comments>" + "1" * 300_000,
        "<meta property=og:title content='" + "x | " * 100_000 + "'>",
    ],
    ids=range(11),
)
def test_hostile_pages_end(source):
    with ends(30):
        page = parse(source)
        article, _ = read_article(page, Reading(), source, mode="plain")
        absent(page, article, Reading())
        stated_count(page, Reading())


WALLS = {
    "a log-in page": "<h1>Log in</h1><form><label>User</label><input><input type=password></form>",
    "a check that the visitor is human (captcha)": "<h1>One more step</h1><p>Verify you are human</p>",
    "an error page": "<title>404 Not Found</title><h1>Page not found</h1>",
    "a notice about cookies": "<p>We use cookies and tracking. Accept all cookies to go on.</p><button>Accept</button>",
}


@pytest.mark.parametrize(("what", "source"), WALLS.items())
def test_walls(what, source):
    page = parse(source)
    said = absent(page, read(source), Reading())
    assert len(said) == 1
    assert said[0].startswith(f"this looks like {what}: ")


def test_an_article_that_speaks_of_walls_is_none():
    source = written(
        f"<h1>Log in to vote</h1><article><p>{(TOLL + ' You must log in to vote. Accept cookies. ') * 20}</p>"
    )
    assert absent(parse(source), read(source), Reading()) == []


def test_an_empty_shell():
    source = "<html><body><div id=root></div><script src=app.js></script></body></html>"
    said = absent(parse(source), read(source), Reading())
    assert said == [
        "this looks like an empty shell that a script fills: save it from a browser after the page is shown"
    ]


@pytest.mark.parametrize(
    ("body", "system"),
    [
        ("<div id=disqus_thread></div>", "Disqus"),
        ("<script>s.src = '//gazette.disqus.com/embed.js'</script>", "Disqus"),
        ("<div class=fb-comments></div>", "Facebook"),
        ("<div id=coral_talk_stream></div>", "Coral"),
        ("<vf-conversations></vf-conversations>", "Viafoura"),
        ("<div data-spotim-module=conversation></div>", "OpenWeb"),
        ("<div id=remark42></div>", "Remark42"),
        ("<script src=https://giscus.app/client.js></script>", "Giscus"),
        ("<div id=cusdis_thread></div>", "Cusdis"),
    ],
)
def test_comments_that_a_script_brings(body, system):
    source = written(f"<h1>Toll</h1><p>{TOLL}</p>{body}")
    way = "save it from a browser after the comments are shown"
    assert absent(parse(source), read(source), Reading()) == [
        f"the page shows its comments by a script ({system}): {way}"
    ]


def test_nothing_is_missing_where_comments_were_read():
    page = parse("<div id=disqus_thread></div>")
    assert absent(page, read("<p>x"), Reading("x", [Post([])])) == []


def test_every_selector_of_a_loader_can_be_read():
    page = parse("<p>x")
    assert [loader.system for loader in LOADERS if page.css(loader.selector)] == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("<h2>12 Comments</h2>", 12),
        ("<h3>One Response to “Toll ends”</h3>", 1),
        ("<h3>1.204 Kommentare</h3>", 1204),
        ("<h3>Kommentare (7)</h3>", 7),
        ("<h3>3 réponses</h3>", 3),
        ("<a href='/toll#comments'>8 comments</a>", 8),
        ("<meta itemprop=commentCount content=31>", 31),
        (linked({"@type": "Article", "commentCount": 9}), 9),
        ("<h2>Five comments that changed the town</h2>", None),
        ("<h2>Top 12</h2>", None),
    ],
)
def test_the_count_that_a_page_states(body, count):
    assert stated_count(parse(written(body)), Reading()) == count


def test_a_stated_count_without_comments_is_said():
    source = written(f"<h1>Toll</h1><p>{TOLL}</p><h2>12 comments</h2>")
    said = absent(parse(source), read(source), Reading())
    assert said[0].startswith("the page states 12 comments but holds none that could be read")


def test_dates_in_iso():
    assert iso("Thu, 08 Mar 2018 10:15:00 +0100", "en") == "2018-03-08T09:15:00"
    assert iso("") is None


def test_without_trafilatura_the_plain_extraction_is_used_and_the_note_says_so(monkeypatch):
    monkeypatch.setattr("discourse.readers.html.article.find_spec", lambda name: None)
    source = written(f"<p>{TOLL}</p>")
    page = parse(source)
    assert read_article(page, Reading(), source, mode="auto")[1] == ["text of the article: plain extraction"]
    notes = read_article(page, Reading(), source, mode="trafilatura")[1]
    assert notes == ["text of the article: plain extraction, as trafilatura is not installed"]


def test_a_failing_trafilatura_is_no_error(monkeypatch):
    trafilatura = pytest.importorskip("trafilatura")

    def fail(*args, **named):
        raise KeyError("x")

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    source = written(f"<p>{TOLL}</p>")
    article, notes = read_article(parse(source), Reading(), source)
    assert article.text == TOLL
    assert notes == ["text of the article: plain extraction, as trafilatura failed with KeyError"]


def test_trafilatura_reads_a_copy_and_leaves_the_page_as_it_is():
    pytest.importorskip("trafilatura")
    source = written(f"<h1>Toll</h1><article><p>{TOLL}</p><p>{BOATS}</p><ul><li>Paint</li></ul></article>{KNOWN}")
    page = parse(source)
    before = page.parts[0].tree.html
    reading = choose(page)
    article, notes = read_article(page, reading, source)
    again, _ = read_article(page, reading, source)
    assert notes == ["text of the article: trafilatura"]
    assert article == again
    assert page.parts[0].tree.html == before
    assert TOLL in article.text
    assert ANSWER not in article.text


def test_the_reader_takes_the_mode(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    source = written(f"<h1>Toll</h1><article><p>{TOLL}</p></article>{KNOWN}").encode()
    (rows,) = Html(article="plain").read(Source("x.html", data=source))
    assert rows.articles[""].text == TOLL
    assert "text of the article: plain extraction" in rows.report.notes
