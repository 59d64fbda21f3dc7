"""Looks at what rules of a reader's own give: of another shape than the argument, a cotangent would
be believed, and the numbers after it be wrong.

The rules of the library are not looked at when they run; their tests do that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import WrongShape, describe
from adlearn.tensors.primitive import ArrayPrimitive, Traced, is_traced, value_of


def looked_at(primitive: Any) -> Any:
    """Let what a primitive's rules give be looked at: it must have the shape of what it is for."""
    pull, push, pulls = primitive.pull, primitive.push, primitive.pulls

    def checked_pull(place: int, g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        message = pull(place, g, ans, *args, **kwargs)
        return of_shape(message, args[place], primitive, f"cotangent of its argument {place}")

    def checked_push(places: Any, tangents: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        tangent = push(places, tangents, ans, *args, **kwargs)
        return tangent if primitive.outputs else of_shape(tangent, ans, primitive, "tangent")

    def checked_product(place: int, rule: Callable[..., Any]) -> Callable[..., Any]:
        def product(g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
            return of_shape(
                rule(g, ans, *args, **kwargs), g, primitive, f"product by its argument {place}"
            )

        return product

    primitive.pull, primitive.push = checked_pull, checked_push
    primitive.pulls = ()
    if primitive.broadcasts:
        primitive.pulls = tuple(checked_product(i, rule) for i, rule in enumerate(pulls))
    return primitive


def of_shape(found: Any, like: Any, primitive: ArrayPrimitive, what: str) -> Any:
    """Check a cotangent or tangent; numbers and lists become arrays."""
    like = value_of(like)
    if not isinstance(like, (np.ndarray, np.generic, float, int, complex)):
        return found  # a value of somebody's own type
    if isinstance(found, (list, tuple)) and is_traced(found):
        found = np.stack(found)
    if not isinstance(found, (Traced, np.ndarray, np.generic)):
        array = np.asarray(found)
        if array.dtype.kind not in "fciub":
            raise WrongShape(
                f"the rule of {primitive.name} gave {describe(found)} for the {what}, and it must "
                f"give an array of shape {np.shape(like)}. Check its return statement; where the "
                "derivative is 0, give zeros."
            )
        found = array[()]
    if np.shape(value_of(found)) != np.shape(like):
        raise WrongShape(
            f"the rule of {primitive.name} gave an array of shape {np.shape(value_of(found))} for "
            f"the {what}, and it must have shape {np.shape(like)}. A cotangent has the shape of "
            "its argument, a tangent that of the answer."
        )
    return found
