"""Comparing what came back with what should have.

A comparison looks at the kind of thing first, then at its shape, then at numbers. Whatever fails
becomes a `CheckFailure` with a sentence for the student and a row of numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np

from autograder.asking.comparing import Odd
from autograder.asking.numbers import apart, close, number, precision, too_large
from autograder.asking.submission import Handle
from autograder.errors import CheckFailure
from autograder.language import say, template

__all__ = ["as_number", "assert_array", "assert_same", "fail_type"]


def as_number(value: Any, what: str) -> float:
    """Take a number that the submission returned, or fail with what it returned instead.

    Parameters
    ----------
    value : object
        What came back: a number of any kind, a 0-dimensional array, or something else.
    what : str
        What it is, as the subject of a sentence.

    Raises
    ------
    CheckFailure
        If it is not a number.
    """
    if isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind in "fiu":
        value = value.item()
    if too_large(value):
        raise CheckFailure(
            say("{what} should be a number, but it is {value}.", what=what, value=number(value)),
            "type",
        )
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return float(value)
    fail_type(value, what, say("a number"))


#: Classes of what comes back where a call, or a look at the elements, was forgotten.
_NO_VALUE_INSIDE = ("function", "method", "builtin_function_or_method", "generator", "dict", "set")


def fail_type(value: Any, what: str, wanted: str) -> NoReturn:
    """Fail because something is not of the kind asked for, with a hint where there is one."""
    if value is None:
        hint = say("it is None. Is there a `return` in it, and is something set?")
    elif isinstance(value, Handle) and value.handle_type != "ndarray":
        hint = say(
            "it is an object of class {kind}: {text}.",
            kind=value.handle_type,
            text=value.handle_repr,
        )
        if wanted == say("a number") and value.handle_type not in _NO_VALUE_INSIDE:
            hint += " " + say("If you meant the number inside, that is its `.value`.")
    elif isinstance(value, Handle):
        hint = say("it is an array of something else than numbers.")
    elif isinstance(value, Odd):
        hint = say("it is {value}.", value=value)
    else:
        hint = say("it is of type {kind}: {text}.", kind=type(value).__name__, text=shown(value))
    text = say("{what} should be {wanted}, but {hint}", what=what, wanted=wanted, hint=hint)
    raise CheckFailure(text, "type")


def shown(value: Any) -> str:
    """Write the beginning of something that came back, also of what Python does not write."""
    try:
        return str(value)[:80]
    except ValueError:  # thousands of digits
        return say("it holds a number of thousands of digits")


def assert_same(
    yours: Any, expected: float, message: str, kind: str = "claim", scale: float = 0.0
) -> None:
    """Check one number against the expected one.

    Parameters
    ----------
    yours : object
        What came back.
    expected : float
    message : str
        What it is, as the subject of a sentence: ``"After the step, a.grad"``.
    kind : str
        Kind of failure, see `autograder.errors.CheckFailure`.
    scale : float
        Size of the terms it was added up from.
    """
    value = as_number(yours, message)
    if not close(value, expected, scale, precision(yours)):
        mine, right = apart(value, expected)
        raise CheckFailure(
            say("{what} should be {right}; it is {yours}.", what=message, right=right, yours=mine),
            kind,
            {"asked": message, "rows": [row(message, value, expected)]},
        )


def assert_array(
    yours: Any,
    expected: np.ndarray,
    what: str,
    kind: str = "gradient",
    scale: np.ndarray | float | None = None,
) -> None:
    """Check an array: that it is one, its shape, that it holds numbers, and then the numbers.

    Parameters
    ----------
    yours : object
        What came back.
    expected : ndarray
        Real or complex.
    what : str
        What it is, as the subject of a sentence.
    kind : str
        Kind of failure if only the numbers are wrong.
    scale : ndarray or float, optional
        The size of the terms that each entry was added up from. By default that of the largest
        entry: then a small one may be off by rounding errors of the large ones.

    Examples
    --------
    >>> assert_array(np.array([1.0, 2.0]), np.array([1.0, 3.0]), "The gradient")
    Traceback (most recent call last):
    ...
    autograder.errors.CheckFailure: The gradient[1] should be 3; it is 2.
    """
    if not isinstance(yours, (np.ndarray, np.number)):
        fail_type(yours, what, say("a NumPy array"))
    yours = np.asarray(yours)
    if yours.shape != expected.shape:
        raise CheckFailure(
            say(
                "{what} should have the shape {right}; it has {yours}.",
                what=what,
                right=expected.shape,
                yours=yours.shape,
            ),
            "shape",
        )
    allowed = "fiuc" if expected.dtype.kind == "c" else "fiu"
    if yours.dtype.kind not in allowed:
        if "c" in allowed:
            text = template(
                "{what} should be an array of numbers; its dtype is {dtype}, so it holds something "
                "else."
            )
        else:
            text = template(
                "{what} should be an array of real numbers; its dtype is {dtype}, so it holds "
                "something else."
            )
        raise CheckFailure(say(text, what=what, dtype=yours.dtype), "type")
    largest = float(np.max(np.abs(expected), initial=0.0))
    sizes = np.broadcast_to(largest if scale is None else scale, expected.shape)
    for index in np.ndindex(expected.shape):
        mine, right = yours[index].item(), expected[index].item()
        if not close(mine, right, float(sizes[index]), precision(yours)):
            place = f"[{', '.join(map(str, index))}]" if index else ""
            told = apart(mine, right)
            raise CheckFailure(
                say(
                    "{what} should be {right}; it is {yours}.",
                    what=_entry(what, place),
                    right=told[1],
                    yours=told[0],
                ),
                kind,
                {"asked": what, "rows": [row(say("element {place}", place=place), mine, right)]},
            )


def _entry(what: str, place: str) -> str:
    """Name an entry of an array: ``x[0, 1]``, or ``element [0, 1] of what is returned``."""
    if not place or what.endswith(("]", "gradient")):
        return what + place
    return say("Element {place} of {what}", place=place, what=what[0].lower() + what[1:])


def case(
    asked: str, program: str, labels: Sequence[str], values: Sequence[float]
) -> dict[str, Any]:
    """Say what a failure was about: what was asked, of which program, at which numbers."""
    return {"asked": asked, "program": program, "at": dict(zip(labels, values, strict=True))}


def row(
    name: str,
    yours: float | complex,
    expected: float | complex,
    difference: float | None = None,
) -> dict[str, Any]:
    """Give one line of a counter-example's table."""
    return {
        "name": name,
        "yours": _plain(yours),
        "expected": _plain(expected),
        "finite_difference": _plain(difference),
    }


def _plain(value: float | complex | None) -> float | str | None:
    """Keep NaN, infinity and complex numbers readable where only JSON's numbers can go."""
    if value is None or (not isinstance(value, complex) and math.isfinite(value)):
        return value
    return number(value)
