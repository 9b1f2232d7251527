"""ConvoKit corpora: utterances, one a line or in one list, with the conversations that lie beside them.

Of corpora that we wrote everything comes back. In others the first utterance of a conversation, such as the submission
in corpora of Reddit, is a comment like the others. Binary metadata (pickles) are not read. Format:
https://convokit.cornell.edu/documentation/data_format.html. May import: the standard library, msgspec, article, errors,
gathering, json_text, record_rows, rows, readers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import msgspec

from discourse.article import Article
from discourse.errors import BrokenInput
from discourse.gathering import Gather, thing
from discourse.json_text import decode, documents, glimpse
from discourse.readers.base import Source
from discourse.record_rows import RecordRows, in_batches
from discourse.rows import Rows

BATCH = 50_000
_TITLES = ("title", "page_title", "name")

Utterance = Mapping[str, Any]


@dataclass(frozen=True)
class ConvoKit:
    """Reader of the corpora of Cornell's toolkit, of version 1 and later; a folder of one is one source.

    Examples
    --------
    >>> line = b'{"id": "b", "root": "a", "user": "ann", "reply-to": "a", "timestamp": 9, "text": "No.", "meta": {}}'
    >>> rows = next(ConvoKit().read(Source("utterances.jsonl", data=line)))
    >>> rows.columns["thread_id"], rows.columns["parent_id"]
    (['a'], ['a'])
    """

    name: ClassVar[str] = "convokit"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".json")
    main_files: ClassVar[tuple[str, ...]] = ("utterances.jsonl", "utterances.json")

    def sniff(self, head: bytes, name: str) -> float:
        """High for an utterance with the keys that all have."""
        for value in glimpse(head):
            keys = set(thing(value[0] if isinstance(value, list) and value else value))
            if (
                {"id", "text"} <= keys
                and {"conversation_id", "root"} & keys
                and {"speaker", "user"} & keys
                and {"reply-to", "reply_to"} & keys
            ):
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches."""
        conversations = thing(_beside(source, "conversations.json"))
        ours = thing(thing(_beside(source, "corpus.json")).get("discourse")).get("columns")
        if isinstance(ours, list):
            yield from _ours(source, conversations, [name for name in ours if isinstance(name, str)])
        else:
            yield from _others(source, conversations)


def _beside(source: Source, name: str) -> Any:
    """What a file beside the utterances holds; None where there is none."""
    path = source.path.parent / name if source.path is not None else None
    if path is None or not path.is_file():
        return None
    return decode(Source(str(path), path=path, max_ratio=source.max_ratio).content, where=str(path))


def _utterances(source: Source) -> Iterator[tuple[int, Utterance | str]]:
    """Number and value of every utterance, or why it cannot be read."""
    is_lines = source.path is None or source.path.name.partition(".")[2] != "json"
    if is_lines and source.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        for number, line in source.lines():
            try:
                value = decode(line, where=source.name, first_line=number)
            except BrokenInput as error:
                value = error.what
            yield number, value if isinstance(value, dict | str) else "not a JSON object"
        return
    for _, value in documents(source.recoded, source.name):
        for number, one in enumerate(value if isinstance(value, list) else [value], start=1):
            yield number, one if isinstance(one, dict) else "not a JSON object"


def _others(source: Source, conversations: Mapping[str, Any]) -> Iterator[Rows]:
    """The utterances of a corpus that others made."""
    found = Gather(source.name, strict=source.strict, ordered=True)
    homes: dict[str, str] = {}
    n_read = 0
    for key, said in conversations.items():
        meta = thing(thing(said).get("meta", said))
        title = next((meta[name] for name in _TITLES if isinstance(meta.get(name), str)), None)
        if title or isinstance(meta.get("url"), str):
            found.article(key, title=title, url=meta.get("url"))
    met: set[str] = set()
    for batch in in_batches(_utterances(source), BATCH):
        for number, one in batch:
            if isinstance(one, str):
                found.drop(f"line {number}", one)
                continue
            if "text" not in one and "id" not in one:
                found.drop(f"line {number}", "not an utterance: neither a text nor an id")
                continue
            home = one.get("conversation_id", one.get("root"))
            above = one.get("reply-to", one.get("reply_to"))
            if home is None:
                # As ConvoKit does: a conversation that is not named is called after its first utterance.
                home = homes.get(str(above), str(above if above is not None else one.get("id")))
                homes[str(one.get("id"))] = home
            met.add(str(home))
            meta = thing(one.get("meta"))
            found.add(
                thread_id=home,
                id=one.get("id"),
                parent_id=above,
                author=_speaker(one.get("speaker", one.get("user"))),
                text=one.get("text") or "",
                created=_time(one.get("timestamp")),
                score=meta.get("score"),
                deleted=one.get("text") in ("[deleted]", "[removed]"),
                url=meta.get("permalink"),
                line=number,
            )
        n_read += len(batch)
        yield found.rows()
    if not n_read:
        raise BrokenInput("this holds no utterances", where=source.name, fix="pass utterances.jsonl of a corpus")
    if silent := [key for key in conversations if key not in met]:
        found.note(f"conversations without an utterance: {len(silent)}")
    yield found.rows(source.damage)


def _ours(source: Source, conversations: Mapping[str, Any], columns: Sequence[str]) -> Iterator[Rows]:
    """The comments of a corpus that we wrote."""
    found = RecordRows(source.name, strict=source.strict)
    names: dict[str, str] = {}
    articles: dict[str, Article] = {}
    for key, said in conversations.items():
        meta = thing(thing(said).get("meta"))
        names[key] = str(meta.get("thread_id", key))
        try:
            articles[names[key]] = msgspec.convert(meta.get("article", {}), type=Article)
        except msgspec.ValidationError as error:
            raise BrokenInput(
                f"the article of {key!r} is not as we write it", where=source.name, fix="write the corpus again"
            ) from error
    threads = tuple(names.values())
    for batch in in_batches(_utterances(source), BATCH):
        numbers: list[int] = []
        kept: list[Utterance] = []
        for number, one in batch:
            if isinstance(one, str):
                found.drop(f"line {number}", one)
            elif not isinstance(one.get("text"), str):
                found.drop(f"line {number}", "no text")
            elif not thing(one.get("meta")).get("is_article"):
                numbers.append(number)
                kept.append(one)
        about = [thing(one.get("meta")) for one in kept]
        values: dict[str, Any] = {name: [own.get(name) for own in about] for name in columns}
        homes = [one.get("conversation_id") for one in kept]
        above = [one.get("reply-to") for one in kept]
        values |= {
            "thread_id": [names.get(str(home), home) for home in homes],
            "id": [own.get("id", one.get("id")) for own, one in zip(about, kept, strict=True)],
            "parent_id": [
                own.get("parent_id", None if up == home else up)
                for own, up, home in zip(about, above, homes, strict=True)
            ],
            "author": [
                None if own.get("author_missing") else one.get("speaker") for own, one in zip(about, kept, strict=True)
            ],
            "text": [one["text"] for one in kept],
        }
        rows = found.rows(values, numbers)
        yield replace(rows, articles=articles, threads=threads)
        articles, threads = {}, ()
    yield Rows({"text": []}, articles, replace(Rows({}).report, defects=source.damage), threads=threads)


def _speaker(value: Any) -> Any:
    """The name of a speaker, who may be an object with an id."""
    name = thing(value).get("id", thing(value).get("name")) if isinstance(value, dict) else value
    return None if name in ("[deleted]", "") else name


def _time(value: Any) -> Any:
    """A time; 0 and words such as "None" are none."""
    return None if value in (0, "0", "", "None", "null", "nan") or value != value else value
