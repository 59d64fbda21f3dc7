"""needle, the library that students of 10-714 build: tensors, and operations with `compute` and
`gradient`.

An operation says two things. `compute` takes arrays and gives an array. `gradient` takes *tensors*
and gives tensors, one for each input: it is itself a program of operations, so its result can be
differentiated again. This is the one place where our engine does not do the work: here the
operations are the subject.

    import adlearn.compat.needle as ndl

Differences from the printed course code: element-wise operations broadcast, and their gradients
have the shape of each input; `1 - x` and `1 / x` are what they say; a walk needs no recursion, so
graphs may be as deep as you like.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from adlearn.errors import AdlearnError, WrongShape

NDArray = np.ndarray
Axes = int | Sequence[int] | None


# The graph


class Op:
    """An operation in a graph."""

    def __call__(self, *args: Any) -> Any:
        raise NotImplementedError

    def compute(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the answer from the arrays of the inputs."""
        raise NotImplementedError

    def gradient(self, out_grad: Any, node: Any) -> Any:
        """Compute the gradient by each input.

        Parameters
        ----------
        out_grad : Tensor
            The gradient by the answer, of its shape.
        node : Tensor
            The answer; `node.inputs` are the inputs.

        Returns
        -------
        Tensor or tuple of Tensor
            Of the shapes of the inputs.
        """
        raise NotImplementedError

    def gradient_as_tuple(self, out_grad: Any, node: Any) -> tuple[Any, ...]:
        """The gradient, as a tuple also if there is one input only."""
        output = self.gradient(out_grad, node)
        return tuple(output) if isinstance(output, tuple | list) else (output,)


class TensorOp(Op):
    """An operation that gives a tensor."""

    def __call__(self, *args: Any) -> Tensor:
        return Tensor.make_from_op(self, [as_tensor(a) for a in args])


class Value:
    """A value in a graph: the answer of an operation, or a leaf.

    Attributes
    ----------
    op : Op or None
        None for a leaf.
    inputs : list of Value
    cached_data : ndarray
    requires_grad : bool
    """

    op: Op | None
    inputs: list[Any]
    cached_data: Any
    requires_grad: bool

    def realize_cached_data(self) -> Any:
        """Give the array; compute it if that has not happened yet."""
        if self.cached_data is None:
            assert self.op is not None
            arrays = [x.realize_cached_data() for x in self.inputs]
            self.cached_data = np.asarray(self.op.compute(*arrays))
        return self.cached_data

    def is_leaf(self) -> bool:
        """Say whether no operation made this value."""
        return self.op is None


class Tensor(Value):
    """An array in a graph.

    Parameters
    ----------
    array : array_like or Tensor
    device : optional
        Accepted and ignored: arrays are NumPy's.
    dtype : dtype, optional
    requires_grad : bool, optional

    Attributes
    ----------
    grad : Tensor or None
        After `backward()`: the gradient, which can be differentiated again.

    Examples
    --------
    >>> x = Tensor([1.0, 2.0])
    >>> y = (x * x).sum()
    >>> y.backward()
    >>> x.grad
    needle.Tensor([2. 4.])
    """

    __array_priority__ = 200.0
    __array_ufunc__ = None  # `array * tensor` asks the tensor
    grad: Tensor | None

    def __init__(
        self,
        array: Any,
        *,
        device: Any = None,
        dtype: Any = None,
        requires_grad: bool = True,
        **kwargs: Any,
    ) -> None:
        if isinstance(array, Tensor):
            array = array.realize_cached_data()
        self._init(None, [], np.array(array, dtype=dtype), requires_grad)

    def _init(self, op: Op | None, inputs: Any, data: Any, requires_grad: bool) -> None:
        self.op, self.inputs = op, list(inputs)
        self.cached_data, self.requires_grad, self.grad = data, requires_grad, None

    @staticmethod
    def make_from_op(op: Op, inputs: Sequence[Tensor]) -> Tensor:
        """Make the answer of an operation. Without an input that needs a gradient it is a leaf."""
        tensor = object.__new__(Tensor)
        tensor._init(op, inputs, None, any(x.requires_grad for x in inputs))
        tensor.realize_cached_data()
        return tensor if tensor.requires_grad else tensor.detach()

    @staticmethod
    def make_const(data: Any, requires_grad: bool = False) -> Tensor:
        """Make a leaf that shares the given array."""
        tensor = object.__new__(Tensor)
        array = data.realize_cached_data() if isinstance(data, Tensor) else np.asarray(data)
        tensor._init(None, [], array, requires_grad)
        return tensor

    @property
    def data(self) -> Tensor:
        """The same array without history. Assign a tensor to put its array here."""
        return self.detach()

    @data.setter
    def data(self, value: Any) -> None:
        array = as_tensor(value).realize_cached_data()
        if array.dtype != self.dtype:
            raise AdlearnError(
                f"the new data has dtype {array.dtype}, and the tensor {self.dtype}. Convert it "
                "first: Tensor(value, dtype=...)."
            )
        self.cached_data = array

    def detach(self) -> Tensor:
        """Give a tensor with the same array, and no history."""
        return Tensor.make_const(self.realize_cached_data())

    def numpy(self) -> NDArray:
        """Give the array."""
        return self.realize_cached_data()

    @property
    def shape(self) -> tuple[int, ...]:
        return self.realize_cached_data().shape

    @property
    def dtype(self) -> Any:
        return self.realize_cached_data().dtype

    def backward(self, out_grad: Any = None) -> None:
        """Compute the gradient of this tensor by everything it was computed from, into `grad`.

        Parameters
        ----------
        out_grad : Tensor, optional
            Where the walk starts, of this tensor's shape; ones by default.

        Raises
        ------
        WrongShape
            If `out_grad` has another shape.

        Notes
        -----
        `grad` is replaced, not added to.
        """
        if out_grad is None:
            out_grad = Tensor.make_const(np.ones(self.shape, self.dtype))
        out_grad = as_tensor(out_grad)
        if out_grad.shape != self.shape:
            raise WrongShape(
                f"out_grad has shape {out_grad.shape}, but the tensor has shape {self.shape}. Pass "
                "one number for each number of the tensor."
            )
        compute_gradient_of_variables(self, out_grad)

    def __repr__(self) -> str:
        return f"needle.Tensor({self.realize_cached_data()})"

    def __str__(self) -> str:
        return str(self.realize_cached_data())

    def __add__(self, other: Any) -> Tensor:
        return add_scalar(self, other) if is_scalar(other) else add(self, other)

    def __mul__(self, other: Any) -> Tensor:
        return mul_scalar(self, other) if is_scalar(other) else multiply(self, other)

    def __pow__(self, other: Any) -> Tensor:
        return power_scalar(self, other) if is_scalar(other) else power(self, other)

    def __sub__(self, other: Any) -> Tensor:
        return add_scalar(self, -other) if is_scalar(other) else add(self, negate(other))

    def __rsub__(self, other: Any) -> Tensor:
        return negate(self) + other

    def __truediv__(self, other: Any) -> Tensor:
        return divide_scalar(self, other) if is_scalar(other) else divide(self, other)

    def __rtruediv__(self, other: Any) -> Tensor:
        return divide(other, self)

    def __matmul__(self, other: Any) -> Tensor:
        return matmul(self, other)

    def __rmatmul__(self, other: Any) -> Tensor:
        return matmul(other, self)

    def __neg__(self) -> Tensor:
        return negate(self)

    __radd__ = __add__
    __rmul__ = __mul__

    def matmul(self, other: Any) -> Tensor:
        return matmul(self, other)

    def sum(self, axes: Axes = None) -> Tensor:
        return summation(self, axes)

    def broadcast_to(self, shape: Sequence[int]) -> Tensor:
        return broadcast_to(self, shape)

    def reshape(self, shape: Sequence[int]) -> Tensor:
        return reshape(self, shape)

    def transpose(self, axes: Sequence[int] | None = None) -> Tensor:
        return transpose(self, axes)


def as_tensor(thing: Any) -> Tensor:
    """Make a constant of what is no tensor yet."""
    return thing if isinstance(thing, Tensor) else Tensor.make_const(thing)


def is_scalar(thing: Any) -> bool:
    """Say whether an operand is a plain number."""
    return isinstance(thing, int | float | complex | np.number)


# The walk


def find_topo_sort(node_list: Iterable[Value]) -> list[Any]:
    """List the nodes that lead to the given ones, each after its inputs.

    The order is that of a depth-first walk that lists a node once all its inputs are listed, inputs
    from left to right.

    Examples
    --------
    >>> a, b = Tensor([1.0]), Tensor([2.0])
    >>> [node.numpy().item() for node in find_topo_sort([a - b])]
    [1.0, 2.0, -2.0, -1.0]
    """
    visited: set[Value] = set()
    topo_order: list[Value] = []
    for node in node_list:
        topo_sort_dfs(node, visited, topo_order)
    return topo_order


def topo_sort_dfs(node: Value, visited: set[Value], topo_order: list[Value]) -> None:
    """Append a node to the order, after everything it was computed from."""
    if node in visited:
        return
    visited.add(node)
    path = [(node, iter(node.inputs))]  # from the node down to where the walk is
    while path:
        current, rest = path[-1]
        for following in rest:
            if following not in visited:
                visited.add(following)
                path.append((following, iter(following.inputs)))
                break
        else:
            topo_order.append(current)
            path.pop()


def compute_gradient_of_variables(output_tensor: Tensor, out_grad: Tensor) -> None:
    """Store the gradient of an output in `grad` of every tensor it was computed from.

    Parameters
    ----------
    output_tensor : Tensor
    out_grad : Tensor
        The gradient to start from, of the shape of the output.
    """
    contributions: dict[Tensor, list[Tensor]] = {output_tensor: [out_grad]}
    for node in reversed(find_topo_sort([output_tensor])):
        if node not in contributions:
            continue
        node.grad = sum_node_list(contributions.pop(node))
        if node.op is None:
            continue
        gradients = node.op.gradient_as_tuple(node.grad, node)
        for source, gradient in zip(node.inputs, gradients, strict=True):
            if source.requires_grad:
                contributions.setdefault(source, []).append(gradient)


def sum_node_list(node_list: Sequence[Tensor]) -> Tensor:
    """Add tensors, without a zero to start from."""
    total = node_list[0]
    for node in node_list[1:]:
        total = add(total, node)
    return total


def summed_to(gradient: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Sum a gradient over the axes along which an input of that shape was stretched."""
    if gradient.shape == shape:
        return gradient
    lead = len(gradient.shape) - len(shape)
    stretched = [lead + i for i, n in enumerate(shape) if n == 1 and gradient.shape[lead + i] != 1]
    return reshape(summation(gradient, (*range(lead), *stretched)), shape)


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


#: The course's programs also say `ndl.autograd.find_topo_sort` and `ndl.ops.log`.
autograd = ops = sys.modules[__name__]
