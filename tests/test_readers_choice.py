"""Which reader takes which export: one believes in it most, also where only its beginning is seen."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.readers.base import HEAD, Source
from discourse.registry import load, names
from discourse.sources import choose_reader
from tests import test_readers_commento as commento
from tests import test_readers_discourse_forum as forum
from tests import test_readers_gigya as gigya
from tests import test_readers_hackernews as hackernews
from tests import test_readers_imageboard as imageboard
from tests import test_readers_isso as isso
from tests import test_readers_remark42 as remark42
from tests import test_readers_stackexchange as stackexchange


def text_of(value: object) -> bytes:
    return json.dumps(value).encode()


FORMS: dict[str, list[bytes]] = {
    "commento": [
        text_of(commento.EXPORT),
        text_of({"version": 1, "comments": [], "commenters": []}),
        text_of({"success": True, "comments": commento.EXPORT["comments"], "commenters": {}}),
    ],
    "remark42": [
        remark42.backup_of(remark42.COMMENTS),
        remark42.backup_of([]),
        text_of(remark42.TREE),
        text_of({"comments": remark42.COMMENTS, "info": {"count": 3}}),
        text_of(remark42.COMMENTS),
        text_of(remark42.COMMENTS[0]),
    ],
    "isso": [
        text_of(isso.ANSWER),
        text_of({**isso.ANSWER, "replies": []}),
        text_of([isso.reply(1, uri="/a/"), isso.reply(2, uri="/b/")]),
    ],
    "gigya": [text_of(value) for value in gigya.FORMS.values()],
    "discourse": [*forum.FORMS.values(), text_of(forum.POSTS[1])],
    "4chan": [*imageboard.FORMS.values(), text_of(imageboard.fuuka(imageboard.OP))],
    "stackexchange": [*stackexchange.FORMS.values(), stackexchange.POSTS.encode(), stackexchange.COMMENTS.encode()],
    "hackernews": [
        text_of(hackernews.NESTED),
        text_of(hackernews.FLAT),
        hackernews.lines_of(hackernews.FLAT),
        text_of({"hits": [{"objectID": "12", "story_id": 10, "comment_text": "Yes."}], "nbHits": 1}),
    ],
}
CASES = [(name, content) for name, contents in FORMS.items() for content in contents]


@pytest.mark.parametrize(("name", "content"), CASES)
def test_one_reader_believes_in_it_most(name, content):
    reader, why = choose_reader(Source("export", data=content), None)
    assert (reader.name, why.startswith("by its content")) == (name, True)


@pytest.mark.parametrize(("name", "content"), CASES)
def test_the_name_of_the_file_makes_no_difference(name, content):
    for called in ("page.txt", "page.html", "lines.jsonl", "feed.xml"):
        assert choose_reader(Source(called, data=content), None)[0].name == name


@pytest.mark.parametrize(("name", "content"), CASES)
def test_spaces_make_no_difference(name, content):
    values = [json.loads(line) for line in content.splitlines()] if content[:1] in b"{[" else []
    if len(values) == 1:
        spaced = json.dumps(values[0], indent=4, ensure_ascii=False).replace("\n", "\r\n").encode("utf-8-sig")
        assert choose_reader(Source("export", data=spaced), None)[0].name == name


def test_a_database_goes_to_the_reader_of_databases(tmp_path):
    assert choose_reader(Source("comments.db", data=isso.database(tmp_path)), None)[0].name == "isso"


def test_readers_judge_quickly():
    """Of the longest head that there is, all together."""
    readers = [load("readers", name)() for name in names("readers")]
    heads = [content[:HEAD] for _, content in CASES] + [(content * 9_000)[:HEAD] for _, content in CASES[::7]]
    for reader in readers:
        reader.sniff(heads[0], "export")
    for head in heads:
        began = time.perf_counter()
        for reader in readers:
            if reader.name in FORMS:
                reader.sniff(head, "export")
        assert time.perf_counter() - began < 1.0


@given(
    st.binary(max_size=200)
    | st.sampled_from(CASES).flatmap(lambda case: st.binary(max_size=9).map(lambda b: case[1][: 40 * len(b)] + b))
)
def test_no_bytes_are_an_error(head):
    for name in FORMS:
        assert 0 <= load("readers", name)().sniff(head, "x") <= 1
