"""What NumPy, SciPy and Python call a function: the name to write in a file."""

from __future__ import annotations

import builtins
import functools
import sys
from types import ModuleType
from typing import Any

import numpy as np

#: Where public functions are looked for, in this order.
PUBLIC = """
    numpy numpy.linalg numpy.fft numpy.random numpy.lib.stride_tricks numpy.polynomial.polynomial
    scipy.special scipy.linalg scipy.fft scipy.signal scipy.stats scipy.integrate scipy.ndimage
    scipy.optimize scipy.interpolate scipy.sparse scipy.spatial.distance math operator functools
    itertools
"""


def public_path(function: Any) -> str | None:
    """Say how NumPy, SciPy or Python call a function or class.

    Parameters
    ----------
    function : callable

    Returns
    -------
    str or None
        With `np` for NumPy, otherwise from the package on; None if it is not public.

    Examples
    --------
    >>> public_path(np.linalg.solve), public_path(np.add.reduce), public_path(len)
    ('np.linalg.solve', 'np.add.reduce', 'len')
    """
    try:
        return found_path(function)
    except TypeError:  # it cannot be looked up
        return None


@functools.lru_cache(2048)
def found_path(function: Any) -> str | None:
    """Look a function up in all public modules that are there."""
    name = getattr(function, "__name__", None)
    if not isinstance(name, str):
        return None
    if getattr(builtins, name, None) is function:
        return name
    owner = getattr(function, "__self__", None)
    if owner is not None and not isinstance(owner, ModuleType):  # of `np.add`, `scipy.stats.norm`
        path = public_path(owner) if isinstance(owner, np.ufunc) else path_of_object(owner)
        return f"{path}.{name}" if path else None
    if isinstance(getattr(function, "__objclass__", None), type):
        path = public_path(function.__objclass__)
        return f"{path}.{name}" if path else None
    modules = [(path, sys.modules[path]) for path in PUBLIC.split() if path in sys.modules]
    for path, module in modules:
        if getattr(module, name, None) is function:
            return written_path(path, name)
    home = getattr(function, "__module__", None) or ""
    if home.split(".")[0] in sys.stdlib_module_names and home in sys.modules:
        return f"{home}.{name}" if getattr(sys.modules[home], name, None) is function else None
    if isinstance(function, np.ufunc) or home.startswith("scipy"):
        for path, module in modules:  # under another name
            for other, thing in vars(module).items():
                if thing is function and not other.startswith("_"):
                    return written_path(path, other)
    return None


@functools.lru_cache(512)
def namesake(name: str) -> Any:
    """Give the first public function of a name; None if there is none.

    Examples
    --------
    >>> namesake("max") is np.max, namesake("no function")
    (True, None)
    """
    modules = [sys.modules[path] for path in PUBLIC.split() if path in sys.modules]
    return next((thing for m in modules if callable(thing := getattr(m, name, None))), None)


def path_of_object(thing: Any) -> str | None:
    """Look up what NumPy or SciPy have made: distributions."""
    if not type(thing).__module__.startswith(("numpy.", "scipy.")):
        return None
    modules = [(path, sys.modules[path]) for path in PUBLIC.split() if path in sys.modules]
    for path, module in modules:
        for name, other in vars(module).items():
            if other is thing and not name.startswith("_"):
                return written_path(path, name)
    return None


def written_path(module: str, name: str) -> str:
    """Write a name of a module as it is called in a file."""
    return f"{'np' if module == 'numpy' else module.replace('numpy.', 'np.')}.{name}"


def import_of(path: str) -> str | None:
    """Give the import that a public path needs.

    Examples
    --------
    >>> import_of("np.fft.fft"), import_of("math.sin"), import_of("len")
    ('import numpy as np', 'import math', None)
    """
    if path.startswith("np."):
        return "import numpy as np"
    while path := path.rpartition(".")[0]:
        if path in sys.modules:
            return f"import {path}"
    return None
