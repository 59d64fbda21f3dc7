"""Namespaces with our functions in place of those that have rules."""

from __future__ import annotations

import importlib
import inspect
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.rules.arrays_asked import as_array
from adlearn.tensors.dispatch import DISPATCH
from adlearn.tensors.families import method_of
from adlearn.tensors.node import Tensor
from adlearn.tensors.operators import DIRECT, of_one_tensor
from adlearn.tensors.primitive import ArrayPrimitive, is_traced

Function = Callable[..., Any]


def dispatching(function: Function) -> Function:
    """Make a function that takes our rule for traced values and NumPy's code for all others."""
    quick = either = of_ufunc(function) if isinstance(function, np.ufunc) else of_any(function)
    if function in DIRECT and function.nin == 1:
        # NumPy's own takes twice as long to find out whom it was given.
        quick = of_one_tensor(DIRECT[function], function, either, Tensor)
    if isinstance(function, np.ufunc):
        add_methods(quick, function)
    quick.__name__ = function.__name__
    quick.__wrapped__ = function  # type: ignore[attr-defined]  # whose place it takes
    quick.__doc__ = f"What `numpy.{function.__name__}` is, for traced values as well."
    return quick


def of_any(function: Function) -> Function:
    """Make a function that goes one of both ways."""
    ours = DISPATCH[function]
    # A primitive has no names for its arguments.
    named = inspect.signature(function) if isinstance(ours, ArrayPrimitive) else None

    def either(*args: Any, **kwargs: Any) -> Any:
        if is_traced(*args) or (kwargs and is_traced(*kwargs.values())):
            if kwargs and named is not None:
                bound = named.bind(*args, **kwargs)
                return ours(*bound.args, **bound.kwargs)
            return ours(*args, **kwargs)
        return function(*args, **kwargs)

    return either


def of_ufunc(ufunc: Any) -> Function:
    """Make the same of a ufunc, of which NumPy can be asked once lists are arrays."""
    ours = DISPATCH[ufunc]

    def either(*args: Any, **kwargs: Any) -> Any:
        if not is_traced(*args):
            return ufunc(*args, **kwargs)
        args = tuple(as_array(a) if a.__class__ in (list, tuple) else a for a in args)
        # NumPy knows what is out= without its name.
        return ufunc(*args, **kwargs) if kwargs or len(args) > ufunc.nin else ours(*args)

    return either


def add_methods(function: Any, ufunc: Any) -> None:
    """Give a function the methods and the facts of a ufunc."""
    for name in ("reduce", "accumulate", "reduceat", "outer", "at"):
        setattr(function, name, method(ufunc, name))
    for name in ("nin", "nout", "nargs", "ntypes", "types", "identity", "signature"):
        setattr(function, name, getattr(ufunc, name))


def method(ufunc: Any, name: str) -> Function:
    """Make a method that takes our rule for traced values and NumPy's code for all others."""

    def either(*args: Any, **kwargs: Any) -> Any:
        if is_traced(*args, *kwargs.values()) or "inplace" in kwargs:
            return method_of(ufunc, name)(*args, **kwargs)
        return getattr(ufunc, name)(*args, **kwargs)

    either.__name__ = name
    return either


def namespace_of(module: types.ModuleType, *rules: str) -> dict[str, Any]:
    """Give the public names of a module, with ours where the modules `rules` have rules."""
    for name in rules or ("adlearn.rules.numpy_rules",):
        importlib.import_module(name)
    names = {}
    for name in dir(module):
        if name.startswith("_"):
            continue
        thing = getattr(module, name)
        if isinstance(thing, types.ModuleType):
            continue
        try:
            known = thing in DISPATCH
        except TypeError:
            known = False
        names[name] = dispatching(thing) if known else thing
    return names
