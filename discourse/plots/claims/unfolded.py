"""The page with the words of every comment.

May import: base; content and page beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from discourse.plots.base import (
    LONGEST,
    POINTS,
    RULE,
    SOFT,
    STANCE_MARKS,
    Dot,
    Item,
    Mark,
    Stroke,
    Words,
    author_of,
    fit,
    measure,
    middle,
    wrap,
)
from discourse.plots.claims.content import Content
from discourse.plots.claims.page import (
    GAP,
    HAIR,
    LINE,
    MARGIN,
    USUAL,
    WIDTH,
    Columns,
    block_heights,
    claim_blocks,
    claims_drawn,
    columns,
    curve,
    header,
    key,
    lane_lines,
    nothing,
    spread,
)

_UNTIED = Mark("speaks to no claim", ".", RULE)


def unfolded(content: Content) -> tuple[list[Item], float]:
    """The page with the words of every comment."""
    at = columns(content, 152, 64, 13)
    head, top = header(content, at)
    budget = LONGEST * POINTS - top - 2 * LINE - 2 * MARGIN - 10
    depths = content.thread.values("depth")
    deepest = int(depths.max()) if len(depths) else 1
    step = min(11.0, 66.0 / max(deepest - 1, 1))
    xs = [at.tree + step * (int(depth) - 1) for depth in depths]
    # Whichever side is shorter may use what the other leaves for more of its words.
    least = sum(block_heights(claim_blocks(content, at, budget)))
    lines, spans = _comment_lines(content, xs, at.text_end, budget, room=least)
    blocks = claim_blocks(content, at, budget, room=sum(spans))
    claim_heights = block_heights(blocks)
    height = max(sum(claim_heights), sum(spans), 3 * LINE)
    claim_tops = spread(claim_heights, top, height, loosest=1e9)
    tops = dict(zip(content.order, spread([spans[row] for row in content.order], top, height, loosest=12), strict=True))
    ys = [tops[row] + LINE / 2 for row in range(len(tops))]
    items = [
        *head,
        *lane_lines(content, at, top, max((ys[row] for row in content.order), default=top) + 5),
        *nothing(content, at, top),
    ]
    items += _separators(content, at, tops, spans)
    items += _branches(content, xs, ys)
    items += _links(content, at, claim_tops, claim_heights, xs, ys)
    items += claims_drawn(content, at, blocks, claim_tops, claim_heights)
    items += _comments_drawn(content, at, xs, ys, lines)
    foot, bottom = key(content, top + height + 6, is_folded=False)
    return [*items, *foot], bottom


def _comment_lines(
    content: Content, xs: list[float], end: float, budget: float, room: float
) -> tuple[list[list[str]], list[float]]:
    """For every row the lines of its text below the author's name and its height; [] for one line with both."""
    texts = content.thread.texts
    for most in range(2 * USUAL, 0, -1):
        lines = [wrap(text, end - x - 7, most) for text, x in zip(texts, xs, strict=True)]
        heights = [LINE * (1 + len(block)) + 6 for block in lines]
        if sum(heights) <= (room if most > USUAL else budget):
            return lines, heights
    pitch = min(LINE + 4, budget / len(texts))
    return [[] for _ in texts], [pitch] * len(texts)


def _separators(content: Content, at: Columns, tops: Mapping[int, float], heights: list[float]) -> list[Item]:
    """A hairline above every top-level comment but the first."""
    items: list[Item] = []
    parents = content.thread.parents
    for above, row in pairwise(content.order):
        if parents[row] < 0:
            y = (tops[above] + heights[above] + tops[row]) / 2 - 3 if len(tops) <= 30 else tops[row]
            items.append(Stroke(((at.tree - 3, y), (WIDTH - MARGIN, y)), HAIR, 0.5))
    return items


def _branches(content: Content, xs: list[float], ys: list[float]) -> list[Item]:
    """Elbows of the indented tree: down from a comment, right to each of its replies."""
    items: list[Item] = []
    lowest: dict[int, float] = {}
    for row, parent in enumerate(content.thread.parents.tolist()):
        if parent >= 0:
            items.append(Stroke(((xs[parent], ys[row]), (xs[row], ys[row])), RULE, 0.6))
            lowest[parent] = max(lowest.get(parent, 0.0), ys[row])
    for parent, y in lowest.items():
        items.append(Stroke(((xs[parent], ys[parent]), (xs[parent], y)), RULE, 0.6))
    return items


def _links(
    content: Content, at: Columns, tops: list[float], heights: list[float], xs: list[float], ys: list[float]
) -> list[Item]:
    """A curve from every comment to its claim; they meet the claim side by side, in the order of the comments."""
    ends: dict[int, list[int]] = {}
    for row in content.order:
        if content.claim[row] >= 0:
            ends.setdefault(content.claim[row], []).append(row)
    items: list[Item] = []
    for index, rows in ends.items():
        gap = min(4.0, (heights[index] - GAP - 2) / len(rows))
        centre = tops[index] + (heights[index] - GAP) / 2
        for number, row in enumerate(rows):
            y = centre + (number - (len(rows) - 1) / 2) * gap
            mark = STANCE_MARKS[content.claim_stance[row]]
            edge = at.tree - 8
            items.append(Stroke(((edge, ys[row]), (xs[row], ys[row])), mark.color, 0.9, mark.dash))
            items.append(curve(at.bracket, y, edge, ys[row], mark.color, 0.9, mark.dash))
    return items


def _comments_drawn(
    content: Content, at: Columns, xs: list[float], ys: list[float], lines: list[list[str]]
) -> list[Item]:
    """Marks, authors, words and stances."""
    items: list[Item] = []
    authors = content.thread.strings("author")
    is_linked = [index >= 0 for index in content.claim]
    for row in content.order:
        x, y = xs[row], ys[row]
        mark = STANCE_MARKS[content.claim_stance[row]] if is_linked[row] else _UNTIED
        items.append(Dot(x, y, mark, 6))
        room = at.text_end - x - 7
        most = room if lines[row] else min(room, max(0.45 * room, 40))
        name = fit(author_of(authors[row]), most, face="bold")
        items.append(Words(x + 7, middle(y), name, face="bold"))
        for number, line in enumerate(lines[row]):
            items.append(Words(x + 7, middle(y) + (number + 1) * LINE, line, color="#333333"))
        left = room - measure(name, face="bold") - 5
        if not lines[row] and left > 30 and (said := fit(content.thread.texts[row], left)):
            items.append(Words(x + 12 + measure(name, face="bold"), middle(y), said, color=SOFT))
    for number, stances in enumerate(content.stances):
        x = at.lanes + (number + 0.5) * at.lane
        items += [Dot(x, ys[row], STANCE_MARKS[stances[row]], 6) for row in content.order]
    return items
