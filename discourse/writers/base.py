"""What every writer shares: the protocol.

May import: the standard library, corpus.
"""

from __future__ import annotations

from typing import BinaryIO, Protocol, runtime_checkable

from discourse.corpus import Corpus


@runtime_checkable
class Writer(Protocol):
    """A format that annotated comments go out in; entry points: discourse.writers.

    Attributes
    ----------
    name : str
        How `--to` calls it.
    suffix : str
        File ending, with its dot.
    """

    @property
    def name(self) -> str:
        """How `--to` calls it."""

    @property
    def suffix(self) -> str:
        """File ending, with its dot."""

    def write(self, corpus: Corpus, stream: BinaryIO) -> None:
        """Write all comments; the same corpus gives the same bytes."""
