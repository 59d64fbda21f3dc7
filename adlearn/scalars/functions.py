"""The functions of `math`, for nodes, for numbers (what `math` gives) and for arrays (element by
element)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from adlearn.rules.primitive import Primitive
from adlearn.scalars import written
from adlearn.scalars.accepted import is_of_numpy, is_traced_array, refusal
from adlearn.scalars.node import AutogradValue
from adlearn.scalars.operations import (
    FORWARD_PASS,
    FUNC,
    GRADS,
    ON_NODES,
    OPERATIONS,
    Operation,
    call,
    edge,
    operation_of,
)

MathFunction = Callable[..., Any]


def function_of_operation(operation: Operation) -> MathFunction:
    """Make the function of an operation: of nodes, of numbers and of arrays."""
    rule = operation.primitive
    assert rule is not None
    if len(rule.partials) == 1:
        function = of_one(operation)
    else:

        def function(a: Any, b: Any) -> Any:
            return call(operation, a, b)

    function.__name__ = function.__qualname__ = rule.name
    function.__doc__ = f"{rule}, for nodes, numbers and arrays."
    return function


def of_one(operation: Operation) -> MathFunction:
    """Make a function of one argument, with a short way for plain numbers."""
    value, (slope,) = operation.on_floats.value, operation.on_floats.partials

    def function(a: Any) -> Any:
        if type(a) is float:
            return value(a)
        x = a.value if isinstance(a, AutogradValue) else None
        if (
            type(x) is not float
            or AutogradValue.forward_pass is not FORWARD_PASS
            or operation.func is not FUNC
            or operation.grads is not GRADS
        ):
            return call(operation, a)
        try:
            ans = value(x)
        except (ArithmeticError, ValueError) as error:
            raise refusal(operation, error, x) from error
        node = object.__new__(operation)
        node.value = ans
        node._gradient = node._tangents = node._y = node._dy = None
        node._level = a._level
        node._x = a
        try:
            node._dx = slope(ans, x)
        except (ArithmeticError, ValueError):
            node._dx = edge(operation, 0, ans, x)
        return node

    return function


#: The function of each line of the rule table that is not an operator.
OF_RULES: dict[str, MathFunction] = {
    name.strip("_"): getattr(written, name.strip("_"), None) or function_of_operation(operation)
    for name, operation in OPERATIONS.items()
    if name not in ("_add", "_sub", "_mul", "_div", "_neg", "_abs", "_pow", "_floordiv", "_mod")
}
ON_NODES.update(OF_RULES)

# Exponentials, logarithms, powers
exp: MathFunction = OF_RULES["exp"]
exp2: MathFunction = OF_RULES["exp2"]
expm1: MathFunction = OF_RULES["expm1"]
log: MathFunction = OF_RULES["log"]
log2: MathFunction = OF_RULES["log2"]
log10: MathFunction = OF_RULES["log10"]
log1p: MathFunction = OF_RULES["log1p"]
sqrt: MathFunction = OF_RULES["sqrt"]
cbrt: MathFunction = OF_RULES["cbrt"]

# Trigonometric and hyperbolic
sin: MathFunction = OF_RULES["sin"]
cos: MathFunction = OF_RULES["cos"]
tan: MathFunction = OF_RULES["tan"]
asin: MathFunction = OF_RULES["asin"]
acos: MathFunction = OF_RULES["acos"]
atan: MathFunction = OF_RULES["atan"]
atan2: MathFunction = OF_RULES["atan2"]
degrees: MathFunction = OF_RULES["degrees"]
radians: MathFunction = OF_RULES["radians"]
sinh: MathFunction = OF_RULES["sinh"]
cosh: MathFunction = OF_RULES["cosh"]
tanh: MathFunction = OF_RULES["tanh"]
asinh: MathFunction = OF_RULES["asinh"]
acosh: MathFunction = OF_RULES["acosh"]
atanh: MathFunction = OF_RULES["atanh"]

# Special functions
erf: MathFunction = OF_RULES["erf"]
erfc: MathFunction = OF_RULES["erfc"]
gamma: MathFunction = OF_RULES["gamma"]
lgamma: MathFunction = OF_RULES["lgamma"]
digamma: MathFunction = OF_RULES["digamma"]
polygamma: MathFunction = OF_RULES["polygamma"]

# Piecewise
fabs: MathFunction = OF_RULES["fabs"]
copysign: MathFunction = OF_RULES["copysign"]
fmod: MathFunction = OF_RULES["fmod"]
remainder: MathFunction = OF_RULES["remainder"]
relu: MathFunction = OF_RULES["relu"]


def function_of(rule: Primitive) -> MathFunction:
    """Make a function on nodes, numbers and arrays from a primitive of your own.

    Parameters
    ----------
    rule : Primitive
        What `elementwise` made. Text may use the functions of the rule table; callables must work
        on nodes for derivatives of higher order.

    Returns
    -------
    callable
        Its attribute `operation` is the operation class.

    Examples
    --------
    >>> from adlearn import elementwise, grad
    >>> softplus = function_of(elementwise("softplus", "log1p(exp(x))", "1.0 / (1.0 + exp(-x))"))
    >>> grad(softplus)(0.0), grad(grad(softplus))(0.0)
    (0.5, 0.25)
    """
    operation = operation_of(rule)

    def function(*arguments: Any) -> Any:
        return call(operation, *arguments)

    function.__name__, function.__doc__ = rule.name, str(rule)
    function.operation = operation  # type: ignore[attr-defined]
    return function


def is_traced(*things: Any) -> bool:
    """Say whether any of the things is a node or an array."""
    return any(
        isinstance(thing, AutogradValue) or is_of_numpy(thing) or is_traced_array(thing)
        for thing in things
    )


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
        length = OF_RULES["hypot"](length, coordinate)
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
