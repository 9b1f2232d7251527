"""Feeds of comments: RSS and Atom, of a page and of a site; feeds of articles are none."""

from __future__ import annotations

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.feed import Feed
from discourse.reading import read, read_corpus
from discourse.sources import choose_reader
from tests.limits import ends

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>{title}</title><atom:link href="https://quay.example/lamps/feed/" rel="self" type="application/rss+xml"/>
<link>https://quay.example/lamps/</link>{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>https://quay.example/{page}/comment-page-1/#comment-{key}</link>
<dc:creator><![CDATA[{name}]]></dc:creator><pubDate>Wed, 03 Apr 2024 0{key}:00:00 +0000</pubDate>
<guid isPermaLink="false">https://quay.example/?p=4#comment-{key}</guid><description><![CDATA[Bright]]></description>
<content:encoded><![CDATA[<p>Bright &amp; warm.</p>]]></content:encoded></item>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title type="text">Comments on: Lamps</title><link rel="self" href="https://quay.example/lamps/feed/atom/"/>{entries}</feed>"""
ENTRY = """<entry><title>By: {name}</title><link rel="alternate" href="https://quay.example/lamps/#comment-{key}"/>
<author><name>{name}</name></author><id>https://quay.example/?p=4#comment-{key}</id>
<published>2024-04-03T0{key}:00:00Z</published><content type="html"><![CDATA[<p>No. {key}</p>]]></content>
<thr:in-reply-to ref="{above}" href="https://quay.example/lamps/" type="text/html"/></entry>"""


def rss(*items: dict, title: str = "Comments on: Lamps") -> bytes:
    made = {"title": "By: Ida", "page": "lamps", "name": "Ida"}
    return RSS.format(title=title, items="".join(ITEM.format(**{**made, **item}) for item in items)).encode()


def atom(*entries: tuple[int, str]) -> bytes:
    return ATOM.format(entries="".join(ENTRY.format(key=key, name="Ida", above=up) for key, up in entries)).encode()


def test_the_feed_of_a_page():
    thread = read(rss({"key": 3}, {"key": 2, "name": "Uwe &amp; Co"}))
    assert thread.report.format == "feed"
    assert [(one.author, one.text, one.depth) for one in thread] == [
        ("Uwe & Co", "Bright & warm.", 1),
        ("Ida", "Bright & warm.", 1),
    ]
    assert thread[0]["created"].isoformat() == "2024-04-03T02:00:00+00:00"
    assert (thread.id, thread.article.title) == ("https://quay.example/lamps/", "Lamps")
    assert "does not say what a comment answers" in thread.report.notes[0]


def test_the_feed_of_a_site():
    items = [
        {"key": 3, "title": "Comment on Lamps by Ida"},
        {"key": 2, "page": "oil", "title": "Comment on Oil by Ida"},
    ]
    corpus = read_corpus(rss(*items, title="Comments for Quay"))
    assert {(thread.id, thread.article.title) for thread in corpus} == {
        ("https://quay.example/lamps/", "Lamps"),
        ("https://quay.example/oil/", "Oil"),
    }
    assert corpus[0].article.site == "Comments for Quay"


def test_an_atom_feed_says_what_is_answered():
    base = "https://quay.example/?p=4"
    thread = read(atom((3, f"{base}#comment-2"), (2, base), (4, f"{base}#comment-1")))
    assert [(one.id[-1], one.depth, one.text) for one in thread] == [
        ("2", 1, "No. 2"),
        ("3", 2, "No. 3"),
        ("4", 1, "No. 4"),
    ]
    assert thread.report.counts() == {"missing parent": 1}
    assert thread[2]["missing_parent"] == f"{base}#comment-1"


def test_texts_in_other_forms_are_kept_or_named():
    content = atom((2, "x"), (3, "x"), (4, "x")).decode()
    content = content.replace('type="html"><![CDATA[<p>No. 2</p>]]>', "> 2 &lt; 3 ")
    content = content.replace('type="html"><![CDATA[<p>No. 3</p>]]>', 'type="xhtml"><div>3</div>')
    thread = read(content)
    assert [one.text for one in thread] == ["2 < 3", "No. 4"]
    assert thread.report.dropped == (("https://quay.example/?p=4#comment-3", "it holds no text that can be read"),)


def test_a_feed_that_is_cut_off():
    content = atom((2, "x"), (3, "x"))
    thread = read(content[:-60])
    assert [one.text for one in thread] == ["No. 2"]
    assert [reason for _, reason in thread.report.dropped] == ["the XML is cut off in it"]
    with pytest.raises(BrokenInput, match="cut off"):
        list(Feed().read(Source("x", data=content[:-60], strict=True)))


@pytest.mark.parametrize(
    "other",
    [
        b"<rss><channel><title>News</title><item><title>a</title><link>https://a.example/b</link></item></channel></rss>",
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content>x</content></entry></feed>',
        b"<disqus><post/></disqus>",
        b"<html><body>#comment-1</body></html>",
        b"{}",
        b"",
    ],
)
def test_feeds_of_articles_and_other_things_are_left_and_refused(other):
    assert Feed().sniff(other, "x.xml") == 0
    with pytest.raises(BrokenInput, match="no feed of comments"):
        list(Feed().read(Source("x", data=other)))


def test_an_export_of_wordpress_is_no_feed():
    export = b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Comments on a</title></channel></rss>'
    assert choose_reader(Source("x.xml", data=export), None)[0].name == "wxr"


def test_an_empty_feed_and_a_bomb():
    assert len(read(rss())) == 0
    bomb = rss({"key": 2}).replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><rss', 1)
    with ends(2), pytest.raises(BrokenInput, match="declares entities"):
        read(bomb)
