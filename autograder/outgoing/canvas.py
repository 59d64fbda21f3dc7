"""Grades for Canvas: the gradebook that was exported from it, with one column filled in.

In Canvas: Grades, Export; and afterwards Grades, Import.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.classroom.grades import Grade
from autograder.errors import UsageError
from autograder.outgoing.filling import Filled, Sheet, Wish, by_title, fill, number_in
from autograder.outgoing.origin import canvas_user
from autograder.outgoing.template import Template, only_column

#: Columns with ids of students that are not Canvas's own.
IDS = ("sis user id", "sis login id", "integration id")

#: How the names of columns end that Canvas computes.
_COMPUTED = (
    *("current score", "final score", "current grade", "final grade"),
    *("current points", "final points", "override score", "override grade", "override status"),
)


def sheet_of(template: Template, column: str, grades: Sequence[Grade]) -> Sheet:
    """Find what stands where in a gradebook that Canvas has exported.

    Raises
    ------
    UsageError
        If it is something else, or the column is not in it.
    """
    header = [name.casefold() for name in template.header]
    students = header[0] == "student" or header[:2] == ["lastname", "firstname"]
    if not students or "id" not in header or "section" not in header:
        raise UsageError(
            f"{template.path}: this is no gradebook of Canvas: it begins with "
            f"{', '.join(template.header[:4])}, and not with Student, ID, ..., Section. Give the "
            "file that Grades, Export in Canvas has made."
        )
    top = next((n for n in (1, 2) if n < len(template.rows) and _is_points(template, n)), None)
    begin = header.index("section") + 1
    assignments = [
        index for index in range(begin, len(header)) if not _computed(template, index, top)
    ]
    name = column or by_title(template, assignments, grades)
    place = only_column(template, name, assignments, "--column")
    most = None if top is None else number_in(template.rows[top][place].text)
    first = 1 if top is None else top + 1
    return Sheet(
        "Canvas",
        template,
        tuple(row for row in range(first, len(template.rows)) if not _is_test(template, row)),
        header.index("id"),
        tuple(index for index, known in enumerate(header[:begin]) if known in IDS),
        place,
        most=lambda row: most,
    )


def _is_points(template: Template, row: int) -> bool:
    return "points possible" in template.rows[row][0].text.casefold()


def _is_test(template: Template, row: int) -> bool:
    """Say whether a row is that of the student whom Canvas makes up for teachers."""
    return template.rows[row][0].text.strip().casefold() in ("student, test", "test student")


def _computed(template: Template, column: int, top: int | None) -> bool:
    name = template.header[column].casefold()
    if top is not None and template.rows[top][column].text.strip().startswith("("):
        return True  # "(read only)", in the language of whoever exported it
    return name.rpartition(" (")[0].endswith(_COMPUTED) or name.endswith(_COMPUTED)


def to_canvas(
    template: Template, column: str, grades: Sequence[Grade], wish: Wish
) -> tuple[Sheet, Filled]:
    """Fill in one column of a gradebook that Canvas has exported.

    Raises
    ------
    UsageError
        If the file, a row or a student is in doubt, or points do not fit.
    """
    sheet = sheet_of(template, column, grades)

    def own_id(grade: Grade) -> str:
        return grade.student.others.get("canvas", "") or canvas_user(grade)

    return sheet, fill(sheet, grades, wish, own_id)
