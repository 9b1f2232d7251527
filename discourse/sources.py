"""Where bytes come from: a path, a pattern, a folder, a stream or the content itself; and which reader takes them.

The content decides on the reader, never the file's name alone. May import: containers, errors, readers.base, registry,
tables, text, unpacking.
"""

from __future__ import annotations

import glob
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, Union, cast

from discourse.containers.pages import is_container
from discourse.errors import (
    AmbiguousFormat,
    EmptyInput,
    InputError,
    InvalidParameter,
    MissingInput,
    UnknownFormat,
    nearest,
)
from discourse.readers.base import NOTHING_THERE, SAVE_AGAIN, Reader, Source, is_binary, refuse_binary
from discourse.registry import load, names
from discourse.tables import are_records, is_frame, lines_of, parquet_of
from discourse.text import shorten
from discourse.unpacking import MAX_RATIO

if TYPE_CHECKING:
    import pandas as pd

Readable = Union[str, Path, bytes, BinaryIO, TextIO, Mapping[str, Any], Sequence[Mapping[str, Any]], "pd.DataFrame"]
"""What one source may be: a path, the content itself, an open file, a frame, or records."""

PROBABLE = 0.5
"""A file of a folder is read when a reader believes in it at least so much; one that is named, when any does at all."""
CERTAIN = 0.95
"""Among the answers of servers much is JSON; what only one format has is read."""


def open_source(source: Readable, max_ratio: int = MAX_RATIO, *, strict: bool = False) -> Source:
    r"""One source of bytes.

    Parameters
    ----------
    source : str, Path, bytes, file, DataFrame, mapping or list of mappings
        A path; or the content itself, where a string of several lines is taken for a text. A file is read when the
        source is, and once. A frame becomes Parquet, and a list of mappings a JSON object a line.
    max_ratio : int
        How many times its size compressed data may unpack to.
    strict : bool
        Whether a record that cannot be read is an error.

    Raises
    ------
    MissingInput
        There is no such file.

    Examples
    --------
    >>> open_source("one line\nanother").head
    b'one line\nanother'
    """
    how: dict[str, Any] = {"max_ratio": max_ratio, "strict": strict}
    if is_frame(source):
        return Source("frame", data=parquet_of(source), **how)
    if isinstance(source, Mapping) or are_records(source):
        records = [source] if isinstance(source, Mapping) else source
        return Source("records", data=lines_of(cast("Sequence[Mapping[str, Any]]", records)), **how)
    if isinstance(source, bytes):
        return Source("bytes", data=source, **how)
    if isinstance(source, str) and "\n" in source:
        # Lone surrogates go through as they are, so that decoding replaces and counts them.
        return Source("text", data=source.encode("utf-8", errors="surrogatepass"), **how)
    if not isinstance(source, str | Path):
        if not hasattr(source, "read"):
            kind = type(source).__name__
            what = f"nothing that can be read: {kind}"
            raise InputError(what, where="read", fix="pass a path, bytes, a file or a frame")
        return _open_stream(cast("BinaryIO | TextIO", source), how)
    path = Path(source)
    if _is(Path.is_dir, path):
        if main := _main_file(path, how):
            return main
        raise MissingInput("this is a folder", where=str(source), fix="read it with read_corpus, or name a file in it")
    if not _is(Path.exists, path):
        near = _near(path)
        raise MissingInput(
            "no such file", where=shorten(str(source), 200), fix=f"did you mean {near}?" if near else "check the path"
        )
    if not _is(Path.is_file, path):
        raise MissingInput("this is not a regular file", where=str(source), fix="pass - to read standard input")
    return Source(str(source), path=path, **how)


def as_sources(given: Readable | Iterable[Readable]) -> list[Readable]:
    r"""What was handed over as a list of sources: one of one, and of records, which are one source together.

    Examples
    --------
    >>> as_sources("page.html"), as_sources(["a.html", "b.html"]), len(as_sources([{"id": 1}, {"id": 2}]))
    (['page.html'], ['a.html', 'b.html'], 1)
    """
    if isinstance(given, str | Path | bytes | Mapping) or hasattr(given, "read") or is_frame(given):
        return [cast("Readable", given)]
    if not hasattr(given, "__iter__"):
        kind = type(given).__name__
        what = f"nothing that can be read: {kind}"
        raise InputError(what, where="read", fix="pass a path, bytes, a file or a frame")
    listed = list(given)
    return [cast("Sequence[Mapping[str, Any]]", listed)] if are_records(listed) else listed


def _open_stream(stream: BinaryIO | TextIO, how: dict[str, Any]) -> Source:
    """The source that an open file is."""
    name = str(getattr(stream, "name", "-"))
    name = "-" if name == "<stdin>" else name
    if isinstance(stream, io.TextIOBase):
        return Source(name, data=str(stream.read()).encode("utf-8", errors="surrogatepass"), **how)
    return Source(name, stream=cast("BinaryIO", stream), **how)


def is_pattern(source: object) -> bool:
    r"""Whether a source is a pattern that stands for files, and not a file of that name.

    Examples
    --------
    >>> is_pattern("threads/*/page.txt"), is_pattern("page.txt"), is_pattern("What?\n")
    (True, False, False)
    """
    if not isinstance(source, str | Path) or (isinstance(source, str) and "\n" in source):
        return False
    return glob.has_magic(str(source)) and not _is(Path.exists, Path(source))


def find_sources(
    source: Readable, max_ratio: int = MAX_RATIO, *, strict: bool = False
) -> tuple[list[Source], tuple[str, ...]]:
    r"""The sources that a path, folder or pattern stands for, and a note on every file of a folder that is left out.

    Raises
    ------
    MissingInput
        No file matches, or none in the folder is one that a reader recognises.

    Examples
    --------
    >>> [source.name for source in find_sources("one line\nanother")[0]]
    ['text']
    """
    if not isinstance(source, str | Path) or (isinstance(source, str) and "\n" in source):
        return [open_source(source, max_ratio, strict=strict)], ()
    path = Path(source)
    if _is(Path.is_dir, path):
        main = _main_file(path, {"max_ratio": max_ratio, "strict": strict})
        return ([main], ()) if main else _in_folder(path, max_ratio, strict)
    if is_pattern(source):
        matched = sorted(name for name in glob.glob(str(source), recursive=True) if Path(name).is_file())
        if not matched:
            raise MissingInput("no file matches the pattern", where=str(source), fix="check the pattern")
        return [Source(name, path=Path(name), max_ratio=max_ratio, strict=strict) for name in matched], ()
    return [open_source(source, max_ratio, strict=strict)], ()


def choose_reader(
    source: Source, format: str | None, columns: Mapping[str, str | None] | None = None
) -> tuple[Reader, str]:
    r"""The reader of a source, and why it was chosen.

    Parameters
    ----------
    source : Source
    format : str or None
        Its name, when it was asked for.
    columns : mapping, optional
        By our columns' names those of the table that the source is then taken for; None for what it does not have.

    Raises
    ------
    InputError
        The source is empty or binary, no reader recognises it (`UnknownFormat`), or two do equally
        (`AmbiguousFormat`).
    InvalidParameter
        Columns are named for a format that has none of its own.

    Examples
    --------
    >>> reader, why = choose_reader(open_source("<html><body><p>Hello</p></body></html>\n"), None)
    >>> reader.name
    'html'
    """
    if columns is not None:
        return _table_reader(source, format, columns), "its columns were named"
    if format is not None:
        reader: Reader = load("readers", format)()
        return reader, "asked for"
    if not source.head.strip():
        raise EmptyInput(NOTHING_THERE, where=source.name, fix=SAVE_AGAIN)
    best, chosen = _best(source)
    return chosen, f"by its content, {best:.2f}"


def _table_reader(source: Source, format: str | None, columns: Mapping[str, str | None]) -> Reader:
    """The reader of a table whose columns were named."""
    beliefs = {} if format else {reader.name: belief for belief, reader in _sniff(source)}
    name = format or ("parquet" if beliefs.get("parquet") else "table")
    kind = load("readers", name)
    if not hasattr(kind, "columns"):
        raise InvalidParameter(
            f"{name} has no columns to name", where="columns", given=", ".join(columns), fix="leave out the columns"
        )
    reader: Reader = kind(columns=columns)
    return reader


def _best(source: Source) -> tuple[float, Reader]:
    """The reader that believes most in a source, and how much."""
    beliefs = _sniff(source)
    best, chosen = beliefs[0]
    if best <= 0:
        refuse_binary(source.raw_head, source.name)
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
    return best, chosen


def choose_page_reader(page: Source, format: str | None) -> tuple[Reader, str] | None:
    r"""The reader of a page of a container, and why it was chosen; None when none finds it probable.

    Parameters
    ----------
    page : Source
    format : str or None
        The only reader that is wanted.

    Raises
    ------
    InputError
        As for `choose_reader`.

    Examples
    --------
    >>> page = Source("crawl.warc: https://ferry.example/", data=b"<html><body><p>Hello</p></body></html>")
    >>> choose_page_reader(page, None)[0].name, choose_page_reader(page, "plain")
    ('html', None)
    """
    if is_binary(page.raw_head) or not page.head.strip():
        return None
    try:
        belief, reader = _best(page)
    except UnknownFormat:
        return None
    if belief < (CERTAIN if page.head.lstrip()[:1] in (b"{", b"[") else PROBABLE) or format not in (None, reader.name):
        return None
    return reader, f"by its content, {belief:.2f}"


def _near(path: Path) -> str | None:
    """A file beside the one asked for whose name is like it."""
    if not _is(Path.is_dir, path.parent):
        return None
    found = nearest(path.name, sorted(other.name for other in path.parent.iterdir()))
    return str(path.parent / found) if found else None


def _main_file(folder: Path, how: Mapping[str, Any]) -> Source | None:
    """The file from which a folder that is one source is read, as the readers of such folders name it."""
    for reader in (load("readers", name)() for name in names("readers")):
        for name in getattr(reader, "main_files", ()):
            if _is(Path.is_file, folder / name):
                source = Source(str(folder / name), path=folder / name, **how)
                if reader.sniff(source.head, source.name) >= PROBABLE:
                    return source
    return None


def _in_folder(folder: Path, max_ratio: int, strict: bool) -> tuple[list[Source], tuple[str, ...]]:
    """The files of a folder that a reader finds probable, and a note on each of the others."""
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(folder), fix="check its permissions"
        ) from error
    sources = {path: Source(str(path), path=path, max_ratio=max_ratio, strict=strict) for path in inside}
    left_out = {path: _unfit(source) for path, source in sources.items()}
    found = [sources[path] for path, reason in left_out.items() if reason is None]
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
        if not source.head.strip():
            return NOTHING_THERE
        if is_container(source):
            return None
        belief, reader = _sniff(source)[0]
        if belief <= 0:
            refuse_binary(source.raw_head, source.name)
    except InputError as error:
        return error.what
    if belief >= PROBABLE:
        return None
    return "no reader recognises it" + (f"; {reader.name} does most, {belief:.2f}" if belief > 0 else "")


def _is(test: Callable[[Path], bool], path: Path) -> bool:
    """Whether a path passes a test; one that no system would take is no path."""
    try:
        return test(path)
    except (OSError, ValueError):
        return False


def _sniff(source: Source) -> list[tuple[float, Reader]]:
    """Readers with their belief in the source, the strongest first; of text readers none in what is no text."""
    head, is_text = source.head, not is_binary(source.raw_head)
    readers = [load("readers", name)() for name in names("readers")]
    asked = [one for one in readers if is_text or getattr(one, "binary", False)]
    beliefs = [(float(one.sniff(head, source.name)) if one in asked else 0.0, one) for one in readers]
    return sorted(beliefs, key=lambda pair: (-pair[0], pair[1].name))
