"""GraphML: the reply tree, or the network of authors, for networkx, igraph, Gephi, yEd, Cytoscape and others.

http://graphml.graphdrawing.org/specification.html. Names of nodes are NMTOKENs there, so ids are escaped as
`discourse.graphs` says; the plain ones stand among the attributes. Missing values have no element. May import: the
standard library, graphs, xml_escape, writers.base.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from discourse.graphs import Batch, Graph, GraphKind, graph_of
from discourse.writers.base import Parts
from discourse.xml_escape import attribute, content

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd">
"""
_TYPES = {"str": "string", "int32": "int", "float64": "double", "bool": "boolean"}


@dataclass(frozen=True)
class GraphMl:
    r"""Writer of GraphML.

    Parameters
    ----------
    graph : {"replies", "authors"}
        The reply tree: a node for each comment and each article, an edge from each comment to what it answers. Or the
        network of authors: an edge from a to b with the number of times that a answered b as its `weight`.
    across_threads : bool
        For authors: take the same name in two threads for one author. All authors are then kept in memory.

    Notes
    -----
    Characters that XML 1.0 cannot hold (most control characters, U+FFFE, U+FFFF) become U+FFFD. A batch of comments is
    in memory at a time, besides the part that is written.

    Examples
    --------
    >>> import io
    >>> from discourse.reading import read
    >>> from discourse.corpus import Corpus
    >>> out = io.BytesIO()
    >>> GraphMl().write([Corpus.of(read("A\n\n  • Ann\n\n    Good.\n\n  • Bob\n\n    No.\n"))], out)
    >>> out.getvalue().decode().splitlines()[-3]
    '<edge source="thread:2" target="thread"/>'
    """

    name: ClassVar[str] = "graphml"
    suffix: ClassVar[str] = ".graphml"
    graph: GraphKind = "replies"
    across_threads: bool = False

    def write(self, parts: Parts, place: BinaryIO) -> None:
        """Write the graph of all comments."""
        graph = graph_of(parts, self.graph, across_threads=self.across_threads)
        place.write((_HEAD + "".join(_keys(graph)) + '<graph id="G" edgedefault="directed">\n').encode())
        totals: Counter[str] = Counter()
        for batch in graph.batches:
            place.write("".join(_nodes(batch)).encode())
            place.write("".join(_edges(batch)).encode())
            totals.update(batch.totals)
        whole = [f'<data key="all_{name}">{totals[name]}</data>\n' for name in graph.totals]
        place.write(("".join(whole) + "</graph>\n</graphml>\n").encode())


@dataclass(frozen=True)
class GraphMlAuthors(GraphMl):
    """Writer of the network of authors as GraphML, under a name of its own.

    Examples
    --------
    >>> GraphMlAuthors().graph
    'authors'
    """

    name: ClassVar[str] = "graphml-authors"
    suffix: ClassVar[str] = ".authors.graphml"
    graph: GraphKind = "authors"


def _keys(graph: Graph) -> Iterator[str]:
    """The declarations of all attributes."""
    for name, kind in {"label": "str", **graph.attributes}.items():
        yield f'<key id="{name}" for="node" attr.name="{name}" attr.type="{_TYPES[kind]}"/>\n'
    if graph.is_weighted:
        yield '<key id="weight" for="edge" attr.name="weight" attr.type="int"/>\n'
    for name in graph.totals:
        yield f'<key id="all_{name}" for="graph" attr.name="{name}" attr.type="int"/>\n'


def _nodes(batch: Batch) -> Iterator[str]:
    """The nodes of a batch."""
    columns = [
        [f'<data key="{name}">{content(value)}</data>' if value is not None else "" for value in values]
        for name, values in {"label": batch.labels, **batch.values}.items()
    ]
    for node, *cells in zip(batch.ids, *columns, strict=True):
        yield f'<node id="{attribute(node)}">{"".join(cells)}</node>\n'


def _edges(batch: Batch) -> Iterator[str]:
    """The edges of a batch."""
    ends = zip(batch.sources, batch.targets, strict=True)
    opened = (f'<edge source="{attribute(source)}" target="{attribute(target)}"' for source, target in ends)
    if not batch.weights:
        yield from (f"{edge}/>\n" for edge in opened)
        return
    for edge, weight in zip(opened, batch.weights, strict=True):
        yield f'{edge}><data key="weight">{weight}</data></edge>\n'
