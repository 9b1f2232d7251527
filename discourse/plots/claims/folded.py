"""The page without words: a thin row a comment, or a few, for threads that no page could hold.

May import: base; content and page beside it.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from discourse.plots.base import (
    BAND,
    GREY,
    LONGEST,
    POINTS,
    SOFT,
    STANCE_MARKS,
    Box,
    Dot,
    Item,
    Stroke,
    Words,
    author_of,
    fit,
    measure,
    middle,
)
from discourse.plots.claims.content import Content
from discourse.plots.claims.page import (
    GAP,
    LINE,
    MARGIN,
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

MOST_LINKS = 150
"""With more links than this they are drawn as ribbons from `SECTIONS` sections of the page."""
SECTIONS = 12
MOST_BANDS = 200
_STANCES: tuple[str | None, ...] = ("favor", "against", "none", None)


def folded(content: Content) -> tuple[list[Item], float]:
    """The page without words: a thin row a comment or a few, stances as bars to the left and right of a line."""
    at = columns(content, 150, 78, min(22.0, 100.0 / max(len(content.targets), 1)))
    head, top = header(content, at)
    height = LONGEST * POINTS - top - 3 * LINE - 3 * MARGIN
    n = len(content.order)
    each = -(-n // int(height / 1.2))
    pitch = height / -(-n // each)
    ys = [0.0] * n
    for place, row in enumerate(content.order):
        ys[row] = top + (place // each + 0.5) * pitch
    blocks = claim_blocks(content, at, height - LINE * len(content.shown))
    blocks = [[*block, ("", "")] for block in blocks]
    claim_heights = block_heights(blocks)
    claim_tops = spread(claim_heights, top, height, loosest=1e9)
    profile, xs, end = _profile(content, at, ys, pitch)
    items = [
        *head,
        *nothing(content, at, top),
        *_bands(content, at, ys, pitch),
        *lane_lines(content, at, top, top + height),
    ]
    items += _flows(content, at, claim_tops, claim_heights, xs, ys)
    items += profile
    items += claims_drawn(content, at, blocks, claim_tops, claim_heights)
    items += _tallies(content, at, blocks, claim_tops)
    items += _largest(content, end + 6, at.text_end, ys)
    items += _lane_bars(content, at, ys, pitch)
    foot, bottom = key(content, top + height + 4, is_folded=True)
    return [*items, *foot], bottom


def _profile(content: Content, at: Columns, ys: list[float], pitch: float) -> tuple[list[Item], list[float], float]:
    """A tick for every comment, further right the deeper it is; also where ticks begin and where the last one ends."""
    depths = content.thread.values("depth").tolist()
    step = min(5.0, 38.0 / max(depths))
    xs = [at.tree + step * (depth - 1) for depth in depths]
    long = max(4.0, step)
    ticks = sorted({(ys[row], xs[row]) for row in content.order})
    thick = min(0.75 * pitch, 2.2)
    items: list[Item] = [Box(x, y - thick / 2, long, thick, fill="#7d7d7d") for y, x in ticks]
    return items, xs, max(xs) + long


def _bands(content: Content, at: Columns, ys: list[float], pitch: float) -> list[Item]:
    """Every second top-level comment with all below it on a grey band."""
    starts = [place for place, row in enumerate(content.order) if content.thread.parents[row] < 0]
    if len(starts) > MOST_BANDS:
        return []
    items: list[Item] = []
    for number, (start, stop) in enumerate(pairwise([*starts, len(content.order)])):
        if number % 2 == 0:
            y = ys[content.order[start]] - pitch / 2
            items.append(
                Box(at.tree - 3, y, WIDTH - MARGIN - at.tree + 3, ys[content.order[stop - 1]] + pitch / 2 - y, BAND)
            )
    return items


def _flows(
    content: Content, at: Columns, tops: list[float], heights: list[float], xs: list[float], ys: list[float]
) -> list[Item]:
    """A thin curve for every link, in page order so that no stance hides another; ribbons where there are many."""
    if content.n_linked > MOST_LINKS:
        return _ribbons(content, at, tops, heights, ys)
    items: list[Item] = []
    for row in content.order:
        index, stance = content.claim[row], content.claim_stance[row]
        if index >= 0:
            y = tops[index] + (heights[index] - GAP) * (0.8 - 0.2 * _STANCES.index(stance))
            mark = STANCE_MARKS[stance]
            items.append(Stroke(((at.tree - 6, ys[row]), (xs[row], ys[row])), mark.color, 0.5, mark.dash, alpha=0.8))
            items.append(curve(at.bracket, y, at.tree - 6, ys[row], mark.color, 0.5, mark.dash, 0.8))
    return items


def _ribbons(content: Content, at: Columns, tops: list[float], heights: list[float], ys: list[float]) -> list[Item]:
    """From each section of the page to each claim one ribbon, as wide as its links are many."""
    flows: dict[tuple[int, int], Counter[str | None]] = {}
    for place, row in enumerate(content.order):
        if content.claim[row] >= 0:
            section = place * SECTIONS // len(content.order)
            flows.setdefault((section, content.claim[row]), Counter())[content.claim_stance[row]] += 1
    most = max(said.total() for said in flows.values())
    top, bottom = ys[content.order[0]], ys[content.order[-1]]
    items: list[Item] = []
    for (section, index), said in sorted(flows.items(), key=lambda flow: (-flow[1].total(), flow[0])):
        stance, n = said.most_common(1)[0]
        mark = STANCE_MARKS[stance if 2 * n > said.total() else None]
        y = tops[index] + (heights[index] - GAP) * (section + 1) / (SECTIONS + 1)
        to_y = top + (bottom - top) * (section + 0.5 + 0.7 * ((index + 0.5) / len(tops) - 0.5)) / SECTIONS
        dash = mark.dash if stance is not None and 2 * n > said.total() else ()
        items.append(curve(at.bracket, y, at.tree - 6, to_y, mark.color, max(0.4, 3 * said.total() / most), dash, 0.6))
    return items


def _tallies(content: Content, at: Columns, blocks: list[list[tuple[str, str]]], tops: list[float]) -> list[Item]:
    """Below every claim how many comments take which stance towards it."""
    said = Counter(zip(content.claim, content.claim_stance, strict=True))
    items: list[Item] = []
    for index, (block, top) in enumerate(zip(blocks, tops, strict=True)):
        x, y = at.claim, top + LINE * (len([line for _, line in block if line]) + 0.5)
        for stance in _STANCES:
            if n := said[(index, stance)]:
                items.append(Dot(x + 3, y, STANCE_MARKS[stance], 5))
                items.append(Words(x + 8, middle(y), f"{n:,}", color=SOFT))
                x += 16 + measure(f"{n:,}")
    return items


def _largest(content: Content, x: float, end: float, ys: list[float]) -> list[Item]:
    """Who began the largest threads, and how many comments they hold, where there is room."""
    sizes = content.thread.values("subtree_size")
    authors = content.thread.strings("author")
    tops = sorted((row for row in content.order if content.thread.parents[row] < 0), key=lambda row: -int(sizes[row]))
    items: list[Item] = []
    taken: list[float] = []
    for row in [row for row in tops if sizes[row] > 2][:20]:
        number = f" · {int(sizes[row]):,}"
        room = end - x - measure(number)
        y = max(ys[row], ys[content.order[0]] + LINE / 2)
        if room > 20 and all(abs(y - other) >= LINE + 1 for other in taken):
            taken.append(y)
            items.append(Words(x, middle(y), fit(author_of(authors[row]), room) + number, color=SOFT))
    return items


def _lane_bars(content: Content, at: Columns, ys: list[float], pitch: float) -> list[Item]:
    """For every target and row a bar to the left for against, to the right for favor, a hollow tick for none."""
    items: list[Item] = []
    half = 0.42 * at.lane
    tall = min(0.8 * pitch, 4.0)
    for number, stances in enumerate(content.stances):
        middle_x = at.lanes + (number + 0.5) * at.lane
        found = Counter((ys[row], stances[row]) for row in content.order if stances[row] is not None)
        most = max(found.values(), default=1)
        for stance in ("none", "against", "favor"):
            for (y, said), n in found.items():
                long = half * n / most
                if said != stance:
                    continue
                if stance == "none":
                    items.append(Box(middle_x - 0.25 * long, y - tall / 4, 0.5 * long, tall / 2, GREY))
                else:
                    x = middle_x - long if stance == "against" else middle_x
                    items.append(Box(x, y - tall / 2, long, tall, STANCE_MARKS[stance].color))
    return items
