"""The text of a comment that an export hands over as HTML, and the spans in it that quote others.

May import: the standard library, and parts, prose of this package.
"""

from __future__ import annotations

import html
import re

from discourse.hypertext.parts import parse
from discourse.hypertext.prose import Prose, read_prose

_BLOCK = re.compile(r"<(?:p|br|div|li|blockquote|pre|h[1-6]|table|ul|ol)[\s/>]", re.IGNORECASE)


def read_fragment(source: str) -> Prose:
    r"""The text of a piece of HTML as a person sees it.

    Parameters
    ----------
    source : str
        HTML, or text in which only characters are escaped. Line feeds count as such where no element makes lines.

    Returns
    -------
    Prose
        The text, and the spans of block quotations in it.

    Examples
    --------
    >>> read_fragment("<blockquote>It sank.</blockquote><p>Did it &amp; when?</p>")
    Prose(text='It sank.\n\nDid it & when?', quotes=((0, 8),))
    >>> read_fragment("Tom &amp; Ann\n\nyes").text
    'Tom & Ann\n\nyes'
    """
    if "<" not in source:
        return Prose(html.unescape(source).strip(), ())
    page = parse(source)
    body = page.parts[0].tree.body
    if body is None:
        return Prose("", ())
    return read_prose([body], page, verbatim=not _BLOCK.search(source))
