"""The passages of a text that quote others: their spans, what is left without them, and what marks them in a text.

The column `quotes` holds them as character spans, half open, ascending and apart: "0-45 102-130". May import: the
standard library, text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from discourse.text import Span

_STATED = re.compile(r"[0-9]{1,10}-[0-9]{1,10}(?: [0-9]{1,10}-[0-9]{1,10})*")
_SPAN = re.compile(r"([0-9]+)-([0-9]+)")
_LINE = re.compile(r"^[ \t]*(?:>|&gt;)[^\n]*", re.MULTILINE)
_NO_QUOTE = re.compile(
    r"[ \t]*(?:>|&gt;)(?:(?:>|&gt;){1,2}(?:/[a-z]+/)?[0-9]+(?: ?\([^()\n]{1,20}\))?[ \t]*|(?:>|&gt;)[0-9]{5,}[^\n]*"
    r"|[0-9=][^\n]*|(?:[:;]-?[()\[\]DPO3|/\\]|[._]<)[^\n]*)"
)
"""Lines that begin as a quotation does and are none: the number of a post, a comparison, an arrow, a face."""
_MARKS = re.compile(
    r"\"[^\"\n]{1,1000}\"|“[^“”\n]{1,1000}”|„[^„“”\n]{1,1000}[“”]|«[^«»\n]{1,1000}»|»[^«»\n]{1,1000}«|‘[^‘\n]{1,300}’(?!\w)"
    r"|(?<![\w'])'(?=\S)(?:[^'\n]|(?<=\w)'(?=\w)){1,300}'(?!\w)"
)
_WROTE = (
    "wrote|writes|said|says|posted|commented|schrieb|schreibt|sagte|meinte|a écrit|ha scritto|escribió|dijo|escreveu"
    "|schreef|napisał"
)
_HEADER = re.compile(
    r"^[ \t]*(?:(?:On|Am|Le|El) [^\n]{3,60}, )?@?(?P<before>[^\s:@][^\n:]{0,40}?) "
    rf"(?:{_WROTE})\b[^\n]{{0,60}}?:(?=\s|\Z)"
    r"|^[ \t]*(?:Zitat|Quote|Quoting|Cita|Citation|Originally posted|Posted|(?:In )?[Rr]eply|Antwort)"
    r"(?: (?:von|from|by|de|to|auf|an))?:? @?(?P<after>[^\s:@][^\n:]{0,40}?)[ \t]*:?[ \t]*$",
    re.MULTILINE,
)
_NO_BREAK = re.compile(r"[^\n]")
_BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+[ \t]*")
_BLANKS = re.compile(r"[ \t]{2,}")


def parse_spans(stated: str | None, length: int | None = None) -> list[Span] | None:
    """The spans that a cell of the column `quotes` states.

    Parameters
    ----------
    stated : str or None
        As the column holds it; None states none.
    length : int, optional
        Of the text, in characters; then no span may reach over its end.

    Returns
    -------
    list of (int, int) or None
        None when it is not of the form, or the spans are empty, overlap, descend or reach over the end.

    Examples
    --------
    >>> parse_spans("0-45 102-130"), parse_spans(None), parse_spans("7-3"), parse_spans("0-45", length=9)
    ([(0, 45), (102, 130)], [], None, None)
    """
    if stated is None:
        return []
    if not _STATED.fullmatch(stated):
        return None
    spans, end = [], 0
    for match in _SPAN.finditer(stated):
        start, after = int(match[1]), int(match[2])
        if start < end or after <= start:
            return None
        spans.append((start, after))
        end = after
    return None if length is not None and end > length else spans


def format_spans(spans: Iterable[Span]) -> str | None:
    """Spans as a cell of the column `quotes` holds them; those that touch or overlap become one.

    Examples
    --------
    >>> format_spans([(102, 130), (0, 45)]), format_spans([]), format_spans([(0, 4), (3, 9)])
    ('0-45 102-130', None, '0-9')
    """
    return " ".join(f"{start}-{end}" for start, end in merged(spans)) or None


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap as one, empty ones left out.

    Examples
    --------
    >>> merged([(5, 9), (0, 3), (2, 4), (7, 7)])
    [(0, 4), (5, 9)]
    """
    joined: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def own_words(text: str, quotes: str | None) -> str:
    r"""The text with every quoted character made a blank, so that what is left stands where it stood.

    Parameters
    ----------
    text : str
    quotes : str or None
        As the column `quotes` holds them; spans beyond the end of the text are cut there.

    Returns
    -------
    str
        Of the same length; line feeds stay.

    Examples
    --------
    >>> own_words("> It is dear.\nNot to me.", "0-13")
    '             \nNot to me.'
    """
    spans = parse_spans(quotes)
    if not spans:
        return text
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], _NO_BREAK.sub(" ", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def own_text(text: str, quotes: str | None) -> str:
    r"""The commenter's own words for reading: as `own_words`, without the gaps that the quotations leave.

    Examples
    --------
    >>> own_text("Hm.\n\n> It is dear.\n\nNot to me.", "5-18")
    'Hm.\n\nNot to me.'
    """
    if not quotes:
        return text
    return _BLANKS.sub(" ", _BLANK_LINES.sub("\n\n", own_words(text, quotes))).strip()


def moved_spans(spans: Iterable[Span], raw: str) -> list[Span]:
    r"""Spans of a raw text as spans of the same text made clean: a line end of two characters has become one.

    Parameters
    ----------
    spans : iterable of (int, int)
        Ascending and apart, inside the raw text.
    raw : str
        What `discourse.text.clean` was given.

    Examples
    --------
    >>> moved_spans([(0, 4), (6, 8)], "\ufeffIt,\r\nno.")
    [(0, 3), (4, 6)]
    """
    moved: list[Span] = []
    at, lost = 0, int(raw.startswith("\ufeff"))
    for span in spans:
        ends = []
        for place in span:
            # A pair that the last place cut in two counts from here on.
            lost += raw.count("\r\n", max(at - 1, 0), place)
            at = place
            ends.append(max(place - lost, 0))
        moved.append((ends[0], ends[1]))
    return moved


class Header(NamedTuple):
    """A line that says whose words follow.

    Parameters
    ----------
    start, end : int
        Its span; what it introduces begins after it.
    name : str
        Who is quoted, as written.
    """

    start: int
    end: int
    name: str


def headers(text: str) -> list[Header]:
    r"""Lines such as "Ann wrote:", "Zitat von Ann:" or "Originally posted by Ann", wherever they stand.

    Whether they introduce a quotation only what follows can tell.

    Examples
    --------
    >>> headers("On 3 May, Ann Ray wrote:\nIt is dear.\n\nZitat von Ben\nNo.")
    [Header(start=0, end=24, name='Ann Ray'), Header(start=38, end=51, name='Ben')]
    """
    found = []
    for match in _HEADER.finditer(text):
        name = match["before"] or match["after"]
        found.append(Header(match.start(), match.end(), " ".join(name.split())))
    return found


def quoted_lines(text: str) -> list[Span]:
    r"""Spans of the lines that begin with ">", those that follow one another as one.

    The number of a post alone on its line (">>1234"), a comparison (">5") and a face (">:(") are no quotation.

    Examples
    --------
    >>> quoted_lines("> It is dear\n> and late.\nNot to me.\n>>1234\n>:(")
    [(0, 24)]
    """
    spans: list[Span] = []
    for match in _LINE.finditer(text):
        if _NO_QUOTE.fullmatch(match.group()) or not any(map(str.isalnum, match.group())):
            continue
        if spans and spans[-1][1] + 1 == match.start():
            spans[-1] = spans[-1][0], match.end()
        else:
            spans.append(match.span())
    return spans


def in_quotation_marks(text: str) -> list[Span]:
    """Spans of what stands in quotation marks inside a paragraph, the marks included.

    Examples
    --------
    >>> said = "You say 'it isn't dear' and “so what”."
    >>> [said[start:end] for start, end in in_quotation_marks(said)]
    ["'it isn't dear'", '“so what”']
    """
    return [match.span() for match in _MARKS.finditer(text)]
