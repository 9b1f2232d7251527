"""The figure in words: its caption and its alt text.

May import: base; content and folded beside it.
"""

from __future__ import annotations

from collections import Counter

from discourse.plots.base import count
from discourse.plots.claims.content import Content
from discourse.plots.claims.folded import MOST_LINKS, SECTIONS


def caption(content: Content, is_folded: bool) -> list[str]:
    """What a reader of the paper must know."""
    thread = content.thread
    by = f"n = {count(len(thread), 'comment')} by {count(thread.n_authors, 'author')}"
    said = [f"The thread beside the article’s claims ({by})."]
    if content.shown:
        dated = sum(claim.date is not None for claim in content.shown)
        cited = sum(claim.source is not None for claim in content.shown)
        said.append(
            f"Left: {count(len(content.shown), 'claim')} in the article’s order, {dated} with the date of the event and"
            f" {cited} with the source that the article cites."
        )
    else:
        said.append("No claims of the article have been marked, so none are shown.")
    said.append(f"Right: the comments in {content.order_name}, each indented under what it answers.")
    if is_folded:
        said.append(
            "Every tick is a comment, or neighbours at one depth; labels name who began the largest threads and how"
            " many comments they hold."
        )
    return [*said, *_caption_of_links(content, is_folded), _caption_of_marks(content, is_folded), *content.notes]


def _caption_of_links(content: Content, is_folded: bool) -> list[str]:
    """How many comments are tied to claims, and what is missing."""
    if "claim" not in content.thread.names or not content.shown:
        return ["No comment has been tied to a claim."]
    n = len(content.thread)
    open_ = sum(index >= 0 and label is None for index, label in zip(content.claim, content.claim_stance, strict=True))
    said = [
        f"Links tie {content.n_linked} of {n} comments to the claim they speak to, {n - content.n_linked} to none.",
        f"The stance towards the claim is missing for {open_} of the links." if content.n_linked else "",
    ]
    if is_folded and content.n_linked > MOST_LINKS:
        said.append(
            f"Ribbons gather the links from each of {SECTIONS} sections of the page to a claim: the wider the more, in"
            " the look of the stance that most of them take, in plain grey where none has a majority."
        )
    return said


def _caption_of_marks(content: Content, is_folded: bool) -> str:
    """What marks mean, and how many stances are known."""
    marks = (
        "Upward blue triangles and solid lines are in favor, downward vermillion triangles and dashed lines against,"
        " hollow grey circles and dotted lines none (read, and no stance found), small dots cannot tell."
    )
    if not content.targets:
        return marks + " The stance towards targets has not been annotated."
    known = [sum(label is not None for label in stances) for stances in content.stances]
    totals = ", ".join(f"{title} {n} of {len(content.thread)}" for title, n in zip(content.titles, known, strict=True))
    bars = " In the columns bars to the left are against and to the right in favor." if is_folded else ""
    return f"{marks}{bars} Columns: stance towards each target (known for: {totals})."


def alt(content: Content) -> str:
    """The figure in words."""
    sizes = count(len(content.shown), "claim"), count(len(content.thread), "comment")
    said = f"Two columns. Left, {sizes[0]} of the article; right, a tree of {sizes[1]}."
    tied = [(index, label) for index, label in zip(content.claim, content.claim_stance, strict=True) if index >= 0]
    if not tied:
        return said + " No links between them."
    sides = Counter(label or "cannot tell" for _, label in tied)
    stances = ", ".join(f"{n} {word}" for word, n in sides.most_common())
    index, n = Counter(index for index, _ in tied).most_common(1)[0]
    links = count(len(tied), "link")
    return f"{said} {links} between them ({stances}); most, {n}, lead to claim {content.shown[index].id}."
