"""Functions whose inside is forgotten and computed again, once their derivative is asked for.

The hard part is what such a function uses without being told: `lambda h: np.tanh(W @ h)` gets `h`,
and its derivative by `W` matters as well. Called with variables of a new level in place of its
arguments, everything that it computes from them has that level; so what it meets of lower levels
came from outside. That is passed on as further arguments.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.errors import BufferChanged, MissingRule, NotANumber, describe
from adlearn.nesting import LEVELS
from adlearn.tensors.node import Tensor, made_by, variable
from adlearn.tensors.outputs import pick
from adlearn.tensors.primitive import ArrayPrimitive, Traced, value_of
from adlearn.tensors.recording import PAUSED, floor_below
from adlearn.tensors.reverse import Walk

#: What uses a function twice says that it is not the same any more.
NOT_THE_SAME = (
    "{} calls its function again for the derivative, and it gave another answer than before. What "
    "it uses from outside has changed: a variable of a loop (keep it as it is, lambda x, w=w: ..., "
    "or pass it as an argument), an array that was filled anew, or random numbers (draw them "
    "before)."
)


def checkpoint(f: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function that keeps only its inputs, and computes the rest again for its derivative.

    Saves memory in reverse mode at the price of computing `f` twice. Forward mode keeps nothing
    anyway, so there `f` is called as it is.

    Parameters
    ----------
    f : callable
        Takes and returns anything. It may use traced values from outside: they get their part of
        the derivative. Called again, it must do the same again.

    Returns
    -------
    callable
        Takes what `f` takes.

    Examples
    --------
    >>> import numpy as np
    >>> from adlearn.derivatives.transforms import grad
    >>> grad(lambda x: np.sum(checkpoint(np.sin)(x)))(np.array([0.0]))
    array([1.])
    >>> grad(lambda w: checkpoint(lambda x: w * x)(2.0 * w))(3.0)
    12.0
    """

    if not callable(f):
        raise NotANumber(
            f"checkpoint takes a function, and this is {describe(f)}. Pass the function itself: "
            "checkpoint(f)(x), not checkpoint(f(x))."
        )

    @functools.wraps(f)
    def recomputed(*args: Any, **kwargs: Any) -> Any:
        given, rebuild = leaves_of([list(args), kwargs])
        traced = [leaf for leaf in given if isinstance(leaf, Traced)]
        top = max(traced, key=lambda leaf: leaf._level, default=None)
        if not isinstance(top, Tensor) or top._level <= PAUSED.get():
            return f(*args, **kwargs)
        places = [
            i for i, leaf in enumerate(given) if isinstance(leaf, Tensor) and leaf._level >= 0
        ]

        def call(values: Sequence[Any]) -> tuple[Any, ...]:
            level = next(LEVELS)
            floor = floor_below(level)
            variables = tuple(variable(value, level) for value in values)
            filled = list(given)
            for place, new in zip(places, variables, strict=True):
                filled[place] = new
            new_args, new_kwargs = rebuild(filled)
            outputs, form = leaves_of(f(*new_args, **new_kwargs))
            inside = [o for o in outputs if isinstance(o, Tensor) and o._level >= level]
            met = tensors_met(inside, set(variables), level, floor)
            return (*variables, *met), floor, inside, outputs, form

        stops, _, inside, outputs, form = call([given[place] for place in places])
        if not inside:
            return form(outputs)

        def pull_marked(asked: Any, g: Any, mark: Any, ans: Any, *values: Any) -> Any:
            stops, floor, inside, *_ = call(values[: len(places)])
            for output, before in zip(inside, ans if len(inside) > 1 else (ans,), strict=True):
                if not same(value_of(output), value_of(before)):
                    raise BufferChanged(NOT_THE_SAME.format("checkpoint"))
            total: list[Any] = [np.zeros_like(value_of(value)) for value in values]
            beside: list[Any] = [np.zeros(np.shape(value)) for value in values]
            cotangents, marks = (g, mark) if len(inside) > 1 else ((g,), (mark,))
            # What comes from outside is a tensor in any case; the walk is recorded if this one is.
            recorded = any(
                isinstance(v, Tensor) and v._level >= floor
                for v in (*values[: len(places)], *cotangents)
            )
            for output, cotangent, m in zip(inside, cotangents, marks, strict=True):
                walk = Walk(output, stops, floor)
                if m is None:
                    arrived = found = walk.steps(cotangent, recorded)[0]
                else:
                    arrived, found = walk.careful_steps(cotangent, recorded, m)
                for place, stop in enumerate(stops):
                    if stop in arrived:
                        total[place] = total[place] + arrived[stop]
                        beside[place] = beside[place] + found[stop]
            return [total[i] for i in asked], [beside[i] for i in asked]

        def pull_all(asked: Any, g: Any, ans: Any, *values: Any) -> Any:
            return pull_marked(asked, g, (None,) * len(g) if several else None, ans, *values)[0]

        several = len(inside) if len(inside) > 1 else 0
        primitive = ArrayPrimitive(f, refused, refused, outputs=several)
        primitive.pull_all, primitive.pull_marked = pull_all, pull_marked
        data = tuple(output.data for output in inside)
        arguments = (*(given[place] for place in places), *stops[len(places) :])
        node = made_by(primitive, arguments, data if len(data) > 1 else data[0])
        found = iter([pick(node, i) for i in range(several)] or [node])
        known = set(map(id, inside))
        return form([next(found) if id(output) in known else output for output in outputs])

    return recomputed


def tensors_met(
    outputs: list[Tensor], variables: set[Tensor], level: int, floor: int
) -> list[Tensor]:
    """List the tensors of lower levels, down to a floor, that outputs of a level were computed
    with besides the variables; in an order that depends on nothing but the program."""
    met: dict[Tensor, None] = {}
    seen, stack = set(variables), list(outputs)
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        for a in node._args or ():
            if isinstance(a, Tensor) and a._level >= level:
                stack.append(a)
            elif isinstance(a, Tensor) and a._level >= floor:
                met[a] = None
    return list(met)


def same(again: Any, before: Any) -> bool:
    """Say whether two answers differ by no more than rounding."""
    rounding = np.sqrt(np.finfo(np.result_type(before, np.float32)).eps)
    largest = np.max(np.abs(before), where=np.isfinite(before), initial=0.0)
    return np.allclose(again, before, rounding, rounding * largest, equal_nan=True)


def refused(*args: Any, **kwargs: Any) -> Any:
    """Stand where a rule is never asked for: all cotangents come at once, from reverse mode."""
    raise MissingRule("what is computed again has no rule for one argument alone.")
