"""Quality that must not fall: a change that lowers one of these numbers fails here. The floors are in floors.json."""

import json
import subprocess
import sys

import pytest

from benchmarks.labels import SAMPLE, compare, run, tally
from tests.shared import ROOT
from tests.threads import thread_of

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sample():
    return run(SAMPLE / "page.txt", SAMPLE / "codebook.toml", SAMPLE / "gold.csv")


def test_topics_of_the_sample(sample):
    assert sample["topics"]["right"] >= FLOORS["sample"]["topics_right"]


@pytest.mark.parametrize("kind", ["right", "reversed", "other", "spurious"])
def test_stance_of_the_sample(sample, kind):
    found, floor = sample["stance"][kind], FLOORS["sample"][f"stance_{kind}"]
    assert found >= floor if kind == "right" else found <= floor


def test_reply_stance_and_sentiment_of_the_sample(sample):
    assert sample["reply_stance"]["right"] >= FLOORS["sample"]["reply_stance_right"]
    assert sample["reply_stance"]["reversed"] <= FLOORS["sample"]["reply_stance_reversed"]
    assert sample["sentiment_label"]["right"] >= FLOORS["sample"]["sentiment_right"]


def test_the_four_dated_events_of_the_sample(sample):
    assert sample["dates_of_claims"] == ["2017-10-26", "2017-10-27", "2017-10-31", "2017-11-03"]


def test_a_chain_of_a_million_stays_in_memory():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.chain", "--json"], capture_output=True, check=True, cwd=ROOT, text=True
    )
    found = json.loads(done.stdout)
    assert found["max_depth"] == found["comments"] == 1_000_000
    assert found["peak_mb"] < FLOORS["chain_of_a_million"]["peak_mb"]


def test_the_tally_counts_each_kind_of_decision():
    pandas = pytest.importorskip("pandas")
    labels = ["favor", "against", "favor", None, "none", "favor"]
    thread = thread_of([("Ann", -1, "x")] * 6, stance_toll=labels)
    gold = pandas.DataFrame({"stance_toll": ["favor", "favor", None, "against", "against", "none"]})
    assert compare(thread, gold)["stance"] == tally(thread, gold, ["stance_toll"])
    assert tally(thread, gold, ["stance_toll"]) == {
        "coded": 4, "decided": 4, "right": 1, "reversed": 1, "other": 0, "spurious": 2,
    }  # fmt: skip
