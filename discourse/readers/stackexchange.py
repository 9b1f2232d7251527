"""Stack Exchange: what the interface of its sites answers, and the Posts.xml and Comments.xml of its data dumps.

A question is the article, answers reply to it, comments to the question or answer they stand under. Answers of the
interface are nested or flat, as its filter has it. Comments count apart from posts, so that their ids begin with
"comment" here, as in the addresses of the sites. Format: https://api.stackexchange.com/docs and
https://meta.stackexchange.com/questions/2677. May import: the standard library, errors, gathering, json_text, rows,
text, xml_text, readers.base.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import documents, glimpse
from discourse.readers.base import Source
from discourse.rows import Rows
from discourse.text import count
from discourse.xml_text import Elements, root

BATCH = 50_000
_POSTS, _COMMENTS = "Posts.xml", "Comments.xml"
_KINDS = ("comment_id", "answer_id", "question_id", "post_id")
_WRAPPED = frozenset({"has_more", "quota_max", "quota_remaining"})
_DUMPED = re.compile(rb"<row\s[^>]{0,2000}?\b(?:PostTypeId|PostId)=")
_QUESTION_IN_LINK = re.compile(r"/questions/(\d{1,20})(?=[/#?]|$)")
_QUESTION, _ANSWER = "1", "2"

Item = Mapping[str, Any]


@dataclass(frozen=True)
class StackExchange:
    """Reader of answers of the interface, once or a line each, and of data dumps.

    Posts.xml is read together with the Comments.xml beside it.

    Examples
    --------
    >>> said = b'{"items": [{"answer_id": 8, "question_id": 7, "body": "<p>So.</p>"}], "has_more": false}'
    >>> rows = next(StackExchange().read(Source("answers.json", data=said)))
    >>> rows.columns["thread_id"], rows.columns["text"]
    (['7'], ['So.'])
    """

    name: ClassVar[str] = "stackexchange"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".jsonl", ".xml")

    def sniff(self, head: bytes, name: str) -> float:
        """High for questions, answers and comments with their ids; low for Comments.xml beside a Posts.xml."""
        if (outer := root(head)) in ("posts", "comments"):
            is_read_with_posts = outer == "comments" and _beside(Path(name), _COMMENTS, _POSTS) is not None
            return 0.0 if not _DUMPED.search(head) else 0.45 if is_read_with_posts else 0.95
        for value in glimpse(head):
            inside = thing(value).get("items")
            first = next(iter(things(inside if isinstance(inside, list) else value)), thing(value))
            if isinstance(inside, list) and not inside and len(_WRAPPED & set(value)) > 1:
                return 0.95
            for item in (first, *things(first.get("answers"))[:1], *things(first.get("comments"))[:1]):
                is_wrapped = isinstance(inside, list) and bool(_WRAPPED & set(value))
                if any(key in item for key in _KINDS) and ("creation_date" in item or is_wrapped):
                    return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield what the interface answered in one batch, a dump in many; every question is a thread."""
        if root(source.head) in ("posts", "comments"):
            yield from _read_dump(source)
        else:
            yield _read_answers(source)


@dataclass
class _Site:
    """What was found in answers of the interface."""

    questions: dict[str, Item | None] = field(default_factory=dict)
    answers: dict[str, list[Item]] = field(default_factory=dict)
    comments: dict[str, list[Item]] = field(default_factory=dict)
    base: str = ""

    def take(self, item: Item) -> list[bool]:
        """Put an item and what is nested in it with those of their kinds; whether each is of a kind that is known."""
        nested = [{"question_id": item.get("question_id"), **answer} for answer in things(item.get("answers"))]
        posts = [item, *nested]
        below = [{"post_id": _own(post), **comment} for post in posts for comment in things(post.get("comments"))]
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
    kind = next((key for key in _KINDS if key in item), "")
    return _text(item.get(kind))


def _read_answers(source: Source) -> Rows:
    """Items of the interface, whatever nesting they came in."""
    found = Gather(source.name, strict=source.strict, ordered=True)
    site = _Site()
    is_ours = has_more = False
    for line, value in documents(source.content, source.name):
        if isinstance(value, BrokenInput):
            found.drop(f"line {line}", value.what)
            continue
        inside = thing(value).get("items")
        is_ours |= isinstance(inside, list)
        has_more |= thing(value).get("has_more") is True
        listed = inside if isinstance(inside, list) else value if isinstance(value, list) else [value]
        for place, item in enumerate(listed, start=1):
            for is_known in site.take(thing(item)):
                is_ours |= is_known
                if not is_known:
                    found.drop(f"line {line}, item {place}", "no question, answer or comment with an id")
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


def _read_dump(source: Source) -> Iterator[Rows]:
    """The rows of Posts.xml, and of the Comments.xml beside it; or those of Comments.xml alone."""
    if root(source.head) == "comments":
        found = Gather(source.name, strict=source.strict)
        found.note("comments on answers are threads of their own: only Posts.xml says which question they are of")
        yield from _read_comments(source, found, {})
        return
    questions: dict[str, str] = {}
    found = Gather(source.name, strict=source.strict)
    yield from _read_posts(source, found, questions)
    beside = _beside(source.path, _POSTS, _COMMENTS) if source.path else None
    if beside is None:
        found.note("the dump has its comments in Comments.xml, which does not lie beside this file")
        yield found.rows()
        return
    found.note("the comments were read from the Comments.xml beside it")
    others = Source(str(beside), path=beside, max_ratio=source.max_ratio, strict=source.strict)
    yield from _read_comments(others, found, questions)


def _read_posts(source: Source, found: Gather, questions: dict[str, str]) -> Iterator[Rows]:
    """Questions and answers; `questions` takes up which question each answer is of."""
    n_others = 0
    with source.open() as file:
        rows = Elements(file, ["row"], where=source.name, strict=source.strict)
        for row in rows:
            stated, kind = row.attributes, row.attributes.get("PostTypeId")
            own = stated.get("Id", "")
            if kind == _QUESTION:
                found.article(
                    own,
                    title=stated.get("Title"),
                    html=stated.get("Body"),
                    author=_owner(stated, "Owner"),
                    created=stated.get("CreationDate"),
                )
            elif kind == _ANSWER and stated.get("ParentId"):
                questions[own] = stated["ParentId"]
                _add_row(found, stated, own, stated["ParentId"], None, "Owner", {"html": stated.get("Body")})
            elif kind == _ANSWER or kind is None:
                found.drop(f"line {row.line}", "an answer without its question" if kind else "a row without its type")
            else:
                n_others += 1
            if len(found) + len(found.articles) >= BATCH:
                yield found.rows()
    if n_others:
        found.note(f"left out, as no questions or answers but tag wikis and the like: {count(n_others, 'post')}")
    yield found.rows((*source.damage, *rows.defects))


def _read_comments(source: Source, found: Gather, questions: Mapping[str, str]) -> Iterator[Rows]:
    """Comments, in the threads of the questions that their posts belong to."""
    with source.open() as file:
        rows = Elements(file, ["row"], where=source.name, strict=source.strict)
        for row in rows:
            stated = row.attributes
            post = stated.get("PostId")
            if not post or "Id" not in stated:
                found.drop(f"line {row.line}", "a comment without its post or id")
                continue
            above = post if post in questions else None
            own, thread = f"comment{stated['Id']}", questions.get(post, post)
            _add_row(found, stated, own, thread, above, "User", {"text": stated.get("Text")})
            if len(found) >= BATCH:
                yield found.rows()
    yield found.rows((*source.damage, *rows.defects))


def _add_row(
    found: Gather,
    stated: Mapping[str, str],
    own: str,
    thread: str,
    above: str | None,
    who: str,
    said: dict[str, Any],
) -> None:
    """A row of a dump."""
    found.add(
        thread_id=thread,
        id=own or None,
        parent_id=above,
        author=_owner(stated, who),
        created=stated.get("CreationDate"),
        score=stated.get("Score"),
        deleted="DeletionDate" in stated,
        **said,
    )


def _owner(stated: Mapping[str, str], who: str) -> str | None:
    """The name of an author; dumps have the names of most in another file, and their numbers here."""
    number = stated.get(f"{who}UserId" if who == "Owner" else "UserId")
    return stated.get(f"{who}DisplayName") or (f"user{number}" if number else None)


def _beside(path: Path, name: str, other: str) -> Path | None:
    """The other file of a dump, when a path is called by the one name and the other lies beside it."""
    if path.name != name:
        return None
    beside = path.with_name(other)
    return beside if beside.is_file() else None
