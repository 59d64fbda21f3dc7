"""A class handed in: seconds by the clock for each submission, on two cores, all checks.

Instructors wait, so the clock is what counts here, and `autograder grade -j 2` is measured with its
start. Beside it nbgrader's own `autograde`, and nbgrader with our engine inside, grade the same
files in the same run.

Run alone with `python -m benchmarks.classroom`, in a clone: the assignment's banks are read from
it. ``--thousand`` grades a thousand and shows how time and memory grow.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import table
from benchmarks.grading import ASSIGNMENT, SEED, STOCK_COURSE, environment
from benchmarks.interleaved import FULL, Effort, NotMeasured
from benchmarks.peers import PEERS, installed
from benchmarks.table import Figure, Row, duration

JOBS = "2"
#: A cell that says how long a student's own check of a question takes.
TIMED = """\
import time
began = time.perf_counter()
check("q1")
print("took", time.perf_counter() - began)
"""


def demo_class() -> list[str]:
    """Give what a class as in `adlearn demo` hands in."""
    from autograder.pack import load_assignment

    return list(load_assignment(ASSIGNMENT).demo.values())


def seconds_of(command: Sequence[str], folder: Path, accept: tuple[int, ...] = (0,)) -> float:
    """Run a command and give its seconds by the clock; show what it said only if it fails."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True)
    if done.returncode not in accept:
        said = f"{done.stdout}{done.stderr}".strip()
        raise NotMeasured(f"{' '.join(command)} failed:\n{said[-2000:]}")
    return time.monotonic() - began


def hand_in(folder: Path, kinds: Sequence[str]) -> None:
    """Put a notebook for each kind of answer where nbgrader collects them."""
    from autograder.build import answered_notebook, release_notebook, write_notebook
    from autograder.pack import load_assignment

    assignment = load_assignment(ASSIGNMENT)
    made: dict[str, Path] = {}
    for number, kind in enumerate(kinds):
        path = folder / "submitted" / f"s{number:04}-{kind}" / "scalar" / "scalar.ipynb"
        path.parent.mkdir(parents=True)
        if kind in made:
            shutil.copyfile(made[kind], path)
            continue
        notebook = (
            release_notebook(assignment)
            if kind == "stubs"
            else answered_notebook(
                assignment, None if kind == "right" else assignment.bank("wrong")[kind].cells
            )
        )
        made[kind] = write_notebook(notebook, path)


def grade(folder: Path, output: str) -> float:
    """Grade what was handed in by our command."""
    command = [sys.executable, "-m", "autograder.cli", "grade", "submitted", "-o", output]
    return seconds_of([*command, "-a", str(ASSIGNMENT), "-j", JOBS, "--seed", str(SEED)], folder)


def course(folder: Path, ours: bool) -> None:
    """Make an nbgrader course of it, stock or with our engine, and release the assignment."""
    from autograder.build import source_notebook, write_notebook
    from autograder.nbgrader.course import init_course
    from autograder.pack import load_assignment

    if ours:
        init_course(folder)
    else:
        # With nbgrader's own limit of 30 s for a cell: an endless loop would use up any other.
        lines = [line for line in STOCK_COURSE.splitlines() if "Execute.timeout" not in line]
        (folder / "nbgrader_config.py").write_text("\n".join(lines), encoding="utf-8")
    notebook = source_notebook(load_assignment(ASSIGNMENT))
    write_notebook(notebook, folder / "source" / "scalar" / "scalar.ipynb")
    seconds_of([*_NBGRADER, "generate_assignment", "scalar"], folder)


_NBGRADER = [sys.executable, "-m", "nbgrader"]


def rows(effort: Effort) -> list[Row]:
    """Measure a class of right answers and stubs, and one as in the demo, three ways."""
    if installed("nbgrader") is None:
        print("nbgrader is not installed: a class is not measured.", file=sys.stderr)
        return []
    kinds, times = demo_class(), 1 if effort.quick else 2
    with tempfile.TemporaryDirectory() as place:
        plain, mixed = Path(place, "plain"), Path(place, "mixed")
        hand_in(plain, ["right", "stubs"] * 10 * times)
        hand_in(mixed, kinds * times)
        ours, stock = Path(place, "ours"), Path(place, "stock")
        for folder, is_ours in ((ours, True), (stock, False)):
            hand_in(folder, kinds)
            course(folder, is_ours)
        each = grade(plain, "results") / (20 * times)
        command = grade(mixed, "results") / (len(kinds) * times)
        count = len(kinds)
        inside = seconds_of([*_NBGRADER, "autograde", "scalar"], ours) / count
        theirs = seconds_of([*_NBGRADER, "autograde", "scalar"], stock, (0, 1)) / count
        loop = Path(place, "loop")
        hand_in(loop, ["endless-loop"])
        right = Path(place, "one")
        hand_in(right, ["right"])
        endless = grade(loop, "results") - grade(right, "results")
        question = practice(right)
    return [
        Row(
            "autograder grade -j 2, right answers and stubs",
            {"adlearn": duration(each)},
            [Figure("seconds each (0.5 is 120 a minute)", each, 0.5, "s")],
        ),
        Row(
            "autograder grade -j 2, a class as in the demo",
            {"adlearn": duration(command)},
            [
                Figure("seconds each (1 is 60 a minute)", command, 1.0, "s"),
                Figure("of nbgrader autograde, no hidden checks", command / theirs, 0.1),
            ],
        ),
        Row(
            "nbgrader autograde, the same class, with our engine",
            {"adlearn": duration(inside)},
            [Figure("of nbgrader autograde, no hidden checks", inside / theirs, 1 / 3)],
        ),
        Row(
            "one endless loop in an answer",
            {"adlearn": duration(endless)},
            [Figure("seconds more than a right answer", endless, 6.0, "s")],
        ),
        Row(
            'check("q1") in a notebook',
            {"adlearn": duration(question)},
            [Figure("seconds", question, 0.5, "s")],
        ),
        worker_row(),
    ]


def practice(folder: Path) -> float:
    """Give the seconds of a student's own check of Q1 in a kernel, right answers, the first one."""
    import nbformat
    from nbclient import NotebookClient

    path = next(folder.glob("submitted/*/scalar/scalar.ipynb"))
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.source.strip() == 'check("q1")']
    cell.source = TIMED
    NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    printed = [output.text for output in cell.outputs if "text" in output]
    return float("".join(printed).rpartition("took ")[2])


def worker_row() -> Row:
    """Measure the start of a worker and a question to it."""
    from autograder.doctor import milliseconds

    start, question = milliseconds(20, 100)
    return Row(
        "a worker",
        {"adlearn": duration(start / 1000)},
        [Figure("start", start, 25.0, "ms"), Figure("one question", question, 0.3, "ms")],
    )


def thousand(count: int = 1000, step: int = 100) -> None:
    """Grade many in one batch; print time and memory of the grader as they grow."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ending = [kind for kind in demo_class() if kind != "endless-loop"]
        kinds = list(itertools.islice(itertools.cycle(ending), count))
        hand_in(folder, kinds)
        command = [sys.executable, "-m", "autograder.cli", "grade", "submitted", "-o", "results"]
        command += ["-a", str(ASSIGNMENT), "-j", JOBS, "--seed", str(SEED)]
        began = time.monotonic()
        with subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL
        ) as process:
            reached = step
            while process.poll() is None:
                done = len(list((folder / "results").glob("s*.json")))
                if done >= reached:
                    sizes = ", ".join(f"{size:.0f}" for size in resident_mebibytes(process.pid))
                    print(f"{done:5} graded after {time.monotonic() - began:6.1f} s; MiB: {sizes}")
                    reached += step
                time.sleep(0.2)
        print(f"{count} in {time.monotonic() - began:.1f} s, exit status {process.returncode}")
        print(f"largest of all: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10} MiB")


def resident_mebibytes(process: int) -> list[float]:
    """Give the memory in use of a process and of those it started that live on."""
    found = []
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return found
    found.append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
    for child in children:
        found += resident_mebibytes(int(child))
    return found


if __name__ == "__main__":
    asked = argparse.ArgumentParser("python -m benchmarks.classroom", description=__doc__)
    asked.add_argument("--thousand", action="store_true", help="grade a thousand submissions")
    if asked.parse_args().thousand:
        thousand()
    else:
        sys.exit(table.show(rows(FULL), PEERS))
