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

import adlearn
from autograder.asking.place import Truth
from autograder.asking.run import Tolerances
from autograder.asking.scalars.expressions import Expression, Step
from autograder.asking.witnesses import confirmed
from autograder.language import say

#: How far off an exact gradient may be from differences, besides ten times their own error.
ROOM = Tolerances().float64

#: Step to its local derivatives, one for each operand.
Partials = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Reference:
    """The right answers for one expression.

    Parameters
    ----------
    values : dict
        Every name's value.
    gradient : dict
        Derivative of the output with respect to each input and step (0 for unused ones).
    scale : dict
        For each of them, the sum over paths of the absolute products of partials: what rounding
        errors of the gradient are relative to.
    size : float
        The same for the output: the sum over all values of how large each is, times how much the
        output depends on it.
    differences : dict
        The derivatives with respect to inputs by finite differences.
    """

    values: Mapping[str, float]
    gradient: Mapping[str, float]
    scale: Mapping[str, float]
    size: float
    differences: Mapping[str, float]


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
    nodes = nodes_of(expression)
    nodes[expression.output].backward()
    values = {name: float(node.value) for name, node in nodes.items()}
    gradient = {name: float(node.grad) for name, node in nodes.items()}
    scale = walked_back(expression, values, _absolute(partials_of(expression, nodes)))
    differences = confirmed(
        [gradient[name] for name in expression.inputs],
        lambda numbers: _output(expression, dict(zip(expression.inputs, numbers, strict=True))),
        list(expression.inputs.values()),
        [ROOM * max(scale[name], 1e-3) for name in expression.inputs],
        say("{expression} at {at}", expression=expression, at=expression.at()),
    )
    return Reference(
        values,
        gradient,
        scale,
        sum(abs(values[name]) * scale[name] for name in values),
        dict(zip(expression.inputs, differences, strict=True)),
    )


def _output(expression: Expression, values: Mapping[str, float]) -> float:
    try:
        return expression.at_numbers(values)
    except (ValueError, ZeroDivisionError, OverflowError):
        return math.nan  # the nudge left the domain; the error estimate shows it


def nodes_of(
    expression: Expression, variable: Callable[[float], Any] = adlearn.AutogradValue
) -> dict[str, Any]:
    """Compute an expression on our own engine: every name's node."""
    inputs = {name: variable(value) for name, value in expression.inputs.items()}
    return expression.evaluate(inputs, {"exp": adlearn.exp, "log": adlearn.log})


def partials_of(expression: Expression, nodes: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    """Give every step's local derivatives, as our own operations have them.

    Examples
    --------
    >>> from autograder.asking.scalars.expressions import expression
    >>> case = expression("a * b + a", a=3.0, b=5.0)
    >>> partials_of(case, nodes_of(case))
    {'v1': (5.0, 3.0), 'v2': (1.0, 1.0)}
    """
    steps = ((step.name, nodes[step.name]) for step in expression.steps)
    return {name: tuple(node.grads(*node.parent_values)) for name, node in steps}


def truth_of(expression: Expression) -> Truth:
    """Give an expression with all that is right of it, read off our own engine's nodes.

    Examples
    --------
    >>> from autograder.asking.scalars.expressions import expression
    >>> truth = truth_of(expression("a * a", a=3.0))
    >>> truth.shares, truth.partials, truth.adjoints
    ({'v1': {'a': [3.0, 3.0]}}, {'v1': {'a': 6.0}}, {'a': 6.0, 'v1': 1.0})
    """
    nodes = nodes_of(expression)
    nodes[expression.output].backward()
    told = partials_of(expression, nodes)
    adjoints = {name: float(node.grad) for name, node in nodes.items()}
    shares: dict[str, dict[str, list[float]]] = {}
    for step in expression.steps:
        received = shares[step.name] = {}
        for item, partial in zip(step.operands, told[step.name], strict=True):
            if isinstance(item, str):
                received.setdefault(item, []).append(partial)
    partials = {
        step: {parent: sum(each) for parent, each in received.items()}
        for step, received in shares.items()
    }
    return Truth(
        inputs=expression.inputs,
        steps=expression.steps,
        labels=expression.labels(),
        values={name: float(node.value) for name, node in nodes.items()},
        adjoints=adjoints,
        messages={
            step: {parent: adjoints[step] * partial for parent, partial in received.items()}
            for step, received in partials.items()
        },
        shares={
            step: {p: [adjoints[step] * one for one in each] for p, each in received.items()}
            for step, received in shares.items()
        },
        partials=partials,
    )


def operation_partials(operation: str, numbers: Sequence[float]) -> tuple[float, ...]:
    """Give the local derivatives of one operation.

    Examples
    --------
    >>> operation_partials("mul", [3.0, 5.0])
    (5.0, 3.0)
    """
    inputs = {f"x{place}": value for place, value in enumerate(numbers)}
    alone = Expression(inputs, (Step("result", operation, tuple(inputs)),))
    return partials_of(alone, nodes_of(alone))["result"]


def walked_back(
    expression: Expression, values: Mapping[str, float], partials: Partials
) -> dict[str, float]:
    """Give every name's derivative where the steps' local derivatives are as declared.

    Our own engine walks: each step is an operation of its own with that value and those numbers.
    """
    nodes: dict[str, Any] = {
        name: adlearn.AutogradValue(value) for name, value in expression.inputs.items()
    }
    for step in expression.steps:
        operation = _declared(values[step.name], partials[step.name])
        nodes[step.name] = operation(*step.read(nodes))
    nodes[expression.output].backward()
    return {name: float(node.grad) for name, node in nodes.items()}


def _declared(value: float, partials: tuple[float, ...]) -> type[adlearn.AutogradValue]:
    class Declared(adlearn.AutogradValue):
        def func(self, *numbers: float) -> float:
            return value

        def grads(self, *numbers: float) -> tuple[float, ...]:
            return partials

    return Declared


def _absolute(partials: Partials) -> Partials:
    return {name: tuple(map(abs, numbers)) for name, numbers in partials.items()}


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
    room = ROOM * max([1e-3, *map(abs, flat_exact)])
    confirmed(flat_exact, flat, start, [room] * len(start))
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
    nodes = nodes_of(expression)
    values = {name: float(node.value) for name, node in nodes.items()}
    told = partials_of(expression, nodes)
    for step in expression.steps:
        if step.operation in factors:
            pairs = zip(told[step.name], factors[step.operation], strict=True)
            told[step.name] = tuple(partial * factor for partial, factor in pairs)
    gradient = walked_back(expression, values, told)
    scale = walked_back(expression, values, _absolute(told))
    return (
        {name: gradient[name] for name in expression.inputs},
        {name: scale[name] for name in expression.inputs},
    )
