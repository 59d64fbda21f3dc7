"""SciPy's functions are called in SciPy's ways, and where they give no number there is no slope."""

from __future__ import annotations

import numpy as np
import pytest
import scipy
import scipy.linalg
import scipy.signal
from scipy import special, stats

import adlearn as ad
import adlearn.scipy as asp
from adlearn.checking.differences import numerical_derivative
from adlearn.errors import MissingRule

RNG = np.random.default_rng(5)
MATRIX = RNG.standard_normal((3, 3)) + 4.0 * np.eye(3)
STACK = RNG.standard_normal((2, 3, 3)) + 4.0 * np.eye(3)
SIDE = RNG.standard_normal(3)


def slopes(f, plain, x):
    """Give the slope in one direction in reverse mode, in forward mode, and by differences."""
    v = np.random.default_rng(3).standard_normal(np.shape(x))
    value, pull = ad.vjp(f, x)
    np.testing.assert_allclose(value, plain(x), rtol=1e-12)
    u = np.random.default_rng(4).standard_normal(np.shape(value))
    reverse = np.sum(np.asarray(pull(u)[0]) * v)
    forward = np.sum(u * ad.jvp(f, (x,), (v,))[1])
    return reverse, forward, numerical_derivative(lambda t: np.sum(u * plain(x + t * v)), 0.0)[0]


@pytest.mark.parametrize(
    ("call", "x"),
    [
        *(
            (lambda la, x, kind=kind: la.solve(x, SIDE, assume_a=kind, lower=True), MATRIX)
            for kind in ("gen", "sym", "pos", "diagonal", "lower triangular", "tridiagonal")
        ),
        (lambda la, x: la.solve(x, SIDE, True, transposed=True), MATRIX),
        (lambda la, x: la.inv(x, True, assume_a="sym"), MATRIX),
        (lambda la, x: la.inv(x, assume_a="diagonal"), MATRIX),
        (lambda la, x: la.qr(x[:, :2], mode="r")[0], MATRIX),
        (lambda la, x: la.cho_solve((x, True), SIDE), STACK),
        (lambda la, x: la.lu_solve((x, np.array([[0, 2, 2], [0, 1, 2]])), SIDE), STACK),
        (lambda la, x: la.solve_banded((1, 1), x, SIDE), STACK),
        (lambda la, x: la.solve_toeplitz(x[:, 0], SIDE), STACK),
        (lambda la, x: la.svd(x, compute_uv=False), STACK),
        (lambda la, x: la.qr(x, mode="economic")[1], STACK),
        (lambda la, x: la.polar(x)[0], STACK),
        (lambda la, x: la.toeplitz(x), MATRIX),
        (lambda la, x: la.circulant(x), MATRIX),
        (lambda la, x: la.sqrtm(x * (1.0 + 0.5j)).imag, MATRIX),
        (lambda la, x: la.block_diag(x, x[0]), STACK),
        (lambda la, x: la.solve_sylvester(x, MATRIX, MATRIX), STACK),
    ],
)
def test_options_and_stacks_are_scipys(call, x):
    if np.lib.NumpyVersion(scipy.__version__) < "1.17.0":
        try:
            call(scipy.linalg, x)
        except (TypeError, ValueError) as missing:
            pytest.skip(f"this version of SciPy has not yet: {missing}")
    found = slopes(lambda x: call(asp.linalg, x), lambda x: call(scipy.linalg, x), x)
    np.testing.assert_allclose(found[:2], found[2], rtol=1e-7)


#: Functions of square matrices only, of one or two.
OF_A_MATRIX = {
    "lu_factor": lambda la, x: la.lu_factor(x)[0],
    # What stands in the other triangle is anything, and another thing in every version.
    "cho_factor": lambda la, x: np.tril(la.cho_factor(x @ np.swapaxes(x, -1, -2), True)[0]),
    "polar": lambda la, x: la.polar(x, "left")[1],
    "khatri_rao": lambda la, x: la.khatri_rao(x, MATRIX),
    "khatri_rao of both": lambda la, x: la.khatri_rao(x, x),
    "solve_continuous_lyapunov": lambda la, x: la.solve_continuous_lyapunov(x, MATRIX),
    "solve_continuous_lyapunov by q": lambda la, x: la.solve_continuous_lyapunov(MATRIX, x),
    "solve_discrete_lyapunov": lambda la, x: la.solve_discrete_lyapunov(x, MATRIX),
    "solve_discrete_lyapunov by q": lambda la, x: la.solve_discrete_lyapunov(MATRIX, x),
}


@pytest.mark.parametrize("name", OF_A_MATRIX)
def test_a_stack_of_matrices_is_taken_one_by_one_and_what_is_no_matrix_refused(name):
    f = OF_A_MATRIX[name]
    value, pull = ad.vjp(lambda x: f(asp.linalg, x), STACK)
    np.testing.assert_allclose(value, [f(scipy.linalg, x) for x in STACK], rtol=1e-9)
    v, u = RNG.standard_normal(STACK.shape), RNG.standard_normal(value.shape)
    one_by_one = [
        ad.vjp(lambda x: f(asp.linalg, x), x)[1](w)[0] for x, w in zip(STACK, u, strict=True)
    ]
    np.testing.assert_allclose(pull(u)[0], one_by_one, rtol=1e-9)
    tangent = ad.jvp(lambda x: f(asp.linalg, x), (STACK,), (v,))[1]
    assert np.sum(tangent * u) == pytest.approx(np.sum(pull(u)[0] * v), rel=1e-9)
    slope, _ = numerical_derivative(
        lambda t: np.sum(u * [f(scipy.linalg, x) for x in STACK + t * v]), 0.0
    )
    assert np.sum(tangent * u) == pytest.approx(slope, rel=1e-7)
    if name != "cho_factor":  # the product before it is a number
        with pytest.raises(MissingRule, match=f"{name.split()[0]} has a derivative for matrices"):
            f(asp.linalg, ad.tensor(SIDE))


@pytest.mark.parametrize("f", [asp.linalg.polar])
def test_an_empty_stack_is_refused(f):
    with pytest.raises(MissingRule, match="has no derivative of an empty stack"):
        f(ad.tensor(STACK[:0]))


def test_a_vector_has_no_cholesky_factor():
    with pytest.raises(MissingRule, match="cho_factor has a derivative for matrices"):
        asp.linalg.cho_factor(ad.tensor(SIDE))


@pytest.mark.parametrize(
    ("f", "name"),
    [
        (lambda x: asp.linalg.qr(x, pivoting=True), "pivoting"),
        (lambda x: asp.linalg.eigvals(x, homogeneous_eigvals=True), "homogeneous_eigvals"),
        (lambda x: asp.linalg.eigvalsh(x, subset_by_index=[0, 1]), "subset_by_index"),
    ],
)
def test_an_option_without_a_rule_is_named(f, name):
    with pytest.raises(MissingRule, match=f"Leave {name} out"):
        f(ad.tensor(MATRIX))


def test_one_singular_matrix_of_a_stack_takes_no_derivative_from_the_others():
    stack = np.stack([np.zeros((3, 3)), MATRIX])
    for place in (1, 2):
        f = lambda x, place=place: np.sum(np.sin(asp.linalg.lu(x)[place]), (-2, -1))  # noqa: E731
        pulled = ad.vjp(f, stack)[1](np.ones(2))[0]
        np.testing.assert_allclose(pulled[1], ad.grad(f)(MATRIX))
        pushed = ad.jvp(f, (stack,), (np.stack([MATRIX, MATRIX.T]),))[1]
        np.testing.assert_allclose(pushed[1], ad.jvp(f, (MATRIX,), (MATRIX.T,))[1])
        assert np.isnan(pulled[0]).any() and np.isnan(pushed[0])


def test_a_singular_equation_has_no_derivative():
    a, q = np.diag([1.0, -1.0]), np.ones((2, 2))
    f = lambda q: asp.linalg.solve_sylvester(a, a, q)  # noqa: E731
    assert np.isnan(ad.vjp(f, q)[1](q)[0]).all()
    assert np.isnan(ad.jvp(f, (q,), (q,))[1]).all()


@pytest.mark.parametrize("name", ["kn", "yn", "expn"])
def test_orders_that_scipy_cuts_off_have_the_slope_of_what_is_left(name):
    f = getattr(special, name)
    with np.errstate(all="ignore"), pytest.warns(RuntimeWarning):
        for mode in (ad.grad, ad.derivative):
            assert mode(lambda x: f(1.5, x))(0.8) == mode(lambda x: f(1.0, x))(0.8)


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("name", ["var", "std", "entropy"])
def test_numbers_of_a_distribution_do_not_move_with_it_unless_there_are_none(name):
    ours, theirs = getattr(asp.stats.norm, name), getattr(stats.norm, name)
    for loc, scale, slope in ((np.inf, 2.0, 0.0), (0.3, 2.0, 0.0), (0.3, -2.0, np.nan)):
        for mode in (ad.grad, ad.derivative):
            np.testing.assert_equal(mode(lambda loc, s=scale: ours(loc=loc, scale=s))(loc), slope)
        value = ours(loc=ad.tensor(loc), scale=scale)
        np.testing.assert_equal(value.numpy(), theirs(loc=loc, scale=scale))


@pytest.mark.filterwarnings("ignore:Use of fft")  # SciPy warns of what it spreads
@pytest.mark.parametrize(
    "call",
    [
        lambda s, x: s.convolve(x, x[::-1] * np.array([1.0, 2.0, 3.0])),
        lambda s, x: s.fftconvolve(x, np.array([0.3, 0.2])),
        lambda s, x: s.lfilter([0.4, 0.7], [1.2, 0.3], x),
        lambda s, x: s.hilbert(x),
        lambda s, x: s.correlate(x, np.array([0.3, 0.2])),
        lambda s, x: s.correlate(x, np.array([0.3, 0.2]), method="fft"),
        lambda s, x: s.correlate2d(x[None, :], np.array([[0.3, 0.2], [0.1, 0.7]]), "same"),
    ],
)
def test_next_to_what_is_not_finite_the_value_is_scipys_and_both_modes_agree(call):
    x = np.array([0.3, np.nan, 0.8])
    value, pull = ad.vjp(lambda x: call(asp.signal, x), x)
    expected = call(scipy.signal, x)
    np.testing.assert_allclose(value, expected, rtol=1e-12)
    v, u = np.array([0.4, -0.7, 0.2]), np.ones_like(expected)
    tangent = ad.jvp(lambda x: call(asp.signal, x), (x,), (v,))[1]
    np.testing.assert_allclose(np.sum(u * tangent).real, np.sum(pull(u)[0] * v), rtol=1e-12)


@pytest.mark.parametrize("rows", [lambda c: c, lambda c: (c, c[:2])])
def test_a_fourier_transform_spreads_what_is_not_finite_over_a_toeplitz_product(rows):
    c, x = np.array([2.8, np.inf, 2.6]), np.array([1.4, 0.3, 1.6])
    x = x[:2] if isinstance(rows(c), tuple) else x
    f = lambda c: asp.linalg.matmul_toeplitz(rows(c), x)  # noqa: E731
    value, pull = ad.vjp(f, c)
    np.testing.assert_array_equal(value, scipy.linalg.matmul_toeplitz(rows(c), x))
    assert np.isnan(value).all() and np.isnan(pull(np.ones(3))[0]).any()
    assert np.isnan(ad.jvp(f, (c,), (np.ones(3),))[1]).all()


def test_entropy_of_students_distribution_goes_over_into_that_of_the_normal_one():
    for df in (99.0, 101.0, 1e8):
        found = slopes(asp.stats.t.entropy, stats.t.entropy, df)
        np.testing.assert_allclose(found[0], found[1], rtol=1e-12)
        exact = -1 / df**2 - 0.5 / df**3 + 0.5 / df**4  # of 1 / df + 1 / 4 df**2 - 1 / 6 df**3
        assert ad.grad(asp.stats.t.entropy)(df) == pytest.approx(exact, rel=1e-5)
    assert asp.stats.t.entropy(ad.tensor(np.inf)).numpy() == stats.norm.entropy()


def test_the_remedy_for_eigenvalues_of_two_matrices_works():
    b = np.array([[2.0, 0.5], [0.5, 1.0]])
    with pytest.raises(MissingRule, match="cholesky"):
        ad.grad(lambda a: asp.linalg.eigh(a, b)[0][0])(np.eye(2))

    def eigenvalues(a):
        l = np.linalg.cholesky(b)  # noqa: E741
        return np.linalg.eigvalsh(np.linalg.solve(l, np.linalg.solve(l, a).T))

    a = np.array([[1.0, 0.3], [0.3, 2.0]])
    values, vectors = scipy.linalg.eigh(a, b)
    np.testing.assert_allclose(eigenvalues(a), values)
    found = ad.grad(lambda t: eigenvalues(a + t * np.eye(2))[0])(0.0)
    assert found == pytest.approx(vectors[:, 0] @ vectors[:, 0])


@pytest.mark.parametrize("kind", ["her", "pos", "sym"])
def test_of_a_single_complex_number_scipy_reads_all(kind):
    z, b = np.array([[2.0 + 1j]]), np.array([1.0 + 3j])
    value, _ = ad.vjp(lambda z: asp.linalg.solve(z, b, assume_a=kind), z)
    np.testing.assert_allclose(value, scipy.linalg.solve(z, b, assume_a=kind))


def test_an_option_that_is_off_in_another_way_of_writing_is_off():
    values, _ = ad.vjp(lambda x: asp.linalg.eigvals(x, homogeneous_eigvals=0), MATRIX)
    np.testing.assert_allclose(values, scipy.linalg.eigvals(MATRIX))


def test_a_factor_of_a_stack_comes_alone_where_it_is_asked_for_alone():
    factor, _ = ad.vjp(lambda x: asp.linalg.qr(x, mode="r"), STACK)
    assert isinstance(factor, np.ndarray)
    np.testing.assert_allclose(np.abs(factor[1]), np.abs(scipy.linalg.qr(STACK[1], mode="r")[0]))


def test_no_matrix_has_no_factors_and_a_long_one_none_of_full_size():
    with pytest.raises(MissingRule, match="where there is no matrix"):
        ad.grad(lambda x: np.sum(asp.linalg.lu(x)[1]))(np.zeros((0, 0)))
    with pytest.raises(MissingRule, match="full_matrices=False"):
        ad.grad(lambda x: asp.linalg.svd(x)[0][0, 0])(MATRIX[:2])


def test_a_filter_of_one_coefficient_divides_by_it_whatever_it_is():
    x = np.array([2.0, 1.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        value, _ = ad.vjp(lambda x: asp.signal.lfilter([1.0], [0.0], x), x)
        np.testing.assert_array_equal(value, scipy.signal.lfilter([1.0], [0.0], x))


@pytest.mark.parametrize("shapes", [((0,), (2,)), ((2,), (0,)), ((0, 1), (2, 1))])
def test_a_convolution_with_nothing_is_nothing_where_scipy_takes_it(shapes):
    x, y = map(np.ones, shapes)
    value, pull = ad.vjp(lambda x: asp.signal.fftconvolve(x, y), x)
    np.testing.assert_array_equal(value, scipy.signal.fftconvolve(x, y), strict=True)
    np.testing.assert_array_equal(pull(value)[0], np.zeros(shapes[0]))
