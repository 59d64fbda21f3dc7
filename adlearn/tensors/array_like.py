"""What `Tensor` and `Dual` have in common: they look like arrays.

Operators, methods and NumPy's own functions all end in a primitive of the rule table, which asks
the argument of the highest level to do the operation.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import LostDerivative, MissingRule, NotAssignable
from adlearn.float_guard import math_function_that_called
from adlearn.rules.indexing import getitem
from adlearn.rules.shapes import astype_
from adlearn.tensors.families import method_of, rule_of
from adlearn.tensors.operators import defers_to, in_general, power
from adlearn.tensors.primitive import DISPATCH, Traced, is_traced, value_of
from adlearn.who_asks import who_asks


def of_values(compare: Callable[[Any, Any], Any]) -> Any:
    """Make a comparison of what traced values are now."""
    return lambda a, b: compare(value_of(a), value_of(b))


class ArrayLike(Traced):
    """An array that carries derivatives."""

    __slots__ = ()
    __array_priority__ = 100.0
    __hash__ = object.__hash__
    _value: Any

    # NumPy's protocols

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if method == "__call__" and not kwargs and len(inputs) == 1 and ufunc in DISPATCH:
            return DISPATCH[ufunc](*inputs)  # the everyday case
        if any(defers_to(a) for a in inputs):
            return NotImplemented
        if kwargs.pop("out", None) is not None:
            raise NotAssignable(
                f"numpy.{ufunc.__name__} was asked to write into an existing array (out=, or an "
                "operator such as += on a plain array). A traced result cannot be written there: "
                "make a new array instead, a = a + b."
            )
        if method != "__call__":
            return method_of(ufunc, method)(*inputs, **kwargs)
        function = rule_of(ufunc)
        if function is None:
            raise no_rule(ufunc.__name__)
        if kwargs.pop("dtype", None) is not None or kwargs.pop("where", True) is not True:
            raise MissingRule(
                f"numpy.{ufunc.__name__} with dtype= or where= cannot be differentiated. Use "
                ".astype(...) or np.where(...) around it."
            )
        return function(*(np.asarray(a) if isinstance(a, (list, tuple)) else a for a in inputs))

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        ours = rule_of(function)
        if ours is not None:
            return ours(*args, **kwargs)
        if any(not issubclass(t, Traced | np.ndarray | list | tuple) for t in types):
            return NotImplemented
        raise no_rule(function.__name__)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        if any(module.startswith("scipy.") for module in who_asks()):
            raise LostDerivative(
                "SciPy turns its arguments into plain arrays here, which would drop the derivative."
                " Use the function of the same name in adlearn.scipy if there is a rule for it, and"
                " .numpy() if you want no derivative."
            )
        raise LostDerivative(
            "NumPy was asked to turn a traced value into a plain array, which would drop the "
            "derivative. Use the function of the same name in adlearn.numpy (array, asarray, full, "
            "fill_diagonal, vectorize, ndenumerate, ...), np.stack to join traced values, and "
            ".numpy() for the plain value, for example to plot it."
        )

    # The array's own facts

    @property
    def shape(self) -> tuple[int, ...]:
        return np.shape(value_of(self))

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def size(self) -> int:
        return int(np.size(value_of(self)))

    @property
    def dtype(self) -> Any:
        value = value_of(self)
        return value.dtype if hasattr(value, "dtype") else np.asarray(value).dtype

    T = property(lambda self: np.transpose(self))
    real = property(lambda self: np.real(self))
    imag = property(lambda self: np.imag(self))
    flat = property(lambda self: iter(np.ravel(self)))

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a single number has no length")
        return self.shape[0]

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, index: Any) -> Any:
        return getitem(self, plain_index(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        raise NotAssignable(
            "a traced array cannot be changed in place: the derivative belongs to the values as "
            "they were. Make a new array instead, with np.where(mask, new, old), np.concatenate, "
            "or adlearn.numpy.array([...])."
        )

    # Leaving the graph

    def __float__(self) -> float:
        name = math_function_that_called()
        if name is not None:
            raise LostDerivative(
                f"math.{name}() takes plain numbers only: it would drop the derivative. Use "
                f"numpy.{name}() instead, or .numpy() if you want no derivative here."
            )
        if who_asks()[0].endswith(".fromnumeric"):
            raise LostDerivative(
                "NumPy asked for a plain number, which would drop the derivative: it does so for "
                "initial= when the array is plain. Use the function of the same name in "
                "adlearn.numpy."
            )
        if self._level > 0:
            raise LostDerivative(
                "float() of a value that is being differentiated would drop the derivative. Use "
                ".numpy() if you want the number without its derivative."
            )
        return float(value_of(self))

    def __int__(self) -> int:
        return int(value_of(self))

    def __index__(self) -> int:
        raise TypeError(
            "a traced value cannot be used as an index or a count: it is a real number that may "
            "change. Use int(x) for the whole number it is now."
        )

    def __bool__(self) -> bool:
        if self.size != 1:
            raise ValueError(
                f"the truth of an array of shape {self.shape} is ambiguous. Use np.where(condition,"
                " a, b) to choose element by element, or .any() and .all()."
            )
        return bool(value_of(self))

    def __complex__(self) -> complex:
        raise LostDerivative("complex() would drop the derivative. Use .astype(complex).")

    def numpy(self) -> Any:
        """Give the value as a plain array or NumPy scalar; its derivative is left behind."""
        return value_of(self)

    def item(self) -> Any:
        """Give the only element as a Python number, without its derivative."""
        return value_of(self).item()

    def tolist(self) -> Any:
        """Give the plain values as nested lists, without their derivatives."""
        return np.asarray(value_of(self)).tolist()

    def __format__(self, specification: str) -> str:
        return format(value_of(self), specification)

    def __str__(self) -> str:
        return str(value_of(self))

    def astype(self, dtype: Any) -> Any:
        """Convert: to floats and complex numbers with the derivative, to others without."""
        if np.dtype(dtype).kind not in "fc":
            return value_of(self).astype(dtype)
        return astype_(self, np.dtype(dtype))

    def copy(self) -> Any:
        """Give the value itself: it never changes."""
        return self

    def conj(self) -> Any:
        return np.conjugate(self)

    conjugate = conj

    def reshape(self, *shape: Any, order: str = "C") -> Any:
        return np.reshape(
            self, shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape, order
        )

    def transpose(self, *axes: Any) -> Any:
        if len(axes) == 1 and not isinstance(axes[0], int):
            axes = axes[0]
        return np.transpose(self, axes or None)

    def flatten(self) -> Any:
        return np.ravel(self)

    # Arithmetic

    __add__, __radd__ = in_general(np.add)
    __sub__, __rsub__ = in_general(np.subtract)
    __mul__, __rmul__ = in_general(np.multiply)
    __truediv__, __rtruediv__ = in_general(np.divide)
    __matmul__, __rmatmul__ = in_general(np.matmul)
    __floordiv__, __rfloordiv__ = in_general(np.floor_divide)
    __mod__, __rmod__ = in_general(np.remainder)
    __pow__, __rpow__ = power, in_general(np.power)[1]

    def __neg__(self) -> Any:
        return DISPATCH[np.negative](self)

    def __abs__(self) -> Any:
        return DISPATCH[np.absolute](self)

    def __pos__(self) -> Any:
        return self

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    # Comparisons say something about the values; they carry no derivative.
    __eq__, __ne__ = of_values(operator.eq), of_values(operator.ne)
    __lt__, __le__ = of_values(operator.lt), of_values(operator.le)
    __gt__, __ge__ = of_values(operator.gt), of_values(operator.ge)


def plain_index(index: Any) -> Any:
    """Take the plain values out of an index."""
    if isinstance(index, tuple):
        return tuple(map(plain_index, index))
    return value_of(index) if is_traced(index) else index


def no_rule(name: str) -> MissingRule:
    """Make the error for a NumPy function without a rule."""
    return MissingRule(
        f"numpy.{name} has no derivative rule here. Write it with functions that have one, use "
        ".numpy() on the argument if no derivative should go through it, or add a rule: "
        "adlearn.primitive and adlearn.defvjp."
    )


#: Methods that are NumPy functions of the array.
METHODS = """
    all any argmax argmin argsort clip compress cumprod cumsum diagonal dot max mean min nonzero
    prod ptp ravel repeat round squeeze std sum swapaxes take trace var
"""


def add_methods() -> None:
    """Give traced arrays the methods that are NumPy functions of the array."""
    for name in METHODS.split():
        function = getattr(np, name)

        def method(self: Any, *args: Any, _function: Any = function, **kwargs: Any) -> Any:
            return _function(self, *args, **kwargs)

        method.__name__ = name
        method.__doc__ = f"What `numpy.{name}` gives for this array."
        setattr(ArrayLike, name, method)


add_methods()
