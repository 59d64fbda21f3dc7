"""How numbers are written: short enough for a picture, and so that nan and infinity survive.

A picture has a few characters for a number, JSON has no nan, and an array has too many numbers.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

NOT_COMPUTED = "not computed"

#: Arrays up to this size are written out; larger ones are summed up.
SMALL_ARRAY = 4

OPERATORS = {
    "add": "+",
    "sub": "-",
    "mul": "×",
    "div": "÷",
    "truediv": "÷",
    "neg": "-",
    "pow": "^",
    "matmul": "@",
    "multiply": "×",
    "subtract": "-",
    "divide": "÷",
    "true_divide": "÷",
    "negative": "-",
    "power": "^",
    "*": "×",
    "-": "-",
    "/": "÷",
    "**": "^",
    "+": "+",
}

NEGATIONS = frozenset({"neg", "negative", "-"})

#: How to write these signs where only ASCII is known.
ASCII = str.maketrans({"×": "*", "÷": "/", "…": "~", "✗": "x"})


def text(thing: Any) -> str:
    """Write one value in one line, in full, whatever its `__str__` does."""
    try:
        written = str(thing)
    except Exception as error:
        return f"<{type(thing).__name__}: printing it raised {type(error).__name__}>"
    return " ".join(written.split()) if "\n" in written else written


def in_full(thing: Any) -> str:
    """Write a number with all its digits, an array as a summary."""
    return short(thing) if is_array(thing) and thing.shape else text(thing)


def short(thing: Any, digits: int = 4) -> str:
    """Write a number with a few digits, an array as its shape and its range.

    Parameters
    ----------
    thing : object
    digits : int, optional
        How many significant digits.

    Returns
    -------
    str

    Examples
    --------
    >>> short(2.7080502011), short(float("nan")), short(-1e-12), short(3)
    ('2.708', 'nan', '-1e-12', '3')
    """
    number = plain(thing)
    if isinstance(number, bool | int):
        return str(number) if abs(number) < 10**9 else f"{Decimal(number):.{digits - 1}e}"
    if isinstance(number, float):
        return f"{number:.{digits}g}"
    if isinstance(number, complex):
        return f"{number:.{digits}g}"
    if is_array(thing):
        return summary(thing, digits)
    written = text(thing)
    return written if len(written) <= 40 else written[:39] + "…"


def summary(array: Any, digits: int = 3) -> str:
    """Sum up an array in one line: its numbers if they are few, else shape, mean and range."""
    import numpy as np

    try:
        flat = np.asarray(array).ravel()
        if flat.size <= SMALL_ARRAY and flat.ndim:
            return "[" + ", ".join(short(x.item(), digits) for x in flat) + "]"
        shape = "×".join(map(str, array.shape))
        if flat.dtype.kind not in "fiub":
            return f"{flat.dtype} {shape}"
        good = flat[np.isfinite(flat)]
        rest = flat.size - good.size
        bad = f", {rest} not finite" if rest else ""
        if not good.size:
            return f"{shape}{bad}"
        low, high, mean = good.min().item(), good.max().item(), good.mean().item()
        return f"{shape}, {short(low, 3)}…{short(high, 3)}{bad}, mean {short(mean, 3)}"
    except Exception:
        return text(array)


def as_json(thing: Any) -> float | int | str | None:
    """Turn a value into what JSON can hold: a finite number, or text."""
    number = plain(thing)
    if number is None or isinstance(number, bool):
        return number
    if isinstance(number, int):
        whole = abs(number) < 2**53
        return number if whole else str(number) if abs(number) < 10**40 else short(number)
    if isinstance(number, float):
        return number if math.isfinite(number) else str(number)
    return short(thing)


def plain(thing: Any) -> Any:
    """Take the Python number out of a NumPy one, or out of a node of a lower level."""
    for _ in range(100):
        if thing is None or isinstance(thing, int | float | complex):
            return thing
        if is_array(thing):
            try:
                return thing.item() if tuple(thing.shape) == () else thing
            except Exception:
                return thing
        inside = getattr_quietly(thing, "value")
        if inside is None or inside is thing:
            inside = getattr_quietly(thing, "data")
        if inside is None or inside is thing:
            return thing
        thing = inside
    return thing


def getattr_quietly(thing: Any, name: str) -> Any:
    """Read an attribute; None if it is missing or raises."""
    try:
        return getattr(thing, name)
    except Exception:
        return None


def is_array(thing: Any) -> bool:
    """Say whether something is a NumPy array or number, without importing NumPy."""
    return type(thing).__module__.partition(".")[0] == "numpy" and hasattr(thing, "shape")


def symbol(operation: str) -> str:
    """Write an operation as in a formula where it has a sign, else by its name."""
    return OPERATORS.get(operation, operation)


def formula(operation: str, names: list[str]) -> str:
    """Write an operation on names: `a × b`, `-a`, `log(a)`.

    Examples
    --------
    >>> formula("mul", ["a", "b"]), formula("neg", ["a"]), formula("log", ["a"])
    ('a × b', '-a', 'log(a)')
    """
    sign = OPERATORS.get(operation)
    if sign and len(names) == 2:
        return f"{names[0]} {sign} {bracketed(names[1])}"
    if operation in NEGATIONS and len(names) == 1:
        return f"-{bracketed(names[0])}"
    if sign and len(names) == 1:
        return f"{names[0]} {sign} …"  # some engines keep no constants
    return f"{operation}({', '.join(names)})"


def bracketed(written: str) -> str:
    """Put brackets around a negative number, which follows a sign."""
    return f"({written})" if written.startswith("-") else written
