"""The solution of an equation that is found by iterating, and its derivative, which needs no
iterate but the last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.derivatives.recomputed import NOT_THE_SAME, refused
from adlearn.derivatives.transforms import jvp, vjp
from adlearn.errors import BufferChanged, LostDerivative, NotANumber, NotConverged, describe
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
        `f(a)` is the function that is iterated; a contraction near the solution.
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
    given, rebuild = leaves_of(a)
    start = as_array(value_of(start)) * 1.0  # on which no solution depends
    if any(isinstance(leaf, AutogradValue) for leaf in given):
        raise NotANumber(
            "fixed_point is for arrays and numbers, not for AutogradValues. Differentiate it with "
            "grad or derivative by a float, grad(f)(4.0), or make the number a tensor."
        )

    def iterate(step: Callable[[Any], Any], x: Any, what: str) -> Any:
        for count in range(1, max_steps + 1):
            previous, x = x, step(x)
            if isinstance(x, (tuple, list, dict)):
                raise NotANumber(
                    f"fixed_point iterates one array, and its function gave {describe(x)}. Put "
                    "the parts into one with np.concatenate or np.stack, and take them out again."
                )
            apart = value_of(distance(x, previous))
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

    def solve(*leaves: Any) -> Any:
        solution = iterate(f(rebuild(list(leaves))), start, "the iteration")
        if is_traced(solution) and not is_traced(*leaves):
            raise LostDerivative(
                "fixed_point iterates a function that uses a traced value which is not in `a`, so "
                "the solution's derivative by it would be lost. Put everything that it depends on "
                "into `a`: a tuple or a dict will do."
            )
        return solution

    def pull_all(places: Any, g: Any, ans: Any, *leaves: Any) -> list[Any]:
        again, by_x = vjp(f(rebuild(list(leaves))), ans)
        again, found = value_of(again), value_of(ans)
        if not (np.allclose(again, found) or distance(again, found) < 10 * tolerance):
            raise BufferChanged(NOT_THE_SAME.format("fixed_point"))
        u = iterate(lambda u: g + by_x(u)[0], g, "the iteration for the derivative")
        by_a = vjp(lambda *leaves: f(rebuild(list(leaves)))(ans), *leaves)[1]
        cotangents: Any = by_a(u)
        zero = value_of(u) == 0
        if np.any(zero):  # it was computed: where a slope is infinite, nobody knows
            steep = by_a(np.where(zero, 1.0, value_of(u)))
            cotangents = [c + 0.0 * value_of(s) for c, s in zip(cotangents, steep, strict=True)]
        return [cotangents[place] for place in places]

    def push(places: Any, tangents: Any, ans: Any, *leaves: Any) -> Any:
        def at(*changing: Any) -> Any:
            filled = list(leaves)
            for place, leaf in zip(places, changing, strict=True):
                filled[place] = leaf
            return f(rebuild(filled))(ans)

        by_a = jvp(at, [leaves[place] for place in places], list(tangents))[1]
        step = f(rebuild(list(leaves)))
        return iterate(
            lambda v: by_a + jvp(step, (ans,), (v,))[1], by_a, "the iteration for the derivative"
        )

    primitive = ArrayPrimitive(solve, refused, push, name="fixed_point")
    primitive.pull_all, primitive.solves = pull_all, True
    return primitive(*given)
