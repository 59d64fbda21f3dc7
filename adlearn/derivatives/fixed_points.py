"""The solution of an equation that is found by iterating, and its derivative, which needs no
iterate but the last."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.derivatives.recomputed import NOT_THE_SAME, refused
from adlearn.derivatives.trace import require_function
from adlearn.derivatives.transforms import jvp, vjp
from adlearn.errors import (
    BufferChanged,
    IndependentOutputWarning,
    LostDerivative,
    NotANumber,
    NotConverged,
    NotScalar,
    describe,
)
from adlearn.rules.arrays_asked import as_array
from adlearn.scalars.node import AutogradValue
from adlearn.tensors.primitive import ArrayPrimitive, is_traced, value_of


def fixed_point(
    f: Callable[[Any], Callable[[Any], Any]],
    a: Any,
    start: Any,
    distance: Callable[[Any, Any], Any],
    tolerance: float,
    max_steps: int = 10_000,
) -> Any:
    """Find x with `f(a)(x) = x` by iterating, differentiable by `a` whatever the number of steps.

    Parameters
    ----------
    f : callable
        `f(a)` is the function that is iterated; a contraction near the solution. It runs on plain
        values, so what it keeps from inside is a constant; use the solution.
    a : array_like or container
        All that the solution depends on.
    start : array_like
        Where the iteration starts.
    distance : callable
        Of two iterates, a number.
    tolerance : float
        At which distance to stop; also of the iteration that computes the derivative.
    max_steps : int, optional
        After how many steps to give up.

    Returns
    -------
    array_like
        The solution. Its derivative is that of the equation, not of the iteration: with x = f(a)(x)
        the cotangent u of x solves u = g + J' u (implicit function theorem).

    Raises
    ------
    NotConverged
        If an iterate is not finite, or `max_steps` do not come within the tolerance.
    LostDerivative
        If `f` uses a traced value that is not in `a`.

    Examples
    --------
    >>> from adlearn.derivatives.transforms import grad
    >>> newton = lambda a: lambda x: 0.5 * (x + a / x)
    >>> apart = lambda x, y: np.max(np.abs(x - y))
    >>> root = lambda a: fixed_point(newton, a, np.ones(1), apart, 1e-12)
    >>> grad(lambda a: root(a)[0])(np.array([4.0]))
    array([0.25])
    """
    require_function(f, "fixed_point(f, a, start, ...)", "fixed_point(f(a), a, start, ...)")
    if not callable(distance) or np.ndim(value_of(tolerance)) or callable(tolerance):
        raise NotANumber(
            "fixed_point(f, a, start, distance, tolerance) takes a function of two iterates as the "
            f"distance and then a number as the tolerance, not {describe(distance)} and "
            f"{describe(tolerance)}."
        )
    return found(f, a, start, distance, tolerance, max_steps, "the iteration")


def found(
    f: Callable[[Any], Callable[[Any], Any]],
    a: Any,
    start: Any,
    distance: Callable[[Any, Any], Any],
    tolerance: float,
    max_steps: int,
    what: str,
) -> Any:
    """Do what `fixed_point` does; an error calls it `what`."""
    given, rebuild = leaves_of(a)
    start = as_array(value_of(start)) * 1.0  # on which no solution depends
    if any(isinstance(leaf, AutogradValue) for leaf in given):
        raise NotANumber(
            "fixed_point is for arrays and numbers, not for AutogradValues. Differentiate it with "
            "grad or derivative by a float, grad(f)(4.0), or make the number a tensor."
        )

    def solve(*leaves: Any) -> Any:
        try:
            step, x = f(rebuild(list(leaves))), start
        except TypeError as error:
            error.add_note("fixed_point calls f(a), which gives the function of x to iterate.")
            raise
        if not callable(step):
            raise NotANumber(
                f"fixed_point iterates what f(a) gives, and that is {describe(step)}. Let it give "
                "a function of x: lambda a: lambda x: ..."
            )
        for count in range(1, max_steps + 1):
            previous, x = x, step(x)
            if isinstance(x, (tuple, list, dict)):
                raise NotANumber(
                    f"fixed_point iterates one array, and its function gave {describe(x)}. Put "
                    "the parts into one with np.concatenate or np.stack, and take them out again."
                )
            if is_traced(x) and not is_traced(*leaves):
                raise LostDerivative(
                    "fixed_point iterates a function that uses a traced value which is not in `a`, "
                    "so the solution's derivative by it would be lost. Put everything that it "
                    "depends on into `a`: a tuple or a dict will do."
                )
            apart = value_of(distance(x, previous))
            if apart is None or np.size(apart) != 1:
                raise NotScalar(
                    "the distance of two iterates must be one number, and the function for it gave "
                    f"{describe(apart)}. Take the largest, for example: np.max(np.abs(x - y))."
                )
            if apart < tolerance:
                return x
            if not np.isfinite(apart):
                raise NotConverged(
                    f"{what} is not finite after step {count}: the distance is {apart}. Start "
                    "nearer to the solution, or make the function a contraction there, for "
                    "example by taking only a part of each step: x + 0.5 * (f(x) - x)."
                )
        raise NotConverged(
            f"{what} has not come within the tolerance {tolerance} after {max_steps} steps: the "
            f"distance is {apart}. Pass a larger tolerance or max_steps, or make the function a "
            "contraction near the solution."
        )

    def at(places: Any, leaves: Any) -> Callable[..., Any]:
        """Give what a step makes of the solution, as a function of some leaves."""

        def step(x: Any, *changing: Any) -> Any:
            filled = list(leaves)
            for place, leaf in zip(places, changing, strict=True):
                filled[place] = leaf
            return f(rebuild(filled))(x)

        return step

    def linear(change: Callable[[Any], Callable[[Any], Any]], g: Any, ans: Any, leaves: Any) -> Any:
        """Solve `u = g + change((ans, leaves))(u)`, which is linear in g, as exactly whatever the
        size of g: an equation of its own, with a derivative of its own."""
        size = np.max(np.abs(value_of(g)), initial=0.0) or 1.0
        if not np.isfinite(size):
            return g * np.nan

        def of(a: Any) -> Callable[[Any], Any]:
            by_x = change(a[1:])
            return lambda u: a[0] + by_x(u)

        a, said = (g / size, ans, list(leaves)), "the iteration for the derivative"
        return size * found(of, a, a[0], distance, tolerance, max_steps, said)

    def pull_all(places: Any, g: Any, ans: Any, *leaves: Any) -> list[Any]:
        again, before = value_of(at((), value_of(leaves))(value_of(ans))), value_of(ans)
        if not (np.allclose(again, before) or distance(again, before) < 10 * tolerance):
            raise BufferChanged(NOT_THE_SAME.format("fixed_point"))

        def back(given: Any) -> Callable[[Any], Any]:
            by_x = vjp(at((), given[1]), given[0])[1]
            return lambda u: by_x(u)[0]

        u = linear(back, g, ans, leaves)
        by_a = vjp(lambda *some: at(places, leaves)(ans, *some), *[leaves[i] for i in places])[1]
        zero = value_of(u) == 0
        if not np.any(zero):
            return list(by_a(u))
        # It was computed: where a slope is infinite, nobody knows.
        steep = by_a(np.where(zero, 1.0, value_of(u)))
        return [c + 0.0 * value_of(s) for c, s in zip(by_a(u), steep, strict=True)]

    def push(places: Any, tangents: Any, ans: Any, *leaves: Any) -> Any:
        def forth(given: Any) -> Callable[[Any], Any]:
            step = at((), given[1])
            return lambda v: pushed(step, [given[0]], [v])

        step = lambda *some: at(places, leaves)(ans, *some)  # noqa: E731
        by_a = pushed(step, [leaves[place] for place in places], list(tangents))
        return linear(forth, by_a, ans, leaves)

    primitive = ArrayPrimitive(solve, refused, push, name="fixed_point")
    primitive.pull_all, primitive.solves = pull_all, True
    return primitive(*given)


def pushed(step: Callable[..., Any], primals: list[Any], tangents: list[Any]) -> Any:
    """Push tangents through a step. It need not depend on all that it might."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IndependentOutputWarning)
        return jvp(step, primals, tangents)[1]
