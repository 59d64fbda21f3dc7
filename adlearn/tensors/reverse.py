"""Reverse mode on arrays: the walk against the arrows, from an output to the variables.

The cotangent of a node is complete when all its users have sent theirs, so the walk visits the
nodes in the reverse of a topological order. Two readings of the same walk:

* nothing outside is being differentiated: the rules run on plain arrays, and sums of cotangents
  are made in place where nobody else can see the array;
* the graph leads to tensors of an outer differentiation: the rules run on the tensors themselves,
  and the gradient is a graph that can be differentiated again.

No setting chooses between them, so there is nothing to restore after an error.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import NotScalar, WrongShape
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.node import CONSTANT, FORWARD_FLOOR, Parts, Tensor, pauses, pick, tensor
from adlearn.tensors.primitive import Traced, value_of

#: The cotangent that most walks start from.
ONE = np.ones(())
ONE.flags.writeable = False


def start_of(output: Any) -> np.ndarray:
    """Give the cotangent 1 in the shape of an output that holds one number."""
    shape = np.shape(value_of(output))
    return np.ones(shape) if shape else ONE


def topological_order(
    output: Tensor, variables: tuple[Tensor, ...], level: int
) -> tuple[list[Tensor], bool]:
    """List the nodes between the variables and an output, each after its parents.

    Parameters
    ----------
    output : Tensor
    variables : tuple of Tensor
        Where the walk stops.
    level : int
        Nodes of lower levels cannot depend on the variables and are left out.

    Returns
    -------
    order : list of Tensor
        Without leaves: they send nothing.
    outer : bool
        Whether a tensor of an outer differentiation was met.
    """
    order: list[Any] = []
    seen: set[Any] = set(variables)
    floor = FORWARD_FLOOR.get()
    outer = False
    for variable in variables:
        if variable._args is not None:
            outer = True
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
            if a.__class__ is Tensor:
                if a._level >= level:
                    if a._args is not None and a not in seen:
                        push(a)
                elif a._level >= floor:
                    outer = True
    return order, outer


def pull_back(
    output: Tensor, variables: tuple[Tensor, ...], cotangent: Any, level: int
) -> tuple[list[Any], bool]:
    """Compute the cotangents of the variables; None for those the output does not depend on.

    The second answer says whether they are tensors.
    """
    order, outer = topological_order(output, variables, level)
    order.reverse()
    if outer or isinstance(cotangent, Tensor):
        return pull_tensors(order, output, variables, cotangent, level), True
    with np.errstate(divide="ignore", invalid="ignore"):
        found = pull_arrays(order, output, variables, cotangent, level, False)
        if any(map(has_nan, found)):
            # 0 * inf is nan, but a cotangent of 0 contributes nothing, however steep the slope:
            # so where(x > 0, sqrt(x), 0) has derivative 0 at 0. Looking for it in each step would
            # cost every program; doing the walk twice costs those that meet it.
            found = pull_arrays(order, output, variables, cotangent, level, True)
    return found, False


def has_nan(g: Any) -> bool:
    """Say whether a cotangent has a nan somewhere."""
    if g.__class__ is not np.ndarray:
        g = value_of(g)
        if g is None or g.__class__ is Parts:
            return False
    g = g.ravel()  # the product with itself is nan too then, in a fourth of the time of the sum
    total = g.dot(g)
    return bool(total != total)


def pull_arrays(
    order: list[Tensor],
    output: Tensor,
    variables: tuple[Tensor, ...],
    cotangent: Any,
    level: int,
    careful: bool,
) -> list[Any]:
    """Walk with the rules on arrays. The arrays it gives are the caller's own."""
    cotangents: dict[Any, Any] = {output: cotangent}
    shared: set[Any] = {output}  # whose cotangent somebody else may have as well
    take = cotangents.pop
    for node in order:
        # Most of the time of a small program is spent here. So operations of one and of two
        # arguments are spelled out, which halves what they cost (`python -m benchmarks tensors`).
        g = take(node)
        primitive: Any = node._primitive
        args: Any = node._args
        pulls = primitive.pulls
        if careful or not pulls or node._kwargs is not None or len(args) > 2:
            for a, message in messages(node, g, level, careful):
                if a in cotangents:
                    message = total(cotangents[a], message, a, shared)
                elif not primitive.fresh:
                    shared.add(a)
                cotangents[a] = message
        elif len(args) == 1:
            (a,) = args
            if a._level >= level:
                message = pulls[0](g, node.data, a.data)
                if a in cotangents:
                    message = total(cotangents[a], message, a, shared)
                elif not primitive.fresh:
                    shared.add(a)
                cotangents[a] = message
        else:
            x, y = a, b = args
            of_a = of_b = CONSTANT
            if a.__class__ is Tensor:
                of_a = a._level
                if of_a >= level or of_a < 0:
                    x = a.data
            if b.__class__ is Tensor:
                of_b = b._level
                if of_b >= level or of_b < 0:
                    y = b.data
            if of_a >= level:
                message = pulls[0](g, node.data, x, y)
                if primitive.broadcasts and message.shape != x.shape:
                    message = unbroadcast(message, x.shape)
                if a in cotangents:
                    message = total(cotangents[a], message, a, shared)
                elif not primitive.fresh:
                    shared.add(a)
                cotangents[a] = message
            if of_b >= level:
                message = pulls[1](g, node.data, x, y)
                if primitive.broadcasts and message.shape != y.shape:
                    message = unbroadcast(message, y.shape)
                if b in cotangents:
                    message = total(cotangents[b], message, b, shared)
                elif not primitive.fresh:
                    shared.add(b)
                cotangents[b] = message
    found = []
    for v in variables:
        g = finished(cotangents.get(v), v.data)
        found.append(own(g) if v in shared else g)
    return found


def total(before: Any, message: Any, receiver: Tensor, shared: set[Any]) -> Any:
    """Add a message to those that came before it; in place where nobody else has the array."""
    if receiver in shared:
        shared.discard(receiver)  # the sum is a new array
    elif before.__class__ is message.__class__ is np.ndarray and before.dtype is message.dtype:
        before += message
        return before
    return before + message


def messages(node: Tensor, g: Any, level: int, careful: bool) -> list[tuple[Tensor, Any]]:
    """Compute what any operation sends to its arguments: pairs of argument and cotangent."""
    primitive, kwargs = node._primitive, node._kwargs or {}
    assert primitive is not None and node._args is not None
    if g.__class__ is Parts:
        g = g.filled(node.data)
    watched = False
    if pauses[0]:
        from adlearn.tensors.nan_watch import WATCHING, look_back

        watched = WATCHING.get() and not isinstance(g, tuple)
    values = [
        a.data if isinstance(a, Tensor) and (a._level >= level or a._level < 0) else a
        for a in node._args
    ]
    sent = []
    for place, a in enumerate(node._args):
        if not isinstance(a, Tensor) or a._level < level:
            continue
        if place < len(primitive.pulls):
            message = primitive.pulls[place](g, node.data, *values, **kwargs)
        else:
            message = primitive.pull(place, g, node.data, *values, **kwargs)
        if primitive.broadcasts:
            if careful:
                message = without_undefined(message, g)
            if message.shape != values[place].shape:
                message = unbroadcast(message, values[place].shape)
        if watched:
            look_back(node, message, g, primitive.name)
        sent.append((a, message))
    return sent


def without_undefined(message: Any, g: Any) -> Any:
    """Put 0 where a cotangent (or tangent) of 0 met an infinite or undefined slope."""
    undefined = np.isnan(value_of(message)) & (value_of(g) == 0)
    return np.where(undefined, 0.0, message)


def pull_tensors(
    order: list[Tensor],
    output: Tensor,
    variables: tuple[Tensor, ...],
    cotangent: Any,
    level: int,
    careful: bool = False,
) -> list[Any]:
    """Walk with the rules on tensors: the same steps, which are recorded."""
    cotangents: dict[Any, Any] = {output: cotangent}
    with np.errstate(divide="ignore", invalid="ignore"):
        for node in order:
            g = cotangents.pop(node, None)
            if g is None:
                continue
            primitive, args, kwargs = node._primitive, node._args, node._kwargs
            assert primitive is not None and args is not None
            ans: Any = node
            if g.__class__ is Parts:
                g = g.filled(node.data)
                ans = tuple(pick(node, i) for i in range(primitive.outputs))
            pulls = primitive.pulls
            for place, a in enumerate(args):
                if a.__class__ is not Tensor or a._level < level:
                    continue
                if kwargs or place >= len(pulls):
                    message = primitive.pull(place, g, ans, *args, **(kwargs or {}))
                else:
                    message = pulls[place](g, ans, *args)
                if primitive.broadcasts:
                    if careful and has_nan(message) and not has_nan(g):
                        message = without_undefined(message, g)
                    if message.shape != a.shape:
                        message = unbroadcast(message, a.shape)
                cotangents[a] = cotangents[a] + message if a in cotangents else message
        found = [finished(cotangents.get(v), v.data) for v in variables]
        if not careful and any(map(has_nan, found)):
            return pull_tensors(order, output, variables, cotangent, level, True)
    return found


def finished(g: Any, value: Any) -> Any:
    """Give a variable's cotangent its dtype: the real part for real variables."""
    if g is None:
        return None
    if g.__class__ is value.__class__ is np.ndarray and g.dtype is value.dtype:
        return g
    wanted, have = np.asarray(value_of(value)).dtype, np.asarray(value_of(g)).dtype
    if have.kind == "c" and wanted.kind != "c":
        g = np.real(g)
        have = np.asarray(value_of(g)).dtype
    if have != wanted and wanted.kind in "fc":
        g = g.astype(wanted)
    return g


def own(g: Any) -> Any:
    """Give the caller an array that is no view of anything."""
    return np.array(g) if isinstance(g, np.ndarray) else g


def check_cotangent(cotangent: Any, output: Any) -> Any:
    """Refuse a cotangent of another shape than the output's."""
    if np.shape(cotangent) != np.shape(value_of(output)):
        raise WrongShape(
            f"the cotangent has shape {np.shape(cotangent)}, but the output has shape "
            f"{np.shape(value_of(output))}. Pass one number for each number of the output."
        )
    return cotangent if isinstance(cotangent, Traced) else np.asarray(cotangent) * 1.0


def backward(output: Tensor, gradient: Any, create_graph: bool) -> None:
    """Add the derivative of an output to the `grad` of every leaf it was computed from."""
    if gradient is None:
        if output.size != 1:
            raise NotScalar(
                f"backward() starts from one number, and this has shape {output.shape}. Take its "
                "sum or mean first, or pass the cotangent: backward(gradient=...)."
            )
        gradient = start_of(output)
    else:
        gradient = check_cotangent(gradient, output)
    leaves = tuple(find_leaves(output))
    if create_graph:
        order, _ = topological_order(output, leaves, 0)
        order.reverse()
        start = gradient if isinstance(gradient, Tensor) else tensor(gradient)
        found = pull_tensors(order, output, leaves, start, 0)
    else:
        found, _ = pull_back(output, leaves, gradient, 0)
    for leaf, g in zip(leaves, found, strict=True):
        if g is not None:
            leaf.grad = g if leaf.grad is None else leaf.grad + g


def find_leaves(output: Tensor) -> list[Tensor]:
    """List the tensors that an output was computed from and that nothing made."""
    order, _ = topological_order(output, (), 0)
    seen: dict[Tensor, None] = {} if output._args is not None else {output: None}
    for node in order:
        for a in node._args or ():
            if isinstance(a, Tensor) and a._args is None and a._level >= 0:
                seen[a] = None
    return list(seen)
