"""What one check cannot see: whether the verdicts of a submission fit together.

A name explains an answer only if it explains every graded cell of it that failed. And a question
that passes among reference answers only, though the questions it leans on passed as they were
submitted, is a contradiction: somebody should look at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.language import say, template
from autograder.pack import Assignment
from autograder.report import FULL_POINTS, CheckResult, Report

_NAME = ("misconception", "explanation", "ask")


def agreed(results: Sequence[CheckResult], assignment: Assignment) -> list[CheckResult]:
    """Take away the names that do not explain every failing check of their answer.

    Parameters
    ----------
    results : sequence of CheckResult
        All of one submission.
    assignment : Assignment

    Returns
    -------
    list of CheckResult
        In the same order.
    """
    named: dict[tuple[str, str], set[str]] = {}
    for result in results:
        if result.verdict not in FULL_POINTS and not result.whole:
            name = (result.diagnosis or {}).get("misconception", "")
            named.setdefault(_answer(result, assignment), set()).add(name)
    return [
        result if len(named.get(_answer(result, assignment), ())) < 2 else _without_name(result)
        for result in results
    ]


def _answer(result: CheckResult, assignment: Assignment) -> tuple[str, str]:
    """Give the cell that a check is about, and which of the questions in it."""
    return assignment.answer_of(result.cell), result.question


def _without_name(result: CheckResult) -> CheckResult:
    if not result.diagnosis or "misconception" not in result.diagnosis:
        return result
    left = {key: value for key, value in result.diagnosis.items() if key not in _NAME}
    return replace(result, diagnosis=left if any(left.values()) else None)


def contradictions(results: Sequence[CheckResult], assignment: Assignment) -> dict[str, str]:
    """Find what does not fit together, as question to a sentence for the instructor.

    Parameters
    ----------
    results : sequence of CheckResult
        All of one submission.
    assignment : Assignment
        Its ``leans`` says which questions a question leans on.
    """
    own: dict[str, bool] = {}  # whether every part of a question passed as it was submitted
    for result in results:
        as_is = result.verdict in FULL_POINTS and result.others != "reference"
        own[result.question] = own.get(result.question, True) and (as_is or result.whole)
    found: dict[str, str] = {}
    if any(result.verdict == "timeout" for result in results):
        return found  # after a loop that never ends, much is asked among reference answers alone
    for question in own:
        rescued = any(
            r.question == question and r.verdict in FULL_POINTS and _rescued(r) for r in results
        )
        below = assignment.all_below(question)
        if rescued and below and all(own.get(name, False) for name in below):
            names = ", ".join(name.upper() for name in below)
            found[question] = say(
                "{question} passes among reference answers and not among the submission's own, "
                "though {names} passed as submitted: something in them is wrong that no check of "
                "theirs sees",
                question=question.upper(),
                names=names,
            )
    failed = [r for r in results if r.whole and r.verdict not in FULL_POINTS]
    if failed and not found and all(own.values()):
        found[failed[0].question] = say(
            "every question passed as submitted, and the whole notebook does not work: look at "
            "what stands between the answers"
        )
    return found


def _rescued(result: CheckResult) -> bool:
    """Say whether other questions' answers seem to be what a check failed for."""
    return result.others == "reference" and not result.slow and not result.alone


def noted(report: Report, assignment: Assignment) -> Report:
    """Give a report with names that agree, and its contradictions as notes and to the student."""
    results = agreed(report.checks, assignment)
    found = contradictions(results, assignment)
    told = []
    for result in results:
        if result.question in found and _rescued(result) and not result.message:
            names = ", ".join(map(str.upper, assignment.all_below(result.question)))
            said = say(_TOLD, names=names)
            result = replace(result, message=said, brief=said)
        told.append(result)
    notes = (*report.notes, *(say("contradiction: {text}", text=text) for text in found.values()))
    return replace(report, checks=tuple(told), notes=notes)


_TOLD = template(
    "This passed while reference answers stood in place of your other answers. With your own it "
    "does not, though your answers to what it is built on ({names}) passed their own checks: the "
    "parts do not fit together. Run the notebook from the top and try a small example by hand."
)
