"""What both forms of the page share: its columns, the headings, the claims with their dates, the legend.

May import: article, base; content beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from discourse.article import Claim
from discourse.plots.base import (
    DOUBLE,
    HEAD,
    INK,
    LEADING,
    POINTS,
    SMALL,
    SOFT,
    STANCE_MARKS,
    Item,
    Stroke,
    Words,
    count,
    fit,
    legend,
    measure,
    middle,
    wrap,
)
from discourse.plots.claims.content import Content

WIDTH = DOUBLE * POINTS
MARGIN = 6.0
LINE = SMALL * LEADING
_DATE = 57.0
HAIR = "#dedede"
GAP = 7.0
"""Between two claims."""
USUAL = 3
"""Lines of a text, where nothing speaks for more or fewer."""
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ISO = re.compile(r"(?:(\d{4})|-)-(\d\d)(?:-(\d\d))?\Z")


@dataclass(frozen=True)
class Columns:
    """Where things stand on the page, from left to right, in points."""

    claim: float
    bracket: float
    tree: float
    text_end: float
    lanes: float
    lane: float


def columns(content: Content, claim_width: float, gutter: float, lane: float) -> Columns:
    """Columns of the page for a width of the claims, of the gutter for links and of a lane for each target."""
    claim = MARGIN + _DATE
    bracket = claim + claim_width + 6
    lanes = WIDTH - MARGIN - lane * len(content.targets)
    return Columns(claim, bracket, bracket + gutter, lanes - 6, lanes, lane)


def header(content: Content, at: Columns) -> tuple[list[Item], float]:
    """Headings over the columns, and where the body begins."""
    names = [fit(title, 76) for title in content.titles]
    wide = at.bracket - MARGIN - 4
    title = wrap(content.thread.article.title or "The article", wide, 2, HEAD, "bold")
    height = max(HEAD * LEADING * len(title) + LINE + 5, max((measure(name) for name in names), default=0) + 4)
    base = MARGIN + height - 5
    items: list[Item] = []
    for number, line in enumerate(reversed(title)):
        items.append(Words(MARGIN, base - LINE - 1.5 - number * HEAD * LEADING, line, HEAD, "bold"))
    n = content.thread.n_authors
    items += [
        Words(MARGIN, base, fit(f"{_claims_counted(content)} in the article’s order, with dates", wide), color=SOFT),
        Words(at.tree - 3, base - LINE - 1.5, "Comments", HEAD, "bold"),
        Words(
            at.tree - 3,
            base,
            fit(f"{count(len(content.thread), 'comment')}, {count(n, 'author')}", at.lanes - at.tree),
            color=SOFT,
        ),
    ]
    for number, name in enumerate(names):
        items.append(Words(at.lanes + (number + 0.5) * at.lane + 0.3 * SMALL, base + 1, name, angle=90))
    top = MARGIN + height
    items.append(Stroke(((MARGIN, top), (at.bracket, top)), INK, 0.6))
    items.append(Stroke(((at.tree - 3, top), (WIDTH - MARGIN, top)), INK, 0.6))
    return items, top + 6


def _claims_counted(content: Content) -> str:
    """How many claims are shown, of how many."""
    shown, every = len(content.shown), len(content.thread.article.claims)
    return count(every, "claim") if shown == every else f"{shown} of {count(every, 'claim')}"


def key(content: Content, y: float, is_folded: bool) -> tuple[list[Item], float]:
    """What marks and lines mean, below the figure."""
    items: list[Item] = [Words(MARGIN, y + LINE, "Stance", face="bold")]
    entries = [(STANCE_MARKS[label], STANCE_MARKS[label].word) for label in ("favor", "against", "none", None)]
    rows, bottom = legend(MARGIN + 36, y + 1.5, entries, 300, line=True)
    items += rows
    said = "Links: towards the claim." if content.n_linked else "No comment is tied to a claim shown here."
    said += " Columns: towards the target above." if content.targets else ""
    if is_folded and content.targets:
        said = said[:-1] + ": against to the left, favor to the right, none a thin line."
    for line in wrap(said, WIDTH - 2 * MARGIN, 2):
        bottom += LINE
        items.append(Words(MARGIN, bottom, line, color=SOFT))
    return items, bottom + MARGIN


def claim_blocks(content: Content, at: Columns, budget: float, room: float = 0.0) -> list[list[tuple[str, str]]]:
    """For every claim shown its lines as (face, words): the sentence and who is cited for it.

    A sentence gets up to `USUAL` lines; more where all stay within `room`, fewer where they would leave `budget`.
    """
    width = at.bracket - 6 - at.claim
    blocks: list[list[tuple[str, str]]] = []
    for most in range(2 * USUAL, 0, -1):
        blocks = []
        for claim in content.shown:
            block = [("regular", line) for line in wrap(claim.text, width, most)] or [("italic", "no words")]
            if claim.source:
                block.append(("italic", fit(f"cited: {claim.source}", width, face="italic")))
            blocks.append(block + [("", "")] * (len(_date_lines(claim)) - len(block)))
        if sum(block_heights(blocks)) <= (room if most > USUAL else budget):
            break
    return blocks


def block_heights(blocks: Sequence[Sequence[object]]) -> list[float]:
    """Heights of the claims with the gap below each."""
    return [LINE * len(block) + GAP for block in blocks]


def spread(heights: Sequence[float], top: float, room: float, loosest: float) -> list[float]:
    """Tops of blocks one below the other, set apart so that they fill the room, by at most `loosest` points."""
    spare = (room - sum(heights)) / max(len(heights) - 1, 1)
    tops, y = [], top
    for height in heights:
        tops.append(y)
        y += height + min(max(spare, 0), loosest)
    return tops


def _date_lines(claim: Claim) -> list[str]:
    """The date of a claim for people, in one line, or in two when it spans days."""
    if claim.date is None:
        return []
    first, last = _day(claim.date), _day(claim.date_end) if claim.date_end else ""
    if not last or last == first:
        return [fit(first, _DATE - 4, face="bold")]
    day, _, month = first.partition(" ")
    if last.endswith(f" {month}") and measure(both := f"{day}–{last}", face="bold") <= _DATE - 2:
        return [both]
    if first[-5:].strip().isdigit() and last.endswith(first[-5:]):
        first = first[:-5]
    return [fit(f"{first} –", _DATE - 2, face="bold"), fit(last, _DATE - 2, face="bold")]


def _day(date: str) -> str:
    """An ISO date for people.

    Examples
    --------
    >>> _day("2017-11-03"), _day("--11-03"), _day("2017-11")
    ('3 Nov 2017', '3 Nov', 'Nov 2017')
    """
    found = _ISO.match(date)
    if found is None or not 1 <= int(found[2]) <= 12:
        return date
    year, month, day = found.groups()
    return " ".join(part for part in (day and str(int(day)), _MONTHS[int(month) - 1], year) if part)


def claims_drawn(
    content: Content, at: Columns, blocks: list[list[tuple[str, str]]], tops: list[float], heights: list[float]
) -> list[Item]:
    """Dates, sentences and sources, and a bracket where the links end: dark where one does."""
    items: list[Item] = []
    spoken = set(content.claim)
    for index, (claim, block, top, height) in enumerate(zip(content.shown, blocks, tops, heights, strict=True)):
        y = top + middle(LINE / 2)
        for number, line in enumerate(_date_lines(claim)):
            items.append(Words(MARGIN, y + number * LINE, line, face="bold"))
        for number, (face, line) in enumerate(block):
            if line:
                items.append(
                    Words(at.claim, y + number * LINE, line, face=face, color=SOFT if face == "italic" else INK)
                )
        is_spoken = index in spoken
        ends = ((at.bracket, top), (at.bracket, top + height - GAP))
        items.append(Stroke(ends, INK if is_spoken else HAIR, 1.2 if is_spoken else 0.9))
    return items


def nothing(content: Content, at: Columns, top: float) -> list[Item]:
    """Words in the place of claims or comments where there are none."""
    items: list[Item] = []
    if not content.shown:
        items.append(Words(MARGIN, top + LINE, "No claims have been marked.", face="italic", color=SOFT))
    if not content.order:
        items.append(Words(at.tree - 3, top + LINE, "No comments.", face="italic", color=SOFT))
    return items


def lane_lines(content: Content, at: Columns, top: float, bottom: float) -> list[Item]:
    """A faint line down every target's column."""
    xs = [at.lanes + (number + 0.5) * at.lane for number in range(len(content.targets))]
    return [Stroke(((x, top), (x, bottom)), "#ebebeb", 0.5) for x in xs]


def curve(
    x: float, y: float, to_x: float, to_y: float, color: str, width: float, dash: tuple[float, ...], alpha: float = 1.0
) -> Stroke:
    """A curve that leaves and arrives level."""
    half = (x + to_x) / 2
    return Stroke(((x, y), (half, y), (half, to_y), (to_x, to_y)), color, width, dash, is_curve=True, alpha=alpha)
