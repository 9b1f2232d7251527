"""A bar on standard error for what takes long. May import: the standard library, tqdm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

One = TypeVar("One")


def bar(items: Sequence[One], progress: bool, what: str) -> Iterable[One]:
    """The items as they are, with a bar on standard error when asked for and there are several.

    Parameters
    ----------
    items : sequence
    progress : bool
        Whether to show the bar; on a file or pipe none is shown.
    what : str
        What is being done, such as "reading".

    Examples
    --------
    >>> list(bar([1, 2], False, "counting"))
    [1, 2]
    """
    if not progress or len(items) < 2:
        return items
    from tqdm import tqdm

    shown: Iterable[One] = tqdm(items, desc=what, leave=False, disable=None)
    return shown
