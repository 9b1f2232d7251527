"""Corpora of any kind for tests: threads with and without comments, ids and texts of any characters, annotations."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from discourse.article import Article, Block, Claim
from discourse.assemble import assemble
from discourse.rows import Rows

AWKWARD = [
    "", "'", "''", "'tis", "=1+1", "'=1+1", "+1", "-1", "@ann", "\t", "\r", "\n", "a\r\nb", ",", ";", '"', '""', '"a',
    "null", "None", "nan", "NaN", "true", "1", "1.0", " ", " a ", "\x00", "\ud800", "\ufeff", "\u2028", "＝1", "{",
    "[]", "\\", "\\N", "é", "e\u0301", "👩‍👩‍👧‍👦", "[deleted]", "[unknown]", "thread/1", "0", "t1_a",
]  # fmt: skip
texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=8))
maybe = st.one_of(st.none(), texts)
times = st.one_of(
    st.none(), st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(lambda one: one.replace(tzinfo=UTC))
)
numbers = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
safe = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
evidence = st.one_of(st.none(), safe, st.sampled_from([text for text in AWKWARD if text != "\ud800"]))
shares = st.one_of(st.none(), st.floats(0, 1))
SOURCE = {
    "author": maybe, "text": texts, "created": times, "score": numbers, "deleted": st.booleans(), "created_text": maybe,
    "url": maybe, "role": maybe, "parent_evidence": maybe, "parent_score": shares,
    "line": st.one_of(st.none(), st.integers(0, 2**31 - 1)),
}  # fmt: skip
LABELS = {
    "sentiment": st.one_of(st.none(), st.floats(-1, 1)),
    "sentiment_label": st.sampled_from([None, "negative", "neutral", "positive"]),
    "topic_fares": shares,
    "topic_fares_evidence": evidence,
    "stance_toll_at": st.one_of(st.none(), st.integers(0, 99)),
    "reply_stance": st.sampled_from([None, "support", "deny"]),
    "claim": evidence,
    "is_bot": st.sampled_from([None, True, False]),
}
articles = st.builds(
    Article,
    st.lists(st.builds(Block, st.sampled_from(["title", "paragraph", "item", "quote"]), texts, st.integers(0, 9))).map(
        tuple
    ),
    author=st.one_of(st.none(), safe),
    date=st.one_of(st.none(), safe),
    url=st.one_of(st.none(), safe),
    claims=st.lists(st.builds(Claim, safe, safe, st.integers(0, 9), st.integers(0, 9), numbers=st.tuples(safe))).map(
        tuple
    ),
)


@st.composite
def corpora(draw, max_size=9, annotated=True):
    """A corpus as it comes through the door, from rows of any kind: lost parents, doubles, circles among them."""
    n = draw(st.integers(1, max_size))
    names = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
    some = draw(st.lists(texts, min_size=1, max_size=n, unique=True))
    columns = {
        "thread_id": draw(st.lists(st.sampled_from(names), min_size=n, max_size=n)),
        "id": draw(st.lists(st.one_of(st.none(), st.sampled_from(some)), min_size=n, max_size=n)),
        "parent_id": draw(st.lists(st.one_of(st.none(), st.sampled_from(some), texts), min_size=n, max_size=n)),
    }
    kinds = SOURCE | (LABELS if annotated and draw(st.booleans()) else {})
    for name, values in kinds.items():
        columns[name] = draw(st.lists(values, min_size=n, max_size=n))
    if draw(st.booleans()):
        columns["quotes"] = [f"0-{len(text)}" if text else None for text in columns["text"]]
    above = draw(st.dictionaries(st.one_of(st.sampled_from(names), safe), articles, max_size=3))
    orphans = draw(st.sampled_from(["promote", "ghost", "drop"]))
    return assemble(Rows(columns, above), orphans=orphans)
