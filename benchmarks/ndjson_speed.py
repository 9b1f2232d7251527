"""Comments a second from a dump to a complete corpus, beside the standard json module and beside ConvoKit.

    python -m benchmarks.ndjson_speed [--comments 1000000] [--seed 0] [--rounds 3] [--convokit PYTHON] [--json]

The dump is generated (`benchmarks.reddit_dump`) into a temporary folder, plain and as Zstandard. Each of these runs in
a process of its own, in turns, and states seconds of wall time and of processor time, without the imports, and the most
memory of the process:

- `json.loads` of every line, the values thrown away: the parsing that everybody starts with;
- the same, the values kept in a list, as they have to be by who goes on with them;
- `discourse.read_corpus` of the file: ids linked, trees in order, hash and account made;
- the same of the file packed with Zstandard, and `discourse.read_parts`, which has a part of the comments in memory;
- ConvoKit, where a Python that has it is named: json.loads, Utterance and Corpus of the first comments.

The least of the rounds counts; ratios are of wall time, ConvoKit's scaled by the number of comments. The run stops when
the corpus has another number of comments or of threads, or other parents, than were written.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.reddit_dump import lines

ONE = b'{"id": "b", "body": "No.", "link_id": "t3_a", "parent_id": "t3_a", "subreddit": "a"}\n'
"""A comment that is read before the clock starts: then all readers have been imported."""
STATED = (
    "import json, resource, sys, time\n"
    "def done(began, ticked, **more):\n"
    "    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
    "    try:\n"
    "        # Where the system tells it, without what the process that started this one had.\n"
    "        said = [line.split() for line in open('/proc/self/status')]\n"
    "        most = next(int(words[1]) for words in said if words[0] == 'VmHWM:') // 1024\n"
    "    except (OSError, StopIteration):\n"
    "        pass\n"
    "    now = {'wall': time.perf_counter() - began, 'processor': time.process_time() - ticked, 'megabytes': most}\n"
    "    print(json.dumps({**now, **more}))\n"
)
JSON = STATED + (
    "began, ticked, n = time.perf_counter(), time.process_time(), 0\n"
    "with open(sys.argv[1], 'rb') as file:\n"
    "    for line in file:\n"
    "        json.loads(line)\n"
    "        n += 1\n"
    "done(began, ticked, comments=n)\n"
)
KEPT = STATED + (
    "began, ticked = time.perf_counter(), time.process_time()\n"
    "with open(sys.argv[1], 'rb') as file:\n"
    "    kept = [json.loads(line) for line in file]\n"
    "done(began, ticked, comments=len(kept))\n"
)
OURS = STATED + (
    "from discourse.reading import read_corpus\n"
    f"read_corpus({ONE!r})\n"
    "began, ticked = time.perf_counter(), time.process_time()\n"
    "corpus = read_corpus(sys.argv[1])\n"
    "done(began, ticked, comments=corpus.n_comments, threads=len(corpus), top=int((corpus.parents < 0).sum()),\n"
    "     repaired=len(corpus.reports[0].defects))\n"
)
PARTS = STATED + (
    "from discourse.reading import read_parts\n"
    f"list(read_parts({ONE!r}))\n"
    "began, ticked, n, threads = time.perf_counter(), time.process_time(), 0, 0\n"
    "for part in read_parts(sys.argv[1]):\n"
    "    n, threads = n + part.n_comments, threads + len(part)\n"
    "done(began, ticked, comments=n, threads=threads)\n"
)
CONVOKIT = STATED + (
    "import itertools\n"
    "from convokit import Corpus, Speaker, Utterance\n"
    "began, ticked = time.perf_counter(), time.process_time()\n"
    "speakers, said = {}, []\n"
    "with open(sys.argv[1], 'rb') as file:\n"
    "    for line in itertools.islice(file, int(sys.argv[2])):\n"
    "        one = json.loads(line)\n"
    "        speaker = speakers.setdefault(one['author'], Speaker(id=one['author']))\n"
    "        above = one['parent_id'][3:] if one['parent_id'].startswith('t1_') else None\n"
    "        said.append(Utterance(id=one['id'], speaker=speaker, conversation_id=one['link_id'][3:], reply_to=above,\n"
    "                              timestamp=one['created_utc'], text=one['body'], meta={'score': one['score']}))\n"
    "corpus = Corpus(utterances=said)\n"
    "done(began, ticked, comments=len(said))\n"
)


def write(folder: Path, n: int, seed: int) -> tuple[Path, Path | None, dict[str, int]]:
    """The dump, the packed dump where Zstandard is there, and what was written."""
    plain = folder / "RC.ndjson"
    threads: set[bytes] = set()
    top = 0
    with plain.open("wb") as file:
        for block in lines(n, seed):
            file.write(block)
            top += block.count(b'"parent_id":"t3_')
            threads.update(part[: part.index(b'"')] for part in block.split(b'"link_id":"t3_')[1:])
    told = {"comments": n, "threads": len(threads), "top": top, "repaired": 0}
    try:
        import zstandard
    except ImportError:
        return plain, None, told
    packed = folder / "RC.zst"
    with plain.open("rb") as source, packed.open("wb") as target:
        zstandard.ZstdCompressor(level=3).copy_stream(source, target)
    return plain, packed, told


def measure(program: str, *given: str, python: str = sys.executable) -> dict[str, Any]:
    """What a program of its own states."""
    done = subprocess.run([python, "-c", program, *given], capture_output=True, text=True, env=os.environ, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(given)}: {done.stderr.strip().splitlines()[-1:]}")
    stated: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return stated


def run(n: int, rounds: int = 1, seed: int = 0, convokit: str | None = None, sample: int = 100_000) -> dict[str, Any]:
    """All figures."""
    with tempfile.TemporaryDirectory(prefix="discourse-speed-") as folder:
        plain, packed, told = write(Path(folder), n, seed)
        programs = {
            "json": (JSON, str(plain)),
            "json_kept": (KEPT, str(plain)),
            "corpus": (OURS, str(plain)),
            "parts": (PARTS, str(plain)),
        }
        if packed:
            programs["corpus_of_zstandard"] = (OURS, str(packed))
        done: dict[str, list[dict[str, Any]]] = {name: [] for name in programs}
        for _ in range(rounds):
            for name, (program, path) in programs.items():
                found = measure(program, path)
                if wrong := {key: found[key] for key in told if key in found and found[key] != told[key]}:
                    sys.exit(f"{name}: {wrong}; written were {told}")
                done[name].append(found)
        best = {name: min(listed, key=lambda one: float(one["wall"])) for name, listed in done.items()}
        size = plain.stat().st_size
        theirs = measure(CONVOKIT, str(plain), str(min(sample, n)), python=convokit) if convokit else None
    stated: dict[str, Any] = {**told, "megabytes": round(size / 1e6), "rounds": rounds}
    for name, one in best.items():
        stated |= {
            f"{name}_seconds": round(one["wall"], 3),
            f"{name}_processor_seconds": round(one["processor"], 3),
            f"{name}_megabytes_of_memory": one["megabytes"],
        }
    for name in ("json", "json_kept"):
        stated[f"times_{name}"] = round(best[name]["wall"] / best["corpus"]["wall"], 2)
        stated[f"times_{name}_processor"] = round(best[name]["processor"] / best["corpus"]["processor"], 2)
    if theirs:
        each = theirs["wall"] / theirs["comments"]
        stated["convokit_comments"] = theirs["comments"]
        stated["convokit_seconds"] = round(theirs["wall"], 2)
        stated["convokit_processor_seconds"] = round(theirs["processor"], 2)
        stated["convokit_megabytes_of_memory"] = theirs["megabytes"]
        stated["times_convokit"] = round(each * n / best["corpus"]["wall"], 1)
        spent = theirs["processor"] / theirs["comments"] * n
        stated["times_convokit_processor"] = round(spent / best["corpus"]["processor"], 1)
    else:
        stated |= {"convokit_seconds": None, "times_convokit": None, "why_no_convokit": "not installed; name a Python"}
    return stated


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ndjson_speed", description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=1_000_000, help="comments of the dump (default: 1000000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, the best of which counts (default: 3)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--convokit", metavar="PYTHON", help="a Python that ConvoKit is installed for")
    parser.add_argument("--sample", type=int, default=100_000, help="comments that ConvoKit loads (default: 100000)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    found = run(options.comments, options.rounds, options.seed, options.convokit, options.sample)
    if options.json:
        print(json.dumps(found))
        return
    width = max(map(len, found))
    print("\n".join(f"{name:<{width}}  {value!s:>12}" for name, value in found.items()))


if __name__ == "__main__":
    main()
