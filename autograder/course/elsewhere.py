"""The public checks of a notebook where its assignment is not installed, as on a student's machine.

A program of its own: what it must not import is taken away before anything is imported.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

from autograder.check_file import check_as_carried
from autograder.errors import AutograderError
from autograder.pack import ENTRY_POINT_GROUP


def verdicts_elsewhere(notebook: Path, seed: int) -> dict[str, tuple[str, str]]:
    """Ask the public checks of a notebook as on a machine without its assignment.

    Parameters
    ----------
    notebook : Path
    seed : int
        With the grader's seed, the cases are the grader's.

    Returns
    -------
    dict
        Check to its verdict and message.

    Raises
    ------
    AutograderError
        If they could not be asked at all.
    """
    done = subprocess.run(
        [sys.executable, "-m", "autograder.course.elsewhere", str(notebook), str(seed)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it ended without a word"]
        raise AutograderError(said[-1])
    found = json.loads(done.stdout.splitlines()[-1])
    return {name: (verdict, message) for name, (verdict, message) in found.items()}


def _main(arguments: Sequence[str]) -> int:
    """Print the verdicts of a notebook's public checks as JSON, in one line."""
    notebook, seed = arguments
    for point in entry_points(group=ENTRY_POINT_GROUP):
        sys.modules[point.value.partition(".")[0]] = cast(Any, None)
    try:
        report = check_as_carried(notebook, int(seed))
    except AutograderError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps({check.id: (check.verdict, check.message) for check in report.checks}))
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
