"""HTML as values: text is escaped unless it is markup already, so nothing that others wrote can become markup.

Every element of the report is made by `tag`, every text goes through `escape`, every address through `outside`.
May import: the standard library, text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar
from urllib.parse import urlsplit

from discourse.text import REPLACEMENT

Key = TypeVar("Key")

_VOID = frozenset({"br", "hr", "img", "link", "meta"})
# Characters that no HTML document may hold, or that steer a terminal or an old parser.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPECIAL = re.compile(f"[&<>\"'\r{_CONTROL.pattern[1:-1]}]")
_BLANK_LINES = re.compile(r"\n\s*\n")
_DOI = re.compile(r"\bdoi:\s*(10\.\d{4,9}/[^\s,;]*[^\s,;.)\]])")


class Html(str):
    """Text that is markup already and goes out as it is."""

    __slots__ = ()


def escape(text: str) -> Html:
    """A text of anybody's as markup that shows it, in content and in attributes alike.

    Examples
    --------
    >>> escape('<b title="x">R&D</b>'), escape(Html("<b>"))
    ('&lt;b title=&quot;x&quot;&gt;R&amp;D&lt;/b&gt;', '<b>')
    """
    if isinstance(text, Html):
        return text
    # Most pieces of a page are short words of our own; one look spares them the rest.
    if _SPECIAL.search(text) is None:
        return Html(text)
    return Html(html.escape(_CONTROL.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))))


def tag(name: str, /, *content: str | None, **attributes: str | int | bool | None) -> Html:
    """An element; texts in it are escaped, None is left out.

    Parameters
    ----------
    name : str
    *content : str, Html or None
    **attributes : str, int, bool or None
        `class_` is class and `aria_label` aria-label; True stands alone, None and False are left out.

    Examples
    --------
    >>> tag("p", "1 < 2, ", tag("b", "yes"), class_="sum", hidden=None)
    '<p class="sum">1 &lt; 2, <b>yes</b></p>'
    >>> tag("img", src="a.png", alt='"')
    '<img src="a.png" alt="&quot;">'
    """
    head = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        plain = key.rstrip("_").replace("_", "-")
        head.append(plain if value is True else f'{plain}="{escape(str(value))}"')
    opened = f"<{' '.join(head)}>"
    return Html(opened) if name in _VOID else Html(f"{opened}{join(content)}</{name}>")


def join(parts: Iterable[str | None], between: str = "") -> Html:
    """Parts one after another, texts escaped, None left out.

    Examples
    --------
    >>> join(["a&b", None, tag("i", "c")], ", ")
    'a&amp;b, <i>c</i>'
    """
    return Html(
        escape(between).join([part if type(part) is Html else escape(part) for part in parts if part is not None])
    )


def named(text: str | None, unknown: str = "unknown") -> Html:
    """A name that others chose, kept from turning the line around it; how it is called when there is none.

    Examples
    --------
    >>> named("Ann"), named(None)
    ('<bdi>Ann</bdi>', '<span class="quiet">unknown</span>')
    """
    return tag("span", unknown, class_="quiet") if text is None else tag("bdi", text)


def outside(url: str | None, words: str | None = None) -> Html | None:
    """A link that leaves the page, for http and https only; any other address is shown and leads nowhere.

    Examples
    --------
    >>> outside("https://example.org/a", "there")
    '<a href="https://example.org/a" rel="noopener noreferrer">there</a>'
    >>> outside("javascript:alert(1)")
    '<bdi>javascript:alert(1)</bdi>'
    """
    if not url:
        return None
    if is_web(url):
        return tag("a", words or url, href=url, rel="noopener noreferrer")
    return named(url)


def is_web(url: str) -> bool:
    r"""Whether an address is a plain one of the web.

    Examples
    --------
    >>> is_web("https://example.org"), is_web("java\nscript:x"), is_web("//example.org"), is_web("https:x")
    (True, False, False, False)
    """
    if not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def with_dois(text: str) -> Html:
    """A reference whose DOIs are links.

    Examples
    --------
    >>> with_dois("Ann (2020). doi:10.1000/182.")
    'Ann (2020). <a href="https://doi.org/10.1000/182" rel="noopener noreferrer">doi:10.1000/182</a>.'
    """
    parts: list[str | None] = []
    at = 0
    for match in _DOI.finditer(text):
        parts += [text[at : match.start()], outside(f"https://doi.org/{match.group(1)}", match.group())]
        at = match.end()
    return join([*parts, text[at:]])


def pieces(text: str, spans: Iterable[tuple[int, int, Key]], start: int = 0) -> list[tuple[str, int, list[Key]]]:
    """A text cut wherever a span begins or ends.

    Parameters
    ----------
    text : str
    spans : iterable of (start, end, key)
        They may overlap and reach beyond the text.
    start : int
        Where the text begins, in the count of the spans.

    Returns
    -------
    list of (str, int, list)
        Piece, where it begins, and the keys of the spans over it.

    Examples
    --------
    >>> pieces("abcdef", [(1, 4, "x"), (3, 9, "y")])
    [('a', 0, []), ('bc', 1, ['x']), ('d', 3, ['x', 'y']), ('ef', 4, ['y'])]
    """
    end = start + len(text)
    inside = [(max(a, start), min(b, end), key) for a, b, key in spans if a < end and b > start and a < b]
    cuts = sorted({start, end, *(a for a, _, _ in inside), *(b for _, b, _ in inside)})
    return [
        (text[a - start : b - start], a, [key for first, last, key in inside if first <= a and b <= last])
        for a, b in pairwise(cuts)
    ]


def paragraphs(text: str) -> list[tuple[int, str]]:
    r"""The paragraphs of a text with the place where each begins; blank lines set them apart.

    Examples
    --------
    >>> paragraphs("One.\n\nTwo,\nthree.")
    [(0, 'One.'), (6, 'Two,\nthree.')]
    """
    found, at = [], 0
    for match in _BLANK_LINES.finditer(text):
        found.append((at, text[at : match.start()]))
        at = match.end()
    found.append((at, text[at:]))
    return [(start, part) for start, part in found if part.strip()]


def sheet(caption: str, head: Sequence[str], rows: Iterable[Sequence[Any]], words: Sequence[str] = ()) -> Html:
    """A table in a frame that scrolls sideways where the window is narrow.

    Parameters
    ----------
    caption : str
    head : sequence of str
    rows : iterable of sequence
        The first cell of each heads its row; numbers are set flush right, None is a dash.
    words : sequence of str
        Columns that hold words, not numbers; the first always does.
    """
    return grouped(caption, head, {"": rows}, words)


def grouped(
    caption: str, head: Sequence[str], groups: Mapping[str, Iterable[Sequence[Any]]], words: Sequence[str] = ()
) -> Html:
    """A table as `sheet` makes it, whose rows stand in groups under their names; a group named "" has no heading."""
    looks = [None if number == 0 or name in words else "n" for number, name in enumerate(head)]
    top = tag("tr", *(tag("th", name, scope="col", class_=look) for name, look in zip(head, looks, strict=True)))
    bodies = []
    for name, rows in groups.items():
        heading = tag("tr", tag("th", name, scope="rowgroup", colspan=len(head), class_="family")) if name else None
        bodies.append(tag("tbody", heading, *(_row(row, looks) for row in rows)))
    inside = tag("table", tag("caption", caption), tag("thead", top), *bodies)
    return tag("div", inside, class_="scroll", role="region", aria_label=caption, tabindex=0)


def _row(row: Sequence[Any], looks: Sequence[str | None]) -> Html:
    """A row of a table, headed by its first cell."""
    first, *others = row
    cells = (tag("td", shown(cell), class_=look) for cell, look in zip(others, looks[1:], strict=True))
    return tag("tr", tag("th", shown(first), scope="row"), *cells)


def shown(cell: Any) -> str:
    """A cell as the page shows it: numbers with four digits that count, a dash for what is missing.

    Examples
    --------
    >>> shown(12345.0), shown(2.58181), shown(None), shown("a")
    ('12,345', '2.582', '–', 'a')
    """
    if cell is None:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if cell == round(cell) or abs(cell) >= 1e4 else f"{cell:.4g}"
    return cell if isinstance(cell, str) else str(cell)


def policy(style: str) -> str:
    """The Content-Security-Policy of a page that runs nothing and loads nothing.

    Only this one style sheet counts, known by its hash, and pictures that stand in the page itself.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
