"""Hostile inputs as pages, and as bodies, authors and dates of comments: what fails, and what the slowest takes.

    python -m benchmarks.hostile_pages --data DIR [--every N] [--json]

DIR holds the public collections (html5lib-tests, naughty strings, lists of cross-site scripting and of spreadsheet
formulas, the JSON test suite). Every input is read as a page, by each reader of pages and by the one that its content
chooses, and in a page of WordPress, raw, as the text, the author and the date of a comment.

- `inputs` readings were made.
- `refused` of them ended in one clear error of ours, as an empty or binary page does.
- `foreign_exceptions` ended in any other.
- `unaccounted` found another number of comments than they kept and dropped.
- `slowest_seconds` is the wall time of the slowest, `slowest` its beginning; `over_two_seconds` counts those above 2 s.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from discourse.errors import DiscourseError
from discourse.reading import read
from tests.hostile import COLLECTIONS, OURS, html_page

FORMATS = (None, "plain", "html")
DEEP = ("<div>", "<ul><li>", "<blockquote>", "<b>", "<span class=comment>", "<table><tr><td>", "[")


def pages(folder: Path, every: int) -> Iterator[tuple[str, str | None]]:
    """Pages and the readers asked for."""
    ours = [*OURS.values(), *(nested * 100_000 + "deep" for nested in DEEP)]
    collected = [text for texts in COLLECTIONS.values() for text in list(dict.fromkeys(texts(folder)))[::every]]
    for text in (*ours, *collected):
        yield from ((text, reader) for reader in FORMATS)
        one = " ".join(text.split())[:60]
        yield html_page([one], ["Yes."], ["1 May 2020"], escaped=False), "html"
        yield html_page(["Ada"], [text], ["1 May 2020"], escaped=False), "html"
        yield html_page(["Ada"], ["Yes."], [one], escaped=False), "html"


def run(folder: Path, every: int = 1) -> dict[str, Any]:
    """Read all, and count."""
    found: dict[str, Any] = dict.fromkeys(("inputs", "refused", "unaccounted", "over_two_seconds"), 0)
    foreign: list[str] = []
    slowest, name = 0.0, ""
    for text, reader in pages(folder, every):
        began = perf_counter()
        try:
            report = read(text.encode("utf-8", errors="surrogatepass"), format=reader).report
            found["unaccounted"] += report.found != report.kept + len(report.dropped)
        except DiscourseError:
            found["refused"] += 1
        except Exception as error:  # noqa: BLE001  (what is looked for)
            foreign.append(f"{type(error).__name__} on {text[:60]!r} as {reader}")
        seconds = perf_counter() - began
        found["inputs"] += 1
        found["over_two_seconds"] += seconds > 2
        if seconds > slowest:
            slowest, name = seconds, f"{text[:40]!r} as {reader}"
    return found | {
        "foreign_exceptions": len(foreign),
        "foreign": foreign[:20],
        "slowest_seconds": round(slowest, 2),
        "slowest": name,
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the collections")
    parser.add_argument("--every", type=int, default=1, help="read every N-th input of the collections only")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    found = run(given.data, given.every)
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for key, value in found.items():
        print(f"{key:<20} {value}")


if __name__ == "__main__":
    main()
