"""NumPy's namespace, for traced values as well: `adlearn.numpy`."""

from numpy import __version__ as __version__

from adlearn.numpy import *  # noqa: F403

numpy_version = __version__
