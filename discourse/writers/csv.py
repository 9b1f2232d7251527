"""CSV: one row a comment, the keys of the record contract as its head, cells made inert for spreadsheets.

May import: the standard library, records, text, writers.base.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, ClassVar

from discourse.records import LEADING, to_records
from discourse.text import cell
from discourse.writers.base import Parts


@dataclass(frozen=True)
class Csv:
    """Writer of CSV, UTF-8, line ends as RFC 4180 wants them.

    Parameters
    ----------
    safe : bool
        Put an apostrophe before texts that a spreadsheet would take for a formula, as `discourse.text.inert` does.
    """

    name: ClassVar[str] = "csv"
    suffix: ClassVar[str] = ".csv"
    safe: bool = True

    def write(self, parts: Parts, place: BinaryIO) -> None:
        """Write all comments; a corpus of none gives the head alone."""
        listed = chain.from_iterable(map(to_records, parts))
        first = next(listed, None)
        text = io.TextIOWrapper(place, encoding="utf-8", newline="", write_through=True)
        head = list(first) if first else list(LEADING)
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(head)
        for record in chain([first] if first else [], listed):
            rows.writerow([cell(value, safe=self.safe) for value in record.values()])
        text.flush()
        text.detach()
