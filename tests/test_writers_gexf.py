"""GEXF: what networkx reads is the corpus, and the file keeps the rules of the schema."""

import io
import re
from datetime import timedelta
from xml.etree import ElementTree

import networkx as nx
from hypothesis import given

from discourse.corpus import Corpus
from discourse.metrics.base import from_parents
from discourse.writers.gexf import Gexf, GexfAuthors
from discourse.writers.graphml import GraphMl, GraphMlAuthors
from tests.measured import corpora, corpus_of
from tests.outgoing import NOON, ferry, written

SPACE = "{http://gexf.net/1.3}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
PARSED = {
    "string": str,
    "integer": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def read(content):
    return nx.read_gexf(io.BytesIO(content), version="1.3")


def check_rules(content):
    """The rules of gexf.rnc, version 1.3: order, what is declared, types, references."""
    root = ElementTree.fromstring(content)
    assert root.tag == SPACE + "gexf"
    assert root.get("version") == "1.3"
    assert [child.tag.removeprefix(SPACE) for child in root] == ["meta", "graph"]
    assert {child.tag.removeprefix(SPACE) for child in root[0]} <= {"creator", "description"}
    graph = root[1]
    assert [child.tag.removeprefix(SPACE) for child in graph] == ["attributes", "nodes", "edges"]
    assert graph.get("mode") in {"static", "dynamic"}
    declared = {one.get("id"): one for one in graph[0]}
    assert len({one.get("title") for one in graph[0]}) == len(declared) == len(graph[0])
    ids = [node.get("id") for node in graph[1]]
    assert int(graph[1].get("count")) == len(set(ids)) == len(ids)
    for node in graph[1]:
        assert set(node.keys()) - {"start"} == {"id", "label"}
        assert [child.tag for child in node] == [SPACE + "attvalues"]
        values = [value.get("for") for value in node[0]]
        assert len(set(values)) == len(values)
        for value in node[0]:
            PARSED[declared[value.get("for")].get("type")](value.get("value"))
    assert int(graph[2].get("count")) == len({edge.get("id") for edge in graph[2]}) == len(graph[2])
    for edge in graph[2]:
        assert {edge.get("source"), edge.get("target")} <= set(ids)
        assert not len(edge)
        float(edge.get("weight", "1"))
    starts = [one.get("start") for part in graph[1:] for one in part if one.get("start")]
    assert all(TIME.fullmatch(start) for start in starts)
    assert bool(starts) == (graph.get("mode") == "dynamic")


@given(corpora())
def test_the_graph_is_that_of_graphml(listed):
    corpus = corpus_of(listed)
    for gexf, graphml in ((Gexf(), GraphMl()), (GexfAuthors(), GraphMlAuthors())):
        content = written(gexf, corpus)
        check_rules(content)
        graph, other = read(content), nx.read_graphml(io.BytesIO(written(graphml, corpus)))
        assert list(graph.nodes) == list(other.nodes)
        assert set(graph.edges) == set(other.edges)
        for node, data in graph.nodes(data=True):
            assert data == other.nodes[node]
        for one, to, data in graph.edges(data=True):
            assert data.get("weight") == other.edges[one, to].get("weight")


def test_nodes_and_edges_begin_when_the_comment_was_written():
    content = written(Gexf(), ferry())
    check_rules(content)
    graph = read(content)
    assert graph.graph["mode"] == "dynamic"
    assert graph.nodes["ferry:a"]["start"] == "2024-05-02T12:00:00Z"
    assert graph.nodes["ferry:c"]["start"] == "2024-05-02T12:01:00.500000Z"
    assert "start" not in graph.nodes["ferry:d"]
    assert "start" not in graph.nodes["ferry"]
    assert graph.edges["ferry:b", "ferry:a"]["start"] == "2024-05-02T12:01:30Z"


def test_an_author_begins_with_the_first_comment_and_an_edge_with_the_first_reply():
    graph = read(written(GexfAuthors(), ferry()))
    assert graph.nodes["ferry:Ada"]["start"] == "2024-05-02T12:00:00Z"
    assert graph.nodes["ferry:Bo"]["start"] == "2024-05-02T12:01:30Z"
    assert graph.edges["ferry:Ada", "ferry:Bo"]["start"] == "2024-05-02T12:01:00.500000Z"
    assert graph.edges["ferry:Ada", "ferry:Bo"]["weight"] == 1.0
    assert graph.nodes["ferry:Ada"]["n_comments"] == 3
    assert b"<description>n_comments 5, n_unknown_author 1</description>" in written(GexfAuthors(), ferry())


def test_across_threads_the_earliest_time_counts_whichever_thread_comes_first():
    one = ferry()
    later = one.assign({"created": [None, NOON + timedelta(days=1), None, None, None]})
    for parts in ([one, later], [later, one]):
        graph = read(written(GexfAuthors(across_threads=True), parts))
        assert graph.nodes["Bo"]["start"] == "2024-05-02T12:01:30Z"
        assert graph.edges["Ada", "Bo"]["weight"] == 2.0
    assert "thread_id" not in graph.nodes["Bo"]


def test_without_times_the_graph_is_static():
    assert read(written(Gexf(), from_parents([-1, 0]))).graph["mode"] == "static"


def test_no_parts_and_no_comments():
    for parts in ([], [Corpus.of([])], [from_parents([], offsets=[0, 0])]):
        for writer in (Gexf(), GexfAuthors(), GexfAuthors(across_threads=True)):
            check_rules(written(writer, parts))
