"""What every figure shares: the Plot value, what a page is made of, text that is measured, marks and colours.

A figure is worked out on a page in points as a tuple of items and drawn only then, so that every text is measured
before it is placed and the same input gives the same bytes. May import: text; the modules beside it.
"""

from discourse.plots.base.items import Box, Dot, Item, Stroke, Words, legend, paint
from discourse.plots.base.lettering import HEAD, LEADING, SMALL, fit, measure, middle, plain, wrap
from discourse.plots.base.marks import (
    BAND,
    BLUE,
    CATEGORIES,
    GREY,
    INK,
    PALE,
    REPLY_MARKS,
    RULE,
    SENTIMENT_MARKS,
    SOFT,
    STANCE_MARKS,
    VERMILLION,
    Mark,
)
from discourse.plots.base.plot import DOUBLE, LONGEST, POINTS, SINGLE, Plot, figure
from discourse.plots.base.reading import author_of, labels, numbers, reading_order, title_of
from discourse.text import count

__all__ = [
    "BAND",
    "BLUE",
    "CATEGORIES",
    "DOUBLE",
    "GREY",
    "HEAD",
    "INK",
    "LEADING",
    "LONGEST",
    "PALE",
    "POINTS",
    "REPLY_MARKS",
    "RULE",
    "SENTIMENT_MARKS",
    "SINGLE",
    "SMALL",
    "SOFT",
    "STANCE_MARKS",
    "VERMILLION",
    "Box",
    "Dot",
    "Item",
    "Mark",
    "Plot",
    "Stroke",
    "Words",
    "author_of",
    "count",
    "figure",
    "fit",
    "labels",
    "legend",
    "measure",
    "middle",
    "numbers",
    "paint",
    "plain",
    "reading_order",
    "title_of",
    "wrap",
]
