"""Names of mistakes cost a submission so many seconds in all, and never a point."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.explaining import naming
from autograder.explaining.misconceptions import Misconception, as_data
from autograder.grading import Grader, assignment_checks
from autograder.notebook import parse_notebook
from autograder.pack import Assignment
from autograder.report import CheckResult
from tests.autograder.boxes import handed_in, make_pack

pytestmark = pytest.mark.usefixtures("no_process_left")

#: An answer to each question that runs, and is wrong.
WRONG = {
    "q1-add-answer": "def add(a, b):\n    return a - b",
    "q2-answer": "def half(self):\n    return self.value\n\n\nBox.half = half",
    "q3-answer": "def chain(x):\n    return x",
}
NAMED = Misconception("known", "q1", "It is known.", "Which?", lambda names: None)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_pack(tmp_path_factory.mktemp("naming") / "boxes")


def graded(pack: Assignment, *, names: bool) -> tuple[Sequence[CheckResult], list[str]]:
    """Give the results, and what the instructor alone is told."""
    notebook = json.dumps(handed_in(pack, WRONG)).encode()
    grader = Grader(parse_notebook(notebook, "wrong.ipynb"), pack, 1, smallest=False, names=names)
    try:
        return grader.run(assignment_checks(pack)), grader.private()
    finally:
        grader.close_all()


@pytest.fixture(scope="module")
def nameless(pack: Assignment) -> Sequence[CheckResult]:
    results, _ = graded(pack, names=False)
    assert [one.verdict for one in results] == ["failed"] * 4
    return results


def without_name(result: CheckResult) -> CheckResult:
    left = {k: v for k, v in (result.diagnosis or {}).items() if k not in as_data(NAMED)}
    return replace(result, diagnosis=left if left.get("kind") else None)


def test_the_seconds_for_names_are_one_budget_for_the_whole_submission(
    pack: Assignment, nameless: Sequence[CheckResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four answers are wrong, and each name takes 3 of 5 seconds: two are looked for."""
    clock = [0.0]
    allowed: list[float] = []

    def slow(*arguments: Any) -> Misconception:
        allowed.append(arguments[-1])
        clock[0] += 3.0
        return NAMED

    ticking = SimpleNamespace(process_time=lambda: clock[0], monotonic=time.monotonic)
    monkeypatch.setattr(naming, "time", ticking)
    monkeypatch.setattr(naming, "diagnose", slow)
    results, _ = graded(pack, names=True)
    assert allowed == [5.0, 2.0]
    named = [(one.diagnosis or {}).get("misconception") for one in results]
    assert named == ["known", "known", None, None]
    assert [without_name(one) for one in results] == nameless


def test_what_goes_wrong_with_a_name_costs_only_the_name(
    pack: Assignment, nameless: Sequence[CheckResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The instructor alone reads of it."""

    def breaks(*arguments: Any) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(naming, "diagnose", breaks)
    results, private = graded(pack, names=True)
    assert results == nameless
    assert [text.partition(":")[0] for text in private] == [one.cell for one in results]
    assert all("no name was looked for" in text and "ours" in text for text in private)
