"""The report: whole or not at all, the same bytes every time, and no text of anybody's ever becomes markup."""

import base64
import csv
import hashlib
import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from discourse.article import Article, Block, Claim
from discourse.codebook import parse_codebook
from discourse.errors import MissingColumn, OutputError, UnknownName
from discourse.registry import load
from discourse.report import figures, markup, write_report
from discourse.report.manifest import codebook_of
from discourse.report.page import style_sheet
from discourse.rows import Defect, ReadReport
from discourse.thread import Step
from tests.shared import shared
from tests.threads import thread_of

TABLES = ("claims", "comments", "links", "metrics", "read_report", "stances", "topics")
ELEMENTS = set(
    "html head meta title style body a header p h1 h2 h3 bdi nav ul ol li main section div dl dt dd strong b i small"
    " mark q span blockquote table caption thead tbody tr th td figure figcaption img time code pre details summary"
    " footer wbr".split()
)
ATTRIBUTES = set(
    "alt aria-hidden aria-label aria-labelledby charset class colspan content datetime dir height href http-equiv id"
    " lang name rel role scope src tabindex width".split()
)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "</title><svg/onload=alert(1)>",
    "--><iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;script&gt; &#x3c;b&#x3e; &amp;",
    "NUL \x00 escape \x1b[31m and \x9f",
    "\u202egnirts desrever a\u2066 \u2069\u2069",
    "<![CDATA[<b>]]> <?php echo 1 ?> <!-- ",
    "{{7*7}} ${7*7} %s {0}",
    "=cmd|' /C calc'!A0",
    "\ufeff\u200b\ufffe\ud7ff\U0001f9e8",
]
ARTICLE = Article(
    (
        Block("title", "The ferry is back"),
        Block("paragraph", "On May 2 the ferry sailed again. The mayor called it a good day."),
        Block("heading", "What it costs"),
        Block("item", "A ticket costs 4 euros"),
        Block("item", "and children go free."),
        Block("quote", "We waited two years."),
    ),
    url="https://example.org/ferry",
    site="The Harbour Post",
)
CODEBOOK = parse_codebook(
    '[codebook]\nname = "ferry"\n[topics.price]\nlabel = "What it costs"\nterms = ["ticket"]\n'
    '[targets.mayor]\nlabel = "The mayor"\naliases = ["mayor"]'
)


def claim(number, words, **more):
    start = ARTICLE.text.index(words)
    return Claim(f"k{number}", words, start, start + len(words), **more)


CLAIMS = (
    claim(1, "On May 2 the ferry sailed again.", date="--05-02", date_basis="On May 2"),
    claim(2, "The mayor called it a good day.", source="The mayor"),
    claim(3, "A ticket costs 4 euros\n\nand children go free.", numbers=("4 euros",), score=0.5),
)


def annotated(**more):
    """Four comments on the ferry, one of everything."""
    texts = [
        "Well done, mayor!\n\nA lovely day.",
        "Nonsense. The mayor did nothing.",
        "What does a ticket cost?",
        "Four.",
    ]
    given = {
        "topic_price": [0.0, 0.0, 1.0, 0.6],
        "topic_price_evidence": [None, None, "ticket", "parent: ticket"],
        "stance_mayor": ["favor", "against", None, None],
        "stance_mayor_score": [0.9, 0.7, None, None],
        "stance_mayor_evidence": ["Well done, mayor", "The mayor did nothing", None, None],
        "stance_mayor_at": [0, 10, None, None],
        "stance_mayor_rule": ["praise", None, None, None],
        "reply_stance": [None, "deny", None, "comment"],
        "sentiment": [0.8, -0.4, 0.0, 0.0],
        "sentiment_label": ["positive", "negative", "neutral", "neutral"],
        "claim": ["k2", "k2", "k3", None],
        "claim_score": [0.5, 0.6, 0.4, None],
        "claim_evidence": ["mayor", "mayor", "ticket", None],
        "claim_stance": ["favor", "against", None, None],
        "claim_stance_score": [0.6, 0.6, None, None],
        "claim_stance_evidence": ["Well done", "did nothing", None, None],
    } | more
    rows = [("Ada", -1, texts[0]), ("Ben", 0, texts[1]), (None, -1, texts[2]), ("Ada", 2, texts[3])]
    return thread_of(rows, article=replace(ARTICLE, claims=CLAIMS), **given)


def written(thread, folder, **more):
    """The page of a report without figures, as text and parsed."""
    page = write_report(thread, folder / "report", **({"figures": []} | more))
    text = page.read_text(encoding="utf-8")
    return text, LexborHTMLParser(text)


def content(folder):
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def words(tree, selector):
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def breaches(text):
    """Whatever on a page could run, load, or escape its place."""
    tree = LexborHTMLParser(text)
    found = []
    for node in tree.css("*"):
        if node.tag not in ELEMENTS:
            found.append(f"element {node.tag}")
        for name, value in node.attributes.items():
            if name not in ATTRIBUTES:
                found.append(f"{node.tag} {name}={value}")
            if name == "src" and not value.startswith("data:image/"):
                found.append(f"src {value}")
            if name == "href" and not re.match(
                r"https?://[^/]|#[\w-]+$|(figures|tables)/\w+\.\w+$|\w+\.jsonl?$", value
            ):
                found.append(f"href {value}")
    found += ["several styles"] if len(tree.css("style")) != 1 else []
    found += ["control characters"] if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", text) else []
    return found


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A report with all figures."""
    folder = tmp_path_factory.mktemp("full") / "report"
    return write_report(annotated(), folder, codebook=CODEBOOK, parameters={"year": 2026})


def test_the_folder_holds_what_it_promises(full):
    inside = set(content(full.parent))
    stems = {PurePosixPath(name).stem for name in inside if name.startswith("figures/")}
    assert full.name == "index.html"
    assert len(stems) >= 4
    assert inside == {
        "index.html",
        "manifest.json",
        "records.jsonl",
        *(f"tables/{name}.csv" for name in TABLES),
        *(f"figures/{stem}.{kind}" for stem in stems for kind in ("pdf", "svg", "png", "csv", "txt")),
    }


def test_the_manifest_accounts_for_every_file(full):
    files = content(full.parent)
    stated = json.loads(files.pop("manifest.json"))
    assert {name: found["sha256"] for name, found in stated["outputs"].items()} == {
        name: hashlib.sha256(held).hexdigest() for name, held in files.items()
    }
    assert {name: found["bytes"] for name, found in stated["outputs"].items()} == {n: len(b) for n, b in files.items()}


def test_the_manifest_says_what_the_report_rests_on(tmp_path):
    thread = annotated()
    steps = (Step("stance", {"threshold": 0.6, "words": frozenset({"b", "a"})}, ("stance_mayor",)),)
    report = ReadReport(source="/somebody/pages/ferry.txt", format="plain", found=4, sha256="ab" * 32)
    thread = replace(thread, steps=steps, report=report)
    write_report(thread, tmp_path / "r", codebook=CODEBOOK, figures=[], parameters={"from": PurePosixPath("/a/b.txt")})
    stated = json.loads((tmp_path / "r/manifest.json").read_bytes())
    assert stated["inputs"] == [{"name": "ferry.txt", "sha256": "ab" * 32, "format": "plain", "why": ""}]
    assert stated["codebook"] == {"name": "ferry", "sha256": CODEBOOK.sha256}
    assert stated["seeds"] == []
    assert stated["parameters"]["report"] == {"from": "b.txt"}
    assert stated["parameters"]["steps"] == [
        {"name": "stance", "parameters": {"threshold": 0.6, "words": ["a", "b"]}, "assigns": ["stance_mayor"]}
    ]
    assert {"discourse", "python", "numpy", "pandas", "scikit-learn", "matplotlib", "vaderSentiment"} <= set(
        stated["versions"]
    )


def test_the_codebook_is_known_from_the_steps_when_it_is_not_given():
    step = Step("topics", {"codebook": {"name": "ferry", "sha256": "cd" * 32}})
    assert codebook_of(None, (Step("sentiment", {}), step)) == {"name": "ferry", "sha256": "cd" * 32}
    assert codebook_of(None, ()) is None


def test_no_path_of_the_machine_stands_in_any_file(tmp_path):
    report = ReadReport(source=str(tmp_path / "ferry.txt"), format="plain", found=4)
    written(replace(annotated(), report=report), tmp_path)
    for name, held in content(tmp_path / "report").items():
        assert str(tmp_path).encode() not in held, name


def test_the_same_input_gives_the_same_bytes(full, tmp_path):
    write_report(annotated(), tmp_path / "elsewhere/deep/again", codebook=CODEBOOK, parameters={"year": 2026})
    assert content(tmp_path / "elsewhere/deep/again") == content(full.parent)


def test_a_report_takes_the_place_of_an_earlier_one(tmp_path):
    written(annotated(), tmp_path)
    text, _ = written(thread_of([("Cy", -1, "Only me now.")]), tmp_path)
    assert "Only me now." in text
    assert "Nonsense" not in text
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize("failure", [RuntimeError("out of ink"), KeyboardInterrupt()])
def test_an_interrupted_run_leaves_the_old_report(tmp_path, monkeypatch, failure):
    written(annotated(), tmp_path)
    before = content(tmp_path)

    def failing(thread):
        raise failure

    monkeypatch.setattr(figures, "load", lambda group, name: failing if name == "tree" else load(group, name))
    with pytest.raises(type(failure)):
        write_report(thread_of([("Cy", -1, "New.")]), tmp_path / "report", figures=["sentiment", "tree"])
    assert content(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_an_unknown_figure_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UnknownName, match="did you mean 'claims'"):
        write_report(annotated(), tmp_path / "report", figures=["clams"])
    assert list(tmp_path.iterdir()) == []


def test_a_figure_that_cannot_be_drawn_is_named_with_the_reason(tmp_path, monkeypatch):
    def needy(thread):
        raise MissingColumn("it needs the moon")

    monkeypatch.setattr(figures, "load", lambda group, name: needy)
    _, tree = written(annotated(), tmp_path, figures=["moon"])
    assert "moon was not drawn: it needs the moon." in words(tree, "#figures li")
    assert json.loads((tmp_path / "report/manifest.json").read_bytes())["figures_not_drawn"] == {
        "moon": "it needs the moon"
    }


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"thesis.docx": "mine"}, "thesis.docx"),
        ({"manifest.json": '{"manifest_version": 3, "name": "an extension"}', "a.js": "1"}, "not that of a report"),
        ({"manifest.json": "[]"}, "not that of a report"),
        ({"manifest.json": "{"}, "not that of a report"),
        ({"manifest.json": "[" * 100_000}, "not that of a report"),
    ],
)
def test_a_folder_of_somebody_else_is_left_alone(tmp_path, files, word):
    folder = tmp_path / "report"
    folder.mkdir()
    for name, held in files.items():
        (folder / name).write_text(held)
    before = content(tmp_path)
    with pytest.raises(OutputError, match=word):
        write_report(annotated(), folder, figures=[])
    assert content(tmp_path) == before


def test_a_file_added_to_a_report_is_not_lost(tmp_path):
    written(annotated(), tmp_path)
    notes = tmp_path / "report/tables/my notes.txt"
    notes.write_text("three weeks of work")
    with pytest.raises(OutputError, match=r"tables/my notes\.txt"):
        write_report(annotated(), tmp_path / "report", figures=[])
    assert notes.read_text() == "three weeks of work"


def test_what_a_file_browser_drops_does_not_stand_in_the_way(tmp_path):
    written(annotated(), tmp_path)
    (tmp_path / "report/.DS_Store").write_bytes(b"\0")
    written(annotated(), tmp_path)
    assert not (tmp_path / "report/.DS_Store").exists()


def test_the_policy_allows_the_style_and_nothing_else(full):
    text = full.read_text(encoding="utf-8")
    tree = LexborHTMLParser(text)
    style = re.search("<style>(.*)</style>", text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policies = [n.attributes["content"] for n in tree.css("meta") if n.attributes.get("http-equiv")]
    assert policies == [
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    # The policy must stand before all that it governs.
    assert text.index("Content-Security-Policy") < text.index("<style>")
    assert style == style_sheet()
    assert not re.search(r"url\(|@import|</|expression", style)


def test_nothing_is_loaded_and_nothing_runs(full):
    text = full.read_text(encoding="utf-8")
    assert breaches(text) == []
    tree = LexborHTMLParser(text)
    pictures = tree.css("img")
    assert len(pictures) >= 4
    for picture in pictures:
        kind, _, encoded = picture.attributes["src"].partition(";base64,")
        assert kind in {"data:image/svg+xml", "data:image/png"}
        assert len(base64.b64decode(encoded, validate=True)) > 1000
        assert len(picture.attributes["alt"]) > 20


def test_the_breaches_would_be_seen():
    wrong = '<style></style><script>1</script><p onclick="x">a</p><a href="javascript:x">b</a><img src="http://x/y">'
    assert len(breaches(wrong)) == 4


def hostile_thread():
    """Every place that holds a text of somebody else holds a hostile one."""
    n = len(HOSTILE)
    bad = HOSTILE[1]
    blocks = tuple(Block(kind, text) for text in HOSTILE for kind in ("title", "paragraph", "item", "heading", "quote"))
    article = Article(blocks, author=bad, date=bad, url="javascript:alert(1)", site=bad, language='en"><script>')
    claims = tuple(
        Claim(text, text, at * 9, at * 9 + 30, bad, bad, text, text, (text, bad), (text,), 0.5)
        for at, text in enumerate(HOSTILE)
    )
    report = ReadReport(bad, bad, bad, n + 1, ((bad, bad),), ((3, bad),), (Defect(bad, bad, bad),), 99, (bad,), bad)
    columns = {
        "topic_x": [1.0] * n,
        "topic_x_evidence": [f"parent: {text}" for text in HOSTILE],
        "stance_x": ["against"] * n,
        "stance_x_evidence": HOSTILE,
        "stance_x_rule": HOSTILE,
        "reply_stance": ["deny"] * n,
        "reply_stance_evidence": HOSTILE,
        "sentiment": [0.5] * n,
        "sentiment_evidence": HOSTILE,
        "claim": [*HOSTILE[:-1], "no such claim <b>"],
        "claim_evidence": HOSTILE,
        "claim_stance": ["favor"] * n,
        "claim_stance_evidence": HOSTILE,
    }
    rows = [(text, number - 1, f"{text}\n\n{text} {text}") for number, text in enumerate(HOSTILE)]
    thread = thread_of(rows, article=replace(article, claims=claims), id=bad, **columns)
    return replace(thread, report=report, steps=(Step(bad, {bad: bad}, (bad,)),))


def test_no_text_becomes_markup(tmp_path):
    bad = HOSTILE[1]
    book = parse_codebook(
        f"[codebook]\nname = {json.dumps(bad)}\n[topics.x]\nlabel = {json.dumps(bad)}\nterms = ['x']\n"
        f"[targets.x]\nlabel = {json.dumps(bad)}\naliases = ['y']"
    )
    text, tree = written(hostile_thread(), tmp_path, codebook=book, parameters={bad: bad})
    assert breaches(text) == []
    assert len(tree.css(".tree > li")) == len(HOSTILE)
    shown = [node.text() for node in tree.css(".tree .by")]
    assert shown == [re.sub("[\x00\x1b\x9f\ufffe]", "\ufffd", text) for text in HOSTILE]


def test_payloads_against_browsers_stay_text(tmp_path):
    payloads = shared("data/adversarial/xss-payload-list/Intruder/xss-payload-list.txt")
    lines = [line for line in payloads.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    assert len(lines) > 6000
    thread = thread_of([(line, -1, line) for line in lines])
    text, tree = written(thread, tmp_path)
    assert breaches(text) == []
    assert len(tree.css(".tree > li")) == len(lines)
    shown = [node.text() for node in tree.css(".tree .by bdi")]
    assert [name for name, line in zip(shown, lines, strict=True) if "\ufffd" not in name and name != line] == []


@given(st.text())
def test_escaping_keeps_the_text_and_no_marks(text):
    escaped = markup.escape(text)
    assert not set("<>\"'") & set(escaped)
    plain = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", text)
    assert html.unescape(escaped).replace("\r", "") == plain.replace("\r\n", "\n").replace("\r", "\n")


spans = st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30)), max_size=6)


@given(st.text("ab", max_size=20), spans, st.integers(0, 5))
def test_pieces_say_what_lies_over_every_character(text, spans, start):
    marked = [(a, b, number) for number, (a, b) in enumerate(spans)]
    cut = markup.pieces(text, marked, start)
    assert "".join(piece for piece, _, _ in cut) == text
    for piece, at, keys in cut:
        for place in range(at, at + len(piece)):
            assert keys == [number for a, b, number in marked if a <= place < b]


@given(st.text("a \n\t", max_size=40))
def test_paragraphs_keep_every_word_where_it_stood(text):
    parts = markup.paragraphs(text)
    assert "".join("".join(part.split()) for _, part in parts) == "".join(text.split())
    assert all(text.startswith(part, at) for at, part in parts)
    assert not any(re.search(r"\S\s*\n\s*\n\s*\S", part) for _, part in parts)


def test_addresses_lead_to_the_web_only():
    for url in ["https://a.example/x?y=1", "http://a.example"]:
        assert markup.is_web(url)
    for url in [
        "javascript:alert(1)",
        "JaVaScRiPt:1",
        " https://a",
        "data:,x",
        "//a.example",
        "file:///a",
        "https://[",
        "ht\ttps://a",
    ]:
        assert not markup.is_web(url)
        assert "href" not in markup.outside(url)


def test_headings_descend_and_links_arrive(full):
    tree = LexborHTMLParser(full.read_text(encoding="utf-8"))
    ranks = [int(node.tag[1]) for node in tree.css("h1, h2, h3")]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(ranks))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    for node in tree.css("a[href]"):
        address = node.attributes["href"]
        if address.startswith("#"):
            assert address[1:] in ids
        elif not address.startswith("http"):
            assert (full.parent / address).is_file()
        else:
            assert "noopener" in node.attributes["rel"]


def test_tables_have_captions_and_scopes(full):
    tree = LexborHTMLParser(full.read_text(encoding="utf-8"))
    assert len(tree.css("table")) >= 5
    for table in tree.css("table"):
        assert table.css_first("caption").text()
        assert all(node.attributes.get("scope") for node in table.css("th"))
        assert len({len(row.css("th, td")) for row in table.css("tr") if not row.css("th[scope=rowgroup]")}) == 1
    assert tree.css_first("html").attributes["lang"] == "en"
    assert tree.css_first("body > a").attributes["href"] == "#comments"


def test_each_comment_shows_what_was_found_in_it(tmp_path):
    _, tree = written(annotated(), tmp_path, codebook=CODEBOOK)
    heads = words(tree, ".tree .head")
    assert heads[0] == "1 Ada answers the article sentiment positive +0.80"
    assert heads[1] == "2 Ben answers 1 ▼ deny sentiment negative −0.40"
    assert heads[2] == "3 unknown answers the article sentiment neutral 0.00"
    assert words(tree, "#c1 .text p") == ["Well done, mayor!", "A lovely day."]
    assert words(tree, "#c1 .found li") == [
        "▲ The mayor: favor 0.90 Well done, mayor · praise",
        "speaks to claim k2 0.50 sharing mayor: ▲ favor 0.60 Well done",
    ]
    assert words(tree, "#c3 .found li") == [
        "What it costs ticket",
        "speaks to claim k3 0.40 sharing ticket, stance left open",
    ]
    assert words(tree, "#c4 .found li") == ["What it costs 0.60 from above: ticket"]


def test_evidence_is_marked_where_it_stands(tmp_path):
    _, tree = written(annotated(), tmp_path)
    marks = [(node.text(), node.attributes["class"]) for node in tree.css(".tree mark")]
    assert marks == [("Well done, mayor", "favor"), ("The mayor did nothing", "against")]


@pytest.mark.parametrize(
    ("text", "evidence", "at", "marked"),
    [
        ("ha ha ha", "ha", 3, ["ha"]),
        ("so it goes", "it", 7, ["it"]),  # the place is wrong and the words are there
        ("so it goes", "elsewhere", 0, []),
        ("one\n\ntwo", "one\n\ntwo", 0, ["one", "two"]),
    ],
)
def test_evidence_is_found_again_or_not_marked(tmp_path, text, evidence, at, marked):
    thread = thread_of([("Ada", -1, text)], stance_it=["favor"], stance_it_evidence=[evidence], stance_it_at=[at])
    page, tree = written(thread, tmp_path)
    assert [node.text() for node in tree.css(".tree mark")] == marked
    if at == 3:
        assert '<p dir="auto">ha <mark' in page


def test_words_with_two_stances_are_marked_as_both(tmp_path):
    thread = thread_of(
        [("Ada", -1, "Ann beats Bob")],
        stance_ann=["favor"],
        stance_ann_evidence=["Ann beats"],
        stance_bob=["against"],
        stance_bob_evidence=["beats Bob"],
    )
    _, tree = written(thread, tmp_path)
    marks = [(node.text(), node.attributes["class"]) for node in tree.css(".tree mark")]
    assert marks == [("Ann ", "favor"), ("beats", "both"), (" Bob", "against")]


def test_the_article_is_whole_and_its_claims_are_marked(tmp_path):
    _, tree = written(annotated(), tmp_path)
    for key in tree.css("#article .key"):
        key.decompose()
    assert words(tree, "#article .text > *") == [
        "On May 2 the ferry sailed again. The mayor called it a good day.",
        "What it costs",
        "A ticket costs 4 eurosand children go free.",
        "We waited two years.",
    ]
    marks = [(node.attributes.get("id"), node.text()) for node in tree.css("#article mark")]
    assert marks == [
        ("k1", "On May 2 the ferry sailed again."),
        ("k2", "The mayor called it a good day."),
        ("k3", "A ticket costs 4 euros"),
        (None, "and children go free."),
    ]
    assert tree.css_first("h1").text() == "The ferry is back"


def test_a_claim_says_once_in_the_article_who_speaks_to_it(tmp_path):
    _, tree = written(annotated(), tmp_path)
    assert words(tree, "#article .key") == ["k1", "k2 ▲1 ▼1", "k3 ?1"]
    assert words(tree, "#claim-2 .speakers li") == ["1 Ada ▲ favor 0.60 Well done", "2 Ben ▼ against 0.60 did nothing"]
    assert words(tree, "#claim-1 dd")[0] == "2 May, year not stated · On May 2"


def test_claims_without_a_place_and_claims_over_one_another(tmp_path):
    claims = (
        Claim("k1", "first", 0, 32),
        Claim("k2", "over it", 10, 20),
        Claim("k3", "same place", 0, 32),
        Claim("k4", "nowhere", 9_000, 9_010),
        Claim("k5", "empty", 5, 5),
    )
    thread = thread_of([("Ada", -1, "Hm.")], article=replace(ARTICLE, claims=claims))
    text, tree = written(thread, tmp_path)
    assert breaches(text) == []
    assert [node.attributes["id"] for node in tree.css("#article [id^=k]")] == ["k1", "k3", "k2", "k4", "k5"]
    assert "Claims without a place in the article: k4 k5" in words(tree, "#article p")
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    assert {node.attributes["href"][1:] for node in tree.css("#claims a[href^='#']")} <= ids


def test_what_was_left_open_is_counted(tmp_path):
    _, tree = written(annotated(), tmp_path, codebook=CODEBOOK)
    said = words(tree, "#summary li")
    assert "2 of 4 stances towards targets were left open: the words did not decide them." in said
    assert "0 of 2 stances of replies were left open." in said
    assert "1 of 3 stances towards claims were left open: the words did not decide them." in said
    assert "About none of the topics: 2 of 4 comments." in said
    assert "Tied to no claim: 1 of 4 comments." in said
    cells = [[cell.text() for cell in row.css("th, td")] for row in tree.css("#topics tbody tr")]
    assert cells == [
        ["What it costs", "2", "1", "1", "0.5"],
        ["The mayor", "1", "1", "0", "2", "4"],
        ["what it answers", "0", "1", "0", "1", "0", "2"],
        ["the claim it speaks to", "1", "1", "0", "1", "3"],
    ]


def test_labels_of_a_program_and_labels_supplied_are_told_apart(tmp_path):
    thread = annotated()
    _, tree = written(thread, tmp_path)
    said = " ".join(words(tree, "#summary"))
    assert "A program made these labels." not in said
    assert "origin not recorded here: topic_price, stance_mayor, reply_stance, sentiment, claim" in said
    steps = (Step("stance", {}, ("stance_mayor", "stance_mayor_score")),)
    _, tree = written(replace(thread, steps=steps), tmp_path)
    said = " ".join(words(tree, "#summary"))
    assert "A program made these labels." in said
    assert "They come from: stance." in said
    assert "origin not recorded here: topic_price, reply_stance, sentiment" in said
    _, tree = written(thread_of([("Ada", -1, "Hm.")]), tmp_path)
    assert "Nothing has been annotated" in " ".join(words(tree, "#summary"))


def test_the_reading_is_told_in_full(tmp_path):
    report = ReadReport(
        source="ferry.txt",
        format="plain",
        found=5,
        dropped=(("c9", "no text"),),
        leftover=((12, "Share this page"),),
        defects=(Defect("cycle", "c3", "cut"),),
        stated_count=7,
        notes=("times are local",),
    )
    _, tree = written(replace(annotated(), report=report), tmp_path)
    said = words(tree, "#summary li")
    assert {"cycle: 1 repair", "5 comments found, 4 kept, 1 dropped.", "The page itself states 7 comments."} <= set(
        said
    )
    rows = [[cell.text() for cell in row.css("th, td")] for row in tree.css("#reading tbody tr")]
    for row in [
        ["dropped", "c9", "no text"],
        ["line that belongs to nothing", "12", "Share this page"],
        ["defect: cycle", "c3", "cut"],
        ["note", "", "times are local"],
    ]:
        assert row in rows


def test_metrics_give_the_estimate_or_the_reason(tmp_path):
    _, tree = written(annotated(), tmp_path)
    rows = {
        row.css_first("th").text(): [cell.text() for cell in row.css("td")] for row in tree.css("#metrics tbody tr")
    }
    assert rows["n_comments"] == ["4", "comments", "4", ""]
    assert rows["median_response_time"][0] == "–"
    assert "created" in rows["median_response_time"][-1]


def test_tables_hold_the_same_as_the_page_in_cells_that_no_spreadsheet_runs(tmp_path):
    rows = [("=cmd|' /C calc'!A0", -1, "@SUM(1)"), ("Ben", 0, "+1")]
    thread = thread_of(rows, claim=["k1", None], claim_evidence=["-ferry", None])
    written(thread, tmp_path)
    for name in TABLES:
        with (tmp_path / f"report/tables/{name}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.reader(file))
        assert read[0]
        assert len({len(row) for row in read}) == 1
        assert not [cell for row in read for cell in row if cell.startswith(("=", "+", "@", "\t"))]
    links = (tmp_path / "report/tables/links.csv").read_text(encoding="utf-8").splitlines()
    assert links[1] == "1,1,'=cmd|' /C calc'!A0,k1,,'-ferry,,,"
    records = [
        json.loads(line) for line in (tmp_path / "report/records.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [record["author"] for record in records] == [author for author, _, _ in rows]


def test_a_thread_without_comments(tmp_path):
    text, tree = written(thread_of([]), tmp_path, figures=None)
    assert "There are no comments." in words(tree, "#comments p")
    assert "The source holds no comments." in words(tree, "#summary p")
    assert breaches(text) == []
    assert (tmp_path / "report/records.jsonl").read_bytes() == b""


def test_a_thread_without_an_article(tmp_path):
    _, tree = written(thread_of([("Ada", -1, "Hm.")], article=Article(), id="bare"), tmp_path)
    assert tree.css_first("h1").text() == "bare"
    assert "The source holds no article above the comments." in words(tree, "#article p")
    assert "the source gives no title" in " ".join(words(tree, "header"))


def test_times_votes_and_removed_comments(tmp_path):
    thread = thread_of(
        [("Ada", -1, ""), ("Ben", 0, " \n ")],
        created=[datetime(2026, 5, 2, 7, 30, tzinfo=UTC), None],
        score=[-3.0, None],
        deleted=[True, False],
    )
    _, tree = written(thread, tmp_path)
    assert words(tree, "#c1 .head") == ["1 Ada answers the article 2026-05-02 07:30 UTC −3 votes"]
    assert tree.css_first("time").attributes["datetime"] == "2026-05-02T07:30:00Z"
    assert words(tree, "#c1 .text p") == ["The source shows this comment as removed."]
    assert words(tree, "#c2 .text p") == ["No text."]


def test_a_deep_thread_is_a_flat_list(tmp_path):
    thread = thread_of([("Ada", row - 1, "Deeper.") for row in range(3_000)])
    text, tree = written(thread, tmp_path)
    items = tree.css(".tree > li")
    assert [item.attributes["class"] for item in items[:14]] == [f"d{min(row, 12)}" for row in range(1, 15)]
    assert "depth 3,000" in items[-1].text()
    assert "depth" not in items[11].text()
    nested, deepest = 0, 0
    for match in re.finditer(r"<(/?)(\w+)", text):
        if match.group(2) not in {"meta", "img", "wbr"}:
            nested += -1 if match.group(1) else 1
            deepest = max(deepest, nested)
    assert deepest < 20


def test_every_comment_is_followed_by_its_replies(tmp_path):
    thread = thread_of([("Ada", -1, "a"), ("Ben", -1, "b"), ("Cy", 0, "c"), ("Di", 2, "d")])
    _, tree = written(thread, tmp_path)
    assert [item.attributes["id"] for item in tree.css(".tree > li")] == ["c1", "c3", "c4", "c2"]
    assert "the numbers are those of the order in the source" in " ".join(words(tree, "#comments .legend"))


def test_a_page_shows_the_first_of_very_many_comments_and_says_so(tmp_path, monkeypatch):
    for module in ("view", "comments"):
        monkeypatch.setattr(f"discourse.report.{module}.MOST_SHOWN", 3)
    n = 9
    article = replace(ARTICLE, claims=CLAIMS)
    thread = thread_of([("Ada", -1, "x")] * n, article=article, claim=["k1"] * n)
    _, tree = written(thread, tmp_path)
    assert len(tree.css(".tree > li")) == 3
    assert "The first 3 of 9 comments are shown here; all are in tables/comments.csv." in words(tree, "#comments p")
    assert words(tree, "#claim-1 .speakers li")[-1] == "and 6 more, in tables/links.csv"
    assert len((tmp_path / "report/tables/comments.csv").read_text(encoding="utf-8").splitlines()) == 1 + n


def test_a_page_stays_small(tmp_path):
    n = 1_000
    thread = thread_of([("Ada", row // 2 - 1, "The ferry is late again. " * 14) for row in range(n)])
    columns = {
        "stance_ferry": ["against"] * n,
        "stance_ferry_score": [0.5] * n,
        "stance_ferry_evidence": ["The ferry is late"] * n,
        "topic_boats": [1.0] * n,
        "topic_boats_evidence": ["ferry"] * n,
    }
    text, _ = written(thread.assign(columns), tmp_path)
    assert len(text) < 1_500 * n


def test_names_are_kept_from_turning_the_line_around(tmp_path):
    name = "\u202eadA"
    text, _ = written(thread_of([(name, -1, "Hm.")]), tmp_path)
    assert f"<bdi>{name}</bdi>" in text


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --host-resolver-rules=MAP*~NOTFOUND --enable-logging=stderr --dump-dom"
).split()


def browsed(page, profile):
    """The page as a browser has it in memory, and what the browser had to complain about."""
    command = [CHROMIUM, *QUIET, f"--user-data-dir={profile}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_browser_shows_it_without_complaint(full, tmp_path):
    held, complaints = browsed(full, tmp_path / "profile")
    assert complaints == []
    assert len(LexborHTMLParser(held).css(".tree > li")) == 4
    # What the browser would say if the policy did not fit the page.
    wrong = (
        full.read_text(encoding="utf-8")
        .replace("<style>", "<style>p{}")
        .replace("<p ", '<p onclick="1" style="color:red" ')
    )
    (tmp_path / "wrong.html").write_text(wrong, encoding="utf-8")
    _, complaints = browsed(tmp_path / "wrong.html", tmp_path / "profile")
    assert any("Content Security Policy" in line for line in complaints)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_browser_runs_nothing_that_commenters_wrote(tmp_path):
    attack = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
    article = Article((Block("title", attack), Block("paragraph", attack)))
    page = write_report(thread_of([(attack, -1, attack)], article=article), tmp_path / "report", figures=[])
    # Without the policy it is the escaping alone that has to hold.
    bare = tmp_path / "bare.html"
    bare.write_text(re.sub("<meta http-equiv[^>]*>", "", page.read_text(encoding="utf-8")), encoding="utf-8")
    for one in (page, bare):
        held, complaints = browsed(one, tmp_path / "profile")
        assert "<title>taken</title>" not in held
        assert complaints == []


def test_what_a_comment_quotes_is_set_apart(tmp_path):
    text = "> It is dear.\n\nYou say 'it is late too' and\n\nAnn wrote:\nIt is dear.\nNo."
    spans = [(0, 13), (text.index("'"), text.index("' and") + 1), (text.index("Ann"), text.index("\nNo."))]
    quotes = [None, " ".join(f"{start}-{end}" for start, end in spans)]
    thread = thread_of([("Ann", -1, "It is dear, it is late too."), ("Ben", 0, text)], quotes=quotes)
    page = LexborHTMLParser(write_report(thread, tmp_path / "r").read_text(encoding="utf-8"))
    comment = page.css_first("#c2")
    assert [block.text() for block in comment.css("blockquote")] == ["> It is dear.", "Ann wrote:\nIt is dear."]
    assert [span.text() for span in comment.css("span.quoted")] == ["'it is late too'"]
    assert comment.css_first(".text").text().replace("\n", "") == text.replace("\n", "")
    assert not page.css("#c1 blockquote, #c1 span.quoted")


def test_what_is_marked_is_shown_and_counted(tmp_path):
    rows = [("Ann", -1, "So it is."), ("FerryBot", 0, "So it is."), ("Ben", -1, "Hm."), ("Cy", -1, "Ah.")]
    columns = {
        "role": ["moderator", None, None, None],
        "created_text": ["today", None, None, None],
        "parent_score": [None, 0.75, None, None],
        "parent_evidence": [None, "@Ann", None, None],
        "missing_parent": [None, None, "x", None],
        "is_bot": [False, True, False, False],
        "is_bot_evidence": [None, "FerryBot", None, None],
        "duplicate_of": [None, "1", None, None],
    }
    made = write_report(thread_of(rows, **columns), tmp_path / "r")
    page = LexborHTMLParser(made.read_text(encoding="utf-8"))
    heads = [page.css_first(f"#c{number} .head").text() for number in (1, 2, 3, 4)]
    assert "moderator" in heads[0]
    assert "today" in heads[0]
    for words in ("by its words 0.75 @Ann", "written by a program FerryBot", "same text as 1"):
        assert words in heads[1]
    assert "answers a comment that is not there" in heads[2]
    assert heads[3].split() == ["4", "Cy", "answers", "the", "article"]
    assert "Marked, none left out" in page.css_first("#summary").text()
    table = page.css_first("#metrics").text()
    assert "Metrics that depend on replies without their parent" in table
    with (made.parent / "tables" / "orphans.csv").open(encoding="utf-8", newline="") as file:
        found = {row["metric"]: row for row in csv.DictReader(file)}
    assert [found["n_comments"][policy] for policy in ("promote", "ghost", "drop")] == ["4.0", "5.0", "3.0"]


def test_a_thread_without_such_comments_says_nothing_of_them(tmp_path):
    made = write_report(thread_of([("Ann", -1, "So it is.")]), tmp_path / "r")
    text = made.read_text(encoding="utf-8")
    assert "none left out" not in text
    assert "without their parent" not in text
    assert not (made.parent / "tables" / "orphans.csv").exists()
