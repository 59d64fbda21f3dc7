"""A traced value inside of what is plain: in lists, in functions that call functions, in functions
that make arrays or write into them. It keeps its derivative, or is refused with a remedy that
works."""

from __future__ import annotations

import numpy as np
import pytest

import adlearn.numpy as anp
from adlearn import derivative, grad, jacobian, tensor
from adlearn.errors import LostDerivative, MissingRule, NotAssignable

Z = np.zeros((2, 2))
MAKING = {
    "array": lambda t: anp.array([[t, 1.0], [2.0, t * t]]),
    "array of two dimensions": lambda t: anp.array(t, ndmin=2),
    "asarray": lambda t: anp.asarray([t, 1.0]),
    "asanyarray": lambda t: anp.asanyarray((t, 1.0)),
    "ascontiguousarray": lambda t: anp.ascontiguousarray([t]),
    "asfortranarray": lambda t: anp.asfortranarray([[t]]),
    "asarray_chkfinite": lambda t: anp.asarray_chkfinite([t]),
    "require": lambda t: anp.require([t, 2.0]),
    "copy": lambda t: anp.copy([t, 2.0]),
    "full": lambda t: anp.full((2, 3), t),
    "full of a row": lambda t: anp.full((2, 2), [t, 1.0]),
    "full_like": lambda t: anp.full_like(Z, t),
    "fromiter": lambda t: anp.fromiter((t * i for i in range(3)), float),
    "arange": lambda t: anp.arange(t, 9.0, t),
    "ndenumerate": lambda t: anp.stack([x for _, x in anp.ndenumerate([[t, 1.0]])]),
    "fill_diagonal": lambda t: anp.fill_diagonal(Z, t, inplace=False),
    "put_along_axis": lambda t: anp.put_along_axis(Z, np.array([[1]]), t, 0, inplace=False),
    "put": lambda t: anp.put(Z, [1], t, inplace=False),
    "place": lambda t: anp.place(Z, Z == 0, [t, t * t], inplace=False),
    "putmask": lambda t: anp.putmask(Z, Z == 0, t, inplace=False),
    "where, for copyto": lambda t: np.where(Z == 0, t, Z),
    "vectorize": lambda t: anp.vectorize(lambda x: x * t)(np.ones(3)),
    "apply_along_axis": lambda t: anp.apply_along_axis(lambda row: row * t, 0, np.ones((2, 2))),
    "apply_over_axes": lambda t: anp.apply_over_axes(lambda x, i: np.sum(x, i) + t, Z, (0, 1)),
    "piecewise": lambda t: anp.piecewise(Z, [Z < 1.0], [lambda x: x + t, lambda x: x]),
}


@pytest.mark.parametrize("name", MAKING)
def test_functions_that_make_arrays_keep_derivatives(name):
    def f(t):
        return MAKING[name](t)

    slope = (f(1.3 + 1e-6) - f(1.3 - 1e-6)) / 2e-6
    np.testing.assert_allclose(derivative(f)(1.3), slope, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(jacobian(f)(1.3), slope, rtol=1e-8, atol=1e-8)
    second = 2.0 * slope**2 + 2.0 * f(1.3) * second_slope(f)
    for inner in (jacobian, derivative):
        for outer in (jacobian, derivative):
            found = outer(inner(lambda t: f(t) ** 2))(1.3)
            np.testing.assert_allclose(found, second, rtol=1e-4, atol=1e-4)


def second_slope(f):
    return (f(1.31) - 2.0 * f(1.3) + f(1.29)) / 1e-4


#: NumPy's own, and the name in the remedy, which is one of the cases above.
REFUSED = {
    "full": lambda t: np.full(3, t),
    "full_like": lambda t: np.full_like(Z, t),
    "fill_diagonal": lambda t: np.fill_diagonal(Z, t),
    "put_along_axis": lambda t: np.put_along_axis(Z, np.array([[1]]), t, 0),
    "put": lambda t: np.put(Z, [1], t),
    "place": lambda t: np.place(Z, Z == 0, t),
    "putmask": lambda t: np.putmask(Z, Z == 0, t),
    "where": lambda t: np.copyto(Z, t),
    "vectorize": lambda t: np.vectorize(lambda x: x * x)(t),
    "asarray": lambda t: np.asarray(t),
    "array": lambda t: np.ascontiguousarray(t),
    "ndenumerate": lambda t: list(np.ndenumerate(t)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_numpy_would_drop_is_refused_by_the_name_that_works(name):
    for differentiate in (grad, derivative):
        with pytest.raises((NotAssignable, LostDerivative)) as caught:
            differentiate(REFUSED[name])(1.3)
        assert name in str(caught.value)
    np.testing.assert_array_equal(Z, 0)


def test_writing_into_a_traced_array_is_refused_and_plain_arrays_are_written():
    for call in (
        lambda x: anp.put(x, [0], 1.0),
        lambda x: np.put(x, [0], 1.0),
        lambda x: np.copyto(x, 1.0),
    ):
        with pytest.raises(NotAssignable):
            call(tensor([1.0, 2.0]))
    plain = np.zeros(2)
    assert anp.put(plain, [1], 3.0) is None
    np.testing.assert_array_equal(plain, [0, 3])


def test_the_last_of_several_values_for_one_place_has_the_derivative():
    written = jacobian(lambda v: anp.put(np.zeros(2), [1, 1], v, inplace=False))(np.ones(2))
    np.testing.assert_array_equal(written, [[0, 0], [0, 1]])


def test_a_first_answer_that_is_a_whole_number_is_refused():
    x = np.array([-1.0, 2.0])
    for function in (
        anp.vectorize(lambda t: t if t > 0 else 0),
        lambda x: np.apply_along_axis(lambda r: r[0] if r[0] > 0 else 0, 1, x[:, None]),
    ):
        with pytest.raises(MissingRule, match="0.0 instead of 0"):
            grad(lambda x, f=function: np.sum(f(x)))(x)
    gate = anp.vectorize(lambda t: t if t > 0 else 0, otypes=[float])
    np.testing.assert_array_equal(grad(lambda x: np.sum(gate(x)))(x), [0, 1])


def test_a_buffer_is_refused():
    with pytest.raises(MissingRule, match="ndenumerate"):
        anp.nditer(tensor([1.0]))
    assert [int(x) for x in anp.nditer(np.arange(2))] == [0, 1]


def test_the_set_functions_take_the_first_of_equal_elements():
    x, y = np.array([3.0, 1.0, 3.0]), np.array([3.0, 2.0])
    shared = jacobian(lambda x: np.intersect1d(x, y))(x)
    np.testing.assert_array_equal(shared, [[1, 0, 0]])
    np.testing.assert_array_equal(jacobian(np.unique_values)(x), [[0, 1, 0], [1, 0, 0]])


def test_what_both_arrays_have_is_given_with_its_places_in_them():
    x, y = np.array([3.0, 1.0, 2.0]), np.array([2.0, 3.0])
    shared, mine, theirs = np.intersect1d(tensor(x), y, return_indices=True)
    np.testing.assert_array_equal(shared.numpy(), [2.0, 3.0])
    np.testing.assert_array_equal((mine, theirs), [[2, 0], [0, 1]])


def test_a_polynomial_of_a_matrix_is_smooth_where_eigenvalues_meet():
    slopes = jacobian(np.poly)(np.eye(2))
    np.testing.assert_allclose(slopes[1], -np.eye(2))
    np.testing.assert_allclose(slopes[2], np.eye(2))


def test_a_path_of_einsum_is_a_fact_and_gives_no_operand_back():
    x = np.ones((2, 2))
    assert np.einsum_path("ij,jk", tensor(x), x) == np.einsum_path("ij,jk", x, x)
    with pytest.raises(MissingRule, match="leave it out"):
        np.einsum_path("ij->", tensor(x), einsum_call=True)


def test_a_fit_that_the_points_do_not_determine_is_refused():
    x = np.array([1.0, 1.0, 2.0, 2.0])
    with pytest.warns(np.exceptions.RankWarning), pytest.raises(MissingRule, match="Lower deg"):
        grad(lambda y: np.polyfit(x, y, 2)[0])(x)
    assert jacobian(lambda y: np.polyfit(x, y, 1))(x).shape == (2, 4)


@pytest.mark.parametrize("order", [1.0, 2.0, np.inf])
def test_the_order_of_a_norm_of_plain_numbers_is_not_taken_for_a_constant(order):
    for by in (grad, derivative):
        with pytest.raises(MissingRule, match=r"\(1 / p\) for a norm"):
            by(lambda p: np.linalg.norm([3.0, 4.0], p))(order)
    with pytest.raises(MissingRule, match="plain"):
        np.linalg.norm([3.0, 4.0], tensor(order))
    assert tensor(order) == order
