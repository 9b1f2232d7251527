"""What Reddit's programming interface answers: pages of comments, listings, more comments, lists of flat comments.

A page is a list of two listings, of the submission and of its comments, in each of which stand its `replies`. Where a
page leaves comments out it has a stub of kind `more`, with their number and ids; one without a number says that the
thread goes on there. `/api/morechildren` answers with a flat list of comments. All of these may stand in one file, in a
list or one a line; then answers go to the stubs they answer, and each comment is read where it comes first. Stubs that
stay open are handed on with the comments. May import: the standard library, errors, gathering, json_text, rows,
readers.base, and records of this package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing
from discourse.readers.base import Source, values_of
from discourse.readers.reddit.records import (
    COMMENT,
    Record,
    add_comment,
    add_submission,
    below_of,
    home_of,
    is_comment,
    is_submission,
    parent_of,
    plain_id,
)
from discourse.rows import Rows, Stub, still_open


def read_listing(source: Source) -> Iterator[Rows]:
    """Yield all comments in one batch; submissions are the articles of their threads.

    Raises
    ------
    BrokenInput
        The JSON is broken, or nothing in it is of Reddit.
    """
    found = Gather(source.name, strict=source.strict, ordered=True)
    seen = _Seen()
    for line, value in values_of(source, found.drop):
        _take(value, f"line {line}", found, seen)
    if not seen.is_ours:
        raise BrokenInput(
            "this holds no listing, no comment and no submission of Reddit",
            where=source.name,
            fix="check the file, or pass another --format",
        )
    ids, above = seen.parents.keys(), set(seen.parents.values())
    stated = [number for thread, number in seen.stated.items() if thread in seen.threads]
    found.stated_count = sum(stated) if stated else None
    yield replace(found.rows(source.damage), stubs=still_open(seen.stubs, ids, above))


@dataclass
class _Seen:
    """What was met: the parent of every comment, stubs, threads, and the numbers of comments that submissions state."""

    parents: dict[str, str | None] = field(default_factory=dict)
    stubs: list[Stub] = field(default_factory=list)
    threads: set[str | None] = field(default_factory=set)
    stated: dict[str, int] = field(default_factory=dict)
    is_ours: bool = False


def _take(value: Any, place: str, found: Gather, seen: _Seen) -> None:
    """All that stands in a value, in the order of the page, with a stack of its own."""
    waiting: list[tuple[Any, str | None]] = [(value, None)]
    while waiting:
        one, above = waiting.pop()
        if isinstance(one, list):
            waiting += [(inner, above) for inner in reversed(one)]
            continue
        one = thing(one)
        inside = thing(one.get("data"))
        if one.get("kind") == "more":
            _add_stub(inside, above, seen)
        elif one.get("kind") == "Listing":
            seen.is_ours = True
            waiting.append((inside.get("children") or [], above))
        elif one.get("kind") in ("t1", "t3"):
            _add(inside, above, place, found, seen)
            waiting.append((inside.get("replies") or [], plain_id(inside.get("id"))))
        elif isinstance(inner := thing(thing(one.get("json")).get("data")).get("things"), list):
            seen.is_ours = True
            waiting.append((inner, above))
        elif is_comment(one) or is_submission(one):
            _add(one, above, place, found, seen)
            within = plain_id(one.get("id")) if is_comment(one) else None
            waiting += [(below, within) for below in reversed(below_of(one))]
        elif isinstance(one.get("data"), list):
            waiting.append((one["data"], above))
        else:
            found.drop(place, "no listing, no comment and no submission", broken=one.get("kind") is None)


def _add(record: Record, above: str | None, place: str, found: Gather, seen: _Seen) -> None:
    """A comment, unless it was met before, or a submission."""
    if not is_comment(record):
        if not is_submission(record):
            found.drop(place, "no comment and no submission")
            return
        seen.is_ours = True
        thread = add_submission(found, record)
        number = record.get("num_comments")
        if isinstance(number, int):
            seen.stated[thread] = number
        return
    seen.is_ours = True
    key = plain_id(record.get("id"))
    if isinstance(key, str):
        if key in seen.parents:
            found.drop(key, "stands in an earlier answer too", broken=False)
            return
        seen.parents[key] = made_of("str", parent_of(record.get("parent_id", above), home_of(record)))
    add_comment(found, record, above=above)
    _add_title(record, found, seen)


def _add_title(record: Record, found: Gather, seen: _Seen) -> None:
    """What a comment of a listing by time or by author says of its submission, until that comes itself."""
    thread = made_of("str", home_of(record))
    seen.threads.add(thread)
    title = record.get("link_title")
    if thread is not None and isinstance(title, str) and thread not in found.articles:
        add_submission(found, {**_about(record), "id": thread, "title": title})


def _about(record: Record) -> Record:
    """The submission of a comment as far as the comment names it."""
    names = {"author": "link_author", "url": "link_url", "permalink": "link_permalink", "subreddit": "subreddit"}
    return {name: record.get(stated) for name, stated in names.items()}


def _add_stub(stub: Record, above: str | None, seen: _Seen) -> None:
    """A stub for comments that were left out."""
    seen.is_ours = True
    number, ids = stub.get("count"), stub.get("children")
    listed = [plain_id(one) for one in ids] if isinstance(ids, list) else []
    parent = stub.get("parent_id")
    below = plain_id(parent) if isinstance(parent, str) and parent.startswith(COMMENT) else above
    seen.stubs.append(
        Stub(
            n=number if isinstance(number, int) and number > 0 else 0,
            ids=tuple(one for one in listed if isinstance(one, str)),
            below=below,
        )
    )
