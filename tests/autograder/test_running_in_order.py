"""Advice depends on how far a notebook has been run: nothing is said of cells still to come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.build import outlines
from autograder.errors import StudentError
from autograder.feedback.words import state
from autograder.mistakes import Situation, advised
from autograder.mistakes.outline import Outline
from autograder.mistakes.side_by_side import Cells, Ran
from autograder.pack import Assignment, load_assignment
from autograder.report import CheckResult


@pytest.fixture(scope="module")
def tensor(root: Path) -> Assignment:
    return load_assignment(root / "assignments" / "tensor")


def told(tensor: Assignment, runs: Sequence[str], cell: str, detail: str) -> CheckResult:
    """What is said of a graded cell that raised, when these cells were run in this order."""
    known = {name: Outline(name, *fields) for name, fields in outlines(tensor).items()}
    cells = Cells(known, [Ran("", tensor.by_id[name].source) for name in runs], {})
    missing = detail.startswith("name '")
    error = StudentError({"type": "NameError" if missing else "ValueError", "message": detail})
    kind = {"kind": "raised", "text": ""}
    failed = CheckResult("test", "q2", cell, "failed", 0, 1, message=str(error), diagnosis=kind)
    return advised(failed, Situation(failed, cells, error))


def test_an_answer_that_uses_one_below_waits_for_it(tensor: Assignment) -> None:
    """As when a finished notebook is run from the top; the same name from above is a mistake."""
    order = list(outlines(tensor))
    above = order[: order.index("q1-summation-answer") + 1]
    waits = told(tensor, above, "q2-summation", "name 'Reshape' is not defined")
    assert state(waits) == "waiting" and "further down" in (waits.diagnosis or {})["next"]
    skipped = [name for name in order if name != "q1-powerscalar-answer"]
    wrong = told(tensor, skipped, "q2-ewisediv", "name 'PowerScalar' is not defined")
    assert state(wrong) == "failed" and "Run the cell above" in (wrong.diagnosis or {})["next"]


def test_a_class_made_anew_is_only_blamed_for_cells_that_should_have_been_run_since(
    tensor: Assignment,
) -> None:
    order = list(outlines(tensor))
    for end in ("q1-summation-answer", "gradient-check"):  # all once, and again down to here
        again = [*order, *order[: order.index(end) + 1]]
        result = told(tensor, again, "q2-summation", "shapes")
        assert (result.diagnosis or {}).get("mistake") != "given-rerun", end
    alone = told(tensor, [*order, "ops"], "q2-summation", "shapes")
    assert (alone.diagnosis or {})["mistake"] == "given-rerun"
