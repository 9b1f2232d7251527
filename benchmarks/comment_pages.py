"""What is found on real pages: comments among the comments, the article in the article, and neither in the other.

`python -m benchmarks.comment_pages --data DIR` reads a folder with `gold.json` and `html/`: by address, the file of a
page, snippets of its article (`with`), of what stands around it (`without`) and of its comments (`comments`), and where
known its title, author and date. The pages are not part of the project. Figures of ours are those of the HTML reader
with the plain extraction of the article; `auto` has those with trafilatura, where it is installed, and keys that begin
with `trafilatura_` what trafilatura finds by itself. Keys that begin with `generic_` tell how well pages are read that
no row of the table of known markups describes: `generic_found_reachable` with the table taken away, and, on the pages
that the table reads, the share of its comments that are found without it with the same text, and with the same text and
author (`generic_authors_agree`) or the same text and answering the same text (`generic_parents_agree`).
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest import mock

from selectolax.lexbor import LexborHTMLParser

from discourse.hypertext.parts import parse
from discourse.readers.base import Source
from discourse.readers.html import Html
from discourse.readers.html.choose import choose
from discourse.readers.html.generic import find_records
from discourse.readers.html.links import link
from discourse.readers.html.posts import Post

TOLD = ("texts", "authors", "parents")
UNSEEN = "script, style, template, noscript, head"
_DEPTH = re.compile(r"(?:^|\s)depth-(\d+)(?:\s|$)")
_NUMBER = re.compile(r"comment-(\d+)\Z")


@dataclass(frozen=True)
class Gold:
    """A page and what is known of it."""

    address: str
    data: bytes
    article: tuple[str, ...]
    around: tuple[str, ...]
    comments: tuple[str, ...]
    title: str
    author: str
    date: str


@dataclass(frozen=True)
class Found:
    """What was read on a page, white space made even."""

    comments: str
    article: str
    title: str = ""
    author: str = ""
    date: str = ""
    depths: dict[str, int] = field(default_factory=dict)


def even(words: str | None) -> str:
    """Words with one space between each."""
    return " ".join((words or "").split())


def pages(folder: Path) -> Iterator[Gold]:
    """The pages of a folder in the order of its `gold.json`."""
    known = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    for address, one in known.items():
        snippets = [tuple(filter(None, map(even, one.get(name) or ()))) for name in ("with", "without", "comments")]
        stated = [even(one.get(name)) for name in ("title", "author", "date")]
        data = (folder / "html" / one["file"]).read_bytes()
        yield Gold(address, data, snippets[0], snippets[1], snippets[2], stated[0], stated[1], stated[2])


def visible(data: bytes) -> str:
    """The text of a page that is not a script, a style or a template, and its tree."""
    text, _ = Source("-", data=data).decoded
    tree = LexborHTMLParser(text)
    for node in reversed(tree.css(UNSEEN)):
        node.decompose()
    return even(tree.root.text(separator=" ") if tree.root else "") + "\n" + even(tree.root.text() if tree.root else "")


def ours(page: Gold, mode: str) -> Found:
    """What the HTML reader finds."""
    rows = list(Html(article=mode).read(Source(page.address, data=page.data)))  # type: ignore[arg-type]
    texts: list[str] = []
    depths: dict[str, int] = {}
    for batch in rows:
        columns = batch.columns
        texts += [f"{author or ''}\n{text}" for author, text in zip(columns["author"], columns["text"], strict=True)]
        for id_, parent in zip(columns["id"], columns["parent_id"], strict=True):
            depths[id_] = depths.get(parent, 0) + 1
    article = next(iter(rows[0].articles.values()))
    return Found(
        "\n".join(map(even, texts)),
        even(article.text),
        even(article.title),
        even(article.author),
        even(article.date),
        depths,
    )


def theirs(page: Gold) -> Found:
    """What trafilatura finds."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(page.data, include_comments=True, with_metadata=True)
    if found is None:
        return Found("", "")
    return Found(even(found.comments), even(found.text), even(found.title), even(found.author), even(found.date))


def without_table(page: Gold) -> Found:
    """What the HTML reader finds where no markup is known to it."""
    with mock.patch("discourse.readers.html.choose.candidates", return_value=[]):
        return ours(page, "plain")


def agreement(data: bytes) -> Counter[str] | None:
    """Comments that the table of markups reads on a page, and how many of them are found alike without it.

    None for a page that the table does not read.
    """
    text, _ = Source("-", data=data).decoded
    page = parse(text)
    reading = choose(page)
    if reading.markup is None:
        return None
    known, found = told(reading.posts), told(find_records(page)[0])
    fields = zip(TOLD, ((0,), (0, 1), (0, 2)), strict=True)
    alike = {name: (_counted(known, which) & _counted(found, which)).total() for name, which in fields}
    return Counter(alike) + Counter(n=len(known))


def told(posts: list[Post]) -> list[tuple[str, str, str]]:
    """Of each comment that says something its text, its author, and the text that it answers: letters and digits."""
    parent, _ = link(posts)
    texts = [plain(post.prose.text) for post in posts]
    return [
        (text, plain(post.author), texts[up] if up >= 0 else "")
        for text, post, up in zip(texts, posts, parent, strict=True)
        if text
    ]


def _counted(comments: list[tuple[str, str, str]], which: tuple[int, ...]) -> Counter[tuple[str, ...]]:
    """How often each combination of some fields occurs."""
    return Counter(tuple(one[field] for field in which) for one in comments)


def plain(words: str | None) -> str:
    """The letters and digits of a text."""
    return re.sub(r"\W+", "", words or "").casefold()


def held_out(known: list[Gold], reach: list[list[str]]) -> dict[str, Any]:
    """The figures of reading without the table of markups."""
    found = [without_table(page) for page in known]
    pairs = [(snippet, one) for snippets, one in zip(reach, found, strict=True) for snippet in snippets]
    counts = sum(filter(None, (agreement(page.data) for page in known)), Counter())
    n = counts["n"]
    alike = {f"generic_{name}_agree": round(counts[name] / n, 4) if n else None for name in TOLD}
    return {"generic_found_reachable": share(snippet in one.comments for snippet, one in pairs), **alike}


def share(hits: Iterable[bool]) -> float | None:
    """Share of what is true, None of nothing."""
    told = list(hits)
    return round(sum(told) / len(told), 4) if told else None


def reachable(known: list[Gold]) -> list[list[str]]:
    """By page, the snippets of comments that stand in its visible text."""
    return [[one for one in page.comments if one in text] for page in known for text in [visible(page.data)]]


def scores(known: list[Gold], reach: list[list[str]], found: list[Found]) -> dict[str, Any]:
    """The figures of one way of reading."""
    pairs = list(zip(known, found, strict=True))
    reached = [(snippet, one) for snippets, one in zip(reach, found, strict=True) for snippet in snippets]
    return {
        "found_reachable": share(snippet in one.comments for snippet, one in reached),
        "article_leaks": share(snippet in one.comments for page, one in pairs for snippet in page.article),
        "comments_in_article": sum(snippet in one.article for snippet, one in reached),
        "article_found": share(snippet in one.article for page, one in pairs for snippet in page.article),
        "without_in_article": share(snippet in one.article for page, one in pairs for snippet in page.around),
        "title_agrees": share(alike(page.title, one.title) for page, one in pairs if page.title),
        "author_agrees": share(alike(page.author, one.author) for page, one in pairs if page.author),
        "date_agrees": share(page.date == one.date[:10] for page, one in pairs if page.date),
    }


def alike(known: str, found: str) -> bool:
    """Whether two names are one but for case and signs, or one stands in the other."""
    one, other = (re.sub(r"\W+", " ", words).strip().casefold() for words in (known, found))
    return bool(other) and (one in other or other in one)


def wordpress_depths(page: Gold, found: Found) -> Iterator[bool]:
    """By comment with a class `depth-N` on a page of WordPress, whether our tree has it at that depth."""
    text, _ = Source("-", data=page.data).decoded
    tree = LexborHTMLParser(text)
    for node in tree.css("li[class*='depth-'], div[class*='depth-'], article[class*='depth-']"):
        attributes = node.attributes
        named, id_ = attributes.get("class") or "", attributes.get("id") or ""
        depth, number = _DEPTH.search(named), _NUMBER.search(id_)
        if depth and number and "comment" in named.split() + ["comment"] * ("pingback" in named):
            yield found.depths.get(number[1]) == int(depth[1])


def run(folder: Path) -> dict[str, Any]:
    """All figures."""
    known = list(pages(folder))
    reach = reachable(known)
    plain = [ours(page, "plain") for page in known]
    depths = [right for page, found in zip(known, plain, strict=True) for right in wordpress_depths(page, found)]
    figures: dict[str, Any] = {
        "n_pages": len(known),
        "n_reachable": sum(map(len, reach)),
        **scores(known, reach, plain),
    }
    figures |= {"wordpress_depth_right": share(depths), "n_wordpress": len(depths), **held_out(known, reach)}
    if find_spec("trafilatura") is None:
        empty = scores([], [], [])
        figures |= {"auto": None, "trafilatura": "not installed: pip install 'discourse-threads[article]'"}
        return figures | {f"trafilatura_{name}": None for name in empty}
    quiet()
    figures["auto"] = scores(known, reach, [ours(page, "auto") for page in known])
    other = scores(known, reach, [theirs(page) for page in known])
    return figures | {f"trafilatura_{name}": value for name, value in other.items()}


def quiet() -> None:
    """Keep what trafilatura logs out of the figures."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="trafilatura")


def by_page(folder: Path) -> Iterator[dict[str, Any]]:
    """What went wrong on each page."""
    known = list(pages(folder))
    for page, snippets in zip(known, reachable(known), strict=True):
        wrong = faults(page, snippets, ours(page, "plain"))
        yield {"page": page.address, **{name: what for name, what in wrong.items() if what}}


def by_page_without_table(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Of pages that the table reads, how many of their comments are found alike without it, where not all are."""
    for path in paths:
        counts = agreement(path.read_bytes())
        if counts and any(counts[name] < counts["n"] for name in TOLD):
            yield {"page": path.name, "n": counts["n"], **{name: counts[name] for name in TOLD}}


def faults(page: Gold, snippets: list[str], found: Found) -> dict[str, Any]:
    """By kind, what was not found where it should be, or found where it should not."""
    titles, authors, dates = ((getattr(page, name), getattr(found, name)) for name in ("title", "author", "date"))
    return {
        "comments not found": [one for one in snippets if one not in found.comments],
        "article among the comments": [one for one in page.article if one in found.comments],
        "comments in the article": [one for one in snippets if one in found.article],
        "article not found": [one for one in page.article if one not in found.article],
        "around the article": [one for one in page.around if one in found.article],
        "title": titles if titles[0] and not alike(*titles) else None,
        "author": authors if authors[0] and not alike(*authors) else None,
        "date": dates if dates[0] and dates[0] != dates[1][:10] else None,
    }


def main() -> None:
    """The figures, or with --pages what went wrong on each page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with gold.json and html/")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--pages", action="store_true", help="print what went wrong, one JSON object a page")
    parser.add_argument("--generic", action="store_true", help="print where reading without the table falls short")
    given = parser.parse_args()
    if given.generic:
        for one in by_page_without_table(sorted(given.data.rglob("*.html"))):
            print(json.dumps(one, ensure_ascii=False))
        return
    if given.pages:
        for one in by_page(given.data):
            print(json.dumps(one, ensure_ascii=False))
        return
    figures = run(given.data)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:35} {value}")


if __name__ == "__main__":
    main()
