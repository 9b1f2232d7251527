"""Where the real material lies that is not part of the project, for tests that skip without it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared(name: str) -> Path:
    """Path of a file of the shared material, or skip the test with the reason."""
    folder = Path(os.environ.get("DISCOURSE_SHARED", ROOT.parent / "shared"))
    path = folder / name
    if not path.exists():
        pytest.skip(f"{name} is not here; set DISCOURSE_SHARED to the folder that holds it")
    return path
