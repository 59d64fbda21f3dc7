"""Looks at what rules of a reader's own give: of another shape than the argument, a cotangent would
be believed, and the numbers after it be wrong; of a complex one only the real part would be used.

The rules of the library are not looked at when they run; their tests do that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import AdlearnError, LostDerivative, NotANumber, WrongShape, describe
from adlearn.tensors.primitive import ArrayPrimitive, Traced, is_traced, value_of


def looked_at(primitive: Any, form: str = "") -> Any:
    """Let what a primitive's rules give be looked at: it must have the shape of what it is for.
    `form` is how they are written, for a rule that takes other arguments."""
    function = primitive.fun

    def refusing_keywords(*args: Any, **kwargs: Any) -> Any:
        for name, value in kwargs.items():
            if is_traced(value):
                raise LostDerivative(
                    f"{primitive.name} was called with {name}={describe(value)}, and its rules are "
                    "for arguments by place: the derivative by a keyword would be another one, or "
                    f"lost. Pass {name} by place, and give it a rule; or pass a plain value "
                    "(x.numpy())."
                )
        return function(*args, **kwargs)

    primitive.fun = refusing_keywords
    pull, push, pull_all = (
        noting(rule, primitive, form)
        for rule in (primitive.pull, primitive.push, primitive.pull_all)
    )

    def cotangent_for(message: Any, argument: Any, ans: Any, place: int) -> Any:
        what = f"cotangent of its argument {place}"
        found = of_shape(message, argument, primitive, what)
        return of_kind(found, [argument, ans], primitive, what)

    def checked_pull(place: int, g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        message = pull(place, real_for(g, ans), ans, *args, **kwargs)
        return cotangent_for(message, args[place], ans, place)

    def checked_pull_all(places: Any, g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        messages = pull_all(places, real_for(g, ans), ans, *args, **kwargs)
        return [
            cotangent_for(message, args[place], ans, place)
            for place, message in zip(places, messages, strict=True)
        ]

    def checked_push(places: Any, tangents: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        tangent = push(places, tangents, ans, *args, **kwargs)
        if primitive.outputs:
            return tangent
        return of_kind(of_shape(tangent, ans, primitive, "tangent"), [ans], primitive, "tangent")

    primitive.pull, primitive.push = checked_pull, checked_push
    primitive.pull_all = checked_pull_all if pull_all is not None else None
    primitive.pulls = tuple(
        checked_product(primitive, place, noting(rule, primitive, form))
        for place, rule in enumerate(primitive.pulls if primitive.broadcasts else ())
    )
    return primitive


def noting(rule: Any, primitive: ArrayPrimitive, form: str) -> Any:
    """Let a rule that cannot be called say how it should have been written."""
    if rule is None or not form:
        return rule

    def noted(*args: Any, **kwargs: Any) -> Any:
        try:
            return rule(*args, **kwargs)
        except (TypeError, ValueError) as error:
            note = f"In a rule of {primitive.name}, which is written {form}."
            # What is ours has said it; and a rule may run inside of itself.
            if not isinstance(error, AdlearnError) and note not in getattr(error, "__notes__", ()):
                error.add_note(note)
            raise

    return noted


def checked_product(primitive: ArrayPrimitive, place: int, rule: Callable[..., Any]) -> Any:
    """Let the product with a partial derivative be looked at: it may be smaller than the answer,
    which broadcasting fills, but not larger."""

    def product(g: Any, ans: Any, *args: Any, **kwargs: Any) -> Any:
        g, shape = real_for(g, ans), np.shape(value_of(args[place]))
        if np.ndim(value_of(ans)) < len(shape):
            raise WrongShape(
                f"{primitive.name} gave an array of shape {np.shape(value_of(ans))} for one of "
                f"shape {shape}, and elementwise is for what is done to each element. Write it "
                "with adlearn.primitive and defvjp."
            )
        found = as_array_of(rule(g, ans, *args, **kwargs), primitive, f"product by {place}", ans)
        whole = np.broadcast_shapes(np.shape(value_of(g)), np.shape(value_of(ans)))
        try:
            fits = np.broadcast_shapes(np.shape(value_of(found)), whole) == whole
        except ValueError:
            fits = False
        if not fits:
            raise wrong_shape(found, whole, primitive, f"product by its argument {place}")
        return of_kind(found, [ans, args[place]], primitive, f"product by its argument {place}")

    return product


def of_shape(found: Any, like: Any, primitive: ArrayPrimitive, what: str) -> Any:
    """Check a cotangent or tangent; numbers and lists become arrays."""
    like = value_of(like)
    if not isinstance(like, (np.ndarray, np.generic, float, int, complex)):
        return found  # a value of somebody's own type
    found = as_array_of(found, primitive, what, like)
    if np.shape(value_of(found)) != np.shape(like):
        raise wrong_shape(found, np.shape(like), primitive, what)
    return found


def is_complex(x: Any) -> bool:
    return x.__class__ is tuple or np.iscomplexobj(value_of(x))  # of several outputs one may be


def real_for(g: Any, ans: Any) -> Any:
    """Give the real part of a cotangent that later operations made complex of a real answer."""
    return g if g.__class__ is tuple or is_complex(ans) or not is_complex(g) else np.real(g)


def of_kind(found: Any, real: list[Any], primitive: ArrayPrimitive, what: str) -> Any:
    """Refuse complex numbers where everything is real; without what rounding makes of 0."""
    if not is_complex(found) or any(map(is_complex, real)):
        return found
    if not np.allclose(value_of(found), np.real(value_of(found)), equal_nan=True):
        raise NotANumber(
            f"the rule of {primitive.name} gave complex numbers for the {what}, and it must give "
            "real ones, as the argument and the answer are. Take the part that is meant: "
            "np.real(...)."
        )
    return np.real(found)


def as_array_of(found: Any, primitive: ArrayPrimitive, what: str, like: Any) -> Any:
    """Make an array of a number or a list of numbers."""
    if isinstance(found, (list, tuple)) and is_traced(found):
        found = np.stack(found)
    if isinstance(found, (Traced, np.ndarray, np.generic)):
        return found
    array = np.asarray(found)
    if array.dtype.kind not in "fciub":
        raise WrongShape(
            f"the rule of {primitive.name} gave {describe(found)} for the {what}, and it must "
            f"give an array of shape {np.shape(value_of(like))}. Check its return statement; where "
            "the derivative is 0, give zeros."
        )
    return array[()]


def wrong_shape(found: Any, shape: Any, primitive: ArrayPrimitive, what: str) -> WrongShape:
    """Make the error for an array of another shape."""
    return WrongShape(
        f"the rule of {primitive.name} gave an array of shape {np.shape(value_of(found))} for "
        f"the {what}, and it must have shape {shape}. A cotangent has the shape of its argument, a "
        "tangent that of the answer."
    )
