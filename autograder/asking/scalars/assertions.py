"""What checks of an engine of numbers are written with: each helper asks, compares, explains.

Shapes and types are compared before values, values before derivatives, and a wrong derivative is
confronted with two witnesses: the reference gradient and a finite difference of the submission's
own function. So "your func is wrong" and "your grads does not match your func" are told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

import numpy as np
from hypothesis import strategies as st

import adlearn
from autograder.asking.assertions import as_number, assert_same, case, fail_type, row
from autograder.asking.cases import for_all
from autograder.asking.engine import DeclaredEngine
from autograder.asking.numbers import apart, close, number, precision
from autograder.asking.scalars import localize
from autograder.asking.scalars.engine import Operand, ScalarEngine, engine_of, scalar_engine_of
from autograder.asking.scalars.expressions import Expression
from autograder.asking.scalars.reference import Reference, operation_partials, reference
from autograder.asking.witnesses import confirmed, confronted, subgradient
from autograder.errors import CheckFailure, Finding

__all__ = ["assert_gradient", "assert_gradients_again", "assert_message", "assert_partials"]


def assert_partials(
    submission: Any,
    name: str,
    function: Callable[..., Any],
    examples: int = 20,
    always: Sequence[tuple[float, ...]] = (),
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
    always : sequence of tuple
        Numbers that are asked first, whatever the seed.
    **strategies : Hypothesis strategies
        Argument name to where its numbers come from.

    Raises
    ------
    CheckFailure
        For the smallest case that fails; its kind is ``value``, ``partials``, ``type`` or
        ``shape``.
    """
    labels = list(strategies)
    engine = scalar_engine_of(submission, "an operation's `func` and `grads`")

    def body(*values: float) -> None:
        at = ", ".join(f"{label} = {number(v)}" for label, v in zip(labels, values, strict=True))
        expected = float(function(*values))
        asked = engine.operation_asked(name, values)
        gave = asked("func")
        yours = as_number(gave, f"What `{name}.func` returns for {at}")
        if not close(yours, expected, relative=precision(gave)):
            told = apart(yours, expected)
            raise CheckFailure(
                f"`{name}.func` is wrong: for {at} it returns {told[0]}; expected is {told[1]}.",
                "value",
                case(f"{name}.func", f"{name}({', '.join(labels)})", labels, values)
                | {"rows": [row("value", yours, expected)]},
            )
        _compare_partials(engine, name, function, labels, values, asked("grads"))

    for_all(body, *strategies.values(), examples=examples, always=always)


def _compare_partials(
    engine: ScalarEngine,
    name: str,
    function: Callable[..., Any],
    labels: Sequence[str],
    values: Sequence[float],
    gave: Any,
) -> None:
    at = ", ".join(f"{label} = {number(v)}" for label, v in zip(labels, values, strict=True))
    count = len(labels)
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
    relative = precision(*gave)
    wrong = [
        i
        for i in range(count)
        if not close(yours[i], expected[i], relative=relative)
        and not subgradient(function, values, i, yours[i])
    ]
    if not wrong:
        return

    confirmed(
        expected,
        lambda point: float(function(*point)),
        values,
        [1e-5 * max(1.0, abs(derivative)) for derivative in expected],
        f"{name} at {at}",
    )
    first = wrong[0]
    rows = [
        row(f"with respect to {label}", yours[i], expected[i]) for i, label in enumerate(labels)
    ]

    def own(nudged: list[float]) -> float:
        return float(engine.operation_value(name, nudged))

    def differences() -> Finding:
        return confronted(rows, own, values, labels[first], first, "in your own func")

    told = apart(yours[first], expected[first])
    raise CheckFailure(
        f"`{name}.grads` does not match `{name}.func`, whose value is right. For {at} the "
        f"derivative with respect to {labels[first]} should be {told[1]}; yours is {told[0]}.",
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
    value, found = engine.derivatives(expression, mode)
    _compare_value(engine, expression, truth, value)
    gradient = found.get(expression.output, {}) if mode == "forward" else found
    rows = []
    wrong = []
    for name in expression.inputs:
        mine = gradient.get(name)
        if mine is None and (name not in expression.used or not _starts(expression, mode, name)):
            continue  # forward mode need not know of inputs that were never used
        what = f"The derivative of {expression} with respect to {name}, at {expression.at()},"
        if mine is None and mode == "forward":
            raise CheckFailure(
                f"For {expression} at {expression.at()}, `forward_grads` has no entry for the "
                f"input {name}, though the result was computed from it.",
                "gradient",
                case("forward_grads", str(expression), *_inputs(expression)),
                [partial(_where, engine, expression, mode, name)],
            )
        yours = as_number(mine, what)
        right = truth.gradient[name] if _starts(expression, mode, name) else 0.0
        rows.append(row(f"d/d{name}", yours, right))
        if not close(yours, right, truth.scale[name], precision(mine)):
            wrong.append((name, yours, right))
    if wrong:
        _fail_gradient(engine, expression, mode, rows, wrong)
    if mode == "reverse":
        _compare_inner(engine, expression, truth, found)


def _starts(expression: Expression, mode: str, name: str) -> bool:
    """Say whether derivatives are taken with respect to an input."""
    return mode == "reverse" or expression.kinds.get(name) != "variable"


def _compare_inner(
    engine: ScalarEngine, expression: Expression, truth: Reference, found: Mapping[str, Any]
) -> None:
    """Compare the gradients of the values between inputs and output, and of the output itself."""
    labels = expression.labels()
    for step in reversed(expression.steps):
        if step.name not in found:
            continue
        gave, right, scale = found[step.name], truth.gradient[step.name], truth.scale[step.name]
        if isinstance(gave, float) and close(gave, right, scale, precision(gave)):
            continue  # of hundreds of values nobody has to be told
        label = labels[step.name]
        who = "the result itself" if step.name == expression.output else f"`{label}`"
        what = f"After going backward from {expression} at {expression.at()}, the gradient of {who}"
        yours = as_number(gave, what)
        if not close(yours, right, scale, precision(gave)):
            told = apart(yours, right)
            raise CheckFailure(
                f"{what} should be {told[1]}; it is {told[0]}. A gradient belongs to "
                "everything the result was computed from, and stays there.",
                "gradient",
                case("gradient", str(expression), *_inputs(expression))
                | {"rows": [row(f"d/d({label})", yours, right)]},
                [partial(_where, engine, expression, "reverse", step.name)],
            )


def assert_gradients_again(
    submission: Any, expression: Expression, outputs: Sequence[str] = ()
) -> None:
    """Check that nothing of one `backward()` stays behind to disturb the next.

    Parameters
    ----------
    submission : Submission or ScalarEngine
    expression : Expression
    outputs : sequence of str
        Which steps it is called on, one after the other, over the same values. The gradients of
        the inputs and of all that each was computed from are set to 0 before. By default the
        output, the middle, and the output again.
    """
    middle = expression.steps[len(expression.steps) // 2].name
    outputs = list(outputs) or [expression.output, middle, expression.output]
    labels = expression.labels()
    engine = scalar_engine_of(submission, "the gradients after `backward()` on several results")
    told = engine.derivatives_of_results(expression, outputs)
    for count, (output, found) in enumerate(zip(outputs, told, strict=True)):
        steps = expression.steps[: 1 + [s.name for s in expression.steps].index(output)]
        truth = reference(Expression(expression.inputs, steps))
        for name in expression.inputs:
            what = (
                f"In {expression} at {expression.at()}, `backward()` called on {labels[output]}, "
                "once the gradients of the inputs and of all that it was computed from are set to 0"
                + (f", the {ordinal(count + 1)} call over these values" if count else "")
                + f": {name}.grad"
            )
            assert_same(found[name], truth.gradient[name], what, "gradient", truth.scale[name])


def ordinal(count: int) -> str:
    """Say a place in a row.

    Examples
    --------
    >>> ordinal(2)
    'second'
    """
    return ("first", "second", "third", "fourth", "fifth")[count - 1]


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
        told = apart(yours, right)
        raise CheckFailure(
            f"The value of {expression} is wrong, before any derivative: at {expression.at()} it "
            f"is {told[0]}; expected is {told[1]}.",
            "value",
            case("value", str(expression), *_inputs(expression))
            | {"rows": [row("value", yours, right)]},
            [partial(_where, engine, expression, "value")],
        )


def _fail_gradient(
    engine: ScalarEngine,
    expression: Expression,
    mode: str,
    rows: list[dict[str, Any]],
    wrong: list[tuple[str, float, float]],
) -> NoReturn:
    worth_showing = {*expression.used, *(name for name, *_ in wrong)}
    rows = [entry for entry in rows if entry["name"].removeprefix("d/d") in worth_showing]
    shown = {entry["name"].removeprefix("d/d") for entry in rows}
    inputs = {name: value for name, value in expression.inputs.items() if name in shown}
    at = expression.at_inputs(inputs)

    def own(values: list[float]) -> float:
        nudged = {**expression.inputs, **dict(zip(inputs, values, strict=True))}
        return as_number(engine.value(expression, nudged), "The value")

    name, yours, right = wrong[0]

    def differences() -> Finding:
        position = list(inputs).index(name)
        return confronted(rows, own, list(inputs.values()), name, position, "in your program")

    told = apart(yours, right)
    called = "`backward()`" if mode == "reverse" else "`forward_grads`"
    call = "Your engine" if isinstance(engine, DeclaredEngine) else called
    raise CheckFailure(
        f"{call} gives a wrong derivative for `{expression}` at {at}: with respect to {name} it is "
        f"{told[0]}; expected is {told[1]}.",
        "gradient",
        case("gradient", str(expression), list(inputs), list(inputs.values())) | {"rows": rows},
        [differences, partial(_where, engine, expression, mode, name)],
    )


def assert_message(
    submission: Any,
    operation: str,
    operands: Sequence[Operand | float],
    incoming: float,
    before: Sequence[float],
    declared: Sequence[float] | None = None,
) -> None:
    """Check one step backward: what each gradient is after ``backward_pass``.

    Parameters
    ----------
    submission : Submission or ScalarEngine
    operation : str
        The operation, such as ``"mul"``.
    operands : sequence of Operand or float
        A number alone stands for the ordinary variable of that number.
    incoming : float
        The gradient that the result has.
    before : sequence of float
        The gradients that the parents have already.
    declared : sequence of float, optional
        If given, the operation is one of the grader's own whose ``grads`` returns these numbers.
    """
    engine = scalar_engine_of(submission, "one step backward")
    given = [item if isinstance(item, Operand) else Operand(item) for item in operands]
    names: list[str] = []
    for letter, item in zip("abcdefgh", given, strict=False):
        names.append(names[-1] if item.again else number(item.number) if item.plain else letter)
    values = [item.number for item in given]
    partials = list(operation_partials(operation, values)) if declared is None else list(declared)
    gave = engine.step(f"_{operation}", given, incoming, before, declared)
    what = f"`_{operation}({', '.join(names)})`" if declared is None else "an operation"
    local = "" if declared is None else f", whose local derivatives are {partials}"
    variables = {n: o for n, o in zip(names, given, strict=True) if not o.plain and not o.again}
    plain = {name: item.number for name, item in variables.items()}
    kinds = {n: o.kind for n, o in variables.items() if o.kind != "variable"}
    at = Expression(plain, (), kinds).at()
    who = f"`backward_pass` of {what}{local}, at {at}, with gradient {number(incoming)}"
    rows = []
    for variable in variables:
        places = [i for i, name in enumerate(names) if name == variable]
        start = before[places[-1]]
        expected = start + incoming * sum(partials[i] for i in places)
        size = abs(start) + abs(incoming) * sum(abs(partials[i]) for i in places)
        yours = as_number(gave[places[0]], f"After the step, {variable}.grad")
        rows.append(row(f"{variable}.grad", yours, expected))
        if not close(yours, expected, size, precision(gave[places[0]])):
            told = apart(yours, expected)
            raise CheckFailure(
                f"{who}: {variable}.grad was {number(start)} before and should be {told[1]} "
                f"after; it is {told[0]}.",
                "gradient",
                case(f"{variable}.grad", what.strip("`"), list(plain), list(plain.values()))
                | {"rows": rows},
            )
    own = as_number(gave[-1], "After the step, the gradient of the result itself")
    if not close(own, incoming, abs(incoming)):
        raise CheckFailure(
            f"{who}: the step changes the gradient of the result itself, from {number(incoming)} "
            f"to {number(own)}. Only the parents receive something.",
            "gradient",
            case("self.grad", what.strip("`"), list(plain), list(plain.values()))
            | {"rows": [row("self.grad", own, incoming)]},
        )


def _inputs(expression: Expression) -> tuple[list[str], list[float]]:
    return list(expression.inputs), list(expression.inputs.values())
