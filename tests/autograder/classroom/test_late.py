"""What coming late costs: by the words of a rule, or by a function of the course."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.classroom.grades import grades_of
from autograder.classroom.handed_in import Attempt, Class, write_class
from autograder.classroom.late import rule
from autograder.classroom.people import Student
from autograder.errors import UsageError
from autograder.report import CheckResult, Report
from autograder.results import Outcome, write_outcome

ADA = Student("s1", "Ada")
DAY = 86400.0


def report(given: float) -> Report:
    """Make a report of one graded cell of 50 points."""
    check = CheckResult("test_a", "q1", "q1-a", "passed", given, 50.0)
    return Report("scalar", "x.ipynb", "a" * 64, (check,))


def lost(text: str, seconds: float, given: float = 40.0) -> tuple[float, str]:
    """Give what a rule takes off, and its sentence."""
    attempt = Attempt("s1", 1, "s1@1", "s1/1/x.ipynb", late_seconds=seconds)
    found = rule(text)(ADA, attempt, report(given))
    return (0.0, "") if found is None else (0.0 - found.points, found.text)


@pytest.mark.parametrize(
    ("text", "seconds", "points", "said"),
    [
        ("per-day:10", 1, 5, "It came 1 day late, which costs 10 % of 50 points for each day: 5."),
        ("per-day:10", DAY, 5, "1 day late"),
        ("per-day:10", DAY + 1, 10, "2 days late, which costs 10 %"),
        ("per-day:10", 99 * DAY, 40, "99 days late"),
        ("per-day:10,grace:60", 3600, 0, ""),
        ("per-day:10,grace:60", DAY + 3600, 5, "1 day late"),
        ("late-days:5", 5 * DAY, 0, "It came 5 days late, within the 5 that cost nothing."),
        (
            "late-days:5",
            5 * DAY + 1,
            40,
            "what comes more than 5 days late no points are",
        ),
        ("late-days:2, per-day:20", 2 * DAY, 0, "within the 2 that cost nothing"),
        ("late-days:2, per-day:20", 3 * DAY, 10, "for each day after the first 2: 10."),
    ],
)
def test_a_rule_in_words(text: str, seconds: float, points: float, said: str) -> None:
    given, sentence = lost(text, seconds)
    assert given == points and said in sentence and bool(said) == bool(sentence)


@pytest.mark.parametrize(
    "text",
    ["", "per-day", "per-day:x", "per-day:-1", "per-day:nan", "grace:5", "weeks:1"]
    + ["per-day:1,per-day:2", "per-day:inf"],
)
def test_a_rule_that_says_nothing_clear_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"Write per-day:10, late-days:5"):
        rule(text)


def function(folder: Path, body: str) -> str:
    """Write a file of a course, and give the rule that asks its function."""
    file = folder / "late.py"
    file.write_text(f"def ours(work):\n    {body}\n")
    return f"{file}:ours"


def test_a_function_of_the_course_is_told_what_it_needs(tmp_path: Path) -> None:
    text = function(
        tmp_path,
        "return work.possible / 10 if work.seconds > 60 else 0, "
        "f'{work.student.name}, {work.attempt.name}: {work.points:g} of {work.possible:g}.'",
    )
    assert lost(text, 61) == (5.0, "Ada, s1@1: 40 of 50.")
    assert lost(text, 60) == (0.0, "Ada, s1@1: 40 of 50.")
    assert lost(function(tmp_path, "return 1e9, 'Far too late.'"), 61) == (40.0, "Far too late.")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return 1 / 0, ''", "ZeroDivisionError: division by zero"),
        ("return 5", "TypeError"),
        ("return -1, 'Early.'", "ValueError: -1.0 points are lost"),
        ("return float('nan'), 'x'", "ValueError: nan points are lost"),
        ("return 1, ''", "TypeError: the sentence is ''"),
        ("work.points = 50", "FrozenInstanceError"),
    ],
)
def test_a_function_that_fails_is_named_and_nothing_is_graded_by_it(
    tmp_path: Path, body: str, said: str
) -> None:
    text = function(tmp_path, body)
    write_outcome(Outcome("s1@1", Path("x.ipynb"), report(40)), tmp_path)
    attempt = Attempt("s1", 1, "s1@1", "s1/1/x.ipynb", late_seconds=5.0)
    write_class(Class((ADA,), (attempt,), late=text), tmp_path)
    with pytest.raises(UsageError) as caught:
        grades_of(tmp_path)
    told = str(caught.value)
    assert said in told and "of s1@1 it gave no points lost and a sentence" in told
    assert "\n" not in told


def test_a_file_that_cannot_be_asked_is_named(tmp_path: Path) -> None:
    text = function(tmp_path, "return 1, 'x'")
    for wrong, said in (
        (text.replace(":ours", ":theirs"), "the file has no function theirs"),
        (text.replace("late.py", "late2.py"), "there is no such file"),
    ):
        with pytest.raises(UsageError, match=said):
            rule(wrong)
    (tmp_path / "late.py").write_text("import nothing_of_this_name")
    with pytest.raises(UsageError, match="the file fails"):
        rule(text)


def test_a_class_has_its_own_rule(tmp_path: Path) -> None:
    """Which counts by default, for attempts that came late, also where the best one counts."""
    attempts = []
    for number, (given, seconds) in enumerate([(30, 0.0), (40, 3 * DAY)], 1):
        name = f"s1@{number}"
        write_outcome(Outcome(name, Path(f"{name}.ipynb"), report(given)), tmp_path)
        attempts.append(Attempt("s1", number, name, f"s1/{number}/x.ipynb", late_seconds=seconds))
    for late, counts, points in (("", "s1@2", 40.0), ("per-day:10", "s1@1", 30.0)):
        write_class(Class((ADA,), tuple(attempts), "best", late=late), tmp_path)
        (grade,) = grades_of(tmp_path)
        assert grade.report is not None
        assert (grade.name, grade.report.points) == (counts, points)
    (latest,) = grades_of(tmp_path, policy="latest")
    assert latest.report is not None and latest.report.points == 25.0


def test_late_and_not_known_how_late_costs_nothing_and_is_said(tmp_path: Path) -> None:
    write_outcome(Outcome("s1@1", Path("x.ipynb"), report(40)), tmp_path)
    attempt = Attempt("s1", 1, "s1@1", "s1/1/x.ipynb", marked_late=True)
    write_class(Class((ADA,), (attempt,), late="per-day:10"), tmp_path)
    (grade,) = grades_of(tmp_path)
    assert grade.report is not None and grade.report.points == 40
    assert "how late is not known: nothing is taken off" in grade.note


def test_attempts_count_in_the_order_in_which_they_were_handed_in(tmp_path: Path) -> None:
    """An older one may be taken in later, and the system's own numbers say so, or times."""
    for key, other in (("canvas:20", "canvas:3"), ("", "")):
        times = ("", "") if key else ("2026-11-20T10:00:00+00:00", "2026-11-20T09:59:00+00:00")
        attempts = tuple(
            Attempt("s1", n, f"s1@{n}", f"s1/{n}/x.ipynb", handed_in=times[n - 1], key=k)
            for n, k in ((1, key), (2, other))
        )
        for name in ("s1@1", "s1@2"):
            write_outcome(Outcome(name, Path(f"{name}.ipynb"), report(40)), tmp_path)
        write_class(Class((ADA,), attempts), tmp_path)
        assert grades_of(tmp_path)[0].name == "s1@1"
        assert grades_of(tmp_path, policy="first")[0].name == "s1@2"


def test_a_student_is_found_by_the_own_id_before_what_others_are_called(tmp_path: Path) -> None:
    other = Student("s2", "Ben", login="S1")
    write_outcome(Outcome("s1@1", Path("x.ipynb"), report(40)), tmp_path)
    write_class(Class((ADA, other), (Attempt("s1", 1, "s1@1", "s1/1/x.ipynb"),)), tmp_path)
    grades = grades_of(tmp_path)
    assert [(one.student.id, one.name) for one in grades] == [("s1", "s1@1"), ("s2", "")]
