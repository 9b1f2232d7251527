"""Reddit: pages, stubs and their answers become one thread; dumps give the same whether read in columns or by line."""

from __future__ import annotations

import gzip
import hashlib
import json
from itertools import chain

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discourse.assemble import assemble
from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.reddit import Reddit
from discourse.readers.reddit.dump import read_dump
from discourse.reading import read, read_corpus
from tests.limits import ends
from tests.shared import shared


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


def lines_of(values: list[object]) -> bytes:
    return b"".join(text_of(value) + b"\n" for value in values)


def comment(key: str, parent: str = "t3_fer1", replies: object = "", **more: object) -> dict:
    data = {
        "id": key,
        "name": f"t1_{key}",
        "link_id": "t3_fer1",
        "parent_id": parent,
        "author": f"author_{key}",
        "body": f"Comment {key}.",
        "created_utc": 1_500_000_000.0 + len(key),
        "score": 3,
        "replies": replies,
        "distinguished": None,
        "permalink": f"/r/boats/comments/fer1/the_ferry/{key}/",
    }
    return {"kind": "t1", "data": {**data, **more}}


def listing(*children: dict) -> dict:
    return {"kind": "Listing", "data": {"children": list(children), "after": None, "before": None}}


def stub(count: int, *ids: str, parent: str = "t3_fer1") -> dict:
    named = {"id": ids[0], "name": f"t1_{ids[0]}"} if ids else {"id": "_", "name": "t1__"}
    return {"kind": "more", "data": {"count": count, "children": list(ids), "parent_id": parent, **named}}


def answer(*things: dict) -> dict:
    return {"json": {"errors": [], "data": {"things": list(things)}}}


SUBMISSION = {
    "id": "fer1",
    "name": "t3_fer1",
    "title": "The ferry is back &amp; dear",
    "selftext": "It sails.\n\nSince &gt;2 days.",
    "author": "mara",
    "created_utc": 1_499_999_000.0,
    "subreddit": "boats",
    "url": "https://ferry.example/news?a=1&amp;region=2",
    "permalink": "/r/boats/comments/fer1/the_ferry/",
    "is_self": False,
    "num_comments": 9,
}
PAGE = [
    listing({"kind": "t3", "data": SUBMISSION}),
    listing(
        comment(
            "c1",
            body="&gt; It is dear\n\nNot &lt;to&gt; me &amp;#x2713;",
            replies=listing(
                comment("c2", "t1_c1", distinguished="moderator", is_submitter=True, score_hidden=True, score=1),
                stub(3, "c5", "c6", parent="t1_c1"),
            ),
        ),
        comment("c3", author="[deleted]", body="[removed]", replies=listing(stub(0, parent="t1_c3"))),
        stub(2, "c8"),
    ),
]
MORE = [answer(comment("c5", "t1_c1"), comment("c6", "t1_c5")), answer(comment("c8"), comment("c9", "t1_c8"))]
GOES_ON = [listing({"kind": "t3", "data": SUBMISSION}), listing(comment("c3", replies=listing(comment("c4", "t1_c3"))))]


def test_a_page_gives_the_tree_and_the_article():
    thread = read(text_of(PAGE))
    assert thread.report.format == "reddit"
    assert thread.id == "fer1"
    assert [(one.id, one.author, one.depth, one["deleted"]) for one in thread] == [
        ("c1", "author_c1", 1, False),
        ("c2", "author_c2", 2, False),
        ("c3", None, 1, True),
    ]
    article = thread.article
    assert (article.title, article.author, article.site) == ("The ferry is back & dear", "mara", "r/boats")
    assert article.text == "It sails.\n\nSince >2 days."
    assert article.url == "https://ferry.example/news?a=1&region=2"
    assert article.date == "2017-07-14T02:23:20Z"
    assert thread.report.stated_count == 9


def test_texts_are_unescaped_and_quotations_keep_their_mark():
    assert read(text_of(PAGE))[0].text == "> It is dear\n\nNot <to> me ✓"


def test_what_is_said_of_a_comment():
    first, second = read(text_of(PAGE))[0], read(text_of(PAGE))[1]
    assert first["url"] == "https://www.reddit.com/r/boats/comments/fer1/the_ferry/c1/"
    assert (first["score"], first["role"]) == (3.0, None)
    assert first["created"].isoformat() == "2017-07-14T02:40:02+00:00"
    assert (second["score"], second["role"]) == (None, "moderator, submitter")


def test_stubs_that_nobody_answered_are_noted():
    notes = read(text_of(PAGE)).report.notes
    assert "not fetched: 5 comments behind 2 stubs" in notes
    assert "not fetched: the replies behind 1 stub that state no number" in notes


@pytest.mark.parametrize("form", ["list", "lines", "files"])
def test_answers_go_to_their_stubs(form):
    answers = [PAGE, *MORE, GOES_ON]
    files = {"list": text_of(answers), "lines": lines_of(answers), "files": [text_of(one) for one in answers]}
    thread = read(files[form])
    assert [(one.id, one.depth) for one in thread] == [
        ("c1", 1),
        ("c2", 2),
        ("c3", 1),
        ("c5", 2),
        ("c6", 3),
        ("c8", 1),
        ("c9", 2),
        ("c4", 2),
    ]
    assert not [note for note in thread.report.notes if "not fetched" in note]
    assert thread.article.title == "The ferry is back & dear"
    # The comment that the thread goes on below stands in two answers.
    assert [where for where, _ in thread.report.dropped] == ["c3"]
    assert thread.report.found == thread.report.kept + 1 == 9
    assert thread.report.counts() == {}


def test_a_stub_that_is_answered_in_part_stays_open_for_the_rest():
    assert (
        "not fetched: 1 comment behind 1 stub"
        in read(lines_of([PAGE, answer(comment("c5", "t1_c1")), MORE[1], GOES_ON])).report.notes
    )


def test_more_comments_alone_name_their_missing_parents():
    thread = read(text_of(MORE[0]))
    assert thread.id == "fer1"
    assert thread.report.counts() == {"missing parent": 1}


def test_a_listing_of_comments_by_time_has_the_titles_of_their_submissions():
    told = {
        "link_title": "The ferry",
        "link_author": "mara",
        "link_url": "https://ferry.example/",
        "subreddit": "boats",
    }
    other = comment("d1", "t3_oth", link_id="t3_oth", link_title="The pier", subreddit="boats")
    corpus = read_corpus(text_of(listing(comment("c1", **told), other)))
    assert [(name, article.title) for name, article in zip(corpus.ids, corpus.articles, strict=True)] == [
        ("fer1", "The ferry"),
        ("oth", "The pier"),
    ]


@pytest.mark.parametrize("wrap", [list, lambda flat: {"data": flat}, lambda flat: {"data": flat, "metadata": {"n": 1}}])
def test_flat_comments_in_a_list(wrap):
    flat = [comment("c1")["data"], comment("c2", "t1_c1")["data"]]
    assert [one.depth for one in read(text_of(wrap(flat)))] == [1, 2]


def test_a_listing_without_comments_is_a_thread_of_none():
    thread = read(text_of([PAGE[0], listing()]))
    assert len(thread) == 0
    assert thread.article.title


def test_replies_nested_20_000_deep_are_all_there():
    opening = "".join(
        f'{{"kind":"Listing","data":{{"children":[{{"kind":"t1","data":{{"id":"k{n}","link_id":"t3_fer1",'
        f'"parent_id":"{f"t1_k{n - 1}" if n else "t3_fer1"}","author":"a","body":"Yes.","replies":'
        for n in range(20_000)
    )
    with ends():
        thread = read((opening + '""' + "}}]}}" * 20_000).encode(), format="reddit")
    assert thread.values("depth").max() == 20_000


def test_a_page_that_is_cut_off_is_one_clear_error():
    with pytest.raises(BrokenInput, match="cut off"):
        read(text_of(PAGE)[:-40])


@pytest.mark.parametrize("content", [b'{"a": 1}', b"[1, 2]", b'{"kind": "t5", "data": {}}', b'"x"', b"{}\n{}\n"])
def test_what_is_not_of_reddit_at_all_is_one_clear_error(content):
    with pytest.raises(BrokenInput):
        read(content, format="reddit")


@pytest.mark.parametrize(
    "other",
    [
        b'{"id": "x", "text": "No.", "author": "a"}\n',
        b'{"id": 8863, "type": "story", "by": "a", "kids": []}',
        b'{"id": "1", "title": "A", "body": "b"}',
        b'{"data": [{"id": 1, "body": "x"}]}',
        b'{"posts": [{"no": 1}]}',
        b"[]",
        b"Dear all,",
        b"\xff\x00{",
    ],
)
def test_other_formats_are_left_to_others(other):
    assert Reddit().sniff(other, "RC_2015-01.ndjson") == 0


# Dumps

LINE = {
    "author": "ann",
    "author_flair_text": None,
    "body": "Late &amp; dear.",
    "created_utc": 1_420_070_435,
    "distinguished": None,
    "id": "cej3pc5",
    "is_submitter": False,
    "link_id": "t3_gkl2rq",
    "parent_id": "t3_gkl2rq",
    "permalink": "/r/boats/comments/gkl2rq/a/cej3pc5/",
    "score": 4,
    "subreddit": "boats",
}
REPLY = {**LINE, "id": "cej3pc6", "parent_id": "t1_cej3pc5", "author": "[deleted]", "body": "[deleted]"}


def columns_of(content: bytes, size: int = 2**20, *, in_columns: bool = True) -> dict[str, list]:
    """All columns that come out of a dump, with the account."""
    batches = list(read_dump(Source("RC.ndjson", data=content), size, in_columns=in_columns))
    corpus = assemble(batches)
    made = {name: corpus.table[name].to_pylist() for name in corpus.table.column_names}
    account = corpus.reports[0] if corpus.reports else None
    articles = dict(zip(corpus.ids, corpus.articles, strict=True))
    return {**made, "threads": list(corpus.ids), "articles": [articles], "account": [account]}


def test_a_dump_gives_threads_and_their_trees():
    other = {**LINE, "id": "cej3pc7", "link_id": "t3_zzz", "parent_id": "t3_zzz"}
    corpus = read_corpus(lines_of([LINE, other, REPLY]))
    assert corpus.ids == ("gkl2rq", "zzz")
    assert [(one.id, one.author, one.depth, one["deleted"], one["line"]) for one in corpus[0]] == [
        ("cej3pc5", "ann", 1, False, 1),
        ("cej3pc6", None, 2, True, 3),
    ]
    assert corpus[0][0].text == "Late & dear."
    assert corpus[0][0]["created"].isoformat() == "2015-01-01T00:00:35+00:00"


def test_dumps_are_read_in_columns():
    first = next(read_dump(Source("RC.ndjson", data=lines_of([LINE, REPLY]))))
    assert all(isinstance(values, pa.Array) for values in first.columns.values())


def test_submissions_are_articles_and_may_stand_among_comments():
    submission = {**SUBMISSION, "id": "gkl2rq"}
    for order in ([submission, LINE, REPLY], [LINE, submission, REPLY]):
        thread = read(lines_of(order))
        assert (thread.article.title, len(thread)) == ("The ferry is back & dear", 2)
    corpus = read_corpus(lines_of([submission, {**submission, "id": "other", "selftext": "[removed]"}]))
    assert corpus.ids == ("gkl2rq", "other")
    assert corpus.n_comments == 0
    assert corpus.articles[1].text == ""


OLD = {
    "author": "ann",
    "body": "Late.",
    "created_utc": "1134365725",
    "id": "c2",
    "score": "7",
    "subreddit": "reddit.com",
}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([{**OLD, "link_id": "t3_17863"}], {"parent": [-1], "score": [7.0], "threads": ["17863"]}),
        ([{**OLD, "link_id": "t3_17863", "id": None, "score": None}], {"id": ["row1"], "score": [None]}),
        ([{**OLD, "link_id": 1_000_000, "parent_id": None}], {"parent": [-1], "threads": ["lfls"]}),
        ([{**OLD, "parent_id": "t3_17863"}], {"parent": [-1], "threads": ["17863"]}),
        (
            [LINE, {**LINE, "id": "b", "parent_id": int("cej3pc5", 36)}, {**LINE, "id": "d", "parent_id": None}],
            {"parent": [-1, 0, -1]},
        ),
        (
            [{**LINE, "id": "b", "parent_id": None}, {**LINE, "id": "d", "parent_id": int("b", 36)}],
            {"parent": [-1, 0]},
        ),
        ([{**LINE, "created_utc": 1_420_070_435.5}], {"score": [4.0]}),
        ([{**LINE, "created_utc": 10**25, "score": 10**400}], {"created": [None]}),
    ],
)
def test_old_and_odd_dumps(lines, expected):
    fast, slow = (columns_of(lines_of(lines), in_columns=choice) for choice in (True, False))
    assert fast == slow
    assert {name: fast[name] for name in expected} == expected


def test_permalinks_that_are_not_stated_are_made_of_the_ids():
    thread = read(lines_of([{name: value for name, value in LINE.items() if name != "permalink"}]))
    assert thread[0]["url"] == "https://www.reddit.com/comments/gkl2rq/_/cej3pc5/"


def some(*values):
    """One of these values, or the field is not there."""
    return st.sampled_from([*values, "absent"])


RECORDS = st.fixed_dictionaries(
    {
        "id": some("a", "b", "c", "t1_d", None, 36, 2**70),
        "author": some("ann", "[deleted]", "[removed]", "", None, 7),
        "body": some(
            "Yes.", "a &amp; b &lt;", "&amp;#39;", "[deleted]", "[ Removed by Reddit ]", "x\u0000y", "é🙂", "", None
        ),
        "link_id": some("t3_x", "t3_y", "x", None, 35),
        "parent_id": some("t3_x", "t1_a", "a", "x", "t1_x", None, 36, -1),
        "created_utc": some(1_420_070_435, 1_420_070_435.25, "1420070435", None, 10**13, "soon", True),
        "score": some(3, -2, "4", None, 1.5, 2**80, "many"),
        "score_hidden": some(True, False, None),
        "distinguished": some(None, "moderator", ""),
        "is_submitter": some(True, False, None, "yes"),
        "permalink": some("/r/x/1/", "https://old.example/1", "", None),
        "title": st.sampled_from(["absent"] * 20 + ["A title"]),
        "subreddit": some("x"),
        "_meta": some({"id": "zz", "body": "none"}, []),
    }
).map(lambda record: {name: value for name, value in record.items() if value != "absent"})
ODD = st.sampled_from(
    [b"", b"{", b'{"id": "a"', b"[1]", b"null", b'{"id":"q","body":"\xff","link_id":"t3_x"}', b"{}", b" "]
)
LINES = st.lists(st.one_of(RECORDS.map(text_of), RECORDS.map(text_of), ODD), max_size=12)


@given(LINES, st.sampled_from([1, 64, 300, 2**20]), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
@example([text_of(LINE), text_of(REPLY)], 1, b"\n", True)
@example([b'{"id":"a","body":"A","link_id":"t3_x"} {"id":"b","body":"B","link_id":"t3_x"}', b""], 64, b"\n", True)
@example([b'{"id":"a","body":"\\ud800","link_id":"t3_x"}'], 64, b"\n", False)
@example([b'{"id":"a","id":"b","body":"A","link_id":"t3_x"}'], 64, b"\n", False)
def test_columns_and_lines_give_the_same(lines, size, end, is_ended):
    content = end.join(lines) + (end if is_ended else b"")
    read_in = []
    for in_columns, block in ((True, size), (False, size), (True, 2**20)):
        try:
            read_in.append(columns_of(content, block, in_columns=in_columns))
        except BrokenInput as error:
            read_in.append(str(error))
    assert read_in[0] == read_in[1] == read_in[2]


@given(LINES)
def test_every_line_is_accounted_for(lines):
    content = b"\n".join([*lines, text_of(LINE)])
    batches = list(read_dump(Source("RC.ndjson", data=content)))
    n_articles = sum(len(batch.articles) for batch in batches)
    dropped = list(chain.from_iterable(batch.report.dropped for batch in batches))
    n_submissions = sum(
        1 for line in lines if b'"title"' in line and (b'"body"' not in line or b'"subreddit"' not in line)
    )
    filled = [line for line in content.split(b"\n") if line.strip()]
    n_comments = sum(map(len, batches))
    assert n_comments + len(dropped) + max(n_articles, n_submissions) >= len(filled)
    assert n_comments + len(dropped) <= len(filled)


@pytest.mark.parametrize("size", [50, 2**20])
def test_broken_lines_are_dropped_with_their_numbers(size):
    content = lines_of([LINE]) + b'\n{"id": "x", "bo\n{"id": 5}\n' + lines_of([REPLY]) + b'{"id": "y"'
    batches = list(read_dump(Source("RC.ndjson", data=content), size))
    dropped = [one for batch in batches for one in batch.report.dropped]
    assert [where for where, _ in dropped] == ["line 3", "line 4", "line 6"]
    corpus = assemble(batches)
    assert corpus.values("line").tolist() == [1, 5]
    assert corpus.reports[0].found == 5


def test_a_broken_line_stops_a_strict_reading():
    with pytest.raises(BrokenInput, match="line 2"):
        read(lines_of([LINE]) + b"{\n" + lines_of([REPLY]), strict=True)


def test_a_dump_of_nothing_readable_is_one_clear_error():
    with pytest.raises(BrokenInput, match="no line holds a comment"):
        list(read_dump(Source("RC.ndjson", data=b'{"id": 1}\n{"id": 2}\n')))


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_other_encodings(codec):
    thread = read((lines_of([{**LINE, "body": "é"}, REPLY]).decode()).encode(codec))
    assert [one["line"] for one in thread] == [1, 2]
    assert read("\n".join(json.dumps(one, ensure_ascii=False) for one in (LINE, {**REPLY, "body": "é"})))[1].text == "é"


def test_what_is_no_utf_8_is_replaced_and_named():
    content = lines_of([LINE]) + lines_of([{**REPLY, "body": "caf?"}]).replace(b"?", b"\xe9")
    thread = read(content)
    assert thread[1].text == "caf\ufffd"
    assert [(one.kind, one.where) for one in thread.report.defects] == [("encoding", "line 2")]


def test_dumps_packed_with_the_window_of_reddits_are_read():
    zstandard = pytest.importorskip("zstandard")
    packer = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=31, compression_level=1)
    )
    content = lines_of([{**LINE, "id": f"c{n}", "body": hashlib.sha256(b"%d" % n).hexdigest()} for n in range(6_000)])
    stream = packer.compressobj()
    packed = stream.compress(content) + stream.flush()
    assert len(read(packed)) == 6_000
    cut = read_corpus(packed[: len(packed) // 2])
    assert cut.reports[0].counts() == {"damaged compression": 1}
    assert 0 < cut.reports[0].found < 6_000


def test_a_thread_over_many_blocks_is_whole():
    chain_of = [{**LINE, "id": f"k{n}", "parent_id": f"t1_k{n - 1}" if n else "t3_gkl2rq"} for n in range(3_000)]
    batches = list(read_dump(Source("RC.ndjson", data=lines_of(chain_of)), 20_000))
    assert len(batches) > 20
    assert assemble(batches).values("depth").max() == 3_000


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_the_hash_is_that_of_the_file(tmp_path, codec, is_packed):
    content = lines_of([comment(f"c{number}")["data"] for number in range(200)]).decode().encode(codec)
    path = tmp_path / "RC"
    path.write_bytes(gzip.compress(content) if is_packed else content)
    stated = hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_corpus(path).reports[0].sha256 == stated
    for size in (2_000, 2**20):
        source = Source("RC", path)
        assert sum(map(len, read_dump(source, size))) == 200
        assert source.sha256 == stated


def test_an_object_inside_a_comment_is_none():
    nested = {"_meta": {"id": "no", "body": "No.", "author": "nobody"}, **LINE, "all_awardings": [{"id": "gid_1"}]}
    thread = read(lines_of([nested]))
    assert (thread[0].id, thread[0].author, thread[0].text) == ("cej3pc5", "ann", "Late & dear.")


@pytest.mark.parametrize("stem", ["test_replace__all", "test_replace__all_with_comment_sort"])
def test_a_real_page_and_its_answers(stem):
    folder = shared("data/platforms/reddit_praw/extracted")
    paths = sorted(folder.glob(f"TestCommentForest.{stem}.[0-9]*.json"))
    page, all_of_it = read(paths[0]), read(paths)
    assert page.report.counts() == all_of_it.report.counts() == {}
    assert len(all_of_it) > len(page) > 400
    assert any(note.startswith("not fetched") for note in page.report.notes)
    answers = [json.loads(path.read_text()) for path in paths]
    assert {one.id for one in read(lines_of(answers))} == {one.id for one in all_of_it}
