"""Inputs with something broken in them: cut off, with values of other kinds, without keys, nested, doubled.

Every change is drawn from a seed, so that a failure can be repeated.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, 10**40, 1.5, 1e308, "", "x", " ", "0", "[deleted]", [], {}, [[]], [None], {"x": 1},
    "\u0000", "\ud800", "=1+1", "<b", "9" * 5_000, "2017-13-45", "1e999", [1, "a", {}], {"id": {"id": {}}},
)  # fmt: skip
BYTES = (b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"}", b"]", b"\n", b"<", b"&#0;", b"\xed\xa0\x80", b",,,,")


def cut(content: bytes, n: int, rng: random.Random) -> Iterator[bytes]:
    """The beginning of the content, of several lengths."""
    yield from (content[: rng.randrange(len(content) + 1)] for _ in range(n))


def scrambled(content: bytes, n: int, rng: random.Random) -> Iterator[bytes]:
    """The content with bytes put in, taken out or doubled."""
    for _ in range(n):
        made = bytearray(content)
        for _ in range(rng.choice((1, 1, 3))):
            at = rng.randrange(len(made) + 1)
            kind = rng.randrange(3)
            if kind == 0:
                made[at:at] = rng.choice(BYTES)
            elif kind == 1:
                del made[at : at + rng.randrange(1, 40)]
            else:
                made[at:at] = made[at : at + rng.randrange(1, 200)]
        yield bytes(made)


def with_odd_values(content: bytes, n: int, rng: random.Random) -> Iterator[bytes]:
    """JSON with values replaced, keys taken out or items doubled; nothing when the content is no JSON."""
    is_lines = b"\n{" in content.strip()
    try:
        values = [json.loads(line) for line in content.splitlines()] if is_lines else [json.loads(content)]
    except ValueError:
        return
    for _ in range(n):
        made = json.loads(json.dumps(values))
        for _ in range(rng.choice((1, 1, 2, 5))):
            _change(made, rng)
        yield "\n".join(json.dumps(value) for value in made).encode()


def _change(values: list[Any], rng: random.Random) -> None:
    """Change one place somewhere in it."""
    places: list[tuple[Any, Any]] = []
    waiting: list[Any] = [values]
    while waiting:
        container = waiting.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            places.append((container, key))
            if isinstance(container[key], dict | list):
                waiting.append(container[key])
    if not places:
        return
    container, key = rng.choice(places)
    kind = rng.randrange(4)
    if kind == 0:
        del container[key]
    elif kind == 1 and isinstance(container, list):
        container.append(deepcopy(container[key]))
    elif kind == 2 and len(places) > 1:
        # A value of another place, so that ids meet ids: cycles, doubles, parents elsewhere.
        other, name = rng.choice(places)
        container[key] = deepcopy(other[name])
    else:
        container[key] = deepcopy(rng.choice(ODD))


def mutations(content: bytes, n: int, seed: int) -> Iterator[bytes]:
    """About `n` broken forms of the content."""
    rng = random.Random(seed)
    yield from cut(content, n // 4, rng)
    yield from scrambled(content, n // 4, rng)
    yield from with_odd_values(content, n // 2, rng)
