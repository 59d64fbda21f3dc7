"""needle's graph and its walk: what students write in `autograd.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from adlearn.errors import AdlearnError, WrongShape
from adlearn.order import depth_first

NDArray = np.ndarray
Operator = Callable[..., "Tensor"]


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


#: NumPy's functions that are operators of tensors.
_OPERATORS = {
    np.add: "add",
    np.subtract: "sub",
    np.multiply: "mul",
    np.divide: "truediv",
    np.power: "pow",
    np.negative: "neg",
    np.matmul: "matmul",
}


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

    @property
    def device(self) -> str:
        return "cpu"

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

    def __graph_reading__(self) -> dict[str, Any]:
        """Say what pictures show of this tensor; its operation says what it sends."""
        inputs = tuple(self.inputs)

        def pull(cotangent: Any) -> tuple[Any, ...]:
            assert self.op is not None
            out_grad = Tensor.make_const(np.broadcast_to(cotangent, self.shape).astype(self.dtype))
            gradients = self.op.gradient_as_tuple(out_grad, self)
            return tuple(
                gradient.numpy() if source.requires_grad else None
                for source, gradient in zip(inputs, gradients, strict=True)
            )

        return {
            "label": None,
            "operation": "" if self.op is None else type(self.op).__name__,
            "value": self.realize_cached_data(),
            "gradient": None if self.grad is None else self.grad.numpy(),
            "partials": (None,) * len(inputs),
            "parents": inputs,
            "pull": pull if inputs else None,
        }

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Answer what NumPy is asked of tensors: `np.power(a, 2)` is `a ** 2`, and so on."""
        name = _OPERATORS.get(ufunc)
        if name is None or method != "__call__" or kwargs:
            return NotImplemented
        first, *rest = inputs
        if isinstance(first, Tensor):
            return getattr(first, f"__{name}__")(*rest)
        reflected = getattr(rest[0], f"__r{name}__", None)
        return NotImplemented if reflected is None else reflected(first)

    def __repr__(self) -> str:
        return f"needle.Tensor({self.realize_cached_data()})"

    def __str__(self) -> str:
        return str(self.realize_cached_data())

    # What operators do are operations too, and `ops.py` puts them here: this file knows none.
    __add__: Operator
    __radd__: Operator
    __sub__: Operator
    __rsub__: Operator
    __mul__: Operator
    __rmul__: Operator
    __truediv__: Operator
    __rtruediv__: Operator
    __pow__: Operator
    __matmul__: Operator
    __rmatmul__: Operator
    __neg__: Operator
    __lt__: Operator
    __le__: Operator
    __gt__: Operator
    __ge__: Operator
    matmul: Operator
    sum: Operator
    broadcast_to: Operator
    reshape: Operator
    transpose: Operator


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
    return depth_first(node_list, lambda node: node.inputs)


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
        total = total + node
    return total
