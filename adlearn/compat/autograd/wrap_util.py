"""Turns operators on functions of one argument into operators that take `argnum`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from adlearn.compat.autodidact.util import subval, subvals
from adlearn.derivatives.trace import require_argument


def get_name(f: Any) -> str:
    """How a function is called."""
    return str(getattr(f, "__name__", "[unknown name]"))


def get_doc(f: Any) -> str:
    """What a function says of itself."""
    return getattr(f, "__doc__", None) or ""


def wraps(
    fun: Any, namestr: str = "{fun}", docstr: str = "{doc}", **fields: Any
) -> Callable[[Any], Any]:
    """Name a function after another.

    Parameters
    ----------
    fun : callable
    namestr, docstr : str, optional
        With `{fun}` and `{doc}` for the name and the docstring of `fun`.
    **fields
        More names to use in those.

    Examples
    --------
    >>> wraps(len, "twice_{fun}")(lambda x: 2 * len(x)).__name__
    'twice_len'
    """

    def named(f: Any) -> Any:
        f.__name__ = namestr.format(fun=get_name(fun), **fields)
        f.__doc__ = docstr.format(fun=get_name(fun), doc=get_doc(fun), **fields)
        return f

    return named


def named_after(fun: Any, operator: str, argnum: Any) -> Callable[[Any], Any]:
    """Name what an operator makes of a function, as autograd does."""
    return wraps(
        fun,
        "{op}_of_{fun}_wrt_argnum_{argnum}",
        "The {op} of {fun} by argument {argnum}. Takes the arguments of {fun}.",
        op=operator,
        argnum=argnum,
    )


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
    >>> doubled(pow, 1).__name__
    'doubled_of_pow_wrt_argnum_1'
    """

    @functools.wraps(unary_operator)
    def nary_operator(fun: Any, argnum: Any = 0, *operands: Any, **settings: Any) -> Any:
        @named_after(fun, get_name(unary_operator), argnum)
        def nary_function(*args: Any, **kwargs: Any) -> Any:
            for place in (argnum,) if isinstance(argnum, int) else argnum:
                require_argument(fun, place, args)

            @wraps(fun)
            def unary_function(x: Any) -> Any:
                if isinstance(argnum, int):
                    return fun(*subval(args, argnum, x), **kwargs)
                return fun(*subvals(args, zip(argnum, x, strict=True)), **kwargs)

            for place in [argnum] if isinstance(argnum, int) else argnum:
                require_argument(fun, place, args)
            x = args[argnum] if isinstance(argnum, int) else tuple(args[i] for i in argnum)
            return unary_operator(unary_function, x, *operands, **settings)

        return nary_function

    return nary_operator


__all__ = ["get_doc", "get_name", "unary_to_nary", "wraps"]
