"""How shapes and keywords are drawn that an operation can take, by families of operations.

Each function here is given a first operand's shape and says what else is needed. What is drawn
first is the simplest, and what a failing case shrinks to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

Shape = tuple[int, ...]

#: The lengths of axes; 1 hides what 2 shows.
SIDES = st.sampled_from([2, 1, 3])


@dataclass(frozen=True, slots=True)
class Fit:
    """What an operation takes besides its first operand.

    Parameters
    ----------
    others : tuple of shape
        The other operands, in order.
    position : int
        Where the first operand stands among them.
    keywords : mapping
    loose : bool
        Whether any operand will do that broadcasts with the first.
    """

    others: tuple[Shape, ...] = ()
    position: int = 0
    keywords: Mapping[str, Any] = field(default_factory=dict)
    loose: bool = False


#: What draws a fit for a shape; None if the operation cannot be applied to it.
Fits = Callable[[st.DrawFn, Shape], Fit | None]


@cache
def one_of(items: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Draw one of these; a strategy is made once, since making one takes longer than drawing."""
    return st.sampled_from(items)


def array_shapes(axes: int = 3) -> st.SearchStrategy[Shape]:
    """Draw a shape of up to so many axes, and at least one."""
    return st.lists(SIDES, min_size=1, max_size=axes).map(tuple)


def of_itself(draw: st.DrawFn, shape: Shape) -> Fit | None:
    """Take one operand of any shape."""
    return Fit()


def alike(draw: st.DrawFn, shape: Shape) -> Fit | None:
    """Take two operands of one shape."""
    return Fit((shape,), draw(one_of((0, 1))))


def broadcasting(draw: st.DrawFn, shape: Shape) -> Fit | None:
    """Take two operands whose shapes broadcast, in every way: ones, fewer axes, more axes."""
    way = draw(one_of(("same", "fewer", "ones", "more", "number", "both")))
    other = list(shape)
    if way in ("ones", "both"):
        ones = draw(st.lists(st.booleans(), min_size=len(shape), max_size=len(shape)))
        other = [1 if one else side for one, side in zip(ones, other, strict=True)]
    if way in ("fewer", "both") and shape:
        other = other[draw(st.integers(1, len(shape))) :]
    if way == "more" and len(shape) < 3:
        other = [draw(SIDES), *(draw(SIDES) if side == 1 else side for side in other)]
    if way == "number":
        other = []
    return Fit((tuple(other),), draw(one_of((0, 1))), loose=True)


def with_number(key: str, *numbers: float) -> Fits:
    """Take one operand and a plain number as a keyword."""

    def fits(draw: st.DrawFn, shape: Shape) -> Fit | None:
        return Fit(keywords={key: draw(one_of(numbers))})

    return fits


def reduction(key: str = "axis", keepdims: str = "", forms: Sequence[str] = ()) -> Fits:
    """Take one operand, and the axes over which it is reduced.

    Parameters
    ----------
    key, keepdims : str
        The keywords, the second where there is one.
    forms : sequence of str
        What may be given as axes: ``"all"`` (None), ``"one"``, ``"negative"``, ``"tuple"``; by
        default each of them.
    """
    allowed = tuple(forms) or ("all", "one", "negative", "tuple")

    def fits(draw: st.DrawFn, shape: Shape) -> Fit | None:
        form = draw(one_of(allowed))
        axes: int | tuple[int, ...] | None = None
        if not shape and form != "all":
            return None
        if form in ("one", "negative"):
            axes = draw(st.integers(0, len(shape) - 1)) - len(shape) * (form == "negative")
        elif form == "tuple":
            chosen = draw(st.sets(st.integers(0, len(shape) - 1), min_size=1))
            signs = "negative" in allowed and draw(st.booleans())
            axes = tuple(sorted(axis - len(shape) * signs for axis in chosen))
        keywords: dict[str, Any] = {key: axes}
        if keepdims:
            keywords[keepdims] = draw(st.booleans())
        return Fit(keywords=keywords)

    return fits


def matrix_product(vectors: bool = True, batches: bool = True) -> Fits:
    """Take two operands of a matrix product, of equal or different numbers of axes.

    Parameters
    ----------
    vectors : bool
        Whether an operand may have one axis only.
    batches : bool
        Whether an operand may have more than two.
    """

    def fits(draw: st.DrawFn, shape: Shape) -> Fit | None:
        if not shape or (len(shape) == 1 and not vectors) or (len(shape) > 2 and not batches):
            return None
        left = draw(one_of((True, False)))
        inner = shape[-1] if left or len(shape) == 1 else shape[-2]
        ways = ["matrix"] + ["vector"] * vectors
        ways += ["batch"] * batches + ["same batch", "ones"] * (len(shape) > 2)
        way = draw(one_of(tuple(ways)))
        if way == "vector":
            return Fit(((inner,),), 0 if left else 1)
        matrix = (inner, draw(SIDES)) if left else (draw(SIDES), inner)
        batch: Shape = ()
        if way == "batch":  # as long as the other's, or more
            batch = (draw(SIDES), *shape[:-2]) if len(shape) < 3 else shape[:-2]
        elif way == "same batch":
            batch = shape[:-2]
        elif way == "ones":
            batch = tuple(1 for _ in shape[:-2])
        return Fit(((*batch, *matrix),), 0 if left else 1)

    return fits


def reshaping(key: str = "shape") -> Fits:
    """Take one operand, and another shape of as many entries."""

    def fits(draw: st.DrawFn, shape: Shape) -> Fit | None:
        size = math.prod(shape)
        ways = {(size,), shape[::-1], (1, *shape), (*shape, 1), tuple(s for s in shape if s > 1)}
        ways |= {(side, size // side) for side in (2, 3) if size % side == 0}
        ways |= {(size // math.prod(shape[1:]), math.prod(shape[1:]))} if shape else set()
        return Fit(keywords={key: draw(one_of(tuple(sorted(ways, key=lambda w: (len(w), w)))))})

    return fits


def exchanging(key: str = "axes", default: bool = True) -> Fits:
    """Take one operand, and a pair of axes that change places; None for the last two."""

    def fits(draw: st.DrawFn, shape: Shape) -> Fit | None:
        if len(shape) < 2:
            return None
        pairs = [(i, j) for i in range(len(shape)) for j in range(len(shape)) if i < j]
        pairs += [(j, i) for i, j in pairs]
        ways = ([None] if default else []) + pairs + [(i - len(shape), j) for i, j in pairs]
        return Fit(keywords={key: draw(one_of(tuple(ways)))})

    return fits


def permuting(key: str = "axes") -> Fits:
    """Take one operand, and an order of all its axes; None turns it round."""

    def fits(draw: st.DrawFn, shape: Shape) -> Fit | None:
        if len(shape) < 2:
            return None
        order = draw(st.none() | st.permutations(range(len(shape))).map(tuple))
        return Fit(keywords={key: order})

    return fits


def stretching(key: str = "shape") -> Fits:
    """Take one operand, and a larger shape that it is broadcast to."""

    def fits(draw: st.DrawFn, shape: Shape) -> Fit | None:
        longer = tuple(draw(SIDES) if side == 1 else side for side in shape)
        more = draw(SIDES) if len(shape) < 3 and draw(st.booleans()) else None
        return Fit(keywords={key: longer if more is None else (more, *longer)})

    return fits


def broadcasts(one: Shape, other: Shape) -> bool:
    """Say whether two shapes broadcast.

    Examples
    --------
    >>> broadcasts((2, 3), (3,)), broadcasts((2, 3), (2,))
    (True, False)
    """
    try:
        np.broadcast_shapes(one, other)
    except ValueError:
        return False
    return True
