"""Where a program has to look for nan.

The engine looks for nan in what arrives at the variables, and goes another way where it finds one;
and where a value is nan it gives no derivative. A program has one way. So it looks too, as little
as possible, and at the end: most operations carry a nan on, and then it is enough to look at what
comes out.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from adlearn.programs.lines import Equation, Line, Var, used_by, vars_in
from adlearn.programs.placing import put_together
from adlearn.rules.indexing import getitem, scatter

#: Functions that use all numbers, and whose results are nan where a number that they are made of
#: is.
CARRIES = {
    *(np.add, np.subtract, np.multiply, np.divide, np.negative, np.positive, np.square, np.exp),
    *(np.log, np.sin, np.cos, np.tan, np.tanh, np.sqrt, np.matmul, np.sum, np.transpose),
    *(np.expand_dims, np.broadcast_to, np.concatenate, np.stack, np.maximum, np.minimum, np.dot),
    *(np.absolute, np.reciprocal, np.log1p, np.expm1, np.sinh, np.cosh, float, np.swapaxes),
    *(np.moveaxis, np.copy, np.cumsum, np.conjugate, np.outer, np.ravel, np.squeeze, np.log2),
    *(np.reshape, np.mean, np.log10, np.exp2, np.arctan, np.arcsinh, np.cbrt, np.roll, np.flip),
    *(scatter.fun, put_together),
}
#: The same, but some numbers may not be used, or not that part of them.
LEAVES_OUT = {getitem.fun, operator.getitem, np.where, np.real, np.imag, np.diagonal, np.take}
#: Functions whose result is only nan where an operand is, whatever else the numbers are.
MAKE_NONE = {
    *(np.negative, np.square, np.exp, np.tanh, np.absolute, np.maximum, np.minimum, np.transpose),
    *(np.reshape, np.expand_dims, np.broadcast_to, np.arctan, np.copy, np.squeeze, np.stack),
    *(np.concatenate, getitem.fun, operator.getitem, np.exp2, np.expm1, np.arcsinh, np.cbrt),
}


def to_look_at(
    lines: Sequence[Line], outputs: Iterable[Any], watched: Iterable[tuple[Var, bool]]
) -> tuple[Var, ...]:
    """Find the vars in which a nan is looked for.

    Parameters
    ----------
    lines : sequence of Equation or Guard
    outputs : iterable
    watched : iterable of (Var, bool)
        See `Tracing`.

    Returns
    -------
    tuple of Var
        Mostly the outputs.
    """
    watched = list(watched)
    if not watched:
        return ()
    flow = Flow(lines, outputs)
    everywhere = flow.seen_at([var for var, all_ in watched if all_])
    depending = flow.dependents([var for var, all_ in watched if not all_])
    return tuple(dict.fromkeys([*everywhere, *depending]))


class Flow:
    """What becomes of a nan. Everything is found out in one walk along the lines, up or down.

    Attributes
    ----------
    lines : list of Equation
    ends : set of Var
        The outputs.
    needed : set of Var
    uses : dict of {Var: list of Line}
        By lines that are needed.
    made : dict of {Var: Equation}
    signs : dict of {Var: str}
        What infinite numbers there may be in a result: see `sign`.
    """

    def __init__(self, lines: Sequence[Line], outputs: Iterable[Any]) -> None:
        self.lines = [line for line in lines if isinstance(line, Equation)]
        self.made = {line.result: line for line in self.lines}
        self.signs: dict[Var, str] = {}
        self.ends = dict.fromkeys(vars_in(list(outputs)))
        self.needed = set(self.ends)
        self.uses: dict[Var, list[Line]] = {}
        for line in reversed(lines):
            if not isinstance(line, Equation) or line.result in self.needed:
                for var in used_by(line):
                    self.needed.add(var)
                    self.uses.setdefault(var, []).append(line)

    def dependents(self, vars_: Iterable[Var]) -> list[Var]:
        """Say where to look, so that nothing that depends on a nan in these passes: at the outputs,
        where all that is made of it is nan as well; or at the var itself."""
        kept_by = self.kept_by()
        at = [var for var in vars_ if var in kept_by]
        seen = set(at)
        while at:
            for line in self.uses.get(at.pop(), ()):
                if isinstance(line, Equation) and line.result not in seen:
                    seen.add(line.result)
                    at.append(line.result)
        return [*(end for end in self.ends if end in seen), *(x for x in vars_ if x not in kept_by)]

    def kept_by(self) -> set[Var]:
        """Find the vars of which everything that is needed and made of a nan in them is nan."""
        found: set[Var] = set()
        inputs = [x for x in self.uses if x not in self.made]
        for var in [*(line.result for line in reversed(self.lines)), *inputs]:
            if all(
                isinstance(use, Equation) and carries_to_all(use, var) and use.result in found
                for use in self.uses.get(var, ())
            ):
                found.add(var)
        return found

    def seen_at(self, vars_: Iterable[Var]) -> list[Var]:
        """Say where to look, so that no nan in these passes: at an output to which it is carried
        on; at what a var is made of, if it comes from there alone; or at the var itself."""
        carried, clean = self.carried_to(), self.clean()
        found, seen, at = [], set(vars_), list(vars_)
        while at:
            var = at.pop()
            if var in carried or var in self.needed or var not in clean or var not in self.made:
                found.append(carried.get(var, var))
                continue
            operands = [x for x in used_by(self.made[var]) if x not in seen]
            seen.update(operands)
            at += operands
        return found

    def carried_to(self) -> dict[Var, Var]:
        """Find, for each var, an output that is nan somewhere if it is."""
        found = {end: end for end in self.ends}
        for line in reversed(self.lines):
            if line.function in CARRIES and line.result in found:
                for var in used_by(line):
                    found.setdefault(var, found[line.result])
        return found

    def clean(self) -> set[Var]:
        """Find the vars that are nan only where something is that is needed anyway or given: on the
        way there, no nan comes about, as it does in inf - inf."""
        found = {*self.needed}
        for line in self.lines:
            self.signs[line.result] = self.sign_of(line)
            if self.makes_none(line) and all(
                x in found or x not in self.made for x in used_by(line)
            ):
                found.add(line.result)
        return found

    def makes_none(self, line: Equation) -> bool:
        """Say whether a line gives nan only where an operand is."""
        if line.function in MAKE_NONE:
            return True
        if line.function in (np.sum, np.mean):
            return self.sign(line.args[0]) in ("+", "-", "finite")
        if line.function in (np.multiply, np.divide) and is_number(line.args[1]):
            return True
        if line.function is np.multiply and is_number(line.args[0]):
            return True
        if line.function in (np.add, np.subtract):
            a, b = map(self.sign, line.args)
            if line.function is np.subtract:
                b = OPPOSITE[b]
            return "finite" in (a, b) or (a == b and a in ("+", "-"))
        if line.function is np.log:
            return self.sign(line.args[0]) == "+"
        return False

    def sign(self, thing: Any) -> str:
        """Say what infinite numbers there may be: "+", "-", "any", or "finite" for none."""
        if thing.__class__ is not Var:
            constant = np.asarray(thing)
            if constant.dtype.kind in "fciub" and np.isfinite(constant).all():
                return "finite"
            return "any"
        return self.signs.get(thing, "any")

    def sign_of(self, line: Equation) -> str:
        """Say it of the result of a line."""
        if line.function in (np.square, np.exp, np.absolute, np.exp2):
            return "+" if line.result.dtype is not None and line.result.dtype.kind == "f" else "any"
        if line.function in (np.tanh, np.arctan):
            return "finite"
        if line.function is np.negative:
            return OPPOSITE[self.sign(line.args[0])]
        if line.function in (np.sum, np.mean, np.reshape, np.transpose, np.broadcast_to):
            sign = self.sign(line.args[0])
            return "any" if sign == "finite" and line.function in (np.sum, np.mean) else sign
        if line.function in (np.multiply, np.divide):
            a, b = line.args
            if is_number(b) or (is_number(a) and line.function is np.multiply):
                number, other = (b, a) if is_number(b) else (a, b)
                sign = self.sign(other)
                sign = "any" if sign == "finite" else sign
                return sign if number > 0 else OPPOSITE[sign]
        if line.function is np.add:
            a, b = map(self.sign, line.args)
            return a if a == b and a in ("+", "-") else "any"
        return "any"


OPPOSITE = {"+": "-", "-": "+", "any": "any", "finite": "finite"}


def is_number(thing: Any) -> bool:
    """Say whether something is a constant number that is finite and not 0."""
    if thing.__class__ is Var or isinstance(thing, bool) or np.ndim(thing):
        return False
    if not isinstance(thing, (int, float, np.floating, np.integer, np.ndarray)):
        return False
    return bool(np.isfinite(thing) and thing != 0)


def carries_to_all(line: Equation, var: Var) -> bool:
    """Say whether all numbers of a result that are made of a nan in a var are nan as well."""
    if line.function in CARRIES:
        return True
    if line.function not in LEAVES_OUT:
        return False
    choice = line.args[0] if line.function is np.where else line.args[1:]
    return var not in vars_in(choice if isinstance(choice, tuple) else (choice,))
