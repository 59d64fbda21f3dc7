"""What shapes and keywords an operation can take, by families of operations.

Each function here is given a first operand's shape and says what else is needed; where there is a
choice, `choose` is given everything there is to choose from, the simplest first. So the same lines
serve random draws that shrink, and a list of all there is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations
from typing import Any

import numpy as np

Shape = tuple[int, ...]

#: The lengths of axes; 1 hides what 2 shows.
SIDES = (2, 1, 3)

#: What is either so or not.
EITHER = (False, True)


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


#: Chooses one of several things; the first is the simplest.
Choose = Callable[[Sequence[Any]], Any]

#: What finds a fit for a shape; None if the operation cannot be applied to it.
Fits = Callable[[Choose, Shape], Fit | None]


def any_shape(choose: Choose, axes: int = 3) -> Shape:
    """Choose a shape of up to so many axes; none at all is a single number."""
    return tuple(choose(SIDES) for _ in range(choose([*range(1, axes + 1), 0])))


def of_itself(choose: Choose, shape: Shape) -> Fit | None:
    """Take one operand of any shape."""
    return Fit()


def alike(choose: Choose, shape: Shape) -> Fit | None:
    """Take two operands of one shape."""
    return Fit((shape,), choose((0, 1)))


def broadcasting(choose: Choose, shape: Shape) -> Fit | None:
    """Take two operands whose shapes broadcast, in every way: ones, fewer axes, more axes."""
    way = choose(("same", "fewer", "ones", "more", "number", "both"))
    other = list(shape)
    if way in ("ones", "both"):
        other = [1 if choose(EITHER) else side for side in other]
    if way in ("fewer", "both") and shape:
        other = other[choose(range(1, len(shape) + 1)) :]
    if way == "more" and len(shape) < 3:
        other = [choose(SIDES), *(choose(SIDES) if side == 1 else side for side in other)]
    if way == "number":
        other = []
    return Fit((tuple(other),), choose((0, 1)), loose=True)


def with_number(key: str, *numbers: float) -> Fits:
    """Take one operand and a plain number as a keyword."""

    def fits(choose: Choose, shape: Shape) -> Fit | None:
        return Fit(keywords={key: choose(numbers)})

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

    def fits(choose: Choose, shape: Shape) -> Fit | None:
        form = choose(allowed)
        axes: int | tuple[int, ...] | None = None
        if not shape and form != "all":
            return None
        if form in ("one", "negative"):
            axes = choose(range(len(shape))) - len(shape) * (form == "negative")
        elif form == "tuple":
            counts = range(1, len(shape) + 1)
            every = [some for n in counts for some in combinations(range(len(shape)), n)]
            chosen = choose(every + [some[::-1] for some in every if len(some) > 1])
            signs = "negative" in allowed and choose(EITHER)
            axes = tuple(axis - len(shape) * signs for axis in chosen)
        keywords: dict[str, Any] = {key: axes}
        if keepdims:
            keywords[keepdims] = choose(EITHER)
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

    def fits(choose: Choose, shape: Shape) -> Fit | None:
        if not shape or (len(shape) == 1 and not vectors) or (len(shape) > 2 and not batches):
            return None
        left = choose((True, False))
        inner = shape[-1] if left or len(shape) == 1 else shape[-2]
        ways = ["matrix"] + ["vector"] * vectors
        ways += ["batch"] * batches + ["same batch", "ones"] * (len(shape) > 2)
        way = choose(ways)
        if way == "vector":
            return Fit(((inner,),), 0 if left else 1)
        matrix = (inner, choose(SIDES)) if left else (choose(SIDES), inner)
        batch: Shape = ()
        if way == "batch":  # as long as the other's, or more
            batch = (choose(SIDES), *shape[:-2]) if len(shape) < 3 else shape[:-2]
        elif way == "same batch":
            batch = shape[:-2]
        elif way == "ones":
            batch = tuple(1 for _ in shape[:-2])
        return Fit(((*batch, *matrix),), 0 if left else 1)

    return fits


def reshaping(key: str = "shape") -> Fits:
    """Take one operand, and another shape of as many entries."""

    def fits(choose: Choose, shape: Shape) -> Fit | None:
        size = math.prod(shape)
        ways = {(size,), shape[::-1], (1, *shape), (*shape, 1), tuple(s for s in shape if s > 1)}
        ways |= {(side, size // side) for side in (2, 3) if size % side == 0}
        ways |= {(size // math.prod(shape[1:]), math.prod(shape[1:]))} if shape else set()
        return Fit(keywords={key: choose(sorted(ways, key=lambda way: (len(way), way)))})

    return fits


def exchanging(key: str = "axes", default: bool = True) -> Fits:
    """Take one operand, and a pair of axes that change places; None for the last two."""

    def fits(choose: Choose, shape: Shape) -> Fit | None:
        if len(shape) < 2:
            return None
        pairs = [(i, j) for i in range(len(shape)) for j in range(len(shape)) if i < j]
        pairs += [(j, i) for i, j in pairs]
        ways = ([None] if default else []) + pairs + [(i - len(shape), j) for i, j in pairs]
        return Fit(keywords={key: choose(ways)})

    return fits


def permuting(key: str = "axes") -> Fits:
    """Take one operand, and an order of all its axes; None turns it round."""

    def fits(choose: Choose, shape: Shape) -> Fit | None:
        if len(shape) < 2:
            return None
        return Fit(keywords={key: choose([None, *permutations(range(len(shape)))])})

    return fits


def stretching(key: str = "shape") -> Fits:
    """Take one operand, and a larger shape that it is broadcast to."""

    def fits(choose: Choose, shape: Shape) -> Fit | None:
        longer = tuple(choose(SIDES) if side == 1 else side for side in shape)
        more = choose(SIDES) if len(shape) < 3 and choose(EITHER) else None
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
