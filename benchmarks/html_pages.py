"""Pages with nested comments, generated from a seed, and what was written on them.

They have what real pages have around the comments: menus with submenus, teasers, clouds of tags, share bars, inline
scripts, styles and linked data of the article; and one of three ways to mark comments up: as WordPress does, by
schema.org microdata, and in a way that no table knows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

WORDS = (
    "the a of and to in that it is was for on with as at by from this they had not but what all were when we there can"
    " an your which their said if will each about how up out them then she many some so these would other into has more"
    " two like him see time could no make than first been its who now people my made over did down only way find use"
    " may water long little very after words called just where most know harbour ferry island council bridge toll"
    " winter timetable budget repair engine passengers morning storm captain engineer tender contract lighthouse quay"
    " petition ticket season residents subsidy schedule mainland islanders crossing pier"
    " committee diesel electric battery fare"
).split()
FIRST = "Ada Bo Cyril Dina Edgar Flora Gus Hanna Ivo Jane Kurt Lena Milo Nora Otto Pia Quentin Rosa Sven Tilda".split()
LAST = (
    "Abbot Birch Calder Dunn Eames Fenn Garrick Hale Inman Jessop Kerr Lund Marsh Noble Orrin Pell Rudd Stone".split()
)
SITE = "https://harbour-gazette.example"
START = datetime(2019, 3, 11, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Written:
    """A comment as it was written on a page; `parent` is a place, -1 for the article."""

    number: int
    parent: int
    author: str
    moment: datetime
    paragraphs: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Page:
    """The bytes of a page and its comments."""

    data: bytes
    comments: tuple[Written, ...]


Draw = Callable[[Written, str, int], str]
"""From a comment, the markup of its replies and its depth to its markup."""


def sentence(random: Random) -> str:
    words = random.choices(WORDS, k=random.randint(5, 19))
    return f"{' '.join(words).capitalize()}{random.choice('....?!')}"


def paragraph(random: Random, least: int, most: int, linked: float) -> tuple[str, str]:
    """A paragraph in markup, with links and emphasis, and as it reads."""
    marked, plain = [], []
    for _ in range(random.randint(least, most)):
        said = sentence(random)
        plain.append(said)
        words = said.split()
        at = random.randrange(len(words) - 2)
        inner = f"{words[at]} {words[at + 1]}"
        draw = random.random()
        if draw < linked:
            words[at : at + 2] = [f'<a href="{SITE}/{random.randint(1, 9999)}/" rel="nofollow ugc">{inner}</a>']
        elif draw < 2 * linked:
            words[at : at + 2] = [f"<{tag}>{inner}</{tag}>" for tag in [random.choice(("em", "strong", "b", "i"))]]
        marked.append(" ".join(words))
    return " ".join(marked), " ".join(plain)


def comments(random: Random, n: int) -> tuple[Written, ...]:
    """Comments in the order of the page, nested up to ten deep; a name is not given twice."""
    names = random.sample([f"{first} {last}" for first in FIRST for last in LAST], n)
    made: list[Written] = []
    open_: list[int] = []
    for place in range(n):
        del open_[random.choice((0, *range(1, 10))) :]
        parts = [paragraph(random, 1, 4, 0.15) for _ in range(random.choice((1, 1, 2, 2, 3)))]
        moment = START + timedelta(minutes=37 * place + random.randint(0, 30))
        up = open_[-1] if open_ else -1
        text = "\n\n".join(plain for _, plain in parts)
        number = 4_100_000 + 7 * place + random.randint(0, 6)
        made.append(Written(number, up, names[place], moment, tuple(marked for marked, _ in parts), text))
        open_.append(place)
    return tuple(made)


def in_wordpress(one: Written, replies: str, depth: int) -> str:
    parity = "even" if one.number % 2 else "odd alt"
    address = f"{SITE}/ferry/#comment-{one.number}"
    said = "\n".join(f"<p>{part}</p>" for part in one.paragraphs)
    below = f'<ol class="children">\n{replies}</ol><!-- .children -->\n' if replies else ""
    return f"""<li id="comment-{one.number}" class="comment {parity} depth-{depth}{" parent" if replies else ""}">
<article id="div-comment-{one.number}" class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard">
<img alt='' src='{SITE}/avatar/{one.number:x}?s=56&#038;d=mm&#038;r=g' srcset='{SITE}/avatar/{one.number:x}?s=112 2x'\
 class='avatar avatar-56 photo' height='56' width='56' loading='lazy' decoding='async'/>
<b class="fn"><a href="{SITE}/people/{one.number}" class="url" rel="ugc external nofollow">{one.author}</a></b>\
 <span class="says">says:</span></div><!-- .comment-author -->
<div class="comment-metadata"><a href="{address}"><time datetime="{one.moment:%Y-%m-%dT%H:%M:%S+00:00}">\
{one.moment:%B %d, %Y at %I:%M %p}</time></a></div></footer>
<div class="comment-content">{said}
</div><!-- .comment-content -->
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="{SITE}/ferry/?replytocom={one.number}#respond"\
 data-commentid="{one.number}" data-belowelement="div-comment-{one.number}" data-respondelement="respond"\
 aria-label="Reply to {one.author}">Reply</a></div>
</article>
{below}</li>
"""


def in_microdata(one: Written, replies: str, depth: int) -> str:
    said = "".join(f"<p>{part}</p>\n" for part in one.paragraphs)
    return f"""<div class="entry level{depth}" itemprop="comment" itemscope itemtype="https://schema.org/Comment"\
 id="c-{one.number}">
<div class="who"><span itemprop="author" itemscope itemtype="https://schema.org/Person"><a href="/u/{one.number}"\
 itemprop="url"><span itemprop="name">{one.author}</span></a></span>
<time itemprop="dateCreated" datetime="{one.moment:%Y-%m-%dT%H:%M:%SZ}">{one.moment:%d %b %Y, %H:%M}</time></div>
<div itemprop="text">{said}</div>
<ul class="actions"><li><a href="#">Answer</a></li><li><a href="#">Share</a></li></ul>
<div class="below">{replies}</div></div>
"""


def in_no_known_way(one: Written, replies: str, depth: int) -> str:
    said = "".join(f"<p>{part}</p>\n" for part in one.paragraphs)
    return f"""<div class="remark" id="remark-{one.number}"><div class="remark-top">\
<a class="remark-user" href="/u/{one.number}">{one.author}</a>
<span class="remark-when">{one.moment:%d %B %Y, %H:%M}</span></div>
<div class="remark-words">{said}</div><div class="remark-foot"><a href="#answer">Reply</a></div>
<div class="remark-answers">{replies}</div></div>
"""


SECTIONS = {
    in_wordpress: ('<ol class="comment-list">', "</ol>"),
    in_microdata: ('<div class="discussion">', "</div>"),
    in_no_known_way: ('<div class="remarks">', "</div>"),
}


def nest(written: tuple[Written, ...], draw: Draw) -> str:
    """The markup of all comments, replies inside what they answer."""
    depth: list[int] = []
    for one in written:
        depth.append(1 if one.parent < 0 else depth[one.parent] + 1)
    below: list[list[str]] = [[] for _ in range(len(written) + 1)]
    for place in range(len(written) - 1, -1, -1):
        one = written[place]
        below[one.parent].append(draw(one, "".join(reversed(below[place])), depth[place]))
    return "".join(reversed(below[-1]))


def menu(random: Random) -> str:
    def item(kind: str, inner: str = "") -> str:
        number = random.randint(100, 9999)
        words = " ".join(random.choices(WORDS, k=random.randint(1, 2))).title()
        return (
            f'<li id="menu-item-{number}" class="menu-item {kind}"><a href="{SITE}/{number}/">{words}</a>{inner}</li>\n'
        )

    tops = []
    for _ in range(8):
        subs = "".join(item("menu-item-type-taxonomy") for _ in range(random.randint(0, 9)))
        tops.append(item("menu-item-has-children", f'<ul class="sub-menu">\n{subs}</ul>' if subs else ""))
    return f'<nav id="site-navigation" class="main-navigation"><ul class="menu">\n{"".join(tops)}</ul></nav>\n'


def teasers(random: Random) -> str:
    made = []
    for _ in range(8):
        when = START - timedelta(days=random.randint(1, 300))
        number = random.randint(10_000, 99_999)
        there = f"{SITE}/{number}/"
        made.append(
            f'<article class="teaser post-{number}"><a href="{there}"><img src="{SITE}/img/{number}.jpg" alt=""'
            f' width="300" height="200" loading="lazy"></a><h3 class="teaser-title"><a href="{there}">'
            f'{sentence(random)}</a></h3><p class="teaser-meta"><time datetime="{when:%Y-%m-%d}">'
            f"{when:%B %d, %Y}</time></p><p>{sentence(random)}</p></article>\n"
        )
    cloud = " ".join(
        f'<a href="{SITE}/tag/{word}/" class="tag-cloud-link" style="font-size:{random.randint(8, 22)}pt">{word}</a>'
        for word in random.sample(WORDS, 40)
    )
    topics = f'<h2>Topics</h2><div class="tagcloud">{cloud}</div>'
    return f'<aside class="sidebar"><h2>Read on</h2>{"".join(made)}{topics}</aside>'


def scripts(random: Random) -> str:
    """Styles and scripts, of the size that pages have them in."""
    rules = "\n".join(
        f".wp-block-{random.choice(WORDS)}-{n}{{margin:{n}px auto;color:#{random.randrange(16**6):06x};display:flex}}"
        for n in range(150)
    )
    settings = json.dumps({f"{random.choice(WORDS)}{n}": sentence(random) for n in range(80)})
    return (
        f"<style id='global-styles-inline-css'>\n{rules}\n</style>\n<script>window.settings = {settings};\n</script>\n"
    )


def article(random: Random, title: str) -> str:
    blocks = [f'<h1 class="entry-title">{title}</h1>\n<p class="byline">By <a href="{SITE}/desk/">The desk</a></p>\n']
    for number in range(random.randint(10, 20)):
        if number % 4 == 3:
            blocks.append(f'<h2 class="wp-block-heading">{" ".join(random.choices(WORDS, k=4)).capitalize()}</h2>\n')
        blocks.append(f"<p>{paragraph(random, 2, 7, 0.12)[0]}</p>\n")
    share = "".join(
        f'<li><a class="share-{where}" href="https://{where}.example/share?u={SITE}"><svg viewBox="0 0 24 24">'
        f'<path d="M12 2a10 10 0 1 0 0 20"/></svg><span class="screen-reader-text">Share on {where}</span></a></li>'
        for where in ("one", "two", "three", "mail")
    )
    return f'<div class="entry-content">{"".join(blocks)}<ul class="share-bar">{share}</ul></div>'


def page(seed: int, draw: Draw = in_wordpress) -> Page:
    """One page."""
    random = Random(seed)
    written = comments(random, random.randint(35, 60))
    title = sentence(random)
    opening, closing = SECTIONS[draw]
    linked = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "url": f"{SITE}/ferry/"}
    linked |= {"datePublished": f"{START:%Y-%m-%d}", "author": {"@type": "Person", "name": "The desk"}}
    links = "".join(f'<li><a href="{SITE}/{word}/">{word.title()}</a></li>' for word in random.sample(WORDS, 12))
    text = f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - Harbour Gazette</title><link rel="canonical" href="{SITE}/ferry/">
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<script type="application/ld+json">{json.dumps(linked)}</script>
{scripts(random)}</head><body class="single single-post"><div id="page" class="site">
<header id="masthead"><p class="site-title"><a href="{SITE}/">Harbour Gazette</a></p>{menu(random)}</header>
<div id="content"><main id="main">
<article id="post-77" class="post-77 post type-post">{article(random, title)}</article>
<div id="comments" class="comments-area"><h2 class="comments-title">{len(written)} thoughts on this</h2>
{opening}
{nest(written, draw)}{closing}
<div id="respond"><h3>Leave a reply</h3><form action="{SITE}/post" method="post">
<p><label for="comment">Comment</label><textarea id="comment" name="comment" cols="45" rows="8"></textarea></p>
<p><input name="author"><input type="submit"></p></form></div></div></main>{teasers(random)}</div>
<footer id="colophon"><ul>{links}</ul><p>Harbour Gazette, Quay Street 1</p></footer></div>
{scripts(random)}</body></html>
"""
    return Page(text.encode(), written)


def deep(levels: int) -> bytes:
    """A page on which every comment but the first answers the one before it, in nested lists."""
    opened = "".join(
        f'<li id="comment-{n}" class="comment depth-{n}"><article class="comment-body"><b class="fn">Ada {n}</b>'
        f'<div class="comment-content"><p>Reply number {n}.</p></div></article><ol class="children">'
        for n in range(1, levels + 1)
    )
    return (
        "<!DOCTYPE html><html><head><title>Down</title></head><body><h1>Down</h1><p>How deep does it go?</p>"
        f'<ol class="comment-list">{opened}{"</ol></li>" * levels}</ol></body></html>'
    ).encode()
