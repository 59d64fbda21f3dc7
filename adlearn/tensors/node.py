"""A tensor node is an array that remembers which operation made it, and from what.

Nothing is computed for the derivative until it is asked for: the node keeps the arguments as they
were passed, and `adlearn.tensors.reverse` walks back through them. The node holds no closure and
never refers to what was computed from it, so a graph is freed as soon as its output is.

Levels, which keep nested derivatives apart, are explained in `adlearn.nesting`. Nested reverse
walks share one graph: the variable of an inner `grad` is an identity node on the outer variable,
and the inner walk stops there. Only under an active forward mode (`floor_below`) does a node's
array itself become a traced value of a lower level.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from adlearn.errors import LostDerivative, NoGradient, NotANumber, NotAssignable, NotScalar
from adlearn.tensors.array_like import ArrayLike
from adlearn.tensors.buffer_watch import keep
from adlearn.tensors.constructors import linear
from adlearn.tensors.foreign import refuse_kind
from adlearn.tensors.left_out import lifted
from adlearn.tensors.nan_watch import look
from adlearn.tensors.operators import DIRECT, new, of_one_tensor, of_tensor_ufuncs, of_tensors
from adlearn.tensors.outputs import pick
from adlearn.tensors.primitive import ArrayPrimitive, Symbolic, Traced, is_traced, value_of
from adlearn.tensors.reading import reading
from adlearn.tensors.recording import PAUSED, floor_below, pauses
from adlearn.tensors.reverse import ONE, Walk, check_cotangent

#: What most operations give; other answers are looked at.
PLAIN_ANSWERS = {np.ndarray, np.float64, np.float32, np.complex128, tuple}
#: The level of a tensor without a derivative.
CONSTANT = -1


class Tensor(ArrayLike):
    """An array in a computational graph. Make one with `tensor`; NumPy functions and operators on
    it give more.

    Attributes
    ----------
    data : ndarray or NumPy scalar
        The value. What you put there becomes an array; of another tensor it is the plain value.
    grad : ndarray or None
        After `backward()` of something computed from this tensor: the derivative, of the same
        shape. None before. What was computed has none, and says so when it is asked.
    """

    __slots__ = ("_value", "_grad", "_primitive", "_args", "_kwargs", "_level", "__weakref__")

    _value: Any
    _grad: Any
    _primitive: ArrayPrimitive | None
    _args: tuple[Any, ...] | None
    _kwargs: dict[str, Any] | None

    def __init_subclass__(cls) -> None:
        raise TypeError("Tensor cannot be subclassed: its walks ask for exactly this class.")

    @property
    def data(self) -> Any:
        return self._value

    @data.setter
    def data(self, value: Any) -> None:
        if self._level > 0:
            raise NotAssignable(
                "the data of a value that is being differentiated cannot be replaced: the "
                "derivative belongs to the values as they were. Make a new value instead, x = ..."
            )
        self._value = assigned(value)

    @property
    def shape(self) -> tuple[int, ...]:
        return self._value.shape

    @property
    def ndim(self) -> int:
        return self._value.ndim

    __add__, __radd__ = of_tensors(np.add, operator.add)
    __sub__, __rsub__ = of_tensors(np.subtract, operator.sub)
    __mul__, __rmul__ = of_tensors(np.multiply, operator.mul)
    __truediv__, __rtruediv__ = of_tensors(np.divide, operator.truediv)
    __matmul__, __rmatmul__ = of_tensors(np.matmul, operator.matmul)
    __array_ufunc__ = of_tensor_ufuncs(ArrayLike.__array_ufunc__)

    def _apply(self, primitive: ArrayPrimitive, args: Any, kwargs: Any) -> Any:
        """Do an operation of whose arguments this one has the highest level."""
        level, apply = self._level, primitive.fun
        values, constants = [], False
        for a in args:
            if a.__class__ is Tensor:
                if a._level < 0:
                    a, constants = a._value, True
                elif a._level == level or a._level >= floor_below(level):
                    a = a._value
            if isinstance(a, Traced):
                apply = primitive  # an outer derivative, which the operation is part of
            values.append(a)
        node = new(Tensor)
        data = apply(*values, **kwargs) if kwargs else apply(*values)
        if data.__class__ not in PLAIN_ANSWERS:  # of a function that somebody wrote, or traced
            data = answered(data, primitive, values)
        node._value, node._level, node._grad = data, level, None
        if constants:  # walks meet none
            args = tuple(a._value if isinstance(a, Tensor) and a._level < 0 else a for a in args)
        node._primitive, node._args, node._kwargs = primitive, args, kwargs or None
        if pauses[0]:
            look(node, data, primitive.name, values, args)
            keep(node, args)
        if level < 0 or (pauses[0] and level <= PAUSED.get()):
            node._level = CONSTANT
            node._primitive = node._args = node._kwargs = None
        if primitive.outputs:
            return tuple(pick(node, i) for i in range(primitive.outputs))
        return node

    def _lift(self, plain: Any) -> Any:
        return leaf(lifted(plain, self._value), self._level)

    # What an owner of the tensor asks for

    def backward(self, gradient: Any = None, create_graph: bool = False) -> None:
        """Compute the derivative of this value by every tensor it was computed from, into `grad`
        of those that you made yourself.

        Parameters
        ----------
        gradient : array_like, optional
            The cotangent to start from, of this tensor's shape. A single number starts from 1.
        create_graph : bool, optional
            Make the gradients tensors that can be differentiated again.

        Raises
        ------
        NotScalar
            If this tensor is not one number and no gradient is given.

        Notes
        -----
        Gradients are added to what is in `grad` already, so that several losses add up; set `grad`
        to None to start again.

        Examples
        --------
        >>> x = tensor([1.0, 2.0, 3.0])
        >>> np.sum(x * x).backward()
        >>> x.grad
        array([2., 4., 6.])
        """
        if self._level < 0:
            raise NoGradient(
                "backward() of a constant: nothing that it was computed from keeps a gradient. "
                "Parameters are made by tensor(...), outside of no_grad(); w -= step makes another "
                "tensor of w, and inside of no_grad() a constant: write w.data -= step."
            )
        if gradient is not None:
            gradient = check_cotangent(gradient, self)
        elif self.size == 1:
            gradient = np.ones(self.shape) if self.shape else ONE
        else:
            raise NotScalar(
                f"backward() starts from one number, and this has shape {self.shape}. Take its sum "
                "or mean first, or pass the cotangent: backward(gradient=...)."
            )
        if create_graph and not isinstance(gradient, Tensor):
            gradient = tensor(gradient)
        for source, g in Walk(self, (), 0).go(gradient, create_graph).items():
            source._grad = g if source._grad is None else source._grad + g

    def __copy__(self) -> Tensor:
        """Give what has the same derivative. Of a tensor that you made, whose array you may
        change, it is one with an array of its own."""
        return self if self._level > 0 or self._args is not None else identity(self)

    def __deepcopy__(self, memo: Any) -> Tensor:
        return self.__copy__()

    def __reduce__(self) -> Any:
        """Pickle the value and, of a tensor that you made, its gradient. Of what was computed that
        is a constant: its history stays behind."""
        if self._level > 0:
            return ArrayLike.__reduce__(self)
        made = self._level == 0 and self._args is None
        return unpickled, (self._value, made, self._grad)

    @property
    def grad(self) -> Any:
        if self._grad is None and self._args is not None:
            raise NoGradient(
                f"this tensor was computed (by {self.op}), and backward() fills in the gradients of"
                " the tensors that you made. If it is a parameter after a step, w = w - rate * "
                "w.grad has made another tensor of it: write w.data -= rate * w.grad and keep w, "
                "or w = tensor(w.data - rate * w.grad). If it is a copy of a parameter, make it "
                "one of its own: tensor(w.data). To differentiate by something computed, "
                "make it the argument of a function: grad(f)(x)."
            )
        return self._grad

    @grad.setter
    def grad(self, gradient: Any) -> None:
        self._grad = gradient

    def zero_grad(self) -> None:
        """Forget the gradient of this tensor alone: call it on each parameter, not on the loss."""
        self.grad = None

    def detach(self) -> Tensor:
        """Give the same value without its history: a constant for every derivative."""
        return leaf(value_of(self), CONSTANT)

    @property
    def requires_grad(self) -> bool:
        """Whether a derivative by this tensor can be asked for."""
        return self._level >= 0

    @property
    def op(self) -> str | None:
        """The name of the operation that made this tensor; None if you did."""
        return None if self._primitive is None else self._primitive.name

    @property
    def parents(self) -> tuple[Any, ...]:
        """The tensors this one was computed from."""
        return tuple(a for a in self._args or () if isinstance(a, Tensor))

    def __graph_reading__(self) -> dict[str, Any]:
        """Say what pictures show of this node: see `adlearn.tensors.reading`."""
        return reading(self)

    def __repr__(self) -> str:
        text = np.array2string(np.asarray(self.numpy()), separator=", ", prefix="tensor(")
        made = f", op={self.op}" if self.op else "" if self.requires_grad else ", constant"
        return f"tensor({text}{made})"


def answered(data: Any, primitive: ArrayPrimitive, values: list[Any]) -> Any:
    """Look at the answer of a function that somebody wrote: a number of any kind is one, and a
    traced value is one if an argument was traced; else it came from outside."""
    if isinstance(data, Traced):
        if is_traced(*values):
            return data
        raise LostDerivative(
            f"{primitive.name} used a traced value that is not among its arguments, and its rule "
            "says nothing about that one, so its derivative would be lost. Make it an argument "
            "with a rule of its own; or call the function as it is, without a rule."
        )
    return (
        data if isinstance(data, (np.ndarray, np.generic)) else as_numbers(data, primitive.name)[()]
    )


def made_by(primitive: ArrayPrimitive, args: tuple[Any, ...], data: Any) -> Tensor:
    """Make the node of an operation whose value is known."""
    node = leaf(data, max(a._level for a in args if isinstance(a, Tensor)))
    node._primitive, node._args = primitive, args
    return node


def leaf(data: Any, level: int) -> Tensor:
    """Make a node that was computed from nothing."""
    node = new(Tensor)
    node._value, node._level = data, level
    node._grad = node._primitive = node._args = node._kwargs = None
    return node


def tensor(data: Any, requires_grad: bool = True, dtype: Any = None) -> Tensor:
    """Make a tensor from numbers.

    Parameters
    ----------
    data : array_like
        Numbers of any shape; whole numbers become floats. The array is copied.
    requires_grad : bool, optional
        False makes a constant, which gets no gradient.
    dtype : dtype, optional
        By default that of `data` if it is a floating or complex one, else float64.

    Returns
    -------
    Tensor

    Raises
    ------
    NotANumber
        If `data` holds something other than numbers, or rows of different lengths.

    Examples
    --------
    >>> x = tensor([1, 2, 3])
    >>> x
    tensor([1., 2., 3.])
    >>> x * x
    tensor([1., 4., 9.], op=multiply)
    """
    if isinstance(data, Tensor):
        if data._level > 0:
            raise LostDerivative(
                "tensor() makes a new variable, and this value is being differentiated: its "
                "derivative would be lost. Use the value itself, which works as a tensor does; or "
                "tensor(x.numpy()) if you want no derivative."
            )
        data = data.numpy()
    array = as_numbers(data, "tensor")
    if dtype is not None:
        array = array.astype(dtype)
    elif array.dtype.kind not in "fc":
        array = array.astype(float)
    return leaf(np.array(array), 0 if requires_grad else CONSTANT)


def assigned(value: Any) -> np.ndarray:
    """Give what a tensor holds from now on: an array as it is, the plain value of a tensor."""
    if isinstance(value, Traced) and value._level > 0:
        raise LostDerivative(
            "the data of a tensor is a plain array, so the derivative of the value that was put "
            "there would be lost. Use that value itself in place of the tensor; or put its plain "
            "value there, x.numpy(), if you want no derivative."
        )
    array = as_numbers(value_of(value), "the data of a tensor")
    return array if array.dtype.kind in "fc" else array.astype(float)


def unpickled(data: Any, requires_grad: bool, gradient: Any) -> Tensor:
    """Make a tensor again of what was pickled."""
    node = leaf(data, 0 if requires_grad else CONSTANT)
    node._grad = gradient
    return node


def as_numbers(data: Any, where: str) -> np.ndarray:
    """Turn what a caller passed into an array of numbers, or refuse it with the remedy."""
    refuse_kind(type(data))
    if isinstance(data, Symbolic):
        return data  # type: ignore[return-value]
    try:
        array = np.asarray(data)
    except ValueError as error:
        raise NotANumber(
            f"{where} needs rows of one length: {error}. Pad the short rows, or pass a list of "
            "separate arrays."
        ) from error
    if array.dtype == object:
        raise NotANumber(f"{where} needs {of_objects(data, array)}")
    if array.dtype.kind not in "fcbiu":
        raise NotANumber(
            f"{where} needs numbers, not {array.dtype}. Convert it first, with .astype(float); "
            "or, if it stands for no number, keep it outside of what is differentiated."
        )
    return array


def of_objects(data: Any, array: np.ndarray) -> str:
    """Say what an array of Python objects should have been, and how to make it that."""
    inside = type(array.flat[0]) if array.size else object
    if inside.__module__.startswith("adlearn.scalars."):
        return (
            "arrays of numbers, and this holds nodes of single numbers (AutogradValue). The two "
            "kinds of node do not mix: take the number (.value) if it is a constant here, make both"
            " tensors (adlearn.tensor), or call the derivative with AutogradValues, too."
        )
    if not array.ndim and not isinstance(data, np.ndarray):
        kind = type(data).__name__
        return (
            f"numbers, arrays, or lists, tuples and dicts of these, not an object of class {kind}. "
            "Pass its numbers in a dict, for example vars(p) of an object p; of a set, make a list."
        )
    return (
        "an array of numbers, not of Python objects (dtype object). Convert it with .astype(float);"
        " arrays of traced values are made by adlearn.numpy.array or np.stack."
    )


def variable(value: Any, level: int) -> Tensor:
    """Make the variable of a walk of its own level, on a plain or a traced value."""
    if isinstance(value, Tensor) and value._level >= floor_below(level):
        if value._level < 0:
            return leaf(value._value, level)
        node = leaf(value._value, level)
        node._primitive, node._args = identity, (value,)
        return node
    return leaf(value, level)


# The minus sign, as for the other operators.
Tensor.__neg__ = of_one_tensor(  # type: ignore[method-assign]
    DIRECT[np.negative], operator.neg, ArrayLike.__neg__, Tensor
)
identity = linear(np.copy, lambda g, x: g, name="identity")
