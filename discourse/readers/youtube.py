"""YouTube: answers of its Data API, files of two downloaders, and tables of YouTube Data Tools and Google Takeout.

A video is the article of its thread. Replies name the comment that they stand below, or their ids begin with its id.
Formats: https://developers.google.com/youtube/v3/docs/commentThreads, https://github.com/yt-dlp/yt-dlp,
https://github.com/egbertbouman/youtube-comment-downloader, https://github.com/bernorieder/YouTube-Data-Tools.
May import: the standard library, delimited, errors, gathering, json_text, lineage, rows, readers.base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from discourse.delimited import dialect_of, read_rows
from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import decode, glimpse
from discourse.lineage import page_order
from discourse.readers.base import Source, values_of
from discourse.rows import Rows

SITE = "YouTube"
UPLOADER = "uploader"
_WATCH = "https://www.youtube.com/watch?v="
_TOOLS = frozenset({"id", "replycount", "likecount", "publishedat", "authorname", "text", "isreply"})
_TAKEOUT = frozenset({"comment id", "comment create timestamp", "comment text"})
_VOTES = re.compile(r"(\d+(?:[.,]\d+)*)\s*([KMB]?)", re.IGNORECASE)
_POWERS = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_NAMED = re.compile(r"videoinfo_([\w-]{11})_")

Resource = Mapping[str, Any]


@dataclass(frozen=True)
class YouTube:
    """Reader of comments on videos, as JSON or as a table.

    Examples
    --------
    >>> line = b'{"cid": "Ug1.9x", "text": "Why?", "time": "2 days ago", "author": "@ann", "votes": "1.2K"}'
    >>> rows = next(YouTube().read(Source("comments.json", data=line)))
    >>> rows.columns["parent_id"], rows.columns["score"]
    (['Ug1'], [1200.0])
    """

    name: ClassVar[str] = "youtube"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl", ".csv", ".tab")
    names_last: ClassVar[bool] = True

    def sniff(self, head: bytes, name: str) -> float:
        """High for what the interface and the tools write, and for the heads of their tables."""
        if _columns(head):
            return 0.95
        for value in glimpse(head):
            first = thing(value[0] if isinstance(value, list) and value else value)
            inside = [first, *things(first.get("items"))[:1], *things(first.get("comments"))[:1]]
            if any(_is_ours(one) for one in inside):
                return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        if _columns(source.head):
            _read_table(source, found)
            yield found.rows(source.damage)
            return
        seen = _Seen()
        for line, value in values_of(source, found.drop):
            _sort(value, seen, found, f"line {line}")
        if not (seen.comments or seen.is_ours) and seen.n_foreign:
            raise BrokenInput("this holds no comment on a video", where=source.name, fix="pass another --format")
        _add_all(seen, found)
        yield found.rows(source.damage)


@dataclass
class _Seen:
    """Comments by id as they go to their columns, and what is told of them elsewhere."""

    comments: dict[str, dict[str, Any]] = field(default_factory=dict)
    n_stated: dict[str, int] = field(default_factory=dict)
    goes_on: bool = False
    is_ours: bool = False
    n_foreign: int = 0


def _is_ours(value: Resource) -> bool:
    """Whether an object is a resource of the interface, or a comment or video of the tools."""
    kind, snippet = value.get("kind"), thing(value.get("snippet"))
    return (
        (isinstance(kind, str) and kind.startswith(("youtube#comment", "youtube#video")))
        or bool({"topLevelComment", "textDisplay", "textOriginal"} & set(snippet))
        or {"cid", "text", "votes"} <= set(value)
        or _is_told(value)
        or _is_info(value)
    )


def _is_told(value: Resource) -> bool:
    """Whether an object is a comment of yt-dlp."""
    return {"id", "text"} <= set(value) and {"author_is_uploader", "author_thumbnail", "like_count"} & set(
        value
    ) != set()


def _is_info(value: Resource) -> bool:
    """Whether an object is what yt-dlp tells of a video."""
    return {"id", "title"} <= set(value) and {"extractor", "formats", "webpage_url", "fulltitle"} & set(value) != set()


def _sort(value: Any, seen: _Seen, found: Gather, place: str) -> None:
    """Take comments and videos out of whatever they stand in."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        view = thing(one)
        snippet = thing(view.get("snippet"))
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(view.get("items"), list):
            seen.is_ours = True
            seen.goes_on = "nextPageToken" in view
            waiting += reversed([*view["items"], *_listed(view, "comments")])
        elif isinstance(snippet.get("topLevelComment"), dict):
            top = snippet["topLevelComment"]
            key = _add_resource(top, snippet.get("videoId"), seen, found, place)
            total = snippet.get("totalReplyCount")
            if key is not None and isinstance(total, int):
                seen.n_stated[key] = total
            for reply in found.objects(thing(view.get("replies")).get("comments"), f"below {key}"):
                _add_resource(reply, snippet.get("videoId"), seen, found, place, key)
        elif {"textDisplay", "textOriginal"} & set(snippet):
            _add_resource(view, None, seen, found, place)
        elif view.get("kind") == "youtube#video" or (_is_info(view) and not _is_told(view)):
            seen.is_ours = True
            _add_video(view, snippet, found)
            # A list of videos looks like one of them.
            waiting += reversed(_listed(view, "entries"))
            for comment in found.objects(view.get("comments"), f"below {made_of('str', view.get('id'))}"):
                _add_told(comment, view.get("id"), seen, found, place)
        elif isinstance(view.get("comments"), list):
            seen.is_ours = True
            waiting += reversed(view["comments"])
        elif "cid" in view or _is_told(view):
            _add_told(view, None, seen, found, place)
        else:
            seen.n_foreign += 1
            found.drop(place, "no comment on a video")


def _listed(view: Resource, key: str) -> list[Any]:
    """What stands in a list of an object."""
    listed = view.get(key)
    return listed if isinstance(listed, list) else []


def _keep(key: str | None, stated: dict[str, Any], seen: _Seen, found: Gather, place: str) -> None:
    """Keep a comment under its id."""
    if key is None:
        found.drop(place, "a comment without an id")
    elif key in seen.comments:
        found.drop(key, "it came before", broken=False)
    else:
        seen.comments[key] = stated


def _above(key: str | None, named: Any) -> str | None:
    """Id of the comment that a reply stands below: as it is named, or as its own id begins."""
    parent: str | None = made_of("str", named)
    if parent == "root":
        return None
    if parent:
        return parent
    return (key or "").rpartition(".")[0] or None


def _add_resource(
    resource: Resource, video: Any, seen: _Seen, found: Gather, place: str, within: str | None = None
) -> str | None:
    """A comment as the interface gives it."""
    snippet = thing(resource.get("snippet"))
    key: str | None = made_of("str", resource.get("id"))
    channel = made_of("str", thing(snippet.get("authorChannelId")).get("value"))
    original, shown = snippet.get("textOriginal"), snippet.get("textDisplay")
    # Texts of 2016 end with a mark that nobody sees.
    shown = shown.removesuffix("\ufeff") if isinstance(shown, str) else shown
    said = {"text": original} if isinstance(original, str) else {"html": shown}
    stated = {
        "thread_id": made_of("str", snippet.get("videoId")) or made_of("str", video),
        "parent_id": _above(key, snippet.get("parentId")) or within,
        "author": snippet.get("authorDisplayName"),
        **said,
        "created": snippet.get("publishedAt"),
        "score": snippet.get("likeCount"),
        "role": UPLOADER if channel and channel == made_of("str", snippet.get("channelId")) else None,
    }
    _keep(key, stated, seen, found, place)
    return key


def _add_told(comment: Resource, video: Any, seen: _Seen, found: Gather, place: str) -> None:
    """A comment as the tools write it down."""
    key = made_of("str", comment.get("id", comment.get("cid")))
    created = comment.get("timestamp", comment.get("time_parsed"))
    stated = {
        "thread_id": made_of("str", video),
        "parent_id": _above(key, comment.get("parent")),
        "author": comment.get("author") or comment.get("author_id") or comment.get("channel"),
        "text" if "text" in comment else "html": comment.get("text", comment.get("html")),
        "created": created,
        "created_text": None if created is not None else comment.get("_time_text", comment.get("time")),
        "score": comment.get("like_count", _votes(comment.get("votes"))),
        "role": UPLOADER if comment.get("author_is_uploader") is True else None,
    }
    _keep(key, stated, seen, found, place)


def _votes(value: Any) -> Any:
    """A number of votes as the page shows it ("1.2K"); anything else as it is."""
    match = _VOTES.fullmatch(value.strip()) if isinstance(value, str) and len(value) < 20 else None
    if not match:
        return value
    number, power = match[1], _POWERS[match[2].upper()]
    return float(number.replace(",", ".")) * power if power > 1 and number.count(",") < 2 else number.replace(",", "")


def _add_video(view: Resource, snippet: Resource, found: Gather) -> None:
    """A video as the article of its thread, from the interface or from yt-dlp."""
    key = made_of("str", view.get("id"))
    if key is None:
        return
    told = snippet or view
    found.article(
        key,
        title=told.get("title"),
        text=told.get("description"),
        author=told.get("channelTitle") or view.get("uploader") or view.get("channel"),
        created=told.get("publishedAt") or view.get("timestamp") or _day(view.get("upload_date")),
        url=view.get("webpage_url") or f"{_WATCH}{key}",
        site=view.get("extractor_key") or SITE,
    )
    counted = view.get("comment_count", thing(view.get("statistics")).get("commentCount"))
    number = made_of("int32", counted)
    if number is not None:
        found.stated_count = (found.stated_count or 0) + number


def _day(value: Any) -> Any:
    """A day that is written without dashes."""
    return f"{value[:4]}-{value[4:6]}-{value[6:]}" if isinstance(value, str) and len(value) == 8 else value


def _add_all(seen: _Seen, found: Gather) -> None:
    """Every comment in the thread of its video, replies after what they answer."""
    comments = seen.comments
    above = {key: stated["parent_id"] for key, stated in comments.items()}
    videos = {stated["thread_id"] for stated in comments.values()} - {None} or set(found.articles)
    sole = next(iter(videos)) if len(videos) == 1 else None
    n_below: dict[str, int] = {}
    for key in page_order(above):
        stated, parent = comments[key], above[key]
        if stated["thread_id"] is None:
            stated["thread_id"] = (comments[parent]["thread_id"] if parent in comments else None) or sole
        if parent is not None:
            n_below[parent] = n_below.get(parent, 0) + 1
        _add(found, key, stated)
    missing = sum(max(number - n_below.get(key, 0), 0) for key, number in seen.n_stated.items())
    if missing:
        found.note(f"{missing} replies are counted below comments and are not in the file")
    if seen.goes_on:
        found.note("the last page names a next one that is not in the file")


def _add(found: Gather, key: str | None, stated: Mapping[str, Any]) -> None:
    """A comment, with its address where the video is known."""
    video = stated["thread_id"]
    if video is not None and video not in found.articles:
        found.article(video, url=f"{_WATCH}{video}", site=SITE)
    found.add(id=key, **stated, url=f"{_WATCH}{video}&lc={key}" if video and key else None)


def _columns(head: bytes) -> list[str] | None:
    """The columns of a table that is one of ours, in lower case."""
    first = head.partition(b"\n")[0]
    lowered = first.lower()
    if b"isreply" not in lowered and b"comment id" not in lowered:
        return None
    told = dialect_of(first.decode("utf-8", errors="replace").removeprefix("\ufeff").strip() + "\n")
    columns = [cell.strip().lower() for cell in told[1][0]] if told and told[1] else []
    return columns if set(columns) >= _TOOLS or set(columns) >= _TAKEOUT else None


def _read_table(source: Source, found: Gather) -> None:
    """The rows of a table."""
    columns = _columns(source.head) or []
    named = _NAMED.search(source.name)
    n_short = 0
    for line, cells, reason in _rows(source):
        if reason or len(cells) < 2:
            found.drop(f"line {line}", reason or "a row of one cell")
            continue
        n_short += len(cells) != len(columns)
        row = dict(zip(columns, cells, strict=False))
        key = row.get("comment id") or row.get("id") or None
        if "comment id" in row:
            stated = {
                "thread_id": row.get("video id") or row.get("post id") or None,
                "parent_id": _above(key, row.get("parent comment id")),
                "author": row.get("channel id"),
                "text": _segments(row.get("comment text", "")),
                "created": row.get("comment create timestamp"),
            }
        else:
            stated = {
                "thread_id": named[1] if named else None,
                "parent_id": _above(key, row.get("isreplyto") or row.get("isreplytoid")),
                "author": row.get("authorname"),
                "html": row.get("text"),
                "created": row.get("publishedat"),
                "score": row.get("likecount"),
            }
        _add(found, key, stated | {"line": line})
    if n_short:
        found.note(f"{n_short} rows have more or fewer cells than the head")


def _rows(source: Source) -> Iterator[tuple[int, list[str], str]]:
    """The rows below the head: line, cells, and why one cannot be read."""
    first = source.head.partition(b"\n")[0].decode("utf-8", errors="replace").removeprefix("\ufeff").strip()
    told = dialect_of(f"{first}\n")
    if told is None or told[0].delimiter == "\t":
        # YouTube Data Tools set cells apart by tabs and quote nothing.
        rows = ((line, content.decode("utf-8", errors="replace").split("\t"), "") for line, content in source.lines())
    else:
        rows = ((row.line, row.cells, row.reason) for row in read_rows(source.utf_8(), told[0]))
    next(rows, None)
    yield from rows


def _segments(text: str) -> str:
    """The text of a comment of Google Takeout: pieces in JSON, or the text itself."""
    if not text.startswith("{"):
        return text
    try:
        pieces = things(decode(f"[{text}]"))
    except BrokenInput:
        return text
    inside = [part for piece in pieces for part in (things(piece.get("takeoutSegments")) or [piece])]
    return "".join(part["text"] for part in inside if isinstance(part.get("text"), str)) if inside else text
