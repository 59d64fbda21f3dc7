"""How the functions of a program are called quickest, as the text of generated code."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.floats.names import FLOATS
from adlearn.programs.lines import Equation, Var
from adlearn.programs.placing import is_simple, put_together
from adlearn.rules.indexing import getitem, scatter


@dataclass(slots=True)
class Code:
    """The text of a generated function, and what its names mean."""

    lines: list[str]
    names: dict[str, Any]
    texts: dict[Var, str]

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
    if sign is not None and not line.kwargs:
        return sign.format(*operands(code, line))
    function = code.bound(line.function, getattr(line.function, "__name__", "f"))
    arguments = [text_of(code, x) for x in line.args]
    if isinstance(line.function, np.ufunc):
        arguments = operands(code, line)
    arguments += [f"{name}={text_of(code, x)}" for name, x in line.kwargs.items()]
    return f"{function}({', '.join(arguments)})"


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
            texts.append(code.bound(zero_d(x), "c"))
        else:
            texts.append(text_of(code, x))
    return texts


#: Constants as arrays, each once.
ZERO_D: dict[str, np.ndarray] = {}


def zero_d(number: float) -> np.ndarray:
    """Give an array of one number that nobody can change."""
    made = ZERO_D.get(repr(number))
    if made is None:
        made = ZERO_D[repr(number)] = np.array(number)
        made.flags.writeable = False
    return made


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
    if line.result.dtype not in (np.float64, np.complex128) or x.__class__ is not Var:
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
    if line.kwargs or x.__class__ is not Var or x.kind is float:
        return None
    return f"{text_of(code, x)}[{text_of(code, line.args[1])}]"


def quick_expand(code: Code, line: Equation) -> str | None:
    x = line.args[0]
    axis = line.args[1] if len(line.args) == 2 else line.kwargs.get("axis")
    if x.__class__ is not Var or not x.is_array or not line.result.shape:
        return None
    axes = axis if isinstance(axis, tuple) else (axis,)
    ndim = len(line.result.shape)
    new = {a % ndim for a in axes}
    return f"{text_of(code, x)}[{', '.join('None' if i in new else ':' for i in range(ndim))},]"


def quick_spread(code: Code, line: Equation) -> str | None:
    """A product with ones costs a sixth of `np.broadcast_to`, where these are few."""
    if len(line.args) != 2:
        return None
    x = line.args[0]
    small = line.result.bytes <= 65536 and line.result.dtype == float
    if line.kwargs or not small or x.__class__ is not Var:
        return None
    return f"{code.bound(ones(line.result.shape), 'ones')} * {text_of(code, x)}"


ONES: dict[tuple[int, ...], np.ndarray] = {}


def ones(shape: tuple[int, ...]) -> np.ndarray:
    """Give ones that nobody can change."""
    if shape not in ONES:
        ONES[shape] = np.ones(shape)
        ONES[shape].flags.writeable = False
    return ONES[shape]


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
