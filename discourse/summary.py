"""What can be said in numbers about a thread or a corpus: every metric, what it rests on, and why one is missing.

Metrics come through the registry, ours and a plug-in's alike: an entry point of the group `discourse.metrics` names a
module whose Metric values are all taken; its function `metrics_of(corpus) -> list of Metric`, if it has one, adds those
that depend on the columns present. May import: numpy, pandas (lazily), assemble, corpus, errors, orphans, registry,
subthreads, thread, metrics.base.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType
from typing import TYPE_CHECKING, Literal

import numpy as np

from discourse.assemble import Orphans
from discourse.corpus import Corpus
from discourse.errors import BrokenPlugin, UnknownName
from discourse.metrics.base import Metric, as_corpus
from discourse.orphans import under
from discourse.registry import load, names
from discourse.subthreads import by_top_level
from discourse.thread import Thread

if TYPE_CHECKING:
    import pandas as pd

MODULES = ("structure", "participation", "interaction", "time", "labels")
"""Our modules in the order in which their metrics are told; plug-ins follow by name."""

POLICIES: tuple[Orphans, ...] = ("promote", "ghost", "drop")
COLUMNS = ("thread_id", "metric", "estimate", "n", "unit", "family", "skipped", "reference")


def metrics() -> dict[str, Metric]:
    """Every metric by name, ours first.

    Returns
    -------
    dict of str to Metric
        Without those that depend on the topics and targets of a corpus: `metrics_for` has them too.

    Raises
    ------
    BrokenPlugin
        When two modules give different metrics the same name.

    Examples
    --------
    >>> metrics()["structural_virality"].unit
    'links'
    """
    return _collect((module.__name__, vars(module).values()) for module in _modules())


def metrics_for(corpus: Corpus) -> dict[str, Metric]:
    """Every metric by name that has a meaning for the columns of a corpus.

    Parameters
    ----------
    corpus : Corpus

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> corpus = from_parents([-1, 0]).assign({"topic_bridge": [0.9, 0.1]})
    >>> list(metrics_for(corpus))[-1]
    'topic_bridge_share'
    """
    return _collect(
        (module.__name__, found)
        for module in _modules()
        for found in (vars(module).values(), module.metrics_of(corpus) if hasattr(module, "metrics_of") else ())
    )


def _modules() -> list[ModuleType]:
    """Modules of the registry, ours in their order, then plug-ins by name."""
    known = names("metrics")
    ours = [name for name in MODULES if name in known]
    return [load("metrics", name) for name in (*ours, *(name for name in known if name not in MODULES))]


def _collect(found: Iterable[tuple[str, Iterable[object]]]) -> dict[str, Metric]:
    """The metrics among some values, by name; two of one name are an error that names both."""
    table: dict[str, Metric] = {}
    home: dict[str, str] = {}
    for module, values in found:
        for value in values:
            if not isinstance(value, Metric):
                continue
            if table.setdefault(value.name, value) is not value:
                raise BrokenPlugin(
                    f"two metrics have the name {value.name!r}",
                    where=f"{home[value.name]} and {module}",
                    fix="rename one, or remove the plug-in",
                )
            home.setdefault(value.name, module)
    return table


def load_metric(name: str) -> Metric:
    """The metric of that name.

    Raises
    ------
    UnknownName
        With the nearest name.

    Examples
    --------
    >>> load_metric("h_index").family
    'structure'
    """
    return _named(metrics(), name)


def _named(table: dict[str, Metric], name: str) -> Metric:
    """One metric of a table of them."""
    if name not in table:
        raise UnknownName("no such metric", given=name, allowed=table, fix="see `discourse plugins`")
    return table[name]


def cite(name: str) -> str:
    """What to cite for a metric, and the formula that was used.

    Parameters
    ----------
    name : str
        Name of a metric.

    Raises
    ------
    UnknownName

    Examples
    --------
    >>> cite("structural_virality").splitlines()[0]
    'structural_virality (links): 2 W / (n (n - 1)) with n = N + 1, the article among the nodes'
    """
    found = load_metric(name)
    return f"{found.name} ({found.unit}): {found.formula}\n{found.reference}"


def describe(
    thread: Thread | Corpus,
    metrics: Iterable[str] | None = None,
    by: Literal["article", "top_level"] = "article",
) -> pd.DataFrame:
    """Every number that can be given about a thread or a corpus, and the reason for each that cannot.

    Parameters
    ----------
    thread : Thread or Corpus
    metrics : iterable of str, optional
        Names of the metrics wanted, in that order; otherwise all that the columns give a meaning to.
    by : {"article", "top_level"}
        What a thread is: all comments on an article, or all below one top-level comment, which then stands where the
        article stands otherwise.

    Returns
    -------
    pandas.DataFrame
        A row for each metric of each thread: thread_id, metric, estimate (missing where nothing can be said), n
        (comments that it rests on), unit, family, skipped (why there is no estimate, else missing), reference.

    Raises
    ------
    UnknownName
        No metric, or no way of dividing a corpus, has that name.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> told = describe(from_parents([-1, 0, -1]), metrics=["structural_virality", "gini"])
    >>> told[["metric", "estimate", "n"]].round(4).values.tolist()
    [['structural_virality', 1.6667, 3], ['gini', nan, 0]]
    >>> told["skipped"].iloc[1]
    'needs author: no comment has it'
    """
    import pandas as pd

    corpus = _divided(as_corpus(thread), by)
    table = metrics_for(corpus)
    chosen = list(table.values()) if metrics is None else [_named(table, name) for name in metrics]
    measured = [one.measure(corpus) for one in chosen]
    # Thread after thread, and within each the metrics in their order.
    shape = (len(corpus), len(chosen))
    columns: dict[str, object] = {
        "thread_id": np.repeat(np.array(corpus.ids, dtype=object), len(chosen)),
        "metric": _every_thread([one.name for one in chosen], len(corpus)),
        "estimate": np.array([found.values for found in measured], dtype=np.float64).reshape(shape[::-1]).T.ravel(),
        "n": np.array([found.n for found in measured], dtype=np.int64).reshape(shape[::-1]).T.ravel(),
        "unit": _every_thread([one.unit for one in chosen], len(corpus)),
        "family": _every_thread([one.family for one in chosen], len(corpus)),
        "skipped": np.array([found.skipped for found in measured], dtype=object).reshape(shape[::-1]).T.ravel(),
        "reference": _every_thread([one.reference for one in chosen], len(corpus)),
    }
    return pd.DataFrame(columns, columns=pd.Index(COLUMNS))


def describe_orphans(thread: Thread | Corpus, metrics: Iterable[str] | None = None) -> pd.DataFrame:
    """How every number depends on what becomes of replies whose parent is not there.

    Parameters
    ----------
    thread : Thread or Corpus
        Read under "promote" or "ghost"; under "drop" such replies are lost, and all three are the same.
    metrics : iterable of str, optional
        As for `describe`.

    Returns
    -------
    pandas.DataFrame
        A row for each metric of each thread: thread_id, metric, promote, ghost, drop (its estimate under each policy,
        missing where nothing can be said), unit, family.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> corpus = assemble(Rows({"id": ["a", "b", "c"], "parent_id": [None, "x", "b"], "text": ["So.", "No.", "Why?"]}))
    >>> describe_orphans(corpus, ["n_comments", "max_depth"])[["metric", *POLICIES]].values.tolist()
    [['n_comments', 3.0, 4.0, 1.0], ['max_depth', 2.0, 3.0, 1.0]]
    """
    corpus = as_corpus(thread)
    wanted = None if metrics is None else list(metrics)
    told = {policy: describe(under(corpus, policy), wanted) for policy in POLICIES}
    wide = told["promote"][["thread_id", "metric", "unit", "family"]].copy()
    for number, policy in enumerate(POLICIES):
        wide.insert(2 + number, policy, told[policy]["estimate"])
    return wide


def marked(thread: Thread | Corpus) -> dict[str, int]:
    """How many comments are marked as something else than a person's own new words at the place they stand.

    Parameters
    ----------
    thread : Thread or Corpus

    Returns
    -------
    dict of str to int
        Numbers above 0 only, by what they are. None of these comments is left out of any metric.

    Examples
    --------
    >>> from discourse.metrics.base import from_parents
    >>> marked(from_parents([-1, 0]).assign({"is_bot": [False, True]}))
    {'written by a program': 1}
    """
    corpus = as_corpus(thread)
    found = {
        "removed, as the source shows": int(corpus.values("deleted").sum()),
        "written by a program": corpus.column("is_bot").true_count if "is_bot" in corpus.names else 0,
    }
    columns = {
        "with the text of an earlier comment": "duplicate_of",
        "with passages that quote others": "quotes",
        "whose parent is found by its words": "parent_score",
        "whose parent is not there": "missing_parent",
    }
    for what, name in columns.items():
        found[what] = corpus.n_comments - corpus.column(name).null_count if name in corpus.names else 0
    return {what: n for what, n in found.items() if n}


def _every_thread(values: list[str], n_threads: int) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """A list of one word a metric, again for every thread."""
    return np.tile(np.array(values, dtype=object), n_threads)


def _divided(corpus: Corpus, by: str) -> Corpus:
    """The corpus whose threads are to be told."""
    if by not in ("article", "top_level"):
        raise UnknownName("no such way to divide a corpus", given=by, allowed=("article", "top_level"))
    return by_top_level(corpus) if by == "top_level" else corpus
