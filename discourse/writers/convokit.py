"""ConvoKit: a folder of utterances, speakers and conversations that Cornell's toolkit loads.

Every thread is a conversation whose first utterance is the article, as ConvoKit wants one root; `root=False` leaves it
out. All columns are in the meta of the utterances, the article with its claims in the meta of the conversation. Format:
https://convokit.cornell.edu/documentation/data_format.html. May import: the standard library, msgspec, article, corpus,
gathering, records, version, writers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from discourse.article import Article
from discourse.corpus import Corpus
from discourse.gathering import time_of
from discourse.records import record_columns
from discourse.version import __version__
from discourse.writers.base import Parts

NOBODY = "[unknown]"
"""The speaker of utterances whose author is not known; their meta say so too."""
_OWN = frozenset({"thread_id", "id", "parent_id", "author", "text", "topics", "claim_text"})
_TYPES = {str: "str", float: "float", int: "int", bool: "bool", list: "list", dict: "dict"}


@dataclass(frozen=True)
class ConvoKit:
    """Writer of a ConvoKit corpus, version 2.5 and later.

    Parameters
    ----------
    root : bool
        Put the article in as the utterance that all top-level comments answer. Without it, what needs the tree of a
        conversation fails in ConvoKit wherever a thread has several top-level comments.

    Notes
    -----
    Ids of utterances are unique in a corpus there: one that is taken goes out as "thread/id", and comes back as it
    was. The ids of all comments are in memory while it is written.
    """

    name: ClassVar[str] = "convokit"
    suffix: ClassVar[str] = ""
    root: bool = True

    def write(self, parts: Parts, place: Path) -> None:
        """Write all comments into an empty folder."""
        taken: set[str] = set()
        speakers: dict[str, None] = {}
        keys: dict[str, str] = {}
        names: dict[str, None] = {}
        with (place / "utterances.jsonl").open("wb") as said, (place / "conversations.json").open("wb") as above:
            above.write(b"{")
            for part in parts:
                names |= dict.fromkeys(name for name in part.names if name not in {"parent", *_OWN})
                for line, conversation in self._threads(part, taken, speakers, keys):
                    said.write(line)
                    if conversation:
                        above.write((b",\n" if above.tell() > 1 else b"") + conversation)
            above.write(b"}\n")
        _write(place / "speakers.json", {name: {"meta": {}, "vectors": []} for name in speakers})
        ours = {"version": __version__, "columns": [*names, "position"]}
        _write(place / "corpus.json", {"discourse": ours})
        conversations = {"title": "str", "author": "str", "date": "str", "url": "str", "site": "str", "language": "str"}
        index = {
            "utterances-index": {key: [f"<class '{kind}'>"] for key, kind in sorted(keys.items())},
            "speakers-index": {},
            "conversations-index": {
                key: [f"<class '{kind}'>"]
                for key, kind in ({"article": "dict", "thread_id": "str"} | conversations).items()
            },
            "overall-index": {"discourse": ["<class 'dict'>"]},
            "version": 1,
            "vectors": [],
        }
        _write(place / "index.json", index)

    def _threads(
        self, part: Corpus, taken: set[str], speakers: dict[str, None], keys: dict[str, str]
    ) -> Iterator[tuple[bytes, bytes]]:
        """Lines of utterances, and the entry of a conversation where one begins."""
        encode = msgspec.json.Encoder().encode
        records = (
            dict(zip(columns, row, strict=True))
            for columns in record_columns(part)
            for row in zip(*columns.values(), strict=True)
        )
        for at, (thread, article) in enumerate(zip(part.ids, part.articles, strict=True)):
            key = _own_id(thread, "thread", taken)
            lines = []
            if self.root:
                root = _root(key, article)
                speakers[root["speaker"]] = None
                keys["is_article"] = "bool"
                lines.append(encode(root))
            own: dict[str, str] = {}
            for _ in range(int(part.offsets[at + 1] - part.offsets[at])):
                record = next(records)
                own[record["id"]] = _own_id(record["id"], thread, taken)
                utterance = _utterance(record, key, own, key if self.root else None)
                speakers[utterance["speaker"]] = None
                keys |= {name: _TYPES[type(value)] for name, value in utterance["meta"].items() if name not in keys}
                lines.append(encode(utterance))
            entry = encode(key) + b": " + encode({"meta": _about(thread, key, article), "vectors": []})
            yield b"".join(line + b"\n" for line in lines), entry


def _own_id(name: str, prefix: str, taken: set[str]) -> str:
    """An id that no other utterance has."""
    own, number = name, 1
    while own in taken:
        own = f"{prefix}/{name}" if number == 1 else f"{prefix}/{name}~{number}"
        number += 1
    taken.add(own)
    return own


def _root(key: str, article: Article) -> dict[str, Any]:
    """The article as an utterance."""
    moment = time_of(article.date) if article.date else None
    return {
        "id": key,
        "conversation_id": key,
        "text": "\n\n".join(part for part in (article.title, article.text) if part),
        "speaker": article.author or article.site or NOBODY,
        "meta": {"is_article": True},
        "reply-to": None,
        "timestamp": int(moment.timestamp()) if moment else None,
        "vectors": [],
    }


def _utterance(record: Mapping[str, Any], key: str, own: Mapping[str, str], root: str | None) -> dict[str, Any]:
    """A comment as an utterance; what is missing is not in its meta."""
    meta = {name: value for name, value in record.items() if value is not None and name not in _OWN}
    above = record["parent_id"]
    if own[record["id"]] != record["id"]:
        meta["id"] = record["id"]
    if above is not None and own[above] != above:
        meta["parent_id"] = above
    if record["author"] is None:
        meta["author_missing"] = True
    moment = time_of(record["created"]) if record["created"] else None
    return {
        "id": own[record["id"]],
        "conversation_id": key,
        "text": record["text"],
        "speaker": NOBODY if record["author"] is None else record["author"],
        "meta": meta,
        "reply-to": root if above is None else own[above],
        "timestamp": int(moment.timestamp()) if moment else None,
        "vectors": [],
    }


def _about(thread: str, key: str, article: Article) -> dict[str, Any]:
    """The meta of a conversation."""
    stated = {name: getattr(article, name) for name in ("title", "author", "date", "url", "site", "language")}
    meta: dict[str, Any] = {name: value for name, value in stated.items() if value}
    if key != thread:
        meta["thread_id"] = thread
    return meta | {"article": article}


def _write(path: Path, value: Any) -> None:
    """A value as JSON in a file."""
    path.write_bytes(msgspec.json.encode(value) + b"\n")
