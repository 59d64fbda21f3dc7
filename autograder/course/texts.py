"""The texts of a new course: its header, what its instructor reads, and a syllabus to cut from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.course.index import markdown_notebook
from autograder.course.picture import amount
from autograder.course.progression import Unit

#: What stands in a new header until somebody says whom to ask.
TO_BE_SAID = "WRITE HERE whom to ask, where and when"


def header_notebook(course_id: str) -> Any:
    """Write what every released notebook of the course begins with."""
    return markdown_notebook(
        {
            "course-name": f"*{course_id}*",
            "course-how-to-work": "**How to work.** Run the cells from top to bottom, beginning "
            "with the first. Write where a cell says `# YOUR CODE HERE`, ask the check below it as "
            "often as you like, and save often. Before you hand in, restart the kernel and run "
            "everything once. Hand in under the name that the notebook has now.\n\n"
            f"**Whom to ask.** {TO_BE_SAID}.",
        }
    )


_README = """\
# {course_id}: for the instructor

An nbgrader course that grades with `autograder`. Run all commands in this folder.

## Edit first

| file | what to change |
| --- | --- |
| `header.ipynb` | every released notebook begins with it: the course's name, how to work, \
whom to ask |
| `syllabus.md` | weeks, hours, prerequisites, what students can do afterwards: cut from it what \
you need |
| `index.ipynb` | the students' way through the course; give it to them beside the assignments' \
folders |
| `nbgrader_config.py` | the course's name in the gradebook, the seed, how many grade at a time |
| `source/` | the notebooks with solutions: texts and solutions are yours to edit. Given cells, \
graded cells and points are the assignment's, and the grader runs its own: change these in a copy \
of the pack |

## Before you release anything

```sh
adlearn course check .
```

tries the whole course in a copy, with a right submission and an untouched one for each \
assignment, and says what to mend. Run it again after every edit.

## From release to feedback

| assignment | to release it | when it is handed in | when it is graded |
| --- | --- | --- | --- |
{rows}

Between the last two, look at the scores in nbgrader's formgrader (in JupyterLab), and grade there \
what a person has to. `nbgrader export` writes all scores into a table.

What is handed in lies in `submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb`. With nbgrader's \
exchange, `nbgrader release_assignment`, `nbgrader collect` and `nbgrader release_feedback` carry \
files to and fro. Without it, give students the folders in `release/` with `index.ipynb` beside \
them, and give back the pages in `feedback/`.

## More assignments

`adlearn course new . --assignments NAME` adds one, and brings `README.md`, `syllabus.md`, \
`index.ipynb` and `nbgrader_config.py` up to date as long as you have not changed them. It never \
writes over what you changed.
"""

_ROW = (
    "| {name} | `nbgrader generate_assignment {name}` | `nbgrader autograde {name}` "
    "| `nbgrader generate_feedback {name}` |"
)


def readme(course_id: str, units: Sequence[Unit]) -> str:
    """Write what the instructor reads: what to edit, and which command comes when."""
    rows = "\n".join(_ROW.format(name=unit.name) for unit in units)
    return _README.format(course_id=course_id, rows=rows)


def syllabus(course_id: str, units: Sequence[Unit]) -> str:
    """Write the syllabus: weeks, hours, prerequisites, and what students can do after each."""
    lines = [
        f"# {course_id}: syllabus",
        "",
        "Cut from it what you need. Hours are those of a student who has not done this before.",
        "",
        "| weeks | assignment | points | hours |",
        "| --- | --- | --- | --- |",
    ]
    week: float | None = 1
    for unit in units:
        when, week = _weeks(week, unit.weeks)
        known = "" if unit.hours is None else f"{unit.hours:g}"
        lines.append(f"| {when} | {unit.name}: {unit.title} | {unit.points:g} | {known} |")
    hours = [unit.hours for unit in units if unit.hours is not None]
    if len(hours) == len(units):
        total = sum(unit.points for unit in units)
        lines.append(f"| | all | {total:g} | {sum(hours):g} |")
    for unit in units:
        lines += ["", f"## {unit.name}: {unit.title}", "", f"{amount(unit).capitalize()}."]
        for title, texts in (
            ("Students bring along", unit.needs),
            ("After it they can", unit.gives),
            ("Questions", unit.questions),
        ):
            if texts:
                lines += ["", f"{title}:", "", *(f"- {text}" for text in texts)]
        if unit.ends_with:
            lines += ["", f"They end with {unit.ends_with}."]
        for name, text in unit.starts_from.items():
            lines += ["", f"After `{name}`, in the words of the students' index: {text}"]
    return "\n".join(lines) + "\n"


def _weeks(first: float | None, weeks: float | None) -> tuple[str, float | None]:
    """Say which weeks an assignment takes, and the first one after it, as far as they are known.

    Examples
    --------
    >>> _weeks(1, 2), _weeks(3, 1), _weeks(3, None), _weeks(None, 2)
    (('1 to 2', 3), ('3', 4), ('', None), ('', None))
    """
    if first is None or weeks is None:
        return "", None
    last = first + weeks - 1
    return (f"{first:g} to {last:g}" if last > first else f"{first:g}"), last + 1
