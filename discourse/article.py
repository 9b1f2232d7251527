"""The article above the comments, and the claims it makes.

An article is a tuple of blocks (title, paragraphs, list items) in the order of the page; its running text is made from
them, so no block can be lost between the two. May import: the standard library, text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from discourse.text import storable

BlockKind = Literal["title", "paragraph", "item", "heading", "quote"]


@dataclass(frozen=True)
class Block:
    """One block of an article.

    Parameters
    ----------
    kind : {"title", "heading", "paragraph", "item", "quote"}
        What the block is on the page.
    text : str
        Its text, white space at both ends stripped.
    line : int
        First line of the block in the source, counted from 1; 0 when the source has no lines.

    Examples
    --------
    >>> Block("paragraph", "The ferry sails again.", line=3).kind
    'paragraph'
    """

    kind: BlockKind
    text: str
    line: int = 0


@dataclass(frozen=True)
class Claim:
    """Something checkable that the article asserts.

    Parameters
    ----------
    id : str
        Name of the claim in this article: "k1", "k2", ... in the article's order.
    text : str
        The sentence.
    start, end : int
        Where the sentence stands in `Article.text`, in characters, half open.
    date : str or None
        ISO 8601 date of the event, "2017-11-03"; "--11-03" when no year is known; None when the article dates nothing.
    date_end : str or None
        Last day when the event has a span ("within 24 hours"), else None.
    date_basis : str or None
        The words that the date rests on.
    source : str or None
        Who is cited for it ("the PMU media wing"), or None when the article says it in its own voice.
    numbers : tuple of str
        Quantities with their unit, as written ("47 ISIS fighters").
    places : tuple of str
        Places named in it.
    score : float
        Check-worthiness in [0, 1].

    Examples
    --------
    >>> Claim("k1", "The ferry sailed on May 2.", 0, 26, date="2026-05-02", date_basis="on May 2").date
    '2026-05-02'
    """

    id: str
    text: str
    start: int
    end: int
    date: str | None = None
    date_end: str | None = None
    date_basis: str | None = None
    source: str | None = None
    numbers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True)
class Article:
    """What stands above the comments.

    Parameters
    ----------
    blocks : tuple of Block
        Title, paragraphs and list items in the order of the page.
    author, date, url, site, language : str or None
        Metadata where the source states them; `date` is ISO 8601.
    claims : tuple of Claim
        Empty until an annotator has read them.

    Examples
    --------
    >>> article = Article((Block("title", "Bridge opens"), Block("paragraph", "It opened on May 2.")))
    >>> article.title, article.text
    ('Bridge opens', 'It opened on May 2.')
    """

    blocks: tuple[Block, ...] = ()
    author: str | None = None
    date: str | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    claims: tuple[Claim, ...] = field(default=())

    @property
    def title(self) -> str:
        """The first title, or an empty string."""
        return next((block.text for block in self.blocks if block.kind == "title"), "")

    @cached_property
    def spans(self) -> tuple[tuple[int, int, Block], ...]:
        """Start, end and block of all that is not a title, in `text`.

        Blocks are set apart by a blank line, so that no sentence runs over the end of one.
        """
        placed, at = [], 0
        for block in self.blocks:
            if block.kind == "title":
                continue
            placed.append((at, at + len(block.text), block))
            at += len(block.text) + 2
        return tuple(placed)

    @cached_property
    def text(self) -> str:
        """The running text without titles, blocks set apart by a blank line."""
        return "\n\n".join(block.text for _, _, block in self.spans)


def storable_article(article: Article) -> Article:
    r"""The article without what cannot be stored: NUL and lone surrogates become U+FFFD.

    Examples
    --------
    >>> storable_article(Article((Block("title", "A\ud800"),))).title
    'A\ufffd'
    """
    stated = {name: getattr(article, name) for name in ("author", "date", "url", "site", "language")}
    said = [*stated.values(), *(block.text for block in article.blocks), *(claim.text for claim in article.claims)]
    if not any(text is not None and storable(text)[1] for text in said):
        return article
    return replace(
        article,
        blocks=tuple(replace(block, text=storable(block.text)[0]) for block in article.blocks),
        claims=tuple(replace(claim, text=storable(claim.text)[0]) for claim in article.claims),
        **{name: value if value is None else storable(value)[0] for name, value in stated.items()},
    )
