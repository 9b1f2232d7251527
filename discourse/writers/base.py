"""What every writer shares: the protocol.

May import: the standard library, corpus.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, Protocol, runtime_checkable

from discourse.corpus import Corpus

Parts = Iterable[Corpus]
"""A corpus in parts, each of whole threads, so that more than memory holds can be written one after the other."""


@runtime_checkable
class Writer(Protocol):
    """A format that annotated comments go out in; entry points: discourse.writers.

    A frozen dataclass whose fields are its parameters.

    Attributes
    ----------
    name : str
        How `--to` calls it.
    suffix : str
        File ending, with its dot; "" for a folder.
    """

    @property
    def name(self) -> str:
        """How `--to` calls it."""

    @property
    def suffix(self) -> str:
        """File ending, with its dot; "" for a folder."""

    def write(self, parts: Parts, place: Any) -> None:
        """Write all comments of all parts; the same corpus gives the same bytes.

        Parameters
        ----------
        parts : iterable of Corpus
            Of one source, with the same columns.
        place : binary file, or Path
            Where to; the path of an empty folder for a writer of folders.
        """


class FileWriter(Protocol):
    """A writer of one file."""

    def write(self, parts: Parts, place: BinaryIO) -> None:
        """Write all comments to a file."""


class FolderWriter(Protocol):
    """A writer of several files in a folder."""

    def write(self, parts: Parts, place: Path) -> None:
        """Write all comments into an empty folder."""
