"""Hostile exports, tables and documents through every reader and every writer: what fails, what the slowest takes.

    python -m benchmarks.hostile_records --data DIR [--mutations N] [--json]

DIR holds the public collections (the JSON test suite, XML bombs, lists of spreadsheet formulas). Each of their files,
and inputs of our own (replies nested 100,000 deep, bombs, rings), is read by every reader by name and by the one that
its content chooses. One small conversation in every format (tests/forms.py) is broken in N ways each: cut off,
scrambled, with values of other kinds. What could be read is written by every writer.

- `readings` and `writings` were made; `refused` readings ended in one clear error of ours.
- `foreign_exceptions` ended in any other; `foreign` has the first of them.
- `unaccounted` readings found another number of comments than they kept and dropped.
- `slowest_seconds` is the wall time of the slowest reading or writing, `slowest` says which; `over_two_seconds` counts.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from discourse.corpus import Corpus
from discourse.errors import DiscourseError
from discourse.reading import read_corpus
from discourse.registry import load, names
from discourse.rows import total
from discourse.writing import write
from tests.forms import FORMS
from tests.mutations import mutations

FOLDERS = ("JSONTestSuite/test_parsing", "JSONTestSuite/test_transform", "defusedxml-bombs/xmltestdata")
PAYLOADS = "csv-injection/Intruder"
DEPTH = 100_000
NESTED = (
    ('{"id": #, "type": "comment", "author": "a", "text": "t", "created_at_i": 9, "children": [', "]}"),
    ('{"comment": {"id": "c#", "pid": "", "text": "t", "user": {"name": "a"}, "locator": {}}, "replies": [', "]}"),
    ('{"kind": "Listing", "data": {"children": [{"kind": "t1", "data": {"id": "c#", "body": "b", "replies": ', "}}]}}"),
    ('{"post": {"uri": "at://did:plc:a/app.bsky.feed.post/#", "record": {"text": "t"}}, "replies": [', "]}"),
    ('{"id": #, "text": "t", "author": "a", "mode": 1, "created": 1.5, "replies": [', "]}"),
    ('{"type": "Note", "id": "https://a.example/#", "content": "t", "replies": [', "]}"),
    ("[", "]"),
    ('{"a":', "}"),
)
"""How replies stand in replies, by platform: what opens one, with # for its number, and what closes it."""


def collected(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of every input of the collections."""
    for below in FOLDERS:
        for path in sorted((folder / below).iterdir()):
            if path.is_file():
                yield f"{below}/{path.name}", path.read_bytes()
    for path in sorted((folder / PAYLOADS).iterdir()):
        payloads = path.read_text(encoding="utf-8", errors="replace").splitlines()
        yield path.name, path.read_bytes()
        quoted = [
            "id,author,text",
            *(f'{n},"Ada","{line.replace(chr(34), chr(34) * 2)}"' for n, line in enumerate(payloads)),
        ]
        yield f"{path.name} as CSV", "\r\n".join(quoted).encode()
        records = [{"id": str(n), "author": line, "text": line} for n, line in enumerate(payloads)]
        yield f"{path.name} as records", "\n".join(map(json.dumps, records)).encode()


def ours() -> Iterator[tuple[str, bytes]]:
    """Name and content of inputs made to be deep, large or circular."""
    for opening, closing in NESTED:
        deep = "".join(opening.replace("#", str(n)) for n in range(DEPTH))
        yield f"{DEPTH:,} times {opening[:30]}", (deep + "null" + closing * DEPTH).encode()
        yield f"{DEPTH:,} times {opening[:30]} and no end", deep.encode()
    yield "deep XML", b"<disqus>" + b"<post>" * DEPTH
    yield "deep WXR", b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>' + b"<wp:comment>" * DEPTH
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for root in ("disqus", "rss", "posts"):
        yield (
            f"laughs in {root}",
            f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "ha">{laughs}]><{root}>&l9;</{root}>'.encode(),
        )
    yield "a long number", b'{"id": ' + b"9" * 1_000_000 + b', "text": "x"}\n' * 2
    yield (
        "a line of five megabytes",
        b'{"id": "1", "text": "' + b"word " * 1_000_000 + b'"}\n{"id": "2", "text": "x"}\n',
    )
    ring = [{"id": str(n), "parent_id": str((n + 1) % 20_000), "text": "x"} for n in range(20_000)]
    yield "a ring of replies", "\n".join(map(json.dumps, ring)).encode()
    yield "one id 20,000 times", "\n".join(json.dumps({"id": "1", "text": str(n)}) for n in range(20_000)).encode()
    yield "a table of 5,000 columns", (",".join(f"c{n}" for n in range(5_000)) + "\n").encode() * 20
    yield "a table of quotation marks", b"id,text\n" + b'"' * 500_001
    yield "zeros", bytes(1_000_000)


class Count:
    """What was tried, and what came of it."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = dict.fromkeys(
            ("readings", "refused", "writings", "unaccounted", "over_two_seconds"), 0
        )
        self.foreign: list[str] = []
        self.slowest, self.name = 0.0, ""

    def tried(self, what: str, name: str, act: Callable[[], Any]) -> Any:
        """What an act gives; None when it fails, which is counted."""
        self.found[what] += 1
        began = perf_counter()
        try:
            given = act()
        except DiscourseError:
            self.found["refused"] += what == "readings"
            given = None
        except Exception as error:  # noqa: BLE001  (what is looked for)
            self.foreign.append(f"{type(error).__name__}: {str(error)[:80]} on {name}")
            given = None
        seconds = perf_counter() - began
        self.found["over_two_seconds"] += seconds > 2
        if seconds > self.slowest:
            self.slowest, self.name = seconds, name
        return given


def run(inputs: Iterator[tuple[str, bytes]], *, all_readers: bool = True, all_writers: bool = True) -> dict[str, Any]:
    """Read and write all inputs, and count."""
    count = Count()
    readers = [None, *names("readers")] if all_readers else [None]
    with tempfile.TemporaryDirectory() as folder:
        for name, content in inputs:
            written: set[tuple[int, ...]] = set()
            for reader in readers:
                corpus = count.tried("readings", f"{name} as {reader}", lambda: read_corpus(content, format=reader))  # noqa: B023
                if corpus is None:
                    continue
                account = total({id(one): one for one in corpus.reports}.values())
                count.found["unaccounted"] += account.kept != corpus.n_comments
                if (
                    not corpus.n_comments
                    or corpus.table.num_rows > 500_000
                    or (corpus.n_comments, len(corpus)) in written
                ):
                    continue
                written.add((corpus.n_comments, len(corpus)))
                for writer in names("writers") if all_writers else ("jsonl",):
                    count.tried("writings", f"{name} to {writer}", lambda: _write(corpus, writer, folder))  # noqa: B023
    return count.found | {
        "foreign_exceptions": len(count.foreign),
        "foreign": count.foreign[:20],
        "slowest_seconds": round(count.slowest, 2),
        "slowest": count.name,
    }


def _write(corpus: Corpus, writer: str, folder: str) -> None:
    """Write to memory, or to a folder where the form is one."""
    write(corpus, io.BytesIO() if load("writers", writer).suffix else Path(folder, writer), to=writer)


def broken(n: int) -> Iterator[tuple[str, bytes]]:
    """Every form, broken in about so many ways."""
    for number, (form, content) in enumerate(FORMS.items()):
        for place, made in enumerate(mutations(content, n, seed=number)):
            yield f"{form}, broken {place}", made


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the collections")
    parser.add_argument("--mutations", type=int, default=200, help="ways to break each form")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    found = {
        "collected": run(collected(given.data)),
        "ours": run(ours()),
        "broken": run(broken(given.mutations), all_readers=False, all_writers=False),
    }
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for part, counts in found.items():
        for key, value in counts.items():
            print(f"{part:<10} {key:<20} {value}")


if __name__ == "__main__":
    main()
