"""Where does one value differ from another? Numbers and arrays alike, and how that is written.

An array is looked at in the order in which a person would: its shape, then its entries one by one.
So a sentence about an array speaks of one number and its index, or of two shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.asking.numbers import close, number, too_large
from autograder.asking.run import Tolerances
from autograder.asking.told_by_probes import in_words
from autograder.language import say

#: So coarse that no rounding is taken for a mistake, whatever an assignment says.
COARSE = Tolerances().float32

#: Arrays of up to so many entries are written out.
WRITTEN_OUT = 4


@dataclass(frozen=True, slots=True)
class Odd:
    """What a submission gave in place of a number, or of a value of its engine.

    Parameters
    ----------
    class_name : str

    Examples
    --------
    >>> difference(Odd("list"), 3.0)
    Difference(yours='something of type list', right='3', at='', index=None)
    """

    class_name: str

    def __str__(self) -> str:
        return say("something of type {kind}", kind=in_words(self.class_name))


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a value differs from the right one first.

    Parameters
    ----------
    yours, right : str
        What stands there, in words: a number, or an array of some shape.
    at : str
        Where in an array: ``" at [0, 1]"``. Empty for numbers and for shapes.
    index : tuple of int, optional
        The same.
    """

    yours: str
    right: str
    at: str = ""
    index: tuple[int, ...] | None = None
    shapes: bool = field(default=False, repr=False)

    @property
    def of_shape(self) -> bool:
        """Whether the shapes differ, so that no entries were compared."""
        return self.shapes


def near(mine: Any, expected: float, scale: float = 0.0) -> bool:
    """Say whether a number is right, so coarsely that no rounding is taken for a mistake."""
    if not is_numeric(mine) or np.size(mine) != 1 or np.iscomplexobj(mine):
        return False
    if too_large(mine):
        return False
    return close(float(np.reshape(mine, ())), expected, max(scale, abs(expected), 1.0), COARSE)


def difference(mine: Any, right: Any, scale: float = 0.0) -> Difference | None:
    """Find where a value differs from the right one, as coarsely as `near`; None if nowhere.

    Examples
    --------
    >>> difference(np.array([1.0, 2.0]), np.array([1.0, 3.0]))
    Difference(yours='2', right='3', at=' at [1]', index=(1,))
    >>> difference(np.ones(3), np.ones((2, 3))).yours
    'an array of shape (3,)'
    >>> difference(3.0, 3.0)
    """
    if not isinstance(right, np.ndarray):
        return None if near(mine, right, scale) else Difference(number(mine), number(right))
    if mine is None and not right.any():
        return None  # nothing was sent, and there was nothing to send
    if not is_numeric(mine):
        return Difference(str(mine)[:40], shaped(right), shapes=True)
    mine = np.asarray(mine)
    if mine.shape != right.shape:
        return Difference(shaped(mine), shaped(right), shapes=True)
    room = np.maximum(np.maximum(np.abs(right), scale), 1.0)
    return first_outside(mine, right, COARSE * room)


def first_outside(mine: np.ndarray, right: np.ndarray, room: np.ndarray) -> Difference | None:
    """Find the first entry that is further off than its room; not a number is as far as can be."""
    with np.errstate(all="ignore"):
        wrong = ~(np.abs(mine - right) <= room)
    if not wrong.any():
        return None
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    at = " " + say("at {place}", place=place(index)) if index else ""
    yours, wanted = (array[index].item() + 0.0 for array in (mine, right))  # -0 is 0
    return Difference(number(yours), number(wanted), at, index)


def is_numeric(value: Any) -> bool:
    """Say whether something is a number or an array of numbers."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "fiuc"
    return isinstance(value, (int, float, complex)) and not isinstance(value, bool)


def broadcast(shape: tuple[int, ...], longer: tuple[int, ...]) -> bool:
    """Say whether a shape becomes a longer one by broadcasting.

    Examples
    --------
    >>> broadcast((3,), (2, 3)), broadcast((2, 1), (2, 3)), broadcast((2, 3), (3, 2))
    (True, True, False)
    """
    try:
        return shape != longer and np.broadcast_shapes(shape, longer) == longer
    except ValueError:
        return False


def place(index: tuple[int, ...]) -> str:
    """Write an index: ``[0, 1]``."""
    return f"[{', '.join(map(str, index))}]"


def shaped(value: Any) -> str:
    """Write what is to be said of an array whose entries do not matter."""
    if isinstance(value, Odd):
        return str(value)
    shape = np.shape(value)
    if not shape:
        return say("a single number (shape ())")
    return say("an array of shape {shape}", shape=shape)


def written(value: Any) -> str:
    """Write a number, a short array with its entries, and a longer one by its shape.

    Examples
    --------
    >>> written(2.0), written(np.array([1.0, 2.5])), written(np.ones((2, 3)))
    ('2', '[1, 2.5]', 'an array of shape (2, 3)')
    """
    if not isinstance(value, np.ndarray):
        return number(value)
    return listing(value) if value.size <= WRITTEN_OUT else shaped(value)


def listing(array: np.ndarray) -> str:
    """Write an array with all its entries, in one line.

    Examples
    --------
    >>> listing(np.array([[1.0, 2.5]])), listing(np.array(3.0)), listing(np.zeros((0, 2)))
    ('[[1, 2.5]]', '3', '[]')
    """
    if array.ndim == 0:
        return number(array.item())
    return f"[{', '.join(listing(np.asarray(row)) for row in array)}]"
