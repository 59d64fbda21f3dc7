"""What the grader's tests share: the scalar assignment, notebooks on disk, and graded reports."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.asking.checks import Check
from autograder.build import answered_notebook, release_notebook, write_notebook
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import parse_notebook, read_notebook
from autograder.pack import Assignment, load_assignment
from autograder.report import Report
from autograder.sandbox import families, levels

ROOT = Path(__file__).resolve().parents[2]
SEED = 1


def pytest_configure(config: pytest.Config) -> None:
    """Know the checks' marks also where the plugin's entry point is not installed."""
    config.addinivalue_line("markers", "points(n, cell=id): what a check is worth, and where")
    config.addinivalue_line("markers", "hidden: a check that students do not see")
    config.addinivalue_line("markers", "whole: a check that is never asked among other answers")


@pytest.fixture(autouse=True)
def no_level_demanded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command demands of all workers of its process ends with the test that gave it."""
    monkeypatch.setattr(levels, "_demanded", 0)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds the packages."""
    return ROOT


@pytest.fixture(scope="session")
def scalar() -> Assignment:
    """The scalar assignment, found by its folder."""
    return load_assignment(ROOT / "assignments" / "scalar")


@pytest.fixture(scope="session")
def scalar_checks(scalar: Assignment) -> list[Check]:
    """Its checks, hidden ones too."""
    return assignment_checks(scalar)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, scalar: Assignment) -> dict[str, Path]:
    """Notebooks on disk that tests read and never change."""
    folder = tmp_path_factory.mktemp("shelf")
    made = {
        "right": answered_notebook(scalar),
        "stubs": release_notebook(scalar),
        "swapped": answered_notebook(scalar, scalar.bank("wrong")["mul-swapped"].cells),
        "overwrites": answered_notebook(scalar, scalar.bank("wrong")["overwrites"].cells),
    }
    return {name: write_notebook(made[name], folder / f"{name}.ipynb") for name in made}


@pytest.fixture
def child_environment(root: Path) -> dict[str, str]:
    """The environment for a Python of its own that finds the packages as this one does."""
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


class Graded:
    """Reports by notebook, each worked out once, when a test first asks for it."""

    def __init__(self, scalar: Assignment, shelf: Mapping[str, Path], folder: Path) -> None:
        self._scalar = scalar
        self._shelf = shelf
        self._folder = folder
        self._reports: dict[tuple[Path, int], Report] = {}

    def __call__(self, name: str, seed: int = SEED) -> Report:
        """Give the report of a notebook of the shelf."""
        return self._report(self._shelf[name], seed)

    def of_bank(self, kind: str, name: str) -> Report:
        """Give the report of an answer of a bank."""
        path = self._folder / kind / f"{name}.ipynb"
        if not path.exists():
            write_notebook(
                answered_notebook(self._scalar, self._scalar.bank(kind)[name].cells), path
            )
        return self._report(path, SEED)

    def _report(self, path: Path, seed: int) -> Report:
        if (path, seed) not in self._reports:
            self._reports[path, seed] = grade_notebook(read_notebook(path), self._scalar, seed=seed)
        return self._reports[path, seed]


@pytest.fixture(scope="session")
def graded(
    scalar: Assignment, shelf: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Graded:
    """Reports that many tests read and none changes."""
    return Graded(scalar, shelf, tmp_path_factory.mktemp("banks"))


@pytest.fixture(scope="session")
def regrade(scalar: Assignment, scalar_checks: Sequence[Check]) -> Callable[..., Report]:
    """A function that grades a notebook held in memory, by default with all checks."""

    def run(notebook: Any, only: Sequence[str] = (), seed: int = SEED) -> Report:
        parsed = parse_notebook(json.dumps(notebook).encode(), "submission.ipynb")
        chosen = [c for c in scalar_checks if not only or {c.cell, c.question} & set(only)]
        return grade_notebook(parsed, scalar, checks=chosen, seed=seed)

    return run


@pytest.fixture
def no_process_left() -> Iterator[None]:
    """Fails a test that leaves a process of its own running."""
    before = _children()
    yield
    # The prepared parent of all workers stays until this process ends.
    left = _children() - before - set(map(str, families.parents()))
    assert not left, f"processes were left running: {left}"


def _children() -> set[str]:
    tasks = Path("/proc/self/task")
    return {child for file in tasks.glob("*/children") for child in file.read_text().split()}
