"""How to read the nodes of engines we know: micrograd, autograd, PyTorch, MyGrad and others.

None of them is imported. Each is recognised by what its objects have, so what is read here keeps
working for a class that was copied out of one of them into a notebook.
"""

from __future__ import annotations

import linecache
import re
from collections.abc import Callable
from types import BuiltinFunctionType, CellType, FunctionType, ModuleType
from typing import Any

from .structure import MISSING, Reading, as_parents, given_name, has, read

Test = Callable[[Any], bool]
Adapter = Callable[[Any], Reading]

#: What a function may know without being able to change a graph.
HARMLESS = (int, float, complex, str, ModuleType, FunctionType, BuiltinFunctionType, type(None))


class StandIn:
    """Stands for a node while its engine computes what it sends."""

    def __init__(self, data: Any, grad: float = 0.0) -> None:
        self.data, self.grad = data, grad


def read_micrograd(node: Any) -> Reading:
    """Read a `Value`. It keeps its parents in a set; their order is in its `_backward`."""
    parents, partials = operands_and_partials(node)
    parents = parents or as_parents(read(node, "_children", "_prev"))
    return Reading(
        value=node.data,
        parents=parents,
        operation=node._op if parents else "",
        gradient=node.grad,
        partials=partials,
        name=given_name(node),
        gradient_starts_at_zero=True,
    )


def operands_and_partials(node: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Find the operands in the function that hands the gradient on, and what it would hand each of
    them for a gradient of 1.

    A copy of the function is run on stand-ins: the graph itself stays as it is, and `x * x` sends
    its two operands what each of them is owed. Where the function knows more than its operands and
    its result, the graph could be among that, and nothing is run.
    """
    step = read(node, "_backward")
    cells, code = read(step, "__closure__"), read(step, "__code__")
    if not isinstance(cells, tuple) or code is MISSING:
        return (), ()
    kept = dict(zip(code.co_freevars, (cell.cell_contents for cell in cells), strict=True))
    names = [
        name
        for name in ("self", "other")
        if kept.get(name) is not node and has(kept.get(name), "data")
    ]
    operands = tuple(kept[name] for name in names)
    if {id(a) for a in operands} != {id(a) for a in as_parents(node._prev)}:
        return (), ()
    rest = [thing for name, thing in kept.items() if name not in names and thing is not node]
    if step.__defaults__ or step.__kwdefaults__ or not all(isinstance(t, HARMLESS) for t in rest):
        return operands, ()
    stands_for = {name: StandIn(kept[name].data) for name in names}
    result = StandIn(node.data, 1.0)
    closure = tuple(
        CellType(result if kept[name] is node else stands_for.get(name, kept[name]))
        for name in code.co_freevars
    )
    try:
        FunctionType(code, step.__globals__, closure=closure)()
    except Exception:  # a rule that is not right yet
        return operands, ()
    return operands, tuple(stands_for[name].grad for name in names)


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


def is_number(thing: Any) -> bool:
    """Say whether something is a plain real number."""
    return isinstance(thing, int | float) and not isinstance(thing, bool)


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
        pull=None if operation is None or value is MISSING or value is None else sent_by(node),
    )


def sent_by(node: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Give what asks a node's operation what it sends; it raises where its rule is not right yet.

    A rule makes tensors of its own and leaves the graph as it is.
    """

    def pull(cotangent: Any) -> tuple[Any, ...]:
        like_value = node.cached_data.copy()
        like_value[...] = cotangent
        sent = node.op.gradient(type(node)(like_value), node)
        several = sent if isinstance(sent, tuple | list) else (sent,)
        return tuple(tensor.realize_cached_data() for tensor in several)

    return pull


def read_value(thing: Any) -> Any:
    """The array in a gradient that may be a node itself."""
    value = read(thing, "cached_data")
    return thing if value is MISSING else value


def module_of(thing: Any) -> str:
    """The package a class comes from."""
    return str(read(type(thing), "__module__")).partition(".")[0]


#: Asked in this order.
ENGINES: list[tuple[Test, Adapter]] = [
    (lambda t: has(t, "_prev") and has(t, "_op") and has(t, "data"), read_micrograd),
    (lambda t: module_of(t) == "torch" and has(t, "grad_fn", "requires_grad"), read_torch_tensor),
    (lambda t: has(t, "next_functions"), read_torch_step),
    (lambda t: has(t, "_node") and has(t, "_value") and has(t, "_trace"), read_autograd_box),
    (lambda t: has(t, "vjp", "g") and has(t, "initialize_root"), read_autograd_node),
    (lambda t: has(t, "creator") and has(t, "data"), read_mygrad),
    (lambda t: has(t, "history") and has(t, "accumulate_derivative", "backward"), read_minitorch),
    (lambda t: has(t, "op") and has(t, "inputs") and has(t, "cached_data"), read_program_step),
]
