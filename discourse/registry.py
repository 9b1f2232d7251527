"""Names to implementations, loaded when asked for; built-ins and strangers' plug-ins come through the same door.

The door is Python's entry points, one group a room. An entry point names a class or function, or, for metrics, a
module whose Metric values are all taken. May import: the standard library, errors.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from discourse.errors import BrokenPlugin, UnknownName

GROUPS = ("readers", "annotators", "metrics", "plots", "writers")


@cache
def _points(group: str) -> dict[str, EntryPoint]:
    """Entry points of a group by name, in alphabetical order, ours before a stranger's of the same name."""
    if group not in GROUPS:
        raise UnknownName("no such kind of plug-in", given=group, allowed=GROUPS)
    found = sorted(entry_points(group=f"discourse.{group}"), key=lambda point: (point.name, point.value))
    table: dict[str, EntryPoint] = {}
    for point in found:
        ours = point.value.startswith("discourse.")
        if point.name not in table or ours:
            table[point.name] = point
    return table


def names(group: str) -> list[str]:
    """Names of the plug-ins of a group, without importing them.

    Parameters
    ----------
    group : {"readers", "annotators", "metrics", "plots", "writers"}

    Examples
    --------
    >>> "plain" in names("readers")
    True
    """
    return list(_points(group))


def load(group: str, name: str) -> Any:
    """The implementation of that name.

    Raises
    ------
    UnknownName
        With the nearest name.
    BrokenPlugin
        When it cannot be imported.

    Examples
    --------
    >>> load("readers", "plain").name
    'plain'
    """
    table = _points(group)
    if name not in table:
        raise UnknownName(f"no such {group[:-1]}", given=name, allowed=table, fix="see `discourse plugins`")
    return _import(table[name])


def origin(group: str, name: str) -> str:
    """The distribution that provides it, with its version."""
    point = _points(group)[name]
    return f"{point.dist.name} {point.dist.version}" if point.dist else "unknown"


@cache
def _import(point: EntryPoint) -> Any:
    try:
        return point.load()
    except Exception as error:
        raise BrokenPlugin(
            f"cannot be loaded: {type(error).__name__}: {error}",
            where=f"plug-in {point.name} ({point.value})",
            fix="reinstall or remove it",
        ) from error
