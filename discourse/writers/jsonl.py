"""JSON Lines: one record a comment, as `discourse schema` states it.

May import: msgspec, corpus, records, writers.base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, ClassVar

import msgspec

from discourse.corpus import Corpus
from discourse.records import to_records


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

    def write(self, corpus: Corpus, stream: BinaryIO) -> None:
        """Write all comments."""
        encode = msgspec.json.Encoder().encode
        for record in to_records(corpus):
            stream.write(encode(record) + b"\n")
