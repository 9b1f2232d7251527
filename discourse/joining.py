"""Several saved pages of one thread as one: no comment twice, none lost, the first page's article above all.

Pages go in the order of their numbers, where their addresses have one, else as they are handed over. A comment that
stands on two pages is kept once: the same id and author where the page gives ids of its own, else the same author,
time and text. Pages of threads with names, as exports have them, are joined thread by thread; comments that one page
leaves out and another holds are found. Dumps in several files are one, in their turn. May import: the standard library,
pyarrow, article, rows, text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pyarrow as pa
import pyarrow.compute as pc

from discourse.article import Article
from discourse.rows import PLACE, ReadReport, Rows, still_open, total
from discourse.text import slug

_PAGE_IN_PATH = re.compile(r"/(?:comment-)?page[-/]?(\d{1,6})/?$|/seite-?(\d{1,6})/?$", re.IGNORECASE)
_PAGE_KEYS = frozenset("page p pg paged cpage start offset st seite pagina commentpage comment_page".split())


_ORDINARY = frozenset("index default comments page thread".split())


def thread_address(article: Article) -> str | None:
    """The address that all pages of one thread share; None where the page states none.

    Examples
    --------
    >>> thread_address(Article(url="https://a.example/ferry/comment-page-2#comments"))
    'https://a.example/ferry'
    """
    return _split(article.url)[0] if article.url else None


def _split(url: str) -> tuple[str, int]:
    """An address without what says which page of the thread it is, and the number of that page."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url, 1
    number = 1
    path = parts.path
    if found := _PAGE_IN_PATH.search(path):
        number, path = int(found[1] or found[2]), path[: found.start()]
    kept = []
    for name, value in query:
        if name.lower() in _PAGE_KEYS and value.isdigit() and len(value) < 9:
            number = max(number, int(value))
        else:
            kept.append((name, value))
    return urlunsplit((parts.scheme, parts.netloc.lower(), path.rstrip("/"), urlencode(kept), "")), number


def name_of_address(url: str) -> str:
    """A name for the thread that a page of this address is of: the last part of it that says something.

    Examples
    --------
    >>> name_of_address("https://a.example/2025/ferry-is-back/index.html?page=2"), name_of_address("https://a.example")
    ('ferry-is-back', 'a-example')
    >>> name_of_address("https://a.example/forum/showthread.php?t=12")
    'showthread-t-12'
    """
    address = _split(url)[0]
    try:
        parts = urlsplit(address)
    except ValueError:
        return slug(address)
    named = [part.rpartition(".")[0] or part for part in parts.path.split("/") if part]
    if named and named[-1].lower() in _ORDINARY and not parts.query:
        named.pop()
    last = f"{named[-1] if named else parts.netloc}-{parts.query}" if parts.query else (named or [parts.netloc])[-1]
    return slug(last)


def in_turn(sources: Iterable[Iterable[Rows]]) -> Iterator[Rows]:
    """The batches of several sources as those of one: what a later one holds stands behind all of the earlier ones.

    Parameters
    ----------
    sources : iterable of iterables of Rows
        Their threads have names that are the same in all of them.

    Yields
    ------
    Rows
        With `position`, where the batch states that or `line`.

    Examples
    --------
    >>> october, november = ([Rows({"thread_id": ["t"] * 2, "text": ["a", "b"], "line": [1, 2]})] for _ in range(2))
    >>> [batch.columns["position"].to_pylist() for batch in in_turn([october, november])]
    [[1, 2], [3, 4]]
    """
    before = 0
    for batches in sources:
        furthest = before
        for batch in batches:
            stated = batch.columns.get("position", batch.columns.get("line"))
            if stated is None:
                yield batch
                continue
            places = stated if isinstance(stated, pa.Array | pa.ChunkedArray) else pa.array(stated, pa.int64())
            behind = pc.add(places.cast(pa.int64()), before)
            furthest = max(furthest, pc.max(behind).as_py() or 0)
            yield replace(batch, columns={**batch.columns, "position": behind.cast(pa.int32())})
        before = furthest


def whole(batches: Sequence[Rows]) -> Rows:
    """All batches of one source as a single one, so that `join` takes them for one page.

    Examples
    --------
    >>> both = whole([Rows({"text": ["a"]}), Rows({"id": ["2"], "text": ["b"]})])
    >>> both.columns
    {'text': ['a', 'b'], 'id': [None, '2']}
    """
    if len(batches) == 1:
        return batches[0]
    names = dict.fromkeys(name for batch in batches for name in batch.columns)
    return Rows(
        {
            name: list(chain.from_iterable(_plain(batch.columns.get(name, [None] * len(batch))) for batch in batches))
            for name in names
        },
        {name: article for batch in reversed(batches) for name, article in batch.articles.items()},
        total(batch.report for batch in batches),
        opening=any(batch.opening for batch in batches),
        threads=tuple(chain.from_iterable(batch.threads for batch in batches)),
        stubs=tuple(chain.from_iterable(batch.stubs for batch in batches)),
    )


def join(pages: Sequence[Rows], n_pages: int | None = None) -> Rows:
    """One source out of several pages of one thread.

    Parameters
    ----------
    pages : sequence of Rows
        One a page, each of one thread without a name, or of threads that all have names.
    n_pages : int, optional
        How many pages there are, where they are given in more batches than that.

    Returns
    -------
    Rows

    Examples
    --------
    >>> one = Rows({"id": ["a", "b"], "author": ["Ann", "Ben"], "text": ["Good.", "No."]}, report=ReadReport(found=2))
    >>> two = Rows({"id": ["b", "c"], "author": ["Ben", "Cem"], "text": ["No.", "Why?"]}, report=ReadReport(found=2))
    >>> both = join([one, two])
    >>> both.columns["id"], both.report.dropped
    (['a', 'b', 'c'], (('b', 'stands on an earlier page too'),))
    """
    if len(pages) == 1:
        return pages[0]
    ordered = sorted(pages, key=_number)
    names = list(dict.fromkeys(name for page in ordered for name in page.columns))
    columns: dict[str, list[Any]] = {name: [] for name in (*names, "id", "parent_id", "position")}
    dropped: list[tuple[str, str]] = []
    first = _first_article(ordered)
    seen: dict[tuple[Any, ...], str] = {}
    # Ids that only count the comments of their page say nothing on the next one; where one page does not, none does.
    counted = all(map(_is_counted, ordered))
    authors: dict[str, Any] = {}
    for number, page in enumerate(ordered, start=1):
        before = len(columns["id"])
        earlier, renamed = dict(seen), dict[str, str]()
        for record in _records(page, names, number, first):
            given = str(record["id"])
            is_own = not counted and not given.startswith(PLACE)
            home = record.get("thread_id")
            if home is None:
                is_own = is_own and authors.get(given, record.get("author")) == record.get("author")
            shown = given if is_own else f"{number}-{given}"
            key = (home, shown) if is_own else (record.get("author"), record.get("created_text"), record["text"], home)
            if key in earlier:
                renamed[given] = earlier.pop(key)
                dropped.append((shown, "stands on an earlier page too"))
                continue
            seen.setdefault(key, shown)
            authors.setdefault(given, record.get("author"))
            renamed[given] = shown
            record |= {"id": shown, "position": len(columns["id"]) + 1}
            for name, values in columns.items():
                values.append(record.get(name))
        above = columns["parent_id"]
        above[before:] = [up if up is None else renamed.get(up, up) for up in above[before:]]
    named = {name: article for page in reversed(ordered) for name, article in page.articles.items() if name}
    left_out = chain.from_iterable(page.stubs for page in ordered)
    # What was found and is no comment is not behind a stub either.
    known = {*columns["id"], *(place for page in ordered for place, _ in page.report.dropped)}
    stubs = still_open(left_out, known, set(columns["parent_id"]))
    is_named = None not in columns.get("thread_id", [None]) and not any(page.articles for page in ordered)
    return Rows(
        columns,
        named or ({} if is_named else {"": first}),
        _report(ordered, dropped, n_pages or len(ordered)),
        stubs=stubs,
    )


def _number(page: Rows) -> int:
    """Which page of its thread it is, by its address; of threads with names, the address is another."""
    article = page.articles.get("", Article())
    return _split(article.url)[1] if article.url else 1


def _first_article(pages: Iterable[Rows]) -> Article:
    """The article of the first page that has one."""
    articles = [article for page in pages for article in page.articles.values()]
    return next((article for article in articles if article.text), articles[0] if articles else Article())


def _is_counted(page: Rows) -> bool:
    """Whether the ids are none of the page's own: "1" to "n" in its order, or missing."""
    ids = list(_plain(page.columns.get("id", ())))
    return not ids or ids == [str(place) for place in range(1, len(ids) + 1)] or None in ids


def _plain(values: Any) -> Sequence[Any]:
    """Arrow values as Python ones, others as they are."""
    listed: Sequence[Any] = values.to_pylist() if hasattr(values, "to_pylist") else values
    return listed


def _records(page: Rows, names: Sequence[str], number: int, first: Article) -> Iterable[dict[str, Any]]:
    """The comments of a page; a later page's opening post that is another than the first page's is one of them."""
    article = next(iter(page.articles.values()), Article())
    if page.opening and article is not first and article.text and article.text != first.text:
        yield {"id": f"opening-{number}", "author": article.author, "text": article.text, "created_text": article.date}
    listed = {name: list(_plain(page.columns[name])) for name in names if name in page.columns}
    for row in range(len(page)):
        record = {name: values[row] for name, values in listed.items()}
        record.setdefault("id", str(row + 1))
        yield record


def _report(pages: Sequence[Rows], dropped: Sequence[tuple[str, str]], n_pages: int) -> ReadReport:
    """The account of all pages."""
    whole = total(page.report for page in pages)
    return whole.with_(
        dropped=(*whole.dropped, *dropped),
        missing_numbers=tuple(sorted(set(whole.missing_numbers))),
        stated_count=max((n for page in pages if (n := page.report.stated_count) is not None), default=None),
        notes=(f"{n_pages} pages of one thread were joined", *whole.notes),
    )
