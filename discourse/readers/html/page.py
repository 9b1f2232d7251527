"""From the bytes of a page to rows: the reader itself.

May import: the standard library, dates, hypertext, rows, text, readers.base, and the modules of this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from discourse.dates import read as read_dates
from discourse.hypertext.parts import parse
from discourse.readers.base import Source
from discourse.readers.html.absent import absent, stated_count
from discourse.readers.html.article import read_article
from discourse.readers.html.choose import choose
from discourse.readers.html.links import link
from discourse.readers.html.posts import Post
from discourse.readers.html.values import resolve
from discourse.rows import PLACE, ReadReport, Rows
from discourse.text import is_removed

_MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|title|meta|div|table|article|section|main|ul|ol|li|p|span|a|h[1-6]|br)\b[^>]*>",
    re.IGNORECASE,
)
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?>(?:<\?xml[^>]*>|<!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Html:
    """Reads HTML.

    Parameters
    ----------
    name : str
        How `--format` calls it.
    suffixes : tuple of str
        File endings of HTML.
    article : {"auto", "plain", "trafilatura"}
        Which extraction of the article's text is used: "plain" is ours; the others use trafilatura where it is
        installed and finds something.
    """

    name: str = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx")
    article: Literal["auto", "plain", "trafilatura"] = "auto"

    def sniff(self, head: bytes, name: str) -> float:
        """How likely the source is HTML: by its first tag, else by how many tags of HTML it holds."""
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            head = head.replace(b"\x00", b"")[2:]
        usual = 0.05 * (PurePath(name).suffix.lower() in self.suffixes)
        if _START.match(head):
            return 0.95 + usual
        n_tags = len(_MARKUP.findall(head))
        if n_tags >= 3 and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return 0.85 + usual
        return 0.3 + 4 * usual if usual and n_tags else 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Read one page.

        Parameters
        ----------
        source : Source

        Yields
        ------
        Rows
            One batch. Ids are those of the page, or "1" to "n" in its order where it has none.

        Raises
        ------
        EmptyInput, BinaryInput
        """
        text, defects = source.decoded
        page = parse(text)
        reading = choose(page)
        if source.among_others and len(reading.posts) <= reading.opens:
            yield Rows({"text": []})
            return
        article, how = read_article(page, reading, text, mode=self.article, address=source.address)
        columns, notes = _columns(reading.posts, article.url, article.language, reading.opens)
        report = ReadReport(
            found=len(columns["id"]),
            defects=(*defects, *page.defects),
            stated_count=stated_count(page, reading),
            notes=(*reading.notes, *notes, *how, *absent(page, article, reading)),
        )
        yield Rows(columns, {"": article}, report, opening=reading.opens)


def _columns(
    posts: Sequence[Post], base: str | None, language: str | None, opens: bool
) -> tuple[dict[str, list[Any]], list[str]]:
    """The columns of the posts, without the one that is the article, and what to say of them."""
    parent, how = link(posts)
    ids = _ids(posts)
    # A reply to the post that is the article answers the article.
    above = [None if up == -1 or (opens and up == 0) else up for up in parent][opens:]
    known = [ids[up] if up is not None and up >= 0 else None for up in above]
    posts, ids = posts[opens:], ids[opens:]
    lost = [f"lost-{post.refers or id_}" if up == -2 else None for post, id_, up in zip(posts, ids, above, strict=True)]
    dates = read_dates([post.date for post in posts], language=language)
    columns: dict[str, list[Any]] = {
        "id": ids,
        "parent_id": [one or other for one, other in zip(known, lost, strict=True)],
        "author": [post.author for post in posts],
        "text": [post.prose.text for post in posts],
        "quotes": [" ".join(f"{start}-{end}" for start, end in post.prose.quotes) or None for post in posts],
        "created": list(dates.moments),
        "created_text": [post.date for post in posts],
        "score": [post.score for post in posts],
        "url": [resolve(post.url, base) for post in posts],
        "role": [post.role for post in posts],
        "deleted": [post.removed or is_removed(post.prose.text) for post in posts],
        "position": list(range(1, len(posts) + 1)),
    }
    notes = [f"replies by the page: {' and '.join(how)}"] if how else []
    return columns, [*notes, *dates.notes]


def _ids(posts: Sequence[Post]) -> list[str]:
    """The page's own ids, "place-7" where a comment has none of its own; the places alone where none has one."""
    ids: list[str] = []
    taken: set[str] = set()
    has_own = any(post.id for post in posts)
    for place, post in enumerate(posts, start=1):
        own = post.id if post.id and post.id not in taken else f"{PLACE}{place}"
        ids.append(own if has_own else str(place))
        taken.add(own)
    return ids
