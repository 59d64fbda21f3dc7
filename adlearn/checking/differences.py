"""Finite differences that say how far they can be trusted: an estimate of a derivative, and an
estimate of its error.

Needs no engine: plain floats go in, plain floats come out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SHRINK = 1.6
ROWS = 12
#: How often the step is quartered while the function fails that far from the point.
ATTEMPTS = 40
EPSILON = 2.0**-52


def numerical_derivative(
    f: Callable[[float], float], x: float, step: float | None = None, enough: float = 0.0
) -> tuple[float, float]:
    """Estimate the derivative of a function at a point, with an estimate of the error.

    Central differences at shrinking steps h, h/1.6, h/1.6^2, ... are extrapolated to h = 0
    (Richardson), and the entry of the table is taken which agrees best with its neighbours. The
    error estimate is that disagreement, and at least what rounding of f's values makes of it.

    Parameters
    ----------
    f : callable
        Takes a float and returns a float.
    x : float
    step : float, optional
        The first and largest step; by default a tenth of the size of `x`, at least 0.01. Where `f`
        fails or is not finite that far from `x`, a smaller one is used.
    enough : float, optional
        An error, relative to the derivative, at which to stop; 0 takes every step there is.

    Returns
    -------
    estimate : float
        nan if `f` has no finite values on both sides of `x`.
    error : float
        How far off the estimate may be; inf where nothing is known. At a kink it is about as large
        as the jump.

    Notes
    -----
    C. J. F. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", Advances in Engineering
    Software 4 (1982) 75-76.

    Examples
    --------
    >>> estimate, error = numerical_derivative(math.exp, 1.0)
    >>> abs(estimate - math.e) <= error < 1e-9
    True
    """
    x = float(x)
    h = max(0.1 * abs(x), 0.01) if step is None else float(step)
    rows: list[Differences] = []
    try:
        here = float(f(x))
    except (ArithmeticError, ValueError):
        return math.nan, math.inf
    for _ in range(ROWS + ATTEMPTS):
        if len(rows) == ROWS or x + h == x or x - h == x:
            break
        if len(rows) >= ROWS // 3 and is_smooth(rows):
            estimate, error = extrapolated(rows)
            if error <= enough * abs(estimate):
                return estimate, error
        row = differences(f, x, here, h)
        if math.isfinite(row.slope):
            rows.append(row)
            h /= SHRINK
        else:
            rows.clear()  # outside the domain, or an overflow: start again nearer to x
            h /= 4.0
    estimate, error = extrapolated(rows)
    return estimate, max(error, kink(rows))


@dataclass(frozen=True, slots=True)
class Differences:
    """What one step h to either side shows.

    Attributes
    ----------
    slope : float
        The central difference; nan where the function fails.
    bend : float
        How far the differences to the right and to the left are apart: about h |f''| where f is
        smooth, the jump of the slope at a kink.
    rounding : float
        How much of either may be rounding.
    """

    slope: float
    bend: float = 0.0
    rounding: float = math.inf


def differences(f: Callable[[float], float], x: float, here: float, h: float) -> Differences:
    """Evaluate f at x - h and x + h; `here` is its value at x."""
    right, left = x + h, x - h
    try:
        above, below = float(f(right)), float(f(left))
    except (ArithmeticError, ValueError):
        return Differences(math.nan)
    slope = (above - below) / (right - left)
    bend = abs((above - here) / (right - x) - (here - below) / (x - left))
    rounding = EPSILON * (abs(above) + abs(below)) / (right - left)
    return Differences(slope, bend, rounding)


def extrapolated(rows: Sequence[Differences]) -> tuple[float, float]:
    """Extrapolate central differences to h = 0 and take the entry that agrees best with others."""
    best, best_error = math.nan, math.inf
    previous: list[float] = []
    for row in rows:
        current, factor = [row.slope], 1.0
        for older in previous:
            factor *= SHRINK * SHRINK
            current.append((current[-1] * factor - older) / (factor - 1.0))
            disagreement = max(abs(current[-1] - current[-2]), abs(current[-1] - older))
            error = max(disagreement, row.rounding)
            if error < best_error:
                best, best_error = current[-1], error
        previous = current
    return best, best_error


def is_smooth(rows: Sequence[Differences]) -> bool:
    """Say whether the bend has shrunk as the steps have."""
    return rows[-1].bend <= rows[0].bend / SHRINK + 100.0 * rows[-1].rounding


def kink(rows: Sequence[Differences]) -> float:
    """Give the jump of the slope at the point, 0 if the slope is continuous.

    Central differences cannot see the kink of abs at 0: they are 0 at every step. But from step to
    step the bend of a smooth function shrinks as h does, and that of a kink stays.
    """
    if len(rows) < ROWS:
        return 0.0
    first, last = rows[ROWS // 2 - 1], rows[-1]
    stays = last.bend > 0.25 * first.bend and last.bend > 100.0 * last.rounding
    return last.bend if stays else 0.0


def numerical_gradient(
    f: Callable[[list[float]], float], xs: Sequence[float], step: float | None = None
) -> tuple[list[float], list[float]]:
    """Estimate the partial derivatives of a function of several floats, with error estimates.

    Parameters
    ----------
    f : callable
        Takes a list of floats and returns a float.
    xs : sequence of float
        The point.
    step : float, optional
        As for `numerical_derivative`.

    Returns
    -------
    estimates : list of float
        One for each element of `xs`.
    errors : list of float

    Examples
    --------
    >>> estimates, errors = numerical_gradient(lambda v: v[0] * v[1], [3.0, 4.0])
    >>> [round(estimate, 9) for estimate in estimates]
    [4.0, 3.0]
    """
    point = [float(x) for x in xs]
    pairs = []
    for place, x in enumerate(point):

        def along(value: float, place: int = place) -> float:
            return f([*point[:place], value, *point[place + 1 :]])

        pairs.append(numerical_derivative(along, x, step))
    return [estimate for estimate, _ in pairs], [error for _, error in pairs]
