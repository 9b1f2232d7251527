"""GEXF 1.3: the reply tree, or the network of authors, for Gephi and its timeline.

https://gexf.net/schema.html. A node has a `start` where the time of its comment is known, and so have edges; the graph
is dynamic where any has. `timeformat` is "date", beside which the schema lets full times stand: Gephi reads them to the
second, and networkx knows no "dateTime". All nodes come before all edges, so both wait in temporary files. May import:
the standard library, graphs, xml_escape, writers.base.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO, ClassVar

from discourse.graphs import Batch, Graph, GraphKind, graph_of
from discourse.writers.base import Parts
from discourse.xml_escape import attribute

_TYPES = {"str": "string", "int32": "integer", "float64": "double", "bool": "boolean"}


@dataclass(frozen=True)
class Gexf:
    r"""Writer of GEXF.

    Parameters
    ----------
    graph : {"replies", "authors"}
        The reply tree: a node for each comment and each article, an edge from each comment to what it answers. Or the
        network of authors: an edge from a to b with the number of times that a answered b as its `weight`; an author
        starts with their first comment, an edge with its first reply.
    across_threads : bool
        For authors: take the same name in two threads for one author. All authors are then kept in memory.

    Notes
    -----
    Characters that XML 1.0 cannot hold (most control characters, U+FFFE, U+FFFF) become U+FFFD.

    Examples
    --------
    >>> import io
    >>> from discourse.reading import read
    >>> from discourse.corpus import Corpus
    >>> out = io.BytesIO()
    >>> Gexf().write([Corpus.of(read("A\n\n  • Ann\n\n    Good.\n\n  • Bob\n\n    No.\n"))], out)
    >>> out.getvalue().decode().splitlines()[-4]
    '<edge id="1" source="thread:2" target="thread"/>'
    """

    name: ClassVar[str] = "gexf"
    suffix: ClassVar[str] = ".gexf"
    graph: GraphKind = "replies"
    across_threads: bool = False

    def write(self, parts: Parts, place: BinaryIO) -> None:
        """Write the graph of all comments."""
        graph = graph_of(parts, self.graph, across_threads=self.across_threads)
        totals: Counter[str] = Counter()
        n_nodes = n_edges = 0
        is_dynamic = False
        with TemporaryFile() as nodes, TemporaryFile() as edges:
            for batch in graph.batches:
                nodes.write("".join(_nodes(batch, graph)).encode())
                edges.write("".join(_edges(batch, n_edges)).encode())
                n_nodes, n_edges = n_nodes + len(batch.ids), n_edges + len(batch.sources)
                is_dynamic = is_dynamic or any(batch.starts)
                totals.update(batch.totals)
            place.write(_head(graph, totals, is_dynamic=is_dynamic).encode())
            for listed, what, count in ((nodes, "nodes", n_nodes), (edges, "edges", n_edges)):
                place.write(f'<{what} count="{count}">\n'.encode())
                listed.seek(0)
                shutil.copyfileobj(listed, place)
                place.write(f"</{what}>\n".encode())
        place.write(b"</graph>\n</gexf>\n")


@dataclass(frozen=True)
class GexfAuthors(Gexf):
    """Writer of the network of authors as GEXF, under a name of its own.

    Examples
    --------
    >>> GexfAuthors().graph
    'authors'
    """

    name: ClassVar[str] = "gexf-authors"
    suffix: ClassVar[str] = ".authors.gexf"
    graph: GraphKind = "authors"


def _head(graph: Graph, totals: Counter[str], *, is_dynamic: bool) -> str:
    """All that stands before the nodes."""
    numbers = ", ".join(f"{name} {totals[name]}" for name in graph.totals)
    meta = f"<description>{numbers}</description>" if numbers else ""
    time = 'mode="dynamic" timeformat="date" timerepresentation="interval"' if is_dynamic else 'mode="static"'
    declared = "".join(
        f'<attribute id="{number}" title="{name}" type="{_TYPES[kind]}"/>\n'
        for number, (name, kind) in enumerate(graph.attributes.items())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        f"<meta><creator>discourse</creator>{meta}</meta>\n"
        f'<graph defaultedgetype="directed" idtype="string" {time}>\n'
        f'<attributes class="node" mode="static">\n{declared}</attributes>\n'
    )


def _nodes(batch: Batch, graph: Graph) -> Iterator[str]:
    """The nodes of a batch."""
    columns = [
        [f'<attvalue for="{number}" value="{attribute(value)}"/>' if value is not None else "" for value in values]
        for number, name in enumerate(graph.attributes)
        if (values := batch.values.get(name))
    ]
    for node, label, start, *cells in zip(batch.ids, batch.labels, batch.starts, *columns, strict=True):
        opened = f'<node id="{attribute(node)}" label="{attribute(label)}"{_start(start)}>'
        yield f"{opened}<attvalues>{''.join(cells)}</attvalues></node>\n"


def _edges(batch: Batch, first: int) -> Iterator[str]:
    """The edges of a batch, numbered from `first`."""
    weights = [f' weight="{weight}"' for weight in batch.weights] or [""] * len(batch.sources)
    ends = zip(batch.sources, batch.targets, batch.edge_starts, weights, strict=True)
    for number, (source, target, start, weight) in enumerate(ends, start=first):
        opened = f'<edge id="{number}" source="{attribute(source)}" target="{attribute(target)}"'
        yield f"{opened}{weight}{_start(start)}/>\n"


def _start(moment: str | None) -> str:
    """When it came to be, as an attribute."""
    return f' start="{moment}"' if moment is not None else ""
