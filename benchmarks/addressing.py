"""Whom comments answer by their words, against the parents that the source states.

    python -m benchmarks.addressing --data DIR [--json]

The trees are flattened and put in the order in which they were written; then every rule of `discourse.addresses` says
whom it finds, and its finds are compared with the parents. A find in a comment that was posted to the article counts
as wrong, although its words may well answer another; the share among the other comments stands beside. DIR holds any of
these, of which none is part of this repository:

- `globeandmail/CommentsRawData/*.json`: threads of the SFU Opinion and Comments Corpus as its API gave them. The site
  nests two levels of replies and puts deeper ones on the second, so that their true parents are unknown: those are
  left out.
- `million_post/posts_labeled.csv.xz`: One Million Posts Corpus; its authors are numbers, so that no name can be found.
- `rumoureval2019/{train,dev}.ndjson.gz`: reply trees of RumourEval 2019, of which those from Reddit are taken.
- `reddit_praw/*.json` or `platforms/reddit_praw/**/*.json`: listings as the API of Reddit gives them.
- `text_pages/*.gold.json` with `*.txt`: pages with the comments' authors, parents and spans marked by hand. They
  tell no times: their order is that of the page, in which replies stand below what they answer.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import html
import json
import lzma
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.addresses import RULES, FlatThread, addresses
from discourse.addressing import MINIMUM

UNKNOWN = "?"


@dataclass(frozen=True)
class Flat:
    """The comments of a thread, in any order, and the article above them as far as it is at hand."""

    posts: list[Post]
    article: str = ""


@dataclass(frozen=True)
class Post:
    """A comment with what the source states: the parent is None for the article, UNKNOWN where the site hides it."""

    id: str
    parent: str | None
    author: str | None
    text: str
    time: float


def globe(folder: Path) -> Iterator[Flat]:
    """Threads of nested JSON, replies in `replies`."""
    for path in sorted(folder.glob("CommentsRawData/*.json")):
        for stream in json.loads(path.read_text(encoding="utf-8")).values():
            posts = []
            waiting: list[tuple[Any, str | None, int]] = [(one, None, 1) for one in stream["comments"]]
            while waiting:
                one, above, depth = waiting.pop()
                parent = above if depth < 3 else UNKNOWN
                name = one.get("sender", {}).get("name")
                posts.append(Post(one["ID"], parent, name, one.get("commentText") or "", float(one["timestamp"])))
                waiting += [(reply, one["ID"], depth + 1) for reply in one.get("replies", [])]
            number = path.name.split("_")[1]
            article = folder / "ArticleRawData" / f"article_{number}.json"
            yield Flat(posts, _strings(article) if article.exists() else "")


def _strings(path: Path) -> str:
    """All texts of a JSON file, without the tags of HTML."""
    found, waiting = [], [json.loads(path.read_text(encoding="utf-8"))]
    while waiting:
        one = waiting.pop()
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        found += [html.unescape(re.sub(r"<[^>]*>", " ", one))] if isinstance(one, str) else []
    return "\n".join(found)


def million_post(folder: Path) -> Iterator[Flat]:
    """Threads of one article each."""
    path = folder / "posts_labeled.csv.xz"
    if not path.exists():
        return
    threads: dict[str, dict[str, Post]] = {}
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            text = "\n".join(filter(None, (row["Headline"], row["Body"])))
            post = Post(row["ID_Post"], row["ID_Parent_Post"] or None, row["ID_User"], text, number)
            threads.setdefault(row["ID_Article"], {})[post.id] = post
    for posts in threads.values():
        # Ids are given in the order of posting; the parents of many posts are not in the file.
        listed = sorted(posts.values(), key=lambda post: int(post.id))
        yield Flat(
            [
                Post(post.id, post.parent if post.parent in posts or post.parent is None else UNKNOWN, *_rest(post, at))
                for at, post in enumerate(listed)
            ]
        )


def _rest(post: Post, at: int) -> tuple[str | None, str, float]:
    return post.author, post.text, float(at)


def rumoureval(folder: Path) -> Iterator[Flat]:
    """Trees from Reddit; the first post stands for the article."""
    for path in sorted(folder.glob("*.ndjson.gz")):
        threads: dict[str, list[Any]] = {}
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                if row.get("platform") == "reddit":
                    threads.setdefault(row["thread"], []).append(row)
        for name, rows in threads.items():
            yield Flat(
                [
                    Post(
                        row["id"],
                        None if row["parent"] == name else row["parent"],
                        _known(row),
                        html.unescape(row["text"]),
                        _time(row),
                    )
                    for row in rows
                    if row["id"] != name
                ]
            )


def _time(row: Any) -> float:
    """When it was written; what has no time comes last."""
    return math.inf if row["created_at"] is None else float(row["created_at"])


def _known(row: Any) -> str | None:
    return row["author"] if row.get("author") not in {"[deleted]", None} else None


def reddit(folder: Path) -> Iterator[Flat]:
    """Listings of Reddit, all files together; comments of one submission are a thread."""
    threads: dict[str, dict[str, Post]] = {}
    for path in sorted(folder.rglob("*.json")):
        waiting: list[Any] = [json.loads(path.read_text(encoding="utf-8"))]
        while waiting:
            one = waiting.pop()
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                waiting += one.values()
                if "body" in one and "parent_id" in one and "link_id" in one:
                    above = one["parent_id"]
                    parent = None if above.startswith("t3_") else above.removeprefix("t1_")
                    post = Post(one["id"], parent, _known(one), html.unescape(one["body"]), float(one["created_utc"]))
                    threads.setdefault(one["link_id"], {})[post.id] = post
    for posts in threads.values():
        yield Flat(
            [
                post
                if post.parent in posts or post.parent is None
                else Post(post.id, UNKNOWN, *_rest(post, int(post.time)))
                for post in posts.values()
            ]
        )


def text_pages(folder: Path) -> Iterator[Flat]:
    """Pages marked by hand."""
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        page = path.with_name(path.name.removesuffix(".gold.json") + ".txt")
        twin = path.with_name(path.name.replace(".gold", "-full.gold"))
        if twin.exists() or not gold.get("parent_known") or not gold["comments"] or not page.exists():
            continue
        text = page.read_text(encoding="utf-8")
        spans = gold["spans"]["comments"] if isinstance(gold["spans"], dict) else gold["spans"]
        yield Flat(
            [
                Post(
                    str(one["i"]),
                    None if one["parent"] is None else str(one["parent"]),
                    one["author"],
                    text[slice(*_body(span))],
                    float(one["i"]),
                )
                for one, span in zip(gold["comments"], spans, strict=True)
            ],
            text[: _body(spans[0])[0]],
        )


def _body(span: Any) -> Sequence[int]:
    return span["body"] if isinstance(span, dict) else span


SOURCES = {
    "globeandmail": globe,
    "million_post": million_post,
    "rumoureval2019": rumoureval,
    "reddit_praw": reddit,
    "platforms/reddit_praw": reddit,
    "text_pages": text_pages,
}


def measure(threads: Iterable[Flat]) -> dict[str, Any]:
    """For each rule, and for the best find of each comment: comments it says something of, and how many are right."""
    counts = {
        name: {"found": 0, "right": 0, "answers the article": 0} for name in (*RULES, "all", "all at the minimum")
    }
    n_comments = n_replies = n_threads = 0
    for flat in threads:
        ordered = sorted(flat.posts, key=lambda post: post.time)
        authors, texts = [post.author for post in ordered], [post.text for post in ordered]
        thread = FlatThread([None] * len(ordered), authors, texts, flat.article)
        known = [post.parent != UNKNOWN for post in ordered]
        n_threads += 1
        n_comments += sum(known)
        n_replies += sum(post.parent not in {None, UNKNOWN} for post in ordered)
        best: dict[int, tuple[float, bool]] = {}
        tops = [post.parent is None for post in ordered]
        seen: set[tuple[int, str]] = set()
        for one in addresses(thread):
            if not known[one.row] or (one.row, one.rule) in seen:
                continue
            seen.add((one.row, one.rule))
            is_right = ordered[one.row].parent == ordered[one.parent].id
            counts[one.rule]["found"] += 1
            counts[one.rule]["right"] += is_right
            counts[one.rule]["answers the article"] += tops[one.row]
            score = RULES[one.rule].score
            if one.row not in best or score > best[one.row][0]:
                best[one.row] = score, is_right
        for row, (score, is_right) in best.items():
            for name in ("all", *(("all at the minimum",) if score >= MINIMUM else ())):
                counts[name]["found"] += 1
                counts[name]["right"] += is_right
                counts[name]["answers the article"] += tops[row]
    return {"threads": n_threads, "comments": n_comments, "replies": n_replies, "rules": counts}


def run(data: Path) -> dict[str, Any]:
    """The measure of every source that is there, and of all together."""
    found = {name: measure(load(data / name)) for name, load in SOURCES.items() if (data / name).is_dir()}
    return found | {"all sources": added(found.values())} if found else {}


def added(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Counts of several sources in one."""
    listed = list(parts)
    total: dict[str, Any] = {name: sum(part[name] for part in listed) for name in ("threads", "comments", "replies")}
    total["rules"] = {
        rule: {what: sum(part["rules"][rule][what] for part in listed) for what in counts}
        for rule, counts in listed[0]["rules"].items()
    }
    return total


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    found = run(given.data)
    if given.json:
        print(json.dumps(found))
        return
    if not found:
        print(f"{given.data} holds none of {', '.join(SOURCES)}")
    for name, part in found.items():
        print(f"{name}: {part['threads']} threads, {part['comments']} comments, {part['replies']} replies to comments")
        for rule, counts in part["rules"].items():
            if n := counts["found"]:
                right, tops = counts["right"], counts["answers the article"]
                said = f"{right:>5} of {n:>5} right = {right / n:.2f}, on {n / part['comments']:.3f} of the comments"
                among = f"; {right / (n - tops):.2f} in comments that answer another" if n > tops else ""
                print(f"  {rule:<20} {said}{among}")


if __name__ == "__main__":
    main()
