"""Who a sentence cites for what it says: "according to X", "X said that", "X told reporters".

English only. May import: the standard library.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 12
"""Words of a source; more before a verb of saying are no name of a speaker."""

_VERBS = (
    "said|says|stated|states|announced|announces|reported|reports|claimed|claims|told|tells|confirmed|confirms|added|adds|noted|notes"
    "|warned|warns|argued|argues|insisted|insists|explained|explains|declared|declares|tweeted|wrote|writes|revealed|reveals|alleged|alleges"
    "|estimated|estimates|acknowledged|acknowledges|denied|denies|admitted|admits|testified|recalled|conceded"
)
_SAYING = re.compile(rf"(?<![\w'’-])(?P<verb>{_VERBS})(?![\w'’-])", re.IGNORECASE)
_ACCORDING = re.compile(
    r"(?<!\w)(?:according\s+to|as\s+(?:reported|stated|announced|claimed|confirmed)\s+by|in\s+the\s+words\s+of)\s+",
    re.IGNORECASE,
)
_END_OF_NAME = re.compile(
    r"[,;:!?](?=\s|$)|\.(?=\s*$)|\s[-–—]\s|[\"“”()]|\s(?:that|which|who|whose|where|when|while|and\s+[a-z]+ed)\s"
)
_CLAUSE = re.compile(
    r"[,;:\"“”()]|\s[-–—]\s|(?<!\w)(?:that|which|who|while|although|though|because|but|as|if|when|after|before|since|until|whether|so)\s",
    re.IGNORECASE,
)
_LY = re.compile(
    r"(?:\s+|\A)(?:[a-z]+ly|also|even|later|then|once|again|has|have|had|first|recently|now|still)\Z", re.IGNORECASE
)
_NOT_ACTIVE = re.compile(
    r"(?<![\w'’])(?:is|are|was|were|be|been|being|to|will|would|can|could|may|might|must|should|of|by|in|at)\Z",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|\w+ed)\s+(?:the|an?|for|to|in|on|at|by|of|with|from|his|her|their|its)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\A(?:and|or|so|then|but|yet|also|even|meanwhile|however|later|still|once|for)\s+", re.IGNORECASE
)
_ADVERBIAL = re.compile(r"\A(?:in|on|at|by|after|before|during|since|from|with|for|under|over|to)\s", re.IGNORECASE)
_AROUND = " \t\n\"'“”‘’,"
_NEAR = 160
_OFTEN_OTHER = frozenset(
    "added adds noted notes reports claims estimates states recalled revealed claimed denied denies".split()
)
_PRONOUNS = frozenset("i we you it this that they these those there what who one he she".split())
_SPEAKING = frozenset("he she they".split())
_BY_NOUN = re.compile(
    r"\A(?:the|a|an|this|these|those|some|many|several|his|her|their|its|our|one|two|three|four|five|\d+)\s+\w",
    re.IGNORECASE,
)
_AFTER_QUOTE = re.compile(r"[\"”]\s*\Z|[,?!]['’]\s*\Z")


class Source(NamedTuple):
    """Who is cited.

    Parameters
    ----------
    name : str
        As written, a pronoun where the sentence has no better.
    start, end : int
        Span of the citing words in the sentence, the verb or "according to" with them.
    """

    name: str
    start: int
    end: int


def source_of(sentence: str) -> Source | None:
    """Who a sentence cites, or None when it speaks for itself.

    Parameters
    ----------
    sentence : str

    Examples
    --------
    >>> source_of("Two bridges fell, according to the river police.").name
    'the river police'
    >>> source_of("On May 2, the mayor also announced that the ferry is sold.").name
    'the mayor'
    >>> source_of("The plan announced in May was dropped.") is None
    True
    """
    match = _ACCORDING.search(sentence)
    if match:
        end = _END_OF_NAME.search(sentence, match.end())
        stop = end.start() if end else len(sentence)
        name = sentence[match.end() : stop].strip()
        if name and len(name.split()) <= LONGEST:
            return Source(name, match.start(), stop)
    for match in _SAYING.finditer(sentence):
        found = _speaker_before(sentence, match) or _speaker_after(sentence, match)
        if found:
            return found
    return None


def _speaker_before(sentence: str, verb: re.Match[str]) -> Source | None:
    """The subject of a verb of saying that stands before it, in the same clause."""
    near = max(0, verb.start() - _NEAR)
    before = sentence[near : verb.start()]
    breaks = [near, *(near + match.end() for match in _CLAUSE.finditer(before)), verb.start()]
    if near and len(breaks) == 2:
        return None
    # "The mayor, Ann Ray, said": between the last two commas stands who is meant, after them nothing.
    start, end = next(
        ((a, b) for a, b in zip(breaks[-2::-1], breaks[:0:-1], strict=False) if sentence[a:b].strip(" ,")), (0, 0)
    )
    name = _trimmed(sentence[start:end])
    if (
        _NOT_ACTIVE.search(name)
        or _HAS_VERB.search(name)
        or not _is_speaker(name)
        or not _says_something(sentence, verb)
    ):
        return None
    return Source(name, start + sentence[start:end].index(name), verb.end())


def _trimmed(name: str) -> str:
    """A subject without the adverbs around it and the auxiliaries after it."""
    name = name.strip(_AROUND)
    while match := _LY.search(name):
        name = name[: match.start()].rstrip()
    while match := _LEADING.search(name):
        name = name[match.end() :]
    if _ADVERBIAL.match(name):
        # "In a report the agency said": the subject is what begins with its article last.
        name = name[max(name.rfind(" the "), name.rfind(" a "), name.rfind(" an "), -1) + 1 :]
    return name


def _is_speaker(name: str) -> bool:
    """Whether words can name one who speaks: a pronoun of a person, a name, or a noun with its article."""
    words = name.split()
    if not words or len(words) > LONGEST:
        return False
    if name.lower() in _PRONOUNS:
        return name.lower() in _SPEAKING
    if (
        words[0].lower() in ("no", "nobody", "having", "as", "much", "less", "that")
        or _ADVERBIAL.match(name)
        or name.lower() in ("the", "a", "an")
    ):
        return False
    return (
        bool(_BY_NOUN.match(name))
        or any(word[:1].isupper() for word in words)
        or (len(words) == 1 and name.endswith("s"))
    )


def _says_something(sentence: str, verb: re.Match[str]) -> bool:
    """Whether the verb is one of saying where it stands: no noun ("reports of"), no participle ("announced by")."""
    following = sentence[verb.end() : verb.end() + 30].lstrip().lower()
    word = verb["verb"].lower()
    if following.startswith(("by ", "of ", "as ", "from ", "into ")) or (
        word in ("added", "adds") and following.startswith("to ")
    ):
        return False
    if following.startswith(("in ", "on ", "at ", "last ", "during ")) and not word.startswith(("sa", "told", "tell")):
        # "The plan announced in May was dropped": without "that" it may be a participle.
        return " that " in sentence[verb.end() : verb.end() + 80]
    if word in _OFTEN_OTHER:
        return following.startswith(("that ", "on ", "the ", "a ", ",", '"', "“", ":")) or not following
    return True


def _speaker_after(sentence: str, verb: re.Match[str]) -> Source | None:
    """The subject after the verb that follows a quotation: '"It sank," said Ann Ray'."""
    if not _AFTER_QUOTE.search(sentence[max(0, verb.start() - 4) : verb.start()]):
        return None
    end = _END_OF_NAME.search(sentence, verb.end())
    stop = end.start() if end else len(sentence)
    name = sentence[verb.end() : stop].strip()
    is_named = _is_speaker(name) and (name[:1].isupper() or name.lower().startswith("the "))
    return Source(name, verb.start(), stop) if is_named else None
