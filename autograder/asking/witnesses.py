"""Witnesses beside the reference: what finite differences say of a function, with their error.

They know values alone, and nothing of rules. Where they contradict an exact gradient nobody is
failed, and next to a wrong answer they tell whose mistake it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from adlearn.checking.differences import numerical_gradient
from autograder.asking.numbers import number
from autograder.errors import CheckFailure, Finding, Inconclusive, StudentError
from autograder.language import say

Function = Callable[[list[float]], float]


def confirmed(
    exact: Sequence[float],
    function: Function,
    values: Sequence[float],
    rooms: Sequence[float],
    what: str = "",
) -> list[float]:
    """Refuse to judge where an exact gradient and the finite difference disagree.

    Parameters
    ----------
    exact : sequence of float
        The gradient, as an engine finds it.
    function : callable
        Takes a list of numbers and gives one.
    values : sequence of float
        The point.
    rooms : sequence of float
        For each derivative, how far off it may be besides ten times the difference's own error.
    what : str
        What it is the gradient of, for the message.

    Returns
    -------
    list of float
        The gradient by finite differences.

    Raises
    ------
    Inconclusive
        If they disagree.
    """
    estimates, errors = numerical_gradient(function, list(values))
    for derivative, estimate, error, room in zip(exact, estimates, errors, rooms, strict=True):
        if not abs(estimate - derivative) <= 10 * error + room:
            if not what:
                raise Inconclusive(
                    say("the reference gradient and the finite difference disagree.")
                )
            raise Inconclusive(
                say(
                    "for {what} the reference gradient and the finite difference disagree.",
                    what=what,
                )
            )
    return estimates


def differences(own: Function, values: Sequence[float]) -> list[float | None]:
    """Give finite differences of a submission's own function; None where it does not answer."""
    try:
        estimates, _ = numerical_gradient(own, list(values))
    except (StudentError, CheckFailure, TypeError, ValueError, ArithmeticError):
        return [None] * len(values)
    return [estimate if math.isfinite(estimate) else None for estimate in estimates]


def confronted(
    rows: Sequence[dict[str, object]],
    own: Function,
    values: Sequence[float],
    label: str,
    position: int,
    where: str,
) -> Finding:
    """Confront a wrong derivative with finite differences of the submission's own function.

    Parameters
    ----------
    rows : sequence of dict
        The rows of the counter-example, one for each value.
    own : callable
        The submission's function of those values.
    values : sequence of float
    label, position : str, int
        What the derivative that is wrong is with respect to, and its place among the values.
    where : str
        Where that stands: ``"in your program"``.
    """
    found = differences(own, values)
    told = [
        {**entry, "finite_difference": difference}
        for entry, difference in zip(rows, found, strict=True)
    ]
    text = ""
    if found[position] is not None:
        text = " " + say(
            "A small nudge of {label} {where} gives {number} (finite difference).",
            label=label,
            where=where,
            number=number(found[position]),
        )
    return Finding(text, {"rows": told})


def subgradient(
    function: Callable[..., float], values: Sequence[float], index: int, yours: float
) -> bool:
    """Say whether a number is a derivative at a kink: anything between the slopes on both sides.

    Parameters
    ----------
    function : callable
        Takes the values and returns a number.
    values : sequence of float
        The point.
    index : int
        Which argument the derivative is with respect to.
    yours : float

    Returns
    -------
    bool
        False where there is no kink.

    Examples
    --------
    >>> [subgradient(abs, [x], 0, 0.3) for x in (-1.0, 0.0, 1.0)]
    [False, True, False]
    """

    def slope(step: float) -> float:
        moved = list(values)
        moved[index] += step
        return (float(function(*moved)) - float(function(*values))) / (moved[index] - values[index])

    size = max(1.0, abs(values[index]))
    try:
        wide, narrow = ((slope(-h * size), slope(h * size)) for h in (1e-4, 1e-6))
    except (ArithmeticError, ValueError):
        return False
    jump = abs(narrow[1] - narrow[0])
    # The two sides of a smooth function come closer as the step shrinks.
    if not jump > max(0.5 * abs(wide[1] - wide[0]), 1e-4 * max(1.0, *map(abs, narrow))):
        return False
    return min(narrow) - 1e-3 * jump <= yours <= max(narrow) + 1e-3 * jump
