"""Telegram: chats, accounts and groups with topics, as the desktop program exports them, become threads."""

from __future__ import annotations

import json

import pytest

from discourse.errors import BrokenInput
from discourse.readers.telegram import Telegram
from discourse.reading import read, read_corpus
from tests.limits import ends

DEEP = "deep"
"""Stands for lists in lists, which json does not write."""


def message(number, to=None, said="Yes.", who="odd", **more):
    return {
        "id": number,
        "type": "message",
        "date": "2024-05-01T12:00:00",
        "date_unixtime": str(1_714_550_400 + number if isinstance(number, int) and number < 2**30 else 1_714_550_400),
        "from": who,
        "from_id": f"user{who}",
        **({"reply_to_message_id": to} if to is not None else {}),
        "text": said,
        "text_entities": [{"type": "plain", "text": said}],
        **more,
    }


def service(number, action="invite_members", **more):
    return {"id": number, "type": "service", "date_unixtime": "1714550400", "actor": "odd", "action": action, **more}


def chat(*messages, number=77, **more):
    return {"name": "Quay talk", "type": "public_supergroup", "id": number, "messages": list(messages), **more}


def text_of(value):
    return json.dumps(value, indent=1).replace(f'"{DEEP}"', "[" * 2_000 + "]" * 2_000).encode()


def tree(thread):
    return [(one.id, one.author, one.depth) for one in thread]


TALK = [message(2, said="The quay is shut."), message(3, 2, "Why?", "pia"), message(4), message(5, 3, who="mara")]
TREE = [("2", "odd", 1), ("3", "pia", 2), ("4", "odd", 1), ("5", "mara", 3)]


ABOUT = {"about": "Here is the data you requested."}
SAVED = {"type": "saved_messages", "id": 1, "messages": [message(9)]}
FORMS = {
    "chat": text_of(chat(*TALK)),
    "account": text_of(ABOUT | {"chats": ABOUT | {"list": [chat(*TALK), SAVED]}}),
    "account with contacts": text_of(ABOUT | {"contacts": ABOUT | {"list": []}, "chats": {"list": [chat(*TALK)]}}),
}


def test_a_chat_is_a_thread_whose_messages_answer_each_other():
    thread = read(text_of(chat(*TALK)))
    assert thread.report.format == "telegram"
    assert thread.id == "77"
    assert tree(thread) == TREE
    assert thread.article.title == "Quay talk"
    assert thread.article.site == "Telegram"
    assert thread.report.counts() == {}
    assert thread.report.notes == ()


def test_an_account_holds_many_chats():
    left = {"left_chats": ABOUT | {"list": [chat(message(2), number=78)]}}
    corpus = read_corpus(text_of(ABOUT | {"chats": ABOUT | {"list": [chat(*TALK), SAVED]}} | left))
    assert corpus.reports[0].format == "telegram"
    assert corpus.ids == ("77", "1", "78")
    assert [article.title for article in corpus.articles] == ["Quay talk", "saved_messages", "Quay talk"]
    assert [len(thread) for thread in corpus] == [4, 1, 1]


def test_each_part_of_a_message_comes_to_its_column():
    said = ["Look ", {"type": "link", "text": "there"}, " & <b>\n", {"type": "bold", "text": "now"}]
    one = read(text_of(chat(message(2, said=said, who="Pia"))))[0]
    assert one.text == "Look there & <b>\nnow"
    assert one.author == "Pia"
    assert one["created"].isoformat() == "2024-05-01T08:00:02+00:00"


def test_quotations_in_a_message_are_spans_of_it():
    said = [{"type": "blockquote", "text": "It is shut."}, "\nSays who?"]
    one = read(text_of(chat(message(2, said=said))))[0]
    assert one["quotes"] == "0-11"
    assert one.text == "It is shut.\nSays who?"


def test_deleted_accounts_are_told_apart_by_their_numbers():
    gone = [message(2) | {"from": None, "from_id": "user5"}, message(3) | {"from": None, "from_id": "user6"}]
    assert [one.author for one in read(text_of(chat(*gone)))] == ["user5", "user6"]


def test_messages_without_text_are_kept():
    held = [
        message(2, said="", photo="photos/1.jpg"),
        message(3, said="", poll={"question": "Which?", "answers": []}),
        {"id": 4, "type": "unsupported"},
        message(5, said="So says he.", forwarded_from="The other quay"),
    ]
    assert [one.text for one in read(text_of(chat(*held)))] == ["", "", "", "So says he."]


def test_what_nobody_wrote_is_left_out_and_named():
    thread = read(text_of(chat(service(1), *TALK, service(6, "pin_message"), message(7, 6))), strict=True)
    assert len(thread) == 5
    assert thread.report.dropped == (("1", "service message (invite_members)"), ("6", "service message (pin_message)"))
    assert "1 messages of Quay talk answer a service message; they stand at the top" in thread.report.notes
    assert thread.report.counts() == {}


def test_many_of_what_nobody_wrote_are_told_in_one_line():
    joins = [service(number) for number in range(100, 400)]
    report = read(text_of(chat(*joins, service(7, "pin_message"), *TALK))).report
    assert len(report.dropped) == 301
    assert [line for line in report.lines() if line.startswith("dropped")] == [
        "dropped 300, the first of them 100: service message (invite_members)",
        "dropped 7: service message (pin_message)",
    ]


def test_the_topics_of_a_group_are_threads():
    topics = [service(10, "topic_created", title="Ropes"), service(20, "topic_created", title="Tides")]
    talk = [message(2), message(11, 10), message(21, 20), message(12, 11), message(13, 12), message(3, 2)]
    corpus = read_corpus(text_of(chat(*topics, *talk)))
    assert corpus.ids == ("77", "77/10", "77/20")
    assert [article.title for article in corpus.articles] == ["Quay talk", "Quay talk: Ropes", "Quay talk: Tides"]
    assert [[(one.id, one.depth) for one in thread] for thread in corpus] == [
        [("2", 1), ("3", 2)],
        [("11", 1), ("12", 2), ("13", 3)],
        [("21", 1)],
    ]
    assert corpus.reports[0].counts() == {}


def test_a_reply_to_another_chat_stands_at_the_top_and_is_noted():
    far = [message(6, 2, reply_to_peer_id="channel99"), message(7, 2, reply_to_peer_id="channel77")]
    thread = read(text_of(chat(TALK[0], *far)))
    assert {one.id: one.depth for one in thread} == {"2": 1, "6": 1, "7": 2}
    assert thread.report.notes == ("1 messages of Quay talk answer one in another chat; they stand at the top",)


def test_a_reply_to_a_message_that_was_deleted_is_a_missing_parent():
    assert read(text_of(chat(message(3, 2)))).report.counts() == {"missing parent": 1}


def test_times_of_older_exports_are_noted_as_local():
    older = {key: value for key, value in TALK[0].items() if key != "date_unixtime"}
    thread = read(text_of(chat(older)))
    assert thread[0]["created"].isoformat() == "2024-05-01T12:00:00+00:00"
    assert thread.report.notes == ("times of Quay talk are those of the computer that exported them, taken for UTC",)


def test_escapes_that_json_does_not_know_are_read():
    content = text_of(chat(message(2, said="a@b"))).replace(b'"a@b"', rb'"a\x1Fb \\x0B"')
    thread = read(content)
    assert thread.report.format == "telegram"
    assert thread[0].text == "a\x1fb \\x0B"


def test_ids_beyond_64_bits_keep_their_digits():
    long = 2**70
    thread = read(text_of(chat(message(long), message(long + 1, long), number=-long)))
    assert thread.id == str(-long)
    assert [(one.id, one.depth) for one in thread] == [(str(long), 1), (str(long + 1), 2)]


def test_messages_that_answer_each_other_are_both_kept():
    thread = read(text_of(chat(message(2, 3), message(3, 2), message(4, 4))))
    assert len(thread) == 3
    assert thread.report.counts() == {"cycle": 1, "self-reply": 1}


def test_a_long_chain_of_replies():
    chain = [message(number, number - 1 or None) for number in range(1, 20_001)]
    with ends():
        thread = read(text_of(chat(*chain)))
    assert thread[len(thread) - 1].depth == 20_000


def test_what_is_cut_off_says_so():
    content = text_of(chat(*TALK))[:-30]
    assert Telegram().sniff(content, "result.json") == 0.95
    with pytest.raises(BrokenInput, match="cut off"):
        read(content)


def test_what_is_no_export_says_what_was_expected():
    with pytest.raises(BrokenInput, match="no chat"):
        read(b'{"ok": false}', format="telegram")


def test_a_chat_without_messages_is_a_thread_without_comments():
    thread = read(text_of(chat()))
    assert len(thread) == 0
    assert thread.article.title == "Quay talk"


def test_an_account_is_known_by_what_stands_before_its_chats():
    head = b'{\n "about": "Here is", "personal_information": {"user_id": 5}, "contacts": {"list": [{"user_id": 1'
    assert Telegram().sniff(head, "result.json") == 0.95


@pytest.mark.parametrize("odd", [None, 7, 1.5, True, "x", [], {}, [{}], 2**80, DEEP])
def test_values_of_the_wrong_kind_end_in_missing_ones(odd):
    messages = [message(number, 2) | {key: odd} for number, key in enumerate(message(2, 1), start=10)]
    whole = chat(*TALK, *messages, service(30) | {"action": odd, "title": odd}, odd)
    chats = [chat(TALK[0], number=odd), *(chat(TALK[0]) | {key: odd} for key in ("name", "type", "messages"))]
    corpus = read_corpus(text_of({"chats": {"list": [whole, *chats, odd]}}), format="telegram")
    assert corpus.n_comments >= 4


@pytest.mark.parametrize(
    "other",
    [b'{"id": 1, "type": "x", "messages": [{"id": 1, "type": "y"}]}', b'{"messages": []}', b'{"chats": []}', b"[]"],
)
def test_other_json_is_left_to_others(other):
    assert Telegram().sniff(other, "x.json") == 0
