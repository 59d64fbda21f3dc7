"""A variable: a tensor whose value and gradient are plain NumPy numbers, under other names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import NoGradient
from adlearn.tensors.node import Tensor, tensor


def of_tensors(name: str) -> Callable[..., Any]:
    """Make an operator that does what the tensors' own does."""

    def operator(self: Variable, *others: Any, **options: Any) -> Any:
        return wrapped(getattr(self.__parameter__, name)(*map(unwrapped, others), **options))

    operator.__name__ = name
    return operator


class Variable:
    """A number or an array in a computational graph.

    Parameters
    ----------
    value : array_like
        Whole numbers become floats.

    Attributes
    ----------
    value : numpy.float64 or ndarray
        A single number has no axes. Assign another one, or a part of it
        (``w.value[0, 0] = 2.0``): what is computed next uses it.
    grad : numpy.float64 or ndarray
        The derivative of what `backward()` was called on, of the shape of `value`; 0 before.

    Examples
    --------
    >>> x = Variable(3)
    >>> y = 2.0**x + x / 2
    >>> y.backward()
    >>> y.value, x.grad.round(4)
    (np.float64(9.5), np.float64(6.0452))
    """

    __slots__ = ("__parameter__", "__weakref__")
    __array_priority__ = 200.0
    __hash__ = object.__hash__
    #: The tensor that does the work.
    __parameter__: Tensor

    def __init__(self, value: Any) -> None:
        self.__parameter__ = tensor(unwrapped(value))

    @property
    def value(self) -> Any:
        data = self.__parameter__.data
        return data if np.ndim(data) else np.float64(data)

    @value.setter
    def value(self, value: Any) -> None:
        self.__parameter__.data = unwrapped(value)

    @property
    def grad(self) -> Any:
        if self.__parameter__.op is not None:
            raise NoGradient(
                f"this variable was computed (by {self.__parameter__.op}), and backward() fills in "
                "the gradients of the variables that you made. If it is a parameter after a step, "
                "x = x - rate * x.grad has made another variable of it: write x.value = x.value - "
                "rate * x.grad and keep x."
            )
        found = self.__parameter__.grad
        found = np.zeros(self.shape) if found is None else found
        return found if np.ndim(found) else np.float64(found)

    @grad.setter
    def grad(self, gradient: Any) -> None:
        self.__parameter__.grad = None if gradient is None else np.asarray(gradient, dtype=float)

    @property
    def gradient_if_computed(self) -> Any:
        """The same, or None if no backward walk has reached this variable."""
        return self.__parameter__.grad

    def backward(self) -> None:
        """Compute the derivative of this number by every variable that it was computed from, into
        their `grad`. It is added to what is there."""
        self.__parameter__.backward()

    def zero_grad(self) -> None:
        """Set the gradient of this variable back to 0."""
        self.__parameter__.zero_grad()

    @property
    def shape(self) -> tuple[int, ...]:
        return self.__parameter__.shape

    @property
    def ndim(self) -> int:
        return self.__parameter__.ndim

    @property
    def size(self) -> int:
        return self.__parameter__.size

    @property
    def T(self) -> Variable:
        return wrapped(self.__parameter__.T)

    def __float__(self) -> float:
        return float(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __format__(self, how: str) -> str:
        return format(self.value, how) if how else str(self)

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, index: Any) -> Any:
        return wrapped(self.__parameter__[index])

    def __iter__(self) -> Any:
        return map(wrapped, self.__parameter__)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Do what NumPy is asked of variables by what it does with tensors."""
        return wrapped(getattr(ufunc, method)(*map(unwrapped, inputs), **kwargs))

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        keywords = {name: unwrapped(value) for name, value in kwargs.items()}
        return wrapped(function(*map(unwrapped, args), **keywords))

    def __graph_reading__(self) -> dict[str, Any]:
        """Say what pictures show of this variable: see `adlearn.tensors.reading`."""
        return self.__parameter__.__graph_reading__()

    def __repr__(self) -> str:
        return f"Variable({self.value})"


OPERATORS = (
    *("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow", "rpow"),
    *("matmul", "rmatmul", "neg", "pos", "abs", "lt", "le", "gt", "ge", "eq", "ne"),
)
METHODS = ("sum", "mean", "max", "min", "reshape", "transpose", "squeeze", "ravel", "dot")
for one in OPERATORS:
    setattr(Variable, f"__{one}__", of_tensors(f"__{one}__"))
for one in METHODS:
    setattr(Variable, one, of_tensors(one))


def unwrapped(thing: Any) -> Any:
    """Give the tensor of a variable, also in lists and tuples; other things as they are."""
    if isinstance(thing, Variable):
        return thing.__parameter__
    if isinstance(thing, (list, tuple)):
        return type(thing)(map(unwrapped, thing))
    return thing


def wrapped(found: Any) -> Any:
    """Give the variable of a tensor, also in tuples; other things as they are."""
    if isinstance(found, tuple):
        return tuple(map(wrapped, found))
    if not isinstance(found, Tensor):
        return found
    variable = object.__new__(Variable)
    variable.__parameter__ = found
    return variable
