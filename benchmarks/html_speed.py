"""Pages a second from HTML to comments with their tree, beside trafilatura and beside the bare parser.

    python -m benchmarks.html_speed [--pages 20] [--rounds 7] [--seed 0] [--without-trafilatura] [--json]

The pages are generated (`benchmarks.html_pages`), so that it is known what is on them: an article, 35 to 60 nested
comments, and the furniture of real pages. In every round each of these goes through all pages, one after the other:

- the HTML reader, from bytes to rows: authors, parents, texts, times, the article by the reader's own extraction;
- `discourse.read` as it is, from bytes to a thread, the article by trafilatura where that is installed;
- the parser alone, which is what any reader on top of it needs at least;
- `trafilatura.bare_extraction` with comments, which gives one text without authors, times and parents.

Seconds are processor time, the medians of the rounds. The run stops when an author, a parent or a text is not the one
that was written. Two more rows are pages in microdata and in a markup that no table knows; and pages that nest 10,000
and 100,000 levels deep are read, whose comments are counted in the bytes and in the tree.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import sys
from collections.abc import Callable, Sequence
from statistics import median
from time import process_time
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from benchmarks.html_pages import Page, deep, in_microdata, in_no_known_way, in_wordpress, page
from discourse.readers.base import Source
from discourse.readers.html import Html
from discourse.reading import read
from discourse.rows import Rows

LEVELS = (10_000, 100_000)
Work = Callable[[bytes], object]
Found = list[tuple[str | None, int, str | None]]

READER = Html(article="plain")


def rows_of(data: bytes) -> Rows:
    """What the reader gives for a page."""
    (rows,) = READER.read(Source("p.html", data=data))
    return rows


def in_rows(data: bytes) -> Found:
    """Author, place of the parent and text of all comments, as the reader gives them."""
    columns = rows_of(data).columns
    places = {one: place for place, one in enumerate(columns["id"])}
    parents = [-1 if up is None else places[up] for up in columns["parent_id"]]
    return list(zip(columns["author"], parents, columns["text"], strict=True))


def in_thread(data: bytes) -> Found:
    """The same of the whole way to a thread."""
    thread = read(data)
    return list(zip(thread.strings("author"), thread.parents.tolist(), thread.texts, strict=True))


def check(pages: Sequence[Page], ways: Sequence[Callable[[bytes], Found]] = (in_rows, in_thread)) -> None:
    """Stop the run when what is read is not what was written."""
    for number, one in enumerate(pages):
        written = [(comment.author, comment.parent, comment.text) for comment in one.comments]
        for way in ways:
            found = way(one.data)
            if found == written:
                continue
            at = next((k for k, pair in enumerate(zip(found, written, strict=False)) if pair[0] != pair[1]), None)
            if at is None:
                sys.exit(f"page {number}, {way.__name__}: {len(found)} comments, {len(written)} were written")
            sys.exit(f"page {number}, comment {at}, {way.__name__}: {found[at]!r}, {written[at]!r} was written")


def peer() -> tuple[Work | None, str]:
    """Trafilatura's extraction, and its version; or why there is none."""
    try:
        import trafilatura
    except ImportError:
        return None, "trafilatura is not installed: pip install trafilatura"
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return lambda data: trafilatura.bare_extraction(data, include_comments=True), trafilatura.__version__


def rates(work: dict[str, tuple[Work, Sequence[Page]]], rounds: int) -> dict[str, float]:
    """Pages a second of everything, taking turns."""
    for one, pages in work.values():
        one(pages[0].data)
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, (one, pages) in work.items():
            gc.collect()
            began = process_time()
            for each in pages:
                one(each.data)
            seconds[name].append((process_time() - began) / len(pages))
    return {name: 1 / median(taken) for name, taken in seconds.items()}


def levels(number: int, rounds: int) -> tuple[float, bool]:
    """Seconds for a page so deep, and whether all that is in its bytes is in the tree."""
    data = deep(number)
    taken = []
    for _ in range(rounds):
        gc.collect()
        began = process_time()
        rows = rows_of(data)
        taken.append(process_time() - began)
    columns = rows.columns
    chained = columns["parent_id"] == [None, *columns["id"][:-1]]
    return median(taken), chained and len(columns["id"]) == data.count(b'<li id="comment-') == number


def run(
    n_pages: int, rounds: int, seed: int = 0, *, beside: bool = True, deepest: Sequence[int] = LEVELS
) -> dict[str, Any]:
    """All numbers of the benchmark."""
    made = {
        draw: [page(seed + k, draw) for k in range(n_pages)] for draw in (in_wordpress, in_microdata, in_no_known_way)
    }
    for pages in made.values():
        check(pages)
    pages = made[in_wordpress]
    theirs, version = peer() if beside else (None, "not asked for")
    work: dict[str, tuple[Work, Sequence[Page]]] = {
        "pages_per_second": (rows_of, pages),
        "bare_parse_pages_per_second": (LexborHTMLParser, pages),
        "read_pages_per_second": (read, pages),
        "microdata_pages_per_second": (rows_of, made[in_microdata]),
        "unknown_markup_pages_per_second": (rows_of, made[in_no_known_way]),
    }
    if theirs:
        work["trafilatura_pages_per_second"] = (theirs, pages)
    rate = rates(work, rounds)
    found: dict[str, Any] = {
        "pages": n_pages,
        "rounds": rounds,
        "kilobytes_a_page": round(sum(len(one.data) for one in pages) / n_pages / 1000),
        "comments_a_page": round(sum(len(one.comments) for one in pages) / n_pages, 1),
        "found_equals_written": True,
        **{name: round(value, 1) for name, value in rate.items()},
        "share_of_bare_parse": round(rate["pages_per_second"] / rate["bare_parse_pages_per_second"], 3),
    }
    if theirs:
        found["ratio"] = round(rate["pages_per_second"] / rate["trafilatura_pages_per_second"], 1)
        found["trafilatura_version"] = version
    else:
        found |= {"trafilatura_pages_per_second": None, "ratio": None, "why_no_trafilatura": version}
    for number in deepest:
        seconds, whole = levels(number, 3 if number <= LEVELS[0] else 1)
        found[f"levels_{number}_seconds"] = round(seconds, 3)
        found[f"levels_{number}_found_equals_written"] = whole
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.html_speed", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=20, help="pages of each kind (default: 20)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds (default: 7)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without-trafilatura", action="store_true", help="measure ours alone")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    found = run(options.pages, options.rounds, options.seed, beside=not options.without_trafilatura)
    if options.json:
        print(json.dumps(found))
        return
    width = max(map(len, found))
    print("\n".join(f"{name:<{width}}  {value!s:>12}" for name, value in found.items()))


if __name__ == "__main__":
    main()
