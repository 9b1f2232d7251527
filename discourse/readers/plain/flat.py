"""Comments that no mark opens: lines with a date, or ending in "says", recur with every comment.

Lines of one form (the same words around the date, the same shape of date) are taken together. Each layout of the table
reads the stretch between them its own way, before the text or after it; how well that works out at both ends of the
stretch tells them apart. May import: the standard library, and forms, layouts, lines, sections of this package.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from discourse.readers.plain.forms import is_name, is_plain_name
from discourse.readers.plain.layouts import Layout
from discourse.readers.plain.lines import visible
from discourse.readers.plain.sections import BETWEEN, WALLS, Item, Page, Section

MOST_GROUPS = 8
MOST_RUNS = 12
MOST_HEAD_LINES = 8
HEADING_ZONE = 80
FEWEST_NAMED = 0.6
FEWEST_STEADY = 0.7
LONGEST_LABEL = 60
_FURNITURE = frozenset({"button", "vote", "role", "reply to", "sign", "notice", "stat", "subject"})


def find_runs(page: Page) -> list[list[int]]:
    """Lines of one form that recur, parted where a heading or an ending of comments stands between them."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row in page.filled:
        form = page.form(row)
        if not form.tells or page.kind(row) in BETWEEN:
            continue
        if form.author and not is_name(form.author):
            continue
        key = (page.lines[row].kind, form.said, form.by, form.at)
        groups[key].append(row)
        groups[(*key, form.shape)].append(row)
        if page.lines[row].mark:
            groups[("marked", *key[1:], form.shape)].append(row)
        if form.said:
            groups[(page.lines[row].kind, "said")].append(row)
    largest = sorted({tuple(rows) for rows in groups.values()}, key=lambda rows: (-len(rows), rows))[:MOST_GROUPS]
    runs = [run for rows in largest for run in _parted(page, rows)]
    unique = sorted({tuple(run) for run in runs}, key=lambda rows: (-len(rows), rows))[:MOST_RUNS]
    return [list(run) for run in unique]


def _parted(page: Page, rows: Sequence[int]) -> list[list[int]]:
    """The rows of a group in runs; a heading or an ending between two parts them. A first one far off is left out."""
    walls = page.walls
    runs: list[list[int]] = []
    at = 0
    for row in rows:
        while at < len(walls) and walls[at] < row:
            at += 1
        if runs and (at == 0 or walls[at - 1] < runs[-1][-1]):
            runs[-1].append(row)
        else:
            runs.append([row])
    return [*runs, *(run[1:] for run in runs if len(run) > 1 and _is_byline(page, run))]


def _is_byline(page: Page, run: list[int]) -> bool:
    """Whether the first line of a run could be the article's own date: it stands near the top, or far from the next."""
    gaps = [later - earlier for earlier, later in pairwise(run)]
    return page.place[run[0]] < 12 or gaps[0] > 3 * max(gaps[1:], default=0)


def read_flat(page: Page, layout: Layout, run: list[int]) -> Section | None:
    """Read one run of recurring lines by one layout; None when it does not apply."""
    inline = sum(bool(page.form(row).author) for row in run)
    if (layout.author == "inline") != (inline * 2 > len(run)):
        return None
    items = _items_from_heads(page, layout, run) if layout.place == "head" else _items_to_feet(page, layout, run)
    if not items:
        return None
    section = Section(layout, items[0].rows[0], items[-1].rows[-1], items)
    section.is_marked = all(page.lines[row].mark for row in run)
    section.is_by = all(page.form(row).by for row in run)
    section.loose = _loose(page, layout, items)
    _nest(page, section)
    return section


def _items_from_heads(page: Page, layout: Layout, run: list[int]) -> list[Item]:
    """Comments that begin with the recurring line or with the author above it."""
    starts, sizes, authors = [], [], []
    blocks = [_top_of_block(page, page.place[row]) for row in run]
    stacked = layout.author == "above" and sum(top >= 0 for top in blocks) >= FEWEST_NAMED * len(run)
    for row, top in zip(run, blocks, strict=True):
        start, size, author = page.place[row], 1, page.form(row).author or None
        if layout.author == "above":
            above = top if stacked and top >= 0 else _name_above(page, start)
            if above >= 0:
                size += start - above
                author, start = _name(page, page.filled[above]), above
        elif layout.author == "below":
            below = _name_below(page, start)
            if below >= 0:
                size += below - start
                author = _name(page, page.filled[below])
        if author and start and _same_name(page, page.filled[start - 1], author):
            start, size = start - 1, size + 1
        starts.append(start)
        sizes.append(size)
        authors.append(author)
    if not _are_named(layout, authors):
        return []
    if layout.author == "above":
        _name_the_rest(page, run, starts, sizes, authors)
    _take_roles_above(page, starts, sizes)
    return _cut_items(page, starts, sizes, authors, _last_place(page, starts, sizes))


def _name_the_rest(page: Page, run: list[int], starts: list[int], sizes: list[int], authors: list[str | None]) -> None:
    """Where nearly all comments have a name right above the date, take any short line there for one."""
    for at, (row, author) in enumerate(zip(run, authors, strict=True)):
        above = page.above(row)
        if author or above != row - 1 or (at and page.place[above] < starts[at - 1] + sizes[at - 1]):
            continue
        text = visible(page.lines[above].text)
        if not page.kind(above) and len(text) <= LONGEST_LABEL // 2 and text.count(" ") < 3:
            authors[at], starts[at], sizes[at] = text, starts[at] - 1, sizes[at] + 1


def _take_roles_above(page: Page, starts: list[int], sizes: list[int]) -> None:
    """Where a role stands right above several of the heads ("Guest"), it begins them."""
    led = [
        at
        for at, start in enumerate(starts)
        if start
        and page.kind(page.filled[start - 1]) == "role"
        and page.filled[start] - page.filled[start - 1] == 1
        and (at == 0 or start - 1 >= starts[at - 1] + sizes[at - 1])
    ]
    if len(led) < 2:
        return
    for at in led:
        starts[at], sizes[at] = starts[at] - 1, sizes[at] + 1


def _cut_items(page: Page, starts: list[int], sizes: list[int], authors: list[str | None], last: int) -> list[Item]:
    """Comments between places on the page, each opened by so many lines."""
    items = []
    for at, (start, size, author) in enumerate(zip(starts, sizes, authors, strict=True)):
        stop = starts[at + 1] if at + 1 < len(starts) else last + 1
        if stop <= start:
            return []
        items.append(Item(page.filled[start], author=author, n_opening=size, rows=page.filled[start:stop]))
    return items


def _items_to_feet(page: Page, layout: Layout, run: list[int]) -> list[Item]:
    """Comments that end with the recurring line and what belongs to it."""
    places = [page.place[row] for row in run]
    ends, authors = [], []
    for place in places:
        end, author = place, page.form(page.filled[place]).author or None
        if layout.author == "above" and (above := _name_above(page, place)) >= 0:
            author = _name(page, page.filled[above])
        if layout.author == "below" and (below := _name_below(page, place)) >= 0:
            end, author = below, _name(page, page.filled[below])
        while end + 1 < len(page.filled) and page.kind(page.filled[end + 1]) in {"button", "vote", "sign"}:
            end += 1
        ends.append(end)
        authors.append(author)
    start = _first_place(page, places[0], layout)
    if start < 0:
        return []
    starts = [start, *(end + 1 for end in ends[:-1])]
    sizes = [0] * len(starts)
    if layout.author == "first":
        named = [_first_name(page, start, place) for start, place in zip(starts, places, strict=True)]
        sizes = [size for _, size in named]
        authors = [name for name, _ in named]
    if not _are_named(layout, authors):
        return []
    items = _cut_items(page, starts, sizes, authors, ends[-1])
    for item, place, author in zip(items, places, authors, strict=False):
        _set_foot(page, layout, item, place, author)
    return items


def _set_foot(page: Page, layout: Layout, item: Item, place: int, author: str | None) -> None:
    """Take the recurring line, and the author by it, as the comment's head although they stand below its text."""
    row = page.filled[place]
    form = page.form(row)
    item.date, item.role, item.index = form.date, form.role, form.number
    foot = [row]
    if layout.author == "above" and (above := _name_above(page, place)) >= 0:
        foot += page.filled[above:place]
    if layout.author == "below":
        foot += [other for other in item.rows if other > row and page.kind(other) == ""]
    if author and layout.author != "first" and item.rows and _same_name(page, item.rows[0], author):
        foot.append(item.rows[0])
    gone = set(foot)
    item.feet = sorted(gone)
    item.rows = [other for other in item.rows if other not in gone] or item.rows[:1]


def _name(page: Page, row: int) -> str:
    """The author on a line of his own."""
    form = page.form(row)
    return form.author or visible(page.lines[row].text)


def _same_name(page: Page, row: int, author: str) -> bool:
    """Whether the line says the author's name and nothing else."""
    return visible(page.form(row).author).casefold() == author.casefold()


def _is_author(page: Page, row: int) -> bool:
    """Whether a line could be an author standing alone."""
    form = page.form(row)
    if form.date or page.kind(row):
        return False
    return is_plain_name(form.author) or (form.said and is_name(form.author))


def _name_above(page: Page, place: int) -> int:
    """Place of the author above a date, with nothing but roles and buttons between; -1 when there is none."""
    for at in range(place - 1, max(place - 1 - MOST_HEAD_LINES, -1), -1):
        row = page.filled[at]
        if page.kind(row) in _FURNITURE:
            continue
        if not _is_author(page, row):
            return -1
        while at and _same_name(page, page.filled[at - 1], _name(page, row)):
            at -= 1
        return at
    return -1


def _top_of_block(page: Page, place: int) -> int:
    """Place of the first of two or three short lines right above a date, parted from the text by a blank one.

    They say name and place, or name and rank; -1 when there are no such lines.
    """
    at = place
    while (
        at and place - at < 3 and page.filled[at] - page.filled[at - 1] == 1 and _is_author(page, page.filled[at - 1])
    ):
        at -= 1
    parted = at == 0 or page.filled[at] - page.filled[at - 1] > 1
    return at if parted and place - at == 2 else -1


def _name_below(page: Page, place: int) -> int:
    """Place of the author below a date, with nothing but roles and buttons between; -1 when there is none."""
    for at in range(place + 1, min(place + 1 + MOST_HEAD_LINES, len(page.filled))):
        row = page.filled[at]
        if page.kind(row) in _FURNITURE:
            continue
        return at if _is_author(page, row) else -1
    return -1


def _first_name(page: Page, start: int, end: int) -> tuple[str | None, int]:
    """The author on the first line of a comment, or on the one below a role; and how many lines say so."""
    for at in range(start, min(start + 2, end)):
        row = page.filled[at]
        if _is_author(page, row):
            return _name(page, row), at - start + 1
        if page.kind(row) != "role":
            break
    return None, 0


def _are_named(layout: Layout, authors: list[str | None]) -> bool:
    """Whether enough comments have an author where the layout says that they do."""
    if layout.author == "none":
        return True
    return sum(bool(author) and is_name(str(author)) for author in authors) >= FEWEST_NAMED * len(authors)


def _first_place(page: Page, place: int, layout: Layout) -> int:
    """Where the first comment begins that ends with the line at `place`; -1 when that cannot be told."""
    stop = max(place - HEADING_ZONE, -1)
    if layout.author == "first":
        return _first_author(page, place, stop)
    for at in range(place - 1, stop, -1):
        if page.kind(page.filled[at]) in BETWEEN:
            return at + 1 if at + 1 < place else -1
    at = place - 1
    if layout.author == "above" and (above := _name_above(page, place)) >= 0:
        at = above - 1
    if at < 0:
        return -1
    indent = page.lines[page.filled[at]].indent
    while (
        at
        and page.lines[page.filled[at - 1]].indent == indent
        and (indent > 0 or page.filled[at] - page.filled[at - 1] == 1)
    ):
        at -= 1
    return at


def _first_author(page: Page, place: int, stop: int) -> int:
    """Where the first comment begins whose author stands above its text and whose date ends it."""
    named = -1
    for at in range(place - 1, stop, -1):
        row = page.filled[at]
        if page.kind(row) in BETWEEN:
            break
        if (
            _is_author(page, row)
            and at + 1 < place
            and (
                _is_prose(page, at + 1)
                or _same_name(page, page.filled[at + 1], _name(page, row))
                or page.kind(page.filled[at + 1]) == "role"
            )
        ):
            named = at
    return named


def _is_prose(page: Page, place: int) -> bool:
    """Whether a line reads like a sentence, or the salutation that begins one."""
    content = page.lines[page.filled[place]].content
    return len(content) > LONGEST_LABEL // 2 or content.endswith((".", "!", "?", ",", ":", "…"))


def _last_place(page: Page, starts: list[int], sizes: list[int]) -> int:
    """Where the text of the last comment ends: at a heading or ending, at a step to the left, or at a wide gap."""
    filled, lines = page.filled, page.lines
    first = starts[-1] + sizes[-1]
    bodies = [(start + size, stop) for start, size, stop in zip(starts, sizes, starts[1:], strict=False)]
    texts = [range(start, stop) for start, stop in bodies]
    margin = min((lines[filled[at]].indent for places in texts for at in places), default=0)
    widest = max((filled[at + 1] - filled[at] for places in texts for at in places[:-1]), default=2)
    if first < len(filled) and texts:
        margin = min(margin, lines[filled[first]].indent)
    with_button = sum(any(page.kind(filled[at]) == "button" for at in places) for places in texts)
    for at in range(first, len(filled)):
        row = filled[at]
        kind = page.kind(row)
        if kind == "more" or (kind in WALLS and (at > first or kind != "heading")):
            return at - 1
        if lines[row].indent < margin or (at > first and row - filled[at - 1] > max(widest, 3)):
            return at - 1
        if at > first and kind == "button" and with_button * 2 > len(texts) > 0:
            while at + 1 < len(filled) and page.kind(filled[at + 1]) in {"button", "vote", "sign"}:
                at += 1
            return at
    return len(filled) - 1


def _loose(page: Page, layout: Layout, items: list[Item]) -> int:
    """At how many of its ends the layout does not hold: a head without text, a text without foot."""
    if layout.place == "head":
        unread = _is_text_between(page, items[0].rows[0])
        if layout.author == "below":
            place = page.place[items[0].rows[0]]
            start = _first_author(page, place, max(place - HEADING_ZONE // 2, -1))
            unread = unread or (start >= 0 and _is_opening(page, start))
        return int(len(items[-1].rows) <= items[-1].n_opening) + _shifted(page, items) + unread
    if any(len(item.feet) > 1 and item.feet[0] < item.rows[0] for item in items):
        # The name stands above the text once more, so that what follows the last foot is a comment without foot.
        return 0
    loose = int(not items[0].rows)
    last = max((*items[-1].rows, *items[-1].feet))
    end = page.end_of_comments(last + 1)
    place = page.place[last] + 1
    below = [row for row in page.filled[place : place + 6] if row < end and page.kind(row) == ""]
    return loose + bool(below)


def _is_text_between(page: Page, row: int) -> bool:
    """Whether a text stands between the nearest heading of comments and the first head: a comment without its head."""
    at = bisect_left(page.headings, row) - 1
    if at < 0 or not page.is_counted(page.headings[at]):
        return False
    between = page.filled[page.place[page.headings[at]] + 1 : page.place[row]]
    prose = [other for other in between if page.kind(other) == "" and len(page.lines[other].content) > LONGEST_LABEL]
    return 0 < len(prose) <= len(between) <= HEADING_ZONE // 4


def _is_opening(page: Page, place: int) -> bool:
    """Whether an author's line opens a section: it stands right below a heading, or says the name twice."""
    above = page.above(page.filled[place])
    return page.kind(above) in BETWEEN or _same_name(page, page.filled[place + 1], _name(page, page.filled[place]))


def _shifted(page: Page, items: list[Item]) -> int:
    """How many texts begin with the name of the next author: then the heads are feet, read one too far."""
    return sum(
        len(item.rows) > item.n_opening
        and bool(later.author)
        and _same_name(page, item.rows[item.n_opening], str(later.author))
        for item, later in pairwise(items)
    )


def _nest(page: Page, section: Section) -> None:
    """Make replies of comments that are indented below another, where text and head are indented alike."""
    items, lines = section.items, page.lines
    heads = [lines[item.rows[0]].indent for item in items]
    if len(set(heads)) < 2 or section.layout.place == "foot":
        return
    offsets = Counter(
        min((lines[row].indent for row in item.rows[item.n_opening :]), default=0) - head
        for item, head in zip(items, heads, strict=True)
        if len(item.rows) > item.n_opening
    )
    marked = all(lines[item.rows[0]].mark for item in items)
    if not marked and max(offsets.values(), default=0) < FEWEST_STEADY * offsets.total():
        return
    open_: list[int] = []
    base = min(heads)
    for at, item in enumerate(items):
        while open_ and heads[open_[-1]] >= heads[at]:
            open_.pop()
        item.parent = open_[-1] if open_ else -1
        item.lost = item.parent < 0 and heads[at] > base
        open_.append(at)
