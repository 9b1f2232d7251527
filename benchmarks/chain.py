"""A million replies in a row: assembled, measured and written, with the most memory that the process ever held.

    python -m benchmarks.chain [--n 1000000] [--json]

The worst shape for anything that recurses or walks level by level. Seconds are processor time; memory is the peak of
the whole process, the interpreter and its libraries included.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from time import process_time

import numpy as np
import pyarrow as pa

from discourse.assemble import assemble
from discourse.rows import Rows
from discourse.summary import describe
from discourse.writers.jsonl import Jsonl


def chain(n: int) -> Rows:
    """Rows of n comments, each answering the one before it."""
    ids = pa.array(np.arange(n)).cast(pa.large_string())
    above = pa.concat_arrays([pa.nulls(1, pa.large_string()), ids.slice(0, max(n - 1, 0))])
    return Rows(
        {"id": ids, "parent_id": above, "author": ids, "text": pa.array(["So it goes."] * n, pa.large_string())}
    )


def run(n: int) -> dict[str, float]:
    """Seconds of each step and the peak of memory."""
    started = process_time()
    corpus = assemble(chain(n))
    assembled = process_time()
    measures = describe(corpus).set_index("metric")["estimate"]
    measured = process_time()
    with open(os.devnull, "wb") as stream:
        Jsonl().write([corpus], stream)
    written = process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "comments": n,
        "max_depth": float(measures["max_depth"]),
        "assemble_s": round(assembled - started, 3),
        "describe_s": round(measured - assembled, 3),
        "write_s": round(written - measured, 3),
        "peak_mb": round(peak / (1024 if sys.platform != "darwin" else 1024**2), 1),
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1_000_000, help="comments in the chain")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    found = run(given.n)
    print(json.dumps(found) if given.json else "\n".join(f"{name:<12} {value:,g}" for name, value in found.items()))


if __name__ == "__main__":
    main()
