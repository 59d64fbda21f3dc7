"""SciPy's namespace, for traced values as well, laid out as autograd has it."""

from adlearn.compat.autograd.scipy import integrate, linalg, signal, special, stats

__all__ = ["integrate", "linalg", "signal", "special", "stats"]
