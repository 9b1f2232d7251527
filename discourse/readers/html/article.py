"""The article above the comments: its blocks and what the page says of it.

Nothing of the comments is in it, also where they could not be read. May import: the standard library, trafilatura where
it is installed, selectolax, article, hypertext, and choose, maintext, metadata, sections of this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.util import find_spec
from typing import Any, Literal

from selectolax.lexbor import LexborNode

from discourse.article import Article, Block
from discourse.hypertext.parts import Parts
from discourse.readers.html.choose import Reading
from discourse.readers.html.maintext import blocks_of, main_blocks
from discourse.readers.html.metadata import iso, read_metadata
from discourse.readers.html.sections import comment_elements

Mode = Literal["auto", "plain", "trafilatura"]
LARGEST = 5_000_000
"""Longer pages are read by the plain extraction only."""
MOST_TAGS = 40_000
"""Pages with more tags as well: the time of trafilatura grows with the square of them."""
MARK = "data-discourse-left-out"
_KINDS: dict[str, Literal["heading", "paragraph", "item", "quote"]] = {
    "head": "heading",
    "p": "paragraph",
    "item": "item",
    "quote": "quote",
    "code": "paragraph",
    "row": "paragraph",
}
"""The kinds of block by the element that trafilatura makes."""
_HOLDS = frozenset({"quote"})


def read_article(
    page: Parts, reading: Reading, text: str, *, mode: Mode = "auto", address: str | None = None
) -> tuple[Article, list[str]]:
    """The article of a page, without anything of its comments.

    Parameters
    ----------
    page : Parts
    reading : Reading
        The comments; where its first post is the article, that post's text is.
    text : str
        The source.
    mode : {"auto", "plain", "trafilatura"}
        Which extraction of the text is used: "plain" is ours; the others use trafilatura where it is installed and
        finds something.
    address : str or None
        Where the page was, for one that does not state it.

    Returns
    -------
    article : Article
    notes : list of str
        Which extraction was used and why.

    Examples
    --------
    >>> from discourse.readers.html.choose import choose
    >>> from discourse.hypertext.parts import parse
    >>> source = "<html lang=en><h1>Toll</h1><p>The bridge is free for everybody.</p><div id=comments>At last!</div>"
    >>> article, notes = read_article(parse(source), Reading(), source, mode="plain")
    >>> article.title, article.text, article.language, notes
    ('Toll', 'The bridge is free for everybody.', 'en', ['text of the article: plain extraction'])
    """
    elements = comment_elements(page, reading)
    stated = read_metadata(page, elements, address)
    article = Article(
        author=stated.author, date=stated.date, url=stated.url, site=stated.site, language=stated.language
    )
    title = (Block("title", stated.title),) if stated.title else ()
    opening = reading.opening
    if opening is not None:
        date = iso(opening.date or "", stated.language)
        blocks: Iterable[Block] = blocks_of(opening.prose)
        notes = ["text of the article: the first post"]
        article = replace(article, author=opening.author, date=date)
    else:
        found, notes = _text(page, elements, text, mode)
        blocks = _unsaid(found, reading)
    kept = [block for block in blocks if not (title and block.text == title[0].text)]
    return replace(article, blocks=(*title, *kept)), notes


def _unsaid(blocks: Iterable[Block], reading: Reading) -> Iterable[Block]:
    """Blocks without those that a comment consists of, where comments have no elements of their own."""
    said = {
        " ".join(part.split()) for post in reading.posts if not post.roots for part in post.prose.text.split("\n\n")
    }
    return [block for block in blocks if " ".join(block.text.split()) not in said] if said else blocks


def _text(page: Parts, elements: Mapping[int, LexborNode], text: str, mode: Mode) -> tuple[list[Block], list[str]]:
    """The blocks of the text, and which extraction found them."""
    plain = "text of the article: plain extraction"
    if mode == "plain":
        return main_blocks(page, elements), [plain]
    if find_spec("trafilatura") is None:
        why = [plain] if mode == "auto" else [f"{plain}, as trafilatura is not installed"]
        return main_blocks(page, elements), why
    if len(text) > LARGEST or len(page.parts) > 1 or text.count("<") > MOST_TAGS:
        return main_blocks(page, elements), [f"{plain}, as the page is too large or too deep for trafilatura"]
    blocks, why_not = _by_trafilatura(page, elements)
    if blocks:
        return blocks, ["text of the article: trafilatura"]
    return main_blocks(page, elements), [f"{plain}, as trafilatura {why_not}"]


def _by_trafilatura(page: Parts, elements: Mapping[int, LexborNode]) -> tuple[list[Block], str]:
    """Blocks as trafilatura finds them in a copy without the comments, or none and why."""
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        return [], f"cannot be loaded ({error.name or 'a package of its own'} is missing)"
    source = _copy_without(page, elements)
    try:
        found = bare_extraction(source, include_comments=False, include_formatting=False, with_metadata=False)
    except Exception as error:  # noqa: BLE001 - whatever a foreign extraction fails with, ours still works
        return [], f"failed with {type(error).__name__}"
    body = getattr(found, "body", None)
    if body is None:
        return [], "found no text"
    blocks = []
    for one in body.iter(*_KINDS):
        if next(one.iterancestors(*_KINDS), None) is None:
            blocks += _blocks_in(one)
    return blocks, "found no text"


def _blocks_in(outermost: Any) -> list[Block]:
    """The blocks of an element of trafilatura's: those that it holds, else itself."""
    held = (
        [one for one in outermost.iter("p", "item", "row") if one is not outermost] if outermost.tag in _HOLDS else []
    )
    blocks = []
    for one in held or [outermost]:
        words = " ".join(" ".join(one.itertext() if one.tag == "row" else ["".join(one.itertext())]).split())
        if words.strip("-–• "):
            blocks.append(Block(_KINDS[outermost.tag], words.removeprefix("- ")))
    return blocks


def _copy_without(page: Parts, elements: Mapping[int, LexborNode]) -> str:
    """The source of a page without some elements; the page stays as it is."""
    from selectolax.lexbor import LexborHTMLParser

    for node in elements.values():
        node.attrs[MARK] = ""
    try:
        copy = LexborHTMLParser(page.parts[0].tree.html or "")
    finally:
        for node in elements.values():
            del node.attrs[MARK]
    for node in reversed(copy.css(f"[{MARK}]")):  # what stands inside goes before what it stands in
        node.decompose()
    return copy.html or ""
