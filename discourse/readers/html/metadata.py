"""What a page says of its article: title, author, date, address, site, language.

Each is taken from the first place in its table that states it. May import: the standard library, selectolax, dates, and
parts, sections, values of this package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from discourse.dates import find as find_date
from discourse.dates import read as read_dates
from discourse.readers.html.parts import Parts
from discourse.readers.html.sections import is_within
from discourse.readers.html.values import name_of

LARGEST = 5_000_000
"""Longer linked data is not read."""
LONGEST = 300
"""Longer values are none."""
LONGEST_DATE = 120
MOST_THINGS = 20_000
MOST_NODES = 8
"""So many elements of a kind are looked at."""
_TITLE_META = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_AUTHOR_META = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "twitter:creator",
)
_DATE_META = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "parsely-pub-date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "sailthru.date",
    "article.published",
    "last-modified",
)
_SITE_META = ("og:site_name", "application-name", "dc.publisher")
_AUTHOR_BODY = (
    "[itemprop~=author] [itemprop~=name]",
    "[itemprop~=author]",
    "a[rel~=author]",
    ".author .fn, .vcard .fn",
    ".byline a, .by-line a, .article-author a, .post-author a, .entry-author a",
    ".author-name, .article-author, .post-author, .entry-author, .articleauthor, .byline__name, .article__author, .author a, .autor a",
    ".byline, .by-line, .author, .autor, .autorin",
    "[class*=author i] a, [class*=autor i] a, [class*=auteur i] a, [class*=byline i] a",
    "[class*=author-name i], [class*=author_name i], [class*=byline i], [class*=author i], [class*=autor i], [class*=auteur i]",
)
_DATE_BODY = (
    "[itemprop~=datePublished]",
    "time[pubdate], time.published, time.entry-date, .entry-date time, .date-published",
    "article time[datetime], header time[datetime], main time[datetime]",
    "time[datetime]",
    "abbr.published, .published, .entry-date, .post-date, .article-date, .date-header, .article__date, .byline .date, .date, .datum",
    "[class*=date i], [class*=datum i], [class*=publish i], [class*=fecha i]",
    "[class*=byline i], [class*=meta i], [class*=posted i], [class*=info i], [class*=author i], [class*=autor i], [class*=time i]",
)
_ARTICLES = frozenset(
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle TechArticle"
    " ScholarlyArticle LiveBlogPosting SocialMediaPosting DiscussionForumPosting Recipe Review QAPage Question WebPage".split()
)
_KIND = {"Recipe": 1, "Review": 1, "Question": 1, "QAPage": 2, "WebPage": 3}
"""What is farther from an article comes later."""
_SEPARATOR = re.compile(r"\s+[|–—·»«•:>/-]+\s+|\s*[|»]\s*|:\s+")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/_-])")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)? ?(Z|[+-]\d\d:?\d\d)?)?")
_NO_NAME = re.compile(
    r"https?://|www\.|@|^(?:admin|administrator|editor|redaktion online|author|autor|by|von|unknown|anonymous|\d+)$",
    re.I,
)


@dataclass(frozen=True)
class Metadata:
    """What a page states of its article; None where it states nothing.

    Parameters
    ----------
    title, author, date, url, site, language : str or None
        `date` is ISO 8601.
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None


def read_metadata(page: Parts, without: Collection[int] = ()) -> Metadata:
    """What a page states of its article.

    Parameters
    ----------
    page : Parts
    without : collection of int
        `mem_id` of elements that speak of something else, such as comments.

    Returns
    -------
    Metadata

    Examples
    --------
    >>> from discourse.readers.html.parts import parse
    >>> found = read_metadata(parse("<html lang=en><title>Toll ends | Gazette</title><h1>Toll ends</h1><a rel=author>By Ann"))
    >>> found.title, found.author, found.language
    ('Toll ends', 'Ann', 'en')
    """
    meta = _meta(page)
    linked = _linked(page)
    language = _language(page, meta)
    url = _url(page, meta, linked)
    site = _site(meta, linked, url)
    return Metadata(
        title=_title(page, meta, linked, site, without),
        author=_author(page, meta, linked, without),
        date=_date(page, meta, linked, url, language, without),
        url=url,
        site=site,
        language=language,
    )


def _meta(page: Parts) -> dict[str, str]:
    """The statements of a page's <meta> elements, the first of each name."""
    stated: dict[str, str] = {}
    for node in page.css("meta[content]"):
        attributes = node.attributes
        content = " ".join((attributes.get("content") or "").split())
        for kind in ("property", "name", "itemprop"):
            name = (attributes.get(kind) or "").strip().lower()
            if name and content and (kind != "itemprop" or name == "datepublished"):
                stated.setdefault(name, content)
    return stated


def _linked(page: Parts) -> list[dict[str, object]]:
    """The things of a page's JSON-LD that may be its article, the likeliest first, references resolved."""
    things: list[dict[str, object]] = []
    for node in page.css("script[type='application/ld+json']"):
        source = node.text() or ""
        if len(source) > LARGEST:
            continue
        try:
            found = json.loads(source.strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        things.extend(_walk(found))
    by_id = {thing["@id"]: thing for thing in reversed(things) if isinstance(thing.get("@id"), str) and len(thing) > 1}
    articles = [thing for thing in things if _types(thing) & _ARTICLES]
    articles.sort(key=lambda thing: min(_KIND.get(one, 0) for one in _types(thing) & _ARTICLES))
    return [_resolved(thing, by_id) for thing in articles]


def _resolved(thing: dict[str, object], by_id: dict[object, dict[str, object]]) -> dict[str, object]:
    """A thing with what it refers to in its place."""
    return {
        name: by_id.get(value["@id"], value)
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and len(value) == 1
        else value
        for name, value in thing.items()
    }


def _walk(root: object) -> Iterator[dict[str, object]]:
    """All things of a value, without those that are comments, in their order."""
    waiting = [root]
    n_seen = 0
    while waiting and n_seen < MOST_THINGS:
        value = waiting.pop()
        n_seen += 1
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            inner = [one for name, one in value.items() if name not in {"comment", "review", "itemListElement"}]
            waiting.extend(one for one in reversed(inner) if isinstance(one, dict | list))


def _types(thing: dict[str, object]) -> set[str]:
    """The types of a thing, without their vocabulary."""
    stated = thing.get("@type")
    many = stated if isinstance(stated, list) else [stated]
    return {re.split(r"[/#:]", one)[-1] for one in many if isinstance(one, str) and len(one) <= LONGEST}


def words_of(value: object) -> str:
    """A value of linked data in words: a text, the name of a thing, or those of several."""
    several = value if isinstance(value, list) else [value]
    names = []
    for one in several[:10]:
        word = one.get("name") if isinstance(one, dict) else one
        if isinstance(word, list) and word:
            word = word[0]
        if isinstance(word, str) and word.strip():
            names.append(plain(word))
    return ", ".join(dict.fromkeys(names))


def plain(words: str) -> str:
    """Words on one line, references to characters resolved."""
    return " ".join(unescape(words).split())


def _stated(linked: list[dict[str, object]], name: str) -> Iterator[str]:
    """What the things say under a name."""
    for thing in linked:
        if words := words_of(thing.get(name)):
            yield words


def _title(
    page: Parts, meta: dict[str, str], linked: list[dict[str, object]], site: str | None, without: Collection[int]
) -> str | None:
    """The title, without the site's name.

    A main heading is taken as it stands when it says the same as <meta>, linked data or <title>: these are often worded
    for search engines.
    """
    shown = [node for node in page.css("h1")[:MOST_NODES] if not is_within(node, without)]
    headings = [
        words for node in shown if 0 < len(words := plain(node.text())) <= LONGEST and not _names_site(words, site)
    ]
    heads = page.css("title")
    head = plain(heads[0].text()) if heads else ""
    stated = [plain(words) for words in (*(meta.get(name, "") for name in _TITLE_META), *_stated(linked, "headline"))]
    wide = next(filter(None, stated), "")
    for one in filter(None, (wide, head)):
        said = set(_same(one).split())
        shared, place = max(
            (
                (sum(len(word) > 3 for word in said.intersection(_same(words).split())), -place)
                for place, words in enumerate(headings)
            ),
            default=(0, 0),
        )
        if shared and (
            len(headings) == 1 or 2 * shared >= sum(len(word) > 3 for word in _same(headings[-place]).split())
        ):
            return headings[-place]
    return _without_site(wide, site) or _without_site(head, site) or next(iter(headings), None)


def _same(words: str) -> str:
    """Words for comparison."""
    return re.sub(r"\W+", " ", words).strip().casefold()


def _names_site(words: str, site: str | None) -> bool:
    """Whether words are no more than the name of the site."""
    return site is not None and _same(words).replace(" ", "") in {_same(site).replace(" ", ""), _bare(site)}


def _bare(site: str) -> str:
    """A host without www and its ending, letters only."""
    return re.sub(r"\W+", "", site.removeprefix("www.").rpartition(".")[0] or site).casefold()


def _without_site(title: str, site: str | None) -> str | None:
    """A title without the site's name at its end or start."""
    cuts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(title)]
    if cuts and site:
        start, end = cuts[-1]
        if _names_site(title[end:], site) or _same(title[end:]) in _same(site):
            return title[:start].strip() or None
        start, end = cuts[0]
        if _names_site(title[:start], site):
            return title[end:].strip() or None
    for start, end in reversed(cuts):
        if "|" in title[start:end] or (len(title[end:]) < 30 < start and title[start:end].strip() in "–—-·»"):
            return title[:start].strip() or None
    return title or None


def _author(page: Parts, meta: dict[str, str], linked: list[dict[str, object]], without: Collection[int]) -> str | None:
    """The author: linked data, <meta>, then what the page shows."""
    for words in (*_stated(linked, "author"), *(meta[name] for name in _AUTHOR_META if name in meta)):
        if name := _name(words):
            return name
    for selector in _AUTHOR_BODY:
        for node in page.css(selector)[:MOST_NODES]:
            if not is_within(node, without) and (name := _name(node.text(separator=" "))):
                return name
    return None


def _name(words: str) -> str | None:
    """A name in a statement of the author; None for an address or what is too long for one."""
    even = plain(words)
    if len(even) > LONGEST or _NO_NAME.search(even):
        return None
    if found := find_date(even):
        even = even[: found[0]].rstrip(" |,–-·on") if found[0] > 2 else even[found[1] :]
    name = name_of(even)
    return name if name and len(name) <= 100 and not _NO_NAME.search(name) and re.search(r"[^\W\d]", name) else None


def _date(
    page: Parts,
    meta: dict[str, str],
    linked: list[dict[str, object]],
    url: str | None,
    language: str | None,
    without: Collection[int],
) -> str | None:
    """When it was published: linked data, <meta>, what the page shows, the address."""
    early = (*_stated(linked, "datePublished"), *_stated(linked, "dateCreated"))
    for words in (*early, *(meta[name] for name in _DATE_META[:-1] if name in meta)):
        if moment := iso(words, language):
            return moment
    for selector in _DATE_BODY:
        for node in page.css(selector)[:MOST_NODES]:
            if not is_within(node, without) and (moment := _shown(node, language)):
                return moment
    found = _IN_ADDRESS.search(urlsplit(url).path if url else "")
    if found and found[3] and (moment := iso(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", None)):
        return moment
    return iso(meta.get("last-modified", ""), language)


def _shown(node: LexborNode, language: str | None) -> str | None:
    """The date of an element: what it says for machines, else for people."""
    attributes = node.attributes
    for words in (attributes.get("datetime"), attributes.get("content"), attributes.get("title"), node.text()):
        if words and len(words) <= LONGEST_DATE and (moment := iso(words, language)):
            return moment
    return None


def iso(words: str, language: str | None = None) -> str | None:
    """A date in ISO 8601, its offset as stated; None when it cannot be read.

    Examples
    --------
    >>> iso("2018-03-08 10:15:00.123+0100"), iso("8. März 2018", "de"), iso("soon"), iso("2018-02-31")
    ('2018-03-08T10:15:00+01:00', '2018-03-08', None, None)
    """
    even = " ".join(words.split())
    moment = read_dates([even], language=language).moments[0] if even else None
    if moment is None:
        return None
    if found := _ISO.match(even):
        day, clock, zone = found.groups()
        if not clock:
            return day
        zone = f"{zone[:3]}:{zone[-2:]}" if zone and zone != "Z" else zone or ""
        return f"{day}T{clock}{zone}"
    has_time = moment.hour or moment.minute or moment.second
    return moment.strftime("%Y-%m-%dT%H:%M:%S") if has_time else f"{moment:%Y-%m-%d}"


def _url(page: Parts, meta: dict[str, str], linked: list[dict[str, object]]) -> str | None:
    """The address of the page."""
    shown = [node.attributes.get("href") or "" for node in page.css("link[rel=canonical]")[:3]]
    for address in (*shown, meta.get("og:url", ""), *_stated(linked, "url")):
        if _host(address):
            return address.strip()
    return None


def _host(address: str) -> str:
    """The host of a web address, or an empty string."""
    try:
        parts = urlsplit(address.strip())
        return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _site(meta: dict[str, str], linked: list[dict[str, object]], url: str | None) -> str | None:
    """The name of the site, else its host."""
    names = (*(meta[name] for name in _SITE_META if name in meta), *_stated(linked, "publisher"))
    named = next((plain(name) for name in names if len(name) <= LONGEST and not name.startswith("http")), None)
    return named or (_host(url).removeprefix("www.") if url else "") or None


def _language(page: Parts, meta: dict[str, str]) -> str | None:
    """The language as the page states it."""
    tops = page.css("html")
    attributes = tops[0].attributes if tops else {}
    stated = (attributes.get("lang"), attributes.get("xml:lang"), meta.get("og:locale"), meta.get("language"))
    for tag in stated:
        even = (tag or "").strip().replace("_", "-")
        if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", even):
            return even
    return None
