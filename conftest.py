"""Without the extra serve the examples in discourse/serve cannot be run: they are left out, and the head says so."""

from importlib.util import find_spec

HAS_SERVE = all(find_spec(name) for name in ("fastapi", "uvicorn"))
collect_ignore_glob = [] if HAS_SERVE else ["discourse/serve/*"]


def pytest_report_header():
    """What is left out."""
    return None if HAS_SERVE else "discourse/serve is left out: the extra serve is not installed"
