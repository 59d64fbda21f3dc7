"""A function worked through at one point: each step of the computation, from the output back each
cotangent, and what the lines are made of.

The function is traced together with one walk back. The cotangent that the walk starts with is not
the number 1 but a name, L_bar: so each line of the derivatives says what it is made of, and no
factor disappears.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.derivatives.nodes import any_node, traced as called_with_variables
from adlearn.derivatives.trace import Argnum, one_for, outside, warn_independent
from adlearn.errors import NotANumber
from adlearn.programs.claims import claimed
from adlearn.programs.held import Held, Number
from adlearn.programs.lines import Equation, Place, Var, mapped, used_by, vars_in
from adlearn.programs.naming import names_of
from adlearn.programs.notation import MOST_IN_A_LINE, is_numbered, unused
from adlearn.programs.numbers import trace_numbers
from adlearn.programs.rows import COMPUTATION, DERIVATIVES, START, UNUSED, Step, Worked, computed
from adlearn.programs.simplify import KINDS, NEW, simplified
from adlearn.programs.symbol import Symbol, passed_on
from adlearn.programs.tracing import (
    Recording,
    conversions,
    equations,
    traced as traced_arrays,
    unconverted,
)
from adlearn.scalars.node import AutogradValue
from adlearn.scalars.number_like import number
from adlearn.tensors.primitive import Traced, value_of

#: What is struck out: nothing by which a line would follow from others than those above it.
STRUCK = frozenset(KINDS) - {"constants", "signs", "common", "broadcasts"}


@dataclass(slots=True)
class Way:
    """What is known of the walk back, once the function has been called.

    Attributes
    ----------
    output, start : object
        Vars of the output and of its cotangent; the output is a constant where it depends on
        nothing.
    inputs : list
        Vars of what the derivative is by.
    lines, cotangents : int
        How many there were before the walk; -1 and 0 if there was none.
    """

    output: Any = None
    start: Any = None
    inputs: tuple[Any, ...] = ()
    lines: int = 0
    cotangents: int = 0


def there_and_back(f: Callable[..., Any], argnum: Argnum) -> tuple[Callable[..., Any], Way]:
    """Make the function that calls another and walks back from its output."""
    way = Way()

    @functools.wraps(f)
    def worked_of_f(*args: Any, **kwargs: Any) -> Any:
        trace = called_with_variables(f, argnum, args, kwargs)
        one = one_for(f, trace.output)
        walk = trace.walk(trace.output)
        way.inputs, way.output = tuple(var_in(x) for x in trace.given), var_in(trace.output)
        symbol = symbol_in(trace.output)
        if walk is None or symbol is None:
            warn_independent(f)
            way.start, way.lines, way.cotangents = None, -1, 0
            return outside(trace.output, walk)
        way.lines, way.cotangents = len(symbol.tracing.lines), len(symbol.tracing.cotangents)
        start, symbol.tracing.names_each = symbol_of(one, symbol), True
        way.start = var_in(start)
        return outside(trace.output, walk), trace.gradient(walk, start)

    return worked_of_f, way


def symbol_in(thing: Any) -> Any:
    """Give what stands for a number or an array in the program; None for a constant."""
    plain = number(thing) if isinstance(thing, AutogradValue) else value_of(thing)
    return plain if isinstance(plain, (Symbol, Held)) else None


def var_in(thing: Any) -> Any:
    """Give the var of a value; of a constant, the constant."""
    symbol = symbol_in(thing)
    if symbol is None:
        return value_of(thing)
    return symbol._var if isinstance(symbol, Symbol) else symbol.var


def symbol_of(one: Any, like: Any) -> Any:
    """Make what stands for the cotangent of the output, which is 1."""
    if isinstance(like, Held):
        return Number.of(like.tracing, like.tracing.var(1.0))
    example = np.ones(like.shape, like.dtype if like.dtype.kind == "f" else float)[()]
    return Symbol(like.tracing, like.tracing.var(example), example)


def worked(f: Callable[..., Any], argnum: Argnum | None, args: Any, kwargs: Any) -> Worked:
    """Work a function through at one point."""
    argnum = numbers_among(f, args) if argnum is None else argnum
    args = with_floats(args, argnum)
    function, way = there_and_back(f, argnum)
    if any_node(leaves_of((args, kwargs))[0]):
        written_down: Any = trace_numbers
    else:
        written_down = functools.partial(traced_arrays, exact=True)
    whole = written_down(function, args, kwargs)
    recording, become = unconverted(whole), conversions(whole)
    way.output = become.get(way.output, way.output) if isinstance(way.output, Var) else way.output
    if way.lines > 0:  # some of them are gone
        kept = {getattr(line, "result", line) for line in recording.lines}
        first = whole.lines[: way.lines]
        way.lines -= sum(isinstance(x, Equation) and x.result not in kept for x in first)
    return Table(getattr(f, "__name__", "the function"), recording, way).worked()


def numbers_among(f: Any, args: Any) -> tuple[int, ...]:
    """Say which arguments are made of floats; if none is, which are made of whole numbers."""
    for kinds in ("fc", "fciu"):
        found = tuple(i for i, x in enumerate(args) if is_of_numbers(x, kinds))
        if found:
            return found
    raise NotANumber(
        f"none of the arguments of {getattr(f, '__name__', 'the function')} is a number or an "
        "array, and a derivation is of the derivative by numbers. Pass them by their places: "
        "derivation(f)(2.0, 3.0)."
    )


def is_of_numbers(thing: Any, kinds: str) -> bool:
    """Say whether an argument is made of numbers of some kinds, and of nothing else."""
    leaves = leaves_of(thing)[0]
    return bool(leaves) and all(
        isinstance(x, (AutogradValue, Traced))
        or (isinstance(x, (int, float, complex, np.ndarray, np.generic)) and kind_of(x) in kinds)
        for x in leaves
    )


def kind_of(x: Any) -> str:
    return np.asarray(x).dtype.kind


def with_floats(args: Any, argnum: Any) -> tuple[Any, ...]:
    """Turn whole numbers by which the derivative is into floats, and take nodes out of the graphs
    that they are in."""
    places = {n % len(args) for n in ((argnum,) if isinstance(argnum, int) else argnum)}
    new = []
    for i, argument in enumerate(args):
        leaves, form = leaves_of(argument)
        new.append(form([fresh(x, i in places) for x in leaves]))
    return tuple(new)


def fresh(x: Any, varies: bool) -> Any:
    """Give a number of its own in the place of one."""
    if isinstance(x, AutogradValue) and isinstance(x.value, (int, float)) and x._level == 0:
        return type(x)(float(x.value))
    if varies and isinstance(x, (int, np.ndarray, np.integer)) and kind_of(x) in "iu":
        return float(x) if isinstance(x, int) else x.astype(float)
    return x


class Table:
    """Makes the steps of a recording of `there_and_back`."""

    def __init__(self, title: str, recording: Recording, way: Way) -> None:
        self.title, self.way = title, way
        cotangents = recording.cotangents[way.cotangents :]
        self.start = way.start or Var(-1, (), np.dtype(float), float)
        asked = (way.output, *(g for _, g in cotangents))
        # Of numbers each cotangent is a product, and with it its name would go.
        struck = STRUCK - {"units"} if recording.of_numbers else STRUCK
        lean = simplified(recording.but(outputs=asked, cotangents=cotangents), struck, told=True)
        self.output, *now = lean.outputs
        self.inputs = [given.var for given in recording.inputs]
        self.owners = self.in_order([(var, g) for (var, _), g in zip(cotangents, now, strict=True)])
        self.lines = equations(lean.lines)
        self.made = {line.result: line for line in self.lines}
        self.forward = needed_for(self.output, self.lines)
        self.examples = {self.start: 1.0, **recording.examples}
        for line in self.lines:
            if line.result not in self.examples:
                self.examples[line.result] = computed(line, self.examples, {})
        self.within = self.written_within()
        # Slopes that are computed on the way are no part of what the source has names for.
        claims = claimed(needed_for(way.output, equations(recording.lines[: way.lines])))
        self.called = names_of(lean.but(cotangents=()), claims)
        self.names = self.named()

    def in_order(self, cotangents: list[tuple[Var, Any]]) -> dict[Var, Any]:
        """Say which cotangent each value has, those of arguments last. Of several the last is
        complete: an operation that gives back its argument is another node of the same value."""
        owners: dict[Var, Any] = {}
        for var, g in cotangents:
            owners.pop(var, None)
            owners[var] = g
        last = {var: owners.pop(var) for var in self.inputs if var in owners}
        return {**owners, **last}

    def written_within(self) -> dict[Var, Equation]:
        """Find the steps of the rules that are used once: they are written where they are used."""
        values = {line.result for line in self.forward}
        known = values | {*self.inputs}
        shown = values | {*vars_in([g for var, g in self.owners.items() if var in known])}
        uses = Counter(var for line in self.lines for var in used_by(line))
        size: Counter[Var] = Counter()
        within: dict[Var, Equation] = {}
        for line in self.lines:
            var = line.result
            size[var] = 1 + sum(size[x] for x in used_by(line) if x in within)
            if uses[var] == 1 and var not in shown and size[var] < MOST_IN_A_LINE:
                within[var] = line
        return within

    def named(self) -> dict[Var, str]:
        """Name what the page shows: as the source does, else in the order of the page."""
        called = self.called
        names = {var: called[var] for var in self.inputs}
        forward = [line.result for line in self.forward]
        names |= {var: called[var] for var in forward if not is_numbered(called[var])}
        if self.output.__class__ is Var and "L" not in names.values():
            names.setdefault(self.output, "L")
        taken = {*names.values()}
        for var in forward:
            if var not in names:
                names[var] = unused("t{}", taken)
        self.taken = taken
        return names

    def bar(self, var: Any, like: Any) -> Var:
        """Make what a cotangent is in the table, and call it after its value."""
        name = f"{self.names.get(var, 'L')}_bar"
        name = unused(name + "_{}", self.taken) if name in self.taken else name
        value = self.examples[like] if like.__class__ is Var else like
        made = Var(next(NEW), np.shape(value), None, type(value))
        self.taken.add(name)
        self.names[made], self.examples[made] = name, value
        return made

    def worked(self) -> Worked:
        """Make the steps: the computation, where the walk starts, and each cotangent."""
        steps = (*self.computation(), *self.derivatives())
        return Worked(self.title, steps, self.names, self.within, self.examples)

    def computation(self) -> list[Step]:
        """Make the steps of the function itself."""
        if self.output.__class__ is not Var:
            var = Var(next(NEW), (), None, float)
            self.names[var], self.examples[var] = "L", self.output
            return [Step("L", self.output, var, "constant", (), COMPUTATION)]
        return [
            Step(self.names[line.result], line, line.result, rule_of(line), line.place, COMPUTATION)
            for line in self.forward
        ]

    def derivatives(self) -> list[Step]:
        """Make the steps of the walk back, and before each those that it needs."""
        start = self.bar(self.output, self.start)
        self.bars, self.known = {self.output: start}, {self.start: start}
        self.known[self.owners.get(self.output)] = start
        self.done = {line.result for line in self.forward}
        self.written: set[Var] = set()
        self.users = defaultdict(list)
        for line in reversed(self.forward):
            for part in dict.fromkeys(used_by(line)):
                self.users[part].append(line)
        self.steps = [Step(self.names[start], 1, start, START, (), DERIVATIVES)]
        for var, g in self.owners.items():
            if var in self.names and var is not self.output:
                self.cotangent(var, g)
        for var in self.way.inputs:
            if var.__class__ is Var and var not in self.bars:
                zero = np.zeros(var.shape)[()]
                self.step(self.bar(var, zero), zero, UNUSED, ())
        return self.steps

    def step(self, var: Var, formula: Any, rule: str, place: Place) -> None:
        """Put a step down."""
        self.steps.append(Step(self.names[var], formula, var, rule, place, DERIVATIVES))

    def cotangent(self, var: Var, g: Any) -> None:
        """Make the step of a value's cotangent, of the cotangents of what it is used for."""
        users = [line for line in self.users[var] if line.result in self.bars]
        rule = ", ".join(dict.fromkeys(map(rule_of, users)))
        made = self.made.get(g)
        if made is not None and made.function is passed_on:
            g, made = made.args[0], None
        self.need([g] if made is None else used_by(made))
        formula = self.in_words(g) if made is None else self.of(made)
        self.bars[var] = bar = self.bar(var, self.owners[var])
        if var in self.way.inputs and np.isrealobj(self.examples[var]):
            formula = self.real_part(formula, bar)
        self.known[self.owners[var]] = bar
        self.step(bar, formula, rule, users[0].place if users else ())

    def real_part(self, formula: Any, bar: Var) -> Any:
        """Leave of a complex cotangent what counts for a real argument: as the walk does at its
        end."""
        if np.isrealobj(self.examples[bar]):
            return formula
        self.examples[bar] = np.real(self.examples[bar])
        if formula.__class__ is Equation:
            self.within[formula.result] = formula
            formula = formula.result
        return Equation(bar, np.real, (formula,), {})

    def need(self, parts: list[Any]) -> None:
        """Put down the steps of a rule that are used more than once."""
        for var in parts:
            line = self.made.get(var) if var.__class__ is Var else None
            if line is None or var in self.done or var in self.known:
                continue
            self.need(used_by(line))
            if var not in self.within and line.function is not passed_on:
                self.done.add(var)
                self.names[var] = unused("t{}", self.taken)
                self.step(var, self.of(line), rule_of(line), line.place)

    def of(self, line: Equation) -> Equation:
        """Write a line with the cotangents of the table."""
        args, kwargs = (mapped(part, self.in_words) for part in (line.args, line.kwargs))
        return Equation(line.result, line.function, args, kwargs, line.rule)

    def in_words(self, thing: Any) -> Any:
        """Give what stands for a var in a step: a row above, or an operation of this one."""
        if thing.__class__ is not Var or thing in self.known:
            return self.known[thing] if thing.__class__ is Var else thing
        line = self.made.get(thing)
        if line is not None and line.function is passed_on:  # of a value that was struck out
            return self.in_words(line.args[0])
        if thing in self.within and thing not in self.written:
            self.written.add(thing)
            self.within[thing] = self.of(self.within[thing])
        return thing


def needed_for(var: Any, lines: Iterable[Equation]) -> list[Equation]:
    """Give the lines that a value is computed by."""
    wanted, lines = {var}, list(lines)
    for line in reversed(lines):
        if line.result in wanted:
            wanted.update(used_by(line))
    return [line for line in lines if line.result in wanted]


def rule_of(line: Equation) -> str:
    """Say what an operation is called."""
    return line.rule or getattr(line.function, "__name__", "function").strip("_")
