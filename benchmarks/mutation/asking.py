"""The child: one process in which an engine, mutated or not, meets its tests.

It begins as a fork of a process that has everything imported but the engine, and answers with one
line of JSON. The tests see the engine of the current folder; so does what they start.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest

#: CPU seconds: for a test that nobody has timed, until the tests are collected, for everything; and
#: how many times what it took before a test may take.
UNKNOWN, COLLECTING, ALL, TIMES = 8.0, 20.0, 600, 4.0
MEMORY = 6 * 2**30
QUIET = "-x -q --tb=no --import-mode=importlib --doctest-modules -o addopts= -p no:cacheprovider"


def in_a_fork(folder: Path, work: Any) -> tuple[int, int]:
    """Do work in a copy of this process, with limits; give its number and where it answers."""
    reading, writing = os.pipe()
    number = os.fork()
    if number:
        os.close(writing)
        return number, reading
    try:
        os.setsid()  # whoever ends it ends what its tests have started
        os.close(reading)
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nothing, descriptor)
        resource.setrlimit(resource.RLIMIT_CPU, (ALL, ALL))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        os.environ["PYTHONPATH"] = str(folder)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        try:
            answer = json.dumps(work()).encode()
        except Exception:
            answer = json.dumps({"error": traceback.format_exc()}).encode()
        while answer:
            answer = answer[os.write(writing, answer) :]
    finally:
        os._exit(0)


class Judge:
    """Runs the tests that it is told to, in an order of its own, until the first that fails.

    Parameters
    ----------
    wanted : mapping of str to float, optional
        Tests to run -> CPU seconds that they took on the engine as it is; all tests by default.
    files : sequence of str
        Test files, those that come first before the others.
    first : str
        A test that comes before all others.
    """

    def __init__(self, wanted: Mapping[str, float] | None, files: Sequence[str], first: str = ""):
        self.wanted, self.first = wanted, first
        self.rank = {file: place for place, file in enumerate(files)}
        self.killer, self.ran = "", 0

    def pytest_configure(self) -> None:
        hypothesis.settings.register_profile(  # as in tests/conftest.py, without shrinking
            "mutation",
            derandomize=True,
            database=None,
            deadline=None,
            phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        hypothesis.settings.load_profile("mutation")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        wanted = self.wanted
        if wanted is not None:
            items[:] = [item for item in items if item.nodeid in wanted]

        def order(item: pytest.Item) -> tuple[Any, ...]:
            file, seconds = item.nodeid.split("::")[0], (wanted or {}).get(item.nodeid, 0.0)
            return item.nodeid != self.first, self.rank.get(file, len(self.rank)), seconds

        items.sort(key=order)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        self.ran += 1
        seconds = (self.wanted or {}).get(item.nodeid)
        allow(UNKNOWN if seconds is None else 2.0 + TIMES * seconds)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.killer:
            self.killer = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and not self.killer:
            self.killer = report.nodeid


def allow(seconds: float) -> None:
    """End this process after so many more seconds of CPU."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def run(files: Sequence[str], *plugins: Any) -> int:
    """Run pytest in this process."""
    allow(COLLECTING)
    # pytest imports a file that it is given before the package that the file stands in, and so a
    # second time if that imports it.
    for file in files:
        if file.startswith("adlearn/"):
            with contextlib.suppress(Exception):  # collecting it will fail as well
                importlib.import_module(".".join(file.split("/")[:2]))
    return int(pytest.main([*QUIET.split(), "-c", "pyproject.toml", *files], list(plugins)))


def judged(judge: Judge, files: Sequence[str]) -> dict[str, Any]:
    """Give the first test that fails, "" if none does, and how many were run."""
    code = run(files, judge)
    if code == pytest.ExitCode.USAGE_ERROR:
        raise RuntimeError(f"pytest does not know one of {files}")
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) and not judge.killer:
        judge.killer = f"pytest: {code}"
    return {"killer": judge.killer, "ran": judge.ran}


class Reach:
    """Notes for every test which lines of the engine it runs, and how long it takes.

    Lines that run when the engine is imported belong to every test.
    """

    def __init__(self, files: Sequence[str]) -> None:
        self.now: dict[str, set[int]] = {file: set() for file in files}
        self.always: dict[str, set[int]] = {file: set() for file in files}
        self.tests: list[str] = []
        self.seconds: list[float] = []
        self.failed: list[str] = []
        self.starting: set[str] = set()
        self.test = ""
        self.masks: dict[str, dict[int, int]] = {file: defaultdict(int) for file in files}
        self.tracers = {os.path.abspath(file): self.tracer(file) for file in files}

    def tracer(self, file: str) -> Any:
        add = self.now[file].add

        def trace(frame: Any, event: str, argument: Any) -> Any:
            add(frame.f_lineno)
            return trace

        return trace

    def trace(self, frame: Any, event: str, argument: Any) -> Any:
        tracer = self.tracers.get(frame.f_code.co_filename)
        return tracer and tracer(frame, event, argument)

    def start(self) -> None:
        threading.settrace(self.trace)
        sys.settrace(self.trace)

    def import_all(self) -> None:
        """Import every module of the engine, traced."""
        sys.addaudithook(self.audit)
        self.start()
        for room in ("adlearn", "adlearn.numpy", "adlearn.scipy"):
            importlib.import_module(room)
        for found in pkgutil.walk_packages(["adlearn"], "adlearn."):
            if f"{found.name.replace('.', '/')}.py" in self.now or found.name.startswith(
                "adlearn.scipy"
            ):
                importlib.import_module(found.name)
        self.forget(self.always)

    def audit(self, event: str, arguments: Any) -> None:
        """Note a test that starts a process: what that runs, nobody sees."""
        if event == "subprocess.Popen":
            self.starting.add(self.test)

    def forget(self, into: dict[str, set[int]] | None = None) -> None:
        for file, lines in self.now.items():
            if into is not None:
                into[file] |= lines
            lines.clear()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        allow(10 * UNKNOWN)
        self.test = item.nodeid
        self.forget(self.always)  # while tests are collected
        began = time.process_time()
        self.start()
        try:
            return (yield)
        finally:
            self.seconds.append(round(time.process_time() - began, 4))
            bit = 1 << len(self.tests)
            self.tests.append(item.nodeid)
            for file, lines in self.now.items():
                for line in lines:
                    self.masks[file][line] |= bit
            self.forget()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


def reached(engine: Sequence[str], files: Sequence[str]) -> dict[str, Any]:
    """Run test files on the engine as it is; give what each test reaches."""
    reach = Reach(engine)
    reach.import_all()
    run([*files, "--maxfail=1000"], reach, Judge(None, files))
    sys.settrace(None)
    return {
        "tests": reach.tests,
        "seconds": reach.seconds,
        "failed": reach.failed,
        "starting": sorted(reach.starting),
        "always": {file: sorted(lines) for file, lines in reach.always.items()},
        "masks": {
            file: {line: hex(mask) for line, mask in lines.items()}
            for file, lines in reach.masks.items()
        },
    }
