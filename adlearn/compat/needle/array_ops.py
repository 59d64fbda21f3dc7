"""needle's operations on whole arrays: products of matrices, sums, and other shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from adlearn.compat.needle.autograd import Tensor, TensorOp

NDArray = np.ndarray
Axes = int | Sequence[int] | None


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


class Transpose(TensorOp):
    """Two axes swapped: the last two by default."""

    def __init__(self, axes: Sequence[int] | None = None) -> None:
        self.axes = None if axes is None else tuple(axes)

    def compute(self, a: NDArray) -> NDArray:
        first, second = self.axes or (-2, -1)
        return np.swapaxes(a, first, second)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return transpose(out_grad, self.axes)


# As functions


def matmul(a: Any, b: Any) -> Tensor:
    return MatMul()(a, b)


def summation(a: Any, axes: Axes = None) -> Tensor:
    return Summation(axes)(a)


def broadcast_to(a: Any, shape: Sequence[int]) -> Tensor:
    return BroadcastTo(shape)(a)


def reshape(a: Any, shape: Sequence[int]) -> Tensor:
    return Reshape(shape)(a)


def transpose(a: Any, axes: Sequence[int] | None = None) -> Tensor:
    return Transpose(axes)(a)


def summed_to(gradient: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Sum a gradient over the axes along which an input of that shape was stretched."""
    if gradient.shape == shape:
        return gradient
    lead = len(gradient.shape) - len(shape)
    stretched = [lead + i for i, n in enumerate(shape) if n == 1 and gradient.shape[lead + i] != 1]
    return reshape(summation(gradient, (*range(lead), *stretched)), shape)
