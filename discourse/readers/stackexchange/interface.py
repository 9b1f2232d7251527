"""What the interface of Stack Exchange answers: questions with all that is nested in them, or flat items of any kind.

May import: the standard library, errors, gathering, json_text, rows, text, readers.base.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing
from discourse.readers.base import Source, values_of
from discourse.rows import Rows
from discourse.text import count

KINDS = ("comment_id", "answer_id", "question_id", "post_id")
"""What names an item of each kind; an answer states its question too, and a comment its post."""
_QUESTION_IN_LINK = re.compile(r"/questions/(\d{1,20})(?=[/#?]|$)")

Item = Mapping[str, Any]


@dataclass
class _Site:
    """What was found in answers of the interface."""

    questions: dict[str, Item | None] = field(default_factory=dict)
    answers: dict[str, list[Item]] = field(default_factory=dict)
    comments: dict[str, list[Item]] = field(default_factory=dict)
    base: str = ""

    def take(self, item: Item, objects: Callable[[Any], list[dict[str, Any]]]) -> list[bool]:
        """Put an item and what is nested in it with those of their kinds; whether each is of a kind that is known."""
        nested = [{"question_id": item.get("question_id"), **answer} for answer in objects(item.get("answers"))]
        posts = [item, *nested]
        below = [{"post_id": _own(post), **comment} for post in posts for comment in objects(post.get("comments"))]
        return [
            self._put(item),
            *("answer_id" in one and self._put(one) for one in nested),
            *("comment_id" in one and self._put(one) for one in below),
        ]

    def _put(self, item: Item) -> bool:
        """Put an item with those of its kind."""
        own = _own(item)
        if not own:
            return False
        self.base = self.base or _base(item)
        if "comment_id" in item:
            self.comments.setdefault(_text(item.get("post_id")), []).append(item)
        elif "answer_id" in item or item.get("post_type") == "answer":
            thread = _text(item.get("question_id")) or own
            self.questions.setdefault(thread, None)
            self.answers.setdefault(thread, []).append(item)
        else:
            self.questions[own] = item
        return True


def _own(item: Item) -> str:
    """The id of an item, whatever it is; "" where it has none."""
    kind = next((key for key in KINDS if key in item), "")
    return _text(item.get(kind))


def read_answers(source: Source) -> Rows:
    """Items of the interface, whatever nesting they came in."""
    found = Gather(source.name, strict=source.strict, ordered=True)
    site = _Site()
    is_ours = has_more = False
    for line, value in values_of(source, found.drop):
        inside = thing(value).get("items")
        is_ours |= isinstance(inside, list)
        has_more |= thing(value).get("has_more") is True
        listed = inside if isinstance(inside, list) else value if isinstance(value, list) else [value]
        for place, item in enumerate(listed, start=1):
            where = f"line {line}, item {place}"
            for is_known in site.take(thing(item), partial(found.objects, place=where)):
                is_ours |= is_known
                if not is_known:
                    found.drop(where, "no question, answer or comment with an id")
    if not is_ours:
        raise BrokenInput(
            "this holds no items of Stack Exchange",
            where=source.name,
            fix='pass what the interface answered, which holds "items", a Posts.xml, or another --format',
        )
    account = _Account()
    for key, question in site.questions.items():
        _add_thread(found, site, account, key, question)
    for post in list(site.comments):
        for comment in site.comments[post]:
            # Of a comment alone, its address says at best which question it is of.
            match = _QUESTION_IN_LINK.search(_text(comment.get("link")))
            thread = match[1] if match else post
            _add_comment(found, site, account, comment, thread, None if thread == post else post)
    if has_more:
        found.note("the interface has more pages, which are not in the file")
    if account.n_without:
        found.note(f"without their text: {count(account.n_without, 'post')}; ask for a filter with the field body")
    if account.n_missing:
        found.note(f"not in the file: {account.n_missing:,} of the answers and comments that posts count")
    return found.rows(source.damage)


@dataclass
class _Account:
    """What there is to say about answers of the interface."""

    n_without: int = 0
    n_missing: int = 0


def _add_thread(found: Gather, site: _Site, account: _Account, key: str, question: Item | None) -> None:
    """A question with its comments, then its answers with theirs."""
    answers = site.answers.get(key, [])
    if question is not None:
        found.article(
            key,
            title=html.unescape(_text(question.get("title"))),
            author=_author(question),
            created=question.get("creation_date"),
            url=_text(question.get("link")) or (f"{site.base}/questions/{key}" if site.base else None),
            site=urlsplit(site.base).netloc or None,
            **_said(question, account),
        )
        n_answers = len({_own(answer) for answer in answers})
        account.n_missing += max((made_of("int32", question.get("answer_count")) or 0) - n_answers, 0)
        _add_comments(found, site, account, question, key, key)
    for answer in answers:
        own = _own(answer)
        link = answer.get("share_link") or answer.get("link")
        found.add(
            thread_id=key,
            id=own,
            author=_author(answer),
            role=_role(answer),
            created=answer.get("creation_date"),
            score=answer.get("score"),
            url=link or (f"{site.base}/a/{own}" if site.base else None),
            **_said(answer, account),
        )
        _add_comments(found, site, account, answer, key, own)


def _add_comments(found: Gather, site: _Site, account: _Account, post: Item, thread: str, own: str) -> None:
    """The comments under a question or an answer."""
    comments = site.comments.pop(own, [])
    account.n_missing += max((made_of("int32", post.get("comment_count")) or 0) - len(comments), 0)
    for comment in comments:
        _add_comment(found, site, account, comment, thread, None if own == thread else own)


def _add_comment(found: Gather, site: _Site, account: _Account, comment: Item, thread: str, parent: str | None) -> None:
    """A comment."""
    own, post = _text(comment.get("comment_id")), _text(comment.get("post_id"))
    found.add(
        thread_id=thread,
        id=f"comment{own}",
        parent_id=parent,
        author=_author(comment),
        role=_role(comment),
        created=comment.get("creation_date"),
        score=comment.get("score"),
        url=comment.get("link") or (f"{site.base}/questions/{thread}#comment{own}_{post}" if site.base else None),
        **_said(comment, account),
    )


def _said(item: Item, account: _Account) -> dict[str, Any]:
    """The text of a post, as HTML or Markdown."""
    if item.get("body") is not None:
        return {"html": item["body"]}
    account.n_without += item.get("body_markdown") is None
    return {"text": html.unescape(_text(item.get("body_markdown")))}


def _author(item: Item) -> str | None:
    """The name of an author, in which characters are escaped as in HTML."""
    return html.unescape(_text(thing(item.get("owner")).get("display_name"))) or None


def _role(item: Item) -> str | None:
    """What the site calls an author."""
    return "moderator" if thing(item.get("owner")).get("user_type") == "moderator" else None


def _base(item: Item) -> str:
    """The address of the site that an item is of."""
    try:
        parts = urlsplit(_text(item.get("link")) or _text(item.get("share_link")))
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _text(value: Any) -> str:
    """An id or text; "" where there is none."""
    return made_of("str", value) or ""
