"""What a page is made of: words, strokes, dots and boxes, placed in points, and how matplotlib draws them.

A page is measured in points (1/72 inch), the origin at its upper left, y downwards. May import: matplotlib, numpy,
lettering and marks beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from discourse.plots.base.lettering import LEADING, SMALL, fit, font_file, measure, middle
from discourse.plots.base.marks import BAND, INK, RULE, SOFT, Mark

MOST_EDITABLE = 1000
# Diamonds and squares look larger than circles of the same width, triangles smaller.
_OPTICAL = {"D": 0.8, "s": 0.9, "^": 1.06, "v": 1.06}


@dataclass(frozen=True)
class Words:
    """A text on the page, written from its baseline; `text` has gone through `fit` or `wrap` when others wrote it."""

    x: float
    y: float
    text: str
    size: float = SMALL
    face: str = "regular"
    color: str = INK
    align: str = "left"
    angle: float = 0.0


@dataclass(frozen=True)
class Stroke:
    """A line through points, or, with four points and `is_curve`, a Bézier curve."""

    points: tuple[tuple[float, float], ...]
    color: str = RULE
    width: float = 0.5
    dash: tuple[float, ...] = ()
    is_curve: bool = False
    alpha: float = 1.0


@dataclass(frozen=True)
class Dot:
    """A mark at a place, `size` points across."""

    x: float
    y: float
    mark: Mark
    size: float = 5.0


@dataclass(frozen=True)
class Box:
    """A filled rectangle, its upper left corner at a place."""

    x: float
    y: float
    width: float
    height: float
    fill: str = BAND


Item = Words | Stroke | Dot | Box


def paint(ax: Axes, items: Sequence[Item], size: tuple[float, float]) -> None:
    """Draw the items on axes, in their order from back to front."""
    ax.set_xlim(0, size[0])
    ax.set_ylim(size[1], 0)
    ax.set_axis_off()
    for layer, alike in enumerate(_runs(items)):
        first = alike[0]
        if isinstance(first, Words):
            for item in alike:
                _paint_words(ax, item, layer)
        elif isinstance(first, Stroke):
            _paint_strokes(ax, alike, layer)
        elif isinstance(first, Box):
            _paint_boxes(ax, alike, layer)
        else:
            _paint_dots(ax, alike, layer)


def _look(item: Item) -> tuple[Any, ...]:
    """What items must share to be drawn in one go."""
    if isinstance(item, Stroke):
        return (Stroke, item.color, item.width, item.dash, item.alpha)
    if isinstance(item, Dot):
        return (Dot, item.mark)
    if isinstance(item, Box):
        return (Box, item.fill)
    return (Words,)


def _runs(items: Sequence[Item]) -> list[list[Any]]:
    """Neighbours that look alike, together: thousands of marks become a handful of artists."""
    runs: list[list[Any]] = []
    last: tuple[Any, ...] = ()
    for item in items:
        look = _look(item)
        if look != last:
            runs.append([])
            last = look
        runs[-1].append(item)
    return runs


def _paint_words(ax: Axes, item: Words, layer: int) -> None:
    ax.text(
        item.x,
        item.y,
        item.text,
        fontproperties=FontProperties(fname=font_file(item.face), size=item.size),
        color=item.color,
        ha=item.align,
        va="baseline",
        rotation=item.angle,
        rotation_mode="anchor",
        zorder=layer,
        parse_math=False,
        usetex=False,
    )


def _paint_strokes(ax: Axes, strokes: list[Stroke], layer: int) -> None:
    paths = []
    for stroke in strokes:
        codes = [Path.MOVETO, *([Path.CURVE4] * 3 if stroke.is_curve else [Path.LINETO] * (len(stroke.points) - 1))]
        paths.append(Path(np.array(stroke.points), np.array(codes, dtype=np.uint8)))
    look = strokes[0]
    ax.add_collection(
        PathCollection(
            paths,
            facecolors="none",
            edgecolors=look.color,
            linewidths=look.width,
            linestyles=[(0, look.dash)] if look.dash else "solid",
            alpha=look.alpha,
            capstyle="butt",
            joinstyle="round",
            snap=False,
            zorder=layer,
        ),
        autolim=False,
    )


def _paint_boxes(ax: Axes, boxes: list[Box], layer: int) -> None:
    left, top, wide, tall = np.array([(box.x, box.y, box.width, box.height) for box in boxes]).T
    corners = np.stack([(left, top), (left + wide, top), (left + wide, top + tall), (left, top + tall), (left, top)])
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    path = Path(corners.transpose(2, 0, 1).reshape(-1, 2), np.tile(np.array(codes, dtype=np.uint8), len(boxes)))
    # add_artist leaves the limits of the page alone, which add_patch would work out from every corner.
    ax.add_artist(PathPatch(path, facecolor=boxes[0].fill, linewidth=0, zorder=layer, transform=ax.transData))


def _paint_dots(ax: Axes, dots: list[Dot], layer: int) -> None:
    mark = dots[0].mark
    is_line = mark.marker in ("x", "+")
    ax.scatter(
        [dot.x for dot in dots],
        [dot.y for dot in dots],
        s=[(dot.size * _OPTICAL.get(mark.marker, 1.0)) ** 2 for dot in dots],
        marker=MarkerStyle(mark.marker),
        facecolors=mark.color if mark.is_filled or is_line else "white",
        edgecolors=None if is_line else mark.color,
        linewidths=min(0.9, 0.18 * dots[0].size) if is_line or not mark.is_filled else 0,
        zorder=layer,
        # In a drawing of so many marks nobody could edit one; as pixels they take a tenth of the file.
        rasterized=len(dots) > MOST_EDITABLE,
    )


def legend(
    x: float, y: float, entries: Sequence[tuple[Mark, str]], width: float, line: bool = False
) -> tuple[list[Item], float]:
    """Entries of a legend side by side from x, with a new row where the width ends.

    Parameters
    ----------
    x, y : float
        Upper left corner.
    entries : sequence of (Mark, str)
    width : float
    line : bool
        Whether to show the line of the mark as well.

    Returns
    -------
    items : list of Item
    bottom : float
    """
    items: list[Item] = []
    lead = 25.0 if line else 9.0
    at, row = x, y + LEADING * SMALL / 2
    for mark, word in entries:
        label = fit(word, width - lead)
        needed = lead + measure(label) + 12
        if at > x and at + needed - 12 > x + width:
            at, row = x, row + LEADING * SMALL + 1
        if line:
            items.append(Stroke(((at, row), (at + 16, row)), mark.color, 0.9, mark.dash))
        items.append(Dot(at + lead - 6, row, mark, 5))
        items.append(Words(at + lead, middle(row), label, color=SOFT))
        at += needed
    return items, row + LEADING * SMALL / 2
