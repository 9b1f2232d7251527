"""What interfaces write between an article and its comments, in and after them: tables, and how to ask them.

Every pattern must match a whole line, so that the same words in running text mean nothing. To teach the reader another
language, add its words to a table. May import: the standard library.
"""

from __future__ import annotations

import re

LONGEST = 160
"""No line of an interface is longer; longer lines are not looked at."""

# Words that may follow or precede a number; without one, some of them are buttons ("Reply") and make no heading.
_COMMENTS = "|".join(
    (
        r"(?:reader |leser-?)?comments?|discussions?|reactions?|responses?|replies|reply|thoughts?",
        r"(?:leser-?)?kommentare?|antwort(?:en)?|gedanken?|ergänzung(?:en)?|meinung(?:en)?",
        r"commentaires?|réponses?|comentarios?|respuestas?|comentários?|respostas?|comment[oi]|reacties|komentarz[ey]",
    )
)
_HEADING = "|".join(
    (
        r"(?:reader |leser-?)?comments|discussion|responses|reactions|(?:leser-?)?kommentare|ergänzungen|meinungen",
        r"commentaires|réponses|comentarios|respuestas|comentários|respostas|commenti|reacties|komentarze",
    )
)
_BEFORE_COUNT = "|".join(
    (
        r"this (?:post|entry|article) has|there (?:are|is)|showing",
        r"dieser (?:artikel|beitrag) hat|se han publicado",
    )
)
_COUNT = r"\d{1,3}(?:[.,]\d{3})+|\d{1,7}|no(?= \w+s\b)|one(?= \w)|keine|ein(?= \w)"
_AFTER_COUNT = (
    r"[ :.…»}]*| *(?:(?:to|on|zu|zum|auf|about|in|for) .*|leave (?:new|a .*)|so far.*|add (?:yours|one)|yet)\.?"
)
_COUNTED = (
    rf"(?:{_BEFORE_COUNT})? *[({{\[]? *(?P<count>{_COUNT}) *[)}}\]]? *(?:{_COMMENTS})(?:{_AFTER_COUNT})",
    rf"(?:rss)?(?:{_COMMENTS}) *[:(\[] *(?P<count>\d{{1,7}}) *[)\]]?",
)
_PLAIN_HEADINGS = (
    rf"(?:{_HEADING}) *:?",
    r"reader interactions|join the (?:discussion|conversation)|what do you think\??|discuss|diskussion",
    r"(?:leave|post|write) a (?:comment|reply)|kommentar schreiben|comments are closed\.?",
    r"subscribe|notify of|guest|inline feedbacks|view all comments",
    r"newest|oldest|most voted|newest ?oldest ?most voted|sort by.*",
)
_ENDINGS = (
    r"leave a (?:reply|comment)!?(?: cancel reply)?|post (?:your|a|new) comment|write a comment|add (?:a|your) comment",
    r"(?:schreibe )?einen kommentar(?: (?:schreiben|abschicken|hinterlassen))?(?: \(?antworten? abbrechen\)?)?",
    r"kommentar (?:verfassen|schreiben|hinterlassen|absenden)|kommentieren|sie müssen sich anmelden.*",
    r"deja (?:un comentario|una respuesta).*|deixe uma resposta.*|laisser un commentaire.*|lascia un commento.*",
    r"(?:comments|comment section|commenting) (?:are|is) (?:now )?closed\.?",
    r"kommentare sind .*(?:geschlossen|deaktiviert)\.?",
    r"rss feed for comments on this post\.?|trackbacks?/?(?:pingbacks?)?",
    r"you must be logged in to .*comment\.?|log in to (?:reply|comment)\.?",
)
_BUTTONS = (
    r"reply|antworten?|zum antworten anmelden|log in to reply|responder|répondre|rispondi|reageren|odpowiedz",
    r"delete|reply ?delete|löschen|antworten ?löschen|edit|share|report|quote|zitieren|permalink|translate",
    r"like|dislike|liken|gefällt mir|gefällt \d+ person(?:en)?|liked by \d+ (?:person|people)|upvote|downvote",
)
_VOTES = (r"[+-]?\d{1,6}",)
_UNITS = "|".join(
    (
        r"seconds?|minutes?|hours?|days?|weeks?|months?|years?",
        r"sekunden?|minuten?|stunden?|tag(?:en?)?|wochen?|monat(?:en?)?|jahr(?:en?)?",
    )
)
_IN_DATES = "|".join(
    (
        r"\d[\w.,:/-]*|[@|/·–-]|at|on|um|am|uhr|at|le|à|el|a|las|de|del|às|em|il|alle|ore|om|o|h|[ap]\.?m\.?|utc|gmt|[a-z]{1,2}[sd]t",
        r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|mo|di|mi|do|fr|sa|so|\w+tag|mittwoch|sonnabend",
        r"jan(?:uary|uar|vier|eiro)?|jänner|feb(?:ruary|ruar)?|febr(?:ero|aio)|fevereiro|févr?(?:ier)?|enero|gennaio",
        r"mar(?:ch|s|zo|ço)?|märz?|apr(?:il|ile)?|abr(?:il)?|avr(?:il)?|may|mai|mayo|maio|maggio",
        r"june?|juni|juin|junio|junho|giugno|july?|juli|juil(?:let)?|julio|julho|luglio",
        r"aug(?:ust)?|août|ago(?:sto)?|sept?(?:ember|embre|tiembre)?|set(?:embro|tembre)?",
        r"o[ck]t(?:ober|obre|ubre)?|out(?:ubro)?|ott(?:obre)?|nov(?:ember|embre|iembre|embro)?",
        r"de[cz](?:ember|embre|embro)?|dic(?:iembre|embre)?|déc(?:embre)?",
    )
)
_TELLS_TIME = r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d|\d[./-]\d{1,2}[./-]\d"
_DATES = (
    rf"(?=.*(?:{_TELLS_TIME}))(?:{_IN_DATES})[.,:]*(?: +(?:{_IN_DATES})[.,:]*){{0,11}}",
    rf"(?:about |over |vor )?(?:an?|\d{{1,3}}) (?:{_UNITS})(?: ago| her)?",
)
_NUMBER_WORDS = {"no": 0, "keine": 0, "one": 1, "ein": 1}


def _whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for a whole line out of several."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


COUNTED = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _COUNTED)
PLAIN_HEADING, ENDING, BUTTON = _whole(_PLAIN_HEADINGS), _whole(_ENDINGS), _whole(_BUTTONS)
VOTE, DATE = _whole(_VOTES), _whole(_DATES)


def says(pattern: re.Pattern[str], content: str) -> bool:
    """Whether the whole line matches; lines longer than any interface's never do.

    Examples
    --------
    >>> says(BUTTON, "Reply"), says(BUTTON, "Reply to this, if you dare")
    (True, False)
    """
    return matched(pattern, content) is not None


def matched(pattern: re.Pattern[str], content: str) -> re.Match[str] | None:
    """The match of the whole line, white space made even; None for lines longer than any interface's."""
    return pattern.fullmatch(_spaced(content)) if len(content) <= LONGEST else None


def _spaced(content: str) -> str:
    """The line with a plain space for each run of white space, and without the signs of a Markdown heading."""
    return " ".join(content.split()).lstrip("#").lstrip()


def stated(content: str) -> int | None:
    """The number of comments that a heading states, or None when the line is no such heading.

    Examples
    --------
    >>> stated("12 Comments"), stated("4 thoughts on “Bridges”"), stated("Kommentare (1)")
    (12, 4, 1)
    >>> stated("12 comments were rude") is None
    True
    """
    for pattern in COUNTED:
        if match := matched(pattern, content):
            count = match["count"].lower()
            return _NUMBER_WORDS[count] if count in _NUMBER_WORDS else int(count.replace(".", "").replace(",", ""))
    return None


def is_heading(content: str) -> bool:
    """Whether the line may stand between the article and the first comment.

    Examples
    --------
    >>> is_heading("Comments"), is_heading("## 1 Kommentar"), is_heading("Comments from readers kept coming in.")
    (True, True, False)
    """
    return stated(content) is not None or says(PLAIN_HEADING, content)
