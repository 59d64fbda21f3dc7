"""Primitives on arrays: a NumPy function together with its derivative as linear maps.

A derivative of a function of arrays is a linear map, and it is needed in two directions: *push*
carries a tangent of an argument to the answer, *pull* a cotangent of the answer to an argument.
`adlearn.tensors.constructors` makes both from what kind of function it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Rule = Callable[..., Any]


ONE_ARGUMENT = -1


class ArrayPrimitive:
    """A function on arrays whose derivative is known. Call it like the function.

    Attributes
    ----------
    fun : callable
        The function, on plain arrays.
    name : str
        How it is called in pictures and messages.
    pull : callable
        `pull(place, g, ans, *args)` gives the cotangent of the argument at `place`.
    pull_all : callable or None
        `pull_all(places, g, ans, *args)` gives the cotangents of several arguments, for functions
        of which one alone costs as much as all.
    pull_marked : callable or None
        `pull_marked(places, g, mark, ans, *args)` gives cotangents and what marks become of theirs,
        for functions that walk by themselves: see `adlearn.tensors.left_out`.
    push : callable
        `push(places, tangents, ans, *args)` gives the tangent of the answer when the arguments at
        `places` have these tangents.
    broadcasts : bool
        Whether arguments are broadcast against each other, so that `pull` must sum again.
    outputs : int
        0 for one array; otherwise the answer is a tuple of that many arrays.
    fresh : bool
        Whether what is pulled back is always a new array, to which the walk may add in place. If
        not, it may be the cotangent itself or a view of it.
    choosing : tuple of int
        By which arguments a slope of 0 means that an element was left out, as in `maximum`, and not
        that the function is level there.
    flat : bool
        Whether it is a step, through which nothing goes.
    scales : tuple of int
        Of a product, by which arguments there is no derivative where the other one is a constant 0.
    solves : bool
        Whether it is a solver, which no nan may be sent through: in what it finds everything has a
        part.
    multiplies : bool
        Whether it is a sum of products, whose derivative by one argument is one of the others.
    linearized : callable or None
        Of a function whose derivative adds up weighted elements, `linearized(ans, *args)` gives the
        weights, the primitive that adds up, and its arguments.
    core : int or None
        Of a function that takes the members of stacks one by one, how many last axes a member has:
        2 of matrices. Nothing goes from one member to another.
    first : int or None
        Of a function that is linear in its arguments together: from which position on. Elements of
        the answer that come from a constant have no derivative. `ONE_ARGUMENT`: of a function that
        is linear in its first argument, where elements that come from nowhere have none.
    """

    __slots__ = (
        *("fun", "name", "pull", "pull_all", "push", "pulls"),
        *("broadcasts", "outputs", "fresh", "choosing", "first", "flat", "scales", "multiplies"),
        *("solves", "linearized", "pull_marked", "core"),
    )

    def __init__(
        self,
        fun: Callable[..., Any],
        pull: Rule,
        push: Rule,
        *,
        name: str = "",
        pulls: tuple[Rule, ...] = (),
        broadcasts: bool = False,
        outputs: int = 0,
    ) -> None:
        self.fun, self.pull, self.push, self.pulls = fun, pull, push, pulls
        self.name = name or getattr(fun, "__name__", "function").strip("_")
        self.broadcasts, self.outputs = broadcasts, outputs
        self.pull_all: Rule | None = None
        self.linearized: Rule | None = None
        self.pull_marked: Rule | None = None
        self.first: int | None = None
        self.core: int | None = None
        self.fresh = self.flat = self.multiplies = self.solves = False
        self.choosing: tuple[int, ...] = ()
        self.scales: tuple[int, ...] = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        top = None  # the argument of the highest level does the operation
        for a in args:
            if isinstance(a, Traced) and (top is None or a._level > top._level):
                top = a
        if top is None:
            for a in args:
                if a.__class__ is tuple or a.__class__ is list:  # an index may hold a symbol
                    for part in a:
                        if isinstance(part, Symbolic):
                            return part._apply(self, args, kwargs)
            return self.fun(*args, **kwargs)
        return top._apply(self, args, kwargs)

    def pulled(self, places: Any, g: Any, ans: Any, values: Any, kwargs: Any) -> list[Any]:
        """Pull a cotangent back to the arguments at these places."""
        if self.pull_all is not None:
            return self.pull_all(places, g, ans, *values, **kwargs)
        known = len(self.pulls)
        return [
            self.pulls[i](g, ans, *values, **kwargs)
            if i < known
            else self.pull(i, g, ans, *values, **kwargs)
            for i in places
        ]

    def __repr__(self) -> str:
        return f"<primitive {self.name}>"


class Traced:
    """The base of values that carry derivatives: `Tensor`, `Dual`, `Series`. For `isinstance`."""

    __slots__ = ()
    _level: int
    _value: Any
    shape: Any

    def _apply(self, primitive: ArrayPrimitive, args: Any, kwargs: Any) -> Any:
        raise NotImplementedError

    def _lift(self, plain: Any) -> Any:
        """Give a plain value that is one to no derivative that this value takes part in."""
        raise NotImplementedError


class Symbolic(Traced):
    """The base of what stands for an array while a program is written down (`adlearn.programs`). To
    every derivative it is a plain array, of which shape and dtype are known and the numbers may be
    any: so rules record what they would compute."""

    __slots__ = ()
    _level = -2  # below that of a constant
    python: Any
    tracing: Any
    example: Any
    _var: Any

    @property
    def _value(self) -> Any:  # type: ignore[override]
        return self

    def _has_nan(self, everywhere: bool) -> bool:
        """Say whether a number is nan; if none is, the program holds as long as none is: in
        anything that depends on this or, `everywhere`, at all."""
        raise NotImplementedError

    def _applied(self, function: Any, args: Any, kwargs: Any) -> Any:
        """Apply a function of plain arrays as one line."""
        raise NotImplementedError

    def _as_python(self) -> Any:
        """Give what stands for the only number, as one of Python's."""
        raise NotImplementedError

    def _as_floats(self) -> Any:
        """Give what a derivative is taken by: floats of NumPy's."""
        raise NotImplementedError

    def _in_form(self, g: Any) -> Any:
        """Give a derivative by this value the form of what it stands for."""
        raise NotImplementedError

    def _receives(self, cotangent: Any) -> Any:
        """Say which cotangent arrived at this value; give the one that the walk goes on with."""
        raise NotImplementedError


def is_traced(*things: Any) -> bool:
    """Say whether any of the things is a traced value, or a list or tuple that holds one."""
    for thing in things:
        if isinstance(thing, Traced):
            return True
        if isinstance(thing, (list, tuple)) and is_traced(*thing):
            return True
    return False


def carries_derivative(*things: Any) -> bool:
    """Say whether any of the things is a traced value that a derivative is taken through."""
    return any(isinstance(thing, Traced) and not isinstance(thing, Symbolic) for thing in things)


def value_of(thing: Any) -> Any:
    """Take the plain array out of a traced value; also inside lists and tuples."""
    while isinstance(thing, Traced):
        inside = thing._value
        if inside is thing:  # a symbol
            return thing
        thing = inside
    if isinstance(thing, (list, tuple)) and is_traced(*thing):
        parts = map(value_of, thing)
        return type(thing)(*parts) if hasattr(thing, "_fields") else type(thing)(parts)
    return thing


def array_of(thing: Any) -> Any:
    """The same as an array, also where it is a single number; a symbol stands for one."""
    value = value_of(thing)
    return value if isinstance(value, Traced) else np.asarray(value)


def applied(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Apply a function of plain arrays to values; to symbols, as one line of their program."""
    symbol = next((x for x in (*args, *kwargs.values()) if isinstance(x, Symbolic)), None)
    if symbol is None:
        return function(*args, **kwargs)
    return symbol._applied(function, args, kwargs)


def has_nan(g: Any) -> bool:
    """Say whether a cotangent has a nan somewhere."""
    if g.__class__ is np.float64:
        return bool(g != g)
    if g.__class__ is not np.ndarray:
        g = value_of(g)
        if isinstance(g, Symbolic):
            return g._has_nan(False)
    g = g.ravel()  # the product with itself is nan too then, in a fourth of the time of the sum
    square = g.dot(g)
    return bool(square != square)


def is_undefined(value: Any) -> bool:
    """Say the same of a value: where there is none, there is no derivative, whatever the rules
    give."""
    plain = value_of(value)
    return plain._has_nan(True) if isinstance(plain, Symbolic) else has_nan(value)
