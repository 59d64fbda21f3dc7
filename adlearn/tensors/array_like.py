"""What `Tensor` and `Dual` have in common: they look like arrays.

Operators, methods and NumPy's own functions all end in a primitive of the rule table, which asks
the argument of the highest level to do the operation.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np

from adlearn.errors import LostDerivative, MissingRule, NotANumber, NotAssignable
from adlearn.float_guard import advice, function_that_called, is_stored, math_function_that_called
from adlearn.floats.names import WITH_RULE
from adlearn.rules.arrays_asked import as_array
from adlearn.rules.indexing import getitem
from adlearn.tensors.dispatch import DISPATCH
from adlearn.tensors.families import method_of, rule_of
from adlearn.tensors.foreign import EVERYDAY, defers_to, is_table, refuse_kind
from adlearn.tensors.keywords import with_keywords
from adlearn.tensors.methods import add_methods
from adlearn.tensors.operators import in_general, power
from adlearn.tensors.primitive import ArrayPrimitive, Traced, array_of, is_traced, value_of
from adlearn.who_asks import who_asks


def of_values(compare: Callable[[Any, Any], Any]) -> Any:
    """Make a comparison of what traced values are now."""
    return lambda a, b: compare(value_of(a), value_of(b))


def kept(index: Any) -> Any:
    """Copy lists in an index, which may be other ones when the derivative is computed."""
    if index.__class__ is list:
        return deepcopy(index)
    several = index.__class__ is tuple and list in map(type, index)
    return tuple(map(kept, index)) if several else index


class ArrayLike(Traced):
    """An array that carries derivatives."""

    __slots__ = ()
    __array_priority__ = 100.0
    __pandas_priority__ = 5000  # above that of a DataFrame: tables leave operators to us
    __hash__ = object.__hash__
    _value: Any

    # NumPy's protocols

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if method == "__call__" and not kwargs and len(inputs) == 1 and ufunc in DISPATCH:
            return DISPATCH[ufunc](*inputs)  # the everyday case
        if not all([a.__class__ in EVERYDAY or isinstance(a, Traced) for a in inputs]):
            inputs = tuple(a.to_numpy() if is_table(a) else a for a in inputs)
            for a in inputs:
                refuse_kind(type(a))
                if defers_to(a):
                    return NotImplemented
            if method == "__call__":  # the others have indices
                inputs = tuple(as_array(a) if isinstance(a, (list, tuple)) else a for a in inputs)
        if kwargs.pop("out", None) is not None:
            theirs = any(module.startswith("numpy.") for module in who_asks())
            raise NotAssignable(
                f"numpy.{ufunc.__name__} was asked to write into an existing array (out=, or an "
                "operator such as += on a plain array). A traced result cannot be written there: "
                + (INSIDE_NUMPY if theirs else "make a new array instead, a = a + b.")
            )
        if method != "__call__":
            return method_of(ufunc, method)(*inputs, **kwargs)
        function = rule_of(ufunc)
        if function is None:
            raise no_rule(ufunc.__name__)
        return with_keywords(ufunc, function, inputs, kwargs) if kwargs else function(*inputs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        for kind in types:
            if kind is not self.__class__:
                refuse_kind(kind)
        ours = rule_of(function)
        if isinstance(ours, ArrayPrimitive):  # it has no names for its arguments
            return ours(*args, *kwargs.values())
        if ours is not None:
            return ours(*args, **kwargs)
        if any(not issubclass(t, Traced | np.ndarray | list | tuple) for t in types):
            return NotImplemented
        raise no_rule(function.__name__)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        if dtype is not None and np.dtype(dtype).kind not in "fcO":
            return np.array(value_of(self), dtype)  # whole numbers and truths are constant
        asking = " ".join(who_asks())
        remedy = next(text for module, text in LOST if module in asking)
        raise LostDerivative(
            f"A traced value was to become a plain array, which would drop the derivative. {remedy}"
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

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a single number has no length")
        return self.shape[0]

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, index: Any) -> Any:
        try:
            return getitem(self, kept(value_of(index)))
        except IndexError as error:
            if not is_traced(index):
                raise
            raise NotANumber(
                "an index is a whole number, and a traced value is not: whole numbers among the "
                "arguments are taken for floats. Keep the index outside of what is differentiated, "
                "or convert it: x[i.numpy().astype(int)]."
            ) from error

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
                f"math.{name}() takes plain numbers only: it would drop the derivative. "
                + advice(name, hasattr(np, name), name in WITH_RULE, ".numpy()")
            )
        function = function_that_called()
        of_array = isinstance(getattr(function, "__self__", None), np.ndarray)  # a.fill(x)
        if function is np.float64 or function is np.fromiter or of_array:
            raise LostDerivative(
                f"{function.__name__}() of NumPy makes plain numbers, which would drop the "
                "derivative. Use x.astype(float) to convert, adlearn.numpy.fromiter to collect, "
                "adlearn.numpy.full to repeat, or x.numpy() if you want no derivative."
            )
        if who_asks()[0].endswith(".fromnumeric"):
            raise LostDerivative(
                "NumPy asked for a plain number, which would drop the derivative: it does so for "
                "initial= when the array is plain. Use the function of the same name in "
                "adlearn.numpy."
            )
        if is_stored():
            raise LostDerivative(
                "a[i] = x of a plain array makes a plain number of x, which would drop the "
                "derivative. Collect the elements in a list and make an array of them, np.stack "
                "or adlearn.numpy.array; or store x.numpy() if you want no derivative."
            )
        self._require_own("float()")
        return float(value_of(self))

    def __int__(self) -> int:
        if np.iscomplexobj(value_of(self)):
            raise LostDerivative(
                "a complex number has no whole number. Use int(x.real); or, where NumPy asked for "
                "one, as for initial=, the function of the same name in adlearn.numpy."
            )
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
        """Give the value as a plain array or NumPy scalar; its derivative is left behind. It is a
        copy, which may be changed: a derivative is computed from the value later."""
        value = value_of(self)
        return value.copy("K") if isinstance(value, np.ndarray) else value

    def item(self, *index: Any) -> Any:
        """Give an element, or the only one, as a Python number: where `float()` does, too."""
        self._require_own("item()")
        return value_of(self).item(*index)

    def tolist(self) -> Any:
        """Give the plain values as nested lists: where `float()` does, too."""
        self._require_own("tolist()")
        return array_of(self).tolist()

    def _require_own(self, what: str) -> None:
        """Refuse to leave the graph while a function is differentiated."""
        if self._level > 0:
            raise LostDerivative(
                f"{what} of a value that is being differentiated would drop the derivative. Use "
                ".numpy() if you want the number without its derivative."
            )

    # A traced value never changes, so it is its own copy, and the copy keeps the derivative.
    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: Any) -> Any:
        return self

    def __reduce__(self) -> Any:
        raise LostDerivative(
            "a value that is being differentiated cannot be pickled, or sent to another process: "
            "its derivative would stay behind. Pickle the plain value, x.numpy()."
        )

    def __format__(self, specification: str) -> str:
        return format(value_of(self), specification)

    def __str__(self) -> str:
        return str(value_of(self))

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

    def __rdivmod__(self, other: Any) -> Any:
        return other // self, other % self

    def __contains__(self, number: Any) -> bool:
        return bool(np.any(value_of(self) == value_of(number)))

    # Comparisons say something about the values; they carry no derivative.
    __ne__ = of_values(operator.ne)
    __lt__, __le__ = of_values(operator.lt), of_values(operator.le)
    __gt__, __ge__ = of_values(operator.gt), of_values(operator.ge)

    def __eq__(self, other: Any) -> Any:
        asking = sys._getframe(1).f_globals.get("__name__", "")
        if self._level >= 0 and asking.startswith(("numpy.linalg", "scipy.linalg")):
            raise MissingRule(f"A traced value was compared with plain ones: {INSIDE_NUMPY}")
        return value_of(self) == value_of(other)


def no_rule(name: str) -> MissingRule:
    """Make the error for a NumPy function without a rule."""
    return MissingRule(
        f"numpy.{name} has no derivative rule here. Write it with functions that have one, use "
        ".numpy() on the argument if no derivative should go through it, or add a rule: "
        "adlearn.primitive and adlearn.defvjp."
    )


#: Who asks for a plain array -> what to do instead.
LOST = (
    (
        "scipy.",
        "SciPy does so here. Use the function of the same name in adlearn.scipy if there is "
        "a rule for it; give a solver what its function uses as an argument (args=); or take "
        ".numpy() if you want no derivative.",
    ),
    (
        "numpy.ma",
        "A masked array does so here, and its mask would be forgotten. Use "
        "np.ma.filled(a, 0.0), or np.sum(x, where=~mask), np.where(mask, 0.0, x).",
    ),
    (
        "pandas.",
        "pandas does so here. Take the array out of the table, table.to_numpy(); or put "
        "plain values into it, x.numpy().",
    ),
    (
        "index_tricks",
        "NumPy does so here. Use what has the same name in adlearn.numpy (r_, c_, fill_diagonal, "
        "ndenumerate), or np.concatenate and np.column_stack to join traced values.",
    ),
    (
        "",
        "NumPy does so here. Use the function of the same name in adlearn.numpy (array, asarray, "
        "full, fill_diagonal, vectorize, ndenumerate, ...), np.stack to join traced values, "
        "x.astype(...) to convert one, and .numpy() for the plain value, as for a plot.",
    ),
)

#: For a function of NumPy's that takes an argument for plain and calculates in place with it.
INSIDE_NUMPY = (
    "a function of NumPy's does so with an argument that it has no derivative by. Pass a plain "
    "number there, x.numpy(), or write the function with operators, as np.sum(np.abs(a) ** p) ** "
    "(1 / p) for a norm."
)

add_methods(ArrayLike)
