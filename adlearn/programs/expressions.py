"""How the right-hand sides of lines are written: in Python, in signs, in LaTeX.

A style says how operations, functions, names and numbers look; what needs brackets is the same in
all of them.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.programs.lines import Equation, Var
from adlearn.programs.public_names import namesake, public_path
from adlearn.rules.indexing import getitem

#: How tightly things bind.
COMPARED, ADDED, MULTIPLIED, NEGATED, RAISED, ATOM = range(0, 12, 2)


@dataclass(frozen=True, slots=True)
class Sign:
    """An operation with a sign: a text with places, how tightly it binds, and how tightly each
    operand must."""

    text: str
    binds: int
    operands: tuple[int, ...]


def infix(text: str, binds: int) -> Sign:
    """Make a sign between two operands. What stands on the right is bracketed if it binds no
    tighter: sums of floats depend on their order."""
    return Sign(text, binds, (binds, binds + 1))


PYTHON_SIGNS: dict[Any, Sign] = {
    np.add: infix("{} + {}", ADDED),
    np.subtract: infix("{} - {}", ADDED),
    np.multiply: infix("{} * {}", MULTIPLIED),
    np.divide: infix("{} / {}", MULTIPLIED),
    np.floor_divide: infix("{} // {}", MULTIPLIED),
    np.remainder: infix("{} % {}", MULTIPLIED),
    np.matmul: infix("{} @ {}", MULTIPLIED),
    np.negative: Sign("-{}", NEGATED, (NEGATED,)),
    np.power: Sign("{} ** {}", RAISED, (ATOM, ATOM)),
    np.square: Sign("{} ** 2", RAISED, (ATOM,)),
    np.equal: Sign("{} == {}", COMPARED, (ADDED, ADDED)),
    np.not_equal: Sign("{} != {}", COMPARED, (ADDED, ADDED)),
    np.less: Sign("{} < {}", COMPARED, (ADDED, ADDED)),
    np.less_equal: Sign("{} <= {}", COMPARED, (ADDED, ADDED)),
    np.greater: Sign("{} > {}", COMPARED, (ADDED, ADDED)),
    np.greater_equal: Sign("{} >= {}", COMPARED, (ADDED, ADDED)),
    np.bitwise_and: Sign("{} & {}", COMPARED + 1, (ADDED, ADDED)),
    np.bitwise_or: Sign("{} | {}", COMPARED + 1, (ADDED, ADDED)),
    np.invert: Sign("~{}", NEGATED, (NEGATED,)),
}
for _plain, _numpys in (
    (operator.add, np.add),
    (operator.sub, np.subtract),
    (operator.mul, np.multiply),
    (operator.truediv, np.divide),
    (operator.floordiv, np.floor_divide),
    (operator.mod, np.remainder),
    (operator.neg, np.negative),
    (operator.pow, np.power),
    (operator.eq, np.equal),
    (operator.ne, np.not_equal),
    (operator.lt, np.less),
    (operator.le, np.less_equal),
    (operator.gt, np.greater),
    (operator.ge, np.greater_equal),
):
    PYTHON_SIGNS[_plain] = PYTHON_SIGNS[_numpys]


#: Operations that are a square, the second operand being 2.
SQUARES: tuple[Any, ...] = (np.square, (np.power, 2), (operator.pow, 2))


class Style:
    """How a page is written. This one is the lecture's: signs and names, as far as a terminal has
    them."""

    signs: dict[Any, Sign] = {
        **PYTHON_SIGNS,
        **dict.fromkeys((np.multiply, operator.mul), infix("{} · {}", MULTIPLIED)),
        **dict.fromkeys((np.subtract, operator.sub), infix("{} − {}", ADDED)),
        **dict.fromkeys((np.negative, operator.neg), Sign("−{}", NEGATED, (NEGATED,))),
        **dict.fromkeys((np.power, operator.pow), Sign("{}^{}", RAISED, (ATOM, ATOM))),
        **dict.fromkeys((np.less_equal, operator.le), Sign("{} ≤ {}", COMPARED, (ADDED, ADDED))),
        **dict.fromkeys((np.greater_equal, operator.ge), Sign("{} ≥ {}", COMPARED, (ADDED, ADDED))),
        **dict.fromkeys((np.not_equal, operator.ne), Sign("{} ≠ {}", COMPARED, (ADDED, ADDED))),
        **dict.fromkeys(SQUARES, Sign("{}²", RAISED, (ATOM,))),
        np.transpose: Sign("{}ᵀ", ATOM, (ATOM,)),
    }
    #: What is read as a sign between two, where something stands before it.
    minus = "−"

    def name(self, name: str) -> str:
        """Write a name; that of a cotangent with a bar."""
        stem, bars, number = barred(name)
        over = "".join(letter + BARS[min(bars, 2)] for letter in stem)
        return over + "_bar" * (bars - 2) + number

    def in_letters(self, name: str) -> str:
        """Write a name letter by letter, where another one would look like it."""
        return name

    def operation(self, sign: Sign, operands: list[str]) -> str:
        return sign.text.format(*operands)

    def function(self, line: Equation) -> str:
        """Write what a function is called: in its field, where it has a name there."""
        path = public_path(line.function)
        if path is not None:
            of_ufunc = isinstance(getattr(line.function, "__self__", None), np.ufunc)
            return ".".join(path.split(".")[-2:] if of_ufunc else path.split(".")[-1:])
        name = getattr(line.function, "__name__", "fun").strip("_")
        if line.rule and (name in ("<lambda>", "fun") or name.endswith("_fun")):
            return line.rule
        return "f" if name == "<lambda>" else name

    def call(self, function: str, arguments: list[str]) -> str:
        return f"{function}({', '.join(arguments)})"

    def number(self, thing: Any) -> tuple[str, int]:
        """Write a constant, and say how tightly it binds."""
        if isinstance(thing, np.ndarray):
            if thing.size and (thing == thing.flat[0]).all():
                return self.number(thing.flat[0].item())
            return (short_array(thing), ATOM) if thing.size <= 4 else (f"array{thing.shape}", ATOM)
        if isinstance(thing, np.generic):
            thing = thing.item()
        text = f"{thing:.6g}" if isinstance(thing, float) else repr(thing)
        return text.replace("-", "−"), NEGATED if text.startswith("-") else ATOM

    def word(self, text: str) -> str:
        """Write what is no number and no value: a keyword, True, a text."""
        return text

    def index(self, base: str, index: str) -> str:
        return f"{base}[{index}]"

    def bracketed(self, text: str) -> str:
        return f"({text})"


#: What is put over a letter: nothing, a bar, a double bar.
BARS = ("", "\u0305", "\u033f")


def barred(name: str) -> tuple[str, int, str]:
    """Take apart the name of a cotangent: what it is of, how many bars, a number.

    Examples
    --------
    >>> barred("h_2_bar"), barred("w_bar_bar_3"), barred("z")
    (('h_2', 1, ''), ('w', 2, '_3'), ('z', 0, ''))
    """
    found = re.fullmatch(r"(.+?)((?:_bar)+)(_\d+)?", name)
    if found is None:
        return name, 0, ""
    return found[1], found[2].count("_bar"), found[3] or ""


def short_array(array: np.ndarray) -> str:
    return np.array2string(array, precision=4, separator=", ").replace("\n", "")


def width(text: str) -> int:
    """Say how many places a text takes in a terminal."""
    return sum(not unicodedata.combining(letter) for letter in text)


def labels(names: Iterable[str], style: Style) -> dict[str, str]:
    """Write names in a style, no two of them alike.

    Examples
    --------
    >>> labels(["t_1", "t1"], Latex())
    {'t_1': 't_{1}', 't1': '\\\\mathit{t1}'}
    """
    found: dict[str, str] = {}
    for name in names:
        text = style.name(name)
        found.setdefault(name, style.in_letters(name) if text in found.values() else text)
    return found


@functools.cache
def defaults_of(function: Any) -> dict[str, Any]:
    """List the keywords of a function that need not be written as they are."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return {}
    unset = {one.name: one.default for one in parameters if one.default is not one.empty}
    return {
        name: False if name == "keepdims" and default is np._NoValue else default
        for name, default in unset.items()
    }


def is_usual(thing: Any, default: Any) -> bool:
    """Say whether an argument is its default."""
    return thing is default or (isinstance(thing, int | str) and thing == default)


@functools.cache
def parameters_of(function: Any) -> tuple[str, ...]:
    """List the parameters that may be given by their places or by their names."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ()
    both = itertools.takewhile(lambda x: x.kind is x.POSITIONAL_OR_KEYWORD, parameters)
    return tuple(x.name for x in both)


class Latex(Style):
    """LaTeX, for notebooks and papers."""

    signs = {
        **Style.signs,
        **dict.fromkeys((np.multiply, operator.mul), infix(r"{} \, {}", MULTIPLIED)),
        **dict.fromkeys((np.subtract, operator.sub), infix("{} - {}", ADDED)),
        **dict.fromkeys((np.negative, operator.neg), Sign("-{}", NEGATED, (NEGATED,))),
        **dict.fromkeys((np.divide, operator.truediv), Sign(r"\frac{{{}}}{{{}}}", NEGATED, (0, 0))),
        **dict.fromkeys((np.power, operator.pow), Sign("{{{}}}^{{{}}}", RAISED, (ATOM, 0))),
        **dict.fromkeys((np.remainder, operator.mod), infix(r"{} \bmod {}", MULTIPLIED)),
        **dict.fromkeys(
            (np.floor_divide, operator.floordiv),
            Sign(r"\left\lfloor \frac{{{}}}{{{}}} \right\rfloor", ATOM, (0, 0)),
        ),
        np.matmul: infix(r"{} \mathbin{{@}} {}", MULTIPLIED),
        **dict.fromkeys((np.equal, operator.eq), Sign(r"\left[{} = {}\right]", ATOM, (0, 0))),
        **dict.fromkeys((np.less_equal, operator.le), Sign(r"{} \le {}", COMPARED, (ADDED, ADDED))),
        **dict.fromkeys(
            (np.greater_equal, operator.ge), Sign(r"{} \ge {}", COMPARED, (ADDED, ADDED))
        ),
        **dict.fromkeys((np.not_equal, operator.ne), Sign(r"{} \ne {}", COMPARED, (ADDED, ADDED))),
        np.bitwise_and: Sign(r"{} \wedge {}", COMPARED + 1, (ADDED, ADDED)),
        np.bitwise_or: Sign(r"{} \vee {}", COMPARED + 1, (ADDED, ADDED)),
        np.invert: Sign(r"\neg {}", NEGATED, (NEGATED,)),
        **dict.fromkeys(SQUARES, Sign("{{{}}}^{{2}}", RAISED, (ATOM,))),
        np.sqrt: Sign(r"\sqrt{{{}}}", ATOM, (0,)),
        np.transpose: Sign(r"{{{}}}^{{\top}}", RAISED, (ATOM,)),
    }

    minus = "-"

    def name(self, name: str) -> str:
        inner, bars, number = barred(name)
        if bars:
            return over(self.name(inner), bars, number)
        stem = name.rstrip("0123456789_")
        lower = name[len(stem) :].strip("_").replace("_", ",")
        letter = stem if len(stem) == 1 else rf"\{stem}" if stem in GREEK else None
        word = letter or upright(r"\mathit", stem)
        return f"{word}_{{{lower}}}" if lower else word

    def in_letters(self, name: str) -> str:
        inner, bars, number = barred(name)
        return over(upright(r"\mathit", inner), bars, number)

    def operation(self, sign: Sign, operands: list[str]) -> str:
        text = super().operation(sign, operands)
        return re.sub(r"\\, (?=\d)", r"\\cdot ", text)  # two numbers side by side are one

    def function(self, line: Equation) -> str:
        name = super().function(line)
        return rf"\{name}" if name in LATEX_FUNCTIONS else upright(r"\mathrm", name)

    def call(self, function: str, arguments: list[str]) -> str:
        return rf"{function}\left({', '.join(arguments)}\right)"

    def number(self, thing: Any) -> tuple[str, int]:
        text, binds = super().number(thing)
        text = text.replace("−", "-")
        if isinstance(thing, np.ndarray) and text.startswith("array"):
            return rf"\text{{{text}}}", binds
        return in_powers(text, binds)

    def word(self, text: str) -> str:
        return upright(r"\mathrm", text)

    def bracketed(self, text: str) -> str:
        return rf"\left({text}\right)"


def over(text: str, bars: int, number: str) -> str:
    """Write bars over LaTeX, and the number that tells one such name from another."""
    return r"\overline{" * bars + text + "}" * bars + f"_{{{number[1:]}}}" * bool(number)


def upright(command: str, text: str) -> str:
    """Write letters as they are, in a font."""
    escaped = re.sub(r"([_#$%&{}])", r"\\\1", text)
    return f"{command}{{{escaped}}}"


def in_powers(text: str, binds: int) -> tuple[str, int]:
    """Write a float as LaTeX does, where Python has `1e-05`, `inf` or `nan`.

    Examples
    --------
    >>> in_powers("1e-05", ATOM), in_powers("2.5", ATOM)
    (('1 \\\\cdot 10^{-5}', 4), ('2.5', 10))
    """
    found = re.fullmatch(r"(-?[\d.]+)e([+-]\d+)", text)
    if found is not None:
        return rf"{found[1]} \cdot 10^{{{int(found[2])}}}", min(binds, MULTIPLIED)
    named = re.sub("inf", r"\\infty", text)
    return re.sub("nan", r"\\mathrm{nan}", named), binds


GREEK = {
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi"),
    "omega",
}
LATEX_FUNCTIONS = {
    *("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan"),
    *("max", "min"),
}


@dataclass(slots=True)
class Expressions:
    """Writes right-hand sides in a style.

    Attributes
    ----------
    style : Style
    names : dict of {Var: str}
        As they are written; see `labels`.
    within : dict of {Var: Equation}
        Results that are written where they are used.
    """

    style: Style
    names: dict[Var, str]
    within: dict[Var, Equation]

    def line(self, line: Equation) -> str:
        """Write the right-hand side of a line."""
        return self.written(line)[0]

    def operand(self, thing: Any, at_least: int, first: bool = True) -> str:
        """Write an operand, in brackets if it binds too loosely, or would put a minus behind a
        sign."""
        text, binds = self.thing(thing)
        after_sign = not first and at_least and text.startswith(self.style.minus)
        return self.style.bracketed(text) if binds < at_least or after_sign else text

    def thing(self, thing: Any) -> tuple[str, int]:
        """Write a var, a constant, or a list of them; say how tightly it binds."""
        kind = thing.__class__
        if kind is Var:
            made = self.within.get(thing)
            if made is not None:
                return self.written(made)
            return self.names[thing], ATOM
        if kind is tuple or kind is list:
            left, right = "()" if kind is tuple else "[]"
            parts = ", ".join(self.thing(part)[0] for part in thing)
            return left + parts + "," * (kind is tuple and len(thing) == 1) + right, ATOM
        if isinstance(thing, (int, float, complex, np.generic, np.ndarray)) and kind is not bool:
            return self.style.number(thing)
        if kind is slice:
            return self.index(thing), ATOM
        name = getattr(thing, "name", None) or getattr(thing, "__name__", None) or repr(thing)
        return self.style.word(name), ATOM

    def given(self, line: Equation) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Say which arguments are written, by their places and by their names."""
        usual = defaults_of(line.function)
        named = {k: x for k, x in line.kwargs.items() if k not in usual or x is not usual[k]}
        return line.args, named

    def sign(self, function: Any, args: Any) -> tuple[Sign | None, tuple[Any, ...]]:
        """Give the sign of an operation, and what stands around it: of a square, the base alone."""
        if len(args) == 2 and isinstance(args[1], (int, float, np.number)):
            sign = self.style.signs.get((function, args[1]))
            if sign is not None:
                return sign, args[:1]
        return self.style.signs.get(function), args

    def index(self, index: Any) -> str:
        """Write an index as it stands in brackets."""
        if isinstance(index, tuple) and index:
            return ", ".join(map(self.index, index))
        if isinstance(index, slice):
            ends = ["" if x is None else self.thing(x)[0] for x in (index.start, index.stop)]
            step = "" if index.step is None else ":" + self.thing(index.step)[0]
            return ":".join(ends) + step
        return "..." if index is Ellipsis else self.thing(index)[0]

    def written(self, line: Equation) -> tuple[str, int]:
        """Write an operation, and say how tightly it binds."""
        if line.function in (float, complex, np.float64) and len(line.args) == 1:
            return self.thing(line.args[0])
        if line.function in (getitem.fun, operator.getitem):
            base, index = self.operand(line.args[0], ATOM), self.index(line.args[1])
            return self.style.index(base, index), ATOM
        args, named = self.given(line)
        sign, around = self.sign(line.function, args)
        if sign is not None and len(sign.operands) == len(around) and not named:
            begins = sign.text.startswith(("{}", "{{"))
            operands = [
                self.operand(x, least, begins and i == 0)
                for i, (x, least) in enumerate(zip(around, sign.operands, strict=True))
            ]
            return self.style.operation(sign, operands), sign.binds
        arguments = [self.thing(x)[0] for x in args]
        arguments += [f"{self.style.word(name)}={self.thing(x)[0]}" for name, x in named.items()]
        function, several, place = self.style.function(line).partition("[")  # of `airy[0]`
        return self.style.call(function, arguments) + several + place, ATOM


@dataclass(slots=True)
class PageExpressions(Expressions):
    """Right-hand sides for readers: arguments that say how have their names, and those that say
    nothing are left out."""

    def given(self, line: Equation) -> tuple[tuple[Any, ...], dict[str, Any]]:
        places = parameters_of(line.function)
        usual = defaults_of(line.function)
        if public_path(line.function) is None:
            usual = {**defaults_of(namesake(line.rule)), **usual}
        args: list[Any] = []
        named: dict[str, Any] = {}
        for place, (name, x) in enumerate(zip(places, line.args, strict=False)):
            if name in usual and is_usual(x, usual[name]):
                continue
            left_out = len(args) < place
            if left_out or x is None or isinstance(x, (bool, str)) or name.startswith("ax"):
                named[name] = x
            else:
                args.append(x)
        args += line.args[len(places) :]
        named |= {
            k: x for k, x in line.kwargs.items() if not (k in usual and is_usual(x, usual[k]))
        }
        return tuple(args), named


Writer = Callable[[Equation], str]
