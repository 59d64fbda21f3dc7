"""What is struck out of a line, one rule a function: each takes what is known of the lines above
(`adlearn.programs.simplify`) and a line, and gives another line, a var or a constant that stands
for its result; or the same line.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from adlearn.programs.lines import Equation, Line, Var, used_by, vars_in
from adlearn.programs.placing import is_simple, put_together
from adlearn.rules.indexing import scatter


class Above(Protocol):
    """What is known of the lines above."""

    made: dict[Var, Equation]

    def operation(self, thing: Any, function: Any) -> tuple[Any, ...] | None:
        """Give the arguments of what made a var, if that is such a function."""

    def before(self, line: Equation, function: Any, args: Any) -> Any:
        """Put a line in front of another; give what it gives."""


Strike = Callable[[Above, Equation], Any]


def of_floats(line: Equation) -> bool:
    """Say whether a line computes with floats or complex numbers of one precision: what is struck
    out is not the same for whole numbers, which may be too large, and for truths."""
    dtype = line.result.dtype
    if dtype is None or dtype.kind not in "fc":
        return False
    return all(fits(x, dtype) for x in (*used_by(line), *line.args))


def fits(thing: Any, dtype: np.dtype) -> bool:
    """Say whether an operand has just this precision, or leaves it to the others."""
    if thing.__class__ is Var:
        return thing.dtype is None or thing.dtype == dtype or thing.kind in (float, complex)
    if not isinstance(thing, (np.ndarray, np.generic)) or thing.dtype.kind in "iub":
        return True
    return thing.dtype in (dtype, np.finfo(dtype).dtype)  # real beside complex numbers


def changed(line: Equation, function: Any, args: Any, kwargs: Any = None) -> Equation:
    """Give a line another right-hand side."""
    return Equation(
        line.result, function, tuple(args), kwargs or {}, line.rule, line.quiet, line.place
    )


def same_as(thing: Any, result: Var) -> bool:
    """Say whether a var has shape, dtype and kind of a result, so that it can stand for it."""
    return (
        thing.__class__ is Var
        and thing.shape == result.shape
        and thing.dtype == result.dtype
        and thing.kind is result.kind
    )


def is_constant(thing: Any, number: float) -> bool:
    """Say whether something is a constant of which each number is this one, with its sign."""
    if not isinstance(thing, (int, float, complex, np.generic, np.ndarray)):
        return False
    array = np.asarray(thing)
    if array.dtype.kind not in "iufc" or not array.size or not (array == number).all():
        return False
    return array.tobytes() == np.full_like(array, number).tobytes()


def number_in(thing: Any) -> Any:
    """Give a constant that is one real number, or None."""
    if isinstance(thing, (float, int, np.floating)) and not isinstance(thing, bool):
        return thing
    if isinstance(thing, np.ndarray) and thing.shape == () and thing.dtype.kind == "f":
        return thing[()]
    return None


# Units


def neutral(place: int, number: float) -> Strike:
    """Make a strike: the other operand, if this one is neutral."""

    def strike(work: Above, line: Equation) -> Any:
        if len(line.args) != 2 or not is_constant(line.args[place], number):
            return line
        other = line.args[1 - place]
        return other if same_as(other, line.result) else line

    return strike


def as_it_is(work: Above, line: Equation) -> Any:
    """Strike out what gives its first argument."""
    x = line.args[0]
    return x if same_as(x, line.result) else line


def real_as_it_is(work: Above, line: Equation) -> Any:
    """Strike out what changes complex numbers alone."""
    dtype = line.result.dtype
    return line if dtype is None or dtype.kind == "c" else as_it_is(work, line)


def double(work: Above, line: Equation) -> Any:
    """Strike out -(-x)."""
    inner = work.operation(line.args[0], np.negative)
    return inner[0] if inner and same_as(inner[0], line.result) else line


def turned_twice(work: Above, line: Equation) -> Any:
    """Strike out the transpose of a transpose."""
    inner = work.operation(line.args[0], np.transpose)
    plain = inner is not None and len(inner) == len(line.args) == 1
    return inner[0] if inner and plain and same_as(inner[0], line.result) else line


def minus_outside(work: Above, line: Equation) -> Any:
    """Write -(a * b) for (-a) * b, and so for quotients: then two signs meet, and go."""
    for place in (0, 1):
        inner = work.operation(line.args[place], np.negative)
        if inner is not None:
            args = list(line.args)
            args[place] = inner[0]
            return changed(line, np.negative, (work.before(line, line.function, args),))
    return line


def all_axes(work: Above, line: Equation) -> Any:
    """Leave out the axes of a sum over all."""
    axis = line.kwargs.get("axis")
    axes = axis if isinstance(axis, tuple) else (axis,)
    ndim = len(getattr(line.args[0], "shape", ()))
    if axis is None or set(line.kwargs) != {"axis"} or len(axes) != ndim:
        return line
    return changed(line, np.sum, line.args)


def squared(work: Above, line: Equation) -> Any:
    """Write x ** 2 for x * x."""
    a, b = line.args
    return changed(line, np.square, (a,)) if a is b and a.__class__ is Var else line


def minus_one(work: Above, line: Equation) -> Any:
    """Write -x for -1 * x."""
    for place in (0, 1):
        x = line.args[1 - place]
        if number_in(line.args[place]) == -1 and same_as(x, line.result):
            return changed(line, np.negative, (x,))
    return line


def plus_minus(work: Above, line: Equation) -> Any:
    """Write a - b for a + (-b), and a + b for a - (-b)."""
    a, b = line.args
    opposite = np.subtract if line.function is np.add else np.add
    if (inner := work.operation(b, np.negative)) is not None:
        return changed(line, opposite, (a, inner[0]))
    if line.function is np.add and (inner := work.operation(a, np.negative)) is not None:
        return changed(line, np.subtract, (b, inner[0]))
    return line


# Places


def put_at_once(lines: list[Line], outputs: Any) -> list[Line]:
    """Put elements into zeros at once, where several such arrays are added one after the other."""
    made: dict[Var, Equation] = {}
    before: dict[Var, tuple[Var, Var]] = {}  # of a sum: that of those before, and the last
    wanted = set(vars_in(outputs))
    for line in lines:
        last = None
        if isinstance(line, Equation):
            made[line.result] = line
            last = of_places(line, made, before)
        if last is None:
            wanted.update(used_by(line))
        else:
            before[line.result] = last  # type: ignore[union-attr]
    return [
        together(line, made, before)
        if isinstance(line, Equation) and line.result in before and line.result in wanted
        else line
        for line in lines
    ]


def of_places(
    line: Equation, made: dict[Var, Equation], before: dict[Var, Any]
) -> tuple[Var, Var] | None:
    """Give the parts of a sum of arrays that are 0 but for some elements: the second is one such
    array, so that elements are added in the order in which they were."""
    if line.function is not np.add or line.kwargs:
        return None
    if not all(same_as(x, line.result) for x in line.args):
        return None
    for some, last in (line.args, line.args[::-1]):
        if is_placed(made.get(last)) and (some in before or is_placed(made.get(some))):
            return some, last
    return None


def is_placed(made: Equation | None) -> bool:
    """Say whether a line puts elements into zeros."""
    if made is None or made.function is not scatter.fun or made.kwargs:
        return False
    return is_simple(made.args[1])


def together(
    line: Equation, made: dict[Var, Equation], before: dict[Var, tuple[Var, Var]]
) -> Equation:
    """Write the sum of what was put into zeros."""
    parts, some = [], line.result
    while some in before:
        some, last = before[some]
        parts.append(last)
    pairs = [(made[x].args[1], made[x].args[0]) for x in (some, *reversed(parts))]
    return changed(line, put_together, (line.result.shape, line.result.dtype, *pairs))


# Constants


def is_power_of_two(number: Any) -> bool:
    return bool(math.isfinite(number) and number != 0 and abs(math.frexp(number)[0]) == 0.5)


def merged(work: Above, line: Equation) -> Any:
    """Multiply constants that meet, where that is exact: c * (d * x), c * (-x)."""
    for place in (0, 1):
        outer, x = number_in(line.args[place]), line.args[1 - place]
        if outer is None:
            continue
        if (inner := work.operation(x, np.negative)) is not None:
            return changed(line, np.multiply, (-outer, inner[0]))
        inner = work.operation(x, np.multiply) or ()
        for i, part in enumerate(inner):
            number = number_in(part)
            exact = number is not None and (is_power_of_two(outer) or is_power_of_two(number))
            if exact and is_normal(float(outer) * float(number), line.result.dtype):
                return changed(line, np.multiply, (outer * number, inner[1 - i]))
    return line


def is_normal(number: float, dtype: Any) -> bool:
    """Say whether numbers of this precision hold such a number with all its digits."""
    limits = np.finfo(dtype)
    return bool(limits.tiny <= abs(number) <= limits.max)


def chosen(work: Above, line: Equation) -> Any:
    """Choose where the choice is the same for all numbers."""
    if len(line.args) != 3 or line.kwargs or line.result.dtype is None:
        return line
    condition, one, other = line.args
    if is_never(work, condition):
        choice = other
    elif is_never(work, condition, but=True):
        choice = one
    else:
        return line
    if same_as(choice, line.result):
        return choice
    if not isinstance(choice, (int, float, np.generic)):
        return line
    number = line.result.dtype.type(choice)
    if line.result.shape:
        return changed(line, np.broadcast_to, (number, line.result.shape))
    return np.array(number) if line.result.is_array else number


def plain_exponent(work: Above, line: Equation) -> Equation:
    """Write a whole exponent as a number of Python's, where that keeps the precision."""
    if len(line.args) != 2 or line.kwargs or line.result.dtype != np.float64:
        return line
    base, exponent = line.args
    made = work.made.get(exponent) if exponent.__class__ is Var else None
    if made is not None and made.function is np.broadcast_to:
        exponent = made.args[0]
    whole = isinstance(exponent, (np.ndarray, np.generic)) and exponent.dtype.kind == "i"
    if not whole or exponent.ndim or getattr(base, "dtype", None) != np.float64:
        return line
    return (
        changed(line, np.power, (base, int(exponent))) if base.shape == line.result.shape else line
    )


def is_never(work: Above, condition: Any, but: bool = False) -> bool:
    """Say whether a condition is False for all numbers; or True, with `but`."""
    if condition.__class__ is not Var:
        truths = np.asarray(condition)
        return truths.dtype == bool and truths.size > 0 and bool((truths == but).all())
    made = work.made.get(condition)
    joins = np.bitwise_or if but else np.bitwise_and
    if made is None or made.function is not joins or made.kwargs:
        return False
    return any(x.__class__ is not Var and is_never(work, x, but) for x in made.args)


def minus_constant(work: Above, line: Equation) -> Any:
    """Write (-c) * x for -(c * x)."""
    inner = work.operation(line.args[0], np.multiply) or ()
    for i, part in enumerate(inner):
        number = number_in(part)
        if number is not None:
            return changed(line, np.multiply, (-number, inner[1 - i]))
    return line


def plain_numbers(work: Above, line: Equation) -> Any:
    """Write a constant of one number as a number of Python's, where that keeps the precision."""
    for place, other in ((0, line.args[-1]), (1, line.args[0])):
        given = line.args[place]
        if given.__class__ in (np.float64, np.ndarray) and (number := number_in(given)) is not None:
            keeps = other.__class__ is Var and other.dtype in (np.float64, np.complex128)
            if given.dtype == np.float64 and keeps:
                args = list(line.args)
                args[place] = float(number)
                return changed(line, line.function, args)
    return line


# Broadcasts


def unspread(work: Above, line: Equation) -> Any:
    """Leave a copy along an axis to the operation that makes it anyway."""
    args = list(line.args)
    for place in (0, 1):
        thing, other = args[place], args[1 - place]
        inner = work.operation(thing, np.broadcast_to)
        if inner is not None:
            source: Any = inner[0]
        elif isinstance(thing, np.ndarray) and thing.ndim and is_uniform(thing):
            source = thing.flat[0]
        else:
            continue
        shape = np.broadcast_shapes(shape_of(source), shape_of(other))
        if shape == line.result.shape and line.result.is_array:
            args[place] = source
    if all(new is old for new, old in zip(args, line.args, strict=True)):
        return line
    if all(not shape_of(x) for x in args) and line.result.shape:
        return line
    return changed(line, line.function, args)


def shape_of(thing: Any) -> tuple[int, ...]:
    return thing.shape if isinstance(thing, (Var, np.ndarray)) else ()


def is_uniform(array: np.ndarray) -> bool:
    """Say whether all numbers of an array are the same, with the signs of zeros."""
    if not array.size or not (array == array.flat[0]).all():
        return False
    return array.tobytes() == array.flat[0].tobytes() * array.size


#: What to try on the lines of a function, by kind of simplification.
STRIKES: dict[str, dict[Any, tuple[Strike, ...]]] = {
    "constants": {
        np.multiply: (plain_numbers, merged),
        np.add: (plain_numbers,),
        np.subtract: (plain_numbers,),
        np.divide: (plain_numbers,),
        np.power: (plain_numbers,),
        np.negative: (minus_constant,),
    },
    "units": {
        np.multiply: (neutral(0, 1.0), neutral(1, 1.0), minus_one, squared),
        np.add: (plus_minus,),  # x + 0.0 is no -0.0
        np.subtract: (neutral(1, 0.0), plus_minus),
        np.divide: (neutral(1, 1.0),),
        np.power: (neutral(1, 1.0),),
        np.negative: (double,),
        np.positive: (as_it_is,),
        np.transpose: (turned_twice,),
        np.conjugate: (real_as_it_is,),
        np.real: (real_as_it_is,),
        np.reshape: (as_it_is,),
        np.broadcast_to: (as_it_is,),
        np.copy: (as_it_is,),
        np.sum: (all_axes,),
        operator.mul: (neutral(0, 1.0), neutral(1, 1.0)),
        operator.sub: (neutral(1, 0.0),),
        operator.truediv: (neutral(1, 1.0),),
        operator.pow: (neutral(1, 1.0),),
    },
    "signs": {np.multiply: (minus_outside,), np.divide: (minus_outside,)},
}
#: Functions whose strikes look at the keywords; a line of any other that has some is left alone.
KNOW_KEYWORDS = {np.sum}
#: Functions of two arguments whose order does not matter.
SYMMETRIC = {np.add, np.multiply, np.maximum, np.minimum, np.equal, np.not_equal, np.logaddexp}


def key_of(line: Equation) -> Any:
    """Say what a line computes, so that another that computes the same is found; None if that is
    not known."""
    function = line.function
    try:
        args = [keyed(x) for x in line.args]
        if function is np.square:  # the same product, number by number
            function, args = np.multiply, args * 2
        if function in SYMMETRIC:
            args.sort(key=hash)
        key = function, tuple(args), keyed(line.kwargs), line.result.kind
        hash(key)
    except TypeError:
        return None
    return key


def keyed(thing: Any) -> Any:
    """Make a key of an argument: vars and large arrays are themselves, the rest is its value."""
    if thing.__class__ is Var:
        return thing
    if isinstance(thing, np.ndarray):
        if thing.size > 100:
            return np.ndarray, id(thing)
        return np.ndarray, thing.shape, thing.dtype, thing.tobytes()
    if isinstance(thing, (float, complex, np.generic)):
        return thing.__class__, repr(thing)
    if isinstance(thing, (tuple, list)):
        return thing.__class__, tuple(keyed(part) for part in thing)
    if isinstance(thing, dict):
        return dict, tuple((key, keyed(part)) for key, part in thing.items())
    if isinstance(thing, slice):
        return slice, keyed((thing.start, thing.stop, thing.step))
    return thing.__class__, thing
