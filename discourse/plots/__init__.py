"""Figures: each takes a thread and returns a Plot. `plots.claims` is the figure of that name; plug-ins' are here too.

May import: registry.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from discourse.registry import load, names


class _Room(ModuleType):
    """A room in which a name stands for a figure, not for the file that draws it."""

    def __setattr__(self, name: str, value: Any) -> None:
        # Python hangs every file that it loads into the room: discourse.plots.claims would take the figure's place.
        if not (isinstance(value, ModuleType) and name in names("plots")):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name not in names("plots"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return load("plots", name)


def __dir__() -> list[str]:
    return names("plots")


sys.modules[__name__].__class__ = _Room
