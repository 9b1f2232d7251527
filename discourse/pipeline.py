"""From a source to an annotated corpus: find the reader, assemble, run the annotators in order.

The pipeline checks before it runs that every column a step requires is assigned before it, and keeps what was run
with which parameters. May import: addressing, assemble, codebook, columns, corpus, errors, joining, readers.base,
annotators.base, registry, rows, text, thread.
"""

from __future__ import annotations

import dataclasses
import glob
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from discourse.addressing import MINIMUM, resolve
from discourse.annotators.base import Annotator
from discourse.assemble import Orphans, assemble
from discourse.codebook import Codebook, read_codebook
from discourse.columns import column
from discourse.corpus import ARTICLE_CLAIMS, Corpus
from discourse.errors import (
    AmbiguousFormat,
    InputError,
    InvalidColumn,
    InvalidParameter,
    MissingColumn,
    MissingInput,
    UnknownFormat,
    UnknownName,
)
from discourse.joining import join, thread_address
from discourse.readers.base import Reader, Source, sha256_of
from discourse.registry import load, names
from discourse.rows import Rows
from discourse.text import clean, shorten, slug, without_folders
from discourse.thread import Step, Thread

Readable = str | Path | bytes | BinaryIO
ThreadOrCorpus = TypeVar("ThreadOrCorpus", Thread, Corpus)

DEFAULT_ANNOTATORS = ("quotes", "marks", "sentiment", "topics", "stance", "reply_stance", "claims", "claim_links")
PROBABLE = 0.5
"""A file of a folder is read when a reader believes in it at least so much; one that is named, when any does at all."""
_COMMON_NAMES = {"page", "index", "comments", "thread"}


def read(
    source: Readable | Sequence[Readable],
    *,
    format: str | None = None,
    orphans: Orphans = "promote",
    thread_id: str | None = None,
    resolve_replies: bool | float = False,
) -> Thread:
    r"""Read one page, export or text into a thread; or several pages of one thread.

    Parameters
    ----------
    source : str, Path, bytes or binary file, or a list of them
        A path; or the content itself, as bytes, as an open binary file, or as a text of several lines. A list is taken
        for the pages of one thread, which are joined without doubles.
    format : str, optional
        Name of the reader; otherwise the content decides.
    orphans : {"promote", "ghost", "drop"}
        What becomes of a reply whose parent is not there: a reply to the article, a reply to an empty comment in the
        parent's place, or dropped with all below it.
    thread_id : str, optional
        Name of the thread; otherwise made from the file's name.
    resolve_replies : bool or float
        Where the source does not state the parent of a comment, take the one that its text points to ("@Ann", a
        quotation, "#12"), when the confidence in it is at least this; True stands for 0.7. The columns `parent_score`
        and `parent_evidence` say which parents are guesses of this kind.

    Returns
    -------
    Thread
        Possibly of no comments; `thread.report` accounts for every line.

    Raises
    ------
    InputError
        The source is not there, empty, binary, of unknown format, or holds several threads.

    Examples
    --------
    >>> page = "The ferry is back\n\n  • Ann\n\n    Good.\n\n    • Bob\n\n      At last.\n\n  • Cy\n\n    Dear.\n"
    >>> thread = read(page)
    >>> [(comment.author, comment.depth) for comment in thread]
    [('Ann', 1), ('Bob', 2), ('Cy', 1)]
    """
    pages = [_open(page) for page in source] if isinstance(source, list | tuple) else [_open(cast("Readable", source))]
    if not pages:
        raise MissingInput("an empty list holds no page", where="read", fix="name at least one page")
    corpus = _assemble([_read_source(page, format) for page in pages], orphans, thread_id, resolve_replies)
    if len(corpus) != 1:
        raise InputError(
            f"this holds {len(corpus)} threads", where=pages[0].name, fix="read it with read_corpus, which takes many"
        )
    return corpus[0]


def read_corpus(
    sources: Readable | Iterable[Readable],
    *,
    format: str | None = None,
    orphans: Orphans = "promote",
    resolve_replies: bool | float = False,
    progress: bool = False,
) -> Corpus:
    r"""Read many pages, exports, folders or patterns into one corpus.

    Parameters
    ----------
    sources : path, pattern, folder, content, or a list of them
        A folder stands for the files in it that a reader recognises, in alphabetical order.
    format, orphans, resolve_replies
        As for `read`.
    progress : bool
        Show a bar on standard error.

    Returns
    -------
    Corpus
        Threads in the order of the sources; of two with one name the later is numbered. Saved web pages that state the
        same address are pages of one thread, and are joined without doubles.

    Raises
    ------
    InputError
        As for `read`; also when a folder or pattern holds nothing readable.

    Examples
    --------
    >>> one = "A\n\n  • Ann\n\n    Good.\n\n  • Bob\n\n    At last.\n"
    >>> other = "B\n\n  • Cy\n\n    Too dear.\n\n  • Di\n\n    No.\n"
    >>> read_corpus([one, other])
    <Corpus: 2 threads, 4 comments>
    """
    one = isinstance(sources, str | Path | bytes) or hasattr(sources, "read")
    listed = cast("list[Readable]", [sources] if one else list(cast("Iterable[Readable]", sources)))
    searched = [_find(source) for source in listed]
    opened = [found for sources_found, _ in searched for found in sources_found]
    groups: dict[object, list[Any]] = {}
    for number, source in enumerate(_bar(opened, progress, "reading")):
        page = _read_source(source, format)
        if page.address is None:
            groups[number] = list(_assemble([page], orphans, None, resolve_replies))
        else:
            groups.setdefault(page.address, []).append(page)
    threads = [thread for group in groups.values() for thread in _threads(group, orphans, resolve_replies)]
    notes = tuple(note for _, left_out in searched for note in left_out)
    if notes and threads:
        first = threads[0].report
        noted = first.with_(notes=(*first.notes, *notes))
        threads = [replace(thread, report=noted) if thread.report is first else thread for thread in threads]
    return Corpus.of(_distinct(threads))


def _threads(group: list[Any], orphans: Orphans, resolve_replies: bool | float) -> list[Thread]:
    """Threads as they are; pages of one thread assembled."""
    pages = [one for one in group if isinstance(one, _Read)]
    return list(_assemble(pages, orphans, None, resolve_replies)) if pages else group


def annotate(
    thread: ThreadOrCorpus,
    codebook: Codebook | str | Path | None = None,
    *,
    annotators: Sequence[str | Annotator] = DEFAULT_ANNOTATORS,
    year: int | None = None,
    progress: bool = False,
) -> ThreadOrCorpus:
    r"""Add the annotations that a codebook asks for.

    Parameters
    ----------
    thread : Thread or Corpus
    codebook : Codebook or path, optional
        Topics, targets and words. Without one there are sentiment, reply stance and claims only.
    annotators : sequence of str or Annotator
        Names, or annotators with parameters of your own; they run in an order that gives each what it requires.
    year : int, optional
        The year of the article's dates, where the page does not state it; goes before the codebook's.
    progress : bool
        Show a bar on standard error.

    Returns
    -------
    Thread or Corpus
        What was given, with more columns; nothing is changed.

    Raises
    ------
    CodebookError, UnknownName, MissingColumn

    Examples
    --------
    >>> from discourse.codebook import parse_codebook
    >>> thread = read("A\n\n  • Ann\n\n    The ferry is late.\n\n  • Bob\n\n    Nice weather.\n")
    >>> book = parse_codebook('[topics.ferry]\nterms = ["ferry"]')
    >>> annotate(thread, book, annotators=["topics"])[0].topics
    ['ferry']
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook) if codebook else Codebook()
    built = [_build(one, book, year) if isinstance(one, str) else one for one in annotators]
    if annotators is not DEFAULT_ANNOTATORS and None in built:
        idle = annotators[built.index(None)]
        raise InvalidParameter(
            f"{idle} has nothing to do", where="annotators", fix="pass a codebook that gives it topics or targets"
        )
    corpus = Corpus.of(thread) if isinstance(thread, Thread) else thread
    done = Pipeline(tuple(one for one in built if one is not None)).run(corpus, progress=progress)
    return done[0] if isinstance(thread, Thread) else done


@dataclass(frozen=True)
class Pipeline:
    r"""Annotators that run one after another.

    Parameters
    ----------
    annotators : tuple of Annotator
        In any order; `ordered` puts each after those that assign what it requires.

    Examples
    --------
    >>> from discourse.annotators.sentiment import Sentiment
    >>> corpus = read_corpus("A\n\n  • Ann\n\n    Wonderful!\n\n  • Bob\n\n    Oh.\n")
    >>> Pipeline((Sentiment(),)).run(corpus)[0][0]["sentiment_label"]
    'positive'
    """

    annotators: tuple[Annotator, ...]

    def ordered(self, present: Iterable[str] = ()) -> tuple[Annotator, ...]:
        """The annotators in an order that works, otherwise in the order given.

        Parameters
        ----------
        present : iterable of str
            Columns that are there before.

        Raises
        ------
        MissingColumn
            When nothing assigns what one requires.
        """
        there = {*present, *map(_family, present)}
        waiting, order = list(self.annotators), []
        while waiting:
            able = [one for one in waiting if there.issuperset(one.requires)]
            # What completes a column that is there already goes before what reads it.
            done = (one for one in able if not any(_completes(other, one) for other in waiting))
            ready = next(done, able[0] if able else None)
            if ready is None:
                missing = sorted(set(waiting[0].requires) - there)
                raise MissingColumn(
                    f"{waiting[0].name} requires {', '.join(missing)}, which nothing here assigns",
                    where="pipeline",
                    fix="add the annotator that assigns it; see `discourse plugins`",
                )
            waiting.remove(ready)
            order.append(ready)
            there |= set(ready.assigns)
        return tuple(order)

    def run(self, corpus: Corpus, *, progress: bool = False) -> Corpus:
        """The corpus with the columns of all annotators, and a step of provenance for each."""
        present = [*corpus.names, *([ARTICLE_CLAIMS] if any(article.claims for article in corpus.articles) else [])]
        for one in _bar(self.ordered(present), progress, "annotating"):
            made = one.annotate(corpus)
            corpus = corpus.assign(made, Step(one.name, parameters(one), tuple(made)))
        return corpus


def _completes(other: Annotator, one: Annotator) -> bool:
    """Whether another annotator assigns something that this one reads."""
    return other is not one and not set(other.assigns).isdisjoint(one.requires)


def parameters(annotator: Annotator) -> dict[str, Any]:
    """The parameters of an annotator as plain values; a codebook is named by its hash."""
    stated: dict[str, Any] = {}
    fields: Any = annotator
    stated_names = [field.name for field in dataclasses.fields(fields)] if dataclasses.is_dataclass(fields) else []
    for name in stated_names:
        value = getattr(annotator, name)
        if isinstance(value, Codebook):
            value = {"name": value.name, "sha256": value.sha256}
        elif isinstance(value, Mapping):
            value = dict(value)
        elif not isinstance(value, str | int | float | bool | None):
            value = list(value) if isinstance(value, tuple | list | frozenset | set) else repr(value)
        stated[name] = value
    return stated


def _family(name: str) -> str:
    """The family of a column, `topic_<x>` for "topic_pmu"; the name itself where it has none."""
    try:
        return column(name).name
    except UnknownName:
        return name


def _build(name: str, codebook: Codebook, year: int | None) -> Annotator | None:
    """The annotator of that name as the codebook asks for it, and with the year where it has use for one."""
    built: Any = load("annotators", name).from_codebook(codebook)
    if year is not None and dataclasses.is_dataclass(built) and hasattr(built, "year"):
        built = replace(cast("Any", built), year=year)
    return cast("Annotator | None", built)


def _bar(items: Sequence[Any], progress: bool, what: str) -> Iterable[Any]:
    """The items, with a bar on standard error when asked for."""
    if not progress or len(items) < 2:
        return items
    from tqdm import tqdm

    bar: Iterable[Any] = tqdm(items, desc=what, leave=False, disable=None)
    return bar


def _open(source: Readable) -> Source:
    """One source of bytes."""
    if isinstance(source, bytes):
        return Source("bytes", data=source)
    if isinstance(source, str) and "\n" in source:
        # Lone surrogates go through as they are, so that decoding replaces and counts them.
        return Source("text", data=source.encode("utf-8", errors="surrogatepass"))
    if not isinstance(source, str | Path):
        name = str(getattr(source, "name", "-"))
        return Source("-" if name == "<stdin>" else name, data=source.read())
    path = Path(source)
    if _is(Path.is_dir, path):
        raise MissingInput("this is a folder", where=str(source), fix="read it with read_corpus, or name a file in it")
    if not _is(Path.exists, path):
        near = _near(path)
        raise MissingInput(
            "no such file", where=shorten(str(source), 200), fix=f"did you mean {near}?" if near else "check the path"
        )
    if not _is(Path.is_file, path):
        raise MissingInput("this is not a regular file", where=str(source), fix="pass - to read standard input")
    return Source(str(source), path=path)


def _near(path: Path) -> str | None:
    """A file beside the one asked for whose name is like it."""
    from discourse.errors import nearest

    if not _is(Path.is_dir, path.parent):
        return None
    found = nearest(path.name, sorted(other.name for other in path.parent.iterdir()))
    return str(path.parent / found) if found else None


def _find(source: Readable) -> tuple[list[Source], tuple[str, ...]]:
    """The sources that a path, folder or pattern stands for, and a note on every file of a folder that is left out."""
    if not isinstance(source, str | Path) or (isinstance(source, str) and "\n" in source):
        return [_open(source)], ()
    path = Path(source)
    if _is(Path.is_dir, path):
        return _in_folder(path)
    if not _is(Path.exists, path) and glob.has_magic(str(source)):
        matched = sorted(name for name in glob.glob(str(source), recursive=True) if Path(name).is_file())
        if not matched:
            raise MissingInput("no file matches the pattern", where=str(source), fix="check the pattern")
        return [Source(name, path=Path(name)) for name in matched], ()
    return [_open(source)], ()


def _in_folder(folder: Path) -> tuple[list[Source], tuple[str, ...]]:
    """The files of a folder that a reader finds probable, and a note on each of the others."""
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(folder), fix="check its permissions"
        ) from error
    left_out = {path: _unfit(Source(str(path), path=path)) for path in inside}
    found = [Source(str(path), path=path) for path, reason in left_out.items() if reason is None]
    if not found:
        raise MissingInput(
            f"none of the {len(inside)} files in this folder is one that a reader recognises",
            where=str(folder),
            fix="name the files, or pass --format",
        )
    return found, tuple(f"not read: {path.name} ({reason})" for path, reason in left_out.items() if reason)


def _unfit(source: Source) -> str | None:
    """Why a file of a folder is not read, or None when it is."""
    if Path(source.name).stem.lower() == "readme":
        return "it is about the folder"
    try:
        source.decoded  # noqa: B018  (refuses empty and binary files)
    except InputError as error:
        return error.what
    belief, reader = _sniff(source)[0]
    return None if belief >= PROBABLE else f"no reader recognises it; {reader.name} does most, {belief:.2f}"


def _is(test: Callable[[Path], bool], path: Path) -> bool:
    """Whether a path passes a test; one that no system would take is no path."""
    try:
        return test(path)
    except (OSError, ValueError):
        return False


def _sniff(source: Source) -> list[tuple[float, Reader]]:
    """Readers with their belief in the source, the strongest first."""
    readers = [load("readers", name)() for name in names("readers")]
    beliefs = [(float(one.sniff(source.head, source.name)), one) for one in readers]
    return sorted(beliefs, key=lambda pair: (-pair[0], pair[1].name))


def _choose(source: Source, format: str | None) -> tuple[Reader, str]:
    """The reader of a source, and why it was chosen."""
    if format is not None:
        reader: Reader = load("readers", format)()
        return reader, "asked for"
    source.decoded  # noqa: B018  (empty and binary input are refused before anything is guessed)
    beliefs = _sniff(source)
    best, chosen = beliefs[0]
    if best <= 0:
        raise UnknownFormat(
            "no reader recognises this",
            where=source.name,
            given=source.head[:40].decode("utf-8", errors="replace"),
            allowed=names("readers"),
            fix="pass --format, or save the page as plain text",
        )
    equals = [reader.name for belief, reader in beliefs if belief == best]
    if len(equals) > 1:
        raise AmbiguousFormat(
            f"{' and '.join(equals)} recognise this equally well", where=source.name, fix="pass --format"
        )
    return chosen, f"by its content, {best:.2f}"


@dataclass(frozen=True)
class _Read:
    """A source with what a reader made of it."""

    source: Source
    format: str
    why: str
    batches: list[Rows]

    @property
    def address(self) -> str | None:
        """The address of the thread that a saved page is of; None for other formats and where the page states none."""
        articles = [article for batch in self.batches for article in batch.articles.values()]
        return thread_address(articles[0]) if self.format == "html" and len(articles) == 1 else None


def _read_source(source: Source, format: str | None) -> _Read:
    """Read one source whole."""
    reader, why = _choose(source, format)
    return _Read(source, reader.name, why, list(reader.read(source)))


def _assemble(pages: Sequence[_Read], orphans: Orphans, thread_id: str | None, resolve_replies: bool | float) -> Corpus:
    """The threads of one source, or the thread that several pages are of."""
    first = pages[0]
    batches = first.batches if len(pages) == 1 else [join([batch for page in pages for batch in page.batches])]
    if resolve_replies is not False:
        batches = resolve(batches, minimum=MINIMUM if resolve_replies is True else resolve_replies)
    try:
        corpus = assemble(batches, orphans=orphans, thread_id=thread_id or _thread_name(first.source))
    except InvalidColumn as error:
        raise InputError(f"{error.where}: {error.what}", where=first.source.name, fix="mend the source") from error
    names = ", ".join(_shown(page.source.name) for page in pages)
    reports = {
        id(report): report.with_(
            source=names, format=first.format, why=first.why, sha256=sha256_of([page.source for page in pages])
        )
        for report in corpus.reports
    }
    return replace(corpus, reports=tuple(reports[id(report)] for report in corpus.reports))


def _shown(name: str) -> str:
    """The name of a source as results show it: without the folders of this machine."""
    return clean(without_folders(name))[0]


def _thread_name(source: Source) -> str:
    """Name of a thread from its file; from the folder where the file has an ordinary name."""
    if source.path is None:
        return "thread"
    stem, folder = source.path.stem, source.path.resolve().parent.name
    return slug(folder if stem.lower() in _COMMON_NAMES and folder else stem)


def _distinct(threads: list[Thread]) -> list[Thread]:
    """Threads with names of their own: of two with one name the later is numbered."""
    given, taken = {thread.id for thread in threads}, set[str]()
    count: dict[str, int] = {}
    renamed = []
    for thread in threads:
        name = thread.id
        while name in taken or (name != thread.id and name in given):
            count[thread.id] = count.get(thread.id, 1) + 1
            name = f"{thread.id}-{count[thread.id]}"
        taken.add(name)
        renamed.append(replace(thread, id=name))
    return renamed
