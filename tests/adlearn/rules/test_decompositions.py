"""Decompositions at the matrices where something about them is not determined, and the triangle
that is not read."""

from __future__ import annotations

import numpy as np
import pytest
from rule_promises import slope

import adlearn as ad
from adlearn import grad, hessian, jvp, vjp
from adlearn.errors import MissingRule
from adlearn.rules import numpy_rules  # noqa: F401  the whole table

L = np.linalg
M = np.array([[1.0, 2.0, 0.5], [2.0, 5.0, 1.0], [0.5, 1.0, 3.0]])
TURNED = L.qr(M)[0]
REPEATED = {
    "unit": np.eye(3),
    "pair": np.diag([1.0, 1.0, 2.0]),
    "turned": TURNED @ np.diag([1.0, 1.0, 2.0]) @ TURNED.T,
    "minus": -np.eye(3),
}
repeated = pytest.mark.parametrize("x", REPEATED.values(), ids=REPEATED)

#: Functions of the values alone that treat equal ones alike.
OF_VALUES = {
    "eigvalsh": lambda a: np.sum(L.eigvalsh(a) ** 2),
    "eigh": lambda a: np.sum(np.exp(L.eigh(a)[0])),
    "eigvals": lambda a: np.real(np.sum(L.eigvals(a) ** 3)),
    "svdvals": lambda a: np.sum(L.svdvals(a) ** 3),
}


def in_both_modes(f, x, v):
    return np.sum(grad(f)(x) * v), jvp(f, (x,), (v,))[1]


@repeated
@pytest.mark.parametrize("f", OF_VALUES.values(), ids=OF_VALUES)
def test_a_function_of_equal_values_has_its_gradient(f, x):
    rng = np.random.default_rng(0)
    v = rng.uniform(-1, 1, (3, 3))
    reverse, forward = in_both_modes(f, x, v)
    assert reverse == pytest.approx(slope(f, [x], [v], 1.0), rel=1e-6)
    assert np.isnan(forward) or forward == pytest.approx(reverse)
    alike = in_both_modes(f, x, x.copy())  # a change that keeps equal values equal
    np.testing.assert_allclose(alike, slope(f, [x], [x], 1.0), rtol=1e-6)
    assert np.isnan(hessian(f)(x)).any()  # and nowhere a plain 0


UNDETERMINED = {
    "one of the values": lambda a: L.eigvalsh(a)[0],
    "the matrix itself": lambda a: (lambda w, v: np.sum((v * w) @ v.T * M))(*L.eigh(a)),
    "vectors": lambda a: np.sum(L.eigh(a)[1] * M),
    "vectors of any matrix": lambda a: np.real(np.sum(L.eig(a)[1] * M)),
    "singular vectors": lambda a: np.sum(L.svd(a)[0] * M),
    "singular vectors together": lambda a: (lambda u, s, v: np.sum((u * s) @ v * M))(*L.svd(a)),
}


@repeated
@pytest.mark.parametrize("f", UNDETERMINED.values(), ids=UNDETERMINED)
def test_what_a_choice_of_vectors_decides_is_nan_in_both_modes(f, x):
    assert np.isnan(grad(f)(x)).all()
    assert np.isnan(jvp(f, (x,), (M,))[1])


def test_vectors_of_other_values_keep_their_derivative():
    x = REPEATED["turned"]
    f = lambda a: np.sum(L.eigh(a)[1][:, 2] ** 2 * M[0])  # noqa: E731
    v = M + np.arange(9.0).reshape(3, 3)
    expected = slope(f, [x], [v], 1.0)
    np.testing.assert_allclose(in_both_modes(f, x, v), [expected, expected], rtol=1e-6)


LOW = {"zero": np.zeros((3, 3)), "one": np.ones((3, 3)), "two": M @ np.diag([1.0, 2.0, 0.0]) @ M.T}
JUMPING = {
    "reconstruction": UNDETERMINED["singular vectors together"],
    "pinv": lambda a: np.sum(L.pinv(a) * M),
    "lstsq": lambda a: np.sum(L.lstsq(a, M)[0]),
    "qr": lambda a: np.sum(L.qr(a)[0] * M) + np.sum(L.qr(a)[1] * M),
    "slogdet": lambda a: L.slogdet(a)[1],
}


@pytest.mark.parametrize("x", LOW.values(), ids=LOW)
def test_a_matrix_of_low_rank_has_the_derivative_nan_where_there_is_none(x):
    for f in JUMPING.values():
        for found in in_both_modes(f, x, np.diag([0.1, 0.2, -0.4])):
            assert np.isnan(found)
    squares = lambda a: np.sum(L.svdvals(a) ** 2)  # noqa: E731
    np.testing.assert_allclose(grad(squares)(x), 2 * x, atol=1e-12)
    by_b = grad(lambda b: np.sum(L.lstsq(x, b)[0]))(M)
    np.testing.assert_allclose(by_b, L.pinv(x).T @ np.ones((3, 3)), atol=1e-12)


def test_a_column_that_has_nothing_to_be_turned_has_no_derivative_of_its_sign():
    for x in (np.eye(3), np.triu(M)):
        assert np.isnan(in_both_modes(JUMPING["qr"], x, M)).all()


def test_a_defective_matrix_has_no_derivative():
    jordan = np.array([[1.0, 1.0], [0.0, 1.0]])
    assert np.isnan(grad(lambda a: np.real(np.sum(L.eigvals(a))))(jordan)).all()


def test_singular_values_that_are_left_out_are_refused_with_a_remedy_that_works():
    a = np.diag([3.0, 2.0, 1e-3])[:, :3] + 0.01 * M
    with pytest.raises(MissingRule, match="leaves out") as caught:
        grad(lambda a: np.sum(L.pinv(a, rcond=1e-1)))(a)
    assert "vh[:k].T @ (u[:, :k] / s[:k]).T" in str(caught.value)

    def remedy(a, k=2):
        u, s, vh = L.svd(a, full_matrices=False)
        return np.sum((vh[:k].T @ (u[:, :k] / s[:k]).T) * M)

    assert remedy(a) == pytest.approx(np.sum(L.pinv(a, rcond=1e-1) * M))
    expected = slope(remedy, [a], [M], 1.0, h=1e-4)
    np.testing.assert_allclose(in_both_modes(remedy, a, M), [expected] * 2, rtol=1e-6)


rng = np.random.default_rng(2)
PLAIN = rng.normal(size=(3, 3))
COMPLEX = PLAIN + 1j * rng.normal(size=(3, 3))
READING = [
    (lambda a, low: tuple(L.eigh(a, "L" if low else "U")), True),
    (lambda a, low: L.eigvalsh(a, "L" if low else "U"), True),
    (lambda a, low: L.cholesky(a + 9 * np.eye(3), upper=not low), True),
    (lambda a, low: L.pinv(a, hermitian=True), False),
    (lambda a, low: tuple(L.svd(a, hermitian=True)), False),
    (lambda a, low: L.svd(a, hermitian=True, compute_uv=False), False),
]


@pytest.mark.parametrize("x", [PLAIN, COMPLEX], ids=["real", "complex"])
@pytest.mark.parametrize(("f", "either"), READING)
def test_the_triangle_that_is_not_read_has_derivative_0(f, either, x):
    for low in (True, False) if either else (True,):
        of_x = lambda a, low=low: f(a, low)  # noqa: E731
        output, pull = vjp(of_x, x)
        leaves = output if isinstance(output, tuple) else (output,)
        u = [rng.normal(size=np.shape(y)) for y in leaves]
        u = [c + 1j * rng.normal(size=c.shape) if y.dtype.kind == "c" else c
             for c, y in zip(u, leaves, strict=True)]  # fmt: skip
        u = tuple(u) if isinstance(output, tuple) else u[0]
        (g,) = pull(u)
        unread = np.triu(g, 1) if low else np.tril(g, -1)
        assert not unread.any() and not np.imag(np.diagonal(g)).any()
        v = rng.normal(size=(3, 3)) + (1j * rng.normal(size=(3, 3)) if x.dtype.kind == "c" else 0)
        expected = slope(of_x, [x], [v], u, h=1e-3)
        assert np.real(np.sum(g * v)) == pytest.approx(expected, rel=1e-6)
        pushed = jvp(of_x, (x,), (v,))[1]
        pairs = zip(u, pushed, strict=True) if isinstance(u, tuple) else [(u, pushed)]
        found = sum(np.real(np.sum(a * b)) for a, b in pairs)
        assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("shape", [(3, 3), (4, 2), (2, 4)])
def test_complex_vectors_have_the_phase_that_lapack_chooses(shape):
    x = rng.normal(size=shape) + 1j * rng.normal(size=shape)
    v = rng.normal(size=shape) + 1j * rng.normal(size=shape)

    def parts(a):
        u, s, vh = L.svd(a, full_matrices=False)
        return np.sum(np.real(u) * np.arange(u.size).reshape(u.shape)) + np.imag(vh[0, -1])

    expected = slope(parts, [x], [v], 1.0, h=1e-3)
    assert np.real(np.sum(grad(parts)(x) * v)) == pytest.approx(expected, rel=1e-6)
    assert jvp(parts, (x,), (v,))[1] == pytest.approx(expected, rel=1e-6)


def test_complex_eigenvectors_have_a_real_largest_component():
    a, b, c, d = np.random.default_rng(1).normal(size=(4, 3, 3))
    x, v = a + 1j * b, c + 1j * d
    weights = np.arange(9.0).reshape(3, 3)
    parts = lambda a: np.sum(np.imag(L.eig(a)[1]) * weights)  # noqa: E731
    expected = slope(parts, [x], [v], 1.0, h=1e-3)
    assert np.real(np.sum(grad(parts)(x) * v)) == pytest.approx(expected, rel=1e-6)
    assert jvp(parts, (x,), (v,))[1] == pytest.approx(expected, rel=1e-6)


def test_eigenvalues_do_not_mind_an_undetermined_phase():
    spin = np.array([[1.0, 0.0], [0.0, -1.0]], complex)
    field = np.array([[0.0, -1j], [1j, 0.0]])
    ground = lambda t: L.eigvalsh(np.cos(t) * spin + np.sin(2 * t) * field)[0]  # noqa: E731
    assert ad.hessian(ground)(0.0) == pytest.approx(-3.0)
    assert ad.jacrev(ad.jacrev(ground))(0.0) == pytest.approx(-3.0)
    assert np.isnan(grad(lambda t: np.imag(L.eigh(spin + t * field)[1][1, 0]))(0.0))


def test_a_norm_by_one_singular_value_does_not_ask_for_the_vectors_of_others():
    x = np.diag([3.0, 1.0, 1.0])  # the smaller ones are equal
    both = ad.jacfwd, ad.jacobian
    ways = [of(by(spectral))(x) for of in both for by in both]
    assert np.isfinite(ways[0]).all()
    for way in ways[1:]:
        np.testing.assert_allclose(way, ways[0], atol=1e-12)


def spectral(x):
    return np.linalg.norm(x, 2)


#: Functions of all values, of slope 0 at some of them, and a matrix for each.
LEVEL = {
    "a singular value of 0": (lambda a: np.sum(L.svdvals(a) ** 2), np.diag([2.0, 0.0])),
    "a rounded one": (lambda a: np.sum(L.svdvals(a) ** 2), np.array([[1.0, 2.0], [2.0, 4.0]])),
    "several": (lambda a: np.sum(L.svdvals(a) ** 2), np.zeros((2, 2))),
    "their product": (lambda a: np.prod(L.svdvals(a)) ** 2, np.diag([2.0, 0.0])),
    "apart": (lambda a: np.sum((L.svdvals(a) - [5.0, 1.0]) ** 2), np.diag([3.0, 1.0])),
    "equal ones": (lambda a: np.sum((L.svdvals(a) - 2.0) ** 2), np.diag([2.0, 2.0])),
    "symmetric": (lambda a: np.sum((L.eigvalsh(a + a.T) - 2.0) ** 2), np.eye(2)),
    "not symmetric": (lambda a: np.sum(np.real((L.eigvals(a) - 2.0) ** 2)), np.eye(2) * 2.0),
}


@pytest.mark.parametrize("name", LEVEL)
def test_a_second_derivative_at_a_level_value_is_right_or_nan(name):
    f, x = LEVEL[name]
    h, steps = 1e-4, np.eye(4).reshape(4, 2, 2) * 1e-4
    second = [
        [(f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)) / (4 * h * h) for b in steps]
        for a in steps
    ]
    for outer in (ad.jacrev, ad.jacfwd):
        found = outer(grad(f))(x).reshape(4, 4)
        np.testing.assert_allclose(found, np.where(np.isnan(found), found, second), atol=1e-4)
        if name == "apart":
            assert np.isfinite(found).all()


def test_values_that_rounding_has_made_differ_are_equal():
    turned = L.qr(np.random.default_rng(0).normal(size=(20, 20)))[0]
    x = turned @ np.diag([1.0] * 10 + [2.0] * 10) @ turned.T
    slopes = ad.jacrev(L.eigvalsh)((x + x.T) / 2)
    assert np.isnan(slopes).any(axis=(1, 2)).all()


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12])
def test_an_undetermined_phase_has_no_derivative_however_little_it_matters(size):
    x = np.diag([1.0, 2.0]).astype(complex)
    assert np.isnan(grad(lambda a: size * np.imag(L.svd(a)[0][1, 0]))(x)).any()


def test_a_small_singular_value_leaves_the_digits_of_the_vectors():
    turn = lambda t: np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]])  # noqa: E731
    x, v = turn(0.4) @ np.diag([1.0, 1e-11]) @ turn(0.9), np.array([[0.3, 0.1], [0.2, -0.7]])
    forward = jvp(lambda a: L.svd(a)[2], (x,), (v,))[1]
    reverse = np.sum(ad.jacrev(lambda a: L.svd(a)[2])(x) * v, axis=(2, 3))
    np.testing.assert_allclose(forward, reverse, rtol=1e-10)
