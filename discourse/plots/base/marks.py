"""Colours, and the marks that labels are drawn as: a shape, a filling and a line besides the colour.

May import: the standard library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

INK, SOFT, RULE, BAND = "#1a1a1a", "#595959", "#b8b8b8", "#f4f4f4"


@dataclass(frozen=True)
class Mark:
    """How a label looks: colour, and shape, filling and line besides, so that it survives greyscale.

    Parameters
    ----------
    word : str
        What the legend calls it.
    marker : str
        Shape, in matplotlib's letters.
    color : str
    is_filled : bool
    dash : tuple of float
        Strokes and gaps of its line in line widths; empty for a solid line.
    """

    word: str
    marker: str
    color: str
    is_filled: bool = True
    dash: tuple[float, ...] = ()


# Okabe and Ito's colours, which people with every kind of colour vision tell apart (jfly.uni-koeln.de/color).
BLUE, VERMILLION, GREY, PALE = "#0072B2", "#D55E00", "#6e6e6e", "#9a9a9a"
STANCE_MARKS: Mapping[str | None, Mark] = {
    "favor": Mark("favor", "^", BLUE),
    "against": Mark("against", "v", VERMILLION, dash=(3.5, 1.6)),
    "none": Mark("none", "o", GREY, is_filled=False, dash=(1, 1.4)),
    None: Mark("cannot tell", ".", PALE, dash=(5, 1.5, 1, 1.5)),
}
SENTIMENT_MARKS: Mapping[str | None, Mark] = {
    "positive": Mark("positive", "o", BLUE),
    "neutral": Mark("neutral", "o", GREY, is_filled=False),
    "negative": Mark("negative", "s", VERMILLION),
    None: Mark("missing", "x", PALE),
}
REPLY_MARKS: Mapping[str | None, Mark] = {
    "support": Mark("support", "^", BLUE),
    "deny": Mark("deny", "v", VERMILLION),
    "query": Mark("query", "D", "#CC79A7"),
    "comment": Mark("comment", "o", GREY, is_filled=False),
    None: Mark("cannot tell", ".", PALE),
}
CATEGORIES = (
    ("o", BLUE),
    ("s", "#E69F00"),
    ("^", "#009E73"),
    ("D", "#CC79A7"),
    ("v", "#56B4E9"),
    ("P", INK),
    ("X", VERMILLION),
)
"""Shape and colour of the first, second, ... of things that have no order."""
