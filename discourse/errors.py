"""Every error that discourse raises on purpose, in one tree.

::

    DiscourseError                what happened, where, what to do; carries the exit status of the command line
    ├── InputError                the input could not be read                      exit 1
    │   ├── MissingInput          no such file, or nothing readable in a folder
    │   ├── EmptyInput            the file holds no characters
    │   ├── BinaryInput           the file is not text
    │   ├── UnknownFormat         no reader recognises the input
    │   ├── AmbiguousFormat       two readers recognise it equally well
    │   └── BrokenInput           the format is known and its rules are broken
    ├── OutputError               the result could not be written                  exit 1
    ├── CodebookError             the codebook breaks its own rules                exit 2
    ├── UnknownName               no plug-in, metric, figure or column of that name exit 2
    ├── BrokenPlugin              a plug-in is installed and cannot be imported     exit 2
    ├── MissingColumn             a step needs a column that no earlier one assigns exit 2
    ├── InvalidColumn             a column of wrong length, type or value          exit 2
    ├── InvalidParameter          a parameter outside its range                    exit 2
    ├── InvalidParent             a parent vector breaks the law of trees          exit 2
    └── MissingExtra              an optional dependency is not installed          exit 2

May import: the standard library.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "AmbiguousFormat",
    "BinaryInput",
    "BrokenInput",
    "BrokenPlugin",
    "CodebookError",
    "DiscourseError",
    "EmptyInput",
    "InputError",
    "InvalidColumn",
    "InvalidParameter",
    "InvalidParent",
    "MissingColumn",
    "MissingExtra",
    "MissingInput",
    "OutputError",
    "UnknownFormat",
    "UnknownName",
    "nearest",
]

LONGEST_LIST = 12


def nearest(given: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed name most like `given`, or None when none is near.

    Parameters
    ----------
    given : str
        What the user wrote.
    allowed : iterable of str
        The names that exist.

    Returns
    -------
    str or None

    Examples
    --------
    >>> nearest("topcs", ["topics", "targets"])
    'topics'
    >>> nearest("zzz", ["topics", "targets"]) is None
    True
    """
    close = difflib.get_close_matches(given.casefold(), list(allowed), n=1, cutoff=0.6)
    return close[0] if close else None


class DiscourseError(Exception):
    """The root of the tree: what happened, where, and how to mend it.

    Parameters
    ----------
    what : str
        One sentence: what happened.
    where : str, optional
        The file, line, comment id or parameter that it is about.
    given : str, optional
        What was found; names the nearest of `allowed` in the message.
    allowed : iterable of str, optional
        What would have been right.
    fix : str, optional
        What the user can do.

    Examples
    --------
    >>> print(UnknownName("no such metric", given="deph", allowed=["depth", "size"], fix="see `discourse plugins`"))
    no such metric: 'deph' (did you mean 'depth'?). Allowed: depth, size. To fix: see `discourse plugins`.
    """

    exit_status = 1

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        given: str | None = None,
        allowed: Iterable[str] = (),
        fix: str | None = None,
    ) -> None:
        self.what = what
        self.where = where
        self.given = given
        self.allowed = tuple(allowed)
        self.fix = fix
        super().__init__(what)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.given is not None:
            near = nearest(self.given, self.allowed)
            text += f": {self.given!r}" + (f" (did you mean {near!r}?)" if near else "")
        text += "."
        if self.allowed:
            shown = ", ".join(self.allowed[:LONGEST_LIST])
            more = len(self.allowed) - LONGEST_LIST
            text += f" Allowed: {shown}" + (f", and {more} more." if more > 0 else ".")
        if self.fix:
            text += f" To fix: {self.fix.rstrip('.')}" + ("" if self.fix.endswith("?") else ".")
        return text

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.what, self.where, self.given, self.allowed, self.fix)


def _rebuild(
    kind: type[DiscourseError],
    what: str,
    where: str | None,
    given: str | None,
    allowed: tuple[str, ...],
    fix: str | None,
) -> DiscourseError:
    """Remake an error in another process."""
    return kind(what, where=where, given=given, allowed=allowed, fix=fix)


class InputError(DiscourseError):
    """The input could not be read."""


class MissingInput(InputError):
    """No such file, or a folder or pattern that holds nothing readable."""


class EmptyInput(InputError):
    """The input holds no characters."""


class BinaryInput(InputError):
    """The input is not text."""


class UnknownFormat(InputError):
    """No reader recognises the input."""


class AmbiguousFormat(InputError):
    """Two readers recognise the input equally well."""


class BrokenInput(InputError):
    """The format is known and the input breaks its rules."""


class OutputError(DiscourseError):
    """The result could not be written; what stood there before still stands."""


class CodebookError(DiscourseError):
    """The codebook breaks its own rules."""

    exit_status = 2


class UnknownName(DiscourseError):
    """No plug-in, metric, figure or column has that name."""

    exit_status = 2


class BrokenPlugin(DiscourseError):
    """A plug-in is installed and cannot be imported."""

    exit_status = 2


class MissingColumn(DiscourseError):
    """A step requires a column that no earlier step assigns."""

    exit_status = 2


class InvalidColumn(DiscourseError):
    """A column has the wrong length, type or values."""

    exit_status = 2


class InvalidParameter(DiscourseError):
    """A parameter has a value outside its range."""

    exit_status = 2


class InvalidParent(DiscourseError):
    """A parent vector breaks the law: parents in range and before their children."""

    exit_status = 2


class MissingExtra(DiscourseError):
    """An optional dependency is not installed."""

    exit_status = 2
