"""Forward mode on arrays: a dual is a value with its tangent, and nothing else.

Every operation computes its value and, by the push of its rule, its tangent; then the arguments may
go. No graph is kept: only a mark that waits (`Waiting`) holds the arguments of the last operations,
however long the program. The level says to which derivative the tangent belongs
(`adlearn.nesting`): duals and tensors of an outer derivative are ordinary values here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.rules.many_tangents import PUSH_MANY
from adlearn.tensors.array_like import ArrayLike
from adlearn.tensors.left_out import (
    Waiting,
    arriving,
    chooses,
    cleared,
    has_part,
    has_zero,
    lifted,
    lifted_at,
    only,
    products,
    pushed_marks,
    settled,
    summed,
    unchanging,
    waiting,
)
from adlearn.tensors.nan_watch import look, look_back
from adlearn.tensors.node import PLAIN_ANSWERS, Tensor, answered
from adlearn.tensors.primitive import (
    ONE_ARGUMENT,
    ArrayPrimitive,
    Symbolic,
    Traced,
    array_of,
    has_nan,
    is_traced,
    value_of,
)
from adlearn.tensors.recording import PAUSED, pauses

#: Of these the dtype can be asked without a call, and most tangents are one of them.
ARRAYS = {np.ndarray, np.float64}


class Dual(ArrayLike):
    """A value that carries a tangent, or several at once along a leading axis.

    Attributes
    ----------
    value : ndarray, NumPy scalar or traced value of a lower level
    tangent : the same
        Of the shape of `value`; with `count` in front if there are several.
    count : int
        How many tangents there are along the leading axis; 0 for one without that axis.
    mark : Waiting or None
        Where the tangent is 0 because nothing arrives there, if that may be so anywhere: see
        `adlearn.tensors.left_out`.
    """

    __slots__ = ("value", "tangent", "count", "mark", "_level", "__weakref__")

    def __init__(
        self, value: Any, tangent: Any, level: int, count: int = 0, mark: Any = None
    ) -> None:
        self.value, self.tangent, self._level, self.count = value, tangent, level, count
        self.mark = mark

    @property
    def _value(self) -> Any:
        return self.value

    def detach(self) -> Any:
        """Give the value as a plain array: a constant for every derivative."""
        return self.numpy()

    def __graph_reading__(self) -> dict[str, Any]:
        """Say what pictures show: a value, its tangent, and no history."""
        return {"value": self.value, "tangent": self.tangent, "level": self._level}

    def __repr__(self) -> str:
        return f"dual({value_of(self)}, tangent={value_of(self.tangent)})"

    def _lift(self, plain: Any) -> Any:
        zeros = np.zeros((self.count,) * bool(self.count) + np.shape(plain))
        mark = Waiting(lambda _, zeros: zeros, (), zeros)
        return Dual(lifted(plain, self.value), zeros, self._level, self.count, mark)

    def _apply(self, primitive: ArrayPrimitive, args: Any, kwargs: Any) -> Any:
        level, count, apply = self._level, self.count, primitive.fun
        places: list[int] = []
        values: list[Any] = []
        tangents: list[Any] = []
        marks: list[Any] = []
        marked = False
        for a in args:
            if a.__class__ is Dual and a._level == level:
                places.append(len(values))
                tangents.append(a.tangent)
                marks.append(a.mark)
                if a.mark is not None:
                    marked = True
                a = a.value
            elif a.__class__ is Tensor and a._level < 0:
                a = a.data  # a tensor without a derivative is its array
            if isinstance(a, Traced):
                apply = primitive  # an outer derivative, which the operation is part of
            values.append(a)
        answer = apply(*values, **kwargs) if kwargs else apply(*values)
        if answer.__class__ not in PLAIN_ANSWERS:
            answer = answered(answer, primitive, values)
        if pauses[0] and level <= PAUSED.get():
            return answer
        mark: Any = None
        with np.errstate(all="ignore"):
            if primitive.broadcasts:
                tangent, mark = push_elementwise(
                    primitive, places, tangents, marks, marked, answer, values, count
                )
            elif not (tangents[0].size or any(t.size for t in tangents)):
                tangent = of_nothing(answer, (count,) if count else ())
                mark = Waiting(lambda _, zeros: zeros, (), tangent)
            else:
                tangent = push_any(primitive, places, tangents, answer, values, kwargs, count)
                if is_traced_outside(tangent) and any_nan(tangent):
                    like = next(filter(is_traced, tangents), None)
                    values = lifted_at(places, values, like)
                    ans = lifted(answer, like)
                    tangent = push_any(primitive, places, tangents, ans, values, kwargs, count)
                if marked or leaves_out(primitive, places, answer, values):
                    rest = answer, unchanging(values), kwargs and unchanging(kwargs)
                    several = (count, push_each) if count else ()
                    mark = waiting(pushed_marks, marks, primitive, places, *rest, *several)
                if marked and any_nan(tangent):
                    again = push_weighted if primitive.linearized else push_arriving
                    again = push_products if primitive.multiplies else again
                    known = list(map(settled, marks))
                    tangent = again(
                        primitive, places, tangents, known, answer, values, kwargs, count
                    )
                    tangent = cleared(tangent, settled(mark))
        if pauses[0]:
            look(self, answer, primitive.name, values, args)
            look_back(self, tangent, answer, primitive.name)
        if not primitive.outputs:
            return Dual(answer, in_precision(tangent, answer), level, count, mark)
        return tuple(
            Dual(a, in_precision(t, a), level, count, mark and waiting(picked, [mark], i))
            for i, (a, t) in enumerate(zip(answer, tangent, strict=True))
        )


def is_traced_outside(tangent: Any) -> bool:
    """Say whether an outer derivative is active, which is taken through a tangent."""
    if tangent.__class__ in ARRAYS:
        return False
    return not all(
        isinstance(t, Symbolic) for t in (tangent if tangent.__class__ is tuple else (tangent,))
    )


def of_nothing(answer: Any, several: tuple[int, ...]) -> Any:
    """Give the tangent of what was made of no elements: none that moves has a part in it."""
    if isinstance(answer, tuple):
        return tuple(of_nothing(a, several) for a in answer)
    return np.zeros(
        several + np.shape(answer), complex if np.iscomplexobj(value_of(answer)) else float
    )


def any_nan(tangent: Any) -> bool:
    """Say whether a tangent, or those of several outputs, has a nan somewhere."""
    if isinstance(tangent, tuple):
        return any(map(any_nan, tangent))
    return has_nan(tangent) if hasattr(tangent, "shape") else tangent != tangent


def in_precision(tangent: Any, answer: Any) -> Any:
    """Give a tangent the precision of its value: a constant in a rule may have raised it. A rule
    may also have given a number of Python's."""
    if tangent.__class__ in ARRAYS and answer.__class__ in ARRAYS and tangent.dtype is answer.dtype:
        return tangent
    if not hasattr(tangent, "shape"):
        tangent = np.asarray(tangent)[()]
    have, wanted = array_of(tangent).dtype, array_of(answer).dtype
    return tangent.astype(wanted) if have != wanted and have.kind == wanted.kind else tangent


def push_elementwise(primitive, places, tangents, marks, marked, answer, values, count: int):
    """Push through an operation on each element: multiply by the partial, and broadcast. Give the
    tangent and its mark."""
    shape = answer.shape
    if count:
        for k, place in enumerate(places):
            own = values[place].shape
            if len(own) < len(shape):  # new axes come between that of the tangents and its own
                to = (count,) + (1,) * (len(shape) - len(own)) + own
                tangents[k] = np.reshape(tangents[k], to)
                marks[k] = marks[k] and waiting(reshaped, [marks[k]], to)
        shape = (count, *shape)
    # On each element, pushing and pulling are one and the same product.
    terms = [primitive.pulls[i](t, answer, *values) for i, t in zip(places, tangents, strict=True)]
    total = in_one(terms, primitive.fresh) if len(terms) > 1 else terms[0]
    if is_traced_outside(total):
        everywhere = [None] * len(places)
        if has_nan(total):
            answer, values = lifted(answer, total), lifted_at(places, values, total)
            total = repaired(primitive, places, tangents, everywhere, answer, values)
        if np.any(zero := computed_zeros(tangents, marks)):
            moving = [lifted(t, total) for t in tangents]
            again = repaired(primitive, places, moving, everywhere, answer, values)
            total = np.where(zero, again, total)
    mark = None
    if marked or primitive.choosing or primitive.scales:
        chosen = chooses(primitive, values, places)
        if chosen:
            fixed = [v if i in places else unchanging(v, True) for i, v in enumerate(values)]
            marks = [
                waiting(of_chosen, (mark,), primitive, place, answer, fixed, places)
                for place, mark in zip(places, marks, strict=True)
            ]
        if chosen or marked:
            if None not in marks:
                same = not chosen and len({*marks}) == 1 and {t.shape for t in tangents} == {shape}
                mark = marks[0] if same else waiting(summed, marks, shape)
            if has_nan(total):
                total = repaired(primitive, places, tangents, marks, answer, values)
    if np.shape(total) != shape:
        total = total * np.ones(shape, array_of(total).dtype)
    return total, mark


def computed_zeros(tangents, marks) -> Any:
    """Say where plain tangents are 0 though something arrives: an outer derivative must not take
    them for constants, as it takes what does not arrive."""
    found: Any = False
    for tangent, mark in zip(tangents, marks, strict=True):
        if tangent.__class__ in ARRAYS and has_zero(tangent):
            arrives = settled(mark)
            found = found | ((tangent == 0) & (True if arrives is None else arrives != 0))
    return found


def repaired(primitive, places, tangents, marks, answer, values):
    """Push once more, without what was left out."""
    given = zip(places, tangents, map(settled, marks), strict=True)
    terms = [cleared(primitive.pulls[i](t, answer, *values), mark) for i, t, mark in given]
    return in_one(terms, primitive.fresh)


def in_one(terms: list[Any], fresh: bool) -> Any:
    """Add up terms; in place where nobody else has the first of them."""
    total, *rest = terms
    for term in rest:
        if (
            fresh
            and total.__class__ is term.__class__ is np.ndarray
            and total.shape == term.shape
            and total.dtype == term.dtype
        ):
            total += term
        else:
            total = total + term
    return total


def of_chosen(marks, primitive, place, answer, values, places):
    """Find the mark of an argument of which some elements are left out."""
    return only(marks[0], has_part(primitive, place, answer, values, places))


def reshaped(marks, shape):
    """Find a mark in another shape."""
    return None if marks[0] is None else marks[0].reshape(shape)


def picked(marks, place):
    """Find the mark of one of several outputs."""
    return None if marks[0] is None else marks[0][place]


def leaves_out(primitive, places, answer, values) -> bool:
    """Say whether there may be elements that nothing arrives at, whatever arrives."""
    if primitive.first is None:
        return bool(primitive.choosing)
    if primitive.first == ONE_ARGUMENT:
        return answer.size > values[0].size
    return len(places) < len(values) - primitive.first


def push_any(primitive, places, tangents, answer, values, kwargs, count: int):
    """Push one tangent or several through an operation that is not element by element."""
    if count:
        return push_each(primitive, count, places, tangents, answer, *values, **kwargs)
    return primitive.push(places, tangents, answer, *values, **kwargs)


def push_products(primitive, places, tangents, marks, answer, values, kwargs, count: int):
    """Push through a sum of products, without those in which nothing arrives."""

    def send(place):
        return lambda t, xs: push_any(primitive, [place], [t], answer, xs, kwargs, count)

    given = zip(places, tangents, marks, strict=True)
    return in_one([products(send(place), t, mark, values) for place, t, mark in given], False)


def push_weighted(primitive, places, tangents, marks, answer, values, kwargs, count: int):
    """Push through a weighted sum, without the weights that nothing arrives at."""
    weights, adds, values = primitive.linearized(answer, *values)
    terms = cleared(tangents[0] * weights, marks[0])
    return push_any(adds, places, [terms], answer, values, kwargs, count)


def push_arriving(primitive, places, tangents, marks, answer, values, kwargs, count: int):
    """Push what arrives at all; if nothing does, the mark of the answer says so."""
    known = arriving(places, tangents, marks) or zip(places, tangents, strict=True)
    places, tangents = zip(*known, strict=True)
    return push_any(primitive, places, tangents, answer, values, kwargs, count)


def push_each(primitive, count: int, places, tangents, answer, *values, **kwargs):
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
