"""The functions of `math`, for nodes, for numbers (what `math` gives) and for arrays (element by
element)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from adlearn.rules.elementwise import relu as rectified_arrays
from adlearn.rules.primitive import elementwise
from adlearn.scalars.node import AutogradValue
from adlearn.scalars.operations import WRITTEN, function_of
from adlearn.tensors.primitive import Traced

MathFunction = Callable[..., Any]

# Exponentials, logarithms, powers
exp: MathFunction = WRITTEN["exp"]
exp2: MathFunction = WRITTEN["exp2"]
expm1: MathFunction = WRITTEN["expm1"]
log: MathFunction = WRITTEN["log"]
log2: MathFunction = WRITTEN["log2"]
log10: MathFunction = WRITTEN["log10"]
log1p: MathFunction = WRITTEN["log1p"]
sqrt: MathFunction = WRITTEN["sqrt"]
cbrt: MathFunction = WRITTEN["cbrt"]

# Trigonometric and hyperbolic
sin: MathFunction = WRITTEN["sin"]
cos: MathFunction = WRITTEN["cos"]
tan: MathFunction = WRITTEN["tan"]
asin: MathFunction = WRITTEN["asin"]
acos: MathFunction = WRITTEN["acos"]
atan: MathFunction = WRITTEN["atan"]
atan2: MathFunction = WRITTEN["atan2"]
degrees: MathFunction = WRITTEN["degrees"]
radians: MathFunction = WRITTEN["radians"]
sinh: MathFunction = WRITTEN["sinh"]
cosh: MathFunction = WRITTEN["cosh"]
tanh: MathFunction = WRITTEN["tanh"]
asinh: MathFunction = WRITTEN["asinh"]
acosh: MathFunction = WRITTEN["acosh"]
atanh: MathFunction = WRITTEN["atanh"]

# Special functions
erf: MathFunction = WRITTEN["erf"]
erfc: MathFunction = WRITTEN["erfc"]
gamma: MathFunction = WRITTEN["gamma"]
lgamma: MathFunction = WRITTEN["lgamma"]
digamma: MathFunction = WRITTEN["digamma"]
polygamma: MathFunction = WRITTEN["polygamma"]

# Piecewise
fabs: MathFunction = WRITTEN["fabs"]
copysign: MathFunction = WRITTEN["copysign"]
fmod: MathFunction = WRITTEN["fmod"]
remainder: MathFunction = WRITTEN["remainder"]
rectified: MathFunction = function_of(
    elementwise("relu", "x if x > 0.0 else 0.0", "1.0 if x > 0.0 else 0.0")
)


def is_traced(*things: Any) -> bool:
    """Say whether any of the things is a node or an array."""
    return any(isinstance(thing, AutogradValue | np.ndarray | Traced) for thing in things)


def pow(x: Any, y: Any) -> Any:
    """x to the power y: `x ** y` for nodes and arrays, `math.pow` for numbers.

    Parameters
    ----------
    x, y : AutogradValue, float or ndarray

    Returns
    -------
    AutogradValue, float or ndarray

    Examples
    --------
    >>> pow(2, 3)
    8.0
    """
    return x**y if is_traced(x, y) else math.pow(x, y)


def relu(x: Any) -> Any:
    """x where it is positive, and 0 elsewhere; its slope at 0 is 0.

    Parameters
    ----------
    x : AutogradValue, float, ndarray or Tensor

    Returns
    -------
    AutogradValue, float, ndarray or Tensor

    Examples
    --------
    >>> relu(np.array([-1.0, 2.0]))
    array([0., 2.])
    """
    of_floats = isinstance(x, Traced) or (isinstance(x, np.ndarray) and x.dtype != object)
    return rectified_arrays(x) if of_floats else rectified(x)


def hypot(*coordinates: Any) -> Any:
    """The Euclidean length of a vector given by its coordinates.

    Parameters
    ----------
    *coordinates : AutogradValue, float or ndarray
        Any number of them.

    Returns
    -------
    AutogradValue, float or ndarray
        Its slope at the origin is 0.

    Examples
    --------
    >>> hypot(3.0, 4.0)
    5.0
    """
    if not is_traced(*coordinates):
        return math.hypot(*coordinates)
    length: Any = 0.0
    for coordinate in coordinates:
        length = WRITTEN["hypot"](length, coordinate)
    return length


def dist(p: Iterable[Any], q: Iterable[Any]) -> Any:
    """The Euclidean distance of two points given as sequences of coordinates.

    Parameters
    ----------
    p, q : iterable of AutogradValue or float
        Of one length.

    Returns
    -------
    AutogradValue or float

    Raises
    ------
    ValueError
        If the points have different numbers of coordinates.

    Examples
    --------
    >>> dist([1.0, 1.0], [4.0, 5.0])
    5.0
    """
    return hypot(*(a - b for a, b in zip(p, q, strict=True)))


def fsum(terms: Iterable[Any]) -> Any:
    """The sum of the terms; exactly rounded, as `math.fsum` has it, if they are all numbers.

    Parameters
    ----------
    terms : iterable of AutogradValue or float

    Returns
    -------
    AutogradValue or float

    Examples
    --------
    >>> fsum([0.1] * 10)
    1.0
    """
    terms = list(terms)
    return sum(terms) if is_traced(*terms) else math.fsum(terms)


def prod(factors: Iterable[Any], *, start: Any = 1) -> Any:
    """The product of the factors.

    Parameters
    ----------
    factors : iterable of AutogradValue or float
    start : AutogradValue or float, optional
        The product of nothing.

    Returns
    -------
    AutogradValue, float or int

    Examples
    --------
    >>> prod([2, 3, 4])
    24
    """
    product = start
    for factor in factors:
        product = product * factor
    return product


def sumprod(p: Iterable[Any], q: Iterable[Any]) -> Any:
    """The sum of the products of two sequences.

    Parameters
    ----------
    p, q : iterable of AutogradValue or float
        Of one length.

    Returns
    -------
    AutogradValue, float or int

    Raises
    ------
    ValueError
        If the lengths differ.

    Examples
    --------
    >>> sumprod([1, 2], [3, 4])
    11
    """
    return sum(a * b for a, b in zip(p, q, strict=True))


def fma(x: Any, y: Any, z: Any) -> Any:
    """x * y + z; rounded once for numbers, as `math.fma` has it, where Python has that (3.13).

    Parameters
    ----------
    x, y, z : AutogradValue, float or ndarray

    Returns
    -------
    AutogradValue, float or ndarray

    Examples
    --------
    >>> fma(2.0, 3.0, 4.0)
    10.0
    """
    if is_traced(x, y, z):
        return x * y + z
    exact: MathFunction | None = getattr(math, "fma", None)
    return float(x * y + z) if exact is None else exact(x, y, z)
