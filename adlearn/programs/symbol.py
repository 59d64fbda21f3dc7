"""A symbol stands for an array that may hold any numbers. What is done with it is written down.

It is one more kind of traced value, below all the others: to `grad`, `jvp` and the rest it is the
plain array. So the rules of the engine run on symbols as they run on arrays, and what they would
compute becomes the lines of the derivative's program. A symbol carries the numbers of one example,
which say what shapes come out and where the program branches; every such answer is a guard.
"""

from __future__ import annotations

import functools
import inspect
import math
import operator
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import NanOnTheWay, NotTraceable
from adlearn.float_guard import math_function_that_called
from adlearn.programs.being_written import (
    Tracing,
    class_said,
    example_of,
    is_others,
    var_of,
)
from adlearn.programs.lines import Var
from adlearn.tensors.array_like import ArrayLike
from adlearn.tensors.primitive import ArrayPrimitive, Symbolic, Traced, carries_derivative, value_of

#: Attributes that say how an array lies in memory.
IN_MEMORY = {"data", "base", "ctypes"}
#: What a primitive's function is written down as, where that is said better in other words.
IN_OTHER_WORDS: dict[Callable[..., Any], Callable[..., Any]] = {}


def recorded(function: Any) -> Callable[..., Any]:
    """Make an operator that is written down."""
    return lambda *operands: tracing_of(operands).record(function, operands)


#: Python's numbers.
PYTHONS = (float, int, complex, bool)


def of_python(*operands: Any) -> bool:
    """Say whether all operands are numbers of Python's, with which Python computes."""
    return all(
        (x.python is not None if isinstance(x, Symbol) else x.__class__ in PYTHONS)
        for x in operands
    )


def operated(numpys: Any, pythons: Any, a: Any, b: Any) -> Any:
    """Write an operation down: Python's of its numbers, and else NumPy's."""
    for operand in (a, b):
        if carries_derivative(operand) or not isinstance(operand, OPERANDS):
            return NotImplemented
        if isinstance(operand, (list, tuple)) and of_python(a if operand is b else b):
            return NotImplemented
    tracing = tracing_of((a, b))
    if not of_python(a, b):
        return tracing.record(numpys, (a, b))
    answer = tracing.record(pythons, (a, b))
    if isinstance(answer, Symbol) and answer.python is complex and not is_complex_number(a, b):
        raise tracing.fail(
            "a power of a negative number is complex here, and a real number for others. Make the "
            "base complex, or use np.power."
        )
    return answer


def is_complex_number(*operands: Any) -> bool:
    return any(isinstance(example_of(x), complex) for x in operands)


#: What takes part in an operation.
OPERANDS = (Symbolic, int, float, complex, np.ndarray, np.generic, list, tuple)


def both_ways(numpys: Any, pythons: Any) -> tuple[Any, Any]:
    """Make an operator and its reflection."""
    return (
        lambda a, b: operated(numpys, pythons, a, b),
        lambda b, a: operated(numpys, pythons, a, b),
    )


def compared(numpys: Any, pythons: Any) -> Any:
    """Make a comparison."""

    def compare(a: Any, b: Any) -> Any:
        b = value_of(b)
        if isinstance(b, (list, tuple)) and of_python(a):
            return NotImplemented
        return tracing_of((a, b)).record(pythons if of_python(a, b) else numpys, (a, b))

    return compare


def raised(a: Any, b: Any) -> Any:
    """Write a power down."""
    return operated(np.power, operator.pow, a, b)


def reflected(function: Any) -> Callable[[Any, Any], Any]:
    return lambda b, a: tracing_of((a, b)).record(function, (a, b))


def tracing_of(operands: Any) -> Tracing:
    """Find the program that operands belong to."""
    for operand in operands:
        if isinstance(operand, Symbol):
            return operand.tracing
        if operand.__class__ in (list, tuple):
            found = tracing_of(operand)
            if found is not None:
                return found
    return None  # type: ignore[return-value]


class Arrays(Tracing):
    """A program of arrays that is being written down."""

    def symbol(self, var: Var, example: Any) -> Symbol:
        return Symbol(self, var, example)


class Symbol(Symbolic, ArrayLike):
    """What stands for an array in a program that is being written down.

    Attributes
    ----------
    tracing : Tracing
    _var : Var
        Not `var`, which is the variance of an array.
    example : ndarray or number
    """

    __slots__ = ("tracing", "_var", "example")

    def __init__(self, tracing: Tracing, var: Var, example: Any) -> None:
        self.tracing, self._var, self.example = tracing, var, example

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return class_said(self)

    @property
    def _said(self) -> type:
        return type(self.example)

    @property
    def python(self) -> Any:
        """The class of Python's numbers that it is one of; None for NumPy's."""
        return self._var.kind if self._var.kind in (float, complex, int, bool) else None

    # What operations and NumPy ask

    def _apply(self, primitive: ArrayPrimitive, args: Any, kwargs: Any) -> Any:
        words = IN_OTHER_WORDS.get(primitive.fun)
        if words is not None:
            return words(*args, **kwargs)
        self.tracing.primitives[primitive.fun] = primitive
        return self.tracing.record(primitive.fun, args, kwargs, primitive.name)

    def _lift(self, plain: Any) -> Any:
        return plain

    def _has_nan(self, everywhere: bool) -> bool:
        if self.dtype.kind not in "fc":
            return False
        if np.isnan(self.example).any():
            raise NanOnTheWay(
                "a number on the way is nan. There the engine looks for the derivative on another "
                "way, and a program has only one: trace it where the derivative is a number."
            )
        self.tracing.watched.append((self._var, everywhere))
        return False

    def _applied(self, function: Any, args: Any, kwargs: Any) -> Any:
        return self.tracing.record(function, args, kwargs)

    def _as_floats(self) -> Any:
        if self.dtype.kind not in "fc":
            return self.astype(float)
        if self.python is None:
            return self
        kind = np.complex128 if self.python is complex else np.float64
        return self.tracing.record(kind, (self,))

    def _as_python(self) -> Any:
        if self.shape and self.size != 1:
            return self
        x = self.tracing.record(np.reshape, (self, ())) if self.shape else self
        kind = complex if self.dtype.kind == "c" else float
        return self.tracing.record(kind, (x,)) if self.dtype.kind in "fc" else x

    def _in_form(self, g: Any) -> Any:
        if self.python not in (float, complex) or carries_derivative(g):
            return g
        return self.tracing.record(self.python, (g,)) if isinstance(g, Symbol) else self.python(g)

    def _receives(self, cotangent: Any) -> Any:
        if self.tracing.names_each and isinstance(cotangent, Symbol):
            cotangent = self.tracing.record(passed_on, (cotangent,))
        self.tracing.cotangents.append((self._var, var_of(cotangent)))
        return cotangent

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if any(isinstance(x, Traced) and not isinstance(x, Symbolic) for x in inputs):
            return NotImplemented
        if kwargs.get("out") is not None:
            raise self.tracing.fail(
                f"numpy.{ufunc.__name__} writes into an existing array (out=, or an operator such "
                "as += on a plain array), and a program has no arrays that change. Make a new one "
                "instead, a = a + b."
            )
        function = ufunc if method == "__call__" else getattr(ufunc, method)
        if method == "at":
            raise self.changed(f"numpy.{ufunc.__name__}.at")
        return self.tracing.record(function, inputs, kwargs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if any(issubclass(t, Traced) and not issubclass(t, Symbolic) for t in types):
            return NotImplemented
        if function in WRITING or writes_into(function, args, kwargs):
            raise self.changed(f"numpy.{function.__name__}")
        return self.tracing.record(function, args, kwargs)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        if self.tracing.is_over():
            return np.array(self.example, dtype)
        raise self.tracing.fail(
            "a value of a program was to become a plain array, whose numbers would be the same in "
            "every call. Use functions of adlearn.numpy on it, which has all of numpy's: "
            "adlearn.numpy.take(X, i, axis=0) instead of X[i], adlearn.numpy.array([a, b]) instead "
            "of np.array."
        )

    # Facts

    @property
    def shape(self) -> tuple[int, ...]:
        return self.fact("shape", self._var.shape)

    @property
    def ndim(self) -> int:
        return self.fact("ndim", len(self._var.shape))

    @property
    def size(self) -> int:
        return self.fact("size", int(np.size(self.example)))

    @property
    def dtype(self) -> Any:
        return self.fact("dtype", self._var.dtype)

    @property
    def itemsize(self) -> int:
        return self.fact("itemsize", np.asarray(self.example).itemsize)

    @property
    def nbytes(self) -> int:
        return self.fact("nbytes", self._var.bytes)

    @property
    def device(self) -> str:
        return self.fact("device", "cpu")

    flags = property(lambda self: self.in_memory("flags"))
    strides = property(lambda self: self.in_memory("strides"))

    def in_memory(self, name: str) -> Any:
        """Refuse to say how an array lies in memory."""
        raise self.tracing.fail(
            f"x.{name} says how one array lies in memory, and a program is for any. Leave it out, "
            "or ask outside of the function."
        )

    def fact(self, name: str, value: Any) -> Any:
        """Give what is the same for all numbers. Python's numbers have no such attributes, and
        somebody may ask whether they have."""
        if self.python is not None and is_others(sys._getframe(2)):
            raise AttributeError(f"'{self._var.kind.__name__}' object has no attribute '{name}'")
        return value

    def __getattr__(self, name: str) -> Any:
        if name in IN_MEMORY and self.python is None:
            self.in_memory(name)
        raise AttributeError(f"'{self._said.__name__}' object has no attribute '{name}'")

    def astype(self, dtype: Any, *args: Any, **kwargs: Any) -> Any:
        """Convert."""
        dtype = np.dtype(dtype)
        return self.tracing.record(as_type, (self, dtype)) if dtype != self.dtype else self

    def copy(self, order: str = "C") -> Any:
        """Copy, in an order of memory that another function may ask for."""
        return self.tracing.record(np.copy, (self,), {"order": order})

    def numpy(self) -> Any:
        """Give what stands for the plain array: the symbol itself."""
        return self

    def detach(self) -> Any:
        return self

    # Leaving the program

    def __bool__(self) -> bool:
        outcome = bool(self.example)  # refuses what NumPy refuses
        self.tracing.guard(self, outcome, "branch")
        return outcome

    def __index__(self) -> int:
        number = operator.index(self.example)
        self.tracing.guard(self, number, "number")
        return number

    def __int__(self) -> int:
        number = int(self.example)
        self.astype(np.int64)._pinned(number) if self.dtype.kind == "f" else self._pinned(number)
        return number

    def _pinned(self, number: int) -> None:
        self.tracing.guard(self, number, "number")

    def __float__(self) -> float:
        if self.tracing.is_over():
            return float(self.example)
        name = math_function_that_called()
        called = f"math.{name}()" if name else "float()"
        instead = f"numpy.{name}" if name and hasattr(np, name) else "the value itself"
        raise self.tracing.fail(
            f"{called} takes a plain number, which would be the same in every call of the program. "
            f"Use {instead}."
        )

    def __complex__(self) -> complex:
        if self.tracing.is_over():
            return complex(self.example)
        raise self.tracing.fail(
            "complex() takes a plain number, which would be the same in every call of the program. "
            "Use .astype(complex)."
        )

    def item(self, *index: Any) -> Any:
        """Refuse: the number would be the same in every call."""
        if self.tracing.is_over():
            return self.example.item(*index)
        raise self.tracing.fail(
            "item() gives a plain number, which would be the same in every call of the program. "
            "Use the value itself; x[i] is an element."
        )

    def tolist(self) -> Any:
        """Refuse: the numbers would be the same in every call."""
        if self.tracing.is_over():
            return self.example.tolist()
        raise self.tracing.fail(
            "tolist() gives plain numbers, which would be the same in every call of the program. "
            "Use the array itself, or list(x) for its elements."
        )

    def changed(self, what: str) -> NotTraceable:
        """Make the error for a change in place."""
        return self.tracing.fail(
            f"{what} changes an array in place, and a program has no arrays that change. Make a "
            "new one: x = x + 1, np.where(mask, new, x), np.concatenate."
        )

    def __setitem__(self, index: Any, value: Any) -> None:
        raise self.changed("x[i] = value")

    def __iadd__(self, other: Any) -> Any:  # type: ignore[misc]
        return self._in_place("+=", operator.add, other)

    def __isub__(self, other: Any) -> Any:  # type: ignore[misc]
        return self._in_place("-=", operator.sub, other)

    def __imul__(self, other: Any) -> Any:  # type: ignore[misc]
        return self._in_place("*=", operator.mul, other)

    def __itruediv__(self, other: Any) -> Any:  # type: ignore[misc]
        return self._in_place("/=", operator.truediv, other)

    def _in_place(self, sign: str, function: Any, other: Any) -> Any:
        if self._var.is_array:
            raise self.changed(f"x {sign} ...")
        return function(self, other)

    def __repr__(self) -> str:
        self.tracing.texts = True
        return repr(self.example)

    def __str__(self) -> str:
        self.tracing.texts = True
        return str(self.example)

    def __format__(self, specification: str) -> str:
        self.tracing.texts = True
        return format(self.example, specification)

    def __copy__(self) -> Symbol:
        return self

    def __deepcopy__(self, memo: Any) -> Symbol:
        return self

    def __hash__(self) -> int:
        raise self.tracing.fail(
            "a value was to be found in a set or dictionary, by what it is in this one call. Keep "
            "what is looked up outside of the function, or choose with np.where."
        )

    def __round__(self, digits: Any = None) -> Any:
        if self.python is None:
            if digits is None:
                raise self.tracing.fail(
                    "round(x) makes a whole number, which would be the same in every call of the "
                    "program. Use np.round(x)."
                )
            return self.tracing.record(np.round, (self, digits))
        return self.tracing.record(round, (self,) if digits is None else (self, digits))

    def __floor__(self) -> Any:
        return self.tracing.record(math.floor, (self,))

    def __ceil__(self) -> Any:
        return self.tracing.record(math.ceil, (self,))

    def __trunc__(self) -> Any:
        return self.tracing.record(math.trunc, (self,))

    def __pos__(self) -> Any:
        return self.tracing.record(np.positive if self.python is None else operator.pos, (self,))

    def __neg__(self) -> Any:
        return self.tracing.record(np.negative if self.python is None else operator.neg, (self,))

    def __abs__(self) -> Any:
        return self.tracing.record(np.absolute if self.python is None else abs, (self,))

    def __pow__(self, other: Any, modulo: Any = None) -> Any:
        if carries_derivative(other):
            return NotImplemented
        whole = self.dtype.kind in "fc" and self.python is None
        if modulo is None and whole and other.__class__ in (int, float) and other == 2:
            return self.tracing.record(np.square, (self,))
        if modulo is None and self.python is None and self.dtype.kind not in "fc":
            # For whole numbers `x ** 2.0` is not what `np.power` gives, in some NumPys.
            return self.tracing.record(operator.pow, (self, other))
        return raised(self, other) if modulo is None else NotImplemented

    __eq__, __ne__ = compared(np.equal, operator.eq), compared(np.not_equal, operator.ne)
    __lt__, __le__ = compared(np.less, operator.lt), compared(np.less_equal, operator.le)
    __gt__, __ge__ = compared(np.greater, operator.gt), compared(np.greater_equal, operator.ge)
    __add__, __radd__ = both_ways(np.add, operator.add)
    __sub__, __rsub__ = both_ways(np.subtract, operator.sub)
    __mul__, __rmul__ = both_ways(np.multiply, operator.mul)
    __truediv__, __rtruediv__ = both_ways(np.divide, operator.truediv)
    __floordiv__, __rfloordiv__ = both_ways(np.floor_divide, operator.floordiv)
    __mod__, __rmod__ = both_ways(np.remainder, operator.mod)
    __matmul__, __rmatmul__ = both_ways(np.matmul, operator.matmul)
    __rpow__ = both_ways(np.power, operator.pow)[1]
    __and__, __rand__ = both_ways(np.bitwise_and, operator.and_)
    __or__, __ror__ = both_ways(np.bitwise_or, operator.or_)
    __xor__, __rxor__ = both_ways(np.bitwise_xor, operator.xor)
    __lshift__, __rlshift__ = recorded(np.left_shift), reflected(np.left_shift)
    __rshift__, __rrshift__ = recorded(np.right_shift), reflected(np.right_shift)
    __invert__ = recorded(np.invert)


class Type(type):
    """What `type` says of what a symbol stands for; it makes classes as `type` does."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs:
            return args[0]._said if hasattr(type(args[0]), "_said") else type(args[0])
        return type(*args, **kwargs)

    def __instancecheck__(cls, thing: Any) -> bool:
        return isinstance(thing, type)


class TypeOf(metaclass=Type):
    """`type`, in a function that is written down."""


#: What names of Python's mean in a function that is written down.
IN_PROGRAMS: dict[str, Any] = {"type": TypeOf}
#: What writes into an array.
WRITING = {np.copyto, np.put, np.place, np.putmask, np.fill_diagonal, np.put_along_axis}


def writes_into(function: Any, args: Any, kwargs: Any) -> bool:
    """Say whether a function of NumPy is given an array for its result."""
    if kwargs.get("out") is not None:
        return True
    place = place_of_out(function)
    return place is not None and len(args) > place and args[place] is not None


@functools.lru_cache(512)
def place_of_out(function: Any) -> int | None:
    """Say which of the arguments is `out`."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return None
    return names.index("out") if "out" in names else None


def passed_on(cotangent: Any) -> Any:
    """Give a cotangent as it is."""
    return cotangent


def as_type(x: Any, dtype: Any) -> Any:
    """Convert an array or a number to another dtype."""
    return np.asarray(x).astype(dtype)[()]
