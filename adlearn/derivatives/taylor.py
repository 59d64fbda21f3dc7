"""Taylor series of a program: many orders of derivatives in one call."""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.derivatives.complex_parts import is_complex, of_both
from adlearn.derivatives.trace import (
    differentiable,
    name_of,
    no_function,
    numbers_from,
    require_function,
    warn_independent,
)
from adlearn.errors import NotANumber, WrongShape, describe, said_again
from adlearn.nesting import LEVELS
from adlearn.tensors.primitive import Symbolic, Traced, array_of, has_nan, value_of
from adlearn.tensors.recording import ForwardMode
from adlearn.tensors.series import Line, Series


def taylor(f: Callable[..., Any], x: Any, direction: Any = 1.0, *, order: int) -> list[Any]:
    """Compute the Taylor coefficients of `f(x + t * direction)` by t, in one call of `f`.

    Parameters
    ----------
    f : callable
        Of one argument.
    x : float or array_like
    direction : float or array_like, optional
        Of the shape of `x`; a single number stands for all elements.
    order : int
        Of the last coefficient.

    Returns
    -------
    list
        The coefficients of orders 0 to `order`, each in the form and shape of what `f` returns.
        These are coefficients: the derivative of order k is `math.factorial(k)` times as large.

    Raises
    ------
    WrongShape
        If the direction has another shape than `x`.
    NotANumber
        If `x` is no number or array, or `order` no whole number of at least 0.

    Warns
    -----
    IndependentOutputWarning
        If an output does not depend on `x`.

    Notes
    -----
    Order n takes about n * n times the work of `f`; n derivatives inside each other take 2 ** n.
    Values, kinks and edges are treated as by `jvp`. It may be nested with every other derivative.

    Examples
    --------
    >>> taylor(np.exp, 0.0, order=4)
    [1.0, 1.0, 0.5, 0.16666666666666666, 0.041666666666666664]
    >>> taylor(lambda x: x * x[::-1], np.array([1.0, 2.0]), np.array([1.0, 3.0]), order=2)
    [array([2., 2.]), array([5., 5.]), array([3., 3.])]
    """
    require_function(f, "taylor(f, x, order=n)", "taylor(f(x), ...)")
    order = whole_number(order)
    if isinstance(x, (list, tuple, dict)):
        raise NotANumber(
            f"taylor takes a number or an array, and x is {describe(x)}. Make one array of it "
            "(np.array), or let f take the parts of one array."
        )
    start, along = differentiable(x, "the Taylor series of", f), along_line(f, x, direction)
    line = Line(next(LEVELS), order)
    with ForwardMode(line.level):
        try:
            output = f(Series(line, np.shape(start), [start, along], lambda k: None))
        except ValueError as error:
            said_again(error)
            raise
    outputs, rebuild = numbers_from(f, output)
    found = [coefficients(f, line, leaf) for leaf in outputs]
    if isinstance(x, (float, int)):
        found = [[c.item() if isinstance(c, np.generic) else c for c in each] for each in found]
    if isinstance(x, Symbolic):
        found = [[x._in_form(c) if not np.shape(c) else c for c in each] for each in found]
    return [rebuild([each[k] for each in found]) for k in range(order + 1)]


def whole_number(order: Any) -> int:
    """Check how many derivatives are asked for."""
    try:
        order = operator.index(order)
    except TypeError:
        order = -1
    if order < 0:
        raise NotANumber("the order of a derivative is a whole number of at least 0.")
    return order


def along_line(f: Callable[..., Any], x: Any, direction: Any) -> Any:
    """Check a direction; a single number stays one, which costs no products."""
    if np.shape(direction) not in ((), np.shape(x)):
        raise WrongShape(
            f"the direction has shape {np.shape(direction)}, but x has shape {np.shape(x)}."
        )
    if is_complex(direction) and not is_complex(x):
        raise NotANumber(
            "the direction is complex, and x is real: a real number has only real changes. Make x "
            "complex (.astype(complex))."
        )
    direction = differentiable(direction, "the direction of the Taylor series of", f)
    return direction.item() if isinstance(direction, np.generic) else direction


def coefficients(f: Callable[..., Any], line: Line, output: Any) -> list[Any]:
    """Take the coefficients out of what a function returned."""
    while isinstance(output, Traced) and output._level > line.level:
        output = output._value  # of an inner derivative, kept past its end
    if not isinstance(output, Series) or output.line is not line:
        warn_independent(f)
        plain = array_of(output)
        kind = plain.dtype if plain.dtype.kind in "fc" else float
        return [output, *(np.zeros(plain.shape, kind)[()] for _ in range(line.order))]
    value, *terms = found = [output.coefficient(k) for k in range(line.order + 1)]
    if has_nan(value):  # no value, no derivative
        undefined = np.isnan(value_of(value))
        found[1:] = [np.where(undefined, term * np.nan, term)[()] for term in terms]
    return list(map(own_copy, found))


def own_copy(c: Any) -> Any:
    """Give an array of the caller's own, or a number."""
    if not isinstance(c, np.ndarray):
        return c
    return c.copy() if c.ndim else c[()]


def nth_derivative(f: Callable[..., Any], n: int) -> Callable[[Any], Any]:
    """Make the derivative of order n of a function of one number, by its Taylor series.

    Parameters
    ----------
    f : callable
        Of one number; or of an array, of which it takes each element by itself.
    n : int

    Returns
    -------
    callable
        Takes a number or an array; returns the n-th derivative, at each element.

    Examples
    --------
    >>> nth_derivative(np.sin, 3)(0.0)
    -1.0
    >>> nth_derivative(lambda x: x ** 5, 4)(np.array([1.0, 2.0]))
    array([120., 240.])
    """
    if not callable(f):
        raise no_function(f)
    n = whole_number(n)

    @functools.wraps(f)
    def nth_derivative_of_f(x: Any) -> Any:
        return complex_derivative(f, x, n) if is_complex(x) else derivative_along(f, x, 1.0, n)

    return nth_derivative_of_f


def derivative_along(f: Callable[..., Any], x: Any, direction: Any, n: int) -> Any:
    """Compute the n-th derivative in one direction, of one output."""
    found = taylor(f, x, direction, order=n)[n]
    if isinstance(found, (list, tuple, dict)):
        raise NotANumber(
            f"{name_of(f)} returned {describe(found)}, and this derivative is of one array. Use "
            "taylor, whose coefficients have the form of the output."
        )
    return math.factorial(n) * found if n > 1 else found


def complex_derivative(f: Callable[..., Any], z: Any, n: int) -> Any:
    """Compute the n-th complex derivative, which is the same in all directions."""
    one = derivative_along(f, z, 1.0, n)
    other = derivative_along(f, z, 1j, n)
    return of_both(one, other / 1j**n)
