"""NumPy's namespace, for traced values as well: `adlearn.numpy`."""

import importlib

from numpy import __version__ as __version__

from adlearn.numpy import *  # noqa: F403

numpy_version = __version__

for _part in ("fft", "linalg", "random"):  # in place of adlearn.numpy's own
    importlib.import_module(f"{__name__}.{_part}")

where = importlib.import_module(f"{__name__}.choosing").where
