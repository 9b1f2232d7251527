"""The article with its claims marked where they stand, and the claims with the comments that speak to them.

May import: article, text; comments, markup and view beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from discourse.article import Block, Claim
from discourse.report.comments import glyph, tied
from discourse.report.markup import Html, join, named, pieces, tag
from discourse.report.view import View
from discourse.text import count

_MONTHS = "January February March April May June July August September October November December".split()
_ISO = re.compile(r"(?:(\d{4})|-)-(\d\d)(?:-(\d\d))?\Z")
Placed = tuple[int, int, Block]


def article(view: View) -> Html:
    """The article: every block of it but the title that heads the page, in the order of the source."""
    titles = [block for block in view.thread.article.blocks if block.kind == "title"]
    if not view.thread.article.blocks:
        return tag("p", "The source holds no article above the comments.", class_="quiet")
    others = [tag("p", block.text, class_="title", dir="auto") for block in titles[1:] if block.text != titles[0].text]
    begun: set[int] = set()
    body: list[Html] = []
    for kind, run in groupby(view.thread.article.spans, key=lambda placed: placed[2].kind):
        blocks = [_block(view, placed, begun) for placed in run]
        body += [tag("ul", *blocks)] if kind == "item" else blocks
    loose = [number for number in range(len(view.claims)) if number not in begun]
    keys = [tag("span", _keys(view, [number]), id=f"k{number + 1}") for number in loose]
    lost = tag("p", "Claims without a place in the article:", *keys, class_="quiet") if loose else None
    return tag("div", *others, *body, lost, class_="text", lang=view.thread.article.language)


def _block(view: View, placed: Placed, begun: set[int]) -> Html:
    """One block with the claims in it marked; `begun` collects the claims that have been anchored."""
    start, _, block = placed
    spans = [(claim.start, claim.end, number) for number, claim in enumerate(view.claims)]
    inside = join(_marked(view, block.text, spans, start, begun))
    if block.kind == "heading":
        return tag("h3", inside, dir="auto")
    if block.kind == "quote":
        return tag("blockquote", tag("p", inside, dir="auto"))
    return tag("li" if block.kind == "item" else "p", inside, dir="auto")


def _marked(view: View, text: str, spans: list[tuple[int, int, int]], start: int, begun: set[int]) -> Iterator[str]:
    """A block's text, every claim in a mark of its own and its key after its last words here."""
    for piece, at, numbers in pieces(text, spans, start):
        if not numbers:
            yield piece
            continue
        fresh = [number for number in numbers if number not in begun]
        begun.update(fresh)
        extra = [tag("span", id=f"k{number + 1}") for number in fresh[1:]]
        is_tied = any(view.tied[number] for number in numbers)
        look = "claim tied" if is_tied else "claim"
        yield tag("mark", *extra, piece, class_=look, id=f"k{fresh[0] + 1}" if fresh else None)
        yield _keys(view, [number for number in numbers if _ends(view, number, at + len(piece), start + len(text))])


def _ends(view: View, number: int, end: int, block_end: int) -> bool:
    """Whether a claim has no further words after `end`, a place in the block that ends at `block_end`."""
    last = min(view.claims[number].end, len(view.thread.article.text))
    # Between two blocks stands a blank line, which belongs to neither.
    return last <= end or (end == block_end and last <= block_end + 2)


def _keys(view: View, numbers: list[int]) -> Html:
    """Links from the article to claims, with the number of comments of each stance."""
    return join(
        join(
            [
                " ",
                tag(
                    "a", named(view.claims[number].id), _tally(view, number), href=f"#claim-{number + 1}", class_="key"
                ),
            ]
        )
        for number in numbers
    )


def _tally(view: View, number: int) -> Html | None:
    """Stances of the comments on a claim in marks and figures."""
    rows = view.tied[number]
    if not rows:
        return None
    found = view.claim_stance.counts(rows)
    parts = [join([glyph(label), str(n)]) for label, n in found.items() if n and label]
    parts += [Html(f"?{found[None]}")] if found[None] else []
    return tag("span", " ", join(parts, " "), aria_label=f": {_in_words(found)}")


def _in_words(found: dict[str | None, int]) -> str:
    """Counts of stances as words."""
    return ", ".join(f"{n} {label or 'left open'}" for label, n in found.items() if n)


def claims(view: View) -> Html:
    """Every claim with what was read from it and the comments that speak to it."""
    if not view.claims:
        return tag("p", "No claims of the article were looked for, or none were found.", class_="quiet")
    linked = sum(len(rows) for rows in view.tied)
    silent = sum(not rows for rows in view.tied)
    said = (
        f"{count(len(view.claims), 'claim')}. {count(linked, 'comment')} tied to one of them; "
        f"{count(silent, 'claim')} without any comment."
    )
    return join(
        [tag("p", said), tag("ol", *(_claim(view, number) for number in range(len(view.claims))), class_="claims")]
    )


def _claim(view: View, number: int) -> Html:
    """One claim."""
    claim = view.claims[number]
    facts = [
        ("Date", _dates(claim)),
        ("Said by", named(claim.source) if claim.source else "the article itself"),
        ("Numbers", join([named(one) for one in claim.numbers], ", ") if claim.numbers else None),
        ("Places", join([named(one) for one in claim.places], ", ") if claim.places else None),
        ("Worth checking", f"{claim.score:.2f}"),
    ]
    listed = [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts if value]
    back = tag("a", named(claim.id), href=f"#k{number + 1}", class_="key", aria_label=f"{claim.id}, in the article")
    return tag(
        "li",
        tag("h3", back, " ", tag("span", claim.text, dir="auto", lang=view.thread.article.language)),
        tag("dl", *listed, class_="facts"),
        tied(view, number) or tag("p", "No comment was tied to it.", class_="quiet"),
        id=f"claim-{number + 1}",
    )


def _dates(claim: Claim) -> Html | None:
    """When it happened, and the words that say so."""
    if not claim.date:
        return None
    span = join([date_in_words(claim.date), f" to {date_in_words(claim.date_end)}" if claim.date_end else None])
    return join([span, tag("span", f" · {claim.date_basis}", class_="basis") if claim.date_basis else None])


def date_in_words(date: str) -> str:
    """A date of a claim for people; what is none is shown as it is.

    Examples
    --------
    >>> date_in_words("2017-11-03"), date_in_words("--11-03"), date_in_words("2017-11"), date_in_words("soon")
    ('3 November 2017', '3 November, year not stated', 'November 2017', 'soon')
    """
    match = _ISO.match(date)
    if match is None or not 1 <= int(match[2]) <= 12:
        return date
    day = f"{int(match[3])} " if match[3] else ""
    return f"{day}{_MONTHS[int(match[2]) - 1]}" + (f" {match[1]}" if match[1] else ", year not stated")
