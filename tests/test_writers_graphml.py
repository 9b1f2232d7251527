"""GraphML: what networkx reads is the corpus, and the file keeps the rules of the schema."""

import io
import re
from collections import Counter
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from discourse.corpus import Corpus
from discourse.errors import OutputError, UnknownName
from discourse.metrics.base import from_parents, n_known_authors
from discourse.metrics.interaction import n_author_pairs
from discourse.writers.graphml import GraphMl, GraphMlAuthors
from tests.measured import corpora, corpus_of
from tests.outgoing import ferry, written
from tests.test_metrics_interaction import weights

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
NAME = re.compile(r"[-.:\w·]+")
PARSED = {
    "string": str,
    "int": int,
    "double": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def read(content):
    return nx.read_graphml(io.BytesIO(content))


def check_rules(content):
    """The rules of the GraphML schema, in the order in which its documentation states them."""
    root = ElementTree.fromstring(content)
    assert root.tag == SPACE + "graphml"
    assert [child.tag for child in root] == [SPACE + "key"] * (len(root) - 1) + [SPACE + "graph"]
    keys = {key.get("id"): key for key in root[:-1]}
    assert len(keys) == len(root) - 1
    assert all(NAME.fullmatch(key) and key.islower() for key in keys)
    graph = root[-1]
    assert graph.get("edgedefault") == "directed"
    nodes = [node.get("id") for node in graph.iter(SPACE + "node")]
    assert len(set(nodes)) == len(nodes)
    assert all(NAME.fullmatch(node) for node in nodes)
    for element in graph.iter():
        kind = element.tag.removeprefix(SPACE)
        assert kind in {"graph", "node", "edge", "data"}
        data = [child for child in element if child.tag == SPACE + "data"]
        assert len({child.get("key") for child in data}) == len(data)
        for child in data:
            assert keys[child.get("key")].get("for") == kind
            PARSED[keys[child.get("key")].get("attr.type")](child.text or "")
        if kind == "edge":
            assert {element.get("source"), element.get("target")} <= set(nodes)


@given(corpora())
def test_the_reply_tree_is_the_corpus(listed):
    corpus = corpus_of(listed)
    content = written(GraphMl(), corpus)
    check_rules(content)
    graph = read(content)
    nodes, edges = set(), set()
    for number, thread in enumerate(listed, start=1):
        nodes.add(str(number))
        for row, (parent, author) in enumerate(thread, start=1):
            nodes.add(f"{number}:{row}")
            edges.add((f"{number}:{row}", f"{number}:{parent + 1}" if parent >= 0 else str(number)))
            assert graph.nodes[f"{number}:{row}"].get("author") == author
    assert set(graph.nodes) == nodes
    assert set(graph.edges) == edges
    assert graph.number_of_nodes() == len(corpus) + corpus.n_comments
    assert graph.number_of_edges() == corpus.n_comments


@given(corpora())
def test_the_author_network_agrees_with_the_metrics(listed):
    corpus = corpus_of(listed)
    content = written(GraphMlAuthors(), corpus)
    check_rules(content)
    graph = read(content)
    expected = {
        (f"{number}:{one}", f"{number}:{other}"): times
        for number, thread in enumerate(listed, start=1)
        for (one, other), times in weights(thread).items()
    }
    assert {(one, other): weight for one, other, weight in graph.edges(data="weight")} == expected
    assert graph.number_of_nodes() == n_known_authors(corpus).sum()
    assert graph.number_of_edges() == np.nan_to_num(n_author_pairs(corpus).to_numpy()).sum()


@given(corpora())
def test_every_comment_is_counted_in_the_author_network(listed):
    corpus = corpus_of(listed)
    for across in (False, True):
        graph = read(written(GraphMlAuthors(across_threads=across), corpus))
        for node, data in graph.nodes(data=True):
            sent = sum(weight for _, _, weight in graph.out_edges(node, data="weight"))
            assert data["n_comments"] == data["n_to_article"] + data["n_to_self"] + data["n_to_unknown"] + sent
        known = sum(data["n_comments"] for _, data in graph.nodes(data=True))
        assert known + graph.graph["n_unknown_author"] == graph.graph["n_comments"] == corpus.n_comments


@given(corpora())
def test_across_threads_a_name_is_one_author(listed):
    graph = read(written(GraphMl(graph="authors", across_threads=True), map(Corpus.of, corpus_of(listed))))
    total = sum((weights(thread) for thread in listed), Counter())
    assert {(one, other): weight for one, other, weight in graph.edges(data="weight")} == total
    assert set(graph.nodes) == {author for thread in listed for _, author in thread if author}


@given(corpora())
def test_parts_give_the_same_graph_as_the_whole(listed):
    corpus = corpus_of(listed)
    for writer in (GraphMl(), GraphMlAuthors(), GraphMlAuthors(across_threads=True)):
        whole = read(written(writer, corpus))
        parts = read(written(writer, map(Corpus.of, corpus)))
        assert dict(whole.nodes(data=True)) == dict(parts.nodes(data=True))
        assert dict(whole.edges) == dict(parts.edges)


def test_columns_are_typed_attributes_and_missing_values_are_absent():
    graph = read(written(GraphMl(), ferry()))
    first = graph.nodes["ferry:a"]
    assert first["kind"] == "comment"
    assert first["comment_id"] == "a"
    assert first["label"] == "Ada"
    assert first["created"] == "2024-05-02T12:00:00Z"
    assert first["score"] == 3.0
    assert first["deleted"] is False
    assert first["depth"] == 1
    assert first["stance_toll"] == "against"
    assert first["stance_toll_at"] == 12
    assert first["topic_fares"] == 0.8
    assert "reply_stance" not in first
    assert "score" not in graph.nodes["ferry:b"]
    assert graph.nodes["ferry:d"]["label"] == "d"
    article = graph.nodes["ferry"]
    assert article == {
        "kind": "article",
        "label": "The ferry & the toll",
        "title": "The ferry & the toll",
        "thread_id": "ferry",
        "author": "Cy Loftus",
        "created": "2024-05-01",
    }


def test_ids_that_could_be_taken_for_one_another_are_told_apart():
    threads = [from_parents([-1])[0], from_parents([-1])[0], from_parents([-1])[0]]
    corpus = Corpus.of(threads)
    named = Corpus(corpus.table, corpus.offsets, ("a:1", "a", "a"), corpus.articles, corpus.reports)
    graph = read(written(GraphMl(), named))
    assert list(graph.nodes) == ["a_x003A_1", "a", "a_x007E_2", "a_x003A_1:1", "a:1", "a_x007E_2:1"]
    assert [data["thread_id"] for _, data in graph.nodes(data=True)] == ["a:1", "a", "a"] * 2


def test_numbers_that_are_none_or_without_end():
    corpus = from_parents([-1, -1]).assign({"score": [float("inf"), float("nan")]})
    graph = read(written(GraphMl(), corpus))
    assert graph.nodes["1:1"]["score"] == float("inf")
    assert "score" not in graph.nodes["1:2"]


def test_no_parts_and_no_comments():
    for parts in ([], [Corpus.of([])], [from_parents([], offsets=[0, 0])]):
        for writer in (GraphMl(), GraphMlAuthors(), GraphMlAuthors(across_threads=True)):
            check_rules(written(writer, parts))
    assert list(read(written(GraphMl(), from_parents([], offsets=[0, 0])))) == ["1"]


def test_another_graph_is_an_error():
    with pytest.raises(UnknownName, match="no such graph"):
        written(GraphMl(graph="people"), ferry())


def test_a_column_that_only_a_later_part_has_is_not_lost_silently():
    with pytest.raises(OutputError, match="stance_toll"):
        written(GraphMl(), [from_parents([-1]), ferry()])
    written(GraphMl(), [ferry(), from_parents([-1])])
