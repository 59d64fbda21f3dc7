"""needle's operations: what students write in `ops.py`.

The formulas of operations on each element are those of the rule table, `adlearn.rules.scalars`, and
not written here again. Read on arrays they compute; read on tensors, a slope is a program of the
operations below, and can be differentiated again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

import adlearn
from adlearn.compat.needle.autograd import Tensor, TensorOp, is_scalar
from adlearn.rules.elementwise import NAMES
from adlearn.rules.floats import where
from adlearn.rules.primitive import compiled
from adlearn.rules.scalars import RULES

NDArray = np.ndarray
Axes = int | Sequence[int] | None


# Operations on each element


class ElementWise(TensorOp):
    """An operation on each element of one or two inputs, by a line of the rule table."""

    rule: ClassVar[str]

    def operands(self, inputs: Sequence[Any]) -> Sequence[Any]:
        """Give what the letters x and y of the formulas stand for."""
        return inputs

    def compute(self, *arrays: NDArray) -> NDArray:
        return on_arrays(str(RULES[self.rule].value))(*self.operands(arrays))

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        gradients = []
        for source, partial in zip(node.inputs, RULES[self.rule].partials, strict=False):
            slope = on_tensors(str(partial))(node, *self.operands(node.inputs))
            # What comes in goes on where the slope is 1, as in sums: a third of the time.
            by_source = out_grad if isinstance(slope, float) and slope == 1.0 else out_grad * slope
            gradients.append(summed_to(by_source, source.shape))
        return tuple(gradients)


class WithScalar(ElementWise):
    """An operation of a tensor and a number; the number has no gradient."""

    def __init__(self, scalar: Any) -> None:
        self.scalar = scalar

    def operands(self, inputs: Sequence[Any]) -> Sequence[Any]:
        return (*inputs, self.scalar)


class EWiseAdd(ElementWise):
    """a + b."""

    rule = "add"


class AddScalar(WithScalar):
    """a + a number."""

    rule = "add"


class EWiseMul(ElementWise):
    """a * b."""

    rule = "mul"


class MulScalar(WithScalar):
    """a times a number."""

    rule = "mul"


class EWisePow(ElementWise):
    """a to the power b, for positive a."""

    rule = "pow"


class PowerScalar(WithScalar):
    """a to the power of a number."""

    rule = "pow"

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        if self.scalar == 0:  # as the table has it for an element that is 0, and for any other
            return out_grad * 0
        return super().gradient(out_grad, node)


class EWiseDiv(ElementWise):
    """a / b."""

    rule = "div"


class DivScalar(WithScalar):
    """a divided by a number."""

    rule = "div"


class Negate(ElementWise):
    """-a."""

    rule = "neg"


class Log(ElementWise):
    """The natural logarithm."""

    rule = "log"


class Exp(ElementWise):
    """e to the power of each element."""

    rule = "exp"


class ReLU(TensorOp):
    """The positive part. Its slopes do not change with the input, and the engine gives them."""

    def compute(self, a: NDArray) -> NDArray:
        return adlearn.relu(a)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        slopes = adlearn.elementwise_grad(adlearn.relu)(node.inputs[0].numpy())
        return out_grad * Tensor.make_const(slopes)


@functools.cache
def on_arrays(formula: str) -> Callable[..., Any]:
    """Make a function of a formula of the table, for arrays."""
    return compiled(formula, ("x", "y=None"), NAMES)


@functools.cache
def on_tensors(formula: str) -> Callable[..., Any]:
    """Make a function of a formula of the table, for tensors.

    A condition in a formula, such as `x == 0`, is about a single number. A tensor equals no number,
    so that the slope for all other numbers is taken.
    """
    return compiled(formula, ("ans", "x", "y=None"), {"log": log, "exp": exp, "where": where})


# Operations on whole arrays


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


# The operators of tensors


def operator_of(operation: Callable[..., Tensor], on_scalar: Callable[..., Tensor]) -> Any:
    """Make an operator that does one thing with a tensor or array, and another with a number."""
    return lambda self, other: (on_scalar if is_scalar(other) else operation)(self, other)


def divided(self: Tensor, other: Any) -> Tensor:
    """other / self, in the precision that the two have together."""
    if is_scalar(other):
        other = np.asarray(other, np.result_type(self.dtype, other))
    return divide(other, self)


OPERATORS: dict[str, Callable[..., Tensor]] = {
    "__add__": operator_of(add, add_scalar),
    "__sub__": operator_of(lambda a, b: add(a, negate(b)), lambda a, c: add_scalar(a, -c)),
    "__mul__": operator_of(multiply, mul_scalar),
    "__truediv__": operator_of(divide, divide_scalar),
    "__pow__": operator_of(power, power_scalar),
    "__matmul__": lambda self, other: matmul(self, other),
    "__rsub__": lambda self, other: negate(self) + other,
    "__rtruediv__": divided,
    "__rmatmul__": lambda self, other: matmul(other, self),
    "__neg__": negate,
    "matmul": matmul,
    "sum": summation,
    "broadcast_to": broadcast_to,
    "reshape": reshape,
    "transpose": transpose,
}
OPERATORS |= {"__radd__": OPERATORS["__add__"], "__rmul__": OPERATORS["__mul__"]}

for _name, _operator in OPERATORS.items():
    setattr(Tensor, _name, _operator)
