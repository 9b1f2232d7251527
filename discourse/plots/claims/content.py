"""What the figure shows, read from the columns: which claims, which targets, who speaks to what.

May import: pandas, errors, base, the core.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from discourse.article import Claim
from discourse.errors import UnknownName
from discourse.plots.base import count, labels, reading_order, title_of
from discourse.thread import Thread

MOST_CLAIMS = 15
MOST_TARGETS = 8


@dataclass(frozen=True)
class Content:
    """What the figure shows, read from the columns.

    `order` holds rows as drawn, `claim` for every row the index of its claim in `shown`, -1 for none.
    """

    thread: Thread
    order: list[int]
    order_name: str
    shown: list[Claim]
    claim: list[int]
    claim_stance: list[str | None]
    targets: list[str]
    titles: list[str]
    stances: list[list[str | None]]
    notes: list[str]

    @property
    def n_linked(self) -> int:
        """Comments that are tied to a claim shown."""
        return sum(index >= 0 for index in self.claim)


def read(thread: Thread, target: str | None, titles: Mapping[str, str] | None) -> Content:
    """Columns to what is shown."""
    notes: list[str] = []
    stated = labels(thread, "claim")
    shown = _choose_claims(thread, stated, notes)
    place = {claim.id: index for index, claim in enumerate(shown)}
    known = {claim.id for claim in thread.article.claims}
    if strange := sum(name is not None and name not in known for name in stated):
        notes.append(f"Without a link: {count(strange, 'comment')} tied to a claim that the article does not list.")
    if hidden := sum(name in known and name not in place for name in stated if name is not None):
        notes.append(f"Without a link: {count(hidden, 'comment')} tied to a claim left out.")
    targets = _choose_targets(thread, target, notes)
    order, order_name = reading_order(thread)
    return Content(
        thread,
        order,
        order_name,
        shown,
        [place.get(name, -1) if name is not None else -1 for name in stated],
        labels(thread, "claim_stance"),
        targets,
        [title_of(name, titles) for name in targets],
        [thread.strings(f"stance_{name}") for name in targets],
        notes,
    )


def _choose_claims(thread: Thread, stated: list[str | None], notes: list[str]) -> list[Claim]:
    """All claims in the article's order; of many those that most comments speak to, then the dated, then the cited."""
    every = list(thread.article.claims)
    if len(every) <= MOST_CLAIMS:
        return every
    spoken = Counter(stated)
    worth = sorted(every, key=lambda claim: (-spoken[claim.id], claim.date is None, claim.source is None))
    kept = {claim.id for claim in worth[:MOST_CLAIMS]}
    shown = [claim for claim in every if claim.id in kept]
    notes.append(
        f"Of {len(every)} claims {len(shown)} are shown: those that most comments speak to, then those with a date,"
        " then those that cite a source."
    )
    return shown


def _choose_targets(thread: Thread, target: str | None, notes: list[str]) -> list[str]:
    """The target asked for, or all; of many those with the most stances."""
    names = thread.target_names
    if target is not None:
        if target not in names:
            raise UnknownName(
                "no stance towards such a target here", given=target, allowed=names, fix="annotate it first"
            )
        return [target]
    if len(names) <= MOST_TARGETS:
        return names
    known = {name: sum(label is not None for label in thread.strings(f"stance_{name}")) for name in names}
    kept = sorted(names, key=lambda name: -known[name])[:MOST_TARGETS]
    notes.append(f"Of {len(names)} targets the {MOST_TARGETS} with the most stances are shown.")
    return [name for name in names if name in kept]


def frame(content: Content) -> pd.DataFrame:
    """A row a claim shown and a row a comment, in the order of the page."""
    thread, order = content.thread, content.order
    ids, parents = thread.strings("id"), thread.parents.tolist()
    columns: dict[str, list[object]] = {
        "kind": ["comment"] * len(order),
        "id": [ids[row] for row in order],
        "position": [row + 1 for row in order],
        "parent": [ids[parents[row]] if parents[row] >= 0 else None for row in order],
        "depth": [int(depth) for depth in thread.values("depth")[order]] if order else [],
    }
    for name in ("author", "text", "claim", "claim_stance", *(f"stance_{target}" for target in content.targets)):
        values = labels(thread, name)
        columns[name] = [values[row] for row in order]
    comments = pd.DataFrame(columns, dtype=object)
    claims = pd.DataFrame(
        [("claim", claim.id, claim.text, claim.date, claim.date_end, claim.source) for claim in content.shown],
        columns=["kind", "id", "text", "date", "date_end", "source"],
        dtype=object,
    )
    names = [*comments.columns, "date", "date_end", "source"]
    frame = pd.concat([claims.reindex(columns=names), comments.reindex(columns=names)], ignore_index=True)
    return frame.astype({"position": "Int64", "depth": "Int64"})
