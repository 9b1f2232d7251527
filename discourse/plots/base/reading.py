"""What figures read from a thread, present or not, and how they word it.

May import: numpy, text, thread, tree.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from discourse.thread import Thread
from discourse.tree import preorder


def labels(thread: Thread, name: str) -> list[str | None]:
    """A text or label column, or all missing where nobody has assigned it."""
    return thread.strings(name) if name in thread.names else [None] * len(thread)


def numbers(thread: Thread, name: str) -> NDArray[np.float64]:
    """A column of numbers, or NaN where nobody has assigned it."""
    if name not in thread.names:
        return np.full(len(thread), np.nan)
    return np.asarray(thread.values(name), dtype=np.float64)


def author_of(name: str | None) -> str:
    """How figures call an author; the source may name none."""
    return name or "unnamed"


def title_of(name: str, given: Mapping[str, str] | None) -> str:
    """How figures call a topic or target: as the caller says, else its name in plain words."""
    return (given or {}).get(name) or name.replace("_", " ")


def reading_order(thread: Thread) -> tuple[list[int], str]:
    """Rows so that every comment is followed by its replies, and what to call that order."""
    order = preorder(thread.parents)
    is_page = bool(np.array_equal(order, np.arange(len(thread))))
    return order.tolist(), "page order" if is_page else "reading order (each comment followed by its replies)"
