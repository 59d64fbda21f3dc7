"""Distributions of counts, by their formulas; as in `distributions`, for traced arguments only.

There is no derivative by the count, only by the parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

from adlearn.errors import MissingRule
from adlearn.scipy.distributions import Distribution, Formula, in_double, wherever_
from adlearn.tensors.primitive import is_traced, value_of


def where_defined(answer, mu, k=0.0):
    """Give nan where a rate makes no sense; so is its slope."""
    return wherever_(answer * np.where((value_of(mu) >= 0) & ~np.isnan(k), 1.0, np.nan), mu)


@dataclass(frozen=True)
class Counting(Distribution):
    """The Poisson distribution, differentiable by `mu`."""

    of: Any

    def count(self, k, mu, loc) -> tuple[Any, Any]:
        if is_traced(k, loc):
            raise MissingRule(
                f"{self.of.name} has no derivative by the count: it is a whole number. Pass plain "
                "numbers for it (k.numpy()), and differentiate by the parameters."
            )
        return np.asarray(k, float) - np.asarray(loc, float), in_double(mu)

    def logpmf(self, k, mu, loc=0):
        if not is_traced(k, mu, loc):
            return self.of.logpmf(k, mu, loc)
        k, mu = self.count(k, mu, loc)
        possible = (k >= 0) & (np.floor(k) == k)
        here = np.where(possible, k, 0.0)
        answer = special.xlogy(here, mu) - special.gammaln(here + 1.0) - mu
        return where_defined(np.where(possible, answer, -np.inf), mu, k)

    def pmf(self, k, mu, loc=0):
        if not is_traced(k, mu, loc):
            return self.of.pmf(k, mu, loc)
        return np.exp(self.logpmf(k, mu, loc))

    def probability(self, name: str, formula: Formula, below: float, k, mu, loc):
        if not is_traced(k, mu, loc):
            return getattr(self.of, name)(k, mu, loc)
        k, mu = self.count(k, mu, loc)
        answer = np.where(k < 0, below, formula(np.floor(np.maximum(k, 0.0)), mu))
        return where_defined(answer, mu, k)

    def cdf(self, k, mu, loc=0):
        return self.probability("cdf", special.pdtr, 0.0, k, mu, loc)

    def sf(self, k, mu, loc=0):
        return self.probability("sf", special.pdtrc, 1.0, k, mu, loc)

    def logcdf(self, k, mu, loc=0):
        formula = lambda k, mu: np.log(special.pdtr(k, mu))  # noqa: E731
        return self.probability("logcdf", formula, -np.inf, k, mu, loc)

    def logsf(self, k, mu, loc=0):
        formula = lambda k, mu: np.log(special.pdtrc(k, mu))  # noqa: E731
        return self.probability("logsf", formula, 0.0, k, mu, loc)

    def moment_of(self, name: str, formula: Formula, mu, loc):
        if not is_traced(mu, loc):
            return getattr(self.of, name)(mu, loc)
        mu, loc = in_double(mu), in_double(loc)
        return wherever_(where_defined(formula(mu, loc), mu), loc)

    def mean(self, mu, loc=0):
        return self.moment_of("mean", lambda mu, loc: mu + loc, mu, loc)

    def var(self, mu, loc=0):
        return self.moment_of("var", lambda mu, loc: mu, mu, loc)

    def std(self, mu, loc=0):
        return self.moment_of("std", lambda mu, loc: np.sqrt(mu), mu, loc)


poisson = Counting(stats.poisson)


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
COUNTS: dict[str, Distribution] = {d.of.name: d for d in (poisson, bernoulli, binom, geom, nbinom)}
