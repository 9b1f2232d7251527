"""Hostile inputs and the pages that carry them: of our own, and from the public collections where those are at hand."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

NAMES = ("Ada Quill", "Bo Marten", "Cy Loftus", "Di Wren", "Ed Haugen", "Flo Barth")
SAID = (
    "The ferry sails again from Monday on.",
    "High time, the bus took me two hours.",
    "And the price goes up once more.",
    "It was the pier that had to be mended.",
    "My neighbour saw the first boat this morning.",
    "Let us hope that it holds through the winter.",
)
DAYS = tuple(f"{day} March 2019 at 10:{day} am" for day in range(11, 17))

OURS = {
    "truncated tag": "so <b",
    "truncated attribute": '<a href="x',
    "truncated entity": "fish &am",
    "unclosed comment": "before <!-- after",
    "unclosed script": "before <script>var x = '<p>'; after",
    "unclosed style": "<style>p { color: red",
    "unclosed textarea": "<textarea> and on",
    "unclosed title": "<title>x",
    "plaintext": "<plaintext>to the end",
    "closing of everything": "</p></div></li></ol></article></body></html> still here",
    "a comment of its own": '<li class="comment"><div class="comment-content">not one</div></li>',
    "frames": "<frameset><frame src=x></frameset>",
    "tables": "<table><tr><td>a<table><td>b</table>c",
    "nesting": "<div>" * 2000 + "deep" + "</div>" * 2000,
    "quotes in quotes": "<blockquote>" * 500 + "quoted",
    "formatting": "<b><i><u>" * 300 + "adoption agency</b></i></u>" * 10,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(5000)) + ">many",
    "a huge attribute": '<p title="' + "x" * 200_000 + '">huge',
    "brackets": "<" * 100_000,
    "angle brackets": "<>" * 50_000,
    "entities": "&amp;" * 20_000 + "&lt;&#0;&#xD800;&#x110000;&#99999999999;&notanentity;",
    "entity bomb": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b;</p>',
    "NUL": "a\x00b\x00c",
    "lone surrogates": "a\ud800b\udfffc",
    "bidi": "left \u202eright\u202c \u2066inner\u2069 \u200f",
    "zero widths": "a\u200bb\u200cc\u2060d\ufeff",
    "zalgo": "Z" + "\u0301\u0316" * 300,
    "terminal": "\x1b[31mred\x1b[0m \x07",
    "separators": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "private use": "\ue000\uf8ff\U000f0000 \ufffe\uffff",
    "emoji": "👩‍👩‍👧‍👦" * 2000,
    "languages": "Fähre паром 渡し船 معدية מעבורת πορθμείο नौका",
    "bullets": "• one\n• two\n  • three",
    "numbers": "1. one\n2. two\n  1. three",
    "headings": "3 Comments\nLeave a Reply\nAda Quill says:",
    "dates": "12:30 " * 5000,
    "a formula": "=HYPERLINK(A1)",
    "mathtext": "$x$ and $\\frac{1}{",
    "long word": "w" * 300_000,
    "long line": "word " * 60_000,
    "lines": "x\n" * 30_000,
    "spaces": " " * 200_000,
    "tabs and breaks": "\t\r\n\r\r\n" * 5000,
    "commas": "," * 100_000,
    "JSON": '{"id": "a", "text": "b"}',
    "deep JSON": '{"r":[' * 5000,
    "linked data": '<script type="application/ld+json">{"@type": "Comment", "text": ' + "[" * 5000,
    "a log-in wall": "<form action=/login><input name=user><input type=password></form><p>Please log in to continue.",
    "not a page": "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Quill\nEND:VCARD",
    "only markup": "<html><head><meta charset=utf-8></head><body></body></html>",
    "a wrong charset": "<meta charset=utf-7>+ADw-script+AD4-",
}


def plain_page(names: list[str], said: list[str], days: list[str]) -> str:
    """A page of plain text: an article and a bullet a comment."""
    comments = [
        f"  • {name} | {day}\n\n    {' '.join(text.split())}\n"
        for name, text, day in zip(names, said, days, strict=True)
    ]
    title = "The ferry is back\n\nThe council said on Friday that the ferry sails again.\n\n"
    return title + f"{len(said)} comments\n\n" + "\n".join(comments)


def html_page(names: list[str], said: list[str], days: list[str], *, escaped: bool = True) -> str:
    """A page of HTML, in the markup that the most frequent blog system writes; unescaped as careless sites do."""
    write = html.escape if escaped else str
    comments = [
        f'<li class="comment even thread-even depth-1" id="comment-{number}">'
        f'<article class="comment-body" id="div-{number}">'
        f'<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">{write(name)}</b>'
        f'<span class="says">says:</span></div><div class="comment-metadata"><a href="#comment-{number}">'
        f"<time>{write(day)}</time></a></div></footer>"
        f'<div class="comment-content"><p>{write(text)}</p></div>'
        f'<div class="reply"><a class="comment-reply-link" href="#">Reply</a></div></article></li>'
        for number, (name, text, day) in enumerate(zip(names, said, days, strict=True), 101)
    ]
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The ferry is back</title></head><body>'
        '<article class="post"><h1 class="entry-title">The ferry is back</h1><div class="entry-content">'
        "<p>The council said on Friday that the ferry sails again.</p></div></article>"
        f'<div id="comments" class="comments-area"><h2 class="comments-title">{len(said)} comments</h2>'
        f'<ol class="comment-list">{"".join(comments)}</ol></div></body></html>'
    )


def naughty(folder: Path) -> Iterator[str]:
    """The big list of naughty strings."""
    yield from json.loads((folder / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))


def payloads(folder: Path) -> Iterator[str]:
    """Lines of cross-site scripting and of spreadsheet formulas."""
    for name in ("xss-payload-list", "csv-injection"):
        for path in sorted((folder / name / "Intruder").rglob("*")):
            if path.is_file():
                yield from path.read_text(encoding="utf-8", errors="replace").splitlines()


def trees(folder: Path) -> Iterator[str]:
    """The documents of the tree construction tests of HTML."""
    for path in sorted((folder / "html5lib-tests" / "tree-construction").rglob("*.dat")):
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        yield from re.findall(r"^#data\n(.*?)\n#errors", text, re.DOTALL | re.MULTILINE)


def tokens(folder: Path) -> Iterator[str]:
    """The inputs of the tokenizer tests of HTML."""
    for path in sorted((folder / "html5lib-tests" / "tokenizer").glob("*.test")):
        for tests in json.loads(path.read_text(encoding="utf-8")).values():
            yield from (test["input"] for test in tests)


def records(folder: Path) -> Iterator[str]:
    """The files of the JSON test suite."""
    for path in sorted((folder / "JSONTestSuite").rglob("*.json")):
        yield path.read_bytes().decode("utf-8", errors="surrogateescape")


COLLECTIONS = {"naughty": naughty, "payloads": payloads, "trees": trees, "tokens": tokens, "records": records}
