"""The grader graded: right answers keep every point, wrong ones lose what they got wrong."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat.v4
import pytest

from autograder.asking.checks import Check
from autograder.asking.scalars.assertions import assert_message
from autograder.asking.scalars.engine import Operand
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_checks
from autograder.bank_answers import OwnCell, read_answer
from autograder.build import answered_notebook
from autograder.check_file import check_notebook
from autograder.errors import AssignmentError, CheckFailure
from autograder.pack import Assignment, load_assignment
from autograder.report import CheckResult, Report
from autograder.trial import bank

SEED = 1

# Known before a fixture exists, because each answer is a test of its own.
BANKS = load_assignment(Path(__file__).resolve().parents[3] / "assignments" / "scalar")


def one_of_each_question(kind: str) -> dict[str, str]:
    """For each question, one of the answers that change nothing else.

    All of them are judged by `autograder selftest`.
    """
    found: dict[str, list[str]] = {}
    for name, answer in BANKS.bank(kind).items():
        questions = {BANKS.by_id[cell].question for cell in answer.cells}
        if len(questions) == 1:
            found.setdefault(*questions, []).append(name)
    return {question: names[len(names) // 2] for question, names in found.items()}


def lost(report: Report) -> list[CheckResult]:
    return [check for check in report.checks if check.points < check.possible]


def told(report: Report) -> str:
    return "\n".join(f"{check.id}: {check.verdict}: {check.message}" for check in lost(report))


@pytest.fixture
def patched(scalar: Assignment) -> Callable[[Mapping[str, str]], Any]:
    return lambda cells: answered_notebook(scalar, cells)


def own(source: str) -> Any:
    """A cell that a student added."""
    return nbformat.v4.new_code_cell(source, id="own")


def index_of(notebook: Any, name: str) -> int:
    return next(i for i, cell in enumerate(notebook.cells) if cell.id == name)


@pytest.mark.parametrize("seed", [1, 2, 2**31 - 1])
def test_reference_answers_earn_everything(seed: int, graded: Any):
    """Whatever cases are drawn, our own answers pass every check."""
    report = graded("right", seed)
    assert (report.points, report.possible) == (100.0, 100.0), told(report)
    assert {check.verdict for check in report.checks} == {"passed"}
    assert report.notes == ()


def test_same_seed_same_report(graded: Any, regrade: Any, shelf: Mapping[str, Path]):
    """A run can be repeated: with its seed, everything but the time is the same."""
    notebook = nbformat.read(shelf["swapped"], as_version=4)
    once, twice = (regrade(notebook, only=["q1", "q5"], seed=9) for _ in range(2))
    once, twice = (dataclasses.replace(one, seconds=0.0, budget={}) for one in (once, twice))
    assert once == twice
    other = regrade(notebook, only=["q1-mul"], seed=10)
    assert [c.verdict for c in other.checks] == ["failed", "failed"]


@pytest.mark.parametrize("kind", ["wrong", "right"])
def test_every_question_has_an_answer_of_its_own_in_each_bank(kind: str):
    assert set(one_of_each_question(kind)) == set(BANKS.questions)


@pytest.mark.parametrize("name", one_of_each_question("wrong").values())
def test_wrong_answer_loses_its_cells_and_no_other(name: str):
    """Each wrong answer loses points in the cells its header names, with the kind it names."""
    found = bank.grade_answer(BANKS, "wrong", name, SEED, everything=False)
    assert found.problems == []
    assert found.lost and all(check.message for check in found.lost)


@pytest.mark.parametrize("name", one_of_each_question("right").values())
def test_unusual_right_answer_keeps_every_point(name: str):
    """No style of writing the right thing costs a point."""
    found = bank.grade_answer(BANKS, "right", name, SEED, everything=False)
    assert found.problems == []
    assert found.checks and all(check.points == check.possible for check in found.checks)


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("step-goes-on", "test_step"),
        ("step-eats-parents", "test_step"),
        ("step-once-a-life", "test_step"),
        ("step-zero-is-one", "test_step_any_operation"),
        ("backward-global-list", "test_backward_again"),
        ("backward-square-counted-once", "test_backward_any_graph"),
        ("unwrap-remembers", "test_unwrap"),
        ("wrap-remembers", "test_wrap"),
        ("network-first-hundred", "test_network_loss_any"),
    ],
)
def test_what_works_once_or_on_small_cases_only_is_seen(
    name: str, check: str, scalar: Assignment, scalar_checks: Sequence[Check]
):
    """A second call, an earlier result, parents' parents, many points: the check about it fails."""
    changed = scalar.bank("wrong")[name].cells
    names: dict[str, Any] = {}
    for cell in scalar.cells:
        if cell.role in ("given", "answer"):
            exec(changed.get(cell.id, cell.source), names)
    asked = [one for one in scalar_checks if one.id == check]
    (found,) = run_checks(asked, Submission(LocalSession(names)), SEED, explain=False)
    assert found.verdict == "failed", found
    assert found.message


def test_an_answer_of_a_bank_may_have_cells_of_its_own(scalar: Assignment, tmp_path: Path):
    """Cells that a student added stand before or after the one they name, in the file's order."""
    text = "#: title = 'adds cells'\n# %% [before q3-answer]\nfirst = 1\n# %% [before q3-answer]\n"
    text += "second = 2\n# %% [q4-answer]\npass\n# %% [after q3-check]\nthird = 3\n"
    text += "# %% [after q3-check]\nfourth = 4\n"
    (tmp_path / "adds.py").write_text(text, encoding="utf-8")
    answer = read_answer(tmp_path / "adds.py")
    assert dict(answer.cells) == {"q4-answer": "pass"}
    notebook = answered_notebook(scalar, answer.cells, answer.own)
    nbformat.validate(notebook)
    sources = [cell.source for cell in notebook.cells]
    at, after = index_of(notebook, "q3-answer"), index_of(notebook, "q3-check")
    assert sources[at - 2 : at] == ["first = 1", "second = 2"]
    assert sources[after + 1 : after + 3] == ["third = 3", "fourth = 4"]
    with pytest.raises(AssignmentError, match="no cell called q9"):
        answered_notebook(scalar, {}, [OwnCell("after", "q9", "")])


def test_stubs_earn_nothing_and_hear_so(graded: Any):
    """Where nothing was written, that is all there is to say."""
    report = graded("stubs")
    assert report.points == 0.0 and report.possible == 100.0
    assert {check.verdict for check in report.checks} == {"failed"}
    assert all(check.message.startswith("Not written yet") for check in report.checks)
    assert {(check.diagnosis or {}).get("kind") for check in report.checks} == {"unwritten"}


def test_one_question_written_the_others_stubs(regrade: Any, scalar: Assignment):
    """A student who has only written Q4 gets all of Q4: it is tried among reference answers."""
    stubs = {cell.id: cell.released for cell in scalar.cells if cell.role == "answer"}
    notebook = answered_notebook(scalar, stubs | dict(scalar.answers("q4")))
    report = regrade(notebook, only=["q3", "q4"])
    assert report.of(question="q4").points == 15.0
    assert report.of(question="q3").points == 0.0
    assert {check.others for check in report.of(question="q4").checks} >= {"reference"}


def test_a_half_written_question_earns_its_half(regrade: Any, patched: Any, scalar: Assignment):
    """Each operation of Q1 is a cell with points of its own."""
    stub = scalar.by_id["q1-div-answer"].released
    report = regrade(patched({"q1-div-answer": stub}), only=["q1"])
    assert {check.cell for check in lost(report)} == {"q1-div"}
    assert report.points == 12.0
    for check in lost(report):
        assert check.message.startswith("Not written yet (`func`, in the cell that defines `_div`)")


def test_a_wrong_operation_does_not_cost_later_questions(graded: Any):
    """With _mul wrong, Q5 still earns its 20 points, and the report says how."""
    report = graded("swapped")
    assert report.of(question="q5").points == 20.0
    assert "reference" in {check.others for check in report.of(question="q5").checks}


def test_value_and_partials_are_told_apart(graded: Any, regrade: Any, patched: Any):
    """A wrong func and grads that do not match func are two diagnoses, with two witnesses."""
    partials = next(c for c in graded("swapped").checks if c.id == "test_mul")
    assert partials.diagnosis is not None and partials.diagnosis["kind"] == "partials"
    case = partials.counterexample
    assert case is not None
    for row in case["rows"]:
        assert row["finite_difference"] == pytest.approx(row["expected"], rel=1e-4)
    assert any(row["yours"] != row["expected"] for row in case["rows"])

    text = "class _mul(AutogradValue):\n    def func(self, a, b):\n        return a + b\n"
    text += "    def grads(self, a, b):\n        return b, a\n"
    value = next(c for c in regrade(patched({"q1-mul-answer": text}), only=["q1-mul"]).checks)
    assert value.diagnosis is not None and value.diagnosis["kind"] == "value"
    assert "`_mul.func` is wrong" in value.message


def test_counterexample_is_the_smallest(graded: Any, shelf: Mapping[str, Path]):
    """Overwriting instead of adding shows in nothing smaller than a + a, and that is shown."""
    report = check_notebook(shelf["overwrites"], "q5")
    shared = next(check for check in report.checks if check.id == "test_backward_shared")
    assert shared.verdict == "failed"
    case = shared.counterexample
    assert case is not None and case["program"] == "a + a"
    assert "a + a" in shared.message
    (row,) = case["rows"]
    assert (row["yours"], row["expected"]) == (1.0, 2.0)
    assert row["finite_difference"] == pytest.approx(2.0, rel=1e-4)
    swapped = next(c for c in graded("swapped").checks if c.id == "test_mul_everywhere")
    assert swapped.counterexample is not None
    assert sorted(abs(v) for v in swapped.counterexample["at"].values()) == [2.0, 3.0]


def test_a_forgotten_return_is_called_that(graded: Any):
    """grads that returns None hears about return, not about a number of numbers."""
    report = graded.of_bank("wrong", "sub-no-return")
    parts = [check for check in lost(report) if not check.whole]
    assert parts and all("`return`" in check.message for check in parts), told(report)


def test_helper_cells_before_and_after_count(regrade: Any, scalar: Assignment):
    """A student may spread an answer over cells of their own, also over later ones."""
    notebook = answered_notebook(
        scalar,
        {
            "q1-mul-answer": "class _mul(AutogradValue):\n    func, grads = product, slopes",
            "q4-answer": "# see the next cell",
        },
    )
    before = (
        "def product(self, a, b):\n    return a * b\n\ndef slopes(self, a, b):\n    return b, a"
    )
    notebook.cells.insert(index_of(notebook, "q1-mul-answer"), own(before))
    after = scalar.answers()["q4-answer"]
    notebook.cells.insert(index_of(notebook, "q4-answer") + 1, own(after))
    report = regrade(notebook, only=["q1-mul", "q4"])
    assert report.points == report.possible == 18.0, told(report)


def test_a_helper_kept_in_a_demo_cell_counts(regrade: Any, scalar: Assignment):
    """A demo that the student changed runs; one that was left alone does not."""
    notebook = answered_notebook(scalar, {"q4-answer": "AutogradValue.backward_pass = helper"})
    demo = next(c for c in notebook.cells if c.metadata.get("adlearn", {}).get("role") == "demo")
    demo.source = scalar.answers()["q4-answer"].replace(
        "AutogradValue.backward_pass = backward_pass", "helper = backward_pass"
    )
    report = regrade(notebook, only=["q4"])
    assert report.points == report.possible == 15.0, told(report)


def test_a_cell_that_raises_or_does_not_parse_costs_only_itself(regrade: Any, scalar: Assignment):
    """An own cell with a mistake in it takes nothing away, and the instructor hears of it."""
    notebook = answered_notebook(scalar, {"q1-log-answer": "class _log(AutogradValue:\n    pass"})
    notebook.cells.insert(index_of(notebook, "q1-sub-answer"), own("1 / 0"))
    report = regrade(notebook, only=["q1"])
    assert {check.cell for check in lost(report)} == {"q1-log"}
    assert any("ZeroDivisionError" in note for note in report.notes)
    assert any("q1-log-answer" in note and "SyntaxError" in note for note in report.notes)


def test_changing_given_cells_gains_and_costs_nothing(regrade: Any, scalar: Assignment):
    """Given cells run as the assignment has them, whatever the submission made of them."""
    notebook = answered_notebook(
        scalar, {"operators": "raise SystemExit", "imports": "check = None", "network": ""}
    )
    report = regrade(notebook, only=["q1-mul", "q5-edges", "q7-loss"])
    assert report.points == report.possible, told(report)


def test_every_question_loses_somewhere_in_the_bank(scalar: Assignment):
    """The bank of wrong answers has every graded cell fail at least once."""
    named = Counter(cell for a in scalar.bank("wrong").values() for cell in a.expect["lose"])
    assert set(named) == set(scalar.points)
    assert min(named.values()) >= 5
    assert len(scalar.bank("wrong")) >= 220 and len(scalar.bank("right")) >= 60


def test_one_step_backward_names_every_value_it_needs(scalar: Assignment) -> None:
    """The message gives each variable its own number, also where a plain number comes first."""
    step = scalar.bank("wrong")["step-no-incoming"].cells["q4-answer"]
    names: dict[str, Any] = {}
    for cell in scalar.cells:
        if cell.role in ("given", "answer"):
            exec(step if cell.id == "q4-answer" else cell.source, names)
    submission = Submission(LocalSession(names))
    with pytest.raises(CheckFailure) as failure:
        assert_message(submission, "mul", [Operand(2.0), Operand(3.0)], 5.0, [0.0, 0.0])
    assert "`_mul(a, b)`, at a = 2, b = 3, with gradient 5" in str(failure.value)
    assert failure.value.counterexample["at"] == {"a": 2.0, "b": 3.0}
    with pytest.raises(CheckFailure) as failure:
        assert_message(submission, "sub", [Operand(7.0, "number"), Operand(3.0)], 5.0, [0.0, 0.0])
    assert "`_sub(7, b)`, at b = 3, with gradient 5" in str(failure.value)
    assert failure.value.counterexample["at"] == {"b": 3.0}
