"""The command line: every verb by running it, every foreseen mistake as one clear line, no traceback, nothing
half-written."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest

from discourse import cli
from discourse.records import schema
from tests.shared import ROOT, shared

PAGE = str(ROOT / "threads/al-qaim/page.txt")
BOOK = str(ROOT / "threads/al-qaim/codebook.toml")


@pytest.fixture
def run(monkeypatch, capsysbinary):
    """Run the command line in this process: status, standard output as bytes, standard error as text."""

    def call(*words, stdin=b""):
        monkeypatch.setattr(sys, "argv", ["discourse", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        capsysbinary.readouterr()
        try:
            cli.main()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capsysbinary.readouterr()
        return SimpleNamespace(status=status, out=out, err=err.decode(), lines=out.decode().splitlines())

    return call


def shell(*words, **options):
    return subprocess.run(
        [sys.executable, "-m", "discourse", *words], capture_output=True, check=False, timeout=120, **options
    )


def test_read_gives_an_outline_and_says_what_was_found(run):
    done = run("read", PAGE)
    assert done.status == 0
    assert "10 comments by 9 authors, 3 top-level" in done.out.decode()
    assert "10 found = 10 kept + 0 dropped" in done.err


def test_read_gives_records_that_the_schema_allows(run):
    done = run("read", PAGE, "--to", "jsonl")
    records = [json.loads(line) for line in done.lines]
    for record in records:
        jsonschema.validate(record, schema())
    assert [record["depth"] for record in records] == [1, 2, 1, 2, 2, 2, 2, 1, 2, 2]
    assert [record["parent_id"] for record in records] == [None, "1", None, "3", "3", "3", "3", None, "8", "8"]
    assert all(record["line"] > 0 for record in records)


def test_the_founding_page(run):
    done = run("read", shared("threads/al-qaim-2017.txt"), "--to", "jsonl")
    records = [json.loads(line) for line in done.lines]
    assert [record["depth"] for record in records] == [1, 2, 1, 2, 2, 2, 2, 1, 2, 2]
    assert len({record["author"] for record in records}) == 9
    assert records[6]["author"] == records[9]["author"]


def test_standard_input_and_pipes(run):
    content = Path(PAGE).read_bytes()
    records = run("read", "-", "--to", "jsonl", stdin=content)
    assert len(records.lines) == 10
    again = run("read", "-", "--to", "jsonl", "--quiet", stdin=records.out)
    assert again.out == records.out
    assert again.err == ""


def test_annotate_gives_annotated_records(run):
    done = run("annotate", PAGE, "--codebook", BOOK, "--to", "jsonl")
    assert done.status == 0
    records = [json.loads(line) for line in done.lines]
    assert len(records) == 10
    for record in records:
        jsonschema.validate(record, schema())
        assert isinstance(record["topics"], list)
        for target in ("iraqi_army", "pmu", "us_involvement", "isis"):
            evidence = record[f"stance_{target}_evidence"]
            assert record[f"stance_{target}"] in {"favor", "against", "none", None}
            assert (evidence is None) == (record[f"stance_{target}_at"] is None)
            if evidence is not None:
                at = record[f"stance_{target}_at"]
                assert record["text"][at : at + len(evidence)] == evidence
        assert {"sentiment", "reply_stance", "claim", "claim_stance"} <= set(record)
    assert records[8]["topics"] == ["site_outages"]


def test_annotate_gives_an_outline_with_labels(run):
    assert "about site_outages" in run("annotate", PAGE, "-c", BOOK).out.decode()


def test_annotate_works_without_a_codebook(run):
    done = run("annotate", PAGE, "--to", "jsonl")
    assert done.status == 0
    assert "topics" not in json.loads(done.lines[0])
    assert "sentiment" in json.loads(done.lines[0])


def test_describe(run):
    done = run("describe", PAGE, "--json")
    values = {row["metric"]: row for row in json.loads(done.out)}
    assert values["wiener"]["estimate"] == 142
    assert values["structural_virality"]["estimate"] == pytest.approx(2.5818, abs=1e-4)
    assert any(row["skipped"] for row in values.values())
    assert "structural_virality" in run("describe", PAGE).out.decode()
    parts = json.loads(run("describe", PAGE, "--json", "--by", "top_level").out)
    virality = [round(row["estimate"], 4) for row in parts if row["metric"] == "structural_virality"]
    assert virality == [1.0, 1.6, 1.3333]
    assert "did you mean 'top_level'" in run("describe", PAGE, "--by", "toplevel").err


def test_figures(run, tmp_path):
    done = run("figures", PAGE, "-c", BOOK, "--out", tmp_path, "--figure", "tree")
    assert done.status == 0
    made = {Path(line).name for line in done.lines}
    assert {"tree.pdf", "tree.svg", "tree.png", "tree.csv"} <= made == set(os.listdir(tmp_path))


def test_report(run, tmp_path):
    done = run("report", PAGE, "-c", BOOK, "--out", tmp_path / "out")
    assert done.status == 0
    page = Path(done.lines[0])
    assert page.name == "index.html"
    assert page.stat().st_size > 10_000
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())


def test_report_of_several_pages_gives_each_a_folder(run, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(Path(PAGE).read_text(encoding="utf-8"), encoding="utf-8")
    for _ in range(2):
        done = run("report", PAGE, other, "--out", tmp_path / "out", "-q")
        assert done.status == 0
        assert sorted(os.listdir(tmp_path / "out")) == ["al-qaim", "other"]
        assert done.err == ""
    (tmp_path / "out" / "other" / "thesis.tex").write_text("work")
    assert "thesis.tex" in run("report", PAGE, other, "--out", tmp_path / "out", "-q").err


@pytest.mark.parametrize("verb", ["report", "figures"])
def test_no_name_of_a_thread_leads_out_of_the_folder(run, tmp_path, verb):
    names = ["../evil", str(tmp_path / "abs"), "b/c", "b", "B", ".", ""]
    lines = "".join(json.dumps({"thread_id": name, "text": "x"}) + "\n" for name in names)
    inside = tmp_path / "deep" / "out"
    done = run(verb, "-", "--out", inside, "-q", stdin=lines.encode())
    assert done.status == 0, done.err
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]
    assert [path.name for path in inside.parent.iterdir()] == ["out"]
    assert len(list(inside.iterdir())) == len(names)


def test_schema_plugins_cite_version(run):
    assert json.loads(run("schema").out) == schema()
    listed = run("plugins").out.decode()
    for name in ("plain", "stance", "claims", "structural_virality", "jsonl", "topic_<x>"):
        assert name in listed
    assert {row["kind"] for row in json.loads(run("plugins", "--json").out)} == {
        "reader",
        "annotator",
        "plot",
        "writer",
        "metric",
    }
    assert "10.1287/mnsc.2015.2158" in run("cite", "structural_virality").out.decode()
    assert run("--version").out.startswith(b"discourse ")


def test_output_goes_whole_into_a_file_of_the_form_its_name_says(run, tmp_path):
    assert run("read", PAGE, "-o", tmp_path / "a.jsonl").status == 0
    assert run("read", PAGE, "-o", tmp_path / "a.csv").status == 0
    assert len((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()) == 10
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").startswith("thread_id,id,parent_id")
    assert sorted(os.listdir(tmp_path)) == ["a.csv", "a.jsonl"]


def test_a_dash_for_the_output_is_standard_output(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plain = run("read", PAGE, "--to", "csv").out
    assert plain.startswith(b"thread_id,id,parent_id")
    assert run("read", PAGE, "--to", "csv", "-o", "-").out == plain
    assert run("convert", PAGE, "--to", "csv", "-o", "-").out == plain
    assert run("read", PAGE, "-o", "-").out == run("read", PAGE).out
    assert os.listdir(tmp_path) == []


def test_a_page_without_comments_is_no_error_and_is_said(run, tmp_path):
    page = tmp_path / "quiet.txt"
    page.write_text("A title\n\nAn article that nobody answered.\n", encoding="utf-8")
    for verb, more in (
        ("read", ()),
        ("annotate", ("-c", BOOK)),
        ("describe", ()),
        ("report", ("--out", tmp_path / "out", "-c", BOOK)),
    ):
        done = run(verb, page, *more)
        assert done.status == 0, done.err
        assert "no comments found" in done.err


@pytest.fixture
def mistakes(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    (tmp_path / "unknown.txt").write_bytes(b'{"kind": "unheard of"}')
    (tmp_path / "bad.toml").write_text("[topics.price]\nterm = ['fare']\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "thesis.tex").write_text("work")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("read", "{}/none.txt"), 1, "no such file"),
        (("read", "{}/folder"), 1, "none of the 0 files"),
        (("read", "{}/empty.txt"), 1, "is empty"),
        (("read", "{}/binary.txt"), 1, "PNG image"),
        (("read", "{}/unknown.txt"), 1, "no reader recognises"),
        (("read", "{}/*.html"), 1, "no file matches"),
        (("read", PAGE, "--format", "plein"), 2, "did you mean 'plain'"),
        (("read", PAGE, "--orphans", "promot"), 2, "did you mean 'promote'"),
        (("read", PAGE, "--to", "json"), 2, "did you mean 'jsonl'"),
        (("read", PAGE, "-o", "{}/a.json"), 2, "did you mean '.jsonl'"),
        (("read", ""), 1, "an empty name"),
        (("read", "x" * 400), 1, "no such file"),
        (("annotate", PAGE, "-c", "{}/bad.toml"), 2, "line 2: unknown key: 'term' (did you mean 'terms'?)"),
        (("annotate", PAGE, "-c", "{}/none.toml"), 2, "cannot be read"),
        (("figures", PAGE, "--out", "{}/x", "--figure", "treee"), 2, "did you mean 'tree'"),
        (("report", PAGE, "--out", "{}/taken"), 1, "thesis.tex"),
        (("report", PAGE, "--out", "{}/empty.txt"), 1, "not a folder"),
        (("read", PAGE, "-o", "{}/empty.txt/x.jsonl"), 1, "cannot be written"),
        (("cite", "structural_viralty"), 2, "did you mean 'structural_virality'"),
        (("report", PAGE), 2, "--out"),
        (("reed", PAGE), 2, "No such command"),
        (("read",), 2, "Missing argument"),
    ],
)
def test_mistakes_are_one_clear_message(run, mistakes, words, status, said):
    before = sorted(str(path) for path in mistakes.rglob("*"))
    done = run(*(word.replace("{}", str(mistakes)) for word in words))
    assert done.status == status
    assert said in done.err
    assert done.out == b""
    assert "Traceback" not in done.err
    assert sorted(str(path) for path in mistakes.rglob("*")) == before


def test_an_unwritable_folder_is_one_clear_error(run, mistakes):
    if not Path("/proc/self").is_dir():
        pytest.skip("needs a folder in which not even root may write")
    for verb in ("report", "figures"):
        done = run(verb, PAGE, "--out", "/proc/self/out", "-q")
        assert done.status == 1
        assert "cannot be written" in done.err
        assert done.err.count("\n") == 1


@pytest.mark.parametrize("word", ["SIGTERM", "SIGKILL"])
def test_a_run_that_is_stopped_leaves_the_old_report_whole(tmp_path, word):
    if not hasattr(signal, word):
        pytest.skip("needs the signals of POSIX")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "discourse", "report", PAGE, "-q", "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    again = subprocess.Popen([*command, "-c", BOOK], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while again.poll() is None and not list(tmp_path.glob(".out.*/figures/*.pdf")):
        time.sleep(0.01)
    again.send_signal(getattr(signal, word))
    assert again.wait(60) != 0
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    if word == "SIGTERM":
        assert os.listdir(tmp_path) == ["out"]


def test_nothing_in_the_text_can_steer_the_terminal(run, tmp_path):
    page = tmp_path / "evil.txt"
    page.write_text(
        "T\n\nA.\n\n  • \x1b[31mAnn\n\n    re\u202ed\x1b]0;x\x07\n\n    • Bob\n\n      so\n", encoding="utf-8"
    )
    done = run("read", page)
    assert done.status == 0
    assert not any(mark in done.out.decode() + done.err for mark in "\x1b\x07\u202e")


def test_a_real_process_ends_with_the_status_it_should():
    assert shell("read", PAGE, "-q", cwd=ROOT).returncode == 0
    missing = shell("read", "nowhere.txt", cwd=ROOT)
    assert (missing.returncode, missing.stdout) == (1, b"")
    assert missing.stderr.decode().count("\n") == 1


def test_output_that_cannot_be_written_is_one_clear_error():
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is always full")
    for words in (["read", PAGE], ["read", PAGE, "--to", "jsonl"], ["schema"], ["cite", "gini"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([sys.executable, "-m", "discourse", *words], stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 1
        assert b"cannot be written" in done.stderr
        assert b"Traceback" not in done.stderr


def test_a_narrow_encoding_of_the_terminal_is_no_error():
    narrow = dict(os.environ, PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    for words in (["cite", "max_breadth"], ["read", PAGE]):
        assert shell(*words, env=narrow).returncode == 0


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    big = tmp_path / "big.jsonl"
    big.write_text('{"text": "words and words and words"}\n' * 50_000, encoding="utf-8")
    done = subprocess.run(
        f"{sys.executable} -m discourse read {big} --to jsonl -q | head -n 1; exit ${{PIPESTATUS[0]}}",
        shell=True, executable="/bin/bash", capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


FLAT = b"""{"id": "1", "author": "Ann", "text": "So."}
{"id": "2", "author": "Ben", "text": "@Ann no"}
{"id": "3", "parent_id": "gone", "author": "FerryBot", "text": "On time."}
"""


def test_replies_are_resolved_on_demand(run):
    plain = [json.loads(line) for line in run("read", "-", "--to", "jsonl", stdin=FLAT).lines]
    assert [record["parent_id"] for record in plain] == [None, None, None]
    assert [record["missing_parent"] for record in plain] == [None, None, "gone"]
    done = run("read", "-", "--to", "jsonl", "--resolve-replies", stdin=FLAT)
    records = [json.loads(line) for line in done.lines]
    assert [record["parent_id"] for record in records] == [None, "1", None]
    assert records[1]["parent_evidence"] == "@Ann"
    assert "the tree rests on guesses" in done.err
    for record in records:
        jsonschema.validate(record, schema())


def test_policies_for_orphans_are_compared(run):
    done = run("describe", "-", "--orphans", "all", stdin=FLAT)
    assert done.lines[0].split() == ["metric", "promote", "ghost", "drop", "unit"]
    assert done.lines[1].split() == ["n_comments", "3", "4", "2", "comments"]
    assert "marked, none left out: 1 whose parent is not there" in done.err
    (first, *_) = json.loads(run("describe", "-", "--orphans", "all", "--json", stdin=FLAT).out)
    assert (first["metric"], first["promote"], first["ghost"], first["drop"]) == ("n_comments", 3, 4, 2)
    assert run("describe", "-", "--orphans", "all", "--by", "top_level", stdin=FLAT).status == 2


# Web pages

SAVED = """<!DOCTYPE html><html lang="en"><head><title>The ferry is back</title></head><body>
<article><h1>The ferry is back</h1><p>The ferry sailed again on Monday, after two years in the dock.</p></article>
<ol class="commentlist">{}</ol></body></html>"""
POST = """<li class="comment depth-{depth}" id="comment-{id}"><div class="comment-body"><cite class="fn">{author}</cite>
<time datetime="2020-05-0{id}T10:11:00+02:00">May {id}</time><p>{text}</p></div>{replies}</li>"""


def post(id, author, text, depth=1, replies=""):
    return POST.format(id=id, author=author, text=text, depth=depth, replies=replies)


@pytest.fixture
def saved(tmp_path):
    """Two saved pages of one thread, the second with one comment of the first again."""
    reply = f'<ol class="children">{post(2, "Ben Lee", "It takes no bicycles.", 2)}</ol>'
    first = post(1, "Ann Moor", "At last, it is back!", replies=reply) + post(3, "Cy", "Who pays?")
    second = post(3, "Cy", "Who pays?") + post(4, "Di", "We do.")
    paths = [tmp_path / "one.html", tmp_path / "two.html"]
    for path, posts in zip(paths, (first, second), strict=True):
        path.write_text(SAVED.format(posts), encoding="utf-8")
    return paths


def test_a_web_page_is_read_into_a_tree(run, saved):
    done = run("read", str(saved[0]))
    assert done.status == 0
    assert [line.split(": ")[0].strip() for line in done.lines[2:5]] == ["1  Ann Moor", "2    Ben Lee", "3  Cy"]
    assert "read as html (by its content" in done.err


def test_pages_of_one_thread_are_joined_on_demand(run, saved):
    apart = run("read", *map(str, saved), "--to", "jsonl")
    joined = run("read", *map(str, saved), "--to", "jsonl", "--join")
    authors = [[json.loads(line)["author"] for line in one.lines] for one in (apart, joined)]
    assert authors == [["Ann Moor", "Ben Lee", "Cy", "Cy", "Di"], ["Ann Moor", "Ben Lee", "Cy", "Di"]]
    assert "one.html, two.html" in joined.err
    assert "stands on an earlier page too" in joined.err
