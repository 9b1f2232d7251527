"""Words that carry content, cut to their stems, so that a comment and a claim can be seen to speak of the same thing.

English only. May import: the standard library, text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from discourse.text import Span, words

_STOP = frozenset(
    "a about above after again against all almost also although always am an and another any anyone anything are"
    " aren't around as at away back be because been before being below better between both but by call came can"
    " can't cannot come could couldn't day days did didn't do does doesn't doing don't done down during each either"
    " else enough etc even ever every everyone everything far few first for from further get gets getting give given"
    " go goes going gone good got great had hadn't happen happened happening happens has hasn't have haven't having"
    " he he's her here here's hers herself him himself his how however i i'd i'll i'm i've if in indeed instead into"
    " is isn't it it's its itself just keep kind know last least less let let's like long look lot lots made make"
    " makes making many may maybe me mean means might mine more most much must mustn't my myself need needs neither"
    " never new next no nobody none nor not nothing now of off often oh ok on once one ones only onto or other"
    " others our ours ourselves out over own part people per perhaps place please point put quite rather read real"
    " really reason right said same saw say saying says see seem seems seen she she's should shouldn't since so some"
    " someone something soon sort still stop such sure take taken taking talk than that that's the their theirs them"
    " themselves then there there's therefore these they they're they've thing things think this those though"
    " thought through time times to today together told too took toward towards true try trying two under until up"
    " upon us use used using very want wants was wasn't way ways we we'd we'll we're we've well went were weren't"
    " what what's whatever when where whether which while who who's whole whom whose why will with within without"
    " won't word words work would wouldn't wrong year years yes yet you you'd you'll you're you've your yours"
    " yourself article comment author story".split()
)
_ENDINGS = tuple(
    "ization isation ational fulness iveness ations ation ating ments ment ities ings ness able ible edly ated ates"
    " ator ate ing ies ied ion ity est ers ed ly es er al s e y".split()
)


class Term(NamedTuple):
    """A word of a text that carries content.

    Parameters
    ----------
    stem : str
    start, end : int
        Its span in the text.
    is_name : bool
        Whether it is written with a capital, not at the beginning.
    name_start : int
        Where the name begins that it is part of ("Ann Mary Ray"); its own start for a word alone.
    """

    stem: str
    start: int
    end: int
    is_name: bool
    name_start: int


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word in lower case without its endings, three letters left at least.

    Examples
    --------
    >>> stem("liberated"), stem("liberation"), stem("Voters'"), stem("Hamra's")
    ('liber', 'liber', 'vot', 'hamra')
    """
    low = re.sub(r"['’ʼ‘`](?:s\Z)?", "", word.lower().replace("\u2010", "-"))
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            return low[: -len(ending)]
    return low


def terms_in(text: str, span: Span | None = None) -> list[Term]:
    """The words of a text, or of a span of it, that carry content.

    Examples
    --------
    >>> [term.stem for term in terms_in("The ferry was sold to Ann Ray for 90 crowns")]
    ['ferr', 'sold', 'ann', 'ray', '90', 'crown']
    """
    start, end = span or (0, len(text))
    found: list[Term] = []
    name_start, name_end = start, -1
    for a, b in words(text[start:end]):
        word = text[start + a : start + b]
        low = word.lower().replace("’", "'")
        is_capital = word[0].isupper()
        if not is_capital or text[max(name_end, 0) : start + a] != " ":
            name_start = start + a
        name_end = start + b if is_capital else -1
        if low not in _STOP and (len(low) > 2 or word[0].isdigit() or word.isupper()):
            found.append(Term(stem(word), start + a, start + b, is_capital and a > 0, name_start))
    return found
