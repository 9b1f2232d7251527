"""Disqus: the export of a forum and the answers of its interface become the same threads."""

from __future__ import annotations

import gzip
import json
import random

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.disqus import Disqus
from discourse.reading import read, read_corpus
from tests.limits import ends
from tests.shared import shared

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def thread(key: str, title: str = "The mill turns again", more: str = "") -> str:
    return (
        f'<thread dsq:id="{key}"><id/><forum>millpost</forum><category dsq:id="9"/><link>https://mill.example/{key}</link>'
        f"<title>{title}</title><message><![CDATA[<p>Flour &amp; bread.</p>]]></message>"
        "<createdAt>2019-05-01T06:00:00Z</createdAt><author><name>Ada Weir</name><isAnonymous>false</isAnonymous>"
        f"<username>adaw</username></author><isClosed>false</isClosed><isDeleted>false</isDeleted>{more}</thread>\n"
    )


def post(key: str, page: str = "71", parent: str | None = None, said: str = "<p>At last.</p>", **stated: str) -> str:
    above = f'<parent dsq:id="{parent}"/>' if parent else ""
    return (
        f'<post dsq:id="{key}"><id/><message><![CDATA[{said}]]></message>'
        f"<createdAt>{stated.get('at', '2019-05-02T08:00:00Z')}</createdAt>"
        f"<isDeleted>{stated.get('deleted', 'false')}</isDeleted><isSpam>{stated.get('spam', 'false')}</isSpam>"
        f"<author><email/><name>{stated.get('name', 'Odo')}</name><isAnonymous>true</isAnonymous></author>"
        f'<ipAddress>192.0.2.1</ipAddress><thread dsq:id="{page}"/>{above}</post>\n'
    )


def export(*parts: str) -> bytes:
    return (HEAD + "".join(parts) + "</disqus>\n").encode()


def item(key, page="71", parent=None, said="<p>At last.</p>", **more):
    return {
        "id": key,
        "thread": page,
        "parent": parent,
        "forum": "millpost",
        "message": said,
        "raw_message": "At last.",
        "author": {"name": more.pop("name", "Odo"), "username": "odo1", "isAnonymous": False},
        "createdAt": "2019-05-02T08:00:00",
        "likes": 5,
        "dislikes": 2,
        "isSpam": False,
        "isDeleted": False,
        "isApproved": True,
        **more,
    }


def answer(*items, more=False, **cursor) -> bytes:
    return json.dumps({"cursor": {"hasNext": more, **cursor}, "code": 0, "response": list(items)}).encode() + b"\n"


def test_an_export_becomes_threads_under_their_pages():
    corpus = read_corpus(
        export(
            thread("71"),
            thread("72", "The fair"),
            thread("73", "Nobody"),
            post("1", said="<p>At <b>last</b>.</p><p>Late &amp; loud.</p>"),
            post("2", parent="1", name="Pia", said="<blockquote>At last.</blockquote>No."),
            post("3", page="72"),
        )
    )
    assert corpus.ids == ("71", "72")
    first = corpus[0]
    assert [(one.id, one.author, one.text, one.depth) for one in first] == [
        ("1", "Odo", "At last.\n\nLate & loud.", 1),
        ("2", "Pia", "At last.\n\nNo.", 2),
    ]
    assert first[1]["quotes"] == "0-8"
    assert first[0]["created"].isoformat() == "2019-05-02T08:00:00+00:00"
    article = first.article
    assert (article.title, article.author, article.url, article.site) == (
        "The mill turns again",
        "Ada Weir",
        "https://mill.example/71",
        "millpost",
    )
    assert article.date == "2019-05-01T06:00:00Z"
    assert "Flour & bread." in article.text
    assert corpus.reports[0].format == "disqus"
    assert corpus.reports[0].notes == ("threads without comments, left out: 1",)


def test_what_is_deleted_stays_and_spam_goes_with_its_reason():
    content = export(
        thread("71"),
        post("1", deleted="true"),
        post("2", parent="1", spam="true", deleted="true"),
        post("3", parent="1"),
    )
    for strict in (False, True):
        (rows,) = Disqus().read(Source("x.xml", data=content, strict=strict))
        assert rows.columns["deleted"] == [True, False]
        assert rows.report.dropped == (("2", "marked as spam"),)
    assert read(content).report.found == 3


def test_a_thread_that_is_deleted_is_noted():
    content = export(thread("71").replace("<isDeleted>false", "<isDeleted>true"), post("1"))
    assert read(content).report.notes == ("threads with comments that are marked as deleted: 1",)


def test_a_thread_may_be_described_after_its_posts():
    assert read(export(post("1"), thread("71"))).article.title == "The mill turns again"


def test_what_is_broken_is_dropped_and_what_stands_around_it_is_read():
    content = export(
        thread("71"), post("1"), post("2").replace('"71"', "71"), post("3", said="]]>&<![CDATA["), post("4")
    )
    read_so = read(content)
    assert [one.id for one in read_so] == ["1", "4"]
    assert [where for where, _ in read_so.report.dropped] == ["2", "3"]
    assert read_so.report.found == 4
    assert read_so.report.counts() == {"broken XML": 2}
    with pytest.raises(BrokenInput, match="line 5"):
        list(Disqus().read(Source("x.xml", data=content, strict=True)))


def test_an_export_that_is_cut_off_gives_what_it_holds():
    content = export(thread("71"), *(post(str(n), parent=str(n - 1) if n > 1 else None) for n in range(1, 9)))
    for cut in range(content.index(b"<post"), len(content), 37):
        try:
            thread_read = read(content[:cut])
        except BrokenInput:
            assert b"</post>" not in content[:cut]
            continue
        whole = content[:cut].count(b"</post>")
        assert [one.depth for one in thread_read] == list(range(1, whole + 1))
        assert thread_read.report.found == len(thread_read) + len(thread_read.report.dropped)
    packed = gzip.compress(content)
    assert len(read(packed)) == 8


def test_posts_without_an_id_or_a_thread():
    content = export(thread("71"), post("1").replace('dsq:id="1"', ""), post("2").replace('<thread dsq:id="71"/>', ""))
    report = read(content).report
    assert report.dropped == (("2", "it names no thread"),)
    assert report.kept == 1


def test_ids_of_any_size_and_names_of_others_spaces():
    long = "9" * 40
    content = export(thread("71"), post(long), post("2", parent=long)).decode()
    for written in (content, content.replace("dsq:", "in:").replace("xmlns:dsq", "xmlns:in")):
        assert [one.id for one in read(written)] == [long, "2"]
    as_json = answer(item(int(long), 71), item(2, 71, int(long)))
    assert [(one.id, one.depth) for one in read(as_json)] == [(long, 1), ("2", 2)]


def test_answers_in_any_packing_give_the_same_threads():
    items = [item("2", parent=1, name="Pia"), item("1"), item("3", "72")]
    values = [
        answer(*items),
        answer(items[0]) + answer(*items[1:]),
        json.dumps([json.loads(answer(items[0])), json.loads(answer(*items[1:]))]).encode(),
        json.dumps(items).encode(),
        b"".join(json.dumps(one).encode() + b"\n" for one in items),
    ]
    for content in values:
        corpus = read_corpus(content)
        assert corpus.reports[0].format == "disqus"
        found = {(t.id, one.id, one.author, one.depth, one["score"]) for t in corpus for one in t}
        assert found == {("71", "1", "Odo", 1, 3.0), ("71", "2", "Pia", 2, 3.0), ("72", "3", "Odo", 1, 3.0)}


def test_what_an_answer_says_of_its_threads():
    page = {
        "id": "71",
        "forum": "millpost",
        "title": "Mill",
        "clean_title": "The mill",
        "link": "https://mill.example/71",
    }
    page |= {"identifiers": ["a"], "isClosed": False, "isDeleted": False, "posts": 3, "slug": "mill"}
    embedded = {"cursor": {"hasNext": False}, "code": 0, "response": {"posts": [item("1")], "thread": page}}
    apart = answer(page) + answer(item("1"))
    related = answer(item("1", page))
    for content in (json.dumps(embedded).encode(), apart, related):
        said = read(content)
        assert (said.id, said.article.title, said.article.url) == ("71", "The mill", "https://mill.example/71")


def test_posts_that_the_site_does_not_show():
    items = [
        item("1"),
        item("2", isApproved=False),
        item("3", isSpam=True),
        item("4", isDeleted=True, isApproved=False),
    ]
    said = read(answer(*items, more=True))
    assert [one.id for one in said] == ["1", "4"]
    assert said.report.dropped == (("2", "not approved"), ("3", "marked as spam"))
    assert said.report.notes == ("the last answer says that more comments follow, which are not here",)


def test_lines_that_are_no_answers():
    content = answer(item("1")) + b'{"code": 0, "resp\n' + b'{"id": 4}\n'
    report = read(content).report
    assert [where for where, _ in report.dropped] == ["line 2", "line 3"]
    with pytest.raises(BrokenInput, match="line 2"):
        list(Disqus().read(Source("x", data=content, strict=True)))


def test_replies_twenty_thousand_deep_in_any_order():
    posts = [post(str(n), parent=str(n - 1) if n else None) for n in range(20_000)]
    random.Random(3).shuffle(posts)
    with ends(30):
        deep = read(export(thread("71"), *posts))
    assert max(one.depth for one in deep) == 20_000


@pytest.mark.parametrize(
    "other",
    [
        b"<rss><channel/></rss>",
        b"<html><body>disqus</body></html>",
        b'[{"id": 1, "text": "x"}]',
        b'{"code": 1, "response": "no"}',
        b"<disq",
        b"\xff\xfe\x00",
        b"",
    ],
)
def test_what_is_something_else_is_left_and_refused(other):
    assert Disqus().sniff(other, "x.xml") == 0
    with pytest.raises(BrokenInput):
        list(Disqus().read(Source("x.xml", data=other)))


@pytest.mark.parametrize("empty", [export(), export(thread("71")), answer(), json.dumps({"code": 0, "response": []})])
def test_a_source_without_comments_is_no_error(empty):
    rows = list(Disqus().read(Source("x", data=empty if isinstance(empty, bytes) else empty.encode())))
    assert [len(one) for one in rows] == [0]


def test_a_bomb_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE disqus [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    content = export(thread("71"), post("1", said="]]>&b;<![CDATA[")).decode()
    content = bomb + content[content.index("\n") :]
    assert Disqus().sniff(content.encode(), "x") > 0.9
    with ends(2), pytest.raises(BrokenInput, match="declares entities"):
        read(content)
    for path in sorted(shared("data/adversarial/defusedxml-bombs/xmltestdata").glob("*.xml")):
        with ends(2), pytest.raises(BrokenInput):
            list(Disqus().read(Source(path.name, path=path)))


def test_real_exports():
    folder = shared("data/platforms/remark42/backend/app/migrator/testdata")
    for name, deleted in (("disqus", 0), ("disqus-deleted-post", 1), ("disqus-deleted-thread", 0)):
        corpus = read_corpus(folder / f"{name}.xml")
        report = corpus.reports[0]
        assert (report.found, report.kept, report.format) == (6, 4, "disqus")
        assert sum(one["deleted"] for t in corpus for one in t) == deleted
        assert report.counts() == {"broken XML": 1, "text before the XML": 1}
