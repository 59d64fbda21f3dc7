"""SciPy's namespace, for traced values as well.

SciPy's special functions are ufuncs, so plain `scipy.special.expit(x)` already works on a traced
value. Functions that turn their arguments into arrays first (`logsumexp`, `scipy.stats`,
`scipy.linalg`, ...) cannot; here these work, and everything else is what SciPy has. As in SciPy, a
module is loaded when it is first asked for.
"""

import importlib
import types

try:
    import scipy as _scipy  # noqa: F401
except ImportError as error:
    from adlearn.installed import remedy

    raise ImportError(f"adlearn.scipy needs SciPy: {remedy('scipy')}") from error

__all__ = ["fft", "integrate", "linalg", "signal", "special", "stats"]


def __getattr__(name: str) -> types.ModuleType:
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
