"""What stands above comments: headings that call them comments, in many languages, and how many they say there are.

May import: the standard library, selectolax.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

LONGEST_HEADING = 120
HEADINGS = "h2, h3, h4, h5, h6"
_STATED = re.compile(
    r"(?P<before>\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})\s*(?:[a-zäöüß]+\s+)?(?P<word>comments?|kommentare?|commentaires?"
    r"|comentarios?|comentários?|commenti|commento|reacties?|opmerkingen|komentarz[ey]?|komentarzy|kommentarer"
    r"|kommentit?|kommenttia|yorum|комментари\w+|responses?|repl(?:y|ies)|thoughts?|antworten|gedanken"
    r"|réponses?|respuestas?"
    r"|reactions?|réactions?|评论|条评论|コメント|件のコメント)(?![a-z])"
    r"|(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|komentarze"
    r"|kommentarer|responses?)"
    r"\s*[:(\[|–-]{1,2}\s*(?P<after>\d{1,3}(?:[.,]\d{3})+|\d{1,7})",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"(?:one|ein(?:e|en)?|un|une|uno|een|eine)\s+(?:comment|response|reply|thought|kommentar|antwort|gedanke"
    r"|reaktion|commentaire"
    r"|réponse|comentario|respuesta|commento|reactie)(?![a-z])",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"(?:(?:reader|user|leser|your|ihre?|alle|all|the|join the|die|les|vos|los|recent)[\s-]*)*(?:comments?"
    r"|kommentare?|commentaires?"
    r"|comentarios?|comentários?|commenti|reacties|komentarze|kommentarer|kommentit|yorumlar|discussion"
    r"|diskussion|conversation|réactions"
    r"|leave a (?:comment|reply).{0,40}|post a comment|add (?:a )?comment|(?:schreibe?n? sie "
    r"|schreib )?einen kommentar.{0,40}"
    r"|kommentar (?:schreiben|hinterlassen|verfassen|abgeben)|kommentieren|laisser un commentaire"
    r"|deja un comentario|deja una respuesta)"
    r"\s*[:.!]?",
    re.IGNORECASE,
)


def count_in(words: str) -> int | None:
    """The number of comments that a heading states.

    Examples
    --------
    >>> count_in("1.204 Kommentare"), count_in("Comments (12)"), count_in("One Response to “Ferry”"), count_in("Top 5")
    (1204, 12, 1, None)
    """
    if len(words) > LONGEST_HEADING:
        return None
    if found := _STATED.search(words):
        return int(re.sub(r"\D", "", found["before"] or found["after"]))
    return 1 if _ONE.search(words) else None


def heads_section(heading: LexborNode) -> bool:
    """Whether a heading stands above comments."""
    words = " ".join((heading.text() or "").split())
    if not 0 < len(words) <= LONGEST_HEADING:
        return False
    return _CALLS.fullmatch(words) is not None or (
        (stated := _STATED.match(words) or _ONE.match(words)) is not None and stated.start() == 0
    )
