"""Whom the text of a comment answers: by name, by number, or by what it quotes.

Every rule has one confidence: the share of its finds that were right on threads whose parents are known, flattened for
the purpose (`python -m benchmarks.addressing`). May import: the standard library, copies, quotes, text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from discourse.copies import copied, plain_words, runs
from discourse.quotes import format_spans, headers, in_quotation_marks, own_words, quoted_lines
from discourse.text import Span

RUN = 4
"""Words in a row by which a quotation is known."""
IN_MARKS = 6
"""Words in quotation marks from which they are looked for elsewhere: fewer are often a phrase of everybody's."""
_LONG_RUN, _LONG = 8, 40
_SHORTEST = 20
_MOST = 50
"""Quotations of one comment, and comments that have the same run of words, that are looked at."""
_HEAD = 80
_BLOCK = 400
_WHOLE = 0.8
"""Share of the runs of a quotation that have to stand in the comment quoted."""


class Rule(NamedTuple):
    """One way in which a text shows whom it answers.

    Parameters
    ----------
    score : float
        Confidence in what it finds, from 0 to 1.
    meaning : str
        What it looks for.
    basis : str
        Where the score comes from.
    """

    score: float
    meaning: str
    basis: str


RULES: Mapping[str, Rule] = {
    "named quotation": Rule(0.9, '"Ann wrote:" before words of Ann\'s', "set by hand: none in the data"),
    "post number": Rule(0.9, '">>12345" or "#12", the id of an earlier comment', "set by hand: none in the data"),
    "copy": Rule(0.85, "eight words in a row from an earlier comment", "73 of 85 right"),
    "quotation": Rule(0.8, 'words after ">" or in quotation marks from an earlier comment', "161 of 198 right"),
    "vocative": Rule(0.75, '"Ann," or "Ann:" at the start', "10 of 13 right"),
    "mention": Rule(0.75, '"@Ann" at the start', "as a vocative; alone 3 of 6 right"),
    "header": Rule(0.75, '"Ann wrote:" or "Reply to Ann" before other words', "as a vocative: none in the data"),
    "place": Rule(0.7, '"#12" or "@12", the number of an earlier comment on the page', "set by hand: none in the data"),
    "part of a name": Rule(0.45, '"@Ann" or "Ann," for the only Ann Ray so far', "6 of 13 right"),
}
"""By name, those that go before others first."""

_MENTION = re.compile(r"\s*(?:[Tt]o |[Aa]n )?@\s?(?=[^\W_])")
_GREETING = re.compile(
    r"\s*(?:(?:hi|hello|hey|dear|sorry|thanks|thank you|yes|no|well|so|ok|hallo|liebe[r]?|danke|servus|moin)[, ]\s?)?"
    r"(?=[^\W_])",
    re.IGNORECASE,
)
_REPLY_TO = re.compile(
    r"\s*(?:in )?(?:reply|response|answer) to:? @?|\s*(?:replying|responding) to:? @?"
    r"|\s*antwort (?:auf|an):? @?|\s*re: @?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:^|(?<=\s))(?:>>|&gt;&gt;)#?([0-9]{1,12})\b|\A\s*[@#]#?([0-9]{1,12})\b(?=[:,.)]|\s*\n|\s*\Z|\s+@)", re.MULTILINE
)
_AFTER_NAME = re.compile(r"[ \t]*(?:[,:;!–—]|-{1,2}\s|\.{2,}|…|\n)")
_TOKEN = re.compile(r"\S+")
_LINK_BACK = re.compile(r"\s*(?:pingback|trackback):", re.IGNORECASE)
_NO_NAMES = frozenset(
    "well so yes no oh wow sorry please thanks the and but sure right true again okay really great dear sir madam"
    " what why how who when where hey hello nope yep yeah exactly indeed agreed now then also however first second"
    " look see listen guys folks people everyone anyone nobody god lord man dude ja nein doch also nun genau"
    " stimmt".split()
)


class Address(NamedTuple):
    """That a comment answers another, by one rule.

    Parameters
    ----------
    row, parent : int
        The comment and the one that it answers.
    rule : str
        Name of the rule.
    start, end : int
        The words of the comment that it rests on, in characters.
    """

    row: int
    parent: int
    rule: str
    start: int
    end: int


class Marked(NamedTuple):
    """A passage that is marked as a quotation, with the name that a header gives before it.

    Parameters
    ----------
    name : str or None
        As names are compared.
    start, end : int
        Its span, the header included.
    body : int
        Where what is quoted begins.
    """

    name: str | None
    start: int
    body: int
    end: int


@dataclass(frozen=True)
class FlatThread:
    """The comments of a thread in the order in which they were written.

    Parameters
    ----------
    ids, authors : sequence of str or None
    texts : sequence of str
    article : str
        What all of them may quote.
    """

    ids: Sequence[str | None]
    authors: Sequence[str | None]
    texts: Sequence[str]
    article: str = ""

    @cached_property
    def marked(self) -> list[list[Marked]]:
        """The passages of each that are marked as quotations; none of the notice of a page that links here."""
        return [[] if _LINK_BACK.match(text) else _marked(self.by_name, text) for text in self.texts]

    @cached_property
    def own_texts(self) -> list[str]:
        """The texts without what is marked as a quotation of some words."""
        return [
            ""
            if _LINK_BACK.match(text)
            else own_words(
                text,
                format_spans((one.body, one.end) for one in found if not one.name and one.end - one.body >= _SHORTEST),
            )
            for text, found in zip(self.texts, self.marked, strict=True)
        ]

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """Rows of each author."""
        rows: dict[str, list[int]] = {}
        for row, name in enumerate(self.names):
            if name:
                rows.setdefault(name, []).append(row)
        return rows

    @cached_property
    def names(self) -> list[str]:
        """The authors as names are compared, "" for nobody known."""
        return [plain_name(author) if author else "" for author in self.authors]

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Row of every id that one comment alone has."""
        counted = Counter(self.ids)
        return {name: row for row, name in enumerate(self.ids) if name and counted[name] == 1}

    @cached_property
    def by_joined_name(self) -> dict[str, str]:
        """Names by their letters without blanks: "annray" for "ann ray"."""
        return {_joined(name): name for name in reversed(self.by_name)}

    @cached_property
    def by_part(self) -> dict[str, list[str]]:
        """Names of more than one word by the first, in the order in which they come."""
        parts: dict[str, list[str]] = {}
        for name in self.by_name:
            first, _, rest = name.partition(" ")
            if rest and len(first) > 2:
                parts.setdefault(first, []).append(name)
        return parts

    def may_quote(self, row: int, other: int, name: str | None) -> bool:
        """Whether a comment can have a quotation from another: from the one named, else from anybody else."""
        return self.names[other] == name if name else not self.names[row] or self.names[other] != self.names[row]

    def latest(self, name: str, before: int) -> int | None:
        """The last comment of somebody before a row, None when there is none or it is that row's own author."""
        rows = self.by_name.get(name, [])
        at = bisect_left(rows, before)
        return rows[at - 1] if at and self.names[before] != name else None


def plain_name(name: str) -> str:
    """A name as names are compared.

    Examples
    --------
    >>> plain_name(" @Ann  Ray: ")
    'ann ray'
    """
    return " ".join(name.casefold().split()).strip(" @:,.;!")


def _joined(name: str) -> str:
    return "".join(filter(str.isalnum, name))


def addresses(thread: FlatThread) -> list[Address]:
    """Everything that any rule finds, comment by comment.

    Examples
    --------
    >>> texts = ["It is dear.", "Ann: not to me.", "@Ben so you are rich."]
    >>> [(one.row, one.parent, one.rule) for one in addresses(FlatThread("123", ["Ann", "Ben", "Cy"], texts))]
    [(1, 0, 'vocative'), (2, 1, 'mention')]
    """
    found = [*_quoting(thread), *_copying(thread)]
    for row in range(len(thread.texts)):
        found += [*_numbering(thread, row), *_naming(thread, row)]
    return sorted(found, key=lambda one: (one.row, list(RULES).index(one.rule), one.start))


def _naming(thread: FlatThread, row: int) -> Iterator[Address]:
    """Who is named at the start."""
    head = thread.texts[row][:_HEAD]
    if match := _REPLY_TO.match(head):
        yield from _named_at(thread, row, match.end(), "header", "header")
    elif match := _MENTION.match(head):
        yield from _named_at(thread, row, match.end(), "mention", "part of a name")
    elif match := _GREETING.match(head):
        for address in _named_at(thread, row, match.end(), "vocative", "part of a name"):
            name = head[match.end() : address.end]
            if _AFTER_NAME.match(head, address.end) and name.casefold() not in _NO_NAMES and not name.islower():
                yield address


def _named_at(thread: FlatThread, row: int, at: int, rule: str, partly: str) -> Iterator[Address]:
    """The latest comment of the one whose name stands at a place: the longest name that fits."""
    head = thread.texts[row][: at + _HEAD]
    start = len(head[:at]) - len(head[:at].lstrip())
    ends = [match.end() for match in _TOKEN.finditer(head, at)][:5]
    for end in reversed(ends):
        said = head[at:end].rstrip(",:;.!?-–—…)\"'*_")
        for name in dict.fromkeys((plain_name(said), thread.by_joined_name.get(_joined(said.casefold()), ""))):
            parent = thread.latest(name, row) if name else None
            if parent is not None:
                yield Address(row, parent, rule, start, at + len(said))
                return
    if ends:
        said = re.split(r"[^\w'’]", head[at : ends[0]])[0]
        known = [thread.latest(name, row) for name in thread.by_part.get(said.casefold(), ())]
        earlier = [parent for parent in known if parent is not None]
        if len(earlier) == 1 and said.casefold() not in _NO_NAMES:
            yield Address(row, earlier[0], partly, start, at + len(said))


def _numbering(thread: FlatThread, row: int) -> Iterator[Address]:
    """What is named by its number."""
    text = thread.texts[row]
    for match in _NUMBER.finditer(text[:_BLOCK]):
        number = match[1] or match[2]
        parent = thread.by_id.get(number)
        if parent is not None:
            rule = "post number"
        elif match[2] and 0 < int(number) <= row:
            rule, parent = "place", int(number) - 1
        else:
            continue
        if parent < row:
            yield Address(row, parent, rule, match.start(), match.end())
            return


def _quoting(thread: FlatThread) -> Iterator[Address]:
    """What is quoted with a mark of it, from the own words of an earlier comment."""
    from_article = runs(plain_words(thread.article)[0], RUN)
    said = [
        [_words_quoted(text, one, from_article) for one in found]
        for text, found in zip(thread.texts, thread.marked, strict=True)
    ]
    wanted = set[tuple[str, ...]]().union(*(its for each in said for its in each))
    where = _rows_with(thread.own_texts, wanted)
    for row, found in enumerate(thread.marked):
        for one, its in zip(found, said[row], strict=True):
            hits = Counter(other for run in its for other in where.get(run, ()) if other < row)
            others = [(n, other) for other, n in hits.items() if thread.may_quote(row, other, one.name)]
            n_hits, parent = max(others, default=(0, None))
            if one.name is None:
                if parent is not None and n_hits >= _WHOLE * len(its):
                    yield Address(row, parent, "quotation", one.start, one.end)
            elif parent is not None:
                yield Address(row, parent, "named quotation", one.start, one.end)
            elif (latest := thread.latest(one.name, row)) is not None:
                yield Address(row, latest, "header", one.start, one.end)


def _words_quoted(text: str, one: Marked, from_article: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The runs of words of a passage; none when it is too short, or mostly the article's."""
    said, _ = plain_words(text[one.body : one.end])
    is_line = text[one.body : one.end].lstrip().startswith((">", "&gt;"))
    found = runs(said, RUN) if len(said) >= (RUN if is_line or one.name else IN_MARKS) else set()
    return found - from_article if len(found & from_article) < len(found) / 2 else set()


def _marked(by_name: Mapping[str, object], text: str) -> list[Marked]:
    """The marked passages of a comment, those with a header first."""
    found: list[Marked] = []
    for header in headers(text)[:_MOST]:
        name = plain_name(header.name)
        if name in by_name:
            blank = text.find("\n\n", header.end + 2, header.end + _BLOCK)
            end = blank if blank >= 0 else min(header.end + _BLOCK, len(text))
            found.append(Marked(name, header.start, header.end, end))
    spans: list[Span] = [*quoted_lines(text), *in_quotation_marks(text)]
    return found + [Marked(None, start, start, end) for start, end in spans[:_MOST]]


def _rows_with(texts: Sequence[str], wanted: set[tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    """The first rows that have each of some runs of words."""
    where: dict[tuple[str, ...], list[int]] = {}
    for row, text in enumerate(texts if wanted else ()):
        for run in runs(plain_words(text)[0], RUN) & wanted:
            rows = where.setdefault(run, [])
            if len(rows) < _MOST:
                rows.append(row)
    return where


def _copying(thread: FlatThread) -> Iterator[Address]:
    """What is copied without a mark of it, and is not the article's."""
    owners = [None, *(name or None for name in thread.names)]
    for one in copied([thread.article, *thread.own_texts], _LONG_RUN, _LONG, owners):
        if one.source:
            yield Address(one.text - 1, one.source - 1, "copy", one.start, one.end)
