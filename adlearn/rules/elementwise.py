"""NumPy's element-by-element functions. For most of them the rule is the line of `scalars`: its
text, with NumPy's functions in it, is the rule for arrays.

What needs a line of its own here is what numbers do not have: complex values, and formulas with an
`if`, which on arrays must not compute the branch that is not taken.

Conventions: `maximum` and `minimum` share between equal arguments, half each; `relu` has derivative
0 at 0. Steps (floor, sign,
comparisons, ...) have derivative 0, at the jumps too.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from adlearn.rules.scalars import RULES
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.primitive import (
    DISPATCH,
    ArrayPrimitive,
    constant,
    elementwise_by_pulls,
    general,
    implements,
    is_traced,
    linear,
    value_of,
)

#: Name of the rule -> the NumPy ufunc it is the rule of.
UFUNCS = {
    name: np.__dict__[name]
    for name in [
        "add",
        "exp",
        "exp2",
        "expm1",
        "log",
        "log2",
        "log10",
        "log1p",
        "sqrt",
        "cbrt",
        "sin",
        "cos",
        "tan",
        "sinh",
        "cosh",
        "tanh",
        "degrees",
        "radians",
        "fmod",
    ]
}
UFUNCS |= {"sub": np.subtract, "mul": np.multiply, "div": np.divide, "neg": np.negative}
UFUNCS |= {"asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "atan2": np.arctan2}
UFUNCS |= {"asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh, "mod": np.remainder}

NAMES: dict[str, Any] = {name: ufunc for name, ufunc in UFUNCS.items()}
NAMES |= {"hypot": np.hypot, "sign": np.sign, "round": np.rint}


def times(partial: str) -> str:
    """Write `g * partial`, leaving out what multiplying by one would cost."""
    if partial in ("1.0", "-1.0"):
        return partial.replace("1.0", "g")
    if re.match(r"1\.0 / \w+$", partial):
        return partial.replace("1.0", "g", 1)
    if partial == "-ans / y":
        return "-g * ans / y"
    return f"g * ({partial})"


def from_text(name: str, ufunc: Any) -> ArrayPrimitive:
    """Make the primitive of a ufunc from the line of the rule table."""
    rule = RULES[name]
    letters = ", ".join(rule.arguments)
    pulls = [eval(f"lambda g, ans, {letters}: {times(str(p))}", NAMES) for p in rule.partials]
    primitive = elementwise_by_pulls(ufunc, *pulls)
    primitive.fresh = all(str(p) != "1.0" for p in rule.partials)
    return primitive


for _name in UFUNCS:
    implements(UFUNCS[_name])(from_text(_name, UFUNCS[_name]))


def exponent_less_one(y: Any) -> Any:
    """y - 1, but 1 where y is 0, so that `y * x ** (y - 1)` is 0 there also for x = 0."""
    if isinstance(y, (float, int)):
        return y - 1 if y else 1
    return np.where(value_of(y) == 0, 1.0, y - 1)


def log_of_base(x: Any, y: Any) -> Any:
    """log(x), but 0 where x is 0 and y positive, where `x ** y` does not change with y."""
    if isinstance(x, (float, int)):
        return 0.0 if x == 0 else np.log(x)
    edge = (value_of(x) == 0) & (np.real(value_of(y)) > 0)
    return np.log(np.where(edge, 1.0, x)) if np.any(edge) else np.log(x)


POWER_PULLS = (
    lambda g, ans, x, y: g * (y * x ** exponent_less_one(y)),
    lambda g, ans, x, y: g * (ans * log_of_base(x, y)),
)
power = elementwise_by_pulls(np.power, *POWER_PULLS)
implements(np.power)(power)
implements(np.float_power)(elementwise_by_pulls(np.float_power, *POWER_PULLS))

square = elementwise_by_pulls(np.square, lambda g, ans, x: g * (2.0 * x))
implements(np.square)(square)
implements(np.reciprocal)(elementwise_by_pulls(np.reciprocal, lambda g, ans, x: -g * ans * ans))
implements(np.positive)(linear(np.positive, lambda g, x: g))


def or_one(x: Any) -> Any:
    """x, but 1 where it is 0: a divisor for where the quotient is not used or is 0 / 1."""
    return np.where(value_of(x) == 0, 1.0, x)


implements(np.ldexp)(linear(np.ldexp, lambda g, x, n: unbroadcast(g * 2.0**n, np.shape(x))))


implements(np.hypot)(
    elementwise_by_pulls(
        np.hypot,
        lambda g, ans, x, y: g * (x / or_one(ans)),
        lambda g, ans, x, y: g * (y / or_one(ans)),
    )
)


relu = elementwise_by_pulls(
    lambda x: np.maximum(x, 0), lambda g, ans, x: g * (value_of(x) > 0), name="relu"
)


def share(x: Any, y: Any, ans: Any) -> Any:
    """1 where x is the answer alone, a half where y is as well, 0 elsewhere."""
    x, y, ans = value_of(x), value_of(y), value_of(ans)
    here, there = np.equal(x, ans), np.equal(y, ans)
    undefined = np.isnan(ans)
    if undefined.any():
        here, there = here | (np.isnan(x) & undefined), there | (np.isnan(y) & undefined)
    both = here & there
    return here * (1.0 - 0.5 * both) if both.any() else here


for _function in (np.maximum, np.minimum, np.fmax, np.fmin):
    implements(_function)(
        elementwise_by_pulls(
            _function,
            lambda g, ans, x, y: g * share(x, y, ans),
            lambda g, ans, x, y: g * share(y, x, ans),
        )
    )

implements(np.logaddexp)(
    elementwise_by_pulls(
        np.logaddexp,
        lambda g, ans, x, y: g * np.exp(x - ans),
        lambda g, ans, x, y: g * np.exp(y - ans),
    )
)
implements(np.logaddexp2)(
    elementwise_by_pulls(
        np.logaddexp2,
        lambda g, ans, x, y: g * np.exp2(x - ans),
        lambda g, ans, x, y: g * np.exp2(y - ans),
    )
)
implements(np.copysign)(
    elementwise_by_pulls(
        np.copysign,
        lambda g, ans, x, y: g * (np.sign(value_of(x)) * np.copysign(1.0, value_of(y))),
        lambda g, ans, x, y: g * 0.0,
    )
)
implements(np.sinc)(
    elementwise_by_pulls(
        np.sinc,
        lambda g, ans, x: (
            g * np.where(value_of(x) == 0, 0.0, (np.cos(np.pi * x) - ans) / or_one(x))
        ),
    )
)
implements(np.nan_to_num)(
    elementwise_by_pulls(np.nan_to_num, lambda g, ans, x: g * np.isfinite(value_of(x)))
)


# Complex values. A function that is real where its argument is complex uses the real part of g.
def unit_conjugate(x: Any) -> Any:
    """conj(x) / |x|, 0 at 0: the derivative of the absolute value."""
    return np.conjugate(x) / or_one(np.abs(x)) if np.iscomplexobj(value_of(x)) else np.sign(x)


absolute = general(
    np.absolute,
    [lambda g, ans, x: np.real(g) * unit_conjugate(x)],
    [lambda v, ans, x: np.real(v * unit_conjugate(x))],
)
implements(np.absolute, np.fabs)(absolute)
implements(np.conjugate)(
    general(
        np.conjugate,
        [lambda g, ans, x: np.conjugate(g)],
        [lambda v, ans, x: np.conjugate(v)],
    )
)
implements(np.real)(
    general(np.real, [lambda g, ans, x: np.real(g)], [lambda v, ans, x: np.real(v)])
)
implements(np.imag)(
    general(
        np.imag,
        [lambda g, ans, x: np.real(g) * -1j if np.iscomplexobj(value_of(x)) else np.real(g) * 0.0],
        [lambda v, ans, x: np.imag(v)],
    )
)


@implements(np.real_if_close)
def real_if_close(a: Any, tol: float = 100) -> Any:
    """The real part if the imaginary part is close to zero."""
    close = not np.iscomplexobj(np.real_if_close(value_of(a), tol))
    return np.real(a) if close else a


@implements(np.angle)
def angle(z: Any, deg: bool = False) -> Any:
    """The angle of a complex number."""
    turned = np.arctan2(np.imag(z), np.real(z))
    return np.degrees(turned) if deg else turned


@implements(np.divmod)
def divmod_(x: Any, y: Any) -> Any:
    """Quotient and remainder."""
    return np.floor_divide(x, y), np.remainder(x, y)


@implements(np.modf)
def modf(x: Any) -> Any:
    """Fractional and whole part."""
    whole = np.trunc(value_of(x))
    return x - whole, whole


implements(np.deg2rad)(elementwise_by_pulls(np.deg2rad, lambda g, ans, x: g * (np.pi / 180.0)))
implements(np.rad2deg)(elementwise_by_pulls(np.rad2deg, lambda g, ans, x: g * (180.0 / np.pi)))

constant(np.floor, np.ceil, np.rint, np.trunc, np.round, np.around, np.sign, np.signbit)
constant(np.floor_divide, np.heaviside, np.isnan, np.isinf, np.isfinite, np.isreal, np.iscomplex)
constant(np.iscomplexobj, np.isrealobj, np.isposinf, np.isneginf)
constant(np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal)
constant(np.logical_and, np.logical_or, np.logical_not, np.logical_xor, np.spacing, np.nextafter)
constant(np.result_type, np.allclose, np.isclose, np.array_equal, np.shape, np.ndim, np.size)

if hasattr(np, "fix"):
    DISPATCH[np.fix] = DISPATCH[np.trunc]  # what NumPy calls it too, since it deprecates `fix`

__all__ = ["absolute", "is_traced", "power", "relu", "square"]
