"""needle's operations: what students write in `ops.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from adlearn.compat.needle.autograd import Tensor, TensorOp

NDArray = np.ndarray
Axes = int | Sequence[int] | None


# The operations


class EWiseAdd(TensorOp):
    """a + b."""

    def compute(self, a: NDArray, b: NDArray) -> NDArray:
        return a + b

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        a, b = node.inputs
        return summed_to(out_grad, a.shape), summed_to(out_grad, b.shape)


class AddScalar(TensorOp):
    """a + a number."""

    def __init__(self, scalar: Any) -> None:
        self.scalar = scalar

    def compute(self, a: NDArray) -> NDArray:
        return a + self.scalar

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return out_grad


class EWiseMul(TensorOp):
    """a * b."""

    def compute(self, a: NDArray, b: NDArray) -> NDArray:
        return a * b

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        a, b = node.inputs
        return summed_to(out_grad * b, a.shape), summed_to(out_grad * a, b.shape)


class MulScalar(TensorOp):
    """a times a number."""

    def __init__(self, scalar: Any) -> None:
        self.scalar = scalar

    def compute(self, a: NDArray) -> NDArray:
        return a * self.scalar

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return out_grad * self.scalar


class EWisePow(TensorOp):
    """a to the power b, for positive a."""

    def compute(self, a: NDArray, b: NDArray) -> NDArray:
        return a**b

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        a, b = node.inputs
        by_a, by_b = out_grad * b * a ** (b - 1), out_grad * node * log(a)
        return summed_to(by_a, a.shape), summed_to(by_b, b.shape)


class PowerScalar(TensorOp):
    """a to the power of a number."""

    def __init__(self, scalar: Any) -> None:
        self.scalar = scalar

    def compute(self, a: NDArray) -> NDArray:
        return np.power(a, self.scalar)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        if self.scalar == 0:  # 0 * a ** -1 would be undefined at 0
            return out_grad * 0
        return out_grad * (self.scalar * node.inputs[0] ** (self.scalar - 1))


class EWiseDiv(TensorOp):
    """a / b."""

    def compute(self, a: NDArray, b: NDArray) -> NDArray:
        return a / b

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        a, b = node.inputs
        by_a = out_grad / b
        return summed_to(by_a, a.shape), summed_to(negate(by_a * node), b.shape)


class DivScalar(TensorOp):
    """a divided by a number."""

    def __init__(self, scalar: Any) -> None:
        self.scalar = scalar

    def compute(self, a: NDArray) -> NDArray:
        return a / self.scalar

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return out_grad / self.scalar


class MatMul(TensorOp):
    """The matrix product; leading axes are batches and broadcast."""

    def compute(self, a: NDArray, b: NDArray) -> NDArray:
        return a @ b

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        a, b = node.inputs
        # A vector is a matrix of one row on the left, of one column on the right.
        left = reshape(a, (1, *a.shape)) if len(a.shape) == 1 else a
        right = reshape(b, (*b.shape, 1)) if len(b.shape) == 1 else b
        batch = np.broadcast_shapes(left.shape[:-2], right.shape[:-2])
        matrix = (*batch, left.shape[-2], right.shape[-1])
        g = out_grad if out_grad.shape == matrix else reshape(out_grad, matrix)
        by_left, by_right = g @ transpose(right), transpose(left) @ g
        by_left, by_right = summed_to(by_left, left.shape), summed_to(by_right, right.shape)
        return (
            by_left if left is a else reshape(by_left, a.shape),
            by_right if right is b else reshape(by_right, b.shape),
        )


class Summation(TensorOp):
    """The sum over the given axes, or over all."""

    def __init__(self, axes: Axes = None) -> None:
        self.axes = axes if axes is None or isinstance(axes, int) else tuple(axes)

    def compute(self, a: NDArray) -> NDArray:
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        shape = node.inputs[0].shape
        axes = range(len(shape)) if self.axes is None else self.axes
        summed = {axis % len(shape) for axis in ([axes] if isinstance(axes, int) else axes)}
        kept = tuple(1 if i in summed else n for i, n in enumerate(shape))
        return broadcast_to(reshape(out_grad, kept), shape)


class BroadcastTo(TensorOp):
    """The input, repeated to a shape."""

    def __init__(self, shape: Sequence[int]) -> None:
        self.shape = tuple(shape)

    def compute(self, a: NDArray) -> NDArray:
        return np.broadcast_to(a, self.shape)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return summed_to(out_grad, node.inputs[0].shape)


class Reshape(TensorOp):
    """The same numbers in another shape."""

    def __init__(self, shape: Sequence[int]) -> None:
        self.shape = shape

    def compute(self, a: NDArray) -> NDArray:
        return np.reshape(a, self.shape)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return reshape(out_grad, node.inputs[0].shape)


class Negate(TensorOp):
    """-a."""

    def compute(self, a: NDArray) -> NDArray:
        return -a

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return negate(out_grad)


class Transpose(TensorOp):
    """Two axes swapped: the last two by default."""

    def __init__(self, axes: Sequence[int] | None = None) -> None:
        self.axes = None if axes is None else tuple(axes)

    def compute(self, a: NDArray) -> NDArray:
        first, second = self.axes or (-2, -1)
        return np.swapaxes(a, first, second)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return transpose(out_grad, self.axes)


class Log(TensorOp):
    """The natural logarithm."""

    def compute(self, a: NDArray) -> NDArray:
        return np.log(a)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return out_grad / node.inputs[0]


class Exp(TensorOp):
    """e to the power of each element."""

    def compute(self, a: NDArray) -> NDArray:
        return np.exp(a)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return out_grad * node


class ReLU(TensorOp):
    """The positive part; at 0 the slope is 0."""

    def compute(self, a: NDArray) -> NDArray:
        return np.maximum(a, 0)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        positive = node.realize_cached_data() > 0
        return out_grad * Tensor.make_const(positive.astype(node.dtype))


# The operations as functions


def add(a: Any, b: Any) -> Tensor:
    return EWiseAdd()(a, b)


def add_scalar(a: Any, scalar: Any) -> Tensor:
    return AddScalar(scalar)(a)


def multiply(a: Any, b: Any) -> Tensor:
    return EWiseMul()(a, b)


def mul_scalar(a: Any, scalar: Any) -> Tensor:
    return MulScalar(scalar)(a)


def power(a: Any, b: Any) -> Tensor:
    return EWisePow()(a, b)


def power_scalar(a: Any, scalar: Any) -> Tensor:
    return PowerScalar(scalar)(a)


def divide(a: Any, b: Any) -> Tensor:
    return EWiseDiv()(a, b)


def divide_scalar(a: Any, scalar: Any) -> Tensor:
    return DivScalar(scalar)(a)


def matmul(a: Any, b: Any) -> Tensor:
    return MatMul()(a, b)


def summation(a: Any, axes: Axes = None) -> Tensor:
    return Summation(axes)(a)


def broadcast_to(a: Any, shape: Sequence[int]) -> Tensor:
    return BroadcastTo(shape)(a)


def reshape(a: Any, shape: Sequence[int]) -> Tensor:
    return Reshape(shape)(a)


def negate(a: Any) -> Tensor:
    return Negate()(a)


def transpose(a: Any, axes: Sequence[int] | None = None) -> Tensor:
    return Transpose(axes)(a)


def log(a: Any) -> Tensor:
    return Log()(a)


def exp(a: Any) -> Tensor:
    return Exp()(a)


def relu(a: Any) -> Tensor:
    return ReLU()(a)


def summed_to(gradient: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Sum a gradient over the axes along which an input of that shape was stretched."""
    if gradient.shape == shape:
        return gradient
    lead = len(gradient.shape) - len(shape)
    stretched = [lead + i for i, n in enumerate(shape) if n == 1 and gradient.shape[lead + i] != 1]
    return reshape(summation(gradient, (*range(lead), *stretched)), shape)
