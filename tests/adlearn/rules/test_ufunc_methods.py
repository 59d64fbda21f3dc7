"""The methods of every ufunc with a rule, with their keywords, against NumPy and differences."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from rule_promises import check_both_modes, keeps_value_shape_and_dtype, quiet, sample

import adlearn.numpy as anp
from adlearn import grad, jacfwd, jacobian, tensor
from adlearn.errors import MissingRule, NotAssignable
from adlearn.rules import numpy_rules  # noqa: F401  the whole table
from adlearn.tensors.dispatch import DISPATCH
from adlearn.tensors.primitive import value_of

UFUNCS = [
    u
    for u in DISPATCH
    if isinstance(u, np.ufunc) and (u.nin, u.nout, u.signature) == (2, 1, None)
    if u is not np.ldexp and getattr(np, u.__name__, None) is u
]
#: Away from kinks and jumps.
POINTS = np.array([[7.3, 2.1, 1.3, 0.9], [5.9, 1.7, 1.2, 0.7]])
HALF = np.array([True, False, True, True])
METHODS = {
    "the first axis": lambda u, x: u.reduce(x),
    "the last axis, kept": lambda u, x: u.reduce(x, axis=-1, keepdims=True),
    "all axes": lambda u, x: u.reduce(x, axis=None),
    "a pair of axes": lambda u, x: u.reduce(x, axis=(1, 0)),
    "no axis": lambda u, x: u.reduce(x, axis=()),
    "an initial value": lambda u, x: u.reduce(x, 1, initial=1.5),
    "no initial value": lambda u, x: u.reduce(x, axis=0, initial=None),
    "some elements": lambda u, x: u.reduce(x, axis=1, initial=2.5, where=HALF),
    "one element": lambda u, x: u.reduce(x[:1]),
    "another type": lambda u, x: u.reduce(x, dtype=np.float64),
    "accumulate": lambda u, x: u.accumulate(x, axis=1),
    "reduceat": lambda u, x: u.reduceat(x, [0, 2, 1, 3], axis=1),
    "outer": lambda u, x: u.outer(x, x[0] + 0.01),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("ufunc", UFUNCS, ids=lambda u: u.__name__)
def test_every_method_has_numpy_s_value_and_its_derivative(ufunc):
    answered = 0
    for name, call in METHODS.items():
        f, domains = functools.partial(call, ufunc), [lambda rng: POINTS]
        points, directions, rng = sample(domains, name)
        try:
            value = f(*points)
        except (TypeError, ValueError):
            continue  # NumPy itself refuses
        answered += 1
        try:
            found = f(tensor(points[0]))
        except MissingRule:
            assert ufunc in (np.power, np.arctan2)  # of which the next test is
            continue
        np.testing.assert_allclose(value_of(found), value, rtol=1e-12)
        if value.dtype.kind == "f":
            function = type("method", (), {"__name__": name})
            keeps_value_shape_and_dtype(function, f, domains)
            quiet(check_both_modes)(f, points, directions, rng)
    assert answered >= 1


def test_a_fold_that_numpy_computes_wrongly_is_refused_with_a_way_that_works():
    x = np.array([[1.2, 1.7], [1.3, 1.9], [1.4, 1.1], [1.6, 1.2]])
    for ufunc in (np.power, np.arctan2):
        element_by_element = functools.partial(functools.reduce, ufunc)
        right = jacobian(element_by_element)(x)
        np.testing.assert_allclose(right, jacfwd(element_by_element)(x))
        try:
            found = jacobian(lambda x, ufunc=ufunc: ufunc.reduce(x.T, axis=1))(x)
        except MissingRule as error:
            assert "functools.reduce" in str(error)
        else:
            np.testing.assert_allclose(found, right)


def test_equal_elements_share_as_they_do_in_the_function():
    x = np.array([2.0, 2.0, 2.0, np.nan])
    shares = [1 / 3, 1 / 3, 1 / 3, 0]
    np.testing.assert_allclose(grad(np.fmax.reduce)(x), shares)
    np.testing.assert_allclose(grad(np.maximum.reduce)(x[:3]), shares[:3])
    assert np.isnan(grad(np.fmin.reduce)(x[3:])).all()


def test_a_ufunc_of_ours_has_the_methods_and_takes_lists():
    assert grad(lambda t: anp.add.reduce([t, t * t]))(3.0) == 7.0
    assert grad(lambda t: anp.maximum.reduce(np.ones(2), initial=t))(3.0) == 1.0
    assert grad(lambda t: np.sum(anp.multiply.outer([t, 1.0], [t, 2.0])))(3.0) == 9.0
    assert grad(lambda t: np.sum(anp.exp([t, 1.0])))(0.0) == 1.0
    assert grad(lambda t: np.sum(anp.maximum([t, 1.0], 0.5)))(3.0) == 1.0
    np.testing.assert_array_equal(anp.add.reduce([1.0, 2.0]), 3.0)
    assert anp.hypot.nin == 2 and anp.maximum.identity is None


def test_at_is_refused_and_the_remedy_works():
    x, v = np.zeros(3), np.array([1.0, 2.0])
    for a, b in ((tensor(x), v), (x, tensor(v))):
        with pytest.raises(NotAssignable, match=r"adlearn\.numpy\.add\.at\(.*inplace=False\)"):
            np.add.at(a, [0, 0], b)
    np.testing.assert_array_equal(x, 0)

    def added(v):
        return anp.add.at(x, [0, 0], v, inplace=False)

    np.testing.assert_array_equal(jacobian(added)(v), [[1, 1], [0, 0], [0, 0]])
    anp.add.at(x, [0, 0], v)
    np.testing.assert_array_equal(x, [3, 0, 0])


def test_there_may_be_no_part_to_reduce():
    assert np.add.reduceat(tensor(POINTS[0]), []).shape == (0,)
