"""A traced value meets the arrays of pandas, masked arrays and matrices."""

from __future__ import annotations

import operator

import numpy as np
import pytest

import adlearn as ad
from adlearn import LostDerivative, MissingRule, grad, tensor

X = np.array([0.5, 2.0, 3.0])
MASKED = np.ma.array([1.0, 50.0, 2.0], mask=[False, True, False])


@pytest.mark.parametrize("apply", [operator.mul, operator.sub, operator.truediv, np.multiply])
def test_a_table_takes_part_as_the_array_it_holds(apply):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    series = pandas.Series(X + 1.0, index=[7, 8, 9])
    table = pandas.DataFrame({"a": X, "b": X * X, "c": X - 4.0})
    for held in (series, table):
        plain = held.to_numpy()
        for f in (lambda w, s: np.sum(apply(w, s)), lambda w, s: np.sum(apply(s, w))):
            found = grad(lambda w, f=f, held=held: f(w, held))(X)
            np.testing.assert_array_equal(found, grad(lambda w, f=f, plain=plain: f(w, plain))(X))


def test_products_with_a_table():
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    table = pandas.DataFrame({"a": X, "b": X * X})
    found = grad(lambda w: np.sum(w @ table))(X)
    np.testing.assert_array_equal(found, table.to_numpy().sum(axis=1))
    stacked = grad(lambda w: np.sum(np.stack([table["a"], w]) ** 2))(X)
    np.testing.assert_array_equal(stacked, 2 * X)
    with pytest.raises(LostDerivative, match=r"to_numpy\(\)"):
        grad(lambda w: np.sum(table.T @ w))(X)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.sum(x * MASKED),
        lambda x: np.sum(MASKED - x),
        lambda x: np.sum(np.add(x, MASKED)),
        lambda x: np.dot(x, MASKED),
        lambda x: x @ MASKED,
        lambda x: np.sum(np.stack([x, MASKED])),
        lambda x: np.ma.sum(x),
        lambda x: np.sum(np.where(MASKED > 1.0, x, 0.0)),
    ],
)
def test_a_mask_is_not_forgotten(f):
    for differentiate in (grad(f), lambda x: ad.jvp(f, (x,), (x,)), lambda x: f(tensor(x))):
        with pytest.raises((MissingRule, LostDerivative), match=r"np\.ma\.filled.*where="):
            differentiate(X)


@pytest.mark.parametrize("differentiate", [grad, ad.jacfwd, ad.hessian])
def test_a_masked_array_is_no_point_to_differentiate_at(differentiate):
    with pytest.raises(MissingRule, match="filled"):
        differentiate(lambda x: np.sum(x * x))(MASKED)
    with pytest.raises(MissingRule, match="filled"):
        tensor(MASKED)


def test_a_matrix_is_refused_since_its_product_is_another():
    row = np.array([[1.0, 2.0, 3.0]]).view(np.matrix)
    for f in (lambda x: x * row, lambda x: row * x, lambda x: np.multiply(row, x)):
        with pytest.raises(MissingRule, match=r"np\.asarray\(a\)"):
            f(tensor(X))
