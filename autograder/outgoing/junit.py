"""Results as JUnit XML: a test suite for each student, a test case for each check.

It is what continuous integration shows. The texts are those that students read. All checks of a
graded cell that a person decided about pass if it was given all its points, and fail if not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from autograder.classroom.grades import Grade
from autograder.feedback import changed, points, to_text
from autograder.outgoing.tables import called
from autograder.report import FULL_POINTS, CheckResult, Decision, Report

#: What no XML document can hold, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Verdicts that are no failure of the submission.
_ERRORS = ("error",)


def to_junit(grades: Sequence[Grade], results: Path) -> str:
    """Write the grades as one document.

    Parameters
    ----------
    grades : sequence of Grade
    results : Path
        The folder they come from: its files say when each was graded.
    """
    root = ElementTree.Element("testsuites")
    for number, grade in enumerate(grades):
        root.append(_suite(grade, number, _when(results, grade)))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(grade: Grade, number: int, when: str) -> ElementTree.Element:
    report = grade.report
    checks = report.checks if report else ()
    decided = {one.cell: one for one in report.decisions} if report else {}
    kinds = [_kind(check, decided.get(check.cell)) for check in checks]
    if report is None:
        kinds = ["skipped" if grade.nothing_came else "error"]
    suite = ElementTree.Element(
        "testsuite",
        {
            "name": _token(called(grade)),
            "package": _token(report.assignment if report else "not graded"),
            "id": str(number),
            "hostname": "localhost",
            "timestamp": when,
            "tests": str(len(kinds)),
            "failures": str(kinds.count("failure")),
            "errors": str(kinds.count("error")),
            "skipped": str(kinds.count("skipped")),
            "time": f"{report.seconds if report else 0:.3f}",
        },
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in _properties(grade):
        ElementTree.SubElement(properties, "property", {"name": name, "value": _text(value)})
    if report is None:
        _without(suite, grade)
    else:
        for check in checks:
            _case(suite, check, decided.get(check.cell), report)
    ElementTree.SubElement(suite, "system-out").text = ""
    ElementTree.SubElement(suite, "system-err").text = _text(
        "\n".join(report.notes if report else ())
    )
    return suite


def _properties(grade: Grade) -> Iterable[tuple[str, str]]:
    yield "student", grade.student.id
    if grade.student.name:
        yield "student name", grade.student.name
    if grade.report is None:
        return
    yield "points", points(grade.report.points)
    yield "possible", points(grade.report.possible)
    for one in grade.report.decisions:
        yield f"decided {_token(one.cell)}", f"{points(one.points)}: {one.reason}"
    for change in grade.report.adjustments:
        yield "adjustment", changed(change)


def _without(suite: ElementTree.Element, grade: Grade) -> None:
    case = {"name": "graded", "classname": _token(called(grade)), "time": "0"}
    element = ElementTree.SubElement(suite, "testcase", case)
    if grade.nothing_came:
        ElementTree.SubElement(element, "skipped")
    else:
        why = {"type": "not graded", "message": _text(grade.problem)}
        ElementTree.SubElement(element, "error", why)


def _case(
    suite: ElementTree.Element, check: CheckResult, decision: Decision | None, report: Report
) -> None:
    # How long a check took is not known: the suite has the time of all.
    case = {"name": _token(check.id), "classname": _token(check.cell), "time": "0"}
    element = ElementTree.SubElement(suite, "testcase", case)
    kind = _kind(check, decision)
    if kind != "passed":
        decisions = () if decision is None else (decision,)
        alone = replace(report, checks=(check,), by_hand={}, decisions=decisions, adjustments=())
        why = "decided by hand" if decision else check.kind or check.verdict
        attributes = {"type": why, "message": check.title}
        inner = ElementTree.SubElement(
            element, kind, {name: _text(value) for name, value in attributes.items()}
        )
        inner.text = _text(to_text(alone))


def _kind(check: CheckResult, decision: Decision | None) -> str:
    """Say what became of a check; where a person decided about its cell, by that alone."""
    if decision is not None:
        return "passed" if decision.points >= decision.possible else "failure"
    if check.verdict in FULL_POINTS:
        return "passed"
    return "error" if check.verdict in _ERRORS else "failure"


def _when(results: Path, grade: Grade) -> str:
    """Say when a result was written, in universal time: the format has no place for a zone."""
    for ending in (".json", ".error.json"):
        try:
            seconds = (results / f"{grade.name}{ending}").stat().st_mtime
        except OSError:
            continue
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return "1970-01-01T00:00:00"


def _text(text: str) -> str:
    """Replace what XML cannot hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _token(text: str) -> str:
    """Write a name as XML has them: on one line, and not empty."""
    return " ".join(_text(text).split()) or "?"
