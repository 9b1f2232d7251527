"""What is written in a form of our own comes back as it was: comments in all, articles in those that hold them."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from discourse.assemble import assemble
from discourse.corpus import Corpus
from discourse.frames import to_frame
from discourse.reading import read_corpus
from discourse.registry import load
from discourse.rows import Rows
from discourse.writing import write
from tests.corpora import AWKWARD, corpora
from tests.threads import thread_of

WHOLE = ["parquet", "convokit"]
"""Forms that hold articles, claims, and threads without comments."""


def again(corpus: Corpus, form: str, **parameters: object) -> Corpus:
    """A corpus written and read, the form being found out from the content."""
    if form == "convokit":
        with tempfile.TemporaryDirectory() as folder:
            write(corpus, Path(folder) / "corpus", to=form, **parameters)
            return read_corpus(Path(folder) / "corpus")
    out = io.BytesIO()
    write(corpus, out, to=form, **parameters)
    read = read_corpus(out.getvalue())
    assert read.reports[0].format == form
    return read


def without_silent(corpus: Corpus) -> Corpus:
    """The threads that have comments."""
    return Corpus.of([thread for thread in corpus if len(thread)])


@settings(max_examples=40)
@given(corpora())
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_comments_come_back(form, corpus):
    if corpus.n_comments:
        assert again(corpus, form).equals(without_silent(corpus))


@settings(max_examples=40)
@given(corpora())
@pytest.mark.parametrize("form", WHOLE)
def test_comments_and_articles_come_back(form, corpus):
    read = again(corpus, form)
    assert read.equals(corpus)
    assert read.articles == corpus.articles


@settings(max_examples=40)
@given(corpora())
def test_a_frame_comes_back(corpus):
    if corpus.n_comments:
        read = read_corpus(to_frame(corpus))
        assert read.equals(without_silent(corpus))
        assert read.reports[0].source == "frame"


@pytest.mark.parametrize("form", ["jsonl", "csv", *WHOLE])
def test_awkward_texts_and_names_come_back(form):
    said = [text for text in AWKWARD if "\x00" not in text and "\ud800" not in text]
    columns = {
        "id": [text or None for text in said],
        "thread_id": [text or None for text in said],
        "text": said,
        "author": [None, *said[1:]],
        "role": [*said[:-1], None],
    }
    corpus = assemble(Rows(columns))
    assert again(corpus, form).equals(corpus)


@pytest.mark.parametrize("form", ["jsonl", "csv", *WHOLE])
def test_threads_stay_in_their_order(form):
    corpus = Corpus.of([thread_of([("Ann", -1, "A."), ("Bo", 0, "B.")], id=name) for name in ("z", "10", "9", "a")])
    assert again(corpus, form).ids == ("z", "10", "9", "a")


@pytest.mark.parametrize("form", WHOLE)
def test_threads_without_comments_stay_where_they_are(form):
    empty = [thread_of([], id=name) for name in ("first", "middle", "last")]
    full = [thread_of([("Ann", -1, "A.")], id=name) for name in ("b", "a")]
    corpus = Corpus.of([empty[0], full[0], empty[1], full[1], empty[2]])
    read = again(corpus, form)
    assert read.ids == ("first", "b", "middle", "a", "last")
    assert read.equals(corpus)
    assert [article.title for article in read.articles] == ["The ferry is back"] * 5


@pytest.mark.parametrize("form", WHOLE)
def test_annotations_of_no_comments_come_back(form):
    corpus = Corpus.of([thread_of([], id="quiet")]).assign({"sentiment": [], "sentiment_label": []})
    assert again(corpus, form).equals(corpus)


@pytest.mark.parametrize("form", WHOLE)
def test_a_corpus_of_no_comments_comes_back(form):
    corpus = Corpus.of([thread_of([], id="quiet")])
    assert again(corpus, form).ids == ("quiet",)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "convokit"])
def test_parts_are_written_as_they_come_and_the_same_gives_the_same_bytes(form, tmp_path):
    whole = Corpus.of([thread_of([("Ann", -1, "A."), ("Bo", 0, "B.")], id=str(number)) for number in range(5)])
    parts = [Corpus.of([thread]) for thread in whole]
    places = [tmp_path / f"{name}.{form}" for name in ("whole", "parts", "anew")]
    write(whole, places[0], to=form)
    write(iter(parts), places[1], to=form)
    write(whole, places[2], to=form)
    assert read_corpus(places[1]).equals(whole)
    files = sorted(places[0].iterdir()) if places[0].is_dir() else [places[0]]
    for file in files:
        other = places[2] / file.name if places[0].is_dir() else places[2]
        assert file.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet", "convokit"])
def test_every_form_has_a_writer_and_a_reader_of_one_name(name):
    assert load("writers", name).name == load("readers", name).name == name
