"""The page as a whole: one HTML file that opens offline, runs nothing and loads nothing.

May import: the standard library, text, version; account, argument, comments, figures, markup, tables and view
beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from discourse.report import account, argument, comments
from discourse.report.figures import Drawn, gallery
from discourse.report.markup import Html, escape, grouped, join, named, outside, policy, sheet, tag
from discourse.report.tables import LEFT_OPEN, Table
from discourse.report.view import View
from discourse.text import shorten
from discourse.version import __version__


@dataclass(frozen=True)
class Made:
    """What the page shows besides the thread itself."""

    tables: Mapping[str, Table]
    drawn: Sequence[Drawn]
    skipped: Mapping[str, str]
    parameters: Mapping[str, Any]


def render(view: View, made: Made) -> bytes:
    """The report as one HTML document, UTF-8."""
    style = style_sheet()
    title = view.thread.article.title or view.thread.id
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy(style)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="generator", content=f"discourse {__version__}"),
        tag("title", f"{shorten(title, 120)} – comments"),
        # The sheet is ours and is hashed as it stands: it must not be escaped.
        tag("style", Html(style)),
    )
    sections = _sections(view, made)
    body = tag(
        "body",
        tag("a", "Skip to the comments", href="#comments", class_="skip"),
        _header(view, title, [(name, words) for name, words, _ in sections]),
        tag("main", *(section for _, _, section in sections)),
        tag(
            "footer",
            tag("p", f"Made by discourse {__version__}. It runs nothing and asks nothing of the network."),
        ),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n".encode()


def style_sheet() -> str:
    """The style sheet of the page."""
    return files("discourse.report").joinpath("style.css").read_text(encoding="utf-8")


def _header(view: View, title: str, sections: Sequence[tuple[str, str]]) -> Html:
    """Title, where it came from, and the way to every section."""
    article, report = view.thread.article, view.thread.report
    from_ = [
        named(article.site) if article.site else None,
        join(["by ", named(article.author)]) if article.author else None,
        named(article.date) if article.date else None,
        outside(article.url),
    ]
    read = join(
        [
            "Comments read from ",
            named(view.source) if view.source else "a source without a name",
            f" as {report.format} ({report.why})" if report.format else None,
            None if article.title else "; the source gives no title",
            ".",
        ]
    )
    links = [tag("li", tag("a", words, href=f"#{name}")) for name, words in sections]
    return tag(
        "header",
        tag("p", "A comment thread beside its article", class_="kicker"),
        tag("h1", title, dir="auto", lang=article.language),
        tag("p", join([part for part in from_ if part], " · "), class_="from") if any(from_) else None,
        tag("p", read, class_="from"),
        tag("nav", tag("ul", *links), aria_label="Sections"),
        class_="top",
    )


def _sections(view: View, made: Made) -> list[tuple[str, str, Html]]:
    """Id, name in the list of sections, and content of each section."""
    tables = made.tables
    beside = tag(
        "div",
        _section("article", "Article", argument.article(view), focus=True),
        _section("comments", "Comments", comments.reply_tree(view)),
        class_="beside",
    )
    parts: list[tuple[str, str, Html]] = [
        ("summary", "Summary", _section("summary", "Summary", _summary(view, tables))),
        ("beside", "Article and comments", tag("div", beside, id="beside")),
        ("claims", "Claims", _section("claims", "Claims and the comments on them", argument.claims(view))),
        ("topics", "Topics and stances", _section("topics", "Topics and stances", _counted(view, tables))),
        ("metrics", "Metrics", _section("metrics", "Metrics", join([_metrics(tables["metrics"]), _orphans(tables)]))),
        ("figures", "Figures", _section("figures", "Figures", gallery(made.drawn, made.skipped))),
        ("reading", "Reading", _section("reading", "How the source was read", account.reading(tables["read_report"]))),
        ("provenance", "Provenance", _section("provenance", "Provenance", _provenance(view, made))),
        ("cite", "How to cite", _section("cite", "How to cite", account.citation(view, tables["metrics"]))),
    ]
    return parts


def _section(name: str, title: str, content: Html, *, focus: bool = False) -> Html:
    """A section with its heading; one that scrolls by itself takes the focus, so that the keyboard can scroll it."""
    heading = tag("h2", title, id=f"{name}-title")
    return tag("section", heading, content, id=name, aria_labelledby=f"{name}-title", tabindex=0 if focus else None)


def _summary(view: View, tables: Mapping[str, Table]) -> Html:
    """The thread in numbers, what was left open, what was repaired, and how far to trust it."""
    notes = [
        ("Left open", account.left_open(view, tables["stances"])),
        ("Read and repaired", account.repaired(view.thread.report)),
        *((("Marked, none left out", marks),) if (marks := account.marks(view)) else ()),
        ("How far to trust the labels", account.trust(view)),
    ]
    blocks = [tag("div", tag("h3", title), content) for title, content in notes]
    empty = None if len(view.thread) else tag("p", tag("strong", "The source holds no comments."))
    return join([empty, account.facts(view), account.levels(view), tag("div", *blocks, class_="notes")])


def _counted(view: View, tables: Mapping[str, Table]) -> Html:
    """Topics, and stances towards targets, parents and claims."""
    parts: list[Html] = []
    if view.topics:
        head = ("topic", "comments", "own words", "inherited", "share")
        rows = [
            (row["title"], row["n_comments"], row["n_own_words"], row["n_inherited"], row["share"])
            for row in tables["topics"].records()
        ]
        parts.append(sheet("Topics of the comments, in their own words or inherited from what they answer", head, rows))
    captions = {
        "target": "Stance of the comments towards each target",
        "parent": "Stance of the replies towards what they answer",
        "claim": "Stance of the comments tied to a claim towards it",
    }
    for towards, caption in captions.items():
        wide = _wide([row for row in tables["stances"].records() if row["towards"] == towards])
        if wide:
            parts.append(sheet(caption, *wide))
    if not parts:
        return tag("p", "No topics or stances were looked for.", class_="quiet")
    return tag("div", *parts, class_="sheets")


def _wide(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[Any]]] | None:
    """Counts of stances with a column a label, the comments left open and the sum last."""
    if not rows:
        return None
    labels = list(dict.fromkeys(row["stance"] for row in rows if row["stance"] != LEFT_OPEN))
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["name"], {"title": row["title"], "of": row["of"]})[row["stance"]] = row["n_comments"]
    head = ["towards", *labels, LEFT_OPEN, "of"]
    listed = [[one["title"], *(one[label] for label in labels), one[LEFT_OPEN], one["of"]] for one in found.values()]
    return head, listed


def _metrics(table: Table) -> Html:
    """Every metric, family after family."""
    head = ("metric", "estimate", "unit", "n", "why there is none")
    families: dict[str, list[tuple[Any, ...]]] = {}
    for row in table.records():
        # A long name may go on in the next line after any of its parts.
        name = Html(escape(row["metric"]).replace("_", "_<wbr>"))
        shown = (name, row["estimate"], row["unit"], row["n"], row["skipped"] or "")
        families.setdefault(row["family"], []).append(shown)
    told = grouped("Metrics of the thread, by family", head, families, words=("unit", "why there is none"))
    said = "n is the number of comments that an estimate rests on. Definitions and sources: discourse cite METRIC."
    return join([tag("p", said), told])


def _orphans(tables: Mapping[str, Table]) -> Html | None:
    """What the metrics would be, were replies without their parent treated otherwise; those that depend on it."""
    if "orphans" not in tables:
        return None
    policies = ("promote", "ghost", "drop")
    told = [row for row in tables["orphans"].records() if len({row[policy] for policy in policies}) > 1]
    rows = [(row["metric"], *(row[policy] for policy in policies), row["unit"]) for row in told]
    said = (
        "The source names parents that are not in it. Their replies can be made replies to the article (promote), hang "
        "on an empty comment in the parent's place (ghost), or be left out with all below them (drop). "
        f"{len(rows):,} of {len(tables['orphans'].rows):,} metrics depend on it; all are in "
    )
    return join(
        [
            tag("h3", "Replies whose parent is not there"),
            tag("p", said, tag("a", "tables/orphans.csv", href="tables/orphans.csv"), "."),
            sheet(
                "Metrics that depend on replies without their parent", ("metric", *policies, "unit"), rows, ("unit",)
            ),
        ]
    )


def _provenance(view: View, made: Made) -> Html:
    """What was run, and the files beside this page."""
    names = ["manifest.json", "records.jsonl", *(f"tables/{name}.csv" for name in sorted(("comments", *made.tables)))]
    links = [tag("li", tag("a", name, href=name)) for name in names]
    note = (
        "In CSV files an apostrophe stands before a text that a spreadsheet would take for a formula; records.jsonl "
        "holds every text as it was."
    )
    return join(
        [
            account.provenance(view, made.parameters),
            tag("h3", "Files"),
            tag("ul", *links, class_="plain"),
            tag("p", note),
        ]
    )
