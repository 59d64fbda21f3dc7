"""Settings of numbers, as an assignment declares them: what it does not name stays as it is."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

from autograder.asking.budget import Allowance
from autograder.asking.run import Tolerances
from autograder.errors import AssignmentError
from autograder.sandbox.worker.limits import Limits

Numbers = TypeVar("Numbers", Limits, Allowance, Tolerances)


def settings_of(
    ordinary: Numbers, given: Mapping[str, Any], where: str, others: Collection[str] = ()
) -> Numbers:
    """Change some of the numbers of a dataclass.

    Parameters
    ----------
    ordinary : dataclass
        Limits or tolerances.
    given : mapping
        Field to number.
    where : str
        Where that stands, as the beginning of a message.
    others : collection of str
        What else may stand there.

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
    known: dict[str, float] = asdict(ordinary)
    for name, value in given.items():
        if name not in known:
            raise AssignmentError(
                f"{where} has no setting {name!r}. It may have "
                f"{', '.join([*known, *sorted(others)])}."
            )
        whole = isinstance(known[name], int)
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not 0 < value < math.inf:
            wanted = "a whole number above 0" if whole else "a number above 0"
            raise AssignmentError(f"{where}: {name} must be {wanted}, not {value!r}.")
    return type(ordinary)(**{**known, **given})


def limits_of(given: Mapping[str, Any]) -> Limits:
    """Give what one process may use for a submission, as the table [limits] changes it."""
    limits, _ = _limits(given)
    return limits


def allowance_of(given: Mapping[str, Any]) -> Allowance:
    """Give what a submission may use in all its processes, as the table [limits] changes it.

    Examples
    --------
    >>> allowance_of({"submission_seconds": 90, "cell_seconds": 20}).submission_seconds
    90
    """
    return _limits(given)[1]


def _limits(given: Mapping[str, Any]) -> tuple[Limits, Allowance]:
    """Read the one table that holds the limits of a process and those of a submission."""
    if not isinstance(given, Mapping):
        raise AssignmentError(f"[limits] must be a table of settings, not {given!r}.")
    of_all = {one.name for one in fields(Allowance)}
    own = {name: value for name, value in given.items() if name not in of_all}
    more = {name: value for name, value in given.items() if name in of_all}
    limits = settings_of(Limits(), own, "[limits]", of_all)
    allowance = settings_of(Allowance(), more, "[limits]")
    if limits.reply_bytes <= 0:
        raise AssignmentError(f"[limits]: reply_kib must be at least 5, not {limits.reply_kib}.")
    return limits, allowance


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
