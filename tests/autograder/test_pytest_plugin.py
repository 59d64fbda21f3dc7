"""`pytest --submission` and `autograder grade` are one implementation: verdict by verdict."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from autograder.build import answered_notebook, write_notebook
from autograder.feedback import about
from autograder.grading import grade_notebook
from autograder.notebook import read_notebook
from autograder.pack import Assignment

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_pytest(tmp_path: Path, child_environment: dict[str, str]) -> Run:
    """Run pytest in a process of its own, with the plugin loaded exactly once."""
    installed = {point.name for point in entry_points(group="pytest11")}
    plugin = [] if "autograder" in installed else ["-p", "autograder.plugin_pytest"]
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", *plugin, "-p", "no:cacheprovider"]
        command += ["-c", str(tmp_path / "pytest.ini"), *map(str, arguments)]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=child_environment,
            capture_output=True,
            text=True,
            timeout=600,
        )

    return run


def fickle(scalar: Assignment) -> Any:
    """A submission of which it depends on the cases drawn how many checks of Q1 it passes."""
    answers = {
        cell.id: cell.source.replace("func(self, a", "right_func(self, a")
        + "\n    def func(self, *numbers):\n"
        + "        unlucky = round(1000 * abs(sum(numbers))) % 31 == 7\n"
        + "        return 0.5 if unlucky else self.right_func(*numbers)\n"
        if cell.question == "q1"
        else cell.released
        for cell in scalar.cells
        if cell.role == "answer"
    }
    return answered_notebook(scalar, answers)


def test_same_verdicts_as_grade(run_pytest: Run, scalar: Assignment, tmp_path: Path):
    """With one seed, every check has the verdict, the points and the message of the report."""
    path, junit = write_notebook(fickle(scalar), tmp_path / "fickle.ipynb"), tmp_path / "junit.xml"
    # Another version of Hypothesis draws other cases: take a seed with which the verdicts differ.
    for seed in range(4, 40):
        report = grade_notebook(read_notebook(path), scalar, seed=seed)
        if len({check.verdict for check in report.of(question="q1").checks}) > 1:
            break
    done = run_pytest(
        f"--submission={path}",
        f"--submission-seed={seed}",
        f"--junitxml={junit}",
        scalar.checks_path,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    found = {}
    for case in ElementTree.parse(junit).iter("testcase"):
        points = next(p.get("value") for p in case.iter("property") if p.get("name") == "points")
        failure = case.find("failure")
        found[case.get("name")] = points, None if failure is None else failure.get("message")
    expected = {}
    for check in report.checks:
        message = None if check.verdict == "passed" else f"Failed: {check.verdict}: {about(check)}"
        expected[check.id] = f"{check.points:g}/{check.possible:g}", message
    assert found == expected
    assert {check.verdict for check in report.of(question="q1").checks} == {"passed", "failed"}
    assert f"total: {report.points:g} of 100" in done.stdout
    assert f"q1: {report.points:g} of 15" in done.stdout
    assert f"--submission-seed={seed}" in done.stdout


def test_processes_that_share_the_checks_out_grade_one_submission(
    run_pytest: Run, scalar: Assignment, tmp_path: Path
):
    """With pytest-xdist, all draw from one seed, and the points of all are added up."""
    pytest.importorskip("xdist")
    path = write_notebook(fickle(scalar), tmp_path / "fickle.ipynb")
    done = run_pytest(f"--submission={path}", "-n2", "--dist=load", scalar.checks_path)
    (seed,) = set(re.findall(r"--submission-seed=(\d+)", done.stdout))
    report = grade_notebook(read_notebook(path), scalar, seed=int(seed))
    assert f"total: {report.points:g} of 100" in done.stdout
    assert f"q1: {report.points:g} of 15" in done.stdout


def test_without_a_submission_checks_skip(run_pytest: Run, scalar: Assignment):
    """Collected by an ordinary run, checks skip and say what they need."""
    done = run_pytest("-rs", scalar.checks_path)
    assert done.returncode == 0, done.stdout
    assert "checks need a submission: pytest --submission=NOTEBOOK" in done.stdout
    assert "passed" not in done.stdout.splitlines()[-1]


def test_one_file_of_a_folder_of_checks(
    run_pytest: Run, scalar: Assignment, shelf: Mapping[str, Path]
):
    """The checks of one question can be run alone, each once, with the points of that question."""
    file = scalar.checks_path / "q1.py"
    done = run_pytest(f"--submission={shelf['swapped']}", "--submission-seed=1", file)
    assert "2 failed, 8 passed" in done.stdout, done.stdout + done.stderr
    assert "q1: 12 of 15" in done.stdout and "q2:" not in done.stdout


def test_a_submission_that_cannot_be_read(run_pytest: Run, scalar: Assignment, tmp_path: Path):
    """A missing notebook is a mistake of the call, in one line with the remedy."""
    done = run_pytest(f"--submission={tmp_path / 'gone.ipynb'}", scalar.checks_path)
    assert done.returncode == 4
    assert "gone.ipynb: there is no such file. Check the path." in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_ordinary_tests_are_left_alone(run_pytest: Run, shelf: Mapping[str, Path], tmp_path: Path):
    """In a run that grades, a test that asks for no submission is a test like any other."""
    (tmp_path / "test_other.py").write_text(
        "def test_good():\n    pass\n\ndef test_bad():\n    assert 1 == 2\n"
    )
    done = run_pytest(f"--submission={shelf['stubs']}", tmp_path / "test_other.py")
    assert done.returncode == 1 and "1 failed, 1 passed" in done.stdout


def test_checks_outside_an_assignment(run_pytest: Run, shelf: Mapping[str, Path], tmp_path: Path):
    """Checks that lie beside no assignment.toml end the run with its path."""
    (tmp_path / "test_stray.py").write_text("def test_it(submission):\n    pass\n")
    done = run_pytest(f"--submission={shelf['stubs']}", tmp_path / "test_stray.py")
    assert done.returncode == 2
    assert "has no assignment.toml" in done.stdout + done.stderr
