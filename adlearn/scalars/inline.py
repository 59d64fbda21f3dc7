"""Writes the Python source of the scalar operations: a class and a function for each rule.

Looking a rule up and calling it costs more than the arithmetic it describes. So the text of each
rule is pasted into the function that builds the node: a chain of a thousand operations then takes a
third of micrograd's time, where calling a rule for each takes two thirds (`python -m
benchmarks.scalar`). What is written is ordinary Python, is shown in tracebacks, and can be read in
full with `print(adlearn.scalars.inline.source(adlearn.rules.RULES))`.

Every function has two bodies. The *inlined* one is for the everyday case: float or int values,
arguments of one level; whatever else it meets goes to `apply`. The *plain* one calls the operation
class, as the notebook's `_mul(a, b)` does; `adlearn.scalars.operations` switches to it when a
reader puts their own `func`, `grads` or `forward_pass` on a class.
"""

from __future__ import annotations

import linecache
import re
from collections.abc import Mapping

from adlearn.rules.primitive import ANSWER, Primitive

FILENAME = "<adlearn scalar operations>"

#: Rules behind Python's operators: name of the rule, name of the method without underscores.
BINARY_OPERATORS = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "div": "truediv",
    "pow": "pow",
    "floordiv": "floordiv",
    "mod": "mod",
}
UNARY_OPERATORS = {"neg": "neg", "abs": "abs"}

CLASS = '''
class _{name}(AutogradValue):
    """{rule}"""

    __slots__ = ()
    primitive = RULES["{name}"]

    def func(self, {letters}):
        return {value}

    def grads(self, {letters}):
        return slopes(_{name}, {letters})
'''

BINARY = """
def {method}(a, b):
    kind = b.__class__
    if kind is float or kind is int:
        x, y, level = a.value, b, a._level
        if x.__class__ is not float and x.__class__ is not int:
            return operate(_{name}, a, b)
{value_from_a}
        dy = None
    else:
        try:
            level, y = b._level, b.value
        except AttributeError:
            return operate(_{name}, a, b)
        x = a.value
        if (
            level != a._level
            or x.__class__ is not float and x.__class__ is not int
            or y.__class__ is not float and y.__class__ is not int
        ):
            return operate(_{name}, a, b)
{value_from_both}
{node}

def {method}_plain(a, b):
    return construct(_{name}, a, b)

def {reflected}(b, a):
    kind = a.__class__
    if kind is not float and kind is not int:
        return operate(_{name}, a, b)
    x, y, level = a, b.value, b._level
    if y.__class__ is not float and y.__class__ is not int:
        return operate(_{name}, a, b)
{value_from_b}
    dx = None
{node}

def {reflected}_plain(b, a):
    return construct(_{name}, a, b)
"""

UNARY = '''
def {function}(a{extra}):
    """{rule}, for a node, a number or an array."""
{before}    try:
        x, level = a.value, a._level
    except AttributeError:
        return call(_{name}, a)
    if x.__class__ is not float and x.__class__ is not int:
        return call(_{name}, a)
{value_from_a}
    b = dy = None
{node}

def {function}_plain(a{extra}):
{before}    return call(_{name}, a)
'''

NUMBER_FIRST = """    if a.__class__ is float:
        return math_{name}(a)
"""

BASE_FIRST = """    if base is not None:
        return log_to_base(a, base)
"""

BINARY_FUNCTION = '''
def {name}(a, b):
    """{rule}, for nodes, numbers and arrays."""
    return call(_{name}, a, b)
'''

NODE = """    node = new(_{name})
    node.value = ans
    node._gradient = None
    node._tangents = None
    node._level = level
    node._x = a
    node._dx = dx
    node._y = b
    node._dy = dy
    return node
"""


def source(rules: Mapping[str, Primitive]) -> str:
    """Write the module of all operation classes and functions.

    Parameters
    ----------
    rules : mapping of str to Primitive
        The rule table; every formula must be text.

    Returns
    -------
    str
        Python source. The names it uses and does not define are listed where it is executed, in
        `adlearn.scalars.node`.

    Examples
    --------
    >>> from adlearn.rules import RULES
    >>> "ans = x * y" in source({"mul": RULES["mul"]})
    True
    """
    return "\n".join(written(rule) for rule in rules.values())


def written(rule: Primitive) -> str:
    """Write the class and the function of one rule."""
    name = rule.name
    parts = {
        "name": name,
        "rule": str(rule),
        "letters": ", ".join(rule.arguments),
        "value": rule.value,
    }
    text = CLASS.format(**parts)
    node = NODE.format(name=name)
    if name in BINARY_OPERATORS:
        method = BINARY_OPERATORS[name]
        return text + BINARY.format(
            name=name,
            method=f"__{method}__",
            reflected=f"__r{method}__",
            value_from_a=computation(rule, "x", 8),
            value_from_both=computation(rule, "xy", 8),
            value_from_b=computation(rule, "y", 4),
            node=node,
        )
    if len(rule.arguments) == 2:
        return text + BINARY_FUNCTION.format(**parts)
    function, before, extra = name, NUMBER_FIRST.format(name=name), ""
    if name in UNARY_OPERATORS:
        function, before = f"__{UNARY_OPERATORS[name]}__", ""
    if name == "log":
        before, extra = BASE_FIRST + before, ", base=None"
    return text + UNARY.format(
        name=name,
        rule=rule,
        function=function,
        before=before,
        extra=extra,
        value_from_a=computation(rule, "x", 4),
        node=node,
    )


def functions_of(name: str) -> list[str]:
    """Name the functions written for a rule, which are also methods of a node."""
    if name in BINARY_OPERATORS:
        return [f"__{BINARY_OPERATORS[name]}__", f"__r{BINARY_OPERATORS[name]}__"]
    return [f"__{UNARY_OPERATORS[name]}__" if name in UNARY_OPERATORS else name]


def computation(rule: Primitive, differentiated: str, indent: int) -> str:
    """Write the lines that compute the value and the partials by some of the letters."""
    lines = [
        "try:",
        f"    {ANSWER} = {on_floats(rule.value)}",
        "except (ArithmeticError, ValueError) as error:",
        f"    raise refusal(_{rule.name}, error, {', '.join(rule.arguments)}) from error",
    ]
    if rule.name == "pow":
        lines += [
            f"if {ANSWER}.__class__ is complex:",
            f"    raise refusal(_{rule.name}, None, {', '.join(rule.arguments)})",
        ]
    for place, (letter, partial) in enumerate(zip(rule.arguments, rule.partials, strict=True)):
        if letter not in differentiated:
            continue
        if not cannot_fail(partial):
            lines += [
                "try:",
                f"    d{letter} = {on_floats(partial)}",
                "except (ArithmeticError, ValueError):",
                f"    d{letter} = edge(_{rule.name}, {place}, {ANSWER}, "
                f"{', '.join(rule.arguments)})",
            ]
        else:
            lines.append(f"d{letter} = {on_floats(partial)}")
    return "\n".join(" " * indent + line for line in lines)


def cannot_fail(partial: object) -> bool:
    """A letter or a literal, possibly negated, needs no guard around it."""
    return isinstance(partial, str) and re.fullmatch(r"-?(x|y|ans|\d+\.\d+)", partial) is not None


def on_floats(formula: object) -> str:
    """Name the float version of every function in a formula: `exp(x)` becomes `math_exp(x)`."""
    return re.sub(r"\b([a-z]\w*)\(", r"math_\1(", str(formula))


def load(rules: Mapping[str, Primitive], namespace: dict[str, object]) -> None:
    """Execute the source of all operations in a namespace, and let tracebacks show its lines."""
    text = source(rules)
    linecache.cache[FILENAME] = (len(text), None, text.splitlines(keepends=True), FILENAME)
    exec(compile(text, FILENAME, "exec"), namespace)
