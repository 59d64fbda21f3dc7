"""What NumPy's functions become when they meet a traced value.

Rules enter themselves here: a primitive, or a function with NumPy's signature that is made of
primitives; or the word that a function is constant, so that plain arrays will do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.tensors.primitive import ArrayPrimitive, Traced, value_of

#: NumPy function or ufunc -> what to call instead.
DISPATCH: dict[Any, Callable[..., Any]] = {}
#: Those of them that get and give plain arrays.
CONSTANT: set[Callable[..., Any]] = set()


def implements(*functions: Any) -> Callable[[Any], Any]:
    """Say that a function, with NumPy's signature, takes the place of NumPy's on traced values."""

    def register(function: Any) -> Any:
        for numpy_function in functions:
            DISPATCH[numpy_function] = function
        return function

    return register


def constant(*functions: Any) -> None:
    """Say that functions are constant almost everywhere: they get and give plain arrays."""
    for function in functions:

        def on_values(*args: Any, _function: Any = function, **kwargs: Any) -> Any:
            kwargs = {key: value_of(value) for key, value in kwargs.items()}
            return _function(*map(value_of, args), **kwargs)

        on_values.__name__ = function.__name__
        DISPATCH[function] = on_values
        CONSTANT.add(on_values)


def step(*functions: Any) -> None:
    """Say that functions of numbers have slope 0 between their jumps.

    They give plain arrays, but of a tensor that a user made a tensor, so that `backward` can start
    there. Zero is sent whatever arrives: 0 times an infinite slope would be nan.
    """
    constant(*functions)
    for function in functions:
        flat = ArrayPrimitive(
            function,
            lambda place, g, ans, *args, **kwargs: np.zeros(np.shape(args[place])),
            lambda places, tangents, ans, *args, **kwargs: np.zeros(np.shape(ans)),
        )
        flat.flat = True

        def of_own(*args: Any, _plain: Any = DISPATCH[function], _flat: Any = flat, **kwargs: Any):
            levels = [a._level for a in args if isinstance(a, Traced)]
            return (_flat if max(levels, default=-1) == 0 else _plain)(*args, **kwargs)

        of_own.__name__ = function.__name__
        DISPATCH[function] = of_own
        CONSTANT.add(of_own)
