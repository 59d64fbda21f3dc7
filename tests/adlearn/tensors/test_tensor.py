"""A tensor is used like an array, and says clearly what it cannot do."""

from __future__ import annotations

import math
import operator

import numpy as np
import pytest

import adlearn as ad
from adlearn import (
    IndependentOutputWarning,
    LostDerivative,
    MissingRule,
    NotANumber,
    NotAssignable,
    NotScalar,
    WrongShape,
    grad,
    no_grad,
    tensor,
    vjp,
)
from adlearn.tensors.primitive import value_of

X, Y = np.array([0.5, 2.0, 3.0]), np.array([[1.5], [4.0]])


@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv", "pow", "floordiv", "mod"])
def test_operators_are_those_of_numpy_on_either_side(name):
    apply = getattr(operator, name)
    for a, b in ((X, Y), (X, 2.0), (3, Y), (X, 2)):
        expected = apply(a, b)
        for left, right in ((tensor(a), b), (a, tensor(b)), (tensor(a), tensor(b))):
            np.testing.assert_array_equal(value_of(apply(left, right)), expected)


def test_unary_operators_matmul_and_comparisons():
    x = tensor(X)
    np.testing.assert_array_equal((-x).numpy(), -X)
    np.testing.assert_array_equal(abs(-x).numpy(), X)
    np.testing.assert_array_equal((Y.T @ tensor(Y)).numpy(), Y.T @ Y)
    assert (x > 1).tolist() == [False, True, True] and type(x > 1) is np.ndarray
    assert len(x) == 3 and [float(v) for v in x] == X.tolist() and x[1].shape == ()


def test_backward_accumulates_into_leaves_until_it_is_reset():
    x = tensor(X)
    for times in (1, 2):
        np.sum(x * x).backward()
        np.testing.assert_array_equal(x.grad, times * 2 * X)
    x.zero_grad()
    assert x.grad is None
    (x * 2).backward(gradient=np.array([1.0, 0.0, -1.0]))
    np.testing.assert_array_equal(x.grad, [2.0, 0.0, -2.0])


def test_a_gradient_with_a_graph_can_be_differentiated_again():
    x = tensor(X)
    np.sum(x**3).backward(create_graph=True)
    first, x.grad = x.grad, None
    np.sum(first).backward()
    np.testing.assert_allclose(x.grad, 6 * X)


@pytest.mark.parametrize(
    "product",
    [lambda x, c: np.sum(x * c), lambda x, c: np.sum(c * x), np.dot, lambda x, c: (c @ x) * 1.0],
)
def test_a_constant_counts_and_gets_no_gradient(product):
    x, c = tensor([1.0, 2.0]), tensor([3.0, 4.0], requires_grad=False)
    product(x, c).backward()
    assert c.grad is None
    assert type(x.grad) is np.ndarray
    np.testing.assert_array_equal(x.grad, [3.0, 4.0])


def test_detach_and_no_grad_leave_constants():
    x = tensor(X)
    np.sum(x * x.detach()).backward()
    np.testing.assert_array_equal(x.grad, X)
    with no_grad():
        step = x * 2
        assert grad(lambda w: w * w)(3.0) == 6.0
    assert not step.requires_grad and (x * 2).requires_grad
    assert not tensor(X, requires_grad=False).requires_grad


def test_tensor_copies_what_it_is_made_from():
    a = X.copy()
    x = tensor(a)
    a[0] = 9.0
    assert x.numpy()[0] == 0.5 and tensor([1, 2]).dtype == float
    assert tensor(np.float32([1])).dtype == np.float32


def test_the_data_of_a_tensor_stays_a_plain_array_of_floats():
    w = tensor([1.0, 2.0])
    for step in (lambda: w - 0.5 * w, lambda: [0.5, 1], lambda: np.array([1, 2])):
        w.data = step()
        assert type(w.data) is np.ndarray and w.data.dtype == float
        w.grad = None
        np.sum(w * w).backward()
        np.testing.assert_array_equal(w.grad, 2 * w.data)
    held = w.data
    w.data -= 0.5
    assert w.data is held
    for differentiate in (ad.grad, ad.jacfwd):
        with pytest.raises(ad.LostDerivative, match="Use that value itself"):
            differentiate(lambda x: setattr(w, "data", x))(np.ones(2))
    with pytest.raises(ad.NotAssignable, match="Make a new value instead"):
        grad(lambda x: setattr(x, "data", np.ones(2)))(np.ones(2))
    with pytest.raises(ad.NotANumber, match="the data of a tensor"):
        w.data = None


def test_repr_shows_value_and_operation_and_no_address():
    x = tensor([1.0, 2.0])
    assert repr(x) == "tensor([1., 2.])" and repr(x * x) == "tensor([1., 4.], op=multiply)"
    assert "constant" in repr(x.detach()) and "0x" not in repr(np.sin(x))
    assert str(x) == "[1. 2.]" and f"{np.sum(x):.2f}" == "3.00"


def test_numpy_functions_record_on_tensors_and_stay_plain_on_arrays():
    y = np.sin(tensor(X))
    assert isinstance(y, ad.Tensor) and y.op == "sin" and len(y.parents) == 1
    assert type(np.sin(X)) is np.ndarray
    np.testing.assert_array_equal(y.numpy(), np.sin(X))


def test_the_branch_that_is_not_taken_does_not_matter():
    f = lambda x: np.sum(np.where(x > 0, np.sqrt(x), 0.0))  # noqa: E731
    x = np.array([0.0, 4.0])
    np.testing.assert_array_equal(grad(f)(x), [0.0, 0.25])
    assert ad.jvp(f, (x,), (np.ones(2),))[1] == 0.25


def test_equal_arguments_share():
    assert grad(lambda x: np.maximum(x, x))(2.0) == 1.0
    assert grad(lambda x: np.maximum(x, 2.0))(2.0) == 0.5
    np.testing.assert_allclose(grad(np.max)(np.array([1.0, 3.0, 3.0])), [0.0, 0.5, 0.5])


def test_errors_name_the_remedy():
    x = tensor(X)
    with pytest.raises(NotAssignable, match="np.where"):
        x[0] = 1.0
    with pytest.raises(LostDerivative, match="numpy.sin"):
        grad(lambda v: math.sin(v))(1.0)
    with pytest.raises(LostDerivative, match="numpy"):
        grad(lambda v: float(v) * 2)(1.0)
    with pytest.raises(ValueError, match="np.where"):
        bool(x > 1) if isinstance(x > 1, ad.Tensor) else bool(x)
    with pytest.raises(NotScalar, match="sum"):
        (x * 2).backward()
    with pytest.raises(NotScalar, match="jacobian"):
        grad(lambda v: v * 2)(X)
    with pytest.raises(MissingRule, match="defvjp"):
        np.packbits(x)
    with pytest.raises(WrongShape, match="shape"):
        vjp(np.sin, X)[1](np.ones(2))
    with pytest.raises(NotANumber, match="object"):
        tensor(np.array([None, 1], dtype=object))
    with pytest.raises(NotANumber, match="one length"):
        tensor([[1.0], [1.0, 2.0]])
    plain = X.copy()
    with pytest.raises(NotAssignable, match="new array"):
        plain += x
    np.testing.assert_array_equal(plain, X)


def test_an_independent_output_warns_and_has_derivative_zero():
    with pytest.warns(IndependentOutputWarning, match="does not depend"):
        np.testing.assert_array_equal(grad(lambda v: 1.0)(X), np.zeros(3))


@pytest.mark.parametrize("product", [lambda x, n: x * n, lambda x, n: n * x])
@pytest.mark.parametrize("mode", [ad.grad, ad.derivative])
def test_the_two_kinds_of_node_do_not_mix(product, mode):
    node = ad.AutogradValue(2.0)
    with pytest.raises(ad.NotANumber, match="do not mix: make both tensors"):
        mode(lambda x: product(x, node))(3.0)


def test_the_functions_of_single_numbers_work_on_arrays():
    x = np.array([0.5, 1.5])
    slope = ad.elementwise_grad(ad.erf)(x)
    np.testing.assert_allclose(slope, 2 / np.sqrt(np.pi) * np.exp(-x * x), rtol=1e-12)
    np.testing.assert_allclose(ad.elementwise_grad(ad.sin)(x), np.cos(x), rtol=1e-12)


@pytest.mark.parametrize("jacobian", [ad.jacrev, ad.jacfwd])
def test_a_jacobian_by_a_container_is_refused_with_the_remedy(jacobian):
    with pytest.raises(ad.NotANumber, match="adlearn.flatten"):
        jacobian(lambda p: p["a"] * 2.0)({"a": np.ones(2)})


def add(x, y):
    return np.sum(x + y)


def product(x, y):
    return np.sum((x * y) @ (x.T + y.T))


def joined(x, y):
    return np.sum(np.stack([x, y, x]) * 2.0) + np.sum(x[:, ::-1] - y)


def spread(x, y):
    return np.sum(np.reshape(x, (-1,))) + np.sum(np.maximum(y, 0.0)) + np.mean(x)


@pytest.mark.parametrize("program", [add, product, joined, spread])
def test_gradients_are_arrays_of_their_own(program):
    x, y = np.arange(6.0).reshape(2, 3), np.ones((2, 3))
    kept = x.copy(), y.copy()
    first = ad.grad(program, (0, 1))(x, y)
    again = ad.grad(program, (0, 1))(x, y)
    arrays = [x, y, *first, *again]
    for i, one in enumerate(arrays):
        for other in arrays[:i]:
            assert not np.shares_memory(one, other)
    first[0][:] = 7.0
    np.testing.assert_array_equal(ad.grad(program, (0, 1))(x, y)[0], again[0])
    np.testing.assert_array_equal((x, y), kept)


def test_two_leaves_get_gradients_of_their_own():
    x, y = ad.tensor([1.0, 2.0]), ad.tensor([3.0, 4.0])
    np.sum(x + y).backward()
    assert not np.shares_memory(x.grad, y.grad)
    x.grad += 1.0
    np.testing.assert_array_equal(y.grad, [1.0, 1.0])


def test_a_graph_walked_twice_gives_the_same_gradient_twice():
    _, pull = ad.vjp(product, np.arange(6.0).reshape(2, 3), np.ones((2, 3)))
    first, second = pull(1.0), pull(1.0)
    np.testing.assert_array_equal(first, second)
    assert not np.shares_memory(first[0], second[0])


def test_a_primitive_may_give_python_numbers_and_lists():
    @ad.primitive
    def total(x):
        return float(np.sum(x))

    ad.defvjp(total, lambda ans, x: lambda g: g * np.ones(3))
    x = np.array([1.0, 2.0, 3.0])
    np.testing.assert_array_equal(ad.grad(lambda x: total(x) * np.sum(x))(x), [12.0, 12.0, 12.0])
    assert ad.jvp(lambda x: total(x) * 2.0, (x,), (x,)) == (12.0, 12.0)

    @ad.primitive
    def both(x):
        return [float(x[0]), float(x[1])]

    ad.defvjp(both, lambda ans, x: lambda g: np.array([g[0], g[1], 0.0]))
    np.testing.assert_array_equal(ad.grad(lambda x: np.sum(both(x) ** 2))(x), [2.0, 4.0, 0.0])


@pytest.mark.parametrize("rows", [3, 500])
@pytest.mark.parametrize("shape", [(), (1,), (4,), (3, 2), (0,)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_what_was_broadcast_over_rows_gets_their_sum(rows, shape, dtype):
    random = np.random.default_rng(0)
    weights = random.standard_normal((rows, *shape)).astype(dtype)
    bias = np.zeros(shape, dtype)
    gradient = ad.grad(lambda b: np.real(np.sum(weights * np.sin(b + np.zeros_like(weights)))))
    found, expected = gradient(bias), np.sum(weights, axis=0)
    assert found.shape == shape and found.dtype == dtype
    precision = 1e-4 if dtype == np.float32 else 1e-12
    np.testing.assert_allclose(found, expected, rtol=precision, atol=precision * rows**0.5)
    turned = ad.grad(lambda b: np.real(np.sum(np.asfortranarray(weights) * np.cos(b) * b)))(bias)
    np.testing.assert_allclose(turned, expected, rtol=precision, atol=precision * rows**0.5)
