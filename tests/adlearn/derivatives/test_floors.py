"""A tensor from outside of a running forward mode stays what it is in operations of the inside."""

from __future__ import annotations

import numpy as np
import pytest

from adlearn import grad, jacfwd, jvp

PRODUCTS = {
    "operator": lambda a, b: a * b,
    "ufunc": np.multiply,
    "ufunc with a keyword": lambda a, b: np.multiply(a, b, dtype=float),
    "einsum": lambda a, b: np.einsum("i,i->i", a, b),
}


@pytest.mark.parametrize("name", PRODUCTS)
def test_the_value_of_an_inner_operation_depends_on_the_outermost_variable(name):
    product, one, y = PRODUCTS[name], np.ones(2), np.array([0.5, 1.5])

    def inner(x, v):
        return grad(lambda y: np.sum(product(x, v * y) ** 2))(y)

    def middle(x):
        return jvp(lambda v: inner(x, v), (one,), (one,))[1]

    # The inner gradient is 2 x x v v y: its slope along v at 1 is 4 x x y, and that of x is 8 x y.
    x = np.array([1.0, 2.0])
    np.testing.assert_allclose(grad(lambda x: np.sum(middle(x)))(x), 8.0 * x * y)
    np.testing.assert_allclose(jacfwd(middle)(x), np.diag(8.0 * x * y))
