"""Corpora to write, and what writers made of them."""

import io
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from discourse.article import Article, Block
from discourse.assemble import assemble
from discourse.corpus import Corpus
from discourse.rows import Rows

NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)


def written(writer, parts):
    """What a writer of a file writes."""
    out = io.BytesIO()
    writer.write([parts] if isinstance(parts, Corpus) else parts, out)
    return out.getvalue()


def files(writer, parts):
    """What a writer writes, by the name of the file; "" for a writer of one file."""
    if writer.suffix:
        return {"": written(writer, parts)}
    with tempfile.TemporaryDirectory() as folder:
        writer.write(parts, Path(folder))
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(Path(folder).rglob("*.*"))}


def ferry():
    """A thread of five comments under an article, with times, votes and the labels of two annotators."""
    rows = Rows(
        {
            "thread_id": ["ferry"] * 5,
            "id": ["a", "b", "c", "d", "e"],
            "parent_id": [None, "a", "b", "a", None],
            "author": ["Ada", "Bo", "Ada", None, "Ada"],
            "text": ["The toll is too dear.", "Not to me.", "", "I like the toll.", "So be it."],
            "created": [NOON, NOON + timedelta(seconds=90), NOON + timedelta(seconds=60.5), None, NOON],
            "line": [1, 2, 3, 4, 5],
            "score": [3.0, None, -1.0, 0.0, 2.5],
            "deleted": [False, False, True, False, False],
        },
        articles={"ferry": Article((Block("title", "The ferry & the toll"),), author="Cy Loftus", date="2024-05-01")},
    )
    return assemble(rows).assign(
        {
            "stance_toll": ["against", None, None, "favor", None],
            "stance_toll_score": [0.9, None, None, 0.7, None],
            "stance_toll_evidence": ["too dear", None, None, "like", None],
            "stance_toll_at": [12, None, None, 2, None],
            "topic_fares": [0.8, 0.2, None, 0.6, 0.0],
            "topic_pier": [0.6, 0.0, None, 0.0, 0.0],
            "sentiment_label": ["negative", "neutral", None, "positive", None],
            "reply_stance": [None, "deny", None, "query", None],
            "reply_stance_score": [None, 0.75, None, None, None],
        }
    )
