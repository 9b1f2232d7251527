"""Sentences that mention a target, made ready for the constructions: folded, masked, cut into clauses.

Folding keeps every character's place, so what is found in a folded sentence stands at the same place in the comment.
In a masked sentence every character of a target's name is replaced by one mark: `OWN` for the target in question,
`OTHER` for all others, `THEY` and `THEIR` for pronouns that stand for the target in question. May import: lexicon,
annotators.base, text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from discourse.annotators.base import Hit, is_case_sensitive
from discourse.annotators.stance import lexicon
from discourse.text import Span, sentences

OWN, OTHER, THEY, THEIR = "\ue000", "\ue001", "\ue002", "\ue003"

LONGEST = 1_000
"""Sentences longer than this, in characters, are read in pieces: no grammar holds over so many words."""
MOST = 200
"""Sentences with a mention that are read in one comment; in a comment that has more, the first ones decide."""
CROWDED = 30
"""Names in one piece of a sentence above which it is a list and not read."""

_FOLDED = {
    **dict.fromkeys(map(ord, "’‘ʼ`´"), "'"),
    **dict.fromkeys(map(ord, "“”„«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑"), "-"),
    **dict.fromkeys((ord(mark) for mark in (OWN, OTHER, THEY, THEIR)), " "),
}
_RUN_ON = re.compile(r"(?<=[a-z0-9'\"”’)])[.!?]+(?=[\"'“‘]?[A-Z][a-z' ])")
_QUOTED = re.compile(
    r"^[ \t]*(?:>|&gt;).*$|\"[^\"\n]{1,600}\"|“[^“”\n]{1,600}[”\"]|„[^„“”\n]{1,600}[“”]|«[^«»\n]{1,600}»"
    r"|(?<![\w.,!?)])['‘](?=\w)[^\n'‘’]{1,300}(?:(?<=\w)['’](?=\w)[^\n'‘’]{1,300}){0,20}['’](?!\w)",
    re.MULTILINE,
)
_MAY_PRECEDE = frozenset(
    word
    for words in (
        lexicon.TITLES,
        lexicon.PLAIN_WORDS,
        lexicon.BAD_ADJECTIVES,
        lexicon.GOOD_ADJECTIVES,
        lexicon.LIKES,
        lexicon.DISLIKES,
        lexicon.CURSES,
        lexicon.CHEERS,
        lexicon.REMOVALS,
    )
    for phrase in words
    for word in phrase.split()
)
_COMMON_ENDING = re.compile(r"(?:ly|ing)\Z")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’.]*)[ \t]+\Z")
_WORD_AFTER = re.compile(r"[ \t]+(\w+)")
_JOINED_BEFORE = re.compile(r"[^\W_][-‐‑]\Z")
_JOINED_AFTER = re.compile(r"[-‐‑][^\W_]")
_PRONOUN_BEFORE = frozenset("it this that what who he she there here where how which they i you we".split())
_BACKGROUND = re.compile(
    r"(?:when|while|after|before|since|because|as|if|although|though|until|where|during|despite|unlike|who"
    r"|which|that)\b"
)
_MODIFIES = re.compile(
    r"(?:'s?)?\s+(?!(?:and|or|but|is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|should"
    r"|may|might|must|not|never|to|in|on|at|for|from|by|with|of|as|so|who|which|that|because|since|when|while"
    r"|if|after|before|than|then|now|again|today|really|always|just|also|all|seems?|looks?|needs?|wants?|still"
    r"|too|here|there|over|under|into|about|against|during|until|\w+(?:ed|ly))\b)[a-z]"
)
_CUT = re.compile(
    r"[;:()\[\]—–]|\s-+\s|--+|\.\.+|…|(?<=\w)/\s"
    r"|\b(?=(?:(?<!nothing )(?<!anything )(?<!anyone )(?<!anybody )but|while|whereas|because|although"
    r"|though|unless"
    r"|if(?! you ask me)|when|whenever|until|so that)\b)"
    rf"|(?<!{OWN}),\s*(?=(?:who|which|whose)\b)"
    r"|,\s*(?=(?:and\s|or\s|so\s|then\s|yet\s)?(?:i|we|you|he|she|it|they|there|that|this|these|those|what"
    r"|let's|let)\b)|\s(?=and\s(?:i|we|you|he|she|it|they|there|that)\b)"
)
_THEY = re.compile(r"\b(?:(they|them)|(their))\b")


@dataclass(frozen=True)
class Mention:
    """A target named in a comment.

    Parameters
    ----------
    start, end : int
        Where, in characters.
    target : str
    loaded : bool
        Whether the name itself takes a stance against the target.
    """

    start: int
    end: int
    target: str
    loaded: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence with what is named in it.

    Parameters
    ----------
    start : int
        Where it begins in the comment.
    folded : str
        Its text, folded.
    mentions : tuple of Mention
        With places in the comment.
    pronouns : tuple of (start, end, mark, target)
        Pronouns that stand for a target, with places in the comment.
    quoted : tuple of Span
        Quotations that reach into it, with places in the comment.
    """

    start: int
    folded: str
    mentions: tuple[Mention, ...] = ()
    pronouns: tuple[tuple[int, int, str, str], ...] = ()
    quoted: tuple[Span, ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether it asks."""
        return "?" in self.folded.rstrip("\"')] !.")[-3:]

    @property
    def targets(self) -> list[str]:
        """Targets named or meant in it, in order."""
        return list(dict.fromkeys([*(each.target for each in self.mentions), *(each[3] for each in self.pronouns)]))

    def masked(self, target: str) -> str:
        """The folded text with the marks of one target."""
        marks = [(each.start, each.end, OWN if each.target == target else OTHER) for each in self.mentions]
        marks += [(start, end, mark) for start, end, mark, whose in self.pronouns if whose == target]
        marks.sort()
        parts, at = [], 0
        for start, end, mark in marks:
            parts += [self.folded[at : start - self.start], mark * (end - start)]
            at = end - self.start
        return "".join(parts) + self.folded[at:]


def fold(text: str) -> str:
    """Lower case, plain apostrophes and quotation marks, spaces for all white space; every character keeps its place.

    Examples
    --------
    >>> print(fold("The CLUB’s “hero”"))
    the club's "hero"
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return re.sub(r"\s", " ", lowered.translate(_FOLDED))


def cut(masked: str) -> list[Span]:
    """Spans of the clauses of a masked sentence.

    Examples
    --------
    >>> said = "the council lied, but we won because it rained"
    >>> [said[a:b] for a, b in cut(said)]
    ['the council lied, ', 'but we won ', 'because it rained']
    """
    edges = [0]
    for match in _CUT.finditer(masked):
        edge = match.end() if match.end() > match.start() else match.start()
        if edge > edges[-1]:
            edges.append(edge)
    edges.append(len(masked))
    return [(a, b) for a, b in pairwise(edges) if a < b]


def quotations(text: str) -> list[Span]:
    """Spans of what is quoted: text in quotation marks, and lines that begin with >.

    Examples
    --------
    >>> said = "You say 'the mayor is a crook' but that's the voters' choice"
    >>> [said[a:b] for a, b in quotations(said)]
    ["'the mayor is a crook'"]
    """
    return [match.span() for match in _QUOTED.finditer(text)]


def _is_name(text: str, hit: Hit) -> bool:
    """Whether the hit names its target there."""
    before, after = text[max(hit.start - 40, 0) : hit.start], text[hit.end : hit.end + 40]
    if _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after):
        return False
    previous = _WORD_BEFORE.search(before)
    word = previous.group(1) if previous else ""
    if is_case_sensitive(hit.term):
        following = _WORD_AFTER.match(after)
        if word.lower() in _PRONOUN_BEFORE and hit.term.isalpha() and hit.term.lower() in ("is", "it", "am", "are"):
            return False
        return not ((word.isupper() and len(word) > 1) and (not following or following.group(1).isupper()))
    if " " in hit.term or not word or not word[0].isupper() or word.isupper() or not text[hit.start].isupper():
        return True
    bare = word.lower().rstrip(".")
    return bare in _MAY_PRECEDE or "'" in bare or "’" in bare or bool(_COMMON_ENDING.search(bare))


def read_sentences(
    text: str, hits: Sequence[Hit], loaded: frozenset[str] = frozenset(), *, pronouns: bool = True
) -> Iterator[Sentence]:
    """The sentences of a comment that name or mean a target.

    Parameters
    ----------
    text : str
        The comment.
    hits : sequence of Hit
        The aliases and loaded names found in it, in the order of the text.
    loaded : frozenset of str
        Those of the names that are loaded.
    pronouns : bool
        Whether they, them and their stand for the only target named just before.

    Notes
    -----
    Linear in the text; see `LONGEST`, `CROWDED` and `MOST`. Hits that only look like a name of the target are left
    out: parts of a longer name (Boston *Globe*), names joined by a hyphen (anti-*NATO*), capitals that are only
    emphasis (it *IS* so), and capitals in a text that is written in capitals (tell *US*).
    """
    quoted = quotations(text)
    at = quote = n_read = 0
    before: list[list[Mention]] = []
    for start, end in _pieces(text):
        first = at
        while at < len(hits) and hits[at].start < end:
            at += 1
        here = _named(text, hits[first:at], start, end, loaded) if at - first <= CROWDED else []
        while quote < len(quoted) and quoted[quote][1] <= start:
            quote += 1
        if not here and not any(before[-2:]):
            continue
        folded = fold(text[start:end])
        over = [span for span in quoted[quote : quote + 50] if span[0] < end]
        heads = _heads(folded, start, here)
        meant = _meant(folded, start, heads, before) if pronouns else []
        before = [*before[-1:], heads]
        if here or meant:
            yield Sentence(start, folded, tuple(here), tuple(meant), tuple(over))
            n_read += 1
            if n_read == MOST:
                return


def _named(text: str, hits: Sequence[Hit], start: int, end: int, loaded: frozenset[str]) -> list[Mention]:
    """The targets named in the span, hits that only look like their names left out."""
    return [
        Mention(hit.start, hit.end, hit.name, hit.term in loaded)
        for hit in hits
        if start <= hit.start and hit.end <= end and _is_name(text, hit)
    ]


def _pieces(text: str) -> Iterator[Span]:
    """Spans of the sentences, those that run on without a space cut, and very long ones cut at white space."""
    for start, end in sentences(text):
        at = start
        for match in _RUN_ON.finditer(text, start, end):
            yield from _short(text, at, match.end())
            at = match.end()
        if at < end:
            yield from _short(text, at, end)


def _short(text: str, start: int, end: int) -> Iterator[Span]:
    """The span in pieces of at most `LONGEST` characters."""
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        edge = space if space > start else start + LONGEST
        yield start, edge
        start = edge
    yield start, end


def _heads(folded: str, start: int, here: list[Mention]) -> list[Mention]:
    """The mentions that head their phrase and stand in the foreground: what a later "they" can mean."""
    clauses = cut(folded) if here else []
    heads = []
    for each in here:
        opens = next((a for a, b in reversed(clauses) if a <= each.start - start), 0)
        words = folded[opens : each.start - start].split()
        if not _MODIFIES.match(folded, each.end - start) and not any(map(_BACKGROUND.fullmatch, words)):
            heads.append(each)
    return heads


def _meant(
    folded: str, start: int, heads: list[Mention], before: list[list[Mention]]
) -> list[tuple[int, int, str, str]]:
    """Pronouns of a sentence with the only target that they can stand for."""
    meant = []
    for match in _THEY.finditer(folded):
        own = [each for each in heads if each.end - start <= match.start()]
        named = next(({each.target for each in group} for group in (own, *before[::-1]) if group), set())
        if len(named) == 1:
            mark = THEY if match.group(1) else THEIR
            meant.append((start + match.start(), start + match.end(), mark, next(iter(named))))
    return meant
