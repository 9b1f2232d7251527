r"""The records of WARC and ARC files, one after the other, with what is wrong with each.

A record is a head of named fields and a block of stated length. Where the length is wrong or bytes are damaged, the
next head is looked for, so that one record is lost and no other. FastWARC is not used for this: it takes what follows a
wrong length for part of the record, ends at damage, and gives a record that is cut off as an empty one, without a word.
Formats: https://iipc.github.io/warc-specifications/ and
https://github.com/internetarchive/heritrix3/wiki/ARC-File-Format. May import: the standard library, containers.runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from discourse.containers.runs import PIECE, Run

LARGEST = 32 * 2**20
"""Bytes that a record may have to be taken for a page; larger ones are passed over."""
LONGEST_HEAD = 2**16
_BLANK = re.compile(rb"[\r\n]*")
_BETWEEN = b"\r\n\r\n"
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_WARC = re.compile(rb"WARC/[0-9.]{1,8}[ \t]*\r?\n")
_NEXT_WARC = re.compile(rb"\n(?=WARC/[0-9.]{1,8}[ \t]*\r?\n[A-Za-z-]{1,40}:)")
_ARC = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]{1,20}:[^\n]{0,4000}) \S{1,60} (\d{12,14}) (\S{1,200}) (\d{1,15})\r?\n")
_NEXT_ARC = re.compile(rb"\n(?=[A-Za-z][A-Za-z0-9+.-]{1,20}:[^\n]{0,4000} \S{1,60} \d{12,14} \S{1,200} \d{1,15}\r?\n)")
_LENGTH = re.compile(r"\d{1,15}")


class Record(NamedTuple):
    """One record, or what stands in the place of one.

    Parameters
    ----------
    kind : str
        "response", "request", ...; "" for bytes that are none.
    place : str
        Where it begins, in words.
    fields : mapping of str to str
        By name in lower case.
    block : bytes or None
        None where it is larger than any page.
    damage : str or None
        What is wrong with it.
    """

    kind: str
    place: str
    fields: Mapping[str, str]
    block: bytes | None = b""
    damage: str | None = None


class _Head(NamedTuple):
    """What stands above a block, and how the next record's head is found."""

    size: int
    kind: str
    fields: Mapping[str, str]
    following: re.Pattern[bytes]


def records(runs: Iterable[Run]) -> Iterator[Record]:
    r"""The records of a file.

    Parameters
    ----------
    runs : iterable of Run

    Yields
    ------
    Record
        One at a time; nothing is held of those before.

    Examples
    --------
    >>> head = b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: urn:a\r\nContent-Length: 2\r\n\r\n"
    >>> file = head + b"on\r\n\r\n" + b"what is this?\r\n\r\n" + head + b"of\r\n\r\n"
    >>> for record in records([Run(iter([file]))]):
    ...     print([record.place, record.kind, record.block, record.damage])
    ['byte 0', 'resource', b'on', None]
    ['byte 82', '', b'', '17 bytes that belong to no record']
    ['byte 99', 'resource', b'of', None]
    """
    following = _NEXT_WARC
    was_lost = False
    for run in runs:
        while _skip_blank(run):
            place = run.place
            head = _head(run)
            if head is None:
                n_lost = _pass_over(run, following)
                yield Record("", place, {}, damage=f"{n_lost:,} bytes that belong to no record")
                continue
            following = head.following
            run.drop(head.size)
            yield _record(run, place, head)
            was_lost = False
        # Of one stretch of damage one is enough to hear.
        if run.damage and not was_lost:
            yield Record("", run.place, {}, damage=run.damage)
        was_lost = was_lost or run.damage is not None


def _skip_blank(run: Run) -> bool:
    """Whether there is more than line ends, which are skipped."""
    while run.fill(1):
        run.drop(len(_BLANK.match(run.held)[0]))  # type: ignore[index]
        if run.held:
            return True
    return False


def _head(run: Run) -> _Head | None:
    """The head that the run goes on with, or None."""
    run.fill(LONGEST_HEAD)
    if version := _WARC.match(run.held):
        end = _HEAD_END.search(run.held, version.end() - 2, LONGEST_HEAD)
        if end is None:
            return None
        fields = read_fields(bytes(run.held[version.end() : end.start()]))
        return _Head(end.end(), fields.get("warc-type", "").lower(), fields, _NEXT_WARC)
    if line := _ARC.match(run.held):
        address, date, type_, length = (part.decode("utf-8", errors="replace") for part in line.groups())
        kind = "warcinfo" if address.startswith("filedesc:") else "response"
        fields = {"warc-target-uri": address, "warc-date": date, "content-type": type_, "content-length": length}
        return _Head(line.end(), kind, fields, _NEXT_ARC)
    return None


def read_fields(head: bytes) -> dict[str, str]:
    r"""Named fields, a line each; of a name that stands twice, the first.

    Examples
    --------
    >>> read_fields(b"Content-Type: text/html;\r\n charset=utf-8\r\nno field\r\ncontent-type: x")
    {'content-type': 'text/html; charset=utf-8'}
    """
    fields: dict[str, str] = {}
    latest = ""
    for line in head.decode("utf-8", errors="replace").replace("\r\n", "\n").split("\n"):
        if line[:1] in (" ", "\t") and latest:
            fields[latest] = f"{fields[latest]} {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        latest = name.strip().lower() if colon and name.strip().lower() not in fields else ""
        if latest:
            fields[latest] = value.strip()
    return fields


def _record(run: Run, place: str, head: _Head) -> Record:
    """The record whose block the run goes on with."""
    stated = head.fields.get("content-length", "")
    length = int(stated) if _LENGTH.fullmatch(stated) else None
    if length is not None and length > LARGEST:
        n = _pass_over(run, head.following, length)
        damage = None if n == length else f"its stated length is {length:,} bytes, and it has {n:,}"
        return Record(head.kind, place, head.fields, None, damage)
    if length is not None and _ends(run, length, head.following):
        block, damage = run.take(length), None
    else:
        size, is_cut = _size(run, length, head.following)
        block = run.take(size).removesuffix(b"\n").removesuffix(b"\r")
        damage = f"cut off after {size:,} bytes" if is_cut else f"it has {size:,} bytes"
        damage = f"its stated length is {stated or 'missing'}, and {damage}"
    if run.damage and not run.held:
        damage, run.damage = run.damage, None
    return Record(head.kind, place, head.fields, block, damage)


def _ends(run: Run, length: int, following: re.Pattern[bytes]) -> bool:
    """Whether a block of this length is followed by another record or the end."""
    if run.fill(length + LONGEST_HEAD) < length:
        return False
    blank = _BLANK.match(run.held, length)
    after = blank.end() if blank else length
    mark = _WARC if following is _NEXT_WARC else _ARC
    if after == len(run.held) or mark.match(run.held, after) is not None:
        return True
    return following is _NEXT_WARC and run.held.startswith(_BETWEEN, length)


def _size(run: Run, length: int | None, following: re.Pattern[bytes]) -> tuple[int, bool]:
    """The size of a block whose stated length is wrong, and whether the bytes end in it."""
    seen = 0
    while True:
        if found := following.search(run.held, seen):
            return found.end(), False
        seen = max(len(run.held) - LONGEST_HEAD, 0)
        if len(run.held) > LARGEST:
            return min(length or LARGEST, LARGEST), False
        n_held = len(run.held)
        if run.fill(n_held + PIECE) == n_held:
            return n_held, length is None or n_held < length


def _pass_over(run: Run, following: re.Pattern[bytes], length: int | None = None) -> int:
    """Drop so many bytes, or all up to the next head or the end if that comes earlier; how many those were."""
    n_dropped = 0
    while length is None or n_dropped < length:
        n_left = PIECE if length is None else min(PIECE, length - n_dropped)
        is_last = run.fill(n_left + LONGEST_HEAD) < n_left + LONGEST_HEAD
        found = following.search(run.held, 0, n_left + LONGEST_HEAD)
        if found and (length is None or n_dropped + found.end() < length):
            run.drop(found.end())
            return n_dropped + found.end()
        n_now = min(n_left, len(run.held)) if length is not None or not is_last else len(run.held)
        run.drop(n_now)
        n_dropped += n_now
        if is_last and not run.held:
            break
    return n_dropped
