"""Rows put together one comment at a time."""

from __future__ import annotations

import pytest

from discourse.errors import BrokenInput
from discourse.gathering import Gather, time_of


def chain(depth: int) -> list:
    """A list in a list, and so on."""
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


def test_values_that_are_nested_deep_are_missing_and_named():
    found = Gather("x.json")
    found.article("a", title="A", created=chain(100_000))
    found.add(id=chain(100_000), author=chain(100_000), created=chain(100_000), text="Yes.")
    rows = found.rows()
    assert rows.columns["id"] == rows.columns["author"] == rows.columns["created"] == [None]
    assert rows.report.counts() == {"author is no text": 1, "created is no time": 1, "id is no text": 1}
    assert rows.articles["a"].date is None


def test_what_nobody_wrote_is_left_out_even_of_a_strict_reading():
    found = Gather("x.json", strict=True)
    found.drop("7", "the topic was closed", broken=False)
    assert found.rows().report.dropped == (("7", "the topic was closed"),)
    with pytest.raises(BrokenInput, match="8: no text"):
        found.drop("8", "no text")


def test_the_first_moment_of_the_year_1_is_no_time():
    assert time_of("0001-01-01T00:00:00Z") is None
    assert time_of("0900-05-01T00:00:00Z").year == 900
