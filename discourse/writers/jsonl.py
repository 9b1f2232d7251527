"""JSON Lines: one record a comment, as `discourse schema` states it.

It holds all of the comments and nothing else: articles, their claims, and threads without comments are not in it.
May import: msgspec, records, writers.base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, ClassVar

import msgspec

from discourse.records import record_columns
from discourse.writers.base import Parts


@dataclass(frozen=True)
class Jsonl:
    """Writer of flat records, one comment a line, UTF-8.

    Examples
    --------
    >>> Jsonl().suffix
    '.jsonl'
    """

    name: ClassVar[str] = "jsonl"
    suffix: ClassVar[str] = ".jsonl"

    def write(self, parts: Parts, place: BinaryIO) -> None:
        """Write all comments."""
        encode = msgspec.json.Encoder().encode_lines
        for corpus in parts:
            for columns in record_columns(corpus):
                names = tuple(columns)
                rows = zip(*columns.values(), strict=True)
                place.write(encode([dict(zip(names, row, strict=True)) for row in rows]))
