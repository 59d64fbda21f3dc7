"""More distributions by their formulas: lifetimes, extremes and angles, and counts of trials.

As in `distributions`, for traced arguments the formula is computed instead of calling SciPy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

from adlearn.errors import MissingRule
from adlearn.scipy.distributions import (
    ABOVE_ZERO,
    HALF_LINE,
    LINE,
    Continuous,
    Distribution,
    Formula,
)
from adlearn.tensors.primitive import is_traced, value_of

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
    ABOVE_ZERO,
    lambda z, c: np.log(c) + (c - 1.0) * np.log(z) - z**c,
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
    ABOVE_ZERO,
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
)


@dataclass(frozen=True)
class Trials(Distribution):
    """A distribution of counts, differentiable by its parameters.

    `last` gives the largest count, of the parameters. `below` and `above` are the probabilities of
    at most that count, and of more.
    """

    of: Any
    first: int
    last: Formula
    log_mass: Formula
    below: Formula
    above: Formula

    def count(self, k, args, kwargs) -> tuple[Any, list[Any], Any, Any]:
        """Give the count, the parameters, the largest count, and where the parameters have sense:
        the last one is a probability, others are positive."""
        shapes, loc, _ = self.parameters(args, kwargs)
        if is_traced(k, loc) or (self.of.name == "binom" and is_traced(shapes[0])):
            raise MissingRule(
                f"{self.of.name} has no derivative by a count, k or n: it is a whole number. Pass "
                "plain numbers for it (k.numpy()), and differentiate by the other parameters."
            )
        *counts, p = map(value_of, shapes)
        sense = (p >= 0) & (p <= 1)
        for n in counts:
            sense = sense & (n > 0)
        k = np.asarray(k, float) - loc
        return k, shapes, self.last(*map(value_of, shapes)), sense & ~np.isnan(k)

    def logpmf(self, k, *args, **kwargs):
        if not is_traced(k, *args, *kwargs.values()):
            return self.of.logpmf(k, *args, **kwargs)
        k, shapes, last, sense = self.count(k, args, kwargs)
        possible = (k >= self.first) & (k <= last) & (np.floor(k) == k)
        answer = self.log_mass(np.where(possible, k, self.first), *shapes)
        return np.where(sense, np.where(possible, answer, -np.inf), np.nan)

    def pmf(self, k, *args, **kwargs):
        if not is_traced(k, *args, *kwargs.values()):
            return self.of.pmf(k, *args, **kwargs)
        return np.exp(self.logpmf(k, *args, **kwargs))

    def probability(self, name: str, formula: Formula, ends, k, args, kwargs):
        if not is_traced(k, *args, *kwargs.values()):
            return getattr(self.of, name)(k, *args, **kwargs)
        k, shapes, last, sense = self.count(k, args, kwargs)
        low, high = k < self.first, k >= last
        inside = np.where(low | high, self.first, np.floor(k))
        answer = np.where(low, ends[0], np.where(high, ends[1], formula(inside, *shapes)))
        return np.where(sense, answer, np.nan)

    def cdf(self, k, *args, **kwargs):
        return self.probability("cdf", self.below, (0.0, 1.0), k, args, kwargs)

    def sf(self, k, *args, **kwargs):
        return self.probability("sf", self.above, (1.0, 0.0), k, args, kwargs)

    def logcdf(self, k, *args, **kwargs):
        formula = lambda *a: np.log(self.below(*a))  # noqa: E731
        return self.probability("logcdf", formula, (-np.inf, 0.0), k, args, kwargs)

    def logsf(self, k, *args, **kwargs):
        formula = lambda *a: np.log(self.above(*a))  # noqa: E731
        return self.probability("logsf", formula, (0.0, -np.inf), k, args, kwargs)


def successes(k, n, p):
    """The logarithm of `p**k * (1 - p)**(n - k)`."""
    return special.xlogy(k, p) + special.xlog1py(n - k, -p)


def log_choices(n, k):
    return special.gammaln(n + 1.0) - special.gammaln(k + 1.0) - special.gammaln(n - k + 1.0)


bernoulli = Trials(
    stats.bernoulli,
    0,
    lambda p: 1,
    lambda k, p: successes(k, 1.0, p),
    lambda k, p: 1.0 - p,
    lambda k, p: 1.0 * p,
)
binom = Trials(
    stats.binom,
    0,
    lambda n, p: n,
    lambda k, n, p: log_choices(n, k) + successes(k, n, p),
    lambda k, n, p: special.betainc(n - k, k + 1.0, 1.0 - p),
    lambda k, n, p: special.betainc(k + 1.0, n - k, p),
)
geom = Trials(
    stats.geom,
    1,
    lambda p: np.inf,
    lambda k, p: successes(1.0, k, p),
    lambda k, p: -np.expm1(special.xlog1py(k, -p)),
    lambda k, p: np.exp(special.xlog1py(k, -p)),
)
nbinom = Trials(
    stats.nbinom,
    0,
    lambda n, p: np.inf,
    lambda k, n, p: log_choices(n + k - 1.0, k) + special.xlogy(n, p) + special.xlog1py(k, -p),
    lambda k, n, p: special.betainc(n, k + 1.0, p),
    lambda k, n, p: special.betainc(k + 1.0, n, 1.0 - p),
)

#: By their names in `scipy.stats`.
DENSITIES: dict[str, Distribution] = {
    d.of.name: d
    for d in (
        *(gumbel_r, gumbel_l, pareto, weibull_min, rayleigh, halfnorm, invgamma, f, vonmises),
        *(bernoulli, binom, geom, nbinom),
    )
}
