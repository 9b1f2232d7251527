from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.metrics import time
from discourse.metrics.base import from_parents
from tests.measured import corpora, corpus_of, metrics_in, same

METRICS = metrics_in(time)
NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)


def median_response_time(times, parent):
    gaps = [
        (times[row] - times[above]).total_seconds()
        for row, above in enumerate(parent)
        if above >= 0 and times[row] and times[above] and times[row] >= times[above]
    ]
    return median(gaps) if gaps else None


def half_life(times, parent):
    known = sorted(time for time in times if time)
    return (known[(len(known) + 1) // 2 - 1] - known[0]).total_seconds() if len(known) > 1 else None


TWINS = {"median_response_time": median_response_time, "half_life": half_life}


def test_every_metric_has_a_twin():
    assert set(TWINS) == set(METRICS)


@given(corpora(), st.data())
def test_a_metric_equals_its_twin(listed, data):
    minutes = st.one_of(st.none(), st.integers(0, 90))
    times = [
        [None if (m := data.draw(minutes)) is None else NOON + timedelta(minutes=m) for _ in thread]
        for thread in listed
    ]
    corpus = corpus_of(listed).assign({"created": [time for thread in times for time in thread]})
    for name, twin in TWINS.items():
        expected = [twin(one, [up for up, _ in thread]) for one, thread in zip(times, listed, strict=True)]
        assert same(METRICS[name].measure(corpus).values, expected), name


@pytest.mark.parametrize("name", METRICS)
def test_without_times_nothing_is_guessed(name):
    found = METRICS[name].measure(from_parents([-1, 0, 0]))
    assert same(found.values, [None])
    assert found.skipped.tolist() == ["needs created: no comment has it"]
    assert found.n.tolist() == [0]


def test_a_reply_dated_before_its_parent_is_left_out():
    times = [NOON, NOON - timedelta(hours=1), NOON + timedelta(seconds=90)]
    found = METRICS["median_response_time"].measure(from_parents([-1, 0, 0]).assign({"created": times}))
    assert (found.values.tolist(), found.n.tolist()) == ([90], [1])


def test_times_are_exact_to_the_microsecond():
    times = [NOON, NOON + timedelta(microseconds=1), NOON + timedelta(hours=1)]
    corpus = from_parents([-1, 0, 1]).assign({"created": times})
    assert METRICS["half_life"].measure(corpus).values.tolist() == [1e-6]
