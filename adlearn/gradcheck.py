"""Finite differences that say how far they can be trusted: an estimate of a derivative, and an
estimate of its error.

Needs no engine: plain floats go in, plain floats come out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

SHRINK = 1.6
ROWS = 12
EPSILON = 2.0**-52


def numerical_derivative(
    f: Callable[[float], float], x: float, step: float | None = None
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
    best, best_error = math.nan, math.inf
    previous: list[float] = []
    for row in range(3 * ROWS):
        if len(previous) >= ROWS or x + h == x:
            break
        difference, rounding = central_difference(f, x, h)
        h /= SHRINK
        if not math.isfinite(difference):
            previous = []  # outside the domain, or an overflow: start again nearer to x
            continue
        current = [difference]
        factor = 1.0
        for older in previous:
            factor *= SHRINK * SHRINK
            current.append((current[-1] * factor - older) / (factor - 1.0))
            error = max(abs(current[-1] - current[-2]), abs(current[-1] - older), rounding)
            if error <= best_error:
                best, best_error = current[-1], error
        if previous and abs(current[-1] - previous[-1]) >= 2.0 * best_error and row > 2:
            break  # rounding has taken over: smaller steps only make it worse
        previous = current
    return best, best_error


def central_difference(f: Callable[[float], float], x: float, h: float) -> tuple[float, float]:
    """Give (f(x + h) - f(x - h)) / 2h, and how much of it rounding may be; nan where f fails."""
    right, left = x + h, x - h
    try:
        above, below = float(f(right)), float(f(left))
    except (ArithmeticError, ValueError):
        return math.nan, math.inf
    rounding = EPSILON * (abs(above) + abs(below)) / (right - left)
    return (above - below) / (right - left), rounding


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
