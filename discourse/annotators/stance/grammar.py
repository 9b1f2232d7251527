"""The notation of the constructions: pieces of English that rules are put together from.

A pattern names a piece in angle brackets, `<NAME><BE><ADV><BAD>`; `expand` writes it out as a regular expression over
a masked clause. Pieces that can be empty carry the white space that follows them. May import: clauses, lexicon.
"""

from __future__ import annotations

import re

from discourse.annotators.stance import lexicon
from discourse.annotators.stance.clauses import OTHER, OWN, THEIR, THEY
from discourse.annotators.stance.lexicon import any_of

_WHO = r"(?:,?\s+(?:who|which|that))?"
_PEOPLE = (
    r"(?:(?:the|our)\s+(?:people|public|country|city|children|fans|town|voters|workers)|us|them|me|him|her|you"
    r"|everyone|everybody)"
)
_ANYBODY = rf"(?:{_PEOPLE}|people|[\w']+)"
_NOT_AHEAD = (
    r"(?!(?:not|never|no|none|hardly|without|\w+n't|self-\w+|so-called|supposed|alleged|would-be|former|anti"
    r"|ex)\b)"
)


def _harm(form: int, phrase: int) -> str:
    """The harms of the lexicon in the form given, as one alternative."""
    verbs = any_of(lexicon.forms(verb)[form] for verb in lexicon.HARMS)
    phrases = "|".join(entry[phrase] for entry in lexicon.HARM_PHRASES)
    filled = (
        phrases.replace("{them}", f"(?:{_ANYBODY}|[{OTHER}{OWN}]+)")
        .replace("{us}", _ANYBODY)
        .replace("{people}", _PEOPLE)
    )
    return rf"(?:{verbs}\b|(?:{filled.replace('{common}', any_of(lexicon.COMMON_GOODS))}))"


_PIECES = {
    # The name: as it stands, as an owner, with determiners, with those who act for it, and the end of its phrase.
    "NAME": f"(?<![{OWN}{THEY}])(?P<name>[{OWN}{THEY}]++)",
    "BARE": f"(?<!{OWN})(?P<name>{OWN}++)",
    "OWNER": f"(?<![{OWN}{THEIR}])(?P<name>{OWN}++(?:'s|')|{THEIR}++)\\s+",
    "OTHERS": f"(?:\\s*(?:,|/|&|,?\\s*\\b(?:and|or))\\s*(?:the\\s+)?[{OTHER}{OWN}]+){{0,4}}",
    "AND": f"(?:[{OTHER}]+\\s*(?:,|/|&|,?\\s*\\b(?:and|or)\\b)\\s*(?:the\\s+)?){{0,4}}",
    "THE": r"(?:(?:the|our|your|my|this|these|those|that|all|of|such|mr\.?|mrs\.?|ms\.?|dr\.?|president|dear"
    r"|old|whole|entire|so-called|current)\s+){0,3}",
    "ROLE": rf"(?:\s+{any_of((*lexicon.ROLES, *lexicon.SELVES))}\b)?",
    "SELF": rf"(?:\s+{any_of(lexicon.SELVES)}\b)?",
    "END": r"(?=\s*(?:$|[.,!;:?)\"/…]|-|'(?!s\b)|(?:and|or|but|is|are|was|were|for|in|on|at|to|with|who|which"
    r"|that|because|since|when|while|as|so|if|by|from|has|have|had|will|would|can|could|should|do|does|did|all"
    r"|again|everywhere|here|there|home|any|anymore|more|forever|now|too|either|today|this|than|then|once"
    r"|of\s+(?:today|old)|out|off|over"
    r"|before|until|after|a|the|no|not|never|every|his|her|their|its|we|i|you|they|he|she|it)\b))",
    # What stands between the name and the judgement.
    "ADV": r"(?:(?!(?:hardly|barely|scarcely|supposedly|allegedly|reportedly|possibly|probably|only|early"
    r"|family|apparently|nearly|potentially)\b)(?:really|so|very|just|simply|such|always|still|also|too|quite"
    r"|pretty|nothing\s+but|nothing\s+more\s+than|nothing\s+short\s+of|(?:not\s+much|little|no)\s+(?:more"
    r"|better)\s+than|too\s+much\s+of|more\s+of|a\s+bit\s+of|once\s+again|again|often|all|both|either|now|even"
    r"|far|rather|indeed|in\s+fact|by\s+far|being|more|\w+ly),?\s+){0,5}",
    "A": r"(?:(?:a|an|the|our|such|one\s+of\s+the|another|yet\s+another|one)\s+){0,3}",
    "FILL": rf"(?:{_NOT_AHEAD}(?!(?:of|for|to|from|by|with|against|than|that|who|and|but|because|about|in|on|at|as"
    rf"|over|under|when|is|are|was|were|has|have|had|less|least"
    r"|anti)\b)[\w'-]+,?\s+){0,3}",
    "BE": rf"(?:{_WHO}(?:\s+(?:is|are|was|were|am)|\s+(?:has|have|had)\s+(?:always\s+|long\s+|now\s+)?(?:been|become)"
    r"|\s+(?:became|becomes|remains?|remained|seems?|looks?|(?:has\s+|have\s+)?turned\s+into|amounts?\s+to"
    r"|(?:acts?|behaves?)\s+like))|'(?:s|re)(?=\s+(?:a|an|the|just|such|nothing|so|too|\w+ly)\b))\s+",
    "HAVE": rf"{_WHO}\s+(?:(?:has|have|had)\s+)",
    "DO": rf"{_WHO}\s+(?:(?:do|does|did|tries\s+to|try\s+to|tried\s+to|(?:is|are|was|were)\s+trying\s+to"
    rf"|wants?\s+to|wanted\s+to"
    r"|loves?\s+to|likes?\s+to|continues?\s+to|continued\s+to|managed\s+to|conspired?\s+to)\s+)",
    "KEEP": rf"{_WHO}\s+(?:(?:is|are|was|were|keeps?|kept|started|has\s+been|have\s+been|had\s+been|loves?"
    rf"|enjoys?)\s+)",
    # Up to three words behind a judgement, so that the evidence is a whole phrase.
    "NOUN": r"(?:\s+(?:(?:the|a|an|all|every|our|my|your|his|her|its|their|of|of\s+the)\s+)?(?!(?:and|or|but|nor"
    r"|so|yet|as|if"
    r"|when|while|because|since|until|than|then|that|who|which|whom|whose|what|where|why|how|to|in|on|at"
    r"|for|from|by|with"
    r"|about|against|of|the|a|an|i|we|you|he|she|they|there|is|are|was|were|be|been|has|have|had|do|does"
    r"|did|will|would|can"
    r"|could|should|may|might|must|not|never|again|now|his|her|its|their|my|our|your|makes?|all|every)\b)"
    rf"(?:[^\W_][\w'-]*|[{OTHER}{OWN}{THEY}{THEIR}]+)){{0,3}}",
    # Holders and openings.
    "I": r"\b(?:i|we|i'm|i'll|i've|we're|we've|we'll)\s+(?:(?:am|are|do|have|will|can|must|also|too|for\s+one"
    r"|still|both|all|just|really|truly|always|so|very\s+much|\w+ly),?\s+){0,4}",
    "NOT": r"(?:don't|dont|do\s+not|can't|cant|cannot|can\s+not|won't|wont|will\s+not|never|no\s+longer"
    r"|will\s+never|have\s+never|could\s+never|would\s+never|refuse\s+to|wouldn't|couldn't)\s+(?:really\s+"
    r"|ever\s+|even\s+)?",
    "OPEN": r"\A\W*(?:(?:and|so|yes|yep|please|well|oh|hey|ok|then|let's|let\s+us|time\s+to|it's\s+time\s+to"
    r"|it\s+is\s+time\s+to|(?:we|they)\s+(?:need|have|ought)\s+to|(?:we|they)\s+(?:must|should)"
    r"|also)\b[, ]\s*)*",
    # Words of judgement.
    "BAD": any_of(lexicon.BAD_ADJECTIVES) + r"\b",
    "BAD_OF": any_of((*lexicon.BAD_ADJECTIVES, *lexicon.BAD_PREDICATES)) + r"\b",
    "BAD_ONE": any_of(lexicon.BAD_NOUNS) + r"\b",
    "BAD_THING": any_of(lexicon.BAD_ABSTRACTS) + r"\b",
    "BAD_COMPANY": any_of(lexicon.BAD_COMPANY) + r"(?!\w)",
    "GOOD": any_of(lexicon.GOOD_ADJECTIVES) + r"\b",
    "GREAT": rf"(?:great|good|fine|decent)\s+{any_of(lexicon.GREATS)}\b",
    "GOOD_OF": any_of(lexicon.GOOD_PREDICATES) + r"\b",
    "GOOD_ONE": any_of(lexicon.GOOD_NOUNS) + r"\b",
    "GOOD_THING": any_of(lexicon.GOOD_ABSTRACTS) + r"\b",
    "VIRTUE": any_of(lexicon.MISSING_VIRTUES) + r"\b",
    "LIKE": any_of(lexicon.LIKES) + r"\b",
    "DISLIKE": any_of(lexicon.DISLIKES) + r"\b",
    "FED_UP": any_of(lexicon.FED_UP) + r"\b",
    "PLEASED": any_of(lexicon.PLEASED) + r"\b",
    "CHEER": any_of(lexicon.CHEERS) + r"\b",
    "CURSE": any_of(lexicon.CURSES) + r"\b",
    "REMOVE": any_of(lexicon.REMOVALS) + r"\b",
    "REMOVED": any_of(lexicon.REMOVED) + r"\b",
    "FOLLOWERS": any_of(lexicon.FOLLOWERS) + r"\b",
    "DEED": any_of(lexicon.DEEDS) + r"\b",
    "BUNCH": r"(?:(?:home\s+(?:of|to)|full\s+of|filled\s+with|run\s+by|led\s+by|made\s+up\s+of|infested\s+with"
    r"|dominated\s+by|controlled\s+by|overrun\s+by|in\s+bed\s+with|(?:a\s+)?(?:bunch|pack|gang|cabal|party"
    r"|group|collection|nest|den)\s+of)\s+)",
    "PRAISE": r"\b" + any_of(lexicon.PRAISES) + r"\b",
    "DEFEAT": r"\b" + any_of(lexicon.DEFEATS) + r"\b",
    "HARM": rf"(?:{_harm(2, 0)}|{_harm(3, 0)}|{_harm(1, 0)})(?!\s+(?:by|of)\b)",
    "TO_HARM": _harm(0, 1),
    "HARMING": _harm(4, 2),
    "HARMED": _harm(3, 3),
    "JOB": r"\s+(?:(?:is|are|was|were|has|have|had)\s+)?(?:done|did|does|do|doing)\s+",
    "FINE_THING": rf"(?:{any_of(lexicon.FINE_THINGS)}\b|{any_of(lexicon.FINE_TRAITS)}\s+(?:[\w'-]+\s+)?"
    rf"(?:{any_of(lexicon.PUBLIC_GOODS)}\b|[{OTHER}]+))",
    "OWN_GAIN": any_of(lexicon.OWN_GAINS) + r"\b",
    "MUST": r"\s+(?:must|should|needs?\s+to|has\s+to|have\s+to|ought\s+to|deserves?\s+to"
    r"|had\s+better)\s+(?:(?:just|all|immediately|now|simply|really)\s+)*",
    "CANNOT": r"(?:\s+(?:just|simply|also|really|\w+ly))?\s+(?:cannot|can't|can\s+not|can\s+never|could\s+never"
    r"|should\s+not|shouldn't|should\s+never"
    r"|must\s+not|must\s+never)\s+",
    "DOES_NOT": r"(?:\s+(?:just|simply|also|really|\w+ly))?\s+(?:never|(?:do|does|did)(?:\s+not|n't|nt)|could(?:\s+not"
    r"|n't))\s+",
    "THEIR": f"{THEIR}+",
}
_PIECE = re.compile(r"<([A-Z_]+)>")


def expand(pattern: str) -> str:
    """The regular expression that a pattern in this notation stands for.

    Examples
    --------
    >>> import re
    >>> found = re.search(expand("<NAME><BE><ADV><BAD_OF>"), "so " + OWN * 4 + " is simply corrupt")
    >>> found.span("name"), found.end()
    ((3, 7), 25)
    """
    return _PIECE.sub(lambda match: _PIECES[match.group(1)], pattern)
