"""The tensor assignment graded: its answers, its stubs, and one of each question from its banks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.asking.checks import Check
from autograder.build import answered_notebook, release_notebook
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment
from autograder.report import Report
from autograder.trial import bank

TENSOR = load_assignment(Path(__file__).resolve().parents[3] / "assignments" / "tensor")


@pytest.fixture(scope="module")
def checks() -> Sequence[Check]:
    return assignment_checks(TENSOR)


def graded(notebook: object, checks: Sequence[Check], seed: int) -> Report:
    parsed = parse_notebook(json.dumps(notebook).encode(), "tensor.ipynb")
    return grade_notebook(parsed, TENSOR, checks=checks, seed=seed)


def one_of_each_question(kind: str) -> list[str]:
    """For each question, one of the answers that change nothing else."""
    found: dict[str, list[str]] = {}
    for name, answer in TENSOR.bank(kind).items():
        questions = {TENSOR.by_id[cell].question for cell in answer.cells}
        if len(questions) == 1:
            found.setdefault(*questions, []).append(name)
    return [names[len(names) // 2] for names in found.values()]


@pytest.mark.parametrize("seed", [1, 9])  # with the second, some powers are nowhere defined
def test_reference_answers_earn_everything(seed: int, checks: Sequence[Check]) -> None:
    report = graded(answered_notebook(TENSOR), checks, seed)
    assert (report.points, report.possible) == (100.0, 100.0)
    assert {check.verdict for check in report.checks} == {"passed"}
    assert {check.others for check in report.checks} == {"submitted"} and report.notes == ()


def test_stubs_earn_nothing_and_hear_so(checks: Sequence[Check]) -> None:
    report = graded(release_notebook(TENSOR), checks, 1)
    assert report.points == 0.0
    assert all(check.message.startswith("Not written yet") for check in report.checks)


def test_compute_and_gradient_of_one_cell_are_graded_apart(checks: Sequence[Check]) -> None:
    """A wrong `compute` keeps the points of a right `gradient`, and the other way round."""
    cell = TENSOR.by_id["q1-ewisediv-answer"].source
    asked = [check for check in checks if check.cell.endswith("-ewisediv")]
    for right, wrong, left in (
        ("return a / b\n", "return b / a\n", 3.0),
        ("return out_grad / b, -(", "return out_grad * b, -(", 1.0),
    ):
        assert right in cell
        notebook = answered_notebook(TENSOR, {"q1-ewisediv-answer": cell.replace(right, wrong)})
        assert graded(notebook, asked, 1).points == left


def test_a_wrong_cell_costs_no_other_cell_of_its_question(checks: Sequence[Check]) -> None:
    """The epoch is asked over the reference's ReLU, too; that contradicts nothing."""
    cells = TENSOR.bank("wrong")["relu-times-value"].cells
    asked = [check for check in checks if check.question == "q6" and not check.whole]
    report = graded(answered_notebook(TENSOR, cells), asked, 1)
    assert {check.cell for check in report.checks if check.points < check.possible} == {"q6-relu"}
    assert all(check.alone for check in report.of(cell="q6-epoch").checks)
    assert not [note for note in report.notes if "contradiction" in note]


@pytest.mark.parametrize("name", one_of_each_question("wrong"))
def test_wrong_answer_loses_its_cells_and_no_other(name: str) -> None:
    found = bank.grade_answer(TENSOR, "wrong", name, 1, everything=False)
    assert [text for text in found.problems if "is called" not in text] == []
    assert found.lost and all(check.message for check in found.lost)


@pytest.mark.parametrize("name", one_of_each_question("right"))
def test_unusual_right_answer_keeps_every_point(name: str) -> None:
    found = bank.grade_answer(TENSOR, "right", name, 1, everything=False)
    assert found.problems == []
    assert found.checks and all(check.points == check.possible for check in found.checks)


def test_an_answer_is_asked_alone_only_where_its_id_says_that_it_is_the_one() -> None:
    """A graded cell that stands below another answer gives no points for that one."""
    assert TENSOR.own_answer_of("q2-matmul") == "q1-matmul-answer"
    assert TENSOR.own_answer_of("q6-whole") == ""
    graded = next(cell for cell in TENSOR.cells if cell.id == "q6-relu")
    others = [cell for cell in TENSOR.cells if cell.id != "q6-relu"]
    below = 1 + next(i for i, cell in enumerate(others) if cell.id == "q6-epoch-answer")
    moved = replace(TENSOR)
    vars(moved)["cells"] = (*others[:below], graded, *others[below:])
    assert moved.answer_of("q6-relu") == "q6-epoch-answer"
    assert moved.own_answer_of("q6-relu") == ""
