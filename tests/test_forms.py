"""Every format by the same conversation: one reader takes it, and its authors, texts and tree come out."""

import pytest

from discourse.reading import read_corpus
from discourse.registry import load, names
from discourse.sources import choose_reader, open_source
from tests.forms import AUTHORS, FORMS, NO_NAMES, PARENTS, TEXTS

READERS = {"csv": "table", "tsv": "table", "table": "table"}


def reader_of(form):
    first = form.split()[0]
    return READERS.get(first, first)


@pytest.mark.parametrize("form", FORMS)
def test_one_reader_takes_it(form):
    beliefs = {name: load("readers", name)().sniff(FORMS[form], "a") for name in names("readers")}
    first, second = sorted(beliefs, key=beliefs.get, reverse=True)[:2]
    assert first == reader_of(form), beliefs
    assert beliefs[first] > beliefs[second]
    assert choose_reader(open_source(FORMS[form]), None)[0].name == first


@pytest.mark.parametrize("form", FORMS)
def test_the_conversation_comes_out(form):
    corpus = read_corpus(FORMS[form])
    comments = [comment for thread in corpus for comment in thread]
    # Imageboards show the reference that makes the parent as part of the text.
    assert [comment.text.removeprefix(">>301\n") for comment in comments] == list(TEXTS)
    parents = [comment.parent and comments.index(comment.parent) for comment in comments]
    assert parents == list(PARENTS)
    if form not in NO_NAMES:
        assert [comment.author for comment in comments] == list(AUTHORS)
    assert corpus.reports[0].found == corpus.reports[0].kept == 3
    assert not corpus.reports[0].defects


@pytest.mark.parametrize("form", [form for form in FORMS if not form.startswith(("csv", "tsv", "kialo"))])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_give_the_same(form, encoding):
    text = FORMS[form].decode().replace('encoding="utf-8"', f'encoding="{encoding[:6].upper()}"')
    corpus = read_corpus(text.replace('encoding="UTF-8"', "").encode(encoding))
    assert corpus.equals(read_corpus(FORMS[form]))
