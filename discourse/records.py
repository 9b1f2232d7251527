"""The record contract: one flat JSON object a comment, and the JSON Schema that states it.

The command line, Python and any service return these same records. May import: the standard library, pyarrow,
columns, corpus, thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from discourse.columns import ANNOTATIONS, DERIVED, IS_ABOUT, SOURCE, Column
from discourse.corpus import Corpus
from discourse.thread import Thread

SCHEMA_VERSION = "1.0"
BATCH = 50_000
LEADING = (
    "thread_id",
    "id",
    "parent_id",
    "author",
    "text",
    "created",
    "score",
    "deleted",
    "line",
    "created_text",
    "url",
    "role",
    "quotes",
    "parent_score",
    "parent_evidence",
    "missing_parent",
    "depth",
    "position",
)
_CONTRACT = {
    "thread_id": Column("thread_id", "str", "never", "name of the thread", "reader"),
    "parent_id": Column("parent_id", "str", "answers the article", "id of the comment that it answers", "reader"),
}
_JSON_TYPES = {
    "str": "string",
    "int32": "integer",
    "float64": "number",
    "bool": "boolean",
    "datetime": "string",
    "label": "string",
}


def to_records(thread: Thread | Corpus) -> Iterator[dict[str, Any]]:
    """Yield one flat record a comment, None for what is missing.

    Parameters
    ----------
    thread : Thread or Corpus

    Yields
    ------
    dict
        Keys: thread_id, id, parent_id, author, text, created (ISO 8601, UTC), score, deleted, line, created_text,
        url, role, quotes, parent_score, parent_evidence, missing_parent, depth, position; then `topics`, the names of
        the topics it is about, when there are topics; then every annotation under its column's name, with the sentence
        of the claim as `claim_text` after `claim`.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> corpus = assemble(Rows({"id": ["a", "b"], "parent_id": [None, "a"], "text": ["At last.", "Too late."]}))
    >>> [(record["id"], record["parent_id"], record["depth"]) for record in to_records(corpus)]
    [('a', None, 1), ('b', 'a', 2)]
    """
    for columns in record_columns(Corpus.of(thread) if isinstance(thread, Thread) else thread):
        names = tuple(columns)
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))


def record_columns(corpus: Corpus) -> Iterator[dict[str, list[Any]]]:
    """The records of a corpus column by column, up to 50,000 at once.

    Yields
    ------
    dict of str to list
        By the keys of the records, in their order.

    Examples
    --------
    >>> from discourse.assemble import assemble
    >>> from discourse.rows import Rows
    >>> [columns["text"] for columns in record_columns(assemble(Rows({"text": ["At last.", "Too late."]})))]
    [['At last.', 'Too late.']]
    """
    stored = [name for name in corpus.names if name not in {*LEADING, "parent"}]
    topics = corpus.topic_names
    parent_ids = parent_id(corpus)
    depth, position = corpus.values("depth"), corpus.values("position")
    sentences = [{claim.id: claim.text for claim in article.claims} for article in corpus.articles]
    for start in range(0, corpus.n_comments, BATCH):
        end = min(start + BATCH, corpus.n_comments)
        table = corpus.table.slice(start, end - start)
        part = {name: table[name].to_pylist() for name in corpus.names if name not in {"parent", "created"}}
        threads = corpus.thread_index[start:end].tolist()
        part |= {
            "thread_id": [corpus.ids[index] for index in threads],
            "parent_id": parent_ids.slice(start, end - start).to_pylist(),
            "created": _iso(table["created"]).to_pylist(),
            "depth": depth[start:end].tolist(),
            "position": position[start:end].tolist(),
        }
        columns = {name: part[name] for name in LEADING}
        if topics:
            about = zip(*(part[f"topic_{name}"] for name in topics), strict=True)
            columns["topics"] = [
                [name for name, value in zip(topics, values, strict=True) if (value or 0.0) >= IS_ABOUT]
                for values in about
            ]
        for name in stored:
            columns[name] = part[name]
            if name == "claim":
                said = zip(threads, part[name], strict=True)
                columns["claim_text"] = [sentences[index].get(claim) for index, claim in said]
        yield columns


def parent_id(corpus: Corpus) -> pa.Array:
    """Id of the comment that each one answers, missing where it answers the article; shape (n,)."""
    above = corpus.parents
    return corpus.column("id").take(pa.array(above, mask=above < 0))


def _iso(moments: pa.ChunkedArray) -> pa.ChunkedArray:
    """Times as `iso` writes them."""
    written = pc.replace_substring(moments.cast(pa.string()), " ", "T")
    return pc.replace_substring(written, ".000000Z", "Z")


def iso(moment: datetime | None) -> str | None:
    """A time as ISO 8601 with a Z for UTC, fractions of a second only where there are any."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record.

    Returns
    -------
    dict
        `x-version` is raised whenever a key changes its meaning.

    Examples
    --------
    >>> schema()["properties"]["parent_id"]["type"]
    ['string', 'null']
    """
    known = {column.name: column for column in (*SOURCE, *DERIVED, *ANNOTATIONS)} | _CONTRACT
    properties = {name: _property(known[name]) for name in LEADING}
    properties["topics"] = {
        "type": "array",
        "items": {"type": "string"},
        "description": f"names of the topics it is about: topic_<name> is at least {IS_ABOUT}",
    }
    properties["claim_text"] = {
        "type": ["string", "null"],
        "description": "the article's sentence that makes the claim; null: speaks to none, or no article at hand",
    }
    patterns = {}
    for column in ANNOTATIONS:
        if "<x>" in column.name:
            patterns["^" + column.name.replace("<x>", "[a-z][a-z0-9_]*?") + "$"] = _property(column)
        else:
            properties[column.name] = _property(column)
    ordered = dict(sorted(patterns.items(), key=lambda item: -len(item[0])))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A comment of a thread, as discourse returns it",
        "x-version": SCHEMA_VERSION,
        "type": "object",
        "required": list(LEADING),
        "properties": properties,
        "patternProperties": _exclusive(ordered),
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Any]:
    """Schema of one column."""
    kind = _JSON_TYPES[column.kind]
    stated: dict[str, Any] = {"type": kind if column.null == "never" else [kind, "null"], "description": column.meaning}
    if column.null != "never":
        stated["description"] += f"; null: {column.null}"
    if column.kind == "datetime":
        stated["format"] = "date-time"
    if column.labels:
        stated["enum"] = [*column.labels, None]
    if column.low is not None and column.high is not None:
        stated |= {"minimum": column.low, "maximum": column.high}
    return stated


def _exclusive(patterns: dict[str, Any]) -> dict[str, Any]:
    """Patterns of which a key matches only one: `stance_<x>` is not to claim `stance_<x>_score`."""
    endings = "|".join(["_score", "_evidence", "_at", "_rule"])
    return {
        (
            pattern
            if pattern.endswith(tuple(f"{end}$" for end in endings.split("|")))
            else f"^(?!.*(?:{endings})$)" + pattern[1:]
        ): value
        for pattern, value in patterns.items()
    }
