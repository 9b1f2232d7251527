r"""JSON of any depth, with an error that says where.

msgspec reads what it can; what is nested deeper than it goes, holds lone surrogates or numbers out of its range is read
by a walk with a stack of its own, so that replies nested 100,000 deep are read like others. `glimpse` shows what a file
begins with. May import: the standard library, msgspec, errors.
"""

from __future__ import annotations

import io
import json as standard_json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from json import JSONDecodeError
from json import decoder as standard
from typing import Any

import msgspec

from discourse.errors import BrokenInput

_BLANK = re.compile(r"[ \t\n\r]*")
_FILLED = re.compile(rb"\S")
_NUMBER = re.compile(r"(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}
_STRING = r'"(?:[^"\\\x00-\x1f]++|\\.)*+"'
_FLAT = rf'[\[{{](?:[^"\[\]{{}}]++|{_STRING})*+[\]}}]'
_SHALLOW = rf'[\[{{](?:[^"\[\]{{}}]++|{_STRING}|{_FLAT})*+[\]}}]'
_PLAIN = rf"(?:{_STRING}|-?[0-9.eE+-]{{1,400}}+|true|false|null|{_SHALLOW})"
_RUN = {
    dict: re.compile(rf"(?:\s*+{_STRING}\s*+:\s*+{_PLAIN}\s*+,)++"),
    list: re.compile(rf"(?:\s*+{_PLAIN}\s*+,)++"),
}
"""Members or items in a row in which containers stand at most two deep, with their commas."""
_CUT_NUMBER = re.compile(r":\s*[\w.+-]*\Z")
LONGEST_NUMBER = 4_000
"""Digits from which on a number stays the text that it is."""
GLIMPSED = 5
"""Values that are looked at where they stand one a line."""


def decode(content: bytes | str, *, where: str = "JSON", first_line: int = 1, strict: bool = True) -> Any:
    r"""The value of a JSON text.

    Parameters
    ----------
    content : bytes or str
        Bytes are UTF-8; a byte order mark is left out.
    where : str
        What errors call the source.
    first_line : int
        Number of the line that the text begins on, for errors.
    strict : bool
        Whether line feeds and other control characters in strings are refused, as JSON has it.

    Returns
    -------
    Any
        Whole numbers are exact at any size. Of a key that is stated twice the last value counts.

    Raises
    ------
    BrokenInput
        The text is no JSON; says in which line and column, and whether it was cut off.

    Examples
    --------
    >>> decode(b'{"id": 123456789012345678901}')
    {'id': 123456789012345678901}
    >>> decode('{"id": 1,\n "x"')
    Traceback (most recent call last):
    discourse.errors.BrokenInput: JSON, line 2, column 5: the JSON is cut off here. To fix: save or fetch it again.
    """
    data = content.encode("utf-8", errors="surrogatepass") if isinstance(content, str) else content
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, ValueError):
        text = content if isinstance(content, str) else content.decode("utf-8", errors="replace")
        return _walk(text.removeprefix("\ufeff"), where, first_line, strict)


@lru_cache(maxsize=4)
def glimpse(head: bytes) -> tuple[Any, ...]:
    r"""The values that a JSON text begins with, as far as its first bytes show them.

    Parameters
    ----------
    head : bytes
        The beginning of a JSON document, or of one with a value a line.

    Returns
    -------
    tuple
        The first value, or the first few when they stand one a line; what is open where the bytes end is taken as
        closed there, a text as an empty one. Empty when this is no JSON. Kept for whoever asks again: not to be
        changed.

    Examples
    --------
    >>> glimpse(b'{"kind": "Listing", "data": {"children": [{"id": "a1", "body": "No')
    ({'kind': 'Listing', 'data': {'children': [{'id': 'a1', 'body': ''}]}},)
    >>> glimpse(b'{"id": 1}\n{"id": 2}\n{"i')
    ({'id': 1}, {'id': 2}, {})
    >>> glimpse(b"Dear all,")
    ()
    """
    text = head.decode("utf-8", errors="ignore").removeprefix("\ufeff")
    if text.lstrip()[:1] not in ("{", "["):
        return ()
    values: list[Any] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        try:
            values.append(decode(line))
        except BrokenInput:
            is_last = number == len(lines) - 1
            if not values or is_last:
                # One document over several lines, or a line that the bytes do not hold whole.
                open_, keys = list[Any](), list[str]()
                seen = text if not values else line
                try:
                    values.append(_walk(seen, open_=open_, keys=keys))
                except BrokenInput:
                    values += _closed(open_, keys, cut_text=_CUT_NUMBER.search(seen, len(seen) - 99) is None)
            break
        if len(values) == GLIMPSED:
            break
    return tuple(values)


def documents(content: bytes, where: str) -> Iterator[tuple[int, Any | BrokenInput]]:
    r"""The values of a file that holds one JSON document, or one a line.

    Parameters
    ----------
    content : bytes
        UTF-8.
    where : str
        What errors call the source.

    Yields
    ------
    line : int
        Where the value begins, from 1.
    value : Any or BrokenInput
        The error in place of a line's value that cannot be read.

    Raises
    ------
    BrokenInput
        The file is one document, and it is broken.

    Examples
    --------
    >>> [(line, value) for line, value in documents(b'{"id": 1}\n\n{"id": 2}\n', "x")]
    [(1, {'id': 1}), (3, {'id': 2})]
    >>> [value for _, value in documents(b'[\n1,\n2]', "x")]
    [[1, 2]]
    """
    content = content.removeprefix(b"\xef\xbb\xbf")
    if not _is_lines(content):
        yield content.count(b"\n", 0, _start(content)) + 1, decode(content, where=where)
        return
    for number, line in enumerate(io.BytesIO(content), start=1):
        if line.isspace():
            continue
        try:
            yield number, decode(line, where=where, first_line=number)
        except BrokenInput as error:
            yield number, error


def nested(items: Iterator[Any] | list[Any], below: Callable[[Any], Any]) -> Iterator[tuple[Any, Any]]:
    """Items with the replies that stand in them, each after what it stands in, in the order of the page.

    Parameters
    ----------
    items : iterable
        The outermost ones.
    below : callable
        Gives the list of items that stand in one; what is no list is none.

    Yields
    ------
    item, parent
        The parent is None for the outermost.

    Examples
    --------
    >>> tree = [{"id": 1, "replies": [{"id": 2}]}, {"id": 3}]
    >>> [(item["id"], parent and parent["id"]) for item, parent in nested(tree, lambda item: item.get("replies"))]
    [(1, None), (2, 1), (3, None)]
    """
    waiting = [(item, None) for item in reversed(list(items))]
    while waiting:
        item, parent = waiting.pop()
        yield item, parent
        inside = below(item)
        if isinstance(inside, list):
            waiting += [(one, item) for one in reversed(inside)]


def _is_lines(content: bytes) -> bool:
    """Whether a value stands on each line: on the first, or on the second and the last where the first is broken."""
    start = _start(content)
    end = content.find(b"\n", start)
    second = _start(content, end) if end >= 0 else len(content)
    if content[start : start + 1] not in (b"{", b"[") or second == len(content):
        return False
    if _is_json(content[start:end]):
        return True
    after = content.find(b"\n", second)
    last = content[content.rstrip().rfind(b"\n") + 1 :] if after >= 0 else content[second:]
    others = (content[second : after if after >= 0 else None], last)
    return content[start:end].strip() not in (b"{", b"[") and all(
        line.lstrip()[:1] in (b"{", b"[") and _is_json(line) for line in others
    )


def _start(content: bytes, at: int = 0) -> int:
    """Where the first byte stands that is not white space."""
    match = _FILLED.search(content, at)
    return match.start() if match else len(content)


def _is_json(line: bytes) -> bool:
    """Whether a line is a whole JSON value."""
    try:
        decode(line)
    except BrokenInput:
        return False
    return True


def _closed(open_: list[Any], keys: list[str], cut_text: bool) -> list[Any]:
    """The outermost of the containers that were open where a text ended, as if all had been closed there."""
    if not open_:
        return []
    n_pending = sum(isinstance(container, dict) for container in open_[:-1])
    if cut_text and isinstance(open_[-1], dict):
        open_[-1] |= dict.fromkeys(keys[n_pending:], "")
    del keys[n_pending:]
    value = open_.pop()
    while open_:
        within = open_.pop()
        if isinstance(within, dict):
            within[keys.pop()] = value
        else:
            within.append(value)
        value = within
    return [value]


def _walk(
    text: str,
    where: str = "JSON",
    first_line: int = 1,
    strict: bool = True,
    open_: list[Any] | None = None,
    keys: list[str] | None = None,
) -> Any:
    """The value of a JSON text, read with a stack of the containers that are open and of the keys that wait."""
    open_ = [] if open_ is None else open_
    keys = [] if keys is None else keys
    at, slow_until = _blank(text, 0), 0
    while True:
        value, at, opened = _value(text, at, where, first_line, strict)
        if opened:
            closing = "}" if isinstance(value, dict) else "]"
            at = _blank(text, at)
            if text[at : at + 1] != closing:
                open_.append(value)
                if at >= slow_until:
                    at, slow_until = _plain_run(text, at, value)
                if closing == "}":
                    key, at = _key(text, at, where, first_line, strict)
                    keys.append(key)
                continue
            at += 1
        # A value is complete: hand it to what is open, and close what ends here.
        while open_:
            within = open_[-1]
            is_object = isinstance(within, dict)
            if is_object:
                within[keys.pop()] = value
            else:
                within.append(value)
            at = _blank(text, at)
            sign = text[at : at + 1]
            if sign == ",":
                at = _blank(text, at + 1)
                if at >= slow_until:
                    at, slow_until = _plain_run(text, at, within)
                if is_object:
                    key, at = _key(text, at, where, first_line, strict)
                    keys.append(key)
                break
            if sign != ("}" if is_object else "]"):
                raise _broken(text, at, where, first_line)
            value, at = open_.pop(), at + 1
        else:
            if _blank(text, at) < len(text):
                raise _broken(text, _blank(text, at), where, first_line)
            return value


def _plain_run(text: str, at: int, within: Any) -> tuple[int, int]:
    """Take in at once what stands here and needs no stack; the place to go on, and the one from which to try again.

    Most of a reply that stands deep is such; the standard decoder reads it many times faster than the walk. What it
    refuses is left to the walk, which knows better or says where it is broken.
    """
    kind = dict if isinstance(within, dict) else list
    match = _RUN[kind].match(text, at)
    if match is None:
        return at, at
    said = match.group()[:-1]
    try:
        if kind is dict:
            within.update(standard_json.loads(f"{{{said}}}"))
        else:
            within.extend(standard_json.loads(f"[{said}]"))
    except ValueError:
        return at, match.end()
    return _blank(text, match.end()), 0


def _value(text: str, at: int, where: str, first_line: int, strict: bool) -> tuple[Any, int, bool]:
    """The value that begins here, the place after it, and whether it is a container just opened."""
    sign = text[at : at + 1]
    if sign == "{":
        return {}, at + 1, True
    if sign == "[":
        return [], at + 1, True
    if sign == '"':
        string, end = _string(text, at, where, first_line, strict)
        return string, end, False
    if match := _NUMBER.match(text, at):
        return _number(match), match.end(), False
    for word, value in _WORDS.items():
        if text.startswith(word, at):
            return value, at + len(word), False
    raise _broken(text, at, where, first_line)


def _key(text: str, at: int, where: str, first_line: int, strict: bool) -> tuple[str, int]:
    """The key that begins here, and the place of its value."""
    if text[at : at + 1] != '"':
        raise _broken(text, at, where, first_line)
    key, at = _string(text, at, where, first_line, strict)
    at = _blank(text, at)
    if text[at : at + 1] != ":":
        raise _broken(text, at, where, first_line)
    return key, _blank(text, at + 1)


def _string(text: str, at: int, where: str, first_line: int, strict: bool) -> tuple[str, int]:
    """The string that begins here, and the place after it."""
    try:
        string, end = standard.scanstring(text, at + 1, strict)  # type: ignore[attr-defined]
    except JSONDecodeError as error:
        place = len(text) if error.msg.startswith("Unterminated") else error.pos
        raise _broken(text, place, where, first_line) from error
    return str(string), int(end)


def _number(match: re.Match[str]) -> int | float | str:
    """A number; one of more digits than any machine counts in stays text."""
    whole, fraction, power = match.groups()
    if fraction or power:
        return float(match.group())
    return int(whole) if len(whole) < LONGEST_NUMBER else whole


def _blank(text: str, at: int) -> int:
    """The place after white space."""
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _broken(text: str, at: int, where: str, first_line: int) -> BrokenInput:
    """What is wrong at a place."""
    line = first_line + text.count("\n", 0, at)
    column = at - text.rfind("\n", 0, at)
    place = f"{where}, line {line}, column {column}"
    if at >= len(text):
        return BrokenInput("the JSON is cut off here", where=place, fix="save or fetch it again")
    return BrokenInput("this is no JSON", where=place, given=text[at : at + 20], fix="check the file, or pass --format")
