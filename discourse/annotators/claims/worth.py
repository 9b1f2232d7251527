"""How well a sentence can be checked: a sum of points that anyone can count again.

English only. May import: the standard library, text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from discourse.text import words

START = 0.3
POINTS: Mapping[str, float] = {
    "number": 0.25,
    "date": 0.15,
    "name": 0.1,
    "second name": 0.05,
    "past verb": 0.2,
    "present verb": 0.1,
    "source": 0.1,
    "prediction": -0.35,
    "opinion": -0.3,
    "first person": -0.15,
    "question": -0.6,
    "order": -0.3,
    "no verb": -0.3,
    "fragment": -0.3,
}
"""What each trait of a sentence adds to the start of 0.3."""

_PAST = re.compile(
    r"(?<![\w'’-])(?:"
    r"was|were|had|did|became|began|blew|bore|bought|bound|bred|broke|brought|built|burnt|burst|came|cast"
    r"|caught|chose|clung|crept|cut|dealt|died|dreamt|drank|drew|drove|dug|ate|fed|fell|felt|fled|flew|flung"
    r"|forbade|forgave|forgot|fought|found|freed|froze|gave|got|grew|held|hid|hit|hung|hurt|kept|knew|laid|lay"
    r"|leapt|learnt|led|left|lent|lit|lost|made|meant|met|overcame|overran|overthrew|paid|put|quit|ran|rang"
    r"|retook|rode|rose|said|sang|sank|sat|saw|sent|set|shed|shone|shook|shot|shrank|shut|slept|slid|sold|sought"
    r"|spent|sped|spoke|sprang|spread|stole|stood|strode|struck|stuck|stung|swam|swept|swore|swung|taught|threw"
    r"|thought|told|took|tore|undertook|understood|upheld|went|wept|withdrew|withheld|withstood|woke|won|wore"
    r"|wove|wrote"
    r"|has\s+been|have\s+been|(?:has|have)\s+\w+(?:ed|en|wn))(?![\w'’-])",
    re.IGNORECASE,
)
_REGULAR_PAST = re.compile(
    r"(?<![\w'’-])(?!need\b|indeed\b|speed\b|hundred\b|seed\b|feed\b)[a-z]{2,}(?:[^aeiou\W]|[aeiou])ed(?![\w'’-])"
)
_PRESENT = re.compile(
    r"(?<![\w'’-])(?:is|are|has|have|does|do|lies|stands|costs?|holds?|includes?|remains?|contains?|shows?|means|says?|owns?|produces?"
    r"|exceeds?|employs?|represents?|accounts?|extends?|supports?)(?![\w'’-])",
    re.IGNORECASE,
)
_PREDICTION = re.compile(
    r"(?<![\w-])(?:may|(?i:will|won['’]t|shall|might|could|would|(?:is|are)\s+(?:going|expected|likely|set|due|about)\s+to"
    r"|likely|unlikely|probably|perhaps|maybe|possibly|if|hopes?|hoping|plans?\s+to|intends?\s+to|forecasts?|prospects?))"
    r"(?![\w-])"
)
_OPINION = re.compile(
    r"(?<![\w'’-])(?:should|must|ought|seems?|appears?\s+to|surely|arguably|of\s+course|sadly|unfortunately|frankly|clearly|obviously|undoubtedly"
    r"|best|worst|worse|terrible|awful|shameful|shamelessly|disgraceful|wonderful|brilliant|stupid|joke|absurd|ridiculous"
    r"|surprising|remarkable|tragic|beautiful|ugly|believe|think|feel|hell|hellishly|unfair|simply|need(?:s)?\s+to)(?![\w'’-])",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"(?<![\w'’-])(?:us|(?i:i|i['’](?:m|ve|d|ll)|me|my|we|we['’](?:re|ve|ll|d)|our|let['’]s))(?![\w'’-])"
)
_ORDER = re.compile(
    r"\A(?:please|let|don['’]t|read|see|click|subscribe|follow|consider|imagine|remember|think|look|stop|ask|take|join|share|thank|thanks|welcome)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?<![\w'’])(?:[A-Z][\w'’-]+|[a-z]{2}-[A-Z][\w'’-]*)(?:\s(?:[A-Z][\w'’-]+|[a-z]{2}-[A-Z][\w'’-]*))*"
)


def traits(sentence: str, *, n_numbers: int = 0, is_dated: bool = False, is_sourced: bool = False) -> tuple[str, ...]:
    """What a sentence has that makes it more or less checkable: keys of `POINTS`.

    Parameters
    ----------
    sentence : str
    n_numbers : int
        Quantities that it states.
    is_dated, is_sourced : bool
        Whether it says when, and whom it cites.

    Examples
    --------
    >>> traits("The ferry sank near Odda.")
    ('name', 'past verb')
    >>> traits("Will the ferry ever come back?")
    ('prediction', 'question', 'no verb')
    """
    text = sentence.strip()
    names = [match for match in _NAME.finditer(text) if match.start() > 0]
    past = bool(_PAST.search(text) or _REGULAR_PAST.search(text))
    present = bool(_PRESENT.search(text))
    asks = text.rstrip("\"”'’) ").endswith("?")
    tests = {
        "number": n_numbers > 0,
        "date": is_dated,
        "name": bool(names),
        "second name": len(names) > 1,
        "past verb": past,
        "present verb": present and not past,
        "source": is_sourced,
        "prediction": bool(_PREDICTION.search(text)),
        "opinion": bool(_OPINION.search(text)),
        "first person": bool(_FIRST_PERSON.search(text)),
        "question": asks,
        "order": bool(_ORDER.match(text)),
        "no verb": not past and not present,
        "fragment": len(words(text)) < 4,
    }
    return tuple(name for name, holds in tests.items() if holds)


def worth(found: tuple[str, ...]) -> float:
    """Check-worthiness from 0 to 1: the start and the points of the traits.

    Examples
    --------
    >>> worth(("name", "past verb", "number", "date"))
    1.0
    >>> worth(("name", "present verb", "prediction"))
    0.15
    """
    return round(min(1.0, max(0.0, START + sum(POINTS[name] for name in found))), 2)
