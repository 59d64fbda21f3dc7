"""How a student's numbers are drawn: the same ones wherever and whenever that is done.

A question's seed is the HMAC-SHA256 of the assignment, the question and the student's id, under a
key: the course's secret, or a word of the course that is no secret. The seed goes to Python's
`random.Random`, of which only the method ``random`` is used: its sequence is the one that Python
promises never to change for a seed.
"""

from __future__ import annotations

import hmac
import math
import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from autograder.errors import AssignmentError

Number: TypeAlias = int | float
#: Question to the numbers in it by name.
Numbers: TypeAlias = Mapping[str, Mapping[str, Number]]
One = TypeVar("One")


class Draw:
    """What a pack's ``variants.py`` draws with.

    Parameters
    ----------
    seed : int, optional
        Without one, everything is its default.

    Examples
    --------
    >>> draw = Draw(seed=7)
    >>> draw.integer(2, 9, default=3), draw.number(-1, 1, step=0.25, default=0.5)
    (4, -0.75)
    >>> Draw().choice(["a", "b"], default="b")
    'b'
    """

    def __init__(self, seed: int | None = None) -> None:
        self._random = None if seed is None else random.Random(seed)

    def choice(self, listed: Sequence[One], *, default: One) -> One:
        """Draw one of what is listed."""
        if not listed or default not in listed:
            raise AssignmentError(
                f"the default {default!r} is none of those that may be drawn: {list(listed)!r:.200}"
            )
        if self._random is None:
            return default
        return listed[math.floor(self._random.random() * len(listed))]

    def integer(self, first: int, last: int, *, default: int) -> int:
        """Draw a whole number between two others, both included."""
        return self.choice(range(first, last + 1), default=default)

    def number(self, first: float, last: float, *, step: float, default: float) -> float:
        """Draw a number between two others, both included, in steps from the first."""
        if not step > 0:
            raise AssignmentError(f"a step of {step!r} leads nowhere: give one above 0")
        count = math.floor((last - first) / step + 1e-9) + 1
        listed = [round(first + i * step, 10) + 0.0 for i in range(count)]
        return self.choice(listed, default=float(default))


def plain_id(student: str) -> str:
    """Give a student's id as it is drawn from: however it is typed, it is the same.

    Examples
    --------
    >>> plain_id(" Ada ")
    'ada'
    """
    return unicodedata.normalize("NFC", student).strip().casefold()


def seed_of(key: bytes, assignment: str, question: str, student: str) -> int:
    """Give the seed of a student's numbers in a question."""
    said = "\n".join((assignment, question, plain_id(student)))
    return int.from_bytes(hmac.digest(key, said.encode(), "sha256"))


def declared(text: str, where: str, questions: Sequence[str]) -> dict[str, Callable[[Draw], Any]]:
    """Read a pack's ``variants.py``: question to the function that draws its numbers.

    Raises
    ------
    AssignmentError
        If it does not run, or declares nothing for any question.
    """
    names: dict[str, Any] = {"__name__": "variants"}
    try:
        exec(compile(text, where, "exec"), names)
    except Exception as error:
        raise AssignmentError(f"{where}: it does not run: {error!r}.") from error
    found = {name: names[name] for name in questions if callable(names.get(name))}
    if not found:
        example = "(draw): return {'a': draw.integer(2, 9, default=3)}"
        raise AssignmentError(
            f"{where}: it declares no numbers. Write functions called like questions, such as "
            f"def {next(iter(questions), 'q1')}{example}"
        )
    return found


def drawn(
    functions: Mapping[str, Callable[[Draw], Any]],
    where: str,
    seed: Callable[[str], int | None] = lambda question: None,
) -> dict[str, dict[str, Number]]:
    """Draw the numbers of all questions; without seeds, the default ones.

    Raises
    ------
    AssignmentError
        If a function does not give numbers by name.
    """
    found = {}
    for question, function in functions.items():
        try:
            numbers = function(Draw(seed(question)))
        except Exception as error:
            raise AssignmentError(f"{where}: {question}: {error}.") from error
        if not isinstance(numbers, dict) or not all(
            isinstance(name, str)
            and name.isidentifier()
            and name != "points"
            and type(value) in (int, float)
            and math.isfinite(value)
            for name, value in numbers.items()
        ):
            raise AssignmentError(
                f"{where}: {question} must return numbers by name, as in {{'a': 3}}, none of them "
                f"called points; it returned {numbers!r:.200}."
            )
        found[question] = numbers
    return found


def in_words(numbers: Mapping[str, Number]) -> str:
    """Write numbers for people.

    Examples
    --------
    >>> in_words({"w": 0.5, "n": 3})
    'w = 0.5, n = 3'
    """
    return ", ".join(f"{name} = {value}" for name, value in numbers.items())
