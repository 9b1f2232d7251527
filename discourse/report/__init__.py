"""The report: a folder with one HTML page that opens offline, figures, tables, records and a manifest.

May import: the core, registry, output, and through the registry plots and writers; summary inside a function.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from discourse.codebook import Codebook
from discourse.corpus import Corpus
from discourse.output import MANIFEST, whole_folder
from discourse.registry import load
from discourse.report.figures import draw, drawers
from discourse.report.manifest import refuse_strangers, state
from discourse.report.page import Made, render
from discourse.report.tables import all_tables
from discourse.report.view import View
from discourse.thread import Thread

PAGE = "index.html"


def write_report(
    thread: Thread,
    folder: str | os.PathLike[str],
    *,
    codebook: Codebook | None = None,
    figures: Sequence[str] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Path:
    """Write everything about a thread into a folder, which appears whole or not at all.

    Parameters
    ----------
    thread : Thread
        Annotated or not; what has not been assigned is left out, and the page says so.
    folder : path
        A new or empty folder, or one that holds an earlier report, which is replaced.
    codebook : Codebook, optional
        Gives topics and targets their titles and their order.
    figures : sequence of str, optional
        Names of the figures; otherwise all that there are.
    parameters : mapping, optional
        What the caller chose, to be recorded.

    Returns
    -------
    Path
        The page, `index.html`.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds what no report put there.
    UnknownName
        No figure has that name.

    Notes
    -----
    The folder holds index.html; figures/<name>.pdf, .svg, .png, .csv and .txt; tables/ with comments, claims, links,
    metrics, topics, stances and read_report as CSV; records.jsonl; manifest.json. The same input gives the same bytes.
    A figure that needs a column that nobody has assigned is left out; page and manifest say why.

    Examples
    --------
    >>> import tempfile
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> columns = {"author": ["Ada", "Ben"], "parent_id": [None, "row1"], "text": ["At last.", "Too late."]}
    >>> page = write_report(assemble(Rows(columns))[0], Path(tempfile.mkdtemp(), "ferry"), figures=[])
    >>> sorted(path.name for path in page.parent.iterdir())
    ['index.html', 'manifest.json', 'records.jsonl', 'tables']
    """
    target = Path(folder)
    able, skipped = drawers([figures] if isinstance(figures, str) else figures)
    refuse_strangers(target)
    view = View(thread, codebook)
    given = dict(parameters or {})
    with whole_folder(target) as place:
        drawn, without = draw(thread, able, place / "figures", codebook)
        made = Made(all_tables(view), drawn, skipped | without, given)
        (place / "tables").mkdir()
        for table in made.tables.values():
            (place / "tables" / f"{table.name}.csv").write_bytes(table.csv())
        _write_comments(thread, place)
        (place / PAGE).write_bytes(render(view, made))
        (place / MANIFEST).write_bytes(state(view, place, given, made.skipped))
    return target / PAGE


def _write_comments(thread: Thread, place: Path) -> None:
    """The comments with their annotations, as records and as a table."""
    corpus = Corpus.of(thread)
    for writer, name in (("jsonl", "records.jsonl"), ("csv", "tables/comments.csv")):
        with (place / name).open("wb") as stream:
            load("writers", writer)().write([corpus], stream)
