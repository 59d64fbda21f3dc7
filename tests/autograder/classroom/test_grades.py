"""Which result counts of a student, with what a person decided and what coming late costs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.classroom.decisions import Row, read_decisions, write_decisions
from autograder.classroom.grades import Grade, counted, grades_of
from autograder.classroom.handed_in import Attempt, Class, read_class, write_class
from autograder.classroom.people import Student
from autograder.errors import UsageError
from autograder.report import Adjustment, CheckResult, Report
from autograder.results import Outcome, write_outcome

ADA = Student("s1", "Ada Lovelace", "ada@uni.org", "alove", others={"canvas": "17"})
BEN = Student("s2", "Ben", "ben@uni.org")


def report(first: float, second: float = 0.0, sha256: str = "a" * 64) -> Report:
    """Make a report of two graded cells of 4 points each, and a question for a person."""
    checks = [
        CheckResult(f"test_{cell}", "q1", cell, "passed" if given == 4 else "failed", given, 4.0)
        for cell, given in (("q1-a", first), ("q1-b", second))
    ]
    return Report("scalar", "x.ipynb", sha256, tuple(checks), by_hand={"q2": 5.0})


def write(folder: Path, **reports: Report | str) -> Path:
    """Write results into a folder: a report, or the reason why there is none."""
    for name, one in reports.items():
        lost = isinstance(one, str)
        write_outcome(Outcome(name, Path(name), None if lost else one, one if lost else ""), folder)
    return folder


def only(grades: list[Grade], student: str) -> Grade:
    """Give the grade of a student."""
    (found,) = [one for one in grades if one.student.id == student]
    return found


def attempts(*names: str, late: float = 0.0) -> tuple[Attempt, ...]:
    """Make attempts of s1, in this order."""
    return tuple(
        Attempt("s1", number, name, f"s1/{number}/x.ipynb", late_seconds=late)
        for number, name in enumerate(names, 1)
    )


def test_without_a_class_each_result_is_that_of_a_student_of_its_name(tmp_path: Path) -> None:
    write(tmp_path, ada=report(4), ben="ben.ipynb: it cannot be read. Ask for it again.")
    grades = grades_of(tmp_path)
    assert [one.student.id for one in grades] == ["ada", "ben"]
    assert only(grades, "ada").report == report(4)
    assert only(grades, "ben").problem == "ben.ipynb: it cannot be read. Ask for it again."


@pytest.mark.parametrize("name", ["s1", "S1", "ada@uni.org", "alove", "17"])
def test_a_roster_knows_a_student_by_every_id(tmp_path: Path, name: str) -> None:
    write(tmp_path, **{name: report(4)})
    grades = grades_of(tmp_path, roster=[BEN, ADA])
    assert [one.student for one in grades] == [BEN, ADA]
    assert only(grades, "s1").report is not None
    assert only(grades, "s2").nothing_came
    assert only(grades, "s2").problem == "nothing was handed in."


@pytest.mark.parametrize(
    ("policy", "counts"), [("latest", "s1@3"), ("first", "s1@1"), ("best", "s1@2")]
)
def test_one_attempt_counts(tmp_path: Path, policy: str, counts: str) -> None:
    write(tmp_path, **{"s1@1": report(0), "s1@2": report(4, 2), "s1@3": report(4, 1)})
    write_class(Class((ADA,), attempts("s1@1", "s1@2", "s1@3"), policy), tmp_path)
    (grade,) = grades_of(tmp_path)
    assert grade.name == counts
    assert {grade.name, *grade.others} == {"s1@1", "s1@2", "s1@3"}


def test_of_equally_good_attempts_the_last_counts(tmp_path: Path) -> None:
    write(tmp_path, **{"s1@1": report(4), "s1@2": report(4), "s1@3": "s1: it cannot be read."})
    write_class(Class((ADA,), attempts("s1@1", "s1@2", "s1@3"), "best"), tmp_path)
    assert grades_of(tmp_path)[0].name == "s1@2"


def test_an_earlier_attempt_is_no_grade_while_the_one_that_counts_is_not_graded(
    tmp_path: Path,
) -> None:
    write(tmp_path, **{"s1@1": report(4)})
    write_class(Class((ADA,), attempts("s1@1", "s1@2")), tmp_path)
    (grade,) = grades_of(tmp_path)
    assert (grade.name, grade.report) == ("s1@2", None)
    assert "not graded yet" in grade.problem
    assert grades_of(tmp_path, policy="first")[0].report is not None


def test_a_class_comes_back_as_it_was_written(tmp_path: Path) -> None:
    many = tuple(Student(f"s{n}", "Ä" * 200, others={"moodle": str(n)}) for n in range(3000))
    whole = Class(many, attempts("s1@1", late=3.5), "best", "2026-11-20T23:59:00+01:00", "late.py")
    write_class(whole, tmp_path)
    assert read_class(tmp_path) == whole


@pytest.mark.parametrize(
    "text",
    [
        *("", "{}x", '{"version": 2}', '{"policy": "worst"}', '{"a": 1}', '{"late": 5}'),
        *('{"students": [{"id": 5}]}', '{"students": [{"id": "a", "others": {"canvas": 5}}]}'),
        '{"attempts": [{"student": "a", "number": "1", "name": "a", "file": "a"}]}',
        '{"attempts": [{"student": "a", "number": 1, "name": "a", "file": "", "handed_in": "x"}]}',
    ],
)
def test_a_damaged_class_is_said_to_be_one(tmp_path: Path, text: str) -> None:
    (tmp_path / ".autograder-class.json").write_text(text)
    with pytest.raises(UsageError, match=r"Give the same autograder collect again"):
        read_class(tmp_path)


@pytest.mark.parametrize("given", ["x", None, float("nan"), -5, 1e9, True])
def test_a_result_with_points_that_are_none_does_not_count(tmp_path: Path, given: object) -> None:
    write(tmp_path, ada=report(4), ben=report(4))
    path = tmp_path / "ada.json"
    data = json.loads(path.read_text())
    data["checks"][0]["points"] = given
    path.write_text(json.dumps(data))
    ada, ben = grades_of(tmp_path)
    assert ben.report == report(4) and ada.report is None
    assert ada.problem.startswith(f"{path}: this is not a result file (")
    assert ada.problem.endswith("Grade again: autograder grade.")


def test_a_decision_counts_in_place_of_the_machine(tmp_path: Path) -> None:
    write(tmp_path, ada=report(0, 4))
    write_decisions(
        [Row("ada", "q1-a", 3.0, "Right idea."), Row("ada", "q2", 2, "Clear.")], tmp_path
    )
    (grade,) = grades_of(tmp_path)
    found = grade.report
    assert found is not None
    assert (found.points, found.possible, found.by_hand) == (9.0, 13.0, {})
    assert [one.instead_of for one in found.decisions] == [0.0, None]
    assert found.of(cell="q1-a").points == 3.0
    assert (found.of(question="q2").points, found.of(question="q2").possible) == (2.0, 5.0)
    assert Report.from_dict(found.to_dict()) == found


def test_a_decision_is_about_one_file(tmp_path: Path) -> None:
    write(tmp_path, ada=report(0))
    write_decisions([Row("ada", "q1-a", 3.0, "Right idea.", sha256="b" * 64)], tmp_path)
    (grade,) = grades_of(tmp_path)
    assert grade.report is not None and grade.report.points == 0
    assert "about an earlier file. Decide it again" in grade.note


@pytest.mark.parametrize("sha256", ["", "a" * 64])
def test_what_was_decided_of_another_attempt_is_said(tmp_path: Path, sha256: str) -> None:
    """It is said where points are, until the attempt that counts is decided, too."""
    write(tmp_path, **{"s1@1": report(0), "s1@2": report(0)})
    write_class(Class((ADA,), attempts("s1@1", "s1@2")), tmp_path)
    earlier = Row("s1@1", "q1-a", 3.0, "Right idea.", sha256=sha256)
    write_decisions([earlier], tmp_path)
    (grade,) = grades_of(tmp_path)
    said = "what was decided of q1-a is about another attempt, s1@1, which does not count."
    assert grade.report is not None and grade.report.points == 0
    assert grade.note == f"{said} Decide it again."
    write_decisions([earlier, Row("s1@2", "q1-a", 2.0, "Half.")], tmp_path)
    (grade,) = grades_of(tmp_path)
    assert grade.report is not None and (grade.report.points, grade.note) == (2.0, "")


def test_a_result_counts_by_its_name_as_in_the_grades(tmp_path: Path) -> None:
    """With decisions and coming late in it; a rule that fails changes no line of a batch."""
    write(tmp_path, **{"s1@1": report(4)})
    write_class(Class((ADA,), attempts("s1@1", late=60.0), late="per-day:10"), tmp_path)
    write_decisions([Row("s1@1", "q1-b", 3.0, "Right idea.")], tmp_path)
    (grade,) = grades_of(tmp_path)
    assert grade.report is not None and grade.report.points == 6.2
    assert counted(tmp_path)("s1@1", report(4)) == grade.report
    write_class(Class((ADA,), attempts("s1@1", late=60.0), late="gone.py:late"), tmp_path)
    assert counted(tmp_path)("s1@1", report(4)).points == 4


def test_a_decision_about_nothing_is_named(tmp_path: Path) -> None:
    write(tmp_path, ada=report(0))
    write_decisions([Row("ada", "q9", 3.0, "Right idea.")], tmp_path)
    assert grades_of(tmp_path)[0].note == ("there is no graded cell q9. There are q1-a, q1-b, q2.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,cell,points\nada,q1-a,3\n", "there is no column reason"),
        ("name,cell,points,reason\nada,q1-a,x,why\n", "line 2: points must be a number"),
        ("name,cell,points,reason\nada,q1-a,nan,why\n", "line 2: points must be a number"),
        ("name,cell,points,reason\nada,q1-a,-1,why\n", "line 2: points must be a number"),
        ("name,cell,points,reason\nada,q1-a,1,\n", "line 2: reason is empty"),
        ("name,cell,points,reason\na,q,1,x\na,q,2,y\n", "line 3: q of a is decided twice"),
    ],
)
def test_a_damaged_decision_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "decisions.csv").write_text(text)
    with pytest.raises(UsageError, match=said):
        read_decisions(tmp_path)


def test_coming_late_costs_and_never_more_than_there_is(tmp_path: Path) -> None:
    write(tmp_path, **{"s1@1": report(4)})
    write_class(Class((ADA,), attempts("s1@1", late=3600.0)), tmp_path)
    for loss, left in ((1.5, 2.5), (9.0, 0.0)):
        late = Adjustment(-loss, "One hour late.")
        (grade,) = grades_of(tmp_path, late=lambda student, attempt, report, late=late: late)
        assert grade.report is not None
        assert (grade.report.points, grade.report.possible) == (left, 8.0)
        assert grade.report.of(question="q1").points == 4.0
