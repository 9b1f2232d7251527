"""What a selector needs of a page to match anything: classes, tags, and attributes that few pages have.

A table of markups asks for much that a page does not have, and to look for it takes longer than to know that it is not
there. May import: the standard library.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_STEP = re.compile(
    r"(?P<box>\[[^\]]*\])|:has\((?=[^(),]*\))|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|(?P<comma>,)|\.(?P<word>(?:[\w-]|\\.)+)"
    r"|[:#]+[\w-]+|(?P<tag>[a-z][\w-]*)|."
)
_NAME = re.compile(r"\[\s*([\w-]+)")
_EVERYWHERE = frozenset("id class href src rel title type content name style".split())
"""Attributes that are on nearly every page."""
_IMPLIED = frozenset("html head body tbody tr colgroup".split())
"""Tags of elements that are there without them."""


class Needs(NamedTuple):
    """One of the alternatives of a selector.

    Parameters
    ----------
    css : str
    classes : frozenset of str
        In small letters: a page without a doctype may write them otherwise.
    attributes : frozenset of str
    tags : frozenset of str
        Without those that are on every page, be they written or not.
    """

    css: str
    classes: frozenset[str]
    attributes: frozenset[str]
    tags: frozenset[str]


@lru_cache(maxsize=8_192)
def needs(selector: str) -> tuple[Needs, ...]:
    """The alternatives of a selector, each with what must be on a page that it matches.

    Parameters
    ----------
    selector : str

    Returns
    -------
    tuple of Needs
        What stands in parentheses, as in ":not(.x)", is not asked for, but for that of a simple ":has(.x)".

    Examples
    --------
    >>> [(one.css, sorted(one.classes)) for one in needs("li.Reply > .text:not(.old), cite")]
    [('li.Reply > .text:not(.old)', ['reply', 'text']), ('cite', [])]
    >>> [(sorted(one.attributes), sorted(one.tags)) for one in needs("x-post#own-id [itemprop~='author'] a[href]")]
    [(['itemprop'], ['a', 'x-post'])]
    """
    found = []
    start = 0
    classes, attributes, tags = set[str](), set[str](), set[str]()
    for step in [*_STEP.finditer(selector), None]:
        if step is None or step["comma"]:
            css = selector[start : step.start() if step else len(selector)].strip()
            found.append(Needs(css, frozenset(classes), frozenset(attributes - _EVERYWHERE), frozenset(tags)))
            start = step.end() if step else 0
            classes, attributes, tags = set(), set(), set()
        elif step["word"]:
            classes.add(step["word"].replace("\\", "").lower())
        elif step["tag"] and step["tag"] not in _IMPLIED:
            tags.add(step["tag"])
        elif step["box"] and (name := _NAME.match(step["box"])):
            attributes.add(name[1].lower())
    return tuple(found)
