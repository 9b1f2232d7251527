"""Exports of WordPress: each post with comments is a thread; what is left out is counted and named."""

from __future__ import annotations

import random

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.wxr import Wxr
from discourse.reading import read, read_corpus
from discourse.sources import choose_reader
from tests.limits import ends
from tests.shared import shared


def head(version: str = "1.2", prefix: str = "wp", scheme: str = "http") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- generator="WordPress/6.5" created="2024-04-02 09:10" -->\n'
        f'<rss version="2.0" xmlns:excerpt="{scheme}://wordpress.org/export/{version}/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:{prefix}="{scheme}://wordpress.org/export/{version}/">\n<channel>\n<title>Harbour Notes</title>\n'
        "<link>https://harbour.example</link><image><title>Logo</title></image>\n"
        f"<{prefix}:author><{prefix}:author_login>iv</{prefix}:author_login>"
        f"<{prefix}:author_display_name><![CDATA[Iva Holm]]></{prefix}:author_display_name></{prefix}:author>\n"
    )


FOOT = "</channel>\n</rss>\n"


def comment(key: str, parent: str = "0", said: str = "At last.", approved: str = "1", kind: str = "", **stated) -> str:
    return (
        f"<wp:comment><wp:comment_id>{key}</wp:comment_id>"
        f"<wp:comment_author><![CDATA[{stated.get('name', 'Odo')}]]></wp:comment_author>"
        "<wp:comment_author_email>odo@harbour.example</wp:comment_author_email><wp:comment_author_url/>"
        f"<wp:comment_date>2024-04-03 10:00:00</wp:comment_date>"
        f"<wp:comment_date_gmt>{stated.get('at', '2024-04-03 08:00:00')}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{said}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id>"
        "<wp:commentmeta><wp:meta_key>akismet</wp:meta_key><wp:meta_value><![CDATA[a:1]]></wp:meta_value></wp:commentmeta>"
        "</wp:comment>\n"
    )


def item(key: str, *comments: str, title: str = "The ferry is back", kind: str = "post", said: str = "Good.") -> str:
    return (
        f"<item><title>{title}</title><link>https://harbour.example/?p={key}</link>"
        "<pubDate>Tue, 02 Apr 2024 08:30:00 +0000</pubDate><dc:creator><![CDATA[iv]]></dc:creator>"
        f"<content:encoded><![CDATA[{said}]]></content:encoded><excerpt:encoded><![CDATA[Short.]]></excerpt:encoded>"
        f"<wp:post_id>{key}</wp:post_id><wp:post_date_gmt>2024-04-02 08:30:00</wp:post_date_gmt>"
        f"<wp:status>publish</wp:status><wp:post_type>{kind}</wp:post_type>{''.join(comments)}</item>\n"
    )


def export(*items: str, **how) -> bytes:
    return (head(**how) + "".join(items) + FOOT).encode()


def test_posts_with_comments_are_threads_and_others_are_counted():
    corpus = read_corpus(
        export(
            item("4", comment("10"), comment("11", "10", name="Pia"), said="First.\n\nSecond <em>one</em>."),
            item("5"),
            item("6", kind="attachment"),
            item("7", comment("12"), kind="page", title="A &amp; B"),
        )
    )
    assert corpus.ids == ("4", "7")
    assert [(one.id, one.author, one.depth) for one in corpus[0]] == [("10", "Odo", 1), ("11", "Pia", 2)]
    article = corpus[0].article
    assert (article.title, article.author, article.site) == ("The ferry is back", "Iva Holm", "Harbour Notes")
    assert (article.date, article.url) == ("2024-04-02T08:30:00Z", "https://harbour.example/?p=4")
    assert [block.text for block in article.blocks] == ["The ferry is back", "First.", "Second one."]
    assert corpus[1].article.title == "A & B"
    assert corpus[0][0]["created"].isoformat() == "2024-04-03T08:00:00+00:00"
    assert corpus[0][0]["url"] == "https://harbour.example/?p=4#comment-10"
    assert corpus.reports[0].notes == ("posts and pages without comments that are shown, left out: 1",)
    assert (corpus.reports[0].format, corpus.reports[0].counts()) == ("wxr", {})


def test_what_is_not_shown_and_what_no_person_wrote_is_named():
    content = export(
        item(
            "4",
            comment("1", approved="spam"),
            comment("2", approved="trash"),
            comment("3", approved="0"),
            comment("4", kind="pingback"),
            comment("5", kind="trackback"),
            comment("6", parent="1"),
            comment("7", kind="comment"),
            comment("8", kind="review", approved=""),
        ),
        item("5", comment("9", approved="spam")),
    )
    for strict in (False, True):
        (rows,) = Wxr().read(Source("x.xml", data=content, strict=strict))
        assert rows.columns["id"] == ["6", "7", "8"]
        assert rows.report.dropped == (
            ("1", "marked as spam"),
            ("2", "in the trash"),
            ("3", "waits for approval"),
            ("4", "a pingback, which no person wrote"),
            ("5", "a trackback, which no person wrote"),
            ("9", "marked as spam"),
        )
    thread = read(content)
    assert (thread.report.found, thread.report.kept) == (9, 3)
    assert thread.report.counts() == {"missing parent": 1}


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_all_versions(version, scheme):
    content = export(item("4", comment("10"), comment("11", "10")), version=version, scheme=scheme)
    assert Wxr().sniff(content, "x") == 0.95
    assert [one.depth for one in read(content)] == [1, 2]


def test_the_prefix_is_free_and_may_be_undeclared():
    plain = export(item("4", comment("10")))
    other = plain.replace(b"wp:", b"w:").replace(b"xmlns:wp", b"xmlns:w")
    bare = plain.replace(b' xmlns:wp="http://wordpress.org/export/1.2/"', b"")
    bare = bare.replace(b' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"', b"")
    for content in (plain, other, bare):
        thread = read(content)
        assert (thread.id, [one.id for one in thread], thread.report.format) == ("4", ["10"], "wxr")


def test_line_ends_are_paragraphs_where_no_markup_makes_them():
    texts = {
        "One.\n\nTwo\nthree.": "One.\n\nTwo\nthree.",
        "<blockquote>Why?</blockquote>\nBecause.\n\nIt <b>is</b>\nso.": "Why?\n\nBecause.\n\nIt is\nso.",
        "<p>One\ntwo.</p>": "One two.",
        "a &amp; b &lt;c&gt;": "a & b <c>",
    }
    thread = read(export(item("4", *(comment(str(n), said=said) for n, said in enumerate(texts)))))
    assert [one.text for one in thread] == list(texts.values())
    assert thread[1]["quotes"] == "0-4"


def test_times_that_are_none():
    zero = "0000-00-00 00:00:00"
    said = item("4", comment("1", at=zero)).replace(
        "<wp:post_date_gmt>2024-04-02 08:30:00", f"<wp:post_date_gmt>{zero}"
    )
    thread = read(export(said))
    assert thread[0]["created"].isoformat() == "2024-04-03T10:00:00+00:00"
    assert thread.article.date == "2024-04-02T08:30:00Z"
    assert read(export(said.replace("Tue, 02", "Someday"))).article.date is None


def test_an_import_made_for_another_system():
    content = b"""<rss xmlns:dsq="http://www.disqus.com/" xmlns:wp="http://wordpress.org/export/1.0/"><channel><item>
    <title>Ferry</title><link>https://harbour.example/ferry</link><dsq:thread_identifier>f-1</dsq:thread_identifier>
    <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content>Yes &lt;3</wp:comment_content></wp:comment>
    </item><item><title>Boat</title><wp:comment><wp:comment_content>No</wp:comment_content></wp:comment></item>
    </channel></rss>"""
    corpus = read_corpus(content)
    assert corpus.ids == ("f-1", "post-2")
    assert corpus[0][0].text == "Yes <3"


def test_control_characters_and_entities_of_html_are_mended():
    content = export(item("4", comment("1", said="a\x0bb"), title="Caf&eacute;"))
    thread = read(content)
    assert (thread[0].text, thread.article.title) == ("a\ufffdb", "Café")
    assert thread.report.counts() == {"entity of HTML": 1, "forbidden character": 1}


def test_a_broken_comment_is_dropped_and_its_neighbours_stay():
    broken = comment("2").replace("<![CDATA[At last.]]>", "AT&T & <b>co</wp:comment_content>")
    content = export(item("4", comment("1"), broken, comment("3")), item("5", comment("4")))
    corpus = read_corpus(content)
    assert [[one.id for one in thread] for thread in corpus] == [["1", "3"], ["4"]]
    assert [where for where, _ in corpus.reports[0].dropped] == ["2"]
    assert corpus.reports[0].found == 4
    with pytest.raises(BrokenInput, match="the XML is broken"):
        list(Wxr().read(Source("x", data=content, strict=True)))


def test_an_export_that_is_cut_off_anywhere():
    content = export(item("4", *(comment(str(n)) for n in range(5))), item("5", comment("9")))
    for cut in range(content.index(b"<item>"), len(content) - len(FOOT), 41):
        rows = list(Wxr().read(Source("x", data=content[:cut])))
        kept = [key for batch in rows for key in batch.columns.get("id", [])]
        assert len(kept) == content[:cut].count(b"</wp:comment>")
        assert [one.kind for batch in rows for one in batch.report.defects] == ["broken XML"]
    with pytest.raises(BrokenInput, match="cut off"):
        list(Wxr().read(Source("x", data=content[:-20], strict=True)))


def test_replies_twenty_thousand_deep():
    comments = [comment(str(n), str(n - 1)) for n in range(1, 20_001)]
    random.Random(5).shuffle(comments)
    with ends(30):
        thread = read(export(item("4", *comments)))
    assert max(one.depth for one in thread) == 20_000


@pytest.mark.parametrize("items", [(), (item("5"),), (item("5", comment("9", approved="spam")), item("6"))])
def test_a_site_without_comments_is_no_error(items):
    thread = read(export(*items))
    assert len(thread) == 0
    assert thread.article.title == "Harbour Notes"


@pytest.mark.parametrize(
    "other",
    [
        b'<rss version="2.0"><channel><title>a</title><item><title>b</title></item></channel></rss>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>',
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>&lt;wp:comment></body></html>',
        b"<disqus/>",
        b'{"wp:comment": 1}',
        b"wordpress.org/export/",
        b"\xff\xd8\xff",
        b"",
    ],
)
def test_what_is_something_else_is_left_and_refused(other):
    assert Wxr().sniff(other, "site.xml") == 0
    with pytest.raises(BrokenInput, match="no export of WordPress"):
        list(Wxr().read(Source("x.xml", data=other)))


def test_it_is_told_from_pages_and_pages_from_it():
    body = "<p>One</p><div>Two</div><ul><li>Three</li></ul>" * 50
    content = export(item("4", comment("1", said=body), said=body))
    for name in ("site.xml", "site.html", "site.txt"):
        assert choose_reader(Source(name, data=content), None)[0].name == "wxr"
    page = f"<!DOCTYPE html><html><body>{body}<code>xmlns:wp='http://wordpress.org/export/1.2/'</code></body></html>"
    for markup in (page, page.replace("<!DOCTYPE html>", '<?xml version="1.0"?>'), body):
        assert choose_reader(Source("page.xml", data=markup.encode()), None)[0].name == "html"


def test_many_remarks_before_the_outermost_element_cost_no_reader_time():
    content = export(item("4", comment("1"))).replace(b"<rss ", b"<!-- To import this, log in. -->\n" * 60 + b"<rss ")
    with ends(5):
        assert choose_reader(Source("site.xml", data=content), None)[0].name == "wxr"


def test_a_bomb_is_refused():
    bomb = b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>\n<rss '
    content = export(item("4", comment("1", said="]]>&b;<![CDATA["))).replace(b"<rss ", bomb)
    assert Wxr().sniff(content, "x") == 0.95
    with ends(2), pytest.raises(BrokenInput, match="line 3: the XML declares entities"):
        read(content)
    for path in sorted(shared("data/adversarial/defusedxml-bombs/xmltestdata").glob("*.xml")):
        with ends(2), pytest.raises(BrokenInput):
            list(Wxr().read(Source(path.name, path=path)))


@pytest.mark.parametrize(
    ("name", "n_found", "n_kept", "n_threads"),
    [
        ("wordpress_wxr/phpunit/data/valid-wxr-1.0.xml", 1, 1, 1),
        ("wordpress_wxr/phpunit/data/small-export.xml", 1, 1, 1),
        ("wordpress_wxr/phpunit/data/a11y-unit-test-data.xml", 29, 25, 5),
        ("wordpress_wxr/e2e/fixtures/wxr-comprehensive.xml", 1, 1, 1),
        ("wordpress_wxr/e2e/fixtures/wxr-simple.xml", 0, 0, 1),
        ("wordpress_wxr_themeunittest/theme-preview.xml", 2, 2, 2),
        ("wordpress_wxr_themeunittest/themeunittestdata.wordpress.xml", 32, 25, 5),
    ],
)
def test_real_exports(name, n_found, n_kept, n_threads):
    corpus = read_corpus(shared(f"data/platforms/{name}"))
    report = corpus.reports[0]
    assert (report.format, report.found, report.kept, len(corpus)) == ("wxr", n_found, n_kept, n_threads)
    assert report.counts() == {}
    if n_found == 32:
        assert max(one.depth for thread in corpus for one in thread) == 10
