"""discourse: comment sections as reply trees, beside the claims of the article above them.

Names load when they are first used, so that `import discourse` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from discourse.article import Article as Article
    from discourse.article import Block as Block
    from discourse.article import Claim as Claim
    from discourse.codebook import Codebook as Codebook
    from discourse.codebook import parse_codebook as parse_codebook
    from discourse.codebook import read_codebook as read_codebook
    from discourse.corpus import Corpus as Corpus
    from discourse.errors import DiscourseError as DiscourseError
    from discourse.frames import from_frame as from_frame
    from discourse.frames import to_frame as to_frame
    from discourse.pipeline import Pipeline as Pipeline
    from discourse.pipeline import annotate as annotate
    from discourse.reading import read as read
    from discourse.reading import read_corpus as read_corpus
    from discourse.reading import read_parts as read_parts
    from discourse.records import schema as schema
    from discourse.records import to_records as to_records
    from discourse.report import write_report as write_report
    from discourse.rows import ReadReport as ReadReport
    from discourse.rows import Rows as Rows
    from discourse.summary import cite as cite
    from discourse.summary import describe as describe
    from discourse.summary import describe_orphans as describe_orphans
    from discourse.summary import marked as marked
    from discourse.thread import Comment as Comment
    from discourse.thread import Thread as Thread
    from discourse.version import __version__ as __version__
    from discourse.writing import write as write

_HOME = {
    "Article": "article",
    "Block": "article",
    "Claim": "article",
    "Codebook": "codebook",
    "Comment": "thread",
    "Corpus": "corpus",
    "DiscourseError": "errors",
    "Pipeline": "pipeline",
    "ReadReport": "rows",
    "Rows": "rows",
    "Thread": "thread",
    "__version__": "version",
    "annotate": "pipeline",
    "cite": "summary",
    "describe": "summary",
    "describe_orphans": "summary",
    "from_frame": "frames",
    "marked": "summary",
    "parse_codebook": "codebook",
    "read": "reading",
    "read_codebook": "codebook",
    "read_corpus": "reading",
    "read_parts": "reading",
    "schema": "records",
    "to_frame": "frames",
    "to_records": "records",
    "write": "writing",
    "write_report": "report",
}
_ROOMS = ("plots",)

__all__ = sorted([*_HOME, *_ROOMS])


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"discourse.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'discourse' has no attribute {name!r}")
    return getattr(import_module(f"discourse.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
