"""The parent: it has imported what tests need, but never the engine, and forks for each question.

Every child has a copy of the repository in memory, in which the parent changes one file.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import itertools
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.mutation.asking import Judge, in_a_fork, judged, reached
from benchmarks.mutation.making import ROOT, Mutant, engine_files

#: What tests import besides the engine, and what that imports itself.
HEAVY = """
    numpy.testing numpy.lib.scimath hypothesis.strategies hypothesis.extra.numpy scipy.special
    scipy.linalg scipy.signal scipy.stats scipy.integrate autograd.numpy.linalg autograd.numpy.fft
    autograd.scipy.special autograd.test_util asyncio unittest.mock matplotlib.pyplot doctest
    xml.dom xml.etree.ElementTree concurrent.futures fractions decimal tracemalloc cmath html.parser
    IPython.display IPython.core.formatters ipywidgets anywidget xarray
"""
NOT_COPIED = shutil.ignore_patterns(
    *(".*", "__pycache__", "*.egg-info", "browser", "images", "build"),
    *("wrong", "right"),  # of the assignments; a few tests of the engine read their notebooks
)
#: What is not asked: calls of every function by the thousand, and others after each change of the
#: engine, so after each mistake, too.
NOT_ASKED = "tests/adlearn/calls"
#: Seconds by the clock for one child, of which a busy machine may give it few.
PATIENCE = 900.0
STAMPS = itertools.count(1_000_000_000)
#: Folder of the engine -> folders of the tests that are its own.
OWN = {
    "tensors": ("tensors", "derivatives"),
    "derivatives": ("derivatives",),
    "rules": ("rules",),
    "scalars": ("scalars", "rules"),
    "checking": ("checking",),
}


def own_tests(file: str) -> tuple[str, ...]:
    """Give the folders whose tests are those of a file of the engine."""
    return tuple(f"tests/adlearn/{room}/" for room in OWN[file.split("/")[1]])


def import_heavy() -> None:
    """Import once what every child would import for itself."""
    for name in HEAVY.split():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


@contextlib.contextmanager
def copies(count: int) -> Iterator[list[Path]]:
    """Make copies of the repository, in memory where the system has a place for that."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        made = [Path(folder) / str(i) for i in range(count)]
        for copy in made:
            shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        yield made


Work = Callable[[], Any]


def answers(
    tasks: Iterable[tuple[Any, Callable[[Path], Work]] | None], folders: Sequence[Path]
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Do tasks in forks, one at a time in each folder; give name and answer as they come.

    A task makes its work when its turn has come. The answer of a child that was ended says
    ``{"killer": "timeout"}`` or ``{"killer": "crash"}``; each says its seconds of ``cpu``.
    """
    waiting, free = iter(tasks), list(folders)
    busy: dict[int, tuple[Any, Path, int, float, list[bytes]]] = {}
    try:
        while True:
            while free:
                task = next(waiting, None)
                if task is None:  # there may be more when one of them has answered
                    break
                folder = free.pop()
                name, make = task
                number, reading = in_a_fork(folder, make(folder))
                busy[reading] = (name, folder, number, time.monotonic() + PATIENCE, [])
            if not busy:
                return
            ready, _, _ = select.select(list(busy), [], [], 5.0)
            late = [r for r, (*_, until, _) in busy.items() if time.monotonic() > until]
            for reading in {*ready, *late}:
                name, folder, number, _, parts = busy[reading]
                part = os.read(reading, 1 << 20) if reading in ready else b""
                if part:
                    parts.append(part)
                    continue
                del busy[reading]
                os.close(reading)
                answer = ended(number, b"".join(parts))
                free.append(folder)
                yield name, answer
    finally:
        for reading, (_, _, number, _, _) in busy.items():
            os.close(reading)
            ended(number, b"")


def ended(number: int, answer: bytes) -> dict[str, Any]:
    """Wait for a child that has answered or is late, end what it has left, and read the answer."""
    done, status, used = os.wait4(number, os.WNOHANG)
    if not done and answer:
        done, status, used = os.wait4(number, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)
    if not done:
        # The pipe is closed a moment before the process ends; a signal in between changes nothing.
        done, status, used = os.wait4(number, 0)
    seconds = used.ru_utime + used.ru_stime
    if answer:
        read = json.loads(answer)
        if "error" in read:
            raise RuntimeError(read["error"])
        return read | {"cpu": seconds}
    killed_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    slow = killed_by in (signal.SIGPROF, signal.SIGXCPU, signal.SIGKILL)
    return {"killer": "timeout" if slow else "crash", "cpu": seconds}


@dataclass(slots=True)
class Map:
    """Which tests run which lines, and how long each takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    starting: set[str] = field(default_factory=set)
    always: dict[str, set[int]] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def add(self, unit: Mapping[str, Any]) -> None:
        """Take in what one test file reaches."""
        if "tests" not in unit:
            self.failed.append(unit["killer"])
            return
        tests = unit["tests"]
        timed = zip(tests, unit["seconds"], strict=True)
        self.seconds |= {test: s for test, s in timed if test not in unit["failed"]}
        self.failed += unit["failed"]
        self.starting |= set(unit["starting"])
        for file, lines in unit["always"].items():
            self.always.setdefault(file, set()).update(lines)
        for file, masks in unit["masks"].items():
            known = self.lines.setdefault(file, {})
            for line, mask in masks.items():
                bits = int(mask, 16)
                reach = {test for i, test in enumerate(tests) if bits >> i & 1}
                known.setdefault(int(line), set()).update(reach)

    def reaching(self, mutant: Mutant) -> set[str]:
        """Give the tests that run what is changed, or may do so in a process that they start; all
        of them if importing runs it."""
        lines = range(mutant.lines[0], mutant.lines[1] + 1)
        if any(line in self.always.get(mutant.file, ()) for line in lines):
            return set(self.seconds)
        known = self.lines.get(mutant.file, {})
        reaching = self.starting.union(*(known.get(line, ()) for line in lines))
        return reaching & self.seconds.keys()


def test_files() -> list[str]:
    """List what the tests of the engine are: test files, and the rooms with doctests."""
    tests = (ROOT / "tests" / "adlearn").rglob("*.py")
    names = [path.relative_to(ROOT).as_posix() for path in tests if path.name != "conftest.py"]
    names = [name for name in names if not name.startswith(NOT_ASKED)]
    return sorted(names) + [f"adlearn/{room}" for room in OWN]


def draw_map(folders: Sequence[Path], progress: Callable[[int, int], None]) -> Map:
    """Run every test of the engine once, and note what it reaches."""
    found, engine, files = Map(), engine_files(), test_files()
    largest_first = sorted(files, key=lambda f: -(ROOT / f).stat().st_size if f[0] == "t" else 0)
    tasks = [
        (file, lambda folder, file=file: lambda: reached(engine, [file])) for file in largest_first
    ]
    for done, (_, unit) in enumerate(answers(tasks, folders), 1):
        found.add(unit)
        progress(done, len(files))
    return found


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant.

    Parameters
    ----------
    mutant : Mutant
    killer : str
        The first test that failed, "timeout" or "crash"; "" for a survivor.
    own : bool
        Whether that was a test of the mutant's own folder.
    seconds : float
        CPU seconds.
    """

    mutant: Mutant
    killer: str
    own: bool
    seconds: float


def judge_all(
    mutants: Sequence[Mutant],
    folders: Sequence[Path],
    known: Mapping[str, str],
    tests: Map | None,
    progress: Callable[[int, int], None],
) -> list[Verdict]:
    """Ask every mutant, until a test fails: the test file that killed it before, then its own
    tests, then all.

    Parameters
    ----------
    mutants : sequence of Mutant
    folders : sequence of Path
        Copies of the repository; as many are asked at the same time.
    known : mapping of str to str
        Key of a mutant -> the test that killed it before.
    tests : Map or None
        Which tests reach which line; None asks all of them.
    progress : callable
    """
    kills: dict[str, Counter[str]] = defaultdict(Counter)
    for key, test in known.items():
        kills[key.split(" | ")[0]][file_of(test)] += 1
    rounds = deque((mutant, "known") for mutant in mutants)
    found: list[Verdict] = []
    spent: dict[str, float] = defaultdict(float)
    change = Change()

    def tasks() -> Iterator[tuple[Any, Callable[[Path], Work]] | None]:
        while True:
            yield (rounds[0], functools.partial(prepared, *rounds.popleft())) if rounds else None

    def prepared(mutant: Mutant, stage: str, folder: Path) -> Work:
        change.make(folder, mutant)
        before, own = known.get(mutant.key, ""), own_tests(mutant.file)
        if tests is None:
            wanted = None
            files = [f for f in test_files() if stage != "known" or f == file_of(before)]
        else:
            reaching = tests.reaching(mutant)
            seen = {t for t in reaching if before and file_of(t) == file_of(before)}
            near = {t for t in reaching - seen if t.startswith(own)}
            chosen = {"known": seen, "own": near, "all": reaching - seen - near}[stage]
            wanted = {test: tests.seconds[test] for test in chosen}
            files = sorted({file_of(test) for test in chosen})
        counted = kills[mutant.file]
        files = sorted(files, key=lambda f: (-counted[f], not f.startswith(own), f))
        if not files:
            return lambda: {"killer": ""}
        # Of thousands, the quick ones first.
        ranked = files if stage != "all" or tests is None else ()
        return lambda: judged(Judge(wanted, ranked, before), files)

    stages = ("known", "own", "all") if tests is not None else ("known", "all")
    for (mutant, stage), answer in answers(tasks(), folders):
        spent[mutant.key] += answer["cpu"]
        killer = answer["killer"]
        if not killer and stage != stages[-1]:
            rounds.appendleft((mutant, stages[stages.index(stage) + 1]))
            continue
        kills[mutant.file][file_of(killer)] += 1
        own = killer.startswith(own_tests(mutant.file))
        found.append(Verdict(mutant, killer, own, spent[mutant.key]))
        progress(len(found), len(mutants))
    for folder in folders:
        change.take_back(folder)
    place = {mutant.key: i for i, mutant in enumerate(mutants)}
    return sorted(found, key=lambda verdict: place[verdict.mutant.key])


def file_of(test: str) -> str:
    """Give the file of a test."""
    return test.split("::")[0]


def failing(tests: Sequence[str], folders: Sequence[Path]) -> list[str]:
    """Run tests on the engine as it is, each file's in a child; give those that fail."""
    by_file: dict[str, list[str]] = {}
    for test in tests:
        by_file.setdefault(file_of(test), []).append(test)

    def tasks() -> Iterator[tuple[Any, Callable[[Path], Work]]]:
        for file, names in by_file.items():

            def make(folder: Path, file: str = file, names: list[str] = names) -> Work:
                return lambda: judged(Judge(dict.fromkeys(names, 30.0), [file]), [file])

            yield file, make

    return [answer["killer"] for _, answer in answers(tasks(), folders) if answer["killer"]]


class Change:
    """The mistake that is in each copy, one at a time."""

    def __init__(self) -> None:
        self.made: dict[Path, str] = {}

    def make(self, folder: Path, mutant: Mutant) -> None:
        """Make a mistake in a copy instead of the one before."""
        self.take_back(folder)
        self.made[folder] = mutant.file
        put(folder / mutant.file, mutant.of((ROOT / mutant.file).read_bytes()))

    def take_back(self, folder: Path) -> None:
        """Leave a copy as the engine is."""
        before = self.made.pop(folder, None)
        if before is not None:
            put(folder / before, (ROOT / before).read_bytes())


def put(path: Path, text: bytes) -> None:
    """Write a file with a time of its own, by which Python knows what it has compiled."""
    path.write_bytes(text)
    stamp = next(STAMPS)
    os.utime(path, (stamp, stamp))
