"""The HTTP face over a real socket: what it answers, what it refuses, and that no input stops it."""

import asyncio
import base64
import contextlib
import gzip
import http.client
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar
from urllib.parse import urlencode

import jsonschema
import pytest

from discourse import records
from discourse.errors import InvalidParameter, MissingExtra
from discourse.reading import read_corpus
from tests.shared import ROOT

pytest.importorskip("fastapi", reason="the extra serve is not installed")
pytest.importorskip("uvicorn", reason="the extra serve is not installed")

from discourse import serve, unpacking
from discourse.serve import problems, work, workers
from discourse.serve.describe import examples
from discourse.serve.intake import BODIES, Intake
from discourse.serve.wire import Job

TOKEN = "a-token-of-the-tests"
EXAMPLES = Path(serve.__file__).with_name("examples.json")
TEXT = "The toll\n\n  • Ann\n\n    The toll is fair.\n\n    • Bob\n\n      It is not.\n"
LINES = {"Accept": "application/x-ndjson"}
PROBLEM = "application/problem+json"


def page(n_comments):
    one = (
        '<li id="comment-{0}" class="comment depth-1"><cite class="fn">Ann</cite>'
        '<div class="comment-content"><p>The council is right about the toll, number {0}.</p></div></li>'
    )
    items = "".join(one.format(number) for number in range(n_comments))
    return f'<html><h1>The toll</h1><ol class="comment-list">{items}</ol></html>'.encode()


@contextlib.contextmanager
def serving(*options, token=None):
    """A server of its own process, and the address it printed."""
    environment = {**os.environ, "DISCOURSE_TOKEN": token or ""}
    if not token:
        del environment["DISCOURSE_TOKEN"]
    with subprocess.Popen(
        [sys.executable, "-m", "discourse", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    ) as process:
        try:
            address = process.stdout.readline().strip()
            assert address, process.stderr.read()
            host, _, port = address.removeprefix("http://").rpartition(":")
            yield SimpleNamespace(process=process, address=address, host=host.strip("[]"), port=int(port))
        finally:
            process.kill()


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def narrow():
    """A server with a token and small limits."""
    with serving("--max-body", "1", "--timeout", "1", "--workers", "1", token=TOKEN) as running:
        yield running


def ask(server, method, path, body=None, headers=None, **options):
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    body = body.encode() if isinstance(body, str) else body
    try:
        connection.request(method, path, body, headers or {}, **options)
        got = connection.getresponse()
        return SimpleNamespace(
            status=got.status, headers=got.headers, media=got.headers["Content-Type"], body=got.read()
        )
    finally:
        connection.close()


def post(server, path, body, headers=None, **query):
    return ask(server, "POST", path + ("?" + urlencode(query) if query else ""), body, headers)


def problem(got, status, kind):
    """A problem as RFC 9457 has it, and of this kind."""
    assert (got.status, got.media) == (status, PROBLEM), got.body
    told = json.loads(got.body)
    assert told["type"] == "urn:problem-type:discourse:" + kind
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


def annotated(content, codebook=None, **more):
    return json.dumps({"content": content} | ({"codebook": codebook} if codebook else {}) | more)


def test_a_page_is_read(server):
    got = post(server, "/read", page(3), {"Content-Type": "text/html"})
    assert (got.status, got.media) == (200, "application/json")
    told = json.loads(got.body)
    assert told["version"] == records.SCHEMA_VERSION
    assert (told["report"]["format"], told["report"]["found"], told["report"]["kept"]) == ("html", 3, 3)
    (thread,) = told["threads"]
    assert thread["article"]["title"] == "The toll"
    assert [comment["id"] for comment in thread["comments"]] == ["0", "1", "2"]
    for comment in thread["comments"]:
        jsonschema.validate(comment, records.schema())
    assert got.headers["Discourse-Account"] == "found=3, kept=3, dropped=0, defects=0"
    assert (got.headers["X-Content-Type-Options"], got.headers["Cache-Control"]) == ("nosniff", "no-store")


@pytest.mark.parametrize(
    "kind", ["text/html", "application/json", "application/x-www-form-urlencoded", "nonsense", None]
)
def test_the_type_of_a_page_does_not_matter(server, kind):
    got = post(server, "/read", page(1), {"Content-Type": kind} if kind else None)
    assert json.loads(got.body)["report"]["found"] == 1


def test_lines_are_what_the_command_line_writes(server):
    content = (ROOT / "threads/al-qaim/page.txt").read_bytes()
    got = post(server, "/read", content, LINES)
    done = subprocess.run(
        [sys.executable, "-m", "discourse", "read", "-", "--to", "jsonl"],
        input=content,
        capture_output=True,
        timeout=120,
    )
    assert (got.status, got.media) == (200, "application/x-ndjson")
    assert got.body == done.stdout
    assert got.headers["Discourse-Account"].startswith("found=10, kept=10")


@pytest.mark.parametrize(
    ("accept", "is_lines"),
    [
        ("application/x-ndjson", True),
        ("application/x-ndjson, application/json;q=0.5", True),
        ("application/json, application/x-ndjson", False),
        ("application/x-ndjson;q=0, application/json", False),
        ("*/*", False),
        ("text/html", False),
    ],
)
def test_what_is_accepted_decides_on_the_form(server, accept, is_lines):
    got = post(server, "/read", TEXT, {"Accept": accept})
    assert (got.media == "application/x-ndjson") == is_lines


def test_the_parameters_are_those_of_reading(server):
    lines = '{"id": "1", "text": "A"}\n{"id": "2", "parent_id": "9", "text": "B"}\n{"id": \n'
    got = post(server, "/read", lines, orphans="ghost", thread_id="toll", format="jsonl")
    told = json.loads(got.body)
    assert told["threads"][0]["id"] == "toll"
    assert [one["id"] for one in told["threads"][0]["comments"]] == ["1", "9", "2"]
    assert {one["kind"] for one in told["report"]["defects"]} >= {"missing parent"}
    told = problem(post(server, "/read", lines, strict="true"), 422, "broken-input")
    assert "line 3" in told["detail"]
    text = TEXT.replace("It is not.", "@Ann: it is not.").replace("    • Bob\n\n      ", "  • Bob\n\n    ")
    told = json.loads(post(server, "/read", text, resolve_replies="true").body)
    assert told["threads"][0]["comments"][1]["parent_id"] == "1"


def test_columns_of_a_table_are_named(server):
    table = b"id,answers,said,remark\n1,,A,x\n2,1,B,y\n"
    path = "/read?column=text=remark&column=parent_id=answers&column=author="
    (thread,) = json.loads(post(server, path, table).body)["threads"]
    assert [(one["text"], one["parent_id"]) for one in thread["comments"]] == [("x", None), ("y", "1")]
    told = problem(post(server, "/read?column=remark", table), 422, "invalid-parameter")
    assert (told["where"], told["given"]) == ("column", "remark")
    problem(post(server, "/read?column=text=nothing", table), 422, "unknown-name")
    problem(post(server, "/read?column=text=", table), 422, "invalid-parameter")


def test_a_dump_of_many_threads_gives_many(server):
    lines = "".join(f'{{"thread_id": "t{number % 3}", "id": "{number}", "text": "A"}}\n' for number in range(9))
    told = json.loads(post(server, "/read", lines, thread_id="unused").body)
    assert [(thread["id"], len(thread["comments"])) for thread in told["threads"]] == [("t0", 3), ("t1", 3), ("t2", 3)]
    assert told["report"]["found"] == 9


def test_a_thread_is_annotated_by_a_codebook(server):
    folder = ROOT / "threads/al-qaim"
    body = annotated((folder / "page.txt").read_text("utf-8"), (folder / "codebook.toml").read_text("utf-8"))
    got = post(server, "/annotate", body, {"Content-Type": "application/json; charset=utf-8"})
    told = json.loads(got.body)
    (thread,) = told["threads"]
    assert thread["article"]["claims"]
    assert thread["comments"][8]["topics"] == ["site_outages"]
    for comment in thread["comments"]:
        jsonschema.validate(comment, records.schema())
    assert {step["name"] for step in told["steps"]} >= {"topics", "stance", "claims"}
    (topics,) = [step for step in told["steps"] if step["name"] == "topics"]
    assert "topic_site_outages" in topics["assigns"]


def test_a_page_alone_is_annotated_without_a_codebook(server):
    told = json.loads(post(server, "/annotate", TEXT, {"Content-Type": "text/plain"}).body)
    comment = told["threads"][0]["comments"][0]
    assert "sentiment" in comment
    assert "topics" not in comment


def test_bytes_come_in_base64():
    content = gzip.compress(TEXT.replace("Ann", "Jörg").encode("cp1252"))
    sent = {"content_base64": base64.b64encode(content).decode()}
    reply = work.answer(job(json.dumps(sent), verb="annotate", is_json=True))
    assert json.loads(reply.body)["threads"][0]["comments"][0]["author"] == "Jörg"


def job(body, **more):
    body = body if isinstance(body, bytes) else body.encode("utf-8", errors="surrogatepass")
    return Job(**({"verb": "read", "body": body, "is_json": False, "as_lines": False, "max_body": 2**20} | more))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "Expected `object`, got `array`"),
        ("{}", "either `content` or `content_base64`"),
        ('{"content": "a", "content_base64": "YQ=="}', "either `content` or `content_base64`"),
        ('{"content_base64": "?"}', "not base64"),
        ('{"content_base64": "Jörg"}', "not base64"),
        ('{"content": 1}', "Expected `str | null`, got `int`"),
        ('{"content": "a", "codebok": ""}', "unknown field `codebok`"),
        ('{"children": [], "id": 1}', "an export that is JSON itself goes into `content`"),
        (b"\xff\xfe\x00", "not valid JSON"),
    ],
)
def test_a_body_that_is_not_as_it_should_be_is_a_clear_problem(body, said):
    reply = work.answer(job(body, verb="annotate", is_json=True))
    told = json.loads(reply.body)
    assert (reply.status, told["type"]) == (422, "urn:problem-type:discourse:invalid-body")
    assert said in told["detail"]


def test_half_characters_are_replaced_and_counted():
    told = json.loads(
        work.answer(job('{"content": "A\\ud800\\n\\n  • Ann\\n\\n    B"}', verb="annotate", is_json=True)).body
    )
    assert {one["kind"] for one in told["report"]["defects"]} == {"lone surrogate"}
    book = annotated(TEXT, '[topics.a]\nterms = ["\ud800"]')
    assert json.loads(work.answer(job(book, verb="annotate", is_json=True)).body)["status"] == 422


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "threads/al-qaim/page.txt", "pyproject.toml", ".", "*", "-", str(ROOT)]
)
def test_a_name_of_a_file_is_only_a_text(name):
    for reply in (work.answer(job(name)), work.answer(job(annotated(name), verb="annotate", is_json=True))):
        told = json.loads(reply.body)
        if reply.status == 200:
            assert told["report"]["found"] == 0
            assert all(name in block["text"] for thread in told["threads"] for block in thread["article"]["blocks"])
        else:
            assert reply.status in {415, 422}
    assert work.answer(job(TEXT, format=str(ROOT / "pyproject.toml"))).status == 422
    book = work.answer(job(annotated(TEXT, str(ROOT / "threads/al-qaim/codebook.toml")), verb="annotate", is_json=True))
    assert json.loads(book.body)["type"].endswith("codebook-error")


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"", 422, "empty-input"),
        (b" \n ", 422, "empty-input"),
        (b"%PDF-1.7", 415, "binary-input"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), 415, "binary-input"),
        (b"<rss><channel/></rss>", 415, "unknown-format"),
        (b"\x1f\x8b", 422, "broken-input"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_own_kind(server, body, status, kind):
    told = problem(post(server, "/read", body), status, kind)
    assert "--" not in told["detail"]


def test_problems_bring_what_the_error_knows(server):
    told = problem(post(server, "/read", TEXT, format="plian"), 422, "unknown-name")
    assert told["given"] == "plian"
    assert {"plain", "html", "jsonl"} <= set(told["allowed"])
    assert "did you mean 'plain'" in told["detail"]
    told = problem(post(server, "/read", TEXT, format="plian" * 999), 422, "unknown-name")
    assert len(told["given"]) < 999
    told = problem(post(server, "/read", TEXT, fromat="plain"), 422, "unknown-name")
    assert "did you mean 'format'" in told["detail"]
    assert "year" not in told["allowed"]
    told = problem(post(server, "/read", TEXT, orphans="keep"), 422, "invalid-parameter")
    assert (told["where"], told["given"]) == ("orphans", "keep")
    problem(post(server, "/annotate", TEXT, year="0"), 422, "invalid-parameter")
    book = annotated(TEXT, '[topics.toll]\ntrems = ["toll"]')
    told = problem(post(server, "/annotate", book, {"Content-Type": "application/json"}), 422, "codebook-error")
    assert (told["given"], told["where"]) == ("trems", "codebook, line 2")


def test_unknown_addresses_and_methods_are_problems(server):
    problem(ask(server, "GET", "/"), 404, "not-found")
    problem(ask(server, "GET", "/docs"), 404, "not-found")
    problem(post(server, "/read/", TEXT), 404, "not-found")
    got = ask(server, "GET", "/read")
    problem(got, 405, "method-not-allowed")
    assert got.headers["Allow"] == "POST"
    got = ask(server, "GARBLED", "/read")
    problem(got, 405, "method-not-allowed")
    assert ask(server, "OPTIONS", "/read").headers["Access-Control-Allow-Origin"] is None


def test_what_stands_beside(server):
    assert json.loads(ask(server, "GET", "/schema").body) == records.schema()
    assert "html" in json.loads(ask(server, "GET", "/formats").body)["formats"]
    assert json.loads(ask(server, "GET", "/health").body) == {"status": "ok"}


def test_what_is_no_http_is_a_problem(server):
    with socket.create_connection((server.host, server.port), timeout=30) as line:
        line.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        said = b"".join(iter(lambda: line.recv(4096), b""))
    assert said.startswith(b"HTTP/1.1 400 ")
    assert b"urn:problem-type:discourse:malformed" in said


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:8000", "", "[::2]", "127.0.0.1.evil"]
)
def test_other_names_in_host_are_refused(server, host):
    problem(ask(server, "GET", "/health", headers={"Host": host}), 421, "misdirected")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]", "[::1]:8000"])
def test_the_names_of_this_machine_are_taken(server, host):
    assert ask(server, "GET", "/health", headers={"Host": host}).status == 200


def bearer(token):
    return {"Authorization": token}


@pytest.mark.parametrize(
    "shown", [None, "", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer é"]
)
def test_without_the_token_nothing_is_read(narrow, shown):
    headers = bearer(shown.encode("latin-1")) if shown is not None else {}
    got = ask(narrow, "POST", "/read", TEXT, headers)
    problem(got, 401, "unauthorized")
    assert got.headers["WWW-Authenticate"] == "Bearer"
    assert ask(narrow, "GET", "/openapi.json", headers=headers).status == 401
    assert ask(narrow, "GET", "/health", headers=headers).status == 200


def test_with_the_token_it_is(narrow):
    assert ask(narrow, "POST", "/read", TEXT, bearer(f"Bearer {TOKEN}")).status == 200
    assert ask(narrow, "POST", "/read", TEXT, bearer(f"bearer  {TOKEN}")).status == 200
    told = json.loads(ask(narrow, "GET", "/openapi.json", headers=bearer(f"Bearer {TOKEN}")).body)
    assert told["security"] == [{"token": []}]


GOOD = bearer(f"Bearer {TOKEN}")
LARGE = b"x" * (2**20 + 1)


def test_a_large_body_is_refused(narrow):
    assert "1,048,576 bytes" in problem(ask(narrow, "POST", "/read", LARGE * 8, GOOD), 413, "too-large")["detail"]
    assert ask(narrow, "POST", "/read", LARGE[1:], GOOD).status == 200


def test_a_large_body_that_does_not_say_its_length_is_refused(narrow):
    pieces = (LARGE[:10_000] for _ in range(1_000))
    problem(ask(narrow, "POST", "/read", pieces, GOOD, encode_chunked=True), 413, "too-large")
    told = json.loads(ask(narrow, "POST", "/read", iter([TEXT.encode()]), GOOD, encode_chunked=True).body)
    assert told["report"]["found"] == 2


def test_a_large_body_is_refused_before_it_is_sent_where_the_client_asks(narrow):
    with socket.create_connection((narrow.host, narrow.port), timeout=30) as line:
        head = (
            f"POST /read HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 99999999\r\n"
        )
        line.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("n_bytes", [2**21, 2**28])
def test_what_unpacks_to_more_is_refused(narrow, n_bytes):
    told = problem(ask(narrow, "POST", "/read", gzip.compress(bytes(n_bytes)), GOOD), 413, "too-large")
    assert "Unpacked" in told["detail"]
    assert ask(narrow, "POST", "/read", gzip.compress(LARGE[1:]), GOOD).status == 200


def test_what_an_archive_unpacks_to_has_an_end():
    record = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: %d\r\n\r\n" % 2**20 + bytes(2**20) + b"\r\n\r\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("archive/a.warc", record * (unpacking.FREE // 2**20 + 2))
    told = work.answer(job(packed.getvalue())).body.decode()
    assert f"more than {work.MAX_RATIO} times" in told
    assert read_corpus(packed.getvalue(), max_ratio=10**6).reports[0].defects == ()


def test_bodies_that_wait_have_room_for_so_many_and_give_it_back():
    class Sent:
        headers: ClassVar = {}

        async def stream(self):
            yield b"12345"
            yield b"67890"

    async def fill():
        intake = Intake(serve.Settings(max_body=10))
        async with contextlib.AsyncExitStack() as stack:
            held = [await stack.enter_async_context(intake.body(Sent())) for _ in range(BODIES)]
            with pytest.raises(problems.Refused) as refused:
                await stack.enter_async_context(intake.body(Sent()))
        async with intake.body(Sent()) as body:
            return held, refused.value, body

    held, refused, body = asyncio.run(fill())
    assert held == [body] * BODIES == [b"1234567890"] * BODIES
    assert (refused.problem.status, refused.headers) == (429, {"Retry-After": "1"})


def test_work_that_takes_too_long_is_ended_and_the_next_is_done():
    with serving("--timeout", "0.4", "--workers", "1") as hasty:
        assert post(hasty, "/read", TEXT).status == 200
        began = time.monotonic()
        told = problem(post(hasty, "/read", page(60_000)), 422, "took-too-long")
        assert time.monotonic() - began < 5
        assert "0.4 s" in told["detail"]
        assert post(hasty, "/read", TEXT).status == 200


def test_a_body_that_does_not_arrive_is_given_up(narrow):
    with socket.create_connection((narrow.host, narrow.port), timeout=30) as line:
        head = (
            f"POST /read HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 1000\r\n\r\n"
        )
        line.sendall(head.encode() + b"The toll")
        assert line.recv(4096).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    "beginning", [b"", b"POST /read HT", b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /hea"]
)
def test_a_head_that_does_not_arrive_is_given_up(narrow, beginning):
    began = time.monotonic()
    with socket.create_connection((narrow.host, narrow.port), timeout=30) as line:
        line.sendall(beginning)
        while line.recv(4096):
            pass
        assert 0.5 < time.monotonic() - began < 10


def test_the_rest_of_a_refused_body_is_given_up(narrow):
    with socket.create_connection((narrow.host, narrow.port), timeout=30) as line:
        line.sendall(b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 401 ")
        began = time.monotonic()
        with pytest.raises(OSError):  # drop by drop, until nobody is there
            while time.monotonic() - began < 20:
                line.sendall(b"x")
                time.sleep(0.1)


def test_slow_clients_do_not_stop_others(narrow):
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            line = stack.enter_context(socket.create_connection((narrow.host, narrow.port), timeout=30))
            line.sendall(b"POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Le")
        assert ask(narrow, "POST", "/read", TEXT, GOOD).status == 200


def test_many_at_once_are_all_answered(server):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: post(server, "/read", page(number)), range(100, 124)))
    assert [json.loads(one.body)["report"]["found"] for one in answers] == list(range(100, 124))


def test_a_connection_serves_one_request_after_the_other(server):
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    for body, status in ((TEXT, 200), ("", 422), (TEXT, 200)):
        connection.request("POST", "/read", body.encode())
        got = connection.getresponse()
        assert (got.status, bool(got.read())) == (status, True)
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_what_it_was_doing(number):
    with serving("--workers", "1") as running:
        assert post(running, "/read", TEXT).status == 200
        with socket.create_connection((running.host, running.port), timeout=60) as line:
            head = "POST /read HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
            line.sendall(f"{head}Content-Length: {len(TEXT.encode())}\r\n\r\n".encode())
            assert line.recv(4096).startswith(b"HTTP/1.1 100 ")  # it waits for the body
            running.process.send_signal(number)
            time.sleep(0.2)
            line.sendall(TEXT.encode())
            assert line.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert running.process.wait(60) == 0
        log = running.process.stderr.read()
    assert log.count("POST /read 200") == 2
    assert "Traceback" not in log


def test_the_log_says_a_line_about_each_request_and_nothing_of_its_content():
    with serving("--workers", "1") as running:
        post(running, "/read", TEXT, thread_id="secret")
        ask(running, "GET", "/nothing/%1B%5B31m" + "x" * 500)
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(30)
        lines = running.process.stderr.read().splitlines()
    assert len(lines) == 2
    assert re.fullmatch(r"\S+ POST /read 200 \d+ bytes \d\.\d{3} s", lines[0])
    assert "GET /nothing/" in lines[1]
    assert len(lines[1]) < 200
    assert "\x1b" not in lines[1]
    with serving("--quiet", "--workers", "1") as running:
        assert ask(running, "GET", "/health").status == 200
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(30)
        assert running.process.stderr.read() == ""


def test_what_others_can_reach_asks_for_a_token():
    def status(*options):
        command = [sys.executable, "-m", "discourse", "serve", "--port", "0", *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stderr

    code, said = status("--host", "0.0.0.0")
    assert code == 2
    assert "DISCOURSE_TOKEN" in said
    code, said = status("--host", "0.0.0.0", "--token", "short")
    assert code == 2
    assert "at least 16 characters" in said
    assert status("--host", "no.such.host.invalid", "--token", TOKEN)[0] == 2
    assert status("--token", "")[0] == 2
    with serving("--host", "0.0.0.0", "--workers", "1", token=TOKEN) as running:
        running.host = "127.0.0.1"
        assert ask(running, "GET", "/formats", headers={"Host": "any.example", **GOOD}).status == 200
        problem(ask(running, "GET", "/formats"), 401, "unauthorized")


def test_an_address_in_use_is_one_clear_error(server):
    done = subprocess.run(
        [sys.executable, "-m", "discourse", "serve", "--port", str(server.port)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "pass another --port" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_ipv6():
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with serving("--host", "::1", "--workers", "1") as running:
        assert running.address.startswith("http://[::1]:")
        assert post(running, "/read", TEXT).status == 200


BREAKS = "import os, sys; sys.stdout.buffer.write((5).to_bytes(8, 'big') + b'ready'); sys.stdout.flush(); "


@pytest.mark.parametrize(
    ("what", "kind"),
    [("import time; time.sleep(60)", "took-too-long"), ("sys.stdin.buffer.read(1); os._exit(3)", "internal")],
)
def test_a_worker_that_hangs_or_breaks_is_replaced(what, kind):
    async def twice():
        pool = workers.Workers(1, 0.3, [sys.executable, "-c", BREAKS + what])
        said = []
        async with pool.running():
            for _ in range(2):
                with pytest.raises(problems.Refused) as refused:
                    await pool.do(b"job")
                said.append(refused.value.problem.type.rpartition(":")[2])
        return said

    assert asyncio.run(twice()) == [kind, kind]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of Linux")
def test_workers_go_first_where_memory_ends_and_with_the_server():
    with serving("--workers", "1") as running:
        assert post(running, "/read", TEXT).status == 200
        pid = running.process.pid
        (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        assert Path(f"/proc/{child}/oom_score_adj").read_text().strip() == "1000"
        assert Path(f"/proc/{pid}/oom_score_adj").read_text().strip() != "1000"
        os.kill(int(child), signal.SIGKILL)
        while Path(f"/proc/{child}").exists():
            time.sleep(0.01)
        assert post(running, "/read", TEXT).status == 200  # another has taken its place
        (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        running.process.kill()
        deadline = time.monotonic() + 20
        while Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes():
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.mark.parametrize("before", ["", BREAKS])
def test_a_worker_that_ended_before_it_had_a_job_is_replaced(before, tmp_path):
    mark = tmp_path / "was here"
    ends = f"if not os.path.exists({str(mark)!r}): os.mkdir({str(mark)!r}); {before}os._exit(1)\n"
    works = "sys.stdin.buffer.read(11); sys.stdout.buffer.write((2).to_bytes(8, 'big') + b'so'); sys.stdout.flush()"

    async def once():
        pool = workers.Workers(1, 30.0, [sys.executable, "-c", "import os, sys\n" + ends + BREAKS + works])
        async with pool.running():
            await pool._idle._queue[0]._process.wait()
            return await pool.do(b"job")

    assert asyncio.run(once()) == b"so"


def test_where_no_process_can_be_started_the_next_tries_again():
    async def thrice():
        pool = workers.Workers(1, 30.0, [sys.executable, "-c", BREAKS + "sys.stdin.buffer.read(1); os._exit(3)"])
        async with pool.running():
            for command in (pool._command, ["/nothing/at/this/place"]):
                pool._command = command
                with pytest.raises(problems.Refused):
                    await pool.do(b"job")
            pool._command = [sys.executable, "-c", BREAKS + "os.write(1, (2).to_bytes(8, 'big') + b'so'); input()"]
            return await pool.do(b"job")

    assert asyncio.run(thrice()) == b"so"


def test_who_waits_too_long_for_a_worker_is_told():
    async def both():
        pool = workers.Workers(1, 1.0, [sys.executable, "-c", BREAKS + "import time; time.sleep(60)"])
        async with pool.running():
            first = asyncio.create_task(pool.do(b"one"))
            await asyncio.sleep(0.5)
            pool._seconds = 0.1
            with pytest.raises(problems.Refused) as refused:
                await pool.do(b"two")
            with pytest.raises(problems.Refused):
                await first
        return refused.value

    refused = asyncio.run(both())
    assert (refused.problem.status, refused.headers) == (429, {"Retry-After": "1"})


def test_an_unforeseen_error_is_noted_without_what_it_says(monkeypatch, capsys):
    def fail(*_, **__):
        raise KeyError("somebody's words")

    monkeypatch.setattr(work, "read_corpus", fail)
    reply = work.answer(job(TEXT))
    assert reply.status == 500
    assert b"somebody" not in reply.body
    said = capsys.readouterr().err
    assert "unforeseen KeyError at " in said
    assert "somebody" not in said


def test_memory_that_is_not_enough_is_a_problem(monkeypatch):
    def fail(*_, **__):
        raise MemoryError

    monkeypatch.setattr(work, "read_corpus", fail)
    assert work.answer(job(TEXT)).status == 413


def test_what_a_library_prints_is_no_answer():
    program = (
        "import discourse.serve.work as work\n"
        "real = work.answer\n"
        "def loud(job):\n"
        "    print('hello', flush=True)\n"
        "    return real(job)\n"
        "work.answer = loud\n"
        "work.main()\n"
    )

    async def once():
        import msgspec

        async with (pool := workers.Workers(1, 30.0, [sys.executable, "-c", program])).running():
            return msgspec.msgpack.decode(await pool.do(msgspec.msgpack.encode(job(TEXT))))

    assert asyncio.run(once())["status"] == 200


@pytest.mark.parametrize(
    "wrong",
    [{"max_body": 0}, {"timeout": 0}, {"workers": 0}, {"hosts": None}, {"token": "x" * 15}, {"token": "x y" * 9}],
)
def test_settings_are_checked(wrong):
    with pytest.raises(InvalidParameter):
        serve.Settings(**wrong)


def test_without_the_extra_it_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "fastapi", None)
    for name in [name for name in sys.modules if name.startswith(("discourse.serve.app", "discourse.serve.listen"))]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingExtra, match=r"discourse-threads\[serve\]"):
        serve.create_app()
    with pytest.raises(MissingExtra):
        serve.run()


def test_help_and_import_do_not_load_it():
    check = (
        "import sys\nfrom discourse import cli\nsys.argv = ['discourse', '--help']\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('fastapi', 'uvicorn', 'pydantic', 'pandas') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.strip() == "[]"


def without_engine(answer):
    """An answer without the note on what extracted the article, which depends on what is installed."""
    if isinstance(answer, dict) and "report" in answer:
        notes = [note for note in answer["report"]["notes"] if not note.startswith("text of the article")]
        return {**answer, "report": {**answer["report"], "notes": notes}}
    return answer


def test_the_examples_are_what_the_server_answers(server, request):
    written = json.loads(EXAMPLES.read_text("utf-8"))
    answered = []
    for one in written:
        body = one["body"] if isinstance(one["body"], str) else json.dumps(one["body"])
        got = post(server, one["path"], body.encode(), {"Content-Type": one["type"], "Accept": one["accept"]})
        answer = got.body.decode() if got.media.endswith("ndjson") else json.loads(got.body)
        answered.append({**one, "status": got.status, "media": got.media, "answer": answer})
    if request.config.getoption("--update-golden"):
        EXAMPLES.write_text(json.dumps(answered, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for old, new in zip(examples(), answered, strict=True):
        assert {**new, "answer": without_engine(new["answer"])} == {**old, "answer": without_engine(old["answer"])}


def test_every_address_has_an_example(server):
    told = json.loads(ask(server, "GET", "/openapi.json").body)
    for path, methods in told["paths"].items():
        for operation in methods.values():
            good = operation["responses"]["200"]["content"]
            assert all("example" in stated or stated["examples"] for stated in good.values()), path
            if "requestBody" in operation:
                assert any(stated.get("examples") for stated in operation["requestBody"]["content"].values())
    comment = told["components"]["schemas"]["Comment"]
    assert comment["properties"] == records.schema()["properties"]


def test_schemathesis_finds_no_fault_of_the_server_and_no_answer_that_is_not_described(server, tmp_path):
    pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    # That a body is a page with comments no schema can state, so that one is refused is no fault.
    checks = ["--exclude-checks", "positive_data_acceptance"]
    amount = ["--max-examples", "10", "--seed", "1", "--generation-deterministic", "--no-color"]
    done = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", server.address + "/openapi.json", *amount, *checks],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) generated", done.stdout)[1]) > 100
