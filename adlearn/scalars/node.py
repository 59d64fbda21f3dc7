"""A scalar node is a number that remembers the numbers it was computed from, and how fast it
changes with each of them.

This file is the node. `adlearn.scalars.reverse` and `adlearn.scalars.forward` are the two walks
over a graph of nodes; `adlearn.scalars.operations` is what an operation does to them, and
`adlearn.scalars.operators` puts `+`, `*` and the rest on the class; `adlearn.nesting` explains what
a level is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from adlearn.errors import LostDerivative, WrongPartials
from adlearn.floats.names import known
from adlearn.rules.primitive import Compiled, Primitive
from adlearn.scalars import forward, reverse
from adlearn.scalars.accepted import accept, is_number
from adlearn.scalars.number_like import NumberLike


class AutogradValue(NumberLike):
    """A number in a computational graph. The class itself declares a variable; subclasses are
    operations.

    Parameters
    ----------
    *args : AutogradValue, int or float
        What the operation is applied to; for a variable, its value. NumPy scalars become Python
        numbers.

    Attributes
    ----------
    value : float or int
        The result of the operation. Inside nested derivatives it may be a node of a lower level.
    grad : float
        The derivative of the output on which `backward()` was called, by this value; 0.0 before.
    parents : list
        What the operation was applied to: nodes, and numbers as they are. Assign a list to change
        them; the derivatives by them are then asked for again.
    parent_values : list
        The same as plain values; where you assign others, `grads` gets those.
    forward_grads : dict
        The derivative of this value by each `ForwardValue` it was computed from.

    Raises
    ------
    NotANumber
        If an argument is a string, None, a complex number, a list or an array.

    Notes
    -----
    Comparisons compare values, so `a == 5` is a truth about numbers, and `a in some_list` finds any
    node of equal value. Sets and dictionaries keep nodes apart: the hash is the node's identity.

    Define an operation of your own by two methods, for any number of arguments:

    >>> class _cube(AutogradValue):
    ...     def func(self, a):
    ...         return a * a * a
    ...     def grads(self, a):
    ...         return (3 * a * a,)
    >>> x = AutogradValue(2.0)
    >>> y = _cube(x) + 1
    >>> y.backward()
    >>> y, x.grad
    (9.0, 12.0)
    """

    # Two parents and their partials have slots of their own; that is 30 % faster and smaller than
    # two tuples. A node made by calling a class (any number of arguments, partials not known yet)
    # keeps tuples in _y and _dy instead, and in _x the parents' values if somebody assigned them.
    __slots__ = (
        *("value", "_gradient", "_tangents", "_level", "_x", "_dx", "_y", "_dy"),
        "__weakref__",
    )
    __hash__ = object.__hash__
    #: The line of the rule table, and its formulas as functions; a reader's own operations have
    #: `func` and `grads` instead.
    primitive: ClassVar[Primitive | None] = None
    on_nodes: ClassVar[Compiled]
    on_floats: ClassVar[Compiled]
    #: Whether a reader's class hands its gradient on by itself.
    _own_pass: ClassVar[bool] = False
    _gradient: Any
    _tangents: Any
    _x: Any
    _dx: Any
    _y: Any
    _dy: Any

    def __init__(self, *args: Any) -> None:
        arguments = tuple(accept(argument, type(self).__name__) for argument in args)
        self._gradient = self._tangents = self._x = self._dx = self._y = self._dy = None
        self._level = max((0, *(a._level for a in arguments if isinstance(a, AutogradValue))))
        if len(arguments) == 1 and not self._differentiates(arguments[0]):
            self._x = arguments[0]
        else:
            self._y, self._dy = arguments, ()
        self.value = self.forward_pass()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "backward_pass" in cls.__dict__:
            cls._own_pass = True
        if "__init__" in cls.__dict__:  # which need not call ours
            cls.__new__ = blank  # type: ignore[method-assign, assignment]

    @classmethod
    def _variable(cls, value: Any, level: int) -> Any:
        """Make a leaf of a given level, whose value may be a node of a lower one."""
        node = object.__new__(cls)
        node._gradient = node._tangents = node._dx = node._y = node._dy = None
        node.value = node._x = value
        node._level = level
        return node

    def func(self, input: Any) -> Any:
        """Compute the value of the operation from its arguments; a variable is its argument."""
        return input

    def grads(self, *args: Any) -> Any:
        """Compute the derivative of the operation by each argument; for a variable, 1."""
        return (1.0,)

    def forward_pass(self) -> Any:
        """Compute the value from the parents' values; called by the constructor."""
        return self.func(*self.parent_values)

    if TYPE_CHECKING:  # what `adlearn.scalars.operators` puts here, for type checkers

        def __add__(self, other: Any) -> AutogradValue: ...
        def __radd__(self, other: Any) -> AutogradValue: ...
        def __sub__(self, other: Any) -> AutogradValue: ...
        def __rsub__(self, other: Any) -> AutogradValue: ...
        def __mul__(self, other: Any) -> AutogradValue: ...
        def __rmul__(self, other: Any) -> AutogradValue: ...
        def __truediv__(self, other: Any) -> AutogradValue: ...
        def __rtruediv__(self, other: Any) -> AutogradValue: ...
        def __pow__(self, other: Any) -> AutogradValue: ...
        def __rpow__(self, other: Any) -> AutogradValue: ...
        def __floordiv__(self, other: Any) -> AutogradValue: ...
        def __rfloordiv__(self, other: Any) -> AutogradValue: ...
        def __mod__(self, other: Any) -> AutogradValue: ...
        def __rmod__(self, other: Any) -> AutogradValue: ...
        def __neg__(self) -> AutogradValue: ...
        def __abs__(self) -> AutogradValue: ...

    @property
    def parents(self) -> list[Any]:
        if self._dy.__class__ is tuple:
            return list(self._y)
        if self._y is None:
            return [] if self._x is None else [self._x]
        return [self._x, self._y]

    @parents.setter
    def parents(self, parents: Any) -> None:
        given = list(parents)
        self._level = max((0, *(p._level for p in given if isinstance(p, AutogradValue))))
        self._x = self._dx = self._y = self._dy = None
        if len(given) > 2 or any(map(self._differentiates, given)):
            self._y, self._dy = tuple(given), ()
        elif given:  # a leaf
            self._x, self._y = given if len(given) == 2 else (given[0], None)

    @property
    def parent_values(self) -> list[Any]:
        if self._dy.__class__ is tuple and self._x is not None:
            return self._x
        return [parent.value if self._differentiates(parent) else parent for parent in self.parents]

    @parent_values.setter
    def parent_values(self, values: Any) -> None:
        parents = self.parents
        if any(map(self._differentiates, parents)):
            self._y, self._dy, self._dx, self._x = tuple(parents), (), None, list(values)
        else:
            self.parents = values  # of constants, which are their own values

    def _differentiates(self, parent: Any) -> bool:
        """Say whether a parent is a node of this operation's level; others are constants."""
        return isinstance(parent, AutogradValue) and parent._level == self._level

    @property
    def grad(self) -> Any:
        return 0.0 if self._gradient is None else known(self._gradient)

    @grad.setter
    def grad(self, gradient: Any) -> None:
        self._gradient = gradient

    @property
    def gradient_if_computed(self) -> Any:
        """The gradient, or None if no backward walk has reached this node."""
        return self._gradient

    @property
    def local_partials(self) -> tuple[Any, ...]:
        """The derivative by each parent as far as it is known: None for constants."""
        if self._dy.__class__ is tuple:
            return self._dy or (None,) * len(self._y)
        return (self._dx,) if self._y is None else (self._dx, self._dy)

    def __graph_reading__(self) -> dict[str, Any]:
        """Say what pictures show of this node; a rule that nobody has asked yet is asked, and may
        be wrong."""
        parents, partials = self.parents, self.local_partials
        if all(partial is None for partial in partials):
            try:
                partials = self._of_parents(self.parent_values)
            except Exception:  # of a class that somebody is writing: not known, and not kept
                partials = (None,) * len(parents)
        return {
            "operation": type(self).__name__.strip("_"),
            "value": self.value,
            "gradient": self.gradient_if_computed,
            "partials": partials,
            "parents": parents,
            "level": self._level,
        }

    @property
    def forward_grads(self) -> dict[AutogradValue, Any]:
        tangents = self._tangents
        if tangents:
            return tangents
        # A constructor that sets an empty dictionary leaves it to `forward_pass`, and ours to this.
        if tangents is not None and type(self).forward_pass is not FORWARD_PASS:
            return tangents
        return forward.tangents_of(self)

    @forward_grads.setter
    def forward_grads(self, tangents: dict[AutogradValue, Any]) -> None:
        self._tangents = tangents

    def backward_pass(self) -> None:
        """Hand this node's gradient on to its parents, each times the local derivative."""
        gradient = 0.0 if self._gradient is None else self._gradient
        for parent, partial in zip(self.parents, self._find_partials(), strict=True):
            if partial is not None:
                parent._receive(gradient * partial)

    def _pass_on_nodes(self) -> None:
        """The same with nodes for gradients: the partials are computed on the parents themselves,
        not on their values, so that they can be differentiated again."""
        for parent, partial in zip(self.parents, self._partials_on_nodes(), strict=True):
            if partial is not None:
                parent._receive(self._gradient * partial)

    def _partials_on_nodes(self) -> tuple[Any, ...]:
        """Give the partial by each parent as a node, None for constants."""
        return self._of_parents(self.parents)

    def _find_partials(self) -> tuple[Any, ...]:
        """Give the partial by each parent, None for constants; ask `grads` once."""
        if self._dy == ():
            self._dy = self._of_parents(self.parent_values)
        return self.local_partials

    def _of_parents(self, values: list[Any]) -> tuple[Any, ...]:
        """Call `grads`, which may answer a tuple, a list or a bare number; None for constants."""
        varies = list(map(self._differentiates, self.parents))
        if not any(varies):
            return (None,) * len(values)
        answer = self.grads(*values)
        partials = tuple(answer) if isinstance(answer, tuple | list) else (answer,)
        taken = list(map(is_number, self.parents))
        if len(partials) == sum(taken) < len(values):  # things that are no numbers have none
            given = iter(partials)
            partials = tuple(next(given) if number else None for number in taken)
        if len(partials) != len(values):
            raise WrongPartials(
                f"{type(self).__name__}.grads() gives {len(partials)} partial derivative(s) for "
                f"{len(values)} argument(s). Return one for each argument, in their order."
            )
        return tuple(
            accept(partial, f"{type(self).__name__}.grads()") if varying else None
            for partial, varying in zip(partials, varies, strict=True)
        )

    def _receive(self, contribution: Any) -> None:
        """Add what one user of this node sends to the gradient."""
        self._gradient = contribution if self._gradient is None else self._gradient + contribution

    def backward(self, create_graph: bool = False) -> None:
        """Compute the derivative of this value by everything it was computed from, into their
        `grad`.

        Parameters
        ----------
        create_graph : bool, optional
            Make the gradients nodes, which can be differentiated again. `x.grad` then refers to
            `x`, a reference cycle that Python's garbage collector takes care of, or
            `x.zero_grad()`.

        Notes
        -----
        The gradient of this value becomes 1. The gradients in between are computed afresh. Those of
        *leaves* are added to what is there already, so that the gradients of several losses add up;
        call `zero_grad()` to start again.

        Examples
        --------
        >>> x = AutogradValue(3.0)
        >>> y = x * x
        >>> y.backward()
        >>> x.grad
        6.0
        >>> y.backward()
        >>> x.grad
        12.0
        """
        if create_graph:
            one = AutogradValue._variable(1.0, self._level)
            reverse.walk(self, one, AutogradValue._pass_on_nodes)
        elif AutogradValue.backward_pass is not BACKWARD_PASS:
            reverse.walk(self, 1.0, lambda node: node.backward_pass())
        else:
            reverse.backward(self)

    def zero_grad(self) -> None:
        """Forget the gradients of this value and of everything it was computed from."""
        reverse.forget_gradients(self)

    def __copy__(self) -> AutogradValue:
        """Give what has the same derivative: the node itself or, of a variable of your own, whose
        value you may change, a node with a value of its own."""
        variable = self._level == 0 and not any(map(self._differentiates, self.parents))
        return AutogradValue(self) if variable else self

    def __deepcopy__(self, memo: Any) -> AutogradValue:
        return self.__copy__()

    def __reduce__(self) -> Any:
        """Pickle the value, as a variable: what it was computed from stays behind."""
        if self._level > 0:
            raise LostDerivative(
                "a node cannot be pickled inside grad() or derivative(), or sent to another "
                "process: its derivative would stay behind. Pickle its value (.value)."
            )
        kind = ForwardValue if isinstance(self, ForwardValue) else AutogradValue
        return unpickled, (kind, self.value, self._gradient)


FORWARD_PASS, BACKWARD_PASS = AutogradValue.forward_pass, AutogradValue.backward_pass


def blank(kind: Any, *args: Any, **kwargs: Any) -> Any:
    """Make a node for a constructor that says itself what its parents are."""
    node = object.__new__(kind)
    node._gradient = node._tangents = node._x = node._dx = node._y = node._dy = None
    node._level = 0
    return node


def unpickled(kind: type[AutogradValue], value: Any, gradient: Any) -> AutogradValue:
    """Make a variable again of what was pickled."""
    node = kind(value)
    node._gradient = gradient
    return node


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
        is_variable = not any(map(self._differentiates, self.parents))
        return {self: 1} if is_variable and not self._tangents else super().forward_grads

    @forward_grads.setter
    def forward_grads(self, tangents: dict[AutogradValue, Any]) -> None:
        self._tangents = tangents
