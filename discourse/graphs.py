"""Comments as a graph, in batches of nodes and edges, for the formats that networks go out in.

Two graphs can be made. **Replies**: a node for each comment and one for each article, an edge from each comment to what
it answers. **Authors**: a node for each known author, an edge a -> b with the number of times that a answered b, as
`discourse.metrics.interaction` defines it: an author is a name within one thread, nobody is joined to themselves, and
replies to or by an author whom the source does not name are no edges. They are counted instead, so that nothing is
lost: of every author

    n_comments = n_to_article + n_to_self + n_to_unknown + sum of the weights of the edges from it,

and n_comments of all authors and `n_unknown_author` of the whole graph add up to all comments.

A node's id is `thread:comment` or `thread:author`, of an article the thread alone, each part escaped by
`discourse.xml_escape.token`; the plain ids stand among the attributes. May import: numpy, pyarrow, article, columns,
corpus, errors, records, xml_escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal, get_args

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.columns import SOURCE, column
from discourse.corpus import Corpus
from discourse.errors import OutputError, UnknownName
from discourse.records import BATCH, iso
from discourse.xml_escape import token

GraphKind = Literal["replies", "authors"]
Ints = NDArray[np.int64]
Texts = Sequence[str | None]

_NEVER = np.iinfo(np.int64).max
_OF_ARTICLE = ("title", "str")
_OF_AUTHOR = {
    "thread_id": "str",
    "author": "str",
    "n_comments": "int32",
    "n_to_article": "int32",
    "n_to_self": "int32",
    "n_to_unknown": "int32",
}
_COUNTS = tuple(name for name, kind in _OF_AUTHOR.items() if kind == "int32")


@dataclass(frozen=True)
class Batch:
    """Some nodes, and edges between these or earlier ones; one entry a node or an edge.

    Parameters
    ----------
    ids, labels : list of str
    starts : list of str or None
        When each node came to be, ISO 8601.
    values : dict of str to list of str or None
        Attributes of the nodes as text, None for missing.
    sources, targets : list of str
        Ids of the nodes that each edge joins.
    edge_starts : list of str or None
    weights : list of int
        Empty where edges have none.
    totals : dict of str to int
        What these comments add to the numbers of the whole graph.
    """

    ids: list[str]
    labels: list[str]
    starts: Texts
    values: Mapping[str, Texts]
    sources: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    edge_starts: Texts = ()
    weights: list[int] = field(default_factory=list)
    totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Graph:
    """A graph that is still to be made.

    Parameters
    ----------
    attributes : dict of str to str
        Name and type of every attribute of nodes: "str", "int32", "float64" or "bool".
    is_weighted : bool
        Whether edges have weights.
    totals : tuple of str
        Names of the numbers of the whole graph.
    batches : iterator of Batch
    """

    attributes: dict[str, str]
    is_weighted: bool
    totals: tuple[str, ...]
    batches: Iterator[Batch]


def graph_of(parts: Iterable[Corpus], graph: GraphKind = "replies", *, across_threads: bool = False) -> Graph:
    """The graph of a corpus in parts.

    Parameters
    ----------
    parts : iterable of Corpus
    graph : {"replies", "authors"}
    across_threads : bool
        For authors: take the same name in two threads for one author. All authors are then kept in memory.

    Returns
    -------
    Graph
        Its batches are made as they are asked for.

    Raises
    ------
    UnknownName
        There is no such graph.
    OutputError
        While batches are made: a later part has a column that the first one lacks.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> rows = Rows({"id": ["1", "2"], "parent_id": [None, "1"], "author": ["Ann", "Bo"], "text": ["Good.", "No."]})
    >>> made = graph_of([assemble(rows)], "authors")
    >>> batch = next(made.batches)
    >>> list(zip(batch.sources, batch.targets, batch.weights))
    [('thread:Bo', 'thread:Ann', 1)]
    """
    if graph not in get_args(GraphKind):
        raise UnknownName("no such graph", where="graph", given=str(graph), allowed=get_args(GraphKind))
    waiting = iter(parts)
    first = next(waiting, None)
    together = chain([first] if first is not None else [], waiting)
    names = _Names()
    if graph == "replies":
        attributes = _comment_attributes(first)
        return Graph(attributes, False, (), chain.from_iterable(_replies(one, attributes, names) for one in together))
    attributes = {name: kind for name, kind in _OF_AUTHOR.items() if name != "thread_id" or not across_threads}
    made = (_authors(part, None if across_threads else names) for part in together)
    batches = iter([_merged(made)]) if across_threads else made
    return Graph(attributes, True, ("n_comments", "n_unknown_author"), batches)


class _Names:
    """Ids of threads as parts of names; of two threads with one id the later is numbered."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def own(self, ids: Iterable[str]) -> list[str]:
        """A name for each thread."""
        given = []
        for thread in ids:
            name, number = token(thread), 1
            while name in self._taken:
                number += 1
                name = token(f"{thread}~{number}")
            self._taken.add(name)
            given.append(name)
        return given


def _comment_attributes(corpus: Corpus | None) -> dict[str, str]:
    """Attributes of comments and articles: the columns at hand, with the place in the tree."""
    stored = corpus.names if corpus is not None else [known.name for known in SOURCE]
    source = [known.name for known in SOURCE if known.name in stored and known.name not in {"id", "parent"}]
    rest = [name for name in stored if name not in {*source, "id", "parent"}]
    kinds = {name: {"datetime": "str", "label": "str"}.get(kind := column(name).kind, kind) for name in source + rest}
    own = dict.fromkeys(("kind", "thread_id", "comment_id"), "str") | dict([_OF_ARTICLE])
    place = dict.fromkeys(("depth", "position"), "int32")
    return own | {name: kinds[name] for name in source} | place | {name: kinds[name] for name in rest}


def _replies(corpus: Corpus, attributes: Mapping[str, str], names: _Names) -> Iterator[Batch]:
    """The articles of a part, then its comments; a comment stands after what it answers."""
    if new := [name for name in corpus.names if name not in {*attributes, "id", "parent"}]:
        raise OutputError("a later part has a column that the first one lacks", where=new[0], fix="annotate all alike")
    roots = names.own(corpus.ids)
    yield Batch(
        roots,
        [article.title or thread for article, thread in zip(corpus.articles, corpus.ids, strict=True)],
        [None] * len(roots),
        {
            "kind": ["article"] * len(roots),
            "thread_id": list(corpus.ids),
            "title": [article.title or None for article in corpus.articles],
            "author": [article.author for article in corpus.articles],
            "created": [article.date for article in corpus.articles],
            "url": [article.url for article in corpus.articles],
        },
    )
    threads = [f"{root}:" for root in roots]
    index = corpus.thread_index.tolist()
    ids = [threads[thread] + token(name) for thread, name in zip(index, corpus.column("id").to_pylist(), strict=True)]
    above = corpus.parents.tolist()
    answered = [ids[row] if row >= 0 else roots[thread] for row, thread in zip(above, index, strict=True)]
    for start in range(0, corpus.n_comments, BATCH):
        end = min(start + BATCH, corpus.n_comments)
        values = _values(corpus, attributes, start, end)
        labels = [author or name or "" for author, name in zip(values["author"], values["comment_id"], strict=True)]
        yield Batch(
            ids[start:end],
            labels,
            values["created"],
            values,
            ids[start:end],
            answered[start:end],
            values["created"],
        )


def _values(corpus: Corpus, attributes: Mapping[str, str], start: int, end: int) -> dict[str, Texts]:
    """The attributes of some comments as text."""
    part = corpus.table.slice(start, end - start)
    values: dict[str, Texts] = {
        "kind": ["comment"] * (end - start),
        "thread_id": [corpus.ids[thread] for thread in corpus.thread_index[start:end]],
        "comment_id": part["id"].to_pylist(),
        "depth": list(map(str, corpus.values("depth")[start:end].tolist())),
        "position": list(map(str, corpus.values("position")[start:end].tolist())),
    }
    for name in part.column_names:
        if name in attributes and part[name].null_count < len(part[name]):
            values[name] = _texts(part[name].to_pylist(), column(name).kind)
    return {"author": [None] * (end - start), "created": [None] * (end - start)} | values


def _texts(listed: list[Any], kind: str) -> Texts:
    """Values of a column as text."""
    if kind in {"str", "label"}:
        return listed
    if kind == "datetime":
        return [iso(moment) for moment in listed]
    if kind == "bool":
        return [None if value is None else "true" if value else "false" for value in listed]
    if kind == "float64":
        return [None if value is None or value != value else _number(value) for value in listed]
    return [None if value is None else str(value) for value in listed]


def _number(value: float) -> str:
    """A number as XML Schema writes it."""
    return repr(value) if value not in {float("inf"), float("-inf")} else "INF" if value > 0 else "-INF"


def _authors(corpus: Corpus, names: _Names | None) -> Batch:
    """The authors of a part and who answered whom; with `names`, an author is a name within one thread."""
    codes, first = _numbered(corpus, across_threads=names is None)
    n = len(first)
    listed = corpus.column("author").take(pa.array(first)).to_pylist() if n else []
    threads = corpus.thread_index[first]
    values: dict[str, Texts] = {"author": listed}
    if names is None:
        ids = list(map(token, listed))
    else:
        prefixes = names.own(corpus.ids)
        ids = [f"{prefixes[thread]}:{token(name)}" for thread, name in zip(threads, listed, strict=True)]
        values = {"thread_id": [corpus.ids[thread] for thread in threads], "author": listed}
    above, at = corpus.parents, _written_at(corpus)
    known = codes >= 0
    answered = np.where(above >= 0, codes[above], -1) if codes.size else codes
    for name, marked in (
        ("n_comments", known),
        ("n_to_article", known & (above < 0)),
        ("n_to_self", known & (answered == codes)),
        ("n_to_unknown", known & (above >= 0) & (answered < 0)),
    ):
        values[name] = list(map(str, np.bincount(codes[marked], minlength=n).tolist()))
    joined = np.flatnonzero(known & (answered >= 0) & (answered != codes))
    pairs, where, weights = np.unique(
        codes[joined] * max(n, 1) + answered[joined], return_inverse=True, return_counts=True
    )
    turn = np.full(len(pairs), _NEVER)
    np.minimum.at(turn, where, joined)
    order = np.argsort(turn)
    return Batch(
        ids,
        listed,
        _earliest(codes[known], at[known], n),
        values,
        [ids[pair // n] for pair in pairs[order]],
        [ids[pair % n] for pair in pairs[order]],
        np.array(_earliest(where, at[joined], len(pairs)), dtype=object)[order].tolist(),
        weights[order].tolist(),
        {"n_comments": corpus.n_comments, "n_unknown_author": int((~known).sum())},
    )


def _numbered(corpus: Corpus, *, across_threads: bool) -> tuple[Ints, Ints]:
    """Number of every comment's author in the order of their first comments, -1 for unknown; and these comments."""
    if across_threads:
        indices = corpus.column("author").dictionary_encode().indices
        codes = np.asarray(indices.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)
    else:
        codes = corpus.author_codes.astype(np.int64)
    rows = np.flatnonzero(codes >= 0)
    _, first, inverse = np.unique(codes[rows], return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    renumbered = np.full(codes.size, -1, dtype=np.int64)
    renumbered[rows] = rank[inverse]
    return renumbered, rows[first[order]]


def _written_at(corpus: Corpus) -> Ints:
    """Microseconds since 1970 of every comment, the greatest number there is where its time is not known."""
    at = corpus.column("created").cast(pa.int64()).fill_null(_NEVER)
    return np.asarray(at.to_numpy(zero_copy_only=False), dtype=np.int64)


def _earliest(codes: Ints, at: Ints, n: int) -> list[str | None]:
    """The earliest known time of each of n groups."""
    earliest = np.full(n, _NEVER)
    np.minimum.at(earliest, codes, at)
    moments = pa.array(earliest, mask=earliest == _NEVER).cast(pa.timestamp("us", "UTC"))
    return [iso(moment) for moment in moments.to_pylist()]


def _merged(batches: Iterable[Batch]) -> Batch:
    """Graphs of authors as one: nodes and edges that they share are added up."""
    nodes: dict[str, tuple[str, str | None, list[int]]] = {}
    edges: dict[tuple[str, str], tuple[str | None, int]] = {}
    totals = {"n_comments": 0, "n_unknown_author": 0}
    for batch in batches:
        counts = zip(*([int(value or 0) for value in batch.values[name]] for name in _COUNTS), strict=True)
        for node, label, start, mine in zip(batch.ids, batch.labels, batch.starts, counts, strict=True):
            _, earlier, sums = nodes.get(node, (label, None, [0] * len(_COUNTS)))
            nodes[node] = (label, _earlier(earlier, start), [a + b for a, b in zip(sums, mine, strict=True)])
        for pair, start, weight in zip(
            zip(batch.sources, batch.targets, strict=True), batch.edge_starts, batch.weights, strict=True
        ):
            earlier, times = edges.get(pair, (None, 0))
            edges[pair] = (_earlier(earlier, start), times + weight)
        totals = {name: number + batch.totals[name] for name, number in totals.items()}
    labels = [label for label, _, _ in nodes.values()]
    values: dict[str, Texts] = {"author": labels}
    for place, name in enumerate(_COUNTS):
        values[name] = [str(sums[place]) for _, _, sums in nodes.values()]
    return Batch(
        list(nodes),
        labels,
        [start for _, start, _ in nodes.values()],
        values,
        [source for source, _ in edges],
        [target for _, target in edges],
        [start for start, _ in edges.values()],
        [weight for _, weight in edges.values()],
        totals,
    )


def _earlier(one: str | None, other: str | None) -> str | None:
    """The earlier of two times as ISO 8601 in UTC."""
    return min((time for time in (one, other) if time is not None), key=_to_the_second, default=None)


def _to_the_second(time: str) -> tuple[str, str]:
    """A time as what its order is: without the Z, fractions apart."""
    whole, _, fraction = time.removesuffix("Z").partition(".")
    return whole, fraction
