"""The one door: repairs are named, counts are conserved, and the order of the rows does not matter."""

from collections import Counter
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.article import Article, Block
from discourse.assemble import assemble
from discourse.errors import InvalidColumn, UnknownName
from discourse.rows import ReadReport, Rows, Stub
from discourse.tree import validate
from tests.limits import ends

IDS = ["a", "b", "c", "d", "e", "f"]


@st.composite
def messy_rows(draw):
    """Rows with every defect: doubled ids, self-replies, cycles, lost parents, parents of another thread, any order."""
    n = draw(st.integers(0, 10))
    return [
        {
            "thread_id": draw(st.sampled_from(["one", "two"])),
            "id": draw(st.sampled_from([*IDS, None])),
            "parent_id": draw(st.sampled_from([*IDS, "lost", "", None])),
            "author": draw(st.sampled_from(["Ann", "Bob", None])),
            "text": draw(st.sampled_from(["yes", "no"])),
            "line": number + 1,
        }
        for number in range(n)
    ]


def columns_of(rows):
    return {key: [row[key] for row in rows] for key in ("thread_id", "id", "parent_id", "author", "text", "line")}


def obvious(rows, orphans):
    """The rules of the door, one after another, on lists of dicts; slow and plain: {(thread, id): parent id}."""
    threads = {}
    for row in sorted(rows, key=lambda row: row["line"]):
        threads.setdefault(row["thread_id"], []).append(dict(row))
    result, n_dropped = {}, 0
    for name, listed in threads.items():
        given_ids = [row["id"] for row in rows]
        for place, row in enumerate(listed):
            if not row["id"]:
                row["id"] = f"row{place + 1}"
                while row["id"] in given_ids:
                    row["id"] += "_"
        kept, seen = [], {}
        taken = {row["id"] for row in listed}
        for row in listed:
            if row["id"] not in seen:
                seen[row["id"]] = row
            elif (row["author"], row["text"]) == (seen[row["id"]]["author"], seen[row["id"]]["text"]):
                n_dropped += 1
                continue
            else:
                number = 2
                while f"{row['id']}~{number}" in taken:
                    number += 1
                row["id"] = f"{row['id']}~{number}"
                taken.add(row["id"])
            kept.append(row)
        parent = {}
        here = {row["id"] for row in kept}
        ghosts, gone = {}, set()
        for row in kept:
            above = row["parent_id"] or None
            if above == row["id"]:
                above = None
            if above is not None and above not in here:
                if orphans == "promote":
                    above = None
                elif orphans == "ghost":
                    ghosts[above] = None
                else:
                    gone.add(row["id"])
            parent[row["id"]] = above
        parent.update(ghosts)
        changed = True
        while changed:
            changed = False
            for one, above in parent.items():
                if one not in gone and above in gone:
                    gone.add(one)
                    changed = True
        n_dropped += len(gone)
        parent = {one: above for one, above in parent.items() if one not in gone}
        for row in kept:
            one, walked = row["id"], []
            if one not in parent:
                continue
            while one is not None and one not in walked:
                walked.append(one)
                one = parent[one]
            if one == row["id"]:
                parent[row["id"]] = None
        result.update({(name, one): above for one, above in parent.items()})
    return result, n_dropped


def tree_of(corpus):
    return {
        (thread.id, comment.id): comment.parent.id if comment.parent else None
        for thread in corpus
        for comment in thread
    }


@given(messy_rows(), st.sampled_from(["promote", "ghost", "drop"]))
def test_the_door_equals_its_rules_applied_one_by_one(rows, orphans):
    corpus = assemble(Rows(columns_of(rows)), orphans=orphans)
    expected, n_dropped = obvious(rows, orphans)
    assert tree_of(corpus) == expected
    for report in corpus.reports:
        assert report.found == len(rows) == report.kept + len(report.dropped)
        assert len(report.dropped) == n_dropped
    validate(corpus.parents, corpus.offsets)


@given(messy_rows(), st.randoms(use_true_random=False), st.sampled_from(["promote", "ghost", "drop"]))
def test_the_result_does_not_depend_on_row_order(rows, random, orphans):
    shuffled = rows.copy()
    random.shuffle(shuffled)
    first, second = (assemble(Rows(columns_of(order)), orphans=orphans) for order in (rows, shuffled))
    assert first.to_frame().equals(second.to_frame())
    assert first.ids == second.ids
    assert [report.counts() for report in first.reports] == [report.counts() for report in second.reports]


@given(messy_rows(), st.integers(0, 10))
def test_batches_make_no_difference(rows, cut):
    whole = assemble(Rows(columns_of(rows)))
    parts = assemble([Rows(columns_of(rows[:cut])), Rows(columns_of(rows[cut:]))])
    assert whole.to_frame().equals(parts.to_frame())


def in_arrow(columns):
    """The same columns as Arrow holds them."""
    kinds = {"line": pa.int32(), "score": pa.float64(), "deleted": pa.bool_(), "created": pa.timestamp("us", "UTC")}
    return {name: pa.array(values, kinds.get(name, pa.large_string())) for name, values in columns.items()}


@given(messy_rows(), st.integers(0, 10), st.integers(0, 10), st.sampled_from(["promote", "ghost", "drop"]))
def test_arrow_and_lists_in_any_batches_make_no_difference(rows, one, other, orphans):
    whole = assemble(Rows(columns_of(rows)), orphans=orphans)
    first, second = sorted((one, other))
    parts = [columns_of(rows[:first]), columns_of(rows[first:second]), columns_of(rows[second:])]
    for batches in (
        [in_arrow(columns_of(rows))],
        [in_arrow(part) for part in parts],
        [in_arrow(parts[0]), parts[1], in_arrow(parts[2])],
    ):
        again = assemble([Rows(batch) for batch in batches], orphans=orphans)
        assert whole.equals(again)
        assert whole.table.schema == again.table.schema
        assert whole.reports == again.reports


def test_arrow_that_holds_a_nul_is_made_clean_as_lists_are():
    columns = {"text": ["x\x00y", "ab"], "id": ["1", "2"], "deleted": [None, True]}
    assert assemble(Rows(in_arrow(columns))).equals(assemble(Rows(columns)))
    beside = [Rows(in_arrow(columns)), Rows({"text": ["\ud800"], "id": ["3"], "deleted": [False]})]
    corpus = assemble(beside)
    assert corpus.texts == ["x\ufffdy", "ab", "\ufffd"]
    assert corpus.reports[0].counts() == {"NUL": 1, "lone surrogate": 1}


@pytest.mark.parametrize("ids", [["a", "b", "c"], ["an-id-of-its-own", "b", "cc"], ["é", "éé", "ééééé"]])
def test_ids_of_any_length_find_their_parents(ids):
    columns = {"id": ids, "parent_id": [None, ids[0], ids[1]], "text": list("xyz"), "line": [1, 2, 3]}
    assert assemble(Rows(columns)).parents.tolist() == [-1, 0, 1]


def test_an_id_that_begins_as_another_is_another():
    columns = {"id": ["a", "ab"], "parent_id": ["ab", "abc"], "text": ["x", "y"], "line": [2, 1]}
    corpus = assemble(Rows(columns))
    assert [one.id for one in corpus[0]] == ["ab", "a"]
    assert corpus.parents.tolist() == [-1, 0]
    assert corpus.reports[0].counts() == {"missing parent": 1}


def test_stubs_are_said():
    stubs = (Stub(3, ("x",)), Stub(4, ("y", "z")), Stub(0, below="a"))
    notes = assemble(Rows({"id": ["a"], "text": ["x"]}, stubs=stubs)).reports[0].notes
    assert notes == (
        "not fetched: 7 comments behind 2 stubs",
        "not fetched: the replies behind 1 stub that state no number",
    )


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([("a", "lost")], "missing parent"),
        ([("a", "b"), ("b", "a")], "cycle"),
        ([("a", "a")], "self-reply"),
        ([("a", None), ("a", "b"), ("b", None)], "duplicate id"),
        ([("a", "b"), ("b", None)], "parent after child"),
    ],
)
def test_every_defect_is_named(rows, kind):
    columns = {
        "id": [one for one, _ in rows],
        "parent_id": [above for _, above in rows],
        "text": list("xyz")[: len(rows)],
    }
    report = assemble(Rows(columns)).reports[0]
    assert report.counts()[kind] == 1
    assert report.kept == len(rows)


def test_a_parent_in_another_thread_is_named_as_such():
    columns = {"thread_id": ["one", "two"], "id": ["a", "b"], "parent_id": [None, "a"], "text": ["x", "y"]}
    corpus = assemble(Rows(columns))
    assert corpus.reports[0].counts() == {"parent in another thread": 1}
    assert corpus[1][0].parent is None


def test_a_comment_before_its_parent_moves_to_directly_after_it():
    columns = {"id": ["r", "x", "p", "y"], "parent_id": ["p", None, None, None], "text": ["1", "2", "3", "4"]}
    assert [comment.id for comment in assemble(Rows(columns))[0]] == ["x", "p", "r", "y"]


def test_rows_without_lines_stand_by_their_time():
    late, early = (datetime(2020, 1, day, tzinfo=UTC) for day in (2, 1))
    corpus = assemble(Rows({"id": ["b", "a"], "created": [late, early], "text": ["second", "first"]}))
    assert corpus.texts == ["first", "second"]


def test_times_long_ago_order_rows_too():
    times = [datetime(1066, 10, 14, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)]
    corpus = assemble(Rows({"id": ["a", "b", "c"], "text": ["x", "y", "z"], "created": times}))
    assert [one.id for one in corpus[0]] == ["b", "a", "c"]


def test_a_ghost_is_deleted_empty_and_not_counted():
    columns = {"id": ["a", "b"], "parent_id": ["gone", "gone"], "author": ["Ann", "Bob"], "text": ["x", "y"]}
    thread = assemble(Rows(columns), orphans="ghost")[0]
    ghost = thread[0]
    assert (ghost.id, ghost.text, ghost.author, ghost["deleted"]) == ("gone", "", None, True)
    assert [comment.parent and comment.parent.id for comment in thread] == [None, "gone", "gone"]
    assert thread.report.found == thread.report.kept == 2
    assert len(thread) == 3


def test_annotations_ride_along_in_their_rows_place():
    columns = {
        "id": ["b", "a"],
        "line": [2, 1],
        "text": ["y", "x"],
        "stance_toll": ["against", "favor"],
        "topic_toll": [0.1, 1.0],
    }
    thread = assemble(Rows(columns), orphans="ghost")[0]
    assert [(comment.id, comment["stance_toll"], comment["topic_toll"]) for comment in thread] == [
        ("a", "favor", 1.0),
        ("b", "against", 0.1),
    ]


def test_nul_and_lone_surrogates_are_replaced_and_counted():
    corpus = assemble(Rows({"id": ["a"], "author": ["An\x00n"], "text": ["x\ud800y\x00"]}))
    assert corpus.texts == ["x\ufffdy\ufffd"]
    assert corpus[0][0].author == "An\ufffdn"
    assert corpus.reports[0].counts() == {"NUL": 2, "lone surrogate": 1}


def test_a_page_without_comments_is_a_thread_of_none():
    article = Article((Block("title", "Quiet"),))
    corpus = assemble(Rows({"text": []}, {"": article}), thread_id="quiet")
    assert corpus.ids == ("quiet",)
    assert len(corpus[0]) == 0
    assert corpus[0].article == article


def test_nothing_at_all_is_a_corpus_of_no_threads():
    assert len(assemble([])) == 0


def test_a_million_replies_in_a_row():
    n = 1_000_000
    ids = pa.array(range(n)).cast(pa.large_string())
    above = pa.concat_arrays([pa.nulls(1, pa.large_string()), ids.slice(0, n - 1)])
    corpus = assemble(Rows({"id": ids, "parent_id": above, "text": pa.array([""] * n, pa.large_string())}))
    assert corpus.values("depth")[-1] == n
    assert corpus.reports[0].counts() == {}


@pytest.mark.parametrize(
    "columns",
    [
        {"id": ["a"], "text": ["x", "y"]},
        {"mood": ["x"], "text": ["y"]},
        {"depth": [1], "text": ["y"]},
        {"score": ["many"], "text": ["y"]},
        {"created": ["soon"], "text": ["y"]},
    ],
)
def test_wrong_columns_are_one_clear_error(columns):
    with pytest.raises((InvalidColumn, UnknownName)) as caught:
        assemble(Rows(columns))
    assert str(caught.value)


@pytest.mark.parametrize("said", ["false", "no", 2])
def test_only_true_and_false_say_that_a_comment_was_deleted(said):
    with pytest.raises(InvalidColumn, match="neither true nor false"):
        assemble(Rows({"text": ["x"], "deleted": [said]}))
    assert assemble(Rows({"text": ["x", "y", "z"], "deleted": [1, None, False]})).values("deleted").tolist() == [
        1,
        0,
        0,
    ]


def test_a_thread_without_places_keeps_its_order_beside_one_that_has_them():
    columns = {"thread_id": ["A", "B", "B", "B"], "id": ["1", "10", "9", "2"], "line": [1, None, None, None]}
    assert [comment.id for comment in assemble(Rows(columns | {"text": list("wxyz")}))[1]] == ["10", "9", "2"]


def test_threads_that_begin_at_one_place_stand_by_name():
    columns = {"thread_id": ["b", "a"], "text": ["x", "y"], "line": [1, 1]}
    assert assemble(Rows(columns)).ids == ("a", "b")


def test_one_id_for_all_comments_is_renamed_in_one_pass():
    n = 20_000
    with ends():
        thread = assemble(Rows({"id": ["0"] * n, "text": [str(row) for row in range(n)], "line": range(n)}))[0]
    assert [thread[1].id, thread[n - 1].id] == ["0~2", f"0~{n}"]


def test_an_unknown_orphan_policy_names_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'promote'"):
        assemble(Rows({"text": []}), orphans="promot")


def test_the_readers_own_account_is_kept():
    report = ReadReport(found=3, dropped=(("9", "broken"),), leftover=((4, "?"),), stated_count=5, notes=("odd",))
    account = assemble(Rows({"id": ["a", "b"], "text": ["x", "y"]}, report=report)).reports[0]
    assert (account.found, account.kept, account.dropped, account.stated_count) == (3, 2, (("9", "broken"),), 5)
    assert account.leftover == ((4, "?"),)
    assert "odd" in account.notes


def test_authors_of_one_name_in_two_threads_are_two():
    columns = {"thread_id": ["one", "one", "two", "two"], "author": ["Ann", None, "Ann", "Bob"], "text": list("wxyz")}
    codes = assemble(Rows(columns)).author_codes
    assert codes[1] == -1
    assert Counter(np.delete(codes, 1).tolist()) == {0: 1, 1: 1, 2: 1}


def test_quotations_keep_their_place_when_a_text_is_made_clean():
    texts = ["\ufeffa\0b\r\nc\r\nd", "ab\r\n\0"]
    corpus = assemble(Rows({"text": texts, "quotes": ["1-6 9-10", "0-4"]}))
    assert corpus.texts == ["a\ufffdb\nc\nd", "ab\n\ufffd"]
    assert corpus.strings("quotes") == ["0-4 6-7", "0-3"]


@pytest.mark.parametrize("cell", ["", "0", "3-1", "0-99", "2-4 3-5", "0-2  4-5", "-1-2", "a-b", "0-2,4-5"])
def test_quotations_that_cannot_be_are_missing_and_named(cell):
    corpus = assemble(Rows({"id": ["x", "y"], "text": ["It is so.", "Is it so?"], "quotes": [cell, "0-2"]}))
    assert corpus.strings("quotes") == [None, "0-2"]
    assert [(defect.kind, defect.where) for defect in corpus.reports[0].defects] == [
        ("quotations that do not fit the text", "x")
    ]


def test_rows_may_state_the_order_of_their_threads():
    columns = {"thread_id": ["b", "a", "c"], "text": ["One.", "Two.", "Three."], "position": [1, 1, 1]}
    articles = {"d": Article((Block("title", "Quiet"),)), "a": Article()}
    corpus = assemble(Rows(columns, articles, threads=("z", "c", "d", "b")))
    assert corpus.ids == ("z", "c", "d", "b", "a")
    assert [len(thread) for thread in corpus] == [0, 1, 0, 1, 1]
    assert assemble(Rows(columns)).ids == ("a", "b", "c")


def test_articles_hold_nothing_that_cannot_be_stored():
    corpus = assemble(
        Rows({"thread_id": ["a\x00"], "text": ["One."]}, {"a\x00": Article((Block("title", "B\ud800"),))})
    )
    assert corpus.ids == ("a\ufffd",)
    assert corpus.articles[0].title == "B\ufffd"


LONG_TEXTS = ["Short.", "A text that is longer than twelve bytes – and has other signs.", None, "", "x" * 40]


@pytest.mark.parametrize("orphans", ["promote", "ghost", "drop"])
@pytest.mark.parametrize("knows_views", [True, False])
def test_texts_in_pieces_of_arrow_become_what_lists_become(monkeypatch, orphans, knows_views):
    if not knows_views:

        def unknown():
            raise pa.ArrowNotImplementedError("no such cast")

        monkeypatch.setattr(pa, "string_view", unknown)
    n = 60
    ids = [f"c{number if number != 40 else 3}" for number in range(n)]
    parents = [f"c{number - 7}" if number % 3 and number > 7 else None for number in range(n)]
    parents[9] = parents[30] = "gone"
    columns = {
        "thread_id": [f"t{number % 7}" for number in range(n)],
        "id": ids,
        "parent_id": parents,
        "author": ["Ann", "Bob", None] * (n // 3),
        "text": [LONG_TEXTS[number % 5] for number in range(n)],
        "url": [f"https://a.example/comments/{number}/" if number % 4 else None for number in range(n)],
    }
    for bad in (None, 11):
        if bad:
            columns["text"][bad] = "a NUL\0 in a text"
        parts = [slice(0, 13), slice(13, 14), slice(14, 14), slice(14, n)]
        listed = [Rows({name: values[part] for name, values in columns.items()}) for part in parts]
        arrays = {name: pa.array(values, pa.large_string()) for name, values in columns.items()}
        pieces = [Rows({name: values[part] for name, values in arrays.items()}) for part in parts]
        one, other = assemble(listed, orphans=orphans), assemble(pieces, orphans=orphans)
        assert one.equals(other)
        assert one.table.to_pylist() == other.table.to_pylist()
        assert one.reports[0] == other.reports[0]
