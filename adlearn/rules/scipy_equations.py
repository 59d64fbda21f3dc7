"""Special functions that solve a differential equation, or recur: their slopes are functions of the
same family, of the next order. By an order or a degree there is no rule.

Source: NIST Digital Library of Mathematical Functions, chapters 9 (Airy), 10 (Bessel, Kelvin), 11
(Struve), 12 (parabolic cylinder), 14 and 18 (Legendre functions, orthogonal polynomials), 4.13
(Lambert W).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import is_complex
from adlearn.rules.elementwise import sign
from adlearn.rules.scipy_integrals import by_output
from adlearn.rules.scipy_special import ROOT_PI, ROOT_TWO_PI, by_last, partials
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import value_of

# Airy, parabolic cylinder and Kelvin functions: a function, its slope, and the equation

by_output(
    special.airy,
    (lambda ans, z: special.airy(z)[1],),
    (lambda ans, z: z * special.airy(z)[0],),
    (lambda ans, z: special.airy(z)[3],),
    (lambda ans, z: z * special.airy(z)[2],),
)


def of_equation(function: Any, factor: Any) -> None:
    """Give the rule of a function `(v, x)` that returns itself and its slope: `f'' = factor f`."""
    by_output(
        function,
        (None, lambda ans, v, x: function(v, x)[1]),
        (None, lambda ans, v, x: factor(v, x) * function(v, x)[0]),
    )


of_equation(special.pbdv, lambda v, x: 0.25 * x * x - v - 0.5)
of_equation(special.pbvv, lambda v, x: 0.25 * x * x - v - 0.5)
of_equation(special.pbwa, lambda a, x: a - 0.25 * x * x)


def kelvin(letter: str, bessel: Any, sign: float, turn: complex) -> None:
    """Give the rules of `ber`, `bei`, or `ker`, `kei`: the real and imaginary part of a Bessel
    function of order 0 on a line through the complex plane."""

    def curvature(x):
        return 0.5 * turn * turn * (bessel(2, turn * x) + sign * bessel(0, turn * x))

    for part, name in ((np.real, "er"), (np.imag, "ei")):
        function, slope = (getattr(special, letter + end) for end in (name, name + "p"))
        partials(function, lambda ans, x, slope=slope: slope(x))
        partials(slope, lambda ans, x, part=part: part(curvature(x)))


kelvin("b", special.jv, -1.0, np.exp(0.75j * np.pi))
kelvin("k", special.kv, 1.0, np.exp(0.25j * np.pi))

# Bessel and Struve functions: half the difference, or sum, of the neighbouring orders


def neighbours(
    function, sign_before: float, sign_after: float, of_scaled=None, whole: bool = False
) -> None:
    """Give the rule of a Bessel function; `of_scaled` is the slope of its scale's logarithm, and
    `whole` says that SciPy cuts off what follows the point of an order."""

    def by_x(ans, n, x):
        n = np.trunc(n) if whole else n
        halves = 0.5 * (sign_before * function(n - 1, x) + sign_after * function(n + 1, x))
        return halves if of_scaled is None else halves + of_scaled(x) * ans

    by_last(function, by_x)


def scaled_far_out(n, x, kind: float, slope):
    """Give the slope of a scaled Bessel function, and far out, where its neighbours are nearly
    equal, its asymptotic series (DLMF 10.40)."""
    sizes, four = np.abs(np.real(value_of(x))), 4.0 * n * n
    far = sizes > 1e3 + 50.0 * four
    if not np.any(far):
        return slope
    left = np.real(value_of(x)) < 0
    by_x, term, series = 1.0 / np.where(far, np.where(left, -x, x), 1e3), 1.0, 0.5
    for k in range(1, 9):
        term = term * kind * (four - (2 * k - 1) ** 2) / (8.0 * k) * by_x
        series = series + (k + 0.5) * term
    factor = np.where(left, -np.power(-1.0, n), 1.0) * (
        ROOT_TWO_PI / 2 if kind > 0 else 1 / ROOT_TWO_PI
    )
    return np.where(far, -factor * series * by_x**1.5, slope)


def slope_of_ive(ans, n, x):
    """Its scale is exp(-|x|), which has no complex derivative."""
    if is_complex(x):
        raise MissingRule(
            "ive has no derivative by complex numbers. Write iv(n, z) * numpy.exp(-abs(z.real))."
        )
    halves = 0.5 * (special.ive(n - 1, x) + special.ive(n + 1, x))
    return scaled_far_out(n, x, -1.0, halves - sign(x) * ans)


def slope_of_kve(ans, n, x):
    """Its scale is exp(x)."""
    halves = 0.5 * (special.kve(n - 1, x) + special.kve(n + 1, x))
    return scaled_far_out(n, x, 1.0, ans - halves)


for _function in (special.jv, special.yv):
    neighbours(_function, 1.0, -1.0)
neighbours(special.kv, -1.0, -1.0)
neighbours(special.yn, 1.0, -1.0, whole=True)
neighbours(special.kn, -1.0, -1.0, whole=True)
neighbours(special.iv, 1.0, 1.0)
by_last(special.ive, slope_of_ive)
by_last(special.kve, slope_of_kve)

partials(special.j0, lambda ans, x: -special.j1(x))
partials(special.j1, lambda ans, x: 0.5 * (special.j0(x) - special.jv(2, x)))
partials(special.y0, lambda ans, x: -special.y1(x))
partials(special.y1, lambda ans, x: 0.5 * (special.y0(x) - special.yv(2, x)))
partials(special.i0, lambda ans, x: special.i1(x))
partials(special.i1, lambda ans, x: 0.5 * (special.i0(x) + special.iv(2, x)))
partials(special.k0, lambda ans, x: -special.k1(x))
partials(special.k1, lambda ans, x: -0.5 * (special.k0(x) + special.kv(2, x)))
for _n, _of_i, _of_k in ((0, special.i0e, special.k0e), (1, special.i1e, special.k1e)):
    partials(_of_i, lambda ans, x, n=_n: slope_of_ive(ans, n, x))
    partials(_of_k, lambda ans, x, n=_n: slope_of_kve(ans, n, x))


def of_real(function: Any) -> None:
    """Give the rule of `jve` or `yve`, which for real numbers are `jv` and `yv`."""

    def by_x(ans, v, x):
        if is_complex(x):
            raise MissingRule(
                f"{function.__name__} of complex numbers is scaled by a function that has no "
                "complex derivative. Use the one that is not scaled: its name without the e."
            )
        return 0.5 * (function(v - 1, x) - function(v + 1, x))

    by_last(function, by_x)


of_real(special.jve)
of_real(special.yve)
for _function in (special.hankel1, special.hankel2):
    neighbours(_function, 1.0, -1.0)
neighbours(special.hankel1e, 1.0, -1.0, lambda x: -1j)
neighbours(special.hankel2e, 1.0, -1.0, lambda x: 1j)


def power_term(v, x):
    return (0.5 * x) ** v * (special.rgamma(v + 1.5) / ROOT_PI)


for _function, _sign in ((special.struve, -1.0), (special.modstruve, 1.0)):
    by_last(
        _function,
        lambda ans, v, x, f=_function, sign=_sign: (
            0.5 * (f(v - 1, x) + sign * f(v + 1, x) + power_term(v, x))
        ),
    )


def spherical(name: str, before: float, after: float) -> None:
    """Give the rule of a spherical Bessel function, which can also give its slope itself."""
    function = getattr(special, f"spherical_{name}")

    def slope(n, z):
        lower, higher = primitive(np.maximum(n - 1, 0), z), primitive(n + 1, z)
        lower = np.where(n > 0, lower, 0.0)  # before order 0 there is none
        return (before * n * lower + after * (n + 1) * higher) / (2 * n + 1)

    primitive = partials(function, None, lambda ans, n, z: slope(n, z))

    @implements(function)
    def either(n, z, derivative=False):
        return (slope if derivative else primitive)(n, z)


spherical("jn", 1.0, -1.0)
spherical("yn", 1.0, -1.0)
spherical("in", 1.0, 1.0)
spherical("kn", -1.0, -1.0)

# Lambert's W and Wright's omega

lambertw_ = partials(
    special.lambertw, lambda ans, z, k, tol: np.exp(-ans) / (1.0 + ans), None, None
)
implements(special._ufuncs._lambertw)(lambertw_)  # what SciPy's function ends in
implements(special.lambertw)(lambda z, k=0, tol=1e-8: lambertw_(z, k, tol))
partials(special.wrightomega, lambda ans, z: ans / (1.0 + ans))

# Orthogonal polynomials: the slope has one degree less


def less(n):
    """One degree less, but not below 0: there the slope is multiplied by 0."""
    return np.maximum(n - 1, 0)


jacobi, gegenbauer = special.eval_jacobi, special.eval_gegenbauer
by_last(jacobi, lambda ans, n, a, b, x: 0.5 * (n + a + b + 1) * jacobi(n - 1, a + 1, b + 1, x))
by_last(
    special.eval_sh_jacobi,
    lambda ans, n, p, q, x: (
        (n + p) * jacobi(n - 1, p - q + 1, q, 2.0 * x - 1.0) / special.binom(2 * n + p - 1, n)
    ),
)
by_last(gegenbauer, lambda ans, n, a, x: 2 * a * gegenbauer(n - 1, a + 1, x))
by_last(special.eval_genlaguerre, lambda ans, n, a, x: -special.eval_genlaguerre(n - 1, a + 1, x))
for _function, _by_x in {
    special.eval_legendre: lambda ans, n, x: 0.5 * (n + 1) * jacobi(n - 1, 1, 1, x),
    special.eval_sh_legendre: lambda ans, n, x: (n + 1) * jacobi(n - 1, 1, 1, 2.0 * x - 1.0),
    special.eval_chebyt: lambda ans, n, x: n * special.eval_chebyu(n - 1, x),
    special.eval_chebyu: lambda ans, n, x: 2.0 * gegenbauer(n - 1, 2, x),
    special.eval_chebyc: lambda ans, n, x: n * special.eval_chebys(n - 1, x),
    special.eval_chebys: lambda ans, n, x: gegenbauer(n - 1, 2, 0.5 * x),
    special.eval_sh_chebyt: lambda ans, n, x: 2.0 * n * special.eval_sh_chebyu(n - 1, x),
    special.eval_sh_chebyu: lambda ans, n, x: 4.0 * gegenbauer(n - 1, 2, 2.0 * x - 1.0),
    special.eval_laguerre: lambda ans, n, x: -special.eval_genlaguerre(n - 1, 1, x),
    special.eval_hermite: lambda ans, n, x: 2.0 * n * special.eval_hermite(less(n), x),
    special.eval_hermitenorm: lambda ans, n, x: n * special.eval_hermitenorm(less(n), x),
}.items():
    by_last(_function, _by_x)
by_last(
    special.lpmv,
    lambda ans, m, v, x: (v * x * ans - (v + m) * special.lpmv(m, v - 1, x)) / (x * x - 1.0),
)
