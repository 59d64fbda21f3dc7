"""micrograd's `Value`: a number with `data` and `grad`, over `adlearn.AutogradValue`.

A `Value` holds a node of our engine and the values it was computed from. All arithmetic and the
walk backward are the engine's, until somebody writes a step by hand and assigns it to `_backward`,
as lectures do: then `backward()` goes from value to value and calls these. Two things to know when
you come from micrograd:

* the slope of an operation is computed with the operation, so change `data` between programs and
  not between a program and its `backward()`;
* a second `backward()` adds to the `grad` of leaves only; those in between start afresh.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn.order import depth_first
from adlearn.scalars import functions
from adlearn.scalars.node import AutogradValue


class Value:
    """A number in a computational graph.

    Parameters
    ----------
    data : float
        The number.
    _children : tuple of Value, optional
        What it was computed from; for programs that draw the graph.
    _op : str, optional
        By which operation.
    label : str, optional
        A name to draw.

    Examples
    --------
    >>> a, b = Value(2.0), Value(-3.0)
    >>> c = (a * b + 10.0).relu()
    >>> c.backward()
    >>> c, a.grad, b.grad
    (Value(data=4.0, grad=1.0), -3.0, 2.0)
    """

    __slots__ = ("_node", "_children", "_op", "label", "_step", "__weakref__")
    _node: Any
    #: Whether any value has a step of its own.
    by_hand = False

    def __init__(
        self, data: Any, _children: tuple[Value, ...] = (), _op: str = "", label: str = ""
    ) -> None:
        self._node = AutogradValue(data)
        self._children, self._op, self.label = tuple(_children), _op, label
        self._step: Callable[[], None] | None = None

    @property
    def data(self) -> Any:
        """The number. Assign to it to take a step: `p.data -= 0.1 * p.grad`."""
        return self._node.value

    @data.setter
    def data(self, number: Any) -> None:
        fresh = AutogradValue(number)
        fresh.grad = self._node.gradient_if_computed
        if self._children:
            self._node.value = fresh.value
        else:
            # A new leaf: graphs that were computed with the old number keep that.
            self._node = fresh

    @property
    def grad(self) -> Any:
        """The derivative of what `backward()` was called on by this number; 0 before."""
        gradient = self._node.gradient_if_computed
        return 0 if gradient is None else gradient

    @grad.setter
    def grad(self, gradient: Any) -> None:
        self._node.grad = gradient

    @property
    def gradient_if_computed(self) -> Any:
        """The same, or None if no backward walk has reached this number."""
        return self._node.gradient_if_computed

    @property
    def _prev(self) -> set[Value]:
        return set(self._children)

    def backward(self) -> None:
        """Compute the derivative of this number by everything it was computed from."""
        if not Value.by_hand:
            self._node.backward()
            return
        order = depth_first([self], lambda value: value._children)
        for value in order:
            if value._children:
                value.grad = None
        self.grad = 1.0
        for value in reversed(order):
            value._backward()

    @property
    def _backward(self) -> Callable[[], None]:
        """Hand this value's gradient on to those it was computed from. Call it by hand, in the
        right order; assign a function of your own for an operation of your own."""
        return self._node.backward_pass if self._step is None else self._step

    @_backward.setter
    def _backward(self, step: Callable[[], None]) -> None:
        self._step, Value.by_hand = step, True

    def __add__(self, other: Any) -> Value:
        return made(node_of(self) + node_of(other), "+", self, other)

    def __mul__(self, other: Any) -> Value:
        return made(node_of(self) * node_of(other), "*", self, other)

    def __pow__(self, other: Any) -> Value:
        shown = f"**{other}" if not isinstance(other, Value) else "**"
        return made(node_of(self) ** node_of(other), shown, self, other)

    def __sub__(self, other: Any) -> Value:
        return made(node_of(self) - node_of(other), "-", self, other)

    def __truediv__(self, other: Any) -> Value:
        return made(node_of(self) / node_of(other), "/", self, other)

    def __rsub__(self, other: Any) -> Value:
        return made(node_of(other) - node_of(self), "-", other, self)

    def __rtruediv__(self, other: Any) -> Value:
        return made(node_of(other) / node_of(self), "/", other, self)

    def __rpow__(self, other: Any) -> Value:
        return made(node_of(other) ** node_of(self), "**", other, self)

    def __neg__(self) -> Value:
        return made(-self._node, "neg", self)

    __radd__ = __add__
    __rmul__ = __mul__

    def relu(self) -> Value:
        """The number if it is positive, else 0."""
        return made(functions.relu(self._node), "ReLU", self)

    def tanh(self) -> Value:
        """The hyperbolic tangent."""
        return made(functions.tanh(self._node), "tanh", self)

    def exp(self) -> Value:
        """e to the power of the number."""
        return made(functions.exp(self._node), "exp", self)

    def log(self) -> Value:
        """The natural logarithm."""
        return made(functions.log(self._node), "log", self)

    def __graph_reading__(self) -> dict[str, Any]:
        """Say what pictures show of this value: as its node, with values for parents."""
        said = self._node.__graph_reading__()
        both = zip(said["parents"], said["partials"], strict=True)
        partials = [partial for parent, partial in both if isinstance(parent, AutogradValue)]
        if len(partials) != len(self._children):  # children that somebody gave by hand
            partials = [None] * len(self._children)
        return {
            **said,
            "label": self.label or None,
            "operation": self._op,
            "partials": partials,
            "parents": self._children,
        }

    def __repr__(self) -> str:
        return f"Value(data={self.data}, grad={self.grad})"


def node_of(operand: Any) -> Any:
    """Take the engine's node out of a value; numbers stay numbers."""
    return operand._node if isinstance(operand, Value) else operand


def made(node: Any, operation: str, *operands: Any) -> Value:
    """Make the value of a node that an operation gave."""
    value = object.__new__(Value)
    value._node, value._op, value.label, value._step = node, operation, "", None
    value._children = tuple(x for x in operands if isinstance(x, Value))
    return value
