"""Verdicts that do not fit together are found, and names that explain only a part are dropped."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from autograder.build import answered_notebook
from autograder.explaining.agreement import agreed, contradictions, noted
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment
from autograder.report import CheckResult, Report

SCALAR = load_assignment("assignments/scalar")
NAME = {"misconception": "step-nothing", "explanation": "Nothing arrives.", "ask": "Where?"}


@pytest.fixture
def passed() -> list[CheckResult]:
    return [
        CheckResult(
            id=check.id,
            question=check.question,
            cell=check.cell,
            verdict="passed",
            points=check.points,
            possible=check.points,
            hidden=check.hidden,
            whole=check.whole,
        )
        for check in assignment_checks(SCALAR)
    ]


def fail(results: list[CheckResult], cells: dict[str, dict[str, str]]) -> list[CheckResult]:
    """Let the checks of some graded cells fail, each with that diagnosis."""
    return [
        replace(r, verdict="failed", points=0.0, diagnosis={"kind": "gradient", **cells[r.cell]})
        if r.cell in cells
        else r
        for r in results
    ]


def rescue(results: list[CheckResult], question: str) -> list[CheckResult]:
    return [replace(r, others="reference") if r.question == question else r for r in results]


def test_a_name_stays_where_it_explains_every_failing_cell_of_the_answer(passed):
    results = fail(passed, {"q4-step": NAME, "q4-adds": NAME, "q1-mul": {}})
    assert agreed(results, SCALAR) == results


def test_what_to_do_next_stays_where_a_name_is_dropped(passed):
    """Also where a check says no kind of failure."""
    plain = {**NAME, "kind": "", "text": "", "next": "Print it.", "mistake": "printed"}
    found = agreed(fail(passed, {"q4-step": plain, "q4-adds": {}}), SCALAR)
    left = next(r.diagnosis for r in found if r.cell == "q4-step")
    assert left == {"kind": "", "text": "", "next": "Print it.", "mistake": "printed"}


@pytest.mark.parametrize("other", [{}, {**NAME, "misconception": "step-overwrites"}])
def test_a_name_that_leaves_a_failing_cell_unexplained_is_dropped(passed, other):
    found = agreed(fail(passed, {"q4-step": NAME, "q4-adds": other}), SCALAR)
    told = {r.cell: r.diagnosis for r in found if r.verdict == "failed"}
    assert told == {"q4-step": {"kind": "gradient"}, "q4-adds": {"kind": "gradient"}}


def test_the_whole_notebook_needs_no_name(passed):
    """It fails for whatever reason another question fails."""
    name = {**NAME, "misconception": "network-sign"}
    results = fail(passed, {"q7-loss": name, "q7-gradient": name, "q7-whole": {}})
    assert agreed(results, SCALAR) == results


def test_no_contradiction_where_everything_passed_or_what_it_leans_on_failed(passed):
    assert contradictions(passed, SCALAR) == {}
    broken = rescue(fail(passed, {"q1-mul": {}, "q7-whole": {}}), "q5")
    assert contradictions(broken, SCALAR) == {}


def test_a_question_rescued_though_all_below_it_passed_is_a_contradiction(passed):
    found = contradictions(rescue(passed, "q5"), SCALAR)
    assert list(found) == ["q5"] and "though Q1, Q2, Q4 passed as submitted" in found["q5"]


def test_parts_that_pass_and_a_whole_that_does_not_are_a_contradiction(passed):
    found = contradictions(fail(passed, {"q7-whole": {}}), SCALAR)
    assert list(found) == ["q7"] and "the whole notebook does not work" in found["q7"]


def test_a_contradiction_is_noted_and_said_to_the_student(passed):
    report = Report("scalar", "ada.ipynb", "", tuple(rescue(passed, "q5")), notes=("a note",))
    told = noted(report, SCALAR)
    assert told.notes[0] == "a note" and told.notes[1].startswith("contradiction: Q5 passes among")
    told_of = {m for r in told.checks if "parts do not fit together" in (m := r.message)}
    assert all("your answers to what it is built on (Q1" in message for message in told_of)
    messages = {r.question for r in told.checks if "the parts do not fit together" in r.message}
    assert messages == {"q5"} and told.points == report.points


def test_a_network_that_stands_still_gets_no_name_that_only_the_whole_would_bear():
    """Weights wrapped once: every gradient after the first step is of old weights, none is 0."""
    text = SCALAR.answers()["q7-answer"]
    fresh = "    wrapped = [wrap_array(weights) for weights in self.weights]\n"
    kept = f"    if not hasattr(self, '_w'):\n    {fresh}        self._w = wrapped\n"
    assert fresh in text
    answer = {"q7-answer": text.replace(fresh, kept + "    wrapped = self._w\n")}
    notebook = json.dumps(answered_notebook(SCALAR, answer)).encode()
    report = grade_notebook(parse_notebook(notebook, "kept.ipynb"), SCALAR, seed=1)
    failed = [check for check in report.checks if check.verdict == "failed"]
    assert {check.cell for check in failed} == {"q7-loss", "q7-gradient", "q7-whole"}
    assert [c.id for c in failed if "misconception" in (c.diagnosis or {})] == []


def test_what_was_asked_after_an_endless_loop_is_no_contradiction(passed):
    """Then everything is asked among reference answers: nobody has seen it fail with its own."""
    broken = rescue(fail(passed, {"q3-values": {}}), "q4")
    assert contradictions(rescue(fail(passed, {"q1-mul": {}}), "q4"), SCALAR) == {}
    assert "q4" in contradictions(broken, SCALAR)
    looping = [replace(r, verdict="timeout") if r.cell == "q3-values" else r for r in broken]
    assert contradictions(looping, SCALAR) == {}


def test_a_cell_that_did_not_run_gets_no_name():
    """It does nothing, as a known mistake does, and for another reason."""
    text = SCALAR.answers()["q2-answer"].replace("):\n", ")\n", 1)
    notebook = json.dumps(answered_notebook(SCALAR, {"q2-answer": text})).encode()
    report = grade_notebook(parse_notebook(notebook, "colon.ipynb"), SCALAR, seed=1)
    failed = [check for check in report.checks if check.question == "q2"]
    assert {check.verdict for check in failed} == {"failed"}
    assert [c.id for c in failed if "misconception" in (c.diagnosis or {})] == []
    assert any("did not run" in remark for check in failed for remark in check.remarks)


def test_an_answer_that_is_only_slow_contradicts_nothing() -> None:
    """What takes too long with the student's other answers need not be wrong in them."""
    notebook = answered_notebook(SCALAR, SCALAR.bank("right")["slow"].cells)
    parsed = parse_notebook(json.dumps(notebook).encode(), "slow.ipynb")
    checks = [one for one in assignment_checks(SCALAR) if one.question in ("q5", "q6", "q7")]
    report = grade_notebook(parsed, SCALAR, checks=checks, seed=1)
    assert report.points == report.possible
    assert any(check.slow and check.others == "reference" for check in report.checks)
    assert not [note for note in report.notes if "contradiction" in note]
    assert not [check for check in report.checks if check.message]
