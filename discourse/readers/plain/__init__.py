"""The reader of plain text: a page as an extractor or a copying hand leaves it, the article above, the comments below.

The page is cut into lines (`lines`), and each is read as what it could be: head of a comment (`forms`), word of the
interface (`words`). Every layout of a table (`layouts`) then proposes stretches of comments, opened by marks (`lists`)
or by recurring lines (`flat`); their heads and feet are taken off the texts (`peel`), each proposal is weighed
(`score`), the best one explains every line (`page`), and what stands above becomes the article (`blocks`). Where no
proposal has enough evidence, there are no comments, and a note says why. May import: the standard library, article,
dates, rows, readers.base, and the modules of this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from discourse.article import Article
from discourse.dates import DateReading
from discourse.dates import read as read_dates
from discourse.readers.base import Source
from discourse.readers.plain.layouts import LAYOUTS, Layout
from discourse.readers.plain.page import Explanation, Found, LineKind, explain
from discourse.rows import ReadReport, Rows

__all__ = ["LAYOUTS", "Explanation", "Found", "Layout", "LineKind", "Plain", "explain"]

_MARKUP = re.compile(r"<(?:[!?/]|[a-z][a-z0-9:-]*[\s/>])", re.IGNORECASE)
_JSON = re.compile(r"\{\s*[\"'}]|\[\s*(?:[\[{\"\]]|-?\d[\d.eE+-]*\s*[,\]]\s*-?\d)")
_LISTED = re.compile(r"^[ \t]*[•*+‣◦–-] \S", re.MULTILINE)


@dataclass(frozen=True)
class Plain:
    r"""Reads plain text.

    Parameters
    ----------
    name : str
        How `--format` calls it.
    suffixes : tuple of str
        File endings of plain text.
    layouts : tuple of Layout
        The layouts to try.

    Examples
    --------
    >>> page = "Bridge opens\n\n  • Ann\n\n    At last!\n\n    • Ben Lee\n\n      Not for bicycles."
    >>> (rows,) = Plain().read(Source("page.txt", data=page.encode()))
    >>> rows.columns["author"], rows.columns["parent_id"], rows.report.found
    (['Ann', 'Ben Lee'], [None, '1'], 2)
    """

    name: str = "plain"
    suffixes: tuple[str, ...] = (".txt", ".text", ".md")
    layouts: tuple[Layout, ...] = LAYOUTS

    def sniff(self, head: bytes, name: str) -> float:
        """How likely the source is plain text: text that is neither markup nor JSON.

        Parameters
        ----------
        head : bytes
            The first 64 KiB.
        name : str
            The ending of the name adds to what the content says; alone it decides nothing.

        Returns
        -------
        float
            0 for markup and JSON; at most 0.9. A text with a few control characters is still a text: what is binary
            is refused when it is read.

        Examples
        --------
        >>> reader = Plain()
        >>> reader.sniff(b"<html><body>", "page.txt"), reader.sniff(b"Bridge opens", "page.txt")
        (0.0, 0.7)
        """
        encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        text = head.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
        if not text or _MARKUP.match(text) or _JSON.match(text):
            return 0.0
        usual = PurePath(name).suffix.lower() in self.suffixes
        return round(0.4 + 0.3 * usual + 0.2 * bool(_LISTED.search(text)), 2)

    def read(self, source: Source) -> Iterator[Rows]:
        """Read one page.

        Parameters
        ----------
        source : Source

        Yields
        ------
        Rows
            One batch. Ids are "1" to "n" in the order of the page, `line` is where a comment opens. A reply whose
            parent
            the page has lost names a parent that no comment has. Times are read from all dates of the page together.

        Raises
        ------
        EmptyInput, BinaryInput
        """
        text, defects = source.decoded
        page = explain(text, self.layouts)
        reading = read_dates([found.date for found in page.comments])
        report = ReadReport(
            found=len(page.comments),
            leftover=page.leftover,
            defects=defects,
            stated_count=page.stated_count,
            missing_numbers=page.missing_numbers,
            notes=(*page.notes, *reading.notes),
        )
        yield Rows(_columns(page, reading), {"": Article(blocks=page.blocks)}, report)


def _columns(page: Explanation, reading: DateReading) -> dict[str, list[Any]]:
    """The comments as columns; those that no comment of the page fills are left out."""
    comments = page.comments
    columns: dict[str, list[Any]] = {
        "id": [str(number) for number in range(1, len(comments) + 1)],
        "parent_id": [_parent_id(found) for found in comments],
        "author": [found.author for found in comments],
        "text": [found.text for found in comments],
        "line": [found.line for found in comments],
    }
    optional: dict[str, list[Any]] = {
        "created": list(reading.moments),
        "created_text": [found.date for found in comments],
        "role": [found.role for found in comments],
        "score": [found.score for found in comments],
        "deleted": [found.is_removed or None for found in comments],
    }
    return columns | {name: values for name, values in optional.items() if any(value is not None for value in values)}


def _parent_id(found: Found) -> str | None:
    """The id of the parent; one that no comment has where the page has lost the parent."""
    if found.parent >= 0 and not found.is_lost:
        return str(found.parent + 1)
    return f"lost-before-line-{found.line}" if found.is_lost else None
