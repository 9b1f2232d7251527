"""What a short line could be as part of a comment's head or foot: who wrote it, when, and in what words it says so.

A head line is read by taking away: the date, the words that interfaces put around names and dates, marks of Markdown.
What is left is the author. So one rule reads "Ann on May 3, 2012 said:", "Posted by: Ann | May 3, 2012" and the same in
a language whose words the table knows. May import: the standard library, dates, lines and words of this package.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from discourse.dates import find as find_stamp
from discourse.readers.plain.lines import Line, visible
from discourse.readers.plain.words import (
    BY_AT_START,
    LATE_TRAIL_AT_END,
    LATE_TRAIL_AT_START,
    LINKING,
    ROLE,
    ROLE_AT_END,
    SAID_AT_END,
    SAID_GLUED,
    TIME_WORD_AT_END,
    TIME_WORD_AT_START,
    TRAIL_AT_END,
    TRAIL_AT_START,
    VOTE,
    is_button,
    is_heading,
    is_interface,
    says,
)

LONGEST_HEAD = 150
LONGEST_MARKED = 260
MOST_WORDS = 24
MOST_WORDS_LEFT = 14
LONGEST_LEFT = 110
LONGEST_NAME = 60
GLUED_PLACES = 12
MOST_NAME_WORDS = 6

_EDGES = " \t\u00a0,;:|/·•«»‹›=>&…"
_DASHES = re.compile(r"^(?:[-–—]+(?:\s+|$))+|(?:(?<=\s)[-–—]+\s*)+$|(?<=\w)[—–]$")
_TIME = re.compile(r"\d:\d\d|\b(?:19|20)\d\d\b|\d[./-]\d{1,2}[./-]\d")
_LINK = re.compile(r"!?\[([^\[\]]{0,120})\]\([^()\s]{0,400}\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_|`)(?=\S)([^*_`]{1,120})(?<=\S)\1(?!\w)")
_GLUE = re.compile(r"(?<=\w)(?=[^\W\d_a-z])")
_PIECE = re.compile(r"(?<![\w.,:/-])\d{1,3} ?[^\W\d_]{1,3}(?![\w.,:/-])")
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_INDEX = re.compile(r"(?:#\s?\d{1,6}(?:\.\d{1,4}){0,20}|\d{1,6}[.)]|\[\d{1,6}\]|№\s?\d{1,6})\s+(?=\S)")
NUMBERED = re.compile(r"(?<![^\W\d]|[#&])#(?P<index>\d{1,5}(?:\.\d{1,4}){0,20})(?![\w.])")
_OUTLINED = re.compile(r"(?P<index>\d{1,4}(?:\.\d{1,4}){1,20})\.?(?=\s+[^\W\d_])")
_ARROW = re.compile(r"\s*([→▶►➜➤➔⇒↪⮞⤷])\ufe0e?\s*")
_FOLD = re.compile(r"^\[[^\w\s]{0,3}\]\s*")
_PARTICLES = frozenset("von van der den de del di da la le du zu ter al el bin ibn e y & @ |".split())
_QUOTED = re.compile(r"[“”„\"«»]")


class Form(NamedTuple):
    """One line as a head or foot of a comment.

    Parameters
    ----------
    author : str
        What is left of the line; empty when nothing is.
    date : str
        The date or time in it as written, or empty.
    at : {"", "all", "start", "middle", "end"}
        Where the date stands among the rest.
    said : bool
        Whether it ends like "Ann says:".
    by : bool
        Whether it begins like "Posted by Ann".
    role : str
        What it calls the author, as written ("Moderator"), or empty.
    shape : str
        The date's shape, digits and letters made alike: dates that one system writes share it.
    number : str
        The number that the page gives the comment ("#2", "#2.1" for the first reply to the second), without the sign.
    reply_to : str
        Whom it answers, where an arrow says so ("Ann → Ben"), or empty.
    """

    author: str
    date: str = ""
    at: str = ""
    said: bool = False
    by: bool = False
    role: str = ""
    shape: str = ""
    number: str = ""
    reply_to: str = ""

    @property
    def is_date(self) -> bool:
        """Whether the line is a date and nothing else."""
        return bool(self.date) and not self.author

    @property
    def style(self) -> tuple[str, bool, bool, str, str]:
        """What heads that one system writes have in common."""
        return self.at, self.said, self.by, self.role, self.shape

    @property
    def tells(self) -> bool:
        """Whether the form alone shows that it is a head: a date with it, or "says"."""
        return bool(self.date) or self.said


NOTHING = Form("")


def read_form(line: Line) -> Form:
    """The form of a line; one without date or "says" has only what is left as its author.

    Examples
    --------
    >>> from discourse.readers.plain.lines import read_lines
    >>> (line,) = read_lines("Posted by: Ann Lee | May 3, 2012 at 2:02 pm")
    >>> form = read_form(line)
    >>> form.author, form.date, form.by
    ('Ann Lee', 'May 3, 2012 at 2:02 pm', True)
    """
    text = line.text
    longest = LONGEST_MARKED if line.mark else LONGEST_HEAD
    if not text or len(text) > longest or (text.count(" ") > MOST_WORDS and not line.mark):
        return NOTHING
    plain, index = _unnumbered(unmarked(text))
    span = find_date(plain)
    if span is None:
        return _without_date(plain, index)
    before, after = plain[: span[0]], plain[span[1] :]
    left, said_left, by, role_left = _tidied(_off(before, TIME_WORD_AT_END))
    right, said_right, by_right, role_right = _tidied(_off_start(after, TIME_WORD_AT_START), is_late=True)
    author = left if left else right
    if left and right:
        author = f"{left} {right}" if len(right.split()) > 2 else left
    if by_right and right and (is_interface(before) or not (by or said_left)):
        # "Comment link Monday, May 4, 2020 posted by Ann": what stands before the date is the interface's.
        author = right
    if is_heading(author):
        # "3 comments | May 4, 2020" is said of an article.
        return NOTHING
    if len(author.split()) > MOST_WORDS_LEFT and not (line.mark and right == ""):
        return NOTHING
    at = "all" if not author else "start" if not left else "middle" if right else "end"
    date = plain[span[0] : span[1]].strip()
    author, reply_to = _parted(author)
    said, role = said_left or said_right, role_left or role_right
    return Form(author, date, at, said, by or by_right, role, _shape(date), index, reply_to)


def _unnumbered(plain: str) -> tuple[str, str]:
    """The line without the number that the page gives the comment, and that number."""
    match = NUMBERED.search(plain) or _OUTLINED.match(plain)
    if match is None or (match.start() == 0 and (span := find_date(plain)) and span[0] < match.end()):
        return plain, ""
    return f"{plain[: match.start()]} {plain[match.end() :]}".strip(), match["index"]


def _parted(author: str) -> tuple[str, str]:
    """Author and whom he answers, where an arrow stands between the two."""
    left, arrow, right = _ARROW.split(author, maxsplit=1) if _ARROW.search(author) else (author, "", "")
    return (left, right) if arrow and is_name(left) and is_name(right) else (author, "")


def _without_date(plain: str, index: str = "") -> Form:
    """The form of a line that holds no date."""
    author, said, by, role = _tidied(plain)
    if len(author.split()) > MOST_WORDS_LEFT:
        return NOTHING
    author, reply_to = _parted(author)
    return Form(author, said=said and bool(author), by=by, role=role, number=index, reply_to=reply_to)


def find_date(plain: str) -> tuple[int, int] | None:
    """The span of the date in a line; short ages ("3w") count where signs part them from the rest."""
    span = find_stamp(plain)
    if len(plain) > LONGEST_NAME or not any(map(str.isdigit, plain)):
        return span
    start = span[0] if span else len(plain)
    for place in [match.start() for match in _GLUE.finditer(plain)][:GLUED_PLACES]:
        glued = find_stamp(plain[place:]) if place < start and any(map(str.isdigit, plain[place:start])) else None
        if glued is not None and glued[0] == 0:
            return place, place + glued[1]
    if span:
        return span
    for piece in _PIECE.finditer(plain):
        found = find_stamp(piece.group())
        if found == (0, len(piece.group())) and found[1] > 1:
            return piece.span()
    return None


def _shape(date: str) -> str:
    """The date with digits and letters made alike; relative dates are all alike."""
    if not _TIME.search(date) and not any(len(run) > 2 for run in _DIGITS.findall(date)):
        return "ago" if len(_LETTERS.findall(date)) <= 4 else "day"
    return " ".join(_LETTERS.sub("a", _DIGITS.sub("0", date)).split())


def _off(text: str, pattern: re.Pattern[str]) -> str:
    """The text before a date without the words that lead to the date."""
    text = text.rstrip(_EDGES + "([{@-–—")
    if match := pattern.search(text[-24:]):
        text = text[: max(len(text) - 24, 0) + match.start()].rstrip(_EDGES + "([{@-–—")
    return text


def _off_start(text: str, pattern: re.Pattern[str]) -> str:
    """The text after a date without the words that end the date."""
    text = text.lstrip(_EDGES + ".)]}@-–—")
    if match := pattern.match(text):
        text = text[match.end() :].lstrip(_EDGES + ")]}@-–—")
    return text


def _tidied(text: str, is_late: bool = False) -> tuple[str, bool, bool, str]:
    """A name without what interfaces put around it; whether it was "said", whether "by"; the role."""
    at_end, at_start = (LATE_TRAIL_AT_END, LATE_TRAIL_AT_START) if is_late else (TRAIL_AT_END, TRAIL_AT_START)
    said = by = False
    role = ""
    if match := SAID_GLUED.search(text[-24:]):
        said, text = True, text[: max(len(text) - 24, 0) + match.start()]
    text = _DASHES.sub("", visible(text).strip(_EDGES)).strip(_EDGES)
    text = _FOLD.sub("", _INDEX.sub("", text, count=1))
    for _ in range(6):
        before = text
        if match := SAID_AT_END.search(text[-24:]):
            said, text = True, text[: max(len(text) - 24, 0) + match.start()]
        elif match := at_end.search(text[-40:]):
            text = text[: max(len(text) - 40, 0) + match.start()]
        elif match := at_start.match(text):
            text = text[match.end() :]
        elif not by and (match := BY_AT_START.match(text)) and match.end() < len(text):
            by, text = True, text[match.end() :]
        elif not role and (match := ROLE_AT_END.search(text[-40:])):
            role, text = match["role"], text[: max(len(text) - 40, 0) + match.start()]
        text = _unwrapped(_DASHES.sub("", text.strip(_EDGES)).strip(_EDGES))
        if text == before:
            break
    if is_button(text) or VOTE.fullmatch(text) or BY_AT_START.fullmatch(text) or TIME_WORD_AT_START.fullmatch(text):
        text = ""
    return _INDEX.sub("", text, count=1), said, by, role


def _unwrapped(text: str) -> str:
    """The text without brackets that were opened and never closed, or the other way round, or around all of it."""
    for open_, close in ("()", "[]", "{}"):
        if text.startswith(open_) and (text.endswith(close) or close not in text):
            text = text[1:].removesuffix(close)
        elif (text.endswith(close) and open_ not in text) or text.endswith(open_):
            text = text[:-1]
    return text.strip()


def unmarked(text: str) -> str:
    """A line without the marks of Markdown around a name: emphasis, links, escapes.

    Examples
    --------
    >>> unmarked("**Ann** says:"), unmarked("[Ben Lee](https://ben.example) _wrote_"), unmarked("a_b_c 2*3*4")
    ('Ann says:', 'Ben Lee wrote', 'a_b_c 2*3*4')
    """
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text or "`" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return text


def is_name(text: str) -> bool:
    """Whether the text reads like a name and not like a sentence, a question or an entry of a list.

    Examples
    --------
    >>> is_name("Diane B."), is_name("goat_spotter 88"), is_name("Two valleys;"), is_name("How does it work?")
    (True, True, False, False)
    """
    n_words = text.count(" ") + 1
    if not text or len(text) > LONGEST_NAME or n_words > MOST_NAME_WORDS or text.endswith((";", ",", ":", "?")):
        return False
    if _TIME.search(text) or not any(map(str.isalnum, text)):
        return False
    return n_words <= 3 or not text.endswith((".", "!", "…"))


def is_author(text: str) -> bool:
    """Whether what is left of a head could be an author: a name, or the title of a page that links here.

    Examples
    --------
    >>> is_author("Ann Lee"), is_author("The ferry - news from the pier - Pier Press"), is_author("It is late.")
    (True, True, False)
    """
    n_words = text.count(" ") + 1
    if not text or len(text) > LONGEST_LEFT or text.endswith((";", ",", ":")) or (text.endswith("?") and n_words > 3):
        return False
    if not any(map(str.isalpha, text)):
        return any(map(str.isdigit, text)) and len(text) <= LONGEST_NAME // 2
    return n_words <= MOST_WORDS_LEFT and (n_words <= 2 or not text.endswith((".", "!", "…")))


def is_plain_name(text: str) -> bool:
    """Whether a line could be a name standing alone: a name, short, and none of the interface's own words.

    Examples
    --------
    >>> is_plain_name("Ann Lee"), is_plain_name("Reply"), is_plain_name("The day that changed it all")
    (True, False, False)
    """
    if not is_name(text) or text.endswith(("!", "…")) or (text.endswith(".") and text.count(" ") > 1):
        return False
    if text.startswith(("http:", "https:", "www.")) or _QUOTED.search(text):
        return False
    return not (is_button(text) or is_heading(text) or says(ROLE, text) or says(VOTE, text)) and text.count(" ") < 5


def is_person(text: str) -> bool:
    """Whether a name could hardly be the heading of a paragraph: a handle, or several words all capitalised.

    Examples
    --------
    >>> is_person("Ann Lee"), is_person("goat_spotter88"), is_person("The hull"), is_person("Preparation")
    (True, True, False, False)
    """
    words = text.split()
    if len(words) == 1:
        return text.islower() or any(char.isdigit() or char == "_" for char in text) or not text[1:].islower()
    return len(words) <= MOST_NAME_WORDS and all(
        word[0].isupper() or word[0].isdigit() or word in _PARTICLES for word in words
    )


def is_linking(text: str) -> bool:
    """Whether the line announces another page that links here."""
    return LINKING.fullmatch(text[:LONGEST_HEAD]) is not None
