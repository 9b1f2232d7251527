"""How well the plain-text reader reads real pages: comments found, authors, parents, ends, and pages without comments.

    python -m benchmarks.text_pages --data DIR [--json] [--pages] [--folds N] [--only SLUG ...] [--except SLUG ...]

DIR holds `<slug>.txt` and `<slug>.gold.json`: the comments of the page with author, parent and the span of the text in
characters. All numbers are micro-averages over comments:

- A comment is *found* when its text begins as a gold comment's does, with its subject line where
  it has one (the first 40 letters and digits, all of them where there are fewer) and stands there: the gold text
  begins at or below the line where the comment opens and above the next
  comment's. Each gold comment and each comment found is matched once, in the order of the page. `precision`, `recall`
  and `f1` are of this match; comments on pages that have none count against precision.
- `author` is the share of the found whose author is the gold author, case and white space aside. Where the gold says
  that the text has no author, none must be given, or the one that the page's HTML names.
- `parent` is the share of the found, on pages whose text still shows the nesting, that answer the comment that the gold
  says, or none where it says none. Replies whose parent the text has lost are left out.
- `body_end` is the share of the found whose text ends as the gold text does (the last 40 letters and digits).
- `false_pages` are pages without comments on which some were found.

Nothing is fitted to these pages by a program, but the tables and thresholds of the reader were chosen by people who saw
some of them. `--folds N` shows the numbers apart for N groups of sites.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from discourse.readers.plain import Explanation, explain

COMPARED = 40
_SIGNS = re.compile(r"[\W_]+")


@dataclass
class Tally:
    """Counts of one page, or of several added up."""

    gold: int = 0
    found: int = 0
    matched: int = 0
    author: int = 0
    parents: int = 0
    parent: int = 0
    end: int = 0
    empty_pages: int = 0
    false_pages: int = 0
    seconds: float = 0.0
    misses: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        values = {name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__}
        return Tally(**values)

    def scores(self) -> dict[str, float]:
        """The numbers that are reported."""
        precision, recall = _share(self.matched, self.found), _share(self.matched, self.gold)
        return {
            "f1": round(2 * precision * recall / (precision + recall), 4) if self.matched else 0.0,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "author": round(_share(self.author, self.matched), 4),
            "parent": round(_share(self.parent, self.parents), 4),
            "body_end": round(_share(self.end, self.matched), 4),
            "false_pages": self.false_pages,
        }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _bare(text: str | None) -> str:
    """Letters and digits only, in small letters."""
    return _SIGNS.sub("", text or "").casefold()


def compare(page: str, gold: dict[str, Any], explained: Explanation) -> tuple[Tally, list[str]]:
    """The tally of one page, and what was missed on it in words."""
    comments, spans = gold["comments"], gold["spans"]
    texts = [
        _bare(one.get("subject")) + _bare(page[start:end]) for one, (start, end) in zip(comments, spans, strict=True)
    ]
    match = _match(page, spans, texts, explained)
    back = {found: at for at, found in match.items()}
    tally = Tally(len(comments), len(explained.comments), len(match), seconds=0.0)
    tally.empty_pages, tally.false_pages = int(not comments), int(not comments and bool(explained.comments))
    said = [f"not found: {at} {comments[at]['text_start']!r}" for at in range(len(comments)) if at not in match]
    said += [
        f"not in gold: line {one.line} {one.text[:40]!r}" for at, one in enumerate(explained.comments) if at not in back
    ]
    for at, number in match.items():
        one, true = explained.comments[number], comments[at]
        if _is_author(one.author, true):
            tally.author += 1
        else:
            said.append(f"author: {at} {one.author!r} is {true['author']!r}")
        if gold["parent_known"] and not true.get("orphan"):
            tally.parents += 1
            parent = back.get(one.parent) if one.parent >= 0 and not one.is_lost else None
            right = parent == true["parent"] and (one.parent < 0) == (parent is None)
            tally.parent += right
            said += [] if right else [f"parent: {at} {parent} is {true['parent']}"]
        if _bare(one.text)[-COMPARED:] == texts[at][-COMPARED:]:
            tally.end += 1
        else:
            said.append(f"end: {at} {one.text[-40:]!r} is {page[spans[at][1] - 40 : spans[at][1]]!r}")
    return tally, said


def _match(page: str, spans: Sequence[Sequence[int]], texts: list[str], explained: Explanation) -> dict[int, int]:
    """For every gold comment that was found, the place of what was found."""
    comments = explained.comments
    lines = [one.line for one in comments] + [page.count("\n") + 2]
    starts = [_bare(one.text)[:COMPARED] for one in comments]
    match: dict[int, int] = {}
    for at, (start, _) in enumerate(spans):
        line, want = page.count("\n", 0, start) + 1, texts[at][:COMPARED]
        for number, have in enumerate(starts):
            if number in match.values() or not lines[number] <= line < max(lines[number + 1], lines[number] + 1):
                continue
            shortest = min(len(want), len(have))
            near = shortest >= COMPARED // 2 or (shortest and abs(len(want) - len(have)) <= 2)
            if want == have or (near and want[:shortest] == have[:shortest]):
                match[at] = number
                break
    return match


def _is_author(author: str | None, true: dict[str, Any]) -> bool:
    """Whether the author is the true one."""
    if true["author"] is None:
        return author is None or _even(true.get("author_true")).startswith(_even(author))
    return _even(author) == _even(true["author"])


def _even(text: str | None) -> str:
    """The text in small letters, each run of white space one space."""
    return " ".join((text or "").split()).casefold()


def run(folder: Path, slugs: Sequence[str]) -> dict[str, tuple[Tally, list[str], str]]:
    """Every page by its slug: its tally, its misses in words, and the layout it was read by."""
    out = {}
    for slug in slugs:
        page = (folder / f"{slug}.txt").read_text(encoding="utf-8")
        gold = json.loads((folder / f"{slug}.gold.json").read_text(encoding="utf-8"))
        start = perf_counter()
        explained = explain(page)
        seconds = perf_counter() - start
        tally, said = compare(page, gold, explained)
        tally.seconds = seconds
        out[slug] = tally, said, explained.layout.name if explained.layout else "none: " + " ".join(explained.notes)
    return out


def total(tallies: Sequence[Tally]) -> Tally:
    """All tallies added up."""
    out = Tally()
    for tally in tallies:
        out += tally
    return out


def site(slug: str) -> str:
    """What the pages of one site share in their slugs."""
    return re.sub(r"-(?:full|focus|leader|fetch|imac)\b.*", "", slug)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.text_pages", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of <slug>.txt and <slug>.gold.json")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--pages", action="store_true", help="print every page and what was missed on it")
    parser.add_argument("--folds", type=int, default=0, help="print the numbers of so many groups of sites too")
    parser.add_argument("--only", nargs="*", default=[], help="slugs of the pages to read (default: all)")
    parser.add_argument("--except", nargs="*", default=[], dest="without", help="slugs of pages to leave out")
    options = parser.parse_args()
    slugs = sorted(path.name.removesuffix(".gold.json") for path in options.data.glob("*.gold.json"))
    slugs = [slug for slug in slugs if slug not in options.without and (not options.only or slug in options.only)]
    pages = run(options.data, slugs)
    everything = total([tally for tally, _, _ in pages.values()])
    scores = everything.scores()
    if options.json:
        print(json.dumps(scores))
        return
    if options.pages:
        for slug, (tally, said, layout) in pages.items():
            print(f"{slug}: {tally.matched} of {tally.gold} ({tally.found} found), {tally.seconds:.3f} s, {layout}")
            print("".join(f"    {line}\n" for line in said[:12]), end="")
        print(Counter(layout.split(":")[0] for _, _, layout in pages.values()))
    for fold in range(options.folds):
        part = [
            tally for slug, (tally, _, _) in pages.items() if zlib.crc32(site(slug).encode()) % options.folds == fold
        ]
        print(f"fold {fold + 1}: {total(part).scores()}")
    print("\n".join(f"{name:<12} {value:>8}" for name, value in scores.items()))
    print(
        f"{'pages':<12} {len(pages):>8}\n{'comments':<12} {everything.gold:>8}\n"
        f"{'seconds':<12} {everything.seconds:>8.2f}"
    )


if __name__ == "__main__":
    main()
