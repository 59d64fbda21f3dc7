"""A grader is graded by answers whose verdict is known: the banks of an assignment, and what they
show.

Each wrong answer must lose points in exactly the cells its header names, each right one must lose
none. What was expected and what came is put side by side here; who prints it is `selftest`.
"""

from __future__ import annotations

import difflib
import json
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain

from autograder.asking.checks import Check
from autograder.bank_answers import Answer, read_answer
from autograder.build import answered_notebook
from autograder.errors import AssignmentError
from autograder.explaining.misconceptions import load_misconceptions
from autograder.grading import Grader, assignment_checks
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.report import FULL_POINTS, CheckResult
from autograder.signals import stopping


@dataclass(frozen=True, slots=True)
class Graded:
    """An answer of a bank, with the verdicts it got.

    Parameters
    ----------
    kind : str
        ``"wrong"`` or ``"right"``.
    answer : Answer
    checks : tuple of CheckResult
    """

    kind: str
    answer: Answer
    checks: tuple[CheckResult, ...]

    @property
    def lost(self) -> tuple[CheckResult, ...]:
        """The checks that cost points."""
        return tuple(check for check in self.checks if check.verdict not in FULL_POINTS)

    @property
    def problems(self) -> list[str]:
        """What is not as the bank expects it, in sentences; empty if all is."""
        if self.kind == "right":
            return [f"loses {c.id} ({c.verdict}): {c.message}" for c in self.lost]
        wanted, found = set(self.answer.expect["lose"]), {check.cell for check in self.lost}
        # Whatever way a part fails in, the whole may fail in another.
        parts = [check for check in self.lost if not check.whole]
        kinds = {(check.diagnosis or {}).get("kind", "") for check in parts}
        odd = kinds - set(self.answer.expect.get("kinds", kinds))
        unjudged = [c.id for c in self.checks if c.verdict in ("error", "inconclusive")]
        return [
            *(f"keeps every point of {cell}" for cell in sorted(wanted - found)),
            *(f"loses points of {cell}, which it should keep" for cell in sorted(found - wanted)),
            *(f"fails in the way {kind!r}, which is not expected" for kind in sorted(odd)),
            *(f"{name} came to no verdict" for name in unjudged),
        ]


def answers_of(assignment: Assignment) -> list[tuple[str, str]]:
    """List the answers of both banks: ``"wrong"`` or ``"right"``, and the answer's name."""
    return [(kind, name) for kind in ("wrong", "right") for name in assignment.bank(kind)]


def grade_bank(
    assignment: Assignment,
    seed: int,
    *,
    answers: Sequence[tuple[str, str]] | None = None,
    jobs: int = 2,
    progress: Callable[[int, int, str], None] = lambda done, of, runs: None,
) -> list[Graded]:
    """Grade the answers of an assignment's banks.

    Parameters
    ----------
    assignment : Assignment
    seed : int
        Draws the cases, the same for all answers.
    answers : sequence of (str, str), optional
        Which ones, as `answers_of` lists them; by default all.
    jobs : int
        How many processes grade at the same time.
    progress : callable
        Called with how many are done, of how many, and what has been running for longest.

    Returns
    -------
    list of Graded
        In the same order.
    """
    wanted = answers_of(assignment) if answers is None else answers
    found: dict[tuple[str, str], Graded] = {}
    with processes(jobs) as pool:
        waiting = {pool.submit(grade_loaded, assignment.address, *key, seed): key for key in wanted}
        for future in chain([None], as_completed(waiting)):
            if future is not None:
                found[waiting[future]] = future.result()
            # They begin in this order.
            runs = next(("/".join(key) for key in wanted if key not in found), "")
            progress(len(found), len(wanted), runs)
    return [found[key] for key in wanted]


#: What the header of an answer may say beside its title.
_WORDS = {"wrong": ("lose", "misconception", "kinds"), "right": ()}


def _verify_header(kind: str, answer: Answer) -> None:
    for word in answer.expect:
        if word not in _WORDS[kind]:
            raise AssignmentError(
                f"{kind}/{answer.name}: there is nothing called {word!r} in the header of a {kind} "
                f"answer. It may have {', '.join(('title', *_WORDS[kind]))}."
            )
    texts = {word: answer.expect.get(word, []) for word in _WORDS["wrong"]}
    if isinstance(texts["misconception"], str):
        texts["misconception"] = [texts["misconception"]]
    for word, given in texts.items():
        if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
            raise AssignmentError(
                f"{kind}/{answer.name}: {word} must be a list of texts, as in "
                f'#: {word} = ["..."], not {given!r}.'
            )
    if kind == "wrong" and not texts["lose"]:
        raise AssignmentError(
            f"{kind}/{answer.name}: it does not say what it loses. Name the graded cells, as in "
            '#: lose = ["q1-mul"].'
        )


def verify_answers(assignment: Assignment) -> None:
    """See to it that the headers of the banks speak of what there is.

    Raises
    ------
    AssignmentError
        If one names a graded cell or a misconception that does not exist, says something that
        nobody reads, or does not say what a wrong answer loses.
    """
    for kind in ("wrong", "right"):
        for answer in assignment.bank(kind).values():
            _verify_header(kind, answer)
    known = {one.name for one in load_misconceptions(assignment)}
    for answer in assignment.bank("wrong").values():
        for name in answer.expect["lose"]:
            if name in assignment.points:
                continue
            cells = [one.id for one in assignment.cells if name in (one.question, one.id)]
            cells = [one for one in cells if one in assignment.points]
            meant = f" Of {name}, these are: {', '.join(cells)}." if cells else ""
            raise AssignmentError(
                f"wrong/{answer.name}: lose = [{name!r}] is no graded cell.{meant} Name one of "
                f"{', '.join(assignment.points)}."
            )
        for name in answer.misconceptions:
            if name not in known:
                close = difflib.get_close_matches(name, known, 1)
                meant = f" Is it {close[0]!r}?" if close else ""
                raise AssignmentError(
                    f"wrong/{answer.name}: there is no misconception called {name!r}.{meant} Write "
                    "it into misconceptions/, or leave it out."
                )


@contextmanager
def processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes to work in, and drop what they have not begun if something goes wrong.

    Who is told to stop ends them, too: they would wait for work for ever.
    """
    with stopping():
        pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"))
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def grade_answer(
    assignment: Assignment, kind: str, name: str, seed: int, everything: bool = True
) -> Graded:
    """Grade one answer of a bank, for the verdicts alone.

    Parameters
    ----------
    assignment : Assignment
    kind, name : str
        ``"wrong"`` or ``"right"``, and the answer's name.
    seed : int
        Draws the cases.
    everything : bool
        Whether to run the checks of all questions, or only of those that the answer changes and
        of the whole.
    """
    read = read_answer(assignment.folder / kind / f"{name}.py")
    answer = assignment.fitted(read) or read
    notebook = answered_notebook(assignment, answer.cells, answer.own)
    submitted = parse_notebook(json.dumps(notebook).encode(), f"{name}.ipynb")
    changed = {one for cell in answer.cells for one in assignment.by_id[cell].questions}
    every = _checks(assignment.address)
    checks = [c for c in every if everything or c.whole or c.question in changed]
    grader = Grader(submitted, assignment, seed, smallest=False, names=False)
    try:
        return Graded(kind, answer, tuple(grader.run(checks)))
    finally:
        grader.close_all()


@cache
def _assignment(address: str) -> Assignment:
    return load_assignment(address)


@cache
def _checks(address: str) -> list[Check]:
    """Load the checks of an assignment once: cases that were drawn for them are kept with them."""
    return assignment_checks(_assignment(address))


def grade_loaded(address: str, kind: str, name: str, seed: int, everything: bool = True) -> Graded:
    """Grade one answer in a process that keeps the assignment for the next; see `grade_answer`."""
    return grade_answer(_assignment(address), kind, name, seed, everything)
