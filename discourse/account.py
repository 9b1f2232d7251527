"""The account of a source while it is read: what is dropped, what is wrong, what is to be said.

Whatever puts rows together keeps one. May import: the standard library, errors, rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from discourse.errors import BrokenInput
from discourse.rows import Defect, ReadReport


class Account:
    """What a ReadReport says, as far as the source has been read.

    Parameters
    ----------
    where : str
        What errors call the source.
    strict : bool
        Whether a record that cannot be read is an error, instead of being left out and named.

    Attributes
    ----------
    dropped : list of (str, str)
        Since the last report.
    stated_count : int or None
        How many comments the source says that it has.

    Examples
    --------
    >>> account = Account("export.json")
    >>> account.drop("line 9", "no text")
    >>> account.report().dropped, account.report().dropped
    ((('line 9', 'no text'),), ())
    """

    def __init__(self, where: str, *, strict: bool = False) -> None:
        self._where, self._strict = where, strict
        self._begin()

    def _begin(self) -> None:
        """Nothing has been read."""
        self.dropped: list[tuple[str, str]] = []
        self.stated_count: int | None = None
        self._defects: list[Defect] = []
        self._notes: dict[str, None] = {}

    def drop(self, place: str, reason: str, *, broken: bool = True) -> None:
        """A comment that was found and is not kept.

        Parameters
        ----------
        place : str
            Its id or line.
        reason : str
        broken : bool
            Whether it cannot be read, and not only is none of those that people wrote.

        Raises
        ------
        BrokenInput
            When it is broken and the reading is strict.
        """
        if broken and self._strict:
            raise BrokenInput(
                f"{place}: {reason}", where=self._where, fix="mend the source, or read it without --strict"
            )
        self.dropped.append((place, reason))

    def defect(self, kind: str, place: str, repair: str) -> None:
        """Something wrong in the source, and what was done about it."""
        self._defects.append(Defect(kind, place, repair))

    def note(self, said: str) -> None:
        """Something that a reader of the results should know; what was said before is not said again."""
        self._notes[said] = None

    def report(self, defects: Sequence[Defect] = ()) -> ReadReport:
        """The account since the last call.

        Parameters
        ----------
        defects : sequence of Defect
            More of them, such as those of the source.
        """
        report = ReadReport(
            dropped=tuple(self.dropped),
            defects=(*defects, *self._defects),
            stated_count=self.stated_count,
            notes=tuple(self._notes),
        )
        self._begin()
        return report
