"""Element-by-element functions of arrays. Where there is a line in `scalars`, that line is the
rule: its text, with NumPy's functions in it.

What stands here is what numbers do not have: complex values, and functions of NumPy's own.

Conventions: `maximum` and `minimum` share between equal arguments, half each. Steps (floor, sign,
comparisons, ...) have derivative 0, at the jumps too.
"""

from __future__ import annotations

import ast
import functools
import math
from typing import Any

import numpy as np

from adlearn.errors import NotAssignable
from adlearn.floats.names import IEEE
from adlearn.rules.primitive import ANSWER, Primitive, compiled
from adlearn.rules.scalars import RULES
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.constructors import (
    elementwise_by_pulls,
    elementwise_on_arrays,
    general,
    linear,
    require,
)
from adlearn.tensors.dispatch import DISPATCH, implements, step
from adlearn.tensors.primitive import ArrayPrimitive, Symbolic, is_traced, value_of

#: What NumPy calls a function otherwise. Its `remainder` is Python's `%`.
CALLED = {"div": "divide", "floordiv": "floor_divide", "mod": "remainder", "mul": "multiply"}
CALLED |= {"neg": "negative", "pow": "power", "sub": "subtract"}
CALLED |= {"acos": "arccos", "asin": "arcsin", "atan": "arctan", "atan2": "arctan2"}
CALLED |= {"acosh": "arccosh", "asinh": "arcsinh", "atanh": "arctanh"}
#: What NumPy has no function for; `remainder` is IEEE's, as in `math`.
NOT_IN_NUMPY = ("digamma", "erf", "erfc", "gamma", "lgamma", "polygamma", "remainder")
#: Name of the rule -> the NumPy function it is the rule of.
UFUNCS = {
    name: getattr(np, CALLED.get(name, name))
    for name in RULES
    if name not in ("abs", "relu", *NOT_IN_NUMPY)  # abs: of complex numbers, too
}

#: What the names in the formulas mean for arrays; on traced values these functions are traced.
NAMES: dict[str, Any] = dict(UFUNCS)
NAMES |= {"abs": np.absolute, "nan": np.nan, "nothing": 0.0, "round": np.rint}


def where(condition: Any, a: Any, b: Any) -> Any:
    """`numpy.where`, but `a` or `b` itself where one choice holds for all: that costs less, and a
    Python number keeps no precision of its own."""
    if isinstance(condition, Symbolic):  # either may be chosen another time
        return np.where(condition, a, b)
    if np.ndim(condition) == 0:
        return a if condition else b
    return np.where(condition, a, b) if condition.any() else b


NAMES["where"] = where


# Both are constant almost everywhere. At 0 they have no slope: `abs(x) ** 2` has none there in the
# second order that anybody could compute from a slope 0 of `sign`.
sign = NAMES["sign"] = elementwise_by_pulls(
    lambda x: np.sign(x, dtype=int if np.asarray(x).dtype == bool else None),
    lambda g, ans, x: g * np.where(value_of(x) == 0, np.nan, 0.0),
    name="sign",
)
or_one = NAMES["nonzero"] = elementwise_by_pulls(
    lambda x: np.where(x == 0, 1.0, x),
    lambda g, ans, x: g * np.where(value_of(x) == 0, np.nan, 1.0),
    name="nonzero",
)
#: 0 without a slope.
kink = elementwise_by_pulls(np.zeros_like, lambda g, ans, x: g * np.nan, name="kink")


def on_each_element(function: Any) -> Any:
    """Make a function of floats one of arrays, element by element."""

    def of_arrays(*arrays: Any) -> Any:
        return np.vectorize(function, otypes=[float])(*arrays)[()]

    return of_arrays


def times(partial: str) -> str:
    """Write `g * partial`, leaving out what multiplying by one would cost: `1.0 / d` becomes
    `g / (d)`. A formula that is spelt otherwise is as right, and slower."""
    if partial in ("1.0", "-1.0"):
        return partial.replace("1.0", "g")
    if partial == "-ans / y":
        return "-g * ans / y"
    formula = ast.parse(partial, mode="eval").body
    if isinstance(formula, ast.BinOp) and isinstance(formula.op, ast.Div):
        one = ast.unparse(formula.left)
        if one in ("1.0", "-1.0"):
            return f"{one.replace('1.0', 'g')} / ({ast.unparse(formula.right)})"
    return f"g * ({partial})"


def from_text(name: str, function: Any, names: dict[str, Any] = NAMES) -> ArrayPrimitive:
    """Make the primitive of a function of arrays from the line of the rule table."""
    return from_rule(RULES[name], function, names)


def from_rule(rule: Primitive, function: Any, names: dict[str, Any] = NAMES) -> ArrayPrimitive:
    """Make a primitive on arrays from a function and the partials of a rule."""
    pulls = [pull_of(rule, place, names) for place in range(len(rule.partials))]
    name = "" if isinstance(function, np.ufunc) else rule.name
    primitive = elementwise_by_pulls(function, *pulls, name=name)
    primitive.fresh = all(partial != "1.0" for partial in rule.partials)
    primitive.choosing = tuple(i for i, text in enumerate(rule.partials) if "nothing" in str(text))
    return primitive


def pull_of(rule: Primitive, place: int, names: dict[str, Any]) -> Any:
    """Make the pull of one argument: the cotangent times the partial."""
    partial = rule.partials[place]
    if partial == "nan":
        return lambda g, ans, *arguments: require(False, rule, place)
    if isinstance(partial, str):
        return compiled(times(partial), ("g", ANSWER, *rule.arguments), names)
    return lambda g, *arguments: g * partial(*arguments)


@functools.lru_cache(256)  # a reader may make any number of their own
def on_arrays(rule: Primitive) -> Any:
    """Give what applies a rule to arrays, plain and traced.

    Parameters
    ----------
    rule : Primitive
        A line of the table, or one of a reader's own.

    Returns
    -------
    callable

    Examples
    --------
    >>> on_arrays(RULES["remainder"])(np.array([3.0, 5.0]), 2.0)
    array([-1.,  1.])
    """
    known = NAMES.get(rule.name) if RULES.get(rule.name) is rule else None
    if known is not None:
        return known
    if isinstance(rule.value, str):  # a value is an array of its own, also where all are chosen
        return from_rule(rule, compiled(rule.value, rule.arguments, NAMES | {"where": np.where}))
    return from_rule(rule, on_each_element(rule.value))


for _name in UFUNCS:
    if set(RULES[_name].partials) == {"nothing"}:
        step(UFUNCS[_name])  # a step: nothing goes through it, however steep what follows is
    else:
        implements(UFUNCS[_name])(from_text(_name, UFUNCS[_name]))

# What NumPy has no function for is computed one by one, as floats are, but never raises.
for _name in NOT_IN_NUMPY:
    NAMES[_name] = from_text(_name, on_each_element(IEEE[_name]))

implements(np.float_power)(from_text("pow", np.float_power))

DISPATCH[np.multiply].scales, DISPATCH[np.divide].scales = (0, 1), (1,)

square = elementwise_by_pulls(np.square, lambda g, ans, x: g * (2.0 * x))
implements(np.square)(square)
implements(np.reciprocal)(elementwise_by_pulls(np.reciprocal, lambda g, ans, x: -g * ans * ans))
implements(np.positive)(linear(np.positive, lambda g, x: g))


ldexp = linear(np.ldexp, lambda g, x, n: unbroadcast(ldexp(np.real(g), n), np.shape(x)))
implements(np.ldexp)(ldexp)


relu = NAMES["relu"] = on_arrays(RULES["relu"])


def share(x: Any, y: Any, ans: Any) -> Any:
    """1 where x is the answer alone, a half where y is as well, 0 elsewhere.

    Complex numbers are compared by their real part: the larger one jumps where these are equal.
    """
    x, y, ans = value_of(x), value_of(y), value_of(ans)
    here, there = np.equal(x, ans), np.equal(y, ans)
    if isinstance(ans, Symbolic):  # there may be equal ones another time, and no nan
        return np.where(here & there, 0.5, here)
    if ans.dtype.kind == "c" and ((np.real(x) == np.real(y)) & (here != there)).any():
        return np.where((np.real(x) == np.real(y)) & (here != there), np.nan, here)
    undefined = np.isnan(ans)
    if undefined.any():
        here, there = here | (np.isnan(x) & undefined), there | (np.isnan(y) & undefined)
    both = here & there
    return here * (1.0 - 0.5 * both) if both.any() else here


for _function in (np.maximum, np.minimum, np.fmax, np.fmin):
    _primitive = elementwise_by_pulls(
        _function,
        lambda g, ans, x, y: g * share(x, y, ans),
        lambda g, ans, x, y: g * share(y, x, ans),
    )
    _primitive.choosing = (0, 1)
    implements(_function)(_primitive)


def apart(x: Any, y: Any) -> Any:
    """y - x, and 0 for equal infinities, which share the derivative."""
    same = np.isinf(value_of(x)) & (value_of(x) == value_of(y))
    return np.where(same, kink(x), y - np.where(same, 0.0, x)) if np.any(same) else y - x


for _sum, _power in ((np.logaddexp, np.exp), (np.logaddexp2, np.exp2)):  # the logistic function
    implements(_sum)(
        elementwise_by_pulls(
            _sum,
            lambda g, ans, x, y, f=_sum, power=_power: g * power(-f(0.0, apart(x, y))),
            lambda g, ans, x, y, f=_sum, power=_power: g * power(-f(0.0, apart(y, x))),
        )
    )


def slope_of_sinc(ans: Any, x: Any) -> Any:
    """A quotient, but its power series where both of its parts vanish."""
    near = np.abs(value_of(x)) < 0.3
    square = (np.pi * np.where(near, x, 0.0)) ** 2
    total: Any = 0.0
    for k in range(11, 0, -1):
        total = total * square + (-1) ** k * 2 * k / math.factorial(2 * k + 1)
    series = np.pi**2 * np.where(near, x, 0.0) * total
    return np.where(near, series, (np.cos(np.pi * x) - ans) / np.where(near, 1.0, x))


implements(np.sinc)(elementwise_on_arrays(np.sinc, slope_of_sinc))


@implements(np.nan_to_num)
def nan_to_num(x: Any, copy: bool = True, nan: Any = 0.0, posinf: Any = None, neginf: Any = None):
    """Put other numbers where something is not finite, in both parts of complex numbers."""
    if not copy:
        raise NotAssignable(
            "copy=False writes into a traced array. Use the returned array instead."
        )
    value = value_of(x)
    if np.iscomplexobj(value):
        re, im = (nan_to_num(part, True, nan, posinf, neginf) for part in (np.real(x), np.imag(x)))
        return re + 1j * im
    fills = np.nan_to_num(value, True, value_of(nan), value_of(posinf), value_of(neginf))
    answer = np.where(np.isfinite(value), x, fills)
    for fill, here in ((nan, np.isnan), (posinf, np.isposinf), (neginf, np.isneginf)):
        if is_traced(fill):
            answer = np.where(here(value), fill, answer).astype(fills.dtype)
    return answer


# Complex values. The slopes of inverse functions jump at a cut, where they go with the value: so a
# zero must keep its sign, which it does in `x - 1.0` and `x - -1.0`, not in `1.0 - x`, `1.0 + x`.
COMPLEX = {
    "acos": "-1.0 / (sqrt(-(x - 1.0)) * sqrt(x - -1.0))",
    "acosh": "1.0 / (sqrt(x - 1.0) * sqrt(x - -1.0))",
    "asin": "1.0 / (sqrt(-(x - 1.0)) * sqrt(x - -1.0))",
    "asinh": "1.0 / where(x * x == -1.0, 0.0, cosh(ans))",
}


def by_kind(ufunc: Any, of_real: Any, of_complex: Any) -> Any:
    """Let real and complex numbers have rules of their own."""

    def function(x: Any) -> Any:
        return (of_complex if np.iscomplexobj(value_of(x)) else of_real)(x)

    return implements(ufunc)(function)


for _name, _slope in COMPLEX.items():
    _ufunc = UFUNCS[_name]
    by_kind(_ufunc, DISPATCH[_ufunc], from_rule(Primitive(_name, "", (_slope,)), _ufunc))


# A function that is real where its argument is complex uses the real part of g.
def unit_conjugate(x: Any) -> Any:
    """conj(x) / |x|, 0 at 0: the derivative of the absolute value."""
    slope = np.conjugate(x) / or_one(np.abs(x))
    zero = value_of(x) == 0
    return np.where(zero, kink(slope), slope) if np.any(zero) else slope


step(np.sign)
size = general(
    np.absolute,
    [lambda g, ans, x: np.real(g) * unit_conjugate(x)],
    [lambda v, ans, x: np.real(v * unit_conjugate(x))],
)
absolute = by_kind(np.absolute, from_text("abs", np.absolute), size)


def over_size(x: Any, changes: Any) -> Any:
    """Divide changes by |x|; where x is 0 there are none, or they are nan."""
    zero = value_of(x) == 0
    return np.where(zero & (value_of(changes) != 0), np.nan, changes / or_one(np.abs(x)))


# z / |z|, which only turns: the change is across z
turned = general(
    np.sign,
    [lambda g, ans, x: -1j * np.real(1j * over_size(x, g) * ans) * np.conjugate(ans)],
    [lambda v, ans, x: 1j * ans * np.imag(np.conjugate(ans) * over_size(x, v))],
)
turned.core = size.core = 0  # number by number
by_kind(np.sign, DISPATCH[np.sign], lambda z: turned(or_one(z) - (value_of(z) == 0)))


def linear_in_both_parts(ufunc: Any, pull: Any) -> None:
    """Give the rule of what is linear in the real and the imaginary part, but not as a complex
    number is."""
    pulls, pushes = [lambda g, ans, x: pull(g, x)], [lambda v, ans, x: ufunc(v)]
    implements(ufunc)(general(ufunc, pulls, pushes))


linear_in_both_parts(np.conjugate, lambda g, x: np.conjugate(g))
linear_in_both_parts(np.real, lambda g, x: np.real(g))
linear_in_both_parts(
    np.imag, lambda g, x: np.real(g) * (-1j if np.iscomplexobj(value_of(x)) else 0.0)
)


@implements(np.real_if_close)
def real_if_close(a: Any, tol: float = 100) -> Any:
    """The real part if the imaginary part is close to zero."""
    close = not np.iscomplexobj(np.real_if_close(value_of(a), tol))
    return np.real(a) if close else a


@implements(np.angle)
def angle(z: Any, deg: bool = False) -> Any:
    """The angle of a complex number; that of a real one is a step."""
    if not np.iscomplexobj(value_of(z)):
        return np.angle(value_of(z), deg)
    turned = np.arctan2(np.imag(z), np.real(z))
    return np.degrees(turned) if deg else turned


implements(np.divmod)(lambda x, y: (np.floor_divide(x, y), np.remainder(x, y)))
fraction = elementwise_by_pulls(lambda x: np.modf(x)[0], lambda g, ans, x: g, name="modf")
implements(np.modf)(lambda x: (fraction(x), np.trunc(value_of(x))))


implements(np.deg2rad)(from_text("radians", np.deg2rad))
implements(np.rad2deg)(from_text("degrees", np.rad2deg))

power = DISPATCH[np.power]

__all__ = ["absolute", "is_traced", "power", "relu", "square"]
