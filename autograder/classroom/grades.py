"""The grade of every student: which result counts, what a person decided, what coming late costs.

Every table and every page that leaves the grader is made of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.classroom.decisions import Row, decided, read_decisions
from autograder.classroom.handed_in import Attempt, Class, Policy, in_order, read_class
from autograder.classroom.late import Late, rule
from autograder.classroom.people import Student, by_any_id
from autograder.errors import UsageError
from autograder.language import Language, spoken
from autograder.report import Report
from autograder.results import Stored, counting, gone, outdated, read_folder


@dataclass(frozen=True, slots=True)
class Grade:
    """What counts of one student.

    Parameters
    ----------
    student : Student
    name : str
        Of the result that counts, or of the submission that has none; empty if nothing came.
    report : Report or None
        With decisions and adjustments in it.
    problem : str
        Why there is no report, in a line with the remedy.
    file : str
        The submitted file, as it was given.
    note : str
        What an instructor should know of it: the file is gone, a decision does not count.
    attempt : Attempt or None
        Where it is known which one it is.
    others : tuple of str
        Results of attempts that do not count.
    language : Language or None
        That of the class, for whoever has no report; None if it is not known.
    """

    student: Student
    name: str
    report: Report | None
    problem: str = ""
    file: str = ""
    note: str = ""
    attempt: Attempt | None = None
    others: tuple[str, ...] = ()
    language: Language | None = None

    @property
    def speech(self) -> Language:
        """The language that its student is told in."""
        return self.report.speech if self.report else self.language or spoken()

    @property
    def nothing_came(self) -> bool:
        """Whether the student is in the roster and handed nothing in."""
        return not self.name


def grades_of(
    folder: Path,
    *,
    roster: Sequence[Student] = (),
    policy: Policy | None = None,
    late: Late | None = None,
) -> list[Grade]:
    """Give the grades in a folder of results: students in the roster's order, then all others.

    Where nothing is known of a class, each result is that of a student of its name.

    Parameters
    ----------
    folder : Path
        Of results.
    roster : sequence of Student, optional
        By default that which the submissions came in with.
    policy : str, optional
        Which of several attempts counts; by default the class's own.
    late : callable, optional
        What coming late costs; by default by the class's own rule.

    Raises
    ------
    UsageError
        If there is nothing in the folder, or what it says of the class or of decisions is damaged,
        or if the rule of coming late fails.
    """
    found = read_folder(folder)
    known = read_class(folder) or Class()
    late = late or (rule(known.late) if known.late else None)
    choose = policy or known.policy
    decisions = read_decisions(folder)
    results = _Results(folder, found, decisions)
    students = list(roster or known.students)
    attempts = {one.name: one for one in known.attempts}
    ids, exact = by_any_id(students), {one.id: one for one in students}

    def whose(name: str) -> Student:
        key = attempts[name].student if name in attempts else name
        return exact.get(key) or ids.get(key.casefold()) or Student(key)

    own: dict[str, list[str]] = {student.id: [] for student in students}
    extra: dict[str, Student] = {}
    waiting = [one.name for one in replace(known, policy=choose).to_grade()]
    for name in dict.fromkeys([*found, *waiting]):
        student = whose(name)
        if student.id not in exact:
            extra.setdefault(student.id, student)
        own.setdefault(student.id, []).append(name)
    rows: dict[str, list[Row]] = {}
    for row in decisions.values():
        rows.setdefault(whose(row.name).id, []).append(row)
    grades = []
    for student in (*students, *extra.values()):
        graded = [
            results.grade(student, name, attempts.get(name), late) for name in own[student.id]
        ]
        counts = _counts(student, graded, choose)
        note = " ".join(filter(None, [counts.note, _elsewhere(counts, rows.get(student.id, ()))]))
        grades.append(replace(counts, note=note))
    language = _language_of(one.report for one in grades if one.report)
    return [replace(one, language=language) if one.report is None else one for one in grades]


def _language_of(reports: Iterable[Report]) -> Language | None:
    """Give the language that most of a class are told in."""
    spoken_in: dict[str, list[Report]] = {}
    for report in reports:
        spoken_in.setdefault(report.language, []).append(report)
    most = max(spoken_in.values(), key=len, default=[])
    return most[0].speech if most else None


def _elsewhere(grade: Grade, rows: Iterable[Row]) -> str:
    """Say what was decided of attempts that do not count, and not of the one that does."""
    of: dict[str, list[str]] = {}
    for row in rows:
        of.setdefault(row.name, []).append(row.cell)
    here = of.pop(grade.name, [])
    told = [
        f"what was decided of {', '.join(left)} is about another attempt, {name}, which does not "
        "count. Decide it again."
        for name, cells in of.items()
        if (left := [cell for cell in cells if cell not in here])
    ]
    return " ".join(told) if grade.name else ""


def counted(folder: Path) -> Callable[[str, Report], Report]:
    """Give a function that says how a result counts, by its name: as `grades_of` does.

    Where the folder's class, decisions or rule say nothing clear, results are as they were graded.
    """
    try:
        known, decisions = read_class(folder) or Class(), read_decisions(folder)
        late = rule(known.late) if known.late else None
    except UsageError:
        return lambda name, report: report
    students = {one.id: one for one in known.students}
    attempts = {one.name: one for one in known.attempts}
    rows: dict[str, list[Row]] = {}
    for row in decisions.values():
        rows.setdefault(row.name, []).append(row)

    def count(name: str, report: Report) -> Report:
        attempt = attempts.get(name)
        key = attempt.student if attempt else name
        student = students.get(key) or Student(key)
        try:
            return _counted(student, attempt, report, rows.get(name, ()), late)[0]
        except UsageError:
            return report

    return count


def _counted(
    student: Student,
    attempt: Attempt | None,
    report: Report,
    rows: Iterable[Row],
    late: Late | None,
) -> tuple[Report, list[str]]:
    """Put into a report what a person decided and what coming late costs; and what to know."""
    report, notes = decided(report, rows)
    loss = late(student, attempt, report) if late and attempt and attempt.late_seconds else None
    if loss is not None:
        report = replace(report, adjustments=(loss,))
    if attempt and attempt.marked_late and not attempt.late_seconds:
        notes.append("It is marked as late, and how late is not known: nothing is taken off.")
    return report, notes


class _Results:
    """A folder of results, with what people decided."""

    def __init__(
        self,
        folder: Path,
        found: Mapping[str, Stored],
        decisions: Mapping[tuple[str, str], Row],
    ) -> None:
        self._found = found
        self._reports, self._problems = counting(found)
        self._gone = gone(found, folder)
        self._decisions: dict[str, list[Row]] = {}
        for row in decisions.values():
            self._decisions.setdefault(row.name, []).append(row)
        for name, one in found.items():
            if one.report and name in self._problems and self._settled(one, one.report):
                self._reports[name] = one.report
                del self._problems[name]

    def _settled(self, one: Stored, report: Report) -> bool:
        """Say whether a person decided every cell of which a check went wrong by itself."""
        wrong = {check.cell for check in report.checks if check.verdict == "error"}
        made = decided(report, self._decisions.get(one.name, ()))[0].decisions
        by_hand = {decision.cell for decision in made}
        return bool(wrong) and wrong <= by_hand and not one.problem and not outdated(one)

    def grade(
        self, student: Student, name: str, attempt: Attempt | None, late: Late | None
    ) -> Grade:
        """Give the grade of one result, whether it counts or not."""
        if name not in self._found:
            problem = "it came in and is not graded yet. Grade again: autograder grade."
            return Grade(student, name, None, problem, attempt=attempt)
        file = self._found[name].submission
        report = self._reports.get(name)
        if report is None:
            return Grade(student, name, None, self._problems[name], file, attempt=attempt)
        rows = self._decisions.get(name, ())
        report, notes = _counted(student, attempt, report, rows, late)
        note = " ".join([*filter(None, [self._gone.get(name)]), *notes])
        return Grade(student, name, report, "", file, note, attempt)


def _counts(student: Student, graded: Sequence[Grade], policy: Policy) -> Grade:
    """Choose what counts of a student's attempts."""
    if not graded:
        return Grade(student, "", None, "nothing was handed in.")
    attempts = in_order(one.attempt for one in graded if one.attempt)
    order = sorted(graded, key=lambda one: attempts.index(one.attempt) if one.attempt else -1)
    chosen = order[0 if policy == "first" else -1]
    if policy == "best":  # of equal ones the last
        with_points = [one for one in order if one.report is not None]
        chosen = max(reversed(with_points), key=_points, default=chosen)
    others = tuple(one.name for one in order if one is not chosen)
    return replace(chosen, others=others)


def _points(grade: Grade) -> float:
    return grade.report.points if grade.report else 0.0
