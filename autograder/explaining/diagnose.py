"""What was it? The questions a submission answered are put to every known wrong engine.

A misconception is named only if it gives the submission's answer to every question of the graded
cell, right answers included, where the reference does not, and if no other misconception does. As
long as several do, more cases are drawn. All of this happens in the grader, within a time limit.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import numpy as np

from autograder.asking.run import Run, running
from autograder.asking.sessions import LocalSession
from autograder.explaining.interview import Exchange
from autograder.explaining.misconceptions import (
    Misconception,
    concerns,
    load_misconceptions,
    wrong_engine,
)
from autograder.explaining.replay import Replay
from autograder.pack import Assignment
from autograder.sandbox.errors import SandboxError
from autograder.settings import limits_of, tolerances_of

#: How often more cases may be drawn, and how many seconds of the grader's processor a diagnosis may
#: take in all: by the clock on the wall, a busy machine would know fewer names.
ROUNDS, SECONDS = 4, 10.0


class Ask(Protocol):
    """Puts new cases to a submission, and gives every question with its answer."""

    def __call__(self, number: int, whole_question: bool, /) -> Sequence[Exchange]:
        """Hold round `number`, from 0, about the graded cell or about the whole question."""
        ...


def diagnose(
    assignment: Assignment,
    question: str,
    ask: Ask,
    answer: str = "",
    seconds: float = SECONDS,
) -> Misconception | None:
    """Find the one misconception that explains every answer, if there is one.

    Parameters
    ----------
    assignment : Assignment
    question : str
        Only misconceptions about this question are considered.
    ask : Ask
        Asks the submission, such as `autograder.explaining.interview.Interview`.
    answer : str
        The cell that is asked, where one alone is: a misconception about another cell is none of
        this one, whatever its numbers.
    seconds : float
        How many of the processor it may take.

    Returns
    -------
    Misconception or None
        None if no misconception explains all answers, or more than one does to the end.
    """
    deadline = time.process_time() + seconds
    left: list[Misconception | None] = [
        None,
        *(
            way
            for one in load_misconceptions(assignment)
            if one.question == question
            for way in one.ways
        ),
    ]
    named: dict[str, Misconception] = {}
    with _quiet_numpy(), running(Run(tolerances=tolerances_of(assignment.tolerances))):
        for number in range(ROUNDS):
            try:
                exchanges = ask(number, len(named) > 1)
            except SandboxError:
                return None  # it no longer answers
            if not exchanges:
                return None
            exchanges = _telling_first(assignment, exchanges)
            # Whether it is about the answer is known at once; what it gives takes long.
            left = [one for one in left if one is None or concerns(assignment, one, answer)]
            left = [one for one in left if _explains(assignment, one, exchanges, deadline)]
            named = {one.name: one for one in left if one is not None}
            alone = len(named) == 1 and None not in left  # if the reference fits, nothing is wrong
            if not named or (number and alone) or time.process_time() > deadline:
                break
    return next(iter(named.values())) if alone and time.process_time() <= deadline else None


def _explains(
    assignment: Assignment,
    wrong: Misconception | None,
    exchanges: Sequence[Exchange],
    deadline: float,
) -> bool:
    """Say whether a wrong engine (None: the reference) gives the same answers."""
    replay = _replay(assignment, wrong)
    for request, reply in exchanges:
        if time.process_time() > deadline or not replay.agrees(request, reply):
            return False
    return True


def _telling_first(assignment: Assignment, exchanges: Sequence[Exchange]) -> Sequence[Exchange]:
    """Put first what the reference answers otherwise, and then the last: few engines pass that.

    Where things that stayed in the submission are asked further, questions have to come in the
    order in which they were put.
    """
    if any('"h"' in repr(request).replace("'", '"') for request, _ in exchanges):
        return exchanges
    right = _replay(assignment, None)
    agreed = [right.agrees(*exchange) for exchange in exchanges]
    places = sorted(range(len(exchanges)), key=lambda place: (agreed[place], -place))
    return [exchanges[place] for place in places]


def _replay(assignment: Assignment, wrong: Misconception | None) -> Replay:
    names = wrong_engine(assignment, wrong)
    return Replay(LocalSession(names, limits_of(assignment.limits)))


@contextmanager
def _quiet_numpy() -> Iterator[None]:
    """Leave NumPy's random state as it was, and warn of nothing: wrong engines run in here."""
    state = np.random.get_state()
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(state)
