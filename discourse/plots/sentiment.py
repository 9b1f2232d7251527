"""Sentiment along the thread: a mark a comment in page order, top-level comments with their replies on bands.

May import: base, numpy, pandas, the ground and the core.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.plots.base import (
    BAND,
    DOUBLE,
    GREY,
    INK,
    LEADING,
    POINTS,
    RULE,
    SENTIMENT_MARKS,
    SMALL,
    SOFT,
    Box,
    Dot,
    Item,
    Mark,
    Plot,
    Stroke,
    Words,
    author_of,
    count,
    figure,
    fit,
    labels,
    legend,
    measure,
    middle,
    numbers,
    reading_order,
)
from discourse.thread import Thread

MOST_STEMS = 100
"""With more comments than this stems give way to a running median."""
MOST_BANDS = 150
"""With more top-level comments than this bands would be thinner than a printed line can show."""
_WIDTH = DOUBLE * POINTS
_MARGIN = 6.0
_LINE = SMALL * LEADING
_LEFT, _RIGHT = 50.0, 16.0
_TALL = 118.0
_DEPTHS = 20.0
_PLAIN = Mark("comment", "o", GREY)
_QUARTILES = "#d3dfe8"


def sentiment(thread: Thread) -> Plot:
    r"""Sentiment of every comment in page order.

    Parameters
    ----------
    thread : Thread
        With `sentiment`, and `sentiment_label` for colour and shape; without either the page is empty and says so.

    Returns
    -------
    Plot
        Its data has a row a comment; with more than 100 comments also the running median and quartiles.

    Examples
    --------
    >>> from discourse.reading import read
    >>> thread = read("The bridge\n\n  • Ada\n\n    Lovely.\n\n    • Ben\n\n      ?\n")
    >>> plot = sentiment(thread.assign({"sentiment": [0.6, None]}))
    >>> plot.data["sentiment"].tolist(), "1 of 2" in plot.caption
    ([0.6, nan], True)
    """
    order, order_name = reading_order(thread)
    values = numbers(thread, "sentiment")[order]
    named = labels(thread, "sentiment_label")
    marks = [
        _mark(value, named[row], "sentiment_label" in thread.names) for value, row in zip(values, order, strict=True)
    ]
    smooth = _running(values) if len(order) > MOST_STEMS else None
    n_missing = int(np.isnan(values).sum())
    top = _MARGIN + _LINE + 4
    bottom = top + _TALL
    step = (_WIDTH - _RIGHT - _LEFT) / max(len(order), 1)
    xs = [_LEFT + (place + 0.5) * step for place in range(len(order))]
    ys = [bottom + 11 if np.isnan(value) else top + _TALL * (1 - value) / 2 for value in values.tolist()]
    low = bottom + (18 if n_missing else 5)
    items = _bands(thread, order, step, top, low + _DEPTHS)
    items += _scale(top, low, has_missing=n_missing > 0)
    items += _curve_and_quartiles(smooth, xs, step, top) if smooth is not None else _stems(xs, ys, marks, top)
    size = 6.0 if len(order) <= MOST_STEMS else float(np.clip(500 / len(order), 1.3, 3.5))
    items += [
        Dot(x, y, mark, size) for x, y, mark in sorted(zip(xs, ys, marks, strict=True), key=lambda dot: dot[2].word)
    ]
    items += _depths(thread, order, xs, step, low)
    items += _positions(xs, low + _DEPTHS + 2, order_name)
    foot, end = _legend(marks, low + _DEPTHS + 2 * _LINE + 8, smooth is not None)
    data = _frame(thread, order, smooth)
    caption = _caption(thread, values, order_name, smooth is not None)
    return figure("sentiment", data, [*items, *foot], (_WIDTH, end + _MARGIN), caption, _alt(values))


def _mark(value: float, label: str | None, has_labels: bool) -> Mark:
    """How a comment looks: by its label where labels have been assigned."""
    if np.isnan(value):
        return SENTIMENT_MARKS[None]
    return SENTIMENT_MARKS[label] if has_labels and label is not None else _PLAIN


def _running(values: NDArray[np.float64]) -> pd.DataFrame:
    """Median and quartiles of a window of a twentieth of the thread, at least 15 comments, missing ones left out."""
    window = max(15, len(values) // 20) | 1
    rolling = pd.Series(values).rolling(window, center=True, min_periods=5)
    return pd.DataFrame({"median": rolling.median(), "lower": rolling.quantile(0.25), "upper": rolling.quantile(0.75)})


def _bands(thread: Thread, order: list[int], step: float, top: float, bottom: float) -> list[Item]:
    """Every second top-level comment with its replies on a band, named by its author where there is room."""
    parents, authors = thread.parents, thread.strings("author")
    starts = [place for place, row in enumerate(order) if parents[row] < 0]
    if len(starts) > MOST_BANDS:
        return []
    items: list[Item] = []
    names: list[Item] = []
    for number, (start, stop) in enumerate(pairwise([*starts, len(order)])):
        x, width = _LEFT + start * step, (stop - start) * step
        if number % 2 == 0:
            items.append(Box(x, top, width, bottom - top, BAND))
        if width >= 34:
            names.append(Words(x + 2, top - 4, fit(author_of(authors[order[start]]), width - 5), color=SOFT))
    return [*items, *names]


def _scale(top: float, low: float, has_missing: bool) -> list[Item]:
    """The scale at the left."""
    items: list[Item] = []
    for value, word in ((1.0, "1"), (0.5, "0.5"), (0.0, "0"), (-0.5, "−0.5"), (-1.0, "−1")):
        y = top + _TALL * (1 - value) / 2
        items.append(Words(_LEFT - 5, middle(y, SMALL), word, align="right"))
        items.append(
            Stroke(((_LEFT, y), (_WIDTH - _RIGHT, y)), RULE if value == 0 else "#e4e4e4", 0.7 if value == 0 else 0.4)
        )
    items.append(Words(_MARGIN + SMALL, top + _TALL / 2, "Sentiment", face="bold", align="center", angle=90))
    if has_missing:
        items.append(Words(_LEFT - 5, middle(low - 7), "missing", color=SOFT, align="right"))
    return items


def _stems(xs: list[float], ys: list[float], marks: list[Mark], top: float) -> list[Item]:
    """From neutral to every mark."""
    zero = top + _TALL / 2
    return [
        Stroke(((x, zero), (x, y)), mark.color, 1.0)
        for x, y, mark in zip(xs, ys, marks, strict=True)
        if mark is not SENTIMENT_MARKS[None]
    ]


def _curve_and_quartiles(smooth: pd.DataFrame, xs: list[float], step: float, top: float) -> list[Item]:
    """Running quartiles as a band, the running median as a line over it."""
    items: list[Item] = []
    points: list[tuple[float, float]] = []
    height = top + _TALL * (1 - smooth) / 2
    for x, median, high, low in zip(xs, height["median"], height["upper"], height["lower"], strict=True):
        if not np.isnan(median):
            items.append(Box(x - step / 2, high, step, low - high, _QUARTILES))
            points.append((x, median))
    return [*items, Stroke(tuple(points), INK, 1.3)] if len(points) > 1 else items


def _depths(thread: Thread, order: list[int], xs: list[float], step: float, low: float) -> list[Item]:
    """A strip below: how deep every comment stands."""
    depths = thread.values("depth")[order].tolist() if order else []
    deepest = max(depths, default=1)
    width = min(0.7 * step, 8.0) if step > 2 else step
    items: list[Item] = [
        Box(
            x - width / 2,
            low + _DEPTHS - (_DEPTHS - 4) * depth / deepest,
            width,
            (_DEPTHS - 4) * depth / deepest,
            "#8a8a8a",
        )
        for x, depth in zip(xs, depths, strict=True)
    ]
    items.append(
        Words(
            _LEFT - 5,
            middle(low + _DEPTHS / 2 + 2),
            f"depth 1–{deepest}" if deepest > 1 else "depth 1",
            color=SOFT,
            align="right",
        )
    )
    items.append(Stroke(((_LEFT, low + _DEPTHS), (_WIDTH - _RIGHT, low + _DEPTHS)), INK, 0.6))
    return items


def _positions(xs: list[float], y: float, order_name: str) -> list[Item]:
    """Positions along the bottom, at a round step that leaves room between them."""
    items: list[Item] = []
    apart = xs[1] - xs[0] if len(xs) > 1 else _WIDTH
    room = measure(f"{len(xs):,}") + 8
    step = next(
        round_ for power in range(9) for round_ in (10**power, 2 * 10**power, 5 * 10**power) if round_ * apart >= room
    )
    items += [Words(xs[at - 1], y + _LINE, f"{at:,}", align="center") for at in range(step, len(xs) + 1, step)]
    if step > 1 and (step - 1) * apart >= room:
        items.append(Words(xs[0], y + _LINE, "1", align="center"))
    words = "Comments in " + order_name.partition(" (")[0]
    items.append(Words((_LEFT + _WIDTH - _RIGHT) / 2, y + 2 * _LINE + 1, words, face="bold", align="center"))
    return items


def _legend(marks: list[Mark], y: float, has_median: bool) -> tuple[list[Item], float]:
    """What the marks mean, with counts."""
    entries = [
        (mark, f"{mark.word} ({marks.count(mark):,})") for mark in (*SENTIMENT_MARKS.values(), _PLAIN) if mark in marks
    ]
    items, bottom = legend(_LEFT, y, entries, 250)
    if has_median:
        x = _WIDTH - _RIGHT - 22 - measure("running median, quartiles")
        line = y + _LINE / 2
        items += [Box(x, line - 3.5, 18, 7, _QUARTILES), Stroke(((x, line), (x + 18, line)), INK, 1.3)]
        items.append(Words(x + 22, middle(line), "running median, quartiles", color=SOFT))
    if not entries:
        items.append(Words(_LEFT, middle(y + _LINE / 2), "No comments.", face="italic", color=SOFT))
    return items, bottom


def _frame(thread: Thread, order: list[int], smooth: pd.DataFrame | None) -> pd.DataFrame:
    """A row a comment in reading order."""
    ids, authors = thread.strings("id"), thread.strings("author")
    named, parents = labels(thread, "sentiment_label"), thread.parents.tolist()
    top_level: dict[int, str | None] = {}
    for row in range(len(order)):
        top_level[row] = ids[row] if parents[row] < 0 else top_level[parents[row]]
    frame = pd.DataFrame(
        {
            "id": [ids[row] for row in order],
            "position": np.array(order, dtype="int32") + 1,
            "top_level": [top_level[row] for row in order],
            "depth": thread.values("depth")[order] if order else np.array([], dtype="int32"),
            "author": [authors[row] for row in order],
            "sentiment": numbers(thread, "sentiment")[order],
            "sentiment_label": pd.Series([named[row] for row in order], dtype=object),
        }
    )
    return frame if smooth is None else pd.concat([frame, smooth.add_prefix("running_")], axis=1)


def _caption(thread: Thread, values: NDArray[np.float64], order_name: str, has_median: bool) -> list[str]:
    """What a reader of the paper must know."""
    n, known = len(values), int((~np.isnan(values)).sum())
    said = [f"Sentiment along the thread (n = {count(n, 'comment')} in {order_name})."]
    if "sentiment" not in thread.names:
        return [
            *said,
            "Sentiment has not been annotated, so every comment is shown as missing.",
            _caption_of_bands(thread),
        ]
    said.append(
        f"Sentiment from −1 (negative) to 1 (positive) is known for {known} of {n} comments"
        + (f", median {_signed(float(np.nanmedian(values)))}." if known else ".")
    )
    if "sentiment_label" in thread.names:
        said.append(
            "Filled blue circles are positive, filled vermillion squares negative, hollow grey circles neutral."
        )
    if known < n:
        said.append("Crosses below the scale are comments without a value.")
    if has_median:
        window = max(15, n // 20) | 1
        said.append(
            f"The line is the running median of {window} comments, the blue band runs from their lower to their upper"
            " quartile."
        )
    return [*said, _caption_of_bands(thread)]


def _caption_of_bands(thread: Thread) -> str:
    """What stands behind and below the marks."""
    bands = (
        "Grey and white bands are top-level comments with all below them. "
        if (thread.parents < 0).sum() <= MOST_BANDS
        else ""
    )
    return bands + "The strip at the bottom is the depth of each comment."


def _signed(value: float) -> str:
    """A number with a minus sign rather than a hyphen."""
    return f"{value:.2f}".replace("-", "−")


def _alt(values: NDArray[np.float64]) -> str:
    """The figure in words."""
    known = values[~np.isnan(values)]
    if not known.size:
        return f"Sentiment of {count(len(values), 'comment')}: no value is known."
    low, high, median = (_signed(float(value)) for value in (known.min(), known.max(), np.median(known)))
    above, below = int((known > 0).sum()), int((known < 0).sum())
    said = f"Sentiment of {count(len(values), 'comment')} in order: from {low} to {high}, median {median}"
    return f"{said}; {above} above zero, {below} below."
