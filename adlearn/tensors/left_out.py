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
from functools import partial
from typing import Any

import numpy as np

from adlearn.errors import AdlearnError
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.outputs import Parts
from adlearn.tensors.primitive import ArrayPrimitive, Symbolic, Traced, value_of

#: How many marks wait for each other. More of them would keep alive what a long program let go.
MOST = 100
#: Its multiples fill an interval evenly, and no sum of few of them is 0.
GOLDEN = 0.6180339887498949
#: What a rule raises that does not take marks.
REFUSED = (AdlearnError, TypeError, ValueError)

count_nonzero: Any = np.count_nonzero


def mark_of(given: Any) -> np.ndarray:
    """Mark what somebody starts from: nothing arrives from a cotangent or tangent of 0, unless an
    outer derivative is by it. Of another mark it makes one of fresh numbers."""
    plain = np.ones(np.shape(given)) if isinstance(given, Traced) else np.asarray(given)
    numbers = 1.0 + np.arange(1, plain.size + 1) * GOLDEN % 1.0
    return np.where(plain == 0, 0.0, numbers.reshape(plain.shape))


class Waiting:
    """A mark that nobody has asked for yet: a function of other marks and of the arguments of an
    operation. Whether a float is infinite is read when somebody asks; see `unchanging`."""

    __slots__ = ("find", "marks", "rest", "size", "found")
    found: Any

    def __init__(self, find: Callable[..., Any], marks: Sequence[Any], *rest: Any) -> None:
        self.find, self.marks, self.rest = find, marks, rest
        self.size = 1 + sum([mark.size for mark in marks if mark is not None])


def waiting(find: Callable[..., Any], marks: Sequence[Any], *rest: Any) -> Waiting | None:
    """Let a mark wait, unless too many wait already; None if it is known to be None."""
    mark = Waiting(find, marks, *rest)
    return None if mark.size > MOST and settled(mark) is None else mark


def settled(mark: Any) -> Any:
    """Find a mark, unless it is known: an array, or None if something arrives everywhere."""
    if mark.__class__ is not Waiting:
        return mark
    if mark.size:
        if holds_symbol(mark.rest):
            return None
        mark.found = mark.find(list(map(settled, mark.marks)), *mark.rest)
        mark.marks, mark.rest, mark.size = (), (), 0
    return mark.found


def holds_symbol(things: Any) -> bool:
    """Say whether an argument of a mark stands for any array: then nobody asks for the mark."""
    parts = things.values() if isinstance(things, dict) else things
    return any(
        holds_symbol(x) if isinstance(x, (list, tuple, dict)) else isinstance(value_of(x), Symbolic)
        for x in parts
    )


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


def probing(mark: Any, primitive: ArrayPrimitive, like: Any) -> Any:
    """Give what a mark sends through a primitive, to or from a value: complex for a complex one, or
    else nothing would arrive at an imaginary part."""
    if isinstance(mark, tuple):
        return tuple(probing(m, primitive, x) for m, x in zip(mark, like, strict=True))
    if primitive.first is None and not primitive.choosing:
        mark = np.where(mark == 0, 0.0, np.nan)
    return mark * (1.0 + GOLDEN * 1j) if np.iscomplexobj(like) else mark


def cleared(message: Any, mark: Any) -> Any:
    """Put 0 where a nan came about though nothing arrives; nowhere if a mark is None."""
    if isinstance(message, tuple) and mark is not None:
        return tuple(map(cleared, message, mark))
    undefined = np.isnan(value_of(message)) & (mark == 0)
    return np.where(undefined, 0.0, message) if undefined.any() else message


def is_nothing(mark: Any) -> bool:
    """Say whether nothing arrives anywhere: then nothing is sent, whatever the slopes are."""
    parts = mark if isinstance(mark, tuple) else [mark]
    return not any(part is None or np.any(part) for part in parts)


def arriving(places: Any, tangents: Any, marks: Any) -> list[tuple[int, Any]]:
    """Find the arguments at which something arrives, and their tangents."""
    given = zip(places, tangents, map(settled, marks), strict=True)
    return [(i, tangent) for i, tangent, mark in given if not is_nothing(mark)]


def chooses(primitive: ArrayPrimitive, values: Any, moving: Any) -> bool:
    """Say whether an operation on each element may leave some of them out: functions like `maximum`
    do, and a product with a constant that is 0 somewhere. `moving` are the places of arguments that
    are no constants; 0 / x is such a product."""
    if primitive.choosing:
        return True
    only_one = len(moving) == 1 and moving[0] in primitive.scales
    return only_one and has_zero(values[1 - moving[0]])


def has_zero(factor: Any) -> bool:
    """Say whether a factor is 0 somewhere."""
    if isinstance(factor, Traced):
        factor = value_of(factor)
        if isinstance(factor, Symbolic):  # marks are for nan, and a symbol has none
            return False
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
    if place not in primitive.scales or not chooses(primitive, values, moving):
        return None
    # 0 * inf and 0 * nan are nan: there the answer does depend on it.
    return np.not_equal(value_of(values[1 - place]), 0) | np.isnan(value_of(ans))


def only(mark: Any, part: Any) -> Any:
    """Leave a mark where elements have a part; a mark None says that something arrives anywhere."""
    if part is None:
        return mark
    return mark_of(part) if mark is None else np.where(part, mark, 0.0)


def with_finite(values: Sequence[Any], other: float, most: float = np.inf) -> list[Any]:
    """Put another number in the place of those that are not finite, or as large as the most."""
    return [
        np.where(np.abs(value_of(x)) < most, x, other) if is_float(value_of(x)) else x
        for x in values
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


def lifted(plain: Any, like: Any) -> Any:
    """Give what a rule multiplies a traced value by, so that it is no constant of the program to
    an outer derivative: where it is 0, that was computed."""
    return like._lift(plain) if isinstance(like, Traced) and is_float(plain) else plain


def lifted_at(places: Sequence[int], values: Any, like: Any) -> list[Any]:
    """The same, of the arguments at these places."""
    return [lifted(x, like) if i in places else x for i, x in enumerate(values)]


def adding_up(primitive: Any, ans: Any, values: Any) -> tuple[Any, Any]:
    """Give what a mark goes through, which knows no weights."""
    return primitive.linearized(ans, *values)[1:] if primitive.linearized else (primitive, values)


def summed(marks: Any, shape: Any) -> Any:
    """Find the mark of a sum; None if something arrives anywhere."""
    return None if any(mark is None for mark in marks) else sum(marks) + np.zeros(shape)


def pushed_marks(
    marks: Any, primitive: Any, places: Any, ans: Any, values: Any, kwargs: Any, *several: Any
) -> Any:
    """Push marks through an operation; None if something arrives everywhere. If they are of several
    tangents, `several` are the number of these and the function that pushes them."""
    ans, values = value_of(ans), list(map(value_of, values))
    if primitive.broadcasts:
        parts = [has_part(primitive, i, ans, values, places) for i in places]
        return summed(list(map(only, marks, parts)), np.shape(ans))
    if not (known := arriving(places, marks, marks)):
        nothing = [
            np.zeros(several[:1] + np.shape(a)) for a in (ans if primitive.outputs else [ans])
        ]
        return tuple(nothing) if primitive.outputs else nothing[0]
    if primitive.solves:
        return None
    places, marks = zip(*known, strict=True)
    primitive, values = adding_up(primitive, ans, values)
    if primitive.multiplies:
        values = with_finite(values, 1.0, 1e75)  # products of which are finite, too
    try:
        everywhere = [mark_of(np.ones(several[:1] + np.shape(values[i]))) for i in places]
        given = [m if known is None else known for m, known in zip(everywhere, marks, strict=True)]
        sent = [probing(mark, primitive, values[i]) for i, mark in zip(places, given, strict=True)]
        push = partial(several[1], primitive, several[0]) if several else primitive.push
        pushed = push(places, sent, ans, *values, **kwargs)
    except REFUSED:  # a rule that does not take them
        if primitive.core is None:
            return None
        all_of = [np.ones(several[:1] + np.shape(a)) for a in (ans if primitive.outputs else [ans])]
        pushed = tuple(all_of) if primitive.outputs else all_of[0]
    if primitive.core is not None:
        pushed = member_by_member(primitive, places, given, ans, values, pushed, len(several[:1]))
    if primitive.outputs:
        return tuple(map(mark_of, pushed))
    return None if np.asarray(pushed).all() else mark_of(pushed)


def member_by_member(
    primitive: Any, places: Any, marks: Any, ans: Any, values: Any, pushed: Any, extra: int
) -> Any:
    """Let nothing arrive at what was made of members of stacks (see `ArrayPrimitive.core`) at which
    nothing arrives. Marks of several tangents have an `extra` axis in front."""
    core = primitive.core
    length, arrives = max(map(np.ndim, values)) - core, np.array(False)
    for place, mark in zip(places, marks, strict=True):
        here = np.not_equal(mark, 0).any(tuple(range(-core, 0)))
        missing = (1,) * (length + core - np.ndim(values[place]))
        arrives = arrives | here.reshape(here.shape[:extra] + missing + here.shape[extra:])
    if not primitive.outputs:
        return np.where(inner(arrives, np.ndim(ans) - length), pushed, 0.0)
    return tuple(
        np.where(inner(arrives, np.ndim(a) - length), p, 0.0)
        for a, p in zip(ans, pushed, strict=True)
    )


def back_to_members(
    primitive: Any, places: Any, mark: Any, values: Any, messages: Any
) -> list[Any]:
    """Let nothing arrive at members of stacks from whose answers nothing comes."""
    core = primitive.core
    length, arrives = max(map(np.ndim, values)) - core, np.array(False)
    for part in mark if isinstance(mark, tuple) else (mark,):
        arrives = arrives | np.not_equal(part, 0).any(tuple(range(length, np.ndim(part))))
    shapes = [np.shape(values[i])[: np.ndim(values[i]) - core] for i in places]
    own = [unbroadcast(arrives * 1.0, shape) != 0 for shape in shapes]
    return [np.where(inner(a, core), m, 0.0) for a, m in zip(own, messages, strict=True)]


def inner(arrives: Any, core: int) -> Any:
    """Add the axes that members of a stack have."""
    return arrives[(..., *(None,) * core)]


def pulled_sums(
    primitive: Any, places: Any, g: Any, mark: Any, ans: Any, values: Any, kwargs: Any
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
) -> list[Any]:
    """Pull a mark back through an operation: one for each of the arguments at these places, of
    which only those at `moving` are more than steps."""
    ans, values = value_of(ans), list(map(value_of, values))
    if primitive.broadcasts:
        return [only(mark, has_part(primitive, i, ans, values, moving)) for i in places]
    if is_nothing(mark) and not any(isinstance(values[i], tuple) for i in places):
        return [np.zeros(np.shape(values[i])) for i in places]
    if primitive.solves:
        return [np.ones(np.shape(values[i])) for i in places]
    primitive, values = adding_up(primitive, ans, values)
    if primitive.multiplies:
        values = with_finite(values, 1.0, 1e75)  # products of which are finite, too
    try:
        messages = primitive.pulled(places, probing(mark, primitive, ans), ans, values, kwargs)
    except REFUSED:  # a rule that does not take them
        messages = [np.ones(np.shape(values[i])) for i in places]
    if primitive.core is not None:
        messages = back_to_members(primitive, places, mark, values, messages)
    return [m if isinstance(m, Parts) else mark_of(m) for m in messages]
