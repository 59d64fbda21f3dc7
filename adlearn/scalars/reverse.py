"""Reverse mode is a walk against the arrows: from the output to the inputs, each node handing its
gradient on.

A node can hand its gradient on once it has received everything its own users send. Listing the
nodes so that each stands after everything it was computed from, and walking that list backward,
makes sure of it. Both steps use loops and not recursion, so a chain of a million operations is as
good as one of ten.

What the walk asks of a node (`adlearn.scalars.node` is the class): `_x` and `_y` are its parents,
`_dx` and `_dy` its partials by them, None for a constant; `_gradient` is what it has received so
far. A node of any number of parents keeps tuples in `_y` and `_dy`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn.order import depth_first
from adlearn.scalars.number_like import Unknown, number


def topological_order(output: Any) -> list[Any]:
    """List the operations an output was computed with, each after its parents, each once.

    Parameters
    ----------
    output : AutogradValue
        Where the list ends.

    Returns
    -------
    list of AutogradValue
        Operations that have at least one parent to send a gradient to. Leaves are not in it: they
        send nothing.

    Examples
    --------
    >>> from adlearn import AutogradValue
    >>> x = AutogradValue(3.0)
    >>> y = x * x
    >>> topological_order(y + y * 2)  # y once, though it is used twice
    [9.0, 18.0, 27.0]
    """
    return order_and_unasked(output)[0]


def order_and_unasked(output: Any) -> tuple[list[Any], list[Any]]:
    """Give the topological order, and those nodes whose partials may not be known yet."""
    order: list[Any] = []
    unasked: list[Any] = []
    seen: set[Any] = set()
    stack: list[Any] = [output]
    while stack:
        node = stack.pop()
        if node is None:  # a marker: all parents of the node below it are listed
            order.append(stack.pop())
            continue
        while node not in seen:  # follow one parent at a time; the others wait on the stack
            dx, dy = node._dx, node._dy
            if dx is None and dy is None:
                break
            seen.add(node)
            stack.append(node)
            stack.append(None)
            if dy is None:
                node = node._x
            elif dy.__class__ is tuple:
                unasked.append(node)
                stack += [parent for parent in node._y if node._differentiates(parent)]
                break
            else:
                if dx is not None:
                    stack.append(node._x)
                node = node._y
    return order, unasked


def ready(output: Any, start: Any, order: list[Any], unasked: list[Any]) -> list[Any]:
    """List the nodes in the order of the walk, with nothing received but the output's own
    gradient."""
    for node in unasked:
        if not node._own_pass:
            node._find_partials()  # a reader's own rule may fail: better now than halfway through
    for node in order:
        node._gradient = None
    output._gradient = start
    order.reverse()
    return order


def walk(output: Any, start: Any, step: Callable[[Any], None]) -> None:
    """Do a step at each node, from the output on, once everything it waits for has arrived.

    Parameters
    ----------
    output : AutogradValue
    start : float or AutogradValue
        The output's own gradient.
    step : callable
        Takes a node and hands its gradient on to its parents.
    """
    order = ready(output, start, *order_and_unasked(output))
    for node in order:
        step(node)
    if type(output.value) is not float:
        tell(output, order)


def backward(output: Any) -> None:
    """Fill in the gradients of everything an output was computed from.

    This is `walk` with the step spelled out, which halves its cost.
    """
    order, unasked = order_and_unasked(output)
    if any(node._own_pass for node in unasked):
        ready(output, 1.0, order, unasked)
        for node in reversed(depth_first([output], varying_parents)):  # leaves as well
            node.backward_pass()
        tell(output, order)
        return
    for node in ready(output, 1.0, order, unasked):
        gradient = node._gradient
        dx = node._dx
        if dx is not None:
            parent = node._x
            sum_so_far = parent._gradient
            parent._gradient = gradient * dx if sum_so_far is None else sum_so_far + gradient * dx
        dy = node._dy
        if dy is not None:
            if dy.__class__ is tuple:
                for parent, partial in zip(node._y, dy, strict=True):
                    if partial is not None:
                        parent._receive(gradient * partial)
            else:
                parent = node._y
                sum_so_far = parent._gradient
                parent._gradient = (
                    gradient * dy if sum_so_far is None else sum_so_far + gradient * dy
                )
    if type(output.value) is not float:
        tell(output, order)


def tell(output: Any, nodes: list[Any]) -> None:
    """Tell a program that is being written down which gradients are complete."""
    at = number(output)
    if isinstance(at, Unknown):
        at.walked(nodes or [output])


def varying_parents(node: Any) -> list[Any]:
    """Give the parents that a node sends a gradient to."""
    return [parent for parent in node.parents if node._differentiates(parent)]


def forget_gradients(output: Any) -> None:
    """Mark the gradient of an output, and of everything it was computed from, as not computed."""
    output._gradient = None
    for node in topological_order(output):
        node._gradient = None
        for parent in node.parents:
            if node._differentiates(parent):
                parent._gradient = None
