"""What a worker does: read a body, annotate it where asked to, and say it as bytes; and the loop it does that in.

A worker is a process of its own, so that a body which takes too long, or breaks the interpreter, stops nothing else. It
gets jobs on standard input and answers on standard output, each as a length of eight bytes and so many bytes of
MessagePack. May import: msgspec, core, pipeline, errors, unpacking.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import json
import os
import signal
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import msgspec

from discourse.codebook import Codebook, parse_codebook
from discourse.errors import BrokenPlugin, DiscourseError
from discourse.pipeline import annotate
from discourse.reading import read_corpus
from discourse.registry import load, names
from discourse.serve.problems import MEDIA, Problem, Refused, problem, problem_of
from discourse.serve.wire import JSON, LINES, Job, Reply, ToAnnotate, encode, report_of
from discourse.sources import open_source
from discourse.unpacking import packing
from discourse.writing import write

if TYPE_CHECKING:
    from discourse.corpus import Corpus

READY = b"ready"
_UNNAMED = "thread"
"""What a reading calls a thread that no file and no source names."""
MAX_RATIO = 20
"""How many times its size the inside of an archive may have: text packs 3 to 20 times."""
_PIECE = 2**20


def answer(job: Job) -> Reply:
    """What comes of a job: the threads, or a problem; never an exception."""
    try:
        return _done(job)
    except Refused as refused:
        return _refusal(refused.problem)
    except DiscourseError as error:
        return _refusal(problem_of(error))
    except MemoryError:
        return _refusal(problem("too-large", "this needs more memory than there is", "send it in parts"))
    except Exception as error:  # noqa: BLE001 - whatever it is, the worker goes on and says nothing of it outside
        _log(error)
        return _refusal(problem("internal", "this is a fault of the server, which has noted it"))


def main() -> None:
    """Answer jobs until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the server decides, and ends the input
    with contextlib.suppress(OSError):  # where memory ends, Linux ends the worker and not the server
        Path("/proc/self/oom_score_adj").write_text("1000")
    for group in ("readers", "annotators"):
        for name in names(group):
            with contextlib.suppress(BrokenPlugin):  # whoever needs it is told
                load(group, name)
    with contextlib.suppress(BrokenPipeError):  # the server is gone
        send(answers, READY)
        while job := receive(sys.stdin.buffer):
            send(answers, msgspec.msgpack.encode(answer(msgspec.msgpack.decode(job, type=Job))))


def send(file: BinaryIO, message: bytes) -> None:
    """Write a message with its length before it."""
    file.write(len(message).to_bytes(8, "big"))
    file.write(message)
    file.flush()


def receive(file: BinaryIO) -> bytes:
    """The next message; nothing at the end."""
    return file.read(int.from_bytes(file.read(8), "big"))


def _done(job: Job) -> Reply:
    """The job's answer, when nothing is wrong with it."""
    content, codebook = _parts(job)
    _refuse_bombs(content, job.max_body)
    corpus = read_corpus(
        content,
        format=job.format,
        orphans=job.orphans,
        resolve_replies=job.resolve_replies,
        strict=job.strict,
        columns=job.columns or None,
        max_ratio=MAX_RATIO,
    )
    if job.thread_id:
        corpus = replace(corpus, ids=tuple(job.thread_id if one == _UNNAMED else one for one in corpus.ids))
    if job.verb == "annotate":
        corpus = annotate(corpus, codebook, year=job.year)
    return Reply(
        200, LINES if job.as_lines else JSON, _lines(corpus) if job.as_lines else encode(corpus), _account(corpus)
    )


def _parts(job: Job) -> tuple[bytes, Codebook | None]:
    """The page and the codebook of a body."""
    if job.verb == "read" or not job.is_json:
        return job.body, None
    sent = _sent(job.body)
    if sent.content is not None and sent.content_base64 is None:
        # Half a surrogate pair goes through as it is, so that decoding replaces and counts it.
        content = sent.content.encode("utf-8", errors="surrogatepass")
    elif sent.content_base64 is not None and sent.content is None:
        try:
            content = base64.b64decode(sent.content_base64, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refused(problem("invalid-body", f"`content_base64` is not base64 ({error})")) from error
    else:
        _refuse_body("the body is to have either `content` or `content_base64`")
    return content, None if sent.codebook is None else parse_codebook(sent.codebook)


def _sent(body: bytes) -> ToAnnotate:
    """The object that a body of JSON is."""
    try:
        return msgspec.convert(json.loads(body), ToAnnotate)
    except msgspec.ValidationError as error:
        _refuse_body(f"this object is not right: {error}")
    except (ValueError, RecursionError):
        _refuse_body("this is not valid JSON")


def _refuse_body(detail: str) -> NoReturn:
    """Say what a body of JSON is to be."""
    fix = (
        'send {"content": "...", "codebook": "..."}; an export that is JSON itself goes into `content`,'
        " or as application/octet-stream when there is no codebook"
    )
    raise Refused(problem("invalid-body", detail, fix)) from None


def _refuse_bombs(content: bytes, max_body: int) -> None:
    """Refuse what unpacks to more than a body may have."""
    if not packing(content[:10]):
        return
    n_bytes = 0
    with open_source(content, sys.maxsize).open() as file:
        while piece := file.read(_PIECE):
            n_bytes += len(piece)
            if n_bytes > max_body:
                raise Refused(too_large(max_body, "unpacked, the body"))


def too_large(max_body: int, what: str = "the body") -> Problem:
    """The problem of a body over the limit."""
    return problem(
        "too-large", f"{what} has more than {max_body:,} bytes", "send less, or raise --max-body of the server"
    )


def _lines(corpus: Corpus) -> bytes:
    """Flat records, as `--to jsonl` writes them."""
    buffer = io.BytesIO()
    write(corpus, buffer, to="jsonl")
    return buffer.getvalue()


def _account(corpus: Corpus) -> str:
    """The account in short, for a header."""
    report = report_of(corpus)
    counts = {
        "found": report.found,
        "kept": report.kept,
        "dropped": len(report.dropped),
        "defects": len(report.defects),
    }
    return ", ".join(f"{name}={number}" for name, number in counts.items())


def _refusal(refused: Problem) -> Reply:
    """A problem as an answer."""
    return Reply(refused.status, MEDIA, msgspec.json.encode(refused))


def _log(error: Exception) -> None:
    """Say on standard error where an unforeseen error arose, and nothing that it quotes: that is somebody's text."""
    frames = traceback.extract_tb(error.__traceback__)
    way = " > ".join(f"{os.path.basename(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
    print(f"discourse serve: unforeseen {type(error).__name__} at {way}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
