"""A class that is graded while processes are killed: what is left of it, and what was lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.build import write_notebook
from tests.autograder.boxes import handed_in, make_pack

#: How a process is hit: the signals, one after another.
WAYS = {
    "killed": [signal.SIGKILL],
    "stopped and killed": [signal.SIGSTOP, signal.SIGKILL],
    "told to end": [signal.SIGTERM],
}
#: How long anything may take that has to happen.
PATIENCE = 120.0
#: What runs, by a word of its command line; the batch itself is called ``batch``, and what a
#: prepared parent forked ``worker``.
ROLES = {"autograder.slot": "slot", "autograder-parent-": "parent", "autograder-worker-": "worker"}
#: Whom an accident may hit.
VICTIMS = ("batch", "slot", "parent", "worker")

Process = tuple[int, str]


def make_class(place: Path) -> Path:
    """Hand in eight notebooks of a small assignment; give the folder of its pack."""
    pack = make_pack(place / "boxes")
    answers: dict[str, dict[str, str]] = {
        "ada": {},
        "ben": {"q1-add-answer": "def add(a, b):\n    return a - b"},
        "cyd": {
            "q2-answer": "import os\n\n\ndef half(self):\n    os._exit(1)\n\n\nBox.half = half"
        },
        "dan": {"q3-answer": "def chain(x):\n    raise ValueError(x)"},
        "eve": {"q1-mul-answer": "class _mul:\n    def func(self, a, b):\n        return a * b"},
        "fay": {"q3-answer": "def chain(x:"},
        "gus": {"q1-add-answer": "", "q2-answer": ""},
    }
    for name, given in answers.items():
        write_notebook(handed_in(pack, given), place / "in" / name / "boxes" / "boxes.ipynb")
    broken = place / "in" / "hal" / "boxes" / "boxes.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_text("{")
    return pack.folder


class Class:
    """A class in a folder, and the command that grades it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.pack = make_class(place)
        self.temporary = place / "temporary"
        self.temporary.mkdir()

    def start(self, results: Path) -> subprocess.Popen[bytes]:
        """Start to grade, or go on."""
        command = [sys.executable, "-m", "autograder", "grade", str(self.place / "in")]
        command += ["-a", str(self.pack), "-o", str(results), "--seed", "1", "-j", "2"]
        root = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        environment = {**os.environ, "TMPDIR": str(self.temporary), "PYTHONPATH": path}
        with (self.place / "said.txt").open("ab") as said:
            return subprocess.Popen(
                command, env=environment, stdout=said, stderr=said, stdin=subprocess.DEVNULL
            )

    def finish(self, results: Path) -> None:
        """Go on to the end, without a further accident."""
        status = self.start(results).wait(PATIENCE)
        assert status == 1, (self.place / "said.txt").read_text()  # one of them is no notebook

    def left(self) -> list[str]:
        """Give the temporary files that are left."""
        return sorted(path.name for path in self.temporary.iterdir())


def results_of(folder: Path) -> dict[str, Any]:
    """Read all results, but for what they took: time, processes, and how often they were asked."""
    found = {}
    for path in sorted(folder.iterdir()):
        data = json.loads(path.read_text())
        for name in ("seconds", "budget", "retries"):
            data.pop(name, None)
        found[path.name] = data
    return found


def wait_for(what: str, happened: Callable[[], bool]) -> None:
    """Wait until something is so; fail if it never is."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"this never happened: {what}"
        time.sleep(0.002)


def begun(pid: int) -> str:
    """Give when a process began, which tells it from a later one; nothing if it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in ("Z", "X") else fields[19]


def family(pid: int) -> list[Process]:
    """Give a process and all that descend from it."""
    found = [(pid, begun(pid))]
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = file.read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            found += family(child)
    return found


def roles(batch: int) -> dict[int, str]:
    """Say what each process of a batch is for."""
    found = {batch: "batch"}
    for pid, _ in family(batch)[1:]:
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
            above = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        name = next((name for word, name in ROLES.items() if word in line), "")
        forked = name == "parent" and found.get(above) in ("parent", "worker")
        found[pid] = "worker" if forked else name
    return found


def accident(
    course: Class,
    results: Path,
    draw: random.Random,
    seen: set[Process],
    tally: Counter[str],
    victims: Sequence[str],
) -> bool:
    """Grade on, and hit one process at some point; say whether there was anybody to be hit.

    Parameters
    ----------
    course : Class
    results : Path
    draw : random.Random
    seen : set of Process
        Takes in every process that was there.
    tally : Counter
        Takes in what happened.
    victims : sequence of str
        Whom it may hit.
    """
    run = course.start(results)
    wanted = draw.choice(victims)
    there = len(list(results.glob("*.json"))) if results.is_dir() else 0
    more, spin = draw.randrange(0, 4), draw.randrange(0, 60)

    def reached() -> bool:
        if run.poll() is not None:
            return True
        done = len(list(results.glob("*.json"))) if results.is_dir() else 0
        return done >= there + more and len(family(run.pid)) > 1

    wait_for("the point of the accident", reached)
    for _ in range(spin):
        seen.update(family(run.pid))
    hit = [pid for pid, name in roles(run.pid).items() if name == wanted]
    if not hit or run.poll() is not None:
        run.wait(PATIENCE)
        return False
    way, victim = draw.choice(list(WAYS)), draw.choice(hit)
    tally[f"{wanted} {way}"] += 1
    for number in WAYS[way]:
        os.kill(victim, number)
    run.wait(PATIENCE)
    return True


def story(
    course: Class,
    results: Path,
    draw: random.Random,
    accidents: int,
    tally: Counter[str],
    victims: Sequence[str] = VICTIMS,
) -> list[str]:
    """Grade a class, with some accidents on the way; give what is wrong in the end.

    Parameters
    ----------
    course : Class
    results : Path
    draw : random.Random
    accidents : int
        At most so many.
    tally : Counter
    victims : sequence of str
    """
    seen: set[Process] = set()
    for _ in range(accidents):
        if not accident(course, results, draw, seen, tally, victims):
            break
    course.finish(results)
    wait_for(
        "all processes ended",
        lambda: not [pid for pid, since in seen if since and begun(pid) == since],
    )
    return course.left()
