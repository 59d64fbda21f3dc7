"""The methods and facts that traced arrays share with NumPy's.

Most are functions of NumPy with the array as first argument. What writes into the array is refused,
and so is what reads its memory, since either would forget the derivative.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from adlearn.errors import LostDerivative, NotAssignable
from adlearn.rules.elementwise import NAMES, UFUNCS
from adlearn.rules.scalars import RULES
from adlearn.rules.shapes import astype_, copy_
from adlearn.tensors.primitive import Traced, value_of

#: Methods that are NumPy functions of the array.
FUNCTIONS = """
    all any argmax argmin argpartition argsort choose cumprod cumsum diagonal dot max mean min
    nonzero prod ptp ravel repeat round searchsorted squeeze std sum swapaxes take trace var
"""
#: Facts about the array of values, whatever the derivative.
FACTS = "device flags itemsize nbytes strides"
#: What writes into the array -> what gives another one instead.
WRITING = {
    "sort": "x = np.sort(x)",
    "partition": "x = np.partition(x, kth)",
    "resize": "x = np.resize(x, shape)",
    "fill": "x = np.full_like(x, value)",
    "put": "x = np.where(mask, new, x)",
    "setfield": "x = np.where(mask, new, x)",
    "setflags": "x = np.copy(x)",
}
#: What reads the memory behind the values.
READING = "byteswap dump dumps getfield tobytes tofile view"


class Flat:
    """The elements in one row: what `x.flat` is, to go through and to index."""

    __slots__ = ("row", "rest")

    def __init__(self, array: Any) -> None:
        self.row = np.ravel(array)
        self.rest = iter(self.row)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self.rest)

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, index: Any) -> Any:
        return self.row[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self.row[index] = value  # refused, with the remedy

    def copy(self) -> Any:
        """Give the row."""
        return self.row


def clip(self: Any, min: Any = None, max: Any = None, out: Any = None, **more: Any) -> Any:  # noqa: A002
    """Keep the elements between two ends, of which one may be left out here."""
    return np.clip(self, min, max, out, **more)


def astype(
    self: Any,
    dtype: Any,
    order: Any = "K",
    casting: Any = "unsafe",
    subok: bool = True,
    copy: bool = True,
) -> Any:
    """Convert: to floats and complex numbers with the derivative, to others without."""
    dtype = np.dtype(dtype)
    if not np.can_cast(self.dtype, dtype, casting):
        raise TypeError(
            f"Cannot cast array data from {self.dtype!r} to {dtype!r} according to the rule "
            f"'{casting}'"
        )
    if dtype.kind == "O":
        raise LostDerivative(
            "astype(object) makes plain Python numbers, which have no derivative. Numbers one by "
            "one are x[i]; a list of them is list(x)."
        )
    if dtype.kind not in "fc":
        return np.array(value_of(self)).astype(dtype, order)
    answer = astype_(self, dtype)
    return answer if order == "K" else copy_(answer, order)


def copied(self: Any, order: str = "C") -> Any:
    """Give what has the same derivative, in the order that is asked."""
    flags = value_of(self).flags
    kept = {"C": flags.c_contiguous, "F": flags.f_contiguous, "A": flags.forc, "K": True}
    return self.__copy__() if kept[str(order or "K").upper()] else copy_(self, order)


def compress(self: Any, condition: Any, axis: Any = None, out: Any = None) -> Any:
    """What `numpy.compress` gives for this array."""
    return np.compress(condition, self, axis, out)


def conj(self: Any) -> Any:
    """Conjugate complex numbers."""
    return np.conjugate(self)


def flatten(self: Any, order: Any = "C") -> Any:
    """Put all elements in one row."""
    return np.ravel(self, order)


def reshape(self: Any, *shape: Any, order: Any = "C", copy: Any = None) -> Any:
    """Give the same elements in another shape: numbers, or a tuple of them."""
    return np.reshape(self, shape[0] if len(shape) == 1 else shape, order)


def transpose(self: Any, *axes: Any) -> Any:
    """Give the axes in another order: numbers, or a tuple of them; by default reversed."""
    if len(axes) == 1 and (axes[0] is None or np.ndim(axes[0])):
        axes = axes[0]
    return np.transpose(self, axes if axes != () else None)


def to_device(self: Any, device: str, /, *, stream: Any = None) -> Any:
    """Give the array itself, which is where it can be."""
    value_of(self).to_device(device, stream=stream)
    return self


def rounded(self: Any, digits: int | None = None) -> Any:
    """Round one number as Python does, to a whole one or to digits."""
    return round(value_of(self)[()], digits)


def fact(name: str) -> property:
    """Make an attribute that is that of the values."""
    return property(lambda self: getattr(value_of(self), name))


def method_of(function: Callable[..., Any], name: str = "") -> Callable[..., Any]:
    """Make a method of a function of NumPy, or of the rule table."""
    name = name or function.__name__

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return function(self, *args, **kwargs)

    method.__name__ = name
    method.__doc__ = f"What the function `{name}` gives for this array."
    return method


def refusing_to_write(name: str, remedy: str) -> Callable[..., Any]:
    """Make a method that says what to do instead of writing into the array."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        raise NotAssignable(
            f"{name}() changes an array in place, and a traced array cannot be changed: the "
            f"derivative belongs to the values as they were. Make a new array, {remedy}."
        )

    return method


def refusing_to_read(name: str) -> Callable[..., Any]:
    """Make a method that says what to do instead of reading memory."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        raise LostDerivative(
            f"{name}() is about the memory of a plain array, which holds no derivative. Use "
            f"x.numpy().{name}() for that of the values, and x.astype(...), x.real, x.reshape(...) "
            "to look at them otherwise with the derivative."
        )

    return method


def add_methods(kind: type[Traced]) -> None:
    """Give traced arrays what NumPy's have."""
    members: dict[str, Any] = {name: method_of(getattr(np, name)) for name in FUNCTIONS.split()}
    members |= {name: fact(name) for name in FACTS.split()}
    members |= {name: refusing_to_write(name, remedy) for name, remedy in WRITING.items()}
    members |= {name: refusing_to_read(name) for name in READING.split()}
    members |= {
        "astype": astype,
        "clip": clip,
        "compress": compress,
        "conj": conj,
        "conjugate": conj,
        "copy": copied,
        "flat": property(Flat),
        "flatten": flatten,
        "mT": property(lambda self: np.matrix_transpose(self)),
        "reshape": reshape,
        "transpose": transpose,
        "to_device": to_device,
        "__round__": rounded,
        "__floor__": lambda self: math.floor(value_of(self)),
        "__ceil__": lambda self: math.ceil(value_of(self)),
        "__trunc__": lambda self: math.trunc(value_of(self)),
    }
    # As nodes of numbers have them: x.log().
    functions = [(f.__name__, f) for f in UFUNCS.values()]
    functions += [(name, f) for name, f in NAMES.items() if name in RULES]
    members |= {name: method_of(f, name) for name, f in functions if not hasattr(kind, name)}
    for name, member in members.items():
        setattr(kind, name, member)
