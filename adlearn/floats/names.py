"""What the names in the formulas of the rule table mean for floats.

`FLOATS` are the functions of `math`, which raise where they have no value. `IEEE` are the same by
the rules of floating point, which never raise: 1/0 is inf, 0/0 is nan, log(0) is -inf. They give a
slope where Python gives up, and a value where an array has one element outside the domain.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable
from typing import Any

from adlearn.floats.digamma import digamma, polygamma

MATH = """
    acos acosh asin asinh atan atan2 atanh cbrt copysign cos cosh degrees erf erfc exp exp2 expm1
    fabs fmod gamma hypot lgamma log log10 log1p log2 radians remainder sin sinh sqrt tan tanh
"""

#: The functions of `math` that adlearn has with a derivative.
WITH_RULE = {*MATH.split(), "dist", "fma", "fsum", "pow", "prod", "sumprod"}


def sign(x: float) -> float:
    """1, -1 or 0; nan for nan."""
    return x if x != x else float((x > 0) - (x < 0))


def kink(x: float) -> float:
    """The slope that is agreed on where a slope jumps: 0, which has no slope itself."""
    return 0.0


def where(condition: bool, a: Any, b: Any) -> Any:
    """`a` where the condition holds, else `b`: a choice that arrays can make, too."""
    return a if condition else b


def known(slope: Any) -> Any:
    """Give a slope to somebody outside, for whom nothing is 0.0."""
    return 0.0 if slope.__class__ is Nothing else slope


def nonzero(x: float) -> float:
    """x, but 1 where it is 0: a divisor of 0 / 0 that shall be 0."""
    return x or 1.0


class Nothing(float):
    """The slope of what has no part in a value, such as `x` in a step or a negative one in `relu`.

    It is 0.0; but 0.0 times an infinite slope is nan, and nothing times it is nothing. A zero that
    was computed, as the slope of `x * x` at 0, is a plain 0.0.
    """

    __slots__ = ()

    def __mul__(self, other: Any) -> Any:
        return self if isinstance(other, float | int) else super().__mul__(other)

    __rmul__ = __mul__

    def __add__(self, other: Any) -> Any:
        return other if isinstance(other, float) else super().__add__(other)

    __radd__ = __add__


FLOATS: dict[str, Any] = {
    **{name: getattr(math, name) for name in MATH.split()},
    "abs": abs,
    "digamma": digamma,
    "kink": kink,
    "nan": math.nan,
    "nonzero": nonzero,
    "nothing": Nothing(),
    "polygamma": polygamma,
    "round": round,
    "sign": sign,
    "where": where,
}


def quotient(x: float, y: float) -> float:
    """x / y: inf or -inf for a division by zero, nan for 0 / 0."""
    if y:
        return x / y
    return math.copysign(math.inf, x) * math.copysign(1.0, y) if x and x == x else math.nan


def power(x: float, y: float) -> float:
    """x to the power y: inf where it is too large, nan where it is no real number."""
    odd = y == math.floor(y) and math.fmod(y, 2.0) != 0.0 if math.isfinite(y) else False
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0 and odd else math.inf
    except ValueError:
        if x == 0:  # a negative power of zero
            return math.copysign(math.inf, x) if odd else math.inf
        return math.nan


def both_ways(apply: Callable[[float, float], float]) -> tuple[Any, Any]:
    """Make an operator and its reflection."""
    return (
        lambda a, b: Ieee(apply(float(a), float(b))),
        lambda b, a: Ieee(apply(float(a), float(b))),
    )


class Ieee(float):
    """A float whose division by zero, overflow and undefined power are inf or nan."""

    __slots__ = ()

    __add__, __radd__ = both_ways(operator.add)
    __sub__, __rsub__ = both_ways(operator.sub)
    __mul__, __rmul__ = both_ways(operator.mul)
    __truediv__, __rtruediv__ = both_ways(quotient)
    __floordiv__, __rfloordiv__ = both_ways(lambda x, y: x // y if y else quotient(x, y))
    __mod__, __rmod__ = both_ways(lambda x, y: x % y if y else math.nan)
    __pow__, __rpow__ = both_ways(power)

    def __neg__(self) -> Ieee:
        return Ieee(-float(self))

    def __round__(self, digits: Any = None) -> Any:
        return Ieee(round(float(self), 0)) if math.isfinite(self) else self


#: Where functions of `math` raise although floating point has an infinite value there.
LIMITS: dict[tuple[str, float], float] = {
    ("log", 0.0): -math.inf,
    ("log2", 0.0): -math.inf,
    ("log10", 0.0): -math.inf,
    ("log1p", -1.0): -math.inf,
    ("atanh", 1.0): math.inf,
    ("atanh", -1.0): -math.inf,
}
#: Functions that are too large on both sides with the sign of their argument.
ODD = ("sinh",)


def never_raising(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function give inf or nan where it would raise."""

    @functools.wraps(function)
    def by_ieee(*arguments: Any) -> Any:
        try:
            return Ieee(function(*arguments))
        except OverflowError:
            negative = name in ODD and arguments[0] < 0
            return Ieee(-math.inf if negative else math.inf)
        except (ArithmeticError, ValueError):
            if name == "lgamma":
                return Ieee(math.inf)
            if name == "gamma" and arguments[0] == 0:
                return Ieee(math.copysign(math.inf, arguments[0]))
            return Ieee(LIMITS.get((name, float(arguments[0])), math.nan))

    return by_ieee


IEEE: dict[str, Any] = {
    name: never_raising(name, function)
    for name, function in FLOATS.items()
    if callable(function) and name not in ("abs", "kink", "round", "where")
}
IEEE |= {"abs": abs, "kink": kink, "nan": math.nan, "round": round, "where": where}
