"""The trace of a function whose arguments are nodes of numbers already: `Trace` and its walk, and
forward mode, with the walks of `adlearn.scalars`.

`adlearn.derivatives.transforms` asks these the same questions as those of arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn.derivatives.containers import leaves_of
from adlearn.derivatives.trace import Trace, name_of, places_of, require_argument
from adlearn.floats.names import known
from adlearn.nesting import LEVELS
from adlearn.scalars import reverse
from adlearn.scalars.accepted import accept
from adlearn.scalars.derivatives import number_from
from adlearn.scalars.node import AutogradValue, ForwardValue

REMEDY = (
    "a derivative by nodes is of numbers. Return a number or a node, or lists, tuples and dicts of "
    "these."
)


def any_node(leaves: list[Any]) -> bool:
    """Say whether one of the leaves of an argument is a node of numbers."""
    return any([isinstance(leaf, AutogradValue) for leaf in leaves])


def variables_for(
    f: Callable[..., Any], given: list[Any], kind: type[AutogradValue], level: int
) -> list[Any]:
    """Make variables of a level on numbers and nodes."""
    where = f"the derivative of {name_of(f)}"
    return [kind._variable(accept(x, where), level) for x in given]


class NodeWalk:
    """The way from a node back to variables, gone as often as asked."""

    __slots__ = ("output", "variables", "outer")

    def __init__(self, output: AutogradValue, variables: tuple[Any, ...]) -> None:
        self.output, self.variables, self.outer = output, variables, False

    def pull(self, cotangent: Any) -> list[Any]:
        """Compute the cotangents of the variables; None for those the output does not depend on."""
        for variable in self.variables:
            variable._gradient = None
        if cotangent.__class__ is float and cotangent == 1.0:
            reverse.backward(self.output)
        else:
            reverse.walk(self.output, cotangent, AutogradValue.backward_pass)
        return [variable._gradient for variable in self.variables]


class NodeTrace(Trace):
    """One call of a function with variables on nodes in place of some of its arguments."""

    __slots__ = ()
    variables: tuple[Any, ...]

    def __init__(
        self, f: Callable[..., Any], given: list[Any], rebuild: Any, call: Callable[[Any], Any]
    ) -> None:
        self.f, self.level, self.given, self.rebuild = f, next(LEVELS), given, rebuild
        self.variables = tuple(variables_for(f, self.given, AutogradValue, self.level))
        leaves, form = leaves_of(call(self.rebuild(list(self.variables))))
        self.output = form([number_from(f, leaf, self.level, REMEDY) for leaf in leaves])

    def walk(self, output: Any) -> Any:
        """Find the way back from an output; None if it does not depend on the variables."""
        depends = isinstance(output, AutogradValue) and output._level == self.level
        return NodeWalk(output, self.variables) if depends else None

    def in_form(self, found: list[Any]) -> Any:
        """Put the cotangents of the variables into the form of the argument."""
        return self.rebuild([0.0 if g is None else known(g) for g in found])


def traced(f: Callable[..., Any], argnum: Any, args: Any, kwargs: Any) -> Trace:
    """Call `f` with variables in place of an argument, or of several."""
    arguments = list(args)
    if isinstance(argnum, int):
        require_argument(f, argnum, args)
        given, rebuild = leaves_of(args[argnum])
    else:
        places = places_of(f, argnum, args)
        given, rebuild = leaves_of(tuple(args[place] for place in places))

    def call(new: Any) -> Any:
        if isinstance(argnum, int):
            arguments[argnum] = new
        else:
            for place, x in zip(places, new, strict=True):
                arguments[place] = x
        return f(*arguments, **kwargs)

    return traced_at(f, given, rebuild, call)


def traced_at(f: Callable[..., Any], given: list[Any], rebuild: Any, call: Any) -> Trace:
    """Call with variables of arrays or, where nodes are given, of numbers."""
    return (NodeTrace if any_node(given) else Trace)(f, given, rebuild, call)


def push_numbers(
    f: Callable[..., Any], given: list[Any], directions: list[Any], rebuild: Callable[[Any], Any]
) -> tuple[Any, Any, bool]:
    """Call `f` on variables of forward mode; give values, tangents, and whether any depends."""
    level = next(LEVELS)
    variables = variables_for(f, given, ForwardValue, level)
    directions = [accept(v, "the tangent") for v in directions]
    leaves, form = leaves_of(f(*rebuild(list(variables))))
    values, tangents, depends = [], [], False
    for leaf in leaves:
        output = number_from(f, leaf, level, REMEDY)
        tangent: Any = 0.0
        if isinstance(output, AutogradValue) and output._level == level:
            depends = True
            for variable, v in zip(variables, directions, strict=True):
                if variable in output.forward_grads:
                    tangent = known(output.forward_grads[variable] * v) + tangent
            output = output.value
        values.append(output)
        tangents.append(tangent)
    return form(values), form(tangents), depends
