"""The command line: every verb calls the function of the same name with the same parameters.

Results go to standard output, messages to standard error. Exit status: 0 done (also when a page holds no comments), 1
the input could not be read or the output not written, 2 wrong usage. May import: anything below, inside the verbs, so
that `discourse --help` stays quick.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NamedTuple

import typer

from discourse.errors import DiscourseError
from discourse.unpacking import MAX_RATIO
from discourse.version import __version__

if TYPE_CHECKING:
    from discourse.codebook import Codebook
    from discourse.corpus import Corpus
    from discourse.rows import ReadReport

app = typer.Typer(
    name="discourse",
    help="Read comment sections, from saved pages, exports, dumps or tables, into reply trees and show how the argument"
    " runs beside the claims of the article.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Sources = Annotated[
    list[str],
    typer.Argument(
        help="Saved pages (HTML, plain text), exports, dumps, tables, web archives: files, folders, patterns, or - for"
        " standard input.",
        metavar="PAGE",
    ),
]
Format = Annotated[
    str | None, typer.Option("--format", help="Reader to use, such as html or plain; otherwise the content decides.")
]
OrphanPolicy = Annotated[str, typer.Option("--orphans", help="Replies without their parent: promote, ghost or drop.")]
ResolveReplies = Annotated[
    bool,
    typer.Option(
        "--resolve-replies",
        help="Where the source states no parent, take the comment that the text points to: @Ann, a quotation, #12.",
    ),
]
CodebookFile = Annotated[Path | None, typer.Option("--codebook", "-c", help="Codebook (TOML) of topics and targets.")]
By = Annotated[str, typer.Option("--by", help="A thread for each article, or for each top_level comment.")]
Year = Annotated[
    int | None, typer.Option("--year", min=1, max=9999, help="Year of the article's dates, if not stated.")
]
Join = Annotated[bool, typer.Option("--join", help="Take all pages for pages of one thread, joined without doubles.")]
MaxRatio = Annotated[
    int, typer.Option("--max-ratio", min=1, help="How many times its size compressed input may unpack to.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Stop at the first record that cannot be read, instead of leaving it out.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="OURS=THEIRS",
        help="Of a table: text=body takes its column body for the texts; parent_id= says it has none. May be repeated.",
    ),
]
To = Annotated[
    str | None,
    typer.Option("--to", help="Write in this form, such as jsonl, csv or parquet; `discourse plugins` lists all."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="File or folder to write to instead of standard output.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No messages besides errors.")]


class Reading(NamedTuple):
    """What is read, and how: the options that every verb shares."""

    sources: list[str]
    format: str | None
    orphans: str
    resolve_replies: bool
    join: bool
    max_ratio: int
    strict: bool
    column: list[str] | None
    quiet: bool


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False) -> None:
    if version:
        _print(f"discourse {__version__}")
        raise typer.Exit


@app.command()
def read(
    sources: Sources,
    format: Format = None,
    orphans: OrphanPolicy = "promote",
    resolve_replies: ResolveReplies = False,
    join: Join = False,
    max_ratio: MaxRatio = MAX_RATIO,
    strict: Strict = False,
    column: Columns = None,
    to: To = None,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Read pages into reply trees: an outline for people, records with --to."""
    from discourse.outline import outline

    reading = Reading(sources, format, orphans, resolve_replies, join, max_ratio, strict, column, quiet)
    if _is_for_people(to, output):
        _emit(outline(_read(reading)).encode(), output)
    else:
        _write(_read_parts(reading), to, output)


@app.command()
def annotate(
    sources: Sources,
    codebook: CodebookFile = None,
    year: Year = None,
    format: Format = None,
    orphans: OrphanPolicy = "promote",
    resolve_replies: ResolveReplies = False,
    join: Join = False,
    max_ratio: MaxRatio = MAX_RATIO,
    strict: Strict = False,
    column: Columns = None,
    to: To = None,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Say what each comment is about and where it stands: an outline for people, records with --to."""
    from discourse.outline import annotated_outline
    from discourse.pipeline import annotate as add

    reading = Reading(sources, format, orphans, resolve_replies, join, max_ratio, strict, column, quiet)
    if _is_for_people(to, output):
        _emit(annotated_outline(_annotate(reading, codebook, year)[0]).encode(), output)
    else:
        book = _codebook(codebook)
        _write((add(part, book, year=year) for part in _read_parts(reading)), to, output)


@app.command()
def convert(
    sources: Sources,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="File or folder to write, whose ending tells the form, or - with --to."),
    ],
    to: To = None,
    format: Format = None,
    orphans: OrphanPolicy = "promote",
    resolve_replies: ResolveReplies = False,
    join: Join = False,
    max_ratio: MaxRatio = MAX_RATIO,
    strict: Strict = False,
    column: Columns = None,
    quiet: Quiet = False,
) -> None:
    """Write what was read in another form: a dump as Parquet, a page as CSV, a corpus for another tool."""
    _write(
        _read_parts(Reading(sources, format, orphans, resolve_replies, join, max_ratio, strict, column, quiet)),
        to,
        output,
    )


@app.command()
def describe(
    sources: Sources,
    codebook: CodebookFile = None,
    year: Year = None,
    format: Format = None,
    orphans: Annotated[
        str,
        typer.Option("--orphans", help="Replies without their parent: promote, ghost or drop; all compares the three."),
    ] = "promote",
    resolve_replies: ResolveReplies = False,
    join: Join = False,
    max_ratio: MaxRatio = MAX_RATIO,
    strict: Strict = False,
    column: Columns = None,
    by: By = "article",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a metric, in a list.")] = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Measure the threads: a row a metric, with what was skipped and why."""
    from discourse.errors import InvalidParameter
    from discourse.outline import compared, table
    from discourse.summary import describe as measure
    from discourse.summary import describe_orphans, marked

    is_compared = orphans == "all"
    if is_compared and by != "article":
        raise InvalidParameter("policies are compared by article", where="--by", given=by, fix="leave out --by")
    policy = "promote" if is_compared else orphans
    reading = Reading(sources, format, policy, resolve_replies, join, max_ratio, strict, column, quiet)
    corpus = _annotate(reading, codebook, year)[0] if codebook else _read(reading)
    if found := marked(corpus):
        _say(quiet, "marked, none left out: " + "; ".join(f"{n} {what}" for what, n in found.items()))
    frame = describe_orphans(corpus) if is_compared else measure(corpus, by=by)  # type: ignore[arg-type]
    if as_json:
        text = frame.to_json(orient="records", indent=2, double_precision=12, force_ascii=False) + "\n"
    else:
        text = compared(frame) if is_compared else table(frame)
    _emit(text.encode(), output)


@app.command()
def figures(
    sources: Sources,
    out: Annotated[Path, typer.Option("--out", help="Folder for the figures.")],
    codebook: CodebookFile = None,
    figure: Annotated[list[str] | None, typer.Option("--figure", help="Only this figure; may be repeated.")] = None,
    year: Year = None,
    format: Format = None,
    orphans: OrphanPolicy = "promote",
    resolve_replies: ResolveReplies = False,
    join: Join = False,
    max_ratio: MaxRatio = MAX_RATIO,
    strict: Strict = False,
    column: Columns = None,
    quiet: Quiet = False,
) -> None:
    """Draw the figures of a paper: PDF, SVG, PNG, the plotted data as CSV and the caption of each."""
    from discourse.report.figures import draw, drawers

    able, _ = drawers(figure or None)
    corpus, book = _annotate(
        Reading(sources, format, orphans, resolve_replies, join, max_ratio, strict, column, quiet), codebook, year
    )
    for thread, folder in zip(corpus, _folders(out, corpus), strict=True):
        drawn, skipped = draw(thread, able, folder, book)
        for one in drawn:
            for path in one.paths:
                _print(path)
        for name, reason in skipped.items():
            _say(quiet, f"{name} was not drawn: {reason}")


@app.command()
def report(
    sources: Sources,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for the report; an earlier report there is replaced.")
    ],
    codebook: CodebookFile = None,
    year: Year = None,
    format: Format = None,
    orphans: OrphanPolicy = "promote",
    resolve_replies: ResolveReplies = False,
    join: Join = False,
    max_ratio: MaxRatio = MAX_RATIO,
    strict: Strict = False,
    column: Columns = None,
    quiet: Quiet = False,
) -> None:
    """Write the whole report: one HTML page that opens offline, figures, tables and a manifest."""
    from discourse.output import refuse_foreign
    from discourse.pipeline import annotate as add
    from discourse.report import write_report
    from discourse.report.manifest import refuse_strangers

    book = _codebook(codebook)
    corpus = _read(Reading(sources, format, orphans, resolve_replies, join, max_ratio, strict, column, quiet))
    folders = _folders(out, corpus)
    for folder in folders:
        refuse_foreign(folder)
        refuse_strangers(folder)
    corpus = add(corpus, book, year=year, progress=_shows_progress(quiet))
    given = {"format": format, "orphans": orphans, "resolve_replies": resolve_replies, "join": join, "year": year}
    for thread, folder in zip(corpus, folders, strict=True):
        page = write_report(thread, folder, codebook=book, parameters=given)
        _say(quiet, f"{thread.id}: {len(thread)} comments; the report is at")
        _print(page)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the records."""
    from discourse.records import schema as state

    _emit((_json(state()) + "\n").encode(), None)


@app.command()
def plugins(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """List readers, annotators, metrics, figures and writers, with what each requires and assigns."""
    from discourse.registry import load, names, origin
    from discourse.summary import metrics

    rows: list[dict[str, Any]] = []
    for group in ("readers", "annotators", "plots", "writers"):
        for name in names(group):
            found = load(group, name)
            rows.append(
                {
                    "kind": group[:-1],
                    "name": name,
                    "requires": list(getattr(found, "requires", ())),
                    "assigns": list(getattr(found, "assigns", ())),
                    "from": origin(group, name),
                }
            )
    rows += [
        {"kind": "metric", "name": one.name, "requires": list(one.requires), "assigns": [], "from": one.family}
        for one in metrics().values()
    ]
    if as_json:
        _print(_json(rows))
        return
    for row in rows:
        said = f"{row['kind']:<10} {row['name']:<24}"
        said += f" requires {', '.join(row['requires'])};" if row["requires"] else ""
        said += f" assigns {', '.join(row['assigns'])}" if row["assigns"] else ""
        _print(said.rstrip(" ;"))


@app.command()
def cite(names: Annotated[list[str], typer.Argument(help="Metrics to cite.", metavar="METRIC")]) -> None:
    """Say where a metric is defined."""
    from discourse.summary import cite as reference

    for name in names:
        _print(reference(name))


@app.command()
def serve(
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; what other machines can reach asks for a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="0 for any that is free.")] = 8000,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            envvar="DISCOURSE_TOKEN",
            help="What requests must show; better set as DISCOURSE_TOKEN, which no list of processes shows.",
        ),
    ] = None,
    max_body: Annotated[int, typer.Option("--max-body", min=1, help="MiB that a body may have, also unpacked.")] = 16,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds that a body may take to arrive, and again to be read.")
    ] = 30.0,
    workers: Annotated[int, typer.Option("--workers", min=1, max=256, help="Bodies to read at the same time.")] = 2,
    quiet: Quiet = False,
) -> None:
    """Serve read and annotate over HTTP, until stopped; prints the address."""
    from discourse.serve import run

    run(
        host,
        port,
        token=token,
        max_body=max_body * 2**20,
        timeout=timeout,
        workers=workers,
        opened=_print,
        log=not quiet,
    )


def _read(reading: Reading) -> Corpus:
    """Read all sources and say on standard error what was found."""
    from discourse.corpus import Corpus

    return Corpus.concat(list(_read_parts(reading, at_once=sys.maxsize)))


def _read_parts(reading: Reading, at_once: int | None = None) -> Iterator[Corpus]:
    """Read all sources part by part; say on standard error what was found when all is read."""
    from discourse.corpus import Corpus
    from discourse.reading import AT_ONCE, read, read_parts
    from discourse.rows import total

    opened = _opened(reading)
    how: dict[str, Any] = {
        "format": reading.format,
        "orphans": reading.orphans,
        "resolve_replies": reading.resolve_replies,
        "max_ratio": reading.max_ratio,
        "strict": reading.strict,
        "columns": _columns(reading.column),
    }
    said: dict[tuple[str, str], dict[int, ReadReport]] = {}
    if reading.join:
        parts = iter([Corpus.of(read(opened, **how))])
    else:
        progress = _shows_progress(reading.quiet)
        parts = read_parts(opened, progress=progress, at_once=AT_ONCE if at_once is None else at_once, **how)
    for part in parts:
        for one in part.reports:
            said.setdefault((one.source, one.sha256), {})[id(one)] = one
        yield part
    for accounts in said.values():
        _account(total(accounts.values()), reading.quiet)


def _columns(given: list[str] | None) -> dict[str, str | None] | None:
    """What the columns of a table are called, by ours; None where nothing was said."""
    from discourse.errors import InvalidParameter

    if not given:
        return None
    pairs = [said.partition("=") for said in given]
    wrong = [said for said, (ours, sign, _) in zip(given, pairs, strict=True) if not ours or not sign]
    if wrong:
        raise InvalidParameter("this names no column", where="--column", given=wrong[0], fix="write it as text=body")
    return {ours: theirs or None for ours, _, theirs in pairs}


def _opened(reading: Reading) -> list[Any]:
    """The sources as they were named, with what is wrong in the naming said at once."""
    from discourse.assemble import Orphans
    from discourse.errors import MissingInput, UnknownName

    allowed = Orphans.__args__  # type: ignore[attr-defined]
    if reading.orphans not in allowed:
        raise UnknownName("no such orphan policy", given=reading.orphans, allowed=allowed)
    if "-" in reading.sources and sys.stdin is None:
        raise MissingInput("standard input is closed", where="-", fix="pipe a page into it")
    if "" in reading.sources:
        raise MissingInput("an empty name names no file", where="PAGE", fix="name a file, or - for standard input")
    return [sys.stdin.buffer if source == "-" else Path(source) for source in reading.sources]


def _annotate(reading: Reading, codebook: Path | None, year: int | None) -> tuple[Corpus, Codebook | None]:
    """Read and annotate all sources."""
    from discourse.pipeline import annotate as add

    book = _codebook(codebook)
    corpus = _read(reading)
    return add(corpus, book, year=year, progress=_shows_progress(reading.quiet)), book


def _folders(out: Path, corpus: Corpus) -> list[Path]:
    """A folder for each thread: `out` for one, a folder in it for each of several, whatever the source calls them."""
    from discourse.text import slug

    if len(corpus) == 1:
        return [out]
    folders: list[Path] = []
    for name in map(slug, corpus.ids):
        number, own = 1, name
        while out / own in folders:
            number += 1
            own = f"{name}-{number}"
        folders.append(out / own)
    return folders


def _codebook(path: Path | None) -> Codebook | None:
    """The codebook, when one was named."""
    from discourse.codebook import read_codebook

    return read_codebook(path) if path else None


def _shows_progress(quiet: bool) -> bool:
    """Bars are for terminals."""
    return not quiet and sys.stderr.isatty()


def _account(account: ReadReport, quiet: bool) -> None:
    """Say what was found in a source."""
    if not account.found:
        _say(quiet, f"{account.source}: no comments found")
    for line in account.lines():
        _say(quiet, line)


def _say(quiet: bool, message: str) -> None:
    """A message on standard error, with nothing in it that could steer a terminal."""
    from discourse.text import printable

    if not quiet and sys.stderr is not None:
        print(printable(message), file=sys.stderr)


def _print(line: object) -> None:
    """A line of the result on standard output."""
    from discourse.text import printable

    _emit((printable(str(line)) + "\n").encode("utf-8", errors="replace"), None)


@contextlib.contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    """Standard output for bytes; that nobody reads on is an ordinary end, that it cannot be written an error."""
    from discourse.errors import OutputError

    if sys.stdout is None:
        raise OutputError("standard output is closed", where="-", fix="name a file with --output")
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Who read our output went away, as `head` does; the rest is not wanted.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(
            f"standard output cannot be written ({error.strerror})", where="-", fix="make room, or name another place"
        ) from error


def _file(output: Path | None) -> Path | None:
    """The file or folder for results; None for standard output, where none is named or the name is -."""
    return None if output == Path("-") else output


def _is_for_people(to: str | None, output: Path | None) -> bool:
    """Whether an outline is wanted, not records."""
    return to is None and (output is None or output.suffix.lower() in {".txt", ""})


def _write(parts: Iterable[Corpus], to: str | None, output: Path | None) -> None:
    """Records in the form asked for."""
    from discourse.writing import write

    if (place := _file(output)) is None:
        with _standard_output() as stream:
            write(parts, stream, to=to)
    else:
        write(parts, place, to=to)


def _emit(content: bytes, output: Path | None) -> None:
    """Bytes to standard output or, whole, to a file."""
    from discourse.output import whole_file

    if (file := _file(output)) is None:
        with _standard_output() as stream:
            stream.write(content)
        return
    with whole_file(file) as place:
        place.write_bytes(content)


def _json(value: Any) -> str:
    """A value as indented JSON."""
    import json

    return json.dumps(value, indent=2, ensure_ascii=False)


def main() -> None:
    """Run the command line; every foreseen error is one line on standard error, never a traceback."""
    # Being told to stop is an ordinary end, so that what was half written is cleared away.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        app(standalone_mode=True)
    except DiscourseError as error:
        _say(False, f"discourse: {error}")
        sys.exit(error.exit_status)
    except MemoryError:
        _say(
            False, "discourse: the memory of this machine is not enough for that. To fix: read fewer or smaller pages."
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
