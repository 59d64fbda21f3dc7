"""Forward mode is a walk with the arrows: each node's derivatives are made from its parents'
derivatives.

What a node carries is a dictionary {input: derivative by that input}. For a node with parents p and
local partials dp it is the sum over the parents of dp times the parent's dictionary: the chain
rule, read from the inside out. The dictionaries are made when they are first asked for, parents
first, and kept.
"""

from __future__ import annotations

from typing import Any

from adlearn.scalars.reverse import topological_order


def tangents_of(output: Any) -> dict[Any, Any]:
    """Compute the derivative of an output by each `ForwardValue` it depends on.

    Parameters
    ----------
    output : AutogradValue

    Returns
    -------
    dict of {AutogradValue: float}
        Also stored in the output and in everything between it and the inputs.

    Examples
    --------
    >>> from adlearn import ForwardValue
    >>> a = ForwardValue(3.0)
    >>> tangents_of(a * a)[a]
    6.0
    """
    for node in topological_order(output):
        if not node._tangents:
            node._tangents = push(node)
    return {} if output._tangents is None else output._tangents


def push(node: Any) -> dict[Any, Any]:
    """Make one node's derivatives from those of its parents."""
    tangents: dict[Any, Any] = {}
    for parent, partial in zip(node.parents, node._find_partials(), strict=True):
        if partial is None:
            continue
        for variable, tangent in parent.forward_grads.items():
            term = partial * tangent
            tangents[variable] = tangents[variable] + term if variable in tangents else term
    return tangents
