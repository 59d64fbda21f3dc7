"""The rule table as a page: what stands in the engine, read when the site is built.

```{rules-of-numbers}
```

```{rules-of-arrays}
```
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import numpy as np
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

import adlearn.rules
from adlearn.rules import scalars
from adlearn.tensors.dispatch import CONSTANT, DISPATCH
from adlearn.tensors.primitive import ArrayPrimitive

#: Numbers of the table that have a name.
NUMBERS = {
    0.6931471805599453: r"\ln 2",
    2.302585092994046: r"\ln 10",
    1.1283791670955126: r"\tfrac{2}{\sqrt\pi}",
}
#: Functions that LaTeX has a sign of its own for.
SIGNS = {"sqrt": r"\sqrt{%s}", "exp": "e^{%s}", "abs": r"\left|%s\right|", "cbrt": r"\sqrt[3]{%s}"}
NAMED = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "log")
_BINDS = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 4, ast.Pow: 3, ast.FloorDiv: 4}


def latex(text: str) -> str:
    r"""Write a formula of the table as LaTeX.

    Examples
    --------
    >>> print(latex("1.0 / sqrt((1.0 - x) * (1.0 + x))"))
    \frac{1}{\sqrt{\left(1 - x\right) \left(1 + x\right)}}
    >>> print(latex("-ans / y"))
    -\frac{z}{y}
    """
    return _written(ast.parse(text, mode="eval").body, 0)


def _written(node: ast.AST, outside: int) -> str:
    """Write a part, in brackets where it binds less than what is around it."""
    match node:
        case ast.Constant(value=value):
            return NUMBERS.get(value, f"{value:g}")
        case ast.Name(id=name):
            return {"ans": "z", "nothing": "0", "nan": r"\text{nan}"}.get(name, name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _bracketed(f"-{_written(operand, 2)}", 1, outside)
        case ast.BinOp(left=left, op=op, right=right):
            return _of_two(left, op, right, outside)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _call(name, arguments)
        case ast.Compare(left=left, ops=ops, comparators=others):
            signs = {ast.Lt: "<", ast.LtE: r"\le", ast.Eq: "=", ast.Gt: ">", ast.GtE: r"\ge"}
            parts = [_written(left, 1)]
            for op, other in zip(ops, others, strict=True):
                parts += [signs[type(op)], _written(other, 1)]
            return " ".join(parts)
    raise NotImplementedError(ast.dump(node))


def _of_two(left: ast.AST, op: ast.operator, right: ast.AST, outside: int) -> str:
    match op:
        case ast.Div():
            if isinstance(left, ast.UnaryOp):  # a sign stands in front of the whole
                whole = f"-{_of_two(left.operand, op, right, 2)}"
                return _bracketed(whole, 1, outside)
            return rf"\frac{{{_written(left, 0)}}}{{{_written(right, 0)}}}"
        case ast.FloorDiv():
            return (
                rf"\left\lfloor \frac{{{_written(left, 0)}}}{{{_written(right, 0)}}} \right\rfloor"
            )
        case ast.Pow():
            return f"{_written(left, 4)}^{{{_written(right, 0)}}}"
        case ast.BitAnd():
            return rf"{_written(left, 0)} \text{{ and }} {_written(right, 0)}"
        case ast.Mod():
            return rf"{_written(left, 3)} \bmod {_written(right, 3)}"
    sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: ""}[type(op)]
    binds = _BINDS[type(op)]
    second = _written(right, binds + (isinstance(op, ast.Sub)))
    if isinstance(op, ast.Mult) and second[0].isdigit():
        sign = r"\cdot"
    both = f"{_written(left, binds)} {sign} {second}" if sign else f"{_written(left, 2)} {second}"
    return _bracketed(both, binds, outside)


def _call(name: str, arguments: list[ast.expr]) -> str:
    if name == "where":
        condition, yes, no = arguments
        return (
            rf"\begin{{cases}} {_written(yes, 0)} & {_written(condition, 0)} \\ "
            rf"{_written(no, 0)} & \text{{else}} \end{{cases}}"
        )
    if name == "nonzero":  # it only says what stands where the other is 0
        return _written(arguments[0], 0)
    inside = ", ".join(_written(one, 0) for one in arguments)
    if name in SIGNS:
        return SIGNS[name] % inside
    called = rf"\{name}" if name in NAMED else rf"\operatorname{{{name}}}"
    return rf"{called}\left({inside}\right)"


def _bracketed(text: str, binds: int, outside: int) -> str:
    return rf"\left({text}\right)" if binds < outside else text


def of_numbers() -> Iterator[str]:
    """Write the table of numbers, a family at a time, in Markdown."""
    families = [(n, f) for n, f in vars(scalars).items() if n.isupper() and isinstance(f, tuple)]
    for name, family in families:
        yield f"\n### {name.capitalize()}\n"
        yield "| function | value $z$ | by $x$ | by $y$ | takes |"
        yield "| --- | --- | --- | --- | --- |"
        for rule in family:
            partials = [f"${latex(one)}$" for one in rule.partials]
            cells = [f"`{rule.name}`", f"${latex(rule.value)}$", *partials]
            cells += [""] * (4 - len(cells)) + [rule.domain or "all numbers"]
            yield f"| {' | '.join(cells)} |"


def of_arrays() -> Iterator[str]:
    """Write which functions of NumPy have a derivative, by the file in which it is said."""
    rooms = {
        module.name: importlib.import_module(f"adlearn.rules.{module.name}")
        for module in pkgutil.iter_modules(adlearn.rules.__path__)
        if not module.name.startswith("scipy")
    }
    found: dict[str, set[str]] = {}
    steps = set()
    for function, rule in DISPATCH.items():
        if (home := _home(function)).startswith("numpy"):
            name = f"`{home[6:]}`"
            (steps if rule in CONSTANT else found.setdefault(_room(rule, rooms), set())).add(name)
    yield "| `adlearn/rules/` | what is there | functions |"
    yield "| --- | --- | --- |"
    for room in sorted(found):
        said = inspect.getdoc(rooms[room]).partition("\n\n")[0].replace("\n", " ")
        yield f"| `{room}` | {said} | {', '.join(sorted(found[room]))} |"
    yield f"| | Steps: their derivative is 0. | {', '.join(sorted(steps))} |"


def _room(rule: Any, rooms: dict[str, Any]) -> str:
    """Give the module in which a rule is said."""
    module = getattr(rule, "__module__", "") if not isinstance(rule, ArrayPrimitive) else ""
    if (name := module.removeprefix("adlearn.rules.")) in rooms:
        return name
    holding = (name for name, room in rooms.items() if any(rule is v for v in vars(room).values()))
    return next(holding, "elementwise")


def _home(function: Any) -> str:
    """Give the name under which users know a function of NumPy."""
    name = getattr(function, "__name__", "")
    for module in (np, np.linalg, np.fft):
        if getattr(module, name, None) is function:
            return f"{module.__name__}.{name}"
    return getattr(function, "__module__", None) or inspect.getmodule(function).__name__


class _Table(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        lines = of_numbers() if self.name == "rules-of-numbers" else of_arrays()
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)


def setup(app: Any) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_directive("rules-of-numbers", _Table)
    app.add_directive("rules-of-arrays", _Table)
    return {"parallel_read_safe": True}
