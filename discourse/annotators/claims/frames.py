"""Who does what to whom, as far as the order of words shows it: what happens, a name near it, and that name's part.

"They crushed the Line", "the defeat of the Line" and "the Line was beaten" say the same of the Line; "the Line beat
them" does not. English only. May import: the standard library, text; of this folder events and terms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from discourse.annotators.claims.events import are_kin, event_class
from discourse.annotators.claims.terms import Term
from discourse.text import Span, words

DOES, UNDERGOES = "does", "undergoes"
NEAR = 7
"""Words from what happens up to a name that takes part in it."""
_FAR = 140
"""Characters that many words do not fill."""

_SUFFERED = frozenset({"loss", "death", "fall", "rise", "resignation", "bankruptcy", "retreat", "recovery", "illness"})
_BORNE = frozenset(
    {"killing", "injury", "arrest", "conviction", "accusation", "capture", "defeat", "destruction", "theft"}
)
_NO_OBJECT = frozenset(("", *"in at as after before during near on and while since for today yesterday".split()))
_BE = frozenset("is are was were be been being got get gets getting am 's 're".split())
_HEAD = frozenset("the a an its their his her our your my this that these those any no another".split())
_OTHERS = frozenset(
    "i you he she it we they me him us them in at near from during since before after until into through to with"
    " without about between among because when while if".split()
)
_LEADING = frozenset({"of", "for", "on", "over", "against", "by"})
_UNREAL = frozenset(
    "should must would could might may can will shall if whether unless want wants wanted plan plans planned try tried"
    " hope hopes hopefully won't cannot can't".split()
)
_BOUND = re.compile(r"[.;:!?()\[\]\"“”\n]|--|–|—")
_YEAR = re.compile(r"(?<![\w.,$€£])(?:1[5-9]\d\d|20\d\d)(?![\w%])")


HARM = frozenset({"killing", "death", "injury", "destruction", "crash", "flood", "fire", "quake", "illness", "layoff"})
"""Classes of events for which those concerned are blessed or thanked without any welcome of what happened."""


class Frame(NamedTuple):
    """What happens to, or is done by, something named.

    Parameters
    ----------
    event : str
        A class of `events`.
    name : str
        Stem of the name.
    part : {"does", "undergoes"}
    start, end : int
        Where the words stand, from the first of the two to the end of the second.
    at : int
        Where the word for what happens begins.
    """

    event: str
    name: str
    part: str
    start: int
    end: int
    at: int


def frames(text: str, span: Span, named: Sequence[Term], *, is_prose: bool = False) -> list[Frame]:
    """What happens in a sentence to the names given.

    Parameters
    ----------
    text : str
    span : (int, int)
        The sentence.
    named : sequence of Term
        The names in it.
    is_prose : bool
        Whether it is an edited sentence that asserts something: then all names after the word take part, up to the end
        of the sentence, and no wish or doubt is looked for.

    Examples
    --------
    >>> line = Term("=line", 12, 20, True, 12)
    >>> [(one.event, one.part) for one in frames("They routed the Line", (0, 20), [line])]
    [('defeat', 'undergoes')]
    """
    if not named:
        return []
    start, end = span
    said = [(start + a, start + b) for a, b in words(text[start:end])]
    low = [text[a:b].lower().replace("’", "'") for a, b in said]
    found: dict[tuple[str, str, str], Frame] = {}
    for number, word in enumerate(low):
        event = event_class(word)
        a, b = said[number]
        if event is None or any(term.start < b and a < term.end for term in named):
            continue
        if not is_prose and not _UNREAL.isdisjoint(low[max(0, number - NEAR) : number]):
            continue
        before, after = _parts(event, low, number)
        for term in named:
            is_after = term.start >= b
            part = after if is_after else before
            first, last = (b, term.start) if is_after else (term.end, a)
            is_free = is_prose and is_after
            if part is None or (event, term.stem, part) in found or (not is_free and last - first > _FAR):
                continue
            if is_free or _is_near(text[first:last], is_after):
                found[event, term.stem, part] = Frame(event, term.stem, part, min(a, term.start), max(b, term.end), a)
    return list(found.values())


def _is_near(between: str, is_after: bool) -> bool:
    """Whether few words stand between, none of which ends a clause, owns, or begins what takes no part in it."""
    if _BOUND.search(between):
        return False
    low = [between[a:b].lower() for a, b in words(between)]
    if not is_after and (between.startswith(("'s", "’s")) or not _LEADING.isdisjoint(low)):
        return False
    return len(low) <= NEAR and _OTHERS.isdisjoint(low)


def _parts(event: str, low: Sequence[str], at: int) -> tuple[str | None, str | None]:
    """The part of a name before the word for what happens, and of one after it; None where the words do not tell."""
    following = low[at + 1] if at + 1 < len(low) else ""
    if any(word in _HEAD or word.endswith("'s") for word in low[max(0, at - 2) : at]) and not low[at].endswith(
        ("ed", "ing")
    ):
        if following in ("of", "for"):
            return None, DOES if event == "victory" else UNDERGOES
        return None, UNDERGOES if following in ("over", "against", "on") else DOES if following == "by" else None
    if following == "by":
        return UNDERGOES, DOES
    if event in _SUFFERED:
        return UNDERGOES, UNDERGOES if following == "of" else None
    if following in ("of", "over", "against"):
        return DOES if event == "victory" else None, UNDERGOES
    if not low[at].endswith("ing") and any(word in _BE for word in low[max(0, at - 3) : at]):
        return UNDERGOES if low[at][-1] in "dnt" else None, None
    if event in _BORNE and low[at].endswith("ed") and following in _NO_OBJECT:
        return UNDERGOES, None
    return DOES, UNDERGOES


def alike(one: Frame, other: Frame) -> float:
    """How surely two tell of the same: 1 for the same class, 0.75 for a kin one, 0 for another name or part.

    Examples
    --------
    >>> alike(Frame("death", "ray", DOES, 0, 9, 4), Frame("death", "ray", UNDERGOES, 0, 9, 4))
    0.0
    """
    if one.name != other.name or one.part != other.part or not are_kin(one.event, other.event):
        return 0.0
    return 1.0 if one.event == other.event else 0.75


def years(text: str) -> frozenset[str]:
    """The years that a text names.

    Examples
    --------
    >>> sorted(years("From 1931 to 2004, for 2500 crowns"))
    ['1931', '2004']
    """
    return frozenset(_YEAR.findall(text))
