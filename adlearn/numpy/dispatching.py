"""Namespaces with our functions in place of those that have rules."""

from __future__ import annotations

import importlib
import types
from collections.abc import Callable
from typing import Any

from adlearn.tensors.node import Tensor
from adlearn.tensors.operators import DIRECT, of_one_tensor
from adlearn.tensors.primitive import DISPATCH, is_traced

Function = Callable[..., Any]


def dispatching(function: Function) -> Function:
    """Make a function that takes our rule for traced values and NumPy's code for all others."""
    ours = DISPATCH[function]

    def either(*args: Any, **kwargs: Any) -> Any:
        if is_traced(*args) or (kwargs and is_traced(*kwargs.values())):
            return ours(*args, **kwargs)
        return function(*args, **kwargs)

    quick = either
    if function in DIRECT and function.nin == 1:
        # NumPy's own takes twice as long to find out whom it was given.
        quick = of_one_tensor(DIRECT[function], function, either, Tensor)
    quick.__name__ = function.__name__
    quick.__doc__ = f"What `numpy.{function.__name__}` is, for traced values as well."
    return quick


def namespace_of(
    module: types.ModuleType, rules: str = "adlearn.rules.numpy_rules"
) -> dict[str, Any]:
    """Give the public names of a module, with our functions where the module `rules` has rules."""
    importlib.import_module(rules)
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
