"""needle's operations: what students write in `ops.py`. Those on whole arrays stand in `array_ops`.

The formulas of operations on each element are those of the rule table, `adlearn.rules.scalars`, and
not written here again. Read on arrays they compute; read on tensors, a slope is a program of the
operations below, and can be differentiated again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from adlearn.compat.needle.array_ops import (
    BroadcastTo as BroadcastTo,
    MatMul as MatMul,
    Reshape as Reshape,
    Summation as Summation,
    Transpose as Transpose,
    broadcast_to,
    matmul,
    reshape,
    summation,
    summed_to,
    transpose,
)
from adlearn.compat.needle.autograd import Tensor, TensorOp, as_tensor, is_scalar
from adlearn.rules.elementwise import NAMES
from adlearn.rules.primitive import Compiled, Primitive
from adlearn.rules.scalars import RULES

NDArray = np.ndarray


# Operations on each element


class ElementWise(TensorOp):
    """An operation on each element of one or two inputs, by a line of the rule table."""

    rule: ClassVar[str]

    def operands(self, inputs: Sequence[Any]) -> Sequence[Any]:
        """Give what the letters x and y of the formulas stand for."""
        return inputs

    def compute(self, *arrays: NDArray) -> NDArray:
        return on_arrays(RULES[self.rule]).value(*self.operands(arrays))

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        partials = on_tensors(RULES[self.rule]).partials
        return tuple(
            summed_to(times(out_grad, partial(node, *self.operands(node.inputs))), source.shape)
            for source, partial in zip(node.inputs, partials, strict=False)
        )


def times(out_grad: Tensor, slope: Any) -> Tensor:
    """Multiply by a slope; where that is 1, as in sums, what comes in goes on."""
    if isinstance(slope, float) and slope == 1.0:
        return out_grad
    if isinstance(slope, np.ndarray):  # of a function with steps: a constant
        slope = Tensor.make_const(slope.astype(out_grad.dtype))
    return out_grad * slope


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
    """a to the power b.

    At a base of 0 the slope by the exponent is 0, and by the base that of a constant if the
    exponent is 0 too, as in the table. What may have no slope of its own there (of order 2) is nan:
    a square root is 0 at 0 and has no slope.
    """

    rule = "pow"

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        a, b = node.inputs
        zero = a.numpy() == 0
        if not zero.any():
            return super().gradient(out_grad, node)
        both, flat = zero & (b.numpy() == 0), zero & (node.numpy() == 0)
        exponent = where(both, where(both, b, 1.0) ** 0.5, b - 1.0)
        logarithm = where(flat, where(flat, a, 1.0) ** 0.5, log(where(flat, 1.0, a)))
        by_a, by_b = b * a**exponent, node * logarithm
        return summed_to(out_grad * by_a, a.shape), summed_to(out_grad * by_b, b.shape)


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


class ReLU(ElementWise):
    """The positive part."""

    rule = "relu"


class Where(TensorOp):
    """a where a condition holds, and b where not; the condition is an array."""

    def __init__(self, condition: NDArray) -> None:
        self.condition = condition

    def compute(self, a: NDArray, b: NDArray) -> NDArray:
        return np.where(self.condition, a, b)

    def gradient(self, out_grad: Tensor, node: Tensor) -> Any:
        return tuple(
            summed_to(out_grad * Tensor.make_const(chosen.astype(node.dtype)), source.shape)
            for source, chosen in zip(node.inputs, (self.condition, ~self.condition), strict=True)
        )


@functools.cache
def on_arrays(rule: Primitive) -> Compiled:
    """Read a line of the table as functions of arrays."""
    return rule.compiled(NAMES)


@functools.cache
def on_tensors(rule: Primitive) -> Compiled:
    """Read a line of the table as functions of tensors.

    In formulas a tensor equals no number, so that the slope of a power at 0 is not looked for.
    """
    return rule.compiled(
        {"exp": exp, "log": log, "nothing": 0.0, "sign": lambda x: 0.0, "where": where}
    )


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


def negate(a: Any) -> Tensor:
    return Negate()(a)


def log(a: Any) -> Tensor:
    return Log()(a)


def exp(a: Any) -> Tensor:
    return Exp()(a)


def relu(a: Any) -> Tensor:
    return ReLU()(a)


def where(condition: Any, a: Any, b: Any) -> Any:
    """a where the condition holds, else b; of plain numbers, plain numbers."""
    if np.ndim(condition) == 0:
        return a if condition else b
    if not isinstance(a, Tensor) and not isinstance(b, Tensor):
        return np.where(condition, a, b)
    return Where(condition)(like(a, b), like(b, a))


def like(operand: Any, other: Any) -> Any:
    """Give a number the precision of the tensor that it is used with."""
    if not is_scalar(operand):
        return operand
    return np.asarray(operand, np.result_type(other.dtype, operand))


# The operators of tensors


def operator_of(operation: Callable[..., Tensor], on_scalar: Callable[..., Tensor]) -> Any:
    """Make an operator that does one thing with a tensor or array, and another with a number."""
    return lambda self, other: (on_scalar if is_scalar(other) else operation)(self, other)


def comparison(compare: Callable[[Any, Any], Any]) -> Any:
    """Make an operator that compares element by element and gives an array, not a tensor."""
    return lambda self, other: compare(self.numpy(), as_tensor(other).numpy())


OPERATORS: dict[str, Callable[..., Tensor]] = {
    "__add__": operator_of(add, add_scalar),
    "__sub__": operator_of(lambda a, b: add(a, negate(b)), lambda a, c: add_scalar(a, -c)),
    "__mul__": operator_of(multiply, mul_scalar),
    "__truediv__": operator_of(divide, divide_scalar),
    "__pow__": operator_of(power, power_scalar),
    "__matmul__": lambda self, other: matmul(self, other),
    "__rsub__": lambda self, other: negate(self) + other,
    "__rtruediv__": lambda self, other: divide(like(other, self), self),
    "__rmatmul__": lambda self, other: matmul(other, self),
    "__neg__": negate,
    "__lt__": comparison(np.less),
    "__le__": comparison(np.less_equal),
    "__gt__": comparison(np.greater),
    "__ge__": comparison(np.greater_equal),
    "matmul": matmul,
    "sum": summation,
    "broadcast_to": broadcast_to,
    "reshape": reshape,
    "transpose": transpose,
}
OPERATORS |= {"__radd__": OPERATORS["__add__"], "__rmul__": OPERATORS["__mul__"]}

for _name, _operator in OPERATORS.items():
    setattr(Tensor, _name, _operator)
