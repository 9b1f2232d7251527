"""Seconds that one comment of a megabyte takes in every annotator, for texts made to be slow.

    python -m benchmarks.hostile [--json]

Processor time of one comment alone, beside ordinary prose of the same size: a ratio far above that of the others would
say that something is worse than linear.
"""

from __future__ import annotations

import argparse
import json
from time import process_time

from discourse.assemble import assemble
from discourse.codebook import parse_codebook
from discourse.pipeline import DEFAULT_ANNOTATORS, annotate
from discourse.rows import Rows

BOOK = parse_codebook("""
[topics.toll]
terms = ["toll*", "US"]
[targets.council]
aliases = ["council", "US"]
""")
SIZE = 1_000_000
UNITS = {
    "prose": "The council said on Monday that the toll would rise. Nobody in the town was asked about it. ",
    "one word": "US ",
    "one letter": "a",
    "stops": ".",
    "marks": "!?",
    "emoji": "😂",
    "quotes": "“US ",
    "no stop": "the council is a very very corrupt and ",
    "line ends": "a\n",
    "commas": "US, ",
}


def seconds(annotator: str, text: str) -> float:
    """Processor time of one annotator on a thread of one comment and a short reply."""
    columns = {"id": ["a", "b"], "parent_id": [None, "a"], "text": [text, "No, that is false."]}
    thread = assemble(Rows(columns))[0]
    before = ("claims", annotator) if annotator == "claim_links" else (annotator,)
    began = process_time()
    annotate(thread, BOOK, annotators=before)
    return process_time() - began


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    for annotator in DEFAULT_ANNOTATORS:
        seconds(annotator, "Warm.")
    found = {
        name: {one: round(seconds(one, unit * (SIZE // len(unit.encode()))), 3) for one in DEFAULT_ANNOTATORS}
        for name, unit in UNITS.items()
    }
    if given.json:
        print(json.dumps(found))
        return
    print(f"{'one megabyte of':<16}" + "".join(f"{one:>14}" for one in DEFAULT_ANNOTATORS))
    for name, row in found.items():
        print(f"{name:<16}" + "".join(f"{value:>13.2f}s" for value in row.values()))


if __name__ == "__main__":
    main()
