"""Feeds of comments: RSS and Atom as WordPress, Blogger and others give them for a page or a whole site.

A feed holds the latest comments only. What an entry answers is known where it says so (`thr:in-reply-to`); without it
every comment answers the article. Feeds of articles are none of comments, and are refused. Formats: RFC 4287, RFC 4685,
https://www.rssboard.org/rss-specification. May import: the standard library, errors, gathering, rows, xml_text,
readers.base.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather
from discourse.readers.base import Source
from discourse.rows import Rows
from discourse.xml_text import Element, Elements, root

_ROOTS = frozenset({"rss", "feed", "RDF"})
_SPACES = {
    r"https?://www\.w3\.org/2005/Atom/?": "atom",
    r"https?://purl\.org/syndication/thread/1\.0/?": "thr",
    r"https?://purl\.org/rss/1\.0/modules/content/?": "content",
    r"https?://purl\.org/rss/1\.0/?": "",
    r"https?://purl\.org/dc/elements/1\.1/?": "dc",
}
_MARKS = re.compile(
    rb"in-reply-to\b|#comment-?\d|#c\d{6}|/comments/(?:feed|default)|<title[^<>]*>\s*Comments (?:on|for)\b"
)
_EXPORT = re.compile(rb"//wordpress\.org/export/|<wp:")
_ABOUT = re.compile(r"\s*Comments on:?\s+(.+)", re.IGNORECASE | re.DOTALL)
_OF_ONE = re.compile(r"#(?:comment-?|c)\d+|[./_-]comment[-/]?\d+|[?&](?:comment|showComment)=", re.IGNORECASE)
_PAGE = re.compile(r"comment-page-\d+/?\Z")
_BY = re.compile(r"(?:By: |Comment on .* by )(.+)", re.DOTALL)


@dataclass(frozen=True)
class Feed:
    """Reader of feeds of comments.

    Examples
    --------
    >>> said = b'''<rss><channel><title>Comments on: Ferry</title><item><link>https://a.example/f/#comment-7</link>
    ... <title>By: Ann</title><description>Late.</description></item></channel></rss>'''
    >>> (rows,) = Feed().read(Source("feed.xml", data=said))
    >>> rows.columns["author"], rows.articles["https://a.example/f/"].title
    (['Ann'], 'Ferry')
    """

    name: ClassVar[str] = "feed"
    suffixes: ClassVar[tuple[str, ...]] = (".xml", ".rss", ".atom")

    def sniff(self, head: bytes, name: str) -> float:
        """High for a feed whose entries answer something."""
        is_feed = root(head).rpartition(":")[2] in _ROOTS and not _EXPORT.search(head)
        return 0.95 if is_feed and _MARKS.search(head) else 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in one batch; every page that they stand on is a thread."""
        titles: list[str] = []
        entries: list[Element] = []
        with source.open() as file:
            wanted = ("item", "title", "atom:entry", "atom:title")
            elements = Elements(file, wanted, where=source.name, strict=source.strict, spaces=_SPACES)
            for element in elements:
                is_title = element.name.endswith("title")
                if is_title:
                    titles.append(html.unescape(element.text).strip())
                else:
                    entries.append(element)
        about = _ABOUT.fullmatch(titles[0]) if titles else None
        is_marked = about or any(_answers(one) or _OF_ONE.search(_link(one) or "") for one in entries)
        if elements.root.rpartition(":")[2] not in _ROOTS or (entries and not is_marked):
            raise BrokenInput(
                "this is no feed of comments",
                where=source.name,
                given=elements.root or None,
                fix="pass the feed of a page's comments, or another --format",
            )
        found = Gather(source.name, strict=source.strict)
        _add(entries, titles[0] if titles else "", about[1] if about else None, found)
        yield found.rows([*source.damage, *elements.defects])


def _add(entries: list[Element], site: str, title: str | None, found: Gather) -> None:
    """The entries as comments, each on its page."""
    ids = {_id(entry) for entry in entries}
    for entry in entries:
        text, markup = _text(entry)
        if entry.broken or (text is None and markup is None):
            found.drop(_id(entry) or f"line {entry.line}", entry.broken or "it holds no text that can be read")
            continue
        link = _link(entry)
        thread = _PAGE.sub("", link.partition("#")[0].partition("?showComment=")[0]) if link else ""
        author = _author(entry)
        if thread not in found.articles:
            found.article(thread, title=title or _title(entry, author), url=thread, site=None if title else site)
        above = [ref for ref in _answers(entry) if ref in ids or _OF_ONE.search(ref)]
        found.add(
            thread_id=thread,
            id=_id(entry),
            parent_id=above[0] if above else None,
            author=author,
            text=text,
            html=markup,
            created=_moment(entry),
            url=link,
        )
    if not entries:
        found.article("", title=title, site=site)
    elif not any(_answers(entry) for entry in entries):
        found.note("the feed does not say what a comment answers: all are taken as answers to the article")


def _id(entry: Element) -> str | None:
    """What an entry is called."""
    return entry.said("atom:id") or entry.said("guid") or _link(entry)


def _link(entry: Element) -> str | None:
    """The address of the comment."""
    links = [link.attributes for link in entry.all("atom:link") if link.attributes.get("href")]
    stated = [link["href"] for link in links if link.get("rel", "alternate") == "alternate"]
    return entry.said("link") or (stated[0] if stated else None)


def _answers(entry: Element) -> list[str]:
    """What an entry says that it answers."""
    return [ref for link in entry.all("thr:in-reply-to") if (ref := link.attributes.get("ref"))]


def _author(entry: Element) -> str | None:
    """Who wrote it."""
    named = entry.said("dc:creator") or entry.said("atom:author", "atom:name") or entry.said("author")
    match = _BY.fullmatch(entry.said("title") or "")
    author = named or (match[1] if match else None)
    return html.unescape(author) if author else None


def _title(entry: Element, author: str | None) -> str | None:
    """The title of the article, where the one of the entry names it."""
    title = html.unescape(entry.said("title") or entry.said("atom:title") or "")
    before, after = "Comment on ", f" by {author}"
    return title[len(before) : -len(after)] if title.startswith(before) and title.endswith(after) else None


def _text(entry: Element) -> tuple[str | None, str | None]:
    """What it says, as text or as HTML."""
    for name in ("atom:content", "atom:summary"):
        content = entry.first(name)
        if content is not None and not content.children and not content.broken:
            is_html = "html" in content.attributes.get("type", "text")
            return (None, content.text) if is_html else (content.text.strip(), None)
    return None, entry.said("content:encoded") or entry.said("description")


def _moment(entry: Element) -> Any:
    """When it was posted; RSS writes times as mails do."""
    said = entry.said("pubDate")
    if said:
        try:
            return parsedate_to_datetime(said)
        except ValueError:
            return said
    return entry.said("atom:published") or entry.said("dc:date") or entry.said("atom:updated")
