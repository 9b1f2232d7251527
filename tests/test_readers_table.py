"""Any table: dialects, heads, guesses by name and content, dates, ruined ids, and what the user says instead."""

from __future__ import annotations

import contextlib
import json
import time

import pytest

from discourse.errors import BrokenInput, DiscourseError, InvalidParameter, UnknownName
from discourse.readers.base import Source
from discourse.readers.table import Table
from discourse.reading import read, read_corpus
from discourse.sources import choose_reader
from tests.shared import shared

ROWS = [
    ("c1001", "Ann", "", "2019-05-13 10:00:00", "The ferry is back, and high time."),
    ("c1002", "Bob", "c1001", "2019-05-13 10:05:00", "It is dear;\nnobody can pay that."),
    ("c1003", "Cy", "c1002", "2019-05-13 11:00:00", 'They call it "fair".'),
    ("c1004", "Di", "", "2019-05-14 09:00:00", "My neighbour saw | the boat\tthis morning."),
]


NAMES = "comment_id user reply_to created_at body".split()


def table(rows=ROWS, head=NAMES, sign=",", quote=True) -> bytes:
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if quote and set(text) & {sign, '"', "\n"} else text

    lines = [sign.join(cell(text) for text in row) for row in [tuple(head), *rows]]
    return "\r\n".join(lines).encode() + b"\r\n"


def lines_of(rows=ROWS, names=NAMES) -> bytes:
    return b"".join(json.dumps(dict(zip(names, row, strict=True))).encode() + b"\n" for row in rows)


def account(content, **how):
    return read(content, format="table", **how).report


FORMS = {
    "commas": table(),
    "semicolons": table(sign=";"),
    "tabs": table(sign="\t"),
    "bars": table(sign="|"),
    "a mark": b"\xef\xbb\xbf" + table(),
    "UTF-16": b"\xff\xfe" + table().decode().encode("utf-16-le"),
    "sep=": b"sep=;\r\n" + table(sign=";"),
    "old line ends": table().replace(b";\nno", b"; no").replace(b"\r\n", b"\r"),
    "JSON Lines": lines_of(),
    "a JSON list": b"[" + b",\n".join(lines_of().splitlines()) + b"]",
    "a list in an object": b'{"n": 4, "comments": [' + b",".join(lines_of().splitlines()) + b"]}",
}  # fmt: skip


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_every_form_gives_the_same_tree(content):
    thread = read(content)
    assert thread.report.format == "table"
    assert [(one.id, one.author, one.depth) for one in thread] == [
        ("c1001", "Ann", 1), ("c1002", "Bob", 2), ("c1003", "Cy", 3), ("c1004", "Di", 1),
    ]  # fmt: skip
    assert thread[2].text == 'They call it "fair".'
    assert thread[1].text.startswith("It is dear;")
    assert thread[0]["created"].isoformat() == "2019-05-13T10:00:00+00:00"
    assert thread.report.counts() == {}
    assert any("parent_id from 'reply_to' (2 of 2 are ids of this table)" in note for note in thread.report.notes)


HEADS = [
    "id autor antwort_auf datum kommentar",
    "commentId userName parentId publishedAt textOriginal",
    "ID_Post ID_User ID_Parent_Post CreatedAt Body",
    "cid pseudo reponse_a date commentaire",
    "id usuario respuesta_a fecha comentario",
    "nr who answers when said",
    "comment_ID comment_author comment_parent comment_date_gmt comment_content",
    "id screen_name in_reply_to_status_id_str created_at full_text",
]


@pytest.mark.parametrize("head", HEADS)
def test_columns_of_many_names_are_found(head):
    thread = read(table(head=head.split()), format="table")
    assert [one.depth for one in thread] == [1, 2, 3, 1]
    assert thread.n_authors == (0 if head.startswith("nr") else 4)
    assert thread.column("created").null_count == 0


def test_what_the_user_says_goes_before_the_guess():
    head = ["comment_id", "user", "reply_to", "created_at", "body", "title"]
    rows = [(*row, f"Title {number}") for number, row in enumerate(ROWS)]
    reader = Table(columns={"text": "title", "parent_id": None})
    rows_read = list(reader.read(Source("x.csv", data=table(rows, head))))
    assert rows_read[0].columns["text"].to_pylist()[0] == "Title 0"
    assert "parent_id" not in rows_read[0].columns
    with pytest.raises(UnknownName, match="did you mean 'body'"):
        list(Table(columns={"text": "boddy"}).read(Source("x.csv", data=table())))
    with pytest.raises(UnknownName, match="did you mean 'text'"):
        list(Table(columns={"texts": "body"}).read(Source("x.csv", data=table())))
    with pytest.raises(InvalidParameter, match="comments have texts"):
        list(Table(columns={"text": None}).read(Source("x.csv", data=table())))


def test_a_head_that_is_missing_is_an_error():
    headless = table().split(b"\r\n", 1)[1]
    with pytest.raises(BrokenInput, match=r"no head: its first row is data .*c1001"):
        read(headless, format="table")


def test_a_table_without_texts_says_which_columns_it_has():
    with pytest.raises(BrokenInput, match=r"holds texts; it has 'a', 'b'.*--column text=NAME"):
        read(b"a,b\n1,2\n3,4\n", format="table")


def test_rows_of_another_width_are_named():
    content = b"id,user,body,likes\n1,ann,Well done.,3\n2,bob,No, never,4\n3,cy,Why?\n4\n5,di,Late.,1,,\n"
    report = account(content)
    assert report.dropped == (
        ("line 3", "5 cells in a table of 4 columns"),
        ("line 5", "1 cells in a table of 4 columns"),
    )
    assert report.counts() == {"rows that are shorter than the head": 1}
    with pytest.raises(BrokenInput, match="line 3: 5 cells"):
        read_corpus(content, format="table", strict=True)


def test_a_quotation_mark_that_never_closes_costs_its_line_only():
    content = b'id,user,body\n1,ann,Well done.\n2,bob,"Never, ever\n3,cy,Why?\n4,di,Late.\n'
    thread = read(content, format="table")
    assert [one.id for one in thread] == ["1", "3", "4"]
    assert thread.report.dropped == (("line 3", "a quotation mark opens and never closes"),)


def test_two_columns_of_one_name_are_told_apart():
    report = account(b"id,body,body,body\n1,Well done.,x,\n2,Oh no.,y,\n")
    assert "two columns are called 'body': the later is 'body (2)' here" in report.notes


def test_dates_that_are_none_are_one_defect():
    rows = [(str(number), "ann", "", "soon" if number % 2 else "2019-05-13", "Well done.") for number in range(5000)]
    report = account(table(rows))
    assert report.counts() == {"created is no time": 1}
    assert report.defects[0].where == "column 'created_at'"
    assert report.defects[0].repair.startswith("2500 values taken as missing; the first: line 3 ('soon'), line 5")


@pytest.mark.parametrize(("dates", "month"), [(("03/04/2017", "25/04/2017"), 4), (("03/04/2017", "04/25/2017"), 3)])
def test_the_whole_column_tells_the_order_of_day_and_month(dates, month):
    rows = [(str(number), "ann", "", dates[number], f"Well done {number}.") for number in range(2)]
    assert read(table(rows), format="table")[0]["created"].month == month


def test_an_order_of_day_and_month_that_stays_open_is_no_time():
    rows = [(str(number), "ann", "", f"0{number + 1}/04/2017", f"Well done {number}.") for number in range(3)]
    thread = read(table(rows), format="table")
    assert thread.column("created").null_count == 3
    assert thread.report.counts() == {"dates that could be day first or month first": 1}
    assert thread[0]["created_text"] == "01/04/2017"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("1557741600", "2019-05-13T10:00:00+00:00"),
        ("1557741600123", "2019-05-13T10:00:00.123000+00:00"),
        ("Mon May 13 10:00:00 +0000 2019", "2019-05-13T10:00:00+00:00"),
        ("2019-05-13T12:00:00+02:00", "2019-05-13T10:00:00+00:00"),
        ("May 13, 2019 at 10:00 am", "2019-05-13T10:00:00+00:00"),
        ("13.05.2019 10:00", "2019-05-13T10:00:00+00:00"),
    ],
)
def test_times_of_many_forms(written, iso):
    rows = [(row[0], row[1], row[2], written, row[4]) for row in ROWS]
    assert read(table(rows), format="table")[0]["created"].isoformat() == iso


def test_ids_that_a_spreadsheet_ruined_are_named():
    rows = [(f"1.23{number}E+17", "ann", "", "2019-05-13", f"Well {number} done.") for number in range(3)]
    report = account(table(rows))
    (kind,) = report.counts()
    assert kind.startswith("numbers that lost their last digits")
    assert "3 values kept as it is; the first: line 2 ('1.230E+17')" in report.defects[0].repair


def test_ids_beyond_64_bits_and_with_decimals():
    big = 12345678901234567890123
    content = json.dumps(
        [{"id": big, "body": "Well done."}, {"id": big + 1, "body": "No way.", "reply_to": big}]
    ).encode()
    assert [one.id for one in read(content)] == [str(big), str(big + 1)]
    floats = b"id,parent_id,body\n7,,Well done.\n8,7.0,Oh no.\n"
    assert [one.depth for one in read(floats, format="table")] == [1, 2]


def test_parents_with_prefixes_and_the_thread_as_parent():
    content = b"id,link_id,parent_id,body\na,t3_x,t3_x,Well done.\nb,t3_x,t1_a,Oh no.\nc,t3_y,t3_y,Why not?\n"
    corpus = read_corpus(content, format="table")
    assert corpus.ids == ("x", "y")
    assert corpus.parents.tolist() == [-1, 0, -1]
    zero = b"id,parent,body\n1,0,Well done.\n2,1,Oh no.\n"
    assert read(zero, format="table").report.counts() == {}


def test_names_of_authors_are_no_parents():
    content = b"id,user,reply_to,body\n1,ann,,Well done.\n2,bob,ann,Oh no.\n3,cy,@bob,Why not?\n"
    report = account(content)
    assert "'reply_to' names authors, not comments, and is not taken for the parent" in report.notes


def test_a_thread_that_tears_replies_apart_is_none():
    content = b"id,thread_id,parent_id,body\n" + b"".join(
        f"{n},{n // 2},{n - 1 if n % 2 == 0 and n else ''},Well done {n}.\n".encode() for n in range(8)
    )
    corpus = read_corpus(content, format="table")
    assert len(corpus) == 1
    assert any("is not taken for the thread" in note for note in corpus.reports[0].notes)


def test_newest_first_is_turned_round():
    thread = read(table(ROWS[::-1]), format="table")
    assert [one.id for one in thread] == ["c1001", "c1002", "c1003", "c1004"]
    assert "most replies stand before what they answer: the rows were taken in reverse order" in thread.report.notes


def test_votes_titles_addresses_and_what_was_deleted():
    head = ["article_id", "article_title", "id", "body", "upvotes", "downvotes", "permalink", "author"]
    rows = [
        ("9", "The ferry is back", "1", "Well done.", "1,204", "4", "https://x.example/1", "ann"),
        ("9", "The ferry is back", "2", "[removed]", "", "", "", "[deleted]"),
    ]
    thread = read(table(rows, head), format="table")
    assert thread.article.title == "The ferry is back"
    assert (thread[0]["score"], thread[0]["url"]) == (1200.0, "https://x.example/1")
    assert (thread[1]["deleted"], thread[1].author, thread[1]["score"]) == (True, None, None)


def test_markup_in_texts_is_read_as_such():
    thread = read(b"id,body\n1,<p>Fish &amp; chips</p>\n2,<p>No.</p>\n", format="table")
    assert thread.texts == ["Fish & chips", "No."]


def test_rows_that_stand_twice_are_one_comment():
    content = b"id,article_id,label,body\n1,9,a,Well done.\n1,9,b,Well done.\n2,9,a,Oh no.\n2,9,b,Oh no.\n"
    thread = read(content, format="table")
    assert (len(thread), thread.report.found, thread.report.kept) == (2, 4, 2)


def test_windows_encodings_are_recognised_wherever_they_begin():
    rows = [(str(n), "ann", "", "2019-05-13", "Well done, again and again and again.") for n in range(40_000)]
    rows.append(("x", "jörg", "", "2019-05-13", "Die Fähre über den Fluß ist zurück."))
    thread = read(table(rows).decode().encode("cp1252"), format="table")
    assert thread[-1].text == "Die Fähre über den Fluß ist zurück."
    assert thread.report.counts() == {"encoding": 1}


def test_what_is_decided_in_the_first_batch_holds_for_all(monkeypatch):
    monkeypatch.setattr("discourse.readers.table.BATCH", 2)
    rows = [(row[0], row[1], row[2], f"{25 if n == 0 else n}/04/2017", row[4]) for n, row in enumerate(ROWS)]
    thread = read(table(rows), format="table")
    assert [one.depth for one in thread] == [1, 2, 3, 1]
    assert [one["created"].day for one in thread] == [25, 1, 2, 3]


def test_lines_of_json_that_are_broken_are_named():
    content = lines_of() + b'{"comment_id": "c1\n[1]\n'
    assert [where for where, _ in read(content, format="table").report.dropped] == ["line 5", "line 6"]
    with pytest.raises(BrokenInput, match="line 5"):
        read(content, format="table", strict=True)


def test_a_table_of_no_rows_is_a_thread_of_no_comments():
    assert read_corpus(b"id,parent_id,author,body\n", format="table").n_comments == 0


PROSE = [
    "Dear all,\n\nthe ferry is back, and we are glad.\nSee you, Ann\n",
    "The ferry is back\n\n  • Ann\n\n    Good, I say.\n\n  • Bob\n\n    No, it is dear.\n",
    "<html><body>a,b,c</body></html>",
    "",
    "\x00\x01\x02,;",
    '{"id": 1}',
    "[[1, 2], [3, 4]]",
    "a,b",
]


@pytest.mark.parametrize("text", PROSE)
def test_what_is_no_table_is_left_to_others(text):
    assert Table().sniff(text.encode(), "x.txt") < 0.4


@pytest.mark.parametrize(
    "content",
    [
        b'id,body\n1,"' + b"x\n" * 300_000,
        b"id,body\n" + b'1,"a\n' * 100_000,
        b"id,body\n" + b'1,"""a""\n' * 100_000,
        b"," * 1_000_000,
        b"id,body\n" + b"1," * 500_000,
        b'{"a": ' * 100_000,
        b"[" * 200_000,
        b"\xff\xfe" + b"\x00\xd8" * 100_000,
        b"id,body\n" + b"\xff" * 500_000,
        ("date,body\n" + "1 1 1 1 1 1,well done it is\n" * 20_000).encode(),
    ],
)  # fmt: skip
def test_hostile_tables_end_soon_with_an_error_of_ours_or_none(content):
    begin = time.process_time()
    with contextlib.suppress(DiscourseError):
        read_corpus(content, format="table")
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("name", "n_comments"), [("million_post/posts_labeled.csv.xz", 11_773), ("rumoureval2019/dev.ndjson.gz", 1_491)]
)
def test_real_tables(name, n_comments):
    path = shared(f"data/{name}")
    reader, _ = choose_reader(Source(str(path), path=path), None)
    assert reader.name == "table"
    corpus = read_corpus(path)
    assert corpus.n_comments == n_comments
    assert (corpus.parents >= 0).any()


NESTED = [
    {"id": 1, "text": "Too dear.", "user": "Ada", "tags": ["toll"], "answers": [
        {"id": 2, "text": "Why?", "user": "Ben", "answers": [{"id": 3, "text": "The bridge.", "user": "Ada"}]},
    ]},
    {"id": 4, "text": "Walk.", "user": "Cem", "spans": [{"type": "bold", "text": "Walk"}]},
]  # fmt: skip


@pytest.mark.parametrize("form", ["list", "lines", "within an object"])
def test_replies_within_comments_are_comments(form):
    listed = json.dumps(NESTED if form == "list" else {"page": "x", "comments": NESTED})
    content = "\n".join(map(json.dumps, NESTED)) if form == "lines" else listed
    thread = read(content.encode(), format="table")
    assert [(comment.id, comment.author, comment.depth) for comment in thread] == [
        ("1", "Ada", 1), ("2", "Ben", 2), ("3", "Ada", 3), ("4", "Cem", 1),
    ]  # fmt: skip
    assert "replies stand within the comments that they answer" in thread.report.notes


def test_replies_without_ids_get_some_and_a_comment_alone_is_one():
    alone = {"user": "Ada", "text": "Too dear.", "children": [{"user": "Ben", "text": "Why?"}]}
    thread = read(json.dumps(alone).encode(), format="table")
    assert [(comment.author, comment.depth) for comment in thread] == [("Ada", 1), ("Ben", 2)]


def test_replies_20_000_deep_are_read():
    deep = "".join(f'{{"id": {n}, "text": "t", "user": "a", "replies": [' for n in range(20_000)) + "]}" * 20_000
    assert int(read(deep.encode(), format="table").values("depth").max()) == 20_000
