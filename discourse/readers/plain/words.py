"""What interfaces write between an article and its comments, in and after them: tables, and how to ask them.

Every pattern must match a whole line, or a whole name, so that the same words in running text mean nothing. Dates are
not here: `discourse.dates` knows them. To teach the reader another language, add its words to a table. May import: the
standard library.
"""

from __future__ import annotations

import re

LONGEST = 160
"""No line of an interface is longer; longer lines are not looked at."""

# Words that may follow or precede a number; without one, some of them are buttons ("Reply") and make no heading.
_COMMENTS = "|".join(
    (
        r"(?:reader |leser-?|user )?comments?|discussions?|reactions?|responses?|replies|reply|thoughts?|remarks?|letters?",
        r"(?:leser-?)?kommentare?|antwort(?:en)?|gedanken?|ergänzung(?:en)?|meinung(?:en)?|leserbriefe?|wortmeldung(?:en)?",
        r"reaktion(?:en)?|beiträge|rückmeldung(?:en)?|avis|commentaires?|réponses?|réactions?|comentarios?|respuestas?",
        r"opiniones|comentários?|respostas?|comment[oi]|rispost[ae]|reacties|reactie|opmerkingen|komentarz[ey]",
        r"komentarzy|odpowiedzi|kommentarer|svar|kommenttia|kommentit|komentářů|komentáře|komentarů?|yorum(?:lar)?",
        r"комментари[йяев]+|ответ(?:а|ов)?|отзыв(?:а|ов)?|σχόλια|hozzászólás(?:ok)?|comentarii|条评论|件のコメント",
    )
)
_HEADING = "|".join(
    (
        r"(?:reader |leser-?|user |all |recent |top )?comments|discussion|responses|reactions|thoughts|replies",
        r"(?:(?:leser|nutzer)-?)?kommentare|ergänzungen|meinungen|leserbriefe|reaktionen|letters(?: to the editor)?",
        r"commentaires|réponses|réactions|(?:los |tus )?comentarios|respuestas|comentários|respostas|commenti|reacties",
        r"komentarze|kommentarer|kommentit|komentáře|yorumlar|комментарии|обсуждение|σχόλια|hozzászólások|comentarii",
        r"コメント|评论|댓글",
    )
)
_BEFORE_COUNT = "|".join(
    (
        r"this (?:post|entry|article) has|there (?:are|is)|showing|view(?:ing)?(?: all)?|all|read(?: all)?",
        r"(?:dieser|der) (?:artikel|beitrag) hat|(?:es gibt |bisher )|se han publicado|hay|il y a|ci sono|bislang",
    )
)
_COUNT = r"\d{1,3}(?:[.,\u2019 ]\d{3})+|\d{1,7}|no(?= \w+s\b)|one(?= \w)|keine|(?:eine?|une?|uno|una|uma?|een)(?= \w)"
_AFTER_COUNT = (
    r"[ :.…»]*(?:↓|▼)?| *(?:(?:to|on|zu|zum|auf|about|in|for|en|sur|para|a|su|op) .*|leave (?:new|a .*)|so far.*"
    r"|add (?:yours|one)|yet|found|publicados?|vorhanden|kommentieren|read .*)\.?"
)
_COUNTED = (
    (
        rf"(?:{_BEFORE_COUNT})? *[({{\[]? *(?P<count>{_COUNT}) *[)}}\]]? *(?:{_COMMENTS})(?:{_AFTER_COUNT})"
        r"[ }\])|•·–-]*(?:read them below.*)?"
    ),
    (
        rf"(?:rss)?(?:{_COMMENTS}) *[:(\[] *(?P<count>\d{{1,7}}) *[)\]]?[ :]*"
        r"(?:kommentar schreiben|leave a .*|anzeigen|show|view|ansehen|lesen)?"
    ),
)
_PLAIN_HEADINGS = (
    rf"(?:{_HEADING})(?: (?:on|zu|zum|sur|a|to) .{{3,120}})? *[:»▼↓]?",
    r"reader interactions|join the (?:discussion|conversation)|what do you think\??|diskussion",
    r"ihre meinung|was (?:meinen|denken) sie\??|das sagen unsere leser|what others (?:say|said).*|what readers say.*",
    r"view all comments|alle kommentare",
)
# What may stand between a heading and the first comment: forms, ways to sort, subscriptions.
_CONTROLS = (
    r"kommentare abonnieren\??|subscribe to (?:the )?comments?.*|kommentarfeed.*",
    r"(?:see|load|view|show|hide|open) (?:the |all )?comments?(?: \(\d+\))?",
    r"most relevant|newest first|oldest first|all comments|benachrichtige mich.*|subscribe|notify of|guest|inline feedbacks|bewertung|avatar|discuss|name|e-?mail|website|comment|kommentar",
    r"newest|oldest|most voted|newest ?(?:first)? ?oldest ?(?:first)? ?(?:most voted)?|(?:sort(?:ed)?|order) by.*",
    r"(?:neu(?:e)?ste|älteste|beste)(?: zuerst)?(?: (?:neu(?:e)?ste|älteste|beste)(?: bewertung)?)*|top|best|sortieren.*",
    r"trier par.*|ordenar por.*|ordina per.*|your email address will not be published.*|required fields are marked.*",
    r"deine e-mail-adresse wird nicht veröffentlicht.*|erforderliche felder sind.*|rate this recipe|recipe rating",
)
_ENDINGS = (
    r"(?:leave|post|write|add|submit) (?:a|your|new|another) (?:new )?(?:reply|comment|response)!?(?: cancel reply)?",
    r"comment on this.*|cancel reply|submit comment|your comment.*|have your say.*|add to the discussion.*",
    r"(?:schreibe? |hinterlasse(?:n sie)? )?(?:einen|ihren|deinen) kommentar(?: .{0,40})?(?: \(?antworten? abbrechen\)?)?",
    (
        r"(?:neuen |einen |eigenen )?kommentar (?:verfassen|schreiben|hinterlassen|absenden|abgeben|hinzufügen|eintragen|erstellen|veröffentlichen)"
        r"|kommentieren|sie müssen sich anmelden.*"
    ),
    r"(?:ihr|dein) kommentar(?: .{0,40})?|jetzt kommentieren.*|du musst (?:dich anmelden|angemeldet sein).*|neuer kommentar",
    r"deja (?:un comentario|una respuesta|tu comentario).*|responder cancelar.*|deixe (?:uma resposta|um comentário|o seu).*",
    r"(?:laisser|écrire|ajouter|poster|publier|enregistrer) un commentaire.*|votre commentaire.*|lascia un (?:commento|tuo).*",
    r"(?:publicar|agregar|añadir) un comentario|(?:postar|publicar) um comentário|posta un commento|een reactie posten",
    r"(?:geef|plaats|laat) een reactie.*|dodaj komentarz.*|zostaw (?:komentarz|odpowiedź).*|skriv en kommentar.*",
    r"(?:lämna|legg igjen) (?:ett svar|en kommentar).*|kirjoita kommentti.*|jätä kommentti.*|yorum yap.*|přidat komentář.*",
    r"добавить комментарий.*|оставить комментарий.*|ваш комментарий.*|コメントを残す.*|发表评论.*|hozzászólás írása.*",
    r"(?:the )?(?:comments?|comment section|commenting|discussion)(?: .{1,30})? (?:are|is|has been) (?:now )?closed\.?.*",
    r"(?:die )?kommentar(?:e|funktion) (?:sind|ist|zu) .*(?:geschlossen|deaktiviert)\.?|kommentare geschlossen",
    r"los comentarios están cerrados.*|les commentaires sont fermés.*|i commenti sono chiusi.*|reacties zijn gesloten.*",
    r"rss feed for comments (?:on|to) this post.*|trackbacks?(?: ?[/&] ?pingbacks?)?[ :]*|(?:\{ )?\d+ trackbacks?(?: \})?",
    r"you must (?:be logged in|log in|register|sign in) to .*|(?:log|sign) in (?:or register )?to (?:post|leave|write).*",
)
# What stands in place of comments that the page did not bring, between others or below the last.
_MORE = (
    r"(?:load|show|view|see|continue) (?:\d+ )?(?:more|this|all|previous) (?:comments?|replies|reply|thread).{0,30}",
    r"(?:mehr|weitere|ältere) (?:\d+ )?(?:kommentare|antworten)(?: .{0,30})?|\d+ (?:more|weitere) (?:replies|reply|antworten?).{0,20}",
    r"(?:ver|cargar|mostrar|voir|afficher|charger) (?:más|mais|plus de|les autres) (?:comentarios|respuestas|commentaires|réponses).*",
)
# What stands on the page after the comments or beside the article, and ends the last comment of a flat list.
_FURNITURE = (
    r"related (?:posts?|articles?|stories|links)[ :]*|you (?:may|might) also (?:like|enjoy).*|popular posts|recent (?:posts|comments)",
    r"(?:ähnliche|weitere|verwandte|neueste|letzte) (?:beiträge|artikel|posts|themen|rezepte).*|beitragsnavigation",
    r"(?:post|comment|article|artikel)[ -]navigation|(?:older|newer|previous|next) (?:posts?|comments?|entries|article)",
    r"articles? (?:similaires?|liés)|artículos relacionados|artigos relacionados|articoli correlati|vorheriger beitrag.*",
    r"about (?:me|us|the author)|search(?: this (?:blog|site))?|suche|archives?|archiv|categories|kategorien|blogroll",
    r"(?:copyright|©).*|powered by .*|this site uses akismet.*|diese website verwendet akismet.*|impressum|privacy policy",
    r"subscribe to: .*|home ?older post.*|newer post ?home.*|create a link|links to this post|(?:primary )?sidebar",
    r"filed under:? .*|tagged:? .*|share this:?|mehr (?:von|zum thema|aus).*|das könnte (?:dich|sie) auch interessieren.*",
)
# A line of nothing but these words, numbers and signs is a row of buttons, if one of the first group is among them.
_STRONG_BUTTONS = frozenset(
    "load level expand collapse read reply replies respond delete edit share report quote cite permalink permanent embed save like likes liked unlike"
    " dislike recommend flag spam upvote downvote vote votes translate thumbs helpful"
    " antworten antwort antworte löschen bearbeiten teilen melden zitieren zitat liken gefällt übersetzen bewerten"
    " daumen abschicken kommentieren empfehlen aufklappen einklappen"
    " responder responde eliminar citar compartir denunciar reportar gusta borrar curtir excluir compartilhar"
    " répondre supprimer citer partager signaler aime rispondi elimina cita condividi segnala piace"
    " reageren reageer antwoorden antwoord verwijderen citeren delen odpowiedz cytuj zgłoś udostępnij lubię"
    " svara svar rapportera gilla vastaa odpovědět nahlásit yanıtla cevapla beğen válasz răspunde"
    " ответить цитировать поделиться нравится пожаловаться απάντηση 返信 回复 답글".split()
)
_WEAK_BUTTONS = frozenset(
    "by and to up down a an in person people personen others this comment comments post link see show hide view more"
    " less all full parent prev next context give award follow following message send private"
    " log login sign register now ago original source top share facebook twitter email tweet pin whatsapp print copy"
    " zum anmelden mir dir das hoch runter diesen beitrag kommentar oder und nach oben ein einloggen direkt"
    " ya enlace permanente link a esto te este comentario o tu sesión iniciar accede para"
    " j’aime j ce se connecter pour connectez-vous al mi non su dit bericht om te na to nie"
    " points point likes star stars w d h m y hr hrs min mins yr yrs mo click here quick multi add reaction reactions was it yes no useful found".split()
)
_ROLES = (
    r"(?:post |article |original )?author|admin(?:istrator)?|mod(?:erator)?|editor|staff|guest|member|(?:not |un)?verified.{0,20}",
    r"(?:beitrags?|artikel)?autor(?:in)?|verfasser(?:in)?|gast|mitglied|redaktion|moderation|teilnehmer(?:in)?|blogger(?:in)?",
    r"(?:senior|junior|new|active|full|registered|premium|distinguished) (?:member|user)|newbie|subscriber|top fan|host",
    r"nicht überprüft|non vérifié|no verificado|auteur|invité|modérateur|membre|autore|ospite|invitado|miembro|administrador|autor do post|convidado|gość|gäst|gast",
    r"автор|гость|модератор|пользователь",
)
# What systems say about a comment, in its head or below it, and what forums say about who wrote it.
_NOTICES = (
    r"your comment is awaiting (?:moderation|approval).*|(?:ihr|dein) kommentar wartet auf .*",
    r"last (?:edited|edit|modified|updated)\b.*|edited (?:by|on|at)\b.*|\(?edited \d.*|zuletzt (?:bearbeitet|geändert|editiert).*",
    r"dernière (?:modification|édition).*|última (?:edición|modificación).*|(?:geändert|bearbeitet|editiert) (?:von|am)\b.*",
    r"\d{1,4}(?:\.\d{1,4})+",
    r"this (?:post|comment) was (?:edited|modified).*|(?:\d+ (?:people|users?|members?) )(?:likes? this|found this).*",
)
_STATS = (
    r"(?:posts|messages|beiträge|joined|join date|registered|registriert(?: seit)?|location|wohnort|karma) ?: ?.{0,40}",
    r"(?:reputation|reaction score|points|trophy points|threads|topics|themen|likes|likes received|thanks) ?: ?.{0,40}",
    r"(?:danke|member since|mitglied seit|dabei seit|registrierung|mensajes|registrado|inscription) ?: ?.{0,40}",
    r"(?:inscrit(?: le)?|messages postés|website|homepage|ort|from) ?: ?.{0,40}",
)
_TEASERS = (
    r"continue reading.*|read (?:more|on|the (?:full|whole|rest).*|article).*|weiter ?lesen.*|mehr (?:lesen|erfahren).*",
    r"lire (?:la suite|plus|l.article).*|(?:leer|seguir leyendo|continuar leyendo) ?(?:más)?.*|zum (?:artikel|beitrag).*",
    r"continua a leggere.*|leggi (?:tutto|di più).*|lees (?:meer|verder).*|czytaj (?:więcej|dalej).*|läs mer.*|читать (?:далее|дальше).*",
)
_SUBJECTS = (r"(?:re|aw|sv|antw|odp|betreff|subject|betr|titel|title|titre|asunto|oggetto|onderwerp) ?: ?\S.*",)
_SAID = (
    r"says|said|writes|wrote|commented|comments|replied|responded|responds|replies|asks|asked|added|noted",
    r"sagte?|hat gesagt|schreibt|schrieb|meinte?|kommentierte?|antwortete?|fragte?",
    r"dijo|dice|escribió|comentó|respondió|ha dicho|opina|disse|diz|escreveu|comentou|respondeu|dit|a dit|a écrit|écrit",
    r"ha scritto|ha detto|scrive|schreef|zegt|zei|pisze|napisał(?:\(a\)|a)?|mówi|skrev|säger|sier|siger|sanoo|kirjoitti",
    r"napsal(?:a)?|říká|dedi ki|diyor ki|написал(?:а)?|пишет|сказал(?:а)?|говорит|έγραψε|írta|szerint|a spus|spune",
)
_BY = (
    r"(?:(?:comment|post|posted|written|submitted|added|left|review|reply|response|letter)(?: posted| left)? )?(?:by|from)",
    r"(?:(?:kommentar|geschrieben|verfasst|eingestellt|antwort|beitrag|leserbrief|gepostet|erstellt|pingback|trackback) )?von",
    r"(?:(?:escrito|publicado|enviado|comentado|comentario|comentário|postado|comentário enviado) )?(?:por|de)",
    r"(?:(?:écrit|posté|publié|rédigé|commentaire|envoyé|le commentaire) )?(?:par)|(?:(?:scritto|inviato|postato|commento) )da",
    r"(?:(?:geplaatst|geschreven|reactie) )?door|(?:napisane|dodane|komentarz|autor) przez|(?:skrivet|kommentar|skrevet) av?",
    r"comment number|comment|kommentar|comentario|posted|geschrieben|publicado|posté(?: le)?|veröffentlicht|submitted|name",
    r"author|autor|auteur|user|reviewer|kommentator|автор|от|submitted|reply",
)
_REPLY_TO = (
    r"(?:in )?repl(?:y|ies|ied|ying) to|in response to|response to|als antwort auf|antwort(?:en)? (?:an|auf)",
    r"(?:en )?(?:respuesta|réponse|resposta|risposta) (?:a|à)|responder a|répondre à|rispondi a|in risposta a|w odpowiedzi na?",
    r"antwoord op|svar til|svar till|in antwort auf|ответ(?:ить)? (?:для)?|odpowiedz (?:do|użytkownikowi)?",
)
_TIME_WORDS = (
    r"on|at|in|am|um|le|à|el|a las|em|às|il|alle(?: ore)?|op|om|dnia|o|den|kl\.?|posted|edited|uhr|h|hrs?|est|pst|gmt"
    r"|date|published|vor|from|updated|since|joined|join date|registered|geschrieben|verfasst|permalink|via \w+|via|dne|v"
    r"|aktualisiert|publiziert|geändert|mis à jour|modifié|actualizado|aggiornato|bijgewerkt|schrieb am|datum|created|posté|publié|publicado|klo|pm|saat|в|um:|ago"
)
_TRAILS = (
    (
        r"(?:[+−-]?\d{1,7} ?(?:points?|votes?|likes?|upvotes?|karma|pts|comments?|posts?|followers?|punkte|stimmen|children|up|stars?))+"
        r"|\[score hidden\]"
    ),
    r"\(?(?:edited|bearbeitet|editado|modifié|modificato)\)?|[\[(](?:op|s)[\])]|\[[-–—−+]\]|\[ ?\]|#\d{0,7}|№ ?\d{1,7}",
    r"↓|↑|»|›|▼|▲|⋅|[+−-]\d{1,5}",
)
# After a date only: before it, or without one, they could be part of a name.
_LATE_TRAILS = (
    r"reply|antworten?|responder|répondre|rispondi|reageren|odpowiedz|permalink|quote|zitieren|report|edit|link",
    r"share|delete|melden|link permanente|direktlink|log in to reply|zum antworten anmelden|bearbeiten",
    r"parent|prev|next|root|favorite|context|flag|hide|unvote",
)
_VOTES = (
    r"[+−-]?\d{1,6}(?: ?[kK])?",
    r"\d{1,2} stars?|[★☆⭐]{1,10}|\d{1,6} (?:points?|votes?|likes?|upvotes?|punkte|stimmen|people .{0,40})",
    r"(?:rating|bewertung|score|votes?|likes?|points?|punkte) ?[:.]? ?[+−-]?\d{1,6}(?:[.,]\d)?(?: ?/ ?\d{1,3})?",
    r"[+−-]?\d{1,6} ?[/|] ?[+−-]?\d{1,6}|\(?[+−-]\d{1,6}\)?(?: ?[/|] ?\(?[+−-]\d{1,6}\)?)?",
)
_REMOVED = (
    r"[\[(]?(?:deleted|removed|gelöscht|entfernt|eliminado|supprimé|rimosso|verwijderd|usunięty)(?: by .{0,30})?[\])]?",
    (
        r"[\[(]?(?:this|dieser|ce|este|questo|der|the) (?:comment|kommentar|beitrag|commentaire|comentario|comentário|commento|post)"
        r" .{0,20}(?:deleted|removed|hidden|gelöscht|entfernt|supprimé|eliminado|removido|rimosso|eliminato).{0,60}"
    ),
)
_LINKING = (r"(?:ping|track)back(?:s|ing)?\b[ :].*",)
_NUMBER_WORDS = {"no": 0, "keine": 0, **dict.fromkeys("one ein eine un une uno una um uma een".split(), 1)}
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])|(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)")


def _whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for a whole line out of several."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


COUNTED = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _COUNTED)
PLAIN_HEADING, CONTROL, ENDING, MORE, FURNITURE = map(_whole, (_PLAIN_HEADINGS, _CONTROLS, _ENDINGS, _MORE, _FURNITURE))
ROLE, VOTE = _whole(_ROLES), _whole(_VOTES)
NOTICE, STAT, SUBJECT, TEASER = map(_whole, (_NOTICES, _STATS, _SUBJECTS, _TEASERS))
REMOVED, LINKING = _whole(_REMOVED), _whole(_LINKING)
_ANY_SAID, _ANY_BY = "|".join(_SAID), "|".join(_BY)
SAID_AT_END = re.compile(rf"(?:^|[\s,])(?:{_ANY_SAID})\s*(?:[:,.…]|\.\.\.|;)*\s*$", re.IGNORECASE)
SAID_GLUED = re.compile(r"(?<=[\w.)])(?:says|sagt|dice|diz|zegt|säger|pisze):\s*$")
BY_AT_START = re.compile(rf"(?:permalink ?)?(?:{_ANY_BY})\b\s*:?\s*", re.IGNORECASE)
TIME_WORD_AT_END = re.compile(rf"(?:^|[\s,(|·•–—-])(?:{_TIME_WORDS})\s*$", re.IGNORECASE)
TIME_WORD_AT_START = re.compile(rf"(?:{_TIME_WORDS})(?=$|[\s,:;)|·•–—-])", re.IGNORECASE)
_EARLY, _LATE = "|".join(_TRAILS), "|".join((*_TRAILS, *_LATE_TRAILS))
TRAIL_AT_END, LATE_TRAIL_AT_END = (
    re.compile(rf"(?:^|(?<=[\s,(|·•–—\-:\]]))(?:{trails})\s*$", re.IGNORECASE) for trails in (_EARLY, _LATE)
)
TRAIL_AT_START, LATE_TRAIL_AT_START = (
    re.compile(rf"(?:{trails})(?=$|[\s,:;)|·•–—\[-])", re.IGNORECASE) for trails in (_EARLY, _LATE)
)
ROLE_AT_END = re.compile(rf"(?<=\S)\s*[\s(\[,|·•–—-]\s*(?P<role>{'|'.join(_ROLES)})\s*[)\]]?\s*$", re.IGNORECASE)
REPLY_TO = re.compile(rf"(?:{'|'.join(_REPLY_TO)}) *:? *(?P<name>\S.*)", re.IGNORECASE)


def says(pattern: re.Pattern[str], content: str) -> bool:
    """Whether the whole line matches; lines longer than any interface's never do.

    Examples
    --------
    >>> says(ENDING, "Leave a Reply"), says(ENDING, "Leave a reply to this, if you dare")
    (True, False)
    """
    return matched(pattern, content) is not None


def matched(pattern: re.Pattern[str], content: str) -> re.Match[str] | None:
    """The match of the whole line, white space made even; None for lines longer than any interface's."""
    return pattern.fullmatch(_spaced(content)) if len(content) <= LONGEST else None


def _spaced(content: str) -> str:
    """The line with a plain space for each run of white space, and without the signs of a Markdown heading."""
    return " ".join(content.split()).lstrip("#").lstrip()


def is_sign(content: str) -> bool:
    """Whether the line holds nothing but the signs that part buttons and entries: dots, bars, dashes.

    Examples
    --------
    >>> is_sign("•"), is_sign("---"), is_sign("?!")
    (True, True, False)
    """
    return 0 < len(content) <= LONGEST and not content.strip("•·|–—-*_=~›»«‹/ .\t")


def is_button(content: str) -> bool:
    """Whether the line is a row of buttons: nothing but their words, numbers and signs, in any order or glued.

    Examples
    --------
    >>> is_button("Reply"), is_button("AntwortenLöschen"), is_button("Like · Reply · 3"), is_button("I like it")
    (True, True, True, False)
    """
    return is_interface(content) and any(word in _STRONG_BUTTONS for word in _words(content))


def is_interface(content: str) -> bool:
    """Whether the words of a line are all words that buttons use, whether or not they make one.

    Examples
    --------
    >>> is_interface("Comment link"), is_interface("Ann's link")
    (True, False)
    """
    words = _words(content) if len(content) <= LONGEST else []
    return 0 < len(words) <= 14 and all(word in _STRONG_BUTTONS or word in _WEAK_BUTTONS for word in words)


def _words(content: str) -> list[str]:
    """The words of a line, glued ones apart."""
    return [word.casefold() for word in _WORDS.findall(_CAMEL.sub(" ", content))]


def stated(content: str) -> int | None:
    """The number of comments that a heading states, or None when the line is no such heading.

    Examples
    --------
    >>> stated("12 Comments"), stated("4 thoughts on “Bridges”"), stated("Eine Antwort zu “Brücken”")
    (12, 4, 1)
    >>> stated("12 comments were rude") is None
    True
    """
    for pattern in COUNTED:
        if match := matched(pattern, content):
            count = match["count"].lower()
            return _NUMBER_WORDS[count] if count in _NUMBER_WORDS else int(re.sub(r"\D", "", count))
    return None


def is_heading(content: str) -> bool:
    """Whether the line announces comments.

    Examples
    --------
    >>> is_heading("Comments"), is_heading("## 1 Kommentar"), is_heading("Comments from readers kept coming in.")
    (True, True, False)
    """
    return stated(content) is not None or says(PLAIN_HEADING, content)
