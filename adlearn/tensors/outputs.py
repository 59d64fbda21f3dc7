"""Operations with several outputs: one node holds the tuple, and each output is picked from it."""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.tensors.constructors import general


class Parts:
    """The cotangents of an operation with several outputs, of which some may have none."""

    __slots__ = ("by_place",)

    def __init__(self, by_place: dict[int, Any]) -> None:
        self.by_place = by_place

    def __add__(self, other: Parts) -> Parts:
        total = dict(self.by_place)
        for place, g in other.by_place.items():
            total[place] = total[place] + g if place in total else g
        return Parts(total)

    def filled(self, outputs: Any) -> tuple[Any, ...]:
        """Give one cotangent per output, zeros where none arrived."""
        return tuple(
            self.by_place[i] if i in self.by_place else np.zeros(np.shape(output))
            for i, output in enumerate(outputs)
        )


pick = general(
    lambda outputs, place: outputs[place],
    [lambda g, ans, outputs, place: Parts({place: g})],
    [lambda v, ans, outputs, place: v[place]],
    name="output",
)
