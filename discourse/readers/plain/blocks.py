"""The article above the comments as blocks: titles, headings, paragraphs, list items, quotations.

May import: the standard library, article, and lines of this package.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from discourse.article import Block, BlockKind
from discourse.readers.plain.lines import Line

LONGEST_TITLE = 200
LONGEST_HEADING = 80
SAME_TITLE_WITHIN = 6

_HASHES = re.compile(r"#{1,6}\s+")
_DASHES = re.compile(r"\s*[-‐‑‒–—―|:]+\s*")
_ENDS_SENTENCE = (".", "!", "?", "…", ":", ";", ",")


def read_blocks(lines: Sequence[Line], rows: Sequence[int]) -> tuple[Block, ...]:
    r"""Blocks of the article, none of its text left out.

    Parameters
    ----------
    lines : sequence of Line
        The page.
    rows : sequence of int
        The lines that belong to the article, ascending, none of them blank.

    Returns
    -------
    tuple of Block
        An item holds the lines that continue it directly; paragraphs below it, after a blank line, are blocks of their
        own.

    Examples
    --------
    >>> from discourse.readers.plain.lines import read_lines
    >>> lines = read_lines("Bridge opens\n\nIt opened today:\n  • to cars;\n  • to bicycles.")
    >>> [(block.kind, block.text) for block in read_blocks(lines, [0, 2, 3, 4])]
    [('title', 'Bridge opens'), ('paragraph', 'It opened today:'), ('item', 'to cars;'), ('item', 'to bicycles.')]
    """
    groups = _groups(lines, rows)
    blocks: list[Block] = []
    title = ""
    for place, group in enumerate(groups):
        text = "\n".join([lines[group[0]].text, *(lines[row].content for row in group[1:])])
        if not text:
            continue
        kind, text = _kind(lines[group[0]], text, alone=len(group) == 1)
        if _is_title(kind, text, title, place, last=place == len(groups) - 1):
            title, kind = title or text, "title"
        blocks.append(Block(kind, text, group[0] + 1))
    return tuple(blocks)


def _groups(lines: Sequence[Line], rows: Sequence[int]) -> list[list[int]]:
    """Lines that form one block each: a mark opens one, a blank line or a step back to the left closes one."""
    groups: list[list[int]] = []
    for row in rows:
        line, group = lines[row], groups[-1] if groups else []
        goes_on = bool(group) and group[-1] == row - 1 and not line.mark
        if goes_on and lines[group[0]].mark:
            goes_on = line.indent > lines[group[0]].indent
        if goes_on:
            group.append(row)
        else:
            groups.append([row])
    return groups


def _kind(first: Line, text: str, alone: bool) -> tuple[BlockKind, str]:
    """What a block is by its first line, and its text without the signs that say so."""
    if first.mark:
        return "item", text
    if text.startswith(">"):
        return "quote", text
    if alone and (hashes := _HASHES.match(text)):
        return "heading", text[hashes.end() :]
    if alone and len(text) <= LONGEST_HEADING and not text.endswith(_ENDS_SENTENCE):
        return "heading", text
    return "paragraph", text


def _is_title(kind: BlockKind, text: str, title: str, place: int, last: bool) -> bool:
    """Whether a block is the page's title: its first line, or the same words again near the top."""
    if place == 0:
        fits = "\n" not in text and len(text) <= LONGEST_TITLE and not text.endswith((".", ";", ","))
        return kind in {"heading", "paragraph"} and fits and not last
    return bool(title) and place < SAME_TITLE_WITHIN and _same(text) == _same(title)


def _same(title: str) -> str:
    """A title without what differs between its copies: case, white space, dashes."""
    return _DASHES.sub(" ", " ".join(title.split())).casefold().strip()
