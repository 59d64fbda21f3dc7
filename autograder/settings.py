"""Settings of numbers, as an assignment declares them: what it does not name stays as it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from autograder.asking.run import Tolerances
from autograder.errors import AssignmentError
from autograder.sandbox.worker.limits import Limits

Numbers = TypeVar("Numbers", Limits, Tolerances)


def settings_of(ordinary: Numbers, given: Mapping[str, Any], where: str) -> Numbers:
    """Change some of the numbers of a dataclass.

    Parameters
    ----------
    ordinary : dataclass
        Limits or tolerances.
    given : mapping
        Field to number.
    where : str
        Where that stands, as the beginning of a message.

    Raises
    ------
    AssignmentError
        If it names another field, or gives one something that is no such number.

    Examples
    --------
    >>> settings_of(Tolerances(), {"float32": 0.01}, "[tolerances]")
    Tolerances(float64=1e-06, float32=0.01)
    """
    if not isinstance(given, Mapping):
        raise AssignmentError(f"{where} must be a table of settings, not {given!r}.")
    known = asdict(ordinary)
    for name, value in given.items():
        if name not in known:
            raise AssignmentError(
                f"{where} has no setting {name!r}. It may have {', '.join(known)}."
            )
        whole = isinstance(known[name], int)
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not 0 < value < math.inf:
            wanted = "a whole number above 0" if whole else "a number above 0"
            raise AssignmentError(f"{where}: {name} must be {wanted}, not {value!r}.")
    return type(ordinary)(**{**known, **given})


def limits_of(given: Mapping[str, Any]) -> Limits:
    """Give what grading one submission may use, as the table [limits] changes it."""
    limits = settings_of(Limits(), given, "[limits]")
    if limits.reply_bytes <= 0:
        raise AssignmentError(f"[limits]: reply_kib must be at least 5, not {limits.reply_kib}.")
    return limits


def tolerances_of(given: Mapping[str, Any]) -> Tolerances:
    """Give how exact numbers must be, as the table [tolerances] changes it."""
    tolerances = settings_of(Tolerances(), given, "[tolerances]")
    for name, value in asdict(tolerances).items():
        if value >= 1:
            raise AssignmentError(
                f"[tolerances]: {name} must be below 1, not {value!r}: it is a share of the "
                "number, and with all of it 0 would be right everywhere."
            )
    return tolerances
