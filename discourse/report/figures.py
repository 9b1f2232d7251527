"""The figures of the report: drawn, saved in every format, and put into the page.

May import: codebook, errors, registry, text, thread; plots through the registry only; markup beside it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

from discourse.codebook import Codebook
from discourse.errors import BrokenPlugin, InvalidColumn, MissingColumn, UnknownName
from discourse.registry import load, names
from discourse.report.markup import Html, join, tag
from discourse.text import slug
from discourse.thread import Thread

LARGEST = 600_000
"""A figure with more bytes than this as SVG stands in the page as PNG, if that is smaller."""
PIXELS = 128
"""Pixels of the page an inch: a third larger than in print, because screens are read from farther away."""
_KINDS = {".svg": "image/svg+xml", ".png": "image/png"}
_STEM = re.compile(r"[A-Za-z0-9_]{1,60}\Z")


@dataclass(frozen=True)
class Drawn:
    """A figure on disk.

    Parameters
    ----------
    stem : str
        Name of its files without suffix.
    caption, alt : str
    size : (float, float)
        Width and height in inches.
    paths : tuple of Path
        PDF, SVG, PNG, CSV and TXT.
    """

    stem: str
    caption: str
    alt: str
    size: tuple[float, float]
    paths: tuple[Path, ...]


def drawers(chosen: Sequence[str] | None) -> tuple[dict[str, Callable[..., Any]], dict[str, str]]:
    """The functions that draw, and the figures that cannot be drawn here, with the reason.

    Parameters
    ----------
    chosen : sequence of str or None
        Names; an unknown or broken one is an error. With None all there are, and a broken one is left out and named.

    Raises
    ------
    UnknownName, BrokenPlugin
    """
    if chosen is not None:
        return {name: load("plots", name) for name in dict.fromkeys(chosen)}, {}
    able: dict[str, Callable[..., Any]] = {}
    skipped: dict[str, str] = {}
    for name in names("plots"):
        try:
            able[name] = load("plots", name)
        except BrokenPlugin as error:
            skipped[name] = error.what
    return able, skipped


def draw(
    thread: Thread, able: Mapping[str, Callable[..., Any]], folder: Path, codebook: Codebook | None
) -> tuple[list[Drawn], dict[str, str]]:
    """Draw and save the figures; those that the thread lacks the columns for are named with the reason."""
    titles = codebook.titles if codebook else {}
    drawn: list[Drawn] = []
    skipped: dict[str, str] = {}
    for name, function in able.items():
        given = {"titles": titles} if titles and "titles" in signature(function).parameters else {}
        try:
            plot = function(thread, **given)
        except (MissingColumn, InvalidColumn, UnknownName) as error:
            skipped[name] = error.what
            continue
        stem = name if _STEM.match(name) else slug(name)
        paths = tuple(plot.save_all(folder, stem))
        drawn.append(Drawn(stem, plot.caption, plot.alt, plot.size, paths))
    return drawn, skipped


def gallery(drawn: Iterable[Drawn], skipped: Mapping[str, str]) -> Html:
    """The figures as the page shows them."""
    shown = [_figure(number, one) for number, one in enumerate(drawn, start=1)]
    missing = [tag("li", tag("b", name), f" was not drawn: {reason}.") for name, reason in skipped.items()]
    return join(
        [
            *shown,
            tag("ul", *missing, class_="plain") if missing else None,
            None if shown or missing else tag("p", "No figures were asked for.", class_="quiet"),
        ]
    )


def _figure(number: int, one: Drawn) -> Html:
    """A figure with its caption and the files it comes in."""
    width, height = (round(inches * PIXELS) for inches in one.size)
    files = join([tag("a", path.suffix[1:].upper(), href=f"figures/{path.name}") for path in one.paths], " · ")
    caption = tag("figcaption", tag("b", f"Figure {number}. "), one.caption, " ", tag("span", files, class_="files"))
    picture = tag("img", src=_inline(one.paths), alt=one.alt, width=width, height=height)
    return tag(
        "figure",
        tag("div", picture, class_="paper", role="group", aria_label=f"Figure {number}", tabindex=0),
        caption,
        id=f"figure-{number}",
    )


def _inline(paths: Sequence[Path]) -> str:
    """The picture as an address that holds it."""
    by_suffix = {path.suffix: path for path in paths if path.suffix in _KINDS}
    sizes = {suffix: path.stat().st_size for suffix, path in by_suffix.items()}
    suffix = ".svg" if sizes[".svg"] <= max(LARGEST, sizes[".png"]) else ".png"
    content = base64.b64encode(by_suffix[suffix].read_bytes()).decode()
    return f"data:{_KINDS[suffix]};base64,{content}"
