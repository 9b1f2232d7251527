"""Comments a second for all structure metrics, beside networkx on the same trees.

    python -m benchmarks.structure [--n 1000000] [--json]

Threads are generated from a seed: sizes follow a Pareto law, a reply hangs on the article, on an early comment or on a
late one. networkx computes the same numbers of a part of the same threads, each tree as a DiGraph, depths by
breadth-first search and subtree sizes in reversed topological order, and every number is compared. In the first race it
takes the Wiener index from subtree sizes, which is its fastest way; in the second, of small threads only, it uses its
own `wiener_index`. Seconds are processor time, the best of three rounds on both sides. In the chain every comment
answers the one before it.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from time import process_time
from typing import TypeVar

import numpy as np

from discourse.corpus import Corpus
from discourse.metrics import structure
from discourse.metrics.base import Metric, from_parents

Result = TypeVar("Result")

METRICS = [value for value in vars(structure).values() if isinstance(value, Metric)]
PEER_COMMENTS = 200_000
SMALL_THREAD = 100
SMALL_COMMENTS = 10_000


def forest(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Parent rows, counted in each thread, and offsets of threads of n comments altogether."""
    random = np.random.default_rng(seed)
    sizes = np.minimum(8 * random.pareto(1.2, size=n // 4 + 1) + 1, 20_000).astype(np.int64)
    ends = np.cumsum(sizes)
    offsets = np.concatenate([[0], ends[ends < n], [n]])
    row = np.arange(n) - np.repeat(offsets[:-1], np.diff(offsets))
    early = (row * random.random(n) ** 2).astype(np.int32)
    late = row.astype(np.int32) - 1 - np.minimum(random.geometric(0.4, n) - 1, np.maximum(row - 1, 0)).astype(np.int32)
    parent = np.select([random.random(n) < 0.35, random.random(n) < 0.5], [np.int32(-1), early], late)
    return np.where(row == 0, -1, parent).astype(np.int32), offsets


def measured(corpus: Corpus) -> dict[str, np.ndarray]:
    """All structure metrics of a corpus; nothing that was worked out before is used again."""
    fresh = replace(corpus)
    return {one.name: one.measure(fresh).values for one in METRICS}


def by_networkx(parent: list[int], *, own_wiener: bool = False) -> dict[str, float]:
    """The same numbers of one thread by networkx; the article is node -1."""
    import networkx as nx  # not at the top, so that our memory is measured without it

    n = len(parent)
    tree = nx.DiGraph()
    tree.add_node(-1)
    tree.add_edges_from(zip(parent, range(n), strict=True))
    depth = nx.single_source_shortest_path_length(tree, -1)
    size = dict.fromkeys(tree, 1)
    below = dict.fromkeys(tree, 0)  # sum of the distances down to all nodes below
    for node in reversed(list(nx.topological_sort(tree))):
        for child in tree.successors(node):
            size[node] += size[child]
            below[node] += below[child] + size[child]
    if own_wiener:
        wiener = nx.wiener_index(tree.to_undirected(as_view=True))
    else:
        wiener = sum(size[node] * (n + 1 - size[node]) for node in range(n))
    children = dict(tree.out_degree())
    levels = Counter(depth.values())
    h = 0
    while levels.get(h + 1, 0) >= h + 1:
        h += 1
    top = children[-1]
    leaves = [node for node in range(n) if not children[node]]
    return {
        "n_comments": n,
        "n_top_level": top,
        "max_depth": max(depth.values()),
        "max_breadth": max(levels[level] for level in levels if level),
        "level_ratio": levels.get(2, 0) / levels[1],
        "wiener": wiener,
        "structural_virality": 2 * wiener / (n * (n + 1)),
        "cascade_virality": sum(below[node] / (size[node] - 1) for node in tree if children[node]),
        "h_index": h,
        "mean_children": sum(children.values()) / (n + 1),
        "mean_children_non_leaf": n / (n + 1 - len(leaves)),
        "reproduction_number": 1 - top / n,
        "expected_size": n / top,
        "root_bias": top / n,
        "sackin": sum(depth[node] for node in leaves),
        "leaf_share": len(leaves) / n,
        "reply_entropy": -sum(c / n * math.log(c / n) for c in children.values() if c),
    }


def race(ours: dict[str, np.ndarray], threads: dict[int, list[int]], *, own_wiener: bool) -> float:
    """Comments a second of networkx on some threads; stops the run when a number differs."""
    seconds, theirs = best_of(
        lambda: {number: by_networkx(parent, own_wiener=own_wiener) for number, parent in threads.items()}
    )
    for number, found in theirs.items():
        for name, value in found.items():
            if not math.isclose(ours[name][number], value, rel_tol=1e-9, abs_tol=1e-9):
                sys.exit(f"thread {number}: {name} is {ours[name][number]} here and {value} by networkx")
    if set(next(iter(theirs.values()))) != set(ours):
        sys.exit("networkx was not asked for every metric")
    return sum(map(len, threads.values())) / seconds


def first_threads(parent: np.ndarray, offsets: np.ndarray, comments: int, largest: float) -> dict[int, list[int]]:
    """The first threads of a corpus that have no more comments than `largest`, up to so many comments altogether."""
    taken: dict[int, list[int]] = {}
    left = comments
    for number, (start, end) in enumerate(pairwise(offsets.tolist())):
        if end - start <= largest and left > 0:
            taken[number] = parent[start:end].tolist()
            left -= end - start
    return taken


def best_of(work: Callable[[], Result], rounds: int = 3) -> tuple[float, Result]:
    """Processor seconds of the best of some rounds, and what came out."""
    best = math.inf
    for _ in range(rounds):
        start = process_time()
        out = work()
        best = min(best, process_time() - start)
    return best, out


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(n: int, seed: int) -> dict[str, float]:
    """All numbers of the benchmark."""
    parent, offsets = forest(n, seed)
    corpus = from_parents(parent, offsets=offsets)
    before = megabytes()
    seconds, ours = best_of(lambda: measured(corpus))
    after = megabytes()
    line = from_parents(np.arange(-1, n - 1, dtype=np.int32))
    chain_seconds, chain = best_of(lambda: measured(line))
    if chain["max_depth"].item() != n:
        sys.exit("the chain was cut")
    after_chain = megabytes()
    plain = race(ours, first_threads(parent, offsets, PEER_COMMENTS, math.inf), own_wiener=False)
    small = race(ours, first_threads(parent, offsets, SMALL_COMMENTS, SMALL_THREAD), own_wiener=True)
    return {
        "comments": n,
        "threads": len(corpus),
        "largest_thread": int(np.diff(offsets).max()),
        "deepest_comment": int(ours["max_depth"].max()),
        "metrics": len(METRICS),
        "seconds": round(seconds, 4),
        "comments_a_second": round(n / seconds),
        "networkx_comments_a_second": round(plain),
        "ratio": round(n / seconds / plain, 1),
        "networkx_own_wiener_comments_a_second": round(small),
        "ratio_own_wiener": round(n / seconds / small, 1),
        "megabytes_before": round(before),
        "megabytes_peak": round(after),
        "chain_seconds": round(chain_seconds, 4),
        "chain_comments_a_second": round(n / chain_seconds),
        "chain_megabytes_peak": round(after_chain),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.structure", description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1_000_000, help="comments (default: 1000000)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    found = run(options.n, options.seed)
    if options.json:
        print(json.dumps(found))
        return
    width = max(map(len, found))
    print("\n".join(f"{name:<{width}}  {value:>14,}" for name, value in found.items()))


if __name__ == "__main__":
    main()
