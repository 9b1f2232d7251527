"""Why a section is not believed to hold comments.

A list of headings with indented paragraphs has the very shape of a comment section, a list of news has its dates. So an
explanation must bring evidence beyond its shape; where it brings too little, or what only other lists have, it is not
believed. May import: the standard library, and score and sections of this package.
"""

from __future__ import annotations

from collections.abc import Iterator

from discourse.readers.plain.score import ENOUGH, FEWEST_PROSE, MOST, Evidence
from discourse.readers.plain.sections import Section

FEWEST_NAMES = 0.6
FEWEST_STEADY = 0.6
FEWEST_FILLED = 0.5
MANY = 10
FEWEST_SENTENCES = 0.34
FEWEST_TITLES = 0.34
MEDIAN_LINES = 25
LONGEST_SINGLE = 25
FEWEST_PERSONS = 3
MOSTLY = 0.75


def doubts(section: Section, evidence: Evidence) -> tuple[str, ...]:
    """Why the section is not believed to hold comments; empty when it is."""
    shown = bool(evidence.headed or evidence.closed or evidence.buttoned or evidence.said)
    said = [
        *_about_shape(section, evidence, shown),
        *_about_names(section, evidence, shown),
        *_about_texts(section, evidence, shown),
    ]
    return tuple(said if evidence.points >= ENOUGH else [*said, *_reasons(section, evidence)])


def _about_shape(section: Section, evidence: Evidence, shown: bool) -> Iterator[str]:
    """What speaks against the lines that would open the comments."""
    is_flat, n = section.layout.family == "flat", evidence.n
    if evidence.steady < FEWEST_STEADY and not evidence.tells:
        yield "the indentation below the marks is not steady"
    if evidence.loose >= n:
        yield "the heads have no texts"
    if evidence.enclosed and not evidence.headed and not evidence.dated:
        yield "they stand inside another list"
    if is_flat and _is_byline(section, evidence):
        yield "a single date with a text below it is more often the article's own"
    if section.layout.author in {"below", "first"} and not (shown or any(item.role for item in section.items)):
        yield "dates with lines below them are more often a list of events"
    if is_flat and n == 2 and evidence.alike < 1 and not evidence.headed:
        yield "the two lines with dates are of different forms"
    if is_flat and n == 2 and section.layout.author == "none" and not (evidence.counted or evidence.buttoned):
        yield "two dates without names are more often an article's own"
    if section.layout.gap == "none" and not evidence.tells and evidence.persons < MOSTLY:
        yield "no blank line parts the names from the texts"


def _about_names(section: Section, evidence: Evidence, shown: bool) -> Iterator[str]:
    """What speaks against those who would be the authors."""
    several = evidence.n >= FEWEST_PERSONS
    if evidence.names < FEWEST_NAMES:
        yield "the marked lines do not read like names"
    if several and evidence.linked >= MOST:
        yield "the names are those of a list of recent comments on several pages"
    if section.layout.author in {"above", "below", "first"} and evidence.titled >= FEWEST_TITLES and not shown:
        yield "the names read like titles"
    if several and evidence.n_authors == 1 and evidence.named == 1 and (not shown or evidence.n >= MANY):
        yield "one and the same name stands above all of them"


def _about_texts(section: Section, evidence: Evidence, shown: bool) -> Iterator[str]:
    """What speaks against the texts."""
    if evidence.filled < FEWEST_FILLED:
        yield "most of them have no text"
    if evidence.sentences < FEWEST_SENTENCES:
        if evidence.n > 1 and not (shown or evidence.n_replies):
            yield "the texts read like titles"
        elif evidence.n >= MANY and not (evidence.buttoned or evidence.n_replies):
            yield "nearly all of the texts read like titles"
    if evidence.listed >= MOST and not evidence.tells:
        yield "the texts below the names are lists"
    if evidence.teased >= MOST and not (evidence.headed or evidence.n_replies):
        yield "they lead on to whole articles"
    if section.layout.family == "flat" and section.layout.author == "none" and evidence.length > MEDIAN_LINES:
        yield "the texts between the dates are as long as articles"


def _is_byline(section: Section, evidence: Evidence) -> bool:
    """Whether a single recurring line has too little around it."""
    if evidence.n > 1:
        return False
    shown = evidence.said or evidence.closed or evidence.buttoned
    return not (evidence.counted or (evidence.headed and shown)) or len(section.items[0].body) > LONGEST_SINGLE


def _reasons(section: Section, evidence: Evidence) -> tuple[str, ...]:
    """What is missing where there is too little evidence."""
    if section.layout.family == "list" and section.layout.opens == "name":
        return _reasons_of_names(evidence)
    if evidence.long_below:
        return ("a long paragraph follows",)
    return ("nothing else shows that they are comments",)


def _reasons_of_names(evidence: Evidence) -> tuple[str, ...]:
    """What speaks against a list of names with texts below them, which has no other evidence than its shape."""
    said = []
    if evidence.headed or evidence.closed:
        return ()
    if evidence.long_below:
        said.append("a long paragraph follows")
    if (
        evidence.n >= FEWEST_PERSONS
        and evidence.persons >= MOSTLY
        and evidence.prose >= MOSTLY
        and not evidence.followed
    ):
        return tuple(said)
    if evidence.n_replies:
        return tuple(said)
    if evidence.n_numbered and not evidence.gaps:
        said.append("numbered entries without replies are more often an article's own")
    if evidence.n < 2:
        said.append("there is only one")
    if evidence.followed:
        said.append("they do not stand at the end of the page")
    if evidence.prose < FEWEST_PROSE:
        said.append("the text below them reads like labels")
    return tuple(said)
