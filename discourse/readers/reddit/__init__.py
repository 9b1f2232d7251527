"""Reddit: what its programming interface answers, and dumps of comments and submissions, a JSON object a line.

Read are pages of comments, listings, answers to `/api/morechildren` and lists of flat comments, whole (`listing`), and
the dumps of Pushshift and Arctic Shift, block by block (`dump`). A submission is the article of its thread. Formats:
https://www.reddit.com/dev/api/ and https://github.com/ArthurHeitmann/arctic_shift. May import: the standard library,
gathering, json_text, rows, readers.base, and records, listing and dump of this package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from discourse.gathering import made_of, thing, things
from discourse.json_text import glimpse
from discourse.readers.base import Source
from discourse.readers.reddit.dump import is_dump, read_dump
from discourse.readers.reddit.listing import read_listing
from discourse.readers.reddit.records import is_comment, is_submission
from discourse.rows import Rows

_KINDS = frozenset({"t1", "t3", "more"})


@dataclass(frozen=True)
class Reddit:
    """Reader of what Reddit's programming interface answers, and of dumps of it.

    Examples
    --------
    >>> line = b'{"id": "c1", "body": "Late &amp; dear.", "link_id": "t3_x", "parent_id": "t3_x", "author": "ann"}'
    >>> rows = next(Reddit().read(Source("RC.ndjson", data=line)))
    >>> rows.columns["text"].to_pylist(), rows.columns["thread_id"].to_pylist()
    (['Late & dear.'], ['x'])
    """

    name: ClassVar[str] = "reddit"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl", ".ndjson")
    names_last: ClassVar[bool] = True

    def sniff(self, head: bytes, name: str) -> float:
        """High for a listing, a thing, an answer, a comment or a submission."""
        return 0.95 if any(_is_ours(value) for value in glimpse(head)) else 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments: of dumps in batches, of what the interface answers in one."""
        return read_dump(source) if is_dump(source.head) else read_listing(source)


def _is_ours(value: Any) -> bool:
    """Whether a JSON value is one that Reddit answers, or a comment or submission alone, or a list of such."""
    for _ in range(2):
        # A page is a list, and several may stand in a list.
        value = value[0] if isinstance(value, list) and value else value
    one = thing(value)
    inside = thing(one.get("data"))
    if "kind" in one:
        is_list = one["kind"] == "Listing" and bool({"children", "after", "before", "modhash", "dist"} & set(inside))
        return is_list or (
            made_of("str", one["kind"]) in _KINDS
            and bool({"id", "name", "subreddit", "body", "children"} & set(inside))
        )
    answered = thing(thing(one.get("json")).get("data")).get("things")
    if isinstance(answered, list):
        return not answered or "kind" in thing(answered[0])
    return any(_is_flat(record) for record in (one, *things(one.get("data"))[:1]))


def _is_flat(record: Mapping[str, Any]) -> bool:
    """Whether an object is a comment or submission as dumps hold them, with a field that no other platform has."""
    marks = {"subreddit", "subreddit_id", "link_id", "author_flair_text", "distinguished", "is_self", "gilded"}
    return (is_comment(record) or is_submission(record)) and bool(marks & set(record))
