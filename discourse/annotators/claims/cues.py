"""Whether words about a claim affirm it, dispute it, or ask about it.

English only. May import: the standard library, text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from discourse.text import Span

STRONG, WEAK = 0.8, 0.6
_AROUND = " \t\n.,;:!\"'“”‘’-–—>()"

_FALSE = (
    r"(?:simply|just|plain|totally|completely|absolutely|utterly|all|so|pure|complete|total|utter|an?|another|outright)?\s*(?:untrue|false|falsehood"
    r"|fake(?:\s+news)?|lies?|nonsense|bullshit|rubbish|baloney|hoax|propaganda|myth|incorrect|inaccurate|misleading|wrong|wishful\s+thinking|not\s+(?:true|so"
    r"|correct|accurate|the\s+case))"
)
_DISPUTES = re.compile(
    rf"\A\W*(?:no[,.!]\s+)?{_FALSE}(?![\w'’-])|\A\W*hardly\W*\Z"
    rf"|(?<![\w'’-])(?:that|this|it|which|article|author|claim|claims|story|report|he|she|they|you)(?:['’](?:s|re)|\s+(?:is|are|was|were))\s+{_FALSE}(?![\w'’-])"
    r"|(?<![\w'’-])(?:(?:is|was)n['’]?t\s+true|never\s+happened|(?:did\s+not|didn['’]?t)\s+happen|fake\s+news|been\s+debunked|(?:i|we)\s+doubt"
    r"\s+(?:it|that|this))(?![\w'’-])",
    re.IGNORECASE,
)
_AFFIRMS = re.compile(
    r"\A\W*(?:(?:so|very|quite|how|that['’]?s|this\s+is|that\s+is|it['’]?s|absolutely|all)\s+)?(?:true|exactly|correct|right|indeed|absolutely|agreed"
    r"|definitely|precisely|spot\s+on|well\s+said)\s*(?:[.!,;]|\Z)"
    r"|(?<![\w'’-])(?:i|we)\s+(?:(?:fully|totally|completely|quite)\s+)?agree(?![\w'’-])(?!\s+(?:to|on)\b)|(?<!\w)can\s+confirm(?!\w)"
    r"|(?<!\w)(?:he|she|they|author|article)\s+(?:is|are)\s+(?:absolutely\s+|quite\s+|so\s+)?(?:right|correct)(?!\w)|(?<!\w)nailed\s+it(?!\w)",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"(?<![\w'’-])(?:not|never|no|hardly|nor|neither|without|isn['’]?t|wasn['’]?t|don['’]?t|nothing)\s+(?:\w+\s+)?\Z|n['’]t\s+(?:\w+\s+)?\Z",
    re.IGNORECASE,
)
_NOT_BUT = re.compile(r"[,–—-]\s*not\s+", re.IGNORECASE)
_ASKS = re.compile(
    r"\A\W*(?:(?:any|what['’]?s\s+the|got\s+an?|do\s+you\s+have\s+an?)\s+)?(?:source|link|proof|evidence|confirmation)s?(?:\s+(?:for|of|on)\s+(?:this|that|it))?"
    r"\s*\?|\A\W*(?:is|was|has)\s+(?:this|that|it)\s+(?:been\s+)?(?:true|confirmed|verified)\s*\?",
    re.IGNORECASE,
)

_WELCOMES = re.compile(
    r"(?<![\w'’-])(?:bless(?:ings\s+(?:on|to))?|thank\s+(?:god|goodness|heavens?|you|them)|hats\s+off|well\s+done|bravo|kudos|hurrah|hooray"
    r"|hurray|congrat(?:s|ulations)|(?:i|we)(?:['’]m|['’]re|\s+am|\s+are)\s+(?:so\s+|very\s+)?(?:glad|happy|grateful)|(?:great|good|wonderful)\s+news"
    r"|good\s+riddance|about\s+time|at\s+long\s+last|finally)(?![\w'’-])",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?<!\w)(?:not|never|\w+n['’]t)\s+(?:(?:been|be|yet|really|actually|even|fully)\s+){0,3}\Z", re.IGNORECASE
)
_TURNS = re.compile(r"(?<!\w)(?:but|yet|however|although|though|except|unless|if|when|until)(?!\w)", re.IGNORECASE)


class Attitude(NamedTuple):
    """What words say about a claim.

    Parameters
    ----------
    stance : {"favor", "against", "none"}
    score : float
    start, end : int
        Span of the words that say so.
    """

    stance: str
    score: float
    start: int
    end: int


def attitude(text: str, span: Span) -> Attitude | None:
    """The attitude that words in a span of a text state towards what they speak of, None where they state none.

    Parameters
    ----------
    text : str
    span : (int, int)

    Examples
    --------
    >>> [attitude(said, (0, len(said))).stance for said in ("Exactly.", "This is false!", "Any source?")]
    ['favor', 'against', 'none']
    >>> attitude("It is not wrong at all", (0, 22)) is None
    True
    """
    start, end = span
    said = text[start:end]
    asks = _ASKS.match(said)
    if asks:
        return Attitude("none", WEAK, start, start + asks.end())
    disputes, affirms = _DISPUTES.search(said), _AFFIRMS.search(said)
    if bool(disputes) == bool(affirms) or said.rstrip(" \"'”’").endswith("?"):
        return None
    cue, stance = (disputes, "against") if disputes else (affirms, "favor")
    if cue is None or _NEGATION.search(said[: cue.start()]):
        return None
    words = cue.group().strip(_AROUND)
    at = start + cue.start() + cue.group().index(words)
    return Attitude(stance, STRONG, at, at + len(words))


def contradiction(text: str, span: Span, shared: list[Span], claim_is_negated: bool) -> Attitude | None:
    """A restatement turned round: "it was the ferry, not the bridge", where the claim names the bridge.

    Parameters
    ----------
    text : str
    span : (int, int)
        The sentence.
    shared : list of (int, int)
        Spans of the words that stand in the claim too.
    claim_is_negated : bool
        Whether the claim denies something itself; then nothing can be told.

    Examples
    --------
    >>> said = "It was the ferry, not the bridge."
    >>> found = contradiction(said, (0, 33), [(26, 32)], False)
    >>> found.stance, said[found.start : found.end]
    ('against', ', not the bridge')
    """
    start, end = span
    said = text[start:end]
    if claim_is_negated or said.rstrip(" \"'”’").endswith("?"):
        return None
    for match in _NOT_BUT.finditer(said):
        after = start + match.end()
        hit = next(
            ((a, b) for a, b in shared if after <= a <= after + 25 and not re.search(r"[,;:.!?]", text[after:a])), None
        )
        if hit:
            return Attitude("against", WEAK, start + match.start(), hit[1])
    return None


def told_with(text: str, span: Span, told: Span, event: int, claim_is_negated: bool) -> Attitude | None:
    """What a sentence that tells of a claim's event thinks of it: it welcomes the event, or denies it.

    Parameters
    ----------
    text : str
    span : (int, int)
        The sentence.
    told : (int, int)
        The words that tell of the event.
    event : int
        Where the word for it begins.
    claim_is_negated : bool
        Whether the claim denies something itself; then a denial cannot be told.

    Examples
    --------
    >>> said = "Hats off to those who routed the pirates."
    >>> told_with(said, (0, 41), (26, 40), 26, False).stance
    'favor'
    """
    start, end = span
    if text[start:end].rstrip(" \"'”’").endswith("?"):
        return None
    denied = _DENIED.search(text[max(start, event - 40) : event])
    if denied:
        at = max(start, event - 40) + denied.start()
        return None if claim_is_negated else Attitude("against", WEAK, at, max(told[1], event))
    for cue in _WELCOMES.finditer(text, start, event):
        between = text[cue.end() : event]
        if not _NEGATION.search(text[start : cue.start()]) and not _TURNS.search(between):
            return Attitude("favor", WEAK, cue.start(), cue.end())
    return None


def is_negated(sentence: str) -> bool:
    """Whether a sentence denies something.

    Examples
    --------
    >>> is_negated("Nobody was hurt."), is_negated("It sank.")
    (True, False)
    """
    return bool(
        re.search(
            r"(?<![\w'’-])(?:not|never|no|nobody|none|nothing|without)(?![\w'’-])|n['’]t(?!\w)", sentence, re.IGNORECASE
        )
    )
