"""What a node says of itself, leaves behind, and leaves to others."""

from __future__ import annotations

import gc

import numpy as np
import pytest

import adlearn as ad
from adlearn.tensors import buffer_watch, nan_watch

X = np.array([0.5, 2.0, 3.0])

#: What is done to an array, and what a picture calls it.
OPERATIONS = {
    "multiply": lambda x: x * 2.0,
    "add": lambda x: 2.0 + x,
    "negative": lambda x: -x,
    "sin": np.sin,
    "arctan2": lambda x: np.arctan2(x, 1.0),
    "sum": np.sum,
    "mean": np.mean,
    "prod": np.prod,
    "max": np.max,
    "reshape": lambda x: np.reshape(x, (3, 1)),
    "concatenate": lambda x: np.concatenate([x, x]),
    "stack": lambda x: np.stack([x, x]),
    "einsum": lambda x: np.einsum("i,i", x, x),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_node_names_its_operation_and_a_constant_has_none(name):
    x, constant = ad.tensor(X), ad.tensor(X, requires_grad=False)
    made = OPERATIONS[name](x)
    assert made.op == name and made.requires_grad
    assert len(made.parents) >= 1 and all(parent is x for parent in made.parents)
    still = OPERATIONS[name](constant)
    assert still.op is None and still.parents == () and not still.requires_grad
    np.testing.assert_array_equal(still.numpy(), made.numpy())


def test_what_is_computed_with_is_a_parent_and_what_says_how_is_not():
    x = ad.tensor(X)
    scaled, shaped = (x * 2.0).__graph_reading__(), np.reshape(x, 3).__graph_reading__()
    assert scaled["parents"] == [x, 2.0] and shaped["parents"] == [x]
    np.testing.assert_array_equal(scaled["partials"][0], np.full(3, 2.0))
    assert "partials" not in (x * np.ones((2, 1))).__graph_reading__()


def test_a_leaf_is_the_derivative_of_itself():
    x = ad.tensor(2.0)
    x.backward()
    assert x.grad == 1.0
    x.grad += 1.0  # the array is the caller's own
    y = ad.tensor(3.0)
    y.backward()
    assert y.grad == 1.0


@pytest.mark.parametrize("size", [0, 2, 3])
def test_only_one_number_is_true_or_false(size):
    with pytest.raises(ValueError, match="np.where"):
        bool(ad.tensor(np.ones(size)))
    assert ad.tensor(np.ones((1, 1))) and not ad.tensor(0.0)


class Theirs:
    """An array of another library, which takes part in NumPy's functions."""

    def __array_function__(self, function, types, args, kwargs):
        return f"their {function.__name__}"


def test_what_we_have_no_rule_for_is_left_to_an_array_of_another_library():
    assert np.ravel_multi_index((ad.tensor(X), Theirs()), (4, 4)) == "their ravel_multi_index"
    with pytest.raises(ad.MissingRule, match="ravel_multi_index"):
        np.ravel_multi_index((ad.tensor(X), X), (4, 4))


@pytest.mark.parametrize(
    ("watch", "notes"),
    [(ad.debug_nans, nan_watch.MADE_AT), (ad.debug_buffers, buffer_watch.AS_THEY_WERE)],
)
def test_watching_forgets_nodes_that_are_gone(watch, notes):
    with watch():
        y = np.sin(ad.tensor(X) * np.ones(3))
        assert notes
        del y
    gc.collect()
    assert not notes


@pytest.mark.parametrize("block", [ad.no_grad, ad.debug_buffers])
def test_a_nan_is_an_error_only_to_who_watches_for_it(block):
    with block():
        assert np.isnan(ad.grad(lambda x: np.sqrt(x) ** 2)(0.0))


def watched():
    with ad.debug_nans():
        yield 1
        yield 2


def test_a_switch_of_a_generator_is_on_only_inside_of_it():
    steps = watched()
    assert next(steps) == 1
    with np.errstate(invalid="ignore"):
        assert np.isnan(np.sqrt(ad.tensor(-1.0)).numpy())
    assert next(steps) == 2
    steps.close()


def test_what_was_chosen_of_a_difference_still_has_a_part():
    """Where marks say what has a part in a derivative, parts of opposite signs do not cancel."""
    weights, signs = np.array([2.0, 1.0, 1.0]), np.array([[1.0], [-1.0], [1.0]])
    others = np.array([-5.0, -5.0, 5.0])  # the last one is chosen instead

    def f(u):
        return np.sum(weights * np.maximum(signs @ np.reshape(np.sqrt(u) ** 2, (1,)), others))

    # The value is u + 5: its slope at 0 is 1, and an engine that cannot see that must not say 0.
    assert f(0.25) == 5.25
    assert ad.grad(f)(0.25) == pytest.approx(1.0)
    assert np.isnan(ad.grad(f)(0.0)) and np.isnan(ad.derivative(f)(0.0))
