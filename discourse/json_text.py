r"""JSON of any depth, with an error that says where.

msgspec reads what it can; what is nested deeper than it goes, holds lone surrogates or numbers out of its range is read
by a walk with a stack of its own, so that replies nested 100,000 deep are read like others. May import: the standard
library, msgspec, errors.
"""

from __future__ import annotations

import re
from json import JSONDecodeError
from json import decoder as standard
from typing import Any

import msgspec

from discourse.errors import BrokenInput

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}
LONGEST_NUMBER = 4_000
"""Digits from which on a number stays the text that it is."""


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


def _walk(text: str, where: str = "JSON", first_line: int = 1, strict: bool = True) -> Any:
    """The value of a JSON text, read with a stack of the containers that are open."""
    open_: list[Any] = []
    keys: list[str] = []
    at = _blank(text, 0)
    while True:
        value, at, opened = _value(text, at, where, first_line, strict)
        if opened:
            closing = "}" if isinstance(value, dict) else "]"
            at = _blank(text, at)
            if text[at : at + 1] != closing:
                open_.append(value)
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
