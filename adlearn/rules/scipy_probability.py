"""Special functions of statistics: distribution functions, whose slope is a density, and the powers
that make data look normal.

Sources: NIST Digital Library of Mathematical Functions, chapters 5 and 8; G. E. P. Box and D. R.
Cox (1964), "An analysis of transformations".
"""

from __future__ import annotations

import numpy as np
from scipy import special

from adlearn.rules.scipy_integrals import mean_power
from adlearn.rules.scipy_special import density_of_beta, density_of_gamma, of_density, partials
from adlearn.tensors.primitive import value_of

# Powers of Box and Cox: (x**k - 1) / k, which is log(x) at k = 0


def by_power(ans, log, k):
    """The slope by the exponent: by a series near 0, where the quotient is 0 / 0."""
    near = np.abs(value_of(k * log)) < 1.0
    small, large = np.where(near, log, 0.0), np.where(near, 1.0, k)
    quotient = (special.xlogy(np.exp(k * log), np.exp(log)) - ans) / large
    return np.where(near, small * small * mean_power(k * small, 1), quotient)


partials(
    special.boxcox, lambda ans, x, k: x ** (k - 1.0), lambda ans, x, k: by_power(ans, np.log(x), k)
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
# Distribution functions, by their variable: chi squared, gamma, F, binomial, negative binomial


def density_of_chi2(v, x):
    return 0.5 * density_of_gamma(0.5 * v, 0.5 * x)


def density_of_f(n, d, x):
    total = d + n * x
    return density_of_beta(0.5 * n, 0.5 * d, n * x / total) * (n * d / total**2)


def density_of_binomial(k, n, p):
    k, n = np.floor(k), np.trunc(n)  # SciPy takes whole numbers only
    return density_of_beta(n - k, k + 1.0, 1.0 - p)


def density_of_negative_binomial(k, n, p):
    return density_of_beta(np.trunc(n), np.trunc(k) + 1.0, p)


of_density(density_of_chi2, special.chdtr, special.chdtrc, None, special.chdtri)
for _function, _sign in ((special.gdtr, 1.0), (special.gdtrc, -1.0)):
    partials(
        _function,
        lambda ans, a, b, x, sign=_sign: sign * x * density_of_gamma(b, a * x),
        None,
        lambda ans, a, b, x, sign=_sign: sign * a * density_of_gamma(b, a * x),
    )
of_density(lambda a, b, x: a * density_of_gamma(b, a * x), None, None, special.gdtrix)
of_density(density_of_f, special.fdtr, special.fdtrc, special.fdtri)
of_density(density_of_binomial, special.bdtrc, special.bdtr, None, special.bdtri)
of_density(density_of_negative_binomial, special.nbdtr, special.nbdtrc, special.nbdtri)
