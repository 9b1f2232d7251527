"""The reply tree as the page shows it: a flat list, set in by depth, each comment with its findings.

A list in a list for every reply would nest as deep as the thread, and threads can be deeper than any browser nests.
May import: columns, quotes, records, text; markup and view beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from discourse.columns import INHERITED, IS_ABOUT
from discourse.quotes import parse_spans
from discourse.records import iso
from discourse.report.markup import Html, join, named, paragraphs, pieces, tag
from discourse.report.view import GLYPHS, MOST_SHOWN, Labels, View
from discourse.text import Span, count, shorten

DEEPEST_SHOWN = 12
"""Deeper replies are set in no further; their depth is written beside them."""
LONGEST_QUOTE = 140
QUOTED = "quoted"
"""How words are marked that are another's, inside a paragraph."""


def reply_tree(view: View) -> Html:
    """All comments, each followed by its replies."""
    if not len(view.thread):
        return tag("p", "There are no comments.", class_="quiet")
    items = [_comment(view, row) for row in view.order[:MOST_SHOWN]]
    return join([_legend(view), *_remarks(view), tag("ol", *items, class_="tree", lang=view.thread.article.language)])


def _legend(view: View) -> Html | None:
    """What the marks mean."""
    if not any(target.is_assigned for target in view.targets):
        return None
    marks = [join([glyph(label), f" {label}"]) for label in ("favor", "against", "none")]
    return tag(
        "p",
        "Stance: ",
        join(marks, "  "),
        ". A target that is not named under a comment was left open. Marked words are those that a stance rests on.",
        class_="legend",
    )


def _remarks(view: View) -> Iterator[Html]:
    """What a reader must know about the order and the choice."""
    n = len(view.thread)
    if n > MOST_SHOWN:
        where = tag("a", "tables/comments.csv", href="tables/comments.csv")
        yield tag(
            "p", f"The first {MOST_SHOWN:,} of {n:,} comments are shown here; all are in ", where, ".", class_="legend"
        )
    if not view.is_page_order:
        said = "Each comment is followed by its replies; the numbers are those of the order in the source."
        yield tag("p", said, class_="legend")


def _comment(view: View, row: int) -> Html:
    """One comment."""
    depth = view.depths[row]
    return tag(
        "li",
        _head(view, row),
        _text(view, row),
        _findings(view, row),
        id=f"c{row + 1}",
        class_=f"d{min(depth, DEEPEST_SHOWN)}",
    )


def _head(view: View, row: int) -> Html:
    """Number, author, what it answers and how, when, votes."""
    number = tag("a", str(row + 1), href=f"#c{row + 1}", class_="no", aria_label=f"Comment {row + 1}")
    depth = view.depths[row]
    created, score = view.cells("created")[row], view.cells("score")[row]
    parts: list[str | None] = [
        number,
        tag("b", named(view.authors[row]), class_="by"),
        _words(view.cells("role")[row]),
        _answers(view, row),
        _guess(view, row),
        _reply_stance(view, row),
        tag("span", f"depth {depth:,}") if depth > DEEPEST_SHOWN else None,
        _time(created) or _words(view.cells("created_text")[row]),
        tag("span", _votes(score)) if score is not None else None,
        _sentiment(view, row),
        *_marks(view, row),
    ]
    return tag("p", join(parts, " "), class_="head")


def _votes(score: float) -> str:
    """Votes in words."""
    return f"{score:,.0f} vote{'' if score == 1 else 's'}".replace("-", "−")


def _answers(view: View, row: int) -> Html:
    """A link to the comment that it answers."""
    above = view.parents[row]
    if above < 0:
        is_orphan = view.cells("missing_parent")[row] is not None
        return tag("span", "answers a comment that is not there" if is_orphan else "answers the article")
    number = str(above + 1)
    return tag("span", "answers ", tag("a", number, href=f"#c{number}") if above in view.shown else number)


def _words(said: str | None) -> Html | None:
    """Something as the source writes it."""
    return tag("span", named(said)) if said else None


def _guess(view: View, row: int) -> Html | None:
    """That the source does not state its parent, and what the parent rests on."""
    score = view.cells("parent_score")[row]
    if score is None or view.parents[row] < 0:
        return None
    return tag("span", "by its words", score_of(score), _quote(view.cells("parent_evidence")[row], 40), class_="how")


def _marks(view: View, row: int) -> Iterator[Html]:
    """That a program seems to have written it, or that it was said before."""
    if view.cells("is_bot")[row]:
        yield tag("span", "written by a program", _quote(view.cells("is_bot_evidence")[row], 40), class_="how")
    first = view.cells("duplicate_of")[row]
    if first is not None:
        at = view.row_of.get(first)
        link = named(first) if at is None else tag("a", str(at + 1), href=f"#c{at + 1}")
        yield tag("span", "same text as ", link, class_="how")


def _time(created: datetime | None) -> Html | None:
    """When it was posted."""
    return tag("time", f"{created:%Y-%m-%d %H:%M} UTC", datetime=iso(created)) if created else None


def _reply_stance(view: View, row: int) -> Html | None:
    """How it stands towards what it answers."""
    if view.reply.labels[row] is None:
        return None
    return tag("span", labelled(view.reply, row), _quote(view.reply.evidence[row]), class_="how")


def _sentiment(view: View, row: int) -> Html | None:
    """Its sentiment, with the words that carried most of it."""
    score = view.sentiment.scores[row]
    if score is None:
        return None
    label = view.sentiment.labels[row]
    said = f"{label} {_signed(score)}" if label else _signed(score)
    return tag("span", f"sentiment {said}", _quote(view.sentiment.evidence[row]) if score else None, class_="how")


def _signed(score: float) -> str:
    """A score with its sign, two decimals."""
    return f"{score:+.2f}".replace("-", "−") if abs(score) >= 0.005 else "0.00"


def _text(view: View, row: int) -> Html:
    """Its paragraphs, with the words marked that a stance rests on."""
    text = view.texts[row]
    is_deleted = bool(view.cells("deleted")[row])
    spans = []
    for target in view.targets:
        label, span = target.labels[row], target.span(row, text)
        if label is not None and span is not None:
            spans.append((*span, label))
    quotes = [] if is_deleted else parse_spans(view.cells("quotes")[row], len(text)) or []
    blocks = [
        tag("blockquote", tag("p", *_marked(part, spans, start), dir="auto"))
        if is_quoted
        else tag("p", *_marked(part, [*spans, *((a, b, QUOTED) for a, b in quotes)], start), dir="auto")
        for at, paragraph in paragraphs(text)
        for start, part, is_quoted in _set_apart(paragraph, at, quotes)
    ]
    removed = tag("p", "The source shows this comment as removed.", class_="quiet") if is_deleted else None
    empty = tag("p", "No text.", class_="quiet") if not blocks and not is_deleted else None
    return tag("div", removed, empty, *blocks, class_="text")


def _set_apart(paragraph: str, at: int, quotes: list[Span]) -> Iterator[tuple[int, str, bool]]:
    """The lines of a paragraph that are quoted whole, and those between them, with the place where each begins."""
    cuts = [at]
    for start, end in quotes:
        first, last = start - at, end - at
        if last <= 0 or first >= len(paragraph):
            continue
        before, after = paragraph[: max(first, 0)], paragraph[last:]
        if not before.rpartition("\n")[2].strip() and not after.partition("\n")[0].strip():
            cuts += [max(start, at), min(end, at + len(paragraph))]
    cuts.append(at + len(paragraph))
    for number, (start, end) in enumerate(pairwise(cuts)):
        part = paragraph[start - at : end - at]
        if part.strip():
            yield start + len(part) - len(part.lstrip("\n")), part.strip("\n"), number % 2 == 1


def _marked(part: str, spans: list[tuple[int, int, str]], start: int) -> Iterator[str]:
    """A paragraph with its evidence marked; words that carry two different stances are marked as both."""
    for piece, _, labels in pieces(part, spans, start):
        stances = {label for label in labels if label != QUOTED}
        said: str = tag("mark", piece, class_=stances.pop() if len(stances) == 1 else "both") if stances else piece
        yield tag("span", said, class_=QUOTED) if QUOTED in labels else said


def _findings(view: View, row: int) -> Html | None:
    """Topics, stances and the claim it speaks to."""
    chips = [_topic(topic.title, topic.scores[row], topic.evidence[row]) for topic in view.topics]
    topics = [chip for chip in chips if chip is not None]
    lines = [line for target in view.targets if (line := _stance(target, row)) is not None]
    claim = _claim(view, row)
    if not (topics or lines or claim):
        return None
    return tag("ul", *topics, *lines, claim, class_="found")


def _topic(title: str, score: float | None, evidence: str | None) -> Html | None:
    """A topic that it is about."""
    if score is None or score < IS_ABOUT:
        return None
    words = evidence or ""
    is_inherited = words.startswith(INHERITED)
    said = join([" from above:" if is_inherited else None, _quote(words.removeprefix(INHERITED), 40)])
    share = score_of(score) if score < 1 else None
    return tag("li", title, share, tag("span", said) if words else None, class_="topic")


def _stance(target: Labels, row: int) -> Html | None:
    """A stance that it takes, and the words that it rests on."""
    label = target.labels[row]
    if label is None:
        return None
    rule = target.rules[row]
    return tag(
        "li",
        glyph(label),
        f" {target.title}: {label}",
        score_of(target.scores[row]),
        _quote(target.evidence[row]),
        tag("span", f" · {rule}", class_="rule") if rule else None,
        class_="stance",
    )


def _claim(view: View, row: int) -> Html | None:
    """The claim that it speaks to, and how it stands towards it."""
    name = view.cells("claim")[row]
    if name is None:
        return None
    number = view.claim_of[row]
    stance = view.claim_stance.labels[row]
    shared = view.cells("claim_evidence")[row]
    return tag(
        "li",
        "speaks to ",
        tag("a", "claim ", named(name), href=f"#k{number + 1}")
        if number is not None
        else join(["claim ", named(name), ", which the article does not have"]),
        score_of(view.cells("claim_score")[row]),
        join([" sharing", _quote(shared)]) if shared else None,
        join([": ", labelled(view.claim_stance, row)]) if stance else ", stance left open",
        _quote(view.claim_stance.evidence[row]) if stance else None,
        class_="claim",
    )


def _quote(words: str | None, longest: int = LONGEST_QUOTE) -> Html | None:
    """The words that something rests on; None when they are not recorded."""
    return join([" ", tag("q", named(shorten(words, longest)))]) if words else None


def labelled(read: Labels, row: int) -> Html:
    """A label with its mark and its score."""
    label = read.labels[row]
    return join([glyph(label), f" {label}", score_of(read.scores[row])])


def glyph(label: Any) -> Html:
    """The mark of a label; the label itself is written beside it."""
    return tag("i", GLYPHS[label], class_=label, aria_hidden="true")


def score_of(score: float | None) -> Html | None:
    """A confidence with two decimals."""
    return join([" ", tag("small", f"{score:.2f}")]) if score is not None else None


def jump(view: View, row: int) -> Html:
    """A link to a comment by its author, from elsewhere on the page."""
    return tag("a", f"{row + 1} ", named(view.authors[row]), href=f"#c{row + 1}")


def tied(view: View, number: int) -> Html | None:
    """The comments that speak to a claim, with the stance of each."""
    rows = view.tied[number]
    if not rows:
        return None
    items = []
    for row in (row for row in rows if row in view.shown):
        stance = view.claim_stance.labels[row]
        said = join([" ", labelled(view.claim_stance, row)]) if stance else " left open"
        items.append(tag("li", jump(view, row), said, _quote(view.claim_stance.evidence[row]) if stance else None))
    if len(items) < len(rows):
        items.append(tag("li", f"and {len(rows) - len(items):,} more, in tables/links.csv"))
    return tag("ul", *items, class_="speakers", aria_label=f"{count(len(rows), 'comment')} on this claim")
