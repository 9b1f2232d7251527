"""What a page states for machines: its <meta> elements, and the things of its JSON-LD that may be its article.

May import: the standard library, hypertext.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from discourse.hypertext.parts import Parts

Thing = dict[str, object]
LARGEST = 5_000_000
"""Longer linked data is not read."""
LONGEST = 300
"""Longer values are none."""
MOST_THINGS = 20_000
MOST_NAMES = 10
"""Of several authors so many are named."""
_ARTICLES = frozenset(
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle TechArticle"
    " ScholarlyArticle LiveBlogPosting SocialMediaPosting DiscussionForumPosting Recipe Review QAPage Question"
    " WebPage".split()
)
_KIND = {"Recipe": 1, "Review": 1, "Question": 1, "QAPage": 2, "WebPage": 3}
"""What is farther from an article comes later."""


def read_meta(page: Parts) -> dict[str, str]:
    """The statements of a page's <meta> elements, the first of each name."""
    stated: dict[str, str] = {}
    for node in page.css("meta[content]"):
        attributes = node.attributes
        content = " ".join((attributes.get("content") or "").split())
        for kind in ("property", "name", "itemprop"):
            name = (attributes.get(kind) or "").strip().lower()
            if name and content and (kind != "itemprop" or name == "datepublished"):
                stated.setdefault(name, content)
    return stated


def read_linked_article(page: Parts) -> list[Thing]:
    """The things of a page's JSON-LD that may be its article, the likeliest first, references resolved.

    Parameters
    ----------
    page : Parts

    Returns
    -------
    list of dict
        What is no JSON is left out. Time linear in the data.

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> source = '{"@graph": [{"@type": "Article", "author": {"@id": "#1"}}, {"@id": "#1", "name": "Ann"}]}'
    >>> read_linked_article(parse(f"<script type='application/ld+json'>{source}</script>"))[0]["author"]
    {'@id': '#1', 'name': 'Ann'}
    """
    things: list[Thing] = []
    for node in page.css("script[type='application/ld+json']"):
        source = node.text() or ""
        if len(source) > LARGEST:
            continue
        try:
            found = json.loads(source.strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        things.extend(_walk(found))
    by_id = {thing["@id"]: thing for thing in reversed(things) if isinstance(thing.get("@id"), str) and len(thing) > 1}
    articles = [thing for thing in things if _types(thing) & _ARTICLES]
    articles.sort(key=lambda thing: min(_KIND.get(one, 0) for one in _types(thing) & _ARTICLES))
    return [_resolved(thing, by_id) for thing in articles]


def _resolved(thing: Thing, by_id: dict[object, Thing]) -> Thing:
    """A thing with what it refers to in its place."""
    return {
        name: by_id.get(value["@id"], value)
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and len(value) == 1
        else value
        for name, value in thing.items()
    }


def _walk(root: object) -> Iterator[Thing]:
    """All things of a value, without those that are comments, in their order."""
    waiting = [root]
    n_seen = 0
    while waiting and n_seen < MOST_THINGS:
        value = waiting.pop()
        n_seen += 1
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            inner = [one for name, one in value.items() if name not in {"comment", "review", "itemListElement"}]
            waiting.extend(one for one in reversed(inner) if isinstance(one, dict | list))


def _types(thing: Thing) -> set[str]:
    """The types of a thing, without their vocabulary."""
    stated = thing.get("@type")
    many = stated if isinstance(stated, list) else [stated]
    return {re.split(r"[/#:]", one)[-1] for one in many if isinstance(one, str) and len(one) <= LONGEST}


def words_of(value: object) -> str:
    """A value of linked data in words: a text, the name of a thing, or those of several.

    Examples
    --------
    >>> words_of([{"name": "Ann &amp; Co"}, "Ben", {"name": 7}])
    'Ann & Co, Ben'
    """
    several = value if isinstance(value, list) else [value]
    names = []
    for one in several[:MOST_NAMES]:
        word = one.get("name") if isinstance(one, dict) else one
        if isinstance(word, list) and word:
            word = word[0]
        if isinstance(word, str) and word.strip():
            names.append(plain(word))
    return ", ".join(dict.fromkeys(names))


def plain(words: str) -> str:
    """Words on one line, references to characters resolved."""
    return " ".join(unescape(words).split())


def stated(linked: list[Thing], name: str) -> Iterator[str]:
    """What the things say under a name."""
    for thing in linked:
        if words := words_of(thing.get(name)):
            yield words
