"""From sources to threads: find the reader, join the pages of one thread, assemble.

May import: addressing, assemble, corpus, errors, joining, progress, readers.base, rows, sources, text, thread,
unpacking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from discourse.addressing import MINIMUM, resolve
from discourse.assemble import Orphans, assemble
from discourse.corpus import Corpus
from discourse.errors import InputError, InvalidColumn, MissingInput
from discourse.joining import join, thread_address
from discourse.progress import bar
from discourse.readers.base import Source, sha256_of
from discourse.rows import Rows
from discourse.sources import Readable, choose_reader, find_sources, open_source
from discourse.text import clean, slug, without_folders
from discourse.thread import Thread
from discourse.unpacking import MAX_RATIO

_PACKED = {".gz", ".bz2", ".xz", ".zst"}
_COMMON_NAMES = {"page", "index", "comments", "thread"}


def read(
    source: Readable | Sequence[Readable],
    *,
    format: str | None = None,
    orphans: Orphans = "promote",
    thread_id: str | None = None,
    resolve_replies: bool | float = False,
    max_ratio: int = MAX_RATIO,
) -> Thread:
    r"""Read one page, export or text into a thread; or several pages of one thread.

    Parameters
    ----------
    source : str, Path, bytes or binary file, or a list of them
        A saved page in HTML or plain text, or records: its path; or the content itself, as bytes, as an open binary
        file, or as a text of several lines. A list is taken for the pages of one thread, which are joined without
        doubles.
    format : str, optional
        Name of the reader ("html", "plain", "jsonl"); otherwise the content decides.
    orphans : {"promote", "ghost", "drop"}
        What becomes of a reply whose parent is not there: a reply to the article, a reply to an empty comment in the
        parent's place, or dropped with all below it.
    thread_id : str, optional
        Name of the thread; otherwise made from the file's name.
    resolve_replies : bool or float
        Where the source does not state the parent of a comment, take the one that its text points to ("@Ann", a
        quotation, "#12"), when the confidence in it is at least this; True stands for 0.7. The columns `parent_score`
        and `parent_evidence` say which parents are guesses of this kind.
    max_ratio : int
        How many times its size compressed data may unpack to; what unpacks to more is refused.

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
    listed = source if isinstance(source, list | tuple) else [cast("Readable", source)]
    pages = [open_source(page, max_ratio) for page in listed]
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
    max_ratio: int = MAX_RATIO,
    progress: bool = False,
) -> Corpus:
    r"""Read many pages, exports, folders or patterns into one corpus.

    Parameters
    ----------
    sources : path, pattern, folder, content, or a list of them
        A folder stands for the files in it that a reader recognises, in alphabetical order.
    format, orphans, resolve_replies, max_ratio
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
    searched = [find_sources(source, max_ratio) for source in listed]
    opened = [found for sources_found, _ in searched for found in sources_found]
    groups: dict[object, list[Any]] = {}
    for number, source in enumerate(bar(opened, progress, "reading")):
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
    reader, why = choose_reader(source, format)
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
    path = source.path.with_suffix("") if source.path.suffix.lower() in _PACKED else source.path
    stem, folder = path.stem, source.path.resolve().parent.name
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
