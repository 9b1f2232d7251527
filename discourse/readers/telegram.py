"""Telegram: what Telegram Desktop exports as JSON, one chat or a whole account.

A chat is a thread; in a group with topics each topic is one. Messages name the one that they answer. What nobody wrote
(joins, pins, calls) is left out and named. Format: the exporter itself,
https://github.com/telegramdesktop/tdesktop/tree/dev/Telegram/SourceFiles/export/output. The export is one document and
is read in one go. May import: the standard library, errors, gathering, json_text, rows, readers.base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import documents, glimpse
from discourse.readers.base import Source
from discourse.rows import Rows

SITE = "Telegram"
_CHATS = ("chats", "left_chats")
_KINDS = frozenset({"message", "service", "unsupported"})
_ACCOUNT = frozenset({"about", "personal_information", "contacts", "frequent_contacts", "sessions", "profile_pictures"})
_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|[\s\S])")

Chat = Mapping[str, Any]


@dataclass(frozen=True)
class Telegram:
    """Reader of `result.json`.

    Examples
    --------
    >>> message = b'{"id": 2, "type": "message", "date_unixtime": "1714550400", "from": "Ann", "text": ["Hi ", "all"]}'
    >>> chat = b'{"name": "Quay", "type": "private_group", "id": 7, "messages": [%s]}' % message
    >>> rows = next(Telegram().read(Source("result.json", data=chat)))
    >>> rows.columns["thread_id"], rows.columns["text"]
    (['7'], ['Hi all'])
    """

    name: ClassVar[str] = "telegram"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def sniff(self, head: bytes, name: str) -> float:
        """High for a chat, and for an account by what stands before its chats."""
        for value in glimpse(head):
            view = thing(value)
            if any(_is_chat(one) for one in (view, *(one for key in _CHATS for one in things(_listed(view, key))[:1]))):
                return 0.95
            if len(_ACCOUNT & set(view)) > 1 or ("about" in view and any(thing(view.get(key)) for key in _CHATS)):
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        is_ours = False
        with source.utf_8() as file:
            content = file.read()
        for line, value in documents(_mended(content), source.name):
            if isinstance(value, BrokenInput):
                found.drop(f"line {line}", value.what)
                continue
            view = thing(value)
            chats = [view] if isinstance(view.get("messages"), list) else []
            chats += [chat for key in _CHATS for chat in found.objects(_listed(view, key), f"line {line}")]
            is_account = any(key in view for key in _CHATS)
            is_ours = is_ours or bool(chats) or is_account
            if not chats and not is_account:
                found.drop(f"line {line}", "no chat")
            for chat in chats:
                _add_chat(chat, found)
        if not is_ours:
            raise BrokenInput("this holds no chat", where=source.name, fix="pass another --format")
        yield found.rows(source.damage)


def _listed(view: Chat, key: str) -> list[Any]:
    """The chats that an account lists."""
    held = view.get(key)
    listed = held if isinstance(held, list) else thing(held).get("list")
    return listed if isinstance(listed, list) else []


def _is_chat(view: Chat) -> bool:
    """Whether an object is a chat, also one whose messages are not shown whole."""
    listed = view.get("messages")
    if not isinstance(listed, list) or not {"type", "id"} <= set(view):
        return False
    first = thing(listed[0]) if listed else {}
    return not listed or made_of("str", first.get("type")) in _KINDS or set(first) <= {"id"}


def _mended(content: bytes) -> bytes:
    r"""The export with the escapes put right that no JSON has: older versions wrote control characters as \x0B."""
    if b"\\x" not in content:
        return content
    return _ESCAPE.sub(lambda match: b"\\u00" + match[1] if match[1] else match[0], content)


def _add_chat(chat: Chat, found: Gather) -> None:
    """The messages of a chat."""
    name = made_of("str", chat.get("name"))
    key = made_of("str", chat.get("id")) or name or ""
    messages = found.objects(chat.get("messages"), f"in {name or key}")
    services = {
        number: message
        for message in messages
        if made_of("str", message.get("type")) == "service" and (number := made_of("str", message.get("id")))
    }
    titles = {
        number: made_of("str", message.get("title")) or ""
        for number, message in services.items()
        if made_of("str", message.get("action")) == "topic_created"
    }
    title = name or made_of("str", chat.get("type"))
    topic_of = {number: number for number in titles}
    n_kept = n_elsewhere = n_to_services = 0
    for message in messages:
        number = made_of("str", message.get("id"))
        if made_of("str", message.get("type")) == "service":
            action = made_of("str", message.get("action")) or "notice"
            found.drop(number or "a message", f"service message ({action})", broken=False)
            continue
        parent = made_of("str", message.get("reply_to_message_id"))
        peer = made_of("str", message.get("reply_to_peer_id"))
        if parent is not None and peer is not None and peer.lstrip("abcdefghijklmnopqrstuvwxyz") != key:
            n_elsewhere += 1
            parent = None
        topic = topic_of.get(parent or "")
        if topic is not None and number is not None:
            topic_of[number] = topic
        if parent in services:
            n_to_services += parent not in titles
            parent = None
        thread = f"{key}/{topic}" if topic is not None else key
        if thread not in found.articles:
            of_topic = titles[topic] if topic is not None else None
            found.article(thread, title=": ".join(one for one in (title, of_topic) if one), site=SITE)
        _add(found, message, number, thread, parent)
        n_kept += 1
    if not n_kept:
        found.article(key, title=title, site=SITE)
    if n_elsewhere:
        found.note(f"{n_elsewhere} messages of {name or key} answer one in another chat; they stand at the top")
    if n_to_services:
        found.note(f"{n_to_services} messages of {name or key} answer a service message; they stand at the top")
    if any("date_unixtime" not in message and "date" in message for message in messages):
        found.note(f"times of {name or key} are those of the computer that exported them, taken for UTC")


def _add(found: Gather, message: Chat, number: str | None, thread: str, parent: str | None) -> None:
    """A message; one that holds only a picture or a poll has no text of its own."""
    text, quotes = _text(message.get("text"))
    created = message.get("date_unixtime")
    found.add(
        thread_id=thread,
        id=number,
        parent_id=parent,
        author=message.get("from") or message.get("from_id"),
        text=text,
        quotes=quotes,
        created=created if created is not None else message.get("date"),
    )


def _text(value: Any) -> tuple[Any, str | None]:
    """A text, given whole or in pieces, and the spans of its pieces that quote others."""
    if not isinstance(value, list):
        return value, None
    pieces: list[str] = []
    spans: list[str] = []
    length = 0
    for part in value:
        piece = part if isinstance(part, str) else thing(part).get("text")
        if not isinstance(piece, str):
            continue
        if thing(part).get("type") == "blockquote":
            spans.append(f"{length}-{length + len(piece)}")
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), " ".join(spans) or None
