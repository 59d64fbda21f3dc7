"""What was it? The questions a submission answered are put to every known wrong engine.

A misconception is named only if it gives the submission's answer to every question of the graded
cell, right answers included, where the reference does not, and if no other misconception does. As
long as several do, more cases are drawn. All of this happens in the grader, within a time limit.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograder.asking.numbers import printed_numbers, prints, same_number
from autograder.asking.submission import LocalSession, Session
from autograder.explaining.misconceptions import Misconception, load_misconceptions, wrong_engine
from autograder.pack import Assignment
from autograder.sandbox.process import SandboxError
from autograder.sandbox.worker import values

Exchange = tuple[dict[str, Any], dict[str, Any]]

#: How often more cases may be drawn, and how many seconds a diagnosis may take in all.
ROUNDS, SECONDS = 4, 10.0


class Recording:
    """A session that remembers what was asked and what was answered.

    Parameters
    ----------
    session : Session
        Where the answers come from.
    until : float
        When to stop asking, on the clock of `time.monotonic`.
    """

    def __init__(self, session: Session, until: float = math.inf) -> None:
        self._session = session
        self._until = until
        self.exchanges: list[Exchange] = []

    def request(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request, and keep both.

        Raises
        ------
        SandboxError
            If it is late: the submission answers too slowly to be asked more.
        """
        if time.monotonic() > self._until:
            raise SandboxError("The submission answers too slowly to look for what it does.")
        reply = self._session.request(request)
        self.exchanges.append((request, reply))
        return reply


def diagnose(
    assignment: Assignment,
    question: str,
    ask: Callable[[int, bool], Sequence[Exchange]],
) -> Misconception | None:
    """Find the one misconception that explains every answer, if there is one.

    Parameters
    ----------
    assignment : Assignment
    question : str
        Only misconceptions about this question are considered.
    ask : callable
        Takes the number of the round, from 0, and whether to ask beyond the graded cell, about
        the whole question. Puts new cases to the submission and gives the exchanges.

    Returns
    -------
    Misconception or None
        None if no misconception explains all answers, or more than one does to the end.
    """
    deadline = time.monotonic() + SECONDS
    left: list[Misconception | None] = [
        None,
        *(one for one in load_misconceptions(assignment) if one.question == question),
    ]
    named: list[Misconception] = []
    with _quiet_numpy():
        for number in range(ROUNDS):
            try:
                exchanges = ask(number, len(named) > 1)
            except SandboxError:
                return None  # it no longer answers
            if not exchanges:
                return None
            left = [one for one in left if _explains(assignment, one, exchanges, deadline)]
            named = [one for one in left if one is not None]
            if not named or (number and len(left) == 1) or time.monotonic() > deadline:
                break
    only_one = len(left) == len(named) == 1  # not the reference: then nothing wrong was seen
    return named[0] if only_one and time.monotonic() <= deadline else None


def _explains(
    assignment: Assignment,
    wrong: Misconception | None,
    exchanges: Sequence[Exchange],
    deadline: float,
) -> bool:
    """Say whether a wrong engine (None: the reference) gives the same answers.

    The last exchanges are the likeliest to tell engines apart. But where things that stayed in the
    submission are asked further, questions have to come in the order in which they were put.
    """
    session = LocalSession(wrong_engine(assignment, wrong))
    replay = Replay(session)
    in_order = any('"h"' in repr(request).replace("'", '"') for request, _ in exchanges)
    for request, reply in exchanges if in_order else reversed(exchanges):
        if time.monotonic() > deadline or not replay.agrees(request, reply):
            return False
    return True


class Replay:
    """Puts recorded questions to another engine and compares the answers.

    Parameters
    ----------
    session : Session
        The other engine.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers: dict[int, int] = {}

    def agrees(self, request: dict[str, Any], reply: dict[str, Any]) -> bool:
        """Say whether the other engine gives this reply to this request, up to rounding."""
        other = self._session.request(self._translated(request))
        if reply.get("ok") is not True or other.get("ok") is not True:
            return _same_error(reply.get("error"), other.get("error"))
        try:
            mine, theirs = (values.decode(r.get("value"), lambda h: h) for r in (reply, other))
        except values.MalformedValue:
            return False
        return self._same(mine, theirs)

    def _translated(self, data: Any) -> Any:
        """Give the request with our numbers for what stayed in the other engine."""
        if isinstance(data, dict):
            if isinstance(data.get("h"), int):
                return {"h": self._numbers.get(data["h"], -1)}
            return {key: self._translated(value) for key, value in data.items()}
        if isinstance(data, list):
            return [self._translated(value) for value in data]
        return data

    def _same(self, mine: Any, theirs: Any) -> bool:
        if isinstance(mine, values.Handle) or isinstance(theirs, values.Handle):
            if not isinstance(mine, values.Handle) or not isinstance(theirs, values.Handle):
                return False
            self._numbers[mine.number] = theirs.number
            return mine.type == theirs.type
        if isinstance(mine, dict):
            return (
                isinstance(theirs, dict)
                and mine.keys() == theirs.keys()
                and all(self._same(mine[key], theirs[key]) for key in mine)
            )
        if isinstance(mine, str) and isinstance(theirs, str):
            return mine == theirs or prints(mine, printed_numbers(theirs)[0])
        if _is_array(mine) and _is_array(theirs):
            return bool(np.shape(mine) == np.shape(theirs)) and self._same(
                list(np.ravel(mine)), list(np.ravel(theirs))
            )
        if _is_number(mine) and _is_number(theirs):
            return same_number(mine, theirs)
        first, second = _as_sequence(mine), _as_sequence(theirs)
        if first is None or second is None:
            return mine is None and theirs is None
        return len(first) == len(second) and all(map(self._same, first, second))


#: Exceptions whose words name what is missing; two that miss something else are not alike.
_NAMING = ("AttributeError", "NameError", "KeyError", "ImportError", "ModuleNotFoundError")


def _same_error(mine: Any, theirs: Any) -> bool:
    """Compare exceptions by their class, and by their words where those say what is missing."""
    if not isinstance(mine, dict) or not isinstance(theirs, dict):
        return False
    kind = mine.get("type")
    same_words = kind not in _NAMING or mine.get("message") == theirs.get("message")
    return kind == theirs.get("type") and same_words


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.integer, np.floating))


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def _as_sequence(value: Any) -> list[Any] | None:
    """Give what may stand for several numbers as a list; one number alone is a list of one."""
    if isinstance(value, np.ndarray):
        return list(value.ravel()) if value.ndim <= 1 else None
    if isinstance(value, (list, tuple)):
        return list(value)
    return [value] if _is_number(value) else None


@contextmanager
def _quiet_numpy() -> Iterator[None]:
    """Leave NumPy's random state and its warnings as they were: wrong engines run in here."""
    state = np.random.get_state()
    try:
        with np.errstate(all="ignore"):
            yield
    finally:
        np.random.set_state(state)
