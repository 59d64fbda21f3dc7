"""The command `report`: a folder of results as pages or tables."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    report = commands.add_parser("report", help="turn a results folder into pages or tables")
    report.add_argument("results", type=Path)
    report.add_argument(
        "--format",
        choices=("html", "md", "text", "feedback-json", "csv", "json"),
        default="html",
        help="feedback for students (html, md, text, feedback-json) or tables for you (csv, json)",
    )
    report.add_argument("-o", "--output", type=Path, help="folder (feedback) or file (tables)")
    report.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    from autograder.classroom.grades import grades_of
    from autograder.outgoing import pages, tables
    from autograder.pages_folder import write_table

    grades = grades_of(options.results)
    for grade in grades:
        if grade.report is None:
            print(f"not graded: {tables.called(grade)}: {grade.problem}", file=sys.stderr)
    for grade in grades:
        if grade.note:
            print(f"note: {grade.name}: {grade.note}", file=sys.stderr)
    folder = options.output or options.results / options.format
    if options.format == "html":
        print(pages.write_pages(grades, folder, options.results))
        return 0
    if options.format in pages.FEEDBACK:
        print(*pages.write_feedback(grades, options.format, folder, options.results), sep="\n")
        return 0
    text = tables.to_csv(grades) if options.format == "csv" else tables.to_json(grades)
    if options.output is None:
        print(text, end="")
    else:
        print(write_table(text, options.output))
    return 0
