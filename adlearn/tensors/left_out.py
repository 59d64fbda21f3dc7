"""Which elements a derivative has nothing to do with, where a slope is infinite.

In `where(x > 0, sqrt(x), 0)` at 0 the square root was not chosen. Its slope is infinite, what
arrives there is 0, and 0 * inf is nan, though the derivative is 0. In `sqrt(x) ** 2` at 0 the slope
is infinite as well and what arrives is 0, but there 0 is a number that was computed: the true
answer is 1, and nobody can get it from 0 * inf. So the two zeros have to be told apart.

A *mark* travels with a cotangent or a tangent: 0 where nothing arrives, whatever the numbers are,
and some other number where something may. It goes through the same linear maps. What it is made of
is as good as random, so that where something arrives it does not add up to 0 by chance; and nan
where the map has slopes that may be 0 at this point, as that of `x * x` at 0. Only where the mark
is 0 is a nan made a 0.

Few programs ever meet such a place. Reverse mode walks without marks first. Forward mode cannot go
back, so there a mark waits (`Waiting`): it keeps what it takes to find it until somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.tensors.outputs import Parts
from adlearn.tensors.primitive import ArrayPrimitive, Traced, value_of

Marks = list[Any]
#: How many marks wait for each other. More of them would keep alive what a long program let go.
MOST = 100
#: Its multiples fill an interval evenly, and no sum of few of them is 0.
GOLDEN = 0.6180339887498949

count_nonzero: Any = np.count_nonzero


def mark_of(given: Any) -> np.ndarray:
    """Mark what somebody starts from: nothing arrives from a cotangent or tangent of 0. Of another
    mark it makes one of fresh numbers."""
    plain = np.asarray(value_of(given))
    numbers = 1.0 + np.arange(1, plain.size + 1) * GOLDEN % 1.0
    return np.where(plain == 0, 0.0, numbers.reshape(plain.shape))


class Waiting:
    """A mark that nobody has asked for yet: a function of other marks and of what never changes."""

    __slots__ = ("find", "marks", "rest", "size", "found")
    found: Any

    def __init__(self, find: Callable[..., Any], marks: Sequence[Any], *rest: Any) -> None:
        self.find, self.marks, self.rest = find, marks, rest
        size = 1
        for mark in marks:
            if mark is not None:
                size += mark.size
        self.size = size
        if size > MOST:
            settled(self)


def settled(mark: Any) -> Any:
    """Find a mark, unless it is known: an array, or None if something arrives everywhere."""
    if mark.__class__ is not Waiting:
        return mark
    if mark.size:
        mark.found = mark.find(list(map(settled, mark.marks)), *mark.rest)
        mark.marks, mark.rest, mark.size = (), (), 0
    return mark.found


def started(marks: Any, given: Any) -> Any:
    """Find the mark of the tangent that somebody starts from."""
    return mark_of(given)


def unchanging(argument: Any, numbers: bool = False) -> Any:
    """Copy what says where something arrives and may be filled anew before somebody asks: masks and
    indices; where elements are chosen by their size, the numbers, too."""
    if argument.__class__ is np.ndarray:
        return argument.copy() if numbers or argument.dtype.kind in "biu" else argument
    if argument.__class__ is list or argument.__class__ is tuple:
        return argument.__class__(map(unchanging, argument))
    if argument.__class__ is dict:
        return {name: unchanging(value) for name, value in argument.items()}
    return argument


def probing(mark: Any, primitive: ArrayPrimitive) -> Any:
    """Give what a mark sends through a primitive."""
    if primitive.first is not None or primitive.choosing:
        return mark
    if isinstance(mark, tuple):
        return tuple(probing(part, primitive) for part in mark)
    return np.where(mark == 0, 0.0, np.nan)


def without_left_out(message: Any, mark: Any) -> Any:
    """Put 0 where a nan came about though nothing arrives."""
    undefined = np.isnan(value_of(message)) & (mark == 0)
    return np.where(undefined, 0.0, message) if undefined.any() else message


def chooses(primitive: ArrayPrimitive, values: Any, moving: Any) -> bool:
    """Say whether an operation on each element may leave some of them out: functions like `maximum`
    do, and a product with a constant that is 0 somewhere. `moving` are the places of arguments that
    are no constants."""
    if primitive.choosing:
        return True
    return primitive.scales and len(moving) == 1 and has_zero(values[1 - moving[0]])


def has_zero(factor: Any) -> bool:
    """Say whether a factor is 0 somewhere."""
    if isinstance(factor, Traced):
        factor = value_of(factor)
    if factor.__class__ is np.ndarray:
        return count_nonzero(factor) < factor.size
    return not factor


def has_part(primitive: ArrayPrimitive, place: int, ans: Any, values: Any, moving: Any) -> Any:
    """Say which elements of an argument have a part in the answer of such an operation; None if all
    have: those that were chosen, or are not multiplied by 0."""
    if place in primitive.choosing:
        ans = value_of(ans)
        slope = primitive.pulls[place](np.ones(np.shape(ans)), ans, *map(value_of, values))
        return None if np.all(slope) else np.not_equal(slope, 0)
    if primitive.choosing or not chooses(primitive, values, moving):
        return None
    return np.not_equal(value_of(values[1 - place]), 0)


def only(mark: Any, part: Any) -> Any:
    """Leave a mark where elements have a part; a mark None says that something arrives anywhere."""
    if part is None:
        return mark
    return mark_of(part) if mark is None else np.where(part, mark, 0.0)


def with_finite(values: Sequence[Any], other: float) -> list[Any]:
    """Put another number in the place of those that are not finite."""
    return [
        np.where(np.isfinite(value_of(x)), x, other) if is_float(value_of(x)) else x for x in values
    ]


def is_float(x: Any) -> bool:
    return isinstance(x, (np.ndarray, np.inexact)) and x.dtype.kind in "fc"


def products(send: Callable[[Any, Any], Any], given: Any, mark: Any, values: Sequence[Any]) -> Any:
    """Send a cotangent or tangent through a sum of products with `send(given, values)`, without
    those in which it does not arrive at an infinite or undefined factor: 0 * inf is nan."""
    message = send(given, values)
    plain = list(map(value_of, values))
    finite = [np.isfinite(x) * 1.0 if is_float(x) else x for x in plain]
    ones = [np.ones(np.shape(x)) if is_float(x) else x for x in plain]
    if mark is None or all(np.all(x) for x in finite if is_float(x)):
        return message
    reached = np.not_equal(send(mark, ones), send(mark, finite))
    return np.where(reached, message, send(given, with_finite(values, 0.0)))


def pulled_products(
    primitive: ArrayPrimitive,
    places: Sequence[int],
    g: Any,
    mark: Any,
    ans: Any,
    values: Any,
    kwargs: Any,
) -> list[Any]:
    """Pull a cotangent back through a sum of products."""

    def send(place: int) -> Any:
        return lambda g, values: primitive.pulled([place], g, ans, values, kwargs)[0]

    return [products(send(place), g, mark, values) for place in places]


def pulled_marks(
    primitive: ArrayPrimitive,
    places: Sequence[int],
    moving: Sequence[int],
    mark: Any,
    ans: Any,
    values: Any,
    kwargs: Any,
) -> Marks:
    """Pull a mark back through an operation: one for each of the arguments at these places, of
    which only those at `moving` are more than steps."""
    ans, values = value_of(ans), list(map(value_of, values))
    if primitive.broadcasts:
        return [only(mark, has_part(primitive, i, ans, values, moving)) for i in places]
    if primitive.multiplies:
        values = with_finite(values, 1.0)
    try:
        messages = primitive.pulled(places, probing(mark, primitive), ans, values, kwargs)
    except Exception:  # a rule that does not take them
        return [np.ones(np.shape(values[i])) for i in places]
    return [m if isinstance(m, Parts) else mark_of(m) for m in messages]
