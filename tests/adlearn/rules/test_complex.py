"""Complex numbers: every elementwise function in all quadrants and beside its cuts, and one
convention for what a derivative is, in both modes."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import adlearn as ad
from adlearn import grad, jvp, vjp
from adlearn.compat import autograd
from adlearn.rules import numpy_rules  # noqa: F401  the whole table
from adlearn.tensors.dispatch import DISPATCH

QUADRANTS = [0.7 + 0.4j, -0.7 + 0.4j, -0.7 - 0.4j, 0.7 - 0.4j]
QUADRANTS += [2 + 0.5j, -2 + 0.5j, -2 - 0.5j, 2 - 0.5j, 0.3 + 2j, -0.3 + 2j, -0.3 - 2j, 0.3 - 2j]
Z = np.array(QUADRANTS)
#: On the real axis, on either side of the cuts that lie there, and where there is none.
AXIS = np.array([3 + 0j, complex(3, -0.0), -3 + 0j, complex(-3, -0.0), 0.5 + 0j, -0.5 + 0j])


def takes_complex(ufunc):
    try:
        return ufunc(Z).dtype.kind in "fc" and bool(np.any(ufunc(Z) != np.rint(ufunc(Z))))
    except TypeError:
        return False


UFUNCS = [f for f in DISPATCH if isinstance(f, np.ufunc) and f.nin == f.nout == 1]
UFUNCS = sorted({f for f in UFUNCS if takes_complex(f)}, key=lambda f: f.__name__)


def test_the_functions_of_complex_numbers_are_found():
    assert {np.exp, np.sign, np.absolute, np.arccosh, np.log1p, np.square} <= set(UFUNCS)


@pytest.mark.parametrize("f", UFUNCS, ids=lambda f: f.__name__)
def test_a_function_of_complex_numbers_in_every_quadrant_and_direction(f):
    h = 1e-5
    for v in (1.0, 1j):
        along = (f(Z + h * v) - f(Z - h * v)) / (2 * h)
        pushed = jvp(f, (Z,), (np.full(Z.shape, v, complex),))[1]
        np.testing.assert_allclose(pushed, along, rtol=1e-7, atol=1e-8)
        for u in (1.0, 1j):
            g = vjp(f, Z)[1](np.full(Z.shape, u, complex))[0]
            np.testing.assert_allclose(np.real(g * v), np.real(u * along), rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("name", ["sqrt", "log", "arcsin", "arccos", "arccosh", "arctanh"])
def test_on_a_cut_the_derivative_is_that_of_the_side_of_the_value(name):
    f = getattr(np, name)
    side = np.where(np.signbit(AXIS.imag), complex(0, -1e-9), 1e-9j)
    found = jvp(f, (AXIS,), (np.ones(AXIS.shape, complex),))[1]
    beside = jvp(f, (AXIS + side,), (np.ones(AXIS.shape, complex),))[1]
    np.testing.assert_allclose(found, beside, rtol=1e-6, atol=1e-7)


def test_the_larger_of_complex_numbers_jumps_where_the_real_parts_are_equal():
    x, y = np.array([1 + 2j, 1 + 1j]), np.array([1 + 0j, 0.5 + 3j])
    g = grad(lambda x: np.sum(np.real(np.maximum(x, y))))(x)
    assert np.isnan(g[0]) and g[1] == 1
    assert np.isnan(grad(lambda z: np.real(np.sign(z)))(0j))


WAVE = lambda x: np.exp(1j * x) * x  # noqa: E731
X = np.array([0.5, -1.0, 2.0])
SLOPES = np.exp(1j * X) * (1 + 1j * X)


@pytest.mark.parametrize("jacobian", [ad.jacobian, ad.jacrev, ad.jacfwd])
def test_a_jacobian_is_complex_where_the_output_or_the_input_is(jacobian):
    transform = np.fft.fft(np.eye(3)).T
    np.testing.assert_allclose(jacobian(np.fft.fft)(X), transform, atol=1e-12)
    np.testing.assert_allclose(jacobian(WAVE)(X), np.diag(SLOPES), atol=1e-12)
    np.testing.assert_allclose(jacobian(WAVE)(0.5), SLOPES[0])
    squares = jacobian(lambda z: np.abs(z) ** 2)(Z)  # df = Re(slope * dz), as grad has it
    np.testing.assert_allclose(squares, np.diag(2 * np.conj(Z)), atol=1e-12)
    np.testing.assert_allclose(jacobian(lambda z: z**3)(Z), np.diag(3 * Z**2), atol=1e-12)
    for f in (np.conj, lambda z: z * np.abs(z), lambda z: np.real(z) + 0j):
        with pytest.raises(ad.NotANumber, match="its parts"):
            jacobian(f)(Z)


def test_other_derivatives_follow_the_same_convention():
    np.testing.assert_allclose(ad.elementwise_grad(WAVE)(X), SLOPES)
    second = ad.hessian(lambda x: np.sum(np.exp(1j * x)))(X)
    np.testing.assert_allclose(second, np.diag(-np.exp(1j * X)), atol=1e-12)
    assert ad.derivative(WAVE)(0.5) == pytest.approx(SLOPES[0])
    z = 1 + 2j
    for f in (ad.derivative, grad, ad.elementwise_grad):
        assert f(lambda z: np.abs(z) ** 2)(z) == pytest.approx(2 - 4j)
    assert ad.derivative(lambda z: z * z)(z) == ad.holomorphic_grad(lambda z: z * z)(z) == 2 + 4j
    u = np.array([1.0, 0.0, 2.0])
    product = autograd.tensor_jacobian_product(np.fft.fft)(X, u)
    np.testing.assert_allclose(product, u @ np.fft.fft(np.eye(3)).T, atol=1e-12)
    for refused in (ad.derivative, ad.holomorphic_grad, ad.elementwise_grad):
        with pytest.raises(ad.NotANumber, match="complex differentiable"):
            refused(np.conj)(z)
    with pytest.raises(ad.NotANumber, match="only real changes"):
        jvp(np.sin, (1.0,), (1j,))


#: Functions that make real numbers of complex ones by a dtype.
MADE_REAL = {
    "astype": lambda z: z.astype(float),
    "sum": lambda z: np.sum(z, dtype=float),
    "cumprod": lambda z: np.cumprod(z, dtype=float),
    "concatenate": lambda z: np.concatenate([z, z], dtype=float, casting="unsafe"),
    "multiply": lambda z: np.multiply(z, z, dtype=float, casting="unsafe"),
    "einsum": lambda z: np.einsum("i,j", z, z, dtype=float, casting="unsafe"),
    "insert": lambda z: np.insert(np.ones(2), 1, z[0]),
    "linspace": lambda z: np.linspace(z, 2.0 * z, 3, dtype=float),
}


@pytest.mark.parametrize("name", MADE_REAL)
def test_what_a_dtype_made_real_sends_nothing_of_the_imaginary_part_back(name):
    def f(z):
        made = MADE_REAL[name](z)
        return np.sum(np.real(made * 1j + 3.0 * made * np.exp(1j * made)))

    z = np.array([0.5 + 0.25j, -0.75 + 1j])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", np.exceptions.ComplexWarning)
        found, forward = ad.grad(f)(z), ad.jacfwd(f)(z)
        steps = [h * np.eye(2) for h in (1e-6, 1e-6j)]
        along = [[(f(z + d) - f(z - d)) / 2e-6 for d in h] for h in steps]
    np.testing.assert_allclose(found, forward, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose([found.real, -found.imag], along, rtol=1e-7, atol=1e-7)


def test_a_sign_that_is_undefined_stays_by_itself():
    z = np.array([0j, 1 + 1j])
    for jacobian in (ad.jacrev, ad.jacfwd):
        slopes = jacobian(lambda z: np.real(np.sign(z)))(z)
        assert np.isnan(slopes[0, 0]) and slopes[0, 1] == slopes[1, 0] == 0
        assert slopes[1, 1] == pytest.approx(0.125**0.5 * (1 + 1j))


@pytest.mark.parametrize("jacobian", [ad.jacrev, ad.jacfwd])
def test_a_sign_times_its_number_has_no_slope_at_zero_in_either_mode(jacobian):
    slopes = jacobian(lambda z: np.real(np.sign(z) * z))(np.array([0j, 2j]))
    assert np.isnan(slopes[0, 0]) and slopes[0, 1] == slopes[1, 0] == 0
    assert slopes[1, 1] == pytest.approx(1j)
