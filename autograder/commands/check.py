"""The command `check`: the public checks of one notebook."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    check = commands.add_parser("check", help="run the public checks of one notebook")
    check.add_argument("notebook", type=Path)
    check.add_argument("-q", "--question", help="only this question, such as q1 or q1-mul")
    check.add_argument("--seed", type=int, default=0, help="other seeds draw other cases")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from autograder.check_file import check_notebook
    from autograder.feedback import to_text
    from autograder.report import FULL_POINTS

    report = check_notebook(options.notebook, options.question, seed=options.seed)
    plain = dataclasses.replace(report, notes=())
    parts = [plain.of(question=question) for question in report.questions]
    print("\n\n".join(to_text(part) for part in parts if part.checks))
    for note in report.notes:
        print(f"note: {note}")
    return 0 if all(check.verdict in FULL_POINTS for check in report.checks) else 1
