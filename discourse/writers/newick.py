"""Newick: one reply tree a line, the article at its root.

The format as Gary Olsen interprets the standard of 1986 (https://phylipweb.github.io/phylip/newick_doc.html): labels
other than letters, digits, dots and hyphens of ASCII are quoted, a quote in them is doubled, and since no label may
hold a line end, characters that do not print become U+FFFD. May import: the standard library, numpy, pyarrow, corpus,
errors, text, thread, writers.base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar, Literal, get_args

import numpy as np
import pyarrow as pa

from discourse.corpus import Corpus
from discourse.errors import UnknownName
from discourse.text import REPLACEMENT
from discourse.thread import Thread
from discourse.writers.base import Parts

Label = Literal["id", "author"]
_PLAIN = re.compile(r"[A-Za-z0-9.-]+")
_NOT_PRINTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Newick:
    r"""Writer of Newick trees; replies stand in page order.

    Parameters
    ----------
    label : {"id", "author"}
        What names the nodes; the article is named by its thread. A node without a known author has no label.
    lengths : bool
        State the seconds from a comment to the reply as the reply's branch length, where both times are known. Replies
        to the article have none. A reply dated before what it answers has a negative one.

    Examples
    --------
    >>> import io
    >>> from discourse.corpus import Corpus
    >>> from discourse.metrics.base import from_parents
    >>> out = io.BytesIO()
    >>> Newick(label="author").write([from_parents([-1, 0, 0, -1], authors=["Ann", "Bo", None, "O'Hara"])], out)
    >>> out.getvalue()
    b"((Bo,)Ann,'O''Hara')1;\n"
    """

    name: ClassVar[str] = "newick"
    suffix: ClassVar[str] = ".nwk"
    label: Label = "id"
    lengths: bool = True

    def __post_init__(self) -> None:
        if self.label not in get_args(Label):
            raise UnknownName("no such label", where="label", given=str(self.label), allowed=get_args(Label))

    def write(self, parts: Parts, place: BinaryIO) -> None:
        """Write a line for each thread, also for one without comments."""
        for corpus in parts:
            lengths = _lengths(corpus) if self.lengths else [""] * corpus.n_comments
            for index, thread in enumerate(corpus):
                first = int(corpus.offsets[index])
                pairs = zip(thread.strings(self.label), lengths[first : first + len(thread)], strict=True)
                names = [_quoted(name) + length for name, length in pairs]
                place.write(("".join(_tree(thread, names)) + _quoted(thread.id) + ";\n").encode())


def _tree(thread: Thread, names: list[str]) -> Iterator[str]:
    """The tree without its root, piece by piece: a node stands after the replies to it."""
    replies = thread.replies
    top = np.flatnonzero(thread.parents < 0).tolist()
    if not top:
        return
    yield "("
    # Rows to come, last first; a row that was opened already comes again as its complement, to be closed.
    waiting = top[::-1]
    is_first = True
    while waiting:
        row = waiting.pop()
        if row < 0:
            yield ")" + names[~row]
            is_first = False
            continue
        if not is_first:
            yield ","
        is_first = bool(replies[row])
        if replies[row]:
            yield "("
            waiting.append(~row)
            waiting += reversed(replies[row])
        else:
            yield names[row]
    yield ")"


def _lengths(corpus: Corpus) -> list[str]:
    """The branch length of every comment as it is written, "" where it is not known."""
    at = corpus.column("created").cast(pa.int64())
    known = np.asarray(at.is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)
    moments = np.asarray(at.fill_null(0).to_numpy(zero_copy_only=False), dtype=np.int64)
    above = corpus.parents
    both = (above >= 0) & known & (known[above] if known.size else known)
    listed = [""] * corpus.n_comments
    for row in np.flatnonzero(both).tolist():
        whole, rest = divmod(abs(int(moments[row] - moments[above[row]])), 1_000_000)
        sign = "-" if moments[row] < moments[above[row]] else ""
        listed[row] = f":{sign}{whole}" + (f".{rest:06}".rstrip("0") if rest else "")
    return listed


def _quoted(label: str | None) -> str:
    """A label as it is written, nothing for none."""
    if label is None:
        return ""
    if _PLAIN.fullmatch(label):
        return label
    return "'" + _NOT_PRINTING.sub(REPLACEMENT, label).replace("'", "''") + "'"
