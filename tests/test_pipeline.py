"""From a source to an annotated corpus: sources of every kind, wrong ones, and the order of annotators."""

import bz2
import gzip
import hashlib
import io
import lzma
import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from discourse.codebook import Codebook, Topic
from discourse.corpus import Corpus
from discourse.errors import (
    AmbiguousFormat,
    BinaryInput,
    EmptyInput,
    InputError,
    InvalidParameter,
    MissingColumn,
    MissingInput,
    UnknownFormat,
    UnknownName,
)
from discourse.pipeline import Pipeline, annotate, parameters
from discourse.reading import read, read_corpus
from tests.shared import ROOT
from tests.threads import thread_of

FERRY = ROOT / "threads/al-qaim/page.txt"

PAGE = """The ferry is back

It sailed on May 2.

  • Ann

    Good.

    • Bob

      At last.

  • Cy

    Too dear.
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "ferry.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_path_text_bytes_and_stream_give_the_same_thread(page):
    frames = [
        read(source, thread_id="ferry").to_frame()
        for source in (page, str(page), PAGE, PAGE.encode(), io.BytesIO(PAGE.encode()))
    ]
    assert all(frame.equals(frames[0]) for frame in frames)
    assert len(frames[0]) == 3


def test_a_thread_is_named_by_its_file_or_its_folder(tmp_path, page):
    (tmp_path / "Night Boat").mkdir()
    (tmp_path / "Night Boat" / "page.txt").write_text(PAGE, encoding="utf-8")
    assert read(page).id == "ferry"
    assert read(tmp_path / "Night Boat" / "page.txt").id == "night-boat"


def test_the_report_names_source_reader_reason_and_hash(page):
    report = read(page).report
    assert (report.source, report.format, report.found, report.kept) == ("ferry.txt", "plain", 3, 3)
    assert report.why
    assert len(report.sha256) == 64


def test_folders_and_patterns(tmp_path, page):
    (tmp_path / "second.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "Makefile").write_text("all:\n\techo\n", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert read_corpus(tmp_path).ids == read_corpus(str(tmp_path / "*.txt")).ids == ("ferry", "second")
    assert read_corpus([page, page]).ids == ("ferry", "ferry-2")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyInput),
        (b" \n\t ", EmptyInput),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), BinaryInput),
        (b"%PDF-1.7 ...", BinaryInput),
        (bytes(range(32)) * 100, BinaryInput),
    ],
)
def test_what_is_no_page_is_one_clear_error(tmp_path, content, error):
    path = tmp_path / "given.txt"
    path.write_bytes(content)
    with pytest.raises(error, match=r"given\.txt"):
        read(path)


def test_missing_files_name_the_nearest(page):
    with pytest.raises(MissingInput, match=r"did you mean .*ferry\.txt"):
        read(page.with_name("fery.txt"))
    with pytest.raises(MissingInput, match="no such file"):
        read(page.parent / "nowhere" / "x.txt")
    with pytest.raises(MissingInput, match="no file matches"):
        read_corpus(str(page.parent / "*.html"))


def test_folders_without_anything_readable(tmp_path):
    with pytest.raises(MissingInput, match="folder"):
        read(tmp_path)
    with pytest.raises(MissingInput, match="none of the 0 files"):
        read_corpus(tmp_path)
    (tmp_path / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(MissingInput, match="none of the 1 files"):
        read_corpus(tmp_path)


def test_unreadable_files(page, monkeypatch):
    def refuse(self, *how):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="Permission denied"):
        read(page)


def test_formats_that_do_not_exist_or_do_not_fit(page):
    with pytest.raises(UnknownName, match="did you mean 'plain'"):
        read(page, format="plein")
    with pytest.raises(UnknownFormat, match="no reader recognises"):
        read(b'{"kind": "unheard of"}')


def test_two_readers_that_believe_alike_are_an_error(page, monkeypatch):
    from discourse.readers.jsonl import Jsonl
    from discourse.readers.plain import Plain

    monkeypatch.setattr(Plain, "sniff", lambda self, head, name: 0.5)
    monkeypatch.setattr(Jsonl, "sniff", lambda self, head, name: 0.5)
    with pytest.raises(AmbiguousFormat, match="jsonl and plain"):
        read(page)


def test_many_threads_in_one_source_need_read_corpus():
    lines = b'{"thread_id": "a", "text": "x"}\n{"thread_id": "b", "text": "y"}\n'
    with pytest.raises(InputError, match="read_corpus"):
        read(lines)
    assert read_corpus(lines).ids == ("a", "b")


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ('"score": "many"', "score"),
        ('"deleted": "false"', "deleted"),
        ('"author": 7', "author"),
        ('"line": 99999999999', "line"),
        ('"stance_toll": "love"', "stance_toll"),
        ('"sentiment": 7', "sentiment"),
        ('"id": true', "id"),
    ],
)
def test_a_value_of_the_wrong_kind_costs_the_value_and_not_the_comment(field, kind):
    thread = read(('{"id": "a", "text": "x"}\n{"id": "b", "text": "y", ' + field + "}\n").encode())
    assert thread.texts == ["x", "y"]
    assert thread.report.counts() == {f"{kind} of the wrong kind": 1}
    assert thread.report.defects[0].where == "line 2"


def test_records_in_one_second_keep_the_order_of_their_lines():
    lines = "".join(f'{{"id": "{number}", "text": "x", "created": "2020-01-01"}}\n' for number in range(1, 13))
    assert [comment.id for comment in read(lines.encode())] == [str(number) for number in range(1, 13)]


def test_a_lone_surrogate_in_a_record_is_replaced_and_counted():
    thread = read(b'{"id": "a", "text": "x"}\n{"id": "b", "text": "a\\ud83d b"}\n')
    assert thread.texts == ["x", "a\ufffd b"]
    assert thread.report.counts() == {"lone surrogate": 1}


@pytest.mark.parametrize("first", ['{"id": "a", "text": null, "deleted": true}', '{"id": "a", "body": "x"}'])
def test_records_are_known_by_more_than_their_first_line(first):
    assert read(f'{first}\n{{"id": "b", "text": "y"}}\n'.encode()).texts[-1] == "y"


def test_a_first_record_longer_than_the_head_is_known():
    assert len(read(b'{"id": "a", "text": "' + b"x" * 70_000 + b'"}\n')) == 1


@pytest.mark.parametrize("broken", [b"\xff", b"\xe2", b"caf\xe9"])
def test_a_broken_byte_costs_one_character(broken):
    thread = read(PAGE.encode().replace(b"Good.", b"Good. " + broken))
    assert len(thread) == 3
    assert thread.texts[0].endswith("\ufffd")
    assert thread.report.counts() == {"encoding": 1}


def test_western_bytes_are_read_as_such():
    assert "caf\u00e9" in read(PAGE.replace("Good.", "caf\u00e9").replace("\u2022", "*").encode("cp1252")).texts


def test_a_page_may_begin_with_letters_that_programs_begin_with():
    assert len(read("MZ Halle\n\n" + PAGE)) == 3
    with pytest.raises(BinaryInput, match="a program"):
        read(b"MZ\x90\x00\x03" + bytes(50))


def test_names_that_are_taken_are_counted_on(page):
    second = page.with_name("ferry-2.txt")
    second.write_text(PAGE, encoding="utf-8")
    assert read_corpus([page, page, second, page]).ids == ("ferry", "ferry-3", "ferry-2", "ferry-4")


@pytest.mark.parametrize("name", ["x" * 5_000, "a\0b"])
def test_a_path_that_no_system_takes_is_a_missing_file(name):
    for door in (read, read_corpus):
        with pytest.raises(MissingInput, match="no such file"):
            door(name)


def test_what_is_no_regular_file_is_refused_before_it_can_hang(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs named pipes")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MissingInput, match="not a regular file"):
        read(tmp_path / "pipe")


def test_what_a_folder_leaves_out_is_named(tmp_path, page):
    (tmp_path / "README.md").write_text("About these pages.", encoding="utf-8")
    (tmp_path / "odd.json").write_text("[[1, 2], [3]]", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "notes.md").write_text(PAGE, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert corpus.ids == ("ferry", "notes")
    left_out = [note for note in corpus.reports[0].notes if note.startswith("not read")]
    assert [note.split()[2] for note in left_out] == ["README.md", "odd.json", "picture.png"]
    assert left_out[1] == "not read: odd.json (no reader recognises it)"


def test_the_year_given_stands_in_the_provenance(page):
    steps = [
        annotate(read(page), annotators=["claims"], year=year).steps[0].parameters["year"] for year in (1931, 1932)
    ]
    assert steps == [1931, 1932]


def test_an_annotator_that_was_named_and_has_nothing_to_do_says_so(page):
    with pytest.raises(InvalidParameter, match="topics has nothing to do"):
        annotate(read(page), annotators=["topics"])


def test_a_column_may_be_required_by_its_own_name():
    @dataclass(frozen=True)
    class Exact(Late):
        requires: ClassVar[tuple[str, ...]] = ("topic_price",)

    assert annotate(thread_of([("Ann", -1, "x")], topic_price=[1.0]), annotators=[Exact()]).has("sentiment")


def test_nul_in_a_page_is_replaced_and_counted():
    report = read(PAGE.replace("Good.", "Go\x00od.")).report
    assert report.counts() == {"NUL": 1}
    assert "Go\ufffdod." in read(PAGE.replace("Good.", "Go\x00od.")).texts
    assert read(PAGE.replace("Good.", "Go\ud800od.")).report.counts() == {"lone surrogate": 1}


def test_a_page_without_comments_is_an_empty_thread():
    thread = read("A title\n\nA paragraph of the article and nothing else.\n")
    assert len(thread) == 0
    assert thread.article.text
    assert thread.report.found == 0


PRICE = Codebook(topics=(Topic("price", ("fare",), "Price"),), sha256="abc")


@dataclass(frozen=True)
class Late:
    """Requires what Early assigns."""

    name: ClassVar[str] = "late"
    requires: ClassVar[tuple[str, ...]] = ("topic_<x>",)
    assigns: ClassVar[tuple[str, ...]] = ("sentiment",)
    weight: float = 0.5

    @classmethod
    def from_codebook(cls, codebook):
        return cls()

    def annotate(self, corpus):
        return {"sentiment": corpus.values("topic_price") * self.weight}


@dataclass(frozen=True)
class Early:
    """Assigns a topic."""

    name: ClassVar[str] = "early"
    requires: ClassVar[tuple[str, ...]] = ()
    assigns: ClassVar[tuple[str, ...]] = ("topic_<x>",)
    codebook: Codebook = PRICE

    @classmethod
    def from_codebook(cls, codebook):
        return cls(codebook)

    def annotate(self, corpus):
        return {"topic_price": [1.0] * corpus.n_comments}


def test_annotators_run_after_what_they_require():
    done = annotate(thread_of([("Ann", -1, "x")]), annotators=[Late(), Early()])
    assert done[0]["sentiment"] == 0.5
    assert [step.name for step in done.steps] == ["early", "late"]
    assert done.steps[1].parameters == {"weight": 0.5}
    assert done.steps[1].assigns == ("sentiment",)


def test_what_nothing_assigns_is_said_before_anything_runs():
    with pytest.raises(MissingColumn, match=r"late requires topic_<x>"):
        annotate(thread_of([("Ann", -1, "x")]), annotators=[Late()])


def test_hand_codes_serve_as_well_as_an_annotator():
    thread = thread_of([("Ann", -1, "x")], topic_price=[0.4])
    assert annotate(thread, annotators=[Late()])[0]["sentiment"] == pytest.approx(0.2)


def test_a_codebook_is_named_by_its_hash_in_the_provenance():
    assert parameters(Early()) == {"codebook": {"name": "", "sha256": "abc"}}


def test_a_corpus_comes_back_as_a_corpus():
    corpus = Corpus.of([thread_of([("Ann", -1, "x")], id="a"), thread_of([], id="b")])
    done = Pipeline((Early(),)).run(corpus)
    assert done.ids == ("a", "b")
    assert done[0][0].topics == ["price"]


def test_unknown_annotators_name_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'stance'"):
        annotate(thread_of([]), annotators=["stanc"])


# Compressed pages


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_page_is_read_like_the_page(pack, tmp_path):
    packed = tmp_path / "ferry.txt.gz"
    packed.write_bytes(pack(FERRY.read_bytes()))
    thread, plain = read(packed), read(FERRY)
    assert thread.id == "ferry"
    assert thread.to_frame().drop(columns="thread_id").equals(plain.to_frame().drop(columns="thread_id"))
    assert thread.report.sha256 == hashlib.sha256(packed.read_bytes()).hexdigest()


def test_a_compressed_page_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path):
    more = "".join(f"\n  • Name {n}\n\n    A text of its own, number {n * 7919 % 1009}.\n" for n in range(900))
    packed = gzip.compress((FERRY.read_text(encoding="utf-8") + more).encode())
    thread = read(packed[: len(packed) // 2])
    assert 10 <= len(thread) < 910
    assert [defect.kind for defect in thread.report.defects] == ["damaged compression"]


def test_a_bomb_is_refused_and_the_cap_can_be_raised(monkeypatch):
    monkeypatch.setattr("discourse.unpacking.FREE", 10_000)
    bomb = gzip.compress(b"The ferry is back.\n" + b" " * 5_000_000)
    with pytest.raises(InputError, match="--max-ratio"):
        read(bomb)
    assert len(read(bomb, max_ratio=10_000, format="plain")) == 0
