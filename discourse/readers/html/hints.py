"""Words in classes, ids and labels by which pages call the parts of a comment section, in many languages.

May import: the standard library.
"""

from __future__ import annotations

import re

COMMENT = re.compile(
    r"comment|kommentar|comentari|commentaire|commento|komentarz|reactie|reactions?$|respons(?:e|um)|repl(?:y|ies)|antwort|respuesta"
    r"|discuss(?!ed)|diskussion|leser(?:brief|post|meinung|stimme)|reader-?(?:letter|opinion)|opinion|guestbook|gaestebuch"
    r"|(?:^|[-_.#])(?:forum|thread|post(?:ing|bit)?|message|msg|beitrag|talk|conversation|feedback|note|review|avis|yorum|kommentti|opmerking)"
    r"(?:s|[-_]|$)",
    re.IGNORECASE,
)
SURE = re.compile(
    r"comment|kommentar|comentari|commentaire|commento|leser(?:brief|post|meinung)|komentarz|yorum", re.IGNORECASE
)
NOT_COMMENT = re.compile(
    r"form|respond|textarea|input|button|count|share|social|related|teaser|widget|sidebar|recent|latest|newest|popular|menu|nav|footer|login"
    r"|advert|\bads?\b|banner|cookie|newsletter|pagination|pager|toolbar|commented|comment(?:s|are)?[-_]?(?:link|icon|number|off|closed|header|head|title|button|btn|add|new|policy|rules|bar)",
    re.IGNORECASE,
)
SECTION = re.compile(
    r"comments|commentlist|kommentare|comentarios|commentaires|commenti\b|reacties|list|area|wrap|section|container|holder|items|threads?$|module|box$|block$",
    re.IGNORECASE,
)
STATE = re.compile(
    r"^(?:odd|even|alt|first|last|active|open|clearfix|cf|row|col.*|d-.*|flex.*|is-.*|has-.*|js-.*|wp-.*|m[tbxylr]?-.*|p[tbxylr]?-.*"
    r"|w-.*|h-.*|text-.*|bg-.*|border.*|group|container|wrapper|inner|outer|box|item|block|body|content|left|right|clear|hidden|visible|parent|child|new|style.*)$",
    re.IGNORECASE,
)
AUTHOR = re.compile(
    r"author|autor|user|benutzer|nutzername|gebruiker|utente|member|nick|(?:^|[-_./ ])name|(?:account|display|screen|full|first)[-_]?name|poster|posted-?by|byline|verfasser|creator|person|profile|usuario|auteur|commenter|(?:^|[-_./ ])fn(?:$|[-_./ ])|(?:^|[-_./ ])by(?:$|[-_./ ])|von\b|(?:^|[-_./ ])who",
    re.IGNORECASE,
)
DATE = re.compile(
    r"date|datum|time|zeit|fecha|(?:^|[-_./ ])ago|when|posted|published|created|stamp|heure|data\b|timeago",
    re.IGNORECASE,
)
BODY = re.compile(
    r"content|text|texte|body|message|msg|inhalt|copy|prose|markdown|post-?body|usertext|contenido|excerpt|bodytext|description",
    re.IGNORECASE,
)
FURNITURE = re.compile(
    r"repl(?:y|ies)|antwort|respond|share|like|vote|rating|report|flag|permalink|avatar|gravatar|badge|action|toolbar|button|btn|tools?$|links?$|options|edit|meta|footer|signature|count|karma|points",
    re.IGNORECASE,
)
REPLY = re.compile(
    r"(?:comment |kommentar |beitrag |post |diesen |this )*(?:reply|antworten?|responder|répondre|rispondi|reageren|beantwoorden|odpowiedz|svar|svara|vastaa|ответить"
    r"|yanıtla|cevapla|zitieren|quote|report(?: abuse)?|melden|denunciar|signaler|likes?|gefällt mir|permalink|link|edit|delete|share|teilen|löschen|bearbeiten|upvote|downvote)"
    r"(?: to this.*| comment| auf diesen.*| \W?\d+\W?)?[.!:]?",
    re.IGNORECASE,
)
ANSWER = re.compile(
    r"(?:comment |kommentar |beitrag |post |diesen |this )*(?:reply|antworten?|responder|répondre|rispondi|reageren|beantwoorden|odpowiedz|svar|svara|vastaa|ответить|回复|返信"
    r"|yanıtla|cevapla|zitieren|quote|citer|citar|cita|report(?: abuse)?|melden|denunciar|signaler|upvote|downvote)"
    r"(?: to this.*| to .{1,40}| comment| auf diesen.*| \W?\d+\W?)?[.!:]?",
    re.IGNORECASE,
)
"""Labels of buttons that only what people say has."""
NOT_AUTHOR = re.compile(
    r"title|regist|rank|role|badge|(?:^|[-_./ ])count|since|joined|location|info|stats?(?:$|[-_])|avatar|image|initial|status|label|level|(?:^|[-_])tag(?:$|[-_])",
    re.IGNORECASE,
)
REFERS = re.compile(
    r"[↪↩⤷└➥→@ ]*(?:(?:posted |written )?(?:in (?:reply|response) to|replying to|replied to|responding to|answer(?:ing)? to|(?:als )?antwort (?:auf|an)|antwortet(?:e)?(?: auf)?"
    r"|als (?:antwoord|reactie) op|(?:en )?réponse à|en réaction à|répond à|en respuesta a|em resposta a|(?:in )?risposta a|w odpowiedzi na|odpowiedź do|som svar (?:på|til)"
    r"|svar (?:på|til|till)|vastaus käyttäjälle|в ответ на|ответ для|yanıt olarak|reply to|respuesta a|resposta a|respond(?:ed|e)? to)\b|回复|返信先)[ :]*",
    re.IGNORECASE,
)
"""What is said before the name or the number of the comment that is answered."""
SCORE = re.compile(r"vote|score|rating|points|karma|(?:^|[-_ ])likes?(?:$|[-_ ])|thumbs", re.IGNORECASE)
COUNTED = re.compile(
    r"[+\-−–]?\d[\d.,]* ?[km]? (?:points?|punkte?|votes?|stimmen?|likes?|upvotes?|replies|reply|antwort(?:en)?|comments?|kommentare?"
    r"|posts?|beitr[aä]ge?|views?)|(?:level|lvl|stufe|rang|rank|post|beitrag|nr|no)\.? ?#?\d+|[^\w]*\d{1,2}[/.]\d{4}|\d{1,2}"
    r"|(?:posted|written|from|by|author|name|user(?:name)?|von|autor|de|par|says|said|on|am|at)\W*",
    re.IGNORECASE,
)
"""What is counted or numbered, a month, or a label, and no name: "39 points", "level 2", "12/2006", "From:"."""
_DIGITS = re.compile(r"\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


def stem(token: str) -> str:
    """A class or an id without its numbers, so that those of all comments are one.

    Examples
    --------
    >>> stem("comment-1207"), stem("bb_message_3901225")
    ('comment', 'bb_message')
    """
    return _DIGITS.sub("", token).strip("-_")


def kind(token: str) -> str:
    """A class without its numbers, unless too little is left of it to tell it from others.

    Examples
    --------
    >>> kind("comment-1207"), kind("q3")
    ('comment', 'q3')
    """
    short = stem(token)
    return short if len(short) > 1 else token


def apart(token: str) -> str:
    """The kind of a class with a sign between words that are told apart by capitals.

    Examples
    --------
    >>> apart("siteCommentAuthorName"), apart("comment-1207")
    ('site-Comment-Author-Name', 'comment')
    """
    return _CAMEL.sub("-", kind(token))
