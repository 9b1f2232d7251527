"""Newick: read back by a parser of the grammar, and by Biopython where it is installed."""

import io
from datetime import timedelta

import pytest
from hypothesis import given

from discourse.corpus import Corpus
from discourse.errors import UnknownName
from discourse.metrics.base import from_parents
from discourse.writers.newick import Newick
from tests.forests import corpora as shapes
from tests.forests import split
from tests.measured import corpora, corpus_of
from tests.outgoing import NOON, ferry, written


def parse(line):
    """The tree of a line as (label, length, parent), root first in the order of the closing; by the grammar, slowly."""
    nodes, above = [], []
    open_nodes = [[None, None, None]]
    at = 0
    while line[at] != ";":
        sign = line[at]
        if sign == "(":
            open_nodes.append([None, None, None])
        elif sign in ",)":
            nodes.append((open_nodes.pop(), [id(node) for node in open_nodes]))
            if sign == ",":
                open_nodes.append([None, None, None])
        elif sign == "'":
            end = at + 1
            while line[end] != "'" or line[end : end + 2] == "''":
                end += 2 if line[end] == "'" else 1
            open_nodes[-1][0] = line[at + 1 : end].replace("''", "'")
            at = end
        else:
            end = at
            while line[end] not in "(),;:":
                end += 1
            if sign == ":":
                end = at + 1
                while line[end] not in "(),;":
                    end += 1
                open_nodes[-1][1] = float(line[at + 1 : end])
            else:
                open_nodes[-1][0] = line[at:end]
            at = end - 1
        at += 1
    assert len(open_nodes) == 1
    assert line[at + 1 :] == ""
    above = [*nodes, (open_nodes[0], [])]
    labels = {id(node): node[0] for node, _ in above}
    return [(node[0], node[1], labels[path[-1]] if path else None) for node, path in above]


def lines(writer, parts):
    content = written(writer, parts).decode()
    assert content == "" or content.endswith("\n")
    return content.split("\n")[:-1]


@given(shapes())
def test_every_tree_is_read_back(shape):
    corpus = from_parents(*shape_of(shape))
    trees = lines(Newick(), corpus)
    assert len(trees) == len(corpus)
    for thread, line in zip(corpus, trees, strict=True):
        expected = {(str(row + 1), str(up + 1) if up >= 0 else thread.id) for row, up in enumerate(thread.parents)}
        read = parse(line)
        assert read[-1] == (thread.id, None, None)
        assert sorted((label, parent) for label, _, parent in read[:-1]) == sorted(expected)


def shape_of(shape):
    return [up for thread in split(*shape) for up in thread], None, shape[1]


@given(corpora())
def test_replies_stand_in_page_order(listed):
    for thread, line in zip(corpus_of(listed), lines(Newick(), corpus_of(listed)), strict=True):
        order = []
        waiting = [row for row, up in reversed(list(enumerate(thread.parents))) if up < 0]
        while waiting:
            row = waiting.pop()
            order.append(str(row + 1))
            waiting += reversed(thread.replies[row])
        opened = {label: place for place, label in enumerate(order)}
        siblings = {}
        for label, _, parent in parse(line)[:-1]:
            siblings.setdefault(parent, []).append(opened[label])
        assert all(places == sorted(places) for parent, places in siblings.items() if parent != thread.id)


def test_lengths_are_seconds_to_the_reply_where_both_times_are_known():
    assert lines(Newick(), ferry()) == ["(((c:-29.5)b:90,d)a,e)ferry;"]
    assert lines(Newick(lengths=False), ferry()) == ["(((c)b,d)a,e)ferry;"]


def test_labels_may_be_authors_and_unknown_ones_are_left_out():
    assert lines(Newick(label="author", lengths=False), ferry()) == ["(((Ada)Bo,)Ada,Ada)ferry;"]


def test_labels_are_quoted_by_the_rules():
    names = ["O'Hara", "a_b", "(x)", "a b", "", "1:2;[3],", "line\nend\u2028\x00\ud800", "Жанна", "x.y-1"]
    kept = [name.encode("utf-8", "replace").decode() for name in names]
    corpus = from_parents([-1] * len(names), authors=kept)
    line = lines(Newick(label="author"), corpus)[0]
    assert line.startswith("('O''Hara','a_b','(x)','a b','','1:2;[3],','line�end��?','Жанна',x.y-1)1;")
    assert [label for label, _, _ in parse(line)[:-1]][:6] == names[:6]


def test_fractions_and_long_times_are_exact():
    times = [NOON, NOON + timedelta(days=36_500, microseconds=1), NOON + timedelta(seconds=0.25)]
    corpus = from_parents([-1, 0, 0]).assign({"created": times})
    assert lines(Newick(), corpus) == ["((2:3153600000.000001,3:0.25)1)1;"]


def test_no_parts_and_no_comments():
    assert written(Newick(), []) == b""
    assert lines(Newick(), from_parents([], offsets=[0, 0, 0])) == ["1;", "2;"]
    assert lines(Newick(), Corpus.of([])) == []


def test_a_chain_of_a_hundred_thousand():
    line = lines(Newick(), from_parents(list(range(-1, 99_999))))[0]
    assert line.startswith("(" * 100_000 + "100000)99999)")


def test_another_label_is_an_error():
    with pytest.raises(UnknownName, match="no such label"):
        Newick(label="name")


@given(corpora())
def test_biopython_reads_the_same_tree(listed):
    phylo = pytest.importorskip("Bio.Phylo", reason="Biopython is not installed")
    corpus = corpus_of(listed).assign({"id": [f"c{row}" for row in range(sum(map(len, listed)))]})
    trees = list(phylo.parse(io.StringIO("\n".join(lines(Newick(), corpus))), "newick"))
    assert len(trees) == len(corpus)
    for tree, thread in zip(trees, corpus, strict=True):
        ids = thread.strings("id")
        found = {(child.name, parent.name) for parent in tree.find_clades() for child in parent.clades}
        # Biopython takes a number at an inner node, as the threads' names are here, for a confidence.
        assert found == {(ids[row], ids[up] if up >= 0 else None) for row, up in enumerate(thread.parents)} or (
            not len(thread)
        )
