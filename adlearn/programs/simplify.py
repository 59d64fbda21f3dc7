"""What a reader would strike out by hand. Each kind of simplification can be left out, to see what
it does.

None changes a number, but for the sign of a zero, and where a product would have been too large or
too small on the way: `0.5 * (2.0 * x)` becomes `x`, and is right there too. Of a complex number
that is infinite it is the same: by 1.0, which is 1 + 0j there, NumPy makes a part of it nan.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable
from typing import Any

import numpy as np

from adlearn.errors import NotANumber
from adlearn.floats.names import FLOATS
from adlearn.programs.carrying import to_look_at
from adlearn.programs.forms import may_raise
from adlearn.programs.lines import Equation, Guard, Line, Var, mapped, used_by, vars_in
from adlearn.programs.strikes import (
    KNOW_KEYWORDS,
    STRIKES,
    changed,
    chosen,
    key_of,
    of_floats,
    plain_exponent,
    put_at_once,
    unspread,
)
from adlearn.programs.tracing import Recording

#: The kinds: what each strikes out, in words.
KINDS = {
    "constants": "constants that meet are multiplied; an array of one number is that number",
    "units": "x * 1, x - 0, -(-x), x.T.T, conversions to what it is already",
    "signs": "signs are moved outwards, where two of them meet and go",
    "common": "a line that computes what a line above has computed",
    "broadcasts": "copies along an axis that the next operation makes anyway",
    "places": "elements that are put into zeros and added up are put there at once",
    "dead": "lines that nothing needs",
}

#: The numbers of vars that no trace has met.
NEW = itertools.count(1_000_000)


def kinds_of(simplify: bool | Iterable[str]) -> frozenset[str]:
    """Read which kinds of simplification are asked for."""
    if simplify is True or simplify is False:
        return frozenset(KINDS) if simplify else frozenset()
    asked = frozenset([simplify] if isinstance(simplify, str) else simplify)
    if unknown := asked - set(KINDS):
        raise NotANumber(
            f"there is no simplification {', '.join(sorted(unknown))}. There are "
            f"{', '.join(KINDS)}; True is all of them, False none."
        )
    return asked


def simplified(
    recording: Recording, simplify: bool | Iterable[str] = True, *, told: bool = False
) -> Recording:
    """Strike out what a reader would.

    Parameters
    ----------
    recording : Recording
    simplify : bool or iterable of str, optional
        Which kinds, of `KINDS`.
    told : bool, optional
        Whether each value and its cotangent are needed, for somebody who reads them.

    Returns
    -------
    Recording
    """
    kinds = kinds_of(simplify)
    work = Simplifier(kinds)
    for line in recording.lines:
        work.line(line)
    lines = work.lines
    outputs = tuple(mapped(recording.outputs, work.now))
    if "places" in kinds:
        lines = put_at_once(lines, outputs)
    watched = [(v, all_) for x, all_ in recording.watched if (v := work.now(x)).__class__ is Var]
    looked_at = to_look_at(lines, outputs, watched)
    if "dead" in kinds:
        pairs = recording.cotangents if told else ()
        cotangents = [work.now(thing) for pair in pairs for thing in pair]
        lines = alive(lines, [*vars_in(outputs), *looked_at, *vars_in(cotangents)])
    left = {line.result for line in lines if isinstance(line, Equation)}
    left |= {given.var for given in recording.inputs}
    cotangents = [(v, work.now(g)) for v, g in recording.cotangents if v in left]
    return recording.but(
        lines=tuple(lines), outputs=outputs, looked_at=looked_at, cotangents=tuple(cotangents)
    )


def alive(lines: list[Line], needed: Iterable[Var]) -> list[Line]:
    """Leave the lines that outputs and guards need."""
    wanted = set(needed)
    kept = []
    for line in reversed(lines):
        if isinstance(line, Guard) or line.result in wanted or has_effect(line):
            wanted.update(used_by(line))
            kept.append(line)
    kept.reverse()
    return kept


def has_effect(line: Equation) -> bool:
    """Say whether a line may raise an error, which would be lost with it: of floats, 1 / 0 and
    log(-1) have no value."""
    if line.result.kind is float:
        return line.function not in NEVER_RAISE
    return may_raise(line)


#: Functions of floats that give a number for any.
NEVER_RAISE = {
    *(operator.add, operator.sub, operator.mul, operator.neg, operator.getitem, abs, float),
    *(FLOATS["where"], FLOATS["sign"], FLOATS["nonzero"], FLOATS["tanh"], FLOATS["atan"]),
}


class Simplifier:
    """Goes through the lines once, from above, and knows what each result has become.

    Attributes
    ----------
    become : dict of {Var: object}
        The var or constant that stands for a result that was struck out.
    made : dict of {Var: Equation}
        The line of each result that is left.
    """

    def __init__(self, kinds: frozenset[str]) -> None:
        self.kinds = kinds
        self.become: dict[Var, Any] = {}
        self.made: dict[Var, Equation] = {}
        self.seen: dict[Any, Var] = {}
        self.lines: list[Line] = []
        self.asked: set[Any] = set()

    def now(self, thing: Any) -> Any:
        """Give what stands for a var now."""
        return self.become.get(thing, thing) if thing.__class__ is Var else thing

    def before(self, line: Equation, function: Any, args: Any) -> Any:
        """Put a line in front of another, with a result of the same kind; give what it gives."""
        like = line.result
        var = Var(next(NEW), like.shape, like.dtype, like.kind)
        self.line(Equation(var, function, tuple(args), {}, line.rule, line.quiet, line.place))
        return self.now(var)

    def line(self, line: Line) -> None:
        """Simplify a line, and keep what is left of it."""
        if isinstance(line, Guard):
            self.guard(line)
            return
        assert isinstance(line, Equation)
        args, kwargs = mapped(line.args, self.now), mapped(line.kwargs, self.now)
        line = changed(line, line.function, args, kwargs)
        for _ in range(8):
            new = self.struck(line)
            if new is line:
                break
            if not isinstance(new, Equation):
                self.become[line.result] = new
                return
            line = new
        if "common" in self.kinds:
            key = key_of(line)
            before = self.seen.setdefault(key, line.result) if key is not None else line.result
            if before is not line.result:
                self.become[line.result] = before
                return
        self.made[line.result] = line
        self.lines.append(line)

    def guard(self, line: Guard) -> None:
        """Ask the same only once."""
        var = self.now(line.var)
        key = (var, line.what)
        if var.__class__ is not Var or ("common" in self.kinds and key in self.asked):
            return
        self.asked.add(key)
        self.lines.append(Guard(var, line.outcome, line.what, line.place))

    def struck(self, line: Equation) -> Any:
        """Apply the first simplification that fits: a line, a var or a constant; or the same."""
        if "constants" in self.kinds:
            if line.function is np.where:
                return chosen(self, line)
            if line.function is np.power:
                line = plain_exponent(self, line)
        if not of_floats(line) or (line.kwargs and line.function not in KNOW_KEYWORDS):
            return line
        for kind, strikes in STRIKES.items():
            if kind in self.kinds:
                for strike in strikes.get(line.function, ()):
                    new = strike(self, line)
                    if new is not line:
                        return new
        spreads = "broadcasts" in self.kinds and isinstance(line.function, np.ufunc)
        whole = getattr(line.function, "signature", None)  # of a function of rows or matrices
        if spreads and len(line.args) == 2 and not whole:
            return unspread(self, line)
        return line

    def operation(self, thing: Any, function: Any) -> tuple[Any, ...] | None:
        """Give the arguments of what made a var, if that is such a function, called with these
        alone and of one precision."""
        made = self.made.get(thing) if thing.__class__ is Var else None
        if made is None or made.function is not function or made.kwargs or not of_floats(made):
            return None
        return made.args
