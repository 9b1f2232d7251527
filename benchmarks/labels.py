"""Labels of a coded page against its hand codes: what was decided, what of it was right, what was reversed.

    python -m benchmarks.labels [--page PAGE --codebook FILE --gold FILE] [--year 2017] [--json]

Without options, the sample thread. `gold` is CSV with a row a comment in page order and, where they were coded, the
columns topics (joined by semicolons), stance_<target>, reply_stance, sentiment_label, claim_stance; an empty cell means
that the coder could not tell, and what is decided there is counted as spurious. One page proves nothing about others.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.pipeline import annotate
from discourse.reading import read
from discourse.thread import Thread

SAMPLE = Path(__file__).resolve().parent.parent / "threads" / "al-qaim"
OPPOSITE = {"favor": "against", "against": "favor", "support": "deny", "deny": "support", "positive": "negative"}
OPPOSITE["negative"] = "positive"


def compare(thread: Thread, gold: pd.DataFrame) -> dict[str, Any]:
    """Counts for topics, for stance over all targets, and for every other label coded."""
    found: dict[str, Any] = {"n": len(thread)}
    if "topics" in gold:
        coded = [set(str(cell).split(";")) - {""} for cell in gold["topics"].fillna("")]
        given = [set(comment.topics) for comment in thread]
        found["topics"] = {"right": sum(map(set.__eq__, coded, given)), "comments": len(thread)}
    stances = [name for name in gold.columns if name.startswith("stance_")]
    found["stance"] = tally(thread, gold, stances)
    for name in ("reply_stance", "sentiment_label", "claim_stance"):
        if name in gold:
            found[name] = tally(thread, gold, [name])
    return found


def tally(thread: Thread, gold: pd.DataFrame, names: list[str]) -> dict[str, int]:
    """Cells coded, decided, right, reversed, otherwise wrong, and decided where the coder could not tell."""
    counts = dict.fromkeys(("coded", "decided", "right", "reversed", "other", "spurious"), 0)
    for name in names:
        for code, label in zip(gold[name].fillna("").replace("none", ""), thread.strings(name), strict=True):
            counts["coded"] += bool(code)
            if label is None or label == "none":
                continue
            counts["decided"] += 1
            kind = "spurious" if not code else "right" if code == label else "other"
            counts["reversed" if OPPOSITE.get(label) == code else kind] += 1
    return counts


def run(page: Path, codebook: Path, gold: Path, year: int | None = None) -> dict[str, Any]:
    """Read, annotate and compare one page."""
    thread = annotate(read(page), codebook, year=year)
    dated = sorted({claim.date for claim in thread.article.claims if claim.date})
    return compare(thread, pd.read_csv(gold, dtype=str)) | {"dates_of_claims": dated}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--page", type=Path, default=SAMPLE / "page.txt")
    parser.add_argument("--codebook", type=Path, default=SAMPLE / "codebook.toml")
    parser.add_argument("--gold", type=Path, default=SAMPLE / "gold.csv")
    parser.add_argument("--year", type=int)
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    found = run(given.page, given.codebook, given.gold, given.year)
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(
            f"{name:<16}",
            ", ".join(f"{key} {count}" for key, count in value.items()) if isinstance(value, dict) else value,
        )


if __name__ == "__main__":
    main()
