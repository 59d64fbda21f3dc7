"""Which elements a derivative has nothing to do with, where a slope is infinite.

In `where(x > 0, sqrt(x), 0)` at 0 the square root was not chosen. Its slope is infinite, what
arrives there is 0, and 0 * inf is nan, though the derivative is 0. In `sqrt(x) ** 2` at 0 the slope
is infinite as well and what arrives is 0, but there 0 is a number that was computed: the true
answer is 1, and nobody can get it from 0 * inf. So the two zeros have to be told apart.

A *mark* travels with a cotangent or a tangent: nan where something may arrive and 0 where nothing
does, whatever the numbers are. It goes through the same linear maps, in which nan spreads just as a
dependence does. Only where the mark is 0 is a nan made a 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from adlearn.tensors.primitive import ArrayPrimitive, value_of

Marks = list[Any]


def mark_of(given: Any) -> np.ndarray:
    """Mark what somebody starts from: nothing arrives from a cotangent or tangent of 0."""
    return np.where(np.asarray(value_of(given)) == 0, 0.0, np.nan)


def without_left_out(message: Any, mark: Any) -> Any:
    """Put 0 where a nan came about though nothing arrives."""
    undefined = np.isnan(value_of(message)) & (mark == 0)
    return np.where(undefined, 0.0, message) if undefined.any() else message


def has_part(primitive: ArrayPrimitive, place: int, ans: Any, values: Any, fixed: Any) -> Any:
    """Say which elements of an argument have a part in the answer of an operation on each element;
    None if all have.

    In functions like `maximum` that are those that were chosen; in a product, those that are not
    multiplied by a 0 that stays. `fixed` says of each argument whether it stays: True, None, or a
    mark that tells where.
    """
    if place in primitive.choosing:
        ans = value_of(ans)
        slope = primitive.pulls[place](np.ones(np.shape(ans)), ans, *map(value_of, values))
        return None if np.all(slope) else np.not_equal(slope, 0)
    if not primitive.scales or fixed[1 - place] is None:
        return None
    factor = value_of(values[1 - place])
    if factor.all() if factor.__class__ is np.ndarray else factor:
        return None
    stays = True if fixed[1 - place] is True else fixed[1 - place] == 0
    nothing = np.equal(factor, 0) & stays
    return ~nothing if np.any(nothing) else None


def only(mark: Any, part: Any) -> Any:
    """Leave a mark where elements have a part; a mark None says that something arrives anywhere."""
    if part is None:
        return mark
    return np.where(part, np.nan if mark is None else mark, 0.0)


def pulled_marks(
    primitive: ArrayPrimitive, places: Sequence[int], mark: Any, ans: Any, values: Any, kwargs: Any
) -> Marks:
    """Pull a mark back through an operation: one for each of the arguments at these places."""
    ans, values = value_of(ans), list(map(value_of, values))
    if primitive.broadcasts:
        fixed = [None if i in places else True for i in range(len(values))]
        return [only(mark, has_part(primitive, i, ans, values, fixed)) for i in places]
    try:
        if primitive.choosing:
            arriving = np.where(mark == 0, 0.0, 1.0)
            messages = primitive.pulled(places, arriving, ans, values, kwargs)
            return [mark_of(message) for message in messages]
        return primitive.pulled(places, mark, ans, values, kwargs)
    except Exception:  # a rule that cannot take nan
        return [np.full(np.shape(values[i]), np.nan) for i in places]
