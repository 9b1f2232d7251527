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


def titles(thread: Comments) -> str:
    """Each has a title of its own, below the line that tells who and when."""

    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<div class=kommentar-eintrag><a name={place + 9}></a><div class=kopf>"
            f"<div class=benutzer>{said.author}</div>"
            f"<div class=datum>{date(said.created)}</div></div><h5>Well {place}</h5>"
            f"<div class=kommentar-text>{said.html}</div><div class=vote><i>{place}</i> <i>2</i></div>{replies}</div>"
        )

    return f"<div class=kommentare>{nested(thread, one)}</div>"


def glued(thread: Comments) -> str:
    """Classes are words glued together, and beside each name stands since when it is known."""

    def one(place: int, said: Said, replies: str) -> str:
        return (
            "<li class=siteCommentBox><div class=siteCommentSide>"
            f"<p class=siteCommentName><a href=/u/{place}>{said.author}</a></p>"
            f"<p class=siteCommentNameSince>with us since <strong>{place + 1}/2006</strong></p></div>"
            f"<div class=siteCommentText>{said.html}</div><div class=siteCommentLine>"
            f"<a href=/u/{place}>{said.author}</a>, "
            f"<time datetime='{said.created:%Y-%m-%d %H:%M}'>{date(said.created)}</time></div>{replies}</li>"
        )

    return f"<ul class=siteCommentList>{nested(thread, one, '<ul>{}</ul>')}</ul>"


def paragraphs(thread: Comments) -> str:
    """Name, time and words are paragraphs, told apart by their second class only."""

    def one(place: int, said: Said, replies: str) -> str:
        return (
            f"<div class='commentsCon wide' id={place + 696}><div><p class='strong commentAuthor'>{said.author}</p>"
            f"<p class='strong commentDate'>{date(said.created)}</p>"
            f"<p class='strong commentText'>{said.text.replace(chr(10), '<br>')}</p>"
            f"<div class=like_comment_count>{place}</div></div>{replies}</div>"
        )

    return f"<div class=talk>{nested(thread, one)}</div>"


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
        titles,
        glued,
        paragraphs,
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


def entry(said: str, author: str = "Ada Birch", when: str = "4 March 2021, 09:05", more: str = "") -> str:
    return f"<div class=entry><b class=who>{author}</b> <i class=when>{when}</i><div class=txt>{said}</div>{more}</div>"


def comments(*entries: str) -> str:
    return page(f"<div class=comments><h2>Comments</h2>{''.join(entries)}</div>")


OTHERS = (
    entry("<p>It is too narrow for bicycles and for carts.</p>", "Bo Dunn", "4 March 2021, 10:05"),
    entry("<p>My father built the piers in one summer.</p>", "Cleo Ray", "5 March 2021, 08:05"),
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Two things:</p><ul><li>Lamps</li><li>Rails</li></ul>", "Two things:\n\n• Lamps\n• Rails"),
        ("<blockquote>The toll ends.</blockquote><p>At last.</p>", "The toll ends.\n\nAt last."),
        ("<p>Run it:</p><pre>toll = 0\nfor n in boats:</pre>", "Run it:\n\ntoll = 0\nfor n in boats:"),
        ("<p>One line<br>and another</p>", "One line\nand another"),
        ("Plain words without a paragraph", "Plain words without a paragraph"),
        ("<p>See <a href=https://bridge.example/plan>the plan</a>.</p>", "See the plan."),
        ("<p>Yes.</p>", "Yes."),
        ("<p>7</p>", "7"),
        ("<p>On 2 May 2020 it rained.</p>", "On 2 May 2020 it rained."),
    ],
)
def test_what_a_comment_says_stays_whole(html: str, text: str) -> None:
    assert read(comments(entry(html), *OTHERS))["text"][0] == text


def test_quotations_are_known_as_such() -> None:
    html = "<blockquote>The toll ends.</blockquote><p>At last.</p>"
    assert read(comments(entry(html), *OTHERS))["quotes"] == ["0-14", None, None]


def test_comments_that_all_say_the_same() -> None:
    names = ("Ada", "Bo", "Cleo", "Dov")
    found = read(
        comments(*(entry("<p>Thank you!</p>", one, f"{n} March 2021") for n, one in enumerate(names, start=2)))
    )
    assert (found["author"], found["text"]) == (list(names), ["Thank you!"] * 4)


def test_comments_of_one_author() -> None:
    found = read(comments(*(entry(f"<p>Part {n} of what I saw.</p>", "Ada", f"{n} March 2021") for n in (2, 3, 4))))
    assert found["author"] == ["Ada"] * 3


def test_one_comment() -> None:
    html = (
        "<section id=comments><h2>1 comment</h2><div class=comment id=comment-7><b class=author>Ada Birch</b>"
        "<time datetime=2021-03-04T09:05Z>4 March 2021</time><p>It should stay open.</p></div></section>"
    )
    found = read(page(html))
    assert (found["author"], found["text"], found["id"]) == (["Ada Birch"], ["It should stay open."], ["7"])


def test_a_comment_without_an_author() -> None:
    nameless = "<div class=entry><i class=when>4 March 2021, 11:05</i><div class=txt><p>Nobody says so.</p></div></div>"
    found = read(comments(*OTHERS, nameless))
    assert found["author"] == ["Bo Dunn", "Cleo Ray", None]
    assert found["text"][2] == "Nobody says so."


def test_a_deleted_comment_keeps_its_place() -> None:
    gone = "<div class=entry><div class=txt>[deleted]</div></div>"
    found = read(comments(OTHERS[0], gone, OTHERS[1]))
    assert (found["author"], found["deleted"]) == (["Bo Dunn", None, "Cleo Ray"], [False, True, False])


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("<time datetime=2021-03-04T09:05:00Z>yesterday</time>", "2021-03-04"),
        ("<span class=ago title='2021-03-04 09:05'>2 days ago</span>", "2021-03-04"),
        ("<span class=ago data-timestamp=1614848700>2 days ago</span>", "2021-03-04"),
        ("<span class=on>March 4, 2021</span>", "2021-03-04"),
        ("<a class=on href='#e1'>4 March 2021</a>", "2021-03-04"),
        ("<span class=on><span>4 March 2021</span><span>09:05</span></span>", "2021-03-04"),
        ("<span class=ago>2 days ago</span>", None),
    ],
)
def test_the_time_of_a_comment(shown: str, day: str | None) -> None:
    said = [
        f"<div class=entry><b class=who>{name}</b> {shown}<p>A bridge is {word}.</p></div>"
        for name, word in (("Ada", "no boat"), ("Bo", "no road"), ("Cleo", "both"))
    ]
    found = read(comments(*said))
    assert found["author"] == ["Ada", "Bo", "Cleo"]
    assert [f"{one:%Y-%m-%d}" if one else None for one in found["created"]] == [day] * 3
    assert all(found["created_text"])


@pytest.mark.parametrize(
    ("lang", "heading", "reply", "when"),
    [
        ("de", "3 Kommentare", "Antworten", "4. März 2021 um 09:0{n} Uhr"),
        ("fr", "3 commentaires", "Répondre", "4 mars 2021 à 09:0{n}"),
        ("es", "3 comentarios", "Responder", "4 marzo 2021, 09:0{n}"),
        ("it", "3 commenti", "Rispondi", "4 marzo 2021, 09:0{n}"),
        ("nl", "3 reacties", "Beantwoorden", "4 maart 2021, 09:0{n}"),
        ("pl", "3 komentarze", "Odpowiedz", "4 marca 2021, 09:0{n}"),
    ],
)
def test_a_section_in_other_languages(lang: str, heading: str, reply: str, when: str) -> None:
    said = "".join(
        f"<div class=q1><div class=q2><span class=q3>{name}</span> <span class=q4>{when.format(n=n)}</span></div>"
        f"<div class=q5>{word} {word} {word}</div><div class=q6><a href=#>{reply}</a></div></div>"
        for n, (name, word) in enumerate((("Ada", "Brygge"), ("Bo", "Molo"), ("Cleo", "Veerpont")))
    )
    found = read(page(f"<div class=q0><h3>{heading}</h3>{said}</div>", lang))
    assert found["author"] == ["Ada", "Bo", "Cleo"]
    assert found["text"] == ["Brygge Brygge Brygge", "Molo Molo Molo", "Veerpont Veerpont Veerpont"]
    assert [f"{one:%d %m %M}" for one in found["created"]] == ["04 03 00", "04 03 01", "04 03 02"]


@pytest.mark.parametrize("words", ["in reply to", "Antwort auf", "en réponse à", "en respuesta a", "in risposta a"])
def test_replies_by_name_in_other_languages(words: str) -> None:
    answer = entry("<p>No it is not.</p>", "Dov", "5 March 2021, 09:00", "").replace(
        "<div class=txt>", f"<span class=to>{words} @Bo Dunn</span><div class=txt>"
    )
    found = read(comments(*OTHERS, answer))
    assert (found["parent"], found["text"][2]) == ([-1, -1, 0], "No it is not.")


def test_votes_and_addresses() -> None:
    found = read(page(avatars(THREAD)))
    assert found["score"] == [2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    assert [one.rpartition("#")[2] for one in found["url"]] == [f"m-{n}" for n in range(31, 37)]


TEASERS = "".join(CARD.format(n=n, title=f"Harbour wall part {n}", lead="The wall stands again.") for n in range(1, 8))
NO_COMMENTS = {
    "teasers": f"<section><h2>Read next</h2>{TEASERS}</section>",
    "teasers called posts": TEASERS.replace("class=card", "class='post'"),
    "teasers with a number each": TEASERS.replace("class=card", "class=item data-id=77"),
    "news": "<ul class=news>"
    + "".join(f"<li><i>{n} March 2021</i> <a href=/n/{n}>Harbour wall {n} stands again</a></li>" for n in range(1, 9))
    + "</ul>",
    "products": "".join(
        f"<div class=product id=p{n}><h3><a href=/p/{n}>Oak boat {n}</a></h3><p>A boat of oak for two.</p>"
        f"<span class=price>{n}00.00</span><button>Add to cart</button></div>"
        for n in range(1, 9)
    ),
    "tags": "<div class=tags>" + "".join(f"<a href=/t/{n}>Bridges and boats {n}</a> " for n in range(20)) + "</div>",
    "authors": "".join(
        f"<div class=bio><h4>{name}</h4><p>{name} has written on bridges for the Gazette for years.</p></div>"
        for name in ("Finn Hale", "Gus Moor", "Hanna Reed")
    ),
    "results": "<ol class=results>"
    + "".join(
        f"<li class=result><h3><a href=/r/{n}>The bridge of the year {n}</a></h3><cite>gazette.example</cite>"
        f"<span>{n} March 2021</span><p>All that is known of the bridge.</p></li>"
        for n in range(1, 9)
    )
    + "</ol>",
    "data": "<table><tr><th>Town<th>People<th>Since</tr>"
    + "".join(f"<tr class=row><td>Harbour {n}<td>{n}200<td>{n} March 2021</tr>" for n in range(1, 9))
    + "</table>",
    "questions": "<div class=faq>"
    + "".join(
        f"<div class=qa id=q{n}><h4>May I cross with {n} carts?</h4><p>You may, if they are empty.</p></div>"
        for n in range(1, 6)
    )
    + "</div>",
    "definitions": "<dl>" + "".join(f"<dt>Pier {n}</dt><dd>It holds the bridge.</dd>" for n in range(1, 6)) + "</dl>",
    "contents": "<ol>" + "".join(f"<li><a href='#s{n}'>The piers of stone {n}</a></li>" for n in range(1, 9)) + "</ol>",
    "tweets": "".join(
        f"<blockquote class=tweet><p>The bridge is open again, number {n}.</p>— Harbour Office (@harbour) "
        f"<a href=https://short.example/{n}>March {n}, 2021</a></blockquote>"
        for n in range(1, 5)
    ),
    "comments of late": "<aside class=widget><h3>Recent comments</h3><ul>"
    + "".join(f"<li>Ada {n} on <a href=/n/{n}#c{n}>Harbour wall repaired after storms</a></li>" for n in range(1, 6))
    + "</ul></aside>",
    "a blog's front page": "".join(
        f"<div class=post id=post-{n}><h2><a href=/b/{n}>Notes from the harbour {n}</a></h2>"
        f"<span class=author>Finn Hale</span> <span class=date>{n} March 2021</span>"
        f"<p>The tide came in at {n} and went out again.</p>"
        f"<a href='/b/{n}#comments'>{n} comments</a></div>"
        for n in range(1, 6)
    ),
    "threads of a forum": "<ul class=threads>"
    + "".join(
        f"<li class=thread id=thread-{n}><a class=title href=/t/{n}>Which lamp for a boat of {n} metres?</a> "
        f"<span class=starter>{name}</span> <span class=date>{n} March 2021</span> <span>{n} replies</span></li>"
        for n, name in enumerate(("Ada", "Bo", "Cleo", "Dov", "Elin"), start=1)
    )
    + "</ul>",
    "films": "".join(
        f"<div class=video data-id={n}><a href=/v/{n}><img src=/v{n}.jpg alt=''></a>"
        f"<h3><a href=/v/{n}>Crossing the old bridge, part {n}</a></h3>"
        f"<span>Harbour Films</span> <span>{n} March 2021</span> <span>{n}00 views</span></div>"
        for n in range(1, 6)
    ),
    "stars": "<div class=rating-summary>"
    + "".join(
        f"<div class=row><span>{n} stars</span><span>{n}7 %</span><span>{n}12 ratings</span></div>" for n in (5, 4, 3)
    )
    + "</div>",
    "a menu with words": "<div class=mega>"
    + "".join(
        f"<div class=item><a href=/m/{n}><b>Boats {n}</b></a><p>All that floats, and how to keep it dry.</p></div>"
        for n in range(1, 6)
    )
    + "</div>",
    "a form": "<div id=respond><h3>Leave a comment</h3><form><p>Name <input></p><textarea></textarea></form></div>",
}


@pytest.mark.parametrize("section", NO_COMMENTS.values(), ids=NO_COMMENTS.keys())
def test_what_repeats_and_is_no_comments(section: str) -> None:
    found = read(page(section))
    assert found["text"] == []
    assert any("nothing that repeats on the page was found to be comments" in note for note in found["notes"])


@pytest.mark.parametrize("section", NO_COMMENTS.values(), ids=NO_COMMENTS.keys())
def test_comments_beside_what_is_none(section: str) -> None:
    expect(page(css_in_js(THREAD) + section), THREAD)


def test_a_wall_is_said_to_be_one() -> None:
    wall = "<title>Gazette</title><h1>Log in</h1><p>Please log in to continue.</p><form><input type=password></form>"
    found = read(f"<!DOCTYPE html><html><body>{wall}</body></html>")
    assert found["text"] == []
    assert any(note.startswith("this looks like a log-in page") for note in found["notes"])


def test_votes_and_levels_are_no_names() -> None:
    said = "".join(
        f"<div class='x9k Comment'><div><span class=k1>level {n}</span><span class=k2>{n + 7} points</span>"
        f"<span> · </span><a href=/c/{n}><span>6 years ago</span></a></div><div class=k3>{said}</div></div>"
        for n, said in enumerate((one.html for one in THREAD), start=1)
    )
    found = read(page(f"<div>{said}</div>"))
    assert (found["author"], found["text"]) == ([None] * 6, [one.text for one in THREAD])


def test_boxes_of_replies_beside_what_they_answer() -> None:
    first, second, third = (
        entry(f"<p>It is so, says {name}.</p>", name, f"{n} March 2021")
        for n, name in ((2, "Ada"), (3, "Bo"), (4, "Cleo"))
    )
    last = entry("<p>And what of the boats?</p>", "Dov", "5 March 2021")
    found = read(comments(f"{first}<div class=in>{second}<div class=in>{third}</div></div>{last}"))
    assert (found["author"], found["parent"]) == (["Ada", "Bo", "Cleo", "Dov"], [-1, 0, 1, -1])


def test_boxes_that_follow_each_other_hold_more_of_the_same() -> None:
    said = [entry(f"<p>It is so, for the time {n}.</p>", f"Ada {n}", f"{n} March 2021") for n in range(1, 6)]
    found = read(comments(said[0], *(f"<div class=more>{one}</div>" for one in said[1:])))
    assert found["parent"] == [-1] * 5


def test_times_that_stand_before_the_words() -> None:
    one = (
        "<div class=comment><b class=who>{0}</b><div class=txt>{1} March 2021<p>A bridge is {0}'s boat.</p></div></div>"
    )
    found = read(page("".join(one.format(name, n) for n, name in ((2, "Ada"), (3, "Bo"), (4, "Cleo")))))
    assert [f"{one:%d %m}" for one in found["created"]] == ["02 03", "03 03", "04 03"]
    assert found["text"][0] == "A bridge is Ada's boat."


def test_what_only_shares_a_class_with_the_comments() -> None:
    box = "<div class='{} slim' id=b{}>{}</div>"
    said = "".join(
        box.format(
            "talkBox",
            n,
            f"<p class=commentAuthor>{one.author}</p><p class=commentDate>{date(one.created)}</p>"
            f"<p class=commentText>{one.text}</p>",
        )
        for n, one in enumerate(FLAT[:3])
    )
    others = (
        box.format("offer", 8, "<p>A boat of oak for two.</p>"),
        box.format("hint", 9, "<p>We bake biscuits.</p>"),
    )
    found = read(page(f"{others[0]}<div class=commentWrap>{said}</div>{others[1]}"))
    assert (found["author"], found["text"]) == ([one.author for one in FLAT[:3]], [one.text for one in FLAT[:3]])


def test_posts_that_are_made_in_several_ways() -> None:
    """The first and the last stand in other boxes than the others, and only what is called so tells the names."""
    said = [f"<div class=txt>{one.html}</div>" for one in FLAT[:4]]
    heads = [f"<span class=member-name>{one.author}</span> <time>{date(one.created)}</time>" for one in FLAT[:4]]
    posts = (
        f"<div class=post id=p1><div class=side>{heads[0]}</div><div class=main>{said[0]}</div></div>",
        f"<div class=post id=p2>{heads[1]}{said[1]}</div>",
        f"<div class=post id=p3><header>{heads[2]}</header>{said[2]}</div>",
        f"<div class=post id=p4><div class=top><p>{heads[3]}</p></div>{said[3]}</div>",
    )
    found = read(page(f"<div class=postings>{''.join(posts)}</div>"))
    assert found["author"] == [one.author for one in FLAT[:4]]
    assert found["text"] == [one.text for one in FLAT[:4]]
