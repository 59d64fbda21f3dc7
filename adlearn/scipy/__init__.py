"""SciPy's namespace, for traced values as well.

SciPy's special functions are ufuncs, so plain `scipy.special.expit(x)` already works on a traced
value. Functions that turn their arguments into arrays first (`logsumexp`, `scipy.stats`,
`scipy.linalg`, ...) cannot; here these work, and everything else is what SciPy has.
"""

try:
    import scipy as _scipy  # noqa: F401
except ImportError as error:
    raise ImportError('adlearn.scipy needs SciPy: pip install "adlearn[scipy]"') from error

from adlearn.scipy import integrate, linalg, signal, special, stats

__all__ = ["integrate", "linalg", "signal", "special", "stats"]
