"""Forward mode on arrays: a dual is a value with its tangent, and nothing else.

Every operation computes its value and, by the push of its rule, its tangent; then the arguments may
go. No graph is kept, however long the program. The level says to which derivative the tangent
belongs (`adlearn.nesting`): duals and tensors of an outer derivative are ordinary values here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.rules.many_tangents import PUSH_MANY
from adlearn.tensors.array_like import ArrayLike
from adlearn.tensors.nan_watch import look, look_back
from adlearn.tensors.node import ANSWERS, Tensor, as_numbers
from adlearn.tensors.primitive import ArrayPrimitive, value_of
from adlearn.tensors.recording import pauses
from adlearn.tensors.reverse import has_nan, without_undefined


class Dual(ArrayLike):
    """A value that carries a tangent, or several at once along a leading axis.

    Attributes
    ----------
    value : ndarray, NumPy scalar or traced value of a lower level
    tangent : the same
        Of the shape of `value`; with `count` in front if there are several.
    count : int
        How many tangents there are along the leading axis; 0 for one without that axis.
    """

    __slots__ = ("value", "tangent", "count", "_level", "__weakref__")

    def __init__(self, value: Any, tangent: Any, level: int, count: int = 0) -> None:
        self.value, self.tangent, self._level, self.count = value, tangent, level, count

    @property
    def _value(self) -> Any:
        return self.value

    def detach(self) -> Any:
        """Give the value without this tangent."""
        return self.value

    def __graph_reading__(self) -> dict[str, Any]:
        """Say what pictures show: a value, its tangent, and no history."""
        return {"value": self.value, "tangent": self.tangent, "level": self._level}

    def __repr__(self) -> str:
        return f"dual({value_of(self)}, tangent={value_of(self.tangent)})"

    def _apply(self, primitive: ArrayPrimitive, args: Any, kwargs: Any) -> Any:
        level, count = self._level, self.count
        places: list[int] = []
        values: list[Any] = []
        tangents: list[Any] = []
        for a in args:
            if a.__class__ is Dual and a._level == level:
                places.append(len(values))
                tangents.append(a.tangent)
                a = a.value
            elif a.__class__ is Tensor and a._level < 0:
                a = a.data  # a tensor without a derivative is its array
            values.append(a)
        answer = primitive(*values, **kwargs)
        if not isinstance(answer, ANSWERS):
            answer = as_numbers(answer, primitive.name)[()]
        with np.errstate(divide="ignore", invalid="ignore"):
            if primitive.broadcasts:
                tangent = push_elementwise(primitive, places, tangents, answer, values, count)
            elif not count:
                tangent = primitive.push(places, tangents, answer, *values, **kwargs)
            else:
                tangent = push_each(primitive, places, tangents, answer, values, kwargs, count)
        if pauses[0]:
            look(self, answer, primitive.name, values)
            look_back(self, tangent, answer, primitive.name)
        if not primitive.outputs:
            return Dual(answer, in_precision(tangent, answer), level, count)
        return tuple(
            Dual(a, in_precision(t, a), level, count) for a, t in zip(answer, tangent, strict=True)
        )


def in_precision(tangent: Any, answer: Any) -> Any:
    """Give a tangent the precision of its value: a constant in a rule may have raised it."""
    if tangent.__class__ is answer.__class__ is np.ndarray and tangent.dtype is answer.dtype:
        return tangent
    have, wanted = np.asarray(value_of(tangent)).dtype, np.asarray(value_of(answer)).dtype
    return tangent.astype(wanted) if have != wanted and have.kind == wanted.kind else tangent


def push_elementwise(primitive, places, tangents, answer, values, count: int):
    """Push through an operation on each element: multiply by the partial, and broadcast.

    A second, careful pass looks for undefined slopes; few programs need it.
    """
    shape, lead = np.shape(answer), (count,) if count else ()
    for careful in (False, True):
        total: Any = None
        for place, tangent in zip(places, tangents, strict=True):
            missing = len(shape) - np.ndim(values[place])
            if count and missing:
                tangent = np.reshape(tangent, lead + (1,) * missing + np.shape(values[place]))
            # On each element, pushing and pulling are one and the same product.
            term = primitive.pulls[place](tangent, answer, *values)
            if careful and has_nan(term):
                # No change of the argument is no change of the answer, however steep the slope.
                term = without_undefined(term, tangent)
            if total is None:
                total = term
            elif (
                primitive.fresh
                and total.__class__ is term.__class__ is np.ndarray
                and total.shape == term.shape
                and total.dtype == term.dtype
            ):
                total += term  # nobody else has that array
            else:
                total = total + term
        if not has_nan(total):
            break
    if np.shape(total) != lead + shape:
        total = total * np.ones(lead + shape, np.asarray(value_of(total)).dtype)
    return total


def push_each(primitive, places, tangents, answer, values, kwargs, count: int):
    """Push several tangents, at once if the primitive can and one by one otherwise."""
    if primitive in PUSH_MANY:
        pushed = PUSH_MANY[primitive](count, places, tangents, answer, *values, **kwargs)
        if pushed is not None:
            return pushed
    pushed = [
        primitive.push(places, [t[k] for t in tangents], answer, *values, **kwargs)
        for k in range(count)
    ]
    if primitive.outputs:
        return tuple(np.stack(row) for row in zip(*pushed, strict=True))
    return np.stack(pushed)
