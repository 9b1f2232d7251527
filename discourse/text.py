"""Unicode and white space, words and sentences, with their places in the text.

Everything that points into a text does so by character spans `(start, end)`, half open, so that evidence can be shown
where it stands. May import: the standard library.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

Span = tuple[int, int]

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LONE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+(?:['’\-.&](?=[^\W_])[^\W_]+)*", re.UNICODE)
_BREAK = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*[^\sa-z])")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st gen col maj lt sgt capt sen rep gov pres inc ltd co corp no vs etc e.g i.e u.s u.k u.n"
    " a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec"
    " approx dept fig cf al".split()
)
_SLUG = re.compile(r"[^a-z0-9]+")


def clean(text: str) -> tuple[str, dict[str, int]]:
    r"""Make a text safe to store and count what had to be replaced.

    NUL and lone surrogates become U+FFFD; line ends become a line feed; a byte order mark at the start goes.

    Parameters
    ----------
    text : str

    Returns
    -------
    text : str
        The same length except for line ends and the mark.
    counts : dict of str to int
        How many of each kind were replaced: "NUL", "lone surrogate".

    Examples
    --------
    >>> clean("a\x00b\r\nc")
    ('a�b\nc', {'NUL': 1})
    """
    counts = {}
    if "\x00" in text:
        counts["NUL"] = text.count("\x00")
        text = text.replace("\x00", REPLACEMENT)
    if not text.isascii():
        try:
            text.encode()  # five times as fast as a search
        except UnicodeEncodeError:
            text, counts["lone surrogate"] = _LONE.subn(REPLACEMENT, text)
        text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text, counts


def storable(text: str) -> tuple[str, dict[str, int]]:
    r"""As `clean`, but a text in which nothing has to be replaced stays exactly as it is.

    Examples
    --------
    >>> storable("a\r\nb"), storable("a\x00b")
    (('a\r\nb', {}), ('a\ufffdb', {'NUL': 1}))
    """
    if text.isascii() and "\x00" not in text:
        return text, {}
    made, counts = clean(text)
    return (made, counts) if counts else (text, counts)


def words(text: str) -> list[Span]:
    """Spans of the words: letters and digits, with inner apostrophes, hyphens, dots and ampersands.

    Examples
    --------
    >>> [("Al-Qa'im fell, U.S. said."[a:b]) for a, b in words("Al-Qa'im fell, U.S. said.")]
    ["Al-Qa'im", 'fell', 'U.S', 'said']
    """
    return [match.span() for match in _WORD.finditer(text)]


def sentences(text: str) -> list[Span]:
    """Spans of the sentences, white space at both ends left out.

    A sentence ends at . ! ? or … before white space, unless the dot belongs to an initial, a known abbreviation or a
    number; at a blank line; and at a line end, unless the next line goes on in small letters.

    Examples
    --------
    >>> said = "Gen. Smith left at 5 p.m. today. Why? Nobody knows"
    >>> [said[a:b] for a, b in sentences(said)]
    ['Gen. Smith left at 5 p.m. today.', 'Why?', 'Nobody knows']
    """
    spans, start = [], 0
    for match in _BREAK.finditer(text):
        if match.group().startswith(".") and _is_inner_dot(text, match.start(), match.end()):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for a, b in spans if (trimmed := _trim(text, a, b))[0] < trimmed[1]]


def _is_inner_dot(text: str, dot: int, end: int) -> bool:
    """Whether the dot at `dot` belongs to an abbreviation or an initial and the sentence goes on."""
    if end - dot > 1:
        return False
    at = dot
    while at > 0 and dot - at < 12 and (text[at - 1].isalnum() or text[at - 1] == "."):
        at -= 1
    word = text[at:dot].lower()
    following = text[end : end + 40].lstrip()
    if len(word) == 1 and word.isalpha() and text[at].isupper() and word != "i":
        return True
    if word not in _ABBREVIATIONS:
        return False
    return word not in {"etc", "a.m", "p.m", "no", "u.s", "u.k", "u.n"} or not following[:1].isupper()


def _trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def slug(text: str, longest: int = 60) -> str:
    """A name safe for files and ids: ASCII lower case letters, digits and hyphens; never empty.

    Examples
    --------
    >>> slug("Al-Qa’im: Who wins?")
    'al-qa-im-who-wins'
    >>> slug("///")
    'thread'
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", " ")).encode("ascii", "ignore").decode("ascii")
    return _SLUG.sub("-", plain.lower()).strip("-")[:longest].rstrip("-") or "thread"


def count(n: int, thing: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "reply"), count(3, "comment"), count(2, "reply")
    ('1 reply', '3 comments', '2 replies')
    """
    plural = thing[:-1] + "ies" if thing.endswith("y") else thing + "s"
    return f"{n:,} {thing if n == 1 else plural}"


def without_folders(name: str) -> str:
    r"""A file's name as results show it: an absolute path loses its folders, which belong to one machine.

    Examples
    --------
    >>> without_folders("threads/a/page.txt"), without_folders(r"C:\pages\page.txt")
    ('threads/a/page.txt', 'page.txt')
    """
    for kind in (PurePosixPath, PureWindowsPath):
        if kind(name).is_absolute():
            return kind(name).name
    return name


def shorten(text: str, width: int) -> str:
    """The text on one line, cut at a word to at most `width` characters, with an ellipsis where cut.

    Examples
    --------
    >>> shorten("The bridge opens again tomorrow", 18)
    'The bridge opens…'
    """
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut = line[: max(width - 1, 1)]
    space = cut.rfind(" ")
    return (cut[:space] if space > width // 2 else cut).rstrip(" ,;:.–-") + "…"


def printable(text: str) -> str:
    r"""The text without what could steer a terminal: control and bidirectional marks become U+FFFD.

    Examples
    --------
    >>> printable("a\x1b[31mb")
    'a�[31mb'
    """
    return _STEERING.sub(REPLACEMENT, text)


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠'")


FORMULA_SIGNS = frozenset(_FORMULA)
"""What a cell begins with that `inert` changes."""
_SIGNS = "".join(re.escape(sign) for sign in _FORMULA if sign != "'")
NOT_INERT = rf"\A(?:[{_SIGNS}]|'[^{_SIGNS}'])"
"""What matches no cell that `inert` has written, as a regular expression, also of RE2."""


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before one that could be; `revived` undoes it.

    Source: OWASP ASVS 5.0, 1.2.10.

    Examples
    --------
    >>> inert("=1+1"), inert("plain"), inert("'tis")
    ("'=1+1", 'plain', "''tis")
    """
    return "'" + cell if cell.startswith(_FORMULA) else cell


def cell(value: object, *, safe: bool = True) -> str:
    """A value as our CSV files hold it: missing empty, lists joined by semicolons, texts inert when `safe`.

    Examples
    --------
    >>> cell(None), cell(True), cell(["a", "b"]), cell(0.5), cell("=1"), cell("=1", safe=False)
    ('', 'true', 'a;b', '0.5', "'=1", '=1')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = ";".join(value)
    if isinstance(value, str):
        return inert(value) if safe else value
    return repr(value)


def revived(cell: str) -> str:
    """What `inert` was given.

    Examples
    --------
    >>> revived("'=1+1"), revived("plain"), revived("''tis")
    ('=1+1', 'plain', "'tis")
    """
    return cell[1:] if cell.startswith("'") else cell


_NOTICE_WORDS = {
    "en": (
        "deleted removed erased hidden withdrawn moderated censored | comment comments post reply message content"
        " entry response | this the a an has have been was were is had by its their our it for from of and as to"
        " because due in not on moderator moderators moderation mod mods author admin admins administrator"
        " administrators user owner staff editor editors poster commenter account site blog team automatically"
        " permanently page thread reddit who violating violation violated violates breaking breach terms use"
        " service rules rule guidelines policy policies community standards comply inappropriate spam abusive that"
        " does did"
    ),
    "de": (
        "gelöscht entfernt ausgeblendet gesperrt zurückgezogen moderiert | kommentar kommentare beitrag antwort"
        " nachricht posting post inhalt leserkommentar | dieser diese dieses der die das ein einem einer wurde"
        " wurden worden ist sind von vom durch der dem den und wegen autor autors autorin verfasser verfasserin"
        " moderator moderatorin moderation administrator administration admin redaktion nutzer nutzerin benutzer"
        " user blog blogs verstoßes verstoß verstößen gegen unsere unserer netiquette richtlinien regeln da er sie"
        " es nicht entspricht bitte bleiben sachlich danke verzichten auf"
    ),
    "fr": (
        "supprimé supprimée effacé effacée retiré retirée masqué modéré | commentaire message réponse contenu post"
        " publication | ce cet cette le la un une a été est par l de du des d auteur administrateur modérateur"
        " modération utilisateur blog équipe car il ne respecte pas les règles charte notre nos son pour non"
        " respect"
    ),
    "es": (
        "eliminado eliminada borrado borrada removido suprimido retirado ocultado | comentario mensaje respuesta"
        " contenido publicación | este esta el la un una ha sido fue por del de autor administrador moderador"
        " moderación usuario blog equipo lo su las normas nuestras infringir incumplir comunidad"
    ),
    "pt": (
        "removido removida excluído excluída apagado apagada eliminado ocultado | comentário mensagem resposta"
        " conteúdo | este esta o a um uma foi por pelo pela do da de autor autora administrador moderador moderação"
        " usuário utilizador blog blogue equipe equipa gestor"
    ),
    "it": (
        "eliminato eliminata rimosso rimossa cancellato cancellata | commento messaggio risposta contenuto | questo"
        " questa il la un è stato stata da dal dall del autore amministratore moderatore utente blog redazione"
    ),
    "nl": (
        "verwijderd gewist verborgen | reactie bericht commentaar antwoord opmerking | deze dit de het een is werd"
        " door auteur moderator beheerder redactie gebruiker schrijver blogbeheerder van"
    ),
    "pl": (
        "usunięty usunięta usunięto skasowany ukryty | komentarz wpis odpowiedź wiadomość post | ten ta to został"
        " została przez autora administratora moderatora użytkownika bloga redakcję z powodu"
    ),
    "sv": (
        "borttagen borttaget raderad raderat tagits bort | kommentar kommentaren inlägg inlägget meddelandet svaret"
        " | den det här denna detta har är av en moderator skribenten författaren administratören"
        " bloggadministratör blivit"
    ),
    "da": (
        "slettet fjernet skjult | kommentar kommentaren indlæg innlegget indlægget besked svar | denne dette den er"
        " har blitt blevet af av en et forfatteren administrator bloggadministrator moderator brugeren"
    ),
    "fi": (
        "poistettu poistanut | kommentti kommentin viesti viestin vastaus | tämä tämän on kirjoittaja ylläpitäjä"
        " ylläpito moderaattori blogin hallinnoija toimesta"
    ),
    "ru": (
        "удалён удален удалено удалена скрыт скрыто | комментарий сообщение ответ пост запись | этот это эта был"
        " было была автором модератором администратором администрацией пользователем блога за нарушение правил"
        " сообщества"
    ),
    "uk": (
        "видалено видалений приховано | коментар повідомлення відповідь | цей це був було автором модератором"
        " адміністратором"
    ),
    "tr": (
        "silindi silinmiş silinmiştir kaldırıldı kaldırılmış kaldırılmıştır | yorum mesaj yanıt gönderi içerik | bu"
        " bir yazar yazarı kullanıcı yönetici yöneticisi moderatör editör blog tarafından"
    ),
    "cs": (
        "odstraněn odstraněna odstraněno smazán smazána smazáno skryt | komentář příspěvek odpověď zpráva | tento"
        " tato byl byla bylo autorem administrátorem moderátorem správcem uživatelem blogu redakcí pro porušení"
        " pravidel"
    ),
}
"""By language, between bars: what was done, to what, and the other words of such notices."""
_NOTICES = tuple(tuple(frozenset(words.split()) for words in row.split("|")) for row in _NOTICE_WORDS.values())
_DONE = frozenset(word for done, _, _ in _NOTICES for word in done)
_NOTICES_WITHOUT_SPACES = re.compile(
    "(?:この|その)?(?:コメント|投稿)は(?:[^\\s。]{0,12}により)?削除され(?:まし|てい?まし)た"
    "|(?:该|此|这条|本)?(?:评论|留言|内容|評論)已?(?:经)?被?(?:[^\\s。]{0,8})?(?:删除|移除|刪除)"
    "|(?:작성자|관리자)?(?:에 의해|가)? ?삭제된 (?:댓글|게시물|메시지)(?:입니다)?|(?:댓글|게시물)이 삭제되었습니다"
)
_NOTICE_EDGES = " \t\n\r.!。*-–—_~\"'“”„«»()[]{}<>"
_LONGEST_NOTICE = 160
_LETTERS = re.compile(r"[^\W\d_]+")


def is_removed(text: str) -> bool:
    """Whether a comment's whole text is a notice that the comment was deleted or removed, in one of many languages.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool
        True only when every word is one that such notices use, in one language; longer than 160 characters is none.

    Notes
    -----
    What was done must be said, and to what, unless it stands alone or in brackets ("[deleted]").

    Examples
    --------
    >>> is_removed("[deleted]"), is_removed("This comment has been removed by a moderator.")
    (True, True)
    >>> is_removed("Dieser Kommentar wurde gelöscht"), is_removed("I deleted it."), is_removed("Comment removed?")
    (True, False, False)
    """
    if len(text) > _LONGEST_NOTICE:
        return False
    notice = unicodedata.normalize("NFC", text).strip(_NOTICE_EDGES)
    if "?" in notice:
        return False
    if _NOTICES_WITHOUT_SPACES.fullmatch(notice):
        return True
    said = [word.lower() for word in _LETTERS.findall(notice)]
    if _DONE.isdisjoint(said):
        return False
    is_marked = len(said) == 1 or text.strip()[:1] in set("[(<{*")
    return any(
        any(word in done for word in said)
        and (is_marked or any(word in subjects for word in said))
        and all(word in done or word in subjects or word in others for word in said)
        for done, subjects, others in _NOTICES
    )
