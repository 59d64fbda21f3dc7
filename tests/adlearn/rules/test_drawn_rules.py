"""What `test_array_rules` promises for every function at one point each holds for shapes, axes,
indices and memory layouts that Hypothesis draws: no axis, empty ones, ones of size 1, and every way
in which two shapes are broadcast against each other."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra import numpy as hnp
from rule_promises import (
    both_modes_agree_with_differences,
    keeps_value_shape_and_dtype,
    many_tangents_agree_with_one,
    second_derivatives_agree,
)

#: Where a function is smooth: the lowest and the highest number it is tried at.
UNARY = {
    np.negative: (-2, 2),
    np.exp: (-2, 2),
    np.log: (0.5, 2),
    np.sqrt: (0.5, 2),
    np.sin: (-2, 2),
    np.tan: (-1, 1),
    np.tanh: (-2, 2),
    np.arcsin: (-0.8, 0.8),
    np.arctan: (-2, 2),
    np.cosh: (-2, 2),
    np.reciprocal: (0.5, 2),
    np.square: (-2, 2),
    np.absolute: (0.5, 2),
    np.expm1: (-2, 2),
    np.log1p: (-0.5, 2),
    np.cbrt: (0.5, 2),
}
#: Functions that take complex numbers as well.
HOLOMORPHIC = {np.negative, np.exp, np.sin, np.tanh, np.cosh, np.square, np.reciprocal}
BINARY = {
    np.add: (-2, 2),
    np.subtract: (-2, 2),
    np.multiply: (-2, 2),
    np.divide: (0.5, 2),
    np.power: (0.5, 2),
    np.arctan2: (0.5, 2),
    np.hypot: (0.5, 2),
    np.logaddexp: (-2, 2),
}
REDUCTIONS = {np.sum: True, np.prod: True, np.mean: False, np.var: False, np.max: False}

drawn = settings(max_examples=30, deadline=None, database=None, derandomize=True)
shapes = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
layouts = st.sampled_from(["C", "F", "reversed", "strided"])


def laid_out(x, layout):
    """The same numbers, in another order in memory."""
    if layout == "reversed" and x.ndim:
        return x[::-1].copy()[::-1]
    if layout == "strided" and x.ndim:
        return np.repeat(x, 2, axis=-1)[..., ::2]
    return np.asfortranarray(x) if layout == "F" and x.ndim > 1 else x


def numbers(shape, low, high, layout="C", kind=float):
    """A domain for the promises: numbers of a shape, of which no two are near each other."""

    def make(rng):
        size = int(np.prod(shape))
        spread = (rng.permutation(size) + rng.uniform(0.3, 0.7, size)) / max(size, 1)
        x = (low + (high - low) * spread).reshape(shape)
        return laid_out(x + 0.5j * rng.uniform(-1, 1, shape) if kind is complex else x, layout)

    return make


def hold(f, *domains, second=True):
    """Check the promises."""
    f.__name__ = getattr(f, "__name__", "f")
    keeps_value_shape_and_dtype(f, f, domains)
    both_modes_agree_with_differences(f, f, domains)
    many_tangents_agree_with_one(f, f, domains)
    if second:
        second_derivatives_agree(f, f, domains)


@pytest.mark.parametrize("ufunc", UNARY, ids=lambda f: f.__name__)
@drawn
@given(shape=shapes, layout=layouts, kind=st.sampled_from([float, complex]))
def test_a_function_of_each_element(ufunc, shape, layout, kind):
    kind = kind if ufunc in HOLOMORPHIC else float
    hold(lambda x: ufunc(x), numbers(shape, *UNARY[ufunc], layout, kind))


@pytest.mark.parametrize("ufunc", BINARY, ids=lambda f: f.__name__)
@drawn
@given(
    pair=hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, min_side=0, max_side=3),
    layout=layouts,
)
def test_a_function_of_two_arrays_that_are_broadcast(ufunc, pair, layout):
    domains = [numbers(shape, *BINARY[ufunc], layout) for shape in pair.input_shapes]
    hold(lambda x, y: ufunc(x, y), *domains)


@pytest.mark.parametrize("reduction", REDUCTIONS, ids=lambda f: f.__name__)
@drawn
@given(data=st.data(), layout=layouts, keepdims=st.booleans())
def test_a_reduction_over_any_axes(reduction, data, layout, keepdims):
    smallest = 0 if REDUCTIONS[reduction] else 1
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=3, min_side=smallest, max_side=3))
    axes = st.one_of(
        st.none(),
        st.integers(-len(shape), len(shape) - 1),
        hnp.valid_tuple_axes(len(shape), min_size=1),
    )
    axis = data.draw(axes)
    hold(lambda x: reduction(x, axis=axis, keepdims=keepdims), numbers(shape, 0.5, 2.0, layout))


@drawn
@given(data=st.data(), shape=shapes, layout=layouts)
def test_another_order_of_axes_and_elements(data, shape, layout):
    axes = tuple(data.draw(st.permutations(range(len(shape)))))
    turned = data.draw(
        st.lists(st.sampled_from(range(len(shape))), unique=True) if shape else st.just([])
    )
    shift = data.draw(st.integers(-4, 4))

    def f(x):
        y = np.flip(np.transpose(x, axes), tuple(turned))
        y = np.roll(y, shift, 0) if shape else y
        return np.reshape(y, (-1,)) if 0 not in shape else y

    hold(f, numbers(shape, -2, 2, layout), second=False)


@drawn
@given(data=st.data(), layout=layouts)
def test_any_index(data, layout):
    shape = data.draw(hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=3))
    index = data.draw(
        st.one_of(
            hnp.basic_indices(shape, allow_newaxis=True),
            hnp.integer_array_indices(shape),
            hnp.arrays(bool, shape),
        )
    )
    hold(lambda x: x[index] * 2.0, numbers(shape, -2, 2, layout), second=False)


@drawn
@given(
    pair=hnp.mutually_broadcastable_shapes(
        signature=np.matmul.signature, max_dims=2, min_side=0, max_side=3
    ),
    layout=layouts,
)
def test_a_product_of_matrices(pair, layout):
    domains = [numbers(shape, -1, 1, layout) for shape in pair.input_shapes]
    hold(lambda x, y: np.matmul(x, y), *domains)


@drawn
@given(stack=hnp.array_shapes(min_dims=1, max_dims=4, min_side=1, max_side=3), layout=layouts)
def test_a_product_of_a_stack_of_matrices_and_a_vector(stack, layout):
    hold(lambda x, y: np.matmul(x, y), numbers(stack, -1, 1, layout), numbers(stack[-1:], -1, 1))
    summed = stack[-2:-1] or stack
    hold(lambda x, y: np.matmul(x, y), numbers(summed, -1, 1), numbers(stack, -1, 1, layout))
    hold(lambda x, y: np.dot(x, y), numbers(stack, -1, 1, layout), numbers(stack[-1:], -1, 1))
