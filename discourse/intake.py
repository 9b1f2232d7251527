"""From sources to rows: by which reader each is read, which are read as one, and what is taken up in parts.

A source of more comments than are wanted at once is divided by thread on the disk; pages that lie in a container are
read one at a time, and those without comments are counted. May import: the standard library, article, assemble,
containers, errors, joining, progress, readers.base, rows, sources, spill, text, unpacking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from discourse.article import Article
from discourse.assemble import Orphans
from discourse.containers.pages import Container, open_container, saved_page
from discourse.errors import InputError
from discourse.joining import in_turn, thread_address
from discourse.progress import counter
from discourse.readers.base import Reader, Source
from discourse.rows import Rows, total
from discourse.sources import choose_page_reader, choose_reader
from discourse.spill import Spill
from discourse.text import clean, without_folders
from discourse.unpacking import MAX_RATIO


@dataclass(frozen=True)
class How:
    """How sources are read: the parameters that `read`, `read_corpus` and `read_parts` share, as they state them.

    Parameters
    ----------
    format, orphans, resolve_replies, max_ratio, strict, columns
        As for `discourse.reading.read`.
    """

    format: str | None = None
    orphans: Orphans = "promote"
    resolve_replies: bool | float = False
    max_ratio: int = MAX_RATIO
    strict: bool = False
    columns: Mapping[str, str | None] | None = None


@dataclass(frozen=True)
class Taken:
    """A source, or a part of it, or several that are one, with what a reader made of it.

    Parameters
    ----------
    sources : tuple of Source
    format, why : str
        The reader, and why it was chosen.
    batches : list of Rows
    """

    sources: tuple[Source, ...]
    format: str
    why: str
    batches: list[Rows]

    @property
    def n_comments(self) -> int:
        """How many comments there are."""
        return sum(map(len, self.batches))

    @property
    def address(self) -> str | None:
        """The address of the thread that a saved page is of; None for other formats and where the page states none."""
        if self.format != "html":
            return None
        articles = [article for batch in self.batches for article in batch.articles.values()]
        return thread_address(articles[0]) if len(articles) == 1 else None


@dataclass(frozen=True)
class Run:
    """Sources that are read as one, with their reader and why it was chosen; or a container."""

    sources: list[Source]
    reader: Reader | None = None
    why: str = ""
    container: Container | None = None


def runs(sources: Iterable[Source], how: How) -> Iterator[Run]:
    """Every source alone; neighbours of a format whose threads keep their names from file to file together.

    Parameters
    ----------
    sources : iterable of Source
    how : How

    Raises
    ------
    InputError
        As for `discourse.sources.choose_reader`.

    Examples
    --------
    >>> line = b'{"id": "c1", "body": "Late.", "link_id": "t3_x", "parent_id": "t3_x", "author": "ann"}'
    >>> page = b"<html><p>No</p></html>"
    >>> months = [Source("RC_10", data=line), Source("RC_11", data=line), Source("page", data=page)]
    >>> [(len(run.sources), run.reader.name) for run in runs(months, How())]
    [(2, 'reddit'), (1, 'html')]
    """
    run: Run | None = None
    for source in sources:
        if container := open_container(source):
            reader, why = None, ""
        else:
            source = saved_page(source)
            reader, why = choose_reader(source, how.format, how.columns)
        if run is not None and run.reader and reader == run.reader and getattr(reader, "names_last", False):
            run.sources.append(source)
            continue
        if run is not None:
            yield run
        run = Run([source], reader, why, container)
    if run is not None:
        yield run


def take(source: Source, how: How) -> Iterator[Taken]:
    """Read one source whole, or page by page where it is a container.

    Examples
    --------
    >>> [taken.n_comments for taken in take(Source("x", data=b'{"id": "1", "text": "No."}'), How())]
    [1]
    """
    for run in runs([source], how):
        yield from take_run(run, how)


def take_run(run: Run, how: How, progress: bool = False, at_once: int | None = None) -> Iterator[Taken]:
    """Read sources whole; those of more comments than are wanted at once, or of many pages, in parts.

    Parameters
    ----------
    run : Run
    how : How
    progress : bool
        Whether to count on standard error.
    at_once : int, optional
        Comments wanted at once; all without it.
    """
    if run.container is not None:
        yield from _read_pages(run.container, how, progress)
        return
    assert run.reader is not None
    batches: list[Rows] = []
    n_read = 0
    coming = counter(_batches(run.reader, run.sources), progress, "comments")
    for batch in coming:
        batches.append(batch)
        n_read += len(batch)
        if at_once is not None and n_read > at_once:
            break
    else:
        yield Taken(tuple(source.without_bytes() for source in run.sources), run.reader.name, run.why, batches)
        return
    with Spill() as spill:
        while batches:
            spill.add(batches.pop(0))
        for batch in coming:
            spill.add(batch)
        for part in spill.parts():
            yield Taken(tuple(run.sources), run.reader.name, run.why, [part])


def _batches(reader: Reader, sources: Sequence[Source]) -> Iterator[Rows]:
    """All that a reader makes of sources that are one."""
    if len(sources) == 1:
        return reader.read(sources[0])
    return in_turn(_in_passing(reader, source) for source in sources)


def _in_passing(reader: Reader, source: Source) -> Iterator[Rows]:
    """All that a reader makes of one of several sources, whose bytes are not kept beyond; its hash is."""
    passing = replace(source) if source.path is not None and source.stream is None else source
    for batch in reader.read(passing):
        yield _placed(batch, source)
    if "sha256" in passing.__dict__:
        source.__dict__["sha256"] = passing.sha256


def _placed(batch: Rows, source: Source) -> Rows:
    """A batch whose account names the file, where it names lines."""
    report = batch.report
    if not report.dropped and not report.defects:
        return batch
    name = shown(source.name)
    dropped = tuple((f"{name}, {place}" if place.startswith("line ") else place, why) for place, why in report.dropped)
    defects = tuple(
        replace(defect, where=f"{name}, {defect.where}") if defect.where.startswith("line ") else defect
        for defect in report.defects
    )
    return replace(batch, report=report.with_(dropped=dropped, defects=defects))


def _read_pages(container: Container, how: How, progress: bool) -> Iterator[Taken]:
    """The pages of a container that have comments; the account of all others goes with the last of them."""
    n_read = 0
    latest: Taken | None = None
    for (page,) in counter(([page] for page in container), progress, "pages"):
        read = _read_page(container, page, how)
        if read is None:
            container.defects += page.damage
            continue
        n_read += 1
        if latest:
            yield latest
        latest = read
    account = container.report(n_read)
    if latest is None:
        nothing = Rows({"text": []}, {"": Article()}, account)
        yield Taken((container.source,), container.kind.lower(), "by its content", [nothing])
        return
    *before, last = latest.batches
    yield replace(latest, batches=[*before, replace(last, report=total([last.report, account]))])


def _read_page(container: Container, page: Source, how: How) -> Taken | None:
    """A page of a container, or None when it has no comments or cannot be read, which is counted."""
    try:
        chosen = choose_page_reader(page, how.format)
        if chosen is None:
            container.leave_out("that no reader recognises")
            return None
        reader, why = chosen
        batches = list(reader.read(page))
    except InputError as error:
        container.blame(page.name, error.what)
        return None
    if not sum(map(len, batches)):
        container.n_without += 1
        lost = total(batch.report for batch in batches).dropped
        container.dropped += [(f"{page.name}, {place}", reason) for place, reason in lost]
        return None
    return Taken((page.without_bytes(),), reader.name, why, batches)


def shown(name: str) -> str:
    """The name of a source as results show it: without the folders of this machine."""
    return clean(without_folders(name))[0]
