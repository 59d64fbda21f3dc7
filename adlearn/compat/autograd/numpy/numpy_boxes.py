"""The box of an array."""

from __future__ import annotations

from typing import Any

from adlearn.compat import boxes
from adlearn.tensors.array_like import ArrayLike


class AnyArrayBox(type):
    """The type of `ArrayBox`: every traced array of the engine is one, whatever its class."""

    def __instancecheck__(cls, thing: Any) -> bool:
        return isinstance(thing, ArrayLike)


class ArrayBox(boxes.ArrayBox, metaclass=AnyArrayBox):
    """A traced array; `x._value` is what it stands for."""

    __slots__ = ()
