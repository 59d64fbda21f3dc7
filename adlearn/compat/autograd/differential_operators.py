"""Functions that take a function and give its derivative, under the names that autograd has for
them. Those that this engine knows by another name, and those that are only another way to ask, are
here; the rest is `adlearn.derivatives`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.derivatives.jacobians import hessian, hvp, jacrev
from adlearn.derivatives.recomputed import checkpoint
from adlearn.derivatives.trace import name_of, wraps
from adlearn.derivatives.transforms import (
    derivative,
    elementwise_grad,
    grad,
    grad_and_aux,
    holomorphic_grad,
    jvp,
    partial_function,
    value_and_grad,
    vjp,
)
from adlearn.errors import NotANumber

deriv = derivative
jacobian = jacrev
hessian_tensor_product = hessian_vector_product = hvp


def tensor_jacobian_product(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function `(*args, u)` that computes `u` times the Jacobian without the Jacobian.

    Examples
    --------
    >>> vector_jacobian_product(lambda x: x * x)(np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    array([2., 4.])
    """

    @wraps(f, "vector_jacobian_product")
    def product(*args: Any, **kwargs: Any) -> Any:
        *arguments, vector = args
        return vjp(partial_function(f, argnum, tuple(arguments), kwargs), arguments[argnum])[1](
            vector
        )[0]

    return product


vector_jacobian_product = tensor_jacobian_product


def make_vjp(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that gives `(pull, output)`, as autograd has it.

    Examples
    --------
    >>> pull, output = make_vjp(np.sin)(0.0)
    >>> pull(1.0), output
    (1.0, np.float64(0.0))
    """

    @wraps(f, "make_vjp")
    def pull_and_output(*args: Any, **kwargs: Any) -> Any:
        output, pull = vjp(partial_function(f, argnum, args, kwargs), args[argnum])
        return (lambda g: pull(g)[0]), output

    return pull_and_output


def make_jvp(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that gives `push`; `push(v)` gives `(output, tangent)`.

    Examples
    --------
    >>> make_jvp(np.sin)(0.0)(1.0)
    (0.0, 1.0)
    """

    @wraps(f, "make_jvp")
    def push_at(*args: Any, **kwargs: Any) -> Any:
        function = partial_function(f, argnum, args, kwargs)
        return lambda v: jvp(function, (args[argnum],), (v,))

    return push_at


def make_hvp(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that gives `(product, gradient)`, where `product(v)` is Hessian times v."""
    return make_vjp(grad(f, argnum), argnum)


def make_ggnvp(
    f: Callable[..., Any], g: Callable[..., Any] | None = None, f_argnum: int = 0
) -> Callable[..., Any]:
    """Make the function that gives `product`: `product(v)` is the generalised Gauss-Newton matrix
    of `g(f(x))` times v, that is J' H J v with J of f and H of g (half the sum of squares by
    default).

    Examples
    --------
    >>> make_ggnvp(lambda x: 2.0 * x)(np.array([1.0]))(np.array([1.0]))
    array([4.])
    """
    outer = g or (lambda x: 0.5 * np.sum(x * x))

    @wraps(f, "make_ggnvp")
    def product_at(*args: Any, **kwargs: Any) -> Any:
        function, x = partial_function(f, f_argnum, args, kwargs), args[f_argnum]

        def product(v: Any) -> Any:
            output, pull = vjp(function, x)
            _, pushed = jvp(function, (x,), (v,))
            return pull(hvp(outer)(output, pushed))[0]

        return product

    return product_at


def grad_named(f: Callable[..., Any], argname: str) -> Callable[..., Any]:
    """Make the gradient by the argument of that name.

    Examples
    --------
    >>> grad_named(lambda x, y: x * y, "y")(2.0, 3.0)
    2.0
    """
    names = list(inspect.signature(f).parameters)
    if argname not in names:
        raise NotANumber(
            f"{name_of(f)} has no argument called {argname!r}. It has: {', '.join(names)}."
        )
    return grad(f, names.index(argname))


def multigrad(f: Callable[..., Any], argnums: Sequence[int] = (0,)) -> Callable[..., Any]:
    """Make the gradient by several arguments at once, as a tuple.

    Examples
    --------
    >>> multigrad(lambda x, y: x * y, [0, 1])(2.0, 3.0)
    (3.0, 2.0)
    """
    return grad(f, tuple(argnums))


def multigrad_dict(f: Callable[..., Any]) -> Callable[..., Any]:
    """Make the gradient by all arguments at once, as a dictionary by their names.

    Examples
    --------
    >>> multigrad_dict(lambda x, y: x * y)(2.0, y=3.0)
    {'x': 3.0, 'y': 2.0}
    """
    signature = inspect.signature(f)

    @wraps(f, "multigrad_dict")
    def gradients(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()

        def of_arguments(arguments: dict[str, Any]) -> Any:
            new = inspect.BoundArguments(signature, dict(arguments))
            return f(*new.args, **new.kwargs)

        return grad(of_arguments)(dict(bound.arguments))

    return gradients


__all__ = [
    "checkpoint",
    "deriv",
    "elementwise_grad",
    "grad",
    "grad_and_aux",
    "grad_named",
    "hessian",
    "hessian_tensor_product",
    "hessian_vector_product",
    "holomorphic_grad",
    "jacobian",
    "make_ggnvp",
    "make_hvp",
    "make_jvp",
    "make_vjp",
    "multigrad",
    "multigrad_dict",
    "tensor_jacobian_product",
    "value_and_grad",
    "vector_jacobian_product",
]
