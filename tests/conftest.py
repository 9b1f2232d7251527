"""Fixtures that many tests share, and how hypothesis and matplotlib behave under test."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

os.environ["MPLBACKEND"] = "Agg"

# The same examples every time; a busy machine is not a defect.
settings.register_profile("discourse", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("discourse")


@pytest.fixture(autouse=True)
def closed_figures():
    """Close what a test drew, and leave matplotlib alone when it drew nothing."""
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


@pytest.fixture(scope="session")
def chain_of_a_million():
    """A million comments, each a reply to the one before it; nobody may write to it."""
    parent = np.arange(-1, 999_999, dtype=np.int32)
    parent.setflags(write=False)
    return parent


def pytest_addoption(parser):
    """Let `--update-golden` write the files of tests/golden anew instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew, then look at the diff")


@pytest.fixture
def same_as_golden(request):
    """Compare a text with a file of tests/golden, or write that file under --update-golden."""

    def compare(text, name):
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{path} is missing: run pytest with --update-golden and look at what it writes"
        assert text == path.read_text(encoding="utf-8")

    return compare
