"""A box is a value that remembers which function made it, in a node of any class.

The engine has tensors and duals, whose nodes are its own. Libraries that let a reader write the
node hand it `(value, fun, args, kwargs, argnums, parents)` for each step of a program, as it
happens: `trace` here does that, for any function that has a rule. What stands at `argnums` of
`args` are plain values, or those of an outer derivative; so boxes nest as duals do, and a rule that
is asked for on them is traced again.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.derivatives.own_rules import OpenPrimitive
from adlearn.derivatives.trace import differentiable
from adlearn.derivatives.transforms import jvp, vjp
from adlearn.errors import IndependentOutputWarning, LostDerivative
from adlearn.nesting import LEVELS
from adlearn.order import depth_first
from adlearn.tensors.array_like import ArrayLike
from adlearn.tensors.dispatch import DISPATCH
from adlearn.tensors.foreign import defers_to
from adlearn.tensors.node import Tensor
from adlearn.tensors.primitive import ArrayPrimitive, Traced, value_of
from adlearn.tensors.recording import ForwardMode

Pull = Callable[[Any], tuple[Any, ...]]

# Functions, as nodes name them


class Function:
    """A function of a library, made known to boxes: it is what a node has as its `fun`.

    Examples
    --------
    >>> function_of(np.sin).__name__, float(function_of(np.sin)(0.0))
    ('sin', 0.0)
    """

    def __init__(self, fun: Callable[..., Any], name: str) -> None:
        self.fun, self.__name__, self.__doc__ = fun, name, fun.__doc__

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        top = highest(args, kwargs)
        return record(self, args, kwargs) if isinstance(top, Box) else self.fun(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.fun, name)  # of ufuncs: reduce, accumulate, nin, ...

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"


#: A function of a library -> what nodes name.
FUNCTIONS: dict[Any, Any] = {}


def function_of(fun: Any) -> Any:
    """Give the one name of a function, whether it comes as NumPy's, as what takes its place in
    `adlearn.numpy`, or as the rule for it."""
    if isinstance(fun, Function):
        return fun
    inner = getattr(fun, "__wrapped__", None)
    if callable(inner) and inner in DISPATCH:
        fun = inner
    if fun in FUNCTIONS:
        return FUNCTIONS[fun]
    if isinstance(fun, ArrayPrimitive):
        ours = [theirs for theirs, rule in DISPATCH.items() if rule is fun]
        return function_of(ours[0]) if ours else fun
    FUNCTIONS[fun] = Function(fun, name_of(fun))
    return FUNCTIONS[fun]


def name_of(fun: Any) -> str:
    """How a function is called in a message or a picture."""
    return str(getattr(fun, "__name__", None) or getattr(fun, "name", "function"))


class Packed(Function):
    """A function of arguments in containers, as a function of the values in these."""

    def __init__(self, fun: Any, rebuild: Callable[[list[Any]], Any]) -> None:
        super().__init__(fun, name_of(fun))
        self.rebuild = rebuild

    def __call__(self, *leaves: Any) -> Any:
        args, kwargs = self.rebuild(list(leaves))
        return self.fun(*args, **kwargs)


class Part(Function):
    """One output of a function that has several."""

    def __init__(self, fun: Any, place: int) -> None:
        super().__init__(fun, f"{name_of(fun)}[{place}]")
        self.place = place

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.fun(*args, **kwargs)[self.place]


def take(container: Any, key: Any) -> Any:
    """Take an element out of a list, tuple or dictionary."""
    return container[key]


def container(made: Any) -> Any:
    """Give a list, tuple or dictionary of values."""
    return made


# Boxes


class Box(Traced):
    """A value and the node of the step that made it.

    Register a subclass for a type of your own, and values of that type travel in it.
    """

    __slots__ = ("_value", "_level", "_node")
    #: The type of a value -> the class of its boxes. What is not here is an array or a container.
    type_mappings: ClassVar[dict[Any, Any]] = {}

    def __init__(self, value: Any, trace: int, node: Any) -> None:
        self._value, self._level, self._node = value, trace, node

    @property
    def _trace(self) -> int:
        return self._level

    @classmethod
    def register(cls, value_type: Any) -> None:
        """Say that values of a type travel in boxes of this class."""
        Box.type_mappings[value_type] = cls

    def _apply(self, primitive: ArrayPrimitive, args: Any, kwargs: Any) -> Any:
        return record(function_of(primitive), args, kwargs)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._value})"


class ArrayBox(Box, ArrayLike):
    """The box of an array or a number."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if method != "__call__" or kwargs or any(map(defers_to, inputs)):
            return super().__array_ufunc__(ufunc, method, *inputs, **kwargs)
        return self.asked(ufunc, inputs, kwargs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        return self.asked(function, args, kwargs)

    def asked(self, function: Any, args: Any, kwargs: Any) -> Any:
        """Record a function of NumPy, or leave it to an argument of a higher level."""
        if not isinstance(highest(args, kwargs), Box):
            return NotImplemented
        return record(function_of(function), args, kwargs)


def highest(args: Any, kwargs: Any) -> Any:
    """Give the traced value of the highest level in the arguments, None if there is none."""
    traced = [leaf for leaf in leaves_of((args, kwargs))[0] if isinstance(leaf, Traced)]
    return max(traced, key=lambda leaf: leaf._level, default=None)


#: Class of node -> the functions that give plain values to programs traced with it.
UNTRACED: defaultdict[type, set[Any]] = defaultdict(set)


def record(fun: Any, args: Any, kwargs: Any) -> Any:
    """Do a step of a traced program, and make its node."""
    leaves, rebuild = leaves_of((args, kwargs))
    boxes = [leaf for leaf in leaves if isinstance(leaf, Box)]
    level = max(box._level for box in boxes)
    here = sum(box._level == level for box in boxes)
    if sum(isinstance(a, Box) and a._level == level for a in args) < here:
        fun, args, kwargs = Packed(fun, rebuild), tuple(leaves), {}
    values, places, parents = list(args), [], []
    for place, a in enumerate(args):
        if isinstance(a, Box) and a._level == level:
            values[place] = a._value
            places.append(place)
            parents.append(a._node)
        elif isinstance(a, Tensor) and a._level < 0:
            values[place] = a.data  # a tensor without a derivative is its array
    answer = fun(*values, **kwargs)
    if isinstance(answer, Traced) and not any(isinstance(v, Traced) for v in leaves_of(values)[0]):
        raise LostDerivative(
            f"{name_of(fun)} used a traced value that is not among its arguments, so its "
            "derivative would be lost. Make it an argument."
        )
    kind = type(parents[0])
    if fun in UNTRACED[kind]:
        return answer
    if isinstance(answer, (tuple, list)) and type(answer) not in Box.type_mappings:
        parts = [record(Part(fun, i), args, kwargs) for i in range(len(answer))]
        return type(answer)(*parts) if hasattr(answer, "_fields") else type(answer)(parts)
    if isinstance(answer, (float, complex)):
        answer = np.asarray(answer)[()]
    if not differentiable_type(answer):
        return answer  # a truth, a place, a shape: constant
    node = kind(answer, fun, tuple(values), kwargs, tuple(places), tuple(parents))
    return boxed(answer, level, node)


def differentiable_type(value: Any) -> bool:
    """Say whether a value can carry a derivative."""
    if type(value) in Box.type_mappings or isinstance(value, Box):
        return True
    return hasattr(value, "dtype") and value.dtype.kind in "fc"


def boxed(value: Any, level: int, node: Any) -> Any:
    """Put a value into a box; a container becomes a container of boxes."""
    kind = Box.type_mappings.get(type(value))
    if kind is None and isinstance(value, Box):
        kind = type(value)  # of an outer trace
    if kind is not None:
        return kind(value, level, node)
    if not isinstance(value, (list, tuple, dict)):
        return ArrayBox(differentiable(value, "the trace of", container), level, node)

    def element(key: Any) -> Any:
        part = type(node)(value[key], take, (value, key), {}, (0,), (node,))
        return boxed(value[key], level, part)

    if isinstance(value, dict):
        return type(value)((key, element(key)) for key in value)
    parts = [element(place) for place in range(len(value))]
    return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)


def trace(start_node: Any, fun: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    """Call a function and make a node of each of its steps.

    Parameters
    ----------
    start_node : Node
        The node of `x`. Steps get nodes of its class, made as
        `kind(value, fun, args, kwargs, argnums, parents)`.
    fun : callable
        Of one argument.
    x : array_like, container, or a value of a registered type

    Returns
    -------
    end_value
    end_node : Node or None
        None if the output does not depend on `x`.
    """
    level = next(LEVELS)
    with ForwardMode(level):  # tensors above this level hold boxes, as they hold duals
        end = fun(boxed(x, level, start_node))
        if isinstance(end, (list, tuple, dict)):
            leaves = leaves_of(end)[0]
            if any(isinstance(leaf, Box) and leaf._level == level for leaf in leaves):
                return end_of_container(end, level)
    if isinstance(end, Box) and end._level == level:
        return end._value, end._node
    warnings.warn(
        f"the output of {name_of(fun)} does not depend on the input it is traced by.",
        IndependentOutputWarning,
        stacklevel=2,
    )
    return end, None


def end_of_container(end: Any, level: int) -> tuple[Any, Any]:
    """Give the value and the node of an output that is a container of boxes."""
    leaves, rebuild = leaves_of(end)
    here = [place for place, leaf in enumerate(leaves) if is_at(leaf, level)]
    values = tuple(leaf._value if is_at(leaf, level) else leaf for leaf in leaves)
    parents = tuple(leaves[place]._node for place in here)
    value = rebuild(list(values))
    made = Packed(container, lambda new: ((rebuild(new),), {}))
    return value, type(parents[0])(value, made, values, {}, tuple(here), parents)


def is_at(leaf: Any, level: int) -> bool:
    """Say whether a value is a box of a trace."""
    return isinstance(leaf, Box) and leaf._level == level


def toposort(end_node: Any, parents: Callable[[Any], Any] = lambda node: node.parents) -> Any:
    """Give the nodes from the end of a trace to its start, each before those it was made from."""
    return reversed(depth_first([end_node], parents))


# What is known of a function whose rules nobody has written by hand


def pull_by_engine(fun: Any, argnums: Sequence[int], ans: Any, args: Any, kwargs: Any) -> Pull:
    """Make the function that pulls a cotangent back to the arguments at `argnums`."""
    if isinstance(fun, OpenPrimitive):  # it says so itself, for values of any type
        return lambda g: tuple(fun.pull(i, g, ans, *args, **kwargs) for i in argnums)
    of_those, points = moving(fun, argnums, args, kwargs)

    def pull(g: Any) -> tuple[Any, ...]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", IndependentOutputWarning)  # np.floor, np.sign
            return vjp(of_those, *points)[1](g)

    return pull


def push_by_engine(
    fun: Any, argnums: Sequence[int], gs: Any, ans: Any, args: Any, kwargs: Any
) -> Any:
    """Push tangents of the arguments at `argnums` forward."""
    if isinstance(fun, OpenPrimitive):
        return fun.push(argnums, gs, ans, *args, **kwargs)
    of_those, points = moving(fun, argnums, args, kwargs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IndependentOutputWarning)
        return jvp(of_those, points, tuple(gs))[1]


def moving(fun: Any, argnums: Sequence[int], args: Any, kwargs: Any) -> tuple[Any, list[Any]]:
    """Keep all arguments but those at `argnums`; give these as well."""

    def of_those(*new: Any) -> Any:
        arguments = list(args)
        for place, value in zip(argnums, new, strict=True):
            arguments[place] = value
        return fun(*arguments, **kwargs)

    return of_those, [args[place] for place in argnums]


def isbox(thing: Any) -> bool:
    """Say whether a value is traced."""
    return isinstance(thing, Traced)


def getval(thing: Any) -> Any:
    """Take the plain value out of a traced one."""
    return value_of(thing)


def notrace_primitive(fun: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function that gets and gives plain values, so that no derivative goes through it."""

    def on_values(*args: Any, **kwargs: Any) -> Any:
        return fun(*map(getval, args), **{name: getval(x) for name, x in kwargs.items()})

    on_values.__name__ = getattr(fun, "__name__", "function")
    on_values.__doc__ = fun.__doc__
    return on_values
