"""One of the processes that grade a batch: it grades submissions until its jobs end.

Started by `autograder.slots` as ``python -m autograder.slot``: jobs come in as JSON lines, answers
go out as JSON lines, and each result is on disk before its answer is sent, or in the answer where
the results are written elsewhere. When the batch is gone, however it ended, the jobs' pipe closes,
and this process ends with all that it started.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import queue
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from autograder import names
from autograder.asking.budget import late_notes
from autograder.asking.checks import Check, with_numbers
from autograder.errors import AutograderError, SubmissionError, UsageError
from autograder.executors.packing import unpacked
from autograder.explaining.agreement import noted
from autograder.fingerprint import Basis, basis_of
from autograder.grading import assignment_checks, capped, grade_notebook
from autograder.language import speaking
from autograder.notebook import MAX_BYTES, parse_notebook, read_notebook
from autograder.pack import Assignment, load_assignment
from autograder.pack_settings import LANGUAGE, TABLES
from autograder.processes import be_opaque, descendants
from autograder.report import CheckResult, Report
from autograder.results import (
    Outcome,
    Stored,
    in_doubt,
    stored_result,
    understood,
    write_outcome,
)
from autograder.results_folder import remove
from autograder.sandbox.process import require_isolation
from autograder.variants.claims import asked_with

#: Held while a result is written, and for good once this process leaves: what is graded while its
#: workers are being ended is no result.
_PEN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Setup:
    """What all jobs of a batch have in common.

    Parameters
    ----------
    assignment, results : str
        What the assignment is loaded by, and the folder of the results. Without one for results,
        they are in the answers.
    seed, max_bytes : int
    allow_weak : bool
        Whether to grade also where little keeps submissions apart.
    pack : str
        The assignment's files, as `autograder.executors.packing` writes them, where its folder is
        on another machine; else empty.
    basis : dict, optional
        What results must depend on here, as `autograder.fingerprint.Basis` gives it as data.
    language, tables : str
        There, what students are spoken to in, and the course's own tables, as a pack is written.
    """

    assignment: str
    results: str
    seed: int
    max_bytes: int = MAX_BYTES
    allow_weak: bool = False
    pack: str = ""
    basis: Mapping[str, Any] | None = None
    language: str = ""
    tables: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to be graded.

    Parameters
    ----------
    name, path : str
    below : str
        The given folder above it; empty if there is none.
    question : str
        The only question to be asked anew, if the other results still hold; empty for all.
    retries : tuple of str
        How the processes ended that tried before.
    data : str, optional
        The submitted bytes in base 64, where the file itself is on another machine.
    before : dict, optional
        There, what the earlier result's file holds.
    """

    name: str
    path: str
    below: str = ""
    question: str = ""
    retries: tuple[str, ...] = ()
    data: str | None = None
    before: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a job; the result itself is on disk, or here.

    Parameters
    ----------
    reported : bool
        Whether the result is a report.
    problem : str
        Why it was not graded; empty if it was.
    unwritten : str
        Why its result could not be written; empty if it was.
    lost : bool
        Whether nobody could grade it, so that nothing was written either.
    sent : bool
        Whether nothing was written, since results are written elsewhere.
    result : dict, optional
        Then the report, as data; None if it was not graded.
    """

    reported: bool = False
    problem: str = ""
    unwritten: str = ""
    lost: bool = False
    sent: bool = False
    result: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Bench:
    """What a process has read once, for all its jobs."""

    assignment: Assignment
    checks: Sequence[Check]
    basis: Basis
    results: Path | None
    max_bytes: int


def prepared(setup: Setup, scratch: str) -> Bench:
    """Read the assignment, and see how far this machine keeps submissions apart.

    Parameters
    ----------
    setup : Setup
    scratch : str
        A folder for temporary files.

    Raises
    ------
    UsageError
        If the assignment does not fit together, or that is not far enough, or results would depend
        on something else than they should.
    """
    assignment = load_assignment(_sent(setup, Path(scratch)) if setup.pack else setup.assignment)
    basis = basis_of(assignment, setup.seed)
    if setup.basis is not None and basis.to_data() != setup.basis:
        raise UsageError(
            "here the grader or the assignment is not what it is where grading was begun. Install "
            "the same there and here, and start this worker anew."
        )
    require_isolation(assignment.packages, allow_weak=setup.allow_weak)
    checks = assignment_checks(assignment)
    results = Path(setup.results) if setup.results else None
    return Bench(assignment, checks, basis, results, setup.max_bytes)


def _sent(setup: Setup, scratch: Path) -> Path:
    """Write a pack that was sent along, and speak what is spoken where it comes from."""
    os.environ[LANGUAGE] = setup.language
    os.environ[TABLES] = str(unpacked(setup.tables, scratch / "tables")) if setup.tables else ""
    return unpacked(setup.pack, scratch / "pack")


def work(job: Job, bench: Bench, begin: Callable[[Check], None] = lambda check: None) -> Answer:
    """Grade one submission, write its result or send it, and say in short what came of it."""
    path = Path(job.path)
    report = None
    try:
        report = _graded(job, path, bench, begin)
        problem = in_doubt(report, path)
    except SubmissionError as error:
        problem = f"{names.shown(error.path)}: {error.problem}. {error.remedy}"
    except AutograderError as error:
        problem = str(error)
    except Exception as error:  # one submission's trouble must not end the batch
        problem = f"{names.shown(path)}: the grader failed: {error!r:.500}. Grade it again."
    outcome = Outcome(job.name, path, report, names.plain(problem), retries=tuple(job.retries))
    if bench.results is None:
        result = None if report is None else report.to_dict()
        return Answer(report is not None, outcome.problem, sent=True, result=result)
    unwritten = ""
    try:
        with _PEN:
            write_outcome(outcome, bench.results, bench.basis)
    except OSError as error:
        unwritten = f"its result cannot be written ({error.strerror or error})"
    return Answer(report is not None, outcome.problem, unwritten)


def _graded(job: Job, path: Path, bench: Bench, begin: Callable[[Check], None]) -> Report:
    with speaking(bench.assignment.speech):
        return _told(job, path, bench, begin)


def _told(job: Job, path: Path, bench: Bench, begin: Callable[[Check], None]) -> Report:
    if job.data is None:
        notebook = read_notebook(path, bench.max_bytes, job.below or None)
    else:
        notebook = parse_notebook(base64.b64decode(job.data), path)
    assignment = bench.assignment.whose(job.name, path, Path(job.below) if job.below else None)
    before = _before(job, bench)
    checks, kept = bench.checks, None
    if before is not None and _holds(before, notebook.sha256, job, bench, assignment):
        kept = before.report
        checks = [check for check in bench.checks if check.question == job.question]
    checks = with_numbers(checks, assignment.values)
    report = grade_notebook(notebook, assignment, checks=checks, seed=bench.basis.seed, begin=begin)
    if kept is not None:
        report = noted(_merged(kept, report, job.question), assignment)
    return replace(report, submission=names.shown(path))


def _before(job: Job, bench: Bench) -> Stored | None:
    """Give the earlier result, where the results of the other questions may stay."""
    if not job.question:
        return None
    if bench.results is not None:
        return stored_result(bench.results, job.name)
    return None if job.before is None else understood(job.before, job.name)


def _holds(before: Stored, sha256: str, job: Job, bench: Bench, own: Assignment) -> bool:
    """Say whether an earlier result holds in all but one question."""
    if before.report is None or before.report.sha256 != sha256:
        return False
    if not asked_with(before.report, own):
        return False
    return not bench.basis.differs(before.basis, job.question)


def _merged(kept: Report, new: Report, question: str) -> Report:
    """Put the new results of one question in place of the earlier ones."""
    fresh = list(new.checks)
    checks: list[CheckResult] = []
    for check in kept.checks:
        if check.question != question:
            checks.append(check)
        else:
            checks += fresh
            fresh = []
    asked = {
        name
        for one in (*kept.checks, *new.checks)
        if one.question == question
        for name in (one.id, one.cell)
    }
    private = [note for note in kept.private if re.split("[ :]", note)[0] not in asked]
    before = {name: why for name, why in kept.budget.get("late", {}).items() if name not in asked}
    after = new.budget.get("late", {})
    late = {**before, **after}
    # What is said of the notebook as a whole is as it is now.
    told = set(late_notes(after))
    notes = [note for note in new.notes if note not in told] + late_notes(late)
    used = {
        name: round(number + kept.budget.get("used", {}).get(name, 0), 3)
        for name, number in new.budget.get("used", {}).items()
    }
    spent = new.budget.get("spent") or next(iter(late.values()), "")
    ways = [one for one in (kept.isolation, new.isolation) if one]
    return replace(
        new,
        checks=(*checks, *fresh),
        notes=capped(notes),
        private=capped([*private, *new.private]),
        budget={**new.budget, "used": used, "spent": spent, "late": late},
        # No better than where the least of it ran.
        isolation=min(ways, key=lambda one: int(one.get("level", 0)), default={}),
        seconds=round(kept.seconds + new.seconds, 3),
    )


def _leave(scratch: str) -> NoReturn:
    """End at once, and all that was started here, and remove its temporary files."""
    _PEN.acquire()
    for pid in descendants(os.getpid()):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    remove(scratch)
    with contextlib.suppress(OSError):  # another one of the batch is still leaving
        os.rmdir(os.path.dirname(scratch))
    os._exit(1)


def _taken_from(file: str) -> Any:
    """Read what was too long for a pipe, and remove it: no submission is to find it."""
    path = Path(file)
    data = json.loads(path.read_bytes())
    path.unlink()
    return data


def main(answers: int, scratch: str) -> NoReturn:
    """Read the setup and then jobs from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the batch says when it is over
    be_opaque()
    jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def take() -> None:
        try:
            for line in sys.stdin:
                jobs.put(json.loads(line))
        except BaseException:  # or the other thread would wait for a job for good
            traceback.print_exc()
            sys.stderr.flush()
        _leave(scratch)

    def given() -> Any:
        data = jobs.get()
        return _taken_from(data["file"]) if "file" in data else data

    def say(data: dict[str, Any]) -> None:
        os.write(answers, json.dumps(data).encode() + b"\n")

    threading.Thread(target=take, daemon=True).start()
    try:
        bench = prepared(Setup(**given()), scratch)
        say({"ready": True})
        while True:
            say(asdict(work(Job(**given()), bench, lambda check: say({"asks": check.id}))))
    except AutograderError as error:
        say({"useless": str(error)})
    except BaseException:  # such as a pipe that nobody reads any more
        traceback.print_exc()
        sys.stderr.flush()
    _leave(scratch)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
