"""Writes formulas with numbers in the place of names, with just as many digits as are needed.

A formula with rounded numbers does not always give the rounded result: 3.004 - 3.001 is 0.003, and
3 - 3 is not. So a line is written with more digits until what it shows can be computed again by
hand.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.programs.expressions import (
    ADDED,
    ATOM,
    MULTIPLIED,
    Latex,
    PageExpressions,
    Style,
    in_powers,
    infix,
)
from adlearn.programs.lines import Equation, Var, mapped, vars_in
from adlearn.show.written import NOT_COMPUTED, SMALL_ARRAY, plain, short

#: How many digits a value has, and with how many all of a float is there.
FEW, ALL = 4, 17


class Filled(Style):
    """Numbers as a table in a terminal has them."""

    def __init__(self, digits: int = FEW) -> None:
        self.digits = digits

    def number(self, thing: Any) -> tuple[str, int]:
        """Write a number or an array, and say how tightly it binds."""
        if thing is None or isinstance(thing, str):
            return "?", ATOM
        if isinstance(thing, (tuple, list)):
            return f"({', '.join(self.number(part)[0] for part in thing)})", ATOM
        text = in_full(thing, self.digits) if is_small(thing) else f"({short(thing)})"
        binds = ADDED if text.startswith("-") else ATOM
        return self.signed(text), binds

    def signed(self, text: str) -> str:
        """Write minus signs."""
        return text.replace("-", "−")


class FilledLatex(Filled, Latex):
    """The same in LaTeX."""

    signs = {
        **Latex.signs,
        **dict.fromkeys((np.multiply, operator.mul), infix(r"{} \cdot {}", MULTIPLIED)),
    }

    def number(self, thing: Any) -> tuple[str, int]:
        text, binds = Filled.number(self, thing)
        if isinstance(thing, (tuple, list)) or text == "?":
            return text, binds
        if not is_small(thing):
            return rf"\text{{{text}}}", binds
        return in_powers(text, binds)

    def signed(self, text: str) -> str:
        return text


def is_small(thing: Any) -> bool:
    """Say whether a number or an array is written out."""
    if isinstance(thing, (tuple, list)):
        return all(map(is_small, thing))
    return np.size(thing) <= SMALL_ARRAY and np.asarray(plain(thing)).dtype.kind in "fciub"


def in_full(thing: Any, digits: int) -> str:
    """Write a number or a small array, row by row, and several of them in brackets.

    Examples
    --------
    >>> in_full(2 / 3, 4), in_full(np.array([[1.0, 0.5]]), 4)
    ('0.6667', '[[1, 0.5]]')
    """
    if isinstance(thing, (tuple, list)):
        return f"({', '.join(in_full(part, digits) for part in thing)})"
    thing = plain(thing)
    if np.ndim(thing):
        return "[" + ", ".join(in_full(part, digits) for part in thing) + "]"
    return short(thing, digits)


def rounded(thing: Any, digits: int) -> Any:
    """Give what is left of a number when it is written down."""
    if isinstance(thing, (tuple, list)):
        parts = [rounded(part, digits) for part in thing]
        return type(thing)(*parts) if hasattr(thing, "_fields") else type(thing)(parts)
    if isinstance(thing, np.ndarray):
        if not is_small(thing) or thing.dtype.kind not in "fc":
            return thing
        return np.reshape([rounded(x, digits) for x in thing.flat], thing.shape)
    if isinstance(thing, (float, complex, np.inexact)) and not isinstance(thing, bool):
        return type(thing)(f"{thing:.{digits}g}")
    return thing


@dataclass(slots=True)
class InNumbers(PageExpressions):
    """Writes right-hand sides with the numbers of an example.

    Attributes
    ----------
    examples : dict of {Var: object}
    """

    examples: dict[Var, Any]

    def thing(self, thing: Any) -> tuple[str, int]:
        if thing.__class__ is Var and thing not in self.within:
            return self.style.number(self.examples[thing])
        # Explicit, since a dataclass with slots is made anew, and not what `super()` looks for.
        return PageExpressions.thing(self, thing)

    def computed(self, thing: Any, digits: int) -> Any:
        """Compute a formula from what is left of its numbers with so many digits."""
        if thing.__class__ is Var and thing in self.within:
            return self.computed(self.within[thing], digits)
        if thing.__class__ is Var:
            return rounded(self.examples[thing], digits)
        if thing.__class__ is not Equation:
            return rounded(thing, digits)
        args, kwargs = (
            mapped(part, lambda x: self.computed(x, digits)) for part in (thing.args, thing.kwargs)
        )
        return thing.function(*args, **kwargs)

    def reads(self, thing: Any) -> list[Any]:
        """List the numbers that are written in a formula."""
        if thing.__class__ is Equation:
            return [x for var in vars_in((thing.args, thing.kwargs)) for x in self.reads(var)]
        if thing.__class__ is Var:
            return (
                self.reads(self.within[thing]) if thing in self.within else [self.examples[thing]]
            )
        return []

    def digits_for(self, formula: Any, value: Any) -> int:
        """Say how many digits are needed for the formula to give the value that is printed; few
        where no number of digits does, as in a graph that holds something else."""
        if not is_small(value) or not all(map(is_small, self.reads(formula))):
            return FEW
        wanted = in_full(value, FEW)
        with np.errstate(all="ignore"):
            for digits in range(FEW, ALL + 1):
                try:
                    if in_full(self.computed(formula, digits), FEW) == wanted:
                        return digits
                except (ArithmeticError, ValueError):  # rounded out of where there is a value
                    continue
                except Exception:  # there are no numbers to compute with
                    return FEW
        return FEW


def value_written(value: Any, style: Style) -> str:
    """Write the value of a row."""
    return NOT_COMPUTED if value is None else style.number(value)[0]
