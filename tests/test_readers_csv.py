"""CSV of our own: what spreadsheets do to it, what is broken, and apostrophes that were not ours."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discourse.assemble import assemble
from discourse.corpus import Corpus
from discourse.delimited import Dialect, dialect_of, read_rows
from discourse.errors import InputError, OutputError
from discourse.frames import to_frame
from discourse.reading import read
from discourse.rows import Rows
from discourse.writing import write
from tests.shared import shared
from tests.threads import thread_of

ROWS = [("Ann", -1, "=1+1"), (None, 0, "'tis\nso, or so"), ("", -1, "")]


def written(corpus, **how) -> bytes:
    out = io.BytesIO()
    write(corpus, out, to="csv", **how)
    return out.getvalue()


def test_no_cell_is_a_formula_and_all_come_back():
    content = written(thread_of(ROWS))
    cells = [cell for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    again = read(content)
    assert again.texts == [text for _, _, text in ROWS]
    assert again.strings("author") == ["Ann", None, ""]
    assert "apostrophes that keep spreadsheets from formulas were taken off 3 cells" in again.report.notes


def test_the_payloads_of_the_public_list_come_back_and_none_goes_out_as_a_formula():
    lines = []
    for path in sorted(shared("data/adversarial/csv-injection/Intruder").rglob("*")):
        if path.is_file():
            lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
    corpus = assemble(Rows({"text": lines, "author": lines}))
    content = written(corpus)
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    assert not any(row["text"].startswith(("=", "+", "-", "@")) for row in rows)
    assert read(content).texts == corpus.texts


def test_what_a_spreadsheet_saved_again_is_read():
    content = written(thread_of(ROWS)).decode()
    rows = list(csv.reader(io.StringIO(content, newline="")))
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(
        [["WAHR" if cell == "true" else "FALSCH" if cell == "false" else cell for cell in row] for row in rows]
    )
    again = read(b"\xef\xbb\xbf" + out.getvalue().encode())
    assert again.report.format == "csv"
    assert (
        again.to_frame().drop(columns="thread_id").equals(read(content.encode()).to_frame().drop(columns="thread_id"))
    )


def test_apostrophes_that_were_in_the_texts_stay():
    frame = to_frame(thread_of([("Ann", -1, "'tis so"), ("@bo", 0, "'quoted'")]))
    again = read(frame.to_csv(index=False).encode())
    assert again.report.format == "csv"
    assert again.texts == ["'tis so", "'quoted'"]
    assert again.strings("author") == ["Ann", "@bo"]
    assert read(written(thread_of([("Ann", -1, "'tis so")]), safe=False)).texts == ["'tis so"]


def test_broken_rows_and_cells_are_named():
    head = written(thread_of([])).decode().strip()
    n = head.count(",") + 1
    good = written(thread_of([("Ann", -1, "Well.")])).decode().splitlines()[1]
    bad = good.replace("false", "perhaps")
    content = "\n".join([head, good, "a,b", bad.replace("ferry,1", "ferry,2"), good.replace("Well.", '"Well')])
    thread = read(content.encode())
    assert thread.report.dropped == (
        ("line 3", f"2 cells in a table of {n} columns"),
        ("line 5", "a quotation mark opens and never closes"),
    )
    assert thread.report.counts() == {"deleted of the wrong kind": 1}
    with pytest.raises(InputError, match="line 3"):
        read(content.encode(), strict=True)


def test_a_table_without_texts_is_refused_when_it_is_asked_for():
    with pytest.raises(InputError, match="--format table"):
        read(b"a,b\n1,2\n", format="csv")


def test_parts_with_other_columns_are_refused():
    plain, more = thread_of(ROWS, id="a"), thread_of(ROWS, id="b", sentiment=[0.1, 0.2, 0.3])
    with pytest.raises(OutputError, match="'sentiment', which the first one lacks"):
        written(iter([Corpus.of([plain]), Corpus.of([more])]))
    assert read(written(Corpus.of([more])), format="csv").values("sentiment").tolist() == [0.1, 0.2, 0.3]


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@settings(max_examples=60)
@given(st.lists(st.lists(cells, min_size=3, max_size=3).filter(any), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_rows_are_read_as_the_csv_module_reads_them(rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    read_back = [row.cells for row in read_rows(io.BytesIO(out.getvalue().encode()), Dialect(delimiter))]
    assert read_back == rows


def test_lines_are_counted_over_quoted_line_feeds():
    content = b'id,text\r\n1,"a\r\nb\r\nc"\r\n\r\n2,d\r\n'
    assert [row.line for row in read_rows(io.BytesIO(content), Dialect())] == [1, 2, 6]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a;b;c\n1,5;2;x, y\n", ";"), ("a,b\n1,x; y\n", ","), ("a\tb\n1\tx, y, z\n", "\t"), ("a|b|c\n1|2|3\n", "|")],
)
def test_dialects_are_told_by_the_rows(text, delimiter):
    assert dialect_of(text)[0].delimiter == delimiter


def test_quotation_marks_that_are_escaped():
    text = 'id,text\n1,"say \\"no\\", or so"\n2,"well"\n'
    dialect, rows = dialect_of(text)
    assert dialect.escape == "\\"
    assert rows[1] == ["1", 'say "no", or so']
