"""Stack Exchange: what the interface of its sites answers, and the Posts.xml and Comments.xml of its data dumps.

A question is the article, answers reply to it, comments to the question or answer they stand under. Comments count
apart from posts, so that their ids begin with "comment" here, as in the addresses of the sites. Formats:
https://api.stackexchange.com/docs (`interface`) and https://meta.stackexchange.com/questions/2677 (`dump`). May import:
the standard library, gathering, json_text, rows, xml_text, readers.base, and dump and interface of this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from discourse.gathering import thing, things
from discourse.json_text import glimpse
from discourse.readers.base import Source
from discourse.readers.stackexchange.dump import COMMENTS, POSTS, beside, read_dump
from discourse.readers.stackexchange.interface import KINDS, read_answers
from discourse.rows import Rows
from discourse.xml_text import root

_WRAPPED = frozenset({"has_more", "quota_max", "quota_remaining"})
_DUMPED = re.compile(rb"<row\s[^>]{0,2000}?\b(?:PostTypeId|PostId)=")


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
            is_read_with_posts = outer == "comments" and beside(Path(name), COMMENTS, POSTS) is not None
            return 0.0 if not _DUMPED.search(head) else 0.45 if is_read_with_posts else 0.95
        for value in glimpse(head):
            inside = thing(value).get("items")
            first = next(iter(things(inside if isinstance(inside, list) else value)), thing(value))
            if isinstance(inside, list) and not inside and len(_WRAPPED & set(value)) > 1:
                return 0.95
            for item in (first, *things(first.get("answers"))[:1], *things(first.get("comments"))[:1]):
                is_wrapped = isinstance(inside, list) and bool(_WRAPPED & set(value))
                if any(key in item for key in KINDS) and ("creation_date" in item or is_wrapped):
                    return 0.95
        return 0.0

    def read(self, source: Source) -> Iterator[Rows]:
        """Yield what the interface answered in one batch, a dump in many; every question is a thread."""
        if root(source.head) in ("posts", "comments"):
            yield from read_dump(source)
        else:
            yield read_answers(source)
