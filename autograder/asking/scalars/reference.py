"""What the right answer is, from two sources that know nothing of each other.

The reference engine gives the gradient exactly; finite differences give it again from values alone,
with an error estimate. Where the two disagree, nobody is failed: the verdict is inconclusive.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

import adlearn.scalars.operations
from adlearn.checking.differences import numerical_gradient
from autograder.asking.scalars.expressions import Expression, Step
from autograder.errors import Inconclusive

#: Relative tolerance between two correct ways of computing the same thing, in double precision and
#: in single. The expressions drawn are conditioned well enough for both.
RELATIVE, SINGLE = 1e-6, 2e-3


@dataclass(frozen=True, slots=True)
class Reference:
    """The right answers for one expression.

    Parameters
    ----------
    values : dict
        Every name's value.
    gradient : dict
        Derivative of the output with respect to each input (0 for unused ones).
    scale : dict
        For each input, the sum over paths of the absolute products of partials: what rounding
        errors of the gradient are relative to.
    size : float
        The same for the output: the sum over all values of how large each is, times how much the
        output depends on it.
    differences : dict
        The same derivatives by finite differences.
    """

    values: Mapping[str, float]
    gradient: Mapping[str, float]
    scale: Mapping[str, float]
    size: float
    differences: Mapping[str, float]


def close(yours: float, expected: float, scale: float = 0.0, relative: float = RELATIVE) -> bool:
    """Say whether two numbers agree up to rounding.

    Parameters
    ----------
    yours, expected : float
    scale : float
        Size of the terms that were added up to get there; 0 means ``expected`` itself.
    relative : float
        How much of that size the two may differ by.

    Examples
    --------
    >>> close(1.0 + 1e-9, 1.0), close(1.001, 1.0), close(float("nan"), 1.0)
    (True, False, False)
    """
    return abs(yours - expected) <= relative * max(scale, abs(expected), 1e-3)


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


def reference(expression: Expression) -> Reference:
    """Work out the right answers for an expression.

    Raises
    ------
    Inconclusive
        If the engine and finite differences disagree by more than their error estimates.
    """
    return _reference(tuple(expression.inputs.items()), expression.steps)


@lru_cache(maxsize=4096)
def _reference(inputs: tuple[tuple[str, float], ...], steps: tuple[Step, ...]) -> Reference:
    """Work it out once for everybody who is graded with the same cases."""
    expression = Expression(dict(inputs), steps)
    nodes = {name: adlearn.AutogradValue(value) for name, value in inputs}
    found = expression.evaluate(nodes, {"exp": adlearn.exp, "log": adlearn.log})
    found[expression.steps[-1].name].backward()
    gradient = {name: float(node.grad) for name, node in nodes.items()}
    names = list(expression.inputs)
    estimates, errors = numerical_gradient(
        lambda values: _output(expression, dict(zip(names, values, strict=True))),
        [expression.inputs[name] for name in names],
    )
    values = {name: float(node.value) for name, node in found.items()}
    scale = _back(expression, values, {}, abs)
    for name, estimate, error in zip(names, estimates, errors, strict=True):
        allowed = 10 * error + RELATIVE * max(scale[name], 1e-3)
        if not abs(estimate - gradient[name]) <= allowed:
            raise Inconclusive(
                f"for {expression} at {expression.at()} the reference gradient and the finite "
                "difference disagree."
            )
    return Reference(
        values,
        gradient,
        {name: scale[name] for name in names},
        sum(abs(values[name]) * scale[name] for name in values),
        dict(zip(names, estimates, strict=True)),
    )


def array_gradient(
    f: Callable[..., Any], arrays: Sequence[np.ndarray]
) -> tuple[float, list[np.ndarray]]:
    """Give the value of a function of arrays, and its gradient with respect to each.

    Parameters
    ----------
    f : callable
        Takes as many arrays and returns a number; works on arrays of any kind of element.
    arrays : sequence of ndarray
        Where to evaluate it.

    Returns
    -------
    value : float
    gradients : list of ndarray
        Of the shapes of `arrays`.

    Raises
    ------
    Inconclusive
        If the engine and finite differences disagree by more than their error estimates.
    """
    value, exact = exact_gradient(f, arrays)
    sizes = [array.size for array in arrays]

    def flat(numbers: list[float]) -> float:
        parts = np.split(np.array(numbers), np.cumsum(sizes)[:-1])
        return float(f(*(p.reshape(a.shape) for p, a in zip(parts, arrays, strict=True))))

    start = [float(number) for array in arrays for number in array.ravel()]
    flat_exact = [float(number) for array in exact for number in array.ravel()]
    size = max(map(abs, flat_exact), default=0.0)
    for derivative, estimate, error in zip(
        flat_exact, *numerical_gradient(flat, start), strict=True
    ):
        if not abs(estimate - derivative) <= 10 * error + RELATIVE * max(size, 1e-3):
            raise Inconclusive("the reference gradient and the finite difference disagree.")
    return value, exact


def exact_gradient(
    f: Callable[..., Any], arrays: Sequence[np.ndarray]
) -> tuple[float, list[np.ndarray]]:
    """Do what `array_gradient` does, by the reference engine alone.

    For functions whose derivative is declared rather than true: no finite difference knows it.
    """
    wrapped = [adlearn.wrap_array(array) for array in arrays]
    result = f(*wrapped)
    result.backward()
    return float(result.value), [adlearn.unwrap_gradient(array) for array in wrapped]


def lied_gradient(
    expression: Expression, factors: Mapping[str, Sequence[float]]
) -> tuple[dict[str, float], dict[str, float]]:
    """Give the derivatives that the chain rule finds where the local derivatives are not true.

    Parameters
    ----------
    expression : Expression
    factors : mapping
        Operation to one number for each operand, which its local derivative is multiplied by.
        Operations that are not named tell the truth.

    Returns
    -------
    gradient, scale : dict
        By input; see `Reference`.

    Examples
    --------
    >>> from autograder.asking.scalars.expressions import expression
    >>> lied_gradient(expression("a * b", a=3.0, b=5.0), {"mul": (2.0, 0.0)})
    ({'a': 10.0, 'b': 0.0}, {'a': 10.0, 'b': 0.0})
    """
    values = expression.evaluate(expression.inputs, {"exp": math.exp, "log": math.log})
    gradient = _back(expression, values, factors, float)
    scale = _back(expression, values, factors, abs)
    return (
        {name: gradient[name] for name in expression.inputs},
        {name: scale[name] for name in expression.inputs},
    )


def _output(expression: Expression, values: Mapping[str, float]) -> float:
    try:
        return expression.output(values)
    except (ValueError, ZeroDivisionError, OverflowError):
        return math.nan  # the nudge left the domain; the error estimate shows it


def _back(
    expression: Expression,
    values: Mapping[str, float],
    factors: Mapping[str, Sequence[float]],
    of: Callable[[float], float],
) -> dict[str, float]:
    """Add up the products of `of` the partials, each times its factor, over all paths back."""
    sums = dict.fromkeys(values, 0.0)
    sums[expression.steps[-1].name] = 1.0
    for step in reversed(expression.steps):
        operands = [values[item] if isinstance(item, str) else item for item in step.operands]
        partials = PARTIALS[step.operation](*operands)
        lies = factors.get(step.operation, (1.0,) * len(partials))
        for item, partial, factor in zip(step.operands, partials, lies, strict=True):
            if isinstance(item, str):
                sums[item] += sums[step.name] * of(partial * factor)
    return sums


def _partials(name: str) -> Callable[..., tuple[float, ...]]:
    operation = getattr(adlearn.scalars.operations, f"_{name}")
    return lambda *numbers: operation(*numbers).grads(*numbers)


#: Partials of the operations, taken from the engine's operation classes.
PARTIALS: dict[str, Callable[..., tuple[float, ...]]] = {
    name: _partials(name) for name in ("add", "mul", "sub", "div", "neg", "exp", "log")
}
