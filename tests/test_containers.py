"""WARC, WACZ, ARC, MHTML and web archives: every page with comments becomes a thread, damage stays in its record."""

from __future__ import annotations

import bz2
import gzip
import io
import plistlib
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from itertools import pairwise

import pytest

from discourse.containers.http import Answer, read_answer, read_body
from discourse.containers.pages import is_container, open_container
from discourse.containers.records import LARGEST, records
from discourse.containers.runs import PIECE, Members, Run, plain_runs
from discourse.errors import BinaryInput, BrokenInput, InputError, MissingExtra
from discourse.intake import Taken
from discourse.readers.base import Source
from discourse.reading import read, read_corpus, read_parts
from tests.limits import ends

SITE = "https://gazette.example"
NAMES = ("Ada Quill", "Bo Marten", "Cy Loftus", "Di Wren")


def comment(number: int, said: str, above: int | None = None) -> tuple[int, str, int | None]:
    return number, said, above


THREE = [comment(1, "The ferry sails again."), comment(2, "High time.", 1), comment(3, "And dearer than before.")]


def page(title: str, comments: list[tuple[int, str, int | None]], head: str = "") -> bytes:
    """A page in the markup of WordPress."""
    said = "".join(
        f'<li class="comment depth-{2 if above else 1}" id="li-comment-{number}"><div id="comment-{number}">'
        f'<cite class="fn">{NAMES[number % 4]}</cite><a class="comment-reply-link" data-commentid="{number}"'
        f' data-parent="{above or 0}"></a><div class="comment-content"><p>{text}</p></div></div></li>'
        for number, text, above in comments
    )
    listed = f'<ol class="comment-list">{said}</ol>' if comments else ""
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>The council met on Monday and spoke of nothing else for two hours.</p></article>{listed}</body></html>"
    ).encode()


def answer(body: bytes, status: str = "200 OK", **fields: str) -> bytes:
    stated = {"content_type": "text/html; charset=utf-8", **fields}
    head = "".join(f"{name.replace('_', '-').title()}: {value}\r\n" for name, value in stated.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def record(address: str, block: bytes, kind: str = "response", length: object = None, **fields: str) -> bytes:
    stated = {
        "WARC-Type": kind,
        "WARC-Target-URI": address,
        "WARC-Date": "2025-11-01T08:00:00Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in stated.items())
    return b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


FERRY = record(f"{SITE}/ferry/", answer(page("The ferry", THREE)))
TOLL = record(f"{SITE}/toll/", answer(page("The toll", THREE)))
NIGHT_BUS = record(f"{SITE}/night-bus/", answer(page("The night bus", THREE)))
PLAIN = record(f"{SITE}/about/", answer(page("About us", [])))
CRAWL = [
    record("", b"software: by hand\r\n", "warcinfo"),
    FERRY,
    record(f"{SITE}/ferry/", b"GET / HTTP/1.1\r\n\r\n", "request"),
    TOLL,
    PLAIN,
    record(f"{SITE}/old/", answer(page("Gone", THREE), "404 Not Found")),
    record(f"{SITE}/moved/", answer(b"", "301 Moved Permanently", location="/ferry/")),
    record(f"{SITE}/a.png", answer(b"\x89PNG" + bytes(100), content_type="image/png")),
    record(f"{SITE}/ferry/", b"", "revisit"),
    record(f"{SITE}/ferry/", b"via: /\r\n", "metadata"),
]


def wacz(members: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("datapackage.json", '{"profile": "data-package"}')
    return file.getvalue()


def each(packed: list[bytes]) -> bytes:
    return b"".join(map(gzip.compress, packed))


def titles(corpus) -> list[str]:
    return [thread.article.title for thread in corpus]


def depths(thread) -> list[int]:
    return [one.depth for one in thread]


FORMS = {
    "plain": b"".join(CRAWL),
    "gzip, a member a record": each(CRAWL),
    "gzip, one member": gzip.compress(b"".join(CRAWL)),
    "bzip2": bz2.compress(b"".join(CRAWL)),
    "WACZ": wacz({"archive/data.warc.gz": each(CRAWL), "indexes/index.cdx.gz": gzip.compress(b"x")}),
    "WACZ, two": wacz({"archive/a.warc.gz": each(CRAWL[:3]), "archive/b.warc": b"".join(CRAWL[3:])}),
    "WACZ, packed again": wacz({"archive/a.warc": b"".join(CRAWL)}, zipfile.ZIP_DEFLATED),
}


LEFT_OUT = "1 metadata, 1 of other types than HTML and JSON, 1 request, 1 revisit, 1 with status 301, 1 with status 404"


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_every_page_with_comments_is_a_thread(tmp_path, content):
    (tmp_path / "crawl").write_bytes(content)
    for source in (tmp_path / "crawl", content, io.BytesIO(content)):
        corpus = read_corpus(source)
        assert corpus.ids == ("ferry", "toll")
        assert titles(corpus) == ["The ferry", "The toll"]
        assert [thread.article.url for thread in corpus] == [f"{SITE}/ferry/", f"{SITE}/toll/"]
        assert [depths(thread) for thread in corpus] == [[1, 2, 1]] * 2
        account = corpus.reports[-1]
        assert account.notes[-2:] == (
            "3 pages: 2 with comments, 1 without",
            f"records that are not read: {LEFT_OUT}",
        )
        assert not account.defects
        assert corpus.reports[0].source.endswith(f": {SITE}/ferry/")
        assert all(len(report.sha256) == 64 for report in corpus.reports)


def test_a_container_beside_pages_in_a_folder(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(each(CRAWL))
    (tmp_path / "b.html").write_bytes(page("The night bus", THREE))
    (tmp_path / "notes.zip").write_bytes(zipped({"notes.txt": b"x"}))
    corpus = read_corpus(tmp_path)
    assert titles(corpus) == ["The ferry", "The toll", "The night bus"]
    assert any("not read: notes.zip" in note for note in corpus.reports[0].notes)


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_zip_without_a_warc_is_no_container():
    content = zipped({"word/document.xml": b"<x/>"})
    assert not is_container(Source("a.docx", data=content))
    with pytest.raises(BinaryInput, match="ZIP archive"):
        read_corpus(content)


def test_captures_and_pages_of_one_thread_are_joined():
    later = [*THREE, comment(4, "It was late today.", 3)]
    crawl = [
        record(f"{SITE}/ferry/", answer(page("The ferry", THREE))),
        record(f"{SITE}/ferry/comment-page-2/", answer(page("The ferry", [comment(9, "From the second page.")]))),
        record(f"{SITE}/ferry/#comments", answer(page("The ferry", later))),
    ]
    corpus = read_corpus(each(crawl))
    assert len(corpus) == 1
    assert corpus[0].to_frame()["id"].tolist() == ["1", "2", "3", "4", "9"]
    assert corpus.reports[0].found == 8
    assert len(corpus.reports[0].dropped) == 3
    assert corpus[0].texts == read(each(crawl)).texts


def test_one_thread_can_be_read_and_several_say_so():
    assert len(read(each([FERRY, PLAIN]))) == 3
    with pytest.raises(InputError, match=r"pages of 2 threads.*read_corpus"):
        read(each(CRAWL))


def test_a_crawl_without_comments_is_no_error():
    corpus = read_corpus(each([PLAIN, PLAIN]))
    assert corpus.n_comments == 0
    assert corpus.reports[0].format == "warc"
    assert "2 pages: 0 with comments, 2 without" in corpus.reports[0].notes


def test_parts_give_the_same_threads():
    assert [name for part in read_parts(each(CRAWL), at_once=1) for name in part.ids] == ["ferry", "toll"]


def test_pages_that_wait_for_others_of_their_thread_are_looked_at_once(monkeypatch):
    asked, address = [], Taken.address.fget
    monkeypatch.setattr(Taken, "address", property(lambda page: asked.append(page) or address(page)))
    crawl = [record(f"{SITE}/{n}", answer(page(f"Ferry {n}", [comment(1, "At last.")]))) for n in range(9)]
    corpora = list(read_parts(each(crawl), at_once=1))
    assert sum(map(len, corpora)) == len(asked) == 9


ITEM = (
    b'{"id": 1, "type": "story", "author": "mara", "title": "The ferry is back", "created_at_i": 1500000000,'
    b' "children": [{"id": 2, "type": "comment", "author": "odd", "text": "At last.", "created_at_i": 1500000100,'
    b' "children": []}]}'
)


def test_answers_of_interfaces_are_read_where_only_one_format_has_them():
    crawl = [
        record(f"{SITE}/items/1", answer(ITEM, content_type="application/json")),
        record(f"{SITE}/weather", answer(b'{"text": "It rains."}', content_type="application/json")),
        record(f"{SITE}/ld", answer(b"[1]", content_type="application/ld+json; charset=utf-8")),
    ]
    corpus = read_corpus(each(crawl))
    assert titles(corpus) == ["The ferry is back"]
    assert "records that are not read: 2 that no reader recognises" in corpus.reports[0].notes


def test_comments_of_a_page_that_keeps_none_are_named():
    reply = (
        b'{"id": "7", "thread": "3", "parent": null, "isSpam": true, "raw_message": "Buy.", "author": {"name": "x"},'
    )
    reply += b' "createdAt": "2025-11-01T08:00:00", "forum": "gazette", "isApproved": true, "isDeleted": false}'
    listed = answer(
        b'{"cursor": {"hasNext": false}, "code": 0, "response": [%s]}' % reply, content_type="application/json"
    )
    for crawl in ([record(f"{SITE}/posts", listed)], [record(f"{SITE}/posts", listed), FERRY]):
        report = read_corpus(each(crawl)).reports[-1]
        assert report.dropped == ((f"bytes: {SITE}/posts, 7", "marked as spam"),)
        assert report.found == report.kept + 1


def test_only_pages_of_the_format_asked_for():
    crawl = [record(f"{SITE}/items/1", answer(ITEM, content_type="application/json")), FERRY]
    assert titles(read_corpus(each(crawl), format="html")) == ["The ferry"]
    assert titles(read_corpus(each(crawl), format="hackernews")) == ["The ferry is back"]


def test_resources_and_answers_without_a_type():
    crawl = [
        record(f"{SITE}/ferry/", page("The ferry", THREE), "resource", Content_Type="text/html"),
        record(f"{SITE}/toll/", answer(page("The toll", THREE), content_type="")),
        record("urn:note", b"nothing", "resource", Content_Type="text/plain"),
    ]
    assert titles(read_corpus(each(crawl))) == ["The ferry", "The toll"]


def test_what_the_page_states_goes_before_the_address_of_the_record():
    stated = page("The ferry", THREE, f'<link rel="canonical" href="{SITE}/2025/ferry/">')
    thread = read(record("http://mirror.example/x?y=1", answer(stated)))
    assert thread.article.url == f"{SITE}/2025/ferry/"
    assert thread.id == "x-y-1"


@pytest.mark.parametrize(
    ("address", "name"),
    [(f"{SITE}/", "gazette-example"), (f"{SITE}/2025/Café.html", "cafe"), (f"<{SITE}/ferry/?p=3>", "ferry")],
)
def test_threads_are_named_by_their_address(address, name):
    assert read(record(address, answer(page("A", THREE)))).id == name


@pytest.mark.parametrize(
    ("charset", "codec"), [("utf-8", "utf-8"), ("windows-1251", "cp1251"), ("koi8-r", "koi8_r"), ("nonsense", "utf-8")]
)
def test_the_encoding_that_the_server_states_counts(charset, codec):
    said = page("Мост", [comment(1, "Мост снова открыт для движения."), comment(2, "Наконец.")])
    block = answer(said.decode().encode(codec), content_type=f"text/html; charset={charset}")
    thread = read(record(f"{SITE}/most", block))
    assert thread.texts[0] == "Мост снова открыт для движения."
    assert not thread.report.defects


def test_a_page_that_knows_better_than_the_server():
    said = page("Мост", [comment(1, "Мост снова открыт.")], '<meta charset="windows-1251">').decode().encode("cp1251")
    assert read(record(f"{SITE}/most", answer(said))).texts[0] == "Мост снова открыт."


@pytest.mark.parametrize(
    "address", ["", "urn:uuid:1", "http://[::1/", "http:///x", "https://a.example:x/\x00[", "\udcff"]
)
def test_addresses_that_are_none(address):
    thread = read(FERRY.replace(f"{SITE}/ferry/".encode(), address.encode("utf-8", errors="surrogateescape")))
    assert len(thread) == 3
    content = mhtml(html_part(page("The ferry", THREE), "x")).replace(
        f"{SITE}/ferry/".encode(), address.encode("utf-8", "ignore")
    )
    assert len(read(content)) == 3


# HTTP


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    return zlib.compress(body)[2:-4]


BODY = page("The ferry", THREE)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (BODY, {}),
        (chunked(BODY), {"transfer_encoding": "chunked"}),
        (gzip.compress(BODY), {"content_encoding": "gzip"}),
        (gzip.compress(BODY[:50]) + gzip.compress(BODY[50:]), {"content_encoding": "x-gzip"}),
        (zlib.compress(BODY), {"content_encoding": "deflate"}),
        (raw_deflate(BODY), {"content_encoding": "deflate"}),
        (chunked(gzip.compress(BODY)), {"content_encoding": "GZIP", "transfer_encoding": "Chunked"}),
        (zlib.compress(gzip.compress(BODY)), {"content_encoding": "gzip, deflate"}),
        (gzip.compress(BODY), {"transfer_encoding": "gzip"}),
        # Unpacked by the crawler, whatever the head says.
        (BODY, {"content_encoding": "gzip", "transfer_encoding": "chunked"}),
        (BODY, {"content_encoding": "br"}),
        (BODY, {"content_encoding": "deflate"}),
        (BODY, {"content_encoding": "identity"}),
    ],
)
def test_bodies_are_unpacked(body, fields):
    assert read_body(read_answer(answer(body, **fields))) == (BODY, None)


@pytest.mark.parametrize("packing", ["br", "zstd"])
def test_brotli_and_zstandard(packing):
    stream_io = pytest.importorskip("fastwarc.stream_io", reason="needs the extra warc")
    file = io.BytesIO()
    writer = (stream_io.BrotliWriter if packing == "br" else stream_io.ZstdWriter)(file)
    writer.write(BODY)
    writer.close()
    packed = file.getvalue()
    assert read_body(read_answer(answer(packed, content_encoding=packing))) == (BODY, None)
    cut, damage = read_body(read_answer(answer(packed[: len(packed) // 2], content_encoding=packing)))
    assert BODY.startswith(cut)
    assert "damaged or cut off" in damage


def test_the_extra_is_named_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "fastwarc.stream_io", None)
    with pytest.raises(MissingExtra, match=r"the extra warc.*discourse-threads\[warc\]"):
        read(record(f"{SITE}/ferry/", answer(b"\x1b\x00\x00", content_encoding="br")))
    assert len(read(each([FERRY]))) == 3


@pytest.mark.parametrize(
    ("body", "fields", "said"),
    [
        (chunked(BODY)[:-120], {"transfer_encoding": "chunked"}, "chunks are cut off"),
        (gzip.compress(BODY)[:-40], {"content_encoding": "gzip"}, "gzip data is damaged or cut off"),
        (zlib.compress(BODY)[:-40], {"content_encoding": "deflate"}, "deflate data is damaged or cut off"),
    ],
)
def test_what_is_cut_off_is_read_as_far_as_it_goes(body, fields, said):
    read_so_far, damage = read_body(read_answer(answer(body, **fields)))
    assert BODY.startswith(read_so_far)
    assert len(read_so_far) > 100
    assert said in damage
    corpus = read_corpus(each([FERRY, record(f"{SITE}/cut/", answer(body, **fields)), TOLL]))
    assert {"The ferry", "The toll"} <= set(titles(corpus))
    assert sum("cut off" in defect.repair for report in set(corpus.reports) for defect in report.defects) == 1


def test_packings_that_nobody_knows():
    assert read_body(Answer(200, "", "", {"content-encoding": "rot13"}, b"\x00")) == (
        b"",
        "it is packed as 'rot13', which is not known",
    )


# Damage


def defects(content: bytes, **how) -> list[tuple[str, str]]:
    return [(one.where, one.repair) for report in set(read_corpus(content, **how).reports) for one in report.defects]


def broken_member(packed: bytes) -> bytes:
    spoilt = bytearray(gzip.compress(packed))
    spoilt[len(spoilt) // 2] ^= 255
    spoilt[len(spoilt) // 2 + 9] ^= 255
    return bytes(spoilt)


AT = f"byte {len(FERRY):,}"
DAMAGED = {
    "too long": (FERRY + record(f"{SITE}/x/", answer(b"<p>"), length=9_999) + TOLL, "stated length is 9999"),
    "beyond the file": (FERRY + record(f"{SITE}/x/", answer(b"<p>"), length=10**12) + TOLL, "1,000,000,000,000"),
    "too short": (FERRY + record(f"{SITE}/x/", answer(b"<p>more to come</p>"), length=70) + TOLL, "length is 70"),
    "no number": (FERRY + record(f"{SITE}/x/", answer(b"<p>"), length="many") + TOLL, "length is many"),
    "negative": (FERRY + record(f"{SITE}/x/", answer(b"<p>"), length=-5) + TOLL, "length is -5"),
    "no head": (FERRY + b"WARC/1.1\r\nWARC-Ty" + b"\x00" * 70_000 + b"\r\n\r\n" + TOLL, "belong to no record"),
    "rubbish": (FERRY + b"what is this?\r\n" * 99 + b"\r\n\r\n" + TOLL, "1,489 bytes that belong to no record"),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_broken_record_costs_no_other(kind):
    content, said = DAMAGED[kind]
    corpus = read_corpus(content)
    assert titles(corpus) == ["The ferry", "The toll"]
    ((where, repair),) = defects(content)
    assert where.startswith(AT)
    assert said in repair
    with pytest.raises(BrokenInput, match=AT):
        read_corpus(content, strict=True)


PACKED_AT = f"byte {len(gzip.compress(FERRY)):,}"


@pytest.mark.parametrize(
    "spoilt",
    [
        broken_member(NIGHT_BUS),
        gzip.compress(NIGHT_BUS)[:-200],
        gzip.compress(NIGHT_BUS)[:12],
        b"no gzip data at all " * 9_000,
        b"\x1f\x8b\x08\x00" * 9,
    ],
    ids=["damaged", "cut", "cut early", "rubbish", "marks"],
)
def test_a_broken_member_costs_no_other(spoilt):
    content = gzip.compress(FERRY) + spoilt + gzip.compress(TOLL)
    corpus = read_corpus(content)
    assert {"The ferry", "The toll"} <= set(titles(corpus))
    found = defects(content)
    assert len(found) == 1
    assert found[0][0].startswith(PACKED_AT)
    with pytest.raises(BrokenInput, match=PACKED_AT):
        read_corpus(content, strict=True)


def test_the_last_record_cut_off_is_read_as_far_as_it_goes():
    many = page("The ferry", [comment(number, f"This is comment {number}.") for number in range(1, 400)])
    for content in (
        record(f"{SITE}/a/", answer(many))[:-20_000],
        gzip.compress(record(f"{SITE}/a/", answer(many)))[:-900],
    ):
        thread = read(content)
        assert 10 < len(thread) < 399
        assert any("cut off" in defect.repair for defect in thread.report.defects)


def test_zeros_after_the_last_member_are_no_damage():
    assert not defects(each([FERRY, TOLL]) + bytes(5_000))


def test_heads_are_read_whatever_their_case_and_line_ends():
    odd = TOLL.replace(b"WARC-Type", b"warc-TYPE").replace(b"Content-Length", b"content-length")
    unix = PLAIN.partition(b"\r\n\r\n")
    assert titles(read_corpus(FERRY + odd)) == ["The ferry", "The toll"]
    assert not defects(FERRY + unix[0].replace(b"\r\n", b"\n") + b"\n\n" + unix[2] + odd)


def test_a_page_that_quotes_records_is_one_page():
    said = page("The ferry", [comment(1, "See below. " + TOLL.decode().partition("<!")[0]), comment(2, "Hm.")])
    crawl = record(f"{SITE}/a/", answer(said)) + record(f"{SITE}/b/", answer(page("B", THREE)))
    assert titles(read_corpus(crawl)) == ["The ferry", "B"]
    assert not defects(crawl)


def test_a_crawler_that_stopped_early_is_named():
    found = defects(record(f"{SITE}/ferry/", answer(page("The ferry", THREE)), WARC_Truncated="length") + TOLL)
    assert found[0][1] == "the crawler stopped early (length); what there is was read"


def test_large_records_are_passed_over_and_counted():
    film = record(f"{SITE}/film", answer(bytes(LARGEST + 5), content_type="video/mp4"))
    corpus = read_corpus(FERRY + film + TOLL)
    assert titles(corpus) == ["The ferry", "The toll"]
    assert "records that are not read: 1 larger than 32 MiB" in corpus.reports[-1].notes
    assert not defects(FERRY + film + TOLL)


# Bombs


def test_a_member_that_is_a_bomb_is_left_out():
    bomb = gzip.compress(record(f"{SITE}/bomb/", answer(bytes(30_000_000))))
    content = gzip.compress(FERRY) + bomb + gzip.compress(TOLL)
    assert titles(read_corpus(content)) == ["The ferry", "The toll"]
    assert "it unpacks to more than 250 times its size" in defects(content)[0][1]
    assert not any("250" in repair for _, repair in defects(content, max_ratio=10_000))


def test_a_body_that_is_a_bomb_is_left_out():
    bomb = gzip.compress(gzip.compress(bytes(300_000_000)))
    crawl = FERRY + record(f"{SITE}/bomb/", answer(bomb, content_encoding="gzip, gzip")) + TOLL
    assert titles(read_corpus(crawl)) == ["The ferry", "The toll"]
    assert "gzip data" in defects(crawl)[0][1]


def test_a_body_that_unpacks_to_more_than_any_page_is_left_out():
    large = zlib.compress(random.Random(1).randbytes(1000) * 40_000)
    body, said = read_body(read_answer(answer(large, content_encoding="deflate")))
    assert (body, said) == (b"", "it unpacks to more than 32 MiB")


def test_a_file_of_bombs_is_refused(monkeypatch):
    monkeypatch.setattr("discourse.containers.runs.FREE", 2**20)
    with pytest.raises(InputError, match=r"250 times its size.*--max-ratio"):
        read_corpus(gzip.compress(FERRY) + gzip.compress(bytes(8_000_000)) * 3)


def test_a_zip_that_is_a_bomb_is_stopped(monkeypatch):
    monkeypatch.setattr("discourse.containers.pages.FREE", 2**20)
    content = wacz({"archive/a.warc": FERRY + bytes(9_000_000), "archive/b.warc": TOLL}, packing=zipfile.ZIP_DEFLATED)
    assert titles(read_corpus(content)) == ["The ferry", "The toll"]
    assert "250 times its size" in str(defects(content))


# WACZ


def test_encrypted_members_are_named():
    content = bytearray(wacz({"archive/a.warc": FERRY, "archive/b.warc": TOLL}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert defects(bytes(content)) == [("archive/a.warc", "it is encrypted")]
    with pytest.raises(BrokenInput, match=r"archive/a\.warc: it is encrypted"):
        read_corpus(bytes(content), strict=True)


def test_damaged_members_are_named():
    content = bytearray(wacz({"archive/a.warc": FERRY, "archive/b.warc": TOLL}))
    content[content.index(b"The ferry")] ^= 1
    ((where, _),) = [one for one in defects(bytes(content)) if "CRC" in one[1]]
    assert where == "archive/a.warc"
    assert "The toll" in titles(read_corpus(bytes(content)))


def test_paths_that_lead_out_write_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inner").mkdir()
    path = tmp_path / "inner" / "a.wacz"
    path.write_bytes(wacz({"../../archive/a.warc": FERRY, "/archive/b.warc": TOLL}))
    assert titles(read_corpus(path)) == ["The ferry", "The toll"]
    assert [one.name for one in tmp_path.rglob("*")] == ["inner", "a.wacz"]


def test_a_wacz_without_its_end_is_one_clear_error():
    content = wacz({"archive/a.warc": FERRY})
    for source in (content[:-40], io.BytesIO(content[:-40])):
        with pytest.raises(BrokenInput, match=r"the list of its files is missing.*fetch it again"):
            read_corpus(source)


# ARC and Zstandard


def arc(address: str, block: bytes) -> bytes:
    return f"{address} 192.0.2.1 20051101080000 text/html {len(block)}\n".encode() + block + b"\n"


def test_arc():
    version = b"1 0 By Hand\nURL IP-address Archive-date Content-type Archive-length\n"
    head = f"filedesc://a.arc 0.0.0.0 20051101080000 text/plain {len(version)}\n".encode() + version + b"\n"
    files = [head, arc(f"{SITE}/ferry/?a=b c", answer(page("The ferry", THREE))), arc(f"{SITE}/t", answer(BODY))]
    for content in (b"".join(files), each(files)):
        corpus = read_corpus(content)
        assert corpus.n_comments == 6
        assert not defects(content)
    broken = files[1].replace(b" text/html ", b" text/html 9")
    assert read_corpus(head + broken + files[2]).n_comments == 6


def test_zstandard_with_a_dictionary():
    zstandard = pytest.importorskip("zstandard", reason="needs the extra zstd to pack")
    pytest.importorskip("fastwarc", reason="needs the extra warc")
    lines = [record(f"{SITE}/{number}", answer(page(f"Page {number}", THREE))) for number in range(400)]
    dictionary = zstandard.train_dictionary(8_000, lines)
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    words = dictionary.as_bytes()
    content = struct.pack("<II", 0x184D2A5D, len(words)) + words + b"".join(map(packer.compress, CRAWL))
    for source in (content, io.BytesIO(content)):
        assert read_corpus(source).ids == ("ferry", "toll")
    assert "Zstandard data is damaged or cut off" in str(defects(content[:-30]))


# Memory, time and any bytes at all

FLAT = """
import sys, resource
from pathlib import Path
from discourse.containers.pages import open_container
from discourse.readers.base import Source

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

before, total, n = peak(), 0, 0
for page in open_container(Source(sys.argv[1], path=Path(sys.argv[1]))):
    n, total = n + 1, total + len(page.content)
print(n, total, peak() - before)
"""


@pytest.mark.parametrize("packed", [False, True])
def test_memory_stays_flat(tmp_path, packed):
    pytest.importorskip("resource")
    path = tmp_path / "crawl"
    noise = random.Random(1).randbytes(2**19).hex().encode()
    one = record(f"{SITE}/a/", answer(b"<html><p>" + noise))
    one = gzip.compress(one, 1) if packed else one
    with path.open("wb") as file:
        for _ in range(300):
            file.write(one)
    done = subprocess.run(
        [sys.executable, "-c", FLAT, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    n, total, grown = done.stdout.split()
    assert int(n) == 300
    assert int(total) > 300_000_000
    assert float(grown) < 40


def test_pages_are_let_go_once_they_are_read(monkeypatch):
    held: list[int] = []
    sources: list[Source] = []

    def watch(self):
        sources.append(self)
        held.append(sum(len(one.data or b"") for one in sources if "content" in one.__dict__ or one is self))
        return plain(self)

    plain = Source.without_bytes
    monkeypatch.setattr(Source, "without_bytes", watch)
    corpus = read_corpus(each([record(f"{SITE}/{n}/", answer(page(f"Page {n}", THREE))) for n in range(20)]))
    assert len(corpus) == len(held) == 20


def test_lying_lengths_take_linear_time():
    lies = record(f"{SITE}/x/", answer(b"<p>"), length=30_000_000) * 100_000
    with ends(30):
        assert sum(1 for _ in records(plain_runs(io.BytesIO(lies)))) == 100_000


def test_runs_of_any_pieces():
    rng = random.Random(3)
    content = b"".join(CRAWL)
    whole = [(one.kind, one.block) for one in records([Run(iter([content]))])]
    for _ in range(20):
        cuts = sorted(rng.sample(range(1, len(content)), 40))
        pieces = [content[a:b] for a, b in pairwise([0, *cuts, len(content)])]
        assert [(one.kind, one.block) for one in records([Run(iter(pieces))])] == whole


@pytest.mark.parametrize("form", FORMS)
def test_any_damage_is_an_account_or_one_error_of_ours(form):
    rng = random.Random(form)
    for _ in range(25):
        content = bytearray(FORMS[form])
        for _ in range(rng.randint(1, 20)):
            at = rng.randrange(len(content))
            content[at : at + rng.choice([0, 1, 1, 30])] = rng.randbytes(rng.choice([0, 1, 1, 30]))
        try:
            container = open_container(Source("x", data=bytes(content)))
            for one in container or ():
                assert one.content is not None
        except InputError:
            pass


@pytest.mark.parametrize("content", [b"".join(CRAWL), each(CRAWL)], ids=["plain", "gzip"])
def test_sound_files_are_read_as_fastwarc_reads_them(content):
    warc = pytest.importorskip("fastwarc.warc", reason="needs the extra warc")
    theirs = [
        (one.headers["WARC-Type"], one.headers["WARC-Target-URI"], one.reader.read())
        for one in warc.ArchiveIterator(io.BytesIO(content), parse_http=False)
    ]
    runs = Members(io.BytesIO(content), "x", 250).runs() if content[:1] == b"\x1f" else plain_runs(io.BytesIO(content))
    assert [(one.kind, one.fields["warc-target-uri"], one.block) for one in records(runs)] == theirs


def test_members_of_any_chunks(monkeypatch):
    packed = each(CRAWL)
    for size in (1, 2, 7, 1000, PIECE):
        monkeypatch.setattr("discourse.containers.runs._CHUNK", size)
        found = list(records(Members(io.BytesIO(packed), "x", 250).runs()))
        assert [one.kind for one in found] == [one.kind for one in records(plain_runs(io.BytesIO(b"".join(CRAWL))))]
        assert not any(one.damage for one in found)


# Pages saved as one file


def mhtml(*parts: bytes, end: bytes = b"\r\n--b--\r\n") -> bytes:
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gazette.example/ferry/\r\nSubject: The ferry\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b"\r\n\r\n'
    )
    return head + b"".join(b"\r\n--b\r\n" + part for part in parts) + end


def html_part(content: bytes, address: str, name: str = "main", encoding: str = "quoted-printable") -> bytes:
    import base64
    import quopri

    packed = quopri.encodestring(content) if encoding == "quoted-printable" else base64.encodebytes(content)
    head = f"Content-Type: text/html\r\nContent-ID: <{name}>\r\nContent-Transfer-Encoding: {encoding}\r\n"
    return head.encode() + f"Content-Location: {address}\r\n\r\n".encode() + packed.replace(b"\n", b"\r\n")


PICTURE = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_mhtml(tmp_path, encoding):
    said = page("The café", [comment(1, "Schön = gut."), *THREE[1:]])
    content = mhtml(PICTURE, html_part(said, f"{SITE}/ferry/", encoding=encoding), PICTURE)
    path = tmp_path / "ferry.mhtml"
    path.write_bytes(content)
    thread = read(path)
    assert thread.id == "ferry"
    assert thread.article.title == "The café"
    assert thread.article.url == f"{SITE}/ferry/"
    assert thread.texts[0] == "Schön = gut."
    assert thread.report.format == "html"
    assert not thread.report.defects
    assert thread.report.sha256 == Source("x", path=path).sha256
    assert read_corpus(tmp_path)[0].texts == read(io.BytesIO(content)).texts == thread.texts


def test_comments_in_a_frame_of_mhtml_stand_under_the_article():
    outer = page("The ferry", []).replace(
        b"</body>", b'<iframe title=a src="cid:frame-1@mhtml.blink"></iframe><iframe src="cid:ad"></iframe></body>'
    )
    content = mhtml(
        html_part(outer, f"{SITE}/ferry/"),
        html_part(b"<html><head><title>Buy</title></head><body>Buy!</body></html>", "https://ads.example/", "ad"),
        html_part(page("Comments", THREE), "https://comments.example/embed", "frame-1@mhtml.blink"),
    )
    thread = read(content)
    assert thread.article.title == "The ferry"
    assert thread.article.url == f"{SITE}/ferry/"
    assert depths(thread) == [1, 2, 1]


def test_mhtml_that_is_cut_off_or_holds_no_page():
    content = mhtml(html_part(page("The ferry", THREE), f"{SITE}/ferry/"))
    thread = read(content[:-300])
    assert [defect.repair for defect in thread.report.defects] == [
        "the saved page is cut off; what came before was read"
    ]
    with pytest.raises(BrokenInput, match="cut off"):
        read(content[:-300], strict=True)
    with pytest.raises(BrokenInput, match="no part of this saved page is HTML"):
        read(mhtml(PICTURE))


def webarchive(content: bytes, address: str = f"{SITE}/ferry/", **more: object) -> bytes:
    return plistlib.dumps(resource_of(content, address) | more, fmt=plistlib.FMT_BINARY)


def resource_of(content: bytes, address: str) -> dict:
    stated = {"MIMEType": "text/html", "TextEncodingName": "UTF-8", "URL": address, "Data": content}
    return {"WebMainResource": {f"WebResource{name}": value for name, value in stated.items()}}


def test_web_archives_of_safari():
    thread = read(webarchive(page("The ferry", THREE)))
    assert thread.article.url == f"{SITE}/ferry/"
    assert len(thread) == 3
    outer = page("The ferry", []).replace(b"</body>", b'<iframe src="/embed?a=1&amp;b=2"></iframe></body>')
    frame = resource_of(page("Comments", THREE), f"{SITE}/embed?a=1&b=2")
    assert len(read(webarchive(outer, WebSubframeArchives=[frame]))) == 3


def test_web_archives_that_are_broken():
    content = webarchive(page("The ferry", THREE))
    with pytest.raises(BrokenInput, match="damaged or cut off"):
        read(content[:-20])
    with pytest.raises(BrokenInput, match="is no HTML"):
        read(plistlib.dumps({"WebMainResource": 3}, fmt=plistlib.FMT_BINARY))


def test_parts_in_parts_end():
    nested = b"".join(
        b'\r\n--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n' % (level, level + 1)
        for level in range(100_000)
    )
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b0"\r\n\r\n'
    with ends(30), pytest.raises(BrokenInput):
        read(head + nested)
