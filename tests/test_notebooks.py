"""Every notebook runs from top to bottom and gives the output that is committed with it."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.shared import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def outputs(notebook):
    """What each code cell shows, pictures left out: their bytes are for the tests of the figures."""
    shown = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            if output.output_type == "stream":
                shown.append(output.text)
            elif output.output_type in {"execute_result", "display_data"} and "image/png" not in output.data:
                shown.append(output.data.get("text/html", output.data.get("text/plain")))
    return shown


def test_there_are_notebooks():
    assert [path.name for path in NOTEBOOKS] == ["01_read_a_thread.ipynb"]


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_is_committed(path, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    committed = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    NotebookClient(fresh, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    assert outputs(fresh) == outputs(committed)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_tidy(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert str(Path.home()) not in path.read_text(encoding="utf-8")
    assert os.sep + "tmp" not in path.read_text(encoding="utf-8")
