"""YouTube: the Data API, two downloaders and two tables become the same threads of videos."""

from __future__ import annotations

import csv
import io
import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.youtube import YouTube
from discourse.reading import read, read_corpus
from discourse.sources import choose_reader, open_source
from tests.limits import ends
from tests.shared import shared

VIDEO = "vid0000000A"
DEEP = "deep"
"""Stands for lists in lists, which json does not write."""


def text_of(value):
    return json.dumps(value).replace(f'"{DEEP}"', "[" * 2_000 + "]" * 2_000).encode()


def lines_of(*values):
    return b"".join(text_of(value) + b"\n" for value in values)


def resource(key, said="Yes.", who="odd", parent=None, **more):
    snippet = {
        "channelId": "UCmara",
        "videoId": VIDEO,
        "textDisplay": said,
        "authorDisplayName": f"@{who}",
        "authorChannelId": {"value": f"UC{who}"},
        "likeCount": 3,
        "publishedAt": "2024-04-01T12:00:00Z",
        "updatedAt": "2024-04-02T12:00:00Z",
        **({"parentId": parent} if parent else {}),
        **more,
    }
    return {"kind": "youtube#comment", "id": key, "snippet": snippet}


def within(top, *replies, total=None):
    snippet = {"videoId": VIDEO, "topLevelComment": top, "totalReplyCount": len(replies) if total is None else total}
    thread = {"kind": "youtube#commentThread", "id": top["id"], "snippet": snippet}
    return thread | ({"replies": {"comments": list(replies)}} if replies else {})


def page(*items, kind="commentThread", **more):
    return {"kind": f"youtube#{kind}ListResponse", "etag": "e", "items": list(items), **more}


A, B = resource("UgA"), resource("UgB")
REPLIES = [resource("UgA.9x", "Why?", "pia", "UgA"), resource("UgA.9y", "Late.", "mara", "UgA")]
TREE = [("UgA", "@odd", 1), ("UgA.9x", "@pia", 2), ("UgA.9y", "@mara", 2), ("UgB", "@odd", 1)]
INFO = {
    "id": VIDEO,
    "title": "The mill turns",
    "formats": [{"format_id": "18"}],
    "description": "Filmed in May.\n\nBy the river.",
    "uploader": "mara",
    "upload_date": "20240331",
    "webpage_url": f"https://www.youtube.com/watch?v={VIDEO}",
    "comment_count": 4,
    "extractor_key": "Youtube",
}


def told(key, parent, who, **more):
    written = {"author": f"@{who}", "author_id": f"UC{who}", "like_count": 3, "timestamp": 1_711_972_800}
    return {"id": key, "parent": parent, "text": "Yes.", "author_is_uploader": who == "mara", **written, **more}


TOLD = [
    told("UgA", "root", "odd"),
    told("UgA.9x", "UgA", "pia"),
    told("UgA.9y", "UgA", "mara"),
    told("UgB", "root", "odd"),
]
SAVED = [
    {"cid": key, "text": "Yes.", "time": "2 days ago", "author": who, "channel": "UC", "votes": "3", "heart": False}
    | {"photo": "", "reply": "." in key, "time_parsed": 1_711_972_800.5}
    for key, who, _ in TREE
]
FORMS = {
    "threads": text_of(page(within(A, *REPLIES), within(B))),
    "pages": text_of([page(within(A, total=2), nextPageToken="t"), page(*REPLIES, kind="comment"), page(within(B))]),
    "a page a line": lines_of(page(within(B)), page(within(A, *REPLIES))),
    "list of threads": text_of([within(A, *REPLIES), within(B)]),
    "list of comments": text_of([A, *REPLIES, B]),
    "without kinds": text_of({"items": [{"id": "UgA", "snippet": within(A)["snippet"]}, *REPLIES, within(B)]}),
    "yt-dlp": text_of(INFO | {"comments": TOLD}),
    "comments of yt-dlp": text_of(TOLD),
    "downloader": lines_of(*SAVED),
    "downloader, pretty": text_of({"comments": SAVED}),
}


def tree(thread):
    return [(one.id, one.author, one.depth) for one in thread]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_tree(form):
    thread = read(FORMS[form])
    assert thread.report.format == "youtube"
    assert sorted(tree(thread)) == sorted(TREE)
    assert thread.report.counts() == {}
    assert thread.report.dropped == ()
    assert thread.report.notes == ()
    assert set(thread.column("score").to_pylist()) == {3.0}


def test_each_part_of_a_comment_comes_to_its_column():
    shown = "No &amp; no.<br>See <a href='https://x.example'>there</a>\ufeff"
    thread = read(text_of(page(within(resource("UgA", shown, likeCount="12"), REPLIES[1]))))
    one = thread[0]
    assert one.text == "No & no.\nSee there"
    assert (one.author, one["score"], one["role"]) == ("@odd", 12, None)
    assert one["created"].isoformat() == "2024-04-01T12:00:00+00:00"
    assert one["url"] == f"https://www.youtube.com/watch?v={VIDEO}&lc=UgA"
    assert thread[1]["role"] == "uploader"
    assert (thread.id, thread.article.url) == (VIDEO, f"https://www.youtube.com/watch?v={VIDEO}")


def test_the_text_as_it_was_written_goes_before_what_is_shown():
    assert read(text_of(page(resource("UgA", "a &lt; b", textOriginal="a < b"), kind="comment")))[0].text == "a < b"


def test_replies_and_pages_that_are_not_there_are_noted():
    first = page(within(A, REPLIES[0], total=5), within(resource("UgC"), total=2), nextPageToken="t")
    assert read(text_of(first)).report.notes == (
        "6 replies are counted below comments and are not in the file",
        "the last page names a next one that is not in the file",
    )


def test_a_video_of_yt_dlp_is_the_article():
    thread = read(FORMS["yt-dlp"])
    assert thread.id == VIDEO
    assert thread.article.title == "The mill turns"
    assert thread.article.text == "Filmed in May.\n\nBy the river."
    assert (thread.article.author, thread.article.date) == ("mara", "2024-03-31T00:00:00Z")
    assert thread.report.stated_count == 4
    assert thread[2]["role"] == "uploader"


def test_a_video_of_the_interface_is_the_article_of_its_comments():
    snippet = {
        "title": "The mill turns",
        "description": "Filmed in May.",
        "channelTitle": "mara",
        "publishedAt": "2024",
    }
    video = {"kind": "youtube#video", "id": VIDEO, "snippet": snippet, "statistics": {"commentCount": "9"}}
    thread = read(
        text_of([page(video, kind="video"), page(REPLIES[0] | {"snippet": {"textDisplay": "Why?"}}, kind="comment")])
    )
    assert (thread.id, thread.article.title) == (VIDEO, "The mill turns")
    assert thread.report.stated_count == 9
    assert thread.report.counts() == {"missing parent": 1}


def test_comments_of_several_videos_go_to_their_own():
    other = resource("UgZ", videoId="vid0000000B")
    reply = {"id": "UgZ.1", "snippet": {"textDisplay": "So.", "parentId": "UgZ"}}
    corpus = read_corpus(text_of([A, other, reply]))
    assert corpus.ids == (VIDEO, "vid0000000B")
    assert [one.depth for one in corpus[1]] == [1, 2]


@pytest.mark.parametrize(
    ("shown", "votes"), [("1.2K", 1200), ("3M", 3e6), ("1,234", 1234), ("7", 7), ("", None), ("?", None)]
)
def test_votes_are_what_the_page_shows(shown, votes):
    assert read(lines_of(SAVED[0] | {"votes": shown}))[0]["score"] == votes


def test_a_time_that_is_only_told_in_words_stays_so():
    saved = {key: value for key, value in SAVED[0].items() if key != "time_parsed"}
    one = read(lines_of(saved))[0]
    assert (one["created"], one["created_text"]) == (None, "2 days ago")


TOOLS = ["id", "replyCount", "likeCount", "publishedAt", "authorName", "text", "authorChannelId", "authorChannelUrl"]
TOOLS += ["isReply", "isReplyTo", "isReplyToName"]
TABLE = [
    ["UgA", "1", "3", "2024-04-01 12:00:00", "@odd", 'He said &quot;no&quot;,<br>"never', "UCodd", "u", "0", "", ""],
    ["UgA.9x", "", "0", "2024-04-01 12:05:00", "@pia", "Why?", "UCpia", "u", "1", "UgA", "@odd"],
]


def table(rows, delimiter=","):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode()


TABLES = {
    "table with commas": table([TOOLS, *TABLE]),
    "table with tabs and no quotation marks": "".join("\t".join(row) + "\n" for row in [TOOLS, *TABLE]).encode(),
}


@pytest.mark.parametrize("form", TABLES)
def test_tables_of_the_data_tools(form):
    content = TABLES[form]
    name = f"videoinfo_{VIDEO}_2024_04_02-10_00_00_comments.tab"
    assert YouTube().sniff(content, name) == 0.95
    (rows,) = YouTube().read(Source(name, data=content))
    assert rows.columns["thread_id"] == [VIDEO, VIDEO]
    assert rows.columns["parent_id"] == [None, "UgA"]
    assert rows.columns["text"] == ['He said "no",\n"never', "Why?"]
    assert rows.columns["score"] == [3, 0]
    assert rows.report.dropped == ()
    assert [one.depth for one in read(content)] == [1, 2]


TAKEOUT = [
    "Comment ID",
    "Channel ID",
    "Comment Create Timestamp",
    "Price",
    "Parent Comment ID",
    "Video ID",
    "Comment Text",
]


@pytest.mark.parametrize("head", ["Comment Create Timestamp", "Comment create timestamp"])
def test_the_table_of_google_takeout(head):
    columns = [*TAKEOUT[:2], head, *TAKEOUT[3:]]
    when = "2024-04-01T12:00:00.434647+00:00"
    rows = [
        ["UgA", "UCme", when, "0", "", VIDEO, '{"takeoutSegments":[{"text":"No, "},{"text":"no."}]}'],
        ["UgZ.9", "UCme", when, "0", "UgZ", "vid0000000B", '{"text":"@odd"},{"text":" yes\\nindeed"}'],
        ["UgC", "UCme", when, "0", "", VIDEO, "{so it was"],
    ]
    corpus = read_corpus(table([columns, *rows]))
    assert corpus.reports[0].format == "youtube"
    assert corpus.ids == (VIDEO, "vid0000000B")
    assert [one.text for thread in corpus for one in thread] == ["No, no.", "{so it was", "@odd yes\nindeed"]
    assert corpus.reports[0].counts() == {"missing parent": 1}


def test_rows_that_do_not_fit_are_named():
    content = table([TOOLS, *TABLE]) + b'UgC\nUgD,0,1,2024-04-01,@x,short\nUgE,0,"open\nUgF,0,0,2024,@y,last,c,u,0,,\n'
    thread = read(content)
    assert [one.id for one in thread] == ["UgA", "UgA.9x", "UgD", "UgF"]
    assert [where for where, _ in thread.report.dropped] == ["line 4", "line 6"]
    assert "1 rows have more or fewer cells than the head" in thread.report.notes
    with pytest.raises(BrokenInput, match="line 4"):
        read(content, strict=True)


def test_a_comment_that_comes_twice_is_read_once():
    thread = read(text_of([page(within(A, REPLIES[0])), page(*REPLIES, kind="comment")]), strict=True)
    assert [one.id for one in thread] == ["UgA", "UgA.9x", "UgA.9y"]
    assert thread.report.dropped == (("UgA.9x", "it came before"),)


def test_numbers_as_ids_keep_their_digits():
    assert read(text_of([told(2**70, "root", "odd"), told(7, 2**70, "pia")]))[1].parent.id == str(2**70)


def test_a_long_chain_of_replies():
    chain = [told(f"k{number}", f"k{number - 1}" if number else "root", "odd") for number in range(20_000)]
    with ends():
        thread = read(text_of(INFO | {"comments": chain}))
    assert thread[len(thread) - 1].depth == 20_000


def test_broken_lines_are_named_or_stop_the_reading():
    content = lines_of(*SAVED) + b'{"cid": "UgC", "te\n' + lines_of({"error": {"code": 403}})
    assert [where for where, _ in read(content).report.dropped] == ["line 5", "line 6"]
    with pytest.raises(BrokenInput, match="line 5"):
        read(content, strict=True)


def test_what_is_cut_off_says_so():
    with pytest.raises(BrokenInput, match="cut off"):
        read(FORMS["threads"][:-9])


def test_what_is_none_of_it_says_what_was_expected():
    with pytest.raises(BrokenInput, match="no comment on a video"):
        read(b'{"error": {"code": 403}}', format="youtube")


@pytest.mark.parametrize("content", [text_of(page()), text_of(INFO)])
def test_no_comments_are_no_error(content):
    assert read_corpus(content).n_comments == 0


@pytest.mark.parametrize("odd", [None, 7, 1.5, True, "x", [], {}, [{}], 2**80, DEEP])
def test_values_of_the_wrong_kind_end_in_missing_ones(odd):
    threads = [within(A) | {key: odd} for key in (*within(A), "replies")]
    comments = [resource("UgA") | {key: odd} for key in A] + [resource("UgA", **{key: odd}) for key in A["snippet"]]
    videos = [INFO | {"comments": TOLD} | {key: odd} for key in INFO]
    written = [TOLD[0] | {key: odd} for key in TOLD[0]] + [SAVED[0] | {key: odd} for key in SAVED[0]]
    pages = [page(B) | {key: odd} for key in page(B)]
    for listed in (threads, comments, videos, written, pages):
        assert read_corpus(text_of([B, *listed]), format="youtube").n_comments >= 1


@pytest.mark.parametrize(
    "other", [b'{"kind": "Listing"}', b'{"items": [{"id": 1}]}', b'{"id": 1, "text": "x"}', b"a,b\n1,2"]
)
def test_other_forms_are_left_to_others(other):
    assert YouTube().sniff(other, "x.json") == 0


def test_a_real_page_of_threads():
    path = shared("data/platforms/youtube_fluxcup/commentThreads.json")
    assert choose_reader(open_source(path), None)[0].name == "youtube"
    thread = read(path)
    assert len(thread) == 20
    assert not any(one.text.endswith("\ufeff") for one in thread)
    assert "5 replies are counted below comments and are not in the file" in thread.report.notes
