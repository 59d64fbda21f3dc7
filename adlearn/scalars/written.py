"""The operators and functions that programs use most, written out from the rule table by
`tests/adlearn/write_scalars.py`: do not edit them here.

Each is for the everyday case: nodes of one level whose values are plain numbers, and an operation
on whose class no reader has put their own `func`, `grads` or `forward_pass`. Everything else goes
to `adlearn.scalars.operations`.
"""

from __future__ import annotations

import math
from typing import Any

from adlearn.scalars.accepted import refusal
from adlearn.scalars.node import AutogradValue
from adlearn.scalars.operations import (
    FORWARD_PASS,
    FUNC,
    GRADS,
    OPERATIONS,
    call,
    edge,
    operate,
)

new: Any = object.__new__
_add: Any = OPERATIONS["_add"]
_sub: Any = OPERATIONS["_sub"]
_mul: Any = OPERATIONS["_mul"]
_div: Any = OPERATIONS["_div"]
_exp: Any = OPERATIONS["_exp"]
_log: Any = OPERATIONS["_log"]
_sin: Any = OPERATIONS["_sin"]
_tanh: Any = OPERATIONS["_tanh"]


def __add__(a: Any, b: Any) -> Any:
    """`x + y`."""
    x, level, kind = a.value, a._level, type(b)
    if kind is float or kind is int:
        y, both = b, False
    else:
        try:
            y, both = b.value, True
            if b._level != level:
                return operate(_add, a, b)
        except AttributeError:
            return operate(_add, a, b)
    if (
        level and (type(x) is not float or type(y) is not float)
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _add.func is not FUNC or _add.grads is not GRADS
    ):
        return operate(_add, a, b)
    try:
        ans = x + y
    except (ArithmeticError, ValueError) as error:
        raise refusal(_add, error, x, y) from error
    node = new(_add)
    node.value = ans
    node._gradient = node._tangents = None
    node._level = level
    node._x = a
    node._dx = 1.0
    node._y = b
    node._dy = 1.0 if both else None
    return node


def __radd__(b: Any, a: Any) -> Any:
    """`x + y`, where `x` is a plain number."""
    y, level, kind = b.value, b._level, type(a)
    if (
        kind is not float and kind is not int or level and type(y) is not float
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _add.func is not FUNC or _add.grads is not GRADS
    ):
        return operate(_add, a, b)
    x = a
    try:
        ans = x + y
    except (ArithmeticError, ValueError) as error:
        raise refusal(_add, error, x, y) from error
    node = new(_add)
    node.value = ans
    node._gradient = node._tangents = node._dx = None
    node._level = level
    node._x = a
    node._y = b
    node._dy = 1.0
    return node


def __sub__(a: Any, b: Any) -> Any:
    """`x - y`."""
    x, level, kind = a.value, a._level, type(b)
    if kind is float or kind is int:
        y, both = b, False
    else:
        try:
            y, both = b.value, True
            if b._level != level:
                return operate(_sub, a, b)
        except AttributeError:
            return operate(_sub, a, b)
    if (
        level and (type(x) is not float or type(y) is not float)
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _sub.func is not FUNC or _sub.grads is not GRADS
    ):
        return operate(_sub, a, b)
    try:
        ans = x - y
    except (ArithmeticError, ValueError) as error:
        raise refusal(_sub, error, x, y) from error
    node = new(_sub)
    node.value = ans
    node._gradient = node._tangents = None
    node._level = level
    node._x = a
    node._dx = 1.0
    node._y = b
    node._dy = -1.0 if both else None
    return node


def __rsub__(b: Any, a: Any) -> Any:
    """`x - y`, where `x` is a plain number."""
    y, level, kind = b.value, b._level, type(a)
    if (
        kind is not float and kind is not int or level and type(y) is not float
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _sub.func is not FUNC or _sub.grads is not GRADS
    ):
        return operate(_sub, a, b)
    x = a
    try:
        ans = x - y
    except (ArithmeticError, ValueError) as error:
        raise refusal(_sub, error, x, y) from error
    node = new(_sub)
    node.value = ans
    node._gradient = node._tangents = node._dx = None
    node._level = level
    node._x = a
    node._y = b
    node._dy = -1.0
    return node


def __mul__(a: Any, b: Any) -> Any:
    """`x * y`."""
    x, level, kind = a.value, a._level, type(b)
    if kind is float or kind is int:
        y, both = b, False
    else:
        try:
            y, both = b.value, True
            if b._level != level:
                return operate(_mul, a, b)
        except AttributeError:
            return operate(_mul, a, b)
    if (
        level and (type(x) is not float or type(y) is not float)
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _mul.func is not FUNC or _mul.grads is not GRADS
    ):
        return operate(_mul, a, b)
    try:
        ans = x * y
    except (ArithmeticError, ValueError) as error:
        raise refusal(_mul, error, x, y) from error
    node = new(_mul)
    node.value = ans
    node._gradient = node._tangents = None
    node._level = level
    node._x = a
    node._dx = y
    node._y = b
    node._dy = x if both else None
    return node


def __rmul__(b: Any, a: Any) -> Any:
    """`x * y`, where `x` is a plain number."""
    y, level, kind = b.value, b._level, type(a)
    if (
        kind is not float and kind is not int or level and type(y) is not float
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _mul.func is not FUNC or _mul.grads is not GRADS
    ):
        return operate(_mul, a, b)
    x = a
    try:
        ans = x * y
    except (ArithmeticError, ValueError) as error:
        raise refusal(_mul, error, x, y) from error
    node = new(_mul)
    node.value = ans
    node._gradient = node._tangents = node._dx = None
    node._level = level
    node._x = a
    node._y = b
    node._dy = x
    return node


def __truediv__(a: Any, b: Any) -> Any:
    """`x / y`."""
    x, level, kind = a.value, a._level, type(b)
    if kind is float or kind is int:
        y, both = b, False
    else:
        try:
            y, both = b.value, True
            if b._level != level:
                return operate(_div, a, b)
        except AttributeError:
            return operate(_div, a, b)
    if (
        level and (type(x) is not float or type(y) is not float)
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _div.func is not FUNC or _div.grads is not GRADS
    ):
        return operate(_div, a, b)
    try:
        ans = x / y
    except (ArithmeticError, ValueError) as error:
        raise refusal(_div, error, x, y) from error
    node = new(_div)
    node.value = ans
    node._gradient = node._tangents = None
    node._level = level
    node._x = a
    try:
        node._dx = 1.0 / y
    except (ArithmeticError, ValueError):
        node._dx = edge(_div, 0, ans, x, y)
    node._y = b
    if both:
        try:
            node._dy = -ans / y
        except (ArithmeticError, ValueError):
            node._dy = edge(_div, 1, ans, x, y)
    else:
        node._dy = None
    return node


def __rtruediv__(b: Any, a: Any) -> Any:
    """`x / y`, where `x` is a plain number."""
    y, level, kind = b.value, b._level, type(a)
    if (
        kind is not float and kind is not int or level and type(y) is not float
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _div.func is not FUNC or _div.grads is not GRADS
    ):
        return operate(_div, a, b)
    x = a
    try:
        ans = x / y
    except (ArithmeticError, ValueError) as error:
        raise refusal(_div, error, x, y) from error
    node = new(_div)
    node.value = ans
    node._gradient = node._tangents = node._dx = None
    node._level = level
    node._x = a
    node._y = b
    try:
        node._dy = -ans / y
    except (ArithmeticError, ValueError):
        node._dy = edge(_div, 1, ans, x, y)
    return node


def exp(a: Any) -> Any:
    """`exp(x)`, for a node, a number or an array."""
    if type(a) is float:
        return math.exp(a)
    try:
        x, level = a.value, a._level
    except AttributeError:
        return call(_exp, a)
    if (
        type(x) is not float and type(x) is not int
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _exp.func is not FUNC or _exp.grads is not GRADS
    ):
        return call(_exp, a)
    try:
        ans = math.exp(x)
    except (ArithmeticError, ValueError) as error:
        raise refusal(_exp, error, x) from error
    node = new(_exp)
    node.value = ans
    node._gradient = node._tangents = node._y = node._dy = None
    node._level = level
    node._x = a
    node._dx = ans
    return node


def log(a: Any, base: Any = None) -> Any:
    """`log(x)`, for a node, a number or an array."""
    if base is not None:
        return log(a) / log(base)
    if type(a) is float:
        return math.log(a)
    try:
        x, level = a.value, a._level
    except AttributeError:
        return call(_log, a)
    if (
        type(x) is not float and type(x) is not int
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _log.func is not FUNC or _log.grads is not GRADS
    ):
        return call(_log, a)
    try:
        ans = math.log(x)
    except (ArithmeticError, ValueError) as error:
        raise refusal(_log, error, x) from error
    node = new(_log)
    node.value = ans
    node._gradient = node._tangents = node._y = node._dy = None
    node._level = level
    node._x = a
    try:
        node._dx = 1.0 / x
    except (ArithmeticError, ValueError):
        node._dx = edge(_log, 0, ans, x)
    return node


def sin(a: Any) -> Any:
    """`sin(x)`, for a node, a number or an array."""
    if type(a) is float:
        return math.sin(a)
    try:
        x, level = a.value, a._level
    except AttributeError:
        return call(_sin, a)
    if (
        type(x) is not float and type(x) is not int
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _sin.func is not FUNC or _sin.grads is not GRADS
    ):
        return call(_sin, a)
    try:
        ans = math.sin(x)
    except (ArithmeticError, ValueError) as error:
        raise refusal(_sin, error, x) from error
    node = new(_sin)
    node.value = ans
    node._gradient = node._tangents = node._y = node._dy = None
    node._level = level
    node._x = a
    try:
        node._dx = math.cos(x)
    except (ArithmeticError, ValueError):
        node._dx = edge(_sin, 0, ans, x)
    return node


def tanh(a: Any) -> Any:
    """`tanh(x)`, for a node, a number or an array."""
    if type(a) is float:
        return math.tanh(a)
    try:
        x, level = a.value, a._level
    except AttributeError:
        return call(_tanh, a)
    if (
        type(x) is not float and type(x) is not int
        or AutogradValue.forward_pass is not FORWARD_PASS
        or _tanh.func is not FUNC or _tanh.grads is not GRADS
    ):
        return call(_tanh, a)
    try:
        ans = math.tanh(x)
    except (ArithmeticError, ValueError) as error:
        raise refusal(_tanh, error, x) from error
    node = new(_tanh)
    node.value = ans
    node._gradient = node._tangents = node._y = node._dy = None
    node._level = level
    node._x = a
    try:
        node._dx = 1.0 - ans * ans
    except (ArithmeticError, ValueError):
        node._dx = edge(_tanh, 0, ans, x)
    return node
