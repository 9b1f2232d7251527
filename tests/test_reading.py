"""Sources read part by part: together the same threads, nothing lost, nothing said twice."""

import io
import json
import random
import subprocess
import sys

import pytest

from discourse.errors import InputError, InvalidParameter
from discourse.reading import read, read_corpus, read_parts
from discourse.rows import total
from tests.forms import FORMS


def dump(n, n_threads, seed=1):
    """Records of several threads, interleaved, some of them broken."""
    rng = random.Random(seed)
    lines, met = [], {}
    for number in range(n):
        thread = f"t{rng.randrange(n_threads)}"
        above = rng.choice(met[thread]) if met.get(thread) and rng.random() < 0.7 else None
        met.setdefault(thread, []).append(f"c{number}")
        record = {
            "thread_id": thread,
            "id": f"c{number}",
            "parent_id": above,
            "author": "Ann",
            "text": f"Text {number}",
        }
        lines.append(json.dumps(record))
    lines.insert(n // 2, '{"id": "broken", "te')
    return "\n".join(lines).encode()


def threads_of(corpora):
    return {thread.id: thread.table.to_pylist() for corpus in corpora for thread in corpus}


@pytest.mark.parametrize("at_once", [1, 50, 10_000])
def test_parts_are_the_threads_of_the_whole(at_once):
    content = dump(600, 40)
    whole, parts = read_corpus(content), list(read_parts(content, at_once=at_once))
    assert threads_of(parts) == threads_of([whole])
    assert (len(parts) > 1) == (at_once < 600)
    account = total({id(one): one for part in parts for one in part.reports}.values())
    assert (account.found, account.kept, account.dropped) == (601, 600, whole.reports[0].dropped)
    assert account.sha256 == whole.reports[0].sha256


def test_a_stream_is_read_once_and_from_its_beginning():
    class Once(io.RawIOBase):
        """A pipe: no seeking."""

        def __init__(self, content):
            self.content = io.BytesIO(content)

        def readable(self):
            return True

        def readinto(self, buffer):
            return self.content.readinto(buffer)

    content = dump(400, 9)
    parts = list(read_parts(io.BufferedReader(Once(content)), at_once=100))
    assert threads_of(parts) == threads_of([read_corpus(content)])


def test_several_sources_come_in_parts_of_about_the_size_asked_for(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.jsonl").write_bytes(dump(100, 3, seed=number))
    parts = list(read_parts(tmp_path, at_once=150))
    assert [part.n_comments for part in parts] == [200, 200, 200]
    names = [name for part in parts for name in part.ids]
    assert len(set(names)) == len(names) == 18


def test_strict_reading_stops_at_the_first_broken_record():
    content = dump(100, 3)
    assert read_corpus(content).reports[0].dropped[0][0] == "line 51"
    with pytest.raises(InputError, match="line 51"):
        read_corpus(content, strict=True)
    with pytest.raises(InputError, match="line 51"):
        list(read_parts(content, strict=True, at_once=10))
    with pytest.raises(InputError, match="line 51"):
        read(content, strict=True)


def test_the_command_converts_a_pipe(tmp_path):
    place = tmp_path / "out.csv"
    command = [sys.executable, "-m", "discourse", "convert", "-", "-o", str(place)]
    done = subprocess.run(command, input=dump(50, 3), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(place.read_text(encoding="utf-8").splitlines()) == 51
    assert "51 found = 50 kept + 1 dropped" in done.stderr.decode()
    strict = subprocess.run([*command, "--strict"], input=dump(50, 3), capture_output=True, check=False)
    assert (strict.returncode, strict.stderr.decode().count("\n")) == (1, 1)
    assert "line 26" in strict.stderr.decode()


def test_a_pattern_stands_for_the_pages_of_one_thread(tmp_path):
    for number in (1, 2):
        record = {
            "thread_id": "t",
            "id": f"c{number}",
            "parent_id": "c1" if number == 2 else None,
            "text": f"No. {number}",
        }
        (tmp_path / f"page-{number}.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    thread = read(str(tmp_path / "page-*.jsonl"))
    assert [(comment.id, comment.depth) for comment in thread] == [("c1", 1), ("c2", 2)]
    with pytest.raises(InputError, match="no file matches the pattern"):
        read(str(tmp_path / "leaf-*.jsonl"))


TABLE = "nr,ref,who,was,kommentar\n1,,Ada,x,No toll.\n2,1,Ben,y,Why?\n"


@pytest.mark.parametrize("how", ["python", "command"])
def test_columns_of_a_table_can_be_named(how, tmp_path):
    columns = {"id": "nr", "parent_id": "ref", "author": "was", "text": "kommentar"}
    if how == "python":
        thread = read(TABLE, columns=columns)
        found = [(comment.author, comment.text, comment.depth) for comment in thread]
    else:
        page = tmp_path / "table.csv"
        page.write_text(TABLE, encoding="utf-8")
        named = [part for pair in columns.items() for part in ("--column", "=".join(pair))]
        command = [sys.executable, "-m", "discourse", "read", str(page), "--to", "jsonl", *named]
        done = subprocess.run(command, capture_output=True, check=True)
        records = map(json.loads, done.stdout.splitlines())
        found = [(record["author"], record["text"], record["depth"]) for record in records]
        assert "its columns were named" in done.stderr.decode()
    assert found == [("x", "No toll.", 1), ("y", "Why?", 2)]


def test_a_table_can_be_said_to_have_no_parents():
    assert [comment.depth for comment in read(TABLE, columns={"parent_id": None, "text": "kommentar"})] == [1, 1]


def test_columns_of_what_is_no_table_are_refused():
    with pytest.raises(InvalidParameter, match="html has no columns to name"):
        read("<p>No</p>\n", format="html", columns={"text": "body"})


def test_formats_may_be_mixed_in_a_folder(tmp_path):
    for form in ("reddit page", "disqus xml", "csv", "jsonl", "isso"):
        (tmp_path / form.replace(" ", ".")).write_bytes(FORMS[form])
    (tmp_path / "notes.bin").write_bytes(bytes(range(256)) * 9)
    corpus = read_corpus(tmp_path)
    assert corpus.n_comments == 15
    assert sorted({report.format for report in corpus.reports}) == ["disqus", "isso", "jsonl", "reddit", "table"]
    assert any("notes.bin" in note for note in corpus.reports[0].notes)


def test_a_source_of_nothing_keeps_its_account():
    (report,) = read_corpus(b'{"version": 1, "users": [], "posts": []}\n', format="remark42").reports
    assert (report.found, report.format) == (0, "remark42")


def reddit(*numbers, post=False):
    """A dump of comments, each answering the one before, or of their submission."""
    if post:
        return (
            json.dumps(
                {
                    "id": "p",
                    "name": "t3_p",
                    "title": "The toll",
                    "selftext": "",
                    "subreddit": "b",
                    "num_comments": 3,
                    "permalink": "/r/b/comments/p/x/",
                    "author": "Dot",
                    "created_utc": 1_500_000_000,
                }
            )
            + "\n"
        )
    return "".join(
        json.dumps(
            {
                "id": f"c{n}",
                "author": "Ada",
                "body": f"No. {n}",
                "link_id": "t3_p",
                "subreddit": "b",
                "score": 1,
                "parent_id": f"t1_c{n - 1}" if n else "t3_p",
                "created_utc": 1_500_000_001 + n,
            }
        )
        + "\n"
        for n in numbers
    )


@pytest.mark.parametrize("at_once", [None, 1])
@pytest.mark.parametrize("order", [("posts", "october", "november"), ("october", "november", "posts")])
def test_a_dump_in_several_files_is_one(order, at_once, tmp_path):
    contents = {"posts": reddit(post=True), "october": reddit(0, 1) + "{broken\n", "november": reddit(2, 3)}
    places = []
    for name in order:
        places.append(tmp_path / f"{name}.ndjson")
        places[-1].write_text(contents[name], encoding="utf-8")
    corpora = list(read_parts(places, at_once=at_once)) if at_once else [read_corpus(places)]
    (thread,) = [thread for corpus in corpora for thread in corpus]
    assert thread.article.title == "The toll"
    assert [(comment.id, comment.depth) for comment in thread] == [(f"c{n}", n + 1) for n in range(4)]
    assert [place.rpartition("/")[2] for place, _ in thread.report.dropped] == ["october.ndjson, line 3"]
    assert (thread.report.found, thread.report.kept) == (5, 4)
    assert all(name in thread.report.source for name in order)


def test_threads_of_one_name_in_files_of_other_formats_stay_apart(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text('{"thread_id": "t", "id": "1", "text": "No."}\n', encoding="utf-8")
    assert read_corpus(tmp_path).ids == ("t", "t-2")
