"""Each assignment's notebooks, stubs and answers, run from top to bottom in a real kernel."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import nbformat
import pytest

pytest.importorskip("nbclient")

ROOT = Path(__file__).resolve().parents[2] / "assignments"
PACKS = sorted(path.parent.name for path in ROOT.glob("*/assignment.toml"))
#: Where the notebooks are, in an environment that cannot make them: release/NAME.ipynb and
#: source/NAME.ipynb.
MADE = os.environ.get("ADLEARN_TEST_NOTEBOOKS")


def made(name: str, kind: str) -> Any:
    """The notebook of students ("release") or of instructors, with the answers ("source")."""
    if MADE:
        return nbformat.read(Path(MADE, kind, f"{name}.ipynb"), as_version=4)
    from autograder.build import answered_notebook, release_notebook
    from autograder.pack import load_assignment

    assignment = load_assignment(ROOT / name)
    return release_notebook(assignment) if kind == "release" else answered_notebook(assignment)


def questions(name: str) -> list[str]:
    return list(tomllib.loads((ROOT / name / "assignment.toml").read_text())["questions"])


def graded(notebook: Any) -> dict[str, float]:
    """The cells that are graded by machine, and their points."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    ours = (cell.metadata["nbgrader"] for cell in cells if "nbgrader" in cell.metadata)
    return {one["grade_id"]: one["points"] for one in ours if one["grade"]}


def run_in_kernel(notebook: Any, folder: Path, environment: dict[str, str]) -> Any:
    """Run a notebook in a real kernel; a cell may only fail if it is tagged for that."""
    from nbclient import NotebookClient

    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=where)
    environment = {**environment, "IPYTHONDIR": str(folder / "ipython"), "JUPYTER_NO_CONFIG": "1"}
    return client.execute(env=environment)


def failed(cell: Any) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def shown_by(notebook: Any, source: str) -> Any:
    """What a cell with this text gives: its data by type."""
    cell = next(cell for cell in notebook.cells if cell.source == source)
    # Where a check lasts, its card takes the place of a line that said so.
    *_, data = [o.data for o in cell.outputs if o.get("data", {}).get("text/plain")]
    return data


@pytest.mark.parametrize("name", PACKS)
def test_the_stubs_fail_only_where_that_is_foreseen(
    name: str, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    """Only demos of unwritten code fail, and each check is a card that says what is not written."""
    notebook = run_in_kernel(made(name, "release"), tmp_path, child_environment)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code if cell.source.strip())
    wrong = [cell for cell in code if failed(cell)]
    assert wrong and all("raises-exception" in cell.metadata.tags for cell in wrong)
    for question in questions(name):
        data = shown_by(notebook, f'check("{question}")')
        assert "public check" in data["text/plain"] and "<div" in data["text/html"]
        assert "✓" not in data["text/plain"] and "not written yet" in data["text/html"]
        # What fills a table as its cell runs, and is not written, ends its cell.
        told = data["text/plain"].split("✗")[1:]
        assert all("did not run to its end: NotImplementedError" in one for one in told)
        assert "hidden check" in data["text/html"]
    for cell in graded(notebook):
        assert shown_by(notebook, f'check.points("{cell}")')["text/plain"] == "0.0", cell


@pytest.mark.parametrize("name", PACKS)
def test_the_answers_pass_and_every_demo_runs(
    name: str, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    """No cell fails, every public check passes, and there are pictures."""
    notebook = run_in_kernel(made(name, "source"), tmp_path, child_environment)
    assert not [cell.source[:80] for cell in notebook.cells if failed(cell)]
    for question in questions(name):
        text = shown_by(notebook, f'check("{question}")')["text/plain"]
        assert "✗" not in text and "…" not in text and "✓" in text
    for cell, points in graded(notebook).items():
        data = shown_by(notebook, f'check.points("{cell}")')
        later = "which stands further down and has not been run yet" in data["text/html"]
        assert data["text/plain"] == ("0.0" if later else str(float(points)))
    shown = [o.data for c in notebook.cells for o in c.get("outputs", []) if "data" in o]
    assert sum("image/png" in data or "jshtml" in str(data) for data in shown) >= 2
    printed = "".join(
        output.text
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stdout"
    )
    told = {
        "scalar": ("Model accuracy: ", lambda n: n > 0.85),
        "applications": ("by gradients:   ", lambda n: n < 0.02),
    }
    if name in told:
        before, enough = told[name]
        assert enough(float(printed.split(before)[1].split()[0]))
