"""Many submissions, several at a time: what is graded stays graded, whatever happens.

Each result is a file, see `autograder.results`. A batch grades what has no result yet, and whatever
its result was made from that is different now: the file, the assignment, the grader, the seed. So
the same command, given again, goes on where it was stopped.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from autograder import names, slots
from autograder.errors import AutograderError, SubmissionError, UsageError
from autograder.executors import driving
from autograder.executors.driving import Executor
from autograder.executors.packing import packed
from autograder.finding import Found, Submission, asked_for
from autograder.fingerprint import basis_of, files_read, grader_parts
from autograder.grading import new_seed
from autograder.notebook import MAX_BYTES, read_bytes
from autograder.pack import Assignment
from autograder.report import Report
from autograder.results import (
    Outcome,
    Stored,
    in_doubt,
    names_held,
    seed_of,
    stored,
    stored_result,
    write_outcome,
)
from autograder.results_folder import held, remember, remember_class, why_not_writable
from autograder.signals import Stopped, stopping
from autograder.slot import Job, Setup
from autograder.variants.claims import asked_with


class Watch(Protocol):
    """Whoever follows a batch."""

    def begin(self, total: int, before: int) -> None:
        """Hear how many submissions there are, and how many of them are graded already."""

    def step(self, outcome: Outcome) -> None:
        """Hear what came of one that was not."""

    def running(self, now: Sequence[slots.Running]) -> None:
        """Hear, about once a second, what is being graded."""


class _Nobody:
    def begin(self, total: int, before: int) -> None:
        pass

    def step(self, outcome: Outcome) -> None:
        pass

    def running(self, now: Sequence[slots.Running]) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Wish:
    """Which submissions are graded, and how much of them.

    Parameters
    ----------
    only : tuple of str
        Names of submissions; empty for all.
    force : bool
        Whether to grade also what has a result that holds.
    regrade : str
        A question that is asked anew, or a cell of it, while other questions' results stay.
    """

    only: tuple[str, ...] = ()
    force: bool = False
    regrade: str = ""


EVERYTHING_MISSING = Wish()


def cores() -> int:
    """Give how many processes can run here at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def grade_all(
    find: Callable[[Mapping[str, str]], Found],
    assignment: Assignment,
    folder: Path,
    *,
    wish: Wish = EVERYTHING_MISSING,
    seed: int | None = None,
    jobs: int | None = None,
    max_bytes: int = MAX_BYTES,
    watch: Watch | None = None,
    allow_weak: bool = False,
    executor: Executor | None = None,
    say: Callable[[str], None] = print,
) -> tuple[list[Outcome], Found]:
    """Grade submissions, those with a result that holds excepted.

    Parameters
    ----------
    find : callable
        Finds them, given the names that are in use: see `autograder.finding.find`.
    assignment : Assignment
    folder : Path
        Where results go: ``NAME.json`` for each.
    wish : Wish
    seed : int, optional
        The same for the whole batch, so that all get the same cases. By default that of the
        results folder; a new one if there is none.
    jobs : int, optional
        How many processes grade; by default as many as there are cores. With an executor, how many
        submissions are handed to it at a time.
    max_bytes : int
        Larger files are not read.
    watch : Watch, optional
    allow_weak : bool
        Whether to grade also where little keeps submissions apart.
    executor : Executor, optional
        Who grades, if not processes of this one: anything with ``submit(function, *arguments)``
        that gives a future, such as those of `concurrent.futures`, or
        `autograder.executors.dask.Dask`. Tasks are picklable data, and take along what they need.
    say : callable
        Is told, in a line, what people should know of an executor's workers.

    Returns
    -------
    outcomes : list of Outcome
        Of all submissions that were asked for.
    found : Found
        Everything that was found.

    Raises
    ------
    UsageError
        If results cannot be written, somebody else is writing them, the assignment does not fit
        together, or this machine keeps submissions too little apart: before anything is graded.
    AutograderError
        If results cannot be written any more, or the executor takes no more tasks.
    Stopped
        If the process was told to stop. What was graded stays.
    """
    question = _question(wish.regrade, assignment)
    if executor is not None and assignment.edition is not None:
        raise UsageError(
            f"{assignment.address}: an executor's workers get whole assignments only, and not "
            "editions or numbers of students' own. Grade this one here, without an executor."
        )
    _ = assignment.students  # a roster or secret that cannot be read is no submission's fault
    with stopping(), held(folder) as state:
        known = stored(folder)
        found = find(names_held(known))
        if found.known is not None:
            remember_class(folder, found.known)
        submissions = _chosen(found, wish.only)
        if seed is None:
            drawn = (seed_of(known), state.seed)
            seed = next((one for one in drawn if one is not None), None)
        if seed is None:
            seed = new_seed()
        remember(folder, state, seed)
        batch = _Batch(folder, assignment, seed, known, len(submissions))
        pending = batch.look(submissions, max_bytes, anew=wish.force or bool(question))
        follower = watch or _Nobody()
        follower.begin(len(submissions), sum(o.before for o in batch.outcomes.values()))
        for outcome in batch.outcomes.values():
            if not outcome.before:
                follower.step(outcome)
        setup = Setup(assignment.address, os.path.abspath(folder), seed, max_bytes, allow_weak)
        todo = [batch.job(one, question) for one in pending]
        deadline = slots.deadline_of(assignment)
        try:
            if executor is None:
                count, scratch = jobs or cores(), state.scratch
                answers = slots.graded(todo, setup, count, scratch, deadline, follower.running)
            else:
                order = batch.order(setup, assignment, deadline)
                load, ahead = partial(batch.loaded, max_bytes=max_bytes), 2 * cores()
                answers = driving.graded(
                    todo, load, order, executor, most=jobs, ahead=ahead, say=say
                )
            with contextlib.closing(answers):
                for job, answer in answers:
                    follower.step(batch.take(job, answer))
        except Stopped as stop:
            raise Stopped(stop.number, batch.so_far()) from None
        except driving.Lost as lost:
            raise AutograderError(
                f"{lost} {batch.so_far()} The same command goes on from here."
            ) from lost
    return [batch.outcomes[one.name] for one in submissions], found


def _question(regrade: str, assignment: Assignment) -> str:
    """Give the question that is asked anew: of a cell, the one that it belongs to."""
    if not regrade or regrade in assignment.questions:
        return regrade
    cell = assignment.by_id.get(regrade)
    if cell is None or regrade not in assignment.points:
        raise UsageError(
            f"--regrade {regrade}: there is no such question or graded cell. There are "
            f"{', '.join(assignment.questions)}, and the cells {', '.join(assignment.points)}."
        )
    return cell.question


def _chosen(found: Found, only: Sequence[str]) -> list[Submission]:
    """Give those that were asked for, in their order."""
    wanted: set[str] = set()
    for wish in only:
        meant = asked_for(wish, found.submissions)
        files = {one.path.name for one in meant}
        if len(meant) > 1 and files <= {wish, f"{wish}.ipynb"}:  # the same name in many folders
            raise UsageError(
                f"--only {names.shown(wish)}: {len(meant)} files are called that. Give one of "
                f"their names in the table: {_some([one.name for one in meant])}."
            )
        if not meant:
            raise UsageError(f"--only {names.shown(wish)}: {_nobody_called(wish, found)}")
        wanted |= {one.name for one in meant}
    return [one for one in found.submissions if not only or one.name in wanted]


def _nobody_called(wish: str, found: Found) -> str:
    for path, reason in found.left_out:
        if wish in (path.name, path.stem, str(path)):
            return f"{names.shown(path)} is left out: {reason.rstrip('.')}."
    there = {one.name.casefold(): one.name for one in found.submissions}
    low = wish.casefold()
    near = [name for key, name in there.items() if low and low in key]
    near += [there[key] for key in get_close_matches(low, there, 3) if there[key] not in near]
    close = f"Close to it: {_some(near)}." if near else f"There are {_some(list(there.values()))}."
    return (
        f"no submission is called that, of {len(there)}. {close} A student's folder or the path of "
        "a file will do, too."
    )


def _some(listed: Sequence[str]) -> str:
    more = len(listed) - 5
    return ", ".join(listed[:5]) + (f" and {more} more" if more > 0 else "")


class _Batch:
    """What is known of each submission of a batch while it runs."""

    def __init__(
        self,
        folder: Path,
        assignment: Assignment,
        seed: int,
        known: Mapping[str, Stored],
        total: int,
    ) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._folder = folder
        self._assignment = assignment
        self._basis = basis_of(assignment, seed)
        self._known = known
        self._total = total

    def look(
        self, submissions: Sequence[Submission], max_bytes: int, anew: bool
    ) -> list[Submission]:
        """Take note of what has a result that holds or cannot be opened; give all others."""
        pending = []
        for one in submissions:
            problem, sha256 = one.problem and f"{names.shown(one.path)}: {one.problem}", ""
            if not problem:
                try:
                    data = read_bytes(one.path, max_bytes, one.below)
                    sha256 = hashlib.sha256(data).hexdigest()
                except SubmissionError as error:
                    problem = f"{names.shown(error.path)}: {error.problem}. {error.remedy}"
            if problem:
                self._write(Outcome(one.name, one.path, None, names.plain(problem)))
            elif anew or not self._holds(one, sha256):
                pending.append(one)
        return pending

    def _holds(self, one: Submission, sha256: str) -> bool:
        """Say whether there is a result that another run would give again, and take it."""
        before = self._known.get(one.name)
        if before is None or before.report is None or before.key != self._basis.key(sha256):
            return False
        if in_doubt(before.report, one.path) or not self._asks_the_same(one, before.report):
            return False
        outcome = Outcome(one.name, one.path, before.report, before=True)
        if before.file != one.file:  # the same bytes, elsewhere
            self._write(outcome)
        self.outcomes[one.name] = outcome
        return True

    def _asks_the_same(self, one: Submission, report: Report) -> bool:
        """Say whether a result was asked with the numbers of whoever it is of now."""
        try:
            return asked_with(report, self._assignment.whose(one.name, one.path, one.below))
        except SubmissionError:
            return False

    def job(self, one: Submission, question: str) -> Job:
        """Put a submission in the words of a process that grades."""
        return Job(one.name, str(one.path), "" if one.below is None else str(one.below), question)

    def order(self, setup: Setup, assignment: Assignment, seconds: float) -> dict[str, Any]:
        """Put what all submissions have in common in the words of a task for an executor."""
        table = assignment.course_table
        sent = replace(
            setup,
            assignment=assignment.name,
            results="",
            pack=packed(files_read(assignment)),
            basis=self._basis.to_data(),
            language=assignment.language,
            tables="" if table is None else packed({table.name: table}),
        )
        return {"parts": grader_parts(), "setup": asdict(sent), "seconds": seconds}

    def loaded(self, job: Job, max_bytes: int) -> Job:
        """Put into a job what lies in files here: the submission, and an earlier result of it."""
        data = read_bytes(job.path, max_bytes, job.below or None)
        before = None
        if job.question:
            with contextlib.suppress(OSError, ValueError):
                text = (self._folder / f"{job.name}.json").read_text(encoding="utf-8")
                before = json.loads(text)
        return replace(job, data=base64.b64encode(data).decode(), before=before)

    def take(self, job: Job, answer: slots.Answer) -> Outcome:
        """Take note of what came of a submission, and write what was not written by who graded."""
        path = Path(job.path)
        if answer.sent:
            report = None if answer.result is None else Report.from_dict(dict(answer.result))
            self._write(Outcome(job.name, path, report, answer.problem, False, job.retries, True))
            return self.outcomes[job.name]
        if answer.unwritten:
            self._can_write()
            problem = f"{names.shown(path)}: {answer.unwritten}."
            outcome = Outcome(job.name, path, None, problem, retries=job.retries, begun=True)
        elif answer.lost:
            outcome = Outcome(job.name, path, None, answer.problem, False, job.retries, True)
            self._write(outcome)
        else:
            report = stored_result(self._folder, job.name).report if answer.reported else None
            outcome = Outcome(job.name, path, report, answer.problem, False, job.retries, True)
        self.outcomes[job.name] = outcome
        return outcome

    def _write(self, outcome: Outcome) -> None:
        try:
            write_outcome(outcome, self._folder, self._basis)
        except OSError as error:
            self._can_write()
            reason = error.strerror or str(error)
            problem = f"{outcome.problem} Nor can that be written down ({reason})."
            outcome = replace(outcome, report=None, problem=problem.strip(), before=False)
        self.outcomes[outcome.name] = outcome

    def _can_write(self) -> None:
        reason = why_not_writable(self._folder)
        if reason:
            raise AutograderError(
                f"{self._folder}: results cannot be written any more ({reason}). When that is "
                f"mended, the same command goes on from here. {self.so_far()}"
            )

    def so_far(self) -> str:
        """Say how far the batch came."""
        graded = sum(outcome.graded for outcome in self.outcomes.values())
        return f"{graded} of {self._total} are graded, and in {self._folder}/."
