"""A result as Gradescope reads it: `results.json`, a test for each check.

What a hidden check says is shown when Gradescope is told to, and until then no sum tells it either.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from autograder.classroom.grades import Grade
from autograder.feedback import (
    amount,
    changed,
    clean,
    escaped,
    summary,
    to_be_graded,
    to_html,
)
from autograder.language import say, speaking
from autograder.outgoing.pages import to_student
from autograder.report import FULL_POINTS, CheckResult, Decision, Report

#: When students see a test, in Gradescope's words.
VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")


def to_gradescope(grade: Grade, hidden: str = "after_published") -> str:
    """Write a grade as Gradescope's `results.json`.

    Parameters
    ----------
    grade : Grade
    hidden : str
        When students see hidden checks: one of `VISIBILITIES`. Except for ``hidden``, Gradescope
        then shows no total before it shows all tests.
    """
    with speaking(grade.speech):
        data = _without(grade) if grade.report is None else _with(grade.report, hidden)
    about: dict[str, Any] = {"name": grade.name}
    if grade.report is not None:
        about |= {
            "sha256": grade.report.sha256,
            "seed": grade.report.seed,
            "isolation": grade.report.isolation.get("level"),
            "versions": grade.report.versions,
        }
    # Who reads a file back knows by its beginning that it is one of these.
    whole = {"extra_data": {"autograder": about}, **data, "stdout_visibility": "hidden"}
    return json.dumps(whole, indent=2, allow_nan=False) + "\n"


def _without(grade: Grade) -> dict[str, Any]:
    reason = to_student(grade)
    return {
        "score": 0.0,
        "output": _paragraphs([say("This submission has no points yet. The reason:"), reason]),
        "output_format": "html",
        "tests": [
            {
                "name": say("The notebook can be graded"),
                "name_format": "text",
                "status": "failed",
                "output": _paragraphs([reason]),
                "output_format": "html",
                "visibility": "visible",
            }
        ],
    }


def _with(report: Report, hidden: str) -> dict[str, Any]:
    decided = {one.cell: one for one in report.decisions}
    tests: list[dict[str, Any]] = []
    for number, question in enumerate(report.questions, 1):
        part = report.of(question=question)
        found = [_test(report, check, hidden, check.cell in decided) for check in part.checks]
        found += [_decision(one) for one in part.decisions]
        tests += [{**test, "number": f"{number}.{n}"} for n, test in enumerate(found, 1)]
    # A sum would tell what is not to be seen yet.
    everything = hidden == "visible" or not any(check.hidden for check in report.checks)
    said = [f"{summary(report)}."] if everything else []
    said += [f"{to_be_graded(more)}: {q}." for q, more in report.by_hand.items()]
    said += [changed(change) for change in report.adjustments]
    said += report.notes
    return {
        "score": report.points,
        "execution_time": round(report.seconds),
        "output": _paragraphs(said),
        "output_format": "html",
        "tests": tests,
    }


def _test(report: Report, check: CheckResult, hidden: str, decided: bool) -> dict[str, Any]:
    # Each by itself: what is seen must not refer to what is not.
    alone = replace(report, checks=(check,), by_hand={}, decisions=(), adjustments=(), notes=())
    title = report.questions.get(check.question, check.question)
    test: dict[str, Any] = {
        "name": clean(f"{title.partition(':')[0]}: {check.title or check.id}", 200),
        "name_format": "text",
        "status": "passed" if check.verdict in FULL_POINTS else "failed",
        "output": to_html(alone),
        "output_format": "html",
        "tags": [check.cell],
        "visibility": hidden if check.hidden else "visible",
    }
    if not decided:
        test |= _range(check.points, check.possible)
    return test


def _decision(one: Decision) -> dict[str, Any]:
    """Say what a person decided: its points stand in place of those of the cell's checks."""
    return {
        "name": clean(say("{cell}: decided by hand", cell=one.cell), 200),
        "name_format": "text",
        "output": _paragraphs([f"{amount(one.points, one.possible)}.", one.reason]),
        "output_format": "html",
        "tags": [one.cell],
        "visibility": "visible",
        **_range(one.points, max(one.points, one.possible)),
    }


def _range(score: float, most: float) -> dict[str, float]:
    return {"score": min(max(0.0, score), most), "max_score": most}


def _paragraphs(sentences: list[str]) -> str:
    return "".join(f"<p>{escaped(sentence)}</p>" for sentence in sentences)
