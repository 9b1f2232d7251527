"""Sources read part by part: together the same threads, nothing lost, nothing said twice."""

import io
import json
import random
import subprocess
import sys

import pytest

from discourse.errors import InputError
from discourse.reading import read, read_corpus, read_parts
from discourse.rows import total


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
