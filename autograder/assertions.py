"""What checks are written with: each helper draws cases, asks the submission, compares, explains.

Shapes and types are compared before values, values before derivatives, and a wrong derivative is
confronted with two witnesses: the reference gradient and a finite difference of the submission's
own function. So "your func is wrong" and "your grads does not match your func" are told apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import hypothesis
import numpy as np
from hypothesis import strategies as st
from hypothesis.errors import Flaky, Unsatisfiable

import adlearn
from adlearn.gradcheck import numerical_gradient
from autograder import probes
from autograder.checks import current_seed, explaining
from autograder.errors import CheckFailure, Inconclusive, StudentError
from autograder.expressions import Expression, number
from autograder.oracle import PARTIALS, Reference, close, reference
from autograder.sandbox import SandboxError
from autograder.submission import Handle


def for_all(
    body: Callable[..., None], *strategies: st.SearchStrategy[Any], examples: int = 20
) -> None:
    """Run a check's body on drawn cases; if one fails, raise for the smallest that fails.

    Parameters
    ----------
    body : callable
        Takes one value of each strategy and raises if the submission answers wrongly.
    *strategies : Hypothesis strategies
        Where its arguments come from.
    examples : int
        How many cases to draw. They depend on the run's seed alone.

    Examples
    --------
    >>> def body(a):
    ...     assert a < 3, f"{a} is not below 3"
    >>> for_all(body, st.integers(0, 9))
    Traceback (most recent call last):
    ...
    AssertionError: 3 is not below 3
    """
    last: list[Exception] = []
    generate, shrink = hypothesis.Phase.generate, hypothesis.Phase.shrink

    @hypothesis.seed(current_seed())
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=(generate, shrink) if explaining() else (generate,),
        verbosity=hypothesis.Verbosity.quiet,
        print_blob=False,
    )
    @hypothesis.given(st.tuples(*strategies))
    def search(values: tuple[Any, ...]) -> None:
        try:
            body(*values)
        except Inconclusive:
            hypothesis.assume(False)
        except (AssertionError, StudentError) as error:
            last[:] = [error]
            raise
        except SandboxError as error:
            raise _NoAnswer(error) from error

    try:
        search()
    except _NoAnswer as stop:
        raise stop.error from None
    except Flaky:
        raise last[0] from None  # an answer that changes from call to call; show what was seen
    except Unsatisfiable:
        raise Inconclusive("no case could be drawn whose derivative is certain.") from None


class _NoAnswer(BaseException):
    """Carries a worker's end past Hypothesis, which would ask the same again to shrink it."""

    def __init__(self, error: SandboxError) -> None:
        super().__init__(str(error))
        self.error = error


def as_number(value: Any, what: str) -> float:
    """Take a number that the submission returned, or fail with what it returned instead.

    Parameters
    ----------
    value : object
        What came back: a number of any kind, a 0-dimensional array, or something else.
    what : str
        What it is, as the subject of a sentence.

    Raises
    ------
    CheckFailure
        If it is not a number.
    """
    if isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind in "fiu":
        value = value.item()
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return float(value)
    fail_type(value, what, "a number")


def fail_type(value: Any, what: str, wanted: str) -> NoReturn:
    """Fail because something is not of the kind asked for, with a hint where there is one."""
    if value is None:
        hint = "it is None. Is there a `return` in it, and is something set?"
    elif isinstance(value, Handle) and value.handle_type != "ndarray":
        hint = f"it is an object of class {value.handle_type}: {value.handle_repr}."
        if wanted == "a number":
            hint += " If you meant the number inside, that is its `.value`."
    else:
        hint = f"it is of type {type(value).__name__}: {str(value)[:80]}."
    raise CheckFailure(f"{what} should be {wanted}, but {hint}", "type")


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
    submission : Submission
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

    def body(*values: float) -> None:
        at = ", ".join(f"{label} = {number(v)}" for label, v in zip(labels, values, strict=True))
        expected = float(function(*values))
        gave = submission.run(probes.operation_value, name, list(values))
        yours = as_number(gave, f"What `{name}.func` returns for {at}")
        if not close(yours, expected):
            raise CheckFailure(
                f"`{name}.func` is wrong: for {at} it returns {number(yours)}; expected is "
                f"{number(expected)}.",
                "value",
                _case(f"{name}.func({', '.join(labels)})", name, labels, values)
                | {"rows": [_row("value", yours, expected)]},
            )
        _compare_partials(submission, name, function, labels, values, at, expected)

    for_all(body, *strategies.values(), examples=examples)


def _compare_partials(
    submission: Any,
    name: str,
    function: Callable[..., Any],
    labels: Sequence[str],
    values: Sequence[float],
    at: str,
    value: float,
) -> None:
    count = len(labels)
    gave = submission.run(probes.operation_partials, name, list(values), value)
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
    _agree(expected, function, values, f"{name} at {at}")
    wrong = [i for i in range(count) if not close(yours[i], expected[i])]
    if not wrong:
        return

    def own(nudged: list[float]) -> float:
        return float(submission.run(probes.operation_value, name, nudged))

    differences = _differences(own, values)
    first = wrong[0]
    raise CheckFailure(
        f"`{name}.grads` does not match `{name}.func`, whose value is right. For {at} the "
        f"derivative with respect to {labels[first]} should be {number(expected[first])}; yours is "
        f"{number(yours[first])}."
        + (
            f" Nudging {labels[first]} in your own func changes it {number(differences[first])} "
            "times as much (finite difference)."
            if differences[first] is not None
            else ""
        ),
        "partials",
        _case(f"{name}.grads({', '.join(labels)})", name, labels, values)
        | {
            "rows": [
                _row(f"with respect to {label}", yours[i], expected[i], differences[i])
                for i, label in enumerate(labels)
            ]
        },
    )


def _agree(
    exact: Sequence[float], function: Callable[..., Any], values: Sequence[float], what: str
) -> None:
    """Refuse to judge where the reference gradient and the finite difference disagree."""
    estimates, errors = numerical_gradient(lambda point: float(function(*point)), list(values))
    for value, estimate, error in zip(exact, estimates, errors, strict=True):
        if not abs(estimate - value) <= 10 * error + 1e-5 * max(1.0, abs(value)):
            raise Inconclusive(f"for {what} the reference and the finite difference disagree.")


def _differences(
    function: Callable[[list[float]], float], values: Sequence[float]
) -> list[float | None]:
    """Finite differences of a submission's own function; None where it does not answer."""
    try:
        estimates, _ = numerical_gradient(function, list(values))
    except (StudentError, TypeError, ValueError, ArithmeticError):
        return [None] * len(values)
    return [estimate if math.isfinite(estimate) else None for estimate in estimates]


def assert_gradient(submission: Any, expression: Expression, mode: str = "reverse") -> None:
    """Check the derivative of one expression, computed by the submission's own engine.

    Parameters
    ----------
    submission : Submission
    expression : Expression
    mode : str
        ``"reverse"``: ``backward()`` and ``grad``. ``"forward"``: ``forward_grads``.

    Raises
    ------
    CheckFailure
        Of kind ``value`` if the value is wrong, ``gradient`` if only the derivative is.
    """
    truth = reference(expression)
    inputs = [[name, value] for name, value in expression.inputs.items()]
    output = expression.steps[-1].name
    run = probes.reverse if mode == "reverse" else probes.forward
    value, gradient = submission.run(run, expression.code(), inputs, output)
    _compare_value(expression, truth, value)
    rows = []
    wrong = []
    for name in expression.inputs:
        if name not in expression.used and gradient[name] is None:
            continue  # forward mode need not know of inputs that were never used
        what = f"The derivative of {expression} with respect to {name}, at {expression.at()},"
        if gradient[name] is None:
            raise CheckFailure(
                f"For {expression} at {expression.at()}, `forward_grads` has no entry for the "
                f"input {name}, though the result was computed from it.",
                "gradient",
                _case("forward_grads", str(expression), *_inputs(expression)),
            )
        yours = as_number(gradient[name], what)
        rows.append(_row(f"d/d{name}", yours, truth.gradient[name]))
        if not close(yours, truth.gradient[name], truth.scale[name]):
            wrong.append((name, yours))
    if wrong:
        _fail_gradient(submission, expression, truth, mode, rows, wrong)


def _compare_value(expression: Expression, truth: Reference, value: Any) -> None:
    output = expression.steps[-1].name
    yours = as_number(value, f"The value of {expression} at {expression.at()}")
    if not close(yours, truth.values[output], truth.size):
        raise CheckFailure(
            f"The value of {expression} is wrong, before any derivative: at {expression.at()} it "
            f"is {number(yours)}; expected is {number(truth.values[output])}.",
            "value",
            _case("value", str(expression), *_inputs(expression))
            | {"rows": [_row("value", yours, truth.values[output])]},
        )


def _fail_gradient(
    submission: Any,
    expression: Expression,
    truth: Reference,
    mode: str,
    rows: list[dict[str, Any]],
    wrong: list[tuple[str, float]],
) -> NoReturn:
    names = list(expression.inputs)

    def own(values: list[float]) -> float:
        inputs = [[name, value] for name, value in zip(names, values, strict=True)]
        output = expression.steps[-1].name
        return float(submission.run(probes.value, expression.code(), inputs, output))

    found = dict(zip(names, _differences(own, list(expression.inputs.values())), strict=True))
    for row in rows:
        row["finite_difference"] = found[row["name"].removeprefix("d/d")]
    name, yours = wrong[0]
    call = "`backward()`" if mode == "reverse" else "`forward_grads`"
    raise CheckFailure(
        f"{call} gives a wrong derivative for {expression} at {expression.at()}: with respect to "
        f"{name} it is {number(yours)}; expected is {number(truth.gradient[name])}."
        + (
            f" Nudging {name} in your own program gives {number(found[name])} (finite difference)."
            if found[name] is not None
            else ""
        ),
        "gradient",
        _case("gradient", str(expression), *_inputs(expression)) | {"rows": rows},
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
    submission : Submission
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
    partials = list(PARTIALS[operation](*values)) if declared is None else list(declared)
    gave = submission.run(
        probes.step, f"_{operation}", list(numbers), incoming, list(before), declared
    )
    what = f"_{operation}({', '.join(names)})" if declared is None else "an operation"
    local = "" if declared is None else f", whose local derivatives are {partials}"
    variables = list(dict.fromkeys(name for name in names if name in letters))
    rows = []
    for variable in variables:
        places = [i for i, name in enumerate(names) if name == variable]
        start = before[places[-1]]
        expected = start + incoming * sum(partials[i] for i in places)
        size = abs(start) + abs(incoming) * sum(abs(partials[i]) for i in places)
        yours = as_number(gave[places[0]], f"After the step, {variable}.grad")
        rows.append(_row(f"{variable}.grad", yours, expected))
        if not close(yours, expected, size):
            at = ", ".join(f"{names[i]} = {number(values[i])}" for i in places[:1])
            raise CheckFailure(
                f"`backward_pass` of {what}{local}, at {at}, with gradient {number(incoming)}: "
                f"{variable}.grad was {number(start)} before and should be {number(expected)} "
                f"after; it is {number(yours)}.",
                "gradient",
                _case(f"{variable}.grad after one step", what, variables, values[: len(variables)])
                | {"rows": rows},
            )


def assert_same(
    yours: Any, expected: float, message: str, kind: str = "claim", scale: float = 0.0
) -> None:
    """Check one number against the expected one.

    Parameters
    ----------
    yours : object
        What came back.
    expected : float
    message : str
        What it is, as the subject of a sentence: ``"After the step, a.grad"``.
    kind : str
        Kind of failure, see `autograder.errors.CheckFailure`.
    scale : float
        Size of the terms it was added up from.
    """
    value = as_number(yours, message)
    if not close(value, expected, scale):
        raise CheckFailure(
            f"{message} should be {number(expected)}; it is {number(value)}.",
            kind,
            {"asked": message, "rows": [_row(message, value, expected)]},
        )


def assert_array(yours: Any, expected: np.ndarray, what: str, kind: str = "gradient") -> None:
    """Check an array: that it is one, its shape, that it holds numbers, and then the numbers.

    Parameters
    ----------
    yours : object
        What came back.
    expected : ndarray
    what : str
        What it is, as the subject of a sentence.
    kind : str
        Kind of failure if only the numbers are wrong.
    """
    if not isinstance(yours, (np.ndarray, np.floating)):
        fail_type(yours, what, "a NumPy array")
    yours = np.asarray(yours)
    if yours.shape != expected.shape:
        raise CheckFailure(
            f"{what} should have the shape {expected.shape}; it has {yours.shape}.", "shape"
        )
    if yours.dtype.kind not in "fiu":
        fail_type(yours, f"The dtype of {what[0].lower() + what[1:]}", "a number type")
    size = float(np.max(np.abs(expected), initial=0.0))
    for index in np.ndindex(expected.shape):
        mine, right = float(yours[index]), float(expected[index])
        if not close(mine, right, size):
            place = f"[{', '.join(map(str, index))}]" if index else ""
            raise CheckFailure(
                f"{what}{place} should be {number(right)}; it is {number(mine)}.",
                kind,
                {"asked": what, "rows": [_row(f"element {place}", mine, right)]},
            )


def _inputs(expression: Expression) -> tuple[list[str], list[float]]:
    return list(expression.inputs), list(expression.inputs.values())


def _case(
    asked: str, program: str, labels: Sequence[str], values: Sequence[float]
) -> dict[str, Any]:
    return {"asked": asked, "program": program, "at": dict(zip(labels, values, strict=True))}


def _row(
    name: str, yours: float, expected: float, difference: float | None = None
) -> dict[str, Any]:
    return {
        "name": name,
        "yours": _plain(yours),
        "expected": _plain(expected),
        "finite_difference": _plain(difference),
    }


def _plain(value: float | None) -> float | str | None:
    """Keep NaN and infinity readable where only JSON's numbers can go."""
    return value if value is None or math.isfinite(value) else str(value)
