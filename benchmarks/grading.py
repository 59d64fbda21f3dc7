"""Grading notebooks of the scalar assignment: CPU time of `autograder grade` and all it starts,
beside nbgrader's own `autograde` of the same notebook.

A course grades hundreds: the figure is what one more submission costs, the difference between
grading one and grading several, beside what a command for a single one costs.

Run alone with `python -m benchmarks.grading`, in a clone: the assignment's banks are read from it.
Prints a table; exits 1 if a target is missed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import table
from benchmarks.interleaved import FULL, Effort, NotMeasured, cpu_seconds_of
from benchmarks.peers import PEERS, installed
from benchmarks.table import Figure, Row, duration

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT = ROOT / "assignments" / "scalar"
#: Answers of the assignment's bank, and the most CPU seconds that grading one may take.
SUBMISSIONS = {"right": 1.5, "mul-swapped": 4.0}
SEED = 1
#: How many more the second command grades.
MORE = 4

STOCK_COURSE = """\
import os
import sys

c = get_config()  # noqa: F821
c.Execute.timeout = 600  # by the clock, and the machine may be busy
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
"""


def environment() -> dict[str, str]:
    """Let the commands find the packages as this process does."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


def quietly(command: list[str], folder: Path) -> float:
    """Run a command in a folder and give its CPU seconds; show what it said only if it fails."""
    try:
        return cpu_seconds_of(
            command, cwd=folder, env=environment(), capture_output=True, text=True
        )
    except subprocess.CalledProcessError as error:
        said = f"{error.stdout}{error.stderr}".strip()
        raise NotMeasured(f"{' '.join(command)} failed:\n{said[-2000:]}") from error


def write_course(folder: Path) -> None:
    """Make a stock nbgrader course with the assignment released and one notebook for each answer
    handed in."""
    from autograder.build import answered_notebook, source_notebook, write_notebook
    from autograder.pack import load_assignment

    assignment = load_assignment(ASSIGNMENT)
    (folder / "nbgrader_config.py").write_text(STOCK_COURSE, encoding="utf-8")
    write_notebook(source_notebook(assignment), folder / "source" / "scalar" / "scalar.ipynb")
    for name in SUBMISSIONS:
        cells = None if name == "right" else assignment.bank("wrong")[name].cells
        place = folder / "submitted" / name / "scalar" / "scalar.ipynb"
        write_notebook(answered_notebook(assignment, cells), place)
    nbgrader(folder, "generate_assignment", "scalar")


def nbgrader(folder: Path, *arguments: str) -> float:
    """Run nbgrader in the course and give its CPU seconds."""
    return quietly([sys.executable, "-m", "nbgrader", *arguments, "--force"], folder)


def grade(folder: Path, name: str, copies: int, attempt: int) -> float:
    """Grade copies of a notebook with our command and give its CPU seconds."""
    notebook = folder / "submitted" / name / "scalar" / "scalar.ipynb"
    handed_in = [folder / f"copies-{name}" / f"student-{i}.ipynb" for i in range(copies)]
    for copy in handed_in:
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(notebook, copy)
    output = folder / f"results-{name}-{copies}-{attempt}"
    command = [sys.executable, "-m", "autograder.cli", "grade", *map(str, handed_in)]
    # One process grades: what a second one costs to start is not what one more submission costs.
    command += ["-a", str(ASSIGNMENT), "-o", str(output), "--seed", str(SEED), "-j", "1"]
    return quietly(command, folder)


def rows(effort: Effort) -> list[Row]:
    """Measure one row for each submission, ours and nbgrader's in turn."""
    if installed("nbgrader") is None:
        print("nbgrader is not installed: grading is not measured.", file=sys.stderr)
        return []
    rounds = 1 if effort.quick else 3
    ours: dict[str, list[float]] = {name: [] for name in SUBMISSIONS}
    several: dict[str, list[float]] = {name: [] for name in SUBMISSIONS}
    stock: dict[str, list[float]] = {name: [] for name in SUBMISSIONS}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_course(folder)
        if not effort.quick:
            grade(folder, "right", 1, -1)  # write the byte code, fill the disk cache
        for attempt in range(rounds):
            for name in SUBMISSIONS:
                ours[name].append(grade(folder, name, 1, attempt))
                several[name].append(grade(folder, name, 1 + MORE, attempt))
                stock[name].append(nbgrader(folder, "autograde", "scalar", "--student", name))
    return [
        row(name, most, ours[name], several[name], stock[name])
        for name, most in SUBMISSIONS.items()
    ]


def row(name: str, most: float, ours: list[float], several: list[float], stock: list[float]) -> Row:
    """Give the row of a submission."""
    seconds = statistics.median((b - a) / MORE for a, b in zip(ours, several, strict=True))
    ratio = statistics.median(a / b for a, b in zip(ours, stock, strict=True))
    return Row(
        f"autograder grade, {name}",
        {"adlearn": duration(statistics.median(ours))},
        [
            Figure("CPU time of one more submission", seconds, most, "s"),
            Figure("of nbgrader autograde, no hidden checks", ratio),
        ],
    )


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
