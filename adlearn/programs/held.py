"""What stands for a number while a program of numbers is written down.

The engine of numbers nests by towers: the value of a node may be a node of a lower level, computed
by the same rules. So a program is written down by one more storey *below* all others, which nobody
differentiates: its nodes, of the class `Number`, hold no floats, but what stands for one, `Held`.
Whatever a rule computes further up, a value, a partial or a step of a walk, arrives down here as an
operation on plain numbers, and becomes a line.

    grad(lambda x: x * sin(x))(x)         x: a Number
    x1 = variable of level 1, value x
    sin(x1), of level 1                   its value is sin(x), its partial cos(x): two lines
    x1 * sin(x1), of level 1              its value is a line; its partials are x and sin(x)
    the walk back                         1.0 * x, 1.0 * sin(x), ... * cos(x), a sum: four lines

What decides by a number is a `Guard`. A comparison decides nothing yet: it gives a `Truth`, which
becomes a guard when Python asks it, and a line `where` when a rule of the table does.
"""

from __future__ import annotations

import math
import operator
import re
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.float_guard import math_function_that_called
from adlearn.floats.names import FLOATS, WITH_RULE
from adlearn.programs.being_written import Tracing, class_said, is_others, place
from adlearn.programs.lines import Equation, Guard, Var
from adlearn.rules.primitive import Primitive
from adlearn.scalars.node import AutogradValue
from adlearn.scalars.number_like import Unknown, number
from adlearn.scalars.operations import Operation, evaluate

#: Below the nodes that a user makes, which have level 0.
BELOW_ALL = -2

#: The lines of the rule table that are operators of Python. `x ** y` is complex in places.
OPERATORS: dict[Any, Callable[..., Any]] = {
    "x + y": operator.add,
    "x - y": operator.sub,
    "x * y": operator.mul,
    "x / y": operator.truediv,
    "x // y": operator.floordiv,
    "x % y": operator.mod,
    "-x": operator.neg,
}

WHERE, NOTHING = FLOATS["where"], FLOATS["nothing"]


class Numbers(Tracing):
    """A program of numbers that is being written down."""

    def __init__(self) -> None:
        super().__init__()
        self.walked_nodes: list[AutogradValue] = []
        self.held_fast: set[Var] = set()

    def var(self, example: Any) -> Var:
        """Make the name of a number, of a whole number or of a truth."""
        kind = float if isinstance(example, float) else example.__class__
        made = Var(len(self.examples), (), np.dtype(kind), kind)
        self.examples[made] = example
        return made

    def line(
        self, function: Callable[..., Any], args: Any, rule: str = "", answer: Any = None
    ) -> Var:
        """Write down what a function of plain numbers computes; `answer` where that is known."""
        if self.over:
            raise self.fail(
                "a number of a program was used after the program was written down. A function "
                "must not keep what it computes in a global variable, a list or an object: return "
                "it."
            )
        if answer is None:
            answer = function(*map(plain, args))
        result = self.var(answer)
        operands = tuple(map(var_of, args))
        self.lines.append(Equation(result, function, operands, {}, rule, False, place()))
        return result

    def branch(self, var: Var, outcome: bool) -> bool:
        """Write down that the rest depends on a truth."""
        self.lines.append(Guard(var, outcome, "branch", place()))
        return outcome

    def pinned(self, function: Callable[..., Any], *args: Any) -> Any:
        """Take a plain number out: the rest of the program is for just that number."""
        var = self.line(function, args)
        self.lines.append(Guard(var, self.examples[var], "number", place()))
        return self.examples[var]

    def hold(self, held: Held) -> float:
        """Take out the number itself; of a zero, its sign as well, on which 1 / x depends."""
        if held.var not in self.held_fast:
            self.held_fast.add(held.var)
            self.lines.append(Guard(held.var, held.example, "number", place()))
            if held.example == 0.0:
                self.pinned(math.copysign, 1.0, held)
        return float(held.example)

    def apply(self, operation: Operation, arguments: Any) -> Any:
        """Write down an operation of the rule table; where it has no value, for which numbers."""
        rule = operation.primitive
        assert rule is not None
        function = function_of(rule, arguments)
        if function is None:  # a formula of several steps
            return operation.on_nodes.value(*arguments)
        try:
            answer = evaluate(operation, [plain(a) for a in arguments])
        except (ArithmeticError, ValueError):
            for argument in arguments:
                if isinstance(argument, Number):
                    self.hold(argument.value)
            raise
        return Number.of(self, self.line(function, arguments, rule.name, answer))

    def chosen(self, truth: Truth, a: Any, b: Any) -> Any:
        """Write down a choice between numbers; between nodes, one storey at a time."""
        level = max(getattr(a, "_level", BELOW_ALL), getattr(b, "_level", BELOW_ALL))
        if level < 0:
            return Number.of(self, self.line(WHERE, (truth, a, b)))
        return Choice.between(truth, a, b, level)

    def walked(self, nodes: list[AutogradValue]) -> None:
        """Write down which gradients are complete."""
        listed = dict.fromkeys(nodes)
        for node in nodes:
            listed |= dict.fromkeys(p for p in node.parents if node._differentiates(p))
        for node in listed:
            at, gradient = number(node), number(node._gradient)
            if isinstance(at, Held) and gradient is not None:
                self.cotangents.append((at.var, var_of(gradient)))
        self.walked_nodes += listed

    def forget_gradients(self) -> None:
        """Leave nothing of this program in nodes that live on."""
        for node in self.walked_nodes:
            if isinstance(number(node._gradient), Unknown):
                node._gradient = None


def function_of(rule: Primitive, arguments: Any) -> Callable[..., Any] | None:
    """Give the function of plain numbers that a line of the rule table is; None if its text says
    more than one step."""
    if not isinstance(rule.value, str):
        return rule.value
    if rule.value == "x ** y":
        return operator.pow if is_real_power(*arguments) else math.pow
    call = re.fullmatch(r"(\w+)\(x(, y)?\)", rule.value)
    return OPERATORS.get(rule.value, call and FLOATS.get(call[1]))


def is_real_power(base: Any, exponent: Any) -> bool:
    """Say whether Python's own `**` is a real number whatever the unknowns are; `math.pow` is the
    same number, and raises where there is none."""
    if isinstance(exponent, Number):
        return not isinstance(base, Number) and base > 0
    return exponent == math.floor(exponent) if math.isfinite(exponent) else False


def plain(thing: Any) -> Any:
    """Give the number of the example."""
    at = number(thing)
    return at.example if isinstance(at, Unknown) else at  # type: ignore[attr-defined]


def var_of(thing: Any) -> Any:
    """Give the var of a number; of a constant, the constant."""
    at = number(thing)
    return at.var if isinstance(at, Unknown) else at  # type: ignore[attr-defined]


class Known(Unknown):
    """What numbers and truths of a program have in common: a var, and what it is in the example."""

    __slots__ = ()
    tracing: Numbers
    var: Var
    example: Any

    def __repr__(self) -> str:
        return repr(self.example)

    def __format__(self, specification: str) -> str:
        return format(self.example, specification)

    __hash__ = object.__hash__


def compared(function: Any) -> Callable[..., Any]:
    """Make a comparison that is written down."""

    def comparison(self: Any, other: Any) -> Any:
        if not isinstance(other, (Known, int, float, np.integer, np.floating)):
            return NotImplemented
        return Truth(self.tracing, function, (self, other))

    return comparison


class Held(Known):
    """What a `Number` holds in the place of a float."""

    __slots__ = ("tracing", "var")

    def __init__(self, tracing: Numbers, var: Var) -> None:
        self.tracing, self.var = tracing, var

    @property
    def example(self) -> float:
        return self.tracing.examples[self.var]

    __hash__ = object.__hash__
    __eq__, __ne__ = compared(operator.eq), compared(operator.ne)
    __lt__, __le__ = compared(operator.lt), compared(operator.le)
    __gt__, __ge__ = compared(operator.gt), compared(operator.ge)

    def operation(self, operation: Operation, arguments: Any) -> Any:
        """Write down an operation."""
        return self.tracing.apply(operation, arguments)

    def computed(self, function: Callable[..., Any]) -> Number:
        """Write down a function that nobody differentiates."""
        return Number.of(self.tracing, self.tracing.line(function, (self,)))

    def walked(self, nodes: list[AutogradValue]) -> None:
        self.tracing.walked(nodes)

    def __bool__(self) -> bool:
        return self.tracing.branch(self.var, bool(self.example))

    def __int__(self) -> int:
        return self.tracing.pinned(int, self)

    def __floor__(self) -> int:
        return self.tracing.pinned(math.floor, self)

    def __ceil__(self) -> int:
        return self.tracing.pinned(math.ceil, self)

    def __round__(self, digits: int | None = None) -> Any:
        return self.tracing.pinned(round, self, *(() if digits is None else (digits,)))

    def __float__(self) -> float:
        """What the engine asks for at an edge, where the answer is known for one number only."""
        return self.tracing.hold(self)


#: What operators are for NumPy.
ARITHMETIC = {np.add, np.subtract, np.multiply, np.divide, np.negative, np.power, np.square}


class Number(AutogradValue):
    """A node below all others, by which nobody differentiates: what is done with it becomes a line.

    Attributes
    ----------
    value : Held
    """

    __slots__ = ()
    value: Held

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return class_said(self)

    @property
    def _said(self) -> type:
        return type(plain(self))

    def __str__(self) -> str:
        return self.as_text(str)

    def __repr__(self) -> str:
        return self.as_text(repr)

    def __format__(self, specification: str) -> str:
        return self.as_text(lambda number: format(number, specification))

    def as_text(self, write: Callable[[Any], str]) -> str:
        """Write the number of the example, and take note of it."""
        self.value.tracing.texts = True
        return write(plain(self))

    def __hash__(self) -> int:
        """Refuse to be looked for among numbers."""
        if not is_others(sys._getframe(1)):
            return object.__hash__(self)
        raise self.value.tracing.fail(
            "a number was to be found in a set or dictionary, by what it is in this one call. Keep "
            "what is looked up outside of the function, or choose with a branch."
        )

    def __eq__(self, other: object) -> Any:
        return AutogradValue.__eq__(self, other)

    @classmethod
    def of(cls, tracing: Numbers, var: Var) -> Number:
        """Make the node of a var."""
        return cls._variable(Held(tracing, var), BELOW_ALL)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Do what NumPy does with objects, where that is what it does with floats."""
        plain = any(isinstance(x, np.ndarray) and x.dtype != object for x in inputs)
        known = ufunc in ARITHMETIC or hasattr(AutogradValue, ufunc.__name__)
        if plain or not known or method != "__call__":
            raise self.value.tracing.fail(
                f"numpy.{ufunc.__name__} with arrays, or by NumPy's own conventions, is no "
                "operation on single numbers. Use a function of adlearn's (adlearn.relu, abs, ...),"
                " or leave numbers=True out."
            )
        objects = []
        for x in inputs:
            held = np.empty((), dtype=object)
            held[()] = x
            objects.append(x if isinstance(x, np.ndarray) else held)
        return ufunc(*objects, **kwargs)

    def __float__(self) -> float:
        name = math_function_that_called()
        called = f"math.{name}()" if name else "float()"
        instead = f"adlearn.{name}()" if name in WITH_RULE else "the value itself"
        raise self.value.tracing.fail(
            f"{called} takes a plain number, which would be the same in every call of the program. "
            f"Use {instead}."
        )


def with_numbers(function: Any) -> Callable[..., Any]:
    """Make an operator that is written down where truths meet; constants strike themselves out."""

    def of_truths(self: Truth, other: Any) -> Any:
        if isinstance(other, (bool, np.bool_)):
            with_true, with_false = function(True, bool(other)), function(False, bool(other))
            if with_true == with_false:
                return with_true
            if with_true:
                return self
        elif not isinstance(other, Truth):
            return NotImplemented
        return Truth(self.tracing, function, (self, other))

    return of_truths


def as_number(function: Any, reflected: bool = False) -> Callable[..., Any]:
    """Make an operator that takes a truth for 1 or 0."""

    def of_truth(self: Truth, other: Any) -> Any:
        mine = self.where(1.0, 0.0)
        other = other.where(1.0, 0.0) if isinstance(other, Truth) else other
        return function(other, mine) if reflected else function(mine, other)

    return of_truth


class Truth(Known):
    """What comes of a comparison: true or false, which is not decided before Python asks.

    Its line is written when something needs it: rules compare more than they use.
    """

    __slots__ = ("tracing", "function", "operands", "example", "written")

    def __init__(self, tracing: Numbers, function: Callable[..., Any], operands: Any) -> None:
        self.tracing, self.function, self.operands = tracing, function, operands
        self.example = function(*map(plain, operands))
        self.written: Var | None = None

    @property
    def var(self) -> Var:  # type: ignore[override]
        if self.written is None:
            self.written = self.tracing.line(self.function, self.operands)
        return self.written

    def where(self, a: Any, b: Any) -> Any:
        """Write down a choice."""
        return self.tracing.chosen(self, a, b)

    def __bool__(self) -> bool:
        return self.tracing.branch(self.var, self.example)

    __hash__ = object.__hash__
    __eq__, __ne__ = with_numbers(operator.eq), with_numbers(operator.ne)
    __and__ = __rand__ = with_numbers(operator.and_)
    __or__ = __ror__ = with_numbers(operator.or_)
    __xor__ = __rxor__ = with_numbers(operator.xor)
    __add__, __radd__ = as_number(operator.add), as_number(operator.add, True)
    __sub__, __rsub__ = as_number(operator.sub), as_number(operator.sub, True)
    __mul__, __rmul__ = as_number(operator.mul), as_number(operator.mul, True)
    __truediv__, __rtruediv__ = as_number(operator.truediv), as_number(operator.truediv, True)

    def __int__(self) -> int:
        return int(bool(self))

    def __float__(self) -> float:
        return float(bool(self))


class Choice(AutogradValue):
    """A choice between nodes by a truth that is not known: a rule of the table chose, further up.

    Its slope is 1 by what was chosen, and nothing by the other.
    """

    __slots__ = ("truth",)
    truth: Truth

    @classmethod
    def between(cls, truth: Truth, a: Any, b: Any, level: int) -> Any:
        """Make the node; value and slopes are choices one storey down."""
        varies = [isinstance(x, AutogradValue) and x._level == level for x in (a, b)]
        below = [x.value if v else x for x, v in zip((a, b), varies, strict=True)]
        node = cls._variable(truth.where(*below), level)
        node.truth, node._x, node._y = truth, None, (a, b)
        node._dy = tuple(
            slope if v else None for slope, v in zip(node.grads(a, b), varies, strict=True)
        )
        return node

    def grads(self, *args: Any) -> tuple[Any, Any]:
        """Give the slopes."""
        return self.truth.where(1.0, NOTHING), self.truth.where(NOTHING, 1.0)
