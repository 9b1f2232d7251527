"""CSV: one row a comment, the keys of the record contract as its head, cells made inert for spreadsheets.

It holds all of the comments and nothing else: articles, their claims, and threads without comments are not in it.
May import: the standard library, columns, errors, record_rows, records, text, writers.base.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO, ClassVar

from discourse.columns import kind_of
from discourse.errors import OutputError
from discourse.record_rows import COMPUTED, NEVER_MISSING
from discourse.records import LEADING, record_columns
from discourse.text import FORMULA_SIGNS
from discourse.writers.base import Parts


@dataclass(frozen=True)
class Csv:
    """Writer of CSV, UTF-8, line ends as RFC 4180 wants them.

    Parameters
    ----------
    safe : bool
        Put an apostrophe before texts that a spreadsheet would take for a formula or that begin with an apostrophe, as
        `discourse.text.inert` does, and write an empty text as an apostrophe where it is not to be taken for a missing
        one. Reading takes these apostrophes off again, and nothing else.

    Notes
    -----
    With `safe=False` texts stand as they are, missing and empty ones alike.
    """

    name: ClassVar[str] = "csv"
    suffix: ClassVar[str] = ".csv"
    safe: bool = True

    def write(self, parts: Parts, place: BinaryIO) -> None:
        """Write all comments; a corpus of none gives the head alone.

        Raises
        ------
        OutputError
            A later part has a column that the first one lacks.
        """
        text = io.TextIOWrapper(place, encoding="utf-8", newline="", write_through=True)
        rows = csv.writer(text, lineterminator="\r\n")
        head: list[str] = []
        for columns in chain.from_iterable(map(record_columns, parts)):
            if not head:
                head = list(columns)
                rows.writerow(head)
            if more := [name for name in columns if name not in head]:
                raise OutputError(
                    f"a later part has the column {more[0]!r}, which the first one lacks",
                    where="csv",
                    fix="write JSON Lines, or annotate all parts alike",
                )
            empty = [""] * len(columns["text"])
            rows.writerows(zip(*(self._cells(name, columns.get(name, empty)) for name in head), strict=True))
        if not head:
            rows.writerow(LEADING)
        text.flush()
        text.detach()

    def _cells(self, name: str, values: Sequence[Any]) -> Sequence[str]:
        """A column as cells."""
        if name == "topics":
            values = [";".join(value) for value in values]
        elif kind_of(name) not in ("str", "label", "datetime"):
            # Numbers as Python writes them, true and false in small letters.
            return ["" if value is None else repr(value).lower() for value in values]
        if not self.safe:
            return ["" if value is None else value for value in values]
        empty = "" if name in NEVER_MISSING or name in COMPUTED else "'"
        return [
            "" if value is None else "'" + value if value[:1] in FORMULA_SIGNS else value or empty for value in values
        ]
