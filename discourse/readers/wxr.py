"""WordPress: the export of a whole site, WordPress eXtended RSS 1.0 to 1.2, with its posts, pages and their comments.

Each post with comments is a thread; posts without are counted and left out. Dropped, each with its reason, are what the
site does not show (spam, trash, comments that wait for approval) and what no person wrote (pingbacks, trackbacks).
Format: `wp-admin/includes/export.php` of https://github.com/WordPress/WordPress. May import: the standard library,
errors, gathering, rows, xml_text, readers.base.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather
from discourse.readers.base import Source
from discourse.rows import Rows
from discourse.xml_text import Element, Elements, root

BATCH = 50_000
HIDDEN = {
    "0": "waits for approval",
    "hold": "waits for approval",
    "unapproved": "waits for approval",
    "spam": "marked as spam",
    "trash": "in the trash",
    "post-trashed": "in the trash with its post",
}
"""What the element ``wp:comment_approved`` says of comments that the site does not show."""
MACHINES = frozenset({"pingback", "trackback", "webmention", "order_note", "action_log"})
"""Types of comments that no person writes."""
_SPACES = {
    r"https?://wordpress\.org/export/[\d.]+/?": "wp",
    r"https?://wordpress\.org/export/[\d.]+/excerpt/?": "excerpt",
    r"https?://purl\.org/rss/1\.0/modules/content/?": "content",
    r"https?://purl\.org/dc/elements/1\.1/?": "dc",
    r"https?://www\.disqus\.com/?": "dsq",
}
_MARK = re.compile(rb"//wordpress\.org/export/|<wp:(?:wxr_version|comment|post_id|author)\b")
_NO_POSTS = frozenset({"attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "wp_block"})
_PARAGRAPHED = re.compile(r"<(?:p|br|pre)[\s/>]", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_LINE_END = re.compile(
    r"(<(?:!--|/?(?:blockquote|div|[uo]l|li|table|t[rdh]|h[1-6r]|figure)\b)[^<>]{0,300}>)?\n", re.IGNORECASE
)


@dataclass(frozen=True)
class Wxr:
    """Reader of exports of WordPress.

    Examples
    --------
    >>> said = b'''<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>Ferry</title><wp:comment>
    ... <wp:comment_author>Ann</wp:comment_author><wp:comment_content>Late.</wp:comment_content></wp:comment>
    ... </item></channel></rss>'''
    >>> next(Wxr().read(Source("site.xml", data=said))).columns["author"]
    ['Ann']
    """

    name: ClassVar[str] = "wxr"
    suffixes: ClassVar[tuple[str, ...]] = (".xml", ".wxr")

    def sniff(self, head: bytes, name: str) -> float:
        """High for a feed in the namespace of exports of WordPress."""
        return 0.95 if root(head) == "rss" and _MARK.search(head) else 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield the comments in batches; every post with comments is a thread."""
        found = Gather(source.name, strict=source.strict, ordered=True)
        site = _Site()
        is_ours = False
        with source.open() as file:
            wanted = ("item", "title", "wp:author", "wp:wxr_version")
            elements = Elements(file, wanted, where=source.name, strict=source.strict, spaces=_SPACES)
            for element in elements:
                is_ours = is_ours or _is_ours(elements, element)
                if elements.root != "rss":
                    break
                if element.name == "item":
                    _add_item(element, found, site)
                elif element.name == "title":
                    site.title = site.title or _shown(element.text.strip()) or ""
                elif element.name == "wp:author":
                    login = element.said("wp:author_login")
                    site.names[login] = element.said("wp:author_display_name") or login
                if len(found) >= BATCH:
                    yield found.rows()
        if not is_ours and "wp" not in elements.prefixes.values():
            raise BrokenInput(
                "this is no export of WordPress, which is RSS in its own namespace",
                where=source.name,
                given=elements.root or None,
                fix="check the file, or pass another --format",
            )
        if site.n_silent:
            found.note(f"posts and pages without comments that are shown, left out: {site.n_silent}")
        if site.n_silent == site.n_posts:
            found.article("", title=site.title)
        yield found.rows([*source.damage, *elements.defects])


@dataclass
class _Site:
    """What is known of the site so far."""

    title: str = ""
    names: dict[str | None, str | None] = field(default_factory=dict)
    n_items: int = 0
    n_posts: int = 0
    n_silent: int = 0


def _is_ours(elements: Elements, element: Element) -> bool:
    """Whether an element shows that this is an export of WordPress, also where it does not declare its namespace."""
    names = [element.name, *(child.name for child in element.children)]
    return elements.root == "rss" and any(name.startswith("wp:") for name in names)


def _add_item(item: Element, found: Gather, site: _Site) -> None:
    """A post with its comments."""
    site.n_items += 1
    link = item.said("link")
    thread = item.said("wp:post_id") or item.said("dsq:thread_identifier") or link or f"post-{site.n_items}"
    before = len(found)
    for comment in item.all("wp:comment"):
        _add_comment(comment, found, thread, link)
    is_silent = len(found) == before
    is_post = not is_silent or item.said("wp:post_type") not in _NO_POSTS
    site.n_posts, site.n_silent = site.n_posts + is_post, site.n_silent + (is_silent and is_post)
    if is_silent:
        return
    writer = item.said("dc:creator")
    found.article(
        thread,
        title=_shown(item.said("title")),
        html=paragraphs(item.said("content:encoded") or ""),
        author=site.names.get(writer, writer),
        created=_moment(item, "wp:post_date_gmt", "pubDate", "wp:post_date"),
        url=link,
        site=site.title,
    )


def _add_comment(comment: Element, found: Gather, thread: str, link: str | None) -> None:
    """A comment, if the site shows it and a person wrote it."""
    key, kind = comment.said("wp:comment_id"), comment.said("wp:comment_type") or "comment"
    place = key or f"line {comment.line}"
    broken = comment.broken or next((part.broken for part in comment.children if part.broken), "")
    hidden = HIDDEN.get((comment.said("wp:comment_approved") or "").lower())
    if broken or hidden or kind.lower() in MACHINES:
        found.drop(place, broken or hidden or f"a {kind}, which no person wrote", broken=bool(broken))
        return
    parent = comment.said("wp:comment_parent")
    found.add(
        thread_id=thread,
        id=key,
        parent_id=None if parent == "0" else parent,
        author=_shown(comment.said("wp:comment_author")),
        html=paragraphs(comment.said("wp:comment_content") or ""),
        created=_moment(comment, "wp:comment_date_gmt", "wp:comment_date"),
        url=f"{link}#comment-{key}" if link and key else None,
        line=comment.line,
    )


def _shown(stored: str | None) -> str | None:
    """A name or title as WordPress shows it: it stores them escaped."""
    return html.unescape(stored) if stored else None


def _moment(element: Element, *names: str) -> Any:
    """The first time that is stated; zeros stand for none, and a feed writes times as mails do."""
    for name in names:
        said = element.said(name)
        if said and not said.startswith("0000") and not said.startswith("-"):
            try:
                return parsedate_to_datetime(said) if name == "pubDate" else said
            except ValueError:
                continue
    return None


def paragraphs(stored: str) -> str:
    r"""A text as WordPress shows it: it stores line ends, and makes paragraphs and lines of them.

    Examples
    --------
    >>> paragraphs("<b>At</b> last.\n\nOr\nnot.")
    '<b>At</b> last.<p>Or<br>not.'
    """
    if "<" not in stored or _PARAGRAPHED.search(stored):
        return stored
    return _LINE_END.sub(lambda match: match[1] or "<br>", _BLANK_LINE.sub("<p>", stored))
