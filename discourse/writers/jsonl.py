"""JSON Lines: one record a comment, as `discourse schema` states it.

May import: msgspec, records, writers.base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, ClassVar

import msgspec

from discourse.records import to_records
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
        encode = msgspec.json.Encoder().encode
        for corpus in parts:
            for record in to_records(corpus):
                place.write(encode(record) + b"\n")
