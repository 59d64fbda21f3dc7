"""Results for all submissions of an `nbgrader autograde`, made before the first of them is scored.

nbgrader visits submissions one after another. So the first visit grades everybody whom this run
will visit, several at a time, into a folder of results; each visit then takes what is there, if it
was made of the very bytes that are being scored, by this grader, with this assignment and seed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import names
from autograder.batch import Wish, grade_all
from autograder.errors import AutograderError, SubmissionError
from autograder.finding import Found, Submission
from autograder.fingerprint import basis_of
from autograder.nbgrader.handed_in import LARGEST, OWN_FOLDER, is_copy
from autograder.notebook import read_bytes
from autograder.pack import Assignment
from autograder.report import Report
from autograder.results import Outcome, seed_of, stored, stored_result
from autograder.signals import Stopped
from autograder.slots import Running
from autograder.variants.claims import asked_with


@dataclass(frozen=True)
class Beforehand:
    """What was graded beforehand.

    Parameters
    ----------
    folder : Path
        The results.
    seed : int or None
        Of all of them; None if nothing was graded.
    outcomes : dict
        Student to what came of the submission.
    """

    folder: Path
    seed: int | None
    outcomes: dict[str, Outcome]

    def report(self, student: str, sha256: str, assignment: Assignment) -> Report | None:
        """Give the report on a file with that hash, if there is one that holds."""
        outcome = self.outcomes.get(student)
        if outcome is None or self.seed is None:
            return None
        found = stored_result(self.folder, outcome.name)
        same = found.report is not None and asked_with(found.report, assignment)
        holds = same and found.key == basis_of(assignment, self.seed).key(sha256)
        return found.report if holds else None

    def problem(self, student: str) -> str:
        """Say why a submission could not be graded, where trying again would be no better."""
        outcome = self.outcomes.get(student)
        return outcome.problem if outcome is not None and outcome.report is None else ""


def grade_beforehand(
    converter: Any, assignment: Assignment, place: Any, log: Any, **how: Any
) -> Beforehand:
    """Grade everybody whom this run of nbgrader will visit.

    Parameters
    ----------
    converter : nbgrader.converters.Autograde
    assignment : Assignment
    place : mapping
        nbgrader's names of the assignment, the notebook and the student that is visited first.
    log : logging.Logger
    **how
        ``seed``, ``jobs`` and ``allow_weak`` of `autograder.batch.grade_all`.
    """
    folder = Path(converter.coursedir.root, OWN_FOLDER, "results")
    folder = folder / names.stem(place["assignment"]) / names.stem(place["notebook"])
    visits = dict(_visited(converter, place))

    step = Path(converter.coursedir.root, converter.coursedir.submitted_directory)

    def found(held: Any) -> Found:
        # By student, whatever the file is called: nbgrader has one of each.
        chosen = names.unique((student, student) for student in visits)
        return Found(
            tuple(
                Submission(name, path, step if step in path.parents else None)
                for name, path in zip(chosen, visits.values(), strict=True)
            ),
            (),
        )

    try:
        outcomes, _ = grade_all(
            found,
            assignment,
            folder,
            wish=Wish(force=converter.force),
            max_bytes=LARGEST,
            watch=_Log(log),
            **how,
        )
    except Stopped as stop:
        log.error("Stopped. %s Give the same command again to go on.", stop.said)
        raise
    except AutograderError as error:
        log.warning("Not graded beforehand: %s", error)
        return Beforehand(folder, how.get("seed") or seed_of(stored(folder)), {})
    seeds = [outcome.report.seed for outcome in outcomes if outcome.report is not None]
    return Beforehand(
        folder, seeds[0] if seeds else how.get("seed"), dict(zip(visits, outcomes, strict=True))
    )


class _Log:
    """Says in nbgrader's log how far it is."""

    def __init__(self, log: Any) -> None:
        self._log = log
        self._done = self._total = 0

    def begin(self, total: int, before: int) -> None:
        self._done, self._total = before, total
        self._log.info("Grading %d submissions, %d of which are graded already", total, before)

    def step(self, outcome: Outcome) -> None:
        self._done += 1
        what = "Graded" if outcome.report is not None else "Not graded:"
        self._log.info("%s %s (%d of %d)", what, outcome.name, self._done, self._total)

    def running(self, now: Sequence[Running]) -> None:
        """Say nothing: a log is read afterwards."""


def _visited(converter: Any, place: Any) -> Iterator[tuple[str, Path]]:
    """Give the students whom this run will visit, and the notebook of each."""
    course = converter.coursedir
    pattern = course.format_path(
        course.submitted_directory, "(?P<student_id>.*)", "(?P<assignment_id>.*)", escape=True
    )
    for folder, notebooks in sorted(converter.assignments.items()):
        match = re.match(pattern, folder)
        if match is None or match["assignment_id"] != place["assignment"]:
            continue
        wanted = [one for one in notebooks if Path(one).stem == place["notebook"]]
        file = (wanted or notebooks)[0] if wanted or len(notebooks) == 1 else ""
        student = match["student_id"]
        if file and (student == place["student"] or _will_visit(converter, student, place)):
            yield student, Path(file).absolute()


def _will_visit(converter: Any, student: str, place: Any) -> bool:
    """Say whether nbgrader will score a submission: as its own rule is, and without its effects."""
    course = converter.coursedir
    if student in course.student_id_exclude.split(","):
        return False
    where = (student, place["assignment"])
    scored = Path(course.format_path(course.autograded_directory, *where))
    if converter.force or not scored.exists():
        return True
    try:
        new = course.get_existing_timestamp(course.format_path(course.submitted_directory, *where))
        old = course.get_existing_timestamp(str(scored))
    except Exception:  # a time that is none: nbgrader will say so
        return False
    return new is not None and old is not None and new > old


def handed_in_anew(converter: Any) -> Iterator[tuple[str, str]]:
    """Give whom this run passes over though another notebook was scored, each with the assignment.

    nbgrader looks at the time of handing in alone, and files that were copied have none.
    """
    course = converter.coursedir
    pattern = course.format_path(
        course.submitted_directory, "(?P<student_id>.*)", "(?P<assignment_id>.*)", escape=True
    )
    for folder, notebooks in sorted(converter.assignments.items()):
        match = re.match(pattern, folder)
        if match is None:
            continue
        student, assignment = match["student_id"], match["assignment_id"]
        scored = course.format_path(course.autograded_directory, student, assignment)
        reports = sorted(Path(course.root, scored).glob("*.report.json"))
        if len(reports) != 1 or _will_visit(converter, student, {"assignment": assignment}):
            continue
        files = [Path(course.root, one) for one in notebooks]
        try:
            with contextlib.chdir(course.root):
                others = [one for one in files if len(files) == 1 or not is_copy(one)]
            sha256 = json.loads(reports[0].read_text(encoding="utf-8"))["sha256"]
            now = [hashlib.sha256(read_bytes(one, LARGEST)).hexdigest() for one in others]
        except (OSError, ValueError, KeyError, SubmissionError):
            continue
        if now and sha256 not in now:
            yield student, assignment
