"""What is said of the name, and of what is its own. Columns: rule, sign, weight, weight by pronoun, pattern.

May import: rule.
"""

from __future__ import annotations

from discourse.annotators.stance.rule import AGAINST, FAVOR, finds, grants, says

SAID_OF_IT = (
    says("is-bad", AGAINST, 0.75, 0.45, r"<NAME><OTHERS><BE><A><ADV><BAD_OF><NOUN>"),
    says("is-a-bad-one", AGAINST, 0.75, 0.45, r"<NAME><OTHERS><BE><ADV><A><FILL><BAD_ONE>"),
    says("is-made-of-bad-ones", AGAINST, 0.7, 0.45, r"<NAME><OTHERS><BE><ADV><A><BUNCH><FILL><BAD_ONE>"),
    grants(
        "what-a-bad-one",
        AGAINST,
        0.7,
        0.4,
        r"\bwhat\s+an?\s+<ADV>(?:<FILL><BAD_ONE>|<BAD>\s+(?:[\w-]+\s+)?(?:of\s+an?\s+\w+\s+)?)\s*(?:the\s+"
        r"|this\s+)?<NAME>\s+(?:is|are|was|has|have|turned)\b",
    ),
    says(
        "is-the-worst",
        AGAINST,
        0.7,
        0.4,
        r"<NAME><BE><ADV>(?:the|our|one\s+of\s+the)\s+(?:very\s+)?worst\b(?!\s+off)<NOUN>",
    ),
    says(
        "is-not-fit",
        AGAINST,
        0.65,
        0.4,
        r"<NAME>(?:\s+(?:is|are|was|were)\s+(?:not|never)|\s+(?:isn't|aren't|wasn't|weren't|ain't))\s+<ADV>",
        r"(?:fit\s+(?:to|for)|qualified|trustworthy|credible|honest|to\s+be\s+trusted|worthy\s+of|good\s+enough"
        r"|our\s+friends?|worth\s+(?:the|my|our|a|reading|watching)|up\s+to\s+the)\b",
    ),
    says(
        "is-good",
        FAVOR,
        0.55,
        0.35,
        r"<NAME><OTHERS><BE><A><ADV>(?:<GOOD>|<GOOD_OF>|<GREAT>|great<END>)(?!\s+(?:<BAD_ONE>|at\b|danger\b|cost\b"
        r"|example\b))<NOUN>",
    ),
    says("is-a-good-one", FAVOR, 0.6, 0.4, r"<NAME><OTHERS><BE><ADV><A><FILL><GOOD_ONE>"),
    says(
        "is-the-best",
        FAVOR,
        0.55,
        0.35,
        r"<NAME><BE><ADV>(?:the|our|one\s+of\s+the)\s+(?:very\s+)?(?:best|greatest|finest)\b(?!\s+(?:of|known"
        r"|way)\b)<NOUN>",
    ),
    grants("named-bad-one", AGAINST, 0.7, 0, r"\b(?:that|this|the|those|these|you)\s+<FILL><BAD_ONE>,?\s+<BARE><END>"),
    grants(
        "bad-ones-like",
        AGAINST,
        0.7,
        0,
        r"\b<BAD_ONE>,?\s+(?:such\s+as|like)\s+(?:the\s+)?(?:[\w.-]+(?:,|\s+and|\s+or)\s+)?<AND><BARE>(?!')",
    ),
    grants(
        "bad-ones-like", AGAINST, 0.6, 0, r"\b<BAD>,?\s+[\w-]+s,?\s+(?:such\s+as|like)\s+(?:the\s+)?<AND><BARE>(?!')"
    ),
    grants(
        "bad-ones-at", AGAINST, 0.65, 0, r"\b<BAD_ONE>\s+(?:at|running|behind|inside)\s+(?:the\s+)?<BARE><SELF><END>"
    ),
    grants(
        "bad-name",
        AGAINST,
        0.65,
        0,
        r"(?:\A\W*|[,.!;:]\s*|\b(?:the|our|this|that|these|those|your|such|and|for|by|of|to|with|against|from)\s+)",
        r"<ADV>(?:[\w-]+,\s+){0,3}<BAD>\s+(?:old\s+|little\s+)?<BARE><SELF><END>",
    ),
    finds(
        "good-name",
        FAVOR,
        0.5,
        0,
        r"(?:\A\W*|[,.!;:]\s*|\b(?:the|our|this|these|those|your|such|a|an|and|for|by|of|to|with)\s+)<ADV>",
        r"(?:brave|courageous|heroic|gallant|valiant|hono[u]?rable|glorious|magnificent|brilliant|credible|capable"
        r"|beloved)\s+<BARE><SELF><END>",
    ),
    finds("apposed-bad-one", AGAINST, 0.65, 0, r"<BARE>,\s+(?:a|an|the|that|this)\s+<FILL><BAD_ONE>"),
)
SAID_OF_THEIRS = (
    grants("bad-thing-of-theirs", AGAINST, 0.6, 0.35, r"<OWNER>(?:own\s+)?<FILL><BAD_THING>"),
    grants("bad-ones-of-theirs", AGAINST, 0.6, 0.35, r"<OWNER>(?:own\s+)?<FILL><BAD_ONE>"),
    grants(
        "bad-deed-of-theirs",
        AGAINST,
        0.6,
        0.35,
        r"<OWNER>(?:own\s+)?<ADV>(?:[\w-]+,\s+){0,3}<BAD>,?\s+(?:[\w-]+\s+)?<DEED>",
    ),
    grants(
        "bad-deed-by",
        AGAINST,
        0.6,
        0,
        r"\b<BAD>,?\s+(?:[\w-]+\s+)?<DEED>\s+(?:of|by|from|at)\s+(?:both\s+)?<THE><AND><BARE><SELF><END>",
    ),
    finds(
        "their-deed-is-bad",
        AGAINST,
        0.6,
        0.35,
        r"<OWNER>(?:[\w-]+\s+){0,2}<DEED><BE><A><ADV>(?:<BAD_OF>|<FILL><BAD_ONE>)",
    ),
    finds(
        "their-deed-is-good",
        FAVOR,
        0.5,
        0.3,
        r"<OWNER>(?:[\w-]+\s+){0,2}<DEED><BE><A><ADV>(?:<GOOD>|<GOOD_OF>|great<END>)",
    ),
    grants(
        "their-followers",
        AGAINST,
        0.65,
        0,
        r"<BARE>(?:'s\s+|\s+and\s+(?:his|her|its|their|the\s+rest\s+of\s+(?:his|her|its|their))\s+)<FILL>"
        r"<FOLLOWERS>",
    ),
    grants("the-likes-of", AGAINST, 0.45, 0, r"\bthe\s+likes\s+of\s+(?:the\s+)?<AND><BARE><END>"),
    finds(
        "bad-thing-by",
        AGAINST,
        0.65,
        0,
        r"\b<BAD_THING>\s+(?:of|by|from|at)\s+<THE>(?:[\w-]+\s+)?<BARE><ROLE>(?:'s)?<END>",
    ),
    grants("bad-company", AGAINST, 0.6, 0, r"<BARE>(?:'s?|s')?\s+<BAD_COMPANY>"),
    finds("good-thing-of-theirs", FAVOR, 0.45, 0.3, r"<OWNER>(?:own\s+)?<FILL><GOOD_THING>"),
    finds(
        "theirs-is-better",
        FAVOR,
        0.6,
        0.6,
        r"<OWNER>[\w'-]+(?:\s+and\s+(?:<THEIR>\s+)?[\w'-]+)?\s+(?:is|are|has\s+become|have\s+become|looks?|seems?)\s+",
        r"(?:(?:so|now|much|far|a\s+lot|greatly|vastly)\s+)+(?:better|improved|stronger)\b",
    ),
)
