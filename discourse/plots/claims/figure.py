"""The figure of the thread beside the article's claims.

Up to `MOST_READ` comments the words of each are shown; beyond that the thread is folded: a thin row a comment, or a few
comments, and no words. May import: base, the core; the modules beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

from discourse.plots.base import Plot, figure
from discourse.plots.claims.caption import alt, caption
from discourse.plots.claims.content import frame, read
from discourse.plots.claims.folded import folded
from discourse.plots.claims.page import WIDTH
from discourse.plots.claims.unfolded import unfolded
from discourse.thread import Thread

MOST_READ = 60
"""With more comments than this the thread is folded."""


def claims(thread: Thread, target: str | None = None, *, titles: Mapping[str, str] | None = None) -> Plot:
    r"""The thread beside the article's claims.

    Parameters
    ----------
    thread : Thread
        With whatever of `claim`, `claim_stance` and `stance_<target>` has been assigned, by hand or by a model; what is
        not there is left out and the caption says so.
    target : str, optional
        Show the stance towards this target only; all targets otherwise.
    titles : mapping of str to str, optional
        How the figure calls the targets.

    Returns
    -------
    Plot
        Its data has a row a claim shown (`kind` "claim") and a row a comment ("comment").

    Raises
    ------
    UnknownName
        No column holds the stance towards `target`.

    Examples
    --------
    >>> from discourse.reading import read
    >>> plot = claims(read("The bridge\n\n  • Ada\n\n    At last.\n\n    • Ben\n\n      Too late.\n"))
    >>> plot.data[["kind", "author", "depth"]].values.tolist()
    [['comment', 'Ada', 1], ['comment', 'Ben', 2]]
    """
    content = read(thread, target, titles)
    is_folded = len(thread) > MOST_READ
    items, height = folded(content) if is_folded else unfolded(content)
    return figure("claims", frame(content), items, (WIDTH, height), caption(content, is_folded), alt(content))
