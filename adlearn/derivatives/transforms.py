"""Functions that take a function and give one that computes its derivative.

Reverse mode gives the derivative of one output by any number of inputs (`grad`, `vjp`), forward
mode that of any number of outputs in one direction (`jvp`, `derivative`). Everything else here is
made from these two. All work on each other's results, to any depth and in any mixture.

Inputs and outputs may be arrays, numbers, and lists, tuples and dictionaries of these.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.derivatives.complex_parts import is_complex, pulled, pushed
from adlearn.derivatives.containers import leaves_like, leaves_of
from adlearn.derivatives.nodes import any_node, push_numbers, traced, traced_at
from adlearn.derivatives.pushing import push_forward
from adlearn.derivatives.trace import (
    Argnum,
    checked,
    checked_one,
    name_of,
    numbers_from,
    one_array,
    one_for,
    outside,
    require_argument,
    require_function,
    warn_independent,
    wraps,
)
from adlearn.errors import NotANumber, NotScalar, WrongShape, describe
from adlearn.scalars.accepted import accept
from adlearn.scalars.node import AutogradValue
from adlearn.tensors.primitive import Symbolic, array_of, value_of
from adlearn.tensors.reverse import check_cotangent


def grad(f: Callable[..., Any], argnum: Argnum = 0) -> Callable[..., Any]:
    """Make the function that computes the gradient of `f` in reverse mode.

    Parameters
    ----------
    f : callable
        Returns one real number.
    argnum : int or sequence of int, optional
        The positional argument, or arguments, to differentiate by.

    Returns
    -------
    callable
        Takes what `f` takes. Returns the gradient, in the form and shape of the argument: a float
        for a float, an array for an array, a dict for a dict; for several arguments a tuple.

    Raises
    ------
    NotScalar
        When called: if the output is an array.
    NotANumber
        When called: if an input is not made of numbers.

    Warns
    -----
    IndependentOutputWarning
        When called: if the output does not depend on the input; the gradient is then zero.

    Notes
    -----
    An `AutogradValue` is traced by the scalar engine, everything else by tensors: inside `f`, a
    number behaves as NumPy's numbers do.

    Examples
    --------
    >>> grad(lambda x: np.sum(np.sin(x) * x))(np.array([0.0, 1.0]))
    array([0.        , 1.38177329])
    >>> grad(lambda p: p["w"] * 3.0 + p["b"])({"w": 1.0, "b": 2.0})
    {'w': 3.0, 'b': 1.0}
    >>> grad(grad(lambda x: x ** 3))(2.0)
    12.0
    """
    argnum = checked(f, argnum)

    @functools.wraps(f)
    def gradient_of_f(*args: Any, **kwargs: Any) -> Any:
        trace = traced(f, argnum, args, kwargs)
        return trace.gradient(trace.walk(trace.output), one_for(f, trace.output))

    return gradient_of_f


def value_and_grad(f: Callable[..., Any], argnum: Argnum = 0) -> Callable[..., Any]:
    """Make the function that computes `f` and its gradient at once.

    Parameters
    ----------
    f, argnum
        As for `grad`.

    Returns
    -------
    callable
        Returns the pair (value, gradient).

    Examples
    --------
    >>> value_and_grad(lambda x: np.sum(x ** 2))(np.array([1.0, 2.0]))
    (5.0, array([2., 4.]))
    """
    argnum = checked(f, argnum)

    @wraps(f, "value_and_grad")
    def value_and_gradient(*args: Any, **kwargs: Any) -> Any:
        trace = traced(f, argnum, args, kwargs)
        one, walk = one_for(f, trace.output), trace.walk(trace.output)
        value = outside(trace.output, walk)
        return python_number(value), trace.gradient(walk, one)

    return value_and_gradient


def grad_and_aux(f: Callable[..., Any], argnum: Argnum = 0) -> Callable[..., Any]:
    """Make the gradient of a function that returns `(value, something else)`.

    Returns
    -------
    callable
        Returns the pair (gradient, something else).

    Examples
    --------
    >>> grad_and_aux(lambda x: (np.sum(x), "seen"))(np.array([1.0, 2.0]))
    (array([1., 1.]), 'seen')
    """
    argnum = checked(f, argnum)

    @wraps(f, "grad_and_aux")
    def gradient_and_aux(*args: Any, **kwargs: Any) -> Any:
        seen = []

        @functools.wraps(f)
        def value_of_f(*args: Any, **kwargs: Any) -> Any:
            pair = f(*args, **kwargs)
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                raise NotANumber(
                    f"{name_of(f)} returned {describe(pair)}; grad_and_aux needs a pair, "
                    "(value, something else). Return such a pair, or use grad."
                )
            seen.append(pair[1])
            return pair[0]

        trace = traced(value_of_f, argnum, args, kwargs)
        gradient = trace.gradient(trace.walk(trace.output), one_for(f, trace.output))
        leaves, rebuild = leaves_of(seen[0])
        return gradient, rebuild([outside(leaf, trace.walk(leaf)) for leaf in leaves])

    return gradient_and_aux


def holomorphic_grad(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the complex derivative of a function that is complex differentiable.

    Examples
    --------
    >>> holomorphic_grad(lambda z: z * z)(1 + 2j)
    (2+4j)
    """
    argnum = checked_one(f, argnum)

    @wraps(f, "holomorphic_grad")
    def gradient(*args: Any, **kwargs: Any) -> Any:
        if array_of(args[argnum]).dtype.kind != "c":
            raise NotANumber("holomorphic_grad differentiates by a complex number; use grad.")
        trace = traced(f, argnum, args, kwargs)
        if np.size(value_of(trace.output)) != 1:
            raise NotScalar("holomorphic_grad is for functions with one output; use jacobian.")
        ones, walk = np.ones(np.shape(value_of(trace.output))), trace.walk(trace.output)
        return pulled(lambda u: trace.gradient(walk, u), ones, value_of(trace.output) + 0j)

    return gradient


def vjp(f: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """Compute `f` and the function that pulls cotangents back through it.

    Parameters
    ----------
    f : callable
    *primals : array_like or container
        All its arguments.

    Returns
    -------
    output
    pull : callable
        Takes a cotangent of the form and shape of the output; returns a tuple with the cotangent of
        each argument. May be called any number of times.

    Raises
    ------
    WrongShape
        When called: if the cotangent has another shape than the output.

    Examples
    --------
    >>> output, pull = vjp(np.sin, np.array([0.0, 1.0]))
    >>> pull(np.array([1.0, 2.0]))
    (array([1.        , 1.08060461]),)
    """
    require_function(f, "vjp(f, x)", "vjp(f(x))")
    # The walk back may come when the caller's arrays hold other numbers.
    given, form = leaves_of(primals)
    trace = traced_at(f, list(map(own_copy, given)), form, lambda new: f(*new))
    outputs, rebuild = numbers_from(f, trace.output)
    walks = [trace.walk(output) for output in outputs]

    def pull(cotangent: Any) -> tuple[Any, ...]:
        cotangents = leaves_like(cotangent, trace.output, "the cotangent")
        total: list[Any] = [None] * len(trace.variables)
        for output, walk, g in zip(outputs, walks, cotangents, strict=True):
            node = isinstance(output, AutogradValue)
            g = accept(g, "the cotangent") if node else check_cotangent(g, output)
            for place, part in enumerate(walk.pull(g) if walk is not None else ()):
                if part is not None:
                    total[place] = part if total[place] is None else total[place] + part
        return trace.in_form(total)

    handed_out = [
        own_copy(outside(output, walk)) if walk is not None else output
        for output, walk in zip(outputs, walks, strict=True)
    ]
    return rebuild(handed_out), pull


def own_copy(thing: Any) -> Any:
    """Copy an array, which somebody may fill anew before the way back is gone."""
    return thing.copy("K") if isinstance(thing, np.ndarray) else thing


def jvp(f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """Compute `f` and its derivative in one direction, in forward mode.

    Parameters
    ----------
    f : callable
    primals : sequence
        Its arguments.
    tangents : sequence
        The direction: of the same form and shapes.

    Returns
    -------
    output, tangent
        Of the same form and shapes as each other.

    Raises
    ------
    WrongShape
        If a tangent has another shape than its argument.

    Examples
    --------
    >>> jvp(lambda x, y: x * y, (2.0, 3.0), (1.0, 0.0))
    (6.0, 3.0)
    """
    require_function(f, "jvp(f, (x,), (v,))", "jvp(f(x), (x,), (v,))")
    if not (isinstance(primals, (list, tuple)) and isinstance(tangents, (list, tuple))):
        raise WrongShape(
            "jvp takes the arguments of the function in a tuple, and a tuple of their tangents, "
            "also if there is only one of each: jvp(f, (x,), (v,))."
        )
    leaves, rebuild = leaves_of(list(primals))
    directions = leaves_like(list(tangents), list(primals), "the tangents")
    if any_node(leaves):
        output, tangent, depends = push_numbers(f, leaves, directions, rebuild)
        if not depends:
            warn_independent(f)
        return output, tangent
    for x, v in zip(leaves, directions, strict=True):
        if np.shape(x) != np.shape(v):
            raise WrongShape(
                f"a tangent has shape {np.shape(v)}, but its argument has shape {np.shape(x)}."
            )
        if v.__class__ is not float and is_complex(v) and not is_complex(x):
            raise NotANumber(
                "a tangent is complex, and its argument is real: a real number has only real "
                "changes. Make the argument complex (.astype(complex)), or push the parts of the "
                "tangent one by one."
            )
    # What comes out is not the caller's array.
    directions = [v.copy() if isinstance(v, np.ndarray) else v for v in directions]
    output, tangent = push_forward(f, leaves, directions, rebuild, 0)
    if all(isinstance(x, (float, int)) or is_of_python(x) for x in (*leaves, *directions)):
        output, tangent = scalar_of_python(output), scalar_of_python(tangent)
    return output, tangent


def is_of_python(x: Any) -> bool:
    """Say whether a symbol stands for a number of Python's."""
    return isinstance(x, Symbolic) and x.python is not None


def scalar_of_python(value: Any) -> Any:
    """Give a NumPy scalar as a Python number, and an array as it is."""
    scalar = isinstance(value, np.generic) or (isinstance(value, Symbolic) and not value.shape)
    return python_number(value) if scalar else value


def python_number(value: Any) -> Any:
    """Give a NumPy scalar as a Python number."""
    if isinstance(value, Symbolic):
        return value._as_python()
    return value.item() if isinstance(value, (np.generic, np.ndarray)) else value


def linearize(f: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[..., Any]]:
    """Compute `f` and the linear function that is its derivative there.

    Returns
    -------
    output
    push : callable
        Takes one tangent per argument; returns the tangent of the output.

    Examples
    --------
    >>> output, push = linearize(np.sin, 0.0)
    >>> push(2.0)
    2.0
    """
    require_function(f, "linearize(f, x)", "linearize(f(x))")
    given, form = leaves_of(primals)
    kept = form(list(map(own_copy, given)))
    return f(*primals), lambda *tangents: jvp(f, kept, tangents)[1]


def partial_function(f: Callable[..., Any], argnum: int, args: Any, kwargs: Any) -> Any:
    """Make a function of one argument by keeping the others."""
    require_argument(f, argnum, args)
    if len(args) == 1 and not kwargs:
        return f
    place = argnum % len(args)

    @functools.wraps(f)
    def of_one(x: Any) -> Any:
        return f(*args[:place], x, *args[place + 1 :], **kwargs)

    return of_one


def elementwise_grad(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the derivative of a function that acts on each element by itself.

    Examples
    --------
    >>> elementwise_grad(np.tanh)(np.array([0.0, 1.0]))
    array([1.        , 0.41997434])
    """
    argnum = checked_one(f, argnum)

    @wraps(f, "elementwise_grad")
    def derivative_of_each(*args: Any, **kwargs: Any) -> Any:
        trace = traced(f, argnum, args, kwargs)
        ones = np.ones(np.shape(value_of(one_array(f, trace.output))))
        walk = trace.walk(trace.output)
        return pulled(lambda u: trace.gradient(walk, u), ones, trace.output)

    return derivative_of_each


def derivative(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the derivative by one real number, in forward mode; the output may be an array.

    Parameters
    ----------
    f : callable
    argnum : int, optional
        The positional argument to differentiate by.

    Returns
    -------
    callable
        Takes what `f` takes. It and `grad` may be nested in any way.

    Warns
    -----
    IndependentOutputWarning
        When called: if the output does not depend on the argument.

    Examples
    --------
    >>> derivative(lambda x: x * x)(5.0)
    10.0
    >>> derivative(derivative(lambda x: x ** 3))(2.0)
    12.0
    """
    argnum = checked_one(f, argnum)

    @functools.wraps(f)
    def derivative_of_f(*args: Any, **kwargs: Any) -> Any:
        of_one, x = partial_function(f, argnum, args, kwargs), args[argnum]
        if isinstance(x, (list, tuple, dict)) or np.shape(x):
            raise NotScalar(
                f"derivative is by one real number, and argument {argnum} of {name_of(f)} is "
                f"{describe(x)}. Use grad for one output, jacobian for several, or jvp for the "
                "derivative in one direction."
            )
        return pushed(lambda v: jvp(of_one, (x,), (v,)), 1.0, x)

    return derivative_of_f
