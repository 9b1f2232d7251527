"""The text of elements as a person sees it: paragraphs, line breaks, list items, and where others are quoted.

Paragraphs stand a blank line apart, lines of a paragraph a line feed; white space inside a line is one space. What is
not shown (scripts, forms, buttons, hidden elements) is left out. May import: the standard library, selectolax, parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from discourse.hypertext.parts import Parts

PARAGRAPH, LINE, PREFORMATTED, SKIPPED, QUOTE, ITEM, IMAGE, BREAK, CELL, TEXT = range(1, 11)
_ROLES = {
    PARAGRAPH: "p div article section header footer main aside ol ul dl h1 h2 h3 h4 h5 h6 table figure fieldset details"
    " address hr",
    LINE: "dt dd tr summary figcaption caption center",
    PREFORMATTED: "pre",
    SKIPPED: "script style noscript template form button input select textarea svg canvas iframe object embed audio"
    " video head title nav dialog math",
    QUOTE: "blockquote",
    ITEM: "li",
    IMAGE: "img",
    BREAK: "br",
    CELL: "td th",
    TEXT: "-text",
}
ROLE = {name: role for role, names in _ROLES.items() for name in names.split()}
"""What each element does to the text around it; elements that are not named do nothing."""

_QUOTING = re.compile(
    r"(?:^|[\s_-])(?:(?:bb-?code|ips|b|d4p-bbt|comment|message|post|xfbb)[_-]?)?(?:block)?quot(?:e|ed|ing|ation)"
    r"(?:[_-]?(?:block|content|container|box|wrap(?:per)?|text|body|title|author|header|main))*(?:$|\s)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"(?:^|\s)(?:screen-reader-text|sr-only|visually-?hidden|visuallyhidden|assistive-text|u-?hidden(?:visually)?|hidden"
    r"|element-invisible|offscreen|a11y-hidden|says)(?:$|\s)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BUTTON = re.compile(r"(?:^|[\s_-])(?:button|btn)(?:$|[\s_-])", re.IGNORECASE)
_VOTES = re.compile(r"(?:^|[\s_-])(?:(?:dis|un|up|down)?(?:likes?|votes?)|thumbs?|karma)(?:$|[\s_-])", re.IGNORECASE)
_COUNT = re.compile(r"\s*[(+\-−–]?\s*\d[\d.,]*\s?[kKM]?\)?\s*")
_EMOJI = re.compile(r"emoji|smil(?:ey|ie)|emoticon", re.IGNORECASE)
_MARGIN = " \t\n\r\f"


class Prose(NamedTuple):
    """A text and the spans in it, in characters, that quote others."""

    text: str
    quotes: tuple[tuple[int, int], ...]


@dataclass
class _Page:
    """Text while it grows: the lines to come before the next word, and where a quotation began."""

    pieces: list[str]
    length: int = 0
    feeds: int = 0
    space: bool = False
    n_quoting: int = 0
    quote_start: int = -1

    def add(self, words: str) -> None:
        """Put words after the white space that is due."""
        if self.length:
            before = "\n" * self.feeds if self.feeds else " " if self.space else ""
            if before:
                self.pieces.append(before)
                self.length += len(before)
        if self.n_quoting and self.quote_start < 0:
            self.quote_start = self.length
        self.pieces.append(words)
        self.length += len(words)
        self.feeds, self.space = 0, False


def is_quote(node: LexborNode) -> bool:
    """Whether an element holds words of somebody else: a block quotation, or a box that calls itself a quote."""
    if node.tag == "blockquote":
        return True
    named = node.attributes.get("class")
    return named is not None and "quot" in named.lower() and _QUOTING.search(named) is not None


def is_hidden(node: LexborNode) -> bool:
    """Whether the page shows an element to nobody, or to screen readers only."""
    attributes = node.attributes
    if "hidden" in attributes or (
        attributes.get("aria-hidden") == "true" and node.tag not in {"a", "span", "p", "div"}
    ):
        return True
    named, style = attributes.get("class"), attributes.get("style")
    if named and _HIDDEN.search(named):
        return True
    return style is not None and _INVISIBLE.search(style) is not None


def is_control(node: LexborNode) -> bool:
    """Whether an element is a button by its class, that leads nowhere, or shows how many voted.

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> page = parse("<a class=btn href='#'>More</a><i class=like-count>36</i><i class=likes>36 boats</i>")
    >>> [is_control(node) for node in page.css("a, i")]
    [True, True, False]
    """
    attributes = node.attributes
    named = attributes.get("class") or ""
    if node.tag == "a" and (attributes.get("role") == "button" or _BUTTON.search(named)):
        address = attributes.get("href") or ""
        return not address.strip("# ") or address.lstrip().lower().startswith("javascript:")
    return bool(named) and _VOTES.search(named) is not None and _COUNT.fullmatch((node.text() or "")[:40]) is not None


def is_unsaid(node: LexborNode) -> bool:
    """Whether an element in a comment is no part of what it says."""
    return is_hidden(node) or is_control(node)


def read_prose(
    roots: Iterable[LexborNode],
    page: Parts,
    without: Collection[int] = (),
    *,
    quoting: Collection[int] = (),
    verbatim: bool = False,
    skip: Callable[[LexborNode], bool] = is_unsaid,
) -> Prose:
    r"""The text below some elements.

    Parameters
    ----------
    roots : iterable of LexborNode
        Elements whose text is read, one after the other; whether they are hidden, or quotations by what they are, is
        not asked.
    page : Parts
        The page they stand in.
    without : collection of int
        `mem_id` of elements below them that are left out with all inside.
    quoting : collection of int
        `mem_id` of elements that quote others, besides those that `is_quote` knows.
    verbatim : bool
        Whether the page shows line feeds as such, as it does those of preformatted text.
    skip : callable
        Which other elements are left out.

    Returns
    -------
    Prose

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> page = parse("<div><blockquote>We <b>won</b>.</blockquote><p>Did\n you?<br>No.</p><ul><li>ever</ul></div>")
    >>> read_prose(page.css("div"), page)
    Prose(text='We won.\n\nDid you?\nNo.\n\n• ever', quotes=((0, 7),))
    """
    out = _Page([])
    spans: list[tuple[int, int]] = []
    for root in roots:
        out.feeds = 2
        out.n_quoting = int(root.mem_id in quoting)
        _walk(root, page, without, quoting, skip, out, spans, int(verbatim))
        if out.quote_start >= 0:
            spans.append((out.quote_start, out.length))
            out.quote_start = -1
    return Prose("".join(out.pieces), tuple(spans))


def _walk(
    root: LexborNode,
    page: Parts,
    without: Collection[int],
    quoting: Collection[int],
    skip: Callable[[LexborNode], bool],
    out: _Page,
    spans: list[tuple[int, int]],
    n_verbatim: int,
) -> None:
    """Go through all below an element, in the order of the page; `above` holds what is open, with what it does."""
    above: list[tuple[LexborNode, int, bool]] = []
    node = root.first_child
    while True:
        while node is None:
            if not above:
                return
            node, role, quotes = above.pop()
            if role in (PARAGRAPH, PREFORMATTED, QUOTE):
                out.feeds = 2
            elif role in (LINE, ITEM):
                out.feeds = max(out.feeds, 1)
            n_verbatim -= role == PREFORMATTED
            if quotes:
                out.n_quoting -= 1
                if not out.n_quoting and out.quote_start >= 0:
                    spans.append((out.quote_start, out.length))
                    out.quote_start = -1
            node = node.next
        role = ROLE.get(node.tag or "", 0)
        if role == TEXT:
            _add_text(node.text_content or "", n_verbatim, out)
            node = node.next
            continue
        if not role and not node.is_element_node:
            node = node.next
            continue
        attributes = node.attributes
        if role == BREAK:
            out.feeds = min(out.feeds + 1, 2)
        elif role == IMAGE:
            _add_image(node, out)
        elif role == SKIPPED or node.mem_id in without or (attributes and skip(node)):
            out.space = True
        else:
            inside = page.part_of(node) if page.places else None
            quotes = role == QUOTE or ("class" in attributes and is_quote(node)) or node.mem_id in quoting
            if quotes and role:
                role = PARAGRAPH
            elif out.n_quoting and node.tag == "cite":
                role = LINE
            if role in (PARAGRAPH, PREFORMATTED, QUOTE):
                out.feeds = 2
            elif role in (LINE, ITEM):
                out.feeds = max(out.feeds, 1)
            elif role == CELL:
                out.space = True
            if role == ITEM and (node.text(deep=True) or "").strip():
                out.add("•")
                out.space = True
            n_verbatim += role == PREFORMATTED
            out.n_quoting += quotes
            above.append((node, role, quotes))
            node = (inside or node).first_child
            continue
        node = node.next


def _add_text(words: str, n_verbatim: int, out: _Page) -> None:
    """A run of text: white space made even, unless the page says that it counts."""
    if n_verbatim:
        lines = words.strip("\n")
        if not lines.strip():
            out.feeds = max(out.feeds, min(words.count("\n"), 2))
            out.space = out.space or bool(lines)
            return
        out.feeds = max(out.feeds, min(len(words) - len(words.lstrip("\n")), 2))
        out.add(lines.rstrip())
        out.feeds, out.space = min(len(words) - len(words.rstrip("\n")), 2), lines[-1] in _MARGIN
        return
    even = " ".join(words.split())
    if not even:
        out.space = out.space or bool(words)
        return
    if words[0] in _MARGIN:
        out.space = True
    out.add(even)
    out.space = words[-1] in _MARGIN


def _add_image(node: LexborNode, out: _Page) -> None:
    """An emoji or smiley drawn as an image is a word; other images say nothing."""
    attributes = node.attributes
    words = (attributes.get("alt") or "").strip()
    if words and len(words) <= 30 and _EMOJI.search(f"{attributes.get('class') or ''} {attributes.get('src') or ''}"):
        out.add(words)
