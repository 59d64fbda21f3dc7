"""Programs of numbers: what a function of nodes (`adlearn.scalars`) does, line by line.

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
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.errors import NotTraceable
from adlearn.float_guard import math_function_that_called
from adlearn.floats.names import FLOATS, WITH_RULE, known
from adlearn.program.lines import Equation, Guard, Var
from adlearn.program.symbol import Tracing, place
from adlearn.program.tracing import (
    Input,
    Recording,
    call_with_symbols,
    containers_in,
    inputs_of,
    parameter_names,
    written,
)
from adlearn.rules.primitive import Primitive
from adlearn.scalars.node import AutogradValue, ForwardValue
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


class Number(AutogradValue):
    """A node below all others, by which nobody differentiates: what is done with it becomes a line.

    Attributes
    ----------
    value : Held
    """

    __slots__ = ()
    value: Held

    @classmethod
    def of(cls, tracing: Numbers, var: Var) -> Number:
        """Make the node of a var."""
        return cls._variable(Held(tracing, var), BELOW_ALL)

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


# The function


def trace_numbers(
    f: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Recording:
    """Write down what a function does with numbers and nodes.

    Parameters
    ----------
    f : callable
        Called with nodes of its own in the place of those among the arguments.
    args, kwargs : tuple, dict
        Floats and `AutogradValue`s become inputs, also in lists, tuples, dicts and arrays; for
        everything else the program is for just that value. The nodes must be different ones, and
        have no gradient yet.

    Returns
    -------
    Recording
        `cotangents` has a pair for each node that a walk back has passed.

    Raises
    ------
    NotTraceable
        If the function does what a program cannot say.
    DomainError
        Where the function itself raises it.

    Examples
    --------
    >>> from adlearn import AutogradValue, grad
    >>> recording = trace_numbers(grad(lambda x: x * x), (AutogradValue(3.0),), {})
    >>> recording.answer
    6.0
    >>> [line.function.__name__ for line in recording.lines]
    ['mul', 'mul', 'mul', 'add']
    """
    tracing = Numbers()
    given = Given(tracing)
    found, form = inputs_of(f, args, kwargs)
    new = [given.symbolic(path, leaf) for path, leaf in found]
    nodes = [node for leaf in new for node in nodes_in(leaf)]
    before = [node.value for node in nodes]
    new_args, new_kwargs = form(new)
    try:
        output = call_with_symbols(f, new_args, new_kwargs)
        outputs, examples, rebuild = outputs_of(output)
    except Exception as error:
        if tracing.failure is not None and error is not tracing.failure:
            raise tracing.failure from error
        raise
    finally:
        tracing.forget_gradients()
        tracing.over = True
    if tracing.failure is not None:  # the function caught it
        raise tracing.failure
    refuse_changed(f, nodes, before, outputs)
    return Recording(
        name=getattr(f, "__name__", "the function"),
        inputs=tuple(given.inputs),
        static=tuple(given.static),
        parameters=(*parameter_names(f, len(args)), *kwargs),
        containers=(*containers_in(f, args, kwargs), *given.rows),
        lines=tuple(tracing.lines),
        outputs=outputs,
        form=rebuild,
        answer=rebuild(examples),
        cotangents=tuple(tracing.cotangents),
        examples=tracing.examples,
    )


class Given:
    """The arguments, as they are taken apart.

    Attributes
    ----------
    inputs : list of Input
        `python` is the class of the number or node.
    static : list
        Pairs of a path and what else was passed.
    rows : list
        Path, class and length of the arrays of nodes and floats, and of the rows in them.
    """

    def __init__(self, tracing: Numbers) -> None:
        self.tracing = tracing
        self.inputs: list[Input] = []
        self.static: list[tuple[tuple[Any, ...], Any]] = []
        self.rows: list[tuple[tuple[Any, ...], type, int]] = []
        self.places: dict[int, tuple[Any, ...]] = {}

    def symbolic(self, path: tuple[Any, ...], leaf: Any) -> Any:
        """Put a number of the program in the place of an argument."""
        if isinstance(leaf, np.ndarray):
            return self.elements(path, leaf) if leaf.dtype.kind in "Of" else self.fixed(path, leaf)
        if isinstance(leaf, AutogradValue):
            self.refuse_used(path, leaf)
            kind = ForwardValue if isinstance(leaf, ForwardValue) else AutogradValue
            return kind._variable(self.input(path, leaf), 0)
        if isinstance(leaf, (float, np.floating)):
            return self.input(path, leaf)
        if isinstance(getattr(leaf, "_node", None), AutogradValue):
            raise NotTraceable(
                f"{written(path)} is a {type(leaf).__name__}, and a program takes floats and "
                "AutogradValues. Pass its number; inside of the function, others may be made of it."
            )
        return self.fixed(path, leaf)

    def input(self, path: tuple[Any, ...], leaf: Any) -> Number:
        """List a number that may be another one in the next call."""
        var = self.tracing.var(float(number(leaf)))
        self.inputs.append(Input(var, path, leaf.__class__))
        return Number.of(self.tracing, var)

    def fixed(self, path: tuple[Any, ...], leaf: Any) -> Any:
        """List what the program is for; an array as it is now."""
        self.static.append((path, leaf.copy() if isinstance(leaf, np.ndarray) else leaf))
        return leaf

    def elements(self, path: tuple[Any, ...], array: Any) -> Any:
        """Make an array of the elements' symbols."""
        new = np.empty(array.shape, dtype=object)
        for depth in range(array.ndim):
            for at in np.ndindex(array.shape[:depth]):
                self.rows.append(((*path, *at), np.ndarray, array.shape[depth]))
        for at in np.ndindex(array.shape):
            new[at] = self.symbolic((*path, *at), array[at])
        return new

    def refuse_used(self, path: tuple[Any, ...], node: AutogradValue) -> None:
        """Refuse nodes that something else is in."""
        if node._level > 0 or isinstance(number(node), Unknown):
            raise NotTraceable(
                f"{written(path)} is a variable of a derivative that is being computed, and a "
                "program stands on its own. Differentiate a function that makes the program inside."
            )
        if self.places.setdefault(id(node), path) is not path:
            raise NotTraceable(
                f"{written(path)} and {written(self.places[id(node)])} are one node, and a program "
                "is for arguments that have nothing to do with each other. Pass it once."
            )
        if node._gradient is not None and number(node._gradient) != 0.0:
            raise NotTraceable(
                f"{written(path)} has a gradient already, to which backward() would add. Call its "
                "zero_grad() before."
            )


def nodes_in(leaf: Any) -> Iterator[AutogradValue]:
    """Find the nodes that the function was given, and may change."""
    leaves = leaf.flat if isinstance(leaf, np.ndarray) else [leaf]
    return (x for x in leaves if isinstance(x, AutogradValue) and x._level == 0)


def refuse_changed(
    f: Callable[..., Any], nodes: list[AutogradValue], before: list[Any], outputs: tuple[Any, ...]
) -> None:
    """Refuse a change of an argument that the program does not give back: it would be lost."""
    for node, value in zip(nodes, before, strict=True):
        if node.value is not value and var_of(node.value) not in outputs:
            raise NotTraceable(
                f"{getattr(f, '__name__', 'the function')} assigns to .value of a node that it was "
                "given, and a program changes nothing. Return the new value, and assign it outside."
            )


def outputs_of(output: Any) -> tuple[tuple[Any, ...], list[Any], Callable[[list[Any]], Any]]:
    """Give the vars and constants that were returned, what they are in the example, and what puts
    numbers into their form."""
    leaves, form = leaves_of(output)
    parts = [list(x.flat) if is_of_nodes(x) else [x] for x in leaves]
    shapes = [x.shape if is_of_nodes(x) else None for x in leaves]

    def rebuild(values: list[Any]) -> Any:
        given = iter(values)
        return form(
            [
                next(given) if shape is None else np.reshape([next(given) for _ in part], shape)
                for part, shape in zip(parts, shapes, strict=True)
            ]
        )

    flat = [x for part in parts for x in part]
    return tuple(map(var_of, flat)), [answer_of(x) for x in flat], rebuild


def is_of_nodes(leaf: Any) -> bool:
    """Say whether something is an array of nodes."""
    return isinstance(leaf, np.ndarray) and leaf.dtype == object


def answer_of(leaf: Any) -> Any:
    """Give what was returned: a node where a node was, which does not know where it is from."""
    value = known(plain(leaf))
    is_node = isinstance(leaf, AutogradValue) and not isinstance(leaf, Number)
    return AutogradValue(value) if is_node else value
