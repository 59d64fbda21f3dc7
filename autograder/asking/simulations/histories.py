"""Claims about the list that a descent tells: its length, how it begins, that it is true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.asking.numbers import number
from autograder.errors import CheckFailure
from autograder.language import say


def assert_history(
    told: Any,
    times: int,
    first: float,
    seen: Sequence[float],
    name: str,
    each: str,
    of_parts: Callable[[], str],
) -> None:
    """Check a list of numbers, one before each round.

    Parameters
    ----------
    told : sequence of float
    times : int
        How many rounds there were.
    first : float
        What the first number should be.
    seen : sequence of float
        What was really computed, one after the other; of it, anything may be left out of the list.
        Where less was seen than the list holds, the descent went another way, and nothing is known.
    name, each : str
        What the list and a number of it are called.
    of_parts : callable
        Says which of the functions that the descent uses is not right itself.

    Raises
    ------
    CheckFailure
    """
    if np.shape(told) != (times,):
        what_to_do = say("Go as many rounds as `rounds` says, and append one number in each.")
        if np.ndim(told) == 1 and abs(len(told) - times) == 1:
            what_to_do = say("Append one in each round, before its step, and none besides.")
        raise CheckFailure(
            say(
                "{name} should hold {times} numbers, {each} before each round; its shape is "
                "{told}. {what_to_do}",
                name=name,
                times=times,
                each=each,
                told=np.shape(told),
                what_to_do=what_to_do,
            ),
            "value",
            says_what=True,
        )
    if times and not np.isclose(told[0], first, rtol=1e-6):
        raise CheckFailure(
            say(
                "The first of {name} should be {right}, {each} at the start; it is {yours}.",
                name=name,
                right=number(first),
                each=each,
                yours=number(float(told[0])),
            )
            + (
                of_parts() or " " + say("Begin where the text says, and note it before each round.")
            ),
            "value",
            says_what=True,
        )
    strange = not_in_order(told, seen) if len(seen) >= times else None
    if strange is not None:
        words = {"place": strange, "name": name, "each": each}
        words["yours"] = number(float(told[strange]))
        raise CheckFailure(
            (
                say(
                    "Number {place} of {name} is {yours}; it should be {each} before round "
                    "{place}. "
                    "Nothing that was computed after number {before} came to that.",
                    before=strange - 1,
                    **words,
                )
                if strange
                else say(
                    "Number {place} of {name} is {yours}; it should be {each} before round "
                    "{place}. "
                    "Nothing that was computed came to that.",
                    **words,
                )
            )
            + (
                of_parts()
                or " " + say("Note what was computed in that round, by what was handed in.")
            ),
            "value",
            says_what=True,
        )


def not_in_order(told: Sequence[float], seen: Sequence[float]) -> int | None:
    """Give the first place at which a list does not go on along what was seen, if there is one.

    Examples
    --------
    >>> not_in_order([3.0, 1.0], [3.0, 2.0, 1.0]), not_in_order([3.0, 1.0, 2.0], [3.0, 2.0, 1.0])
    (None, 2)
    """
    left = np.asarray(seen, dtype=float)
    for k, one in enumerate(told):
        alike = np.isclose(left, one, rtol=1e-6, atol=1e-12, equal_nan=True)
        if not np.any(alike):
            return k
        left = left[int(np.argmax(alike)) + 1 :]
    return None
