"""The most memory that a dump takes on its way to Parquet, for a dump and for one several times as large.

    python -m benchmarks.flat_memory [--comments 1000000] [--times 4] [--seed 0] [--json]

Both dumps are generated (`benchmarks.reddit_dump`) into a temporary folder, in which the command itself also divides
them, and are converted by `discourse convert` in a process of its own. The run stops when a comment or a thread is
missing from the Parquet file.

- `small_megabytes`, `large_megabytes`: sizes of the dumps.
- `small_most_memory`, `large_most_memory`: the most resident memory of the process, in megabytes.
- `memory_ratio`: how many times the memory the larger dump takes; near 1 is flat.
- `small_seconds`, `large_seconds`: wall time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.reddit_dump import lines

COMMAND = (
    "import resource, sys\n"
    "from discourse.cli import app\n"
    "app(['convert', sys.argv[1], '-o', sys.argv[2], '-q'], standalone_mode=False)\n"
    "print(next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')) // 1024\n"
    "      if sys.platform == 'linux' else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
)


def convert(folder: Path, n: int, seed: int) -> dict[str, float]:
    """Size, memory and time of one conversion."""
    import pyarrow.parquet

    dump, place = folder / f"{n}.ndjson", folder / f"{n}.parquet"
    threads: set[bytes] = set()
    with dump.open("wb") as file:
        for block in lines(n, seed):
            file.write(block)
            threads.update(part[: part.index(b'"')] for part in block.split(b'"link_id":"t3_')[1:])
    size = dump.stat().st_size
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, str(dump), str(place)],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(folder)},
        check=False,
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        sys.exit(done.stderr.strip()[-500:])
    names = pyarrow.parquet.read_table(place, columns=["thread_id"])["thread_id"]
    if (len(names), len(names.unique())) != (n, len(threads)):
        sys.exit(f"{len(names)} comments and {len(names.unique())} threads came out of {n} and {len(threads)}")
    dump.unlink()
    return {"megabytes": round(size / 1e6), "most_memory": int(done.stdout.split()[-1]), "seconds": round(seconds, 1)}


def run(n: int, times: int, seed: int = 0) -> dict[str, Any]:
    """Both conversions."""
    with tempfile.TemporaryDirectory(prefix="discourse-memory-") as folder:
        small, large = (convert(Path(folder), n * factor, seed) for factor in (1, times))
    found: dict[str, Any] = {"comments": n, "times": times}
    found |= {f"small_{name}": value for name, value in small.items()}
    found |= {f"large_{name}": value for name, value in large.items()}
    return found | {"memory_ratio": round(large["most_memory"] / small["most_memory"], 2)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flat_memory", description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=1_000_000, help="comments of the smaller dump")
    parser.add_argument("--times", type=int, default=4, help="how many times as many the larger one has")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    found = run(given.comments, given.times, given.seed)
    if given.json:
        print(json.dumps(found))
        return
    width = max(map(len, found))
    print("\n".join(f"{name:<{width}}  {value!s:>12}" for name, value in found.items()))


if __name__ == "__main__":
    main()
