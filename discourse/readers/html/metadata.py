"""What a page says of its article: title, author, date, address, site, language.

Each is taken from the first place in its table that states it. May import: the standard library, selectolax, dates,
hypertext, and sections, stated, values of this package.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from discourse.dates import find as find_date
from discourse.dates import read as read_dates
from discourse.hypertext.parts import Parts
from discourse.readers.html.sections import is_within
from discourse.readers.html.stated import LONGEST, Thing, plain, read_linked_article, read_meta, stated
from discourse.readers.html.values import name_of

LONGEST_DATE = 200
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
    (
        ".author-name, .article-author, .post-author, .entry-author, .articleauthor,"
        " .byline__name, .article__author, .author a, .autor a"
    ),
    ".byline, .by-line, .author, .autor, .autorin",
    "[class*=author i] a, [class*=autor i] a, [class*=auteur i] a, [class*=byline i] a",
    (
        "[class*=author-name i], [class*=author_name i], [class*=byline i],"
        " [class*=author i], [class*=autor i], [class*=auteur i]"
    ),
)
_DATE_BODY = (
    "[itemprop~=datePublished]",
    "time[pubdate], time.published, time.entry-date, .entry-date time, .date-published",
    "article time[datetime], header time[datetime], main time[datetime]",
    "time[datetime]",
    (
        "abbr.published, .published, .entry-date, .post-date, .article-date,"
        " .date-header, .article__date, .byline .date, .date, .datum"
    ),
    "[class*=date i], [class*=datum i], [class*=publish i], [class*=fecha i]",
    (
        "[class*=byline i], [class*=meta i], [class*=posted i], [class*=info i],"
        " [class*=author i], [class*=autor i], [class*=time i]"
    ),
)
_SEPARATOR = re.compile(r"\s+[|–—·»«•:>/-]+\s+|\s*[|»]\s*|:\s+")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/_-])")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)? ?(Z|[+-]\d\d:?\d\d)?)?")
_BY = re.compile(
    r"^(?:(?:ein )?(?:text|beitrag|artikel|bericht|texte|texto)(?: von| de|:)|von|par|por|door|przez|av|af) ", re.I
)
"""What leads to an author on a page, where no name begins with it."""
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


def read_metadata(page: Parts, without: Collection[int] = (), address: str | None = None) -> Metadata:
    """What a page states of its article.

    Parameters
    ----------
    page : Parts
    without : collection of int
        `mem_id` of elements that speak of something else, such as comments.
    address : str or None
        Where the page was, for one that does not state it.

    Returns
    -------
    Metadata

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> source = "<html lang=en><title>Toll ends | Gazette</title><h1>Toll ends</h1><a rel=author>By Ann"
    >>> found = read_metadata(parse(source))
    >>> found.title, found.author, found.language
    ('Toll ends', 'Ann', 'en')
    """
    page = page.first  # what is nested deeper than a part goes speaks of comments
    meta = read_meta(page)
    linked = read_linked_article(page)
    language = _language(page, meta)
    url = _url(page, meta, linked) or address
    site = _site(meta, linked, url)
    return Metadata(
        title=_title(page, meta, linked, site, without),
        author=_author(page, meta, linked, without),
        date=_date(page, meta, linked, url, language, without),
        url=url,
        site=site,
        language=language,
    )


def _title(
    page: Parts, meta: dict[str, str], linked: list[Thing], site: str | None, without: Collection[int]
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
    named = [plain(words) for words in (*(meta.get(name, "") for name in _TITLE_META), *stated(linked, "headline"))]
    wide = next(filter(None, named), "")
    for one in filter(None, (wide, head)):
        if heading := _likest(headings, one):
            return heading
    return _without_site(wide, site) or _without_site(head, site) or next(iter(headings), None)


def _likest(headings: list[str], title: str) -> str:
    """The heading that shares most long words with a title, half of its own at least when there are several."""
    said = _long_words(title)
    shared, place = max(((len(said & _long_words(one)), -at) for at, one in enumerate(headings)), default=(0, 0))
    if not shared or (len(headings) > 1 and 2 * shared < len(_long_words(headings[-place]))):
        return ""
    return headings[-place]


def _long_words(words: str) -> set[str]:
    """The words that tell what a title is about."""
    return {word for word in _same(words).split() if len(word) > 3}


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


def _author(page: Parts, meta: dict[str, str], linked: list[Thing], without: Collection[int]) -> str | None:
    """The author: linked data, <meta>, then what the page shows."""
    for words in (*stated(linked, "author"), *(meta[name] for name in _AUTHOR_META if name in meta)):
        if name := _name(words):
            return name
    for selector in _AUTHOR_BODY:
        for node in page.css(selector)[:MOST_NODES]:
            if is_within(node, without):
                continue
            if name := _name(_BY.sub("", plain(node.text(separator=" ")[: 2 * LONGEST]))):
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
    linked: list[Thing],
    url: str | None,
    language: str | None,
    without: Collection[int],
) -> str | None:
    """When it was published: linked data, <meta>, what the page shows, the address."""
    early = (*stated(linked, "datePublished"), *stated(linked, "dateCreated"))
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


def _url(page: Parts, meta: dict[str, str], linked: list[Thing]) -> str | None:
    """The address of the page."""
    shown = [node.attributes.get("href") or "" for node in page.css("link[rel=canonical]")[:3]]
    for address in (*shown, meta.get("og:url", ""), *stated(linked, "url")):
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


def _site(meta: dict[str, str], linked: list[Thing], url: str | None) -> str | None:
    """The name of the site, else its host."""
    names = (*(meta[name] for name in _SITE_META if name in meta), *stated(linked, "publisher"))
    named = next((plain(name) for name in names if len(name) <= LONGEST and not name.startswith("http")), None)
    return named or (_host(url).removeprefix("www.") if url else "") or None


def _language(page: Parts, meta: dict[str, str]) -> str | None:
    """The language as the page states it."""
    tops = page.css("html")
    attributes = tops[0].attributes if tops else {}
    said = (attributes.get("lang"), attributes.get("xml:lang"), meta.get("og:locale"), meta.get("language"))
    for tag in said:
        even = (tag or "").strip().replace("_", "-")
        if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", even):
            return even
    return None
