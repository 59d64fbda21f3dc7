"""Arrays go into nodes and gradients come out in the same shape, whatever the shape."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra import numpy as hnp

import adlearn as ad
from adlearn import AutogradValue, NotANumber, unwrap_gradient, wrap_array


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.sampled_from([np.float64, np.float32, np.int64]),
    hnp.arrays(
        np.int64,
        hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3),
        elements=st.integers(-9, 9),
    ),
)
def test_shape_and_values_survive_the_way_there_and_back(dtype, a):
    a = a.astype(dtype)
    wrapped = wrap_array(a)
    assert wrapped.shape == a.shape and wrapped.dtype == object
    for place in np.ndindex(a.shape):
        assert wrapped[place].value == a[place] and type(wrapped[place]) is AutogradValue
        wrapped[place].grad = 2.0 * a[place]
    gradients = unwrap_gradient(wrapped)
    assert gradients.shape == a.shape and gradients.dtype == float
    np.testing.assert_array_equal(gradients, 2.0 * a)


def test_lists_ints_numbers_and_bare_nodes_are_accepted():
    assert wrap_array([[1, 2], [3, 4]]).shape == (2, 2)
    assert wrap_array(3.0).shape == () and wrap_array([]).shape == (0,)
    x = AutogradValue(2.0)
    (x * x).backward()
    assert unwrap_gradient(x) == 4.0 and unwrap_gradient(x).shape == ()
    assert unwrap_gradient([x, x]).tolist() == [4.0, 4.0]


def test_each_element_is_a_variable_of_its_own():
    a = np.ones((2, 2))
    nodes = wrap_array(a)
    assert len({id(n) for n in nodes.flat}) == 4
    a[0, 0] = 7
    assert nodes[0, 0].value == 1.0


def test_gradients_that_are_nodes_stay_nodes():
    x = wrap_array([1.0, 2.0])
    np.sum(x**3).backward(create_graph=True)
    gradients = unwrap_gradient(x)
    assert gradients.dtype == object and [g.value for g in gradients] == [3.0, 12.0]


def test_errors_name_the_remedy():
    with pytest.raises(NotANumber, match="rows of one length"):
        wrap_array([[1.0], [1.0, 2.0]])
    with pytest.raises(NotANumber, match="astype"):
        wrap_array(["a"])
    with pytest.raises(NotANumber, match="astype"):
        wrap_array([1j])
    with pytest.raises(NotANumber, match=r"index \(1,\).*wrap_array made"):
        unwrap_gradient(np.array([AutogradValue(1.0), 2.0]))


def test_functions_work_on_arrays_of_numbers_and_of_nodes():
    numbers = np.array([0.25, 0.5])
    np.testing.assert_array_equal(ad.asin(numbers), np.arcsin(numbers))
    np.testing.assert_allclose(ad.gamma(np.array([3.0, 4.0])), [2.0, 6.0])
    assert ad.gamma(numbers).dtype == float
    mixed = np.array([AutogradValue(0.25), 0.5], dtype=object)
    out = ad.exp(mixed)
    assert isinstance(out[0], AutogradValue) and out[1] == np.exp(0.5)
    assert ad.atan2(numbers, AutogradValue(1.0))[1].value == np.arctan2(0.5, 1.0)
    assert ad.log(np.array([8.0]), 2)[0] == 3.0
    assert ad.pow(numbers, 2).tolist() == [0.0625, 0.25]


NUMPYS_FUNCTIONS = """
    exp exp2 expm1 log log2 log10 log1p sqrt cbrt sin cos tan arcsin arccos arctan
    sinh cosh tanh arcsinh arctanh fabs degrees radians rad2deg deg2rad
"""


@pytest.mark.parametrize(
    "name",
    NUMPYS_FUNCTIONS.split(),
)
def test_numpys_functions_work_on_object_arrays_and_bare_nodes(name):
    function = getattr(np, name)
    x = wrap_array([0.25, 0.5])
    result = function(x)
    np.testing.assert_allclose(
        [n.value for n in result], function(np.array([0.25, 0.5])), rtol=1e-15
    )
    assert result[0].parents[0] is x[0]
    assert function(x[1]).value == result[1].value


def test_arithmetic_of_nodes_and_arrays_is_elementwise():
    a, numbers = AutogradValue(2.0), np.array([1.0, 3.0])
    for result, expected in (
        (a * numbers, [2.0, 6.0]),
        (numbers * a, [2.0, 6.0]),
        (numbers - a, [-1.0, 1.0]),
        (a - numbers, [1.0, -1.0]),
        (a**numbers, [2.0, 8.0]),
    ):
        assert [n.value for n in result] == expected
    assert np.hypot(wrap_array([3.0]), 4.0)[0].value == 5.0
    assert (wrap_array([1.0, 3.0]) > a).tolist() == [False, True]
