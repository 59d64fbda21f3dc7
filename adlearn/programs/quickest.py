"""How the functions of a program are called quickest, as the text of generated code."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adlearn.floats.names import FLOATS
from adlearn.programs.lines import Equation, Var, vars_in
from adlearn.programs.placing import is_simple, put_together
from adlearn.rules.indexing import getitem, scatter


@dataclass(slots=True)
class Code:
    """The text of a generated function, and what its names mean.

    Attributes
    ----------
    lines : list of str
    names : dict of {str: object}
    texts : dict of {Var: str}
        What is written for a value.
    arrays : dict of {object: ndarray}
        Arrays of the function's own, which nobody can change: each once.
    """

    lines: list[str]
    names: dict[str, Any]
    texts: dict[Var, str]
    arrays: dict[Any, np.ndarray] = field(default_factory=dict)

    def add(self, text: str, depth: int = 1) -> None:
        self.lines.append("    " * depth + text)

    def bound(self, thing: Any, hint: str = "c") -> str:
        """Give a thing a name."""
        name = "".join(c if c.isalnum() else "_" for c in hint) + "_"  # no parameter, no line
        known = self.names.get(name, self)
        if known is thing:
            return name
        if known is not self:
            name = f"{name}{len(self.names)}"
        self.names[name] = thing
        return name

    def filled(self, number: float, shape: tuple[int, ...], hint: str) -> str:
        """Give an array a name that is filled with a number."""
        key = repr(number), shape
        if key not in self.arrays:
            self.arrays[key] = np.full(shape, number)
            self.arrays[key].flags.writeable = False
        return self.bound(self.arrays[key], hint)


#: Operations that have a sign: NumPy's, where an operand is NumPy's own, and Python's.
SIGNS: dict[Any, str] = {
    np.add: "{} + {}",
    np.subtract: "{} - {}",
    np.multiply: "{} * {}",
    np.divide: "{} / {}",
    np.negative: "-{}",
    np.square: "{} ** 2",
    np.equal: "{} == {}",
    np.not_equal: "{} != {}",
    np.less: "{} < {}",
    np.less_equal: "{} <= {}",
    np.greater: "{} > {}",
    np.greater_equal: "{} >= {}",
    np.bitwise_and: "{} & {}",
    np.bitwise_or: "{} | {}",
    operator.add: "{} + {}",
    operator.sub: "{} - {}",
    operator.mul: "{} * {}",
    operator.truediv: "{} / {}",
    operator.neg: "-{}",
    operator.pow: "{} ** {}",
    operator.lt: "{} < {}",
    operator.le: "{} <= {}",
    operator.gt: "{} > {}",
    operator.ge: "{} >= {}",
    operator.eq: "{} == {}",
    operator.ne: "{} != {}",
    FLOATS["where"]: "{1} if {0} else {2}",
}


def spelled_fast(code: Code, line: Equation) -> str:
    """Write the right-hand side of a line."""
    quick = QUICK.get(line.function)
    if quick is not None and (found := quick(code, line)) is not None:
        return found
    sign = SIGNS.get(line.function)
    if sign is not None and not line.kwargs and calls_it(line):
        return sign.format(*operands(code, line))
    function = code.bound(line.function, getattr(line.function, "__name__", "f"))
    arguments = [text_of(code, x) for x in line.args]
    if isinstance(line.function, np.ufunc):
        arguments = operands(code, line)
    arguments += [f"{name}={text_of(code, x)}" for name, x in line.kwargs.items()]
    return f"{function}({', '.join(arguments)})"


def calls_it(line: Equation) -> bool:
    """Say whether a sign between the operands calls the function of a line: between two numbers of
    Python's, Python would compute, which knows no infinity in `1 / 0`."""
    if not isinstance(line.function, np.ufunc):
        return True
    return any(x.__class__ is Var and x.kind not in PYTHONS for x in line.args)


#: Python's own numbers. Of truths it computes the same as NumPy.
PYTHONS = (float, complex, int)


def spelled_into(code: Code, line: Equation, place: str) -> str:
    """Write the right-hand side of a line whose operation writes its result where it is told to."""
    function = code.bound(line.function, line.function.__name__)
    return f"{function}({', '.join([*operands(code, line), f'out={place}'])})"


def operands(code: Code, line: Equation) -> list[str]:
    """Write the operands of a ufunc. Beside an array of floats a constant is an array of one
    number, which NumPy takes in two thirds of the time of a number of Python's."""
    beside = any(x.__class__ is Var and x.is_array and x.dtype == float for x in line.args)
    texts = []
    for x in line.args:
        if beside and x.__class__ is float:
            texts.append(code.filled(x, (), "c"))
        else:
            texts.append(text_of(code, x))
    return texts


def text_of(code: Code, thing: Any) -> str:
    """Write an argument."""
    kind = thing.__class__
    if kind is Var:
        return code.texts[thing]
    if kind is tuple:
        parts = [text_of(code, part) for part in thing]
        return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    if kind is list:
        return f"[{', '.join(text_of(code, part) for part in thing)}]"
    if kind is dict:
        return "{" + ", ".join(f"{k!r}: {text_of(code, v)}" for k, v in thing.items()) + "}"
    if kind is slice:
        parts = [text_of(code, x) for x in (thing.start, thing.stop, thing.step)]
        return f"slice({', '.join(parts)})"
    if kind in (bool, int, type(None)) or (kind is float and math.isfinite(thing)):
        text = repr(thing)
        return f"({text})" if text.startswith("-") else text
    return code.bound(thing, "c")


def quick_sum(code: Code, line: Equation) -> str | None:
    """`np.add.reduce` is what `np.sum` comes to, in a third of the time."""
    options = dict(line.kwargs)
    axis, keepdims = options.pop("axis", None), options.pop("keepdims", False)
    x = line.args[0]
    if options or len(line.args) > 1 or x.__class__ is not Var or not x.is_array:
        return None
    function = code.bound(np.add.reduce, "add_reduce")
    more = f", None, None, {keepdims}" if keepdims else ""
    return f"{function}({text_of(code, x)}, {text_of(code, axis)}{more})"


def quick_mean(code: Code, line: Equation) -> str | None:
    """A mean is a sum divided by a number: what NumPy does, in a quarter of the time."""
    x = line.args[0]
    same = (
        x.__class__ is Var and x.dtype == line.result.dtype
    )  # whole numbers are made floats first
    if not same or x.dtype not in (np.float64, np.complex128):  # float16 is summed as float32
        return None
    total = quick_sum(code, line)
    size, kept = math.prod(x.shape), math.prod(line.result.shape)
    return f"{total} / {size // kept}" if total and kept and size else None


def quick_places(code: Code, line: Equation) -> str | None:
    """The function with what it is told already bound: half a microsecond less."""
    if line.function is not scatter.fun or line.kwargs:
        return None
    value, index, shape = line.args
    if not is_simple(index) or line.result.dtype != getattr(value, "dtype", None):
        return None
    pair = f"({text_of(code, index)}, {text_of(code, value)})"
    function = code.bound(put_together, "put_together")
    return f"{function}({text_of(code, shape)}, {code.bound(line.result.dtype, 'dtype')}, {pair})"


def quick_matmul(code: Code, line: Equation) -> str | None:
    """The method `dot` computes the same, in half the time of `@` for small matrices."""
    a, b = line.args
    if line.kwargs or not all(x.__class__ is Var and len(x.shape) in (1, 2) for x in line.args):
        return None
    return f"{text_of(code, a)}.dot({text_of(code, b)})"


def quick_transpose(code: Code, line: Equation) -> str | None:
    x = line.args[0]
    if line.kwargs or len(line.args) > 1 or x.__class__ is not Var or not x.is_array:
        return None
    return f"{text_of(code, x)}.T"


def quick_reshape(code: Code, line: Equation) -> str | None:
    x = line.args[0]
    if line.kwargs or len(line.args) != 2 or x.__class__ is not Var or not x.is_array:
        return None
    return f"{text_of(code, x)}.reshape({text_of(code, line.args[1])})"


def quick_item(code: Code, line: Equation) -> str | None:
    x = line.args[0]
    if line.kwargs or x.__class__ is not Var or x.kind in PYTHONS:
        return None
    return f"{text_of(code, x)}[{text_of(code, line.args[1])}]"


def quick_expand(code: Code, line: Equation) -> str | None:
    x = line.args[0]
    axis = line.args[1] if len(line.args) == 2 else line.kwargs.get("axis")
    if x.__class__ is not Var or not x.is_array or not line.result.shape:
        return None
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    ndim = len(line.result.shape)
    if Var in map(type, axes):
        return None
    new = {a % ndim for a in axes}
    return f"{text_of(code, x)}[{', '.join('None' if i in new else ':' for i in range(ndim))},]"


def quick_spread(code: Code, line: Equation) -> str | None:
    """A product with ones costs a sixth of `np.broadcast_to`, where these are few."""
    if len(line.args) != 2:
        return None
    x = line.args[0]
    small = line.result.bytes <= 65536 and line.result.dtype == float
    told = any(True for _ in vars_in(line.args[1]))  # a shape that may be another one
    if line.kwargs or told or not small or x.__class__ is not Var or not line.result.shape:
        return None  # a product without axes is a number
    return f"{code.filled(1.0, line.result.shape, 'ones')} * {text_of(code, x)}"


QUICK: dict[Any, Callable[[Code, Equation], str | None]] = {
    np.sum: quick_sum,
    np.mean: quick_mean,
    np.matmul: quick_matmul,
    np.transpose: quick_transpose,
    np.reshape: quick_reshape,
    np.expand_dims: quick_expand,
    np.broadcast_to: quick_spread,
    getitem.fun: quick_item,
    scatter.fun: quick_places,
    operator.getitem: quick_item,
}
