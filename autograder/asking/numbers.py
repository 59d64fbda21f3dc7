"""Numbers: how they are written for people, and when two of them are the same up to rounding."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeGuard

import numpy as np

from autograder.asking.run import current_run
from autograder.language import joined as joined_words, say, template

#: How far a printed number may be off: two decimals, or as much relative to a large one.
PRINTED = 0.006


def number(value: Any) -> str:
    """Write a number for people: short, and never hiding NaN, infinity or a wrong type.

    Examples
    --------
    >>> number(2.50), number(float("nan")), number(None), number(-(10**400))
    ('2.5', 'nan', 'None', 'an integer of 1329 bits')
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, complex)):
        return str(value)
    if too_large(value):
        return say("an integer of {bits} bits", bits=value.bit_length())
    return f"{value + 0.0:.6g}"  # 0 has no sign


def too_large(value: Any) -> TypeGuard[int]:
    """Say whether something is an integer beyond all floats, which is no number to compare with."""
    return isinstance(value, int) and value.bit_length() > 1000


def apart(yours: Any, expected: Any) -> tuple[str, str]:
    """Write two numbers that differ for people, with as many digits as it takes to see that.

    Examples
    --------
    >>> apart(2.0, 3.0), apart(0.135335, 0.13533528)
    (('2', '3'), ('0.135335', '0.13533528'))
    """
    told = number(yours), number(expected)
    real = all(isinstance(one, (int, float)) for one in (yours, expected))
    for digits in (8, 12, 17) if real else ():
        if told[0] == told[1]:
            told = f"{yours:.{digits}g}", f"{expected:.{digits}g}"
    return told


def ordinal(count: int) -> str:
    """Say a place in a row.

    Examples
    --------
    >>> ordinal(2)
    'second'
    """
    return say(_ORDINALS[count - 1])


_ORDINALS = (
    template("first"),
    template("second"),
    template("third"),
    template("fourth"),
    template("fifth"),
)


def listed(numbers: Sequence[float], joined: str | None = None) -> str:
    """Write several numbers for people."""
    told = [number(value) for value in numbers]
    return joined_words(told) if joined is None else joined.join(told)


def close(
    yours: float | complex,
    expected: float | complex,
    scale: float = 0.0,
    relative: float | None = None,
) -> bool:
    """Say whether two numbers agree up to rounding.

    Parameters
    ----------
    yours, expected : float or complex
    scale : float
        Size of the terms that were added up to get there; 0 means ``expected`` itself.
    relative : float, optional
        How much of that size the two may differ by; by default what the run allows in double
        precision.

    Examples
    --------
    >>> close(1.0 + 1e-9, 1.0), close(1.001, 1.0), close(float("nan"), 1.0)
    (True, False, False)
    """
    if relative is None:
        relative = current_run().tolerances.float64
    return abs(yours - expected) <= relative * max(scale, abs(expected), 1e-3)


def single(*values: Any) -> bool:
    """Say whether one of some numbers or arrays is in single or half precision."""
    coarse = (np.float16, np.float32, np.complex64)
    return any(
        isinstance(value, coarse) or getattr(value, "dtype", None) in coarse for value in values
    )


def precision(*values: Any) -> float:
    """Give the relative accuracy that can be asked of numbers: less of single precision."""
    tolerances = current_run().tolerances
    return tolerances.float32 if single(*values) else tolerances.float64


def same_number(mine: Any, theirs: Any) -> bool:
    """Say whether two numbers are the same up to the rounding of their precision.

    Neither is the right one: not a number is the same as not a number.

    Examples
    --------
    >>> same_number(2.0, 2.0 + 1e-12), same_number(2.0, 2.001), same_number(-3, -3.0)
    (True, False, True)
    """
    if too_large(mine) or too_large(theirs):
        return bool(mine == theirs)
    first, second = float(mine), float(theirs)
    if not (math.isfinite(first) and math.isfinite(second)):
        return repr(first) == repr(second)
    return close(first, second, abs(first), precision(mine, theirs))


_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def printed_numbers(text: str) -> list[list[float]]:
    """Give every way to read one number per line: all of them, each line's first, each one's last.

    Examples
    --------
    >>> printed_numbers("v1 = 3.0\\n  4")
    [[1.0, 3.0, 4.0], [1.0, 4.0], [3.0, 4.0]]
    """
    lines = [[float(found) for found in _NUMBER.findall(line)] for line in text.splitlines()]
    lines = [found for found in lines if found]
    return [
        [number for found in lines for number in found],
        [found[0] for found in lines],
        [found[-1] for found in lines],
    ]


def prints(text: str, expected: Iterable[float]) -> bool:
    """Say whether a text shows these numbers, in any order and to two decimals at least."""
    wanted = sorted(expected)
    return any(
        len(found) == len(wanted)
        and all(
            abs(mine - right) <= PRINTED * max(1.0, abs(right))
            for mine, right in zip(sorted(found), wanted, strict=True)
        )
        for found in printed_numbers(text)
    )
