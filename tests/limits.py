"""A guard against hanging: quadratic work on a hostile text runs into it, slow work on a busy machine does not."""

import contextlib
import signal


@contextlib.contextmanager
def ends(seconds=60):
    """Fail when the block has not ended after so many seconds; how fast things are is for benchmarks/hostile.py."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def give_up(number, frame):
        raise AssertionError(f"still running after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
