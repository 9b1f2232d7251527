"""Which of several readings of a page is taken: the one that explains most comments best.

May import: the standard library, selectolax, hypertext, and generic, markup, posts, structured of this package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from discourse.hypertext.parts import Parts
from discourse.readers.html.generic import find_records
from discourse.readers.html.markup import Markup, candidates
from discourse.readers.html.posts import Post, read_posts
from discourse.readers.html.structured import linked_sources, read_linked

WHOLE = 0.8
"""A reading by a known markup is taken without more ado when so many of its comments have a text and an author."""
_LATER_PAGE = re.compile(
    r"[?&/](?:page|seite|pagina|p|pg)[=/-]?(\d{1,5})(?:$|[&#/.])|[?&;](?:start|offset|st)=(\d{1,7})\b", re.IGNORECASE
)


_FORUM = re.compile(
    r"(?:^|[\W_])(?:forums?|showthread|viewtopic|topics?|threads?|foren|foro|board)(?:$|[\W_])", re.IGNORECASE
)
_LINKED = ('"comment"', '"suggestedAnswer"', '"acceptedAnswer"', '"parentItem"')


@dataclass
class Reading:
    """The comments of a page by one way of reading it.

    Parameters
    ----------
    name : str
        The way: a system's name, "linked data", or "repeated records".
    posts : list of Post
    markup : Markup or None
    opens : bool
        Whether the first post is the article: the first one of a forum's thread, a question.
    notes : list of str
        What a reader of the result should know.
    """

    name: str = ""
    posts: list[Post] = field(default_factory=list)
    markup: Markup | None = None
    opens: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def opening(self) -> Post | None:
        """The post that is the article, if one is."""
        return self.posts[0] if self.opens else None

    @property
    def said(self) -> list[Post]:
        """Posts with a text, or removed ones."""
        return [post for post in self.posts if post.prose.text or post.removed]

    @property
    def worth(self) -> float:
        """How much it explains: comments with text, and a little for each that has an author and a time."""
        return sum(1 + 0.3 * bool(post.author) + 0.2 * bool(post.date) for post in self.said)

    @property
    def is_whole(self) -> bool:
        """Whether nearly all of its comments have a text and an author."""
        n_known = sum(bool(post.author or post.removed) for post in self.said)
        return bool(self.posts) and n_known >= WHOLE * len(self.posts)


def choose(page: Parts) -> Reading:
    """The best reading of a page; one without posts when there are no comments on it.

    Parameters
    ----------
    page : Parts

    Returns
    -------
    Reading

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> source = "<li class='comment depth-1' id=comment-7><cite class=fn>Ann</cite><div class=comment-content>Good."
    >>> reading = choose(parse(source))
    >>> reading.name, [(post.id, post.author, post.prose.text) for post in reading.posts]
    ('WordPress', [('7', 'Ann', 'Good.')])
    """
    best = Reading()
    for markup in candidates(page.classes):
        if best.is_whole and markup.name.startswith(f"{best.name} "):
            # An older form of a system whose newer form has been read whole.
            continue
        reading = Reading(markup.name, read_posts(page, markup), markup)
        if reading.worth > best.worth:
            best = reading
    why: list[str] = []
    if not best.is_whole:
        posts, why = find_records(page)
        repeated = Reading("repeated records", posts, notes=why)
        if repeated.worth > best.worth:
            best = repeated
    sources = linked_sources(page)
    if any(key in source for source in sources.values() for key in _LINKED):
        posts, defects = read_linked(page)
        page.defects.extend(defects)
        linked = Reading("linked data", posts, notes=["comments read from the page's linked data (JSON-LD)"])
        if linked.worth > best.worth:
            best = linked
    if not best.posts:
        return Reading(notes=why)
    if best.markup is not None:
        best.notes.append(f"markup of the comments: {best.name}")
    of_equals = best.markup.opening if best.markup else best.name == "repeated records" and _is_forum(page)
    if of_equals:
        best.opens = not _is_later(page)
        best.notes.append(
            "the first post is the article"
            if best.opens
            else "this is a later page of a thread: its first post, the article, stands on another"
        )
    return best


def _is_forum(page: Parts) -> bool:
    """Whether the page calls itself a forum's: in its address or in the class or id of its body."""
    words = [f"{body.attributes.get('class') or ''} {body.attributes.get('id') or ''}" for body in page.css("body")]
    for node in page.css("link[rel=canonical], meta[property='og:url']"):
        address = node.attributes.get("href") or node.attributes.get("content") or ""
        words.append(address.partition("//")[2].partition("/")[2])
    return _FORUM.search(" ".join(words)[:1_000]) is not None


def _is_later(page: Parts) -> bool:
    """Whether the page says that it is not the first one of its thread."""
    if page.css("link[rel=prev], link[rel=previous], a[rel=prev]"):
        return True
    for node in page.css("link[rel=canonical], meta[property='og:url']"):
        address = node.attributes.get("href") or node.attributes.get("content") or ""
        if found := _LATER_PAGE.search(address):
            return int(found[1] or 0) > 1 or int(found[2] or 0) > 0
    return False
