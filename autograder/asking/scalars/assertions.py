"""What checks of an engine of numbers are written with: each helper asks, compares, explains.

Shapes and types are compared before values, values before derivatives, and a wrong derivative is
confronted with two witnesses: the reference gradient and a finite difference of the submission's
own function. So "your func is wrong" and "your grads does not match your func" are told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn

import numpy as np
from hypothesis import strategies as st

import adlearn
from autograder.asking.assertions import as_number, case, fail_type, row
from autograder.asking.cases import for_all
from autograder.asking.numbers import close, number, precision
from autograder.asking.scalars import localize
from autograder.asking.scalars.engine import ScalarEngine, engine_of
from autograder.asking.scalars.expressions import Expression
from autograder.asking.scalars.reference import Reference, operation_partials, reference
from autograder.asking.witnesses import confirmed, confronted, subgradient
from autograder.errors import CheckFailure, Finding

__all__ = ["assert_gradient", "assert_message", "assert_partials"]


def assert_partials(
    submission: Any,
    name: str,
    function: Callable[..., Any],
    examples: int = 20,
    **strategies: st.SearchStrategy[float],
) -> None:
    """Check an operation class: the value of ``func``, then the local derivatives of ``grads``.

    Parameters
    ----------
    submission : Submission or ScalarEngine
    name : str
        The operation class, such as ``"_mul"``.
    function : callable
        What it should compute, in a form that adlearn differentiates.
    examples : int
        How many cases to draw.
    **strategies : Hypothesis strategies
        Argument name to where its numbers come from.

    Raises
    ------
    CheckFailure
        For the smallest case that fails; its kind is ``value``, ``partials``, ``type`` or
        ``shape``.
    """
    labels = list(strategies)
    engine = engine_of(submission)

    def body(*values: float) -> None:
        at = ", ".join(f"{label} = {number(v)}" for label, v in zip(labels, values, strict=True))
        expected = float(function(*values))
        gave = engine.operation_value(name, values)
        yours = as_number(gave, f"What `{name}.func` returns for {at}")
        if not close(yours, expected, relative=precision(gave)):
            raise CheckFailure(
                f"`{name}.func` is wrong: for {at} it returns {number(yours)}; expected is "
                f"{number(expected)}.",
                "value",
                case(f"{name}.func", f"{name}({', '.join(labels)})", labels, values)
                | {"rows": [row("value", yours, expected)]},
            )
        _compare_partials(engine, name, function, labels, values, at, expected)

    for_all(body, *strategies.values(), examples=examples)


def _compare_partials(
    engine: ScalarEngine,
    name: str,
    function: Callable[..., Any],
    labels: Sequence[str],
    values: Sequence[float],
    at: str,
    value: float,
) -> None:
    count = len(labels)
    gave = engine.operation_partials(name, values, value)
    if isinstance(gave, np.ndarray):
        gave = list(gave.ravel())
    elif not isinstance(gave, (list, tuple)):
        gave = [gave] if count == 1 else gave
    if not isinstance(gave, (list, tuple)):
        fail_type(gave, f"What `{name}.grads` returns", f"a tuple of {count} numbers")
    if len(gave) != count:
        raise CheckFailure(
            f"`{name}.grads` should return {count} number{'s' * (count > 1)}, one for each "
            f"argument ({', '.join(labels)}); it returns {len(gave)}.",
            "shape",
        )
    yours = [
        as_number(item, f"What `{name}.grads` returns for {label}, at {at},")
        for item, label in zip(gave, labels, strict=True)
    ]
    expected = [float(adlearn.grad(function, i)(*values)) for i in range(count)]
    confirmed(
        expected,
        lambda point: float(function(*point)),
        values,
        [1e-5 * max(1.0, abs(derivative)) for derivative in expected],
        f"{name} at {at}",
    )
    relative = precision(*gave)
    wrong = [
        i
        for i in range(count)
        if not close(yours[i], expected[i], relative=relative)
        and not subgradient(function, values, i, yours[i])
    ]
    if not wrong:
        return

    first = wrong[0]
    rows = [
        row(f"with respect to {label}", yours[i], expected[i]) for i, label in enumerate(labels)
    ]

    def own(nudged: list[float]) -> float:
        return float(engine.operation_value(name, nudged))

    def differences() -> Finding:
        return confronted(rows, own, values, labels[first], first, "in your own func")

    raise CheckFailure(
        f"`{name}.grads` does not match `{name}.func`, whose value is right. For {at} the "
        f"derivative with respect to {labels[first]} should be {number(expected[first])}; yours is "
        f"{number(yours[first])}.",
        "partials",
        case(f"{name}.grads", f"{name}({', '.join(labels)})", labels, values) | {"rows": rows},
        [differences],
    )


def assert_gradient(submission: Any, expression: Expression, mode: str = "reverse") -> None:
    """Check the derivative of one expression, computed by the submission's own engine.

    Parameters
    ----------
    submission : Submission or ScalarEngine
    expression : Expression
    mode : str
        ``"reverse"``: ``backward()`` and ``grad``. ``"forward"``: ``forward_grads``.

    Raises
    ------
    CheckFailure
        Of kind ``value`` if the value is wrong, ``gradient`` if only the derivative is.
    """
    truth = reference(expression)
    engine = engine_of(submission)
    value, gradient = engine.derivatives(expression, mode)
    _compare_value(engine, expression, truth, value)
    rows = []
    wrong = []
    for name in expression.inputs:
        if name not in expression.used and gradient[name] is None:
            continue  # forward mode need not know of inputs that were never used
        what = f"The derivative of {expression} with respect to {name}, at {expression.at()},"
        if gradient[name] is None and mode == "forward":
            raise CheckFailure(
                f"For {expression} at {expression.at()}, `forward_grads` has no entry for the "
                f"input {name}, though the result was computed from it.",
                "gradient",
                case("forward_grads", str(expression), *_inputs(expression)),
                [partial(_where, engine, expression, mode, name)],
            )
        yours = as_number(gradient[name], what)
        rows.append(row(f"d/d{name}", yours, truth.gradient[name]))
        relative = precision(gradient[name])
        if not close(yours, truth.gradient[name], truth.scale[name], relative):
            wrong.append((name, yours))
    if wrong:
        _fail_gradient(engine, expression, truth, mode, rows, wrong)


def _where(engine: ScalarEngine, expression: Expression, wrong: str, name: str = "") -> Finding:
    """Say where in the expression its value, or a derivative of that mode, goes wrong first."""
    if wrong == "value":
        place = localize.find_value(engine, expression)
    elif wrong == "forward":
        place = localize.find_forward(engine, expression, name)
    else:
        place = localize.find_backward(engine, expression)
    return Finding() if place is None else Finding(counterexample={"where": place})


def _compare_value(
    engine: ScalarEngine, expression: Expression, truth: Reference, value: Any
) -> None:
    right = truth.values[expression.output]
    yours = as_number(value, f"The value of {expression} at {expression.at()}")
    if not close(yours, right, truth.size):
        raise CheckFailure(
            f"The value of {expression} is wrong, before any derivative: at {expression.at()} it "
            f"is {number(yours)}; expected is {number(right)}.",
            "value",
            case("value", str(expression), *_inputs(expression))
            | {"rows": [row("value", yours, right)]},
            [partial(_where, engine, expression, "value")],
        )


def _fail_gradient(
    engine: ScalarEngine,
    expression: Expression,
    truth: Reference,
    mode: str,
    rows: list[dict[str, Any]],
    wrong: list[tuple[str, float]],
) -> NoReturn:
    worth_showing = {*expression.used, *(name for name, _ in wrong)}
    rows = [entry for entry in rows if entry["name"].removeprefix("d/d") in worth_showing]
    shown = {entry["name"].removeprefix("d/d") for entry in rows}
    inputs = {name: value for name, value in expression.inputs.items() if name in shown}
    at = ", ".join(f"{name} = {number(value)}" for name, value in inputs.items())

    def own(values: list[float]) -> float:
        nudged = {**expression.inputs, **dict(zip(inputs, values, strict=True))}
        return float(engine.value(expression, nudged))

    name, yours = wrong[0]

    def differences() -> Finding:
        position = list(inputs).index(name)
        return confronted(rows, own, list(inputs.values()), name, position, "in your program")

    call = "`backward()`" if mode == "reverse" else "`forward_grads`"
    raise CheckFailure(
        f"{call} gives a wrong derivative for `{expression}` at {at}: with respect to {name} it is "
        f"{number(yours)}; expected is {number(truth.gradient[name])}.",
        "gradient",
        case("gradient", str(expression), list(inputs), list(inputs.values())) | {"rows": rows},
        [differences, partial(_where, engine, expression, mode, name)],
    )


def assert_message(
    submission: Any,
    operation: str,
    numbers: Sequence[Any],
    incoming: float,
    before: Sequence[float],
    declared: Sequence[float] | None = None,
) -> None:
    """Check one step backward: what each parent's gradient is after ``backward_pass``.

    Parameters
    ----------
    submission : Submission or ScalarEngine
    operation : str
        The operation, such as ``"mul"``.
    numbers : sequence
        The operands: a number for a value, ``[number]`` for a plain number, ``"same"`` for the
        operand before it once more.
    incoming : float
        The gradient that the result has.
    before : sequence of float
        The gradients that the parents have already.
    declared : sequence of float, optional
        If given, the operation is one of the grader's own whose ``grads`` returns these numbers.
    """
    letters = "abc"
    values: list[float] = []
    names: list[str] = []
    for position, item in enumerate(numbers):
        values.append(values[-1] if item == "same" else item[0] if isinstance(item, list) else item)
        if isinstance(item, list):
            names.append(number(item[0]))
        else:
            names.append(names[-1] if item == "same" else letters[position])
    partials = list(operation_partials(operation, values)) if declared is None else list(declared)
    gave = engine_of(submission).step(f"_{operation}", numbers, incoming, before, declared)
    what = f"`_{operation}({', '.join(names)})`" if declared is None else "an operation"
    local = "" if declared is None else f", whose local derivatives are {partials}"
    variables = {n: value for n, value in zip(names, values, strict=True) if n in letters}
    at = ", ".join(f"{name} = {number(value)}" for name, value in variables.items())
    rows = []
    for variable in variables:
        places = [i for i, name in enumerate(names) if name == variable]
        start = before[places[-1]]
        expected = start + incoming * sum(partials[i] for i in places)
        size = abs(start) + abs(incoming) * sum(abs(partials[i]) for i in places)
        yours = as_number(gave[places[0]], f"After the step, {variable}.grad")
        rows.append(row(f"{variable}.grad", yours, expected))
        if not close(yours, expected, size, precision(gave[places[0]])):
            raise CheckFailure(
                f"`backward_pass` of {what}{local}, at {at}, with gradient {number(incoming)}: "
                f"{variable}.grad was {number(start)} before and should be {number(expected)} "
                f"after; it is {number(yours)}.",
                "gradient",
                case(f"{variable}.grad", what.strip("`"), list(variables), list(variables.values()))
                | {"rows": rows},
            )


def _inputs(expression: Expression) -> tuple[list[str], list[float]]:
    return list(expression.inputs), list(expression.inputs.values())
