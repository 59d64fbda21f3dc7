"""Derivatives inside derivatives keep their variables apart, in either mode and to any depth."""

from __future__ import annotations

import itertools
import math
import threading
import warnings

import pytest
from hypothesis import given, settings, strategies as st

import adlearn as ad
from adlearn import (
    AutogradValue,
    ForwardValue,
    IndependentOutputWarning,
    NotANumber,
)
from adlearn.scalars.derivatives import derivative, grad

MODES = {"grad": grad, "derivative": derivative}
PAIRS = list(itertools.product(MODES.values(), repeat=2))


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_perturbations_are_not_confused(outer, inner):
    assert outer(lambda x: x * inner(lambda y: x + y)(1.0))(1.0) == 1.0
    assert outer(lambda x: x * inner(lambda y: x * y)(1.0))(3.0) == 6.0
    assert outer(lambda x: inner(lambda y: x * y * y)(x))(3.0) == 12.0
    assert outer(lambda x: inner(lambda y: (x + 1) * y)(x * x))(3.0) == 1.0


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_closures_over_nodes_made_by_hand(outer, inner):
    w = AutogradValue(2.0)
    result = outer(lambda x: inner(lambda y: w * x * y * y)(x))(3.0)
    assert result == 4 * 2.0 * 3.0
    result.backward()
    assert w.grad == 12.0


@pytest.mark.parametrize("modes", list(itertools.product(MODES.values(), repeat=3)))
def test_third_derivatives_in_any_mixture_of_modes(modes):
    f = lambda x: x**4 * ad.sin(x)  # noqa: E731
    for mode in modes:
        f = mode(f)
    x = 0.7
    s, c = math.sin(x), math.cos(x)
    expected = 24 * x * s + 36 * x**2 * c - 12 * x**3 * s - x**4 * c
    assert f(x) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("mode", MODES.values())
@settings(max_examples=10, deadline=None, derandomize=True)
@given(x=st.floats(-2, 2))
def test_sixth_derivative_of_tanh_is_the_closed_form(mode, x):
    f = ad.tanh
    for _ in range(6):
        f = mode(f)
    t = math.tanh(x)
    expected = 16 * (1 - t * t) * t * (-45 * t**4 + 60 * t**2 - 17)
    assert f(x) == pytest.approx(expected, rel=1e-9, abs=1e-7)


def test_an_inner_gradient_does_not_walk_the_outer_history(monkeypatch):
    """A hundred inner gradients over a value with a long history walk only their own few nodes."""
    from adlearn.scalars import reverse

    walked = []
    walk_list = reverse.order_and_unasked
    monkeypatch.setattr(
        reverse, "order_and_unasked", lambda output: walked.append(walk_list(output)) or walked[-1]
    )

    def f(x):
        for _ in range(1000):
            x = x * 1.0001
        return sum(grad(lambda y: x * y)(1.0) for _ in range(100))

    grad(f)(1.0)
    assert [len(order) for order, _ in walked[:-1]] == [1] * 100


def test_threads_do_not_disturb_each_other():
    results = []

    def work():
        for _ in range(20):
            results.append(grad(lambda x: x * grad(lambda y: x * y * y)(x))(3.0))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [54.0] * 160


def test_an_exception_inside_leaves_nothing_behind():
    def fails(x):
        raise RuntimeError("halfway")

    for mode in MODES.values():
        with pytest.raises(RuntimeError):
            mode(mode(fails))(1.0)
        assert mode(mode(lambda x: x**3))(2.0) == 12.0


def test_a_variable_kept_past_the_end_of_its_call_is_its_value():
    kept = []

    def f(x):
        grad(lambda y: kept.append(y) or y * y)(x)
        return kept[-1] * x

    assert grad(f)(3.0) == 6.0
    with pytest.warns(IndependentOutputWarning):
        assert grad(lambda x: kept[0])(1.0) == 0.0


def test_an_output_in_an_array_of_no_dimensions_is_a_number():
    import numpy as np

    for mode in MODES.values():
        assert mode(lambda x: np.where(True, x * x, 0.0))(3.0) == 6.0


def test_edges_stay_undefined_at_every_order():
    f = ad.sqrt
    for _ in range(3):
        f = grad(f)
        assert not math.isfinite(f(0.0))
    x = AutogradValue(0.0)
    ad.sqrt(x).backward(create_graph=True)
    slope = x.grad
    x.zero_grad()
    slope.backward(create_graph=True)
    assert slope.value == math.inf and math.isnan(x.grad.value)


@pytest.mark.parametrize("mode", MODES.values())
def test_an_output_that_does_not_depend_on_the_input_is_zero_with_a_warning(mode):
    w = AutogradValue(2.0)
    for f in (lambda x: 3.0, lambda x: w * w, lambda x: x.value * 2):
        with pytest.warns(IndependentOutputWarning, match="does not depend on argument 0"):
            assert mode(f)(1.0) == 0.0
    assert w.gradient_if_computed is None  # and w is left alone


@pytest.mark.parametrize("mode", MODES.values())
def test_arguments_and_keywords_are_handed_on(mode):
    def f(x, y, *, scale=1):
        """The doc."""
        return scale * x * y * y

    assert mode(f, 1)(2.0, 3.0, scale=10) == 120.0
    assert mode(f, argnum=-1)(2.0, 3.0) == 12.0
    assert (mode(f).__name__, mode(f).__doc__) == ("f", "The doc.")
    assert mode(lambda x: x)(5) == 1.0 and isinstance(mode(lambda x: 2 * x)(5), float)


@pytest.mark.parametrize("mode", MODES.values())
def test_what_is_not_one_number_is_refused_with_the_remedy(mode):
    import numpy as np

    with pytest.raises(NotANumber, match="wrap_array"):
        mode(lambda x: x)(np.ones(3))
    with pytest.raises(NotANumber, match="returned list.*one number"):
        mode(lambda x: [x, x])(1.0)
    with pytest.raises(NotANumber, match="returned None"):
        mode(lambda x: None)(1.0)
    with pytest.raises(NotANumber, match=r"returned ndarray of shape \(2,\)"):
        mode(lambda x: np.array([x, x]))(1.0)
    with pytest.raises(NotANumber, match="passed by position"):
        mode(lambda x: x)(x=1.0)


def test_create_graph_gives_gradients_that_differentiate():
    x, y = AutogradValue(2.0), AutogradValue(3.0)
    (x**3 * y + ad.exp(x)).backward(create_graph=True)
    first = x.grad
    assert first.value == pytest.approx(36 + math.exp(2))
    x.zero_grad(), y.zero_grad()
    first.backward(create_graph=True)
    second, mixed = x.grad, y.grad
    assert second.value == pytest.approx(36 + math.exp(2))
    assert mixed.value == 12.0
    x.zero_grad(), y.zero_grad()
    second.backward()
    assert x.grad == pytest.approx(18 + math.exp(2))
    assert y.grad == 12.0


def test_create_graph_makes_even_a_constant_gradient_a_node():
    x = AutogradValue(2.0)
    (x + 1).backward(create_graph=True)
    assert isinstance(x.grad, AutogradValue) and x.grad.value == 1.0


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_a_readers_own_operation_nests(outer, inner):
    class _triple(AutogradValue):
        def func(self, a, b, c):
            return a * b * c

        def grads(self, a, b, c):
            return [b * c, a * c, a * b]

    assert outer(inner(lambda x: _triple(x, x, x)))(2.0) == 12.0
    assert outer(lambda x: inner(lambda y: _triple(x, y, 5.0))(x))(2.0) == 5.0


def test_forward_values_of_level_zero_go_through_grad():
    a = ForwardValue(3.0)
    result = grad(lambda x: a * x * x)(2.0)
    assert result.forward_grads == {a: 4.0}


def test_inputs_of_other_number_types():
    import numpy as np

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert grad(lambda x: x * x)(np.float32(1.5)) == 3.0
        assert grad(lambda x: x * x)(np.array(2)) == 4.0
        assert grad(lambda x: x * x)(True) == 2.0
