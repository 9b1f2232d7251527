"""Comments that a page holds as linked data: schema.org in JSON, as search engines are given it.

Comments are found by their type, or because something holds them as its `comment` or answer, wherever they stand; what
they answer is what they stand in, or their `parentItem`. Objects may stand for others by "@id". What cannot be read is
left out, and said. May import: the standard library, errors, hypertext, json_text, rows, and posts, values of this
package.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from discourse.errors import BrokenInput
from discourse.hypertext.fragments import read_fragment
from discourse.hypertext.parts import Parts
from discourse.hypertext.prose import Prose
from discourse.json_text import decode
from discourse.readers.html.posts import NOTHING, Post
from discourse.readers.html.values import id_of, key_of, name_of, stamp_of, votes_of
from discourse.rows import Defect

LARGEST = 50_000_000
"""Characters of linked data that are read of a page."""
LONGEST = 300
"""Longer names, times, addresses and identifiers are none."""
MOST = 20
"""Of several authors, types or counts so many are looked at."""

COMMENTS = frozenset({"Comment", "Answer", "UserComments", "CorrectionComment"})
"""Types that are comments wherever they stand."""
POSTINGS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "BlogPosting"})
"""Types that are comments where something holds them as its comment, or where they say what they answer."""
HOLDING = frozenset({"comment", "comments", "suggestedAnswer", "acceptedAnswer"})
"""Properties whose values are comments."""
UPWARD = frozenset({"parentItem", "about", "discusses", "isPartOf", "mainEntityOfPage", "itemReviewed"})
"""Properties whose values do not stand below what has them."""

_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|code|del|div|em|figure|font|h[1-6]|hr|i|img|ins|li|ol|p|pre|q|s|small|span|strike"
    r"|strong|sub|sup|table|u|ul)(?:[\s/][^<>]*)?>|&(?:[a-z]{2,8}|#\d{1,7}|#x[\da-f]{1,6});",
    re.IGNORECASE,
)
_KEYWORDS = frozenset({"@id", "@type", "@context"})
_TIMES = ("dateCreated", "datePublished", "commentTime")
_TEXTS = ("text", "commentText", "articleBody", "description")
_MANY_LINES = re.compile(r"\n{3,}")

Thing = dict[str, object]


@dataclass
class _Found:
    """Comments while they are found.

    Parameters
    ----------
    posts : list of Post
    ups : list of object
        By comment, the value of its `parentItem`.
    places : dict of tuple to int
        By what tells a comment from others, its place.
    named : dict of str to int
        By each of its addresses and identifiers, its place; -1 for those of several, or of something else.
    """

    posts: list[Post] = field(default_factory=list)
    ups: list[object] = field(default_factory=list)
    places: dict[tuple[object, ...], int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)


def read_linked(page: Parts) -> tuple[list[Post], list[Defect]]:
    """The comments that a page holds as linked data, each once, in its order.

    Parameters
    ----------
    page : Parts

    Returns
    -------
    posts : list of Post
        Without elements. `parent` is a place, possibly of a later comment.
    defects : list of Defect
        What could not be read.

    Notes
    -----
    Time linear in the data. The posting or question that is not itself held as a comment is the article and is not
    among the posts.

    Examples
    --------
    >>> from discourse.hypertext.parts import parse
    >>> said = '{"@type": "Comment", "author": "Ben", "text": "No.", "upvoteCount": 2}'
    >>> outer = f'{{"author": {{"name": "Ann"}}, "text": "Good.", "comment": [{said}]}}'
    >>> whole = f'{{"@type": "Article", "comment": {outer}}}'
    >>> posts, defects = read_linked(parse(f'<script type="application/ld+json">{whole}</script>'))
    >>> [(post.author, post.parent, post.prose.text, post.score) for post in posts], defects
    ([('Ann', -1, 'Good.', None), ('Ben', 0, 'No.', 2.0)], [])
    """
    roots, defects = _load(page)
    if not roots:
        return [], defects
    known = _known(roots)
    found = _find(roots, known)
    for place, post in enumerate(found.posts):
        _answer(post, place, found)
    return found.posts, defects


def linked_sources(page: Parts) -> dict[int, str]:
    """The linked data of a page as it stands there, by the number of its script."""
    return {
        number: node.text() or ""
        for number, node in enumerate(page.css("script[type]"), start=1)
        if (node.attributes.get("type") or "").strip().lower().startswith("application/ld+json")
    }


def _load(page: Parts) -> tuple[list[object], list[Defect]]:
    """The data of all scripts, the same script once."""
    roots: list[object] = []
    defects: list[Defect] = []
    before: set[str] = set()
    left = LARGEST
    for number, source in linked_sources(page).items():
        if not source.strip() or source in before:
            continue
        left -= len(source)
        if left < 0:
            defects.append(Defect("long JSON-LD", f"script {number}", f"more than {LARGEST} characters were left out"))
            break
        before.add(source)
        try:
            roots.append(_parsed(source))
        except (ValueError, BrokenInput):
            defects.append(Defect("broken JSON-LD", f"script {number}", "the script was left out"))
    return roots, defects


def _parsed(source: str) -> object:
    """The data of a script; where it is broken, without what stands around it: marks of a comment, a semicolon."""
    try:
        return json.loads(source, strict=False)
    except ValueError:
        source = source.replace("<![CDATA[", " ").replace("]]>", " ")
        start = min((at for sign in "{[" if (at := source.find(sign)) >= 0), default=0)
        return decode(source[start : max(map(source.rfind, "}]")) + 1], strict=False)
    except RecursionError:
        return decode(source, strict=False)


def _known(roots: list[object]) -> dict[str, Thing]:
    """Objects by "@id": of several the first that has a text."""
    known: dict[str, Thing] = {}
    speaking: set[str] = set()
    waiting = roots[::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            name = value.get("@id")
            if isinstance(name, str) and not value.keys() <= _KEYWORDS:
                speaks = bool(_text(_fields(value)))
                if name not in known or (speaks and name not in speaking):
                    known[name] = value
                if speaks:
                    speaking.add(name)
            waiting.extend(inner for inner in reversed(value.values()) if isinstance(inner, dict | list))
    return known


def _find(roots: list[object], known: dict[str, Thing]) -> _Found:
    """All comments, in the order of the data; `above` is the comment that a value stands in."""
    found = _Found()
    walked: set[int] = set()
    waiting: list[tuple[object, str, int]] = [(root, "", -1) for root in reversed(roots)]
    while waiting:
        value, name, above = waiting.pop()
        if isinstance(value, list):
            waiting.extend((inner, name, above) for inner in reversed(value))
            continue
        thing = _referred(value, known)
        if thing is None:
            continue
        if id(thing) in walked:
            _nest(found, found.places.get((id(thing),), -1), above)
            continue
        walked.add(id(thing))
        fields = _fields(thing)
        types = _types(fields)
        if _is_comment(fields, types, name):
            above = _note(thing, fields, above, found, known)
        else:
            if name not in UPWARD:
                found.named |= dict.fromkeys(_names(fields), -1)
            above = -1 if types & POSTINGS or "Question" in types else above
        waiting.extend(
            (inner, inside, -1 if inside in UPWARD else above)
            for inside, inner in reversed(fields.items())
            if isinstance(inner, dict | list) or (isinstance(inner, str) and inside in HOLDING)
        )
    return found


def _referred(value: object, known: dict[str, Thing]) -> Thing | None:
    """The object that a value is, or stands for by its "@id"."""
    if isinstance(value, str):
        return known.get(value)
    if not isinstance(value, dict):
        return None
    name = value.get("@id")
    if isinstance(name, str) and value.keys() <= _KEYWORDS:
        return known.get(name)
    return value


def _is_comment(fields: Thing, types: set[str], name: str) -> bool:
    """Whether an object is a comment, by its type or by the property it stands in."""
    if fields.keys() <= _KEYWORDS or (name == "parentItem" and not _text(fields)):
        return False
    if types & COMMENTS:
        return True
    if types & POSTINGS and "parentItem" in fields:
        return True
    return name in HOLDING and (not types or bool(types & POSTINGS))


def _note(thing: Thing, fields: Thing, above: int, found: _Found, known: dict[str, Thing]) -> int:
    """Place of a comment, which is added unless it is there already."""
    address = _label(fields.get("url"))
    text = _text(fields)
    name = fields.get("@id")
    key = (name if isinstance(name, str) else address, text)
    place = found.places.setdefault(key if any(key[:1]) else (id(thing),), len(found.posts))
    found.places[id(thing),] = place
    if place < len(found.posts):
        _nest(found, place, above)
        return place
    found.posts.append(_post(fields, address, text, above, known))
    found.ups.append(fields.get("parentItem"))
    for one in _names(fields):
        found.named[one] = place if found.named.get(one, place) == place else -1
    return place


def _nest(found: _Found, place: int, above: int) -> None:
    """A comment that is met again, inside of another one, answers that one."""
    if place >= 0 and found.posts[place].parent < 0 and above != place:
        found.posts[place].parent = above


def _post(fields: Thing, address: str, text: str, above: int, known: dict[str, Thing]) -> Post:
    """A comment with its fields."""
    own = _label(fields.get("@id"))
    own = "" if own.startswith("_:") else own
    return Post(
        [],
        prose=_prose(text),
        author=_author(fields.get("author", fields.get("creator")), known),
        date=stamp_of(_first(fields, _TIMES)[: LONGEST + 1]),
        url=address or (own if "/" in own else None),
        id=key_of(_label(fields.get("identifier"))) or key_of(own) or id_of(address),
        score=_score(fields),
        parent=above,
        removed=_words(fields.get("creativeWorkStatus")).lower() == "deleted",
    )


def _answer(post: Post, place: int, found: _Found) -> None:
    """Set what a comment says it answers; what is on no script is named, so that it is known to be missing."""
    up = found.ups[place]
    up = up[0] if isinstance(up, list) and up else up
    fields: Thing = _fields(up) if isinstance(up, dict) else {"@id": up} if isinstance(up, str) else {}
    names = list(_names(fields))
    for name in names:
        parent = found.named.get(name)
        if parent is not None and parent not in (-1, place):
            post.parent = parent
            return
    types = _types(fields)
    if names and (not types or types & COMMENTS) and not any(name in found.named for name in names):
        post.refers = key_of(names[0])
        post.paged = bool(types & COMMENTS)


def _fields(thing: Thing) -> Thing:
    """The properties of an object without the address of the vocabulary before their names."""
    if len(thing) > 1_000 or not any(":" in name for name in thing):
        return thing
    return {name.rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]: value for name, value in thing.items()}


def _types(fields: Thing) -> set[str]:
    """The types of an object, without the address of the vocabulary."""
    given = fields.get("@type")
    names = given if isinstance(given, list) else [given]
    return {re.split(r"[/#:]", name)[-1] for name in names[:MOST] if isinstance(name, str)}


def _names(fields: Thing) -> Iterator[str]:
    """What an object may be referred to by."""
    for name in ("@id", "url", "identifier"):
        if words := _label(fields.get(name)):
            yield words


def _label(value: object) -> str:
    """An address or identifier; "" for what is too long to be one."""
    words = _words(value)
    return words if len(words) <= LONGEST else ""


def _words(value: object) -> str:
    """A value as words: the first of several, a number, or what an object says; "" for anything else."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = next((value[name] for name in ("@value", "value", "@id", "name") if name in value), None)
    if isinstance(value, str):
        return value.strip()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number and abs(_finite(value)) < 1e18 else ""


def _finite(value: object) -> float:
    """A number; infinity for what is none, or none that counts anything."""
    try:
        number = float(value) if isinstance(value, int | float) else math.inf
    except OverflowError:
        return math.inf
    return number if math.isfinite(number) else math.inf


def _first(fields: Thing, names: tuple[str, ...]) -> str:
    """The first property that says something."""
    return next((words for name in names if (words := _words(fields.get(name)))), "")


def _text(fields: Thing) -> str:
    """What a comment says, as it stands there."""
    return _first(fields, _TEXTS)


def _prose(text: str) -> Prose:
    """What a comment says: of markup what it shows, of plain text the text, with its line breaks."""
    if not text:
        return NOTHING
    if _TAG.search(text):
        return read_fragment(text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return Prose(_MANY_LINES.sub("\n\n", "\n".join(lines)).strip(), ())


def _author(value: object, known: dict[str, Thing]) -> str | None:
    """Names of the author, or of several."""
    names = []
    for one in value[:MOST] if isinstance(value, list) else [value]:
        thing = _referred(one, known)
        if thing is not None:
            fields = _fields(thing)
            names.append(_first(fields, ("name", "alternateName", "givenName"))[: 2 * LONGEST])
        elif isinstance(one, str) and "://" not in one[:LONGEST]:
            names.append(one[: 2 * LONGEST])
    return name_of(", ".join(dict.fromkeys(filter(None, names))))


def _score(fields: Thing) -> float | None:
    """Votes for less votes against, from counts of their own or from what was done with the comment."""
    votes, against = _number(fields.get("upvoteCount")), _number(fields.get("downvoteCount"))
    statistics = fields.get("interactionStatistic")
    for one in statistics[:MOST] if isinstance(statistics, list) else [statistics]:
        if not isinstance(one, dict):
            continue
        counter = _fields(one)
        kind = counter.get("interactionType")
        action = _types(_fields(kind) if isinstance(kind, dict) else {"@type": kind})
        count = _number(counter.get("userInteractionCount"))
        if votes is None and action & {"LikeAction", "VoteAction", "AgreeAction"}:
            votes = count
        elif against is None and action & {"DislikeAction", "DisagreeAction"}:
            against = count
    if votes is None and against is None:
        return None
    return (votes or 0.0) - abs(against or 0.0)


def _number(value: object) -> float | None:
    """A count, given as a number or in words."""
    words = _words(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(value) if words else None
    return votes_of(words) if words else None
