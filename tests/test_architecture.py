"""The laws of the house, held by reading the source.

Every law is a function from modules to the list of its breaches, so that the same function is tried on small wrong
examples below: a law that cannot be broken holds nothing.
"""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "discourse"

ROOMS = ("readers", "writers", "annotators", "metrics", "inference", "plots")
MAY_USE_ROOMS = {"plots": {"metrics", "inference"}, "metrics": {"inference"}}
"""Rooms stand in the order of the data; a room that is not named here uses no other room."""

FLOORS = (
    (
        "ground",
        (
            "version",
            "errors",
            "columns",
            "tree",
            "order",
            "shape",
            "messages",
            "text",
            "quotes",
            "copies",
            "date_words",
            "date_grammar",
            "dates",
            "decoding",
            "recoding",
            "delimited",
            "column_names",
            "tables",
            "guessing",
            "mojibake",
            "output",
            "progress",
            "json_text",
            "xml_escape",
            "lineage",
            "unpacking",
        ),
    ),
    (
        "core",
        (
            "article",
            "codebook",
            "rows",
            "account",
            "hypertext",
            "gathering",
            "xml_text",
            "spill",
            "joining",
            "records",
            "record_rows",
            "tabular",
            "graphs",
            "codes",
            "thread",
            "corpus",
            "subthreads",
            "addresses",
            "addressing",
            "sheet",
            "assemble",
            "orphans",
            "frames",
            "registry",
            "store",
        ),
    ),
    ("rooms", ROOMS),
    ("pipeline", ("containers", "sources", "intake", "reading", "writing", "pipeline", "summary", "study")),
    ("report", ("report",)),
    ("face", ("outline", "cli", "serve", "__main__")),
)
LAZY_EXCEPTIONS: dict[tuple[str, str], str] = {}
"""Imports inside functions that close a circle on purpose, with the reason."""

HEAVY = ("pandas", "sklearn", "matplotlib")
UNSAFE_MODULES = frozenset({"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "marshal", "shelve", "joblib"})


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its text, and whether it is the `__init__` of a package."""

    name: str
    source: str
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def parts(self) -> tuple[str, ...]:
        """The name below the root: () for the root, ("readers", "plain") for a reader."""
        return tuple(self.name.split(".")[1:])


@dataclass(frozen=True)
class Import:
    """That `module` imports `target` in `line`; `lazy` when it does so inside a function."""

    module: str
    target: str
    line: int
    lazy: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def modules_of(folder: Path) -> dict[str, Module]:
    """Every module of the package in `folder`, by name."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        below = path.relative_to(folder).with_suffix("").parts
        is_package = below[-1] == "__init__"
        name = ".".join((PACKAGE, *(below[:-1] if is_package else below)))
        found[name] = Module(name, path.read_text(encoding="utf-8"), is_package)
    return found


def inside_functions(tree: ast.AST) -> set[int]:
    """Identities of all nodes that stand in the body of a function."""
    return {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
        if node is not function
    }


def named_imports(module: Module) -> Iterator[tuple[str, str | None, ast.AST]]:
    """Absolute module name, the name taken from it (None for `import x`), and the statement."""
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, None, node
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield base, alias.name, node
        elif isinstance(node, ast.Call) and called_name(node) in {"import_module", "__import__"}:
            yield from ((name, None, node) for name in literal_texts(node.args[:1]))


def literal_texts(nodes: Iterable[ast.expr]) -> list[str]:
    """The texts among some expressions that are written out."""
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def called_name(call: ast.Call) -> str:
    """The last part of what is called: `b` for `a.b()`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_ours(name: str) -> bool:
    return name == PACKAGE or name.startswith(PACKAGE + ".")


def inner_imports(modules: dict[str, Module]) -> list[Import]:
    """Every import of one module of the package by another, wherever in the file it stands."""
    found = []
    for module in modules.values():
        deep = inside_functions(module.tree)
        for base, name, node in named_imports(module):
            if is_ours(base):
                target = f"{base}.{name}" if name and f"{base}.{name}" in modules else base
                found.append(Import(module.name, target, getattr(node, "lineno", 0), id(node) in deep))
    return found


def room_and_sibling(name: str) -> tuple[str, str] | None:
    """("readers", "plain") for `discourse.readers.plain.blocks`; "" for a room's face; None outside the rooms."""
    parts = name.split(".")[1:]
    if not parts or parts[0] not in ROOMS:
        return None
    return parts[0], parts[1] if len(parts) > 1 else ""


def sibling_breaches(modules: dict[str, Module]) -> list[str]:
    """Law 1: in a room of equals one shares only base.py with the others."""
    breaches = []
    for one in inner_imports(modules):
        here, there = room_and_sibling(one.module), room_and_sibling(one.target)
        if here is None or there is None or here[0] != there[0] or here[1] == there[1]:
            continue
        if here[1] == "":
            continue  # the face of a room may name its members
        if there[1] != "base":
            breaches.append(f"{one}: siblings share only {here[0]}/base.py")
    return breaches


def room_breaches(modules: dict[str, Module]) -> list[str]:
    """Law 2, and the order of the rooms: metrics and plots ask for a column, never for its annotator."""
    breaches = []
    for one in inner_imports(modules):
        here, there = room_and_sibling(one.module), room_and_sibling(one.target)
        if here and there and here[0] != there[0] and there[0] not in MAY_USE_ROOMS.get(here[0], set()):
            breaches.append(f"{one}: {here[0]} may not use {there[0]}")
    return breaches


def root_breaches(modules: dict[str, Module]) -> list[str]:
    """Law 3a: nothing inside imports the package root, and the root loads nothing of ours at once."""
    breaches = []
    for module in modules.values():
        deep = inside_functions(module.tree)
        for base, name, node in named_imports(module):
            line = getattr(node, "lineno", 0)
            if base == PACKAGE and module.name != PACKAGE:
                breaches.append(f"{module.name}:{line} imports the package root" + (f" for {name}" if name else ""))
            if (
                module.name == PACKAGE
                and is_ours(base)
                and id(node) not in deep
                and not is_type_only(module.tree, node)
            ):
                breaches.append(f"{PACKAGE}:{line} loads {base} at once; the root holds lazy names only")
    return breaches


def is_type_only(tree: ast.Module, node: ast.AST) -> bool:
    """Whether a statement stands below `if TYPE_CHECKING:`."""
    return any(
        isinstance(test, ast.If)
        and ast.unparse(test.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
        and any(node is below for statement in test.body for below in ast.walk(statement))
        for test in ast.walk(tree)
    )


def circle_breaches(modules: dict[str, Module], exceptions: Iterable[tuple[str, str]] = ()) -> list[str]:
    """Law 3b: no import circles, lazy and type-only imports counted; an exception must be lazy and needed."""
    allowed = set(exceptions)
    imports = [one for one in inner_imports(modules) if one.module != one.target and one.module != PACKAGE]
    breaches = [
        f"{one}: allowed only inside a function"
        for one in imports
        if (one.module, one.target) in allowed and not one.lazy
    ]
    breaches += [
        f"{module} no longer imports {target}: take the exception out"
        for module, target in sorted(allowed - {(one.module, one.target) for one in imports})
    ]
    graph: dict[str, set[str]] = {}
    for one in imports:
        if (one.module, one.target) not in allowed:
            graph.setdefault(one.module, set()).add(one.target)
    return breaches + circle(graph, "imports go round")


def circle(graph: dict[str, set[str]], what: str) -> list[str]:
    """The first circle of a graph, in words, if there is one."""
    try:
        graphlib.TopologicalSorter({key: sorted(graph[key]) for key in sorted(graph)}).prepare()
    except graphlib.CycleError as error:
        return [f"{what}: " + " -> ".join(reversed(error.args[1]))]
    return []


def floor_of(name: str) -> int | None:
    """Number of the floor that a module stands on; None when no floor names it. The root stands outside."""
    first = name.split(".")[1]
    return next((number for number, (_, members) in enumerate(FLOORS) if first in members), None)


def floor_breaches(modules: dict[str, Module]) -> list[str]:
    """Imports go down only, and every module stands on a floor."""
    breaches = [
        f"{name} stands on no floor: add it to FLOORS" for name in modules if name != PACKAGE and floor_of(name) is None
    ]
    for one in inner_imports(modules):
        if PACKAGE in {one.module, one.target}:
            continue
        here, there = floor_of(one.module), floor_of(one.target)
        if here is not None and there is not None and there > here:
            breaches.append(f"{one}: {FLOORS[here][0]} may not reach up to {FLOORS[there][0]}")
    return breaches


FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def functions_in(module: Module) -> Iterator[tuple[str, FunctionNode, str | None, dict[str, str]]]:
    """Every function: its qualified name, node, class (or None), and the functions in its sight by bare name."""
    waiting: list[tuple[ast.AST, str, str | None, dict[str, str]]] = [(module.tree, "", None, {})]
    while waiting:
        node, prefix, owner, sight = waiting.pop()
        children = scope_of(node)
        if not isinstance(node, ast.ClassDef):
            sight = sight | {child.name: prefix + child.name for child in children if isinstance(child, FunctionNode)}
        for child in children:
            if isinstance(child, ast.ClassDef):
                waiting.append((child, f"{prefix}{child.name}.", prefix + child.name, sight))
            else:
                yield prefix + child.name, child, owner if isinstance(node, ast.ClassDef) else None, sight
                waiting.append((child, f"{prefix}{child.name}.", None, sight))


def scope_of(node: ast.AST) -> list[FunctionNode | ast.ClassDef]:
    """Functions and classes defined directly in a scope, below ifs and loops as well, but not below one another."""
    found: list[FunctionNode | ast.ClassDef] = []
    waiting = list(ast.iter_child_nodes(node))
    while waiting:
        child = waiting.pop()
        if isinstance(child, FunctionNode | ast.ClassDef):
            found.append(child)
        else:
            waiting.extend(ast.iter_child_nodes(child))
    return found


def bound_names(function: FunctionNode) -> set[str]:
    """Names that a function binds itself: parameters, assignments, imports."""
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    bound = {argument.arg for argument in every if argument}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return bound


def calls_of(function: FunctionNode, owner: str | None, sight: dict[str, str]) -> set[str]:
    """Qualified names that a function calls, or hands on to be called, as far as the file itself tells."""
    bound, called = bound_names(function), set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        for used in (node.func, *node.args, *(keyword.value for keyword in node.keywords)):
            if isinstance(used, ast.Name) and used.id in sight and used.id not in bound:
                called.add(sight[used.id])
        if owner and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            own_names = {"self", "cls", owner.rpartition(".")[2]}
            called |= {f"{owner}.{node.func.attr}"} if node.func.value.id in own_names else set()
    return called


def recursion_breaches(modules: dict[str, Module]) -> list[str]:
    """Law 5: no function calls itself, neither at once nor through others of its file."""
    breaches = []
    for module in modules.values():
        graph = {name: calls_of(node, owner, sight) for name, node, owner, sight in functions_in(module)}
        breaches += [f"{module.name}: {name} calls itself" for name, called in graph.items() if name in called]
        graph = {name: called - {name} for name, called in graph.items()}
        breaches += [f"{module.name}: {text}" for text in circle(graph, "calls go round")]
    return breaches


def docstring_breaches(modules: dict[str, Module]) -> list[str]:
    """Every module says what it holds and what it may import, and imports no more than that when it is loaded."""
    breaches = []
    for module in modules.values():
        said = ast.get_docstring(module.tree) or ""
        allowed = may_import(said)
        imported = [
            base for base, _, _ in named_imports(module) if base != "__future__" and not is_own_part(module, base)
        ]
        if not said:
            breaches.append(f"{module.name} has no docstring")
        elif imported and not allowed and module.name != PACKAGE:
            breaches.append(f"{module.name}: the docstring does not say what it may import")
        elif allowed and "anything" not in allowed:
            breaches += unsaid_imports(module, allowed, modules)
    return breaches


def is_own_part(module: Module, target: str) -> bool:
    """Whether the target belongs to the same reader, annotator, figure or report as the module."""
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    shared = {PACKAGE, *(f"{PACKAGE}.{room}" for room in ROOMS)}
    return package not in shared and (target + ".").startswith(package + ".")


def may_import(docstring: str) -> set[str]:
    """The words of the sentence that begins with "May import"."""
    sentence = re.search(r"\b[Mm]ay import\b(.*?)(?:\.(?=\s|$)|$)", docstring, re.DOTALL)
    return set(re.findall(r"[\w.]*\w", sentence.group(1))) if sentence else set()


def unsaid_imports(module: Module, allowed: set[str], modules: dict[str, Module]) -> list[str]:
    """Imports at the top of a module that its docstring does not name.

    The standard library need not be named, nor do the other parts of the same reader, annotator or report. A package
    of the core stands for its modules.
    """
    deep = inside_functions(module.tree)
    breaches = {}
    for base, name, node in named_imports(module):
        top = base.split(".")[0]
        if id(node) in deep or top in sys.stdlib_module_names or is_type_only(module.tree, node):
            continue
        target = f"{base}.{name}" if name and f"{base}.{name}" in modules else base
        names = {top}
        if is_ours(target):
            parts = target.split(".")[1:]
            names = {".".join(parts[start:]) for start in range(len(parts))} | {FLOORS[floor_of(target) or 0][0]}
            names |= set() if parts[0] in ROOMS else {parts[0]}
        if not names & allowed and not is_own_part(module, target):
            breaches[target] = f"{module.name} imports {target}, which its docstring does not name"
    return list(breaches.values())


def silence_breaches(modules: dict[str, Module]) -> list[str]:
    """No bare except, and no except of everything that goes on as if nothing had happened."""
    breaches = []
    for module in modules.values():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ExceptHandler):
                continue
            caught = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else set()
            if node.type is None:
                breaches.append(f"{module.name}:{node.lineno} bare except")
            elif caught & {"Exception", "BaseException"} and all(is_nothing(statement) for statement in node.body):
                breaches.append(f"{module.name}:{node.lineno} swallows every exception")
    return breaches


def is_nothing(statement: ast.stmt) -> bool:
    """Whether a statement does nothing: pass, continue, or a bare constant."""
    return isinstance(statement, ast.Pass | ast.Continue) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def unsafe_breaches(modules: dict[str, Module]) -> list[str]:
    """No pickles, no evaluated text."""
    breaches = []
    for module in modules.values():
        for base, _, node in named_imports(module):
            if base.split(".")[0] in UNSAFE_MODULES:
                breaches.append(f"{module.name}:{getattr(node, 'lineno', 0)} imports {base}")
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}:
                breaches.append(f"{module.name}:{node.lineno} calls {node.func.id}")
            for keyword in node.keywords:
                is_false = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
                if keyword.arg == "allow_pickle" and not is_false:
                    breaches.append(f"{module.name}:{node.lineno} allows pickles")
    return breaches


LAWS = {
    "siblings": sibling_breaches,
    "rooms": room_breaches,
    "root": root_breaches,
    "circles": circle_breaches,
    "floors": floor_breaches,
    "recursion": recursion_breaches,
    "docstrings": docstring_breaches,
    "silence": silence_breaches,
    "unsafe": unsafe_breaches,
}


@pytest.fixture(scope="module")
def house() -> dict[str, Module]:
    return modules_of(ROOT / PACKAGE)


@pytest.mark.parametrize("law", [law for law in LAWS if law != "circles"])
def test_the_house_keeps_the_law(house, law):
    assert LAWS[law](house) == []


def test_the_house_has_no_import_circles(house):
    assert circle_breaches(house, LAZY_EXCEPTIONS) == []


def test_the_house_was_found(house):
    assert {"discourse", "discourse.tree", "discourse.corpus", "discourse.readers.base"} <= set(house)
    assert len(inner_imports(house)) > 50
    assert {floor_of(name) for name in house if name != PACKAGE} >= {0, 1, 2}


def small_house(**sources: str) -> dict[str, Module]:
    """Modules by name below the root, dots written as two underscores; a name that ends so is a package."""
    modules = {}
    for key, source in sources.items():
        name = ".".join(part for part in (PACKAGE, *key.split("__")) if part)
        modules[name] = Module(name, source, is_package=key.endswith("__"))
    return modules


SAYS = '"""Holds something. May import: anything."""\n'

BROKEN = {
    "siblings": [
        ({"readers__a": "from discourse.readers.b import x", "readers__b": ""}, "discourse.readers.a:1"),
        ({"readers__a": "from .b import x", "readers__b": ""}, "readers.b"),
        ({"readers__a": "from . import b", "readers__b": "", "readers__": ""}, "readers.b"),
        ({"plots__a": "def f():\n    import discourse.plots.b", "plots__b": ""}, "discourse.plots.a:2"),
        ({"plots__base": "from discourse.plots.a import x", "plots__a": ""}, "plots.a"),
        ({"readers__a__x": "from discourse.readers.b import y", "readers__b": ""}, "readers.b"),
        ({"readers__a__": "from ..b import y", "readers__b": ""}, "readers.b"),
        ({"readers__a": "from importlib import import_module\nimport_module('discourse.readers.b')"}, "readers.b"),
        ({"readers__a": "from discourse.readers import style", "readers__": ""}, "discourse.readers"),
    ],
    "rooms": [
        ({"metrics__a": "from discourse.annotators.topic import Topics", "annotators__topic": ""}, "annotators.topic"),
        ({"metrics__a": "from discourse.annotators import base", "annotators__base": "", "annotators__": ""}, "base"),
        ({"plots__a": "import discourse.annotators.base", "annotators__base": ""}, "plots may not use annotators"),
        ({"annotators__a": "from discourse.metrics.base import metric", "metrics__base": ""}, "metrics"),
        ({"readers__a": "from discourse.writers.jsonl import x", "writers__jsonl": ""}, "writers"),
    ],
    "root": [
        ({"tree": "import discourse"}, "imports the package root"),
        ({"tree": "from discourse import text", "text": ""}, "for text"),
        ({"tree": "def f():\n    from discourse import read"}, "discourse.tree:2"),
        ({"tree": "from . import text", "text": ""}, "for text"),
        ({"": "from discourse.pipeline import read"}, "lazy names only"),
    ],
    "circles": [
        ({"tree": "import discourse.text", "text": "import discourse.tree"}, "discourse.text"),
        (
            {
                "article": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from discourse.rows import x",
                "rows": "from discourse.article import y",
            },
            "imports go round",
        ),
        (
            {
                "article": "from discourse.rows import x",
                "rows": "from discourse.corpus import x",
                "corpus": "def f():\n    from discourse.article import x",
            },
            "imports go round",
        ),
    ],
    "floors": [
        ({"tree": "from discourse.thread import Thread", "thread": ""}, "ground may not reach up to core"),
        ({"corpus": "def f():\n    from discourse.plots.tree import tree", "plots__tree": ""}, "up to rooms"),
        ({"metrics__a": "from discourse.pipeline import read", "pipeline": ""}, "up to pipeline"),
        ({"pipeline": "from discourse.cli import main", "cli": ""}, "up to face"),
        ({"attic": ""}, "discourse.attic stands on no floor"),
    ],
    "recursion": [
        ({"tree": "def walk(x):\n    return walk(x - 1)"}, "walk calls itself"),
        ({"tree": "def f():\n    def g(x):\n        return [g(y) for y in x]\n    return g"}, "f.g calls itself"),
        ({"tree": "def f(x):\n    def g():\n        return f(1)\n    return g()"}, "f calls itself"),
        ({"tree": "class A:\n    def walk(self):\n        return self.walk()"}, "A.walk calls itself"),
        ({"tree": "class A:\n    @classmethod\n    def of(cls):\n        return cls.of()"}, "A.of calls itself"),
        ({"tree": "class A:\n    @staticmethod\n    def of(x):\n        return A.of(x)"}, "A.of calls itself"),
        ({"tree": "def even(n):\n    return odd(n)\n\ndef odd(n):\n    return even(n)"}, "calls go round"),
        (
            {"tree": "class A:\n    def a(self):\n        self.b()\n    def b(self):\n        self.a()"},
            "calls go round",
        ),
        ({"tree": "def walk(x):\n    return list(map(walk, x))"}, "walk calls itself"),
        ({"tree": "if True:\n    async def walk(x):\n        await walk(x)"}, "walk calls itself"),
    ],
    "docstrings": [
        ({"tree": "x = 1"}, "has no docstring"),
        ({"tree": '"""Trees."""\nimport os'}, "may import"),
        ({"tree": '"""Trees. May import: errors."""\nimport numpy as np'}, "imports numpy"),
        ({"tree": '"""Trees. May import: numpy."""\nfrom discourse.errors import nearest', "errors": SAYS}, "errors"),
        ({"plots__a": '"""A. May import: the core."""\nfrom discourse.tree import x', "tree": SAYS}, "discourse.tree"),
        (
            {"plots__a": '"""A. May import: numpy.\n\nNothing of errors."""\nimport discourse.errors', "errors": SAYS},
            "errors",
        ),
    ],
    "silence": [
        ({"tree": "try:\n    f()\nexcept:\n    raise"}, "discourse.tree:3 bare except"),
        ({"tree": "try:\n    f()\nexcept Exception:\n    pass"}, "swallows"),
        (
            {"tree": "for x in y:\n    try:\n        f()\n    except (OSError, BaseException) as e:\n        continue"},
            "swallows",
        ),
    ],
    "unsafe": [
        ({"tree": "import pickle"}, "imports pickle"),
        ({"tree": "def f():\n    from joblib import load"}, "imports joblib"),
        ({"tree": "np.load(p, allow_pickle=True)"}, "allows pickles"),
        ({"tree": "np.load(p, allow_pickle=flag)"}, "allows pickles"),
        ({"tree": "eval('1')"}, "calls eval"),
        ({"tree": "exec(code)"}, "calls exec"),
    ],
}

SOUND = {
    "siblings": [
        {"readers__a": "from discourse.readers.base import x", "readers__base": ""},
        {
            "readers__plain__": "from .lines import x",
            "readers__plain__lines": "from discourse.readers.plain.grammar import y",
        },
        {"plots__": "from discourse.plots.a import a", "plots__a": ""},
        {"plots__tree": "from discourse.tree import depth", "tree": ""},
    ],
    "rooms": [
        {"plots__a": "from discourse.metrics.base import x", "metrics__base": ""},
        {"metrics__a": "from discourse.columns import column", "columns": ""},
    ],
    "root": [
        {"tree": "from discourse.text import x", "text": ""},
        {"": "def __getattr__(name):\n    from discourse.pipeline import read\n    return read", "pipeline": ""},
        {"": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from discourse.pipeline import read"},
    ],
    "circles": [{"tree": "import discourse.text", "text": "import discourse.errors", "errors": ""}],
    "floors": [
        {"": "from discourse.cli import main", "cli": ""},
        {"cli": "from discourse.tree import depth", "tree": ""},
        {"report__": "", "report__page": "from discourse.pipeline import x", "pipeline": ""},
    ],
    "recursion": [
        {"tree": "class A:\n    def depth(self):\n        return depth(self)\n\ndef depth(x):\n    return x"},
        {"tree": "class A:\n    def f(self):\n        return super().f()"},
        {"tree": "def f():\n    from m import f\n    return f()"},
        {"tree": "class A:\n    def f(self):\n        return self.child.f()"},
        {"tree": "def f():\n    return g()\n\ndef g():\n    return 1"},
        {"tree": "def a():\n    def g():\n        pass\n    g()\n\ndef b():\n    def g():\n        a()\n    g()"},
    ],
    "docstrings": [
        {"tree": SAYS + "import os, numpy"},
        {"readers__": '"""Readers."""'},
        {"tree": '"""Trees. May import: numpy, errors."""\nimport numpy\nimport os\nfrom discourse.errors import x'},
        {"plots__a": '"""A. May import:\nthe ground and core."""\nfrom discourse.tree import x\nimport discourse.rows'},
        {"plots__a": '"""A. May import: base."""\nfrom discourse.plots.base import x\ndef f():\n    import pandas'},
        {"readers__a__b": '"""A. May import: base."""\nfrom discourse.readers.a.c import x'},
        {"readers__a__": '"""A."""\nfrom discourse.readers.a.c import x'},
        {"cli": '"""A. May import: anything below."""\nfrom discourse.tree import x'},
    ],
    "silence": [
        {"tree": "try:\n    f()\nexcept ValueError:\n    pass"},
        {"tree": "try:\n    f()\nexcept Exception as e:\n    raise E from e"},
    ],
    "unsafe": [{"tree": "np.load(p, allow_pickle=False)\nframe.eval('a + b')\nre.compile('x')"}],
}


@pytest.mark.parametrize(("law", "sources", "said"), [(law, *case) for law, cases in BROKEN.items() for case in cases])
def test_a_broken_law_is_seen(law, sources, said):
    breaches = LAWS[law](small_house(**sources))
    assert len(breaches) == 1
    assert said in breaches[0]


@pytest.mark.parametrize(("law", "sources"), [(law, case) for law, cases in SOUND.items() for case in cases])
def test_a_kept_law_is_not_called_broken(law, sources):
    assert LAWS[law](small_house(**sources)) == []


def test_every_law_is_tried_on_both_sides():
    assert set(BROKEN) == set(SOUND) == set(LAWS)


def test_an_exception_must_be_lazy_and_needed():
    lazy = small_house(thread="def f():\n    from discourse.frames import g", frames="from discourse.thread import T")
    eager = small_house(thread="from discourse.frames import g", frames="from discourse.thread import T")
    gone = small_house(thread="", frames="from discourse.thread import T")
    exception = [("discourse.thread", "discourse.frames")]
    assert circle_breaches(lazy, exception) == []
    assert "only inside a function" in circle_breaches(eager, exception)[0]
    assert "take the exception out" in circle_breaches(gone, exception)[0]


def heavy_after(code: str) -> list[str]:
    """Which of the heavy packages are loaded once `code` has run in a fresh interpreter."""
    report = f"import sys; print('loaded:', *sorted({{name.split('.')[0] for name in sys.modules}} & set({HEAVY!r})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    return re.findall(r"^loaded:(.*)$", done.stdout, re.MULTILINE)[-1].split()


HELP = """
import sys
sys.argv = ["discourse", "--help"]
from discourse.cli import main
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
"""


def test_importing_the_package_loads_nothing_heavy():
    assert heavy_after("import discourse") == []


def test_help_loads_nothing_heavy():
    assert heavy_after(HELP) == []


def test_what_is_heavy_would_be_seen():
    assert heavy_after("import pandas") == ["pandas"]


def test_the_floors_that_contributors_read_about_are_these():
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for name in ("ground", "core", "pipeline"):
        (row,) = [line for line in told.splitlines() if line.startswith(f"| {name}")]
        stated = {module.rstrip("/") for module in re.findall(r"`([a-z_]+/?)`", row)}
        there = {module for module in dict(FLOORS)[name] if any((ROOT / PACKAGE).glob(f"{module}*"))}
        assert stated == there - {"version"}, name
