"""Bessel functions: the derivative is half the difference (or sum) of the neighbouring orders. By
an order there is no rule.

Source: NIST Digital Library of Mathematical Functions, chapter 10.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import is_complex
from adlearn.rules.elementwise import sign
from adlearn.rules.scipy_special import ROOT_TWO_PI, by_last, partials
from adlearn.tensors.primitive import value_of


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
