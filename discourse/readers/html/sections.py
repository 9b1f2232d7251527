"""Which parts of a page belong to its comments and not to its article, also where the comments could not be read.

Sections are known by the words of ids and classes in several languages, and by the headings above them. May import: the
standard library, selectolax, hypertext, and choose, headings here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from selectolax.lexbor import LexborNode

from discourse.hypertext.parts import Parts
from discourse.readers.html.choose import Reading
from discourse.readers.html.headings import HEADINGS, heads_section

_STEM = re.compile("omment|oment|respond|reacti|disqus|discuss|diskuss|yorum|hyvor|viafoura|remark42", re.IGNORECASE)
"""The ids and classes of elements that may hold a section have one of these."""
_STEM_AROUND = re.compile("omment", re.IGNORECASE)
_STEM_AROUND_ID = re.compile("omment|respond", re.IGNORECASE)
"""Where comments were read, only what stands around them is sought."""
_SECTION = re.compile(
    r"(?:(?:the|post|article|article-?body|entry|view|user|reader|leser|facebook|fb|wp|blog|news|page|block|node|single"
    r"|js|c|o|m|l|field(?:-name)?|section|show|all|more|load|open|add|write|post-?a|leave-?a|no)[-_]{0,2})*"
    r"(?:comment(?:s|aire|aires|i|o|lists?|ing|form|box|respond|text|container|wrapper|section|area|body)?"
    r"|[kc]omm?ent[aá](?:re?[nr]?|rer|rios?|arios|arze|ari|rze|arios)?|kommentit|disqus|reacties|reactions|discussions?"
    r"|diskussion|respond|responses|yorumlar|leserbriefe|leserkommentare|livefyre|viafoura|openweb|hyvor-talk"
    r"|remark42|giscus"
    r"|utterances|cusdis|commento)"
    r"(?:[-_]{0,2}(?:area|sections?|lists?|wrap(?:per)?|container|block|box|threads?|s|form|respond|reply"
    r"|template|module|panel"
    r"|widget|embed|root|app|main|inner|outer|content|body|holder|region|title|header|heading|head|count|closed"
    r"|bereich|liste"
    r"|login|footer|policy|rules|notice|notes|info|items?|area-wrapper|\d{1,9}|default|page|nav|navigation"
    r"|teaser|loop))*",
    re.IGNORECASE,
)
_AROUND = frozenset({"div", "section", "aside", "form", "footer"})
_NEVER = frozenset({"html", "body", "main", "a", "input", "script", "meta", "link"})
MOST_BESIDE = 60
"""So many elements after a heading are looked at."""
LEVELS = 12
_NAMED = ".entry-content, .post-content, .article-body"
MOST_HEADS = 5


@lru_cache(maxsize=4096)
def names_section(token: str) -> bool:
    """Whether a class or an id is that of a comment section, or of what stands around one.

    Examples
    --------
    >>> [names_section(one) for one in ("comments-area", "kommentarliste", "has-comments")]
    [True, True, False]
    """
    return len(token) < 80 and _SECTION.fullmatch(token.replace("disqus_thread", "disqus")) is not None


def comment_elements(page: Parts, reading: Reading) -> dict[int, LexborNode]:
    """Elements of the comments, by `mem_id`: those that were read, and sections by their names and headings.

    Parameters
    ----------
    page : Parts
    reading : Reading

    Returns
    -------
    dict of int to LexborNode

    Notes
    -----
    An element that holds a main heading or the body of an article is never among them. Time linear in the page.
    """
    found = {root.mem_id: root for post in reading.posts for root in post.roots}
    around = _around_article(page, found)
    for node in _named_sections(page, around_comments=bool(found)):
        if node.mem_id not in around and not _is_near(node, found):
            found[node.mem_id] = node
    for heading in page.css(HEADINGS):
        if heads_section(heading) and not _is_near(heading, found):
            found.update({node.mem_id: node for node in _below(heading, found, around)})
    return found


def _around_article(page: Parts, posts: Collection[int]) -> set[int]:
    """Elements that hold what only an article has, by `mem_id`: its main heading, or its body by name."""
    heads = [node for node in page.css("h1")[:MOST_HEADS] if not heads_section(node)]
    named = page.css(_NAMED)
    inner = [*heads[:2], *page.css("[itemprop~=articleBody]")[:2], *(named if len(named) == 1 else [])]
    around: set[int] = set()
    for one in inner:
        node: LexborNode | None = one
        if is_within(one, posts):
            continue
        while node is not None and node.mem_id not in around:
            around.add(node.mem_id)
            node = node.parent
    return around


def is_within(node: LexborNode | None, elements: Collection[int]) -> bool:
    """Whether an element stands in one of some, by `mem_id`, or is one."""
    while node is not None:
        if node.mem_id in elements:
            return True
        node = node.parent
    return False


def _named_sections(page: Parts, *, around_comments: bool) -> Iterator[LexborNode]:
    """Elements that are called as comment sections are: each class is asked once, however many elements bear it."""
    of_class, of_id = (_STEM_AROUND, _STEM_AROUND_ID) if around_comments else (_STEM, _STEM)

    def may_be(node: LexborNode) -> bool:
        return node.tag in _AROUND if around_comments else node.tag not in _NEVER

    for named, nodes in page.by_class.items():
        if of_class.search(named) and any(map(names_section, named.split())):
            yield from filter(may_be, nodes)
    for node in filter(may_be, page.css("[id]")):
        attributes = node.attributes
        own, named = attributes["id"] or "", attributes.get("class") or ""
        has_stem = of_id.search(own) or of_class.search(named)
        if has_stem and any(map(names_section, f"{own} {named}".split())):
            yield node


def _is_near(inner: LexborNode, elements: Collection[int]) -> bool:
    """Whether an element is one of some, or stands in one, not far below it."""
    node: LexborNode | None = inner
    for _ in range(LEVELS):
        if node is None:
            return False
        if node.mem_id in elements:
            return True
        node = node.parent
    return False


def _below(heading: LexborNode, known: Collection[int], around: Collection[int]) -> Iterator[LexborNode]:
    """A heading above comments and what stands after it, or after the element that holds nothing but it."""
    start = heading
    while start.next is None and start.prev is None and start.parent is not None and start.parent.tag not in {"body"}:
        start = start.parent
    yield start
    node = start.next
    for _ in range(MOST_BESIDE):
        if node is None or (node.tag in {"h1", "h2"} and not heads_section(node)):
            return
        if node.is_element_node:
            if node.mem_id in known or node.mem_id in around:
                return
            yield node
        node = node.next
