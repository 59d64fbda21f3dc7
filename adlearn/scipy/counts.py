"""Distributions of counts, by their formulas; as in `distributions`, for traced arguments only.

There is no derivative by the count, only by the parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

from adlearn.errors import MissingRule
from adlearn.scipy.distributions import Distribution, Formula, settled
from adlearn.tensors.primitive import carries_derivative, is_traced, value_of


@dataclass(frozen=True)
class Counting(Distribution):
    """A distribution of counts, differentiable by its parameters.

    `sense` says where the parameters have one, and `last` gives the largest count. `below` and
    `above` are the probabilities of at most a count, and of more.
    """

    of: Any
    first: int
    last: Formula
    sense: Formula
    log_mass: Formula
    below: Formula
    above: Formula
    average: Formula
    variance: Formula

    def sensible(self, counts, args, kwargs) -> tuple[list[Any], Any, Any]:
        """Give the parameters, where the counts begin, and where the parameters have sense."""
        shapes, loc, _ = self.parameters(args, kwargs)
        given = (*counts, shapes[0]) if self.of.name == "binom" else counts
        if carries_derivative(*given):
            raise MissingRule(
                f"{self.of.name} has no derivative by a count, k or n: it is a whole number. Pass "
                "plain numbers for it (k.numpy()), and differentiate by the other parameters."
            )
        return shapes, loc, self.sense(*map(value_of, shapes))

    def counted(self, k, args, kwargs) -> tuple[list[Any], Any, Any, Any]:
        """Give the parameters, the count, the largest one, and where all of them have sense."""
        shapes, loc, sense = self.sensible((k, self.parameters(args, kwargs)[1]), args, kwargs)
        k = np.asarray(k, float) - loc
        return shapes, k, self.last(*map(value_of, shapes)), sense & ~np.isnan(k)

    def logpmf(self, k, *args, **kwargs):
        if not is_traced(k, *args, *kwargs.values()):
            return self.of.logpmf(k, *args, **kwargs)
        shapes, n, last, sense = self.counted(k, args, kwargs)
        possible = (n >= self.first) & (n <= last) & (np.floor(n) == n) & np.isfinite(n)
        answer = self.log_mass(np.where(possible, n, self.first), *shapes)
        answer = np.where(sense, np.where(possible, answer, -np.inf), np.nan)
        return settled(answer, self.of.logpmf, k, *args, **kwargs)

    def pmf(self, k, *args, **kwargs):
        if not is_traced(k, *args, *kwargs.values()):
            return self.of.pmf(k, *args, **kwargs)
        return np.exp(self.logpmf(k, *args, **kwargs))

    def probability(self, name: str, formula: Formula, ends, k, args, kwargs):
        """Compute a distribution function, or its logarithm."""
        theirs = getattr(self.of, name)
        if not is_traced(k, *args, *kwargs.values()):
            return theirs(k, *args, **kwargs)
        shapes, n, last, sense = self.counted(k, args, kwargs)
        low, high = n < self.first, n >= last
        answer = formula(np.where(low | high, self.first, np.floor(n)), *shapes)
        answer = np.where(low, ends[0], np.where(high, ends[1], answer))
        return settled(np.where(sense, answer, np.nan), theirs, k, *args, **kwargs)

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

    def moment_of(self, name: str, formula: Formula, args, kwargs):
        theirs = getattr(self.of, name)
        if not is_traced(*args, *kwargs.values()):
            return theirs(*args, **kwargs)
        shapes, loc, sense = self.sensible((), args, kwargs)
        answer = np.where(sense, formula(loc, *shapes), np.nan)
        return settled(answer, theirs, *args, **kwargs)

    def mean(self, *args, **kwargs):
        formula = lambda loc, *shapes: loc + self.average(*shapes)  # noqa: E731
        return self.moment_of("mean", formula, args, kwargs)

    def var(self, *args, **kwargs):
        return self.moment_of("var", lambda loc, *a: self.variance(*a), args, kwargs)

    def std(self, *args, **kwargs):
        return self.moment_of("std", lambda loc, *a: np.sqrt(self.variance(*a)), args, kwargs)


def successes(k, n, p):
    """The logarithm of `p**k * (1 - p)**(n - k)`."""
    return special.xlogy(k, p) + special.xlog1py(n - k, -p)


def log_choices(n, k):
    return special.gammaln(n + 1.0) - special.gammaln(k + 1.0) - special.gammaln(n - k + 1.0)


poisson = Counting(
    stats.poisson,
    0,
    lambda mu: np.inf,
    lambda mu: mu >= 0,
    lambda k, mu: special.xlogy(k, mu) - special.gammaln(k + 1.0) - mu,
    special.pdtr,
    special.pdtrc,
    lambda mu: mu,
    lambda mu: mu,
)
bernoulli = Counting(
    stats.bernoulli,
    0,
    lambda p: 1,
    lambda p: (p >= 0) & (p <= 1),
    lambda k, p: successes(k, 1.0, p),
    lambda k, p: 1.0 - p,
    lambda k, p: 1.0 * p,
    lambda p: p,
    lambda p: p * (1.0 - p),
)
binom = Counting(
    stats.binom,
    0,
    lambda n, p: n,
    lambda n, p: (n >= 0) & (np.floor(n) == n) & (p >= 0) & (p <= 1),
    lambda k, n, p: log_choices(n, k) + successes(k, n, p),
    lambda k, n, p: special.betainc(np.maximum(n - k, 1.0), k + 1.0, 1.0 - p),
    lambda k, n, p: special.betainc(k + 1.0, np.maximum(n - k, 1.0), p),
    lambda n, p: n * p,
    lambda n, p: n * p * (1.0 - p),
)
geom = Counting(
    stats.geom,
    1,
    lambda p: np.inf,
    lambda p: (p > 0) & (p <= 1),
    lambda k, p: successes(1.0, k, p),
    lambda k, p: -np.expm1(special.xlog1py(k, -p)),
    lambda k, p: np.exp(special.xlog1py(k, -p)),
    lambda p: 1.0 / p,
    lambda p: (1.0 - p) / p**2,
)
nbinom = Counting(
    stats.nbinom,
    0,
    lambda n, p: np.inf,
    lambda n, p: (n > 0) & (p > 0) & (p <= 1),
    lambda k, n, p: log_choices(n + k - 1.0, k) + special.xlogy(n, p) + special.xlog1py(k, -p),
    lambda k, n, p: special.betainc(n, k + 1.0, p),
    lambda k, n, p: special.betainc(k + 1.0, n, 1.0 - p),
    lambda n, p: n * (1.0 - p) / p,
    lambda n, p: n * (1.0 - p) / p**2,
)

#: By their names in `scipy.stats`.
COUNTS: dict[str, Distribution] = {d.of.name: d for d in (poisson, bernoulli, binom, geom, nbinom)}
