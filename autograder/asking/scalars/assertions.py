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
from autograder.asking.numbers import apart, close, number, ordinal, precision
from autograder.asking.scalars import localize
from autograder.asking.scalars.engine import Operand, ScalarEngine, engine_of, scalar_engine_of
from autograder.asking.scalars.expressions import Expression
from autograder.asking.scalars.reference import Reference, operation_partials, reference
from autograder.asking.witnesses import confirmed, confronted, subgradient
from autograder.errors import CheckFailure, Finding
from autograder.language import say, say_many, template

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
        yours = as_number(gave, say("What `{name}.func` returns for {at}", name=name, at=at))
        if not close(yours, expected, relative=precision(gave)):
            told = apart(yours, expected)
            raise CheckFailure(
                say(
                    "`{name}.func` is wrong: for {at} it returns {yours}; expected is {right}.",
                    name=name,
                    at=at,
                    yours=told[0],
                    right=told[1],
                ),
                "value",
                case(f"{name}.func", f"{name}({', '.join(labels)})", labels, values)
                | {"rows": [row(say("value"), yours, expected)]},
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
        fail_type(
            gave,
            say("What `{name}.grads` returns", name=name),
            say("a tuple of {count} numbers", count=count),
        )
    if len(gave) != count:
        raise CheckFailure(
            say_many(
                "`{name}.grads` should return {count} number, one for each argument ({labels}); it "
                "returns {yours}.",
                "`{name}.grads` should return {count} numbers, one for each argument "
                "({labels}); it "
                "returns {yours}.",
                count,
                name=name,
                labels=", ".join(labels),
                yours=len(gave),
            ),
            "shape",
        )
    yours = [
        as_number(
            item,
            say("What `{name}.grads` returns for {label}, at {at},", name=name, label=label, at=at),
        )
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
        say("{name} at {at}", name=name, at=at),
    )
    first = wrong[0]
    rows = [
        row(say("with respect to {label}", label=label), yours[i], expected[i])
        for i, label in enumerate(labels)
    ]

    def own(nudged: list[float]) -> float:
        return float(engine.operation_value(name, nudged))

    def differences() -> Finding:
        return confronted(rows, own, values, labels[first], first, say("in your own func"))

    told = apart(yours[first], expected[first])
    raise CheckFailure(
        say(
            "`{name}.grads` does not match `{name}.func`, whose value is right. For {at} the "
            "derivative with respect to {labels} should be {right}; yours is {yours}.",
            name=name,
            at=at,
            labels=labels[first],
            right=told[1],
            yours=told[0],
        ),
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
        what = say(
            "The derivative of {expression} with respect to {name}, at {at},",
            expression=expression,
            name=name,
            at=expression.at(),
        )
        if mine is None and mode == "forward":
            raise CheckFailure(
                say(
                    "For {expression} at {at}, `forward_grads` has no entry for the input "
                    "{name}, though the result was computed from it.",
                    expression=expression,
                    at=expression.at(),
                    name=name,
                ),
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
        who = say("the result itself") if step.name == expression.output else f"`{label}`"
        what = say(
            "After going backward from {expression} at {at}, the gradient of {who}",
            expression=expression,
            at=expression.at(),
            who=who,
        )
        yours = as_number(gave, what)
        if not close(yours, right, scale, precision(gave)):
            told = apart(yours, right)
            raise CheckFailure(
                say(
                    "{what} should be {right}; it is {yours}. A gradient belongs to "
                    "everything the result was computed from, and stays there.",
                    what=what,
                    right=told[1],
                    yours=told[0],
                ),
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
            words = {"expression": expression, "at": expression.at(), "label": labels[output]}
            if count:
                text = template(
                    "In {expression} at {at}, `backward()` called on {label}, once the gradients "
                    "of the inputs and of all that it was computed from are set to 0, the {turn} "
                    "call over these values: {name}.grad"
                )
            else:
                text = template(
                    "In {expression} at {at}, `backward()` called on {label}, once the gradients "
                    "of the inputs and of all that it was computed from are set to 0: {name}.grad"
                )
            what = say(text, name=name, turn=ordinal(count + 1), **words)
            assert_same(found[name], truth.gradient[name], what, "gradient", truth.scale[name])


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
    yours = as_number(
        value, say("The value of {expression} at {at}", expression=expression, at=expression.at())
    )
    if not close(yours, right, truth.size):
        told = apart(yours, right)
        raise CheckFailure(
            say(
                "The value of {expression} is wrong, before any derivative: at {at} it is "
                "{told}; expected is {right}.",
                expression=expression,
                at=expression.at(),
                told=told[0],
                right=told[1],
            ),
            "value",
            case("value", str(expression), *_inputs(expression))
            | {"rows": [row(say("value"), yours, right)]},
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
        return as_number(engine.value(expression, nudged), say("The value"))

    name, yours, right = wrong[0]

    def differences() -> Finding:
        position = list(inputs).index(name)
        return confronted(rows, own, list(inputs.values()), name, position, say("in your program"))

    told = apart(yours, right)
    called = "`backward()`" if mode == "reverse" else "`forward_grads`"
    call = say("Your engine") if isinstance(engine, DeclaredEngine) else called
    raise CheckFailure(
        say(
            "{call} gives a wrong derivative for `{expression}` at {at}: with respect to "
            "{name} it is {told}; expected is {right}.",
            call=call,
            expression=expression,
            at=at,
            name=name,
            told=told[0],
            right=told[1],
        ),
        "gradient",
        case("gradient", str(expression), list(inputs), list(inputs.values())) | {"rows": rows},
        [differences, partial(_where, engine, expression, mode, name)],
    )


#: What is special about cases with an operation of the grader's own.
MADE_UP = template("an operation that the check made up")


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
    written = f"`_{operation}({', '.join(names)})`"
    variables = {n: o for n, o in zip(names, given, strict=True) if not o.plain and not o.again}
    plain = {name: item.number for name, item in variables.items()}
    kinds = {n: o.kind for n, o in variables.items() if o.kind != "variable"}
    at = Expression(plain, (), kinds).at()
    words = {"at": at, "gradient": number(incoming)}
    if declared is None:
        who = say(
            "`backward_pass` of {what}, at {at}, with gradient {gradient}", what=written, **words
        )
    else:
        written = say("an operation")
        who = say(
            "`backward_pass` of an operation, whose local derivatives are {partials}, at "
            "{at}, with "
            "gradient {gradient}",
            partials=partials,
            **words,
        )
    about = () if declared is None else (MADE_UP,)
    rows = []
    for variable in variables:
        places = [i for i, name in enumerate(names) if name == variable]
        start = before[places[-1]]
        expected = start + incoming * sum(partials[i] for i in places)
        size = abs(start) + abs(incoming) * sum(abs(partials[i]) for i in places)
        yours = as_number(
            gave[places[0]], say("After the step, {variable}.grad", variable=variable)
        )
        rows.append(row(f"{variable}.grad", yours, expected))
        if not close(yours, expected, size, precision(gave[places[0]])):
            told = apart(yours, expected)
            raise CheckFailure(
                say(
                    "{who}: {variable}.grad was {start} before and should be {right} after; "
                    "it is {told_2}.",
                    who=who,
                    variable=variable,
                    start=number(start),
                    right=told[1],
                    told_2=told[0],
                ),
                "gradient",
                case(f"{variable}.grad", written.strip("`"), list(plain), list(plain.values()))
                | {"rows": rows},
                cases=about,
            )
    own = as_number(gave[-1], say("After the step, the gradient of the result itself"))
    if not close(own, incoming, abs(incoming)):
        raise CheckFailure(
            say(
                "{who}: the step changes the gradient of the result itself, from {incoming} "
                "to {own}. Only the parents receive something.",
                who=who,
                incoming=number(incoming),
                own=number(own),
            ),
            "gradient",
            case("self.grad", written.strip("`"), list(plain), list(plain.values()))
            | {"rows": [row("self.grad", own, incoming)]},
            cases=about,
        )


def _inputs(expression: Expression) -> tuple[list[str], list[float]]:
    return list(expression.inputs), list(expression.inputs.values())
