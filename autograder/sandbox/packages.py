"""Which packages a submission may import, and where they are installed."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Sequence
from typing import Any

import adlearn

#: What submissions can import besides the standard library: NumPy, matplotlib and what that needs.
DEFAULT_PACKAGES = (
    *("numpy", "matplotlib", "mpl_toolkits", "pylab", "PIL", "kiwisolver", "cycler", "dateutil"),
    *("six", "packaging", "pyparsing", "contourpy", "fontTools"),
)


#: What of adlearn a submission can import unless its assignment says otherwise.
DEFAULT_PARTS = ("show", "data", "optim")

#: What programs that differentiate load of adlearn besides its public names.
_OFTEN = ("numpy", "numpy.linalg", "rules.numpy_rules", "data", "nn", "optim")


def offers_engine(packages: Sequence[str]) -> bool:
    """Say whether the whole of adlearn is among packages: the assignment is about using it.

    Examples
    --------
    >>> offers_engine(["numpy", "adlearn"]), offers_engine(["numpy", "adlearn.show"])
    (True, False)
    """
    return "adlearn" in packages


def offered_parts(packages: Sequence[str]) -> list[str]:
    """Give the parts of adlearn among packages; where there is none, those of `DEFAULT_PARTS`.

    Examples
    --------
    >>> offered_parts(["numpy", "adlearn.show"]), offered_parts(["numpy"])
    (['show'], ['show', 'data', 'optim'])
    """
    named = [name.partition(".")[2] for name in packages if name.startswith("adlearn.")]
    return named or list(DEFAULT_PARTS)


def engine_modules(packages: Sequence[str]) -> list[str]:
    """Give the modules of adlearn that workers share: the parts, or all that most programs use.

    The whole engine takes 150 ms to load, which each worker would spend on its first import.

    Examples
    --------
    >>> engine_modules(["numpy", "adlearn.show"]), "adlearn.nn" in engine_modules(["adlearn"])
    (['adlearn.show'], True)
    """
    whole = (*adlearn.HOMES, *_OFTEN)
    parts = whole if offers_engine(packages) else offered_parts(packages)
    return [f"adlearn.{part}" for part in parts]


#: Drawing: by matplotlib, or by what draws with it.
_DRAWS = re.compile(r"matplotlib|pylab|\bplot_\w+\s*\(")


def worth_loading(sources: Iterable[str]) -> tuple[str, ...]:
    """Give the modules that are worth loading before these cells run: what takes long to load.

    Examples
    --------
    >>> worth_loading(["import matplotlib.pyplot as plt"]), worth_loading(["x = 1"])
    (('matplotlib.pyplot',), ())
    """
    return ("matplotlib.pyplot",) if any(map(_DRAWS.search, sources)) else ()


def locate(packages: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Find where packages are installed for this interpreter, without importing them.

    Parameters
    ----------
    packages : sequence of str
        Top-level names.

    Returns
    -------
    dict
        For each installed one its ``origin`` (file, or None) and ``folders`` (or None).

    Examples
    --------
    >>> sorted(locate(["numpy", "no_such_package"]))
    ['numpy']
    """
    found = {}
    for name in packages:
        if name.startswith("adlearn."):
            continue  # served apart, without the engine
        spec = importlib.util.find_spec(name)
        if spec is not None and (spec.has_location or spec.submodule_search_locations):
            folders = spec.submodule_search_locations
            found[name] = {
                "origin": spec.origin if spec.has_location else None,
                "folders": None if folders is None else list(folders),
            }
    return found
