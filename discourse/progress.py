"""A bar on standard error for what takes long. May import: the standard library, tqdm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from typing import TypeVar

One = TypeVar("One")
Some = TypeVar("Some", bound=Sized)


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


def counter(batches: Iterable[Some], progress: bool, what: str) -> Iterator[Some]:
    """The batches as they are, with a count of what is in them on standard error when it takes longer than a second.

    Parameters
    ----------
    batches : iterable of sized
    progress : bool
        Whether to show it; on a file or pipe it is never shown.
    what : str
        What is counted, such as "comments".

    Examples
    --------
    >>> [len(batch) for batch in counter([[1, 2], [3]], False, "numbers")]
    [2, 1]
    """
    if not progress:
        yield from batches
        return
    from tqdm import tqdm

    with tqdm(desc="reading", unit=f" {what}", unit_scale=True, leave=False, disable=None, delay=1) as shown:
        for batch in batches:
            yield batch
            shown.update(len(batch))
