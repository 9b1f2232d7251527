"""What a reader hands over: comments as the source states them, and an account of the reading.

Rows name their parents by id, in any order, with any defect; `assemble` turns them into valid threads. The account is a
ReadReport: `found == kept + dropped` always holds. May import: numpy, article, errors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from discourse.article import Article

PLACE = "place-"
"""What an id begins with that a reader made of a comment's place, among ids of the page's own."""
NAMED = 12
"""Comments left out for one reason that a person is told one by one; of more, the number and the first."""


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong in the source and what was done about it.

    Parameters
    ----------
    kind : str
        "missing parent", "cycle", "self-reply", "duplicate id", "parent after child", "parent in another thread",
        "NUL", "lone surrogate", ...
    where : str
        The comment id or line it was found at.
    repair : str
        What was done, in words.
    """

    kind: str
    where: str
    repair: str


@dataclass(frozen=True, slots=True)
class Stub:
    """A place where a source names comments that it does not hold, as behind "more replies".

    Parameters
    ----------
    n : int
        How many; 0 when the source does not say.
    ids : tuple of str
        Ids of the uppermost of them, as far as the source gives them.
    below : str or None
        The comment that these answer; None for the article.
    """

    n: int
    ids: tuple[str, ...] = ()
    below: str | None = None


def still_open(stubs: Iterable[Stub], ids: Collection[str], answered: Collection[str | None]) -> tuple[Stub, ...]:
    """The stubs whose comments are not there, with what is still behind them.

    Parameters
    ----------
    stubs : iterable of Stub
    ids : collection of str
        The comments that are there.
    answered : collection of str or None
        The comments that they answer: a stub without ids is open while nobody answers what it stands below.

    Examples
    --------
    >>> still_open([Stub(12, ("c", "d")), Stub(3, ("e",)), Stub(0, below="c")], {"a", "c"}, {None, "a"})
    (Stub(n=1, ids=('d',), below=None), Stub(n=3, ids=('e',), below=None), Stub(n=0, ids=(), below='c'))
    >>> still_open([Stub(2, ("c", "d")), Stub(2, ("d", "e"))], {"a"}, ())
    (Stub(n=2, ids=('c', 'd'), below=None), Stub(n=1, ids=('e',), below=None))
    """
    left = []
    named: set[str] = set()
    for stub in stubs:
        missing = tuple(one for one in stub.ids if one not in ids and one not in named)
        named.update(missing)
        if len(missing) < len(stub.ids):
            stub = replace(stub, n=len(missing), ids=missing)
            if not missing:
                continue
        if stub.ids or stub.below not in answered:
            left.append(stub)
    return tuple(left)


@dataclass(frozen=True)
class ReadReport:
    """The account of one reading; nothing disappears that it does not name.

    Parameters
    ----------
    source : str
        Name of the file, or "-" for standard input.
    format : str
        The reader that was chosen.
    why : str
        Why it was chosen.
    found : int
        Comments found in the source.
    dropped : tuple of (str, str)
        Id or line of each comment that is not in the tree, and the reason.
    leftover : tuple of (int, str)
        Lines, counted from 1, that belong neither to the article nor to a comment, with their text.
    defects : tuple of Defect
        Every defect that was repaired.
    stated_count : int or None
        The number of comments that the page itself states.
    missing_numbers : tuple of int
        Numbers that are missing in the page's own numbering of its comments, ascending.
    notes : tuple of str
        Anything else a reader of the results should know.
    sha256 : str
        Of the bytes that were read; empty when there were none.

    Examples
    --------
    >>> report = ReadReport(source="page.txt", found=3, dropped=(("7", "said twice"),))
    >>> report.kept
    2
    """

    source: str = ""
    format: str = ""
    why: str = ""
    found: int = 0
    dropped: tuple[tuple[str, str], ...] = ()
    leftover: tuple[tuple[int, str], ...] = ()
    defects: tuple[Defect, ...] = ()
    stated_count: int | None = None
    missing_numbers: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def kept(self) -> int:
        """Comments that are in the tree: `found - len(dropped)`."""
        return self.found - len(self.dropped)

    def with_(self, **changes: Any) -> ReadReport:
        """Return a copy with other values in the named fields.

        Examples
        --------
        >>> ReadReport(found=3).with_(source="page.txt").source
        'page.txt'
        """
        return replace(self, **changes)

    def counts(self) -> dict[str, int]:
        """Number of defects of each kind, most frequent first, then by name.

        Examples
        --------
        >>> ReadReport(defects=(Defect("cycle", "a", "cut"),)).counts()
        {'cycle': 1}
        """
        kinds: dict[str, int] = {}
        for defect in self.defects:
            kinds[defect.kind] = kinds.get(defect.kind, 0) + 1
        return dict(sorted(kinds.items(), key=lambda item: (-item[1], item[0])))

    def lines(self) -> list[str]:
        """The report as short sentences, one a line, for a person."""
        said = [f"{self.source}: read as {self.format} ({self.why})"] if self.format else [self.source]
        said.append(f"comments: {self.found} found = {self.kept} kept + {len(self.dropped)} dropped")
        if self.stated_count is not None and self.stated_count != self.found:
            said.append(f"the page itself states {self.stated_count} comments; {self.found} were found")
        if self.missing_numbers:
            said.append(f"numbers missing in the page's own numbering: {_listed(self.missing_numbers)}")
        said += [f"{kind}: {number} repaired" for kind, number in self.counts().items()]
        places: dict[str, list[str]] = {}
        for where, reason in self.dropped:
            places.setdefault(reason, []).append(where)
        for reason, listed in places.items():
            if len(listed) <= NAMED:
                said += [f"dropped {where}: {reason}" for where in listed]
            else:
                said.append(f"dropped {len(listed)}, the first of them {listed[0]}: {reason}")
        if self.leftover:
            said.append(f"lines that belong to nothing: {len(self.leftover)}, the first is line {self.leftover[0][0]}")
        return said + list(self.notes)


def total(reports: Iterable[ReadReport]) -> ReadReport:
    """The account of several readings, or of several batches of one: what was counted is summed.

    Parameters
    ----------
    reports : iterable of ReadReport
        The first one's source, format, reason and hash stand for all.

    Examples
    --------
    >>> both = total([ReadReport(found=3, dropped=(("7", "no text"),)), ReadReport(found=2)])
    >>> both.found, both.kept
    (5, 4)
    """
    listed = list(reports) or [ReadReport()]
    stated = [one.stated_count for one in listed if one.stated_count is not None]
    return listed[0].with_(
        found=sum(one.found for one in listed),
        dropped=tuple(chain.from_iterable(one.dropped for one in listed)),
        leftover=tuple(chain.from_iterable(one.leftover for one in listed)),
        defects=tuple(chain.from_iterable(one.defects for one in listed)),
        stated_count=sum(stated) if stated else None,
        missing_numbers=tuple(chain.from_iterable(one.missing_numbers for one in listed)),
        notes=tuple(dict.fromkeys(chain.from_iterable(one.notes for one in listed))),
    )


def _listed(numbers: Sequence[int], most: int = 12) -> str:
    """Numbers in words for a person, a long list cut short."""
    first = ", ".join(map(str, numbers[:most]))
    return first if len(numbers) <= most else f"{first} and {len(numbers) - most} more"


@dataclass(frozen=True)
class Rows:
    """Comments of one or many threads as a source states them.

    Parameters
    ----------
    columns : mapping of str to sequence
        Equal lengths n. Required: `text`. Optional, each with None for missing:

        - `id`, `parent_id`, `author`, `thread_id` (str). A `parent_id` that no comment has is a missing parent; its
          id becomes `missing_parent`;
        - `created` (UTC datetime), `created_text` (str, the time as the source writes it);
        - `score` (float), `deleted` (bool), `url` (str, the permalink), `role` (str, what the source calls the author);
        - `quotes` (str, spans of the text that quote others: "0-45 102-130");
        - `line` (int, where the comment began in the source), `position` (int, its place in page order, where `line`
          does not tell it);
        - `parent_score` (float), `parent_evidence` (str): of a parent that the words of the text show;
        - annotations under their columns' names, which ride along.
    articles : mapping of str to Article
        By thread id. A source of one thread uses the key "".
    report : ReadReport
        What the reader saw; `assemble` completes it.
    opening : bool
        Whether the article is the first post of a thread of equals, as in a forum; joining pages asks for it.
    threads : sequence of str
        Names of threads in the order that the source has them, also of those without comments; threads that are not
        named here come after, in the order of their first comment.
    stubs : tuple of Stub
        Where the source names comments that it does not hold; the account says how many.

    Examples
    --------
    >>> len(Rows({"id": ["a", "b"], "parent_id": [None, "a"], "text": ["Well done.", "Agreed."]}))
    2
    """

    columns: Mapping[str, Sequence[Any]]
    articles: Mapping[str, Article] = field(default_factory=dict)
    report: ReadReport = field(default_factory=ReadReport)
    opening: bool = False
    threads: Sequence[str] = ()
    stubs: tuple[Stub, ...] = ()

    def __len__(self) -> int:
        return len(self.columns.get("text", ()))
