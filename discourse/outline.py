"""Threads and numbers as text for people: outlines of reply trees, aligned tables. May import: corpus, text, thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from discourse.corpus import Corpus
from discourse.text import count, printable, shorten
from discourse.thread import Comment


def outline(corpus: Corpus) -> str:
    """The reply trees as indented lines, cut to fit a terminal."""
    return "".join(_outlined(corpus, lambda comment: ""))


def annotated_outline(corpus: Corpus) -> str:
    """The reply trees with each comment's labels below it."""
    return "".join(_outlined(corpus, _labels))


def _outlined(corpus: Corpus, labels: Callable[[Comment], str]) -> list[str]:
    """Lines of the outline."""
    lines = []
    for thread in corpus:
        sizes = (
            f"{count(len(thread), 'comment')} by {count(thread.n_authors, 'author')}, {len(thread.top_level)} top-level"
        )
        title = thread.article.title or thread.id
        lines.append(f"{printable(title)}\n{sizes}\n")
        for comment in thread:
            margin = "  " * min(comment.depth, 20)
            head = f"{comment.row + 1:>4}{margin}{printable(comment.author or 'unknown')}: "
            lines.append(head + printable(shorten(comment.text, max(100 - len(head), 30))) + "\n")
            if said := labels(comment):
                lines.append(f"{'':>4}{margin}  {said}\n")
        lines.append("\n")
    return lines


def _labels(comment: Comment) -> str:
    """The labels of one comment in a line."""
    thread = comment.thread
    parts = []
    if thread.topic_names and comment.topics:
        parts.append("about " + ", ".join(comment.topics))
    stances = {target: comment[f"stance_{target}"] for target in thread.target_names}
    parts += [f"{label} {target}" for target, label in stances.items() if label not in {None, "none"}]
    for name in ("reply_stance", "claim", "sentiment_label"):
        if thread.has(name) and comment[name] is not None:
            parts.append(f"{name.replace('_', ' ')}: {comment[name]}")
    return "; ".join(parts)


def table(frame: Any) -> str:
    """A metrics frame as aligned text."""
    lines = []
    many = frame["thread_id"].nunique() > 1
    for row in frame.to_dict("records"):
        skipped = row["skipped"] if isinstance(row["skipped"], str) else None
        value = (
            f"missing: {skipped}" if skipped else f"{row['estimate']:.4f}".rstrip("0").rstrip(".") + f" {row['unit']}"
        )
        thread = f"{printable(row['thread_id']):<24} " if many else ""
        lines.append(f"{thread}{row['metric']:<28} {value}\n")
    return "".join(lines)


def compared(frame: Any) -> str:
    """Metrics under each policy for replies without their parent, as aligned text."""
    policies = ("promote", "ghost", "drop")
    many = frame["thread_id"].nunique() > 1
    lines = [
        f"{'thread':<24} " * many + f"{'metric':<32}" + "".join(f"{policy:>12}" for policy in policies) + "  unit\n"
    ]
    for row in frame.to_dict("records"):
        shown = ["-" if row[policy] != row[policy] else f"{row[policy]:.4g}" for policy in policies]
        thread = f"{printable(row['thread_id']):<24} " * many
        lines.append(f"{thread}{row['metric']:<32}" + "".join(f"{one:>12}" for one in shown) + f"  {row['unit']}\n")
    return "".join(lines)
