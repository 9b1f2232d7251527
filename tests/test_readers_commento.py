"""Commento: exports of a domain and answers for a page become trees, page by page."""

from __future__ import annotations

import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.commento import Commento
from discourse.reading import read, read_corpus
from tests.shared import shared


def comment(own: str, above: str = "root", **stated: object) -> dict:
    return {
        "commentHex": own,
        "domain": "harbour.example",
        "url": "/news/ferry",
        "commenterHex": "k1",
        "markdown": f"Says {own}.",
        "html": "",
        "parentHex": above,
        "score": 2,
        "state": "approved",
        "creationDate": "2022-03-01T08:00:00.5Z",
        "deleted": False,
        **stated,
    }


PEOPLE = [{"commenterHex": "k1", "name": "Mara", "isModerator": True}, {"commenterHex": "k2", "name": "Odd"}]
EXPORT = {
    "version": 1,
    "comments": [
        comment("c3", "c1", commenterHex="k2", creationDate="2022-03-01T10:00:00Z"),
        comment("c1"),
        comment(
            "c2", creationDate="2022-03-01T09:00:00Z", commenterHex="anonymous", markdown="[deleted]", deleted=True
        ),
        comment("c9", url="/news/bridge", creationDate="2022-03-02T08:00:00Z"),
    ],
    "commenters": PEOPLE,
}


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


def test_an_export_gives_a_thread_a_page():
    corpus = read_corpus(text_of(EXPORT))
    assert corpus.ids == ("harbour.example/news/ferry", "harbour.example/news/bridge")
    thread = corpus[0]
    assert thread.report.format == "commento"
    assert [(one.id, one.author, one.depth, one["deleted"]) for one in thread] == [
        ("c1", "Mara", 1, False),
        ("c2", None, 1, True),
        ("c3", "Odd", 2, False),
    ]
    assert (thread[0]["role"], thread[0]["score"], thread[2]["role"]) == ("moderator", 2.0, None)
    assert thread[0]["created"].isoformat() == "2022-03-01T08:00:00.500000+00:00"
    assert thread[0]["url"] == "https://harbour.example/news/ferry#commento-c1"
    assert thread.article.url == "https://harbour.example/news/ferry"


def test_an_answer_holds_the_comments_of_one_page_with_their_html():
    said = [
        {
            key: value
            for key, value in comment("c1", html="<p>No <i>more</i>.</p>").items()
            if key not in ("domain", "url")
        }
    ]
    people = {"k1": {"name": "Mara"}}
    thread = read(text_of({"success": True, "domain": "harbour.example", "comments": said, "commenters": people}))
    assert [(one.author, one.text) for one in thread] == [("Mara", "No more.")]


def test_comments_that_no_page_shows_are_kept_and_counted():
    held = {**EXPORT, "comments": [comment("c1", state="unapproved"), comment("c2", state="flagged")]}
    thread = read(text_of(held))
    assert len(thread) == 2
    assert thread.report.notes[:2] == (
        "kept, though pages do not show them: 1 comment in the state flagged",
        "kept, though pages do not show them: 1 comment in the state unapproved",
    )


def test_a_chain_of_replies_is_read_at_any_length():
    said = [comment("c0"), *(comment(f"c{n}", f"c{n - 1}") for n in range(1, 20_000))]
    assert read(text_of({**EXPORT, "comments": said}))[-1].depth == 20_000


def test_what_is_no_comment_is_dropped_and_named_or_refused():
    broken = text_of({**EXPORT, "comments": [comment("c1"), {"markdown": "?"}, None]})
    assert read(broken).report.dropped == (
        ("line 1, comment 2", "no comment with a commentHex"),
        ("line 1, comment 3", "no comment with a commentHex"),
    )
    with pytest.raises(BrokenInput, match="comment 2"):
        read(broken, strict=True)


def test_values_of_the_wrong_kind_are_missing_and_named():
    odd = comment("c1", score="many", creationDate="soon", commenterHex=["k1"], html={"a": 1}, state=7, parentHex=5**60)
    report = read(text_of({**EXPORT, "comments": [odd]})).report
    assert report.counts() == {
        "created is no time": 1,
        "missing parent": 1,
        "score is no number": 1,
        "text is no text": 1,
    }


def test_an_export_of_nothing_is_a_thread_of_none():
    rows = next(Commento().read(Source("x", data=text_of({"version": 1, "comments": [], "commenters": []}))))
    assert len(rows) == 0


def test_an_export_that_is_cut_off_or_another_says_so():
    with pytest.raises(BrokenInput, match="cut off"):
        read(text_of(EXPORT)[:-40])
    with pytest.raises(BrokenInput, match="no comments of Commento"):
        read(b'{"items": []}', format="commento")


@pytest.mark.parametrize(
    ("folder", "n_threads", "n_comments"), [("migrator", 2, 3), ("rest/api", 1, 7)], ids=["two pages", "one page"]
)
def test_real_exports(folder, n_threads, n_comments):
    corpus = read_corpus(shared(f"data/platforms/remark42/backend/app/{folder}/testdata/commento.json"))
    assert (len(corpus), corpus.n_comments) == (n_threads, n_comments)
    assert {report.format for report in corpus.reports} == {"commento"}
