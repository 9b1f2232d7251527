"""Gigya (SAP Customer Data Cloud) comments, as newspapers had them: answers of `comments.getComments`.

Comments hold their `replies`, or are flat and name their `parentID`; a stream is the thread. A collection of several
streams holds each under the id of its article, with `data_type`; so does a collection of the articles themselves. What
was taken from the pages of such a newspaper holds comments under their ids, and replies that have none.
Format: https://help.sap.com/docs/SAP_CUSTOMER_DATA_CLOUD (comments.getComments, Comment object). May import: the
standard library, errors, gathering, json_text, rows, text, readers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse, nested
from discourse.readers.base import Source, values_of
from discourse.rows import Rows
from discourse.text import count

_COMMENT = frozenset({"commentText", "sender"})
_GONE = frozenset({"deleted", "rejected"})
_SHOWN = "published"
_NOBODY = "[removed]"
_TAKEN = frozenset({"author", "text", "post_time", "reactions"})

Comment = Mapping[str, Any]


@dataclass(frozen=True)
class Gigya:
    """Reader of comment streams of Gigya.

    Examples
    --------
    >>> said = b'{"comments": [{"ID": "a", "streamId": "7", "commentText": "Late.", "sender": {"name": "Ann"}}]}'
    >>> next(Gigya().read(Source("stream.json", data=said))).columns["author"]
    ['Ann']
    """

    name: ClassVar[str] = "gigya"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def sniff(self, head: bytes, name: str) -> float:
        """High for comments with a `commentText` and a `sender` or `streamId`, bare or under the id of an article."""
        for value in glimpse(head):
            for _, stream in _streams(value):
                first = next(iter(things(stream.get("comments"))), stream)
                while things(first.get("replies")) and not set(first) & _COMMENT:
                    # The bytes may end inside the replies of the first comment, before its own text.
                    first = things(first["replies"])[0]
                if set(first) >= _COMMENT or ("commentText" in first and {"streamId", "threadID"} & set(first)):
                    return 0.95
                if first is stream and (_is_article(stream) or set(stream) >= _TAKEN):
                    return 0.9
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch; every stream is a thread."""
        found = Gather(source.name, strict=source.strict)
        account = _Account()
        for line, value in values_of(source, found.drop):
            for key, stream in _streams(value):
                if _is_article(stream):
                    account.is_ours = True
                    _add_article(found, key, stream)
                elif "comments" in stream or "commentText" in stream:
                    _add_stream(found, account, key, stream, line)
                elif set(stream) >= _TAKEN:
                    account.is_ours = True
                    _add_taken(found, account, key, stream)
                else:
                    found.drop(key or f"line {line}", "no stream, no article and no comment")
        if not account.is_ours:
            raise BrokenInput(
                "this holds no comments of Gigya",
                where=source.name,
                fix='pass what comments.getComments answered, which holds "comments", or another --format',
            )
        for status, number in sorted(account.unshown.items()):
            found.note(f"kept, though pages do not show them: {count(number, 'comment')} of the status {status}")
        if account.n_missing > 0:
            found.note(f"not in the file: {count(account.n_missing, 'reply')} that the comments above them count")
        if account.has_more:
            found.note("the stream has more comments, which are not in the file")
        yield found.rows(source.damage)


@dataclass
class _Account:
    """What there is to say about a source beside its comments."""

    is_ours: bool = False
    has_more: bool = False
    n_missing: int = 0
    n_added: int = 0

    def __post_init__(self) -> None:
        self.unshown: dict[str, int] = {}
        self.stated: dict[str, int] = {}


def _streams(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What a document holds, each with the key it lies under, "" for none."""
    if isinstance(value, list):
        answers = [one for one in things(value) if isinstance(one.get("comments"), list)]
        yield from (("", one) for one in answers)
        if len(answers) < len(value) or not value:
            yield "", {"comments": [one for one in value if not isinstance(thing(one).get("comments"), list)]}
        return
    stream = thing(value)
    if "comments" in stream or "commentText" in stream or _is_article(stream):
        yield "", stream
        return
    held: dict[str, Any] = {key: {"comments": one} if things(one) else one for key, one in stream.items()}
    streams: list[tuple[str, Mapping[str, Any]]] = [(key, one) for key, one in held.items() if isinstance(one, dict)]
    yield from streams or [("", stream)]


def _is_article(value: Mapping[str, Any]) -> bool:
    """Whether this is an article of a collection."""
    return "article_text" in value and ("article_url" in value or value.get("data_type") == "article")


def _add_article(found: Gather, key: str, article: Mapping[str, Any]) -> None:
    """An article, its text in paragraphs of HTML."""
    text = article.get("article_text")
    found.article(
        key or made_of("str", article.get("article_id")) or "",
        title=article.get("title"),
        html="\n".join(part for part in text if isinstance(part, str)) if isinstance(text, list) else text,
        author=article.get("author"),
        created=article.get("published_date"),
        url=article.get("article_url"),
    )


def _add_stream(found: Gather, account: _Account, key: str, stream: Mapping[str, Any], line: int) -> None:
    """The comments of one answer."""
    listed = stream.get("comments", [stream])
    outer = listed if isinstance(listed, list) else [listed] if listed else []
    account.is_ours |= "comments" in stream and (not outer or bool(key))
    is_nested = any("replies" in comment for comment in things(outer))
    below: list[int] = []
    above: list[int] = []
    rows: dict[int, int] = {}
    counted: list[int] = []
    for comment, parent in nested(outer, lambda comment: thing(comment).get("replies")):
        if "commentText" not in thing(comment):
            found.drop(f"line {line}", "a comment without commentText")
            continue
        account.is_ours = True
        account.n_added += 1
        row = rows[id(comment)] = len(below)
        below.append(0)
        above.append(rows.get(id(parent), -1))
        counted.append(made_of("int32", comment.get("descendantsCount")) or 0)
        place = account.n_added if is_nested else None
        _add(found, account, comment, key, thing(parent).get("ID"), place)
        if row == 0 and isinstance(stream.get("streamInfo"), dict):
            _add_info(found, _stream_of(comment, key), stream["streamInfo"])
    for row in range(len(below) - 1, -1, -1):
        if above[row] >= 0:
            below[above[row]] += below[row] + 1
        else:
            account.n_missing += max(counted[row] - below[row], 0)
    stated = made_of("int32", stream.get("commentCount"))
    if stated is not None:
        # Answers that are pages of one stream all state the number of the whole.
        first = next(iter(things(outer)), {})
        account.stated[key or _stream_of(first, key)] = stated
        found.stated_count = sum(account.stated.values())
    account.has_more |= stream.get("hasMore") is True


def _add_taken(found: Gather, account: _Account, key: str, root: Comment) -> None:
    """A comment taken from a page, with its replies; these are called by their places below it."""
    names: dict[int, str] = {}
    for comment, parent in nested([root], lambda comment: thing(comment).get("replies")):
        if not isinstance(comment, dict):
            found.drop(f"reply to {key}", "no comment")
            continue
        above = names.get(id(parent))
        names[id(comment)] = key if above is None else f"{key}.{len(names)}"
        account.n_added += 1
        found.add(
            id=names[id(comment)],
            parent_id=above,
            author=comment.get("author") or None,
            text=comment.get("text"),
            created_text=comment.get("post_time"),
            position=account.n_added,
        )


def _add_info(found: Gather, thread: str, info: Mapping[str, Any]) -> None:
    """What an answer says of its stream."""
    found.article(
        thread,
        title=info.get("streamTitle") or info.get("title"),
        url=info.get("streamURL") or info.get("url"),
    )


def _stream_of(comment: Comment, key: str) -> str:
    """The id of the stream, and thread, that a comment is of."""
    return made_of("str", comment.get("streamId") or comment.get("streamID")) or key


def _add(found: Gather, account: _Account, comment: Comment, key: str, above: Any, place: int | None) -> None:
    """A comment."""
    thread = _stream_of(comment, key)
    parent = comment.get("parentID") or above
    status = made_of("str", comment.get("status")) or _SHOWN
    if status not in _GONE and status != _SHOWN:
        account.unshown[status] = account.unshown.get(status, 0) + 1
    author = thing(comment.get("sender")).get("name")
    ups, downs = (made_of("float64", comment.get(side)) for side in ("posVotes", "negVotes"))
    total = comment.get("TotalVotes")
    found.add(
        thread_id=thread,
        id=comment.get("ID"),
        parent_id=None if parent == thread else parent,
        author=None if author in ("", _NOBODY) else author,
        role="moderator" if comment.get("isModerator") is True else None,
        html=comment.get("commentText"),
        created=comment.get("timestamp"),
        score=ups - downs if total is None and ups is not None and downs is not None else total,
        deleted=status in _GONE,
        position=place,
    )
