"""The reply tree as nodes and links, the article at the left, a column a depth, a row a comment without replies.

May import: base, numpy, pandas, the ground and the core.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from discourse.columns import IS_ABOUT
from discourse.errors import UnknownName
from discourse.plots.base import (
    CATEGORIES,
    DOUBLE,
    GREY,
    INK,
    LEADING,
    LONGEST,
    POINTS,
    REPLY_MARKS,
    RULE,
    SENTIMENT_MARKS,
    SMALL,
    SOFT,
    STANCE_MARKS,
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
    title_of,
    wrap,
)
from discourse.thread import Thread

_WIDTH = DOUBLE * POINTS
_MARGIN = 6.0
_LINE = SMALL * LEADING
_ARTICLE = 76.0
"""Room for the title of the article."""
_ROW = 15.0
"""Height of a row that has room for names."""
_COLUMN = 62.0
"""Width of a depth that has room for names."""
_GAP = 42.0
"""From the article to the top-level comments."""
_MARK = 1.8
"""Rows thinner than this hold no marks: comments are drawn as blocks."""
_NO_LABEL = "#dcdcdc"
_PLAIN = Mark("comment", "o", GREY)


@dataclass(frozen=True)
class _Page:
    """Where the body begins, the height of a row and the width of a depth in points, and what there is room for."""

    top: float
    row: float
    column: float
    is_named: bool
    is_folded: bool

    def x(self, depth: int) -> float:
        """Where the marks of a depth stand."""
        return _MARGIN + _ARTICLE + _GAP + self.column * (depth - 1)


@dataclass(frozen=True)
class _Colors:
    """What the marks show: a heading for the legend, a mark a comment, and the legend's entries."""

    heading: str
    values: list[str | None]
    marks: Mapping[str | None, Mark]
    note: str = ""


def tree(thread: Thread, color: str | None = None, *, titles: Mapping[str, str] | None = None) -> Plot:
    r"""The reply tree.

    Parameters
    ----------
    thread : Thread
    color : str, optional
        What the marks show: "topic" (the topic that the comment is most surely about), "sentiment", "reply_stance",
        "claim_stance", "stance_<target>", or "nothing". Without it the first of these that has been assigned.
    titles : mapping of str to str, optional
        How the figure calls topics and targets.

    Returns
    -------
    Plot
        Its data has a row a comment, with the place of its mark in points (y downwards).

    Raises
    ------
    UnknownName
        `color` is none of these.

    Notes
    -----
    A comment without replies has a row of its own, one with replies stands halfway between its first and its last; one
    pass down and one up the parent vector, O(n), no recursion.

    Examples
    --------
    >>> from discourse.reading import read
    >>> page = "The bridge\n\n  • Ada\n\n    At last.\n\n    • Ben\n\n      Late.\n\n    • Cem\n\n      Why?\n"
    >>> tree(read(page)).data[["author", "depth"]].values.tolist()
    [['Ada', 1], ['Ben', 2], ['Cem', 2]]
    """
    colors = _colors(thread, color, titles)
    order, order_name = reading_order(thread)
    page = _page(thread)
    heights, spans = _rows(thread, order, has_gaps=page.is_named)
    ys = [page.top + (place + 0.5) * page.row for place in heights]
    xs = [page.x(int(depth)) for depth in thread.values("depth")]
    tops = [y for y, above in zip(ys, thread.parents, strict=True) if above < 0] or [page.top + page.row / 2]
    root = (_MARGIN + _ARTICLE, (min(tops) + max(tops)) / 2)
    items = _headings(thread, page)
    if page.is_folded:
        colors = _as_blocks(colors)
        items += _blocks(order, colors, xs, ys, [span * page.row for span in spans], page)
    else:
        items += _edges(thread, order, xs, ys, root, page)
        sizes = _sizes(thread, page)
        items += [Dot(xs[at], ys[at], colors.marks[colors.values[at]], sizes[at]) for at in order]
        items += _names(thread, order, xs, ys, sizes, page) if page.is_named else []
    title, low = _article(thread, root, page)
    foot, bottom = _legend(colors, max([low, *(y + page.row / 2 for y in ys)]) + 6)
    data = _frame(thread, order, colors, xs, ys)
    caption = _caption(thread, colors, order_name, page)
    return figure("tree", data, [*items, *title, *foot], (_WIDTH, bottom + _MARGIN), caption, _alt(thread))


def _page(thread: Thread) -> _Page:
    """How much room a comment gets, and what can be shown in it."""
    leaves = max(int((thread.values("n_replies") == 0).sum()), 1)
    deepest = max(int(thread.values("depth").max()), 1) if len(thread) else 1
    top = _MARGIN + 2 * _LINE + 8
    tall = LONGEST * POINTS - top - 3 * _LINE - 2 * _MARGIN
    wide = _WIDTH - 2 * _MARGIN - _ARTICLE - _GAP
    if leaves * (_ROW + 2) + 5 * int((thread.parents < 0).sum()) <= tall and (wide - 70) / deepest >= _COLUMN:
        return _Page(top, _ROW + 2, min(150.0, (wide - 70) / deepest), is_named=True, is_folded=False)
    row, column = min(6.0, tall / leaves), wide / deepest
    is_folded = row < _MARK or column < 3 * _MARK
    return _Page(top, min(24.0, tall / leaves) if is_folded else row, column, is_named=False, is_folded=is_folded)


def _colors(thread: Thread, color: str | None, titles: Mapping[str, str] | None) -> _Colors:
    """The labels that marks show."""
    targets = [f"stance_{name}" for name in thread.target_names]
    allowed = ("topic", "sentiment", "reply_stance", "claim_stance", *targets, "nothing")
    if color is None:
        color = (
            "topic"
            if thread.topic_names
            else next(
                (name for name in ("sentiment_label", *targets, "reply_stance", "claim_stance") if thread.has(name)),
                "nothing",
            )
        )
    if color == "topic":
        return _topic_colors(thread, titles)
    if color in ("sentiment", "sentiment_label"):
        return _labelled(thread, "sentiment_label", "Sentiment", SENTIMENT_MARKS)
    if color == "reply_stance":
        return _labelled(thread, color, "Stance towards the parent", REPLY_MARKS)
    if color == "claim_stance":
        return _labelled(thread, color, "Stance towards the claim", STANCE_MARKS)
    if color in targets:
        return _labelled(
            thread, color, f"Stance towards {title_of(color.removeprefix('stance_'), titles)}", STANCE_MARKS
        )
    if color != "nothing":
        raise UnknownName(
            "marks cannot show that", given=color, allowed=allowed, fix="annotate the thread first, or name another"
        )
    return _Colors("", [None] * len(thread), {None: _PLAIN}, "No annotations are shown.")


def _labelled(thread: Thread, name: str, heading: str, marks: Mapping[str | None, Mark]) -> _Colors:
    """Marks for a column of labels, present or not."""
    values = labels(thread, name)
    if name not in thread.names:
        return _Colors("", values, {None: _PLAIN}, f"{heading} has not been annotated, so no marks differ.")
    known = sum(value is not None for value in values)
    return _Colors(heading, values, marks, f"{heading} is known for {known} of {len(values)}.")


def _topic_colors(thread: Thread, titles: Mapping[str, str] | None) -> _Colors:
    """Marks for the topic that a comment is most surely about, the first of equals; rare topics share one mark."""
    names = thread.topic_names
    if not names:
        return _Colors("", [None] * len(thread), {None: _PLAIN}, "Topics have not been annotated, so no marks differ.")
    scores = [numbers(thread, f"topic_{name}") for name in names]
    values: list[str | None] = []
    for row in range(len(thread)):
        best = max(range(len(names)), key=lambda at: (scores[at][row] >= IS_ABOUT, scores[at][row], -at))
        values.append(names[best] if scores[best][row] >= IS_ABOUT else None)
    ranked = Counter(value for value in values if value is not None).most_common()
    shown = {name for name, _ in ranked[: len(CATEGORIES)]} if len(names) > len(CATEGORIES) else set(names)
    marks: dict[str | None, Mark] = {}
    for name, (marker, shade) in zip([name for name in names if name in shown], CATEGORIES, strict=False):
        marks[name] = Mark(title_of(name, titles), marker, shade)
    marks.update({name: Mark("other topics", "h", GREY) for name in names if name not in shown})
    marks[None] = Mark("no topic", "o", GREY, is_filled=False)
    several = sum(sum(score[row] >= IS_ABOUT for score in scores) > 1 for row in range(len(thread)))
    none = sum(value is None for value in values)
    note = (
        f"A mark shows the topic that its comment is most surely about; {several} are about several, {none} about none."
    )
    return _Colors("Topic", values, marks, note)


def _rows(thread: Thread, order: list[int], has_gaps: bool) -> tuple[list[float], list[float]]:
    """Height of every comment in rows from the top, and how many rows it and all below it take."""
    parents = thread.parents.tolist()
    first: list[float] = [float("inf")] * len(order)
    last = [0.0] * len(order)
    heights = [0.0] * len(order)
    spans = [0.0] * len(order)
    is_leaf = (thread.values("n_replies") == 0).tolist()
    at = 0.0
    for row in order:
        if has_gaps and parents[row] < 0 and at > 0:
            at += 0.35
        if is_leaf[row]:
            heights[row], spans[row] = at, 1.0
            at += 1
    for row in reversed(order):
        if not is_leaf[row]:
            heights[row] = (first[row] + last[row]) / 2
        if (above := parents[row]) >= 0:
            first[above] = min(first[above], heights[row])
            last[above] = max(last[above], heights[row])
            spans[above] += spans[row]
    return heights, spans


def _sizes(thread: Thread, page: _Page) -> list[float]:
    """Width of every mark in points; where there is room its area grows with the comments below."""
    if not page.is_named:
        return [min(5.0, 0.92 * page.row, page.column / 2)] * len(thread)
    return [min(11.0, 5.0 + 1.6 * (int(size) - 1) ** 0.5) for size in thread.values("subtree_size")]


def _headings(thread: Thread, page: _Page) -> list[Item]:
    """Over every depth its number and how many comments it holds, where there is room."""
    levels = Counter(thread.values("depth").tolist())
    y = _MARGIN + _LINE
    items: list[Item] = [
        Words(_MARGIN, y, "Depth", face="bold"),
        Words(_MARGIN, y + _LINE, fit(f"Comments (n = {len(thread):,})", _ARTICLE + _GAP - 8), color=SOFT),
        Stroke(((_MARGIN, y + _LINE + 4), (_WIDTH - _MARGIN, y + _LINE + 4)), INK, 0.6),
    ]
    free = _MARGIN + _ARTICLE
    for depth in sorted(levels):
        x = page.x(depth) - 3
        word, n = str(depth), f"{levels[depth]:,}"
        wide = max(measure(word, face="bold"), measure(n))
        if x >= free and x + wide <= _WIDTH - 2:
            items += [Words(x, y, word, face="bold"), Words(x, y + _LINE, n, color=SOFT)]
            free = x + wide + 6
    return items


def _article(thread: Thread, root: tuple[float, float], page: _Page) -> tuple[list[Item], float]:
    """The title beside the root of the tree, and where it ends."""
    lines = wrap(thread.article.title or "The article", _ARTICLE - 12, 4)
    # In a low tree the title moves down rather than into the headings.
    first = max(root[1] - (len(lines) - 1) * _LINE / 2, page.top + _LINE / 2)
    items: list[Item] = [Words(_MARGIN, middle(first + number * _LINE), line) for number, line in enumerate(lines)]
    if not page.is_folded:
        items.append(Dot(*root, Mark("article", "s", INK), 6))
    if not len(thread):
        items.append(Words(root[0] + _GAP, middle(root[1]), "No comments.", face="italic", color=SOFT))
    return items, first + len(lines) * _LINE - _LINE / 2


def _blocks(
    order: list[int], colors: _Colors, xs: list[float], ys: list[float], heights: list[float], page: _Page
) -> list[Item]:
    """A block for every comment, as high as all below it: each touches its replies on the right."""
    # Blocks of one look one after the other become one shape.
    ranked = sorted(order, key=lambda row: (colors.values[row] is not None, colors.values[row] or ""))
    width = page.column * 0.9 if page.column > 4 else page.column
    top = min(ys[row] - heights[row] / 2 for row in order)
    low = max(ys[row] + heights[row] / 2 for row in order)
    items: list[Item] = [Box(_MARGIN + _ARTICLE + _GAP - 10, top, 3, low - top, SOFT)]
    for row in ranked:
        mark = colors.marks[colors.values[row]]
        gap = 0.5 if heights[row] > 3 else 0.0
        items.append(Box(xs[row] - 3, ys[row] - heights[row] / 2, width, heights[row] - gap, mark.color))
    return items


def _as_blocks(colors: _Colors) -> _Colors:
    """The same labels without shapes, which blocks have no room for."""
    marks = {
        value: replace(mark, marker="s", is_filled=True, color=mark.color if mark.is_filled else _NO_LABEL)
        for value, mark in colors.marks.items()
    }
    return replace(colors, marks=marks)


def _edges(
    thread: Thread, order: list[int], xs: list[float], ys: list[float], root: tuple[float, float], page: _Page
) -> list[Item]:
    """Level from a comment to where its column ends, then a curve to each of its replies."""
    bend = min(26.0, page.column)
    width = 0.7 if page.is_named else 0.4
    items: list[Item] = []
    for row in order:
        above = int(thread.parents[row])
        x, y = root if above < 0 else (xs[above], ys[above])
        turn = xs[row] - bend
        if turn > x + 0.5:
            items.append(Stroke(((x, y), (turn, y)), RULE, width))
        half = (turn + xs[row]) / 2
        items.append(Stroke(((turn, y), (half, y), (half, ys[row]), (xs[row], ys[row])), RULE, width, is_curve=True))
    return items


def _names(
    thread: Thread, order: list[int], xs: list[float], ys: list[float], sizes: list[float], page: _Page
) -> list[Item]:
    """Authors: beside the mark of a comment without replies, above the line of one that has some."""
    items: list[Item] = []
    replies = thread.values("n_replies")
    for row, author in zip(order, (thread.strings("author")[row] for row in order), strict=True):
        x = xs[row] + sizes[row] / 2 + 2.5
        if replies[row] == 0:
            items.append(Words(x, middle(ys[row]), fit(author_of(author), _WIDTH - _MARGIN - x)))
        else:
            items.append(Words(x, ys[row] - 2.5, fit(author_of(author), page.column - 24 - sizes[row] / 2)))
    return items


def _legend(colors: _Colors, y: float) -> tuple[list[Item], float]:
    """What the marks mean, as far as they differ."""
    if not colors.heading:
        return [], y
    used: Counter[Mark] = Counter(colors.marks[value] for value in colors.values)
    entries = {mark: f"{mark.word} ({used[mark]:,})" for mark in colors.marks.values()}
    heading = fit(colors.heading, 160, face="bold")
    lead = measure(heading, face="bold") + 12
    items, bottom = legend(_MARGIN + lead, y, list(entries.items()), _WIDTH - 2 * _MARGIN - lead)
    return [Words(_MARGIN, middle(y + _LINE / 2), heading, face="bold"), *items], bottom


def _frame(thread: Thread, order: list[int], colors: _Colors, xs: list[float], ys: list[float]) -> pd.DataFrame:
    """A row a comment in reading order."""
    ids, parents = thread.strings("id"), thread.parents.tolist()
    authors = thread.strings("author")
    frame = pd.DataFrame(
        {
            "id": [ids[row] for row in order],
            "position": [row + 1 for row in order],
            "parent": [ids[parents[row]] if parents[row] >= 0 else None for row in order],
            "depth": thread.values("depth")[order] if order else [],
            "author": [authors[row] for row in order],
            "subtree_size": thread.values("subtree_size")[order] if order else [],
            "label": [colors.values[row] for row in order],
            "x": [round(xs[row], 2) for row in order],
            "y": [round(ys[row], 2) for row in order],
        }
    )
    return frame.astype({"depth": "int32", "subtree_size": "int32", "label": object})


def _caption(thread: Thread, colors: _Colors, order_name: str, page: _Page) -> list[str]:
    """What a reader of the paper must know."""
    n_top = int((thread.parents < 0).sum())
    deepest = int(thread.values("depth").max()) if len(thread) else 0
    by = f"n = {count(len(thread), 'comment')} by {count(thread.n_authors, 'author')}"
    return [
        f"The reply tree ({by}, {n_top} of them replies to the article, largest depth {deepest}).",
        "The article stands at the left; each column is one reply deeper, with the number of its comments above it.",
        f"Comments follow in {order_name} from top to bottom.",
        _caption_of_marks(page),
        colors.note,
    ]


def _caption_of_marks(page: _Page) -> str:
    """What a comment is drawn as."""
    if page.is_named:
        return "The area of a mark grows with the number of comments below it."
    if page.is_folded:
        return "A comment is a block as high as all that is below it, its replies at its right; pale grey has no label."
    return "Names are left out for want of room."


def _alt(thread: Thread) -> str:
    """The figure in words."""
    if not len(thread):
        return "A reply tree of 0 comments: the article alone."
    levels = Counter(thread.values("depth").tolist())
    counts = ", ".join(f"{levels[depth]} at depth {depth}" for depth in sorted(levels)[:6])
    more = f", and so on down to depth {max(levels)}" if len(levels) > 6 else ""
    return f"A reply tree of {count(len(thread), 'comment')} under the article: {counts}{more}."
