"""NumPy's namespace, for traced values as well: `adlearn.numpy`."""

from adlearn.numpy import *  # noqa: F403
