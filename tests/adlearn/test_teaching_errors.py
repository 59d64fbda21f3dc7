"""What goes wrong in a user's program is said with the line, the cause and the remedy."""

import contextlib
import math
import warnings

import numpy as np
import pytest

import adlearn as ad
from adlearn.derivatives import trace as tracing
from adlearn.tensors.recording import pauses


def watched():
    """Watch, without NumPy's own warnings."""
    stack = contextlib.ExitStack()
    stack.enter_context(ad.debug_nans())
    stack.enter_context(np.errstate(invalid="ignore"))
    return stack


def logarithms(x):
    return np.sum(np.log(x))


def root_of_a_square(x):
    return np.sum(np.sqrt(x**2))


def test_the_first_nan_is_named_with_its_operation_and_line():
    with (
        pytest.raises(ad.NanFound, match=r"log made the first nan: from an argument of -1\.0") as e,
        ad.debug_nans(),
        np.errstate(invalid="ignore"),
    ):
        ad.grad(logarithms)(np.array([1.0, -1.0]))
    assert "return np.sum(np.log(x))" in str(e.value)


def test_a_nan_in_forward_mode_is_named_too():
    with (
        pytest.raises(ad.NanFound, match="log made the first nan"),
        ad.debug_nans(),
        np.errstate(invalid="ignore"),
    ):
        ad.jvp(np.log, (-1.0,), (1.0,))


def test_a_nan_on_the_way_back_is_named_with_the_line_that_made_the_node():
    assert np.isnan(ad.grad(root_of_a_square)(np.array([0.0, 1.0]))[0])
    with (
        pytest.raises(ad.NanFound, match="the derivative of square made the first nan") as e,
        ad.debug_nans(),
    ):
        ad.grad(root_of_a_square)(np.array([0.0, 1.0]))
    assert "np.sqrt(x**2)" in str(e.value)


def test_an_operator_is_watched_as_a_function_is():
    with (
        pytest.raises(ad.NanFound, match="subtract made the first nan: from arguments of inf"),
        ad.debug_nans(),
        np.errstate(invalid="ignore"),
    ):
        ad.grad(lambda x: np.sum(x - x))(np.array([np.inf]))


def test_a_nan_that_was_passed_in_is_nobodys_fault():
    with ad.debug_nans():
        assert np.isnan(ad.grad(lambda x: np.sum(x * x))(np.array([np.nan]))[0])


def test_watching_ends_with_the_block_also_after_an_error():
    with pytest.raises(ad.NanFound), watched():
        ad.grad(logarithms)(np.array([-1.0]))
    assert pauses == [0]
    with np.errstate(invalid="ignore"):
        assert np.isnan(ad.grad(logarithms)(np.array([-1.0])))


PROGRAMS = {
    "math": (lambda x: math.sin(x), 1.0, ad.LostDerivative, r"numpy\.sin\(\)"),
    "float": (lambda x: float(x) * 2.0, 1.0, ad.LostDerivative, r"\.numpy\(\)"),
    "assignment": (lambda x: x.__setitem__(0, 1.0), np.ones(2), ad.NotAssignable, "np.where"),
    "an array": (lambda x: x * x, np.ones(2), ad.NotScalar, "jacobian"),
    "no rule": (lambda x: np.packbits(x)[0], np.ones(2), ad.MissingRule, "defvjp"),
    "objects": (lambda x: x, np.array([None]), ad.NotANumber, r"astype\(float\)"),
    "a bool": (lambda x: x * 2.0 if x > 0 else x, np.ones(2), ValueError, "ambiguous"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_error_names_the_users_line_and_the_remedy(name):
    f, point, kind, remedy = PROGRAMS[name]
    with pytest.raises(kind, match=remedy) as e:
        ad.grad(f)(point)
    if issubclass(kind, ad.AdlearnError):
        assert any(
            note.startswith("Your line: test_teaching_errors.py:") for note in e.value.__notes__
        )


def test_a_cotangent_of_another_shape_is_refused():
    _, pull = ad.vjp(np.sin, np.ones(3))
    with pytest.raises(ad.WrongShape, match=r"shape \(2,\), but the output has shape \(3,\)"):
        pull(np.ones(2))


def test_integer_arrays_are_converted_and_that_is_said_once():
    tracing.told_of_integers.clear()
    with pytest.warns(ad.IntegerInputWarning, match="converted to floats"):
        first = ad.grad(lambda x: np.sum(x * x))(np.array([1, 2]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        second = ad.grad(lambda x: np.sum(x * x))(np.array([1, 2]))
        assert ad.grad(lambda x: x * x)(3) == 6.0
    assert first.tolist() == second.tolist() == [2.0, 4.0]


def test_a_primitive_of_callables_takes_one_line():
    softplus = ad.elementwise(
        lambda x: np.log1p(np.exp(x)), lambda ans, x: 1.0 / (1.0 + np.exp(-x))
    )
    x = np.array([[-1.0, 0.5]])
    slope = 1.0 / (1.0 + np.exp(-x))
    np.testing.assert_allclose(softplus(x), np.log1p(np.exp(x)))
    np.testing.assert_allclose(ad.elementwise_grad(softplus)(x), slope)
    np.testing.assert_allclose(ad.jvp(softplus, (x,), (np.ones_like(x),))[1], slope)
    np.testing.assert_allclose(
        ad.elementwise_grad(ad.elementwise_grad(softplus))(x), slope * (1 - slope)
    )
    node = ad.AutogradValue(0.5)
    softplus(node).backward()
    assert node.grad == pytest.approx(slope[0, 1])


WHOLE = [ad.jacfwd, ad.jacrev, ad.hessian, ad.elementwise_grad]


@pytest.mark.parametrize("derivative", WHOLE, ids=lambda d: d.__name__)
@pytest.mark.parametrize("output", [lambda x: (x, x * x), lambda x: None, lambda x: {"y": x}])
def test_several_outputs_where_one_is_needed_are_refused(derivative, output):
    with pytest.raises(ad.NotANumber, match=r"np\.stack or np\.concatenate"):
        derivative(output)(np.ones(2))


@pytest.mark.parametrize("derivative", [*WHOLE, ad.grad, ad.make_vjp], ids=lambda d: d.__name__)
def test_an_argument_that_was_not_passed_is_named(derivative):
    with pytest.raises(ad.NotANumber, match="needs that argument to be passed by position"):
        derivative(lambda x: x, 1)(np.ones(2))


def test_a_pair_is_asked_for_where_something_else_is_to_come_back():
    with pytest.raises(ad.NotANumber, match=r"needs a pair, \(value, something else\)"):
        ad.grad_and_aux(np.sum)(np.ones(2))


def test_the_names_there_are_stand_in_the_error():
    with pytest.raises(ad.NotANumber, match=r"no argument called 'c'\. It has: a, b\."):
        ad.grad_named(lambda a, b: a * b, "c")
