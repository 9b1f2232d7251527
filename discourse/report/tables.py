"""The tables of the report: each once, as rows, for the CSV file and for the page alike.

May import: the standard library, orphans, rows, text, thread; view beside it; summary only when metrics are asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from discourse.orphans import has_orphans
from discourse.report.view import Labels, View
from discourse.rows import ReadReport
from discourse.text import cell, clean, without_folders
from discourse.thread import Thread

LEFT_OPEN = "left open"


@dataclass(frozen=True)
class Table:
    """A table.

    Parameters
    ----------
    name : str
        Name of its file.
    columns : tuple of str
    rows : tuple of tuple
        None where a cell is missing.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def csv(self) -> bytes:
        r"""The table as CSV: UTF-8, line ends as RFC 4180 wants them, no cell that a spreadsheet takes for a formula.

        Examples
        --------
        >>> Table("t", ("a", "b"), (("=1+1", None), ("x", 0.5))).csv()
        b"a,b\r\n'=1+1,\r\nx,0.5\r\n"
        """
        stream = io.StringIO()
        rows = csv.writer(stream, lineterminator="\r\n")
        rows.writerow(self.columns)
        rows.writerows(
            [cell(clean(value)[0] if isinstance(value, str) else value) for value in row] for row in self.rows
        )
        return stream.getvalue().encode()

    def records(self) -> list[Mapping[str, Any]]:
        """The rows as mappings from column to cell."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def all_tables(view: View) -> dict[str, Table]:
    """All tables of the report except the comments themselves, by name."""
    made = (
        claims(view),
        links(view),
        metrics(view.thread),
        topics(view),
        stances(view),
        read_report(view.thread.report),
        *((orphans(view.thread),) if has_orphans(view.thread) else ()),
    )
    return {table.name: table for table in made}


def claims(view: View) -> Table:
    """What the article asserts, and how many comments speak to each."""
    columns = ("id", "text", "start", "end", "date", "date_end", "date_basis", "source", "numbers", "places", "score")
    counted = ("n_comments", "n_favor", "n_against", "n_none", "n_open")
    rows = []
    for number, claim in enumerate(view.claims):
        tied = view.tied[number]
        found = view.claim_stance.counts(tied)
        about = tuple(getattr(claim, name) for name in columns)
        rows.append((*about, len(tied), found["favor"], found["against"], found["none"], found[None]))
    return Table("claims", (*columns, *counted), tuple(rows))


def links(view: View) -> Table:
    """The comments that speak to a claim, with what the link and its stance rest on."""
    names = ("claim", "claim_score", "claim_evidence", "claim_stance", "claim_stance_score", "claim_stance_evidence")
    cells = [view.cells(name) for name in names]
    ids = view.cells("id")
    rows = [
        (ids[row], row + 1, view.authors[row], *(column[row] for column in cells))
        for row in range(len(view.thread))
        if cells[0][row] is not None
    ]
    return Table("links", ("comment_id", "position", "author", *names), tuple(rows))


def metrics(thread: Thread) -> Table:
    """Every number about the thread, what it rests on, and the reason where there is none."""
    from discourse.summary import describe

    told = describe(thread)
    rows = tuple(tuple(_plain(value) for value in row) for row in told.itertuples(index=False, name=None))
    return Table("metrics", tuple(str(name) for name in told.columns), rows)


def orphans(thread: Thread) -> Table:
    """Every number about the thread under each policy for replies whose parent is not there."""
    from discourse.summary import describe_orphans

    told = describe_orphans(thread).drop(columns="thread_id")
    rows = tuple(tuple(_plain(value) for value in row) for row in told.itertuples(index=False, name=None))
    return Table("orphans", tuple(str(name) for name in told.columns), rows)


def _plain(value: Any) -> Any:
    """A cell of a frame as Python has it, missing as None."""
    if hasattr(value, "item"):
        value = value.item()
    return None if value is None or value != value else value


def topics(view: View) -> Table:
    """How many comments are about each topic, in their own words or because of what they answer."""
    rows = []
    for topic in view.topics:
        about = topic.rows()
        inherited = sum(topic.is_inherited(row) for row in about)
        judged = sum(score is not None for score in topic.scores)
        share = len(about) / judged if judged else None
        rows.append((topic.name, topic.title, len(about), len(about) - inherited, inherited, judged, share))
    columns = ("topic", "title", "n_comments", "n_own_words", "n_inherited", "n_judged", "share")
    return Table("topics", columns, tuple(rows))


def stances(view: View) -> Table:
    """How many comments take each stance: towards targets, towards what they answer, towards a claim."""
    replies = [row for row, above in enumerate(view.parents) if above >= 0]
    tied = [row for rows in view.tied for row in rows]
    groups: list[tuple[str, Labels, list[int]]] = [
        *(("target", target, list(range(len(view.thread)))) for target in view.targets),
        *((("parent", view.reply, replies),) if view.reply.is_assigned else ()),
        *((("claim", view.claim_stance, tied),) if view.claim_stance.is_assigned else ()),
    ]
    rows = tuple(
        (towards, read.name, read.title, label or LEFT_OPEN, n, len(among))
        for towards, read, among in groups
        for label, n in read.counts(among).items()
    )
    return Table("stances", ("towards", "name", "title", "stance", "n_comments", "of"), rows)


def read_report(report: ReadReport) -> Table:
    """The account of the reading, a row a fact."""
    rows: list[tuple[str, str, str]] = [
        ("source", "", without_folders(report.source)),
        ("sha256", "", report.sha256),
        ("format", "", report.format),
        ("why", "", report.why),
        ("found", "", str(report.found)),
        ("kept", "", str(report.kept)),
        ("stated by the page", "", "" if report.stated_count is None else str(report.stated_count)),
        *(("dropped", where, reason) for where, reason in report.dropped),
        *((f"defect: {defect.kind}", defect.where, defect.repair) for defect in report.defects),
        *(("line that belongs to nothing", str(line), text) for line, text in report.leftover),
        *(("note", "", note) for note in report.notes),
    ]
    return Table("read_report", ("what", "where", "value"), tuple(rows))
