"""Derivative rules of your own.

The constructors (`linear`, `bilinear`, `elementwise`, ...) need one
line for a function of a known kind. `primitive`, `defvjp` and `defjvp` take a function as it is and
let you write its rules afterwards, with the signatures autograd has.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from types import MethodType
from typing import Any

import numpy as np

from adlearn.derivatives.transforms import vjp
from adlearn.errors import MissingRule, describe
from adlearn.tensors import constructors
from adlearn.tensors.constructors import added
from adlearn.tensors.own_shapes import looked_at, of_shape
from adlearn.tensors.primitive import ArrayPrimitive, array_of

Maker = Callable[..., Callable[[Any], Any]]


def of_your_own(constructor: Any, rules: str) -> Any:
    """Make a constructor of primitives whose rules are looked at when they run."""
    form = f"{constructor.__name__}(f, {rules})"

    @functools.wraps(constructor)
    def construct(*args: Any, **kwargs: Any) -> Any:
        return looked_at(constructor(*args, **kwargs), form)

    return construct


linear: Any = of_your_own(constructors.linear, "lambda g, x: ...")
bilinear: Any = of_your_own(constructors.bilinear, "lambda g, x, y: ..., lambda g, x, y: ...")
multilinear: Any = of_your_own(constructors.multilinear, "lambda place, g, *args: ...")
jointly_linear: Any = of_your_own(constructors.jointly_linear, "lambda place, g, *args: ...")
general: Any = of_your_own(
    constructors.general, "[lambda g, ans, *args: ...], [lambda v, ans, *args: ...]"
)


class OpenPrimitive(ArrayPrimitive):
    """A primitive whose rules are added later."""

    __slots__ = ("makers", "pushers")

    def __init__(self, fun: Callable[..., Any]) -> None:
        self.makers: dict[int, Maker | None] = {}
        self.pushers: dict[int, Any] = {}

        @functools.wraps(fun)
        def counted(*args: Any, **kwargs: Any) -> Any:
            ans = fun(*args, **kwargs)
            self.outputs = len(ans) if isinstance(ans, tuple) else 0
            return ans

        super().__init__(counted, self.pull_by_maker, self.push_by_rule)
        looked_at(self)

    __name__ = property(lambda self: self.name)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        """Bind to an instance as functions do: a primitive may be a method."""
        return self if instance is None else MethodType(self, instance)

    def pull_by_maker(self, place: int, g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        if place not in self.makers:
            raise MissingRule(
                f"{self.name} has no rule for reverse mode by its argument number {place}. Add "
                f"one: adlearn.defvjp({self.name}, lambda ans, *args: lambda g: ..., "
                f"argnums=({place},))."
            )
        maker = self.makers[place]
        if maker is None:
            return np.zeros(np.shape(args[place]))
        return self.made(maker, ans, args, kwargs)(g)

    def made(self, maker: Maker, ans: Any, args: Any, kwargs: Any) -> Callable[[Any], Any]:
        """Let a maker make the function of the cotangent; say how it should have been written."""
        form = f"defvjp({self.name}, lambda ans, *args: lambda g: ...)"
        try:
            pull = maker(ans, *args, **kwargs)
        except TypeError as error:
            error.add_note(f"In a rule of {self.name}, which is written {form}.")
            raise
        if not callable(pull):
            raise MissingRule(
                f"a rule of {self.name} gave {describe(pull)} where a function of the cotangent is "
                f"needed. Write it {form}."
            )
        return pull

    def push_by_rule(self, places: Any, tangents: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        return added(
            self.push_one(i, v, ans, *args, **kwargs) for i, v in zip(places, tangents, strict=True)
        )

    def push_one(self, place: int, v: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        if place in self.pushers:
            rule = self.pushers[place]
            if rule is None:
                return zeros_like(ans)
            if rule == "same":
                return self(*args[:place], v, *args[place + 1 :], **kwargs)
            return rule(v, ans, *args, **kwargs)
        if place in self.makers:
            return self.transposed(place, v, ans, *args, **kwargs)
        raise MissingRule(
            f"{self.name} has no rule for forward mode by its argument number {place}. Add one: "
            f"adlearn.defjvp({self.name}, lambda g, ans, *args: ..., argnums=({place},))."
        )

    def transposed(self, place: int, v: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        """Push by the pull rule alone: pull is linear in g, and push is its transpose."""
        maker = self.makers[place]
        if maker is None:
            return zeros_like(ans)
        zeros = zeros_like(ans)
        message, push = vjp(self.made(maker, ans, args, kwargs), zeros)
        of_shape(message, args[place], self, f"cotangent of its argument {place}")
        return push(v)[0]


def zeros_like(ans: Any) -> Any:
    """Give zeros for an answer, or for each of several."""
    if isinstance(ans, tuple):
        return tuple(map(zeros_like, ans))
    return np.zeros(np.shape(ans), array_of(ans).dtype)


def primitive(fun: Callable[..., Any]) -> OpenPrimitive:
    """Make a function opaque: it is not looked into, and its derivative is what you say it is.

    Parameters
    ----------
    fun : callable
        Is called with plain arrays.

    Returns
    -------
    callable
        Add rules with `defvjp` and `defjvp`. Where there is only one for reverse mode, forward
        mode uses its transpose.

    Examples
    --------
    >>> @primitive
    ... def logsumexp(x):
    ...     return np.max(x) + np.log(np.sum(np.exp(x - np.max(x))))
    >>> defvjp(logsumexp, lambda ans, x: lambda g: g * np.exp(x - ans))
    >>> from adlearn.derivatives.transforms import grad
    >>> grad(logsumexp)(np.array([0.0, 0.0]))
    array([0.5, 0.5])
    """
    return OpenPrimitive(fun)


def defvjp(fun: Any, *makers: Maker | None, argnums: Iterable[int] | None = None) -> None:
    """Say how cotangents are pulled back through a primitive.

    Parameters
    ----------
    fun : callable
        What `primitive` made.
    *makers : callable or None
        One per argument: `maker(ans, *args)` gives a function of the cotangent `g`, which gives the
        cotangent of that argument. None: the derivative by it is zero.
    argnums : iterable of int, optional
        Which arguments the makers are for; the first ones by default.

    Raises
    ------
    MissingRule
        If `fun` was not made by `primitive`, or a maker is none of these.
    """
    form = "defvjp({}, lambda ans, *args: lambda g: ...)"
    open_primitive(fun).makers.update(by_place(fun, makers, argnums, [None], form))


def defjvp(fun: Any, *rules: Any, argnums: Iterable[int] | None = None) -> None:
    """Say how tangents are pushed forward through a primitive.

    Parameters
    ----------
    fun : callable
        What `primitive` made.
    *rules : callable, "same" or None
        One per argument: `rule(g, ans, *args)` gives the tangent of the answer for a tangent `g` of
        that argument. "same": the function is linear in it. None: the derivative by it is zero.
    argnums : iterable of int, optional
        Which arguments the rules are for; the first ones by default.

    Raises
    ------
    MissingRule
        If `fun` was not made by `primitive`, or a rule is none of these.
    """
    form = "defjvp({}, lambda g, ans, *args: ...), or 'same' of a function that is linear"
    open_primitive(fun).pushers.update(by_place(fun, rules, argnums, [None, "same"], form))


def by_place(
    fun: Any, rules: Sequence[Any], argnums: Any, words: list[Any], form: str
) -> dict[int, Any]:
    """Say which rule is for which argument; a rule is a function, or one of some words."""
    name = open_primitive(fun).name
    for rule in rules:
        if not callable(rule) and rule not in words:
            raise MissingRule(
                f"a rule of {name} is to be a function, and this is {rule!r}. Write it "
                f"{form.format(name)}; None says that the derivative by an argument is zero."
            )
    places = range(len(rules)) if argnums is None else np.atleast_1d(argnums).tolist()
    if len(places) != len(rules):
        raise MissingRule(
            f"{name} was given {len(rules)} rule(s) for {len(places)} argument(s), argnums="
            f"{tuple(places)}. Give one for each of them."
        )
    return dict(zip(places, rules, strict=True))


def open_primitive(fun: Any) -> OpenPrimitive:
    """Refuse to give a rule to what was not made by `primitive`."""
    if not isinstance(fun, OpenPrimitive):
        name = getattr(fun, "__name__", None) or getattr(fun, "name", "this function")
        raise MissingRule(
            f"{name} takes no rule: it was not made by adlearn.primitive, and the rules of NumPy's "
            f"functions are the same for every program. Make one of your own, own = "
            f"adlearn.primitive({name}), give the rule to that, and call it in place of {name}."
        )
    return fun
