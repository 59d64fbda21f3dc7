"""Reverse mode on arrays: the walk against the arrows, from an output to the variables.

The cotangent of a node is complete when all its users have sent theirs, so the walk visits the
nodes in the reverse of a topological order. A node is whatever has the class of the output: it has
`_value`, `_primitive`, `_args`, `_kwargs` and `_level`. Two readings of the same walk:

* nothing outside is being differentiated: the rules run on plain arrays, and sums of cotangents
  are made in place where nobody else can see the array;
* the graph leads to tensors of an outer differentiation: the rules run on the tensors themselves,
  and the gradient is a graph that can be differentiated again.

No setting chooses between them, so there is nothing to restore after an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from adlearn.errors import WrongShape
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.buffer_watch import compare
from adlearn.tensors.left_out import (
    cleared,
    lifted,
    lifted_at,
    mark_of,
    pulled_marks,
    pulled_sums,
    pushed_marks,
)
from adlearn.tensors.nan_watch import look_back
from adlearn.tensors.outputs import Parts, pick
from adlearn.tensors.primitive import Symbolic, Traced, array_of, has_nan, is_undefined, value_of
from adlearn.tensors.recording import floor_below, pauses

#: The cotangent that most walks start from.
ONE = np.ones(())
ONE.flags.writeable = False
#: What has the shape of a number.
NUMBERS = (float, int)
#: From how many infinite numbers a walk is begun anew; from more of them, a nan stays one.
MOST_SOURCES = 32


class Walk:
    """The way from an output back to variables: sorted once, and gone as often as asked.

    Parameters
    ----------
    output : Tensor
    variables : tuple of Tensor
        Where the walk stops.
    level : int
        Nodes of lower levels cannot depend on the variables and are left out.

    Attributes
    ----------
    order : list of Tensor
        The nodes on the way, each before those it was computed from. Without leaves: they send
        nothing.
    outer : bool
        Whether a tensor of an outer differentiation was met.
    """

    __slots__ = ("output", "variables", "level", "order", "outer")

    def __init__(self, output: Any, variables: tuple[Any, ...], level: int) -> None:
        self.output, self.variables, self.level = output, variables, level
        order: list[Any] = []
        seen: set[Any] = set(variables)
        kind, below = output.__class__, -1  # the highest of the lower levels
        for variable in variables:
            for a in variable._args or ():  # an identity on a variable of a lower level
                if a.__class__ is kind and a._level < level:
                    below = max(below, a._level)
        stack: list[Any] = [] if output in seen or output._args is None else [output]
        push, pop, add, append = stack.append, stack.pop, seen.add, order.append
        while stack:
            node = pop()
            if node is None:  # a marker: all parents of the node below it are listed
                append(pop())
                continue
            if node in seen:
                continue
            add(node)
            push(node)
            push(None)
            for a in node._args:
                if a.__class__ is kind and a not in seen:
                    if a._level < level:
                        below = max(below, a._level)
                    elif a._args is not None:
                        push(a)
        order.reverse()
        self.order, self.outer = order, below >= floor_below(level)

    def pull(self, cotangent: Any) -> list[Any]:
        """Compute the cotangents of the variables; None for those the output does not depend on.

        They are tensors if an outer differentiation is on or the cotangent is a tensor, and else
        arrays of the caller's own.
        """
        arrived = self.go(cotangent, self.outer)
        return list(map(arrived.get, self.variables))

    def go(self, cotangent: Any, recorded: bool) -> dict[Any, Any]:
        """Walk; give what arrived, by node: only variables and leaves still have it at the end."""
        with np.errstate(all="ignore"):
            walk: Any = self.careful_steps if pauses[0] else self.steps
            if isinstance(value_of(self.output._value), Symbolic):
                walk = self.told_steps
            arrived, shared = walk(cotangent, recorded)
            if any(map(has_nan, arrived.values())):
                # Looking for it in each step would cost every program; a second walk costs those
                # that meet it.
                arrived, shared = self.again(cotangent, recorded)
            if is_undefined(self.output._value):
                cotangent = np.where(self.undefined(arrived, cotangent), np.nan, cotangent)
                arrived, shared = self.careful_steps(cotangent, recorded)
            for node, g in arrived.items():
                arrived[node] = finished(g, node, node in shared)
            return arrived

    def undefined(self, inputs: Iterable[Any], cotangent: Any) -> Any:
        """Say which elements of the output are nan though they were computed from no input that is,
        where a cotangent is: log(-1) is nan, though 1 / x is not. No value, no derivative."""
        marks = {node: np.isnan(value_of(node._value)) * 1.0 for node in inputs}
        undefined = np.isnan(value_of(self.output._value)) & (mark_of(cotangent) != 0)
        if not any(map(np.any, marks.values())):
            return undefined
        for node in reversed(self.order):
            places, sides = places_of(node, self.level), arguments_of(node, self.level, False)
            sent, kwargs = [marks[node._args[i]] for i in places], node._kwargs or {}
            marks[node] = pushed_marks(sent, node._primitive, places, *sides, kwargs)
        return undefined & np.equal(marks[self.output], 0)

    def again(self, cotangent: Any, recorded: bool) -> tuple[dict[Any, Any], dict[Any, Any]]:
        """Walk with marks; where a nan is left, walk on from each infinite number alone, as from 1:
        `inf * (2 - 1)` is infinite, as in forward mode, but `2 * inf - inf` is nan."""
        without = self.careful_steps(cotangent, recorded)
        if recorded or not any(map(has_nan, without[0].values())):
            return without
        sources: list[tuple[Any, Any]] = []
        arrived, marks = self.careful_steps(cotangent, False, sources=sources)
        if not 0 < len(sources) <= MOST_SOURCES:
            return without
        for receiver, unit in sources:
            walk = Walk(receiver, self.variables, self.level)
            found, beside = walk.careful_steps(unit, False)
            for node, coefficient in found.items():
                arrived[node] = arrived[node] + cleared(np.inf * coefficient, beside[node])
        return arrived, marks

    def careful_steps(
        self, cotangent: Any, recorded: bool, mark: Any = None, sources: Any = None
    ) -> tuple[dict[Any, Any], dict[Any, Any]]:
        """Walk with a mark beside each cotangent, which says what has no part in the derivative,
        however steep it is there: see `adlearn.tensors.left_out`. Give both, by node. Infinite
        numbers are put into `sources`, if it is given, and not sent on."""
        level = self.level
        arrived = {self.output: cotangent}
        marks: dict[Any, Any] = {self.output: mark_of(cotangent) if mark is None else mark}
        still = self.still()
        for node in self.order:
            g, mark = arrived.pop(node), marks.pop(node)
            primitive, args, kwargs = node._primitive, node._args, node._kwargs or {}
            places, (ans, values) = places_of(node, level), arguments_of(node, level, recorded)
            if not recorded and isinstance(cotangent, Traced):
                ans, values = lifted(ans, cotangent), lifted_at(places, values, cotangent)
            if pauses[0]:
                compare(node)
            if g.__class__ is Parts:
                g, mark = g.filled(node._value), mark.filled(node._value)
            if primitive.pull_marked:
                messages, beside = primitive.pull_marked(places, g, mark, ans, *values, **kwargs)
            elif primitive.multiplies:
                messages = pulled_sums(primitive, places, g, mark, ans, values, kwargs)
            else:
                messages = primitive.pulled(places, g, ans, values, kwargs)
            if not primitive.pull_marked:
                moving = [i for i in places if args[i] not in still]
                beside = pulled_marks(primitive, places, moving, mark, ans, values, kwargs)
            for place, message, mark_there in zip(places, messages, beside, strict=True):
                a = args[place]
                if mark_there.__class__ is not Parts and has_nan(message):
                    message = cleared(message, mark_there)
                if primitive.broadcasts:
                    message = unbroadcast(message, values[place].shape)
                    mark_there = unbroadcast(mark_there, values[place].shape)
                if pauses[0]:
                    look_back(node, message, g, primitive.name)
                if sources is not None:
                    message, mark_there = without_infinite(message, mark_there, a, sources)
                arrived[a] = arrived[a] + message if a in arrived else message
                marks[a] = marks[a] + mark_there if a in marks else mark_there
        return arrived, marks

    def still(self) -> set[Any]:
        """Find the nodes that nothing moves: what was made by a step, or only from such nodes."""
        found: set[Any] = set()
        for node in reversed(self.order):
            if node._primitive.flat or not any(
                a._level >= self.level and a not in found
                for a in node._args
                if a.__class__ is node.__class__
            ):
                found.add(node)
        return found

    def steps(self, cotangent: Any, recorded: bool) -> tuple[dict[Any, Any], set[Any]]:
        """Let each node send to its arguments, once all that it waits for has arrived.

        The second answer says whose cotangent somebody else may have as well.
        """
        level, kind = self.level, self.output.__class__
        arrived = {self.output: cotangent}
        shared = {self.output}
        take = arrived.pop
        for node in self.order:
            g, primitive, args = take(node), node._primitive, node._args
            pulls, ans = primitive.pulls, node if recorded else node._value
            count = len(args) if pulls and node._kwargs is None else 0
            if count == 1:
                # Most of the time of a small program is spent here and below. So one and two
                # arguments are spelled out, which takes a fifth off the whole of it
                # (`python -m benchmarks tensors`).
                (a,) = args
                if a._level >= level:
                    message = pulls[0](g, ans, a if recorded else a._value)
                    if a in arrived:
                        message = total(arrived[a], message, a, shared)
                    elif not primitive.fresh:
                        shared.add(a)
                    arrived[a] = message
            elif count == 2:
                a, b = x, y = args
                to_a = a.__class__ is kind and a._level >= level
                to_b = b.__class__ is kind and b._level >= level
                if not recorded:
                    if to_a:
                        x = a._value
                    if to_b:
                        y = b._value
                # Comparing shapes takes half as long as the arithmetic: once, and only if need be.
                spread = primitive.broadcasts and not (
                    x.__class__ in NUMBERS
                    or y.__class__ in NUMBERS
                    or (to_a and to_b and a._value.shape == b._value.shape)
                )
                if to_a:
                    message = pulls[0](g, ans, x, y)
                    if spread:
                        message = unbroadcast(message, x.shape)
                    if a in arrived:
                        message = total(arrived[a], message, a, shared)
                    elif not primitive.fresh:
                        shared.add(a)
                    arrived[a] = message
                if to_b:
                    message = pulls[1](g, ans, x, y)
                    if spread:
                        message = unbroadcast(message, y.shape)
                    if b in arrived:
                        message = total(arrived[b], message, b, shared)
                    elif not primitive.fresh:
                        shared.add(b)
                    arrived[b] = message
            else:
                for a, message in step(node, g, level, recorded):
                    if a in arrived:
                        message = total(arrived[a], message, a, shared)
                    elif not primitive.fresh:
                        shared.add(a)
                    arrived[a] = message
        return arrived, shared

    def told_steps(self, cotangent: Any, recorded: bool) -> tuple[dict[Any, Any], set[Any]]:
        """The same while a program is written down, which is told whose cotangent is complete."""
        arrived, shared = {self.output: cotangent}, {self.output}
        for node in self.order:
            g = arrived.pop(node)
            g = tell(node, g)
            for a, message in step(node, g, self.level, recorded):
                if a in arrived:
                    message = total(arrived[a], message, a, shared)
                elif not node._primitive.fresh:
                    shared.add(a)
                arrived[a] = message
        for node, g in arrived.items():
            tell(node, g)
        return arrived, shared


def tell(node: Any, g: Any) -> Any:
    """Tell a program which cotangent arrived at a value; give the one to go on with."""
    value = value_of(node._value)
    if isinstance(value, Symbolic) and g.__class__ is not Parts:
        named = value._receives(value_of(g))
        return named if isinstance(g, Symbolic) else g
    return g


def without_infinite(
    message: Any, mark: Any, receiver: Any, sources: list[tuple[Any, Any]]
) -> tuple[Any, Any]:
    """Let nothing arrive where a cotangent is infinite, and name each such number with its sign as
    a source."""
    if not isinstance(message, (np.ndarray, np.float64)) or message.dtype.kind != "f":
        return message, mark
    message = np.asarray(message)
    infinite = np.isinf(message)
    for place in np.argwhere(infinite)[: MOST_SOURCES + 1]:
        unit = np.zeros_like(message)
        unit[tuple(place)] = np.sign(message[tuple(place)])
        sources.append((receiver, unit))
    return np.where(infinite, 0.0, message), np.where(infinite, 0.0, mark)


def step(node: Any, g: Any, level: int, recorded: bool) -> Iterable[tuple[Any, Any]]:
    """Compute what any node sends: pairs of argument and cotangent."""
    primitive, args, places = node._primitive, node._args, places_of(node, level)
    ans, values = arguments_of(node, level, recorded)
    if g.__class__ is Parts:
        g = g.filled(node._value)
    messages = primitive.pulled(places, g, ans, values, node._kwargs or {})
    if primitive.broadcasts:
        messages = [
            unbroadcast(m, values[place].shape) for place, m in zip(places, messages, strict=True)
        ]
    return zip((args[place] for place in places), messages, strict=True)


def places_of(node: Any, level: int) -> list[int]:
    """Find the arguments that a node sends to."""
    kind = node.__class__
    return [i for i, a in enumerate(node._args) if a.__class__ is kind and a._level >= level]


def arguments_of(node: Any, level: int, recorded: bool) -> tuple[Any, Any]:
    """Give what a node's rule runs on, its answer and its arguments: their arrays or, where
    `recorded`, the nodes themselves."""
    primitive, args = node._primitive, node._args
    if not recorded:
        kind = node.__class__
        return node._value, [
            a._value if a.__class__ is kind and a._level >= level else a for a in args
        ]
    if primitive.outputs:
        return tuple(pick(node, i) for i in range(primitive.outputs)), args
    return node, args


def total(before: Any, message: Any, receiver: Any, shared: set[Any]) -> Any:
    """Add a message to those that came before it; in place where nobody else has the array."""
    if receiver in shared:
        shared.discard(receiver)  # the sum is a new array
    elif before.__class__ is message.__class__ is np.ndarray and before.dtype is message.dtype:
        before += message
        return before
    return before + message


def finished(g: Any, node: Any, shared: bool) -> Any:
    """Give a cotangent the dtype of its node, the real part for real nodes, and an owner."""
    value = node._value
    if g.__class__ is value.__class__ is np.ndarray and g.dtype is value.dtype:
        return np.array(g) if shared else g
    wanted, have = array_of(value).dtype, array_of(g).dtype
    if have.kind == "c" and wanted.kind != "c":
        g = np.real(g)
        have = array_of(g).dtype
    if have != wanted and wanted.kind in "fc":
        g = g.astype(wanted)
    return np.array(g) if shared and isinstance(g, np.ndarray) else g


def check_cotangent(cotangent: Any, output: Any) -> Any:
    """Refuse a cotangent of another shape than the output's."""
    if np.shape(cotangent) != np.shape(value_of(output)):
        raise WrongShape(
            f"the cotangent has shape {np.shape(cotangent)}, but the output has shape "
            f"{np.shape(value_of(output))}. Pass one number for each number of the output."
        )
    return cotangent if isinstance(cotangent, Traced) else np.asarray(cotangent) * 1.0
