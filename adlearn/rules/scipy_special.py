"""SciPy's special functions: most are elementwise, so a rule is the list of their partials.

The partials are written with SciPy's own functions, which dispatch on traced values as NumPy's do;
so each rule also serves the derivative of the derivative. What the table of the scalars knows (erf,
gamma, ...) is taken from there.

Orders of Bessel functions, and the parameters of incomplete gamma and beta functions, have no rule:
a derivative by them is refused, as there is no closed form.

Sources: NIST Digital Library of Mathematical Functions, chapters 5 (gamma), 6 and 7 (exponential
integrals, error functions), 8 (incomplete gamma and beta), 10 (Bessel).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import special

from adlearn.floats.digamma import STEP_FROM, bernoulli
from adlearn.rules.arrays_asked import as_array, floating, is_complex, refuse_out
from adlearn.rules.elementwise import NAMES, from_text, kink
from adlearn.tensors.constructors import elementwise_by_pulls, elementwise_on_arrays, require
from adlearn.tensors.dispatch import DISPATCH, constant, implements
from adlearn.tensors.primitive import value_of

ROOT_PI = math.sqrt(math.pi)
ROOT_TWO_PI = math.sqrt(2 * math.pi)


def refused(function, place: int):
    """Make the partial derivative of an argument that has none here: it raises `MissingRule`."""
    return lambda ans, *args: require(False, function, place)


def partials(function, *rules, fun=None) -> Any:
    """Give an elementwise function its partial derivatives, None where there is none; what it
    computes is `fun`, if that is something else."""
    known = [rule or refused(function, place) for place, rule in enumerate(rules)]
    return implements(function)(elementwise_on_arrays(fun or function, *known))


def by_last(function, rule, fun=None) -> Any:
    """Give a function its partial derivative by its last argument: by the others there is none."""
    return partials(function, *(function.nin - 1) * [None], rule, fun=fun)


# What the table of the scalars already says. SciPy's exp2, expm1, log1p and cbrt are not NumPy's.

OF_SCALARS = {name: getattr(special, name) for name in ("erf", "erfc", "gamma", "exp2", "cbrt")}
OF_SCALARS |= {"lgamma": special.gammaln, "digamma": special.psi}
OF_SCALARS |= {"expm1": special.expm1, "log1p": special.log1p}


def polygamma(n, x):
    """SciPy's, and for complex numbers the sum that it is: term by term to the right, where the
    asymptotic series in Bernoulli numbers is exact to the last digit."""
    if not is_complex(x):
        return special.polygamma(n, x)
    n, x = np.broadcast_arrays(n, x)
    far = x.real < STEP_FROM  # too many steps
    total, x = np.where(far, np.nan, 0j), np.where(far, 1.0, x)
    while (left := x.real < 15.0 + n).any():
        total[left] += special.factorial(n[left]) / x[left] ** (n[left] + 1)
        x = x + left
    total += special.factorial(n - 1) / x**n * (1.0 + 0.5 * n / x)
    for k in range(1, 14):
        rising = special.poch(2 * k + 1, n - 1)
        total += float(bernoulli(27)[2 * k]) * rising / x ** (2 * k + n)
    return ((-1.0) ** (n + 1) * total)[()]


OF_SCALARS["polygamma"] = special.polygamma
OWN = {"polygamma": polygamma}
#: SciPy's functions are quicker on arrays than ours, and complex where it has them.
SCIPY_NAMES = NAMES | {"digamma": special.psi}

for _name, _function in OF_SCALARS.items():
    implements(_function)(from_text(_name, OWN.get(_name, _function), SCIPY_NAMES))
polygamma_ = SCIPY_NAMES["polygamma"] = DISPATCH[special.polygamma]
implements(special.polygamma)(lambda n, x: polygamma_(as_array(n), as_array(x)))


# Gamma and beta


def slope_of_rgamma(ans, x):
    """The derivative of 1 / gamma; left of 1/2 by reflection, which is right at the poles too."""
    left = np.real(value_of(x)) < 0.5
    mirrored, other = np.where(left, 1.0 - x, 1.0), np.where(left, 1.0, x)
    turn = np.cos(np.pi * x) - np.sin(np.pi * x) / np.pi * special.psi(mirrored)
    return np.where(
        left, turn * special.gamma(mirrored), -special.rgamma(other) * special.psi(other)
    )


def slope_of_betaln(ans, a, b):
    """The derivative by `a`; that by `b` is the same the other way around. The difference of two
    nearly equal values of psi comes from its power series."""
    near = np.abs(value_of(b)) < 0.01 * value_of(a)
    series, at, by = 0.0, np.where(near, a, 1.0), np.where(near, b, 0.0)
    for k in range(7, 0, -1):
        series = (series + SCIPY_NAMES["polygamma"](k, at) / math.factorial(k)) * by
    return np.where(near, -series, special.psi(a) - special.psi(a + b))


def density_of_beta(a, b, x):
    return np.exp(special.xlogy(a - 1.0, x) + special.xlog1py(b - 1.0, -x) - special.betaln(a, b))


def density_of_gamma(a, x):
    return np.exp(special.xlogy(a - 1.0, x) - x - special.gammaln(a))


def of_density(density, rising=None, falling=None, *inverses) -> None:
    """Give the rules of a distribution's functions, by their last argument: the probability that
    rises with it and that which falls, and where each of these is given, if SciPy has them."""
    for function, way in ((rising, 1.0), (falling, -1.0)):
        if function is not None:
            by_last(function, lambda ans, *args, way=way: way * density(*args))
    for function, way in zip(inverses, (1.0, -1.0), strict=False):
        if function is not None:
            by_last(function, lambda x, *args, way=way: way / density(*args[:-1], x))


partials(special.loggamma, lambda ans, x: special.psi(x))
partials(special.rgamma, slope_of_rgamma)
partials(
    special.beta,
    lambda ans, a, b: ans * slope_of_betaln(ans, a, b),
    lambda ans, a, b: ans * slope_of_betaln(ans, b, a),
)
partials(special.betaln, slope_of_betaln, lambda ans, a, b: slope_of_betaln(ans, b, a))
of_density(
    density_of_gamma,
    *(special.gammainc, special.gammaincc, special.gammaincinv, special.gammainccinv),
)
of_density(
    density_of_beta, *(special.betainc, special.betaincc, special.betaincinv, special.betainccinv)
)

zeta_ = partials(special.zeta, None, lambda ans, x, q: -x * zeta_(x + 1.0, q))


@implements(special.zeta)
def zeta(x, q=1.0, out=None):
    """Sum `1 / (k + q) ** x`; differentiable by `q`."""
    refuse_out(out)
    return zeta_(x, q)


@implements(special.multigammaln)
def multigammaln(a, d):
    """Take the logarithm of the gamma function of `d` dimensions."""
    a, d = as_array(a), int(d)
    if np.any(value_of(a) <= 0.5 * (d - 1)):
        raise ValueError("condition a > 0.5 * (d-1) not met")
    halves = np.arange(d) / 2.0
    terms = special.gammaln(np.expand_dims(a, -1) - halves)
    return d * (d - 1) / 4.0 * math.log(math.pi) + np.sum(terms, axis=-1)


# Error functions and the normal distribution


def far_out(x, inside, sign: float, factor, slope):
    """Give a slope, and where that is the difference of nearly equal numbers its asymptotic series:
    `factor / x**2 * (1 + 3 s (1 + 5 s (1 + ...)))` with `s = sign / (2 x**2)`."""
    far = inside & (np.abs(value_of(x)) > 20.0)
    if not np.any(far):
        return slope
    square, series = np.where(far, x, 1e3) ** 2, 1.0
    for k in range(8, 0, -1):
        series = 1.0 + (2 * k + 1) * 0.5 * sign / square * series
    return np.where(far, factor * series / square, slope)


def slope_of_erfcx(ans, x):
    return far_out(x, np.real(value_of(x)) > 0, -1.0, -1.0 / ROOT_PI, 2.0 * x * ans - 2.0 / ROOT_PI)


def slope_of_wofz(ans, x):
    above = np.imag(value_of(x)) >= 0
    return far_out(x, above, 1.0, -1j / ROOT_PI, 2j / ROOT_PI - 2.0 * x * ans)


def slope_of_dawsn(ans, x):
    return far_out(x, np.imag(value_of(x)) == 0, 1.0, -0.5, 1.0 - 2.0 * x * ans)


def slope_of_log_ndtr(ans, x):
    """The density over the probability, in which the tails cancel."""
    left = np.where(value_of(x) < 0, x, 0.0)
    right = np.where(value_of(x) < 0, 0.0, x)
    return np.where(
        value_of(x) < 0,
        math.sqrt(2 / math.pi) / special.erfcx(-left / math.sqrt(2)),
        np.exp(-0.5 * right * right) / ROOT_TWO_PI / special.ndtr(right),
    )


partials(special.erfcx, slope_of_erfcx)
partials(special.wofz, slope_of_wofz)
partials(special.dawsn, slope_of_dawsn)
partials(special.erfi, lambda ans, x: 2.0 / ROOT_PI * np.exp(x * x))
partials(special.erfinv, lambda ans, x: 0.5 * ROOT_PI * np.exp(ans * ans))
partials(special.erfcinv, lambda ans, x: -0.5 * ROOT_PI * np.exp(ans * ans))
partials(special.ndtr, lambda ans, x: np.exp(-0.5 * x * x) / ROOT_TWO_PI)
partials(special.log_ndtr, slope_of_log_ndtr)
partials(special.ndtri, lambda ans, p: ROOT_TWO_PI * np.exp(0.5 * ans * ans))
partials(special.ndtri_exp, lambda ans, y: ROOT_TWO_PI * np.exp(0.5 * ans * ans + y))


# Exponential integrals, and functions in degrees

DEGREE = math.pi / 180.0
partials(special.expi, lambda ans, x: np.exp(x) / x)
partials(special.exp1, lambda ans, x: -np.exp(-x) / x)
partials(special.exp10, lambda ans, x: ans * math.log(10.0))
partials(special.cosm1, lambda ans, x: -np.sin(x))
partials(special.sindg, lambda ans, x: DEGREE * special.cosdg(x))
partials(special.cosdg, lambda ans, x: -DEGREE * special.sindg(x))
#: Beyond 1e14 degrees SciPy gives 0 for all four.
partials(special.tandg, lambda ans, x: DEGREE * (1.0 + ans * ans) * (np.abs(x) <= 1e14))
partials(special.cotdg, lambda ans, x: -DEGREE * (1.0 + ans * ans) * (np.abs(x) <= 1e14))
partials(
    special.radian,
    lambda ans, d, m, s: DEGREE,
    lambda ans, d, m, s: DEGREE / 60.0,
    lambda ans, d, m, s: DEGREE / 3600.0,
)


# Logistic functions, entropies and losses


def ratio(x, y):
    """x / y, and 0 where x is 0: `0 * log(y)` does not change with y, also where there is no
    `log(y)`. There is no derivative by x then."""
    undefined = (value_of(x) == 0) & (value_of(y) <= 0)
    if not np.any(undefined):
        return x / y
    return np.where(undefined, kink(x), x / np.where(undefined, 1.0, y))


partials(special.expit, lambda ans, x: ans * special.expit(-x))
partials(special.logit, lambda ans, p: 1.0 / (p * (1.0 - p)))
partials(special.log_expit, lambda ans, x: special.expit(-x))
partials(special.xlogy, lambda ans, x, y: np.log(y), lambda ans, x, y: ratio(x, y))
partials(special.xlog1py, lambda ans, x, y: np.log1p(y), lambda ans, x, y: ratio(x, 1.0 + y))
partials(special.entr, lambda ans, x: -np.log(x) - 1.0)
partials(special.rel_entr, lambda ans, x, y: np.log(x / y) + 1.0, lambda ans, x, y: -ratio(x, y))
partials(special.kl_div, lambda ans, x, y: np.log(x / y), lambda ans, x, y: 1.0 - ratio(x, y))
partials(
    special.huber,
    lambda ans, delta, r: np.maximum(np.abs(r) - delta, 0.0),
    lambda ans, delta, r: np.clip(r, -delta, delta),
)
bounded_ = elementwise_on_arrays(
    lambda q: q / np.hypot(1.0, q), lambda ans, q: np.hypot(1.0, q) ** -3.0, name="bounded"
)


def slope_of_pseudo_huber(ans, delta, r):
    """By `delta`; the squares of which it is the difference cancel."""
    square = (r / delta) ** 2
    root = np.sqrt(1.0 + square)
    return delta * (square / (1.0 + root)) ** 2 / root


partials(special.pseudo_huber, slope_of_pseudo_huber, lambda ans, d, r: d * bounded_(r / d))
if hasattr(special, "softplus"):
    implements(special.softplus)(
        elementwise_on_arrays(special.softplus, lambda ans, x: special.expit(x))
    )


# Distribution functions, by their variable


def density_of_t(df, x):
    powers = np.exp(-0.5 * (df + 1.0) * np.log1p(x * x / df) - special.betaln(0.5, 0.5 * df))
    return powers / np.sqrt(df)


of_density(density_of_t, special.stdtr, None, special.stdtrit)
of_density(lambda k, m: density_of_gamma(np.floor(k) + 1.0, m), special.pdtrc, special.pdtr)


# Sums of exponentials: shifted by the largest, which then needs no derivative


def shift(x, axis):
    """Give the largest element, and 0 where that is infinite."""
    largest = np.max(np.real(value_of(x)), axis=axis, keepdims=True)
    return np.where(np.isfinite(largest), largest, np.zeros((), largest.dtype))


#: `weight * x`, and 0 where the weight is 0 and x infinite.
weighed = elementwise_by_pulls(
    lambda weight, x: np.where(weight == 0, 0.0, weight) * np.where(weight == 0, 1.0, x),
    lambda g, ans, weight, x: g * x,
    lambda g, ans, weight, x: g * weight,
    name="multiply",
)
weighed.scales = (0, 1)


@implements(special.logsumexp)
def logsumexp(a, axis=None, b=None, keepdims: bool = False, return_sign: bool = False):
    """Compute `log(sum(b * exp(a)))`; where the sum is 0, the derivative by `a` is 0."""
    a = np.atleast_1d(floating(a))
    if b is not None:
        # A plain number has no type of its own, as in every operation of NumPy's.
        kind = np.result_type(value_of(a), b) if isinstance(b, (int, float, complex)) else None
        a, b = np.broadcast_arrays(a, as_array(b) if kind is None else np.asarray(b, kind))
    if np.size(a) == 0:
        nothing = np.sum(a, axis, keepdims=keepdims) - np.inf
        return (nothing, np.sign(value_of(nothing))) if return_sign else nothing
    axis = tuple(range(np.ndim(a))) if axis is None else axis
    if b is None:
        by = shift(a, axis)
        terms = np.exp(a - by)
    else:
        none = value_of(b) == 0  # these do not count, but would if their weight were another
        by = shift(np.where(none, -np.inf, value_of(a)), axis)
        moved = a - by
        above = none & (np.real(value_of(moved)) > 700.0)
        raised = np.where(above, np.inf, np.exp(np.where(above, 0.0, moved)))
        terms = weighed(b, raised)
    total = np.sum(terms, axis=axis, keepdims=keepdims)
    by = by if keepdims else np.squeeze(by, axis)
    empty = value_of(total) == 0
    if is_complex(total):
        sign = total / np.where(empty, 1.0, np.abs(total))
    else:
        sign = np.sign(value_of(total))
        if b is not None and not return_sign:
            by = np.where(sign < 0, np.nan, by)
    size = np.abs(total) if return_sign or not is_complex(total) else total
    bottom: Any = -np.inf
    if b is not None and np.any(empty):  # by a weight the slope is infinite there
        by_weight = np.sum(weighed(b, value_of(raised)), axis=axis, keepdims=keepdims)
        with np.errstate(divide="ignore"):
            bottom = np.log(np.where(empty, by_weight, 1.0))
    answer = np.where(empty, bottom, np.log(np.where(empty, 1.0, size)) + by)
    return (answer, sign) if return_sign else answer


@implements(special.softmax)
def softmax(x, axis=None):
    """Divide exponentials by their sum."""
    x = as_array(x)
    raised = np.exp(x - np.max(value_of(x), axis=axis, keepdims=True))  # nan beside an infinite one
    return raised / np.sum(raised, axis=axis, keepdims=True)


@implements(special.log_softmax)
def log_softmax(x, axis=None):
    """Take the logarithm of `softmax`, without computing it."""
    x = as_array(x)
    moved = x - shift(x, axis)
    return moved - np.log(np.sum(np.exp(moved), axis=axis, keepdims=True))


constant(special.gammasgn, special.round)
