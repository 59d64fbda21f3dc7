"""Writes `adlearn/scalars/written.py`: the operators and functions that programs use most, with the
formulas of the rule table pasted in.

Looking a formula up and calling it costs more than the arithmetic it describes. Of the time of a
chain of sin, exp, log, * and + (`python -m benchmarks.scalar`), calling costs a third. So the most
used functions are written out, and a test holds the file against the table. Run

    python tests/adlearn/write_scalars.py

after a change of a formula.
"""

from __future__ import annotations

import re
from pathlib import Path

from adlearn.rules.primitive import Primitive
from adlearn.rules.scalars import RULES

#: Rule -> the method of Python's operator, without underscores.
BINARY_OPERATORS = {"add": "add", "sub": "sub", "mul": "mul", "div": "truediv"}
FUNCTIONS = ("exp", "log", "sin", "tanh")

HEADER = '''\
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
'''

CLASS = """_{name}: Any = OPERATIONS["_{name}"]
"""

UNTOUCHED = """AutogradValue.forward_pass is not FORWARD_PASS
        or _{name}.func is not FUNC or _{name}.grads is not GRADS"""

BINARY = '''
def {method}(a: Any, b: Any) -> Any:
    """{rule}."""
    x, level, kind = a.value, a._level, type(b)
    if kind is float or kind is int:
        y, both = b, False
    else:
        try:
            y, both = b.value, True
            if b._level != level:
                return operate(_{name}, a, b)
        except AttributeError:
            return operate(_{name}, a, b)
    if (
        level and (type(x) is not float or type(y) is not float)
        or {untouched}
    ):
        return operate(_{name}, a, b)
{value}
    node = new(_{name})
    node.value = ans
    node._gradient = node._tangents = None
    node._level = level
    node._x = a
{dx}
    node._y = b
{dy}
    return node


def {reflected}(b: Any, a: Any) -> Any:
    """{rule}, where `x` is a plain number."""
    y, level, kind = b.value, b._level, type(a)
    if (
        kind is not float and kind is not int or level and type(y) is not float
        or {untouched}
    ):
        return operate(_{name}, a, b)
    x = a
{value}
    node = new(_{name})
    node.value = ans
    node._gradient = node._tangents = node._dx = None
    node._level = level
    node._x = a
    node._y = b
{dy_alone}
    return node
'''

UNARY = '''
def {function}(a: Any{extra}) -> Any:
    """{rule}, for a node, a number or an array."""
{before}    try:
        x, level = a.value, a._level
    except AttributeError:
        return call(_{name}, a)
    if (
        type(x) is not float and type(x) is not int
        or {untouched}
    ):
        return call(_{name}, a)
{value}
    node = new(_{name})
    node.value = ans
    node._gradient = node._tangents = node._y = node._dy = None
    node._level = level
    node._x = a
{dx}
    return node
'''

NUMBER_FIRST = """    if type(a) is float:
        return math.{name}(a)
"""

BASE_FIRST = """    if base is not None:
        return log(a) / log(base)
"""


def written(rule: Primitive) -> str:
    """Write the functions of one rule."""
    name = rule.name
    parts = {
        "name": name,
        "rule": f"`{rule.value}`",
        "untouched": UNTOUCHED.format(name=name),
        "value": value_of(rule),
        "dx": partial_of(rule, 0, 4),
    }
    if name in BINARY_OPERATORS:
        method = BINARY_OPERATORS[name]
        return BINARY.format(
            **parts,
            method=f"__{method}__",
            reflected=f"__r{method}__",
            dy=partial_if_both(rule),
            dy_alone=partial_of(rule, 1, 4),
        )
    before, extra = NUMBER_FIRST.format(name=name), ""
    if name == "log":
        before, extra = BASE_FIRST + before, ", base: Any = None"
    return UNARY.format(
        **parts,
        function=name,
        before=before,
        extra=extra,
    )


def value_of(rule: Primitive) -> str:
    """Write the lines that compute the answer."""
    arguments = ", ".join(rule.arguments)
    return f"""    try:
        ans = {on_floats(rule.value)}
    except (ArithmeticError, ValueError) as error:
        raise refusal(_{rule.name}, error, {arguments}) from error"""


def partial_of(rule: Primitive, place: int, indent: int) -> str:
    """Write the lines that compute a partial, with a guard where that may fail."""
    if place >= len(rule.partials):
        return ""
    partial = str(rule.partials[place])
    target = f"node._d{rule.arguments[place]}"
    lines = [f"{target} = {on_floats(partial)}"]
    # A letter or a literal, possibly negated, cannot fail.
    if re.fullmatch(r"-?(x|y|ans|\d+\.\d+)", partial) is None:
        arguments = ", ".join(rule.arguments)
        lines = [
            "try:",
            f"    {lines[0]}",
            "except (ArithmeticError, ValueError):",
            f"    {target} = edge(_{rule.name}, {place}, ans, {arguments})",
        ]
    return "\n".join(" " * indent + line for line in lines)


def partial_if_both(rule: Primitive) -> str:
    """Write the lines that compute the partial by `y` where `y` is a node."""
    lines = partial_of(rule, 1, 4)
    if lines.count("\n") == 0:
        return f"{lines} if both else None"
    return f"    if both:\n{partial_of(rule, 1, 8)}\n    else:\n        node._dy = None"


def on_floats(formula: object) -> str:
    """Name the float version of every function in a formula: `exp(x)` becomes `math.exp(x)`."""
    return re.sub(r"\b([a-z]\w*)\(", r"math.\1(", str(formula))


def source() -> str:
    """Write the whole file.

    Examples
    --------
    >>> "ans = x * y" in source()
    True
    """
    names = [*BINARY_OPERATORS, *FUNCTIONS]
    classes = "".join(CLASS.format(name=name) for name in names)
    return HEADER + classes + "".join("\n" + written(RULES[name]) for name in names).rstrip() + "\n"


if __name__ == "__main__":
    (Path(__file__).parents[2] / "adlearn" / "scalars" / "written.py").write_text(source())
