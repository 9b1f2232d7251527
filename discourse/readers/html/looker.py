"""What stands in the elements of a page, each asked for once.

May import: the standard library, dates, and hints, outline of this package.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from discourse.dates import find as find_date
from discourse.readers.html.hints import AUTHOR, BODY, DATE, STATE, apart
from discourse.readers.html.outline import Outline

STEPS = 8
"""Paths have no more steps."""
_STAMPS = ("datetime", "title", "data-time", "data-timestamp", "data-date", "data-datetime", "data-utime", "content")
"""Attributes in which pages keep a time."""

Span = tuple[int, int]


class Looker:
    """What stands in the elements of a page.

    Parameters
    ----------
    columns : Outline
    """

    def __init__(self, columns: Outline) -> None:
        self.columns = columns
        self._words: dict[int, str] = {}
        self._spans: dict[str, Span | None] = {}
        self._own: dict[int, bool] = {}
        self._steps: dict[int, str] = {}

    def words(self, at: int) -> str:
        """The text of an element on one line."""
        if at not in self._words:
            self._words[at] = " ".join((self.columns.nodes[at].text(separator=" ") or "").split())
        return self._words[at]

    def span(self, words: str) -> Span | None:
        """Where a time stands in words; what stands in one element often stands in the one around it as well."""
        if words not in self._spans:
            self._spans[words] = find_date(words)
        return self._spans[words]

    def stamp(self, at: int) -> Span | None:
        """Where a time stands in the text of an element that holds little else; None where none does."""
        words = self.words(at)
        span = self.span(words) if 4 <= len(words) <= 80 else None
        return span if span and span[1] - span[0] >= 0.35 * len(words) else None

    def is_time(self, at: int) -> bool:
        """Whether an element is one for times, or holds one."""
        columns = self.columns
        return columns.tag[at] == "time" or "datetime" in columns.nodes[at].attributes or self.stamp(at) is not None

    def stated_times(self, at: int) -> Iterator[str]:
        """Times in the attributes of an element, of the one around it, and of those inside it."""
        columns = self.columns
        places = [at, *range(at + 1, min(columns.end[at], at + 4))]
        if columns.up[at] >= 0 and columns.n_text(columns.up[at]) <= columns.n_text(at) + 3:
            places.append(columns.up[at])
        for place in places:
            attributes = columns.nodes[place].attributes
            for name in _STAMPS:
                value = " ".join((attributes.get(name) or "").split()) if name in attributes else ""
                if _is_moment(value):
                    yield value

    def speaks(self, at: int) -> bool:
        """Whether some text stands directly in an element."""
        if at not in self._own:
            node = self.columns.nodes[at].first_child
            found = False
            for _ in range(8):
                if node is None or found:
                    break
                found = bool(node.is_text_node and (node.text_content or "").strip())
                node = node.next
            self._own[at] = found
        return self._own[at]

    def path(self, at: int, top: int) -> str:
        """The tags and telling classes from an element down to one inside it; links do not count."""
        columns = self.columns
        steps: list[str] = []
        while at not in (top, -1) and len(steps) < STEPS:
            if columns.tag[at] != "a" or not steps:
                steps.append(self._step(at))
            at = columns.up[at]
        if len(steps) > 1 and steps[0].startswith("a."):
            steps = steps[1:]
        return "/".join(reversed(steps))

    def _step(self, at: int) -> str:
        """The tag and the telling class of an element."""
        if at not in self._steps:
            self._steps[at] = f"{self.columns.tag[at]}.{_call(self.columns.nodes[at].attributes.get('class') or '')}"
        return self._steps[at]


@lru_cache(maxsize=4096)
def _call(named: str) -> str:
    """Of the classes of an element the one that says what it is for, else the first one that is no state of it."""
    words = [word for word in map(apart, named.split()[:6]) if word and not STATE.match(word)]
    telling = (word for word in words if any(hint.search(word) for hint in (AUTHOR, DATE, BODY)))
    return next(telling, words[0] if words else "")


def _is_moment(value: str) -> bool:
    """Whether a value is a time and little else, or the seconds since 1970."""
    if value.isdigit():
        return len(value) in {10, 13}
    span = find_date(value) if 8 <= len(value) <= 60 else None
    return span is not None and 2 * (span[1] - span[0]) > len(value)
