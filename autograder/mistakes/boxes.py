"""Recognizing what is particular to assignments whose boxes are put into NumPy's own functions.

Hints about values that have operators of their own are not true there. Such an assignment is known
by a method that NumPy asks: `__array_ufunc__`.
"""

from __future__ import annotations

import re

from autograder.mistakes.situation import Situation, Words

_ASKED_BY_NUMPY = "__array_ufunc__"
#: How `np.dot` says that two arrays have no product.
_NO_PRODUCT = re.compile(r"shapes (?P<one>\([\d, ]*\)) and (?P<other>\([\d, ]*\)) not aligned")


def go_into_numpy(situation: Situation) -> bool:
    """Say whether NumPy's functions take the assignment's values."""
    return _ASKED_BY_NUMPY in situation.own_names


def _told(situation: Situation, kind: str, pattern: str) -> bool:
    error = situation.error
    found = error and error.kind == kind and re.search(pattern, error.detail)
    return bool(found) and go_into_numpy(situation)


def array_for_number(situation: Situation) -> Words | None:
    """A function for one number that got an array."""
    pattern = r"only (?:length-1|0-dimensional) arrays|must be real number, not (?:numpy\.)?ndarray"
    return {} if _told(situation, "TypeError", pattern) else None


def no_operator(situation: Situation) -> Words | None:
    """An operator between things that are no numbers, arrays or boxes."""
    pattern = r"loop of ufunc|unsupported operand|bad operand type"
    return {} if _told(situation, "TypeError", pattern) else None


def shapes_of_product(situation: Situation) -> Words | None:
    """Two arrays that have no matrix product, as `np.dot` says it; any assignment."""
    error = situation.error
    found = _NO_PRODUCT.search(error.detail) if error and error.kind == "ValueError" else None
    return found.groupdict() if found else None
