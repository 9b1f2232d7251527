"""Comments on pages that nobody has described: who, what, when and to whom, in many styles, by none of their names.

Each style is a small renderer of the same thread. The pages around it hold what pages hold: a menu, an article, cards
of other articles with authors and dates. What is not a thread must not be read as one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from discourse.readers.base import Source
from discourse.readers.html import Html


@dataclass(frozen=True)
class Said:
    """A comment of a thread: paragraphs of one line each."""

    author: str
    text: str
    created: datetime
    parent: int = -1

    @property
    def html(self) -> str:
        return "".join(f"<p>{one}</p>" for one in self.text.split("\n\n"))


Comments = Sequence[Said]
Style = Callable[[Comments], str]
MONTHS = "January February March April May June July August September October November December".split()


def on(day: int, hour: int, minute: int = 5) -> datetime:
    return datetime(2021, 3, day, hour, minute)


THREAD = (
    Said("Ada Birch", "The old bridge should stay open for bicycles at least.", on(4, 9)),
    Said("Bo Dunn", "It is too narrow for them, as everybody knows who crosses it.", on(4, 10), 0),
    Said("Cleo Ray", "Then widen it.", on(4, 11), 1),
    Said("ada_of_the_hill", "With what? The town hall took all of it.", on(4, 11, 40), 2),
    Said("Dov Lund", "My father built the piers.\n\nThey hold for another hundred years, he says.", on(5, 8), -1),
    Said("Elin", "A bridge for carts is no bridge for lorries.", on(5, 9), 4),
)
FLAT = tuple(Said(one.author, one.text, one.created) for one in THREAD)
PAIR = (THREAD[0], THREAD[1])


def date(moment: datetime) -> str:
    return f"{MONTHS[moment.month - 1]} {moment.day}, {moment.year} at {moment:%H:%M}"


def iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


CARD = (
    "<div class=card><a href=/news/{n}><img src=/{n}.jpg alt=''><h3>{title}</h3></a>"
    "<p>{lead}</p><span class=by>By Finn Hale</span> <time datetime=2021-03-0{n}>{n} March 2021</time></div>"
)
CARDS = "".join(
    CARD.format(n=n, title=title, lead=lead)
    for n, (title, lead) in enumerate(
        (
            ("Harbour wall repaired", "After the storms of January the wall stands again."),
            ("School gets a new roof", "The rain no longer drips on the desks of the third form."),
            ("Choir sings in the square", "Forty voices and a dog were heard on Sunday."),
            ("Market moves to Friday", "Traders had asked for the change since the autumn."),
        ),
        start=1,
    )
)
ARTICLE = """<article><h1>Toll on the old bridge ends</h1><p>By Gus Moor, 3 March 2021</p>
<p>The council voted on Monday to end the toll on the old bridge, nine to two, after a long evening.</p>
<p>Fishing boats may still moor below the piers, the harbour master said, as long as the arches stay free.</p>
<p>The toll had been paid since the year in which the ferry sank, and few who paid it remember why.</p></article>"""


def page(section: str, lang: str = "en") -> str:
    menu = "".join(f"<li><a href=/{name.lower()}>{name}</a></li>" for name in ("News", "Sport", "Weather", "Letters"))
    return (
        f"<!DOCTYPE html><html lang={lang}><head><title>Toll on the old bridge ends</title></head><body>"
        f"<header><a href=/>The Harbour Gazette</a><nav><ul>{menu}</ul></nav></header><main>{ARTICLE}"
        f"<div class=more><h2>More from the Gazette</h2>{CARDS}</div>{section}</main>"
        "<footer><p>The Harbour Gazette, 1 Quay Street. All rights reserved.</p></footer></body></html>"
    )


def read(html: str) -> dict[str, list[Any]]:
    """The columns of a page's comments, with the place of each parent."""
    (rows,) = Html(article="plain").read(Source("page.html", data=html.encode()))
    columns = dict(rows.columns)
    places = {id_: place for place, id_ in enumerate(columns["id"])}
    columns["parent"] = [places[up] if up else -1 for up in columns["parent_id"]]
    columns["notes"] = list(rows.report.notes)
    return columns


def nested(thread: Comments, one: Callable[[int, Said, str], str], box: str = "{}") -> str:
    """Each comment by `one`, with those that answer it in a box inside."""
    inside: dict[int, list[str]] = {}
    for place in reversed(range(len(thread))):
        replies = "".join(inside.pop(place, []))
        rendered = one(place, thread[place], box.format(replies) if replies else "")
        inside.setdefault(thread[place].parent, []).insert(0, rendered)
    return "".join(inside.pop(-1, []))


def depths(thread: Comments) -> list[int]:
    """How deep each comment stands, 0 for those that answer the article."""
    found: list[int] = []
    for one in thread:
        found.append(0 if one.parent < 0 else found[one.parent] + 1)
    return found


def css_in_js(thread: Comments) -> str:
    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<div class='css-1x8k2q'><div class='css-9d0ab'><span class='css-77aa1'>{said.author}</span>"
            f"<span class='css-0c41f'>{date(said.created)}</span></div><div class='css-3kq9z'>{said.html}</div>"
            f"<div class='css-btn01'><button>Reply</button><button>Share</button></div>{replies}</div>"
        )

    return f"<section><h2>{len(thread)} Comments</h2>{nested(thread, one, '<div class=css-5thr1>{}</div>')}</section>"


def css_spans(thread: Comments) -> str:
    """Buttons that are no buttons, and a date that is a link to the comment."""

    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<div class='sc-bdVaJa x{place}' id='k{place + 100}'><div class=sc-htpNat>"
            f"<a class=sc-ifAKCX href=/u/{place}>{said.author}</a>"
            f"<a class=sc-EHOje href='#k{place + 100}'>{date(said.created)}</a></div>"
            f"<div class=sc-bZQynM>{said.html}</div><div class=sc-gzVnrw><span>Like</span><span>Reply</span></div>"
            f"{replies}</div>"
        )

    return f"<div class=sc-dnqmqq><h3>Discussion</h3>{nested(thread, one, '<div class=sc-iwsKbI>{}</div>')}</div>"


def articles(thread: Comments) -> str:
    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<article id=r{place + 1}><header><h4>{said.author}</h4><time datetime={iso(said.created)}>"
            f"{date(said.created)}</time></header>{said.html}"
            f"<footer><a href='#reply'>Reply</a></footer>{replies}</article>"
        )

    return f"<section id=discussion><h2>What readers say</h2>{nested(thread, one)}</section>"


def lists(thread: Comments) -> str:
    """Lists in lists without a class."""

    def one(place: int, said: Said, replies: str) -> str:
        return f"<li><b>{said.author}</b> <i>{date(said.created)}</i>{said.html}{replies}</li>"

    return f"<div id=comments><h2>Comments</h2><ol>{nested(thread, one, '<ul>{}</ul>')}</ol></div>"


def boxes_beside(thread: Comments) -> str:
    """An item holds the comment and, beside it, the list of those that answer it."""

    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<li class=twig><div class=remark><div class=who>{said.author}</div>"
            f"<div class=when>{date(said.created)}</div>"
            f"<div class=said>{said.html}</div><a class=answer href=#>Reply</a></div>{replies}</li>"
        )

    return f"<div class=opinions><h2>Opinions</h2><ul>{nested(thread, one, '<ul class=twigs>{}</ul>')}</ul></div>"


def flat(head: Callable[[int, Said, int], str], tail: str = "") -> Style:
    """Comments one below the other, each opened by `head`."""

    def style(thread: Comments) -> str:
        said = "".join(
            f"{head(place, one, depth)}<span class=who>{one.author}</span> <span class=when>{date(one.created)}</span>"
            f"<div class=txt>{one.html}</div>{tail}</div>"
            for place, (one, depth) in enumerate(zip(thread, depths(thread), strict=True))
        )
        return f"<div class=comments><h2>{len(thread)} comments</h2>{said}</div>"

    return style


def up(said: Said, empty: str = "") -> str:
    return f"{said.parent + 1}" if said.parent >= 0 else empty


data_parent = flat(lambda place, said, depth: f"<div class=entry data-id={place + 1} data-parent-id='{up(said)}'>")
data_parent_zero = flat(lambda place, said, depth: f"<div class=entry id=e-{place + 1} data-parent='{up(said, '0')}'>")
data_depth = flat(lambda place, said, depth: f"<div class=entry data-depth={depth}>")
margin = flat(lambda place, said, depth: f"<div class=entry style='margin-left: {24 * depth}px'>")
padding = flat(lambda place, said, depth: f"<div class=entry style='color:#333; padding-left:{1.5 * depth}em'>")
level = flat(lambda place, said, depth: f"<div class='entry level-{depth + 1}'>")
indent = flat(lambda place, said, depth: f"<div class='entry indent{depth}'>")


def reply_links(thread: Comments) -> str:
    """Each names its number, and links to the number that it answers."""
    said = "".join(
        f"<div class=entry id=c{place + 1}><span class=who>{one.author}</span> <a href='#c{place + 1}'>"
        f"{date(one.created)}</a>"
        + (f" <a class=re href='#c{up(one)}'>in reply to #{up(one)}</a>" if one.parent >= 0 else "")
        + f"<div class=txt>{one.html}</div></div>"
        for place, one in enumerate(thread)
    )
    return f"<div class=comments>{said}</div>"


def reply_names(thread: Comments) -> str:
    """Each names whom it answers."""
    said = "".join(
        f"<div class=entry><span class=who>{one.author}</span> "
        + (f"<span class=to>in reply to {thread[one.parent].author}</span> " if one.parent >= 0 else "")
        + f"<span class=when>{date(one.created)}</span><div class=txt>{one.html}</div></div>"
        for one in thread
    )
    return f"<div class=comments>{said}</div>"


def date_first(thread: Comments) -> str:
    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<div class=zz-item><div class=zz-top>{date(said.created)} | <strong>{said.author}</strong></div>"
            f"<div class=zz-mid>{said.html}</div><a href=#>Report</a> <a href=#>Reply</a>{replies}</div>"
        )

    return f"<div class=zz-feedback><h3>Feedback</h3>{nested(thread, one)}</div>"


def names_below(thread: Comments) -> str:
    """Who and when stand below what was said."""

    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<div class=guestentry>{said.html}<div class=signed>Posted by <a href=/u/{place}>{said.author}</a> on "
            f"<span>{date(said.created)}</span></div>{replies}</div>"
        )

    return f"<div id=kommentare><h3>Comments</h3>{nested(thread, one)}</div>"


def avatars(thread: Comments) -> str:
    """Pictures with a name, time as a title, votes, a permalink, buttons."""

    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<li id=m-{place + 31}><div class=pic><img src=/a/{place}.png alt='{said.author}'></div>"
            f"<div class=box><a class=userlink href=/users/{place}>{said.author}</a> "
            f"<span class=ago title='{said.created:%Y-%m-%d %H:%M}'>3 days ago</span> "
            f"<a class=permalink href='#m-{place + 31}'>#{place + 1}</a><div class=say>{said.html}</div>"
            f"<div class=bar><span class=votes>+{place + 2}</span> <a>Reply</a> <a>Report</a></div></div>{replies}</li>"
        )

    return (
        f"<div class=reader-comments><h2>Readers</h2><ul>{nested(thread, one, '<ul>{}</ul>')}</ul>"
        "<a class=load href=?p=2>Show more</a></div>"
    )


def table(thread: Comments) -> str:
    rows = "".join(
        f"<tr class=row{place % 2}><td class=usr><b>{one.author}</b><br><small>{date(one.created)}</small></td>"
        f"<td class=txt>{one.html}</td></tr>"
        for place, one in enumerate(thread)
    )
    return f"<div class=comments><h3>Comments</h3><table>{rows}</table></div>"


def definitions(thread: Comments) -> str:
    said = "".join(
        f"<dt><a href=/u/{place}>{one.author}</a> <span>{date(one.created)}</span></dt><dd>{one.html}</dd>"
        for place, one in enumerate(thread)
    )
    return f"<div class=comments><h3>Comments</h3><dl>{said}</dl></div>"


def headings(thread: Comments) -> str:
    """Nothing holds a comment: a heading begins it."""
    said = "".join(
        f"<h4>{one.author}</h4><small>{date(one.created)}</small>{one.html}" for place, one in enumerate(thread)
    )
    return f"<div class=comments><h3>Comments</h3>{said}</div>"


def custom_elements(thread: Comments) -> str:
    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<x-comment cid={place + 5}><x-name>{said.author}</x-name><x-time>{iso(said.created)}</x-time>"
            f"<x-text>{said.html}</x-text>{replies}</x-comment>"
        )

    return f"<x-thread>{nested(thread, one, '<x-replies>{}</x-replies>')}</x-thread>"


NESTED: dict[str, Style] = {
    one.__name__: one
    for one in (
        css_in_js,
        css_spans,
        articles,
        lists,
        boxes_beside,
        date_first,
        names_below,
        avatars,
        custom_elements,
        reply_links,
        reply_names,
    )
} | {
    "data_parent": data_parent,
    "data_parent_zero": data_parent_zero,
    "data_depth": data_depth,
    "margin": margin,
    "padding": padding,
    "level": level,
    "indent": indent,
}
BESIDE: dict[str, Style] = {one.__name__: one for one in (table, definitions, headings)}
"""Styles that do not tell who answers whom."""


def expect(html: str, thread: Comments) -> None:
    """The comments of a page are those of a thread, each with its author, text, parent and time."""
    found = read(html)
    assert found["author"] == [one.author for one in thread]
    assert found["text"] == [one.text for one in thread]
    assert found["parent"] == [one.parent for one in thread]
    assert [f"{moment:%d %H:%M}" if moment else None for moment in found["created"]] == [
        f"{one.created:%d %H:%M}" for one in thread
    ]


@pytest.mark.parametrize("style", NESTED.values(), ids=NESTED.keys())
def test_a_thread_in_an_unknown_style(style: Style) -> None:
    expect(page(style(THREAD)), THREAD)


@pytest.mark.parametrize("style", BESIDE.values(), ids=BESIDE.keys())
def test_comments_in_a_style_without_replies(style: Style) -> None:
    expect(page(style(FLAT)), FLAT)


@pytest.mark.parametrize("style", [*NESTED.values(), *BESIDE.values()], ids=[*NESTED.keys(), *BESIDE.keys()])
def test_two_comments_only(style: Style) -> None:
    pair = FLAT[:2] if style in BESIDE.values() else THREAD[:2]
    expect(page(style(pair)), pair)


NAMES = "Ada Bo Cleo Dov Elin Finn Gus Hanna Ivo Jon".split()
WORDS = (
    "bridge boat harbour tide lamp stone road council village winter summer old slow narrow dear quiet stands holds"
    " crosses remembers the a of our every and but never always".split()
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=3, max_size=30).map(lambda words: " ".join(words).capitalize())
BODIES = st.lists(SENTENCES.map(lambda words: f"{words}."), min_size=1, max_size=3).map("\n\n".join)


@st.composite
def threads(draw: st.DrawFn, replies: bool = True) -> Comments:
    """Between three and twelve comments in the order in which a page shows a tree: each after what it answers."""
    n = draw(st.integers(3, 12))
    names = draw(st.permutations(NAMES))
    said: list[Said] = []
    open_: list[int] = []
    for place in range(n):
        depth = draw(st.integers(0, len(open_))) if replies else 0
        open_ = open_[:depth]
        parent = open_[-1] if open_ else -1
        said.append(Said(names[place % len(names)], draw(BODIES), on(1 + place, 7 + place, 3 * place), parent))
        open_.append(place)
    return tuple(said)


@settings(max_examples=60)
@given(threads(), st.sampled_from(sorted(NESTED)))
def test_any_thread_in_any_style(thread: Comments, style: str) -> None:
    assume(len({said.text for said in thread}) == len(thread))  # records that all say the same are no comments
    expect(page(NESTED[style](thread)), thread)


@settings(max_examples=20)
@given(threads(replies=False), st.sampled_from(sorted(BESIDE)))
def test_any_comments_in_styles_without_replies(thread: Comments, style: str) -> None:
    assume(len({said.text for said in thread}) == len(thread))
    expect(page(BESIDE[style](thread)), thread)
