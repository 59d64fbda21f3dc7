"""Distributions of vectors, by their formulas; as in `distributions`, for traced arguments only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, swapped
from adlearn.rules.scipy_calls import as_theirs
from adlearn.scipy.distributions import LOG_ROOT_TWO_PI, Distribution, in_double
from adlearn.tensors.primitive import applied, is_traced, value_of


@dataclass(frozen=True)
class MultivariateNormal(Distribution):
    """The normal distribution of vectors; of its covariance the lower triangle is read."""

    of: Any

    def factor(self, mean, cov, allow_singular: bool) -> tuple[int, Any, Any]:
        """Give the dimension, the mean and a triangular root of the covariance."""
        cov = in_double(cov)
        if mean is not None:
            mean = in_double(mean)
        if mean is None:
            n = np.shape(cov)[0] if np.ndim(cov) > 1 else 1
        else:
            n = np.size(value_of(mean))
        mean = np.zeros(n) if mean is None else np.reshape(mean, (-1,))
        if np.ndim(cov) < 2:
            cov = np.eye(n) * cov
        if np.shape(cov) != (n, n) or np.shape(mean) != (n,):
            raise ValueError(
                f"a mean of shape {np.shape(mean)} and a covariance of shape {np.shape(cov)} do "
                "not fit: they are (n,) and (n, n)"
            )
        sizes = np.linalg.eigvalsh(value_of(cov))  # by which SciPy judges, and which it reads
        if allow_singular and not np.all(sizes > 1e6 * np.finfo(float).eps * np.max(np.abs(sizes))):
            raise MissingRule(
                "multivariate_normal has no derivative where the covariance is singular: outside "
                "of a subspace the density is 0. Take w, v = numpy.linalg.eigh(cov) of the plain "
                "covariance, and norm.logpdf((x - mean) @ v[:, k], scale=numpy.sqrt(w[k])) for the "
                "k whose w[k] is not 0."
            )
        return n, mean, np.linalg.cholesky(cov)

    def logpdf(self, x, mean=None, cov=1, allow_singular: bool = False):
        if not is_traced(x, mean, cov):
            return self.of.logpdf(x, mean, cov, allow_singular)
        given, x = x, in_double(x)
        n, middle, root = self.factor(mean, cov, allow_singular)
        if np.ndim(x) < 2 and n == 1:
            x = np.reshape(x, (-1, 1))
        apart = np.reshape(x - middle, (-1, n))
        scaled = np.linalg.solve(root, swapped(apart))
        size = np.sum(np.log(np.diagonal(root)))
        answer = -0.5 * np.sum(scaled * scaled, axis=0) - size - n * LOG_ROOT_TWO_PI
        answer = np.squeeze(np.reshape(answer, np.shape(x)[:-1]))
        return as_theirs(answer, self.of.logpdf, given, mean, cov)

    def pdf(self, x, mean=None, cov=1, allow_singular: bool = False):
        if not is_traced(x, mean, cov):
            return self.of.pdf(x, mean, cov, allow_singular)
        return np.exp(self.logpdf(x, mean, cov, allow_singular))

    def entropy(self, mean=None, cov=1):
        if not is_traced(mean, cov):
            return self.of.entropy(mean, cov)
        n, _, root = self.factor(mean, cov, False)
        return np.sum(np.log(np.diagonal(root))) + n * (LOG_ROOT_TWO_PI + 0.5)


@dataclass(frozen=True)
class Dirichlet(Distribution):
    """The distribution of shares that add up to 1."""

    of: Any

    def logpdf(self, x, alpha):
        plain = applied(
            self.of.logpdf, value_of(x), value_of(alpha)
        )  # raises what SciPy has to say
        if not is_traced(x, alpha):
            return plain
        x, alpha = as_array(x), as_array(alpha)
        if np.shape(x)[0] == np.shape(alpha)[0] - 1:
            x = np.concatenate([x, 1.0 - np.sum(x, axis=0, keepdims=True)], axis=0)
        columns = np.reshape(alpha, (-1,) + (1,) * (np.ndim(x) - 1))
        size = np.sum(special.gammaln(alpha)) - special.gammaln(np.sum(alpha))
        return np.sum(special.xlogy(columns - 1.0, x), axis=0) - size

    def pdf(self, x, alpha):
        if not is_traced(x, alpha):
            return self.of.pdf(x, alpha)
        return np.exp(self.logpdf(x, alpha))


multivariate_normal = MultivariateNormal(stats.multivariate_normal)
dirichlet = Dirichlet(stats.dirichlet)

VECTORS = {"dirichlet": dirichlet, "multivariate_normal": multivariate_normal}
