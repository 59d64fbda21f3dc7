"""How the arrays of a call are made: shapes, types, layouts, and where their values lie."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

#: Where ordinary values lie; the functions of small domain take the regions they can.
REGIONS = ((-1.95, 1.95), (0.12, 0.93), (1.12, 2.9))


@dataclass(frozen=True, slots=True)
class Setting:
    """How the arrays of a call are made.

    Attributes
    ----------
    shape : tuple of int
    dtype : type
    layout : str
        "C", "F", "strided" (every second element of a larger array) or "reversed".
    content : str
        "ordinary", or special values: see `CONTENTS`.
    """

    shape: tuple[int, ...]
    dtype: type = np.float64
    layout: str = "C"
    content: str = "ordinary"

    def __str__(self) -> str:
        return f"{self.shape} {self.dtype.__name__} {self.layout} {self.content}"


SETTINGS = (
    *(Setting(shape) for shape in ((3,), (2, 3), (), (3, 3), (0,), (1,), (0, 3), (1, 3, 1))),
    Setting((2, 3, 2)),
    Setting((2, 3), layout="F"),
    Setting((3, 3), layout="strided"),
    Setting((3,), layout="reversed"),
    Setting((2, 3), np.float32),
    Setting((), np.float32),
    Setting((3, 3), np.float32, "F"),
    Setting((3,), np.complex128),
    Setting((2, 3), np.complex128),
    Setting((), np.complex128),
    Setting((3, 3), np.complex128, "F"),
    Setting((3,), np.complex64),
    Setting((3,), content="ties"),
    Setting((2, 3), content="ties"),
    Setting((5,), content="edges"),
    Setting((3,), content="nan"),
    Setting((2, 3), content="nan"),
    Setting((3,), content="inf"),
)
#: Stacks of matrices and none, for functions of matrices.
MATRICES = (
    Setting((2, 3, 3)),
    Setting((0, 3, 3)),
    Setting((0, 0)),
    Setting((1, 1)),
    Setting((4, 2)),
    Setting((2, 2), np.complex128),
    Setting((2, 2), np.complex64),
    Setting((2, 2, 3), np.complex128),
    Setting((3, 3), content="identity"),
    Setting((3, 3), content="diagonal"),
    Setting((3, 3), content="zero"),
    Setting((3, 3), content="ties"),
)

CONTENTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "ties": lambda a: np.resize([1.25, 0.75, 1.25, 0.75], a.shape),
    "edges": lambda a: np.resize([0.0, 1.0, -1.0, 2.0, 0.5], a.shape),
    "nan": lambda a: np.where(np.arange(a.size).reshape(a.shape) == 1, np.nan, a),
    "inf": lambda a: np.where(np.arange(a.size).reshape(a.shape) == 1, np.inf, a),
    "identity": lambda a: np.eye(*a.shape),
    "diagonal": lambda a: np.diag([2.0, 1.0, 2.0]),
    "zero": lambda a: np.zeros(a.shape),
}


@dataclass
class Draw:
    """What a table entry has to draw from.

    Attributes
    ----------
    function : str
    setting : Setting
    region : tuple of float
    chosen : dict
        What has been chosen for the parameters before.
    answer : object
        What the call gives without the parameter that is being drawn.
    """

    function: str
    setting: Setting
    region: tuple[float, float]
    chosen: dict[str, Any] = field(default_factory=dict)
    answer: Any = None
    name: str = ""

    @property
    def ndim(self) -> int:
        return len(self.setting.shape)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.setting.shape

    def rng(self, salt: str) -> np.random.Generator:
        return np.random.default_rng(
            zlib.crc32(f"{self.function} {self.setting} {self.region} {salt}".encode())
        )

    def array(
        self,
        shape: tuple[int, ...] | None = None,
        low: float | None = None,
        high: float | None = None,
        salt: str = "",
        content: str | None = None,
    ) -> np.ndarray:
        """Give an array in the setting's dtype and layout, of numbers with two decimals.

        No two are equal, and none is near a multiple of a half, where steps have their jumps.
        """
        shape = self.shape if shape is None else shape
        low = self.region[0] if low is None else low
        high = self.region[1] if high is None else high
        rng = self.rng(f"{self.name} {shape} {salt}")
        dtype = np.dtype(self.setting.dtype)
        values = drawn(rng, shape, low, high)
        if dtype.kind == "c":
            values = values + 1j * drawn(rng, shape, low, high)
        content = self.setting.content if content is None else content
        if content in CONTENTS:
            with contextlib.suppress(TypeError, ValueError):
                values = CONTENTS[content](values)  # an identity has two dimensions
        return laid_out(np.asarray(values, dtype), self.setting.layout)

    def real(self, *shape: int, low: float = 0.12, high: float = 0.93) -> np.ndarray:
        """Give ordinary real numbers, such as weights."""
        values = drawn(self.rng(f"{self.name} {shape}"), shape, low, high)
        return np.asarray(values, np.dtype(self.setting.dtype).type(0).real.dtype)

    def number(self, low: float = 0.12, high: float = 0.93) -> float:
        return float(drawn(self.rng(f"{self.name} number"), (), low, high))

    def mask(self, shape: tuple[int, ...] | None = None) -> np.ndarray:
        shape = self.shape if shape is None else shape
        return np.asarray(np.arange(int(np.prod(shape))).reshape(shape) % 3 != 1)

    def ints(self, shape: tuple[int, ...] | None = None, below: int = 2) -> np.ndarray:
        shape = self.shape if shape is None else shape
        return np.asarray(self.rng(f"{self.name} ints {shape}").integers(0, below, shape))

    @property
    def axes(self) -> list[int]:
        return list(range(-self.ndim, self.ndim))

    @property
    def main(self) -> np.ndarray:
        return next(iter(self.chosen.values()))


def drawn(rng: np.random.Generator, shape: Any, low: float, high: float) -> np.ndarray:
    grid = np.arange(round(low * 100), round(high * 100) + 1)
    grid = grid[(grid + 3) % 50 > 6]
    size = int(np.prod(shape))
    if size > len(grid):
        return np.asarray(rng.uniform(low, high, shape))
    return np.asarray(rng.permutation(grid)[:size].reshape(shape) / 100.0)


def laid_out(a: np.ndarray, layout: str) -> np.ndarray:
    if layout == "F":
        return np.asfortranarray(a)
    if layout == "strided" and a.ndim:
        return np.repeat(a, 2, -1)[..., ::2]
    if layout == "reversed" and a.ndim:
        return np.ascontiguousarray(a[::-1])[::-1]
    return a
