"""Texts as XML 1.0 can hold them: contents, attributes, and names of things.

XML 1.0 has no way to write most control characters, lone surrogates, U+FFFE and U+FFFF; they become U+FFFD. May import:
the standard library, text.
"""

from __future__ import annotations

import re

from discourse.text import REPLACEMENT

FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""What XML 1.0 cannot hold, as a range of characters in a pattern."""
_IN_CONTENT = re.compile(f"[&<>\r{FORBIDDEN}]")
_IN_ATTRIBUTE = re.compile(f'[&<>"\t\n\r{FORBIDDEN}]')
_WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_NOT_IN_TOKEN = re.compile(
    "_(?=x)|[^-.0-9A-Z_a-z\xb7\xc0-\xd6\xd8-\xf6\xf8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
"""Not a character of names (XML 1.0, fifth edition, [4a]), or a colon, which is left to set parts of a name apart."""


def content(text: str) -> str:
    r"""A text as it stands between tags.

    Examples
    --------
    >>> content("a < b\x07 & c")
    'a &lt; b� &amp; c'
    """
    return _IN_CONTENT.sub(_written, text)


def attribute(text: str) -> str:
    r"""A text as it stands in an attribute between double quotes, its tabs and line ends kept.

    Examples
    --------
    >>> attribute('say "no"\nor yes')
    'say &quot;no&quot;&#10;or yes'
    """
    return _IN_ATTRIBUTE.sub(_written, text)


def token(text: str) -> str:
    """A text as a part of a name (NMTOKEN): other characters are escaped as `_x0020_`, so no two texts become one.

    The manner is that of ISO 9075-14: a character is its number in hexadecimal between `_x` and `_`; an underscore
    before an x is escaped too.

    Examples
    --------
    >>> token("t1_c7"), token("a/b c"), token("_x0020_")
    ('t1_c7', 'a_x002F_b_x0020_c', '_x005F_x0020_')
    """
    return _NOT_IN_TOKEN.sub(_escaped, text)


def _written(match: re.Match[str]) -> str:
    """A character that cannot stand as it is."""
    return _WRITTEN.get(match.group(), REPLACEMENT)


def _escaped(match: re.Match[str]) -> str:
    """The number of a character."""
    return f"_x{ord(match.group()):04X}_"
