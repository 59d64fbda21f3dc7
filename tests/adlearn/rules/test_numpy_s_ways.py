"""What NumPy makes of an odd call: the dtype of what it gives, where it puts elements, what it
accepts."""

from __future__ import annotations

import numpy as np
import pytest

import adlearn.numpy as anp
import adlearn.scipy.special as ours
from adlearn import MissingRule, NotAssignable, grad, jacfwd, jacobian, jvp, tensor

single = np.float32
X = np.array([1.5, 0.5, 2.5], single)
Z = np.array([1.0 + 2.0j, 0.5 - 1.0j])

DTYPES = [
    lambda x: np.choose([0, 1, 0], [x, x * x]),
    lambda x: np.choose([0, 1, 2], [x, x * x, 2]),
    lambda x: np.select([x > 2.0, x < 1.0], [x, x * x], default=1),
    lambda x: np.piecewise(x, [x > 1.0], [np.sin, 0.5]),
    lambda x: np.ediff1d(x, to_begin=1.0, to_end=[2.0, 3.0]),
    lambda x: np.quantile(x, 0.3),
    lambda x: np.quantile(x, [0.3, 0.6]),
    lambda x: np.quantile(x, np.float64(0.3)),
    lambda x: np.quantile(x, [0.3, 0.6], method="lower"),
    lambda x: np.percentile(x, [30, 60]),
    lambda x: np.percentile(x, np.float64(30)),
    lambda x: np.percentile(x, np.array(30)),
    lambda x: np.percentile(x, 30),
    lambda x: np.average(x, weights=[1, 2, 3], returned=True),
    lambda x: np.linspace(x, 2.7, 3),
    lambda x: np.linspace(x[0], x[1], 3, retstep=True),
    lambda x: np.geomspace(x, 2.7, 3),
    lambda x: np.sum(x, initial=np.float64(2.0)),
    lambda x: np.max(x, initial=np.float64(2.0)),
    lambda x: np.var(x, mean=1.0),
    lambda x: np.var(x, dtype=complex),
    lambda x: np.var(x, where=x > 1.0),
    lambda x: np.mean(x, dtype=int) + x,
    lambda x: np.trace(np.outer(x, x), dtype=complex),
    lambda x: np.einsum("i,i", x, x, dtype=complex),
    lambda x: np.nan_to_num(x, nan=2.0),
    lambda x: np.gradient(x, 0.5),
    lambda x: np.insert(x, 1, 2.0),
    lambda x: np.pad(x, 1, constant_values=2.0),
    lambda x: np.diff(x[:0] * np.complex64(1j), 2),  # of no elements, the second of nothing
]


@pytest.mark.filterwarnings("ignore:Casting complex")
@pytest.mark.parametrize("f", DTYPES)
def test_the_dtype_is_numpy_s_in_value_and_tangent(f):
    value, tangent = jvp(f, (X,), (X,))
    for found, slope, expected in zip(*map(tuple_of, (value, tangent, f(X))), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-6)
        assert np.asarray(found).dtype == np.asarray(slope).dtype == np.asarray(expected).dtype
    for found, expected in zip(tuple_of(f(tensor(X))), tuple_of(f(X)), strict=True):
        assert np.asarray(getattr(found, "data", found)).dtype == np.asarray(expected).dtype


def tuple_of(answers):
    return answers if isinstance(answers, tuple) else (answers,)


def since(version):
    """Ask NumPy from a version on: before, it refused the call or meant something else by it."""
    older = np.lib.NumpyVersion(np.__version__) < version
    return pytest.mark.skipif(older, reason=f"NumPy takes it from {version} on")


def before(version):
    """Ask NumPy up to a version, which refuses the call."""
    newer = np.lib.NumpyVersion(np.__version__) >= version
    return pytest.mark.skipif(newer, reason=f"NumPy refuses it from {version} on")


PLACES = [
    lambda x: np.insert(x, [1, 1, 2], [7.0, 8.0, 9.0]),
    pytest.param(lambda x: np.insert(x, np.array([True, False, True]), 7.0), marks=since("2.2.0")),
    lambda x: np.insert(np.stack([x, x]), slice(0, 2), x[:, None][:2], axis=1),
    lambda x: np.insert(x, [], 7.0),
    lambda x: np.delete(np.stack([x, x * x]), [0, -1], axis=1),
    lambda x: np.delete(x, slice(None, None, 2)),
    lambda x: np.resize(x, (2, 4)),
    lambda x: np.pad(np.stack([x, x * x]), ((1, 2), (0, 1)), mode="reflect"),
    lambda x: np.pad(np.stack([x, x * x]), 1, constant_values=((1.0, 2.0), (3.0, 4.0))),
    pytest.param(
        lambda x: np.pad(np.stack([x, x * x]), {0: 1, 1: (0, 2)}, mode="edge"),
        marks=since("2.4.0"),
    ),
    lambda x: np.partition(x, 1)[1],
    pytest.param(lambda x: np.cross(np.stack([x, x]), x[:2]), marks=before("2.5.0")),
    lambda x: np.trapezoid(np.ones(3), x[:, None] * np.ones(3)),
    lambda x: np.trapezoid(np.stack([x, x * x]), x, axis=1),
    lambda x: np.gradient(x, np.array([0.0, 1.0, 3.0]), edge_order=2),
    lambda x: np.unique(np.stack([x, x]), axis=1),
    lambda x: np.reshape(np.ones((3, 3)) * x, -1, order="f"),
    lambda x: np.ravel(np.ones((3, 2)).T * x, order="F"),
    lambda x: np.ravel(x[:, None], order="K"),
]


@pytest.mark.parametrize("f", PLACES)
def test_elements_go_where_numpy_puts_them(f):
    x = X.astype(float)
    np.testing.assert_allclose(jvp(f, (x,), (x,))[0], f(x))
    h = 1e-6
    slopes = np.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(3)], axis=-1)
    np.testing.assert_allclose(jacobian(f)(x), slopes, atol=1e-8)
    np.testing.assert_allclose(jacfwd(f)(x), slopes, atol=1e-8)


@pytest.mark.parametrize("order", ["A", "K", "k"])
def test_an_order_that_memory_decides_is_refused(order):
    reshape = lambda x, order: np.reshape(x, 4, order)  # noqa: E731
    for f in (np.ravel, reshape, lambda x, order: x.flatten(order)):
        for by in (jacobian, jacfwd):
            with pytest.raises(MissingRule, match="order='F'"):
                by(lambda x, f=f: f(x, order=order))(np.ones((2, 2)))


def test_the_numbers_around_a_padding_have_a_derivative():
    f = lambda c: anp.pad(X.astype(float), (1, 2), constant_values=c)  # noqa: E731
    np.testing.assert_array_equal(jacobian(f)(2.0), [1, 0, 0, 0, 1, 1])
    np.testing.assert_array_equal(jacfwd(f)(2.0), [1, 0, 0, 0, 1, 1])


def test_other_numbers_for_nan_and_infinity():
    x = np.array([1.0, np.nan, np.inf, -np.inf])
    f = lambda x, n: anp.nan_to_num(x, nan=n, posinf=2.0 * n, neginf=-n)  # noqa: E731
    np.testing.assert_array_equal(jacobian(f, 1)(x, 5.0), [0.0, 1.0, 2.0, -1.0])
    np.testing.assert_array_equal(jacfwd(f, 0)(x, 5.0), np.diag([1.0, 0.0, 0.0, 0.0]))
    z = np.array([complex(np.nan, 2.0)])  # the other part is a number
    assert jvp(np.nan_to_num, (z,), (1.0 + 1.0j + 0.0 * np.ones(1),))[1] == 1.0j
    with pytest.raises(NotAssignable, match="copy=False"):
        np.nan_to_num(tensor(x), copy=False)


def test_rows_and_columns_of_parts():
    a, m = X.astype(float), np.arange(6.0).reshape(2, 3)
    for f, g in [
        (lambda x: anp.r_[x, 1.0, x[0]], lambda x: np.r_[x, 1.0, x[0]]),
        (lambda x: anp.r_[0:1:3j, x, [2.0]], lambda x: np.r_[0:1:3j, x, [2.0]]),
        (lambda x: anp.r_["-1", m, m * x], lambda x: np.r_["-1", m, m * x]),
        (lambda x: anp.r_["0,2", x, x * x], lambda x: np.r_["0,2", x, x * x]),
        (lambda x: anp.c_[x, x * x, m.T], lambda x: np.c_[x, x * x, m.T]),
    ]:
        value, slopes = jvp(f, (a,), (np.ones(3),))
        np.testing.assert_array_equal(value, g(a))
        np.testing.assert_allclose(slopes, (g(a + 1e-6) - g(a - 1e-6)) / 2e-6, atol=1e-8)
        np.testing.assert_allclose(np.sum(jacobian(f)(a), axis=-1), slopes)


def test_a_weight_of_zero_has_its_derivative_in_logsumexp():
    a, b = np.array([2.0, 0.0, 1.0]), np.array([0.0, 1.0, 2.0])
    f = lambda b: ours.logsumexp(a, b=b)  # noqa: E731
    expected = np.exp(a) / np.sum(b * np.exp(a))
    np.testing.assert_allclose(grad(f)(b), expected)
    np.testing.assert_allclose(jacfwd(f)(b), expected)
    mixed = jacfwd(grad(lambda a: ours.logsumexp(a, b=b)))
    share = b * np.exp(a) / np.sum(b * np.exp(a))
    np.testing.assert_allclose(mixed(a), np.diag(share) - np.outer(share, share), atol=1e-12)
    assert np.isinf(grad(f)(np.zeros(3))).all()


def test_a_real_dtype_for_a_variance_of_complex_numbers_is_refused():
    with pytest.raises(MissingRule, match="leave dtype out"):
        np.var(tensor(Z), dtype=float)
    assert np.var(tensor(Z)).numpy() == np.var(Z)
