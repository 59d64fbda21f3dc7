"""Recorded questions are put to another engine: does it give the same answers, up to rounding?"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.asking.numbers import precision, printed_numbers, prints, same_number, single
from autograder.asking.sessions import Session
from autograder.asking.submission import Handle, reference_of
from autograder.sandbox.worker import values

#: Under this key a probe tells what it saw on the way to an answer, such as what was asked for in
#: which order. The same mistake made in two styles differs in that.
BESIDE = "beside"


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
        other = self._session.request(self._translated(request), self._theirs)
        if reply["ok"] and other["ok"]:
            return self._same(reply.get("value"), other.get("value"))
        return _same_error(reply.get("error"), other.get("error"))

    def _theirs(self, reference: values.Handle) -> Handle:
        return Handle(self._session, reference)

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
        ours, other = reference_of(mine), reference_of(theirs)
        if ours is not None and other is not None:
            self._numbers[ours.number] = other.number
            return ours.type == other.type
        if ours is not None or other is not None:
            return False
        if isinstance(mine, dict):
            return (
                isinstance(theirs, dict)
                and mine.keys() == theirs.keys()
                and all(self._same(mine[key], theirs[key]) for key in mine if key != BESIDE)
            )
        if isinstance(mine, str) and isinstance(theirs, str):
            return _same_text(mine, theirs)
        if _is_array(mine) and _is_array(theirs):
            if np.shape(mine) != np.shape(theirs):
                return False
            if mine.dtype.kind in "bif" and theirs.dtype.kind in "bif":
                return _same_entries(mine, theirs)
            return self._same(list(np.ravel(mine)), list(np.ravel(theirs)))
        if _is_number(mine) and _is_number(theirs):
            return same_number(mine, theirs)
        first, second = _as_sequence(mine), _as_sequence(theirs)
        if first is None or second is None:
            return mine is None and theirs is None
        return len(first) == len(second) and all(map(self._same, first, second))


#: Names of types whose elements come one after the other: which one it is is a matter of style.
_IN_ORDER = frozenset({"list", "tuple", "deque", "generator", "dict_keys", "dict_values"})


def _same_text(mine: str, theirs: str) -> bool:
    """Compare what was printed by its numbers; a name, such as that of a type, as it is."""
    if mine == theirs or {mine, theirs} <= _IN_ORDER:
        return True
    names = mine.isidentifier() or theirs.isidentifier()
    return not names and prints(mine, printed_numbers(theirs)[0])


#: How much of what may be off in single precision is needed where the whole array gives the scale.
NEEDED = 0.1


def _same_entries(mine: np.ndarray, theirs: np.ndarray) -> bool:
    """Compare arrays of one shape; what is rounded off is small beside the largest entry."""
    finite = np.isfinite(mine)
    if not np.array_equal(finite, np.isfinite(theirs)):
        return False
    if not np.array_equal(mine[~finite], theirs[~finite], equal_nan=True):
        return False
    first, second = mine[finite].astype(float), theirs[finite].astype(float)
    relative = precision(mine, theirs) * (NEEDED if single(mine, theirs) else 1.0)
    room = relative * np.max(np.abs(first), initial=1e-3)
    return bool(np.all(np.abs(first - second) <= room))


#: Exceptions whose words name what is missing; two that miss something else are not alike.
_NAMING = (
    *("AttributeError", "NameError", "KeyError", "LookupError"),
    *("ImportError", "ModuleNotFoundError"),
)


#: What a TypeError may be about, by words that stand in it; the first that does counts.
_ABOUT = (
    "must be",
    "ufunc",
    "argument",
    "operand",
    "callable",
    "subscript",
    "item",
    "iter",
    "unpack",
)


def _same_error(mine: Any, theirs: Any) -> bool:
    """Compare exceptions by their class, and by their words where those say what is missing."""
    if not isinstance(mine, dict) or not isinstance(theirs, dict):
        return False
    kind = mine.get("type")
    if kind != theirs.get("type"):
        return False
    said, other = str(mine.get("message")), str(theirs.get("message"))
    if kind == "TypeError":
        return _about(said) == _about(other)
    return kind not in _NAMING or said == other


def _about(said: str) -> str:
    """Say what a TypeError is about: a call's arguments, operands, something that is no function.

    >>> _about("f() missing 1 required positional argument: 'y'")
    'argument'
    >>> _about("operand 'Box' does not support ufuncs (__array_ufunc__=None)")
    'ufunc'
    """
    return next((word for word in _ABOUT if word in said), "")


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
