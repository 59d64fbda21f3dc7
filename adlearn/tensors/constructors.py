"""How primitives on arrays are made: say what kind of function it is, and its rules follow.

A derivative of a function of arrays is a linear map, and it is needed in two directions:

* *push* (forward mode): given a tangent of an argument, the tangent of the answer;
* *pull* (reverse mode): given a cotangent of the answer, the cotangent of an argument. It is the
  transpose of push: `<u, push(v)> = <pull(u), v>`.

Most functions need neither written out. The constructors say what kind of function it is, and both
directions follow:

    elementwise(f, *partials)        multiply by the local partial derivative
    linear(f, adjoint)               push is `f` itself
    bilinear(f, adjoint_x, adjoint_y)   push is `f` with a tangent in place of an argument
    multilinear(f, adjoint)          the same for any number of arguments (einsum)
    jointly_linear(f, adjoint)       linear in all its arguments at once (concatenate)
    general(f, pulls, pushes)        anything else

Rules are written with operators and NumPy functions. These dispatch on what they are given, so the
same rule runs on arrays and, for derivatives of derivatives, on traced values.

Cotangents of complex values follow one convention: a real loss changes by `dL = Re(g * dz)`, that
is `g = dL/dx - 1j * dL/dy`. Pulls are then transposes, never conjugate transposes, and the rule of
a holomorphic function is the same text as for real numbers. A gradient step is `z - rate *
conj(g)`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.tensors.primitive import ONE_ARGUMENT, ArrayPrimitive, Rule, array_of


def elementwise_on_arrays(fun: Callable[..., Any], *partials: Rule, name: str = "") -> Any:
    """Make a primitive that acts on each element, from one partial derivative per argument.

    Each partial is a function `(ans, *args)`. NumPy's broadcasting between the arguments is taken
    care of.
    """
    pulls = tuple(
        (lambda g, ans, *args, partial=partial: g * partial(ans, *args)) for partial in partials
    )
    primitive = elementwise_by_pulls(fun, *pulls, name=name)
    primitive.fresh = True
    return primitive


def elementwise_by_pulls(fun: Callable[..., Any], *pulls: Rule, name: str = "") -> Any:
    """The same, from functions `(g, ans, *args)` that already multiply by `g`.

    For an operation on each element of real arrays, pull and push are one and the same product.
    """

    def pull(place: int, g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        return pulls[place](g, ans, *args, **kwargs)

    def push(places: Any, tangents: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        return added(
            pulls[i](v, ans, *args, **kwargs) for i, v in zip(places, tangents, strict=True)
        )

    return ArrayPrimitive(fun, pull, push, name=name, pulls=pulls, broadcasts=True)


def linear(fun: Callable[..., Any], adjoint: Rule, *, name: str = "") -> ArrayPrimitive:
    """Make a primitive that is linear in its first argument; the others are not differentiated.

    Parameters
    ----------
    fun : callable
        `fun(x, *rest)`.
    adjoint : callable
        `adjoint(g, x, *rest)`: the transpose of `fun`, applied to `g`, with the shape of `x`.
    name : str, optional

    Returns
    -------
    ArrayPrimitive

    Examples
    --------
    >>> total = linear(lambda x: np.sum(x), lambda g, x: g * np.ones(np.shape(x)), name="total")
    >>> float(total(np.array([1.0, 2.0])))
    3.0
    """

    def pull(place: int, g: Any, ans: Any, x: Any, *rest: Any, **kwargs: Any) -> Any:
        require(place == 0, fun, place)
        return adjoint(g, x, *rest, **kwargs)

    def push(places: Any, tangents: Any, ans: Any, x: Any, *rest: Any, **kwargs: Any) -> Any:
        require(tuple(places) == (0,), fun, places[-1])
        return primitive(tangents[0], *rest, **kwargs)

    primitive = ArrayPrimitive(
        fun,
        pull,
        push,
        name=name,
        pulls=(
            lambda g, ans, x, *rest, **kwargs: adjoint(g, x, *rest, **kwargs),
            lambda *args, **kwargs: require(False, fun, 1),
        ),
    )
    primitive.first = ONE_ARGUMENT
    return primitive


def bilinear(
    fun: Callable[..., Any], adjoint_x: Rule, adjoint_y: Rule, *, name: str = ""
) -> ArrayPrimitive:
    """Make a primitive that is linear in each of its first two arguments.

    Parameters
    ----------
    fun : callable
        `fun(x, y, *rest)`.
    adjoint_x, adjoint_y : callable
        `adjoint_x(g, x, y, *rest)` is the cotangent of `x`, of its shape, and so for `y`.
    name : str, optional

    Returns
    -------
    ArrayPrimitive
    """
    adjoints = (adjoint_x, adjoint_y)
    primitive = multilinear(
        fun, lambda i, g, *args, **kwargs: adjoints[i](g, *args, **kwargs), name=name
    )
    primitive.pulls = (
        lambda g, ans, *args, **kwargs: adjoint_x(g, *args, **kwargs),
        lambda g, ans, *args, **kwargs: adjoint_y(g, *args, **kwargs),
    )
    return primitive


def multilinear(
    fun: Callable[..., Any], adjoint: Rule, *, first: int = 0, name: str = ""
) -> ArrayPrimitive:
    """Make a primitive that is linear in each argument from position `first` on.

    Parameters
    ----------
    fun : callable
        `fun(*static, *arrays)`.
    adjoint : callable
        `adjoint(place, g, *args)`: the cotangent of `args[place]`.
    first : int, optional
        How many static arguments come first.
    name : str, optional

    Returns
    -------
    ArrayPrimitive
    """

    def pull(place: int, g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        require(place >= first, fun, place)
        return adjoint(place, g, *args, **kwargs)

    def push(places: Any, tangents: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        require(min(places) >= first, fun, min(places))
        return added(
            primitive(*args[:i], v, *args[i + 1 :], **kwargs)
            for i, v in zip(places, tangents, strict=True)
        )

    primitive = ArrayPrimitive(fun, pull, push, name=name)
    primitive.multiplies = True
    return primitive


def jointly_linear(
    fun: Callable[..., Any],
    adjoint: Rule,
    *,
    adjoints: Rule | None = None,
    first: int = 1,
    name: str = "",
) -> ArrayPrimitive:
    """Make a primitive that is linear in all arguments from position `first` on taken together.

    Parameters
    ----------
    fun : callable
        `fun(*static, *arrays)`, such as a concatenation.
    adjoint : callable
        `adjoint(place, g, *args)`: the cotangent of `args[place]`.
    adjoints : callable, optional
        `adjoints(places, g, *args)`: those of several at once, for a function of thousands.
    first : int, optional
        How many static arguments come first.
    name : str, optional

    Returns
    -------
    ArrayPrimitive
    """

    def pull(place: int, g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        require(place >= first, fun, place)
        return adjoint(place, g, *args, **kwargs)

    def pull_all(places: Any, g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        require(min(places) >= first, fun, min(places))
        return adjoints(places, g, *args, **kwargs)  # type: ignore[misc]

    def push(places: Any, tangents: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        require(min(places) >= first, fun, min(places))
        known = dict(zip(places, tangents, strict=True))
        arrays = [known[i] if i in known else zeros_for(args[i]) for i in range(first, len(args))]
        return primitive(*args[:first], *arrays, **kwargs)

    primitive = ArrayPrimitive(fun, pull, push, name=name)
    primitive.choosing, primitive.first = (first,), first
    primitive.pull_all = pull_all if adjoints else None
    return primitive


def general(
    fun: Callable[..., Any],
    pulls: Sequence[Rule],
    pushes: Sequence[Rule],
    *,
    name: str = "",
    outputs: int = 0,
) -> ArrayPrimitive:
    """Make a primitive whose push and pull are both written out.

    Parameters
    ----------
    fun : callable
    pulls : sequence of callable
        One per differentiable argument, `(g, ans, *args)`. With several outputs, `g` is a tuple.
    pushes : sequence of callable
        `(v, ans, *args)`: the tangent of the answer if only this argument changes.
    name : str, optional
    outputs : int, optional
        How many arrays the answer is a tuple of; 0 for a single array.

    Returns
    -------
    ArrayPrimitive
    """

    def pull(place: int, g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        require(place < len(pulls), fun, place)
        return pulls[place](g, ans, *args, **kwargs)

    def push(places: Any, tangents: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        require(max(places) < len(pushes), fun, max(places))
        return added(
            pushes[i](v, ans, *args, **kwargs) for i, v in zip(places, tangents, strict=True)
        )

    refused = () if outputs else (*pulls, lambda *args, **kwargs: require(False, fun, len(pulls)))
    return ArrayPrimitive(fun, pull, push, name=name, pulls=refused, outputs=outputs)


def of_matrices(*rules: Any, **options: Any) -> ArrayPrimitive:
    """Do as `general`, for a function that takes the matrices of a stack one by one."""
    primitive = general(*rules, **options)
    primitive.core = 2
    return primitive


def zeros_for(argument: Any) -> np.ndarray:
    """The tangent of an argument that does not change, in a precision that changes nothing."""
    plain = array_of(argument)
    return np.zeros(plain.shape, plain.dtype if plain.dtype.kind in "fc" else np.float16)


def added(terms: Any) -> Any:
    """Add up tangents; where the answer is a tuple of arrays, output by output."""
    total = None
    for term in terms:
        if total is None:
            total = term
        elif isinstance(total, tuple):
            total = tuple(a + b for a, b in zip(total, term, strict=True))
        else:
            total = total + term
    return total


def require(has_rule: bool, fun: Any, place: int) -> None:
    """Refuse to differentiate by an argument for which there is no rule."""
    if not has_rule:
        name = getattr(fun, "__name__", None) or getattr(fun, "name", "this function")
        raise MissingRule(
            f"{name} cannot be differentiated by its argument number {place}. Pass a plain value "
            "there (x.numpy() or x.detach()), or write the function with operations that have a "
            "rule."
        )
