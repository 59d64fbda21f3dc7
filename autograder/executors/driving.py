"""A batch handed out to an executor: a few tasks ahead, and each answer as it comes.

An executor is anything with ``submit(function, *arguments)`` that gives a future. No more tasks are
handed out than will soon be begun: what waits in a cluster takes memory there, and is in the way of
others.
"""

from __future__ import annotations

import contextlib
import queue
from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import BrokenExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, runtime_checkable

from autograder import names
from autograder.errors import AutograderError, SubmissionError
from autograder.executors import task
from autograder.slot import Answer, Job
from autograder.slots import RETRIES


class Lost(AutograderError):
    """An executor takes no more tasks, or its answers do not come any more."""


class Future(Protocol):
    """What a submitted task will come to, as `concurrent.futures` and Dask have it."""

    def add_done_callback(self, fn: Callable[[Any], object], /) -> object:
        """Call a function, in whatever thread, when it is done."""

    def result(self) -> Any:
        """Give what the function gave, or raise what it raised."""

    def cancel(self) -> object:
        """Let it be, if it is not begun."""


class Executor(Protocol):
    """Whoever takes tasks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future:
        """Take a task."""


@runtime_checkable
class Cluster(Protocol):
    """An executor that knows its workers."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future:
        """Take a task; what it gives names under ``worker`` who did it."""

    def window(self) -> int:
        """Give how many tasks are worth handing out now, done ones not counted."""

    def leave_out(self, worker: str) -> bool:
        """Give a worker no more tasks; say whether any other is left."""

    def trouble(self) -> str:
        """Say why no answers will come any more, and what to do; nothing if they may."""

    def waiting(self) -> str:
        """Say what it waits for, where no task can be begun; nothing if one can."""


@dataclass
class _Plain:
    """An executor that knows nothing of its workers."""

    executor: Executor
    ahead: int

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future:
        return self.executor.submit(fn, *args)

    def window(self) -> int:
        return self.ahead

    def leave_out(self, worker: str) -> bool:
        return False

    def trouble(self) -> str:
        return ""

    def waiting(self) -> str:
        return ""


def graded(
    jobs: Iterable[Job],
    load: Callable[[Job], Job],
    order: Mapping[str, Any],
    executor: Executor,
    *,
    most: int | None = None,
    ahead: int = 8,
    say: Callable[[str], None] = lambda line: None,
) -> Generator[tuple[Job, Answer], None, None]:
    """Have submissions graded by an executor.

    Parameters
    ----------
    jobs : iterable of Job
    load : callable
        Gives a job with the bytes in it, just before it is handed out.
    order : dict
        See `autograder.executors.task.grade`.
    executor : Executor
    most : int, optional
        How many tasks are handed out at a time; by default as many as its cluster thinks right.
    ahead : int
        That of an executor that cannot say.
    say : callable
        Is told, in a line, what people should know meanwhile.

    Yields
    ------
    job, answer
        As they come, without the bytes.

    Raises
    ------
    Lost
        If nobody there can grade, or no task is taken or answered any more.
    """
    cluster = executor if isinstance(executor, Cluster) else _Plain(executor, ahead)
    waiting = deque(jobs)
    running: dict[Any, Job] = {}
    done: queue.SimpleQueue[Any] = queue.SimpleQueue()
    told, refused = "", set[str]()
    try:
        while waiting or running:
            window = most or cluster.window()
            while waiting and len(running) < window:
                job = waiting.popleft()
                try:
                    loaded = load(job)
                except SubmissionError as error:
                    problem = f"{names.shown(error.path)}: {error.problem}. {error.remedy}"
                    yield job, Answer(problem=names.plain(problem), sent=True)
                    continue
                future = _handed_out(cluster, order, loaded)
                running[future] = job
                future.add_done_callback(done.put)
            try:
                future = done.get(timeout=1.0)
            except queue.Empty:
                if trouble := cluster.trouble():
                    raise Lost(trouble) from None
                if (line := cluster.waiting()) != told:
                    told = line
                    if line:
                        say(line)
                continue
            job = running.pop(future)
            found = _outcome(future, job, cluster)
            if isinstance(found, tuple):
                yield found
                continue
            waiting.appendleft(replace(job, retries=found.retries))
            if found.refused and found.refused not in refused:
                refused.add(found.refused)
                say(f"{found.line} It is left out.")
    finally:
        for future in running:
            with contextlib.suppress(Exception):  # it may be gone, and its executor, too
                future.cancel()
        task.close()  # of tasks that ran in this process


def _handed_out(cluster: Cluster, order: Mapping[str, Any], job: Job) -> Future:
    try:
        return cluster.submit(task.grade, order, asdict(job))
    except Exception as error:  # whatever an executor raises that is closed, broken or cut off
        raise Lost(cluster.trouble() or _useless(error)) from error


@dataclass(frozen=True, slots=True)
class _Again:
    """A task has to be handed out again.

    Parameters
    ----------
    retries : tuple of str
        What its job says of that then.
    refused, line : str
        The worker that cannot do it, if that is why, and what to say of it.
    """

    retries: tuple[str, ...]
    refused: str = ""
    line: str = ""


def _outcome(future: Future, job: Job, cluster: Cluster) -> tuple[Job, Answer] | _Again:
    """Give what a task came to."""
    try:
        found = future.result()
        unfit = found.get("unfit", "")
        if not unfit:
            done = replace(job, retries=tuple(found["retries"]))
            return done, Answer(**found["answer"])
    except BrokenExecutor as error:
        raise Lost(_useless(error)) from error
    except (Exception, CancelledError) as error:  # a lost worker, a task that somebody cancelled
        if trouble := cluster.trouble():
            raise Lost(trouble) from error
        if foreign := _foreign(error):
            raise Lost(foreign) from error
        return _lost(job, names.plain(f"{type(error).__name__}: {error}")[:300])
    line = f"the worker {found['worker']} cannot grade: {unfit}"
    if not cluster.leave_out(found["worker"]):
        raise Lost(line)
    return _Again(job.retries, found["worker"], line)


def _foreign(error: BaseException) -> str:
    """Say that somebody there does not even know what is asked, if that is what went wrong."""
    cause = error.__cause__ or error
    unread = isinstance(error, RuntimeError) and "deserialization" in str(error)  # Dask's scheduler
    if not (unread or isinstance(cause, (ImportError, AttributeError))):
        return ""
    said = names.plain(f"{type(cause).__name__}: {cause}")[:200].rstrip(".")
    return (
        f"a worker or the scheduler does not know what to do ({said}). Install adlearn of this "
        "version there, and start them anew."
    )


def _lost(job: Job, reason: str) -> tuple[Job, Answer] | _Again:
    job = replace(job, retries=(*job.retries, f"was lost with its worker ({reason})"))
    if len(job.retries) <= RETRIES:
        return _Again(job.retries)
    problem = (
        f"{names.shown(job.path)}: its task was lost {len(job.retries)} times; the last time: "
        f"{reason}. Look at the workers' logs, and grade it again."
    )
    return job, Answer(problem=problem, lost=True)


def _useless(error: BaseException) -> str:
    said = names.plain(f"{type(error).__name__}: {error}")[:300].rstrip(".")
    return f"the executor takes no more tasks ({said}). Start it anew."
