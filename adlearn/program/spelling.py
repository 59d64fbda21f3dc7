"""How the functions of a program are spelled in Python.

Most are functions of NumPy and SciPy with public names. Operators have signs. Functions of our own
that are a formula are spelled by that formula; others are written out into the file.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adlearn.program.lines import Equation, Var
from adlearn.program.written_out import Definitions, definitions, inlined, public_path

#: Functions that have a sign.
SIGNS: dict[Any, str] = {
    np.add: "{} + {}",
    np.subtract: "{} - {}",
    np.multiply: "{} * {}",
    np.divide: "{} / {}",
    np.floor_divide: "{} // {}",
    np.remainder: "{} % {}",
    np.power: "{} ** {}",
    np.matmul: "{} @ {}",
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
    np.bitwise_xor: "{} ^ {}",
    np.invert: "~{}",
    operator.getitem: "{}[{}]",
    operator.add: "{} + {}",
    operator.sub: "{} - {}",
    operator.mul: "{} * {}",
    operator.truediv: "{} / {}",
    operator.floordiv: "{} // {}",
    operator.mod: "{} % {}",
    operator.pow: "{} ** {}",
    operator.neg: "-{}",
    operator.eq: "{} == {}",
    operator.ne: "{} != {}",
    operator.lt: "{} < {}",
    operator.le: "{} <= {}",
    operator.gt: "{} > {}",
    operator.ge: "{} >= {}",
    float: "float({})",
    complex: "complex({})",
}


@dataclass(slots=True)
class Spelled:
    """What the text of a program needs besides its lines.

    Attributes
    ----------
    definitions : dict of {callable: Definitions}
        Functions that are written out.
    constants : dict of {str: object}
        Arrays and other things that have no text.
    """

    definitions: dict[Any, Definitions] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    by_identity: dict[int, str] = field(default_factory=dict)

    def constant(self, thing: Any, hint: str = "c") -> str:
        """Give a constant a name."""
        name = self.by_identity.get(id(thing))
        if name is None:
            name = f"{hint}{len(self.constants)}"
            self.constants[name], self.by_identity[id(thing)] = thing, name
        return name


#: Templates of formulas, by function: names of parameters, text with places for them.
TEMPLATES: dict[Any, tuple[Any, str] | None] = {}


def template_of(function: Callable[..., Any]) -> tuple[Any, str] | None:
    """Give the formula of a function of ours as a text with places for its arguments."""
    if function not in TEMPLATES:
        found = inlined(function)
        if found is None:
            TEMPLATES[function] = None
        else:
            signature, expression = found
            places = {name: f"PLACE_{name}_" for name in signature.parameters}
            marked = Mark(places).visit(ast.parse(ast.unparse(expression), mode="eval"))
            TEMPLATES[function] = signature, ast.unparse(marked)
    return TEMPLATES[function]


class Mark(ast.NodeTransformer):
    """Marks the places of parameters; what is an array already is not made one."""

    def __init__(self, places: dict[str, str]) -> None:
        self.places = places

    def visit_Name(self, node: ast.Name) -> Any:
        return ast.Name(self.places[node.id]) if node.id in self.places else node

    def visit_Call(self, node: ast.Call) -> Any:
        match node:
            case ast.Call(ast.Attribute(ast.Name("np"), "asarray"), [ast.Name(name)], []):
                if name in self.places:
                    return self.visit(node.args[0])
        return self.generic_visit(node)


def spell(line: Equation, text: Callable[[Any], str], spelled: Spelled) -> str:
    """Write the right-hand side of a line.

    Parameters
    ----------
    line : Equation
    text : callable
        Writes a var or constant, in brackets where it has a sign.
    spelled : Spelled
        Gets what the text needs besides.
    """
    function = line.function
    sign = SIGNS.get(function)
    if sign is not None and not line.kwargs and sign.count("{}") == len(line.args):
        if function is operator.getitem:
            return f"{text(line.args[0])}[{index_text(line.args[1], text)}]"
        return sign.format(*map(text, line.args))
    path = public_path(function)
    if path is None:
        found = template_of(function)
        if found is not None:
            filled = fill(found, line, text)
            if filled is not None:
                return filled
        if function not in spelled.definitions:
            spelled.definitions[function] = definitions(function)
        path = spelled.definitions[function].name
    arguments = [text(x) for x in line.args]
    arguments += [f"{name}={text(x)}" for name, x in line.kwargs.items()]
    return f"{path}({', '.join(arguments)})"


def fill(found: tuple[Any, str], line: Equation, text: Callable[[Any], str]) -> str | None:
    """Put arguments into a formula."""
    signature, formula = found
    try:
        bound = signature.bind(*line.args, **line.kwargs)
    except TypeError:
        return None
    bound.apply_defaults()
    for name, value in bound.arguments.items():
        kind = signature.parameters[name].kind
        if kind is kind.VAR_POSITIONAL:
            starred = f"*PLACE_{name}_"
            items = ", ".join(map(text, value))
            formula = formula.replace(starred, items).replace(f"PLACE_{name}_", f"({items},)")
            continue
        if kind is kind.VAR_KEYWORD:
            if value:
                return None
            formula = formula.replace(f", **PLACE_{name}_", "").replace(f"**PLACE_{name}_", "")
            continue
        formula = formula.replace(f"[PLACE_{name}_]", f"[{index_text(value, text)}]")
        formula = formula.replace(f"PLACE_{name}_", text(value))
    return formula


def index_text(index: Any, text: Callable[[Any], str]) -> str:
    """Write an index as in brackets: `:, None`, `1:`, `mask`."""
    if isinstance(index, tuple) and index:
        return ", ".join(index_text(part, text) for part in index) + (
            "," if len(index) == 1 else ""
        )
    if isinstance(index, slice):
        parts = ["" if x is None else text(x) for x in (index.start, index.stop)]
        step = "" if index.step is None else f":{text(index.step)}"
        return ":".join(parts) + step
    return "..." if index is Ellipsis else text(index)


def constant_text(thing: Any, text: Callable[[Any], str], spelled: Spelled) -> str:
    """Write a constant; give a name to what has no short text."""
    kind = thing.__class__
    if kind in (bool, int, str, type(None)):
        return repr(thing) if not (kind is int and thing < 0) else f"({thing!r})"
    if kind is float or kind is complex:
        return number_text(thing)
    if kind is tuple:
        return f"({', '.join(map(text, thing))}{',' if len(thing) == 1 else ''})"
    if kind is list:
        return f"[{', '.join(map(text, thing))}]"
    if kind is dict:
        return "{" + ", ".join(f"{k!r}: {text(v)}" for k, v in thing.items()) + "}"
    if kind is slice:
        return f"slice({text(thing.start)}, {text(thing.stop)}, {text(thing.step)})"
    if thing is Ellipsis:
        return "..."
    if isinstance(thing, np.dtype):
        return f"np.dtype({thing.str!r})" if thing.kind not in "fciub" else f"np.{thing.name}"
    if isinstance(thing, np.generic) and thing.dtype.kind in "fciub":
        if thing.dtype.kind == "b":
            return str(bool(thing))
        return f"np.{thing.dtype.name}({number_text(thing.item())})"
    if isinstance(thing, type) and (path := public_path(thing)):
        return path
    if callable(thing) and (path := public_path(thing)):
        return path
    return spelled.constant(thing)


def number_text(number: Any) -> str:
    """Write a number of Python's so that Python reads the same one."""
    if isinstance(number, float):
        if number != number or number in (float("inf"), float("-inf")):
            text = "np.nan" if number != number else "np.inf" if number > 0 else "-np.inf"
        else:
            text = repr(number)
        return f"({text})" if text.startswith("-") else text
    if isinstance(number, complex):
        return f"complex({number_text(number.real)}, {number_text(number.imag)})"
    return f"({number!r})" if number < 0 else repr(number)


def is_var(thing: Any) -> bool:
    return thing.__class__ is Var
