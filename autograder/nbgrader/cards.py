"""A report in nbgrader's words: the outputs of a graded cell, the comment on an answer."""

from __future__ import annotations

import math
import re
import textwrap
from typing import Any

from nbformat import v4

from autograder.feedback import to_html, to_text
from autograder.grading import assignment_checks, named
from autograder.language import say, speaking, template
from autograder.pack import Assignment
from autograder.report import CheckResult, Report, Verdict, versions

#: Characters in a line of a comment; a feedback page has room for a few more.
_COMMENT_WIDTH = 90


def outputs(report: Report, cell: str) -> list[Any]:
    """Give the two outputs that nbgrader reads a graded cell's score and explanation from.

    Parameters
    ----------
    report : Report
    cell : str
        The graded cell.

    Returns
    -------
    list of nbformat.NotebookNode
        The card, then the points as a plain decimal between 0 and what the cell is worth.
    """
    part = report.of(cell=cell)
    card = {"text/html": to_html(part), "text/plain": to_text(part)}
    score = {"text/plain": decimal(part.points, part.possible)}
    return [
        v4.new_output("display_data", data=card),
        v4.new_output("execute_result", data=score, execution_count=None),
    ]


def decimal(points: float, possible: float) -> str:
    """Write points for nbgrader, which gives full marks for any text that is not a number.

    Examples
    --------
    >>> decimal(2.5, 3), decimal(4, 3), decimal(float("nan"), 3), decimal(-1, 3), decimal(0, 3)
    ('2.5', '3', '0', '0', '0')
    """
    value = min(max(float(points), 0.0), float(possible)) if math.isfinite(points) else 0.0
    return f"{value:.6f}".rstrip("0").rstrip(".")


def refused(assignment: Assignment, sentence: str, seed: int = 0) -> Report:
    """Give the report on a file that cannot be graded: no points, and the sentence saying why."""
    return _without_points(assignment, sentence, seed, "refused")


def undecided(assignment: Assignment, sentence: str, seed: int = 0) -> Report:
    """Give the report on a file that we failed to grade: every cell waits for a person."""
    return _without_points(assignment, sentence, seed, "error")


#: What is said of a hidden check where the grader failed.
OURS = template("The grader failed here, which is not your fault. A person will look at it.")


def _without_points(assignment: Assignment, sentence: str, seed: int, verdict: Verdict) -> Report:
    with speaking(assignment.speech):
        return _told_without_points(assignment, say(sentence), seed, verdict)


def _told_without_points(
    assignment: Assignment, sentence: str, seed: int, verdict: Verdict
) -> Report:
    return Report(
        assignment=assignment.name,
        submission="",
        sha256="",
        checks=tuple(
            CheckResult(
                id=check.id,
                question=check.question,
                cell=check.cell,
                verdict=verdict,
                points=0.0,
                possible=check.points,
                title=say(check.title),
                message=sentence,
                brief=sentence if verdict == "refused" else say(OURS),
                hidden=check.hidden,
            )
            for check in assignment_checks(assignment)
        ),
        versions=versions(),
        seed=seed,
        notes=(sentence,),
        **named(assignment),
    )


def comment_text(report: Report, cells: list[str]) -> str:
    """Write the explanation of some graded cells as an indented block.

    nbgrader renders comments as markdown in which HTML counts. Indented, they are literal text:
    what a submission made its exceptions say stays text, and tables keep their columns.
    """
    texts = [to_text(report.of(cell=cell)) for cell in cells]
    lines = [part for text in texts for line in text.splitlines() for part in _wrapped(line)]
    return "\n".join(f"    {line}" for line in lines)


def _wrapped(line: str) -> list[str]:
    """Break a long sentence between words: feedback pages would break it anywhere."""
    if re.search(r"\S {2,}\S", line):  # a row of a table
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line.strip(), _COMMENT_WIDTH, initial_indent=indent, subsequent_indent=indent
    )
