"""Turns operators on functions of one argument into operators that take `argnum`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from adlearn.compat.autograd.util import subval, subvals


def unary_to_nary(unary_operator: Callable[..., Any]) -> Callable[..., Any]:
    """Make `operator(fun, argnum=0)` from an operator `(fun, x)` on functions of one argument.

    With a tuple as `argnum`, `x` is the tuple of those arguments.

    Examples
    --------
    >>> @unary_to_nary
    ... def doubled(fun, x):
    ...     return fun(2 * x)
    >>> doubled(pow, 1)(3, 2)
    81
    """

    @functools.wraps(unary_operator)
    def nary_operator(fun: Any, argnum: Any = 0, *operands: Any, **settings: Any) -> Any:
        def nary_function(*args: Any, **kwargs: Any) -> Any:
            def unary_function(x: Any) -> Any:
                if isinstance(argnum, int):
                    return fun(*subval(args, argnum, x), **kwargs)
                return fun(*subvals(args, zip(argnum, x, strict=True)), **kwargs)

            x = args[argnum] if isinstance(argnum, int) else tuple(args[i] for i in argnum)
            return unary_operator(unary_function, x, *operands, **settings)

        return nary_function

    return nary_operator


__all__ = ["unary_to_nary"]
