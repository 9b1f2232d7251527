"""Stance of a reply towards its parent: support, deny, query, comment (the labels of RumourEval).

Cues in the reply's own words, a few of them read beside what the parent says; fixed weights, no training. May import:
the standard library, annotators.base, codebook, corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from discourse.annotators.base import judged_texts
from discourse.codebook import Codebook
from discourse.corpus import Corpus

Label = Literal["support", "deny", "query"]

READ = 2_000
"""Characters read of a reply: who agrees or objects says so early."""
PLAIN = 0.4
"""Score of "comment" for a reply without any cue."""


@dataclass(frozen=True)
class _Pattern:
    """Words that show the stance of a reply.

    `opens`: whether they count at the beginning only. `answers`: whether they may only answer a parent's question.
    """

    label: Label
    weight: float
    regex: re.Pattern[str]
    opens: bool = False
    answers: bool = False


@dataclass(frozen=True)
class ReplyCue:
    """Words of a reply that show its stance: their place in the reply, label and weight in (0, 1]."""

    label: Label
    weight: float
    start: int
    end: int


def _opening(label: Label, weight: float, words: str, *, answers: bool = False) -> _Pattern:
    regex = re.compile(
        rf"(?:(?:well|oh|ok|okay|um|erm|lol|haha|ha|hey|sorry|but"
        rf"|and)\b[\s,.!…]*)?(?P<cue>(?:{words}))(?![\w'])",
        re.IGNORECASE,
    )
    return _Pattern(label, weight, regex, opens=True, answers=answers)


def _anywhere(label: Label, weight: float, words: str) -> _Pattern:
    return _Pattern(label, weight, re.compile(rf"(?<![\w'])(?P<cue>(?:{words}))(?![\w'])", re.IGNORECASE))


_ADV = (
    r"(?:(?:so|very|quite|just|totally|completely|absolutely|clearly|obviously|simply|really|dead|all|still"
    r"|sadly|badly|\w+ly)\s+)*"
)
_YOU_ARE = r"(?:you\s+are|you're|youre|ur|u\s+r)\s+"
_IT_IS = r"(?:it\s+is|it's|its|that\s+is|that's|thats|this\s+is|what\s+you\s+say\s+is|which\s+is)\s+"
PATTERNS = (
    # support
    _opening(
        "support",
        0.65,
        r"yes|yep|yup|yeah(?!,?\s+(?:right|but|no|sure))|yea|aye|right(?=\s*[,.!])|true(?=\s*[,.!\n]|\s*\Z)"
        r"|correct(?=\s*[,.!])|indeed|sure(?=\s*[.!])",
        answers=True,
    ),
    _opening(
        "support",
        0.8,
        r"exactly|precisely|agreed?|absolutely(?!\s+not)|amen|bingo|bravo|hear,?\s+hear|ditto|this\s*[.!]"
        r"|same\s+here|me\s+too|me\s+neither|\+\s?1|so\s+true|very\s+true|too\s+true|how\s+true|well\s+(?:said|put"
        r"|done|stated|written)|spot\s+on|you\s+nailed\s+it|nailed\s+it|you\s+got\s+(?:it|that\s+right)|touch[eé]"
        r"|couldn't\s+agree\s+more|could\s+not\s+agree\s+more|no\s+(?:kidding|doubt|argument)|quite\s+(?:right|so"
        r"|true)|damn\s+(?:right|straight)|of\s+course(?=\s*[,.!]|\s*\Z)|that's\s+right|thats\s+right|for\s+sure",
    ),
    _opening(
        "support",
        0.7,
        r"(?:great|good|excellent|nice|brilliant|fair|perfect|valid|superb|awesome|wonderful|terrific"
        r"|insightful)\s+(?:point|post|comment|points|posts|summary|analysis|article|observation|one|call"
        r"|question)(?!\s+but)",
    ),
    _opening("support", 0.4, r"(?:thanks|thank\s+you|thx)(?=\s*(?:[,.!\n]|\Z|so\s+much|very\s+much|for|you))"),
    _anywhere(
        "support",
        0.75,
        rf"i\s+(?:{_ADV})(?:agree|concur)(?!\s+to\b)(?:\s+(?:with\s+you|completely|totally|entirely|fully"
        rf"|100\s?%))?",
    ),
    _anywhere(
        "support",
        0.75,
        rf"(?:{_YOU_ARE}{_ADV}(?:right|correct|spot\s+on)|he's\s+right|she's\s+right|you\s+make\s+a\s+"
        rf"(?:\w+\s+)?(?:good|great|valid|excellent)\s+point)(?!\s+(?:wing|that\s+you))",
    ),
    _anywhere(
        "support",
        0.55,
        r"(?:good|great|excellent|fair|valid)\s+point(?!\s+but)|well\s+(?:said|put)|my\s+thoughts\s+exactly"
        r"|exactly\s+(?:right|this|that)|i\s+second\s+(?:that|this)|can\s+confirm|i\s+can\s+confirm",
    ),
    _anywhere(
        "support",
        0.4,
        r"(?:i|we)\s+(?:have\s+|had\s+|got\s+|get\s+|received?\s+|see\s+|saw\s+|noticed\s+)(?:it"
        r"|the\s+same(?:\s+\w+)?|that)\s+too|same\s+(?:thing|problem|issue)\s+here|as\s+you\s+(?:say|said"
        r"|point\s+out|note)",
    ),
    # deny
    _opening(
        "deny",
        0.6,
        r"no(?=\s*[,.!…]|\s+(?:it|he|she|they|you|that|this|we|i|there)\b)|nope|nah|not\s+(?:really|quite|so"
        r"|at\s+all|true|exactly)|hardly|false|never(?=\s*[.!])",
        answers=True,
    ),
    _opening(
        "deny",
        0.8,
        r"wrong|incorrect|nonsense|rubbish|bullshit|bull|bs|b\.s\.|baloney|hogwash|bollocks|garbage|horse\s?shit"
        r"|poppycock|absurd|ridiculous|untrue|not\s+true|lies?(?=\s*[.!]|\s*\Z)|yeah,?\s+(?:right|sure)|sure,\s"
        r"|oh\s+please|please(?=\s*[.!]|\s+spare)|come\s+on|spare\s+(?:me|us)|give\s+me\s+a\s+break"
        r"|give\s+it\s+a\s+rest|get\s+(?:real|a\s+life|a\s+grip|a\s+clue|over\s+it|your\s+facts)|try\s+again"
        r"|dream\s+on|grow\s+up|on\s+the\s+contrary|quite\s+the\s+(?:contrary|opposite)|au\s+contraire"
        r"|are\s+you\s+(?:serious|kidding|joking|for\s+real|dreaming|mad|insane|crazy|nuts|high|drunk)|you(?:'re"
        r"|\s+are)\s+(?:kidding|joking|dreaming)|you\s+(?:must|have\s+to|gotta)\s+be\s+(?:kidding|joking)",
    ),
    _opening(
        "deny",
        0.45,
        r"actually|sorry,?\s+but|except|funny\s+(?:how|that)|i\s+guess\s+you|says\s+(?:the|a|you)|so\s+you(?:'re"
        r"|\s+are|\s+think|\s+believe|\s+want|\s+mean)",
    ),
    _opening("deny", 0.35, r"so|but(?!\s+i\s+agree)|what\s+(?:planet|world)"),
    _anywhere(
        "deny",
        0.75,
        rf"i\s+(?:{_ADV})(?:disagree|beg\s+to\s+differ)|(?:do\s+not|don't|dont|can't|cannot)\s+agree(?:\s+"
        rf"with\s+you)?",
    ),
    _anywhere(
        "deny",
        0.75,
        rf"{_YOU_ARE}{_ADV}(?:an?\s+)?{_ADV}(?:wrong|mistaken|incorrect|misinformed|confused|delusional|deluded"
        rf"|clueless|ignorant|lying|dreaming|idiot|moron|troll|liar|fool|stupid|insane|nuts|full\s+of\s+\w+"
        rf"|kidding\s+yourself|missing\s+the\s+point)",
    ),
    _anywhere(
        "deny",
        0.65,
        rf"{_IT_IS}{_ADV}(?:not\s+(?:true|correct|right|accurate|what|how|the\s+(?:case|point))|wrong|false"
        rf"|untrue|incorrect|nonsense|rubbish|bullshit|bs|crap|garbage|absurd|ridiculous|ludicrous|laughable"
        rf"|a\s+(?:lie|myth|hoax|fake|joke|fallacy|straw\s?man)|fake|a\s+load\s+of\s+\w+|misleading|propaganda"
        rf"|silly)",
    ),
    _anywhere(
        "deny",
        0.65,
        r"(?:that|this|it)\s+(?:isn't|isnt|is\s+not|ain't|wasn't|was\s+not)\s+(?:true|correct|right|accurate|what"
        r"|how|the\s+(?:case|point)|real)|not\s+true|simply\s+not\s+so|never\s+happened|didn't\s+happen"
        r"|been\s+debunked|debunked|photoshop(?:ped)?|fake\s+news|hoax|you\s+have\s+(?:no|zero)\s+(?:idea|clue"
        r"|evidence|proof)|you\s+(?:don't|do\s+not|dont)\s+(?:know|understand|get\s+it|have\s+a\s+clue|seem)",
    ),
    _anywhere(
        "deny",
        0.5,
        r"stop\s+(?:lying|spreading|whining|posting|tweeting|making)|get\s+your\s+facts|check\s+your\s+facts"
        r"|do\s+(?:your|some)\s+(?:homework|research)|your\s+(?:ignorance|stupidity|logic|nonsense|drivel|bias"
        r"|hypocrisy|claim|argument|premise|rant|ranting|bleating|whining|bs|crap|beliefs?)|nice\s+try|get\s+real"
        r"|spare\s+me|what\s+(?:planet|world)|are\s+you\s+(?:dreaming|kidding|serious|joking)|in\s+your\s+dreams"
        r"|unconfirmed|no\s+(?:proof|evidence)|what\s+a\s+(?:silly|stupid|dumb|ridiculous|load)",
    ),
    _anywhere(
        "deny",
        0.4,
        r"you(?:'ve|\s+have)?\s+(?:obviously|clearly|never|don't|do\s+not|didn't|can't|must|seem|think|forget"
        r"|forgot)",
    ),
    _anywhere(
        "deny",
        0.35,
        r"regardless\s+of|contrary\s+to|if\s+you\s+(?:cared|bothered|had|actually|think|believe)|i\s+don't\s+think"
        r"|i\s+doubt|wake\s+up",
    ),
    _anywhere("deny", 0.55, r"(?:wake|grow)\s+up,?\s+(?:buddy|dude|folks|friend|guys|man|mate|pal|people|sir)"),
    _anywhere("deny", 0.25, r"you|your|you're|you've"),
    # query
    _anywhere(
        "query",
        0.75,
        r"(?:source|sources|link|links|proof|evidence|citation|reference)s?\s*\?+|(?:any|got\s+an?y?|have\s+(?:a"
        r"|any)|do\s+you\s+have\s+(?:a|any)?|what(?:'s|\s+is)\s+your|where(?:'s|\s+is)\s+(?:the|your))\s+(?:source"
        r"|proof|evidence|link|citation|confirmation)s?[^.!?\n]{0,40}\?",
    ),
    _anywhere(
        "query",
        0.7,
        r"(?:how\s+do\s+you\s+know|who\s+(?:says|said|told\s+you)|is\s+(?:this|that|it)\s+(?:true|real|confirmed"
        r"|legit|for\s+real)|are\s+you\s+sure|has\s+(?:this|it|that)\s+been\s+(?:confirmed|verified)|(?:can"
        r"|could)\s+(?:you|anyone|someone|anybody|somebody)\s+(?:please\s+)?(?:confirm|verify|explain|clarify"
        r"|elaborate|provide|post|tell)|what\s+do\s+you\s+mean)[^.!\n]{0,80}\?",
    ),
)
_ASKS = re.compile(
    r"(?:\A|(?<=[.!?:,\n]))\W*(?:and\s+|but\s+|so\s+|ok\s+)?(?P<cue>(?:who|what|when|where|why|how|which|whose"
    r"|is|are|was|were|do|does|did|can|could|has|have|had|will|would|should|any)\b[^.!?\n]{2,200}\?+)",
    re.IGNORECASE,
)
_ANY_QUESTION = re.compile(r"(?P<cue>[^\s.!?][^.!?\n]{0,200}\?+)")
_ADDRESS = re.compile(
    r"(?:\s|[.…,:;!\"'“”‘’*\-–—]|@\w{1,40}|RT\b|https?://\S{1,300}|(?-i:[A-Z])[\w.-]{1,30}\s?(?::|--|-\s))*"
)
_DROPPED = re.compile(
    r"^[ \t]*(?:>|&gt;).*$|https?://\S+|\"[^\"\n]{12,600}\"|“[^“”\n]{12,600}”"
    r"|(?<![\w'])'(?=[\w. ])[^'\n]{12,300}(?:(?<=\w)'(?=\w)[^'\n]{1,300}){0,9}'(?!\w)",
    re.MULTILINE,
)
_NEGATED = re.compile(
    r"(?:\b(?:not|never|don't|dont|doesn't|cannot|can't|if|whether|isn't|aren't)|n't)\s+(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
_YOU = re.compile(r"\byour?\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class ReplyStance:
    """Stance of each reply towards the comment it answers: support, deny, query or comment.

    Parameters
    ----------
    threshold : float
        Pooled weight from which a cue makes support, deny or query of a reply; below it the reply is a comment.
    margin : float
        Least lead of the first label over the second, else the reply is left open.

    Notes
    -----
    Missing for replies to the article, which has no stance to take up, for replies without words, and where cues for
    two labels are about equally strong. The cues of a label are pooled as independent reasons, one minus the product
    of (1 - weight); the score is the pooled weight of the first label times one minus half of that of the second.
    "comment" is what remains and scores at most `PLAIN`. Weights are set by hand. What a reply quotes does not count;
    "yes" and "no" count half when the parent asks. Who objects or agrees without saying so remains a "comment":
    that is the larger part. English only.

    Examples
    --------
    >>> stance = ReplyStance()
    >>> [stance.read(said, "The ferry is late again.")[0] for said in ("Exactly, an hour.", "Nonsense!", "Any source?")]
    ['support', 'deny', 'query']
    """

    threshold: float = 0.5
    margin: float = 0.15

    name: ClassVar[str] = "reply_stance"
    requires: ClassVar[tuple[str, ...]] = ("quotes",)
    assigns: ClassVar[tuple[str, ...]] = ("reply_stance", "reply_stance_score", "reply_stance_evidence")

    @classmethod
    def from_codebook(cls, codebook: Codebook) -> ReplyStance:
        """The annotator; it asks nothing of the codebook."""
        return cls()

    def annotate(self, corpus: Corpus) -> Mapping[str, Any]:
        """Label, score and evidence of every reply to a comment."""
        texts, n = judged_texts(corpus), corpus.n_comments
        labels: list[str | None] = [None] * n
        scores: list[float | None] = [None] * n
        evidence: list[str | None] = [None] * n
        for row, parent in enumerate(corpus.parents.tolist()):
            if parent >= 0 and texts[row]:
                labels[row], scores[row], evidence[row] = self.read(texts[row], texts[parent])
        return dict(zip(self.assigns, (labels, scores, evidence), strict=True))

    def read(self, text: str, parent: str = "") -> tuple[str | None, float | None, str | None]:
        """Label, score and evidence of one reply, all None where it cannot be told.

        Parameters
        ----------
        text, parent : str
            The reply and the comment it answers.
        """
        cues = reply_cues(text, parent)
        if not cues and not _WORD.search(_own_words(text[:READ])):
            return None, None, None
        pooled = {
            label: _pooled(cue.weight for cue in cues if cue.label == label) for label in ("support", "deny", "query")
        }
        (first, most), (_, next_most), _ = sorted(pooled.items(), key=lambda pair: -pair[1])
        if most < self.threshold:
            return "comment", round(PLAIN * (1 - most), 4), None
        if most - next_most < self.margin:
            return None, None, None
        strongest = max((cue for cue in cues if cue.label == first), key=lambda cue: (cue.weight, -cue.start))
        return first, round(most * (1 - next_most / 2), 4), text[strongest.start : strongest.end]


def reply_cues(text: str, parent: str = "") -> list[ReplyCue]:
    """The cues of a reply, in the order of the text; linear in the first `READ` characters.

    Examples
    --------
    >>> [(cue.label, cue.start, cue.end) for cue in reply_cues("@ann Nope, I disagree.")]
    [('deny', 5, 9), ('deny', 11, 21)]
    """
    said = _own_words(text[:READ])
    parent_asks = "?" in parent[-READ:]
    start = _start(said)
    found = []
    for pattern in PATTERNS:
        if pattern.opens:
            match = pattern.regex.match(said, start)
            matches = [match] if match else []
        else:
            matches = [
                match
                for match in pattern.regex.finditer(said)
                if not _NEGATED.search(said, max(match.start("cue") - 40, 0), match.start("cue"))
            ]
        weight = pattern.weight / 2 if pattern.answers and parent_asks else pattern.weight
        found += [ReplyCue(pattern.label, weight, *match.span("cue")) for match in matches[:1]]
    found += _questions(said)
    return sorted(_heaviest(found), key=lambda cue: (cue.start, cue.end, cue.label))


def _heaviest(cues: list[ReplyCue]) -> list[ReplyCue]:
    """The cues without those that share words with a heavier one of the same label."""
    kept: list[ReplyCue] = []
    for cue in sorted(cues, key=lambda cue: (-cue.weight, cue.start, cue.end)):
        if all(cue.end <= other.start or other.end <= cue.start for other in kept if other.label == cue.label):
            kept.append(cue)
    return kept


def _own_words(text: str) -> str:
    """The text with plain apostrophes, quotations and addresses of pages blanked; every character keeps its place."""
    plain = text.replace("’", "'").replace("‘", "'")
    return _DROPPED.sub(lambda match: " " * len(match.group()), plain)


def _start(said: str) -> int:
    """Where the reply begins behind the names it is addressed to."""
    match = _ADDRESS.match(said)
    return match.end() if match else 0


def _questions(said: str) -> list[ReplyCue]:
    """Cues of the last question: it asks when the reply says little else; put to "you" in a longer reply it objects."""
    asked = list(_ASKS.finditer(said)) or list(_ANY_QUESTION.finditer(said))
    if not asked:
        return []
    last = asked[-1]
    rest = said[: last.start("cue")] + said[last.end("cue") :]
    n_other, n_asked = len(_WORD.findall(rest)), len(_WORD.findall(last.group("cue")))
    weight = 0.6 if n_other <= 3 and n_asked <= 30 else 0.45 if n_other <= 12 and n_asked <= 30 else 0.2
    cues = [ReplyCue("query", weight, *last.span("cue"))]
    if n_other > 12 and _YOU.search(last.group("cue")):
        cues.append(ReplyCue("deny", 0.3, *last.span("cue")))
    return cues


def _pooled(weights: Iterable[float]) -> float:
    doubt = 1.0
    for weight in weights:
        doubt *= 1 - weight
    return 1 - doubt
