"""What Reddit says of a comment or a submission, as rows and articles hold it.

A comment is an object with `body` and `link_id`, a submission one with a `title`; both look alike in what the
programming interface answers and in dumps. `body` is Markdown in which &, < and > are escaped, and in which people
write entities themselves: it is unescaped twice. Lines that begin with ">" are quotations, which the annotator `quotes`
marks. Fields: https://www.reddit.com/dev/api/ and https://github.com/ArthurHeitmann/arctic_shift/tree/master/schemas.
May import: the standard library, gathering.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from discourse.gathering import Gather

SITE = "https://www.reddit.com"
COMMENT, SUBMISSION = "t1_", "t3_"
"""What the full names of comments and submissions begin with."""
NOBODY = ("[deleted]", "[removed]")
"""Stands where the author would."""
NOTICES = (*NOBODY, "[deleted by user]", "[removed by moderator]")
"""Stands where the text would."""
NOTICE = "[ Removed by Reddit"
"""What a notice of the company itself begins with."""
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
"""An entity that people write; without its semicolon it may be a part of an address."""
_ENTITY = re.compile(ENTITY)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Record = Mapping[str, Any]


def is_comment(record: Record) -> bool:
    """Whether an object is a comment.

    Examples
    --------
    >>> is_comment({"body": "No.", "link_id": "t3_x"}), is_comment({"title": "A", "selftext": ""})
    (True, False)
    """
    return "body" in record and bool({"link_id", "parent_id", "subreddit"} & set(record))


def is_submission(record: Record) -> bool:
    """Whether an object is a submission.

    Examples
    --------
    >>> is_submission({"title": "A", "selftext": "", "subreddit": "b"}), is_submission({"title": "A"})
    (True, False)
    """
    stated = set(record)
    return {"title", "subreddit"} <= stated and bool({"selftext", "num_comments", "is_self"} & stated)


def below_of(record: Record) -> list[Any]:
    """What holds the comments that stand within a comment or submission; dumps have none.

    Examples
    --------
    >>> below_of({"body": "No.", "replies": [{"body": "Yes."}]}), below_of({"body": "No.", "replies": ""})
    ([[{'body': 'Yes.'}]], [])
    """
    held = (record.get(key) for key in ("replies", "comments"))
    return [one for one in held if one and isinstance(one, dict | list)]


def add_comment(found: Gather, record: Record, *, above: Any = None, line: int | None = None) -> None:
    """A comment; where it does not state its parent, it answers what it stands in."""
    home = home_of(record)
    body, markup = record.get("body"), record.get("body_html")
    found.add(
        thread_id=home,
        id=plain_id(record.get("id")),
        parent_id=parent_of(record.get("parent_id", above), home),
        author=author_of(record),
        text=unescaped(body) if isinstance(body, str) else body,
        html=markup if body is None and isinstance(markup, str) else None,
        created=record.get("created_utc"),
        # A score that is hidden is stated as 1, whatever it is.
        score=None if record.get("score_hidden") is True else record.get("score"),
        deleted=is_gone(body),
        url=address_of(record, home),
        role=role_of(record),
        line=line,
    )


def add_submission(found: Gather, record: Record) -> str:
    """A submission as the article of its thread; gives the name of the thread."""
    thread = str(plain_id(record.get("id")) or "")
    text, title, url = record.get("selftext"), record.get("title"), record.get("url")
    place = record.get("permalink")
    if not isinstance(url, str) or not url.startswith("http"):
        url = f"{SITE}{place}" if isinstance(place, str) and place.startswith("/") else None
    where = record.get("subreddit")
    found.article(
        thread,
        title=unescaped(title) if isinstance(title, str) else None,
        text=unescaped(text) if isinstance(text, str) and not is_gone(text) else None,
        author=author_of(record),
        created=record.get("created_utc"),
        url=unescaped(url) if url else None,
        site=f"r/{where}" if isinstance(where, str) and where else "Reddit",
    )
    return thread


def plain_id(stated: Any) -> Any:
    """An id without what says of which kind it is; a number as Reddit writes ids, to the base of 36; else as it is.

    Examples
    --------
    >>> plain_id("t1_cab3x"), plain_id("cab3x"), plain_id(35), plain_id(36), plain_id(None)
    ('cab3x', 'cab3x', 'z', '10', None)
    """
    if isinstance(stated, str):
        return stated[3:] if stated.startswith((COMMENT, SUBMISSION)) else stated
    return in_base_36(stated) if isinstance(stated, int) and not isinstance(stated, bool) and stated >= 0 else stated


def in_base_36(number: int) -> str:
    """A number as Reddit writes ids.

    Examples
    --------
    >>> in_base_36(0), in_base_36(1_234_567)
    ('0', 'qglj')
    """
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"


def home_of(record: Record) -> Any:
    """The id of the submission that a comment belongs to."""
    above = record.get("parent_id")
    stated = record.get("link_id")
    if stated is None and isinstance(above, str) and above.startswith(SUBMISSION):
        stated = above
    return plain_id(stated)


def parent_of(stated: Any, home: Any) -> Any:
    """The id of the comment that is answered; None for a reply to the submission.

    Examples
    --------
    >>> parent_of("t3_x", "x"), parent_of("t1_c", "x"), parent_of(444, "x"), parent_of(None, "x")
    (None, 'c', 'cc', None)
    """
    if isinstance(stated, str) and stated.startswith(SUBMISSION):
        return None
    parent = plain_id(stated)
    return None if parent == home and not (isinstance(stated, str) and stated.startswith(COMMENT)) else parent


def author_of(record: Record) -> Any:
    """The name of the author, None when Reddit says that there is none any more."""
    author = record.get("author")
    return None if isinstance(author, str) and author in ("", *NOBODY) else author


def role_of(record: Record) -> str | None:
    """What Reddit calls the author: moderator, admin, submitter."""
    said = record.get("distinguished")
    roles = [said] if isinstance(said, str) and said else []
    return ", ".join([*roles, "submitter"] if record.get("is_submitter") is True else roles) or None


def address_of(record: Record, home: Any) -> str | None:
    """The permalink; where none is stated, the address made of the ids."""
    place = record.get("permalink")
    if isinstance(place, str) and place:
        return f"{SITE}{place}" if place.startswith("/") else place
    key = plain_id(record.get("id"))
    return f"{SITE}/comments/{home}/_/{key}/" if isinstance(home, str) and isinstance(key, str) and key else None


def is_gone(body: Any) -> bool:
    """Whether a text is a notice that the comment was deleted or removed.

    Examples
    --------
    >>> is_gone("[removed]"), is_gone("[ Removed by Reddit ]"), is_gone("[sic]")
    (True, True, False)
    """
    return isinstance(body, str) and (body in NOTICES or body.startswith(NOTICE))


def unescaped(text: str) -> str:
    """The Markdown of a text, and the entities in it as the signs they stand for.

    Examples
    --------
    >>> unescaped("&gt; 1 &amp;lt; 2 &amp;#x2713;")
    '> 1 < 2 ✓'
    """
    if "&" not in text:
        return text
    once = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return unescaped_again(once) if "&" in once else once


def unescaped_again(text: str) -> str:
    """The entities that people wrote as the signs they stand for.

    Examples
    --------
    >>> unescaped_again("&#x2713; at https://a.example/?b=1&copy=2")
    '✓ at https://a.example/?b=1&copy=2'
    """
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text)
