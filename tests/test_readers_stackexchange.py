"""Stack Exchange: answers of its interface and data dumps become threads of a question."""

from __future__ import annotations

import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.stackexchange import StackExchange, dump
from discourse.reading import read, read_corpus

SITE = "https://boats.example"


def owner(name: str, **stated: object) -> dict:
    return {"owner": {"display_name": name, "user_type": "registered", **stated}}


def comment(own: int, post: int, **stated: object) -> dict:
    return {
        "comment_id": own,
        "post_id": post,
        "score": 1,
        "creation_date": 1.6e9 + own,
        "body": f"Comment {own} isn&#39;t long.",
        **owner("odd"),
        **stated,
    }


def answer(own: int, question: int = 7, **stated: object) -> dict:
    return {
        "answer_id": own,
        "question_id": question,
        "score": -2,
        "creation_date": 1.6e9 + own,
        "is_accepted": False,
        "body": f"<p>Answer <code>{own}</code>.</p>",
        **owner("Jos&#233;", user_type="moderator"),
        **stated,
    }


QUESTION = {
    "question_id": 7,
    "title": "Is the ferry &quot;late&quot;?",
    "link": f"{SITE}/questions/7/is-the-ferry-late",
    "body": "<p>It is not here.</p>",
    "creation_date": 1.6e9,
    "score": 3,
    "answer_count": 2,
    "tags": ["ferry"],
    **owner("Mara"),
}
UNDER = {7: [comment(8, 7)], 8: [comment(9, 8)]}
NESTED = {**QUESTION, "comments": UNDER[7], "answers": [answer(8, comments=UNDER[8]), answer(10)]}
FLAT = [QUESTION, answer(8), answer(10), *UNDER[7], *UNDER[8]]
QUOTA = {"has_more": False, "quota_max": 300, "quota_remaining": 299}


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


FORMS = {
    "nested": text_of({"items": [NESTED], **QUOTA}),
    "flat": text_of({"items": FLAT, **QUOTA}),
    "answers a line": b"".join(text_of({"items": [item], **QUOTA}) + b"\n" for item in FLAT),
    "items a line": b"".join(text_of(item) + b"\n" for item in FLAT),
    "list": text_of(FLAT[::-1]),
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_all_forms_give_the_question(content):
    thread = read(content)
    assert (thread.report.format, thread.id) == ("stackexchange", "7")
    assert (thread.article.title, thread.article.author) == ('Is the ferry "late"?', "Mara")
    assert (thread.article.site, thread.article.url) == ("boats.example", QUESTION["link"])
    rows = {one.id: (one.author, one.depth, one.parent and one.parent.id, one["score"]) for one in thread}
    assert rows == {
        "comment8": ("odd", 1, None, 1.0),
        "8": ("José", 1, None, -2.0),
        "comment9": ("odd", 2, "8", 1.0),
        "10": ("José", 1, None, -2.0),
    }
    assert thread.report.counts() == {}
    assert thread.report.notes == ()


def test_the_order_is_that_of_the_page():
    thread = read(FORMS["nested"])
    assert [one.id for one in thread] == ["comment8", "8", "comment9", "10"]
    assert (thread[0].text, thread[1].text, thread[1]["role"]) == ("Comment 8 isn't long.", "Answer 8.", "moderator")
    assert (thread[1]["url"], thread[2]["url"]) == (f"{SITE}/a/8", f"{SITE}/questions/7#comment9_8")


def test_what_is_counted_and_not_there_is_noted():
    report = read(text_of({"items": [{**QUESTION, "answer_count": 5, "comment_count": 2}], "has_more": True})).report
    assert "not in the file: 7 of the answers and comments that posts count" in report.notes
    assert "the interface has more pages, which are not in the file" in report.notes


def test_posts_without_a_body_are_kept_and_noted():
    bare = {key: value for key, value in answer(8).items() if key != "body"}
    thread = read(text_of({"items": [bare], **QUOTA}))
    assert (thread.id, len(thread), thread[0].text) == ("7", 1, "")
    assert "without their text: 1 post; ask for a filter with the field body" in thread.report.notes
    assert read(text_of({"items": [{**bare, "body_markdown": "a &lt; *b*"}], **QUOTA}))[0].text == "a < *b*"


def test_comments_alone_go_to_their_post_or_to_the_question_of_their_address():
    linked = comment(9, 8, link=f"{SITE}/questions/7/is-the-ferry-late#comment9_8")
    corpus = read_corpus(text_of({"items": [linked, comment(5, 3)], **QUOTA}))
    assert [(thread.id, [one.id for one in thread]) for thread in corpus] == [("7", ["comment9"]), ("3", ["comment5"])]
    assert corpus[0][0]["missing_parent"] == "8"


def test_thousands_of_comments_and_ids_beyond_64_bits_are_read():
    big = 2**70
    many = {**QUESTION, "comments": [comment(big + n, 7) for n in range(5_000)], "answers": [answer(big)]}
    thread = read(text_of({"items": [many], **QUOTA}))
    assert len(thread) == 5_001
    assert thread[-1].id == str(big)


def test_what_is_no_item_is_dropped_and_named_or_refused():
    odd = {**answer(8), "comments": [{"body": "?"}]}
    broken = text_of({"items": [QUESTION, {"score": 1}, {**QUESTION, "answers": [odd, {"body": "?"}]}], **QUOTA})
    report = read(broken).report
    assert [where for where, _ in report.dropped] == ["line 1, item 2", "line 1, item 3", "line 1, item 3"]
    assert (report.found, report.kept) == (4, 1)
    with pytest.raises(BrokenInput, match="item 2"):
        read(broken, strict=True)
    with pytest.raises(BrokenInput, match="cut off"):
        read(FORMS["nested"][:-9])
    with pytest.raises(BrokenInput, match="no items of Stack Exchange"):
        read(b'{"posts": []}', format="stackexchange")
    assert len(next(StackExchange().read(Source("x", data=text_of({"items": [], **QUOTA}))))) == 0


POSTS = """<?xml version="1.0" encoding="utf-8"?>
<posts>
  <row Id="7" PostTypeId="1" CreationDate="2020-01-02T03:04:05.678" Score="3" Title="Is the ferry late?" OwnerUserId="1"
       Body="&lt;p&gt;It is not &lt;b&gt;here&lt;/b&gt;.&lt;/p&gt;&#xA;" />
  <row Id="8" PostTypeId="2" ParentId="7" CreationDate="2020-01-02T04:00:00.000" Score="-2" OwnerUserId="2"
       Body="&lt;p&gt;Yes &amp;amp; no.&lt;/p&gt;" />
  <row Id="9" PostTypeId="2" ParentId="7" CreationDate="2020-01-02T05:00:00.000" OwnerDisplayName="Odd" Body="No." />
  <row Id="10" PostTypeId="5" CreationDate="2020-01-02T05:00:00.000" Body="About ferries." />
  <row Id="11" PostTypeId="2" CreationDate="2020-01-02T05:00:00.000" Body="Lost." />
</posts>
"""
COMMENTS = """<?xml version="1.0" encoding="utf-8"?>
<comments>
  <row Id="1" PostId="8" Score="4" Text="Why a < sign &gt; it?" CreationDate="2020-01-02T06:00:00.000" UserId="3" />
  <row Id="2" PostId="7" Score="0" Text="Late." CreationDate="2020-01-02T07:00:00.000" UserDisplayName="Pia" />
  <row Id="3" Score="0" Text="Where?" CreationDate="2020-01-02T07:00:00.000" />
</comments>
""".replace("a < sign", "a &lt; sign")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Posts.xml").write_text(POSTS, encoding="utf-8")
    (tmp_path / "Comments.xml").write_text(COMMENTS, encoding="utf-8")
    return tmp_path


def test_posts_of_a_dump_are_read_with_the_comments_beside_them(folder):
    thread = read(folder / "Posts.xml")
    assert (thread.report.format, thread.id, thread.article.title) == ("stackexchange", "7", "Is the ferry late?")
    assert thread.article.text.endswith("It is not here.")
    assert [(one.id, one.author, one.depth, one.text, one["score"]) for one in thread] == [
        ("8", "user2", 1, "Yes & no.", -2.0),
        ("9", "Odd", 1, "No.", None),
        ("comment1", "user3", 2, "Why a < sign > it?", 4.0),
        ("comment2", "Pia", 1, "Late.", 0.0),
    ]
    assert thread.report.dropped == (
        ("line 9", "an answer without its question"),
        ("line 5", "a comment without its post or id"),
    )
    assert "left out, as no questions or answers but tag wikis and the like: 1 post" in thread.report.notes
    assert "the comments were read from the Comments.xml beside it" in thread.report.notes


def test_a_folder_of_a_dump_is_read_once(folder):
    corpus = read_corpus(folder)
    assert (corpus.ids, corpus.n_comments) == (("7",), 4)


def test_comments_of_a_dump_alone_stand_under_their_posts(folder):
    corpus = read_corpus(folder / "Comments.xml")
    assert {thread.id: [one.id for one in thread] for thread in corpus} == {"8": ["comment1"], "7": ["comment2"]}


def test_posts_of_a_dump_alone_say_where_comments_are(folder):
    (folder / "Comments.xml").unlink()
    thread = read(folder / "Posts.xml")
    assert [one.id for one in thread] == ["8", "9"]
    assert "the dump has its comments in Comments.xml, which does not lie beside this file" in thread.report.notes


def test_a_dump_comes_in_batches(monkeypatch):
    monkeypatch.setattr(dump, "BATCH", 2)
    batches = list(StackExchange().read(Source("Posts.xml", data=POSTS.encode())))
    assert sum(len(batch) for batch in batches) == 2
    assert len(batches) > 2


def test_a_dump_that_is_broken_is_read_as_far_as_it_goes_or_refused():
    cut = POSTS[: POSTS.index('<row Id="9"') + 40].encode()
    thread = read(cut)
    assert [one.id for one in thread] == ["8"]
    assert "broken XML" in thread.report.counts()
    with pytest.raises(BrokenInput, match="cut off"):
        read(cut, strict=True)


def test_a_bomb_is_refused():
    declared = b'<!DOCTYPE posts [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>'
    bomb = b'<?xml version="1.0"?>' + declared + b'<posts><row Id="1" PostTypeId="1"/></posts>'
    with pytest.raises(BrokenInput, match="declares entities"):
        read(bomb, format="stackexchange")
