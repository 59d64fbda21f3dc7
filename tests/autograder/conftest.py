"""What the grader's tests share: the scalar assignment, notebooks on disk, and graded reports."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from autograder.asking.checks import Check
from autograder.build import answered_notebook, release_notebook, write_notebook
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import parse_notebook, read_notebook
from autograder.pack import Assignment, load_assignment
from autograder.report import Report
from autograder.trial import bank

ROOT = Path(__file__).resolve().parents[2]
SEED = 1


def pytest_configure(config: pytest.Config) -> None:
    """Know the checks' marks also where the plugin's entry point is not installed."""
    config.addinivalue_line("markers", "points(n, cell=id): what a check is worth, and where")
    config.addinivalue_line("markers", "hidden: a check that students do not see")


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
    """Reports by notebook, each worked out once, the banks' ones two at a time ahead."""

    def __init__(self, scalar: Assignment, shelf: Mapping[str, Path], folder: Path) -> None:
        self._scalar = scalar
        self._shelf = shelf
        self._folder = folder
        self._reports: dict[tuple[str, int], Report] = {}
        self._ahead: dict[tuple[str, str], Future[Report]] = {}
        self._verdicts: dict[tuple[str, str], Future[bank.Graded]] = {}
        self._pool = ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))

    def __call__(self, name: str, seed: int = SEED) -> Report:
        """Give the report of a notebook of the shelf."""
        if (name, seed) not in self._reports:
            notebook = read_notebook(self._shelf[name])
            self._reports[name, seed] = grade_notebook(notebook, self._scalar, seed=seed)
        return self._reports[name, seed]

    def start(self, kind: str, name: str) -> None:
        """Begin to grade an answer of a bank in a process beside this one."""
        if (kind, name) in self._ahead:
            return
        notebook = answered_notebook(self._scalar, self._scalar.bank(kind)[name].cells)
        path = write_notebook(notebook, self._folder / kind / f"{name}.ipynb")
        work = partial(grade_notebook, read_notebook(path), self._scalar, seed=SEED)
        self._ahead[kind, name] = self._pool.submit(work)

    def of_bank(self, kind: str, name: str) -> Report:
        """Give the report of an answer of a bank."""
        self.start(kind, name)
        return self._ahead[kind, name].result(timeout=300)

    def start_verdicts(self, kind: str, name: str) -> None:
        """Begin to grade the questions that an answer of a bank changes, for the verdicts."""
        if (kind, name) not in self._verdicts:
            work = partial(bank.grade_answer, self._scalar, kind, name, SEED, everything=False)
            self._verdicts[kind, name] = self._pool.submit(work)

    def verdicts_of(self, kind: str, name: str) -> bank.Graded:
        """Give the verdicts on an answer of a bank."""
        self.start_verdicts(kind, name)
        return self._verdicts[kind, name].result(timeout=900)

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="session")
def graded(
    request: pytest.FixtureRequest,
    scalar: Assignment,
    shelf: Mapping[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Graded]:
    """The graded reports; the answers of the banks that this run asks for are begun at once."""
    found = Graded(scalar, shelf, tmp_path_factory.mktemp("banks"))
    for item in request.session.items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if "bank_answer" in parameters:
            found.start(*parameters["bank_answer"])
        if "answer_of_bank" in parameters:
            found.start_verdicts(*parameters["answer_of_bank"])
    yield found
    found.close()


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
    left = _children() - before
    assert not left, f"processes were left running: {left}"


def _children() -> set[str]:
    tasks = Path("/proc/self/task")
    return {child for file in tasks.glob("*/children") for child in file.read_text().split()}
