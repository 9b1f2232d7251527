"""From sources to threads: find the reader, join the pages of one thread, assemble.

Pages of one thread may come from anywhere and wait for each other; all else goes on part by part where it is more than
memory should hold. May import: addressing, article, assemble, corpus, errors, intake, joining, progress, readers.base,
sources, text, thread, unpacking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from discourse.addressing import MINIMUM, resolve
from discourse.article import Article
from discourse.assemble import Orphans, assemble
from discourse.corpus import Corpus
from discourse.errors import InputError, InvalidColumn, MissingInput
from discourse.intake import How, Taken, runs, shown, take, take_run
from discourse.joining import join, name_of_address, whole
from discourse.progress import bar
from discourse.readers.base import Source, sha256_of
from discourse.sources import (
    Readable,
    as_sources,
    find_sources,
    is_pattern,
    open_source,
)
from discourse.text import slug
from discourse.thread import Thread
from discourse.unpacking import MAX_RATIO

_PACKED = {".gz", ".bz2", ".xz", ".zst"}
_COMMON_NAMES = {"page", "index", "comments", "thread"}
_NAMED = 8
"""Of the pages of one thread so many are named."""
AT_ONCE = 100_000
"""Comments that `read_parts` has in memory at once, unless a thread has more."""


def read(
    source: Readable | Sequence[Readable],
    *,
    format: str | None = None,
    orphans: Orphans = "promote",
    thread_id: str | None = None,
    resolve_replies: bool | float = False,
    max_ratio: int = MAX_RATIO,
    strict: bool = False,
    columns: Mapping[str, str | None] | None = None,
) -> Thread:
    r"""Read one page, export or text into a thread; or several pages of one thread.

    Parameters
    ----------
    source : str, Path, bytes, open file, DataFrame, list of mappings, or a list of such
        A saved page, an export or a table: its path; or the content itself, as bytes, as an open file, as a text of
        several lines, as a frame or as records. A list, or a pattern such as ``"ferry-*.html"``, is taken for the
        pages of one thread, which are joined without doubles.
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
    strict : bool
        Whether a record that cannot be read is an error; otherwise it is left out and the report names its line.
    columns : mapping, optional
        Of a table, by our columns' names those of its columns, where they are not guessed well:
        ``{"text": "body", "parent_id": None}``. None for what the table does not have.

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
    how = How(format, orphans, resolve_replies, max_ratio, strict, columns)
    listed = as_sources(source)
    pages = [
        found
        for page in listed
        for found in (
            find_sources(page, max_ratio, strict=strict)[0]
            if is_pattern(page)
            else [open_source(page, max_ratio, strict=strict)]
        )
    ]
    if not pages:
        raise MissingInput("an empty list holds no page", where="read", fix="name at least one page")
    reads = [read for page in pages for read in take(page, how)]
    # Pages of one container are those of one thread only when they say so.
    threads = {read.address or read.sources[0].name for read in reads} if len(reads) > len(pages) else set()
    if len(threads) > 1:
        raise InputError(
            f"this holds pages of {len(threads)} threads",
            where=pages[0].name,
            fix="read it with read_corpus, which takes many",
        )
    corpus = _assemble(reads, how, thread_id)
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
    strict: bool = False,
    columns: Mapping[str, str | None] | None = None,
    progress: bool = False,
) -> Corpus:
    r"""Read many pages, exports, folders or patterns into one corpus.

    Parameters
    ----------
    sources : path, pattern, folder, content, or a list of them
        A folder stands for the files in it that a reader recognises, in alphabetical order; a WARC or WACZ for the
        pages in it that have comments.
    format, orphans, resolve_replies, max_ratio, strict, columns
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
    how = How(format, orphans, resolve_replies, max_ratio, strict, columns)
    return Corpus.concat(list(_parts(sources, how, progress, None)))


def read_parts(
    sources: Readable | Iterable[Readable],
    *,
    format: str | None = None,
    orphans: Orphans = "promote",
    resolve_replies: bool | float = False,
    max_ratio: int = MAX_RATIO,
    strict: bool = False,
    columns: Mapping[str, str | None] | None = None,
    progress: bool = False,
    at_once: int = AT_ONCE,
) -> Iterator[Corpus]:
    r"""Read what may be more than memory holds, into one corpus after the other, each of whole threads.

    Parameters
    ----------
    sources, format, orphans, resolve_replies, max_ratio, strict, columns, progress
        As for `read_corpus`.
    at_once : int
        Comments in memory at once, about. A source of more is divided by thread in a temporary folder, which takes as
        much room as its columns; a thread of more is not divided.

    Yields
    ------
    Corpus
        Together, the threads that `read_corpus` gives; in its order when there is one part only. The account of
        broken lines stands with the first part of their source.

    Raises
    ------
    InputError
        As for `read_corpus`.
    OutputError
        The temporary folder has no room.

    Examples
    --------
    >>> lines = "".join(f'{{"thread_id": "t{n % 3}", "id": "{n}", "text": "No. {n}"}}\n' for n in range(9))
    >>> [part.n_comments for part in read_parts(lines)]
    [9]
    >>> sum(part.n_comments for part in read_parts(lines, at_once=2))
    9
    """
    how = How(format, orphans, resolve_replies, max_ratio, strict, columns)
    return _parts(sources, how, progress, at_once)


def _parts(sources: Readable | Iterable[Readable], how: How, progress: bool, at_once: int | None) -> Iterator[Corpus]:
    """Corpora of about so many comments; one of all when no number is given."""
    listed = as_sources(sources)
    searched = [find_sources(source, how.max_ratio, strict=how.strict) for source in listed]
    opened = [found for sources_found, _ in searched for found in sources_found]
    notes = tuple(note for _, left_out in searched for note in left_out)
    names = _Names()
    # Pages of one thread may come from anywhere and wait for each other; all else can go on.
    waiting: dict[object, list[Taken]] = {}
    ready: list[object] = []
    n_ready = 0
    found = runs(bar(opened, progress, "reading"), how)
    for number, run in enumerate(found):
        for place, page in enumerate(take_run(run, how, progress and len(opened) == 1, at_once)):
            address = page.address
            key = (number, place) if address is None else address
            waiting.setdefault(key, []).append(page)
            if address is not None:
                continue
            ready.append(key)
            n_ready += page.n_comments
            if at_once is not None and n_ready > at_once:
                yield names.own(_noted([_assemble(waiting.pop(key), how) for key in ready], notes))
                notes, ready, n_ready = (), [], 0
    if waiting:
        yield names.own(_noted([_assemble(pages, how) for pages in waiting.values()], notes))


def _noted(corpora: Sequence[Corpus], notes: tuple[str, ...]) -> Corpus:
    """Several corpora as one, with notes on all of its source in the first report."""
    corpus = Corpus.concat(corpora)
    if not notes or not corpus.reports:
        return corpus
    first = corpus.reports[0]
    noted = first.with_(notes=(*first.notes, *notes))
    return replace(corpus, reports=tuple(noted if report is first else report for report in corpus.reports))


class _Names:
    """Names of threads that were given; of two with one name the later is numbered."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._latest: dict[str, int] = {}

    def own(self, corpus: Corpus) -> Corpus:
        """A corpus whose threads have names of their own."""
        if self._taken.isdisjoint(corpus.ids) and len(set(corpus.ids)) == len(corpus.ids):
            self._taken.update(corpus.ids)
            return corpus
        stated = set(corpus.ids)
        own = []
        for given in corpus.ids:
            name = given
            while name in self._taken or (name != given and name in stated):
                self._latest[given] = self._latest.get(given, 1) + 1
                name = f"{given}-{self._latest[given]}"
            self._taken.add(name)
            own.append(name)
        return replace(corpus, ids=tuple(own))


def _assemble(pages: Sequence[Taken], how: How, thread_id: str | None = None) -> Corpus:
    """The threads of one source, or the thread that several pages are of."""
    first = pages[0]
    sources = [source for page in pages for source in page.sources]
    batches = [batch for page in pages for batch in page.batches]
    if len(pages) > 1:
        batches = [whole(page.batches) for page in pages if page.batches]
    # What one file says was not fetched, another may hold.
    if len(pages) > 1 or (len(sources) > 1 and any(batch.stubs for batch in batches)):
        batches = [join(batches, len(sources))]
    if batches and not any(len(batch) or batch.articles for batch in batches):
        # A source of nothing is a thread of nothing, so that its account has a place.
        batches = [replace(batches[0], articles={"": Article()}), *batches[1:]]
    if how.resolve_replies is not False:
        batches = resolve(batches, minimum=MINIMUM if how.resolve_replies is True else how.resolve_replies)
    try:
        corpus = assemble(batches, orphans=how.orphans, thread_id=thread_id or _thread_name(sources[0]))
    except InvalidColumn as error:
        raise InputError(f"{error.where}: {error.what}", where=sources[0].name, fix="mend the source") from error
    names = ", ".join(shown(source.name) for source in sources[:_NAMED])
    names += f" and {len(sources) - _NAMED} more" if len(sources) > _NAMED else ""
    # Threads of one source share one report.
    reports = {id(report): report for report in corpus.reports}
    sha256 = sha256_of(sources)
    for key, report in reports.items():
        reports[key] = report.with_(source=names, format=first.format, why=first.why, sha256=sha256)
    return replace(corpus, reports=tuple(reports[id(report)] for report in corpus.reports))


def _thread_name(source: Source) -> str:
    """Name of a thread from its file or address; from the folder where the file has an ordinary name."""
    if source.path is None:
        return name_of_address(source.address) if source.address else "thread"
    path = source.path.with_suffix("") if source.path.suffix.lower() in _PACKED else source.path
    stem, folder = path.stem, source.path.resolve().parent.name
    return slug(folder if stem.lower() in _COMMON_NAMES and folder else stem)
