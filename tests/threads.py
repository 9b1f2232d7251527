"""Threads made by hand for tests: rows of (author, parent row, text)."""

from collections.abc import Sequence

import pyarrow as pa

from discourse.article import Article, Block
from discourse.columns import SOURCE, coerce
from discourse.rows import ReadReport
from discourse.thread import Thread

ARTICLE = Article((Block("title", "The ferry is back", 1), Block("paragraph", "On May 2 the ferry sailed again.", 3)))


def thread_of(
    rows: Sequence[tuple[str | None, int, str]],
    article: Article = ARTICLE,
    id: str = "ferry",
    **columns: Sequence[object],
) -> Thread:
    """A thread of the rows given; further columns by name."""
    n = len(rows)
    given: dict[str, Sequence[object]] = {
        **{column.name: [None] * n for column in SOURCE},
        "id": [str(number + 1) for number in range(n)],
        "parent": [parent for _, parent, _ in rows],
        "author": [author for author, _, _ in rows],
        "text": [text for _, _, text in rows],
        "deleted": [False] * n,
    }
    given.update({name: columns[name] for name in given if name in columns})
    table = pa.table({column.name: coerce(column.name, given[column.name], n) for column in SOURCE})
    thread = Thread(id, article, table, ReadReport(source="made by hand", format="none", why="a test", found=n))
    return thread.assign({name: values for name, values in columns.items() if name not in given})
