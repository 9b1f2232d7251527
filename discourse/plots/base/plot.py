"""A figure as a value: its data, its caption, and how it is drawn and saved.

May import: matplotlib, pandas, errors, output, text; items and reading beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from discourse.errors import OutputError
from discourse.output import whole_file
from discourse.plots.base.items import Item, Words, paint
from discourse.text import REPLACEMENT, count, inert

SINGLE, DOUBLE = 3.33, 7.0
"""Widths of one and of two columns of a paper, in inches."""
LONGEST = 9.0
"""Height of a printed page, in inches; no figure is taller."""
POINTS = 72.0
SUFFIXES = (".pdf", ".svg", ".png")
DPI = 300
# Letters in an SVG are outlines, so that it looks the same where the font is missing; in a PDF they stay text.
_RC = {
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "discourse",
    "path.simplify": False,
    # Fitted to pixels, letters would be wider on a screen than they were measured to be.
    "text.hinting": "no_hinting",
}


@dataclass(frozen=True, eq=False)
class Plot:
    """A figure as a value.

    Parameters
    ----------
    name : str
        Which figure it is.
    data : pandas.DataFrame
        The values behind it, texts unshortened.
    caption : str
        Fit for a paper: what it shows, n, what is missing, what the marks mean.
    alt : str
        The figure in words, for those who do not see it.
    draw : callable
        Draws it on the matplotlib axes given, which should be as large as `size`.
    size : (float, float)
        Width and height in inches.

    Notes
    -----
    Saving never touches pyplot, and the same plot gives the same bytes: no dates are written, fonts are matplotlib's
    own, and names inside an SVG are hashed with a fixed salt.
    """

    name: str
    data: pd.DataFrame
    caption: str
    alt: str
    draw: Callable[[Axes], None]
    size: tuple[float, float]

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the figure, and beside it the plotted data (.csv) and the caption with the alt text (.txt).

        Parameters
        ----------
        path : path
            Its suffix decides: .pdf, .svg or .png. Missing folders are made.

        Returns
        -------
        pathlib.Path

        Raises
        ------
        OutputError
            Unknown suffix, or a folder that cannot be written; each file is whole or as it was before.
        """
        path = Path(path)
        if path.suffix.lower() not in SUFFIXES:
            raise OutputError("no such kind of figure", where=str(path), given=path.suffix, allowed=SUFFIXES)
        _write(path, self.render(path.suffix.lower()))
        self._save_beside(path)
        return path

    def save_all(self, folder: str | os.PathLike[str], stem: str | None = None) -> list[Path]:
        """Write PDF, SVG, PNG, CSV and TXT into a folder, named after the figure unless `stem` is given."""
        base = Path(folder, stem or self.name)
        rendered = {base.with_name(base.name + suffix): self.render(suffix) for suffix in SUFFIXES}
        for path, content in rendered.items():
            _write(path, content)
        return [*rendered, *self._save_beside(path)]

    def render(self, suffix: str, dpi: int = DPI) -> bytes:
        """The figure as the bytes of a .pdf, .svg or .png file."""
        buffer = BytesIO()
        with matplotlib.style.context(["default", _RC]):
            page = Figure(figsize=self.size)
            FigureCanvasAgg(page)
            self.draw(page.add_axes((0, 0, 1, 1)))
            page.savefig(buffer, format=suffix[1:], dpi=dpi, metadata=self._metadata(suffix))
        return buffer.getvalue()

    def _metadata(self, suffix: str) -> dict[str, str | None]:
        """What the file says of itself: title and alt text, no date."""
        if suffix == ".pdf":
            return {"Title": self.name, "Subject": self.alt, "CreationDate": None}
        if suffix == ".svg":
            return {"Title": self.name, "Description": self.alt, "Date": None}
        return {"Title": self.name, "Description": self.alt, "Software": None}

    def _save_beside(self, path: Path) -> list[Path]:
        """Write data and caption beside the figure."""
        table, words = path.with_suffix(".csv"), path.with_suffix(".txt")
        cells = self.data.astype(object).map(lambda cell: inert(cell) if isinstance(cell, str) else cell)
        _write(table, cells.to_csv(index=False, lineterminator="\n").encode("utf-8", "replace"))
        _write(words, f"{self.caption}\n\nAlt text: {self.alt}\n".encode("utf-8", "replace"))
        return [table, words]

    def _repr_png_(self) -> bytes:
        """The picture in a notebook."""
        return self.render(".png", dpi=144)


def _write(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all."""
    with whole_file(path) as place:
        place.write_bytes(content)


def figure(
    name: str, data: pd.DataFrame, items: Iterable[Item], size: tuple[float, float], caption: Sequence[str], alt: str
) -> Plot:
    """A Plot of items on a page.

    Parameters
    ----------
    size : (float, float)
        Width and height of the page in points.
    caption : sequence of str
        Sentences; empty ones are left out.
    """
    placed = tuple(items)
    lost = sum(item.text.count(REPLACEMENT) for item in placed if isinstance(item, Words))
    said = [sentence for sentence in caption if sentence]
    if lost:
        said.append(
            f"Drawn as \N{REPLACEMENT CHARACTER}: {count(lost, 'character')} that the font lacks or the source broke."
        )
    inches = (size[0] / POINTS, size[1] / POINTS)
    return Plot(name, data, " ".join(said), alt, partial(paint, items=placed, size=size), inches)
