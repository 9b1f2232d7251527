"""The documentation is true: its examples run, its tables are fresh, it names every verb and every public name."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

import discourse
from tests.shared import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
FENCE = re.compile(r"^( *)```(\{?[\w-]*\}?)[^\n]*\n(.*?)^\1```[ \t]*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)")


def load_generate() -> ModuleType:
    """docs/generate.py as a module."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = load_generate()


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language, its text without the margin, and its first line in the page."""

    language: str
    text: str
    line: int


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for match in FENCE.finditer(page):
        text = re.sub("^" + match[1], "", match[3], flags=re.MULTILINE)
        yield Block(match[2], text, page.count("\n", 0, match.start()) + 2)


def run_python(page: str, name: str) -> int:
    """Run a page's Python in one namespace, statements as they are and sessions with their output; count the blocks."""
    names: dict[str, object] = {"__name__": "__main__"}
    runner = doctest.DocTestRunner(optionflags=OPTIONS, verbose=False)
    n_run = 0
    for block in blocks(page):
        if block.language != "python":
            continue
        n_run += 1
        if ">>>" not in block.text:
            exec(compile("\n" * (block.line - 1) + block.text, name, "exec"), names)
            continue
        session = doctest.DocTestParser().get_doctest(block.text, names, name, name, block.line - 1)
        said: list[str] = []
        runner.run(session, out=said.append, clear_globs=False)
        names |= session.globs
        assert not runner.summarize(verbose=False).failed, "".join(said)
    return n_run


def commands(page: str) -> Iterator[tuple[str, str, int]]:
    """The commands of a page that begin with `$ discourse `, with the output shown below each and their lines."""
    for block in blocks(page):
        if block.language not in {"console", "sh", "bash"}:
            continue
        parts = re.split(r"^\$ ", block.text.replace("\\\n", " "), flags=re.MULTILINE)
        for part in parts[1:]:
            command, _, shown = part.partition("\n")
            if command.startswith("discourse "):
                yield command, shown, block.line


def run_command(command: str, shown: str, where: str) -> None:
    """Run a command as a reader of the page would, and compare what it prints with what the page shows."""
    bin_folder = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": bin_folder + os.pathsep + os.environ["PATH"], "COLUMNS": "100"}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{where}: $ {command}\n{done.stdout}"
    if shown.strip():
        assert doctest.OutputChecker().check_output(shown, done.stdout, OPTIONS), f"{where}: $ {command}\n{done.stdout}"


@pytest.fixture
def beside_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like the project's for the examples to run in, so that they leave the project as it is."""
    shutil.copytree(ROOT / "threads", tmp_path / "threads")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=ids)
@pytest.mark.usefixtures("beside_the_sample")
def test_the_python_of_a_page_runs(path):
    run_python(path.read_text(encoding="utf-8"), ids(path))


@pytest.mark.parametrize("path", PAGES, ids=ids)
@pytest.mark.usefixtures("beside_the_sample")
def test_the_commands_of_a_page_run(path):
    for command, shown, line in commands(path.read_text(encoding="utf-8")):
        run_command(command, shown, f"{ids(path)}:{line}")


@pytest.mark.parametrize("path", PAGES, ids=ids)
def test_the_made_parts_of_a_page_are_fresh(path):
    text = path.read_text(encoding="utf-8")
    assert generate.fresh(text) == text, "run: python docs/generate.py"


@pytest.mark.parametrize("path", PAGES, ids=ids)
def test_the_links_of_a_page_lead_somewhere(path):
    targets = [target for target in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_there_is_something_to_run():
    texts = [path.read_text(encoding="utf-8") for path in PAGES]
    assert sum(block.language == "python" for text in texts for block in blocks(text)) > 10
    assert sum(1 for text in texts for _ in commands(text)) > 5


def test_a_wrong_example_is_seen():
    assert run_python("```python\nx = 1\n```\n\n  ```python\n  >>> x + 1\n  2\n  ```\n", "page") == 2
    with pytest.raises(AssertionError, match="Got:"):
        run_python("```python\n>>> 1 + 1\n3\n\n```\n", "page")
    with pytest.raises(ZeroDivisionError):
        run_python("```python\n1 / 0\n```\n", "page")


def test_a_wrong_command_is_seen():
    page = "```console\n$ discourse --version\ndiscourse 9.9\n$ echo hello\n$ discourse \\\n    nothing\n```\n"
    found = [(command.split(), shown) for command, shown, _ in commands(page)]
    assert found == [(["discourse", "--version"], "discourse 9.9\n"), (["discourse", "nothing"], "")]
    with pytest.raises(AssertionError, match=r"9\.9|discourse 0"):
        run_command("discourse --version", "discourse 9.9\n", "page:2")
    with pytest.raises(AssertionError, match="nothing"):
        run_command("discourse nothing", "", "page:4")
    run_command("discourse --version", f"discourse {discourse.__version__}\n", "page:1")


def help_of(*verb: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "discourse", *verb, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


def test_every_verb_of_the_help_is_documented():
    listed = re.findall(r"^  (\w+)\s{2,}", help_of().partition("Commands:")[2], re.MULTILINE)
    page = (ROOT / "docs/guide/commands.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"read", "annotate", "describe", "figures", "report", "schema", "plugins"} <= set(listed)
    assert [verb for verb in listed if f"\n## {verb}\n" not in page] == []
    assert [verb for verb in listed if f"`discourse {verb}`" not in readme] == []


@pytest.mark.parametrize("verb", list(generate.verbs()))
def test_the_help_of_a_verb_says_what_the_page_says(verb):
    page = (ROOT / "docs/guide/commands.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {verb}\n")[2].partition("\n## ")[0]
    documented = set(re.findall(r"--[a-z][\w-]*", section))
    assert documented == set(re.findall(r"(?<!\S)--[a-z][\w-]*", help_of(verb))) - {"--help"}


def documented_modules() -> set[str]:
    """Modules that the reference takes in."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs/reference").glob("*.md"))
    return set(re.findall(r"^\.\. automodule:: ([\w.]+)$", text, re.MULTILINE))


def public_modules() -> set[str]:
    """Every module of the package but the faces, the parts of a member of a room, and empty packages."""
    found = set()
    for path in (ROOT / "discourse").rglob("*.py"):
        below = path.relative_to(ROOT / "discourse").with_suffix("").parts
        parts = below[:-1] if below[-1] == "__init__" else below
        if len(parts) in {1, 2} and parts[0] not in {"cli", "__main__", "version", "report", "serve"}:
            found.add(".".join(("discourse", *parts)))
    rooms = {name for name in found if any(other.startswith(name + ".") for other in found)}
    return found - rooms


def test_the_reference_takes_in_every_module():
    assert public_modules() - documented_modules() == set()
    assert [name for name in documented_modules() if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize("name", [name for name in discourse.__all__ if name != "__version__"])
def test_a_public_name_says_what_it_is_and_shows_it(name):
    thing = getattr(discourse, name)
    said = inspect.getdoc(thing) or ""
    assert said, f"{name} has no docstring"
    if not inspect.ismodule(thing):
        assert "Examples\n--------" in said, f"{name} shows no example"
        assert ">>>" in said
        assert thing.__module__ in documented_modules(), f"{thing.__module__} is not in the reference"


def test_public_names_are_complete_and_sorted():
    assert discourse.__all__ == sorted(set(discourse.__all__))
    assert set(discourse.__all__) <= set(dir(discourse))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = discourse.nonsense


LOADED = """
import importlib, pkgutil, types, discourse
for found in pkgutil.walk_packages(discourse.__path__, "discourse."):
    if found.name != "discourse.__main__" and not found.name.startswith("discourse.serve."):
        importlib.import_module(found.name)
for name in discourse.__all__:
    first, second = getattr(discourse, name), getattr(discourse, name)
    assert first is second, name
    print(name, isinstance(first, types.ModuleType))
for name in dir(discourse.plots):
    assert not isinstance(getattr(discourse.plots, name), types.ModuleType), name
"""


def test_a_public_name_stays_what_it_is_when_modules_are_loaded():
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    modules = {line.split()[0] for line in done.stdout.splitlines() if line.endswith(" True")}
    assert modules == {name for name in discourse.__all__ if inspect.ismodule(getattr(discourse, name))}
    assert modules <= {"plots"}


@pytest.mark.parametrize("part", sorted(generate.PARTS))
def test_every_made_part_is_used(part):
    mark = f"made by docs/generate.py: {part} -->"
    assert any(mark in path.read_text(encoding="utf-8") for path in PAGES)


def test_a_stale_part_is_seen(monkeypatch):
    make: dict[str, Callable[[], str]] = {"columns": lambda: "new"}
    monkeypatch.setattr(generate, "PARTS", make)
    mark = "<!-- made by docs/generate.py: columns -->"
    assert generate.fresh(f"a\n{mark}\nold\n<!-- end -->\nb") == f"a\n{mark}\n\nnew\n\n<!-- end -->\nb"
