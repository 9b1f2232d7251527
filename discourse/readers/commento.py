"""Commento and Commento++: the export of a domain, and what the interface answers for a page.

Comments are flat, name their parent or "root", and their author by a key of `commenters`. An export states the page of
each comment; an answer holds those of one page. Format: `api/comment.go`, `api/domain_export.go` of
https://gitlab.com/commento/commento. May import: the standard library, errors, gathering, json_text, rows,
text, readers.base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from discourse.errors import BrokenInput
from discourse.gathering import Gather, made_of, thing, things
from discourse.json_text import glimpse
from discourse.readers.base import Source, values_of
from discourse.rows import Rows
from discourse.text import count

_NOBODY = "anonymous"
_SHOWN = "approved"


@dataclass(frozen=True)
class Commento:
    """Reader of exports and answers of Commento.

    Examples
    --------
    >>> said = b'{"comments": [{"commentHex": "a", "parentHex": "root", "markdown": "Late."}], "commenters": []}'
    >>> next(Commento().read(Source("export.json", data=said))).columns["text"]
    ['Late.']
    """

    name: ClassVar[str] = "commento"
    suffixes: ClassVar[tuple[str, ...]] = (".json",)

    def sniff(self, head: bytes, name: str) -> float:
        """High for comments with a `commentHex`, and for an export of none."""
        for value in glimpse(head):
            inside = thing(value).get("comments")
            first = next(iter(things(inside if isinstance(inside, list) else value)), thing(value))
            if "commentHex" in first:
                return 0.95
            if isinstance(inside, list) and not inside and "commenters" in thing(value):
                return 0.9
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield all comments in one batch; every page is a thread."""
        found = Gather(source.name, strict=source.strict)
        is_ours = False
        hidden: dict[str, int] = {}
        for line, value in values_of(source, found.drop):
            inside = thing(value).get("comments")
            is_ours |= isinstance(inside, list)
            people = _people(thing(value).get("commenters"))
            listed = inside if isinstance(inside, list) else value if isinstance(value, list) else [value]
            for number, comment in enumerate(listed, start=1):
                if "commentHex" not in thing(comment):
                    found.drop(f"line {line}, comment {number}", "no comment with a commentHex")
                    continue
                is_ours = True
                _add(found, comment, people, thing(value).get("domain"))
                state = made_of("str", comment.get("state")) or _SHOWN
                if state != _SHOWN and not comment.get("deleted"):
                    hidden[state] = hidden.get(state, 0) + 1
        if not is_ours:
            raise BrokenInput(
                "this holds no comments of Commento",
                where=source.name,
                fix='pass an export, which begins with {"version": 1, "comments": ..., or another --format',
            )
        for state, number in sorted(hidden.items()):
            found.note(f"kept, though pages do not show them: {count(number, 'comment')} in the state {state}")
        yield found.rows(source.damage)


def _people(stated: Any) -> Mapping[str, Mapping[str, Any]]:
    """Commenters by their key; exports list them, answers hold them by key."""
    if isinstance(stated, dict):
        return {key: thing(one) for key, one in stated.items()}
    return {made_of("str", one.get("commenterHex")) or "": one for one in things(stated)}


def _add(
    found: Gather, comment: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]], domain: str | None
) -> None:
    """A comment, and the page it stands on."""
    site, path = comment.get("domain") or domain, comment.get("url") or comment.get("path")
    thread = page = None
    if isinstance(path, str) and isinstance(site, str):
        thread = path if "://" in path else f"{site}{path}"
        page = path if "://" in path else f"https://{thread}"
        if thread not in found.articles:
            found.article(thread, url=page, site=site)
    elif isinstance(path, str):
        thread = path
    key, html = made_of("str", comment.get("commenterHex")) or _NOBODY, comment.get("html")
    who = people.get(key, {}) if key != _NOBODY else {}
    above = comment.get("parentHex")
    found.add(
        thread_id=thread,
        id=comment.get("commentHex"),
        parent_id=None if above == "root" else above,
        author=who.get("name") or None,
        role="moderator" if who.get("isModerator") is True else None,
        created=comment.get("creationDate"),
        score=comment.get("score"),
        deleted=comment.get("deleted"),
        url=f"{page}#commento-{comment.get('commentHex')}" if page else None,
        **({"html": html} if html else {"text": comment.get("markdown")}),
    )
