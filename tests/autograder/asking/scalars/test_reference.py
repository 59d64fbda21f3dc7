"""The oracle: two sources that must agree, and a tolerance that rounding cannot reach."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

import adlearn
from autograder.asking.checks import Check
from autograder.asking.numbers import close
from autograder.asking.scalars.assertions import assert_partials
from autograder.asking.scalars.chain_rule import assert_rule
from autograder.asking.scalars.drawing import expressions
from autograder.asking.scalars.expressions import Expression, expression
from autograder.asking.scalars.reference import (
    _reference,
    array_gradient,
    lied_gradient,
    reference,
)
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check
from autograder.asking.witnesses import subgradient
from autograder.errors import CheckFailure, Inconclusive

few = settings(max_examples=60, deadline=None)


@few
@given(expressions())
def test_reference_gradient_is_what_the_differences_say(case: Expression):
    """For every drawn expression the two sources agree, and the gradient is below its scale."""
    truth = reference(case)
    for name in case.inputs:
        allowed = 1e-4 * max(truth.scale[name], 1e-3)
        assert truth.differences[name] == pytest.approx(truth.gradient[name], abs=allowed)
        assert abs(truth.gradient[name]) <= truth.scale[name] * (1 + 1e-12)
        if name not in case.used:
            assert truth.gradient[name] == 0.0


@few
@given(expressions())
def test_single_precision_values_are_close(case: Expression):
    """Rounding every step to float32 is never called wrong, whatever cancels."""
    found: dict[str, Any] = {}
    inputs = {name: np.float32(value) for name, value in case.inputs.items()}
    functions = {"exp": np.exp, "log": np.log}
    with np.errstate(all="ignore"):
        for name, value in case.evaluate(inputs, functions).items():
            found[name] = np.float32(value)
    output = case.steps[-1].name
    assume(math.isfinite(found[output]))
    truth = reference(case)
    assert close(float(found[output]), truth.values[output], truth.size)


def test_values_that_cancel_have_room_for_rounding():
    """The tolerance of a small difference of large numbers comes from the large numbers."""
    truth = reference(expression("exp(a) * 1.001 - exp(a)", a=3.75))
    assert truth.values["v4"] == pytest.approx(0.0425, rel=1e-2)
    assert truth.size > 80
    assert close(truth.values["v4"] + 2e-6, truth.values["v4"], truth.size)
    assert not close(truth.values["v4"] + 2e-6, truth.values["v4"])
    assert not close(truth.values["v4"] * 1.2, truth.values["v4"], truth.size)


def test_scale_adds_up_over_all_paths():
    """Where contributions cancel, the scale does not: a - a has the derivative 0 of size 2."""
    truth = reference(expression("a - a", a=2.0))
    assert truth.gradient == {"a": 0.0, "v1": 1.0} and truth.scale == {"a": 2.0, "v1": 1.0}
    doubled = reference(expression("c = a + a; d = c * c; d + c", a=1.5))
    assert doubled.gradient["a"] == doubled.scale["a"] == pytest.approx(14.0)
    assert reference(expression("a * 2", a=1.0, b=3.0)).scale["b"] == 0.0


@pytest.fixture
def broken_reference(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The reference engine sends every gradient out one percent too large."""
    right = adlearn.AutogradValue.backward

    def wrong(self: Any, *arguments: Any, **options: Any) -> None:
        right(self, *arguments, **options)
        stack = list(self.parents)
        while stack:
            node = stack.pop()
            if isinstance(node, adlearn.AutogradValue):
                node.grad = 1.01 * node.grad
                stack.extend(node.parents)

    _reference.cache_clear()  # what another test has asked already was right
    monkeypatch.setattr(adlearn.AutogradValue, "backward", wrong)
    yield
    _reference.cache_clear()


@pytest.mark.usefixtures("broken_reference")
def test_a_broken_reference_judges_nobody():
    """If our own engine is wrong, finite differences disagree, and nobody is failed."""
    with pytest.raises(Inconclusive, match=r"a \* b at a = 2, b = 3"):
        reference(expression("a * b", a=2.0, b=3.0))
    with pytest.raises(Inconclusive):
        array_gradient(lambda x: (x * x).sum(), [np.array([[1.0, 2.0]])])


@pytest.mark.usefixtures("broken_reference")
def test_an_inconclusive_check_keeps_its_points():
    """A check that can decide nothing costs nothing, and says why."""
    check = Check(
        "test_x",
        lambda submission: reference(expression("a * b", a=2.0, b=3.0)) and None,
        *("q1", "q1-x", 3.0, False, "x"),
    )
    result = run_check(check, None, seed=0)
    assert (result.verdict, result.points) == ("inconclusive", 3.0)
    assert "No points lost" in result.message


def test_array_gradient_has_the_shapes_of_its_arguments():
    """Each gradient has its array's shape, and the numbers of the formula."""
    rng = np.random.default_rng(0)
    A, x = rng.normal(size=(2, 3)), rng.normal(size=(3, 1))
    value, (of_A, of_x) = array_gradient(lambda A, x: np.sum(np.exp(A @ x)), [A, x])
    weights = np.exp(A @ x)
    assert value == pytest.approx(weights.sum())
    np.testing.assert_allclose(of_A, weights @ x.T, rtol=1e-12)
    np.testing.assert_allclose(of_x, A.T @ weights, rtol=1e-12)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, 1.001])
def test_what_is_not_close(wrong: float):
    """Nothing that is not a number near the expected one passes, whatever the scale."""
    assert not close(wrong, 1.0)
    assert not close(wrong, 1.0, scale=1.0)


class Kinky:
    """A class whose func has kinks, and whose grads says what it is told to at them."""

    def __init__(self, function: Any, slopes: Any) -> None:
        def func(self: Any, *numbers: float) -> float:
            return function(*numbers)

        def grads(self: Any, *numbers: float) -> tuple[float, ...]:
            return slopes(*numbers)

        operation = type("_kinky", (), {"func": func, "grads": grads})
        self.submission = Submission(LocalSession({"_kinky": operation}))


@pytest.mark.parametrize("at_kink", [0.0, 0.25, 0.5, 1.0])
def test_any_subgradient_is_right_at_a_kink(at_kink: float):
    """relu at 0 may have any slope from 0 to 1; nobody's convention is the only one."""
    own = Kinky(lambda a: max(a, 0.0), lambda a: (1.0 if a > 0 else 0.0 if a < 0 else at_kink,))
    numbers = st.sampled_from([-1.5, 0.0, 2.0])
    assert_partials(own.submission, "_kinky", adlearn.relu, a=numbers, examples=5)
    assert_rule(own.submission, "_kinky", adlearn.relu, a=numbers)


@pytest.mark.parametrize(("at_kink", "elsewhere"), [(1.5, 1.0), (-0.5, 1.0), (0.5, 0.5)])
def test_what_is_no_subgradient_is_wrong(at_kink: float, elsewhere: float):
    """A slope outside of both sides', or a subgradient where there is no kink, costs points."""
    own = Kinky(
        lambda a: max(a, 0.0), lambda a: (elsewhere if a > 0 else 0.0 if a < 0 else at_kink,)
    )
    numbers = st.sampled_from([-1.5, 0.0, 2.0])
    with pytest.raises(CheckFailure):
        assert_partials(own.submission, "_kinky", adlearn.relu, a=numbers, examples=5)


@pytest.mark.parametrize("function", [math.exp, math.sin, lambda x: x**3, lambda x: 1e4 * x * x])
@pytest.mark.parametrize("x", [-2.0, 0.0, 0.5])
def test_a_smooth_function_has_no_kink(function: Any, x: float):
    """No leniency where there is one derivative, however strongly the function bends."""
    slope = (function(x + 1e-7) - function(x - 1e-7)) / 2e-7
    assert not subgradient(function, [x], 0, slope)


def test_lies_change_the_gradient_and_nothing_else():
    """Each factor counts once for every operand it belongs to, on every path."""
    case = expression("c = a * b; c + c * a", a=2.0, b=3.0)
    honest, _ = lied_gradient(case, {})
    assert honest == {name: reference(case).gradient[name] for name in case.inputs}
    lied, scale = lied_gradient(case, {"add": (2.0, -1.0), "mul": (1.0, 10.0)})
    # L = c + c a: 2 for c, -a for c, -10 c for a; c = a b: b for a, 10 a for b.
    assert lied == {"a": (2.0 - 2.0) * 3.0 - 60.0, "b": (2.0 - 2.0) * 20.0}
    assert scale == {"a": (2.0 + 2.0) * 3.0 + 60.0, "b": (2.0 + 2.0) * 20.0}
