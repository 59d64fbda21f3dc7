"""Namespaces whose functions are traced."""

from __future__ import annotations

import importlib
import types
from typing import Any

from adlearn.compat.boxes import function_of


def traced_names(name: str, ours: types.ModuleType) -> dict[str, Any]:
    """Give the names of a module of NumPy's, its functions traced.

    Functions that make arrays and are not NumPy's to hand over (`np.array`) are those of `ours`.
    """
    theirs = importlib.import_module(name)
    names = {}
    for public in dir(ours):
        thing = getattr(ours, public)
        if public.startswith("_") or isinstance(thing, types.ModuleType):
            continue
        if getattr(thing, "__module__", "") != ours.__name__:
            thing = getattr(theirs, public, thing)
        is_function = callable(thing) and not isinstance(thing, type)
        names[public] = function_of(thing) if is_function else thing
    return names
