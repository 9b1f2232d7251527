"""Whether the writer asserts what a clause says: no question, condition, quotation, report or negation.

May import: clauses.
"""

from __future__ import annotations

import re

from discourse.annotators.stance.clauses import Sentence

_CONDITION = re.compile(
    r"\b(?:if|unless|whether|as if|as though|in case|lest|suppose|assuming|imagine|wish|until|were to"
    r"|as long as|so long as|provided that|the only (?:way|reason|time))\b"
)
_CONDITION_AFTER = re.compile(
    r"\s*,?\s*(?:only\s+)?(?:if(?! you ask me)|unless|or not|until|as long as|so long as|provided)\b"
)
_NEGATION = re.compile(
    r"\b(?:not(?! only| just| to mention| surpris)|never(?! mind)|no(?!,| doubt| question| wonder| surprise"
    r"| kidding| mistake| one can deny)|none|nobody|nothing|neither|nor|without|hardly|barely|scarcely"
    r"|rather than|instead of|far from|anything but|stop|prevent|avoid|cannot(?! help)|dont|doesnt|didnt|isnt"
    r"|wasnt|cant|wont|refuse to|refuses to|failed to|doubt(?:ful)?|deny|denies|denied|denying|\w+n't(?! help"
    r"| wait| you| we| it))\b"
)
_NOT_REALLY = re.compile(
    r"\b(?:no|without(?: a)?|beyond(?: a)?|little) (?:doubt|question)\b|\bcan(?:not|'t) (?:deny|help)\b"
)
_REPORT = re.compile(
    r"\b(?:say|says|said|saying|claim|claims|claimed|claiming|allege[sd]?|alleging|argue[sd]?|arguing|think|thinks"
    r"|thought|thinking|believe[sd]?|believing|insist(?:s|ed|ing)?|suggest(?:s|ed|ing)?|maintain(?:s|ed)?"
    r"|assert(?:s|ed)?|declare[sd]?|tells?|told|telling|hears?|heard|hearing|pretend(?:s|ed|ing)?|feels?|felt"
    r"|assume[sd]?|assuming|suppose[sd]?|wonder(?:s|ed|ing)?|call(?:s|ed|ing)?|label(?:s|l?ed|l?ing)?"
    r"|portray(?:s|ed|ing)?|paint(?:s|ed|ing)?|describe[sd]?|describing|depict(?:s|ed|ing)?|accus(?:e|es|ed|ing)"
    r"|brand(?:s|ed|ing)?|suspect(?:s|ed)?|complain(?:s|ed|ing)?|perceive[sd]?|chant(?:s|ed|ing)?|shout(?:s|ed|ing)?"
    r"|wrote|writes|imply|implies|implied|implying)\b"
)
_DISTANCE = re.compile(
    r"\b(?:according to|apparently|supposedly|allegedly|reportedly|so-called|used to|once|(?:idea|notion|claim|myth"
    r"|argument|suggestion|belief|allegation|accusation|narrative|meme|mantra|impression|rumou?r|view|opinion|theory"
    r"|lie|assumption|perception)s? (?:that|of))\b"
)
_WRITER = re.compile(
    r"\b(?:i|we|let me|i'd|i'll|(?:fair|safe|needless|sorry|sad|have) to)(?:\s+(?:do|would|will|can|must"
    r"|have|also|still"
    r"|just|only|might|want|need|like|to|always|now|am|\w+ly))*\s+\Z"
)
_PAST_BELIEF = frozenset("thought believed assumed supposed felt".split())
_SAYS = r"(?:says?|said|claims?|claimed|argues?|argued|thinks?|believes?|tells?|told)"
_REPORT_AFTER = re.compile(
    rf"[\s,\"'–—-]*(?:according to|supposedly|apparently|reportedly|allegedly|(?!i\b"
    rf"|we\b)(?:[^\s,]+\s+){{0,2}}{_SAYS})\b"
)
_REPORT_AT_END = re.compile(
    rf",\s+(?:according to\b[^,]*|(?!i\b|we\b)(?:[^\s,]+\s+){{1,3}}{_SAYS}(?:\s+\w+)?)[\s.!\"']*\Z"
)
_BOUNDARY = re.compile(r"[;:]|\bbut\b|\.\s|,\s(?=(?:and|so|yet)\b)")
_TAKEN_BACK = re.compile(r"\s*,?\s*(?:but|except|though|although|however)\b|\s+(?:who|that)\b")
_JEST = re.compile(
    r"\b(?:lol|lmao|rofl|hahah?a*|ha ha|yeah,? right|sarc(?:asm)?|not!)(?!\w)|/s(?!\w)|[;:]-?\)|[😂🤣🙄😏🤡😆😉]"
)


def is_asserted(
    sentence: Sentence,
    masked: str,
    clause: int,
    start: int,
    end: int,
    *,
    is_name: bool = False,
    is_granted: bool = False,
) -> bool:
    """Whether the writer asserts the words `masked[start:end]`.

    Parameters
    ----------
    sentence : Sentence
    masked : str
        Its masked text.
    clause : int
        Where the clause of the words begins in it.
    start, end : int
        The words, with places in the sentence.
    is_name : bool
        Whether the words are no more than a name: what follows it ("the thugs said") is then no report of them.
    is_granted : bool
        Whether the words take what they say for granted, so that it stands even where nothing is asserted.
    """
    if _is_quoted(sentence, start, end) or _is_reported(masked, start):
        return False
    if _REPORT_AT_END.search(masked, max(end, len(masked) - 80)) or (not is_name and _REPORT_AFTER.match(masked, end)):
        return False
    if is_granted:
        return True
    if sentence.is_question or _CONDITION.search(masked, clause, start) or _CONDITION_AFTER.match(masked, end):
        return False
    return not _is_negated(masked, start)


def is_meant(sentence: Sentence, masked: str, start: int, end: int) -> bool:
    """Whether praise is to be taken at its word: no mark of mockery, no condition, no "but" and no "who" behind it."""
    if _JEST.search(sentence.folded) or _CONDITION.search(masked, 0, start):
        return False
    return not _TAKEN_BACK.match(masked, end)


def _is_quoted(sentence: Sentence, start: int, end: int) -> bool:
    at = sentence.start
    return any(a < at + end and at + start < b for a, b in sentence.quoted)


def _is_negated(masked: str, start: int) -> bool:
    """Whether a negation stands at most seven words to the left, in the same part of the sentence."""
    left = masked[max(start - 80, 0) : start]
    edges = [match.end() for match in re.finditer(r"[;:.,()]|\bbut\b", left)]
    near = " ".join(left[edges[-1] if edges else 0 :].split()[-7:])
    return bool(_NEGATION.search(_NOT_REALLY.sub(" ", near)))


def _is_reported(masked: str, start: int) -> bool:
    """Whether somebody else than the writer says, thinks or calls it so."""
    left = masked[max(start - 160, 0) : start]
    edges = [match.end() for match in _BOUNDARY.finditer(left)]
    left = left[edges[-1] if edges else 0 :]
    if _DISTANCE.search(left):
        return True
    for match in _REPORT.finditer(left):
        holder = _WRITER.search(left, 0, match.start())
        if not holder or match.group() in _PAST_BELIEF:
            return True
    return False
