"""Writes the operators of tensors: for each one a method whose everyday case, arrays of one level,
is spelled out. Through the general way each operation on ten elements takes half as long again
(`python -m benchmarks.tensors`)."""

from __future__ import annotations

import linecache
from typing import Any

import numpy as np

from adlearn.rules import (  # noqa: F401  importing them fills DISPATCH
    elementwise,
    indexing,
    many_tangents,
    products,
    reductions,
    shapes,
)
from adlearn.tensors.array_like import PLAIN, ArrayLike, defers_to
from adlearn.tensors.node import FORWARD_FLOOR, Tensor, new, pauses
from adlearn.tensors.primitive import DISPATCH, ArrayPrimitive, Traced

FILENAME = "<adlearn tensor operators>"

#: Method -> operator and NumPy function.
BINARY = {
    "add": ("+", np.add),
    "sub": ("-", np.subtract),
    "mul": ("*", np.multiply),
    "truediv": ("/", np.divide),
    "matmul": ("@", np.matmul),
}
GENERAL = {"pow": np.power, "floordiv": np.floor_divide, "mod": np.remainder}

TEMPLATE = """
def __{method}__(a, b):
    kind, level = b.__class__, a._level
    if level < 0 or pauses[0]:
        return operate({method}, a, b)
    if kind is Tensor and (b._level == level or not floor()):
        y = b.data
        if b._level > level:
            level = b._level
    elif kind is ndarray or kind is float or kind is int or kind is float64:
        y = b
    else:
        return operate({method}, a, b)
    node = new(Tensor)
    node.data = a.data {symbol} y
    node.grad = node._kwargs = None
    node._primitive = {method}
    node._args = (a, b)
    node._level = level
    return node

def __r{method}__(b, a):
    kind, level = a.__class__, b._level
    if level < 0 or pauses[0] or kind is not float and kind is not int and kind is not ndarray:
        return operate({method}, a, b)
    node = new(Tensor)
    node.data = a {symbol} b.data
    node.grad = node._kwargs = None
    node._primitive = {method}
    node._args = (a, b)
    node._level = level
    return node
"""

UNARY_TEMPLATE = '''
def __neg__(a):
    if a._level < 0 or pauses[0]:
        return negative(a)
    node = new(Tensor)
    node.data = -a.data
    node.grad = node._kwargs = None
    node._primitive = negative
    node._args = (a,)
    node._level = a._level
    return node

def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
    """Take over a NumPy function; of one level and plain arrays without the detours."""
    primitive = direct.get(ufunc)
    level = self._level
    if primitive is None or kwargs or method != "__call__" or level < 0 or pauses[0]:
        return general_ufunc(self, ufunc, method, *inputs, **kwargs)
    if len(inputs) == 1:
        data = ufunc(self.data)
    else:
        a, b = inputs
        if a is self:
            kind = b.__class__
            if kind is Tensor and b._level == level:
                data = ufunc(self.data, b.data)
            elif kind is ndarray or kind is float or kind is int or kind is float64:
                data = ufunc(self.data, b)
            else:
                return general_ufunc(self, ufunc, method, *inputs)
        elif a.__class__ is ndarray or a.__class__ is float64 or a.__class__ is float:
            data = ufunc(a, self.data)
        else:
            return general_ufunc(self, ufunc, method, *inputs)
    node = new(Tensor)
    node.data = data
    node.grad = node._kwargs = None
    node._primitive = primitive
    node._args = inputs
    node._level = level
    return node
'''


def operate(function: Any, a: Any, b: Any) -> Any:
    """Apply an operator in the general way, or leave it to an operand of another library."""
    for operand in (a, b):
        if not isinstance(operand, (Traced, *PLAIN)) or defers_to(operand):
            return NotImplemented
    if isinstance(a, (list, tuple)):
        a = np.asarray(a)
    if isinstance(b, (list, tuple)):
        b = np.asarray(b)
    return function(a, b)


def on_one_tensor(ufunc: Any, otherwise: Any) -> Any:
    """Make a ufunc of one argument that asks for a tensor first; NumPy's takes twice as long to
    find out whom it was given."""
    primitive = DISPATCH[ufunc]
    if not isinstance(primitive, ArrayPrimitive) or primitive.fun is not ufunc:
        return otherwise
    kind, make, paused = Tensor, new, pauses

    def of_one(x: Any, *args: Any, **kwargs: Any) -> Any:
        if x.__class__ is not kind or x._level < 0 or args or kwargs or paused[0]:
            return otherwise(x, *args, **kwargs)
        node = make(kind)
        node.data = ufunc(x.data)
        node.grad = node._kwargs = None
        node._primitive = primitive
        node._args = (x,)
        node._level = x._level
        return node

    return of_one


def add_operators() -> None:
    """Write the operators and put them on the classes."""
    names: dict[str, Any] = {
        "Tensor": Tensor,
        "new": object.__new__,
        "ndarray": np.ndarray,
        "float64": np.float64,
        "operate": operate,
        "floor": FORWARD_FLOOR.get,
        "pauses": pauses,
    }
    names |= {
        "general_ufunc": ArrayLike.__array_ufunc__,
        "negative": DISPATCH[np.negative],
        "direct": {
            ufunc: primitive
            for ufunc, primitive in DISPATCH.items()
            if isinstance(ufunc, np.ufunc)
            and ufunc.nin <= 2
            and ufunc.nout == 1
            and isinstance(primitive, ArrayPrimitive)
            and primitive.fun is ufunc
        },
    }
    names |= {method: DISPATCH[ufunc] for method, (_, ufunc) in BINARY.items()}
    text = "".join(TEMPLATE.format(method=m, symbol=symbol) for m, (symbol, _) in BINARY.items())
    text += UNARY_TEMPLATE
    linecache.cache[FILENAME] = (len(text), None, text.splitlines(keepends=True), FILENAME)
    exec(compile(text, FILENAME, "exec"), names)
    setattr(Tensor, "__neg__", names["__neg__"])  # noqa: B010  a type checker's view
    setattr(Tensor, "__array_ufunc__", names["__array_ufunc__"])  # noqa: B010
    for method in BINARY:
        setattr(Tensor, f"__{method}__", names[f"__{method}__"])
        setattr(Tensor, f"__r{method}__", names[f"__r{method}__"])
    everywhere = {method: ufunc for method, (_, ufunc) in BINARY.items()} | GENERAL
    for method, ufunc in everywhere.items():
        function = DISPATCH[ufunc]

        def forward(a: Any, b: Any, _function: Any = function) -> Any:
            return operate(_function, a, b)

        def reflected(b: Any, a: Any, _function: Any = function) -> Any:
            return operate(_function, a, b)

        setattr(ArrayLike, f"__{method}__", forward)
        setattr(ArrayLike, f"__r{method}__", reflected)
    negative, absolute = DISPATCH[np.negative], DISPATCH[np.absolute]
    setattr(ArrayLike, "__neg__", lambda a: negative(a))  # noqa: B010  a type checker's view
    setattr(ArrayLike, "__abs__", lambda a: absolute(a))  # noqa: B010


def power_of_a_number(a: Any, b: Any) -> Any:
    """`a ** 2` is a square: cheaper than a power, there and back."""
    if b.__class__ in (int, float) and b == 2:
        return elementwise.square(a)
    return operate(elementwise.power, a, b)


add_operators()
setattr(ArrayLike, "__pow__", power_of_a_number)  # noqa: B010
