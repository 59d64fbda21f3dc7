"""Grades into a file that another system has exported: who is in which row, and what may change.

Rows are matched by ids alone. Whatever is in doubt is an error that names the row, and then nothing
is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.classroom.grades import Grade
from autograder.errors import UsageError
from autograder.feedback import points, to_be_graded
from autograder.names import plain
from autograder.outgoing.tables import called
from autograder.outgoing.template import Template, bare
from autograder.report import Report, total

#: How many lines say what is wrong with a file.
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A system's file, and where in it things stand.

    Parameters
    ----------
    system : str
        What people call the system.
    template : Template
    rows : tuple of int
        The rows of students.
    own : int or None
        The column with the system's own id of a student.
    ids : tuple of int
        Columns with other ids.
    grade : int
        The column that grades go to.
    feedback : int or None
        The column that a sentence about them goes to.
    most : callable
        Given a row, the points that the system gives at most; None if the file does not say.
    limit : bool
        Whether the system refuses more than that.
    locked : callable
        Given a row, whether the system takes no grade there.
    number : callable
        Given what stands in the column `own`, the id.
    """

    system: str
    template: Template
    rows: tuple[int, ...]
    own: int | None
    ids: tuple[int, ...]
    grade: int
    feedback: int | None = None
    most: Callable[[int], float | None] = lambda row: None
    limit: bool = False
    locked: Callable[[int], bool] = lambda row: False
    number: Callable[[str], str] = str.strip

    def text(self, row: int, column: int) -> str:
        """Give what stands in a cell."""
        return self.template.rows[row][column].text.strip()


@dataclass(frozen=True, slots=True)
class Wish:
    """What may happen to a file.

    Parameters
    ----------
    scale : bool
        Whether points are converted where the system gives others at most.
    replace : bool
        Whether grades that are there already and differ are replaced.
    partial : bool
        Whether students with a grade may be missing in the file.
    unfinished : bool
        Whether grades are written in which points by hand are still open.
    """

    scale: bool = False
    replace: bool = False
    partial: bool = False
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A file with grades in it.

    Parameters
    ----------
    data : bytes
    written : int
        How many grades are in it now that were not before.
    said : tuple of str
        What was left as it was, and why, a line each.
    """

    data: bytes
    written: int
    said: tuple[str, ...]


def fill(
    sheet: Sheet,
    grades: Sequence[Grade],
    wish: Wish,
    own_id: Callable[[Grade], str],
    sentence: Callable[[Report], str] | None = None,
) -> Filled:
    """Put grades into a file.

    Parameters
    ----------
    sheet : Sheet
    grades : sequence of Grade
    wish : Wish
    own_id : callable
        Gives a student's id in the system; empty if it is not known.
    sentence : callable, optional
        What goes into the column for feedback.

    Raises
    ------
    UsageError
        If a row or a student is in doubt, or points do not fit: with a line for each.
    """
    wrong: dict[str, None] = {}
    said: list[str] = []
    changes: dict[tuple[int, int], str] = {}
    written = 0
    found = _matched(sheet, grades, own_id, wrong)
    for row in sheet.rows:
        grade = found.get(row)
        if grade is None:
            said.append(f"{_row(sheet, row)}: nobody in the results has an id of this line.")
            continue
        value, reason = _value(sheet, row, grade, wish, wrong)
        if reason:
            said.append(f"{_row(sheet, row)}: {reason}")
        if value is None or grade.report is None:
            continue
        if number_in(sheet.text(row, sheet.grade)) != float(value):
            changes[row, sheet.grade] = value
            written += 1
        if sheet.feedback is not None and sentence is not None:
            text = sentence(grade.report)
            before = sheet.text(row, sheet.feedback)
            if text != before and (not before or wish.replace):
                changes[row, sheet.feedback] = text
    _missing(sheet, grades, list(found.values()), wish, wrong)
    if wrong:
        lines = list(wrong)
        more = len(lines) - MOST_LINES
        raise UsageError("\n".join(lines[:MOST_LINES] + [f"and {more} more."] * (more > 0)))
    return Filled(sheet.template.with_cells(changes), written, tuple(said))


def _matched(
    sheet: Sheet,
    grades: Sequence[Grade],
    own_id: Callable[[Grade], str],
    wrong: dict[str, None],
) -> dict[int, Grade]:
    """Say whose each row is."""
    own = _claims((own_id(grade), grade) for grade in grades)
    every = _claims((key, grade) for grade in grades for key in grade.student.known_as())
    found: dict[int, Grade] = {}
    rows: dict[str, int] = {}
    for row in sheet.rows:
        claims = [(sheet.text(row, column), every) for column in sheet.ids]
        if sheet.own is not None:
            number = sheet.number(sheet.text(row, sheet.own))
            # The number that a system has given may be somebody else's number at the university.
            claims.append((number, own or every))
        holders = [table.get(text.casefold(), []) for text, table in claims]
        owners = {one[0].student.id: one[0] for one in holders if len(one) == 1}
        twice = next((one for one in holders if len(one) > 1), None)
        if len(owners) == 1:
            (grade,) = owners.values()
            first = rows.setdefault(grade.student.id, row)
            if first != row:
                wrong[
                    f"{_row(sheet, row)}: this is {plain(grade.student.id)}, and so is line "
                    f"{sheet.template.lines[first]}. Remove one of the two lines."
                ] = None
            found[row] = grade
        elif owners:
            wrong[
                f"{_row(sheet, row)}: its ids are those of {_listed(owners)}. Mend the roster, or "
                "the file."
            ] = None
        elif twice:
            wrong[
                f"{_row(sheet, row)}: it has an id that {_listed(one.student.id for one in twice)} "
                "share. Give each of them ids of their own in the roster."
            ] = None
    return found


def _listed(ids: Iterable[str]) -> str:
    return " and ".join(map(plain, ids))


def _claims(pairs: Iterable[tuple[str, Grade]]) -> dict[str, list[Grade]]:
    table: dict[str, list[Grade]] = {}
    for key, grade in pairs:
        holders = table.setdefault(key.strip().casefold(), [])
        if all(one.student.id != grade.student.id for one in holders):
            holders.append(grade)
    table.pop("", None)
    return table


def _value(
    sheet: Sheet, row: int, grade: Grade, wish: Wish, wrong: dict[str, None]
) -> tuple[str | None, str]:
    """Give what is to stand in a row's cell, and what to say of it; None leaves it as it is."""
    report = grade.report
    before = sheet.text(row, sheet.grade)
    if report is None:
        return None, grade.problem
    if report.by_hand and not wish.unfinished:
        more = to_be_graded(sum(report.by_hand.values()))
        return None, f"{more}. --unfinished writes what there is."
    full = total([report.possible, *report.by_hand.values()])
    most = sheet.most(row)
    earned = report.points
    if most is not None and abs(most - full) > 1e-6:
        if not wish.scale or not full:
            column = sheet.template.header[sheet.grade]
            wrong[
                f"{sheet.template.path}: {plain(column)} has {points(most)} points in "
                f"{sheet.system}, and {plain(report.assignment)} has {points(full)} here. Add "
                "--scale to convert them, or change one of the two."
            ] = None
            return None, ""
        earned = earned / full * most
    value = points(earned)
    if sheet.locked(row):
        return None, f"{sheet.system} takes no grade for it; it would be {value}."
    if sheet.limit and most is not None and float(value) > most:
        return None, f"{value} points are more than {sheet.system} takes ({points(most)})."
    if not before or before == "-":
        return value, ""
    number = number_in(before)
    if number is None:
        return None, f"{plain(before)} stands there, which is no number; it would be {value}."
    if number == float(value):
        return value, ""
    if wish.replace:
        return value, f"{plain(before)} stood there, and is {value} now."
    return None, f"{plain(before)} stands there, and the results say {value}. --replace writes it."


def _missing(
    sheet: Sheet,
    grades: Sequence[Grade],
    there: Sequence[Grade],
    wish: Wish,
    wrong: dict[str, None],
) -> None:
    """Complain of grades that no row takes."""
    known = {grade.student.id for grade in there}
    for grade in grades:
        if grade.report is None or grade.student.id in known or wish.partial:
            continue
        ids = ", ".join(plain(key) for key in grade.student.known_as())
        wrong[
            f"{plain(called(grade))}: no line of {sheet.template.path} has an id of this student "
            f"({ids}). Export it again, mend the roster, or add --partial to leave it out."
        ] = None


def number_in(text: str) -> float | None:
    """Read a number as systems write them, with a point or a comma.

    Examples
    --------
    >>> number_in("94"), number_in("94,50"), number_in("EX")
    (94.0, 94.5, None)
    """
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if value == value and abs(value) < 1e9 else None


def _row(sheet: Sheet, row: int) -> str:
    name = plain(sheet.template.rows[row][0].text)[:60]
    return f"{sheet.template.place(row)} ({name})"


def by_title(template: Template, among: Sequence[int], grades: Sequence[Grade]) -> str:
    """Give the name of the one column that is called like the assignment; else nothing."""
    titles = {
        name.casefold()
        for grade in grades
        if grade.report is not None
        for name in (grade.report.title, grade.report.assignment)
        if name
    }
    found = [template.header[index] for index in among if bare(template.header[index]) in titles]
    return found[0] if len(found) == 1 else ""


def columns_of(template: Template, names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Give the columns that have one of the names of each kind; the first that has."""
    header = [name.casefold() for name in template.header]
    return {
        kind: header.index(known)
        for kind, spelled in names.items()
        for known in spelled
        if known in header
    }
