"""`autograder doctor`: attack this machine in miniature, and say in plain words what it stops."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.sandbox import families
from autograder.sandbox.errors import MachineError, SandboxError
from autograder.sandbox.levels import ENOUGH, NAMES, PROMISES
from autograder.sandbox.process import Limits, Worker

#: What this distribution is called, and the others of ours that may hold the package `autograder`.
_OURS = frozenset({"adlearn"})

_SMALL = Limits(cpu_seconds=10, cell_seconds=0.5, query_seconds=0.5, memory_mib=256)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: whether it is as it should be, and a sentence about it."""

    good: bool
    text: str


#: A cell that does harm, what it is called, and whether the machine dealt with it: a submission
#: after it must be answered.
_ACCIDENTS: dict[str, str] = {
    "a loop that never ends": "while True:\n    pass",
    "a loop that ignores being stopped": "import signal\n"
    "signal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    pass",
    "code that takes all memory": "x = []\nwhile True:\n    x.append(bytearray(1 << 24))",
    "code that ends its process": "import os\nos._exit(0)",
    "code that crashes Python": "import ctypes\nctypes.string_at(0)",
    "code that prints without end": "while True:\n    print('x' * 10_000)",
    "code that fills the disk": "for n in range(100):\n"
    "    with open(f'file{n}', 'wb') as file:\n        file.write(bytes(1 << 20))",
    "code that starts copies of itself": "import os\nfor n in range(20):\n"
    "    os.fork() or os._exit(0)",
}


def examine() -> list[Finding]:
    """Try everything, and give what was found; takes some seconds.

    Returns
    -------
    list of Finding
    """
    found = []
    try:
        with Worker() as worker:
            isolation = worker.isolation
            through = worker._family.through or {}
    except (SandboxError, MachineError) as error:
        return [Finding(False, f"No submission can be run here: {error}"), *_installed()]
    for promise, words in PROMISES.items():
        good = promise in isolation["verified"]
        tried = "" if good else f" (went through: {', '.join(through.get(promise, []))})"
        found.append(Finding(good, f"A submission {words}.{tried}"))
    found += [_survives(name, source) for name, source in _ACCIDENTS.items()]
    found += [_quick(), _level(isolation), *_installed()]
    return found


def _survives(name: str, source: str) -> Finding:
    """Run a cell that does harm, then ask another submission something."""
    began = time.monotonic()
    with Worker(_SMALL) as worker, contextlib.suppress(SandboxError):
        worker.run_cell("harm", source)
    with Worker(Limits()) as honest:
        answered = honest.run_cell("x", "x = 6 * 7").ok
        reply = honest.request({"op": "get", "path": "x"}) if answered else {}
    good = reply.get("value") == 42
    seconds = time.monotonic() - began
    return Finding(good, f"Survived {name} ({seconds:.1f} s).")


def milliseconds(workers: int = 5, asked: int = 50) -> tuple[float, float]:
    """Measure the start of a worker, and a question to it with its answer.

    Returns
    -------
    start, question : float
        Medians, in milliseconds by the clock.
    """
    starts, questions = [], []
    for _ in range(workers):
        began = time.perf_counter()
        with Worker() as worker:
            starts.append(time.perf_counter() - began)
            worker.run_cell("x", "x = 1.5")
            for _ in range(asked):
                began = time.perf_counter()
                worker.request({"op": "get", "path": "x"})
                questions.append(time.perf_counter() - began)
    return 1000 * statistics.median(starts), 1000 * statistics.median(questions)


def _quick() -> Finding:
    start, question = milliseconds()
    forked = "forked from a prepared process" if families.parents() else "a new process each"
    text = f"A worker is there after {start:.0f} ms ({forked}), an answer after {question:.2f} ms."
    return Finding(True, text)


def _level(isolation: Mapping[str, Any]) -> Finding:
    level = isolation["level"]
    text = f"Level {level} of {max(NAMES)}: {NAMES[level]}."
    if level >= ENOUGH:
        return Finding(True, text + " `autograder grade` grades strangers' code here.")
    return Finding(
        False,
        f"{text} `autograder grade` refuses strangers' code here unless you add "
        f"--allow-weak-isolation. {_remedy()}",
    )


def _remedy() -> str:
    if not sys.platform.startswith("linux"):
        return (
            "Run the grader on Linux: in a container (Docker, podman), a virtual machine, or on "
            "Windows in WSL."
        )
    return (
        "It takes Linux 5.13 or newer with Landlock and seccomp, on x86-64 or aarch64; a container "
        "may not permit them: see what its settings say of seccomp."
    )


def _installed() -> list[Finding]:
    """Look for another package of our name, and for nbgrader."""
    found = [
        other_package(
            [
                distribution.metadata["Name"]
                for distribution in importlib.metadata.distributions()
                if _holds_autograder(distribution.files or ())
            ]
        )
    ]
    try:
        version = importlib.metadata.version("nbgrader")
        found.append(Finding(True, f"nbgrader {version} is installed."))
    except importlib.metadata.PackageNotFoundError:
        text = "nbgrader is not installed: the command works, inside nbgrader nothing does."
        found.append(Finding(True, text))
    return found


def _holds_autograder(files: Iterable[Any]) -> bool:
    return any(str(file).replace("\\", "/").startswith("autograder/") for file in files)


def other_package(names: Sequence[str]) -> Finding:
    """Say whether another distribution brings a package called `autograder`, too.

    Parameters
    ----------
    names : sequence of str
        Distributions that hold such a package.

    Examples
    --------
    >>> other_package(["adlearn", "autograder"]).good, other_package(["adlearn"]).good
    (False, True)
    """
    others = sorted({name for name in names if name and name.lower() not in _OURS})
    if not others:
        return Finding(True, "No other package is called `autograder` here.")
    listed = ", ".join(others)
    return Finding(
        False,
        f"Another package called `autograder` is installed ({listed}): the two overwrite each "
        f"other's files. Remove both, then install ours: pip uninstall -y {' '.join(others)} "
        "adlearn; pip install 'adlearn[grading]'. Or give each an environment of its own.",
    )


def report(findings: Sequence[Finding], show: Callable[[str], Any] = print) -> int:
    """Print what was found; give 0 if all of it is good, else 1."""
    for finding in findings:
        show(f"{'ok ' if finding.good else 'NOT'}  {finding.text}")
    bad = sum(not finding.good for finding in findings)
    show("")
    show("Everything held." if not bad else f"{bad} of {len(findings)} did not hold.")
    return 1 if bad else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit status."""
    user = "root" if hasattr(os, "getuid") and os.getuid() == 0 else "an ordinary user"
    print(
        f"{platform.system()} {platform.release()} on {platform.machine()}, "
        f"Python {platform.python_version()}, as {user}.\n"
    )
    return report(examine())
