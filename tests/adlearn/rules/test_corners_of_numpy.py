"""Arguments that few programs pass: what is computed is what NumPy computes, and both modes give
its derivative."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import adlearn as ad
import adlearn.numpy as anp
from adlearn.tensors.primitive import value_of

RANDOM = np.random.default_rng(5)
X, Y, M = RANDOM.uniform(0.5, 2.0, 3), RANDOM.uniform(0.5, 2.0, 4), RANDOM.uniform(0.5, 2.0, (2, 3))
SQUARE = np.array([[2.0, 0.3, 0.1], [0.2, 1.5, -0.4], [0.5, 0.1, 1.0]])
EMPTY = np.zeros((0, 3))
KNOTS, CUBE = np.array([0.0, 1.0, 2.0]), RANDOM.uniform(0.5, 2.0, (3, 2, 4))

#: What is done, and at which point.
CALLS = {
    "trapezoid along the last axis of two": (lambda y: np.trapezoid(y, np.array([0.0, 1, 3])), M),
    "trapezoid along the first axis of two": (lambda y: np.trapezoid(y, KNOTS[:2], axis=0), M),
    "slopes at points that are even": (lambda s: np.gradient(Y, s), np.arange(4.0)),
    "slopes at points that are even, by parabolas": (
        lambda s: np.gradient(Y, s, edge_order=2),
        np.arange(4.0),
    ),
    "trapezoid between points in a row": (lambda x: np.trapezoid(M, x), X),
    "edges around equal elements": (lambda x: np.histogram_bin_edges(x * np.ones(3), 4), X[:1]),
    "interpolation beyond the table": (lambda f: np.interp([-1.0, 0.3, 5.0], KNOTS, f), X),
    "convolution with a number": (lambda x: np.convolve(x, x[0]), X),
    "stack in another precision": (lambda x: np.stack([x, x], dtype=np.float32), X),
    "concatenate in another precision": (lambda x: np.concatenate([x, x], dtype=np.float32), X),
    "insert before one place": (lambda x: np.insert(x, 1, x[2]), X),
    "insert before several places": (lambda x: np.insert(x, [0, 2], x[:2]), X),
    "insert along a slice": (lambda x: np.insert(x, slice(0, 2), x[1:]), X),
    "uneven parts": (lambda x: np.concatenate(np.array_split(x, 3)[::-1]), Y),
    "norm of a vector by its order": (lambda x: np.linalg.norm(x, 3), X),
    "norm of a matrix": (np.linalg.norm, M),
    "norm of a matrix along an axis": (lambda x: np.linalg.norm(x, 1, axis=0), M),
    "norm of a matrix by its order": (lambda x: np.linalg.norm(x, 1), M),
    **{f"condition {p}": (lambda x, p=p: np.linalg.cond(x, p), SQUARE) for p in (None, 2, -2, 1)},
    "pseudo-inverse with a cut-off": (lambda x: np.linalg.pinv(x, 1e-8), M),
    "product of four matrices": (lambda x: np.linalg.multi_dot([x, SQUARE, x.T, x]), M),
    "several quantiles": (lambda x: np.quantile(x, [0.2, 0.8]), Y),
    "one quantile in a list": (lambda x: np.quantile(x, [0.2]), Y),
    "a quantile of one element": (lambda q: np.quantile(X[:1], q[0]), np.array([0.3])),
    "quotient of polynomials": (lambda p: np.polydiv(p, X[:2])[0], Y),
    "remainder of polynomials": (lambda p: np.polydiv(Y, p)[1], X[:2]),
    "integral with one constant twice": (lambda k: anp.polyint(X, 2, k), X[:1]),
    "integral with two constants": (lambda k: anp.polyint(X, 2, k), X[:2]),
    "einsum by numbers": (lambda x: np.einsum(x, [0, 1], x, [1, 0]), SQUARE),
    "einsum by numbers, with an answer": (
        lambda x: np.einsum(x, [0, 1], SQUARE, [1, 2], [2, 0]),
        M,
    ),
    "einsum, nothing behind the dots": (lambda x: np.einsum("...i,i->...", x, x), X),
    "einsum, dots on one side": (lambda x: np.einsum("...i,i->...", M, x), X),
    "einsum in a chosen order": (lambda x: np.einsum("ij,jk,k->i", x, SQUARE, X, optimize=True), M),
    "cross product along first axes": (lambda x: np.cross(x, CUBE + 1.0, axisa=0, axisb=0), CUBE),
    "cross product to a first axis": (lambda x: np.cross(x, x[::-1], axisc=0), M),
    "einsum in another precision": (
        lambda x: np.einsum("i,i->i", x, x, dtype=np.float32, casting="same_kind"),
        X,
    ),
    "mean along an axis, twice": (lambda x: np.mean(np.mean(x * x, axis=0) * x[0], axis=0), M),
    "product with a zero": (lambda x: np.prod(x * np.array([1.0, 0.0, 1.0]) + KNOTS, axis=0), X),
    "product along axes, with a zero": (lambda x: np.prod(x * (CUBE > 1), axis=(0, 2)), CUBE),
    "running product with a zero": (lambda x: np.cumprod(x - x[1], axis=0), X),
    "running product along an axis": (lambda x: np.cumprod(x - x[:, :1], axis=1), M),
    "differences of one kind": (lambda x: np.diff(x, prepend=x[0], append=2.0), X),
    "covariance with frequencies": (lambda x: np.cov(x, fweights=[1, 2, 3]), M),
    "covariance with weights": (lambda x: np.cov(x, aweights=X), M),
    "covariance with weights, biased": (lambda x: np.cov(x, aweights=X, ddof=0), M),
    "covariance with both weights": (lambda x: np.cov(x, fweights=[1, 2, 3], aweights=X), M),
    "covariance by weights": (lambda w: np.cov(M, aweights=w), X),
    "covariance of columns": (lambda x: np.cov(x, x**2, rowvar=False), M),
    "covariance with a row": (lambda x: np.cov(M, x), X),
    "correlation of one row": (lambda x: np.corrcoef(x) * x[0], X),
    "union": (lambda x: np.union1d(x, Y), X),
    "zeros left out along one axis": (lambda x: np.trim_zeros(x[0] * (x[0] > 0.1), "f"), M),
    "parts reduced": (lambda x: np.multiply.reduceat(x, [0, 2], dtype=np.float64), X),
    "covariance of columns of one": (lambda x: np.cov(x[:, None], X[:, None], rowvar=False), X),
    "spectrum along the last of three axes": (lambda x: np.abs(np.fft.rfft(x)), CUBE),
    "points between matrices": (
        lambda x: np.linspace(x, M + 1, 4, axis=-1),
        M,
    ),
    "norm of everything": (np.linalg.norm, CUBE),
    "what is no number": (lambda x: np.nan_to_num(x * np.array([np.nan, 1, 1]), nan=x[1]), X),
    "the larger, where one is no number": (lambda x: np.fmax(x, np.array([np.nan, 1, 9])), X),
    "two answers of one call": (lambda x: np.stack(np.modf(x)), X),
    "two answers with a keyword": (lambda x: np.stack(np.divmod(x, 0.7, dtype=float)), X),
    "nuclear norm, singular values equal": (lambda x: np.linalg.norm(x, "nuc"), np.eye(3)),
    "nuclear norms of a stack": (lambda x: np.linalg.matrix_norm(x, ord="nuc"), CUBE),
    "gradient of a norm of third order at a zero": (
        lambda x: ad.grad(lambda y: np.linalg.norm(y, 3))(x),
        np.array([0.0, 1.0, -2.0]),
    ),
    "norm of no order": (lambda x: np.linalg.vector_norm(x, ord=None), X),
    "product of a vector and a number": (lambda x: np.linalg.multi_dot([x, 2.0]), X),
    "equation of one number": (lambda b: np.linalg.tensorsolve([[0.5]], b), M[:1, :1]),
    "spectrum along one axis twice": (lambda x: np.abs(np.fft.rfftn(x, axes=(-1, 0))), X),
    "a long running fold": (lambda x: np.logaddexp.accumulate(np.tile(x, 15)), X),
    "parts of infinite numbers": (lambda x: np.modf(x)[0], np.array([1.25, -2.5])),
    "sum of a number": (lambda x: np.sum(x[0]) * np.mean(x[1]) * np.prod(x[2]), X),
}
if np.lib.NumpyVersion(np.__version__) < "2.5.0":  # which refuses the plane
    CALLS |= {
        "cross product of a plane and space": (lambda x: np.cross(x[:2], X + x), X),
        "cross product of space and a plane": (lambda x: np.cross(X + x, x[:2]), X),
    }


@pytest.mark.filterwarnings("ignore:Arrays of 2-dimensional vectors")
@pytest.mark.parametrize("name", CALLS)
def test_a_corner_is_numpy_s_in_both_modes(name):
    f, x = CALLS[name]
    expected = f(x)
    found = value_of(f(ad.tensor(x)))
    assert np.shape(found) == np.shape(expected)
    assert np.asarray(found).dtype == np.asarray(expected).dtype
    single = np.asarray(expected).dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=1e-6 if single else 1e-12)
    h = 1e-2 if single else 1e-6
    slopes = np.empty((*np.shape(expected), *x.shape))
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = h
        slopes[(..., *place)] = (f(x + step) - f(x - step)) / (2 * h)
    precision = 1e-4 if single else 1e-6
    for jacobian in (ad.jacrev, ad.jacfwd):
        measured = jacobian(f)(x)
        np.testing.assert_allclose(measured, slopes, rtol=precision, atol=precision)


VALUES = {
    "fraction of an infinite number": (np.modf, np.array([np.inf, -1.5])),
    "condition of nothing": (np.linalg.cond, np.zeros((3, 3))),
    "condition of nothing by its order": (lambda x: np.linalg.cond(x, 1), np.zeros((2, 3, 3))),
    "quotient by zero": (lambda v: np.polydiv(v, v), np.array([0.0, 1.0, -1.0])),
    "quotient of no number": (lambda u: np.polydiv(u, 0.5), np.array([1.0, np.nan, 1.0])),
    "quantiles of nothing": (lambda a: np.nanquantile(a, [0.2, 0.8], axis=0), np.zeros((0, 3))),
    **{
        f"norm {order} of an empty matrix": (lambda x, order=order: np.linalg.norm(x, order), EMPTY)
        for order in (1, 2, "nuc", "fro")
        if order != 2 or np.lib.NumpyVersion(np.__version__) >= "2.3.0"  # before, it refused
    },
    "a table with an infinite element": (
        lambda f: np.interp([0.25, 1.0, 1.5, 2.0], KNOTS, f),
        np.array([1.0, np.inf, 2.0]),
    ),
    "a table of infinite elements": (lambda f: np.interp(0.5, KNOTS, f), np.full(3, np.inf)),
    "what both have, and have twice": (lambda x: np.intersect1d(x, x, True), np.ones(3)),
    "a ramp from no number": (lambda x: np.pad(x, 2, "linear_ramp"), np.array([1.0, np.nan])),
    "a function of an empty row": (lambda x: np.apply_along_axis(np.cumsum, 0, x), EMPTY[:, 0]),
    "pseudo-inverse of an empty matrix": (lambda x: np.linalg.pinv(x, hermitian=True), EMPTY),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", VALUES)
def test_a_value_at_an_edge_is_numpy_s_and_no_number_stands_for_its_derivative(name):
    f, x = VALUES[name]
    found, tangent = ad.jvp(f, (x,), (np.ones_like(x),))
    expected, parts = f(x), isinstance(f(x), tuple)
    for answer in (f(ad.tensor(x)), found):
        for a, b in zip(*(y if parts else (y,) for y in (answer, expected)), strict=True):
            np.testing.assert_array_equal(value_of(a), b)
    if "condition" in name:
        pulled = ad.grad(lambda x: np.sum(f(x)))(x)
        assert np.isnan(tangent).all() and np.isnan(pulled).all()


def test_an_array_to_write_into_is_refused_by_a_product_of_matrices():
    with pytest.raises(ad.NotAssignable, match="returned array"):
        ad.grad(lambda x: np.sum(np.linalg.multi_dot([x, SQUARE], out=np.zeros((2, 3)))))(M)


@pytest.mark.skipif(not hasattr(np, "fix"), reason="NumPy has no fix any more")
@pytest.mark.filterwarnings("ignore:numpy.fix is deprecated:DeprecationWarning")
def test_an_array_to_write_into_is_refused_by_a_step():
    with pytest.raises(ad.NotAssignable, match="returned array"):
        np.fix(ad.tensor(M), out=np.zeros(M.shape))


def test_an_array_that_has_the_axes_is_given_back_as_it_is():
    at_least = (np.atleast_1d, np.atleast_2d, np.atleast_3d)
    for function, x in zip(at_least, (Y, M, M[None]), strict=True):
        x = ad.tensor(x)
        assert function(x) is x


@pytest.mark.parametrize("reduce", [np.prod, np.cumprod, np.max, np.std, np.median])
def test_a_row_that_is_left_out_does_not_matter_whatever_is_in_it(reduce):
    x = np.array([[2.0, 3.0, 5.0], [np.inf, np.nan, 0.0]])

    def f(x):
        return np.sum(reduce(x, axis=1)[0])

    with np.errstate(invalid="ignore"):
        found = ad.grad(f)(x)
        _, pushed = ad.jvp(f, (x,), (np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),))
    np.testing.assert_allclose(found[0], ad.grad(lambda row: np.sum(reduce(row)))(x[0]))
    np.testing.assert_array_equal(found[1], 0.0)
    assert pushed == pytest.approx(found[0, 0])


def test_a_larger_one_that_is_no_number_is_the_one_that_was_chosen():
    by_x, by_y = ad.grad(np.maximum, (0, 1))(np.nan, 1.0)
    assert (by_x, by_y) == (1.0, 0.0)


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.2.0", reason="takes no axis before")
def test_zeros_are_left_out_along_the_axes_that_are_named():
    x = np.pad(M, 1)
    kept = np.trim_zeros(x, axis=0)
    assert np.trim_zeros(ad.tensor(x), axis=0).shape == kept.shape == (2, 5)
    np.testing.assert_array_equal(
        ad.grad(lambda x: np.sum(np.trim_zeros(x, axis=0)))(x)[:, 0], [0.0, 1.0, 1.0, 0.0]
    )


@pytest.mark.parametrize("axis", [None, 0, 1])
def test_a_mean_of_halves_of_floats_is_numpy_s(axis):
    halves = (100 * M).astype(np.float16)
    found = np.mean(ad.tensor(halves), axis=axis)
    np.testing.assert_array_equal(found.numpy(), np.mean(halves, axis=axis))
    assert found.dtype == np.float16


@pytest.mark.parametrize("mode", [ad.grad, ad.derivative])
@pytest.mark.parametrize(
    "call", [lambda x, out: anp.sin(x, out), lambda x, out: anp.add(x, x, out)]
)
def test_a_function_of_adlearn_numpy_writes_nowhere(mode, call):
    with pytest.raises(ad.NotAssignable, match="new array"):
        mode(lambda x: call(x, np.zeros(())))(0.5)
    with pytest.raises(ad.NotAssignable, match="new array"):
        call(ad.tensor(X), np.zeros(3))


FORMS = {
    "det": np.linalg.det,
    "slogdet": lambda x: np.linalg.slogdet(x)[1],
    "inv": np.linalg.inv,
    "pinv": np.linalg.pinv,
    "cholesky": lambda x: np.linalg.cholesky(x @ np.swapaxes(x, -1, -2)),
    "qr": lambda x: np.linalg.qr(x)[1],
    "svd": lambda x: np.linalg.svd(x, compute_uv=False),
    "svd vectors": lambda x: np.linalg.svd(x)[0] ** 2,
    "eigh": lambda x: np.linalg.eigh(x)[0],
    "eigh vectors": lambda x: np.linalg.eigh(x)[1] ** 2,
    "eigvalsh": np.linalg.eigvalsh,
    "eig": lambda x: np.real(np.linalg.eig(x)[0] ** 2),
    "solve": lambda x: np.linalg.solve(x, x[..., :1] * 2.0),
    "matrix_power": lambda x: np.linalg.matrix_power(x, 3),
    "trace": lambda x: np.trace(x, axis1=-2, axis2=-1),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_stack_of_stacks_is_differentiated_matrix_by_matrix(name):
    f = FORMS[name]
    stack = SQUARE + RANDOM.uniform(0.0, 0.2, (1, 2, 3, 3))
    weights = np.cos(np.arange(np.size(f(stack)))).reshape(np.shape(f(stack)))
    together = ad.grad(lambda x: np.sum(weights * f(x)))(stack)
    each = [ad.grad(lambda x, i=i: np.sum(weights[0, i] * f(x)))(stack[0, i]) for i in (0, 1)]
    np.testing.assert_allclose(together, [each], rtol=1e-9, atol=1e-9)
    _, pushed = ad.jvp(lambda x: np.sum(weights * f(x)), (stack,), (stack[..., ::-1],))
    assert pushed == pytest.approx(np.sum(together * stack[..., ::-1]), rel=1e-9)


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 3)])
def test_singular_vectors_of_complex_matrices_turn_as_numpy_s(shape):
    parts = np.random.default_rng(7).standard_normal((2, 2, *shape))
    z, dz = parts[0] + 1j * parts[1], parts[1] - 1j * parts[0, ::-1]

    def f(t):
        return np.linalg.svd(z + t * dz, full_matrices=False)

    for place in range(3):
        measured = (f(1e-6)[place] - f(-1e-6)[place]) / 2e-6
        for part in (np.real, np.imag) if place != 1 else (np.real,):
            of_part = lambda t, place=place, part=part: part(f(t)[place])  # noqa: E731
            pushed = ad.jvp(of_part, (0.0,), (1.0,))[1]
            np.testing.assert_allclose(pushed, part(measured), rtol=1e-6, atol=1e-6)
            np.testing.assert_allclose(ad.jacrev(of_part)(0.0), pushed, rtol=1e-9, atol=1e-9)


WITH_OUT = """
    sum prod max min mean std var cumsum cumprod ptp median nansum nanmax nanmean take compress
    clip trace outer concatenate stack dot einsum quantile percentile
"""


@pytest.mark.parametrize(
    ("mode", "name"), list(itertools.product(("grad", "jvp"), WITH_OUT.split()))
)
def test_no_function_forgets_the_derivative_of_what_it_writes_into_an_array(mode, name):
    rest = {"take": ([0],), "compress": ([True],), "clip": (0.0, 1.0), "outer": (X,), "dot": (X,)}
    rest |= {"quantile": (0.5,), "percentile": (50.0,)}

    def f(x):
        first = [x, x] if name in ("concatenate", "stack") else np.reshape(x, (3, 1)) * x
        first = x if name in ("outer", "dot") else first
        before = ("ij->ij",) if name == "einsum" else ()
        out = np.zeros(3)
        getattr(np, name)(*before, first, *rest.get(name, ()), out=out)
        return np.sum(out)

    with pytest.raises((ad.NotAssignable, ad.LostDerivative), match="[Uu]se|instead"):
        ad.grad(f)(X) if mode == "grad" else ad.jvp(f, (X,), (X,))


REFUSED = {
    "an order of norms that there is none of": lambda x: np.linalg.cond(x, 3),
    "another": lambda x: np.linalg.cond(x, -3),
    "an order of norms of matrices that there is none of": lambda x: np.linalg.norm(x, 3),
    "a plane to be cut in depth": lambda x: np.dsplit(x, 3),
    "rows that there are none of": lambda x: np.apply_along_axis(np.sum, 1, x[:0]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_numpy_refuses_is_refused(name):
    with pytest.raises(ValueError) as of_numpy:
        REFUSED[name](SQUARE)
    with pytest.raises(ValueError) as ours:
        REFUSED[name](ad.tensor(SQUARE))
    assert type(ours.value) is type(of_numpy.value)


def test_weights_that_sum_to_zero_and_ends_of_another_kind_are_refused():
    weights = np.array([1.0, -1.0, 0.0])
    for x in (X, ad.tensor(X)):
        with pytest.raises(ZeroDivisionError):
            np.average(x, weights=weights)
        with pytest.raises(TypeError, match="to_end"):
            np.ediff1d(x, to_end=np.array([1.0j]))
        with pytest.raises(TypeError, match="cast"):
            np.einsum("i,i", x, x, dtype=np.float32)
    with pytest.raises(ad.MissingRule, match="row by row"):
        np.polydiv(ad.tensor(M), X)


def test_functions_of_adlearn_numpy_take_plain_arrays_with_every_argument():
    symmetric = SQUARE + SQUARE.T
    for triangle in "LU":
        np.testing.assert_array_equal(
            anp.linalg.eigvalsh(SQUARE, triangle), np.linalg.eigvalsh(SQUARE, triangle)
        )
    np.testing.assert_array_equal(anp.linalg.cond(symmetric, 1), np.linalg.cond(symmetric, 1))


@pytest.mark.parametrize("mode", [ad.grad, ad.derivative])
def test_what_is_clipped_and_no_number_is_no_number_in_the_derivative_either(mode):
    with np.errstate(invalid="ignore"):
        assert np.isnan(mode(lambda x: np.clip(np.sqrt(x), 0.0, 1.0))(-1.0))
        assert np.isnan(mode(lambda x: np.clip(0.5, 0.0, np.sqrt(x)))(-1.0))
    assert mode(lambda x: np.clip(x * np.array([2.0]), 0.0, 1.0)[0])(0.5) == 1.0  # a tie
    assert mode(lambda x: np.clip(0.5, 0.0, x))(np.nan) == 1.0


@pytest.mark.parametrize(
    "call",
    [
        lambda x: np.linalg.norm(x, axis=5),
        lambda x: np.linalg.norm(x, 1, axis=(0, 5)),
        lambda x: np.linalg.vector_norm(x, axis=-3),
        lambda x: np.cross(np.resize(x, 4), np.resize(x, 4)),
        lambda x: np.linalg.cross(x, x),
        lambda x: np.linalg.matrix_power(x, 2.5),
        lambda x: np.linalg.matrix_power(x[:1], 1),
        lambda x: np.tensordot(x, x, ((5,), (0,))),
        lambda x: np.tensordot(x, x, ((0,), (-3,))),
        lambda x: np.clip(x, 0.0),
        lambda x: np.clip(x, 0.0, 1.0, min=0.5),
        lambda x: np.concatenate([x, x], dtype=np.float32, casting="safe"),
        lambda x: np.stack([x, x], dtype=np.float32, casting="no"),
        lambda x: np.hstack([x, x], dtype=np.float32, casting="safe"),
        lambda x: np.vstack([x, x], dtype=np.float32, casting="safe"),
        lambda x: np.full_like(x, x[0, 0], order="Z"),
        lambda x: anp.asarray_chkfinite(x / 0.0),
        lambda x: anp.asarray(x, order="Z"),
        lambda x: anp.array(x, like_this=1),
        lambda x: anp.full(2, x[0, 0], device="none"),
        lambda x: anp.fromiter(iter(x[0]), float, 5),
    ],
)
def test_what_numpy_refuses_has_no_answer(call):
    for x in (np.eye(2), ad.tensor(np.eye(2))):
        with np.errstate(all="ignore"), pytest.raises((ValueError, TypeError, IndexError)):
            call(x)


def test_an_array_has_the_layout_that_was_asked_for():
    x = ad.tensor(M)
    for made in (anp.array(x, order="F"), anp.asarray(x, None, "F"), anp.asfortranarray(x)):
        assert made.flags.fnc
        assert anp.ascontiguousarray(made).flags.c_contiguous
    np.testing.assert_array_equal(
        ad.grad(lambda x: np.sum(Y[:3] * anp.asarray(x, order="F")[1]))(M), [np.zeros(3), Y[:3]]
    )


def test_a_mask_has_a_place_of_its_own():
    x, mask = np.array([2.0, np.nan, 5.0]), np.array([True, True, False])
    for total, slopes in ((np.nansum, [1.0, 0.0, 0.0]), (np.nanprod, [3.0, 0.0, 0.0])):

        def f(x, total=total):
            return total(x, None, None, None, False, 3.0, mask)

        assert f(ad.tensor(x)) == f(x)
        np.testing.assert_array_equal(ad.grad(f)(x), slopes)


@pytest.mark.parametrize("mode", [ad.grad, ad.derivative])
def test_arguments_have_their_names(mode):
    assert mode(lambda x: anp.sinc(x=x))(1.3) == mode(np.sinc)(1.3)
    assert mode(lambda x: x.clip(0.5))(1.3) == mode(lambda x: x.clip(max=2.0))(1.3) == 1.0


@pytest.mark.parametrize("p", [None, 1])
def test_a_singular_matrix_of_a_stack_leaves_the_condition_of_the_others(p):
    regular, singular = SQUARE[:2, :2], np.array([[1.0, 2.0], [2.0, 4.0]])
    alone = ad.grad(lambda x: np.linalg.cond(x, p))(regular)
    stack = np.array([regular, singular])
    both = ad.grad(lambda x: np.linalg.cond(x, p)[0])(stack)
    np.testing.assert_allclose(both[0], alone)


def test_the_condition_of_a_matrix_that_is_not_square_is_the_same_by_its_name():
    slopes = ad.grad(np.linalg.cond)(M)
    np.testing.assert_allclose(ad.grad(lambda x: np.linalg.cond(x, 2))(M), slopes)
    inverse = ad.grad(lambda x: 1.0 / np.linalg.cond(x, -2))(M)
    np.testing.assert_allclose(inverse, slopes)


@pytest.mark.parametrize("mode", [ad.grad, ad.derivative])
def test_beside_an_infinite_element_interpolation_is_infinitely_steep(mode):
    with np.errstate(invalid="ignore"):
        assert mode(lambda x: np.interp(x, [0.0, 1.0], [np.inf, 1.0]))(0.5) == -np.inf


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("dtype", [np.float32, np.complex128])
@pytest.mark.parametrize("spread", [np.var, np.std])
@pytest.mark.parametrize("x", [np.array(1.55), np.array([1.0, 2.0, 4.0])])
@pytest.mark.parametrize("ddof", [0, 1, 2, 3])
def test_a_variance_in_another_precision_is_numpy_s(spread, dtype, x, ddof):
    f = lambda x: spread(x, dtype=dtype, ddof=ddof)  # noqa: E731
    found, expected = f(ad.tensor(x)).numpy(), f(x)
    assert found.dtype == expected.dtype
    for part in (np.real, np.imag):
        np.testing.assert_array_equal(part(found), part(expected))
    slopes = ad.grad(lambda x: np.real(f(x)))(x), ad.jacfwd(lambda x: np.real(f(x)))(x)
    of_x = ad.grad(lambda x: spread(x, ddof=ddof))(x)  # nan where nothing is free
    for slope in slopes:
        np.testing.assert_allclose(slope, of_x, rtol=1e-6)
