"""Figures: what they hold, that nothing overlaps or is too small, and that the same thread gives the same bytes."""

import hashlib
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zlib
from functools import cache
from itertools import combinations, pairwise

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from discourse.article import Article, Block, Claim
from discourse.errors import OutputError, UnknownName
from discourse.plots.base import (
    BAND,
    CATEGORIES,
    INK,
    LONGEST,
    REPLY_MARKS,
    SENTIMENT_MARKS,
    SMALL,
    SOFT,
    STANCE_MARKS,
    Words,
    fit,
    measure,
    plain,
    wrap,
)
from discourse.registry import load
from tests.shared import ROOT
from tests.threads import thread_of

FIGURES = ("claims", "tree", "topics_by_stance", "sentiment")
TARGETS, TOPICS = ("council", "ferry_company", "toll_road"), ("fares", "harbour_works", "weather")
STANCES = ("favor", "against", "none", None)
LONG_NAME = "The Right Honourable Keeper of the Old Harbour Light and All Its Lenses, Third of That Name"
HOSTILE = (
    "$x^2$ and $\\frac{1}$ \\n {0} %s",
    "<script>alert('&')</script> -->]]>",
    "nul \x00 bell \x07 escape \x1b[31m",
    "مرحبا بالعالم",
    "\N{PARTY POPPER}\N{FAMILY} ok \N{GRINNING FACE} 漢字 \N{REPLACEMENT CHARACTER}",
    "two\nlines\r\n\n\tand a tab",
    "W" * 5000,
    "‮right to left‬ e\u0301\u0301\u0301\u0301 z\u200bw",
    "_under_ ^caret^ ~tilde~ #hash & \\textbf{no}",
    "",
)


def claims_of(n):
    """Claims with and without dates and sources."""
    dates = (None, "2017-10-26", "2017-11-03", "--05-02", "2017-04")
    sources = (None, None, "the harbour master’s office and its many spokesmen")
    texts = ("The ferry sailed again.", "The company said that 48 boats had been mended before the storm came " * 3)
    return tuple(
        Claim(
            f"k{at + 1}",
            texts[at % 2],
            at,
            at + 1,
            date=dates[at % 5],
            date_end="2017-11-04" if at % 5 == 2 else None,
            source=sources[at % 3],
        )
        for at in range(n)
    )


def page_order(n, rng, deepest=9):
    """Parents of n comments in page order."""
    parents, path = [], []
    for row in range(n):
        keep = 0 if rng.random() < 0.25 else int(rng.integers(0, len(path) + 1))
        path = path[: min(keep, deepest - 1)]
        parents.append(path[-1] if path else -1)
        path.append(row)
    return parents


def made(n, n_claims=9, name="Author {}", parents=None, seed=7):
    """A thread of n comments with every annotation, some missing."""
    rng = np.random.default_rng(seed)
    parents = page_order(n, rng) if parents is None else parents
    words = "boat pier fare storm council late again never road toll harbour".split()
    rows = [
        (
            None if row % 11 == 10 else name.format(row % 29),
            parent,
            " ".join(rng.choice(words, int(rng.integers(1, 50)))),
        )
        for row, parent in enumerate(parents)
    ]
    claim = [f"k{int(rng.integers(n_claims)) + 1}" if n_claims and rng.random() < 0.5 else None for _ in range(n)]
    sentiment = np.round(rng.uniform(-1, 1, n), 3)
    sentiment[rng.random(n) < 0.1] = np.nan
    labels = [
        None if np.isnan(x) else "positive" if x > 0.05 else "negative" if x < -0.05 else "neutral" for x in sentiment
    ]
    columns = {
        "claim": claim,
        "claim_stance": [
            STANCES[int(at)] if tied else None for at, tied in zip(rng.integers(0, 4, n), claim, strict=True)
        ],
        "sentiment": sentiment,
        "sentiment_label": labels,
        "reply_stance": [None if parent < 0 else "query" for parent in parents],
    }
    for target in TARGETS:
        columns[f"stance_{target}"] = [STANCES[int(at)] for at in rng.integers(0, 4, n)]
    for topic in TOPICS:
        columns[f"topic_{topic}"] = np.round(rng.uniform(0, 1, n), 3)
    article = Article((Block("title", "The ferry is back, says the harbour master", 1),), claims=claims_of(n_claims))
    return thread_of(rows, article, **columns)


def bare(n):
    """A thread that nobody has annotated."""
    return thread_of([(f"Author {row}", row - 1 if row % 3 else -1, "Late again.") for row in range(n)])


def draw(name, thread, **options):
    return load("plots", name)(thread, **options)


def texts_of(plot):
    """Texts that are drawn, with their boxes in points, from matplotlib itself."""
    page = Figure(figsize=plot.size, dpi=144)
    canvas = FigureCanvasAgg(page)
    plot.draw(page.add_axes((0, 0, 1, 1)))
    renderer = canvas.get_renderer()
    texts = [text for text in page.findobj(Text) if text.get_text() and text.get_visible()]
    return [
        (text, text.get_window_extent(renderer).transformed(matplotlib.transforms.Affine2D().scale(0.5)))
        for text in texts
    ]


def overlapping(boxes, slack=0.4):
    """Pairs of texts whose boxes meet by more than the slack, in points."""
    return [
        (one.get_text(), other.get_text())
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > slack and min(a.y1, b.y1) - max(a.y0, b.y0) > slack
    ]


# What every figure owes


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("n", [0, 1, 10, 60, 61, 300])
def test_no_text_overlaps_leaves_the_page_or_is_small(name, n):
    plot = draw(name, made(n, name=LONG_NAME + " {}"))
    boxes = texts_of(plot)
    assert boxes
    assert overlapping(boxes) == []
    assert min(text.get_fontsize() for text, _ in boxes) >= SMALL >= 7
    width, height = plot.size[0] * 72, plot.size[1] * 72
    for text, box in boxes:
        assert 0 <= box.x0 <= box.x1 <= width, text.get_text()
        assert 0 <= box.y0 <= box.y1 <= height, text.get_text()


def test_an_overlap_would_be_seen():
    plot = draw("sentiment", made(3))
    boxes = texts_of(plot)
    assert overlapping([*boxes, boxes[0]])


@pytest.mark.parametrize("name", FIGURES)
def test_a_page_is_no_larger_than_paper(name):
    for n in (0, 10, 60, 300, 5000):
        width, height = draw(name, made(n, n_claims=40)).size
        assert width == 7.0
        assert 0.5 < height <= LONGEST


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("n", [0, 1, 10, 300])
def test_caption_and_alt_say_how_many(name, n):
    for thread in (made(n), bare(n)):
        plot = draw(name, thread)
        noun = "comment" if n == 1 else "comments"
        assert f"n = {n} {noun}" in plot.caption
        assert f"{n} {noun}" in plot.alt
        assert plot.caption.endswith(".")
        assert plot.alt.endswith(".")
        assert "  " not in plot.caption + plot.alt
        assert plot.name == name


KINDS = (".pdf", ".svg", ".png")


@cache
def digest(name, suffix):
    """Hash of a small figure's file."""
    return hashlib.sha256(draw(name, made(5, n_claims=3)).render(suffix, dpi=60)).hexdigest()


@pytest.mark.parametrize("name", FIGURES)
def test_the_settings_of_the_user_change_no_byte(name):
    first = [digest(name, suffix) for suffix in KINDS]
    digest.cache_clear()
    with matplotlib.rc_context({"font.size": 31, "text.color": "red", "savefig.facecolor": "black"}):
        assert [digest(name, suffix) for suffix in KINDS] == first


PROGRAM = """
import sys
from tests.test_plots import FIGURES, KINDS, digest
print(*(digest(name, suffix) for name in FIGURES for suffix in KINDS))
assert "matplotlib.pyplot" not in sys.modules
"""


def test_another_process_gives_the_same_bytes_without_pyplot():
    here = [digest(name, suffix) for name in FIGURES for suffix in KINDS]
    environment = {**os.environ, "PYTHONHASHSEED": "99", "SOURCE_DATE_EPOCH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == here


@pytest.mark.parametrize("name", FIGURES)
def test_hostile_words_are_drawn_as_they_are(name):
    rows = [(words or None, -1 if row % 3 == 0 else row - 1, words) for row, words in enumerate(HOSTILE)]
    thread = made(len(rows))
    article = Article(
        (Block("title", HOSTILE[0]),),
        claims=tuple(
            Claim(f"k{at}", words, 0, 1, words or None, words, source=words) for at, words in enumerate(HOSTILE)
        ),
    )
    columns = {
        column: thread.values(column)
        for column in thread.names
        if column.startswith(("stance", "topic", "claim", "sentiment"))
    }
    # The figure of sentiment names no topic and no target.
    named = {} if name == "sentiment" else {"titles": dict.fromkeys((*TARGETS, *TOPICS), HOSTILE[1])}
    plot = draw(name, thread_of(rows, article, **columns), **named)
    assert overlapping(texts_of(plot), slack=1) == []
    assert plot.render(".pdf")
    assert plot.render(".png", dpi=40)
    ElementTree.fromstring(plot.render(".svg"))
    drawn = "".join(text.get_text() for text, _ in texts_of(plot))
    assert not re.search(r"[\x00-\x1f\u202e]", drawn)
    if "\N{REPLACEMENT CHARACTER}" in drawn:
        assert "Drawn as \N{REPLACEMENT CHARACTER}" in plot.caption


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("shape", ["chain", "star"])
def test_a_thread_of_five_thousand_is_drawn(name, shape):
    n = 5000
    plot = draw(name, made(n, parents=list(range(-1, n - 1)) if shape == "chain" else [-1] * n))
    assert overlapping(texts_of(plot)) == []
    assert len(plot.render(".png", dpi=30)) > 1000


def test_words_have_contrast():
    def luminance(color):
        red, green, blue = (linear(color) @ np.diag([0.2126, 0.7152, 0.0722])).tolist()
        return red + green + blue

    colors = {text.get_color() for name in FIGURES for n in (10, 300) for text, _ in texts_of(draw(name, made(n)))}
    assert {INK, SOFT} <= colors
    for color in colors:
        assert (luminance(BAND) + 0.05) / (luminance(color) + 0.05) >= 4.5


def linear(color):
    """Linear red, green and blue of a colour written #rrggbb."""
    shares = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


# Full strength of Machado, Oliveira and Fernandes (2009), doi:10.1109/TVCG.2009.113, table 1.
VISION = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def seen(color, vision):
    """CIELAB of a colour as people with that vision see it."""
    rgb = np.clip(np.array(VISION[vision]) @ linear(color), 0, 1)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    x, y, z = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in to_xyz @ rgb / [0.95047, 1, 1.08883])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISION)
def test_colours_of_labels_stay_apart(vision):
    labelled = [
        [mark.color for label, mark in marks.items() if label is not None and mark.is_filled]
        for marks in (STANCE_MARKS, SENTIMENT_MARKS, REPLY_MARKS)
    ]
    for colors in (*labelled, [color for _, color in CATEGORIES]):
        for one, other in combinations(colors, 2):
            assert np.linalg.norm(seen(one, vision) - seen(other, vision)) > 15, (one, other)


@pytest.mark.parametrize("marks", [STANCE_MARKS, SENTIMENT_MARKS, REPLY_MARKS])
def test_labels_differ_without_colour(marks):
    shapes = [(mark.marker, mark.is_filled) for mark in marks.values()]
    assert len(set(shapes)) == len(shapes)
    assert len({marker for marker, _ in CATEGORIES}) == len(CATEGORIES)
    assert len({mark.dash for mark in STANCE_MARKS.values()}) == 4


# Saving


def test_save_writes_figure_data_and_caption(tmp_path):
    plot = draw("tree", made(5))
    path = plot.save(tmp_path / "new" / "folder" / "tree.svg")
    assert sorted(file.name for file in path.parent.iterdir()) == ["tree.csv", "tree.svg", "tree.txt"]
    assert path.with_suffix(".txt").read_text("utf-8") == f"{plot.caption}\n\nAlt text: {plot.alt}\n"
    assert path.with_suffix(".csv").read_text("utf-8").count("\n") == 6


def test_save_all_writes_every_kind(tmp_path):
    paths = draw("sentiment", made(5)).save_all(tmp_path, "fig.1")
    assert [path.name for path in paths] == ["fig.1.pdf", "fig.1.svg", "fig.1.png", "fig.1.csv", "fig.1.txt"]
    heads = [path.read_bytes()[:4] for path in paths[:3]]
    assert heads == [b"%PDF", b"<?xm", b"\x89PNG"]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(path.name for path in paths)


def test_an_unknown_kind_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(OutputError, match=r"'\.jpg'.*Allowed: \.pdf, \.svg, \.png"):
        draw("tree", made(2)).save(tmp_path / "tree.jpg")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("I am no folder")
    with pytest.raises(OutputError, match="file"):
        draw("tree", made(2)).save_all(tmp_path / "file" / "figures")


def test_the_alt_text_is_in_the_file():
    plot = draw("claims", made(10))
    root = ElementTree.fromstring(plot.render(".svg"))
    assert [node.text for node in root.iter("{http://purl.org/dc/elements/1.1/}description")] == [plot.alt]
    assert [node.text for node in root.iter("{http://purl.org/dc/elements/1.1/}date")] == []
    chunks = dict(png_texts(plot.render(".png", dpi=60)))
    assert chunks == {"Title": "claims", "Description": plot.alt}
    pdf = plot.render(".pdf")
    assert plot.alt.encode("ascii") in pdf.replace(b"\\(", b"(").replace(b"\\)", b")")
    assert b"CreationDate" not in pdf


def png_texts(data):
    """Keyword and text of every text chunk of a PNG."""
    at = 8
    while at < len(data):
        (length,), kind = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        if kind == b"tEXt":
            keyword, _, text = body.partition(b"\0")
            yield keyword.decode(), text.decode("latin-1")
        elif kind == b"iTXt":
            keyword, _, rest = body.partition(b"\0")
            packed, (_, _, text) = rest[0], rest[2:].split(b"\0", 2) if rest[2:].count(b"\0") >= 2 else (b"", b"", b"")
            yield keyword.decode(), (zlib.decompress(text) if packed else text).decode()
        at += 12 + length


def test_fonts_are_embedded_as_truetype():
    pdf = draw("tree", made(4)).render(".pdf")
    assert b"/FontFile2" in pdf
    assert b"/Type3" not in pdf


def test_a_notebook_shows_the_picture():
    assert draw("tree", made(3))._repr_png_()[:4] == b"\x89PNG"


# The claims


def test_claims_data_are_the_columns():
    thread = made(40)
    data = draw("claims", thread).data
    claims, comments = data[data.kind == "claim"], data[data.kind == "comment"]
    assert claims["id"].tolist() == [claim.id for claim in thread.article.claims]
    assert [none_for_missing(date) for date in claims["date"]] == [claim.date for claim in thread.article.claims]
    assert comments["position"].tolist() == list(range(1, 41))
    assert comments["depth"].tolist() == thread.values("depth").tolist()
    for name in ("id", "author", "text", "claim", "claim_stance", *(f"stance_{target}" for target in TARGETS)):
        assert [none_for_missing(value) for value in comments[name]] == thread.strings(name)


def none_for_missing(value):
    return value if isinstance(value, str) else None


def test_claims_caption_counts_the_links():
    thread = made(40)
    caption = draw("claims", thread).caption
    tied = [
        (claim, stance)
        for claim, stance in zip(thread.strings("claim"), thread.strings("claim_stance"), strict=True)
        if claim
    ]
    assert f"Links tie {len(tied)} of 40 comments" in caption
    assert f"missing for {sum(stance is None for _, stance in tied)} of the links" in caption


@pytest.mark.parametrize("n", [40, 200])
def test_one_curve_leads_from_every_tied_comment(n):
    thread = made(n)
    curves = [item for item in draw("claims", thread).draw.keywords["items"] if getattr(item, "is_curve", False)]
    stances = [
        stance for claim, stance in zip(thread.strings("claim"), thread.strings("claim_stance"), strict=True) if claim
    ]
    assert len(curves) == len(stances) <= 150
    assert sorted(curve.color for curve in curves) == sorted(STANCE_MARKS[stance].color for stance in stances)
    assert sorted(curve.dash for curve in curves) == sorted(STANCE_MARKS[stance].dash for stance in stances)


def test_many_links_become_ribbons_that_the_caption_explains():
    plot = draw("claims", made(2000))
    curves = [item for item in plot.draw.keywords["items"] if getattr(item, "is_curve", False)]
    assert len(curves) <= 12 * 9
    assert "Ribbons" in plot.caption


def test_one_target_alone_and_a_wrong_one():
    plot = draw("claims", made(5), target="toll_road")
    assert [name for name in plot.data if name.startswith("stance_")] == ["stance_toll_road"]
    with pytest.raises(UnknownName, match="did you mean 'toll_road'"):
        draw("claims", made(5), target="tol_road")


def test_titles_name_the_targets():
    drawn = [text.get_text() for text, _ in texts_of(draw("claims", made(3), titles={"council": "City Council"}))]
    assert "City Council" in drawn
    assert "ferry company" in drawn


def test_of_many_claims_those_spoken_to_are_shown_and_the_rest_counted():
    plot = draw("claims", made(10, n_claims=40))
    spoken = {claim for claim in made(10, n_claims=40).strings("claim") if claim}
    shown = plot.data.loc[plot.data.kind == "claim", "id"].tolist()
    assert spoken <= set(shown)
    assert len(shown) == 15
    assert shown == sorted(shown, key=lambda name: int(name[1:]))
    assert "Of 40 claims 15 are shown" in plot.caption


def test_a_claim_that_the_article_does_not_have_is_reported():
    thread = thread_of([("Ada", -1, "No."), ("Ben", 0, "Yes.")], Article(claims=claims_of(2)), claim=["k1", "k9"])
    assert "1 comment tied to a claim that the article does not list" in draw("claims", thread).caption


def test_unannotated_claims_say_so():
    caption = draw("claims", bare(4)).caption
    assert "No claims of the article have been marked" in caption
    assert "No comment has been tied to a claim" in caption
    assert "The stance towards targets has not been annotated" in caption


def test_replies_follow_their_comment_when_the_page_does_not_keep_to_that():
    thread = thread_of([("Ada", -1, "a"), ("Ben", -1, "b"), ("Cem", 0, "c")])
    for name in ("claims", "tree", "sentiment"):
        plot = draw(name, thread)
        assert plot.data["author"].tolist() == ["Ada", "Cem", "Ben"]
        assert plot.data["position"].tolist() == [1, 3, 2]
        assert "reading order" in plot.caption


def test_words_of_comments_are_shown_up_to_sixty():
    shown = draw("claims", bare(60)).draw.keywords["items"]
    folded = draw("claims", bare(61)).draw.keywords["items"]
    assert any(isinstance(item, Words) and item.text == "Late again." for item in shown)
    assert not any(isinstance(item, Words) and item.text == "Late again." for item in folded)


# The tree


def test_a_comment_stands_halfway_between_its_first_and_last_reply():
    thread = made(50)
    data = draw("tree", thread).data.set_index("position")
    for row, replies in enumerate(thread.replies):
        if replies:
            middle = (data.loc[replies[0] + 1, "y"] + data.loc[replies[-1] + 1, "y"]) / 2
            assert data.loc[row + 1, "y"] == pytest.approx(middle, abs=0.011)
    leaves = data.loc[[row + 1 for row, replies in enumerate(thread.replies) if not replies], "y"]
    assert leaves.is_monotonic_increasing
    assert leaves.is_unique
    assert data.groupby("depth")["x"].nunique().max() == 1


@pytest.mark.parametrize("n", [30, 300])
def test_marks_of_a_tree_do_not_touch_those_above_them(n):
    dots = [
        item for item in draw("tree", made(n), color="nothing").draw.keywords["items"] if type(item).__name__ == "Dot"
    ]
    columns = {}
    for dot in dots:
        columns.setdefault(dot.x, []).append(dot)
    for column in columns.values():
        column.sort(key=lambda dot: dot.y)
        for above, below in pairwise(column):
            assert below.y - above.y >= (above.size + below.size) / 2 - 0.01


def test_the_topic_of_a_mark_is_the_surest_and_the_first_of_equals():
    scores = {"topic_fares": [0.9, 0.6, 0.2, None], "topic_weather": [0.5, 0.6, 0.4, None]}
    thread = thread_of([("Ada", -1, "a"), ("Ben", 0, "b"), ("Cem", 0, "c"), ("Dan", 0, "d")], **scores)
    plot = draw("tree", thread)
    assert [none_for_missing(label) for label in plot.data["label"]] == ["fares", "fares", None, None]
    assert "2 are about several, 2 about none" in plot.caption


@pytest.mark.parametrize("color", ["topic", "sentiment", "reply_stance", "claim_stance", "stance_council", "nothing"])
def test_marks_show_what_is_asked_for(color):
    thread = made(20)
    plot = draw("tree", thread, color=color)
    column = {"sentiment": "sentiment_label"}.get(color, color)
    if column in thread.names:
        assert [none_for_missing(label) for label in plot.data["label"]] == thread.strings(column)
    assert draw("tree", bare(4), color="sentiment" if color.startswith("stance") else color).data["label"].isna().all()


def test_marks_cannot_show_what_nobody_has_named():
    with pytest.raises(UnknownName, match="did you mean 'stance_council'"):
        draw("tree", made(3), color="stance_counsil")


def test_more_topics_than_shapes_share_one():
    n_topics = len(CATEGORIES) + 3
    columns = {f"topic_t{at}": [1.0 if row % n_topics == at else 0.0 for row in range(40)] for at in range(n_topics)}
    plot = draw("tree", thread_of([("Ada", -1, "a")] * 40, **columns))
    words = [text.get_text() for text, _ in texts_of(plot)]
    assert any(word.startswith("other topics (") for word in words)


# Topics by stance


def test_topic_counts_equal_counting_by_hand():
    thread = made(80)
    data = draw("topics_by_stance", thread).data
    assert len(data) == (len(TOPICS) + 2) * len(TARGETS)
    for target in TARGETS:
        stances = thread.strings(f"stance_{target}")
        for topic in TOPICS:
            about = [score >= 0.5 for score in thread.values(f"topic_{topic}")]
            row = data[(data.topic == topic) & (data.target == target)].iloc[0]
            assert row["n"] == sum(about)
            for label, name in (("favor", "favor"), ("against", "against"), ("none", "none"), (None, "missing")):
                assert row[name] == sum(one and stance == label for one, stance in zip(about, stances, strict=True))
    assert (data[["favor", "against", "none", "missing"]].sum(axis=1) == data["n"]).all()


def test_topic_counts_are_written():
    plot = draw("topics_by_stance", made(80))
    written = [text.get_text() for text, _ in texts_of(plot)]
    for number in plot.data[["n", "favor", "against", "none", "missing"]].to_numpy().ravel():
        assert number == 0 or str(number) in written


def test_without_topics_or_stance_the_rest_is_shown():
    only_stance = thread_of([("Ada", -1, "a")], stance_council=["favor"])
    only_topics = thread_of([("Ada", -1, "a")], topic_fares=[1.0])
    assert draw("topics_by_stance", only_stance).data["favor"].tolist() == [1]
    assert draw("topics_by_stance", only_topics).data["n"].tolist() == [1, 1, 0]
    assert draw("topics_by_stance", bare(4)).data["n"].tolist() == [4]
    assert "Stance has not been annotated" in draw("topics_by_stance", only_topics).caption
    assert "Topics have not been annotated" in draw("topics_by_stance", only_stance).caption


# Sentiment


def test_sentiment_data_are_the_columns():
    thread = made(50)
    data = draw("sentiment", thread).data
    np.testing.assert_array_equal(data["sentiment"], thread.values("sentiment"))
    assert [none_for_missing(label) for label in data["sentiment_label"]] == thread.strings("sentiment_label")
    roots = data.loc[data.depth == 1, "id"].tolist()
    assert list(dict.fromkeys(data["top_level"])) == roots


def test_sentiment_marks_stand_where_the_scale_says():
    thread = thread_of([("Ada", -1, "a")] * 4, sentiment=[1.0, 0.0, -1.0, None])
    plot = draw("sentiment", thread)
    dots = [item for item in plot.draw.keywords["items"] if type(item).__name__ == "Dot" and item.x > 60][:4]
    by_place = sorted(dots, key=lambda dot: dot.x)
    high, zero, low, missing = (dot.y for dot in by_place)
    assert high < zero < low < missing
    assert zero - high == pytest.approx(low - zero)
    assert by_place[3].mark is SENTIMENT_MARKS[None]
    assert "3 of 4" in plot.caption


def test_running_median_equals_sorting_by_hand():
    thread = made(300)
    data = draw("sentiment", thread).data
    values = thread.values("sentiment")
    for place in (0, 40, 150, 299):
        window = values[max(0, place - 7) : place + 8]
        assert data["running_median"][place] == pytest.approx(np.nanmedian(window))
    assert "running_median" not in draw("sentiment", made(100)).data


def test_missing_sentiment_says_so():
    assert "Sentiment has not been annotated" in draw("sentiment", bare(3)).caption


# Text


@given(st.text(max_size=200), st.floats(20, 300), st.integers(1, 5))
def test_wrapped_lines_fit_and_can_be_drawn(text, width, most):
    lines = wrap(text, width, most)
    assert len(lines) <= most
    for line in lines:
        assert measure(line) <= width + 1e-6 or len(line) <= 2
        assert plain(line) == line
    assert "\n" not in fit(text, width)
    if lines and not lines[-1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(plain(text).split())


@pytest.mark.parametrize("face", ["regular", "bold", "italic"])
def test_measured_widths_are_what_matplotlib_draws(face):
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    from discourse.plots.base.lettering import font_file

    for text in ("The ferry sails again", "WAVE To. AY", "1,234 – ‘fares’…", "iiiiiiiiii"):
        drawn, _, _ = TextToPath().get_text_width_height_descent(
            text, FontProperties(fname=font_file(face), size=7), False
        )
        assert drawn - 0.2 <= measure(text, 7, face) <= 1.06 * drawn + 0.5
