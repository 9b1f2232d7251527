"""What a report rests on and what it holds: manifest.json, without times and without paths of a machine.

The same input gives the same bytes. It also tells a folder of ours from a stranger's. May import: msgspec, codebook,
errors, output, text, thread, version; view beside it.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from typing import Any

import msgspec

from discourse.codebook import Codebook
from discourse.errors import OutputError
from discourse.output import MANIFEST
from discourse.report.view import View
from discourse.text import without_folders
from discourse.thread import Step
from discourse.version import __version__

KIND = "discourse report"
PACKAGES = ("numpy", "pandas", "pyarrow", "scikit-learn", "scipy", "matplotlib", "vaderSentiment")
"""Packages whose version can change a result."""
_DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def versions() -> dict[str, str | None]:
    """Versions of discourse, Python, and the packages that results rest on; None for one that is not installed."""
    found: dict[str, str | None] = {"discourse": __version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def state(view: View, folder: Path, parameters: Mapping[str, Any], skipped: Mapping[str, str]) -> bytes:
    """The manifest of the report in `folder`, which is complete but for it.

    Parameters
    ----------
    view : View
    folder : Path
    parameters : mapping
        What the report was made with, besides the steps that the thread remembers.
    skipped : mapping of str to str
        Figures that were not drawn, and why.
    """
    thread, report = view.thread, view.thread.report
    stated = {
        "kind": KIND,
        "made_by": f"discourse {__version__}",
        "thread": {"id": thread.id, "n_comments": len(thread)},
        "inputs": [{"name": view.source, "sha256": report.sha256 or None, "format": report.format, "why": report.why}],
        "codebook": codebook_of(view.codebook, thread.steps),
        "parameters": {"report": dict(parameters), "steps": [stated_step(step) for step in thread.steps]},
        "seeds": [],
        "about_seeds": "nothing here is random",
        "figures_not_drawn": dict(skipped),
        "versions": versions(),
        "outputs": outputs(folder),
    }
    return plain_json(stated, indent=2) + b"\n"


def outputs(folder: Path) -> dict[str, dict[str, str | int]]:
    """SHA-256 and size of every file in the folder but the manifest, by its name there."""
    found: dict[str, dict[str, str | int]] = {}
    for name in _files(folder):
        if name != MANIFEST:
            content = (folder / name).read_bytes()
            found[name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    return found


def codebook_of(codebook: Codebook | None, steps: tuple[Step, ...]) -> dict[str, str] | None:
    """Name and hash of the codebook given, else of the one that the steps rest on."""
    if codebook is not None:
        return {"name": codebook.name, "sha256": codebook.sha256}
    for step in steps:
        used = step.parameters.get("codebook")
        if isinstance(used, Mapping) and "sha256" in used:
            return {"name": str(used.get("name", "")), "sha256": str(used["sha256"])}
    return None


def stated_step(step: Step) -> dict[str, Any]:
    """A step as plain values."""
    return {"name": step.name, "parameters": dict(step.parameters), "assigns": list(step.assigns)}


def plain_json(value: Any, indent: int = 0) -> bytes:
    """A value as JSON, keys sorted; what JSON has no word for is written as text, an absolute path as its last part.

    Examples
    --------
    >>> plain_json({"b": {2, 1}, "a": PurePath("pages/a.txt"), "c": float("nan")})
    b'{"a":"pages/a.txt","b":[1,2],"c":null}'
    """
    written = msgspec.json.encode(value, enc_hook=_plain, order="sorted")
    return msgspec.json.format(written, indent=indent) if indent else written


def _plain(value: Any) -> Any:
    """What stands in JSON for a value that it has no word for."""
    if isinstance(value, PurePath):
        return without_folders(str(value))
    if isinstance(value, Mapping):
        return dict(value)
    return value.item() if hasattr(value, "item") else str(value)


def refuse_strangers(folder: Path) -> None:
    """Raise when a folder with a manifest holds what no report put there: it would be lost.

    Raises
    ------
    OutputError
        The manifest is not one of a report, or a file is not listed in it.
    """
    place = folder / MANIFEST
    try:
        if not place.is_file():
            return
        stated = msgspec.json.decode(place.read_bytes())
        inside = _files(folder)
    except OSError as error:
        fix = "name a place that you may read and write"
        raise OutputError(f"cannot be read ({error.strerror})", where=str(folder), fix=fix) from error
    except (msgspec.DecodeError, RecursionError):
        stated, inside = None, []
    listed = stated.get("outputs") if isinstance(stated, dict) and stated.get("kind") == KIND else None
    if not isinstance(listed, dict):
        what = f"the {MANIFEST} here is not that of a report, so this is not a folder that a report may replace"
        raise OutputError(what, where=str(folder), fix="name a new or empty folder")
    strangers = [
        name for name in inside if name not in listed and name != MANIFEST and Path(name).name not in _DROPPINGS
    ]
    if strangers:
        more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        raise OutputError(
            f"this folder holds {strangers[0]}{more}, which no report put there and which would be lost",
            where=str(folder),
            fix="move it away, or name another folder",
        )


def _files(folder: Path) -> list[str]:
    """Names of all that is in a folder and is no folder itself, in alphabetical order."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    )
