"""A density is a formula in special functions, and its derivative is that of the formula.

So there are no rules here: for traced arguments the formula is computed instead of calling SciPy,
and the rules of `scipy_special` do the rest, by the variable and by every parameter. Plain
arguments go to SciPy itself.

Outside of its support a density is 0 and stays 0: all derivatives are 0 there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special, stats

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array
from adlearn.rules.scipy_calls import as_theirs
from adlearn.tensors.constructors import elementwise_on_arrays
from adlearn.tensors.primitive import array_of, is_traced, value_of

Formula = Callable[..., Any]
LOG_ROOT_TWO_PI = 0.5 * math.log(2 * math.pi)
#: A point inside of every support that is not the whole line.
INSIDE = 0.5


def in_double(x):
    """Convert to double precision, in which SciPy computes densities."""
    x = as_array(x)
    kind = array_of(x).dtype
    if kind.kind == "c":
        raise MissingRule(
            "a distribution's density of complex numbers has no derivative here: it is one of real "
            "numbers. Pass x.real, or write its formula."
        )
    return x if kind == np.float64 else x.astype(np.float64)


#: A number of a distribution, next to a parameter: nan where one of them is, and so is its slope,
#: also by a parameter that the number does not depend on.
wherever_ = elementwise_on_arrays(
    lambda y, parameter: np.where(np.isnan(parameter), np.nan, y),
    lambda ans, y, parameter: np.where(np.isnan(value_of(ans)), np.nan, 1.0),
    lambda ans, y, parameter: np.where(np.isnan(value_of(ans)), np.nan, 0.0),
    name="wherever",
)


def settled(answer, theirs: Callable[..., Any], *args, **kwargs):
    """Give SciPy's value where an argument is not finite, and the slope nan by every argument where
    the value is nan."""
    answer = as_theirs(answer, theirs, *args, **kwargs)
    for argument in (*args, *kwargs.values()):
        answer = wherever_(answer, as_array(argument))
    return answer


class Distribution:
    """A distribution of `scipy.stats` whose densities take traced values; the rest is SciPy's."""

    of: Any

    def __getattr__(self, name: str):
        theirs = getattr(self.of, name)
        if name.startswith("_") or not callable(theirs):
            return theirs

        def of_plain(*args, **kwargs):
            if is_traced(*args, *kwargs.values()):
                raise MissingRule(
                    f"{self.of.name}.{name} has no derivative. Densities, distribution functions, "
                    "mean, var, std and entropy have one; pass plain values here (x.numpy()) if "
                    "no derivative should go through it."
                )
            return theirs(*args, **kwargs)

        return of_plain

    def __call__(self, *args, **kwargs):
        """Fix the parameters."""
        if is_traced(*args, *kwargs.values()):
            return Frozen(self, args, kwargs)
        return self.of(*args, **kwargs)

    def parameters(self, args, kwargs) -> tuple[list[Any], Any, Any]:
        """Sort out shape parameters, location and scale, as SciPy does."""
        shapes = (self.of.shapes or "").replace(",", " ").split()
        names = [*shapes, "loc", *([] if isinstance(self.of, stats.rv_discrete) else ["scale"])]
        if len(args) > len(names) or set(kwargs) - set(names[len(args) :]):
            raise TypeError(f"{self.of.name} takes the parameters {', '.join(names)}")
        given = dict(zip(names, args, strict=False)) | kwargs
        missing = [name for name in shapes if name not in given]
        if missing:
            raise TypeError(f"{self.of.name} needs the parameter {missing[0]}")
        loc, scale = given.get("loc", 0.0), given.get("scale", 1.0)
        return [in_double(given[name]) for name in shapes], in_double(loc), in_double(scale)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A distribution with its parameters."""

    of: Distribution
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def __getattr__(self, name: str):
        method = getattr(self.of, name)
        return lambda *x: method(*x, *self.args, **self.kwargs)


@dataclass(frozen=True)
class Continuous(Distribution):
    """A density on an interval, by formulas in the standardized variable and the shapes.

    `log_density`, `below` (the probability of less) and `above` are always there; `log_below` and
    `log_above` where the logarithm would lose digits.
    """

    of: Any
    support: tuple[float, float]
    log_density: Formula
    below: Formula
    above: Formula
    log_below: Formula | None = None
    log_above: Formula | None = None
    from_zero: bool = False

    def undefined(self, shapes: list[Any], scale):
        """Give nan where parameters make no sense, and else 1: shapes and scale are positive, or
        shapes begin at 0."""
        answer = value_of(scale) > 0
        for shape in map(value_of, shapes):
            answer = answer & (shape >= 0 if self.from_zero else shape > 0)
        return np.where(answer, 1.0, np.nan)

    def standardized(
        self, formula: Formula, before: float, after: float, x, args, kwargs
    ) -> tuple[Any, Any]:
        """Compute a formula inside of the support, and take constants on both of its sides."""
        shapes, loc, scale = self.parameters(args, kwargs)
        # nan from the start, so that no formula warns of what makes no sense
        undefined = self.undefined(shapes, scale)
        shapes = [shape * undefined for shape in shapes]
        z = (in_double(x) - loc) / scale * undefined
        low, high = (value_of(z) < self.support[0]), (value_of(z) > self.support[1])
        if before != after:  # of a probability, which far out does not change any more
            low = low | ((value_of(z) == -np.inf) & np.isfinite(before))
            high = high | ((value_of(z) == np.inf) & np.isfinite(after))
        answer = formula(np.where(low | high, INSIDE, z), *shapes)
        answer = np.where(low, before, np.where(high, after, answer))
        return answer * undefined, scale

    def logpdf(self, x, *args, **kwargs):
        if not is_traced(x, *args, *kwargs.values()):
            return self.of.logpdf(x, *args, **kwargs)
        answer, scale = self.standardized(self.log_density, -np.inf, -np.inf, x, args, kwargs)
        answer = answer - np.log(np.where(value_of(scale) > 0, scale, 1.0))
        return settled(answer, self.of.logpdf, x, *args, **kwargs)

    def pdf(self, x, *args, **kwargs):
        if not is_traced(x, *args, *kwargs.values()):
            return self.of.pdf(x, *args, **kwargs)
        return np.exp(self.logpdf(x, *args, **kwargs))

    def probability(self, name: str, formula: Formula, before: float, after: float, x, *args, **kw):
        """Compute a distribution function, or its logarithm."""
        if not is_traced(x, *args, *kw.values()):
            return getattr(self.of, name)(x, *args, **kw)
        answer, _ = self.standardized(formula, before, after, x, args, kw)
        return settled(answer, getattr(self.of, name), x, *args, **kw)

    def cdf(self, x, *args, **kwargs):
        return self.probability("cdf", self.below, 0.0, 1.0, x, *args, **kwargs)

    def sf(self, x, *args, **kwargs):
        return self.probability("sf", self.above, 1.0, 0.0, x, *args, **kwargs)

    def logcdf(self, x, *args, **kwargs):
        formula = self.log_below or (lambda *a: np.log(self.below(*a)))
        return self.probability("logcdf", formula, -np.inf, 0.0, x, *args, **kwargs)

    def logsf(self, x, *args, **kwargs):
        formula = self.log_above or (lambda *a: np.log(self.above(*a)))
        return self.probability("logsf", formula, 0.0, -np.inf, x, *args, **kwargs)

    def moment_of(self, name: str, formula: Formula, args, kwargs):
        """Compute a number of the distribution, from the shapes, the location and the scale."""
        if not is_traced(*args, *kwargs.values()):
            return getattr(self.of, name)(*args, **kwargs)
        if self.of.name not in STANDARD:
            raise MissingRule(
                f"{self.of.name}.{name} has no derivative: only densities have one here. Write its "
                "formula, or pass plain values (x.numpy()) if none should go through it."
            )
        shapes, loc, scale = self.parameters(args, kwargs)
        standard = dict(zip(("mean", "var", "entropy"), STANDARD[self.of.name], strict=True))
        answer = formula(standard, shapes, loc, scale) * self.undefined(shapes, scale)
        return settled(answer, getattr(self.of, name), *args, **kwargs)

    def mean(self, *args, **kwargs):
        formula = lambda of, shapes, loc, scale: loc + scale * of["mean"](*shapes)  # noqa: E731
        return self.moment_of("mean", formula, args, kwargs)

    def var(self, *args, **kwargs):
        formula = lambda of, shapes, loc, scale: scale * scale * of["var"](*shapes)  # noqa: E731
        return self.moment_of("var", formula, args, kwargs)

    def std(self, *args, **kwargs):
        formula = lambda of, shapes, loc, scale: scale * np.sqrt(of["var"](*shapes))  # noqa: E731
        return self.moment_of("std", formula, args, kwargs)

    def entropy(self, *args, **kwargs):
        formula = lambda of, shapes, loc, scale: of["entropy"](*shapes) + np.log(scale)  # noqa: E731
        return self.moment_of("entropy", formula, args, kwargs)


def of_gamma(a):
    """The entropy of the gamma distribution."""
    return a + special.gammaln(a) + (1.0 - a) * special.psi(a)


def of_beta(a, b):
    """The entropy of the beta distribution."""
    parts = (a - 1.0) * special.psi(a) + (b - 1.0) * special.psi(b)
    return special.betaln(a, b) - parts + (a + b - 2.0) * special.psi(a + b)


def of_t(df):
    """The entropy of Student's distribution; near to the normal one, its series in `1 / df`."""
    near = value_of(df) >= 100.0
    by, df = 1.0 / np.where(near, df, 1.0), np.where(near, 1.0, df)
    series = by * (1.0 + by * (0.25 - by * (1 / 6 + by * (0.125 - by * (0.3 + by * 0.25)))))
    apart = special.psi(0.5 * (df + 1.0)) - special.psi(0.5 * df)
    few = 0.5 * (df + 1.0) * apart + 0.5 * np.log(df) + special.betaln(0.5 * df, 0.5)
    return np.where(near, LOG_ROOT_TWO_PI + 0.5 + series, few)


def finite_if(least: float, df, moment):
    """Give a moment of Student's distribution, which is infinite for few degrees of freedom."""
    return np.where(value_of(df) > least, moment, np.inf)


#: Mean, variance and entropy at location 0 and scale 1.
STANDARD: dict[str, tuple[Formula, Formula, Formula]] = {
    "norm": (lambda: 0.0, lambda: 1.0, lambda: LOG_ROOT_TWO_PI + 0.5),
    "expon": (lambda: 1.0, lambda: 1.0, lambda: 1.0),
    "laplace": (lambda: 0.0, lambda: 2.0, lambda: 1.0 + math.log(2.0)),
    "logistic": (lambda: 0.0, lambda: math.pi**2 / 3.0, lambda: 2.0),
    "cauchy": (lambda: math.nan, lambda: math.nan, lambda: math.log(4.0 * math.pi)),
    "uniform": (lambda: 0.5, lambda: 1.0 / 12.0, lambda: 0.0),
    "gamma": (lambda a: a, lambda a: a, of_gamma),
    "chi2": (lambda df: df, lambda df: 2.0 * df, lambda df: of_gamma(0.5 * df) + math.log(2.0)),
    "beta": (
        lambda a, b: a / (a + b),
        lambda a, b: a * b / ((a + b) ** 2 * (a + b + 1.0)),
        of_beta,
    ),
    "t": (
        lambda df: finite_if(1.0, df, 0.0 * df),
        lambda df: np.where(value_of(df) > 1, finite_if(2.0, df, df / (df - 2.0)), np.nan * df),
        of_t,
    ),
    "lognorm": (
        lambda s: np.exp(0.5 * s * s),
        lambda s: np.expm1(s * s) * np.exp(s * s),
        lambda s: LOG_ROOT_TWO_PI + 0.5 + np.log(s),
    ),
    "gumbel_r": (lambda: np.euler_gamma, lambda: math.pi**2 / 6.0, lambda: np.euler_gamma + 1.0),
    "gumbel_l": (lambda: -np.euler_gamma, lambda: math.pi**2 / 6.0, lambda: np.euler_gamma + 1.0),
    "rayleigh": (
        lambda: math.sqrt(0.5 * math.pi),
        lambda: 2.0 - 0.5 * math.pi,
        lambda: 1.0 + 0.5 * (np.euler_gamma - math.log(2.0)),
    ),
    "halfnorm": (
        lambda: math.sqrt(2.0 / math.pi),
        lambda: 1.0 - 2.0 / math.pi,
        lambda: 0.5 + 0.5 * math.log(0.5 * math.pi),
    ),
    "weibull_min": (
        lambda c: special.gamma(1.0 + 1.0 / c),
        lambda c: special.gamma(1.0 + 2.0 / c) - special.gamma(1.0 + 1.0 / c) ** 2,
        lambda c: 1.0 + np.euler_gamma * (1.0 - 1.0 / c) - np.log(c),
    ),
}

LINE, HALF_LINE, UNIT = (-np.inf, np.inf), (0.0, np.inf), (0.0, 1.0)
ABOVE_ZERO = (float(np.nextafter(0.0, 1.0)), np.inf)


def laplace_below(z):
    left = value_of(z) <= 0
    return np.where(
        left, 0.5 * np.exp(np.where(left, z, 0.0)), 1.0 - 0.5 * np.exp(-np.where(left, 0.0, z))
    )


norm = Continuous(
    stats.norm,
    LINE,
    lambda z: -0.5 * z * z - LOG_ROOT_TWO_PI,
    lambda z: special.ndtr(z),
    lambda z: special.ndtr(-z),
    lambda z: special.log_ndtr(z),
    lambda z: special.log_ndtr(-z),
)
beta = Continuous(
    stats.beta,
    UNIT,
    lambda z, a, b: special.xlogy(a - 1.0, z) + special.xlog1py(b - 1.0, -z) - special.betaln(a, b),
    lambda z, a, b: special.betainc(a, b, z),
    lambda z, a, b: special.betaincc(a, b, z),
)
gamma = Continuous(
    stats.gamma,
    HALF_LINE,
    lambda z, a: special.xlogy(a - 1.0, z) - z - special.gammaln(a),
    lambda z, a: special.gammainc(a, z),
    lambda z, a: special.gammaincc(a, z),
)
chi2 = Continuous(
    stats.chi2,
    HALF_LINE,
    lambda z, df: gamma.log_density(0.5 * z, 0.5 * df) - math.log(2.0),
    lambda z, df: special.gammainc(0.5 * df, 0.5 * z),
    lambda z, df: special.gammaincc(0.5 * df, 0.5 * z),
)
t = Continuous(
    stats.t,
    LINE,
    lambda z, df: (
        -0.5 * (df + 1.0) * np.log1p(z * z / df) - 0.5 * np.log(df) - special.betaln(0.5, 0.5 * df)
    ),
    lambda z, df: special.stdtr(df, z),
    lambda z, df: special.stdtr(df, -z),
)
expon = Continuous(
    stats.expon,
    HALF_LINE,
    lambda z: -z,
    lambda z: -np.expm1(-z),
    lambda z: np.exp(-z),
    log_above=lambda z: -z,
)
laplace = Continuous(
    stats.laplace,
    LINE,
    lambda z: -np.abs(z) - math.log(2.0),
    laplace_below,
    lambda z: laplace_below(-z),
)
logistic = Continuous(
    stats.logistic,
    LINE,
    lambda z: special.log_expit(z) + special.log_expit(-z),
    lambda z: special.expit(z),
    lambda z: special.expit(-z),
    lambda z: special.log_expit(z),
    lambda z: special.log_expit(-z),
)
cauchy = Continuous(
    stats.cauchy,
    LINE,
    lambda z: -np.log1p(z * z) - math.log(math.pi),
    lambda z: np.arctan2(1.0, -z) / np.pi,
    lambda z: np.arctan2(1.0, z) / np.pi,
)
uniform = Continuous(stats.uniform, UNIT, lambda z: z - z, lambda z: 1.0 * z, lambda z: 1.0 - z)
lognorm = Continuous(
    stats.lognorm,
    ABOVE_ZERO,
    lambda z, s: -0.5 * (np.log(z) / s) ** 2 - np.log(s * z) - LOG_ROOT_TWO_PI,
    lambda z, s: special.ndtr(np.log(z) / s),
    lambda z, s: special.ndtr(-np.log(z) / s),
    lambda z, s: special.log_ndtr(np.log(z) / s),
    lambda z, s: special.log_ndtr(-np.log(z) / s),
)


DISTRIBUTIONS = {
    "beta": beta,
    "cauchy": cauchy,
    "chi2": chi2,
    "expon": expon,
    "gamma": gamma,
    "laplace": laplace,
    "logistic": logistic,
    "lognorm": lognorm,
    "norm": norm,
    "t": t,
    "uniform": uniform,
}
