"""The command `report`: a folder of results as pages, as tables, and as other systems want them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from autograder.classroom.grades import Grade
    from autograder.commands import Commands

_FOLDERS = ("html", "md", "text", "feedback-json")
_TABLES = ("csv", "questions", "json", "jsonl", "junit", "gradescope")
_SYSTEMS = ("canvas", "moodle", "feedback-zip")


def add(commands: Commands) -> None:
    """Add it."""
    report = commands.add_parser(
        "report", help="turn a results folder into pages, tables, and what other systems take"
    )
    report.add_argument("results", type=Path)
    report.add_argument(
        "--format",
        choices=(*_FOLDERS, *_TABLES, *_SYSTEMS),
        default="html",
        help="feedback for students (html, md, text, feedback-json), tables (csv, questions), "
        "files for programs (json, jsonl, junit, gradescope), files for other systems (canvas, "
        "moodle, feedback-zip)",
    )
    report.add_argument("-o", "--output", type=Path, help="folder (feedback) or file (all else)")
    report.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="only this one; may be repeated"
    )
    system = report.add_argument_group("for other systems")
    system.add_argument("--template", type=Path, help="canvas, moodle: the file it has exported")
    system.add_argument("--column", default="", metavar="NAME", help="where grades go in it")
    system.add_argument("--scale", action="store_true", help="convert points where it has others")
    system.add_argument(
        "--replace", action="store_true", help="write over grades that are there and differ"
    )
    system.add_argument(
        "--partial", action="store_true", help="leave out students who are not in the file"
    )
    system.add_argument(
        "--unfinished", action="store_true", help="write also where points by hand are still open"
    )
    system.add_argument(
        "--for", dest="system", choices=("canvas", "moodle"), help="feedback-zip: who takes it"
    )
    system.add_argument(
        "--hidden",
        choices=("visible", "after_due_date", "after_published", "hidden"),
        default="after_published",
        help="gradescope: when students see hidden checks (default: after_published)",
    )
    report.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    from autograder.classroom.grades import grades_of
    from autograder.names import plain
    from autograder.outgoing import pages, tables

    grades = _chosen(grades_of(options.results), options.only)
    for grade in grades:
        if grade.report is None:
            print(f"not graded: {plain(tables.called(grade))}: {grade.problem}", file=sys.stderr)
    for grade in grades:
        if grade.note:
            print(f"note: {plain(tables.called(grade))}: {grade.note}", file=sys.stderr)
    if options.format in _SYSTEMS:
        return _for_system(options, grades)
    folder = options.output or options.results / options.format
    if options.format == "html":
        print(pages.write_pages(grades, folder, options.results))
    elif options.format in _FOLDERS:
        print(*pages.write_feedback(grades, options.format, folder, options.results), sep="\n")
    else:
        _table(options, grades)
    return 0


def _chosen(grades: Sequence[Grade], only: Sequence[str]) -> list[Grade]:
    """Give the grades of these names: a result's, or any id of a student."""
    wanted = {name.casefold(): name for name in only}
    chosen = [
        one
        for one in grades
        if not only or not wanted.keys().isdisjoint({one.name.casefold(), *one.student.known_as()})
    ]
    known = {key for one in chosen for key in (one.name.casefold(), *one.student.known_as())}
    for key, name in wanted.items():
        if key not in known:
            raise UsageError(f"--only {name}: there is no such result, and no such student.")
    return chosen


def _table(options: argparse.Namespace, grades: Sequence[Grade]) -> None:
    from autograder.outgoing import gradescope, junit, lines, questions, tables
    from autograder.pages_folder import write_table

    if options.format == "gradescope":
        if len(grades) != 1:
            raise UsageError(
                f"--format gradescope writes one result, and there are {len(grades)}. Name one "
                "with --only."
            )
        text = gradescope.to_gradescope(grades[0], options.hidden)
    elif options.format == "junit":
        text = junit.to_junit(grades, options.results)
    else:
        write = {
            "csv": tables.to_csv,
            "json": tables.to_json,
            "jsonl": lines.to_lines,
            "questions": questions.to_questions,
        }
        text = write[options.format](grades)
    if options.output is None:
        print(text, end="")
    else:
        print(write_table(text, options.output))


def _for_system(options: argparse.Namespace, grades: Sequence[Grade]) -> int:
    from autograder.outgoing import feedback_zip, filling, template
    from autograder.outgoing.canvas import to_canvas
    from autograder.outgoing.moodle import to_moodle
    from autograder.pages_folder import write_table

    kind, output = options.format, options.output
    if output is None:
        raise UsageError(f"--format {kind} needs a file to write. Name it with -o.")
    if kind == "feedback-zip":
        if options.system is None:
            raise UsageError("--format feedback-zip needs --for canvas, or --for moodle.")
        data, left_out = feedback_zip.to_zip(grades, options.system)
        for line in left_out:
            print(f"left out: {line}", file=sys.stderr)
        print(write_table(data, output, feedback_zip.is_ours))
        return 0
    if options.template is None:
        raise UsageError(
            f"--format {kind} needs the file that {kind.capitalize()} has exported. Name it with "
            "--template."
        )
    if output.exists() and output.samefile(options.template):
        raise UsageError(f"{output}: this is the template itself. Choose another -o.")
    source = template.read_template(options.template)
    wish = filling.Wish(options.scale, options.replace, options.partial, options.unfinished)
    fill = to_canvas if kind == "canvas" else to_moodle
    sheet, filled = fill(source, options.column, grades, wish)
    for line in filled.said:
        print(f"note: {line}", file=sys.stderr)
    columns = [one for one in (sheet.grade, sheet.feedback) if one is not None]
    print(write_table(filled.data, output, lambda data: template.like(source, columns, data)))
    column = source.header[sheet.grade]
    print(f"grades written to {column}: {filled.written}; all else is as it was.")
    return 0
