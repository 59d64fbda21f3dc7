"""What a derivation is made of: steps, with the numbers of one point, which are written as rows.

Whoever makes them, of a function (`worked`) or of a finished graph (`finished`), gives a `Worked`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from adlearn.programs.expressions import Expressions, PageExpressions, Style, labels
from adlearn.programs.filled import InNumbers
from adlearn.programs.lines import Equation, Place, Var, line_of, mapped

#: What the rules of the first and of a last line are called.
START, UNUSED = "start", "unused"
#: The parts of a page.
COMPUTATION, DERIVATIVES = "computation", "derivatives"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a derivation.

    Attributes
    ----------
    name : str
        `z`, or `z_bar` for the derivative of the output by it.
    formula : str
        How it is computed, in symbols.
    numbers : str
        The same with numbers put in.
    value : object
        What comes out; None if a graph does not hold it.
    rule : str
        What the operation is called; of a cotangent, the operations whose rules it comes from.
    line : str or None
        Where it is in the user's program, if that is known.
    part : str
        `computation` or `derivatives`.
    """

    name: str
    formula: str
    numbers: str
    value: Any
    rule: str
    line: str | None
    part: str


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What a row is of.

    Attributes
    ----------
    name : str
    formula : Equation, Var or object
        What is written; a constant as it is.
    var : Var
        Under which its value is found, and which is its own.
    rule : str
    place : tuple
    part : str
    line : str or None
        In the place of `place`, where that is text.
    filled : object
        What is written with numbers, if that is something else.
    """

    name: str
    formula: Any
    var: Var
    rule: str
    place: Place
    part: str
    line: str | None = None
    filled: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """A function, or a graph, worked through at one point.

    Attributes
    ----------
    title : str
    steps : tuple of Step
    names : dict of {Var: str}
    within : dict of {Var: Equation}
        What is written where it is used.
    examples : dict of {Var: object}
        The numbers.
    finished : bool
        Whether the numbers are those of a graph, and not computed by the steps.
    """

    title: str
    steps: tuple[Step, ...]
    names: dict[Var, str]
    within: dict[Var, Equation]
    examples: dict[Var, Any]
    finished: bool = False

    def rows(self, style: Style, filled: Callable[..., Style]) -> tuple[Row, ...]:
        """Write the steps in a style, and with numbers in another."""
        return tuple(self.row(step, style, filled) for step in self.steps)

    def row(self, step: Step, style: Style, filled: Callable[..., Style]) -> Row:
        """Write one step."""
        value = self.examples[step.var]
        of_numbers = step.formula if step.filled is None else step.filled
        names = self.labels(style)
        write = InNumbers(filled(), {}, self.within, self.examples)
        write.style = filled(write.digits_for(of_numbers, value))
        known = {var: names[name] for var, name in self.names.items()}
        symbols = PageExpressions(style, known, self.within)
        return Row(
            step.name,
            written(symbols, step.formula),
            written(write, of_numbers),
            value,
            step.rule,
            step.line or line_of(step.place),
            step.part,
        )

    def labels(self, style: Style) -> dict[str, str]:
        """Write what the steps are called by, each name in another way."""
        return labels(self.names.values(), style)

    def given(self, values: dict[str, Any]) -> Worked:
        """Put other numbers in the place of some, and compute the lines after them again."""
        examples = {**self.examples}
        after = False
        for step in self.steps:
            if step.name in values:
                examples[step.var], after = values[step.name], True
            elif after:
                with np.errstate(all="ignore"):  # the numbers may be any
                    examples[step.var] = computed(step.formula, examples, self.within)
        return replace(self, examples=examples)


def written(write: Expressions, formula: Any) -> str:
    """Write an operation, a name or a constant."""
    return write.line(formula) if formula.__class__ is Equation else write.thing(formula)[0]


def computed(thing: Any, examples: dict[Var, Any], within: dict[Var, Equation]) -> Any:
    """Compute a formula."""
    if thing.__class__ is Var:
        return computed(within[thing], examples, within) if thing in within else examples[thing]
    if thing.__class__ is not Equation:
        return thing
    args, kwargs = (
        mapped(part, lambda x: computed(x, examples, within)) for part in (thing.args, thing.kwargs)
    )
    return thing.function(*args, **kwargs)
