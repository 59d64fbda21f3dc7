"""More distributions by their formulas: lifetimes, extremes and angles.

As in `distributions`, for traced arguments the formula is computed instead of calling SciPy.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special, stats

from adlearn.errors import MissingRule
from adlearn.scipy.distributions import ABOVE_ZERO, HALF_LINE, LINE, Continuous, Distribution

gumbel_r = Continuous(
    stats.gumbel_r,
    LINE,
    lambda z: -z - np.exp(-z),
    lambda z: np.exp(-np.exp(-z)),
    lambda z: -np.expm1(-np.exp(-z)),
    log_below=lambda z: -np.exp(-z),
)
gumbel_l = Continuous(
    stats.gumbel_l,
    LINE,
    lambda z: z - np.exp(z),
    lambda z: -np.expm1(-np.exp(z)),
    lambda z: np.exp(-np.exp(z)),
    log_above=lambda z: -np.exp(z),
)
pareto = Continuous(
    stats.pareto,
    (1.0, np.inf),
    lambda z, b: np.log(b) - (b + 1.0) * np.log(z),
    lambda z, b: -np.expm1(-b * np.log(z)),
    lambda z, b: z**-b,
    log_above=lambda z, b: -b * np.log(z),
)
weibull_min = Continuous(
    stats.weibull_min,
    HALF_LINE,
    lambda z, c: np.log(c) + special.xlogy(c - 1.0, z) - z**c,
    lambda z, c: -np.expm1(-(z**c)),
    lambda z, c: np.exp(-(z**c)),
    log_above=lambda z, c: -(z**c),
)
rayleigh = Continuous(
    stats.rayleigh,
    ABOVE_ZERO,
    lambda z: np.log(z) - 0.5 * z * z,
    lambda z: -np.expm1(-0.5 * z * z),
    lambda z: np.exp(-0.5 * z * z),
    log_above=lambda z: -0.5 * z * z,
)
halfnorm = Continuous(
    stats.halfnorm,
    HALF_LINE,
    lambda z: 0.5 * math.log(2.0 / math.pi) - 0.5 * z * z,
    lambda z: special.erf(z / math.sqrt(2.0)),
    lambda z: special.erfc(z / math.sqrt(2.0)),
)
invgamma = Continuous(
    stats.invgamma,
    ABOVE_ZERO,
    lambda z, a: -(a + 1.0) * np.log(z) - special.gammaln(a) - 1.0 / z,
    lambda z, a: special.gammaincc(a, 1.0 / z),
    lambda z, a: special.gammainc(a, 1.0 / z),
)
f = Continuous(
    stats.f,
    HALF_LINE,
    lambda z, n, d: (
        0.5 * (d * np.log(d) + special.xlogy(n, n) + special.xlogy(n - 2.0, z))
        - 0.5 * (n + d) * np.log(d + n * z)
        - special.betaln(0.5 * n, 0.5 * d)
    ),
    lambda z, n, d: special.betainc(0.5 * n, 0.5 * d, n * z / (d + n * z)),
    lambda z, n, d: special.betainc(0.5 * d, 0.5 * n, d / (d + n * z)),
)


def no_probability(z, kappa):
    raise MissingRule(
        "vonmises has a derivative of its density only. Sum pdf over a grid for a probability."
    )


vonmises = Continuous(
    stats.vonmises,
    LINE,
    lambda z, kappa: (
        kappa * (np.cos(z) - 1.0) - math.log(2.0 * math.pi) - np.log(special.i0e(kappa))
    ),
    no_probability,
    no_probability,
    from_zero=True,
)

#: By their names in `scipy.stats`.
DENSITIES: dict[str, Distribution] = {
    d.of.name: d
    for d in (
        *(gumbel_r, gumbel_l, pareto, weibull_min, rayleigh, halfnorm, invgamma, f, vonmises),
    )
}
