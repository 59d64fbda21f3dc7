"""Recognizing what is particular to assignments whose boxes are put into NumPy's own functions.

Hints about values that have operators of their own are not true there. Such an assignment is known
by a method that NumPy asks for any of its functions: `__array_function__`.
"""

from __future__ import annotations

import re

from autograder.mistakes.situation import Recognizer, Situation, Words

_ASKED_BY_NUMPY = "__array_function__"
#: What only a box has.
_INSIDE = r"'(?:numpy\.)?(?P<kind>\w+)' object has no attribute '(?P<name>_value|_node|_trace)'"


def go_into_numpy(situation: Situation) -> bool:
    """Say whether NumPy's functions take the assignment's values."""
    return _ASKED_BY_NUMPY in situation.own_names


def elsewhere(recognize: Recognizer) -> Recognizer:
    """Recognize something in all other assignments: what is said of it is not true of boxes."""

    def recognized(situation: Situation) -> Words | None:
        return None if go_into_numpy(situation) else recognize(situation)

    return recognized


def only_here(recognize: Recognizer) -> Recognizer:
    """Recognize something in such an assignment alone."""

    def recognized(situation: Situation) -> Words | None:
        return recognize(situation) if go_into_numpy(situation) else None

    return recognized


def _told(situation: Situation, kind: str, pattern: str) -> re.Match[str] | None:
    error = situation.error
    found = re.search(pattern, error.detail) if error and error.kind == kind else None
    return found if go_into_numpy(situation) else None


def array_for_number(situation: Situation) -> Words | None:
    """A function for one number that got an array."""
    pattern = r"only (?:length-1|0-dimensional) arrays|must be real number, not (?:numpy\.)?ndarray"
    return {} if _told(situation, "TypeError", pattern) else None


def no_box(situation: Situation) -> Words | None:
    """Something that is in no box, asked for what only a box has."""
    found = _told(situation, "AttributeError", _INSIDE)
    return found.groupdict() if found else None


def among_objects(situation: Situation) -> Words | None:
    """A function of NumPy that got an array of objects, boxes among them."""
    return {} if _told(situation, "TypeError", r"loop of ufunc.* type \w+ which has no") else None


def no_operator(situation: Situation) -> Words | None:
    """An operator between things that are no numbers, arrays or boxes."""
    pattern = r"unsupported operand|bad operand type"
    return {} if _told(situation, "TypeError", pattern) else None
