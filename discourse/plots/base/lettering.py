"""Text measured before it is drawn: fonts, widths, lines cut and broken to fit.

All that others wrote goes through `fit` or `wrap` before it is drawn. May import: matplotlib, text.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import get_font

from discourse.text import REPLACEMENT, clean

SMALL, BODY, HEAD = 7.0, 7.5, 9.0
"""Sizes of text in points; nothing is smaller than SMALL."""
LEADING = 1.25
"""Height of a line of text over its size."""
# Only fonts that come with matplotlib: the same page on every machine.
_FACES = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf", "italic": "DejaVuSans-Oblique.ttf"}


@cache
def font_file(face: str) -> str:
    """Path of a font that comes with matplotlib."""
    return str(Path(matplotlib.get_data_path(), "fonts", "ttf", _FACES[face]))


@lru_cache(maxsize=65536)
def _advance(char: str, face: str) -> float | None:
    """Width of a character over the size of the font; None where the font lacks it."""
    font = get_font(font_file(face))
    if not font.get_char_index(ord(char)):
        return None
    font.set_size(1000, 72)
    return float(font.load_char(ord(char)).linearHoriAdvance) / 65536 / 1000


def measure(text: str, size: float = SMALL, face: str = "regular") -> float:
    """Width of a text in points; kerning and ligatures, which only make it narrower, are left out.

    Examples
    --------
    >>> round(measure("Ferry", 7), 1)
    18.2
    """
    return size * sum(_advance(char, face) or 0.6 for char in text)


def plain(text: str, face: str = "regular", longest: int = 600) -> str:
    r"""A text of others on one line, in characters that the font can draw; what it lacks becomes U+FFFD.

    Of accents heaped on one letter two stay, so that no line reaches into the next.

    Examples
    --------
    >>> plain("two\nlines\x07 and 漢")
    'two lines and �'
    """
    kept: list[str] = []
    heaped = 0
    for char in unicodedata.normalize("NFC", clean(text[:longest])[0]):
        category = unicodedata.category(char)
        heaped = heaped + 1 if category == "Mn" else 0
        if char.isspace() or category == "Cc":
            kept.append(" ")
        elif "\ufe00" <= char <= "\ufe0f" or (category == "Cf" and char not in "\u200c\u200d"):
            # Marks that steer direction or style have no shape of their own.
            continue
        elif heaped <= 2:
            kept.append(char if _advance(char, face) is not None else REPLACEMENT)
    return " ".join("".join(kept).split())


def fit(text: str, width: float, size: float = SMALL, face: str = "regular") -> str:
    """A text of others cut to one line of a width in points, with an ellipsis where cut.

    Examples
    --------
    >>> fit("The ferry sails again", 60)
    'The ferry sails…'
    """
    lines = wrap(text, width, 1, size, face)
    return lines[0] if lines else ""


def wrap(text: str, width: float, most: int, size: float = SMALL, face: str = "regular") -> list[str]:
    """A text of others in at most `most` lines of a width in points, with an ellipsis where cut.

    Examples
    --------
    >>> wrap("The ferry sails again on every day but Sunday", 80, 2)
    ['The ferry sails again', 'on every day but…']
    """
    words = plain(text, face).split()
    lines: list[str] = []
    at = 0
    while at < len(words) and len(lines) < most:
        line, at = _fill(words, at, width, size, face)
        lines.append(line)
    if at < len(words) and lines:
        lines[-1] = _cut(lines[-1] + " " + words[at], width, size, face)
    return lines


def _fill(words: list[str], at: int, width: float, size: float, face: str) -> tuple[str, int]:
    """As many words as fit on a line, at least part of one; the rest of a word that is too long is put back."""
    line = words[at]
    if measure(line, size, face) > width:
        cut = max(1, _room(line, width, size, face))
        words[at] = line[cut:]
        return line[:cut], at
    at += 1
    while at < len(words) and measure(line + " " + words[at], size, face) <= width:
        line += " " + words[at]
        at += 1
    return line, at


def _room(text: str, width: float, size: float, face: str) -> int:
    """How many characters of a text fit."""
    used = 0.0
    for number, char in enumerate(text):
        used += size * (_advance(char, face) or 0.6)
        if used > width:
            return number
    return len(text)


def _cut(line: str, width: float, size: float, face: str) -> str:
    """A line that is too long cut at a word where one ends late enough, with an ellipsis."""
    room = _room(line, width - measure("…", size, face), size, face)
    kept = line[:room]
    space = kept.rfind(" ")
    if room < len(line) and line[room] != " " and space > 0.6 * room:
        kept = kept[:space]
    return kept.rstrip(" ,;:.–-") + "…"


def middle(y: float, size: float = SMALL) -> float:
    """Baseline of a line of text whose small letters are centred on y."""
    return y + 0.3 * size
