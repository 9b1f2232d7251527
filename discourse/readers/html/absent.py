"""Why a page has no comments that can be read: a wall, an empty shell, or a script that fetches them.

May import: the standard library, selectolax, article, hypertext, and choose, headings of this package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from discourse.article import Article
from discourse.hypertext.parts import Parts
from discourse.readers.html.choose import Reading
from discourse.readers.html.headings import HEADINGS, count_in

LITTLE = 500
"""An article with more characters is no wall."""
MOST_COMMENTS = 10_000_000
"""Larger numbers of comments are none."""
_NEAR = (
    ".comments-title, .comments-heading, .comment-count, .comments-count, .comment-counts, .commentcount,"
    " .comments-header,"
    " #comments-title, .num-comments, .comments-link, .comments-count-number, a[href$='#comments'],"
    " a[href$='#respond'], a[href$='#disqus_thread']"
)
_COUNTS = re.compile(r'"(?:commentCount|comment_count|commentsCount|numComments)"\s*:\s*"?(\d{1,8})"?')


class Loader(NamedTuple):
    """A system whose script brings comments to a page, and how a page shows that it uses it."""

    system: str
    selector: str
    script: str = ""


LOADERS = (
    Loader("Disqus", "#disqus_thread", "disqus.com/embed.js"),
    Loader("Facebook", ".fb-comments, [data-href*='plugins/comments']", "plugins/comments.php"),
    Loader("Coral", "#coral_talk_stream, #coral_thread, #coral-talk-stream, [class*=coral-comment]", "coral.create"),
    Loader("Viafoura", "vf-conversations, .viafoura, vf-widget, [class*=vf-conversations]", "viafoura.net"),
    Loader(
        "OpenWeb",
        "[data-spotim-module], .spot-im-frame-inpage, [data-spot-im-class], [data-openweb-module]",
        "spot.im/launcher",
    ),
    Loader("Hyvor Talk", "hyvor-talk-comments, #hyvor-talk-view", "talk.hyvor.com"),
    Loader("Commento", "#commento", "commento.js"),
    Loader("Remark42", "#remark42", "remark42"),
    Loader("utterances", ".utterances, script[src*='utteranc.es']", "utteranc.es/client.js"),
    Loader("Giscus", ".giscus, script[src*='giscus.app']", "giscus.app/client.js"),
    Loader("Cusdis", "#cusdis_thread", "cusdis.com"),
    Loader("Waline", "#waline", "waline.init"),
    Loader("Twikoo", "#twikoo, #tcomment", "twikoo.init"),
    Loader("Valine", "#vcomments", "new valine("),
    Loader("Gitalk", "#gitalk-container", "new gitalk("),
    Loader("Isso", "#isso-thread", "isso/js/embed"),
    Loader("Cactus Comments", "#comment-section[data-cactus]", "cactus.chat"),
    Loader("Livefyre", "#livefyre-comments, #livefyre, .livefyre", "livefyre.com"),
    Loader("IntenseDebate", "#idc-container, #IDCommentsNewThread", "intensedebate.com/js"),
    Loader("Hypercomments", "#hypercomments_widget", "hypercomments.com"),
    Loader("Muut", ".muut", "cdn.muut.com"),
    Loader("FastComments", "#fastcomments-widget", "fastcomments.com"),
    Loader("GraphComment", "#graphcomment", "graphcomment.com"),
    Loader("Insticator", ".insticator-unit, #insticator-commenting", "insticator.com"),
    Loader("VK", "#vk_comments", "vk.widgets.comments"),
    Loader("Talkyard", ".talkyard-comments", "talkyard-comments"),
    Loader("Jetpack", "#jetpack_remote_comment, iframe[src*='jetpack.wordpress.com/jetpack-comment']", ""),
    Loader("Google+", ".g-comments", "gapi.comments.render"),
)
"""Systems and where to see them; the selectors hold while a page has none of their comments, the scripts as well."""
_BESIDE_OWN = frozenset({"Jetpack"})
"""Only the form is theirs: a page that uses them shows its comments itself."""


class Wall(NamedTuple):
    """A kind of page that stands where an article and its comments were expected."""

    what: str
    words: re.Pattern[str]
    selector: str = ""


WALLS = (
    Wall(
        "a check that the visitor is human (captcha)",
        re.compile(
            r"captcha|are you (?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you are (?:a )?human|not a robot"
            r"|checking your browser"
            r"|just a moment|attention required|unusual traffic|pardon our interruption"
            r"|enable javascript and cookies to continue"
            r"|ddos protection|bist du ein mensch|kein roboter|êtes-vous un robot|no eres un robot",
            re.IGNORECASE,
        ),
        ".g-recaptcha, .h-captcha, #challenge-form, #cf-wrapper, .cf-turnstile, #px-captcha",
    ),
    Wall(
        "an error page",
        re.compile(
            r"\b(?:404|403|410|500|502|503)\b.{0,40}(?:error|not found|forbidden|fehler|unavailable|gateway"
            r"|gone)|page (?:was )?not found"
            r"|(?:error|fehler|erreur) (?:404|403|500|502|503)|(?:seite|artikel) (?:wurde )?nicht gefunden"
            r"|page (?:introuvable|non trouvée)"
            r"|página no encontrada|pagina non trovata|access denied|forbidden|zugriff verweigert"
            r"|internal server error|bad gateway"
            r"|service unavailable|doesn.t exist|no longer available|existiert nicht",
            re.IGNORECASE,
        ),
    ),
    Wall(
        "a log-in page",
        re.compile(
            r"(?:you (?:must|need to|have to) (?:be logged in|log ?in|sign ?in|register))|(?:please )?(?:log"
            r"|sign) ?in to (?:continue|view|read|see)"
            r"|members only|^(?:log|sign) ?in\b|\blog ?in\b.{0,40}\bpassword|bitte (?:einloggen|anmelden"
            r"|loggen)|^anmelden\b|melden sie sich an"
            r"|connectez-vous|se connecter|inicia(?:r)? sesión|accedi per|subscribe to (?:continue|read)"
            r"|subscribers only|nur für abonnenten",
            re.IGNORECASE,
        ),
        "input[type=password]",
    ),
    Wall(
        "a notice about cookies",
        re.compile(
            r"(?:accept|allow|consent to|use of|uses?|verwende[nt]?|akzeptieren|zustimm\w+|utilis\w+|acept\w+"
            r"|accett\w+).{0,80}(?:cookies|tracking)"
            r"|cookies?.{0,80}(?:accept|allow|consent|akzeptier|zustimm|accepter|aceptar|accetta)|werbung und tracking",
            re.IGNORECASE,
        ),
    ),
)
"""Walls, the surest first."""


def absent(page: Parts, article: Article, reading: Reading) -> list[str]:
    """Why there are no comments, in sentences for the report.

    Parameters
    ----------
    page : Parts
    article : Article
        As it was read.
    reading : Reading
        Where it has posts, there is nothing to say.

    Returns
    -------
    list of str

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> absent(parse("<h1>Toll</h1><div id=disqus_thread></div>"), Article(), Reading())
    ['the page shows its comments by a script (Disqus): save it from a browser after the comments are shown']
    """
    if reading.posts:
        return []
    page = page.first
    wall = _wall(page, article)
    if wall:
        return [f"this looks like {wall}: {_beginning(page)}"]
    loader = _loader(page)
    if loader:
        return [
            f"the page shows its comments by a script ({loader}): save it from a browser after the comments are shown"
        ]
    stated = stated_count(page, reading)
    if stated:
        noun = "1 comment" if stated == 1 else f"{stated:,} comments"
        return [
            (
                f"the page states {noun} but holds none that could be read: "
                "save it from a browser after the comments are shown"
            )
        ]
    if not article.text and not _words(page):
        return ["this looks like an empty shell that a script fills: save it from a browser after the page is shown"]
    return []


def stated_count(page: Parts, reading: Reading) -> int | None:
    """How many comments the page says there are.

    Parameters
    ----------
    page : Parts
    reading : Reading
        Numbers inside comments are not looked at.

    Returns
    -------
    int or None
        The first that is stated: by microdata, by linked data, above the comments, or in a link to them.

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> [stated_count(parse(f"<h2>{one}</h2>"), Reading()) for one in ("12 thoughts on “Toll”", "Top 5")]
    [12, None]
    """
    page = page.first
    inside = {root.mem_id for post in reading.posts for root in post.roots}
    return next((count for count in _counts(page, inside) if 0 <= count <= MOST_COMMENTS), None)


def _counts(page: Parts, inside: set[int]) -> Iterator[int]:
    """Every count that is stated, the surest first."""
    for node in page.css("[itemprop~=commentCount]")[:3]:
        digits = re.sub(r"[.,\s]", "", node.attributes.get("content") or node.text())[:12]
        if found := re.match(r"\d+", digits):
            yield int(found[0])
    for node in page.css("script[type='application/ld+json']"):
        if found := _COUNTS.search(node.text() or ""):
            yield int(found[1])
    for selector in (HEADINGS, _NEAR):
        for node in page.css(selector):
            if node.mem_id in inside or (node.parent is not None and node.parent.mem_id in inside):
                continue
            words = " ".join((node.text() or "")[:400].split())
            count = count_in(words)
            if count is not None and _is_count_alone(words):
                yield count


def _is_count_alone(words: str) -> bool:
    """Whether a count begins or ends a line, as it does above comments and seldom in a headline."""
    start = re.match(r"\W*(?:\d|one\b|ein|une?\b|uno\b|een|all(?:e)?\b)", words, re.IGNORECASE)
    end = re.search(r"[\[(:]\s*\d[\d.,]*\W*\Z", words)
    return start is not None or end is not None


def _loader(page: Parts) -> str:
    """The system whose script brings the comments, or an empty string."""
    scripts = ""
    for loader in LOADERS:
        if loader.system not in _BESIDE_OWN and page.css(loader.selector):
            return loader.system
    for node in page.css("script, iframe"):
        scripts += f" {node.attributes.get('src') or ''} {(node.text() or '')[:20_000]}"
        if len(scripts) > 1_000_000:
            break
    scripts = scripts.lower()
    return next((loader.system for loader in LOADERS if loader.script and loader.script in scripts), "")


def _wall(page: Parts, article: Article) -> str:
    """The wall that a page is, or an empty string."""
    if len(article.text) > LITTLE:
        return ""
    words = _words(page)
    if len(words) > 12 * LITTLE:
        return ""
    for wall in WALLS:
        has_element = bool(wall.selector and page.css(wall.selector))
        said = wall.words.search(words[: 4 * LITTLE]) or wall.words.search(article.title)
        if said and (has_element or not wall.selector or len(words) < 2 * LITTLE):
            return wall.what
    return ""


def _words(page: Parts) -> str:
    """What the page shows, on one line, title first."""
    said = []
    for node in page.css("title, h1, h2, h3, p, li, label, button, td, div, span"):
        own = " ".join(node.text(deep=False).split())
        if own:
            said.append(own)
        if len(said) > 2_000:
            break
    return " ".join(said)


def _beginning(page: Parts) -> str:
    """The first words of a page, as a proof."""
    words = _words(page)
    return json.dumps(words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + "…", ensure_ascii=False)
