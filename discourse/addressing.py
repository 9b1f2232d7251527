"""Parents that a source does not state, stated where the text says whom it answers.

Many pages show one flat list in which people answer one another by name ("@Ann"), by number ("#12") or by a quotation.
`resolve` finds the comment that is meant and makes it the parent, with a confidence and the words that it rests on.
That is a guess: it is an option, off by default, and the report of the reading says how often it was made. May import:
the standard library, addresses, errors, rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from discourse.addresses import RULES, Address, FlatThread, addresses
from discourse.errors import InvalidParameter
from discourse.rows import Rows

MINIMUM = 0.7
"""Rules that are right less often than this are not used unless asked for."""
_CELLS = ("id", "parent_id", "author", "text", "thread_id", "created", "line", "position")


def resolve(batches: Sequence[Rows], *, minimum: float = MINIMUM) -> list[Rows]:
    """State the parents that the texts name, for comments whose parent the source does not state.

    Parameters
    ----------
    batches : sequence of Rows
        All of one source; a thread may run over several.
    minimum : float
        Rules with a lower score are not used.

    Returns
    -------
    list of Rows
        The same comments, with `parent_id`, `parent_score` and `parent_evidence` where one was found. Comments whose
        parent the source states stay as they are. The first report says how many were found, by which rules.

    Raises
    ------
    InvalidParameter
        `minimum` is not between 0 and 1.

    Notes
    -----
    What is answered was written before: by the times, where all comments of a thread have one, else by the order of
    the page. Who is named is answered in their latest comment before; who is quoted, in the comment quoted. Of several
    finds the one with the highest score counts. Linear in the words of the thread.

    Examples
    --------
    >>> rows = Rows({"author": ["Ann", "Ben"], "text": ["It is dear.", "@Ann Not to me."], "line": [1, 2]})
    >>> resolved = resolve([rows])[0]
    >>> resolved.columns["parent_id"], resolved.columns["parent_evidence"], resolved.report.notes[0][:32]
    ([None, 'row1'], [None, '@Ann'], '1 of 2 comments without a stated')
    """
    if not 0 <= minimum <= 1:
        raise InvalidParameter("a confidence lies in [0, 1]", where="minimum", given=str(minimum))
    cells = {name: _together(batches, name) for name in _CELLS}
    found: dict[int, Address] = {}
    ids = list(cells["id"])
    taken = set(ids)
    n_open = 0
    articles = {key: article.text for batch in batches for key, article in batch.articles.items()}
    for name, rows in _threads(cells["thread_id"]).items():
        page = _page_order(cells, rows)
        for place, row in enumerate(page, start=1):
            made = f"row{place}"
            while not ids[row] and made in taken:
                made += "_"
            ids[row] = ids[row] or made
        written = _written_order(cells, page)
        ours, authors, texts = ([cell[row] for row in written] for cell in (ids, cells["author"], cells["text"]))
        thread = FlatThread(ours, authors, texts, articles.get(name, ""))
        is_open = [not cells["parent_id"][row] for row in written]
        n_open += sum(is_open)
        for one in addresses(thread):
            row, score = written[one.row], RULES[one.rule].score
            is_better = row not in found or score > RULES[found[row].rule].score
            if is_open[one.row] and score >= minimum and is_better and thread.ids[one.parent] in thread.by_id:
                found[row] = one._replace(row=row, parent=written[one.parent])
    return _stated(batches, cells, ids, found, _note(found, n_open, minimum))


def _together(batches: Sequence[Rows], name: str) -> list[Any]:
    """A column of all batches, None where one does not have it."""
    listed: list[Any] = []
    for batch in batches:
        values = batch.columns.get(name, [None] * len(batch))
        listed += [None if value != value else value for value in getattr(values, "to_pylist", lambda: values)()]  # noqa: B023
    return [value or "" for value in listed] if name in {"text", "thread_id"} else listed


def _threads(names: Sequence[str]) -> dict[str, list[int]]:
    """The rows of each thread."""
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        rows.setdefault(name, []).append(row)
    return rows


def _page_order(cells: Mapping[str, Sequence[Any]], rows: Sequence[int]) -> list[int]:
    """Rows in page order, as `assemble` has it."""
    keys = [cells[name] for name in ("position", "line", "created")]
    return sorted(rows, key=lambda row: [(key[row] is None, 0 if key[row] is None else key[row]) for key in keys])


def _written_order(cells: Mapping[str, Sequence[Any]], page: list[int]) -> list[int]:
    """Rows in the order in which they were written."""
    created = cells["created"]
    return page if any(created[row] is None for row in page) else sorted(page, key=lambda row: created[row])


def _note(found: Mapping[int, Address], n_open: int, minimum: float) -> str:
    """How many were found, by which rules."""
    by_rule = Counter(one.rule for one in found.values())
    said = ", ".join(f"{name} {by_rule[name]}" for name in RULES if by_rule[name])
    return (
        f"{len(found)} of {n_open} comments without a stated parent were tied to the comment that their words point to"
        f" ({said or 'by none of the rules'}; confidence at least {minimum:g}): there the tree rests on guesses"
    )


def _stated(
    batches: Sequence[Rows], cells: Mapping[str, list[Any]], ids: list[Any], found: Mapping[int, Address], note: str
) -> list[Rows]:
    """The batches with the parents that were found."""
    parents = list(cells["parent_id"])
    scores, evidence = (_together(batches, name) for name in ("parent_score", "parent_evidence"))
    named = list(cells["id"])
    for row, one in found.items():
        parents[row], named[one.parent] = ids[one.parent], ids[one.parent]
        scores[row], evidence[row] = RULES[one.rule].score, cells["text"][row][one.start : one.end].strip()
    made = {"id": named, "parent_id": parents, "parent_score": scores, "parent_evidence": evidence}
    resolved, start = [], 0
    for number, batch in enumerate(batches):
        part = {name: values[start : start + len(batch)] for name, values in made.items()}
        report = batch.report.with_(notes=(*batch.report.notes, note)) if number == 0 else batch.report
        resolved.append(replace(batch, columns={**batch.columns, **part}, report=report))
        start += len(batch)
    return resolved
