"""Special functions that are integrals: the slope is what stands under the integral.

Where that is a quotient that is 0 / 0 somewhere (`sinh(x) / x` at 0), it is written as a
hypergeometric function, which has derivatives of every order there.

Source: NIST Digital Library of Mathematical Functions, chapters 6 (exponential integrals), 7
(Fresnel integrals), 13 and 15 (hypergeometric functions), 19 and 22 (elliptic integrals and
functions), 25.12 (dilogarithm).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import special

from adlearn.rules.arrays_asked import is_complex
from adlearn.rules.scipy_special import by_last, partials, refused
from adlearn.tensors.constructors import elementwise_on_arrays
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import value_of


def by_output(function, *of_outputs: tuple[Callable | None, ...]) -> None:
    """Give a function of several outputs its partials: for each output, one per argument."""
    primitives = []
    for place, rules in enumerate(of_outputs):
        known = [rule or refused(function, i) for i, rule in enumerate(rules)]
        name = f"{function.__name__}[{place}]"
        one = lambda *args, place=place: function(*args)[place]  # noqa: E731
        primitives.append(elementwise_on_arrays(one, *known, name=name))
    implements(function)(lambda *args: tuple(primitive(*args) for primitive in primitives))


# Hypergeometric functions, by their variable

by_last(special.hyp0f1, lambda ans, v, z: special.hyp0f1(v + 1.0, z) / v)

by_last(
    special.hyp2f1, lambda ans, a, b, c, z: a * b / c * special.hyp2f1(a + 1.0, b + 1.0, c + 1.0, z)
)
by_last(special.hyperu, lambda ans, a, b, x: -a * special.hyperu(a + 1.0, b + 1.0, x))
by_last(special.wright_bessel, lambda ans, a, b, x: special.wright_bessel(a, a + b, x))


def hyp1f1(a, b, x):
    """SciPy's, which may never return at a very large number: it is infinite there, as at 1e8,
    unless it is a polynomial."""
    if is_complex(x):
        return special.hyp1f1(a, b, x)
    whole = np.isinf(a) | ((a <= 0) & (a == np.floor(a)))
    return special.hyp1f1(a, b, np.where(whole, x, np.minimum(x, 1e8)))


hyp1f1_ = by_last(special.hyp1f1, lambda ans, a, b, x: a / b * hyp1f1_(a + 1.0, b + 1.0, x), hyp1f1)


def mean_power(x, k: int):
    """Give the mean of `t**k * exp(t * x)` over t from 0 to 1: for k = 0, `(exp(x) - 1) / x`."""
    return hyp1f1_(k + 1.0, k + 2.0, x) / (k + 1.0)


# Exponential and trigonometric integrals

partials(special.exprel, lambda ans, x: mean_power(x, 1))


def slope_of_expn(ans, n, x):
    """Give the integral of one order less, which for order 0 has no function."""
    n = np.trunc(n)  # as SciPy does
    lowest = n == 0
    if not np.any(lowest):
        return -special.expn(n - 1, x)
    return np.where(lowest, -(np.exp(-x) + ans) / x, -special.expn(np.maximum(n - 1, 0), x))


by_last(special.expn, slope_of_expn)
by_output(special.sici, (lambda ans, x: np.sinc(x / np.pi),), (lambda ans, x: np.cos(x) / x,))
by_output(
    special.shichi,
    (lambda ans, x: 0.5 * (mean_power(x, 0) + mean_power(-x, 0)),),
    (lambda ans, x: np.cosh(x) / x,),
)


def slope_of_spence(ans, z):
    """Give `log(z) / (1 - z)`, near 1 as a series."""
    near = np.abs(value_of(z) - 1.0) < 0.5
    series = special.hyp2f1(1.0, 1.0, 2.0, np.where(near, 1.0 - z, 0.0))
    other = np.where(near, 2.0, z)
    return np.where(near, -series, np.log(other) / (1.0 - other))


partials(special.spence, slope_of_spence)

# Fresnel integrals and what belongs to the normal distribution

by_output(
    special.fresnel,
    (lambda ans, z: np.sin(0.5 * np.pi * z * z),),
    (lambda ans, z: np.cos(0.5 * np.pi * z * z),),
)
partials(
    special.owens_t,
    lambda ans, h, a: (
        -np.exp(-0.5 * h * h) * special.erf(a * h / math.sqrt(2.0)) / math.sqrt(8.0 * math.pi)
    ),
    lambda ans, h, a: np.exp(-0.5 * h * h * (1.0 + a * a)) / (2.0 * np.pi * (1.0 + a * a)),
)

# Integrals of Bessel and Struve functions

by_output(special.itj0y0, (lambda ans, x: special.j0(x),), (lambda ans, x: special.y0(x),))
by_output(special.iti0k0, (lambda ans, x: special.i0(x),), (lambda ans, x: special.k0(x),))
partials(special.itstruve0, lambda ans, x: special.struve(0, x))
partials(special.itmodstruve0, lambda ans, x: special.modstruve(0, x))

# Elliptic integrals and functions. By the parameter m of the incomplete ones there is no rule.


def slope_of_ellipkm1(ans, p):
    return -0.125 * np.pi * special.hyp2f1(0.5, 0.5, 2.0, 1.0 - p) / p


def root(phi, m):
    return np.sqrt(1.0 - m * np.sin(phi) ** 2)


partials(special.ellipk, lambda ans, m: -slope_of_ellipkm1(ans, 1.0 - m))
partials(special.ellipkm1, slope_of_ellipkm1)
partials(special.ellipe, lambda ans, m: -0.125 * np.pi * special.hyp2f1(0.5, 1.5, 2.0, m))
partials(special.ellipkinc, lambda ans, phi, m: 1.0 / root(phi, m), None)
partials(special.ellipeinc, lambda ans, phi, m: root(phi, m), None)


def product_of(first: int, second: int, sign: float) -> Callable:
    """Make the slope of an elliptic function: a product of two others."""

    def by_u(ans, u, m):
        functions = special.ellipj(u, m)
        return sign * functions[first] * functions[second]

    return by_u


SN, CN, DN = 0, 1, 2
by_output(
    special.ellipj,
    (product_of(CN, DN, 1.0), None),
    (product_of(SN, DN, -1.0), None),
    (lambda ans, u, m: m * product_of(SN, CN, -1.0)(ans, u, m), None),
    (lambda ans, u, m: special.ellipj(u, m)[DN], None),
)


def slope_of_agm(ans, a, b):
    """The slope of `pi / 4 (a + b) / K`, an elliptic integral of `p = 4 a b / (a + b)**2`."""
    total = a + b
    p = 4.0 * a * b / total**2
    inner = slope_of_ellipkm1(None, p) / special.ellipkm1(p)
    return ans / total - ans * inner * (4.0 * b * (b - a) / total**3)


partials(special.agm, slope_of_agm, lambda ans, a, b: slope_of_agm(ans, b, a))
