"""How to read the nodes of engines we know: ours, micrograd, autograd, PyTorch, MyGrad, MiniTorch.

None of them is imported. Each is recognised by what its objects have, so what is read here keeps
working for a class that was copied out of one of them into a notebook.
"""

from __future__ import annotations

import linecache
import re
from typing import Any

from .adapters import (
    ADAPTERS,
    MISSING,
    Reading,
    as_parents,
    given_name,
    has,
    is_node,
    name_of_operation,
    partials_of,
    read,
)

# Ours


def read_scalar(node: Any) -> Reading:
    """Read a number that remembers what it was computed from."""
    parents = tuple(node.parents)
    return Reading(
        value=node.value,
        parents=parents,
        operation=name_of_operation(node),
        gradient=node.gradient_if_computed,
        partials=partials_of(node, parents),
        level=node._level,
    )


def read_tensor(node: Any) -> Reading:
    """Read an array that remembers what it was computed from; what is no array stays out."""
    kept, keywords = node._args or (), node._kwargs or {}
    shown = [place for place, a in enumerate(kept) if is_node(a) or has(a, "dtype") or is_number(a)]
    if not any(is_node(kept[place]) for place in shown):
        shown = []
    if node._primitive is not None and not node._primitive.broadcasts:
        # 3 in x.reshape(3) says how, and is no operand; x @ matrix has two.
        shown = [place for place in shown if not is_number(kept[place])]

    def pull(cotangent: Any) -> tuple[Any, ...]:
        import numpy as np

        values = [read(a, "data") if is_node(a) else a for a in kept]
        cotangent = np.asarray(cotangent) * np.ones(np.shape(node.data))
        messages: list[Any] = []
        for place in shown:
            if not is_node(kept[place]) or kept[place]._level < max(node._level, 0):
                messages.append(None)
                continue
            with np.errstate(all="ignore"):
                message = node._primitive.pull(place, cotangent, node.data, *values, **keywords)
            messages.append(summed_to(message, np.shape(values[place])))
        return tuple(messages)

    operands = [kept[place].data for place in shown if is_node(kept[place])]
    shapes = {np_shape(a) for a in (node.data, *operands)}
    partials: tuple[Any, ...] = ()
    if shown and node._primitive.broadcasts and len(shapes) == 1:
        partials = pull(1.0)  # element by element, so that one array says it
    return Reading(
        value=node.data,
        parents=tuple(kept[place] for place in shown),
        partials=partials,
        operation="" if node._primitive is None else node._primitive.name,
        gradient=node.grad,
        level=node._level,
        pull=pull if shown else None,
    )


def np_shape(array: Any) -> tuple[int, ...]:
    """The shape of an array; that of a number is ()."""
    return tuple(getattr(array, "shape", ()))


def is_number(thing: Any) -> bool:
    """Say whether something is a plain real number."""
    return isinstance(thing, int | float) and not isinstance(thing, bool)


def summed_to(message: Any, shape: tuple[int, ...]) -> Any:
    """Sum out of a cotangent what broadcasting had put into the value."""
    import numpy as np

    message = np.asarray(message)
    if message.shape == shape:
        return message
    message = message.sum(axis=tuple(range(message.ndim - len(shape))))
    stretched = tuple(i for i, n in enumerate(shape) if n == 1 and message.shape[i] != 1)
    return message.sum(axis=stretched, keepdims=True)


def read_dual(dual: Any) -> Reading:
    """Read a value of forward mode, which keeps a tangent and no history."""
    value, tangent = dual.value, dual.tangent
    return Reading(value=value, tangent=tangent, level=dual._level)


# Other people's

#: The local derivatives of micrograd's operations, by its names for them.
MICROGRAD_PARTIALS: dict[str, Any] = {
    "+": lambda x, y: (1.0, 1.0),
    "*": lambda x, y: (y, x),
    "tanh": lambda x: (1 - read_tanh(x) ** 2,),
    "exp": lambda x: (read_exp(x),),
    "ReLU": lambda x: (1.0 if x > 0 else 0.0,),
}


def read_tanh(x: float) -> float:
    import math

    return math.tanh(x)


def read_exp(x: float) -> float:
    import math

    return math.exp(x)


def read_micrograd(node: Any) -> Reading:
    """Read a `Value`. It keeps its parents in a set; their order is in its `_backward`."""
    parents = operands_in_closure(node) or as_parents(read(node, "_children", "_prev"))
    operation = node._op
    values = [p.data if is_node(p) else p for p in parents]
    partials: tuple[Any, ...] = ()
    try:
        if operation.startswith("**"):
            exponent = float(operation[2:])
            partials = (exponent * values[0] ** (exponent - 1),)
        else:
            partials = MICROGRAD_PARTIALS[operation](*values)
    except Exception:
        partials = ()
    ours = read(node, "_node")  # our own face of micrograd knows whether a 0 was computed
    gradient = node.grad if ours is MISSING else ours.gradient_if_computed
    return Reading(
        value=node.data,
        parents=parents,
        operation=operation if parents else "",
        gradient=gradient,
        partials=partials if len(partials) == len(parents) else (),
        name=given_name(node),
        gradient_starts_at_zero=ours is MISSING,
    )


def operands_in_closure(node: Any) -> tuple[Any, ...]:
    """Find `self` and `other` where the function that hands the gradient on keeps them."""
    step = read(node, "_backward")
    cells, code = read(step, "__closure__"), read(step, "__code__")
    if not isinstance(cells, tuple) or code is MISSING:
        return ()
    kept = dict(zip(code.co_freevars, (cell.cell_contents for cell in cells), strict=False))
    operands = [kept[name] for name in ("self", "other") if name in kept]
    found = tuple(a for a in operands if a is not node and has(a, "data"))
    return found if {id(a) for a in found} == {id(a) for a in as_parents(node._prev)} else ()


def read_autograd_box(box: Any) -> Reading:
    """Read one of autograd's traced values; the nodes behind it keep no values of their own."""
    behind = read_autograd_node(box._node)
    return Reading(
        value=box._value,
        parents=behind.parents,
        operation=behind.operation,
        partials=behind.partials,
        tangent=behind.tangent,
    )


def read_autograd_node(node: Any) -> Reading:
    """Read a node of autograd's: in reverse mode it has parents, in forward mode a tangent."""
    parents = as_parents(read(node, "parents"))
    tangent = read(node, "g")
    partials: tuple[Any, ...] = ()
    if parents:
        try:
            partials = tuple(node.vjp(1.0))
        except Exception:  # arrays: no single number says it
            partials = ()
    return Reading(
        parents=parents,
        operation=autograd_operation(node) if parents else "",
        partials=partials if all(is_number(p) or has(p, "item") for p in partials) else (),
        tangent=None if tangent is MISSING else tangent,
    )


def autograd_operation(node: Any) -> str:
    """Find the name of a primitive in the line of autograd's table that its rule came from."""
    rules = [read(cell, "cell_contents") for cell in read(node.vjp, "__closure__") or ()]
    for rule in [*rules, node.vjp]:
        code = read(rule, "__code__")
        if code is not MISSING:
            line = linecache.getline(code.co_filename, code.co_firstlineno)
            named = re.search(r"def(?:vjp|linear)\w*\(\s*(?:\w+\.)?(\w+)", line)
            if named:
                return named.group(1)
    return "operation"


def read_torch_tensor(tensor: Any) -> Reading:
    """Read a tensor of PyTorch's: a leaf, or a value with the step that made it."""
    made_by = tensor.grad_fn
    kept = made_by is None or tensor.retains_grad
    behind = Reading() if made_by is None else read_torch_step(made_by)
    gradient = tensor.grad if kept else None
    return Reading(
        value=torch_value(tensor),
        parents=behind.parents,
        operation=behind.operation,
        gradient=None if gradient is None else torch_value(gradient),
        partials=behind.partials,
    )


def read_torch_step(step: Any) -> Reading:
    """Read a `grad_fn`: it knows what comes before it, and values of leaves only."""
    leaf = read(step, "variable")
    if leaf is not MISSING:
        return read_torch_tensor(leaf)
    parents = tuple(before for before, _ in step.next_functions if before is not None)
    name = re.sub(r"Backward\d*$", "", type(step).__name__)
    return Reading(parents=parents, operation=name.lower())


def torch_value(tensor: Any) -> Any:
    """The number in a tensor, or its array."""
    plain = tensor.detach().cpu()
    return plain.item() if plain.numel() == 1 else plain.numpy()


def read_mygrad(tensor: Any) -> Reading:
    """Read a tensor of MyGrad's, which forgets its history when `backward()` is called."""
    creator = tensor.creator
    return Reading(
        value=plain_number(tensor.data),
        parents=() if creator is None else as_parents(list(creator.variables)),
        operation="" if creator is None else type(creator).__name__.lower(),
        gradient=None if tensor.grad is None else plain_number(tensor.grad),
    )


def plain_number(array: Any) -> Any:
    """The number in an array of one, or the array."""
    return array.item() if read(array, "shape") == () else array


def read_minitorch(node: Any) -> Reading:
    """Read a `Scalar` or `Tensor` of MiniTorch: what made it is in its `history`."""
    history = node.history
    function = read(history, "last_fn")
    computed = function is not MISSING and function is not None
    gradient = read(node, "derivative", "grad")
    storage = read(node, "_tensor")
    return Reading(
        value=node.data if storage is MISSING else read(storage, "_storage"),
        parents=as_parents(read(history, "inputs")) if computed else (),
        operation=str(read(function, "__name__")).lower() if computed else "",
        gradient=None if gradient is MISSING else gradient,
        name=given_name(node),
    )


def read_program_step(node: Any) -> Reading:
    """Read a node of needle's: an operation, its inputs, and a value that may not be made yet."""
    operation = node.op
    value = read(node, "cached_data")
    parents = as_parents(node.inputs)
    gradient = read(node, "grad")
    return Reading(
        value="?" if value is MISSING or value is None else value,
        parents=parents,
        operation=type(operation).__name__ if operation is not None else "",
        gradient=None if gradient is MISSING else read_value(gradient),
    )


def read_value(thing: Any) -> Any:
    """The array in a gradient that may be a node itself."""
    value = read(thing, "cached_data")
    return thing if value is MISSING else value


def module_of(thing: Any) -> str:
    """The package a class comes from."""
    return str(read(type(thing), "__module__")).partition(".")[0]


ADAPTERS += [
    (lambda t: has(t, "gradient_if_computed") and has(t, "local_partials"), read_scalar),
    (lambda t: has(t, "_primitive") and has(t, "_args") and has(t, "_level"), read_tensor),
    (lambda t: has(t, "tangent") and has(t, "value") and has(t, "_level"), read_dual),
    (lambda t: has(t, "_prev") and has(t, "_op") and has(t, "data"), read_micrograd),
    (lambda t: module_of(t) == "torch" and has(t, "grad_fn", "requires_grad"), read_torch_tensor),
    (lambda t: has(t, "next_functions"), read_torch_step),
    (lambda t: has(t, "_node") and has(t, "_value") and has(t, "_trace"), read_autograd_box),
    (lambda t: has(t, "vjp", "g") and has(t, "initialize_root"), read_autograd_node),
    (lambda t: has(t, "creator") and has(t, "data"), read_mygrad),
    (lambda t: has(t, "history") and has(t, "accumulate_derivative", "backward"), read_minitorch),
    (lambda t: has(t, "op") and has(t, "inputs") and has(t, "cached_data"), read_program_step),
]
