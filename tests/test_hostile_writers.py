"""Hostile texts through every writer: what comes out parses, is the same twice, and carries every comment."""

import csv
import gc
import io
import json
import re
import sys
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

from discourse.article import Article, Block
from discourse.assemble import assemble
from discourse.corpus import Corpus
from discourse.metrics.base import from_parents
from discourse.registry import load, names
from discourse.rows import Rows
from discourse.text import revived
from discourse.writing import write, writer_for
from tests.hostile import OURS
from tests.limits import ends
from tests.outgoing import ferry, files
from tests.shared import shared

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NO_NEWICK = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LABEL = re.compile(r"'(?:[^']|'')*'|[A-Za-z0-9.-]+")
LENGTH = re.compile(r":-?[0-9.]+")
GRAPHML, GEXF = "{http://graphml.graphdrawing.org/xmlns}", "{http://gexf.net/1.3}"


def rows_of(made, name):
    """The objects of the lines of a file, which only line feeds part."""
    return [json.loads(line) for line in made[name].decode().split("\n") if line]


def nodes_graphml(made):
    """Attributes of the nodes by name."""
    root = ElementTree.fromstring(made[""])
    titles = {key.get("id"): key.get("attr.name") for key in root.iter(GRAPHML + "key")}
    for node in root.iter(GRAPHML + "node"):
        yield {titles[data.get("key")]: data.text or "" for data in node}


def nodes_gexf(made):
    """Attributes of the nodes by name."""
    root = ElementTree.fromstring(made[""])
    titles = {one.get("id"): one.get("title") for one in root.iter(GEXF + "attribute")}
    for node in root.iter(GEXF + "node"):
        yield {titles[value.get("for")]: value.get("value") for value in node.iter(GEXF + "attvalue")}


def labels(made):
    """Labels of all nodes of all trees; where a label ends, brackets, commas or a semicolon stand."""
    found = []
    for line in made[""].decode().split("\n")[:-1]:
        at = 0
        while line[at] != ";":
            match = LABEL.match(line, at) or LENGTH.match(line, at)
            if match and line[at] == "'":
                found.append(match.group()[1:-1].replace("''", "'"))
            elif match and line[at] != ":":
                found.append(match.group())
            at = match.end() if match else at + 1
            assert match is None or line[at] in "(),;:"
        assert at == len(line) - 1
    return found


def cells(made):
    """The texts of a CSV file, none of which a spreadsheet runs."""
    before = csv.field_size_limit(2**31 - 1)
    listed = list(csv.DictReader(io.StringIO(made[""].decode(), newline="")))
    csv.field_size_limit(before)
    assert not any((cell or "").startswith(("=", "+", "@", "\t", "\r")) for row in listed for cell in row.values())
    return [revived(row["text"]) for row in listed]


def counted(nodes):
    """Comments of the authors."""
    return sum(int(node["n_comments"]) for node in nodes)


def texts(corpus):
    return list(corpus.texts)


def texts_in_xml(corpus):
    return [NO_XML.sub("\N{REPLACEMENT CHARACTER}", text) for text in corpus.texts]


def newick_labels(corpus):
    return [NO_NEWICK.sub("\N{REPLACEMENT CHARACTER}", name) for name in (*corpus.ids, *corpus.strings("id"))]


def n_by_known_authors(corpus):
    return corpus.n_comments - corpus.column("author").null_count


CARRIED = {
    "convokit": (
        # An article is the root utterance of its conversation, and has no comment's columns.
        lambda made: [row["text"] for row in rows_of(made, "utterances.jsonl") if "position" in row["meta"]],
        texts,
    ),
    "csv": (cells, texts),
    "doccano": (
        lambda made: [row["text"] for row in rows_of(made, "")],
        lambda corpus: [text or " " for text in corpus.texts],
    ),
    "gexf": (lambda made: [one["text"] for one in nodes_gexf(made) if one["kind"] == "comment"], texts_in_xml),
    "gexf-authors": (lambda made: counted(nodes_gexf(made)), n_by_known_authors),
    "graphml": (lambda made: [one["text"] for one in nodes_graphml(made) if one["kind"] == "comment"], texts_in_xml),
    "graphml-authors": (lambda made: counted(nodes_graphml(made)), n_by_known_authors),
    "jsonl": (lambda made: [row["text"] for row in rows_of(made, "")], texts),
    "label-studio": (lambda made: [task["data"]["text"] for task in json.loads(made["tasks.json"])], texts),
    "newick": (labels, newick_labels),
    "parquet": (lambda made: pq.read_table(io.BytesIO(made[""]))["text"].to_pylist(), texts),
}
"""Of every writer: what a standard parser reads of its files, and what that is to be for a corpus."""


def hostile(payloads):
    """Threads in which every payload is a text, an author, an id, a role and an address."""
    cut = [payload[:200] for payload in payloads]
    n = len(payloads)
    parents = [None if row % 7 == 0 else f"{cut[row - 1]}{row - 1}" for row in range(n)]
    rows = Rows(
        {
            "thread_id": [f"{cut[row // 7 * 7]}/{row // 7}" for row in range(n)],
            "id": [f"{one}{row}" for row, one in enumerate(cut)],
            "parent_id": parents,
            "author": [None if row % 11 == 5 else one or None for row, one in enumerate(cut)],
            "text": payloads,
            "role": cut,
            "url": cut,
            "line": list(range(1, n + 1)),
        }
    )
    corpus = assemble(rows)
    articles = tuple(
        Article((Block("title", cut[at % n]),), author=cut[-1 - at % n], url=cut[at % n]) for at in range(len(corpus))
    )
    return Corpus(corpus.table, corpus.offsets, corpus.ids, articles, corpus.reports)


def check(name, corpus, parts=None):
    """That a writer carries a corpus whole, twice the same."""
    read, expected = CARRIED[name]
    with ends(60):
        first = files(load("writers", name)(), parts or [corpus])
        again = files(load("writers", name)(), parts or [corpus])
    assert first == again
    found, wanted = read(first), expected(corpus)
    assert (sorted(found), len(found)) == (sorted(wanted), len(wanted)) if isinstance(found, list) else found == wanted


def test_every_writer_is_tried():
    assert set(names("writers")) <= set(CARRIED)


@pytest.mark.parametrize("name", names("writers"))
def test_a_writer_carries_hostile_texts(name):
    corpus = hostile(list(OURS.values()))
    assert corpus.n_comments == len(OURS)
    check(name, corpus)


@pytest.mark.parametrize("name", names("writers"))
def test_a_writer_carries_what_annotators_made(name):
    check(name, Corpus.of(list(ferry())))


@pytest.mark.parametrize("name", names("writers"))
def test_a_writer_carries_a_corpus_in_parts(name):
    corpus = hostile(list(OURS.values())[:20])
    check(name, corpus, [Corpus.of(thread) for thread in corpus])


@pytest.mark.parametrize("name", names("writers"))
def test_a_writer_that_is_interrupted_leaves_nothing(name, tmp_path, monkeypatch):
    unseen = []
    monkeypatch.setattr(sys, "unraisablehook", unseen.append)

    def parts():
        yield from_parents([-1, 0])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(parts(), tmp_path / "out", to=name)
    gc.collect()
    assert not list(tmp_path.iterdir())
    assert not unseen


@pytest.mark.parametrize("name", names("writers"))
def test_a_writer_takes_what_has_no_comments(name):
    for corpus in (Corpus.of([]), from_parents([], offsets=[0, 0, 0])):
        check(name, corpus)
    assert files(load("writers", name)(), []) is not None


@pytest.mark.parametrize("name", names("writers"))
def test_a_writer_takes_a_deep_chain(name):
    check(name, from_parents(range(-1, 2_999)))


@pytest.mark.parametrize("name", names("writers"))
@pytest.mark.parametrize(
    "collection",
    [
        "naughty-strings/blns.json",
        "csv-injection/Intruder/csv-payload.txt",
        "xss-payload-list/Intruder/xss-payload-list.txt",
    ],
)
def test_a_writer_carries_the_public_collections(name, collection):
    content = shared(f"data/adversarial/{collection}").read_text(encoding="utf-8", errors="surrogateescape")
    payloads = json.loads(content) if collection.endswith(".json") else content.split("\n")
    check(name, hostile(payloads))


def test_every_ending_calls_for_one_writer():
    for name in names("writers"):
        suffix = load("writers", name).suffix
        assert not suffix or writer_for(f"Page.V2{suffix.upper()}", None).name == name
