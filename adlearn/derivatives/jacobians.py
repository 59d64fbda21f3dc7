"""Derivatives with more than one number in them: Jacobians, Hessians, and their products with
vectors. Each is made of `vjp` and `jvp`; and gradients by arguments that have names.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.derivatives.trace import name_of, one_array, wraps
from adlearn.derivatives.transforms import grad, jvp, partial_function, push_forward, vjp
from adlearn.errors import (
    NotANumber,
)
from adlearn.tensors.primitive import value_of


def require_array(f: Callable[..., Any], x: Any) -> None:
    """Refuse a container where the derivative is one array."""
    if isinstance(x, (list, tuple, dict)):
        raise NotANumber(
            f"the Jacobian of {name_of(f)} is one array, by one array, not by a {type(x).__name__}."
            " Pass np.array(...) for a list of numbers; for a container of arrays, make one vector "
            "of it with adlearn.flatten and differentiate by that."
        )


def jacrev(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the Jacobian in reverse mode: one walk for each output.

    Returns
    -------
    callable
        Returns an array of shape `output.shape + input.shape`.

    Examples
    --------
    >>> jacrev(lambda x: x * x)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """

    @wraps(f, "jacobian")
    def jacobian_of_f(*args: Any, **kwargs: Any) -> Any:
        function = partial_function(f, argnum, args, kwargs)
        require_array(f, args[argnum])
        output, pull = vjp(lambda x: one_array(f, function(x)), args[argnum])
        shape = np.shape(value_of(output))
        basis = np.eye(int(np.prod(shape))).reshape(-1, *shape)
        rows = [pull(row)[0] for row in basis]
        if not rows:
            return np.zeros(shape + np.shape(args[argnum]))
        if not shape:
            return rows[0]
        return np.reshape(np.stack(rows), shape + np.shape(rows[0]))

    return jacobian_of_f


jacobian = jacrev


def jacfwd(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the Jacobian in forward mode: all inputs travel at once.

    Returns
    -------
    callable
        Returns an array of shape `output.shape + input.shape`.

    Examples
    --------
    >>> jacfwd(lambda x: x * x)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """

    @wraps(f, "jacobian")
    def jacobian_of_f(*args: Any, **kwargs: Any) -> Any:
        function = partial_function(f, argnum, args, kwargs)
        x = args[argnum]
        require_array(f, x)
        shape = np.shape(x)
        count = math.prod(shape)
        if not count:
            return jacrev(f, argnum)(*args, **kwargs)
        basis = np.eye(count).reshape(count, *shape)
        _, tangents = push_forward(
            lambda x: one_array(f, function(x)), [x], [basis], lambda leaves: leaves, count
        )
        dimensions = np.ndim(tangents)
        columns = tangents.transpose(*range(1, dimensions), 0)
        return columns if len(shape) == 1 else columns.reshape(columns.shape[:-1] + shape)

    return jacobian_of_f


def hessian(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the matrix of second derivatives: forward mode over reverse mode.

    Returns
    -------
    callable
        Returns an array of shape `input.shape + input.shape` (for one output).

    Examples
    --------
    >>> hessian(lambda x: np.sum(x ** 3))(np.array([1.0, 2.0]))
    array([[ 6.,  0.],
           [ 0., 12.]])
    """
    return jacfwd(jacrev(f, argnum), argnum)


def hessian_tensor_product(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function `(*args, v)` that computes the Hessian times `v` without the Hessian.

    Examples
    --------
    >>> hvp(lambda x: np.sum(x ** 3))(np.array([1.0, 2.0]), np.array([1.0, 0.0]))
    array([6., 0.])
    """

    @wraps(f, "hvp")
    def product(*args: Any, **kwargs: Any) -> Any:
        *arguments, vector = args
        gradient = partial_function(grad(f, argnum), argnum, tuple(arguments), kwargs)
        return jvp(gradient, (arguments[argnum],), (vector,))[1]

    return product


hvp = hessian_vector_product = hessian_tensor_product


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
