"""Forward mode is a walk with the arrows: each node's derivatives are made from its parents'
derivatives.

What a node carries is a dictionary {input: derivative by that input}. For a node with parents p and
local partials dp it is the sum over the parents of dp times the parent's dictionary: the chain
rule, read from the inside out. The dictionaries are made when they are first asked for, parents
first, and kept.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from adlearn.nesting import call_with_variable, warn_independent
from adlearn.scalars.node import AutogradValue, find_partials
from adlearn.scalars.reverse import topological_order


class ForwardValue(AutogradValue):
    """A variable of forward mode: results know their derivative by it, in `forward_grads`.

    Parameters
    ----------
    value : int or float
        The variable's value.

    Examples
    --------
    >>> a, b = ForwardValue(5), ForwardValue(2)
    >>> c = a * b
    >>> c.forward_grads[a], c.forward_grads[b]
    (2, 5)
    >>> a.forward_grads[a]
    1
    """

    __slots__ = ()

    @property
    def forward_grads(self) -> dict[AutogradValue, Any]:
        # Made when asked for: a variable that stored a dictionary with itself in it would be a
        # reference cycle.
        is_variable = not any(
            isinstance(parent, AutogradValue) and parent._level == self._level
            for parent in self.parents
        )
        return {self: 1} if is_variable and not self._tangents else super().forward_grads

    @forward_grads.setter
    def forward_grads(self, tangents: dict[AutogradValue, Any]) -> None:
        self._tangents = tangents


def tangents_of(output: AutogradValue) -> dict[AutogradValue, Any]:
    """Compute the derivative of an output by each `ForwardValue` it depends on.

    Parameters
    ----------
    output : AutogradValue

    Returns
    -------
    dict of {AutogradValue: float}
        Also stored in the output and in everything between it and the inputs.
    """
    for node in topological_order(output):
        if node._tangents is None:
            node._tangents = push(node)
    return {} if output._tangents is None else output._tangents


def push(node: AutogradValue) -> dict[AutogradValue, Any]:
    """Make one node's derivatives from those of its parents."""
    tangents: dict[AutogradValue, Any] = {}
    for parent, partial in zip(node.parents, find_partials(node), strict=True):
        if partial is None:
            continue
        for variable, tangent in parent.forward_grads.items():
            term = partial * tangent
            tangents[variable] = tangents[variable] + term if variable in tangents else term
    return tangents


def derivative(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that computes the derivative of `f` in forward mode.

    Parameters
    ----------
    f : callable
        Takes numbers and returns one number.
    argnum : int, optional
        The positional argument to differentiate by.

    Returns
    -------
    callable
        As for `grad`; the two may be nested in any way.

    Raises
    ------
    NotANumber
        When called: if the argument is an array, or the output is not one number.

    Warns
    -----
    IndependentOutputWarning
        When called: if the output does not depend on the argument.

    Examples
    --------
    >>> derivative(lambda x: x * x)(5.0)
    10.0
    >>> derivative(derivative(lambda x: x ** 3))(2.0)
    12.0
    """

    @functools.wraps(f)
    def derivative_of_f(*args: Any, **kwargs: Any) -> Any:
        variable, output = call_with_variable(f, argnum, args, kwargs, ForwardValue)
        tangents = {} if output is None else output.forward_grads
        if variable not in tangents:
            return warn_independent(f, argnum)
        return tangents[variable] * 1.0

    return derivative_of_f
