"""What the report says about itself: a summary, the account of the reading, provenance, and what to cite.

May import: metrics.base, rows, text, thread, version; manifest, markup, tables and view beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from discourse.metrics.base import OWN
from discourse.report.manifest import codebook_of, plain_json, versions
from discourse.report.markup import Html, join, named, sheet, tag, with_dois
from discourse.report.tables import LEFT_OPEN, Table
from discourse.report.view import View
from discourse.rows import ReadReport
from discourse.text import count
from discourse.thread import Step
from discourse.version import __version__

MOST_LINES = 1_000
"""More facts of a reading than this stand in its table only."""
SOFTWARE = (
    "The discourse developers. discourse: comment sections as reply trees beside the claims of the article above them. "
    f"Version {__version__}."
)
_TOWARDS = {"target": "stances towards targets", "parent": "stances of replies", "claim": "stances towards claims"}
VADER = (
    "Hutto, C. J. & Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis of social media "
    "text. Proceedings of ICWSM 8(1), 216-225. doi:10.1609/icwsm.v8i1.14550"
)
"""Where the sentiment of our own annotator comes from; all other sources come with the metrics."""


def facts(view: View) -> Html:
    """The thread in a few numbers."""
    thread = view.thread
    unknown = sum(name is None for name in view.authors)
    numbers = [
        ("comments", len(thread)),
        ("authors", thread.n_authors),
        ("replies to the article", sum(above < 0 for above in view.parents)),
        ("levels", max(view.depths, default=0)),
        ("claims", len(view.claims)),
        ("comments without author", unknown),
    ]
    kept = [(name, n) for name, n in numbers if n or name != "comments without author"]
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", f"{n:,}")) for name, n in kept), class_="numbers")


def levels(view: View) -> Html | None:
    """How many comments stand on each level."""
    if not view.depths:
        return None
    found = sorted(Counter(view.depths).items())
    said = [f"{n:,} on level {depth}" for depth, n in found[:8]]
    rest = sum(n for _, n in found[8:])
    return tag("p", ", ".join(said), f", {rest:,} deeper" if rest else None, ".")


def left_open(view: View, stances: Table) -> Html:
    """What the annotators could not tell."""
    lines: list[str] = []
    everything = count(len(view.thread), "comment")
    for towards, what in _TOWARDS.items():
        among = [row for row in stances.records() if row["towards"] == towards]
        if any(row["of"] for row in among):
            total = sum(row["n_comments"] for row in among)
            n_open = sum(row["n_comments"] for row in among if row["stance"] == LEFT_OPEN)
            why = ": the words did not decide them" if n_open else ""
            lines.append(f"{n_open:,} of {total:,} {what} were left open{why}.")
    if view.topics:
        about = {row for topic in view.topics for row in topic.rows()}
        lines.append(f"About none of the topics: {len(view.thread) - len(about):,} of {everything}.")
    if "claim" in view.assigned:
        untied = sum(number is None for number in view.claim_of)
        lines.append(f"Tied to no claim: {untied:,} of {everything}.")
    if not lines:
        lines.append("Nothing was looked for in the comments, so nothing could be left open.")
    return tag("ul", *(tag("li", line) for line in lines))


def marks(view: View) -> Html | None:
    """Comments that are marked as something else than a person's own new words; None when there are none."""
    from discourse.summary import marked

    lines = [f"{count(n, 'comment')} {what}." for what, n in marked(view.thread).items()]
    return tag("ul", *(tag("li", line) for line in lines)) if lines else None


def repaired(report: ReadReport) -> Html:
    """What was wrong in the source, in numbers."""
    lines = [f"{kind}: {count(n, 'repair')}" for kind, n in report.counts().items()]
    lines.append(f"{count(report.found, 'comment')} found, {report.kept:,} kept, {len(report.dropped):,} dropped.")
    if report.stated_count is not None and report.stated_count != report.found:
        lines.append(f"The page itself states {count(report.stated_count, 'comment')}.")
    if report.missing_numbers:
        lines.append(f"Numbers missing in the page's own numbering: {len(report.missing_numbers):,}.")
    if report.leftover:
        lines.append(f"Lines that belong to neither article nor comment: {len(report.leftover):,}.")
    if not report.counts():
        lines.append("No defect was found that had to be repaired.")
    return tag("ul", *(tag("li", line) for line in lines))


def trust(view: View) -> Html:
    """Which labels a program made, and that nothing here checks them."""
    if not view.assigned and not view.claims:
        return tag("p", "Nothing has been annotated: this page shows the thread as it was read.")
    steps = view.thread.steps
    made = {name for step in steps for name in step.assigns}
    supplied = [name for name in view.thread.names if name not in made and _is_label(view, name)]
    supplied += ["claims of the article"] if view.claims and "article.claims" not in made else []
    by_program = tag(
        "p",
        tag("strong", "A program made these labels. "),
        "Nothing in this report checks them against codes made by hand, so nothing says how often they are right. ",
        "Take each as a pointer to the words it rests on, which stand beside it, and read those. ",
        f"They come from: {', '.join(dict.fromkeys(step.name for step in steps))}.",
    )
    by_others = tag("p", f"Supplied with the thread, their origin not recorded here: {', '.join(supplied)}.")
    uncalibrated = tag("p", "A score is the program's own confidence from 0 to 1; it has not been calibrated.")
    return join([by_program if steps else None, by_others if supplied else None, uncalibrated])


def _is_label(view: View, name: str) -> bool:
    """Whether a column is an annotation itself, not its score or evidence."""
    labels = {"sentiment", "reply_stance", "claim", "claim_stance"}
    labels |= {f"topic_{topic.name}" for topic in view.topics} | {f"stance_{target.name}" for target in view.targets}
    return name in labels


def reading(table: Table) -> Html:
    """The account of the reading in full."""
    rows = [(row["what"], row["where"], row["value"] or "not stated") for row in table.records()]
    shown = sheet("The account of the reading", ("what", "where", "value"), rows[:MOST_LINES], words=("where", "value"))
    if len(rows) <= MOST_LINES:
        return shown
    more = f"{len(rows) - MOST_LINES:,} more rows are in "
    return join([shown, tag("p", more, tag("a", "tables/read_report.csv", href="tables/read_report.csv"), ".")])


def provenance(view: View, parameters: Mapping[str, Any]) -> Html:
    """What was run with which parameters, on what, with which versions."""
    report = view.thread.report
    book = codebook_of(view.codebook, view.thread.steps)
    entries: list[tuple[str, str | None]] = [
        ("Source", join([named(view.source or "not stated"), _hash(report.sha256)])),
        ("Codebook", join([named(book["name"] or "unnamed"), _hash(book["sha256"])]) if book else "none"),
        ("Parameters", tag("code", plain_json(dict(parameters)).decode()) if parameters else "none"),
        ("Seeds", "none: nothing here is random"),
        ("Versions", ", ".join(f"{name} {number or 'not installed'}" for name, number in versions().items())),
    ]
    listed = [tag("div", tag("dt", name), tag("dd", value)) for name, value in entries]
    steps = tag("ol", *(_step(step) for step in view.thread.steps), class_="steps") if view.thread.steps else None
    none = None if steps else tag("p", "No step was run after reading.", class_="quiet")
    return join([tag("dl", *listed, class_="facts wide"), tag("h3", "Steps"), steps, none])


def _hash(sha256: str) -> Html | None:
    """A SHA-256 beside what it is of."""
    return join([" ", tag("code", f"sha256:{sha256}")]) if sha256 else None


def _step(step: Step) -> Html:
    """One step with its parameters."""
    shown = plain_json(dict(step.parameters), indent=2).decode()
    said = f"{count(len(step.parameters), 'parameter')}, {count(len(step.assigns), 'column')}"
    inside = [tag("p", "Assigned: ", ", ".join(step.assigns) or "nothing", "."), tag("pre", tag("code", shown))]
    return tag("li", tag("details", tag("summary", tag("b", step.name), f": {said}"), *inside))


def citation(view: View, metrics: Table) -> Html:
    """What to cite for what stands on this page."""
    sources = list(_sources(view, metrics))
    return join(
        [
            tag(
                "p",
                "Cite the software, the source of the page, and the sources of the numbers and labels that you use.",
            ),
            tag("ul", tag("li", SOFTWARE), *(tag("li", with_dois(source)) for source in sources), class_="sources"),
        ]
    )


def _sources(view: View, metrics: Table) -> Iterator[str]:
    """References of the labels and of the metrics that have a value, each once, in alphabetical order."""
    found = {VADER} if any("sentiment" in step.assigns for step in view.thread.steps) else set()
    for row in metrics.records():
        if row["skipped"] is None and row["reference"] and row["reference"] != OWN:
            found.add(row["reference"])
    yield from sorted(found, key=str.casefold)
