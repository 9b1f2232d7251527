"""Names of places in a sentence: after a preposition of place, or with a word such as "town" or "river".

English only. May import: the standard library, tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from discourse.annotators.claims.tokens import FUNCTION, WORD_NUMBERS, Tokens

_PREPOSITIONS = frozenset(
    "in at near inside outside around towards toward into across through throughout from over beyond between"
    " along".split()
)
_TAKEN = frozenset("entered reached liberated liberate retook retake recaptured besieged crossed evacuated".split())
_DIRECTIONS = frozenset(
    "north south east west northeast northwest southeast southwest northern southern eastern western central"
    " downtown upper lower".split()
)
_SETTLEMENTS = frozenset("city cities town towns village villages".split())
_FEATURES = frozenset(
    "hill hills valley valleys bridge bridges river rivers road roads highway crossing province district"
    " governorate region border desert mountain mountains lake island islands street avenue square airport port"
    " harbour harbor dam coast bay county sea beach park station".split()
)
_PARTS = frozenset(
    "outskirts edge edges bank banks side area areas part parts streets centre center fall capture liberation"
    " battle siege post posts camp base capital".split()
)
_OF_PLACE = _SETTLEMENTS | _FEATURES | _DIRECTIONS | _PARTS
_MOTION = frozenset(
    "advanced advance advances moved moves went goes travelled traveled flew returned fled road way close next"
    " drove sailed marched came".split()
)
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday".split()
)
_NO_NAME = FUNCTION | WORD_NUMBERS | _CALENDAR | frozenset(("like", "no", "yes", "never", "when"))
_DEMONYM = re.compile(r"(?:an|ese|ish|ic|[^aeiou]i)s?\Z")
_STATES = frozenset("us usa uk uae eu u.s u.k dc d.c".split())
_MOST_WORDS = 5


def places_in(sentence: str, is_other: Callable[[str], bool] = lambda _: False) -> tuple[str, ...]:
    """Names of places, as written, each once.

    Parameters
    ----------
    sentence : str
    is_other : callable
        Says of a name that it is known to be something else.

    Examples
    --------
    >>> places_in("In Port-Louis and Odda they crossed the Aar River to al-Hamra town, 15 km east of Grand Bay.")
    ('Port-Louis', 'Odda', 'Aar River', 'al-Hamra', 'Grand Bay')
    """
    tokens = Tokens(sentence)
    found: dict[str, str] = {}
    at = 0
    while at < len(tokens):
        if _name_end(tokens, at) == at:
            at += 1
            continue
        names = _coordinated(tokens, at)
        first, end = names[0][0], names[-1][1]
        n_nouns = _n_nouns(tokens, end)
        if n_nouns or _is_place(tokens, first, names[0][1], end):
            for number, (a, b) in enumerate(names):
                bare = tokens.text(a, b)
                is_abbreviation = bare.isupper() and len(bare) < 7 and bare.lower() not in _STATES
                if is_abbreviation or is_other(bare):
                    continue
                # "Odda town" is Odda, "Aar valley" is a place only with its noun.
                takes_noun = number == len(names) - 1 and tokens.low(b) in _FEATURES
                name = tokens.text(a, b + n_nouns) if takes_noun else bare
                found.setdefault(re.sub(r"[’'ʼ‘`]", "", name.casefold()), name)
        at = end
    return tuple(found.values())


def _is_name(word: str) -> bool:
    """Whether a word is written as a name: with a capital, also after an Arabic article ("al-Hamra")."""
    if word.lower() in _NO_NAME:
        return False
    article, hyphen, rest = word.partition("-")
    return word[:1].isupper() or bool(hyphen and len(article) == 2 and rest[:1].isupper())


def _name_end(tokens: Tokens, at: int) -> int:
    """Where the name that begins at this word ends: words in capitals with only a blank between them, at most five."""
    end = at
    while end < len(tokens) and end - at < _MOST_WORDS and _is_name(tokens[end]):
        if end > at and tokens.gap(end) not in (" ", "\u00a0", "–"):
            break
        end += 1
    return end


def _coordinated(tokens: Tokens, at: int) -> list[tuple[int, int]]:
    """The name that begins at this word, and those joined to it by "and", "or" or a comma."""
    names = [(at, _name_end(tokens, at))]
    while (end := names[-1][1]) < len(tokens):
        is_joined = (
            tokens.low(end) in ("and", "or") and tokens.gap(end).strip() in ("", ",") and tokens.is_next(end + 1)
        )
        first = end + 1 if is_joined else end
        if not is_joined and tokens.gap(end).strip() != ",":
            break
        last = _name_end(tokens, first)
        if last == first:
            break
        names.append((first, last))
    return names


def _n_nouns(tokens: Tokens, end: int) -> int:
    """How many words after a name say that it is a place: one for "town", two for "border crossing"."""
    if not tokens.is_next(end) or tokens.low(end) not in _FEATURES | _SETTLEMENTS:
        return 0
    n_nouns = 1
    while tokens.is_next(end + n_nouns) and tokens.low(end + n_nouns) in _FEATURES:
        n_nouns += 1
    return n_nouns


def _is_place(tokens: Tokens, first: int, first_end: int, end: int) -> bool:
    """Whether what stands in a name, before it or after it shows a place."""
    if first_end - first > 1 and tokens.low(first_end - 1) in _FEATURES | _SETTLEMENTS:
        return True
    is_apposed = tokens.gap(end).strip() == "," and tokens.low(end) in ("a", "the")
    if is_apposed and any(tokens.low(end + step) in _SETTLEMENTS for step in (1, 2)):
        return True
    return _stands_after_place_word(tokens, first) and not _is_adjective(tokens, end)


def _stands_after_place_word(tokens: Tokens, first: int) -> bool:
    """Whether "in", "near the northern", "town of" or "road to" stands before a name."""
    before = first - 1
    while before >= 0 and (tokens.low(before) == "the" or tokens.low(before) in _DIRECTIONS):
        before -= 1
    if before < 0 or tokens.gap(before + 1).strip():
        return False
    word, earlier = tokens.low(before), tokens.low(before - 1)
    if word in _PREPOSITIONS or word in _TAKEN:
        return True
    return (word == "of" and earlier in _OF_PLACE) or (word == "to" and earlier in _MOTION)


def _is_adjective(tokens: Tokens, end: int) -> bool:
    """Whether the name says of which country a noun is: "in Nordic countries"."""
    is_noun_next = tokens.is_next(end) and tokens[end].islower() and tokens.low(end) not in FUNCTION
    return is_noun_next and bool(_DEMONYM.search(tokens.low(end - 1)))
