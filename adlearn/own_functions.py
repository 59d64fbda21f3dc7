"""A function of numbers or arrays, made from its formula and its partial derivatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn.errors import MissingRule
from adlearn.rules import primitive
from adlearn.rules.primitive import Formula, Primitive
from adlearn.scalars.functions import function_of
from adlearn.scalars.node import AutogradValue
from adlearn.tensors.constructors import elementwise_on_arrays
from adlearn.tensors.own_shapes import looked_at
from adlearn.tensors.primitive import Traced


def elementwise(
    name: str | Callable[..., Any], value: Formula, *partials: Formula, domain: str = ""
) -> Any:
    """Make a primitive from a function and one local partial derivative per argument.

    There are two forms. `elementwise(f, *partials)` takes callables and gives a function, ready to
    be called and differentiated. `elementwise(name, value, *partials)` writes a line as in the rule
    table, which may be text; `function_of` makes a function of it.

    Parameters
    ----------
    name : str or callable
        A Python identifier; or the function itself, on numbers and arrays.
    value : str or callable
        The function. Text may use `x`, `y`, operators, and the names of other primitives and of
        `math`.
    *partials : str or callable
        One for each argument. Text may also use `ans`, the value of the function; a callable gets
        `(ans, x)` or `(ans, x, y)`.
    domain : str, optional
        Completes the sentence "it takes ..." in the error a value outside the domain gives.

    Returns
    -------
    callable or Primitive

    Raises
    ------
    ValueError
        If the name is no identifier, or there are not one or two partials.

    Examples
    --------
    >>> import numpy as np
    >>> from adlearn import grad
    >>> softplus = elementwise(lambda x: np.log1p(np.exp(x)), lambda ans, x: 1 / (1 + np.exp(-x)))
    >>> grad(softplus)(0.0), grad(grad(softplus))(0.0)
    (0.5, 0.25)
    >>> print(elementwise("tanh", "tanh(x)", "1 - ans * ans"))
    tanh(x): d/dx = 1 - ans * ans
    """
    if callable(name):
        return function_on_each(name, value, *partials, domain=domain)
    return primitive.elementwise(name, value, *partials, domain=domain)


def function_on_each(
    fun: Callable[..., Any], *partials: Any, domain: str = ""
) -> Callable[..., Any]:
    """Make a function of one or two arguments whose derivative is multiplying by a partial.

    Parameters
    ----------
    fun : callable
        Works on numbers and arrays.
    *partials : callable
        `(ans, *args)`, one per argument.
    domain : str, optional
        As for `elementwise`.

    Returns
    -------
    callable
        Takes nodes, numbers, arrays and traced values.
    """
    name = getattr(fun, "__name__", "")
    name = name if name.isidentifier() else "function"
    letters = ["x", "x, y"][len(partials) > 1]
    form = ", ".join(["elementwise(f", *[f"lambda ans, {letters}: ..." for _ in partials]]) + ")"
    on_arrays = looked_at(elementwise_on_arrays(fun, *partials, name=name), form)
    on_nodes = function_of(Primitive(name, fun, tuple(partials), domain))

    def on_each(*arguments: Any) -> Any:
        for extra in arguments[len(partials) :]:
            if isinstance(extra, (Traced, AutogradValue)):
                raise MissingRule(
                    f"{name} has {len(partials)} partial derivative(s), and was called with "
                    f"{len(arguments)} arguments that may change. Give elementwise one for each "
                    "argument, or pass a plain value there (x.numpy())."
                )
        if any(isinstance(a, AutogradValue) for a in arguments):
            return on_nodes(*arguments)
        return on_arrays(*arguments)

    on_each.__name__, on_each.__doc__ = name, fun.__doc__
    return on_each
