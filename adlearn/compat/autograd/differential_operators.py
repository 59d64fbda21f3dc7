"""Functions that take a function and give its derivative, under the names that autograd has for
them. Those that this engine knows by another name, and those that are only another way to ask, are
here; the rest is `adlearn.derivatives`."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.compat.autograd import core
from adlearn.compat.autograd.core import is_of_own_type
from adlearn.compat.autograd.vector_spaces import vspace
from adlearn.compat.autograd.wrap_util import named_after, unary_to_nary
from adlearn.derivatives import jacobians, transforms
from adlearn.derivatives.jacobians import hvp, jacrev
from adlearn.derivatives.recomputed import checkpoint
from adlearn.derivatives.trace import name_of, wraps
from adlearn.derivatives.transforms import jvp, partial_function, vjp
from adlearn.errors import NotANumber


def operator(of_engine: Callable[..., Any], name: str) -> Any:
    """Give an operator of the engine the names that autograd's results have."""

    @functools.wraps(of_engine)
    def made(fun: Callable[..., Any], argnum: Any = 0) -> Callable[..., Any]:
        return named_after(fun, name, argnum)(of_engine(fun, argnum))

    made.__name__ = name
    return made


def or_by_nodes(of_engine: Callable[..., Any], by_nodes: Callable[..., Any]) -> Any:
    """Make an operator that leaves values of your own types to the nodes of `core`."""
    of_nodes = unary_to_nary(by_nodes)

    @functools.wraps(of_engine)
    def made(fun: Callable[..., Any], argnum: Any = 0) -> Callable[..., Any]:
        def either(*args: Any, **kwargs: Any) -> Any:
            own = isinstance(argnum, int) and argnum < len(args) and is_of_own_type(args[argnum])
            return (of_nodes if own else of_engine)(fun, argnum)(*args, **kwargs)

        return either

    return made


def value_and_grad_by_nodes(fun: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    """Give value and gradient at a value of your own type."""
    pull, value = core.make_vjp(fun, x)
    return value, pull(vspace(value).ones())


grad = operator(or_by_nodes(transforms.grad, lambda f, x: value_and_grad_by_nodes(f, x)[1]), "grad")
value_and_grad = operator(
    or_by_nodes(transforms.value_and_grad, value_and_grad_by_nodes), "value_and_grad"
)
elementwise_grad = operator(transforms.elementwise_grad, "elementwise_grad")
grad_and_aux = operator(transforms.grad_and_aux, "grad_and_aux")
holomorphic_grad = operator(transforms.holomorphic_grad, "holomorphic_grad")
jacobian = operator(jacrev, "jacobian")
hessian = operator(jacobians.hessian, "hessian")
hessian_tensor_product = hessian_vector_product = operator(hvp, "hessian_tensor_product")
make_vjp = unary_to_nary(core.make_vjp)
make_jvp = unary_to_nary(core.make_jvp)


@unary_to_nary
def deriv(fun: Callable[[Any], Any], x: Any) -> Any:
    """Compute the derivative when all elements of an argument change together, in forward mode.

    Examples
    --------
    >>> deriv(np.sin)(0.0)
    1.0
    """
    return core.make_jvp(fun, x)(vspace(x).ones() if np.shape(x) else 1.0)[1]


def tensor_jacobian_product(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function `(*args, u)` that computes `u` times the Jacobian without the Jacobian.

    Where `u` has fewer axes than the output, its axes are the first of the output's.

    Examples
    --------
    >>> vector_jacobian_product(lambda x: x * x)(np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    array([2., 4.])
    """

    @named_after(f, "tensor_jacobian_product", argnum)
    def product(*args: Any, **kwargs: Any) -> Any:
        *arguments, vector = args
        axes = np.ndim(vector)

        def weighed(*args: Any, **kwargs: Any) -> Any:
            return np.tensordot(vector, f(*args, **kwargs), axes=axes)

        return jacobian(weighed, argnum)(*arguments, **kwargs)

    return product


vector_jacobian_product = tensor_jacobian_product


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
