#: title = "type hints, annotations of other modules, and a decorator"

# %% [q1-mul-answer]
from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class _mul(AutogradValue):
    """a * b"""

    def func(self, a: float, b: float) -> float:
        result: float = a * b
        return result

    def grads(self, a: float, b: float) -> tuple[float, float]:
        return b, a


# %% [q1-log-answer]
import functools


class _log(AutogradValue):
    """log(a)"""

    @staticmethod
    @functools.lru_cache(maxsize=None)
    def func(a: float) -> float:
        return math.log(a)

    @staticmethod
    def grads(a: float) -> tuple[float]:
        return (1 / a,)


# %% [q5-answer]
def backward(self: AutogradValue) -> None:
    """Compute the gradient of this value with respect to everything it was computed from."""
    order: list[AutogradValue] = []
    seen: set[AutogradValue] = set()

    def visit(value: Any) -> None:
        if isinstance(value, AutogradValue) and value not in seen:
            seen.add(value)
            parents: Sequence[Any] = value.parents
            for parent in parents:
                visit(parent)
            order.append(value)

    visit(self)
    self.grad = 1.0
    while order:
        order.pop().backward_pass()


AutogradValue.backward = backward
