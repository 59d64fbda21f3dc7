"""What programs read: JSON Lines in the published form, a row a question, JUnit XML."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from autograder.classroom.decisions import Row, write_decisions
from autograder.classroom.grades import Grade, grades_of
from autograder.classroom.people import Student
from autograder.cli import main
from autograder.outgoing.junit import to_junit
from autograder.outgoing.lines import SCHEMA, line_of, to_lines
from autograder.outgoing.questions import to_questions
from autograder.report import Adjustment, Decision
from tests.autograder.outgoing.made import grades

HOSTILE = 'x\u2028y\ud800\x00\x1b[31m\ufffe</failure>]]>&"\r\n=1'


@pytest.fixture(scope="module")
def form() -> jsonschema.protocols.Validator:
    """The published form."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture
def everything(class_results: Path, graded: Any) -> list[Grade]:
    """Grades of every kind: decided, late, hostile, not graded, nothing handed in."""
    row = Row("s2", "q1-mul", 2.5, "The idea is right.", "Noether", "2026-11-21")
    write_decisions([row], class_results)

    def late(student: Any, attempt: Any, report: Any) -> Adjustment:
        return Adjustment(-10.0, "A day late.")

    found = grades_of(class_results, late=late)
    report = graded("swapped")
    checks = tuple(replace(check, title=HOSTILE, message=HOSTILE) for check in report.checks)
    hostile = replace(
        report,
        student="s9",
        numbers={"q1": {"w": 0.5, "n": 3}},
        decisions=(Decision("q9", "q9", 1.0, 2.0, HOSTILE, items=("order", "hint")),),
        submission=HOSTILE,
        checks=checks,
        notes=(HOSTILE,),
        by_hand={"q8": 4.0},
        adjustments=(Adjustment(-1.5, HOSTILE),),
    )
    eve = Student(HOSTILE, HOSTILE, others={"canvas": HOSTILE})
    return [*found, Grade(eve, "mallory", hostile), Grade(eve, "trudy", None, HOSTILE)]


def test_every_line_has_the_published_form(everything: list[Grade], form: Any) -> None:
    """Of every kind of grade; and a line is what a reader of lines takes for one."""
    text = to_lines(everything)
    assert text.isascii() and len(text.splitlines()) == len(everything) == 7
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines:
        form.validate(line)
        json.dumps(line, ensure_ascii=False).encode()  # no half character is left
    assert [line["status"] for line in lines] == [
        *(["graded"] * 3),
        *("not graded", "nothing handed in", "graded", "not graded"),
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["version"], 2),
        (["status"], "not graded"),
        (["student", "id"], ""),
        (["result"], None),
        (["result", "points"], -1),
        (["result", "checks", 0, "verdict"], "perhaps"),
        (["result", "decisions", 0, "instead_of"], "0"),
    ],
)
def test_the_published_form_refuses_what_is_something_else(
    everything: list[Grade], form: Any, path: list[Any], value: Any
) -> None:
    line = json.loads(json.dumps(line_of(everything[1])))
    form.validate(line)
    place = line
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not form.is_valid(line)


def test_the_published_form_names_everything_that_is_written(everything: list[Grade]) -> None:
    """Whoever reads it knows all members, and none of them is ever left out."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    def same(part: dict[str, Any], data: Any) -> None:
        if isinstance(data, dict) and "required" in part:
            assert sorted(part["required"]) == sorted(part["properties"]) == sorted(data)
            for name, value in data.items():
                same(part["properties"][name], value)
        elif isinstance(data, list):
            for one in data:
                same(part["items"], one)

    for grade in everything:
        same(schema, line_of(grade))


def test_a_line_has_the_points_that_count(everything: list[Grade]) -> None:
    """A person's in place of the machine's, and beside them the machine's."""
    result = line_of(everything[1])["result"]
    assert (result["points"], result["possible"], result["open"]) == (96.5, 100.0, 0.0)
    (decision,) = result["decisions"]
    assert (decision["points"], decision["instead_of"], decision["by"]) == (2.5, 0.0, "Noether")
    assert {one["cell"] for one in result["checks"] if not one["counts"]} == {"q1-mul"}
    failed = {one["mistake"] for one in result["checks"] if one["verdict"] == "failed"}
    assert "mul-swapped" in failed
    assert sum(one["points"] for one in result["questions"]) == 96.5
    other = line_of(everything[5])["result"]
    assert other["open"] == 4.0 and other["decisions"][0]["items"] == ["order", "hint"]
    assert (other["student"], other["numbers"]) == ("s9", {"q1": {"w": 0.5, "n": 3}})
    assert other["language"] == "en"


def test_a_row_for_each_graded_cell(everything: list[Grade]) -> None:
    """With ids, points, verdicts, names of mistakes, and whether a person decided."""
    rows = list(csv.DictReader(io.StringIO(to_questions(everything), newline="")))
    own = {row["cell"]: row for row in rows if row["student"] == "s2"}
    assert len(own) == 21 and len([row for row in rows if row["student"] == "s1"]) == 21
    assert own["q1-mul"]["points"] == "2.5" and own["q1-mul"]["decided"] == "yes"
    assert own["q1-mul"]["mistakes"] == "mul-swapped"
    assert own["q1-mul"]["verdicts"] == "test_mul=failed test_mul_everywhere=failed"
    assert own["q1-sub"]["mistakes"] == own["q1-sub"]["decided"] == ""
    (dan,) = [row for row in rows if row["student"] == "s4"]
    assert "not a notebook" in dan["problem"] and dan["points"] == ""
    (eve,) = [row for row in rows if row["student"] == "s5"]
    assert eve["problem"] == "nothing was handed in."
    open_ = next(row for row in rows if row["question"] == "q8")
    assert open_["open"] == "4" and open_["points"] == ""
    assert not [v for row in rows for v in row.values() if v.startswith(("=", "+", "-", "@"))]


def test_junit_is_what_its_schemas_want(everything: list[Grade], class_results: Path) -> None:
    """Elements, their order, and attributes as both common schemas have them, whatever is in it."""
    root = ElementTree.fromstring(to_junit(everything, class_results))
    assert root.tag == "testsuites" and not root.attrib and len(root) == len(everything)
    for number, suite in enumerate(root):
        assert set(suite.attrib) == {
            *("name", "package", "id", "hostname", "timestamp", "time"),
            *("tests", "failures", "errors", "skipped"),
        }
        assert suite.get("id") == str(number)
        assert len(suite.get("timestamp", "")) == 19 and float(suite.get("time", "x")) >= 0
        kinds = [one.tag for one in suite]
        cases = suite.findall("testcase")
        assert kinds == ["properties", *["testcase"] * len(cases), "system-out", "system-err"]
        for case in cases:
            assert set(case.attrib) == {"name", "classname", "time"} and len(case) <= 1
            for inner in case:
                assert inner.tag == "skipped" or inner.get("type")
        for tag, counted in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.get(counted, "x")) == len(suite.findall(f"testcase/{tag}"))
        assert int(suite.get("tests", "x")) == len(cases)
    assert [len(suite.findall("testcase/failure")) > 0 for suite in root][:3] == [False, True, True]
    assert root[3].find("testcase/error") is not None
    assert root[4].find("testcase/skipped") is not None
    assert root[1].get("timestamp", "") > "2020"


@pytest.mark.parametrize(
    ("cell", "given", "kinds"),
    [("q1-mul", 0, {"failure"}), ("q1-mul", 3, {"passed"}), ("q1-sub", 0, {"failure"})],
)
def test_junit_counts_what_a_person_decided(
    class_results: Path, cell: str, given: float, kinds: set[str]
) -> None:
    """Of what the machine gave points, of what it gave none."""
    write_decisions([Row("s2", cell, given, "I have read it.")], class_results)
    grades = grades_of(class_results)
    suite = ElementTree.fromstring(to_junit(grades, class_results))[1]
    cases = [one for one in suite.findall("testcase") if one.get("classname") == cell]
    assert {one[0].tag if len(one) else "passed" for one in cases} == kinds
    assert all("I have read it." in (one[0].text or "") for one in cases if len(one))
    assert suite.get("failures") == str(len(suite.findall("testcase/failure")))


def test_junit_tells_nothing_that_hidden_checks_keep(graded: Any, tmp_path: Path) -> None:
    """It is often seen by students."""
    report = graded("swapped")
    secret = {"asked": "SECRET", "program": "SECRET", "at": {"a": 1.0}, "rows": []}
    checks = tuple(
        replace(one, message="SECRET", counterexample=secret) if one.hidden else one
        for one in report.checks
    )
    text = to_junit(grades({"ben": replace(report, checks=checks)}), tmp_path)
    assert "SECRET" not in text and "test_mul_everywhere" in text


@pytest.mark.parametrize("kind", ["jsonl", "questions", "junit"])
def test_a_table_is_written_over_and_nothing_else_is(
    kind: str, results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out"
    for _ in range(2):
        assert main(["report", str(results), "--format", kind, "-o", str(path)]) == 0
    capsys.readouterr()
    assert main(["report", str(results), "--format", kind]) == 0
    assert capsys.readouterr().out == path.read_text(encoding="utf-8")
    path.write_text("my notes")
    assert main(["report", str(results), "--format", kind, "-o", str(path)]) == 2
    assert "no table of autograder's" in capsys.readouterr().err
    assert path.read_text() == "my notes"
