"""Mastodon: contexts with and without their status, and timelines, become the threads that the statuses hang in."""

from __future__ import annotations

import json
import re

import pytest

from discourse.errors import BrokenInput
from discourse.readers.base import Source
from discourse.readers.mastodon import Mastodon
from discourse.reading import read, read_corpus
from tests.limits import ends
from tests.shared import shared


def status(number, to=None, said="Yes.", **more):
    key = str(number)
    return {
        "id": key,
        "created_at": f"2024-05-01T10:{number % 60:02d}:00.000Z",
        "in_reply_to_id": None if to is None else str(to),
        "sensitive": False,
        "spoiler_text": "",
        "url": f"https://pier.example/@w{key}/{key}",
        "content": f"<p>{said}</p>",
        "reblog": None,
        "favourites_count": number,
        "account": {"id": "9", "username": f"w{key}", "acct": f"w{key}@pier.example"},
        **more,
    }


ROOT = status(10, said="The lock is shut.")
CONTEXT = {"ancestors": [], "descendants": [status(11, 10), status(12, 11, "Why?"), status(13, 10)]}
TREE = [("11", 1), ("12", 2), ("13", 1)]


DEEP = "deep"
"""Stands for lists in lists, which json does not write."""


def text_of(value):
    return json.dumps(value).replace(f'"{DEEP}"', "[" * 2_000 + "]" * 2_000).encode()


def lines_of(*values):
    return b"".join(text_of(value) + b"\n" for value in values)


def tree(thread):
    return [(one.id, one.depth) for one in thread]


FORMS = {
    "list": text_of([ROOT, CONTEXT]),
    "object": text_of({"status": ROOT, "context": CONTEXT}),
    "lines": lines_of(ROOT, CONTEXT),
    "lines turned round": lines_of(CONTEXT, ROOT),
    "timeline": text_of([*reversed(CONTEXT["descendants"]), ROOT]),
    "search": text_of({"accounts": [], "statuses": [ROOT, *CONTEXT["descendants"]], "hashtags": []}),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_status_and_what_answers_it_are_one_thread(form):
    thread = read(FORMS[form])
    assert thread.report.format == "mastodon"
    assert thread.id == "10"
    assert tree(thread) == TREE
    assert thread.article.text == "The lock is shut."
    assert thread.article.author == "w10@pier.example"
    assert thread.report.counts() == {}


def test_a_context_alone_is_the_thread_of_the_status_that_is_not_in_it():
    thread = read(text_of(CONTEXT))
    assert thread.id == "10"
    assert tree(thread) == TREE
    assert thread.article.text == ""
    assert thread.report.counts() == {}


def test_the_outermost_ancestor_is_the_article():
    above = [status(3, 2, "I left the harbour."), status(4, 3)]
    thread = read(text_of([ROOT | {"in_reply_to_id": "4"}, CONTEXT | {"ancestors": above}]))
    assert thread.id == "3"
    assert thread.article.text == "I left the harbour."
    assert tree(thread) == [("4", 1), ("10", 2), ("11", 3), ("12", 4), ("13", 3)]


def test_the_status_asked_for_is_missing_where_only_its_ancestors_tell_of_it():
    content = text_of(CONTEXT | {"ancestors": [status(3), status(4, 3)]})
    assert read(content).report.counts() == {"missing parent": 2}
    ghosts = read(content, orphans="ghost")
    assert tree(ghosts) == [("4", 1), ("10", 1), ("11", 2), ("12", 3), ("13", 2)]


def test_a_reply_to_what_the_server_hides_stays_in_the_thread_of_the_context():
    corpus = read_corpus(text_of([ROOT, {"ancestors": [], "descendants": [status(11, 10), status(15, 14)]}]))
    assert corpus.ids == ("10",)
    assert corpus.reports[0].counts() == {"missing parent": 1}


def test_each_part_of_a_status_comes_to_its_column():
    said = '<p><span class="h-card"><a href="https://pier.example/@odd">@<span>odd</span></a></span> No &amp; no.</p>'
    more = {"content": said + "<p>Ever.</p>", "spoiler_text": "Locks & boats", "sensitive": True}
    one = read(text_of([ROOT, status(11, 10, **more)]))[0]
    assert one.text == "Locks & boats\n\n@odd No & no.\n\nEver."
    assert one.author == "w11@pier.example"
    assert one["score"] == 11
    assert one["url"] == "https://pier.example/@w11/11"
    assert one["created"].isoformat() == "2024-05-01T10:11:00+00:00"


def test_a_status_of_pictures_or_a_poll_is_kept():
    shown = status(11, 10, content="", media_attachments=[{"id": "1", "type": "image"}])
    asked = status(12, 10, said="Which?", poll={"id": "1", "options": [{"title": "this"}, {"title": "that"}]})
    assert [one.text for one in read(text_of([ROOT, shown, asked]))] == ["", "Which?"]


def test_reblogs_are_left_out_and_named():
    thread = read(text_of([status(20, content="", reblog=ROOT), ROOT, status(11, 10)]), strict=True)
    assert tree(thread) == [("11", 1)]
    assert thread.report.dropped == (("20", "a reblog"),)


def test_a_status_that_comes_twice_is_read_once():
    corpus = read_corpus(lines_of(ROOT, CONTEXT, CONTEXT["descendants"][0], CONTEXT))
    assert corpus.n_comments == 3
    assert [where for where, _ in corpus.reports[0].dropped] == ["11", "11", "12", "13"]


def test_statuses_of_many_threads_go_to_their_own():
    corpus = read_corpus(text_of([status(5, 4), ROOT, status(11, 10), status(6, 5), status(30)]))
    assert corpus.ids == ("4", "10", "30")
    assert [tree(thread) for thread in corpus] == [[("5", 1), ("6", 2)], [("11", 1)], []]


def test_ids_are_texts_whatever_their_size_and_form():
    corpus = read_corpus(text_of([status(1, id=2**70), status(2, id="AbCd", in_reply_to_id=2**70)]))
    assert corpus.ids == (str(2**70),)
    assert corpus[0][0].id == "AbCd"


def test_statuses_that_answer_each_other_are_both_kept():
    corpus = read_corpus(text_of([status(5, 6), status(6, 5), status(7, 7)]))
    assert corpus.n_comments == 3
    assert corpus.reports[0].counts() == {"cycle": 1, "self-reply": 1}


def test_a_long_chain_of_replies():
    chain = [status(1), *(status(number, number - 1) for number in range(2, 20_000))]
    with ends():
        thread = read(text_of({"status": chain[0], "context": {"ancestors": [], "descendants": chain[1:]}}))
    assert thread[len(thread) - 1].depth == 19_998


def test_broken_lines_are_named_or_stop_the_reading():
    content = lines_of(ROOT, CONTEXT) + b'{"id": "14", "acc\n' + lines_of(7, {"error": "Record not found"})
    assert [where for where, _ in read(content).report.dropped] == ["line 3", "line 4", "line 5"]
    with pytest.raises(BrokenInput, match="line 3"):
        read(content, strict=True)


def test_what_is_cut_off_says_so():
    with pytest.raises(BrokenInput, match="cut off"):
        read(text_of([ROOT, CONTEXT])[:-9])


def test_what_is_no_answer_of_mastodon_says_what_was_expected():
    with pytest.raises(BrokenInput, match="no status and no context"):
        read(b'{"error": "Record not found"}', format="mastodon")


def test_a_status_that_nobody_answered_is_a_thread_without_comments():
    thread = read(text_of([ROOT, {"ancestors": [], "descendants": []}]))
    assert len(thread) == 0
    assert thread.article.text == "The lock is shut."


@pytest.mark.parametrize("odd", [None, 7, True, "x", [], {}, [{}], 2**80, DEEP])
def test_values_of_the_wrong_kind_end_in_missing_ones(odd):
    keys = ["id", "created_at", "in_reply_to_id", "content", "spoiler_text", "favourites_count", "url"]
    account = {"acct": odd}
    content = text_of([ROOT, *(status(11, 10) | {key: odd} for key in keys), status(12, 10, account=account)])
    assert read_corpus(content, format="mastodon").n_comments >= 1


@pytest.mark.parametrize("other", [b'{"id": "1", "content": "x"}', b"[]", b"{}", b'{"account": {"name": "x"}}', b"{"])
def test_other_json_is_left_to_others(other):
    assert Mastodon().sniff(other, "x.json") == 0


def test_the_example_of_the_documentation():
    page = shared("data/platforms/mastodon_docs/content/en/methods/statuses.md").read_text(encoding="utf-8")
    examples = re.findall(r"```json\n(\{.*?\n\})\n```", page, re.DOTALL)
    example = next(one for one in examples if '"favourites_count"' in one and '"acct"' in one and "..." not in one)
    assert Mastodon().sniff(example.encode(), "status.json") == 0.95
    corpus = read_corpus(example.encode(), format="mastodon")
    assert corpus.reports[0].dropped == ()


def test_rows_of_a_source_are_one_batch():
    assert len(list(Mastodon().read(Source("x.json", data=text_of(CONTEXT))))) == 1
