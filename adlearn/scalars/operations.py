"""What an operation does to nodes, whatever its arguments: `apply`.

Find the highest level among the arguments, compute the value and the partials from their values one
level down, make a node. The operation classes `_add`, `_mul`, `_exp`, ... are made here, one for
each line of the rule table. Operators and functions (`adlearn.scalars.operators`,
`adlearn.scalars.functions`) do the same for plain numbers without the generality, and hand
everything else to the functions here.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import Any

from adlearn.errors import DomainError, NotANumber
from adlearn.floats.names import FLOATS, IEEE, Ieee, Nothing
from adlearn.rules.primitive import Primitive
from adlearn.rules.scalars import RULES
from adlearn.scalars.accepted import accept, is_array, is_traced_array, refusal
from adlearn.scalars.node import AutogradValue
from adlearn.scalars.number_like import NumberLike, Unknown, number

Operation = type[AutogradValue]

#: What the names in a formula mean when it is computed on nodes. `adlearn.scalars.functions` puts
#: its functions here.
ON_NODES: dict[str, Any] = dict(FLOATS)


def step(function: Any) -> Any:
    """Make a function of nodes that is constant almost everywhere."""

    def of_node(x: Any) -> Any:
        at = number(x)
        return at.computed(function) if isinstance(at, Unknown) else function(at)

    return of_node


def constant_but_at_0(function: Any) -> Any:
    """Make a function of nodes that is constant almost everywhere, with slope nan at 0."""
    constant = step(function)

    def of_node(x: Any) -> Any:
        if not isinstance(x, AutogradValue):
            return function(x)
        if x._level < 0:
            return constant(x)
        return undefined_from(constant(x), [x]) if number(x) == 0 else constant(x)

    return of_node


def nonzero_of_node(x: Any) -> Any:
    """x, but 1 with slope nan where it is 0."""
    if not isinstance(x, AutogradValue):
        return x or 1.0
    if x._level < 0:
        return x.value.computed(FLOATS["nonzero"])
    return undefined_from(1.0, [x]) if number(x) == 0 else x


def where(condition: Any, a: Any, b: Any) -> Any:
    """`a` where the condition holds, else `b`; a program is told that there is a choice."""
    if condition is True:
        return a
    if condition is False:
        return b
    return condition.where(a, b) if isinstance(condition, Unknown) else a if condition else b


ON_NODES |= {
    "sign": constant_but_at_0(FLOATS["sign"]),
    "nonzero": nonzero_of_node,
    "round": step(round),
    "where": where,
}


def apply(operation: Operation, *arguments: Any) -> AutogradValue:
    """Apply an operation of the rule table to nodes and numbers of any levels. This is what every
    operator means.

    Parameters
    ----------
    operation : type
        An operation class, such as `_mul`.
    *arguments : AutogradValue, int or float
        At least one node.

    Returns
    -------
    AutogradValue
        A node of the highest level among the arguments, which stores a partial for each argument of
        that level.
    """
    level = -1
    for argument in arguments:
        if isinstance(argument, AutogradValue) and argument._level > level:
            level = argument._level
    if level < 0:  # below every derivative, a program is being written down
        first = next(a for a in arguments if isinstance(a, NumberLike))
        return first.value.operation(operation, arguments)
    varies = [isinstance(a, AutogradValue) and a._level == level for a in arguments]
    values = [a.value if v else a for a, v in zip(arguments, varies, strict=True)]
    answer = evaluate(operation, values)
    node = object.__new__(operation)
    node.value, node._level = answer, level
    node._gradient = node._tangents = node._y = node._dy = None
    node._x = arguments[0]
    node._dx = slope(operation, 0, answer, values) if varies[0] else None
    if len(arguments) == 2:
        node._y = arguments[1]
        node._dy = slope(operation, 1, answer, values) if varies[1] else None
    return node


def evaluate(operation: Operation, values: list[Any]) -> Any:
    """Compute an operation's value, on numbers or on nodes of a lower level."""
    try:
        answer = operation.on_nodes.value(*values)
    except (ArithmeticError, ValueError) as error:
        if isinstance(error, DomainError):
            raise  # a level further down has said it already
        raise refusal(operation, error, *map(number, values)) from error
    if answer.__class__ is complex:
        raise refusal(operation, None, *values)
    return answer


def slope(operation: Operation, place: int, answer: Any, values: list[Any]) -> Any:
    """Compute one local partial derivative, on numbers or on nodes."""
    try:
        return operation.on_nodes.partials[place](answer, *values)
    except (ArithmeticError, ValueError):
        return edge(operation, place, answer, *values)


def edge(operation: Operation, place: int, answer: Any, *values: Any) -> Any:
    """Compute a partial where Python gives up, by IEEE rules: 1/0 is inf, 0/0 is nan."""
    rule = operation.primitive
    limit = math.nan
    if rule is not None and isinstance(rule.partials[place], str):
        by_ieee = rule.compiled(IEEE).partials[place]
        limit = float(by_ieee(*(Ieee(number(v)) for v in (answer, *values))))
    return undefined_from(limit, [v for v in (answer, *values) if isinstance(v, AutogradValue)])


def undefined_from(limit: float, nodes: list[AutogradValue]) -> Any:
    """Make a number depend on nodes with slope nan, at each of their levels."""
    nodes = [node for node in nodes if node._level >= 0]
    if not nodes:
        return limit
    level = max(node._level for node in nodes)
    parents = tuple(node for node in nodes if node._level == level)
    below = [node.value if node._level == level else node for node in nodes]
    below = [node for node in below if isinstance(node, AutogradValue)]
    slope = undefined_from(math.nan, below)
    result = Edge._variable(limit, level)
    result._x, result._y, result._dy = None, parents, (slope,) * len(parents)
    return result


class Edge(AutogradValue):
    """An infinite or undefined partial as a node: its own slope is undefined in every direction."""

    __slots__ = ()

    def grads(self, *args: Any) -> tuple[float, ...]:
        return (math.nan,) * len(args)


# The operation classes


class OfTable(AutogradValue):
    """An operation of the rule table: its `func` and `grads` are the line's formulas."""

    __slots__ = ()

    def func(self, *values: Any) -> Any:
        """Compute the value of the operation from its arguments."""
        return evaluate(type(self), list(values))

    def grads(self, *values: Any) -> tuple[Any, ...]:
        """Compute the derivative of the operation by each argument."""
        operation, arguments = type(self), list(values)
        answer = evaluate(operation, arguments)
        return tuple(slope(operation, i, answer, arguments) for i in range(len(arguments)))

    def _partials_on_nodes(self) -> tuple[Any, ...]:
        if not is_untouched(type(self)):
            return super()._partials_on_nodes()
        parents = self.parents
        return tuple(
            slope(type(self), place, self, parents) if self._differentiates(parent) else None
            for place, parent in enumerate(parents)
        )


#: What computes values and partials as long as no reader has put their own in its place.
FORWARD_PASS, FUNC, GRADS = AutogradValue.forward_pass, OfTable.func, OfTable.grads


def is_untouched(operation: Operation) -> bool:
    """Say whether an operation still computes what the rule table says: a reader may have put a
    `func`, `grads` or `forward_pass` of their own on a class."""
    return (
        AutogradValue.forward_pass is FORWARD_PASS
        and operation.func is FUNC
        and operation.grads is GRADS
    )


def operation_of(rule: Primitive) -> Operation:
    """Make the operation class of a rule."""
    operation: Operation = type(
        f"_{rule.name}",
        (OfTable,),
        {
            "__slots__": (),
            "__doc__": str(rule),
            "__module__": __name__,
            "primitive": rule,
            "on_nodes": rule.compiled(ON_NODES),
            "on_floats": rule.compiled(FLOATS),
        },
    )
    if not isinstance(rule.value, str):
        value = functools.partial(as_one_step, operation)
        operation.on_nodes = dataclasses.replace(operation.on_nodes, value=value)
    return operation


def as_one_step(operation: Operation, *values: Any) -> Any:
    """Compute a value that is no text: with nothing but plain numbers, one line of a program."""
    levels = [v._level for v in values if isinstance(v, NumberLike)]
    if levels and max(levels) < 0:
        return apply(operation, *values)
    return operation.on_floats.value(*values)


#: The name of an operation class, such as `_mul`, and the class.
OPERATIONS: dict[str, Operation] = {f"_{name}": operation_of(rule) for name, rule in RULES.items()}
globals().update(OPERATIONS)


# Operators and functions on whatever there is


def operate(operation: Operation, a: Any, b: Any) -> Any:
    """Apply an operator to whatever its body did not expect."""
    if is_array(a) or is_array(b):
        return NotImplemented  # NumPy then applies the operator element by element
    name = operation.__name__.strip("_")
    if name == "mul" and (a.__class__ is Nothing or b.__class__ is Nothing):
        return a if a.__class__ is Nothing else b
    try:
        return construct(operation, accept(a, name), accept(b, name))
    except NotANumber:
        if (
            isinstance(a, AutogradValue)
            and hasattr(b, "__radd__")
            and not isinstance(b, complex)
            and not is_traced_array(b)
        ):
            return NotImplemented
        raise


def construct(operation: Operation, *arguments: Any) -> AutogradValue:
    """Make a node: by the rule table, or by a reader's own methods where there are any."""
    return apply(operation, *arguments) if is_untouched(operation) else operation(*arguments)


def call(operation: Operation, *arguments: Any) -> Any:
    """Apply a function to nodes, to numbers (as `math` does) or to arrays element by element."""
    name = operation.__name__.strip("_")
    if any(is_array(a) or is_traced_array(a) for a in arguments):
        from adlearn.scalars.object_arrays import on_each

        assert operation.primitive is not None
        return on_each(operation.primitive, lambda *row: call(operation, *row), arguments)
    accepted = [accept(a, name) for a in arguments]
    if any(isinstance(a, AutogradValue) for a in accepted):
        return construct(operation, *accepted)
    return operation.on_floats.value(*accepted)
