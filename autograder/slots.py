"""A batch in several processes: each grades one submission after another, and can be lost.

A process that ends, is stopped or takes far too long is replaced, and its submission asked again.
They are processes of their own and no forks of this one: the grading itself is work in Python.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

from autograder import names
from autograder.errors import AutograderError, UsageError
from autograder.pack import Assignment
from autograder.processes import descendants, is_stopped
from autograder.results_folder import remove
from autograder.settings import limits_of
from autograder.slot import Answer, Job, Setup

#: How often a submission is asked again whose process was lost.
RETRIES = 3

#: How long a process may be stopped, as by SIGSTOP, before it is replaced.
STOPPED_SECONDS = 5.0

#: What a process is sent that is longer lies in a file: a pipe takes so much without a reader, and
#: nobody may wait for a process that is stopped.
LINE_BYTES = 2**14

#: How many processes in a row may end before they are ready.
FALSE_STARTS = 4


@dataclass(frozen=True, slots=True)
class Running:
    """A submission that is being graded.

    Parameters
    ----------
    name : str
    check : str
        The check that is asked; empty if it has not come to any.
    whole, seconds : float
        For how long the submission, and this check of it, has been running.
    """

    name: str
    check: str
    whole: float
    seconds: float


def deadline_of(assignment: Assignment) -> float:
    """Give the seconds after which no submission can still be running by its own fault.

    They are by the clock, and the machine may be busy: ten times what a submission may take.
    """
    most = limits_of(assignment.limits).wall_seconds
    return max(120.0, 10 * assignment.limits.get("submission_seconds", most))


def graded(
    jobs: Sequence[Job],
    setup: Setup,
    count: int,
    scratch: str,
    seconds: float,
    watch: Callable[[Sequence[Running]], None] = lambda running: None,
    staff: list[Slot] | None = None,
) -> Generator[tuple[Job, Answer], None, None]:
    """Grade submissions in processes of their own.

    Parameters
    ----------
    jobs : sequence of Job
    setup : Setup
    count : int
        How many processes, at most.
    scratch : str
        A folder; each process keeps its temporary files in one of its own below it.
    seconds : float
        How long one submission may take.
    watch : callable
        Hears once a second, or more often, what is being graded.
    staff : list of Slot, optional
        Processes of the same setup that are there already. Those that have nothing left to do stay
        in it, and do not end.

    Yields
    ------
    job, answer
        As they come. The job says how often it was asked again.

    Raises
    ------
    AutograderError
        If no such process can be started.
    """
    waiting = deque(jobs)
    slots: list[Slot] = [] if staff is None else staff
    false_starts = 0
    try:
        while waiting or any(slot.job for slot in slots):
            while waiting and len(slots) < count and all(slot.job for slot in slots):
                slots.append(Slot(setup, scratch, waiting.popleft()))
            for slot in slots:
                if waiting and slot.job is None:
                    slot.give(waiting.popleft())
            watch([running for slot in slots for running in slot.running()])
            _wait(slots)
            for slot in list(slots):
                job, (answer, ready) = slot.job, slot.news()
                false_starts = 0 if ready else false_starts
                if answer is not None and job is not None:
                    yield job, answer
                    continue
                loss = slot.lost(seconds)
                if not loss:
                    continue
                slot.end()
                slots.remove(slot)
                if not slot.ready:
                    false_starts += 1
                    if false_starts == FALSE_STARTS:
                        raise AutograderError(
                            f"no process that grades can be started: it {loss}. {slot.said}"
                        )
                if job is None:
                    continue
                job = replace(job, retries=(*job.retries, loss))
                if len(job.retries) <= RETRIES:
                    waiting.append(job)
                else:
                    yield job, Answer(problem=_given_up(job, slot), lost=True)
    finally:
        leaving = [slot for slot in slots if staff is None or slot.job is not None]
        slots[:] = [slot for slot in slots if slot not in leaving]
        with contextlib.ExitStack() as every_one:  # the trouble with one keeps no other alive
            for slot in leaving:
                every_one.callback(slot.end)


def _given_up(job: Job, slot: Slot) -> str:
    said = f" It said: {slot.said}" if slot.said else ""
    return (
        f"{names.shown(job.path)}: the process that graded it was lost "
        f"{len(job.retries)} times; the last one {job.retries[-1]}. Look at the file, and grade it "
        f"again.{said}"
    )


def _wait(slots: Sequence[Slot]) -> None:
    with selectors.DefaultSelector() as selector:
        for slot in slots:
            selector.register(slot.answers, selectors.EVENT_READ)
        selector.select(1.0)


def _environment(folder: str) -> dict[str, str]:
    """Let it find the packages as we do, and not in a folder where students' files may lie."""
    packages = str(Path(__file__).parents[1])
    path = os.pathsep.join(filter(None, [packages, os.environ.get("PYTHONPATH", "")]))
    # There is one process for each core already.
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**threads, **os.environ, "TMPDIR": folder, "PYTHONPATH": path}


class Slot:
    """One process that grades.

    Parameters
    ----------
    setup : Setup
    scratch : str
    job : Job
        Its first one.
    """

    def __init__(self, setup: Setup, scratch: str, job: Job) -> None:
        self.ready = False
        #: The end of what it printed, on one line, once it is ended.
        self.said = ""
        self.job: Job | None = None
        self._since = self._asked = self._moving = time.monotonic()
        self._check = ""
        self._buffer = b""
        self._ended = False
        self._below: Sequence[int] = []
        with contextlib.suppress(FileExistsError):  # the last one that leaves removes it
            os.mkdir(scratch)
            os.chmod(scratch, 0o711)
        # Short, since the path of a socket may not be long.
        self._folder = tempfile.mkdtemp(dir=scratch, prefix="s-")
        os.chmod(self._folder, 0o711)  # a worker that is another user goes through it
        self._log: IO[bytes] = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115
        self.answers, theirs = os.pipe()
        os.set_blocking(self.answers, False)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograder.slot", str(theirs), self._folder],
                stdin=subprocess.PIPE,
                stdout=self._log,
                stderr=self._log,
                pass_fds=[theirs],
                env=_environment(self._folder),
                start_new_session=True,
            )
        except OSError as error:
            os.close(self.answers)
            reason = error.strerror or str(error)
            raise AutograderError(f"no process that grades can be started ({reason}).") from error
        finally:
            os.close(theirs)
        try:
            self._write(asdict(setup))
            self.give(job)
        except BaseException:
            self.end()
            raise

    def give(self, job: Job) -> None:
        """Hand it a submission to grade."""
        self.job, self._check = job, ""
        self._since = self._asked = time.monotonic()
        self._write(asdict(job))

    def _write(self, data: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        line = json.dumps(data).encode()
        if len(line) > LINE_BYTES:
            line = json.dumps({"file": self._laid_down(line)}).encode()
        with contextlib.suppress(OSError):  # it has ended, which is seen when it is read
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()

    def _laid_down(self, data: bytes) -> str:
        try:
            handle, path = tempfile.mkstemp(dir=self._folder, prefix="in-")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        except OSError as error:
            reason = error.strerror or str(error)
            raise AutograderError(
                f"{self._folder}: nothing can be written here ({reason}). Make room, or set TMPDIR."
            ) from error
        return path

    def news(self) -> tuple[Answer | None, bool]:
        """Give its answer if there is one, and whether it said anything at all."""
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self.answers, 1 << 16):
                self._buffer += data
        answer, said = None, False
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in map(json.loads, lines):
            said = True
            if "useless" in line:
                raise UsageError(line["useless"])
            if "ready" in line:
                self.ready = True
            elif "asks" in line:
                self._check, self._asked = line["asks"], time.monotonic()
            else:
                answer, self.job = Answer(**line), None
        return answer, said

    def running(self) -> list[Running]:
        """Give what it is grading, if it is."""
        if self.job is None:
            return []
        now = time.monotonic()
        return [Running(self.job.name, self._check, now - self._since, now - self._asked)]

    def lost(self, seconds: float) -> str:
        """Say how the process came to be of no use, if it did."""
        status = self._process.poll()
        if status is not None:
            if status >= 0:
                return f"ended by itself with exit status {status}"
            return f"was ended by signal {-status}"
        now = time.monotonic()
        if not is_stopped(self._process.pid):
            self._moving = now
        elif now - self._moving > STOPPED_SECONDS:
            return "was stopped, and nobody let it go on"
        if self.job is not None and now - self._since > seconds:
            return f"took longer than {seconds:.0f} s"
        return ""

    def end(self) -> None:
        """End the process and all that it started, and remove its temporary files.

        Whoever is told to stop in the midst of this calls it again, and it goes on.
        """
        assert self._process.stdin is not None
        if self._process.poll() is None:
            self._below = self._below or descendants(self._process.pid)
            self._process.kill()
            self._process.wait()  # first of all: it must not take their end for an answer
        for pid in self._below:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        self._below = []
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        if not self._ended:
            self._ended = True
            os.close(self.answers)
            self._log.seek(0)
            self.said = " ".join(self._log.read().decode(errors="replace").split())[-300:]
            self._log.close()
        remove(self._folder)
