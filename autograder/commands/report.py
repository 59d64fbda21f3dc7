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
    from autograder import exports
    from autograder.pages_folder import write_table
    from autograder.results import counting, gone, read_folder

    found = read_folder(options.results)
    reports, problems = counting(found)
    left = {name: text for name, text in gone(found, options.results).items() if name in reports}
    for name, problem in problems.items():
        print(f"not graded: {name}: {problem}", file=sys.stderr)
    for name, text in left.items():
        print(f"note: {name}: {text}", file=sys.stderr)
    folder = options.output or options.results / options.format
    if options.format == "html":
        print(exports.write_pages(reports, problems, folder, options.results, left))
        return 0
    if options.format in exports.FEEDBACK:
        written = exports.write_feedback(reports, options.format, folder, options.results)
        print(*written, sep="\n")
        return 0
    files = {name: one.submission for name, one in found.items()}
    table = exports.to_csv if options.format == "csv" else exports.to_json
    text = table(reports, problems, files, left)
    if options.output is None:
        print(text, end="")
    else:
        print(write_table(text, options.output))
    return 0
