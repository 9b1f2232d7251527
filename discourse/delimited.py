r"""Rows of delimited text: commas, semicolons, tabs or bars, told by the content; quoted line feeds, open quotes.

Source: RFC 4180, and what spreadsheets write besides it ("sep=;" in the first line). May import: the standard library.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, NamedTuple

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 60
"""Rows at the beginning that tell the dialect."""
LONGEST = 100_000
"""Lines from which on a row is taken for one whose quotation mark never closes."""
LARGEST_CELL = 2**31 - 1


@dataclass(frozen=True)
class Dialect:
    r"""How cells are set apart.

    Parameters
    ----------
    delimiter : str
    escape : str or None
        What stands before a quotation mark in a quoted cell; None when it is doubled.
    skip : int
        Lines before the head of the table.

    Examples
    --------
    >>> Dialect(";").name
    'semicolons'
    """

    delimiter: str = ","
    escape: str | None = None
    skip: int = 0

    @property
    def name(self) -> str:
        """What messages call it."""
        return {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[self.delimiter]


class Row(NamedTuple):
    """A row with the number of the line that it begins on; `reason` says why one cannot be read."""

    line: int
    cells: list[str]
    reason: str = ""


def dialect_of(head: str) -> tuple[Dialect, list[list[str]]] | None:
    r"""The dialect of a table and its first rows; None when this is no table of at least two columns.

    Parameters
    ----------
    head : str
        The beginning of the text.

    Examples
    --------
    >>> dialect_of('name;said\nann;"so; or so"\nbob;well\n')[0].delimiter
    ';'
    >>> dialect_of("Dear all,\n\nthe ferry is back.\n") is None
    True
    """
    first, _, _ = head.partition("\n")
    if first.strip().lower().removeprefix("sep=") in DELIMITERS and first.lower().startswith("sep="):
        dialect = Dialect(first.strip()[4:] or "\t", skip=1)
        return dialect, _first_rows(head, dialect)
    found: list[tuple[tuple[float, int, int], Dialect, list[list[str]]]] = []
    for order, delimiter in enumerate(DELIMITERS):
        # Only what is in the first line can set its cells apart.
        if delimiter not in first:
            continue
        for escape in (None, "\\") if '\\"' in head else (None,):
            dialect = Dialect(delimiter, escape)
            rows = _first_rows(head, dialect)
            width = len(rows[0]) if rows else 0
            if width < 2:
                continue
            n_equal = sum(len(row) == width for row in rows)
            found.append(((round(n_equal / len(rows), 1), width, -order), dialect, rows))
    if not found:
        return None
    (share, _, _), dialect, rows = max(found, key=lambda one: one[0])
    return (dialect, rows) if share > 0.5 else None


def _first_rows(head: str, dialect: Dialect) -> list[list[str]]:
    """The first rows that are there whole, blank ones left out."""
    file = io.BytesIO(head.encode("utf-8", errors="replace"))
    rows = [row.cells for row in read_rows(file, dialect, n_rows=LOOKED_AT)]
    # The head may end within a row.
    return rows[:-1] if len(rows) > 2 and len(rows) < LOOKED_AT and not head.endswith(("\n", "\r")) else rows


def read_rows(file: BinaryIO, dialect: Dialect, n_rows: int | None = None) -> Iterator[Row]:
    r"""The rows of a table, its head first, with the lines that they begin on; blank lines are left out.

    Parameters
    ----------
    file : binary file
        UTF-8.
    dialect : Dialect
    n_rows : int, optional
        How many rows at most.

    Yields
    ------
    Row
        With a reason when its quotation marks do not close; what follows its first line is read as rows of its own.

    Examples
    --------
    >>> table = b'id,text\n1,"two\nlines"\n2,"open\n3,well\n'
    >>> [(row.line, row.cells or row.reason) for row in read_rows(io.BytesIO(table), Dialect())]
    [(1, ['id', 'text']), (2, ['1', 'two\nlines']), (4, 'a quotation mark opens and never closes'), (5, ['3', 'well'])]
    """
    csv.field_size_limit(LARGEST_CELL)
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    lines: Iterator[str] = iter(text)
    for _ in range(dialect.skip):
        next(lines, None)
    number = dialect.skip + 1
    n_left = n_rows if n_rows is not None else -1
    while n_left:
        feed = _Feed(lines)
        rows = csv.reader(
            feed, delimiter=dialect.delimiter, escapechar=dialect.escape, doublequote=dialect.escape is None
        )
        while n_left:
            try:
                cells = next(rows, None)
            except csv.Error:
                cells, feed.is_open = [], True
            if feed.is_open and feed.taken:
                yield Row(number, [], "a quotation mark opens and never closes")
                lines = chain(feed.taken[1:], lines)
                number += 1
                n_left -= 1
                break
            if cells is None:
                return
            n_taken = len(feed.taken)
            feed.taken.clear()
            if any(cells):
                yield Row(number, cells)
                n_left -= 1
            number += n_taken


class _Feed:
    """Lines for one row after the other; what a row has taken is kept until it is done."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.taken: list[str] = []
        self.is_open = False

    def __iter__(self) -> Iterator[str]:
        taken = self.taken
        for line in self._lines:
            taken.append(line)
            yield line
            if len(taken) > LONGEST:
                break
        # The end has come, or seems never to come, and the row wants more.
        self.is_open = bool(taken)
