"""Derivatives with more than one number in them: Jacobians, Hessians, and their products with
vectors. Each is made of `vjp` and `jvp`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.derivatives.complex_parts import pulled, pushed
from adlearn.derivatives.pushing import push_forward
from adlearn.derivatives.trace import checked_one, name_of, one_array, wraps
from adlearn.derivatives.transforms import grad, jvp, partial_function, vjp
from adlearn.errors import NotANumber
from adlearn.scalars.node import AutogradValue
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
        Returns an array of shape `output.shape + input.shape`; complex if one of the two is.

    Raises
    ------
    NotANumber
        When called: if both are complex and `f` is not complex differentiable.

    Examples
    --------
    >>> jacrev(lambda x: x * x)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """
    argnum = checked_one(f, argnum)

    @wraps(f, "jacobian")
    def jacobian_of_f(*args: Any, **kwargs: Any) -> Any:
        function = partial_function(f, argnum, args, kwargs)
        if isinstance(args[argnum], AutogradValue):
            return grad(f, argnum)(*args, **kwargs)  # one number by one number
        require_array(f, args[argnum])
        output, pull = vjp(lambda x: one_array(f, function(x)), args[argnum])
        shape = np.shape(value_of(output))
        count = math.prod(shape)
        basis = np.eye(count).reshape(count, *shape)
        rows = [pulled(lambda u: pull(u)[0], row, output) for row in basis]
        if not rows:
            return np.zeros(shape + np.shape(args[argnum]))
        if not shape:
            return rows[0]
        return np.reshape(np.stack(rows), shape + np.shape(rows[0]))

    return jacobian_of_f


def jacfwd(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the Jacobian in forward mode: all inputs travel at once.

    Returns
    -------
    callable
        Returns what `jacrev` does.

    Examples
    --------
    >>> jacfwd(lambda x: x * x)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """
    argnum = checked_one(f, argnum)

    @wraps(f, "jacobian")
    def jacobian_of_f(*args: Any, **kwargs: Any) -> Any:
        function = partial_function(f, argnum, args, kwargs)
        if isinstance(args[argnum], AutogradValue):
            return grad(f, argnum)(*args, **kwargs)  # one number by one number
        x = args[argnum]
        require_array(f, x)
        shape = np.shape(x)
        count = math.prod(shape)
        if not count:
            return jacrev(f, argnum)(*args, **kwargs)
        basis = np.eye(count).reshape(count, *shape)

        def push(basis: Any) -> tuple[Any, Any]:
            return push_forward(
                lambda x: one_array(f, function(x)), [x], [basis], lambda leaves: leaves, count
            )

        tangents = pushed(push, basis, x)
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
    return wraps(f, "hessian")(jacfwd(jacrev(f, argnum), argnum))


def hvp(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function `(*args, v)` that computes the Hessian times `v` without the Hessian.

    Examples
    --------
    >>> hvp(lambda x: np.sum(x ** 3))(np.array([1.0, 2.0]), np.array([1.0, 0.0]))
    array([6., 0.])
    """
    argnum = checked_one(f, argnum)

    @wraps(f, "hvp")
    def product(*args: Any, **kwargs: Any) -> Any:
        *arguments, vector = args
        gradient = partial_function(grad(f, argnum), argnum, tuple(arguments), kwargs)
        return jvp(gradient, (arguments[argnum],), (vector,))[1]

    return product
