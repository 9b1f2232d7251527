"""From a corpus to a file, a folder or a stream: find the writer, and let what it writes appear whole or not at all.

May import: corpus, errors, output, registry, thread, writers.base.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from discourse.corpus import Corpus
from discourse.errors import InvalidParameter, UnknownName
from discourse.output import MANIFEST, whole_file, whole_folder
from discourse.registry import load, names
from discourse.thread import Thread
from discourse.writers.base import Writer


def write(
    corpus: Thread | Corpus | Iterable[Corpus],
    place: str | Path | BinaryIO,
    *,
    to: str | None = None,
    **parameters: Any,
) -> None:
    r"""Write comments to a file, a folder or an open file.

    Parameters
    ----------
    corpus : Thread, Corpus, or iterable of Corpus
        An iterable is one corpus in parts, which are written as they come.
    place : str, Path or binary file
        A file appears when it is complete, in place of an older one; a folder too, where it was made here before.
    to : str, optional
        Name of the writer ("jsonl", "csv", "parquet", ...); otherwise the file's ending decides.
    **parameters
        Of the writer, such as `safe=False` for CSV.

    Raises
    ------
    UnknownName
        There is no such writer, or none for the file's ending.
    InvalidParameter
        The writer has no such parameter, or needs a folder and is given a stream.
    OutputError
        The place cannot be written.

    Examples
    --------
    >>> import io
    >>> from discourse.reading import read
    >>> out = io.BytesIO()
    >>> write(read("A\n\n  • Ann\n\n    Good.\n\n  • Bob\n\n    No.\n"), out, to="csv")
    >>> out.getvalue().decode().splitlines()[1][:18]
    'thread,1,,Ann,Good'
    """
    writer = writer_for(place if isinstance(place, str | Path) else None, to, parameters)
    parts: Iterable[Corpus]
    parts = [Corpus.of(corpus)] if isinstance(corpus, Thread) else [corpus] if isinstance(corpus, Corpus) else corpus
    if not isinstance(place, str | Path):
        if not writer.suffix:
            raise InvalidParameter(f"{writer.name} is a folder of files", where="to", fix="name a folder to write to")
        writer.write(parts, place)
    elif writer.suffix:
        with whole_file(place) as path, path.open("wb") as file:
            writer.write(parts, file)
    else:
        with whole_folder(place) as folder:
            writer.write(parts, folder)
            if not (folder / MANIFEST).exists():
                (folder / MANIFEST).write_text(f'{{"format": "{writer.name}"}}\n', encoding="utf-8")


def writer_for(place: str | Path | None, to: str | None, parameters: dict[str, Any] | None = None) -> Writer:
    """The writer asked for, or the one that the ending of a file calls for; of several endings the longest counts.

    Raises
    ------
    UnknownName, InvalidParameter

    Examples
    --------
    >>> writer_for("comments.csv", None).name, writer_for("who.authors.gexf", None).name
    ('csv', 'gexf-authors')
    """
    if to is None:
        by_suffix = {load("writers", name).suffix: name for name in reversed(names("writers"))}
        by_suffix.pop("", None)
        file = Path(place).name.lower() if place is not None else ""
        fitting = [suffix for suffix in by_suffix if file.endswith(suffix)]
        if not fitting:
            given = Path(file).suffix
            raise UnknownName("no form has this file ending", given=given, allowed=sorted(by_suffix), fix="pass --to")
        to = by_suffix[max(fitting, key=len)]
    kind = load("writers", to)
    try:
        writer: Writer = kind(**(parameters or {}))
    except TypeError as error:
        raise InvalidParameter(
            f"{to} has no such parameter", where="write", given=", ".join(parameters or {}), fix="see its reference"
        ) from error
    return writer
