"""Quantities that a sentence states, with what they count, as it writes them.

English only. May import: the standard library, text, tokens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from discourse.annotators.claims.tokens import FUNCTION, WORD_NUMBERS, Tokens
from discourse.text import Span

_UNITS = frozenset(
    "km m cm mm mile miles metre metres meter meters kilometre kilometres kilometer kilometers km2 m2 acre acres"
    " hectare hectares ha ton tons tonne tonnes kg lb lbs litre litres liter liters gallon gallons percent hour"
    " hours minute minutes second seconds day days week weeks month months year years mph kph degrees foot feet inch"
    " inches mw gw kwh people men women children police staff troops personnel households cattle fish".split()
)
_SCALES = frozenset("dozen hundred thousand million billion trillion".split())
_DIGITS = re.compile(
    r"[$€£]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?P<unit>-?[A-Za-z²³]{1,4}\d?)?(?:%|\s+per\s+cent)?(?![\w-]|[.,]\d)"
)
_ORDINAL = frozenset(("st", "nd", "rd", "th"))
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_BEFORE_YEAR = frozenset(("in", "of", "by", "since", "until"))
_MOST_WORDS = 5


def numbers_in(sentence: str, skip: Sequence[Span] = ()) -> tuple[str, ...]:
    """Quantities with the words of their unit, as written, each once.

    Parameters
    ----------
    sentence : str
    skip : sequence of (int, int)
        Spans in which numbers are no quantities, such as dates.

    Examples
    --------
    >>> numbers_in("It cost $3 million, took 43 km of rope and 8 hand-made oak barrels; dozens of boats helped.")
    ('$3 million', '43 km', '8 hand-made oak barrels', 'dozens of boats')
    """
    tokens = Tokens(sentence)
    found = []
    taken = -1
    for at, (start, end) in enumerate(tokens.spans):
        if start < taken or any(a < end and start < b for a, b in skip):
            continue
        number = _number(tokens, at)
        if number:
            taken = _end(tokens, at, number)
            found.append(sentence[number[0] : taken])
    return tuple(dict.fromkeys(found))


def _number(tokens: Tokens, at: int) -> Span | None:
    """Span of the number that begins with a word; None for an ordinal, a bare year, or a part of a name."""
    start, end = tokens.spans[at]
    if tokens.low(at) in WORD_NUMBERS:
        return start, end
    currency = start - (tokens.sentence[max(start - 1, 0) : start] in ("$", "€", "£") and start > 0)
    match = _DIGITS.match(tokens.sentence, currency)
    if not match or (match["unit"] or "") in _ORDINAL:
        return None
    if _YEAR.match(match[0]) and tokens.low(at - 1) in _BEFORE_YEAR:
        return None
    return match.span()


def _end(tokens: Tokens, at: int, number: Span) -> int:
    """Where what a number counts ends: at its unit, the first plural after it, or before a function word."""
    stop = number[1]
    said = tokens.sentence[slice(*number)]
    if said[-1] in "%t" or (said[0].isdigit() and re.search(r"[A-Za-z²³]", said)):
        return stop
    at += 1
    while at < len(tokens) and tokens.spans[at][0] < stop:
        at += 1
    last, n_words = stop, 0
    # "dozens of boats": the noun stands after "of", and without one the number stands alone.
    if tokens.low(at) == "of" and said.lower() in WORD_NUMBERS and said.lower().endswith("s") and tokens.is_next(at):
        stop = tokens.spans[at][1]
        at += 1
    while at < len(tokens) and n_words < _MOST_WORDS and tokens.low(at) not in FUNCTION:
        gap = tokens.sentence[stop : tokens.spans[at][0]]
        if not gap.isspace() or "\n" in gap:
            break
        stop = last = tokens.spans[at][1]
        n_words += tokens.low(at) not in _SCALES and tokens.low(at) not in WORD_NUMBERS
        if tokens.low(at) in _UNITS or _is_plural(tokens[at]):
            break
        at += 1
    return last


def _is_plural(word: str) -> bool:
    """Whether a word looks like the plural noun at the end of what is counted."""
    return word.islower() and len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
