"""Data dumps of Stack Exchange: Posts.xml with the Comments.xml beside it, row by row.

May import: the standard library, gathering, rows, text, xml_text, readers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from discourse.gathering import Gather
from discourse.readers.base import Source
from discourse.rows import Rows
from discourse.text import count
from discourse.xml_text import Elements, root

BATCH = 50_000
POSTS, COMMENTS = "Posts.xml", "Comments.xml"
_QUESTION, _ANSWER = "1", "2"


def read_dump(source: Source) -> Iterator[Rows]:
    """The rows of Posts.xml, and of the Comments.xml beside it; or those of Comments.xml alone."""
    if root(source.head) == "comments":
        found = Gather(source.name, strict=source.strict)
        found.note("comments on answers are threads of their own: only Posts.xml says which question they are of")
        yield from _read_comments(source, found, {})
        return
    questions: dict[str, str] = {}
    found = Gather(source.name, strict=source.strict)
    yield from _read_posts(source, found, questions)
    others = beside(source.path, POSTS, COMMENTS) if source.path else None
    if others is None:
        found.note("the dump has its comments in Comments.xml, which does not lie beside this file")
        yield found.rows()
        return
    found.note("the comments were read from the Comments.xml beside it")
    comments = Source(str(others), path=others, max_ratio=source.max_ratio, strict=source.strict)
    yield from _read_comments(comments, found, questions)


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


def beside(path: Path, name: str, other: str) -> Path | None:
    """The other file of a dump, when a path is called by the one name and the other lies beside it."""
    if path.name != name:
        return None
    there = path.with_name(other)
    return there if there.is_file() else None
