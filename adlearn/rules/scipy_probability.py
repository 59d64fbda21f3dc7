"""Special functions of statistics: distribution functions, whose slope is a density, and the powers
that make data look normal.

Sources: NIST Digital Library of Mathematical Functions, chapters 5 and 8; G. E. P. Box and D. R.
Cox (1964), "An analysis of transformations".
"""

from __future__ import annotations

import numpy as np
from scipy import special

from adlearn.rules.scipy_integrals import mean_power
from adlearn.rules.scipy_special import (
    DEGREE,
    density_of_t,
    partials,
    slope_of_betainc,
    slope_of_gammainc,
)
from adlearn.tensors.primitive import value_of

# Powers of Box and Cox: (x**k - 1) / k, which is log(x) at k = 0


def by_power(ans, log, k):
    """The slope by the exponent: by a series near 0, where the quotient is 0 / 0."""
    near = np.abs(value_of(k * log)) < 1.0
    small, large = np.where(near, log, 0.0), np.where(near, 1.0, k)
    quotient = (special.xlogy(np.exp(k * log), np.exp(log)) - ans) / large
    return np.where(near, small * small * mean_power(k * small, 1), quotient)


partials(
    special.boxcox,
    lambda ans, x, k: x ** (k - 1.0),
    lambda ans, x, k: by_power(ans, np.log(x), k),
)
partials(
    special.boxcox1p,
    lambda ans, x, k: np.exp((k - 1.0) * np.log1p(x)),
    lambda ans, x, k: by_power(ans, np.log1p(x), k),
)
partials(
    special.inv_boxcox,
    lambda ans, y, k: ans ** (1.0 - k),
    lambda ans, y, k: -by_power(y, np.log(ans), k) * ans ** (1.0 - k),
)
partials(
    special.inv_boxcox1p,
    lambda ans, y, k: (1.0 + ans) ** (1.0 - k),
    lambda ans, y, k: -by_power(y, np.log1p(ans), k) * (1.0 + ans) ** (1.0 - k),
)
partials(
    special.powm1,
    lambda ans, x, y: y * x ** (y - 1.0),
    lambda ans, x, y: special.xlogy(1.0 + ans, x),
)

# Factorials of real numbers

partials(
    special.poch,
    lambda ans, z, m: ans * (special.psi(z + m) - special.psi(z)),
    lambda ans, z, m: ans * special.psi(z + m),
)
partials(
    special.binom,
    lambda ans, n, k: ans * (special.psi(n + 1.0) - special.psi(n - k + 1.0)),
    lambda ans, n, k: ans * (special.psi(n - k + 1.0) - special.psi(k + 1.0)),
)
partials(
    special.radian,
    lambda ans, d, m, s: DEGREE,
    lambda ans, d, m, s: DEGREE / 60.0,
    lambda ans, d, m, s: DEGREE / 3600.0,
)

# Distribution functions, by their variable: chi squared, gamma, F, binomial, negative binomial


def density_of_chi2(v, x):
    return 0.5 * slope_of_gammainc(None, 0.5 * v, 0.5 * x)


def density_of_f(n, d, x):
    total = d + n * x
    return slope_of_betainc(None, 0.5 * n, 0.5 * d, n * x / total) * (n * d / total**2)


def slope_of_bdtr(k, n, p):
    k, n = np.floor(k), np.trunc(n)  # SciPy takes whole numbers only
    return slope_of_betainc(None, n - k, k + 1.0, 1.0 - p)


def slope_of_nbdtr(k, n, p):
    return slope_of_betainc(None, np.trunc(n), np.trunc(k) + 1.0, p)


partials(special.chdtr, None, lambda ans, v, x: density_of_chi2(v, x))
partials(special.chdtrc, None, lambda ans, v, x: -density_of_chi2(v, x))
partials(special.chdtri, None, lambda x, v, p: -1.0 / density_of_chi2(v, x))
for _function, _sign in ((special.gdtr, 1.0), (special.gdtrc, -1.0)):
    partials(
        _function,
        lambda ans, a, b, x, sign=_sign: sign * x * slope_of_gammainc(None, b, a * x),
        None,
        lambda ans, a, b, x, sign=_sign: sign * a * slope_of_gammainc(None, b, a * x),
    )
partials(
    special.gdtrix, None, None, lambda x, a, b, p: 1.0 / (a * slope_of_gammainc(None, b, a * x))
)
partials(special.fdtr, None, None, lambda ans, n, d, x: density_of_f(n, d, x))
partials(special.fdtrc, None, None, lambda ans, n, d, x: -density_of_f(n, d, x))
partials(special.fdtri, None, None, lambda x, n, d, p: 1.0 / density_of_f(n, d, x))
partials(special.stdtrit, None, lambda x, df, p: 1.0 / density_of_t(df, x))
partials(special.bdtr, None, None, lambda ans, k, n, p: -slope_of_bdtr(k, n, p))
partials(special.bdtrc, None, None, lambda ans, k, n, p: slope_of_bdtr(k, n, p))
partials(special.bdtri, None, None, lambda p, k, n, y: -1.0 / slope_of_bdtr(k, n, p))
partials(special.nbdtr, None, None, lambda ans, k, n, p: slope_of_nbdtr(k, n, p))
partials(special.nbdtrc, None, None, lambda ans, k, n, p: -slope_of_nbdtr(k, n, p))
partials(special.nbdtri, None, None, lambda p, k, n, y: 1.0 / slope_of_nbdtr(k, n, p))
