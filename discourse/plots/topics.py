"""Topics by stance: for every topic how many of its comments are against a target and how many in favor of it.

A panel a target, a row a topic, bars to the left and to the right of a line, every count written. May import: base,
numpy, pandas, the ground and the core.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.columns import IS_ABOUT
from discourse.plots.base import (
    BAND,
    DOUBLE,
    INK,
    LEADING,
    POINTS,
    RULE,
    SMALL,
    SOFT,
    STANCE_MARKS,
    Box,
    Dot,
    Item,
    Plot,
    Stroke,
    Words,
    count,
    figure,
    fit,
    legend,
    measure,
    middle,
    numbers,
    title_of,
)
from discourse.thread import Thread

MOST_TOPICS = 24
MOST_TARGETS = 8
ABREAST = 4
"""Panels side by side."""
_WIDTH = DOUBLE * POINTS
_MARGIN = 6.0
_LINE = SMALL * LEADING
_ROW = 15.0
_NAMES = 110.0
"""Room for the names of topics and their number of comments."""
_SHORTEST = 14.0
"""Room for the longest bar to either side, at least."""
_STANCES: tuple[str | None, ...] = ("against", "favor", "none", None)


@dataclass(frozen=True)
class _Group:
    """The comments about one topic.

    `counts[target]` holds how many of them take each of `_STANCES`.
    """

    name: str
    title: str
    n: int
    counts: list[list[int]]


def topics_by_stance(thread: Thread, *, titles: Mapping[str, str] | None = None) -> Plot:
    r"""For each topic, the comments about it by their stance towards each target.

    Parameters
    ----------
    thread : Thread
        With `topic_<name>` and `stance_<target>`; without topics all comments are one row, without stances only their
        number is shown.
    titles : mapping of str to str, optional
        How the figure calls topics and targets.

    Returns
    -------
    Plot
        Its data has a row a topic and target: `n` comments about the topic, and how many of them are `against`,
        `favor`, `none` or `missing`.

    Notes
    -----
    A comment is about a topic when its score is at least 0.5; one about several counts for each.

    Examples
    --------
    >>> from discourse.reading import read
    >>> thread = read("The bridge\n\n  • Ada\n\n    Tolls!\n\n    • Ben\n\n      No.\n")
    >>> thread = thread.assign({"topic_tolls": [1.0, 0.0], "stance_council": ["against", None]})
    >>> topics_by_stance(thread).data.query("topic == 'tolls'")[["n", "against", "missing"]].values.tolist()
    [[1, 1, 0]]
    """
    notes: list[str] = []
    targets = _targets(thread, notes)
    groups = _groups(thread, targets, titles, notes)
    items, height = _panels(groups, [title_of(name, titles) for name in targets])
    data = _frame(groups, targets)
    caption = _caption(thread, groups, targets, notes)
    return figure("topics_by_stance", data, items, (_WIDTH, height), caption, _alt(thread, groups, targets, titles))


def _targets(thread: Thread, notes: list[str]) -> list[str]:
    """The targets, of many those with the most stances."""
    names = thread.target_names
    if len(names) <= MOST_TARGETS:
        return names
    known = {name: sum(label is not None for label in thread.strings(f"stance_{name}")) for name in names}
    kept = sorted(names, key=lambda name: -known[name])[:MOST_TARGETS]
    notes.append(f"Of {len(names)} targets the {MOST_TARGETS} with the most stances are shown.")
    return [name for name in names if name in kept]


def _groups(thread: Thread, targets: list[str], titles: Mapping[str, str] | None, notes: list[str]) -> list[_Group]:
    """All comments, then those about each topic, then those about none."""
    names = thread.topic_names
    scores = {name: numbers(thread, f"topic_{name}") for name in names}
    # A missing score compares as not about the topic.
    about = {name: np.nan_to_num(score, nan=0.0) >= IS_ABOUT for name, score in scores.items()}
    if unread := int(np.all([np.isnan(score) for score in scores.values()], axis=0).sum()) if names else 0:
        notes.append(f"No text to judge had {count(unread, 'comment')}, counted here as about no topic.")
    shown = names
    if len(names) > MOST_TOPICS:
        ranked = sorted(names, key=lambda name: -int(about[name].sum()))[:MOST_TOPICS]
        shown = [name for name in names if name in ranked]
        notes.append(f"Of {len(names)} topics the {MOST_TOPICS} with the most comments are shown.")
    stances = [np.array(thread.strings(f"stance_{name}"), dtype=object) for name in targets]
    groups = [_group("", "All comments", np.ones(len(thread), dtype=bool), stances)]
    groups += [_group(name, title_of(name, titles), about[name], stances) for name in shown]
    if names:
        groups.append(_group("no topic", "No topic", ~np.any(list(about.values()), axis=0), stances))
    return groups


def _group(name: str, title: str, is_in: NDArray[np.bool_], stances: list[NDArray[np.object_]]) -> _Group:
    """Count the stances of the comments of a group."""
    counts = [[sum(label == stance for label in labels[is_in].tolist()) for stance in _STANCES] for labels in stances]
    return _Group(name, title, int(is_in.sum()), counts)


def _panels(groups: list[_Group], titles: list[str]) -> tuple[list[Item], float]:
    """Rows of panels, the names of the topics before each row, and the legend below."""
    items: list[Item] = []
    y = _MARGIN
    # The totals have no bars, so that they do not dwarf the topics.
    most = max([1, *(counts[at] for group in groups[1:] or groups for counts in group.counts for at in (0, 1))])
    digits = measure(f"{max(group.n for group in groups):,}") + 3
    room = _WIDTH - 2 * _MARGIN - _NAMES
    abreast = max(1, min(ABREAST, len(titles), int(room / (4 * digits + 2 * _SHORTEST + 14))))
    abreast = -(-len(titles) // -(-len(titles) // abreast)) if titles else 1
    width = min(190.0, room / abreast)
    for first in range(0, max(len(titles), 1), abreast):
        top = y + 2 * _LINE + 8
        end = _MARGIN + _NAMES + width * len(titles[first : first + abreast])
        items += _names(groups, top, end)
        for place, title in enumerate(titles[first : first + abreast]):
            x = _MARGIN + _NAMES + place * width
            items += _panel(groups, first + place, title, (x, top, width), digits, most)
        y = top + _ROW * len(groups) + 10
    if titles:
        entries = [(STANCE_MARKS[stance], STANCE_MARKS[stance].word) for stance in _STANCES]
        marks, y = legend(_MARGIN + 36, y - 4, entries, _WIDTH - 2 * _MARGIN - 36)
        items += [Words(_MARGIN, middle(y - _LINE / 2), "Stance", face="bold"), *marks]
    else:
        items.append(Words(_MARGIN, y + 2, "No stance has been annotated.", face="italic", color=SOFT))
        y += _LINE
    return items, y + _MARGIN


def _names(groups: list[_Group], top: float, end: float) -> list[Item]:
    """Names of the topics and their numbers of comments, every second row on a band."""
    right = _MARGIN + _NAMES - 12
    items: list[Item] = [Box(_MARGIN, top + _ROW * at, end - _MARGIN, _ROW, BAND) for at in range(0, len(groups), 2)]
    items += [
        Words(_MARGIN + 3, top - 6, "Topic", face="bold"),
        Words(right, top - 6, "n", face="bold", align="right"),
        Stroke(((_MARGIN, top - 1), (end, top - 1)), INK, 0.6),
    ]
    for at, group in enumerate(groups):
        y = middle(top + _ROW * (at + 0.5))
        face = "bold" if at == 0 else "regular"
        number = f"{group.n:,}"
        items.append(
            Words(
                _MARGIN + 3,
                y,
                fit(group.title, right - _MARGIN - 10 - measure(number, face=face), face=face),
                face=face,
            )
        )
        items.append(Words(right, y, number, face=face, align="right"))
    return items


def _panel(
    groups: list[_Group], target: int, title: str, corner: tuple[float, float, float], digits: float, most: int
) -> list[Item]:
    """Bars and counts of one target, at a left, a top and a width."""
    x, top, width = corner
    right = x + width - 6
    columns = (right - digits - 2, right)
    left, end = x + digits + 4, columns[0] - 2 * digits - 4
    axis, longest = (left + end) / 2, (end - left) / 2
    items: list[Item] = [Words(x + 4, top - 6 - _LINE - 1, fit(title, width - 12, face="bold"), face="bold")]
    # The counts without bars stand in columns, each under its mark.
    places = (axis - longest / 2, axis + longest / 2, columns[0] - digits / 2 + 2, columns[1] - digits / 2 + 2)
    items += [Dot(place, top - 8, STANCE_MARKS[stance], 5) for place, stance in zip(places, _STANCES, strict=True)]
    items.append(Stroke(((axis, top), (axis, top + _ROW * len(groups))), RULE, 0.6))
    for at, group in enumerate(groups):
        y = top + _ROW * (at + 0.5)
        scale = longest / most if at or len(groups) == 1 else 0.0
        against, favor, none, open_ = group.counts[target]
        items += _bar(axis, y, -scale * against, against, "against")
        items += _bar(axis, y, scale * favor, favor, "favor")
        for n, place in ((none, columns[0]), (open_, columns[1])):
            if n:
                items.append(Words(place, middle(y), f"{n:,}", color=SOFT, align="right"))
    return items


def _bar(axis: float, y: float, long: float, n: int, stance: str) -> list[Item]:
    """A bar from the axis with its count at the end; of no length for the totals, nothing for nobody."""
    if not n:
        return []
    color = STANCE_MARKS[stance].color
    tip = axis + long
    bars = [Box(min(axis, tip), y - 4.5, abs(long), 9, color)] if long else []
    if stance == "favor":
        return [*bars, Words(tip + 2.5, middle(y), f"{n:,}")]
    return [*bars, Words(tip - 2.5, middle(y), f"{n:,}", align="right")]


def _frame(groups: list[_Group], targets: list[str]) -> pd.DataFrame:
    """A row a topic and target; the empty topic name stands for all comments."""
    names = ("against", "favor", "none", "missing")
    rows = [
        {"topic": group.name or "all comments", "target": target, "n": group.n, **dict(zip(names, counts, strict=True))}
        for group in groups
        for target, counts in zip(targets, group.counts, strict=True)
    ] or [{"topic": group.name or "all comments", "target": None, "n": group.n} for group in groups]
    frame = pd.DataFrame(rows, columns=["topic", "target", "n", *names])
    return frame.astype(dict.fromkeys(("n", *names), "Int64"))


def _caption(thread: Thread, groups: list[_Group], targets: list[str], notes: list[str]) -> list[str]:
    """What a reader of the paper must know."""
    n_topics = sum(group.name not in ("", "no topic") for group in groups)
    sizes = f"n = {count(len(thread), 'comment')}, {count(n_topics, 'topic')}, {count(len(targets), 'target')}"
    said = [f"Topics by stance ({sizes})."]
    if thread.topic_names:
        said.append(
            f"A comment is about a topic when its score is at least {IS_ABOUT:g}; one about several counts for each."
        )
    else:
        said.append("Topics have not been annotated, so all comments stand together.")
    if targets:
        said.append(
            "Bars to the left are comments against the target, bars to the right in favor of it, all on one scale but"
            " for the totals in the first row, which have no bars. Grey counts are comments read without a stance"
            " (hollow circle) and comments whose stance is missing (dot). No number means no comment."
        )
    else:
        said.append("Stance has not been annotated, so only the number of comments is shown.")
    return [*said, *notes]


def _alt(thread: Thread, groups: list[_Group], targets: list[str], titles: Mapping[str, str] | None) -> str:
    """The figure in words."""
    said = [f"Table of bars for {count(len(thread), 'comment')}."]
    for target, name in enumerate(targets):
        against, favor, none, open_ = groups[0].counts[target]
        said.append(f"{title_of(name, titles)}: {against} against, {favor} in favor, {none} none, {open_} missing.")
    named = [f"{group.title} {group.n}" for group in groups[1:]]
    return " ".join([*said, *(["Comments a topic: " + ", ".join(named) + "."] if named else [])])
