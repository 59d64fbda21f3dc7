"""`numpy.linalg`, for traced values where there are rules; and two names of autograd's module."""

from adlearn.numpy.linalg import *  # noqa: F403

__all__ = [name for name in dir() if not name.startswith("__")]
