"""What goes over the wire: the job that a worker gets, and the answer as JSON.

The comments are the records that `discourse schema` states. May import: msgspec, article, corpus, records, rows.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from discourse.article import Article as StatedArticle
from discourse.corpus import Corpus
from discourse.records import SCHEMA_VERSION, schema, to_records
from discourse.rows import ReadReport, total

JSON, LINES = "application/json", "application/x-ndjson"
_RECORD = {"items": {"$ref": "#/components/schemas/Comment"}}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A request as a worker gets it."""

    verb: Literal["read", "annotate"]
    body: bytes
    is_json: bool
    as_lines: bool
    max_body: int
    format: str | None = None
    orphans: Literal["promote", "ghost", "drop"] = "promote"
    resolve_replies: bool = False
    strict: bool = False
    columns: dict[str, str | None] = {}
    thread_id: str | None = None
    year: int | None = None


class Reply(msgspec.Struct, frozen=True):
    """What a worker gives back."""

    status: int
    media: str
    body: bytes
    account: str = ""


class ToAnnotate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page together with the codebook to annotate it by. Either `content` or `content_base64`."""

    content: Annotated[str | None, Meta(description="the page, export or text itself")] = None
    content_base64: Annotated[
        str | None, Meta(description="the same as bytes in base64, for what is not UTF-8 or is compressed")
    ] = None
    codebook: Annotated[
        str | None, Meta(description="codebook in TOML; without one there are sentiment, reply stance and claims only")
    ] = None


class Block(msgspec.Struct, frozen=True):
    """A block of the article."""

    kind: Literal["title", "heading", "paragraph", "item", "quote"]
    text: str
    line: Annotated[int, Meta(description="first line in the source, from 1; 0 where the source has no lines")]


class Claim(msgspec.Struct, frozen=True):
    """Something checkable that the article asserts."""

    id: Annotated[str, Meta(description="what the comments' `claim` refers to")]
    text: str
    start: Annotated[
        int, Meta(description="where it begins in the article's text: blocks but titles, a blank line between")
    ]
    end: int
    date: Annotated[str | None, Meta(description="ISO 8601; --11-03 where no year is known")]
    date_end: str | None
    date_basis: Annotated[str | None, Meta(description="the words that the date rests on")]
    source: Annotated[str | None, Meta(description="who is cited for it")]
    numbers: tuple[str, ...]
    places: tuple[str, ...]
    score: Annotated[float, Meta(ge=0, le=1)]


class Article(msgspec.Struct, frozen=True):
    """What stands above the comments."""

    title: str
    blocks: list[Block]
    author: str | None
    date: Annotated[str | None, Meta(description="ISO 8601")]
    url: str | None
    site: str | None
    language: str | None
    claims: Annotated[list[Claim], Meta(description="empty until annotated")]


class Dropped(msgspec.Struct, frozen=True):
    """A comment that is not in the tree."""

    where: Annotated[str, Meta(description="its id or line")]
    reason: str


class Leftover(msgspec.Struct, frozen=True):
    """A line that belongs neither to the article nor to a comment."""

    line: int
    text: str


class Defect(msgspec.Struct, frozen=True):
    """Something wrong in the source and what was done about it."""

    kind: str
    where: str
    repair: str


class Report(msgspec.Struct, frozen=True):
    """The account of the reading: found = kept + dropped."""

    format: Annotated[str, Meta(description="the reader that was chosen")]
    why: Annotated[str, Meta(description="why it was chosen")]
    found: Annotated[int, Meta(description="comments found", ge=0)]
    kept: Annotated[int, Meta(description="comments that are in the trees", ge=0)]
    dropped: list[Dropped]
    leftover: list[Leftover]
    defects: list[Defect]
    stated_count: Annotated[int | None, Meta(description="the number of comments that the page itself states")]
    missing_numbers: Annotated[list[int], Meta(description="numbers missing in the page's own numbering")]
    notes: list[str]
    sha256: Annotated[str, Meta(description="of the bytes that were read")]


class Step(msgspec.Struct, frozen=True):
    """An annotator that was run, with its parameters."""

    name: str
    parameters: dict[str, Any]
    assigns: tuple[str, ...]


class Thread(msgspec.Struct, frozen=True):
    """An article and its comments, parents before their replies."""

    id: str
    article: Article
    comments: Annotated[list[dict[str, Any]], Meta(extra_json_schema=_RECORD)]


class Answer(msgspec.Struct, frozen=True):
    """What was read: the account of it, and the threads."""

    version: Annotated[str, Meta(description="of the schema of the comments; see /schema")]
    report: Report
    steps: Annotated[list[Step], Meta(description="what the annotations were made with; empty when only read")]
    threads: list[Thread]


def encode(corpus: Corpus) -> bytes:
    """The answer about what was read from one source, as JSON."""
    records = to_records(corpus)
    threads = [
        Thread(thread.id, _article(thread.article), [next(records) for _ in range(len(thread))]) for thread in corpus
    ]
    steps = [Step(step.name, dict(step.parameters), step.assigns) for step in corpus.steps]
    return msgspec.json.encode(Answer(SCHEMA_VERSION, _report(report_of(corpus)), steps, threads))


def report_of(corpus: Corpus) -> ReadReport:
    """The account of all of a corpus."""
    return total({id(one): one for one in corpus.reports}.values())


def components(*more: type) -> dict[str, Any]:
    """The JSON Schemas of the answer and of other structures, by name; a comment's is the one of `discourse schema`."""
    _, found = msgspec.json.schema_components((Answer, ToAnnotate, *more), ref_template="#/components/schemas/{name}")
    comment = {key: value for key, value in schema().items() if key != "$schema"}
    return {**found, "Comment": comment}


def _article(article: StatedArticle) -> Article:
    """The article with its title spelled out."""
    return Article(
        title=article.title,
        blocks=[Block(one.kind, one.text, one.line) for one in article.blocks],
        author=article.author,
        date=article.date,
        url=article.url,
        site=article.site,
        language=article.language,
        claims=[msgspec.convert(one, Claim, from_attributes=True) for one in article.claims],
    )


def _report(report: ReadReport) -> Report:
    """The account with names for what is in it."""
    return Report(
        format=report.format,
        why=report.why,
        found=report.found,
        kept=report.kept,
        dropped=[Dropped(where, reason) for where, reason in report.dropped],
        leftover=[Leftover(line, text) for line, text in report.leftover],
        defects=[Defect(one.kind, one.where, one.repair) for one in report.defects],
        stated_count=report.stated_count,
        missing_numbers=list(report.missing_numbers),
        notes=list(report.notes),
        sha256=report.sha256,
    )
