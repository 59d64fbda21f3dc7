"""What a primitive is made from says what it can be differentiated by, the same in both modes."""

from __future__ import annotations

import numpy as np
import pytest

from adlearn import MissingRule, grad, jvp
from adlearn.rules.elementwise import on_arrays
from adlearn.rules.primitive import elementwise
from adlearn.tensors.constructors import bilinear, general, jointly_linear, linear, multilinear
from adlearn.tensors.primitive import is_traced

X, Y = np.array([0.5, 2.0]), np.array([3.0, -1.0])


def scaled(n, x):
    return n * x


#: What has a rule by x alone: the primitive, and where x stands.
BY_X = {
    "linear": (linear(lambda x, n: n * x, lambda g, x, n: g * n, name="scaled"), 0),
    "general": (
        general(
            lambda x, n: n * x,
            [lambda g, ans, x, n: g * n],
            [lambda v, ans, x, n: v * n],
            name="scaled",
        ),
        0,
    ),
    "multilinear": (multilinear(scaled, lambda place, g, n, x: g * n, first=1), 1),
    "jointly_linear": (jointly_linear(scaled, lambda place, g, n, x: g * n), 1),
    "jointly_linear, all at once": (
        jointly_linear(
            scaled,
            lambda place, g, n, x: g * n,
            adjoints=lambda places, g, n, x: [g * n for _ in places],
        ),
        1,
    ),
}


@pytest.mark.parametrize("name", BY_X)
def test_an_argument_without_a_rule_is_refused_in_both_modes(name):
    primitive, place = BY_X[name]

    def at(x, n):
        return primitive(x, n) if place == 0 else primitive(n, x)

    np.testing.assert_array_equal(grad(lambda x: np.sum(at(x, 3.0)))(X), [3.0, 3.0])
    np.testing.assert_array_equal(jvp(lambda x: at(x, 3.0), (X,), (Y,))[1], 3.0 * Y)
    says = f"scaled cannot be differentiated by its argument number {1 - place}"
    if name == "linear" or name == "general":
        says = says.replace("scaled", "<lambda>")
    for by in (lambda n: np.sum(at(X, n)), lambda v: np.sum(at(v * X, v))):
        with pytest.raises(MissingRule, match=says):
            grad(by)(3.0)
        with pytest.raises(MissingRule, match=says):
            jvp(by, (3.0,), (1.0,))


def test_a_linear_function_says_which_of_many_arguments_is_the_matter():
    primitive = linear(lambda x, n, m: n * m * x, lambda g, x, n, m: n * m * g)
    assert grad(lambda x: primitive(x, 2.0, 3.0))(1.0) == 6.0
    for by in (lambda m: primitive(1.0, 2.0, m), lambda m: primitive(m, 2.0, m)):
        with pytest.raises(MissingRule, match="argument number 2"):
            grad(by)(3.0)
        with pytest.raises(MissingRule, match="argument number 2"):
            jvp(by, (3.0,), (1.0,))


def test_a_rule_whose_value_is_a_function_works_on_arrays():
    doubled = on_arrays(elementwise("doubled", lambda x: 2.0 * x, "2.0"))
    np.testing.assert_array_equal(doubled(X), 2.0 * X)
    np.testing.assert_array_equal(grad(lambda x: np.sum(doubled(x) * x))(X), 4.0 * X)


def test_tangents_of_several_arguments_add_up():
    product = bilinear(np.dot, lambda g, x, y: g * y, lambda g, x, y: g * x)
    assert jvp(product, (X, Y), (Y, X)) == (X @ Y, Y @ Y + X @ X)
    halves = general(
        lambda x, y: (x + 2.0 * y, x * y),
        [lambda g, ans, x, y: g[0] + g[1] * y, lambda g, ans, x, y: 2.0 * g[0] + g[1] * x],
        [lambda v, ans, x, y: (v, v * y), lambda v, ans, x, y: (2.0 * v, x * v)],
        outputs=2,
    )
    _, (first, second) = jvp(lambda x, y: halves(x, y), (X, Y), (Y, X))
    np.testing.assert_array_equal(first, Y + 2.0 * X)
    np.testing.assert_array_equal(second, Y * Y + X * X)
    by_x, by_y = grad(lambda x, y: np.sum(np.multiply(*halves(x, y))), (0, 1))(X, Y)
    np.testing.assert_allclose(by_x, 2 * X * Y + 2 * Y**2)
    np.testing.assert_allclose(by_y, X**2 + 4 * X * Y)


def test_lists_and_tuples_are_traced_if_something_in_them_is():
    def f(x):
        assert is_traced(x) and is_traced(1.0, [2.0, (3.0, x)]) and is_traced([], x)
        return x

    assert grad(f)(1.0) == 1.0
    assert not is_traced(1.0, [2.0, (3.0,)], X)
