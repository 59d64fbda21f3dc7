"""A folder that fills: looked at again and again, and what has come to rest in it is graded.

A file that is still being written is waited for: it has to look the same twice, and to be a
notebook. One that stays otherwise is graded all the same after a while, which then says what is
wrong with it. What was graded is known by its result, so a watch that was ended goes on.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder import names
from autograder.batch import grade_all
from autograder.classroom.grades import counted
from autograder.errors import SubmissionError, UsageError
from autograder.feedback import score
from autograder.finding import Found, Submission, find
from autograder.incoming.collect import Collected, collect
from autograder.incoming.terms import Terms
from autograder.notebook import MAX_BYTES, read_notebook
from autograder.pack import Assignment
from autograder.report import Report
from autograder.results import Outcome
from autograder.results_folder import Busy

#: After how many looks that show the same a file has come to rest, and after how many one is taken
#: as it is that is no notebook.
AT_REST, FOR_GOOD = 2, 15


@dataclass(frozen=True, slots=True)
class Inbox:
    """A folder that archives come into.

    Parameters
    ----------
    folder : Path
    terms : Terms
        How the class hands in.
    """

    folder: Path
    terms: Terms


@dataclass(frozen=True, slots=True)
class Grading:
    """How what comes is graded: see `autograder.batch.grade_all`.

    Parameters
    ----------
    assignment : Assignment
    results : Path
    seed, jobs : int, optional
    max_bytes : int
    allow_weak : bool
    """

    assignment: Assignment
    results: Path
    seed: int | None = None
    jobs: int | None = None
    max_bytes: int = MAX_BYTES
    allow_weak: bool = False


#: What a file looks like from outside: its size, and when it was written last.
_Look = tuple[int, int]


class _Looks:
    """How often each file has looked the same, and how it looked when it was dealt with."""

    def __init__(self) -> None:
        self._now: dict[Path, tuple[_Look, int]] = {}
        self._done: dict[Path, _Look] = {}

    def at_rest(self, paths: Iterable[Path]) -> dict[Path, int]:
        """Look once more; give those that are new and rest, with how often they looked the same."""
        seen: dict[Path, tuple[_Look, int]] = {}
        for path in paths:
            try:
                status = path.lstat()
            except OSError:  # it was there a moment ago
                continue
            look = (status.st_size, status.st_mtime_ns)
            before, times = self._now.get(path, (None, 0))
            seen[path] = (look, times + 1 if look == before else 1)
        self._now = seen
        return {
            path: times
            for path, (look, times) in seen.items()
            if times >= AT_REST and self._done.get(path) != look
        }

    def done(self, path: Path) -> None:
        """Keep in mind that a file was dealt with, as it looks now."""
        if path in self._now:
            self._done[path] = self._now[path][0]


@dataclass(slots=True)
class Watching:
    """Looks at a folder.

    Parameters
    ----------
    folder : Path
        Of submissions.
    grading : Grading
    inbox : Inbox or None
        Archives that come into it are collected into the folder first.
    say : callable
        Hears a line for whatever happens.
    collected : callable
        Hears what came of an archive.
    graded : int
        How many were graded so far.
    """

    folder: Path
    grading: Grading
    inbox: Inbox | None = None
    say: Callable[[str], None] = print
    collected: Callable[[Collected], None] = lambda one: None
    graded: int = 0
    _files: _Looks = field(default_factory=_Looks)
    _archives: _Looks = field(default_factory=_Looks)
    _said: dict[str, str] = field(default_factory=dict)

    def watch(self, every: float) -> None:
        """Look until somebody ends it, every so many seconds.

        Raises
        ------
        Stopped
        AutograderError
            If nothing can be graded here, or results cannot be written any more.
        """
        while True:
            self.look()
            time.sleep(every)

    def look(self) -> None:
        """Look once, collect and grade what has come to rest."""
        try:
            if self.inbox is not None:
                self._collect(self.inbox)
            if self.folder.is_dir():
                self._grade()
            elif self.inbox is None:
                self._say_once(self.folder, "it is not there; waiting for it.")
        except Busy as error:
            self._say_once(self.grading.results, str(error))

    def _collect(self, inbox: Inbox) -> None:
        there = _archives_in(inbox.folder)
        for path in self._archives.at_rest(there):
            try:
                found = collect(
                    [path],
                    self.folder,
                    self.grading.assignment.name,
                    inbox.terms,
                    self.grading.max_bytes,
                )
            except Busy:
                raise
            except UsageError as error:
                self.say(names.plain(str(error)))
            else:
                self.say(f"collected: {names.shown(path.name)}")
                self.collected(found)
            self._archives.done(path)
        for path in _others_in(inbox.folder):
            self._say_once(path, "only archives are collected from here; move it away.")

    def _grade(self) -> None:
        found = self._find({})
        resting = self._files.at_rest(one.path for one in found.submissions)
        ready = {
            one.path
            for one in found.submissions
            if one.path in resting and self._is_ready(one, resting[one.path])
        }
        if not ready:
            return
        grading = self.grading
        grade_all(
            lambda held: _only(self._find(held), ready),
            grading.assignment,
            grading.results,
            seed=grading.seed,
            jobs=grading.jobs,
            max_bytes=grading.max_bytes,
            watch=_Lines(self),
            allow_weak=grading.allow_weak,
        )
        for path in ready:
            self._files.done(path)

    def _find(self, held: Mapping[str, str]) -> Found:
        return find([self.folder], self.grading.assignment.name, self.grading.results, held)

    def _is_ready(self, one: Submission, times: int) -> bool:
        """Say whether something is graded now; of what is waited for, it is said why."""
        if one.path == self.folder:  # there is nothing in it yet
            return False
        problem = one.problem
        if not problem:
            try:
                read_notebook(one.path, self.grading.max_bytes, one.below)
            except SubmissionError as error:
                problem = f"{error.problem}."
        if problem and times < FOR_GOOD:
            self._say_once(one.path, f"{problem} Waiting for it to change.")
            return False
        return True

    def _say_once(self, path: Path, what: str) -> None:
        line = f"{names.shown(path)}: {names.plain(what)}"
        if self._said.get(str(path)) != line:
            self._said[str(path)] = line
            self.say(line)


def _archives_in(folder: Path) -> list[Path]:
    return [path for path in _listed(folder) if path.suffix.lower() == ".zip" and path.is_file()]


def _others_in(folder: Path) -> list[Path]:
    """Give notebooks that lie in an inbox: what browsers and systems leave is nobody's."""
    return [path for path in _listed(folder) if path.suffix.lower() == ".ipynb"]


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        return []


def _only(found: Found, ready: set[Path]) -> Found:
    """Give those that are ready and still there."""
    there = (one for one in found.submissions if one.path in ready)
    return replace(found, submissions=tuple(one for one in there if _lies_there(one.path)))


def _lies_there(path: Path) -> bool:
    try:
        path.lstat()
    except OSError:
        return False
    return True


class _Lines:
    """Says a line for each submission that was graded."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching

    @functools.cached_property
    def _count(self) -> Callable[[str, Report], Report]:
        return counted(self._watching.grading.results)

    def begin(self, total: int, before: int) -> None:
        if before:
            self._watching.say(f"{before} of {total} are graded already.")

    def step(self, outcome: Outcome) -> None:
        self._watching.graded += outcome.graded
        report = outcome.report
        text = score(self._count(outcome.name, report)) if report else outcome.problem
        self._watching.say(f"{outcome.name}: {names.plain(text)}")

    def running(self, now: object) -> None:
        pass
