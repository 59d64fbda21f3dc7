"""Reverse mode is a walk against the arrows: from the output to the inputs, each node handing its
gradient on.

A node can hand its gradient on once it has received everything its own users send. Listing the
nodes so that each stands after everything it was computed from, and walking that list backward,
makes sure of it. Both steps use loops and not recursion, so a chain of a million operations is as
good as one of ten.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from adlearn.nesting import call_with_variable, warn_independent
from adlearn.scalars.node import AutogradValue, find_partials
from adlearn.scalars.operations import partials_on_nodes


def topological_order(output: AutogradValue) -> list[AutogradValue]:
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
    >>> x = AutogradValue(3.0)
    >>> y = x * x
    >>> topological_order(y + y * 2)  # y once, though it is used twice
    [9.0, 18.0, 27.0]
    """
    return walk_list(output)[0]


def walk_list(output: AutogradValue) -> tuple[list[AutogradValue], list[AutogradValue]]:
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
            seen.add(node)
            dx, dy = node._dx, node._dy
            if dy is None:
                if dx is None:
                    break
                stack.append(node)
                stack.append(None)
                node = node._x
            elif dy.__class__ is tuple:
                unasked.append(node)
                stack += (node, None)
                stack += [parent for parent in node._y if node._differentiates(parent)]
                break
            else:
                stack.append(node)
                stack.append(None)
                if dx is not None:
                    stack.append(node._x)
                node = node._y
    return order, unasked


def backward(output: AutogradValue) -> None:
    """Fill in the gradients of everything an output was computed from."""
    order, unasked = walk_list(output)
    for node in unasked:
        find_partials(node)  # a reader's own rule may fail: better now than halfway through
    for node in order:
        node._gradient = None
    output._gradient = 1.0
    # This loop and the one above are half of the cost of a gradient; hence the parents one by one
    # instead of a loop.
    order.reverse()
    for node in order:
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


def backward_by_steps(output: AutogradValue) -> None:
    """The same walk through each node's own `backward_pass`, for classes that define one."""
    order = topological_order(output)
    for node in order:
        node._gradient = None
    output._gradient = 1.0
    for node in reversed(order):
        node.backward_pass()


def backward_on_nodes(output: AutogradValue) -> None:
    """The same walk with the rules evaluated on nodes, so that the gradients are nodes too."""
    order = topological_order(output)
    for node in order:
        node._gradient = None
    output._gradient = AutogradValue._variable(1.0, output._level)
    for node in reversed(order):
        for parent, partial in partials_on_nodes(node):
            parent._receive(node._gradient * partial)


def forget_gradients(output: AutogradValue) -> None:
    """Mark the gradient of an output, and of everything it was computed from, as not computed."""
    output._gradient = None
    for node in topological_order(output):
        node._gradient = None
        for parent in node.parents:
            if isinstance(parent, AutogradValue):
                parent._gradient = None


def grad(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that computes the derivative of `f` in reverse mode.

    Parameters
    ----------
    f : callable
        Takes numbers and returns one number.
    argnum : int, optional
        The positional argument to differentiate by.

    Returns
    -------
    callable
        Takes what `f` takes and returns df/d(argument): a float, or a node if it was called inside
        another derivative or on a node. It can be differentiated again.

    Raises
    ------
    NotANumber
        When called: if the argument is an array, or the output is not one number.

    Warns
    -----
    IndependentOutputWarning
        When called: if the output does not depend on the argument.

    See Also
    --------
    adlearn.nesting : why `grad(grad(f))` is right.

    Examples
    --------
    >>> grad(lambda x: x * x)(5.0)
    10.0
    >>> grad(grad(lambda x: x ** 3))(2.0)
    12.0
    """

    @functools.wraps(f)
    def derivative_of_f(*args: Any, **kwargs: Any) -> Any:
        variable, output = call_with_variable(f, argnum, args, kwargs, AutogradValue)
        if output is not None:
            backward(output)
        if variable._gradient is None:
            return warn_independent(f, argnum)
        return variable._gradient

    return derivative_of_f
