"""ActivityStreams of both versions, outboxes and microformats become the threads that their links make."""

from __future__ import annotations

import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.activitystreams import ActivityStreams
from discourse.reading import read, read_corpus
from discourse.sources import choose_reader, open_source
from tests.limits import ends
from tests.shared import shared

SITE = "https://quay.example"
CONTEXT = "https://www.w3.org/ns/activitystreams"


def note(key, to=None, said="Yes.", **more):
    return {
        "type": "Note",
        "id": f"{SITE}/notes/{key}",
        "attributedTo": f"{SITE}/users/w{key}",
        "content": f"<p>{said}</p>",
        "inReplyTo": f"{SITE}/notes/{to}" if to else None,
        "published": f"2024-03-01T07:0{key}:00Z",
        "url": f"{SITE}/@w{key}/{key}",
        **more,
    }


def old(key, to=None, said="Yes.", **more):
    links = {"inReplyTo": [{"id": f"tag:quay.example:{to}"}]} if to else {}
    return {
        "objectType": "comment" if to else "article",
        "id": f"tag:quay.example:{key}",
        "author": {"objectType": "person", "displayName": f"w{key}"},
        "content": said,
        "published": f"2024-03-01T07:0{key}:00Z",
        **links,
        **more,
    }


def entry(key, to=None, said="Yes.", *inside):
    links = {"in-reply-to": [f"{SITE}/{to}"]} if to else {}
    author = {"type": ["h-card"], "properties": {"name": [f"w{key}"], "url": [f"{SITE}/w{key}"]}}
    properties = {"url": [f"{SITE}/{key}"], "content": [{"html": f"<p>{said}</p>", "value": said}], "author": [author]}
    return {"type": ["h-entry"], "properties": properties | links | ({"comment": list(inside)} if inside else {})}


def holding(*items, **more):
    return {"type": "Collection", "totalItems": len(items), "items": list(items), **more}


def created(*objects, **more):
    made = [{"type": "Create", "id": f"{one['id']}/made", "actor": "x", "object": one} for one in objects]
    return {"@context": CONTEXT, "type": "OrderedCollection", "totalItems": len(made), "orderedItems": made, **more}


DEEP = "deep"
"""Stands for lists in lists, which json does not write."""


def text_of(value):
    return json.dumps(value).replace(f'"{DEEP}"', "[" * 2_000 + "]" * 2_000).encode()


def tree(thread):
    return [(one.id.rpartition("/")[2].rpartition(":")[2], one.depth) for one in thread]


ALL = [note(1, said="The crane is down."), note(2, 1), note(3, 2, "Why?"), note(4, 1)]
TREE = [("2", 1), ("3", 2), ("4", 1)]
VALUES = {
    "replies in the replies": note(
        1, None, "The crane is down.", replies=holding(note(2, 1, replies=holding(note(3, 2, "Why?"))), note(4, 1))
    ),
    "all replies in one collection": {"@context": CONTEXT, **ALL[0], "replies": holding(*ALL[1:])},
    "first page": {**ALL[0], "replies": {"type": "Collection", "first": {"type": "CollectionPage", "items": ALL[1:]}}},
    "outbox": created(*reversed(ALL)),
    "list": ALL,
    "version 1": old(
        1,
        None,
        "The crane is down.",
        replies={"totalItems": 2, "items": [old(2, 1, replies={"items": [old(3, 2, "Why?")]}), old(4, 1)]},
    ),
    "activities of version 1": {
        "items": [
            {"verb": "post", "objectType": "activity", "object": one}
            for one in [old(1, None, "The crane is down."), old(2, 1), old(3, 2, "Why?"), old(4, 1)]
        ]
    },
    "microformats": entry(1, None, "The crane is down.", entry(2, 1), entry(3, 2, "Why?"), entry(4, 1)),
    "page of microformats": {
        "items": [entry(1, None, "The crane is down."), entry(2, 1), entry(3, 2, "Why?"), entry(4, 1)],
        "rels": {},
        "rel-urls": {},
    },
}


FORMS = {form: text_of(value) for form, value in VALUES.items()} | {
    "lines": b"".join(text_of(one) + b"\n" for one in ALL)
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_tree_of_its_links(form):
    thread = read(FORMS[form])
    assert thread.report.format == "activitystreams"
    assert tree(thread) == TREE
    assert thread.article.text == "The crane is down."
    assert thread.article.author in ("w1", f"{SITE}/users/w1")
    assert thread.report.counts() == {}
    assert thread.report.notes == ()
    assert thread.report.dropped == ()


def test_each_part_of_an_object_comes_to_its_column():
    more = {"summary": "Cranes & ropes", "sensitive": True, "likes": {"type": "Collection", "totalItems": 6}}
    one = read(text_of([ALL[0], note(2, 1, "No &amp; no.", **more)]))[0]
    assert one.id == f"{SITE}/notes/2"
    assert one.text == "Cranes & ropes\n\nNo & no."
    assert (one.author, one["score"], one["url"]) == (f"{SITE}/users/w2", 6, f"{SITE}/@w2/2")
    assert one["created"].isoformat() == "2024-03-01T07:02:00+00:00"


def test_an_article_has_its_name_as_title():
    page = {"type": "Article", "id": f"{SITE}/a", "name": "Cranes", "summary": "An abstract", "content": "<p>Down.</p>"}
    article = read(text_of({"@context": CONTEXT, **page, "replies": [note(2, None)]})).article
    assert (article.title, article.text) == ("Cranes", "Down.")


def test_other_ways_to_say_who_and_what():
    said = [
        note(2, 1, content=None, contentMap={"de": "<p>Ja.</p>"}),
        note(3, 1, content="a < b", mediaType="text/plain", attributedTo=[{"type": "Person", "name": "Pia"}]),
        note(4, 1, content=None, name="this one", attributedTo={"preferredUsername": "odd"}),
        note(5, 1, attributedTo=None, url=[{"type": "Link", "href": f"{SITE}/5", "mediaType": "text/html"}]),
    ]
    assert [(one.text, one.author) for one in read(text_of(said))] == [
        ("Ja.", f"{SITE}/users/w2"),
        ("a < b", "Pia"),
        ("this one", "odd"),
        ("Yes.", None),
    ]


def test_replies_to_what_is_not_there_are_its_thread():
    corpus = read_corpus(text_of([note(2, 1), note(3, 2), note(5, 9)]))
    assert corpus.ids == (f"{SITE}/notes/1", f"{SITE}/notes/9")
    assert [article.url for article in corpus.articles] == [f"{SITE}/notes/1", f"{SITE}/notes/9"]
    assert [tree(thread) for thread in corpus] == [[("2", 1), ("3", 2)], [("5", 1)]]


def test_of_several_parents_the_one_that_is_there_counts():
    many = old(2) | {"inReplyTo": ["https://far.example/x", {"url": f"{SITE}/one", "id": "tag:quay.example:1"}]}
    assert tree(read(text_of([old(1), many]))) == [("2", 1)]
    inside = old(1, replies={"items": [old(2) | {"inReplyTo": ["https://far.example/x"]}]})
    assert read(text_of(inside)).id == "tag:quay.example:1"


def test_a_parent_may_be_named_by_its_page():
    assert tree(read(text_of([ALL[0], note(2) | {"inReplyTo": f"{SITE}/@w1/1"}]))) == [("2", 1)]


def test_objects_without_an_address_are_kept():
    nameless = {"objectType": "comment", "content": "Me too.", "inReplyTo": ["tag:quay.example:1"]}
    thread = read(text_of(old(1, replies={"items": [nameless, nameless]})))
    assert [(one.text, one.depth) for one in thread] == [("Me too.", 1), ("Me too.", 1)]
    assert thread.report.dropped == ()


def test_tombstones_stay_in_the_tree_as_deleted():
    grave = {"type": "Tombstone", "id": f"{SITE}/notes/2", "formerType": "Note", "deleted": "2024-03-02T00:00:00Z"}
    thread = read(text_of(ALL[0] | {"replies": holding(grave, note(3, 2))}))
    assert [(one.depth, one["deleted"], one.text) for one in thread] == [(1, True, ""), (2, False, "Yes.")]


def test_what_was_deleted_later_is_deleted():
    outbox = created(*ALL)
    outbox["orderedItems"] += [
        {"type": "Delete", "object": {"type": "Tombstone", "id": f"{SITE}/notes/{n}"}} for n in (4, 7)
    ]
    thread = read(text_of(outbox))
    assert thread.column("deleted").to_pylist() == [False, False, True]
    assert "1 deleted objects are not in the file" in thread.report.notes


def test_shares_and_likes_are_no_comments():
    outbox = created(*ALL)
    outbox["orderedItems"] += [{"type": "Announce", "id": f"{SITE}/9", "object": f"{SITE}/notes/1"}]
    thread = read(text_of(outbox), strict=True)
    assert tree(thread) == TREE
    assert thread.report.dropped == ((f"{SITE}/9", "a announce, no comment"),)


def test_what_collections_count_and_do_not_hold_is_noted():
    replies = {"type": "Collection", "totalItems": 7, "first": {"type": "CollectionPage", "items": [note(2, 1)]}}
    replies["first"]["next"] = f"{SITE}/notes/1/replies?page=2"
    named = {"type": "Collection", "items": [f"{SITE}/notes/8"]}
    assert read(text_of([ALL[0] | {"replies": replies}, note(3, 2) | {"replies": named}])).report.notes == (
        "7 items are counted or named in collections and are not in the file",
        "1 collections go on at addresses that are not in the file",
    )


def test_an_object_that_comes_twice_is_read_once():
    thread = read(text_of([VALUES["replies in the replies"], *ALL[1:]]))
    assert tree(thread) == TREE
    assert [reason for _, reason in thread.report.dropped] == ["it came before"] * 3


def test_numbers_as_ids_keep_their_digits():
    long = 2**70
    thread = read(text_of([old(1) | {"id": long}, old(2) | {"id": long + 1, "inReplyTo": [{"id": long}]}]))
    assert (thread.id, thread[0].id) == (str(long), str(long + 1))


def test_objects_that_answer_each_other_are_all_kept():
    corpus = read_corpus(text_of([note(2, 3), note(3, 2), note(4, 4)]))
    assert corpus.n_comments == 3
    assert corpus.reports[0].counts() == {"cycle": 1, "self-reply": 1}


def test_replies_nested_without_end():
    n = 20_000
    one = '{"type": "Note", "content": "x", "id": "%d", "replies": {"type": "Collection", "items": ['
    content = "".join(one % number for number in range(n)) + "]}}" * n
    with ends():
        thread = read(content.encode(), format="activitystreams")
    assert thread[len(thread) - 1].depth == n - 1


def test_broken_lines_are_named_or_stop_the_reading():
    content = b"".join(text_of(one) + b"\n" for one in ALL) + b'{"type": "Note\n' + b'{"x": 1}\n'
    assert [where for where, _ in read(content).report.dropped] == ["line 5", "line 6"]
    with pytest.raises(BrokenInput, match="line 5"):
        read(content, strict=True)


def test_what_is_cut_off_says_so():
    with pytest.raises(BrokenInput, match="cut off"):
        read(FORMS["outbox"][:-9])


def test_what_is_none_of_it_says_what_was_expected():
    with pytest.raises(BrokenInput, match="no object and no activity"):
        read(b'{"error": "gone"}', format="activitystreams")


def test_an_outbox_without_activities_is_no_error():
    assert read_corpus(text_of(created())).n_comments == 0


@pytest.mark.parametrize("odd", [None, 7, 1.5, True, "x", [], {}, [{}], [[]], 2**80, DEEP])
def test_values_of_the_wrong_kind_end_in_missing_ones(odd):
    notes = [note(2, 1) | {key: odd} for key in (*note(1), "replies", "summary", "likes", "mediaType", "contentMap")]
    olds = [old(2, 1) | {key: odd} for key in (*old(2, 1), "replies", "verb", "object")]
    entries = [entry(2, 1), entry(3) | {"type": odd}, {"type": ["h-entry"], "properties": odd}]
    entries[0]["properties"] |= dict.fromkeys(entries[0]["properties"], odd)
    for listed in (notes, olds, entries):
        assert read_corpus(text_of([ALL[0], note(9, 1), *listed]), format="activitystreams").n_comments >= 1


@pytest.mark.parametrize(
    "other", [b'{"type": "comment", "id": 1}', b'{"items": [{"id": 1}]}', b"[]", b'{"type": ["h"]}']
)
def test_other_json_is_left_to_others(other):
    assert ActivityStreams().sniff(other, "x.json") == 0


@pytest.mark.parametrize("form", ["as.json", "mf2.json"])
def test_a_real_article_with_comments(form):
    path = shared(f"data/platforms/granary/granary/tests/testdata/article_with_comments.{form}")
    assert choose_reader(open_source(path), None)[0].name == "activitystreams"
    thread = read(path)
    assert [one.depth for one in thread] == [1, 1]
    assert thread.article.title == "article abc"


def test_real_comments_of_all_forms():
    folder = shared("data/platforms/granary/granary/tests/testdata")
    files = [file for file in sorted(folder.glob("*.json")) if not file.name.endswith(".bsky.json")]
    assert len(files) > 10
    for file in files:
        thread = read(file)
        assert len(thread) >= 1, file.name
        assert thread.report.counts() == {}
