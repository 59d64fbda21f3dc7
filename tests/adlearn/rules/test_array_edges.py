"""What the rules for NumPy's functions do at kinks and edges, and how they meet other libraries."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import adlearn as ad
import adlearn.numpy as anp
from adlearn import AutogradValue, grad, hessian, jvp, linear, relu, tensor
from adlearn.errors import MissingRule
from adlearn.rules import numpy_rules  # noqa: F401  the whole table
from adlearn.tensors.node import Tensor


def test_det_at_a_singular_matrix_refuses_a_third_derivative():
    with pytest.raises(MissingRule, match="no third one"):
        grad(lambda x: np.sum(hessian(np.linalg.det)(x)))(np.zeros((3, 3)))


def test_the_initial_value_of_an_extremum_keeps_its_derivative():
    x, nothing = np.arange(3.0), np.zeros((0, 2))
    assert grad(lambda i: np.max(tensor(x), initial=i))(5.0) == 1.0
    assert grad(lambda i: np.max(tensor(x), initial=i))(2.0) == 0.5
    assert grad(lambda i: np.sum(np.max(tensor(nothing), axis=0, initial=i)))(5.0) == 2.0
    # Masked elements have no share, also where the initial value equals what is left.
    only_first = np.array([True, False, False])
    assert grad(lambda i: np.max(tensor(x), initial=i, where=only_first))(1.0) == 1.0
    assert np.max(tensor(-x), initial=-5.0, where=~only_first).numpy() == -1.0
    assert np.min(tensor(x), initial=5.0, where=~only_first).numpy() == 1.0
    assert grad(lambda i: anp.max(x, initial=i))(5.0) == 1.0
    for function in (np.max, np.sum):
        with pytest.raises(ValueError) as caught:
            function(x, initial=tensor(5.0))
        assert "adlearn.numpy" in str(caught.value.__cause__)


def test_a_quantile_moves_with_q_from_one_element_to_the_next():
    x = np.array([1.0, 2.0, 4.0])
    slopes = [grad(lambda q: np.quantile(x, q))(q) for q in (0.0, 0.25, 0.5, 0.75, 1.0)]
    np.testing.assert_allclose(slopes, [2.0, 2.0, 4.0, 4.0, 4.0])  # to the right, where it kinks
    assert grad(lambda q: np.quantile([3.0], q))(0.5) == 0.0
    with pytest.raises(MissingRule, match="Leave that out"):
        grad(lambda q: np.nanquantile([1.0, np.nan], q))(0.5)
    with pytest.raises(MissingRule, match="weights"):
        np.quantile(tensor(x), 0.5, weights=np.ones(3), method="inverted_cdf")
    with pytest.raises(ValueError, match="range"):
        grad(lambda q: np.quantile(x, q))(1.5)


def test_a_reduction_of_a_ufunc_has_its_axis():
    x = np.arange(1.0, 7.0).reshape(2, 3)
    for reduce in (np.add.reduce, np.multiply.reduce, np.maximum.reduce, np.add.accumulate):
        np.testing.assert_array_equal(reduce(tensor(x)).numpy(), reduce(x))
        np.testing.assert_array_equal(reduce(tensor(x), axis=1).numpy(), reduce(x, axis=1))
    outer = np.multiply.outer(tensor(x), np.ones(2))
    np.testing.assert_array_equal(outer.numpy(), np.multiply.outer(x, np.ones(2)))


def test_relu_is_flat_at_zero():
    x = np.array([-1.0, 0.0, 2.0])
    np.testing.assert_array_equal(relu(tensor(x)).numpy(), [0.0, 0.0, 2.0])
    np.testing.assert_array_equal(grad(lambda x: np.sum(relu(x)))(x), [0.0, 0.0, 1.0])
    np.testing.assert_array_equal(jvp(relu, (x,), (np.ones(3),))[1], [0.0, 0.0, 1.0])
    assert grad(grad(lambda x: relu(x) ** 2))(3.0) == 2.0
    assert relu(np.ones(2, np.float32)).dtype == np.float32 and relu(-3.0) == 0.0
    node = AutogradValue(0.0)
    relu(node).backward()
    assert node.grad == 0.0


def test_arrays_of_other_libraries_do_their_own_operations():
    xarray = pytest.importorskip("xarray", reason="xarray is not installed")
    x = tensor([1.0, 2.0, 3.0])
    labelled = xarray.DataArray(np.array([10.0, 20.0, 30.0]), dims="time")
    for combine in (lambda a, b: a * b, lambda a, b: b - a, np.add, lambda a, b: np.add(b, a)):
        x.grad = None
        found = combine(labelled, x)
        assert type(found) is xarray.DataArray and found.dims == ("time",)
        # What is inside is still a tensor, so the derivative goes on.
        np.sum(found.data).backward()
        assert x.grad.shape == (3,) and abs(x.grad).min() >= 1.0


def test_evenly_spaced_numbers_end_at_the_end():
    for start, stop in ((1e10, 0.1), (-0.3, 0.7)):
        assert np.linspace(tensor(start), stop, 7).numpy()[-1] == stop


@pytest.mark.filterwarnings("ignore:in the future insert will treat boolean:FutureWarning")
def test_a_mask_says_where_to_insert_what_it_says_to_numpy():
    mask = np.array([True, False, True])
    x, y = np.arange(6.0).reshape(2, 3), np.ones(1)
    found = np.insert(tensor(x), mask, y, 1)
    np.testing.assert_array_equal(found.numpy(), np.insert(x, mask, y, 1))


@pytest.mark.parametrize("order", [1, 2])
def test_a_derivative_by_an_argument_without_a_rule_is_refused_by_name(order):
    def scaled_(x, k):
        return x * k

    scaled = linear(scaled_, lambda g, x, k: g * k)
    f = lambda k: np.sum(scaled(np.ones(2), k))  # noqa: E731
    for _ in range(order):
        f = grad(f)
    with pytest.raises(MissingRule, match="scaled_ cannot be differentiated by its argument num"):
        f(1.0)


def test_clip_shares_as_maximum_and_minimum_do_and_between_equal_bounds_does_not_move():
    def composed(x, low, high):
        return np.minimum(np.maximum(x, low), high)

    for point in itertools.product((1.0, 2.0, 3.0, np.nan), repeat=3):
        found = grad(np.clip, (0, 1, 2))(*point)
        same = grad(composed, (0, 1, 2))(*point)
        # Neither bound lets a number move that is equal to both, and the lower one is not seen.
        expected = (0, 0, 1) if len(set(point)) == 1 and point[0] == point[0] else same
        assert found == expected, point
        for place in range(3):
            direction = [float(i == place) for i in range(3)]
            assert jvp(np.clip, point, direction)[1] == expected[place]


def test_taking_a_long_array_apart_costs_little_more_than_its_length():
    x = tensor(np.ones((1000, 2)))
    nodes, seen, sent = [np.hypot.reduce(x)[0]], set(), 0
    while nodes:
        node = nodes.pop()
        if isinstance(node, Tensor) and node._args and id(node) not in seen:
            seen.add(id(node))
            nodes += node._args
            sent += np.size(node._args[0]) * (node._primitive.name == "getitem")
    assert x.size < sent < 50 * x.size


def test_clip_refuses_what_it_does_not_honour():
    x = tensor([1.0, 2.0])
    for keyword in ({"where": [True, False]}, {"dtype": np.float32}):
        with pytest.raises(MissingRule, match=r"np\.where\(mask, np\.clip"):
            np.clip(x, 1.5, None, **keyword)
    with pytest.raises(ValueError, match="but not of both"):
        np.clip(x, 1.5, None, max=3.0)


PRODUCTS = {
    "product": np.prod,
    "running product": lambda x: np.cumprod(x)[-1],
    "product of rows": lambda x: np.multiply.reduce(np.stack([x, x[::-1]]), axis=1)[1],
}


@pytest.mark.parametrize("small", [1e-6, 1e-21, 1e-300, 1e-320, 0.0])
@pytest.mark.parametrize("name", PRODUCTS)
def test_derivatives_of_a_product_hold_their_digits_beside_a_small_element(name, small):
    f, x = PRODUCTS[name], np.array([1.220484073423456, small, 1.7674041679948072])
    a, b = x[0], x[2]
    slopes = [small * b, a * b, a * small]
    bends = [[0.0, b, small], [b, 0.0, a], [small, a, 0.0]]
    for one in (ad.jacrev, ad.jacfwd):
        np.testing.assert_allclose(one(f)(x), slopes, rtol=1e-14, atol=1e-15)
        for other in (ad.jacrev, ad.jacfwd):
            np.testing.assert_allclose(other(one(f))(x), bends, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("mode", [ad.jacrev, ad.jacfwd])
def test_a_product_of_zeros_alone_has_the_derivatives_of_a_product(mode):
    np.testing.assert_array_equal(mode(np.prod)(np.zeros(2)), [0.0, 0.0])
    np.testing.assert_array_equal(mode(np.cumprod)(np.zeros(2)), [[1.0, 0.0], [0.0, 0.0]])


def test_a_running_product_has_a_third_derivative_at_a_zero():
    third = ad.jacfwd(ad.jacrev(ad.jacfwd(lambda x: np.cumprod(x)[-1])))(np.array([2.0, 0.0, 3.0]))
    for place in np.ndindex(third.shape):
        assert third[place] == (len(set(place)) == 3)


@pytest.mark.parametrize("mode", [ad.grad, ad.jacfwd])
def test_truth_values_are_numbers_in_powers_and_angles(mode):
    x, yes = np.array([0.0, 2.0]), np.array([True, False])
    np.testing.assert_array_equal(mode(lambda x: np.sum(x**True))(x), [1.0, 1.0])
    np.testing.assert_array_equal(mode(lambda x: np.sum(x**yes))(x), [1.0, 0.0])
    np.testing.assert_array_equal(mode(lambda x: np.sum(np.power(True, x)))(x), [0.0, 0.0])
    np.testing.assert_allclose(mode(lambda x: np.sum(np.arctan2(yes[:1], x)))(x), [-1.0, -0.2])
